//! What the server does beside its work: what is scripted for a call, and faults that are strewn over all of them.
//!
//! A script can be written in Rust ([`On`] and [`Behaviour`]) or in a file for the command line: a JSON list of steps.
//!
//! ```json
//! [
//!     {"operation": "CreateSslVpnServer", "call": 1, "error": "Resource.QuotaFull"},
//!     {"operation": "DescribeVpnGateway", "delay": 500},
//!     {"call": 7, "fault": "reset"}
//! ]
//! ```

use std::time::Duration;

use serde::Deserialize;

/// Which calls a behaviour is for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct On {
    /// The operation's wire name; `None`: all operations.
    #[serde(default)]
    pub operation: Option<String>,
    /// The number of the call, from 1, counted for the operation where one is named; `None`: each call.
    #[serde(default)]
    pub call: Option<u64>,
}

impl On {
    /// Each call of every operation.
    pub fn each() -> Self {
        Self::default()
    }

    /// Each call of an operation.
    pub fn operation(name: impl Into<String>) -> Self {
        Self { operation: Some(name.into()), call: None }
    }

    /// Only the call with this number, from 1.
    #[must_use]
    pub fn call(mut self, number: u64) -> Self {
        self.call = Some(number);
        self
    }
}

/// What happens to a call that is signed well.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Behaviour {
    /// A documented error, by its code; nothing is done. A code that the spec does not have comes with status 400.
    Error(String),
    /// Any error; nothing is done.
    Refusal {
        /// The HTTP status.
        status: u16,
        /// The code.
        code: String,
        /// The message.
        message: String,
    },
    /// An answer that is given as it stands; nothing is done.
    Answer {
        /// The HTTP status.
        status: u16,
        /// The header `Content-Type`.
        content_type: String,
        /// The body.
        body: String,
    },
    /// The usual answer, after a while.
    Delay(Duration),
    /// Something breaks.
    Fault(Fault),
}

impl Behaviour {
    /// A documented error, by its code.
    pub fn error(code: impl Into<String>) -> Self {
        Self::Error(code.into())
    }
}

/// What can break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Fault {
    /// The connection is reset before anything is done.
    Refused,
    /// The work is done, and the connection is reset in place of an answer.
    Reset,
    /// The work is done, and the answer ends in the middle.
    TornBody,
    /// A gateway says 503 in HTML; nothing is done.
    Unavailable,
    /// The vendor's answer to too many calls; nothing is done.
    Throttling,
    /// The work is done, and the answer's body dribbles.
    Slow,
    /// The work is done, and the answer is cut JSON.
    MalformedJson,
    /// The work is done, and the answer is XML whose tags do not fit.
    MalformedXml,
    /// The work is done, and the answer says that it is an image.
    WrongContentType,
    /// The work is done, and the answer has 100 MiB.
    HugeBody,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Refused,
        Self::Reset,
        Self::TornBody,
        Self::Unavailable,
        Self::Throttling,
        Self::Slow,
        Self::MalformedJson,
        Self::MalformedXml,
        Self::WrongContentType,
        Self::HugeBody,
    ];
}

/// Faults that are strewn over all calls: a share of them, the same ones for the same seed and order of calls.
#[derive(Clone, Debug, PartialEq)]
pub struct Faults {
    /// The share of calls, from 0 to 1.
    pub share: f64,
    /// Where the sequence starts.
    pub seed: u64,
    /// What breaks, in turns.
    pub kinds: Vec<Fault>,
}

/// All that was asked of the server.
#[derive(Debug, Default)]
pub(crate) struct Script {
    steps: Vec<(On, Behaviour)>,
    faults: Option<Faults>,
    injected: usize,
}

impl Script {
    pub(crate) fn add(&mut self, on: On, behaviour: Behaviour) {
        self.steps.push((on, behaviour));
    }

    pub(crate) fn strew(&mut self, faults: Faults) {
        self.faults = Some(faults);
    }

    pub(crate) fn clear(&mut self) {
        *self = Self { injected: self.injected, ..Self::default() };
    }

    /// What happens to a call: the step that was added last counts, before strewn faults. `of_all` and `of_operation`
    /// count calls from 1.
    pub(crate) fn behaviour(&mut self, operation: &str, of_all: u64, of_operation: u64) -> Option<Behaviour> {
        let fits = |on: &On| {
            let count = if on.operation.is_some() { of_operation } else { of_all };
            on.operation.as_deref().is_none_or(|name| name == operation) && on.call.is_none_or(|call| call == count)
        };
        if let Some((_, behaviour)) = self.steps.iter().rev().find(|(on, _)| fits(on)) {
            return Some(behaviour.clone());
        }
        let faults = self.faults.as_ref()?;
        if fraction(faults.seed, of_all) >= faults.share || faults.kinds.is_empty() {
            return None;
        }
        let fault = faults.kinds.get(self.injected % faults.kinds.len()).copied()?;
        self.injected += 1;
        Some(Behaviour::Fault(fault))
    }
}

/// A number from 0 to 1 that looks random: splitmix64.
fn fraction(seed: u64, index: u64) -> f64 {
    let mut mixed = seed.wrapping_add(index.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    let bits = ((mixed ^ (mixed >> 31)) >> 32) as u32;
    f64::from(bits) / (f64::from(u32::MAX) + 1.0)
}

/// A step of a script in a file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    #[serde(default)]
    operation: Option<String>,
    #[serde(default)]
    call: Option<u64>,
    /// A code.
    #[serde(default)]
    error: Option<String>,
    /// Milliseconds.
    #[serde(default)]
    delay: Option<u64>,
    #[serde(default)]
    fault: Option<Fault>,
    #[serde(default)]
    answer: Option<Given>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    status: u16,
    #[serde(default = "json")]
    content_type: String,
    body: String,
}

fn json() -> String {
    "application/json".to_owned()
}

/// Reads a script from the text of a file. The error says what is wrong with it.
pub fn parse(text: &str) -> Result<Vec<(On, Behaviour)>, String> {
    let steps: Vec<Step> = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let read = |(index, step): (usize, Step)| {
        let on = On { operation: step.operation, call: step.call };
        let behaviour = match (step.error, step.delay, step.fault, step.answer) {
            (Some(code), None, None, None) => Behaviour::Error(code),
            (None, Some(milliseconds), None, None) => Behaviour::Delay(Duration::from_millis(milliseconds)),
            (None, None, Some(fault), None) => Behaviour::Fault(fault),
            (None, None, None, Some(Given { status, content_type, body })) => {
                Behaviour::Answer { status, content_type, body }
            }
            _ => {
                let number = index + 1;
                return Err(format!("step {number} needs one of `error`, `delay`, `fault` and `answer`"));
            }
        };
        Ok((on, behaviour))
    };
    steps.into_iter().enumerate().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::{Behaviour, Fault, Faults, On, Script, parse};

    #[test]
    fn a_file_says_the_same_as_rust() {
        let text = r#"[{"operation": "A", "call": 2, "error": "Busy"}, {"fault": "torn_body"}]"#;
        let expected = vec![
            (On::operation("A").call(2), Behaviour::error("Busy")),
            (On::each(), Behaviour::Fault(Fault::TornBody)),
        ];
        assert_eq!(parse(text), Ok(expected));
        assert!(parse(r#"[{"operation": "A"}]"#).unwrap_err().contains("step 1"));
        assert!(parse(r#"[{"operation": "A", "eror": "Busy"}]"#).unwrap_err().contains("eror"));
    }

    #[test]
    fn the_last_step_that_fits_counts() {
        let mut script = Script::default();
        script.add(On::operation("A"), Behaviour::error("first"));
        script.add(On::operation("A").call(2), Behaviour::error("second"));
        assert_eq!(script.behaviour("A", 9, 1), Some(Behaviour::error("first")));
        assert_eq!(script.behaviour("A", 9, 2), Some(Behaviour::error("second")));
        assert_eq!(script.behaviour("B", 2, 2), None);
    }

    #[test]
    fn faults_are_strewn_over_their_share_of_the_calls() {
        let mut script = Script::default();
        script.strew(Faults { share: 0.1, seed: 7, kinds: Fault::ALL.to_vec() });
        let broken = (1..=10_000).filter(|call| script.behaviour("A", *call, *call).is_some()).count();
        // Three standard deviations of 10,000 draws are 90.
        assert!((910..=1090).contains(&broken), "{broken}");
    }
}

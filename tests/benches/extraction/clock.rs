//! The processor's time and the wall's.

use std::fmt;
use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

/// What something cost.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// The time of all threads on a core.
    pub processor: Duration,
    /// The time that went by.
    pub wall: Duration,
}

impl fmt::Display for Cost {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", milliseconds(self.processor), milliseconds(self.wall))
    }
}

/// "     12.3 ms".
pub fn milliseconds(duration: Duration) -> String {
    format!("{:>9.1} ms", duration.as_secs_f64() * 1e3)
}

/// Runs something and measures it.
pub fn cost(work: impl FnOnce()) -> Cost {
    let (processor, wall) = (processor(), Instant::now());
    work();
    Cost { processor: self::processor().saturating_sub(processor), wall: wall.elapsed() }
}

/// The medians of several runs.
///
/// # Panics
///
/// When there was no run.
pub fn median(costs: &[Cost]) -> Cost {
    let middle = |part: fn(&Cost) -> Duration| {
        let mut parts: Vec<Duration> = costs.iter().map(part).collect();
        parts.sort();
        parts[parts.len() / 2]
    };
    Cost { processor: middle(|cost| cost.processor), wall: middle(|cost| cost.wall) }
}

/// How long this process has kept cores busy.
fn processor() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::try_from(time).expect("a process has not run for less than no time")
}

//! Findings as a report of `JUnit`, for servers that show the results of tests.
//!
//! In: a report. Out: XML: a suite a comparison, a test case a finding of the API or of code, a failure where the run
//! fails for it. What changed on the pages alone is counted in the suite's output. Signs that XML forbids are written
//! as `\u{1b}`.

use std::fmt::Write as _;

use quick_xml::escape::escape;

use super::told::{counted, line};
use super::{Comparison, FailOn, Report, groups, notes};
use crate::diagnostic::visible::visible;
use crate::drift::{Finding, Layer};

/// What became of a test case.
enum Verdict {
    Passed,
    Failed(String),
    Skipped(String),
}

/// A test case.
struct Case {
    class: String,
    name: String,
    code: String,
    verdict: Verdict,
    output: String,
}

/// A report as XML.
pub fn junit(report: &Report<'_>) -> String {
    let suites: Vec<(&Comparison<'_>, Vec<Case>)> =
        report.comparisons.iter().map(|comparison| (comparison, cases(comparison, report.fail_on))).collect();
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let all: Vec<&Case> = suites.iter().flat_map(|(_, cases)| cases).collect();
    // Writing to a String can not fail.
    let _ = writeln!(xml, "<testsuites name=\"drift\"{}>", numbers(&all));
    for (comparison, cases) in &suites {
        let title = text(&comparison.title);
        let own: Vec<&Case> = cases.iter().collect();
        let _ = writeln!(xml, "  <testsuite name=\"{title}\"{}>", numbers(&own));
        for case in cases {
            write(&mut xml, case);
        }
        let words = comparison.findings.iter().filter(|finding| finding.layer() == Layer::Document).count();
        let _ = writeln!(xml, "    <system-out>{} of the pages alone</system-out>", counted(words, "change"));
        xml.push_str("  </testsuite>\n");
    }
    xml.push_str("</testsuites>\n");
    xml
}

fn cases(comparison: &Comparison<'_>, fail_on: FailOn) -> Vec<Case> {
    let case = |finding: &Finding, verdict: Verdict, output: String| Case {
        class: format!("{}.{}", comparison.title, finding.subject.operation),
        name: line(finding),
        code: finding.rule().code.clone(),
        verdict,
        output,
    };
    let mut cases = Vec::new();
    for group in groups(comparison.findings).iter().filter(|group| !group.is_of_pages()) {
        let told = notes(comparison, group);
        if group.fails(fail_on) {
            cases.push(case(group.finding, Verdict::Failed(told), String::new()));
        } else {
            cases.push(case(group.finding, Verdict::Passed, told));
        }
    }
    for waived in comparison.waived {
        let reason = format!("waived until {}: {}", waived.until, waived.reason);
        cases.push(case(&waived.finding, Verdict::Skipped(reason), String::new()));
    }
    if cases.is_empty() {
        // A report without a test case is taken for a run that broke off.
        let class = comparison.title.clone();
        let (name, code) = ("no change of the API".to_owned(), String::new());
        cases.push(Case { class, name, code, verdict: Verdict::Passed, output: String::new() });
    }
    cases
}

/// The counts, as attributes.
fn numbers(cases: &[&Case]) -> String {
    let failures = cases.iter().filter(|case| matches!(case.verdict, Verdict::Failed(_))).count();
    let skipped = cases.iter().filter(|case| matches!(case.verdict, Verdict::Skipped(_))).count();
    format!(" tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\" time=\"0\"", cases.len())
}

fn write(xml: &mut String, case: &Case) {
    let (class, name, code) = (text(&case.class), text(&case.name), text(&case.code));
    let _ = write!(xml, "    <testcase classname=\"{class}\" name=\"{name}\" time=\"0\">");
    let _ = match &case.verdict {
        Verdict::Failed(told) => {
            write!(xml, "<failure type=\"{code}\" message=\"{name}\">{}</failure>", text(told))
        }
        Verdict::Skipped(reason) => write!(xml, "<skipped message=\"{}\"/>", text(reason)),
        Verdict::Passed if case.output.is_empty() => Ok(()),
        Verdict::Passed => write!(xml, "<system-out>{}</system-out>", text(&case.output)),
    };
    xml.push_str("</testcase>\n");
}

/// A text inside of XML.
fn text(words: &str) -> String {
    let mut kept = String::with_capacity(words.len());
    for sign in visible(words).chars() {
        // No character of Unicode, though UTF-8 has a form for them.
        if matches!(sign, '\u{fffe}' | '\u{ffff}') { kept.extend(sign.escape_unicode()) } else { kept.push(sign) }
    }
    escape(kept.as_str()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sign_is_left_that_xml_forbids() {
        assert_eq!(text("a<b>&\"'\u{1b}\u{0}\u{ffff}]]>"), "a&lt;b&gt;&amp;&quot;&apos;\\u{1b}\\u{0}\\u{ffff}]]&gt;");
        assert_eq!(text("取值\n"), "取值\n");
    }
}

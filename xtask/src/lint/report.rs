//! Findings as text: for people in the manner of rustc, for programs as lines of JSON, for the vendor as markdown.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use crate::diagnostic::{Related, Severity, catalogue, render};
use crate::source::{Page, PagePath, Span};

use super::{Confidence, Finding};

/// How many characters of the page's words the report for the vendor quotes.
const QUOTED: usize = 100;

/// A finding for people.
pub fn human(folder: &str, finding: &Finding, pages: &BTreeMap<PagePath, Page>, color: bool) -> String {
    let diagnostic = &finding.diagnostic;
    let text = render::contradiction(folder, diagnostic, &finding.label, &finding.related, pages, color);
    let sides = finding.related.iter().map(|side| (&side.page, side.span));
    let lines = std::iter::once((&diagnostic.page, diagnostic.span))
        .chain(sides)
        .filter_map(|(page, span)| pages.get(page).map(|page| page.position(span.start).line));
    // As far in as the bars of the quoted lines.
    let margin = lines.max().unwrap_or(1).to_string().len() + 1;
    format!("{text}\n{:margin$}= {}, fingerprint {}\n\n", "", finding.confidence.word(), finding.fingerprint)
}

/// A side of a finding.
#[derive(Serialize)]
struct Side<'f> {
    page: &'f str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    label: &'f str,
    text: String,
}

/// The keys of a line of JSON: those of a diagnostic, and what a finding has beyond.
#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "the keys of the line")]
struct Line<'f> {
    code: String,
    severity: Severity,
    confidence: Confidence,
    fingerprint: &'f str,
    operation: &'f str,
    subject: &'f str,
    page: &'f str,
    line: Option<u32>,
    column: Option<u32>,
    end_line: Option<u32>,
    end_column: Option<u32>,
    message: &'f str,
    help: Option<&'f str>,
    label: &'f str,
    related: Vec<Side<'f>>,
}

/// A finding as a line of JSON, without its line end.
pub fn json_line(finding: &Finding, pages: &BTreeMap<PagePath, Page>) -> String {
    let diagnostic = &finding.diagnostic;
    let place = pages.get(&diagnostic.page);
    let start = place.map(|page| page.position(diagnostic.span.start));
    let end = place.map(|page| page.position(diagnostic.span.end));
    let line = Line {
        code: diagnostic.code.to_string(),
        severity: diagnostic.severity,
        confidence: finding.confidence,
        fingerprint: &finding.fingerprint,
        operation: &finding.operation,
        subject: &finding.subject,
        page: diagnostic.page.as_str(),
        line: start.map(|place| place.line),
        column: start.map(|place| place.column),
        end_line: end.map(|place| place.line),
        end_column: end.map(|place| place.column),
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        label: &finding.label,
        related: finding.related.iter().filter_map(|side| self::side(side, pages)).collect(),
    };
    // Texts and numbers always have a JSON form.
    serde_json::to_string(&line).unwrap_or_default()
}

fn side<'f>(related: &'f Related, pages: &BTreeMap<PagePath, Page>) -> Option<Side<'f>> {
    let page = pages.get(&related.page)?;
    let (start, end) = (page.position(related.span.start), page.position(related.span.end));
    Some(Side {
        page: related.page.as_str(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        label: &related.label,
        text: quoted(page, related.span),
    })
}

/// The report for the vendor: a section a page, an item a finding, with the page's words and their lines.
pub fn markdown(title: &str, findings: &[Finding], pages: &BTreeMap<PagePath, Page>) -> String {
    let count = |confidence| findings.iter().filter(|finding| finding.confidence == confidence).count();
    let mut text = format!("# Contradictions in {title}\n\n");
    let (certain, likely) = (count(Confidence::Certain), count(Confidence::Likely));
    // Writing to a String can not fail.
    let _ = writeln!(text, "{certain} certain, {likely} likely. Lines count from 1 in the page's source.");
    let mut last: Option<&PagePath> = None;
    for finding in findings {
        let diagnostic = &finding.diagnostic;
        if last != Some(&diagnostic.page) {
            let _ = write!(text, "\n## {}\n\n", plain(diagnostic.page.as_str()));
            last = Some(&diagnostic.page);
        }
        let page = pages.get(&diagnostic.page);
        let line = page.map_or(0, |page| page.position(diagnostic.span.start).line);
        let title = catalogue::find(&diagnostic.code.to_string()).map_or("", |entry| entry.title);
        let doubt = match finding.confidence {
            Confidence::Certain => "",
            Confidence::Likely => " (likely)",
        };
        let _ = writeln!(text, "- **Line {line}: {}**{doubt}", plain(&diagnostic.message));
        let _ = writeln!(text, "  {} ({}, {})", plain(title), diagnostic.code, finding.fingerprint);
        let own = Related { page: diagnostic.page.clone(), span: diagnostic.span, label: finding.label.clone() };
        for side in std::iter::once(&own).chain(&finding.related) {
            let Some(page) = pages.get(&side.page) else { continue };
            let words = quoted(page, side.span);
            if words.is_empty() {
                continue;
            }
            let at = if side.page == diagnostic.page { String::new() } else { format!("{}, ", side.page) };
            let line = page.position(side.span.start).line;
            let _ = writeln!(text, "  - {at}line {line}, {}: {}", plain(&side.label), code(&words));
        }
    }
    text
}

/// The words of a span on one line, shortened.
fn quoted(page: &Page, span: Span) -> String {
    let text = page.slice(span);
    // A span may be a whole sample: only so much is looked at as is shown.
    let start: String = text.chars().take(QUOTED * 4).collect();
    let words = start.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut shown: String = words.chars().take(QUOTED).collect();
    if shown.len() < words.len() || start.len() < text.len() {
        shown.push_str("...");
    }
    shown
}

/// Words as code, whatever backticks they have.
fn code(words: &str) -> String {
    let longest = words.split(|sign| sign != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let blank = if longest > 0 { " " } else { "" };
    format!("{fence}{blank}{words}{blank}{fence}")
}

/// Words of a page inside a line of markdown: what would be markup is escaped, but for code.
fn plain(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    let mut is_code = false;
    for sign in words.chars() {
        match sign {
            '`' => is_code = !is_code,
            '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' if !is_code => text.push('\\'),
            _ => {}
        }
        text.push(if sign == '\n' || sign == '\r' { ' ' } else { sign });
    }
    text
}

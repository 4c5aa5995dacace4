//! Findings as one page to look at: old and new rows side by side, changes coloured, filters.
//!
//! In: a report. Out: HTML that needs nothing else. Words of pages are escaped, and a policy inside the page lets no
//! script run but the one below, whatever they say. Without the script all is there but the filters.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use quick_xml::escape::escape;
use sha2::{Digest, Sha256};

use super::human::told_step;
use super::told::{Piece, broken, counted, standing, subject, told};
use super::{Comparison, Counts, Report};
use crate::diagnostic::visible::visible;
use crate::drift::{Finding, Layer, Place};

mod cards;
mod rows;
mod words;

use cards::{Card, cards};
use rows::Pair;
use words::{Run, runs};

/// How the page looks.
const STYLE: &str = include_str!("page.css");

/// The filters.
const SCRIPT: &str = include_str!("page.js");

/// How many characters of a cell are shown.
const SHOWN: usize = 4_000;

/// A report as a page.
pub fn html(report: &Report<'_>) -> String {
    let counts = report.counts();
    let titles: Vec<&str> = report.comparisons.iter().map(|comparison| comparison.title.as_str()).collect();
    let title = text(&titles.join(", "));
    let all: Vec<(&Comparison<'_>, Vec<Card<'_>>)> =
        report.comparisons.iter().map(|comparison| (comparison, cards(comparison))).collect();
    let operations: BTreeSet<&str> = all
        .iter()
        .flat_map(|(_, cards)| cards)
        .map(|card| card.operation.as_str())
        .filter(|name| !name.is_empty())
        .collect();
    let mut page = String::new();
    // Writing to a String can not fail.
    let _ = write!(
        page,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{}'; script-src '{}'; \
         base-uri 'none'; form-action 'none'\">\n<title>Drift of {title}</title>\n<style>{STYLE}</style>\n</head>\n\
         <body>\n<a class=\"skip\" href=\"#changes\">To the changes</a>\n<header>\n<h1>Drift of {title}</h1>\n{}</header>\n",
        hash(STYLE),
        hash(SCRIPT),
        summary(&counts, report),
    );
    page.push_str(&filters(&operations));
    page.push_str("<main id=\"changes\">\n");
    for (comparison, cards) in &all {
        section(&mut page, comparison, cards, report.comparisons.len() > 1);
    }
    let _ = write!(page, "</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n");
    page
}

/// A source that a policy lets through: its hash.
fn hash(source: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(source.as_bytes())))
}

/// Words of a page inside of HTML, as text or as the value of an attribute.
fn text(words: &str) -> String {
    escape(visible(words).as_str()).into_owned()
}

fn summary(counts: &Counts, report: &Report<'_>) -> String {
    let (api, rust) = (counts.api, counts.rust);
    let mut text = String::from("<dl class=\"summary\">\n");
    let mut line = |name: &str, count: usize, words: &str| {
        let _ = writeln!(text, "<div><dt>{name}</dt><dd><b>{count}</b>{words}</dd></div>");
    };
    let words = format!(": {} breaking, {} notable, {} harmless", api.breaking, api.notable, api.harmless);
    line("API", api.all(), &words);
    let words = format!(
        ": code does not compile for {}, fails when it runs for {}, behaves in another way for {}",
        rust.compile, rust.run, rust.behaviour
    );
    line("Rust client", rust.all(), &words);
    line("Pages alone", counts.document, ", without a change of the API");
    if counts.waived > 0 {
        line("Waived", counts.waived, "");
    }
    let _ = write!(text, "</dl>\n<p>Next version of the client: <b>{}</b>.</p>\n", told_step(report.step()));
    text
}

/// The filters; the script shows them.
fn filters(operations: &BTreeSet<&str>) -> String {
    let mut form = String::from("<form class=\"filters\" aria-label=\"Filters\" hidden>\n");
    let groups = [
        ("layer", "Layer", [("api", "API"), ("rust", "Rust"), ("document", "pages")]),
        ("severity", "Severity", [("breaking", "breaking"), ("notable", "notable"), ("harmless", "harmless")]),
    ];
    for (name, legend, boxes) in groups {
        let _ = write!(form, "<fieldset><legend>{legend}</legend>");
        for (value, label) in boxes {
            let _ = write!(
                form,
                "<label><input type=\"checkbox\" name=\"{name}\" value=\"{value}\" checked> {label}</label>"
            );
        }
        form.push_str("</fieldset>\n");
    }
    form.push_str("<label class=\"field\">Operation <select name=\"operation\"><option value=\"\">all</option>");
    for operation in operations {
        let operation = text(operation);
        let _ = write!(form, "<option value=\"{operation}\">{operation}</option>");
    }
    form.push_str("</select></label>\n<label class=\"field\">Text <input type=\"search\" name=\"text\"></label>\n");
    form.push_str("<button type=\"reset\">Show all</button>\n<output aria-live=\"polite\"></output>\n</form>\n");
    form
}

fn section(page: &mut String, comparison: &Comparison<'_>, cards: &[Card<'_>], is_named: bool) {
    page.push_str("<section>\n");
    if is_named {
        let _ = writeln!(page, "<h2>{}</h2>", text(&comparison.title));
    }
    let (of_pages, of_api): (Vec<&Card<'_>>, Vec<&Card<'_>>) = cards.iter().partition(|card| card.is_of_pages());
    if of_api.is_empty() {
        page.push_str("<p>No change of the API.</p>\n");
    }
    for card in of_api {
        self::card(page, comparison, card);
    }
    if !of_pages.is_empty() {
        let count = counted(of_pages.len(), "place");
        let _ = writeln!(page, "<details class=\"fold\"><summary>Changed on the pages alone: {count}</summary>");
        for card in of_pages {
            self::card(page, comparison, card);
        }
        page.push_str("</details>\n");
    }
    if !comparison.waived.is_empty() {
        let count = comparison.waived.len();
        let _ = writeln!(page, "<details class=\"fold\"><summary>Waived: {count}</summary>\n<ul class=\"waived\">");
        for waived in comparison.waived {
            let (finding, until, reason) = (&waived.finding, text(&waived.until), text(&waived.reason));
            let (what, told) = (text(&subject(finding)), told_in_html(finding));
            let _ = writeln!(
                page,
                "<li><code>{what}</code>: {told} <code class=\"rule\">{}</code><br>until {until}: {reason}</li>",
                finding.rule().code
            );
        }
        page.push_str("</ul>\n</details>\n");
    }
    page.push_str("</section>\n");
}

fn card(page: &mut String, comparison: &Comparison<'_>, card: &Card<'_>) {
    let severity = card.severity().word();
    let (operation, subject) = (text(&card.operation), text(&card.subject));
    let _ = writeln!(page, "<article data-operation=\"{operation}\">");
    let _ = writeln!(page, "<h3><span class=\"mark {severity}\">{severity}</span> <code>{subject}</code></h3>\n<ul>");
    for group in &card.groups {
        finding(page, comparison, group.finding, None);
        for consequence in &group.consequences {
            finding(page, comparison, consequence, Some(group.finding));
        }
    }
    page.push_str("</ul>\n");
    for pairs in &card.tables {
        table(page, pairs);
    }
    page.push_str("</article>\n");
}

/// A finding as an item. Of what follows from another one, only that is told which is not told there.
fn finding(page: &mut String, comparison: &Comparison<'_>, finding: &Finding, cause: Option<&Finding>) {
    let rule = finding.rule();
    let class = if cause.is_some() { " class=\"follows\"" } else { "" };
    let (layer, severity) = (super::told::word(&finding.layer()), finding.severity().word());
    let _ = write!(page, "<li{class} data-layer=\"{layer}\" data-severity=\"{severity}\">");
    if finding.layer() == Layer::Rust {
        let _ = write!(
            page,
            "Rust: <code>{}</code> {}; {}",
            text(&subject(finding)),
            told_in_html(finding),
            broken(finding)
        );
    } else {
        page.push_str(&told_in_html(finding));
    }
    let _ = write!(
        page,
        " <span class=\"weight\">{severity}</span> <code class=\"rule\" title=\"{}\">{}</code>",
        text(&rule.title),
        rule.code
    );
    if let Some(remark) = finding.remark.as_ref().filter(|_| cause.is_none_or(|cause| cause.remark != finding.remark)) {
        let _ = write!(page, "<br><span class=\"remark\">{}</span>", text(remark));
    }
    let _ = write!(page, "<br><span class=\"standing\">{}", standing(finding));
    let sides = [("before", &comparison.old, &finding.old_place), ("after", &comparison.new, &finding.new_place)];
    let is_elsewhere =
        |cause: &Finding| (&cause.old_place, &cause.new_place) != (&finding.old_place, &finding.new_place);
    for (label, pages, place) in sides.into_iter().filter(|_| cause.is_none_or(is_elsewhere)) {
        if let Some(Place { page: path, line, column, .. }) = place {
            let _ = write!(page, "; {label} {}:{line}:{column}", text(&format!("{}{path}", pages.folder)));
        }
    }
    page.push_str("</span></li>\n");
}

fn told_in_html(finding: &Finding) -> String {
    let piece = |piece: Piece| match piece {
        Piece::Own(words) => text(&words),
        Piece::Page(words) => format!("<code>{}</code>", text(&words)),
    };
    told(finding).into_iter().map(piece).collect()
}

/// Two rows side by side, a line a cell.
fn table(page: &mut String, pairs: &[Pair]) {
    page.push_str("<table>\n<thead><tr><th scope=\"col\">column</th><th scope=\"col\">before</th><th scope=\"col\">after</th></tr></thead>\n<tbody>\n");
    for Pair { heading, old, new } in pairs {
        let heading = text(heading);
        match (old, new) {
            (Some(old), Some(new)) if old == new => {
                let _ = writeln!(
                    page,
                    "<tr class=\"same\"><th scope=\"row\">{heading}</th><td colspan=\"2\">{}</td></tr>",
                    text(shown(old))
                );
            }
            (old, new) => {
                let both = (shown(old.as_deref().unwrap_or_default()), shown(new.as_deref().unwrap_or_default()));
                let (before, after) = runs(both.0, both.1);
                let cell = |side: &str, is_there: bool, runs: &[Run<'_>], tag: &str| {
                    let class = if is_there { side.to_owned() } else { format!("{side} none") };
                    format!("<td class=\"{class}\">{}</td>", marked(runs, tag))
                };
                let (old, new) =
                    (cell("before", old.is_some(), &before, "del"), cell("after", new.is_some(), &after, "ins"));
                let _ = writeln!(page, "<tr><th scope=\"row\">{heading}</th>{old}{new}</tr>");
            }
        }
    }
    page.push_str("</tbody>\n</table>\n");
}

fn marked(runs: &[Run<'_>], tag: &str) -> String {
    let marked = |run: &Run<'_>| {
        let words = text(run.text);
        if run.is_other { format!("<{tag}>{words}</{tag}>") } else { words }
    };
    runs.iter().map(marked).collect()
}

/// As much of a cell as is shown.
fn shown(cell: &str) -> &str {
    let end = cell.char_indices().nth(SHOWN).map_or(cell.len(), |(at, _)| at);
    cell.get(..end).unwrap_or_default()
}

//! Names against names: numbering that is mixed, path variables without rows, rows that stand twice.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::catalogue::lint::{
    CONSTANT_CALLED_OPTIONAL, NAMES_ANOTHER_OPERATION, NUMBERING_MIXED, PATH_ROW_WITHOUT_VARIABLE, ROW_TWICE,
    ROW_TWICE_DIFFERS, VARIABLE_WITHOUT_ROW,
};
use crate::dialect::{Identity, RoleWord};
use crate::extract::Language;
use crate::extract::facts::{RowFacts, Side, TableFacts};
use crate::extract::identity::{is_operation_name, variables};
use crate::source::Span;
use crate::spec::model::{Location, Presence};

use super::Finding;
use super::samples::first_line;
use super::view::View;

/// Checks the names of one operation.
pub fn check(view: &View<'_>, language: &Language, found: &mut Vec<Finding>) {
    for table in &view.facts.tables {
        if matches!(table.side, Side::Request(_)) {
            numbering(view, table, found);
        }
        twice(view, table, found);
    }
    if view.is_whole() {
        match language.dialect.identity {
            Identity::Uri => path(view, found),
            Identity::Action => {
                constants(view, language, found);
                calls(view, language, found);
            }
        }
    }
}

/// One list whose entries are numbered in two ways. Another list may have other ways: `Filter.1.Key` names one of a kind.
fn numbering(view: &View<'_>, table: &TableFacts, found: &mut Vec<Finding>) {
    let style = |part: &str| match part {
        "N" | "n" | "X" | "x" | "M" | "m" => Some(part.to_owned()),
        part if !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()) => Some("a number".to_owned()),
        _ => None,
    };
    let mut seen: BTreeMap<&str, (String, &RowFacts)> = BTreeMap::new();
    for row in &table.rows {
        let Some((list, rest)) = row.name.value.split_once('.') else { continue };
        let Some(style) = style(rest.split('.').next().unwrap_or_default()) else { continue };
        let Some((first, other)) = seen.get(list) else {
            seen.insert(list, (style, row));
            continue;
        };
        if *first == style {
            continue;
        }
        let message = format!(
            "the entries of `{list}` are numbered in two ways: {style} in `{}`, {first} in `{}`",
            row.name.value, other.name.value
        );
        let finding = Finding::new(NUMBERING_MIXED, view.page, row.name.span, message);
        let finding = finding.about(&view.operation.name, &row.name.value, format!("{style} beside {first}"));
        found.push(finding.labelled(style).against(view.page, other.name.span, first.clone()));
    }
}

/// Rows of one table that have one name.
fn twice(view: &View<'_>, table: &TableFacts, found: &mut Vec<Finding>) {
    let is_flat = match table.side {
        Side::Request(_) | Side::ResponseHeader(_) => table.rows.iter().all(|row| row.depth == 0),
        // Rows of answers may have lost how deep they stand: two structures may have members of one name.
        Side::Response(_) | Side::Object { .. } => false,
    };
    if !is_flat {
        return;
    }
    let mut seen: BTreeMap<(&str, Option<Location>), &RowFacts> = BTreeMap::new();
    for row in &table.rows {
        let Some(other) = seen.insert((&row.name.value, row.location.as_ref().map(|said| said.value)), row) else {
            continue;
        };
        let name = &row.name.value;
        let differs = if words(row) != words(other) {
            Some(format!("type {} and {}", words(other), words(row)))
        } else if row.presence != other.presence {
            Some("the one required, the other not".to_owned())
        } else {
            None
        };
        let (code, message) = match &differs {
            Some(what) => (ROW_TWICE_DIFFERS, format!("`{name}` has two rows that differ: {what}")),
            None => (ROW_TWICE, format!("`{name}` has two rows in one table")),
        };
        let finding = Finding::new(code, view.page, row.name.span, message);
        let finding = finding.about(&view.operation.name, name, differs.unwrap_or_else(|| "twice".to_owned()));
        found.push(finding.labelled("again").against(view.page, other.name.span, "first"));
    }
}

fn words(row: &RowFacts) -> String {
    row.type_words.as_ref().map_or("none", |said| said.value.trim()).to_lowercase()
}

/// Variables of the path against the rows of the path.
fn path(view: &View<'_>, found: &mut Vec<Finding>) {
    let Some(path) = &view.facts.path else { return };
    let variables = variables(&path.value);
    let tables = || view.facts.tables.iter().filter(|table| matches!(table.side, Side::Request(_)));
    let rows: Vec<(&RowFacts, Option<Location>)> = tables()
        .flat_map(|table| {
            let captioned = match table.side {
                Side::Request(location) => location,
                Side::Response(_) | Side::ResponseHeader(_) | Side::Object { .. } => None,
            };
            table.rows.iter().map(move |row| (row, row.location.as_ref().map(|said| said.value).or(captioned)))
        })
        .collect();
    let name = view.operation.name.as_str();
    let place = place_of(view, path.span, &path.value);
    for variable in variables.iter().filter(|variable| !rows.iter().any(|(row, _)| row.name.value == **variable)) {
        let message = format!("`{variable}` is a variable of the path, and no row describes it");
        let finding = Finding::new(VARIABLE_WITHOUT_ROW, view.page, place, message);
        let finding = finding.about(name, format!("request.{variable}"), "without a row").labelled("the path");
        let near = rows.iter().find(|(row, _)| {
            row.name.value.eq_ignore_ascii_case(variable) || super::words::is_misspelling(&row.name.value, variable)
        });
        found.push(match near {
            Some((row, _)) => finding.against(view.page, row.name.span, "a row of nearly that name"),
            // A page without a table of the path leaves them all out.
            None => finding.likely_if(!rows.iter().any(|(_, location)| *location == Some(Location::Path))),
        });
    }
    for (row, _) in rows.iter().filter(|(_, location)| *location == Some(Location::Path)) {
        if variables.contains(&row.name.value) {
            continue;
        }
        let message =
            format!("`{}` has a row among the variables of the path, and `{}` lacks it", row.name.value, path.value);
        let finding = Finding::new(PATH_ROW_WITHOUT_VARIABLE, view.page, row.name.span, message);
        let finding = finding.about(name, format!("request.{}", row.name.value), "without a variable");
        found.push(finding.labelled("a path parameter").against(view.page, place, "the path"));
    }
}

/// The path within the words that hold it.
fn place_of(view: &View<'_>, span: Span, path: &str) -> Span {
    let start = span.start as usize;
    let found = view.page.slice(span).find(path);
    found.map_or(first_line(view, span), |at| Span::new(start + at, start + at + path.len()))
}

/// `Action`, which is always sent, in a row that says that it may be left out.
fn constants(view: &View<'_>, language: &Language, found: &mut Vec<Finding>) {
    let tables = view.facts.tables.iter().filter(|table| matches!(table.side, Side::Request(_)));
    for row in tables.flat_map(|table| &table.rows) {
        if language.dialect.role(&row.name.value) != Some(RoleWord::Action) || row.presence != Presence::Optional {
            continue;
        }
        let message = format!("`{}` names the operation in every call, and its row calls it optional", row.name.value);
        let finding = Finding::new(CONSTANT_CALLED_OPTIONAL, view.page, row.name.span, message);
        let finding = finding.about(&view.operation.name, format!("request.{}", row.name.value), "optional");
        let finding = finding.labelled("called optional");
        found.push(match optional_word(view, row, language) {
            Some((span, word)) => finding.mended(view.page, span, word),
            None => finding,
        });
    }
}

/// Samples and sentences that name another operation than the page's own.
fn calls(view: &View<'_>, language: &Language, found: &mut Vec<Finding>) {
    let own = view.operation.name.as_str();
    let is_action = |name: &str| language.dialect.role(name) == Some(RoleWord::Action);
    let place = view.facts.name.as_ref().map_or_else(Span::default, |name| name.span);
    let tell = |span: Span, other: &str, what: &str, found: &mut Vec<Finding>| {
        let message = format!("{what} `{other}`, and the operation is `{own}`");
        let finding = Finding::new(NAMES_ANOTHER_OPERATION, view.page, span, message);
        let finding = finding.about(own, "operation", format!("{other} for {own}")).labelled("another name");
        let finding = finding.against(view.page, first_line(view, place), "the operation's name");
        let text = view.page.slice(span);
        let is_title = view.facts.title.as_ref().is_some_and(|title| title.span == span);
        found.push(match text.matches(other).count() {
            // A title is as good as a sample: which of the two is right is for a person to say.
            1 if !is_title => finding.mended(view.page, span, text.replace(other, own)),
            _ => finding,
        });
    };
    let requests = view.facts.samples.iter().flat_map(|sample| &sample.reading.requests);
    let mut told = BTreeSet::new();
    for pair in requests.flat_map(|request| &request.query).filter(|pair| is_action(&pair.name)) {
        if pair.value != own && is_operation_name(&pair.value) && told.insert(&pair.value) {
            tell(pair.span, &pair.value, "the sample calls", found);
        }
    }
    if let Some(title) = &view.facts.title
        && title.value != own
        && is_operation_name(&title.value)
        && title.value.chars().filter(char::is_ascii_uppercase).count() > 1
    {
        tell(title.span, &title.value, "the title names", found);
    }
    for row in view.facts.tables.iter().flat_map(|table| &table.rows).filter(|row| is_action(&row.name.value)) {
        if let [value] = row.prose.values.as_slice()
            && value.wire != own
            && is_operation_name(&value.wire)
        {
            tell(value.span, &value.wire, "the row's text names", found);
        }
    }
}

/// The word that says that something is optional, and what it would say otherwise.
fn optional_word(view: &View<'_>, row: &RowFacts, language: &Language) -> Option<(Span, String)> {
    let place = row.presence_place?;
    let cell = view.page.slice(place);
    let found = [("No", "Yes"), ("false", "true"), ("否", "是")].into_iter().find(|(word, _)| cell.contains(word));
    let (word, right) = found.filter(|(word, _)| language.dialect.presence_word(word).is_some())?;
    Some((place, cell.replacen(word, right, 1)))
}

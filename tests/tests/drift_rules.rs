//! The table of rules, cell by cell: an edit that a rule tells, edits that it must not tell, and the nearest miss.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use docwright::drift::rules::{self, Rule};
use docwright::drift::{self, Facet, Finding, Layer, Side, Version};
use docwright::extract::Language;
use docwright::source::{Page, PagePath};
use docwright::spec::model::{Spec, Type};
use docwright_tests::edits::{self, Edit, Pages};
use docwright_tests::road::{language, read};

static LANGUAGE: LazyLock<Language> = LazyLock::new(|| language("alibaba"));

fn compare(edit: &Edit) -> Vec<Finding> {
    let none = BTreeMap::new();
    let (old, new) = (Version { spec: &edit.old, pages: &none }, Version { spec: &edit.new, pages: &none });
    drift::compare(old, new, &LANGUAGE)
}

fn compare_pages(old: Pages, new: Pages) -> Vec<Finding> {
    let side = |pages: Pages| {
        let page = |(name, text): (&str, String)| Page::new(PagePath::new(name), text.into_bytes()).expect("a page");
        read("lamps", pages.into_iter().map(page).collect(), &LANGUAGE)
    };
    let (old, new) = (side(old), side(new));
    let version = |side| {
        let outcome: &docwright::road::Outcome = side;
        Version { spec: &outcome.spec, pages: &outcome.sources }
    };
    drift::compare(version(&old), version(&new), &LANGUAGE)
}

/// What the edit of a rule is told by.
fn told(rule: &Rule) -> Vec<Finding> {
    if let Some((old, new)) = edits::of_page(rule) {
        return compare_pages(old, new);
    }
    let edit = edits::of_code(rule).or_else(|| edits::of_rule(rule));
    compare(&edit.unwrap_or_else(|| panic!("no edit for {}", rule.code)))
}

fn codes(findings: &[Finding], layer: Layer) -> Vec<&'static str> {
    let mut codes: Vec<&str> =
        findings.iter().filter(|one| one.layer() == layer).map(|one| one.rule().code.as_str()).collect();
    codes.dedup();
    codes
}

#[test]
fn each_rule_tells_its_edit_and_no_other_rule_of_its_layer_does() {
    let mut wrong = Vec::new();
    for rule in rules::all().iter().filter(|rule| rule.layer() != Layer::Rust) {
        let found = codes(&told(rule), rule.layer());
        // A page that lost all its words lost its headings, too.
        let is_it =
            if rule.side == Some(Side::Page) { found.contains(&rule.code.as_str()) } else { found == [&rule.code] };
        if !is_it {
            wrong.push(format!("{}: {found:?}", rule.code));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rules::all().len(), wrong.join("\n"));
}

#[test]
fn what_is_no_fact_of_the_api_is_told_by_no_rule_of_it() {
    // An operation goes with its page.
    let wrong: Vec<String> = rules::all()
        .iter()
        .filter(|rule| rule.layer() == Layer::Document && rule.facet != Facet::Page)
        .map(|rule| (rule, codes(&told(rule), Layer::Api)))
        .filter(|(_, found)| !found.is_empty())
        .map(|(rule, found)| format!("{}: {found:?}", rule.code))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_rule_of_code_tells_its_edit() {
    let mut wrong = Vec::new();
    for rule in rules::all().iter().filter(|rule| rule.layer() == Layer::Rust) {
        let found = told(rule);
        let codes = codes(&found, Layer::Rust);
        if !codes.contains(&rule.code.as_str()) {
            wrong.push(format!("{}: {codes:?} of {:?}", rule.code, self::codes(&found, Layer::Api)));
        }
    }
    assert!(wrong.is_empty(), "{} rules:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn edits_beside_the_point_do_nothing_to_code() {
    for &facet in Facet::ALL.iter().filter(|facet| facet.layer() == Layer::Rust) {
        let edit = edits::near_miss(facet);
        // A value of an enumeration is taken as a text, but no text as one: that way is no near miss.
        let swapped = (facet != Facet::Setter).then(|| compare(&edit.clone().swapped()));
        for found in [Some(compare(&edit)), swapped].into_iter().flatten() {
            let of_facet: Vec<&Finding> = found.iter().filter(|one| one.facet == facet).collect();
            assert!(of_facet.is_empty(), "{facet:?}: {of_facet:?}");
            let told = found.iter().any(|one| one.layer() != Layer::Rust);
            let is_order = matches!(facet, Facet::Order | Facet::Member | Facet::Output | Facet::Variant);
            assert!(told != is_order, "{facet:?}: the edit was not seen, or order counted: {found:?}");
        }
    }
}

#[test]
fn a_rule_is_told_by_no_edit_of_another_rule() {
    let of_spec: Vec<&Rule> = rules::all().iter().filter(|rule| rule.layer() == Layer::Api).collect();
    let mut cells = 0;
    for rule in &of_spec {
        for found in told(rule).iter().filter(|one| one.layer() == Layer::Api) {
            cells += 1;
            assert_eq!(found.rule().code, rule.code);
        }
    }
    assert!(cells >= of_spec.len(), "{cells} findings of {} rules", of_spec.len());
}

#[test]
fn swapped_sides_turn_what_came_into_what_went() {
    let opposite = |code: &str| -> Option<String> {
        let (head, way) = code.rsplit_once('.')?;
        let way = match way {
            "added" | "demanded" => "removed",
            "removed" => "added",
            "tightened" => "loosened",
            "loosened" => "tightened",
            same => same,
        };
        Some(format!("{head}.{way}"))
    };
    for rule in rules::all().iter().filter(|rule| rule.layer() == Layer::Api) {
        let Some(edit) = edits::of_rule(rule) else { continue };
        let found = compare(&edit.swapped());
        assert_eq!(codes(&found, Layer::Api), [opposite(&rule.code).expect("a way")], "{}", rule.code);
    }
}

#[test]
fn other_words_and_another_order_are_no_change_of_the_api() {
    let old = edits::lamps();
    let mut new = edits::lamps();
    for operation in &mut new.operations {
        operation.parameters.reverse();
        operation.errors.reverse();
        operation.summary = Some("Said otherwise.".to_owned());
        for response in &mut operation.responses {
            response.fields.reverse();
            response.fields.iter_mut().for_each(reword);
        }
        operation.parameters.iter_mut().for_each(|parameter| reword(&mut parameter.field));
    }
    new.operations.reverse();
    let found = compare(&Edit { old, new });
    assert_eq!(codes(&found, Layer::Api), [""; 0]);
    // But that the two arguments of a call stand the other way round.
    assert_eq!(codes(&found, Layer::Rust), ["rust.order.changed"]);
}

fn reword(field: &mut docwright::spec::model::Field) {
    field.description = Some("In other words.".to_owned());
    if let Type::Object { fields } = &mut field.shape {
        fields.reverse();
        fields.iter_mut().for_each(reword);
    }
}

/// Whatever a spec can state has a rule: no finding falls outside of the table.
#[test]
fn nothing_falls_outside_of_the_table() {
    for rule in rules::all() {
        for found in told(rule) {
            assert!(!rules::is_unknown(found.rule()), "{}: {found:?}", rule.code);
        }
    }
    let sides: Vec<Side> =
        Side::ALL.iter().copied().filter(|side| rules::all().iter().all(|rule| rule.side != Some(*side))).collect();
    assert_eq!(sides, []);
}

/// A spec that states nothing differs from none.
#[test]
fn a_spec_does_not_differ_from_itself() {
    for rule in rules::all() {
        let Some(edit) = edits::of_code(rule).or_else(|| edits::of_rule(rule)) else { continue };
        let same = |spec: &Spec| Edit { old: spec.clone(), new: spec.clone() };
        assert_eq!(compare(&same(&edit.old)), []);
        assert_eq!(compare(&same(&edit.new)), []);
    }
}

//! A page that was mended and a service that changed are told apart where the pages' own samples tell, and called unsure
//! where they do not.

use std::collections::BTreeMap;

use docwright::drift::{self, Facet, Finding, Nature, Version};
use docwright::spec::model::{Sample, SampleKind, SampleQuality, Spec};
use docwright_tests::edits::{lamps, lighting, origin, set_field, value};
use docwright_tests::road::language;

fn sampled(spec: &mut Spec, text: &str) {
    let sample = Sample {
        kind: SampleKind::Json,
        status: None,
        text: text.to_owned(),
        quality: SampleQuality::Strict,
        origin: origin(),
    };
    lighting(spec).samples = vec![sample];
}

/// The one finding of a facet between two versions.
fn found(old: &Spec, new: &Spec, facet: Facet) -> Finding {
    let none = BTreeMap::new();
    let version = |spec| Version { spec, pages: &none };
    let found = drift::compare(version(old), version(new), &language("alibaba"));
    let mut found: Vec<Finding> = found.into_iter().filter(|one| one.facet == facet).collect();
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

fn rename(spec: &mut Spec, name: &str) {
    let fields = &mut lighting(spec).responses[0].fields;
    let field = fields.iter_mut().find(|field| field.wire == "Bulb").expect("the field");
    name.clone_into(&mut field.wire);
}

fn renamed(old_sample: &str, new_sample: &str) -> Finding {
    let (mut old, mut new) = (lamps(), lamps());
    rename(&mut old, "Buld");
    sampled(&mut old, old_sample);
    sampled(&mut new, new_sample);
    found(&old, &new, Facet::Existence)
}

#[test]
fn a_name_that_the_sample_had_already_is_a_mended_page() {
    let found = renamed(r#"{"Bulb": "warm"}"#, r#"{"Bulb": "warm"}"#);
    assert_eq!(found.nature, Nature::Correction);
    let remark = found.remark.expect("a reason");
    assert!(remark.contains("typo") && remark.contains("the old page's sample has `Bulb` already"), "{remark}");
}

#[test]
fn a_name_that_changed_in_the_sample_too_is_a_changed_service() {
    assert_eq!(renamed(r#"{"Buld": "warm"}"#, r#"{"Bulb": "warm"}"#).nature, Nature::Change);
}

#[test]
fn a_sample_that_keeps_the_old_name_leaves_it_unsure() {
    let found = renamed(r#"{"Buld": "warm"}"#, r#"{"Buld": "warm"}"#);
    assert_eq!(found.nature, Nature::Unsure);
    assert!(found.remark.expect("a reason").contains("the new page's sample still has `Buld`"));
    // A name is a word of its own: `Bulbs` is none of the two.
    let found = renamed(r#"{"Bulbs": "warm"}"#, r#"{"Bulbs": "warm"}"#);
    assert_eq!(found.nature, Nature::Unsure);
    assert_eq!(
        found.remark.as_deref(),
        Some("the names differ by a letter or two: it looks like a typo that was mended")
    );
}

#[test]
fn a_type_that_the_sample_had_already_is_a_mended_page() {
    let retyped = |old_sample: &str, new_sample: &str| {
        let (mut old, mut new) = (lamps(), lamps());
        for (spec, kind, sample) in [(&mut old, "string", old_sample), (&mut new, "integer", new_sample)] {
            let fields = &mut lighting(spec).responses[0].fields;
            set_field(fields.iter_mut().find(|field| field.wire == "Bulb").expect("a field"), Facet::Type, Some(kind));
            sampled(spec, sample);
        }
        found(&old, &new, Facet::Type)
    };
    assert_eq!(retyped(r#"{"Bulb": 5}"#, r#"{"Bulb": 5}"#).nature, Nature::Correction);
    assert_eq!(retyped(r#"{"Bulb": "5"}"#, r#"{"Bulb": 5}"#).nature, Nature::Change);
    assert_eq!(retyped(r#"{"Bulb": "5"}"#, r#"{"Bulb": "5"}"#).nature, Nature::Unsure);
    assert_eq!(retyped("{}", "{}").nature, Nature::Unsure);
}

#[test]
fn what_a_sample_showed_before_it_was_documented_is_a_mended_page() {
    let (mut old, mut new) = (lamps(), lamps());
    lighting(&mut old).responses[0].fields.retain(|field| field.wire != "Bulb");
    sampled(&mut old, r#"{"Bulb": "warm"}"#);
    assert_eq!(found(&old, &new, Facet::Existence).nature, Nature::Correction);
    sampled(&mut old, r#"{"LampId": "lamp-1"}"#);
    assert_eq!(found(&old, &new, Facet::Existence).nature, Nature::Unsure);
    // The other way round the new sample speaks.
    sampled(&mut old, r#"{"Bulb": "warm"}"#);
    let gone = found(&new, &old, Facet::Existence);
    assert!(gone.remark.expect("a reason").contains("still shows `Bulb`"));
    sampled(&mut new, "{}");
}

#[test]
fn values_and_limits_that_the_sample_broke_are_mended() {
    let shade = |spec: &mut Spec, values: &[&str]| {
        let parameter =
            lighting(spec).parameters.iter_mut().find(|one| one.field.wire == "Shade").expect("a parameter");
        parameter.field.values = values.iter().map(|wire| value((*wire).to_owned())).collect();
    };
    let (mut old, mut new) = (lamps(), lamps());
    shade(&mut old, &["red"]);
    shade(&mut new, &["red", "blue"]);
    sampled(&mut old, "https://host/?Action=CreateLamp&Shade=blue");
    assert_eq!(found(&old, &new, Facet::Value).nature, Nature::Correction);
    sampled(&mut old, "https://host/?Action=CreateLamp&Shade=red");
    assert_eq!(found(&old, &new, Facet::Value).nature, Nature::Unsure);

    let watt = |limit: &str, sample: &str| {
        let mut spec = lamps();
        let parameter =
            lighting(&mut spec).parameters.iter_mut().find(|one| one.field.wire == "Watt").expect("a parameter");
        set_field(&mut parameter.field, Facet::Maximum, Some(limit));
        sampled(&mut spec, sample);
        spec
    };
    let query = "https://host/?Action=CreateLamp&Watt=80";
    assert_eq!(found(&watt("60", query), &watt("100", query), Facet::Maximum).nature, Nature::Correction);
    assert_eq!(found(&watt("90", query), &watt("100", query), Facet::Maximum).nature, Nature::Unsure);
}

#[test]
fn a_name_that_all_other_operations_have_is_a_mended_page() {
    let (mut old, mut new) = (lamps(), lamps());
    for (spec, name) in [(&mut old, "RoomID"), (&mut new, "RoomId")] {
        for operation in ["MoveLamp", "CleanLamp", "SellLamp"] {
            let mut other = spec.operations[0].clone();
            operation.clone_into(&mut other.name);
            spec.operations.push(other);
        }
        let parameter =
            lighting(spec).parameters.iter_mut().find(|one| one.field.wire == "RoomId").expect("a parameter");
        name.clone_into(&mut parameter.field.wire);
    }
    let found = found(&old, &new, Facet::Existence);
    assert_eq!(found.nature, Nature::Correction);
    assert!(found.remark.expect("a reason").contains("3 other operations have `RoomId`, and 0 have `RoomID`"));
}

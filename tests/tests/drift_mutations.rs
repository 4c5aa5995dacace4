//! Single changes of real specs, made at random: each is told by its own rule, and nothing else is.

use std::collections::BTreeMap;

use docwright::drift::{self, Layer, Version, rules};
use docwright::road::{self, Service};
use docwright::spec::model::Spec;
use docwright_tests::corpus;
use docwright_tests::edits::mutant;
use docwright_tests::mutation::Chance;
use docwright_tests::road::language;
use rayon::prelude::*;

/// How many changes are made.
const MUTANTS: usize = 5_000;

#[test]
fn each_change_of_a_real_spec_is_told_by_its_rule_alone() {
    let groups = corpus::groups("drift_mutations");
    let specs: Vec<(Spec, String)> = groups
        .par_iter()
        .map(|group| {
            let language = language(&group.vendor);
            (road::service(&Service::named("mutants"), group.read(), &language).spec, group.vendor.clone())
        })
        .collect();
    let operations: Vec<(&Spec, &str, usize)> = specs
        .iter()
        .flat_map(|(spec, vendor)| (0..spec.operations.len()).map(move |index| (spec, vendor.as_str(), index)))
        .collect();
    let languages: BTreeMap<&str, _> = specs.iter().map(|(_, vendor)| (vendor.as_str(), language(vendor))).collect();
    let judged: Vec<Result<String, String>> = (0..MUTANTS)
        .into_par_iter()
        .map(|seed| {
            let mut chance = Chance::new(seed as u64);
            // Not each operation has what a deed needs: another one then.
            let (spec, vendor, index, mutant) = loop {
                let (spec, vendor, index) = operations[chance.below(operations.len())];
                if let Some(mutant) = mutant(&spec.operations[index], &mut chance) {
                    break (spec, vendor, index, mutant);
                }
            };
            let alone = |operation| Spec { operations: vec![operation], ..spec.clone() };
            let (old, new) = (alone(spec.operations[index].clone()), alone(mutant.operation));
            let none = BTreeMap::new();
            let version = |spec| Version { spec, pages: &none };
            let found = drift::compare(version(&old), version(&new), &languages[vendor]);
            let codes: Vec<&str> =
                found.iter().filter(|one| one.layer() == Layer::Api).map(|one| one.rule().code.as_str()).collect();
            if codes == mutant.codes && found.iter().all(|one| !rules::is_unknown(one.rule())) {
                Ok(codes.first().map_or_else(|| "nothing".to_owned(), |code| (*code).to_owned()))
            } else {
                let name = &old.operations[0].name;
                Err(format!("{name}: {}: {:?}, found {codes:?}", mutant.deed, mutant.codes))
            }
        })
        .collect();
    let wrong: Vec<&String> = judged.iter().filter_map(|one| one.as_ref().err()).collect();
    let mut kinds: BTreeMap<&String, usize> = BTreeMap::new();
    for code in judged.iter().flatten() {
        *kinds.entry(code).or_default() += 1;
    }
    println!("{} changes, {} kinds of them: {kinds:?}", judged.len(), kinds.len());
    let shown: Vec<&str> = wrong.iter().take(60).map(|text| text.as_str()).collect();
    assert!(wrong.is_empty(), "{} of {MUTANTS}:\n{}", wrong.len(), shown.join("\n"));
    assert!(kinds.len() > 50, "{kinds:?}");
}

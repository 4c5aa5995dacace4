//! Every fact has somebody who says it, and the words stand on the page and hold what the fact tells.

use std::collections::BTreeMap;
use std::fs;

use docwright::road::{self, Outcome, Service};
use docwright::source::{Page, PagePath};
use docwright::spec::model::{Evidence, Fact, Field, Operation, Presence, Spec, Type, Witness};
use docwright::spec::store;
use docwright::trace::{Subject, Thing, Told, subjects, words};
use docwright_tests::corpus::groups;
use docwright_tests::road::{language, workspace};

/// The services of the repository.
const SERVICES: [(&str, &str); 2] = [("alibaba", "vpc"), ("huawei", "apig")];

#[test]
fn every_fact_of_the_committed_specs_has_its_words() {
    let mut checked = Checked::default();
    for (vendor, service) in SERVICES {
        let folder = workspace().join("specs").join(vendor).join(service);
        let spec = store::read(&folder.join("spec.json")).unwrap_or_else(|error| panic!("{error}"));
        let known = Service::load(service, &folder).unwrap_or_else(|error| panic!("{error}"));
        let reading = road::read_folder(&folder.join("pages")).unwrap_or_else(|error| panic!("{error}"));
        checked.spec(service, &spec, &road::service(&known, reading, &language(vendor)));
    }
    checked.finish(2_000);
}

#[test]
fn every_fact_of_the_corpus_has_its_words() {
    let mut checked = Checked::default();
    let groups = groups("every_fact_of_the_corpus_has_its_words");
    for group in &groups {
        let outcome = road::service(&Service::named("service"), group.read(), &language(&group.vendor));
        checked.spec(&group.name, &outcome.spec, &outcome);
    }
    checked.finish(2_000);
}

#[test]
fn every_fact_of_the_layouts_has_its_words() {
    let mut checked = Checked::default();
    let files = fs::read_dir(workspace().join("tests/layouts")).expect("the layouts");
    let files = files.map(|file| file.expect("a file").path());
    for file in files.filter(|file| file.extension().is_some_and(|ending| ending != "facts")) {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let reading = road::read_folder(&file).unwrap_or_else(|error| panic!("{error}"));
        let vendor = name.split('-').next().unwrap_or_default();
        let outcome = road::service(&Service::named("harbour"), reading, &language(vendor));
        checked.spec(&name, &outcome.spec, &outcome);
    }
    checked.finish(300);
}

/// How many facts were looked at, by name, and what is wrong with them.
#[derive(Default)]
struct Checked {
    facts: BTreeMap<String, usize>,
    wrong: Vec<String>,
}

impl Checked {
    fn spec(&mut self, group: &str, spec: &Spec, outcome: &Outcome) {
        let sources = outcome.all_sources();
        for subject in subjects(spec) {
            let told = subject.told();
            for fact in stated(&subject) {
                *self.facts.entry(fact.to_owned()).or_default() += 1;
                if !told.iter().any(|told| told.fact == fact && !told.said.is_empty()) {
                    self.wrong(group, &subject, fact, "nobody says it");
                }
            }
            for told in &told {
                for problem in problems(told, &sources) {
                    self.wrong(group, &subject, told.fact, &problem);
                }
            }
        }
    }

    fn wrong(&mut self, group: &str, subject: &Subject<'_>, fact: &str, problem: &str) {
        let origin = subject.operation.and_then(|operation| operation.origins.first());
        let page = origin.map_or("", |origin| origin.page.as_str());
        self.wrong.push(format!("{group}/{page}: {} {fact}: {problem}", subject.address()));
    }

    fn finish(self, at_least: usize) {
        let count: usize = self.facts.values().sum();
        println!("{count} facts: {:?}", self.facts);
        assert!(count >= at_least, "only {count} facts were looked at");
        let shown: Vec<&str> = self.wrong.iter().take(40).map(String::as_str).collect();
        assert!(shown.is_empty(), "{} of {count} facts:\n{}", self.wrong.len(), shown.join("\n"));
    }
}

/// The facts that a subject states, by the data alone.
fn stated(subject: &Subject<'_>) -> Vec<&'static str> {
    let mut facts = match subject.thing {
        Thing::Service(spec) => of_service(spec),
        Thing::Operation(operation) => of_operation(operation),
        Thing::Parameter(parameter) => {
            let mut facts = of_field(&parameter.field);
            facts.push(Fact::In);
            facts.extend(parameter.role.as_ref().map(|_| Fact::Role));
            facts
        }
        Thing::Field(field) => {
            let mut facts = of_field(field);
            facts.extend(subject.path.strip_suffix(&format!(".{}", field.wire)).map(|_| Fact::Inside));
            facts
        }
        Thing::Answer(_) => vec![Fact::Status],
        Thing::Error(error) => {
            let mut facts = vec![Fact::Code];
            facts.extend(error.status.map(|_| Fact::Status));
            facts.extend(error.message.as_ref().map(|_| Fact::Message));
            facts.extend(error.description.as_ref().map(|_| Fact::Description));
            facts
        }
    };
    facts.dedup();
    let has_values = subject.field().is_some_and(|field| !field.values.is_empty());
    facts.into_iter().map(Fact::key).chain(has_values.then_some("value")).collect()
}

fn of_service(spec: &Spec) -> Vec<Fact> {
    let mut facts = vec![Fact::Protocol];
    facts.extend(spec.product.as_ref().map(|_| Fact::Product));
    facts.extend(spec.version.as_ref().map(|_| Fact::Version));
    facts.extend(spec.endpoint.as_ref().map(|_| Fact::Endpoint));
    facts.extend((!spec.endpoints.is_empty()).then_some(Fact::Endpoints));
    facts.extend(spec.internal_endpoint.as_ref().map(|_| Fact::InternalEndpoint));
    facts
}

fn of_operation(operation: &Operation) -> Vec<Fact> {
    let mut facts = vec![Fact::Name, Fact::Method, Fact::Path];
    facts.extend(operation.title.as_ref().map(|_| Fact::Title));
    facts.extend(operation.summary.as_ref().map(|_| Fact::Summary));
    facts.extend(operation.endpoint.as_ref().map(|_| Fact::Endpoint));
    facts.extend(operation.deprecated.then_some(Fact::Deprecated));
    facts.extend(operation.link.as_ref().map(|_| Fact::Link));
    if let Some(asynchronous) = &operation.asynchronous {
        facts.push(Fact::Poll);
        facts.extend((!asynchronous.pending.is_empty()).then_some(Fact::Pending));
        facts.extend((!asynchronous.done.is_empty()).then_some(Fact::Done));
        facts.extend(asynchronous.key.as_ref().map(|_| Fact::Key));
        facts.extend(asynchronous.state.as_ref().map(|_| Fact::State));
    }
    facts
}

fn of_field(field: &Field) -> Vec<Fact> {
    let limits = &field.constraints;
    let present = [
        (Fact::Type, field.shape != Type::Unknown),
        (Fact::Presence, field.presence != Presence::Unstated),
        (Fact::RequiredIf, field.required_if.is_some()),
        (Fact::Default, field.default.is_some()),
        (Fact::Example, field.example.is_some()),
        (Fact::Minimum, limits.minimum.is_some()),
        (Fact::Maximum, limits.maximum.is_some()),
        (Fact::MinLength, limits.min_length.is_some()),
        (Fact::MaxLength, limits.max_length.is_some()),
        (Fact::MinItems, limits.min_items.is_some()),
        (Fact::MaxItems, limits.max_items.is_some()),
        (Fact::Excluded, !limits.excluded.is_empty()),
        (Fact::First, !limits.first.is_empty()),
        (Fact::Allowed, !limits.allowed.is_empty()),
        (Fact::Rivals, !limits.rivals.is_empty()),
        (Fact::ForbiddenPrefixes, !limits.forbidden_prefixes.is_empty()),
        (Fact::Pattern, limits.pattern.is_some()),
        (Fact::Unit, limits.unit.is_some()),
        (Fact::TimeFormat, limits.time_format.is_some()),
        (Fact::Json, limits.json),
        (Fact::Sensitive, field.sensitive),
        (Fact::Deprecated, field.deprecated),
        (Fact::Description, field.description.is_some()),
        (Fact::See, !field.see.is_empty()),
    ];
    std::iter::once(Fact::Name).chain(present.into_iter().filter(|(_, is)| *is).map(|(fact, _)| fact)).collect()
}

/// What is wrong with the words of a fact: they stand nowhere, or the first of them do not hold what is told.
fn problems(told: &Told<'_>, sources: &BTreeMap<PagePath, Page>) -> Vec<String> {
    let mut problems = Vec::new();
    let mut texts = Vec::new();
    for (page, said) in &told.said {
        let text = words(sources, page, said).map(|(page, span)| page.slice(span)).unwrap_or_default();
        let place = format!("{page}:{}:{}", said.line, said.column);
        if text.trim().is_empty() {
            problems.push(format!("{place} is no place with words"));
        }
        if text.trim() != text {
            problems.push(format!("{place} has blanks around its words {text:?}"));
        }
        texts.push((said.witness, *page, text));
    }
    let Some((witness, page, first)) = texts.first().copied() else { return problems };
    // What the configuration reads into words of a page does not stand there, and what is made from a template differs.
    let is_template = first.contains('{');
    if witness == Witness::Configuration && (!is_configuration(page) || (is_template && !first.contains(&told.value))) {
        return problems;
    }
    let all = texts.iter().map(|(_, _, text)| *text).collect::<Vec<_>>().join(" ");
    let holds = match told.fact {
        "endpoints" => {
            told.value.split(", ").all(|host| host.split_once(": ").is_some_and(|(_, host)| all.contains(host)))
        }
        "value" | "default" | "example" | "code" | "status" | "poll" | "unit" | "pattern" | "method"
        | "time_format" | "product" | "version" | "protocol" | "endpoint" | "internal_endpoint" => {
            plain(first).contains(&plain(&told.value))
        }
        // A name may be made from the title's words, or from method and path.
        "name" => matches!(witness, Witness::Heading | Witness::Uri) || plain(first).contains(&plain(&told.value)),
        // "less than 10" and "no more than 9 characters" are both 9 of whole numbers.
        // "A positive integer" has no number in it.
        "minimum" if matches!(told.value.as_str(), "0" | "1") => true,
        "minimum" | "maximum" | "min_length" | "max_length" | "min_items" | "max_items" => {
            holds_number(&all, &told.value)
        }
        "excluded" | "pending" | "done" | "see" | "rivals" | "forbidden_prefixes" => {
            told.value.split(", ").all(|value| plain(&all).contains(&plain(value)))
        }
        _ => true,
    };
    // A tag may say the method.
    let holds = holds || (told.fact == "method" && first.contains(&told.value));
    if !holds {
        problems.push(format!("`{}` does not stand in {first:?}", told.value));
    }
    problems
}

/// Whether a file is one of those that say what no page says.
fn is_configuration(page: &str) -> bool {
    page.rsplit('/').next().is_some_and(|file| matches!(file, "service.toml" | "vendor.toml"))
}

/// Whether one of the numbers in a text is the value, or the one beside it. A comma may part a number or two numbers.
fn holds_number(text: &str, value: &str) -> bool {
    let Ok(value) = value.parse::<f64>() else { return false };
    let parts = text.split(|character: char| !(character.is_ascii_digit() || matches!(character, '.' | ',')));
    let parts = parts.flat_map(|part| {
        let whole = part.replace(',', "");
        part.split(',').map(str::to_owned).chain([whole]).collect::<Vec<_>>()
    });
    let numbers = parts.filter_map(|part| part.trim_matches('.').parse::<f64>().ok());
    let mut numbers = numbers.flat_map(|number| [number, number - 1.0, number + 1.0, -number]);
    numbers.any(|number| (number - value).abs() < 1e-9)
}

/// A text as it reads: without marks of setting, entities decoded, without blanks and without commas in numbers.
fn plain(text: &str) -> String {
    let mut bare = String::new();
    let mut tag = false;
    for character in text.chars() {
        match character {
            '<' => tag = true,
            '>' if tag => tag = false,
            _ if tag => {}
            other => bare.push(other),
        }
    }
    // A `<` that opens no tag is a sign of the text.
    let bare = if tag || text.contains("< ") { text.to_owned() } else { bare };
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", ""), ("&amp;", "&")];
    let decoded = entities.iter().fold(bare, |text, (entity, sign)| text.replace(entity, sign));
    let set = |character: &char| !character.is_whitespace() && !matches!(character, '*' | '`' | '\\' | ',' | '_' | '"');
    decoded.to_lowercase().chars().filter(set).collect()
}

#[test]
fn words_are_compared_as_they_read() {
    assert_eq!(plain("**4,096** <b>GiB</b>"), "4096gib");
    assert!(holds_number("from 1 to 65,535.", "65535") && holds_number("less than 10", "9") && !holds_number("7", "9"));
    assert!(Evidence::default().is_empty());
}

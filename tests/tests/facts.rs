//! Facts that a person read on real pages, with the line on which each one stands.
//!
//! In: the files in `tests/facts/`, one a folder of pages. What must hold: the spec has each fact, under the operation
//! and the path where the page has it, and one of those who say it stands on the line that the person wrote down. The
//! pages of the corpus lie outside of the repository; those of `specs/` lie in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use docwright::extract::Language;
use docwright::road::{self, Outcome, Reading, Service};
use docwright::source::{Page, PagePath};
use docwright::spec::model::{
    ErrorCode, Evidence, Fact, Field, Location, Operation, Origin, Presence, Spec, Testimony, Type,
};
use docwright_tests::road::{language, read, workspace};
use docwright_tests::shared::shared;
use serde::Deserialize;
use toml::Value;

/// How many facts a file has at least.
const LEAST_FACTS: usize = 12;
/// The folders of the corpus and the services of the repository: each has its file.
const FOLDERS: [&str; 11] = [
    "alibaba/ecs-en",
    "alibaba/ecs-zh",
    "alibaba/kms-dialects-en",
    "alibaba/kms-dialects-zh",
    "alibaba/vpc",
    "alibaba/vpn-en",
    "huawei/apig",
    "otc/apig-en",
    "otc/elb-export-en",
    "text/dash",
    "text/plain",
];

/// A file of facts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Notes {
    pages: Pages,
    #[serde(rename = "fact")]
    facts: Vec<Note>,
}

/// Where the pages lie.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Pages {
    /// A folder of the corpus, each page of it read alone.
    Corpus(String),
    /// A service of `specs/`, its pages read together.
    Specs(String),
}

impl Pages {
    fn folder(&self) -> &str {
        match self {
            Self::Corpus(folder) | Self::Specs(folder) => folder,
        }
    }
}

/// A fact that a person read.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Note {
    page: String,
    /// The line of the page on which the words stand that say it.
    line: u32,
    /// The vendor of the page, where the folder has pages of several.
    vendor: Option<String>,
    /// The name, or the method and the path.
    operation: String,
    side: Side,
    /// The path on the wire; the code, on the side of errors.
    #[serde(default)]
    path: String,
    aspect: Aspect,
    value: Value,
    /// What makes it hard to read.
    #[serde(rename = "remark")]
    _remark: Option<String>,
    /// Why the spec does not have it yet. The mark is taken away when it has.
    wanting: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Side {
    Operation,
    Request,
    Response,
    Error,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Aspect {
    Name,
    Method,
    Path,
    Status,
    Message,
    In,
    Type,
    Presence,
    RequiredIf,
    Default,
    Example,
    Values,
    Minimum,
    Maximum,
    MinLength,
    MaxLength,
    MinItems,
    MaxItems,
    Excluded,
    ForbiddenPrefixes,
    Rivals,
    Pattern,
    Unit,
    Deprecated,
    /// The names of aspects of which the page says nothing, though its words may look as if; the line is that of the
    /// name.
    Silent,
}

/// What the spec says of an aspect: the value, and those who say it.
struct Said<'a> {
    value: Option<Value>,
    evidence: Vec<&'a Testimony>,
    origin: Option<&'a Origin>,
}

#[test]
fn facts_read_by_a_person_are_in_the_spec() {
    let folder = workspace().join("tests/facts");
    let files: BTreeSet<PathBuf> = fs::read_dir(&folder)
        .expect("the folder of facts")
        .map(|entry| entry.expect("a file of facts").path())
        .collect();
    let mut folders = Vec::new();
    let mut differences = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("a file of facts");
        let notes: Notes = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let count = notes.facts.iter().filter(|note| note.wanting.is_none()).count();
        assert!(count >= LEAST_FACTS, "{} has {count} facts of at least {LEAST_FACTS}", file.display());
        folders.push(notes.pages.folder().to_owned());
        compare(&notes, &mut differences);
    }
    assert_eq!(folders, FOLDERS);
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences.join("\n"));
}

fn compare(notes: &Notes, differences: &mut Vec<String>) {
    let mut read_pages = BTreeMap::new();
    let root = match &notes.pages {
        Pages::Corpus(folder) => {
            let Some(root) = shared(&format!("facts of {folder}"), &format!("corpus/{folder}")) else { return };
            root
        }
        Pages::Specs(folder) => workspace().join("specs").join(folder).join("pages"),
    };
    for note in &notes.facts {
        let vendor =
            note.vendor.as_deref().unwrap_or_else(|| notes.pages.folder().split('/').next().expect("a vendor"));
        let key = match &notes.pages {
            Pages::Corpus(_) => note.page.as_str(),
            Pages::Specs(_) => "",
        };
        let outcome = read_pages.entry(key).or_insert_with(|| match &notes.pages {
            Pages::Corpus(_) => read_alone(&root, &note.page, &language(vendor)),
            Pages::Specs(folder) => read_together(&root, folder, &language(vendor)),
        });
        let difference = match (hold(note, &outcome.spec), &note.wanting) {
            (Err(difference), None) => difference,
            (Ok(()), Some(_)) => "the spec has it now: take the mark `wanting` away".to_owned(),
            (Err(_), Some(_)) | (Ok(()), None) => continue,
        };
        differences.push(format!(
            "{}:{}: {} {:?} {} {:?}: {difference}",
            note.page, note.line, note.operation, note.side, note.path, note.aspect
        ));
    }
}

fn read_alone(root: &Path, name: &str, language: &Language) -> Outcome {
    let bytes = fs::read(root.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let page = Page::new(PagePath::new(name), bytes).unwrap_or_else(|error| panic!("{error}"));
    read("pages", vec![page], language)
}

fn read_together(root: &Path, folder: &str, language: &Language) -> Outcome {
    let (_, name) = folder.split_once('/').expect("a vendor and a service");
    let service = Service::load(name, root.parent().expect("the folder of the service")).expect("a service");
    let Reading { pages, refused } = road::read_folder(root).expect("pages");
    road::service(&service, Reading { pages, refused }, language)
}

/// Whether the spec has the fact and a witness of it on its line.
fn hold(note: &Note, spec: &Spec) -> Result<(), String> {
    let operation = spec
        .operations
        .iter()
        .find(|operation| {
            operation.name == note.operation || format!("{} {}", operation.method, operation.path) == note.operation
        })
        .ok_or_else(|| {
            let known = spec.operations.iter().map(|known| format!("{}, {} {}", known.name, known.method, known.path));
            format!("no such operation, but {}", known.collect::<Vec<_>>().join("; "))
        })?;
    if note.aspect == Aspect::Silent {
        return hold_silence(note, operation, spec);
    }
    let said = said(note, note.aspect, operation, spec)?;
    if said.value.as_ref() != Some(&note.value) {
        return Err(format!("the page says {}, the spec {}", note.value, printed(said.value.as_ref())));
    }
    let stands = |testimony: &&Testimony| testimony.page(said.origin) == note.page && testimony.line == note.line;
    if !said.evidence.iter().any(stands) {
        let lines: Vec<String> = said
            .evidence
            .iter()
            .map(|testimony| format!("{}:{}", testimony.page(said.origin), testimony.line))
            .collect();
        return Err(format!("right, but said at [{}]", lines.join(", ")));
    }
    Ok(())
}

fn hold_silence(note: &Note, operation: &Operation, spec: &Spec) -> Result<(), String> {
    let aspects: Vec<Aspect> = note.value.clone().try_into().map_err(|error| format!("{error}"))?;
    for aspect in aspects {
        if let Some(value) = said(note, aspect, operation, spec)?.value {
            return Err(format!("the page has no {aspect:?}, the spec {value}"));
        }
    }
    let name = said(note, Aspect::Name, operation, spec)?;
    match name.origin {
        Some(origin) if origin.page == note.page && origin.line == note.line => Ok(()),
        origin => Err(format!("nothing is said, but at {origin:?}")),
    }
}

fn printed(value: Option<&Value>) -> String {
    value.map_or_else(|| "nothing".to_owned(), ToString::to_string)
}

/// What the spec says of one aspect of what the note is about.
fn said<'a>(note: &Note, aspect: Aspect, operation: &'a Operation, spec: &'a Spec) -> Result<Said<'a>, String> {
    match note.side {
        Side::Operation => Ok(of_operation(aspect, operation)),
        Side::Error => {
            let error = operation.errors.iter().find(|error| error.code == note.path).ok_or("no such code")?;
            Ok(of_error(aspect, error))
        }
        Side::Request => {
            let (first, rest) = note.path.split_once('.').unwrap_or((&note.path, ""));
            let parameter =
                operation.parameters.iter().find(|parameter| parameter.field.wire == first).ok_or_else(|| {
                    let known = operation.parameters.iter().map(|known| known.field.wire.as_str());
                    format!("no such parameter, but {}", known.collect::<Vec<_>>().join(", "))
                })?;
            if aspect == Aspect::In {
                let location = match parameter.location {
                    Location::Path => "path",
                    Location::Query => "query",
                    Location::Header => "header",
                    Location::Body => "body",
                    Location::Form => "form",
                };
                return Ok(with_evidence(Some(location.into()), Fact::In, &parameter.field));
            }
            let field =
                if rest.is_empty() { Some(&parameter.field) } else { inside(&parameter.field.shape, rest, spec) };
            Ok(of_field(aspect, field.ok_or("no such member")?))
        }
        Side::Response => {
            let places = operation.responses.iter().flat_map(|response| [&response.fields, &response.headers]);
            let field = places.into_iter().find_map(|fields| among(fields, &note.path, spec)).ok_or("no such field")?;
            Ok(of_field(aspect, field))
        }
    }
}

/// The field that stands at a path among fields.
fn among<'a>(fields: &'a [Field], path: &str, spec: &'a Spec) -> Option<&'a Field> {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let field = fields.iter().find(|field| field.wire == first)?;
    if rest.is_empty() { Some(field) } else { inside(&field.shape, rest, spec) }
}

/// The field that stands at a path inside a type; a list and a map are what they hold.
fn inside<'a>(shape: &'a Type, path: &str, spec: &'a Spec) -> Option<&'a Field> {
    match shape {
        Type::Array { item: inner } | Type::Map { value: inner } => inside(inner, path, spec),
        Type::Object { fields } => among(fields, path, spec),
        Type::Reference { name } => among(spec.types.get(name)?, path, spec),
        Type::String | Type::Integer | Type::Number | Type::Boolean | Type::File | Type::Any | Type::Unknown => None,
    }
}

fn of_operation(aspect: Aspect, operation: &Operation) -> Said<'_> {
    let (value, fact) = match aspect {
        Aspect::Name => (Some(operation.name.as_str().into()), Fact::Name),
        Aspect::Method => (Some(operation.method.as_str().into()), Fact::Method),
        Aspect::Path => (Some(operation.path.as_str().into()), Fact::Path),
        Aspect::Deprecated => (operation.deprecated.then_some(true.into()), Fact::Deprecated),
        other => panic!("{other:?} is no aspect of an operation"),
    };
    said_of(value, fact, &operation.evidence, operation.origins.first())
}

fn of_error(aspect: Aspect, error: &ErrorCode) -> Said<'_> {
    let (value, fact) = match aspect {
        Aspect::Name => (Some(error.code.as_str().into()), Fact::Code),
        Aspect::Status => (error.status.map(|status| i64::from(status).into()), Fact::Status),
        Aspect::Message => (error.message.as_deref().map(Value::from), Fact::Message),
        other => panic!("{other:?} is no aspect of an error"),
    };
    said_of(value, fact, &error.evidence, Some(&error.origin))
}

fn of_field(aspect: Aspect, field: &Field) -> Said<'_> {
    let limits = &field.constraints;
    let text = |text: &Option<String>| text.as_deref().map(Value::from);
    let count = |count: Option<u64>| count.map(|count| i64::try_from(count).expect("a small number").into());
    let list = |list: &[String]| (!list.is_empty()).then(|| list.to_vec().into());
    let (value, fact) = match aspect {
        Aspect::Name => (Some(field.wire.as_str().into()), Fact::Name),
        Aspect::Type => (Some(type_name(&field.shape).into()), Fact::Type),
        Aspect::Presence => {
            let presence = match field.presence {
                Presence::Required => Some("required"),
                Presence::Optional => Some("optional"),
                Presence::Unstated => None,
            };
            (presence.map(Value::from), Fact::Presence)
        }
        Aspect::RequiredIf => (condition(field), Fact::RequiredIf),
        Aspect::Default => (text(&field.default), Fact::Default),
        Aspect::Example => (text(&field.example), Fact::Example),
        Aspect::Values => return of_values(field),
        Aspect::Minimum => (text(&limits.minimum), Fact::Minimum),
        Aspect::Maximum => (text(&limits.maximum), Fact::Maximum),
        Aspect::MinLength => (count(limits.min_length), Fact::MinLength),
        Aspect::MaxLength => (count(limits.max_length), Fact::MaxLength),
        Aspect::MinItems => (count(limits.min_items), Fact::MinItems),
        Aspect::MaxItems => (count(limits.max_items), Fact::MaxItems),
        Aspect::Excluded => (list(&limits.excluded), Fact::Excluded),
        Aspect::Rivals => (list(&limits.rivals), Fact::Rivals),
        Aspect::ForbiddenPrefixes => (list(&limits.forbidden_prefixes), Fact::ForbiddenPrefixes),
        Aspect::Pattern => (text(&limits.pattern), Fact::Pattern),
        Aspect::Unit => (text(&limits.unit), Fact::Unit),
        Aspect::Deprecated => (field.deprecated.then_some(true.into()), Fact::Deprecated),
        Aspect::Method | Aspect::Path | Aspect::Status | Aspect::Message | Aspect::In | Aspect::Silent => {
            panic!("{aspect:?} is no aspect of a field")
        }
    };
    with_evidence(value, fact, field)
}

/// The values that are allowed, and who says the first one: it is the one whose line is noted.
fn of_values(field: &Field) -> Said<'_> {
    let wires: Vec<String> = field.values.iter().map(|value| value.wire.clone()).collect();
    let evidence = field.values.first().map(|value| value.evidence.iter().collect()).unwrap_or_default();
    Said { value: (!wires.is_empty()).then(|| wires.into()), evidence, origin: field.origin.as_ref() }
}

fn condition(field: &Field) -> Option<Value> {
    let condition = field.required_if.as_ref()?;
    let mut table = toml::Table::new();
    table.insert("parameter".into(), condition.parameter.clone().unwrap_or_default().into());
    table.insert("equals".into(), condition.equals.clone().into());
    Some(table.into())
}

fn type_name(shape: &Type) -> String {
    match shape {
        Type::String => "string".into(),
        Type::Integer => "integer".into(),
        Type::Number => "number".into(),
        Type::Boolean => "boolean".into(),
        Type::File => "file".into(),
        Type::Any => "any".into(),
        Type::Map { value } => format!("map of {}", type_name(value)),
        Type::Array { item } => format!("array of {}", type_name(item)),
        Type::Object { .. } | Type::Reference { .. } => "object".into(),
        Type::Unknown => "unknown".into(),
    }
}

fn with_evidence(value: Option<Value>, fact: Fact, field: &Field) -> Said<'_> {
    said_of(value, fact, &field.evidence, field.origin.as_ref())
}

fn said_of<'a>(value: Option<Value>, fact: Fact, evidence: &'a Evidence, origin: Option<&'a Origin>) -> Said<'a> {
    Said { value, evidence: evidence.of(fact).collect(), origin }
}

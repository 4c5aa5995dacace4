//! The server of `mock/` reads `spec.json` with structs of its own: it must know every word that the model can write.

use std::collections::BTreeMap;

use docwright::spec::model::{
    Asynchronous, CharacterClass, CharacterSet, Condition, Constraints, ErrorCode, Evidence, FORMAT, Fact, Field,
    Location, Operation, Origin, Parameter, Presence, Protocol, Response, Role, Sample, SampleKind, SampleQuality,
    Spec, Testimony, Type, Value, Witness,
};
use indexmap::IndexMap;

#[test]
fn every_word_of_the_model_is_known() {
    for protocol in protocols() {
        let text = serde_json::to_string(&everything(protocol)).expect("JSON");
        let read: docwright_mock::spec::Spec = serde_json::from_str(&text).expect("a spec that the server can read");
        assert_eq!(read.unknown(), Vec::<String>::new(), "{protocol:?}");
        assert_eq!(read.operations[0].parameters.len(), types().len() * locations().len().max(roles().len()));
    }
}

#[test]
fn a_word_that_is_not_known_is_listed_and_passed_over() {
    let mut json = serde_json::to_value(everything(Protocol::AlibabaRpc)).expect("JSON");
    json["weather"] = "fair".into();
    let operation = &mut json["operations"][0];
    operation["parameters"][0]["in"] = "cookie".into();
    operation["parameters"][0]["presence"] = "desired".into();
    operation["parameters"][1]["type"] = serde_json::json!({"kind": "stream", "of": "bytes"});
    operation["parameters"][1]["role"] = serde_json::json!({"kind": "captain", "ship": "a"});
    operation["parameters"][2]["constraints"]["colour"] = "red".into();
    operation["parameters"][2]["constraints"]["first"]["classes"][0] = "rune".into();
    operation["samples"][0]["kind"] = "picture".into();
    let read: docwright_mock::spec::Spec = serde_json::from_value(json).expect("a spec that the server can read");
    let expected = [
        "characters.classes",
        "constraints.colour",
        "field.presence",
        "field.type",
        "parameter.in",
        "parameter.role",
        "sample.kind",
        "spec.weather",
    ];
    assert_eq!(read.unknown(), expected);
}

/// A spec with all that a spec can say. What a struct gains must be added here, which is what the missing `..` is for.
fn everything(protocol: Protocol) -> Spec {
    Spec {
        format: FORMAT,
        vendor: "alibaba".to_owned(),
        service: "boats".to_owned(),
        product: Some("Boats".to_owned()),
        version: Some("2020-01-01".to_owned()),
        protocol,
        endpoint: Some("boats.{region}.example.com".to_owned()),
        internal_endpoint: Some("boats-inner.{region}.example.com".to_owned()),
        endpoints: BTreeMap::from([("far".to_owned(), "boats.example.com".to_owned())]),
        operations: vec![operation()],
        types: IndexMap::from([("Boat".to_owned(), vec![field("Sail", Type::String)])]),
        diagnostics: IndexMap::from([("D0001".to_owned(), 1)]),
        evidence: evidence(),
    }
}

fn operation() -> Operation {
    let (roles, locations) = (roles(), locations());
    let most = roles.len().max(locations.len());
    let parameters = types().into_iter().enumerate().flat_map(|(place, shape)| {
        let (roles, locations) = (roles.clone(), locations.clone());
        (0..most).map(move |turn| Parameter {
            location: locations[turn % locations.len()],
            role: Some(roles[turn % roles.len()].clone()),
            field: Field {
                presence: presences()[(place + turn) % presences().len()],
                ..field(&format!("P{place}{turn}"), shape.clone())
            },
        })
    });
    Operation {
        name: "PaintBoat".to_owned(),
        title: Some("Painting".to_owned()),
        summary: Some("Paints.".to_owned()),
        method: "ANY".to_owned(),
        path: "/".to_owned(),
        endpoint: Some("boats.example.com".to_owned()),
        deprecated: true,
        asynchronous: Some(Asynchronous {
            poll: "DescribeBoat".to_owned(),
            pending: vec!["wet".to_owned()],
            done: vec!["dry".to_owned()],
            key: Some("BoatId".to_owned()),
            state: Some("Status".to_owned()),
            origin: origin(),
            evidence: evidence(),
        }),
        parameters: parameters.collect(),
        responses: vec![Response {
            status: Some(200),
            fields: vec![field("Colour", Type::String)],
            headers: vec![field("X-Paint", Type::String)],
            evidence: evidence(),
        }],
        errors: vec![ErrorCode {
            status: Some(400),
            code: "NoPaint".to_owned(),
            message: Some("None left".to_owned()),
            description: Some("Buy some.".to_owned()),
            witnesses: vec![Witness::Table],
            origin: origin(),
            evidence: evidence(),
        }],
        samples: sample_kinds()
            .into_iter()
            .map(|kind| Sample {
                kind,
                status: Some(200),
                text: "{}".to_owned(),
                quality: SampleQuality::Strict,
                origin: origin(),
            })
            .collect(),
        link: Some("https://example.com".to_owned()),
        origins: vec![origin()],
        evidence: evidence(),
    }
}

fn field(wire: &str, shape: Type) -> Field {
    Field {
        wire: wire.to_owned(),
        shape,
        stated_type: Some("String".to_owned()),
        presence: Presence::Required,
        required_if: Some(Condition {
            parameter: Some("Colour".to_owned()),
            equals: vec!["red".to_owned()],
            text: "if it is red".to_owned(),
        }),
        default: Some("blue".to_owned()),
        example: Some("green".to_owned()),
        values: vec![Value {
            wire: "red".to_owned(),
            description: Some("Like a rose.".to_owned()),
            evidence: vec![testimony()],
        }],
        constraints: Constraints {
            minimum: Some("1".to_owned()),
            maximum: Some("2".to_owned()),
            min_length: Some(1),
            max_length: Some(2),
            min_items: Some(1),
            max_items: Some(2),
            excluded: vec!["3".to_owned()],
            first: CharacterSet { classes: classes(), characters: "_".to_owned() },
            allowed: CharacterSet { classes: classes(), characters: "_".to_owned() },
            forbidden_prefixes: vec!["http".to_owned()],
            rivals: vec!["Other".to_owned()],
            pattern: Some("^a".to_owned()),
            unit: Some("litres".to_owned()),
            time_format: Some("HH:mm".to_owned()),
            json: true,
        },
        sensitive: true,
        deprecated: true,
        description: Some("What it is.".to_owned()),
        see: vec!["DescribeBoat".to_owned()],
        witnesses: vec![Witness::Table],
        origin: Some(origin()),
        evidence: evidence(),
    }
}

fn origin() -> Origin {
    Origin { page: "paint-boat.md".to_owned(), line: 1, column: 1 }
}

fn testimony() -> Testimony {
    serde_json::from_value(serde_json::json!({"witness": "table", "line": 1, "column": 1, "end_column": 2}))
        .expect("a testimony")
}

fn evidence() -> Evidence {
    let mut evidence = Evidence::default();
    evidence.add(Fact::Name, testimony());
    evidence
}

/// All values of an enumeration of the model. The `match` without `_` refuses to compile when one is missing in it.
macro_rules! all {
    ($name:ident: $kind:ty, $($pattern:pat => $value:expr),+ $(,)?) => {
        fn $name() -> Vec<$kind> {
            let every = vec![$($value),+];
            for one in &every {
                match one {
                    $($pattern => {}),+
                }
            }
            every
        }
    };
}

all!(protocols: Protocol,
    Protocol::AlibabaRpc => Protocol::AlibabaRpc,
    Protocol::HuaweiRest => Protocol::HuaweiRest,
    Protocol::Rpc => Protocol::Rpc,
    Protocol::Rest => Protocol::Rest,
);

all!(locations: Location,
    Location::Path => Location::Path,
    Location::Query => Location::Query,
    Location::Header => Location::Header,
    Location::Body => Location::Body,
    Location::Form => Location::Form,
);

all!(presences: Presence,
    Presence::Required => Presence::Required,
    Presence::Optional => Presence::Optional,
    Presence::Unstated => Presence::Unstated,
);

all!(types: Type,
    Type::String => Type::String,
    Type::Integer => Type::Integer,
    Type::Number => Type::Number,
    Type::Boolean => Type::Boolean,
    Type::File => Type::File,
    Type::Any => Type::Any,
    Type::Map { .. } => Type::Map { value: Box::new(Type::String) },
    Type::Array { .. } => Type::Array { item: Box::new(Type::Integer) },
    Type::Object { .. } => Type::Object { fields: vec![field("Inner", Type::String)] },
    Type::Reference { .. } => Type::Reference { name: "Boat".to_owned() },
    Type::Unknown => Type::Unknown,
);

all!(roles: Role,
    Role::Constant { .. } => Role::Constant { value: "PaintBoat".to_owned() },
    Role::Region => Role::Region,
    Role::Project => Role::Project,
    Role::AuthToken => Role::AuthToken,
    Role::IdempotencyToken => Role::IdempotencyToken,
    Role::PageNumber => Role::PageNumber,
    Role::PageSize => Role::PageSize,
    Role::Offset => Role::Offset,
    Role::Cursor => Role::Cursor,
);

all!(classes: CharacterClass,
    CharacterClass::Letter => CharacterClass::Letter,
    CharacterClass::UppercaseLetter => CharacterClass::UppercaseLetter,
    CharacterClass::LowercaseLetter => CharacterClass::LowercaseLetter,
    CharacterClass::Digit => CharacterClass::Digit,
    CharacterClass::Chinese => CharacterClass::Chinese,
    CharacterClass::Ascii => CharacterClass::Ascii,
);

all!(sample_kinds: SampleKind,
    SampleKind::Request => SampleKind::Request,
    SampleKind::RequestBody => SampleKind::RequestBody,
    SampleKind::Json => SampleKind::Json,
    SampleKind::Xml => SampleKind::Xml,
);

//! Edits of the lamps that do something to code, and edits beside them that do nothing to it.

use docwright::drift::Facet;
use docwright::drift::rules::{Rule, Way};
use docwright::spec::model::{ErrorCode, Field, Location, Parameter, Presence, Role, Spec, Type};

use super::{Edit, field, lighting, set_field, value};

/// The edit that a rule of code tells; `None` of another rule.
///
/// # Panics
///
/// When a rule has a way that nobody knows how to edit.
pub fn of_code(rule: &Rule) -> Option<Edit> {
    if rule.side.is_some() {
        return None;
    }
    Some(match rule.way {
        // What goes is what came, the other way round.
        Way::Removed => came(rule.facet).swapped(),
        Way::Added => came(rule.facet),
        Way::Renamed => renamed(rule.facet),
        Way::Changed => changed(rule.facet),
        other => panic!("code is not {other:?}"),
    })
}

fn after(new: impl FnOnce(&mut Spec)) -> Edit {
    Edit::of(|_| {}, new)
}

fn parameter<'s>(spec: &'s mut Spec, name: &str) -> &'s mut Parameter {
    lighting(spec).parameters.iter_mut().find(|one| one.field.wire == name).expect("the parameter")
}

fn members(spec: &mut Spec) -> &mut Vec<Field> {
    let Type::Array { item } = &mut parameter(spec, "Tag").field.shape else { panic!("tags are a list") };
    let Type::Object { fields } = &mut **item else { panic!("tags are objects") };
    fields
}

fn output<'s>(spec: &'s mut Spec, name: &str) -> &'s mut Field {
    lighting(spec).responses[0].fields.iter_mut().find(|field| field.wire == name).expect("the field")
}

fn asked(name: &str, presence: Presence) -> Parameter {
    let field =
        Field { presence, example: Some("x".to_owned()), ..field(name, "How brightly it shines at night.", false) };
    Parameter { location: Location::Query, role: None, field }
}

fn error(code: &str) -> impl FnOnce(&mut Spec) + '_ {
    move |spec| {
        let errors = &mut lighting(spec).errors;
        let more =
            ErrorCode { code: code.to_owned(), message: Some("Something else.".to_owned()), ..errors[0].clone() };
        errors.push(more);
    }
}

fn came(facet: Facet) -> Edit {
    match facet {
        Facet::Method => Edit::of(|spec| spec.operations.retain(|one| one.name != "ListLamps"), |_| {}),
        // From one argument to two: they stay arguments.
        Facet::Argument => after(|spec| spec.operations[1].parameters.push(asked("Brightness", Presence::Required))),
        Facet::Setter => after(|spec| lighting(spec).parameters.push(asked("Brightness", Presence::Optional))),
        Facet::Member => after(|spec| members(spec).push(field("Note", "Whatever.", false))),
        Facet::Output => after(|spec| lighting(spec).responses[0].fields.push(field("Colour", "As it looks.", false))),
        Facet::Named => after(|spec| parameter(spec, "Shade").field.values = vec![value("red".into())]),
        Facet::Variant => Edit::of(
            |spec| parameter(spec, "Shade").field.values = vec![value("red".into())],
            |spec| parameter(spec, "Shade").field.values = vec![value("red".into()), value("blue".into())],
        ),
        Facet::Constant => after(error("Fuse.Blown")),
        Facet::Pages => Edit::of(|spec| spec.operations[2].parameters[0].role = None, |_| {}),
        Facet::Waiter => Edit::of(|spec| lighting(spec).asynchronous = None, |_| {}),
        Facet::Accepted => {
            Edit::of(|spec| set_field(&mut parameter(spec, "Watt").field, Facet::Maximum, Some("60")), |_| {})
        }
        Facet::Repeated => Edit::of(
            |spec| lighting(spec).parameters.push(asked("ClientToken", Presence::Optional)),
            |spec| {
                let role = Some(Role::IdempotencyToken);
                lighting(spec).parameters.push(Parameter { role, ..asked("ClientToken", Presence::Optional) });
            },
        ),
        Facet::Hidden => after(|spec| parameter(spec, "Shade").field.sensitive = true),
        other => panic!("{other:?} does not come"),
    }
}

fn renamed(facet: Facet) -> Edit {
    match facet {
        Facet::Method => after(|spec| "CreateLamps".clone_into(&mut lighting(spec).name)),
        // Three are fields of a struct, whose names code spells.
        Facet::Argument => Edit::of(
            |spec| lighting(spec).parameters.push(asked("Brigthness", Presence::Required)),
            |spec| lighting(spec).parameters.push(asked("Brightness", Presence::Required)),
        ),
        Facet::Setter => after(|spec| "Shades".clone_into(&mut parameter(spec, "Shade").field.wire)),
        Facet::Member => after(|spec| "Keys".clone_into(&mut members(spec)[0].wire)),
        Facet::Output => after(|spec| "Bulbs".clone_into(&mut output(spec, "Bulb").wire)),
        Facet::Named => after(|spec| "Tags".clone_into(&mut parameter(spec, "Tag").field.wire)),
        // A value that made a name longer is gone.
        Facet::Variant => Edit::of(
            |spec| parameter(spec, "Shade").field.values = vec![value("dark red".into()), value("dark-red".into())],
            |spec| parameter(spec, "Shade").field.values = vec![value("dark-red".into())],
        ),
        // A code that made a name longer is gone.
        Facet::Constant => Edit::of(
            |spec| {
                error("FuseBlown")(spec);
                error("Fuse.Blown")(spec);
            },
            error("FuseBlown"),
        ),
        other => panic!("{other:?} is not renamed"),
    }
}

fn changed(facet: Facet) -> Edit {
    let retype = |field: &mut Field| set_field(field, Facet::Type, Some("boolean"));
    match facet {
        // From two arguments to a struct.
        Facet::Method => after(|spec| lighting(spec).parameters.push(asked("Brightness", Presence::Required))),
        Facet::Argument => after(|spec| retype(&mut parameter(spec, "RoomId").field)),
        Facet::Setter => after(|spec| retype(&mut parameter(spec, "Shade").field)),
        Facet::Order => after(|spec| lighting(spec).parameters.swap(0, 1)),
        Facet::Member => after(|spec| retype(&mut members(spec)[0])),
        Facet::Output => after(|spec| retype(output(spec, "Bulb"))),
        // The entries are texts now.
        Facet::Pages => after(|spec| {
            let Type::Object { fields } = &mut spec.operations[2].responses[0].fields[1].shape else {
                panic!("an object")
            };
            fields[0].shape = Type::Array { item: Box::new(Type::String) };
        }),
        // Without the lamp in the answer, callers must say what to wait for.
        Facet::Waiter => after(|spec| lighting(spec).responses[0].fields.retain(|field| field.wire != "LampId")),
        Facet::Followed => after(|spec| spec.operations[2].parameters[0].role = Some(Role::Offset)),
        // Another code takes the name of the constant.
        Facet::Meant => Edit::of(error("FuseBlown"), |spec| {
            error("FuseBlown")(spec);
            error("Fuse.Blown")(spec);
        }),
        Facet::Sent => after(|spec| parameter(spec, "Shade").location = Location::Header),
        Facet::Assumed => Edit::of(
            |spec| parameter(spec, "Shade").field.default = Some("red".to_owned()),
            |spec| parameter(spec, "Shade").field.default = Some("blue".to_owned()),
        ),
        other => panic!("{other:?} does not change"),
    }
}

/// An edit beside what a facet of code follows from, which must do nothing to that facet.
///
/// # Panics
///
/// Of what is no code.
pub fn near_miss(facet: Facet) -> Edit {
    let words = |field: &mut Field| field.description = Some("Said in other words.".to_owned());
    match facet {
        Facet::Method => after(|spec| lighting(spec).summary = Some("Makes light.".to_owned())),
        // The n-th argument has no name for those who call.
        Facet::Argument => after(|spec| "RoomIds".clone_into(&mut parameter(spec, "RoomId").field.wire)),
        // A setter takes what becomes a text, and so does that of an open enumeration.
        Facet::Setter => after(|spec| parameter(spec, "Shade").field.values = vec![value("red".into())]),
        // What may be left out is named where it is given.
        Facet::Order => after(|spec| lighting(spec).parameters.swap(2, 3)),
        Facet::Member => after(|spec| members(spec).swap(0, 1)),
        Facet::Output => after(|spec| lighting(spec).responses[0].fields.swap(0, 1)),
        Facet::Named => after(|spec| words(&mut parameter(spec, "Tag").field)),
        Facet::Variant => Edit::of(
            |spec| parameter(spec, "Shade").field.values = vec![value("red".into()), value("blue".into())],
            |spec| parameter(spec, "Shade").field.values = vec![value("blue".into()), value("red".into())],
        ),
        Facet::Constant => after(|spec| lighting(spec).errors[0].message = Some("No room.".to_owned())),
        Facet::Meant => after(error("Fuse.Blown")),
        Facet::Pages | Facet::Followed => after(|spec| words(&mut spec.operations[2].parameters[0].field)),
        Facet::Waiter => after(|spec| {
            lighting(spec).asynchronous.as_mut().expect("work that goes on").pending.push("glowing".to_owned());
        }),
        // The client knows no units.
        Facet::Accepted => after(|spec| parameter(spec, "Shade").field.constraints.unit = Some("nm".to_owned())),
        Facet::Sent => after(|spec| lighting(spec).parameters.push(asked("Brightness", Presence::Optional))),
        Facet::Assumed => after(|spec| parameter(spec, "Shade").field.example = Some("blue".to_owned())),
        Facet::Repeated => after(|spec| lighting(spec).parameters.push(asked("ClientToken", Presence::Optional))),
        Facet::Hidden => after(|spec| parameter(spec, "Shade").field.deprecated = true),
        other => panic!("{other:?} is no code"),
    }
}

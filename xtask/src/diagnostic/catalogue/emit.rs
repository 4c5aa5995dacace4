//! Surprises of naming, emission and output, D0600 to D0699.

use crate::diagnostic::{Code, Entry, Example, Severity};

/// Two names of one scope are the same in Rust.
pub const NAME_CLASH: Code = Code(601);

/// A type names an object that the spec does not have.
pub const UNKNOWN_REFERENCE: Code = Code(602);

/// An asynchronous operation without a waiter.
pub const NO_WAITER: Code = Code(603);

/// The entries of this stage, sorted by code.
pub const ENTRIES: &[Entry] = &[
    Entry {
        code: NAME_CLASH,
        severity: Severity::Warning,
        title: "two names of one scope are the same in Rust",
        explanation: "Names are turned into Rust's cases, and two that differ on the wire can meet there: `VpcId` and \
                      `vpc_id` are both `vpc_id`. The one that stands first on the page keeps the name, the later one \
                      gets a number, and both keep their names on the wire.\n\nA name can also meet one that docwright \
                      gives to every request, such as `send`.",
        example: Example::Elsewhere("emit::plan::tests::a_clash_of_names_is_told_with_both_names"),
    },
    Entry {
        code: UNKNOWN_REFERENCE,
        severity: Severity::Error,
        title: "a type names an object that the spec does not have",
        explanation: "A field's type refers to a shared object, but the spec lists no object of that name. The field is \
                      emitted as any JSON, which loses nothing on the wire.",
        example: Example::Elsewhere("emit::plan::tests::a_reference_to_nothing_is_an_error_and_stays_json"),
    },
    Entry {
        code: NO_WAITER,
        severity: Severity::Note,
        title: "an asynchronous operation gets no waiter",
        explanation: "The page says that the work goes on after the answer and names an operation to poll. A waiter needs \
                      more: the one parameter that says what to look at, and the field of the answer that holds the state. \
                      Where they are not settled, or where polling needs further parameters, callers poll themselves.",
        example: Example::Elsewhere("emit::plan::tests::what_is_not_settled_gets_no_waiter_and_a_note"),
    },
];

//! Surprises of the reading of samples, D0300 to D0399.

use crate::diagnostic::{Code, Entry, Example, Severity};

/// A sample had to be repaired.
pub const SAMPLE_REPAIRED: Code = Code(300);
/// A sample can not be read.
pub const SAMPLE_UNREADABLE: Code = Code(301);
/// A sample does not show all.
pub const SAMPLE_INCOMPLETE: Code = Code(302);
/// A name stands twice in one object of a sample.
pub const SAMPLE_NAME_TWICE: Code = Code(303);

/// The entries of this stage, sorted by code.
pub const ENTRIES: &[Entry] = &[
    Entry {
        code: SAMPLE_REPAIRED,
        severity: Severity::Note,
        title: "a sample was read after repairs",
        explanation: "The sample is not what its format asks: a comma is missing or stands too much, a comment stands \
            in JSON, an end tag is misspelt. It could be read all the same, and nothing of it was lost.\n\nNothing \
            needs to be done. Where the reading went wrong, an erratum with `becomes` mends the text on the page.",
        example: page(
            "Sample success responses\n\n`JSON` format\n\n```\n{\n  \"RequestId\": \"04F0F334\"\n  \"Name\": \
             \"test\",\n}\n```\n",
        ),
    },
    Entry {
        code: SAMPLE_UNREADABLE,
        severity: Severity::Warning,
        title: "a sample can not be read",
        explanation: "The text stands where a sample should, and holds neither an object, an element nor a request. It \
            is no witness for any shape.\n\nMend its text with an erratum with `becomes`, or leave it when the tables say \
            enough.",
        example: page(
            "Sample success responses\n\n`XML` format\n\n```\n<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n```\n",
        ),
    },
    Entry {
        code: SAMPLE_INCOMPLETE,
        severity: Severity::Warning,
        title: "a sample does not show all",
        explanation: "The sample has an ellipsis, or ends within an object or an element. What it shows counts; what \
            it lacks proves nothing.\n\nComplete it with an erratum with `becomes` where a nesting hangs on it.",
        example: page(
            "Sample success responses\n\n`JSON` format\n\n```\n{\n  \"RequestId\": \"04F0F334\",\n  \"Disks\": \
             {\n    \"Disk\": [\n```\n",
        ),
    },
    Entry {
        code: SAMPLE_NAME_TWICE,
        severity: Severity::Warning,
        title: "a name stands twice in one object of a sample",
        explanation: "JSON lets a reader keep one of two members of the same name; docwright keeps the later one. \
            Often the vendor meant a list, or two names.\n\nLook at the place, and mend it with an erratum with `becomes` \
            or `set`.",
        example: page(
            "Sample success responses\n\n`JSON` format\n\n```\n{\n  \"RequestId\": \"04F0F334\",\n  \"Tag\": \
             \"a\",\n  \"Tag\": \"b\"\n}\n```\n",
        ),
    },
];

const fn page(text: &'static str) -> Example {
    Example::Page { vendor: "alibaba", name: "describe-samples.md", text }
}

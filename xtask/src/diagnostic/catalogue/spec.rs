//! Surprises of the assembly of a spec, D0400 to D0499.

use crate::diagnostic::{Code, Entry, Example, Severity};

/// An object table that no row refers to.
pub const UNUSED_OBJECT: Code = Code(401);
/// No witness settles a type.
pub const UNSETTLED_TYPE: Code = Code(402);
/// The sample shows another type than the table states.
pub const SAMPLE_CONTRADICTS_TYPE: Code = Code(403);
/// A field stands in a sample and in no table.
pub const FIELD_ONLY_IN_SAMPLE: Code = Code(404);
/// A name twice in one place.
pub const DOUBLE_NAME: Code = Code(405);
/// Two pages differ about one operation.
pub const PAGES_DIFFER: Code = Code(406);
/// A path variable without a row, or a path parameter without a variable.
pub const PATH_VARIABLE: Code = Code(407);
/// The operation to poll is not in the spec.
pub const POLL_UNKNOWN: Code = Code(408);
/// An operation without a name in the configuration.
pub const NAMELESS_OPERATION: Code = Code(409);
/// A sample of a value that its own list does not have.
pub const SAMPLE_OUTSIDE_VALUES: Code = Code(410);
/// The configuration names an operation that no page documents.
pub const CONFIGURED_AND_MISSING: Code = Code(411);
/// A default that the field's own limits refuse.
pub const DEFAULT_OUTSIDE_LIMITS: Code = Code(412);
/// A constant that its row calls optional.
pub const CONSTANT_OPTIONAL: Code = Code(413);
/// A row's reference leads back to the table that it stands in.
pub const LEADS_BACK: Code = Code(414);

/// The entries of this stage, sorted by code.
pub const ENTRIES: &[Entry] = &[
    Entry {
        code: UNUSED_OBJECT,
        severity: Severity::Warning,
        title: "a table of members that no field refers to",
        explanation: "The table's caption names neither a parameter, a field nor a type of the tables before it, and no \
            link leads to it. Its rows are not part of the spec.",
        example: Example::Page {
            vendor: "huawei",
            name: "show-thing.md",
            text: "# Querying a Thing\n\n## URI\n\nGET /v1/things\n\n## Response Parameters\n\n<table><caption>Table 1 Response body \
                parameters</caption><tr><th>Parameter</th><th>Type</th><th>Description</th></tr><tr><td>id</td><td>String</td>\
                <td>Its ID.</td></tr></table>\n\n<table><caption>Table 2 Colour</caption><tr><th>Parameter</th><th>Type</th>\
                <th>Description</th></tr><tr><td>hue</td><td>Integer</td><td>How it looks.</td></tr></table>\n",
        },
    },
    Entry {
        code: UNSETTLED_TYPE,
        severity: Severity::Warning,
        title: "a field whose type no witness settles",
        explanation: "The type cell is empty or unknown, and neither a sample nor an example shows what the field is. It is emitted as free JSON, which \
            takes whatever the service sends. An erratum can set the type.",
        example: Example::Page {
            vendor: "alibaba",
            name: "create-thing.md",
            text: "# CreateThing\n\n## Response parameters\n\n|Parameter|Type|Example|Description|\n|---|---|---|---|\n|Thing|Whatever| |What was made.|\n",
        },
    },
    Entry {
        code: SAMPLE_CONTRADICTS_TYPE,
        severity: Severity::Note,
        title: "a sample that shows another type than the table",
        explanation: "The table's word wins, and decoding takes either. If the service sends what the sample shows, an \
            erratum can set the type.",
        example: Example::Page {
            vendor: "alibaba",
            name: "create-thing.md",
            text: "# CreateThing\n\n## Response parameters\n\n|Parameter|Type|Example|Description|\n|---|---|---|---|\n|Size|String|40|How large.|\n\n\
                ## Examples\n\nSample responses\n\n```\n{\"Size\": 40}\n```\n",
        },
    },
    Entry {
        code: FIELD_ONLY_IN_SAMPLE,
        severity: Severity::Note,
        title: "a field that stands in a sample and in no table",
        explanation: "The answer's table does not list what the sample shows: the table is incomplete, or one of the two \
            has a typing error. The field is not part of the spec; the raw answer has it. An erratum can add it.",
        example: Example::Page {
            vendor: "alibaba",
            name: "create-thing.md",
            text: "# CreateThing\n\n## Response parameters\n\n|Parameter|Type|Example|Description|\n|---|---|---|---|\n|Size|Integer|40|How large.|\n\n\
                ## Examples\n\nSample responses\n\n```\n{\"Size\": 40, \"Colour\": \"red\"}\n```\n",
        },
    },
    Entry {
        code: DOUBLE_NAME,
        severity: Severity::Warning,
        title: "a name that stands twice in one place",
        explanation: "Two rows of one table, or of two tables of one location, have the same name. The first one is taken.",
        example: Example::Page {
            vendor: "alibaba",
            name: "create-thing.md",
            text: "# CreateThing\n\n## Request parameters\n\n|Parameter|Type|Description|\n|---|---|---|\n|Size|Integer|How large.|\n|Size|String|How large.|\n",
        },
    },
    Entry {
        code: PAGES_DIFFER,
        severity: Severity::Warning,
        title: "two pages that differ about one operation",
        explanation: "Both pages document the operation, and state different facts. The first page wins: markdown and HTML \
            before extracted text, then by name. What only one page states is taken from it.",
        example: Example::Pages {
            vendor: "alibaba",
            pages: &[
                (
                    "a.md",
                    "# CreateThing\n\n## Request parameters\n\n|Parameter|Type|Required|Description|\n|---|---|---|---|\n|Size|Integer|No|How large.|\n",
                ),
                (
                    "b.md",
                    "# CreateThing\n\n## Request parameters\n\n|Parameter|Type|Required|Description|\n|---|---|---|---|\n|Size|Integer|Yes|How large.|\n",
                ),
            ],
        },
    },
    Entry {
        code: PATH_VARIABLE,
        severity: Severity::Note,
        title: "the path and the table of its variables differ",
        explanation: "A variable of the path has no row, so it is taken as a required string; or a row says that it is \
            sent in the path, and the path has no such variable, so it can not be sent there.",
        example: Example::Page {
            vendor: "huawei",
            name: "show-thing.md",
            text: "# Querying a Thing\n\n## URI\n\nGET /v1/{project_id}/things/{thing_id}\n",
        },
    },
    Entry {
        code: POLL_UNKNOWN,
        severity: Severity::Note,
        title: "the operation to poll is not among the pages",
        explanation: "The page says that the operation goes on after it has answered and names the operation that tells \
            its state, or leaves it out. Without that operation's page no waiter can be written.",
        example: Example::Page {
            vendor: "alibaba",
            name: "create-thing.md",
            text: "# CreateThing\n\nMakes a thing.\n\n## Usage notes\n\n- CreateThing is an asynchronous operation. You can call the \
                DescribeThing operation to query its status.\n  - If the thing is in the making state, it is being made.\n  - If the thing is in the made state, it is made.\n\n\
                ## Request parameters\n\n|Parameter|Type|Required|Description|\n|---|---|---|---|\n|ThingId|String|Yes|The ID.|\n",
        },
    },
    Entry {
        code: NAMELESS_OPERATION,
        severity: Severity::Note,
        title: "an operation that the page gives no name",
        explanation: "The vendor's pages name operations by method and path. The name is made from the page's title; \
            `[[operation]]` in service.toml gives a better one.",
        example: Example::Page {
            vendor: "huawei",
            name: "show-thing.md",
            text: "# Querying a Thing\n\n## URI\n\nGET /v1/things\n",
        },
    },
    Entry {
        code: SAMPLE_OUTSIDE_VALUES,
        severity: Severity::Note,
        title: "an example with a value that the list of values lacks",
        explanation: "The page lists the values that a field can take, and its own example or sample has another one. Lists are open \
            in the client, so the value still comes through.",
        example: Example::Page {
            vendor: "alibaba",
            name: "create-thing.md",
            text: "# CreateThing\n\n## Response parameters\n\n|Parameter|Type|Example|Description|\n|---|---|---|---|\n|Mode|String|a|The mode. Valid \
                values: **a** and **b**.|\n\n## Examples\n\nSample responses\n\n```\n{\"Mode\": \"c\"}\n```\n",
        },
    },
    Entry {
        code: CONFIGURED_AND_MISSING,
        severity: Severity::Warning,
        title: "service.toml names an operation that no page documents",
        explanation: "No page has the method and the path of the entry. The vendor moved or removed the page, or the entry \
            has a typing error.",
        example: Example::Elsewhere("catalogue::a_configured_operation_without_a_page_is_told"),
    },
    Entry {
        code: DEFAULT_OUTSIDE_LIMITS,
        severity: Severity::Warning,
        title: "a default that the field's own limits refuse",
        explanation: "The page states a default, and a range, a length or a list of excluded values that it breaks. Both are \
            kept as the page has them; an erratum should say which is right.",
        example: Example::Page {
            vendor: "alibaba",
            name: "list-things.md",
            text: "# ListThings\n\n## Request parameters\n\n|Parameter|Type|Required|Description|\n|---|---|---|---|\n|PageSize|Integer|No|How \
                many a page has. Maximum value: **50**. Default value: **100**.|\n",
        },
    },
    Entry {
        code: CONSTANT_OPTIONAL,
        severity: Severity::Note,
        title: "a constant that its row calls optional",
        explanation: "The service tells operations apart by this parameter, so docwright always sends it. Many of the vendor's \
            pages say that it may be left out, and there is nothing to do.",
        example: Example::Page {
            vendor: "alibaba",
            name: "create-thing.md",
            text: "# CreateThing\n\n## Request parameters\n\n|Parameter|Type|Required|Example|Description|\n|---|---|---|---|---|\n\
                |Action|String|No|CreateThing|The operation.|\n",
        },
    },
    Entry {
        code: LEADS_BACK,
        severity: Severity::Warning,
        title: "a reference that leads back to the table it stands in",
        explanation: "A row sends its reader to a table for its members, by a link or a number, and that is the table in which the \
            row itself stands; another table's caption names the row. The tables were counted anew, and the reference was not. The \
            members are taken from the table that has the name.",
        example: Example::Page {
            vendor: "huawei",
            name: "show-thing.md",
            text: "# Querying a Thing\n\n## URI\n\nGET /v1/things\n\n## Response Parameters\n\n<table><caption>Table 1 Response body \
                parameters</caption><tr><th>Parameter</th><th>Type</th><th>Description</th></tr><tr><td>thing</td><td>Object</td>\
                <td>The thing. For details, see Table 2.</td></tr></table>\n\n<table><caption>Table 2 thing parameter \
                description</caption><tr><th>Parameter</th><th>Type</th><th>Description</th></tr><tr><td>parts</td><td>Array of \
                objects</td><td>Its parts. For details, see Table 2.</td></tr></table>\n\n<table><caption>Table 3 parts parameter \
                description</caption><tr><th>Parameter</th><th>Type</th><th>Description</th></tr><tr><td>id</td><td>String</td>\
                <td>Which it is.</td></tr></table>\n",
        },
    },
];

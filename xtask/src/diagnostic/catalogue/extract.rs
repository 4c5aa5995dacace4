//! Surprises of the extraction of tables and sections, D0100 to D0199.

use crate::diagnostic::{Code, Entry, Example, Severity};

/// No operation was found on a page.
pub const NO_OPERATION: Code = Code(101);
/// A table whose columns say neither parameters, fields nor errors.
pub const UNKNOWN_TABLE: Code = Code(102);
/// A column heading that the dialect does not know.
pub const UNKNOWN_COLUMN: Code = Code(103);
/// More cells than columns.
pub const TOO_MANY_CELLS: Code = Code(104);
/// A row without a name.
pub const NAMELESS_ROW: Code = Code(105);
/// A type cell that says nothing known.
pub const UNKNOWN_TYPE: Code = Code(106);
/// A presence cell that says nothing known.
pub const UNKNOWN_PRESENCE: Code = Code(107);
/// A name that no wire carries.
pub const STRANGE_NAME: Code = Code(108);
/// The page names its operation in two ways.
pub const NAMES_DISAGREE: Code = Code(109);
/// Several lines of method and path.
pub const SEVERAL_URIS: Code = Code(110);
/// A table under a heading that the dialect does not know.
pub const UNKNOWN_HEADING: Code = Code(111);
/// An error row that can not be read.
pub const BAD_ERROR_ROW: Code = Code(112);
/// A page that another vendor's dialect can read.
pub const OTHER_VENDOR: Code = Code(113);
/// More rows than a page may have.
pub const TOO_MANY_ROWS: Code = Code(114);
/// A vendor without words of its own.
pub const BORROWED_WORDS: Code = Code(115);
/// Words that nobody read.
pub const UNREAD: Code = Code(116);
/// A table that tells of several operations.
pub const SEVERAL_ACTIONS: Code = Code(117);

/// The entries of this stage, sorted by code.
pub const ENTRIES: &[Entry] = &[
    Entry {
        code: NO_OPERATION,
        severity: Severity::Warning,
        title: "the page documents no operation",
        explanation: "Neither a row `Action`, a link to the vendor's API tool, a sample nor the title names an operation \
            (Alibaba), or no line holds a method and a path (Huawei). Overviews and lists of operations are such pages, \
            and there is nothing to do. On a page that does document an operation, the line that names it has an unknown \
            form: look for it on the page.",
        example: Example::Page {
            vendor: "alibaba",
            name: "overview.md",
            text: "# Overview of the API\n\nThis page lists what you can call.\n",
        },
    },
    Entry {
        code: UNKNOWN_TABLE,
        severity: Severity::Warning,
        title: "a table of an unknown kind",
        explanation: "The table stands where parameters, fields or errors are described, but no column holds their names. \
            Its rows are not read. If it does describe parameters, add the heading of its first column to `[columns]` in \
            the vendor's vendor.toml.",
        example: Example::Page {
            vendor: "alibaba",
            name: "create-thing.md",
            text: "# CreateThing\n\n## Request parameters\n\n|Edition|Price|\n|---|---|\n|Basic|1|\n",
        },
    },
    Entry {
        code: UNKNOWN_COLUMN,
        severity: Severity::Warning,
        title: "an unknown column heading",
        explanation: "Columns are found by their headings' words. A heading that the vendor's dialect does not list is \
            left out, and so are its cells. Add the word to the column it names in the vendor's vendor.toml.",
        example: Example::Page {
            vendor: "alibaba",
            name: "create-thing.md",
            text: "# CreateThing\n\n## Request parameters\n\n|Parameter|Type|Colour|Description|\n|---|---|---|---|\n|Size|Integer|red|How large.|\n",
        },
    },
    Entry {
        code: TOO_MANY_CELLS,
        severity: Severity::Warning,
        title: "a row has more cells than its table has columns",
        explanation: "Usually a bare `|` stands in a cell. The cells past the last column are read as part of it, which \
            may be wrong when the bare `|` stands in an earlier cell. An erratum `join_cells` for the row settles it.",
        example: Example::Page {
            vendor: "alibaba",
            name: "create-thing.md",
            text: "# CreateThing\n\n## Request parameters\n\n|Parameter|Type|Required|Description|\n|---|---|---|---|\n|Mode|String|No|Use a | or b.|\n",
        },
    },
    Entry {
        code: NAMELESS_ROW,
        severity: Severity::Warning,
        title: "a row without a name",
        explanation: "The cell that should name a parameter or field is empty, and another cell is not. The row becomes \
            no fact.",
        example: Example::Page {
            vendor: "alibaba",
            name: "create-thing.md",
            text: "# CreateThing\n\n## Request parameters\n\n|Parameter|Type|Description|\n|---|---|---|\n| |String|A name.|\n",
        },
    },
    Entry {
        code: UNKNOWN_TYPE,
        severity: Severity::Warning,
        title: "an unknown type",
        explanation: "The words of the type cell are neither a type of the dialect nor the name of an object. The type \
            stays unknown unless a sample settles it; it is then emitted as free JSON.",
        example: Example::Page {
            vendor: "alibaba",
            name: "create-thing.md",
            text: "# CreateThing\n\n## Request parameters\n\n|Parameter|Type|Description|\n|---|---|---|\n|Size|as you like it|How large.|\n",
        },
    },
    Entry {
        code: UNKNOWN_PRESENCE,
        severity: Severity::Warning,
        title: "an unknown word in the column that says whether to send a parameter",
        explanation: "The cell says neither yes nor no in the words of the dialect. The parameter counts as unstated and \
            is emitted as optional.",
        example: Example::Page {
            vendor: "alibaba",
            name: "create-thing.md",
            text: "# CreateThing\n\n## Request parameters\n\n|Parameter|Type|Required|Description|\n|---|---|---|---|\n|Size|Integer|Perhaps|How large.|\n",
        },
    },
    Entry {
        code: STRANGE_NAME,
        severity: Severity::Warning,
        title: "a name that no wire carries",
        explanation: "The cell that should hold a parameter's name holds words: blanks, punctuation or braces. The row is \
            kept out of the request and the answer, for a wrong name is worse than none. An erratum can name it.",
        example: Example::Page {
            vendor: "alibaba",
            name: "create-thing.md",
            text: "# CreateThing\n\n## Request parameters\n\n|Parameter|Type|Description|\n|---|---|---|\n|Size of the thing|Integer|How large.|\n",
        },
    },
    Entry {
        code: NAMES_DISAGREE,
        severity: Severity::Warning,
        title: "the page names its operation in two ways",
        explanation: "The row `Action`, the link to the vendor's API tool, the sample and the title do not name the same \
            operation. The strongest witness wins, in this order: row, link, sample, title.",
        example: Example::Page {
            vendor: "alibaba",
            name: "create-thing.md",
            text: "# CreateThings\n\n## Request parameters\n\n|Parameter|Type|Required|Example|Description|\n|---|---|---|---|---|\n|Action|String|Yes|CreateThing|The operation.|\n",
        },
    },
    Entry {
        code: SEVERAL_URIS,
        severity: Severity::Warning,
        title: "several lines of method and path",
        explanation: "The section of the path has more than one. The first documents the operation; the others are \
            variants or a sample, and are not called.",
        example: Example::Page {
            vendor: "huawei",
            name: "show-thing.md",
            text: "# Querying a Thing\n\n## URI\n\nGET /v1/{project_id}/things\n\nGET /v2/{project_id}/things\n",
        },
    },
    Entry {
        code: UNKNOWN_HEADING,
        severity: Severity::Warning,
        title: "a table under an unknown heading",
        explanation: "The heading is not among the words of the dialect, so nobody can say whether the table below it \
            describes a request or an answer. Its rows are not read. Add the heading under `[sections]` in the vendor's \
            vendor.toml; put it under `ignored` when such sections never hold facts.",
        example: Example::Page {
            vendor: "alibaba",
            name: "create-thing.md",
            text: "# CreateThing\n\n## Colours of things\n\n|Parameter|Type|Description|\n|---|---|---|\n|Size|Integer|How large.|\n",
        },
    },
    Entry {
        code: BAD_ERROR_ROW,
        severity: Severity::Warning,
        title: "an error row that can not be read",
        explanation: "The row of an error table has no code, or its status is no HTTP status. A row without a code becomes \
            no fact; a row with a strange status keeps its code.",
        example: Example::Page {
            vendor: "alibaba",
            name: "create-thing.md",
            text: "# CreateThing\n\n## Error codes\n\n|HttpCode|Error code|Error message|Description|\n|---|---|---|---|\n|4x4|Bad.Size|The size is bad.|Too large.|\n",
        },
    },
    Entry {
        code: OTHER_VENDOR,
        severity: Severity::Error,
        title: "a page of another vendor",
        explanation: "The page has the marks of another vendor's pages (a method and a path where this vendor's pages name \
            an `Action`, or the reverse). Run again with that vendor, or move the page.",
        example: Example::Page {
            vendor: "alibaba",
            name: "create-thing.md",
            text: "# Creating a Thing\n\n## URI\n\nPOST /v1/{project_id}/things\n",
        },
    },
    Entry {
        code: TOO_MANY_ROWS,
        severity: Severity::Error,
        title: "more rows than a page may have",
        explanation: "The tables of the page have more rows than docwright reads of one page. The longest of 8,000 real pages \
            has 700, so this is no page of an API, or several put together: split it.",
        example: Example::Elsewhere("extract::walk::tests::rows_past_the_limit_are_left_out_and_counted"),
    },
    Entry {
        code: BORROWED_WORDS,
        severity: Severity::Warning,
        title: "a vendor without words of its own",
        explanation: "No folder of specs/ has the vendor's name, so the pages are read in the words of all known vendors \
            together, and whether operations are told by `Action` or by method and path is told from the pages. What is \
            read this way is often right and never certain: add specs/<vendor>/vendor.toml with the vendor's own words, or \
            one line `inherits` where it words its pages like a known vendor.",
        example: Example::Elsewhere("cli::repository::tests::a_vendor_without_words_is_read_in_those_of_all"),
    },
    Entry {
        code: UNREAD,
        severity: Severity::Note,
        title: "words that nobody read",
        explanation: "Each byte of a page is a fact, documentation of one, a heading, markup, or known to state nothing; \
            these are none of it. Mostly they are a sentence beside the tables, or the cells under a heading that the \
            vendor's dialect does not know. If they state a fact, give it by an erratum, or teach the dialect the heading; \
            if pages of this vendor say so all the time and mean nothing, list the opening of the sentence under \
            `[text]` as `lead_ins` in the vendor's vendor.toml.",
        example: Example::Page {
            vendor: "alibaba",
            name: "create-thing.md",
            text: "# CreateThing\n\n## Request parameters\n\nThings are blue on Mondays.\n\n\
                   |Parameter|Type|Description|\n|---|---|---|\n|Name|String|The name.|\n",
        },
    },
    Entry {
        code: SEVERAL_ACTIONS,
        severity: Severity::Warning,
        title: "a table tells of several operations",
        explanation: "More than one row is named as the parameter that names the operation. Which of the other rows belong \
            to which of the operations, the table does not say: the first operation is read with all of them. Where \
            each operation has a table of its own, each is read, and this is not raised.",
        example: Example::Page {
            vendor: "alibaba",
            name: "things.md",
            text: "# CreateThing\n\n## Request parameters\n\n|Parameter|Type|Required|Example|Description|\n|---|---|---|---|---|\n|Action|String|Yes|CreateThing|The operation.|\n|Action|String|Yes|DeleteThing|The operation.|\n",
        },
    },
];

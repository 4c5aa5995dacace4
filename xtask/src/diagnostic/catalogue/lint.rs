//! Contradictions of vendors' pages with themselves, D0700 to D0799: what the linter finds.

use crate::diagnostic::{Code, Entry, Example, Severity};

/// A sample that is no JSON or no XML.
pub const SAMPLE_BROKEN: Code = Code(700);
/// A name twice in one object of a sample.
pub const NAME_TWICE_IN_SAMPLE: Code = Code(701);
/// A field that only a sample has.
pub const FIELD_WITHOUT_ROW: Code = Code(702);
/// A name of a sample that is nearly the name of a row.
pub const FIELD_MISSPELT: Code = Code(703);
/// A required parameter that the request sample lacks.
pub const REQUIRED_NOT_IN_SAMPLE: Code = Code(704);
/// A sample of another type than the row states.
pub const SAMPLE_OF_ANOTHER_TYPE: Code = Code(705);
/// A number or a boolean in quotes.
pub const NUMBER_IN_QUOTES: Code = Code(706);
/// A list where the other side has one value.
pub const LIST_AGAINST_VALUE: Code = Code(707);
/// An example of another type than its row.
pub const EXAMPLE_OF_ANOTHER_TYPE: Code = Code(708);
/// A minimum above its maximum.
pub const BOUNDS_REVERSED: Code = Code(710);
/// A default that its own row refuses.
pub const DEFAULT_REFUSED: Code = Code(712);
/// Two defaults in one row.
pub const DEFAULTS_DIFFER: Code = Code(713);
/// An example outside of the limits.
pub const EXAMPLE_OUT_OF_LIMITS: Code = Code(714);
/// An example that the list of values lacks.
pub const EXAMPLE_NOT_LISTED: Code = Code(715);
/// An example that breaks a rule of characters.
pub const EXAMPLE_BREAKS_PATTERN: Code = Code(716);
/// An error twice, with nothing that differs.
pub const CODE_TWICE: Code = Code(720);
/// A code with two messages.
pub const CODE_WITH_OTHER_MEANING: Code = Code(721);
/// A code and message with two statuses.
pub const STATUS_CONTRADICTS: Code = Code(722);
/// A status that is another on almost all other pages.
pub const STATUS_UNUSUAL: Code = Code(723);
/// An error that only a sample shows.
pub const CODE_NOT_IN_TABLE: Code = Code(724);
/// `.N` beside `.n` or `.1`.
pub const NUMBERING_MIXED: Code = Code(730);
/// Two rows of one name in one table.
pub const ROW_TWICE: Code = Code(731);
/// Two rows of one name that differ.
pub const ROW_TWICE_DIFFERS: Code = Code(732);
/// A path variable without a row.
pub const VARIABLE_WITHOUT_ROW: Code = Code(733);
/// A path parameter that the path lacks.
pub const PATH_ROW_WITHOUT_VARIABLE: Code = Code(734);
/// The name of the operation in a row that calls it optional.
pub const CONSTANT_CALLED_OPTIONAL: Code = Code(735);
/// A sample or a sentence that names another operation.
pub const NAMES_ANOTHER_OPERATION: Code = Code(736);
/// A word of a name that is nearly a much more frequent one.
pub const NAME_MISSPELT: Code = Code(740);
/// A word of a code that is nearly a much more frequent one.
pub const CODE_MISSPELT: Code = Code(742);
/// A misspelt heading of a column.
pub const HEADING_MISSPELT: Code = Code(743);
/// A type that differs between two pages.
pub const TYPE_DIFFERS: Code = Code(750);
/// A presence that differs between two pages.
pub const PRESENCE_DIFFERS: Code = Code(751);
/// A default that differs between two pages.
pub const DEFAULT_DIFFERS: Code = Code(752);
/// A limit that differs between two pages.
pub const LIMIT_DIFFERS: Code = Code(753);
/// A list of values that differs between two pages.
pub const VALUES_DIFFER: Code = Code(754);
/// A parameter that only one of two pages has.
pub const NAME_ON_ONE_PAGE: Code = Code(755);
/// A status that differs between two pages.
pub const STATUS_DIFFERS: Code = Code(756);

/// A page with a table of parameters, and what stands below it.
macro_rules! request {
    ($rows:literal, $tail:literal) => {
        concat!(
            "# CreateThing\n\n## Request parameters\n\n|Parameter|Type|Required|Example|Description|\n|---|---|---|---|---|\n",
            $rows,
            $tail
        )
    };
}

/// A page with a table of the answer, and what stands below it.
macro_rules! response {
    ($rows:literal, $tail:literal) => {
        concat!(
            "# CreateThing\n\n## Response parameters\n\n|Parameter|Type|Example|Description|\n|---|---|---|---|\n",
            $rows,
            $tail
        )
    };
}

/// A page with a table of errors.
macro_rules! errors {
    ($rows:literal) => {
        concat!(
            "# CreateThing\n\n## Error codes\n\n|HttpCode|Error code|Error message|Description|\n|---|---|---|---|\n",
            $rows
        )
    };
}

const fn page(text: &'static str) -> Example {
    Example::Page { vendor: "alibaba", name: "create-thing.md", text }
}

const fn huawei(text: &'static str) -> Example {
    Example::Page { vendor: "huawei", name: "show-thing.md", text }
}

const fn pages(pages: &'static [(&'static str, &'static str)]) -> Example {
    Example::Pages { vendor: "alibaba", pages }
}

/// The entries of this stage, sorted by code.
pub const ENTRIES: &[Entry] = &[
    Entry {
        code: SAMPLE_BROKEN,
        severity: Severity::Warning,
        title: "a sample that a strict reader refuses",
        explanation: "A reader that copies the sample into a program gets an error. The first mistake is shown with its byte in the sample, others beside it. Comments and ellipses are for readers and no mistake.",
        example: page(response!(
            "|Size|Integer|40|How large.|\n",
            "\n## Examples\n\nSample responses\n\n`JSON` format\n\n```\n{\"Size\": 40,}\n```\n"
        )),
    },
    Entry {
        code: NAME_TWICE_IN_SAMPLE,
        severity: Severity::Warning,
        title: "a name that stands twice in one object of a sample",
        explanation: "Readers of JSON keep one of the two values, and not all of them the same one. One is most likely another field, or left over.",
        example: page(response!(
            "|Size|Integer|40|How large.|\n",
            "\n## Examples\n\nSample responses\n\n`JSON` format\n\n```\n{\"Size\": 40, \"Size\": 41}\n```\n"
        )),
    },
    Entry {
        code: FIELD_WITHOUT_ROW,
        severity: Severity::Note,
        title: "a field of a sample that no row describes",
        explanation: "The sample shows a field that the table leaves out: the table is incomplete, or the sample is of another version. A name that is nearly that of a row is D0703.",
        example: page(response!(
            "|Size|Integer|40|How large.|\n",
            "\n## Examples\n\nSample responses\n\n`JSON` format\n\n```\n{\"Size\": 40, \"Colour\": \"red\"}\n```\n"
        )),
    },
    Entry {
        code: FIELD_MISSPELT,
        severity: Severity::Warning,
        title: "a name that sample and table spell differently",
        explanation: "The sample has a name that differs from the name of a row by one letter or by capitals. One of the two is a typing error; the service knows one of them.",
        example: page(response!(
            "|ClientIpPool|String|a|The pool.|\n",
            "\n## Examples\n\nSample responses\n\n`JSON` format\n\n```\n{\"CLientIpPool\": \"a\"}\n```\n"
        )),
    },
    Entry {
        code: REQUIRED_NOT_IN_SAMPLE,
        severity: Severity::Warning,
        title: "a required parameter that no request sample has",
        explanation: "The table says that the parameter must be sent, and the sample of the request is sent without it. Either the parameter is optional, or the sample does not work.",
        example: page(request!(
            "|ThingId|String|Yes|t-1|The ID.|\n|Size|Integer|Yes|3|How large.|\n",
            "\n## Examples\n\nSample requests\n\n```\nhttp(s)://vpc.aliyuncs.com/?Action=CreateThing&ThingId=t-1\n```\n"
        )),
    },
    Entry {
        code: SAMPLE_OF_ANOTHER_TYPE,
        severity: Severity::Warning,
        title: "a sample that shows another type than the row",
        explanation: "The row has one type and the sample another: a String whose sample is a bare number, an Integer whose sample is a word. Clients that trust the row fail on what the service sends.",
        example: page(response!(
            "|Size|String|40|How large.|\n",
            "\n## Examples\n\nSample responses\n\n`JSON` format\n\n```\n{\"Size\": 40}\n```\n"
        )),
    },
    Entry {
        code: NUMBER_IN_QUOTES,
        severity: Severity::Note,
        title: "a number or a boolean that stands in quotes in a sample",
        explanation: "The row says that it is a number or a boolean, and the JSON sample has it in quotes. Either the service sends text, or the sample was typed by hand.",
        example: page(response!(
            "|Size|Integer|40|How large.|\n",
            "\n## Examples\n\nSample responses\n\n`JSON` format\n\n```\n{\"Size\": \"40\"}\n```\n"
        )),
    },
    Entry {
        code: LIST_AGAINST_VALUE,
        severity: Severity::Warning,
        title: "a list against a single value",
        explanation: "The row has a list and the sample one value, or the reverse.",
        example: page(response!(
            "|Names|Array of String|a|The names.|\n",
            "\n## Examples\n\nSample responses\n\n`JSON` format\n\n```\n{\"Names\": \"a\"}\n```\n"
        )),
    },
    Entry {
        code: EXAMPLE_OF_ANOTHER_TYPE,
        severity: Severity::Warning,
        title: "an example that is not of its row's type",
        explanation: "Two cells of one row contradict each other: the type is a number or a boolean, and the example is none.",
        example: page(request!("|Size|Integer|No|large|How large.|\n", "")),
    },
    Entry {
        code: BOUNDS_REVERSED,
        severity: Severity::Warning,
        title: "a least value above the greatest",
        explanation: "No value can satisfy both limits. Most likely the two are swapped, or one has a digit too many.",
        example: page(request!("|Size|Integer|No|3|How large. Minimum value: 10. Maximum value: 5.|\n", "")),
    },
    Entry {
        code: DEFAULT_REFUSED,
        severity: Severity::Warning,
        title: "a default that its own row refuses",
        explanation: "The default is outside of the range or the length, is excluded, or is none of the listed values.",
        example: page(request!("|Size|Integer|No|3|How large. Valid values: 1 to 10. Default value: 20.|\n", "")),
    },
    Entry {
        code: DEFAULTS_DIFFER,
        severity: Severity::Warning,
        title: "two defaults in one row",
        explanation: "The text of one row names two defaults of the same parameter.",
        example: page(request!("|Size|Integer|No|3|How large. Default: **1**. The default value is **2**.|\n", "")),
    },
    Entry {
        code: EXAMPLE_OUT_OF_LIMITS,
        severity: Severity::Warning,
        title: "an example outside of its row's limits",
        explanation: "The example or the sample is outside of the range, or longer or shorter than the row allows. Either the limit or the example is wrong.",
        example: page(request!("|Size|Integer|No|30|How large. Valid values: 1 to 10.|\n", "")),
    },
    Entry {
        code: EXAMPLE_NOT_LISTED,
        severity: Severity::Warning,
        title: "an example that its row's list of values lacks",
        explanation: "The row lists the values that can be sent or come back, and the example or the sample has another one: the list is incomplete, or the example is of another time.",
        example: page(request!("|Mode|String|No|slow|How. Valid values: **fast** and **safe**.|\n", "")),
    },
    Entry {
        code: EXAMPLE_BREAKS_PATTERN,
        severity: Severity::Warning,
        title: "an example that breaks its row's rule of characters",
        explanation: "The row gives a pattern, or says what a value may start with or consist of, and its own example breaks that.",
        example: page(request!(
            "|Name|String|No|http-1|The name. It cannot start with http://, https:// or http.|\n",
            ""
        )),
    },
    Entry {
        code: CODE_TWICE,
        severity: Severity::Warning,
        title: "an error that stands in its table twice",
        explanation: "Two rows have the same code, status and message. One is left over, or was meant to have another code.",
        example: page(errors!(
            "|400|Bad.Size|The size is bad.|Too large.|\n|400|Bad.Size|The size is bad.|Too small.|\n"
        )),
    },
    Entry {
        code: CODE_WITH_OTHER_MEANING,
        severity: Severity::Note,
        title: "an error code with two messages",
        explanation: "Two rows have the same code of two parts and the same status, and messages that share hardly a word: who catches the code can not tell the two.",
        example: page(errors!(
            "|400|Bad.Size|The lamp gives more light than allowed.|Too large.|\n|400|Bad.Size|No colour was chosen for this house.|Too red.|\n"
        )),
    },
    Entry {
        code: STATUS_CONTRADICTS,
        severity: Severity::Warning,
        title: "an error with two statuses",
        explanation: "Two rows have the same code and the same message, and different HTTP statuses.",
        example: page(errors!(
            "|400|Bad.Size|The size is bad.|Too large.|\n|403|Bad.Size|The size is bad.|Too large.|\n"
        )),
    },
    Entry {
        code: STATUS_UNUSUAL,
        severity: Severity::Note,
        title: "an error whose status is another on the other pages",
        explanation: "The same code with the same message has one HTTP status on at least four other pages of the service, and another one here.",
        example: pages(&[
            ("a.md", errors!("|400|Bad.Size|The size is bad.|Too large.|\n")),
            ("b.md", errors!("|400|Bad.Size|The size is bad.|Too large.|\n")),
            ("c.md", errors!("|400|Bad.Size|The size is bad.|Too large.|\n")),
            ("d.md", errors!("|400|Bad.Size|The size is bad.|Too large.|\n")),
            ("e.md", errors!("|404|Bad.Size|The size is bad.|Too large.|\n")),
        ]),
    },
    Entry {
        code: CODE_NOT_IN_TABLE,
        severity: Severity::Note,
        title: "an error of a sample that the table of errors lacks",
        explanation: "The page has a table of errors, and a sample shows an error with a code that is not in it.",
        example: page(concat!(
            errors!("|400|Bad.Size|The size is bad.|Too large.|\n"),
            "\n## Examples\n\nSample error responses\n\n`JSON` format\n\n```\n{\"RequestId\": \"r\", \"Code\": \"Bad.Colour\", \"Message\": \"The colour is bad.\"}\n```\n"
        )),
    },
    Entry {
        code: NUMBERING_MIXED,
        severity: Severity::Warning,
        title: "list entries that are numbered in two ways",
        explanation: "One table writes the number of one list's entries in two ways, so that a reader may take one of them literally.",
        example: page(request!("|Disk.N.Size|Integer|No|3|How large.|\n|Disk.1.Colour|String|No|red|Which.|\n", "")),
    },
    Entry {
        code: ROW_TWICE,
        severity: Severity::Warning,
        title: "a row that stands twice",
        explanation: "Two rows of one table have the same name, type and presence. One is left over, or was meant to have another name.",
        example: page(request!("|Size|Integer|No|3|How large.|\n|Size|Integer|No|3|How heavy.|\n", "")),
    },
    Entry {
        code: ROW_TWICE_DIFFERS,
        severity: Severity::Warning,
        title: "two rows of one name that differ",
        explanation: "Two rows of one table have the same name, and another type or another presence.",
        example: page(request!("|Size|Integer|No|3|How large.|\n|Size|String|No|3|How large.|\n", "")),
    },
    Entry {
        code: VARIABLE_WITHOUT_ROW,
        severity: Severity::Warning,
        title: "a variable of the path that no row describes",
        explanation: "The path has a variable, and the tables describe others but not this one. A row of nearly that name is shown beside it.",
        example: huawei(
            "# Querying a Thing\n\n## URI\n\nGET /v1/{project_id}/things/{thing_id}\n\n|Parameter|Type|Mandatory|Description|\n|---|---|---|---|\n|project_id|String|Yes|The project.|\n",
        ),
    },
    Entry {
        code: PATH_ROW_WITHOUT_VARIABLE,
        severity: Severity::Warning,
        title: "a path parameter that the path lacks",
        explanation: "A row describes a parameter that is sent in the path, and the path has no such variable.",
        example: huawei(
            "# Querying a Thing\n\n## URI\n\nGET /v1/things\n\nTable 1 Path Parameters\n\n|Parameter|Type|Mandatory|Description|\n|---|---|---|---|\n|thing_id|String|Yes|The thing.|\n",
        ),
    },
    Entry {
        code: CONSTANT_CALLED_OPTIONAL,
        severity: Severity::Warning,
        title: "the name of the operation in a row that calls it optional",
        explanation: "The parameter tells the service which operation is called. No call works without it, and the row says that it may be left out.",
        example: page(request!(
            "|Action|String|No|CreateThing|The operation. Set the value to **CreateThing**.|\n",
            ""
        )),
    },
    Entry {
        code: NAMES_ANOTHER_OPERATION,
        severity: Severity::Warning,
        title: "a page that names another operation than its own",
        explanation: "The sample or the text of the row calls another operation than the one that the page documents. Most likely the page was \
            copied from the other's.",
        example: page(request!(
            "|Action|String|Yes|CreateThing|The operation. Set the value to **CreateThing**.|\n|Size|Integer|No|3|How large.|\n",
            "\n## Examples\n\nSample requests\n\n```\nhttps://vpc.aliyuncs.com/?Action=DeleteThing&Size=3\n```\n"
        )),
    },
    Entry {
        code: NAME_MISSPELT,
        severity: Severity::Warning,
        title: "a name with a word that others spell differently",
        explanation: "A word of the name differs from a word of many other names of the service by one letter, one doubled letter or two swapped ones. If the service has the misspelling too, say so on the page.",
        example: pages(&[
            ("a.md", request!("|InstanceId|String|No|a|The ID.|\n", "")),
            ("b.md", request!("|InstanceId|String|No|a|The ID.|\n", "")),
            ("c.md", request!("|InstanceId|String|No|a|The ID.|\n", "")),
            ("d.md", request!("|InstanceId|String|No|a|The ID.|\n", "")),
            ("e.md", request!("|InstnaceName|String|No|a|The name.|\n", "")),
        ]),
    },
    Entry {
        code: CODE_MISSPELT,
        severity: Severity::Warning,
        title: "an error code with a word that others spell differently",
        explanation: "A word of the code differs from a word of many other codes and names of the service by one letter, one doubled letter or two swapped ones. The code on the wire may have the misspelling as well: then the page is right, and the code stays.",
        example: pages(&[
            ("a.md", errors!("|400|Forbidden.Size|The size is bad.|Too large.|\n")),
            ("b.md", errors!("|400|Forbidden.Size|The size is bad.|Too large.|\n")),
            ("c.md", errors!("|400|Forbidden.Size|The size is bad.|Too large.|\n")),
            ("d.md", errors!("|400|Forbidden.Size|The size is bad.|Too large.|\n")),
            ("e.md", errors!("|400|Forbbiden.Colour|The colour is bad.|Too red.|\n")),
        ]),
    },
    Entry {
        code: HEADING_MISSPELT,
        severity: Severity::Warning,
        title: "a misspelt heading of a column",
        explanation: "A word of the column's heading differs by one letter from a word that heads columns of this vendor otherwise.",
        example: pages(&[
            ("a.md", request!("|Size|Integer|No|3|How large.|\n", "")),
            ("b.md", request!("|Size|Integer|No|3|How large.|\n", "")),
            (
                "c.md",
                "# CreateThing\n\n## Request parameters\n\n|Prameter|Type|Required|Description|\n|---|---|---|---|\n|Size|Integer|No|How large.|\n",
            ),
        ]),
    },
    Entry {
        code: TYPE_DIFFERS,
        severity: Severity::Warning,
        title: "a type that two pages of one operation state differently",
        explanation: "Both pages document the operation, in two languages or two formats, and give the parameter different types.",
        example: pages(&[
            ("a.md", request!("|Size|Integer|No|3|How large.|\n", "")),
            ("b.md", request!("|Size|String|No|3|How large.|\n", "")),
        ]),
    },
    Entry {
        code: PRESENCE_DIFFERS,
        severity: Severity::Warning,
        title: "a parameter that one page requires and another does not",
        explanation: "Both pages document the operation, and one of them says that the parameter may be left out.",
        example: pages(&[
            ("a.md", request!("|Size|Integer|No|3|How large.|\n", "")),
            ("b.md", request!("|Size|Integer|Yes|3|How large.|\n", "")),
        ]),
    },
    Entry {
        code: DEFAULT_DIFFERS,
        severity: Severity::Warning,
        title: "a default that two pages state differently",
        explanation: "Both pages document the operation, and name different defaults.",
        example: pages(&[
            ("a.md", request!("|Size|Integer|No|3|How large. Default value: 10.|\n", "")),
            ("b.md", request!("|Size|Integer|No|3|How large. Default value: 20.|\n", "")),
        ]),
    },
    Entry {
        code: LIMIT_DIFFERS,
        severity: Severity::Warning,
        title: "a limit that two pages state differently",
        explanation: "Both pages document the operation, and give the value different limits.",
        example: pages(&[
            ("a.md", request!("|Size|Integer|No|3|How large. Valid values: 1 to 10.|\n", "")),
            ("b.md", request!("|Size|Integer|No|3|How large. Valid values: 1 to 20.|\n", "")),
        ]),
    },
    Entry {
        code: VALUES_DIFFER,
        severity: Severity::Note,
        title: "a list of values that two pages state differently",
        explanation: "Both pages document the operation, and list different values of one parameter.",
        example: pages(&[
            ("a.md", request!("|Mode|String|No|fast|How. Valid values: **fast** and **safe**.|\n", "")),
            ("b.md", request!("|Mode|String|No|fast|How. Valid values: **fast** and **slow**.|\n", "")),
        ]),
    },
    Entry {
        code: NAME_ON_ONE_PAGE,
        severity: Severity::Note,
        title: "a parameter that only one of two pages has",
        explanation: "Both pages document the operation, and one of them leaves the parameter out. One of the pages is most likely older.",
        example: pages(&[
            ("a.md", request!("|Size|Integer|No|3|How large.|\n", "")),
            ("b.md", request!("|Size|Integer|No|3|How large.|\n|Colour|String|No|red|Which.|\n", "")),
        ]),
    },
    Entry {
        code: STATUS_DIFFERS,
        severity: Severity::Warning,
        title: "an error whose status two pages state differently",
        explanation: "Both pages document the operation, and give one error code different HTTP statuses.",
        example: pages(&[
            ("a.md", errors!("|400|Bad.Size|The size is bad.|Too large.|\n")),
            ("b.md", errors!("|403|Bad.Size|The size is bad.|Too large.|\n")),
        ]),
    },
];

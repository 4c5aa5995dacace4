//! Surprises of the reading of sentences, D0200 to D0299.

use crate::diagnostic::{Code, Entry, Example, Severity};

/// A list is announced and missing.
pub const LIST_MISSING: Code = Code(200);
/// A sentence is cut off.
pub const CUT_OFF: Code = Code(201);
/// The default is none of the values.
pub const DEFAULT_NOT_A_VALUE: Code = Code(202);
/// A minimum above its maximum.
pub const UPSIDE_DOWN: Code = Code(203);
/// Two sentences that can not both be right.
pub const CONTRADICTION: Code = Code(204);
/// A sentence that looks like a rule and is not understood.
pub const NOT_UNDERSTOOD: Code = Code(205);

/// The entries of this stage, sorted by code.
pub const ENTRIES: &[Entry] = &[
    Entry {
        code: LIST_MISSING,
        severity: Severity::Warning,
        title: "a list is announced and missing",
        explanation: "The description says that values follow, and none do: extraction to text often loses lists. The \
                      parameter is emitted without values, so that nothing is refused that the service takes.\n\n\
                      Look at the vendor's page; if it has the values, add an erratum that sets them.",
        example: Example::Page {
            vendor: "huawei",
            name: "values.md",
            text: "# Creating a Gateway\n\n## URI\n\nPOST /v2/gateways\n\n## Request Parameters\n\n\
                   | Parameter | Mandatory | Type | Description |\n| --- | --- | --- | --- |\n\
                   | edition | No | String | Edition of the gateway. Enumeration values: |\n",
        },
    },
    Entry {
        code: CUT_OFF,
        severity: Severity::Warning,
        title: "a sentence is cut off",
        explanation: "A sentence ends with a word that asks for more (\"cannot start with\"): what followed was lost when \
                      the page became text. The rest of the sentence still counts.\n\n\
                      Look at the vendor's page; if it has the rest, add an erratum that sets the constraint.",
        example: Example::Page {
            vendor: "huawei",
            name: "cut.md",
            text: "# Creating a Gateway\n\n## URI\n\nPOST /v2/gateways\n\n## Request Parameters\n\n\
                   | Parameter | Mandatory | Type | Description |\n| --- | --- | --- | --- |\n\
                   | name | No | String | Name of the gateway. Letters and digits are fine, but it cannot start with |\n",
        },
    },
    Entry {
        code: DEFAULT_NOT_A_VALUE,
        severity: Severity::Warning,
        title: "the default is none of the values",
        explanation: "The description lists the values and names a default that is not among them. One of the two is \
                      wrong; both are kept as the page has them.",
        example: Example::Page {
            vendor: "huawei",
            name: "default.md",
            text: "# Creating a Gateway\n\n## URI\n\nPOST /v2/gateways\n\n## Request Parameters\n\n\
                   | Parameter | Mandatory | Type | Description |\n| --- | --- | --- | --- |\n\
                   | edition | No | String | Edition of the gateway. The value can be **small** or **large**. \
                   Default: **medium** |\n",
        },
    },
    Entry {
        code: UPSIDE_DOWN,
        severity: Severity::Warning,
        title: "a minimum is greater than its maximum",
        explanation: "No value can satisfy the two limits that the description states. Both are kept; an erratum should \
                      say which is right.",
        example: Example::Page {
            vendor: "huawei",
            name: "limits.md",
            text: "# Creating a Gateway\n\n## URI\n\nPOST /v2/gateways\n\n## Request Parameters\n\n\
                   | Parameter | Mandatory | Type | Description |\n| --- | --- | --- | --- |\n\
                   | weight | No | Integer | Weight of the gateway. Minimum: **100** Maximum: **10** |\n",
        },
    },
    Entry {
        code: CONTRADICTION,
        severity: Severity::Warning,
        title: "two sentences contradict each other",
        explanation: "Two sentences of one description state the same thing differently, and no condition tells them \
                      apart. For a default, none is kept; for a limit, the first.",
        example: Example::Page {
            vendor: "huawei",
            name: "twice.md",
            text: "# Creating a Gateway\n\n## URI\n\nPOST /v2/gateways\n\n## Request Parameters\n\n\
                   | Parameter | Mandatory | Type | Description |\n| --- | --- | --- | --- |\n\
                   | weight | No | Integer | Weight of the gateway. Default: **1**. The default value is **2**. |\n",
        },
    },
    Entry {
        code: NOT_UNDERSTOOD,
        severity: Severity::Note,
        title: "a sentence looks like a rule and is not understood",
        explanation: "The sentence has the words of a rule (a limit, a list of values), and no fact came out of it: it \
                      may hold only for a case, or say something that a constraint can not. `cargo xtask stats` counts \
                      such sentences.",
        example: Example::Page {
            vendor: "huawei",
            name: "rule.md",
            text: "# Creating a Gateway\n\n## URI\n\nPOST /v2/gateways\n\n## Request Parameters\n\n\
                   | Parameter | Mandatory | Type | Description |\n| --- | --- | --- | --- |\n\
                   | window | No | String | Time window. For small gateways, the value ranges from 1 to 10. |\n",
        },
    },
];

//! Surprises of errata and of the files beside the pages, D0500 to D0599.

use crate::diagnostic::{Code, Entry, Example, Severity};

/// `errata.toml` is no list of errata.
pub const ERRATA_UNREADABLE: Code = Code(500);
/// An erratum is for a page that is not there.
pub const ERRATUM_PAGE_UNKNOWN: Code = Code(501);
/// An erratum matches nothing.
pub const ERRATUM_MATCHES_NOTHING: Code = Code(502);
/// An erratum's `was` is no longer what the page says.
pub const ERRATUM_STALE: Code = Code(503);
/// An erratum matches more than one place.
pub const ERRATUM_AMBIGUOUS: Code = Code(504);

/// The entries of this stage, sorted by code.
pub const ENTRIES: &[Entry] = &[
    Entry {
        code: ERRATA_UNREADABLE,
        severity: Severity::Error,
        title: "an erratum can not be read",
        explanation: "The file is no TOML, has a key that no erratum has, or a combination of keys that says nothing. \
            An erratum has `page` and `because`, and either `at` with `was` and `set` (or `add`, or `remove = true`), \
            or `was` and `becomes`, or `join_cells`.\n\nMend the erratum at the place that is shown.",
        example: errata(
            "[[erratum]]\npage = \"describe-disks.md\"\nat = \"request.Size\"\nwas = \"String\"\nset = { kind = \
             \"integer\" }\nbecause = \"the sample has a number\"\n",
        ),
    },
    Entry {
        code: ERRATUM_PAGE_UNKNOWN,
        severity: Severity::Error,
        title: "an erratum is for a page that is not there",
        explanation: "The erratum names a page that the folder of pages does not have; it was renamed or removed, or \
            its name is misspelt. `page` is the path below the folder of pages.\n\nWrite the page's name of today, or \
            delete the erratum.",
        example: errata(
            "[[erratum]]\npage = \"describe-disk.md\"\nat = \"request.Size\"\nwas = \"String\"\nset = { type = \
             \"integer\" }\nbecause = \"the sample has a number\"\n",
        ),
    },
    Entry {
        code: ERRATUM_MATCHES_NOTHING,
        severity: Severity::Error,
        title: "an erratum matches nothing",
        explanation: "The page has nothing at the place that the erratum corrects: the path is misspelt, or the \
            vendor changed the page. The help lists what comes closest.\n\nMend the path, or delete the erratum.",
        example: errata(
            "[[erratum]]\npage = \"describe-disks.md\"\nat = \"request.Siez\"\nwas = \"String\"\nset = { type = \
             \"integer\" }\nbecause = \"the sample has a number\"\n",
        ),
    },
    Entry {
        code: ERRATUM_STALE,
        severity: Severity::Error,
        title: "the page no longer says what an erratum corrects",
        explanation: "`was` is what the page said when the erratum was written. The page says something else today: \
            most likely the vendor mended it.\n\nRead the page. If it is right now, delete the erratum; if it is \
            wrong in another way, write into `was` what it says today.",
        example: errata(
            "[[erratum]]\npage = \"describe-disks.md\"\nat = \"request.Size\"\nwas = \"Long\"\nset = { type = \
             \"integer\" }\nbecause = \"the sample has a number\"\n",
        ),
    },
    Entry {
        code: ERRATUM_AMBIGUOUS,
        severity: Severity::Error,
        title: "an erratum matches more than one place",
        explanation: "The text stands on the page more than once, or the page documents several operations that have \
            the place.\n\nAdd `line` to a text's erratum, or more of the text; add `operation` to a fact's.",
        example: errata(
            "[[erratum]]\npage = \"describe-disks.md\"\nwas = \"String\"\nbecomes = \"Integer\"\nbecause = \"the \
             sample has a number\"\n",
        ),
    },
];

const fn errata(errata: &'static str) -> Example {
    Example::Errata {
        vendor: "alibaba",
        name: "describe-disks.md",
        text: "# DescribeDisks\n\n## Request parameters\n\n|Parameter|Type|Required|Description|\n|---|---|---|---|\n\
            |Action|String|Yes|Set the value to DescribeDisks.|\n|Size|String|No|The size.|\n",
        errata,
    }
}

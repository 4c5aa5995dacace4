//! Surprises of the readers, D0001 to D0099.

use crate::diagnostic::{Code, Entry, Example, Severity};

/// A row of bars that no header stands above.
pub const ROW_OUTSIDE_TABLE: Code = Code(1);
/// A separator row without a header, or with another number of cells.
pub const SEPARATOR_WITHOUT_HEADER: Code = Code(2);
/// A row that nothing ends.
pub const UNENDED_ROW: Code = Code(3);
/// A code fence that never closes.
pub const UNCLOSED_FENCE: Code = Code(4);
/// Nested deeper than any page.
pub const TOO_DEEP: Code = Code(5);
/// More blocks than any page.
pub const TOO_LARGE: Code = Code(6);
/// A header that only its words tell.
pub const HEADER_BY_WORDS: Code = Code(7);
/// HTML that never ends.
pub const UNENDED_HTML: Code = Code(8);
/// A sample whose brackets or tags are not closed.
pub const UNENDED_SAMPLE: Code = Code(9);
/// Cells put under their columns by their words.
pub const CELLS_BY_WORDS: Code = Code(10);
/// An error's message and description that can not be told apart.
pub const MESSAGE_UNSPLIT: Code = Code(11);
/// A file that is no page.
pub const NOT_A_PAGE: Code = Code(90);

/// The entries of this stage, sorted by code.
pub const ENTRIES: &[Entry] = &[
    Entry {
        code: ROW_OUTSIDE_TABLE,
        severity: Severity::Warning,
        title: "a row of a table stands outside of any table",
        explanation: "A line starts with `|`, but no table is open there: the header is missing, or it is no header \
                      because no separator row follows and its words head no column that the vendor's dialect knows. \
                      The line is read as a paragraph, so what it says about a parameter is not a fact.\n\nGive the \
                      table a header and a separator, or add its column words to the dialect.",
        example: Example::Page {
            vendor: "alibaba",
            name: "hire-boat.md",
            text: "# HireBoat\n\nHires a boat.\n\n|BoatId|String|Yes|boat-1|\n",
        },
    },
    Entry {
        code: SEPARATOR_WITHOUT_HEADER,
        severity: Severity::Warning,
        title: "a separator row and its header do not fit",
        explanation: "A row such as `|---|---|` stands below no header, or its header has another number of cells. \
                      With a header, the header counts; without one, the rows below are no table.",
        example: Example::Page {
            vendor: "alibaba",
            name: "hire-boat.md",
            text: "# HireBoat\n\n|Parameter|Type|Description|\n|---|---|\n|BoatId|String|The boat. |\n",
        },
    },
    Entry {
        code: UNENDED_ROW,
        severity: Severity::Warning,
        title: "a row has too few cells and nothing ends it",
        explanation: "A row of a table may span lines; it ends when it has as many cells as the header and its line \
                      ends with `|`. This row never comes to that, so it was cut where the next row, a heading or a \
                      blank line stands. Its last cells are missing.",
        example: Example::Page {
            vendor: "alibaba",
            name: "hire-boat.md",
            text: "# HireBoat\n\n|Parameter|Type|Description|\n|---|---|---|\n|BoatId|String|\n\n## Examples\n",
        },
    },
    Entry {
        code: UNCLOSED_FENCE,
        severity: Severity::Error,
        title: "a code fence never closes",
        explanation: "Everything below the fence is code, as markdown has it. Tables there are not read.",
        example: Example::Page {
            vendor: "alibaba",
            name: "hire-boat.md",
            text: "# HireBoat\n\n```\n{\"BoatId\": \"boat-1\"}\n",
        },
    },
    Entry {
        code: TOO_DEEP,
        severity: Severity::Error,
        title: "the page nests deeper than any page does",
        explanation: "Elements, quotes or lists stand in each other some hundred times. No page is written so; a \
                      generator went wrong, or somebody means harm. What is deeper is not read.",
        example: Example::Elsewhere("catalogue::a_page_that_nests_without_end_is_told"),
    },
    Entry {
        code: TOO_LARGE,
        severity: Severity::Error,
        title: "the page has more blocks and cells than any page does",
        explanation: "The page holds data rather than documentation: more than a million blocks and cells. What \
                      follows the place is not read, so that memory stays bounded.",
        example: Example::Elsewhere("catalogue::a_page_of_more_cells_than_any_is_told"),
    },
    Entry {
        code: HEADER_BY_WORDS,
        severity: Severity::Note,
        title: "a header was told by its words alone",
        explanation: "No separator row follows these cells, but all of them head columns that the vendor's dialect \
                      knows, so the rows below are a table.",
        example: Example::Page {
            vendor: "alibaba",
            name: "hire-boat.md",
            text: "# HireBoat\n\n## Request parameters\n\n|Name|Type|Required|Description|\n|BoatId|String|Yes|The boat.|\n",
        },
    },
    Entry {
        code: UNENDED_HTML,
        severity: Severity::Error,
        title: "a tag, a comment or an HTML table never ends",
        explanation: "A `<` that starts a tag or a comment is never answered by its end, or a `<table>` in markdown \
                      has no `</table>`. What follows may be lost.",
        example: Example::Page {
            vendor: "otc",
            name: "hire-boat.html",
            text: "<html><body><h1>Hiring a Boat</h1><p>Hires a boat.</p><!-- to be done </body></html>",
        },
    },
    Entry {
        code: UNENDED_SAMPLE,
        severity: Severity::Warning,
        title: "a sample is not closed",
        explanation: "A JSON or XML sample starts, but its brackets or tags are not closed before the next heading. \
                      The lines are kept as code as they are.",
        example: Example::Page {
            vendor: "alibaba",
            name: "hire-boat.txt",
            text: "HireBoat\n\nExamples\n\n{\n\"BoatId\": {\n\nError codes\n\nNone.\n",
        },
    },
    Entry {
        code: CELLS_BY_WORDS,
        severity: Severity::Note,
        title: "cells were put under their columns by their words",
        explanation: "Text extracted from a page loses empty cells, so the cells of a row can stand under the wrong \
                      columns. They were put where their words belong: types under the type column, yes and no under \
                      the required column.",
        example: Example::Page {
            vendor: "alibaba",
            name: "list-boats.txt",
            text: "Response parameters\nParameter | Type | Example | Description |\n---|---|---|---|\nBoats | Array of Boat |\nThe boats. |\n|\n",
        },
    },
    Entry {
        code: MESSAGE_UNSPLIT,
        severity: Severity::Warning,
        title: "an error's message and its description can not be told apart",
        explanation: "In text extracted from a page, message and description of an error stand on one line with a \
                      blank between them. They are parted at a sentence end or at words that open a description; here \
                      there is neither, so everything is taken for the message.",
        example: Example::Page {
            vendor: "alibaba",
            name: "hire-boat.txt",
            text: "Error codes\n\nHttpCode Error code Error message Description\n400 BoatGone the boat is gone, and so are we\n",
        },
    },
    Entry {
        code: NOT_A_PAGE,
        severity: Severity::Error,
        title: "a file that is no page",
        explanation: "A file in the folder of pages has a page's ending, but it can not be read, is larger than any page, \
                      has a NUL byte, or is not UTF-8. The other files are read.\n\nSave the page as UTF-8, or move the \
                      file out of the folder.",
        example: Example::Elsewhere("a_file_that_is_no_page_is_refused_and_the_others_are_read"),
    },
];

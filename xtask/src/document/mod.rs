//! The tree that every reader makes of a page: headings, paragraphs, lists, tables, code, each with its place.
//!
//! In: a [`Page`] and a [`Lexicon`]. Out: a [`Document`] and diagnostics of what could not be
//! read. The readers know formats, not APIs; the lexicon lends the text reader the words by which a lost table can
//! be told from a sentence.

use std::borrow::Cow;

use crate::diagnostic::Diagnostic;
use crate::source::{Page, Span};

mod context;
mod detect;
mod html;
mod lines;
mod markdown;
mod rows;
mod samples;
pub mod spelling;
#[cfg(test)]
mod testing;
mod text;
mod words;
mod writer;

pub use context::{MAX_COLUMNS, MAX_DEPTH, MAX_NODES};

/// The format of a page, from its content first and from the file ending second.
pub fn format(page: &Page, lexicon: &Lexicon) -> Format {
    detect::format(page, &words::Words::new(lexicon))
}

/// Reads one page into one tree. The format is told from the content first and from the file ending second.
///
/// Everything on the page that is not understood becomes a diagnostic; the tree holds what could be read.
pub fn read(page: &Page, lexicon: &Lexicon, diagnostics: &mut Vec<Diagnostic>) -> Document {
    let format = detect::format(page, &words::Words::new(lexicon));
    let undressed = match format {
        Format::Markdown => markdown::undressed(page.text()),
        Format::Html | Format::TextWithBars | Format::TextPlain => Cow::Borrowed(page.text()),
    };
    let mut context = context::Context::new(page, lexicon, diagnostics);
    context.source = &undressed;
    let whole = Span::new(0, page.text().len());
    let (blocks, place) = match format {
        Format::Markdown => (markdown::read(&mut context), whole),
        Format::Html => html::read(&mut context),
        Format::TextWithBars => (text::read_with_bars(&mut context), whole),
        Format::TextPlain => (text::read_plain(&mut context), whole),
    };
    context.finish();
    Document { format, blocks, content: place }
}

/// What a page is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Markdown, possibly with HTML inside.
    Markdown,
    /// HTML, a whole page or a fragment.
    Html,
    /// Text extracted from a page, tables drawn as `a | b |` with `---|---`.
    TextWithBars,
    /// Text extracted from a page, tables flattened to lines.
    TextPlain,
}

/// A page as a sequence of blocks, in the page's order.
#[derive(Clone, Debug)]
pub struct Document {
    /// The page's format, as detected from its content.
    pub format: Format,
    /// All blocks. Headings are not nested: extracted text has lost their levels.
    pub blocks: Vec<Block>,
    /// Where the page's own words stand; what lies around it is navigation, menus and footers.
    pub content: Span,
}

/// One block of a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading, or in extracted text a line that the lexicon knows as one.
    Heading(Heading),
    /// A paragraph.
    Paragraph(Text),
    /// A bullet list or a numbered list.
    List(List),
    /// A table.
    Table(Table),
    /// A code block, or in extracted text the lines of a sample.
    Code(Code),
}

/// A heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// 1 to 6; 0 where the page lost it.
    pub level: u8,
    /// Its words, without `{#anchor}`, `¶` and other tails.
    pub text: Text,
    /// Names by which links can reach it, without `#`.
    pub anchors: Vec<String>,
}

/// Words with their styles. White space inside is a single blank, but for `\n` between lines that the page breaks
/// on purpose (`<br>`, a line of a plain text).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text {
    /// The runs, in order.
    pub runs: Vec<Run>,
    /// From the first to the last byte.
    pub span: Span,
}

/// Words in one style.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The words, escapes and entities decoded.
    pub text: String,
    /// How they are set.
    pub style: Style,
    /// Where they stand in the page.
    pub span: Span,
}

/// How a run is set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Style {
    /// `**bold**`, `<b>`, `<strong>`.
    pub bold: bool,
    /// `*italic*`, `<i>`, `<em>`.
    pub italic: bool,
    /// `` `code` ``, `<code>`.
    pub code: bool,
    /// The target of the link around the run, as the page spells it.
    pub link: Option<String>,
}

/// A list; items may hold lists.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// The blocks of each item.
    pub items: Vec<Vec<Block>>,
    /// The whole list.
    pub span: Span,
}

/// A table. Every row has as many cells as the page gives it; nothing is padded or cut.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// "Table 3 Request body parameters".
    pub caption: Option<Text>,
    /// Names by which links can reach it, without `#`.
    pub anchors: Vec<String>,
    /// The cells of the heading row; empty when the table has none.
    pub header: Vec<Cell>,
    /// The other rows.
    pub rows: Vec<Row>,
    /// The whole table.
    pub span: Span,
    /// How the rows came to be.
    pub layout: TableLayout,
}

/// How a table's rows came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableLayout {
    /// The page marks rows and cells.
    Marked,
    /// The page marks cells, but rows had to be joined from lines.
    Joined,
    /// Cells were told apart by the words of the lexicon.
    Inferred,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its cells.
    pub cells: Vec<Cell>,
    /// The whole row.
    pub span: Span,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// What stands in it.
    pub blocks: Vec<Block>,
    /// The whole cell.
    pub span: Span,
    /// How many columns it covers; 1 unless the page says otherwise.
    pub columns: u16,
}

/// Code.
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    /// The language that a fence names.
    pub language: Option<String>,
    /// The lines, unindented as the format asks, otherwise as they are.
    pub text: String,
    /// The whole block with its fences.
    pub span: Span,
    /// Where each line of `text` starts in the page; as many entries as lines.
    pub lines: Vec<u32>,
}

/// Words that let the text reader tell a lost table, heading or sample from a sentence. Lent by the dialect; all
/// words are compared without case and with single blanks.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// Lines that are headings ("Request parameters", "Error codes", "响应消息").
    pub headings: Vec<String>,
    /// Words of column headings ("Parameter", "Type", "Required", "Error code"), with what they head.
    pub columns: Vec<(String, Column)>,
    /// Type words ("String", "Array of", "Integer"); a type cell starts with one of them.
    pub types: Vec<String>,
    /// Words of a yes-no column ("Yes", "No", "是", "否").
    pub presence: Vec<String>,
    /// Sentence openings that start an error's description ("The error message returned because").
    pub description_openers: Vec<String>,
    /// Sentence openings that still belong to an error's message ("Please", "For more information").
    pub message_continuations: Vec<String>,
    /// The words made ready to be asked, by the first page that asks. A lexicon that has read a page must not change.
    pub ready: ReadyLexicon,
}

/// A lexicon's words made ready to be asked; filled once, shared by all pages that are read with the lexicon.
#[derive(Clone, Debug, Default)]
pub struct ReadyLexicon(std::sync::OnceLock<std::sync::Arc<words::Index>>);

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// The name of a parameter or field.
    Name,
    /// Its type.
    Type,
    /// Whether it must be sent.
    Presence,
    /// An example value.
    Example,
    /// What it means.
    Description,
    /// Where it is sent: path, query, header, body.
    Location,
    /// The default value.
    Default,
    /// The values or the range that are allowed.
    Constraint,
    /// An HTTP status.
    Status,
    /// An error code.
    ErrorCode,
    /// An error message.
    ErrorMessage,
    /// What to do about an error.
    ErrorSolution,
    /// The method and path of an operation.
    Uri,
    /// A known column that says nothing about an API ("No.", "Remarks" of a change log).
    Ignored,
}

impl Text {
    /// The words without their styles.
    pub fn plain(&self) -> String {
        match self.runs.as_slice() {
            [run] => run.text.clone(),
            runs => {
                let mut words = String::with_capacity(runs.iter().map(|run| run.text.len()).sum());
                words.extend(runs.iter().map(|run| run.text.as_str()));
                words
            }
        }
    }

    /// Whether there are no words.
    pub fn is_blank(&self) -> bool {
        self.runs.iter().all(|run| run.text.trim().is_empty())
    }

    /// The place of the bytes `range` of [`Text::plain`]: exact where the page spells the words as they are,
    /// otherwise the run that holds them.
    pub fn place(&self, range: std::ops::Range<usize>) -> Span {
        let mut start = 0;
        let mut place: Option<Span> = None;
        for run in &self.runs {
            let end = start + run.text.len();
            if range.start < end && range.end > start {
                let span = if run.text.len() == run.span.range().len() {
                    let from = range.start.saturating_sub(start);
                    let to = range.end.min(end) - start;
                    Span::new(run.span.start as usize + from, run.span.start as usize + to)
                } else {
                    run.span
                };
                place = Some(place.map_or(span, |place| place.to(span)));
            }
            start = end;
        }
        place.unwrap_or(self.span)
    }
}

impl Block {
    /// The block's place.
    pub fn span(&self) -> Span {
        match self {
            Self::Heading(heading) => heading.text.span,
            Self::Paragraph(text) => text.span,
            Self::List(list) => list.span,
            Self::Table(table) => table.span,
            Self::Code(code) => code.span,
        }
    }

    /// Whether neither the block nor a block in it has words.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Heading(heading) => heading.text.is_blank(),
            Self::Paragraph(text) => text.is_blank(),
            Self::List(list) => list.items.iter().flatten().all(Self::is_blank),
            Self::Table(table) => {
                let cells = table.header.iter().chain(table.rows.iter().flat_map(|row| &row.cells));
                cells.into_iter().all(Cell::is_blank)
            }
            Self::Code(code) => code.text.trim().is_empty(),
        }
    }

    /// The words of the block and all blocks in it, a line each.
    pub fn plain(&self) -> String {
        match self {
            Self::Heading(heading) => heading.text.plain(),
            Self::Paragraph(text) => text.plain(),
            Self::List(list) => list.items.iter().map(|item| plain(item)).collect::<Vec<_>>().join("\n"),
            Self::Table(table) => {
                let cells = table.header.iter().chain(table.rows.iter().flat_map(|row| &row.cells));
                cells.map(Cell::plain).collect::<Vec<_>>().join("\n")
            }
            Self::Code(code) => code.text.clone(),
        }
    }
}

impl Cell {
    /// The words of the cell, its blocks a line each, trimmed.
    pub fn plain(&self) -> String {
        let words = plain(&self.blocks);
        let trimmed = words.trim();
        if trimmed.len() == words.len() { words } else { trimmed.to_owned() }
    }

    /// Whether the cell holds no words.
    pub fn is_blank(&self) -> bool {
        self.blocks.iter().all(Block::is_blank)
    }
}

/// The words of blocks, a line each.
pub fn plain(blocks: &[Block]) -> String {
    match blocks {
        [block] => block.plain(),
        blocks => blocks.iter().map(Block::plain).collect::<Vec<_>>().join("\n"),
    }
}

/// Words of both vendors for the tests of the readers; the real ones are the dialects' data.
#[cfg(test)]
pub(crate) fn lexicon_for_tests() -> Lexicon {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let columns = [
        (Column::Name, "Parameter|Prameter|Name|名称|参数|参数名"),
        (Column::Type, "Type|Parameter Type|类型|参数类型"),
        (Column::Presence, "Required|Required?|Mandatory|是否必选|是否必需|是否必须|必选"),
        (Column::Example, "Example|Example value|Sample response|示例值"),
        (Column::Description, "Description|Remarks|描述|说明"),
        (Column::Status, "HttpCode|HTTP status code|Status code|HTTP 状态码|状态码"),
        (Column::ErrorCode, "Error code|错误码|错误代码"),
        (Column::ErrorMessage, "Error message|Message|错误信息"),
        (Column::Location, "Position|位置"),
        (Column::Uri, "URI|Method"),
    ];
    Lexicon {
        headings: words(&[
            "Request parameters",
            "Response parameters",
            "Request",
            "Response",
            "Examples",
            "Example",
            "Sample requests",
            "Sample success responses",
            "Error codes",
            "Error code",
            "Errors",
            "Usage notes",
            "Debugging",
            "Function",
            "URI",
            "Calling Method",
            "Constraints",
            "Example Requests",
            "Example Request",
            "Example Responses",
            "Example Response",
            "Status Codes",
            "Status Code",
            "XML format",
            "JSON format",
            "Description",
            "请求参数",
            "返回参数",
            "返回数据",
            "示例",
            "错误码",
        ]),
        columns: columns
            .iter()
            .flat_map(|(column, spelt)| spelt.split('|').map(|word| (word.to_owned(), *column)))
            .collect(),
        types: words(&[
            "String",
            "Integer",
            "Long",
            "Boolean",
            "Float",
            "Double",
            "Struct",
            "Array of",
            "Array",
            "List",
            "Object",
            "Map",
            "RepeatList",
            "JSON",
            "Int",
            "Timestamp",
        ]),
        presence: words(&["Yes", "No", "是", "否", "Optional", "Required"]),
        description_openers: words(&["The error message returned because"]),
        message_continuations: words(&["Please", "For more information"]),
        ready: ReadyLexicon::default(),
    }
}

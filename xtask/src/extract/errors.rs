//! Rows of error tables.
//!
//! In: a row and the columns of its table. Out: [`ErrorFacts`], or a diagnostic that says why there are none.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::extract::BAD_ERROR_ROW;
use crate::document::{Column, Row};
use crate::extract::columns::Columns;
use crate::extract::facts::{ErrorFacts, Said};
use crate::extract::rows::words;
use crate::source::Page;

/// Reads a row of an error table.
pub fn row(page: &Page, row: &Row, columns: &Columns, diagnostics: &mut Vec<Diagnostic>) -> Option<ErrorFacts> {
    let joined = |column| {
        let cells = columns.cells(row, column).into_iter().map(|cell| words(&cell.blocks));
        let words = cells.filter(|words| !words.is_empty()).collect::<Vec<_>>().join("\n");
        (!words.is_empty()).then_some(words)
    };
    let code_cell = columns.cells(row, Column::ErrorCode).first().copied();
    let code = joined(Column::ErrorCode).map(|code| code.split_whitespace().collect::<Vec<_>>().join(" "));
    let Some((code, cell)) = code.zip(code_cell) else {
        diagnostics.push(Diagnostic::new(
            BAD_ERROR_ROW,
            page.path(),
            row.span,
            "the row of an error table has no code",
        ));
        return None;
    };
    let stated = joined(Column::Status);
    let status = stated.as_deref().and_then(status);
    if let (Some(stated), None) = (&stated, status) {
        let message = format!("{code}: `{stated}` is no HTTP status");
        diagnostics.push(Diagnostic::new(BAD_ERROR_ROW, page.path(), row.span, message));
    }
    let description = [joined(Column::Description), joined(Column::ErrorSolution)];
    let description = description.into_iter().flatten().collect::<Vec<_>>().join("\n");
    Some(ErrorFacts {
        status,
        code: Said::new(code, cell.span),
        message: joined(Column::ErrorMessage).map(|message| message.replace('\n', " ")),
        description: (!description.is_empty()).then_some(description),
        from_sample: false,
    })
}

/// The status in "400", "HTTP 400", "400 Bad Request".
pub fn status(words: &str) -> Option<u16> {
    let mut numbers = words.split(|character: char| !character.is_ascii_alphanumeric());
    let status: u16 = numbers.find_map(|word| if word.len() == 3 { word.parse().ok() } else { None })?;
    (100..600).contains(&status).then_some(status)
}

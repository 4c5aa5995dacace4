//! Rows of error tables.
//!
//! In: a row and the columns of its table. Out: [`ErrorFacts`], or a diagnostic that says why there are none.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::extract::BAD_ERROR_ROW;
use crate::document::{Column, Row};
use crate::extract::columns::Columns;
use crate::extract::facts::{ErrorFacts, Said};
use crate::extract::rows::{place, words};
use crate::source::Page;

/// Reads a row of an error table.
pub fn row(page: &Page, row: &Row, columns: &Columns, diagnostics: &mut Vec<Diagnostic>) -> Option<ErrorFacts> {
    let joined = |column| {
        let cells = columns.cells(row, column).map(|cell| Said::new(words(&cell.blocks), place(cell)));
        let said = cells.filter(|said| !said.value.is_empty());
        said.reduce(|one, other| Said::new(format!("{}\n{}", one.value, other.value), one.span.to(other.span)))
    };
    let Some(code) = joined(Column::ErrorCode) else {
        diagnostics.push(Diagnostic::new(
            BAD_ERROR_ROW,
            page.path(),
            row.span,
            "the row of an error table has no code",
        ));
        return None;
    };
    let code = Said::new(code.value.split_whitespace().collect::<Vec<_>>().join(" "), code.span);
    let stated = joined(Column::Status);
    let status = stated.as_ref().and_then(|stated| Some(Said::new(status(&stated.value)?, stated.span)));
    if let (Some(stated), None) = (&stated, &status) {
        let message = format!("{}: `{}` is no HTTP status", code.value, stated.value);
        diagnostics.push(Diagnostic::new(BAD_ERROR_ROW, page.path(), row.span, message));
    }
    let description = [joined(Column::Description), joined(Column::ErrorSolution)].into_iter().flatten();
    let description = description.reduce(|one, other| {
        let span = if one.span.end <= other.span.start { one.span.to(other.span) } else { one.span };
        Said::new(format!("{}\n{}", one.value, other.value), span)
    });
    Some(ErrorFacts {
        status,
        code,
        message: joined(Column::ErrorMessage).map(|said| Said::new(said.value.replace('\n', " "), said.span)),
        description,
        from_sample: false,
    })
}

/// The status in "400", "HTTP 400", "400 Bad Request".
pub fn status(words: &str) -> Option<u16> {
    let mut numbers = words.split(|character: char| !character.is_ascii_alphanumeric());
    let status: u16 = numbers.find_map(|word| if word.len() == 3 { word.parse().ok() } else { None })?;
    (100..600).contains(&status).then_some(status)
}

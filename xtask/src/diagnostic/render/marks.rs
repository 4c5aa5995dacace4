//! Places of pages that are shown together under one title: the same lines and carets as diagnostics have.

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::super::visible::visible_line;
use super::quote;
use crate::source::{Page, Span};

/// A place and what is said of it.
#[derive(Clone, Debug)]
pub struct Mark<'p> {
    /// The page.
    pub page: &'p Page,
    /// What stands before its path: `specs/alibaba/vpc/pages/`.
    pub folder: &'p str,
    /// The words.
    pub span: Span,
    /// What is written behind the carets.
    pub label: String,
}

/// A title and the places below it, without a line end.
pub fn marked(title: &str, marks: &[Mark<'_>], color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(1000);
    let level = || Level::NOTE.no_name();
    if marks.is_empty() {
        return renderer.render(&[level().primary_title(visible_line(title)).elements(Vec::<Element<'_>>::new())]);
    }
    let mut printed = String::new();
    // The widest line number sets all numbers in alike.
    let width = marks.iter().map(|mark| mark.page.position(mark.span.start).line).max().unwrap_or(1).to_string().len();
    for (index, mark) in marks.iter().enumerate() {
        let place = mark.page.position(mark.span.start);
        let quote = quote(mark.page, mark.span);
        let path = visible_line(&format!("{}{}", mark.folder, mark.page.path()));
        let origin = Origin::path(path).line(place.line as usize).char_column(place.column as usize);
        let label = visible_line(&mark.label);
        let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let annotation = kind.span(quote.start..quote.end).label(label);
        let snippet = Snippet::source(quote.line).line_start(place.line as usize).annotation(annotation);
        let elements: [Element<'_>; 2] = [origin.into(), snippet.into()];
        let group = if index == 0 {
            level().primary_title(visible_line(title)).elements(elements)
        } else {
            Group::with_level(level()).elements(elements)
        };
        let text = renderer.render(&[group]);
        let missing = width.saturating_sub(place.line.to_string().len());
        // The line may be cut, so its own columns are not the page's: the place is given apart from it, and
        // annotate-snippets then prints a `:::` without a path below it.
        let extra = if index == 0 { 3 } else { 2 };
        for (number, line) in text.lines().enumerate().filter(|(number, _)| *number != extra) {
            if !printed.is_empty() {
                printed.push('\n');
            }
            if number > 0 || index > 0 {
                printed.push_str(&" ".repeat(missing));
            }
            printed.push_str(line);
        }
    }
    printed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::PagePath;

    #[test]
    fn places_stand_under_one_title_and_wide_signs_keep_the_carets_right() {
        let text = "# X\n\n\n\n\n\n\n\n\n|端口|整数|\n{\"Port\": 1194}\n";
        let page = Page::new(PagePath::new("x.md"), text.into()).expect("a page");
        let mark = |words: &str, label: &str| {
            let start = text.find(words).expect("the words");
            Mark { page: &page, folder: "pages/", span: Span::new(start, start + words.len()), label: label.into() }
        };
        let printed = marked("type: integer", &[mark("整数", "table"), mark("1194", "JSON sample")], false);
        assert_eq!(
            printed,
            "type: integer\n  --> pages/x.md:10:5\n   |\n10 | |端口|整数|\n   |       ^^^^ table\n  --> pages/x.md:11:10\n   \
             |\n11 | {\"Port\": 1194}\n   |          ---- JSON sample"
        );
    }
}

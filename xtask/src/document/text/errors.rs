//! Rows of error tables whose cells stand on one line, message and description run together.
//!
//! In: a line and the columns of its table. Out: the place of each cell. Which words open a description is the
//! lexicon's; how sentences end is known here.

use std::collections::HashSet;
use std::ops::Range;

use crate::document::Column;
use crate::document::text::columns::is_status;
use crate::document::words::{Words, word_ranges};

/// A row of an error table: a byte range of the line for each column.
pub(super) struct ErrorRow {
    pub cells: Vec<Range<usize>>,
    /// The columns of message and description, when they still stand in one cell: the message's.
    pub joined: Option<usize>,
}

/// Reads a line as a row of an error table.
pub(super) fn row(line: &str, columns: &[Column]) -> Option<ErrorRow> {
    let words = word_ranges(line);
    let end = words.last()?.end;
    let mut cells: Vec<Range<usize>> = Vec::with_capacity(columns.len());
    let mut joined = None;
    let mut at = 0;
    for (index, column) in columns.iter().enumerate() {
        let word = words.get(at).cloned();
        let text = word.clone().and_then(|range| line.get(range)).unwrap_or_default();
        match column {
            Column::Status => {
                if !is_status(text) {
                    return None;
                }
                cells.push(word?);
                at += 1;
            }
            Column::ErrorCode => {
                if text.is_empty() || !is_code(text) {
                    return None;
                }
                cells.push(word?);
                at += 1;
            }
            Column::Name
            | Column::Type
            | Column::Presence
            | Column::Example
            | Column::Description
            | Column::Location
            | Column::Default
            | Column::Constraint
            | Column::ErrorMessage
            | Column::ErrorSolution
            | Column::Uri
            | Column::Ignored => {
                let start = word.map_or(end, |range| range.start);
                let until = next_anchor(line, &words, at, columns.get(index + 1..).unwrap_or_default());
                let stop = until.and_then(|word| words.get(word)).map_or(end, |range| range.start);
                let text_columns =
                    columns.get(index..).unwrap_or_default().iter().take_while(|kind| is_text(**kind)).count();
                let stop = line.get(start..stop).map_or(stop, |text| start + text.trim_end().len());
                if cells.len() > index {
                    // Filled with the column before.
                    continue;
                }
                cells.push(start..stop);
                if text_columns > 1 {
                    joined = Some(index);
                    cells.extend((1..text_columns).map(|_| stop..stop));
                }
                at = until.unwrap_or(words.len());
            }
        }
    }
    Some(ErrorRow { cells, joined })
}

fn is_text(column: Column) -> bool {
    !matches!(column, Column::Status | Column::ErrorCode)
}

/// An error code: one word that no sentence starts with.
fn is_code(word: &str) -> bool {
    !word.ends_with([',', ';', ':', '.'])
        && word.chars().any(char::is_alphanumeric)
        && word.chars().all(|c| c.is_ascii_graphic())
}

/// The word at which the columns with a shape of their own go on: the status, or the code before it.
fn next_anchor(line: &str, words: &[Range<usize>], from: usize, columns: &[Column]) -> Option<usize> {
    let status = columns.iter().position(|column| *column == Column::Status)?;
    let code_before = columns.get(..status)?.last() == Some(&Column::ErrorCode);
    let found = (from..words.len())
        .find(|&word| words.get(word).and_then(|range| line.get(range.clone())).is_some_and(is_status))?;
    Some(found - usize::from(code_before && found > from))
}

/// The first words of sentences of a table, by which a sentence without a full stop is told from the next.
pub(super) fn openings<'t>(texts: impl Iterator<Item = &'t str>) -> HashSet<&'t str> {
    let mut openings = HashSet::new();
    for text in texts {
        let mut start = 0;
        for end in sentence_ends(text).into_iter().chain([text.len()]) {
            let sentence = text.get(start..end).unwrap_or_default();
            if let Some(word) = sentence.split_whitespace().next().filter(|word| starts_upper(word)) {
                openings.insert(word);
            }
            start = end;
        }
    }
    openings
}

/// Where the description starts in a text of message and description; the text's length when there is no
/// description, nothing when they can not be told apart.
pub(super) fn description_start(text: &str, words: &Words<'_>, openings: &HashSet<&str>) -> Option<usize> {
    if opens_description(text, words) {
        return Some(0);
    }
    let opener = words.description_openers().iter().filter_map(|opener| find_words(text, opener)).min();
    if opener.is_some() {
        return opener;
    }
    let ends = sentence_ends(text);
    let first_end = ends.first().copied().unwrap_or(text.len());
    if let Some(start) = unmarked_start(text.get(..first_end).unwrap_or(text), openings) {
        return Some(start);
    }
    let mut ends = ends.into_iter();
    let mut split = ends.next();
    // "Please try again later." is still what the service says.
    while let Some(at) = split {
        let rest = text.get(at..).unwrap_or_default().trim_start();
        if !words.continues_message(rest) {
            return Some(at + text.get(at..).map_or(0, |rest| rest.len() - rest.trim_start().len()));
        }
        split = ends.next();
    }
    // One sentence with its full stop is a message whose description is empty.
    text.trim_end().ends_with(['.', '。', '!', '！']).then_some(text.len())
}

/// Whether a text is a description by its first words: then the message is empty.
pub(super) fn opens_description(text: &str, words: &Words<'_>) -> bool {
    words.description_openers().iter().any(|opener| !opener.is_empty() && text.starts_with(opener.as_str()))
}

/// Where a sentence starts behind one that has no full stop: a capital word that opens sentences elsewhere in the
/// table, behind a word in lower case.
fn unmarked_start(sentence: &str, openings: &HashSet<&str>) -> Option<usize> {
    let ranges = word_ranges(sentence);
    ranges.windows(2).find_map(|pair| {
        let [before, word] = pair else { return None };
        let before = sentence.get(before.clone())?;
        let lower = before.chars().next().is_some_and(char::is_lowercase)
            && before.chars().all(|c| c.is_alphanumeric() || c == '-');
        let opens = sentence.get(word.clone()).is_some_and(|word| openings.contains(word));
        (lower && opens).then_some(word.start)
    })
}

/// The bytes behind sentence ends that another sentence follows.
fn sentence_ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    for (at, mark) in text.match_indices(['.', '!', '?', '。', '！', '？']) {
        let end = at + mark.len();
        let rest = text.get(end..).unwrap_or_default();
        let wide = !mark.is_ascii();
        let next = rest.trim_start();
        let starts = next.chars().next().is_some_and(|c| c.is_uppercase() || (!c.is_ascii() && c.is_alphabetic()));
        if (wide && !next.is_empty())
            || (rest.starts_with(' ') && starts && !is_abbreviation(text.get(..at).unwrap_or_default()))
        {
            ends.push(end);
        }
    }
    ends
}

/// Whether a full stop ends an abbreviation: a single letter, or letters with stops between them ("e.g").
fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit(' ').next().unwrap_or_default().trim_start_matches(['(', '"']);
    let letters = word.chars().count();
    letters > 0
        && word.split('.').all(|part| part.chars().count() == 1)
        && word.chars().all(|c| c.is_lowercase() || c == '.')
}

fn starts_upper(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// The byte where words stand in a text, behind its start, compared exactly.
fn find_words(text: &str, words: &str) -> Option<usize> {
    text.match_indices(words)
        .map(|(at, _)| at)
        .find(|&at| at > 0 && text.get(..at).is_some_and(|before| before.ends_with(' ')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::lexicon_for_tests;

    const FOUR: [Column; 4] = [Column::Status, Column::ErrorCode, Column::ErrorMessage, Column::Description];

    fn cells(line: &str, columns: &[Column]) -> Option<Vec<String>> {
        row(line, columns).map(|row| row.cells.into_iter().map(|range| line[range].to_owned()).collect())
    }

    fn split(text: &str) -> Option<(&str, &str)> {
        let lexicon = lexicon_for_tests();
        let openings = openings(["The boat sank. You may swim.", "No oar is left."].into_iter());
        let start = description_start(text, &Words::new(&lexicon), &openings)?;
        Some((text[..start].trim(), &text[start..]))
    }

    #[test]
    fn rows_are_found_in_any_order_of_columns() {
        assert_eq!(cells("404 BoatGone The boat sank.", &FOUR).unwrap(), ["404", "BoatGone", "The boat sank.", ""]);
        assert_eq!(
            cells(
                "BoatGone The boat sank. 404 Hire another.",
                &[Column::ErrorCode, Column::ErrorMessage, Column::Status, Column::Description]
            )
            .unwrap(),
            ["BoatGone", "The boat sank.", "404", "Hire another."]
        );
        assert_eq!(cells("200 OK", &[Column::Status, Column::Description]).unwrap(), ["200", "OK"]);
        assert_eq!(cells("For a list of codes, see the harbour.", &FOUR), None);
    }

    #[test]
    fn a_description_starts_at_its_opening_words() {
        assert_eq!(
            split("%s The error message returned because the oar broke."),
            Some(("%s", "The error message returned because the oar broke."))
        );
        assert_eq!(
            split("The error message returned because the oar broke."),
            Some(("", "The error message returned because the oar broke."))
        );
        assert_eq!(
            split("It sank. Truly. The error message returned because of rain."),
            Some(("It sank. Truly.", "The error message returned because of rain."))
        );
    }

    #[test]
    fn a_description_starts_behind_the_message_s_sentences() {
        assert_eq!(
            split("The boat is wet. A boat got wet. Wait."),
            Some(("The boat is wet.", "A boat got wet. Wait."))
        );
        assert_eq!(
            split("The harbour is full. Please wait. The harbour has no berth."),
            Some(("The harbour is full. Please wait.", "The harbour has no berth."))
        );
        assert_eq!(
            split("Set Oar.N.Name, e.g. Left. The oar has no name."),
            Some(("Set Oar.N.Name, e.g. Left.", "The oar has no name."))
        );
    }

    #[test]
    fn a_missing_full_stop_is_seen_at_the_next_opening_word() {
        assert_eq!(
            split("The quay is full The quay has no berth. Wait."),
            Some(("The quay is full", "The quay has no berth. Wait."))
        );
        // A capital inside a name opens no sentence.
        assert_eq!(
            split("the specified BoatId is wrong. The boat is unknown."),
            Some(("the specified BoatId is wrong.", "The boat is unknown."))
        );
    }

    #[test]
    fn one_sentence_is_a_message_and_none_is_a_doubt() {
        assert_eq!(split("The boat sank."), Some(("The boat sank.", "")));
        assert_eq!(split("the boat is gone, and so are we"), None);
    }
}

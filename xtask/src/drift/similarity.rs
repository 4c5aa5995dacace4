//! How alike two names and two texts are, from 0 to 1.

use std::collections::BTreeMap;

/// How many characters of a text are compared.
const COMPARED: usize = 600;
/// How many characters of a text are looked for in another one.
const CONTAINED: usize = 20_000;

/// How alike two names are: by their letters, without case and marks, or because one holds the other.
pub(super) fn names(old: &str, new: &str) -> f64 {
    let (old, new) = (bare(old), bare(new));
    if old == new {
        return 1.0;
    }
    if old.is_empty() || new.is_empty() {
        return 0.0;
    }
    let letters = strsim::normalized_damerau_levenshtein(&old, &new);
    // `token` and `ClientToken`, `InstanceIds` and `InstanceId`: one name is the end or the start of the other.
    let (short, long) = if old.len() <= new.len() { (&old, &new) } else { (&new, &old) };
    let holds = short.len() >= 4 && (long.ends_with(short.as_str()) || long.starts_with(short.as_str()));
    if holds { letters.max(0.75) } else { letters }
}

/// A name without case and marks.
fn bare(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// How alike two texts are: the share of words that they have in common. Of Chinese each character is a word.
pub(super) fn texts(old: &str, new: &str) -> f64 {
    let (old, new) = (words(old, COMPARED), words(new, COMPARED));
    if is_bare(&old) || is_bare(&new) {
        return 0.0;
    }
    let total = old.values().sum::<usize>() + new.values().sum::<usize>();
    let shared: usize = old.iter().map(|(word, count)| new.get(word).map_or(0, |other| *count.min(other))).sum();
    #[expect(clippy::cast_precision_loss, reason = "words of a description are few")]
    let share = 2.0 * shared as f64 / total as f64;
    share
}

/// Whether a text says nothing of what it stands for.
pub(super) fn says_nothing(text: &str) -> bool {
    is_bare(&words(text, COMPARED))
}

/// A word alone, such as the placeholder `%s` of a message, says nothing.
fn is_bare(words: &BTreeMap<String, usize>) -> bool {
    words.values().sum::<usize>() < 2
}

/// The share of the words of one text that the other one has, too; all of none.
pub(super) fn contained(part: &str, whole: &str) -> f64 {
    let (part, whole) = (words(part, CONTAINED), words(whole, CONTAINED));
    let total = part.values().sum::<usize>();
    if total == 0 {
        return 1.0;
    }
    let shared: usize = part.iter().map(|(word, count)| whole.get(word).map_or(0, |other| *count.min(other))).sum();
    #[expect(clippy::cast_precision_loss, reason = "words of a description are few")]
    let share = shared as f64 / total as f64;
    share
}

fn words(text: &str, length: usize) -> BTreeMap<String, usize> {
    let mut words = BTreeMap::new();
    let mut word = String::new();
    let mut close = |word: &mut String| {
        if !word.is_empty() {
            *words.entry(std::mem::take(word)).or_insert(0) += 1;
        }
    };
    for letter in text.chars().take(length) {
        if letter.is_ascii_alphanumeric() {
            word.push(letter.to_ascii_lowercase());
            continue;
        }
        close(&mut word);
        if letter.is_alphanumeric() {
            word.push(letter);
            close(&mut word);
        }
    }
    close(&mut word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_hold_each_other_are_alike() {
        assert!(names("token", "ClientToken") > 0.7);
        assert!(names("SnapshopName", "SnapshotName") > 0.9);
        assert!(names("Tag.N.key", "Tag.N.Key") > 0.99);
        assert!(names("ProtectionLevel", "ExportablePrivateKey") < 0.4);
    }

    #[test]
    fn texts_are_alike_by_their_words() {
        assert!(texts("The name of the disk.", "The name of a disk.") > 0.7);
        assert!(texts("磁盘名称", "磁盘的名称") > 0.8);
        assert!(texts("The name of the disk.", "How long to wait") < 0.2);
        assert!(texts("", "").abs() < f64::EPSILON);
        assert!(texts("%s", "%s").abs() < f64::EPSILON);
        assert!(contained("the disk", "The name of the disk.") >= 1.0);
        assert!(contained("a new disk", "The name of the disk.") < 0.5);
    }
}

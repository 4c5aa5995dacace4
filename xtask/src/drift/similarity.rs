//! How alike two names and two texts are, from 0 to 1.

use std::collections::BTreeMap;

/// How many characters of a text are compared.
const COMPARED: usize = 600;

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
    let (old, new) = (words(old), words(new));
    let (count_old, count_new) = (old.values().sum::<usize>(), new.values().sum::<usize>());
    // A word alone, such as the placeholder `%s` of a message, says nothing of what it stands for.
    if count_old < 2 || count_new < 2 {
        return 0.0;
    }
    let total = count_old + count_new;
    let shared: usize = old.iter().map(|(word, count)| new.get(word).map_or(0, |other| *count.min(other))).sum();
    #[expect(clippy::cast_precision_loss, reason = "words of a description are few")]
    let share = 2.0 * shared as f64 / total as f64;
    share
}

fn words(text: &str) -> BTreeMap<String, usize> {
    let mut words = BTreeMap::new();
    let mut word = String::new();
    let mut close = |word: &mut String| {
        if !word.is_empty() {
            *words.entry(std::mem::take(word)).or_insert(0) += 1;
        }
    };
    for letter in text.chars().take(COMPARED) {
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
    }
}

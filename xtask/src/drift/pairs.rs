//! Which thing of the old version is which of the new one: by name, then by likeness.
//!
//! In: two lists of one place. Out: pairs, and what has no partner. A pair of other names is a rename, with a score; a
//! thing has one partner at most.

use super::similarity;

/// What a thing is known by.
#[derive(Clone, Debug)]
pub(super) struct Known {
    /// Its name on the wire.
    pub name: String,
    /// What it is: types in words. Empty where that is not known.
    pub kind: String,
    /// What it means.
    pub text: String,
}

/// Indices of things that belong together, and how alike they are; `1.0` where the names are the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pair {
    pub old: usize,
    pub new: usize,
    pub likeness: f64,
}

/// From this likeness on two things of other names are one.
const SAME: f64 = 0.72;

/// How many things without a partner are compared with each other.
const MAX_COMPARED: usize = 200;

/// Pairs two lists.
pub(super) fn pair(old: &[Known], new: &[Known]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut open_old: Vec<usize> = (0..old.len()).collect();
    let mut open_new: Vec<usize> = (0..new.len()).collect();
    // The n-th of a name belongs to the n-th of it: a page may list one name twice.
    open_old.retain(|&left| {
        let found = open_new.iter().position(|&right| name(old, left) == name(new, right));
        let Some(found) = found else { return true };
        pairs.push(Pair { old: left, new: open_new.remove(found), likeness: 1.0 });
        false
    });
    if open_old.len() <= MAX_COMPARED && open_new.len() <= MAX_COMPARED {
        pairs.extend(renamed(old, new, &open_old, &open_new, &pairs));
    }
    pairs.sort_by_key(|pair| (pair.new, pair.old));
    pairs
}

fn name(list: &[Known], index: usize) -> Option<&str> {
    list.get(index).map(|known| known.name.as_str())
}

/// The best partners among what is left over.
fn renamed(old: &[Known], new: &[Known], open_old: &[usize], open_new: &[usize], paired: &[Pair]) -> Vec<Pair> {
    let mut candidates: Vec<Pair> = Vec::new();
    for &left in open_old {
        for &right in open_new {
            let (Some(before), Some(after)) = (old.get(left), new.get(right)) else { continue };
            let likeness = likeness(before, after, stands_alike(left, right, old.len(), new.len(), paired));
            if likeness >= SAME {
                candidates.push(Pair { old: left, new: right, likeness });
            }
        }
    }
    // Of equal ones those that stand alike, so that the sides can be swapped.
    candidates.sort_by(|one, other| {
        let apart = |pair: &Pair| (pair.old.abs_diff(pair.new), pair.old.min(pair.new));
        other.likeness.total_cmp(&one.likeness).then(apart(one).cmp(&apart(other)))
    });
    let mut taken: Vec<Pair> = Vec::new();
    for candidate in candidates {
        if taken.iter().all(|pair| pair.old != candidate.old && pair.new != candidate.new) {
            taken.push(candidate);
        }
    }
    taken
}

/// How alike two things of other names are. Names weigh most; a text that stays the same word for word says that the
/// name alone changed.
fn likeness(old: &Known, new: &Known, stands_alike: bool) -> f64 {
    let names = similarity::names(&old.name, &new.name);
    if names >= 1.0 {
        return 0.99;
    }
    let texts = similarity::texts(&old.text, &new.text);
    let kinds = if old.kind == new.kind { 1.0 } else { 0.0 };
    let place = if stands_alike { 1.0 } else { 0.0 };
    // Where there are no texts to compare, names alone are left.
    let of_words = if similarity::says_nothing(&old.text) && similarity::says_nothing(&new.text) {
        0.75 * names
    } else {
        0.5 * names + 0.3 * texts
    };
    let weighed = of_words + 0.1 * kinds + 0.1 * place;
    // A likeness of texts alone is that of siblings: "the ID of the disk", "the ID of the image".
    if names < 0.4 && texts < 0.9 { weighed.min(SAME - 0.01) } else { weighed }
}

/// Whether the thing before and the thing behind are each other's partners, or the lists' ends.
fn stands_alike(old: usize, new: usize, old_length: usize, new_length: usize, paired: &[Pair]) -> bool {
    let partner = |index: usize| paired.iter().find(|pair| pair.old == index).map(|pair| pair.new);
    let before = match (old.checked_sub(1), new.checked_sub(1)) {
        (None, None) => true,
        (Some(old), Some(new)) => partner(old) == Some(new),
        (Some(_), None) | (None, Some(_)) => false,
    };
    let behind = match (old + 1 == old_length, new + 1 == new_length) {
        (true, true) => true,
        (false, false) => partner(old + 1) == Some(new + 1),
        (true, false) | (false, true) => false,
    };
    before || behind
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(name: &str, text: &str) -> Known {
        Known { name: name.to_owned(), kind: "string".to_owned(), text: text.to_owned() }
    }

    #[test]
    fn same_names_come_first_in_their_order() {
        let list = [known("A", ""), known("B", ""), known("A", "")];
        let pairs = pair(&list, &list);
        assert!(pairs.iter().all(|pair| pair.old == pair.new && pair.likeness >= 1.0), "{pairs:?}");
        assert_eq!(pairs.len(), 3);
    }

    #[test]
    fn a_mended_name_is_a_rename() {
        let old = [known("Size", "How large it is."), known("SnapshopName", "The name of the snapshot.")];
        let new = [known("Size", "How large it is."), known("SnapshotName", "The name of a snapshot.")];
        let pairs = pair(&old, &new);
        assert_eq!(pairs.iter().map(|pair| (pair.old, pair.new)).collect::<Vec<_>>(), [(0, 0), (1, 1)]);
        assert!(pairs[1].likeness < 1.0);
    }

    #[test]
    fn another_parameter_in_the_same_place_is_none() {
        let old = [known("ProtectionLevel", "How well the key is kept: by software or hardware.")];
        let new = [known("ExportablePrivateKey", "Whether the private key can be taken out.")];
        assert_eq!(pair(&old, &new), []);
    }
}

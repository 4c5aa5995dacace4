//! The words of which a wire name or a value is made, in lower case.

/// Terms whose capitals do not start words. Compared as they are spelt, at the start of a word.
const TERMS: &[&str] = &[
    "DDoS", "DoH", "DoT", "IDaaS", "IPSec", "IPsec", "IPv4", "IPv6", "IaaS", "IoT", "OAuth", "PaaS", "QoS", "SaaS",
    "vCPU",
];

/// The words of a name: `IDaaSInstanceId` is `idaas`, `instance`, `id`. A character outside ASCII becomes a word of
/// its own, by its number, so that no script, normal form or look-alike reaches an identifier.
pub fn of_name(name: &str) -> Vec<String> {
    let characters: Vec<char> = name.chars().collect();
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(&character) = characters.get(at) {
        if character.is_ascii_alphanumeric() {
            let rest = characters.get(at..).unwrap_or_default();
            let length = rest.iter().take_while(|character| character.is_ascii_alphanumeric()).count();
            split(rest.get(..length).unwrap_or_default(), &mut words);
            at += length;
            continue;
        }
        if character.is_alphanumeric() {
            words.push(format!("u{:x}", u32::from(character)));
        }
        at += 1;
    }
    words
}

/// The words of a value. A sign before a number counts, and a value of nothing but signs is read out.
pub fn of_value(value: &str) -> Vec<String> {
    let trimmed = value.trim();
    if trimmed.is_empty() {
        return vec!["empty".to_owned()];
    }
    let signs = trimmed.chars().take_while(|character| sign(*character).is_some()).count();
    let next = trimmed.chars().nth(signs);
    if signs == 0 || signs > 8 || !next.is_none_or(|next| next.is_ascii_digit()) {
        return of_name(value);
    }
    let mut words: Vec<String> = trimmed.chars().take(signs).filter_map(sign).map(str::to_owned).collect();
    words.extend(of_name(trimmed.trim_start_matches(|character| sign(character).is_some())));
    words
}

/// How a sign is read out.
fn sign(character: char) -> Option<&'static str> {
    Some(match character {
        '-' => "minus",
        '+' => "plus",
        '<' => "less",
        '>' => "greater",
        '=' => "equal",
        '!' => "not",
        '*' => "star",
        '%' => "percent",
        '&' => "and",
        '|' => "or",
        '/' => "slash",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '~' => "tilde",
        '^' => "caret",
        '#' => "hash",
        '@' => "at",
        '?' => "question",
        '$' => "dollar",
        _ => return None,
    })
}

/// Splits ASCII letters and digits where their case says so. Digits belong to what stands before them.
fn split(characters: &[char], words: &mut Vec<String>) {
    let mut start = 0;
    while start < characters.len() {
        let rest = characters.get(start..).unwrap_or_default();
        let length = term(rest).unwrap_or_else(|| word(rest)).max(1);
        words.push(rest.iter().take(length).map(char::to_ascii_lowercase).collect());
        start += length;
    }
}

/// The length of a known term at the start, where a word ends behind it.
fn term(characters: &[char]) -> Option<usize> {
    TERMS.iter().map(|term| (term, term.chars().count())).find_map(|(term, length)| {
        let matches = characters.len() >= length && term.chars().zip(characters).all(|(left, right)| left == *right);
        let ends = !characters.get(length).is_some_and(char::is_ascii_lowercase);
        (matches && ends).then_some(length)
    })
}

/// The length of the word at the start: capitals and digits with the small letters behind them.
fn word(characters: &[char]) -> usize {
    let is = |at: usize, test: fn(&char) -> bool| characters.get(at).is_some_and(test);
    let not_lower = |character: &char| !character.is_ascii_lowercase();
    let capitals = characters.iter().take_while(|character| not_lower(character)).count();
    if capitals == characters.len() {
        return capitals;
    }
    // `IDs`, `URLs`: the `s` is the plural of the capitals, unless a word goes on behind it.
    let plural = capitals >= 2 && is(capitals, |letter| *letter == 's') && !is(capitals + 1, char::is_ascii_lowercase);
    if plural && is(capitals - 1, char::is_ascii_uppercase) {
        return capitals + 1;
    }
    // `SNATEntry`: the last capital belongs to the small letters.
    if capitals >= 2 && is(capitals - 1, char::is_ascii_uppercase) {
        return capitals - 1;
    }
    let small = |character: &char| !character.is_ascii_uppercase();
    capitals + characters.iter().skip(capitals).take_while(|character| small(character)).count()
}

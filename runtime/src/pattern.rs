//! Regular expressions that pages print, matched in time that grows with text times pattern and no faster.
//!
//! In: a pattern and a text. Out: whether the pattern is found in the text, or nothing where the pattern has something
//! that this small language does not know (looking around, references back, classes by property): a rule that is not
//! understood holds nobody back. Knows literals, `.`, `[...]`, `\d \w \s` and their opposites, groups, `|`, `* + ? {m,n}`,
//! `^` and `$`.

/// The most steps of a program: a pattern that repeats more is not worth its memory.
const LONGEST: usize = 20_000;
/// How deep groups may stand in each other.
const DEPTH: usize = 50;

/// Whether a pattern is found in a text; `None` when the pattern is not understood.
pub(crate) fn is_found(pattern: &str, text: &str) -> Option<bool> {
    let mut parser = Parser { rest: pattern.chars().peekable(), depth: 0 };
    let tree = parser.alternatives()?;
    if parser.rest.next().is_some() {
        return None;
    }
    let mut program = Vec::new();
    emit(&tree, &mut program)?;
    program.push(Step::Done);
    Some(run(&program, text))
}

/// A part of a pattern.
#[derive(Clone, Debug)]
enum Part {
    Empty,
    Character(Class),
    Start,
    End,
    Sequence(Vec<Part>),
    Choice(Vec<Part>),
    Repeat(Box<Part>, u32, Option<u32>),
}

/// Characters, or all others.
#[derive(Clone, Debug, Default)]
struct Class {
    ranges: Vec<(char, char)>,
    negated: bool,
}

impl Class {
    fn of(ranges: &[(char, char)]) -> Self {
        Self { ranges: ranges.to_vec(), negated: false }
    }

    fn holds(&self, character: char) -> bool {
        self.ranges.iter().any(|(first, last)| (*first..=*last).contains(&character)) != self.negated
    }
}

struct Parser<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    depth: usize,
}

impl Parser<'_> {
    fn eat(&mut self, character: char) -> bool {
        self.rest.next_if_eq(&character).is_some()
    }

    fn alternatives(&mut self) -> Option<Part> {
        if self.depth > DEPTH {
            return None;
        }
        let mut choices = vec![self.sequence()?];
        while self.eat('|') {
            choices.push(self.sequence()?);
        }
        Some(if choices.len() == 1 { choices.pop()? } else { Part::Choice(choices) })
    }

    fn sequence(&mut self) -> Option<Part> {
        let mut parts = Vec::new();
        while let Some(next) = self.rest.peek() {
            if matches!(next, '|' | ')') {
                break;
            }
            let part = self.part()?;
            parts.push(self.repeated(part)?);
        }
        Some(if parts.is_empty() { Part::Empty } else { Part::Sequence(parts) })
    }

    fn part(&mut self) -> Option<Part> {
        Some(match self.rest.next()? {
            '^' => Part::Start,
            '$' => Part::End,
            '.' => Part::Character(Class { ranges: vec![('\n', '\n')], negated: true }),
            '[' => Part::Character(self.class()?),
            '\\' => match self.escape()? {
                Escape::One(character) => Part::Character(Class::of(&[(character, character)])),
                Escape::Class(class) => Part::Character(class),
            },
            '(' => {
                if self.eat('?') && !self.eat(':') {
                    return None;
                }
                self.depth += 1;
                let group = self.alternatives()?;
                self.depth -= 1;
                if !self.eat(')') {
                    return None;
                }
                group
            }
            '*' | '+' | '?' => return None,
            // A brace that opens no repetition stands for itself.
            character => Part::Character(Class::of(&[(character, character)])),
        })
    }

    /// The part with what says how often it comes.
    fn repeated(&mut self, mut part: Part) -> Option<Part> {
        loop {
            let (least, most) = match self.rest.peek() {
                Some('*') => (0, None),
                Some('+') => (1, None),
                Some('?') => (0, Some(1)),
                Some('{') => {
                    let (least, most) = self.braces()?;
                    part = Part::Repeat(Box::new(part), least, most);
                    let _reluctant = self.eat('?');
                    continue;
                }
                _ => return Some(part),
            };
            self.rest.next();
            // Reluctance changes what is matched, not whether; possession changes that too.
            let _reluctant = self.eat('?');
            if self.rest.peek() == Some(&'+') {
                return None;
            }
            part = Part::Repeat(Box::new(part), least, most);
        }
    }

    fn braces(&mut self) -> Option<(u32, Option<u32>)> {
        self.rest.next();
        let least = self.number()?;
        let most = if self.eat(',') {
            if self.rest.peek() == Some(&'}') { None } else { Some(self.number()?) }
        } else {
            Some(least)
        };
        (self.eat('}') && most.is_none_or(|most| most >= least)).then_some((least, most))
    }

    fn number(&mut self) -> Option<u32> {
        let mut digits = String::new();
        while let Some(digit) = self.rest.next_if(char::is_ascii_digit) {
            digits.push(digit);
        }
        digits.parse().ok()
    }

    fn class(&mut self) -> Option<Class> {
        let mut class = Class { ranges: Vec::new(), negated: self.eat('^') };
        let mut first = true;
        loop {
            let low = match self.rest.next()? {
                ']' if !first => return Some(class),
                // Classes by name, and one class taken from another, are not known.
                '[' if matches!(self.rest.peek(), Some(':' | '.' | '=')) => return None,
                '&' if self.rest.peek() == Some(&'&') => return None,
                '\\' => match self.escape()? {
                    Escape::One(character) => character,
                    Escape::Class(inner) if inner.negated => return None,
                    Escape::Class(inner) => {
                        class.ranges.extend(inner.ranges);
                        first = false;
                        continue;
                    }
                },
                character => character,
            };
            first = false;
            let mut ahead = self.rest.clone();
            let is_range = ahead.next() == Some('-') && !matches!(ahead.peek(), Some(']') | None);
            if !is_range {
                class.ranges.push((low, low));
                continue;
            }
            self.rest.next();
            let high = match self.rest.next()? {
                '\\' => match self.escape()? {
                    Escape::One(character) => character,
                    Escape::Class(_) => return None,
                },
                character => character,
            };
            if high < low {
                return None;
            }
            class.ranges.push((low, high));
        }
    }

    fn escape(&mut self) -> Option<Escape> {
        const WORD: [(char, char); 4] = [('a', 'z'), ('A', 'Z'), ('0', '9'), ('_', '_')];
        const BLANK: [(char, char); 3] = [(' ', ' '), ('\t', '\r'), ('\u{a0}', '\u{a0}')];
        let character = self.rest.next()?;
        let class =
            |ranges: &[(char, char)]| Class { ranges: ranges.to_vec(), negated: character.is_ascii_uppercase() };
        Some(match character {
            'd' | 'D' => Escape::Class(class(&[('0', '9')])),
            'w' | 'W' => Escape::Class(class(&WORD)),
            's' | 'S' => Escape::Class(class(&BLANK)),
            'n' => Escape::One('\n'),
            'r' => Escape::One('\r'),
            't' => Escape::One('\t'),
            'u' => {
                let digits: String = (0..4).map_while(|_| self.rest.next_if(char::is_ascii_hexdigit)).collect();
                let code = (digits.len() == 4).then(|| u32::from_str_radix(&digits, 16).ok()).flatten()?;
                Escape::One(char::from_u32(code)?)
            }
            // Other letters and digits mean something that is not known here.
            character if character.is_ascii_alphanumeric() => return None,
            character => Escape::One(character),
        })
    }
}

enum Escape {
    One(char),
    Class(Class),
}

/// A step of a program.
enum Step {
    Character(Class),
    Start,
    End,
    /// Goes on at both places.
    Split(usize, usize),
    Jump(usize),
    Done,
}

fn emit(part: &Part, program: &mut Vec<Step>) -> Option<()> {
    if program.len() > LONGEST {
        return None;
    }
    match part {
        Part::Empty => {}
        Part::Character(class) => program.push(Step::Character(class.clone())),
        Part::Start => program.push(Step::Start),
        Part::End => program.push(Step::End),
        Part::Sequence(parts) => {
            for part in parts {
                emit(part, program)?;
            }
        }
        Part::Choice(choices) => {
            let mut ends = Vec::new();
            for (place, choice) in choices.iter().enumerate() {
                if place + 1 == choices.len() {
                    emit(choice, program)?;
                    break;
                }
                let split = program.len();
                program.push(Step::Split(split + 1, split + 1));
                emit(choice, program)?;
                ends.push(program.len());
                program.push(Step::Jump(0));
                let next = program.len();
                *program.get_mut(split)? = Step::Split(split + 1, next);
            }
            let end = program.len();
            for place in ends {
                *program.get_mut(place)? = Step::Jump(end);
            }
        }
        Part::Repeat(part, least, most) => {
            for _ in 0..*least {
                let before = program.len();
                emit(part, program)?;
                // Nothing stays nothing, however often it comes.
                if program.len() == before {
                    break;
                }
            }
            let Some(most) = most else {
                let split = program.len();
                program.push(Step::Split(split + 1, split + 1));
                emit(part, program)?;
                program.push(Step::Jump(split));
                let end = program.len();
                *program.get_mut(split)? = Step::Split(split + 1, end);
                return Some(());
            };
            let mut splits = Vec::new();
            for _ in *least..*most {
                splits.push(program.len());
                program.push(Step::Split(0, 0));
                emit(part, program)?;
            }
            let end = program.len();
            for place in splits {
                *program.get_mut(place)? = Step::Split(place + 1, end);
            }
        }
    }
    (program.len() <= LONGEST).then_some(())
}

/// Follows all ways through a program at once, each place at most once a character.
fn run(program: &[Step], text: &str) -> bool {
    let mut ways = Ways { places: Vec::new(), seen: vec![0; program.len()], round: 0 };
    let mut characters = text.chars();
    let mut is_start = true;
    loop {
        let mut ahead = characters.clone();
        let next = ahead.next();
        // A match may begin at each character.
        if ways.follow(program, is_start, next.is_none()) {
            return true;
        }
        let Some(character) = next else { return false };
        ways.places
            .retain(|place| matches!(program.get(*place), Some(Step::Character(class)) if class.holds(character)));
        ways.places.iter_mut().for_each(|place| *place += 1);
        characters = ahead;
        is_start = false;
    }
}

struct Ways {
    places: Vec<usize>,
    /// In which round a place was last reached.
    seen: Vec<usize>,
    round: usize,
}

impl Ways {
    /// Goes on from all places, and from the start, to those that wait for a character. Says whether one is done.
    fn follow(&mut self, program: &[Step], is_start: bool, is_end: bool) -> bool {
        self.round += 1;
        let mut open = std::mem::take(&mut self.places);
        open.push(0);
        while let Some(place) = open.pop() {
            match self.seen.get_mut(place) {
                Some(seen) if *seen != self.round => *seen = self.round,
                _ => continue,
            }
            match program.get(place) {
                Some(Step::Character(_)) => self.places.push(place),
                Some(Step::Start) if is_start => open.push(place + 1),
                Some(Step::End) if is_end => open.push(place + 1),
                Some(Step::Split(one, other)) => open.extend([*one, *other]),
                Some(Step::Jump(target)) => open.push(*target),
                Some(Step::Done) => return true,
                Some(Step::Start | Step::End) | None => {}
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::is_found;

    #[test]
    fn patterns_of_pages_hold_and_fail() {
        for (pattern, fine, wrong) in [
            ("^[a-zA-Z][a-zA-Z0-9_]{2,5}$", &["abc", "A_0123"][..], &["ab", "1abc", "A_01234", "a-b", ""][..]),
            (r"^\d{4}-\d{2}$", &["2024-01"], &["2024-1", "x2024-01", "2024-01\n"]),
            ("^(tcp|udp|all)$", &["tcp", "all"], &["tc", "tcpudp", "ALL"]),
            ("^[\\u4e00-\\u9fa5a-z]+$", &["中文", "a中"], &["中文!", ""]),
            ("^(?:[0-9]{1,3}\\.){3}[0-9]{1,3}$", &["10.0.0.1"], &["10.0.0", "10.0.0.1.", "a.0.0.1"]),
            ("^.*$", &["", "anything"], &["two\nlines"]),
            ("^[^<>]*$", &["", "a"], &["a<b"]),
            ("^[\\w.-]+@[\\w-]+(\\.[\\w-]+)+$", &["a.b@c-d.org"], &["a@b", "@c.d"]),
            ("^a+?b??$", &["a", "aab"], &["b", "abb"]),
            ("[0-9]", &["a1b"], &["ab"]),
            ("^[]a]$", &["]", "a"], &["b"]),
            ("^[a-]$", &["-", "a"], &["b"]),
            ("^$|^x{0}y{2,}$", &["", "yy", "yyy"], &["y", "xyy"]),
        ] {
            for text in fine {
                assert_eq!(is_found(pattern, text), Some(true), "{pattern} in {text:?}");
            }
            for text in wrong {
                assert_eq!(is_found(pattern, text), Some(false), "{pattern} in {text:?}");
            }
        }
    }

    #[test]
    fn what_is_not_understood_holds_nobody_back() {
        for pattern in [
            "(?=a)",
            "(?<!b)c",
            r"(a)\1",
            r"\p{Han}",
            "[[:alpha:]]",
            "(",
            ")",
            "a)",
            "[a",
            "[z-a]",
            "*",
            "a{3,2}",
            "\\",
            "a{,3}",
            r"\bx",
            "a++",
            "((((a{999}){999}){999}){999})",
            "[a-z&&[^b]]",
        ] {
            assert_eq!(is_found(pattern, "abc"), None, "{pattern}");
        }
        let deep = format!("{}a{}", "(".repeat(1_000), ")".repeat(1_000));
        assert_eq!(is_found(&deep, "a"), None);
    }

    #[test]
    fn no_text_takes_exponential_time() {
        assert_eq!(is_found("^(((){4000000000}){4000000000})a{0,9}$", "a"), Some(true));
        let text = "a".repeat(2_000);
        assert_eq!(is_found("^(a+)+$", &text), Some(true));
        assert_eq!(is_found("^(a|aa)+b$", &text), Some(false));
        assert_eq!(is_found("(a*)*b", &text), Some(false));
    }
}

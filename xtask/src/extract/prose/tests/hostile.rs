//! Hostile input: mutated sentences never panic, and long ones take time in proportion to their length.

use std::time::{Duration, Instant};

use super::rules::{PHRASES, blocks, facts};
use crate::document::{Block, List};
use crate::extract::prose;
use crate::source::Span;

const SENTENCES: [&str; 16] = [
    "The color of the lamp. Valid values:\n- red: warm\n- **blue** (default)\n- `green`",
    "A lamp's name must be 2 to 128 characters in length, and cannot start with http:// or https://.",
    "Valid values: [1, 100]. Default value: **10**. Unit: GiB.",
    "The following ports are not supported: 22, 2222, and 80.",
    "This parameter is required if `Mode` is set to a1 or b2, and only when X equals \"y\".",
    "Only letters (a-z), digits, and special characters (_-!@#$%) are allowed.",
    "取值范围：[1, 100]默认值：10。n的取值范围：1~20，不能以aliyun、acs:开头。",
    "当参数`Mode`取值为`dim`时，该参数必选；最多支持64个字符（含）。",
    "Both the default value and maximum value are **50**, and the minimum value is **1**.",
    "Lamp is an asynchronous operation. You can call the DescribeLamp operation to query the status.",
    "If the lamp is in the updating state, the lamp is being created.",
    "The value can be **a**|**b**, \"c\", or {d}.",
    "Specify the time in the yyyy-MM-ddTHH:mm:ssZ format: 2018-12-01T06:32:31Z.",
    "The value ranges from -1 to 2,147,483,647, but cannot be 0 or 99999999999999999999999999.",
    "**Note:** this field is deprecated. It must match `^[a-z]{1,3}$`.",
    "Enumeration values:",
];

const SCRAPS: [&str; 28] = [
    "(",
    ")",
    "[",
    "]",
    ",",
    ".",
    ":",
    "-",
    "|",
    "**",
    "`",
    "\"",
    "'",
    "\n",
    "\n- ",
    "、",
    "：",
    "（",
    "\u{202e}",
    "\u{0}",
    "\u{2028}",
    "9999999999999999999999999999999999",
    "-",
    "to",
    "𝒳",
    "e\u{301}",
    "если",
    "\u{feff}",
];

/// Numbers that look random and are the same on every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }
}

fn mutate(sentence: &str, numbers: &mut Numbers) -> String {
    let mut characters: Vec<char> = sentence.chars().collect();
    for _ in 0..=numbers.below(4) {
        let at = numbers.below(characters.len() + 1);
        match numbers.below(5) {
            0 => {
                characters.truncate(at);
            }
            1 => {
                let end = (at + numbers.below(8)).min(characters.len());
                characters.drain(at.min(end)..end);
            }
            2 => {
                let scrap = SCRAPS.get(numbers.below(SCRAPS.len())).copied().unwrap_or_default();
                characters.splice(at..at, scrap.chars());
            }
            3 => {
                let other = SENTENCES.get(numbers.below(SENTENCES.len())).copied().unwrap_or_default();
                characters.splice(at..at, other.chars());
            }
            _ => {
                let end = (at + numbers.below(12)).min(characters.len());
                let copy: Vec<char> = characters.get(at..end).unwrap_or_default().to_vec();
                characters.splice(at..at, copy);
            }
        }
    }
    characters.into_iter().collect()
}

#[test]
fn mutated_sentences_never_panic() {
    let kinds = ["string", "integer", "number", "boolean", "object", "", "string[]", "integer[]"];
    let names = ["Color", "Tag.N.Key", "", "vpc.name", "\u{202e}", "N", "..", "Name"];
    let mut numbers = Numbers(7);
    for round in 0..2_000 {
        let sentence = SENTENCES.get(round % SENTENCES.len()).copied().unwrap_or_default();
        let text = mutate(sentence, &mut numbers);
        let kind = kinds.get(numbers.below(kinds.len())).copied().unwrap_or_default();
        let name = names.get(numbers.below(names.len())).copied().unwrap_or_default();
        facts(name, kind, &text);
        let blocks = blocks(&text);
        let introduction = prose::Introduction::new(&blocks, "", &PHRASES);
        introduction.asynchronous("CreateLamp");
        introduction.summary();
        introduction.deprecated();
    }
}

#[test]
fn mutations_differ() {
    let mut numbers = Numbers(7);
    let texts: std::collections::HashSet<_> = (0..200).map(|_| mutate(SENTENCES[0], &mut numbers)).collect();
    assert!(texts.len() > 150, "{} different texts", texts.len());
}

#[test]
fn long_text_takes_time_in_proportion() {
    let parts = [
        "(",
        "[1,",
        "1 to ",
        "a, ",
        "Valid values: a, ",
        "default value: x ",
        "if ",
        "required if x, ",
        "cannot exceed ",
        "1.1.1.",
        "**a**|",
        "：",
        "取值",
        "call DescribeLamps ",
        "cannot start with a, ",
        "only letters, ",
        "- ",
        "• a\n",
        "must start with ",
        "Aa_b ",
        "\"",
        "aliyun、acs:",
        "\n",
        "1-",
        "N",
        "Default value: Some Name.\n- ",
        "The value is a or b. ",
        "Valid values:\n- a\n- b\nx\n",
    ];
    for part in parts {
        let text = part.repeat(120_000 / part.len());
        let started = Instant::now();
        facts("Color", "string", &text);
        facts("Tag.N.Key", "integer", &text);
        let blocks = blocks(&text);
        prose::Introduction::new(&blocks, "", &PHRASES).asynchronous("CreateLamp");
        let took = started.elapsed();
        assert!(took < Duration::from_secs(20), "{part:?} took {took:?}");
    }
}

#[test]
fn nested_lists_are_read_to_a_bound() {
    let mut block = Block::List(List { items: vec![blocks("red")], span: Span::default() });
    for _ in 0..2_000 {
        block = Block::List(List { items: vec![vec![block]], span: Span::default() });
    }
    let outer = [block];
    let read = prose::Introduction::new(&outer, "", &PHRASES).asynchronous("CreateLamp");
    assert_eq!(read, None);
}

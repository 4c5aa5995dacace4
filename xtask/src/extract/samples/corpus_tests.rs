//! How many samples of real pages can be read. The numbers are printed, and may only improve.

use std::path::{Path, PathBuf};

use super::{Hint, Kind, Quality, SampleText, read};

/// The folder of pages that are not part of the repository.
fn shared() -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os("DOCWRIGHT_SHARED") {
        let folder = PathBuf::from(folder);
        assert!(folder.is_dir(), "DOCWRIGHT_SHARED names no folder: {}", folder.display());
        return Some(folder);
    }
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    beside.is_dir().then_some(beside)
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// Code blocks of markdown and `<pre>` of HTML, found roughly: the readers have their own tests.
fn blocks(path: &Path, text: &str) -> Vec<String> {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("md") => {
            let mut blocks = Vec::new();
            let mut open: Option<String> = None;
            for line in text.lines() {
                if line.trim_start().starts_with("```") {
                    match open.take() {
                        Some(block) => blocks.push(block),
                        None => open = Some(String::new()),
                    }
                } else if let Some(block) = &mut open {
                    block.push_str(line);
                    block.push('\n');
                }
            }
            blocks
        }
        Some("html") => {
            let tags = regex::Regex::new("<[^>]*>").expect("a pattern");
            let decode = |block: &str| {
                let text = tags.replace_all(block, "").into_owned();
                [
                    ("&lt;", "<"),
                    ("&gt;", ">"),
                    ("&quot;", "\""),
                    ("&#39;", "'"),
                    ("&#x27;", "'"),
                    ("&nbsp;", " "),
                    ("&amp;", "&"),
                ]
                .iter()
                .fold(text, |text, (entity, sign)| text.replace(entity, sign))
            };
            let after_open = text.split("<pre").skip(1).filter_map(|block| block.split_once('>'));
            after_open.map(|(_, block)| decode(block.split("</pre>").next().unwrap_or_default())).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn samples_of_real_pages_can_be_read() {
    let Some(shared) = shared() else {
        println!("skipped: samples_of_real_pages_can_be_read (no shared folder)");
        return;
    };
    let mut paths = Vec::new();
    files(&shared.join("corpus"), &mut paths);
    let mut counts = std::collections::BTreeMap::<(Kind, Quality), u32>::new();
    for path in paths {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        for block in blocks(&path, &text) {
            let reading = read(&SampleText::verbatim(&block, 0), Hint::Unknown);
            *counts.entry((reading.kind, reading.quality)).or_default() += 1;
            if reading.quality != Quality::Strict || reading.kind == Kind::Other {
                let kinds: Vec<_> = reading.repairs.iter().map(|repair| repair.kind).collect();
                println!("{}: {:?} {kinds:?} {:?}", path.display(), reading.kind, reading.failure);
            }
        }
    }
    println!("{counts:#?}");
    let sum = |wanted: &dyn Fn(Kind, Quality) -> bool| -> u32 {
        counts.iter().filter(|((kind, quality), _)| wanted(*kind, *quality)).map(|(_, count)| count).sum()
    };
    let documents = sum(&|kind, _| kind != Kind::Other);
    let unreadable = sum(&|_, quality| quality == Quality::Unreadable);
    let repaired = sum(&|_, quality| quality == Quality::Repaired);
    let other = sum(&|kind, _| kind == Kind::Other);
    println!("{documents} samples, {repaired} repaired, {unreadable} unreadable; {other} blocks are no sample");
    assert!(documents > 1_500, "{documents}");
    assert_eq!(unreadable, 0);
    assert!(repaired <= 40, "{repaired}");
    assert!(other <= 12, "{other}");
}

//! What drift costs: where nothing changed, beside reading and hashing the same pages; and how many edits are compared in
//! a second.
//!
//! ```sh
//! cargo bench -p docwright --bench drift             # prints
//! cargo bench -p docwright --bench drift -- check    # fails where a limit is exceeded
//! ```
//!
//! In: real pages and edits where they are at hand, else the pages of the repository. The command runs as a process of its
//! own, from its start to its end; reading and hashing is a loop in this one, on one thread. Both take turns, so that
//! what else the machine does meets both.

/// The allocator of the command.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use docwright::dialect::Dialect;
use docwright::drift::{self, Version, rules};
use docwright::extract::Language;
use docwright::road::pins::{PINS, Pins};
use docwright::road::{self, Service};
use docwright::spec::store;
use nix::sys::resource::{UsageWho, getrusage};
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

/// How many pages the unchanged service has.
const PAGES: usize = 300;
/// How often each is measured.
const RUNS: usize = 41;
/// How often the time of reading and hashing the command may take.
const MOST_TIMES: f64 = 2.0;
/// How many edits must be compared in a second, on two cores.
const LEAST_EDITS: f64 = 100.0;

fn main() -> ExitCode {
    let is_check = env::args().any(|argument| argument == "check");
    let times = unchanged();
    let edits = edits();
    let exceeded = [
        (times > MOST_TIMES).then(|| {
            format!("an unchanged tree takes {times:.2} times reading and hashing it, and may take {MOST_TIMES}")
        }),
        edits
            .filter(|edits| *edits < LEAST_EDITS)
            .map(|edits| format!("{edits:.0} edits a second are compared, and {LEAST_EDITS} should be")),
    ];
    exceeded.iter().flatten().for_each(|what| println!("{what}"));
    ExitCode::from(u8::from(is_check && exceeded.iter().any(Option::is_some)))
}

/// The time of the processor and of the wall.
#[derive(Clone, Copy, Debug)]
struct Cost {
    processor: Duration,
    wall: Duration,
}

/// Runs something that keeps this process or a child of it busy.
fn cost(who: UsageWho, work: impl FnOnce()) -> Cost {
    let (before, start) = (processor(who), Instant::now());
    work();
    Cost { processor: processor(who).saturating_sub(before), wall: start.elapsed() }
}

fn processor(who: UsageWho) -> Duration {
    let usage = getrusage(who).expect("the usage of this process");
    let of = |time: nix::sys::time::TimeVal| {
        let (seconds, micros) = (time.tv_sec(), time.tv_usec());
        Duration::from_micros(u64::try_from(seconds * 1_000_000 + micros).expect("a time"))
    };
    of(usage.user_time()) + of(usage.system_time())
}

fn median(costs: &[Cost]) -> Cost {
    let middle = |part: fn(&Cost) -> Duration| {
        let mut parts: Vec<Duration> = costs.iter().map(part).collect();
        parts.sort();
        parts[parts.len() / 2]
    };
    Cost { processor: middle(|cost| cost.processor), wall: middle(|cost| cost.wall) }
}

fn line(name: &str, Cost { processor, wall }: Cost) {
    println!("{name:28}{:>9.2} ms{:>9.2} ms", processor.as_secs_f64() * 1e3, wall.as_secs_f64() * 1e3);
}

/// How often the time of reading and hashing a run over an unchanged tree takes; the worse of both clocks.
fn unchanged() -> f64 {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    fs::create_dir_all(root.join("specs/alibaba/service/pages")).expect("folders");
    fs::create_dir_all(root.join("fresh/alibaba/service")).expect("folders");
    let vendor = fs::read(workspace().join("specs/alibaba/vendor.toml")).expect("a dialect");
    fs::write(root.join("specs/alibaba/vendor.toml"), vendor).expect("written");
    let service = root.join("specs/alibaba/service");
    let pages = pages();
    for (index, page) in pages.iter().enumerate() {
        for to in [service.join("pages"), root.join("fresh/alibaba/service")] {
            fs::write(to.join(format!("{index:03}.md")), page).expect("written");
        }
    }
    let reading = road::read_folder(&service.join("pages")).expect("pages");
    let outcome = road::service(&Service::named("service"), reading, &language("alibaba"));
    fs::write(service.join("spec.json"), store::write(&outcome.spec).expect("a spec")).expect("written");
    fs::write(service.join(PINS), Pins::of_folder(&service.join("pages")).expect("hashes").text()).expect("written");

    let files: Vec<PathBuf> =
        (0..pages.len()).map(|index| root.join(format!("fresh/alibaba/service/{index:03}.md"))).collect();
    let kilobytes = pages.iter().map(Vec::len).sum::<usize>() / 1000;
    println!("{} pages, {kilobytes} kB, of which none changed; the median of {RUNS} runs", pages.len());
    let (mut hashing, mut commands, mut starts) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..RUNS {
        hashing.push(cost(UsageWho::RUSAGE_SELF, || {
            for file in &files {
                black_box(Sha256::digest(fs::read(file).expect("a page")));
            }
        }));
        commands.push(cost(UsageWho::RUSAGE_CHILDREN, || command(root, &["drift", "--docs", "fresh"])));
        starts.push(cost(UsageWho::RUSAGE_CHILDREN, || command(root, &["--version-that-is-none"])));
    }
    let (hashing, commands, starts) = (median(&hashing), median(&commands), median(&starts));
    println!("{:28}{:>12}{:>12}", "", "processor", "wall");
    line("reading and hashing", hashing);
    line("`drift --docs`", commands);
    line("a process that does nothing", starts);
    let times = |part: fn(Cost) -> Duration| part(commands).as_secs_f64() / part(hashing).as_secs_f64();
    let (processor, wall) = (times(|cost| cost.processor), times(|cost| cost.wall));
    println!("{:28}{processor:>12.2}{wall:>12.2}\n", "times");
    processor.max(wall)
}

/// Runs docwright in a folder; a wrong use ends as early as it can.
fn command(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_docwright"));
    command.args(arguments).current_dir(folder).env_remove("CARGO_MANIFEST_DIR").env_remove("SOURCE_DATE_EPOCH");
    let output = command.output().expect("docwright runs");
    let code = output.status.code();
    assert!(matches!(code, Some(0 | 2)), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(code == Some(0), arguments.len() > 1);
}

/// How many edits are compared in a second: both versions are read from disk, extracted and compared.
fn edits() -> Option<f64> {
    let edits = pairs()?;
    let languages: BTreeMap<&str, Language> =
        edits.iter().map(|edit| (edit.vendor.as_str(), language(&edit.vendor))).collect();
    let (mut rates, mut costs) = (Vec::new(), Vec::new());
    let mut found = 0;
    for _ in 0..9 {
        let (start, before) = (Instant::now(), processor(UsageWho::RUSAGE_SELF));
        let counts = edits.par_iter().map(|edit| {
            let language = &languages[edit.vendor.as_str()];
            let service = Service::named("service");
            let read = |path: &Path| road::service(&service, road::read_folder(path).expect("a page"), language);
            let (old, new) = (read(&edit.old), read(&edit.new));
            let (old, new) =
                (Version { spec: &old.spec, pages: &old.sources }, Version { spec: &new.spec, pages: &new.sources });
            let findings = drift::compare(old, new, language);
            assert!(findings.iter().all(|finding| !rules::is_unknown(finding.rule())), "{}", edit.new.display());
            findings.len()
        });
        found = counts.sum();
        costs.push(Cost { processor: processor(UsageWho::RUSAGE_SELF).saturating_sub(before), wall: start.elapsed() });
        #[expect(clippy::cast_precision_loss, reason = "there are some hundred edits")]
        rates.push(edits.len() as f64 / start.elapsed().as_secs_f64());
    }
    rates.sort_by(f64::total_cmp);
    let rate = rates[rates.len() / 2];
    println!(
        "{} edits, {found} findings: {rate:.0} edits a second, wall, on {} threads in one process (the median of 9 runs, {:.0} to {:.0})",
        edits.len(),
        rayon::current_num_threads(),
        rates[0],
        rates[rates.len() - 1]
    );
    #[expect(clippy::cast_precision_loss, reason = "there are some hundred edits")]
    let each = median(&costs).processor.as_secs_f64() * 1e3 / edits.len() as f64;
    println!("an edit takes {each:.2} ms of a processor: {:.0} a second on two that do nothing else", 2e3 / each);
    Some(rate)
}

/// Two versions of a page.
struct Edit {
    vendor: String,
    old: PathBuf,
    new: PathBuf,
}

/// All edits of the history; none where it is not at hand.
fn pairs() -> Option<Vec<Edit>> {
    let history = history()?;
    let list = fs::read_to_string(history.join("manifest.tsv")).expect("the list of edits");
    let rows = list.lines().skip(1).map(|row| {
        let mut cells = row.split('\t');
        let (pair, vendor) = (cells.next().expect("a pair"), cells.next().expect("a vendor"));
        let version = |stem: &str| {
            let files = fs::read_dir(history.join(pair)).expect("a pair").map(|entry| entry.expect("a file").path());
            let mut versions = files.filter(|path| path.file_stem().is_some_and(|name| name == stem));
            versions.next().expect("both versions")
        };
        Edit { vendor: vendor.to_owned(), old: version("old"), new: version("new") }
    });
    Some(rows.collect())
}

/// The folder of edits, where it is at hand.
fn history() -> Option<PathBuf> {
    let shared = env::var_os("DOCWRIGHT_SHARED").map_or_else(|| workspace().join("../shared"), PathBuf::from);
    let found = Some(shared.join("history")).filter(|history| history.is_dir());
    if found.is_none() {
        println!("drift: no edits are compared, for there is no {}", shared.join("history").display());
    }
    found
}

/// The texts of so many pages of one vendor; the same ones again where there are fewer.
fn pages() -> Vec<Vec<u8>> {
    let paths: Vec<PathBuf> = if let Some(edits) = pairs() {
        let edits = edits.into_iter().filter(|edit| edit.vendor == "alibaba");
        edits.flat_map(|edit| [edit.new, edit.old]).collect()
    } else {
        let folder = fs::read_dir(workspace().join("specs/alibaba/vpc/pages")).expect("pages");
        folder.map(|entry| entry.expect("a page").path()).collect()
    };
    let texts: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).expect("a page")).collect();
    texts.into_iter().cycle().take(PAGES).collect()
}

fn language(vendor: &str) -> Language {
    road::language(Dialect::load(&workspace().join("specs"), vendor).expect("a dialect"))
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

//! How much memory extraction holds at most: not more than a few of the largest pages beside what it hands over.
//!
//! ```sh
//! cargo bench -p docwright-tests --bench memory             # prints
//! cargo bench -p docwright-tests --bench memory -- check    # fails where the limit is exceeded
//! ```
//!
//! In: the corpus, else the pages of the repository, a group at a time. A program of its own, for an allocator that counts
//! takes time.

use std::process::ExitCode;

use docwright::road::{self, Service};
use docwright::source::Page;
use docwright_tests::corpus::groups;
use docwright_tests::road::language;
use peak_alloc::PeakAlloc;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// How often the size of the largest page of all extraction may hold beside what it hands over: the spec and the
/// diagnostics.
const MOST_LARGEST_PAGES: usize = 20;

fn main() -> ExitCode {
    let is_check = std::env::args().any(|argument| argument == "check");
    let mut exceeded = false;
    let groups = groups("memory");
    let sizes = groups.iter().flat_map(|group| group.read().pages).map(|page| page.text().len());
    let largest = sizes.max().expect("a page");
    println!("the largest page has {} KiB; {MOST_LARGEST_PAGES} times that are allowed", largest / 1024);
    println!("{:36}{:>12}{:>12}{:>12}", "KiB", "outcome", "peak", "times");
    for group in groups {
        let language = language(&group.vendor);
        let mut reading = group.read();
        reading.pages = reading.pages.into_iter().map(Page::let_go).collect();
        let before = HEAP.current_usage();
        HEAP.reset_peak_usage();
        let outcome = road::service(&Service::named("service"), reading, &language);
        let peak = HEAP.peak_usage().saturating_sub(before);
        let held = HEAP.current_usage().saturating_sub(before);
        drop(outcome);
        let times = peak.saturating_sub(held).div_ceil(largest);
        let label = format!("{} ({})", group.name, group.vendor);
        println!("{label:36}{:>12}{:>12}{times:>12}", held / 1024, peak / 1024);
        exceeded |= times > MOST_LARGEST_PAGES;
    }
    if exceeded {
        println!("extraction holds more than {MOST_LARGEST_PAGES} times the largest page beside its outcome");
    }
    ExitCode::from(u8::from(is_check && exceeded))
}

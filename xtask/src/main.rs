//! The command line of docwright; `docwright::cli` does the work.

/// Pages become many small texts, which two threads free as fast as they are made: a tenth of all time with the
/// system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    docwright::cli::run(std::env::args_os())
}

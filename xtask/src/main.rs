//! The command line of docwright; `docwright::cli` does the work.

fn main() -> std::process::ExitCode {
    docwright::cli::run(std::env::args_os())
}

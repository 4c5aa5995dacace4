//! Texts to standard output and to files, so that nothing is lost half-way.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use super::Failure;

/// Prints a text to standard output. A reader that went away early (`| head`) is no failure.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut output = io::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::input(format!("standard output: {error}")))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Writes a file whole or not at all. What is no plain file (a device, a pipe) is written to as it is.
pub fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let written = match fs::symlink_metadata(path) {
        Ok(metadata) if !metadata.is_file() => fs::write(path, text),
        Ok(_) | Err(_) => {
            let mut name = path.file_name().unwrap_or_default().to_owned();
            name.push(".docwright-new");
            let unfinished = path.with_file_name(name);
            fs::write(&unfinished, text).and_then(|()| fs::rename(&unfinished, path))
        }
    };
    written.map_err(|error| Failure::input(format!("{}: {error}", path.display())))
}

/// The text of a file with `\n` as its line ends, which git may have changed on checkout; `None` without the file.
pub fn read(path: &Path) -> Result<Option<String>, Failure> {
    match fs::read(path) {
        // A file that is not UTF-8 differs from whatever is to be written.
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).replace("\r\n", "\n"))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::input(format!("{}: {error}", path.display()))),
    }
}

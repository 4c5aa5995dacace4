//! The contents of files of any commit, from one process.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use crate::source::MAX_PAGE_BYTES;

use super::super::super::Failure;
use super::log::git;

/// `git cat-file --batch`.
pub(super) struct Blobs {
    child: Child,
    /// Taken when it is to end.
    requests: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

/// What stands under a name.
pub(super) enum Content {
    /// The bytes.
    Bytes(Vec<u8>),
    /// More bytes than a page may have.
    TooLarge(u64),
    /// Nothing: the repository is not whole.
    Missing,
}

impl Blobs {
    /// Starts the process.
    pub fn start(repository: &Path) -> Result<Self, Failure> {
        let mut command = git(repository);
        command.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().map_err(|error| Failure::input(format!("git can not be run: {error}")))?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(requests), Some(answers)) => {
                Ok(Self { child, requests: Some(requests), answers: BufReader::new(answers) })
            }
            _ => Err(Failure::input("git cat-file: no way to talk to it".to_owned())),
        }
    }

    /// Reads what stands under a name of a blob.
    pub fn read(&mut self, id: &str) -> Result<Content, Failure> {
        self.ask(id).map_err(|error| Failure::input(format!("git cat-file {id}: {error}")))
    }

    fn ask(&mut self, id: &str) -> io::Result<Content> {
        let ended = || io::Error::new(io::ErrorKind::UnexpectedEof, "git ended early");
        let requests = self.requests.as_mut().ok_or_else(ended)?;
        writeln!(requests, "{id}")?;
        requests.flush()?;
        let mut head = String::new();
        if self.answers.read_line(&mut head)? == 0 {
            return Err(ended());
        }
        let mut words = head.split_whitespace();
        let (Some(_), Some("blob"), Some(size)) = (words.next(), words.next(), words.next()) else {
            return Ok(Content::Missing);
        };
        let size: u64 = size.parse().map_err(io::Error::other)?;
        // The line end behind it as well.
        let mut rest = (&mut self.answers).take(size + 1);
        if size > MAX_PAGE_BYTES as u64 {
            io::copy(&mut rest, &mut io::sink())?;
            return Ok(Content::TooLarge(size));
        }
        let mut bytes = Vec::new();
        rest.read_to_end(&mut bytes)?;
        if bytes.pop().is_none() || bytes.len() as u64 != size {
            return Err(ended());
        }
        Ok(Content::Bytes(bytes))
    }
}

impl Drop for Blobs {
    fn drop(&mut self) {
        // It ends when nobody asks any more.
        drop(self.requests.take());
        let _ = self.child.wait();
    }
}

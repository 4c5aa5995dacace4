//! Runs git, and reads which commits touched which files.
//!
//! In: a repository, patterns and a range. Out: [`Commit`]s, oldest first. git is started without a shell, reads and
//! never writes, starts no program that the repository's configuration names, and asks no other machine.

use std::path::Path;
use std::process::{Command, Stdio};

use super::super::super::Failure;

/// A commit that touched files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Commit {
    /// Its name in full.
    pub id: String,
    /// Whether it has no parent here.
    pub is_first: bool,
    /// The day on which it came to be, as `2027-01-31`.
    pub date: String,
    /// The first line of its message.
    pub subject: String,
    /// What it did to files, as told beside its first parent.
    pub changes: Vec<Change>,
}

/// What became of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    /// The file before; none of one that is new.
    pub old: Option<Blob>,
    /// The file after; none of one that is gone.
    pub new: Option<Blob>,
}

/// A file of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Blob {
    /// Its path in the repository.
    pub path: String,
    /// The name under which git keeps its content.
    pub id: String,
    /// Whether it is a plain file, and no link or other repository.
    pub is_plain: bool,
}

/// git in a repository, with nothing that the environment or the repository could make it do beside reading.
pub(super) fn git(repository: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(repository).arg("--no-pager");
    for setting in ["log.showSignature=false", "log.showRoot=true", "core.fsmonitor=false", "protocol.allow=never"] {
        command.args(["-c", setting]);
    }
    // Within a hook, these name another repository.
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_PREFIX"] {
        command.env_remove(variable);
    }
    command.env("LC_ALL", "C").env("GIT_TERMINAL_PROMPT", "0").env("GIT_OPTIONAL_LOCKS", "0");
    command.env("GIT_NO_LAZY_FETCH", "1").stdin(Stdio::null());
    command
}

/// What git prints. What it says beside that is passed on; when it fails, that is why nothing can be read.
pub(super) fn output(mut command: Command) -> Result<Vec<u8>, Failure> {
    let done = command.output().map_err(|error| Failure::input(format!("git can not be run: {error}")))?;
    let said = String::from_utf8_lossy(&done.stderr);
    let said = said.trim();
    if !done.status.success() {
        let said = if said.is_empty() { done.status.to_string() } else { said.to_owned() };
        return Err(Failure::input(format!("git: {said}")));
    }
    if !said.is_empty() {
        eprintln!("warning: git: {said}");
    }
    Ok(done.stdout)
}

/// The commits of a range that touched files of these patterns, along first parents, oldest first. `latest` asks for the
/// last one alone.
pub(super) fn commits(
    repository: &Path,
    range: &str,
    patterns: &[String],
    latest: bool,
) -> Result<Vec<Commit>, Failure> {
    let mut command = git(repository);
    command.args(["log", "--first-parent", "--diff-merges=first-parent", "--raw", "-z", "--no-abbrev", "-M"]);
    command.args(["--no-ext-diff", "--no-textconv", "--no-color", "--format=%H%x00%P%x00%cs%x00%s"]);
    command.arg(if latest { "--max-count=1" } else { "--reverse" });
    command.args(["--end-of-options", range, "--"]);
    command.args(patterns.iter().map(|pattern| format!(":(top,glob){pattern}")));
    let text = output(command)?;
    read(&text).ok_or_else(|| Failure::input("git: its log has another form than this docwright reads".to_owned()))
}

/// Reads the log: of each commit its four texts, then of each file a line of modes and names, and one path or two; a NUL
/// behind each.
fn read(text: &[u8]) -> Option<Vec<Commit>> {
    let mut commits: Vec<Commit> = Vec::new();
    let parts: Vec<String> =
        text.split(|&byte| byte == 0).map(|part| String::from_utf8_lossy(part).into_owned()).collect();
    let mut parts = parts.into_iter();
    while let Some(part) = parts.next() {
        let part = part.trim_start_matches('\n');
        if part.is_empty() {
            continue;
        }
        if let Some(line) = part.strip_prefix(':') {
            let change = change(line, &mut parts)?;
            commits.last_mut()?.changes.push(change);
            continue;
        }
        if !is_name(part) {
            return None;
        }
        let (parents, date, subject) = (parts.next()?, parts.next()?, parts.next()?);
        let subject = subject.trim_end_matches('\n').to_owned();
        commits.push(Commit { id: part.to_owned(), is_first: parents.is_empty(), date, subject, changes: Vec::new() });
    }
    Some(commits)
}

/// `100644 100644 <old> <new> M`, and the paths behind it.
fn change(line: &str, parts: &mut impl Iterator<Item = String>) -> Option<Change> {
    let words: Vec<&str> = line.split(' ').collect();
    let [old_mode, new_mode, old, new, status] = words.as_slice() else { return None };
    let path = parts.next()?;
    let new_path = if status.starts_with(['R', 'C']) { parts.next()? } else { path.clone() };
    let blob = |mode: &str, id: &str, path: String| {
        let is_there = is_name(id) && id.bytes().any(|byte| byte != b'0');
        is_there.then(|| Blob { path, id: id.to_owned(), is_plain: mode.starts_with("100") })
    };
    Some(Change { old: blob(old_mode, old, path), new: blob(new_mode, new, new_path) })
}

/// Whether it is a name as git gives them, in full.
fn is_name(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_read_with_renames_and_odd_paths() {
        let (one, two, none) = ("1".repeat(40), "2".repeat(40), "0".repeat(40));
        let text = format!(
            "{one}\0\x002026-11-22\0First: a\0\n:000000 100644 {none} {one} A\0docs/a b.md\0\
             {two}\0{one}\x002026-11-23\0\0\n:100644 100644 {one} {two} R087\0docs/a b.md\0docs/取值\n.md\0\
             :100644 000000 {two} {none} D\0gone.md\0:120000 100644 {one} {two} T\0link.md\0"
        );
        let commits = read(text.as_bytes()).expect("a log");
        assert_eq!(commits.len(), 2);
        assert_eq!((commits[0].is_first, commits[0].subject.as_str()), (true, "First: a"));
        assert_eq!(
            (commits[1].is_first, commits[1].date.as_str(), commits[1].subject.as_str()),
            (false, "2026-11-23", "")
        );
        let paths = |commit: &Commit| -> Vec<(String, String)> {
            let path = |blob: &Option<Blob>| blob.as_ref().map_or(String::new(), |blob| blob.path.clone());
            commit.changes.iter().map(|change| (path(&change.old), path(&change.new))).collect()
        };
        let pair = |old: &str, new: &str| (old.to_owned(), new.to_owned());
        assert_eq!(paths(&commits[0]), [pair("", "docs/a b.md")]);
        let expected = [pair("docs/a b.md", "docs/取值\n.md"), pair("gone.md", ""), pair("link.md", "link.md")];
        assert_eq!(paths(&commits[1]), expected);
        let link = commits[1].changes[2].old.as_ref().expect("a link");
        assert!(!link.is_plain);
        assert_eq!(read(b""), Some(Vec::new()));
        assert_eq!(read(b"fatal: something\0"), None);
    }
}

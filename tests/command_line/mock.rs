//! `mock`: a newcomer starts a vendor, takes over what it prints, runs the examples against it, and stops it.
//!
//! Cargo is called by the program and builds the server, so that these run in docwright's own repository.

use std::io::{BufRead as _, BufReader};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::support::{program, root};

/// The command with arguments that are parted by blanks.
fn command(arguments: &str) -> Command {
    let mut command = Command::new(program());
    command.arg("mock").args(arguments.split_whitespace()).current_dir(root());
    command
}

/// A vendor that plays until it is told to stop, and what it said of itself.
struct Playing {
    child: Child,
    lines: BufReader<ChildStdout>,
    address: String,
    variables: Vec<(String, String)>,
}

impl Playing {
    /// Starts it, and reads up to the last of its variables.
    fn start(arguments: &str, last: &str) -> Self {
        let mut child = command(arguments).stdout(Stdio::piped()).spawn().expect("docwright runs");
        let lines = BufReader::new(child.stdout.take().expect("its output"));
        let mut playing = Self { child, lines, address: String::new(), variables: Vec::new() };
        let first = playing.line();
        let (_, address) = first.split_once(" listens on ").unwrap_or_else(|| panic!("no address: {first}"));
        address.clone_into(&mut playing.address);
        while playing.variables.last().is_none_or(|(name, _)| name != last) {
            let line = playing.line();
            let pair = line.trim_start().strip_prefix("export ").and_then(|pair| pair.split_once('='));
            let (name, value) = pair.unwrap_or_else(|| panic!("no variable: {line}"));
            playing.variables.push((name.to_owned(), value.to_owned()));
        }
        playing
    }

    /// The next line; empty at the end.
    fn line(&mut self) -> String {
        let mut line = String::new();
        self.lines.read_line(&mut line).expect("a line");
        line.trim_end().to_owned()
    }

    /// Runs an example of the generated crate as the README does.
    fn example(&self, name: &str, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO"));
        command.args([
            "run",
            "--quiet",
            "--package",
            "docwright-clients",
            "--features",
            "all",
            "--example",
            name,
            "--",
        ]);
        command.args(arguments).arg(&self.address).current_dir(root());
        for name in ["ALIBABA_CLOUD_SECURITY_TOKEN", "HUAWEICLOUD_SDK_SECURITY_TOKEN"] {
            command.env_remove(name);
        }
        command.envs(self.variables.clone()).output().expect("cargo runs")
    }

    fn is_there(&self) -> bool {
        TcpStream::connect(self.address.trim_start_matches("http://")).is_ok()
    }
}

impl Drop for Playing {
    fn drop(&mut self) {
        // It may have ended; nothing of it shall stay where a test fails.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_examples_run_against_what_a_newcomer_starts() {
    let mut vendor = Playing::start("alibaba vpc", "ALIBABA_CLOUD_ACCESS_KEY_SECRET");
    let issued = vendor.example("ssl_vpn", &["vpn-1"]);
    let certificate = String::from_utf8(issued.stdout).expect("a text");
    assert!(issued.status.success() && certificate.starts_with("vsc-"), "{certificate}{:?}", issued.stderr);
    assert_eq!(vendor.line(), "POST / CreateSslVpnServer -> 200");
    assert_eq!(vendor.line(), "POST / DescribeVpnGateway -> 200");

    // Asked to end, the process that was started ends, and the server with it.
    assert!(vendor.is_there());
    let process = i32::try_from(vendor.child.id()).expect("a process");
    kill(Pid::from_raw(process), Signal::SIGTERM).expect("it runs");
    vendor.child.wait().expect("an end");
    let begun = Instant::now();
    while vendor.is_there() {
        assert!(begun.elapsed() < Duration::from_secs(10), "the server outlives its command");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_certificate_that_nobody_made_is_renewed_where_it_is_adopted() {
    let folder = tempfile::tempdir().expect("a folder");
    let pem = folder.path().join("new.pem");
    let block = |label: &str| format!("-----BEGIN {label}-----\nAAAA\n-----END {label}-----\n");
    std::fs::write(&pem, block("CERTIFICATE") + &block("PRIVATE KEY")).expect("a file");
    let pem = pem.to_str().expect("a text");

    let vendor = Playing::start("huawei apig --adopt", "HUAWEICLOUD_SDK_PROJECT_ID");
    let renewed = vendor.example("renew_certificate", &["cert-5", pem]);
    let told = String::from_utf8(renewed.stdout).expect("a text");
    assert!(renewed.status.success() && told.starts_with("cert-5 "), "{told}{:?}", renewed.stderr);

    let vendor = Playing::start("huawei apig", "HUAWEICLOUD_SDK_PROJECT_ID");
    let refused = vendor.example("renew_certificate", &["cert-5", pem]);
    let told = String::from_utf8(refused.stderr).expect("a text");
    assert!(!refused.status.success() && told.contains("APIG.3000"), "{told}");
}

#[test]
fn a_documented_error_comes_when_a_script_asks_for_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = folder.path().join("steps.json");
    let steps = r#"[{"operation": "CreateSslVpnServer", "call": 1, "error": "Resource.QuotaFull"}]"#;
    std::fs::write(&script, steps).expect("a file");
    let arguments = format!("alibaba vpc --script {}", script.display());
    let mut vendor = Playing::start(&arguments, "ALIBABA_CLOUD_ACCESS_KEY_SECRET");
    let refused = vendor.example("ssl_vpn", &["vpn-1"]);
    let told = String::from_utf8(refused.stderr).expect("a text");
    assert!(!refused.status.success() && told.contains("ask for more servers"), "{told}");
    assert_eq!(vendor.line(), "POST / CreateSslVpnServer -> 400 Resource.QuotaFull: The quota of resource is full");
}

#[test]
fn what_can_not_be_played_is_said_and_where_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        std::fs::write(folder.path().join(name), text).expect("a file");
        folder.path().join(name).display().to_string()
    };
    let broken = write("broken.json", "{\n");
    let newer = write("rest.json", r#"{"vendor": "v", "service": "s", "protocol": "rest", "operations": []}"#);
    let script = write("script.json", r#"[{"operation": "CreateBoat", "fault": "reset"}]"#);
    let taken = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    for (arguments, exit, messages) in [
        ("alibaba".to_owned(), 2, vec!["`alibaba` needs a service behind it", "mock --help"]),
        ("--colour".to_owned(), 2, vec!["there is no option `--colour`"]),
        ("--port many".to_owned(), 2, vec!["`many` is no port"]),
        ("alibaba nope".to_owned(), 3, vec!["no service `alibaba nope`", "`alibaba vpc`, `huawei apig`"]),
        (format!("--spec {broken}"), 3, vec!["broken.json: EOF while parsing"]),
        (format!("--spec {newer}"), 3, vec!["v s: nobody knows how its requests are signed"]),
        (
            format!("alibaba vpc --script {script}"),
            3,
            vec!["step 1 of the script: no operation is called `CreateBoat`"],
        ),
        (format!("alibaba vpc --port {port}"), 3, vec!["can not listen on 127.0.0.1:", &port, "in use"]),
        ("--help".to_owned(), 0, vec![]),
    ] {
        let output = command(&arguments).output().expect("docwright runs");
        let told = String::from_utf8(output.stderr).expect("a text");
        assert_eq!(output.status.code(), Some(exit), "{arguments}: {told}");
        for message in messages {
            assert!(told.contains(message), "{arguments}: no `{message}` in {told}");
        }
    }
}

//! Plays vendors from the command line: reads arguments, starts a server a service, prints a line a call.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use docwright_mock::{Behaviour, Call, Error, MockVendor, On, RunningVendor, script};

const USAGE: &str = "\
Plays the services of vendors on loopback, from the spec.json files below specs/, until it is stopped.

Usage: cargo xtask mock [VENDOR SERVICE]... [OPTIONS]

Without a vendor and a service it plays all that the repository has.

Options:
      --spec FILE     Play this spec.json; may be given more than once
      --port N        Listen on this port, the next service on the one after it
      --script FILE   What happens to which call: a JSON list of steps
      --adopt         Take things that nobody created for existing ones
  -h, --help          Print this

A step has `operation` and `call` (the n-th; both may be left out), and one of `error` (a code), `delay` (milliseconds),
`fault` (refused, reset, torn_body, unavailable, throttling, slow, malformed_json, malformed_xml, wrong_content_type,
huge_body) and `answer` ({\"status\": 200, \"content_type\": \"...\", \"body\": \"...\"}).
";

fn main() -> ExitCode {
    let arguments = match Arguments::parse(std::env::args().skip(1)) {
        Ok(Some(arguments)) => arguments,
        Ok(None) => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Err(problem) => {
            eprintln!("error: {problem}\n`cargo xtask mock --help` lists what there is");
            return ExitCode::from(2);
        }
    };
    match start(&arguments) {
        Ok(vendors) => {
            for vendor in &vendors {
                // Who closed the output does not want to read it; the server goes on.
                let _ = introduce(vendor, &mut io::stdout().lock());
            }
            loop {
                std::thread::park();
            }
        }
        Err(problem) => {
            eprintln!("error: {problem}");
            ExitCode::from(3)
        }
    }
}

#[derive(Debug, Default)]
struct Arguments {
    services: Vec<(String, String)>,
    specs: Vec<PathBuf>,
    port: u16,
    script: Option<PathBuf>,
    adopts: bool,
}

impl Arguments {
    /// Reads the arguments; `None` when only help is wanted.
    fn parse(mut given: impl Iterator<Item = String>) -> Result<Option<Self>, String> {
        let mut arguments = Self::default();
        while let Some(argument) = given.next() {
            let mut value = || given.next().ok_or_else(|| format!("`{argument}` needs a value"));
            match argument.as_str() {
                "-h" | "--help" => return Ok(None),
                "--spec" => arguments.specs.push(value()?.into()),
                "--port" => {
                    let text = value()?;
                    arguments.port = text.parse().map_err(|_| format!("`{text}` is no port"))?;
                }
                "--script" => arguments.script = Some(value()?.into()),
                "--adopt" => arguments.adopts = true,
                option if option.starts_with('-') => return Err(format!("there is no option `{option}`")),
                vendor => {
                    let service = given.next().ok_or_else(|| format!("`{vendor}` needs a service behind it"))?;
                    arguments.services.push((vendor.to_owned(), service));
                }
            }
        }
        Ok(Some(arguments))
    }
}

/// Starts a server for each spec that is asked for.
fn start(arguments: &Arguments) -> Result<Vec<RunningVendor>, String> {
    let steps = match &arguments.script {
        Some(path) => read_script(path)?,
        None => Vec::new(),
    };
    let played = specs(arguments)?;
    for (number, (on, _)) in steps.iter().enumerate() {
        let Some(name) = &on.operation else { continue };
        if !played.iter().any(|(_, vendor)| vendor.spec().operations.iter().any(|one| one.name == *name)) {
            return Err(format!("step {} of the script: no operation is called `{name}`", number + 1));
        }
    }
    let mut vendors = Vec::new();
    for (index, (path, mut vendor)) in played.into_iter().enumerate() {
        for word in vendor.unknown_words() {
            eprintln!("warning: {}: `{word}` is not known to this server, and not played", path.display());
        }
        if arguments.adopts {
            vendor = vendor.adopting();
        }
        if arguments.port != 0 {
            let port = u16::try_from(index).ok().and_then(|index| arguments.port.checked_add(index));
            vendor = vendor.with_port(port.ok_or("there are not enough ports")?);
        }
        let vendor = vendor.on_call(tell).start().map_err(|error| error.to_string())?;
        for (on, behaviour) in &steps {
            vendor.script(on.clone(), behaviour.clone());
        }
        vendors.push(vendor);
    }
    Ok(vendors)
}

fn read_script(path: &Path) -> Result<Vec<(On, Behaviour)>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    script::parse(&text).map_err(|problem| format!("{}: {problem}", path.display()))
}

/// What to play, and its file: what is named, else all below `specs/` that has a protocol which can be played.
fn specs(arguments: &Arguments) -> Result<Vec<(PathBuf, MockVendor)>, String> {
    let mut files = arguments.specs.clone();
    let is_named = !files.is_empty() || !arguments.services.is_empty();
    if !is_named || !arguments.services.is_empty() {
        let folder = specs_folder().ok_or("there is no folder `specs` here or above")?;
        for (vendor, service) in &arguments.services {
            files.push(spec_of(&folder, vendor, service)?);
        }
        if !is_named {
            let services = folders(&folder).into_iter().flat_map(|vendor| folders(&vendor));
            files.extend(services.map(|service| service.join("spec.json")).filter(|path| path.is_file()));
        }
    }
    let mut played = Vec::new();
    for path in files {
        match MockVendor::from_spec(&path) {
            Ok(vendor) => played.push((path, vendor)),
            // Of all that there is, what can not be played is passed over.
            Err(Error::Protocol(_)) if !is_named => {}
            Err(error) => return Err(error.to_string()),
        }
    }
    if played.is_empty() { Err("there is no spec.json to play".to_owned()) } else { Ok(played) }
}

/// The spec of a service. The error says what there is instead.
fn spec_of(folder: &Path, vendor: &str, service: &str) -> Result<PathBuf, String> {
    let path = folder.join(vendor).join(service).join("spec.json");
    if path.is_file() {
        return Ok(path);
    }
    if path.parent().is_some_and(|service| service.join("pages").is_dir()) {
        return Err(format!("{vendor} {service} has no spec.json yet: `cargo xtask generate` writes it"));
    }
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let services = folders(folder).into_iter().flat_map(|vendor| folders(&vendor));
    let found = services.filter(|service| service.join("spec.json").is_file());
    let known: Vec<String> = found
        .map(|service| format!("`{} {}`", service.parent().map(name).unwrap_or_default(), name(&service)))
        .collect();
    let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    Err(format!("there is no service `{vendor} {service}` in {}; there is {known}", folder.display()))
}

fn specs_folder() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    here.ancestors().map(|folder| folder.join("specs")).find(|folder| folder.is_dir())
}

/// The folders in a folder, sorted.
fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    found.sort();
    found
}

/// Says where a vendor listens and how to reach it.
fn introduce(vendor: &RunningVendor, output: &mut impl io::Write) -> io::Result<()> {
    let spec = vendor.spec();
    writeln!(output, "{} {} listens on {}", spec.vendor, spec.service, vendor.endpoint())?;
    for (name, value) in vendor.environment() {
        writeln!(output, "    export {name}={value}")?;
    }
    output.flush()
}

/// A line for a call: what came, and what went back.
fn tell(call: &Call) {
    let name = call.operation.as_deref().unwrap_or("-");
    let outcome = match (call.status, &call.code, &call.message) {
        (Some(status), Some(code), Some(message)) => format!("{status} {code}: {message}"),
        (Some(status), _, _) => status.to_string(),
        (None, _, _) => "connection reset".to_owned(),
    };
    // A call is answered whether somebody reads of it or not.
    let _ = writeln!(io::stdout().lock(), "{} {} {name} -> {outcome}", call.request.method, call.request.path);
}

//! What a change of the documentation does to code that uses the generated client.
//!
//! In: two specs and the findings of the API between them. Out: findings of the layer of Rust, each with the items of
//! both clients that it is about and, where there is one, the finding of the API that it follows from. What code can name
//! is not guessed from the API: both clients are planned, and all that they let code name is compared.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::emit::plan;
use crate::emit::surface::{self, Entry, Key, Thing};
use crate::spec::model::{Protocol, Spec};

use super::causes::{Causes, plain};
use super::rules::{Way, way};
use super::{Confidence, Facet, Finding, Kind, Layer, Nature, Side, Subject};

/// A finding of the layer of Rust.
#[derive(Clone, Debug)]
pub struct Change {
    /// What is told of it.
    pub finding: Finding,
    /// The operation in the old documentation, and the parameter on the wire; empty of what has none.
    pub subject: (String, String),
    /// Statements that use the item of the old client, or what stands beside a new one.
    pub snippet: Option<Arc<str>>,
    /// The path of a constant or a variant of the old client: an expression.
    pub named: Option<String>,
    /// The finding of the API that it follows from.
    pub cause: Option<Finding>,
}

/// All that follows for code.
pub fn changes(old: &Spec, new: &Spec, api: &[Finding]) -> Vec<Change> {
    if old == new {
        return Vec::new();
    }
    let (before, after) = (surface::of(&plan::service(old)), surface::of(&plan::service(new)));
    let mut comparison = Comparison::new(api, before, after);
    comparison.items();
    comparison.sent(new.protocol);
    comparison.assumed();
    comparison.changes
}

struct Comparison<'f> {
    api: &'f [Finding],
    causes: Causes<'f>,
    names: Names,
    /// By keys in the words of the new version.
    before: BTreeMap<Key, Entry>,
    after: BTreeMap<Key, Entry>,
    /// What the names of the new client stand for.
    taken: BTreeMap<(Thing, String), Key>,
    changes: Vec<Change>,
}

impl<'f> Comparison<'f> {
    fn new(api: &'f [Finding], before: Vec<Entry>, after: Vec<Entry>) -> Self {
        let names = Names::new(api);
        let renamed = before.into_iter().map(|entry| (names.new_key(&entry.key), entry)).collect();
        let taken = after.iter().map(|entry| ((entry.key.thing, entry.path.clone()), entry.key.clone())).collect();
        let after = after.into_iter().map(|entry| (entry.key.clone(), entry)).collect();
        Self { api, causes: Causes::new(api), names, before: renamed, after, taken, changes: Vec::new() }
    }

    /// Compares all that code can name.
    fn items(&mut self) {
        let keys: BTreeSet<Key> = self.before.keys().chain(self.after.keys()).cloned().collect();
        for key in keys {
            match (self.before.get(&key).cloned(), self.after.get(&key).cloned()) {
                (Some(old), Some(new)) => self.pair(&key, old, new),
                (old, new) if !self.is_told_above(&key) => self.came_or_went(&key, old, new),
                (_, _) => {}
            }
        }
    }

    fn pair(&mut self, key: &Key, old: Entry, new: Entry) {
        let is_renamed = last(&old.path) != last(&new.path);
        let is_other = old.shape != new.shape;
        let (kind, texts) = match key.thing {
            Thing::Checks | Thing::Order | Thing::Repeated | Thing::Hidden | Thing::Followed if !is_other => return,
            Thing::Checks => return self.accepted(key, &old, &new),
            Thing::Method if is_renamed => (Kind::Renamed, (old.path.clone(), new.path.clone())),
            // A first argument or a last one is told as such.
            Thing::Method if old.shape == "nothing" || new.shape == "nothing" => return,
            Thing::Order if !self.is_other_order(key, &old, &new) => return,
            Thing::Repeated | Thing::Hidden => {
                let is_now = matches!(new.shape.as_str(), "repeated" | "hidden");
                let kind = if is_now { Kind::Added } else { Kind::Removed };
                return self.push(key, kind, (Some(old), Some(new)), (None, None));
            }
            // The n-th argument has no name for those who call.
            Thing::Argument if is_renamed && new.path.starts_with("Client::") && old.path.starts_with("Client::") => {
                if !is_other {
                    return;
                }
                (Kind::Changed, (old.shape.clone(), new.shape.clone()))
            }
            // What takes a text takes a value of an open enumeration as a text, too.
            Thing::Setter | Thing::Argument if !is_renamed && old.shape == new.loose => return,
            Thing::Order | Thing::Followed => (Kind::Changed, (old.shape.clone(), new.shape.clone())),
            Thing::Waiter if is_other || container(&old.path) != container(&new.path) => {
                (Kind::Changed, (old.path.clone(), new.path.clone()))
            }
            // Code that names it compiles, and names something else.
            _ if is_renamed && self.is_taken(key, &old) => {
                let texts = (Some(meant(&old.key)), self.taken.get(&(key.thing, old.path.clone())).map(meant));
                let cause = self.causes.of(key, Kind::Renamed).cloned();
                return self.add(key, Facet::Meant, Kind::Changed, (Some(old), Some(new)), texts, cause.as_ref());
            }
            _ if is_renamed => (Kind::Renamed, (old.path.clone(), new.path.clone())),
            _ if is_other => (Kind::Changed, (old.shape.clone(), new.shape.clone())),
            _ => return,
        };
        self.push(key, kind, (Some(old), Some(new)), (Some(texts.0), Some(texts.1)));
    }

    fn came_or_went(&mut self, key: &Key, old: Option<Entry>, new: Option<Entry>) {
        // Nothing can be named by these alone.
        if matches!(key.thing, Thing::Checks | Thing::Hidden | Thing::Repeated | Thing::Order | Thing::Followed) {
            return;
        }
        let kind = if new.is_some() { Kind::Added } else { Kind::Removed };
        if let Some(entry) = old.as_ref().filter(|entry| self.is_taken(key, entry)) {
            let texts = (Some(meant(&entry.key)), self.taken.get(&(key.thing, entry.path.clone())).map(meant));
            let cause = self.causes.of(key, kind).cloned();
            return self.add(key, Facet::Meant, Kind::Changed, (old, new), texts, cause.as_ref());
        }
        let path = |entry: &Option<Entry>| entry.as_ref().map(|entry| entry.path.clone());
        let texts = (path(&old), path(&new));
        self.push(key, kind, (old, new), texts);
    }

    /// Whether the new client has an item of the same name that stands for something else.
    fn is_taken(&self, key: &Key, old: &Entry) -> bool {
        self.taken.get(&(key.thing, old.path.clone())).is_some_and(|other| other != key)
    }

    /// Whether something that came or went stands inside something else that did.
    fn is_told_above(&self, key: &Key) -> bool {
        let is_lonely = |key: &Key| self.before.contains_key(key) != self.after.contains_key(key);
        let with = |thing: Thing, wire: &str| Key { thing, wire: wire.to_owned(), value: String::new(), ..key.clone() };
        if key.thing != Thing::Method && !key.operation.is_empty() {
            let method = Key { sent: true, ..with(Thing::Method, "") };
            if is_lonely(&method) {
                return true;
            }
        }
        if key.thing == Thing::Variant && is_lonely(&with(Thing::Named, &key.wire)) {
            return true;
        }
        let carriers = [Thing::Setter, Thing::Argument, Thing::Member, Thing::Output];
        // A parameter that is asked for now is another item, and not another thing.
        let has_gone = |wire: &str| {
            let is_on =
                |side: &BTreeMap<Key, Entry>| carriers.iter().any(|&thing| side.contains_key(&with(thing, wire)));
            is_on(&self.before) != is_on(&self.after)
        };
        let is_named = matches!(key.thing, Thing::Named | Thing::Variant);
        let mut above = if is_named { Some(key.wire.as_str()) } else { parent(&key.wire) };
        while let Some(wire) = above {
            if has_gone(wire) {
                return true;
            }
            above = parent(wire);
        }
        false
    }

    /// Whether the same arguments stand in another order.
    fn is_other_order(&self, key: &Key, old: &Entry, new: &Entry) -> bool {
        let before: Vec<String> = old
            .shape
            .split(", ")
            .map(|wire| {
                self.names.new_key(&Key { thing: Thing::Argument, wire: wire.to_owned(), ..old.key.clone() }).wire
            })
            .collect();
        let after: Vec<&str> = new.shape.split(", ").collect();
        let set = |order: &[&str]| order.iter().map(|&wire| wire.to_owned()).collect::<BTreeSet<_>>();
        let before: Vec<&str> = before.iter().map(String::as_str).collect();
        key.thing == Thing::Order && before != after && set(&before) == set(&after)
    }

    /// The checks before sending differ: by each finding of the API that they are made of.
    fn accepted(&mut self, key: &Key, old: &Entry, new: &Entry) {
        let causes: Vec<&Finding> = self.causes.about(key).filter(|cause| is_checked(cause.facet)).collect();
        let has_moved = |thing: Thing| {
            let key = Key { thing, ..key.clone() };
            self.before.contains_key(&key) != self.after.contains_key(&key)
        };
        let pairs = || (Some(old.clone()), Some(new.clone()));
        let mut told = Vec::new();
        for cause in causes {
            // The compiler asks for what must be given.
            if cause.facet == Facet::Presence && (has_moved(Thing::Setter) || has_moved(Thing::Argument)) {
                continue;
            }
            let kind = match way(cause) {
                Way::Removed | Way::Loosened => Kind::Added,
                Way::Added | Way::Demanded | Way::Renamed | Way::Moved | Way::Changed | Way::Tightened => Kind::Removed,
            };
            told.push((kind, cause.clone()));
        }
        for (kind, cause) in told {
            let texts = (cause.old.clone(), cause.new.clone());
            self.add(key, Facet::Accepted, kind, pairs(), texts, Some(&cause));
        }
    }

    /// What goes over the wire otherwise.
    fn sent(&mut self, protocol: Protocol) {
        let is_rpc = matches!(protocol, Protocol::AlibabaRpc | Protocol::Rpc);
        let findings: Vec<Finding> = self.api.to_vec();
        for cause in findings.iter().filter(|cause| cause.layer() == Layer::Api) {
            let is_sent_elsewhere = match (cause.subject.side, cause.facet) {
                (Side::Request, Facet::Existence) => matches!(cause.kind, Kind::Renamed | Kind::Moved),
                (Side::Request, Facet::Location) | (Side::Operation, Facet::Uri) => true,
                (Side::Operation, Facet::Existence) => is_rpc && cause.kind == Kind::Renamed,
                _ => false,
            };
            if is_sent_elsewhere {
                self.follows(cause, Facet::Sent);
            }
        }
    }

    /// What the service fills in otherwise.
    fn assumed(&mut self) {
        let findings: Vec<Finding> = self.api.to_vec();
        let defaults = |cause: &&Finding| cause.facet == Facet::Default && cause.subject.side == Side::Request;
        for cause in findings.iter().filter(defaults) {
            self.follows(cause, Facet::Assumed);
        }
    }

    /// What follows from a finding of the API alone, for the item that stands for its subject.
    fn follows(&mut self, cause: &Finding, facet: Facet) {
        let key = Key {
            operation: cause.subject.operation.clone(),
            thing: Thing::Method,
            sent: true,
            wire: plain(&cause.subject.name),
            value: String::new(),
        };
        let things = [Thing::Setter, Thing::Argument, Thing::Member, Thing::Method];
        let of = |side: &BTreeMap<Key, Entry>| {
            things.iter().find_map(|&thing| side.get(&Key { thing, ..key.clone() }).cloned())
        };
        let (old, new) = (of(&self.before), of(&self.after));
        if old.is_none() && new.is_none() {
            // The client fills it in; no code names it.
            return;
        }
        let texts = (cause.old.clone(), cause.new.clone());
        self.add(&key, facet, Kind::Changed, (old, new), texts, Some(cause));
    }

    fn push(
        &mut self,
        key: &Key,
        kind: Kind,
        entries: (Option<Entry>, Option<Entry>),
        texts: (Option<String>, Option<String>),
    ) {
        let cause = self.causes.of(key, kind).cloned();
        self.add(key, facet(key.thing), kind, entries, texts, cause.as_ref());
    }

    fn add(
        &mut self,
        key: &Key,
        facet: Facet,
        kind: Kind,
        (old, new): (Option<Entry>, Option<Entry>),
        texts: (Option<String>, Option<String>),
        cause: Option<&Finding>,
    ) {
        let path = new.as_ref().or(old.as_ref()).map(|entry| entry.path.clone()).unwrap_or_default();
        let side = match (key.thing, key.sent) {
            (Thing::Constant, _) => Side::Error,
            (Thing::Method | Thing::Order | Thing::Pages | Thing::Waiter | Thing::Followed | Thing::Repeated, _) => {
                Side::Operation
            }
            (_, true) => Side::Request,
            (_, false) => Side::Response,
        };
        let operation = cause.map_or_else(|| key.operation.clone(), |cause| cause.subject.operation.clone());
        let finding = Finding {
            subject: Subject { operation, side, name: path, row: key.wire.clone() },
            facet,
            kind,
            old: texts.0,
            new: texts.1,
            old_place: cause.and_then(|cause| cause.old_place.clone()),
            new_place: cause.and_then(|cause| cause.new_place.clone()),
            confidence: cause.map_or(Confidence::CERTAIN, |cause| cause.confidence),
            is_demanded: false,
            nature: cause.map_or(Nature::Unsure, |cause| cause.nature),
            remark: None,
            cause: cause.map(Finding::fingerprint),
        };
        let used = old.as_ref().or_else(|| self.beside(key));
        let operation = used.map(|entry| entry.key.operation.clone());
        let wire = old.as_ref().map_or(&key.wire, |entry| &entry.key.wire).clone();
        let snippet = used.map(|entry| Arc::clone(&entry.snippet)).filter(|snippet| !snippet.is_empty());
        let subject = (operation.unwrap_or_else(|| key.operation.clone()), wire);
        let is_expression = matches!(key.thing, Thing::Constant | Thing::Variant);
        let named = old.as_ref().filter(|_| is_expression).map(|entry| entry.path.clone());
        self.changes.push(Change { finding, subject, snippet, named, cause: cause.cloned() });
    }

    /// What code names that lists all that stands beside a new item: the literal of its struct, or the call.
    fn beside(&self, key: &Key) -> Option<&Entry> {
        let is_beside = |other: &Key| {
            other.operation == key.operation && other.thing == key.thing && parent(&other.wire) == parent(&key.wire)
        };
        let listed = matches!(key.thing, Thing::Argument | Thing::Member);
        let sibling = self.before.iter().find(|(other, _)| listed && is_beside(other)).map(|(_, entry)| entry);
        let method = Key { thing: Thing::Method, sent: true, wire: String::new(), value: String::new(), ..key.clone() };
        sibling.or_else(|| self.before.get(&method))
    }
}

/// What the client checks before it sends a request.
fn is_checked(facet: Facet) -> bool {
    let is_unchecked = matches!(facet, Facet::Rival | Facet::Unit | Facet::TimeFormat | Facet::Json | Facet::CaseLimit);
    matches!(facet, Facet::Presence | Facet::Condition) || (facet.is_constraint() && !is_unchecked)
}

fn facet(thing: Thing) -> Facet {
    match thing {
        Thing::Method => Facet::Method,
        Thing::Order => Facet::Order,
        Thing::Argument => Facet::Argument,
        Thing::Setter => Facet::Setter,
        Thing::Member => Facet::Member,
        Thing::Output => Facet::Output,
        Thing::Named => Facet::Named,
        Thing::Variant => Facet::Variant,
        Thing::Constant => Facet::Constant,
        Thing::Pages => Facet::Pages,
        Thing::Waiter => Facet::Waiter,
        Thing::Followed => Facet::Followed,
        Thing::Checks => Facet::Accepted,
        Thing::Repeated => Facet::Repeated,
        Thing::Hidden => Facet::Hidden,
    }
}

/// New names for old ones, as far as the findings tell of renames.
struct Names {
    operations: BTreeMap<String, String>,
    /// By the new name of the operation and the side: old and new paths, the longest first.
    paths: BTreeMap<(String, bool), Vec<(String, String)>>,
}

impl Names {
    fn new(api: &[Finding]) -> Self {
        let mut names = Self { operations: BTreeMap::new(), paths: BTreeMap::new() };
        for finding in api.iter().filter(|finding| matches!(finding.facet, Facet::Existence | Facet::Shown)) {
            let (Kind::Renamed | Kind::Moved, Some(old), Some(new)) = (finding.kind, &finding.old, &finding.new) else {
                continue;
            };
            let is_sent = match finding.subject.side {
                Side::Operation => {
                    names.operations.insert(old.clone(), new.clone());
                    continue;
                }
                Side::Request => true,
                Side::Response | Side::Header => false,
                Side::Error | Side::Status | Side::Page | Side::Service => continue,
            };
            let key = (finding.subject.operation.clone(), is_sent);
            names.paths.entry(key).or_default().push((plain(old), plain(new)));
        }
        for paths in names.paths.values_mut() {
            paths.sort_by_key(|(old, _)| std::cmp::Reverse(old.len()));
        }
        names
    }

    fn new_key(&self, key: &Key) -> Key {
        let operation = self.operations.get(&key.operation).unwrap_or(&key.operation).clone();
        let paths = self.paths.get(&(operation.clone(), key.sent));
        let wire = paths.into_iter().flatten().find_map(|(old, new)| {
            let rest = key.wire.strip_prefix(old.as_str())?;
            (rest.is_empty() || rest.starts_with('.')).then(|| format!("{new}{rest}"))
        });
        Key { operation, wire: wire.unwrap_or_else(|| key.wire.clone()), ..key.clone() }
    }
}

/// What an item stands for on the wire.
fn meant(key: &Key) -> String {
    if key.value.is_empty() { key.wire.clone() } else { key.value.clone() }
}

fn parent(wire: &str) -> Option<&str> {
    wire.rsplit_once('.').map(|(above, _)| above)
}

/// The last name of a path: `port` of `Request::port` and of `Client::open(port)`.
fn last(path: &str) -> &str {
    let name = path.rsplit("::").next().unwrap_or(path);
    name.split_once('(').map_or(name, |(_, argument)| argument.trim_end_matches(')'))
}

/// The name before the last one: `Output` of `open::Output::wait`, nothing of `open::wait`.
fn container(path: &str) -> bool {
    path.contains("::Output::")
}

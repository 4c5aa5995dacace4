//! What a cell is called and what it means, put together from what is said of its side, its facet and its way.

use super::weight;
use super::{Breaks, Facet, Layer, Severity, Side, Way};

/// `param.maximum.tightened`; a thing that comes or goes has no word for its facet: `param.added`.
pub(super) fn code(side: Option<Side>, facet: Facet, way: Way) -> String {
    let mut parts = vec![side.map_or("rust", prefix)];
    if !matches!(facet, Facet::Existence | Facet::Page) {
        parts.push(facet.word());
    }
    parts.push(way.word());
    parts.join(".")
}

/// How codes of a side begin.
fn prefix(side: Side) -> &'static str {
    match side {
        Side::Service => "service",
        Side::Operation => "operation",
        Side::Request => "param",
        Side::Response => "response",
        Side::Header => "header",
        Side::Error => "error",
        Side::Status => "status",
        Side::Page => "page",
    }
}

/// One line: "the largest number of a parameter was tightened".
pub(super) fn title(side: Option<Side>, facet: Facet, way: Way) -> String {
    let owner = side.map_or("the client", owner);
    let verb = verb(way);
    match (side, facet) {
        (Some(_), Facet::Existence) => format!("{owner} {verb}"),
        (Some(_), Facet::Page) => match way {
            Way::Changed => "a page lost nearly all its words".to_owned(),
            _ => format!("{owner} {verb}"),
        },
        (Some(_), Facet::Split) if way == Way::Added => "a page was split into several".to_owned(),
        (Some(_), Facet::Split) => "several pages became one page".to_owned(),
        (Some(_), _) => format!("{} of {owner} {verb}", facet.noun()),
        (None, _) => format!("{} {}", facet.noun(), code_verb(facet, way)),
    }
}

fn owner(side: Side) -> &'static str {
    match side {
        Side::Service => "the service",
        Side::Operation => "an operation",
        Side::Request => "a parameter",
        Side::Response => "a field of an answer",
        Side::Header => "a header of an answer",
        Side::Error => "an error",
        Side::Status => "a status of an answer",
        Side::Page => "a page",
    }
}

fn verb(way: Way) -> &'static str {
    match way {
        Way::Added => "was added",
        Way::Demanded => "was added and must be sent",
        Way::Removed => "was removed",
        Way::Renamed => "was renamed",
        Way::Moved => "was moved",
        Way::Changed => "was changed",
        Way::Tightened => "was tightened",
        Way::Loosened => "was loosened",
    }
}

fn code_verb(facet: Facet, way: Way) -> &'static str {
    match (facet, way) {
        (Facet::Accepted, Way::Removed) => "are fewer",
        (Facet::Accepted, Way::Added) => "are more",
        (Facet::Hidden, Way::Added) => "is hidden now",
        (Facet::Hidden, Way::Removed) => "is shown now",
        (Facet::Repeated, Way::Added) => "is repeated now",
        (Facet::Repeated, Way::Removed) => "is not repeated any more",
        (_, way) => verb(way),
    }
}

/// Paragraphs: what is stated, what its change does, what to do.
pub(super) fn explanation(side: Option<Side>, facet: Facet, way: Way) -> String {
    let Some(side) = side else {
        return format!("{}\n\n{}\n\n{}", facet.meaning(), code_effect(facet, way), code_advice(facet, way));
    };
    let effect = match facet.layer() {
        Layer::Document => "Nothing that the generator takes for a fact of the API changed with it. It is reported so \
            that somebody may look: the words around a fact can say what no rule reads."
            .to_owned(),
        Layer::Api | Layer::Rust => effect(side, facet, way).to_owned(),
    };
    format!("{}\n\n{effect}\n\n{}", stated(side, facet), advice(side, facet, way))
}

/// What the page states.
fn stated(side: Side, facet: Facet) -> String {
    match facet {
        Facet::Existence => format!("The page documents {}.", owner(side)),
        _ => facet.meaning().to_owned(),
    }
}

/// What a change does to those who call.
fn effect(side: Side, facet: Facet, way: Way) -> &'static str {
    match side {
        Side::Request => asked(facet, way),
        Side::Response | Side::Header => answered(facet, way),
        Side::Operation => match (facet, way) {
            (Facet::Existence, Way::Added) => "The client gains a module and a method. Nobody's code changes.",
            (Facet::Existence, Way::Removed) => {
                "The vendor may have withdrawn the operation, or moved its page. Calls of it may fail, and the next \
                 client lacks it."
            }
            (Facet::Existence, _) => {
                "The service may know the operation by its new name only. Paired by its method and path, or because its \
                 pages are alike."
            }
            (Facet::Uri, _) => "Calls of the old client go where the service may no longer listen.",
            (Facet::Poll | Facet::PollKey | Facet::PollState | Facet::Pending | Facet::Done, _) => {
                "Calls go on as they did. Whoever waits for the work behind the answer may wait for something else, \
                 or too long."
            }
            (_, _) => "Calls go on as they did.",
        },
        Side::Error => match (facet, way) {
            (Facet::Existence, Way::Added) => {
                "Calls may fail in a way that was not documented. The client gains a constant; code that matches codes \
                 falls to its last arm."
            }
            (Facet::Existence, _) => {
                "Code that waits for the old code may wait in vain: the service may send another one for the same cause."
            }
            (Facet::Status, _) => {
                "Code that decides by status, and the client's own retries, may decide otherwise for this error."
            }
            (_, _) => "Programs that compare messages, which they should not, notice it.",
        },
        Side::Status => "An answer may come with a status that was not documented, or no longer with the one that was.",
        Side::Page => "",
        Side::Service => {
            "All calls of the old client go on as they were made: by the old name, to the old host. The service may no \
             longer be there."
        }
    }
}

fn asked(facet: Facet, way: Way) -> &'static str {
    match (facet, way) {
        (Facet::Existence, Way::Added) => "It may be left out: nobody's code changes, and the client gains a setter.",
        (Facet::Existence, Way::Demanded) => "Calls that do not send it are refused. Every caller must be changed.",
        (Facet::Existence, Way::Removed) => "The service may ignore what is sent, or refuse it.",
        (Facet::Existence, Way::Renamed) => {
            "What is sent under the old name may be ignored in silence. Where the names differ by a letter or two, the \
             page may just have been mended; its samples say which name the service knows."
        }
        (Facet::Existence, _) => "What is sent in the old place may be ignored in silence.",
        (Facet::Presence, Way::Tightened) => "Calls that leave it out are refused.",
        (Facet::Presence, _) => "It may be left out now; calls that send it go on.",
        (Facet::Value, Way::Added) => "What was right stays right. Code that lists all values lacks one.",
        (Facet::Value, _) => "Calls that send the value may be refused.",
        (Facet::Default, _) => "Calls that leave it out get another behaviour, without an error.",
        (Facet::Type, Way::Changed) => "Values of the old type may be refused, or read as something else.",
        (Facet::Type, _) => "The page states a type, or no longer does. The service may well do what it did.",
        (Facet::Location, _) => "A value in the old place is not looked at.",
        (Facet::Unit, _) => "The same number may mean another amount.",
        (Facet::TimeFormat, _) => "Times in the old format may be refused or misread.",
        (Facet::Deprecation, _) => "Calls go on as they did, for now. The client marks the setter.",
        (Facet::Role, _) => "The client fills in by itself what it did not, or leaves to callers what it filled in.",
        (Facet::Sensitivity, _) => "The client keeps the value out of logs, or no longer does.",
        (_, Way::Removed | Way::Loosened) => "Calls that were right stay right; more of them are.",
        (_, Way::Added | Way::Tightened) => "Calls that were right may be refused, by the client before they are sent.",
        (_, _) => "The two statements let other calls through. Which were right and are not, only their texts say.",
    }
}

fn answered(facet: Facet, way: Way) -> &'static str {
    match (facet, way) {
        (Facet::Existence, Way::Added) => "Old clients pass over it. The next client gains a field.",
        (Facet::Existence, Way::Removed) => "Code that reads it may find nothing there.",
        (Facet::Existence, Way::Renamed) => "Code that reads the old name may find nothing there.",
        (Facet::Existence, _) => "Code that reads it where it was may find nothing there.",
        (Facet::Value, Way::Added) => "Code that matches values falls to its last arm.",
        (Facet::Value, _) => "Code that waits for the value may wait in vain.",
        (Facet::Type, Way::Changed) => "What comes may not decode into the old type.",
        (Facet::Type, _) => "The page states a type, or no longer does. The service may well do what it did.",
        (Facet::Unit, _) => "The same number may mean another amount.",
        (Facet::TimeFormat, _) => "Code that takes the time apart may misread it.",
        (_, _) => "Answers may hold what they did not. The client does not check them.",
    }
}

fn advice(side: Side, facet: Facet, way: Way) -> &'static str {
    match weight::of(side, facet, way) {
        Severity::Breaking => {
            "Look at both places. Where the vendor only mended a page that was wrong, accept it; otherwise change the \
             callers before the service does."
        }
        Severity::Notable => "Look at both places and tell those who use the operation, then accept it.",
        Severity::Harmless => "There is nothing to do but to accept it.",
    }
}

fn code_effect(facet: Facet, way: Way) -> &'static str {
    match (weight::of_code(facet, way), facet) {
        (Some(Breaks::Compile), _) => "Code that names it, or names all that stands beside it, does not compile.",
        (Some(Breaks::Run), Facet::Order) => {
            "Code compiles where both arguments have one type, and sends each value in the other one's place."
        }
        (Some(Breaks::Run), Facet::Meant) => {
            "Code compiles, and names something else than before: another value, another code, another parameter."
        }
        (Some(Breaks::Run), Facet::Accepted) => {
            "Code compiles. A call that went out is refused by the client before it is sent, with the parameter and \
             the rule in the error."
        }
        (Some(Breaks::Run), _) => {
            "Code compiles. The old client sends what the new documentation does not know: the service may refuse the \
             call, or ignore the parameter in silence."
        }
        (Some(Breaks::Behaviour), _) => "Code compiles and runs. What it does is another thing than before.",
        (Some(Breaks::Nothing) | None, _) => "Code that compiled compiles, and does what it did.",
    }
}

fn code_advice(facet: Facet, way: Way) -> &'static str {
    match weight::of_code(facet, way) {
        Some(Breaks::Compile) => "The next version of the client is a major one (of 0.x: a minor one).",
        Some(Breaks::Run) => {
            "The next version of the client is a major one (of 0.x: a minor one), and its release notes name the \
             operation: no compiler tells."
        }
        Some(Breaks::Behaviour) => "The next version of the client is a minor one, and its release notes say so.",
        Some(Breaks::Nothing) | None => "The next version of the client is a minor one.",
    }
}

impl Way {
    /// The word in codes.
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Demanded => "demanded",
            Self::Removed => "removed",
            Self::Renamed => "renamed",
            Self::Moved => "moved",
            Self::Changed => "changed",
            Self::Tightened => "tightened",
            Self::Loosened => "loosened",
        }
    }
}

/// The word of a facet in codes and reports, what it is in a title, and what it means.
macro_rules! facet_words {
    ($($name:ident: $word:literal, $noun:literal, $meaning:literal;)*) => {
        impl Facet {
            /// The word in codes and reports.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }

            /// What it is, in a title: "the largest number".
            pub fn noun(self) -> &'static str {
                match self {
                    $(Self::$name => $noun,)*
                }
            }

            /// What is stated, in a sentence.
            pub(super) fn meaning(self) -> &'static str {
                match self {
                    $(Self::$name => $meaning,)*
                }
            }
        }
    };
}

facet_words! {
    Existence: "existence", "the existence", "The page documents it.";
    Uri: "uri", "the method and the path", "The page states the method and the path of the call.";
    Location: "location", "the location", "The page states whether the parameter goes into the path, the query, a header or the body.";
    Type: "type", "the type", "The page states a type.";
    Presence: "presence", "the presence", "The page states whether it must be there.";
    Condition: "condition", "the condition", "The page states under which condition it must be sent: with another parameter, or when that one has a certain value.";
    Default: "default", "the default", "The page states which value the service takes where none is sent.";
    Value: "value", "an allowed value", "The page lists the values that are allowed.";
    Minimum: "minimum", "the smallest number", "The page states the smallest number that is allowed.";
    Maximum: "maximum", "the largest number", "The page states the largest number that is allowed.";
    MinLength: "min_length", "the smallest length", "The page states how many characters a value has at least.";
    MaxLength: "max_length", "the largest length", "The page states how many characters a value has at most.";
    MinItems: "min_items", "the smallest count", "The page states how many items a list has at least.";
    MaxItems: "max_items", "the largest count", "The page states how many items a list has at most.";
    Excluded: "excluded", "a forbidden value", "The page names values that are not allowed, though others around them are.";
    First: "first", "the first character", "The page states what a value may begin with.";
    Allowed: "allowed", "the character set", "The page states which characters a value may hold.";
    ForbiddenPrefix: "forbidden_prefix", "a forbidden beginning", "The page states what a value must not begin with.";
    Rival: "rival", "an excluded companion", "The page states which parameter must not be sent beside it.";
    Pattern: "pattern", "the pattern", "The page prints a regular expression that values match.";
    Unit: "unit", "the unit", "The page states the unit of a number.";
    TimeFormat: "time_format", "the time format", "The page states how a time is written.";
    Json: "json", "the JSON form", "The page states that the text is JSON.";
    CaseLimit: "case_limit", "a limit of some cases", "A sentence states a limit that holds in some cases only; the client does not check it.";
    Deprecation: "deprecation", "the deprecation", "The page states that it should no longer be used.";
    Role: "role", "the role", "The generator knows what the parameter is for: a constant, a region, a token, a page number.";
    Sensitivity: "sensitivity", "the secrecy", "The page, or the name, says that the value must not stand in a log.";
    Status: "status", "the HTTP status", "The page states the HTTP status that an error comes with.";
    Message: "message", "the message", "The page states the message that an error comes with.";
    Poll: "poll", "the polled operation", "The work goes on after the answer; the page states which operation tells when it is done.";
    Pending: "pending", "a state of waiting", "The work goes on after the answer; the page names states in which it does.";
    Done: "done", "a state of the end", "The work goes on after the answer; the page names states in which it is done.";
    PollKey: "poll_key", "the key of the polled operation", "The work goes on after the answer; this parameter says which work is asked about.";
    PollState: "poll_state", "the state field of the polled operation", "The work goes on after the answer; this field tells its state.";
    Endpoint: "endpoint", "the host", "The page states the host.";
    Protocol: "protocol", "the protocol", "The dialect of the vendor says how requests are made and signed.";
    Product: "product", "the product", "The vendor has a name for the product, which requests carry.";
    Version: "version", "the version", "The API has a version, which requests carry.";
    Host: "host", "a host", "The configuration or the pages state the hosts that requests go to.";
    Example: "example", "the example", "The page gives an example.";
    Shown: "shown", "what only a sample shows", "A sample shows it, and no words tell of it.";
    Inferred: "inferred", "the type that samples suggest", "The page states no type; its samples suggest one.";
    Text: "text", "the description", "The page says what it means.";
    Page: "page", "the page", "The documentation has the page.";
    Split: "split", "the split", "What stood on one page stands on several now, or the other way round.";
    Language: "language", "the language", "The page is written in a language.";
    Heading: "heading", "a heading", "The page has headings.";
    Column: "column", "a heading row", "The tables of a page have heading rows.";
    Sample: "sample", "a sample", "The page has samples.";
    Words: "words", "the words", "The page says more than its facts.";
    Lost: "lost", "what a text has lost", "The page is extracted text, and has lost some of what the page with markup says.";
    Markup: "markup", "the markup", "The page's words are the same, and its bytes are not.";
    Method: "method", "a method of the client", "The client has a method, and a module, for each operation.";
    Argument: "argument", "a required argument", "What must be given stands in a struct that callers build, field by field.";
    Setter: "setter", "a setter", "What may be given is set by a method of the request.";
    Order: "order", "the order of a method's arguments", "Up to two required parameters are arguments of the client's method, in the order of the page.";
    Member: "member", "a field of an object that callers build", "Objects of a request are structs that callers build.";
    Output: "output", "a field of an answer's struct", "What comes back stands in structs that callers read.";
    Named: "named", "a struct or an enumeration", "Objects and value lists have types of their own.";
    Variant: "variant", "a variant of an enumeration", "Listed values are variants of an open enumeration.";
    Constant: "constant", "the constant of an error code", "Each documented error code has a constant and a variant.";
    Meant: "meant", "what a name stands for", "Wire names that are alike get names in Rust by their order, the second one with a number behind it.";
    Pages: "pages", "the stream of pages", "An operation that hands out its entries page by page has a method that walks them.";
    Waiter: "waiter", "the waiter", "An operation whose work goes on after the answer has a function that waits for its end.";
    Followed: "followed", "how calls follow each other", "The stream of pages asks by a certain parameter for the next one, and a waiter ends at certain states.";
    Accepted: "accepted", "the calls that the client lets through", "The client checks a call before it sends it.";
    Sent: "sent", "what the client sends", "The client puts each value under its name into its place.";
    Assumed: "assumed", "what the service takes where nothing is sent", "A parameter that is left out has a default, which the service fills in.";
    Repeated: "repeated", "a call that failed", "The client repeats a failed call where that does no harm.";
    Hidden: "hidden", "a secret value", "The client keeps secrets out of logs and of `Debug`.";
}

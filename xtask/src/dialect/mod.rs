//! A vendor's words for headings, columns, types, yes and no, in each of its languages: data, not code.
//!
//! In: `specs/<vendor>/vendor.toml`. Out: a [`Dialect`] with its words ready to be looked up. This module knows how
//! words are compared, and none of them by heart.

use std::collections::BTreeMap;
use std::path::Path;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::document::{Column, Lexicon};
use crate::source::{Page, Span, keys};
use file::{File, read};

pub use file::{DialectError, vendors};

mod file;
pub mod phrases;
mod words;

pub use words::fold;

/// What a section of a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// What the operation does.
    Summary,
    /// What to mind when calling it.
    Usage,
    /// Method and path.
    Uri,
    /// Parameters.
    Request,
    /// Fields of the answer.
    Response,
    /// Error codes.
    Errors,
    /// What the HTTP statuses mean.
    StatusCodes,
    /// Samples of either side.
    Samples,
    /// Samples of requests.
    RequestSample,
    /// Samples of answers.
    ResponseSample,
    /// A sample in JSON.
    SampleJson,
    /// A sample in XML.
    SampleXml,
    /// Objects that tables above refer to.
    Objects,
    /// Known, and without facts.
    Ignored,
}

/// What a caption says of its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Caption {
    /// Variables of the path.
    Path,
    /// The query string.
    Query,
    /// Headers of the request.
    Header,
    /// The JSON body of the request.
    Body,
    /// The form of the request.
    Form,
    /// Headers of the answer.
    ResponseHeader,
    /// The body of the answer.
    ResponseBody,
    /// "Status code: 200" above a table or a sample.
    Status,
    /// A caption that says no more than its section ("Parameter description").
    Main,
    /// The word before a caption's number ("Table").
    Number,
}

/// What a type word stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TypeWord {
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// A number with a fraction.
    Number,
    /// true or false.
    Boolean,
    /// An object.
    Object,
    /// A list.
    List,
    /// An object with free keys.
    Map,
    /// Any JSON.
    Any,
    /// Bytes.
    File,
    /// The column says nothing ("-", "N/A").
    Unstated,
}

/// What a word of the presence column means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PresenceWord {
    /// Must be sent.
    Required,
    /// May be left out.
    Optional,
    /// It depends.
    Conditional,
}

/// How an operation is told from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Identity {
    /// By the value of `Action`.
    Action,
    /// By method and path.
    Uri,
}

/// How requests are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Protocol {
    /// Alibaba RPC.
    AlibabaRpc,
    /// Huawei REST.
    HuaweiRest,
    /// One path, and the operation's name is a parameter; no client signs this vendor's requests.
    Rpc,
    /// Method and path; no client signs this vendor's requests.
    Rest,
}

/// What a well-known parameter is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoleWord {
    /// The operation's name.
    Action,
    /// The API's version.
    Version,
    /// The region.
    Region,
    /// The project.
    Project,
    /// The token.
    AuthToken,
    /// Keeps a repeated request from doing its work twice.
    IdempotencyToken,
    /// The page's number.
    PageNumber,
    /// The page's size.
    PageSize,
    /// How many entries to pass over.
    Offset,
    /// Where the next page starts.
    Cursor,
}

/// A vendor's dialect.
#[derive(Clone, Debug)]
pub struct Dialect {
    /// `alibaba`.
    pub vendor: String,
    /// "Alibaba Cloud".
    pub title: String,
    /// How requests are made.
    pub protocol: Protocol,
    /// A template of hosts with `{service}`, `{product}` and `{region}`.
    pub endpoint: String,
    /// How operations are told apart.
    pub identity: Identity,
    /// Languages of its pages: "en", "zh".
    pub languages: Vec<String>,
    /// The mark behind a name that may be left out (`name?`). Where a dialect has one, names without it must be sent.
    pub optional_mark: Option<char>,
    sections: FxHashMap<String, Section>,
    columns: FxHashMap<String, Column>,
    types: FxHashMap<String, TypeWord>,
    /// The same in order.
    words_of_types: Vec<(String, TypeWord)>,
    /// Words before a type that leave it as it is.
    articles: Vec<String>,
    presence: FxHashMap<String, PresenceWord>,
    locations: FxHashMap<String, Caption>,
    captions: Vec<(String, Caption)>,
    roles: FxHashMap<String, RoleWord>,
    /// What names the operation in requests of other vendors: a page that has it is none of this one.
    foreign_actions: Vec<String>,
    /// Fields that tell the state of what they stand in ("Status").
    pub state_fields: Vec<String>,
    /// Endings of objects' names that name no other object ("`ZoneType`"), folded.
    pub object_endings: Vec<String>,
    /// Fields that each answer has, whether or not its table lists them.
    pub common_fields: Vec<String>,
    /// Words that make a parameter a secret, folded.
    pub secrets: Vec<String>,
    /// Openings of sentences that state nothing about an operation, folded, in the parts between their `*`.
    lead_ins: Vec<Vec<String>>,
    /// Sentences that make every parameter of the tables below them optional, folded.
    all_optional: Vec<String>,
    /// Verbs of sentences that name the object that is answered ("Returns"), folded.
    answer_verbs: Vec<String>,
    /// Fields of an error answer that hold the code.
    pub error_code_fields: Vec<String>,
    /// Fields that only the answers of failed calls have.
    pub failure_fields: Vec<String>,
    /// Fields of an error answer that hold the message.
    pub error_message_fields: Vec<String>,
    lexicon: Lexicon,
    /// Its files, relative to the folder of vendors: its own before the one that it inherits from.
    pub files: Vec<Page>,
}

/// Words of more bytes than this are a paragraph, no heading.
const LONGEST_HEADING: usize = 300;

impl Dialect {
    /// Reads `<specs>/<vendor>/vendor.toml` and the file that it inherits from.
    pub fn load(specs: &Path, vendor: &str) -> Result<Self, DialectError> {
        let known = vendors(specs);
        if !known.iter().any(|name| name == vendor) {
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            return Err(DialectError::Unknown { vendor: vendor.to_owned(), folder: specs.to_owned(), known });
        }
        let path = specs.join(vendor).join("vendor.toml");
        let (file, page) = read(&path, vendor)?;
        let mut files = vec![page];
        let file = match &file.inherits {
            None => file,
            Some(parent) => {
                let parent_path = specs.join(parent).join("vendor.toml");
                let (parent, page) = read(&parent_path, parent)?;
                files.push(page);
                if parent.inherits.is_some() {
                    let message = "a dialect inherits from one that stands on its own".to_owned();
                    return Err(DialectError::Incomplete { path, message });
                }
                file.over(parent)
            }
        };
        Ok(Self { files, ..Self::from_file(file, &path)? })
    }

    /// The words that all vendors of the repository use, for a vendor that has no `vendor.toml`; its pages tell how
    /// its operations are told apart. Where two vendors use a word differently, the first one in the alphabet wins.
    pub fn shared(specs: &Path, vendor: &str, identity: Identity) -> Result<Self, DialectError> {
        let protocol = match identity {
            Identity::Action => Protocol::Rpc,
            Identity::Uri => Protocol::Rest,
        };
        let mut all = File {
            vendor: vendor.to_owned(),
            title: vendor.to_owned(),
            protocol: Some(protocol),
            endpoint: Some(String::new()),
            identity: Some(identity),
            ..File::default()
        };
        for name in vendors(specs) {
            all.add(read(&specs.join(&name).join("vendor.toml"), &name)?.0);
        }
        Self::from_file(all, specs)
    }

    /// What names the operation in the requests of the vendors that name it there.
    pub fn actions(specs: &Path) -> Result<Vec<String>, DialectError> {
        let mut actions = Vec::new();
        for name in vendors(specs) {
            let roles = read(&specs.join(&name).join("vendor.toml"), &name)?.0.roles;
            actions
                .extend(roles.into_iter().filter(|entry| entry.role == RoleWord::Action).flat_map(|entry| entry.wire));
        }
        Ok(actions)
    }

    fn from_file(file: File, path: &Path) -> Result<Self, DialectError> {
        let missing =
            |key: &str| DialectError::Incomplete { path: path.to_owned(), message: format!("`{key}` is missing") };
        let text = file.text.unwrap_or_default();
        let errors = file.error_samples.unwrap_or_default();
        let captions = file.captions.iter().flat_map(|(kind, words)| words.iter().map(|word| (fold(word), *kind)));
        let lexicon = Lexicon {
            headings: file.sections.values().flatten().cloned().collect(),
            columns: file
                .columns
                .iter()
                .flat_map(|(column, words)| words.iter().map(|word| (word.clone(), *column)))
                .collect(),
            types: file.types.values().flatten().cloned().collect(),
            presence: file.presence.values().flatten().cloned().collect(),
            description_openers: text.description_openers,
            message_continuations: text.message_continuations,
            ready: crate::document::ReadyLexicon::default(),
        };
        Ok(Self {
            protocol: file.protocol.ok_or_else(|| missing("protocol"))?,
            endpoint: file.endpoint.ok_or_else(|| missing("endpoint"))?,
            identity: file.identity.ok_or_else(|| missing("identity"))?,
            languages: file.languages.ok_or_else(|| missing("languages"))?,
            optional_mark: file.optional_mark,
            sections: lookup(&file.sections),
            columns: lookup(&file.columns),
            words_of_types: sorted(lookup(&file.types)),
            types: lookup(&file.types),
            articles: text.articles,
            presence: lookup(&file.presence),
            locations: lookup(&file.locations),
            captions: captions.collect(),
            roles: file
                .roles
                .into_iter()
                .flat_map(|entry| entry.wire.into_iter().map(move |wire| (wire, entry.role)))
                .collect(),
            foreign_actions: file.foreign_actions.unwrap_or_default(),
            state_fields: file.state_fields.unwrap_or_default(),
            object_endings: file.object_endings.unwrap_or_default().iter().map(|ending| fold(ending)).collect(),
            common_fields: file.common_fields.unwrap_or_default(),
            secrets: file.secrets.unwrap_or_default().words.iter().map(|word| fold(word)).collect(),
            lead_ins: text
                .lead_ins
                .iter()
                .map(|opening| opening.split('*').map(fold).filter(|part| !part.is_empty()).collect())
                .collect(),
            all_optional: text.all_optional.iter().map(|words| fold(words)).collect(),
            answer_verbs: text.answer_verbs.iter().map(|verb| fold(verb)).collect(),
            error_code_fields: errors.code,
            failure_fields: errors.only_here,
            error_message_fields: errors.message,
            vendor: file.vendor,
            title: file.title,
            lexicon,
            files: Vec::new(),
        })
    }

    /// Where the value of a key stands: in its own file, or in the one that it inherits from.
    pub fn place(&self, key: &str) -> Option<(&Page, Span)> {
        self.files.iter().find_map(|file| Some((file, *keys::places(file).get(key)?)))
    }

    /// What a heading announces.
    pub fn section(&self, heading: &str) -> Option<Section> {
        if heading.len() > LONGEST_HEADING {
            return None;
        }
        self.sections.get(&fold(heading)).copied()
    }

    /// What a column holds, by its heading.
    pub fn column(&self, heading: &str) -> Option<Column> {
        self.columns.get(&fold(heading)).copied()
    }

    /// What a type word stands for.
    pub fn type_word(&self, word: &str) -> Option<TypeWord> {
        self.types.get(&fold(word)).copied()
    }

    /// All words of heading rows, folded, in no order.
    pub fn column_words(&self) -> impl Iterator<Item = &str> {
        self.columns.keys().map(String::as_str)
    }

    /// All words that stand for a type, folded and sorted.
    pub fn type_words(&self, kind: TypeWord) -> impl Iterator<Item = &str> {
        self.words_of_types.iter().filter(move |(_, other)| *other == kind).map(|(word, _)| word.as_str())
    }

    /// Whether words hold one that stands for a list, or the brackets that do.
    pub fn may_name_list(&self, words: &str) -> bool {
        let lower = words.to_lowercase();
        lower.contains("[]") || self.type_words(TypeWord::List).any(|list| lower.contains(list))
    }

    /// Whether a word before a type leaves it as it is ("a", "partial").
    pub fn is_article(&self, word: &str) -> bool {
        self.articles.iter().any(|article| article.eq_ignore_ascii_case(word))
    }

    /// What a word of the presence column means.
    pub fn presence_word(&self, word: &str) -> Option<PresenceWord> {
        self.presence.get(&fold(word)).copied()
    }

    /// What a word of the location column means.
    pub fn location_word(&self, word: &str) -> Option<Caption> {
        self.locations.get(&fold(word)).copied()
    }

    /// What a caption says; the longest phrase of the dialect that stands in it decides.
    pub fn caption(&self, caption: &str) -> Option<Caption> {
        let folded = fold(caption);
        let hits = self.captions.iter().filter(|(phrase, kind)| match kind {
            Caption::Status | Caption::Number => false,
            // "pools parameter description" is the table of `pools`; only the bare words are the main table's.
            Caption::Main => folded == *phrase,
            Caption::Path
            | Caption::Query
            | Caption::Header
            | Caption::Body
            | Caption::Form
            | Caption::ResponseHeader
            | Caption::ResponseBody => folded.contains(phrase.as_str()),
        });
        hits.max_by_key(|(phrase, _)| phrase.len()).map(|(_, kind)| *kind)
    }

    /// The number and the rest of "Table 5 `VpcInfo`".
    pub fn numbered<'a>(&self, caption: &'a str) -> (Option<u32>, &'a str) {
        let caption = caption.trim();
        let numbers = self.captions.iter().filter(|(_, kind)| *kind == Caption::Number);
        for (phrase, _) in numbers {
            // Asked of every place of a sentence: most are told from the phrase by their first letter.
            let head = caption.get(..phrase.len()).filter(|head| may_fold_to(head, phrase));
            let Some(head) = head.filter(|head| fold(head) == *phrase) else { continue };
            let rest = caption.get(head.len()..).unwrap_or_default().trim_start();
            let digits = rest.len() - rest.trim_start_matches(|character: char| character.is_ascii_digit()).len();
            if let Some(number) = rest.get(..digits).and_then(|digits| digits.parse().ok()) {
                let rest = rest.get(digits..).unwrap_or_default();
                return (Some(number), rest.trim_start_matches([':', '：', '.', ' ', '\u{a0}']).trim());
            }
        }
        (None, caption)
    }

    /// The status that a line such as "Status code: 200" announces.
    pub fn status_caption(&self, line: &str) -> Option<u16> {
        let folded = fold(line);
        let phrases = self.captions.iter().filter(|(_, kind)| *kind == Caption::Status);
        let rest =
            phrases.filter_map(|(phrase, _)| folded.strip_prefix(phrase.as_str())).min_by_key(|rest| rest.len())?;
        let digits: String =
            rest.trim_start_matches([':', '：', ' ']).chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok().filter(|status| (100..600).contains(status))
    }

    /// What a parameter of that name is for.
    pub fn role(&self, wire: &str) -> Option<RoleWord> {
        self.roles.get(wire).copied()
    }

    /// Whether a parameter of that name names the operation, of this vendor or of another one.
    pub fn names_operation(&self, wire: &str) -> bool {
        self.role(wire) == Some(RoleWord::Action) || self.foreign_actions.iter().any(|action| action == wire)
    }

    /// Whether a sentence opens as those do that state nothing about an operation ("For details, see").
    pub fn is_lead_in(&self, sentence: &str) -> bool {
        let sentence = fold(sentence);
        self.lead_ins.iter().any(|parts| opens_with(&sentence, parts))
    }

    /// Whether a paragraph says that all parameters below it may be left out.
    pub fn makes_optional(&self, paragraph: &str) -> bool {
        if self.all_optional.is_empty() {
            return false;
        }
        let folded = fold(paragraph);
        self.all_optional.iter().any(|words| folded.contains(words.as_str()))
    }

    /// Whether sentences of its pages name the objects that are answered.
    pub fn names_answers(&self) -> bool {
        !self.answer_verbs.is_empty()
    }

    /// Whether a folded word is the verb of such a sentence.
    pub fn is_answer_verb(&self, word: &str) -> bool {
        self.answer_verbs.iter().any(|verb| verb == word)
    }

    /// The words that the text reader needs.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }
}

/// The kind of each word. A word that stands under two kinds belongs to the first one in the file's order of kinds;
/// a test of the vendors' files excludes it.
fn lookup<K: Copy + Ord>(kinds: &BTreeMap<K, Vec<String>>) -> FxHashMap<String, K> {
    let mut found = FxHashMap::default();
    for (kind, words) in kinds {
        for word in words {
            found.entry(fold(word)).or_insert(*kind);
        }
    }
    found
}

fn sorted<K: Ord>(words: FxHashMap<String, K>) -> Vec<(String, K)> {
    let mut words: Vec<_> = words.into_iter().collect();
    words.sort_unstable();
    words
}

/// Whether words of as many bytes as a folded phrase can be folded to it.
fn may_fold_to(words: &str, phrase: &str) -> bool {
    match (words.bytes().next(), phrase.bytes().next()) {
        (Some(word), Some(first)) => word.eq_ignore_ascii_case(&first) || !word.is_ascii_alphanumeric(),
        (None, _) | (_, None) => true,
    }
}

/// Whether a text starts with the first part and has the others behind it, in their order.
fn opens_with(text: &str, parts: &[String]) -> bool {
    let Some((first, others)) = parts.split_first() else { return false };
    let Some(mut rest) = text.strip_prefix(first.as_str()) else { return false };
    others.iter().all(|part| match rest.split_once(part.as_str()) {
        Some((_, behind)) => {
            rest = behind;
            true
        }
        None => false,
    })
}

#[cfg(test)]
mod tests;

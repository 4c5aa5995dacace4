//! Which operation a page documents.
//!
//! In: what the walk over the page met: links, lines of method and path, titles, samples. Out: names, versions, methods
//! and paths with their places. Knows how vendors write them; decides nothing between two witnesses of equal weight.

use crate::dialect::Identity;
use crate::document::{Block, Text};
use crate::extract::facts::Said;
use crate::source::{Page, Span};

/// What a link to a vendor's API tool says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApiLink {
    /// `api=`.
    pub operation: Option<String>,
    /// `product=`.
    pub product: Option<String>,
    /// `version=`.
    pub version: Option<String>,
}

/// Reads `...?api=X&product=P&version=V` or `...#product=P&api=X&version=V`; `None` when the link names no operation.
pub fn api_link(target: &str) -> Option<ApiLink> {
    let (_, pairs) = target.split_once(['?', '#'])?;
    let mut link = ApiLink::default();
    for (name, value) in pairs.split(['&', '?', '#']).filter_map(|pair| pair.split_once('=')) {
        let slot = match name {
            "api" => &mut link.operation,
            "product" => &mut link.product,
            "version" => &mut link.version,
            _ => continue,
        };
        if is_word(value) {
            *slot = Some(value.to_owned());
        }
    }
    link.operation.is_some().then_some(link)
}

/// All API links of a block.
pub fn api_links(block: &Block) -> Vec<Said<ApiLink>> {
    let mut found = Vec::new();
    push_links(block, 0, &mut found);
    found
}

fn push_links(block: &Block, depth: u8, found: &mut Vec<Said<ApiLink>>) {
    match block {
        Block::Heading(heading) => found.extend(text_links(&heading.text)),
        Block::Paragraph(text) => found.extend(text_links(text)),
        Block::List(list) if depth < 16 => {
            list.items.iter().flatten().for_each(|block| push_links(block, depth + 1, found));
        }
        Block::List(_) | Block::Table(_) | Block::Code(_) => {}
    }
}

fn text_links(text: &Text) -> impl Iterator<Item = Said<ApiLink>> + '_ {
    text.runs.iter().filter_map(|run| Some(Said::new(api_link(run.style.link.as_deref()?)?, run.span)))
}

/// A line of method and path: "POST /`v2/{project_id}/apigw/certificates`".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uri {
    /// `POST`.
    pub method: String,
    /// The path without host and query, `{variables}` spelt with braces.
    pub path: String,
    /// Names behind the `?`.
    pub query: Vec<String>,
    /// The whole line.
    pub span: Span,
}

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];

/// Reads one line; `None` when it is no method with a path.
pub fn uri(line: &str, span: Span) -> Option<Uri> {
    let line = line.trim();
    let (method, rest) = line.split_once(|character: char| character.is_whitespace())?;
    let method = method.trim_matches(['*', '`', ':', '：']).to_ascii_uppercase();
    if !METHODS.contains(&method.as_str()) || !line.starts_with(|character: char| character.is_ascii_uppercase()) {
        return None;
    }
    let (path, query) = path(rest.trim())?;
    Some(Uri { method, path, query, span })
}

/// A line of method and path behind a heading's title: "List lamps % GET /lamps".
pub fn titled_uri(words: &str, span: Span) -> Option<(&str, Uri)> {
    let (title, line) = words.rsplit_once(" % ")?;
    Some((title.trim(), uri(line, span)?))
}

/// A line of method and path as an element: `<Route method="GET">/lamps</Route>`.
pub fn tagged_uri(words: &str, span: Span) -> Option<Uri> {
    let (tag, rest) = words.strip_prefix('<')?.split_once('>')?;
    let (_, method) = tag.split_once("method=")?;
    let method = method.trim_start_matches(['"', '\'']).split(['"', '\'', ' ']).next()?;
    let path = rest.split_once("</").map_or(rest, |(path, _)| path);
    uri(&format!("{method} {path}"), span)
}

/// The path and the names of the query in "<https://{Endpoint}/v2/{id}?a={a>}".
pub fn path(words: &str) -> Option<(String, Vec<String>)> {
    let words = words.split_whitespace().next()?;
    let words = words.strip_suffix("HTTP/1.1").unwrap_or(words);
    let local = match words.find("://") {
        Some(scheme) => {
            let rest = words.get(scheme + 3..)?;
            rest.get(rest.find('/')?..)?
        }
        // "{endpoint}/v2/...": the host is a variable without a scheme.
        None if words.starts_with(['{', '[']) => words.get(words.find('/')?..)?,
        None => words,
    };
    let (path, query) = local.split_once('?').unwrap_or((local, ""));
    if !path.starts_with('/') || path.len() > 1024 {
        return None;
    }
    let path: String = without_references(&path.replace(['<', '＜', '['], "{").replace(['>', '＞', ']'], "}"));
    let balanced = path.matches('{').count() == path.matches('}').count();
    let plain =
        |character: char| character.is_ascii_graphic() && !matches!(character, '"' | '\'' | '`' | '\\' | '^' | '|');
    if !balanced || !path.chars().all(plain) {
        return None;
    }
    let names = query.split('&').map(|pair| pair.split('=').next().unwrap_or_default());
    let names = names.filter(|name| is_word(name)).map(str::to_owned).collect();
    Some((path, names))
}

/// Whether two words differ by one letter: put in, left out, changed, or two neighbours swapped.
pub fn one_edit(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let same_start = one.iter().zip(&other).take_while(|(left, right)| left == right).count();
    let left = one.len() - same_start;
    let right = other.len() - same_start;
    let limit = left.min(right);
    let same_end =
        one.iter().rev().zip(other.iter().rev()).take_while(|(left, right)| left == right).count().min(limit);
    match (left - same_end, right - same_end) {
        (0 | 1, 1) | (1, 0) => true,
        (2, 2) => {
            let at = |word: &[char], index: usize| word.get(same_start + index).copied();
            at(&one, 0) == at(&other, 1) && at(&one, 1) == at(&other, 0)
        }
        _ => false,
    }
}

/// How operations are told apart on the pages of a vendor that nobody knows: by method and path where more pages have a
/// line of them than one of `actions`, which name the operation in other vendors' requests.
pub fn told_by_pages(pages: &[Page], actions: &[String]) -> Identity {
    let has_uri = |page: &&Page| page.text().lines().any(|line| dressed_uri(line).is_some());
    let has_action = |page: &&Page| {
        let sent = |action: &String| page.text().contains(&format!("{action}="));
        actions.iter().any(sent) || page.text().lines().any(|line| is_action_row(line, actions))
    };
    let (uris, actions) = (pages.iter().filter(has_uri).count(), pages.iter().filter(has_action).count());
    if uris > actions { Identity::Uri } else { Identity::Action }
}

/// A line of method and path in the dress of a format: a heading with the two behind `%`, a paragraph or a cell of HTML.
fn dressed_uri(line: &str) -> Option<Uri> {
    let bare = line.rsplit_once('%').map_or(line, |(_, tail)| tail);
    let mut plain = String::new();
    for part in bare.split('<') {
        let text = part.split_once('>').map_or(part, |(tag, text)| {
            if let Some((_, method)) = tag.split_once("method=\"") {
                plain.push_str(method.trim_end_matches('"'));
                plain.push(' ');
            }
            text
        });
        plain.push_str(text);
    }
    uri(plain.trim_matches(['#', '*', '`', ' ', '|', '-', '>']), Span::default())
}

fn is_action_row(line: &str, actions: &[String]) -> bool {
    let first = line.trim_matches(['|', ' ']).split(['|', ' ']).next().unwrap_or_default();
    actions.iter().any(|action| action == first.trim_matches('*'))
}

/// A path whose variables say behind a `#` where they are described: "/lamps/{lamp.id#DOCS_LAMP/lamp-object}".
fn without_references(path: &str) -> String {
    let mut plain = String::with_capacity(path.len());
    let mut is_reference = false;
    for character in path.chars() {
        is_reference = match character {
            '#' => true,
            '}' => false,
            _ => is_reference,
        };
        if !is_reference {
            plain.push(character);
        }
    }
    plain
}

/// The variables of a path, in order.
pub fn variables(path: &str) -> Vec<String> {
    let parts = path.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name.to_owned());
    parts.filter(|name| !name.is_empty()).collect()
}

/// Whether a title is an operation's bare name: one word in camel case.
pub fn is_operation_name(words: &str) -> bool {
    words.len() > 2
        && words.len() <= 120
        && words.starts_with(|character: char| character.is_ascii_uppercase())
        && words.chars().all(|character| character.is_ascii_alphanumeric())
        && words.chars().any(|character| character.is_ascii_lowercase())
}

/// Whether a word can be the value of `Action`: a camel-case word of two parts or more.
pub fn is_compound(word: &str) -> bool {
    is_operation_name(word) && word.chars().filter(char::is_ascii_uppercase).count() > 1
}

fn is_word(words: &str) -> bool {
    !words.is_empty()
        && words.chars().all(|character| character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn api_links_of_both_ages() {
        let old = api_link("https://api.aliyun.com/#product=Vpc&api=CreateThing&type=RPC&version=2016-04-28")
            .expect("a link");
        assert_eq!(
            (old.operation.as_deref(), old.product.as_deref(), old.version.as_deref()),
            (Some("CreateThing"), Some("Vpc"), Some("2016-04-28"))
        );
        assert_eq!(api_link("~~36063~~"), None);
        assert_eq!(api_link("https://example.com/?product=Vpc"), None);
    }

    #[test]
    fn lines_of_method_and_path() {
        let read = |line| uri(line, Span::default()).map(|uri| (uri.method, uri.path, uri.query));
        let expected = |method: &str, path: &str, query: &[&str]| {
            Some((method.to_owned(), path.to_owned(), query.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()))
        };
        assert_eq!(
            read("POST /v2/{project_id}/apigw/certificates"),
            expected("POST", "/v2/{project_id}/apigw/certificates", &[])
        );
        assert_eq!(
            read("GET https://{Endpoint}/v1/<id>/x?limit={limit}&a=1"),
            expected("GET", "/v1/{id}/x", &["limit", "a"])
        );
        assert_eq!(read("GET {endpoint}/v1/x HTTP/1.1"), expected("GET", "/v1/x", &[]));
        assert_eq!(read("Get the list / of things"), None);
        assert_eq!(read("POST requests need a body"), None);
        assert_eq!(variables("/v2/{project_id}/x/{id}"), ["project_id", "id"]);
    }

    #[test]
    fn bare_names_of_operations() {
        assert!(is_operation_name("CreateSslVpnServer"));
        assert!(!is_operation_name("Creating an SSL Certificate"));
        assert!(!is_operation_name("OVERVIEW"));
    }
}

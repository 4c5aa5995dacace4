//! A request as it came over the wire, taken apart far enough to be judged.

use bytes::Bytes;

/// Names and values, decoded.
pub type Pairs = Vec<(String, String)>;

/// A request.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// `GET`, `POST`, ...
    pub method: String,
    /// The path as it was sent.
    pub path: String,
    /// The query, decoded, in the order of sending.
    pub query: Pairs,
    /// The headers in the order of sending, names in lower case.
    pub headers: Pairs,
    /// The body.
    pub body: Bytes,
}

impl Request {
    /// Takes the query apart from the path.
    pub(crate) fn new(method: &str, target: &str, headers: Pairs, body: Bytes) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        Self { method: method.to_owned(), path: path.to_owned(), query: pairs(query), headers, body }
    }

    /// The first header of a name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(header, _)| header == name).map(|(_, value)| value.as_str())
    }

    /// The pairs of a form-encoded body.
    pub fn form(&self) -> Pairs {
        match self.header("content-type") {
            Some(kind) if kind.starts_with("application/x-www-form-urlencoded") => {
                pairs(&String::from_utf8_lossy(&self.body))
            }
            _ => Pairs::new(),
        }
    }
}

/// The pairs of a query or a form. A name without `=` has an empty value.
fn pairs(text: &str) -> Pairs {
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name, true), decode(value, true))
        })
        .collect()
}

/// Undoes percent encoding, and `+` where it stands for a space. What is no escape stays as it is.
pub(crate) fn decode(text: &str, plus_is_space: bool) -> String {
    let mut output = Vec::with_capacity(text.len());
    let mut bytes = text.as_bytes().iter();
    while let Some(&byte) = bytes.next() {
        let rest = bytes.as_slice();
        match (byte, rest.first().copied().and_then(digit), rest.get(1).copied().and_then(digit)) {
            (b'%', Some(high), Some(low)) => {
                output.push(high * 16 + low);
                bytes.nth(1);
            }
            (b'+', _, _) if plus_is_space => output.push(b' '),
            _ => output.push(byte),
        }
    }
    String::from_utf8(output).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}

#[cfg(test)]
mod tests {
    use super::{decode, pairs};

    #[test]
    fn pairs_are_decoded() {
        let owned = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            pairs("a=1&b=x%20y+z&c&%E4%BD%A0="),
            [owned("a", "1"), owned("b", "x y z"), owned("c", ""), owned("你", "")]
        );
    }

    #[test]
    fn what_is_no_escape_stays() {
        assert_eq!(decode("100%", true), "100%");
        assert_eq!(decode("%zz%4", true), "%zz%4");
        assert_eq!(decode("a+b%2Fc", false), "a+b/c");
    }
}

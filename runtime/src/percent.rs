//! Percent-encoding as RFC 3986 has it, and back: all but letters, digits and `-_.~`. Every scheme of this crate signs that form.

/// Appends the encoded text.
pub(crate) fn encode(text: &str, output: &mut String) {
    output.reserve(text.len());
    let mut rest = text;
    // Most texts are one run of characters that stay.
    while let Some(place) = rest.bytes().position(|byte| !stays(byte)) {
        let (plain, special) = rest.split_at_checked(place).unwrap_or((rest, ""));
        output.push_str(plain);
        let character = special.chars().next().map_or(1, char::len_utf8);
        for byte in special.bytes().take(character) {
            output.push('%');
            output.push(digit(byte >> 4));
            output.push(digit(byte & 0x0f));
        }
        rest = special.get(character..).unwrap_or_default();
    }
    output.push_str(rest);
}

/// Which bytes stay as they are: looked up, as most of the time goes here.
#[expect(clippy::indexing_slicing, reason = "the compiler evaluates it")]
const STAYS: [bool; 256] = {
    let mut stays = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        stays[byte as usize] = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
        byte += 1;
    }
    stays
};

fn stays(byte: u8) -> bool {
    STAYS.get(usize::from(byte)).is_some_and(|stays| *stays)
}

fn digit(value: u8) -> char {
    char::from(if value < 10 { b'0' + value } else { b'A' + value - 10 })
}

/// The pairs as a query or a form, in their order.
pub(crate) fn pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut output = String::with_capacity(256);
    for (name, value) in pairs {
        if !output.is_empty() {
            output.push('&');
        }
        encode(name, &mut output);
        output.push('=');
        encode(value, &mut output);
    }
    output
}

/// The bytes that percent escapes stand for; what is no escape stays as it is.
pub(crate) fn bytes(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let escape = rest
            .get(1..3)
            .filter(|digits| character == '%' && digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let length = if let Some(byte) = escape {
            bytes.push(byte);
            3
        } else {
            bytes.extend(rest.bytes().take(character.len_utf8()));
            character.len_utf8()
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    bytes
}

/// The text that percent escapes stand for.
pub(crate) fn decode(text: &str) -> String {
    String::from_utf8_lossy(&bytes(text)).into_owned()
}

/// A lower-case hexadecimal digit.
pub(crate) fn small_digit(value: u8) -> char {
    char::from(if value < 10 { b'0' + value } else { b'a' + value - 10 })
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    let mut output = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        output.push(small_digit(byte >> 4));
        output.push(small_digit(byte & 0x0f));
    }
    output
}

#[cfg(test)]
mod tests {
    use super::{decode, encode, pairs};

    #[test]
    fn only_unreserved_characters_stay() {
        let mut output = String::new();
        encode("AZaz09-_.~ *+/中", &mut output);
        assert_eq!(output, "AZaz09-_.~%20%2A%2B%2F%E4%B8%AD");
    }

    #[test]
    fn decoding_undoes_encoding_and_leaves_what_is_no_escape() {
        for text in ["a b%&=+中🚀", "%", "%z", "%%41"] {
            let mut encoded = String::new();
            encode(text, &mut encoded);
            assert_eq!(decode(&encoded), text);
        }
        assert_eq!(decode("100%+%4 %+4"), "100%+%4 %+4");
    }

    #[test]
    fn pairs_keep_their_order_and_empty_values() {
        assert_eq!(pairs([("b", "1"), ("a", ""), ("c d", "&")]), "b=1&a=&c%20d=%26");
    }
}

//! Bodies with files: `multipart/form-data` (RFC 7578).
//!
//! In: the pairs of a form, and files by their names. Out: the body, and the content type that names its boundary. The
//! boundary is a digest of what it parts, so that it stands in none of it, and the same request is the same bytes.

use std::borrow::Cow;

use bytes::Bytes;
use sha2::{Digest, Sha256};

use crate::percent;

/// A body, and what it says it is.
pub(super) struct Multipart {
    pub(super) body: Bytes,
    pub(super) content_type: String,
}

/// Writes each pair and each file as a part.
pub(super) fn write(pairs: &[(Cow<'static, str>, String)], files: &[(&'static str, Bytes)]) -> Multipart {
    let mut parts = Vec::new();
    for (name, value) in pairs {
        parts.push((format!("Content-Disposition: form-data; name=\"{}\"", quoted(name)), value.as_bytes()));
    }
    for (name, content) in files {
        let name = quoted(name);
        let head = format!(
            "Content-Disposition: form-data; name=\"{name}\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream"
        );
        parts.push((head, content));
    }
    let mut digest = Sha256::new();
    let mut size = 40;
    for (head, content) in &parts {
        digest.update(head);
        digest.update(content);
        size += head.len() + content.len() + 48;
    }
    let digest = percent::hexadecimal(&digest.finalize());
    let boundary = digest.get(..32).unwrap_or(&digest);
    let mut body = Vec::with_capacity(size);
    for (head, content) in parts {
        for piece in [b"--", boundary.as_bytes(), b"\r\n", head.as_bytes(), b"\r\n\r\n", content, b"\r\n"] {
            body.extend_from_slice(piece);
        }
    }
    for piece in ["--", boundary, "--\r\n"] {
        body.extend_from_slice(piece.as_bytes());
    }
    Multipart { body: body.into(), content_type: format!("multipart/form-data; boundary={boundary}") }
}

/// A name between quotes, as browsers write it.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

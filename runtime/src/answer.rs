//! Answers as they came: status, headers and body, beside the output that was read from them.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;

use crate::json::Json;
use crate::operation::ServiceInfo;
use crate::{decode, protocol};

/// An answer as it came.
#[derive(Clone)]
pub struct Answer {
    pub(crate) service: &'static ServiceInfo,
    pub(crate) operation: Cow<'static, str>,
    pub(crate) status: u16,
    pub(crate) headers: http::HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    /// The status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &http::HeaderMap {
        &self.headers
    }

    /// The body, byte for byte.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body as free JSON, whether it came as JSON or as XML; `None` when it is empty or neither.
    pub fn json(&self) -> Option<Json> {
        decode::json(&self.body)
    }

    /// What the vendor's support asks for.
    pub fn request_id(&self) -> Option<String> {
        protocol::request_id(self.service.protocol, &self.headers, &self.body)
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Headers and body may hold what an output's own `Debug` hides.
        formatter
            .debug_struct("Answer")
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("request_id", &self.request_id())
            .field("body_size", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// An output and the answer that it was read from.
#[derive(Clone, Debug)]
pub struct Response<T> {
    /// The output.
    pub output: T,
    /// The answer as it came.
    pub answer: Answer,
}

//! Providers against recordings, the cache by a clock that stands still, profiles in a folder of their own.

mod cache;
mod profiles;
mod vectors;

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;

use super::{BoxFuture, Credentials};
use crate::transport::{Limits, Transport, TransportError, TransportErrorKind};

/// A transport that gives prepared answers, each once, and keeps what was asked of it.
#[derive(Clone, Default)]
pub(super) struct Replay {
    answers: Arc<Mutex<VecDeque<http::Response<Bytes>>>>,
    requests: Arc<Mutex<Vec<http::Request<Bytes>>>>,
}

impl Replay {
    pub(super) fn new(answers: impl IntoIterator<Item = http::Response<Bytes>>) -> Self {
        Self { answers: Arc::new(Mutex::new(answers.into_iter().collect())), requests: Arc::default() }
    }

    pub(super) fn transport(&self) -> Arc<dyn Transport> {
        Arc::new(self.clone())
    }

    pub(super) fn requests(&self) -> Vec<http::Request<Bytes>> {
        self.requests.lock().expect("no panic").clone()
    }
}

impl Transport for Replay {
    fn send(
        &self,
        request: http::Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        self.requests.lock().expect("no panic").push(request);
        let answer = self.answers.lock().expect("no panic").pop_front();
        let answer = answer.ok_or_else(|| TransportError::new(TransportErrorKind::Connect, "nobody is there"));
        Box::pin(std::future::ready(answer))
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}

pub(super) fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> http::Response<Bytes> {
    let mut answer = http::Response::builder().status(status);
    for (name, value) in headers {
        answer = answer.header(*name, *value);
    }
    answer.body(Bytes::copy_from_slice(body.as_bytes())).expect("an answer")
}

/// A folder that is removed in the end.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let name = format!("docwright-credentials-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file below the folder; gives its path.
    pub(super) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(&path, text).expect("a file");
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn debug_shows_no_secret() {
    let shown = format!(
        "{:?} {:?}",
        Credentials::temporary_keys("public", "hidden", Some("token".into())),
        Credentials::token("hidden")
    );
    assert!(shown.contains("public"));
    assert!(!shown.contains("hidden"));
}

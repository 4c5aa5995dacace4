//! A call that no page describes: the operation's name or path, and parameters as text.
//!
//! In: names and values. Out: the answer as it came. Signed, repeated and timed as every other call, but not checked,
//! and not repeated after it may have been done unless the caller says that this does no harm.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::attempt;
use crate::call::{Answer, Call, Format};
use crate::client::ClientCore;
use crate::credentials::BoxFuture;
use crate::error::Error;
use crate::json::Json;
use crate::protocol::Prepared;
use crate::transport::Described;
use crate::{percent, trace};

/// A call that no page describes, while it is put together.
#[derive(Clone)]
#[must_use = "a call does nothing until it is sent"]
pub struct RawCall {
    call: Call,
    operation: String,
    method: String,
    path: String,
    query: Vec<(String, String)>,
    form: Vec<(String, String)>,
    body: Option<String>,
}

impl ClientCore {
    /// Calls an operation by its name, for what the pages do not cover (Alibaba's RPC).
    ///
    /// ```no_run
    /// # async fn example(client: docwright_runtime::client::ClientCore) -> Result<(), docwright_runtime::Error> {
    /// let answer = client.raw("DescribeVpcs").query("PageSize", "10").send().await?;
    /// let total = answer.json().and_then(|json| json.get("TotalCount").map(ToString::to_string));
    /// # let _ = total;
    /// # Ok(())
    /// # }
    /// ```
    pub fn raw(&self, operation: impl Into<String>) -> RawCall {
        RawCall::new(self, operation.into(), "POST".to_owned(), "/".to_owned())
    }

    /// Calls a path, for what the pages do not cover (REST). `{project_id}` in it stands for the client's project.
    ///
    /// ```no_run
    /// # async fn example(client: docwright_runtime::client::ClientCore) -> Result<(), docwright_runtime::Error> {
    /// let answer = client.raw_path("GET", "/v2/{project_id}/apigw/certificates").query("limit", "1").send().await?;
    /// println!("{}", answer.status());
    /// # Ok(())
    /// # }
    /// ```
    pub fn raw_path(&self, method: impl Into<String>, path: impl Into<String>) -> RawCall {
        let (method, path) = (method.into(), path.into());
        RawCall::new(self, format!("{method} {path}"), method, path)
    }
}

impl RawCall {
    fn new(client: &ClientCore, operation: String, method: String, path: String) -> Self {
        Self { call: client.call(), operation, method, path, query: Vec::new(), form: Vec::new(), body: None }
    }

    /// Adds a parameter of the query. The name is as it is on the wire (`Tag.1.Key`).
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// Adds a parameter of a form in the body.
    pub fn form(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.form.push((name.into(), value.into()));
        self
    }

    /// Adds a header.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.call.options.headers.push((name.into(), value.into()));
        self
    }

    /// Sends this JSON as the body.
    pub fn body(mut self, body: impl Into<Json>) -> Self {
        self.body = Some(body.into().to_string());
        self
    }

    /// Says that a repeated call does no harm, so that it is repeated after failures that may pass.
    pub fn repeatable(mut self) -> Self {
        self.call.options.repeatable = Some(true);
        self
    }

    /// Gives up when this much time has passed, retries included.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.call.options.timeout = Some(timeout);
        self
    }

    /// Gives one attempt up when this much time has passed.
    pub fn with_attempt_timeout(mut self, timeout: Duration) -> Self {
        self.call.options.attempt_timeout = Some(timeout);
        self
    }

    /// Repeats a failed call so many times at most.
    pub fn with_retries(mut self, retries: u32) -> Self {
        self.call.options.retries = Some(retries);
        self
    }

    /// Sends the call to this endpoint.
    pub fn with_endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.call.options.endpoint = Some(endpoint.into());
        self
    }

    /// Asks for the answer in this format.
    pub fn with_format(mut self, format: Format) -> Self {
        self.call.options.format = Some(format);
        self
    }

    /// Sends the call. A status of failure is an error; what a status of success says is left to the caller.
    pub fn send(self) -> BoxFuture<'static, Result<Answer, Error>> {
        Box::pin(async move {
            let name = self.operation.clone();
            let service = self.call.client().service();
            let sent = async {
                let prepared = self.prepare()?;
                attempt::attempts(&self.call, &prepared, &mut |_| Ok(())).await
            };
            let result = trace::in_call(sent, service, &name).await;
            result.map_err(|error| error.with_operation(Cow::Owned(name)))
        })
    }

    fn prepare(&self) -> Result<Prepared, Error> {
        let shared = self.call.client().shared();
        let path = fill_project(&self.path, shared.project.as_deref())?;
        let options = &self.call.options;
        let mut prepared = Prepared::new(shared.service, self.operation.clone(), self.method.clone(), path, options)?;
        prepared.described = Arc::new(Described { operation: prepared.name.clone(), ..Described::default() });
        prepared.endpoint = shared.endpoint_of_call(options)?;
        let owned = |(name, value): &(String, String)| (Cow::Owned(name.clone()), value.clone());
        prepared.query = self.query.iter().chain(&options.query).map(owned).collect();
        prepared.form = self.form.iter().map(owned).collect();
        prepared.headers.clone_from(&options.headers);
        let content_type = if let Some(body) = &self.body {
            prepared.body = body.clone().into();
            "application/json"
        } else if !self.form.is_empty() {
            let pairs = self.form.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            prepared.body = percent::pairs(pairs).into();
            "application/x-www-form-urlencoded"
        } else {
            return Ok(prepared);
        };
        if !prepared.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
            prepared.headers.push(("content-type".to_owned(), content_type.to_owned()));
        }
        Ok(prepared)
    }
}

/// The path with the client's project in the place of its variable.
fn fill_project(path: &str, project: Option<&str>) -> Result<String, Error> {
    const VARIABLE: &str = "{project_id}";
    if !path.starts_with('/') {
        return Err(Error::configuration(format!("a path starts with a slash: {path:?}")));
    }
    if !path.contains(VARIABLE) {
        return Ok(path.to_owned());
    }
    let project =
        project.ok_or_else(|| Error::configuration("the path asks for a project, and the client has none"))?;
    let mut encoded = String::new();
    percent::encode(project, &mut encoded);
    Ok(path.replace(VARIABLE, &encoded))
}

impl fmt::Debug for RawCall {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Nobody knows which of the values are secret.
        let names = |pairs: &[(String, String)]| pairs.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        formatter
            .debug_struct("RawCall")
            .field("operation", &self.operation)
            .field("query", &names(&self.query))
            .field("form", &names(&self.form))
            .field("has_body", &self.body.is_some())
            .field("options", &self.call.options)
            .finish_non_exhaustive()
    }
}

//! What the clients of all services share: region, project, credentials, endpoint, transport, defaults of a call.
//!
//! A generated client is a name around [`ClientCore`]; it is made by [`ClientBuilder`].

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use crate::call::{Call, CallOptions};
use crate::clock::{Clock, Moment};
use crate::credentials::projects::{self, Projects};
use crate::credentials::{self, Credentials, CredentialsProvider, Surroundings};
use crate::endpoint::{Endpoint, Network};
use crate::error::Error;
use crate::interceptor::Interceptor;
use crate::operation::ServiceInfo;
use crate::protocol;
use crate::record::Record;
use crate::retry::Budget;
use crate::signing::Scheme;
use crate::transport::Transport;

/// How long a transport takes to connect, unless it is told otherwise.
#[cfg_attr(not(any(feature = "hyper", feature = "blocking")), allow(dead_code, reason = "no transport comes along"))]
pub(crate) const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// What the clients of all services share. Cheap to clone.
#[derive(Clone)]
pub struct ClientCore {
    shared: Arc<Shared>,
}

pub(crate) struct Shared {
    pub(crate) service: &'static ServiceInfo,
    pub(crate) region: Option<String>,
    pub(crate) project: Option<String>,
    pub(crate) credentials: Arc<dyn CredentialsProvider>,
    /// Who knows the project where the client was given none.
    projects: Option<Projects>,
    pub(crate) endpoint: Endpoint,
    /// Whether an endpoint may begin with `http://`.
    pub(crate) plain_http: bool,
    /// The network whose host a region has; `None` where the caller named the host.
    network: Option<Network>,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) scheme: Scheme,
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) retries: u32,
    pub(crate) answer_size: usize,
    pub(crate) interceptors: Vec<Arc<dyn Interceptor>>,
    /// The names of headers that are signed beside the scheme's own, in lower case.
    signed_headers: Vec<String>,
    /// The client's own clock, and where its nonces come from.
    surroundings: Surroundings,
    /// What the answers taught, for all clones.
    clock: Clock,
    pub(crate) budget: Budget,
    pub(crate) user_agent: http::HeaderValue,
}

impl Shared {
    /// Where a call goes whose options say otherwise than the client.
    pub(crate) fn endpoint_of_call(&self, options: &CallOptions) -> Result<Option<Endpoint>, Error> {
        match (&options.endpoint, &options.region, self.network) {
            (Some(endpoint), _, _) => Endpoint::parse(endpoint, self.plain_http).map(Some),
            (None, Some(region), Some(network)) => Endpoint::of_service(self.service, Some(region), network).map(Some),
            (None, Some(_), None) | (None, None, _) => Ok(None),
        }
    }

    /// The time to sign with: the present on the service's clock, as far as it is known.
    pub(crate) fn now(&self) -> Moment {
        self.clock.of_service(Moment::of_system(self.surroundings.now()))
    }

    /// Takes the date of an answer over that has just arrived, as [`Clock::learn`] does.
    pub(crate) fn learn(&self, date: Moment) -> bool {
        self.clock.learn(date, Moment::of_system(self.surroundings.now()))
    }

    /// A text that is used once.
    pub(crate) fn nonce(&self) -> Result<String, Error> {
        self.surroundings.nonce()
    }

    /// Whether the caller wants a header signed, whatever the scheme asks for.
    pub(crate) fn signs(&self, header: &str) -> bool {
        self.signed_headers.iter().any(|name| name == header)
    }
}

impl Shared {
    /// The project that fills a call's parameters: the client's own, else the region's where they ask for one.
    pub(crate) async fn project_of_call(
        &self,
        parameters: &dyn Record,
        region: Option<&str>,
        options: &CallOptions,
    ) -> Result<Option<Cow<'_, str>>, Error> {
        if let Some(project) = &self.project {
            return Ok(Some(Cow::Borrowed(project)));
        }
        match (&self.projects, region) {
            (Some(projects), Some(region)) if projects::is_asked_for(parameters) => {
                let limit = options.timeout.or(self.timeout);
                projects.of_region(region, limit).await.map(|project| Some(Cow::Owned(project)))
            }
            _ => Ok(None),
        }
    }
}

impl ClientCore {
    /// A call with the client's defaults.
    pub fn call(&self) -> Call {
        Call::new(self.clone())
    }

    /// The service.
    pub fn service(&self) -> &'static ServiceInfo {
        self.shared.service
    }

    /// The region.
    pub fn region(&self) -> Option<&str> {
        self.shared.region.as_deref()
    }

    /// The project.
    pub fn project(&self) -> Option<&str> {
        self.shared.project.as_deref()
    }

    /// Scheme, host and port that requests go to.
    pub fn endpoint(&self) -> String {
        format!("{}://{}", self.shared.endpoint.scheme(), self.shared.endpoint.authority)
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.shared
    }
}

impl fmt::Debug for ClientCore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ClientCore")
            .field("vendor", &self.shared.service.vendor)
            .field("service", &self.shared.service.service)
            .field("endpoint", &self.endpoint())
            .field("region", &self.shared.region)
            .field("project", &self.shared.project)
            .finish_non_exhaustive()
    }
}

/// Puts a client together.
#[must_use = "a builder does nothing until it is built"]
pub struct ClientBuilder<C> {
    service: &'static ServiceInfo,
    region: Option<String>,
    project: Option<String>,
    credentials: Option<Arc<dyn CredentialsProvider>>,
    surroundings: Surroundings,
    endpoint: Option<String>,
    network: Network,
    plain_http: bool,
    transport: Option<Arc<dyn Transport>>,
    scheme: Option<Scheme>,
    timeout: Option<Duration>,
    attempt_timeout: Option<Duration>,
    connect_timeout: Duration,
    retries: u32,
    answer_size: usize,
    interceptors: Vec<Arc<dyn Interceptor>>,
    signed_headers: Vec<String>,
    client: PhantomData<fn() -> C>,
}

impl<C: From<ClientCore>> ClientBuilder<C> {
    /// For generated code.
    pub fn new(service: &'static ServiceInfo) -> Self {
        Self {
            service,
            region: None,
            project: None,
            credentials: None,
            surroundings: Surroundings::of_process(),
            endpoint: None,
            network: Network::Public,
            plain_http: false,
            transport: None,
            scheme: None,
            timeout: Some(Duration::from_secs(60)),
            attempt_timeout: None,
            connect_timeout: CONNECT_TIMEOUT,
            retries: 3,
            answer_size: 16 << 20,
            interceptors: Vec::new(),
            signed_headers: Vec::new(),
            client: PhantomData,
        }
    }

    /// The region: it chooses the host, and fills the parameters that ask for it.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// The project; unset, the vendor's environment variable and its profile file are asked, and for a call that needs
    /// one the identity service, once a region.
    pub fn project(mut self, project: impl Into<String>) -> Self {
        self.project = Some(project.into());
        self
    }

    /// Credentials, or a provider of them; unset, the vendor's usual chain is asked: environment variables, profile
    /// files, the machine's role (see [`credentials::alibaba::chain`] and [`credentials::huawei::chain`]).
    pub fn credentials(mut self, credentials: impl CredentialsProvider + 'static) -> Self {
        self.credentials = Some(Arc::new(credentials));
        self
    }

    /// Other variables, another home folder, another clock and another source of nonces than the process's. The vendor's
    /// usual chain of credentials looks there, and requests are signed with that clock and those nonces, so that a test
    /// knows each byte of a request beforehand:
    ///
    /// ```
    /// use std::time::{Duration, UNIX_EPOCH};
    ///
    /// use docwright_runtime::credentials::Surroundings;
    ///
    /// let at_rest = Surroundings::empty()
    ///     .clock(|| UNIX_EPOCH + Duration::from_secs(1_704_164_645))
    ///     .nonces(|| "nonce-1".to_owned());
    /// ```
    ///
    /// A service takes a nonce once, and the token that makes a repeated request one request comes from the same source:
    /// what calls a real service must not repeat itself there.
    pub fn surroundings(mut self, surroundings: Surroundings) -> Self {
        self.surroundings = surroundings;
        self
    }

    /// A token in place of credentials (`X-Auth-Token`).
    pub fn token(self, token: impl Into<String>) -> Self {
        self.credentials(Credentials::token(token))
    }

    /// The network whose host is called: the public one unless set.
    pub fn network(mut self, network: Network) -> Self {
        self.network = network;
        self
    }

    /// Another host than the region's: `host`, `host:port`, or the same after `https://`; after `http://` only where
    /// [`allow_plain_http`](Self::allow_plain_http) is called, too.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// Lets an endpoint begin with `http://`: requests then go unencrypted, which is for tests on the own machine.
    pub fn allow_plain_http(mut self) -> Self {
        self.plain_http = true;
        self
    }

    /// Another HTTP client than the one that comes with the feature `hyper`.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Another scheme than the protocol's usual one.
    pub fn signing(mut self, scheme: Scheme) -> Self {
        self.scheme = Some(scheme);
        self
    }

    /// How long a call may take, retries included, unless it says otherwise: 60 seconds unless set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How long one attempt of a call may take, unless the call says otherwise: as long as the call unless set. An
    /// attempt that takes longer is given up, and repeated where that does no harm.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// How long it may take to connect, TLS and a proxy included: 10 seconds unless set. A transport of one's own has
    /// limits of its own.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Lets an [`Interceptor`] see each attempt; several run in the order in which they are given.
    pub fn interceptor(mut self, interceptor: impl Interceptor + 'static) -> Self {
        self.interceptors.push(Arc::new(interceptor));
        self
    }

    /// Signs a header beside those that the scheme asks for, in each request that has it: for gateways that want more
    /// proven. The client's own `User-Agent` stays unsigned, since proxies rewrite it; one of the call's own is signed.
    pub fn sign_header(mut self, name: impl Into<String>) -> Self {
        self.signed_headers.push(name.into().to_ascii_lowercase());
        self
    }

    /// How often a call is repeated, unless it says otherwise: 3 times at most unless set.
    pub fn retries(mut self, retries: u32) -> Self {
        self.retries = retries;
        self
    }

    /// The most bytes that an answer may have: 16 MiB unless set.
    pub fn answer_size(mut self, bytes: usize) -> Self {
        self.answer_size = bytes;
        self
    }

    /// The client, or what is missing for one.
    pub fn build(self) -> Result<C, Error> {
        Ok(C::from(ClientCore { shared: Arc::new(self.into_shared()?) }))
    }

    fn into_shared(self) -> Result<Shared, Error> {
        let service = self.service;
        let endpoint = match &self.endpoint {
            Some(endpoint) => Endpoint::parse(endpoint, self.plain_http)?,
            None => Endpoint::of_service(service, self.region.as_deref(), self.network)?,
        };
        let scheme = self.scheme.unwrap_or_else(|| protocol::usual_scheme(service.protocol));
        if !protocol::takes(service.protocol, scheme) {
            return Err(Error::configuration(format!("{scheme:?} does not sign {:?} requests", service.protocol)));
        }
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport(self.connect_timeout)?,
        };
        let (protocol, surroundings) = (service.protocol, &self.surroundings);
        let credentials = self.credentials.unwrap_or_else(|| credentials::usual(protocol, surroundings, &transport));
        Ok(Shared {
            service,
            region: self.region,
            project: self.project.or_else(|| credentials::usual_project(protocol, surroundings)),
            // Who names the host may be a test, or a private cloud: the vendor's own service is not asked then.
            projects: self
                .endpoint
                .is_none()
                .then(|| Projects::of_service(service, &transport, &credentials, surroundings))
                .flatten(),
            credentials,
            network: self.endpoint.is_none().then_some(self.network),
            endpoint,
            plain_http: self.plain_http,
            transport,
            scheme,
            timeout: self.timeout,
            attempt_timeout: self.attempt_timeout,
            retries: self.retries,
            answer_size: self.answer_size,
            interceptors: self.interceptors,
            signed_headers: self.signed_headers,
            surroundings: self.surroundings,
            clock: Clock::default(),
            budget: Budget::default(),
            user_agent: http::HeaderValue::from_static(concat!("docwright/", env!("CARGO_PKG_VERSION"))),
        })
    }
}

#[cfg(feature = "hyper")]
fn default_transport(connect_timeout: Duration) -> Result<Arc<dyn Transport>, Error> {
    Ok(Arc::new(crate::hyper_transport::HyperTransport::builder().connect_timeout(connect_timeout).build()?))
}

#[cfg(all(feature = "blocking", not(feature = "hyper")))]
fn default_transport(connect_timeout: Duration) -> Result<Arc<dyn Transport>, Error> {
    Ok(Arc::new(crate::blocking::UreqTransport::builder().connect_timeout(connect_timeout).build()?))
}

#[cfg(not(any(feature = "blocking", feature = "hyper")))]
fn default_transport(_: Duration) -> Result<Arc<dyn Transport>, Error> {
    Err(Error::configuration("no transport: enable the feature `hyper`, or give one to the client's builder"))
}

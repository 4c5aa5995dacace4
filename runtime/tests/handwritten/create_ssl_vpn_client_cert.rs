//! The shape of a generated operation: one or two required parameters, an idempotency token, a waiter.

use docwright_runtime::call::Call;
use docwright_runtime::operation::{FieldInfo, OperationInfo, Role, Rule, WaitStates};
use docwright_runtime::record::{Record, Value, absent, absent_mut};

/// The operation.
pub static OPERATION: OperationInfo =
    OperationInfo::new(&super::SERVICE, "CreateSslVpnClientCert", "ANY", "/").retry_safe();

impl super::Client {
    /// Makes a client certificate.
    pub fn create_ssl_vpn_client_cert(
        &self,
        ssl_vpn_server_id: impl ::core::convert::Into<::std::string::String>,
    ) -> Request {
        Request {
            call: self.core.call(),
            parameters: Parameters {
                ssl_vpn_server_id: ssl_vpn_server_id.into(),
                ..::core::default::Default::default()
            },
        }
    }
}

/// A request that is being put together.
#[derive(Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct Request {
    call: Call,
    parameters: Parameters,
}

impl Request {
    /// The region of the SSL server.
    pub fn region_id(mut self, region_id: impl ::core::convert::Into<::std::string::String>) -> Self {
        self.parameters.region_id = ::core::option::Option::Some(region_id.into());
        self
    }

    /// The certificate's name.
    pub fn name(mut self, name: impl ::core::convert::Into<::std::string::String>) -> Self {
        self.parameters.name = ::core::option::Option::Some(name.into());
        self
    }

    /// Makes a repeated request harmless.
    pub fn client_token(mut self, client_token: impl ::core::convert::Into<::std::string::String>) -> Self {
        self.parameters.client_token = ::core::option::Option::Some(client_token.into());
        self
    }
}

docwright_runtime::request!(Request, Parameters, Output, OPERATION);

/// What is sent. Parameters with a role (region, project, token) are optional: the client fills them.
#[derive(Default)]
pub struct Parameters {
    /// The region of the SSL server.
    pub region_id: ::core::option::Option<::std::string::String>,
    /// The SSL server.
    pub ssl_vpn_server_id: ::std::string::String,
    /// The certificate's name.
    pub name: ::core::option::Option<::std::string::String>,
    /// Makes a repeated request harmless.
    pub client_token: ::core::option::Option<::std::string::String>,
}

impl Record for Parameters {
    fn fields(&self) -> &'static [FieldInfo] {
        static FIELDS: [FieldInfo; 4] = [
            FieldInfo::query("RegionId").role(Role::Region).rules(&[Rule::Required]),
            FieldInfo::query("SslVpnServerId").rules(&[Rule::Required]),
            FieldInfo::query("Name").rules(&[Rule::MinLength(1), Rule::MaxLength(100)]),
            FieldInfo::query("ClientToken").role(Role::IdempotencyToken),
        ];
        &FIELDS
    }

    fn field(&self, index: usize) -> &dyn Value {
        match index {
            0 => &self.region_id,
            1 => &self.ssl_vpn_server_id,
            2 => &self.name,
            3 => &self.client_token,
            _ => absent(),
        }
    }

    fn field_mut(&mut self, index: usize) -> &mut dyn Value {
        match index {
            0 => &mut self.region_id,
            1 => &mut self.ssl_vpn_server_id,
            2 => &mut self.name,
            3 => &mut self.client_token,
            _ => absent_mut(),
        }
    }
}

/// What comes back.
#[derive(Default)]
#[non_exhaustive]
pub struct Output {
    /// The request's id.
    pub request_id: ::std::string::String,
    /// The certificate's name.
    pub name: ::std::string::String,
    /// The certificate.
    pub ssl_vpn_client_cert_id: ::std::string::String,
}

impl Record for Output {
    fn fields(&self) -> &'static [FieldInfo] {
        static FIELDS: [FieldInfo; 3] =
            [FieldInfo::body("RequestId"), FieldInfo::body("Name"), FieldInfo::body("SslVpnClientCertId")];
        &FIELDS
    }

    fn field(&self, index: usize) -> &dyn Value {
        match index {
            0 => &self.request_id,
            1 => &self.name,
            2 => &self.ssl_vpn_client_cert_id,
            _ => absent(),
        }
    }

    fn field_mut(&mut self, index: usize) -> &mut dyn Value {
        match index {
            0 => &mut self.request_id,
            1 => &mut self.name,
            2 => &mut self.ssl_vpn_client_cert_id,
            _ => absent_mut(),
        }
    }
}

docwright_runtime::records!(Parameters, Output);

static WAIT: WaitStates = WaitStates { state: "Status", pending: &["updating"], done: &["active"] };

/// Where the page names an operation to poll: `wait` on the output when the output has the key, on the module when
/// only the request has it.
pub fn wait(
    client: &super::Client,
    vpn_gateway_id: impl ::core::convert::Into<::std::string::String>,
) -> docwright_runtime::waiting::Waiting<super::describe_vpn_gateway::Output> {
    let request = client.describe_vpn_gateway(vpn_gateway_id);
    docwright_runtime::waiting::Waiting::new(client.core(), &WAIT, move || request.clone().send())
}

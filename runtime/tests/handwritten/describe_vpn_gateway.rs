//! The shape of a generated operation that others poll.

use docwright_runtime::call::Call;
use docwright_runtime::operation::{FieldInfo, OperationInfo, Role};
use docwright_runtime::record::{Record, Value, absent, absent_mut};

/// The operation.
pub static OPERATION: OperationInfo =
    OperationInfo::new(&super::SERVICE, "DescribeVpnGateway", "ANY", "/").retry_safe();

impl super::Client {
    /// Tells about one gateway.
    pub fn describe_vpn_gateway(&self, vpn_gateway_id: impl ::core::convert::Into<::std::string::String>) -> Request {
        Request {
            call: self.core.call(),
            parameters: Parameters { vpn_gateway_id: vpn_gateway_id.into(), ..::core::default::Default::default() },
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

docwright_runtime::request!(Request, Parameters, Output, OPERATION);

/// What is sent.
#[derive(Default)]
pub struct Parameters {
    /// The gateway's region.
    pub region_id: ::core::option::Option<::std::string::String>,
    /// The gateway.
    pub vpn_gateway_id: ::std::string::String,
}

impl Record for Parameters {
    fn fields(&self) -> &'static [FieldInfo] {
        static FIELDS: [FieldInfo; 2] =
            [FieldInfo::query("RegionId").role(Role::Region), FieldInfo::query("VpnGatewayId")];
        &FIELDS
    }

    fn field(&self, index: usize) -> &dyn Value {
        match index {
            0 => &self.region_id,
            1 => &self.vpn_gateway_id,
            _ => absent(),
        }
    }

    fn field_mut(&mut self, index: usize) -> &mut dyn Value {
        match index {
            0 => &mut self.region_id,
            1 => &mut self.vpn_gateway_id,
            _ => absent_mut(),
        }
    }
}

/// What comes back.
#[derive(Default)]
#[non_exhaustive]
pub struct Output {
    /// `init`, `active`, `updating`, ...
    pub status: ::std::string::String,
}

impl Record for Output {
    fn fields(&self) -> &'static [FieldInfo] {
        static FIELDS: [FieldInfo; 1] = [FieldInfo::body("Status")];
        &FIELDS
    }

    fn field(&self, index: usize) -> &dyn Value {
        match index {
            0 => &self.status,
            _ => absent(),
        }
    }

    fn field_mut(&mut self, index: usize) -> &mut dyn Value {
        match index {
            0 => &mut self.status,
            _ => absent_mut(),
        }
    }
}

docwright_runtime::records!(Parameters, Output);

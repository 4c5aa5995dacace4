//! The shape of a generated service module (`generated/src/alibaba/vpc/mod.rs`).

use docwright_runtime::client::ClientCore;
use docwright_runtime::operation::{Protocol, ServiceInfo};

#[path = "create_ssl_vpn_client_cert.rs"]
pub mod create_ssl_vpn_client_cert;
#[expect(clippy::struct_field_names, reason = "the names are the wire's")]
#[path = "describe_ssl_vpn_servers.rs"]
pub mod describe_ssl_vpn_servers;
#[path = "describe_vpn_gateway.rs"]
pub mod describe_vpn_gateway;

/// Alibaba Cloud VPC, version 2016-04-28.
pub static SERVICE: ServiceInfo = ServiceInfo {
    vendor: "alibaba",
    service: "vpc",
    product: "Vpc",
    version: "2016-04-28",
    protocol: Protocol::AlibabaRpc,
    endpoint: "vpc.{region}.aliyuncs.com",
    endpoints: &[("cn-beijing", "vpc.aliyuncs.com")],
    internal_endpoint: "vpc-vpc.{region}.aliyuncs.com",
};

/// Calls Alibaba Cloud VPC. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Client {
    core: ClientCore,
}

docwright_runtime::client!(Client, SERVICE);

/// Error codes that the pages of this service list.
pub mod errors {
    /// `ResourceQuotaFull`, status 400.
    pub const RESOURCE_QUOTA_FULL: &str = "ResourceQuotaFull";
}

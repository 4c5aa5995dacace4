//! The shape of a generated service module whose protocol is REST.

use docwright_runtime::client::ClientCore;
use docwright_runtime::operation::{Protocol, ServiceInfo};

#[path = "create_certificate_v2.rs"]
pub mod create_certificate_v2;

/// Huawei Cloud API Gateway.
pub static SERVICE: ServiceInfo = ServiceInfo {
    vendor: "huawei",
    service: "apig",
    product: "",
    version: "",
    protocol: Protocol::HuaweiRest,
    endpoint: "apig.{region}.myhuaweicloud.com",
    endpoints: &[],
    internal_endpoint: "",
};

/// Calls Huawei Cloud API Gateway. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Client {
    core: ClientCore,
}

docwright_runtime::client!(Client, SERVICE);

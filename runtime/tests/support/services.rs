//! Two services and some operations, one of each kind that calls treat differently.

use docwright_runtime::Credentials;
use docwright_runtime::client::{ClientBuilder, ClientCore};
use docwright_runtime::operation::{OperationInfo, Protocol, ServiceInfo};
use docwright_runtime::transport::Transport;

pub static ALIBABA: ServiceInfo = ServiceInfo {
    vendor: "alibaba",
    service: "vpc",
    product: "Vpc",
    version: "2016-04-28",
    protocol: Protocol::AlibabaRpc,
    endpoint: "vpc.example.com",
    endpoints: &[],
    internal_endpoint: "",
};

pub static HUAWEI: ServiceInfo = ServiceInfo {
    vendor: "huawei",
    service: "apig",
    product: "",
    version: "",
    protocol: Protocol::HuaweiRest,
    endpoint: "apig.example.com",
    endpoints: &[],
    internal_endpoint: "",
};

/// Does harm when it is repeated.
pub static CREATE: OperationInfo = OperationInfo::new(&ALIBABA, "CreateThing", "ANY", "/");
pub static DESCRIBE: OperationInfo = OperationInfo::new(&ALIBABA, "DescribeThing", "ANY", "/").retry_safe();
pub static SHOW: OperationInfo = OperationInfo::new(&HUAWEI, "ShowThing", "GET", "/v2/things").retry_safe();
/// Does harm when it is repeated.
pub static POST: OperationInfo = OperationInfo::new(&HUAWEI, "CreateThing", "POST", "/v2/things");

/// A builder with a key pair.
pub fn builder(service: &'static ServiceInfo) -> ClientBuilder<ClientCore> {
    ClientBuilder::new(service).credentials(Credentials::keys("id", "secret"))
}

pub fn client(service: &'static ServiceInfo, transport: impl Transport + 'static) -> ClientCore {
    builder(service).transport(transport).build().expect("a client")
}

//! The shape of generated code, by hand: what the emitter writes for a service is what stands in `handwritten/`.
//!
//! `alibaba_vpc.rs` and `huawei_apig.rs` are service modules, the other files one operation each. Their text between
//! the `use` lines and the macros is what `emit` must produce; only the docs are shorter than generated ones.

#[allow(dead_code, reason = "generated code has more than one test calls")]
#[path = "handwritten/alibaba_vpc.rs"]
mod alibaba_vpc;
#[allow(dead_code, reason = "generated code has more than one test calls")]
#[path = "handwritten/huawei_apig.rs"]
mod huawei_apig;

use alibaba_vpc::create_ssl_vpn_client_cert;
use huawei_apig::create_certificate_v2::{Required, Type};

fn required() -> Required {
    Required { name: "cert_demo".into(), cert_content: "PEM".into(), private_key: "hidden".into() }
}

#[test]
fn a_client_needs_the_region_that_its_endpoint_names() {
    let error = alibaba_vpc::Client::builder().build().expect_err("no region");
    assert_eq!(error.kind(), docwright_runtime::ErrorKind::Configuration);
    let client = alibaba_vpc::Client::builder().region("cn-hangzhou").build().expect("a client");
    assert_eq!(client.core().endpoint(), "https://vpc.cn-hangzhou.aliyuncs.com");
    let client = alibaba_vpc::Client::builder().region("cn-beijing").build().expect("a client");
    assert_eq!(client.core().endpoint(), "https://vpc.aliyuncs.com");
}

#[test]
fn debug_of_a_request_hides_what_is_sensitive() {
    let client = huawei_apig::Client::builder().region("cn-north-4").build().expect("a client");
    let request = client.create_certificate_v2(required()).r#type(Type::Global);
    let shown = format!("{request:?}");
    assert!(shown.contains("cert_demo") && shown.contains("global") && shown.contains("***"), "{shown}");
    assert!(!shown.contains("hidden"), "{shown}");
    assert_eq!(request.parameters().name, "cert_demo");
}

#[test]
fn a_wait_is_made_without_a_call() {
    let client = alibaba_vpc::Client::builder().region("cn-hangzhou").build().expect("a client");
    drop(create_ssl_vpn_client_cert::wait(&client, "vpn-1"));
}

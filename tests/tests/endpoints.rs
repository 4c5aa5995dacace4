//! The hosts of regions against those that the vendor's own SDKs pick, row by row.
//!
//! On the public network both of them agree in each row. On the internal one they differ where the newer SDK has a
//! region in its map: it then calls the map's host, which is a public one, whatever the network. Who asks for the
//! internal network is not sent over the internet by us, so that we follow the older SDK there.

use docwright_clients::alibaba::vpc;
use docwright_runtime::{Credentials, ErrorKind, Network};
use docwright_tests::shared::shared;
use serde_json::Value as Json;

fn host(region: &str, network: Network) -> String {
    let builder = vpc::Client::builder().region(region).network(network);
    builder.credentials(Credentials::keys("id", "secret")).build().expect("a client").core().endpoint()
}

#[test]
fn every_region_has_the_host_that_the_vendors_sdks_pick() {
    let Some(file) =
        shared("every_region_has_the_host_that_the_vendors_sdks_pick", "vectors/aliyun_vpc_endpoints.json")
    else {
        return;
    };
    let text = std::fs::read_to_string(file).expect("a file");
    let json: Json = serde_json::from_str(&text).expect("JSON");
    let rows = json["regions"].as_array().expect("rows");
    assert!(rows.len() >= 50, "{} rows", rows.len());
    for row in rows {
        let of = |sdk: &str, network: &str| format!("https://{}", row[sdk][network].as_str().expect("a host"));
        let region = row["region"].as_str().expect("a region");
        let public = host(region, Network::Public);
        assert_eq!(public, of("aliyun_v3", "public"), "{region}");
        assert_eq!(public, of("aliyun_v1", "public"), "{region}");
        let internal = host(region, Network::Internal);
        assert_eq!(internal, of("aliyun_v1", "vpc_network"), "{region}");
        if row["in_v3_map"] == true {
            assert_eq!(of("aliyun_v3", "vpc_network"), public, "{region}: the newer SDK minds the network by now");
        } else {
            assert_eq!(internal, of("aliyun_v3", "vpc_network"), "{region}");
        }
    }
}

#[test]
fn an_endpoint_of_the_callers_own_goes_before_network_and_region() {
    let builder = vpc::Client::builder().region("cn-hangzhou").network(Network::Internal);
    let client = builder.endpoint("vpc.example.com:8443").build().expect("a client");
    assert_eq!(client.core().endpoint(), "https://vpc.example.com:8443");
}

#[test]
fn plain_http_is_refused_unless_asked_for() {
    let error = vpc::Client::builder().endpoint("http://127.0.0.1:9").build().expect_err("not asked for");
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.message().contains("allow_plain_http"), "{error}");
    let client = vpc::Client::builder().endpoint("http://127.0.0.1:9").allow_plain_http().build().expect("a client");
    assert_eq!(client.core().endpoint(), "http://127.0.0.1:9");
}

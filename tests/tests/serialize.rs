//! Answers as serde sees them: wire names, absent fields left out, secrets hidden.

use std::collections::BTreeMap;

use docwright_clients::alibaba::vpc::create_ssl_vpn_client_cert;
use docwright_clients::alibaba::vpc::create_ssl_vpn_server::Proto;
use docwright_clients::alibaba::vpc::describe_ssl_vpn_servers::{Output, SslVpnServer, SslVpnServers};
use docwright_clients::huawei::apig::{self, update_certificate_v2};
use docwright_clients::runtime::Json;
use docwright_runtime::operation::FieldInfo;
use docwright_runtime::record::{Record, Value};
use serde_json::json;

#[test]
fn answers_are_maps_of_wire_names() {
    let mut server = SslVpnServer::default();
    server.ssl_vpn_server_id = "vss-1".to_owned();
    server.port = Some(1194);
    server.compress = Some(false);
    let mut servers = SslVpnServers::default();
    servers.ssl_vpn_server = vec![server];
    let mut output = Output::default();
    output.total_count = Some(1);
    output.ssl_vpn_servers = Some(servers);
    let written = serde_json::to_value(&output).expect("JSON");
    assert_eq!(written["TotalCount"], 1);
    let server = &written["SslVpnServers"]["SslVpnServer"][0];
    assert_eq!(
        (&server["SslVpnServerId"], &server["Port"], &server["Compress"]),
        (&json!("vss-1"), &json!(1194), &json!(false))
    );
    // What did not come is not there.
    assert!(server.get("Connections").is_none() && written.get("PageSize").is_none(), "{written}");
    let empty = serde_json::to_value(create_ssl_vpn_client_cert::Output::default()).expect("JSON");
    assert!(empty.as_object().expect("a map").values().all(|value| value == ""), "{empty}");
}

#[test]
fn secrets_are_hidden_and_enumerations_are_texts() {
    let client = apig::Client::builder().region("cn-north-4").project("p-1").token("t").build().expect("a client");
    let request = client.update_certificate_v2(update_certificate_v2::Required {
        certificate_id: "c-1".to_owned(),
        name: "web".to_owned(),
        cert_content: "content".to_owned(),
        private_key: "canary-4711".to_owned(),
    });
    let written = docwright_runtime::serialize::record(request.parameters(), serde_json::value::Serializer);
    let written = written.expect("JSON");
    assert_eq!((&written["name"], &written["private_key"]), (&json!("web"), &json!("***")));
    assert!(!written.to_string().contains("canary"), "{written}");
    assert_eq!(serde_json::to_value(Proto::from("UDP")).expect("JSON"), "UDP");
    assert_eq!(serde_json::to_value(Proto::from("QUIC")).expect("JSON"), "QUIC");
}

#[test]
fn free_json_stays_what_it_is() {
    let text = r#"{"a":[1,2.5,true,null,"x"],"b":{}}"#;
    let json = Json::parse(text).expect("JSON");
    assert_eq!(serde_json::to_string(&json).expect("JSON"), text);
}

/// An answer of free keys.
#[derive(Default)]
struct States(BTreeMap<String, i64>);

impl Record for States {
    fn fields(&self) -> &'static [FieldInfo] {
        static FIELDS: [FieldInfo; 1] = [FieldInfo::keys("{Any gate}")];
        &FIELDS
    }

    fn field(&self, _: usize) -> &dyn Value {
        &self.0
    }

    fn field_mut(&mut self, _: usize) -> &mut dyn Value {
        &mut self.0
    }
}

#[test]
fn free_keys_stand_where_the_answer_has_them() {
    let states = States(BTreeMap::from([("north".to_owned(), 1), ("south".to_owned(), 2)]));
    let written = docwright_runtime::serialize::record(&states, serde_json::value::Serializer).expect("JSON");
    assert_eq!(written, json!({"north": 1, "south": 2}));
}

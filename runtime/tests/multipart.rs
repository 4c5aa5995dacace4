//! Operations that take a file: a body of parts, signed as the vendor signs what is not JSON.

mod support;

use bytes::Bytes;
use docwright_runtime::call::SendingWithResponse;
use docwright_runtime::operation::{FieldInfo, OperationInfo};
use docwright_runtime::parameters::Parameters;
use docwright_runtime::record::Record as _;
use support::services::{ALIBABA, HUAWEI, client};
use support::{Nothing, Script};

const PARAMETERS: &[FieldInfo] = &[
    FieldInfo::form("mode"),
    FieldInfo::form("simple"),
    FieldInfo::file("file_name").required(),
    FieldInfo::file("key").sensitive(),
];
static IMPORT: OperationInfo = OperationInfo::new(&HUAWEI, "Import", "POST", "/v2/import").parameters(PARAMETERS);
static UPLOAD: OperationInfo = OperationInfo::new(&ALIBABA, "Upload", "POST", "/").parameters(PARAMETERS);

/// What no text can hold.
const CONTENT: &[u8] = b"\xff\x00--\r\n\xfe";

fn parameters(operation: &'static OperationInfo) -> Parameters {
    let mut parameters = Parameters::new(operation);
    parameters.set(0, "merge \"all\"".to_owned());
    parameters.set(2, Bytes::from_static(CONTENT));
    parameters
}

async fn sent(operation: &'static OperationInfo, parameters: Parameters) -> http::Request<Bytes> {
    let script = Script::default();
    let sending = client(operation.service, script.clone()).call().send::<Nothing>(operation, Box::new(parameters));
    sending.await.expect("an answer");
    script.requests().remove(0)
}

#[tokio::test]
async fn a_file_is_a_part_of_the_body_as_it_is() {
    for operation in [&IMPORT, &UPLOAD] {
        let request = sent(operation, parameters(operation)).await;
        let kind = request.headers()["content-type"].to_str().expect("text").to_owned();
        let boundary = kind.strip_prefix("multipart/form-data; boundary=").expect("a boundary");
        let mut expected = Vec::new();
        for piece in [
            format!("--{boundary}\r\nContent-Disposition: form-data; name=\"mode\"\r\n\r\nmerge \"all\"\r\n")
                .as_bytes(),
            format!("--{boundary}\r\nContent-Disposition: form-data; name=\"file_name\"; filename=\"file_name\"\r\n")
                .as_bytes(),
            b"Content-Type: application/octet-stream\r\n\r\n",
            CONTENT,
            format!("\r\n--{boundary}--\r\n").as_bytes(),
        ] {
            expected.extend_from_slice(piece);
        }
        assert_eq!(request.body(), &expected);
        assert_eq!(sent(operation, parameters(operation)).await.body(), &expected, "the same bytes again");
        assert_eq!(request.uri().query(), None);
    }
}

#[tokio::test]
async fn what_is_not_json_is_said_to_be_unsigned_where_the_vendor_wants_that() {
    let request = sent(&IMPORT, parameters(&IMPORT)).await;
    assert_eq!(request.headers()["x-sdk-content-sha256"], "UNSIGNED-PAYLOAD");
    let authorization = request.headers()["authorization"].to_str().expect("text");
    assert!(authorization.contains("content-type;host;x-sdk-content-sha256;x-sdk-date"), "{authorization}");
}

#[tokio::test]
async fn a_file_that_must_be_sent_is_asked_for_and_none_is_shown() {
    let mut parameters = parameters(&IMPORT);
    parameters.set(3, Bytes::from_static(b"canary"));
    let shown = format!("{parameters:?}");
    assert_eq!(shown, r#"Import { mode: "merge \"all\"", file_name: 7 bytes, key: *** }"#);
    parameters.set(2, Bytes::new());
    assert_eq!(parameters.fields().len(), 4);
    let client = client(&HUAWEI, Script::default());
    let error = client.call().send::<Nothing>(&IMPORT, Box::new(parameters)).await.expect_err("an empty file");
    assert_eq!(error.violation().map(|violation| violation.parameter.as_str()), Some("file_name"));
}

#[tokio::test]
async fn a_file_that_comes_back_is_the_answer_as_it_is() {
    let with = |kind: &'static str, body: &'static [u8]| {
        let answer = http::Response::builder().status(200).header("content-type", kind);
        Script::new([answer.body(Bytes::from_static(body)).expect("an answer")])
    };
    let send = async |script: Script| {
        let client = client(&HUAWEI, script);
        let sending = client.call().send::<Nothing>(&IMPORT, Box::new(parameters(&IMPORT)));
        SendingWithResponse::from(sending).await
    };
    for kind in ["application/octet-stream", "application/yaml; charset=utf-8", "text/plain"] {
        let response = send(with(kind, b"openapi: 3.0\n\xff")).await.expect("a file");
        assert_eq!(response.answer.body(), b"openapi: 3.0\n\xff", "{kind}");
    }
    // A torn answer, a page of a proxy and a refusal are none.
    for (kind, body) in [
        ("application/json", &b"{\"cut\": "[..]),
        ("text/html", b"Please log in"),
        ("text/plain", br#"{"error_code": "APIG.1", "error_msg": "no"}"#),
    ] {
        assert!(send(with(kind, body)).await.is_err(), "{kind}");
    }
}

//! The usual chains over variables and files of a test's own.

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use super::super::{Credentials, CredentialsProvider, Surroundings, alibaba, huawei};
use super::{Folder, Replay, answer};
use crate::error::{Error, ErrorKind};

const TEMPORARY: &str = r#"{"Credentials":{"AccessKeyId":"STS.a","AccessKeySecret":"s","SecurityToken":"t","Expiration":"2099-01-02T03:04:05Z"}}"#;

/// A transport that nobody answers at.
fn nobody() -> Replay {
    Replay::default()
}

async fn of_alibaba(surroundings: &Surroundings, replay: &Replay) -> Result<Credentials, Error> {
    alibaba::chain(surroundings, &replay.transport()).credentials().await
}

async fn of_huawei(surroundings: &Surroundings, replay: &Replay) -> Result<Credentials, Error> {
    huawei::chain(surroundings, &replay.transport()).credentials().await
}

fn parts(found: &Credentials) -> (&str, &str, Option<&str>) {
    (found.access_key_id(), found.secret(), found.security_token())
}

#[tokio::test]
async fn variables_go_before_files() {
    let folder = Folder::new();
    folder.write(
        ".alibabacloud/credentials.ini",
        "[default]\ntype = access_key\naccess_key_id = f\naccess_key_secret = g\n",
    );
    let surroundings = Surroundings::empty().home(folder.path());
    let found = of_alibaba(&surroundings, &nobody()).await.expect("the file's");
    assert_eq!(parts(&found), ("f", "g", None));
    let surroundings = surroundings
        .variable("ALIBABA_CLOUD_ACCESS_KEY_ID", "v")
        .variable("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "w")
        .variable("ALIBABA_CLOUD_SECURITY_TOKEN", "x");
    let found = of_alibaba(&surroundings, &nobody()).await.expect("the variables'");
    assert_eq!(parts(&found), ("v", "w", Some("x")));

    folder.write(
        ".huaweicloud/credentials",
        "[basic]\nak = f\nsk = g\nsecurity_token = h\nproject_id = p-file\n[global]\nak=z\nsk=z\n",
    );
    let surroundings = Surroundings::empty().home(folder.path());
    let found = of_huawei(&surroundings, &nobody()).await.expect("the file's");
    assert_eq!(parts(&found), ("f", "g", Some("h")));
    assert_eq!(huawei::project(&surroundings).as_deref(), Some("p-file"));
    let surroundings = surroundings
        .variable("HUAWEICLOUD_SDK_AK", "v")
        .variable("HUAWEICLOUD_SDK_SK", "w")
        .variable("HUAWEICLOUD_SDK_SECURITY_TOKEN", "x")
        .variable("HUAWEICLOUD_SDK_PROJECT_ID", "p-variable");
    let found = of_huawei(&surroundings, &nobody()).await.expect("the variables'");
    assert_eq!(parts(&found), ("v", "w", Some("x")));
    assert_eq!(huawei::project(&surroundings).as_deref(), Some("p-variable"));
}

#[tokio::test]
async fn the_error_names_each_link_and_why_it_had_nothing() {
    let folder = Folder::new();
    folder.write(
        ".aliyun/config.json",
        r#"{"current":"broken","profiles":[{"name":"broken","mode":"AK","access_key_id":"half-a-pair"}]}"#,
    );
    let surroundings =
        Surroundings::empty().home(folder.path()).variable("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "hidden-1");
    let error = of_alibaba(&surroundings, &nobody()).await.expect_err("nothing");
    assert_eq!(error.kind(), ErrorKind::Credentials);
    let shown = format!("{error} {error:?}");
    for told in [
        "environment: ALIBABA_CLOUD_ACCESS_KEY_ID is not set",
        "OIDC role: ALIBABA_CLOUD_ROLE_ARN is not set",
        "profile `broken`",
        "`access_key_secret` is not set",
        "profile file: there is no",
        "instance metadata: the metadata service can not be asked",
        "credentials address: ALIBABA_CLOUD_CREDENTIALS_URI is not set",
    ] {
        assert!(shown.contains(told), "{told} is not told in {shown}");
    }
    assert!(!shown.contains("hidden-1"), "{shown}");

    let surroundings = Surroundings::empty().variable("HUAWEICLOUD_SDK_SK", "hidden-2");
    let error = of_huawei(&surroundings, &nobody()).await.expect_err("nothing");
    let shown = format!("{error} {error:?}");
    for told in [
        "environment: HUAWEICLOUD_SDK_AK",
        "identity token",
        "agency by OIDC",
        "pod identity",
        "profile file",
        "instance metadata",
    ] {
        assert!(shown.contains(told), "{told} is not told in {shown}");
    }
    assert!(!shown.contains("hidden-2"), "{shown}");
}

#[tokio::test]
async fn metadata_is_not_asked_where_it_is_disabled() {
    let surroundings = Surroundings::empty().variable("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true");
    let replay = nobody();
    let error = of_alibaba(&surroundings, &replay).await.expect_err("nothing");
    assert!(error.message().contains("ALIBABA_CLOUD_ECS_METADATA_DISABLED is set"), "{error}");
    assert!(replay.requests().is_empty());
}

#[tokio::test]
async fn a_role_is_taken_with_the_keys_of_another_profile() {
    let folder = Folder::new();
    folder.write(
        ".aliyun/config.json",
        r#"{"current":"second","profiles":[
            {"name":"first","mode":"StsToken","access_key_id":"base","access_key_secret":"key","sts_token":"token"},
            {"name":"second","mode":"ChainableRamRoleArn","source_profile":"first","ram_role_arn":"arn","ram_session_name":"me",
             "expired_seconds":900,"sts_region":"cn-beijing"},
            {"name":"circle","mode":"ChainableRamRoleArn","source_profile":"circle","ram_role_arn":"arn"}]}"#,
    );
    let surroundings = Surroundings::empty().home(folder.path());
    let replay = Replay::new([answer(200, &[], TEMPORARY)]);
    let found = of_alibaba(&surroundings, &replay).await.expect("a role's");
    assert_eq!(parts(&found), ("STS.a", "s", Some("t")));
    let uri = replay.requests()[0].uri().to_string();
    assert!(uri.starts_with("https://sts.cn-beijing.aliyuncs.com/?"), "{uri}");
    for part in ["AccessKeyId=base&", "SecurityToken=token&", "DurationSeconds=900&", "RoleSessionName=me&"] {
        assert!(uri.contains(part), "{part} is not in {uri}");
    }
    let circle = alibaba::CommandLineProfile::new(&surroundings, &nobody().transport()).profile("circle");
    let error = circle.credentials().await.expect_err("a circle");
    assert!(error.message().contains("circle"), "{error}");
}

#[tokio::test]
async fn the_link_that_was_found_stays() {
    let folder = Folder::new();
    let path = folder.write("keys", "[basic]\nak = a\nsk = b\n");
    let surroundings =
        Surroundings::empty().variable("HUAWEICLOUD_SDK_CREDENTIALS_FILE", path.to_str().expect("UTF-8"));
    let clock = Arc::new(std::sync::atomic::AtomicU64::new(0));
    let seconds = clock.clone();
    let surroundings =
        surroundings.clock(move || UNIX_EPOCH + Duration::from_secs(seconds.load(std::sync::atomic::Ordering::SeqCst)));
    let replay = nobody();
    let chain = huawei::chain(&surroundings, &replay.transport());
    assert_eq!(chain.credentials().await.expect("the file's").access_key_id(), "a");
    std::fs::write(&path, "[basic]\nak = c\nsk = d\n").expect("a file");
    assert_eq!(chain.credentials().await.expect("kept").access_key_id(), "a");
    clock.store(300, std::sync::atomic::Ordering::SeqCst);
    assert_eq!(chain.credentials().await.expect("read again").access_key_id(), "c");
    std::fs::remove_file(&path).expect("a file");
    clock.store(700, std::sync::atomic::Ordering::SeqCst);
    assert_eq!(chain.credentials().await.expect("kept").access_key_id(), "c");
    assert!(replay.requests().is_empty(), "no other link was asked");
}

#[tokio::test]
async fn a_name_and_a_password_give_a_token() {
    let body = r#"{"token":{"expires_at":"2099-01-02T03:04:05.000000Z","user":{"name":"u"}}}"#;
    let replay = Replay::new([answer(201, &[("X-Subject-Token", "tok-1")], body)]);
    let provider = huawei::PasswordToken::new(&replay.transport(), "account", "user", "pa\"ss").project("cn-north-4");
    let shown = format!("{provider:?}");
    let found = provider.region("cn-north-4").credentials().await.expect("a token");
    assert_eq!(found.auth_token(), Some("tok-1"));
    assert!(found.expires_at().is_some());
    let request = &replay.requests()[0];
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), "https://iam.cn-north-4.myhuaweicloud.com/v3/auth/tokens?nocatalog=true");
    let body: serde_json::Value = serde_json::from_slice(request.body()).expect("JSON");
    let expected = serde_json::json!({"auth": {
        "identity": {"methods": ["password"], "password": {"user": {
            "name": "user", "password": "pa\"ss", "domain": {"name": "account"},
        }}},
        "scope": {"project": {"name": "cn-north-4"}},
    }});
    assert_eq!(body, expected);
    assert!(shown.contains("account") && !shown.contains("pa"), "{shown}");
}

#[tokio::test]
async fn a_refused_password_is_not_told() {
    let body = r#"{"error":{"code":401,"message":"pa55word is wrong","title":"Unauthorized"}}"#;
    let replay = Replay::new([answer(401, &[], body)]);
    let provider = huawei::PasswordToken::new(&replay.transport(), "account", "user", "pa55word");
    let error = provider.credentials().await.expect_err("refused");
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("401") && shown.contains("Unauthorized") && shown.contains("is wrong"), "{shown}");
    assert!(!shown.contains("pa55word"), "{shown}");
}

#[tokio::test]
async fn a_call_that_needs_a_project_looks_it_up_once() {
    use crate::client::{ClientBuilder, ClientCore};
    use crate::operation::{FieldInfo, OperationInfo, Protocol, Role, ServiceInfo};
    use crate::record::{Record, Value, absent, absent_mut};

    static SERVICE: ServiceInfo = ServiceInfo {
        vendor: "huawei",
        service: "apig",
        product: "",
        version: "",
        protocol: Protocol::HuaweiRest,
        endpoint: "apig.{region}.myhuaweicloud.com",
        endpoints: &[],
        internal_endpoint: "",
    };
    static SHOW: OperationInfo = OperationInfo::new(&SERVICE, "Show", "GET", "/v2/{project_id}/things");
    static FIELDS: [FieldInfo; 1] = [FieldInfo::path("project_id").role(Role::Project)];

    #[derive(Clone, Debug, Default)]
    struct Parameters;
    impl Record for Parameters {
        fn fields(&self) -> &'static [FieldInfo] {
            &FIELDS
        }
        fn field(&self, _: usize) -> &dyn Value {
            absent()
        }
        fn field_mut(&mut self, _: usize) -> &mut dyn Value {
            absent_mut()
        }
    }

    let found = || answer(200, &[], r#"{"projects":[{"id":"p-1"}]}"#);
    let replay = Replay::new([found(), answer(200, &[], "{}"), answer(200, &[], "{}"), answer(200, &[], "{}")]);
    let builder = || {
        let keys = Credentials::keys("id", "secret");
        ClientBuilder::<ClientCore>::new(&SERVICE)
            .region("cn-north-4")
            .credentials(keys)
            .surroundings(Surroundings::empty())
    };
    let core = builder().transport(replay.clone()).build().expect("a client");
    for _ in 0..2 {
        core.call().send::<Parameters>(&SHOW, Box::new(Parameters)).await.expect("an answer");
    }
    let core = builder().transport(replay.clone()).project("p-2").build().expect("a client");
    core.call().send::<Parameters>(&SHOW, Box::new(Parameters)).await.expect("an answer");
    let uris: Vec<String> = replay.requests().iter().map(|request| request.uri().to_string()).collect();
    let host = "https://apig.cn-north-4.myhuaweicloud.com";
    let things = |project: &str| format!("{host}/v2/{project}/things");
    let lookup = "https://iam.myhuaweicloud.com/v3/projects?name=cn-north-4".to_owned();
    assert_eq!(uris, [lookup, things("p-1"), things("p-1"), things("p-2")]);

    let core = builder().transport(Replay::default()).endpoint("https://private.example").build().expect("a client");
    let error = core.call().send::<Parameters>(&SHOW, Box::new(Parameters)).await.expect_err("no project");
    assert_eq!(error.kind(), ErrorKind::Configuration);
}

//! Pages by offset and by cursor.

mod support;

use docwright_runtime::client::{ClientBuilder, ClientCore};
use docwright_runtime::operation::{FieldInfo, OperationInfo, Paging, PagingStyle, Protocol, ServiceInfo};
use docwright_runtime::paging::Pages;
use docwright_runtime::record::{Record, Value, absent, absent_mut};
use docwright_runtime::{Credentials, Error};
use support::{Script, answer};

static SERVICE: ServiceInfo = ServiceInfo {
    vendor: "huawei",
    service: "test",
    product: "",
    version: "",
    protocol: Protocol::HuaweiRest,
    endpoint: "test.example.com",
    endpoints: &[],
    internal_endpoint: "",
};

static OPERATION: OperationInfo = OperationInfo::new(&SERVICE, "ListThings", "GET", "/v1/things").retry_safe();

#[derive(Clone, Default)]
struct Parameters {
    offset: Option<i64>,
    marker: Option<String>,
}

impl Record for Parameters {
    fn fields(&self) -> &'static [FieldInfo] {
        static FIELDS: [FieldInfo; 2] = [FieldInfo::query("offset"), FieldInfo::query("marker")];
        &FIELDS
    }

    fn field(&self, index: usize) -> &dyn Value {
        match index {
            0 => &self.offset,
            1 => &self.marker,
            _ => absent(),
        }
    }

    fn field_mut(&mut self, index: usize) -> &mut dyn Value {
        match index {
            0 => &mut self.offset,
            1 => &mut self.marker,
            _ => absent_mut(),
        }
    }
}

#[derive(Clone, Default)]
struct Output {
    things: Vec<String>,
    next: String,
}

impl Record for Output {
    fn fields(&self) -> &'static [FieldInfo] {
        static FIELDS: [FieldInfo; 2] = [FieldInfo::body("things"), FieldInfo::body("next")];
        &FIELDS
    }

    fn field(&self, index: usize) -> &dyn Value {
        match index {
            0 => &self.things,
            1 => &self.next,
            _ => absent(),
        }
    }

    fn field_mut(&mut self, index: usize) -> &mut dyn Value {
        match index {
            0 => &mut self.things,
            1 => &mut self.next,
            _ => absent_mut(),
        }
    }
}

/// All things, and what the requests said of the page that they want.
async fn all(paging: &'static Paging, parameters: Parameters, bodies: &[&str]) -> Result<(String, Vec<String>), Error> {
    let script = Script::new(bodies.iter().map(|body| answer(200, body)));
    let core: ClientCore = ClientBuilder::new(&SERVICE)
        .credentials(Credentials::keys("id", "secret"))
        .transport(script.clone())
        .build()?;
    let mut pages: Pages<Output> = Pages::new(core.call(), &OPERATION, paging, Box::new(parameters));
    let mut things = String::new();
    while let Some(page) = pages.next().await {
        things.extend(page?.things);
    }
    let asked = script.requests().iter().map(|request| request.uri().query().unwrap_or_default().to_owned()).collect();
    Ok((things, asked))
}

#[tokio::test]
async fn an_offset_counts_entries_until_a_page_is_empty() {
    static PAGING: Paging = Paging { style: PagingStyle::Offset { parameter: "offset" }, items: "", total: "" };
    let bodies = [r#"{"things":["a","b"]}"#, r#"{"things":["c"]}"#, r#"{"things":[]}"#];
    let (things, asked) = all(&PAGING, Parameters::default(), &bodies).await.expect("pages");
    assert_eq!(things, "abc");
    assert_eq!(asked, ["", "offset=2", "offset=3"]);
    let from = Parameters { offset: Some(10), marker: None };
    let (_, asked) = all(&PAGING, from, &bodies).await.expect("pages");
    assert_eq!(asked, ["offset=10", "offset=12", "offset=13"]);
}

#[tokio::test]
async fn a_cursor_is_handed_back_until_there_is_none() {
    static PAGING: Paging =
        Paging { style: PagingStyle::Cursor { parameter: "marker", next: "next" }, items: "things", total: "" };
    let bodies = [r#"{"things":["a"],"next":"n1"}"#, r#"{"things":[],"next":"n2"}"#, r#"{"things":["b"],"next":""}"#];
    let (things, asked) = all(&PAGING, Parameters::default(), &bodies).await.expect("pages");
    assert_eq!(things, "ab", "an empty page in the middle is no end");
    assert_eq!(asked, ["", "marker=n1", "marker=n2"]);
}

#[tokio::test]
async fn a_cursor_that_stands_still_ends_the_pages() {
    static PAGING: Paging =
        Paging { style: PagingStyle::Cursor { parameter: "marker", next: "next" }, items: "things", total: "" };
    let (_, asked) = all(&PAGING, Parameters::default(), &[r#"{"things":["a"],"next":"n1"}"#]).await.expect("pages");
    assert_eq!(asked, ["", "marker=n1"]);
}

//! `trace`: from a fact to its words and its Rust, and from a line to its facts.

use crate::support::{HIRE_BOAT, Repository};

/// An answer that only a sample shows.
const SAIL_BOAT: &str = "\
# SailBoat

Sails a boat.

## Request parameters

|Parameter|Type|Required|Description|
|---|---|---|---|
|Action|String|Yes|The operation. Set the value to **SailBoat**.|
|Name|String|Yes|The boat's name.|

## Examples

Sample success responses

`JSON` format

```
{
  \"Name\": \"north\",
  \"Crew\": {\"Size\": 4}
}
```
";

/// The page of `HireBoat` once more, with another limit, in Chinese.
const HIRE_BOAT_ZH: &str = "\
# HireBoat

租一条船。

## 请求参数

|名称|类型|是否必选|示例值|描述|
|---|---|---|---|---|
|Action|String|是|HireBoat|要执行的操作，取值：**HireBoat**。|
|BoatId|String|是|boat-1|要租的船。|
|Hours|Integer|否|3|租多久。取值范围：1~48。|
";

#[test]
fn a_parameter_is_traced_to_its_words_and_its_rust() {
    let repository = Repository::whole();
    repository.run("generate").exits(0);
    let run = repository.run("trace alibaba vpc CreateSslVpnServer.Port").exits(0);
    let run = run.prints("CreateSslVpnServer.request.Port of alibaba/vpc\n\nname: Port\n").prints(
        "type: integer\n  --> specs/alibaba/vpc/pages/create-ssl-vpn-server.txt:75:6\n   |\n75 | Port Integer No 1194\n   \
         |      ^^^^^^^ table\n",
    );
    let line = "77 | The port on which the server listens. Valid values: 1 to 65535. Default value: 1194.\n";
    let carets = |from: usize, count: usize| format!("   | {}{} sentence\n", " ".repeat(from), "^".repeat(count));
    let run = run.prints(&format!("txt:77:39\n   |\n{line}{}", carets(38, 24))).prints("minimum: 1, maximum: 65535\n");
    let run = run.prints(&format!("txt:77:65\n   |\n{line}{}", carets(64, 19)));
    run.prints("Rust: docwright_clients::alibaba::vpc::create_ssl_vpn_server::Request::port: i64\n")
        .prints("     pub fn port(self, value: i64) -> Self {\n    |            ^^^^ setter\n");
}

#[test]
fn the_same_for_programs() {
    let repository = Repository::whole();
    let traced = repository.run("trace alibaba vpc CreateSslVpnServer.Port --format json").exits(0).json();
    let traced = &traced[0];
    assert_eq!(traced["subject"], "CreateSslVpnServer.request.Port");
    let facts = traced["facts"].as_array().expect("facts");
    let of = |name: &str| facts.iter().find(|fact| fact["fact"] == name).unwrap_or_else(|| panic!("no {name}"));
    assert_eq!(of("default")["value"], "1194");
    let said = &of("default")["evidence"][0];
    assert_eq!((&said["witness"], &said["text"]), (&"sentence".into(), &"Default value: 1194".into()));
    assert_eq!((&said["line"], &said["column"], &said["end_column"]), (&77.into(), &65.into(), &84.into()));
    let rust = &traced["rust"][0];
    assert_eq!(rust["path"], "docwright_clients::alibaba::vpc::create_ssl_vpn_server::Request::port");
    assert_eq!((&rust["type"], &rust["line"]), (&"i64".into(), &serde_json::Value::Null), "nothing is generated here");
    repository.run("trace alibaba vpc CreateSslVpnServer.Port").exits(0).prints("which is not generated yet\n");
}

#[test]
fn members_errors_and_operations_are_traced() {
    let repository = Repository::whole();
    repository.run("generate").exits(0);
    let run = repository.run("trace alibaba vpc DescribeVpnGateways.VpnGateways.VpnGateway[].Status").exits(0);
    run.prints("inside: VpnGateways.VpnGateway\n")
        .prints("the row before\n")
        .prints("JSON sample\n")
        .prints("Rust: docwright_clients::alibaba::vpc::describe_vpn_gateways::VpnGateway::status: String\n");
    let run = repository.run("trace alibaba vpc CreateSslVpnServer.Forbbiden.SubUser").exits(0);
    run.prints("CreateSslVpnServer.error.Forbbiden.SubUser of alibaba/vpc\n\nstatus: 403\n")
        .prints("code: Forbbiden.SubUser\n")
        .prints("Rust: docwright_clients::alibaba::vpc::errors::FORBBIDEN_SUB_USER: &str\n");
    let run = repository.run("trace CreateSslVpnServer").exits(0);
    run.prints("poll: DescribeVpnGateway\n")
        .prints("key: VpnGatewayId\n  --> specs/alibaba/vpc/pages/describe-vpn-gateway.html:")
        .prints("Rust: docwright_clients::alibaba::vpc::Client::create_ssl_vpn_server\n");
    let run = repository.run("trace huawei apig CreateCertificateV2.request.project_id").exits(0);
    run.prints("in: path\n").prints("method and path\n");
}

#[test]
fn what_no_page_says_is_traced_to_its_file() {
    let repository = Repository::whole();
    repository.run("generate").exits(0);
    let run = repository.run("trace alibaba vpc service").exits(0);
    run.prints("product: Vpc\n --> specs/alibaba/vpc/service.toml:4:11\n  |\n4 | product = \"Vpc\"\n")
        .prints("protocol: alibaba_rpc\n --> specs/alibaba/vendor.toml:6:12\n")
        .prints("            ^^^^^^^^^^^^^ configuration\n");
    let run = repository.run("trace huawei apig CreateCertificateV2").exits(0);
    run.prints("name: CreateCertificateV2\n").prints(" --> specs/huawei/apig/service.toml:9:");
    let run = repository.run("trace specs/alibaba/vpc/service.toml:5").exits(0);
    run.prints("service version: 2016-04-28\n");
}

#[test]
fn a_name_that_leads_nowhere_says_what_is_near() {
    let repository = Repository::whole();
    let run = repository.run("trace alibaba vpc CreateSslVpnServer.Name").exits(2);
    run.says("is ambiguous: `CreateSslVpnServer.request.Name`, `CreateSslVpnServer.response.Name`");
    repository.run("trace alibaba vpc CreateSslVpnServer.response.Name").exits(0).prints("::Output::name: String\n");
    let run = repository.run("trace alibaba vpc CreateSslVpnServer.Prot").exits(2);
    run.says("`CreateSslVpnServer` has no parameter, field or error code `Prot`; closest: `Proto`, `Port`");
    let run = repository.run("trace alibaba vpc CreatSslVpnServer.Port").exits(2);
    run.says("no page documents an operation of the name `CreatSslVpnServer`; closest: `CreateSslVpnServer`");
    repository.run("trace alibaba ecs CreateDisk.Size").exits(2).says("no service `alibaba/ecs`");
    repository.run("trace alibaba vpc").exits(2).says("give VENDOR, SERVICE and a name");
    repository.run("trace").exits(2);
    repository.run("trace --vendor alibaba --pages nowhere X.Y").exits(3);
}

#[test]
fn a_line_is_traced_to_its_facts() {
    let repository = Repository::whole();
    let page = "specs/alibaba/vpc/pages/create-ssl-vpn-server.txt";
    let run = repository.run(&format!("trace {page}:77")).exits(0);
    run.prints("CreateSslVpnServer.request.Port minimum: 1, maximum: 65535\n")
        .prints("CreateSslVpnServer.request.Port default: 1194\n");
    let run = repository.run(&format!("trace {page}:75:8")).exits(0);
    let run = run.prints("CreateSslVpnServer.request.Port type: integer\n");
    assert!(!run.output.contains("presence"), "only the words at the column:\n{}", run.output);
    let run = repository.run(&format!("trace {page}:12")).exits(0);
    run.prints("no fact comes from this line\n").prints("boilerplate: words that are known to state nothing\n");
    let line = repository.run("trace alibaba vpc create-ssl-vpn-server.txt:75 --format json").exits(0).json();
    assert_eq!((&line["text"], &line["line"]), (&"Port Integer No 1194".into(), &75.into()));
    assert!(line["facts"].as_array().is_some_and(|facts| facts.len() >= 4), "{line}");
    assert_eq!(line["words"][0]["became"], "facts");

    repository.run(&format!("trace {page}:9999")).exits(2).says("has lines from 1 to ");
    let run = repository.run("trace specs/alibaba/vpc/pages/create-ssl-vpn-sever.txt:1").exits(2);
    run.says(&format!("closest: `{page}`"));
}

#[test]
fn a_field_that_only_a_sample_shows_is_traced_to_it() {
    let repository = Repository::with_boats();
    repository.write("specs/alibaba/boats/pages/sail-boat.md", SAIL_BOAT);
    let run = repository.run("trace alibaba boats SailBoat.Crew.Size").exits(0);
    run.prints(
        "type: integer\n  --> specs/alibaba/boats/pages/sail-boat.md:21:20\n   |\n21 |   \"Crew\": {\"Size\": 4}\n   \
         |                    ^ JSON sample\n",
    )
    .prints("inside: Crew\n");
}

#[test]
fn an_erratum_stands_before_the_words_of_the_page() {
    let repository = Repository::with_boats();
    repository.write(
        "specs/alibaba/boats/errata.toml",
        "[[erratum]]\npage = \"hire-boat.md\"\nat = \"request.Hours\"\nwas = \"24\"\nset = { maximum = 12 }\n\
         because = \"the boats are back at noon\"\n\n\
         [[erratum]]\npage = \"hire-boat.md\"\nwas = \"The boat to hire.\"\nbecomes = \"The boat.\"\nbecause = \"shorter\"\n",
    );
    let run = repository.run("trace alibaba boats HireBoat.Hours").exits(0);
    run.prints("maximum: 12\n --> specs/alibaba/boats/errata.toml:5:7\n  |\n5 | set = { maximum = 12 }\n")
        .prints("^^^^^^^^^^^^^^^^ erratum: the boats are back at noon\n")
        .prints("minimum: 1\n");
    let traced = repository.run("trace alibaba boats HireBoat.Hours --format json").exits(0).json();
    assert_eq!(traced[0]["errata"][0]["because"], "the boats are back at noon");
    let run = repository.run("trace alibaba boats HireBoat.BoatId").exits(0);
    run.prints("description: The boat.\n").prints("erratum: shorter\n");
    let run = repository.run("trace specs/alibaba/boats/errata.toml:5").exits(0);
    run.prints("HireBoat.request.Hours maximum: 12\n");
}

#[test]
fn pages_in_two_languages_are_both_witnesses() {
    let repository = Repository::with_boats();
    repository.write("boats/a-hire-boat.md", HIRE_BOAT);
    repository.write("boats/b-hire-boat.md", HIRE_BOAT_ZH);
    let run = repository.run("trace --vendor alibaba --pages boats HireBoat.Hours").exits(0);
    run.prints("type: integer\n  --> boats/a-hire-boat.md:11:8\n")
        .prints("  --> boats/b-hire-boat.md:11:8\n")
        .prints("11 | |Hours|Integer|否|3|租多久。取值范围：1~48。|\n   |        ------- table\n")
        .prints("maximum: 24\n");
    // Twenty columns of cells, five of them wide: a character of Chinese takes two.
    let run = repository.run("trace --vendor alibaba --pages boats boats/b-hire-boat.md:11").exits(0);
    run.prints("HireBoat.request.Hours maximum: 48 (another page has the last word)\n")
        .prints(&format!("   | {}^^^^^^^^^^^^^^ sentence\n", " ".repeat(28)));
}

#[test]
fn the_readme_shows_what_is_printed() {
    let repository = Repository::whole();
    repository.run("generate").exits(0);
    let mut run = repository.run("trace alibaba vpc CreateSslVpnServer.Port").exits(0);
    let readme = std::fs::read_to_string(crate::support::root().join("README.md")).expect("the README");
    let section = readme.split("## Follow a fact").nth(1).expect("the section on trace");
    let shown = section.split("```").nth(1).and_then(|block| block.strip_prefix("text\n")).expect("the output");
    for part in shown.split("\n\n") {
        run = run.prints(part.trim_end());
    }
}

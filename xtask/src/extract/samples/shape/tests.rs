use super::super::{Hint, SampleText, read};
use super::*;

fn shape(texts: &[&str]) -> Shape {
    let documents: Vec<_> =
        texts.iter().flat_map(|text| read(&SampleText::verbatim(text, 0), Hint::Answer).documents).collect();
    Shape::of_all(&documents)
}

fn paths(shape: &Shape) -> Vec<String> {
    shape.paths().into_iter().map(|(path, _)| path).collect()
}

#[test]
fn items_of_a_list_share_one_shape() {
    let shape = shape(&[r#"{"Vpcs": {"Vpc": [{"VpcId": "a", "N": 1}, {"VpcId": null, "M": {"X": 1.5}}]}}"#]);
    assert_eq!(
        paths(&shape),
        ["Vpcs", "Vpcs.Vpc[]", "Vpcs.Vpc[].VpcId", "Vpcs.Vpc[].N", "Vpcs.Vpc[].M", "Vpcs.Vpc[].M.X"]
    );
    let id = shape.at("Vpcs.Vpc.VpcId").expect("a place");
    assert_eq!(id.kinds, BTreeSet::from([Seen::String, Seen::Nothing]));
    assert_eq!((id.count, id.example.as_deref()), (2, Some("a")));
    assert_eq!(shape.at("Vpcs.Vpc[].M.X").expect("a place").kinds, BTreeSet::from([Seen::Number]));
    assert_eq!(shape.at("Vpcs.Vpc").expect("a place").kinds, BTreeSet::from([Seen::Array]));
    assert_eq!(shape.find("VpcId"), ["Vpcs.Vpc[].VpcId"]);
    assert_eq!(shape.at("Vpcs.VpcId"), None);
}

#[test]
fn a_singular_inside_its_plural_is_likely_a_list() {
    let one = shape(&["<R><Servers><Server><Port>1194</Port></Server></Servers><Tags></Tags></R>"]);
    assert_eq!(paths(&one), ["Servers", "Servers.Server[]", "Servers.Server[].Port", "Tags"]);
    assert_eq!(one.at("Servers.Server").expect("a place").listing, Listing::Likely);
    let port = one.at("Servers.Server.Port").expect("a place");
    assert_eq!(
        (port.kinds.clone(), port.looks.clone()),
        (BTreeSet::from([Seen::Text]), BTreeSet::from([Seen::Integer]))
    );
    assert_eq!(one.at("Tags").expect("a place").kinds, BTreeSet::from([Seen::Nothing]));
}

#[test]
fn a_single_value_and_a_list_are_one_list() {
    let both = shape(&[
        "<R><Servers><Server><Port>1</Port></Server></Servers></R>",
        r#"{"Servers": {"Server": [{"Port": 2, "Name": "x"}]}}"#,
    ]);
    assert_eq!(paths(&both), ["Servers", "Servers.Server[]", "Servers.Server[].Port", "Servers.Server[].Name"]);
    let server = both.at("Servers.Server").expect("a place");
    assert_eq!((server.listing, server.kinds.clone()), (Listing::Seen, BTreeSet::from([Seen::Array])));
    let port = both.at("Servers.Server.Port").expect("a place");
    assert_eq!(port.kinds, BTreeSet::from([Seen::Text, Seen::Integer]));
}

#[test]
fn a_wrapper_that_only_xml_has_is_taken_off() {
    let both = shape(&[
        r#"{"Disks": [{"Id": "a"}, {"Id": "b", "Size": 1}]}"#,
        "<R><Disks><Disk><Id>a</Id></Disk><Disk><Id>b</Id></Disk></Disks></R>",
    ]);
    assert_eq!(paths(&both), ["Disks[]", "Disks[].Id", "Disks[].Size"]);
}

#[test]
fn texts_are_looked_at() {
    let looks = |text: &str| look(text);
    assert_eq!(looks("1194"), Some(Seen::Integer));
    assert_eq!(looks("-3"), Some(Seen::Integer));
    assert_eq!(looks("0.5"), Some(Seen::Number));
    assert_eq!(looks("007"), Some(Seen::String));
    assert_eq!(looks("true"), Some(Seen::Boolean));
    assert_eq!(looks("10.0.0.0"), Some(Seen::String));
    assert_eq!(looks("99999999999999999999"), Some(Seen::String));
    assert_eq!(looks(""), None);
}

#[test]
fn plurals_are_known_by_their_endings() {
    for (plural, singular) in [
        ("Disks", "Disk"),
        ("Policies", "Policy"),
        ("Addresses", "Address"),
        ("InstanceIdSets", "InstanceIdSet"),
        ("DiskSet", "Disk"),
    ] {
        assert!(is_plural_of(plural, singular), "{plural}");
    }
    assert!(!is_plural_of("Disk", "Disk"));
    assert!(!is_plural_of("DiskNames", "Disk"));
}

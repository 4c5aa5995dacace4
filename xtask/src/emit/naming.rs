//! Rust names for wire names, given to a whole scope at once.
//!
//! In: names and values as the pages spell them, hostile ones included. Out: identifiers that compile, are unique in
//! their scope and hold nothing but ASCII letters, digits and `_`. What a name is for, and where it is printed, is
//! not known here.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt as _};
use sha2::{Digest as _, Sha256};

mod words;

/// The longest identifier in bytes. File names, which may have 255, are made from them.
const MAX_LENGTH: usize = 80;

/// Words that no identifier may be without `r#`, of all editions up to 2024.
#[rustfmt::skip]
const KEYWORDS: &[&str] = &[
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super",
    "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Keywords that stay forbidden with `r#`.
const NEVER_RAW: &[&str] = &["Self", "crate", "self", "super"];

/// Names that some file systems keep for devices.
#[rustfmt::skip]
const DEVICES: &[&str] = &[
    "aux", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lpt1", "lpt2", "lpt3",
    "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
];

/// A name or a value as the wire spells it. It can be printed as a literal, and as nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WireName<'a>(pub &'a str);

impl ToTokens for WireName<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append(super::text::literal(self.0));
    }
}

/// An identifier that compiles. Made by [`Scope::name`] alone, so that no unescaped text can become one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RustIdent {
    plain: String,
    raw: bool,
}

impl RustIdent {
    /// The name without `r#`: for files, cargo features and prose.
    pub fn as_str(&self) -> &str {
        &self.plain
    }

    /// The name as code spells it.
    pub fn code(&self) -> String {
        if self.raw { format!("r#{}", self.plain) } else { self.plain.clone() }
    }
}

impl ToTokens for RustIdent {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let span = Span::call_site();
        tokens.append(if self.raw { Ident::new_raw(&self.plain, span) } else { Ident::new(&self.plain, span) });
    }
}

/// What an identifier names; decides its case and what stands in for a name without a usable character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A field, its setter, or a method: `v_switch_id`.
    Field,
    /// A module and its file: `create_vpc`, never raw, never a device.
    Module,
    /// A struct or an enum: `SslVpnServer`.
    Type,
    /// A variant made from a value: `Aes128Cbc`.
    Variant,
    /// A constant: `RESOURCE_QUOTA_FULL`.
    Constant,
}

/// Two wire names that became the same identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The one that keeps the identifier; empty where docwright itself took it.
    pub first: String,
    /// The later one.
    pub second: String,
    /// The identifier that both would have.
    pub wanted: String,
    /// What the later one got.
    pub given: RustIdent,
}

/// The identifiers of one scope.
#[derive(Debug)]
pub struct Scope {
    kind: Kind,
    /// Identifier to the wire name that has it.
    taken: BTreeMap<String, String>,
    /// Identifiers that a later name of the scope will want; no numbered name may take them.
    wanted: BTreeSet<String>,
    /// The next number to try for an identifier.
    next: BTreeMap<String, usize>,
    /// What was settled.
    pub clashes: Vec<Clash>,
}

impl Scope {
    /// A scope in which docwright itself has taken `reserved`, and which will be asked for `wires`.
    pub fn new<'a>(kind: Kind, reserved: &[&str], wires: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            kind,
            taken: reserved.iter().map(|&name| (name.to_owned(), String::new())).collect(),
            wanted: wires.into_iter().map(|wire| convert(kind, wire)).collect(),
            next: BTreeMap::new(),
            clashes: Vec::new(),
        }
    }

    /// The identifier of the next name. The first name of the scope that wants an identifier gets it; a later one
    /// gets a number behind it.
    pub fn name(&mut self, wire: &str) -> RustIdent {
        let wanted = convert(self.kind, wire);
        let Some(first) = self.taken.get(&wanted).cloned() else {
            self.taken.insert(wanted.clone(), wire.to_owned());
            return ident(self.kind, wanted);
        };
        let next = self.next.entry(wanted.clone()).or_insert(2);
        let numbered = loop {
            let candidate = numbered(self.kind, &wanted, *next);
            *next += 1;
            if !self.taken.contains_key(&candidate) && !self.wanted.contains(&candidate) {
                break candidate;
            }
        };
        self.taken.insert(numbered.clone(), wire.to_owned());
        let given = ident(self.kind, numbered);
        self.clashes.push(Clash { first, second: wire.to_owned(), wanted, given: given.clone() });
        given
    }

    /// Whether the identifier that `wire` wants is still free.
    pub fn is_free(&self, wire: &str) -> bool {
        !self.taken.contains_key(&convert(self.kind, wire))
    }
}

/// Names for all of `wires`, in their order.
pub fn names(kind: Kind, reserved: &[&str], wires: &[&str]) -> (Vec<RustIdent>, Vec<Clash>) {
    let mut scope = Scope::new(kind, reserved, wires.iter().copied());
    let names = wires.iter().map(|wire| scope.name(wire)).collect();
    (names, scope.clashes)
}

/// The identifier that a name wants: ASCII letters, digits and `_`, not starting with a digit, not a keyword that has
/// no raw form, not longer than [`MAX_LENGTH`].
fn convert(kind: Kind, wire: &str) -> String {
    let words = match kind {
        Kind::Variant => words::of_value(wire),
        Kind::Field | Kind::Module | Kind::Type | Kind::Constant => words::of_name(wire),
    };
    let mut name = match kind {
        Kind::Field | Kind::Module => words.join("_"),
        Kind::Constant => words.join("_").to_ascii_uppercase(),
        Kind::Type | Kind::Variant => camel(&words),
    };
    if name.is_empty() || name.starts_with(|first: char| first.is_ascii_digit()) {
        let separator = if name.is_empty() || matches!(kind, Kind::Type | Kind::Variant) { "" } else { "_" };
        name = format!("{}{separator}{name}", stand_in(kind));
    }
    if name.len() > MAX_LENGTH {
        // The hash is of the wire name: two long names that differ at the end stay apart.
        let hash = Sha256::digest(wire.as_bytes());
        name.truncate(MAX_LENGTH - 12);
        let hash = hash.iter().take(4).fold(0_u32, |hash, byte| hash << 8 | u32::from(*byte));
        let hash = format!("{hash:08x}");
        let hash = if kind == Kind::Constant { hash.to_ascii_uppercase() } else { hash };
        let separator = if matches!(kind, Kind::Type | Kind::Variant) { "H" } else { "_" };
        name = format!("{}{separator}{hash}", name.trim_end_matches('_'));
    }
    if NEVER_RAW.contains(&name.as_str())
        || kind == Kind::Module && (KEYWORDS.contains(&name.as_str()) || DEVICES.contains(&name.as_str()))
    {
        name.push('_');
    }
    name
}

/// What stands before a name that starts with a digit, and in for one without letters and digits.
fn stand_in(kind: Kind) -> &'static str {
    match kind {
        Kind::Field => "field",
        Kind::Module => "operation",
        Kind::Type => "Type",
        Kind::Variant => "Value",
        Kind::Constant => "CODE",
    }
}

/// `Aes128Cbc`; digits that meet are kept apart, so that `1.5` is not `15`.
fn camel(words: &[String]) -> String {
    let mut name = String::new();
    for word in words {
        let starts_with_digit = word.starts_with(|first: char| first.is_ascii_digit());
        if starts_with_digit && name.ends_with(|last: char| last.is_ascii_digit()) {
            name.push('_');
        }
        let digits = word.chars().take_while(char::is_ascii_digit).count();
        let capital = |(at, letter): (usize, char)| if at == digits { letter.to_ascii_uppercase() } else { letter };
        name.extend(word.chars().enumerate().map(capital));
    }
    name
}

fn numbered(kind: Kind, name: &str, number: usize) -> String {
    let name = name.trim_end_matches('_');
    let glued = matches!(kind, Kind::Type | Kind::Variant) && !name.ends_with(|last: char| last.is_ascii_digit());
    if glued { format!("{name}{number}") } else { format!("{name}_{number}") }
}

fn ident(kind: Kind, plain: String) -> RustIdent {
    let raw = kind != Kind::Module && KEYWORDS.contains(&plain.as_str());
    RustIdent { plain, raw }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(kind: Kind, wire: &str) -> String {
        names(kind, &[], &[wire]).0.remove(0).code()
    }

    #[test]
    fn fields_are_snake_case_as_a_person_would_write_them() {
        for (wire, expected) in [
            ("VSwitchId", "v_switch_id"),
            ("vSwitchId", "v_switch_id"),
            ("IDaaSInstanceId", "idaas_instance_id"),
            ("IDaaSRegionId", "idaas_region_id"),
            ("IPv6Address", "ipv6_address"),
            ("Ipv6CidrBlock", "ipv6_cidr_block"),
            ("IPV6Address", "ipv6_address"),
            ("AllocateIPv6", "allocate_ipv6"),
            ("EnableIPsec", "enable_ipsec"),
            ("IPVersion", "ip_version"),
            ("SslVpnClientCert", "ssl_vpn_client_cert"),
            ("SNATEntry", "snat_entry"),
            ("ECSInstanceIDs", "ecs_instance_ids"),
            ("URLs", "urls"),
            ("QoSPolicy", "qos_policy"),
            ("DBInstanceId", "db_instance_id"),
            ("EC2Instance", "ec2_instance"),
            ("P2PConfig", "p2p_config"),
            ("X509Cert", "x509_cert"),
            ("md5sum", "md5sum"),
            ("X-Auth-Token", "x_auth_token"),
            ("project_id", "project_id"),
            ("Tag.N.Key", "tag_n_key"),
            ("  Name ", "name"),
            ("type", "r#type"),
            ("Async", "r#async"),
            ("gen", "r#gen"),
            ("r#try", "r_try"),
            ("self", "self_"),
            ("Self", "self_"),
            ("crate", "crate_"),
            ("super", "super_"),
            ("2fa", "field_2fa"),
            ("", "field"),
            ("---", "field"),
            ("_", "field"),
            ("../../x", "x"),
            ("取值", "u53d6_u503c"),
            ("a取b", "a_u53d6_b"),
            ("\"; panic!(); \"", "panic"),
            ("a\u{202e}b", "a_b"),
        ] {
            assert_eq!(one(Kind::Field, wire), expected, "{wire:?}");
        }
    }

    #[test]
    fn variants_come_from_values() {
        for (value, expected) in [
            ("AES-128-CBC", "Aes128Cbc"),
            ("none", "None"),
            ("UDP", "Udp"),
            ("PostPaid", "PostPaid"),
            ("5M", "Value5M"),
            ("1.5", "Value1_5"),
            ("10.0.0.0/8", "Value10_0_0_0_8"),
            ("-1", "Minus1"),
            ("+8", "Plus8"),
            ("<=", "LessEqual"),
            ("<=5", "LessEqual5"),
            ("*", "Star"),
            ("", "Empty"),
            ("Self", "Self_"),
            ("cn-hangzhou", "CnHangzhou"),
            ("按量", "U6309U91cf"),
        ] {
            assert_eq!(one(Kind::Variant, value), expected, "{value:?}");
        }
    }

    #[test]
    fn constants_and_types() {
        assert_eq!(one(Kind::Constant, "Forbbiden.SubUser"), "FORBBIDEN_SUB_USER");
        assert_eq!(one(Kind::Constant, "APIG.3325"), "APIG_3325");
        assert_eq!(one(Kind::Constant, "404"), "CODE_404");
        assert_eq!(one(Kind::Type, "vpn_gateways.VpnGateway"), "VpnGatewaysVpnGateway");
        assert_eq!(one(Kind::Type, "self"), "Self_");
    }

    #[test]
    fn modules_are_files_that_every_system_can_hold() {
        assert_eq!(one(Kind::Module, "Mod"), "mod_");
        assert_eq!(one(Kind::Module, "Type"), "type_");
        assert_eq!(one(Kind::Module, "CON"), "con_");
        assert_eq!(one(Kind::Module, "../../etc/passwd"), "etc_passwd");
        let long = one(Kind::Module, &"名".repeat(100));
        assert!(long.len() <= MAX_LENGTH && long.is_ascii(), "{long}");
        let (names, _) = names(Kind::Module, &[], &["createVPC", "CreateVpc", "CREATE_VPC"]);
        let files: BTreeSet<_> = names.iter().map(|name| name.as_str().to_lowercase()).collect();
        assert_eq!(files.len(), 3);
    }

    #[test]
    fn a_clash_is_settled_for_the_later_name_and_told() {
        let (names, clashes) = names(Kind::Field, &["send"], &["VpcId", "vpc_id", "Send", "VpcID", "vpc_id_2"]);
        let names: Vec<_> = names.iter().map(RustIdent::as_str).collect();
        // `vpc_id_2` is a name of the page's own, so the second `vpc_id` may not take it.
        assert_eq!(names, ["vpc_id", "vpc_id_3", "send_2", "vpc_id_4", "vpc_id_2"]);
        assert_eq!(clashes.len(), 3);
        assert_eq!((clashes[0].first.as_str(), clashes[0].second.as_str()), ("VpcId", "vpc_id"));
        assert_eq!(clashes[1].first, "", "docwright's own name");
    }

    #[test]
    fn a_number_follows_the_case_of_its_name() {
        for (kind, first, second, expected) in [
            (Kind::Variant, "self", "Self", "Self2"),
            (Kind::Type, "Aes128", "AES-128", "Aes128_2"),
            (Kind::Constant, "A.B", "a-b", "A_B_2"),
            (Kind::Module, "Type", "type", "type_2"),
        ] {
            assert_eq!(names(kind, &[], &[first, second]).0[1].code(), expected);
        }
    }

    #[test]
    fn long_names_that_differ_at_the_end_stay_apart() {
        let first = format!("{}A", "Abc".repeat(100));
        let second = format!("{}B", "Abc".repeat(100));
        for kind in [Kind::Field, Kind::Module, Kind::Type, Kind::Variant, Kind::Constant] {
            let (names, clashes) = names(kind, &[], &[&first, &second]);
            assert_ne!(names[0], names[1]);
            assert!(clashes.is_empty() && names.iter().all(|name| name.as_str().len() <= MAX_LENGTH), "{names:?}");
        }
    }

    #[test]
    fn every_result_is_an_identifier() {
        let hostile = ["r#type", "fn main() {}", "\0", "\u{2028}", "😀", "é", "ⅷ", "a'b", "_1", "__", "a__b", "ß", "İ"];
        for kind in [Kind::Field, Kind::Module, Kind::Type, Kind::Variant, Kind::Constant] {
            for wire in hostile.into_iter().chain(KEYWORDS.iter().copied()) {
                let name = one(kind, wire);
                assert!(syn::parse_str::<Ident>(&name).is_ok() || name.starts_with("r#"), "{wire:?} -> {name}");
                assert!(syn::parse_str::<syn::Expr>(&name).is_ok(), "{wire:?} -> {name}");
            }
        }
    }
}

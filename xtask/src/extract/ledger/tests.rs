use super::*;
use crate::dialect::Dialect;
use crate::dialect::phrases::Phrases;
use crate::extract::Language;
use crate::source::PagePath;

/// The ledger of a page, and the stretches that are unread.
fn ledger(vendor: &str, name: &str, text: &str) -> (Ledger, Vec<String>) {
    let specs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let dialect = Dialect::load(&specs, vendor).expect("a dialect");
    let language = Language { dialect, phrases: Phrases::of_codes(["en", "zh"]) };
    let page = Page::new(PagePath::new(name), text.into()).expect("a page");
    let facts = crate::extract::page(&page, &language, &mut Vec::new());
    let unread = facts.ledger.unread().into_iter().map(|span| page.slice(span).to_owned()).collect();
    (facts.ledger, unread)
}

const LAMP: &str = "# CreateLamp\n\nLights a lamp.\n\n## Request parameters\n\nLamps are blue on Mondays.\n\n\
    |Parameter|Type|Weight|Description|\n|---|---|---|---|\n|Name|String|7 kg|The name.|\n";

#[test]
fn words_that_become_nothing_are_unread() {
    let (ledger, unread) = ledger("alibaba", "create-lamp.md", LAMP);
    assert_eq!(unread, ["Lamps are blue on Mondays.", "Weight", "7 kg"]);
    assert_eq!(ledger.bytes.unread, "LampsareblueonMondays.Weight7kg".len());
    assert_eq!(ledger.bytes.documentation, "Thename.".len());
    assert_eq!(ledger.bytes.heading, "RequestparametersParameterTypeDescription".len());
    assert_eq!(ledger.bytes.fact, "CreateLampLightsalampNameString".len());
    assert_eq!(ledger.bytes.total(), LAMP.chars().filter(|character| !character.is_whitespace()).count());
}

#[test]
fn a_page_without_an_operation_is_unread_as_a_whole() {
    let text = "# On lamps\n\nLamps shine.\n";
    let (ledger, unread) = ledger("alibaba", "lamps.md", text);
    assert_eq!(unread, ["On lamps\n\nLamps shine."]);
    assert_eq!(ledger.bytes.fact, 0);
}

#[test]
fn tags_scripts_and_menus_are_no_words() {
    let text = "<html><head><title>Lamp</title></head><body><nav>Menu of lamps</nav><main><h1>Lighting</h1>\
        <h2>URI</h2><p title='not a word'>POST /v1/lamps</p><script>let lamp = 1;</script>\
        <h2>Request</h2><p>Lamps are blue on Mondays.</p></main><footer>All lamps reserved</footer></body></html>";
    let (ledger, unread) = ledger("huawei", "lamp.html", text);
    assert_eq!(unread, ["Lamps are blue on Mondays."]);
    assert_eq!(ledger.bytes.fact, "LightingPOST/v1/lamps".len());
    assert_eq!(ledger.bytes.boilerplate, "MenuoflampsAlllampsreserved".len());
}

#[test]
fn targets_fences_and_attributes_are_no_words() {
    let text = "# CreateLamp {#lamp .title}\n\n## Request parameters {#section_1 .section}\n\n\
        For details, see [Lamps](https://lamps.example/a(b)).\n\n```json\n{}\n```\n\n1. Lamps are blue.\n\n\
        |Parameter|Type|\n|---|---|\n|Name|String|\n";
    let (_, unread) = ledger("alibaba", "create-lamp.md", text);
    assert_eq!(unread, ["Lamps are blue."]);
}

#[test]
fn a_claim_that_ends_within_a_character_loses_no_byte() {
    let page = Page::new(PagePath::new("lamp.md"), "灯泡".into()).expect("a page");
    let document = Document { format: Format::Markdown, blocks: Vec::new(), content: Span::new(0, 6) };
    let mut claims = Claims::new(&page, &document);
    claims.set_words(Span::new(0, 4));
    claims.claim(Span::new(0, 4), Claim::Fact);
    let ledger = claims.finish(&page);
    assert_eq!((ledger.bytes.fact, ledger.bytes.total()), (6, 6));
}

#[test]
fn a_stretch_ends_where_something_was_read() {
    let ledger = Ledger {
        stretches: vec![
            (Span::new(0, 4), Claim::Unread),
            (Span::new(4, 5), Claim::Markup),
            (Span::new(5, 9), Claim::Unread),
            (Span::new(9, 12), Claim::Heading),
            (Span::new(12, 15), Claim::Unread),
        ],
        bytes: Bytes::default(),
    };
    assert_eq!(ledger.unread(), [Span::new(0, 9), Span::new(12, 15)]);
}

#[test]
fn markup_that_is_opened_and_never_closed_costs_no_more_than_words() {
    let language = ["](", "{", "<a \"", "> ", "```x", "&"];
    for opened in language {
        let text = format!("# CreateLamp\n\n## Request parameters\n\n{}", opened.repeat(20_000));
        let started = std::time::Instant::now();
        let mut bytes = vec![0; text.len()];
        markup::settle(Format::Markdown, &text, &mut bytes);
        assert!(bytes.iter().all(|byte| *byte != 0), "{opened}");
        assert!(started.elapsed().as_secs() < 10, "{opened}: {:?}", started.elapsed());
    }
}

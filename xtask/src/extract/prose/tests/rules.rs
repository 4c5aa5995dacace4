//! One row a rule: a description in a small markup, the type, and the facts that it states.

use std::sync::LazyLock;

use super::seeds::show;
use crate::dialect::phrases::{Language, Phrases};
use crate::document::{Block, List, Run, Style, Text};
use crate::extract::prose::{Input, Kind, Stated, read};
use crate::source::Span;

pub(super) static PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&[Language::English, Language::Chinese]));

/// Blocks of a small markup: lines are paragraphs, `- ` starts an item, `**` and backticks style words.
pub(super) fn blocks(markup: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut offset = 0;
    for line in markup.split('\n') {
        let start = offset;
        offset += line.len() + 1;
        match line.strip_prefix("- ") {
            Some(item) => {
                let text = Block::Paragraph(styled(item, start + 2));
                if let Some(Block::List(list)) = blocks.last_mut() {
                    list.items.push(vec![text]);
                } else {
                    blocks.push(Block::List(List { items: vec![vec![text]], span: Span::new(start, offset) }));
                }
            }
            None => blocks.push(Block::Paragraph(styled(line, start))),
        }
    }
    blocks
}

fn styled(line: &str, start: usize) -> Text {
    let mut runs = Vec::new();
    let mut style = Style::default();
    let mut at = start;
    let mut rest = line;
    while !rest.is_empty() {
        let opens = |(at, c): (usize, char)| c == '`' || rest.get(at..).is_some_and(|rest| rest.starts_with("**"));
        let mark = rest.char_indices().find(|unit| opens(*unit)).map_or(rest.len(), |(at, _)| at);
        let (text, tail) = rest.split_at(mark);
        if !text.is_empty() {
            runs.push(Run { text: text.to_owned(), style: style.clone(), span: Span::new(at, at + text.len()) });
        }
        at += text.len();
        let width = if tail.starts_with("**") { 2 } else { usize::from(!tail.is_empty()) };
        match width {
            2 => style.bold = !style.bold,
            1 => style.code = !style.code,
            _ => {}
        }
        at += width;
        rest = tail.split_at(width).1;
    }
    Text { runs, span: Span::new(start, start + line.len()) }
}

fn stated(kind: &str) -> Stated {
    let (kind, list) = kind.strip_suffix("[]").map_or((kind, false), |kind| (kind, true));
    let kind = match kind {
        "string" => Kind::String,
        "integer" => Kind::Integer,
        "number" => Kind::Number,
        "boolean" => Kind::Boolean,
        "object" => Kind::Object,
        "" => Kind::Unknown,
        other => panic!("no kind {other}"),
    };
    Stated { kind, list }
}

/// What the description of a parameter states, as one line.
pub(super) fn facts(name: &str, kind: &str, description: &str) -> String {
    let blocks = blocks(description);
    show(&read(&Input {
        name,
        stated: stated(kind),
        description: &blocks,
        constraint: &[],
        default: &[],
        presence: &[],
        siblings: &["Mode", "mode", "gateway_type", "PeerId", name],
        page: "",
        phrases: &PHRASES,
    }))
}

/// A row: name, type, description, facts.
pub(super) type Row = (&'static str, &'static str, &'static str, &'static str);

pub(super) fn check(rows: &[Row]) {
    let mut wrong = Vec::new();
    for (name, kind, description, expected) in rows {
        let read = facts(name, kind, description);
        if read != *expected {
            wrong.push(format!("{name} {kind}: {description}\n    read     {read}\n    expected {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

#[test]
fn values() {
    check(&[
        ("Color", "string", "The color of the lamp. Valid values:\n- red\n- green: like grass", "values=red,green"),
        ("Color", "string", "The color. Valid values:\n- **red**: warm\n- **dark_blue**: cold", "values=red,dark_blue"),
        ("Color", "string", "The color. Valid values:\n- `red`\n- `blue` (default)", "values=red,blue default=blue"),
        ("Color", "string", "The color. Valid values:\n- red (warm)\n- blue (cold)", "values=red,blue"),
        ("Color", "string", "The color.\nEnumeration values:\n- **red**\n- **blue**", "values=red,blue"),
        (
            "Color",
            "string",
            "The color.\n- red: warm\n- blue: cold\nEnumeration values:\n- **red**\n- **blue**",
            "values=red,blue",
        ),
        ("Color", "string", "Color:\n- red\n- blue", "values=red,blue"),
        ("Color", "string", "The color. The value can be **red**, **green**, or **blue**.", "values=red,green,blue"),
        ("Color", "string", "The color. The value is red or blue.", "values=red,blue"),
        ("Color", "string", "Color of the lamp, which can be red or blue.", "values=red,blue"),
        ("Color", "string", "The color. Valid values: **red**|**blue**.", "values=red,blue"),
        ("Color", "string", "The color. Valid values: red | blue", "values=red,blue"),
        ("Color", "string", "The color. Valid values: **Red and Blue**.", "values=Red,Blue"),
        ("Color", "string", "The color. Valid values: \"red\" and \"blue\"", "values=red,blue"),
        ("Color", "string", "The color. Options: red, blue, and green. More colors may come.", "values=red,blue,green"),
        ("Weight", "integer", "The weight. Valid values: **0** and **100**.", "values=0,100"),
        ("Weight", "integer", "The weight. Valid values:\n- 1: light\n- 2: heavy", "values=1,2"),
        ("Weight", "integer", "The weight. Valid values:\n- light\n- heavy", "findings=D0205"),
        ("Grade", "string", "The grade. Valid values:\n- x1 or x2: good\n- y: bad", "values=x1,x2,y"),
        ("System", "string", "The system. Valid values:\n- Tiny OS 7\n- Others Linux", "values=Tiny OS 7,Others Linux"),
        ("Kind", "string", "The kind. Value: FUNC.", "values=FUNC"),
        ("Kind", "string", "The kind. The value can only be **basic**.", "values=basic"),
        ("Kind", "string", "The kind. Set the value to Basic.", "values=Basic"),
        ("Kind", "string", "The kind. To have all of them, set the value to all.", ""),
        (
            "Kind",
            "string",
            "The kind. This parameter can be set to Basic only, which means that nothing else is sold.",
            "values=Basic",
        ),
        ("Kind", "string", "The kind. This parameter can be set to Basic if the room is small.", ""),
        ("Page", "integer", "The page. Starting value: 1. Default value: 1.", "default=1 minimum=1"),
        ("Color", "string", "颜色。取值范围：\n- red：红\n- blue：蓝", "values=red,blue"),
        ("Color", "string", "颜色。取值：- red\n- blue", "values=red,blue"),
        ("Color", "string", "颜色。可选值：red或blue。", "values=red,blue"),
        ("Weight", "integer", "权重。取值：1、2、3。", "values=1,2,3"),
        ("Color", "string", "颜色。取值为`red`、`blue`。", "values=red,blue"),
        ("Color", "string", "颜色。枚举值：\n- red\n- blue", "values=red,blue"),
        // Bullets that an extraction of the text has lost.
        (
            "Color",
            "string",
            "The color. Default: red Enumeration values: red dark-blue",
            "values=red,dark-blue default=red",
        ),
        ("Weight", "integer", "The weight. Enumeration values: 1 2 Default: 1", "values=1,2 default=1"),
        // Nothing closed is said.
        ("Enabled", "boolean", "Whether it is on. Valid values:\n- true: on\n- false: off", ""),
        ("Addresses", "string[]", "The values can be IP addresses, ranges of them, or networks.", ""),
        (
            "Codes",
            "string",
            "The value options are as follows:\n- A single value, for example, 200\n- A range, for example, 200-204",
            "findings=D0205",
        ),
        ("Color", "string", "The color of the lamp. A lamp may be red or blue.", ""),
        ("Color", "string", "When Mode is set to dim, the value can be red or blue.", ""),
        ("Color", "string", "The color. The value must be unique.", ""),
        ("Config", "object", "The settings.\n- first: one\n- second: two", ""),
        (
            "Config",
            "string",
            "The settings:\n- **Config.First**: the first. Default value: **1**.\n- **Config.Second**: the second.",
            "",
        ),
        ("Name", "string", "The name must meet the following requirements:\n- letters\n- digits", ""),
        ("Size", "integer", "The size. Valid values:\n- small: [5, 20]\n- large: [20, 50]", "findings=D0205"),
        (
            "Secret",
            "string",
            "The key.\n- hmac: The value contains 16 to 64 characters.\n- basic: The value contains 8 characters.",
            "",
        ),
        (
            "Host",
            "string",
            "The value can be one of the following:\n- A plain name contains 1 to 9 characters.\n- A wildcard name must start with an asterisk (*).",
            "findings=D0205",
        ),
        (
            "Device",
            "string",
            "The device. Valid values:\n- For old lamps: /dev/a to /dev/z\n- For new lamps: /dev/xa to /dev/xz",
            "findings=D0205",
        ),
    ]);
}

#[test]
fn missing_and_cut_off() {
    check(&[
        ("edition", "string", "The edition.\nEnumeration values:", "findings=D0200"),
        ("edition", "string", "The edition. Valid values:", "findings=D0200"),
        ("edition", "string", "版本。取值范围：", "findings=D0200"),
        ("edition", "string", "The edition.\nEnumeration values:\nMinimum: 1", "min_length=1 findings=D0200"),
        (
            "Name",
            "string",
            "The name of the lamp. It must start with a letter and cannot start with",
            "first=letter\"\" findings=D0201",
        ),
        ("Name", "string", "The name can hold letters, and it must be shorter than", "findings=D0201"),
        ("Name", "string", "The name of what you start with.", ""),
        ("Size", "integer", "Minimum: 10 Maximum: 1", "minimum=10 maximum=1 findings=D0203"),
        (
            "Color",
            "string",
            "The value can be red or blue. Default: green",
            "values=red,blue default=green findings=D0202",
        ),
        ("Size", "integer", "Default: 1. The default value is 2.", "findings=D0204"),
    ]);
}

#[test]
fn defaults() {
    check(&[
        ("Size", "integer", "The size. Default value: 10.", "default=10"),
        ("Size", "integer", "The size. Default value: **10**.", "default=10"),
        ("Size", "integer", "The default value is **1,024**.", "default=1024"),
        ("Size", "integer", "The size in seconds. Default value: 10 seconds.", "default=10"),
        ("Kind", "string", "Default: **global**", "default=global"),
        ("Kind", "string", "The kind. The default is basic, indicating that nothing is shown.", "default=basic"),
        ("Kind", "string", "The kind. Default value: Some Name.", "default=Some Name"),
        ("Kind", "string", "The default value is **${host}**, which means the host of the request.", "default=${host}"),
        ("On", "boolean", "Whether it is on. Default value: False.", "default=false"),
        ("On", "boolean", "Valid values:\n- true\n- false (default)", "default=false"),
        ("Limit", "integer", "返回数据长度，默认为20，最大100", "default=20 maximum=100"),
        (
            "Days",
            "integer",
            "How long. Valid values:\n- -1 (default): kept.\n- 1 to 90: dropped then.",
            "default=-1 minimum=-1 maximum=90",
        ),
        (
            "Kind",
            "string",
            "Valid values:\n- HARD. This is the default value.\n- SOFT",
            "values=HARD,SOFT default=HARD",
        ),
        (
            "Kind",
            "string",
            "If this parameter is not specified, the default value **a1** is used. Default: a1",
            "default=a1",
        ),
        (
            "limit",
            "integer",
            "Both the default value and maximum value are **50**, and the minimum value is **1**.",
            "default=50 minimum=1 maximum=50",
        ),
        ("Size", "integer", "If this parameter is not set, the default value 3 is used.", "default=3"),
        ("Size", "integer", "If this parameter is empty, the default value 3 is used.", "default=3"),
        ("Kind", "string", "Valid values: **All** (default) and the names of rooms.", "default=All"),
        ("Size", "integer", "大小。默认值：10", "default=10"),
        ("On", "boolean", "是否开启。默认值：False", "default=false"),
        ("Kind", "string", "类型。默认为`basic`。", "default=basic"),
        ("Kind", "string", "取值：\n- HARD（默认值）\n- SOFT", "values=HARD,SOFT default=HARD"),
        ("Size", "integer", "取值范围：[1, 50]默认值：5", "default=5 minimum=1 maximum=50"),
        // No literal, or not always.
        ("Kind", "string", "For old lamps, the default value is a1. For others, the default value is b2.", ""),
        ("Kind", "string", "If Mode is set to dim, the default value is a1.", ""),
        ("Size", "integer", "The default value is 40 or the lamp's size; the greater one counts.", ""),
        ("Kind", "string", "Default value: none.", ""),
        ("Kind", "string", "默认值：无", ""),
        ("Kind", "string", "This parameter is empty by default.", ""),
        ("Kind", "string", "The default lamp of the room.", ""),
        ("Kind", "string", "Default value: the name of the room.", ""),
        ("On", "boolean", "It is on by default if the lamp exists.", ""),
    ]);
}

#[test]
fn ranges() {
    check(&[
        ("Port", "integer", "The port. Valid values: 1 to 65535.", "minimum=1 maximum=65535"),
        ("Port", "integer", "The port. Range: 1-65535.", "minimum=1 maximum=65535"),
        (
            "Port",
            "integer",
            "The value ranges from **1** to **500**, and the default value is **60**.",
            "default=60 minimum=1 maximum=500",
        ),
        ("Port", "integer", "The value must be between 1 and 500.", "minimum=1 maximum=500"),
        ("Port", "integer", "Minimum: **1**\nMaximum: **10**", "minimum=1 maximum=10"),
        ("Port", "integer", "Minimum: **0**", "minimum=0"),
        ("Size", "integer", "The size. Maximum value: 50. Unit: GiB.", "maximum=50 unit=GiB"),
        ("Size", "integer", "The maximum value is 2,147,483,647.", "maximum=2147483647"),
        ("Size", "integer", "The size. Valid values: [1, 100].", "minimum=1 maximum=100"),
        ("Size", "integer", "The size. Valid values: (0, 10].", "minimum=1 maximum=10"),
        ("Size", "integer", "The size. The value must be greater than 0.", "minimum=1"),
        ("Size", "number", "The share. The value must be greater than 0.", "minimum=0 excluded=0"),
        ("Size", "number", "The share. Valid values: (0, 10].", "minimum=0 maximum=10 excluded=0"),
        ("Size", "number", "The share. Valid values: [0.5, 1).", "minimum=0.5 maximum=1 excluded=1"),
        ("Size", "number", "比例。取值范围：(0, 10]。", "minimum=0 maximum=10 excluded=0"),
        ("Size", "integer", "Valid values: greater than or equal to 2.", "minimum=2"),
        ("Size", "integer", "The size cannot exceed 100.", "maximum=100"),
        (
            "Size",
            "integer",
            "The size must be at least 20 and greater than or equal to the size of the room.",
            "minimum=20",
        ),
        (
            "Size",
            "integer",
            "The value can be any integer in the range of 200–299, 400–499, or 500–599.",
            "minimum=200 maximum=599",
        ),
        ("Size", "integer", "Valid values: -1 or 1 to 10.", "minimum=-1 maximum=10"),
        ("Size", "integer", "The size. Enter a positive integer.", "minimum=1"),
        ("Prio", "string", "The priority. Valid values: 1 to 100.", "minimum=1 maximum=100"),
        ("Size", "integer", "大小，单位：GiB。取值范围：1~100。", "minimum=1 maximum=100 unit=GiB"),
        ("Size", "integer", "取值范围：[1,100]", "minimum=1 maximum=100"),
        ("Size", "integer", "大小，最大值：50 默认值：10", "default=10 maximum=50"),
        ("Size", "integer", "取值范围为1至10的整数。", "minimum=1 maximum=10"),
        ("Size", "integer", "该参数必须大于0。", "minimum=1"),
        ("Period", "string", "The period. Unit: seconds. The minimum value is 60.", "minimum=60 unit=seconds"),
        ("Period", "string", "最小值：1，最大值：100。", "minimum=1 maximum=100"),
        ("Size", "integer", "0-100之间的整数。", "minimum=0 maximum=100"),
        ("Size", "integer", "分页查询时设置的每页行数，最大值：20默认值：10", "default=10 maximum=20"),
        ("Days", "integer", "天数。取值范围：\n- -1：永久。\n- [1, 65536]：指定天数。", "minimum=-1 maximum=65536"),
        ("Width", "integer", "Valid values:\n- **-1**: no limit.\n- **1-5120**: that much.", "minimum=-1 maximum=5120"),
        ("Width", "integer", "Valid values:\n- 0 to 10: small.\n- more: large.", "findings=D0205"),
        // Numbers that are no range of this value.
        ("Size", "integer", "A value less than or equal to 0 is automatically converted to 20.", ""),
        ("Time", "integer", "The request is kept for 5 minutes, since version 1.2 of 2018-12-01.", ""),
        ("Size", "integer", "If Mode is set to dim, valid values are 1 to 10.", "findings=D0205"),
        ("Size", "integer", "For small rooms, the value ranges from 1 to 10.", "findings=D0205"),
        ("Period", "string", "The period. Valid values: 7 to 730 days.", "findings=D0205"),
        ("Cron", "string", "The interval between two runs must not be less than 10 seconds.", ""),
        ("Ports", "string", "The ports, for example, 1 to 200.", ""),
        ("Config", "object", "The value ranges from 1 to 500.", "findings=D0205"),
    ]);
}

#[test]
fn lengths() {
    check(&[
        ("Name", "string", "A lamp's name must be 2 to 128 characters in length.", "min_length=2 max_length=128"),
        ("Name", "string", "The name of the lamp. It can contain 4 to 50 characters.", "min_length=4 max_length=50"),
        (
            "Name",
            "string",
            "Name of the lamp, which is a string of 1 to 1,024 characters.",
            "min_length=1 max_length=1024",
        ),
        ("Name", "string", "It cannot exceed 255 characters.", "max_length=255"),
        ("Name", "string", "The value contains a maximum of 64 characters.", "max_length=64"),
        (
            "Name",
            "string",
            "Request path, starting with a slash (/) and containing up to 512 characters.",
            "max_length=512 first=\"/\"",
        ),
        ("Name", "string", "Tag name. (Max. 63 characters.)", "max_length=63"),
        ("Name", "string", "Enter 3 to 64 characters.", "min_length=3 max_length=64"),
        ("Name", "string", "Minimum: **1**\nMaximum: **64**", "min_length=1 max_length=64"),
        ("Token", "string", "The token must be 1 to 64 ASCII characters in length.", "min_length=1 max_length=64"),
        ("Hash", "string", "The hash must be 32 characters in length.", "min_length=32 max_length=32"),
        ("Names.N", "string[]", "The name must be up to 64 characters in length.", "max_length=64"),
        ("Name", "string", "名称。长度为2~128个字符。", "min_length=2 max_length=128"),
        ("Name", "string", "名称。长度为[2, 128]个英文或中文字符。", "min_length=2 max_length=128"),
        ("Name", "string", "最多支持64个字符。", "max_length=64"),
        ("Name", "string", "且不能超过64个字符。", "max_length=64"),
        ("Name", "string", "最小长度：1\n最大长度：64", "min_length=1 max_length=64"),
        ("Name", "string", "字符长度1-64。", "min_length=1 max_length=64"),
        // Of something else.
        ("Rights", "string[]", "Rights of users. The account number contains 32 characters.", "findings=D0205"),
        ("Lamps", "string[]", "Lamps. Each name can contain up to 64 characters.", "findings=D0205"),
        ("Query", "object", "Each key must be 1 to 32 characters in length.", "findings=D0205"),
        (
            "Value",
            "string",
            "When Mode is set to dim, the value can contain a maximum of 100 characters.",
            "findings=D0205",
        ),
        ("Data", "string", "The maximum size of data that is raw is 16 KB.", ""),
    ]);
}

#[test]
fn items() {
    check(&[
        ("Ids", "string[]", "The IDs, 100 IDs can be specified at most.", "max_items=100"),
        ("Tags", "object[]", "A maximum of 20 labels can be created for one lamp.", "max_items=20"),
        ("Ids", "string[]", "You can specify up to 100 IDs at a time.", "max_items=100"),
        ("Ids", "string[]", "Array Length: **1 - 500**", "min_items=1 max_items=500"),
        ("Tag.N.Key", "string", "The key of tag N. Valid values of N: 1 to 20.", "max_items=20"),
        ("Lamp.N", "string", "Lamp N. Only one lamp can be lit. Set N to 1.", "max_items=1"),
        ("Disk.N.Name", "string", "The value of N in `Disk.N` cannot be greater than 1.", "max_items=1"),
        (
            "Ids",
            "string",
            "The IDs. A maximum of 100 IDs can be specified at a time. Separate the IDs with commas (,).",
            "max_items=100",
        ),
        ("Ids", "string", "Send a JSON array of up to 50 IDs.", "max_items=50 json=yes"),
        (
            "Rules",
            "object[]",
            "The list can contain a maximum of 10 rules (if **parts** is set, a part is a rule).",
            "max_items=10",
        ),
        ("Tag.n.Key", "string", "标签键。n的取值范围：[1, 20]。最多支持64个字符。", "max_length=64 max_items=20"),
        ("Disk.n.Id", "string", "磁盘。`n`的取值范围为[1, 16]。", "max_items=16"),
        ("Ids", "string", "实例。最多指定100台实例，并使用半角逗号（,）隔开。", "max_items=100"),
        ("Ids", "string", "多个实例用英文逗号（,）分隔，最多可传入5个。", "max_items=5"),
        ("GroupId", "string", "The group. Up to 1,000 resources of the group can be displayed in the response.", ""),
        ("GroupId", "string", "A group can hold up to 1,000 lamps.", ""),
        ("Certs", "string[]", "Each certificate can have up to 30 names.", ""),
        ("Tag.N.Key", "string", "The valid values of N depend on how large the room is.", ""),
    ]);
}

#[test]
fn exclusions() {
    check(&[
        ("Port", "integer", "The following ports are not supported: 22, 2222, and 80.", "excluded=22,2222,80"),
        (
            "Status",
            "integer",
            "The value ranges from 200 to 599, but cannot be 444.",
            "minimum=200 maximum=599 excluded=444",
        ),
        ("Version", "integer", "The value cannot be **6**.", "excluded=6"),
        ("Name", "string", "The value cannot be \"\", \"0\", or a name that is taken.", "excluded=,0"),
        ("Port", "integer", "端口不能为22、80。", "excluded=22,80"),
        ("Version", "integer", "The version cannot be modified.", ""),
        ("Port", "integer", "If Mode is set to dim, the port cannot be 22.", ""),
        ("Name", "string", "The name cannot be an empty string.", ""),
        ("Name", "string", "This parameter is not supported.", ""),
    ]);
}

#[test]
fn characters() {
    check(&[
        ("Name", "string", "It must start with a letter.", "first=letter\"\""),
        ("Name", "string", "Names must start with a letter or digit.", "first=letter+digit\"\""),
        ("Name", "string", "It starts with a letter or Chinese character.", "first=letter+chinese\"\""),
        ("Name", "string", "Only letters, digits, and underscores (_) are allowed.", "allowed=letter+digit\"_\""),
        (
            "Name",
            "string",
            "The name can contain only lowercase letters, digits, hyphens (-), and periods (.).",
            "allowed=lower+digit\"-.\"",
        ),
        (
            "Name",
            "string",
            "Only letters and these special characters are allowed: -_./:()",
            "allowed=letter\"-_./:()\"",
        ),
        ("Token", "string", "The token can only contain ASCII characters.", "allowed=ascii\"\""),
        ("Name", "string", "It cannot start with `http://` or `https://`.", "not_prefix=http://,https://"),
        (
            "Name",
            "string",
            "It cannot start with acs: or base, or contain http:// or https://.",
            "not_prefix=acs:,base",
        ),
        (
            "Name",
            "string",
            "Start with a letter, and include only letters, digits, and hyphens (-).",
            "first=letter\"\" allowed=letter+digit\"-\"",
        ),
        ("Token", "string", "只支持ASCII字符。", "allowed=ascii\"\""),
        (
            "Name",
            "string",
            "必须以大小写字母或中文开头，不能以http://和https://开头。",
            "first=letter+chinese\"\" not_prefix=http://,https://",
        ),
        ("Name", "string", "只能由小写字母、数字和下划线（_）组成。", "allowed=lower+digit\"_\""),
        // No restriction, or none that has a form.
        ("Name", "string", "It can contain digits, periods (.), and hyphens (-).", ""),
        ("Name", "string", "The value can contain letters, digits, and underscores (_).", ""),
        ("Name", "string", "可以包含数字、下划线（_）或者连字符（-）。", ""),
        ("Name", "string", "The name cannot start with a digit or contain only digits.", "findings=D0205"),
        ("Name", "string", "Do not use only digits.", ""),
        ("Name", "string", "Only letters and special characters are allowed.", ""),
        ("Name", "string", "When Mode is set to dim, it must start with a letter.", ""),
        ("Size", "integer", "It must start with a digit.", ""),
    ]);
}

#[test]
fn conditions() {
    check(&[
        ("PeerId", "string", "The peer. This parameter is required if Mode is set to **dim**.", "if=Mode=dim"),
        ("GatewayId", "string", "This parameter is required if `Mode` is set to a1 or b2.", "if=Mode=a1/b2"),
        (
            "GatewayId",
            "string",
            "This parameter is valid and required only when `Mode` is set to `dim`.",
            "if=Mode=dim",
        ),
        ("Frequency", "string", "When you set `Mode` to `true`, you must specify `Frequency`.", "if=Mode=true"),
        (
            "Frequency",
            "string",
            "You must specify this parameter if the Mode parameter is set to true.",
            "if=Mode=true",
        ),
        (
            "Frequency",
            "string",
            "If the **From** and **To** parameters are not set, you must set the **Frequency** parameter.",
            "if=?=",
        ),
        ("GatewayId", "string", "This parameter is required when you add a lamp to a room.", "if=?="),
        ("GatewayId", "string", "Mandatory when the type of the policy is a1.", "if=?="),
        ("GatewayId", "string", "当参数`Mode`取值为`dim`时，该参数必选。", "if=Mode=dim"),
        ("GatewayId", "string", "如果您不指定`PeerId`，`GatewayId`为必需参数。", "if=?="),
        ("GatewayId", "string", "参数`Mode`取值为`dim`时才生效且为必选。", "if=Mode=dim"),
        ("GatewayId", "string", "若`Mode`为**dim**则该参数必须传入。", "if=Mode=dim"),
        ("GatewayId", "string", "If Mode is set to dim then this parameter is required.", "if=Mode=dim"),
        // Of another parameter, or no condition.
        ("GatewayId", "string", "If you send this parameter, you must also specify the `PeerId` parameter.", ""),
        ("Mode", "string", "When Mode is set to dim, the gateway_type field is mandatory.", ""),
        ("GatewayId", "string", "This parameter is not required when you ask for page one.", ""),
        ("GatewayId", "string", "This parameter takes effect only when Mode is set to dim.", ""),
        ("GatewayId", "string", "The required parameters are checked when you call the operation.", ""),
        ("GatewayId", "string", "Either GatewayId or PeerId must be specified.", ""),
        ("GatewayId", "string", "如果指定了该参数，则需要指定参数PeerId。", ""),
    ]);
}

#[test]
fn rivals() {
    check(&[
        (
            "Id",
            "string",
            "**Note:** If this parameter is specified, the `PeerId` parameter cannot be specified.",
            "rivals=PeerId",
        ),
        (
            "Id",
            "string",
            "This parameter and the `Mode` parameter cannot be specified at the same time.",
            "rivals=Mode",
        ),
        ("Id", "string", "You can set only one of the Id, PeerId, and Mode parameters.", "rivals=PeerId,Mode"),
        ("Id", "string", "时长（`Id`、`Mode`）与日期（`PeerId`）不能同时设置。", "rivals=PeerId"),
        // Two others are no rivals of this one, and a value of another forbids it for that value alone.
        ("Id", "string", "The `Mode` and `PeerId` parameters cannot be specified at the same time.", ""),
        ("Id", "string", "If Mode is set to dim, this parameter cannot be specified.", ""),
        // In other circumstances they may stand together.
        ("Id", "string", "If Mode is set to dim, you cannot specify Id and PeerId at the same time.", ""),
        ("Id", "string", "You can set only one of Id and PeerId if the lamp hangs outside.", ""),
        ("Id", "string", "For lamps that hang outside, Id and PeerId cannot be specified at the same time.", ""),
        ("Id", "string", "如果灯在室外，`Id`与`PeerId`不能同时设置。", ""),
        ("Id", "string", "If you specify this parameter, you cannot specify PeerId at the same time.", "rivals=PeerId"),
        ("Id", "string", "One server can hold several cards at the same time.", ""),
    ]);
}

#[test]
fn remarks() {
    check(&[
        ("Id", "string", "You can call the DescribeLamps operation to query the IDs.", "see=DescribeLamps"),
        ("Id", "string", "您可以调用DescribeLamps查看列表。", "see=DescribeLamps"),
        ("Id", "string", "The `DryRunOperation` error code is returned.", ""),
        ("Id", "string", "This parameter will be removed next year.", "deprecated=yes"),
        ("Id", "string", "This field is deprecated. Use the tags field.", "deprecated=yes"),
        ("Id", "string", "该参数已废弃。", "deprecated=yes"),
        ("Id", "string", "Lamps of types that are deprecated can not be changed.", ""),
        ("Time", "string", "The time in the yyyy-MM-ddTHH:mm:ssZ format.", "time=yyyy-MM-ddTHH:mm:ssZ"),
        ("Name", "string", "The name must match the regular expression `^[a-z]+$`.", "pattern=^[a-z]+$"),
        ("Lamps", "string", "The lamps as a JSON array.", "json=yes"),
        ("Lamps", "string", "灯的ID，用一个JSON数组表示。", "json=yes"),
        ("Lamps", "object", "The lamps, in the JSON format.", ""),
        ("Hours", "string", "取值范围：0~23，如1表示一点。", "minimum=0 maximum=23"),
        ("Rate", "integer", "The rate. Unit: Mbit/s.", "unit=Mbit/s"),
        ("Rate", "integer", "The currency unit of the price.", ""),
        ("Password", "string", "The password.", "sensitive=yes"),
        ("private_key", "string", "The key.", "sensitive=yes"),
        ("PasswordInherit", "boolean", "Whether the password is kept.", ""),
        ("KeyPairName", "string", "The name of the key pair.", ""),
    ]);
}

//! Values in shapes that pages of one vendor alone have: parted by slashes, unannounced, or no values at all.

use super::rules::check;

#[test]
fn values_in_other_shapes() {
    check(&[
        // A slash parts words that are alike, where several values are announced.
        ("Color", "string", "颜色，取值：**red/green/blue**。", "values=red,green,blue"),
        ("Weight", "integer", "Valid values: 1/2.", "values=1,2"),
        ("Net", "string", "取值：**10.0.0.0/8**。", "values=10.0.0.0/8"),
        ("Form", "string", "Valid values: text/plain.", "values=text/plain"),
        ("Form", "string", "The form. Set the value to red/green.", "values=red/green"),
        // What each kind of lamp may have is no list of the kinds.
        ("Release", "string", "版本，取值：\n- Oil：**5.5/5.6**\n- Gas：**9.4**", "findings=D0205"),
        ("Release", "string", "Valid values:\n- Oil: 5.5, 5.6\n- Gas: 9.4", "findings=D0205"),
        // A whole number and its meanings, which nothing announces.
        ("Kind", "integer", "灯的类型，0表示室内，1表示室外。", "values=0,1"),
        ("Kind", "integer", "The kind. 0: inside. 1: outside. Default: 0.", "values=0,1 default=0"),
        ("Kind", "integer", "For example, 0: inside. 1: outside.", ""),
        // A word for what the caller writes is no value.
        (
            "Host",
            "string",
            "The host. Valid values:\n- **$_ip**: its address.\n- **domain**: The name must be 1 to 80 characters long.",
            "findings=D0205",
        ),
        // Members of a text that holds JSON.
        (
            "Lamps",
            "string",
            "灯，用JSON格式的字符串表示。具体如下：\n- **Id**：灯的编号\n- **Color**：颜色。取值：**red**、**blue**。",
            "json=yes",
        ),
    ]);
}

#[test]
fn clauses_of_their_own() {
    check(&[
        ("Size", "integer", "数量，默认值20，不超过100。", "default=20 maximum=100"),
        ("Size", "integer", "时间，单位：秒，最小1秒，最大不超过60秒。", "minimum=1 maximum=60 unit=秒"),
        ("Size", "integer", "权重，1到100，默认50", "default=50 minimum=1 maximum=100"),
        ("Size", "integer", "The size. It must be a positive integer not greater than 99.", "minimum=1 maximum=99"),
        ("Size", "integer", "数量。如果不填，默认为10。", "default=10"),
        ("Size", "integer", "The size, at most 10; if not set, it defaults to 3.", "default=3 maximum=10"),
        ("Size", "integer", "If Mode is not set, the default value is 3.", ""),
        ("Size", "integer", "The ports 1, 2 to 4, and 8 are taken.", ""),
        ("Size", "integer", "默认值为不超过100的数。", ""),
        (
            "Tag.n.Key",
            "string",
            "键，n的取值范围为[1,20]，不能为空字符串，最长128个字符",
            "max_length=128 max_items=20",
        ),
        (
            "Tag.n.Key",
            "string",
            "键，n的取值范围为[1,20]，最长128个字符，不能以`a`或`acs:`开头",
            "max_length=128 max_items=20 not_prefix=a,acs:",
        ),
    ]);
}

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

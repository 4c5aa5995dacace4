//! What holds for a case alone, what an item says of its list, and rules that stand behind one another.

use super::rules::check;

#[test]
fn cases_and_rules_in_a_row() {
    check(&[
        ("Lit", "integer", "是否点亮，0：熄灭，1：点亮。", "values=0,1"),
        ("Lit", "integer", "点亮方式(0：常亮，1：闪烁)", "values=0,1"),
        ("Lit", "integer", "点亮次数，如 0：不亮，1：亮。", ""),
        ("Mode", "string", "- The mode\n- **north**: upwards\n- **south**: downwards", "values=north,south"),
        (
            "Mode",
            "string",
            "What to do.\n- **ADD**: more\n- **REMOVE** or **REDUCE**: less",
            "values=ADD,REMOVE,REDUCE",
        ),
        // Each port is another lamp's.
        (
            "Port",
            "string",
            "The port.\n- An old lamp's port ranges from 1 to 9.\n- A new lamp's port ranges from 5 to 20.",
            "",
        ),
        ("Notes", "string", "不支持<>，最大长度：25", "max_length=25"),
        ("Limit", "integer", "The value ranges from 0 to intmax.", "minimum=0"),
        ("Tags", "string[]", "The tags of the lamp. The key cannot exceed 36 characters.", "findings=D0205"),
        ("Wait", "integer", "The value ranges from 0 to 90 and is 30 by default.", "default=30 minimum=0 maximum=90"),
        ("Count", "integer", "The number. The default number is 4.", "default=4"),
        ("Family", "string", "The default family **old** is taken.", ""),
        ("Family", "string", "If this parameter is left blank, the default value **old** is used.", "default=old"),
    ]);
}

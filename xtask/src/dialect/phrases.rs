//! The phrases by which sentences state rules ("Valid values:", "取值：", "cannot exceed").

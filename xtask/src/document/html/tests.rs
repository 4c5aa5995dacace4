//! Layouts of HTML.

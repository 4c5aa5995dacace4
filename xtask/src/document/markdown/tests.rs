//! Layouts of markdown.

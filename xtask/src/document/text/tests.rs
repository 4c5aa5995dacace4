//! Layouts of extracted text.

//! Bytes → document.

mod decode;
mod language;

pub use decode::{DecodeError, Decoded, MAX_BYTES, decode};
pub use language::{Language, language};

use crate::nlp::edtf::Point;

/// A decoded article; immutable once made.
#[derive(Clone, Debug)]
pub struct Document {
    /// Names the document within a collection.
    pub id: String,
    /// What is analysed; all spans refer to it.
    pub text: String,
    /// The title, when it came apart from the text.
    pub title: Option<String>,
    /// The publication day, when it was given.
    pub date: Option<Point>,
    /// Where the article stands on the web.
    pub url: Option<String>,
}

impl Document {
    /// A document of which only the text is known.
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Self {
        Self { id: id.into(), text: text.into(), title: None, date: None, url: None }
    }
}

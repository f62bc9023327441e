//! Bytes → document.

mod decode;
mod language;

pub use decode::{DecodeError, Decoded, MAX_BYTES, decode, decode_as};
pub use language::{Language, language, languages};

use crate::nlp::edtf::Point;

/// A decoded article; immutable once made.
#[derive(Clone, Debug)]
pub struct Document {
    /// Names the document within a collection.
    pub id: String,
    /// What is analysed; all spans refer to it.
    pub text: String,
    /// The publication day that the user says, which goes before all others.
    pub date: Option<Point>,
    /// What the file says of the article beside the text.
    pub meta: Meta,
    /// Where the text came from.
    pub origin: Origin,
}

/// What a file says of its article beside the text: the head of a web page or mail, the columns of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    /// The headline.
    pub title: Option<String>,
    /// The publication day, or something coarser.
    pub date: Option<Point>,
    /// Who wrote it.
    pub author: Option<String>,
    /// The site or paper that published it.
    pub site: Option<String>,
    /// The section it stood in.
    pub section: Option<String>,
    /// Tags or keywords.
    pub tags: Vec<String>,
    /// Where the article stands on the web.
    pub url: Option<String>,
}

/// Where a text came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Names from the outermost file to the innermost: `archive.zip`, `2004/news.eml`, `attachment.docx`.
    pub path: Vec<String>,
    /// The format of the innermost, such as `pdf`; empty for text that came as such.
    pub format: &'static str,
    /// Where its pages begin, ascending, where the format has any.
    pub pages: Vec<Page>,
}

/// A page of the file that a text came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Counted from one.
    pub number: u32,
    /// The byte of the text that it begins with.
    pub start: u32,
}

impl Document {
    /// A document of which only the text is known.
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Self {
        Self { id: id.into(), text: text.into(), date: None, meta: Meta::default(), origin: Origin::default() }
    }
}

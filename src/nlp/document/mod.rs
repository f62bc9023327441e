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

    /// The articles that begin at these bytes, ascending, as documents of their own: `ID-1`, `ID-2`. What stands before the first is
    /// one of them when it is more than a heading. The day and address of the whole stay with each, its title and author do not.
    pub fn split(&self, starts: &[u32]) -> Vec<Self> {
        let first = starts.first().copied().unwrap_or(0);
        let before = self.text.get(..first as usize).unwrap_or("");
        let more = before.lines().any(|l| l.chars().count() >= 160);
        let all: Vec<u32> = more.then_some(0).into_iter().chain(starts.iter().copied()).collect();
        let ends = all.iter().skip(1).copied().chain([self.text.len() as u32]);
        let piece = |(n, (from, to)): (usize, (&u32, u32))| {
            let text = self.text.get(*from as usize..to as usize)?.trim_end().to_string();
            let pages = self.origin.pages.iter().filter(|p| p.start < to);
            let before = pages.clone().rev().find(|p| p.start <= *from).map(|p| Page { start: 0, ..*p });
            let within = pages.filter(|p| p.start > *from).map(|p| Page { start: p.start - from, ..*p });
            let origin = Origin { pages: before.into_iter().chain(within).collect(), ..self.origin.clone() };
            let meta = Meta { date: self.meta.date, site: self.meta.site.clone(), url: self.meta.url.clone(), ..Meta::default() };
            Some(Self { id: format!("{}-{}", self.id, n + 1), text, date: self.date, meta, origin })
        };
        all.iter().zip(ends).enumerate().filter_map(piece).collect()
    }
}

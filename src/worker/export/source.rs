//! What every format asks of a collection.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use quick_xml::escape::escape;

use crate::nlp::edtf::{Certainty, Kind, Point, Value};
use crate::words::Words;
use crate::worker::view::{CollectionView, DocumentView, EntityView, EvidenceView, ItemView};

/// A collection with its entities and documents by id.
pub struct Source<'a> {
    pub words: &'static Words,
    pub collection: &'a CollectionView,
    entities: BTreeMap<&'a str, &'a EntityView>,
    documents: BTreeMap<&'a str, Article<'a>>,
}

/// A document whose text can be cut at code points.
pub struct Article<'a> {
    pub view: &'a DocumentView,
    pub text: &'a str,
    /// Where each code point begins, and the end.
    bytes: Vec<u32>,
}

impl<'a> Article<'a> {
    fn new(view: &'a DocumentView) -> Self {
        let text = view.text.as_deref().unwrap_or("");
        let mut bytes: Vec<u32> = text.char_indices().map(|(at, _)| at as u32).collect();
        bytes.push(text.len() as u32);
        Self { view, text, bytes }
    }

    /// The text between two code points.
    pub fn cut(&self, start: u32, end: u32) -> &'a str {
        let at = |n: u32| self.bytes.get(n as usize).copied().unwrap_or(self.text.len() as u32) as usize;
        self.text.get(at(start)..at(end)).unwrap_or("")
    }

    /// Code points in the text.
    pub fn len(&self) -> u32 {
        self.bytes.len() as u32 - 1
    }

    /// Its title, or what it is called.
    pub fn title(&self) -> &'a str {
        self.view.title.as_deref().unwrap_or(&self.view.id)
    }

    /// Its address on the web, where it is one.
    pub fn web(&self) -> Option<&'a str> {
        let url = self.view.url.as_deref()?;
        let plain = !url.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '\\' | '"'));
        ((url.starts_with("http://") || url.starts_with("https://")) && plain).then_some(url)
    }

    /// A name under which it may stand in an archive.
    pub fn file_name(&self) -> String {
        let safe = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ' ') { c } else { '_' };
        let name: String = self.view.id.chars().map(safe).take(100).collect();
        if name.trim_matches(['.', ' ']).is_empty() { "_".into() } else { name.trim_start_matches('.').to_string() }
    }

    /// A name made of what its text is.
    pub fn uri(&self) -> String {
        uri(&self.view.sha256)
    }
}

impl<'a> Source<'a> {
    pub fn new(collection: &'a CollectionView, words: &'static Words) -> Self {
        Self {
            words,
            entities: collection.entities.iter().map(|e| (e.id.as_str(), e)).collect(),
            documents: collection.documents.iter().map(|d| (d.id.as_str(), Article::new(d))).collect(),
            collection,
        }
    }

    /// In the order of the collection.
    pub fn articles(&self) -> impl Iterator<Item = &Article<'a>> {
        self.collection.documents.iter().filter_map(|d| self.documents.get(d.id.as_str()))
    }

    pub fn article(&self, id: &str) -> Option<&Article<'a>> {
        self.documents.get(id)
    }

    pub fn entity(&self, id: &str) -> Option<&'a EntityView> {
        self.entities.get(id).copied()
    }

    /// Names of entities.
    pub fn names(&self, ids: &[String]) -> Vec<&'a str> {
        ids.iter().filter_map(|id| self.entity(id)).map(|e| e.name.as_str()).collect()
    }

    /// The timeline, then what nothing places.
    pub fn items(&self) -> impl Iterator<Item = &'a ItemView> {
        self.collection.timeline.iter().chain(&self.collection.undated)
    }

    /// The sentence that says it, in one line.
    pub fn quote(&self, e: &EvidenceView) -> String {
        self.article(&e.document).map_or(String::new(), |a| squeeze(a.cut(e.start, e.end)))
    }

    /// Names for files that differ, in the order of the collection.
    pub fn file_names(&self) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let unique = |a: &Article<'a>| {
            let name = a.file_name();
            let mut out = name.clone();
            let mut n = 1;
            while !seen.insert(out.clone()) {
                n += 1;
                out = format!("{name}-{n}");
            }
            out
        };
        self.articles().map(unique).collect()
    }
}

/// A name made of a SHA-256 (RFC 6920).
pub fn uri(digest: &str) -> String {
    let hex = |n: usize| digest.get(2 * n..2 * n + 2).and_then(|h| u8::from_str_radix(h, 16).ok());
    let bytes: Vec<u8> = (0..digest.len() / 2).filter_map(hex).collect();
    format!("ni:///sha-256;{}", URL_SAFE_NO_PAD.encode(bytes))
}

/// Blanks and line breaks as single spaces.
pub fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A value as it was printed.
pub fn value(text: &str) -> Option<Value> {
    Value::parse(text, Kind::Date).ok()
}

/// Days between which a value lies; empty where it is open.
pub fn bounds(text: &str) -> (String, String) {
    let bounds = value(text).and_then(Value::bounds);
    let day = |d: Option<jiff::civil::Date>| d.map_or(String::new(), |d| d.to_string());
    bounds.map_or((String::new(), String::new()), |b| (day(b.earliest), day(b.latest)))
}

/// Whether a value is a day, month or year of this era, exactly: what HTML and FollowTheMoney take for a date.
pub fn is_plain(text: &str) -> bool {
    let plain = |p: Point| matches!(p, Point::Day(_) | Point::Month(Some(_), _) | Point::Year(_));
    matches!(value(text), Some(Value::Point(p, Certainty::Exact)) if plain(p)) && !text.starts_with(['-', '0'])
}

/// Text in XML and HTML; what XML 1.0 cannot hold becomes U+FFFD, and a carriage return stays one, which a reader would take for a line's end.
pub fn xml(text: &str) -> String {
    let allowed =
        |c: char| if matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..) { c } else { '\u{fffd}' };
    let clean: String = text.chars().map(allowed).collect();
    escape(clean.as_str()).replace('\r', "&#13;")
}

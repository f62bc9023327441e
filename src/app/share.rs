//! What a link or a project file carries: a view, with the texts or without.
//!
//! A project is JSON in gzip, whose trailer has length and checksum. In a link it stands in base64url behind `#v1.gz.`, so
//! that no server ever sees it; a file holds the same bytes. Older versions stay readable.

use std::io::{Read, Write};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use flate2::{Compression, Crc};
use serde::{Deserialize, Serialize};

use super::collection::Collection;
use super::state::Step;
use crate::worker::decision::{Decision, Decisions, Log};
use crate::worker::view::{ArticleView, DocumentView, MetaView, PageView, Unit};

/// Version of the format; readers refuse later ones. What carries no decisions is of the first, which older readers open.
pub const VERSION: u32 = 2;
/// Longest address, in characters, that a link is offered for: browsers and chats cut longer ones.
pub const LONGEST_LINK: usize = 32_000;
/// From this length on messengers may cut a link.
pub const SAFE_LINK: usize = 4_000;
/// Most bytes that a project may unpack to.
pub const MAX_UNPACKED: u64 = 64 << 20;
/// Ending of a project file.
pub const ENDING: &str = ".letopis";

/// What stands behind `#` before the name of a project file beside the page.
pub const OPEN: &str = "open=";

const PREFIX: &str = "v1.gz.";

/// Whether a fragment, without its `#`, brings something that the page opens.
pub fn is_ours(fragment: &str) -> bool {
    fragment.starts_with(OPEN) || Project::from_fragment(fragment).is_some()
}

/// A collection to be built again, and where its user was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// See [`VERSION`].
    pub version: u32,
    /// The articles, in order.
    pub documents: Vec<Article>,
    /// Article and selection.
    pub step: Step,
    /// What was decided.
    #[serde(skip_serializing_if = "Log::is_empty", default)]
    pub log: Log,
}

/// An article of a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Its name.
    pub id: String,
    /// CRC-32 of its text, by which a view without texts knows it again.
    pub checksum: u32,
    /// The publication day, where the sender gave one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub date: Option<String>,
    /// The text; missing in a mere view.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub text: Option<String>,
    /// What its file said of it, and where it came from; with the text only.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub origin: Option<Box<ArticleView>>,
}

impl Article {
    /// The article, to be analysed again; `None` in a mere view.
    pub fn into_article(self) -> Option<ArticleView> {
        let origin = self.origin.map_or_else(ArticleView::default, |o| *o);
        Some(ArticleView { id: self.id, text: self.text?, date: self.date, ..origin })
    }
}

/// Why a link or file cannot be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShareError {
    /// Cut short, changed on the way, or never a project.
    #[error("the link or file is damaged")]
    Damaged,
    /// Made by a later version.
    #[error("made by a later version")]
    Later,
    /// Unpacks to more than [`MAX_UNPACKED`].
    #[error("larger than can be opened")]
    TooLarge,
}

/// Whether its file said more of an article than its text does.
fn from_a_file(d: &DocumentView) -> bool {
    d.format.is_some() || !d.path.is_empty() || d.date_source == "meta" || d.url.is_some()
}

/// What is kept of an article beside its text.
fn origin(d: &DocumentView, text: &str, unit: Unit) -> ArticleView {
    // Pages count bytes on their way.
    let byte = |at: u32| {
        let mut count = 0;
        text.char_indices()
            .find(|(_, c)| {
                let here = count;
                count += if unit == Unit::Utf16 { c.len_utf16() as u32 } else { 1 };
                here >= at
            })
            .map_or(text.len(), |(at, _)| at) as u32
    };
    ArticleView {
        meta: MetaView {
            title: d.title.clone(),
            date: d.date.clone().filter(|_| d.date_source == "meta"),
            author: d.author.clone(),
            site: d.source.clone(),
            section: d.section.clone(),
            tags: d.tags.clone(),
            url: d.url.clone(),
        },
        path: d.path.clone(),
        format: d.format.clone().unwrap_or_default(),
        pages: d.pages.iter().map(|p| PageView { page: p.page, start: byte(p.start) }).collect(),
        ..ArticleView::default()
    }
}

/// CRC-32 of a text.
pub fn checksum(text: &str) -> u32 {
    let mut crc = Crc::new();
    crc.update(text.as_bytes());
    crc.sum()
}

impl Project {
    /// The project of a collection with what was decided, its texts or none.
    pub fn new(collection: &Collection, step: Step, log: Log, texts: bool) -> Self {
        Self::of(collection.documents.iter().map(|d| &**d), Unit::Utf16, step, log, texts)
    }

    /// The same of documents whose places count in `unit`.
    pub fn of<'d>(documents: impl Iterator<Item = &'d DocumentView>, unit: Unit, step: Step, log: Log, texts: bool) -> Self {
        let decided = Decisions::new(log.effective().into_iter().map(|(_, d)| d));
        let article = |d: &DocumentView| {
            let text = d.text.clone().unwrap_or_default();
            Article {
                id: d.id.clone(),
                checksum: checksum(&text),
                // A day that was decided stands in the log.
                date: d.date.clone().filter(|_| d.date_source == "given" && decided.published(&d.sha256).is_none()),
                origin: (texts && from_a_file(d)).then(|| Box::new(origin(d, &text, unit))),
                text: texts.then_some(text),
            }
        };
        let version = if log.is_empty() { 1 } else { VERSION };
        Self { version, documents: documents.map(article).collect(), step, log }
    }

    /// Whether it brings the texts along.
    pub fn has_texts(&self) -> bool {
        self.documents.iter().any(|d| d.text.is_some())
    }

    /// The bytes of a project file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let json = serde_json::to_vec(self).unwrap_or_default();
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        // Writing to memory does not fail.
        let written = encoder.write_all(&json).and_then(|()| encoder.finish());
        written.unwrap_or_default()
    }

    /// Reads the bytes of a project file.
    ///
    /// # Errors
    /// When they are damaged, made by a later version, or unpack to more than [`MAX_UNPACKED`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ShareError> {
        let mut json = Vec::new();
        GzDecoder::new(bytes).take(MAX_UNPACKED + 1).read_to_end(&mut json).map_err(|_| ShareError::Damaged)?;
        if json.len() as u64 > MAX_UNPACKED {
            return Err(ShareError::TooLarge);
        }
        #[derive(Deserialize)]
        struct Head {
            version: u32,
        }
        let head: Head = serde_json::from_slice(&json).map_err(|_| ShareError::Damaged)?;
        if head.version > VERSION {
            return Err(ShareError::Later);
        }
        let mut project: Self = serde_json::from_slice(&json).map_err(|_| ShareError::Damaged)?;
        for name in std::mem::take(&mut project.step.apart) {
            project.log.decide(Decision::Apart { name }, "");
        }
        // A text that is not the one it was would carry marks at wrong places.
        let whole = project.documents.iter().all(|d| d.text.as_deref().is_none_or(|t| checksum(t) == d.checksum));
        if whole { Ok(project) } else { Err(ShareError::Damaged) }
    }

    /// What stands behind `#` in a link.
    ///
    /// ```
    /// use letopis::app::share::Project;
    /// let project = Project { version: 1, documents: vec![], step: Default::default(), log: Default::default() };
    /// let fragment = project.to_fragment();
    /// assert_eq!(Project::from_fragment(&fragment), Some(Ok(project)));
    /// assert_eq!(Project::from_fragment("somewhere"), None);
    /// ```
    pub fn to_fragment(&self) -> String {
        format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(self.to_bytes()))
    }

    /// Reads a fragment without its `#`; `None` when it is none of ours.
    ///
    /// # Errors
    /// As [`from_bytes`](Self::from_bytes); a fragment of a later version is [`ShareError::Later`].
    pub fn from_fragment(fragment: &str) -> Option<Result<Self, ShareError>> {
        let Some(payload) = fragment.strip_prefix(PREFIX) else {
            let versioned = fragment.strip_prefix('v').and_then(|rest| rest.split_once('.')).is_some_and(|(n, _)| n.parse::<u32>().is_ok());
            return versioned.then_some(Err(ShareError::Later));
        };
        Some(URL_SAFE_NO_PAD.decode(payload).map_err(|_| ShareError::Damaged).and_then(|bytes| Self::from_bytes(&bytes)))
    }
}

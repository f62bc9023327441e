//! Why a file, or a part of one, became no article.

use crate::nlp::document::DecodeError;

use super::format::Format;
use super::limits::Limit;

/// Why a file, or a part of one, became no article.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IngestError {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// A limit was reached.
    #[error("{0}")]
    Limit(#[from] Limit),
    /// A format that is known and not read.
    #[error("{what}: {advice}", what = .0.name(), advice = .0.advice())]
    Unsupported(Unsupported),
    /// No text in any encoding.
    #[error("the file is binary, not text")]
    Binary,
    /// It is locked by a password.
    #[error("the {} file is locked by a password; save it without one", .0.name())]
    Encrypted(Format),
    /// It is not what it begins as, or it ends too early.
    #[error("the {} file is damaged ({detail})", .format.name())]
    Damaged {
        /// What it begins as.
        format: Format,
        /// What is wrong with it.
        detail: String,
    },
    /// Pages without a text layer, as a scanner makes them.
    #[error("the {} file has no text layer; recognise its pages (OCR) first", .0.name())]
    NoTextLayer(Format),
    /// A page of links, not an article.
    #[error("the page holds no article, only links to articles")]
    NoArticle,
    /// Well-formed, but without any text of an article.
    #[error("the {} file holds no text of an article", .0.name())]
    NoText(Format),
    /// The reader of this format gave up over it.
    #[error("the {} file could not be read: its reader gave up", .0.name())]
    GaveUp(Format),
}

impl IngestError {
    /// What is wrong with a file of this format.
    pub fn damaged(format: Format, detail: impl ToString) -> Self {
        Self::Damaged { format, detail: detail.to_string() }
    }
}

impl From<DecodeError> for IngestError {
    fn from(error: DecodeError) -> Self {
        match error {
            DecodeError::Empty => Self::Empty,
            DecodeError::TooLarge { bytes, limit } => Self::Limit(Limit::Text { bytes: bytes as u64, limit: limit as u64 }),
            DecodeError::Format(_) | DecodeError::Binary => Self::Binary,
        }
    }
}

/// A format that is known by its content and not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsupported {
    /// Word before 2007, or another file of OLE.
    Ole,
    /// Sheets, slides and drawings of an office suite.
    Office,
    /// Pictures.
    Image,
    /// Sound or film.
    Media,
    /// Archives other than ZIP and gzip.
    Archive,
    /// Programs.
    Program,
    /// DjVu.
    DjVu,
    /// XML of another kind.
    Xml,
    /// JSON that holds no articles.
    Json,
}

impl Unsupported {
    /// All of them.
    pub const ALL: &'static [Self] =
        &[Self::Ole, Self::Office, Self::Image, Self::Media, Self::Archive, Self::Program, Self::DjVu, Self::Xml, Self::Json];

    /// What it is, in English.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ole => "a Word file of the time before 2007",
            Self::Office => "sheets or slides",
            Self::Image => "a picture",
            Self::Media => "sound or film",
            Self::Archive => "an archive other than ZIP or gzip",
            Self::Program => "a program",
            Self::DjVu => "a DjVu file",
            Self::Xml => "XML that is no feed",
            Self::Json => "JSON that holds no articles",
        }
    }

    fn advice(self) -> &'static str {
        match self {
            Self::Ole => "save it as DOCX or RTF",
            Self::Office => "save the table as CSV, or the text as DOCX",
            Self::Image | Self::DjVu => "recognise its text (OCR) first",
            Self::Media | Self::Program => "there is no text in it",
            Self::Archive => "unpack it first",
            Self::Xml => "save it as text",
            Self::Json => "objects with a field `text` are read",
        }
    }
}

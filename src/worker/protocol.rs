//! Messages. The page and the [`desk`](super::desk) speak in [`Command`]s and [`Notice`]s, the desk and its workers in [`Request`]s and
//! [`Response`]s, the desk and the readers of files in [`Ask`]s and [`Told`]s.
//!
//! Every file gets a key from the page and exactly one end: `Finished`, `Failed` or `Cancelled`. A file may hold many documents; what in
//! it cannot be read is a [`Notice::Part`], and the rest goes on. Every document has a number from the desk, never used again, so that an
//! answer that comes too late is known as such; numbers leave room for the articles that a document may be split into. A
//! [`Notice::Joined`] follows the first, second, fourth, eighth … finished document and the last, so that a long queue costs little more
//! than its files. `Idle` ends every burst of work.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use super::decision::Decision;
use super::export::{ExportFormat, Manner};
use super::import::{ImportError, Imported};
use super::view::{ArticleView, DocumentView, JoinedView};
use crate::ingest::{Format, IngestError, Limit};

/// What the page asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Read and analyse a file.
    Open(File),
    /// The bytes of a file that [`Out::Fetch`](super::desk::Out::Fetch) asked for; none when it cannot be read.
    Bytes {
        /// The file.
        key: u32,
        /// Its bytes.
        bytes: Option<Vec<u8>>,
    },
    /// Take the articles that a document seems to hold apart.
    Split {
        /// The document's id.
        document: String,
    },
    /// Whether copies of an article count once.
    Fold(bool),
    /// Take one document away.
    Remove {
        /// The document's id.
        document: String,
    },
    /// Stop: files not finished yet are given up.
    Cancel,
    /// Forget everything.
    Clear,
    /// These decisions of the user, and no others, hold.
    Decide(Vec<Decision>),
    /// The collection in some format.
    Export(Wish),
    /// Read what others have marked or joined.
    Import(Vec<u8>),
    /// Entities that some words name, in whatever form.
    Find(String),
    /// Places in all articles where words stand, in whatever form; those in quotes one after another.
    Search(String),
}

/// In what format a collection is wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// The format.
    pub format: ExportFormat,
    /// How it is written.
    pub manner: Manner,
    /// The project file that a report carries.
    pub project: Option<ByteBuf>,
}

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Chosen by the page.
    pub key: u32,
    /// Its name; without the ending it becomes the document's id.
    pub name: String,
    /// What it holds.
    pub content: Content,
}

/// What a file holds, as far as the page has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// It lies on the disk and is read when its turn comes.
    Disk,
    /// These bytes, of any format.
    Bytes(Vec<u8>),
    /// This article, of a project.
    Article(Box<ArticleView>),
}

/// What a worker is to analyse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Load {
    /// The bytes of plain text.
    Text(#[serde(with = "serde_bytes")] Vec<u8>),
    /// What a reader took out of a file.
    Article(Box<ArticleView>),
}

/// What the page is told.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// The models are there.
    Ready,
    /// The models could not be had; nothing will be analysed.
    Broken {
        /// Why.
        reason: String,
    },
    /// A file is being analysed.
    Progress {
        /// The file.
        key: u32,
        /// The share done, 0 to 1.
        share: f32,
    },
    /// A file has become a document; an [`Article`](Self::Article) came before.
    Finished {
        /// The file.
        key: u32,
    },
    /// A file could not be read.
    Failed {
        /// The file.
        key: u32,
        /// Why.
        error: FileError,
    },
    /// Something in a file could not be read; the rest goes on.
    Part {
        /// The file.
        key: u32,
        /// Names from the file to what is meant.
        path: Vec<String>,
        /// Why.
        error: FileError,
    },
    /// So many articles were found in a file so far.
    Holds {
        /// The file.
        key: u32,
        /// How many.
        articles: u32,
    },
    /// A reader is fetched from the page's own server.
    Fetching(Tool),
    /// A file was given up.
    Cancelled {
        /// The file.
        key: u32,
    },
    /// A document, new or another by the user's decisions. Offsets in UTF-16, entity ids for itself.
    Article {
        /// Its number: documents stand in this order.
        number: u32,
        /// What was found in it.
        document: Box<DocumentView>,
    },
    /// A document was taken away.
    Gone {
        /// Its number.
        number: u32,
    },
    /// What the documents say together.
    Joined {
        /// The documents joined, ascending.
        numbers: Vec<u32>,
        /// Entities, timeline, and how the documents' own entities belong to them.
        view: Box<JoinedView>,
    },
    /// The answer to [`Command::Find`].
    Found {
        /// The words asked for.
        query: String,
        /// Places in [`JoinedView::entities`], ascending.
        entities: Vec<u32>,
    },
    /// The answer to [`Command::Import`].
    Imported(Result<Box<Imported>, ImportError>),
    /// What [`Command::Export`] asked for.
    Export {
        /// As asked.
        format: ExportFormat,
        /// The file.
        bytes: Vec<u8>,
    },
    /// The answer to [`Command::Search`]: by number of the article, in UTF-16. Articles without all of the words are left out.
    Hits {
        /// The words asked for.
        query: String,
        /// What was found.
        hits: BTreeMap<u32, Vec<(u32, u32)>>,
    },
    /// Nothing left to do.
    Idle,
}

/// What the desk asks a worker for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// Read and analyse.
    Open {
        /// The document's number.
        number: u32,
        /// Its id.
        id: String,
        /// What is to be analysed.
        load: Load,
    },
    /// These decisions hold: documents of which they say something else than before are analysed anew.
    Decide(Vec<Decision>),
    /// The articles that a document seems to hold, as documents of their own; it stays until it is removed.
    Split {
        /// The document.
        number: u32,
    },
    /// Forget a document.
    Remove {
        /// The document.
        number: u32,
    },
    /// Give up what is not finished.
    Cancel,
    /// Forget everything.
    Clear,
    /// All documents in full.
    Archive,
    /// To the worker that joins: a document, new or changed.
    Enter {
        /// The document.
        number: u32,
        /// What [`Response::Finished`] said of it.
        #[serde(with = "serde_bytes")]
        summary: Vec<u8>,
    },
    /// To the worker that joins: a document is gone.
    Leave {
        /// The document.
        number: u32,
    },
    /// To the worker that joins: whether copies of an article count once.
    Fold(bool),
    /// To the worker that joins: all that have entered.
    Join {
        /// Comes back in the answer.
        turn: u32,
    },
    /// To the worker that joins: a file of annotations or entities.
    Import(#[serde(with = "serde_bytes")] Vec<u8>),
    /// To the worker that joins: the archives of all workers as one collection.
    Export {
        /// What [`Response::Archive`] said.
        archives: Vec<ByteBuf>,
        /// What is to be made of them.
        wish: Wish,
    },
    /// Where words stand in the worker's documents.
    Search {
        /// Comes back in the answer.
        turn: u32,
        /// Words in whatever form.
        query: String,
    },
    /// To the worker that joins: who or what is meant.
    Find {
        /// Words in whatever form.
        query: String,
    },
}

/// What a worker answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Response {
    /// The models are there.
    Ready,
    /// The models could not be read.
    Broken {
        /// Why.
        reason: String,
    },
    /// A file is being analysed.
    Progress {
        /// The document to be.
        number: u32,
        /// The share done, 0 to 1.
        share: f32,
    },
    /// A document is there, or is another by the user's decisions.
    Finished {
        /// The document.
        number: u32,
        /// For the page.
        document: Box<DocumentView>,
        /// For the worker that joins: passed on unread.
        #[serde(with = "serde_bytes")]
        summary: Vec<u8>,
    },
    /// A document could not be made.
    Failed {
        /// Its number.
        number: u32,
        /// Why.
        error: FileError,
    },
    /// The answer to [`Request::Decide`]: these documents of the worker, and no others, come anew.
    Revising(Vec<u32>),
    /// The answer to [`Request::Split`].
    Pieces {
        /// The document.
        number: u32,
        /// Its articles; fewer than two when it holds no several.
        pieces: Vec<ArticleView>,
    },
    /// The answer to [`Request::Join`].
    Joined {
        /// As asked.
        turn: u32,
        /// The documents joined, ascending.
        numbers: Vec<u32>,
        /// The result.
        view: Box<JoinedView>,
    },
    /// The answer to [`Request::Archive`].
    Archive(#[serde(with = "serde_bytes")] Vec<u8>),
    /// The answer to [`Request::Import`].
    Imported(Result<Box<Imported>, ImportError>),
    /// The answer to [`Request::Export`].
    Export {
        /// As asked.
        format: ExportFormat,
        /// The file.
        #[serde(with = "serde_bytes")]
        bytes: Vec<u8>,
    },
    /// The answer to [`Request::Search`].
    Hits {
        /// As asked.
        turn: u32,
        /// By document, in UTF-16.
        hits: BTreeMap<u32, Vec<(u32, u32)>>,
    },
    /// The answer to [`Request::Find`].
    Found {
        /// As asked.
        query: String,
        /// Places in the last [`JoinedView::entities`], ascending.
        entities: Vec<u32>,
    },
}

/// A program beside the page that is fetched when the first file needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Tool {
    /// Reads every format but PDF.
    Reader,
    /// Reads PDF.
    Pdf,
}

impl Tool {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Reader, Self::Pdf];

    /// The stem of its files on the server.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Pdf => "pdf",
        }
    }
}

/// What the desk asks a reader for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ask {
    /// Begin with a file, in place of what is open.
    Take {
        /// Comes back in the answers.
        turn: u32,
        /// Names from the outermost file to this one.
        path: Vec<String>,
        /// Its bytes.
        #[serde(with = "serde_bytes")]
        bytes: Vec<u8>,
    },
    /// The next thing of the file that is open.
    Next {
        /// Comes back in the answer.
        turn: u32,
    },
    /// Forget the file that is open.
    Drop,
}

/// What a reader tells: one of these for every [`Ask::Take`] and [`Ask::Next`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Told {
    /// It is there.
    Ready,
    /// An article.
    Article {
        /// As asked.
        turn: u32,
        /// What was found.
        article: Box<ArticleView>,
    },
    /// A file that another reader must read.
    Elsewhere {
        /// As asked.
        turn: u32,
        /// Names from the outermost file to this one.
        path: Vec<String>,
        /// Its bytes.
        #[serde(with = "serde_bytes")]
        bytes: Vec<u8>,
    },
    /// Something that cannot be read.
    Failed {
        /// As asked.
        turn: u32,
        /// Names from the outermost file to this.
        path: Vec<String>,
        /// Why.
        error: FileError,
    },
    /// Nothing is left in the file.
    End {
        /// As asked.
        turn: u32,
    },
}

/// Why a file could not be read, for the page to word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileError {
    /// Nothing but blanks.
    Empty,
    /// Over a limit.
    Limit(LimitView),
    /// A format that is known and not read, by its name in [`Unsupported`](crate::ingest::Unsupported).
    Unsupported(String),
    /// Not text.
    Binary,
    /// Locked by a password; the format's name.
    Encrypted(String),
    /// Damaged: the format's name, and what is wrong.
    Damaged(String, String),
    /// Pages of pictures without text.
    NoTextLayer(String),
    /// A page of links.
    NoArticle,
    /// No text of an article in it.
    NoText(String),
    /// Its reader gave up over it.
    GaveUp(String),
    /// The reader of its format cannot be had from the page's server.
    NoReader,
    /// Its reader did not come to an end.
    TooLong,
    /// The browser could not read it.
    Unreadable,
    /// The worker came to an end over it, most likely for want of memory.
    Lost,
}

/// A limit that was reached; sizes in megabytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LimitView {
    /// A file larger than this.
    File(u64),
    /// A text of this size, and what is read.
    Text(u64, u64),
    /// More than this unpacked.
    Unpacked(u64),
    /// More files and articles than this.
    Parts(u64),
    /// Archives in archives deeper than this.
    Depth(u64),
    /// Elements in elements deeper than this.
    Nesting(u64),
}

impl FileError {
    /// A file over the limit, in bytes.
    pub fn too_large(limit: u64) -> Self {
        Self::Limit(LimitView::File(limit >> 20))
    }
}

impl From<&IngestError> for FileError {
    fn from(error: &IngestError) -> Self {
        let name = |format: &Format| format.name().to_string();
        match error {
            IngestError::Empty => Self::Empty,
            IngestError::Limit(limit) => Self::Limit(match limit {
                Limit::File { bytes } => LimitView::File(bytes >> 20),
                Limit::Text { bytes, limit } => LimitView::Text(bytes >> 20, limit >> 20),
                Limit::Unpacked { bytes } => LimitView::Unpacked(bytes >> 20),
                Limit::Parts { parts } => LimitView::Parts(*parts),
                Limit::Depth { depth } => LimitView::Depth(*depth as u64),
                Limit::Nesting { depth } => LimitView::Nesting(*depth as u64),
            }),
            IngestError::Unsupported(what) => Self::Unsupported(format!("{what:?}")),
            IngestError::Binary => Self::Binary,
            IngestError::Encrypted(format) => Self::Encrypted(name(format)),
            IngestError::Damaged { format, detail } => Self::Damaged(name(format), detail.clone()),
            IngestError::NoTextLayer(format) => Self::NoTextLayer(name(format)),
            IngestError::NoArticle => Self::NoArticle,
            IngestError::NoText(format) => Self::NoText(name(format)),
            IngestError::GaveUp(format) => Self::GaveUp(name(format)),
        }
    }
}

/// Writes a message: MessagePack with the names of the fields, so that one side may leave fields out.
pub fn encode<T: Serialize>(message: &T) -> Vec<u8> {
    // The types hold strings, numbers and bytes only: all of it can be written, and memory is the only limit.
    rmp_serde::to_vec_named(message).unwrap_or_default()
}

/// Reads a message; `None` for what [`encode`] did not write.
pub fn decode<T: for<'de> Deserialize<'de>>(bytes: &[u8]) -> Option<T> {
    rmp_serde::from_slice(bytes).ok()
}

//! Messages. The page and the [`desk`](super::desk) speak in [`Command`]s and [`Notice`]s, the desk and its workers in [`Request`]s and
//! [`Response`]s.
//!
//! Every file gets a key from the page and exactly one end: `Finished`, `Failed` or `Cancelled`. Every document has a number from
//! the desk, counted up and never used again, so that an answer that comes too late is known as such. A [`Notice::Joined`] follows
//! the first, second, fourth, eighth … finished file and the last, so that a long queue costs little more than its files.
//! `Idle` ends every burst of work.

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use super::view::{ApartView, DocumentView, JoinedView};

/// What the page asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Read and analyse a file.
    Open(File),
    /// Give a document another publication day (EDTF), or take the given one away.
    SetDate {
        /// The document's id.
        document: String,
        /// The day.
        date: Option<String>,
    },
    /// Take one document away.
    Remove {
        /// The document's id.
        document: String,
    },
    /// Stop: files not finished yet are given up.
    Cancel,
    /// Forget everything.
    Clear,
    /// These names, and no others, stand for themselves whatever they would be joined to.
    Apart(Vec<ApartView>),
    /// The collection as the command line's JSON.
    Export,
    /// Entities that some words name, in whatever form.
    Find(String),
}

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Chosen by the page.
    pub key: u32,
    /// Its name; without the ending it becomes the document's id.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The publication day (EDTF), where it is known beforehand.
    pub date: Option<String>,
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
    /// A file was given up.
    Cancelled {
        /// The file.
        key: u32,
    },
    /// A document, new or with another publication day. Offsets in UTF-16, entity ids for itself.
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
    /// The JSON asked for by [`Command::Export`].
    Export(String),
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
        /// The file's bytes.
        #[serde(with = "serde_bytes")]
        bytes: Vec<u8>,
        /// The publication day (EDTF), where it is known beforehand.
        date: Option<String>,
    },
    /// Resolve a document's times anew.
    Redate {
        /// The document.
        number: u32,
        /// Its publication day (EDTF).
        date: Option<String>,
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
    /// To the worker that joins: names that the next joins leave alone.
    Apart(Vec<ApartView>),
    /// To the worker that joins: all that have entered.
    Join {
        /// Comes back in the answer.
        turn: u32,
    },
    /// To the worker that joins: the archives of all workers as one collection.
    Export {
        /// What [`Response::Archive`] said.
        archives: Vec<ByteBuf>,
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
    /// A document is there, or has another publication day.
    Finished {
        /// The document.
        number: u32,
        /// For the page.
        document: Box<DocumentView>,
        /// For the worker that joins: passed on unread.
        #[serde(with = "serde_bytes")]
        summary: Vec<u8>,
    },
    /// A file could not be read.
    Failed {
        /// The document that it should have become.
        number: u32,
        /// Why.
        error: FileError,
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
    /// The answer to [`Request::Export`].
    Export(String),
    /// The answer to [`Request::Find`].
    Found {
        /// As asked.
        query: String,
        /// Places in the last [`JoinedView::entities`], ascending.
        entities: Vec<u32>,
    },
}

/// Why a file could not be read, for the page to word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileError {
    /// Nothing but blanks.
    Empty,
    /// Over the limit; both in megabytes.
    TooLarge {
        /// Size of the file.
        megabytes: u32,
        /// What is read at most.
        limit: u32,
    },
    /// A format that is not read yet.
    Format(String),
    /// Not text.
    Binary,
    /// The browser could not read it.
    Unreadable,
    /// The worker came to an end over it, most likely for want of memory.
    Lost,
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

//! Messages between the page and its worker.
//!
//! Every file gets a key from the page and exactly one end: `Finished`, `Failed` or `Cancelled`. A [`Response::Collection`]
//! follows the first, second, fourth, eighth … finished file and the last, so that a long queue costs little more than
//! its files. `Idle` ends every burst of work.

use serde::{Deserialize, Serialize};

use super::view::CollectionView;

/// What the page asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
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
    /// The collection as the command line's JSON.
    Export,
}

/// A file to read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct File {
    /// Chosen by the page.
    pub key: u32,
    /// Its name; without the ending it becomes the document's id.
    pub name: String,
    /// Its bytes.
    #[serde(with = "serde_bytes")]
    pub bytes: Vec<u8>,
    /// The publication day (EDTF), where it is known beforehand.
    pub date: Option<String>,
}

/// What the worker answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Response {
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
    /// A file has become a document.
    Finished {
        /// The file.
        key: u32,
        /// The document's id.
        document: String,
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
    /// All documents so far, offsets in UTF-16.
    Collection(Box<CollectionView>),
    /// The JSON asked for by [`Request::Export`].
    Export(String),
    /// Nothing left to do.
    Idle,
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
}

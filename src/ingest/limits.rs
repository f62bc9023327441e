//! What is read at most: hostile and broken files must not take all memory or time.

/// How much is read of one file given by the user, with all that is packed into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a file, or of one packed into it.
    pub file: u64,
    /// Bytes of a file that must be in memory as one value: JSON, feeds, XML.
    pub value: usize,
    /// Bytes of all that is unpacked from one file.
    pub unpacked: u64,
    /// Files and articles within one file.
    pub parts: u64,
    /// Archives within archives.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file: 256 << 20, value: 64 << 20, unpacked: 1 << 30, parts: 100_000, depth: 6 }
    }
}

/// Which limit was reached.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Limit {
    /// A file is too large.
    #[error("the file has more than {} MB; split it", .bytes >> 20)]
    File {
        /// What is read at most.
        bytes: u64,
    },
    /// The text of one article is too long.
    #[error("the text has {} MB, more than the {} MB that are read; split it", .bytes >> 20, .limit >> 20)]
    Text {
        /// Its length in bytes.
        bytes: u64,
        /// What is read at most.
        limit: u64,
    },
    /// It unpacks to too much, as an archive bomb does.
    #[error("what is packed in the file has more than {} MB in all; the rest was not read", .bytes >> 20)]
    Unpacked {
        /// What is unpacked at most.
        bytes: u64,
    },
    /// Too many files or articles in one file.
    #[error("the file holds more than {parts} files and articles; the rest was not read")]
    Parts {
        /// How many are read at most.
        parts: u64,
    },
    /// Archives within archives within archives.
    #[error("archives are packed into one another more than {depth} deep")]
    Depth {
        /// How deep is looked.
        depth: usize,
    },
    /// Elements within elements within elements.
    #[error("its elements are nested more than {depth} deep")]
    Nesting {
        /// How deep is looked.
        depth: usize,
    },
}

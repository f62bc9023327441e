//! Why a pack cannot be used.

/// A pack that does not fit this program.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// Not gzip, or cut short.
    #[error("pack cannot be decompressed: {0}")]
    Compression(#[from] std::io::Error),
    /// Does not start as a pack does.
    #[error("not a Letopis pack (magic bytes differ)")]
    Magic,
    /// Made by another version.
    #[error("pack has protocol {got}, this program reads {expected}")]
    Protocol {
        /// What this program reads.
        expected: u32,
        /// What the pack has.
        got: u32,
    },
    /// A section is missing.
    #[error("pack has no section `{0}`")]
    Missing(String),
    /// A section has a wrong size or content.
    #[error("pack section `{section}`: expected {expected}, got {got}")]
    Shape {
        /// The section's name.
        section: String,
        /// What was expected.
        expected: String,
        /// What was found.
        got: String,
    },
    /// The pack was made for another dictionary.
    #[error("pack depends on dictionary `{expected}`, but `{got}` is loaded")]
    Dependency {
        /// Id that the pack names.
        expected: String,
        /// Id that is loaded.
        got: String,
    },
}

impl PackError {
    pub(crate) fn shape(section: &str, expected: impl ToString, got: impl ToString) -> Self {
        Self::Shape { section: section.into(), expected: expected.to_string(), got: got.to_string() }
    }
}

//! Atoms → typed, nested mentions.

mod label;
mod model;

pub use label::{Family, Label};
pub use model::{Tagger, Tagging};

use super::span::{AtomUnit, Byte, Span};

/// A stretch of text that the tagger gives a type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mention {
    /// The text covered.
    pub span: Span<Byte>,
    /// The same in atoms.
    pub atoms: Span<AtomUnit>,
    /// The type.
    pub label: Label,
    /// Probability by the net, 0 to 1.
    pub score: f32,
}

//! Atoms → typed, nested mentions.

mod label;
mod model;
mod names;
mod sites;

pub use label::{Family, Label};
pub use model::{Contexts, Forms, Tagger, Tagging};
pub use names::{FEATURES as NAME_FEATURES, NameKind};

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

/// Whose idea of a person, place or organisation counts. All other types are NEREL's in either case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Guideline {
    /// Names alone: «Россия», not «российский»; «Правительство Москвы», not «правительство».
    #[default]
    Names,
    /// NEREL's, which marks adjectives and common nouns too.
    Nerel,
}

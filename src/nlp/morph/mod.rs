//! Words → dictionary analyses, and back to forms.
//!
//! The dictionary is OpenCorpora's: a lexeme is a stem with a paradigm, a form is prefix + stem + suffix. Unknown words are
//! guessed by their ending.

#[cfg(feature = "dev")]
mod builder;
mod guess;
mod lexicon;
mod readings;
mod tag;

#[cfg(feature = "dev")]
pub use builder::{BuildError, build};
pub use lexicon::{Analysis, Lexicon};
pub use readings::Readings;
pub use tag::{GRAMMEMES, Grammeme, Tag};

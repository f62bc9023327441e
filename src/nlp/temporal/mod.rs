//! Tokens → time expressions → resolved values.
//!
//! What is written ([`Written`]) and what it means ([`Value`](super::edtf::Value)) are two types: the first is found by
//! [`find`] without any anchor, the second by [`resolve`] against the publication day, the tense and the expressions
//! before. Values print as EDTF (ISO 8601-2); each carries its derivation ([`Rule`], [`Anchor`], other readings).

mod grammar;
mod holiday;
mod numeral;
mod resolve;
mod tense;
mod words;
mod written;

pub use grammar::find;
pub use holiday::Holiday;
pub use resolve::{Anchor, MOST_ALTERNATIVES, Rule, Setting, Timex, resolve};
pub use written::{Form, Moment, Origin, Paper, Partial, Place, Standing, Tense, Which, Written, YearOf};

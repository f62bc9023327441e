//! Tokens → time expressions → resolved values.
//!
//! What is written ([`Written`]) and what it means ([`Value`](super::edtf::Value)) are two types: the first is found by [`find`] without any
//! anchor, the second by [`resolve`] against the publication day. Values print as EDTF (ISO 8601-2).

mod grammar;
mod resolve;

pub use grammar::{Day, Form, Tense, Written, find};
pub use resolve::{Anchor, Timex, resolve};

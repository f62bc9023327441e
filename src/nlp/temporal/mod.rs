//! Tokens → time expressions → resolved values.
//!
//! What is written ([`Written`]) and what it means ([`Value`]) are two types: the first is found by [`find`] without any
//! anchor, the second by [`resolve`] against the publication day. Values print as EDTF (ISO 8601-2).

mod grammar;
mod resolve;
mod value;

pub use grammar::{Form, Written, find};
pub use resolve::{Anchor, Timex, resolve};
pub use value::{Bounds, DayOfYear, Kind, Point, Reference, Unit, Value};

//! The one integration binary.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what broke by breaking")]

mod check;
mod cli;
mod decisions;
mod decode;
mod documents;
mod entities;
mod events;
mod exports;
mod handler;
mod imports;
mod ingest;
mod layout;
mod names;
mod parity;
mod properties;
mod quotes;
mod segment;
mod state;
mod temporal;
mod tidy;

//! Letopis reads Russian-language news: who, what, where and when.
//!
//! One way through the code, each stage with its own types, each layer using only what is below:
//!
//! ```text
//! bytes → document → tokens → mentions and times → entities → relations, quotes, events → collection → view
//!   ingest, nlp::document  segment  ner, temporal      entity     event    corpus       worker::view, app
//! ```
//!
//! * [`nlp`] analyses one document. It has no clock, files, threads, randomness or hash order: the same text gives the same
//!   answer, native and in WebAssembly.
//! * [`corpus`] joins documents into one collection with one timeline.
//! * [`ingest`] takes articles out of files of every kind.
//! * [`words`] says times, types and reasons in the languages of the interface.
//! * [`worker`] turns results into what crosses a boundary: the page's worker messages and the command line's JSON.
//! * `app` (feature `web`) is the page.
//!
//! `ARCHITECTURE.md` tells the invariants; `tests/it/tidy.rs` enforces them.

pub mod nlp;

pub mod corpus;

pub mod ingest;

pub mod words;

pub mod worker;

pub mod app;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExamples;

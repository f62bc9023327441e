//! The analysis of one document.
//!
//! **Invariant:** nothing here reads a clock, a file or the network, starts a thread, or depends on hash order or on the
//! width of `usize`. Stages report [`diagnostic::Diagnostic`]s instead of failing. Modules are listed from the bottom up;
//! each uses only those above it in this list.

pub mod span;

pub mod diagnostic;

pub mod edtf;

pub mod pack;

pub mod document;

pub mod segment;

pub mod knowledge;

pub mod morph;

pub mod phrase;

pub mod embed;

pub mod nn;

pub mod ner;

pub mod temporal;

pub mod layout;

pub mod entity;

pub mod annotations;

pub mod known;

pub mod relation;

pub mod quote;

pub mod event;

pub mod correction;

pub mod pipeline;

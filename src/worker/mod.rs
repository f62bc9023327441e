//! The thin boundary: plain types that cross it, and the page's worker.

pub mod input;
pub mod view;

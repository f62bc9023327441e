//! The thin boundary: plain types that cross it, and the page's worker.

#[cfg(feature = "web")]
pub mod agent;
pub mod desk;
pub mod handler;
pub mod protocol;
pub mod reader;
pub mod view;

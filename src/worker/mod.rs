//! The thin boundary: plain types that cross it, and the page's worker.

#[cfg(feature = "web")]
pub mod agent;
pub mod decision;
pub mod desk;
pub mod export;
pub mod handler;
pub mod import;
pub mod marks;
pub mod protocol;
pub mod reader;
pub mod view;

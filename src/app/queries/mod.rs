//! Pure selectors: collection and selection → what a component draws.

pub mod edit;
pub mod lanes;
pub mod lines;
pub mod portrait;
pub mod select;
pub mod timeline;
pub mod unresolved;

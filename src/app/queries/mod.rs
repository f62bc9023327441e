//! Pure selectors: collection and selection → what a component draws.

pub mod lanes;
pub mod lines;
pub mod marks;
pub mod portrait;
pub mod select;
pub mod timeline;

//! Pure selectors: collection and selection → what a component draws.

pub mod marks;
pub mod select;
pub mod timeline;

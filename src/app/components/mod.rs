//! The parts of the page: each draws its properties and sends actions up.

pub mod article;
pub mod card;
pub mod drop_zone;
pub mod entity_list;
pub mod filters;
pub mod library;
pub mod messages;
pub mod overview;
pub mod portrait;
pub mod share;
pub mod timeline_chart;

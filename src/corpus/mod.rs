//! Analysed documents → one collection: shared entities, one timeline.
//!
//! **Invariant:** nothing depends on the order of the documents but the order in which they are listed.

mod link;
mod timeline;

pub use link::{CollectionEntity, Link};
pub use timeline::{Evidence, Item, Timeline};

use crate::nlp::pipeline::Analysis;

/// Documents joined into one.
#[derive(Debug)]
pub struct Collection<'a> {
    /// The documents, in the order given.
    pub documents: &'a [Analysis],
    /// Entities of all documents, the most mentioned first.
    pub entities: Vec<CollectionEntity>,
    /// Which entity of the collection each entity of each document is.
    pub link: Link,
    /// All events.
    pub timeline: Timeline,
}

impl<'a> Collection<'a> {
    /// Joins documents whose ids differ.
    pub fn new(documents: &'a [Analysis]) -> Self {
        let (entities, link) = link::link(documents);
        let timeline = timeline::timeline(documents, &link);
        Self { documents, entities, link, timeline }
    }
}

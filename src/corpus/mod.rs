//! What documents bring → one collection: shared entities, one timeline.
//!
//! **Invariant:** nothing depends on the order of the documents but the order in which they are listed.

use std::collections::BTreeSet;

mod contribution;
mod link;
mod timeline;

pub use contribution::{Contribution, LocalEntity, LocalEvent};
pub use link::{Apart, CollectionEntity, Link};
pub use timeline::{Cluster, Disagreement, Evidence, Filter, Item, Levels, Matter, Reason, Timeline};

/// Documents joined into one. They are known by their place in the list given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Collection {
    /// Entities of all documents, the most mentioned first.
    pub entities: Vec<CollectionEntity>,
    /// Which entity of the collection each entity of each document is.
    pub link: Link,
    /// All events.
    pub timeline: Timeline,
}

impl Collection {
    /// Joins documents whose ids differ.
    pub fn new(documents: &[Contribution]) -> Self {
        Self::with(documents, &BTreeSet::new())
    }

    /// The same where names that a user has set apart stay so.
    pub fn with(documents: &[Contribution], apart: &BTreeSet<Apart>) -> Self {
        let (entities, link) = link::link(documents, apart);
        let timeline = timeline::timeline(documents, &link);
        Self { entities, link, timeline }
    }
}

//! What documents bring → one collection: shared entities, one timeline.
//!
//! **Invariant:** nothing depends on the order of the documents but the order in which they are listed.

mod contribution;
mod duplicate;
mod link;
mod timeline;

pub use contribution::{Contribution, LocalEntity, LocalEvent};
pub use link::{Called, CollectionEntity, Link, Rulings};
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
    /// For each document the one that it is a copy of.
    pub copies: Vec<Option<usize>>,
    /// Copies bring nothing to it.
    pub folded: bool,
}

/// What becomes of copies of an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Copies {
    /// They count like any other.
    #[default]
    Kept,
    /// Only the fullest of them counts: the others bring nothing to the collection.
    Folded,
}

impl Collection {
    /// Joins documents whose ids differ.
    pub fn new(documents: &[Contribution]) -> Self {
        Self::with(documents, &Rulings::default(), Copies::Kept)
    }

    /// The same where a user's rulings go before all else, and copies count as wished.
    pub fn with(documents: &[Contribution], rulings: &Rulings, wish: Copies) -> Self {
        let copies = duplicate::copies(documents);
        let folded: Vec<Contribution>;
        let documents = if wish == Copies::Folded && copies.iter().any(Option::is_some) {
            let one = |(d, copy): (&Contribution, &Option<usize>)| if copy.is_some() { d.emptied() } else { d.clone() };
            folded = documents.iter().zip(&copies).map(one).collect();
            &folded
        } else {
            documents
        };
        let (entities, link) = link::link(documents, rulings);
        let timeline = timeline::timeline(documents, &link);
        Self { entities, link, timeline, copies, folded: wish == Copies::Folded }
    }
}

//! What of a timeline is wanted.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::Item;
use crate::corpus::link::CollectionEntity;
use crate::nlp::event::Status;
use crate::nlp::ner::Label;

/// Conditions on items; all must hold, and an empty one holds always.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Persons, organisations or places, by number in the collection: all of them take part.
    pub entities: BTreeSet<usize>,
    /// Types: one of its participants or places has one of them.
    pub labels: BTreeSet<Label>,
    /// Kinds of events: it is one of them.
    pub kinds: BTreeSet<&'static str>,
    /// Whether it took place: one of these.
    pub statuses: BTreeSet<Status>,
    /// Articles, by number: one of them says it.
    pub documents: BTreeSet<usize>,
    /// First and last day: it can lie between.
    pub period: Option<(Date, Date)>,
}

impl Filter {
    /// Whether an item is wanted.
    pub fn admits(&self, item: &Item, entities: &[CollectionEntity]) -> bool {
        let named = || item.who.iter().chain(&item.places);
        let label = |n: &usize| entities.get(*n).is_some_and(|e| self.labels.contains(&e.label));
        let during = |(from, to): (Date, Date)| {
            item.bounds.is_some_and(|b| b.earliest.is_none_or(|d| d <= to) && b.latest.is_none_or(|d| d >= from))
        };
        self.entities.iter().all(|e| named().any(|n| n == e))
            && (self.labels.is_empty() || named().any(label))
            && (self.kinds.is_empty() || item.kind.is_some_and(|k| self.kinds.contains(k)))
            && (self.statuses.is_empty() || self.statuses.contains(&item.status))
            && (self.documents.is_empty() || item.evidence.iter().any(|e| self.documents.contains(&e.document)))
            && self.period.is_none_or(during)
    }

    /// The wanted ones among `items`, by number, in their order.
    pub fn apply(&self, items: &[Item], entities: &[CollectionEntity]) -> Vec<usize> {
        (0..items.len()).filter(|n| self.admits(&items[*n], entities)).collect()
    }
}

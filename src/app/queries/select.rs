//! What a selection leaves of a collection: one answer for library, list, timeline and table.

use std::collections::{BTreeMap, BTreeSet};

use crate::worker::view::{CollectionView, EvidenceView, ItemView};

/// What the user has picked; all parts hold together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// An entity, by id.
    pub entity: Option<String>,
    /// One article alone, by id.
    pub document: Option<String>,
    /// First and last day, as `2024-03-12`.
    pub period: Option<(String, String)>,
}

impl Selection {
    /// Whether nothing is left out.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What is left, by place in the collection's lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Articles.
    pub documents: Vec<usize>,
    /// Entities with their counts: of mentions in what is left. Most frequent first.
    pub entities: Vec<(usize, usize)>,
    /// Items with a place in the calendar.
    pub timeline: Vec<usize>,
    /// The others.
    pub undated: Vec<usize>,
}

/// Applies a selection. An item is said of an entity when its sentence names it; an article is left when it names the
/// entity and, for a period, when one of its items lies there.
pub fn select(collection: &CollectionView, selection: &Selection) -> Shown {
    let all = |n: usize| (0..n).collect::<Vec<_>>();
    if selection.is_empty() {
        return Shown {
            documents: all(collection.documents.len()),
            entities: collection.entities.iter().enumerate().map(|(n, e)| (n, e.count)).collect(),
            timeline: all(collection.timeline.len()),
            undated: all(collection.undated.len()),
        };
    }
    let place: BTreeMap<&str, usize> = collection.documents.iter().enumerate().map(|(n, d)| (d.id.as_str(), n)).collect();
    let wanted_document = |id: &str| selection.document.as_deref().is_none_or(|d| d == id);
    // A sentence names the entity when one of its mentions lies in it.
    let names = |e: &EvidenceView| {
        let Some(entity) = &selection.entity else { return true };
        let document = place.get(e.document.as_str()).and_then(|n| collection.documents.get(*n));
        document.is_some_and(|d| {
            let from = d.mentions.partition_point(|m| m.start < e.start);
            d.mentions[from..].iter().take_while(|m| m.start < e.end).any(|m| m.entity.as_ref() == Some(entity))
        })
    };
    let in_period = |item: &ItemView| match &selection.period {
        None => true,
        // ISO days compare as text; an open end reaches on.
        Some((from, to)) => {
            let begins = item.earliest.as_ref().is_none_or(|d| d <= to);
            let ends = item.latest.as_ref().is_none_or(|d| d >= from);
            begins && ends && (item.earliest.is_some() || item.latest.is_some())
        }
    };
    let said = |item: &&ItemView| item.evidence.iter().any(|e| wanted_document(&e.document) && names(e)) && in_period(item);
    let kept = |items: &[ItemView]| items.iter().enumerate().filter(|(_, i)| said(i)).map(|(n, _)| n).collect::<Vec<_>>();
    let (timeline, undated) = (kept(&collection.timeline), kept(&collection.undated));
    let evidence =
        || timeline.iter().filter_map(|n| collection.timeline.get(*n)).flat_map(|i| &i.evidence).filter(|e| wanted_document(&e.document));
    let dated: BTreeSet<&str> = evidence().map(|e| e.document.as_str()).collect();
    let naming =
        selection.entity.as_ref().and_then(|id| collection.entities.iter().find(|e| e.id == *id)).and_then(|e| e.documents.as_ref());
    let documents: Vec<usize> = collection
        .documents
        .iter()
        .enumerate()
        .filter(|(_, d)| wanted_document(&d.id))
        .filter(|(_, d)| selection.entity.is_none() || naming.is_some_and(|list| list.contains(&d.id)))
        .filter(|(_, d)| selection.period.is_none() || dated.contains(d.id.as_str()))
        .map(|(n, _)| n)
        .collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    if selection.period.is_some() {
        for e in evidence() {
            let Some(d) = place.get(e.document.as_str()).and_then(|n| collection.documents.get(*n)) else { continue };
            let from = d.mentions.partition_point(|m| m.start < e.start);
            for m in d.mentions[from..].iter().take_while(|m| m.start < e.end) {
                if let Some(id) = m.entity.as_deref() {
                    *counts.entry(id).or_default() += 1;
                }
            }
        }
    } else {
        for n in &documents {
            for m in &collection.documents[*n].mentions {
                if let Some(id) = m.entity.as_deref() {
                    *counts.entry(id).or_default() += 1;
                }
            }
        }
    }
    let mut entities: Vec<(usize, usize)> =
        collection.entities.iter().enumerate().filter_map(|(n, e)| Some((n, *counts.get(e.id.as_str())?))).collect();
    // The collection's own order settles equals.
    entities.sort_by_key(|(n, count)| (std::cmp::Reverse(*count), *n));
    Shown { documents, entities, timeline, undated }
}

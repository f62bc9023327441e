//! Events of documents → one timeline.

use std::collections::BTreeMap;

use super::contribution::Contribution;
use super::link::Link;
use crate::nlp::edtf::{Bounds, Value};
use crate::nlp::event::Status;
use crate::nlp::segment::fold;

/// Where an item is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Number of the document.
    pub document: usize,
    /// Number of the event in the document.
    pub event: usize,
}

/// One thing that happened, by one or more documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// When; `None` for what nothing places.
    pub value: Option<Value>,
    /// First and last day that it can mean; `None` for items without a place in the calendar.
    pub bounds: Option<Bounds>,
    /// The clause of the first evidence.
    pub what: String,
    /// Whether it took place.
    pub status: Status,
    /// Persons and organisations, by number in the collection.
    pub who: Vec<usize>,
    /// Places, by number in the collection.
    pub places: Vec<usize>,
    /// Every document that says it, by id, then position.
    pub evidence: Vec<Evidence>,
}

/// All items of a collection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    /// Items with a place in the calendar: by earliest, then latest, then first evidence. An open start comes first.
    pub dated: Vec<Item>,
    /// The others, by first evidence.
    pub undated: Vec<Item>,
}

/// Events with equal value and equal words are one item: the same agency text in two papers.
pub(super) fn timeline(documents: &[Contribution], link: &Link) -> Timeline {
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by(|a, b| documents[*a].document.cmp(&documents[*b].document));
    let mut items: BTreeMap<(String, String), Item> = BTreeMap::new();
    let mut rank: BTreeMap<(String, String), usize> = BTreeMap::new();
    for document in order {
        for (number, event) in documents[document].events.iter().enumerate() {
            let global =
                |ids: &[crate::nlp::entity::EntityId]| -> Vec<usize> { ids.iter().filter_map(|id| link.entity(document, *id)).collect() };
            let key = (event.value.map_or(String::new(), |v| v.to_string()), fold(&event.what));
            let next = rank.len();
            rank.entry(key.clone()).or_insert(next);
            let item = items.entry(key).or_insert_with(|| Item {
                value: event.value,
                bounds: event.value.and_then(Value::bounds),
                what: event.what.clone(),
                status: event.status,
                who: Vec::new(),
                places: Vec::new(),
                evidence: Vec::new(),
            });
            for (all, own) in [(&mut item.who, global(&event.who)), (&mut item.places, global(&event.places))] {
                for id in own {
                    if !all.contains(&id) {
                        all.push(id);
                    }
                }
            }
            item.evidence.push(Evidence { document, event: number });
        }
    }
    let mut ranked: Vec<(usize, Item)> = items.into_iter().map(|(key, item)| (rank.get(&key).copied().unwrap_or(0), item)).collect();
    // `None` sorts first, as an open start should; an open end sorts last.
    ranked.sort_by_key(|(rank, item)| {
        let b = item.bounds;
        (b.and_then(|b| b.earliest), b.is_some_and(|b| b.latest.is_none()), b.and_then(|b| b.latest), *rank)
    });
    let (dated, undated) = ranked.into_iter().map(|(_, item)| item).partition(|item: &Item| item.bounds.is_some());
    Timeline { dated, undated }
}

//! What a selection leaves of a collection: one answer for library, list, timeline and table.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::collection::{Article, Collection, Shared};
use crate::app::i18n::{FAMILIES, family};
use crate::worker::view::{EvidenceView, ItemView, MentionView};

/// What the user has picked; all parts hold together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// An entity, by id.
    pub entity: Option<String>,
    /// One article alone, by id.
    pub document: Option<String>,
    /// First and last day, as `2024-03-12`.
    pub period: Option<(String, String)>,
    /// A family of types, as in `data-family`.
    pub family: Option<String>,
}

impl Selection {
    /// Whether nothing is left out.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Where what was searched for stands: by number of the article, UTF-16.
pub type Hits = BTreeMap<u32, Vec<(u32, u32)>>;

/// What is left, by place in the collection's lists.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shown {
    /// Articles.
    pub documents: Shared<Vec<usize>>,
    /// Entities with their counts: of mentions in what is left. Most frequent first.
    pub entities: Shared<Vec<(usize, usize)>>,
    /// Mentions in what is left, of each of [`FAMILIES`].
    pub families: [usize; FAMILIES.len()],
    /// Items with a place in the calendar.
    pub timeline: Shared<Vec<usize>>,
    /// The others.
    pub undated: Shared<Vec<usize>>,
}

impl Shown {
    /// With the parts of `before` that are the same, so that what was drawn of them stands.
    pub fn keeping(self, before: &Self) -> Self {
        fn keep<T: PartialEq>(new: Shared<Vec<T>>, old: &Shared<Vec<T>>) -> Shared<Vec<T>> {
            if *new == **old { old.clone() } else { new }
        }
        Self {
            documents: keep(self.documents, &before.documents),
            entities: keep(self.entities, &before.entities),
            families: self.families,
            timeline: keep(self.timeline, &before.timeline),
            undated: keep(self.undated, &before.undated),
        }
    }
}

/// Applies a selection, and what a search has found. An item is said of an entity when its sentence names it; an article is left when it names the
/// entity and, for a period, when one of its items lies there. A family leaves out entities and marks, no articles and no items.
pub fn select(collection: &Collection, selection: &Selection, hits: Option<&Hits>) -> Shown {
    let (documents, joined) = (&collection.documents, &collection.joined);
    let place: BTreeMap<&str, usize> = documents.iter().enumerate().map(|(n, d)| (d.id.as_str(), n)).collect();
    let article = |id: &str| place.get(id).and_then(|n| documents.get(*n));
    let hit = |id: &str| hits.is_none_or(|h| article(id).is_some_and(|a| h.contains_key(&a.number)));
    let wanted_document = |id: &str| selection.document.as_deref().is_none_or(|d| d == id) && hit(id);
    // An entity that is no longer there names nothing.
    let wanted_entity = selection.entity.as_deref().map(|id| joined.place(id).unwrap_or(usize::MAX));
    // A sentence names the entity when one of its mentions lies in it.
    let names = |e: &EvidenceView| {
        wanted_entity.is_none() || article(&e.document).is_some_and(|d| within(d, e).any(|m| d.entity(m) == wanted_entity))
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
    let said = |item: &ItemView| item.evidence.iter().any(|e| wanted_document(&e.document) && names(e)) && in_period(item);
    let narrow = hits.is_some() || selection.entity.is_some() || selection.document.is_some() || selection.period.is_some();
    let kept = |items: &[ItemView]| -> Vec<usize> { (0..items.len()).filter(|n| !narrow || said(&items[*n])).collect() };
    let (timeline, undated) = (kept(&joined.timeline), kept(&joined.undated));
    let evidence =
        || timeline.iter().filter_map(|n| joined.timeline.get(*n)).flat_map(|i| &i.evidence).filter(|e| wanted_document(&e.document));
    let dated: BTreeSet<&str> =
        if selection.period.is_some() { evidence().map(|e| e.document.as_str()).collect() } else { BTreeSet::new() };
    let left = |d: &Article| {
        wanted_document(&d.id)
            && (!joined.folded || d.original().is_none())
            && wanted_entity.is_none_or(|e| d.mentions.iter().any(|m| d.entity(m) == Some(e)))
            && (selection.period.is_none() || dated.contains(d.id.as_str()))
    };
    let left: Vec<usize> = (0..documents.len()).filter(|n| left(&documents[*n])).collect();
    let mut counts = vec![0; joined.entities.len()];
    let mut families = [0; FAMILIES.len()];
    let mut count = |d: &Article, m: &MentionView| {
        if let Some(n) = d.entity(m).and_then(|n| counts.get_mut(n)) {
            *n += 1;
        }
        let family = family(&m.label);
        if let Some(n) = FAMILIES.iter().position(|f| *f == family) {
            families[n] += 1;
        }
    };
    if selection.period.is_some() {
        evidence().filter_map(|e| Some((article(&e.document)?, e))).for_each(|(d, e)| within(d, e).for_each(|m| count(d, m)));
    } else {
        left.iter().filter_map(|n| documents.get(*n)).for_each(|d| d.mentions.iter().for_each(|m| count(d, m)));
    }
    let of_family = |n: usize| selection.family.as_deref().is_none_or(|f| joined.entities.get(n).is_some_and(|e| family(&e.label) == f));
    let mut entities: Vec<(usize, usize)> = counts.into_iter().enumerate().filter(|(n, count)| *count > 0 && of_family(*n)).collect();
    // The collection's own order settles equals.
    entities.sort_by_key(|(n, count)| (std::cmp::Reverse(*count), *n));
    Shown {
        documents: Shared::new(left),
        entities: Shared::new(entities),
        families,
        timeline: Shared::new(timeline),
        undated: Shared::new(undated),
    }
}

/// The mentions of a sentence.
fn within<'a>(document: &'a Article, sentence: &EvidenceView) -> impl Iterator<Item = &'a MentionView> + use<'a> {
    let from = document.mentions.partition_point(|m| m.start < sentence.start);
    let end = sentence.end;
    document.mentions[from..].iter().take_while(move |m| m.start < end)
}

//! Items of the timeline → groups of rows by what they are about.

use std::collections::BTreeMap;

use super::timeline::Entry;
use crate::app::collection::Collection;
use crate::app::i18n::family;

/// What the timeline's rows are grouped by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Facet {
    /// Not at all.
    #[default]
    None,
    /// The article that says it.
    Articles,
    /// Who is named.
    People,
    /// Which organisation is named.
    Organizations,
    /// Which place is named.
    Places,
}

impl Facet {
    /// All of them, in the order of the choice.
    pub const ALL: [Self; 5] = [Self::None, Self::Articles, Self::People, Self::Organizations, Self::Places];

    /// The value of `data-facet`.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Articles => "articles",
            Self::People => "people",
            Self::Organizations => "organizations",
            Self::Places => "places",
        }
    }
}

/// What a group is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// An article, by place.
    Article(usize),
    /// An entity, by place.
    Entity(usize),
    /// None of those that have a group.
    Others,
}

/// Rows that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What they are about; nothing when all items are in one group.
    pub about: Option<About>,
    /// Numbers of its entries, by time.
    pub members: Vec<usize>,
}

/// Most groups; what is about less frequent ones comes in one more.
const MOST: usize = 9;

/// Groups the entries: the largest group first. An entry that is about two is in two groups, and none is lost.
pub fn groups(collection: &Collection, entries: &[Entry], facet: Facet) -> Vec<Group> {
    // The collection's order is by earliest day; a bar's left end may lie elsewhere.
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by(|a, b| entries[*a].extent.from.total_cmp(&entries[*b].extent.from).then(a.cmp(b)));
    if facet == Facet::None {
        return vec![Group { about: None, members: order }];
    }
    let places: BTreeMap<&str, usize> = collection.documents.iter().enumerate().map(|(n, d)| (d.id.as_str(), n)).collect();
    let about = |entry: usize| -> Vec<About> {
        let Some(item) = collection.joined.timeline.get(entries[entry].index) else { return Vec::new() };
        let entities = |ids: &[String], wanted: &str| -> Vec<About> {
            let of_family = |n: &usize| collection.joined.entities.get(*n).is_some_and(|e| family(&e.label) == wanted);
            ids.iter().filter_map(|id| collection.joined.place(id)).filter(of_family).map(About::Entity).collect()
        };
        let mut all = match facet {
            Facet::None => Vec::new(),
            Facet::Articles => item.evidence.iter().filter_map(|e| places.get(e.document.as_str())).map(|n| About::Article(*n)).collect(),
            Facet::People | Facet::Organizations => entities(&item.who, facet.name()),
            Facet::Places => entities(&item.places, facet.name()),
        };
        all.sort();
        all.dedup();
        all
    };
    let subjects: Vec<Vec<About>> = (0..entries.len()).map(about).collect();
    let mut counts: BTreeMap<About, usize> = BTreeMap::new();
    subjects.iter().flatten().for_each(|a| *counts.entry(*a).or_default() += 1);
    let mut largest: Vec<(About, usize)> = counts.into_iter().collect();
    largest.sort_by_key(|(about, count)| (std::cmp::Reverse(*count), *about));
    largest.truncate(MOST);
    let mut out: Vec<Group> = largest
        .iter()
        .map(|(about, _)| Group { about: Some(*about), members: order.iter().copied().filter(|n| subjects[*n].contains(about)).collect() })
        .collect();
    let rest: Vec<usize> =
        order.into_iter().filter(|n| !subjects[*n].iter().any(|a| largest.iter().any(|(about, _)| about == a))).collect();
    if !rest.is_empty() {
        out.push(Group { about: Some(About::Others), members: rest });
    }
    out
}

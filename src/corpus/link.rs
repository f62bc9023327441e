//! Entities of documents → entities of the collection.
//!
//! First version: entities of one class and equal base form are one.

use std::collections::BTreeMap;

use super::contribution::{Contribution, LocalEntity};
use crate::nlp::entity::{EntityId, NameParts, key};
use crate::nlp::ner::Label;

/// Something named in the collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CollectionEntity {
    /// Its type: the one that most mentions have.
    pub label: Label,
    /// Its name: the base form met most often.
    pub name: String,
    /// Other surface forms, sorted.
    pub aliases: Vec<String>,
    /// Parts of the name, for persons.
    pub name_parts: Option<NameParts>,
    /// What a person is called, sorted.
    pub roles: Vec<String>,
    /// Numbers of the documents that name it, ascending.
    pub documents: Vec<usize>,
    /// Number of mentions.
    pub count: usize,
}

/// For each document, for each of its entities: the number of the collection's entity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link(Vec<Vec<usize>>);

impl Link {
    /// The collection's entity that a document's entity is.
    pub fn entity(&self, document: usize, id: EntityId) -> Option<usize> {
        self.of(document).get(id.0 as usize).copied()
    }

    /// The collection's entities that a document's entities are, in their order.
    pub fn of(&self, document: usize) -> &[usize] {
        self.0.get(document).map_or(&[], Vec::as_slice)
    }
}

/// What is gathered of an entity on the way.
#[derive(Default)]
struct Gathered {
    labels: BTreeMap<Label, usize>,
    names: BTreeMap<String, usize>,
    aliases: std::collections::BTreeSet<String>,
    roles: std::collections::BTreeSet<String>,
    parts: Option<NameParts>,
    documents: Vec<usize>,
    count: usize,
}

/// The most frequent key; of equals the first by order.
fn most<K: Ord + Clone>(counts: &BTreeMap<K, usize>) -> Option<K> {
    counts.iter().rev().max_by_key(|(_, n)| **n).map(|(k, _)| k.clone())
}

pub(super) fn link(documents: &[Contribution]) -> (Vec<CollectionEntity>, Link) {
    let mut all: BTreeMap<(u8, String), Gathered> = BTreeMap::new();
    for (number, document) in documents.iter().enumerate() {
        for e in &document.entities {
            let g = all.entry(key(e.label, &e.name)).or_default();
            *g.labels.entry(e.label).or_default() += e.count;
            *g.names.entry(e.name.clone()).or_default() += e.count;
            g.aliases.extend(e.aliases.iter().cloned());
            g.roles.extend(e.roles.iter().cloned());
            if g.parts.is_none() {
                g.parts.clone_from(&e.name_parts);
            }
            if g.documents.last() != Some(&number) {
                g.documents.push(number);
            }
            g.count += e.count;
        }
    }
    let mut entities: Vec<((u8, String), CollectionEntity)> = all
        .into_iter()
        .filter_map(|(key, mut g)| {
            let (label, name) = (most(&g.labels)?, most(&g.names)?);
            g.aliases.extend(g.names.into_keys());
            g.aliases.remove(&name);
            let entity = CollectionEntity {
                label,
                name,
                aliases: g.aliases.into_iter().collect(),
                name_parts: g.parts,
                roles: g.roles.into_iter().collect(),
                documents: g.documents,
                count: g.count,
            };
            Some((key, entity))
        })
        .collect();
    entities.sort_by(|(ka, a), (kb, b)| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)).then_with(|| ka.cmp(kb)));
    let numbers: BTreeMap<(u8, String), usize> = entities.iter().enumerate().map(|(i, (k, _))| (k.clone(), i)).collect();
    let number = |e: &LocalEntity| numbers.get(&key(e.label, &e.name)).copied().unwrap_or(0);
    let links = documents.iter().map(|d| d.entities.iter().map(number).collect()).collect();
    (entities.into_iter().map(|(_, e)| e).collect(), Link(links))
}

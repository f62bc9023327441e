//! Places of one document.

use std::collections::BTreeMap;

use super::{Edges, Node};
use crate::nlp::entity::spelling::{self, skeleton};
use crate::nlp::entity::{Join, is_state};
use crate::nlp::knowledge::{CountryId, Knowledge, name_key};
use crate::nlp::ner::{Family, Label};

/// Other names of a state, and spellings of a place. Returns how often each state is named.
pub(super) fn join(nodes: &[Node], edges: &mut Edges) -> BTreeMap<CountryId, usize> {
    let knowledge = Knowledge::get();
    let mut states: BTreeMap<CountryId, usize> = BTreeMap::new();
    let mut named: BTreeMap<CountryId, usize> = BTreeMap::new();
    let mut others: Vec<(usize, String)> = Vec::new();
    for (n, node) in nodes.iter().enumerate().filter(|(_, n)| n.label.family() == Family::Places) {
        let country = is_state(node.label).then(|| state(&node.text)).flatten();
        match country {
            Some(country) => {
                *states.entry(country).or_default() += node.mentions.len();
                edges.join(*named.entry(country).or_insert(n), n, Join::Known);
            }
            None => others.push((n, place_key(&node.text))),
        }
        if let Some(country) = knowledge.country_of_capital(&node.text).filter(|_| node.label == Label::City) {
            // What a capital does, its state does.
            *states.entry(country).or_default() += node.mentions.len();
        }
    }
    let mut same: BTreeMap<&str, usize> = BTreeMap::new();
    let mut blocks: BTreeMap<String, Vec<(usize, &str)>> = BTreeMap::new();
    for (n, key) in &others {
        match same.get(key.as_str()) {
            Some(first) => edges.join(*first, *n, Join::Short),
            None => {
                same.insert(key, *n);
                blocks.entry(skeleton(key)).or_default().push((*n, key));
            }
        }
    }
    for block in blocks.values() {
        for (i, (a, x)) in block.iter().enumerate() {
            block[i + 1..].iter().filter(|(_, y)| same_place(x, y)).for_each(|(b, _)| edges.join(*a, *b, Join::Spelling));
        }
    }
    states
}

/// The state that a name or adjective means.
pub(crate) fn state(name: &str) -> Option<CountryId> {
    let knowledge = Knowledge::get();
    knowledge.country_named(name).or_else(|| knowledge.country_of_adjective(name).filter(|_| !name.contains(' ')))
}

/// A place without the word for what it is.
pub(crate) fn place_key(name: &str) -> String {
    let key = name_key(name);
    let rest =
        ["г. ", "г.", "город ", "пос. ", "поселок ", "село ", "деревня ", "аул ", "станица "].iter().find_map(|p| key.strip_prefix(p));
    rest.filter(|r| r.chars().count() > 2).unwrap_or(&key).to_string()
}

/// Whether two places that are no states differ by a letter that transcriptions render differently.
pub(crate) fn same_place(a: &str, b: &str) -> bool {
    let letters = a.chars().count().min(b.chars().count());
    let ends = |s: &str| s.chars().last();
    letters >= 6 && ends(a) == ends(b) && !a.contains(' ') && spelling::distance(a, b, 0.4).is_some()
}

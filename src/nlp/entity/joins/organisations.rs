//! Organisations of one document.

use std::collections::{BTreeMap, BTreeSet};

use super::{Bracketed, Edges, Node};
use crate::nlp::entity::Join;
use crate::nlp::entity::organisation::{OrganisationName, abbreviates, is_acronym};
use crate::nlp::entity::spelling::{self, skeleton};
use crate::nlp::knowledge::{CountryId, OrganisationId, name_key, stem};
use crate::nlp::ner::Family;

/// Joins names of organisations; returns the state that each is a body of.
pub(super) fn join(
    nodes: &[Node],
    bracketed: &Bracketed,
    states: &BTreeMap<CountryId, usize>,
    edges: &mut Edges,
) -> BTreeMap<usize, CountryId> {
    let list: Vec<(usize, OrganisationName)> = nodes
        .iter()
        .enumerate()
        .filter(|(_, n)| n.label.family() == Family::Organizations)
        .map(|(i, n)| (i, OrganisationName::parse(&n.text)))
        .collect();
    let mut own: BTreeMap<usize, CountryId> = list.iter().filter_map(|(n, name)| Some((*n, name.country?))).collect();
    let places: BTreeMap<usize, usize> = list.iter().enumerate().map(|(i, (n, _))| (*n, i)).collect();
    let at = |node: usize| places.get(&node).copied();
    for (long, short) in bracketed {
        let (Some(a), Some(b)) = (at(*long), at(*short)) else { continue };
        if is_acronym(&nodes[*short].text)
            && (abbreviates(&nodes[*short].text, &nodes[*long].text) || list[b].1.known.is_none() && list[a].1.known.is_none())
        {
            edges.join(*long, *short, Join::Abbreviation);
        }
    }
    equal(&list, edges);
    // What a name leaves open is settled where only one candidate fits.
    let main_state = dominant(states);
    let index = Index::new(nodes, &list);
    for (i, (a, x)) in list.iter().enumerate().filter(|(_, (_, x))| x.known.is_none()) {
        if x.country.is_none() {
            let full: BTreeMap<CountryId, usize> = index
                .cores
                .get(x.core.as_str())
                .into_iter()
                .flatten()
                .filter_map(|j| Some((list[*j].1.country?, list[*j].0)))
                .rev()
                .collect();
            let first = |n: usize| nodes[n].mentions.first().map_or(0, |m| m.1);
            // Another state's body may be meant where that state is what the document is about, unless this one was named first.
            let fits = |country: CountryId, b: usize| !x.body || main_state.is_none_or(|m| m == country) || first(b) < first(*a);
            if let (Some((country, b)), 1) = (full.first_key_value().filter(|(c, b)| fits(**c, **b)), full.len()) {
                edges.join(*b, *a, Join::OnlyState);
                own.insert(*a, *country);
                continue;
            }
            if full.is_empty() && x.body {
                main_state.iter().for_each(|country| _ = own.insert(*a, *country));
                continue;
            }
        }
        let (longer, why) = if let Some(short) = &x.acronym {
            // An abbreviation of exactly one longer name.
            let named =
                |j: &&usize| list[**j].1.acronym.is_none() && list[**j].1.known.is_none() && abbreviates(short, &nodes[list[**j].0].text);
            (index.beginning(short).filter(named).collect::<Vec<_>>(), Join::Acronym)
        } else if x.body || x.quoted.is_some() {
            continue;
        } else if AUTHORITY.contains(&name_key(&nodes[*a].text).as_str()) {
            (index.authorities.iter().filter(|j| **j != i).collect(), Join::Office)
        } else {
            // «Региональный центр» of «Региональный центр ООН по превентивной дипломатии».
            let named = |j: &&usize| **j != i && shortens(&index.stems[i], &index.stems[**j], x, &list[**j].1, &nodes[*a].text);
            (index.holding(&index.stems[i]).filter(named).collect(), Join::Short)
        };
        let names: BTreeSet<(&str, Option<CountryId>)> = longer.iter().map(|j| (list[**j].1.core.as_str(), list[**j].1.country)).collect();
        // Several spellings of one longer name are one candidate; two abbreviated names are two.
        if let (Some(j), true) = (longer.first(), names.len() == 1 && (why != Join::Acronym || longer.len() == 1)) {
            edges.join(list[**j].0, *a, why);
        }
    }
    own
}

/// The skeleton of a name and its state: only names that share them are compared.
type Block = (String, Option<CountryId>);

/// Names that say the same thing by themselves.
fn equal(list: &[(usize, OrganisationName)], edges: &mut Edges) {
    let mut known: BTreeMap<OrganisationId, usize> = BTreeMap::new();
    let mut cores: BTreeMap<(&str, Option<CountryId>), usize> = BTreeMap::new();
    let mut quoted: BTreeMap<&str, Vec<(usize, Option<CountryId>)>> = BTreeMap::new();
    let mut blocks: BTreeMap<Block, Vec<(usize, &str)>> = BTreeMap::new();
    for (n, name) in list {
        if let Some(id) = name.known {
            edges.join(*known.entry(id).or_insert(*n), *n, Join::Known);
            continue;
        }
        match cores.get(&(name.core.as_str(), name.country)) {
            Some(first) => {
                let why = if name.body {
                    Join::Body
                } else if name.quoted.is_some() {
                    Join::Quoted
                } else {
                    Join::Known
                };
                edges.join(*first, *n, why);
            }
            None => {
                cores.insert((&name.core, name.country), *n);
                if !name.body {
                    blocks.entry((skeleton(&name.core), name.country)).or_default().push((*n, &name.core));
                }
            }
        }
        if name.quoted.is_some() {
            quoted.entry(&name.core).or_default().push((*n, name.country));
        }
    }
    for same in quoted.values() {
        let states: BTreeSet<CountryId> = same.iter().filter_map(|(_, c)| *c).collect();
        if states.len() < 2 {
            same.iter().for_each(|(n, _)| edges.join(same[0].0, *n, Join::Quoted));
        }
    }
    for block in blocks.values() {
        for (i, (a, x)) in block.iter().enumerate() {
            block[i + 1..].iter().filter(|(_, y)| similar(x, y)).for_each(|(b, _)| edges.join(*a, *b, Join::Spelling));
        }
    }
}

/// Where candidates are found without looking at all; numbers are places in the list.
struct Index<'n> {
    cores: BTreeMap<&'n str, Vec<usize>>,
    /// By the first letter of the name.
    letters: BTreeMap<char, Vec<usize>>,
    /// By each of the first words' stems.
    words: BTreeMap<String, Vec<usize>>,
    stems: Vec<Vec<String>>,
    authorities: Vec<usize>,
}

impl<'n> Index<'n> {
    fn new(nodes: &[Node], list: &'n [(usize, OrganisationName)]) -> Self {
        let mut out =
            Self { cores: BTreeMap::new(), letters: BTreeMap::new(), words: BTreeMap::new(), stems: Vec::new(), authorities: Vec::new() };
        for (i, (n, name)) in list.iter().enumerate() {
            let key = name_key(&nodes[*n].text);
            out.cores.entry(&name.core).or_default().push(i);
            key.chars().next().into_iter().for_each(|c| out.letters.entry(c).or_default().push(i));
            let stems: Vec<String> = key.split(' ').map(stem).collect();
            for word in stems.iter().take(HEAD).collect::<BTreeSet<_>>() {
                out.words.entry(word.clone()).or_default().push(i);
            }
            // «Министерство» alone is such a word itself.
            if stems.len() > 1 && name.core.split(' ').any(|c| AUTHORITIES.iter().any(|w| c.starts_with(w))) {
                out.authorities.push(i);
            }
            out.stems.push(stems);
        }
        out
    }

    fn beginning(&self, short: &str) -> impl Iterator<Item = &usize> {
        short.chars().next().and_then(|c| self.letters.get(&c)).into_iter().flatten()
    }

    /// Names among whose first words is the last word of another: its head noun.
    fn holding(&self, stems: &[String]) -> impl Iterator<Item = &usize> {
        stems.last().and_then(|w| self.words.get(w)).into_iter().flatten()
    }
}

/// A head noun stands among so many first words.
const HEAD: usize = 4;

/// Nouns that stand for an authority named before, and how the names of authorities begin.
const AUTHORITY: &[&str] = &["ведомство", "орган", "регулятор"];
const AUTHORITIES: &[&str] =
    &["министерств", "агентств", "комитет", "служб", "управлен", "департамент", "инспекц", "прокуратур", "комисси", "банк"];

/// The state that a document is about: named clearly more often than any other.
fn dominant(states: &BTreeMap<CountryId, usize>) -> Option<CountryId> {
    let mut counts: Vec<(usize, CountryId)> = states.iter().map(|(c, n)| (*n, *c)).filter(|(n, _)| *n > 0).collect();
    counts.sort_by_key(|(n, c)| (std::cmp::Reverse(*n), *c));
    match counts.as_slice() {
        // Once is in passing.
        [(count, only)] if *count >= 2 => Some(*only),
        [(most, first), (second, _), ..] if *most >= 2 * *second && *most >= 3 => Some(*first),
        _ => None,
    }
}

/// Whether names of several words are one but for spelling.
pub(crate) fn similar(a: &str, b: &str) -> bool {
    a.chars().count().min(b.chars().count()) >= 8
        && a.split(' ').count() == b.split(' ').count()
        && spelling::distance(a, b, 0.8).is_some()
        && a.split(' ').zip(b.split(' ')).all(|(x, y)| spelling::close(x, y, false))
}

/// Whether a name is another one with words left out: its last word is among the other's first ones, and every word is there,
/// in order.
fn shortens(short: &[String], long: &[String], x: &OrganisationName, y: &OrganisationName, surface: &str) -> bool {
    if short.len() >= long.len() || x.country.is_some() && x.country != y.country || surface.contains(['«', '"']) {
        return false;
    }
    let mut rest = long.iter();
    let inside = short.iter().all(|w| rest.any(|v| v == w));
    inside && short.last().is_some_and(|last| long.iter().take(HEAD).any(|v| v == last))
}

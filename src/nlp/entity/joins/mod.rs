//! Names of one document → groups that name one thing, each name with the reason why it is there.

use std::collections::{BTreeMap, BTreeSet};

mod organisations;
mod persons;
mod places;

pub(crate) use organisations::similar;
pub(crate) use places::{place_key, same_place, state};

use super::organisation::{abbreviates, fullness, is_acronym};
use super::person::PersonName;
use super::{Gender, Join};
use crate::nlp::knowledge::CountryId;
use crate::nlp::ner::{Family, Label};

/// All mentions of one base form.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// The type that most mentions have.
    pub label: Label,
    /// The base form as most often written.
    pub text: String,
    /// Gender, of persons.
    pub gender: Option<Gender>,
    /// Its mentions in text order, by number and place.
    pub mentions: Vec<(usize, u32)>,
}

/// A group of nodes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Group {
    /// Nodes with the reason, the name of the entity first.
    pub names: Vec<(usize, Join)>,
    /// The state whose body it is.
    pub country: Option<CountryId>,
}

/// Pairs of nodes that name one thing, with the reason.
#[derive(Default)]
struct Edges(Vec<(usize, usize, Join)>);

impl Edges {
    fn join(&mut self, a: usize, b: usize, why: Join) {
        if a != b {
            self.0.push((a, b, why));
        }
    }

    /// For each node the first of its group.
    fn groups(&self, nodes: usize) -> Vec<usize> {
        let mut root: Vec<usize> = (0..nodes).collect();
        for (a, b, _) in &self.0 {
            let (a, b) = (find(&root, *a), find(&root, *b));
            root[a.max(b)] = a.min(b);
        }
        (0..nodes).map(|n| find(&root, n)).collect()
    }
}

fn find(root: &[usize], mut at: usize) -> usize {
    while root[at] != at {
        at = root[at];
    }
    at
}

/// Names in brackets right after another: (name before, name within), by node.
pub(super) type Bracketed = [(usize, usize)];

/// Joins the nodes. An ambiguous surname may belong to several persons: its node is then divided, so nodes may become more.
pub(super) fn join(nodes: &mut Vec<Node>, bracketed: &Bracketed) -> Vec<Group> {
    let mut edges = Edges::default();
    persons::join(nodes, &mut edges);
    let states = places::join(nodes, &mut edges);
    let own = organisations::join(nodes, bracketed, &states, &mut edges);
    for (a, b) in bracketed {
        // «Договор о всеобъемлющем запрещении ядерных испытаний (ДВЗЯИ)».
        let (x, y) = (&nodes[*a], &nodes[*b]);
        if x.label.family() == y.label.family()
            && x.label.family() != Family::Organizations
            && is_acronym(&y.text)
            && abbreviates(&y.text, &x.text)
        {
            edges.join(*a, *b, Join::Abbreviation);
        }
    }
    let group = edges.groups(nodes.len());
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    group.iter().enumerate().for_each(|(node, root)| members.entry(*root).or_default().push(node));
    let neighbours = {
        let mut map: BTreeMap<usize, Vec<(usize, Join)>> = BTreeMap::new();
        for (a, b, why) in &edges.0 {
            map.entry(*a).or_default().push((*b, *why));
            map.entry(*b).or_default().push((*a, *why));
        }
        map
    };
    members
        .into_values()
        .map(|list| {
            let main = main_name(nodes, &list);
            // Breadth first: every name has the reason of the shortest way to the main one.
            let mut names = vec![(main, Join::Same)];
            let mut seen = BTreeSet::from([main]);
            let mut next = 0;
            while next < names.len() {
                for (other, why) in neighbours.get(&names[next].0).map_or(&[][..], Vec::as_slice) {
                    if seen.insert(*other) {
                        names.push((*other, *why));
                    }
                }
                next += 1;
            }
            let country = list.iter().find_map(|n| own.get(n).copied());
            Group { names, country }
        })
        .collect()
}

/// The name under which a group is known: a full one, then the most frequent, then the longest.
fn main_name(nodes: &[Node], list: &[usize]) -> usize {
    let rank = |n: &usize| {
        let node = &nodes[*n];
        let full = match node.label.family() {
            _ if node.label == Label::Person => PersonName::parse(&node.text).fullness(),
            Family::Organizations => fullness(&node.text),
            _ => u8::from(!is_acronym(&node.text)),
        };
        (full, node.mentions.len(), node.text.chars().count(), std::cmp::Reverse(node.text.clone()))
    };
    list.iter().copied().max_by_key(rank).unwrap_or(0)
}

//! Persons of one document.

use std::collections::{BTreeMap, BTreeSet};

use super::{Edges, Node};
use crate::nlp::entity::Join;
use crate::nlp::entity::person::{PersonName, genders_differ};
use crate::nlp::entity::spelling::skeleton;
use crate::nlp::ner::Label;

/// Full names first, then what each shorter name can mean.
pub(super) fn join(nodes: &mut Vec<Node>, edges: &mut Edges) {
    let mut order: Vec<(usize, PersonName)> =
        (0..nodes.len()).filter(|n| nodes[*n].label == Label::Person).map(|n| (n, PersonName::parse(&nodes[n].text))).collect();
    let first = |n: usize| nodes[n].mentions.first().map_or(0, |m| m.1);
    order.sort_by_key(|(n, name)| {
        (std::cmp::Reverse((name.fullness(), name.words().count())), std::cmp::Reverse(nodes[*n].mentions.len()), first(*n))
    });
    // Persons so far: the names that say most; and by the skeletons of their words, where like names are.
    let mut persons: Vec<Vec<(usize, PersonName)>> = Vec::new();
    let mut near: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (node, name) in order {
        let fits = |person: &Vec<(usize, PersonName)>, nodes: &[Node]| {
            let gendered = person.iter().any(|(n, _)| genders_differ(nodes[*n].gender, nodes[node].gender) && name.fullness() != 2);
            let why = person.iter().filter_map(|(n, known)| Some((known.includes(&name, true)?, *n))).min();
            why.filter(|(why, _)| !gendered || *why == Join::Script)
        };
        let (wanted, own) = blocks(&name);
        let candidates: BTreeSet<usize> = wanted.iter().filter_map(|b| near.get(b)).flatten().copied().collect();
        let mut found: Vec<(usize, Join, usize)> =
            candidates.into_iter().filter_map(|p| fits(&persons[p], nodes).map(|(why, n)| (p, why, n))).collect();
        // The surest reason counts alone: an equal surname before one that is spelled nearly so.
        let best = found.iter().map(|(_, why, _)| *why).min();
        found.retain(|(_, why, _)| Some(*why) == best);
        let mine = match found.as_slice() {
            [(p, why, n)] => {
                edges.join(*n, node, *why);
                persons[*p].push((node, name));
                *p
            }
            [] => {
                persons.push(vec![(node, name)]);
                persons.len() - 1
            }
            // Two full names are two persons.
            _ if name.fullness() == 3 => {
                persons.push(vec![(node, name)]);
                persons.len() - 1
            }
            several => {
                divide(nodes, node, several, &persons, edges);
                continue;
            }
        };
        own.into_iter().for_each(|b| _ = near.entry(b).or_default().insert(mine));
    }
}

/// Under what a name is looked for, and under what it is found: short names by any of their words, full ones by the surname,
/// or by the given name and the surname's first letter, so that a frequent given name does not bring all its bearers together.
fn blocks(name: &PersonName) -> (BTreeSet<String>, BTreeSet<String>) {
    let parts = || name.words().flat_map(|w| std::iter::once(w).chain(w.split('-')));
    let any = || parts().map(|w| format!("w{}", skeleton(w)));
    let (Some(given), Some(surname)) = (&name.given, &name.surname) else { return (any().collect(), any().collect()) };
    let initial = skeleton(surname).chars().next().unwrap_or(' ');
    let both = format!("g{}{initial}", skeleton(given));
    let last = |w: &str| format!("s{}", skeleton(w));
    let wanted = BTreeSet::from([both.clone(), last(surname), last(given)]);
    let mut own: BTreeSet<String> = any().collect();
    own.extend(name.middle.iter().chain(&name.patronymic).map(|m| last(m)));
    own.extend([both, last(surname)]);
    (wanted, own)
}

/// Each mention of an ambiguous name means the person who was named last before it; without one it stands for itself.
fn divide(nodes: &mut Vec<Node>, node: usize, several: &[(usize, Join, usize)], persons: &[Vec<(usize, PersonName)>], edges: &mut Edges) {
    let mut parts: BTreeMap<Option<usize>, Vec<(usize, u32)>> = BTreeMap::new();
    // Where each person is named, in text order.
    let places: Vec<Vec<u32>> = several
        .iter()
        .map(|(p, ..)| {
            let mut at: Vec<u32> = persons[*p].iter().flat_map(|(n, _)| &nodes[*n].mentions).map(|m| m.1).collect();
            at.sort_unstable();
            at
        })
        .collect();
    for mention in std::mem::take(&mut nodes[node].mentions) {
        let before = |at: &Vec<u32>| at.partition_point(|p| *p < mention.1).checked_sub(1).map(|i| at[i]);
        let last = places.iter().enumerate().filter_map(|(i, at)| Some((before(at)?, i))).max();
        parts.entry(last.map(|(_, i)| i)).or_default().push(mention);
    }
    let mut own = Some(node);
    for (which, mentions) in parts {
        let part = match own.take() {
            Some(first) => {
                nodes[first].mentions = mentions;
                first
            }
            None => {
                let copy = Node { mentions, ..nodes[node].clone() };
                nodes.push(copy);
                nodes.len() - 1
            }
        };
        if let Some((_, why, target)) = which.and_then(|i| several.get(i)) {
            edges.join(*target, part, *why);
        }
    }
}

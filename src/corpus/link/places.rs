//! Places across documents.

use std::collections::BTreeMap;

use super::{Union, Unit};
use crate::nlp::entity::{Join, is_state, key, place_key, same_place, skeleton, state};
use crate::nlp::knowledge::{CountryId, name_key};

/// What a place is compared by.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    State(CountryId),
    Named(String),
}

pub(super) fn join(units: &[Unit], members: &[usize], union: &mut Union) {
    let mut first: BTreeMap<Key, usize> = BTreeMap::new();
    for &n in members {
        let label = units[n].local.label;
        // «Грузия» is a state; a city or a street of that name is not.
        let country = if is_state(label) { state(units[n].name()) } else { None };
        let named = country.map_or_else(|| Key::Named(place_key(units[n].name())), Key::State);
        let to = *first.entry(named).or_insert(n);
        let same = key(label, units[n].name()) == key(units[to].local.label, units[to].name());
        union.join(to, n, if same { Join::Same } else { Join::Known });
    }
    let mut blocks: BTreeMap<String, Vec<(&str, usize)>> = BTreeMap::new();
    for (key, n) in &first {
        if let Key::Named(name) = key {
            blocks.entry(skeleton(name)).or_default().push((name, *n));
        }
    }
    for block in blocks.values() {
        for (i, (a, x)) in block.iter().enumerate() {
            for (b, y) in &block[i + 1..] {
                if same_place(a, b) && name_key(a) != name_key(b) {
                    union.join(*x, *y, Join::Spelling);
                }
            }
        }
    }
}

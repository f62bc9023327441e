//! Organisations across documents.

use std::collections::{BTreeMap, BTreeSet};

use super::{Union, Unit};
use crate::nlp::entity::{Join, OrganisationName, cyrillic, is_state, similar, skeleton, state};
use crate::nlp::knowledge::{CountryId, OrganisationId};

/// What an organisation is known by.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Known(OrganisationId),
    Core(String, Option<CountryId>),
}

pub(super) fn join(units: &[Unit], members: &[usize], union: &mut Union) {
    let mut parsed: BTreeMap<&str, OrganisationName> = BTreeMap::new();
    for &n in members {
        for name in &units[n].names {
            parsed.entry(&name.text).or_insert_with(|| OrganisationName::parse(&name.text));
        }
    }
    // The state of a body may be known from its document only.
    let key = |n: usize, text: &str| -> Option<(Key, &OrganisationName)> {
        let name = parsed.get(text)?;
        let country = name.country.or(units[n].local.country.filter(|_| name.body));
        Some((name.known.map_or_else(|| Key::Core(name.core.clone(), country), Key::Known), name))
    };
    let mut states_named: BTreeMap<usize, BTreeSet<CountryId>> = BTreeMap::new();
    for unit in units.iter().filter(|u| is_state(u.local.label)) {
        state(unit.name()).into_iter().for_each(|s| _ = states_named.entry(unit.document).or_default().insert(s));
    }
    let mut first: BTreeMap<Key, usize> = BTreeMap::new();
    let mut acronyms: BTreeMap<&str, BTreeSet<Key>> = BTreeMap::new();
    let mut short: Vec<(usize, &str)> = Vec::new();
    for &n in members {
        let Some((main, name)) = key(n, units[n].name()) else { continue };
        // An abbreviation by itself may be of several.
        if let Some(acronym) = name.acronym.as_deref().filter(|_| name.known.is_none() && !name.body) {
            short.push((n, acronym));
        }
        let to = *first.entry(main.clone()).or_insert(n);
        let why = match () {
            _ if units[to].name() == units[n].name() => Join::Same,
            _ if name.known.is_some() => Join::Known,
            _ if name.quoted.is_some() => Join::Quoted,
            _ => Join::Body,
        };
        union.join(to, n, why);
        for other in units[n].names.iter().skip(1) {
            let Some((theirs, parsed)) = key(n, &other.text) else { continue };
            match &parsed.acronym {
                Some(acronym) if parsed.known.is_none() && !parsed.body => _ = acronyms.entry(acronym).or_default().insert(main.clone()),
                // Names that say enough by themselves.
                _ if other.why <= Join::Quoted => union.join(n, *first.entry(theirs).or_insert(n), other.why),
                _ => {}
            }
        }
    }
    for (n, acronym) in short {
        if let Some(long) = acronyms.get(acronym).filter(|l| l.len() == 1).and_then(|l| l.first())
            && let Some(&to) = first.get(long)
        {
            union.join(to, n, Join::Abbreviation);
        }
    }
    // A name without its state is that of the only state that has one so called, if its document names that state; a body may
    // be any state's.
    let mut states: BTreeMap<&str, Vec<(Option<CountryId>, usize)>> = BTreeMap::new();
    for (key, n) in &first {
        if let Key::Core(core, country) = key {
            states.entry(core).or_default().push((*country, *n));
        }
    }
    for list in states.values() {
        if let [(None, bare), (Some(state), full)] = list.as_slice()
            && parsed.get(units[*bare].name()).is_some_and(|name| !name.body)
            && states_named.get(&units[*bare].document).is_some_and(|s| s.contains(state))
        {
            union.join(*full, *bare, Join::OnlyState);
        }
    }
    spellings(&first, union);
}

/// The skeleton of a core and its state: only cores that share them are compared.
type Block = (String, Option<CountryId>);

/// Cores that differ in spelling or alphabet only.
fn spellings(first: &BTreeMap<Key, usize>, union: &mut Union) {
    let mut blocks: BTreeMap<Block, Vec<(&str, usize)>> = BTreeMap::new();
    for (key, n) in first {
        if let Key::Core(core, country) = key
            && core.chars().count() >= 3
        {
            // What `similar` forgives leaves the skeleton as it is.
            blocks.entry((skeleton(core), *country)).or_default().push((core, *n));
        }
    }
    for block in blocks.values() {
        for (i, (a, x)) in block.iter().enumerate() {
            for (b, y) in &block[i + 1..] {
                if a.is_ascii() != b.is_ascii() && cyrillic(a) == cyrillic(b) {
                    union.join(*x, *y, Join::Script);
                } else if similar(a, b) {
                    union.join(*x, *y, Join::Spelling);
                }
            }
        }
    }
}

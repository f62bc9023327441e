//! Names of one document → groups that name one thing, each name with the reason why it is there.

use std::collections::{BTreeMap, BTreeSet};

use super::organisation::{OrganisationName, abbreviates, fullness, is_acronym};
use super::person::{PersonName, genders_differ};
use super::spelling;
use super::{Gender, Join};
use crate::nlp::knowledge::{CountryId, Knowledge, name_key, stem};
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

    /// The groups: a node is joined by the surest edge first.
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
    persons(nodes, &mut edges);
    let states = places(nodes, &mut edges);
    let own = organisations(nodes, bracketed, &states, &mut edges);
    for (a, b) in bracketed {
        // «Касым-Жомарт Токаев (Kassym-Jomart Tokayev)», «Соглашение … (СВПД)».
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

/// Full names first, then what each shorter name can mean.
fn persons(nodes: &mut Vec<Node>, edges: &mut Edges) {
    let mut order: Vec<(usize, PersonName)> =
        (0..nodes.len()).filter(|n| nodes[*n].label == Label::Person).map(|n| (n, PersonName::parse(&nodes[n].text))).collect();
    let first = |n: usize| nodes[n].mentions.first().map_or(0, |m| m.1);
    order.sort_by_key(|(n, name)| {
        (std::cmp::Reverse((name.fullness(), name.words().count())), std::cmp::Reverse(nodes[*n].mentions.len()), first(*n))
    });
    // Persons so far: the names that say most.
    let mut persons: Vec<Vec<(usize, PersonName)>> = Vec::new();
    for (node, name) in order {
        let fits = |person: &Vec<(usize, PersonName)>, nodes: &[Node]| {
            let gendered = person.iter().any(|(n, _)| genders_differ(nodes[*n].gender, nodes[node].gender) && name.fullness() != 2);
            let why = person.iter().filter_map(|(n, known)| Some((known.includes(&name, true)?, *n))).min();
            why.filter(|(why, _)| !gendered || matches!(why, Join::Spelling | Join::Script) && name.fullness() == 3)
        };
        let mut found: Vec<(usize, Join, usize)> =
            persons.iter().enumerate().filter_map(|(p, person)| fits(person, nodes).map(|(why, n)| (p, why, n))).collect();
        // The surest reason counts alone: an equal surname before one that is spelled nearly so.
        let best = found.iter().map(|(_, why, _)| *why).min();
        found.retain(|(_, why, _)| Some(*why) == best);
        match found.as_slice() {
            [] => persons.push(vec![(node, name)]),
            [(p, why, n)] => {
                edges.join(*n, node, *why);
                persons[*p].push((node, name));
            }
            // Two full names are two persons.
            _ if name.fullness() == 3 => persons.push(vec![(node, name)]),
            several => divide(nodes, node, several, &persons, edges),
        }
    }
}

/// Each mention of an ambiguous name means the person who was named last before it; without one it stands for itself.
fn divide(nodes: &mut Vec<Node>, node: usize, several: &[(usize, Join, usize)], persons: &[Vec<(usize, PersonName)>], edges: &mut Edges) {
    let mut parts: BTreeMap<Option<usize>, Vec<(usize, u32)>> = BTreeMap::new();
    for mention in std::mem::take(&mut nodes[node].mentions) {
        let last = several
            .iter()
            .enumerate()
            .filter_map(|(i, (p, ..))| {
                let places = persons[*p].iter().flat_map(|(n, _)| &nodes[*n].mentions).map(|m| m.1).filter(|at| *at < mention.1);
                places.max().map(|at| (at, i))
            })
            .max();
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

/// Other names of a state, and spellings of a place. Returns how often each state is named.
fn places(nodes: &[Node], edges: &mut Edges) -> BTreeMap<CountryId, usize> {
    let knowledge = Knowledge::get();
    let mut states: BTreeMap<CountryId, usize> = BTreeMap::new();
    let mut named: BTreeMap<CountryId, usize> = BTreeMap::new();
    let mut others: Vec<(usize, String)> = Vec::new();
    for (n, node) in nodes.iter().enumerate().filter(|(_, n)| n.label.family() == Family::Places) {
        let country = matches!(node.label, Label::Country | Label::Location | Label::StateOrProvince).then(|| state(&node.text)).flatten();
        match country {
            Some(country) => {
                *states.entry(country).or_default() += node.mentions.len();
                edges.join(*named.entry(country).or_insert(n), n, Join::Known);
            }
            None => others.push((n, place_key(&node.text))),
        }
        if let Some(country) = knowledge.country_of_capital(&node.text).filter(|_| node.label == Label::City) {
            *states.entry(country).or_default() += 0;
        }
    }
    for (i, (a, x)) in others.iter().enumerate() {
        for (b, y) in &others[i + 1..] {
            if x == y {
                edges.join(*a, *b, Join::Short);
            } else if same_place(x, y) {
                edges.join(*a, *b, Join::Spelling);
            }
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

/// Joins names of organisations; returns the state that each is a body of.
fn organisations(
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
    let at = |node: usize| list.iter().position(|(n, _)| *n == node);
    for (long, short) in bracketed {
        let (Some(a), Some(b)) = (at(*long), at(*short)) else { continue };
        if is_acronym(&nodes[*short].text)
            && (abbreviates(&nodes[*short].text, &nodes[*long].text) || list[b].1.known.is_none() && list[a].1.known.is_none())
        {
            edges.join(*long, *short, Join::Abbreviation);
        }
    }
    // Other states of a body in this document, by its name.
    let main_state = dominant(states);
    for (i, (a, x)) in list.iter().enumerate() {
        for (b, y) in &list[i + 1..] {
            let why = match () {
                _ if x.known.is_some() && x.known == y.known => Some(Join::Known),
                _ if x.known.is_some() || y.known.is_some() => None,
                _ if x.core == y.core && x.country == y.country => Some(if x.body { Join::Body } else { Join::Known }),
                _ if x.quoted.is_some() && x.core == y.core && x.country.is_none() | y.country.is_none() => Some(Join::Quoted),
                _ if x.country == y.country && !x.body && !y.body && similar(&x.core, &y.core) => Some(Join::Spelling),
                _ => None,
            };
            if let Some(why) = why {
                edges.join(*a, *b, why);
            }
        }
    }
    // What a name leaves open is settled where only one candidate fits.
    for (a, x) in &list {
        if x.known.is_some() {
            continue;
        }
        let others = || list.iter().filter(|(b, _)| b != a);
        if x.country.is_none() {
            let full: BTreeSet<CountryId> = others().filter(|(_, y)| y.core == x.core).filter_map(|(_, y)| y.country).collect();
            let country = if full.len() == 1 { full.first().copied() } else { None };
            if let Some(country) = country {
                let found = others().find(|(_, y)| y.core == x.core && y.country == Some(country));
                if let Some((b, _)) = found {
                    edges.join(*b, *a, Join::OnlyState);
                    own.insert(*a, country);
                    continue;
                }
            }
            if full.is_empty() && x.body {
                if let Some(country) = main_state {
                    own.insert(*a, country);
                }
                continue;
            }
        }
        // An abbreviation of exactly one longer name.
        if let Some(short) = &x.acronym {
            let long: Vec<usize> = others()
                .filter(|(_, y)| y.acronym.is_none() && y.known.is_none())
                .map(|(b, _)| *b)
                .filter(|b| abbreviates(short, &nodes[*b].text))
                .collect();
            if let [b] = long.as_slice() {
                edges.join(*b, *a, Join::Acronym);
            }
            continue;
        }
        if x.body || x.quoted.is_some() {
            continue;
        }
        // «Ведомство» stands for a ministry, an agency or the like.
        if AUTHORITY.contains(&name_key(&nodes[*a].text).as_str()) {
            let offices: Vec<usize> = others()
                .filter(|(_, y)| AUTHORITIES.iter().any(|w| y.core.split(' ').any(|c| c.starts_with(w))))
                .map(|(b, _)| *b)
                .collect();
            let cores: BTreeSet<(&str, Option<CountryId>)> =
                list.iter().filter(|(b, _)| offices.contains(b)).map(|(_, y)| (y.core.as_str(), y.country)).collect();
            if let (Some(b), 1) = (offices.first(), cores.len()) {
                edges.join(*b, *a, Join::Office);
            }
            continue;
        }
        // «Региональный центр» of «Региональный центр ООН по превентивной дипломатии».
        let long: Vec<&(usize, OrganisationName)> = others().filter(|(b, y)| shortens(&nodes[*a].text, &nodes[*b].text, x, y)).collect();
        let cores: BTreeSet<(&str, Option<CountryId>)> = long.iter().map(|(_, y)| (y.core.as_str(), y.country)).collect();
        if let (Some((b, _)), 1) = (long.first(), cores.len()) {
            edges.join(*b, *a, Join::Short);
        }
    }
    own
}

/// Nouns that stand for an authority named before, and how the names of authorities begin.
const AUTHORITY: &[&str] = &["ведомство", "орган", "регулятор"];
const AUTHORITIES: &[&str] =
    &["министерств", "агентств", "комитет", "служб", "управлен", "департамент", "инспекц", "прокуратур", "комисси", "банк"];

/// The state that a document is about: named clearly more often than any other.
fn dominant(states: &BTreeMap<CountryId, usize>) -> Option<CountryId> {
    let mut counts: Vec<(usize, CountryId)> = states.iter().map(|(c, n)| (*n, *c)).filter(|(n, _)| *n > 0).collect();
    counts.sort_by_key(|(n, c)| (std::cmp::Reverse(*n), *c));
    match counts.as_slice() {
        [(_, only)] => Some(*only),
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

/// Whether a name is another one with words left out: the head noun is the same and every word is there, in order.
fn shortens(short: &str, long: &str, x: &OrganisationName, y: &OrganisationName) -> bool {
    let head = |name: &str| -> Vec<String> { name_key(name).split(' ').map(stem).collect() };
    let (a, b) = (head(short), head(long));
    if a.len() >= b.len() || x.country.is_some() && x.country != y.country || short.contains(['«', '"']) {
        return false;
    }
    // The head is the last word of a leading run of adjectives and a noun; here: the short name's last word must stand
    // in the long one before anything that depends on it.
    let mut rest = b.iter();
    let inside = a.iter().all(|w| rest.any(|v| v == w));
    let tail_is_more = a.last().and_then(|last| b.iter().position(|v| v == last)).is_some_and(|at| at < 4);
    inside && tail_is_more
}

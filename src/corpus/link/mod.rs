//! Entities of documents → entities of the collection.
//!
//! Every entity of a document is a unit. Units of equal strong name are one at once (a full name of a person, a body with its
//! state, a well-known organisation); namesakes whose offices speak of different persons are parted again. What remains is
//! compared only with what it may be: spellings within blocks of like skeleton (Christen 2012), single surnames with the
//! persons of that surname. The work is therefore near linear in the number of documents, and no decision depends on their
//! order: units are grouped by content, and pairs are judged in the order of their names.

mod organisations;
mod persons;
mod places;
mod union;

use std::collections::{BTreeMap, BTreeSet};

use super::contribution::{Contribution, LocalEntity};
use crate::nlp::entity::{EntityId, Gender, Join, Name, NameParts, PersonName, fullness, is_acronym, key, wikidata};
use crate::nlp::knowledge::{CountryId, Knowledge, Wikidata};
use crate::nlp::ner::{Family, Label};
use union::Union;

/// Something named in the collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CollectionEntity {
    /// What it is known by: made of its name alone, so that other documents do not change it.
    pub id: String,
    /// Its type: the one that most mentions have.
    pub label: Label,
    /// Its name: a full one, of these the most frequent.
    pub name: String,
    /// All base forms with the reason why they are here: its name first, then by frequency.
    pub names: Vec<Name>,
    /// Other surface forms, sorted.
    pub aliases: Vec<String>,
    /// Parts of the name, for persons.
    pub name_parts: Option<NameParts>,
    /// Gender, for persons.
    pub gender: Option<Gender>,
    /// What a person is called, sorted.
    pub roles: Vec<String>,
    /// The state whose body or office holder it is.
    pub country: Option<CountryId>,
    /// Its item of Wikidata, where that is sure.
    pub wikidata: Option<Wikidata>,
    /// Numbers of the documents that name it, ascending.
    pub documents: Vec<usize>,
    /// Number of mentions.
    pub count: usize,
}

/// What something is called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Called {
    /// Its type.
    pub label: Label,
    /// The base form.
    pub name: String,
}

impl Called {
    fn key(&self) -> (u8, String) {
        key(self.label, &self.name)
    }
}

/// What a user has said of who is who; it goes before all reasons.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rulings {
    /// Names that no longer belong to the entity that they were joined to.
    pub apart: BTreeSet<Called>,
    /// Names that are the same as another, which is what they are known by.
    pub together: BTreeSet<(Called, Called)>,
}

/// For each document, for each of its entities: the number of the collection's entity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    entities: Vec<Vec<usize>>,
    /// Names that go elsewhere than their document's entity: by document, (entity, base form, number).
    apart: Vec<Vec<(usize, String, usize)>>,
}

impl Link {
    /// The collection's entity that a document's entity is.
    pub fn entity(&self, document: usize, id: EntityId) -> Option<usize> {
        self.of(document).get(id.0 as usize).copied()
    }

    /// The collection's entities that a document's entities are, in their order.
    pub fn of(&self, document: usize) -> &[usize] {
        self.entities.get(document).map_or(&[], Vec::as_slice)
    }

    /// Names that are something else than their document's entity: entity, base form, and what it is.
    pub fn apart(&self, document: usize) -> &[(usize, String, usize)] {
        self.apart.get(document).map_or(&[], Vec::as_slice)
    }
}

/// An entity of a document, or the part of it that stands under a name set apart.
pub(super) struct Unit<'c> {
    document: usize,
    entity: usize,
    local: &'c LocalEntity,
    /// Its names, the main one first.
    names: Vec<&'c Name>,
    /// By a user's word under its only name.
    apart: bool,
    /// Stands for its entity: names that are elsewhere are told of by themselves.
    first: bool,
}

impl Unit<'_> {
    fn name(&self) -> &str {
        self.names.first().map_or("", |n| &n.text)
    }

    fn count(&self) -> usize {
        self.names.iter().map(|n| n.count).sum()
    }
}

/// Joins what documents bring. Names set apart are joined with nothing but themselves.
pub(super) fn link(documents: &[Contribution], rulings: &Rulings) -> (Vec<CollectionEntity>, Link) {
    let units = units(documents, &rulings.apart);
    let mut union = Union::new(units.len());
    let mut by_class: BTreeMap<Family, Vec<usize>> = BTreeMap::new();
    let mut same: BTreeMap<(bool, u8, String), usize> = BTreeMap::new();
    for (n, unit) in units.iter().enumerate() {
        let family = if unit.local.label == Label::Person { Family::People } else { unit.local.label.family() };
        let joins = matches!(family, Family::Organizations | Family::Places) || unit.local.label == Label::Person;
        if unit.apart || !joins {
            let (class, name) = key(unit.local.label, unit.name());
            union.join(*same.entry((unit.apart, class, name)).or_insert(n), n, Join::Same);
        } else {
            by_class.entry(family).or_default().push(n);
        }
    }
    let of = |family: Family| by_class.get(&family).map_or(&[][..], Vec::as_slice);
    let context = Context::new(&units);
    persons::join(&units, of(Family::People), &context, &mut union);
    organisations::join(&units, of(Family::Organizations), &mut union);
    places::join(&units, of(Family::Places), &mut union);
    unite(&units, &rulings.together, &mut union);
    let known_by = rulings.together.iter().map(|(_, into)| into.key()).collect();
    gather(documents, &units, &union, &known_by)
}

/// Joins what a user says is one.
fn unite(units: &[Unit], together: &BTreeSet<(Called, Called)>, union: &mut Union) {
    if together.is_empty() {
        return;
    }
    let mut called: BTreeMap<(u8, String), Vec<usize>> =
        together.iter().flat_map(|(a, b)| [(a.key(), Vec::new()), (b.key(), Vec::new())]).collect();
    for (n, unit) in units.iter().enumerate() {
        for name in &unit.names {
            if let Some(list) = called.get_mut(&key(unit.local.label, &name.text)) {
                list.push(n);
            }
        }
    }
    for (name, into) in together {
        let of = |c: &Called| called.get(&c.key()).map_or(&[][..], Vec::as_slice);
        if let Some(first) = of(into).first() {
            of(name).iter().chain(of(into)).for_each(|n| union.join(*first, *n, Join::Given));
        }
    }
}

fn units<'c>(documents: &'c [Contribution], apart: &BTreeSet<Called>) -> Vec<Unit<'c>> {
    let set_apart: BTreeSet<(u8, String)> = apart.iter().map(Called::key).collect();
    let mut out = Vec::new();
    for (document, contribution) in documents.iter().enumerate() {
        for (entity, local) in contribution.entities.iter().enumerate() {
            let away = |n: &&Name| !set_apart.is_empty() && set_apart.contains(&key(local.label, &n.text));
            let (gone, stays): (Vec<&Name>, Vec<&Name>) = local.names.iter().partition(|n| away(n));
            // What is left stands for the entity; of one whose every name is set apart, the first.
            let unit = |names, apart, first| Unit { document, entity, local, names, apart, first };
            let rest = !stays.is_empty() || gone.is_empty();
            if rest {
                out.push(unit(stays, false, true));
            }
            out.extend(gone.into_iter().enumerate().map(|(i, name)| unit(vec![name], true, !rest && i == 0)));
        }
    }
    // By content, not by the order of documents: what is first decides nothing, but let it be the same always.
    out.sort_by(|a, b| (a.name(), &documents[a.document].document, a.entity).cmp(&(b.name(), &documents[b.document].document, b.entity)));
    out
}

/// Which persons and organisations stand in one document.
pub(super) struct Context {
    /// For each document the sorted numbers of names.
    documents: Vec<Vec<u32>>,
    /// In how many documents each name stands.
    frequency: Vec<u32>,
}

impl Context {
    fn new(units: &[Unit]) -> Self {
        let mut numbers: BTreeMap<(u8, String), u32> = BTreeMap::new();
        let documents = units.iter().map(|u| u.document + 1).max().unwrap_or(0);
        let mut out = Self { documents: vec![Vec::new(); documents], frequency: Vec::new() };
        for unit in units {
            let person = unit.local.label == Label::Person;
            if !(person && unit.name().contains(' ') || unit.local.label.family() == Family::Organizations) {
                continue;
            }
            let next = numbers.len() as u32;
            let number = *numbers.entry(key(unit.local.label, unit.name())).or_insert(next);
            out.documents[unit.document].push(number);
        }
        out.frequency = vec![0; numbers.len()];
        for list in &mut out.documents {
            list.sort_unstable();
            list.dedup();
            list.iter().for_each(|n| out.frequency[*n as usize] += 1);
        }
        out
    }

    /// The names of a document.
    fn of(&self, document: usize) -> &[u32] {
        self.documents.get(document).map_or(&[], Vec::as_slice)
    }

    /// How much a name tells: rare ones more.
    fn weight(&self, name: u32) -> f32 {
        let n = self.frequency.get(name as usize).copied().unwrap_or(1).max(1) as f32;
        (self.documents.len().max(2) as f32 / n).ln().max(0.0)
    }
}

/// What is gathered of an entity on the way.
#[derive(Default)]
struct Gathered {
    labels: BTreeMap<Label, usize>,
    /// Mentions and the surest reason, by base form.
    names: BTreeMap<String, (usize, Join)>,
    /// Which names were joined with which, and why.
    reasons: BTreeMap<String, BTreeMap<String, Join>>,
    aliases: BTreeSet<String>,
    roles: BTreeSet<String>,
    parts: BTreeMap<String, NameParts>,
    genders: BTreeMap<Gender, usize>,
    countries: BTreeMap<CountryId, usize>,
    items: BTreeSet<Wikidata>,
    documents: BTreeSet<usize>,
    count: usize,
    /// The smallest document id, to tell namesakes apart.
    first: String,
}

impl Gathered {
    /// Remembers that two names were joined.
    fn because(&mut self, a: &str, b: &str, why: Join) {
        for (a, b) in [(a, b), (b, a)] {
            let reason = self.reasons.entry(a.to_string()).or_default().entry(b.to_string()).or_insert(why);
            *reason = (*reason).min(why);
        }
    }

    /// Why each name is there, walking from the entity's own name: the reason of the last step, the surest names first.
    fn reasons_from(&self, label: Label, name: &str) -> BTreeMap<String, Join> {
        let mut out: BTreeMap<String, Join> = BTreeMap::new();
        let mut open: BTreeSet<(Join, String)> = BTreeSet::from([(Join::Same, name.to_string())]);
        while let Some((why, at)) = open.pop_first() {
            if out.contains_key(&at) {
                continue;
            }
            for (next, step) in self.reasons.get(&at).into_iter().flatten().filter(|(n, _)| !out.contains_key(*n)) {
                // Another way to write the same name needs no reason.
                let step = if key(label, next) == key(label, name) { Join::Same } else { (*step).max(Join::Order) };
                open.insert((step, next.clone()));
            }
            out.insert(at, why);
        }
        out
    }
}

/// The most frequent key; of equals the first by order.
fn most<K: Ord + Clone>(counts: &BTreeMap<K, usize>) -> Option<K> {
    counts.iter().rev().max_by_key(|(_, n)| **n).map(|(k, _)| k.clone())
}

fn gather(documents: &[Contribution], units: &[Unit], union: &Union, known_by: &BTreeSet<(u8, String)>) -> (Vec<CollectionEntity>, Link) {
    let mut all: BTreeMap<usize, Gathered> = BTreeMap::new();
    for (a, b, why) in union.edges() {
        let (x, y) = (units[*a].name(), units[*b].name());
        if x != y {
            all.entry(union.root(*a)).or_default().because(x, y, *why);
        }
    }
    for (n, unit) in units.iter().enumerate() {
        let g = all.entry(union.root(n)).or_default();
        let local = unit.local;
        *g.labels.entry(local.label).or_default() += unit.count();
        for (i, name) in unit.names.iter().enumerate() {
            let why = if i == 0 { Join::Same } else { name.why };
            let slot = g.names.entry(name.text.clone()).or_insert((0, why));
            *slot = (slot.0 + name.count, slot.1.min(why));
            if i > 0 {
                g.because(unit.name(), &name.text, name.why);
            }
        }
        let document = &documents[unit.document].document;
        if g.documents.is_empty() || *document < g.first {
            g.first.clone_from(document);
        }
        g.documents.insert(unit.document);
        g.count += unit.count();
        if unit.apart {
            continue;
        }
        g.aliases.extend(local.aliases.iter().cloned());
        g.roles.extend(local.roles.iter().cloned());
        if let Some(parts) = &local.name_parts {
            g.parts.entry(unit.name().to_string()).or_insert_with(|| parts.clone());
        }
        local.gender.iter().for_each(|x| *g.genders.entry(*x).or_default() += 1);
        local.country.iter().for_each(|x| *g.countries.entry(*x).or_default() += 1);
        g.items.extend(local.wikidata);
    }
    let mut entities: Vec<(usize, CollectionEntity, String)> = all.into_iter().filter_map(|(root, g)| named(root, g, known_by)).collect();
    // The most mentioned first; equal ones by what they are.
    entities.sort_by(|(_, a, x), (_, b, y)| {
        b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)).then_with(|| a.label.cmp(&b.label)).then_with(|| x.cmp(y))
    });
    identify(&mut entities);
    let numbers: BTreeMap<usize, usize> = entities.iter().enumerate().map(|(i, (root, ..))| (*root, i)).collect();
    let mut link =
        Link { entities: documents.iter().map(|d| vec![0; d.entities.len()]).collect(), apart: vec![Vec::new(); documents.len()] };
    for (n, unit) in units.iter().enumerate() {
        let number = numbers.get(&union.root(n)).copied().unwrap_or(0);
        if unit.first {
            link.entities[unit.document][unit.entity] = number;
        } else {
            link.apart[unit.document].push((unit.entity, unit.name().to_string(), number));
        }
    }
    link.apart.iter_mut().for_each(|list| list.sort());
    (entities.into_iter().map(|(_, e, _)| e).collect(), link)
}

/// An entity of what was gathered, with its first document.
fn named(root: usize, mut g: Gathered, known_by: &BTreeSet<(u8, String)>) -> Option<(usize, CollectionEntity, String)> {
    let label = most(&g.labels)?;
    let rank = |name: &str, count: usize| {
        let full = match label.family() {
            _ if label == Label::Person => PersonName::parse(name).fullness(),
            // «США» and «Беларусь», not «Соединённые Штаты» and «Республика Беларусь».
            Family::Places => u8::from(
                Knowledge::get().country_named(name).is_some_and(|c| Knowledge::get().country(c).name == name)
                    || !name.contains(' ') && !is_acronym(name),
            ),
            Family::Organizations => fullness(name),
            _ => u8::from(!is_acronym(name)),
        };
        let wished = known_by.contains(&key(label, name));
        (wished, full, count, name.chars().count(), std::cmp::Reverse(name.to_string()))
    };
    // An office or a description is no name.
    let own = |why: Join| why != Join::Office;
    let name = g.names.iter().filter(|(_, (_, why))| own(*why)).max_by_key(|(name, (count, _))| rank(name, *count)).map(|(n, _)| n.clone());
    let name = name.or_else(|| g.names.keys().next().cloned())?;
    let (count, _) = g.names.remove(&name).unwrap_or((0, Join::Same));
    g.aliases.extend(g.names.keys().cloned());
    g.aliases.remove(&name);
    let reasons = g.reasons_from(label, &name);
    let why = |text: &str, why: Join| reasons.get(text).copied().unwrap_or(why);
    let mut names: Vec<Name> =
        g.names.iter().map(|(text, (count, own))| Name { text: text.clone(), count: *count, why: why(text, *own) }).collect();
    names.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.text.cmp(&b.text)));
    names.insert(0, Name { text: name.clone(), count, why: Join::Same });
    let sure = wikidata(label, names.iter().filter(|n| n.why <= Join::Known).map(|n| n.text.as_str()));
    g.items.extend(sure);
    let entity = CollectionEntity {
        id: String::new(),
        label,
        aliases: g.aliases.into_iter().collect(),
        name_parts: g.parts.remove(&name).or_else(|| g.parts.into_values().next()),
        gender: most(&g.genders),
        roles: g.roles.into_iter().collect(),
        country: most(&g.countries),
        wikidata: if g.items.len() == 1 { g.items.first().copied() } else { None },
        documents: g.documents.into_iter().collect(),
        count: g.count,
        names,
        name,
    };
    Some((root, entity, g.first))
}

/// Gives every entity an id made of its type and name; namesakes' are told apart by the state and the first document that name
/// them, whatever else is in the collection.
fn identify(entities: &mut [(usize, CollectionEntity, String)]) {
    let state = |e: &CollectionEntity| e.country.map_or("", |c| Knowledge::get().country(c).code);
    let mut order: Vec<usize> = (0..entities.len()).collect();
    order.sort_by_cached_key(|n| {
        let (_, e, first) = &entities[*n];
        (key(e.label, &e.name), first.clone(), state(e), std::cmp::Reverse(e.count))
    });
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for n in order {
        let (_, entity, first) = &entities[n];
        let (class, name) = key(entity.label, &entity.name);
        let mut wanted = format!("{class}:{name}");
        let mut id = short(&wanted);
        let mut more = 0;
        while taken.contains(&id) {
            wanted = match more {
                0 => format!("{wanted}:{}:{first}", state(entity)),
                more => format!("{wanted}:{more}"),
            };
            more += 1;
            id = short(&wanted);
        }
        taken.insert(id.clone());
        entities[n].1.id = id;
    }
}

/// Eight letters and digits of a hash (FNV-1a, 64 bits), behind an `e`.
fn short(text: &str) -> String {
    let mut hash = text.bytes().fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    hash ^= hash >> 29;
    let mut out = String::from("e");
    for _ in 0..8 {
        out.push(char::from_digit((hash % 32) as u32, 32).unwrap_or('0'));
        hash /= 32;
    }
    out
}

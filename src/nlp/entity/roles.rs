//! Offices and occupations: what a person is called beside the name, and where an office alone means a person.

use std::collections::{BTreeMap, BTreeSet};

use super::{Entities, EntityId, Join, Name, key, squeeze};
use crate::nlp::knowledge::{CountryId, Domain, Knowledge, name_key};
use crate::nlp::morph::{Grammeme, Readings, Tag};
use crate::nlp::ner::{Label, Mention};
use crate::nlp::segment::Segmentation;
use crate::nlp::span::{Byte, Span};

/// A title in apposition to a person.
#[derive(Clone, Copy, Debug)]
pub(super) struct Title {
    /// The token that agrees with the name, of a title before it.
    pub head: usize,
    /// The mention of the profession.
    pub mention: usize,
}

/// For each mention of a person the title right before it: «министра обороны Лунина».
pub(super) fn titles(text: &str, pieces: &Segmentation, readings: &Readings, mentions: &[Mention]) -> BTreeMap<usize, Title> {
    // The longest profession that ends at an atom.
    let mut ends: BTreeMap<u32, usize> = BTreeMap::new();
    for (i, m) in mentions.iter().enumerate().filter(|(_, m)| m.label == Label::Profession) {
        let slot = ends.entry(m.atoms.end).or_insert(i);
        if mentions[*slot].atoms.start > m.atoms.start {
            *slot = i;
        }
    }
    let mut out = BTreeMap::new();
    for (i, m) in mentions.iter().enumerate().filter(|(_, m)| m.label == Label::Person) {
        // On one line: a title in a headline says nothing of the name below it.
        let Some(&mention) = ends.get(&m.atoms.start) else { continue };
        if text.get(mentions[mention].span.end as usize..m.span.start as usize).is_none_or(|gap| gap.contains('\n')) {
            continue;
        }
        let tokens = pieces.tokens_in(mentions[mention].span);
        let is_noun = |t: &usize| readings.analyses(*t).iter().any(|a| a.tag.has(Grammeme::Noun));
        let head = tokens.range().find(is_noun).unwrap_or(tokens.start as usize);
        out.insert(i, Title { head, mention });
    }
    out
}

/// Adds titles to persons as roles, and lets an office alone mean the only person who holds it.
pub(super) fn add(out: &mut Entities, text: &str, pieces: &Segmentation, readings: &Readings, titles: &BTreeMap<usize, Title>) {
    let mut beside: Vec<(usize, usize)> = titles.iter().map(|(person, title)| (*person, title.mention)).collect();
    beside.extend(behind(out, text, pieces));
    beside.sort_unstable();
    let mut used: BTreeSet<usize> = BTreeSet::new();
    for (person, role) in beside {
        used.insert(role);
        let normal = out.mentions[role].normal.clone();
        let country = country_of(out, pieces, text, role);
        let Some(entity) = out.mentions[person].entity.and_then(|EntityId(e)| out.entities.get_mut(e as usize)) else { continue };
        if !entity.roles.contains(&normal) {
            entity.roles.push(normal);
        }
        entity.country = entity.country.or(country);
    }
    alone(out, pieces, text, readings, &used);
}

/// Titles after the name: «Мурат Лунин, министр обороны», «Мурат Лунин (министр обороны)», «Мурат Лунин — министр обороны».
fn behind(out: &Entities, text: &str, pieces: &Segmentation) -> Vec<(usize, usize)> {
    let word = |i: u32| pieces.atoms.get(i as usize).map_or("", |a| a.span.of(text));
    let mut starts: BTreeMap<u32, usize> = BTreeMap::new();
    for (i, n) in out.mentions.iter().enumerate().filter(|(_, n)| n.mention.label == Label::Profession) {
        let slot = starts.entry(n.mention.atoms.start).or_insert(i);
        if out.mentions[*slot].mention.atoms.end < n.mention.atoms.end {
            *slot = i;
        }
    }
    let persons: BTreeSet<u32> = out.mentions.iter().filter(|n| n.mention.label == Label::Person).map(|n| n.mention.atoms.start).collect();
    let mut found = Vec::new();
    for (i, n) in out.mentions.iter().enumerate().filter(|(_, n)| n.mention.label == Label::Person) {
        let at = n.mention.atoms.end;
        let Some(&role) = starts.get(&(at + 1)) else { continue };
        let after = out.mentions[role].mention.atoms.end;
        let closes = match word(at) {
            "," => matches!(word(after), "," | "." | ";" | ")"),
            "(" => word(after) == ")",
            "—" | "–" => true,
            _ => false,
        };
        // «Мурат Лунин, министр обороны Анна Громова» is a list.
        let other = persons.contains(&after);
        if closes && !other {
            found.push((i, role));
        }
    }
    found
}

/// The state of an office: within its name, or as the adjective before it.
fn country_of(out: &Entities, pieces: &Segmentation, text: &str, role: usize) -> Option<CountryId> {
    let knowledge = Knowledge::get();
    let named = &out.mentions[role];
    knowledge.split_country(&named.normal).0.or_else(|| {
        let before = named.mention.atoms.start.checked_sub(1)?;
        let word = pieces.atoms.get(before as usize)?.span.of(text);
        knowledge.country_of_adjective(word).or_else(|| knowledge.country_of_citizen(word))
    })
}

/// «Глава государства», «министр», «спикер» without a name: the person who has this office, if there is just one.
fn alone(out: &mut Entities, pieces: &Segmentation, text: &str, readings: &Readings, used: &BTreeSet<usize>) {
    // Who has which office, by its first word: its name, its state, the person, where first named.
    let mut holders: BTreeMap<String, Vec<Holder>> = BTreeMap::new();
    for entity in out.entities.iter().filter(|e| e.label == Label::Person) {
        let first = entity.mentions.first().map_or(u32::MAX, |m| out.mentions[*m].mention.span.start);
        for (name, country) in entity.roles.iter().filter_map(|role| office(role)) {
            let holder = Holder { country: country.or(entity.country), person: entity.id, first, name };
            holders.entry(first_word(&holder.name).to_string()).or_default().push(holder);
        }
    }
    if holders.is_empty() {
        return;
    }
    let within = within_others(out);
    let mut moved: Vec<(usize, EntityId)> = Vec::new();
    for (i, named) in out.mentions.iter().enumerate() {
        let m = named.mention;
        if m.label != Label::Profession || used.contains(&i) || within.contains(&i) {
            continue;
        }
        let Some((wanted, _)) = office(&named.normal) else { continue };
        if plural(pieces, readings, m.span) || former(pieces, readings, m) {
            continue;
        }
        let country = country_of(out, pieces, text, i);
        // Said before, by this name or with more words: «министр» is the minister of defence.
        let fits = |h: &&Holder| {
            let same = h.name == wanted || h.name.strip_prefix(wanted.as_str()).is_some_and(|rest| rest.starts_with(' '));
            same && h.first < m.span.start && (country.is_none() || h.country.is_none() || country == h.country)
        };
        let persons: BTreeSet<EntityId> = holders.get(first_word(&wanted)).into_iter().flatten().filter(fits).map(|h| h.person).collect();
        // «вице-премьер» and «премьер» are two offices; two ministers are two candidates.
        if let (Some(person), 1) = (persons.first(), persons.len()) {
            moved.push((i, *person));
        }
    }
    reassign(out, text, &moved);
    out.entities.retain(|e| !e.mentions.is_empty());
    renumber(out);
}

/// Who has an office.
struct Holder {
    name: String,
    country: Option<CountryId>,
    person: EntityId,
    /// Where the person is first named.
    first: u32,
}

fn first_word(name: &str) -> &str {
    name.split(' ').next().unwrap_or("")
}

/// An office by one name, and its state; `None` for occupations that many have.
fn office(role: &str) -> Option<(String, Option<CountryId>)> {
    let knowledge = Knowledge::get();
    let (country, rest) = knowledge.split_country(role);
    let (office, whole) = knowledge.office(&rest)?;
    if !matches!(office.domain, Domain::Politics | Domain::Military | Domain::Law | Domain::Religion | Domain::Business) {
        return None;
    }
    Some((if whole { name_key(office.name) } else { name_key(&rest) }, country))
}

/// Professions that lie within longer ones, which name something else: «пресс-секретарь президента».
fn within_others(out: &Entities) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    // In text order, the longer first: one that ends before the furthest end so far lies within another.
    let mut end = 0;
    for (i, n) in out.mentions.iter().enumerate().filter(|(_, n)| n.mention.label == Label::Profession) {
        if n.mention.span.end <= end {
            found.insert(i);
        }
        end = end.max(n.mention.span.end);
    }
    found
}

fn plural(pieces: &Segmentation, readings: &Readings, span: Span<Byte>) -> bool {
    let noun = |t: &usize| readings.analyses(*t).iter().any(|a| a.tag.has(Grammeme::Noun));
    pieces
        .tokens_in(span)
        .range()
        .find(noun)
        .is_some_and(|t| readings.analyses(t).iter().filter(|a| a.tag.has(Grammeme::Noun)).all(|a| a.tag.has(Grammeme::Plur)))
}

/// «бывший министр», «новый американский посол», «другой депутат» need not be the one who was named.
fn former(pieces: &Segmentation, readings: &Readings, m: Mention) -> bool {
    const OTHERS: &[&str] = &[
        "бывший",
        "новый",
        "другой",
        "прежний",
        "каждый",
        "любой",
        "следующий",
        "будущий",
        "первый",
        "второй",
        "один",
        "иной",
        "некий",
        "некоторый",
        "какой-либо",
    ];
    let mut at = pieces.tokens_in(m.span).start as usize;
    while at > 0 {
        at -= 1;
        if readings.lemmas(at).iter().any(|l| OTHERS.contains(&l.as_str())) {
            return true;
        }
        if !readings.analyses(at).iter().any(|a| a.tag.meets(Tag::ADJECTIVAL)) {
            return readings.folded(at) == "экс";
        }
    }
    false
}

/// Gives mentions to other entities, under the reason of an office, and tells the names of all touched anew.
fn reassign(out: &mut Entities, text: &str, moved: &[(usize, EntityId)]) {
    let mut touched: BTreeSet<EntityId> = BTreeSet::new();
    let gone: BTreeSet<usize> = moved.iter().map(|(m, _)| *m).collect();
    for (mention, person) in moved {
        touched.extend(out.mentions[*mention].entity);
        touched.insert(*person);
        out.mentions[*mention].entity = Some(*person);
        if let Some(entity) = out.entities.get_mut(person.0 as usize) {
            entity.mentions.push(*mention);
        }
    }
    for id in touched {
        let Some(entity) = out.entities.get_mut(id.0 as usize) else { continue };
        let mentions = &out.mentions;
        entity.mentions.retain(|m| mentions[*m].entity == Some(id) || !gone.contains(m));
        entity.mentions.sort_unstable();
        let known: BTreeMap<_, Join> = entity.names.iter().map(|n| (key(entity.label, &n.text), n.why)).collect();
        let mut names: Vec<(_, Name)> = Vec::new();
        for m in &entity.mentions {
            let named = &mentions[*m];
            let own = key(named.mention.label, &named.normal);
            match names.iter_mut().find(|(k, _)| *k == own) {
                Some((_, name)) => name.count += 1,
                None => {
                    let why = known.get(&own).copied().unwrap_or(Join::Office);
                    names.push((own, Name { text: named.normal.clone(), count: 1, why }));
                }
            }
        }
        // Its own name keeps its place and its spelling.
        let own = key(entity.label, &entity.name);
        names.sort_by(|(a, x), (b, y)| (*b == own).cmp(&(*a == own)).then(y.count.cmp(&x.count)).then_with(|| x.text.cmp(&y.text)));
        if let Some((first, name)) = names.first_mut() {
            name.why = Join::Same;
            if *first == own {
                name.text.clone_from(&entity.name);
            } else {
                entity.name.clone_from(&name.text);
            }
        }
        entity.names = names.into_iter().map(|(_, n)| n).collect();
        entity.aliases.clear();
        for m in &entity.mentions {
            let surface = squeeze(mentions[*m].mention.span.of(text));
            if surface != entity.name && !entity.aliases.contains(&surface) {
                entity.aliases.push(surface);
            }
        }
    }
}

/// Numbers the entities anew after some have gone.
fn renumber(out: &mut Entities) {
    let mut new: BTreeMap<EntityId, EntityId> = BTreeMap::new();
    for (n, entity) in out.entities.iter_mut().enumerate() {
        let id = EntityId(n as u32);
        new.insert(entity.id, id);
        entity.id = id;
    }
    for named in &mut out.mentions {
        named.entity = named.entity.and_then(|old| new.get(&old).copied());
    }
}

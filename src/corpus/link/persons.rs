//! Persons across documents.

use std::collections::{BTreeMap, BTreeSet};

use super::{Context, Union, Unit};
use crate::nlp::entity::{Gender, Join, PersonName, genders_differ, skeleton};
use crate::nlp::knowledge::{CountryId, Domain, Knowledge, name_key};

/// What is known of the bearer of a name besides the name.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Profile {
    /// States whose offices the person holds.
    countries: BTreeSet<CountryId>,
    /// Fields.
    domains: BTreeSet<Domain>,
    /// Offices by one name each.
    offices: BTreeSet<String>,
    gender: Option<Gender>,
}

impl Profile {
    fn of(unit: &Unit) -> Self {
        let knowledge = Knowledge::get();
        let mut out = Self { gender: unit.local.gender, ..Self::default() };
        out.countries.extend(unit.local.country);
        for role in &unit.local.roles {
            let (country, rest) = knowledge.split_country(role);
            out.countries.extend(country);
            if let Some((office, whole)) = knowledge.office(&rest) {
                out.domains.insert(office.domain);
                out.offices.insert(if whole { name_key(office.name) } else { name_key(&rest) });
            }
        }
        out
    }

    /// Whether what is known of two speaks against their being one.
    fn speaks_against(&self, other: &Self) -> bool {
        let apart = |a: &BTreeSet<CountryId>, b: &BTreeSet<CountryId>| !a.is_empty() && !b.is_empty() && a.is_disjoint(b);
        let fields = || {
            // A life in sport, art or crime is seldom one in office.
            let public =
                |d: &BTreeSet<Domain>| d.iter().any(|d| matches!(d, Domain::Politics | Domain::Military | Domain::Law | Domain::Religion));
            let private =
                |d: &BTreeSet<Domain>| d.iter().any(|d| matches!(d, Domain::Sport | Domain::Arts | Domain::Medicine | Domain::Science));
            self.domains.is_disjoint(&other.domains)
                && (public(&self.domains) && private(&other.domains) || private(&self.domains) && public(&other.domains))
        };
        genders_differ(self.gender, other.gender) || apart(&self.countries, &other.countries) || fields()
    }

    fn add(&mut self, other: &Self) {
        self.countries.extend(&other.countries);
        self.domains.extend(&other.domains);
        self.offices.extend(other.offices.iter().cloned());
        self.gender = self.gender.or(other.gender);
    }

    fn says_something(&self) -> bool {
        !self.countries.is_empty() || !self.domains.is_empty()
    }
}

/// A person found so far: units that are certainly one.
struct Person {
    name: PersonName,
    profile: Profile,
    units: Vec<usize>,
    /// Who else stands in the documents, once it was asked.
    company: Option<BTreeSet<u32>>,
}

pub(super) fn join(units: &[Unit], members: &[usize], context: &Context, union: &mut Union) {
    let mut by_name: BTreeMap<PersonName, Vec<usize>> = BTreeMap::new();
    for &n in members {
        by_name.entry(PersonName::parse(units[n].name())).or_default().push(n);
    }
    let mut persons: Vec<Person> = Vec::new();
    let mut shorter: Vec<(PersonName, Vec<usize>)> = Vec::new();
    for (name, list) in by_name {
        if name.fullness() == 3 {
            persons.extend(namesakes(&name, list, units, context));
        } else {
            shorter.push((name, list));
        }
    }
    for person in &persons {
        person.units.iter().for_each(|n| union.join(person.units[0], *n, Join::Same));
    }
    same_in_a_document(units, &persons, union);
    spellings(&persons, union);
    // Persons that were joined by their spelling are one candidate from here on.
    let mut merged: BTreeMap<usize, Vec<&Person>> = BTreeMap::new();
    persons.iter().for_each(|p| merged.entry(union.root(p.units[0])).or_default().push(p));
    let candidates: Vec<Candidate> = merged.into_values().map(|list| Candidate::new(&list, units, context)).collect();
    let mut words: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut given: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, candidate) in candidates.iter().enumerate() {
        let surnames: BTreeSet<&str> = candidate.names.iter().filter_map(|n| n.surname.as_deref()).collect();
        let firsts: BTreeSet<&str> = candidate.names.iter().filter_map(|n| n.given.as_deref()).collect();
        surnames.into_iter().for_each(|w| words.entry(w).or_default().push(i));
        firsts.into_iter().for_each(|w| given.entry(w).or_default().push(i));
    }
    // Candidates are fixed: the order of shorter names decides nothing.
    for (name, list) in shorter {
        let mut left: Vec<usize> = Vec::new();
        let surname = name.surname.as_deref().unwrap_or("");
        let known = |n: usize| -> Option<(usize, Join)> {
            let mut profile = Profile::of(&units[n]);
            // «Ким» tells nothing of a gender; what was taken from the words around it is a guess.
            profile.gender = profile.gender.filter(|_| tells_gender(surname));
            let fits = |i: &&usize| {
                let candidate = &candidates[**i];
                let names = name.fullness() != 2 || candidate.names.iter().any(|c| c.includes(&name, false).is_some());
                names && !candidate.profile.speaks_against(&profile)
            };
            let pick = |index: &BTreeMap<&str, Vec<usize>>| -> Vec<usize> {
                index.get(surname).into_iter().flatten().filter(fits).copied().collect()
            };
            let mut list = pick(&words);
            if list.is_empty() && name.fullness() == 1 {
                list = pick(&given);
                // A given name alone is a person's only when no other has it.
                list.retain(|_| given.get(surname).is_some_and(|all| all.len() == 1));
            }
            match list.as_slice() {
                [] => None,
                [only] => Some((*only, if name.fullness() == 2 { Join::Initials } else { Join::OnlyOne })),
                several => by_context(several, &candidates, &profile, units[n].document, context).map(|i| (i, Join::Context)),
            }
        };
        for n in list {
            match known(n) {
                Some((i, why)) => union.join(candidates[i].first, n, why),
                None => left.push(n),
            }
        }
        // Who is known by one word only: equal words are one.
        left.iter().for_each(|n| union.join(left[0], *n, Join::Same));
    }
}

/// Whether a surname has another form for the other gender.
fn tells_gender(surname: &str) -> bool {
    const ENDINGS: &[&str] = &["ов", "ев", "ин", "ын", "ский", "цкий", "ова", "ева", "ина", "ына", "ская", "цкая"];
    ENDINGS.iter().any(|e| surname.ends_with(e))
}

/// Names that two documents share, the person's own among them, beyond which they are about one company.
const COMPANY: usize = 3;

/// Units of one full name: one person, unless offices speak of several.
fn namesakes(name: &PersonName, list: Vec<usize>, units: &[Unit], context: &Context) -> Vec<Person> {
    // Units of equal profile are judged together: the most frequent first.
    let mut profiles: BTreeMap<Profile, Vec<usize>> = BTreeMap::new();
    for n in list {
        // Equal names have one gender, whatever was made of the words around them.
        profiles.entry(Profile { gender: None, ..Profile::of(&units[n]) }).or_default().push(n);
    }
    let mut order: Vec<(Profile, Vec<usize>)> = profiles.into_iter().collect();
    order.sort_by(|(a, x), (b, y)| b.says_something().cmp(&a.says_something()).then(y.len().cmp(&x.len())).then_with(|| a.cmp(b)));
    let mut out: Vec<Person> = Vec::new();
    for (profile, list) in order {
        let around =
            |units_of: &[usize]| -> BTreeSet<u32> { units_of.iter().flat_map(|n| context.of(units[*n].document)).copied().collect() };
        let mut own: Option<BTreeSet<u32>> = None;
        let mut fits = |p: &mut Person| {
            if !p.profile.speaks_against(&profile) {
                return true;
            }
            // The same company: three others at least, besides the name itself.
            let theirs = p.company.get_or_insert_with(|| around(&p.units));
            let own = own.get_or_insert_with(|| around(&list));
            own.iter().filter(|c| theirs.contains(c)).count() > COMPANY
        };
        match out.iter_mut().find_map(|p| fits(p).then_some(p)) {
            Some(person) => {
                if let Some(company) = &mut person.company {
                    company.extend(around(&list));
                }
                person.profile.add(&profile);
                person.units.extend(list);
            }
            None => out.push(Person { name: name.clone(), profile, units: list, company: own }),
        }
    }
    out
}

/// A document that gives two full names to one person says that they are one.
fn same_in_a_document(units: &[Unit], persons: &[Person], union: &mut Union) {
    let mut by_name: BTreeMap<&PersonName, Vec<&Person>> = BTreeMap::new();
    persons.iter().for_each(|p| by_name.entry(&p.name).or_default().push(p));
    for person in persons {
        for &n in &person.units {
            for other in units[n].names.iter().skip(1) {
                let name = PersonName::parse(&other.text);
                if name.fullness() < 3 || name == person.name {
                    continue;
                }
                if let Some([same]) = by_name.get(&name).map(Vec::as_slice)
                    && !same.profile.speaks_against(&person.profile)
                {
                    union.join(person.units[0], same.units[0], other.why);
                }
            }
        }
    }
}

/// Full names that differ in spelling only.
fn spellings(persons: &[Person], union: &mut Union) {
    let mut blocks: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, person) in persons.iter().enumerate() {
        let (given, surname) = (person.name.given.as_deref().unwrap_or(""), person.name.surname.as_deref().unwrap_or(""));
        let start = |word: &str| skeleton(word).chars().next().unwrap_or(' ');
        let mut keys: BTreeSet<String> = BTreeSet::new();
        // A slip may be in one of both: the other then finds the pair.
        keys.insert(format!("s{}{}", skeleton(surname), start(given)));
        keys.insert(format!("g{}{}", skeleton(given), start(surname)));
        // Surname first.
        let (a, b) = (given.min(surname), given.max(surname));
        keys.insert(format!("o{a} {b}"));
        keys.into_iter().for_each(|k| blocks.entry(k).or_default().push(i));
    }
    let mut seen: BTreeSet<(usize, usize)> = BTreeSet::new();
    for block in blocks.values() {
        for (at, &a) in block.iter().enumerate() {
            for &b in &block[at + 1..] {
                let (x, y) = (&persons[a], &persons[b]);
                if x.name == y.name || !seen.insert((a, b)) || x.profile.speaks_against(&y.profile) {
                    continue;
                }
                let office = !x.profile.offices.is_disjoint(&y.profile.offices);
                // One slip in a name is easily made; more need the same office.
                if let Some(why) = x.name.includes(&y.name, office) {
                    let why = if office && why == Join::Spelling { Join::SpellingAndOffice } else { why };
                    union.join(x.units[0], y.units[0], why);
                }
            }
        }
    }
}

/// A person whom shorter names may mean.
struct Candidate {
    /// A unit of it.
    first: usize,
    names: BTreeSet<PersonName>,
    profile: Profile,
    units: usize,
    /// How often each other name stands beside it.
    company: BTreeMap<u32, u32>,
}

impl Candidate {
    fn new(list: &[&Person], units: &[Unit], context: &Context) -> Self {
        let mut out =
            Self { first: list[0].units[0], names: BTreeSet::new(), profile: Profile::default(), units: 0, company: BTreeMap::new() };
        for person in list {
            out.names.insert(person.name.clone());
            out.profile.add(&person.profile);
            out.units += person.units.len();
            for n in &person.units {
                context.of(units[*n].document).iter().for_each(|c| *out.company.entry(*c).or_default() += 1);
            }
        }
        out
    }
}

/// The candidate whose company a document has, if one clearly is before the others.
fn by_context(several: &[usize], candidates: &[Candidate], profile: &Profile, document: usize, context: &Context) -> Option<usize> {
    let score = |i: usize| {
        let candidate = &candidates[i];
        let shared: f32 = context
            .of(document)
            .iter()
            .filter_map(|c| Some((*candidate.company.get(c)? as f32 / candidate.units as f32).min(1.0) * context.weight(*c)))
            .sum();
        let office = if candidate.profile.offices.is_disjoint(&profile.offices) { 0.0 } else { 4.0 };
        shared + office + (candidate.units as f32).ln()
    };
    let mut scores: Vec<(f32, usize)> = several.iter().map(|i| (score(*i), *i)).collect();
    scores.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let (best, next) = (scores.first()?, scores.get(1)?);
    (best.0 > 1.5 && best.0 > 1.5 * next.0 + 0.5).then_some(best.1)
}

//! What a reader of news knows beforehand: states and their other names, international organisations, the bodies that every
//! state has, and what offices are called. Tables in `assets/knowledge`, with their sources in `assets/SOURCES.md`.
//!
//! Names are looked up by [`stem_key`], so that «Соединённого Королевства» finds «Соединённое Королевство»: within longer
//! names countries stand in oblique cases, and a mention's base form may be wrong.

mod anniversaries;
mod key;

pub use key::{adjective_stem, name_key, stem, stem_key, word_stem, words};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

pub use anniversaries::{Remembered, anniversary};

/// Number of a state in [`Knowledge`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountryId(u16);

/// Number of an organisation in [`Knowledge`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrganisationId(u16);

/// Number of an item of Wikidata: 232 for Q232.
pub type Wikidata = u32;

/// A state or a territory that news treats as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub code: &'static str,
    /// The name that news uses.
    pub name: &'static str,
    /// Its item.
    pub wikidata: Option<Wikidata>,
}

/// An international organisation, or one known by several names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// The full name.
    pub name: &'static str,
    /// Its item.
    pub wikidata: Option<Wikidata>,
}

/// The field in which an office or occupation is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Domain {
    Politics,
    Military,
    Law,
    Business,
    Sport,
    Arts,
    Science,
    Religion,
    Press,
    Crime,
    Medicine,
}

/// An office: what it is called most fully, and its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Office {
    /// One name for all its names: «президент» for «глава государства».
    pub name: &'static str,
    /// Its field.
    pub domain: Domain,
}

/// The tables, read once.
#[derive(Debug)]
pub struct Knowledge {
    countries: Vec<Country>,
    organisations: Vec<Organisation>,
    country_names: BTreeMap<String, CountryId>,
    spellings: BTreeMap<String, &'static str>,
    adjectives: BTreeMap<String, CountryId>,
    citizens: BTreeMap<String, CountryId>,
    capitals: BTreeMap<String, CountryId>,
    organisation_names: BTreeMap<String, OrganisationId>,
    bodies: BTreeMap<String, &'static str>,
    offices: BTreeMap<String, Office>,
    items: BTreeMap<(char, String), Wikidata>,
    given_names: BTreeSet<String>,
    /// Words that tell events, with their kinds.
    events: BTreeMap<&'static str, &'static str>,
    /// Words in the longest name of a country.
    longest: usize,
    /// First words of the names of countries, and of countries, organisations and bodies: most words begin none.
    country_starts: BTreeSet<String>,
    starts: BTreeSet<String>,
}

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| {
    Knowledge::parse(
        include_str!("../../../assets/knowledge/countries.tsv"),
        include_str!("../../../assets/knowledge/organisations.tsv"),
        include_str!("../../../assets/knowledge/bodies.tsv"),
        include_str!("../../../assets/knowledge/roles.tsv"),
        include_str!("../../../assets/knowledge/wikidata.tsv"),
        include_str!("../../../assets/knowledge/given-names.txt"),
        include_str!("../../../assets/knowledge/events.tsv"),
    )
});

/// The lines of a table that are no comments, in columns.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).map(|l| l.split('\t').collect())
}

/// The values of a column.
fn values(row: &[&'static str], column: usize) -> impl Iterator<Item = &'static str> {
    row.get(column).copied().unwrap_or("").split('|').filter(|v| !v.is_empty())
}

fn item(text: &str) -> Option<Wikidata> {
    text.strip_prefix('Q')?.parse().ok()
}

impl Knowledge {
    /// The kind of event that a word tells, by its folded dictionary form: «meet» for «встретиться» and «переговоры».
    pub fn event_kind(&self, lemma: &str) -> Option<&'static str> {
        self.events.get(lemma).copied()
    }

    /// The tables that are part of the program.
    pub fn get() -> &'static Self {
        &KNOWLEDGE
    }

    fn parse(
        countries: &'static str,
        organisations: &'static str,
        bodies: &'static str,
        roles: &'static str,
        items: &'static str,
        given_names: &'static str,
        events: &'static str,
    ) -> Self {
        let mut out = Self {
            countries: Vec::new(),
            organisations: Vec::new(),
            country_names: BTreeMap::new(),
            spellings: BTreeMap::new(),
            adjectives: BTreeMap::new(),
            citizens: BTreeMap::new(),
            capitals: BTreeMap::new(),
            organisation_names: BTreeMap::new(),
            bodies: BTreeMap::new(),
            offices: BTreeMap::new(),
            items: BTreeMap::new(),
            given_names: rows(given_names).map(|row| name_key(row[0])).collect(),
            events: rows(events).flat_map(|row| values(&row, 1).map(|w| (w, row[0])).collect::<Vec<_>>()).collect(),
            longest: 1,
            country_starts: BTreeSet::new(),
            starts: BTreeSet::new(),
        };
        for row in rows(countries) {
            let id = CountryId(out.countries.len() as u16);
            let name = values(&row, 2).next().unwrap_or("");
            out.countries.push(Country { code: row[0], name, wikidata: row.get(1).and_then(|q| item(q)) });
            for name in values(&row, 2) {
                out.longest = out.longest.max(words(name).count());
                out.country_names.entry(stem_key(name)).or_insert(id);
                out.spellings.entry(stem_key(name)).or_insert(name);
            }
            values(&row, 3).for_each(|a| _ = out.adjectives.entry(adjective_stem(&name_key(a))).or_insert(id));
            values(&row, 4).for_each(|a| _ = out.citizens.entry(stem_key(a)).or_insert(id));
            values(&row, 5).for_each(|a| _ = out.capitals.entry(stem_key(a)).or_insert(id));
        }
        for row in rows(organisations) {
            let id = OrganisationId(out.organisations.len() as u16);
            let name = values(&row, 2).next().unwrap_or("");
            out.organisations.push(Organisation { name, wikidata: row.first().and_then(|q| item(q)) });
            for name in values(&row, 2) {
                out.organisation_names.entry(stem_key(name)).or_insert(id);
                out.spellings.entry(stem_key(name)).or_insert(name);
            }
        }
        for row in rows(bodies) {
            for name in row.iter().take(1).copied().chain(values(&row, 1)) {
                out.bodies.entry(stem_key(name)).or_insert(row[0]);
            }
        }
        for row in rows(roles) {
            let (Some(domain), Some(name)) = (domain(row[0]), row.get(1).copied()) else { continue };
            for form in std::iter::once(name).chain(values(&row, 2)) {
                out.offices.entry(name_key(form)).or_insert(Office { name, domain });
            }
        }
        let start = |key: &String| key.split(' ').next().map(String::from);
        out.country_starts = out.country_names.keys().filter_map(start).collect();
        out.starts = out.bodies.keys().chain(out.organisation_names.keys()).filter_map(start).collect();
        out.starts.extend(out.country_starts.iter().cloned());
        for row in rows(items) {
            let (Some(number), Some(class)) = (item(row[0]), row.get(1).and_then(|c| c.chars().next())) else { continue };
            values(&row, 2).for_each(|a| _ = out.items.entry((class, stem_key(a))).or_insert(number));
        }
        out
    }

    /// What is known of a state.
    pub fn country(&self, id: CountryId) -> &Country {
        &self.countries[id.0 as usize]
    }

    /// What is known of an organisation.
    pub fn organisation(&self, id: OrganisationId) -> &Organisation {
        &self.organisations[id.0 as usize]
    }

    /// The state of an ISO 3166-1 code.
    pub fn country_of_code(&self, code: &str) -> Option<CountryId> {
        self.countries.iter().position(|c| c.code == code).map(|n| CountryId(n as u16))
    }

    /// The state of a name: «РФ», «Российская Федерация», in any case.
    ///
    /// ```
    /// use letopis::nlp::knowledge::Knowledge;
    /// let known = Knowledge::get();
    /// let russia = known.country_named("РФ").unwrap();
    /// assert_eq!(known.country_named("Российской Федерации"), Some(russia));
    /// assert_eq!(known.country(russia).code, "RU");
    /// ```
    pub fn country_named(&self, name: &str) -> Option<CountryId> {
        self.country_names.get(&stem_key(name)).copied()
    }

    /// How the name of a state is spelled in the nominative.
    pub fn spelling_of_country(&self, name: &str) -> Option<&'static str> {
        let key = stem_key(name);
        self.spellings.get(&key).copied().filter(|_| self.country_names.contains_key(&key))
    }

    /// How the name of a well-known organisation is spelled in the nominative.
    pub fn spelling_of_organisation(&self, name: &str) -> Option<&'static str> {
        let key = stem_key(name);
        self.spellings.get(&key).copied().filter(|_| self.organisation_names.contains_key(&key))
    }

    /// The state of an adjective in any form: «британского».
    pub fn country_of_adjective(&self, word: &str) -> Option<CountryId> {
        self.adjectives.get(&adjective_stem(&name_key(word))).copied()
    }

    /// The state whose citizens are called so.
    pub fn country_of_citizen(&self, word: &str) -> Option<CountryId> {
        self.citizens.get(&stem_key(word)).copied()
    }

    /// The state whose capital is called so.
    pub fn country_of_capital(&self, name: &str) -> Option<CountryId> {
        self.capitals.get(&stem_key(name)).copied()
    }

    /// The organisation of a name.
    pub fn organisation_named(&self, name: &str) -> Option<OrganisationId> {
        self.organisation_names.get(&stem_key(name)).copied()
    }

    /// One name for all names of a body that every state has: «министерство иностранных дел» for «МИД».
    pub fn body(&self, name: &str) -> Option<&'static str> {
        self.bodies.get(&stem_key(name)).copied()
    }

    /// The longest name of a body, an organisation or, with a capital, a state with which words begin: its one name, and how many
    /// words it takes. The words are given as they stand and as [`word_stem`]s.
    pub fn beginning(&self, list: &[&str], stems: &[String]) -> Option<(&'static str, usize)> {
        /// No name that is looked for inside another has more words.
        const LONGEST: usize = 6;
        if !stems.first().is_some_and(|s| self.starts.contains(s)) {
            return None;
        }
        (1..=LONGEST.min(stems.len())).rev().find_map(|len| {
            let key = stems[..len].join(" ");
            let organisation = || self.organisation_names.get(&key).map(|o| self.organisation(*o).name);
            let country =
                || self.country_names.get(&key).filter(|_| list[0].starts_with(char::is_uppercase)).map(|c| self.country(*c).name);
            self.bodies.get(&key).copied().or_else(organisation).or_else(country).map(|name| (name, len))
        })
    }

    /// An office by its name in the nominative; of a longer one the longest beginning that is known gives the field, and
    /// the name only when it is all.
    pub fn office(&self, name: &str) -> Option<(Office, bool)> {
        let key = name_key(name);
        let mut rest = key.as_str();
        loop {
            if let Some(office) = self.offices.get(rest) {
                return Some((*office, rest.len() == key.len()));
            }
            rest = rest.rsplit_once(' ')?.0;
        }
    }

    /// Whether news often has persons of this given name (nominative).
    pub fn is_common_given_name(&self, name: &str) -> bool {
        self.given_names.contains(&name_key(name))
    }

    /// The item of Wikidata that a name of a class (P person, O organisation, L place) surely means.
    pub fn wikidata(&self, class: char, name: &str) -> Option<Wikidata> {
        self.items.get(&(class, stem_key(name))).copied()
    }

    /// Takes the name of a state out of a longer name: the state, and the words that are left.
    ///
    /// ```
    /// use letopis::nlp::knowledge::Knowledge;
    /// let known = Knowledge::get();
    /// for name in ["МИД Соединённого Королевства", "британский МИД"] {
    ///     let (country, rest) = known.split_country(name);
    ///     assert_eq!((country.map(|c| known.country(c).code), rest.as_str()), (Some("GB"), "МИД"));
    /// }
    /// ```
    pub fn split_country(&self, name: &str) -> (Option<CountryId>, String) {
        let list: Vec<&str> = name.split_whitespace().collect();
        let stems: Vec<String> = list.iter().map(|w| stem_key(w)).collect();
        // All of it is no body of a state.
        for len in (1..=self.longest.min(list.len().saturating_sub(1))).rev() {
            for from in 0..=list.len() - len {
                if !self.country_starts.contains(&stems[from]) {
                    continue;
                }
                // «посольство в США» is not the embassy of the United States.
                if from > 0 && PREPOSITIONS.contains(&list[from - 1]) {
                    continue;
                }
                let capital = list[from..from + len].iter().any(|w| w.starts_with(char::is_uppercase));
                if let Some(&country) = self.country_names.get(&stems[from..from + len].join(" ")).filter(|_| capital) {
                    return (Some(country), cut(&list, from, len));
                }
            }
        }
        for (at, word) in list.iter().enumerate().filter(|_| list.len() > 1) {
            if let Some(country) = self.country_of_adjective(word) {
                return (Some(country), cut(&list, at, 1));
            }
        }
        (None, name.to_string())
    }
}

/// The words without some.
fn cut(list: &[&str], from: usize, len: usize) -> String {
    list.iter().enumerate().filter(|(i, _)| *i < from || *i >= from + len).map(|(_, w)| *w).collect::<Vec<_>>().join(" ")
}

/// Before a state they say where something is, not whose.
const PREPOSITIONS: &[&str] =
    &["в", "во", "на", "по", "при", "для", "из", "с", "со", "к", "ко", "о", "об", "от", "против", "между", "через"];

fn domain(name: &str) -> Option<Domain> {
    Some(match name {
        "politics" => Domain::Politics,
        "military" => Domain::Military,
        "law" => Domain::Law,
        "business" => Domain::Business,
        "sport" => Domain::Sport,
        "arts" => Domain::Arts,
        "science" => Domain::Science,
        "religion" => Domain::Religion,
        "press" => Domain::Press,
        "crime" => Domain::Crime,
        "medicine" => Domain::Medicine,
        _ => return None,
    })
}

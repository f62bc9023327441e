//! Mentions → base forms → entities of one document.
//!
//! A mention's base form is chosen among its possible readings by its surroundings and by what the document says elsewhere.
//! Mentions of equal base form are a name; names are joined into entities, and every name keeps the reason.

mod choose;
mod declension;
mod expect;
mod governments;
mod joins;
mod normalize;
mod organisation;
mod person;
mod person_form;
mod roles;
mod spelling;

pub use governments::governments;
pub(crate) use joins::{place_key, same_place, similar, state};
pub use normalize::{BaseForm, base_forms};
pub use organisation::OrganisationName;
pub(crate) use organisation::{fullness, is_acronym};
pub use person::{PersonName, genders_differ};
pub(crate) use spelling::{cyrillic, skeleton};

use std::collections::{BTreeMap, BTreeSet};

use super::knowledge::{CountryId, Knowledge, Wikidata, name_key};
use super::morph::{Lexicon, Readings};
use super::ner::{Family, Label, Mention};
use super::segment::Segmentation;

/// Number of an entity within its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u32);

/// A person's name in parts, as far as they could be told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameParts {
    /// Family name.
    pub surname: Option<String>,
    /// Given name.
    pub given: Option<String>,
    /// Patronymic.
    pub patronymic: Option<String>,
}

/// Grammatical gender of a person's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Gender {
    Masculine,
    Feminine,
}

impl Gender {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Masculine, Self::Feminine];

    /// Its English name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Masculine => "masculine",
            Self::Feminine => "feminine",
        }
    }
}

/// Defines [`Join`] with its names.
macro_rules! joins {
    ($($variant:ident $name:literal $doc:literal;)*) => {
        /// Why a name belongs to an entity; the surest first.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Join { $(#[doc = $doc] $variant,)* }

        impl Join {
            /// All reasons.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// How outputs call it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

joins! {
    Same "same" "It is the entity's own name.";
    Order "order" "The same words, surname first.";
    Given "given" "A user has joined them.";
    Known "known" "Another usual name of the same thing: «Евросоюз», «Соединённые Штаты».";
    Body "body" "The same body of the same state: «МИД РК», «казахстанское министерство иностранных дел».";
    Quoted "quoted" "Equal in quotes: «компания \"Северный луч\"», «ТОО \"Северный луч\"».";
    Abbreviation "abbreviation" "An abbreviation that the text gives in brackets.";
    Surname "surname" "The surname alone.";
    Initials "initials" "Initials that fit, and the surname.";
    PartOfName "part-of-name" "Part of a longer name.";
    Acronym "acronym" "The first letters of the words of a name.";
    OnlyState "only-state" "A body without its state, of which only one is named.";
    GivenName "given-name" "The given name alone.";
    Short "short" "A longer name with words left out, and no other fits.";
    Script "script" "Another alphabet.";
    SpellingAndOffice "spelling-and-office" "A like spelling and the same office.";
    Spelling "spelling" "Another spelling.";
    Office "office" "An office or description that fits nobody else here.";
    OnlyOne "only-one" "Nobody else in the collection has this surname.";
    Context "context" "Named together with the same persons and organisations.";
}

/// One of an entity's names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Base form.
    pub text: String,
    /// Number of mentions.
    pub count: usize,
    /// Why it belongs to the entity.
    pub why: Join,
}

/// Something named in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// Its number.
    pub id: EntityId,
    /// Its type.
    pub label: Label,
    /// Its name: the fullest for persons, else the most frequent.
    pub name: String,
    /// All base forms with the reason why they are here, its name first.
    pub names: Vec<Name>,
    /// Other surface forms, in order of first sight.
    pub aliases: Vec<String>,
    /// Parts of the name, for persons.
    pub name_parts: Option<NameParts>,
    /// Gender, for persons.
    pub gender: Option<Gender>,
    /// What a person is called beside the name: base forms of professions.
    pub roles: Vec<String>,
    /// The state whose body or office holder it is, as far as the document tells.
    pub country: Option<CountryId>,
    /// Its item of Wikidata, where that is sure.
    pub wikidata: Option<Wikidata>,
    /// The mentions, by number.
    pub mentions: Vec<usize>,
}

/// A mention with its base form, and the entity it names.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// The mention.
    pub mention: Mention,
    /// Dictionary form.
    pub normal: String,
    /// What it names; figures and times name nothing.
    pub entity: Option<EntityId>,
}

/// Entities of a document and the mentions that name them, in the order of mentions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entities {
    /// Every mention of the tagger.
    pub mentions: Vec<Named>,
    /// Every entity, by number.
    pub entities: Vec<Entity>,
}

/// See [`key`].
type Key = (u8, String);

/// Under which key mentions of equal base form meet. Ё is read as е; quotes and case do not count.
pub fn key(label: Label, normal: &str) -> (u8, String) {
    // A place is often now a city, now a district, now a facility.
    let class = if label.family() == Family::Places { Label::Location } else { label };
    // Things that are known by several names: «Северный поток — 2», «Nord Stream 2».
    let known = || Knowledge::get().organisation_named(normal).map(|o| name_key(Knowledge::get().organisation(o).name));
    let thing = !matches!(label.family(), Family::People | Family::Organizations);
    (class as u8, Some(()).filter(|_| thing).and_then(|()| known()).unwrap_or_else(|| name_key(normal)))
}

/// Finds base forms and entities.
pub fn resolve(text: &str, pieces: &Segmentation, readings: &Readings, lexicon: &Lexicon, mentions: Vec<Mention>) -> Entities {
    let titles = roles::titles(text, pieces, readings, &mentions);
    let candidates = mentions
        .iter()
        .enumerate()
        .map(|(i, m)| (m.label, base_forms(text, pieces, readings, lexicon, m, titles.get(&i).map(|t| t.head))))
        .collect();
    let surfaces: Vec<String> = mentions.iter().map(|m| squeeze(m.span.of(text))).collect();
    let chosen = choose::choose(candidates, &surfaces);
    let (mut nodes, node_of) = nodes(&mentions, &chosen);
    let bracketed = bracketed(pieces, text, &mentions, &node_of);
    let groups = joins::join(&mut nodes, &bracketed);
    let mut out = Entities::default();
    let mut entity_of: Vec<Option<EntityId>> = vec![None; mentions.len()];
    let first = |g: &joins::Group| g.names.iter().filter_map(|(n, _)| nodes[*n].mentions.first()).map(|m| m.0).min();
    let mut groups: Vec<&joins::Group> = groups.iter().collect();
    groups.sort_by_key(|g| first(g));
    for group in groups {
        let entity = entity(EntityId(out.entities.len() as u32), group, &nodes, &mentions, &chosen, text);
        for m in &entity.mentions {
            entity_of[*m] = Some(entity.id);
        }
        out.entities.push(entity);
    }
    out.mentions = mentions
        .into_iter()
        .zip(chosen)
        .zip(entity_of)
        .map(|((mention, form), entity)| Named { mention, normal: form.text, entity })
        .collect();
    roles::add(&mut out, text, pieces, readings, &titles);
    out
}

/// Mentions of one class and equal base form, in order of first sight; and the node of each mention that names something.
fn nodes(mentions: &[Mention], chosen: &[BaseForm]) -> (Vec<joins::Node>, BTreeMap<usize, usize>) {
    let mut ids: BTreeMap<Key, usize> = BTreeMap::new();
    let mut lists: Vec<Vec<usize>> = Vec::new();
    for (i, (mention, form)) in mentions.iter().zip(chosen).enumerate().filter(|(_, (m, _))| m.label.is_entity()) {
        let node = *ids.entry(key(mention.label, &form.text)).or_insert(lists.len());
        if node == lists.len() {
            lists.push(Vec::new());
        }
        lists[node].push(i);
    }
    let node_of = lists.iter().enumerate().flat_map(|(node, list)| list.iter().map(move |m| (*m, node))).collect();
    let node = |list: &Vec<usize>| {
        let most = |values: Vec<String>| most(values.into_iter()).unwrap_or_default();
        joins::Node {
            label: majority(list.iter().map(|m| mentions[*m].label)),
            text: most(list.iter().map(|m| chosen[*m].text.clone()).collect()),
            gender: most_gender(list.iter().filter_map(|m| chosen[*m].gender)),
            mentions: list.iter().map(|m| (*m, mentions[*m].span.start)).collect(),
        }
    };
    (lists.iter().map(node).collect(), node_of)
}

/// The most frequent value; of equals the first by order.
fn most<T: Ord>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    values.for_each(|v| *counts.entry(v).or_default() += 1);
    counts.into_iter().rev().max_by_key(|(_, n)| *n).map(|(v, _)| v)
}

/// The type that most have; of equals the first of all types.
fn majority(labels: impl Iterator<Item = Label>) -> Label {
    most(labels).unwrap_or(Label::Location)
}

/// The gender that most have; none when they are at odds.
fn most_gender(genders: impl Iterator<Item = Gender>) -> Option<Gender> {
    let (mut masculine, mut feminine) = (0, 0);
    genders.for_each(|g| if g == Gender::Masculine { masculine += 1 } else { feminine += 1 });
    match masculine.cmp(&feminine) {
        std::cmp::Ordering::Greater => Some(Gender::Masculine),
        std::cmp::Ordering::Less => Some(Gender::Feminine),
        std::cmp::Ordering::Equal => None,
    }
}

/// Names that stand in brackets right after another one: «Региональный центр … (РЦПД)», also «(далее — РЦПД)».
fn bracketed(pieces: &Segmentation, text: &str, mentions: &[Mention], node_of: &BTreeMap<usize, usize>) -> Vec<(usize, usize)> {
    let word = |i: u32| pieces.atoms.get(i as usize).map_or("", |a| a.span.of(text));
    let ends: BTreeMap<u32, Vec<usize>> = {
        let mut map: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        mentions.iter().enumerate().for_each(|(i, m)| map.entry(m.atoms.end).or_default().push(i));
        map
    };
    let (mut out, mut seen) = (Vec::new(), BTreeSet::new());
    for (i, mention) in mentions.iter().enumerate() {
        let mut at = mention.atoms.start;
        while at > 0
            && matches!(
                word(at - 1),
                "далее"
                    | "—"
                    | "–"
                    | "-"
                    | "«"
                    | "\""
                    | "или"
                    | "сокращенно"
                    | "сокращённо"
                    | "англ."
                    | "англ"
                    | "."
            )
        {
            at -= 1;
        }
        if at == 0 || word(at - 1) != "(" {
            continue;
        }
        // The longest name that ends before the bracket, a closing quote between them or not.
        let before = [at - 1, at.saturating_sub(2)];
        let long = before.iter().filter_map(|e| ends.get(e)).flatten().filter(|m| mentions[**m].label.family() == mention.label.family());
        let Some(&long) = long.min_by_key(|m| (mentions[**m].atoms.start, **m)) else { continue };
        if let (Some(a), Some(b)) = (node_of.get(&long), node_of.get(&i))
            && a != b
            && seen.insert((*a, *b))
        {
            out.push((*a, *b));
        }
    }
    out
}

/// A group of names as an entity.
fn entity(id: EntityId, group: &joins::Group, nodes: &[joins::Node], mentions: &[Mention], chosen: &[BaseForm], text: &str) -> Entity {
    let mut own: Vec<usize> = group.names.iter().flat_map(|(n, _)| nodes[*n].mentions.iter().map(|m| m.0)).collect();
    own.sort_unstable();
    let main = &nodes[group.names[0].0];
    let mut names: Vec<Name> = Vec::new();
    for (n, why) in &group.names {
        match names.iter_mut().find(|known| known.text == nodes[*n].text) {
            Some(known) => known.count += nodes[*n].mentions.len(),
            None => names.push(Name { text: nodes[*n].text.clone(), count: nodes[*n].mentions.len(), why: *why }),
        }
    }
    names[1..].sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.text.cmp(&b.text)));
    let mut aliases = Vec::new();
    for m in &own {
        let surface = squeeze(mentions[*m].span.of(text));
        if surface != main.text && !aliases.contains(&surface) {
            aliases.push(surface);
        }
    }
    let label = majority(own.iter().map(|m| mentions[*m].label));
    let parts = main.mentions.iter().map(|m| &chosen[m.0]).find(|f| f.text == main.text).map(|f| f.parts.clone());
    Entity {
        id,
        label,
        name: main.text.clone(),
        aliases,
        name_parts: (label == Label::Person).then(|| parts.unwrap_or_default()),
        gender: most_gender(group.names.iter().flat_map(|(n, _)| nodes[*n].gender)),
        roles: Vec::new(),
        country: group.country,
        wikidata: wikidata(label, names.iter().filter(|n| n.why <= Join::Known).map(|n| n.text.as_str())),
        names,
        mentions: own,
    }
}

/// Types under which states appear; a city or street may be called like one.
pub(crate) fn is_state(label: Label) -> bool {
    matches!(label, Label::Country | Label::Location | Label::StateOrProvince)
}

/// The item that one of the names surely means.
pub(crate) fn wikidata<'a>(label: Label, names: impl Iterator<Item = &'a str>) -> Option<Wikidata> {
    let knowledge = Knowledge::get();
    let class = match label.family() {
        Family::Organizations => 'O',
        Family::Places => 'L',
        _ if label == Label::Person => 'P',
        _ => return None,
    };
    let mut found = names.filter_map(|name| {
        let country = || state(name).filter(|_| is_state(label)).and_then(|c| knowledge.country(c).wikidata);
        let organisation = || knowledge.organisation_named(name).filter(|_| class == 'O').and_then(|o| knowledge.organisation(o).wikidata);
        country().or_else(organisation).or_else(|| knowledge.wikidata(class, name))
    });
    let first = found.next()?;
    // Two items are one too many.
    found.all(|q| q == first).then_some(first)
}

/// Blanks and line breaks as single spaces.
fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

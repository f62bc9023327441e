//! Mentions → base forms → entities of one document.
//!
//! First version: a mention's base form is chosen among its possible readings by what the document says most often;
//! mentions of one type and equal base form are one entity.

mod normalize;

pub use normalize::{BaseForm, base_forms};

use std::collections::BTreeMap;

use super::morph::{Lexicon, Readings};
use super::ner::{Family, Label, Mention};
use super::segment::{Segmentation, fold};

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

/// Something named in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// Its number.
    pub id: EntityId,
    /// Its type.
    pub label: Label,
    /// Base form of the most frequent mention.
    pub name: String,
    /// Other surface forms, in order of first sight.
    pub aliases: Vec<String>,
    /// Parts of the name, for persons.
    pub name_parts: Option<NameParts>,
    /// What a person is called right before the name: base forms of professions.
    pub roles: Vec<String>,
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
    let plain: String = fold(normal).chars().filter(|c| !matches!(c, '«' | '»' | '"' | '“' | '”' | '„')).collect();
    // A place is often now a city, now a district, now a facility.
    let class = if label.family() == Family::Places { Label::Location } else { label };
    (class as u8, plain.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Finds base forms and entities.
pub fn resolve(text: &str, pieces: &Segmentation, readings: &Readings, lexicon: &Lexicon, mentions: Vec<Mention>) -> Entities {
    let candidates: Vec<Vec<BaseForm>> = mentions.iter().map(|m| base_forms(text, pieces, readings, lexicon, m)).collect();
    // Every possible base form gets a vote from every mention that could mean it; ambiguous mentions vote with less.
    let mut votes: BTreeMap<Key, f32> = BTreeMap::new();
    for (mention, forms) in mentions.iter().zip(&candidates) {
        for form in forms {
            *votes.entry(key(mention.label, &form.text)).or_default() += form.weight;
        }
    }
    let mut out = Entities::default();
    let mut ids: BTreeMap<Key, usize> = BTreeMap::new();
    for (mention, forms) in mentions.into_iter().zip(candidates) {
        let surface = squeeze(mention.span.of(text));
        let vote = |f: &BaseForm| votes.get(&key(mention.label, &f.text)).copied().unwrap_or(0.0);
        // The first of equals: candidates come best first.
        let best = forms.into_iter().reduce(|best, f| if vote(&f) > vote(&best) + 1e-4 { f } else { best });
        let BaseForm { text: normal, parts, .. } = best.unwrap_or_else(|| BaseForm::plain(surface.clone()));
        let number = out.mentions.len();
        let entity = mention.label.is_entity().then(|| {
            let next = out.entities.len();
            let index = *ids.entry(key(mention.label, &normal)).or_insert(next);
            if index == next {
                out.entities.push(Entity {
                    id: EntityId(next as u32),
                    label: mention.label,
                    name: normal.clone(),
                    aliases: Vec::new(),
                    name_parts: (mention.label == Label::Person).then(|| parts.clone()),
                    roles: Vec::new(),
                    mentions: Vec::new(),
                });
            }
            let entity = &mut out.entities[index];
            entity.mentions.push(number);
            if surface != entity.name && !entity.aliases.contains(&surface) {
                entity.aliases.push(surface);
            }
            entity.id
        });
        out.mentions.push(Named { mention, normal, entity });
    }
    settle_types(&mut out);
    add_roles(&mut out, pieces);
    out
}

/// An entity has the type that most of its mentions have.
fn settle_types(out: &mut Entities) {
    for entity in &mut out.entities {
        let mut counts: BTreeMap<Label, usize> = BTreeMap::new();
        for m in &entity.mentions {
            *counts.entry(out.mentions[*m].mention.label).or_default() += 1;
        }
        let best = counts.into_iter().max_by_key(|(label, n)| (*n, std::cmp::Reverse(*label)));
        entity.label = best.map_or(entity.label, |(label, _)| label);
    }
}

/// «президент Лунин»: a profession that ends right before a person gives the person a role.
fn add_roles(out: &mut Entities, pieces: &Segmentation) {
    let professions: BTreeMap<u32, usize> = out
        .mentions
        .iter()
        .enumerate()
        .filter(|(_, n)| n.mention.label == Label::Profession)
        .map(|(i, n)| (n.mention.atoms.end, i))
        .collect();
    for i in 0..out.mentions.len() {
        let (Label::Person, Some(EntityId(person))) = (out.mentions[i].mention.label, out.mentions[i].entity) else { continue };
        let start = out.mentions[i].mention.atoms.start;
        let Some(&role) = professions.get(&start) else { continue };
        let same_line = pieces.atoms.get(start as usize).is_some_and(|a| !a.glued);
        let normal = out.mentions[role].normal.clone();
        if let Some(entity) = out.entities.get_mut(person as usize).filter(|e| same_line && !e.roles.contains(&normal)) {
            entity.roles.push(normal);
        }
    }
}

/// Blanks and line breaks as single spaces.
fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

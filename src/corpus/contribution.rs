//! A document → what it brings to a collection.
//!
//! Analyses stay where they were made: a collection joins documents of many workers by these.

use super::duplicate::sketch;
use crate::nlp::edtf::{Point, Value};
use crate::nlp::entity::{Entity, EntityId, Gender, Name, NameParts};
use crate::nlp::event::Status;
use crate::nlp::knowledge::{CountryId, Wikidata};
use crate::nlp::ner::Label;
use crate::nlp::pipeline::Analysis;

/// What one document brings to a collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// The document's id.
    pub document: String,
    /// Its entities, by [`EntityId`].
    pub entities: Vec<LocalEntity>,
    /// Its events, in text order.
    pub events: Vec<LocalEvent>,
    /// What its text is compared by: sampled runs of its words, hashed and sorted.
    pub sketch: Vec<u32>,
}

impl Contribution {
    /// The same document when it brings nothing.
    pub(super) fn emptied(&self) -> Self {
        Self { document: self.document.clone(), entities: Vec::new(), events: Vec::new(), sketch: Vec::new() }
    }
}

/// An entity of one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalEntity {
    /// Its type.
    pub label: Label,
    /// Its base forms with the reason why each is here; its name first.
    pub names: Vec<Name>,
    /// Other surface forms.
    pub aliases: Vec<String>,
    /// Parts of the name, for persons.
    pub name_parts: Option<NameParts>,
    /// Gender, for persons.
    pub gender: Option<Gender>,
    /// What a person is called.
    pub roles: Vec<String>,
    /// The state whose body or office holder it is.
    pub country: Option<CountryId>,
    /// Its item of Wikidata.
    pub wikidata: Option<Wikidata>,
}

/// An event of one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalEvent {
    /// When; `None` for what nothing places.
    pub value: Option<Value>,
    /// Dictionary form of the word that tells it, folded.
    pub lemma: String,
    /// The kind of event that it tells.
    pub kind: Option<&'static str>,
    /// The day of the article.
    pub reported: Option<Point>,
    /// The clause in one line.
    pub what: String,
    /// Persons and organisations.
    pub who: Vec<EntityId>,
    /// Places.
    pub places: Vec<EntityId>,
    /// Whether it took place.
    pub status: Status,
}

impl From<&Entity> for LocalEntity {
    fn from(e: &Entity) -> Self {
        Self {
            label: e.label,
            names: e.names.clone(),
            aliases: e.aliases.clone(),
            name_parts: e.name_parts.clone(),
            gender: e.gender,
            roles: e.roles.clone(),
            country: e.country,
            wikidata: e.wikidata,
        }
    }
}

impl From<&Analysis> for Contribution {
    fn from(analysis: &Analysis) -> Self {
        let event = |e: &crate::nlp::event::Event| LocalEvent {
            value: e.when.value(),
            lemma: e.lemma.clone(),
            kind: e.kind,
            reported: analysis.layout.date,
            what: e.what.clone(),
            who: e.who.clone(),
            places: e.places.clone(),
            status: e.status,
        };
        Self {
            document: analysis.document.id.clone(),
            entities: analysis.annotations.entities.iter().map(LocalEntity::from).collect(),
            events: analysis.events.iter().map(event).collect(),
            sketch: sketch(&analysis.document.text, &analysis.layout),
        }
    }
}

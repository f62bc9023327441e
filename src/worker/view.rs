//! Results as plain values with text offsets in the unit of the receiver: the contract of the command line (code points)
//! and the page (UTF-16). The core's own types are not serialisable on purpose: each boundary converts once.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::decision::digest;
use crate::corpus::{Called, Collection, CollectionEntity, Contribution, Disagreement, Item, LocalEntity, LocalEvent};
use crate::ingest::Format;
use crate::nlp::diagnostic::{Code, Diagnostic};
use crate::nlp::document::{Document, Meta, Origin, Page};
use crate::nlp::edtf::{Kind, Point, Unit as Length, Value, stamp};
use crate::nlp::entity::{EntityId, Gender, Join, Name, NameParts};
use crate::nlp::event::Status;
use crate::nlp::knowledge::{Knowledge, name_key};
use crate::nlp::ner::{Family, Label};
use crate::nlp::pipeline::Analysis;
use crate::nlp::quote::{Form, Quote};
use crate::nlp::relation::Relation;
use crate::nlp::span::{Byte, Span};
use crate::nlp::temporal::{Anchor, Rule};

/// Version of the output; bumped when a field is renamed or taken away.
pub const SCHEMA: u32 = 1;

/// In what text offsets are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Unicode code points: the contract, W3C Web Annotation, brat.
    CodePoint,
    /// UTF-16 code units: JavaScript strings.
    Utf16,
}

/// Byte → offset in a unit, by a table of checkpoints.
struct Offsets<'t> {
    text: &'t str,
    unit: Unit,
    /// Count at every `STEP`-th byte, at the character that holds it.
    checkpoints: Vec<(u32, u32)>,
}

const STEP: usize = 256;

impl<'t> Offsets<'t> {
    fn new(text: &'t str, unit: Unit) -> Self {
        let mut checkpoints = vec![(0, 0)];
        let mut count = 0;
        for (at, c) in text.char_indices() {
            if at >= checkpoints.len() * STEP {
                checkpoints.push((at as u32, count));
            }
            count += Self::size(unit, c);
        }
        Self { text, unit, checkpoints }
    }

    fn size(unit: Unit, c: char) -> u32 {
        match unit {
            Unit::CodePoint => 1,
            Unit::Utf16 => c.len_utf16() as u32,
        }
    }

    fn at(&self, byte: u32) -> u32 {
        let i = self.checkpoints.partition_point(|(b, _)| *b <= byte).saturating_sub(1);
        let (from, count) = self.checkpoints.get(i).copied().unwrap_or((0, 0));
        let piece = self.text.get(from as usize..byte as usize).unwrap_or("");
        count + piece.chars().map(|c| Self::size(self.unit, c)).sum::<u32>()
    }

    fn span(&self, span: Span<Byte>) -> (u32, u32) {
        (self.at(span.start), self.at(span.end))
    }
}

/// Places of a text in a unit.
pub fn places(text: &str, spans: &[Span<Byte>], unit: Unit) -> Vec<(u32, u32)> {
    let offsets = Offsets::new(text, unit);
    spans.iter().map(|s| offsets.span(*s)).collect()
}

/// A document with its analysis: a line of `tag`, an item of `corpus.documents`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "npm", derive(tsify::Tsify))]
#[allow(missing_docs, reason = "the contract names the fields")]
pub struct DocumentView {
    pub schema: u32,
    pub id: String,
    pub title: Option<String>,
    pub date: Option<String>,
    pub date_source: String,
    /// How sure the publication day is, 0 to 1.
    pub date_score: f32,
    /// Where the text says it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub date_evidence: Option<EvidenceSpan>,
    pub source: Option<String>,
    pub author: Option<String>,
    pub url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub section: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub tags: Vec<String>,
    /// Names from the file that the user gave to the one that held the article, where they are more than its id.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub path: Vec<String>,
    /// The format that the text was taken from; none for text that came as such.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub format: Option<String>,
    /// Where its pages begin.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub pages: Vec<PageView>,
    pub language: String,
    /// SHA-256 of the text, by which decisions know it.
    #[serde(default)]
    pub sha256: String,
    /// The document that it is a copy of; in collections only.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub copy_of: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    pub parts: Vec<PartView>,
    /// Where articles begin, when the text seems to hold several.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub articles: Vec<u32>,
    pub mentions: Vec<MentionView>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub entities: Vec<EntityView>,
    pub relations: Vec<RelationView>,
    pub events: Vec<EventView>,
    /// Events that nothing places in time.
    #[serde(default)]
    pub undated: Vec<EventView>,
    pub quotes: Vec<QuoteView>,
    #[serde(default)]
    pub statements: Vec<QuoteView>,
    pub diagnostics: Vec<DiagnosticView>,
}

/// An article on its way to a worker: what a reader took out of a file, or a project keeps of it. Offsets in bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleView {
    /// What it is called; the desk makes names differ.
    pub id: String,
    /// Its text.
    pub text: String,
    /// The publication day (EDTF) that the user gave.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub date: Option<String>,
    /// What its file says of it.
    #[serde(default)]
    pub meta: MetaView,
    /// See [`Origin::path`].
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub path: Vec<String>,
    /// See [`Origin::format`].
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub format: String,
    /// See [`Origin::pages`].
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub pages: Vec<PageView>,
    /// Codes and details of what was noticed while it was read.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub noticed: Vec<(String, String)>,
}

/// What a file says of its article: see [`Meta`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "npm", derive(tsify::Tsify))]
#[allow(missing_docs, reason = "the core's type tells of the fields")]
pub struct MetaView {
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub author: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub site: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub section: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub tags: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub url: Option<String>,
}

impl ArticleView {
    /// A document and what was noticed of it.
    pub fn new(document: &Document, noticed: &[Diagnostic]) -> Self {
        let Document { id, text, date, meta, origin } = document;
        Self {
            id: id.clone(),
            text: text.clone(),
            date: date.map(|d| d.to_string()),
            meta: MetaView {
                title: meta.title.clone(),
                date: meta.date.map(|d| d.to_string()),
                author: meta.author.clone(),
                site: meta.site.clone(),
                section: meta.section.clone(),
                tags: meta.tags.clone(),
                url: meta.url.clone(),
            },
            path: origin.path.clone(),
            format: origin.format.into(),
            pages: origin.pages.iter().map(|p| PageView { page: p.number, start: p.start }).collect(),
            noticed: noticed.iter().map(|d| (d.code.name().into(), d.detail.clone())).collect(),
        }
    }

    /// The document under another name, and what was noticed.
    pub fn into_document(self, id: String) -> (Document, Vec<Diagnostic>) {
        let day = |d: Option<String>| d.as_deref().and_then(stamp);
        let MetaView { title, date, author, site, section, tags, url } = self.meta;
        let meta = Meta { title, date: day(date), author, site, section, tags, url };
        let format = Format::ALL.iter().map(|f| f.name()).find(|name| *name == self.format).unwrap_or("");
        // What is no place in the text is another program's.
        let place = |p: &PageView| self.text.is_char_boundary(p.start as usize).then_some(Page { number: p.page, start: p.start });
        let pages = self.pages.iter().filter_map(place).collect();
        let noticed = self
            .noticed
            .into_iter()
            .filter_map(|(code, detail)| Some(Diagnostic::whole(Code::ALL.iter().copied().find(|c| c.name() == code)?, detail)))
            .collect();
        (Document { id, date: day(self.date), meta, origin: Origin { path: self.path, format, pages }, text: self.text }, noticed)
    }
}

/// A place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "npm", derive(tsify::Tsify))]
#[allow(missing_docs, reason = "the names say it")]
pub struct EvidenceSpan {
    pub start: u32,
    pub end: u32,
}

/// Where a page of the file begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "npm", derive(tsify::Tsify))]
#[allow(missing_docs, reason = "the names say it")]
pub struct PageView {
    pub page: u32,
    pub start: u32,
}

/// A run of lines of one kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "npm", derive(tsify::Tsify))]
#[allow(missing_docs, reason = "the contract names the fields")]
pub struct PartView {
    pub kind: String,
    pub start: u32,
    pub end: u32,
}

/// A mention; `kind`, `value` and `anchor` stand at times only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "npm", derive(tsify::Tsify))]
#[allow(missing_docs, reason = "the contract names the fields")]
pub struct MentionView {
    pub start: u32,
    pub end: u32,
    pub text: String,
    #[serde(rename = "type")]
    pub label: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub normal: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Outer `None`: no time expression; inner: resolved against nothing.
    #[serde(skip_serializing_if = "Option::is_none", default, deserialize_with = "present")]
    pub anchor: Option<Option<String>>,
    /// How the value was found.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rule: Option<String>,
    /// The value of the anchor.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub base: Option<String>,
    /// How many of which unit from the anchor, for the rule `shift`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub shift: Option<(i32, String)>,
    /// Other values, likelier first.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub alternatives: Vec<String>,
    pub score: f32,
    /// A person has marked it, or said what it means.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub given: bool,
}

/// A field that is there and null is `Some(None)`, not `None`.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// An entity of a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "npm", derive(tsify::Tsify))]
#[allow(missing_docs, reason = "the contract names the fields")]
pub struct EntityView {
    pub id: String,
    #[serde(rename = "type")]
    pub label: String,
    pub name: String,
    /// All base forms with the reason why they are here, the name first.
    pub names: Vec<NameView>,
    pub aliases: Vec<String>,
    pub wikidata: Option<String>,
    pub name_parts: Option<NamePartsView>,
    /// `masculine` or `feminine`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub gender: Option<String>,
    pub roles: Vec<String>,
    /// ISO 3166-1 alpha-2 of the state whose body or office holder it is.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub country: Option<String>,
    /// Ids of the documents that name it; in collections only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub documents: Option<Vec<String>>,
    /// Number of mentions.
    pub count: usize,
}

/// One of an entity's names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "npm", derive(tsify::Tsify))]
pub struct NameView {
    /// Base form.
    pub name: String,
    /// Number of mentions.
    pub count: usize,
    /// Why it belongs to the entity: see [`Join::name`].
    pub why: String,
}

/// What something is called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "npm", derive(tsify::Tsify))]
pub struct CalledView {
    /// The entity's type.
    #[serde(rename = "type")]
    pub label: String,
    /// The base form.
    pub name: String,
}

impl CalledView {
    /// Whether it is this name of such an entity: capitals, ё and quotes do not count, nor what kind of place it is.
    pub fn is(&self, label: &str, name: &str) -> bool {
        let of = |l: &str| Label::ALL.iter().copied().find(|x| x.name() == l);
        let alike = |(a, b): (Label, Label)| a == b || a.family() == Family::Places && b.family() == Family::Places;
        // Not `entity::key`, which would bring all of `knowledge` into the page.
        of(&self.label).zip(of(label)).is_some_and(alike) && name_key(&self.name) == name_key(name)
    }

    /// As the collection takes it; `None` for an unknown type.
    pub fn read(&self) -> Option<Called> {
        Some(Called { label: Label::ALL.iter().copied().find(|l| l.name() == self.label)?, name: self.name.clone() })
    }
}

/// Parts of a person's name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "npm", derive(tsify::Tsify))]
#[allow(missing_docs, reason = "the contract names the fields")]
pub struct NamePartsView {
    pub surname: Option<String>,
    pub given: Option<String>,
    pub patronymic: Option<String>,
}

/// How two mentions belong together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "npm", derive(tsify::Tsify))]
#[allow(missing_docs, reason = "the contract names the fields")]
pub struct RelationView {
    #[serde(rename = "type")]
    pub kind: String,
    pub from: usize,
    pub to: usize,
    pub score: f32,
}

/// An event of a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "npm", derive(tsify::Tsify))]
#[allow(missing_docs, reason = "the contract names the fields")]
pub struct EventView {
    pub start: u32,
    pub end: u32,
    pub mention: Option<usize>,
    /// The word that tells it, and where it begins.
    pub trigger: String,
    pub at: u32,
    /// The kind of event that it tells, where it is one of the usual ones (`assets/knowledge/events.tsv`).
    pub kind: Option<String>,
    /// When; none for what nothing places.
    pub value: Option<String>,
    /// The mention that says when.
    pub time: Option<usize>,
    /// How the time is known: see [`When::name`](crate::nlp::event::When::name).
    pub when: String,
    pub what: String,
    pub who: Vec<String>,
    #[serde(rename = "where")]
    pub places: Vec<String>,
    pub status: String,
    /// A person has said something of it.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub given: bool,
}

/// Words of somebody: see [`Form`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "npm", derive(tsify::Tsify))]
#[allow(missing_docs, reason = "the contract names the fields")]
pub struct QuoteView {
    pub start: u32,
    pub end: u32,
    pub speaker: Option<String>,
    pub cue: Option<String>,
    pub form: String,
}

/// A remark on a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "npm", derive(tsify::Tsify))]
#[allow(missing_docs, reason = "the contract names the fields")]
pub struct DiagnosticView {
    pub code: String,
    pub start: Option<u32>,
    pub end: Option<u32>,
    pub message: String,
    /// The particular alone, for the page, which words the message in its own language.
    pub detail: String,
}

/// An item of the timeline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "npm", derive(tsify::Tsify))]
#[allow(missing_docs, reason = "the contract names the fields")]
pub struct ItemView {
    /// When; none for what nothing places.
    pub value: Option<String>,
    pub earliest: Option<String>,
    pub latest: Option<String>,
    pub what: String,
    /// The kind of event, where it is one of the usual ones.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub kind: Option<String>,
    pub status: String,
    pub who: Vec<String>,
    #[serde(rename = "where")]
    pub places: Vec<String>,
    /// Days of the first and the last article that reports it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reported: Option<[String; 2]>,
    pub evidence: Vec<EvidenceView>,
    /// Why several events are held to be one: see [`Reason::name`](crate::corpus::Reason::name).
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub why: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub disagreements: Vec<DisagreementView>,
}

/// What the evidence of an item says differently.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "npm", derive(tsify::Tsify))]
pub struct DisagreementView {
    /// In what: see [`Matter::name`](crate::corpus::Matter::name).
    pub matter: String,
    /// What is said.
    pub said: Vec<SaidView>,
}

/// One of several things said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "npm", derive(tsify::Tsify))]
pub struct SaidView {
    /// The time, number or status.
    pub value: String,
    /// Places in the item's list of evidence.
    pub evidence: Vec<usize>,
}

/// Where an item is said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "npm", derive(tsify::Tsify))]
#[allow(missing_docs, reason = "the contract names the fields")]
pub struct EvidenceView {
    pub document: String,
    pub start: u32,
    pub end: u32,
    /// Where the word that tells it begins.
    pub at: u32,
}

/// A remark on a document of a collection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "npm", derive(tsify::Tsify))]
#[allow(missing_docs, reason = "the contract names the fields")]
pub struct CollectionDiagnosticView {
    pub document: String,
    #[serde(flatten)]
    pub diagnostic: DiagnosticView,
}

/// Documents of one id, such as files of one name in several folders, get numbers.
pub fn unique_ids(documents: &mut [Analysis]) {
    let mut seen = BTreeSet::new();
    let mut next: BTreeMap<String, usize> = BTreeMap::new();
    for analysis in documents {
        let id = analysis.document.id.clone();
        while !seen.insert(analysis.document.id.clone()) {
            let n = next.entry(id.clone()).or_insert(1);
            *n += 1;
            analysis.document.id = format!("{id}-{n}");
        }
    }
}

/// The one object of `corpus`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "npm", derive(tsify::Tsify))]
#[allow(missing_docs, reason = "the contract names the fields")]
pub struct CollectionView {
    pub schema: u32,
    pub documents: Vec<DocumentView>,
    pub entities: Vec<EntityView>,
    pub timeline: Vec<ItemView>,
    pub undated: Vec<ItemView>,
    pub diagnostics: Vec<CollectionDiagnosticView>,
}

/// What a collection says of its documents together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct JoinedView {
    /// Entities of all documents, the most mentioned first.
    pub entities: Vec<EntityView>,
    /// Their places in the order of their ids.
    pub order: Vec<u32>,
    /// Items with a place in the calendar, in order.
    pub timeline: Vec<ItemView>,
    /// The others.
    pub undated: Vec<ItemView>,
    /// For each document, in the order joined: the place in `entities` of each of its own.
    pub links: Vec<Vec<u32>>,
    /// For each document: names that are something else than their document's entity (its number, base form, place in `entities`).
    pub apart: Vec<Vec<(u32, String, u32)>>,
    /// For each document the place of the one that it is a copy of, in the order joined.
    #[serde(default)]
    pub copies: Vec<Option<u32>>,
    /// Copies bring nothing: the one that they are copies of stands for them.
    #[serde(default)]
    pub folded: bool,
}

impl JoinedView {
    /// The place of an entity by its id.
    pub fn place(&self, id: &str) -> Option<usize> {
        let at = self.order.binary_search_by(|n| self.entities.get(*n as usize).map_or("", |e| &e.id).cmp(id)).ok()?;
        self.order.get(at).map(|n| *n as usize)
    }
}

/// What a document brings to a collection, on its way from one worker to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SummaryView {
    /// The document.
    pub id: String,
    /// Its entities.
    pub entities: Vec<EntityView>,
    /// Its events, those without a place last.
    pub events: Vec<EventView>,
    /// What is not printed of each event.
    pub hidden: Vec<HiddenView>,
    /// Its publication day.
    pub date: Option<String>,
    /// What its text is compared by.
    pub sketch: Vec<u32>,
}

/// What joins events of several documents and is not printed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HiddenView {
    /// The kind of its value: «на год» and «ежегодно» are both `P1Y`.
    pub kind: Option<String>,
    /// Dictionary form of its trigger.
    pub lemma: String,
}

/// The id of the n-th entity of a document.
fn entity_id(n: usize) -> String {
    format!("e{}", n + 1)
}

/// The place of an entity of a document by its id; `None` when it is no id.
///
/// ```
/// assert_eq!(letopis::worker::view::entity_number("e3"), Some(2));
/// ```
pub fn entity_number(id: &str) -> Option<usize> {
    id.strip_prefix('e')?.parse::<usize>().ok()?.checked_sub(1)
}

impl SummaryView {
    /// The summary of a document's view.
    pub fn new(analysis: &Analysis, view: &DocumentView) -> Self {
        let kind = |e: &crate::nlp::event::Event| e.when.value().map(|v| v.kind().name().into());
        let hidden = analysis.events.iter().map(|e| HiddenView { kind: kind(e), lemma: e.lemma.clone() }).collect();
        let events = view.events.iter().chain(&view.undated).cloned().collect();
        Self {
            id: view.id.clone(),
            entities: view.entities.clone(),
            events,
            hidden,
            date: view.date.clone(),
            sketch: Contribution::from(analysis).sketch,
        }
    }

    /// What the collection is built from; `None` for what this program did not print.
    pub fn contribution(&self) -> Option<Contribution> {
        let ids = |list: &[String]| list.iter().map(|id| Some(EntityId(entity_number(id)? as u32))).collect::<Option<Vec<_>>>();
        let entity = |e: &EntityView| {
            let gender = e.gender.as_deref().and_then(|g| Gender::ALL.into_iter().find(|x| x.name() == g));
            let name = |n: &NameView| {
                Some(Name { text: n.name.clone(), count: n.count, why: Join::ALL.iter().copied().find(|j| j.name() == n.why)? })
            };
            Some(LocalEntity {
                label: Label::ALL.iter().copied().find(|l| l.name() == e.label)?,
                names: e.names.iter().map(name).collect::<Option<Vec<_>>>().filter(|n| !n.is_empty())?,
                aliases: e.aliases.clone(),
                name_parts: e.name_parts.as_ref().map(|p| NameParts {
                    surname: p.surname.clone(),
                    given: p.given.clone(),
                    patronymic: p.patronymic.clone(),
                }),
                gender,
                roles: e.roles.clone(),
                country: e.country.as_deref().and_then(|code| Knowledge::get().country_of_code(code)),
                wikidata: e.wikidata.as_deref().and_then(|q| q.strip_prefix('Q')?.parse().ok()),
            })
        };
        let reported = match &self.date {
            Some(date) => match Value::parse(date, Kind::Date).ok()? {
                Value::Point(point, _) => Some(point),
                _ => return None,
            },
            None => None,
        };
        let event = |(e, hidden): (&EventView, &HiddenView)| {
            let kind = hidden.kind.as_ref().map(|kind| Kind::ALL.iter().copied().find(|k| k.name() == kind));
            Some(LocalEvent {
                value: match (&e.value, kind) {
                    (Some(value), Some(kind)) => Some(Value::parse(value, kind?).ok()?),
                    _ => None,
                },
                lemma: hidden.lemma.clone(),
                kind: Knowledge::get().event_kind(&hidden.lemma),
                reported,
                what: e.what.clone(),
                who: ids(&e.who)?,
                places: ids(&e.places)?,
                status: Status::ALL.iter().copied().find(|s| s.name() == e.status)?,
            })
        };
        Some(Contribution {
            document: self.id.clone(),
            entities: self.entities.iter().map(entity).collect::<Option<_>>()?,
            events: self.events.iter().zip(&self.hidden).map(event).collect::<Option<_>>()?,
            sketch: self.sketch.clone(),
        })
    }
}

/// What a collection of documents says of them together; `documents` has the id and the events of each, in the order joined.
pub fn joined(collection: &Collection, documents: &[(&str, Vec<&EventView>)]) -> JoinedView {
    let document_id = |n: usize| documents.get(n).map_or(String::new(), |d| d.0.into());
    let entity = |e: &CollectionEntity| EntityView {
        id: e.id.clone(),
        label: e.label.name().into(),
        name: e.name.clone(),
        names: e.names.iter().map(name).collect(),
        aliases: e.aliases.clone(),
        wikidata: e.wikidata.map(|q| format!("Q{q}")),
        name_parts: e.name_parts.as_ref().map(name_parts),
        gender: e.gender.map(|g| g.name().into()),
        roles: e.roles.clone(),
        country: e.country.map(|c| Knowledge::get().country(c).code.into()),
        documents: Some(e.documents.iter().map(|d| document_id(*d)).collect()),
        count: e.count,
    };
    let entities: Vec<EntityView> = collection.entities.iter().map(entity).collect();
    let mut order: Vec<u32> = (0..entities.len() as u32).collect();
    order.sort_by(|a, b| entities[*a as usize].id.cmp(&entities[*b as usize].id));
    let entity_id = |n: usize| entities.get(n).map_or(String::new(), |e| e.id.clone());
    let ids = |list: &[usize]| list.iter().map(|n| entity_id(*n)).collect::<Vec<_>>();
    let disagreement = |d: &Disagreement| DisagreementView {
        matter: d.matter.name().into(),
        said: d.said.iter().map(|(value, evidence)| SaidView { value: value.clone(), evidence: evidence.clone() }).collect(),
    };
    let item = |item: &Item| ItemView {
        value: item.value.map(|v| v.to_string()),
        earliest: item.bounds.and_then(|b| b.earliest).map(|d| d.to_string()),
        latest: item.bounds.and_then(|b| b.latest).map(|d| d.to_string()),
        what: item.what.clone(),
        kind: item.kind.map(String::from),
        status: item.status.name().into(),
        who: ids(&item.who),
        places: ids(&item.places),
        evidence: item
            .evidence
            .iter()
            .map(|e| {
                let (start, end, at) =
                    documents.get(e.document).and_then(|d| d.1.get(e.event)).map_or((0, 0, 0), |v| (v.start, v.end, v.at));
                EvidenceView { document: document_id(e.document), start, end, at }
            })
            .collect(),
        reported: item.reported.map(|(a, b)| [a.to_string(), b.to_string()]),
        why: item.why.iter().map(|w| w.name().into()).collect(),
        disagreements: item.disagreements.iter().map(disagreement).collect(),
    };
    let apart = |(entity, name, place): &(usize, String, usize)| (*entity as u32, name.clone(), *place as u32);
    JoinedView {
        timeline: collection.timeline.dated.iter().map(item).collect(),
        undated: collection.timeline.undated.iter().map(item).collect(),
        links: (0..documents.len()).map(|n| collection.link.of(n).iter().map(|e| *e as u32).collect()).collect(),
        apart: (0..documents.len()).map(|n| collection.link.apart(n).iter().map(apart).collect()).collect(),
        copies: collection.copies.iter().map(|c| c.map(|n| n as u32)).collect(),
        folded: collection.folded,
        order,
        entities,
    }
}

/// The one object of `corpus`: documents, in the order joined, with ids that hold across them.
pub fn collection(mut documents: Vec<DocumentView>, collection: &Collection) -> CollectionView {
    let heads: Vec<(&str, Vec<&EventView>)> =
        documents.iter().map(|d| (d.id.as_str(), d.events.iter().chain(&d.undated).collect())).collect();
    let JoinedView { entities, timeline, undated, links, apart, copies, .. } = joined(collection, &heads);
    let ids: Vec<String> = documents.iter().map(|d| d.id.clone()).collect();
    for ((document, links), apart) in documents.iter_mut().zip(&links).zip(&apart) {
        let entity_id = |n: u32| entities.get(n as usize).map_or(String::new(), |e| e.id.clone());
        let global = |id: &mut String| {
            if let Some(n) = entity_number(id).and_then(|n| links.get(n)) {
                *id = entity_id(*n);
            }
        };
        document.entities.clear();
        for mention in &mut document.mentions {
            let other = place_apart(apart, mention);
            match (&mut mention.entity, other) {
                (Some(id), Some(n)) => *id = entity_id(n),
                (Some(id), None) => global(id),
                (None, _) => {}
            }
        }
        document.quotes.iter_mut().chain(&mut document.statements).filter_map(|q| q.speaker.as_mut()).for_each(global);
        document.events.iter_mut().chain(&mut document.undated).flat_map(|e| e.who.iter_mut().chain(&mut e.places)).for_each(global);
    }
    for (document, copy) in documents.iter_mut().zip(&copies) {
        document.copy_of = copy.and_then(|n| ids.get(n as usize).cloned());
    }
    let diagnostics = documents
        .iter()
        .flat_map(|d| d.diagnostics.iter().map(|x| CollectionDiagnosticView { document: d.id.clone(), diagnostic: x.clone() }))
        .collect();
    CollectionView { schema: SCHEMA, entities, timeline, undated, diagnostics, documents }
}

/// Where a mention goes whose name a user has set apart.
pub fn place_apart(apart: &[(u32, String, u32)], mention: &MentionView) -> Option<u32> {
    if apart.is_empty() {
        return None;
    }
    let entity = entity_number(mention.entity.as_deref()?)? as u32;
    let normal = mention.normal.as_deref()?;
    apart.iter().find(|(e, name, _)| *e == entity && name_key(name) == name_key(normal)).map(|(.., place)| *place)
}

fn name(name: &Name) -> NameView {
    NameView { name: name.text.clone(), count: name.count, why: name.why.name().into() }
}

fn name_parts(parts: &NameParts) -> NamePartsView {
    NamePartsView { surname: parts.surname.clone(), given: parts.given.clone(), patronymic: parts.patronymic.clone() }
}

/// Two digits, as the contract says; also what makes native and WebAssembly comparable.
fn score(p: f32) -> f32 {
    (p * 100.0).round() / 100.0
}

fn unit_name(unit: Length) -> &'static str {
    match unit {
        Length::Second => "second",
        Length::Minute => "minute",
        Length::Hour => "hour",
        Length::Day => "day",
        Length::Week => "week",
        Length::Month => "month",
        Length::Quarter => "quarter",
        Length::Half => "half",
        Length::Year => "year",
        Length::Decade => "decade",
        Length::Century => "century",
    }
}

/// A document for itself; entity ids hold within it.
pub fn document(analysis: &Analysis, unit: Unit) -> DocumentView {
    let entity = |id: EntityId| entity_id(id.0 as usize);
    let text = analysis.document.text.as_str();
    let offsets = Offsets::new(text, unit);
    let origin = &analysis.document.origin;
    let mentions = &analysis.annotations.mentions;
    let mention_of: BTreeMap<usize, usize> = mentions.iter().enumerate().filter_map(|(i, m)| Some((m.expression?, i))).collect();
    let mention = |m: &crate::nlp::annotations::Annotated| {
        let (start, end) = offsets.span(m.span);
        MentionView {
            start,
            end,
            text: m.span.of(text).into(),
            label: m.label.name().into(),
            normal: m.time.is_none().then(|| m.normal.clone()),
            entity: m.entity.map(entity),
            kind: m.time.map(|t| t.kind.name().into()),
            value: m.time.map(|t| t.value.to_string()),
            anchor: m.time.map(|t| match t.anchor {
                Anchor::Publication => Some("date".into()),
                Anchor::Expression(n) => mention_of.get(&n).map(ToString::to_string),
                Anchor::None => None,
            }),
            rule: m.time.map(|t| t.rule.name().into()),
            base: m.time.and_then(|t| match t.anchor {
                Anchor::None => None,
                Anchor::Publication => analysis.layout.date.map(|p| p.to_string()),
                Anchor::Expression(n) => mention_of.get(&n).and_then(|i| mentions.get(*i)?.time).map(|t| t.value.to_string()),
            }),
            shift: m.time.and_then(|t| if let Rule::Shift(unit, n) = t.rule { Some((n, unit_name(unit).into())) } else { None }),
            alternatives: m.time.map_or(Vec::new(), |t| t.alternatives.iter().flatten().map(ToString::to_string).collect()),
            score: score(m.score),
            given: m.given,
        }
    };
    let ids = |list: &[EntityId]| list.iter().map(|id| entity(*id)).collect::<Vec<_>>();
    let event = |e: &crate::nlp::event::Event| {
        let (start, end) = offsets.span(e.span);
        EventView {
            start,
            end,
            mention: e.mention,
            trigger: e.trigger.of(text).into(),
            at: offsets.at(e.trigger.start),
            kind: e.kind.map(String::from),
            value: e.when.value().map(|v| v.to_string()),
            time: e.when.mention(),
            when: e.when.name().into(),
            what: e.what.clone(),
            who: ids(&e.who),
            places: ids(&e.places),
            status: e.status.name().into(),
            given: e.given,
        }
    };
    let relation = |r: &Relation| RelationView { kind: r.kind.name().into(), from: r.from, to: r.to, score: score(r.score) };
    let quote = |q: &Quote| {
        let (start, end) = offsets.span(q.span);
        let cue = q.cue.map(|c| c.of(text).split_whitespace().collect::<Vec<_>>().join(" "));
        QuoteView { start, end, speaker: q.speaker.map(entity), cue, form: q.form.name().into() }
    };
    DocumentView {
        schema: SCHEMA,
        id: analysis.document.id.clone(),
        title: analysis.document.meta.title.clone().or_else(|| analysis.layout.title(text).map(String::from)),
        date: analysis.layout.date.map(|p: Point| p.to_string()),
        date_source: analysis.layout.date_source.name().into(),
        date_score: score(analysis.layout.date_source.score()),
        date_evidence: analysis.layout.date_evidence.map(|s| {
            let (start, end) = offsets.span(s);
            EvidenceSpan { start, end }
        }),
        source: analysis.document.meta.site.clone().or_else(|| analysis.layout.source.clone()),
        author: analysis.document.meta.author.clone().or_else(|| analysis.layout.author.clone()),
        url: analysis.document.meta.url.clone(),
        section: analysis.document.meta.section.clone(),
        tags: analysis.document.meta.tags.clone(),
        path: if origin.path.len() > 1 || !origin.format.is_empty() { origin.path.clone() } else { Vec::new() },
        format: (!origin.format.is_empty()).then(|| origin.format.into()),
        pages: origin.pages.iter().map(|p| PageView { page: p.number, start: offsets.at(p.start) }).collect(),
        language: analysis.language.0.into(),
        sha256: digest(text),
        copy_of: None,
        text: Some(text.into()),
        articles: analysis.layout.articles.iter().map(|at| offsets.at(*at)).collect(),
        parts: analysis
            .layout
            .parts
            .iter()
            .map(|p| {
                let (start, end) = offsets.span(p.span);
                PartView { kind: p.kind.name().into(), start, end }
            })
            .collect(),
        mentions: mentions.iter().map(mention).collect(),
        entities: analysis
            .annotations
            .entities
            .iter()
            .map(|e| EntityView {
                id: entity(e.id),
                label: e.label.name().into(),
                name: e.name.clone(),
                names: e.names.iter().map(name).collect(),
                aliases: e.aliases.clone(),
                wikidata: e.wikidata.map(|q| format!("Q{q}")),
                name_parts: e.name_parts.as_ref().map(name_parts),
                gender: e.gender.map(|g| g.name().into()),
                roles: e.roles.clone(),
                country: e.country.map(|c| Knowledge::get().country(c).code.into()),
                documents: None,
                count: e.mentions.len(),
            })
            .collect(),
        relations: analysis.relations.iter().map(relation).collect(),
        events: analysis.events.iter().filter(|e| e.when.value().is_some()).map(event).collect(),
        undated: analysis.events.iter().filter(|e| e.when.value().is_none()).map(event).collect(),
        quotes: analysis.quotes.iter().filter(|q| q.form != Form::Indirect).map(quote).collect(),
        statements: analysis.quotes.iter().filter(|q| q.form == Form::Indirect).map(quote).collect(),
        diagnostics: analysis
            .diagnostics
            .iter()
            .map(|d| DiagnosticView {
                code: d.code.name().into(),
                start: d.span.map(|s| offsets.at(s.start)),
                end: d.span.map(|s| offsets.at(s.end)),
                message: d.message(),
                detail: d.detail.clone(),
            })
            .collect(),
    }
}

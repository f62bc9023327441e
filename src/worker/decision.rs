//! What a user decides, and the log of it.
//!
//! The log is append-only and stands apart from what the machine finds: an undo is an entry, too. An article is known by the SHA-256 of its
//! text, a place by code points and the words that stand there, so that decisions survive another analysis, name and machine. What says
//! nothing of a particular article (names that are none, joins) holds in any collection.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::view::CalledView;
use crate::corpus::Rulings;
use crate::nlp::correction::{Alike, Corrections, EventFix, Mark, Marked as CoreMarked};
use crate::nlp::edtf::{Kind, Point, Value, stamp};
use crate::nlp::event::Status;
use crate::nlp::ner::Label;
use crate::nlp::segment::fold;
use crate::nlp::span::{Byte, Span};

/// By what an article is known: SHA-256 of its text in hexadecimal.
///
/// ```
/// assert!(letopis::worker::decision::digest("").starts_with("e3b0c442"));
/// ```
pub fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::with_capacity(64), |mut out, byte| {
        // Writing to a string does not fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// A place in an article, in code points, and what stands there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Place {
    pub start: u32,
    pub end: u32,
    pub text: String,
}

/// A place and its type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Marked {
    pub start: u32,
    pub end: u32,
    pub text: String,
    #[serde(rename = "type")]
    pub label: String,
}

/// Something decided.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Decision {
    /// A mention has another type or extent, is none, or is one that was not there.
    Mention {
        /// The article.
        article: String,
        /// What it was.
        was: Option<Marked>,
        /// What it is.
        now: Option<Marked>,
    },
    /// The same of all mentions of a name, in whatever form.
    Alike {
        /// The base form, or as it stands.
        name: String,
        /// The type that is meant; none for places that are not marked.
        was: Option<String>,
        /// The type that it is.
        now: Option<String>,
    },
    /// What a mention of a time means.
    Time {
        /// The article.
        article: String,
        /// The mention.
        at: Place,
        /// EDTF.
        value: String,
    },
    /// When an event is, whether it took place, or that it is none.
    Event {
        /// The article.
        article: String,
        /// The word that tells it.
        at: Place,
        /// Its value before, by which events of one word are told apart.
        was: Option<String>,
        /// EDTF.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        value: Option<String>,
        /// See [`Status::name`].
        #[serde(skip_serializing_if = "Option::is_none", default)]
        status: Option<String>,
        /// It is none.
        #[serde(skip_serializing_if = "std::ops::Not::not", default)]
        gone: bool,
    },
    /// The publication day of an article; none when it is what the article says.
    Published {
        /// The article.
        article: String,
        /// EDTF.
        date: Option<String>,
    },
    /// A name is something else than what it was joined to.
    Apart {
        /// The name.
        name: CalledView,
    },
    /// A name is the same as another.
    Together {
        /// The name.
        name: CalledView,
        /// What it is, and is to be known by.
        into: CalledView,
    },
}

impl Decision {
    /// The article that it is of; none for what holds everywhere.
    pub fn article(&self) -> Option<&str> {
        match self {
            Self::Mention { article, .. } | Self::Time { article, .. } | Self::Event { article, .. } | Self::Published { article, .. } => {
                Some(article)
            }
            Self::Alike { .. } | Self::Apart { .. } | Self::Together { .. } => None,
        }
    }
}

/// One line of the log; `at` is when, as RFC 3339 says it, or empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "kebab-case")]
pub enum Entry {
    /// Something was decided.
    Decide {
        /// When.
        at: String,
        /// What.
        decision: Decision,
    },
    /// A decision was taken back.
    Undo {
        /// When.
        at: String,
        /// Its place in the log.
        entry: u32,
    },
    /// One taken back was made again.
    Redo {
        /// When.
        at: String,
        /// Its place in the log.
        entry: u32,
    },
}

impl Entry {
    /// When it was.
    pub fn at(&self) -> &str {
        match self {
            Self::Decide { at, .. } | Self::Undo { at, .. } | Self::Redo { at, .. } => at,
        }
    }
}

/// Everything decided, in order; nothing is ever taken out.
///
/// ```
/// use letopis::worker::{decision::{Decision, Log}, view::CalledView};
/// let name = CalledView { label: "PERSON".into(), name: "Лунин".into() };
/// let mut log = Log::default();
/// log.decide(Decision::Apart { name }, "2025-03-04T10:00:00Z");
/// log.undo("2025-03-04T10:01:00Z");
/// assert_eq!((log.entries().len(), log.effective().len()), (2, 0));
/// log.redo("2025-03-04T10:02:00Z");
/// assert_eq!((log.entries().len(), log.effective().len()), (3, 1));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Log {
    entries: Vec<Entry>,
}

impl Log {
    /// All entries.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Whether nothing was ever decided.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The decisions that hold alone, without when: for links.
    pub fn squashed(&self) -> Self {
        let mut out = Self::default();
        out.adopt(self, "");
        out
    }

    /// Whether it is another one with more behind it, or the same.
    pub fn extends(&self, other: &Self) -> bool {
        self.entries.starts_with(&other.entries)
    }

    /// Adds a decision.
    pub fn decide(&mut self, decision: Decision, at: &str) {
        self.entries.push(Entry::Decide { at: at.into(), decision });
    }

    /// Takes the last decision that holds back; false when there is none.
    pub fn undo(&mut self, at: &str) -> bool {
        let last = self.holds().iter().rposition(|h| *h);
        last.is_some_and(|n| self.take_back(n as u32, at))
    }

    /// Takes one decision back, whatever came after it; false when it does not hold.
    pub fn take_back(&mut self, entry: u32, at: &str) -> bool {
        let holds = self.holds().get(entry as usize).copied().unwrap_or(false);
        if holds {
            self.entries.push(Entry::Undo { at: at.into(), entry });
        }
        holds
    }

    /// Makes the decision taken back last again, unless something was decided since; false when there is none.
    pub fn redo(&mut self, at: &str) -> bool {
        let Some(entry) = self.redoable() else { return false };
        self.entries.push(Entry::Redo { at: at.into(), entry });
        true
    }

    /// Makes one decision again; false when it holds.
    pub fn make_again(&mut self, entry: u32, at: &str) -> bool {
        let can = matches!(self.entries.get(entry as usize), Some(Entry::Decide { .. })) && !self.holds()[entry as usize];
        if can {
            self.entries.push(Entry::Redo { at: at.into(), entry });
        }
        can
    }

    /// Whether there is something to undo, and to redo.
    pub fn can(&self) -> (bool, bool) {
        (self.holds().contains(&true), self.redoable().is_some())
    }

    fn redoable(&self) -> Option<u32> {
        let mut undone = Vec::new();
        for entry in &self.entries {
            match entry {
                Entry::Decide { .. } => undone.clear(),
                Entry::Undo { entry, .. } => undone.push(*entry),
                Entry::Redo { entry, .. } => undone.retain(|n| n != entry),
            }
        }
        undone.pop()
    }

    /// For each entry, whether it is a decision that holds.
    pub fn holds(&self) -> Vec<bool> {
        let mut out = vec![false; self.entries.len()];
        for (n, entry) in self.entries.iter().enumerate() {
            let (at, holds) = match entry {
                Entry::Decide { .. } => (n, true),
                Entry::Undo { entry, .. } => (*entry as usize, false),
                Entry::Redo { entry, .. } => (*entry as usize, true),
            };
            // A log from elsewhere may point anywhere.
            if at <= n && matches!(self.entries.get(at), Some(Entry::Decide { .. })) {
                out[at] = holds;
            }
        }
        out
    }

    /// The decisions that hold, in order, with their places in the log.
    pub fn effective(&self) -> Vec<(u32, &Decision)> {
        let held = self.entries.iter().zip(self.holds()).enumerate();
        held.filter_map(|(n, (entry, holds))| match entry {
            Entry::Decide { decision, .. } if holds => Some((n as u32, decision)),
            _ => None,
        })
        .collect()
    }

    /// Makes the decisions that hold in another log one's own, those apart that hold here already; how many those were.
    pub fn adopt(&mut self, other: &Self, at: &str) -> usize {
        let known: BTreeSet<Decision> = self.effective().into_iter().map(|(_, d)| d.clone()).collect();
        let new: Vec<Decision> = other.effective().into_iter().map(|(_, d)| d).filter(|d| !known.contains(*d)).cloned().collect();
        let count = new.len();
        new.into_iter().for_each(|d| self.decide(d, at));
        count
    }
}

/// Decisions as an analysis takes them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decisions {
    articles: BTreeMap<String, Vec<Decision>>,
    alike: Vec<(Alike, Vec<String>)>,
    published: BTreeMap<String, Option<Point>>,
    rulings: Rulings,
}

impl Decisions {
    /// Of those that hold, in order: of two that speak of the same the later counts. What is no decision of this program is left out.
    pub fn new<'d>(all: impl IntoIterator<Item = &'d Decision>) -> Self {
        let mut out = Self::default();
        for decision in all {
            match decision {
                Decision::Mention { article, .. } | Decision::Time { article, .. } | Decision::Event { article, .. } => {
                    out.articles.entry(article.clone()).or_default().push(decision.clone());
                }
                Decision::Published { article, date } => {
                    let point = date.as_deref().and_then(stamp);
                    if date.is_none() {
                        out.published.remove(article);
                    } else if point.is_some() {
                        out.published.insert(article.clone(), point);
                    }
                }
                Decision::Alike { name, was, now } => {
                    let known = |l: &Option<String>| l.as_deref().map(label).map_or(Some(None), |l| l.map(Some));
                    if let (Some(was), Some(now)) = (known(was), known(now))
                        && !stems(name).is_empty()
                    {
                        out.alike.push((Alike { name: name.clone(), was, now }, stems(name)));
                    }
                }
                Decision::Apart { name } => {
                    if let Some(name) = name.read() {
                        out.rulings.together.retain(|(a, b)| *a != name && *b != name);
                        out.rulings.apart.insert(name);
                    }
                }
                Decision::Together { name, into } => {
                    if let Some((name, into)) = name.read().zip(into.read()) {
                        out.rulings.apart.retain(|n| *n != name && *n != into);
                        out.rulings.together.insert((name, into));
                    }
                }
            }
        }
        out
    }

    /// What they say of who is who.
    pub fn rulings(&self) -> &Rulings {
        &self.rulings
    }

    /// The publication day that they give an article.
    pub fn published(&self, article: &str) -> Option<Point> {
        self.published.get(article).copied().flatten()
    }

    /// What they say of one article: by its digest and text.
    pub fn of(&self, article: &str, text: &str) -> Corrections {
        let mut out = Corrections::default();
        if !self.alike.is_empty() {
            let folded = fold(text);
            // Names whose words do not even begin here are spared the search.
            let here = self.alike.iter().filter(|(_, stems)| stems.iter().all(|s| folded.contains(s.as_str())));
            out.alike = here.map(|(alike, _)| alike.clone()).collect();
        }
        let Some(own) = self.articles.get(article) else { return out };
        let places = Places::new(text);
        for decision in own {
            match decision {
                Decision::Mention { was, now, .. } => {
                    let read = |m: &Option<Marked>| m.as_ref().map(|m| places.marked(m)).map_or(Some(None), |m| m.map(Some));
                    if let (Some(was), Some(now)) = (read(was), read(now)) {
                        out.mentions.push(Mark { was, now });
                    }
                }
                Decision::Time { at, value, .. } => {
                    if let (Some(span), Ok(value)) = (places.span(at.start, at.end, &at.text), Value::parse(value, Kind::Date)) {
                        out.times.insert(span, value);
                    }
                }
                Decision::Event { at, was, value, status, gone, .. } => {
                    let parsed = |v: &Option<String>| v.as_deref().and_then(|v| Value::parse(v, Kind::Date).ok());
                    let status = status.as_deref().and_then(|s| Status::ALL.iter().copied().find(|x| x.name() == s));
                    if let Some(trigger) = places.span(at.start, at.end, &at.text) {
                        out.events.push(EventFix { trigger, was: parsed(was), status, value: parsed(value), gone: *gone });
                    }
                }
                Decision::Alike { .. } | Decision::Published { .. } | Decision::Apart { .. } | Decision::Together { .. } => {}
            }
        }
        out
    }
}

fn label(name: &str) -> Option<Label> {
    Label::ALL.iter().copied().find(|l| l.name() == name)
}

/// Letters that may go or change at the end of a word.
const ENDING: usize = 3;

/// The beginnings that the words of a name have in every form.
pub(super) fn stems(name: &str) -> Vec<String> {
    let folded = fold(name);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.map(|w| w.chars().take(w.chars().count().saturating_sub(ENDING).max(1)).collect()).collect()
}

/// Code points → bytes of a text.
struct Places<'t> {
    text: &'t str,
    bytes: Vec<u32>,
}

impl<'t> Places<'t> {
    fn new(text: &'t str) -> Self {
        let mut bytes: Vec<u32> = text.char_indices().map(|(at, _)| at as u32).collect();
        bytes.push(text.len() as u32);
        Self { text, bytes }
    }

    /// None where something else stands.
    fn span(&self, start: u32, end: u32, text: &str) -> Option<Span<Byte>> {
        let (start, end) = (*self.bytes.get(start as usize)?, *self.bytes.get(end as usize)?);
        let there = self.text.get(start as usize..end as usize)?;
        (start < end && there == text).then(|| Span::new(start, end))
    }

    fn marked(&self, m: &Marked) -> Option<CoreMarked> {
        Some((self.span(m.start, m.end, &m.text)?, label(&m.label)?))
    }
}

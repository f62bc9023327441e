//! What a person says of a document, in the place of what the machine found.
//!
//! Corrections stand apart from the machine's output: they are handed to the analysis anew each time, after the tagger and before everything
//! that is made of its mentions, so that entities, times and events follow.

use std::collections::{BTreeMap, BTreeSet};

use super::edtf::Value;
use super::entity::{self, key};
use super::event::{Event, Status, When};
use super::morph::{Lexicon, Readings};
use super::ner::{Family, Label, Mention};
use super::phrase::Phrase;
use super::segment::{Segmentation, fold};
use super::span::{AtomUnit, Byte, Span};
use super::temporal::Written;

/// A stretch of text and its type.
pub type Marked = (Span<Byte>, Label);

/// What is said of one document; places are of its text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Corrections {
    /// Of all mentions of a name, in the order said.
    pub alike: Vec<Alike>,
    /// Of single mentions, in the order said; they go before those of all.
    pub mentions: Vec<Mark>,
    /// What mentions of times mean.
    pub times: BTreeMap<Span<Byte>, Value>,
    /// Of events, in the order said.
    pub events: Vec<EventFix>,
}

/// One mention is another: both for another type or extent, only the first for none, only the second for a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What it was.
    pub was: Option<Marked>,
    /// What it is, widened to whole words.
    pub now: Option<Marked>,
}

/// All mentions of a name, in whatever form, are of another type, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alike {
    /// The base form, or as it stands.
    pub name: String,
    /// The type of those meant; none for places that are not marked yet.
    pub was: Option<Label>,
    /// The type that they have.
    pub now: Option<Label>,
}

/// What is said of an event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EventFix {
    /// The word that tells it.
    pub trigger: Span<Byte>,
    /// Its value before, which tells apart several events of one word.
    pub was: Option<Value>,
    /// Whether it took place.
    pub status: Option<Status>,
    /// When it is.
    pub value: Option<Value>,
    /// It is none.
    pub gone: bool,
}

/// Mentions and expressions of time after corrections.
pub(super) struct Corrected {
    /// In the order of mentions.
    pub mentions: Vec<Mention>,
    /// In text order.
    pub written: Vec<Written>,
    /// What a person has marked.
    pub given: BTreeSet<Marked>,
}

/// A document as far as mentions are told by.
pub(super) struct Place<'a> {
    pub text: &'a str,
    pub pieces: &'a Segmentation,
    pub readings: &'a Readings,
    pub lexicon: &'a Lexicon,
}

fn is_time(label: Label) -> bool {
    label.family() == Family::Time
}

impl Corrections {
    /// The tagger's mentions and the grammar's expressions as they are to be.
    pub(super) fn apply(&self, at: &Place<'_>, mentions: Vec<Mention>, written: Vec<Written>) -> Corrected {
        let mut out = Corrected { mentions, written, given: BTreeSet::new() };
        if !self.alike.is_empty() {
            let found = entity::resolve(at.text, at.pieces, at.readings, at.lexicon, out.mentions.clone());
            let normals: BTreeMap<Span<Byte>, String> = found.mentions.into_iter().map(|n| (n.mention.span, n.normal)).collect();
            for alike in &self.alike {
                alike.apply(at, &normals, &mut out);
            }
        }
        for mark in &self.mentions {
            if let Some(was) = mark.was {
                out.drop(was, mark.now);
            }
            if let Some((span, label)) = mark.now {
                out.add(at.pieces, span, label);
            }
        }
        out.mentions.sort_by_key(|m| (m.span, m.label));
        out
    }

    /// Events as they are to be, those with a place in time first.
    pub(super) fn fix(&self, events: &mut Vec<Event>) {
        for fix in &self.events {
            let told: Vec<usize> = (0..events.len()).filter(|n| events[*n].trigger == fix.trigger).collect();
            let same = told.iter().copied().find(|n| events[*n].when.value() == fix.was);
            // With another publication day it may have another value.
            let Some(n) = same.or_else(|| told.first().copied().filter(|_| told.len() == 1)) else { continue };
            if fix.gone {
                events.remove(n);
                continue;
            }
            let event = &mut events[n];
            event.status = fix.status.unwrap_or(event.status);
            event.when = fix.value.map_or(event.when, When::Given);
            event.given = true;
        }
        events.sort_by_key(|e| e.when.value().is_none());
    }
}

impl Alike {
    fn apply(&self, at: &Place<'_>, normals: &BTreeMap<Span<Byte>, String>, out: &mut Corrected) {
        let Some(was) = self.was else {
            let Some(now) = self.now else { return };
            for span in Phrase::new(&self.name, at.lexicon).find(at.pieces, at.readings) {
                // What is part of such a mention, or has a part of one, is marked already.
                if !out.mentions.iter().any(|m| m.span.overlaps(span) && (m.label == now || m.span == span)) {
                    out.add(at.pieces, span, now);
                }
            }
            return;
        };
        let (wanted, folded) = (key(was, &self.name), squeeze(&self.name));
        let is = |span: Span<Byte>| normals.get(&span).is_some_and(|n| key(was, n) == wanted) || squeeze(span.of(at.text)) == folded;
        let meant: Vec<Span<Byte>> = out.mentions.iter().filter(|m| m.label == was && is(m.span)).map(|m| m.span).collect();
        for span in meant {
            out.drop((span, was), self.now.map(|label| (span, label)));
            if let Some(label) = self.now {
                out.add(at.pieces, span, label);
            }
        }
        if is_time(was) && !self.now.is_some_and(is_time) {
            out.written.retain(|w| squeeze(w.span.of(at.text)) != folded);
        }
    }
}

impl Corrected {
    fn drop(&mut self, was: Marked, now: Option<Marked>) {
        let (span, label) = was;
        self.mentions.retain(|m| (m.span, m.label) != was);
        self.given.remove(&was);
        if is_time(label) && !now.is_some_and(|(_, l)| is_time(l)) {
            self.written.retain(|w| !w.span.overlaps(span));
        }
    }

    /// Whole words alone can be marked.
    fn add(&mut self, pieces: &Segmentation, span: Span<Byte>, label: Label) {
        let start = pieces.atoms.partition_point(|a| a.span.end <= span.start);
        let end = pieces.atoms.partition_point(|a| a.span.start < span.end);
        let Some((first, last)) = pieces.atoms.get(start).zip(end.checked_sub(1).and_then(|e| pieces.atoms.get(e))) else { return };
        if end <= start {
            return;
        }
        let (span, atoms): (_, Span<AtomUnit>) = (first.span.cover(last.span), Span::new(start as u32, end as u32));
        if !self.mentions.iter().any(|m| (m.span, m.label) == (span, label)) {
            self.mentions.push(Mention { span, atoms, label, score: 1.0 });
        }
        self.given.insert((span, label));
    }
}

/// Folded, blanks and line breaks as single spaces.
fn squeeze(text: &str) -> String {
    fold(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

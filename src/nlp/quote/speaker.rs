//! Words of saying → the entity that speaks.

use super::cue::Manner;
use super::marks::Quoted;
use super::{Attribution, Quote, is_quoted};
use crate::nlp::annotations::Annotated;
use crate::nlp::entity::{EntityId, Gender};
use crate::nlp::knowledge::Knowledge;
use crate::nlp::known::{Known, Words};
use crate::nlp::morph::{Grammeme, Tag};
use crate::nlp::ner::Label;
use crate::nlp::segment::fold;
use crate::nlp::span::{Byte, Span};

/// Persons named further back than this many sentences are not meant by a pronoun.
const REACH: usize = 12;
/// How many mentions back a title or a body is looked for.
const MEMORY: usize = 1_000;
/// Nouns for somebody who is not named.
static UNNAMED: Words = Words::new("источник собеседник собеседница очевидец свидетель аноним женщина мужчина");
/// Nouns for a body named before.
static BODY: Words = Words::new(
    "ведомство министерство компания пресс-служба организация управление агентство департамент комитет партия сообщение заявление \
    пресс-релиз релиз документ доклад",
);

/// Who may speak: what is known before a quotation.
pub(super) struct Speakers<'a, 'q> {
    pub known: Known<'a>,
    pub quoted: &'q [Quoted],
    pub quotes: &'q [Quote],
}

impl<'a> Speakers<'a, '_> {
    /// Who speaks by the author's words; without them whoever spoke or acted last before the quotation `own`.
    pub fn of(&self, attribution: Option<&Attribution>, own: Span<Byte>) -> Option<EntityId> {
        let before = own.start;
        let Some(Attribution { clause, cue }) = attribution else {
            return self.last(before, None);
        };
        let span = self.known.cover(*clause)?;
        let mut persons: Vec<&Annotated> = Vec::new();
        let (mut titles, mut bodies) = (Vec::new(), Vec::new());
        for (_, m) in self.known.inside(span).filter(|(_, m)| !self.is_elsewhere(m, *clause)) {
            match m.label {
                Label::Person if self.is_person(m) => persons.push(m),
                Label::Person | Label::Profession => titles.push(m),
                Label::Organization | Label::Country => bodies.push(m),
                _ => {}
            }
        }
        let at = cue.map_or(span.start, |c| c.span.start);
        let (manner, gender) = cue.map_or((Manner::Verb, None), |c| (c.manner, self.gender(c.tokens.start as usize)));
        let nearest = |list: &[&Annotated]| {
            list.iter().min_by_key(|m| if m.span.start > at { m.span.start - at } else { at - m.span.start + 8 }).and_then(|m| m.entity)
        };
        match manner {
            Manner::By => {
                let words = cue.map(|c| c.tokens);
                let pronoun = words.and_then(|t| t.range().find_map(|i| pronoun(self.known.word(i))));
                if let Some(gender) = pronoun {
                    return self.last(before.max(span.start), gender);
                }
                let after = |m: &&&Annotated| m.span.start > at;
                let person = persons.iter().find(after).and_then(|m| m.entity);
                let body = || bodies.iter().find(after).and_then(|m| m.entity);
                return person.or_else(|| titles.iter().find(after).and_then(|m| self.title(m, None, span.start))).or_else(body);
            }
            Manner::Relay => {
                let oblique = persons.iter().find(|m| !self.subject(m)).and_then(|m| m.entity);
                let title = || titles.iter().find(|m| !self.subject(m)).and_then(|m| self.title(m, None, span.start));
                return oblique.or_else(title).or_else(|| nearest(&persons)).or_else(|| bodies.first().and_then(|m| m.entity));
            }
            Manner::Record => {
                return bodies.last().and_then(|m| m.entity).or_else(|| nearest(&persons)).or_else(|| self.last_body(span.start));
            }
            Manner::Verb => {}
        }
        let subjects: Vec<&Annotated> = persons.iter().copied().filter(|m| self.subject(m)).collect();
        if let Some(id) = nearest(&subjects) {
            return Some(id);
        }
        let word = |list: &Words| {
            clause.range().any(|i| self.known.among(i, list) && self.known.has(i, Tag::of(&[Grammeme::Noun, Grammeme::Nomn])))
        };
        if word(&UNNAMED) || clause.range().any(|i| matches!(self.known.word(i), "один" | "одна") && self.known.word(i + 1) == "из")
        {
            return None;
        }
        if let Some(gender) = clause.range().find_map(|i| personal(self.known.word(i))) {
            return self.last(before, Some(gender));
        }
        let plural = cue.is_some_and(|c| self.known.has(c.tokens.start as usize, Tag::of(&[Grammeme::Verb, Grammeme::Plur])));
        if !plural {
            if let Some(title) = titles.iter().find(|m| self.subject(m)) {
                return self.title(title, gender, before);
            }
            if let Some(id) = nearest(&persons) {
                return Some(id);
            }
        }
        let body = bodies.first().and_then(|m| m.entity);
        if body.is_some() {
            return body;
        }
        if plural || word(&BODY) {
            let named = clause.range().any(|i| self.known.among(i, &BODY));
            return if named { self.last_body(before) } else { None };
        }
        self.last(before, gender)
    }

    /// Whether a mention is inside a quotation that is no part of the clause's own words.
    fn is_elsewhere(&self, m: &Annotated, clause: Span<crate::nlp::span::TokenUnit>) -> bool {
        let own = self.known.cover(clause).map_or(0, |s| s.start);
        let i = self.quoted.partition_point(|q| q.outer.end <= m.span.start);
        self.quoted.get(i).is_some_and(|q| q.outer.start <= m.span.start && q.outer.start > own && m.label != Label::Organization)
    }

    /// Whether a mention is a person's name; «Аким» at the start of a sentence may be a given name or an office.
    fn is_person(&self, m: &Annotated) -> bool {
        m.label == Label::Person && (m.normal.contains(char::is_whitespace) || Knowledge::get().office(&m.normal).is_none())
    }

    /// Whether a mention may be the subject: it stands in its dictionary form.
    fn subject(&self, m: &Annotated) -> bool {
        let surface = m.span.of(self.known.text);
        let first = |text: &str| fold(text.split_whitespace().next().unwrap_or(""));
        fold(surface) == fold(&m.normal) || (m.label == Label::Profession && first(surface) == first(&m.normal))
    }

    /// Gender by the past tense of a verb.
    fn gender(&self, token: usize) -> Option<Gender> {
        let past = |g: Grammeme| self.known.has(token, Tag::of(&[Grammeme::Verb, Grammeme::Past, g]));
        match (past(Grammeme::Masc), past(Grammeme::Femn)) {
            (true, false) => Some(Gender::Masculine),
            (false, true) => Some(Gender::Feminine),
            _ => None,
        }
    }

    /// The person whom a title means: by the document's own joins, by the roles of persons named before, else whoever acted last.
    fn title(&self, m: &Annotated, gender: Option<Gender>, before: u32) -> Option<EntityId> {
        let entities = &self.known.annotations.entities;
        let own = m.entity.and_then(|id| entities.get(id.0 as usize));
        if let Some(person) = own.filter(|e| e.label == Label::Person && m.label == Label::Profession) {
            return Some(person.id);
        }
        let head = |text: &str| fold(text.split_whitespace().next().unwrap_or(""));
        let wanted = head(&m.normal);
        let mentions = &self.known.annotations.mentions;
        let to = mentions.partition_point(|n| n.span.start < before);
        let held = mentions[..to]
            .iter()
            .rev()
            .take(MEMORY)
            .filter(|n| n.label == Label::Person)
            .filter_map(|n| entities.get(n.entity?.0 as usize))
            .find(|e| {
                let fits = gender.is_none() || e.gender.is_none() || e.gender == gender;
                fits && e.roles.iter().any(|r| r.split_whitespace().any(|w| fold(w) == wanted))
            });
        held.map(|e| e.id).or_else(|| self.last(before, gender))
    }

    /// Who spoke or acted last: the speaker of the sentence before, else its subject, else anybody named in it.
    fn last(&self, before: u32, gender: Option<Gender>) -> Option<EntityId> {
        let entities = &self.known.annotations.entities;
        let fits = |id: EntityId| {
            let entity = entities.get(id.0 as usize)?;
            let agrees = entity.label == Label::Person && (gender.is_none() || entity.gender.is_none() || entity.gender == gender);
            (agrees || (gender.is_none() && entity.label == Label::Organization)).then_some(id)
        };
        let sentences = &self.known.pieces.sentences;
        let to = sentences.partition_point(|s| s.span.start < before);
        for sentence in sentences[..to].iter().rev().take(REACH) {
            let span = Span::new(sentence.span.start, sentence.span.end.min(before));
            // Quotes are in text order: those of the sentence end the list of what begins before its end.
            let begun = self.quotes.partition_point(|q| q.span.start < span.end);
            let mut near = self.quotes[..begun].iter().rev().take(REACH);
            let spoke = near.find(|q| q.span.overlaps(span) && q.span.start < before).and_then(|q| fits(q.speaker?));
            let own = || self.known.inside(span).filter(|(_, m)| self.is_person(m) && !is_quoted(self.quoted, m.span.start));
            let subject = || own().filter(|(_, m)| self.subject(m)).find_map(|(_, m)| fits(m.entity?));
            let found = spoke.or_else(subject).or_else(|| own().find_map(|(_, m)| fits(m.entity?)));
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// The organisation named last.
    fn last_body(&self, before: u32) -> Option<EntityId> {
        let mentions = &self.known.annotations.mentions;
        let to = mentions.partition_point(|n| n.span.start < before);
        let near =
            mentions[..to].iter().rev().take(MEMORY).filter(|n| n.label == Label::Organization && !is_quoted(self.quoted, n.span.start));
        near.filter_map(|m| m.entity).next()
    }
}

/// A third person's pronoun in the nominative.
fn personal(word: &str) -> Option<Gender> {
    match word {
        "он" => Some(Gender::Masculine),
        "она" => Some(Gender::Feminine),
        _ => None,
    }
}

/// A possessive of the third person; the gender is unknown for «их».
fn pronoun(word: &str) -> Option<Option<Gender>> {
    match word {
        "его" => Some(Some(Gender::Masculine)),
        "ее" => Some(Some(Gender::Feminine)),
        "их" => Some(None),
        _ => None,
    }
}

//! A document with everything that the stages up to its entities found: what quotes, relations and events are read from.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::annotations::{Annotated, Annotations};
use super::layout::Layout;
use super::morph::{Grammeme, Readings, Tag};
use super::segment::Segmentation;
use super::span::{Byte, Span, TokenUnit};

/// A list of dictionary forms, folded, written with blanks between.
pub struct Words {
    text: &'static str,
    words: OnceLock<BTreeSet<&'static str>>,
}

impl Words {
    /// The list.
    pub const fn new(text: &'static str) -> Self {
        Self { text, words: OnceLock::new() }
    }

    fn words(&self) -> &BTreeSet<&'static str> {
        self.words.get_or_init(|| self.text.split_ascii_whitespace().collect())
    }
}

/// Everything that the stages below know of a document.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// The text.
    pub text: &'a str,
    /// Its pieces.
    pub pieces: &'a Segmentation,
    /// Their readings.
    pub readings: &'a Readings,
    /// Parts and publication day.
    pub layout: &'a Layout,
    /// Mentions, times, entities.
    pub annotations: &'a Annotations,
}

impl<'a> Known<'a> {
    /// The mentions inside a span, with their numbers.
    pub fn inside(self, span: Span<Byte>) -> impl Iterator<Item = (usize, &'a Annotated)> {
        let mentions = &self.annotations.mentions;
        let first = mentions.partition_point(|m| m.span.start < span.start);
        let near = mentions.iter().enumerate().skip(first).take_while(move |(_, m)| m.span.start < span.end);
        near.filter(move |(_, m)| span.contains(m.span))
    }

    /// The mentions that may hold a span: those that begin at most so many bytes before it.
    pub fn around(self, span: Span<Byte>) -> impl Iterator<Item = &'a Annotated> {
        const LONGEST: u32 = 400;
        let mentions = &self.annotations.mentions;
        let first = mentions.partition_point(|m| m.span.start + LONGEST < span.start);
        mentions[first..].iter().take_while(move |m| m.span.start < span.end)
    }

    /// A token in lower case with ё as е.
    pub fn word(self, token: usize) -> &'a str {
        self.readings.folded(token)
    }

    /// The text of a token as written.
    pub fn surface(self, token: usize) -> &'a str {
        self.pieces.tokens.get(token).map_or("", |t| t.span.of(self.text))
    }

    /// Whether a token has one of these dictionary forms.
    pub fn among(self, token: usize, list: &Words) -> bool {
        let words = list.words();
        self.readings.lemmas(token).iter().any(|l| words.contains(l.as_str()))
    }

    /// Whether one of a token's dictionary forms is this one.
    pub fn lemma(self, token: usize, lemma: &str) -> bool {
        self.readings.has_lemma(token, lemma)
    }

    /// Whether a known reading of a token has all these grammemes.
    pub fn has(self, token: usize, tag: Tag) -> bool {
        self.readings.analyses(token).iter().any(|a| a.known && a.tag.includes(tag))
    }

    /// Whether a token can be a verb that tells something: finite or a short participle.
    pub fn finite(self, token: usize) -> bool {
        self.has(token, Tag::of(&[Grammeme::Verb])) || self.has(token, Tag::of(&[Grammeme::Prts]))
    }

    /// The text of some tokens.
    pub fn cover(self, tokens: Span<TokenUnit>) -> Option<Span<Byte>> {
        let run = self.pieces.tokens.get(tokens.range())?;
        Some(run.first()?.span.cover(run.last()?.span))
    }
}

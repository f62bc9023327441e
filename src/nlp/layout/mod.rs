//! Lines → title, dateline, body, furniture, and the publication day.
//!
//! `lines` says of each line what can be seen of it: length, place, first words, what stands around; `model` weighs that and chooses the
//! likeliest row of kinds (a linear-chain conditional random field, Lafferty et al. 2001, trained by `training/layout.py`);
//! `publication` looks for the day, `credits` for author and source. Furniture is tagged like the rest but makes no events.

mod credits;
mod lines;
mod model;
mod publication;
mod several;

pub use lines::features;
use lines::{Look, features_of, looks};

use super::document::Document;
use super::edtf::Point;
use super::segment::{AtomKind, Segmentation, fold};
use super::span::{Byte, Span};
use super::temporal::Written;
use publication::{Publication, publication};

/// What a part of an article is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// The headline.
    Title,
    /// Date, place, byline, source.
    Dateline,
    /// The article itself.
    Body,
    /// Photo credits, counters, teasers of other articles, subscribe lines.
    Furniture,
}

impl PartKind {
    /// The name in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Dateline => "dateline",
            Self::Body => "body",
            Self::Furniture => "furniture",
        }
    }
}

/// A run of lines of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// The text covered, without blanks at the ends.
    pub span: Span<Byte>,
}

/// Where a publication day came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateSource {
    /// The user or the file said so.
    Given,
    /// The head of the page or mail that the text was taken from.
    Meta,
    /// A line of its own, or an agency's slug.
    Dateline,
    /// Elsewhere in the text.
    Text,
    /// The name of the file.
    Filename,
    /// Not found.
    None,
}

impl DateSource {
    /// How sure a day from there is, 0 to 1: an estimate by the kind of source, not a measured probability.
    pub fn score(self) -> f32 {
        match self {
            Self::Given => 1.0,
            Self::Meta => 0.95,
            Self::Dateline => 0.95,
            Self::Filename => 0.8,
            Self::Text => 0.6,
            Self::None => 0.0,
        }
    }

    /// The name in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Meta => "meta",
            Self::Dateline => "dateline",
            Self::Text => "text",
            Self::Filename => "filename",
            Self::None => "none",
        }
    }
}

/// The parts of an article and its publication day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// In text order, without overlaps.
    pub parts: Vec<Part>,
    /// The publication day, or something coarser.
    pub date: Option<Point>,
    /// Where it came from.
    pub date_source: DateSource,
    /// The words that say it, where the text does.
    pub date_evidence: Option<Span<Byte>>,
    /// Who wrote it, by a line of its own.
    pub author: Option<String>,
    /// Who published it first, by a line of its own.
    pub source: Option<String>,
    /// Where articles begin, in bytes, when the text seems to hold several; else empty.
    pub articles: Vec<u32>,
}

impl Layout {
    /// The kind of part that holds the byte `at`; lines are never split.
    pub fn kind_at(&self, at: u32) -> PartKind {
        let i = self.parts.partition_point(|p| p.span.end <= at);
        self.parts.get(i).filter(|p| p.span.start <= at).map_or(PartKind::Body, |p| p.kind)
    }

    /// What is not the article's: teasers, counters, credits; in order.
    pub fn furniture(&self) -> Vec<Span<Byte>> {
        self.parts.iter().filter(|p| p.kind == PartKind::Furniture).map(|p| p.span).collect()
    }

    /// The first title line.
    pub fn title<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.parts.iter().find(|p| p.kind == PartKind::Title).and_then(|p| p.span.of(text).lines().next())
    }
}

/// A line without the blanks around it.
pub(super) struct Line<'t> {
    pub span: Span<Byte>,
    pub text: &'t str,
    /// In small letters, ё as е.
    pub folded: String,
}

/// Lays out a document. `written` are the time expressions of its text.
pub fn layout(document: &Document, pieces: &Segmentation, written: &[Written]) -> Layout {
    let lines = lines(&document.text, pieces);
    let looks = looks(&lines, written);
    let kinds = kinds(document, &lines, &looks);
    let mut parts: Vec<Part> = Vec::new();
    for (line, kind) in lines.iter().zip(&kinds) {
        match parts.last_mut() {
            Some(last) if last.kind == *kind => last.span = last.span.cover(line.span),
            _ => parts.push(Part { kind: *kind, span: line.span }),
        }
    }
    let Publication { date, date_source, date_evidence } = publication(document, pieces, &lines, &kinds, written);
    let (author, source) = credits::credits(&lines, &kinds);
    let articles = several::several(&document.text, &lines, &looks);
    Layout { parts, date, date_source, date_evidence, author, source, articles }
}

fn lines<'t>(text: &'t str, pieces: &Segmentation) -> Vec<Line<'t>> {
    let mut out: Vec<Line<'t>> = Vec::new();
    for run in pieces.atoms.split(|a| a.kind == AtomKind::Newline) {
        if let (Some(first), Some(last)) = (run.first(), run.last()) {
            let span = first.span.cover(last.span);
            let text = span.of(text);
            out.push(Line { span, text, folded: fold(text) });
        }
    }
    out
}

fn kinds(document: &Document, lines: &[Line<'_>], looks: &[Look]) -> Vec<PartKind> {
    // One line is an article's: what else would be analysed?
    if lines.len() < 2 {
        return vec![PartKind::Body; lines.len()];
    }
    // An article has a body: its longest line, the first of equals.
    let longest = (0..lines.len()).max_by_key(|n| (lines[*n].span.len(), std::cmp::Reverse(*n))).unwrap_or(0);
    let mut kinds = model::decode(&features_of(lines, looks), longest);
    // A page that lists other articles cuts all of them; one line alone may be the author's style.
    let cut = |l: &Line<'_>| l.text.ends_with('…') || l.text.ends_with("...");
    let teasers = lines.iter().rev().take_while(|l| cut(l)).count();
    if teasers >= 2 && lines.len() - teasers > longest {
        kinds[lines.len() - teasers..].fill(PartKind::Furniture);
    }
    // A page that says its headline is believed.
    if let Some(title) = &document.meta.title
        && let Some(first) = lines.first()
        && key(first.text) == key(title)
    {
        kinds[0] = PartKind::Title;
    }
    kinds
}

/// Letters and figures alone: how headlines are compared.
fn key(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

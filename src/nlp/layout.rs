//! Lines → title, dateline, body, furniture, and the publication day.
//!
//! A first version for plain text: rules over single lines. Furniture is tagged like the rest but makes no events.

use super::document::Document;
use super::edtf::Point;
use super::segment::{AtomKind, Segmentation, fold};
use super::span::{Byte, Span};
use super::temporal::{Tense, Written};

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
}

impl Layout {
    /// The kind of part that holds the byte `at`; lines are never split.
    pub fn kind_at(&self, at: u32) -> PartKind {
        let i = self.parts.partition_point(|p| p.span.end <= at);
        self.parts.get(i).filter(|p| p.span.start <= at).map_or(PartKind::Body, |p| p.kind)
    }

    /// The first title line.
    pub fn title<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.parts.iter().find(|p| p.kind == PartKind::Title).and_then(|p| p.span.of(text).lines().next())
    }
}

/// Starts of lines after which nothing of the article follows.
const CLOSERS: &[&str] =
    &["читайте также", "читайте по теме", "материалы по теме", "по теме", "еще по теме", "другие новости", "похожие новости"];
/// Starts of single furniture lines.
const FURNITURE: &[&str] = &[
    "подписывайтесь на",
    "подпишитесь на",
    "следите за новостями",
    "нашли ошибку",
    "фото:",
    "видео:",
    "иллюстрация:",
    "скриншот:",
    "читайте также:",
    "читайте по теме:",
    "еще по теме:",
    "по теме:",
    "ранее по теме:",
    "материал по теме:",
    "обновлено",
    "просмотров:",
    "архив:",
    "реклама.",
    "erid",
    "изображение:",
    "теги:",
    "©",
];
/// Whole lines that label a part of the page.
const LABELS: &[&str] =
    &["реклама", "поделиться", "просмотров", "просмотры", "комментарии", "комментировать", "фото", "видео", "теги", "на правах рекламы"];
/// Starts of lines that name source or author.
const DATELINE: &[&str] = &["источник:", "автор:", "опубликовано", "дата публикации", "текст:"];
/// Longest title line, in letters and signs.
const LONG_TITLE: usize = 220;
/// Lines from the top among which a dateline or counter is looked for.
const HEAD: usize = 8;

/// A line without the blanks around it.
struct Line<'t> {
    span: Span<Byte>,
    text: &'t str,
    folded: String,
}

impl Line<'_> {
    /// Whether the line begins with one of the phrases, as whole words.
    fn starts_with(&self, list: &[&str]) -> bool {
        list.iter().any(|s| {
            self.folded.strip_prefix(s).is_some_and(|rest| !(s.ends_with(char::is_alphabetic) && rest.starts_with(char::is_alphabetic)))
        })
    }
    /// Whether the line is one of the phrases, with signs and figures at most.
    fn is_one_of(&self, list: &[&str]) -> bool {
        list.iter().any(|s| self.folded.strip_prefix(s).is_some_and(|rest| !rest.contains(char::is_alphabetic)))
    }
    /// Furniture is short; a paragraph that begins like it is an article's.
    fn is_furniture(&self) -> bool {
        (self.starts_with(FURNITURE) && self.text.chars().count() <= 120) || self.is_one_of(LABELS)
    }
    fn ends_sentence(&self) -> bool {
        self.text.trim_end_matches(['»', '"', '”', ')']).ends_with(['.', '!', '?', '…', ':', ';', ','])
    }
    fn words(&self) -> usize {
        self.text.split_whitespace().filter(|w| w.chars().any(char::is_alphabetic)).count()
    }
}

/// Lays out a document. `written` are the time expressions of its text.
pub fn layout(document: &Document, pieces: &Segmentation, written: &[Written]) -> Layout {
    let lines = lines(&document.text, pieces);
    let kinds = kinds(&lines, written);
    let mut parts: Vec<Part> = Vec::new();
    for (line, kind) in lines.iter().zip(&kinds) {
        match parts.last_mut() {
            Some(last) if last.kind == *kind => last.span = last.span.cover(line.span),
            _ => parts.push(Part { kind: *kind, span: line.span }),
        }
    }
    let Publication { date, date_source, date_evidence } = publication(document, pieces, &lines, &kinds, written);
    Layout { parts, date, date_source, date_evidence }
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

/// Whether the line is one time expression and nothing else of weight.
fn is_date_line(line: &Line<'_>, written: &[Written]) -> bool {
    let from = written.partition_point(|w| w.span.start < line.span.start);
    written[from..].iter().take_while(|w| w.span.end <= line.span.end).any(|w| {
        let rest = line.span.len().saturating_sub(w.span.len());
        w.names_a_day() && rest <= 16 && rest < line.span.len()
    })
}

fn kinds(lines: &[Line<'_>], written: &[Written]) -> Vec<PartKind> {
    let mut kinds = vec![PartKind::Body; lines.len()];
    if lines.len() < 2 {
        return kinds;
    }
    // Title: from the top, lines without a sentence's end, as long as an article remains.
    let mut head = 0;
    while head + 1 < lines.len().min(4) {
        let line = &lines[head];
        let again = head > 0 && lines[0].folded.starts_with(&line.folded);
        if line.ends_sentence() || line.text.chars().count() > LONG_TITLE || line.words() < 2 || is_date_line(line, written) {
            break;
        }
        if line.is_furniture() || line.starts_with(DATELINE) || (head > 0 && !again) {
            break;
        }
        kinds[head] = PartKind::Title;
        head += 1;
    }
    for i in head..lines.len().min(HEAD) {
        let line = &lines[i];
        let cyrillic = line.text.chars().any(|c| matches!(c, 'а'..='я' | 'А'..='Я'));
        let short = line.text.chars().count() <= 60 && !line.ends_sentence();
        kinds[i] = if is_date_line(line, written) || line.starts_with(DATELINE) {
            PartKind::Dateline
        } else if short
            && !cyrillic
            && line.words() >= 2
            && i == head
            && head > 0
            && line.text.split_whitespace().filter(|w| w.starts_with(char::is_uppercase)).count() >= 2
        {
            // A byline in Latin letters right under the title.
            PartKind::Dateline
        } else if short && !cyrillic {
            PartKind::Furniture
        } else if line.ends_sentence() {
            break;
        } else {
            kinds[i]
        };
    }
    let mut closed = false;
    for (i, line) in lines.iter().enumerate().skip(1) {
        closed |= line.is_one_of(CLOSERS);
        if closed || line.is_furniture() {
            kinds[i] = PartKind::Furniture;
        } else if line.starts_with(DATELINE) && !line.text.ends_with('.') {
            kinds[i] = PartKind::Dateline;
        }
    }
    // A short line between two of furniture belongs to them.
    for i in 1..lines.len().saturating_sub(1) {
        if kinds[i - 1] == PartKind::Furniture && kinds[i + 1] == PartKind::Furniture && lines[i].text.chars().count() <= 60 {
            kinds[i] = PartKind::Furniture;
        }
    }
    // Teasers at the bottom are cut off by an ellipsis; one alone may be the author's style.
    let cut = |l: &Line<'_>| l.text.ends_with('…') || l.text.ends_with("...");
    let tail = lines.iter().rev().take_while(|l| cut(l)).count();
    if tail >= 2 && tail < lines.len() {
        kinds[lines.len() - tail..].fill(PartKind::Furniture);
    }
    kinds
}

/// A publication day with its source and the words that say it.
struct Publication {
    date: Option<Point>,
    date_source: DateSource,
    date_evidence: Option<Span<Byte>>,
}

fn publication(document: &Document, pieces: &Segmentation, lines: &[Line<'_>], kinds: &[PartKind], written: &[Written]) -> Publication {
    let found =
        |date: jiff::civil::Date, date_source, date_evidence| Publication { date: Some(Point::Day(date)), date_source, date_evidence };
    if let Some(date) = document.date {
        return Publication { date: Some(date), date_source: DateSource::Given, date_evidence: None };
    }
    if let Some(date) = document.meta.date {
        return Publication { date: Some(date), date_source: DateSource::Meta, date_evidence: None };
    }
    let days_in = |line: &Line<'_>| -> Vec<(jiff::civil::Date, &Written)> {
        let from = written.partition_point(|w| w.span.start < line.span.start);
        written[from..].iter().take_while(|w| w.span.end <= line.span.end).filter_map(|w| w.full_day().map(|d| (d, w))).collect()
    };
    let of_kind = |kind: PartKind| lines.iter().zip(kinds).filter(move |(_, k)| **k == kind).map(|(l, _)| l);
    if let Some((d, w)) = of_kind(PartKind::Dateline).flat_map(days_in).next() {
        return found(d, DateSource::Dateline, Some(w.span));
    }
    // «АСТАНА, 5 июля 2024 года — …»: a date before a dash that opens the body.
    let first = of_kind(PartKind::Body).next();
    if let Some(line) = first {
        let dash = line
            .text
            .find([' ', '\u{a0}'])
            .and_then(|_| line.text.find(" — ").or_else(|| line.text.find(" – ")).or_else(|| line.text.find(" - ")));
        if let (Some(dash), Some((d, w))) = (dash, days_in(line).first())
            && w.span.end <= line.span.start + dash as u32
            && dash < 120
        {
            return found(*d, DateSource::Dateline, Some(w.span));
        }
    }
    // Time stamps among the furniture are those of the page: the day that most of them share, the latest of equals.
    let mut stamps: Vec<(jiff::civil::Date, &Written)> = of_kind(PartKind::Furniture).flat_map(days_in).collect();
    stamps.sort_by_key(|(d, _)| *d);
    let best = stamps.chunk_by(|a, b| a.0 == b.0).max_by_key(|run| (run.len(), run[0].0)).and_then(|run| run.first());
    if let Some((d, w)) = best {
        return found(*d, DateSource::Text, Some(w.span));
    }
    if let Some(d) = file_date(&document.id) {
        return found(d, DateSource::Filename, None);
    }
    // A full date in the lead of which a verb of the past tells is most often that of the news itself, if the text speaks
    // of nothing later, and of days in which there was news on the web. Of dates in captions or of plans that is not true.
    let latest = written.iter().filter_map(Written::said_year).max();
    if let Some(line) = first
        && let Some((d, w)) = days_in(line).into_iter().next()
        && w.tense == Tense::Past
        && !document.text[..w.span.start as usize].trim_end().ends_with(" от")
        && pieces.sentence_at(w.span.start) <= pieces.sentence_at(line.span.start).map(|s| s + 1)
        && latest.is_some_and(|y| d.year() >= 1990 && d.year() + 1 >= y)
    {
        return found(d, DateSource::Text, Some(w.span));
    }
    Publication { date: None, date_source: DateSource::None, date_evidence: None }
}

/// `2024-03-14`, `2024_03_14` or `20240314` in a file's name, no longer number around it.
fn file_date(id: &str) -> Option<jiff::civil::Date> {
    let runs: Vec<&str> = id.split(|c: char| !c.is_ascii_digit()).collect();
    let date = |y: &str, m: &str, d: &str| -> Option<jiff::civil::Date> {
        let (year, month, day) = (y.parse().ok()?, m.parse().ok()?, d.parse().ok()?);
        (1990..2100).contains(&year).then(|| jiff::civil::Date::new(year, month, day).ok())?
    };
    let tight = runs.iter().filter(|r| r.len() == 8 && r.is_ascii()).find_map(|r| date(&r[..4], &r[4..6], &r[6..]));
    let parted = || runs.windows(3).filter(|w| w[0].len() == 4 && w[1].len() == 2 && w[2].len() == 2).find_map(|w| date(w[0], w[1], w[2]));
    tight.or_else(parted)
}

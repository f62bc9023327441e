//! What a user does to a mention or event → the decision that says so.
//!
//! The page counts in UTF-16, decisions in code points: places are turned round here.

use crate::app::collection::Article;
use crate::worker::decision::{Decision, Marked, Place};
use crate::worker::view::{EventView, MentionView};

/// One of the ends of a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// The first.
    Start,
    /// The last.
    End,
}

/// A text whose places are asked for many times.
pub struct Places<'t> {
    text: &'t str,
    /// For every code point where it begins, in UTF-16 and in bytes; and the end.
    points: Vec<(u32, u32)>,
}

impl<'t> Places<'t> {
    /// Goes over the text once.
    pub fn new(text: &'t str) -> Self {
        let mut units = 0;
        let point = |(at, c): (usize, char)| {
            let here = (units, at as u32);
            units += c.len_utf16() as u32;
            here
        };
        let mut points: Vec<(u32, u32)> = text.char_indices().map(point).collect();
        points.push((units, text.len() as u32));
        Self { text, points }
    }

    /// See [`place`].
    pub fn at(&self, start: u32, end: u32) -> Option<Place> {
        let point = |units: u32| self.points.partition_point(|p| p.0 < units).min(self.points.len() - 1);
        let (start, end) = (point(start), point(end));
        let text = self.text.get(self.points[start].1 as usize..self.points[end].1 as usize)?;
        (start < end).then(|| Place { start: start as u32, end: end as u32, text: text.into() })
    }
}

/// A place in a text by its UTF-16 offsets; none when it holds nothing.
///
/// ```
/// use letopis::app::queries::edit::place;
/// let p = place("🕊 Мир", 3, 6).unwrap();
/// assert_eq!((p.start, p.end, p.text.as_str()), (2, 5, "Мир"));
/// ```
pub fn place(text: &str, start: u32, end: u32) -> Option<Place> {
    Places::new(text).at(start, end)
}

/// The words of a text as UTF-16 ranges: runs of letters and digits, and every other sign for itself but those that end a clause.
fn words(text: &str) -> Vec<(u32, u32)> {
    let mut out: Vec<(u32, u32)> = Vec::new();
    let mut at = 0;
    let mut run = false;
    for c in text.chars() {
        let end = at + c.len_utf16() as u32;
        let letter = c.is_alphanumeric() || c == '\u{301}' || c == '\u{ad}';
        match out.last_mut() {
            Some(last) if letter && run && last.1 == at => last.1 = end,
            _ if !c.is_whitespace() && !",.;:!?…".contains(c) => out.push((at, end)),
            _ => {}
        }
        run = letter;
        at = end;
    }
    out
}

/// The range with one end moved by so many words; none when nothing would be left, or there are no more words.
///
/// ```
/// use letopis::app::queries::edit::{Edge, stretch};
/// let text = "глава «Северного моста», прибыл";
/// assert_eq!(stretch(text, (7, 16), Edge::End, 2), Some((7, 23)));
/// assert_eq!(stretch(text, (7, 16), Edge::End, 3), Some((7, 31)), "no mention ends with a comma");
/// assert_eq!(stretch(text, (7, 16), Edge::Start, -1), Some((6, 16)));
/// assert_eq!(stretch(text, (7, 16), Edge::End, -1), None);
/// ```
pub fn stretch(text: &str, range: (u32, u32), edge: Edge, by: i32) -> Option<(u32, u32)> {
    let words = words(text);
    let first = words.partition_point(|w| w.1 <= range.0);
    let last = words.partition_point(|w| w.0 < range.1).checked_sub(1)?;
    let moved = |n: usize| usize::try_from(i32::try_from(n).ok()? + by).ok().filter(|n| *n < words.len());
    let (first, last) = match edge {
        Edge::Start => (moved(first)?, last),
        Edge::End => (first, moved(last)?),
    };
    (first <= last).then(|| (words[first].0, words[last].1))
}

/// The word that stands so many words behind the range, or before it; the first of the text without one.
pub fn neighbour(text: &str, range: Option<(u32, u32)>, by: i32) -> Option<(u32, u32)> {
    let words = words(text);
    let Some(range) = range else { return words.first().copied() };
    let at = if by > 0 { words.partition_point(|w| w.0 < range.1).checked_sub(1)? } else { words.partition_point(|w| w.1 <= range.0) };
    let n = usize::try_from(i32::try_from(at).ok()? + by).ok()?;
    words.get(n).copied()
}

/// The whole words that a range touches.
pub fn whole(text: &str, range: (u32, u32)) -> Option<(u32, u32)> {
    let words = words(text);
    let touched = words.iter().filter(|w| w.0 < range.1 && w.1 > range.0);
    let (mut first, mut last) = (None, None);
    for w in touched {
        first.get_or_insert(w.0);
        last = Some(w.1);
    }
    first.zip(last)
}

fn text(article: &Article) -> &str {
    article.text.as_deref().unwrap_or("")
}

fn marked(article: &Article, range: (u32, u32), label: &str) -> Option<Marked> {
    let Place { start, end, text } = place(text(article), range.0, range.1)?;
    Some(Marked { start, end, text, label: label.into() })
}

/// A mention is of another type, or none; it alone, or all of the same name.
pub fn retag(article: &Article, m: &MentionView, label: Option<&str>, all: bool) -> Option<Decision> {
    if label == Some(m.label.as_str()) {
        return None;
    }
    if all {
        let name = m.normal.clone().unwrap_or_else(|| m.text.clone());
        return Some(Decision::Alike { name, was: Some(m.label.clone()), now: label.map(String::from) });
    }
    let range = (m.start, m.end);
    let now = match label {
        Some(label) => Some(marked(article, range, label)?),
        None => None,
    };
    Some(Decision::Mention { article: article.sha256.clone(), was: Some(marked(article, range, &m.label)?), now })
}

/// A mention is what it was taken for.
pub fn confirm(article: &Article, m: &MentionView) -> Option<Decision> {
    if let Some(value) = &m.value {
        return set_time(article, m, value.clone());
    }
    let own = marked(article, (m.start, m.end), &m.label)?;
    Some(Decision::Mention { article: article.sha256.clone(), was: Some(own.clone()), now: Some(own) })
}

/// A mention begins or ends elsewhere.
pub fn resize(article: &Article, m: &MentionView, edge: Edge, by: i32) -> Option<Decision> {
    let range = stretch(text(article), (m.start, m.end), edge, by)?;
    let now = Some(marked(article, range, &m.label)?);
    Some(Decision::Mention { article: article.sha256.clone(), was: Some(marked(article, (m.start, m.end), &m.label)?), now })
}

/// A range is a mention; it alone, or wherever the same words stand.
pub fn add(article: &Article, range: (u32, u32), label: &str, all: bool) -> Option<Decision> {
    let now = marked(article, range, label)?;
    if all {
        return Some(Decision::Alike { name: now.text, was: None, now: Some(label.into()) });
    }
    Some(Decision::Mention { article: article.sha256.clone(), was: None, now: Some(now) })
}

/// A time means something else.
pub fn set_time(article: &Article, m: &MentionView, value: String) -> Option<Decision> {
    let at = place(text(article), m.start, m.end)?;
    Some(Decision::Time { article: article.sha256.clone(), at, value })
}

/// What is decided of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// When it is.
    Value(String),
    /// Whether it took place.
    Status(String),
    /// It is none.
    Gone,
}

/// An event is or was otherwise.
pub fn set_event(article: &Article, e: &EventView, change: Change) -> Option<Decision> {
    let at = place(text(article), e.at, e.at + e.trigger.encode_utf16().count() as u32)?;
    let (mut value, mut status, mut gone) = (None, None, false);
    match change {
        Change::Value(v) => value = Some(v),
        Change::Status(s) => status = Some(s),
        Change::Gone => gone = true,
    }
    Some(Decision::Event { article: article.sha256.clone(), at, was: e.value.clone(), value, status, gone })
}

/// The place in the log of the last decision that made a mention what it is.
pub fn reason(article: &Article, m: &MentionView, effective: &[(u32, &Decision)]) -> Option<u32> {
    let at = place(text(article), m.start, m.end)?;
    let name = m.normal.as_deref().unwrap_or(&m.text);
    let made = |d: &Decision| match d {
        Decision::Mention { article: a, now: Some(now), .. } => {
            *a == article.sha256 && (now.start, now.end) == (at.start, at.end) && now.label == m.label
        }
        Decision::Time { article: a, at: place, .. } => *a == article.sha256 && *place == at,
        Decision::Alike { name: n, now: Some(now), .. } => *now == m.label && (n == name || *n == m.text),
        _ => false,
    };
    effective.iter().rev().find(|(_, d)| made(d)).map(|(n, _)| *n)
}

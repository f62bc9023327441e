//! Whether two events are one.
//!
//! Each says something for or against: time, the word that tells them, who takes part, where, and the words of their lines.
//! The weights were set by hand on pairs written for the purpose (`tests/data/events`).

use std::collections::{BTreeMap, BTreeSet};

use super::super::contribution::LocalEvent;
use super::disagreement::{MONTHS, NUMBER, numbers};
use jiff::civil::Date;

use crate::nlp::edtf::{Bounds, Kind, Point, Value};
use crate::nlp::event::Status;
use crate::nlp::knowledge::{stem, words};

/// Why two events are held to be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The same line, word for word.
    Words,
    /// The same time.
    Time,
    /// One time lies within the other.
    Within,
    /// Times that differ by little.
    Near,
    /// Words of one kind tell it: «встретился», «переговоры».
    Trigger,
    /// The same persons or organisations take part.
    Participants,
    /// The same place.
    Place,
    /// Much the same words.
    Likeness,
}

impl Reason {
    /// The name in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Time => "time",
            Self::Within => "within",
            Self::Near => "near",
            Self::Trigger => "trigger",
            Self::Participants => "participants",
            Self::Place => "place",
            Self::Likeness => "likeness",
        }
    }
}

/// Days by which reports of one event may differ.
const NEAR: i32 = 3;
/// Letters of the beginning by which a verb and its noun are known to belong together: «встретиться», «встреча».
const ROOT: usize = 5;

/// An event made ready for comparing.
#[derive(Clone, Debug)]
pub(super) struct Profile {
    pub document: usize,
    pub event: usize,
    pub bounds: Option<Bounds>,
    pub value: Option<Value>,
    /// First day of the article's publication.
    pub reported: Option<Date>,
    pub status: Status,
    /// The kind of event.
    pub kind: Option<&'static str>,
    /// The first letters of the trigger.
    pub root: String,
    /// Persons and organisations, by number in the collection.
    pub who: BTreeSet<usize>,
    pub places: BTreeSet<usize>,
    /// Stems of the words of its line that mean something.
    pub stems: BTreeSet<String>,
    /// What its line counts.
    pub numbers: BTreeMap<String, BTreeSet<String>>,
    /// Its line, folded.
    pub line: String,
}

/// Words that tell nothing of an event.
const EMPTY: &[&str] = &[
    "и",
    "в",
    "во",
    "на",
    "с",
    "со",
    "по",
    "из",
    "о",
    "об",
    "к",
    "у",
    "за",
    "до",
    "от",
    "для",
    "при",
    "что",
    "как",
    "а",
    "но",
    "не",
    "его",
    "ее",
    "их",
    "это",
    "этом",
    "года",
    "году",
    "год",
    "также",
    "был",
    "была",
    "было",
    "были",
    "будет",
    "после",
    "между",
    "под",
    "над",
    "вчера",
    "сегодня",
    "завтра",
    "который",
    "которая",
    "которые",
    "она",
    "он",
    "они",
    "через",
    "перед",
];

impl Profile {
    pub fn new(document: usize, event: usize, local: &LocalEvent, who: Vec<usize>, places: Vec<usize>) -> Self {
        let line = crate::nlp::segment::fold(&local.what);
        let stems = words(&line)
            .filter(|w| !EMPTY.contains(w) && !MONTHS.contains(w) && !w.starts_with(|c: char| c.is_ascii_digit()))
            .map(stem)
            .collect();
        Self {
            document,
            event,
            bounds: local.value.and_then(Value::bounds),
            value: local.value,
            reported: local.reported.and_then(Point::bounds).map(|b| b.0),
            status: local.status,
            kind: local.kind,
            root: local.lemma.chars().take(ROOT).collect(),
            who: who.into_iter().collect(),
            places: places.into_iter().collect(),
            stems,
            numbers: numbers(&local.what),
            line,
        }
    }

    /// Days from the first to the last that it can mean.
    pub fn length(&self) -> Option<i32> {
        let b = self.bounds?;
        Some(days(b.earliest?, b.latest?))
    }
}

fn days(a: Date, b: Date) -> i32 {
    a.until(b).map_or(i32::MAX, |s| s.get_days())
}

/// Whether two events lie as far apart as the articles that tell them: «вчера» in the papers of two days is two days.
fn parallel(a: &Profile, b: &Profile) -> bool {
    let first = |p: &Profile| p.bounds.and_then(|b| b.earliest);
    match (first(a), first(b), a.reported, b.reported) {
        (Some(x), Some(y), Some(told), Some(again)) => days(x, y) == days(told, again),
        _ => false,
    }
}

/// How sure it is that two events are one, with the reasons; `None` when they are not.
pub(super) fn same(a: &Profile, b: &Profile) -> Option<(f32, BTreeSet<Reason>)> {
    let mut why = BTreeSet::new();
    // What nothing places is the news of its own days.
    let together = match (a.reported, b.reported) {
        (Some(x), Some(y)) => days(x, y).abs() <= NEAR,
        (None, None) => true,
        _ => false,
    };
    if a.bounds.is_none() && b.bounds.is_none() && !together {
        return None;
    }
    if a.line == b.line && a.value == b.value && !a.line.is_empty() {
        return Some((20.0, BTreeSet::from([Reason::Words])));
    }
    let own = a.document == b.document;
    let differ = |noun: &str| a.numbers.get(noun).zip(b.numbers.get(noun)).is_some_and(|(x, y)| x.is_disjoint(y));
    // What has a number for a name is another thing under another number; and one article gives one number for one thing.
    if differ(NUMBER) || (own && (a.bounds != b.bounds || a.numbers.keys().any(|noun| differ(noun)))) {
        return None;
    }
    let wanted = match (a.bounds, b.bounds) {
        (Some(x), Some(y)) if x == y => {
            why.insert(Reason::Time);
            // A year or a month holds many events of one kind.
            match a.length().unwrap_or(i32::MAX) {
                // «утром» and «вечером» of one day are two times.
                0..=3 if a.value != b.value && [a, b].iter().all(|p| p.value.is_some_and(|v| v.kind() == Kind::Time)) => 7.0,
                0..=3 => 3.5,
                4..=31 => 4.5,
                _ => 6.0,
            }
        }
        (Some(x), Some(y)) => {
            let (short, long) = if a.length().unwrap_or(i32::MAX) <= b.length().unwrap_or(i32::MAX) { (x, y) } else { (y, x) };
            let length = a.length().unwrap_or(i32::MAX).max(b.length().unwrap_or(i32::MAX));
            let (first, last) = (short.earliest?, short.latest?);
            let begins = long.earliest.is_none_or(|e| e <= first);
            let ends = long.latest.is_none_or(|l| last <= l);
            let apart = days(x.earliest?, y.earliest?).abs().max(days(x.latest.or(x.earliest)?, y.latest.or(y.earliest)?).abs());
            if begins && ends && length <= 31 {
                why.insert(Reason::Within);
                5.0
            } else if apart <= NEAR && length <= 14 && !parallel(a, b) {
                why.insert(Reason::Near);
                7.0
            } else {
                return None;
            }
        }
        (None, None) if a.value == b.value => 7.5,
        _ => return None,
    };
    let mut score = 0.0;
    let trigger = (!a.root.is_empty() && a.root == b.root) || (a.kind.is_some() && a.kind == b.kind);
    if trigger {
        why.insert(Reason::Trigger);
        score += 2.0;
    } else if a.kind.is_some() && b.kind.is_some() {
        score -= 1.5;
    }
    let share = |x: &BTreeSet<usize>, y: &BTreeSet<usize>| x.intersection(y).count();
    let both = share(&a.who, &b.who);
    if both > 0 {
        why.insert(Reason::Participants);
        score += (1.5 * both as f32).min(3.0);
        // Somebody else beside them makes another meeting.
        if both < a.who.len().min(b.who.len()) {
            score -= 1.5;
        }
    } else if !a.who.is_empty() && !b.who.is_empty() {
        score -= 2.0;
    }
    if share(&a.places, &b.places) > 0 {
        why.insert(Reason::Place);
        score += 1.0;
    } else if !a.places.is_empty() && !b.places.is_empty() {
        // A town here and its country there is one place.
        score -= 0.5;
    }
    let (common, all) = (a.stems.intersection(&b.stems).count() as f32, a.stems.union(&b.stems).count().max(1) as f32);
    // A short line within a long one says the same.
    let least = a.stems.len().min(b.stems.len()).max(1) as f32;
    let likeness = 0.5 * common / all + 0.5 * common / least;
    if likeness >= 0.4 {
        why.insert(Reason::Likeness);
    }
    score += 5.0 * likeness;
    // One article tells of one day what happened then: only much the same words are the same event.
    let wanted = if own { wanted + 2.5 } else { wanted };
    let told = trigger || likeness >= 0.5;
    (told && score >= wanted).then_some((score, why))
}

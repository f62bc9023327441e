//! What reports of one event say differently.

use std::collections::{BTreeMap, BTreeSet};

use crate::nlp::knowledge::stem;
use crate::nlp::segment::fold;

/// In what reports differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matter {
    /// When.
    Time,
    /// How many.
    Number,
    /// Whether it took place.
    Status,
}

impl Matter {
    /// The name in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Number => "number",
            Self::Status => "status",
        }
    }
}

/// A difference between reports of one event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// In what.
    pub matter: Matter,
    /// What is said, each with the places of its evidence in the item's list.
    pub said: Vec<(String, Vec<usize>)>,
}

/// Words after a number that count nothing by themselves.
const SCALES: &[&str] =
    &["тыс", "млн", "млрд", "тысяч", "тысячи", "миллионов", "миллиона", "миллион", "миллиарда", "миллиардов", "процентов", "процента"];
/// Words that make a number a date or an hour.
const TIMES: &[&str] = &[
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
    "года",
    "году",
    "год",
    "годы",
    "лет",
    "годов",
    "час",
    "часа",
    "часов",
    "минут",
    "утра",
    "вечера",
    "день",
    "дня",
    "дней",
];

/// Numbers of a line with what they count: the stem of the noun after them.
pub(super) fn numbers(line: &str) -> BTreeMap<String, BTreeSet<String>> {
    let words: Vec<String> = line.split_whitespace().map(|w| fold(w.trim_matches(|c: char| !c.is_alphanumeric()))).collect();
    let mut out: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (i, word) in words.iter().enumerate() {
        let digits = word.chars().all(|c| c.is_ascii_digit() || c == ',' || c == '.') && word.chars().any(|c| c.is_ascii_digit());
        if !digits {
            continue;
        }
        let mut next = i + 1;
        let mut number = word.clone();
        while let Some(scale) = words.get(next).filter(|w| SCALES.contains(&w.as_str())) {
            number = format!("{number} {scale}");
            next += 1;
        }
        let Some(noun) = words.get(next).filter(|w| w.chars().all(char::is_alphabetic) && w.chars().count() > 2) else { continue };
        if !TIMES.contains(&noun.as_str()) {
            out.entry(stem(noun)).or_default().insert(number);
        }
    }
    out
}

/// What several reports say differently of one matter; `None` when they agree. A report that says nothing of it does not differ.
pub(super) fn differ(matter: Matter, said: impl Iterator<Item = (usize, String)>) -> Option<Disagreement> {
    let mut by: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, value) in said {
        by.entry(value).or_default().push(place);
    }
    (by.len() > 1).then(|| {
        let mut said: Vec<(String, Vec<usize>)> = by.into_iter().collect();
        said.sort_by(|a, b| a.1.cmp(&b.1));
        Disagreement { matter, said }
    })
}

//! Days whose anniversaries news tells of.

use std::sync::LazyLock;

use jiff::civil::Date;

use super::super::segment::fold;
use super::super::span::{Byte, Span};

/// A day that is remembered.
#[derive(Debug)]
pub struct Remembered {
    /// The day.
    pub date: Date,
    /// What it is called: beginnings of words that follow one another.
    ways: Vec<Vec<&'static str>>,
}

static TABLE: LazyLock<Vec<Remembered>> = LazyLock::new(|| {
    super::rows(include_str!("../../../assets/knowledge/anniversaries.tsv"))
        .filter_map(|row| {
            let date = row.first()?.parse().ok()?;
            Some(Remembered { date, ways: super::values(&row, 1).map(|way| way.split(' ').collect()).collect() })
        })
        .collect()
});

/// Words between the number and what is remembered.
const BETWEEN: &[&str] = &[
    "со",
    "с",
    "дня",
    "момента",
    "создания",
    "образования",
    "основания",
    "учреждения",
    "подписания",
    "начала",
    "принятия",
    "провозглашения",
    "вступления",
    "официального",
    "победного",
];

/// The first «N-летие» or «N-я годовщина» of a known day in a text: years, the place of the words, the day.
///
/// ```
/// use letopis::nlp::knowledge::anniversary;
/// let (years, _, day) = anniversary("Выставка посвящена 75-летию ООН и открыта для всех.").unwrap();
/// assert_eq!((years, day.date.to_string().as_str()), (75, "1945-10-24"));
/// ```
pub fn anniversary(text: &str) -> Option<(i16, Span<Byte>, &'static Remembered)> {
    let words: Vec<(usize, &str)> = words(text);
    let folded: Vec<String> = words.iter().map(|(_, w)| fold(w)).collect();
    (0..words.len()).find_map(|i| {
        let years: i16 = folded[i].parse().ok().filter(|n| (1..=300).contains(n))?;
        // «75-летию», «75-й годовщины», «75 лет со дня»
        let rest = &folded[i + 1..];
        let behind = match rest {
            [a, ..] if a.starts_with("лети") => 1,
            [a, ..] if a.starts_with("годовщин") => 1,
            [a, b, ..] if a.chars().count() <= 3 && b.starts_with("годовщин") => 2,
            [a, b, c, ..] if (a == "лет" || a == "года" || a == "год") && (b == "со" || b == "с") && (c == "дня" || c == "момента") => {
                1
            }
            _ => return None,
        };
        let skipped = rest[behind..].iter().take_while(|w| BETWEEN.contains(&w.as_str())).count();
        let from = i + 1 + behind + skipped;
        let fits = |way: &Vec<&str>| {
            way.iter().enumerate().all(|(k, stem)| {
                folded
                    .get(from + k)
                    .is_some_and(|w| w.starts_with(stem) && (stem.chars().count() > 4 || w.chars().count() <= stem.chars().count() + 3))
            })
        };
        // The longest way says most.
        let best = TABLE.iter().flat_map(|r| r.ways.iter().map(move |w| (r, w))).filter(|(_, w)| fits(w)).max_by_key(|(_, w)| w.len())?;
        let last = words.get(from + best.1.len() - 1)?;
        Some((years, Span::new(words[i].0 as u32, (last.0 + last.1.len()) as u32), best.0))
    })
}

/// Runs of letters or of figures with their places.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut start = None;
    let kind = |c: char| {
        if c.is_ascii_digit() {
            1
        } else if c.is_alphabetic() {
            2
        } else {
            0
        }
    };
    let mut last = 0;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let now = kind(c);
        if now != last {
            if let Some(from) = start.take() {
                out.push((from, &text[from..at]));
            }
            start = (now > 0).then_some(at);
            last = now;
        }
    }
    out
}

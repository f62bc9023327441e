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

/// The key of numbers that are names.
pub(super) const NUMBER: &str = "№";
/// Words after a number that make it larger.
const SCALES: &[(&str, f64)] = &[("тыс", 1e3), ("тысяч", 1e3), ("млн", 1e6), ("миллион", 1e6), ("млрд", 1e9), ("миллиард", 1e9)];
/// Months as they stand in dates.
pub(super) const MONTHS: &[&str] =
    &["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"];
/// Other words that make a number a date or an hour.
const TIMES: &[&str] =
    &["года", "году", "год", "годы", "лет", "годов", "час", "часа", "часов", "минут", "утра", "вечера", "день", "дня", "дней"];

/// Numbers of a line with what they count: the stem of the noun after them.
pub(super) fn numbers(line: &str) -> BTreeMap<String, BTreeSet<String>> {
    let words: Vec<String> = line.split_whitespace().map(|w| fold(w.trim_matches(|c: char| !c.is_alphanumeric()))).collect();
    let mut out: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let named: Vec<bool> = line.split_whitespace().map(|w| w.starts_with('№')).collect();
    let mut next = 0;
    while let Some(word) = words.get(next) {
        next += 1;
        let digits = word.chars().all(|c| c.is_ascii_digit() || c == ',' || c == '.') && word.chars().any(|c| c.is_ascii_digit());
        if !digits {
            continue;
        }
        let mut number = word.replace(',', ".");
        // «15 000»
        while let Some(group) = words.get(next).filter(|w| w.len() == 3 && w.bytes().all(|b| b.is_ascii_digit()) && !number.contains('.')) {
            number.push_str(group);
            next += 1;
        }
        // «школа № 5»: a name, not a count.
        let at = next - 1;
        if named[at] || (at > 0 && named[at - 1] && words[at - 1].is_empty()) {
            out.entry(NUMBER.to_string()).or_default().insert(number);
            continue;
        }
        let Ok(mut amount) = number.parse::<f64>() else { continue };
        if let Some((_, scale)) = words.get(next).and_then(|w| SCALES.iter().find(|(s, _)| w.starts_with(s))) {
            amount *= scale;
            next += 1;
        }
        let Some(noun) = words.get(next).filter(|w| w.chars().all(char::is_alphabetic) && w.chars().count() > 2) else { continue };
        if !TIMES.contains(&noun.as_str()) && !MONTHS.contains(&noun.as_str()) {
            out.entry(stem(noun)).or_default().insert(amount.to_string());
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_what_they_count() {
        let of = |line: &str| numbers(line).into_values().flatten().collect::<Vec<_>>();
        assert_eq!(of("На площадь вышли 15 000 человек"), ["15000"]);
        assert_eq!(of("На площадь вышли 15 тысяч человек"), ["15000"]);
        assert_eq!(of("Ущерб составил 2,5 млн рублей"), ["2500000"]);
        assert!(of("Встреча прошла 5 мая 2024 года").is_empty());
    }
}

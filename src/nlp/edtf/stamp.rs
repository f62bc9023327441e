//! Days as pages and files stamp them.

use jiff::civil::Date;

use super::Point;

/// The first letters of the months' names in the languages of the pages that are read; longer ones before their beginnings.
const MONTHS: &[(&str, i8)] = &[
    ("янв", 1),
    ("фев", 2),
    ("мар", 3),
    ("апр", 4),
    ("мая", 5),
    ("май", 5),
    ("июн", 6),
    ("июл", 7),
    ("авг", 8),
    ("сен", 9),
    ("окт", 10),
    ("ноя", 11),
    ("дек", 12),
    ("jan", 1),
    ("feb", 2),
    ("mar", 3),
    ("apr", 4),
    ("may", 5),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("sep", 9),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
    ("қаң", 1),
    ("ақп", 2),
    ("нау", 3),
    ("сәу", 4),
    ("мам", 5),
    ("мау", 6),
    ("шіл", 7),
    ("там", 8),
    ("қыр", 9),
    ("қаз", 10),
    ("қар", 11),
    ("жел", 12),
    ("січ", 1),
    ("лют", 2),
    ("бер", 3),
    ("кві", 4),
    ("тра", 5),
    ("чер", 6),
    ("лип", 7),
    ("сер", 8),
    ("вер", 9),
    ("жов", 10),
    ("лис", 11),
    ("гру", 12),
];

/// The first day that a stamp of time names, as written there: `2024-11-28T23:10:00+05:00` is the 28th everywhere.
/// ISO 8601, RFC 2822, `28.11.2024`, `28/11/2024`, `28 ноября 2024`; a month or a year alone only where it is all there is.
///
/// ```
/// use letopis::nlp::edtf::stamp;
/// assert_eq!(stamp("2024-11-28T10:00:00Z").unwrap().to_string(), "2024-11-28");
/// assert_eq!(stamp("Thu, 28 Nov 2024 23:10:00 +0500").unwrap().to_string(), "2024-11-28");
/// assert_eq!(stamp("Опубликовано: 28 ноября 2024 г., 10:35").unwrap().to_string(), "2024-11-28");
/// assert_eq!(stamp("2024-11").unwrap().to_string(), "2024-11");
/// assert!(stamp("2024-02-30").is_none());
/// ```
pub fn stamp(text: &str) -> Option<Point> {
    let text = text.trim();
    let all: Vec<&str> = text.split('-').collect();
    let digits = |t: &str, n: usize| t.len() == n && t.bytes().all(|b| b.is_ascii_digit());
    match all[..] {
        [y] if digits(y, 4) => return year(y).map(Point::Year),
        [y, m] if digits(y, 4) && digits(m, 2) => {
            return m.parse().ok().filter(|m| (1..=12).contains(m)).and_then(|m| Some(Point::Month(Some(year(y)?), m)));
        }
        _ => {}
    }
    stamped_day(text).map(Point::Day)
}

/// The first whole day that a text names.
pub fn stamped_day(text: &str) -> Option<Date> {
    let words = words(text);
    (0..words.len()).find_map(|i| {
        let number = |k: usize| words.get(i + k).filter(|w| w.chars().all(|c| c.is_ascii_digit())).copied();
        let part = |k: usize, n: usize| number(k).filter(|t| t.len() <= n).and_then(|t| t.parse::<i8>().ok());
        let full = |k: usize| number(k).filter(|t| t.len() == 4).and_then(year);
        let named = |k: usize| words.get(i + k).and_then(|w| month(w));
        if let (Some(y), Some(m), Some(d)) = (full(0), part(1, 2), part(2, 2)) {
            return date(y, m, d);
        }
        // 20241128
        if let Some(t) = number(0).filter(|t| t.len() == 8) {
            return year(&t[..4]).and_then(|y| date(y, t[4..6].parse().ok()?, t[6..].parse().ok()?));
        }
        if let (Some(d), Some(m), Some(y)) = (part(0, 2), part(1, 2).or_else(|| named(1)), full(2)) {
            return date(y, m, d);
        }
        // November 28, 2024
        if let (Some(m), Some(d), Some(y)) = (named(0), part(1, 2), full(2)) {
            return date(y, m, d);
        }
        None
    })
}

fn words(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text;
    // Stamps are short: what follows a screenful is no stamp.
    while let Some(at) = rest.find(char::is_alphanumeric).filter(|_| out.len() < 256) {
        rest = &rest[at..];
        let digit = rest.starts_with(|c: char| c.is_ascii_digit());
        let end = rest.find(|c: char| !c.is_alphanumeric() || c.is_ascii_digit() != digit).unwrap_or(rest.len());
        // The T of ISO 8601 stands right behind the day.
        out.push(&rest[..end]);
        rest = &rest[end..];
    }
    out
}

fn month(word: &str) -> Option<i8> {
    let lower = word.to_lowercase();
    MONTHS.iter().find(|(name, _)| lower.starts_with(name)).map(|(_, m)| *m)
}

fn year(text: &str) -> Option<i16> {
    text.parse().ok().filter(|y| (1700..2200).contains(y))
}

fn date(y: i16, m: i8, d: i8) -> Option<Date> {
    Date::new(y, m, d).ok()
}

//! Holidays with a fixed or computed day.

use jiff::ToSpan;
use jiff::civil::Date;

use super::words::Words;

/// A holiday of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holiday(u8);

/// How the day of a year is found.
enum Rule {
    /// Month and day.
    Fixed(i8, i8),
    /// Days after the Orthodox Easter Sunday.
    Easter(i32),
    /// Column of the Islamic table.
    Hijri(usize),
}

/// Dictionary forms in order, and the rule; of equal names the first is taken and the others are its other readings.
///
/// Sources: the laws on public holidays of Kazakhstan (Law 267-II of 2001), Russia (Labour Code, article 112), Kyrgyzstan,
/// Uzbekistan, Belarus, Ukraine and the USA; the list of international days of the United Nations.
const HOLIDAYS: &[(&str, Rule)] = &[
    ("новый год", Rule::Fixed(1, 1)),
    ("рождество", Rule::Fixed(1, 7)),
    ("рождество", Rule::Fixed(12, 25)),
    ("сочельник", Rule::Fixed(1, 6)),
    ("крещение", Rule::Fixed(1, 19)),
    ("день защитник отечество", Rule::Fixed(5, 7)),
    ("день защитник отечество", Rule::Fixed(2, 23)),
    ("международный женский день", Rule::Fixed(3, 8)),
    ("наурыз", Rule::Fixed(3, 22)),
    ("нооруз", Rule::Fixed(3, 21)),
    ("навруз", Rule::Fixed(3, 21)),
    ("день космонавтика", Rule::Fixed(4, 12)),
    ("день единство народ казахстан", Rule::Fixed(5, 1)),
    ("день победа", Rule::Fixed(5, 9)),
    ("день россия", Rule::Fixed(6, 12)),
    ("день столица", Rule::Fixed(7, 6)),
    ("день конституция казахстан", Rule::Fixed(8, 30)),
    ("день конституция россия", Rule::Fixed(12, 12)),
    ("день конституция", Rule::Fixed(8, 30)),
    ("день конституция", Rule::Fixed(12, 12)),
    ("день республика", Rule::Fixed(10, 25)),
    ("день народный единство", Rule::Fixed(11, 4)),
    ("день независимость казахстан", Rule::Fixed(12, 16)),
    ("день независимость узбекистан", Rule::Fixed(9, 1)),
    ("день независимость кыргызстан", Rule::Fixed(8, 31)),
    ("день независимость киргизия", Rule::Fixed(8, 31)),
    ("день независимость таджикистан", Rule::Fixed(9, 9)),
    ("день независимость украина", Rule::Fixed(8, 24)),
    ("день независимость беларусь", Rule::Fixed(7, 3)),
    ("день независимость белоруссия", Rule::Fixed(7, 3)),
    ("день независимость сша", Rule::Fixed(7, 4)),
    ("день независимость", Rule::Fixed(12, 16)),
    ("день независимость", Rule::Fixed(9, 1)),
    ("день независимость", Rule::Fixed(8, 31)),
    ("день независимость", Rule::Fixed(7, 4)),
    ("день знание", Rule::Fixed(9, 1)),
    ("день защита ребенок", Rule::Fixed(6, 1)),
    ("день оон", Rule::Fixed(10, 24)),
    ("день права человек", Rule::Fixed(12, 10)),
    ("день право человек", Rule::Fixed(12, 10)),
    ("международный день миротворец", Rule::Fixed(5, 29)),
    ("международный день мир", Rule::Fixed(9, 21)),
    ("международный день пожилой человек", Rule::Fixed(10, 1)),
    ("международный день пожилой люди", Rule::Fixed(10, 1)),
    ("хэллоуин", Rule::Fixed(10, 31)),
    ("пасха", Rule::Easter(0)),
    ("вербный воскресенье", Rule::Easter(-7)),
    ("троица", Rule::Easter(49)),
    ("радоница", Rule::Easter(9)),
    ("рамадан", Rule::Hijri(0)),
    ("рамазан", Rule::Hijri(0)),
    ("ораза айт", Rule::Hijri(1)),
    ("ураза-байрам", Rule::Hijri(1)),
    ("рамазан-байрам", Rule::Hijri(1)),
    ("курбан айт", Rule::Hijri(2)),
    ("курбан-айт", Rule::Hijri(2)),
    ("курбан-байрам", Rule::Hijri(2)),
    ("ораза-айт", Rule::Hijri(1)),
];

/// Ramadan, Eid al-Fitr and Eid al-Adha, a lunar year a line.
const HIJRI: &str = include_str!("hijri.tsv");

impl Holiday {
    /// The day or days of a year: of the Islamic holidays none outside the table, and sometimes two.
    pub fn days_in(self, year: i16) -> Vec<Date> {
        match HOLIDAYS.get(self.0 as usize).map(|(_, rule)| rule) {
            Some(Rule::Fixed(month, day)) => Date::new(year, *month, *day).into_iter().collect(),
            Some(Rule::Easter(days)) => easter(year).and_then(|e| e.checked_add(days.days()).ok()).into_iter().collect(),
            Some(Rule::Hijri(column)) => HIJRI
                .lines()
                .filter(|l| !l.starts_with('#'))
                .filter_map(|l| l.split('\t').nth(*column)?.parse::<Date>().ok())
                .filter(|d| d.year() == year)
                .collect(),
            None => Vec::new(),
        }
    }

    /// Whether the day is only as good as the table.
    pub fn is_computed_by_table(self) -> bool {
        matches!(HOLIDAYS.get(self.0 as usize), Some((_, Rule::Hijri(_))))
    }

    /// Other holidays of the same name.
    pub fn others(self) -> impl Iterator<Item = Self> {
        let name = HOLIDAYS.get(self.0 as usize).map(|(name, _)| *name);
        (0..HOLIDAYS.len()).filter(move |i| *i != self.0 as usize && HOLIDAYS.get(*i).map(|h| h.0) == name).map(|i| Self(i as u8))
    }
}

/// Orthodox Easter Sunday in the Gregorian calendar (Meeus's Julian algorithm); `None` outside 1583 to 2199, where the
/// two calendars are 10 to 13 days apart by the table below.
fn easter(year: i16) -> Option<Date> {
    if !(1583..=2199).contains(&year) {
        return None;
    }
    let y = year as i32;
    let d = (19 * (y % 19) + 15) % 30;
    let e = (2 * (y % 4) + 4 * (y % 7) - d + 34) % 7;
    let (month, day) = ((d + e + 114) / 31, (d + e + 114) % 31 + 1);
    let behind = y / 100 - y / 400 - 2;
    Date::new(year, month as i8, day as i8).ok()?.checked_add(behind.days()).ok()
}

/// HOLIDAY = the words of the list, by their dictionary forms, the longest first: and the token behind it.
pub(super) fn holiday(w: &Words<'_>, i: usize) -> Option<(Holiday, usize)> {
    // Every name but those of the table begins with a capital, or is «день».
    if !w.str(i).starts_with(char::is_uppercase) && !w.lemma(i, &["день", "рамазан", "рамадан", "наурыз", "рождество", "пасха"])
    {
        return None;
    }
    let length = |(name, _): &(&str, Rule)| {
        let mut n = 0;
        for word in name.split(' ') {
            if !w.lemma(i + n, &[word]) && w.folded(i + n) != word {
                return None;
            }
            n += 1;
        }
        Some(n)
    };
    let (n, place) =
        HOLIDAYS.iter().enumerate().filter_map(|(p, h)| Some((length(h)?, p))).max_by_key(|(n, p)| (*n, std::cmp::Reverse(*p)))?;
    Some((Holiday(place as u8), i + n))
}

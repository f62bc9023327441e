//! Numbers in figures and words.

use super::words::{Item, Words};
use crate::nlp::edtf::{Amount, Length, Unit};
use crate::nlp::segment::TokenKind;

/// Endings that make a figure an ordinal: `28-го`, `75-й`, `1-е`.
const ORDINAL_ENDINGS: &[&str] =
    &["й", "го", "е", "ое", "ая", "я", "му", "м", "ый", "ий", "ого", "ому", "ом", "ой", "ю", "ую", "ей", "х", "ых"];

impl Words<'_> {
    /// The figures of `28`, `28-го`, `75-й`.
    pub(super) fn figures(&self, i: usize) -> Option<&str> {
        let text = self.str(i);
        let digits = match self.kind(i)? {
            TokenKind::Number => text,
            TokenKind::Word => text.split_once('-').filter(|(_, e)| ORDINAL_ENDINGS.contains(e)).map(|(digits, _)| digits)?,
            _ => return None,
        };
        digits.bytes().all(|b| b.is_ascii_digit()).then_some(digits)
    }

    /// DAY = 1…31 | 1…31`-го` | ordinal: and the token behind it.
    pub(super) fn day(&self, i: usize) -> Option<(i8, usize)> {
        let (n, to) = match self.figures(i) {
            Some(digits) if digits.len() <= 2 => (digits.parse().ok()?, i + 1),
            Some(_) => return None,
            None => self.ordinal(i)?,
        };
        (1..=31).contains(&n).then_some((n as i8, to))
    }

    /// YEAR = YYYY | YYYY`-го` | YYYY`г` | ordinal from a thousand on: and the token behind it. Whether the figures were
    /// followed by a letter for the year is told, too.
    pub(super) fn year(&self, i: usize) -> Option<(i16, usize, bool)> {
        let text = self.str(i);
        let lettered = text.strip_suffix("гг").or_else(|| text.strip_suffix('г')).filter(|_| self.kind(i) == Some(TokenKind::Word));
        // «1980-е» is a decade.
        if matches!(text.split_once('-'), Some((_, "е" | "х" | "ые" | "ых"))) {
            return None;
        }
        let (n, to) = match lettered.or_else(|| self.figures(i)) {
            Some(digits) => ((digits.len() == 4).then(|| digits.parse().ok())??, i + 1),
            None => {
                let (n, to) = self.ordinal(i).filter(|(n, _)| *n >= 1000)?;
                (i16::try_from(n).ok()?, to)
            }
        };
        (1000..=2199).contains(&n).then_some((n, to, lettered.is_some()))
    }

    /// ORDINAL = [thousands] [hundreds] [tens] ordinal word | figures with an ending.
    pub(super) fn ordinal(&self, i: usize) -> Option<(u32, usize)> {
        if self.kind(i)? == TokenKind::Word && self.str(i).starts_with(|c: char| c.is_ascii_digit()) {
            return Some((self.figures(i)?.parse().ok()?, i + 1));
        }
        let (mut sum, mut at, mut below) = (0u32, i, 10_000u32);
        loop {
            if let Some(n) = self.item(at, |x| if let Item::Ordinal(n) = x { Some(n as u32) } else { None }) {
                return (n < below).then_some((sum + n, at + 1));
            }
            if self.item(at, |x| (x == Item::Thousand).then_some(())).is_some() && below > 1000 {
                sum = sum.max(1) * 1000;
                below = 1000;
            } else {
                let n = self.item(at, |x| if let Item::Cardinal(n) = x { Some(n as u32) } else { None })?;
                let thousands = self.item(at + 1, |x| (x == Item::Thousand).then_some(())).is_some();
                if n >= below {
                    return None;
                }
                sum += n;
                if !thousands {
                    below = magnitude(n);
                }
            }
            at += 1;
        }
    }

    /// CARDINAL = figures [`,`digit] [`тыс.`] | number words | `несколько` | `полтора` | N dash N | N`-`N
    pub(super) fn cardinal(&self, i: usize) -> Option<(Amount, usize)> {
        let (first, to) = self.single_cardinal(i)?;
        // «10–15 минут», «два или три дня», «от двух до трёх лет»: between two numbers.
        if (self.dash(to) || self.is(to, &["или"]))
            && let Some((_, to)) = self.single_cardinal(to + 1)
        {
            return Some((Amount::Unsaid, to));
        }
        Some((first, to))
    }

    fn single_cardinal(&self, i: usize) -> Option<(Amount, usize)> {
        let thousand = |j: usize| self.is(j, &["тыс", "тыс.", "тысяч", "тысячи", "тысяча"]);
        let million = |j: usize| self.is(j, &["млн", "млн.", "миллионов", "миллиона", "миллион"]);
        if self.kind(i)? == TokenKind::Number {
            let text: String = self.str(i).chars().filter(|c| !c.is_whitespace() && *c != '\u{a0}').collect();
            let (whole, tenth) = text.split_once([',', '.']).unwrap_or((&text, "0"));
            let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
            if tenth.len() != 1 || !digits(whole) || !digits(tenth) || whole.len() > 6 {
                return None;
            }
            let tenths = whole.parse::<u32>().ok()?.checked_mul(10)?.checked_add(tenth.parse().ok()?)?;
            return Some(match () {
                _ if thousand(i + 1) => (Amount::Tenths(tenths.saturating_mul(1000)), i + 2),
                _ if million(i + 1) => (Amount::Tenths(tenths.saturating_mul(1_000_000)), i + 2),
                _ => (Amount::Tenths(tenths), i + 1),
            });
        }
        match self.folded(i) {
            "полтора" | "полтары" | "полторы" | "полутора" => return Some((Amount::Tenths(15), i + 1)),
            "два-три"
            | "две-три"
            | "двух-трех"
            | "три-четыре"
            | "трех-четырех"
            | "четыре-пять"
            | "пять-шесть"
            | "пяти-шести"
            | "пару-тройку" => {
                return Some((Amount::Unsaid, i + 1));
            }
            _ => {}
        }
        if self.item(i, |x| (x == Item::Some).then_some(())).is_some() {
            // «несколько десятков лет»
            let ten = self.is(i + 1, &["десятков", "десятках", "сотен", "тысяч"]);
            return Some((Amount::Unsaid, if ten { i + 2 } else { i + 1 }));
        }
        let (mut sum, mut at, mut below) = (0u32, i, 1_000_000u32);
        loop {
            if self.item(at, |x| (x == Item::Thousand).then_some(())).is_some() && below > 1000 {
                sum = sum.max(1).saturating_mul(1000);
                below = 1000;
            } else if let Some(n) = self.item(at, |x| if let Item::Cardinal(n) = x { Some(n as u32) } else { None }).filter(|n| *n < below)
            {
                sum += n;
                let thousands = self.item(at + 1, |x| (x == Item::Thousand).then_some(())).is_some();
                if !thousands {
                    below = magnitude(n);
                }
            } else {
                break;
            }
            at += 1;
        }
        if at == i {
            return None;
        }
        // «два с половиной года»
        if self.is(at, &["с"]) && self.is(at + 1, &["половиной"]) {
            return Some((Amount::Tenths(sum.saturating_mul(10).saturating_add(5)), at + 2));
        }
        Some((Amount::whole(sum), at))
    }
}

/// What may follow a number word is smaller than this: after «двадцать» units, after «сто» tens.
fn magnitude(n: u32) -> u32 {
    match n {
        100.. => 100,
        20.. => 10,
        _ => 1,
    }
}

/// First parts of «двухдневный», «пятилетний», in the genitive as they are joined.
const STEMS: &[(&str, u32)] = &[
    ("одно", 10),
    ("полутора", 15),
    ("двух", 20),
    ("дву", 20),
    ("трех", 30),
    ("четырех", 40),
    ("пяти", 50),
    ("шести", 60),
    ("семи", 70),
    ("восьми", 80),
    ("девяти", 90),
    ("десяти", 100),
    ("одиннадцати", 110),
    ("двенадцати", 120),
    ("пятнадцати", 150),
    ("двадцати", 200),
    ("тридцати", 300),
    ("сорока", 400),
    ("пятидесяти", 500),
    ("шестидесяти", 600),
    ("семидесяти", 700),
    ("восьмидесяти", 800),
    ("девяносто", 900),
    ("сто", 1000),
    ("много", 0),
];

/// COMPOUND = (figures`-` | number in the genitive) (`летний` | `дневный` | `часовой` | …): «двухдневный», «25-летний».
pub(super) fn compound_length(lemma: &str) -> Option<Length> {
    const ENDS: &[(&str, Unit)] = &[
        ("летний", Unit::Year),
        ("годичный", Unit::Year),
        ("месячный", Unit::Month),
        ("недельный", Unit::Week),
        ("дневный", Unit::Day),
        ("суточный", Unit::Day),
        ("часовой", Unit::Hour),
        ("минутный", Unit::Minute),
        ("вековой", Unit::Century),
    ];
    let (head, unit) = ENDS.iter().find_map(|(end, unit)| Some((lemma.strip_suffix(end)?, *unit)))?;
    let amount = match head {
        "" if matches!(unit, Unit::Year) && lemma == "летний" => return None,
        // «часовой» is also a guard, «минутный» little.
        "" if matches!(unit, Unit::Hour | Unit::Minute | Unit::Day) && lemma != "суточный" => return None,
        "" => Amount::whole(1),
        "полу" => Amount::Tenths(5),
        _ => match head.strip_suffix('-').and_then(|digits| digits.parse::<u32>().ok()) {
            Some(n) => Amount::whole(n),
            None => {
                let exact = STEMS.iter().find(|(stem, _)| *stem == head).map(|(_, n)| *n);
                // «двадцатипятилетний»
                let sum = || {
                    STEMS.iter().find_map(|(a, x)| {
                        STEMS.iter().find(|(b, y)| *x >= 200 && *y < 100 && head.strip_prefix(a) == Some(b)).map(|(_, y)| x + y)
                    })
                };
                match exact.or_else(sum)? {
                    0 => Amount::Unsaid,
                    n => Amount::Tenths(n),
                }
            }
        },
    };
    Some(Length::new(amount, unit))
}

/// Roman numerals up to the centuries that news speaks of; Cyrillic «Х» is taken for «X».
pub(super) fn roman(word: &str) -> Option<i8> {
    if word.is_empty() || word.chars().count() > 6 {
        return None;
    }
    let mut values = Vec::with_capacity(6);
    for c in word.chars() {
        values.push(match c {
            'I' | 'І' => 1i8,
            'V' => 5,
            'X' | 'Х' => 10,
            _ => return None,
        });
    }
    Some(values.iter().enumerate().map(|(i, v)| if values.get(i + 1).is_some_and(|next| next > v) { -v } else { *v }).sum())
}

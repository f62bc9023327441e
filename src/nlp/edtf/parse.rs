//! EDTF → values: the subset that is printed here.

use std::str::FromStr;

use jiff::civil::{Date, ISOWeekDate, Weekday};

use super::point::Unplaced;
use super::{Amount, Certainty, DayOfYear, Kind, Length, Part, Point, Reference, Season, Set, StampDay, TimeOfDay, Unit, Value};

/// The text is no value of this subset of EDTF, or no calendar has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a date in EDTF")]
pub struct NotEdtf;

impl Value {
    /// Reads a value as it is printed; the kind tells «на год» from «ежегодно», both `P1Y`.
    ///
    /// # Errors
    /// When the text is no value of that kind.
    ///
    /// ```
    /// use letopis::nlp::edtf::{Kind, Value};
    /// for text in ["2024-03", "XXXX-10-01", "2014/..", "2019-04-18TNI~", "-0299", "PAST_REF"] {
    ///     assert_eq!(Value::parse(text, Kind::Date).unwrap().to_string(), text);
    /// }
    /// assert_ne!(Value::parse("P1Y", Kind::Duration), Value::parse("P1Y", Kind::Set));
    /// assert!(Value::parse("2023-02-29", Kind::Date).is_err());
    /// ```
    pub fn parse(text: &str, kind: Kind) -> Result<Self, NotEdtf> {
        value(text, kind).ok_or(NotEdtf)
    }
}

impl FromStr for Point {
    type Err = NotEdtf;

    fn from_str(text: &str) -> Result<Self, NotEdtf> {
        point(text).ok_or(NotEdtf)
    }
}

fn value(text: &str, kind: Kind) -> Option<Value> {
    if kind == Kind::Set {
        return match point(text) {
            Some(Point::YearlessDay(day)) => Some(Value::Set(Set::Yearly(day))),
            _ => length(text).map(|l| Value::Set(Set::Every(l))),
        };
    }
    match text {
        "PAST_REF" => return Some(Value::Reference(Reference::Past)),
        "PRESENT_REF" => return Some(Value::Reference(Reference::Present)),
        "FUTURE_REF" => return Some(Value::Reference(Reference::Future)),
        _ => {}
    }
    let (bare, certainty) = match (text.strip_suffix('~'), text.strip_suffix('?')) {
        (Some(bare), _) => (bare, Certainty::Approximate),
        (_, Some(bare)) => (bare, Certainty::Uncertain),
        _ => (text, Certainty::Exact),
    };
    if let Some((a, b)) = text.split_once('/') {
        let end = |s: &str| if s == ".." { Some(None) } else { point(s).map(Some) };
        return Some(Value::Interval(end(a)?, end(b)?));
    }
    length(bare).map(|l| Value::Duration(l, certainty)).or_else(|| point(bare).map(|p| Value::Point(p, certainty)))
}

/// Digits only, of a given count.
fn digits(text: &str, count: usize) -> Option<i16> {
    (text.len() == count && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

fn point(text: &str) -> Option<Point> {
    if let Some((day, time)) = text.split_once('T') {
        let day = match point(day)? {
            Point::Day(d) => StampDay::Date(d),
            Point::YearlessDay(d) => StampDay::OfYear(d),
            Point::Weekday(w) => StampDay::Weekday(w),
            Point::Unplaced(Unplaced::Day) => StampDay::Unknown,
            _ => return None,
        };
        return Some(Point::Stamp(day, time_of_day(time)?));
    }
    let (before, rest) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let mut parts = rest.split('-');
    let (year, second, third) = (parts.next()?, parts.next(), parts.next());
    if parts.next().is_some() {
        return None;
    }
    let Some(second) = second else { return whole_years(year, before) };
    let year = match year {
        "XXXX" if !before => None,
        y => {
            let y = digits(y, 4)?;
            // There is no year -0.
            Some(if before { if y == 0 { return None } else { -y } } else { y })
        }
    };
    if let Some(week) = second.strip_prefix('W') {
        return match (year, week, third) {
            (None, "XX", None) => Some(Point::Unplaced(Unplaced::Week)),
            (None, "XX", Some(d)) => Weekday::from_monday_one_offset(digits(d, 1)? as i8).ok().map(Point::Weekday),
            (Some(y), w, None) => {
                let date = ISOWeekDate::new(y, digits(w, 2)? as i8, Weekday::Monday).ok()?.date();
                Some(Point::Week(date))
            }
            _ => None,
        };
    }
    match (year, second, third) {
        (None, "XX", None) => Some(Point::Unplaced(Unplaced::Month)),
        (None, "XX", Some("XX")) => Some(Point::Unplaced(Unplaced::Day)),
        (None, "XX", Some(d)) => digits(d, 2).filter(|d| (1..=31).contains(d)).map(|d| Point::MonthlessDay(d as i8)),
        (Some(y), m, Some(d)) => Date::new(y, digits(m, 2)? as i8, digits(d, 2)? as i8).ok().map(Point::Day),
        (None, m, Some(d)) => DayOfYear::new(digits(m, 2)? as i8, digits(d, 2)? as i8).map(Point::YearlessDay),
        (y, m, None) => Some(match digits(m, 2)? as i8 {
            n @ 1..=12 => Point::Month(y, n),
            21 => Point::Season(y, Season::Spring),
            22 => Point::Season(y, Season::Summer),
            23 => Point::Season(y, Season::Autumn),
            24 => Point::Season(y, Season::Winter),
            n @ 33..=36 => Point::Quarter(y, n - 32),
            n @ 40..=41 => Point::Half(y, n - 39),
            _ => return None,
        }),
    }
}

/// `2017`, `198X`, `19XX`, `XXXX`.
fn whole_years(text: &str, before: bool) -> Option<Point> {
    if text == "XXXX" && !before {
        return Some(Point::Unplaced(Unplaced::Year));
    }
    if let Some(hundreds) = text.strip_suffix("XX") {
        return Some(Point::Century { hundreds: digits(hundreds, 2)? as i8, before });
    }
    if let Some(decade) = text.strip_suffix('X') {
        return (!before).then(|| digits(decade, 3).map(Point::Decade))?;
    }
    let year = digits(text, 4)?;
    match (before, year) {
        (true, 0) => None,
        (true, y) => Some(Point::Year(-y)),
        (false, y) => Some(Point::Year(y)),
    }
}

fn time_of_day(text: &str) -> Option<TimeOfDay> {
    Some(match text {
        "MO" => TimeOfDay::Part(Part::Morning),
        "MI" => TimeOfDay::Part(Part::Midday),
        "AF" => TimeOfDay::Part(Part::Afternoon),
        "EV" => TimeOfDay::Part(Part::Evening),
        "NI" => TimeOfDay::Part(Part::Night),
        _ => {
            let (h, m) = text.split_once(':')?;
            let (h, m) = (digits(h, 2)?, digits(m, 2)?);
            (h < 24 && m < 60).then_some(TimeOfDay::Clock(h as i8, m as i8))?
        }
    })
}

fn length(text: &str) -> Option<Length> {
    let mut rest = text.strip_prefix('P')?;
    let mut timed = false;
    let mut out: Option<Length> = None;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('T') {
            if timed {
                return None;
            }
            timed = true;
            rest = after;
        }
        let end = rest.find(|c: char| c.is_ascii_uppercase() && c != 'X')?;
        let amount = match &rest[..end] {
            "X" => Amount::Unsaid,
            number => {
                let (whole, tenth) = number.split_once('.').unwrap_or((number, "0"));
                let plain = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
                if !plain(whole) || tenth.len() != 1 || !plain(tenth) {
                    return None;
                }
                let (whole, tenth): (u32, u32) = (whole.parse().ok()?, tenth.parse().ok()?);
                Amount::Tenths(whole.checked_mul(10)?.checked_add(tenth)?)
            }
        };
        let unit = match (&rest[end..=end], timed) {
            ("Y", false) => Unit::Year,
            ("M", false) => Unit::Month,
            ("W", false) => Unit::Week,
            ("D", false) => Unit::Day,
            ("H", true) => Unit::Hour,
            ("M", true) => Unit::Minute,
            ("S", true) => Unit::Second,
            _ => return None,
        };
        out = Some(match out {
            None => Length::new(amount, unit),
            Some(length) => length.and(amount, unit)?,
        });
        rest = &rest[end + 1..];
    }
    out
}

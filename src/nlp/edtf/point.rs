//! Stretches of the calendar, each known to one precision.

use std::fmt;

use jiff::civil::{Date, Weekday};

use super::Unit;

/// A day and month that some year has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DayOfYear {
    month: i8,
    day: i8,
}

impl DayOfYear {
    /// `None` when no year has such a day; the 29th of February is allowed.
    pub fn new(month: i8, day: i8) -> Option<Self> {
        Date::new(2000, month, day).ok().map(|_| Self { month, day })
    }

    /// The day in a year; `None` for the 29th of February of a common year.
    pub fn in_year(self, year: i16) -> Option<Date> {
        Date::new(year, self.month, self.day).ok()
    }

    /// 1 to 12.
    pub fn month(self) -> i8 {
        self.month
    }
}

impl From<Date> for DayOfYear {
    fn from(date: Date) -> Self {
        Self { month: date.month(), day: date.day() }
    }
}

/// A season of the north; winter is that at the end of a year or at its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

/// A part of a day (TIMEX3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// «утром»: `MO`.
    Morning,
    /// «в полдень»: `MI`.
    Midday,
    /// «днём»: `AF`.
    Afternoon,
    /// «вечером»: `EV`.
    Evening,
    /// «ночью»: `NI`.
    Night,
}

/// A time within a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeOfDay {
    /// Hour 0 to 23 and minute 0 to 59, local time as printed.
    Clock(i8, i8),
    /// A part of the day.
    Part(Part),
}

/// The day of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StampDay {
    /// Known.
    Date(Date),
    /// Of an unknown year.
    OfYear(DayOfYear),
    /// Of an unknown week.
    Weekday(Weekday),
    /// Unknown.
    Unknown,
}

/// A stretch of calendar time known to one precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// A hundred years: 19 is 1900 to 1999; before our era 2 is 299 to 200 BC.
    Century {
        /// The first two digits of its years.
        hundreds: i8,
        /// Before our era.
        before: bool,
    },
    /// Ten years: 198 is 1980 to 1989.
    Decade(i16),
    /// A calendar year, counted astronomically: 0 is 1 BC.
    Year(i16),
    /// Half a year, 1 or 2, of a year or of an unknown one.
    Half(Option<i16>, i8),
    /// A quarter, 1 to 4, of a year or of an unknown one.
    Quarter(Option<i16>, i8),
    /// A season of a year or of an unknown one.
    Season(Option<i16>, Season),
    /// A month of a year, or of an unknown one.
    Month(Option<i16>, i8),
    /// A week from this Monday.
    Week(Date),
    /// A day.
    Day(Date),
    /// A day of an unknown year.
    YearlessDay(DayOfYear),
    /// A day, 1 to 31, of an unknown month.
    MonthlessDay(i8),
    /// A weekday of an unknown week.
    Weekday(Weekday),
    /// A time of a day.
    Stamp(StampDay, TimeOfDay),
    /// One day, week, month or year, no more is known: for want of a publication day «вчера» is `XXXX-XX-XX`.
    Unplaced(Unplaced),
}

/// Precision of a point without a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Unplaced {
    Day,
    Week,
    Month,
    Year,
}

impl Point {
    /// One unit of which no more is known.
    pub fn unplaced(unit: Unit) -> Self {
        Self::Unplaced(match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Unplaced::Day,
            Unit::Week => Unplaced::Week,
            Unit::Month | Unit::Quarter | Unit::Half => Unplaced::Month,
            Unit::Year | Unit::Decade | Unit::Century => Unplaced::Year,
        })
    }

    /// The days covered; `None` when the point has no place in the calendar.
    pub fn bounds(self) -> Option<(Date, Date)> {
        let years = |from: i16, to: i16| Some((Date::new(from, 1, 1).ok()?, Date::new(to, 12, 31).ok()?));
        let months = |year: i16, from: i8, to: i8| Some((Date::new(year, from, 1).ok()?, Date::new(year, to, 1).ok()?.last_of_month()));
        match self {
            Self::Century { hundreds, before: false } => years(hundreds as i16 * 100, hundreds as i16 * 100 + 99),
            Self::Century { hundreds, before: true } => years(-(hundreds as i16 * 100 + 99), -(hundreds as i16 * 100)),
            Self::Decade(d) => years(d.checked_mul(10)?, d.checked_mul(10)?.checked_add(9)?),
            Self::Year(y) => years(y, y),
            Self::Half(Some(y), n) => months(y, n * 6 - 5, n * 6),
            Self::Quarter(Some(y), n) => months(y, n * 3 - 2, n * 3),
            Self::Season(Some(y), season) => match season {
                Season::Spring => months(y, 3, 5),
                Season::Summer => months(y, 6, 8),
                Season::Autumn => months(y, 9, 11),
                // «зимой 2018 года» is said of January as of December.
                Season::Winter => years(y, y),
            },
            Self::Month(Some(y), m) => months(y, m, m),
            Self::Week(monday) => Some((monday, monday.checked_add(jiff::Span::new().days(6)).ok()?)),
            Self::Day(d) | Self::Stamp(StampDay::Date(d), _) => Some((d, d)),
            Self::Half(None, _)
            | Self::Quarter(None, _)
            | Self::Season(None, _)
            | Self::Month(None, _)
            | Self::YearlessDay(_)
            | Self::MonthlessDay(_)
            | Self::Weekday(_)
            | Self::Stamp(..)
            | Self::Unplaced(_) => None,
        }
    }

    /// The day, when the point is one or lies in one.
    pub fn day(self) -> Option<Date> {
        match self {
            Self::Day(d) | Self::Stamp(StampDay::Date(d), _) => Some(d),
            _ => None,
        }
    }
}

/// Four digits, and a sign before our era.
struct Year(Option<i16>);

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(y) if y < 0 => write!(f, "-{:04}", y.unsigned_abs()),
            Some(y) => write!(f, "{y:04}"),
            None => f.write_str("XXXX"),
        }
    }
}

impl fmt::Display for StampDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Date(d) => Point::Day(d).fmt(f),
            Self::OfYear(d) => Point::YearlessDay(d).fmt(f),
            Self::Weekday(w) => Point::Weekday(w).fmt(f),
            Self::Unknown => f.write_str("XXXX-XX-XX"),
        }
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Clock(h, m) => write!(f, "{h:02}:{m:02}"),
            Self::Part(Part::Morning) => f.write_str("MO"),
            Self::Part(Part::Midday) => f.write_str("MI"),
            Self::Part(Part::Afternoon) => f.write_str("AF"),
            Self::Part(Part::Evening) => f.write_str("EV"),
            Self::Part(Part::Night) => f.write_str("NI"),
        }
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Century { hundreds, before } => write!(f, "{}{hundreds:02}XX", if before { "-" } else { "" }),
            Self::Decade(d) => write!(f, "{d:03}X"),
            Self::Year(y) => write!(f, "{}", Year(Some(y))),
            Self::Half(y, n) => write!(f, "{}-{}", Year(y), 39 + n),
            Self::Quarter(y, n) => write!(f, "{}-{}", Year(y), 32 + n),
            Self::Season(y, season) => write!(f, "{}-{}", Year(y), 21 + season as u8),
            Self::Month(y, m) => write!(f, "{}-{m:02}", Year(y)),
            Self::Week(monday) => {
                let week = monday.iso_week_date();
                write!(f, "{}-W{:02}", Year(Some(week.year())), week.week())
            }
            Self::Day(d) => write!(f, "{}-{:02}-{:02}", Year(Some(d.year())), d.month(), d.day()),
            Self::YearlessDay(d) => write!(f, "XXXX-{:02}-{:02}", d.month, d.day),
            Self::MonthlessDay(d) => write!(f, "XXXX-XX-{d:02}"),
            Self::Weekday(w) => write!(f, "XXXX-WXX-{}", w.to_monday_one_offset()),
            Self::Stamp(day, time) => write!(f, "{day}T{time}"),
            Self::Unplaced(unit) => f.write_str(match unit {
                Unplaced::Day => "XXXX-XX-XX",
                Unplaced::Week => "XXXX-WXX",
                Unplaced::Month => "XXXX-XX",
                Unplaced::Year => "XXXX",
            }),
        }
    }
}

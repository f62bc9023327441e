//! Values of time expressions: EDTF (ISO 8601-2).

use std::fmt;

use jiff::civil::Date;

/// TIMEX3 classes of time expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A day or something coarser.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// A repetition.
    Set,
}

impl Kind {
    /// The name in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Date => "DATE",
            Self::Time => "TIME",
            Self::Duration => "DURATION",
            Self::Set => "SET",
        }
    }
}

/// A calendar unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// A day.
    Day,
    /// Seven days from Monday.
    Week,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
}

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
}

/// A stretch of calendar time known to one precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// A hundred years: 19 is 1900 to 1999.
    Century(i16),
    /// Ten years: 198 is 1980 to 1989.
    Decade(i16),
    /// A calendar year.
    Year(i16),
    /// A month of a year, or of an unknown one.
    Month(Option<i16>, i8),
    /// A week from this Monday.
    Week(Date),
    /// A day.
    Day(Date),
    /// A day of an unknown year.
    YearlessDay(DayOfYear),
    /// A minute of a day: hour and minute, local time as printed.
    Minute(Date, i8, i8),
    /// A minute of an unknown day.
    DaylessMinute(i8, i8),
}

/// The first and the last day that a value can mean; `None` where it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// First day.
    pub earliest: Option<Date>,
    /// Last day.
    pub latest: Option<Date>,
}

impl Point {
    /// The days covered; `None` when the point has no place in the calendar.
    pub fn bounds(self) -> Option<(Date, Date)> {
        let years = |from: i16, to: i16| Some((Date::new(from, 1, 1).ok()?, Date::new(to, 12, 31).ok()?));
        match self {
            Self::Century(c) => years(c.checked_mul(100)?, c.checked_mul(100)?.checked_add(99)?),
            Self::Decade(d) => years(d.checked_mul(10)?, d.checked_mul(10)?.checked_add(9)?),
            Self::Year(y) => years(y, y),
            Self::Month(Some(y), m) => Date::new(y, m, 1).ok().map(|d| (d, d.last_of_month())),
            Self::Week(monday) => Some((monday, monday.checked_add(jiff::Span::new().days(6)).ok()?)),
            Self::Day(d) | Self::Minute(d, ..) => Some((d, d)),
            Self::Month(None, _) | Self::YearlessDay(_) | Self::DaylessMinute(..) => None,
        }
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Century(c) => write!(f, "{c:02}XX"),
            Self::Decade(d) => write!(f, "{d:03}X"),
            Self::Year(y) => write!(f, "{y:04}"),
            Self::Month(Some(y), m) => write!(f, "{y:04}-{m:02}"),
            Self::Month(None, m) => write!(f, "XXXX-{m:02}"),
            Self::Week(monday) => {
                let week = monday.iso_week_date();
                write!(f, "{:04}-W{:02}", week.year(), week.week())
            }
            Self::Day(d) => write!(f, "{d}"),
            Self::YearlessDay(d) => write!(f, "XXXX-{:02}-{:02}", d.month, d.day),
            Self::Minute(d, h, m) => write!(f, "{d}T{h:02}:{m:02}"),
            Self::DaylessMinute(h, m) => write!(f, "XXXX-XX-XXT{h:02}:{m:02}"),
        }
    }
}

/// Vague references to the time of speaking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reference {
    /// «ранее», «недавно»
    Past,
    /// «сейчас», «в настоящее время»
    Present,
    /// «в будущем»
    Future,
}

/// The resolved meaning of a time expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// One stretch of the calendar.
    Point(Point),
    /// From one to another; `None` is open.
    Interval(Option<Point>, Option<Point>),
    /// Every so often.
    Every(Unit),
    /// Around the time of speaking.
    Reference(Reference),
}

impl Value {
    /// The days that the value can mean; `None` when it has no place in the calendar.
    ///
    /// ```
    /// use letopis::nlp::edtf::{Point, Value};
    /// let bounds = Value::Point(Point::Decade(199)).bounds().unwrap();
    /// assert_eq!(bounds.earliest.unwrap().to_string(), "1990-01-01");
    /// assert_eq!(bounds.latest.unwrap().to_string(), "1999-12-31");
    /// ```
    pub fn bounds(self) -> Option<Bounds> {
        match self {
            Self::Point(p) => p.bounds().map(|(a, b)| Bounds { earliest: Some(a), latest: Some(b) }),
            Self::Interval(a, b) => {
                let earliest = a.map(|p| p.bounds()).map(|b| b.map(|b| b.0));
                let latest = b.map(|p| p.bounds()).map(|b| b.map(|b| b.1));
                // An end that is said but has no place in the calendar makes the whole unplaced.
                match (earliest, latest) {
                    (Some(None), _) | (_, Some(None)) | (None, None) => None,
                    (a, b) => Some(Bounds { earliest: a.flatten(), latest: b.flatten() }),
                }
            }
            Self::Every(_) | Self::Reference(_) => None,
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Point(p) => write!(f, "{p}"),
            Self::Interval(Some(a), Some(b)) => write!(f, "{a}/{b}"),
            Self::Interval(Some(a), None) => write!(f, "{a}/.."),
            Self::Interval(None, Some(b)) => write!(f, "../{b}"),
            Self::Interval(None, None) => write!(f, "../.."),
            Self::Every(unit) => f.write_str(match unit {
                Unit::Day => "P1D",
                Unit::Week => "P1W",
                Unit::Month => "P1M",
                Unit::Year => "P1Y",
            }),
            Self::Reference(Reference::Past) => f.write_str("PAST_REF"),
            Self::Reference(Reference::Present) => f.write_str("PRESENT_REF"),
            Self::Reference(Reference::Future) => f.write_str("FUTURE_REF"),
        }
    }
}

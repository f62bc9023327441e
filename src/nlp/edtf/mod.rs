//! Values of time expressions: EDTF (ISO 8601-2:2019), with TIMEX3's parts of the day and vague references.
//!
//! Every value prints in one way and, with its [`Kind`], is read back as the same value.

mod length;
mod parse;
mod point;
mod stamp;

use std::fmt;

pub use length::{Amount, Length};
pub use parse::NotEdtf;
pub use point::{DayOfYear, Part, Point, Season, StampDay, TimeOfDay, Unplaced};
pub use stamp::{stamp, stamped_day};

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
    /// Every kind.
    pub const ALL: &'static [Self] = &[Self::Date, Self::Time, Self::Duration, Self::Set];

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

/// A unit of time, from short to long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// A second.
    Second,
    /// A minute.
    Minute,
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// Seven days from Monday.
    Week,
    /// A calendar month.
    Month,
    /// Three months.
    Quarter,
    /// Six months.
    Half,
    /// A calendar year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
}

/// How exactly a value is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Certainty {
    /// As said.
    #[default]
    Exact,
    /// «около», «примерно»: EDTF's `~`.
    Approximate,
    /// «предположительно»: EDTF's `?`.
    Uncertain,
}

impl Certainty {
    fn sign(self) -> &'static str {
        match self {
            Self::Exact => "",
            Self::Approximate => "~",
            Self::Uncertain => "?",
        }
    }
}

/// The first and the last day that a value can mean; `None` where it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// First day.
    pub earliest: Option<Date>,
    /// Last day.
    pub latest: Option<Date>,
}

/// Vague references to the time of speaking (TIMEX3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reference {
    /// «ранее», «недавно»
    Past,
    /// «сейчас», «в настоящее время»
    Present,
    /// «в будущем»
    Future,
}

/// A repetition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    /// Every so often: «ежегодно», «каждые три года».
    Every(Length),
    /// On this day of every year: «ежегодно 1 октября».
    Yearly(DayOfYear),
}

/// The resolved meaning of a time expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// One stretch of the calendar.
    Point(Point, Certainty),
    /// From one to another; `None` is open.
    Interval(Option<Point>, Option<Point>),
    /// A length of time.
    Duration(Length, Certainty),
    /// Every so often.
    Set(Set),
    /// Around the time of speaking.
    Reference(Reference),
}

impl From<Point> for Value {
    fn from(point: Point) -> Self {
        Self::Point(point, Certainty::Exact)
    }
}

impl Value {
    /// The days that the value can mean; `None` when it has no place in the calendar.
    ///
    /// ```
    /// use letopis::nlp::edtf::{Point, Value};
    /// let bounds = Value::from(Point::Decade(199)).bounds().unwrap();
    /// assert_eq!(bounds.earliest.unwrap().to_string(), "1990-01-01");
    /// assert_eq!(bounds.latest.unwrap().to_string(), "1999-12-31");
    /// ```
    pub fn bounds(self) -> Option<Bounds> {
        match self {
            Self::Point(p, _) => p.bounds().map(|(a, b)| Bounds { earliest: Some(a), latest: Some(b) }),
            Self::Interval(a, b) => {
                let earliest = a.map(|p| p.bounds()).map(|b| b.map(|b| b.0));
                let latest = b.map(|p| p.bounds()).map(|b| b.map(|b| b.1));
                // An end that is said but has no place in the calendar makes the whole unplaced.
                match (earliest, latest) {
                    (Some(None), _) | (_, Some(None)) | (None, None) => None,
                    (a, b) => Some(Bounds { earliest: a.flatten(), latest: b.flatten() }),
                }
            }
            Self::Duration(..) | Self::Set(_) | Self::Reference(_) => None,
        }
    }

    /// The TIMEX3 class of such a value.
    pub fn kind(self) -> Kind {
        match self {
            Self::Point(Point::Stamp(..), _) | Self::Interval(Some(Point::Stamp(..)), _) | Self::Interval(_, Some(Point::Stamp(..))) => {
                Kind::Time
            }
            Self::Duration(..) => Kind::Duration,
            Self::Set(_) => Kind::Set,
            _ => Kind::Date,
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Point(p, c) => write!(f, "{p}{}", c.sign()),
            Self::Interval(a, b) => {
                let end = |p: &Option<Point>| p.map_or("..".to_string(), |p| p.to_string());
                write!(f, "{}/{}", end(a), end(b))
            }
            Self::Duration(length, c) => write!(f, "{length}{}", c.sign()),
            Self::Set(Set::Every(length)) => write!(f, "{length}"),
            Self::Set(Set::Yearly(day)) => write!(f, "{}", Point::YearlessDay(*day)),
            Self::Reference(Reference::Past) => f.write_str("PAST_REF"),
            Self::Reference(Reference::Present) => f.write_str("PRESENT_REF"),
            Self::Reference(Reference::Future) => f.write_str("FUTURE_REF"),
        }
    }
}

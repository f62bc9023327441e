//! Time expressions as written: what is said, before any anchor is known.

use jiff::civil::Weekday;

use super::holiday::Holiday;
use crate::nlp::edtf::{Certainty, DayOfYear, Kind, Length, Point, Reference, Season, Set, TimeOfDay, Unit};
use crate::nlp::span::{Byte, Span};

/// A time expression as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// The text covered, with its preposition, as NEREL marks it.
    pub span: Span<Byte>,
    /// What is said.
    pub form: Form,
    /// Whether its clause tells of the past or of what is to come.
    pub tense: Tense,
    /// Number of its sentence.
    pub sentence: usize,
    /// Number of its line.
    pub paragraph: usize,
    /// Whether the words alone make it a time.
    pub standing: Standing,
    /// What it is the date of, where that is a document.
    pub paper: Option<Paper>,
}

/// A document that is called by its date: «закон от 5 мая 2010 года».
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// Concluded on that day: a treaty. Its conclusion is an event.
    Treaty,
    /// Any other: the date is part of its name.
    Other,
}

/// Whether an expression is a time by its words alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// A part of a name, which NEREL marks: the year of «ЧМ-2018». Placing it on a timeline would mislead.
    InName,
    /// A time that NEREL seldom marks, so by its guideline only where the tagger does: vague words, «сейчас», «в ближайшее
    /// время», and anniversaries.
    Loose,
    /// Only where the tagger marks a date or time: «1994», «20 лет», «утром».
    Tagged,
    /// By itself, unless the tagger says that it is an age.
    Sure,
    /// By itself, whatever the tagger says: «25-летний срок».
    Firm,
}

/// The tense of the verbs around.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tense {
    /// Past only.
    Past,
    /// At least one future form.
    Future,
    /// Neither.
    Unknown,
}

/// What a time expression says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A day, or something coarser or finer.
    Moment(Moment),
    /// From one to another; `None` is open.
    Range(Option<Moment>, Option<Moment>),
    /// A length of time, no place.
    Length(Length, Certainty),
    /// «ежегодно»
    Set(Set),
    /// «ранее», «в настоящее время»
    Reference(Reference),
}

/// A day, or something coarser or finer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Which day, month, year…
    pub place: Place,
    /// The time of that day.
    pub time: Option<TimeOfDay>,
    /// A weekday said beside the date, which must agree.
    pub weekday: Option<Weekday>,
    /// How exactly it is meant.
    pub certainty: Certainty,
}

impl From<Place> for Moment {
    fn from(place: Place) -> Self {
        Self { place, time: None, weekday: None, certainty: Certainty::Exact }
    }
}

/// Which day, month, year or other stretch is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// No day is said: «в 14:00».
    Unsaid,
    /// A place in the calendar that needs no anchor.
    Exact(Point),
    /// A part of a year.
    InYear(Partial, YearOf),
    /// A day by its number: «25 числа прошлого месяца»; the months from the publication, if said.
    InMonth(i8, Option<i32>),
    /// A weekday.
    Weekday(Weekday, Which),
    /// Saturday and Sunday.
    Weekend(Which),
    /// So many units from an anchor, at the precision of the unit.
    Shift(Unit, i32, Origin),
    /// «к 75-й годовщине»: the year of the publication.
    Anniversary,
    /// «в тот же день»: the unit in which the last expression lies.
    Same(Unit),
}

/// A part of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Partial {
    /// All of it.
    Whole,
    /// A half, 1 or 2.
    Half(i8),
    /// A quarter, 1 to 4.
    Quarter(i8),
    /// A season.
    Season(Season),
    /// A month.
    Month(i8),
    /// A day.
    Day(DayOfYear),
    /// A holiday.
    Holiday(Holiday),
}

/// Which year is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YearOf {
    /// Not said.
    Unsaid,
    /// Its number.
    Said(i16),
    /// So many from the publication's: «прошлого года».
    Shift(i32),
    /// That of the last expression: «того же года».
    Same,
    /// «в следующем мае», «прошлым летом».
    Nearest(Which),
}

/// Which of those that come again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Not said: by the tense.
    Nearest,
    /// «минувший», «прошлый».
    Last,
    /// «следующий», «ближайший».
    Next,
    /// Of the week so many from the publication's: «в этот вторник», «во вторник на прошлой неделе».
    OfWeek(i32),
}

/// What a shift counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The publication day: «два года назад».
    Publication,
    /// The expression before: «на следующий день», «годом ранее».
    Before,
    /// The expression before in a story of the past, else the publication day: «через год».
    Story,
}

impl Form {
    /// The TIMEX3 class.
    pub fn kind(self) -> Kind {
        let timed = |m: Moment| m.time.is_some();
        match self {
            Self::Moment(m) if timed(m) => Kind::Time,
            Self::Range(a, b) if a.is_some_and(timed) || b.is_some_and(timed) => Kind::Time,
            Self::Length(..) => Kind::Duration,
            Self::Set(_) => Kind::Set,
            _ => Kind::Date,
        }
    }
}

impl Written {
    /// The day, when it is said in full.
    pub fn full_day(&self) -> Option<jiff::civil::Date> {
        match self.form {
            Form::Moment(Moment { place: Place::Exact(p), .. }) => p.day(),
            Form::Moment(Moment { place: Place::InYear(Partial::Day(d), YearOf::Said(y)), .. }) => d.in_year(y),
            _ => None,
        }
    }

    /// The month that is said with its year.
    pub fn full_month(&self) -> Option<Point> {
        match self.form {
            Form::Moment(Moment { place: Place::Exact(p @ Point::Month(Some(_), _)), .. }) => Some(p),
            Form::Moment(Moment { place: Place::InYear(Partial::Month(m), YearOf::Said(y)), .. }) => Some(Point::Month(Some(y), m)),
            _ => None,
        }
    }

    /// Whether it names a day of the calendar, with or without its year.
    pub fn names_a_day(&self) -> bool {
        match self.form {
            Form::Moment(m) => {
                matches!(m.place, Place::InYear(Partial::Day(_), YearOf::Said(_) | YearOf::Unsaid)) || self.full_day().is_some()
            }
            _ => false,
        }
    }

    /// The last year that is said.
    pub fn said_year(&self) -> Option<i16> {
        let year = |m: Moment| match m.place {
            Place::InYear(_, YearOf::Said(y)) => Some(y),
            Place::Exact(p) => p.bounds().map(|b| b.0.year()),
            _ => None,
        };
        match self.form {
            Form::Moment(m) => year(m),
            Form::Range(a, b) => b.and_then(year).or(a.and_then(year)),
            _ => None,
        }
    }
}

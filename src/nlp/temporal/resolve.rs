//! Written expressions + publication day → values.

use jiff::civil::{Date, Weekday};
use jiff::{Span as Days, ToSpan};

use super::grammar::{Day, Form, Tense, Written};

use crate::nlp::diagnostic::{Code, Diagnostic};
use crate::nlp::edtf::{Kind, Point, Reference, Unit, Value};
use crate::nlp::span::{Byte, Span};

/// What a value was resolved against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Nothing: the text says all, or nothing was known.
    None,
    /// The publication day.
    Publication,
}

/// A resolved time expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timex {
    /// The text covered.
    pub span: Span<Byte>,
    /// TIMEX3 class.
    pub kind: Kind,
    /// What it means.
    pub value: Value,
    /// What it was resolved against.
    pub anchor: Anchor,
}

/// Resolves expressions; those without a meaning are left out with a diagnostic.
pub fn resolve(written: &[Written], publication: Option<Point>) -> (Vec<Timex>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut out = Vec::new();
    for w in written {
        // «до 1 сентября» looks ahead.
        let tense = if matches!(w.form, Form::Interval(None, Some(_))) { Tense::Future } else { w.tense };
        let (value, anchor) = match w.form {
            Form::Point(p) => {
                let (p, anchor) = with_year(p, publication, tense);
                (Value::Point(p), anchor)
            }
            Form::Interval(a, b) => {
                let (a, first) = a.map_or((None, Anchor::None), |p| some(with_year(p, publication, tense)));
                let (b, second) = b.map_or((None, Anchor::None), |p| some(with_year(p, publication, tense)));
                let (a, b) = in_order((a, first), (b, second), publication);
                (Value::Interval(a, b), if first == Anchor::None { second } else { first })
            }
            Form::Clock(day, h, m) => {
                let (point, anchor) = match day {
                    Day::Yearless(d) => with_year(Point::YearlessDay(d), publication, tense),
                    Day::Shift(n) => match publication.and_then(|p| shift(p, Unit::Day, n)) {
                        Some(p) => (p, Anchor::Publication),
                        None => (Point::DaylessMinute(h, m), Anchor::None),
                    },
                };
                let point = if let Point::Day(d) = point { Point::Minute(d, h, m) } else { point };
                (Value::Point(point), anchor)
            }
            Form::Shift(unit, n) => match publication.and_then(|p| shift(p, unit, n)) {
                Some(p) => (Value::Point(p), Anchor::Publication),
                // Without an anchor «сегодня» still says "around now".
                None => (Value::Reference(vague(n)), Anchor::None),
            },
            Form::Every(unit) => (Value::Every(unit), Anchor::None),
            Form::Reference(r) => (Value::Reference(r), Anchor::None),
            Form::Impossible => {
                diagnostics.push(Diagnostic::at(Code::ImpossibleDate, w.span, ""));
                continue;
            }
        };
        if anchor == Anchor::Publication && !matches!(w.form, Form::Shift(..)) {
            diagnostics.push(Diagnostic::at(Code::YearAssumed, w.span, value.to_string()));
        }
        out.push(Timex { span: w.span, kind: w.form.kind(), value, anchor });
    }
    (out, diagnostics)
}

fn some((p, a): (Point, Anchor)) -> (Option<Point>, Anchor) {
    (Some(p), a)
}

/// Both ends of an interval in order: where a year was assumed, it moves by one; of two assumed ones that of the end
/// further from the publication.
fn in_order(a: (Option<Point>, Anchor), b: (Option<Point>, Anchor), publication: Option<Point>) -> (Option<Point>, Option<Point>) {
    let (Some(first), Some(last)) = (a.0, b.0) else { return (a.0, b.0) };
    let (Some(from), Some(to)) = (first.bounds(), last.bounds()) else { return (a.0, b.0) };
    if from.0 <= to.1 {
        return (a.0, b.0);
    }
    let published = publication.and_then(Point::bounds).map_or(from.0, |p| p.0);
    let later = || {
        let same = in_year(last, from.0.year());
        if same.bounds().is_some_and(|x| x.1 < from.0) { in_year(last, from.0.year() + 1) } else { same }
    };
    let earlier = || {
        let same = in_year(first, to.1.year());
        if same.bounds().is_some_and(|x| x.0 > to.1) { in_year(first, to.1.year() - 1) } else { same }
    };
    let move_start = days_between(from.0, published).abs() > days_between(to.1, published).abs();
    match (a.1, b.1) {
        (Anchor::Publication, Anchor::Publication) if !move_start => (a.0, Some(later())),
        (Anchor::Publication, _) => (Some(earlier()), b.0),
        (_, Anchor::Publication) => (a.0, Some(later())),
        // Both years are written: the text says so.
        _ => (a.0, b.0),
    }
}

/// The same day or month of another year; the 29th of February goes to the 1st of March.
fn in_year(point: Point, year: i16) -> Point {
    match point {
        Point::Day(d) => Point::Day(Date::new(year, d.month(), d.day()).or_else(|_| Date::new(year, 3, 1)).unwrap_or(d)),
        Point::Month(Some(_), m) => Point::Month(Some(year), m),
        p => p,
    }
}

fn vague(n: i32) -> Reference {
    match n.cmp(&0) {
        std::cmp::Ordering::Less => Reference::Past,
        std::cmp::Ordering::Equal => Reference::Present,
        std::cmp::Ordering::Greater => Reference::Future,
    }
}

/// How much further away a day against the sentence's tense counts.
const AGAINST_TENSE: i32 = 3;

/// A day or month without a year takes the year in which it lies nearest to the publication, by the tense of its sentence.
fn with_year(point: Point, publication: Option<Point>, tense: Tense) -> (Point, Anchor) {
    let Some((first, last)) = publication.and_then(Point::bounds) else { return (point, Anchor::None) };
    let middle = first.checked_add(Days::new().days(days_between(first, last) / 2)).unwrap_or(first);
    let years = || [first.year(), first.year() - 1, first.year() + 1].into_iter();
    let distance = |d: &Date| {
        let days = days_between(middle, *d);
        let against = (tense == Tense::Past && days > 0) || (tense == Tense::Future && days < 0);
        if against { days.abs() * AGAINST_TENSE } else { days.abs() }
    };
    let nearest = |candidates: Vec<Date>| candidates.into_iter().min_by_key(distance);
    match point {
        Point::YearlessDay(d) => match nearest(years().filter_map(|y| d.in_year(y)).collect()) {
            Some(day) => (Point::Day(day), Anchor::Publication),
            None => (point, Anchor::None),
        },
        Point::Month(None, m) => match nearest(years().filter_map(|y| Date::new(y, m, 15).ok()).collect()) {
            Some(day) => (Point::Month(Some(day.year()), m), Anchor::Publication),
            None => (point, Anchor::None),
        },
        Point::DaylessMinute(h, m) => match publication {
            Some(Point::Day(d)) => (Point::Minute(d, h, m), Anchor::Publication),
            _ => (point, Anchor::None),
        },
        p => (p, Anchor::None),
    }
}

fn days_between(a: Date, b: Date) -> i32 {
    a.until(b).map_or(0, |s| s.get_days())
}

/// `n` units from the publication day, at the unit's precision; `None` when the publication is known less precisely.
fn shift(publication: Point, unit: Unit, n: i32) -> Option<Point> {
    let (first, last) = publication.bounds()?;
    let same_year = first.year() == last.year();
    let same_month = same_year && first.month() == last.month();
    match unit {
        Unit::Year if same_year => Some(Point::Year(first.year().checked_add(n.try_into().ok()?)?)),
        Unit::Month if same_month => {
            let d = first.checked_add(n.months()).ok()?;
            Some(Point::Month(Some(d.year()), d.month()))
        }
        Unit::Week if first == last => {
            let monday = first.checked_sub((first.weekday().since(Weekday::Monday) as i32).days()).ok()?;
            Some(Point::Week(monday.checked_add(n.weeks()).ok()?))
        }
        Unit::Day if first == last => Some(Point::Day(first.checked_add(n.days()).ok()?)),
        // «сегодня» in an article of which only the month is known.
        Unit::Day if n == 0 => Some(publication),
        _ => None,
    }
}

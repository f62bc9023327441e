//! Times in words for readers of a draft or a report.

use super::source::value;
use crate::nlp::edtf::{Certainty, Point, StampDay, TimeOfDay, Value};

const MONTHS: [[&str; 2]; 12] = [
    ["января", "январь"],
    ["февраля", "февраль"],
    ["марта", "март"],
    ["апреля", "апрель"],
    ["мая", "май"],
    ["июня", "июнь"],
    ["июля", "июль"],
    ["августа", "август"],
    ["сентября", "сентябрь"],
    ["октября", "октябрь"],
    ["ноября", "ноябрь"],
    ["декабря", "декабрь"],
];

fn month(n: i8, form: usize) -> &'static str {
    usize::try_from(n - 1).ok().and_then(|n| MONTHS.get(n)).map_or("", |m| m[form])
}

/// A value as a newspaper writes it; what has no place in the calendar stays as it is.
pub fn said(edtf: &str) -> String {
    match value(edtf) {
        Some(Value::Point(p, certainty)) => {
            let words = point(p);
            match certainty {
                Certainty::Exact => words,
                Certainty::Approximate => format!("около: {words}"),
                Certainty::Uncertain => format!("{words} (?)"),
            }
        }
        Some(Value::Interval(Some(a), Some(b))) => match (a, b) {
            (Point::Day(a), Point::Day(b)) if (a.year(), a.month()) == (b.year(), b.month()) => {
                format!("{}–{} {} {}", a.day(), b.day(), month(b.month(), 0), b.year())
            }
            _ => format!("{} — {}", end(a), end(b)),
        },
        Some(Value::Interval(Some(a), None)) => format!("с {}", end(a)),
        Some(Value::Interval(None, Some(b))) => format!("до {}", end(b)),
        _ => edtf.to_string(),
    }
}

fn point(p: Point) -> String {
    match p {
        Point::Day(d) => format!("{} {} {}", d.day(), month(d.month(), 0), year(d.year())),
        Point::Month(Some(y), m) => format!("{} {}", month(m, 1), year(y)),
        Point::Year(y) => format!("{} год", year(y)),
        Point::Century { hundreds, before } => format!("{} век{}", roman(i32::from(hundreds) + 1), if before { " до н. э." } else { "" }),
        Point::Decade(d) => format!("{d}0-е годы"),
        Point::Stamp(StampDay::Date(d), TimeOfDay::Clock(h, m)) => format!("{}, {h:02}:{m:02}", point(Point::Day(d))),
        Point::Stamp(StampDay::Date(d), TimeOfDay::Part(_)) => point(Point::Day(d)),
        // Quarters, seasons and the like: by their days.
        _ => match p.bounds() {
            Some((a, b)) => format!("{} — {}", point(Point::Day(a)), point(Point::Day(b))),
            None => p.to_string(),
        },
    }
}

/// An end of an interval: «до 2024», «с мая 2024».
fn end(p: Point) -> String {
    match p {
        Point::Year(y) => year(y),
        Point::Month(Some(y), m) => format!("{} {}", month(m, 0), year(y)),
        _ => point(p),
    }
}

fn roman(mut n: i32) -> String {
    let mut out = String::new();
    for (value, digits) in [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")] {
        while n >= value {
            out.push_str(digits);
            n -= value;
        }
    }
    out
}

fn year(y: i16) -> String {
    if y > 0 { y.to_string() } else { format!("{} до н. э.", 1 - i32::from(y)) }
}

/// Whether it took place, where that must be said.
pub fn status(status: &str) -> &'static str {
    match status {
        "planned" => "план",
        "recurring" => "регулярно",
        "denied" => "отменено или опровергнуто",
        _ => "",
    }
}

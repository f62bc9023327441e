//! iCalendar (RFC 5545): what happened on days. An event that is known to the month or year only covers it all and says so; one of more
//! than a year is left out, since no calendar shows it.

use jiff::ToSpan;
use jiff::civil::Date;

use super::source::{Source, value};
use crate::nlp::edtf::{Certainty, Point, StampDay, TimeOfDay, Value};
use crate::worker::decision::digest;
use crate::worker::view::ItemView;

/// Most octets of a line.
const LINE: usize = 75;

/// Longest event, in days.
const LONGEST: i32 = 366;

/// A line, folded between letters.
fn fold(line: &str, out: &mut String) {
    let mut used = 0;
    for c in line.chars() {
        if used + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            used = 1;
        }
        used += c.len_utf8();
        out.push(c);
    }
    out.push_str("\r\n");
}

fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

fn compact(d: Date) -> String {
    format!("{:04}{:02}{:02}", d.year(), d.month(), d.day())
}

/// When an event is.
struct When {
    first: Date,
    last: Date,
    clock: Option<(i8, i8)>,
    /// The days are only what it is known to.
    coarse: bool,
}

fn when(edtf: &str) -> Option<When> {
    let parsed = value(edtf)?;
    let bounds = parsed.bounds()?;
    let (first, last) = (bounds.earliest?, bounds.latest?);
    let day = |p: Option<Point>| matches!(p, Some(Point::Day(_) | Point::Stamp(StampDay::Date(_), _)));
    let (clock, coarse) = match parsed {
        Value::Point(p @ Point::Stamp(StampDay::Date(_), TimeOfDay::Clock(h, m)), Certainty::Exact) => (Some((h, m)), !day(Some(p))),
        Value::Point(p, certainty) => (None, !day(Some(p)) || certainty != Certainty::Exact),
        Value::Interval(a, b) => (None, !day(a) || !day(b)),
        _ => return None,
    };
    let days = first.until(last).ok()?.get_days();
    // iCalendar has four digits for a year.
    (first.year() > 0 && days < LONGEST).then_some(When { first, last, clock, coarse })
}

pub fn write(source: &Source<'_>) -> String {
    let mut out = String::new();
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Letopis//Letopis//RU", "CALSCALE:GREGORIAN"] {
        fold(line, &mut out);
    }
    for item in &source.collection.timeline {
        event(source, item, &mut out);
    }
    fold("END:VCALENDAR", &mut out);
    out
}

fn event(source: &Source<'_>, item: &ItemView, out: &mut String) {
    let Some((edtf, When { first, last, clock, coarse })) = item.value.as_deref().and_then(|v| Some((v, when(v)?))) else { return };
    let Ok(next) = last.checked_add(1.day()) else { return };
    let evidence: Vec<String> = item.evidence.iter().map(|e| format!("{}:{}-{}", e.document, e.start, e.end)).collect();
    let id = digest(&format!("{edtf}\n{}\n{}", item.what, evidence.join("\n")));
    // The day of the last report: no clock is read, so that the same collection makes the same bytes.
    let stamp = item.reported.as_ref().and_then(|r| r[1].parse::<Date>().ok()).filter(|d| d.year() > 0).unwrap_or(first);
    let mut put = |line: String| fold(&line, out);
    put("BEGIN:VEVENT".into());
    put(format!("UID:{}@letopis", &id[..32]));
    put(format!("DTSTAMP:{}T000000Z", compact(stamp)));
    match clock {
        // A local time: no article says its zone.
        Some((h, m)) => put(format!("DTSTART:{}T{h:02}{m:02}00", compact(first))),
        None => {
            put(format!("DTSTART;VALUE=DATE:{}", compact(first)));
            put(format!("DTEND;VALUE=DATE:{}", compact(next)));
        }
    }
    let what = if coarse { format!("[{}] {}", source.words.said(edtf), item.what) } else { item.what.clone() };
    put(format!("SUMMARY:{}", text(&what)));
    let quotes: Vec<String> = item
        .evidence
        .iter()
        .map(|e| format!("«{}» — {}", source.quote(e), source.article(&e.document).map_or("", |a| a.title())))
        .collect();
    put(format!("DESCRIPTION:{}", text(&quotes.join("\n"))));
    let places = source.names(&item.places);
    if !places.is_empty() {
        put(format!("LOCATION:{}", text(&places.join(", "))));
    }
    if let Some(url) = item.evidence.iter().find_map(|e| source.article(&e.document)?.web()) {
        put(format!("URL:{url}"));
    }
    if let Some(kind) = &item.kind {
        put(format!("CATEGORIES:{}", text(kind)));
    }
    put(format!(
        "STATUS:{}",
        match item.status.as_str() {
            "planned" => "TENTATIVE",
            "denied" => "CANCELLED",
            _ => "CONFIRMED",
        }
    ));
    put("TRANSP:TRANSPARENT".into());
    put("END:VEVENT".into());
}

//! TimeML 1.2.1: the times of each article (TIMEX3), its events, and which time holds which event.

use std::collections::BTreeMap;

use super::source::{Article, Source, value, xml};
use crate::nlp::edtf::{Certainty, Length, Point, Value};
use crate::worker::view::{EventView, MentionView};

/// A point as TIMEX3 writes it; EDTF differs in decades, centuries, seasons, quarters and halves, and counts years before our era from 0.
fn timex(p: Point) -> String {
    let text = p.to_string();
    // «-0043» is the year 44 before our era; a century or decade has no year to be counted anew.
    let before = |t: &str| match t.split_at_checked(4).and_then(|(year, rest)| Some((year.parse::<u16>().ok()?, rest))) {
        Some((year, rest)) => format!("BC{:04}{rest}", year + 1),
        None => format!("BC{t}"),
    };
    let text = text.strip_prefix('-').map_or_else(|| text.clone(), before);
    match p {
        Point::Decade(_) | Point::Century { .. } => text.trim_end_matches('X').to_string(),
        Point::Season(..) | Point::Quarter(..) | Point::Half(..) => match text.rsplit_once('-') {
            Some((year, code)) => format!(
                "{year}-{}",
                match code {
                    "21" => "SP",
                    "22" => "SU",
                    "23" => "FA",
                    "24" => "WI",
                    "33" => "Q1",
                    "34" => "Q2",
                    "35" => "Q3",
                    "36" => "Q4",
                    "40" => "H1",
                    "41" => "H2",
                    other => other,
                }
            ),
            None => text,
        },
        _ => text,
    }
}

/// From one to another; none is open.
type Ends = (Option<Point>, Option<Point>);

/// Value, `mod`, and the ends of an interval.
fn valued(v: Value) -> (String, &'static str, Option<Ends>) {
    let modified = |c: Certainty| if c == Certainty::Exact { "" } else { "APPROX" };
    match v {
        Value::Point(p, c) => (timex(p), modified(c), None),
        Value::Interval(a, b) => {
            let days =
                a.and_then(Point::bounds).zip(b.and_then(Point::bounds)).and_then(|(a, b)| a.0.until(b.1).ok()).map(|s| s.get_days() + 1);
            (days.map_or("PXD".to_string(), |n| format!("P{n}D")), "", Some((a, b)))
        }
        Value::Duration(length, c) => (duration(length), modified(c), None),
        _ => (v.to_string(), "", None),
    }
}

fn duration(length: Length) -> String {
    length.to_string()
}

struct Tags {
    /// By where they begin: end, opening tag, closing tag.
    inline: BTreeMap<u32, (u32, String, &'static str)>,
    /// What stands behind the text.
    behind: String,
}

fn tags(a: &Article<'_>) -> Tags {
    let mut inline: BTreeMap<u32, (u32, String, &'static str)> = BTreeMap::new();
    let mut behind = String::new();
    let mut tid: BTreeMap<usize, usize> = BTreeMap::new();
    let mut next = 1;
    // TIMEX3 does not nest: the outermost counts.
    let mut covered = 0;
    let times: Vec<(usize, &MentionView)> = a.view.mentions.iter().enumerate().filter(|(_, m)| m.value.is_some()).collect();
    for (n, m) in &times {
        if m.start >= covered {
            covered = m.end;
            tid.insert(*n, next);
            next += 1;
        }
    }
    for (n, m) in times {
        let (Some(own), Some(v)) = (tid.get(&n).copied(), m.value.as_deref().and_then(value)) else { continue };
        let (text, modified, ends) = valued(v);
        let kind = if ends.is_some() { "DURATION" } else { m.kind.as_deref().unwrap_or("DATE") };
        let mut tag = format!("<TIMEX3 tid=\"t{own}\" type=\"{kind}\" value=\"{}\"", xml(&text));
        if !modified.is_empty() {
            tag += &format!(" mod=\"{modified}\"");
        }
        let anchor = match m.anchor.as_ref().and_then(Option::as_deref) {
            Some("date") => Some(0),
            Some(number) => number.parse::<usize>().ok().and_then(|n| tid.get(&n).copied()),
            None => None,
        };
        tag += &format!(" temporalFunction=\"{}\"", anchor.is_some());
        if let Some(anchor) = anchor.filter(|t| *t != 0 || a.view.date.is_some()) {
            tag += &format!(" anchorTimeID=\"t{anchor}\"");
        }
        if let Some((first, last)) = ends {
            for (name, end) in [("beginPoint", first), ("endPoint", last)] {
                if let Some(p) = end {
                    tag += &format!(" {name}=\"t{next}\"");
                    behind += &format!(
                        "<TIMEX3 tid=\"t{next}\" type=\"DATE\" value=\"{}\" temporalFunction=\"true\" anchorTimeID=\"t{own}\"/>\n",
                        xml(&timex(p))
                    );
                    next += 1;
                }
            }
        }
        inline.insert(m.start, (m.end, tag + ">", "</TIMEX3>"));
    }
    let mut eid = BTreeMap::new();
    let (mut links, mut instances) = (String::new(), 0);
    for e in a.view.events.iter().chain(&a.view.undated) {
        let end = e.at + e.trigger.chars().count() as u32;
        let crossing = inline.range(..end).next_back().is_some_and(|(start, (stop, ..))| *stop > e.at && *start != e.at);
        if !eid.contains_key(&e.at) && !crossing && !inline.contains_key(&e.at) {
            let n = eid.len() + 1;
            eid.insert(e.at, n);
            inline.insert(e.at, (end, format!("<EVENT eid=\"e{n}\" class=\"OCCURRENCE\">"), "</EVENT>"));
        }
        // One word may tell of two times: «учили в понедельник и во вторник» has an instance for each.
        if let Some(n) = eid.get(&e.at) {
            instances += 1;
            let (tense, pos) = told(e);
            behind += &format!(
                "<MAKEINSTANCE eiid=\"ei{instances}\" eventID=\"e{n}\" tense=\"{tense}\" aspect=\"NONE\" polarity=\"{}\" pos=\"{pos}\"/>\n",
                polarity(e)
            );
            if let Some(t) = e.time.and_then(|m| tid.get(&m)) {
                let number = links.lines().count() + 1;
                links += &format!(
                    "<TLINK lid=\"l{number}\" relType=\"IS_INCLUDED\" eventInstanceID=\"ei{instances}\" relatedToTime=\"t{t}\"/>\n"
                );
            }
        }
    }
    Tags { inline, behind: behind + &links }
}

/// Tense and part of speech of what tells an event: a noun has no tense.
fn told(e: &EventView) -> (&'static str, &'static str) {
    let infinitive = ["ть", "ти", "чь", "ться", "тись", "чься"].iter().any(|ending| e.trigger.ends_with(ending));
    match e.status.as_str() {
        _ if e.mention.is_some() => ("NONE", "NOUN"),
        _ if infinitive => ("INFINITIVE", "VERB"),
        "planned" => ("FUTURE", "VERB"),
        "recurring" => ("PRESENT", "VERB"),
        _ => ("PAST", "VERB"),
    }
}

fn polarity(e: &EventView) -> &'static str {
    if e.status == "denied" { "NEG" } else { "POS" }
}

fn article(a: &Article<'_>) -> String {
    let Tags { inline, behind } = tags(a);
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TimeML xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:noNamespaceSchemaLocation=\"http://timeml.org/timeMLdocs/TimeML_1.2.1.xsd\">\n",
    );
    if let Some(date) = a.view.date.as_deref() {
        let day =
            value(date).and_then(|v| if let Value::Point(p, _) = v { Some(timex(p)) } else { None }).unwrap_or_else(|| date.to_string());
        out += &format!(
            "<TIMEX3 tid=\"t0\" type=\"DATE\" value=\"{}\" temporalFunction=\"false\" functionInDocument=\"PUBLICATION_TIME\"/>\n",
            xml(&day)
        );
    }
    let mut at = 0;
    for (start, (end, open, close)) in &inline {
        if *start < at {
            continue;
        }
        out += &xml(a.cut(at, *start));
        out += open;
        out += &xml(a.cut(*start, *end));
        out += close;
        at = *end;
    }
    out += &xml(a.cut(at, a.len()));
    out + "\n" + &behind + "</TimeML>\n"
}

pub fn write(source: &Source<'_>) -> Vec<(String, String)> {
    source.file_names().into_iter().zip(source.articles()).map(|(name, a)| (format!("{name}.tml"), article(a))).collect()
}

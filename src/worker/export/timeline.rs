//! TimelineJS 3 (<https://timeline.knightlab.com/docs/json-format.html>).

use serde_json::{Map, Value as Json, json};

use super::source::{Source, value, xml};
use crate::nlp::edtf::{Certainty, Point, StampDay, TimeOfDay, Value};
use crate::words::Words;

fn date(p: Point) -> Option<Json> {
    let mut out = Map::new();
    let mut put = |key: &str, n: i64| drop(out.insert(key.into(), n.into()));
    match p {
        Point::Year(y) => put("year", y.into()),
        Point::Month(Some(y), m) => {
            put("year", y.into());
            put("month", m.into());
        }
        Point::Day(d) | Point::Stamp(StampDay::Date(d), _) => {
            put("year", d.year().into());
            put("month", d.month().into());
            put("day", d.day().into());
            if let Point::Stamp(_, TimeOfDay::Clock(h, m)) = p {
                put("hour", h.into());
                put("minute", m.into());
            }
        }
        _ => return None,
    }
    Some(Json::Object(out))
}

/// Start, end, and what is shown in their place.
fn dates(words: &Words, edtf: &str) -> Option<(Json, Option<Json>, Option<String>)> {
    let parsed = value(edtf)?;
    let exact = |p: Point| date(p);
    match parsed {
        Value::Point(p, Certainty::Exact) if exact(p).is_some() => Some((exact(p)?, None, None)),
        Value::Interval(Some(a), Some(b)) if exact(a).is_some() && exact(b).is_some() => {
            Some((exact(a)?, exact(b), Some(words.said(edtf))))
        }
        _ => {
            let bounds = parsed.bounds()?;
            let day = |d: jiff::civil::Date| date(Point::Day(d));
            let (first, last) =
                (bounds.earliest.or(bounds.latest)?, bounds.latest.filter(|l| Some(*l) != bounds.earliest && bounds.earliest.is_some()));
            Some((day(first)?, last.and_then(day), Some(words.said(edtf))))
        }
    }
}

pub fn write(source: &Source<'_>) -> Vec<u8> {
    let event = |(n, item): (usize, &crate::worker::view::ItemView)| {
        let (start, end, shown) = dates(source.words, item.value.as_deref()?)?;
        let mut out = Map::new();
        out.insert("start_date".into(), start);
        if let Some(end) = end {
            out.insert("end_date".into(), end);
        }
        if let Some(shown) = shown {
            out.insert("display_date".into(), shown.into());
        }
        let mut text = String::new();
        for e in &item.evidence {
            let article = source.article(&e.document);
            let quote = source.quote(e);
            let title = xml(article.map_or("", |a| a.title()));
            let from = match article.and_then(|a| a.web()) {
                Some(url) => format!("<a href=\"{}\">{title}</a>", xml(url)),
                None => title,
            };
            text += &format!("<p>«{}» — {from}</p>", xml(quote.trim_matches(['«', '»'])));
        }
        let headline = source.words.status(&item.status).map_or(xml(&item.what), |s| format!("{} ({s})", xml(&item.what)));
        out.insert("text".into(), json!({ "headline": headline, "text": text }));
        out.insert("unique_id".into(), format!("event-{}", n + 1).into());
        if let Some(kind) = &item.kind {
            out.insert("group".into(), kind.clone().into());
        }
        Some(Json::Object(out))
    };
    let events: Vec<Json> = source.collection.timeline.iter().enumerate().filter_map(event).collect();
    let whole = json!({ "scale": "human", "title": { "text": { "headline": source.words.timeline } }, "events": events });
    serde_json::to_vec(&whole).unwrap_or_default()
}

//! W3C Web Annotation (Recommendation of 23 February 2017): every mention as an annotation of its article's text.

use serde_json::{Value as Json, json};

use super::source::{Article, Source, uri};
use crate::worker::decision::digest;
use crate::worker::view::MentionView;

/// Code points of context on each side of a quote.
const CONTEXT: u32 = 32;

fn annotation(source: &Source<'_>, a: &Article<'_>, m: &MentionView) -> Json {
    let mut body = vec![json!({ "type": "TextualBody", "purpose": "tagging", "value": m.label, "format": "text/plain" })];
    let entity = m.entity.as_deref().and_then(|id| source.entity(id));
    if let Some(e) = entity {
        body.push(json!({ "type": "TextualBody", "purpose": "identifying", "value": e.name, "format": "text/plain", "language": "ru" }));
        if let Some(q) = &e.wikidata {
            body.push(
                json!({ "type": "SpecificResource", "purpose": "identifying", "source": format!("http://www.wikidata.org/entity/{q}") }),
            );
        }
    }
    if let Some(value) = &m.value {
        body.push(json!({ "type": "TextualBody", "purpose": "describing", "value": value, "format": "text/plain" }));
    }
    let mut out = json!({
        "id": format!("{}#char={},{}&type={}", a.uri(), m.start, m.end, m.label),
        "type": "Annotation",
        "motivation": if entity.is_some() { "identifying" } else { "tagging" },
        "body": body,
        "target": {
            // Positions count in the text that was taken out of the page, not in the page.
            "source": a.uri(),
            "selector": [
                { "type": "TextQuoteSelector", "exact": m.text, "prefix": a.cut(m.start.saturating_sub(CONTEXT), m.start),
                  "suffix": a.cut(m.end, (m.end + CONTEXT).min(a.len())) },
                { "type": "TextPositionSelector", "start": m.start, "end": m.end },
            ],
        },
    });
    if let (Some(url), Some(target)) = (a.web(), out.get_mut("target").and_then(Json::as_object_mut)) {
        target.insert("scope".into(), url.into());
    }
    let by = if m.given { json!({ "type": "Person" }) } else { json!({ "type": "Software", "name": "Letopis" }) };
    if let Json::Object(map) = &mut out {
        map.insert("creator".into(), by);
    }
    out
}

pub fn write(source: &Source<'_>) -> Vec<u8> {
    let items: Vec<Json> = source.articles().flat_map(|a| a.view.mentions.iter().map(|m| annotation(source, a, m))).collect();
    let total = items.len();
    // Named by what it holds: two exports of one collection are the same, of two are not.
    let id = uri(&digest(&serde_json::to_string(&items).unwrap_or_default()));
    let whole = json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": id,
        "type": "AnnotationCollection",
        "label": "Letopis",
        "total": total,
        "first": { "id": format!("{id}#page=1"), "type": "AnnotationPage", "partOf": id, "startIndex": 0, "items": items },
    });
    serde_json::to_vec(&whole).unwrap_or_default()
}

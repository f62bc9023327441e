//! FollowTheMoney (<https://followthemoney.tech>): articles, persons and organisations, where they are named, and events; one entity a line.

use serde_json::{Map, Value as Json, json};

use super::source::{Source, is_plain};
use crate::worker::decision::digest;

/// The schema of what has a type; places have none.
fn schema(label: &str) -> Option<&'static str> {
    match label {
        "PERSON" => Some("Person"),
        "ORGANIZATION" => Some("Organization"),
        _ => None,
    }
}

/// An entity whose empty properties are left out.
fn entity(id: &str, schema: &str, properties: &[(&str, Vec<String>)]) -> Json {
    let map: Map<String, Json> = properties.iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| ((*k).to_string(), json!(v))).collect();
    json!({ "id": id, "schema": schema, "properties": map })
}

fn one(value: Option<&String>) -> Vec<String> {
    value.cloned().into_iter().collect()
}

/// A day, month or year; other dates are not what FollowTheMoney can hold.
fn date(edtf: Option<&String>) -> Vec<String> {
    edtf.filter(|v| is_plain(v)).cloned().into_iter().collect()
}

pub fn write(source: &Source<'_>) -> Vec<u8> {
    let mut out: Vec<Json> = Vec::new();
    let article_id =
        |document: &str| source.article(document).map_or(String::new(), |a| format!("article-{}", &a.view.sha256.get(..40).unwrap_or("")));
    for a in source.articles() {
        let d = a.view;
        out.push(entity(
            &article_id(&d.id),
            "Article",
            &[
                ("title", vec![a.title().to_string()]),
                ("fileName", vec![d.id.clone()]),
                ("author", one(d.author.as_ref())),
                ("publisher", one(d.source.as_ref())),
                ("date", date(d.date.as_ref())),
                ("sourceUrl", a.web().map(String::from).into_iter().collect()),
                // ISO 639-3, as there.
                ("language", if d.language == "ru" { vec!["rus".into()] } else { Vec::new() }),
                ("bodyText", vec![a.text.to_string()]),
            ],
        ));
        let mut named: Vec<&str> = d.mentions.iter().filter_map(|m| m.entity.as_deref()).collect();
        named.sort_unstable();
        named.dedup();
        for e in named.into_iter().filter_map(|id| source.entity(id)) {
            if let Some(schema) = schema(&e.label) {
                let id = format!("mention-{}", &digest(&format!("{}\n{}", d.sha256, e.id))[..40]);
                out.push(entity(
                    &id,
                    "Mention",
                    &[
                        ("document", vec![article_id(&d.id)]),
                        ("resolved", vec![e.id.clone()]),
                        ("name", vec![e.name.clone()]),
                        ("detectedSchema", vec![schema.into()]),
                    ],
                ));
            }
        }
    }
    for e in &source.collection.entities {
        let Some(schema) = schema(&e.label) else { continue };
        let country = e.country.as_ref().map(|c| c.to_lowercase());
        out.push(entity(
            &e.id,
            schema,
            &[
                ("name", vec![e.name.clone()]),
                ("alias", e.aliases.clone()),
                ("wikidataId", one(e.wikidata.as_ref())),
                ("country", country.into_iter().collect()),
                (if schema == "Person" { "position" } else { "summary" }, e.roles.clone()),
            ],
        ));
    }
    for item in &source.collection.timeline {
        let id = format!("event-{}", &digest(&format!("{:?}\n{}\n{:?}", item.value, item.what, item.evidence))[..40]);
        let known = |id: &&String| source.entity(id).is_some_and(|e| schema(&e.label).is_some());
        // «в 1931 году» is a date that is known to the year, not an event of a year.
        let point = date(item.value.as_ref());
        let ends = if point.is_empty() { [item.earliest.as_ref(), item.latest.as_ref()] } else { [None, None] };
        let [start, end] = ends.map(date);
        let mut proof: Vec<String> = item.evidence.iter().map(|e| article_id(&e.document)).collect();
        proof.dedup();
        out.push(entity(
            &id,
            "Event",
            &[
                ("name", vec![item.what.clone()]),
                ("date", point),
                ("startDate", start),
                ("endDate", end),
                ("involved", item.who.iter().filter(known).cloned().collect()),
                ("location", source.names(&item.places).into_iter().map(String::from).collect()),
                ("proof", proof),
                ("summary", item.evidence.iter().map(|e| source.quote(e)).collect()),
            ],
        ));
    }
    let mut bytes = Vec::new();
    for line in out {
        bytes.extend(serde_json::to_vec(&line).unwrap_or_default());
        bytes.push(b'\n');
    }
    bytes
}

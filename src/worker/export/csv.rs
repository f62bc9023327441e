//! Tables (RFC 4180). Several values in a cell stand between vertical bars; a cell that a spreadsheet would take for a formula begins with
//! an apostrophe (OWASP, CSV injection).

use csv::{Terminator, WriterBuilder};

use super::Dialect;
use super::source::{Source, bounds, squeeze};

/// What spreadsheets take for the beginning of a formula.
const FORMULA: &[char] = &['=', '+', '-', '@', '\t', '\r', '\n'];

/// A cell that no program runs, not even one that cuts it at the other delimiter.
fn safe(cell: &str, dialect: Dialect) -> String {
    // Years before our era are numbers, not formulas.
    if cell.parse::<f64>().is_ok() {
        return cell.to_string();
    }
    let foreign = if dialect == Dialect::Excel { ',' } else { ';' };
    let mut out = String::with_capacity(cell.len() + 1);
    let mut begins = true;
    for c in cell.chars() {
        // In a sentence «, -5» stands behind a blank, which spreadsheets keep: only what follows the sign at once would be run.
        if begins && FORMULA.contains(&c) {
            out.push('\'');
        }
        begins = c == foreign || matches!(c, '\t' | '\n');
        out.push(c);
    }
    out
}

fn table(dialect: Dialect, head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    let mut out = match dialect {
        Dialect::Comma => Vec::new(),
        Dialect::Excel => "\u{feff}".as_bytes().to_vec(),
    };
    let delimiter = if dialect == Dialect::Excel { b';' } else { b',' };
    let mut writer = WriterBuilder::new().delimiter(delimiter).terminator(Terminator::CRLF).from_writer(&mut out);
    // Writing to memory does not fail, and every row has as many cells as the head.
    let _ = writer.write_record(head);
    for row in rows {
        let _ = writer.write_record(row.iter().map(|cell| safe(cell, dialect)));
    }
    let _ = writer.flush();
    drop(writer);
    out
}

fn many<S: AsRef<str>>(values: &[S]) -> String {
    values.iter().map(|v| v.as_ref().replace('|', "/")).collect::<Vec<_>>().join("|")
}

fn or_empty(value: Option<&String>) -> String {
    value.cloned().unwrap_or_default()
}

pub fn entities(source: &Source<'_>, dialect: Dialect) -> Vec<u8> {
    let head = ["id", "type", "name", "aliases", "wikidata", "roles", "country", "count", "documents"];
    let rows = source.collection.entities.iter().map(|e| {
        vec![
            e.id.clone(),
            e.label.clone(),
            e.name.clone(),
            many(&e.aliases),
            or_empty(e.wikidata.as_ref()),
            many(&e.roles),
            or_empty(e.country.as_ref()),
            e.count.to_string(),
            many(e.documents.as_deref().unwrap_or(&[])),
        ]
    });
    table(dialect, &head, rows)
}

pub fn mentions(source: &Source<'_>, dialect: Dialect) -> Vec<u8> {
    let head = ["document", "start", "end", "type", "text", "normal", "entity", "name", "score", "given"];
    let rows = source.collection.documents.iter().flat_map(|d| {
        d.mentions.iter().map(|m| {
            let entity = m.entity.as_deref().and_then(|id| source.entity(id));
            vec![
                d.id.clone(),
                m.start.to_string(),
                m.end.to_string(),
                m.label.clone(),
                squeeze(&m.text),
                or_empty(m.normal.as_ref()),
                or_empty(m.entity.as_ref()),
                entity.map_or(String::new(), |e| e.name.clone()),
                format!("{:.2}", m.score),
                m.given.to_string(),
            ]
        })
    });
    table(dialect, &head, rows)
}

pub fn dates(source: &Source<'_>, dialect: Dialect) -> Vec<u8> {
    let head = [
        "document",
        "published",
        "start",
        "end",
        "text",
        "kind",
        "value",
        "earliest",
        "latest",
        "rule",
        "anchor",
        "base",
        "score",
        "given",
    ];
    let rows = source.collection.documents.iter().flat_map(|d| {
        d.mentions.iter().filter_map(|m| {
            let value = m.value.as_ref()?;
            let (earliest, latest) = bounds(value);
            let anchor = match m.anchor.as_ref().and_then(Option::as_deref) {
                Some("date") => "date".to_string(),
                Some(number) => number.parse::<usize>().ok().and_then(|n| d.mentions.get(n)).map_or(String::new(), |a| squeeze(&a.text)),
                None => String::new(),
            };
            Some(vec![
                d.id.clone(),
                or_empty(d.date.as_ref()),
                m.start.to_string(),
                m.end.to_string(),
                squeeze(&m.text),
                or_empty(m.kind.as_ref()),
                value.clone(),
                earliest,
                latest,
                or_empty(m.rule.as_ref()),
                anchor,
                or_empty(m.base.as_ref()),
                format!("{:.2}", m.score),
                m.given.to_string(),
            ])
        })
    });
    table(dialect, &head, rows)
}

pub fn events(source: &Source<'_>, dialect: Dialect) -> Vec<u8> {
    let head = ["value", "earliest", "latest", "what", "status", "kind", "who", "where", "documents", "evidence"];
    let rows = source.items().map(|i| {
        let mut documents: Vec<&str> = i.evidence.iter().map(|e| e.document.as_str()).collect();
        documents.dedup();
        vec![
            or_empty(i.value.as_ref()),
            or_empty(i.earliest.as_ref()),
            or_empty(i.latest.as_ref()),
            i.what.clone(),
            i.status.clone(),
            or_empty(i.kind.as_ref()),
            many(&source.names(&i.who)),
            many(&source.names(&i.places)),
            many(&documents),
            many(&i.evidence.iter().map(|e| source.quote(e)).collect::<Vec<_>>()),
        ]
    });
    table(dialect, &head, rows)
}

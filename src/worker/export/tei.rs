//! TEI P5 (<https://tei-c.org/guidelines/p5/>): a corpus with a text for each article, names and dates marked in place, and lists of persons,
//! organisations, places and events.

use std::collections::BTreeMap;

use super::source::{Article, Source, bounds, value, xml};
use crate::nlp::edtf::{Certainty, Point, Value};
use crate::worker::marks::{Piece, Range, tree};
use crate::worker::view::{EntityView, MentionView};

/// Element and attributes of a mention.
fn element(m: &MentionView) -> (&'static str, String) {
    let key = m.entity.as_ref().map_or(String::new(), |e| format!(" ref=\"#{}\"", xml(e)));
    let typed = |kind: &str| format!(" type=\"{}\"{key}", kind.to_lowercase());
    match m.label.as_str() {
        "PERSON" => ("persName", key),
        "ORGANIZATION" => ("orgName", key),
        "COUNTRY" => ("country", key),
        "CITY" => ("settlement", key),
        "STATE_OR_PROVINCE" => ("region", key),
        "DISTRICT" => ("district", key),
        "LOCATION" | "FACILITY" => ("placeName", typed(&m.label)),
        "PROFESSION" => ("roleName", key),
        "DATE" => ("date", m.value.as_deref().map_or(String::new(), when)),
        "TIME" => ("time", m.value.as_deref().map_or(String::new(), when)),
        "NUMBER" | "ORDINAL" | "PERCENT" => ("num", format!(" type=\"{}\"", m.label.to_lowercase())),
        "MONEY" | "AGE" => ("measure", format!(" type=\"{}\"", m.label.to_lowercase())),
        other => ("rs", typed(other)),
    }
}

/// What the attributes for dates take: a day, month or year of four digits.
fn plain(p: Point) -> Option<String> {
    let text = p.to_string();
    let fits =
        matches!(p, Point::Day(_) | Point::Month(Some(_), _) | Point::Year(_)) && !text.starts_with('-') && !text.starts_with("0000");
    fits.then_some(text)
}

/// `@when`, `@from` and `@to`, or the days between which it lies (att.datable.w3c).
fn when(edtf: &str) -> String {
    match value(edtf) {
        Some(Value::Point(p, certainty)) if plain(p).is_some() => {
            let cert = match certainty {
                Certainty::Exact => "",
                Certainty::Approximate => " cert=\"medium\"",
                Certainty::Uncertain => " cert=\"low\"",
            };
            format!(" when=\"{}\"{cert}", plain(p).unwrap_or_default())
        }
        Some(Value::Interval(a, b)) if a.is_none_or(|p| plain(p).is_some()) && b.is_none_or(|p| plain(p).is_some()) => {
            let end = |name: &str, p: Option<Point>| p.and_then(plain).map_or(String::new(), |p| format!(" {name}=\"{p}\""));
            end("from", a) + &end("to", b)
        }
        Some(Value::Duration(length, _)) => {
            let text = length.to_string();
            // XML Schema has no weeks, and fractions of seconds alone.
            let name = if text.contains(['W', '.']) { "dur-iso" } else { "dur" };
            if text.contains('X') { String::new() } else { format!(" {name}=\"{}\"", xml(&text)) }
        }
        _ => {
            let (earliest, latest) = bounds(edtf);
            let end = |name: &str, day: &str| {
                if day.is_empty() || day.starts_with('-') || day.starts_with("0000") { String::new() } else { format!(" {name}=\"{day}\"") }
            };
            end("notBefore", &earliest) + &end("notAfter", &latest)
        }
    }
}

/// Marks that cross others are cut, and the parts linked.
fn pieces(a: &Article<'_>, pieces: &[Piece], parts: &mut BTreeMap<usize, usize>, prefix: &str, out: &mut String) {
    for piece in pieces {
        match piece {
            Piece::Text(start, end) => out.push_str(&xml(a.cut(*start, *end))),
            Piece::Span { id, first, last, inside } => {
                let Some(m) = a.view.mentions.get(*id) else { continue };
                let (name, attributes) = element(m);
                let link = if *first && *last {
                    String::new()
                } else {
                    let part = parts.entry(*id).or_default();
                    *part += 1;
                    let own = |n: usize| format!("{prefix}m{id}.{n}");
                    let prev = if *first { String::new() } else { format!(" prev=\"#{}\"", own(*part - 1)) };
                    let next = if *last { String::new() } else { format!(" next=\"#{}\"", own(*part + 1)) };
                    format!(" xml:id=\"{}\"{prev}{next}", own(*part))
                };
                let resp = if m.given { " resp=\"#user\"" } else { "" };
                *out += &format!("<{name}{attributes}{link}{resp}>");
                self::pieces(a, inside, parts, prefix, out);
                *out += &format!("</{name}>");
            }
        }
    }
}

fn text(n: usize, a: &Article<'_>, out: &mut String) {
    let d = a.view;
    *out += &format!("<TEI xml:id=\"d{n}\">\n<teiHeader><fileDesc><titleStmt><title>{}</title>", xml(a.title()));
    if let Some(author) = &d.author {
        *out += &format!("<author>{}</author>", xml(author));
    }
    *out += "</titleStmt><publicationStmt><p>";
    *out += &d.date.as_deref().map_or(String::new(), |date| format!("<date{}>{}</date>", when(date), xml(date)));
    *out += &format!("</p></publicationStmt><sourceDesc><bibl><title>{}</title>", xml(a.title()));
    if let Some(source) = &d.source {
        *out += &format!("<publisher>{}</publisher>", xml(source));
    }
    if let Some(url) = &d.url {
        *out += &format!("<ptr target=\"{}\"/>", xml(&url.replace(' ', "%20")));
    }
    *out += &format!("<idno type=\"SHA-256\">{}</idno></bibl></sourceDesc></fileDesc></teiHeader>\n<text><body>\n", d.sha256);
    let mut parts = BTreeMap::new();
    let mut start = 0;
    let mut lines = 0;
    for line in a.text.split('\n') {
        let end = start + line.chars().count() as u32;
        if !line.trim().is_empty() {
            let part = d.parts.iter().find(|p| p.start <= start && start < p.end).map_or("body", |p| p.kind.as_str());
            let inside = d.mentions.iter().enumerate().filter(|(_, m)| m.start < end && m.end > start);
            let ranges: Vec<Range> = inside.map(|(id, m)| Range { start: m.start, end: m.end, id }).collect();
            // A mention that goes on in the next line is cut there, too.
            *out += &format!("<ab type=\"{part}\">");
            pieces(a, &clipped(tree(start, end, &ranges), a, (start, end)), &mut parts, &format!("d{n}."), out);
            *out += "</ab>\n";
            lines += 1;
        }
        start = end + 1;
    }
    if lines == 0 {
        *out += "<ab/>\n";
    }
    *out += "</body></text>\n</TEI>\n";
}

/// Whether a span begins and ends within the line, which the tree of the line alone cannot know.
fn clipped(pieces: Vec<Piece>, a: &Article<'_>, line: (u32, u32)) -> Vec<Piece> {
    let clip = |piece: Piece| match piece {
        Piece::Span { id, first, last, inside } => {
            let (begins, ends) = a.view.mentions.get(id).map_or((true, true), |m| (m.start >= line.0, m.end <= line.1));
            Piece::Span { id, first: first && begins, last: last && ends, inside: clipped(inside, a, line) }
        }
        text => text,
    };
    pieces.into_iter().map(clip).collect()
}

fn listed(e: &EntityView, item: &str, name: &str) -> String {
    let mut out = format!("<{item} xml:id=\"{}\"><{name}>{}</{name}>", xml(&e.id), xml(&e.name));
    for alias in e.aliases.iter().filter(|a| **a != e.name) {
        out += &format!("<{name} type=\"alias\">{}</{name}>", xml(alias));
    }
    if item == "person" {
        for role in &e.roles {
            out += &format!("<occupation>{}</occupation>", xml(role));
        }
    }
    if let Some(q) = &e.wikidata {
        out += &format!("<idno type=\"Wikidata\">{}</idno>", xml(q));
    }
    out + &format!("</{item}>\n")
}

fn lists(source: &Source<'_>, out: &mut String) {
    let places = ["COUNTRY", "CITY", "STATE_OR_PROVINCE", "DISTRICT", "LOCATION", "FACILITY"];
    let of = |labels: &[&str]| source.collection.entities.iter().filter(|e| labels.contains(&e.label.as_str())).collect::<Vec<_>>();
    let mut list = |tag: &str, item: &str, name: &str, all: Vec<&EntityView>| {
        if !all.is_empty() {
            *out += &format!("<{tag}>\n{}</{tag}>\n", all.iter().map(|e| listed(e, item, name)).collect::<String>());
        }
    };
    list("listPerson", "person", "persName", of(&["PERSON"]));
    list("listOrg", "org", "orgName", of(&["ORGANIZATION"]));
    list("listPlace", "place", "placeName", of(&places));
    let known: Vec<&EntityView> = source
        .collection
        .entities
        .iter()
        .filter(|e| e.label != "PERSON" && e.label != "ORGANIZATION" && !places.contains(&e.label.as_str()))
        .collect();
    if !known.is_empty() {
        *out += "<list type=\"other\">\n";
        for e in known {
            *out +=
                &format!("<item xml:id=\"{}\"><rs type=\"{}\">{}</rs></item>\n", xml(&e.id), xml(&e.label.to_lowercase()), xml(&e.name));
        }
        *out += "</list>\n";
    }
    if !source.collection.timeline.is_empty() {
        *out += "<listEvent>\n";
        for (n, i) in source.collection.timeline.iter().enumerate() {
            let quotes: String = i.evidence.iter().map(|e| format!("<quote>{}</quote>", xml(&source.quote(e)))).collect();
            *out += &format!(
                "<event xml:id=\"event{}\" type=\"{}\"{}><label>{}</label><desc>{quotes}</desc></event>\n",
                n + 1,
                xml(&i.status),
                i.value.as_deref().map_or(String::new(), when),
                xml(&i.what)
            );
        }
        *out += "</listEvent>\n";
    }
}

pub fn write(source: &Source<'_>) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<teiCorpus xmlns=\"http://www.tei-c.org/ns/1.0\">\n<teiHeader><fileDesc><titleStmt><title>Летопись</title>\
         <respStmt xml:id=\"letopis\"><resp>marked by machine</resp><name>Letopis</name></respStmt>\
         <respStmt xml:id=\"user\"><resp>corrected by hand</resp><name>user</name></respStmt></titleStmt>\
         <publicationStmt><p>Export of a collection</p></publicationStmt><sourceDesc><p>See the texts.</p></sourceDesc></fileDesc></teiHeader>\n<standOff>\n",
    );
    let before = out.len();
    lists(source, &mut out);
    if out.len() == before {
        out += "<note/>\n";
    }
    out += "</standOff>\n";
    for (n, a) in (1..).zip(source.articles()) {
        text(n, a, &mut out);
    }
    out + "</teiCorpus>\n"
}

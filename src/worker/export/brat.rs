//! brat standoff 1.3 (<https://brat.nlplab.org/standoff.html>): a text and an annotation file for each article, and the configuration.

use std::collections::BTreeSet;

use super::source::{Article, Source, squeeze};
use crate::nlp::ner::Label;
use crate::nlp::relation::RelationKind;

/// The parts of a span between line breaks: brat's spans do not cross them.
fn fragments(a: &Article<'_>, start: u32, end: u32) -> Vec<(u32, u32)> {
    let mut out = Vec::new();
    let mut from = start;
    for (at, c) in (start..).zip(a.cut(start, end).chars()) {
        if c == '\n' || c == '\r' {
            if from < at {
                out.push((from, at));
            }
            from = at + 1;
        }
    }
    if from < end {
        out.push((from, end));
    }
    out
}

fn annotations(source: &Source<'_>, a: &Article<'_>) -> String {
    let mut out = String::new();
    let (mut norms, mut notes) = (0, 0);
    for (n, m) in (1..).zip(&a.view.mentions) {
        let parts = fragments(a, m.start, m.end);
        let places: Vec<String> = parts.iter().map(|(s, e)| format!("{s} {e}")).collect();
        let words: Vec<&str> = parts.iter().map(|(s, e)| a.cut(*s, *e)).collect();
        out += &format!("T{n}\t{} {}\t{}\n", m.label, places.join(";"), words.join(" "));
        if let Some(value) = &m.value {
            notes += 1;
            out += &format!("#{notes}\tAnnotatorNotes T{n}\t{value}\n");
        }
        if let Some((e, q)) = m.entity.as_deref().and_then(|id| source.entity(id)).and_then(|e| Some((e, e.wikidata.as_ref()?))) {
            norms += 1;
            out += &format!("N{norms}\tReference T{n} Wikidata:{q}\t{}\n", squeeze(&e.name));
        }
    }
    for (n, r) in (1..).zip(&a.view.relations) {
        out += &format!("R{n}\t{} Arg1:T{} Arg2:T{}\n", r.kind, r.from + 1, r.to + 1);
    }
    out
}

fn configuration() -> String {
    let mut out = String::from("[entities]\n");
    Label::ALL.iter().for_each(|l| out += &format!("{}\n", l.name()));
    out += "\n[relations]\n<OVERLAP> Arg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n";
    RelationKind::ALL.iter().for_each(|r| out += &format!("{} Arg1:<ENTITY>, Arg2:<ENTITY>\n", r.name()));
    out + "\n[events]\n\n[attributes]\n"
}

pub fn write(source: &Source<'_>) -> Vec<(String, String)> {
    let mut out = vec![
        ("annotation.conf".to_string(), configuration()),
        (
            "tools.conf".to_string(),
            "[normalization]\nWikidata DB:wikidata, <URL>:https://www.wikidata.org/, <URLBASE>:https://www.wikidata.org/wiki/%s\n"
                .to_string(),
        ),
    ];
    let taken: BTreeSet<String> = out.iter().map(|f| f.0.clone()).collect();
    for (name, a) in source.file_names().into_iter().zip(source.articles()) {
        let name = if taken.contains(&format!("{name}.txt")) { format!("{name}_") } else { name };
        out.push((format!("{name}.txt"), a.text.to_string()));
        out.push((format!("{name}.ann"), annotations(source, a)));
    }
    out
}

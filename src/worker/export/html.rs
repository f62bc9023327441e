//! A report in one file: the timeline, who and what, and the articles with their marks; no script, and a policy that forbids all but its own
//! style. A project in it opens on the page again.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::source::{Article, Source, is_plain, xml};
use crate::words::{Words, tag};
use crate::worker::marks::{Piece, Range, tree};

/// What a report says of itself, and within how many bytes of its beginning.
pub const GENERATOR: &str = "<meta name=\"generator\" content=\"Letopis\">";
/// See [`GENERATOR`].
pub const GENERATOR_WITHIN: u64 = 512;

/// The element that holds the project, base64.
const PROJECT: &str = "<script type=\"application/vnd.letopis\" id=\"letopis-project\">";

const STYLE: &str = "\
:root{color-scheme:light dark}body{font:16px/1.6 Georgia,'Times New Roman',serif;max-width:50rem;margin:2rem auto;padding:0 1rem}\
h1,h2,h3,nav,table,.m{font-family:system-ui,sans-serif}h1{font-size:1.6rem}h2{margin-top:2.5rem}table{border-collapse:collapse;width:100%;font-size:.9rem}\
td .t{white-space:nowrap}td,th{text-align:left;vertical-align:top;padding:.4rem .8rem .4rem 0;border-bottom:1px solid #8886}time{white-space:nowrap}\
mark{background:none;color:inherit;border-bottom:2px solid #777}mark[data-type=PERSON]{border-color:#4b3fbf}mark[data-type=ORGANIZATION]{border-color:#12806f}\
mark[data-type=CITY],mark[data-type=COUNTRY],mark[data-type=LOCATION]{border-color:#a3138f}mark[data-type=DATE],mark[data-type=TIME]{border-color:#b8560b}\
.m{color:#777;font-size:.85rem}.furniture{opacity:.6}article{break-before:page}blockquote{margin:.2rem 0 .2rem 1rem;font-size:.95em}\
a{color:inherit}@media print{nav{display:none}body{margin:0;max-width:none}}";

fn pieces(words: &Words, a: &Article<'_>, list: &[Piece], out: &mut String) {
    for piece in list {
        match piece {
            Piece::Text(start, end) => out.push_str(&xml(a.cut(*start, *end))),
            Piece::Span { id, inside, .. } => {
                let Some(m) = a.view.mentions.get(*id) else { continue };
                let entity = m.entity.as_ref().map_or(String::new(), |e| format!(" data-entity=\"{}\"", xml(e)));
                let title = match (&m.value, &m.normal) {
                    (Some(value), _) => format!(" title=\"{}\"", xml(&words.said(value))),
                    (None, Some(normal)) if *normal != m.text => format!(" title=\"{}\"", xml(normal)),
                    _ => String::new(),
                };
                *out += &format!("<mark data-type=\"{}\"{entity}{title}>", xml(&m.label));
                let day = m.value.as_deref().filter(|v| is_plain(v));
                if let Some(day) = day {
                    *out += &format!("<time datetime=\"{day}\">");
                }
                pieces(words, a, inside, out);
                *out += if day.is_some() { "</time></mark>" } else { "</mark>" };
            }
        }
    }
}

fn timeline(source: &Source<'_>, numbers: &dyn Fn(&str) -> usize, out: &mut String) {
    let words = source.words;
    *out += &format!(
        "<h2 id=\"timeline\">{}</h2>\n<table><thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead><tbody>\n",
        words.timeline, words.when, words.what
    );
    for item in source.items() {
        let when = item.value.as_deref().map_or(words.no_day.to_string(), |v| words.said(v));
        let (open, close) = match item.value.as_deref().filter(|v| is_plain(v)) {
            Some(v) => (format!("<time datetime=\"{v}\">"), "</time>"),
            None => ("<span class=\"t\">".to_string(), "</span>"),
        };
        let status =
            words.status(&item.status).map_or(String::new(), |s| format!(" <span class=\"m\" lang=\"{}\">({s})</span>", words.language));
        *out += &format!("<tr><td>{open}{}{close}</td><td lang=\"ru\">{}{status}", xml(&when), xml(&item.what));
        for e in &item.evidence {
            let title = source.article(&e.document).map_or("", |a| a.title());
            *out += &format!(
                "<blockquote>{} <a class=\"m\" href=\"#a{}\">{}</a></blockquote>",
                xml(&source.quote(e)),
                numbers(&e.document),
                xml(title)
            );
        }
        *out += "</td></tr>\n";
    }
    *out += "</tbody></table>\n";
}

pub fn write(source: &Source<'_>, project: Option<&[u8]>) -> String {
    let words = source.words;
    let (name, timeline_title, entities, articles) = (words.report, words.timeline, words.entities, words.articles);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
         {GENERATOR}<title>{name}</title><style>{STYLE}</style></head><body>\n<h1>{name}</h1>\n\
         <nav><a href=\"#timeline\">{timeline_title}</a> · <a href=\"#entities\">{entities}</a> · <a href=\"#articles\">{articles}</a></nav>\n",
        words.language
    );
    let order: std::collections::BTreeMap<&str, usize> =
        source.collection.documents.iter().enumerate().map(|(n, d)| (d.id.as_str(), n + 1)).collect();
    timeline(source, &|id| order.get(id).copied().unwrap_or(0), &mut out);
    out += &format!("<h2 id=\"entities\">{entities}</h2>\n<table><tbody>\n");
    for e in &source.collection.entities {
        let roles = if e.roles.is_empty() { String::new() } else { format!(" <span class=\"m\">{}</span>", xml(&e.roles.join(", "))) };
        out += &format!(
            "<tr id=\"{}\"><td lang=\"ru\">{}{roles}</td><td class=\"m\">{}</td><td class=\"m\">{}</td></tr>\n",
            xml(&e.id),
            xml(&e.name),
            xml(words.label(&e.label)),
            e.count
        );
    }
    out += &format!("</tbody></table>\n<h2 id=\"articles\">{articles}</h2>\n");
    for (n, a) in (1..).zip(source.articles()) {
        let d = a.view;
        let link = a.web().map(|u| format!("<a href=\"{0}\" rel=\"noreferrer\">{0}</a>", xml(u)));
        let about: Vec<String> =
            [d.date.as_deref().map(|v| xml(&words.said(v))), d.source.as_deref().map(xml), d.author.as_deref().map(xml), link]
                .into_iter()
                .flatten()
                .collect();
        let language = tag(&d.language).map_or(String::new(), |l| format!(" lang=\"{}\"", xml(l)));
        out += &format!(
            "<article id=\"a{n}\"{language}><h3>{}</h3><p class=\"m\" lang=\"{}\">{}</p>\n",
            xml(a.title()),
            words.language,
            about.join(" · ")
        );
        let mut start = 0;
        for line in a.text.split('\n') {
            let end = start + line.chars().count() as u32;
            if !line.trim().is_empty() {
                let furniture = d.parts.iter().any(|p| p.kind == "furniture" && p.start <= start && start < p.end);
                let inside = d.mentions.iter().enumerate().filter(|(_, m)| m.start < end && m.end > start);
                let ranges: Vec<Range> = inside.map(|(id, m)| Range { start: m.start, end: m.end, id }).collect();
                out += if furniture { "<p class=\"furniture\">" } else { "<p>" };
                pieces(words, a, &tree(start, end, &ranges), &mut out);
                out += "</p>\n";
            }
            start = end + 1;
        }
        out += "</article>\n";
    }
    if let Some(project) = project {
        out += &format!("{PROJECT}{}</script>\n", STANDARD.encode(project));
    }
    out + "</body></html>\n"
}

/// The project that a report carries.
pub fn project(report: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(report).ok()?;
    let (_, rest) = text.rsplit_once(PROJECT)?;
    STANDARD.decode(rest.split_once("</script>")?.0.trim()).ok()
}

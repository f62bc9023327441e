//! EPUB (W3C EPUB 3.3, and 2) → its chapters in the order of the spine.

use super::Extract;
use super::blocks;
use super::error::IngestError;
use super::format::Format;
use super::xml::{Node, walk};
use super::zip::Archive;
use crate::nlp::document::Meta;
use crate::nlp::edtf::stamp;

/// Chapters shorter than this, in characters, are covers and title pages.
const SHORT: usize = 80;

/// Reads every chapter that has text.
pub fn read(archive: &mut Archive, limit: usize) -> Result<Vec<Extract>, IngestError> {
    let damaged = |what: &str| IngestError::damaged(Format::Epub, what);
    let mut package = None;
    walk(Format::Epub, &archive.read("META-INF/container.xml", limit)?, |node| {
        if let Node::Start(name, attributes) = node
            && name == "rootfile"
            && package.is_none()
        {
            package = attributes.get("full-path");
        }
        Ok(())
    })?;
    let package = package.ok_or_else(|| damaged("no package"))?;
    let folder = package.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut meta = Meta::default();
    let mut items: Vec<(String, String)> = Vec::new();
    let mut spine: Vec<String> = Vec::new();
    let mut open = String::new();
    walk(Format::Epub, &archive.read(&package, limit)?, |node| {
        match node {
            Node::Start(name, attributes) => {
                match name.as_str() {
                    // The table of contents is no chapter.
                    "item" if !attributes.get("properties").is_some_and(|p| p.split_whitespace().any(|p| p == "nav")) => {
                        if let (Some(id), Some(href)) = (attributes.get("id"), attributes.get("href")) {
                            items.push((id, href));
                        }
                    }
                    "itemref" => spine.extend(attributes.get("idref")),
                    _ => {}
                }
                open = name;
            }
            Node::End(_) => open.clear(),
            Node::Text(text) if !text.trim().is_empty() => {
                let text = text.trim().to_string();
                match open.as_str() {
                    "title" if meta.site.is_none() => meta.site = Some(text),
                    "creator" if meta.author.is_none() => meta.author = Some(text),
                    "date" if meta.date.is_none() => meta.date = stamp(&text),
                    "subject" => meta.tags.push(text),
                    _ => {}
                }
            }
            Node::Text(_) => {}
        }
        Ok(())
    })?;
    let mut out = Vec::new();
    let mut last_error = None;
    for id in spine {
        let Some((_, href)) = items.iter().find(|(i, _)| *i == id) else { continue };
        let path = join(folder, href);
        let html = match archive.read(&path, limit) {
            Ok(html) => html,
            Err(error) => {
                last_error = Some(error);
                continue;
            }
        };
        let text = blocks::of_fragment(&html);
        if text.chars().count() < SHORT {
            continue;
        }
        let title = heading(&html);
        out.push(Extract { text, meta: Meta { title, ..meta.clone() }, ..Extract::default() });
    }
    match (out.is_empty(), last_error) {
        (true, Some(error)) => Err(error),
        (true, None) => Err(IngestError::NoText(Format::Epub)),
        _ => Ok(out),
    }
}

/// The first heading of a chapter.
fn heading(html: &str) -> Option<String> {
    if blocks::too_deep(html) {
        return None;
    }
    let document = dom_query::Document::from(html);
    let first = document.select("h1, h2, h3").nodes().first().map(blocks::of_html)?;
    (!first.trim().is_empty()).then(|| first.replace('\n', " "))
}

/// A path of the package's folder and a relative address.
fn join(folder: &str, href: &str) -> String {
    let href = href.split('#').next().unwrap_or(href);
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for part in href.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    unescape(&parts.join("/"))
}

/// `%D0%B0` → «а»: names of files in Cyrillic are written by their bytes.
fn unescape(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let value = after.get(..2).filter(|_| first == b'%').and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        bytes.push(value.unwrap_or(first));
        rest = if value.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

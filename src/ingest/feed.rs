//! RSS (0.9x, 1.0, 2.0) and Atom → their entries.

use super::Extract;
use super::blocks::{has_marks, of_fragment};
use super::error::IngestError;
use super::format::Format;
use super::xml::{Node, decode, walk};
use crate::nlp::document::Meta;
use crate::nlp::edtf::stamp;

/// Fields of an entry as they are found.
#[derive(Default)]
struct Entry {
    title: String,
    link: String,
    date: String,
    updated: String,
    author: String,
    section: Vec<String>,
    /// The full text, and the summary.
    full: String,
    summary: String,
}

/// Reads every entry; the feed's own name is the site of each.
pub fn read(bytes: &[u8], limit: usize) -> Result<Vec<Extract>, IngestError> {
    let xml = decode(bytes, limit)?;
    let mut site = String::new();
    let mut entries: Vec<Entry> = Vec::new();
    let mut inside = false;
    // Elements of the entry, or of the feed, that are open.
    let mut path: Vec<String> = Vec::new();
    walk(Format::Feed, &xml, |node| {
        match node {
            Node::Start(name, attributes) => {
                if matches!(name.as_str(), "item" | "entry") && !inside {
                    inside = true;
                    path.clear();
                    entries.push(Entry::default());
                    return Ok(());
                }
                if let Some(entry) = entries.last_mut().filter(|_| inside) {
                    let alternate = attributes.get("rel").is_none_or(|r| r == "alternate");
                    match name.as_str() {
                        "link" if alternate && entry.link.is_empty() => entry.link = attributes.get("href").unwrap_or_default(),
                        "category" => entry.section.extend(attributes.get("term")),
                        _ => {}
                    }
                }
                // Depth beyond what feeds have is passed over by its names.
                if path.len() < 64 {
                    path.push(name);
                }
            }
            Node::End(name) => {
                if inside && matches!(name.as_str(), "item" | "entry") {
                    inside = false;
                    path.clear();
                } else if path.last() == Some(&name) {
                    path.pop();
                }
            }
            Node::Text(text) => {
                let names: Vec<&str> = path.iter().map(String::as_str).collect();
                let Some(entry) = entries.last_mut().filter(|_| inside) else {
                    if names.last() == Some(&"title") && !names.contains(&"image") && entries.is_empty() {
                        site.push_str(&text);
                    }
                    return Ok(());
                };
                let field = match names[..] {
                    ["title"] => &mut entry.title,
                    ["link"] => &mut entry.link,
                    ["pubDate" | "published" | "date" | "issued"] => &mut entry.date,
                    ["updated" | "modified"] => &mut entry.updated,
                    ["author" | "creator"] | ["author", "name"] => &mut entry.author,
                    ["category"] => {
                        entry.section.push(text.trim().into());
                        return Ok(());
                    }
                    ["encoded" | "full-text" | "fulltext" | "content", ..] => &mut entry.full,
                    ["description" | "summary", ..] => &mut entry.summary,
                    _ => return Ok(()),
                };
                field.push_str(&text);
            }
        }
        Ok(())
    })?;
    let site = Some(site.trim().to_string()).filter(|s| !s.is_empty());
    let out: Vec<Extract> = entries.into_iter().map(|entry| extract(entry, site.clone())).filter(|e| !e.text.is_empty()).collect();
    if out.is_empty() { Err(IngestError::NoText(Format::Feed)) } else { Ok(out) }
}

fn extract(entry: Entry, site: Option<String>) -> Extract {
    let some = |t: &str| Some(plain(t)).filter(|t| !t.is_empty());
    let title = some(&entry.title);
    let body = some(&entry.full).or_else(|| some(&entry.summary));
    let mut sections = entry.section.into_iter().filter(|s| !s.is_empty());
    let meta = Meta {
        date: stamp(entry.date.trim()).or_else(|| stamp(entry.updated.trim())),
        author: some(&entry.author),
        site,
        section: sections.next(),
        tags: sections.collect(),
        url: Some(entry.link.trim().to_string()).filter(|l| !l.is_empty()),
        title: title.clone(),
    };
    let parts: Vec<String> = title.into_iter().chain(body).collect();
    Extract { text: parts.join("\n\n"), meta, ..Extract::default() }
}

fn plain(text: &str) -> String {
    let text = text.trim();
    if has_marks(text) || text.contains('&') { of_fragment(text) } else { text.into() }
}

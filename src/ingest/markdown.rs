//! Markdown → text.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::blocks::Blocks;
use super::{Extract, IngestError};
use crate::nlp::document::{MAX_BYTES, Meta, decode_as};
use crate::nlp::edtf::stamp;

/// Whether a text is marked up: a head of fields, or marks of several kinds. Plain news has dashes and stars, too.
pub fn is_markdown(text: &str) -> bool {
    if front_matter(text).is_some() {
        return true;
    }
    let headings =
        text.lines().filter(|l| l.trim_start_matches('#').starts_with(' ') && l.starts_with('#') && !l.starts_with("#######")).count();
    let links = text.matches("](http").count() + text.matches("](/").count();
    let bold = text.matches("**").count() / 2;
    usize::from(headings > 0) + usize::from(links > 0) + usize::from(bold > 1) >= 2 || text.starts_with("# ") || headings > 1
}

/// The lines between two of `---` at the top, when they are fields; and what comes behind.
fn front_matter(text: &str) -> Option<(Vec<(String, String)>, &str)> {
    let text = text.trim_start();
    let rest = text.strip_prefix("---")?.trim_start_matches([' ', '\r']).strip_prefix('\n')?;
    let end = rest.find("\n---")?;
    let fields: Vec<(String, String)> = rest[..end]
        .lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(k, v)| (k.trim().to_lowercase(), v.trim().trim_matches(['"', '\'', '[', ']']).to_string()))
        .collect();
    let behind = rest[end + 4..].split_once('\n').map_or("", |(_, b)| b);
    (!fields.is_empty() && fields.len() >= rest[..end].lines().count() / 2).then_some((fields, behind))
}

/// Reads it; pictures leave, links leave their words.
pub fn read(bytes: &[u8]) -> Result<Extract, IngestError> {
    let decoded = decode_as(bytes, None, MAX_BYTES)?;
    let (fields, text) = front_matter(&decoded.text).unwrap_or((Vec::new(), &decoded.text));
    let field = |names: &[&str]| fields.iter().find(|(k, v)| names.contains(&k.as_str()) && !v.is_empty()).map(|(_, v)| v.clone());
    let meta = Meta {
        title: field(&["title"]),
        date: field(&["date", "published"]).and_then(|d| stamp(&d)),
        author: field(&["author", "authors"]),
        site: field(&["source", "site"]),
        section: field(&["section", "category"]),
        tags: field(&["tags", "keywords"])
            .map_or(Vec::new(), |t| t.split(',').map(|t| t.trim().to_string()).filter(|t| !t.is_empty()).collect()),
        url: field(&["url", "link"]),
    };
    let mut out = Blocks::default();
    let mut pictures = 0;
    let mut html = String::new();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::Image { .. }) => pictures += 1,
            Event::End(TagEnd::Image) => pictures -= 1,
            Event::Start(Tag::HtmlBlock) => html.clear(),
            Event::Html(t) => html.push_str(&t),
            Event::End(TagEnd::HtmlBlock) => {
                out.paragraph();
                out.add_lines(&super::blocks::of_fragment(&html));
                out.paragraph();
            }
            Event::Text(t) | Event::Code(t) if pictures == 0 => out.add(&t),
            Event::SoftBreak => out.add(" "),
            Event::HardBreak => out.line(),
            Event::Start(Tag::Item) | Event::End(TagEnd::TableRow | TagEnd::TableHead) => out.line(),
            Event::End(TagEnd::TableCell) => out.gap(),
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::BlockQuote(_) | Tag::CodeBlock(_) | Tag::Table(_) | Tag::List(_))
            | Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::BlockQuote(_) | TagEnd::CodeBlock | TagEnd::Table | TagEnd::List(_),
            )
            | Event::Rule => out.paragraph(),
            _ => {}
        }
    }
    Ok(Extract { text: out.finish(), meta, noticed: decoded.diagnostics, ..Extract::default() })
}

//! XML by events, without name spaces, entities of its own or trees.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::error::IngestError;
use super::format::Format;
use crate::nlp::document::decode_as;

/// What comes next in an XML file.
pub enum Node<'a> {
    /// The start of an element, by its local name; an empty one is followed by its end.
    Start(String, Attributes<'a>),
    /// The end of an element.
    End(String),
    /// Characters.
    Text(String),
}

/// Attributes of an element.
pub struct Attributes<'a>(BytesStart<'a>);

impl Attributes<'_> {
    /// The value of the attribute with this local name.
    pub fn get(&self, name: &str) -> Option<String> {
        let found = self.0.html_attributes().with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name)?;
        Some(super::blocks::entities(&found.value))
    }
}

/// The nodes of an XML text. Entities that it defines itself are passed over: they are how a small file becomes a large one.
///
/// # Errors
/// Of `visit`; and when the XML is damaged before anything was read. What comes before damage is kept.
pub fn walk(format: Format, text: &str, mut visit: impl FnMut(Node<'_>) -> Result<(), IngestError>) -> Result<(), IngestError> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut seen = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(e)) => visit(Node::Start(local(&e), Attributes(e.borrow())))?,
            Ok(Event::Empty(e)) => {
                visit(Node::Start(local(&e), Attributes(e.borrow())))?;
                visit(Node::End(local(&e)))?;
            }
            Ok(Event::End(e)) => visit(Node::End(e.local_name().as_ref().into()))?,
            Ok(Event::Text(e)) => visit(Node::Text(e.xml10_content().into_owned()))?,
            Ok(Event::CData(e)) => visit(Node::Text(e.xml10_content().into_owned()))?,
            Ok(Event::GeneralRef(e)) => {
                let known = match e.resolve_char_ref() {
                    Ok(Some(c)) => Some(c.to_string()),
                    _ => {
                        let name = e.xml10_content().into_owned();
                        // HTML's names are met in feeds; a name that stays as it is, is defined by the file.
                        Some(super::blocks::entities(&format!("&{name};"))).filter(|t| !t.starts_with('&') || name == "amp")
                    }
                };
                if let Some(text) = known {
                    visit(Node::Text(text))?;
                }
            }
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => continue,
            Err(_) if seen => return Ok(()),
            Err(error) => return Err(IngestError::damaged(format, error)),
        }
        seen = true;
    }
}

fn local(e: &BytesStart<'_>) -> String {
    e.local_name().as_ref().into()
}

/// The characters of an XML file, by what it declares.
///
/// # Errors
/// When it is too large or no text.
pub fn decode(bytes: &[u8], limit: usize) -> Result<String, IngestError> {
    let head = &bytes[..bytes.len().min(200)];
    let head: String = head.iter().map(|b| if b.is_ascii() { *b as char } else { ' ' }).collect();
    let declared = head.split_once("encoding=").and_then(|(_, rest)| {
        let quote = rest.chars().next()?;
        rest[1..].split(quote).next().and_then(|name| encoding_rs::Encoding::for_label(name.as_bytes()))
    });
    Ok(decode_as(bytes, declared, limit)?.text)
}

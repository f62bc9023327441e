//! Mail (RFC 5322, MIME), mailboxes (RFC 4155), and web pages saved as mail (MHTML, RFC 2557).

use mail_parser::{Message, MessageParser, MimeHeaders, PartType};

use super::blocks;
use super::error::IngestError;
use super::format::Format;
use super::{Extract, page};
use crate::nlp::document::Meta;
use crate::nlp::edtf::Point;

/// A mail.
pub struct Mail {
    /// What it says, or why that is nothing.
    pub extract: Result<Extract, IngestError>,
    /// What is attached, by name.
    pub attachments: Vec<(String, Vec<u8>)>,
}

/// Reads a mail; one that is a saved page gives the page.
pub fn read(bytes: &[u8]) -> Result<Mail, IngestError> {
    let message = MessageParser::default().parse(bytes).ok_or_else(|| IngestError::damaged(Format::Mail, "no head"))?;
    let saved_at = ["Snapshot-Content-Location", "Content-Location"]
        .iter()
        .find_map(|name| message.header_raw(*name))
        .map(|url| url.trim().to_string())
        .or_else(|| message.html_part(0).and_then(|p| p.content_location()).map(String::from));
    let is_page =
        message.html_part(0).is_some() && (saved_at.is_some() || message.header_raw("From").is_some_and(|f| f.contains("<Saved by")));
    if is_page {
        let html = message.body_html(0).unwrap_or_default();
        let mut extract = page::of_text(&html)?;
        extract.meta.url = extract.meta.url.or(saved_at);
        return Ok(Mail { extract: Ok(extract), attachments: Vec::new() });
    }
    let attachments = message
        .attachments()
        .enumerate()
        .filter_map(|(n, part)| {
            let name = part.attachment_name().map_or_else(|| format!("{}", n + 1), String::from);
            let bytes = match &part.body {
                // Text whose encoding the mail does not say is guessed by its bytes, like any file.
                PartType::Text(_) | PartType::Html(_) if part.content_type().and_then(|t| t.attribute("charset")).is_none() => {
                    raw(&message, part)
                }
                PartType::Text(text) | PartType::Html(text) => text.as_bytes().to_vec(),
                PartType::Binary(bytes) => bytes.to_vec(),
                PartType::Message(inner) => inner.raw_message().to_vec(),
                // Pictures within the text are no documents.
                PartType::InlineBinary(_) | PartType::Multipart(_) => return None,
            };
            let picture = part.content_type().is_some_and(|t| matches!(t.ctype(), "image" | "audio" | "video"));
            (!picture && !bytes.is_empty()).then_some((name, bytes))
        })
        .collect::<Vec<_>>();
    let text = body(&message);
    let extract = if text.trim().is_empty() && !attachments.is_empty() {
        // A mail that only carries something: its cover is empty.
        Err(IngestError::NoText(Format::Mail))
    } else {
        let author = message.from().and_then(|a| a.first()).and_then(|a| a.name().or(a.address())).map(String::from);
        let date = message
            .date()
            .and_then(|d| jiff::civil::Date::new(i16::try_from(d.year).ok()?, i8::try_from(d.month).ok()?, i8::try_from(d.day).ok()?).ok());
        let meta = Meta {
            title: message.subject().map(|s| s.trim().to_string()).filter(|s| !s.is_empty()),
            date: date.map(Point::Day),
            author,
            ..Meta::default()
        };
        Ok(Extract { text, meta, ..Extract::default() })
    };
    Ok(Mail { extract, attachments })
}

/// The bytes of a part, freed of their transfer encoding.
fn raw(message: &Message<'_>, part: &mail_parser::MessagePart<'_>) -> Vec<u8> {
    let bytes = message.raw_message().get(part.offset_body as usize..part.offset_end as usize).unwrap_or(&[]);
    match part.encoding {
        mail_parser::Encoding::None => bytes.to_vec(),
        mail_parser::Encoding::QuotedPrintable => {
            mail_parser::decoders::quoted_printable::quoted_printable_decode(bytes).unwrap_or_default()
        }
        mail_parser::Encoding::Base64 => mail_parser::decoders::base64::base64_decode(bytes).unwrap_or_default(),
    }
}

/// The text as its sender wrote it; made from the HTML where that is all there is.
fn body(message: &Message<'_>) -> String {
    let own = |part: &mail_parser::MessagePart<'_>| matches!(part.body, PartType::Text(_));
    let texts: Vec<&mail_parser::MessagePart<'_>> = message.text_bodies().filter(|p| own(p)).collect();
    if !texts.is_empty() {
        let all: Vec<&str> = texts.iter().filter_map(|p| p.text_contents()).map(str::trim_end).collect();
        return all.join("\n\n").replace("\r\n", "\n");
    }
    let parts: Vec<String> = message
        .html_bodies()
        .filter_map(|p| match &p.body {
            PartType::Html(html) => Some(blocks::of_fragment(html)),
            _ => None,
        })
        .collect();
    parts.join("\n\n")
}

/// The mails of a mailbox, by their place from one on.
pub struct Mbox {
    bytes: Vec<u8>,
    at: usize,
    count: usize,
}

impl Mbox {
    /// Over the bytes of a mailbox.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self { bytes, at: 0, count: 0 }
    }

    /// The next mail.
    pub fn next(&mut self) -> Option<(usize, Vec<u8>)> {
        let rest = self.bytes.get(self.at..).filter(|r| !r.is_empty())?;
        // The line that parts mails begins with `From ` and stands behind an empty one.
        let body = rest.iter().position(|b| *b == b'\n').map_or(rest.len(), |n| n + 1);
        let end = (body..rest.len())
            .find(|i| rest[*i..].starts_with(b"From ") && (rest[..*i].ends_with(b"\n\n") || rest[..*i].ends_with(b"\r\n\r\n")))
            .unwrap_or(rest.len());
        let lines = rest[body..end].split_inclusive(|b| *b == b'\n');
        // `>From ` in a text is `From ` (mboxrd).
        let quoted = |line: &[u8]| line.iter().position(|b| *b != b'>').is_some_and(|n| n > 0 && line[n..].starts_with(b"From "));
        let mail: Vec<u8> = lines.flat_map(|line| if quoted(line) { &line[1..] } else { line }).copied().collect();
        self.at += end;
        self.count += 1;
        Some((self.count, mail))
    }
}

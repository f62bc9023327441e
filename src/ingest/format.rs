//! Which format a file has: told by its content, since names lie.

use super::error::Unsupported;
use crate::nlp::document::{decode, decode_as};

/// A format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Text as it is.
    Text,
    /// Text with the marks of Markdown.
    Markdown,
    /// A web page.
    Html,
    /// A mail, or a web page saved as one (MHTML).
    Mail,
    /// Many mails, one after another.
    Mbox,
    /// Word since 2007.
    Docx,
    /// OpenDocument text.
    Odt,
    /// Rich Text Format.
    Rtf,
    /// Portable Document Format.
    Pdf,
    /// A book.
    Epub,
    /// A value with articles in it.
    Json,
    /// A value a line.
    JsonLines,
    /// A table with a column of texts.
    Table,
    /// RSS or Atom.
    Feed,
    /// Files packed together.
    Zip,
    /// One file packed.
    Gzip,
}

impl Format {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Text,
        Self::Markdown,
        Self::Html,
        Self::Mail,
        Self::Mbox,
        Self::Docx,
        Self::Odt,
        Self::Rtf,
        Self::Pdf,
        Self::Epub,
        Self::Json,
        Self::JsonLines,
        Self::Table,
        Self::Feed,
        Self::Zip,
        Self::Gzip,
    ];

    /// The name that users know.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "Markdown",
            Self::Html => "HTML",
            Self::Mail => "mail",
            Self::Mbox => "mbox",
            Self::Docx => "DOCX",
            Self::Odt => "ODT",
            Self::Rtf => "RTF",
            Self::Pdf => "PDF",
            Self::Epub => "EPUB",
            Self::Json => "JSON",
            Self::JsonLines => "JSON Lines",
            Self::Table => "CSV",
            Self::Feed => "feed",
            Self::Zip => "ZIP",
            Self::Gzip => "gzip",
        }
    }
}

/// First bytes of formats that are known and not read.
const MAGIC: &[(&[u8], Unsupported)] = &[
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Unsupported::Ole),
    (b"\x89PNG", Unsupported::Image),
    (b"\xff\xd8\xff", Unsupported::Image),
    (b"GIF8", Unsupported::Image),
    (b"II*\0", Unsupported::Image),
    (b"MM\0*", Unsupported::Image),
    (b"RIFF", Unsupported::Media),
    (b"ID3", Unsupported::Media),
    (b"OggS", Unsupported::Media),
    (b"\0\0\0\x18ftyp", Unsupported::Media),
    (b"\0\0\0\x20ftyp", Unsupported::Media),
    (b"\x1a\x45\xdf\xa3", Unsupported::Media),
    (b"Rar!", Unsupported::Archive),
    (b"7z\xbc\xaf\x27\x1c", Unsupported::Archive),
    (b"BZh", Unsupported::Archive),
    (b"\xfd7zXZ\0", Unsupported::Archive),
    (b"\x28\xb5\x2f\xfd", Unsupported::Archive),
    (b"\x00asm", Unsupported::Program),
    (b"\x7fELF", Unsupported::Program),
    (b"MZ\x90\0", Unsupported::Program),
    (b"AT&TFORM", Unsupported::DjVu),
];

/// How many bytes are looked at.
pub const LOOK: usize = 16 << 10;

/// What a file is, by its content. A ZIP may turn out to be a DOCX, ODT or EPUB when it is opened.
///
/// # Errors
/// When the format is known and not read.
///
/// ```
/// use letopis::ingest::{Format, format_of};
/// assert_eq!(format_of(b"{\\rtf1\\ansi "), Ok(Format::Rtf));
/// assert_eq!(format_of(b"<!DOCTYPE html><title>\xcd\xee\xe2\xee\xf1\xf2\xe8</title>"), Ok(Format::Html));
/// assert_eq!(format_of("Подписано соглашение.".as_bytes()), Ok(Format::Text));
/// ```
pub fn format_of(bytes: &[u8]) -> Result<Format, Unsupported> {
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(*what);
    }
    let head = &bytes[..bytes.len().min(LOOK)];
    match head {
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => return Ok(Format::Zip),
        [0x1f, 0x8b, ..] => return Ok(Format::Gzip),
        _ if head.starts_with(b"{\\rtf") => return Ok(Format::Rtf),
        // Mail gateways and downloads put rubbish before it.
        _ if head[..head.len().min(1024)].windows(5).any(|w| w == b"%PDF-") => return Ok(Format::Pdf),
        _ => {}
    }
    // What tells the formats of text apart is ASCII in every encoding but UTF-16.
    let wide = matches!(head, [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [b'<', 0, ..] | [0, b'<', ..]);
    let text = if wide {
        decode(&head[..head.len() & !1]).map(|d| d.text).unwrap_or_default()
    } else {
        head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).iter().map(|b| if b.is_ascii() { *b as char } else { 'я' }).collect()
    };
    let whole = bytes.len() <= LOOK;
    let text = text.trim_start();
    match text.as_bytes().first() {
        Some(b'<') => Ok(marked_up(text)?.unwrap_or(Format::Text)),
        Some(b'{' | b'[') => Ok(json(text, whole).unwrap_or_else(|| plain(head))),
        _ => Ok(mail(text).unwrap_or_else(|| plain(head))),
    }
}

/// Elements that web pages have and texts about them seldom begin with.
const HTML: &[&str] = &[
    "!doctype html",
    "html",
    "head",
    "body",
    "meta",
    "title",
    "script",
    "style",
    "link",
    "div",
    "article",
    "main",
    "section",
    "table",
    "p",
    "h1",
    "h2",
    "center",
    "font",
    "span",
    "br",
    "ul",
    "header",
];

/// By the first element; comments and declarations are passed over.
fn marked_up(text: &str) -> Result<Option<Format>, Unsupported> {
    let mut rest = text;
    let mut xml = false;
    for _ in 0..64 {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix("<!--") {
            let Some(end) = after.find("-->") else { return Ok(Some(Format::Html)) };
            rest = &after[end + 3..];
        } else if let Some(after) = rest.strip_prefix("<?") {
            xml = true;
            let Some(end) = after.find('>') else { return Err(Unsupported::Xml) };
            rest = &after[end + 1..];
        } else {
            break;
        }
        // Text may stand before the first element.
        if !rest.trim_start().starts_with('<') {
            break;
        }
    }
    let lower = rest.get(1..).unwrap_or("").chars().take(64).collect::<String>().to_ascii_lowercase();
    let is = |name: &str| lower.strip_prefix(name).is_some_and(|after| !after.starts_with(|c: char| c.is_alphanumeric() || c == ':'));
    if ["rss", "feed", "rdf:rdf", "atom:feed"].iter().any(|name| is(name)) {
        return Ok(Some(Format::Feed));
    }
    if HTML.iter().any(|name| is(name)) {
        return Ok(Some(Format::Html));
    }
    if let Some(declared) = lower.strip_prefix("!doctype") {
        return if declared.trim_start().starts_with("rss") { Ok(Some(Format::Feed)) } else { Err(Unsupported::Xml) };
    }
    if xml { Err(Unsupported::Xml) } else { Ok(None) }
}

/// Fields of the head of a mail.
const FIELDS: &[&str] = &[
    "return-path",
    "received",
    "from",
    "to",
    "cc",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "content-type",
    "delivered-to",
    "content-transfer-encoding",
    "reply-to",
    "sender",
    "snapshot-content-location",
    "x-mailer",
    "dkim-signature",
];

/// A head of mail fields; three known ones at least, among which what only a program writes.
fn mail(text: &str) -> Option<Format> {
    let mut lines = text.lines();
    let first = lines.next()?;
    let mbox = first.starts_with("From ") && first.bytes().filter(u8::is_ascii_digit).count() >= 6;
    if !mbox {
        lines = text.lines();
    }
    let mut known = Vec::new();
    for line in lines.take(200) {
        if line.trim().is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let name = line.split_once(':')?.0.to_ascii_lowercase();
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_') {
            return None;
        }
        known.extend(FIELDS.iter().copied().filter(|f| *f == name));
    }
    known.sort_unstable();
    known.dedup();
    let written = ["message-id", "mime-version", "content-type", "received", "return-path"].iter().any(|f| known.contains(f));
    let enough = known.len() >= 3 && written || known.contains(&"from") && known.contains(&"subject") && known.contains(&"date");
    enough.then_some(if mbox { Format::Mbox } else { Format::Mail })
}

/// One value, or a value on every line.
fn json(text: &str, whole: bool) -> Option<Format> {
    let value = |t: &str| serde_json::from_str::<serde::de::IgnoredAny>(t).is_ok();
    let first = text.lines().next()?;
    if first.starts_with('{')
        && value(first)
        && text.lines().skip(1).find(|l| !l.trim().is_empty()).is_some_and(|l| l.trim_start().starts_with('{'))
    {
        return Some(Format::JsonLines);
    }
    if whole {
        return value(text).then_some(Format::Json);
    }
    // Cut off in the middle, a value is an unfinished one; a line may be longer than what is looked at.
    let unfinished = serde_json::from_str::<serde::de::IgnoredAny>(text).is_err_and(|e| e.is_eof());
    unfinished.then_some(Format::Json)
}

fn plain(head: &[u8]) -> Format {
    let text = decode_as(head, None, LOOK).map(|d| d.text).unwrap_or_default();
    if super::table::is_table(&text) {
        Format::Table
    } else if super::markdown::is_markdown(&text) {
        Format::Markdown
    } else {
        Format::Text
    }
}

/// Whether bytes are plain text beyond doubt, seen without decoding them: what nothing else begins like. Of what is doubtful
/// [`format_of`] decides.
pub fn is_certainly_text(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(LOOK)];
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let Some(first) = head.first() else { return true };
    // Letters of other alphabets, figures and quotes: no format of text begins so, and tables and mails have a tell-tale first line.
    let starts = !first.is_ascii() || first.is_ascii_digit() || matches!(first, b'"' | b'(' | b'*') || first.is_ascii_alphabetic();
    let line = head.split(|b| *b == b'\n').next().unwrap_or(head);
    let columns = line.iter().any(|b| matches!(b, b';' | b'\t' | b'|')) || line.iter().filter(|b| **b == b',').count() > 1;
    let field = first.is_ascii_alphabetic() && line.iter().take(40).any(|b| *b == b':');
    let mbox = head.starts_with(b"From ");
    let marks = head.windows(2).any(|w| matches!(w, b"](" | b"**" | b"\n#"));
    let binary = head.contains(&0)
        || MAGIC.iter().any(|(magic, _)| bytes.starts_with(magic))
        || head.starts_with(b"PK")
        || head.windows(5).any(|w| w == b"%PDF-");
    let packed = matches!(bytes, [0x1f, 0x8b, ..]) || matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]);
    starts && !columns && !field && !mbox && !marks && !binary && !packed
}

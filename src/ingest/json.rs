//! JSON and JSON Lines → articles, by the names of their fields.

use serde_json::{Map, Value};

use super::Extract;
use super::blocks::{has_marks, of_fragment};
use super::error::{IngestError, Unsupported};
use super::limits::Limit;
use crate::nlp::diagnostic::{Code, Diagnostic};
use crate::nlp::document::{MAX_BYTES, Meta, decode_as};
use crate::nlp::edtf::stamp;

/// Names of fields, as exports and scrapers have them; all compared in small letters.
pub const TEXT: &[&str] = &[
    "text",
    "body",
    "content",
    "full_text",
    "fulltext",
    "full text",
    "articlebody",
    "article_text",
    "maintext",
    "content_text",
    "content_html",
    "article",
    "story",
    "текст",
    "полный текст",
    "текст статьи",
    "текст публикации",
    "текст сообщения",
    "содержание",
    "содержимое",
    "статья",
    "message",
];
const TITLE: &[&str] = &["title", "headline", "heading", "subject", "заголовок", "название", "тема", "заглавие"];
const DATE: &[&str] = &[
    "date",
    "published",
    "pubdate",
    "published_at",
    "publish_date",
    "publication_date",
    "date_published",
    "datepublished",
    "published_date",
    "created_at",
    "datetime",
    "timestamp",
    "дата",
    "дата публикации",
    "дата выхода",
    "дата и время",
    "время публикации",
];
const AUTHOR: &[&str] = &["author", "authors", "byline", "creator", "автор", "авторы"];
const SITE: &[&str] = &["source", "site", "site_name", "publisher", "outlet", "media", "newspaper", "источник", "издание", "сми", "сайт"];
const SECTION: &[&str] = &["section", "category", "rubric", "topic", "рубрика", "раздел", "категория"];
const TAGS: &[&str] = &["tags", "keywords", "теги", "метки", "ключевые слова"];
const URL: &[&str] = &["url", "link", "href", "uri", "ссылка", "адрес", "гиперссылка"];

/// The article that named fields hold; `None` when none of them is its text.
pub fn of_fields(get: &dyn Fn(&[&str]) -> Option<String>) -> Option<Extract> {
    // What is called `text` is analysed as it is.
    let as_is = get(&TEXT[..1]).filter(|t| !t.trim().is_empty());
    let marked = || get(&TEXT[1..]).filter(|t| !t.trim().is_empty()).map(|raw| if has_marks(&raw) { of_fragment(&raw) } else { raw });
    let text = as_is.or_else(marked)?;
    let given = get(DATE).filter(|d| !d.trim().is_empty());
    let date = given.as_deref().and_then(|d| stamp(d).or_else(|| unix(d)));
    let noticed = given.filter(|_| date.is_none()).map(|d| Diagnostic::whole(Code::GivenDateUnread, d)).into_iter().collect();
    let tags = get(TAGS).map_or(Vec::new(), |t| t.split([',', ';']).map(|t| t.trim().to_string()).filter(|t| !t.is_empty()).collect());
    let clean = |names| get(names).map(|t: String| t.trim().to_string()).filter(|t| !t.is_empty());
    let meta = Meta { title: clean(TITLE), date, author: clean(AUTHOR), site: clean(SITE), section: clean(SECTION), tags, url: clean(URL) };
    Some(Extract { id: get(&["id"]), text, meta, noticed, ..Extract::default() })
}

/// Seconds or milliseconds since 1970, in UTC.
fn unix(text: &str) -> Option<crate::nlp::edtf::Point> {
    let n: i64 = text.trim().parse().ok()?;
    let seconds = if n > 100_000_000_000 { n / 1000 } else { n };
    let stamp = jiff::Timestamp::from_second(seconds).ok().filter(|_| seconds > 100_000_000)?;
    Some(crate::nlp::edtf::Point::Day(jiff::tz::TimeZone::UTC.to_datetime(stamp).date()))
}

fn of_object(object: &Map<String, Value>) -> Option<Extract> {
    of_fields(&|names| {
        // Earlier names are surer ones.
        names.iter().find_map(|name| {
            let value = object.iter().find(|(k, _)| k.to_lowercase() == *name).map(|(_, v)| v)?;
            words(value)
        })
    })
}

fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => Some(s.clone()),
        Value::Number(n) => Some(n.to_string()),
        Value::Array(list) => {
            let all: Vec<String> = list.iter().filter_map(words).collect();
            (!all.is_empty()).then(|| all.join(", "))
        }
        Value::Object(inner) => inner.get("name").and_then(words),
        Value::Null | Value::Bool(_) => None,
    }
}

/// All articles of a value: itself, a list, or a list that a field holds.
pub fn read(bytes: &[u8], limit: usize) -> Result<Vec<Extract>, IngestError> {
    let text = decode_as(bytes, None, limit)?.text;
    let value: Value = serde_json::from_str(&text).map_err(|e| IngestError::damaged(super::Format::Json, e))?;
    let mut out = Vec::new();
    let mut open = vec![&value];
    // In order, to any depth that the parser lets through.
    while let Some(value) = open.pop() {
        match value {
            Value::Object(object) => match of_object(object) {
                Some(extract) => out.push(extract),
                None => open.extend(object.values().rev().filter(|v| v.is_array() || v.is_object())),
            },
            Value::Array(list) => open.extend(list.iter().rev()),
            _ => {}
        }
    }
    if out.is_empty() { Err(IngestError::Unsupported(Unsupported::Json)) } else { Ok(out) }
}

/// Bytes of a line: room for every sign of a text escaped, and the other fields.
pub const LONGEST_LINE: usize = 8 * MAX_BYTES;

/// The lines of JSON Lines, by their number from one on.
pub struct Lines {
    bytes: Vec<u8>,
    at: usize,
    number: usize,
}

impl Lines {
    /// Over the bytes of a file.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self { bytes, at: 0, number: 0 }
    }

    /// The next line that is not blank.
    pub fn next(&mut self) -> Option<(usize, Result<Extract, IngestError>)> {
        loop {
            let rest = self.bytes.get(self.at..).filter(|r| !r.is_empty())?;
            let end = rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
            let line = &rest[..end];
            self.at += end + 1;
            self.number += 1;
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            return Some((self.number, of_line(line)));
        }
    }
}

/// The article of one line.
pub fn of_line(line: &[u8]) -> Result<Extract, IngestError> {
    if line.len() > LONGEST_LINE {
        return Err(Limit::Text { bytes: line.len() as u64, limit: MAX_BYTES as u64 }.into());
    }
    let text = String::from_utf8_lossy(line);
    let damaged = |e: serde_json::Error| IngestError::damaged(super::Format::JsonLines, e);
    let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(damaged)?;
    value.as_object().and_then(of_object).ok_or(IngestError::Unsupported(Unsupported::Json))
}

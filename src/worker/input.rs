//! Documents as they come in from outside: JSON Lines and dates.

use serde::{Deserialize, Serialize};

use crate::nlp::diagnostic::{Code, Diagnostic};
use crate::nlp::document::{Document, MAX_BYTES};
use crate::nlp::edtf::Point;

/// Why a line is no document.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// Not a JSON object with `id` and `text`.
    #[error("not a document `{{\"id\",\"text\",…}}`: {0}")]
    Json(#[from] serde_json::Error),
    /// Nothing to analyse.
    #[error("`text` is empty")]
    Empty,
    /// More text than is analysed at once.
    #[error("`text` is longer than {} MB; split it", MAX_BYTES >> 20)]
    TooLarge,
}

/// A document line. `text` is analysed as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawDocument {
    /// Its id; numbers are taken too.
    #[serde(default, deserialize_with = "id")]
    pub id: Option<String>,
    /// What is analysed.
    pub text: String,
    /// Its title.
    #[serde(default)]
    pub title: Option<String>,
    /// Publication day, as EDTF.
    #[serde(default)]
    pub date: Option<String>,
    /// Where it stands on the web.
    #[serde(default)]
    pub url: Option<String>,
}

fn id<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match serde_json::Value::deserialize(deserializer)? {
        serde_json::Value::Null => None,
        serde_json::Value::String(text) => Some(text),
        other => Some(other.to_string()),
    })
}

impl RawDocument {
    /// Reads a line.
    ///
    /// # Errors
    /// When it is no document, or its text empty or too long.
    pub fn parse(line: &str) -> Result<Self, InputError> {
        let raw: Self = serde_json::from_str(line.trim_start_matches('\u{feff}'))?;
        match raw.text.len() {
            _ if raw.text.trim().is_empty() => Err(InputError::Empty),
            n if n > MAX_BYTES => Err(InputError::TooLarge),
            _ => Ok(raw),
        }
    }

    /// The document and what was noticed; `number` names one that has no id.
    pub fn into_document(self, number: usize) -> (Document, Vec<Diagnostic>) {
        let given = self.date.as_deref().map(str::trim).filter(|d| !d.is_empty());
        let day = given.and_then(date);
        let noticed = given.filter(|_| day.is_none()).map(|d| Diagnostic::whole(Code::GivenDateUnread, d)).into_iter().collect();
        let id = self.id.unwrap_or_else(|| number.to_string());
        (Document { id, text: self.text, title: self.title, date: day, url: self.url }, noticed)
    }
}

/// `2024-11-28`, `2024-11` or `2024`; a time of day behind a day is passed over.
///
/// ```
/// use letopis::worker::input::date;
/// assert_eq!(date("2024-11-28T10:00:00Z").unwrap().to_string(), "2024-11-28");
/// assert!(date("2024-02-30").is_none());
/// ```
pub fn date(text: &str) -> Option<Point> {
    let text = text.trim();
    let day = text.split_once('T').map_or(text, |(day, _)| day);
    let numbers: Vec<Option<i16>> =
        day.split('-').map(|p| p.chars().all(|c| c.is_ascii_digit()).then(|| p.parse().ok()).flatten()).collect();
    match numbers[..] {
        [Some(y)] if day.len() == 4 => Some(Point::Year(y)),
        [Some(y), Some(m)] if day.len() == 7 && (1..=12).contains(&m) => Some(Point::Month(Some(y), m as i8)),
        [Some(y), Some(m), Some(d)] if day.len() == 10 => {
            jiff::civil::Date::new(y, i8::try_from(m).ok()?, i8::try_from(d).ok()?).ok().map(Point::Day)
        }
        _ => None,
    }
}

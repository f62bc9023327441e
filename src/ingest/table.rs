//! CSV and TSV with a column of texts.

use super::Extract;
use super::error::IngestError;
use super::format::Format;
use super::json::{TEXT, of_fields};
use crate::nlp::document::decode_as;

/// What may stand between columns.
const DELIMITERS: &[u8] = b"\t;,|";

/// Columns of the first line, parted by what parts it into most.
fn header(text: &str) -> Option<(u8, Vec<String>)> {
    let first = text.trim_start_matches('\u{feff}');
    let delimiter = *DELIMITERS.iter().max_by_key(|d| {
        let line = first.lines().next().unwrap_or("");
        // Of equals the earlier in the list.
        (line.bytes().filter(|b| b == *d).count(), std::cmp::Reverse(DELIMITERS.iter().position(|x| x == *d)))
    })?;
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(first.as_bytes());
    let record = reader.records().next()?.ok()?;
    let names: Vec<String> = record.iter().map(|name| name.trim().to_lowercase()).collect();
    (names.len() >= 2).then_some((delimiter, names))
}

/// Whether the first line names columns, one of them a text.
pub fn is_table(text: &str) -> bool {
    header(text).is_some_and(|(_, names)| names.iter().all(|n| n.chars().count() <= 40) && names.iter().any(|n| TEXT.contains(&n.as_str())))
}

/// The rows of a table.
pub struct Table {
    reader: csv::Reader<std::io::Cursor<Vec<u8>>>,
    names: Vec<String>,
    row: usize,
}

impl Table {
    /// Reads the names of the columns. Other encodings than UTF-8 are turned into it as a whole.
    pub fn new(bytes: Vec<u8>) -> Result<Self, IngestError> {
        let bytes = if std::str::from_utf8(&bytes).is_ok() {
            bytes
        } else {
            let limit = super::Limits::default().file as usize;
            decode_as(&bytes, None, limit)?.text.into_bytes()
        };
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(64 << 10)]).into_owned();
        let (delimiter, names) = header(&head).ok_or(IngestError::NoText(Format::Table))?;
        let start = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let mut cursor = std::io::Cursor::new(bytes);
        cursor.set_position(start);
        let reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(true).from_reader(cursor);
        Ok(Self { reader, names, row: 1 })
    }

    /// The next row, by its number; the names are the first.
    pub fn next(&mut self) -> Option<(usize, Result<Extract, IngestError>)> {
        loop {
            let mut record = csv::ByteRecord::new();
            self.row += 1;
            match self.reader.read_byte_record(&mut record) {
                Ok(false) => return None,
                Ok(true) if record.iter().all(|f| f.iter().all(u8::is_ascii_whitespace)) => {}
                Ok(true) => {
                    let get = |names: &[&str]| {
                        names.iter().find_map(|name| {
                            let at = self.names.iter().position(|n| n == name)?;
                            record.get(at).map(|f| String::from_utf8_lossy(f).into_owned())
                        })
                    };
                    return Some((self.row, of_fields(&get).ok_or(IngestError::NoText(Format::Table))));
                }
                Err(error) => return Some((self.row, Err(IngestError::damaged(Format::Table, error)))),
            }
        }
    }
}

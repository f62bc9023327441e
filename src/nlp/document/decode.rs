//! Bytes → text: byte order mark, UTF-8, UTF-16, or a guess among the Cyrillic encodings.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::nlp::diagnostic::{Code, Diagnostic};

/// Longest text of an article, in bytes.
pub const MAX_BYTES: usize = 20 << 20;

/// Why bytes are no text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Nothing but blanks.
    #[error("the file is empty")]
    Empty,
    /// More than is read.
    #[error("the file has {} MB, more than the {} MB that are read; split it", .bytes >> 20, .limit >> 20)]
    TooLarge {
        /// Size of the file.
        bytes: usize,
        /// What is read at most.
        limit: usize,
    },
    /// A format that is no text.
    #[error("this is a {0} file, which has no text to read")]
    Format(&'static str),
    /// No text in any encoding.
    #[error("the file is binary, not text")]
    Binary,
}

/// Text and what was noticed on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without byte order mark, else unchanged.
    pub text: String,
    /// WHATWG name of the encoding.
    pub encoding: &'static str,
    /// Guesses and replacements.
    pub diagnostics: Vec<Diagnostic>,
}

/// First bytes of formats that people drop in.
const MAGIC: &[(&[u8], &str)] = &[
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP/DOCX"),
    (b"{\\rtf", "RTF"),
    (b"\xd0\xcf\x11\xe0", "DOC"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"\x00asm", "WebAssembly"),
    (b"\x7fELF", "ELF"),
];

/// Decodes a file of plain text.
///
/// # Errors
/// When the bytes are empty, too many, of a known binary format, or no text in any encoding.
///
/// ```
/// let decoded = letopis::nlp::document::decode(b"\xc0\xf1\xf2\xe0\xed\xe0 \xee\xe1\xfa\xff\xe2\xe8\xeb\xe0 \xee \xef\xe5\xf0\xe5\xe3\xee\xe2\xee\xf0\xe0\xf5.").unwrap();
/// assert_eq!(decoded.text, "Астана объявила о переговорах.");
/// assert_eq!(decoded.encoding, "windows-1251");
/// ```
pub fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    if let Some((_, name)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(DecodeError::Format(name));
    }
    decode_as(bytes, None, MAX_BYTES)
}

/// Decodes text whose file says its encoding: HTML, mail. A byte order mark goes before that, and so does the text itself where it
/// cannot be what is said. `limit` is what is read at most, in bytes.
///
/// # Errors
/// When the bytes are empty, too many, or no text in any encoding.
pub fn decode_as(bytes: &[u8], declared: Option<&'static Encoding>, limit: usize) -> Result<Decoded, DecodeError> {
    if bytes.len() > limit {
        return Err(DecodeError::TooLarge { bytes: bytes.len(), limit });
    }
    // Pages are saved in another encoding than the one that they still declare.
    let declared = declared.filter(|e| !e.decode_without_bom_handling(bytes).1 && (*e == UTF_8 || !is_utf8(bytes)));
    let (encoding, guessed) = match (Encoding::for_bom(bytes), declared) {
        (Some((encoding, _)), _) => (encoding, false),
        (None, Some(encoding)) => (encoding, false),
        (None, None) => match utf16_by_zeros(bytes) {
            Some(encoding) => (encoding, true),
            None if bytes.contains(&0) => return Err(DecodeError::Binary),
            None if is_mostly_utf8(bytes) => (UTF_8, false),
            None => (guess(bytes), true),
        },
    };
    // `decode` takes the byte order mark away and would follow one of another encoding; there is none here.
    let (text, encoding, _) = encoding.decode(bytes);
    let replaced = text.matches('\u{fffd}').count();
    let controls = text.chars().filter(|c| c.is_control() && !c.is_whitespace()).count();
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
    if text.trim().is_empty() {
        return Err(DecodeError::Empty);
    }
    if controls * 50 > text.chars().count() || replaced * 4 > letters {
        return Err(DecodeError::Binary);
    }
    let mut diagnostics = Vec::new();
    if guessed {
        diagnostics.push(Diagnostic::whole(Code::EncodingGuessed, encoding.name()));
    }
    if replaced > 0 {
        diagnostics.push(Diagnostic::whole(Code::ReplacedBytes, replaced.to_string()));
    }
    Ok(Decoded { text: text.into_owned(), encoding: encoding.name(), diagnostics })
}

/// UTF-8 that is more than ASCII.
fn is_utf8(bytes: &[u8]) -> bool {
    !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok()
}

/// UTF-16 without a mark: Cyrillic and Latin text has few distinct high bytes, so every second byte is 0 or 4.
fn utf16_by_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let (pairs, _) = bytes.as_chunks::<2>();
    if pairs.len() < 4 {
        return None;
    }
    let share = |high: fn(&[u8; 2]) -> u8| pairs.iter().filter(|p| matches!(high(p), 0 | 4 | 0x20)).count() * 10 / pairs.len();
    match (share(|p| p[1]) >= 9, share(|p| p[0]) >= 9) {
        (true, false) => Some(UTF_16LE),
        (false, true) => Some(UTF_16BE),
        _ => None,
    }
}

/// Valid UTF-8, or UTF-8 with a few broken places: a damaged file must not be read as windows-1251 throughout.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad == 0 || good > 8 * bad
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(Some(b"ru"), Utf8Detection::Deny)
}

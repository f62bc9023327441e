//! Rich Text Format (specification 1.9.1) → paragraphs.
//!
//! Own, since Russian files write their letters as bytes of the code page of each font (`\f1 … \'cf`), which the crates at hand take
//! for Latin-1.

use encoding_rs::{Encoding, WINDOWS_1252};

use super::Extract;
use super::blocks::Blocks;
use super::error::IngestError;
use crate::nlp::document::Page;

/// Destinations whose content is no text of the document.
const HIDDEN: &[&str] = &[
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "fldinst",
    "themedata",
    "datastore",
    "xmlnstbl",
    "listtable",
    "listoverridetable",
    "revtbl",
    "rsidtbl",
    "generator",
    "latentstyles",
    "bkmkstart",
    "bkmkend",
    "annotation",
    "atnid",
    "atnauthor",
    "template",
    "filetbl",
    "xe",
    "tc",
    "txe",
    "operator",
    "shppict",
    "nonshppict",
    "datafield",
    "wgrffmtfilter",
    "mmathPr",
];

/// What a group sets.
#[derive(Clone, Copy)]
struct State {
    hidden: bool,
    /// Within the table of fonts.
    fonts: bool,
    font: i32,
    /// How many signs stand for those that do not know Unicode, behind each that does.
    skip: i32,
}

/// Groups within groups that are followed.
const DEPTH: usize = 10_000;

/// Reads the text.
pub fn read(bytes: &[u8]) -> Result<Extract, IngestError> {
    let mut reader = Rtf {
        bytes,
        at: 0,
        out: Blocks::default(),
        pages: Vec::new(),
        pending: Vec::new(),
        surrogate: None,
        page: WINDOWS_1252,
        fonts: std::collections::BTreeMap::new(),
        default_font: 0,
        passed: 0,
    };
    reader.run();
    let Rtf { out, pages, .. } = reader;
    Ok(Extract { text: out.finish(), pages, ..Extract::default() })
}

struct Rtf<'a> {
    bytes: &'a [u8],
    at: usize,
    out: Blocks,
    pages: Vec<Page>,
    /// Bytes of the current font's code page that wait to be decoded.
    pending: Vec<u8>,
    surrogate: Option<u16>,
    /// The code page of the document.
    page: &'static Encoding,
    /// Those of its fonts.
    fonts: std::collections::BTreeMap<i32, &'static Encoding>,
    default_font: i32,
    /// Signs still to be passed over behind one of Unicode.
    passed: i32,
}

impl Rtf<'_> {
    fn run(&mut self) {
        let mut stack: Vec<State> = Vec::new();
        let mut state = State { hidden: false, fonts: false, font: -1, skip: 1 };
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'{' => {
                    self.flush(state);
                    self.passed = 0;
                    if stack.len() < DEPTH {
                        stack.push(state);
                    }
                }
                b'}' => {
                    self.flush(state);
                    self.passed = 0;
                    match stack.pop() {
                        Some(before) => state = before,
                        None => break,
                    }
                }
                b'\\' => self.control(&mut state),
                b'\r' | b'\n' => {}
                byte => self.byte(byte, state),
            }
        }
        self.flush(state);
    }

    fn byte(&mut self, byte: u8, state: State) {
        if self.passed > 0 {
            self.passed -= 1;
        } else if !state.hidden && !state.fonts {
            self.pending.push(byte);
        }
    }

    fn encoding(&self, state: State) -> &'static Encoding {
        let font = if state.font < 0 { self.default_font } else { state.font };
        self.fonts.get(&font).copied().unwrap_or(self.page)
    }

    fn flush(&mut self, state: State) {
        if !self.pending.is_empty() {
            let bytes = std::mem::take(&mut self.pending);
            let text = self.encoding(state).decode_without_bom_handling(&bytes).0;
            self.out.add(&text);
        }
    }

    fn sign(&mut self, text: &str, state: State) {
        self.flush(state);
        if !state.hidden && !state.fonts {
            self.out.add(text);
        }
    }

    fn control(&mut self, state: &mut State) {
        let Some(&first) = self.bytes.get(self.at) else { return };
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            match first {
                b'\'' => {
                    let hex = self.bytes.get(self.at..self.at + 2).and_then(|h| std::str::from_utf8(h).ok());
                    self.at += 2;
                    if let Some(byte) = hex.and_then(|h| u8::from_str_radix(h, 16).ok()) {
                        self.byte(byte, *state);
                    }
                }
                b'*' => state.hidden = true,
                b'~' => self.sign("\u{a0}", *state),
                b'-' => self.sign("\u{ad}", *state),
                b'_' => self.sign("\u{2011}", *state),
                b'\r' | b'\n' => {
                    self.flush(*state);
                    self.out.paragraph();
                }
                b'\\' | b'{' | b'}' => self.byte(first, *state),
                _ => {}
            }
            return;
        }
        let rest = &self.bytes[self.at..];
        let letters = rest.iter().take(32).take_while(|b| b.is_ascii_alphabetic()).count();
        let word = std::str::from_utf8(&rest[..letters]).unwrap_or("").to_string();
        let digits =
            rest[letters..].iter().enumerate().take(11).take_while(|(i, b)| b.is_ascii_digit() || (*i == 0 && **b == b'-')).count();
        let number: Option<i32> = std::str::from_utf8(&rest[letters..letters + digits]).ok().and_then(|d| d.parse().ok());
        self.at += letters + digits;
        if self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        match (word.as_str(), number) {
            ("bin", Some(n)) => self.at += n.max(0) as usize,
            ("u", Some(n)) => self.unicode(n, *state),
            ("uc", Some(n)) => state.skip = n.clamp(0, 16),
            ("ansicpg", Some(n)) => self.page = code_page(n).unwrap_or(self.page),
            ("mac", None) => self.page = encoding_rs::MACINTOSH,
            ("deff", Some(n)) => self.default_font = n,
            ("f", Some(n)) => {
                self.flush(*state);
                state.font = n;
            }
            ("fcharset", Some(n)) if state.fonts => {
                if let Some(encoding) = charset(n) {
                    self.fonts.insert(state.font, encoding);
                }
            }
            ("plain", _) => {
                self.flush(*state);
                state.font = -1;
            }
            ("fonttbl", _) => state.fonts = true,
            ("v", None) | ("deleted", None) => {
                self.flush(*state);
                state.hidden = true;
            }
            ("v", Some(0)) => state.hidden = false,
            _ if HIDDEN.contains(&word.as_str()) => state.hidden = true,
            _ if state.hidden || state.fonts => {}
            ("par" | "sect" | "pard", _) => {
                self.flush(*state);
                if word != "pard" {
                    self.out.paragraph();
                }
            }
            ("page", _) => {
                self.flush(*state);
                self.out.paragraph();
                if self.pages.is_empty() {
                    self.pages.push(Page { number: 1, start: 0 });
                }
                let number = self.pages.len() as u32 + 1;
                self.pages.push(Page { number, start: self.out.place() });
            }
            ("line" | "row", _) => {
                self.flush(*state);
                self.out.line();
            }
            ("cell", _) => {
                self.flush(*state);
                self.out.gap();
            }
            ("tab", _) => self.sign(" ", *state),
            ("emdash", _) => self.sign("—", *state),
            ("endash", _) => self.sign("–", *state),
            ("lquote", _) => self.sign("‘", *state),
            ("rquote", _) => self.sign("’", *state),
            ("ldblquote", _) => self.sign("“", *state),
            ("rdblquote", _) => self.sign("”", *state),
            ("bullet", _) => self.sign("•", *state),
            ("emspace" | "enspace", _) => self.sign(" ", *state),
            _ => {}
        }
    }

    /// A UTF-16 unit as a signed number; signs for older readers follow.
    fn unicode(&mut self, n: i32, state: State) {
        self.flush(state);
        let unit = n as u16;
        let units: Vec<u16> = self.surrogate.take().into_iter().chain([unit]).collect();
        if (0xd800..0xdc00).contains(&unit) {
            self.surrogate = Some(unit);
        } else {
            let text: String = char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect();
            self.sign(&text, state);
        }
        self.passed = state.skip;
    }
}

/// Windows code pages by number.
fn code_page(n: i32) -> Option<&'static Encoding> {
    Some(match n {
        866 => encoding_rs::IBM866,
        932 => encoding_rs::SHIFT_JIS,
        936 => encoding_rs::GBK,
        949 => encoding_rs::EUC_KR,
        950 => encoding_rs::BIG5,
        874 => encoding_rs::WINDOWS_874,
        10007 => encoding_rs::X_MAC_CYRILLIC,
        20866 => encoding_rs::KOI8_R,
        65001 => encoding_rs::UTF_8,
        1250..=1258 => Encoding::for_label(format!("windows-{n}").as_bytes())?,
        _ => return None,
    })
}

/// Character sets of fonts; 0 and 1 are what the document says.
fn charset(n: i32) -> Option<&'static Encoding> {
    code_page(match n {
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    })
}

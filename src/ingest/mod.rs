//! Bytes of any file → articles: formats are told by their content, archives opened, pages and mails freed of what is not the article.
//!
//! [`Ingest`] walks a file like a folder: it gives one article, or one reason why there is none, at a time, and holds in memory
//! only the files that it stands in. What it reads is bounded by [`Limits`].

mod blocks;
mod epub;
mod error;
mod feed;
mod format;
mod html;
mod json;
mod limits;
mod mail;
mod markdown;
mod office;
mod page;
pub mod pdf;
mod rtf;
mod table;
mod xml;
mod zip;

pub use error::{IngestError, Unsupported};
pub use format::{Format, LOOK, format_of, is_certainly_text};
pub use json::LONGEST_LINE;
pub use limits::{Limit, Limits};

use std::io::Read;

use crate::nlp::diagnostic::{Code, Diagnostic};
use crate::nlp::document::{Document, MAX_BYTES, Meta, Origin, Page, decode_as};

/// The text of an article and what its file says of it.
#[derive(Clone, Debug, Default)]
pub struct Extract {
    /// What the file calls it, where it does.
    pub id: Option<String>,
    /// The text, paragraphs parted by empty lines unless the file had it otherwise.
    pub text: String,
    /// What the file says beside it.
    pub meta: Meta,
    /// Where its pages begin.
    pub pages: Vec<Page>,
    /// What was noticed.
    pub noticed: Vec<Diagnostic>,
}

/// What a file gives next.
#[derive(Clone, Debug)]
pub enum Item {
    /// An article, with what was noticed. Its id is the name of the file that held it, without the ending.
    Article(Box<Document>, Vec<Diagnostic>),
    /// A file in a format that this reader leaves to another.
    Elsewhere {
        /// Its path; see [`Origin::path`].
        path: Vec<String>,
        /// Its format.
        format: Format,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// Something that could not be read; the rest goes on.
    Failed {
        /// Its path.
        path: Vec<String>,
        /// Why.
        error: IngestError,
    },
}

/// Reads the text of a PDF.
pub type PdfReader = fn(&[u8], &Limits) -> Result<Extract, IngestError>;

/// The articles of a file, one after another.
pub struct Ingest {
    limits: Limits,
    frames: Vec<Frame>,
    pdf: Option<PdfReader>,
    /// Bytes unpacked and parts met so far.
    unpacked: u64,
    parts: u64,
}

/// What is being walked through.
struct Frame {
    path: Vec<String>,
    walk: Walk,
}

enum Walk {
    File(Vec<u8>),
    Zip(zip::Archive),
    Mbox(mail::Mbox),
    Lines(json::Lines),
    Table(table::Table),
    /// Files that lie in memory.
    Files(std::vec::IntoIter<(String, Vec<u8>)>),
    /// Articles of one file: how many there were, and those left.
    Extracts(Format, usize, std::vec::IntoIter<Extract>),
}

impl Ingest {
    /// Begins with a file. Without `pdf`, PDFs come as [`Item::Elsewhere`].
    pub fn new(name: &str, bytes: Vec<u8>, limits: Limits, pdf: Option<PdfReader>) -> Self {
        Self::within(vec![name.into()], bytes, limits, pdf)
    }

    /// Begins with a file that another one held.
    pub fn within(path: Vec<String>, bytes: Vec<u8>, limits: Limits, pdf: Option<PdfReader>) -> Self {
        Self { limits, frames: vec![Frame { path, walk: Walk::File(bytes) }], pdf, unpacked: 0, parts: 0 }
    }

    fn enter(&mut self, path: Vec<String>, walk: Walk) {
        self.frames.push(Frame { path, walk });
    }

    /// Looks at a file: an article at once, or something to walk through.
    fn open(&mut self, path: Vec<String>, bytes: Vec<u8>) -> Option<Item> {
        let failed = |path, error| Some(Item::Failed { path, error });
        if bytes.is_empty() {
            return failed(path, IngestError::Empty);
        }
        if bytes.len() as u64 > self.limits.file {
            return failed(path, Limit::File { bytes: self.limits.file }.into());
        }
        // An archive within an archive within … is a trap.
        if path.len() > self.limits.depth {
            return failed(path, Limit::Depth { depth: self.limits.depth }.into());
        }
        let format = match format_of(&bytes) {
            Ok(format) => format,
            Err(what) => return failed(path, IngestError::Unsupported(what)),
        };
        let one = |format: Format, read: &mut dyn FnMut() -> Result<Extract, IngestError>| match guarded(format, read) {
            Ok(extract) => Some(article(path.clone(), format, extract)),
            Err(error) => failed(path.clone(), error),
        };
        let walk = match format {
            Format::Text => return one(format, &mut || text(&bytes)),
            Format::Markdown => return one(format, &mut || markdown::read(&bytes)),
            Format::Html => return one(format, &mut || page::read(&bytes)),
            Format::Rtf => return one(format, &mut || rtf::read(&bytes)),
            Format::Pdf => match self.pdf {
                Some(read) => return one(format, &mut || read(&bytes, &self.limits)),
                None => return Some(Item::Elsewhere { path, format, bytes }),
            },
            Format::Mail => match guarded(format, || mail::read(&bytes)) {
                Ok(mail::Mail { extract, attachments }) => {
                    let out = one(format, &mut || extract.clone());
                    self.enter(path, Walk::Files(attachments.into_iter()));
                    return out;
                }
                Err(error) => return failed(path, error),
            },
            Format::Gzip => match self.gunzip(&path, &bytes) {
                Ok(inner) => Walk::Files(vec![inner].into_iter()),
                Err(error) => return failed(path, error),
            },
            // What is packed in which way, only the directory tells.
            Format::Zip | Format::Docx | Format::Odt | Format::Epub => match guarded(format, || zip::Archive::open(bytes)) {
                Ok(mut archive) => match archive.kind() {
                    Ok(zip::Kind::Files) => Walk::Zip(archive),
                    Ok(zip::Kind::Docx) => return one(Format::Docx, &mut || office::docx(&mut archive, self.limits.value)),
                    Ok(zip::Kind::Odt) => return one(Format::Odt, &mut || office::odt(&mut archive, self.limits.value)),
                    Ok(zip::Kind::Epub) => match guarded(Format::Epub, || epub::read(&mut archive, self.limits.value)) {
                        Ok(chapters) => Walk::Extracts(Format::Epub, chapters.len(), chapters.into_iter()),
                        Err(error) => return failed(path, error),
                    },
                    Err(error) => return failed(path, error),
                },
                Err(error) => return failed(path, error),
            },
            Format::Mbox => Walk::Mbox(mail::Mbox::new(bytes)),
            Format::JsonLines => Walk::Lines(json::Lines::new(bytes)),
            Format::Table => match table::Table::new(bytes) {
                Ok(table) => Walk::Table(table),
                Err(error) => return failed(path, error),
            },
            Format::Json => match guarded(format, || json::read(&bytes, self.limits.value)) {
                Ok(extracts) => Walk::Extracts(format, extracts.len(), extracts.into_iter()),
                Err(error) => return failed(path, error),
            },
            Format::Feed => match guarded(format, || feed::read(&bytes, self.limits.value)) {
                Ok(extracts) => Walk::Extracts(format, extracts.len(), extracts.into_iter()),
                Err(error) => return failed(path, error),
            },
        };
        self.enter(path, walk);
        None
    }

    fn gunzip(&mut self, path: &[String], bytes: &[u8]) -> Result<(String, Vec<u8>), IngestError> {
        let most = self.limits.file.min(self.limits.unpacked.saturating_sub(self.unpacked));
        let mut out = Vec::new();
        let read = flate2::read::MultiGzDecoder::new(bytes).take(most + 1).read_to_end(&mut out);
        // What came before the damage is still there.
        if let Err(error) = read
            && out.is_empty()
        {
            return Err(IngestError::damaged(Format::Gzip, error));
        }
        if out.len() as u64 > most {
            return Err(Limit::File { bytes: most }.into());
        }
        self.unpacked += out.len() as u64;
        let name = path.last().map_or("", String::as_str);
        Ok((name.strip_suffix(".gz").unwrap_or(name).into(), out))
    }

    /// The next thing of what is being walked through; `None` at its end.
    fn walk(&mut self) -> Option<Step> {
        let limits = self.limits;
        let left = limits.unpacked.saturating_sub(self.unpacked);
        let Frame { path, walk } = self.frames.last_mut()?;
        let inside = |name: String| path.iter().cloned().chain([name]).collect::<Vec<_>>();
        let numbered = |n: usize| {
            let mut path = path.clone();
            path.push(n.to_string());
            path
        };
        Some(match walk {
            Walk::File(bytes) => {
                let bytes = std::mem::take(bytes);
                let path = path.clone();
                self.frames.pop();
                return Some(Step::Open(path, bytes));
            }
            Walk::Zip(archive) => match archive.next(limits.file.min(left))? {
                (name, Ok(bytes)) => {
                    self.unpacked += bytes.len() as u64;
                    Step::Open(inside(name), bytes)
                }
                (name, Err(error)) => {
                    // Too large for what is left, not by itself: nothing more of this file is unpacked.
                    if matches!(error, IngestError::Limit(Limit::File { bytes }) if bytes < limits.file) {
                        self.unpacked = limits.unpacked + 1;
                    }
                    Step::Give(Item::Failed { path: inside(name), error })
                }
            },
            Walk::Files(files) => {
                let (name, bytes) = files.next()?;
                Step::Open(inside(name), bytes)
            }
            Walk::Mbox(mbox) => {
                let (n, bytes) = mbox.next()?;
                Step::Open(numbered(n), bytes)
            }
            Walk::Lines(lines) => match lines.next()? {
                (n, Ok(extract)) => Step::Give(article(numbered(n), Format::JsonLines, extract)),
                (n, Err(error)) => Step::Give(Item::Failed { path: numbered(n), error }),
            },
            Walk::Table(table) => match table.next()? {
                (n, Ok(extract)) => Step::Give(article(numbered(n), Format::Table, extract)),
                (n, Err(error)) => Step::Give(Item::Failed { path: numbered(n), error }),
            },
            Walk::Extracts(format, all, extracts) => {
                let extract = extracts.next()?;
                // A value that is one article is no collection of them.
                let path = if *all == 1 { path.clone() } else { numbered(*all - extracts.len()) };
                Step::Give(article(path, *format, extract))
            }
        })
    }
}

enum Step {
    Open(Vec<String>, Vec<u8>),
    Give(Item),
}

impl Iterator for Ingest {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        while let Some(frame) = self.frames.last() {
            let path = frame.path.clone();
            let is_whole = matches!(frame.walk, Walk::File(_));
            let Some(step) = self.walk() else {
                self.frames.pop();
                continue;
            };
            self.parts += u64::from(!is_whole);
            let over = if self.parts > self.limits.parts {
                Some(Limit::Parts { parts: self.limits.parts })
            } else if self.unpacked > self.limits.unpacked {
                Some(Limit::Unpacked { bytes: self.limits.unpacked })
            } else {
                None
            };
            if let Some(limit) = over {
                self.frames.clear();
                return Some(Item::Failed { path, error: limit.into() });
            }
            match step {
                Step::Give(item) => return Some(item),
                Step::Open(path, bytes) => {
                    if let Some(item) = self.open(path, bytes) {
                        return Some(item);
                    }
                }
            }
        }
        None
    }
}

/// The article of a line of JSON Lines: `text` as it is, `date` as the publication day given; `number` names what has no `id`.
///
/// # Errors
/// When it is no object with a text.
///
/// ```
/// let line = br#"{"id":"7","text":"\u0414\u043e\u0436\u0434\u044c.","date":"2024-11-28T10:00:00Z"}"#;
/// let (document, _) = letopis::ingest::line(line, 1).unwrap();
/// assert_eq!((document.id.as_str(), document.text.as_str()), ("7", "Дождь."));
/// assert_eq!(document.date.unwrap().to_string(), "2024-11-28");
/// ```
pub fn line(line: &[u8], number: usize) -> Result<(Document, Vec<Diagnostic>), IngestError> {
    let mut extract = json::of_line(line)?;
    extract.id.get_or_insert_with(|| number.to_string());
    let date = extract.meta.date.take();
    match article(Vec::new(), Format::Text, extract) {
        Item::Article(document, noticed) => Ok((Document { date, ..*document }, noticed)),
        Item::Failed { error, .. } => Err(error),
        Item::Elsewhere { format, .. } => Err(IngestError::NoText(format)),
    }
}

/// Plain text as it is.
fn text(bytes: &[u8]) -> Result<Extract, IngestError> {
    let decoded = decode_as(bytes, None, MAX_BYTES)?;
    Ok(Extract { text: decoded.text, noticed: decoded.diagnostics, ..Extract::default() })
}

/// The article that was taken from a file.
fn article(path: Vec<String>, format: Format, extract: Extract) -> Item {
    let bytes = extract.text.len();
    if bytes > MAX_BYTES {
        return Item::Failed { path, error: Limit::Text { bytes: bytes as u64, limit: MAX_BYTES as u64 }.into() };
    }
    if extract.text.trim().is_empty() {
        return Item::Failed { path, error: IngestError::NoText(format) };
    }
    let format = if format == Format::Text { "" } else { format.name() };
    let origin = Origin { path, format, pages: extract.pages };
    let id = extract.id.filter(|id| !id.is_empty()).unwrap_or_else(|| id_of(&origin.path));
    // What an encoding is, is worth a word only where it was no UTF-8.
    let noticed = extract.noticed.into_iter().filter(|d| d.code != Code::EncodingGuessed || d.detail != "UTF-8").collect();
    Item::Article(Box::new(Document { id, text: extract.text, date: None, meta: extract.meta, origin }), noticed)
}

/// The name of a file without its folders and ending; what has only a number is called after its file.
fn id_of(path: &[String]) -> String {
    let own = |name: &String| -> String {
        let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
        base.rsplit_once('.').map_or(base, |(stem, _)| if stem.is_empty() { base } else { stem }).into()
    };
    match path {
        [.., file, number] if number.bytes().all(|b| b.is_ascii_digit()) => format!("{}-{number}", own(file)),
        [.., file] => own(file),
        [] => String::new(),
    }
}

/// Calls what is not ours: where it panics natively, the file is lost and the rest goes on. In WebAssembly a panic ends the
/// worker, which the page survives.
fn guarded<T>(format: Format, read: impl FnOnce() -> Result<T, IngestError>) -> Result<T, IngestError> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).unwrap_or(Err(IngestError::GaveUp(format)))
}

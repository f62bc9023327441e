//! Archives.

use std::io::{Cursor, Read};

use super::error::IngestError;
use super::format::Format;
use super::limits::Limit;

/// An archive that is walked entry by entry, in the order of its directory.
pub struct Archive {
    zip: zip::ZipArchive<Cursor<Vec<u8>>>,
    next: usize,
}

/// What an archive is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Files packed together.
    Files,
    /// Word.
    Docx,
    /// OpenDocument text.
    Odt,
    /// A book.
    Epub,
}

impl Archive {
    /// Reads the directory.
    pub fn open(bytes: Vec<u8>) -> Result<Self, IngestError> {
        let zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| IngestError::damaged(Format::Zip, e))?;
        Ok(Self { zip, next: 0 })
    }

    /// By the files that office suites and books have.
    pub fn kind(&mut self) -> Result<Kind, IngestError> {
        let has = |zip: &zip::ZipArchive<_>, name: &str| zip.index_for_name(name).is_some();
        if has(&self.zip, "word/document.xml") {
            return Ok(Kind::Docx);
        }
        if has(&self.zip, "META-INF/container.xml") {
            return Ok(Kind::Epub);
        }
        if has(&self.zip, "content.xml") && has(&self.zip, "mimetype") {
            let kind = self.read("mimetype", 200).unwrap_or_default();
            return if kind.contains("opendocument.text") {
                Ok(Kind::Odt)
            } else {
                Err(IngestError::Unsupported(super::Unsupported::Office))
            };
        }
        if has(&self.zip, "xl/workbook.xml") || has(&self.zip, "ppt/presentation.xml") {
            return Err(IngestError::Unsupported(super::Unsupported::Office));
        }
        Ok(Kind::Files)
    }

    /// The text of one entry.
    ///
    /// # Errors
    /// When it is not there, damaged, or larger than `limit` bytes.
    pub fn read(&mut self, name: &str, limit: usize) -> Result<String, IngestError> {
        let index = self.zip.index_for_name(name).ok_or_else(|| IngestError::damaged(Format::Zip, format!("{name} is missing")))?;
        let bytes = self.bytes(index, limit as u64)?;
        super::xml::decode(&bytes, limit)
    }

    fn bytes(&mut self, index: usize, limit: u64) -> Result<Vec<u8>, IngestError> {
        let entry = self.zip.by_index(index).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(what) if what == zip::result::ZipError::PASSWORD_REQUIRED => {
                IngestError::Encrypted(Format::Zip)
            }
            error => IngestError::damaged(Format::Zip, error),
        })?;
        let mut out = Vec::new();
        // What an entry says of its size may be a lie.
        let read = entry.take(limit + 1).read_to_end(&mut out);
        if out.len() as u64 > limit {
            return Err(Limit::File { bytes: limit }.into());
        }
        match read {
            Ok(_) => Ok(out),
            Err(error) => Err(IngestError::damaged(Format::Zip, error)),
        }
    }

    /// The next file of an archive of files, with its name; folders and what systems put beside files are passed over.
    pub fn next(&mut self, limit: u64) -> Option<(String, Result<Vec<u8>, IngestError>)> {
        while self.next < self.zip.len() {
            let index = self.next;
            self.next += 1;
            let (name, folder) = match self.zip.by_index_raw(index) {
                Ok(entry) => (file_name(entry.name_raw()), entry.is_dir()),
                Err(error) => return Some((index.to_string(), Err(IngestError::damaged(Format::Zip, error)))),
            };
            let base = name.rsplit('/').next().unwrap_or(&name);
            let beside =
                name.starts_with("__MACOSX/") || base.starts_with("._") || matches!(base, ".DS_Store" | "Thumbs.db" | "desktop.ini");
            if folder || base.is_empty() || beside {
                continue;
            }
            return Some((name, self.bytes(index, limit)));
        }
        None
    }
}

/// Names without the mark of UTF-8 are in the code page of DOS, which Windows wrote for Russian as 866.
fn file_name(raw: &[u8]) -> String {
    let name = match std::str::from_utf8(raw) {
        Ok(name) => name.to_string(),
        Err(_) => encoding_rs::IBM866.decode_without_bom_handling(raw).0.into_owned(),
    };
    name.replace('\\', "/")
}

//! Bytes → checked views.

use std::collections::BTreeMap;
use std::io::Read;
use std::ops::Range;
use std::sync::Arc;

use super::{MAGIC, NAME_LEN, PROTOCOL, PackError};

/// Nothing that this program ships is near this size; a pack that claims more is broken.
const MAX_UNPACKED: u64 = 256 << 20;

/// An opened pack.
#[derive(Clone, Debug)]
pub struct Pack {
    bytes: Arc<Vec<u8>>,
    sections: BTreeMap<String, Range<usize>>,
}

/// The bytes of one section; keeps the pack alive.
#[derive(Clone, Debug)]
pub struct Section {
    bytes: Arc<Vec<u8>>,
    range: Range<usize>,
}

impl AsRef<[u8]> for Section {
    fn as_ref(&self) -> &[u8] {
        self.bytes.get(self.range.clone()).unwrap_or(&[])
    }
}

impl Pack {
    /// Opens a gzipped pack.
    ///
    /// # Errors
    /// When the bytes are no gzip, no pack, of another protocol, or a section lies outside.
    pub fn open(gz: &[u8]) -> Result<Self, PackError> {
        let mut bytes = Vec::with_capacity(gz.len() * 2);
        flate2::read::GzDecoder::new(gz).take(MAX_UNPACKED).read_to_end(&mut bytes)?;
        if bytes.get(..4) != Some(MAGIC) {
            return Err(PackError::Magic);
        }
        let word = |at: usize| bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map(u32::from_le_bytes);
        let protocol = word(4).ok_or(PackError::Magic)?;
        if protocol != PROTOCOL {
            return Err(PackError::Protocol { expected: PROTOCOL, got: protocol });
        }
        let count = word(8).ok_or(PackError::Magic)?;
        let mut sections = BTreeMap::new();
        for i in 0..count as usize {
            let at = 12 + i * (NAME_LEN + 8);
            let name = bytes.get(at..at + NAME_LEN).ok_or(PackError::Magic)?;
            let name = String::from_utf8_lossy(name).trim_end_matches('\0').to_string();
            let (start, len) = word(at + NAME_LEN).zip(word(at + NAME_LEN + 4)).ok_or(PackError::Magic)?;
            let range = start as usize..(start as usize).saturating_add(len as usize);
            if range.end > bytes.len() {
                return Err(PackError::shape(&name, format!("{} bytes in the pack", range.end), bytes.len()));
            }
            sections.insert(name, range);
        }
        Ok(Self { bytes: Arc::new(bytes), sections })
    }

    /// The bytes of a section.
    ///
    /// # Errors
    /// When there is none of this name.
    pub fn section(&self, name: &str) -> Result<Section, PackError> {
        let range = self.sections.get(name).cloned().ok_or_else(|| PackError::Missing(name.into()))?;
        Ok(Section { bytes: self.bytes.clone(), range })
    }

    /// A section as UTF-8 text.
    ///
    /// # Errors
    /// When it is missing or not UTF-8.
    pub fn text(&self, name: &str) -> Result<String, PackError> {
        String::from_utf8(self.section(name)?.as_ref().to_vec()).map_err(|e| PackError::shape(name, "UTF-8", e))
    }

    /// A section as numbers, `N` bytes each.
    fn numbers<T, const N: usize>(&self, name: &str, read: fn([u8; N]) -> T) -> Result<Vec<T>, PackError> {
        let section = self.section(name)?;
        let (chunks, rest) = section.as_ref().as_chunks::<N>();
        if !rest.is_empty() {
            return Err(PackError::shape(name, format!("a multiple of {N} bytes"), section.as_ref().len()));
        }
        Ok(chunks.iter().map(|c| read(*c)).collect())
    }

    /// A section as `u16`.
    ///
    /// # Errors
    /// When it is missing or has a broken length.
    pub fn u16s(&self, name: &str) -> Result<Vec<u16>, PackError> {
        self.numbers(name, u16::from_le_bytes)
    }

    /// A section as `u32`.
    ///
    /// # Errors
    /// When it is missing or has a broken length.
    pub fn u32s(&self, name: &str) -> Result<Vec<u32>, PackError> {
        self.numbers(name, u32::from_le_bytes)
    }

    /// A section as `f32`.
    ///
    /// # Errors
    /// When it is missing or has a broken length.
    pub fn f32s(&self, name: &str) -> Result<Vec<f32>, PackError> {
        self.numbers(name, f32::from_le_bytes)
    }
}

//! Sections → bytes; used by `letopis-dev`.

use std::io::Write;

use super::{MAGIC, NAME_LEN, PROTOCOL, PackError};

/// Collects sections, then writes them in the order given.
#[derive(Debug, Default)]
pub struct PackWriter {
    sections: Vec<(String, Vec<u8>)>,
}

impl PackWriter {
    /// Adds raw bytes.
    pub fn bytes(&mut self, name: &str, bytes: Vec<u8>) -> &mut Self {
        self.sections.push((name.to_string(), bytes));
        self
    }

    /// Adds `u16` numbers.
    pub fn u16s(&mut self, name: &str, numbers: &[u16]) -> &mut Self {
        self.bytes(name, numbers.iter().flat_map(|n| n.to_le_bytes()).collect())
    }

    /// Adds `u32` numbers.
    pub fn u32s(&mut self, name: &str, numbers: &[u32]) -> &mut Self {
        self.bytes(name, numbers.iter().flat_map(|n| n.to_le_bytes()).collect())
    }

    /// The gzipped pack; the same sections give the same bytes.
    ///
    /// # Errors
    /// When a name is too long or the encoder fails.
    pub fn finish(&self) -> Result<Vec<u8>, PackError> {
        let mut out = Vec::new();
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&PROTOCOL.to_le_bytes());
        out.extend_from_slice(&(self.sections.len() as u32).to_le_bytes());
        let align = |n: usize| n.div_ceil(8) * 8;
        let mut at = align(12 + self.sections.len() * (NAME_LEN + 8));
        for (name, bytes) in &self.sections {
            if name.len() > NAME_LEN {
                return Err(PackError::shape(name, format!("a name of at most {NAME_LEN} bytes"), name.len()));
            }
            let mut padded = [0; NAME_LEN];
            padded[..name.len()].copy_from_slice(name.as_bytes());
            out.extend_from_slice(&padded);
            out.extend_from_slice(&(at as u32).to_le_bytes());
            out.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
            at = align(at + bytes.len());
        }
        for (_, bytes) in &self.sections {
            out.resize(align(out.len()), 0);
            out.extend_from_slice(bytes);
        }
        let mut gz = flate2::GzBuilder::new().mtime(0).write(Vec::new(), flate2::Compression::best());
        gz.write_all(&out)?;
        Ok(gz.finish()?)
    }
}

//! Packs: the container in which dictionaries and weights travel.
//!
//! A pack is gzip around: magic `LTPK`, `u32` protocol, `u32` number of sections, then per section a 24-byte name padded
//! with zeros, `u32` offset and `u32` length; the sections follow. All numbers are little-endian. Arrays are read in place.

mod error;
mod reader;
#[cfg(feature = "dev")]
mod writer;

pub use error::PackError;
pub use reader::{Pack, Section};
#[cfg(feature = "dev")]
pub use writer::PackWriter;

/// First bytes of an unpacked pack.
pub const MAGIC: &[u8; 4] = b"LTPK";

/// Version of the container and of what the sections mean.
///
/// Bump when a section changes its name, type or meaning, or when a feature that the tagger reads is computed otherwise.
/// History: 1, the first; 2, the tagger has a gate, plain names and a second net for them, both packs name their sources.
pub const PROTOCOL: u32 = 2;

const NAME_LEN: usize = 24;

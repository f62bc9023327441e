//! A sorted word list with front coding: word → its rank.

use crate::nlp::pack::{Pack, PackError, Section};

/// Words per block; the first word of a block is whole, the others share a prefix with the word before.
const BLOCK: usize = 16;

/// The vocabulary of the word vectors. Ranks count from 0 in byte order of the words.
#[derive(Debug)]
pub struct Vocab {
    blocks: Vec<u32>,
    /// Of each block's first word, see [`key`].
    keys: Vec<u64>,
    bytes: Section,
    len: usize,
}

impl Vocab {
    /// Reads the vocabulary from the sections `vocab.blocks` and `vocab.words`.
    ///
    /// # Errors
    /// When a section is missing.
    pub fn open(pack: &Pack, len: usize) -> Result<Self, PackError> {
        let blocks = pack.u32s("vocab.blocks")?;
        if blocks.len() != len.div_ceil(BLOCK) {
            return Err(PackError::shape("vocab.blocks", len.div_ceil(BLOCK), blocks.len()));
        }
        let bytes = pack.section("vocab.words")?;
        let keys = blocks.iter().map(|b| key(first(bytes.as_ref(), *b))).collect();
        Ok(Self { blocks, keys, bytes, len })
    }

    /// Front-codes `words`, which must be sorted by bytes, without doubles, at most 255 bytes each:
    /// the two sections `vocab.blocks` and `vocab.words`.
    #[cfg(feature = "dev")]
    pub fn encode(words: &[String]) -> (Vec<u32>, Vec<u8>) {
        let (mut blocks, mut bytes) = (Vec::new(), Vec::new());
        for (i, word) in words.iter().enumerate() {
            let shared = if i % BLOCK == 0 {
                blocks.push(bytes.len() as u32);
                0
            } else {
                words[i - 1].bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count()
            };
            bytes.push(shared as u8);
            bytes.push((word.len() - shared) as u8);
            bytes.extend_from_slice(&word.as_bytes()[shared..]);
        }
        (blocks, bytes)
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no words.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The rank of `word`.
    pub fn rank(&self, word: &str) -> Option<u32> {
        let word = word.as_bytes();
        let bytes = self.bytes.as_ref();
        let own = key(word);
        let mut block = self.keys.partition_point(|k| *k < own);
        while self.keys.get(block) == Some(&own) && self.blocks.get(block).is_some_and(|b| first(bytes, *b) <= word) {
            block += 1;
        }
        let block = block.checked_sub(1)?;
        let mut at = *self.blocks.get(block)? as usize;
        let mut current: Vec<u8> = Vec::with_capacity(32);
        for i in block * BLOCK..((block + 1) * BLOCK).min(self.len) {
            let (shared, len) = (*bytes.get(at)? as usize, *bytes.get(at + 1)? as usize);
            current.truncate(shared);
            current.extend_from_slice(bytes.get(at + 2..at + 2 + len)?);
            at += 2 + len;
            match current.as_slice().cmp(word) {
                std::cmp::Ordering::Less => {}
                std::cmp::Ordering::Equal => return Some(i as u32),
                std::cmp::Ordering::Greater => return None,
            }
        }
        None
    }
}
/// The first word of a block.
fn first(bytes: &[u8], block: u32) -> &[u8] {
    let at = block as usize;
    let len = bytes.get(at + 1).copied().unwrap_or(0) as usize;
    bytes.get(at + 2..at + 2 + len).unwrap_or(&[])
}

/// The first eight bytes as a number of the same order.
fn key(word: &[u8]) -> u64 {
    let mut out = [0; 8];
    out.iter_mut().zip(word).for_each(|(o, b)| *o = *b);
    u64::from_be_bytes(out)
}

//! Unknown words: the readings that known words with the same ending have (Mikheev, 1997).

use fst::Map;

use super::lexicon::{Analysis, Paradigms, map};
use super::tag::Tag;
use crate::nlp::pack::{Pack, PackError, Section};

/// Longest ending looked at, in letters.
pub(super) const MAX_ENDING: usize = 5;

/// Endings → (paradigm, form), most frequent first; one table for names, one for other words.
pub(super) struct Guesser {
    tables: [Table; 2],
}

struct Table {
    endings: Map<Section>,
    starts: Vec<u32>,
    /// Paradigm and form of each candidate, interleaved.
    candidates: Vec<u16>,
}

impl Guesser {
    pub(super) fn open(pack: &Pack) -> Result<Self, PackError> {
        let table = |name: &str| -> Result<Table, PackError> {
            Ok(Table {
                endings: map(pack, &format!("guess.{name}"))?,
                starts: pack.u32s(&format!("guess.{name}.starts"))?,
                candidates: pack.u16s(&format!("guess.{name}.forms"))?,
            })
        };
        Ok(Self { tables: [table("common")?, table("proper")?] })
    }

    /// Readings by the longest known ending; a capitalised word asks the names first.
    pub(super) fn guess(&self, paradigms: &Paradigms, word: &str, proper: bool) -> Vec<Analysis> {
        if word.chars().count() < 3 || !word.chars().all(|c| matches!(c, 'а'..='я' | '-')) {
            return Vec::new();
        }
        let order = if proper { [1, 0] } else { [0, 1] };
        let mut out: Vec<Analysis> = Vec::new();
        for &table in &order[..if proper { 2 } else { 1 }] {
            for (paradigm, form) in self.tables[table].lookup(word) {
                let i = paradigms.range(paradigm).start + form as usize;
                // The suffix of the model form may be longer than the ending by which it was found.
                let Some(stem) = word.strip_suffix(paradigms.suffix(i).1.as_str()) else { continue };
                if stem.chars().count() < 2 || !paradigms.prefix(i).is_empty() {
                    continue;
                }
                let tag: Tag = paradigms.tag(i);
                if out.iter().all(|a| a.tag != tag) {
                    out.push(Analysis { stem: stem.to_string(), paradigm, form, known: false, tag });
                }
            }
        }
        out
    }
}

impl Table {
    fn lookup(&self, word: &str) -> Vec<(u16, u16)> {
        let reversed: Vec<char> = word.chars().rev().take(MAX_ENDING).collect();
        for len in (1..=reversed.len()).rev() {
            let key: String = reversed[..len].iter().collect();
            if let Some(entry) = self.endings.get(key.as_bytes()) {
                let at = |i: usize| self.starts.get(i).map_or(0, |s| *s as usize);
                let range = 2 * at(entry as usize)..2 * at(entry as usize + 1);
                return self.candidates.get(range).unwrap_or(&[]).chunks_exact(2).map(|c| (c[0], c[1])).collect();
            }
        }
        Vec::new()
    }
}

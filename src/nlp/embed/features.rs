//! What is known of an atom without its neighbours. Training reads the very same features, written by
//! `letopis-dev features`; whoever changes them bumps the pack protocol and trains anew.

use std::collections::BTreeMap;

use super::vocab::Vocab;
use crate::nlp::morph::{Lexicon, Tag};
use crate::nlp::segment::{Atom, AtomKind, fold};

/// Hash slots of a word: the word, its first 2, 3, 4 and its last 2, 3, 4 letters.
pub const HASH_SLOTS: usize = 7;
/// Rows of the hash table; row 0 stands for "nothing".
pub const HASH_BUCKETS: u32 = 32_768;

/// Features of one word form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordFeatures {
    /// Rank in the vocabulary, by the form or else by its lemma.
    pub vector: Option<u32>,
    /// What the word looks like.
    pub shape: Shape,
    /// Rows of the hash table; 0 for an empty slot.
    pub hashes: [u32; HASH_SLOTS],
    /// Grammemes of all readings together.
    pub grammemes: Tag,
    /// Whether the dictionary has the word.
    pub known: bool,
}

/// The class of a word's outer form, `0..Shape::COUNT`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape(pub u16);

/// Signs with a shape of their own; all others share one.
const SIGNS: &str = ".,«»\"'()[]-–—:;!?…%№$€₽/\\+*&@#„“”’_<>=°•|~`{}§©";

impl Shape {
    /// Room for listed signs.
    const SIGN_ROOM: usize = 51;
    /// Number of shapes: line break, six of digits, eighteen of letters, room for listed signs, one for the other signs.
    pub const COUNT: usize = 1 + 6 + 18 + Self::SIGN_ROOM + 1;
    /// The first shape of a sign.
    pub const FIRST_SIGN: usize = 1 + 6 + 18;

    fn of(word: &str, kind: AtomKind) -> Self {
        let shape = match kind {
            AtomKind::Newline => 0,
            AtomKind::Digits => {
                let n = word.chars().count().min(5);
                // Four digits that may be a year of our times.
                if n == 4 && (word.starts_with("19") || word.starts_with("20")) { 6 } else { n }
            }
            AtomKind::Letters => {
                let script = match word.chars().next() {
                    Some('A'..='Z' | 'a'..='z') => 1,
                    Some('\u{0400}'..='\u{04ff}') => 0,
                    _ => 2,
                };
                let lower = word.chars().filter(|c| c.is_lowercase()).count();
                let upper = word.chars().filter(|c| c.is_uppercase()).count();
                let first = word.chars().next().is_some_and(char::is_uppercase);
                let case = match (first, upper, lower) {
                    (true, 1, 0) => 0,
                    (false, 0, 1) => 1,
                    (true, _, 0) => 2,
                    (false, 0, _) => 3,
                    (true, 1, _) => 4,
                    _ => 5,
                };
                7 + script * 6 + case
            }
            AtomKind::Sign => {
                Self::FIRST_SIGN + word.chars().next().and_then(|c| SIGNS.chars().position(|s| s == c)).unwrap_or(Self::SIGN_ROOM)
            }
        };
        Self(shape as u16)
    }
}

/// FNV-1a over a slot tag and the letters, folded into the table; 32-bit so that every platform agrees.
fn bucket(tag: u8, letters: &[char]) -> u32 {
    let mut hash: u32 = 0x811c_9dc5;
    let mut eat = |byte: u8| hash = (hash ^ byte as u32).wrapping_mul(0x0100_0193);
    eat(tag);
    for c in letters {
        (*c as u32).to_le_bytes().into_iter().for_each(&mut eat);
    }
    // The low bits of FNV are weak: fold the high ones in.
    (hash ^ (hash >> 15)) % (HASH_BUCKETS - 1) + 1
}

/// Looks features up, each distinct form once.
pub struct Features<'m> {
    lexicon: &'m Lexicon,
    vocab: &'m Vocab,
    forms: BTreeMap<String, usize>,
    /// Features of each distinct form, in order of first sight.
    pub words: Vec<WordFeatures>,
}

impl<'m> Features<'m> {
    /// An empty table over a dictionary and a vocabulary.
    pub fn new(lexicon: &'m Lexicon, vocab: &'m Vocab) -> Self {
        Self { lexicon, vocab, forms: BTreeMap::new(), words: Vec::new() }
    }

    /// The number of the atom's form in [`words`](Self::words).
    pub fn id(&mut self, text: &str, atom: &Atom) -> usize {
        let surface = if atom.kind == AtomKind::Newline { "\n" } else { atom.span.of(text) };
        if let Some(id) = self.forms.get(surface) {
            return *id;
        }
        let id = self.words.len();
        self.words.push(self.compute(surface, atom.kind));
        self.forms.insert(surface.to_string(), id);
        id
    }

    /// Forgets all forms; their numbers begin anew.
    pub fn forget(&mut self) {
        self.forms.clear();
        self.words.clear();
    }

    fn compute(&self, surface: &str, kind: AtomKind) -> WordFeatures {
        let word = fold(surface);
        let letters: Vec<char> = word.chars().collect();
        let shape = Shape::of(surface, kind);
        let mut hashes = [0; HASH_SLOTS];
        hashes[0] = bucket(0, &letters);
        if kind == AtomKind::Letters {
            for n in 2..=4 {
                hashes[n - 1] = bucket(n as u8, &letters[..n.min(letters.len())]);
                hashes[n + 2] = bucket(n as u8 + 3, &letters[letters.len().saturating_sub(n)..]);
            }
        } else if kind == AtomKind::Digits {
            hashes[1] = bucket(2, &letters[..2.min(letters.len())]);
            hashes[2] = bucket(7, &[char::from(b'0' + letters.len().min(9) as u8)]);
        }
        let mut out = WordFeatures { vector: self.vocab.rank(&word), shape, hashes, grammemes: Tag::EMPTY, known: false };
        if kind == AtomKind::Letters {
            let proper = surface.starts_with(char::is_uppercase);
            let analyses = self.lexicon.analyses(&word, proper);
            out.grammemes = analyses.iter().fold(Tag::EMPTY, |tag, a| tag.or(a.tag));
            out.known = analyses.iter().any(|a| a.known);
            if out.vector.is_none() {
                out.vector = analyses.iter().find_map(|a| self.vocab.rank(&fold(&self.lexicon.lemma(a))));
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_has_a_shape_within_the_table() {
        assert!(SIGNS.chars().count() <= Shape::SIGN_ROOM);
        assert_eq!(Shape::of("☺", AtomKind::Sign).0 as usize + 1, Shape::COUNT);
    }

    #[test]
    fn shapes_tell_case_and_script_apart() {
        let all = ["О", "и", "ООН", "мир", "Мир", "МиГ", "iPhone", "UN", "Un"].map(|w| Shape::of(w, AtomKind::Letters).0);
        let distinct: std::collections::BTreeSet<u16> = all.into_iter().collect();
        assert_eq!(distinct.len(), all.len());
    }
}

//! The runtime dictionary.

use std::collections::BTreeSet;

use fst::Map;
use fst::raw::{Fst, Node, Output};

use super::guess::Guesser;
use super::tag::{Grammeme, Tag};
use crate::nlp::pack::{Pack, PackError, Section};

/// One reading of a word: a lexeme and which of its forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Analysis {
    /// The unchanging part, in lower case with ё.
    pub stem: String,
    /// Number of the paradigm.
    pub paradigm: u16,
    /// Number of the form in the paradigm; 0 is the dictionary form.
    pub form: u16,
    /// Found in the dictionary, not guessed by the ending.
    pub known: bool,
    /// The form's grammemes.
    pub tag: Tag,
}

/// The dictionary: stems, paradigms, and the guesser for unknown words.
pub struct Lexicon {
    id: String,
    stems: Map<Section>,
    set_starts: Vec<u32>,
    set_paradigms: Vec<u16>,
    pub(super) paradigms: Paradigms,
    guesser: Guesser,
}

/// All paradigms, flat.
pub(super) struct Paradigms {
    pub(super) starts: Vec<u32>,
    pub(super) suffixes: Vec<u16>,
    pub(super) tags: Vec<u16>,
    pub(super) prefixes: Vec<u8>,
    /// Suffixes as written in the dictionary, and folded (ё as е).
    pub(super) suffix_text: Vec<(String, String)>,
    /// The distinct folded suffixes, sorted.
    folded: Vec<String>,
    /// A bit for each hash of a folded suffix: what has none is no suffix, without a search.
    sieve: Vec<u64>,
    /// For each folded suffix, where its forms start in `ending`.
    ending_starts: Vec<u32>,
    /// (paradigm, form), by suffix, then by paradigm and form.
    ending: Vec<(u16, u16)>,
    pub(super) tag_sets: Vec<Tag>,
    pub(super) prefix_text: Vec<String>,
}

impl Paradigms {
    /// Indices of the forms of a paradigm in the flat arrays.
    pub(super) fn range(&self, paradigm: u16) -> std::ops::Range<usize> {
        let at = |i: usize| self.starts.get(i).map_or(0, |s| *s as usize);
        at(paradigm as usize)..at(paradigm as usize + 1)
    }

    pub(super) fn suffix(&self, i: usize) -> &(String, String) {
        static NONE: (String, String) = (String::new(), String::new());
        self.suffixes.get(i).and_then(|s| self.suffix_text.get(*s as usize)).unwrap_or(&NONE)
    }

    pub(super) fn prefix(&self, i: usize) -> &str {
        self.prefixes.get(i).and_then(|p| self.prefix_text.get(*p as usize)).map_or("", String::as_str)
    }

    /// The forms that end in a folded suffix.
    fn with_suffix(&self, suffix: &str) -> &[(u16, u16)] {
        let bit = sieve_bit(suffix);
        if self.sieve[bit / 64] >> (bit % 64) & 1 == 0 {
            return &[];
        }
        let Ok(n) = self.folded.binary_search_by(|own| own.as_str().cmp(suffix)) else { return &[] };
        let at = |i: usize| self.ending_starts.get(i).map_or(0, |s| *s as usize);
        self.ending.get(at(n)..at(n + 1)).unwrap_or(&[])
    }

    pub(super) fn tag(&self, i: usize) -> Tag {
        self.tags.get(i).and_then(|t| self.tag_sets.get(*t as usize)).copied().unwrap_or_default()
    }
}

impl Lexicon {
    /// Reads the dictionary from its pack.
    ///
    /// # Errors
    /// When a section is missing or does not fit the others.
    pub fn open(pack: &Pack) -> Result<Self, PackError> {
        let lines = |name: &str| -> Result<Vec<String>, PackError> { Ok(pack.text(name)?.split('\n').map(String::from).collect()) };
        let suffix_text: Vec<(String, String)> =
            lines("suffixes")?.into_iter().map(|s| (s.replace('ё', "е"), s)).map(|(folded, s)| (s, folded)).collect();
        let folded: Vec<String> = suffix_text.iter().map(|(_, text)| text.clone()).collect::<BTreeSet<_>>().into_iter().collect();
        let number = |text: &String| folded.binary_search(text).unwrap_or(0);
        let numbers: Vec<usize> = suffix_text.iter().map(|(_, text)| number(text)).collect();
        let mut sieve = vec![0; SIEVE / 64];
        folded.iter().map(|text| sieve_bit(text)).for_each(|bit| sieve[bit / 64] |= 1 << (bit % 64));
        let suffixes = pack.u16s("paradigm.suffixes")?;
        let starts = pack.u32s("paradigm.starts")?;
        let (ending_starts, ending) = by_suffix(&starts, &suffixes, &numbers, folded.len());
        let paradigms = Paradigms {
            starts,
            suffixes,
            folded,
            sieve,
            ending_starts,
            ending,
            tags: pack.u16s("paradigm.tags")?,
            prefixes: pack.section("paradigm.prefixes")?.as_ref().to_vec(),
            suffix_text,
            tag_sets: lines("tags")?.iter().map(|t| Tag::parse(t)).collect(),
            prefix_text: lines("prefixes")?,
        };
        let forms = paradigms.starts.last().map_or(0, |n| *n as usize);
        if paradigms.suffixes.len() != forms || paradigms.tags.len() != forms || paradigms.prefixes.len() != forms {
            return Err(PackError::shape("paradigm.*", format!("{forms} forms"), paradigms.suffixes.len()));
        }
        Ok(Self {
            id: pack.text("id")?,
            stems: map(pack, "stems")?,
            set_starts: pack.u32s("set.starts")?,
            set_paradigms: pack.u16s("set.paradigms")?,
            paradigms,
            guesser: Guesser::open(pack)?,
        })
    }

    /// Names the source and revision; packs that depend on the dictionary repeat it.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// All readings of a folded word; guessed by its ending when the dictionary does not have it. `proper` says that the
    /// word is written with a capital, and only steers the guess. Empty for words without Cyrillic letters.
    pub fn analyses(&self, word: &str, proper: bool) -> Vec<Analysis> {
        let mut out = self.known(word);
        if out.is_empty() {
            out = self.guesser.guess(&self.paradigms, word, proper);
        }
        out
    }

    /// Readings of a folded word by its ending alone, as if the dictionary did not have it.
    pub fn guessed(&self, word: &str, proper: bool) -> Vec<Analysis> {
        self.guesser.guess(&self.paradigms, word, proper)
    }

    /// The readings that the dictionary has.
    pub fn known(&self, word: &str) -> Vec<Analysis> {
        let mut out = Vec::new();
        if !word.chars().any(|c| matches!(c, 'а'..='я')) {
            return out;
        }
        for prefix in &self.paradigms.prefix_text {
            if let Some(rest) = word.strip_prefix(prefix.as_str()) {
                self.search(rest, prefix, &mut out);
            }
        }
        out
    }

    /// Every stem that starts `rest`, with the suffix left over; «е» of the text also reads «ё» of the dictionary.
    fn search(&self, rest: &str, prefix: &str, out: &mut Vec<Analysis>) {
        let fst = self.stems.as_fst();
        // Place in `rest`, characters before it, and at which of the first 64 of them the stem has «ё» for «е».
        let mut open = vec![(fst.root(), Output::zero(), 0, 0, 0u64)];
        while let Some((node, sum, at, count, yo)) = open.pop() {
            if node.is_final() {
                let stem = || rest[..at].chars().enumerate().map(|(i, c)| if i < 64 && yo >> i & 1 == 1 { 'ё' } else { c }).collect();
                self.forms(sum.cat(node.final_output()).value(), &stem, &rest[at..], prefix, out);
            }
            let Some(c) = rest[at..].chars().next() else { continue };
            if let Some((next, sum)) = step(fst, node, sum, c) {
                open.push((next, sum, at + c.len_utf8(), count + 1, yo));
            }
            if c == 'е'
                && count < 64
                && let Some((next, sum)) = step(fst, node, sum, 'ё')
            {
                open.push((next, sum, at + c.len_utf8(), count + 1, yo | 1 << count));
            }
        }
    }

    fn forms(&self, set: u64, stem: &dyn Fn() -> String, suffix: &str, prefix: &str, out: &mut Vec<Analysis>) {
        let same = self.paradigms.with_suffix(suffix);
        if same.is_empty() {
            return;
        }
        let at = |i: usize| self.set_starts.get(i).map_or(0, |s| *s as usize);
        for &paradigm in self.set_paradigms.get(at(set as usize)..at(set as usize + 1)).unwrap_or(&[]) {
            let first = same.partition_point(|(p, _)| *p < paradigm);
            let start = self.paradigms.range(paradigm).start;
            for &(_, form) in same[first..].iter().take_while(|(p, _)| *p == paradigm) {
                let i = start + form as usize;
                if self.paradigms.prefix(i) == prefix {
                    out.push(Analysis { stem: stem(), paradigm, form, known: true, tag: self.paradigms.tag(i) });
                }
            }
        }
    }

    /// The dictionary form of the lexeme.
    pub fn lemma(&self, analysis: &Analysis) -> String {
        self.form(analysis, 0)
    }

    /// Form number `form` of the lexeme.
    fn form(&self, analysis: &Analysis, form: usize) -> String {
        let i = self.paradigms.range(analysis.paradigm).start + form;
        format!("{}{}{}", self.paradigms.prefix(i), analysis.stem, self.paradigms.suffix(i).0)
    }

    /// The first form of the lexeme that has all of `want` and none of `avoid`, of the same part of speech.
    pub fn inflect(&self, analysis: &Analysis, want: Tag, avoid: Tag) -> Option<String> {
        self.inflections(analysis, want, avoid).next()
    }

    /// Of several such forms the one that begins most like `word`: «высший» for «высшего», not «высочайший».
    pub fn inflect_like(&self, analysis: &Analysis, want: Tag, avoid: Tag, word: &str) -> Option<String> {
        let shared = |form: &String| form.chars().zip(word.chars()).take_while(|(a, b)| a == b).count();
        self.inflections(analysis, want, avoid).reduce(|best, form| if shared(&form) > shared(&best) { form } else { best })
    }

    fn inflections(&self, analysis: &Analysis, want: Tag, avoid: Tag) -> impl Iterator<Item = String> {
        const PARTS: Tag = Tag::of(&[
            Grammeme::Noun,
            Grammeme::Adjf,
            Grammeme::Prtf,
            Grammeme::Adjs,
            Grammeme::Numr,
            Grammeme::Npro,
            Grammeme::Prts,
            Grammeme::Verb,
        ]);
        let part = analysis.tag.and(PARTS);
        let range = self.paradigms.range(analysis.paradigm);
        let start = range.start;
        let fits = move |&i: &usize| {
            let tag = self.paradigms.tag(i);
            tag.includes(want) && !tag.meets(avoid) && tag.and(PARTS) == part
        };
        range.filter(fits).map(move |i| self.form(analysis, i - start))
    }
}

/// Bits of the sieve for suffixes.
const SIEVE: usize = 1 << 16;

/// FNV-1a, folded to the sieve's size.
fn sieve_bit(text: &str) -> usize {
    let hash = text.bytes().fold(0x811c_9dc5u32, |hash, byte| (hash ^ byte as u32).wrapping_mul(0x0100_0193));
    (hash ^ (hash >> 16)) as usize % SIEVE
}

/// Sorts the forms of all paradigms by their folded suffix: where each suffix starts, and its (paradigm, form).
fn by_suffix(starts: &[u32], suffixes: &[u16], numbers: &[usize], kinds: usize) -> (Vec<u32>, Vec<(u16, u16)>) {
    let number = |i: usize| suffixes.get(i).and_then(|s| numbers.get(*s as usize)).copied().unwrap_or(0);
    let mut counts = vec![0u32; kinds + 1];
    (0..suffixes.len()).for_each(|i| counts[(number(i) + 1).min(kinds)] += 1);
    for k in 1..counts.len() {
        counts[k] += counts[k - 1];
    }
    let mut next = counts.clone();
    let mut out = vec![(0, 0); suffixes.len()];
    for (paradigm, range) in starts.windows(2).enumerate() {
        for i in range[0] as usize..(range[1] as usize).min(suffixes.len()) {
            let slot = &mut next[number(i)];
            if let Some(place) = out.get_mut(*slot as usize) {
                *place = (paradigm as u16, (i - range[0] as usize) as u16);
            }
            *slot += 1;
        }
    }
    (counts, out)
}

/// Opens a section as a finite-state map.
pub(super) fn map(pack: &Pack, name: &str) -> Result<Map<Section>, PackError> {
    Map::new(pack.section(name)?).map_err(|e| PackError::shape(name, "a finite-state map", e))
}

/// Follows the UTF-8 bytes of one character.
fn step<'f>(fst: &'f Fst<Section>, mut node: Node<'f>, mut sum: Output, letter: char) -> Option<(Node<'f>, Output)> {
    let mut buffer = [0; 4];
    for byte in letter.encode_utf8(&mut buffer).bytes() {
        let transition = node.transition(node.find_input(byte)?);
        sum = sum.cat(transition.out);
        node = fst.node(transition.addr);
    }
    Some((node, sum))
}

impl std::fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lexicon").field("id", &self.id).field("stems", &self.stems.len()).finish_non_exhaustive()
    }
}

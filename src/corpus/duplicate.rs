//! The same article twice: reprints, agency texts with another lead, the same page saved again.
//!
//! Articles are compared by sampled runs of words, as in Broder, "On the resemblance and containment of documents" (1997): a document's
//! sketch holds the hashes of its runs of four words that are divisible by a small number, and one document is a copy of another when
//! most of the smaller sketch is in the other. Letters alone count: not case, ё, quotes, dashes or furniture.

use std::collections::BTreeMap;

use super::Contribution;
use crate::nlp::layout::{Layout, PartKind};
use crate::nlp::segment::fold;

/// Words of a run.
const RUN: usize = 4;

/// One hash of so many is kept.
const SAMPLE: u32 = 2;

/// Shortest body that is compared, in words: short notices of the same form are alike without being one.
const LEAST: usize = 30;

/// Documents that may share a hash before it is held to be a formula: a masthead, a footer of all articles of a site.
const FORMULA: usize = 60;

/// The share of the smaller sketch that the other has, in hundredths.
const COPY: usize = 58;

/// The sketch of a text: sorted, without repetitions; empty for what is too short to compare.
///
/// FNV-1a (Fowler, Noll, Vo) in 32 bits, which is the same everywhere.
pub fn sketch(text: &str, layout: &Layout) -> Vec<u32> {
    let mut words: Vec<u32> = Vec::new();
    for part in layout.parts.iter().filter(|p| p.kind == PartKind::Body) {
        // A word divided at the end of a line is one word.
        let body = fold(part.span.of(text)).replace("-\n", "");
        words.extend(body.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(|w| fnv(w.bytes())));
    }
    if words.len() < LEAST {
        return Vec::new();
    }
    let mut out: Vec<u32> =
        words.windows(RUN).map(|run| fnv(run.iter().flat_map(|w| w.to_le_bytes()))).filter(|hash| hash.is_multiple_of(SAMPLE)).collect();
    out.sort_unstable();
    out.dedup();
    out
}

fn fnv(bytes: impl Iterator<Item = u8>) -> u32 {
    bytes.fold(0x811c_9dc5, |hash, b| (hash ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

/// For each document the one that it is a copy of: the longest of those that are alike, of equals the first by id. The work grows with
/// the documents and with those that are really alike.
pub fn copies(documents: &[Contribution]) -> Vec<Option<usize>> {
    let mut places: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (n, document) in documents.iter().enumerate() {
        document.sketch.iter().for_each(|hash| places.entry(*hash).or_default().push(n as u32));
    }
    let mut common: BTreeMap<(u32, u32), usize> = BTreeMap::new();
    for list in places.values().filter(|l| (2..=FORMULA).contains(&l.len())) {
        for (i, a) in list.iter().enumerate() {
            list[i + 1..].iter().for_each(|b| *common.entry((*a, *b)).or_default() += 1);
        }
    }
    // The fullest stands for all.
    let better = |a: usize, b: usize| {
        let rank = |n: usize| (std::cmp::Reverse(documents[n].sketch.len()), &documents[n].document);
        if rank(a) <= rank(b) { a } else { b }
    };
    let mut heads: Vec<usize> = (0..documents.len()).collect();
    let find = |heads: &[usize], mut n: usize| {
        while heads[n] != n {
            n = heads[n];
        }
        n
    };
    for ((a, b), shared) in common {
        let (a, b) = (a as usize, b as usize);
        let smaller = documents[a].sketch.len().min(documents[b].sketch.len()).max(1);
        if shared * 100 >= smaller * COPY && shared >= 8 {
            let (x, y) = (find(&heads, a), find(&heads, b));
            if x != y {
                let head = better(x, y);
                heads[x + y - head] = head;
            }
        }
    }
    (0..documents.len()).map(|n| Some(find(&heads, n)).filter(|head| *head != n)).collect()
}

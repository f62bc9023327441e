//! The likeliest row of kinds of lines, by integer weights.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::PartKind;

/// Kinds in the order of the table's columns.
const KINDS: [PartKind; 4] = [PartKind::Title, PartKind::Dateline, PartKind::Body, PartKind::Furniture];

type Row = [i32; 4];

/// More than all weights of a line.
const CERTAIN: i32 = 1_000_000;

/// Weights of a linear-chain conditional random field in thousandths; whole numbers, so that sums do not depend on the machine.
struct Weights {
    features: BTreeMap<&'static str, Row>,
    /// From the row's kind to the column's.
    steps: [Row; 4],
    /// Of the first line.
    start: Row,
}

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
    let mut weights = Weights { features: BTreeMap::new(), steps: [[0; 4]; 4], start: [0; 4] };
    for line in include_str!("../../../assets/knowledge/layout.tsv").lines().filter(|l| !l.starts_with('#')) {
        let mut columns = line.split('\t');
        let Some(name) = columns.next() else { continue };
        let mut row = [0; 4];
        row.iter_mut().zip(columns).for_each(|(w, text)| *w = text.parse().unwrap_or(0));
        match name.strip_prefix("from:") {
            Some(kind) => {
                if let Some(n) = KINDS.iter().position(|k| k.name() == kind) {
                    weights.steps[n] = row;
                }
            }
            None if name == "start" => weights.start = row,
            None => drop(weights.features.insert(name, row)),
        }
    }
    weights
});

/// Viterbi's path. The line `body` is the article's in any case.
pub(super) fn decode(lines: &[Vec<&'static str>], body: usize) -> Vec<PartKind> {
    let weights = &*WEIGHTS;
    let mut best: Row = weights.start;
    let mut back: Vec<[usize; 4]> = Vec::with_capacity(lines.len());
    for (n, names) in lines.iter().enumerate() {
        let mut own = [0; 4];
        for row in names.iter().filter_map(|name| weights.features.get(name)) {
            own.iter_mut().zip(row).for_each(|(sum, w)| *sum += w);
        }
        if n == body {
            own = [-CERTAIN, -CERTAIN, 0, -CERTAIN];
        }
        if n == 0 {
            best.iter_mut().zip(own).for_each(|(b, o)| *b += o);
            back.push([0; 4]);
            continue;
        }
        let mut next = [0; 4];
        let mut from = [0; 4];
        for to in 0..4 {
            // Of equals the first kind.
            let (kind, score) =
                (0..4).map(|k| (k, best[k] + weights.steps[k][to])).max_by_key(|(k, s)| (*s, std::cmp::Reverse(*k))).unwrap_or((2, 0));
            (from[to], next[to]) = (kind, score + own[to]);
        }
        // Sums of long texts stay small.
        let top = next.iter().copied().max().unwrap_or(0);
        best = next.map(|s| s - top);
        back.push(from);
    }
    let mut kind = (0..4).max_by_key(|k| (best[*k], std::cmp::Reverse(*k))).unwrap_or(2);
    let mut out = vec![PartKind::Body; lines.len()];
    for n in (0..lines.len()).rev() {
        out[n] = KINDS[kind];
        kind = back[n][kind];
    }
    out
}

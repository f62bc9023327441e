//! The head: the tagger's states, read once more with the mentions marked, then a scorer of pairs.
//!
//! `u = norm([relu(c), lstm(c + marks)])` an atom, with `c` the tagger's context; a pair's score is the sum of what its four
//! edges, the atoms between, its two types and each counted feature say, through one rectifier (as the tagger's own scorer of
//! spans). Trained by `training/relations.py`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::pairs::{FEATURES, Node, Pair, SIZES, pairs};
use super::{Relation, RelationKind};
use crate::nlp::ner::{Contexts, Label};
use crate::nlp::nn::{Fixed, LayerNorm, Linear, Lstm, Matrix, add_scaled, sigmoid};
use crate::nlp::pack::{Pack, PackError};

/// A long text is worked on in parts of about so many atoms: pairs over their ends are not looked at.
const PART: u32 = 16_384;
/// Features that are looked up together.
const JOINED: [std::ops::Range<usize>; 3] = [0..2, 2..6, 6..FEATURES];
/// Sums are kept an atom and begin anew after so many.
const BLOCK: usize = 256;

/// `manifest` of the pack, as far as it tells of relations.
#[derive(Deserialize)]
struct Manifest {
    context: usize,
    relations: Sizes,
}

#[derive(Deserialize)]
struct Sizes {
    kinds: Vec<String>,
    hidden: usize,
    size: usize,
    threshold: f32,
    /// Pairs of types (head, tail) that are related at all, in the order of the table.
    types: Vec<(String, String)>,
}

/// The head's weights.
#[derive(Debug)]
pub struct Head {
    context: usize,
    hidden: usize,
    size: usize,
    threshold: f32,
    /// Row of each pair of types.
    types: BTreeMap<(Label, Label), usize>,
    /// First atom, then inner atoms of a mention, by type.
    marks: Matrix,
    /// Gates of both directions by the input alone.
    input: Linear,
    forward: Lstm,
    backward: Lstm,
    norm: LayerNorm,
    /// Of the head and the tail of a pair, at the first atom and at the last; and of atoms between.
    edges: [Linear; 4],
    between: Linear,
    pair: Matrix,
    /// What the counted features say, some of them together: see [`together`].
    features: Vec<Matrix>,
    out: Linear,
}

impl Head {
    /// Reads the head from the tagger's pack.
    ///
    /// # Errors
    /// When a section is missing or has another size, or a name is not known.
    pub fn open(pack: &Pack) -> Result<Self, PackError> {
        let manifest: Manifest =
            serde_json::from_str(&pack.text("manifest")?).map_err(|e| PackError::shape("manifest", "the manifest's fields", e))?;
        let Sizes { kinds, hidden, size, threshold, types } = manifest.relations;
        let names: Vec<&str> = RelationKind::ALL.iter().map(|k| k.name()).collect();
        if kinds != names {
            return Err(PackError::shape("manifest", names.join(" "), kinds.join(" ")));
        }
        let label = |name: &str| {
            let found = Label::ALL.iter().copied().find(|l| l.name() == name);
            found.ok_or_else(|| PackError::shape("manifest", "types of mentions", name))
        };
        let rows =
            types.iter().enumerate().map(|(n, (a, b))| Ok(((label(a)?, label(b)?), n))).collect::<Result<BTreeMap<_, _>, PackError>>()?;
        let (c, u) = (manifest.context, manifest.context + 2 * hidden);
        let edge = |name: &str| Linear::read_stack(pack, &[(name, size)], u);
        let feature = |(n, values): (usize, &usize)| Matrix::read(pack, &format!("rel.feature{n}"), *values, size);
        Ok(Self {
            context: c,
            hidden,
            size,
            threshold,
            marks: Matrix::read(pack, "rel.mark", 2 * Label::ALL.len(), c)?,
            input: Linear::read_stack(pack, &[("rel.forward.input", 4 * hidden), ("rel.backward.input", 4 * hidden)], c)?,
            forward: Lstm::read(pack, "rel.forward", hidden)?,
            backward: Lstm::read(pack, "rel.backward", hidden)?,
            norm: LayerNorm::read(pack, "rel.norm", u)?,
            edges: [edge("rel.head_start")?, edge("rel.head_end")?, edge("rel.tail_start")?, edge("rel.tail_end")?],
            between: edge("rel.between")?,
            pair: Matrix::read(pack, "rel.pair", rows.len(), size)?,
            types: rows,
            features: together(&SIZES.iter().enumerate().map(feature).collect::<Result<Vec<_>, _>>()?),
            out: Linear::read_stack(pack, &[("rel.out", kinds.len())], size)?,
        })
    }

    /// The relations among mentions, by head, tail and kind.
    pub fn relations(&self, nodes: &[Node], contexts: &Contexts) -> Vec<Relation> {
        let mut out = Vec::new();
        self.score(nodes, contexts, &mut |pair, kind, p| {
            if p > self.threshold {
                out.push(Relation { kind, from: pair.head, to: pair.tail, score: p });
            }
        });
        out
    }

    /// Hands every pair's probability of every kind to `told`.
    pub fn score(&self, nodes: &[Node], contexts: &Contexts, told: &mut dyn FnMut(Pair, RelationKind, f32)) {
        let mut first = 0;
        let mut chunk = 0;
        while first < contexts.vectors.count() as u32 {
            let until = contexts.bounds[chunk..].partition_point(|end| *end <= first + PART).max(1);
            let bounds = &contexts.bounds[chunk..(chunk + until).min(contexts.bounds.len())];
            let Some(end) = bounds.last().copied() else { return };
            let from = nodes.partition_point(|n| n.atoms.start < first);
            let inside: Vec<Node> = nodes[from..].iter().take_while(|n| n.atoms.start < end).copied().collect();
            // What reaches over the end is cut with it.
            let whole = inside.iter().take_while(|n| n.atoms.end <= end).count();
            self.part(&inside[..whole], contexts, first, bounds, &mut |pair, kind, p| {
                told(Pair { head: pair.head + from, tail: pair.tail + from, ..pair }, kind, p);
            });
            (first, chunk) = (end, chunk + bounds.len());
        }
    }

    fn part(&self, nodes: &[Node], contexts: &Contexts, first: u32, bounds: &[u32], told: &mut dyn FnMut(Pair, RelationKind, f32)) {
        let list = pairs(nodes, &|a, b| self.types.contains_key(&(a, b)));
        if list.is_empty() {
            return;
        }
        let states = self.states(nodes, contexts, first, bounds);
        let at = |atom: u32| (atom - first) as usize;
        let edge = |layer: &Linear, of: &dyn Fn(&Node) -> usize| {
            let mut fixed = Fixed::new(self.context + 2 * self.hidden);
            nodes.iter().for_each(|n| fixed.push(row(&states, of(n), self.context + 2 * self.hidden)));
            let mut out = Vec::new();
            layer.apply(&fixed, &mut out);
            out
        };
        let (start, end) = (|n: &Node| at(n.atoms.start), |n: &Node| at(n.atoms.end.max(n.atoms.start + 1) - 1));
        let [hs, he, ts, te] = &self.edges;
        let heads = sum(edge(hs, &start), &edge(he, &end));
        let tails = sum(edge(ts, &start), &edge(te, &end));
        let sums = self.sums(&states);
        let (d, padded) = (self.size, self.between.padded());
        let (mut z, mut fixed, mut logits) = (vec![0.0; d], Fixed::new(d), Vec::new());
        for group in list.chunks(64) {
            fixed.clear();
            logits.clear();
            for pair in group {
                let (head, tail) = (&nodes[pair.head], &nodes[pair.tail]);
                z.copy_from_slice(&row(&heads, pair.head, padded)[..d]);
                add_scaled(&mut z, 1.0, &row(&tails, pair.tail, padded)[..d]);
                let low = head.atoms.end.min(tail.atoms.end);
                let high = head.atoms.start.max(tail.atoms.start).max(low);
                add_range(&sums, padded, at(low), at(high), &mut z);
                if let Some(types) = self.types.get(&(head.label, tail.label)) {
                    add_scaled(&mut z, 1.0, self.pair.row(*types));
                }
                for (table, range) in self.features.iter().zip(JOINED) {
                    let row = range.fold(0, |row, f| row * SIZES[f] + pair.features[f] as usize);
                    add_scaled(&mut z, 1.0, table.row(row));
                }
                z.iter_mut().for_each(|v| *v = v.max(0.0));
                fixed.push(&z);
            }
            self.out.apply(&fixed, &mut logits);
            for (pair, logits) in group.iter().zip(logits.chunks_exact(self.out.padded())) {
                for (kind, logit) in RelationKind::ALL.iter().zip(logits) {
                    told(*pair, *kind, sigmoid(*logit));
                }
            }
        }
    }

    /// What is made of each atom of a part, with the mentions marked.
    fn states(&self, nodes: &[Node], contexts: &Contexts, first: u32, bounds: &[u32]) -> Vec<f32> {
        let (c, h) = (self.context, self.hidden);
        let n = (bounds.last().copied().unwrap_or(first) - first) as usize;
        let mut marks: Vec<Vec<usize>> = vec![Vec::new(); n];
        for node in nodes {
            for atom in node.atoms.range() {
                let inner = usize::from(atom as u32 > node.atoms.start) * Label::ALL.len();
                let list = &mut marks[atom - first as usize];
                let mark = inner + node.label as usize;
                if !list.contains(&mark) {
                    list.push(mark);
                }
            }
        }
        let u = c + 2 * h;
        let mut states = vec![0.0; n * u];
        let (mut x, mut fixed, mut gates) = (vec![0.0; c], Fixed::new(c), Vec::new());
        for (i, marks) in marks.iter().enumerate() {
            x.fill(0.0);
            contexts.vectors.add_to(first as usize + i, &mut x);
            states[i * u..][..c].iter_mut().zip(&x).for_each(|(s, x)| *s = x.max(0.0));
            marks.iter().for_each(|m| add_scaled(&mut x, 1.0, self.marks.row(*m)));
            fixed.push(&x);
        }
        self.input.apply(&fixed, &mut gates);
        let width = self.input.padded();
        let starts: Vec<usize> = std::iter::once(first).chain(bounds.iter().copied()).map(|b| (b - first) as usize).collect();
        let chunk = |k: usize| starts[k]..starts[k + 1];
        let side = |backward: bool| -> Vec<Vec<&[f32]>> {
            let own = |i: usize| &gates[i * width + if backward { 4 * h } else { 0 }..][..4 * h];
            (0..bounds.len()).map(|k| if backward { chunk(k).rev().map(own).collect() } else { chunk(k).map(own).collect() }).collect()
        };
        self.forward.run(&side(false), &mut |k, step, out| states[(starts[k] + step) * u + c..][..h].copy_from_slice(out));
        self.backward.run(&side(true), &mut |k, step, out| states[(starts[k + 1] - 1 - step) * u + c + h..][..h].copy_from_slice(out));
        states.chunks_exact_mut(u).for_each(|s| self.norm.apply(s));
        states
    }

    /// Running sums of what atoms say between a pair, begun anew with each [`BLOCK`].
    fn sums(&self, states: &[f32]) -> Vec<f32> {
        let mut sums = Vec::new();
        self.between.apply(&Fixed::of(states, self.context + 2 * self.hidden), &mut sums);
        let width = self.between.padded();
        for block in sums.chunks_mut(BLOCK * width) {
            for i in 1..block.len() / width {
                let (before, own) = block.split_at_mut(i * width);
                add_scaled(&mut own[..width], 1.0, &before[(i - 1) * width..]);
            }
        }
        sums
    }
}

/// Tables of features that always come together as one table: a row for each combination, so that fewer are added up.
fn together(tables: &[Matrix]) -> Vec<Matrix> {
    let join = |range: std::ops::Range<usize>| {
        let own = &tables[range];
        own.iter().skip(1).fold(own[0].clone(), |all, table| {
            let cols = all.cols;
            let rows = all.data.chunks_exact(cols).flat_map(|a| table.data.chunks_exact(cols).map(move |b| (a, b)));
            Matrix { cols, data: rows.flat_map(|(a, b)| a.iter().zip(b).map(|(a, b)| a + b)).collect() }
        })
    };
    JOINED.map(join).into()
}

fn row(data: &[f32], i: usize, width: usize) -> &[f32] {
    &data[i * width..(i + 1) * width]
}

fn sum(mut a: Vec<f32>, b: &[f32]) -> Vec<f32> {
    add_scaled(&mut a, 1.0, b);
    a
}

/// `y +=` the mean of rows `from..to`, from running sums.
fn add_range(sums: &[f32], width: usize, from: usize, to: usize, y: &mut [f32]) {
    let share = 1.0 / (to.saturating_sub(from)).max(1) as f32;
    let mut i = from;
    while i < to {
        let last = to.min((i / BLOCK + 1) * BLOCK) - 1;
        add_scaled(y, share, &row(sums, last, width)[..y.len()]);
        if !i.is_multiple_of(BLOCK) {
            add_scaled(y, -share, &row(sums, i - 1, width)[..y.len()]);
        }
        i = last + 1;
    }
}

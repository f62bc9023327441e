//! The net: additive word features → BiLSTM → additive scorer of all spans up to 12 atoms.

use serde::Deserialize;

use super::{Label, Mention};
use crate::nlp::embed::{Features, HASH_BUCKETS, Shape, Vocab, WordFeatures};
use crate::nlp::morph::{GRAMMEMES, Lexicon};
use crate::nlp::nn::{LayerNorm, Lstm, Matrix, add_scaled, sigmoid};
use crate::nlp::pack::{Pack, PackError, Section};
use crate::nlp::segment::{AtomKind, Segmentation};
use crate::nlp::span::{AtomUnit, Span};

/// Bytes a word in the product-quantised vectors, and dimensions a byte.
const CODE_BYTES: usize = 16;
const CODE_DIMENSIONS: usize = 3;
const HASH_DIMENSIONS: usize = 48;
/// Types padded to whole SIMD registers.
const PADDED_TYPES: usize = 32;
/// Whole lines are read together up to this many atoms, as in training.
const CHUNK: u32 = 128;
/// A longer line is cut at ends of sentences.
const LONG_LINE: u32 = 256;

/// Distinct forms whose input rows are kept: some tens of megabytes.
const MAX_FORMS: usize = 100_000;

/// `manifest` of the pack, as `training/export.py` writes it.
#[derive(Deserialize)]
struct Manifest {
    lexicon: String,
    words: usize,
    types: Vec<String>,
    hidden: usize,
    span: usize,
    widths: usize,
    threshold: f32,
    start_shapes: Vec<u16>,
}

/// The tagger's weights.
pub struct Tagger {
    vocab: Vocab,
    hidden: usize,
    span: usize,
    widths: usize,
    threshold: f32,
    starts: Vec<bool>,
    codes: Section,
    codebooks: Vec<f32>,
    vector_projection: Matrix,
    vector_mean: Vec<f32>,
    shape: Matrix,
    grammeme: Matrix,
    hash: Section,
    hash_scales: Section,
    hash_projection: Matrix,
    glued: Vec<f32>,
    input_bias: Vec<f32>,
    norm_in: LayerNorm,
    forward: Lstm,
    backward: Lstm,
    norm_out: LayerNorm,
    start: (Matrix, Vec<f32>),
    end: (Matrix, Vec<f32>),
    pool: (Matrix, Vec<f32>),
    width: Vec<f32>,
    out: Matrix,
    out_bias: Vec<f32>,
}

impl Tagger {
    /// Reads the net from its pack and checks that it fits the dictionary.
    ///
    /// # Errors
    /// When a section is missing, has another size, or the pack was trained with another dictionary.
    pub fn open(pack: &Pack, lexicon: &Lexicon) -> Result<Self, PackError> {
        let manifest: Manifest =
            serde_json::from_str(&pack.text("manifest")?).map_err(|e| PackError::shape("manifest", "the manifest's fields", e))?;
        if manifest.lexicon != lexicon.id() {
            return Err(PackError::Dependency { expected: manifest.lexicon, got: lexicon.id().into() });
        }
        let names: Vec<&str> = Label::ALL.iter().map(|l| l.name()).collect();
        if manifest.types != names {
            return Err(PackError::shape("manifest", names.join(" "), manifest.types.join(" ")));
        }
        let (h, d, n) = (manifest.hidden, manifest.span, names.len());
        let vector = |name: &str, len: usize| -> Result<Vec<f32>, PackError> {
            let v = pack.f32s(name)?;
            if v.len() == len { Ok(v) } else { Err(PackError::shape(name, len, v.len())) }
        };
        let layer = |name: &str| -> Result<(Matrix, Vec<f32>), PackError> {
            Ok((Matrix::read(pack, name, d, 2 * h)?.transposed(), vector(&format!("{name}_bias"), d)?))
        };
        let bytes = |name: &str, len: usize| -> Result<Section, PackError> {
            let s = pack.section(name)?;
            if s.as_ref().len() == len { Ok(s) } else { Err(PackError::shape(name, len, s.as_ref().len())) }
        };
        // Types are padded with zeros so that a row fills whole registers.
        let out = Matrix::read(pack, "out", n, d)?;
        let mut padded = Matrix { cols: PADDED_TYPES, data: vec![0.0; d * PADDED_TYPES] };
        for kind in 0..n {
            for (k, w) in out.row(kind).iter().enumerate() {
                padded.data[k * PADDED_TYPES + kind] = *w;
            }
        }
        let mut out_bias = vector("out_bias", n)?;
        out_bias.resize(PADDED_TYPES, -100.0);
        let mut starts = vec![true; Shape::COUNT];
        for (shape, start) in starts.iter_mut().enumerate() {
            *start = (1..Shape::FIRST_SIGN).contains(&shape) || manifest.start_shapes.contains(&(shape as u16));
        }
        Ok(Self {
            vocab: Vocab::open(pack, manifest.words)?,
            hidden: h,
            span: d,
            widths: manifest.widths,
            threshold: manifest.threshold,
            starts,
            codes: bytes("codes", manifest.words * CODE_BYTES)?,
            codebooks: vector("codebooks", CODE_BYTES * 256 * CODE_DIMENSIONS)?,
            vector_projection: Matrix::read(pack, "vector_projection", h, CODE_BYTES * CODE_DIMENSIONS)?.transposed(),
            vector_mean: vector("vector_mean", h)?,
            shape: Matrix::read(pack, "shape", Shape::COUNT, h)?,
            grammeme: Matrix::read(pack, "grammeme", GRAMMEMES.len() + 1, h)?,
            hash: bytes("hash.q", HASH_BUCKETS as usize * HASH_DIMENSIONS / 2)?,
            hash_scales: bytes("hash.s", HASH_BUCKETS as usize)?,
            hash_projection: Matrix::read(pack, "hash_projection", h, HASH_DIMENSIONS)?.transposed(),
            glued: vector("glued", h)?,
            input_bias: vector("input_bias", h)?,
            norm_in: LayerNorm::read(pack, "norm_in", h)?,
            forward: Lstm::read(pack, "forward", h, h)?,
            backward: Lstm::read(pack, "backward", h, h)?,
            norm_out: LayerNorm::read(pack, "norm_out", 2 * h)?,
            start: layer("start")?,
            end: layer("end")?,
            pool: layer("pool")?,
            width: vector("width", manifest.widths * d)?,
            out: padded,
            out_bias,
        })
    }

    /// Begins to tag a text; the work is done by [`Tagging::step`].
    pub fn begin<'m>(&'m self, lexicon: &'m Lexicon) -> Tagging<'m> {
        Tagging { tagger: self, features: Features::new(lexicon, &self.vocab), rows: Vec::new(), next: 0, mentions: Vec::new() }
    }

    /// What one word form adds to the input layer, all but the glue.
    fn input_row(&self, word: &WordFeatures) -> Vec<f32> {
        let mut x = self.input_bias.clone();
        add_scaled(&mut x, 1.0, self.shape.row(word.shape.0 as usize));
        for g in word.grammemes.indices() {
            add_scaled(&mut x, 1.0, self.grammeme.row(g));
        }
        if word.known {
            add_scaled(&mut x, 1.0, self.grammeme.row(GRAMMEMES.len()));
        }
        let mut hashed = [0.0; HASH_DIMENSIONS];
        for &row in word.hashes.iter().filter(|r| **r > 0) {
            let scale = self.hash_scales.as_ref().get(row as usize).map_or(0.0, |s| hash_scale(*s));
            let at = row as usize * HASH_DIMENSIONS / 2;
            for (pair, byte) in hashed.chunks_exact_mut(2).zip(self.hash.as_ref().get(at..at + HASH_DIMENSIONS / 2).unwrap_or(&[])) {
                pair[0] += ((byte & 15) as f32 - 8.0) * scale;
                pair[1] += ((byte >> 4) as f32 - 8.0) * scale;
            }
        }
        self.hash_projection.apply(&hashed, &mut x);
        if let Some(rank) = word.vector {
            let mut decoded = [0.0; CODE_BYTES * CODE_DIMENSIONS];
            let at = rank as usize * CODE_BYTES;
            let code = self.codes.as_ref().get(at..at + CODE_BYTES).unwrap_or(&[]);
            for ((j, code), part) in code.iter().enumerate().zip(decoded.chunks_exact_mut(CODE_DIMENSIONS)) {
                let centre = (j * 256 + *code as usize) * CODE_DIMENSIONS;
                part.copy_from_slice(&self.codebooks[centre..centre + CODE_DIMENSIONS]);
            }
            self.vector_projection.apply(&decoded, &mut x);
            add_scaled(&mut x, 1.0, &self.vector_mean);
        }
        x
    }

    /// Probabilities above `threshold` in a chunk: (start, width - 1, type, probability).
    fn spans(&self, rows: &[f32], starts: &[bool], threshold: f32, found: &mut dyn FnMut(usize, usize, usize, f32)) {
        let (h, d, n) = (self.hidden, self.span, starts.len());
        let mut states = vec![0.0; n * 2 * h];
        self.forward.run(rows, h, false, &mut states, 2 * h, 0);
        self.backward.run(rows, h, true, &mut states, 2 * h, h);
        states.chunks_exact_mut(2 * h).for_each(|s| self.norm_out.apply(s));
        let start = self.start.0.apply_all(&states, 2 * h, &self.start.1);
        let end = self.end.0.apply_all(&states, 2 * h, &self.end.1);
        let pool = self.pool.0.apply_all(&states, 2 * h, &self.pool.1);
        // A logit below this cannot pass; saves the exponential.
        let least = -(1.0 / threshold - 1.0).ln() - 0.001;
        let mut logits = vec![0.0; self.widths * PADDED_TYPES];
        for i in (0..n).filter(|i| starts[*i]) {
            let widths = self.widths.min(n - i);
            let spans = Spans { start: &start[i * d..(i + 1) * d], end: &end[i * d..], pool: &pool[i * d..], width: &self.width };
            score(&spans, &self.out.data, &self.out_bias, &mut logits[..widths * PADDED_TYPES]);
            for (w, logits) in logits.chunks_exact(PADDED_TYPES).take(widths).enumerate() {
                for (kind, logit) in logits.iter().enumerate().take(Label::ALL.len()) {
                    if *logit > least {
                        let p = sigmoid(*logit);
                        if p > threshold {
                            found(i, w, kind, p);
                        }
                    }
                }
            }
        }
    }
}

/// What the scorer adds up for the spans that begin at one atom: the atom's own vector, and those of the atoms from there
/// on and of the widths, one after the other.
struct Spans<'a> {
    start: &'a [f32],
    end: &'a [f32],
    pool: &'a [f32],
    width: &'a [f32],
}

/// `relu(start + end + width + mean of pool) W + bias` for each width; compiled for wider registers too, with the same bits.
#[multiversion::multiversion(targets("x86_64+avx512f+avx512vl", "x86_64+avx2"))]
fn score(spans: &Spans<'_>, out: &[f32], bias: &[f32], logits: &mut [f32]) {
    let d = spans.start.len();
    let (mut sum, mut z) = (vec![0.0; d], vec![0.0; d]);
    let vectors = spans.end.chunks_exact(d).zip(spans.pool.chunks_exact(d)).zip(spans.width.chunks_exact(d));
    for (w, (logits, ((end, pool), width))) in logits.chunks_exact_mut(PADDED_TYPES).zip(vectors).enumerate() {
        add_scaled(&mut sum, 1.0, pool);
        let share = 1.0 / (w + 1) as f32;
        for ((((z, s), e), l), p) in z.iter_mut().zip(spans.start).zip(end).zip(width).zip(&sum) {
            *z = (s + e + l + p * share).max(0.0);
        }
        let mut own = [0.0; PADDED_TYPES];
        own.copy_from_slice(bias);
        for (z, row) in z.iter().zip(out.chunks_exact(PADDED_TYPES)).filter(|(z, _)| **z > 0.0) {
            add_scaled(&mut own, *z, row);
        }
        logits.copy_from_slice(&own);
    }
}

/// `2^(-s/8)` from exact eighth roots: no platform `pow`.
fn hash_scale(s: u8) -> f32 {
    const ROOTS: [f32; 8] = [1.0, 0.917_004, 0.840_896_4, 0.771_105_4, 0.707_106_77, 0.648_419_8, 0.594_603_6, 0.545_253_9];
    ROOTS[(s % 8) as usize] * f32::from_bits((127 - (s / 8) as u32) << 23)
}

/// A text being tagged, chunk by chunk, so that a caller can stop or show progress in between.
pub struct Tagging<'m> {
    tagger: &'m Tagger,
    features: Features<'m>,
    /// Input row of each distinct form.
    rows: Vec<Vec<f32>>,
    next: u32,
    mentions: Vec<Mention>,
}

impl Tagging<'_> {
    /// Tags the next chunk; returns the atoms done so far, or `None` when all are.
    pub fn step(&mut self, text: &str, pieces: &Segmentation) -> Option<u32> {
        if self.next as usize >= pieces.atoms.len() {
            return None;
        }
        let chunk = next_chunk(pieces, self.next);
        let threshold = self.tagger.threshold;
        let mut found = Vec::new();
        self.chunk(text, pieces, chunk, threshold, &mut |i, w, label, p| found.push((i, w, label, p)));
        for (i, w, label, score) in found {
            let atoms = Span::new(chunk.start + i as u32, chunk.start + (i + w) as u32 + 1);
            let span = pieces.atoms[atoms.start as usize].span.cover(pieces.atoms[atoms.end as usize - 1].span);
            self.mentions.push(Mention { span, atoms, label, score });
        }
        self.next = chunk.end;
        Some(self.next)
    }

    /// All mentions found, in the order of mentions: by start, then longest first, then type.
    pub fn finish(mut self) -> Vec<Mention> {
        self.mentions.sort_by_key(|m| (m.span, m.label));
        self.mentions
    }

    /// Every span of the whole text, taken as one chunk, with a probability above `threshold`:
    /// (first atom, width - 1, type, probability). For checks against the training side.
    pub fn probabilities(&mut self, text: &str, pieces: &Segmentation, threshold: f32) -> Vec<(usize, usize, Label, f32)> {
        let mut out = Vec::new();
        let all = Span::new(0, pieces.atoms.len() as u32);
        self.chunk(text, pieces, all, threshold, &mut |i, w, label, p| out.push((i, w, label, p)));
        out
    }

    fn chunk(
        &mut self,
        text: &str,
        pieces: &Segmentation,
        chunk: Span<AtomUnit>,
        threshold: f32,
        found: &mut dyn FnMut(usize, usize, Label, f32),
    ) {
        let tagger = self.tagger;
        // A text of many millions of words must not keep them all.
        if self.rows.len() > MAX_FORMS {
            self.rows.clear();
            self.features.forget();
        }
        let atoms = &pieces.atoms[chunk.range()];
        let mut rows = Vec::with_capacity(atoms.len() * tagger.hidden);
        let mut starts = Vec::with_capacity(atoms.len());
        for atom in atoms {
            let id = self.features.id(text, atom);
            let word = &self.features.words[id];
            if id == self.rows.len() {
                self.rows.push(tagger.input_row(word));
            }
            starts.push(tagger.starts.get(word.shape.0 as usize).copied().unwrap_or(false));
            let at = rows.len();
            rows.extend_from_slice(&self.rows[id]);
            if atom.glued {
                add_scaled(&mut rows[at..], 1.0, &tagger.glued);
            }
            tagger.norm_in.apply(&mut rows[at..]);
        }
        tagger.spans(&rows, &starts, threshold, &mut |i, w, kind, p| found(i, w, Label::ALL[kind], p));
    }
}

/// Whole lines up to [`CHUNK`] atoms, at least one; a line over [`LONG_LINE`] is cut after a sentence, or hard.
fn next_chunk(pieces: &Segmentation, from: u32) -> Span<AtomUnit> {
    let atoms = &pieces.atoms;
    let n = atoms.len() as u32;
    let line_end = |start: u32| -> u32 {
        let mut i = start;
        while i < n && i - start < 4 * LONG_LINE && atoms[i as usize].kind != AtomKind::Newline {
            i += 1;
        }
        (i + 1).min(n)
    };
    let mut end = line_end(from);
    if end - from > LONG_LINE {
        let mut cut = from + LONG_LINE;
        let limit = atoms[cut as usize].span.start;
        if let Some(i) = pieces.sentence_at(limit) {
            let first = pieces.tokens[pieces.sentences[i].tokens.start as usize].atoms.start;
            if first > from {
                cut = first;
            }
        }
        return Span::new(from, cut);
    }
    while end < n {
        let next = line_end(end);
        if next - from > CHUNK {
            break;
        }
        end = next;
    }
    Span::new(from, end)
}

impl std::fmt::Debug for Tagger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tagger").field("hidden", &self.hidden).field("words", &self.vocab.len()).finish_non_exhaustive()
    }
}

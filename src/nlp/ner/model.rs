//! The net: additive word features → BiLSTM → additive scorer of all spans up to 12 atoms.

use serde::Deserialize;

use super::names::{Candidates, NameScorer, bytes, is_adjective};
use super::sites::sites;
use super::{Guideline, Label, Mention, NAME_FEATURES, NameKind};
use crate::nlp::embed::{Features, HASH_BUCKETS, Shape, Vocab, WordFeatures};
use crate::nlp::morph::{GRAMMEMES, Lexicon};
use crate::nlp::nn::{Fixed, LayerNorm, Linear, Lstm, Matrix, TOGETHER, add_scaled, sigmoid};
use crate::nlp::pack::{Pack, PackError, Section};
use crate::nlp::segment::{AtomKind, Segmentation};
use crate::nlp::span::{AtomUnit, Byte, Span};

/// Bytes a word in the product-quantised vectors, and dimensions a byte.
const CODE_BYTES: usize = 16;
const CODE_DIMENSIONS: usize = 3;
const HASH_DIMENSIONS: usize = 48;
/// Whole lines are read together up to this many atoms, as in training.
const CHUNK: u32 = 128;
/// A longer line is cut at ends of sentences.
const LONG_LINE: u32 = 256;

/// Longest span, in atoms.
pub(super) const MAX_WIDTH: usize = 12;
/// Logit from which on the second net looks at a span: a probability of 0.02.
const LEAST: f32 = -3.9;

/// Confidence in a site that only its address gives away.
const SITE_SCORE: f32 = 0.9;

/// Distinct forms whose first-layer products are kept: at 5 KB each, some tens of megabytes.
const MAX_FORMS: usize = 8_192;
/// Marks a form that has no products yet.
const NO_PLACE: u32 = u32::MAX;

/// `manifest` of the pack, as `training/export.py` writes it.
#[derive(Deserialize)]
struct Manifest {
    lexicon: String,
    words: usize,
    types: Vec<String>,
    plain: Vec<String>,
    hidden: usize,
    span: usize,
    widths: usize,
    threshold: f32,
    gate: f32,
    /// Slope and offset that turn NEREL's logits into calibrated ones.
    calibration: [f32; 2],
    names: NameScorer,
    start_shapes: Vec<u16>,
    /// Numbers a vector of [`Contexts`].
    context: usize,
}

/// The tagger's weights.
pub struct Tagger {
    vocab: Vocab,
    hidden: usize,
    span: usize,
    threshold: f32,
    /// Least logit of the gate for spans that begin at an atom.
    gate: f32,
    calibration: [f32; 2],
    names: NameScorer,
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
    /// Gates of both directions by the input alone.
    input: Linear,
    forward: Lstm,
    backward: Lstm,
    norm_out: LayerNorm,
    /// Start, end and pool vectors and the gate, one after the other.
    roles: Linear,
    width: Vec<f32>,
    out: Linear,
    /// What the head of relations takes of a state.
    context: Linear,
    context_size: usize,
}

/// What the net makes of each atom in its surroundings, for the stages above.
#[derive(Clone, Debug)]
pub struct Contexts {
    /// A vector an atom.
    pub vectors: Fixed,
    /// Ends of the stretches that were read together, in atoms.
    pub bounds: Vec<u32>,
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
        let kinds: Vec<&str> = NameKind::ALL.iter().map(|k| k.name()).collect();
        if manifest.plain != kinds || !(1..=MAX_WIDTH).contains(&manifest.widths) {
            return Err(PackError::shape("manifest", format!("{} and at most {MAX_WIDTH} atoms", kinds.join(" ")), manifest.widths));
        }
        let (h, d, n) = (manifest.hidden, manifest.span, names.len());
        let vector = |name: &str, len: usize| -> Result<Vec<f32>, PackError> {
            let v = pack.f32s(name)?;
            if v.len() == len { Ok(v) } else { Err(PackError::shape(name, len, v.len())) }
        };
        let bytes = |name: &str, len: usize| -> Result<Section, PackError> {
            let s = pack.section(name)?;
            if s.as_ref().len() == len { Ok(s) } else { Err(PackError::shape(name, len, s.as_ref().len())) }
        };
        let mut starts = vec![true; Shape::COUNT];
        for (shape, start) in starts.iter_mut().enumerate() {
            *start = (1..Shape::FIRST_SIGN).contains(&shape) || manifest.start_shapes.contains(&(shape as u16));
        }
        Ok(Self {
            vocab: Vocab::open(pack, manifest.words)?,
            hidden: h,
            span: d,
            threshold: manifest.threshold,
            gate: manifest.gate,
            calibration: manifest.calibration,
            names: manifest.names.checked()?,
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
            input: Linear::read_stack(pack, &[("forward.input", 4 * h), ("backward.input", 4 * h)], h)?,
            forward: Lstm::read(pack, "forward", h)?,
            backward: Lstm::read(pack, "backward", h)?,
            norm_out: LayerNorm::read(pack, "norm_out", 2 * h)?,
            roles: Linear::read_stack(pack, &[("start", d), ("end", d), ("pool", d), ("gate", 1)], 2 * h)?,
            width: vector("width", manifest.widths * d)?,
            out: Linear::read_stack(pack, &[("out", n + manifest.plain.len())], d)?,
            context: Linear::read_stack(pack, &[("context", manifest.context)], 2 * h)?,
            context_size: manifest.context,
        })
    }

    /// An empty store of word forms.
    pub fn forms<'m>(&'m self, lexicon: &'m Lexicon) -> Forms<'m> {
        Forms { features: Features::new(lexicon, &self.vocab), products: Vec::new(), places: Vec::new() }
    }

    /// Begins to tag a text with what is known of word forms; the work is done by [`Tagging::step`].
    pub fn begin<'m>(&'m self, forms: Forms<'m>) -> Tagging<'m> {
        let contexts = Contexts { vectors: Fixed::new(self.context_size), bounds: Vec::new() };
        Tagging { tagger: self, forms, next: 0, adjectives: Vec::new(), found: Vec::new(), contexts }
    }

    /// The input layer of one word form, normalised.
    fn input_row(&self, word: &WordFeatures, glued: bool) -> Vec<f32> {
        let mut x = self.input_bias.clone();
        if glued {
            add_scaled(&mut x, 1.0, &self.glued);
        }
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
        self.norm_in.apply(&mut x);
        x
    }

    /// Logits above `least` in chunks that follow each other: (start, width - 1, output, logit); NEREL's types first, calibrated,
    /// then the kinds of names. `gates` holds for every atom what the input layer makes of it for both directions, `bounds` the
    /// ends of the chunks.
    fn spans(
        &self,
        gates: &[&[f32]],
        bounds: &[usize],
        starts: &[bool],
        least: f32,
        contexts: &mut Fixed,
        found: &mut dyn FnMut(usize, usize, usize, f32),
    ) {
        let (h, d, n) = (self.hidden, self.span, gates.len());
        let firsts: Vec<usize> = std::iter::once(0).chain(bounds.iter().copied()).collect();
        let chunks = || firsts.iter().zip(bounds).map(|(first, end)| &gates[*first..*end]);
        let mut states = vec![0.0; n * 2 * h];
        let forward: Vec<Vec<&[f32]>> = chunks().map(|c| c.iter().map(|g| &g[..4 * h]).collect()).collect();
        self.forward.run(&forward, &mut |i, step, out| {
            states[(firsts[i] + step) * 2 * h..][..h].copy_from_slice(out);
        });
        let backward: Vec<Vec<&[f32]>> = chunks().map(|c| c.iter().rev().map(|g| &g[4 * h..8 * h]).collect()).collect();
        self.backward.run(&backward, &mut |i, step, out| {
            states[(bounds[i] - 1 - step) * 2 * h + h..][..h].copy_from_slice(out);
        });
        let mut fixed = Fixed::new(2 * h);
        for state in states.chunks_exact_mut(2 * h) {
            self.norm_out.apply(state);
            fixed.push(state);
        }
        let (mut roles, stride) = (Vec::new(), self.roles.padded());
        self.roles.apply(&fixed, &mut roles);
        let mut context = Vec::new();
        self.context.apply(&fixed, &mut context);
        context.chunks_exact(self.context.padded()).for_each(|c| contexts.push(&c[..self.context_size]));
        let role = |atom: usize, k: usize| &roles[atom * stride + k * d..][..d];
        let (mut sum, mut z, mut logits) = (vec![0.0; d], vec![0.0; d], Vec::new());
        let mut fixed = Fixed::new(d);
        for i in (0..n).filter(|i| starts[*i] && roles[i * stride + 3 * d] > self.gate) {
            let end = bounds.iter().copied().find(|end| *end > i).unwrap_or(n);
            sum.fill(0.0);
            fixed.clear();
            logits.clear();
            for (w, width) in self.width.chunks_exact(d).enumerate().take(end - i) {
                add_scaled(&mut sum, 1.0, role(i + w, 2));
                let share = 1.0 / (w + 1) as f32;
                for ((((z, s), e), l), p) in z.iter_mut().zip(role(i, 0)).zip(role(i + w, 1)).zip(width).zip(&sum) {
                    *z = (s + e + l + p * share).max(0.0);
                }
                fixed.push(&z);
            }
            self.out.apply(&fixed, &mut logits);
            for (w, logits) in logits.chunks_exact(self.out.padded()).enumerate() {
                for (output, logit) in logits.iter().enumerate().take(Label::ALL.len() + NameKind::ALL.len()) {
                    let [slope, offset] = if output < Label::ALL.len() { self.calibration } else { [1.0, 0.0] };
                    let logit = logit * slope + offset;
                    if logit > least {
                        found(i, w, output, logit);
                    }
                }
            }
        }
    }
}

/// `2^(-s/8)` from exact eighth roots: no platform `pow`.
fn hash_scale(s: u8) -> f32 {
    const ROOTS: [f32; 8] = [1.0, 0.917_004, 0.840_896_4, 0.771_105_4, 0.707_106_77, 0.648_419_8, 0.594_603_6, 0.545_253_9];
    ROOTS[(s % 8) as usize] * f32::from_bits((127 - (s / 8) as u32) << 23)
}

/// What the tagger has worked out of word forms, to be used again by the next text; results do not depend on it.
pub struct Forms<'m> {
    features: Features<'m>,
    /// What the first layer makes of each distinct form, without a space before it and with one; see `places`.
    products: Vec<f32>,
    /// For each form, apart and glued, its place in `products`; [`NO_PLACE`] when it has none yet.
    places: Vec<[u32; 2]>,
}

/// A text being tagged, chunk by chunk, so that a caller can stop or show progress in between.
pub struct Tagging<'m> {
    tagger: &'m Tagger,
    forms: Forms<'m>,
    next: u32,
    /// Whether each atom so far is but an adjective.
    adjectives: Vec<bool>,
    /// Spans with what the net says of them, as logits by output.
    found: Vec<(Span<AtomUnit>, usize, f32)>,
    contexts: Contexts,
}

impl<'m> Tagging<'m> {
    /// Tags the next chunks, some at a time; returns the atoms done so far, or `None` when all are.
    pub fn step(&mut self, text: &str, pieces: &Segmentation) -> Option<u32> {
        if self.next as usize >= pieces.atoms.len() {
            return None;
        }
        let mut ends = Vec::with_capacity(TOGETHER);
        let mut end = self.next;
        while ends.len() < TOGETHER && (end as usize) < pieces.atoms.len() {
            end = next_chunk(pieces, end).end;
            ends.push(end);
        }
        self.chunks(text, pieces, self.next, &ends, LEAST);
        self.next = end;
        Some(self.next)
    }

    /// All mentions found, in the order of mentions: by start, then longest first, then type; what the net made of each atom;
    /// and the forms for the next text.
    pub fn finish(self, text: &str, pieces: &Segmentation, guideline: Guideline) -> (Vec<Mention>, Contexts, Forms<'m>) {
        let names = match guideline {
            Guideline::Nerel => Vec::new(),
            Guideline::Names => Candidates::new(text, pieces, &self.adjectives, self.found.clone()).names(&self.tagger.names),
        };
        let mut out: Vec<Mention> = self
            .found
            .iter()
            .filter_map(|(atoms, output, logit)| {
                let (label, score) = (*Label::ALL.get(*output)?, sigmoid(*logit));
                let wanted = guideline == Guideline::Nerel || NameKind::of(label).is_none();
                (wanted && score > self.tagger.threshold).then(|| Mention { span: bytes(*atoms, pieces), atoms: *atoms, label, score })
            })
            .chain(names)
            .collect();
        if guideline == Guideline::Names {
            let mut covered = vec![false; pieces.atoms.len()];
            out.iter().for_each(|m| covered[m.atoms.range()].fill(true));
            for atoms in sites(text, pieces) {
                if !covered[atoms.range()].contains(&true) {
                    out.push(Mention { span: bytes(atoms, pieces), atoms, label: Label::Organization, score: SITE_SCORE });
                }
            }
        }
        // Signs alone («😅») name nothing.
        let says =
            |atoms: Span<AtomUnit>| pieces.atoms[atoms.range()].iter().any(|a| matches!(a.kind, AtomKind::Letters | AtomKind::Digits));
        out.retain(|m| says(m.atoms));
        out.sort_by_key(|m| (m.span, m.label));
        out.dedup_by_key(|m| (m.span, m.label));
        (out, self.contexts, self.forms)
    }

    /// Features of everything that may be a name, for training the second net: (text covered, kind, features).
    pub fn name_features(&self, text: &str, pieces: &Segmentation) -> Vec<(Span<Byte>, NameKind, [f32; NAME_FEATURES])> {
        let candidates = Candidates::new(text, pieces, &self.adjectives, self.found.clone());
        candidates.features().map(|(c, kind, f)| (bytes(c.atoms, pieces), kind, f)).collect()
    }

    /// What the net makes of each atom of the whole text, taken as one chunk. For checks against the training side.
    pub fn contexts(mut self, text: &str, pieces: &Segmentation) -> Contexts {
        self.chunks(text, pieces, 0, &[pieces.atoms.len() as u32], LEAST);
        self.contexts
    }

    /// Every span of the whole text, taken as one chunk, with a probability above `threshold`:
    /// (first atom, width - 1, output, probability). For checks against the training side.
    pub fn probabilities(mut self, text: &str, pieces: &Segmentation, threshold: f32) -> Vec<(usize, usize, &'static str, f32)> {
        let name = |output: usize| {
            let label = Label::ALL.get(output).map(|l| l.name());
            label.or(NameKind::ALL.get(output - Label::ALL.len().min(output)).map(|k| k.name())).unwrap_or("")
        };
        self.chunks(text, pieces, 0, &[pieces.atoms.len() as u32], -(1.0 / threshold - 1.0).ln());
        self.found
            .iter()
            .map(|(atoms, output, logit)| (atoms.start as usize, atoms.len() as usize - 1, name(*output), sigmoid(*logit)))
            .collect()
    }

    /// Tags chunks that follow each other from atom `first` on, by their ends.
    fn chunks(&mut self, text: &str, pieces: &Segmentation, first: u32, ends: &[u32], least: f32) {
        let tagger = self.tagger;
        // A text of many millions of words must not keep them all.
        let forms = &mut self.forms;
        let size = tagger.input.padded();
        if forms.products.len() > MAX_FORMS * size {
            forms.products.clear();
            forms.places.clear();
            forms.features.forget();
        }
        let atoms = &pieces.atoms[first as usize..ends.last().map_or(first, |e| *e) as usize];
        let (mut places, mut starts) = (Vec::with_capacity(atoms.len()), Vec::with_capacity(atoms.len()));
        let mut fresh = Fixed::new(tagger.hidden);
        for atom in atoms {
            let id = forms.features.id(text, atom);
            let word = &forms.features.words[id];
            if id >= forms.places.len() {
                forms.places.resize(id + 1, [NO_PLACE; 2]);
            }
            let place = &mut forms.places[id][usize::from(atom.glued)];
            if *place == NO_PLACE {
                *place = (forms.products.len() / size + fresh.count()) as u32;
                fresh.push(&tagger.input_row(word, atom.glued));
            }
            places.push(*place as usize);
            self.adjectives.push(is_adjective(word.grammemes));
            starts.push(tagger.starts.get(word.shape.0 as usize).copied().unwrap_or(false));
        }
        tagger.input.apply(&fresh, &mut forms.products);
        let gates: Vec<&[f32]> = places.iter().map(|p| &forms.products[p * size..][..size]).collect();
        let found = &mut self.found;
        let bounds: Vec<usize> = ends.iter().map(|end| (end - first) as usize).collect();
        self.contexts.bounds.extend_from_slice(ends);
        tagger.spans(&gates, &bounds, &starts, least, &mut self.contexts.vectors, &mut |i, w, output, logit| {
            let start = first + i as u32;
            found.push((Span::new(start, start + w as u32 + 1), output, logit));
        });
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

impl std::fmt::Debug for Forms<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Forms").field("forms", &self.places.len()).finish_non_exhaustive()
    }
}

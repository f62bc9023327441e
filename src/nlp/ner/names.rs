//! Which of the net's spans are names of persons, places and organisations.
//!
//! NEREL marks «российский» as a country and «правительство» as an organisation. An index of who and where wants names
//! alone, as most corpora understand them. The net therefore also predicts plain names; a small second net weighs both
//! opinions on a span with those on the spans around it and with what the words look like (stacking, Wolpert 1992).
//! It is trained by `training/names.py` on exactly the features computed here.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Label, Mention};
use crate::nlp::morph::{Grammeme, Tag};
use crate::nlp::nn::{sigmoid, tanh};
use crate::nlp::pack::PackError;
use crate::nlp::segment::{AtomKind, Segmentation, fold};
use crate::nlp::span::{AtomUnit, Byte, Span};

/// What a plain name names, in the order of the net's outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameKind {
    /// A person.
    Person,
    /// A place, also a state.
    Place,
    /// An organisation.
    Organization,
}

impl NameKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Person, Self::Place, Self::Organization];

    /// The name in packs and in training data.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "PER",
            Self::Place => "LOC",
            Self::Organization => "ORG",
        }
    }

    /// The kind that a NEREL type falls under, if any.
    pub fn of(label: Label) -> Option<Self> {
        match label {
            Label::Person => Some(Self::Person),
            Label::Organization => Some(Self::Organization),
            Label::Country | Label::City | Label::StateOrProvince | Label::District | Label::Location => Some(Self::Place),
            _ => None,
        }
    }

    /// The type of a name of which NEREL's part of the net thinks nothing.
    fn usual(self) -> Label {
        match self {
            Self::Person => Label::Person,
            Self::Place => Label::Location,
            Self::Organization => Label::Organization,
        }
    }
}

/// Features of a candidate, see [`Candidates::features`].
pub const FEATURES: usize = 25;
/// Logit of what the net does not mention; it mentions logits above about this.
const ABSENT: f32 = -4.0;
/// Logits above this mean the same.
const SURE: f32 = 9.0;
/// Least probability by NEREL's part, and least number of words, of an organisation's full name.
const FULL_NAME: f32 = 0.5;
const FULL_NAME_WORDS: usize = 4;
/// Features are of the order of logits; the net sees them divided by this.
const SCALE: f32 = 4.0;

/// The second net: one hidden layer over features and kind.
#[derive(Clone, Debug, Deserialize)]
pub struct NameScorer {
    /// Units × ([`FEATURES`] + 3).
    hidden: Vec<Vec<f32>>,
    hidden_bias: Vec<f32>,
    out: Vec<f32>,
    out_bias: f32,
    /// Least probability of a name, by kind.
    thresholds: [f32; 3],
}

/// What the net says of one span: its outputs (NEREL's types, then the kinds of names) with their logits.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The span in atoms.
    pub atoms: Span<AtomUnit>,
    nerel: [f32; 3],
    plain: [f32; 3],
    other: f32,
    labels: [Label; 3],
}

/// The candidates of a text, by start, then longest first.
#[derive(Debug)]
pub struct Candidates<'t> {
    text: &'t str,
    pieces: &'t Segmentation,
    /// Whether each atom is but an adjective.
    adjectives: &'t [bool],
    list: Vec<Candidate>,
    /// For each candidate, which of `stems` it has.
    stem: Vec<usize>,
    /// What is thought of candidates that may be the same name in another case.
    stems: Vec<Same>,
}

/// The two best of each opinion on candidates with the same words but for the last letters, with whose they are: of these one is
/// another's, so that texts that repeat a name a thousand times are not compared a million times.
#[derive(Clone, Copy, Debug)]
struct Same {
    /// By kind: as this kind by either opinion, as this kind by both, as another kind.
    best: [[[(f32, usize); 2]; 3]; 3],
}

impl Same {
    // Nobody yet: leaving candidate 0 out of it changes nothing.
    const NONE: Self = Self { best: [[[(ABSENT, 0); 2]; 3]; 3] };

    fn add(&mut self, i: usize, c: &Candidate) {
        for (k, best) in self.best.iter_mut().enumerate() {
            let values = [c.nerel[k].max(c.plain[k]), c.nerel[k].min(c.plain[k]), others(&c.nerel, k).max(others(&c.plain, k))];
            for (best, v) in best.iter_mut().zip(values) {
                if v > best[0].0 {
                    *best = [(v, i), best[0]];
                } else if v > best[1].0 {
                    best[1] = (v, i);
                }
            }
        }
    }

    /// What is thought of the others than candidate `i`.
    fn without(&self, i: usize, kind: NameKind) -> [f32; 3] {
        self.best[kind as usize].map(|best| if best[0].1 == i { best[1].0 } else { best[0].0 })
    }
}

/// The best logit of the other kinds.
fn others(logits: &[f32; 3], k: usize) -> f32 {
    logits.iter().enumerate().filter(|(j, _)| *j != k).fold(ABSENT, |m, (_, v)| m.max(*v))
}

impl NameScorer {
    /// Checks the sizes of what the pack holds.
    ///
    /// # Errors
    /// When they do not fit the features.
    pub fn checked(self) -> Result<Self, PackError> {
        let n = self.hidden.len();
        if self.hidden.iter().any(|row| row.len() != FEATURES + 3) || self.hidden_bias.len() != n || self.out.len() != n {
            return Err(PackError::shape("manifest: names", format!("{n} x {}", FEATURES + 3), self.out.len()));
        }
        Ok(self)
    }

    /// Probability that a span with these features is a name of this kind.
    fn score(&self, features: &[f32; FEATURES], kind: NameKind) -> f32 {
        let units = self.hidden.iter().zip(&self.hidden_bias).zip(&self.out);
        let sum = units.fold(self.out_bias, |sum, ((row, bias), out)| {
            let inner = features.iter().zip(row).fold(*bias + row[FEATURES + kind as usize], |z, (f, w)| z + f / SCALE * w);
            sum + out * tanh(inner)
        });
        sigmoid(sum)
    }
}

impl<'t> Candidates<'t> {
    /// Groups the net's outputs by span.
    pub fn new(text: &'t str, pieces: &'t Segmentation, adjectives: &'t [bool], mut found: Vec<(Span<AtomUnit>, usize, f32)>) -> Self {
        found.sort_by_key(|(span, output, _)| (*span, *output));
        let mut list: Vec<Candidate> = Vec::new();
        for (atoms, output, logit) in found {
            if list.last().is_none_or(|c| c.atoms != atoms) {
                let labels = NameKind::ALL.map(NameKind::usual);
                list.push(Candidate { atoms, nerel: [ABSENT; 3], plain: [ABSENT; 3], other: ABSENT, labels });
            }
            let Some(last) = list.last_mut() else { continue };
            let logit = logit.clamp(ABSENT, SURE);
            match Label::ALL.get(output) {
                Some(label) => match NameKind::of(*label) {
                    Some(kind) if logit > last.nerel[kind as usize] => {
                        last.nerel[kind as usize] = logit;
                        last.labels[kind as usize] = *label;
                    }
                    Some(_) => {}
                    None => last.other = last.other.max(logit),
                },
                None => {
                    if let Some(plain) = last.plain.get_mut(output - Label::ALL.len()) {
                        *plain = plain.max(logit);
                    }
                }
            }
        }
        let (mut numbers, mut stems) = (BTreeMap::new(), Vec::new());
        let stem = list
            .iter()
            .enumerate()
            .map(|(i, c)| {
                let n = *numbers.entry(stem(c.atoms, text, pieces)).or_insert_with(|| {
                    stems.push(Same::NONE);
                    stems.len() - 1
                });
                stems[n].add(i, c);
                n
            })
            .collect();
        Self { text, pieces, adjectives, list, stem, stems }
    }

    /// All candidates with each kind that they may be, and their features: opinions on the span itself, on the spans around,
    /// within and across it, on other places where the same name may stand, and what its words look like.
    pub fn features(&self) -> impl Iterator<Item = (&Candidate, NameKind, [f32; FEATURES])> {
        self.list.iter().enumerate().flat_map(move |(i, own)| {
            let looks = looks(own.atoms, self.text, self.pieces, self.adjectives);
            let kinds = NameKind::ALL.into_iter().filter(|k| own.nerel[*k as usize] > ABSENT || own.plain[*k as usize] > ABSENT);
            kinds.map(move |kind| (own, kind, self.opinions(i, kind, &looks)))
        })
    }

    fn opinions(&self, i: usize, kind: NameKind, looks: &[f32; 8]) -> [f32; FEATURES] {
        let (own, k) = (&self.list[i], kind as usize);
        let best = |logits: &[f32; 3]| logits.iter().copied().fold(ABSENT, f32::max);
        // Outer same, outer any, outer NEREL, inner same, inner NEREL, across any, across NEREL, outer and inner of equal start.
        let mut near = [ABSENT; 9];
        let mut raise = |slot: usize, v: f32| near[slot] = near[slot].max(v);
        // Spans are short, so what overlaps this one is near it in the list.
        let longest = super::model::MAX_WIDTH as u32;
        let before = self.list[..i].iter().rev().take_while(|c| c.atoms.start + longest > own.atoms.start);
        let after = self.list[i + 1..].iter().take_while(|c| c.atoms.start < own.atoms.end);
        for c in before.chain(after).filter(|c| c.atoms.overlaps(own.atoms)) {
            let same = c.plain[k].max(c.nerel[k]);
            if c.atoms.contains(own.atoms) {
                raise(0, c.plain[k]);
                raise(1, best(&c.plain));
                raise(2, c.nerel[k]);
                if c.atoms.start == own.atoms.start {
                    raise(7, same);
                }
            } else if own.atoms.contains(c.atoms) {
                raise(3, c.plain[k]);
                raise(4, c.nerel[k]);
                if c.atoms.start == own.atoms.start {
                    raise(8, same);
                }
            } else {
                raise(5, best(&c.plain));
                raise(6, best(&c.nerel));
            }
        }
        let elsewhere = self.stems[self.stem[i]].without(i, kind);
        let mut out = [0.0; FEATURES];
        let head = [own.nerel[k], own.plain[k], others(&own.nerel, k), others(&own.plain, k), own.other];
        let parts = head.iter().chain(&near).chain(&elsewhere).chain(looks);
        out.iter_mut().zip(parts).for_each(|(o, v)| *o = *v);
        out
    }

    /// The names among the candidates, with NEREL's type for them. One kind a span; of two that cross, the surer one.
    pub fn names(&self, scorer: &NameScorer) -> Vec<Mention> {
        let mut found: Vec<(f32, &Candidate, NameKind)> = self
            .features()
            .filter_map(|(candidate, kind, features)| {
                let p = scorer.score(&features, kind);
                let full = sigmoid(candidate.nerel[kind as usize]);
                if kind == NameKind::Organization && full > FULL_NAME && self.is_full_name(candidate) {
                    Some((p.max(full), candidate, kind))
                } else {
                    (p > scorer.thresholds[kind as usize]).then_some((p, candidate, kind))
                }
            })
            .collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.atoms.cmp(&b.1.atoms)).then(a.2.cmp(&b.2)));
        // Chosen names by where they start: only those near by can overlap another.
        let mut kept: Vec<(Mention, NameKind)> = Vec::new();
        let mut by_start = BTreeMap::<u32, Vec<(Span<AtomUnit>, NameKind)>>::new();
        let reach = |own: Span<AtomUnit>| own.start.saturating_sub(super::model::MAX_WIDTH as u32);
        for (score, candidate, kind) in found {
            let own = candidate.atoms;
            let clash = by_start
                .range(reach(own)..own.end)
                .flat_map(|(_, spans)| spans)
                .any(|(s, _)| *s == own || s.overlaps(own) && !s.contains(own) && !own.contains(*s));
            if !clash {
                by_start.entry(own.start).or_default().push((own, kind));
                let label = candidate.labels[kind as usize];
                kept.push((Mention { span: bytes(own, self.pieces), atoms: own, label, score }, kind));
            }
        }
        // A part of a person's or a place's name is no other name; nor is the beginning alone of an organisation's.
        let part = |own: Span<AtomUnit>, kind: NameKind| {
            let near = by_start.range(reach(own)..=own.start).flat_map(|(_, spans)| spans);
            let organization = kind == NameKind::Organization;
            near.into_iter().any(|(s, k)| *k == kind && *s != own && s.contains(own) && (!organization || s.start == own.start))
        };
        let whole = kept.into_iter().filter(|(m, kind)| !part(m.atoms, *kind));
        whole
            .map(|(mention, _)| {
                let yearly = is_yearly(mention.atoms, self.text, self.pieces);
                Mention { label: if yearly { Label::Event } else { mention.label }, ..mention }
            })
            .collect()
    }

    /// Whether a span is written like the full name of a body («Комитет ООН по правам ребёнка»): a capital and some words. Plain
    /// names are labelled by systems that cut such names short, so that the second net knows few.
    fn is_full_name(&self, candidate: &Candidate) -> bool {
        let atoms = &self.pieces.atoms[candidate.atoms.range()];
        let words = atoms.iter().filter(|a| a.kind == AtomKind::Letters).count();
        words >= FULL_NAME_WORDS && bytes(candidate.atoms, self.pieces).of(self.text).starts_with(char::is_uppercase)
    }
}

/// The text that a run of atoms covers.
pub fn bytes(atoms: Span<AtomUnit>, pieces: &Segmentation) -> Span<Byte> {
    let at = |i: u32| pieces.atoms.get(i as usize).map_or(Span::new(0, 0), |a| a.span);
    at(atoms.start).cover(at(atoms.end.saturating_sub(1)))
}

/// Whether a name ends in a year after a hyphen («Маяк-2031»): exercises, fairs, championships, however they are called.
fn is_yearly(atoms: Span<AtomUnit>, text: &str, pieces: &Segmentation) -> bool {
    let own = &pieces.atoms[atoms.range()];
    let mut end = own.iter().rev().skip_while(|a| a.span.of(text).contains(['»', '"', '”', '“'])).map(|a| a.span.of(text));
    let year =
        end.next().is_some_and(|y| y.len() == 4 && (y.starts_with("19") || y.starts_with("20")) && y.bytes().all(|b| b.is_ascii_digit()));
    year && matches!(end.next(), Some("-" | "–" | "\u{2011}")) && end.next().is_some_and(|w| w.chars().any(char::is_alphabetic))
}

/// The words of a span without what case changes: each up to its last two letters, but at least three.
fn stem(atoms: Span<AtomUnit>, text: &str, pieces: &Segmentation) -> String {
    let mut out = String::new();
    for atom in pieces.atoms[atoms.range()].iter().filter(|a| matches!(a.kind, AtomKind::Letters | AtomKind::Digits)) {
        let word = fold(atom.span.of(text));
        let letters = word.chars().count();
        out.extend(word.chars().take(letters.saturating_sub(2).max(3)));
        out.push(' ');
    }
    out
}

/// Whether a word is but an adjective in all its readings.
pub fn is_adjective(readings: Tag) -> bool {
    readings.meets(Tag::ADJECTIVAL) && !readings.meets(Tag::of(&[Grammeme::Noun]))
}

/// What the words of a span look like, in the size of logits.
fn looks(atoms: Span<AtomUnit>, text: &str, pieces: &Segmentation, adjectives: &[bool]) -> [f32; 8] {
    let own = bytes(atoms, pieces).of(text);
    let words = pieces.atoms[atoms.range()].iter().zip(adjectives.get(atoms.range()).unwrap_or(&[]));
    let words = words.filter(|(a, _)| matches!(a.kind, AtomKind::Letters | AtomKind::Digits));
    let (mut count, mut adjectival) = (0, true);
    for (atom, adjective) in words {
        count += 1;
        // «российско» of «российско-американский»
        adjectival &= *adjective || atom.span.of(text).to_lowercase().ends_with("ско");
    }
    let flag = |yes: bool| if yes { 4.0 } else { 0.0 };
    let capitals = own.chars().any(char::is_uppercase);
    [
        flag(adjectival),
        flag(own.chars().next().is_some_and(char::is_uppercase)),
        flag(!capitals),
        flag(capitals && !own.chars().any(char::is_lowercase)),
        flag(own.contains(['«', '"', '“', '„'])),
        count as f32,
        flag(count == 1),
        flag(own.chars().any(|c| c.is_ascii_alphabetic())),
    ]
}

//! Tokens → their dictionary readings.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::lexicon::{Analysis, Lexicon};
use crate::nlp::segment::{Segmentation, TokenKind, fold, one_script};

/// The readings of every token of a text; equal words share theirs.
#[derive(Debug)]
pub struct Readings {
    tokens: Vec<Reading>,
}

#[derive(Clone, Debug)]
struct Reading {
    folded: Rc<str>,
    analyses: Rc<[Analysis]>,
    /// Dictionary forms of the analyses, folded, each once.
    lemmas: Rc<[String]>,
}

impl Readings {
    /// Looks up every token.
    pub fn new(text: &str, pieces: &Segmentation, lexicon: &Lexicon) -> Self {
        let mut seen: BTreeMap<&str, Reading> = BTreeMap::new();
        let tokens = pieces
            .tokens
            .iter()
            .map(|t| {
                let surface = t.span.of(text);
                seen.entry(surface)
                    .or_insert_with(|| {
                        let folded = fold(&one_script(surface));
                        let analyses = if t.kind == TokenKind::Word { word(lexicon, surface, &folded) } else { Vec::new() };
                        let mut lemmas: Vec<String> = analyses.iter().map(|a| fold(&lexicon.lemma(a))).collect();
                        lemmas.sort_unstable();
                        lemmas.dedup();
                        Reading { folded: folded.into(), analyses: analyses.into(), lemmas: lemmas.into() }
                    })
                    .clone()
            })
            .collect();
        Self { tokens }
    }

    /// The token in lower case with ё as е.
    pub fn folded(&self, token: usize) -> &str {
        self.tokens.get(token).map_or("", |t| &t.folded)
    }

    /// The readings of a token; none for numbers and signs.
    pub fn analyses(&self, token: usize) -> &[Analysis] {
        self.tokens.get(token).map_or(&[], |t| &t.analyses)
    }

    /// The dictionary forms of all readings, folded, each once.
    pub fn lemmas(&self, token: usize) -> &[String] {
        self.tokens.get(token).map_or(&[], |t| &t.lemmas)
    }

    /// Whether one of the readings has this dictionary form (folded).
    pub fn has_lemma(&self, token: usize, lemma: &str) -> bool {
        self.tokens.get(token).is_some_and(|t| t.lemmas.iter().any(|l| l == lemma))
    }
}

/// A hyphened word that the dictionary lacks is read by its last part; the parts before stay as they are.
fn word(lexicon: &Lexicon, surface: &str, folded: &str) -> Vec<Analysis> {
    let proper = surface.starts_with(char::is_uppercase);
    let whole = lexicon.known(folded);
    if !whole.is_empty() {
        return whole;
    }
    match folded.rsplit_once('-') {
        Some((head, tail)) if !tail.is_empty() => {
            let mut out = lexicon.analyses(tail, proper);
            for analysis in &mut out {
                analysis.stem = format!("{head}-{}", analysis.stem);
            }
            out
        }
        _ => lexicon.analyses(folded, proper),
    }
}

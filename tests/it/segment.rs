//! Tokens and sentences against hard cases, one a line, `|` at boundaries.

use std::collections::BTreeSet;

use letopis::nlp::segment::{Segmentation, TokenKind};

use crate::check::{data, read};

/// Cases of a file: the text, and where boundaries stand in it.
fn cases(name: &str) -> Vec<(String, BTreeSet<usize>)> {
    read(data(name))
        .lines()
        .filter(|l| !l.starts_with('#') && !l.trim().is_empty())
        .map(|line| {
            let mut text = String::new();
            let mut boundaries = BTreeSet::new();
            for c in line.chars() {
                if c == '|' {
                    boundaries.insert(text.len());
                } else {
                    text.push(c);
                }
            }
            (text, boundaries)
        })
        .collect()
}

fn show(text: &str, boundaries: &BTreeSet<usize>) -> String {
    text.char_indices().map(|(i, c)| if boundaries.contains(&i) { format!("|{c}") } else { c.to_string() }).collect()
}

/// Boundaries that are wrong, over all cases; each case with a fault is printed.
fn faults(name: &str, split: impl Fn(&str) -> BTreeSet<usize>) -> (usize, usize) {
    let (mut wrong, mut gold) = (0, 0);
    for (text, expected) in cases(name) {
        let got = split(&text);
        let n = got.symmetric_difference(&expected).count();
        if n > 0 {
            println!("expected {}\n     got {}", show(&text, &expected), show(&text, &got));
        }
        wrong += n;
        gold += expected.len();
    }
    println!("{name}: {wrong} wrong of {gold} boundaries");
    (wrong, gold)
}

fn sentence_starts(text: &str) -> BTreeSet<usize> {
    Segmentation::new(text).sentences.iter().skip(1).map(|s| s.span.start as usize).collect()
}

/// Boundaries between tokens that no blank separates.
fn token_joints(text: &str) -> BTreeSet<usize> {
    let pieces = Segmentation::new(text);
    pieces.tokens.windows(2).filter(|w| w[0].span.end == w[1].span.start).map(|w| w[1].span.start as usize).collect()
}

/// What is wrong today is counted, not hidden: the figure only ever goes down.
#[test]
fn hard_sentences() {
    let (wrong, gold) = faults("segment/sentences.txt", sentence_starts);
    assert!(gold >= 120);
    assert_eq!(wrong, SENTENCE_FAULTS, "fewer is better: then lower the figure; more is a defect");
}

#[test]
fn hard_tokens() {
    let (wrong, gold) = faults("segment/tokens.txt", token_joints);
    assert!(gold >= 200);
    assert_eq!(wrong, TOKEN_FAULTS, "fewer is better: then lower the figure; more is a defect");
}

const SENTENCE_FAULTS: usize = 7;
const TOKEN_FAULTS: usize = 0;

#[test]
fn layers_are_partitions() {
    for (text, _) in cases("segment/sentences.txt").into_iter().chain(cases("segment/tokens.txt")) {
        let pieces = Segmentation::new(&text);
        let atoms: Vec<u32> = pieces.tokens.iter().flat_map(|t| t.atoms.start..t.atoms.end).collect();
        assert_eq!(atoms, (0..pieces.atoms.len() as u32).collect::<Vec<_>>(), "tokens hold every atom once: {text}");
        let newlines = pieces.tokens.iter().filter(|t| t.kind == TokenKind::Newline).count();
        let tokens: usize = pieces.sentences.iter().map(|s| s.tokens.len() as usize).sum();
        assert_eq!(tokens + newlines, pieces.tokens.len(), "sentences hold every token once: {text}");
        let joined: String = pieces.atoms.iter().map(|a| a.span.of(&text)).collect();
        assert_eq!(joined, text.split_whitespace().collect::<String>(), "atoms hold all but blanks");
    }
}

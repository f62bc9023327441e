//! The tagger against reference numbers of the training side.
//!
//! `training/export.py` computes the probabilities of `text.txt` from the stored (quantised) arrays with plain numpy and
//! writes `expected.json`. Tolerance: 2e-3, for single against double precision in sums of a few hundred terms.

use std::collections::BTreeMap;

use letopis::nlp::ner::{Label, Mention};
use letopis::nlp::segment::Segmentation;
use letopis::nlp::span::Span;
use serde_json::Value;

use crate::check::{data, models, read};

const TOLERANCE: f64 = 2e-3;
/// Wider: the reference reads the tagger's states before their weights are made whole numbers.
const RELATION_TOLERANCE: f64 = 2e-2;

#[test]
fn tagger_agrees_with_training() {
    let text = read(data("parity/text.txt"));
    let expected: Value = serde_json::from_str(&read(data("parity/expected.json"))).unwrap();
    let listed = expected["threshold_of_listing"].as_f64().unwrap();
    let reference: BTreeMap<(u64, u64, String), f64> = expected["spans"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| ((s[0].as_u64().unwrap(), s[1].as_u64().unwrap(), s[2].as_str().unwrap().to_string()), s[3].as_f64().unwrap()))
        .collect();
    assert!(reference.len() > 15);
    let pieces = Segmentation::new(&text);
    // Signs that begin no entity are masked here, not in the reference: only spans from words are compared.
    let got: BTreeMap<(u64, u64, String), f64> = models()
        .tagger()
        .begin(models().forms())
        .probabilities(&text, &pieces, 0.001)
        .into_iter()
        .map(|(i, w, label, p)| ((i as u64, w as u64, label.to_string()), f64::from(p)))
        .collect();
    for (span, p) in &reference {
        let own = got.get(span).copied().unwrap_or(0.0);
        assert!((own - p).abs() < TOLERANCE, "{span:?}: reference {p}, here {own}");
    }
    for (span, p) in got.iter().filter(|(_, p)| **p > listed + TOLERANCE) {
        assert!(reference.contains_key(span), "{span:?} {p}: not in the reference");
    }
}

#[test]
fn relations_agree_with_training() {
    let text = read(data("parity/text.txt"));
    let expected: Value = serde_json::from_str(&read(data("parity/relations.json"))).unwrap();
    let listed = expected["threshold_of_listing"].as_f64().unwrap();
    let pieces = Segmentation::new(&text);
    let bytes: Vec<u32> = text.char_indices().map(|(i, _)| i as u32).chain([text.len() as u32]).collect();
    let mention = |m: &Value| {
        let at = |i: usize| bytes[m[i].as_u64().unwrap() as usize];
        let span = Span::new(at(0), at(1));
        let start = pieces.atoms.partition_point(|a| a.span.end <= span.start) as u32;
        let end = pieces.atoms.partition_point(|a| a.span.start < span.end) as u32;
        let label = Label::ALL.iter().copied().find(|l| Some(l.name()) == m[2].as_str()).unwrap();
        Mention { span, atoms: Span::new(start, end), label, score: 1.0 }
    };
    let mut mentions: Vec<Mention> = expected["mentions"].as_array().unwrap().iter().map(mention).collect();
    mentions.sort_by_key(|m| (m.span, m.label));
    let got: BTreeMap<(u64, u64, String), f64> = models()
        .relation_scores(&text, &pieces, mentions)
        .into_iter()
        .map(|(pair, kind, p)| ((pair.head as u64, pair.tail as u64, kind.name().to_string()), f64::from(p)))
        .collect();
    let reference = expected["relations"].as_array().unwrap();
    assert!(reference.len() > 15);
    for r in reference {
        let key = (r[0].as_u64().unwrap(), r[1].as_u64().unwrap(), r[2].as_str().unwrap().to_string());
        let (own, p) = (got.get(&key).copied().unwrap_or(0.0), r[3].as_f64().unwrap());
        assert!((own - p).abs() < RELATION_TOLERANCE, "{key:?}: reference {p}, here {own}");
    }
    let more = got.values().filter(|p| **p > listed + RELATION_TOLERANCE).count();
    assert!(more <= reference.len(), "{more} above the listing, {} in the reference", reference.len());
}

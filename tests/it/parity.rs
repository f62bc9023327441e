//! The tagger against reference numbers of the training side.
//!
//! `training/export.py` computes the probabilities of `text.txt` from the stored (quantised) arrays with plain numpy and
//! writes `expected.json`. Tolerance: 2e-3, for single against double precision in sums of a few hundred terms.

use std::collections::BTreeMap;

use letopis::nlp::segment::Segmentation;
use serde_json::Value;

use crate::check::{data, models, read};

const TOLERANCE: f64 = 2e-3;

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

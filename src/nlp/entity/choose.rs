//! Which of its possible base forms each mention has, decided for the whole document at once.
//!
//! «Лидии» may be of Лидия or Лидий; that «Лидией» stands elsewhere decides. Every dictionary word gets a share from every mention
//! that may mean it; shares and choices are worked out in turn until they settle (expectation maximisation).

use std::collections::{BTreeMap, BTreeSet};

use super::normalize::BaseForm;
use crate::nlp::knowledge::name_key;
use crate::nlp::ner::Label;

/// Rounds of estimation; changes are small after the third.
const ROUNDS: usize = 4;
/// What a word has before it is seen.
const PRIOR: f32 = 0.05;

/// How much likelier a dictionary form is that another mention has as it is.
const ATTESTED: f32 = 5.0;

/// The best form of each mention. `mentions` are types and possible forms, best first.
/// `surfaces` are the mentions as written.
pub(super) fn choose(mentions: Vec<(Label, Vec<BaseForm>)>, surfaces: &[String]) -> Vec<BaseForm> {
    // Words of persons are shared among mentions; of other names the whole is.
    let units = |label: Label, form: &BaseForm| -> Vec<String> {
        let key = name_key(&form.text);
        if label == Label::Person { key.split(' ').map(String::from).collect() } else { vec![key] }
    };
    let mut numbers: BTreeMap<(u8, String), usize> = BTreeMap::new();
    let mut number = |label: Label, unit: String| {
        let next = numbers.len();
        *numbers.entry((class(label), unit)).or_insert(next)
    };
    let keyed: Vec<Vec<Vec<usize>>> = mentions
        .iter()
        .map(|(label, forms)| forms.iter().map(|f| units(*label, f).into_iter().map(|u| number(*label, u)).collect()).collect())
        .collect();
    // Words as written: a dictionary form that stands somewhere itself is likelier than one that nowhere does.
    let written: Vec<Vec<Option<usize>>> = mentions
        .iter()
        .zip(surfaces)
        .map(|((label, _), surface)| {
            let plain = BaseForm::plain(surface.clone());
            units(*label, &plain).into_iter().map(|u| numbers.get(&(class(*label), u)).copied()).collect()
        })
        .collect();
    let attested: BTreeSet<usize> = written.iter().flatten().flatten().copied().collect();
    let seen = |own: &[Option<usize>], keys: &[usize]| -> f32 {
        keys.iter().enumerate().map(|(i, k)| if own.get(i) != Some(&Some(*k)) && attested.contains(k) { ATTESTED } else { 1.0 }).product()
    };
    let mentions: Vec<(Label, Vec<BaseForm>)> = mentions
        .into_iter()
        .zip(keyed.iter().zip(&written))
        .map(|((label, forms), (keys, own))| {
            let forms = forms.into_iter().zip(keys).map(|(f, k)| BaseForm { weight: f.weight * seen(own, k), ..f }).collect();
            (label, forms)
        })
        .collect();
    let mut shares = vec![PRIOR; numbers.len()];
    let weigh = |shares: &[f32], form: &BaseForm, keys: &[usize]| form.weight * keys.iter().map(|k| shares[*k]).product::<f32>();
    for _ in 0..ROUNDS {
        let mut next = vec![PRIOR; shares.len()];
        for ((_, forms), keys) in mentions.iter().zip(&keyed) {
            let weights: Vec<f32> = forms.iter().zip(keys).map(|(f, k)| weigh(&shares, f, k)).collect();
            let sum: f32 = weights.iter().sum::<f32>().max(f32::MIN_POSITIVE);
            for (weight, keys) in weights.iter().zip(keys) {
                keys.iter().for_each(|k| next[*k] += weight / sum);
            }
        }
        // As shares of all, so that long names in long texts stay within what a number holds.
        let all: f32 = next.iter().sum::<f32>().max(1.0);
        shares = next.into_iter().map(|s| s / all).collect();
    }
    mentions
        .into_iter()
        .zip(keyed)
        .map(|((_, forms), keys)| {
            let mut best: Option<(f32, BaseForm)> = None;
            for (form, keys) in forms.into_iter().zip(keys) {
                let weight = weigh(&shares, &form, &keys);
                // The first of equals.
                if best.as_ref().is_none_or(|(b, _)| weight > *b * 1.0001) {
                    best = Some((weight, form));
                }
            }
            best.map_or_else(|| BaseForm::plain(String::new()), |(_, form)| form)
        })
        .collect()
}

/// Types that share words.
fn class(label: Label) -> u8 {
    super::key(label, "").0
}

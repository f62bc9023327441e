//! Exported dictionary → pack sections; used by `letopis-dev`.

use std::collections::{BTreeMap, HashMap};

use fst::MapBuilder;
use serde::Deserialize;

use super::guess::MAX_ENDING;
use super::tag::{Grammeme, Tag};
use crate::nlp::pack::{PackError, PackWriter};

/// Why the dictionary could not be built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The export is not what `training/lexicon.py` writes.
    #[error("dictionary export: {0}")]
    Export(#[from] serde_json::Error),
    /// The finite-state map could not be written.
    #[error("finite-state map: {0}")]
    Map(#[from] fst::Error),
    /// The pack could not be written.
    #[error(transparent)]
    Pack(#[from] PackError),
}

/// What `training/lexicon.py` writes.
#[derive(Deserialize)]
struct Export {
    source: String,
    /// Of the compiled dictionary.
    sha256: String,
    prefixes: Vec<String>,
    suffixes: Vec<String>,
    tags: Vec<String>,
    /// Per paradigm: suffix ids, tag ids, prefix ids.
    paradigms: Vec<[Vec<u16>; 3]>,
    stems: Vec<(String, Vec<u16>)>,
}

/// An ending is kept when this many lexemes share it: rarer ones are accidents.
const MIN_LEXEMES: [u32; 2] = [8, 3];
/// Readings kept per ending.
const MAX_CANDIDATES: usize = 6;

/// Builds the gzipped dictionary pack from the JSON of `training/lexicon.py`.
///
/// # Errors
/// When the export cannot be read or a part cannot be written.
pub fn build(json: &str) -> Result<Vec<u8>, BuildError> {
    let export: Export = serde_json::from_str(json)?;
    let mut pack = PackWriter::default();
    pack.bytes("id", export.source.clone().into_bytes());
    pack.bytes("about", format!("{}; SHA-256 {}; CC BY-SA 3.0, opencorpora.org", export.source, export.sha256).into_bytes());

    let mut sets: BTreeMap<&[u16], u64> = BTreeMap::new();
    for (_, paradigms) in &export.stems {
        let next = sets.len() as u64;
        sets.entry(paradigms).or_insert(next);
    }
    let mut by_id: Vec<&[u16]> = vec![&[]; sets.len()];
    for (set, id) in &sets {
        by_id[*id as usize] = set;
    }
    let mut stems: Vec<(&str, u64)> =
        export.stems.iter().map(|(s, p)| (s.as_str(), sets.get(p.as_slice()).copied().unwrap_or(0))).collect();
    stems.sort_unstable();
    let mut map = MapBuilder::memory();
    for (stem, set) in stems {
        map.insert(stem, set)?;
    }
    pack.bytes("stems", map.into_inner()?);
    let (starts, flat) = ragged(by_id.iter().map(|s| s.to_vec()));
    pack.u32s("set.starts", &starts).u16s("set.paradigms", &flat);

    let (starts, suffixes) = ragged(export.paradigms.iter().map(|p| p[0].clone()));
    let tags: Vec<u16> = export.paradigms.iter().flat_map(|p| p[1].clone()).collect();
    let prefixes: Vec<u8> = export.paradigms.iter().flat_map(|p| p[2].iter().map(|x| *x as u8)).collect();
    pack.u32s("paradigm.starts", &starts).u16s("paradigm.suffixes", &suffixes).u16s("paradigm.tags", &tags);
    pack.bytes("paradigm.prefixes", prefixes);
    pack.bytes("suffixes", export.suffixes.join("\n").into_bytes());
    pack.bytes("tags", export.tags.join("\n").into_bytes());
    pack.bytes("prefixes", export.prefixes.join("\n").into_bytes());

    for (name, proper) in [("common", false), ("proper", true)] {
        endings(&export, proper, name, &mut pack)?;
    }
    Ok(pack.finish()?)
}

fn ragged<T>(rows: impl Iterator<Item = Vec<T>>) -> (Vec<u32>, Vec<T>) {
    let (mut starts, mut flat) = (vec![0], Vec::new());
    for row in rows {
        flat.extend(row);
        starts.push(flat.len() as u32);
    }
    (starts, flat)
}

/// Counts endings over all lexemes and keeps the frequent readings of each.
fn endings(export: &Export, proper: bool, name: &str, pack: &mut PackWriter) -> Result<(), BuildError> {
    const NAMES: Tag = Tag::of(&[Grammeme::Name, Grammeme::Surn, Grammeme::Patr, Grammeme::Geox, Grammeme::Orgn, Grammeme::Trad]);
    const PERSONAL: Tag = Tag::of(&[Grammeme::Name, Grammeme::Surn, Grammeme::Patr]);
    const OPEN: Tag = Tag::of(&[
        Grammeme::Noun,
        Grammeme::Adjf,
        Grammeme::Adjs,
        Grammeme::Verb,
        Grammeme::Infn,
        Grammeme::Prtf,
        Grammeme::Prts,
        Grammeme::Grnd,
        Grammeme::Advb,
    ]);
    let closed = Tag::of(&[Grammeme::Abbr, Grammeme::Init, Grammeme::Apro, Grammeme::Dist, Grammeme::Arch]);
    let tags: Vec<Tag> = export.tags.iter().map(|t| Tag::parse(t)).collect();
    let mut counts: HashMap<String, HashMap<(u16, u16), u32>> = HashMap::new();
    for (stem, paradigms) in &export.stems {
        for &paradigm in paradigms {
            let [suffixes, tag_ids, prefixes] = &export.paradigms[paradigm as usize];
            for form in 0..suffixes.len() {
                let tag = tags[tag_ids[form] as usize];
                // Two Ivanovs are rare beside one: plurals of personal names would crowd the other readings out.
                let crowd = tag.meets(PERSONAL) && tag.has(Grammeme::Plur);
                if tag.meets(NAMES) != proper || !tag.meets(OPEN) || tag.meets(closed) || prefixes[form] != 0 || crowd {
                    continue;
                }
                let word = format!("{stem}{}", export.suffixes[suffixes[form] as usize]).replace('ё', "е");
                let mut key = String::new();
                for c in word.chars().rev().take(MAX_ENDING) {
                    key.push(c);
                    *counts.entry(key.clone()).or_default().entry((paradigm, form as u16)).or_default() += 1;
                }
            }
        }
    }
    let mut kept: BTreeMap<String, Vec<(u16, u16)>> = BTreeMap::new();
    for (ending, readings) in counts {
        if readings.values().sum::<u32>() < MIN_LEXEMES[proper as usize] {
            continue;
        }
        // By tag: paradigms of one tag differ only in how rare stems end.
        let mut ranked: Vec<((u16, u16), u32)> = readings.into_iter().collect();
        ranked.sort_unstable_by_key(|(form, n)| (std::cmp::Reverse(*n), *form));
        let mut best: Vec<(u16, u16)> = Vec::new();
        for ((paradigm, form), _) in ranked {
            let tag = |(p, f): (u16, u16)| export.paradigms[p as usize][1][f as usize];
            if best.iter().all(|b| tag(*b) != tag((paradigm, form))) {
                best.push((paradigm, form));
            }
            if best.len() == MAX_CANDIDATES {
                break;
            }
        }
        kept.insert(ending, best);
    }
    // An ending that says no more than the one shorter by a letter goes.
    let redundant: Vec<String> = kept
        .iter()
        .filter(|(ending, best)| {
            let mut shorter = (*ending).clone();
            shorter.pop();
            kept.get(&shorter) == Some(best)
        })
        .map(|(ending, _)| ending.clone())
        .collect();
    for ending in redundant {
        kept.remove(&ending);
    }
    let mut map = MapBuilder::memory();
    for (i, ending) in kept.keys().enumerate() {
        map.insert(ending, i as u64)?;
    }
    let (starts, flat) = ragged(kept.values().cloned());
    pack.bytes(&format!("guess.{name}"), map.into_inner()?);
    pack.u32s(&format!("guess.{name}.starts"), &starts);
    pack.u16s(&format!("guess.{name}.forms"), &flat.iter().flat_map(|(p, f)| [*p, *f]).collect::<Vec<_>>());
    Ok(())
}

//! How names that no dictionary has are declined: by their ending alone (Zaliznyak's types for names of persons).
//!
//! The dictionary has many a name for one sex only, and «порт» but not the surname Порта. Every word of a person's name may therefore also be
//! a form of a name that ends so.

use crate::nlp::morph::Grammeme;

/// A possible reading of a word as a name: dictionary form, case, gender.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Declined {
    pub lemma: String,
    pub case: Grammeme,
    pub gender: Grammeme,
    /// 1 for the usual, less for what is rare with this ending.
    pub weight: f32,
}

/// All readings of a folded word; unchanging names are not among them.
pub(super) fn declined(word: &str) -> Vec<Declined> {
    use Grammeme::{Ablt, Accs, Datv, Femn, Gent, Loct, Masc, Nomn};
    let mut out = Vec::new();
    let mut put = |stem: &str, ending: &str, case, gender, weight| {
        if stem.chars().count() >= 2 {
            out.push(Declined { lemma: format!("{stem}{ending}"), case, gender, weight });
        }
    };
    let ends = |stem: &str, set: &str| stem.chars().last().is_some_and(|c| set.contains(c));
    const HARD: &str = "бвгджзклмнпрстфхцчшщ";
    const HUSH: &str = "гкхжшчщ";
    const VOWELS: &str = "аеиоуыэюя";
    if ends(word, HARD) {
        put(word, "", Nomn, Masc, 1.0);
    }
    if ends(word, "йь") {
        put(word, "", Nomn, Masc, 1.0);
        if ends(word, "ь") {
            put(word, "", Nomn, Femn, 0.3);
        }
    }
    if let Some(stem) = word.strip_suffix('а') {
        put(stem, "а", Nomn, Femn, 1.0);
        put(stem, "а", Nomn, Masc, 0.5);
        if ends(stem, HARD) {
            put(stem, "", Gent, Masc, 1.0);
            put(stem, "", Accs, Masc, 1.0);
        }
    }
    if let Some(stem) = word.strip_suffix('я') {
        put(stem, "я", Nomn, Femn, 1.0);
        put(stem, "я", Nomn, Masc, 0.5);
        let end = if ends(stem, VOWELS) { "й" } else { "ь" };
        put(stem, end, Gent, Masc, 1.0);
        put(stem, end, Accs, Masc, 1.0);
    }
    if let Some(stem) = word.strip_suffix('у').filter(|s| ends(s, HARD)) {
        put(stem, "", Datv, Masc, 1.0);
        put(stem, "а", Accs, Femn, 1.0);
        put(stem, "а", Accs, Masc, 0.5);
    }
    if let Some(stem) = word.strip_suffix('ю') {
        put(stem, "я", Accs, Femn, 1.0);
        put(stem, "я", Accs, Masc, 0.5);
        put(stem, if ends(stem, VOWELS) { "й" } else { "ь" }, Datv, Masc, 1.0);
    }
    if let Some(stem) = word.strip_suffix("ой").filter(|s| ends(s, HARD)) {
        put(stem, "а", Ablt, Femn, 1.0);
        put(stem, "а", Ablt, Masc, 0.5);
    }
    if let Some(stem) = word.strip_suffix("ей") {
        let end = if ends(stem, "жшчщц") { "а" } else { "я" };
        put(stem, end, Ablt, Femn, 1.0);
        put(stem, end, Ablt, Masc, 0.5);
    }
    if let Some(stem) = word.strip_suffix("ом").filter(|s| ends(s, HARD)) {
        put(stem, "", Ablt, Masc, 1.0);
    }
    if let Some(stem) = word.strip_suffix("ем") {
        let end = match () {
            _ if ends(stem, "жшчщц") => "",
            _ if ends(stem, VOWELS) => "й",
            _ => "ь",
        };
        put(stem, end, Ablt, Masc, 1.0);
    }
    if let Some(stem) = word.strip_suffix('е') {
        if ends(stem, HARD) {
            put(stem, "", Loct, Masc, 1.0);
            for case in [Datv, Loct] {
                put(stem, "а", case, Femn, 1.0);
                put(stem, "а", case, Masc, 0.5);
            }
        }
        if ends(stem, VOWELS) {
            put(stem, "й", Loct, Masc, 1.0);
            put(stem, "я", Datv, Femn, 1.0);
        }
    }
    if let Some(stem) = word.strip_suffix('и') {
        if ends(stem, "и") {
            [Gent, Datv, Loct].into_iter().for_each(|case| put(stem, "я", case, Femn, 1.0));
            put(stem, "й", Loct, Masc, 1.0);
        } else if ends(stem, HUSH) {
            put(stem, "а", Gent, Femn, 1.0);
            put(stem, "а", Gent, Masc, 0.5);
        } else {
            put(stem, "я", Gent, Femn, 0.3);
            [Gent, Datv, Loct].into_iter().for_each(|case| put(stem, "ь", case, Femn, 0.1));
        }
    }
    // «Бережной», «Полевой»: surnames like adjectives.
    for (ending, case) in [("ого", Gent), ("ого", Accs), ("ому", Datv), ("ым", Ablt), ("ом", Loct)] {
        if let Some(stem) = word.strip_suffix(ending).filter(|s| s.chars().count() > 2 && ends(s, HARD)) {
            put(stem, "ой", case, Masc, 0.5);
        }
    }
    if let Some(stem) = word.strip_suffix('ы').filter(|s| ends(s, HARD)) {
        put(stem, "а", Gent, Femn, 1.0);
        put(stem, "а", Gent, Masc, 0.5);
    }
    out
}

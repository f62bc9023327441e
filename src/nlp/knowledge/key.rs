//! Names → what they are looked up by.

use crate::nlp::segment::{fold, one_script};

/// The words of a name, without quotes and brackets.
pub fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| c.is_whitespace() || matches!(c, '«' | '»' | '"' | '“' | '”' | '„' | '(' | ')' | ',')).filter(|w| !w.is_empty())
}

/// In lower case with ё as е, blanks single, without quotes; Latin letters that look Cyrillic are so within Cyrillic words.
///
/// ```
/// # use letopis::nlp::knowledge::name_key;
/// assert_eq!(name_key("Завод  «Cатурн»"), "завод сатурн"); // the С is Latin
/// ```
pub fn name_key(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for word in words(name) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&fold(&one_script(word)));
    }
    out
}

const ADJECTIVE_ENDINGS: &[&str] =
    &["ого", "его", "ому", "ему", "ыми", "ими", "ых", "их", "ые", "ие", "ый", "ий", "ой", "ая", "яя", "ое", "ую", "юю", "ым", "им"];

/// A folded adjective without its ending; other words as they are.
pub fn adjective_stem(word: &str) -> String {
    let cut = ADJECTIVE_ENDINGS.iter().find_map(|e| word.strip_suffix(e)).filter(|s| s.chars().count() >= 3);
    cut.unwrap_or(word).to_string()
}

/// A folded word without the ending of its case, roughly: equal for most forms of a word, different for different names.
pub fn stem(word: &str) -> String {
    let count = word.chars().count();
    if count <= 3 {
        return word.to_string();
    }
    let adjective = adjective_stem(word);
    if adjective.len() < word.len() && count >= 6 && !word.ends_with("ие") {
        return adjective;
    }
    // «Объединённые» is an adjective, «содружестве» is not.
    if let Some(plural) = word.strip_suffix("ие").filter(|s| s.ends_with(['к', 'г', 'х', 'н', 'ш', 'ж', 'щ', 'ч'])) {
        return plural.to_string();
    }
    let cut = word
        .strip_suffix("ей")
        .filter(|s| s.ends_with('и'))
        .or_else(|| word.strip_suffix("ов"))
        .or_else(|| word.strip_suffix(['а', 'е', 'и', 'о', 'у', 'ы', 'э', 'ю', 'я', 'ь', 'й']));
    cut.filter(|s| s.chars().count() >= 3).unwrap_or(word).to_string()
}

/// [`name_key`] with every word's [`stem`]; abbreviations stay as they are, capitals and all: «ДУМ» is not «Дума».
pub fn stem_key(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for word in words(name) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&word_stem(word));
    }
    out
}

/// The part of a [`stem_key`] that one word is.
pub fn word_stem(word: &str) -> String {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    if capitals >= 2 && word.chars().count() <= 6 { one_script(word) } else { stem(&name_key(word)) }
}

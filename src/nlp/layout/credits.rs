//! Author and source, by the lines of the dateline.

use super::{Line, PartKind};

/// What stands before the name of an author, folded.
const AUTHOR: &[&str] = &[
    "автор текста",
    "автор статьи",
    "авторы",
    "автор",
    "текст и фото",
    "фото и текст",
    "текст",
    "материал подготовила",
    "материал подготовил",
    "подготовила",
    "подготовили",
    "подготовил",
    "беседовала",
    "беседовал",
    "записала",
    "записал",
    "корреспондент",
    "by",
];

/// Author and source.
pub(super) fn credits(lines: &[Line<'_>], kinds: &[PartKind]) -> (Option<String>, Option<String>) {
    let (mut author, mut source) = (None, None);
    for line in lines.iter().zip(kinds).filter(|(_, k)| **k == PartKind::Dateline).map(|(l, _)| l) {
        for piece in line.text.split(['|', '\t']).map(str::trim) {
            let folded = crate::nlp::segment::fold(piece);
            let behind = |label: &str| {
                let rest = folded.strip_prefix(label)?;
                // As many signs of the text as of its folded form: folding keeps their number but for accents.
                let cut = piece.char_indices().nth(label.chars().count()).map_or(piece.len(), |(at, _)| at);
                let clean = piece[cut..].trim_start_matches([':', ' ', '—', '–', '-']).trim_end_matches([',', '.', ' ']);
                (rest.starts_with([':', ' ']) && !clean.is_empty() && clean.chars().count() <= 80).then(|| clean.to_string())
            };
            if source.is_none() {
                source = ["первоисточник", "источник"].iter().find_map(|l| behind(l));
            }
            if author.is_none() {
                author = AUTHOR.iter().find_map(|l| behind(l)).filter(|a| a.starts_with(char::is_uppercase));
            }
            // «Айгуль Сагатова, Караганда», «Name Name - Agency»
            let (name, rest) = piece.split_once([',', '—', '–']).or_else(|| piece.split_once(" - ")).unwrap_or((piece, ""));
            if author.is_none() && is_name(name.trim()) {
                author = Some(name.trim().to_string());
                let agency = rest.trim();
                if source.is_none() && piece.contains(" - ") && !agency.is_empty() && agency.chars().count() <= 40 {
                    source = Some(agency.to_string());
                }
            }
        }
    }
    (author, source)
}

/// Two or three words with capitals and nothing else.
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let capital = |w: &&str| w.starts_with(char::is_uppercase) && w.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '.'));
    (2..=3).contains(&words.len()) && words.iter().all(capital) && words.iter().all(|w| w.chars().count() > 1)
}

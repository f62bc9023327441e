//! Sites named by their address in running text («сообщает Primer.kz»): the outlet itself, under any guideline.

use crate::nlp::segment::{Atom, AtomKind, Segmentation};
use crate::nlp::span::{AtomUnit, Span};

/// Last parts of the addresses that Russian-language news name: countries' and the usual general ones (IANA root zone).
const ENDINGS: &[&str] = &[
    "am", "asia", "az", "by", "biz", "cn", "com", "de", "ee", "eu", "fr", "ge", "info", "kg", "kz", "lt", "lv", "md", "media", "mn", "net",
    "news", "org", "press", "ru", "su", "tj", "tm", "today", "tr", "tv", "ua", "uk", "uz",
];

/// Runs of atoms that are a site's address without path: «Primer.kz», «news.primer-24.com». Addresses of mail and of pages are
/// not meant as names and left out.
pub fn sites(text: &str, pieces: &Segmentation) -> Vec<Span<AtomUnit>> {
    let atoms = &pieces.atoms;
    let word = |a: &Atom| a.kind != AtomKind::Newline && a.span.of(text).chars().all(|c| c.is_ascii_alphanumeric());
    let sign =
        |i: usize, signs: &[char]| atoms.get(i).is_some_and(|a| a.glued && a.kind == AtomKind::Sign && a.span.of(text).contains(signs));
    let mut out: Vec<Span<AtomUnit>> = Vec::new();
    for i in 2..atoms.len() {
        let ending = atoms[i].span.of(text);
        if !(atoms[i].glued && ENDINGS.contains(&ending.to_ascii_lowercase().as_str()) && sign(i - 1, &['.']) && word(&atoms[i - 2])) {
            continue;
        }
        let mut first = i - 2;
        while first >= 2 && atoms[first].glued && sign(first - 1, &['.', '-']) && word(&atoms[first - 2]) {
            first -= 2;
        }
        // Digits and letters of one word are atoms of their own.
        while first >= 1 && atoms[first].glued && word(&atoms[first - 1]) {
            first -= 1;
        }
        let linked = first >= 1 && atoms[first].glued && atoms[first - 1].span.of(text).contains(['/', '@', ':']);
        let letters = atoms[first..i - 1].iter().any(|a| a.kind == AtomKind::Letters);
        let follows = sign(i + 1, &['/', '@']) || atoms.get(i + 1).is_some_and(|a| a.glued && word(a));
        if letters && !linked && !follows {
            out.push(Span::new(first as u32, i as u32 + 1));
        }
    }
    // «a.com.ru» ends twice: the longer one counts.
    out.dedup_by(|next, own| {
        let same = next.start == own.start;
        if same {
            *own = *next;
        }
        same
    });
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let pieces = Segmentation::new(text);
        sites(text, &pieces).iter().map(|s| crate::nlp::ner::names::bytes(*s, &pieces).of(text)).collect()
    }

    #[test]
    fn addresses_in_running_text_are_sites() {
        assert_eq!(found("Об этом пишет Primer.kz, ссылаясь на news.primer-24.com."), ["Primer.kz", "news.primer-24.com"]);
        assert_eq!(found("передаетPrimer.kz"), ["Primer.kz"]);
    }

    #[test]
    fn pages_mail_and_numbers_are_not() {
        assert_eq!(found("Пишите на info@primer.kz или на https://primer.kz/news и 12.ru"), Vec::<&str>::new());
    }
}

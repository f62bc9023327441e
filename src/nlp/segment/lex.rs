//! Text → atoms.

use crate::nlp::span::{Byte, Span};

/// What an atom is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtomKind {
    /// A run of letters, with combining marks and soft hyphens inside; it ends where a capital of another script follows a small
    /// letter («передаетPrimer.kz»: sites lose blanks around links).
    Letters,
    /// A run of digits.
    Digits,
    /// One other sign.
    Sign,
    /// Line breaks with the blanks between them.
    Newline,
}

/// The finest piece of text; the tagger's unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Atom {
    /// The text covered.
    pub span: Span<Byte>,
    /// What it is.
    pub kind: AtomKind,
    /// Whether it follows the atom before without a blank.
    pub glued: bool,
}

/// Signs inside a word that do not break it and do not count: combining accents, soft hyphen, zero-width signs.
fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036f}' | '\u{00ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Lower case without accents and soft hyphens, ё as е: the key under which a word is looked up.
///
/// ```
/// assert_eq!(letopis::nlp::segment::fold("Ёлка\u{00ad}"), "елка");
/// ```
pub fn fold(word: &str) -> String {
    word.chars().filter(|c| !is_ignorable(*c)).flat_map(char::to_lowercase).map(|c| if c == 'ё' { 'е' } else { c }).collect()
}

/// A word of two scripts by its Cyrillic letters, if every Latin one looks like a Cyrillic letter (Unicode TR 39).
pub fn one_script(word: &str) -> String {
    let cyrillic = word.chars().any(|c| matches!(c, 'А'..='я' | 'Ё' | 'ё'));
    let latin = word.chars().any(|c| c.is_ascii_alphabetic());
    if !cyrillic || !latin {
        return word.to_string();
    }
    let turned: Option<String> = word.chars().map(|c| if c.is_ascii_alphabetic() { look_alike(c) } else { Some(c) }).collect();
    turned.unwrap_or_else(|| word.to_string())
}

/// The Cyrillic letter that looks like a Latin one.
fn look_alike(c: char) -> Option<char> {
    const PAIRS: &str = "aаcсeеoоpрxхyуAАBВCСEЕHНKКMМOОPРTТXХYУ";
    let mut pairs = PAIRS.chars();
    while let (Some(latin), Some(cyrillic)) = (pairs.next(), pairs.next()) {
        if latin == c {
            return Some(cyrillic);
        }
    }
    None
}

pub(super) fn atoms(text: &str) -> Vec<Atom> {
    let mut out: Vec<Atom> = Vec::with_capacity(text.len() / 8);
    let mut chars = text.char_indices().peekable();
    let mut last_end = u32::MAX;
    while let Some((start, c)) = chars.next() {
        let mut end = start + c.len_utf8();
        let mut take_while = |keep: &mut dyn FnMut(char) -> bool| {
            while let Some(&(at, next)) = chars.peek() {
                if !keep(next) {
                    break;
                }
                end = at + next.len_utf8();
                chars.next();
            }
        };
        let kind = if c.is_alphabetic() {
            let mut last = c;
            take_while(&mut |x| {
                let glued = last.is_lowercase() && x.is_uppercase() && is_latin(last) != is_latin(x);
                last = if is_ignorable(x) { last } else { x };
                (x.is_alphabetic() || is_ignorable(x)) && !glued
            });
            AtomKind::Letters
        } else if c.is_numeric() {
            take_while(&mut |x| x.is_numeric());
            AtomKind::Digits
        } else if is_break(c) {
            // Blanks count into the line break only when another break follows them.
            let rest = text[end..].char_indices();
            let mut stop = end;
            for (at, x) in rest {
                if is_break(x) {
                    stop = end + at + x.len_utf8();
                } else if !x.is_whitespace() {
                    break;
                }
            }
            while chars.peek().is_some_and(|&(at, _)| at < stop) {
                chars.next();
            }
            end = stop;
            AtomKind::Newline
        } else if c.is_whitespace() || is_ignorable(c) {
            continue;
        } else {
            AtomKind::Sign
        };
        let span = Span::new(start as u32, end as u32);
        out.push(Atom { span, kind, glued: last_end == span.start });
        last_end = span.end;
    }
    out
}

fn is_latin(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'a'..='z' | '\u{00c0}'..='\u{024f}')
}

/// Whether a sign ends a line.
pub fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{0085}' | '\u{000b}' | '\u{000c}')
}

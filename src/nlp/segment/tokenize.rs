//! Atoms → tokens, by ordered rules that join.

use super::abbreviations::{is_head, is_leading, is_numbered, is_tail, names_a_letter};
use super::lex::{Atom, AtomKind, fold};
use super::{Token, TokenKind};
use crate::nlp::span::Span;

/// Reads atoms `i..` and says how many make one token, and what it is; `None` hands over to the next rule.
type Rule = fn(&Atoms<'_>, usize) -> Option<(usize, TokenKind)>;

/// In order: an address holds words and numbers, a number with a unit holds a number, a dot is joined last.
const RULES: &[Rule] = &[newline, address, end_marks, initial, compound, abbreviation];

struct Atoms<'a> {
    text: &'a str,
    atoms: &'a [Atom],
}

impl<'a> Atoms<'a> {
    fn kind(&self, i: usize) -> Option<AtomKind> {
        self.atoms.get(i).map(|a| a.kind)
    }
    fn str(&self, i: usize) -> &'a str {
        self.atoms.get(i).map_or("", |a| a.span.of(self.text))
    }
    fn glued(&self, i: usize) -> bool {
        self.atoms.get(i).is_some_and(|a| a.glued)
    }
    /// The atom `i` if nothing stands between it and the one before.
    fn glued_str(&self, i: usize) -> &'a str {
        if self.glued(i) { self.str(i) } else { "" }
    }
    fn is_word(&self, i: usize) -> bool {
        matches!(self.kind(i), Some(AtomKind::Letters | AtomKind::Digits))
    }
}

pub(super) fn tokens(text: &str, atoms: &[Atom]) -> Vec<Token> {
    let view = Atoms { text, atoms };
    let mut out = Vec::with_capacity(atoms.len());
    let mut i = 0;
    while i < atoms.len() {
        let (n, kind) = RULES.iter().find_map(|rule| rule(&view, i)).unwrap_or((1, TokenKind::Punct));
        let last = (i + n.max(1)).min(atoms.len());
        let span = atoms[i].span.cover(atoms[last - 1].span);
        out.push(Token { atoms: Span::new(i as u32, last as u32), span, kind });
        i = last;
    }
    out
}

fn newline(a: &Atoms<'_>, i: usize) -> Option<(usize, TokenKind)> {
    (a.kind(i) == Some(AtomKind::Newline)).then_some((1, TokenKind::Newline))
}

/// Atoms looked at for a domain or e-mail: bounds the work on endless glued runs.
const LONGEST_ADDRESS: usize = 64;

/// URL, e-mail, domain, @handle, #hashtag.
fn address(a: &Atoms<'_>, i: usize) -> Option<(usize, TokenKind)> {
    let found = |n: usize| Some((n, TokenKind::Address));
    let first = a.str(i);
    if (first == "@" || first == "#") && !a.glued(i) && a.glued(i + 1) && a.is_word(i + 1) {
        let mut n = 2;
        while a.glued(i + n) && (a.is_word(i + n) || a.str(i + n) == "_") {
            n += 1;
        }
        return found(n);
    }
    if !a.is_word(i) {
        return None;
    }
    if matches!(first, "http" | "https" | "ftp") && a.glued_str(i + 1) == ":" && a.glued_str(i + 2) == "/" {
        let mut n = 3;
        while a.glued(i + n) && !matches!(a.str(i + n), "»" | "«" | "\"" | ")" | "(" | "<" | ">" | "]" | "”" | "“") {
            n += 1;
        }
        // A full stop or comma after the address is the sentence's.
        while n > 3 && matches!(a.str(i + n - 1), "." | "," | ";" | ":" | "!" | "?") {
            n -= 1;
        }
        return found(n);
    }
    // Only the beginning of a glued run can begin an address: what failed there fails further on too.
    if a.glued(i) && i > 0 && matches!(a.str(i - 1), "-" | "_" | "+" | "." | "@") {
        return None;
    }
    // степь-онлайн.рф
    let mut n = 1;
    while n < LONGEST_ADDRESS && a.glued_str(i + n) == "-" && a.glued(i + n + 1) && a.is_word(i + n + 1) {
        n += 2;
    }
    if a.glued_str(i + n) == "." && matches!(a.glued_str(i + n + 1), "рф" | "қаз") {
        return found(n + 2);
    }
    // latin ((. | - | _) latin)* [@ ...] . top-level, all glued.
    let latin = |j: usize| a.is_word(j) && a.str(j).is_ascii();
    if !latin(i) {
        return None;
    }
    let (mut n, mut at, mut top) = (1, false, 0);
    while n < LONGEST_ADDRESS && a.glued(i + n) && a.glued(i + n + 1) && latin(i + n + 1) {
        match a.str(i + n) {
            "." => top = n + 1,
            "@" if !at => at = true,
            "-" | "_" | "+" => {}
            _ => break,
        }
        n += 2;
    }
    // Runs such as `mp3` inside are several atoms: only plain runs are taken, which covers real domains.
    if top > 0 && top + 1 == n {
        let name = a.str(i + top);
        let letters = a.kind(i + top) == Some(AtomKind::Letters) && (2..=6).contains(&name.len());
        let lower = name.chars().all(|c| c.is_ascii_lowercase());
        if letters && (lower || at) && a.kind(i) == Some(AtomKind::Letters) {
            return found(n);
        }
    }
    None
}

/// `...`, `?!`, `!!!`, `?..`, `--`: a run of end marks is one token.
fn end_marks(a: &Atoms<'_>, i: usize) -> Option<(usize, TokenKind)> {
    let first = a.str(i);
    let mut n = 1;
    match first {
        "." if a.glued_str(i + 1) == "." => {
            while a.glued_str(i + n) == "." {
                n += 1;
            }
        }
        "!" | "?" | "…" => {
            while matches!(a.glued_str(i + n), "!" | "?" | "…")
                || (a.glued_str(i + n) == "." && (a.glued_str(i + n + 1) == "." || a.str(i + n - 1) == "."))
            {
                n += 1;
            }
        }
        "-" => {
            while a.glued_str(i + n) == "-" {
                n += 1;
            }
        }
        _ => return None,
    }
    Some((n, TokenKind::Punct))
}

/// `А.` before a name, another initial, or after a surname.
fn initial(a: &Atoms<'_>, i: usize) -> Option<(usize, TokenKind)> {
    let word = a.str(i);
    let mut letters = word.chars();
    let short = match (letters.next(), letters.next()) {
        (Some(c), None) => c.is_uppercase(),
        // Two-letter initials of foreign names: «Дж.», «Ю-Х.».
        (Some('Д'), Some('ж')) | (Some('Ч'), Some('ж')) => letters.next().is_none(),
        _ => false,
    };
    if !short || a.glued_str(i + 1) != "." || a.kind(i) != Some(AtomKind::Letters) {
        return None;
    }
    // «витамин С.», «участок I.»
    let numeral = matches!(word, "I" | "V" | "X");
    if i > 0 && (names_a_letter(&fold(a.str(i - 1))) || (numeral && a.str(i - 1).starts_with(char::is_lowercase))) {
        return None;
    }
    let capital = |j: usize| a.kind(j) == Some(AtomKind::Letters) && a.str(j).starts_with(char::is_uppercase);
    let before_name = capital(i + 2) && (a.str(i + 2).chars().count() > 1 || a.glued_str(i + 3) == ".");
    let after_initial = i >= 2 && a.str(i - 1) == "." && capital(i - 2) && a.str(i - 2).chars().count() <= 2;
    let after_surname = i >= 1 && capital(i - 1) && a.str(i - 1).chars().count() > 2 && !a.str(i - 1).chars().all(char::is_uppercase);
    (before_name || after_initial || after_surname).then_some((2, TokenKind::Initial))
}

/// Words and numbers with hyphens, apostrophes and separators inside.
fn compound(a: &Atoms<'_>, i: usize) -> Option<(usize, TokenKind)> {
    if !a.is_word(i) {
        return None;
    }
    let numeric = a.kind(i) == Some(AtomKind::Digits);
    let (mut n, mut letters) = (1, !numeric);
    loop {
        let next = i + n;
        if !a.glued(next) {
            break;
        }
        // МиГ29, A380, 5G, 100тг
        if a.is_word(next) {
            letters |= a.kind(next) == Some(AtomKind::Letters);
            n += 1;
            continue;
        }
        if !(a.glued(next + 1) && a.is_word(next + 1)) {
            break;
        }
        let before = a.kind(next - 1) == Some(AtomKind::Digits);
        let after = a.kind(next + 1) == Some(AtomKind::Digits);
        let join = match a.str(next) {
            // 8,1  10.06.2023  18:37  1/2
            "." | "," | ":" | "/" => before && after && !letters,
            // Нур-Султан  Ту-154  75-й, but not 10-12
            "-" | "‑" => !(before && after),
            "'" | "’" | "ʼ" => !before && !after,
            _ => false,
        };
        if !join {
            break;
        }
        letters |= !after;
        n += 2;
    }
    if n == 1 && letters {
        // A plain word may still be an abbreviation.
        return abbreviation(a, i).or(Some((1, TokenKind::Word)));
    }
    // «р-н.», «пр-т.»
    if letters && a.glued_str(i + n) == "." {
        let word: String = (i..i + n).map(|j| a.str(j)).collect();
        let word = fold(&word);
        if is_head(&word) || is_tail(&word) {
            return Some((n + 1, TokenKind::Abbreviation));
        }
    }
    Some((n, if letters { TokenKind::Word } else { TokenKind::Number }))
}

/// `г.`, `тыс.`, `ул.`: a listed word with its full stop.
fn abbreviation(a: &Atoms<'_>, i: usize) -> Option<(usize, TokenKind)> {
    if a.kind(i) != Some(AtomKind::Letters) || a.glued_str(i + 1) != "." || a.glued_str(i + 2) == "." {
        return None;
    }
    let surface = a.str(i);
    // «США.», «И.» at an end: capitals are no abbreviation here, but a heading «Ул.» is.
    if surface.chars().count() > 1 && surface.chars().all(char::is_uppercase) {
        return None;
    }
    let word = fold(surface);
    let single = word.chars().count() == 1;
    if single && surface.chars().all(char::is_uppercase) {
        // «И. о. акима», «Т. е.» at the beginning of a sentence.
        let pair = matches!((word.as_str(), a.str(i + 2)), ("и", "о") | ("т", "е" | "к" | "н")) && a.glued_str(i + 3) == ".";
        return pair.then_some((2, TokenKind::Abbreviation));
    }
    // «км/ч.», «руб./кг.»: a unit below the stroke takes none.
    if i > 0 && a.glued(i) && a.str(i - 1) == "/" {
        return None;
    }
    let next = a.kind(i + 2);
    let measured = i > 0 && a.kind(i - 1) == Some(AtomKind::Digits);
    if is_numbered(&word) && !measured && !(next == Some(AtomKind::Digits) || a.str(i + 2) == "№") {
        return None;
    }
    if is_leading(&word) && !matches!(next, Some(AtomKind::Letters | AtomKind::Digits)) {
        return None;
    }
    if is_head(&word) {
        return Some((2, TokenKind::Abbreviation));
    }
    if !is_tail(&word) {
        return None;
    }
    // Short words that are also plain words («с», «у», «и», «см») need company: a number before, or another abbreviation.
    let plain = matches!(
        word.as_str(),
        "с" | "у"
            | "и"
            | "о"
            | "к"
            | "б"
            | "мин"
            | "чел"
            | "дек"
            | "сен"
            | "лат"
            | "кит"
            | "тур"
            | "каз"
            | "фр"
            | "ц"
            | "в"
            | "вс"
    );
    if plain {
        let after_number = i > 0 && (a.kind(i - 1) == Some(AtomKind::Digits) || a.str(i - 1).chars().all(|c| "IVXLC".contains(c)));
        let after_dot = i > 1 && a.str(i - 1) == "." && a.str(i - 2).chars().count() == 1;
        let next_dot = a.kind(i + 2) == Some(AtomKind::Letters) && a.glued_str(i + 3) == "." && is_tail(&fold(a.str(i + 2)));
        let named = a.kind(i + 2) == Some(AtomKind::Letters) && a.str(i + 2).starts_with(char::is_uppercase) && word != "и";
        if !(after_number || after_dot || next_dot || (named && matches!(word.as_str(), "с" | "в" | "о"))) {
            return None;
        }
    }
    Some((2, TokenKind::Abbreviation))
}

//! Tokens → sentences: a candidate after each end mark, then ordered rules that join.

use super::abbreviations::{is_head, is_single};
use super::lex::fold;
use super::{Sentence, Token, TokenKind};
use crate::nlp::span::Span;

/// What a rule sees of a candidate boundary.
struct Split<'a> {
    text: &'a str,
    tokens: &'a [Token],
    /// The end mark or abbreviation.
    mark: usize,
    /// The first token of the would-be sentence.
    next: usize,
    /// The first token of the sentence that may end.
    start: usize,
}

impl<'a> Split<'a> {
    fn str(&self, i: usize) -> &'a str {
        self.tokens.get(i).map_or("", |t| t.span.of(self.text))
    }
    fn mark(&self) -> &'a str {
        self.str(self.mark)
    }
    fn kind(&self) -> TokenKind {
        self.tokens[self.mark].kind
    }
    fn spaced(&self, i: usize) -> bool {
        i > 0 && i < self.tokens.len() && self.tokens[i].span.start > self.tokens[i - 1].span.end
    }
    /// The next sentence's first letter or digit, behind quotes, brackets and dashes.
    fn first_sign(&self) -> Option<char> {
        (self.next..self.tokens.len().min(self.next + 4)).find_map(|i| self.str(i).chars().next().filter(|c| c.is_alphanumeric()))
    }
    fn next_is_lower(&self) -> bool {
        self.first_sign().is_some_and(char::is_lowercase)
    }
}

/// Tokens looked back for an opening bracket or quote.
const LOOK_BACK: usize = 256;

/// Says that the candidate is no boundary.
type Join = fn(&Split<'_>) -> bool;

/// In order of cost; each alone is enough.
const JOINS: &[Join] =
    &[no_blank, lower_case, head_abbreviation, initial, opener, tail_abbreviation, list_number, quoted_then_dash, dash_in_brackets];

pub(super) fn sentences(text: &str, tokens: &[Token]) -> Vec<Sentence> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut i = 0;
    let mut push = |from: usize, to: usize| {
        if from < to {
            let span = tokens[from].span.cover(tokens[to - 1].span);
            out.push(Sentence { tokens: Span::new(from as u32, to as u32), span });
        }
    };
    while i < tokens.len() {
        if tokens[i].kind == TokenKind::Newline {
            push(start, i);
            start = i + 1;
            i += 1;
            continue;
        }
        if !is_end(text, &tokens[i]) {
            i += 1;
            continue;
        }
        // Closing quotes and brackets belong to the sentence they end.
        let mut next = i + 1;
        while next < tokens.len() && is_closing(text, tokens, next, start) {
            next += 1;
        }
        if next < tokens.len() && tokens[next].kind != TokenKind::Newline {
            let split = Split { text, tokens, mark: i, next, start };
            if !JOINS.iter().any(|join| join(&split)) {
                push(start, next);
                start = next;
            }
        }
        i = next;
    }
    push(start, tokens.len());
    out
}

fn is_end(text: &str, token: &Token) -> bool {
    match token.kind {
        TokenKind::Abbreviation | TokenKind::Initial => true,
        TokenKind::Punct => token.span.of(text).chars().all(|c| matches!(c, '.' | '!' | '?' | '…')),
        _ => false,
    }
}

/// A closing sign right after the mark; a straight quote closes when it is glued and an odd one is open before it.
fn is_closing(text: &str, tokens: &[Token], i: usize, start: usize) -> bool {
    let glued = tokens[i].span.start == tokens[i - 1].span.end;
    match tokens[i].span.of(text) {
        "»" | "”" | ")" | "]" | "}" => glued,
        "\"" | "“" => {
            glued
                && tokens[start.max(i.saturating_sub(LOOK_BACK))..i].iter().filter(|t| matches!(t.span.of(text), "\"" | "„" | "“")).count()
                    % 2
                    == 1
        }
        _ => false,
    }
}

/// Without a blank nothing ends: «Example.Газета», a footnote mark.
fn no_blank(s: &Split<'_>) -> bool {
    !s.spaced(s.next)
}

/// A small letter goes on: «и т. д. и т. п.», «— сказал он».
fn lower_case(s: &Split<'_>) -> bool {
    if !s.next_is_lower() {
        return false;
    }
    // A brand such as «iPhone» begins a sentence all the same.
    let word = (s.next..s.tokens.len()).map(|i| s.str(i)).find(|w| w.chars().any(char::is_alphanumeric)).unwrap_or("");
    let brand = word.is_ascii() && word.chars().skip(1).any(char::is_uppercase);
    !(brand && s.kind() == TokenKind::Punct)
}

/// «ул. Абая», «им. Сатпаева», «проф. Лунин».
fn head_abbreviation(s: &Split<'_>) -> bool {
    if s.kind() != TokenKind::Abbreviation {
        return false;
    }
    let word = fold(s.mark().trim_end_matches('.'));
    let after_number = s.mark > 0 && matches!(s.tokens[s.mark - 1].kind, TokenKind::Number);
    // «ст. 15», «п. 3» before a number; «15 ст.» after one may end.
    let number_next = s.first_sign().is_some_and(char::is_numeric);
    // «и пр.», «и т. п.» stand behind what they belong to.
    let closing = s.mark > 0 && (word == "пр" && fold(s.str(s.mark - 1)) == "и" || s.str(s.mark - 1) == "т.");
    is_head(&word) && !closing && (!after_number || number_next)
}

/// «В 2019 г. Казахстан …», «В начале XX в. Город …», «Ок. 60 чел. Штаб …»: an opening without a word that could be its
/// sentence.
fn opener(s: &Split<'_>) -> bool {
    const PREPOSITIONS: &[&str] = &["в", "во", "к", "ко", "с", "со", "до", "от", "на", "за", "около", "после", "из", "по"];
    const PARTS: &[&str] = &["начале", "конце", "середине", "концу", "началу", "середине", "начала", "конца"];
    if s.kind() != TokenKind::Abbreviation {
        return false;
    }
    // An opening is short; a long run is a sentence, and looking back over it each time would take squared time.
    if s.mark - s.start > 12 {
        return false;
    }
    let before = &s.tokens[s.start..s.mark];
    let number = before.iter().any(|t| t.kind == TokenKind::Number || is_roman(t.span.of(s.text)));
    let empty = before.iter().all(|t| {
        let word = t.span.of(s.text);
        t.kind != TokenKind::Word || is_roman(word) || PREPOSITIONS.contains(&fold(word).as_str()) || PARTS.contains(&fold(word).as_str())
    });
    number && empty
}

/// «(Ковалёв. — Ред.)»: an editor's remark inside brackets.
fn dash_in_brackets(s: &Split<'_>) -> bool {
    let from = s.start.max(s.next.saturating_sub(LOOK_BACK));
    let count = |sign: &str| s.tokens[from..s.next].iter().filter(|t| t.span.of(s.text) == sign).count();
    matches!(s.str(s.next), "—" | "–" | "-") && count("(") > count(")")
}

/// «А. С. Лунин», but «Лунин А. С. Совет решил».
fn initial(s: &Split<'_>) -> bool {
    if s.kind() != TokenKind::Initial {
        return false;
    }
    let word = |i: usize| s.tokens.get(i).is_some_and(|t| t.kind == TokenKind::Word && t.span.of(s.text).starts_with(char::is_uppercase));
    if s.tokens.get(s.next).is_some_and(|t| t.kind == TokenKind::Initial) {
        return true;
    }
    // Initials behind their surname end the name; the capital after them is a new sentence.
    let mut first = s.mark;
    while first > 0 && s.tokens[first - 1].kind == TokenKind::Initial {
        first -= 1;
    }
    let surname_before = first > 0 && word(first - 1) && s.str(first - 1).chars().count() > 2 && is_name_like(s.str(first - 1));
    let starts_sentence = first == 0 || !word(first - 1);
    if surname_before && !starts_sentence && word(s.next) {
        // «Министр Лунин А. С. Ковалёв» does not occur; a capital word after surname and initials starts anew.
        return false;
    }
    true
}

/// Not in capitals: «ООН А. Лунин» has no surname before the initial.
fn is_name_like(word: &str) -> bool {
    word.chars().nth(1).is_some_and(char::is_lowercase)
        && (word.ends_with("ов")
            || word.ends_with("ев")
            || word.ends_with("ёв")
            || word.ends_with("ин")
            || word.ends_with("ын")
            || word.ends_with("ова")
            || word.ends_with("ева")
            || word.ends_with("ёва")
            || word.ends_with("ина")
            || word.ends_with("ский")
            || word.ends_with("ская")
            || word.ends_with("ко")
            || word.ends_with("ук")
            || word.ends_with("юк")
            || word.ends_with("ой")
            || word.ends_with("ий")
            || word.ends_with("ых")
            || word.ends_with("их")
            || word.ends_with("ян")
            || word.ends_with("дзе")
            || word.ends_with("швили")
            || word.ends_with("баев")
            || word.ends_with("улы"))
}

/// «в 2019 г. Астана» is no end when a place or name may belong to it; «40 тыс. Власти» is.
fn tail_abbreviation(s: &Split<'_>) -> bool {
    if s.kind() != TokenKind::Abbreviation {
        return false;
    }
    let word = fold(s.mark().trim_end_matches('.'));
    let before = s.mark.checked_sub(1).map(|i| &s.tokens[i]);
    let after_number = before.is_some_and(|t| t.kind == TokenKind::Number || is_roman(t.span.of(s.text)));
    let after_abbreviation = before.is_some_and(|t| t.kind == TokenKind::Abbreviation);
    if !s.first_sign().is_some_and(char::is_uppercase) {
        // A number or sign follows: «тыс. 500», «т. е. 5», «г. — 3»: goes on, but for «и т. д. 15 мая».
        return !(after_abbreviation && matches!(word.as_str(), "д" | "п"));
    }
    if matches!(word.as_str(), "г" | "с" | "д" | "п" | "м" | "к" | "о" | "ч" | "т" | "э" | "у") && !after_number && !after_abbreviation
    {
        // «г. Астана», «с. Акжар», «д. 5»: the head of what follows.
        return true;
    }
    // «в мае с. г. Суд …»
    if word == "г" && s.mark > 0 && s.str(s.mark - 1) == "с." {
        return false;
    }
    if is_single(&word) && after_abbreviation {
        // «и т. д. Компания», «и т. п. Суд», «до н. э. Город» end; «т. е. Лунин», «и. о. Лунина» go on.
        return !matches!(word.as_str(), "д" | "п" | "э" | "ч");
    }
    // «$5 млрд. Проект», «в 2019 г. Министр»: an end.
    false
}

fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'C' | 'Х'))
}

/// «1. Утвердить»: the number of a list item stays with the item.
fn list_number(s: &Split<'_>) -> bool {
    if s.mark() != "." || s.mark == 0 {
        return false;
    }
    let number = &s.tokens[s.mark - 1];
    let digits = number.span.of(s.text);
    let short = number.kind == TokenKind::Number && digits.split('.').all(|part| part.len() <= 2) && digits.len() <= 8 || is_roman(digits);
    let first = s.mark == 1
        || s.tokens
            .get(s.mark.wrapping_sub(2))
            .is_some_and(|t| t.kind == TokenKind::Newline || matches!(t.span.of(s.text), "." | ";" | ":" | "!" | "?"));
    short && first
}

/// «„Мы готовы!“ — сказал он»: a dash and a small letter behind the quotation go on; «— Да. — Нет» does not.
fn quoted_then_dash(s: &Split<'_>) -> bool {
    let dash = matches!(s.str(s.next), "—" | "–" | "-");
    let closed = s.next > s.mark + 1;
    dash && closed
}

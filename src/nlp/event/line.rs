//! A sentence → the short line of its event, made of nothing but its own words.

use super::LINE;
use crate::nlp::known::{Known, Words};
use crate::nlp::segment::TokenKind;
use crate::nlp::span::{Span, TokenUnit};

/// Words that tie a sentence to the one before.
const OPENERS: &[&str] = &[
    "кроме того",
    "вместе с тем",
    "тем временем",
    "при этом",
    "также",
    "однако",
    "ранее",
    "напомним",
    "отметим",
    "а",
    "и",
    "но",
    "в частности",
    "между тем",
    "в свою очередь",
    "тем не менее",
    "к тому же",
    "таким образом",
    "в целом",
    "так",
    "сам",
    "затем",
    "потом",
    "в то же время",
    "помимо этого",
];
/// Verbs by which a source is named after what it says.
static SOURCE: Words = Words::new(
    "сообщить сообщать заявить заявлять сказать отметить отмечать рассказать передать передавать писать написать говориться подчеркнуть добавить \
    пояснить уточнить напомнить утверждать считать уточняться отмечаться сообщаться информировать подтвердить следовать",
);

/// How far before a word the bracket that holds it is looked for, and how far a clause reaches on either side of its event, in
/// tokens.
const BRACKETS: usize = 60;
const REACH: usize = 200;

/// The tokens that tell the event of `core`, without the words that name the source and those that tie it to other sentences.
pub(super) fn clause(known: Known<'_>, sentence: Span<TokenUnit>, core: usize) -> Span<TokenUnit> {
    let (mut from, mut to) = (sentence.start as usize, sentence.end as usize);
    // A sentence may be a book.
    (from, to) = (from.max(core.saturating_sub(REACH)), to.min(core + REACH));
    let comma = |i: usize| known.surface(i) == ",";
    let source = |i: usize| known.among(i, &SOURCE) && known.finite(i);
    // «Он сообщил, что …»
    let first = (from..core).find(|i| source(*i)).unwrap_or(core);
    let that = (first..core).rev().find(|i| known.word(*i) == "что" && comma(*i - 1) && *i > first);
    if let Some(that) = that {
        from = that + 1;
    }
    // «…, сообщил он», «…, по словам очевидцев»
    let by = |i: usize| known.word(i) == "по" && matches!(known.word(i + 1), "словам" | "данным" | "информации" | "мнению" | "сведениям");
    let end = (core + 1..to).find(|i| comma(*i) && (source(i + 1) || (known.word(i + 1) == "как" && source(i + 2)) || by(i + 1)));
    to = end.unwrap_or(to);
    // «По словам очевидцев, …», «Как сообщил Лунин, …»
    if by(from) || (known.word(from) == "как" && (from..core).any(source)) || known.word(from + 1) == "его" && known.word(from) == "по"
    {
        from = (from..core).find(|i| comma(*i)).map_or(from, |i| i + 1);
    }
    while let Some(next) = opener(known, from, core) {
        from = next;
    }
    while to > from
        && known.pieces.tokens[to - 1].kind == TokenKind::Punct
        && !known.surface(to - 1).contains(['»', '"', '“', '”', ')', '%'])
    {
        to -= 1;
    }
    Span::new(from as u32, to as u32)
}

/// Where a clause goes on after words that tie it to others.
fn opener(known: Known<'_>, from: usize, core: usize) -> Option<usize> {
    if known
        .pieces
        .tokens
        .get(from)
        .is_some_and(|t| t.kind == TokenKind::Punct && !matches!(t.span.of(known.text), "«" | "\"" | "„" | "“" | "№"))
        && from < core
    {
        return Some(from + 1);
    }
    let words = |list: &str| list.split(' ').enumerate().all(|(n, w)| known.word(from + n) == w);
    let found = OPENERS.iter().filter(|o| words(o)).map(|o| o.split(' ').count()).max()?;
    let next = from + found;
    // «Ранее» and «так» may belong to the clause itself: only a comma or a conjunction shows that they do not.
    let tied =
        known.surface(next) == "," || matches!(known.word(from), "а" | "и" | "но" | "однако" | "также" | "при" | "напомним" | "отметим");
    (tied && next < core).then_some(next + usize::from(known.surface(next) == ","))
}

/// The line of a clause: without brackets, and if it is long only what stands around the event's own word.
pub(super) fn line(known: Known<'_>, clause: Span<TokenUnit>, core: usize) -> String {
    let mut range = clause;
    let length = |range: Span<TokenUnit>| words(known, range, core).chars().count();
    if length(range) > LINE {
        // Parts between commas, from the event's own outwards.
        let cut = |i: &usize| matches!(known.surface(*i), "," | ";" | ":" | "–" | "—");
        let left = (range.start as usize..core).rev().find(cut).map_or(range.start as usize, |i| i + 1);
        let right = (core..range.end as usize).find(cut).unwrap_or(range.end as usize);
        let mut best = Span::new(left as u32, right as u32);
        loop {
            let wider_right = (best.end as usize + 1..=range.end as usize).find(|i| *i == range.end as usize || cut(i));
            let wider_left =
                (range.start as usize..(best.start as usize).saturating_sub(1)).rev().find(cut).map_or(range.start as usize, |i| i + 1);
            let left = Span::new(wider_left as u32, best.end);
            let right = wider_right.map(|r| Span::new(best.start, r as u32));
            if left != best && length(left) <= LINE {
                best = left;
            } else if let Some(right) = right.filter(|r| *r != best && length(*r) <= LINE) {
                best = right;
            } else {
                break;
            }
        }
        range = best;
    }
    let mut out = shorten(&words(known, range, core));
    // What is left of a pair of quotation marks.
    if out.matches('«').count() != out.matches('»').count() {
        out = out.trim_start_matches('«').trim_end_matches('»').to_string();
    }
    let mut letters = out.chars();
    match letters.next() {
        // «ß» has no capital of one letter: such a word stays as it is.
        Some(first) if first.to_uppercase().count() == 1 => first.to_uppercase().chain(letters).collect(),
        _ => out,
    }
}

/// The words of a clause without what stands in round brackets.
fn words(known: Known<'_>, range: Span<TokenUnit>, core: usize) -> String {
    let mut out = String::new();
    // An event that is told in brackets keeps them.
    let open = (range.start as usize..core).rev().take(BRACKETS).find(|i| matches!(known.surface(*i), "(" | ")"));
    let within = open.is_some_and(|i| known.surface(i) == "(");
    let (mut depth, mut end, mut cut) = (0usize, None, false);
    for token in known.pieces.tokens.get(range.range()).unwrap_or(&[]) {
        let surface = token.span.of(known.text);
        let opens = surface == "(" && !within;
        depth += usize::from(opens);
        if depth == 0 && token.kind != TokenKind::Newline {
            // What stood in brackets leaves a blank.
            if end.is_some_and(|e| e < token.span.start || cut) && !surface.starts_with([',', '.', ';', ':', '!', '?', ')']) {
                out.push(' ');
            }
            out.push_str(surface);
            cut = false;
        }
        cut |= depth > 0;
        if surface == ")" {
            depth = depth.saturating_sub(1);
        }
        end = Some(token.span.end);
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A line that is still too long is cut at a word.
fn shorten(line: &str) -> String {
    let mut out = String::new();
    let mut length = 0;
    for word in line.split(' ') {
        let n = word.chars().count() + 1;
        if length + n > LINE {
            return format!("{}…", out.trim_end_matches([',', ';', ':', '–', '—', ' ']));
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
        length += n;
    }
    out
}

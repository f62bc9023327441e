//! Text → stretches in quotation marks.

use crate::nlp::segment::is_break;
use crate::nlp::span::{Byte, Span};

/// A stretch in quotation marks that lies in no other one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// With its marks.
    pub outer: Span<Byte>,
    /// What is between them, without blanks at the ends.
    pub inner: Span<Byte>,
    /// Whether the closing mark is there.
    pub closed: bool,
}

/// A quotation that is never closed reaches over no more paragraphs than this.
const MOST_PARAGRAPHS: usize = 8;

/// How many marks may stand open at once.
const DEEPEST: usize = 16;

/// What a mark does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Open(char),
    /// With the opening mark that it answers.
    Close(char),
}

/// All outermost stretches of a text, in order. A paragraph that opens a quotation and does not close it goes on in the next
/// ones when they open with the same mark again or bring the missing one.
pub fn quoted(text: &str) -> Vec<Quoted> {
    let lines = lines(text);
    let mut out = Vec::new();
    let mut next = 0;
    while let Some(line) = lines.get(next) {
        next += 1;
        let marks = marks(text, *line);
        let last_close = marks.iter().rposition(|(_, m)| matches!(m, Mark::Close(_))).unwrap_or(0);
        let mut stack: Vec<(u32, char)> = Vec::new();
        for (i, (at, mark)) in marks.iter().enumerate() {
            match mark {
                // Deeper than this nobody quotes.
                Mark::Open(kind) if stack.len() < DEEPEST => stack.push((*at, *kind)),
                Mark::Open(_) => {}
                Mark::Close(kind) => {
                    let Some(found) = stack.iter().rposition(|(_, open)| open == kind) else { continue };
                    // «Мы в ООО «Луч» решили», with the outer mark left out: what the author says after it closes all.
                    let last = i >= last_close;
                    let found = if last && authors(&text[*at as usize..line.end as usize]) { 0 } else { found };
                    let Some((from, _)) = stack.get(found).copied() else { continue };
                    stack.truncate(found);
                    if stack.is_empty() {
                        out.extend(stretch(text, from, *at, true));
                    }
                }
            }
        }
        let Some((from, kind)) = stack.first().copied() else { continue };
        let (end, closed, used) = follow(text, &lines[next..], line.end, kind);
        out.extend(stretch(text, from, end, closed));
        next += used;
    }
    out
}

/// Where an open quotation ends in the paragraphs after: the byte of its mark or of the line's end, whether it is closed, and
/// the number of paragraphs used.
fn follow(text: &str, lines: &[Span<Byte>], end: u32, kind: char) -> (u32, bool, usize) {
    let (mut used, mut paragraphs) = (0, 0);
    let (mut reached, mut up_to) = (end, 0);
    for line in lines {
        let own = line.of(text).trim_start();
        if own.is_empty() {
            used += 1;
            continue;
        }
        paragraphs += 1;
        if paragraphs > MOST_PARAGRAPHS {
            break;
        }
        let reopened = own.starts_with(kind);
        let mut depth = 0;
        let mut close = None;
        for (i, (at, mark)) in marks(text, *line).iter().enumerate() {
            match mark {
                Mark::Open(_) if reopened && i == 0 => {}
                Mark::Open(k) if *k == kind => depth += 1,
                Mark::Close(k) if *k == kind && depth == 0 => {
                    close = Some(*at);
                    break;
                }
                Mark::Close(k) if *k == kind => depth -= 1,
                _ => {}
            }
        }
        used += 1;
        match close {
            Some(at) => return (at, true, used),
            None if reopened => (reached, up_to) = (line.end, used),
            None => break,
        }
    }
    // Nothing closes it: it ends with its own paragraph, and the next ones are read for themselves.
    (reached, false, up_to)
}

/// Whether what follows a closing mark is the author's: «», – сказал он».
pub(super) fn authors(after: &str) -> bool {
    let rest = after.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '»' | '“' | '”' | '"' | ',' | '.' | '!' | '?' | '…'));
    rest.starts_with(is_dash)
}

/// Whether a sign is used as a dash.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '―' | '‒' | '−')
}

/// Non-empty lines with the blank ones between, in order.
fn lines(text: &str) -> Vec<Span<Byte>> {
    let mut at = 0;
    text.split_inclusive(is_break)
        .map(|line| {
            let span = Span::new(at, at + line.trim_end().len() as u32);
            at += line.len() as u32;
            span
        })
        .collect()
}

fn stretch(text: &str, from: u32, to: u32, closed: bool) -> Option<Quoted> {
    let mark = |at: u32| text.get(at as usize..).and_then(|t| t.chars().next()).map_or(0, |c| c.len_utf8() as u32);
    let start = from + mark(from);
    let outer = Span::new(from, if closed { to + mark(to) } else { to });
    let inner = text.get(start as usize..to as usize)?;
    let left = (inner.len() - inner.trim_start().len()) as u32;
    let trimmed = inner.trim();
    (!trimmed.is_empty()).then(|| Quoted { outer, inner: Span::new(start + left, start + left + trimmed.len() as u32), closed })
}

/// The marks of one line. A straight mark opens before a word and closes after one; “ closes „, else opens.
fn marks(text: &str, line: Span<Byte>) -> Vec<(u32, Mark)> {
    let own = line.of(text);
    let mut out: Vec<(u32, Mark)> = Vec::new();
    let mut before: Option<char> = None;
    let mut low = 0;
    let mut chars = own.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let after = chars.peek().map(|(_, c)| *c);
        let opens = before.is_none_or(|b| b.is_whitespace() || is_dash(b) || matches!(b, '(' | '[' | '«' | '„' | '“' | '"' | '/'))
            && after.is_some_and(|a| !a.is_whitespace() && !matches!(a, ',' | '.' | ')'));
        let mark = match c {
            '«' => Some(Mark::Open('«')),
            '»' => Some(Mark::Close('«')),
            '„' => {
                low += 1;
                Some(Mark::Open('„'))
            }
            '“' | '”' if low > 0 => {
                low -= 1;
                Some(Mark::Close('„'))
            }
            '“' if opens => Some(Mark::Open('“')),
            '“' | '”' => Some(Mark::Close('“')),
            '"' if opens => Some(Mark::Open('"')),
            '"' => Some(Mark::Close('"')),
            _ => None,
        };
        out.extend(mark.map(|m| (line.start + i as u32, m)));
        before = Some(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inner(text: &str) -> Vec<&str> {
        quoted(text).iter().map(|q| q.inner.of(text)).collect()
    }

    #[test]
    fn marks_of_all_kinds_nest() {
        assert_eq!(inner("«Мы в ООО «Луч» решили», – сказал он."), ["Мы в ООО «Луч» решили"]);
        assert_eq!(inner("„Что делать?“ – спросил он. “Ждать.”"), ["Что делать?", "Ждать."]);
        assert_eq!(inner("\"Завод \"Луч\" закрыт\", - сказал он и ушел в \"Зарю\"."), ["Завод \"Луч\" закрыт", "Зарю"]);
    }

    #[test]
    fn a_lost_mark_ends_with_the_author() {
        assert_eq!(inner("«Мы в ООО «Луч», – сказал он."), ["Мы в ООО «Луч"]);
        assert_eq!(inner("Он сказал: «Хватит!\nДальше – тишина."), ["Хватит!"]);
    }

    #[test]
    fn paragraphs_that_open_again_are_one() {
        assert_eq!(inner("«Первое.\n«Второе.\n«Третье», – сказал он."), ["Первое.\n«Второе.\n«Третье"]);
        assert_eq!(inner("«Первое.\n\nВторое», – сказал он.\n«Дом»"), ["Первое.\n\nВторое", "Дом"]);
    }
}

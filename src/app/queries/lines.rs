//! A document → what the reading view draws: lines with nested marks, in blocks of which furniture folds.

use std::rc::Rc;

use crate::app::collection::Article;
use crate::worker::marks::{Piece, Range, tree};

/// A mention in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its number in the document.
    pub number: usize,
    /// Its type.
    pub label: String,
    /// The place of the entity that it names.
    pub entity: Option<usize>,
    /// What it means, for times.
    pub value: Option<String>,
    /// First position, UTF-16.
    pub start: u32,
    /// Position after the last.
    pub end: u32,
}

/// A line of the text, equal to another when it looks the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// First position, UTF-16.
    pub start: u32,
    /// Position after the last, line break included.
    pub end: u32,
    /// The text.
    pub text: Vec<u16>,
    /// The mentions that touch it, in text order.
    pub marks: Vec<Mark>,
}

/// Some lines that are drawn at once, so few that it takes some milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chunk {
    /// The lines; blank ones are left out.
    pub lines: Vec<Rc<Line>>,
    /// What drawing them costs, in marks.
    pub cost: usize,
}

/// Lines of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// `title`, `body`, `furniture`, …
    pub kind: String,
    /// Its lines, in portions.
    pub chunks: Vec<Rc<Chunk>>,
}

impl Block {
    /// Its lines.
    pub fn lines(&self) -> impl Iterator<Item = &Rc<Line>> {
        self.chunks.iter().flat_map(|c| &c.lines)
    }
}

impl Chunk {
    /// Whether a place lies in it, in part at least.
    pub fn touches(&self, start: u32, end: u32) -> bool {
        self.lines.iter().any(|l| l.touches(start, end))
    }

    /// Its marks.
    pub fn marks(&self) -> impl Iterator<Item = &Mark> {
        self.lines.iter().flat_map(|l| &l.marks)
    }
}

/// A chunk is full with so many marks.
const FULL: usize = 80;

/// What drawing a line costs, in marks: one without marks costs something, too.
fn cost(line: &Line) -> usize {
    line.marks.len() + 2 + line.text.len() / 400
}

impl Line {
    /// Whether a place lies in the line, in part at least.
    pub fn touches(&self, start: u32, end: u32) -> bool {
        self.start < end && start < self.end
    }

    /// The line as a tree of marks, with more spans: the place to look at, and what was searched for.
    pub fn pieces(&self, focus: Option<(u32, u32)>, hits: &[(u32, u32)]) -> Vec<Piece> {
        let mut ranges: Vec<Range> = self.marks.iter().enumerate().map(|(id, m)| Range { start: m.start, end: m.end, id }).collect();
        ranges.extend(focus.map(|(start, end)| Range { start, end, id: FOCUS }));
        ranges.extend(hits.iter().map(|(start, end)| Range { start: *start, end: *end, id: HIT }));
        tree(self.start, self.end, &ranges)
    }

    /// The text of a piece.
    pub fn text(&self, start: u32, end: u32) -> String {
        let at = |n: u32| n.saturating_sub(self.start) as usize;
        String::from_utf16_lossy(self.text.get(at(start)..at(end)).unwrap_or(&[]))
    }
}

/// The id of the place to look at in [`Line::pieces`], behind those of all marks.
pub const FOCUS: usize = u32::MAX as usize;

/// The id of what was searched for in [`Line::pieces`].
pub const HIT: usize = FOCUS - 1;

/// The lines of a document, block by block.
pub fn blocks(article: &Article) -> Vec<Block> {
    let text: Vec<u16> = article.text.as_deref().unwrap_or("").encode_utf16().collect();
    let mut parts: Vec<(&str, u32, u32)> = Vec::new();
    let mut at = 0;
    for part in &article.parts {
        parts.push((&part.kind, part.start.max(at), part.end));
        at = part.end;
    }
    if parts.is_empty() {
        parts.push(("body", 0, text.len() as u32));
    }
    // Mentions in text order; one that began in an earlier line is drawn on in this one.
    let mut order: Vec<usize> = (0..article.mentions.len()).collect();
    order.sort_by_key(|n| article.mentions[*n].start);
    let mut open: Vec<usize> = Vec::new();
    let mut next = 0;
    let mut out: Vec<(&str, Vec<Rc<Line>>)> = Vec::new();
    for (kind, start, end) in parts {
        let mut from = start;
        while from < end {
            let rest = text.get(from as usize..end as usize).unwrap_or(&[]);
            let length = rest.iter().position(|c| *c == u16::from(b'\n')).map_or(rest.len(), |n| n + 1);
            if length == 0 {
                break;
            }
            let (start, end) = (from, from + length as u32);
            from = end;
            let line = &rest[..length];
            open.retain(|n| article.mentions[*n].end > start);
            while let Some(n) = order.get(next).filter(|n| article.mentions[**n].start < end) {
                open.push(*n);
                next += 1;
            }
            if line.iter().all(|c| matches!(c, 9 | 10 | 13 | 32 | 160)) {
                continue;
            }
            let mark = |n: &usize| {
                let m = &article.mentions[*n];
                (m.end > start).then(|| Mark {
                    number: *n,
                    label: m.label.clone(),
                    entity: article.entity(m),
                    value: m.value.clone(),
                    start: m.start,
                    end: m.end,
                })
            };
            let line = Rc::new(Line { start, end, text: line.to_vec(), marks: open.iter().filter_map(mark).collect() });
            match out.last_mut() {
                Some((last, lines)) if *last == kind => lines.push(line),
                _ => out.push((kind, vec![line])),
            }
        }
    }
    out.into_iter().map(|(kind, lines)| Block { kind: kind.into(), chunks: chunks(lines) }).collect()
}

fn chunks(lines: Vec<Rc<Line>>) -> Vec<Rc<Chunk>> {
    let mut out: Vec<Chunk> = Vec::new();
    for line in lines {
        let cost = cost(&line);
        match out.last_mut() {
            Some(chunk) if chunk.cost + cost <= FULL => {
                chunk.cost += cost;
                chunk.lines.push(line);
            }
            _ => out.push(Chunk { lines: vec![line], cost }),
        }
    }
    out.into_iter().map(Rc::new).collect()
}

/// How many chunks are drawn when so much has been added to the first `from`, at least one.
pub fn portion(blocks: &[Block], from: usize, marks: usize) -> usize {
    let costs = blocks.iter().flat_map(|b| &b.chunks).skip(from).map(|c| c.cost);
    let fits = costs.scan(0, |sum, cost| {
        *sum += cost;
        Some(*sum)
    });
    let all: usize = blocks.iter().map(|b| b.chunks.len()).sum();
    (from + fits.take_while(|sum| *sum <= marks).count().max(1)).min(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worker::view::{DocumentView, MentionView, PartView};

    fn article(text: &str, parts: &[(&str, u32, u32)], mentions: &[(u32, u32)]) -> Article {
        let mention = |(start, end): &(u32, u32)| MentionView {
            start: *start,
            end: *end,
            text: String::new(),
            label: "PERSON".into(),
            normal: None,
            entity: None,
            kind: None,
            value: None,
            anchor: None,
            rule: None,
            base: None,
            shift: None,
            alternatives: vec![],
            score: 1.0,
            given: false,
        };
        let part = |(kind, start, end): &(&str, u32, u32)| PartView { kind: (*kind).into(), start: *start, end: *end };
        Article::new(
            0,
            DocumentView {
                schema: 1,
                id: "a".into(),
                title: None,
                date: None,
                date_source: "none".into(),
                date_score: 0.0,
                date_evidence: None,
                source: None,
                author: None,
                url: None,
                section: None,
                tags: vec![],
                path: vec![],
                format: None,
                pages: vec![],
                language: "ru".into(),
                sha256: String::new(),
                copy_of: None,
                text: Some(text.into()),
                parts: parts.iter().map(part).collect(),
                articles: vec![],
                mentions: mentions.iter().map(mention).collect(),
                entities: vec![],
                relations: vec![],
                events: vec![],
                undated: vec![],
                quotes: vec![],
                statements: vec![],
                diagnostics: vec![],
            },
        )
    }

    #[test]
    fn lines_hold_all_the_text_and_every_mark() {
        let a =
            article("Верх\nраз два\n\nтри\nниз", &[("title", 0, 5), ("body", 5, 18), ("furniture", 18, 21)], &[(5, 17), (9, 12), (18, 21)]);
        let blocks = blocks(&a);
        assert_eq!(
            blocks.iter().map(|b| (b.kind.as_str(), b.lines().count())).collect::<Vec<_>>(),
            [("title", 1), ("body", 2), ("furniture", 1)]
        );
        let line = |b: usize, l: usize| blocks[b].lines().nth(l).unwrap();
        let numbers = |b: usize, l: usize| line(b, l).marks.iter().map(|m| m.number).collect::<Vec<_>>();
        assert_eq!((numbers(0, 0), numbers(1, 0), numbers(1, 1), numbers(2, 0)), (vec![], vec![0, 1], vec![0], vec![2]));
        let line = line(1, 1);
        assert!(matches!(&line.pieces(None, &[])[..], [Piece::Span { id: 0, .. }, Piece::Text(..)]));
        assert_eq!(line.text(14, 17), "три");
    }

    #[test]
    fn portions_go_on_to_the_end() {
        let lines = "раз два три\n".repeat(1000);
        let blocks = blocks(&article(&lines, &[], &[]));
        let all = blocks[0].chunks.len();
        assert!(all == 25 && blocks[0].chunks.iter().all(|c| c.cost <= FULL));
        let (mut at, mut steps) = (0, 0);
        while at < all {
            let next = portion(&blocks, at, 200);
            assert!(next > at && next - at <= 2);
            (at, steps) = (next, steps + 1);
        }
        assert_eq!((at, steps), (all, 13));
        assert_eq!((portion(&blocks, all, 200), portion(&blocks, 0, 1)), (all, 1));
    }
}

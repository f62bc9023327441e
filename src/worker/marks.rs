//! Spans that nest and cross → a tree that HTML can hold.

/// A span of the text; offsets count in UTF-16 or any other unit that `pieces` is called with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// First position.
    pub start: u32,
    /// Position after the last.
    pub end: u32,
    /// What the caller knows the span by.
    pub id: usize,
}

/// A node of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Plain text from one position to another.
    Text(u32, u32),
    /// A span, or one part of a span that crosses others.
    Span {
        /// The span's id.
        id: usize,
        /// Whether the span begins here; a later part does not.
        first: bool,
        /// Whether the span ends here.
        last: bool,
        /// What it holds.
        inside: Vec<Piece>,
    },
}

/// Cuts `start..end` at all boundaries of `ranges`. A span that another one crosses is closed and opened again, so every
/// span is drawn in full.
///
/// ```
/// use letopis::worker::marks::{Piece, Range, tree};
/// let crossing = [Range { start: 0, end: 4, id: 0 }, Range { start: 2, end: 6, id: 1 }];
/// let Piece::Span { inside, .. } = &tree(0, 6, &crossing)[0] else { panic!() };
/// assert_eq!(inside.len(), 2);
/// ```
pub fn tree(start: u32, end: u32, ranges: &[Range]) -> Vec<Piece> {
    let mut sorted: Vec<Range> =
        ranges.iter().map(|r| Range { start: r.start.max(start), end: r.end.min(end), ..*r }).filter(|r| r.start < r.end).collect();
    sorted.sort_by_key(|r| (r.start, std::cmp::Reverse(r.end), r.id));
    let mut stops: Vec<u32> = sorted.iter().map(|r| r.end).collect();
    stops.sort_unstable();
    stops.dedup();
    // A frame is an open span; the outermost one is the text itself.
    struct Frame {
        range: Range,
        first: bool,
        inside: Vec<Piece>,
    }
    let mut frames = vec![Frame { range: Range { start, end, id: usize::MAX }, first: true, inside: Vec::new() }];
    let mut at = start;
    let mut next = 0;
    let text = |frames: &mut Vec<Frame>, from: u32, to: u32| {
        if let Some(frame) = frames.last_mut().filter(|_| from < to) {
            frame.inside.push(Piece::Text(from, to));
        }
    };
    let mut stop = 0;
    loop {
        let begin = sorted.get(next).map(|r| r.start);
        let finish = stops.get(stop).copied();
        match (begin, finish) {
            (Some(b), f) if f.is_none_or(|f| b < f) => {
                text(&mut frames, at, b);
                at = b;
                frames.push(Frame { range: sorted[next], first: true, inside: Vec::new() });
                next += 1;
            }
            (_, Some(f)) => {
                text(&mut frames, at, f);
                at = f;
                stop += 1;
                // Close down to the outermost span that ends here; what did not end opens again.
                let Some(depth) = frames.iter().skip(1).position(|x| x.range.end == f).map(|p| p + 1) else { continue };
                let mut reopen = Vec::new();
                while frames.len() > depth {
                    let Some(frame) = frames.pop() else { break };
                    let last = frame.range.end == f;
                    if !last {
                        reopen.push(frame.range);
                    }
                    let empty = frame.inside.is_empty();
                    let piece = Piece::Span { id: frame.range.id, first: frame.first, last, inside: frame.inside };
                    if let Some(parent) = frames.last_mut().filter(|_| !empty) {
                        parent.inside.push(piece);
                    }
                }
                frames.extend(reopen.into_iter().rev().map(|range| Frame { range, first: false, inside: Vec::new() }));
            }
            (None, None) => break,
            (Some(_), None) => break,
        }
    }
    text(&mut frames, at, end);
    frames.into_iter().next().map(|f| f.inside).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str, pieces: &[Piece]) -> String {
        pieces
            .iter()
            .map(|p| match p {
                Piece::Text(a, b) => text.get(*a as usize..*b as usize).unwrap_or("").to_string(),
                Piece::Span { id, inside, last, .. } => format!("[{id}{}:{}]", if *last { "" } else { "+" }, show(text, inside)),
            })
            .collect()
    }

    fn check(spans: &[(u32, u32)], expected: &str) {
        let ranges: Vec<Range> = spans.iter().enumerate().map(|(id, (start, end))| Range { start: *start, end: *end, id }).collect();
        assert_eq!(show("abcdefgh", &tree(0, 8, &ranges)), expected);
    }

    #[test]
    fn nests_crosses_and_keeps_all_text() {
        check(&[], "abcdefgh");
        check(&[(0, 8)], "[0:abcdefgh]");
        check(&[(1, 5), (2, 3)], "a[0:b[1:c]de]fgh");
        check(&[(1, 5), (1, 5)], "a[0:[1:bcde]]fgh");
        check(&[(1, 3), (3, 5)], "a[0:bc][1:de]fgh");
        check(&[(0, 4), (2, 6)], "[0:ab[1+:cd]][1:ef]gh");
        check(&[(0, 4), (2, 6), (3, 8)], "[0:ab[1+:c[2+:d]]][1:[2+:ef]][2:gh]");
    }
}

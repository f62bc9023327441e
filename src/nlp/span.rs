//! Half-open ranges that say what they count.

use std::fmt;
use std::marker::PhantomData;

/// Counts UTF-8 bytes of the decoded text.
#[derive(Debug)]
pub enum Byte {}

/// Counts atoms of a [`Segmentation`](crate::nlp::segment::Segmentation).
#[derive(Debug)]
pub enum AtomUnit {}

/// Counts tokens of a [`Segmentation`](crate::nlp::segment::Segmentation).
#[derive(Debug)]
pub enum TokenUnit {}

/// A half-open range `start..end` counted in `U`.
///
/// ```
/// use letopis::nlp::span::{Byte, Span};
/// let span: Span<Byte> = Span::new(0, 6);
/// assert_eq!(span.of("мир и дом"), "мир");
/// ```
pub struct Span<U> {
    /// First position.
    pub start: u32,
    /// Position after the last.
    pub end: u32,
    unit: PhantomData<fn() -> U>,
}

impl<U> Span<U> {
    /// A span from `start` to `end`; a reversed pair gives an empty span at `start`.
    pub fn new(start: u32, end: u32) -> Self {
        Self { start, end: end.max(start), unit: PhantomData }
    }

    /// Number of units.
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether the span holds nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether both share at least one unit.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies inside.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that holds both.
    pub fn cover(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// As a range of indices.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl Span<Byte> {
    /// The piece of `text` that the span covers; empty when the span does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }
}

impl<U> Clone for Span<U> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<U> Copy for Span<U> {}
impl<U> PartialEq for Span<U> {
    fn eq(&self, other: &Self) -> bool {
        (self.start, self.end) == (other.start, other.end)
    }
}
impl<U> Eq for Span<U> {}
impl<U> PartialOrd for Span<U> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
/// By start, then longest first: the order of mentions.
impl<U> Ord for Span<U> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.start.cmp(&other.start).then(other.end.cmp(&self.end))
    }
}
impl<U> std::hash::Hash for Span<U> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (self.start, self.end).hash(state);
    }
}
impl<U> fmt::Debug for Span<U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

//! Mentions → ordered pairs that may be related, with what can be counted of them.

use std::collections::BTreeMap;

use crate::nlp::annotations::Annotations;
use crate::nlp::entity::EntityId;
use crate::nlp::ner::Label;
use crate::nlp::segment::{AtomKind, Segmentation, fold};
use crate::nlp::span::{AtomUnit, Span};

/// Mentions further apart than this many atoms are paired only when they name one entity.
const NEAR: u32 = 60;
/// Of what lies near so many mentions, the nearest, are paired with one: a list of names must not cost its square.
const MOST_NEIGHBOURS: usize = 48;
/// Most forms of one entity that are paired with each other over the whole text.
const MOST_FORMS: usize = 16;
/// Upper ends of the classes of distance, in atoms between the two mentions.
const DISTANCES: [u32; 12] = [0, 1, 2, 3, 4, 6, 9, 14, 22, 35, 60, 100];
/// Mentions of one type that lie nearer are counted up to this.
const MOST_NEARER: u8 = 4;

/// What is counted of a pair; each feature has [`SIZES`] values.
pub const FEATURES: usize = 9;
/// Values of each feature.
pub const SIZES: [usize; FEATURES] = [5, DISTANCES.len() + 1, 4, 3, MOST_NEARER as usize + 1, MOST_NEARER as usize + 1, 4, 4, 6];

/// An ordered pair of mentions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The mention that the relation starts from, by number.
    pub head: usize,
    /// The mention that it leads to, by number.
    pub tail: usize,
    /// In order: position; distance; ends of sentences and of lines between; how many of the tail's type lie nearer to the
    /// head, and of the head's type to the tail; sameness of names; which of the two is the first of its form; mentions between.
    pub features: [u8; FEATURES],
}

/// A mention as relations see it.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// The atoms covered.
    pub atoms: Span<AtomUnit>,
    /// The type.
    pub label: Label,
    entity: Option<EntityId>,
    /// Number of its folded form in the document.
    form: usize,
    first_of_form: bool,
    sentence: usize,
    line: usize,
}

/// The mentions of a document in atoms, by their numbers.
pub fn nodes(text: &str, pieces: &Segmentation, annotations: &Annotations) -> Vec<Node> {
    let mut forms: BTreeMap<String, usize> = BTreeMap::new();
    let mut line = 0;
    let lines: Vec<usize> = pieces
        .atoms
        .iter()
        .map(|a| {
            line += usize::from(a.kind == AtomKind::Newline);
            line
        })
        .collect();
    annotations
        .mentions
        .iter()
        .map(|m| {
            let start = pieces.atoms.partition_point(|a| a.span.end <= m.span.start);
            let end = pieces.atoms.partition_point(|a| a.span.start < m.span.end);
            let next = forms.len();
            let form = *forms.entry(fold(m.span.of(text))).or_insert(next);
            Node {
                atoms: Span::new(start as u32, end as u32),
                label: m.label,
                entity: m.entity,
                form,
                first_of_form: form == next,
                sentence: pieces.sentences.partition_point(|s| s.span.end <= m.span.start),
                line: lines.get(start).copied().unwrap_or(line),
            }
        })
        .collect()
}

/// One mention seen from another.
struct Neighbour {
    other: usize,
    gap: u32,
    /// How many of its type lie nearer.
    nearer: u8,
}

/// Atoms between two mentions; none where they touch or overlap.
fn gap(a: Span<AtomUnit>, b: Span<AtomUnit>) -> u32 {
    a.start.max(b.start).saturating_sub(a.end.min(b.end))
}

/// Ordered pairs of mentions near each other, or of one entity, with types that `allowed` (head, tail) knows; by head, then tail.
pub fn pairs(nodes: &[Node], allowed: &dyn Fn(Label, Label) -> bool) -> Vec<Pair> {
    let longest = nodes.iter().map(|n| n.atoms.len()).max().unwrap_or(0);
    let around: Vec<Vec<Neighbour>> = nodes.iter().enumerate().map(|(i, node)| neighbours(nodes, i, node, longest)).collect();
    let nearer = |from: usize, to: usize| {
        let list: &[Neighbour] = around.get(from).map_or(&[], Vec::as_slice);
        list.binary_search_by_key(&to, |n| n.other).ok().and_then(|at| list.get(at)).map_or(MOST_NEARER, |n| n.nearer)
    };
    let mut forms: BTreeMap<EntityId, Vec<usize>> = BTreeMap::new();
    for (i, node) in nodes.iter().enumerate() {
        if let Some(list) = node.entity.filter(|_| node.first_of_form).map(|id| forms.entry(id).or_default())
            && list.len() < MOST_FORMS
        {
            list.push(i);
        }
    }
    let mut out = Vec::new();
    for (head, node) in nodes.iter().enumerate() {
        let far = node.entity.and_then(|id| forms.get(&id)).filter(|list| list.contains(&head));
        let far = far.into_iter().flatten().copied().filter(|t| *t != head && gap(node.atoms, nodes[*t].atoms) > NEAR);
        let mut tails: Vec<usize> = around[head].iter().map(|n| n.other).chain(far).collect();
        tails.sort_unstable();
        for tail in tails {
            let other = &nodes[tail];
            if allowed(node.label, other.label) {
                let features = features(nodes, node, other, nearer(head, tail), nearer(tail, head));
                out.push(Pair { head, tail, features });
            }
        }
    }
    out
}

/// What lies within [`NEAR`] of a mention, by number.
fn neighbours(nodes: &[Node], own: usize, node: &Node, longest: u32) -> Vec<Neighbour> {
    let from = nodes.partition_point(|n| n.atoms.start + longest + NEAR < node.atoms.start);
    let reach = node.atoms.end + NEAR;
    let near = nodes.iter().enumerate().skip(from).take_while(|(_, n)| n.atoms.start <= reach);
    let mut list: Vec<Neighbour> = near
        .filter(|(i, n)| *i != own && gap(node.atoms, n.atoms) <= NEAR)
        .map(|(other, n)| Neighbour { other, gap: gap(node.atoms, n.atoms), nearer: 0 })
        .collect();
    list.sort_by_key(|n| (n.gap, n.other));
    let mut seen = [0u8; Label::ALL.len()];
    for n in &mut list {
        let count = &mut seen[nodes[n.other].label as usize];
        n.nearer = (*count).min(MOST_NEARER);
        *count = count.saturating_add(1);
    }
    list.truncate(MOST_NEIGHBOURS);
    list.sort_by_key(|n| n.other);
    list
}

fn features(nodes: &[Node], head: &Node, tail: &Node, nearer_tail: u8, nearer_head: u8) -> [u8; FEATURES] {
    let (a, b) = (head.atoms, tail.atoms);
    let position = if a.contains(b) {
        2
    } else if b.contains(a) {
        3
    } else if a.overlaps(b) {
        4
    } else {
        u8::from(b.start < a.start)
    };
    let gap = gap(a, b);
    let distance = DISTANCES.partition_point(|d| *d < gap) as u8;
    let same = match (head.entity, tail.entity) {
        _ if head.form == tail.form => 3,
        (Some(x), Some(y)) if x == y => 2,
        (None, _) | (_, None) => 1,
        _ => 0,
    };
    let firsts = u8::from(head.first_of_form) + 2 * u8::from(tail.first_of_form);
    let (left, right) = (a.end.min(b.end), a.start.max(b.start));
    let from = nodes.partition_point(|n| n.atoms.start < left);
    let between = nodes[from..].iter().take_while(|n| n.atoms.start < right).take(5).count() as u8;
    [
        position,
        distance,
        head.sentence.abs_diff(tail.sentence).min(3) as u8,
        head.line.abs_diff(tail.line).min(2) as u8,
        nearer_tail,
        nearer_head,
        same,
        firsts,
        between,
    ]
}

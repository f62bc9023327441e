//! Disjoint sets that remember what was joined, and why.

use crate::nlp::entity::Join;

/// Sets of units.
pub(super) struct Union {
    parent: Vec<usize>,
    edges: Vec<(usize, usize, Join)>,
}

impl Union {
    pub(super) fn new(units: usize) -> Self {
        Self { parent: (0..units).collect(), edges: Vec::new() }
    }

    /// The unit that stands for a set: its first.
    pub(super) fn root(&self, mut unit: usize) -> usize {
        while self.parent[unit] != unit {
            unit = self.parent[unit];
        }
        unit
    }

    /// All joins, in order.
    pub(super) fn edges(&self) -> &[(usize, usize, Join)] {
        &self.edges
    }

    /// Makes the sets of two units one.
    pub(super) fn join(&mut self, a: usize, b: usize, why: Join) {
        if a == b {
            return;
        }
        self.edges.push((a, b, why));
        let (x, y) = (self.root(a), self.root(b));
        let first = x.min(y);
        self.parent[x.max(y)] = first;
        // Paths stay short: every unit on the way points at the first.
        for mut at in [a, b] {
            while self.parent[at] != at {
                at = std::mem::replace(&mut self.parent[at], first);
            }
        }
    }
}

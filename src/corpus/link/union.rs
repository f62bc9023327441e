//! Disjoint sets with the reason of every join.

use crate::nlp::entity::Join;

/// Sets of units; each unit remembers why it was joined to the others.
pub(super) struct Union {
    parent: Vec<usize>,
    why: Vec<Join>,
}

impl Union {
    pub(super) fn new(units: usize) -> Self {
        Self { parent: (0..units).collect(), why: vec![Join::Same; units] }
    }

    /// The unit that stands for a set: its first.
    pub(super) fn root(&self, mut unit: usize) -> usize {
        while self.parent[unit] != unit {
            unit = self.parent[unit];
        }
        unit
    }

    /// Why a unit is in its set.
    pub(super) fn why(&self, unit: usize) -> Join {
        self.why[unit]
    }

    /// Makes the sets of two units one; `why` is remembered of the second.
    pub(super) fn join(&mut self, to: usize, unit: usize, why: Join) {
        let (a, b) = (self.root(to), self.root(unit));
        if a == b {
            return;
        }
        self.parent[a.max(b)] = a.min(b);
        self.why[unit] = self.why[unit].max(why);
        // Paths stay short: every unit joined points at the first.
        for mut at in [to, unit] {
            while self.parent[at] != at {
                at = std::mem::replace(&mut self.parent[at], a.min(b));
            }
        }
    }
}

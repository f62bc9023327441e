//! Mentions → relations between them.

mod kind;
mod model;
mod pairs;

pub use kind::RelationKind;
pub use model::Head;
pub use pairs::{FEATURES as PAIR_FEATURES, Node, Pair, SIZES as PAIR_SIZES, nodes, pairs};

/// That two mentions belong together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Relation {
    /// How.
    pub kind: RelationKind,
    /// The mention that it starts from, by number.
    pub from: usize,
    /// The mention that it leads to, by number.
    pub to: usize,
    /// Probability, 0 to 1.
    pub score: f32,
}

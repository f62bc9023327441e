//! Mentions → relations between them.

mod kind;
mod pairs;

pub use kind::RelationKind;
pub use pairs::{FEATURES as PAIR_FEATURES, Node, Pair, SIZES as PAIR_SIZES, nodes, pairs};

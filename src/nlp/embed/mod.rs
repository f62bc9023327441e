//! Atoms → what the tagger's net reads.

mod features;
mod vocab;

pub use features::{Features, HASH_BUCKETS, HASH_SLOTS, Shape, WordFeatures};
pub use vocab::Vocab;

//! Numeric layers, each a formula with its shapes.
//!
//! **Invariant:** plain IEEE single precision in a fixed order, no fused operations, no platform functions: native and
//! WebAssembly give the same bits.

mod activation;
mod lstm;
mod matrix;
mod norm;

pub use activation::{exp, sigmoid, tanh};
pub use lstm::Lstm;
pub use matrix::{Matrix, add_scaled};
pub use norm::LayerNorm;

//! Numeric layers, each a formula with its shapes.
//!
//! **Invariant:** dense layers sum integers, which is exact; all else is plain IEEE single precision in a fixed order, no fused
//! operations, no platform functions. Native and WebAssembly give the same bits.

mod activation;
mod linear;
mod lstm;
mod matrix;
mod norm;

pub use activation::{exp, sigmoid, tanh};
pub use linear::{Fixed, Linear, TOGETHER};
pub use lstm::Lstm;
pub use matrix::{Matrix, add_scaled};
pub use norm::LayerNorm;

//! One direction of an LSTM (Hochreiter & Schmidhuber, 1997), gates in the order input, forget, cell, output:
//! `c = σ(f) c + σ(i) tanh(g)`, `h = σ(o) tanh(c)`.

use multiversion::multiversion;

use super::activation::{sigmoid, sigmoid_tanh};
use super::linear::{Linear, Pair, fix};
use crate::nlp::pack::{Pack, PackError};

/// Outputs lie between -1 and 1; as integers they are worth this.
const STEP: f32 = 1.0 / 32_767.0;

/// What one direction does with its own last output; what it makes of the input comes in ready.
#[derive(Clone, Debug)]
pub struct Lstm {
    hidden: Linear,
    size: usize,
}

impl Lstm {
    /// Reads `NAME.hidden` for `size` units, a multiple of 4.
    ///
    /// # Errors
    /// When a section is missing or has another size.
    pub fn read(pack: &Pack, name: &str, size: usize) -> Result<Self, PackError> {
        if !size.is_multiple_of(4) {
            return Err(PackError::shape(name, "a multiple of 4 units", size));
        }
        Ok(Self { hidden: Linear::read(pack, &format!("{name}.hidden"), 4 * size, size)?, size })
    }

    /// Runs over the steps in the given order: `gates` yields the step's number and the gates by the input alone;
    /// `h` of step `t` goes to `out[t * stride + offset..]`.
    pub fn run<'a>(&self, gates: impl Iterator<Item = (usize, &'a [f32])>, out: &mut [f32], stride: usize, offset: usize) {
        let n = self.size;
        let (mut z, mut h, mut c) = (vec![0.0; 4 * n], vec![0.0; n], vec![0.0; n]);
        let mut fixed: Vec<Pair> = vec![[0; 2]; n / 2];
        for (t, gates) in gates {
            z.copy_from_slice(gates);
            self.hidden.add(&fixed, STEP, &mut z);
            advance(&z, &mut c, &mut h, fixed.as_flattened_mut());
            out[t * stride + offset..][..n].copy_from_slice(&h);
        }
    }
}

/// One step of cell and output from the four gates; compiled for wider registers too, with the same bits.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl", "x86_64+avx2"))]
fn advance(gates: &[f32], c: &mut [f32], h: &mut [f32], fixed: &mut [i16]) {
    let n = c.len();
    let (i, rest) = gates.split_at(n);
    let (f, rest) = rest.split_at(n);
    let (g, o) = rest.split_at(n);
    for ((((c, h), i), f), (g, o)) in c.iter_mut().zip(&mut *h).zip(i).zip(f).zip(g.iter().zip(o)) {
        *c = sigmoid(*f) * *c + sigmoid_tanh(*i, *g);
        *h = sigmoid_tanh(*o, *c);
    }
    fix(h, 1.0 / STEP, fixed);
}

//! One direction of an LSTM (Hochreiter & Schmidhuber, 1997), gates in the order input, forget, cell, output:
//! `c = σ(f) c + σ(i) tanh(g)`, `h = σ(o) tanh(c)`.

use multiversion::multiversion;

use super::activation::{sigmoid, sigmoid_tanh};
use super::linear::{Linear, Pair, TOGETHER, fix};
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

    /// Runs over some sequences side by side, so that weights are loaded once for all; the results are those of each alone.
    /// A sequence yields the gates by the input alone, step by step; `emit` gets its number, the step and the output.
    pub fn run(&self, sequences: &[Vec<&[f32]>], emit: &mut dyn FnMut(usize, usize, &[f32])) {
        for (group, sequences) in sequences.chunks(TOGETHER).enumerate() {
            self.run_group(sequences, &mut |i, step, h| emit(group * TOGETHER + i, step, h));
        }
    }

    fn run_group(&self, sequences: &[Vec<&[f32]>], emit: &mut dyn FnMut(usize, usize, &[f32])) {
        let n = self.size;
        let mut z: [Vec<f32>; TOGETHER] = std::array::from_fn(|_| vec![0.0; 4 * n]);
        let mut fixed: [Vec<Pair>; TOGETHER] = std::array::from_fn(|_| vec![[0; 2]; n / 2]);
        let (mut h, mut c) = (vec![0.0; TOGETHER * n], vec![0.0; TOGETHER * n]);
        for step in 0..sequences.iter().map(Vec::len).max().unwrap_or(0) {
            for (z, sequence) in z.iter_mut().zip(sequences) {
                if let Some(gates) = sequence.get(step) {
                    z.copy_from_slice(gates);
                }
            }
            let mut going = sequences.iter().enumerate().filter(|(_, s)| s.len() > step).map(|(i, _)| i);
            if let (Some(i), None) = (going.next(), going.next()) {
                self.hidden.add(&fixed[i], STEP, &mut z[i]);
            } else {
                self.hidden.add_together(&fixed, STEP, &mut z);
            }
            let states = h.chunks_exact_mut(n).zip(c.chunks_exact_mut(n));
            for (i, ((sequence, (h, c)), (z, fixed))) in sequences.iter().zip(states).zip(z.iter().zip(&mut fixed)).enumerate() {
                if sequence.len() > step {
                    advance(z, c, h, fixed.as_flattened_mut());
                    emit(i, step, h);
                }
            }
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

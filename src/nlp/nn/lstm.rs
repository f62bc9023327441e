//! One direction of an LSTM (Hochreiter & Schmidhuber, 1997), gates in the order input, forget, cell, output:
//! `c = σ(f) c + σ(i) tanh(g)`, `h = σ(o) tanh(c)`.

use super::activation::{sigmoid, tanh};
use super::matrix::Matrix;
use crate::nlp::pack::{Pack, PackError};

/// Weights of one direction.
#[derive(Clone, Debug)]
pub struct Lstm {
    input: Matrix,
    hidden: Matrix,
    bias: Vec<f32>,
    size: usize,
}

impl Lstm {
    /// Reads `NAME.input`, `NAME.hidden` and `NAME.bias`; `size` units over inputs of length `inputs`.
    ///
    /// # Errors
    /// When a section is missing or has another size.
    pub fn read(pack: &Pack, name: &str, inputs: usize, size: usize) -> Result<Self, PackError> {
        let input = Matrix::read(pack, &format!("{name}.input"), 4 * size, inputs)?.transposed();
        let hidden = Matrix::read(pack, &format!("{name}.hidden"), 4 * size, size)?.transposed();
        let bias = pack.f32s(&format!("{name}.bias"))?;
        if bias.len() != 4 * size {
            return Err(PackError::shape(name, 4 * size, bias.len()));
        }
        Ok(Self { input, hidden, bias, size })
    }

    /// Runs over `x` (vectors of length `inputs`) and writes `h` of step `t` to `out[t * stride + offset..]`.
    pub fn run(&self, x: &[f32], inputs: usize, backward: bool, out: &mut [f32], stride: usize, offset: usize) {
        let n = self.size;
        let mut gates = self.input.apply_all(x, inputs, &self.bias);
        let steps = gates.len() / (4 * n);
        let (mut h, mut c) = (vec![0.0; n], vec![0.0; n]);
        for k in 0..steps {
            let t = if backward { steps - 1 - k } else { k };
            let z = &mut gates[t * 4 * n..(t + 1) * 4 * n];
            self.hidden.apply(&h, z);
            advance(z, &mut c, &mut h);
            out[t * stride + offset..t * stride + offset + n].copy_from_slice(&h);
        }
    }
}

/// One step of cell and output from the four gates; compiled for wider registers too, with the same bits.
#[multiversion::multiversion(targets("x86_64+avx512f+avx512vl", "x86_64+avx2"))]
fn advance(gates: &[f32], c: &mut [f32], h: &mut [f32]) {
    let n = c.len();
    let (i, rest) = gates.split_at(n);
    let (f, rest) = rest.split_at(n);
    let (g, o) = rest.split_at(n);
    for ((((c, h), i), f), (g, o)) in c.iter_mut().zip(h).zip(i).zip(f).zip(g.iter().zip(o)) {
        *c = sigmoid(*f) * *c + sigmoid(*i) * tanh(*g);
        *h = sigmoid(*o) * tanh(*c);
    }
}

//! Matrices stored for adding up rows: `y = x W`, with `W` input-major.

use crate::nlp::pack::{Pack, PackError};

/// A row-major matrix.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// Numbers a row.
    pub cols: usize,
    /// `rows * cols` numbers.
    pub data: Vec<f32>,
}

/// `y += a x`, element by element.
#[inline(always)]
pub fn add_scaled(y: &mut [f32], a: f32, x: &[f32]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y += a * x;
    }
}

impl Matrix {
    /// Reads `NAME.q` (int8, rows × cols) and `NAME.s` (a scale a row).
    ///
    /// # Errors
    /// When a section is missing or has another size.
    pub fn read(pack: &Pack, name: &str, rows: usize, cols: usize) -> Result<Self, PackError> {
        let q = pack.section(&format!("{name}.q"))?;
        let scales = pack.f32s(&format!("{name}.s"))?;
        if cols == 0 || q.as_ref().len() != rows * cols || scales.len() != rows {
            return Err(PackError::shape(name, format!("{rows} x {cols}"), format!("{} / {}", q.as_ref().len(), scales.len())));
        }
        let data = q.as_ref().chunks_exact(cols).zip(&scales).flat_map(|(row, s)| row.iter().map(move |v| *v as i8 as f32 * s)).collect();
        Ok(Self { cols, data })
    }

    /// The same with rows and columns exchanged: an output-major matrix of training becomes input-major.
    pub fn transposed(&self) -> Self {
        let rows = self.data.len() / self.cols.max(1);
        let mut data = Vec::with_capacity(self.data.len());
        for c in 0..self.cols {
            data.extend((0..rows).map(|r| self.data[r * self.cols + c]));
        }
        Self { cols: rows, data }
    }

    /// Row `i`; empty when there is none.
    #[inline(always)]
    pub fn row(&self, i: usize) -> &[f32] {
        self.data.get(i * self.cols..(i + 1) * self.cols).unwrap_or(&[])
    }

    /// `y += x W` for one vector.
    pub fn apply(&self, x: &[f32], y: &mut [f32]) {
        multiply(&self.data, self.cols, x, y);
    }

    /// `Y = bias + X W`: `x` holds vectors of length `inputs` one after the other.
    pub fn apply_all(&self, x: &[f32], inputs: usize, bias: &[f32]) -> Vec<f32> {
        let n = x.len() / inputs.max(1);
        let mut y = Vec::with_capacity(n * self.cols);
        for _ in 0..n {
            y.extend_from_slice(bias);
        }
        let mut rows = x.chunks_exact(4 * inputs.max(1)).zip(y.chunks_exact_mut(4 * self.cols));
        rows.by_ref().for_each(|(x, y)| multiply_four(&self.data, self.cols, x, inputs, y));
        let done = n / 4 * 4;
        for i in done..n {
            multiply(&self.data, self.cols, &x[i * inputs..(i + 1) * inputs], &mut y[i * self.cols..(i + 1) * self.cols]);
        }
        y
    }
}

// The kernels are compiled for wider registers too and chosen when the program runs. Every element is added up in the same
// order whatever the width, and without fused operations, so the bits stay the same.

/// `y += x W`.
#[multiversion::multiversion(targets("x86_64+avx512f+avx512vl", "x86_64+avx2"))]
fn multiply(w: &[f32], cols: usize, x: &[f32], y: &mut [f32]) {
    for (x, row) in x.iter().zip(w.chunks_exact(cols)) {
        add_scaled(y, *x, row);
    }
}

/// The same for four vectors of length `inputs` at a time, so that each row of `W` is loaded once for all four.
#[multiversion::multiversion(targets("x86_64+avx512f+avx512vl", "x86_64+avx2"))]
fn multiply_four(w: &[f32], cols: usize, x: &[f32], inputs: usize, y: &mut [f32]) {
    let (y0, rest) = y.split_at_mut(cols);
    let (y1, rest) = rest.split_at_mut(cols);
    let (y2, y3) = rest.split_at_mut(cols);
    for (i, row) in w.chunks_exact(cols).enumerate() {
        let (a, b, c, d) = (x[i], x[inputs + i], x[2 * inputs + i], x[3 * inputs + i]);
        for ((((w, y0), y1), y2), y3) in row.iter().zip(&mut *y0).zip(&mut *y1).zip(&mut *y2).zip(&mut *y3) {
            *y0 += a * w;
            *y1 += b * w;
            *y2 += c * w;
            *y3 += d * w;
        }
    }
}

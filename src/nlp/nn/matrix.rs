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
}

// Compiled for wider registers too and chosen when the program runs. Every element is added up in the same order whatever
// the width, and without fused operations, so the bits stay the same.

/// `y += x W`.
#[multiversion::multiversion(targets("x86_64+avx512f+avx512bw+avx512vl", "x86_64+avx2"))]
fn multiply(w: &[f32], cols: usize, x: &[f32], y: &mut [f32]) {
    for (x, row) in x.iter().zip(w.chunks_exact(cols)) {
        add_scaled(y, *x, row);
    }
}

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
    #[inline(always)]
    pub fn apply(&self, x: &[f32], y: &mut [f32]) {
        for (x, row) in x.iter().zip(self.data.chunks_exact(self.cols)) {
            add_scaled(y, *x, row);
        }
    }

    /// `Y = bias + X W`: `x` holds vectors of length `inputs` one after the other.
    ///
    /// Four vectors at a time, so that each row of `W` is loaded once for all four.
    pub fn apply_all(&self, x: &[f32], inputs: usize, bias: &[f32]) -> Vec<f32> {
        let n = x.len() / inputs.max(1);
        let cols = self.cols;
        let mut y = Vec::with_capacity(n * cols);
        for _ in 0..n {
            y.extend_from_slice(bias);
        }
        for (x, y) in x.chunks(4 * inputs).zip(y.chunks_mut(4 * cols)) {
            if y.len() < 4 * cols {
                for (x, y) in x.chunks(inputs).zip(y.chunks_mut(cols)) {
                    self.apply(x, y);
                }
                continue;
            }
            let (y0, rest) = y.split_at_mut(cols);
            let (y1, rest) = rest.split_at_mut(cols);
            let (y2, y3) = rest.split_at_mut(cols);
            for (i, row) in self.data.chunks_exact(cols).enumerate() {
                let (a, b, c, d) = (x[i], x[inputs + i], x[2 * inputs + i], x[3 * inputs + i]);
                for ((((w, y0), y1), y2), y3) in row.iter().zip(&mut *y0).zip(&mut *y1).zip(&mut *y2).zip(&mut *y3) {
                    *y0 += a * w;
                    *y1 += b * w;
                    *y2 += c * w;
                    *y3 += d * w;
                }
            }
        }
        y
    }
}

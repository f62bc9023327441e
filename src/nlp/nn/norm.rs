//! Layer normalisation (Ba et al., 2016): `y = (x - mean) / sqrt(var + 1e-5) · gain + bias`.

use multiversion::multiversion;

use crate::nlp::pack::{Pack, PackError};

/// Partial sums kept side by side: a fixed order of addition, whatever the registers' width.
const LANES: usize = 16;

/// Gain and bias of one layer.
#[derive(Clone, Debug)]
pub struct LayerNorm {
    gain: Vec<f32>,
    bias: Vec<f32>,
}

impl LayerNorm {
    /// Reads `NAME.gain` and `NAME.bias`.
    ///
    /// # Errors
    /// When a section is missing or has another size.
    pub fn read(pack: &Pack, name: &str, size: usize) -> Result<Self, PackError> {
        let (gain, bias) = (pack.f32s(&format!("{name}.gain"))?, pack.f32s(&format!("{name}.bias"))?);
        if gain.len() != size || bias.len() != size {
            return Err(PackError::shape(name, size, gain.len()));
        }
        Ok(Self { gain, bias })
    }

    /// Normalises one vector in place.
    pub fn apply(&self, x: &mut [f32]) {
        normalise(x, &self.gain, &self.bias);
    }
}

#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl", "x86_64+avx2"))]
fn normalise(x: &mut [f32], gain: &[f32], bias: &[f32]) {
    #[inline(always)]
    fn total(x: &[f32], of: impl Fn(f32) -> f32) -> f32 {
        let mut sums = [0.0; LANES];
        let (whole, rest) = x.as_chunks::<LANES>();
        for x in whole {
            for (sum, v) in sums.iter_mut().zip(x) {
                *sum += of(*v);
            }
        }
        sums.iter().sum::<f32>() + rest.iter().map(|v| of(*v)).sum::<f32>()
    }
    let n = x.len() as f32;
    let mean = total(x, |v| v) / n;
    let scale = 1.0 / (total(x, |v| (v - mean) * (v - mean)) / n + 1e-5).sqrt();
    for ((v, g), b) in x.iter_mut().zip(gain).zip(bias) {
        *v = (*v - mean) * scale * g + b;
    }
}

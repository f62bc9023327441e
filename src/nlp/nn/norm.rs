//! Layer normalisation (Ba et al., 2016): `y = (x - mean) / sqrt(var + 1e-5) · gain + bias`.

use crate::nlp::pack::{Pack, PackError};

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
        let n = x.len() as f32;
        let mean = x.iter().sum::<f32>() / n;
        let variance = x.iter().map(|v| (v - mean) * (v - mean)).sum::<f32>() / n;
        let scale = 1.0 / (variance + 1e-5).sqrt();
        for ((v, g), b) in x.iter_mut().zip(&self.gain).zip(&self.bias) {
            *v = (*v - mean) * scale * g + b;
        }
    }
}

//! Dense layers in integers: 8-bit weights times 16-bit activations, summed in 32 bits.
//!
//! Sums of integers are exact, so their order is free: every width of register gives the same bits.

use multiversion::{multiversion, target::match_target};

use crate::nlp::pack::{Pack, PackError};

/// Outputs worked on together: one register of 512 bits, two of 256 or four of 128.
const LANES: usize = 16;
/// Vectors worked on together, so that weights are loaded once for all.
pub const TOGETHER: usize = 4;
/// Largest 16-bit activation.
const TOP: f32 = 32_767.0;
/// More inputs could overflow 32 bits: `127 · 32 767 · 512 < 2^31`.
const MAX_INPUTS: usize = 512;

/// Activations of two neighbouring inputs.
pub type Pair = [i16; 2];
/// Weights of two neighbouring inputs for [`LANES`] outputs, interleaved.
type Row = [i16; 2 * LANES];
/// Sums of [`LANES`] outputs.
type Sums = [i32; LANES];

/// Vectors of one length as 16-bit integers, each with its own scale.
#[derive(Clone, Debug, Default)]
pub struct Fixed {
    pairs: Vec<Pair>,
    scales: Vec<f32>,
    /// Pairs a vector.
    length: usize,
}

impl Fixed {
    /// No vectors yet, of `inputs` numbers each.
    pub fn new(inputs: usize) -> Self {
        Self { pairs: Vec::new(), scales: Vec::new(), length: inputs.div_ceil(2) }
    }

    /// Vectors of `inputs` numbers, one after the other.
    pub fn of(x: &[f32], inputs: usize) -> Self {
        let mut out = Self::new(inputs);
        x.chunks_exact(inputs.max(1)).for_each(|x| out.push(x));
        out
    }

    /// Adds a vector, scaled so that its largest number takes the whole range.
    pub fn push(&mut self, x: &[f32]) {
        let at = self.pairs.len();
        self.pairs.resize(at + self.length, [0; 2]);
        let scale = quantise(x, self.pairs[at..].as_flattened_mut());
        self.scales.push(scale);
    }

    /// Forgets all vectors and keeps the room.
    pub fn clear(&mut self) {
        self.pairs.clear();
        self.scales.clear();
    }

    /// How many vectors there are.
    pub fn count(&self) -> usize {
        self.scales.len()
    }

    /// Adds the numbers of vector `i` to `y`; nothing when there is none.
    pub fn add_to(&self, i: usize, y: &mut [f32]) {
        if let (Some(scale), Some(pairs)) = (self.scales.get(i), self.pairs.get(i * self.length..(i + 1) * self.length)) {
            y.iter_mut().zip(pairs.as_flattened()).for_each(|(y, q)| *y += f32::from(*q) * scale);
        }
    }

    fn vector(&self, i: usize) -> &[Pair] {
        &self.pairs[i * self.length..(i + 1) * self.length]
    }
}

/// `x` as integers; returns what one step is worth.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl", "x86_64+avx2"))]
fn quantise(x: &[f32], out: &mut [i16]) -> f32 {
    // Lane by lane, which leaves the maximum the same and the loop without a chain.
    let mut tops = [1e-20f32; LANES];
    let (whole, rest) = x.as_chunks::<LANES>();
    for x in whole {
        for (top, v) in tops.iter_mut().zip(x) {
            *top = if v.abs() > *top { v.abs() } else { *top };
        }
    }
    let top = tops.iter().chain(rest).fold(0.0f32, |top, v| if v.abs() > top { v.abs() } else { top });
    fix(x, TOP / top, out);
    top / TOP
}

/// Nearest integers of `x · factor`, which must lie within 16 bits.
#[inline(always)]
pub fn fix(x: &[f32], factor: f32, out: &mut [i16]) {
    // Adding and taking away 1.5 · 2^23 rounds to the nearest integer.
    const ROUND: f32 = 12_582_912.0;
    for (v, q) in x.iter().zip(out) {
        // The low bits of the sum are the integer itself.
        *q = (v * factor + ROUND).to_bits() as i16;
    }
}

/// `y = W x + b`.
#[derive(Clone, Debug)]
pub struct Linear {
    inputs: usize,
    outputs: usize,
    /// Block by block of [`LANES`] outputs, a row for every two inputs.
    weights: Vec<Row>,
    /// What one step of a weight is worth, by output; padded to whole blocks, like `bias`.
    scale: Vec<f32>,
    bias: Vec<f32>,
}

impl Linear {
    /// Reads `NAME.q` (int8, outputs × inputs) and `NAME.s` (a scale an output); the bias is zero.
    ///
    /// # Errors
    /// When a section is missing or has another size, or when there are more inputs than the sums can hold.
    pub fn read(pack: &Pack, name: &str, outputs: usize, inputs: usize) -> Result<Self, PackError> {
        let q = pack.section(&format!("{name}.q"))?;
        let scales = pack.f32s(&format!("{name}.s"))?;
        if inputs == 0 || inputs > MAX_INPUTS {
            return Err(PackError::shape(name, format!("1 to {MAX_INPUTS} inputs"), inputs));
        }
        if q.as_ref().len() != outputs * inputs || scales.len() != outputs {
            return Err(PackError::shape(name, format!("{outputs} x {inputs}"), format!("{} / {}", q.as_ref().len(), scales.len())));
        }
        let rows: Vec<(&[u8], f32, f32)> = q.as_ref().chunks_exact(inputs).zip(scales).map(|(row, scale)| (row, scale, 0.0)).collect();
        Ok(Self::of(&rows, inputs))
    }

    /// Layers over the same input as one, their outputs one after the other.
    ///
    /// # Errors
    /// As [`read`](Self::read), and when a bias has another length.
    pub fn read_stack(pack: &Pack, layers: &[(&str, usize)], inputs: usize) -> Result<Self, PackError> {
        let mut parts = Vec::new();
        for (name, outputs) in layers {
            let bias = pack.f32s(&format!("{name}_bias"))?;
            if bias.len() != *outputs {
                return Err(PackError::shape(name, outputs, bias.len()));
            }
            parts.push((Self::read(pack, name, *outputs, inputs)?, bias));
        }
        let mut out = Self { inputs, outputs: 0, weights: Vec::new(), scale: Vec::new(), bias: Vec::new() };
        let mut rows = Vec::new();
        for (part, bias) in &parts {
            rows.extend((0..part.outputs).map(|o| (part.row(o), part.scale[o], bias[o])));
            out.outputs += part.outputs;
        }
        let rows: Vec<(&[u8], f32, f32)> = rows.iter().map(|(row, scale, bias)| (row.as_slice(), *scale, *bias)).collect();
        Ok(Self::of(&rows, inputs))
    }

    fn of(rows: &[(&[u8], f32, f32)], inputs: usize) -> Self {
        let (blocks, pairs) = (rows.len().div_ceil(LANES), inputs.div_ceil(2));
        let mut weights = vec![[0; 2 * LANES]; blocks * pairs];
        let (mut scale, mut bias) = (vec![0.0; blocks * LANES], vec![0.0; blocks * LANES]);
        for (o, (row, s, b)) in rows.iter().enumerate() {
            (scale[o], bias[o]) = (*s, *b);
            for (i, w) in row.iter().enumerate() {
                weights[o / LANES * pairs + i / 2][o % LANES * 2 + i % 2] = *w as i8 as i16;
            }
        }
        Self { inputs, outputs: rows.len(), weights, scale, bias }
    }

    fn row(&self, o: usize) -> Vec<u8> {
        let pairs = self.inputs.div_ceil(2);
        (0..self.inputs).map(|i| self.weights[o / LANES * pairs + i / 2][o % LANES * 2 + i % 2] as i8 as u8).collect()
    }

    /// Numbers a vector of results: the outputs, padded to whole blocks.
    pub fn padded(&self) -> usize {
        self.bias.len()
    }

    /// `y += W x` for one vector of whole numbers, each worth `step`.
    pub fn add(&self, x: &[Pair], step: f32, y: &mut [f32]) {
        let pairs = self.inputs.div_ceil(2);
        let blocks = self.weights.chunks(2 * pairs).zip(y.chunks_mut(2 * LANES)).zip(self.scale.chunks(2 * LANES));
        for ((weights, y), scale) in blocks {
            let (first, second) = weights.split_at(pairs);
            let sums = two_blocks(first, if second.is_empty() { first } else { second }, x);
            for ((y, sum), scale) in y.iter_mut().zip(sums.as_flattened()).zip(scale) {
                *y += *sum as f32 * (scale * step);
            }
        }
    }

    /// The same for some vectors at once.
    pub fn add_together(&self, x: &[Vec<Pair>; TOGETHER], step: f32, y: &mut [Vec<f32>; TOGETHER]) {
        let pairs = self.inputs.div_ceil(2);
        let vectors: [&[Pair]; TOGETHER] = std::array::from_fn(|k| x[k].as_slice());
        for (block, (weights, scale)) in self.weights.chunks_exact(pairs).zip(self.scale.chunks_exact(LANES)).enumerate() {
            let sums = many_vectors(weights, vectors);
            for (y, sums) in y.iter_mut().zip(&sums) {
                let y = y.get_mut(block * LANES..(block + 1) * LANES).unwrap_or(&mut []);
                for ((y, sum), scale) in y.iter_mut().zip(sums).zip(scale) {
                    *y += *sum as f32 * (scale * step);
                }
            }
        }
    }

    /// `Y = W X + b`: for each vector [`padded`](Self::padded) numbers, put at the end of `y`.
    pub fn apply(&self, x: &Fixed, y: &mut Vec<f32>) {
        let (pairs, width, at) = (self.inputs.div_ceil(2), self.padded(), y.len());
        y.resize(at + x.count() * width, 0.0);
        let y = &mut y[at..];
        // A group of vectors meets all weights before the next, so that both stay in the nearest memory.
        for first in (0..x.count()).step_by(TOGETHER) {
            let last = x.count() - 1;
            let vectors: [&[Pair]; TOGETHER] = std::array::from_fn(|k| x.vector((first + k).min(last)));
            for (block, weights) in self.weights.chunks_exact(pairs).enumerate() {
                let sums = many_vectors(weights, vectors);
                let (scale, bias) = (&self.scale[block * LANES..][..LANES], &self.bias[block * LANES..][..LANES]);
                for (k, sums) in sums.iter().enumerate().take(x.count() - first) {
                    let step = x.scales[first + k];
                    let y = &mut y[(first + k) * width + block * LANES..][..LANES];
                    for (((y, sum), scale), bias) in y.iter_mut().zip(sums).zip(scale).zip(bias) {
                        *y = *sum as f32 * (scale * step) + bias;
                    }
                }
            }
        }
    }
}

// The kernels, by hand for each width of register, because compilers do not find the multiply-and-add of pairs by themselves.

/// One vector, two blocks of outputs.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl", "x86_64+avx2"))]
fn two_blocks(first: &[Row], second: &[Row], x: &[Pair]) -> [Sums; 2] {
    match_target! {
        "x86_64+avx512bw" => {
            use std::arch::x86_64::{_mm512_add_epi32, _mm512_madd_epi16, _mm512_set1_epi32, _mm512_setzero_si512};
            let mut sums = [_mm512_setzero_si512(); 2];
            for ((a, b), x) in first.iter().zip(second).zip(x) {
                let x = _mm512_set1_epi32(bytemuck::cast(*x));
                sums[0] = _mm512_add_epi32(sums[0], _mm512_madd_epi16(bytemuck::cast(*a), x));
                sums[1] = _mm512_add_epi32(sums[1], _mm512_madd_epi16(bytemuck::cast(*b), x));
            }
            bytemuck::cast(sums)
        },
        "x86_64+avx2" => {
            use std::arch::x86_64::{__m256i, _mm256_add_epi32, _mm256_madd_epi16, _mm256_set1_epi32, _mm256_setzero_si256};
            let mut sums = [_mm256_setzero_si256(); 4];
            for ((a, b), x) in first.iter().zip(second).zip(x) {
                let x = _mm256_set1_epi32(bytemuck::cast(*x));
                let (a, b): ([__m256i; 2], [__m256i; 2]) = (bytemuck::cast(*a), bytemuck::cast(*b));
                sums[0] = _mm256_add_epi32(sums[0], _mm256_madd_epi16(a[0], x));
                sums[1] = _mm256_add_epi32(sums[1], _mm256_madd_epi16(a[1], x));
                sums[2] = _mm256_add_epi32(sums[2], _mm256_madd_epi16(b[0], x));
                sums[3] = _mm256_add_epi32(sums[3], _mm256_madd_epi16(b[1], x));
            }
            bytemuck::cast(sums)
        },
        _ => {
            let mut sums = [narrow::zero(); 2];
            for ((a, b), x) in first.iter().zip(second).zip(x) {
                let x = narrow::both(*x);
                narrow::add(&mut sums[0], narrow::load(a), x);
                narrow::add(&mut sums[1], narrow::load(b), x);
            }
            sums.map(narrow::sums)
        }
    }
}

/// [`TOGETHER`] vectors, one block of outputs.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl", "x86_64+avx2"))]
fn many_vectors(weights: &[Row], x: [&[Pair]; TOGETHER]) -> [Sums; TOGETHER] {
    let [x0, x1, x2, x3] = x;
    match_target! {
        "x86_64+avx512bw" => {
            use std::arch::x86_64::{_mm512_add_epi32, _mm512_madd_epi16, _mm512_set1_epi32, _mm512_setzero_si512};
            let mut sums = [_mm512_setzero_si512(); TOGETHER];
            for ((((w, x0), x1), x2), x3) in weights.iter().zip(x0).zip(x1).zip(x2).zip(x3) {
                let w = bytemuck::cast(*w);
                sums[0] = _mm512_add_epi32(sums[0], _mm512_madd_epi16(w, _mm512_set1_epi32(bytemuck::cast(*x0))));
                sums[1] = _mm512_add_epi32(sums[1], _mm512_madd_epi16(w, _mm512_set1_epi32(bytemuck::cast(*x1))));
                sums[2] = _mm512_add_epi32(sums[2], _mm512_madd_epi16(w, _mm512_set1_epi32(bytemuck::cast(*x2))));
                sums[3] = _mm512_add_epi32(sums[3], _mm512_madd_epi16(w, _mm512_set1_epi32(bytemuck::cast(*x3))));
            }
            bytemuck::cast(sums)
        },
        "x86_64+avx2" => {
            use std::arch::x86_64::{__m256i, _mm256_add_epi32, _mm256_madd_epi16, _mm256_set1_epi32, _mm256_setzero_si256};
            let mut sums = [_mm256_setzero_si256(); 2 * TOGETHER];
            for ((((w, x0), x1), x2), x3) in weights.iter().zip(x0).zip(x1).zip(x2).zip(x3) {
                let w: [__m256i; 2] = bytemuck::cast(*w);
                for (k, x) in [x0, x1, x2, x3].into_iter().enumerate() {
                    let x = _mm256_set1_epi32(bytemuck::cast(*x));
                    sums[2 * k] = _mm256_add_epi32(sums[2 * k], _mm256_madd_epi16(w[0], x));
                    sums[2 * k + 1] = _mm256_add_epi32(sums[2 * k + 1], _mm256_madd_epi16(w[1], x));
                }
            }
            bytemuck::cast(sums)
        },
        _ => {
            // Two by two: sixteen registers of 128 bits are all there are.
            let mut out = [[0; LANES]; TOGETHER];
            for (out, [a, b]) in out.as_chunks_mut::<2>().0.iter_mut().zip([[x0, x1], [x2, x3]]) {
                let mut sums = [narrow::zero(); 2];
                for ((w, a), b) in weights.iter().zip(a).zip(b) {
                    let w = narrow::load(w);
                    narrow::add(&mut sums[0], w, narrow::both(*a));
                    narrow::add(&mut sums[1], w, narrow::both(*b));
                }
                *out = sums.map(narrow::sums);
            }
            out
        }
    }
}

/// WebAssembly's registers of 128 bits.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod narrow {
    use super::{LANES, Pair, Row, Sums};

    use std::arch::wasm32::{i32x4_add as plus, i32x4_dot_i16x8 as dot, i32x4_splat as splat, v128 as Register};

    pub type Registers = [Register; LANES / 4];

    #[inline(always)]
    pub fn zero() -> Registers {
        [splat(0); LANES / 4]
    }

    #[inline(always)]
    pub fn load(row: &Row) -> Registers {
        bytemuck::cast(*row)
    }

    #[inline(always)]
    pub fn both(x: Pair) -> Register {
        splat(bytemuck::cast(x))
    }

    #[inline(always)]
    pub fn add(sums: &mut Registers, w: Registers, x: Register) {
        for (sum, w) in sums.iter_mut().zip(w) {
            *sum = plus(*sum, dot(w, x));
        }
    }

    #[inline(always)]
    pub fn sums(registers: Registers) -> Sums {
        bytemuck::cast(registers)
    }
}

/// The same for other processors, written plainly.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod narrow {
    use super::{LANES, Pair, Row, Sums};

    #[inline(always)]
    pub fn zero() -> Sums {
        [0; LANES]
    }

    #[inline(always)]
    pub fn load(row: &Row) -> &Row {
        row
    }

    #[inline(always)]
    pub fn both(x: Pair) -> Pair {
        x
    }

    #[inline(always)]
    pub fn add(sums: &mut Sums, w: &Row, x: Pair) {
        for (sum, w) in sums.iter_mut().zip(w.as_chunks::<2>().0) {
            *sum += w[0] as i32 * x[0] as i32 + w[1] as i32 * x[1] as i32;
        }
    }

    #[inline(always)]
    pub fn sums(sums: Sums) -> Sums {
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(n: usize, seed: u32) -> Vec<i32> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as i32
        };
        (0..n).map(|_| next()).collect()
    }

    /// The kernels against sums written plainly, also for sizes that fill no register.
    #[test]
    fn kernels_agree_with_plain_sums() {
        for (inputs, outputs, vectors) in [(128, 512, 9), (7, 3, 1), (511, 33, 5), (512, 16, 4)] {
            let weights: Vec<u8> = noise(inputs * outputs, 1).iter().map(|v| (v % 128) as i8 as u8).collect();
            let rows: Vec<(&[u8], f32, f32)> = weights.chunks(inputs).map(|row| (row, 0.5, 0.25)).collect();
            let layer = Linear::of(&rows, inputs);
            let x: Vec<f32> = noise(inputs * vectors, 2).iter().map(|v| (v % 1000) as f32 / 100.0 - 5.0).collect();
            let fixed = Fixed::of(&x, inputs);
            let mut y = Vec::new();
            layer.apply(&fixed, &mut y);
            for v in 0..vectors {
                let mut alone = layer.bias.clone();
                layer.add(fixed.vector(v), fixed.scales[v], &mut alone);
                for (o, alone) in alone.iter().enumerate().take(outputs) {
                    let whole = fixed.vector(v).as_flattened();
                    let sum: i64 = (0..inputs).map(|i| weights[o * inputs + i] as i8 as i64 * whole[i] as i64).sum();
                    let right = sum as f32 * (0.5 * fixed.scales[v]) + 0.25;
                    assert_eq!(y[v * layer.padded() + o].to_bits(), right.to_bits(), "{inputs} x {outputs}, vector {v}, output {o}");
                    assert!((alone - right).abs() <= right.abs() * 1e-6, "{alone} {right}");
                }
            }
        }
    }

    #[test]
    fn numbers_keep_fifteen_bits() {
        let x = [0.0, 3.0, -7.5, 0.0001, 7.5];
        let fixed = Fixed::of(&x, 5);
        for (v, q) in x.iter().zip(fixed.vector(0).as_flattened()) {
            assert!((v - *q as f32 * fixed.scales[0]).abs() < 7.5 / 32_000.0, "{v} {q}");
        }
    }
}

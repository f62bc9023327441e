//! `exp`, sigmoid and tanh by polynomial, the same bits on every platform.

/// `e^x`, relative error below 3e-7; input is clamped to ±87.
///
/// `e^x = 2^n · 2^f` with `n` the nearest integer to `x / ln 2`, and `2^f` by its Taylor polynomial of degree 6.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let t = x.clamp(-87.0, 87.0) * std::f32::consts::LOG2_E;
    // Adding and taking away 1.5 · 2^23 rounds to the nearest integer.
    const ROUND: f32 = 12_582_912.0;
    let shifted = t + ROUND;
    let n = shifted - ROUND;
    let f = (t - n) * std::f32::consts::LN_2;
    let p = 1.0 + f * (1.0 + f * (0.5 + f * (1.0 / 6.0 + f * (1.0 / 24.0 + f * (1.0 / 120.0 + f * (1.0 / 720.0))))));
    // The low bits of the sum are n itself: moved into the exponent they are 2^n, without a conversion that saturates.
    p * f32::from_bits((shifted.to_bits() << 23).wrapping_add(127 << 23))
}

/// `1 / (1 + e^-x)`.
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// Hyperbolic tangent, `2 sigmoid(2x) - 1`.
#[inline(always)]
pub fn tanh(x: f32) -> f32 {
    2.0 * sigmoid(2.0 * x) - 1.0
}

/// `sigmoid(a) · tanh(b)` with one division: `(1 - e^-2b) / ((1 + e^-a) (1 + e^-2b))`. Beyond ±20 both are what they are at 20,
/// to single precision, and the product below stays finite.
#[inline(always)]
pub fn sigmoid_tanh(a: f32, b: f32) -> f32 {
    let (p, q) = (exp(-a.clamp(-20.0, 20.0)), exp(-2.0 * b.clamp(-20.0, 20.0)));
    (1.0 - q) / ((1.0 + p) * (1.0 + q))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_to_the_true_functions() {
        for i in -800..=800 {
            let x = i as f32 / 10.0;
            let true_exp = (x as f64).exp();
            assert!(((exp(x) as f64 - true_exp) / true_exp).abs() < 1e-5, "exp({x})");
            assert!((tanh(x) as f64 - (x as f64).tanh()).abs() < 1e-6, "tanh({x})");
            let both = (x as f64 / 3.0).tanh() / (1.0 + (-x as f64).exp());
            assert!((sigmoid_tanh(x, x / 3.0) as f64 - both).abs() < 1e-6, "sigmoid({x}) tanh({x} / 3)");
        }
    }
}

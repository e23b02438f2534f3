//! Root of an increasing function, by Halley's method inside a shrinking bracket.

/// Value, slope and the ratio of the second derivative to the slope at a point.
pub struct Local {
    /// Value.
    pub value: f64,
    /// First derivative, above 0.
    pub slope: f64,
    /// Second derivative by the first.
    pub bend: f64,
}

/// The x in `[low, high]` at which an increasing function is `target`, from a first guess.
pub fn increasing(
    target: f64,
    (mut low, mut high): (f64, f64),
    guess: f64,
    function: impl Fn(f64) -> Local,
) -> f64 {
    let mut x = if guess > low && guess < high { guess } else { low.midpoint(high) };
    // Bisection alone needs about 60 turns for any x that is not vanishingly small.
    for _ in 0..200 {
        let local = function(x);
        let error = local.value - target;
        if error > 0.0 {
            high = x
        } else {
            low = x
        }
        let newton = error / local.slope;
        let step = newton / (1.0 - 0.5 * (newton * local.bend).clamp(-1.0, 1.0));
        let halley = x - step;
        let next = if halley > low && halley < high { halley } else { low.midpoint(high) };
        let moved = (next - x).abs();
        x = next;
        // Halley's error is cubic in its step, so a step of 1e-6 leaves rounding errors only.
        if moved <= 1e-6 * x.abs() && next == halley || moved <= f64::EPSILON * x.abs() {
            break;
        }
    }
    x
}

//! How far each factor by itself moves an output.

/// A factor's reach with the others unchanged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar {
    /// Index of the factor.
    pub factor: usize,
    /// Point at which the output is least, and the output there less the unchanged one.
    pub low: (usize, f64),
    /// Point at which it is greatest, likewise.
    pub high: (usize, f64),
}

impl Bar {
    /// Distance between the two.
    pub fn swing(&self) -> f64 {
        self.high.1 - self.low.1
    }
}

/// A bar for each factor, the widest first; `factor_of` tells which factor a point changes.
///
/// `outputs[0]` is that of the unchanged scenario, which is one end of a bar where no change
/// goes further. Points without output (NaN) are passed over.
pub fn tornado(outputs: &[f64], factor_of: &[Option<usize>]) -> Vec<Bar> {
    let factors = factor_of.iter().flatten().max().map_or(0, |last| last + 1);
    let base = outputs.first().copied().unwrap_or(f64::NAN);
    let mut bars: Vec<Bar> =
        (0..factors).map(|factor| Bar { factor, low: (0, 0.0), high: (0, 0.0) }).collect();
    for (point, (output, factor)) in outputs.iter().zip(factor_of).enumerate() {
        let Some(bar) = factor.map(|factor| &mut bars[factor]) else { continue };
        let moved = output - base;
        if moved < bar.low.1 {
            bar.low = (point, moved);
        }
        if moved > bar.high.1 {
            bar.high = (point, moved);
        }
    }
    // Equal bars stay in the order of factors: the sort is stable.
    bars.sort_by(|a, b| b.swing().total_cmp(&a.swing()));
    bars
}

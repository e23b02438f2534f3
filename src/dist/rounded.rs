//! Quantiles of a PERT that are wanted in whole steps only, from a table.
//!
//! Which whole number a quantile rounds to depends on nothing but the half numbers between
//! which it lies, so the probabilities at those, computed once, stand for its inversion. Where
//! rounding errors could decide, the table gives no answer. `docs/model.md`, "Random numbers".

use super::Distribution;
use super::quantile::{mode_within, pert};

/// Most steps between the ends of a distribution that a table is made for.
const MOST: usize = 1 << 14;
/// Steps whose probabilities take about as long as one inversion.
const WORTH: usize = 4;
/// Far more than the errors of cdf and quantile, in probability.
const UNSURE: f64 = 1e-10;

/// Whole numbers of steps for one distribution at a time.
#[derive(Debug)]
pub struct Rounded {
    /// Steps in a unit of the distribution.
    scale: f64,
    /// Least, most likely and greatest value of the distribution that it is about.
    of: [f64; 3],
    /// Half numbers between its ends; `None`: too many, or below 0.
    halves: Option<usize>,
    /// Answers that it owes.
    asked: usize,
    table: Option<Table>,
}

#[derive(Debug)]
struct Table {
    /// The whole number below the first half number.
    first: i64,
    /// Probabilities of less than each half number, between a number below 0 and one above 1.
    edges: Vec<f64>,
    /// By equal cells of probability, the first edge that is not below the cell.
    guide: Vec<u32>,
    cells: f64,
    unsure: f64,
}

impl Rounded {
    /// For quantiles times `scale`.
    pub fn new(scale: f64) -> Self {
        Self { scale, of: [f64::NAN; 3], halves: None, asked: 0, table: None }
    }

    /// The whole number nearest to `of.quantile(p)` times the scale, of two the greater, if a
    /// table says so beyond doubt; else invert. A table is made once inversions have taken as
    /// long as making it, so few questions cost nothing.
    pub fn quantile(&mut self, of: &Distribution<f64>, p: f64) -> Option<i64> {
        let Distribution::Pert { min, mode, max } = of else { return None };
        if self.of != [*min, *mode, *max] {
            self.turn_to([*min, *mode, *max]);
        }
        if let Some(table) = &self.table {
            return table.find(p);
        }
        let halves = self.halves?;
        self.asked += 1;
        if self.asked * WORTH >= halves {
            self.table = Some(Table::new(self.of, self.scale, halves));
        }
        None
    }

    fn turn_to(&mut self, of: [f64; 3]) {
        let [min, _, max] = of;
        let halves = (max * self.scale).round() - (min * self.scale).round();
        let within = min >= 0.0 && (0.0..=MOST as f64).contains(&halves);
        self.halves = within.then_some(halves as usize);
        (self.of, self.asked, self.table) = (of, 0, None);
    }
}

impl Table {
    fn new([min, mode, max]: [f64; 3], scale: f64, halves: usize) -> Self {
        let beta = pert(mode_within(min, mode, max));
        let first = (min * scale).round();
        let half = |k: usize| ((first + k as f64 + 0.5) / scale - min) / (max - min);
        let mut edges = vec![-1.0];
        edges.extend((0..halves).map(|k| beta.cdf(half(k))));
        edges.push(2.0);
        let cells = (halves + 1) as f64;
        let mut edge = 1;
        let guide = (0..=halves).map(|cell| {
            while edges[edge] < cell as f64 / cells {
                edge += 1;
            }
            edge as u32
        });
        let guide = guide.collect();
        // A value far above its range is coarse in it; density is at most 5.
        let coarse = if halves > 0 { 1e-14 * max / (max - min) } else { 0.0 };
        Self { first: first as i64, edges, guide, cells, unsure: UNSURE + coarse }
    }

    fn find(&self, p: f64) -> Option<i64> {
        let mut edge = *self.guide.get((p * self.cells) as usize)? as usize;
        while self.edges[edge] < p {
            edge += 1;
        }
        let (below, above) = (p - self.edges[edge - 1], self.edges[edge] - p);
        (below > self.unsure && above > self.unsure).then_some(self.first + edge as i64 - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Key;

    /// Shapes in days; steps are minutes.
    const SHAPES: [[f64; 3]; 12] = [
        [20.0 / 24.0, 1.0, 29.0 / 24.0],
        [2.0 / 24.0, 4.0 / 24.0, 6.5 / 24.0],
        [16.0 / 24.0, 22.0 / 24.0, 31.0 / 24.0],
        // Mode at an end.
        [0.0, 0.0, 0.5],
        [0.5, 1.0, 1.0],
        // Ends that meet, that round to one minute, that are half numbers.
        [1.0, 1.0, 1.0],
        [1.0, 1.000_01, 1.000_1],
        [100.5 / 1440.0, 101.0 / 1440.0, 103.5 / 1440.0],
        // A narrow range far from 0, and wide ones.
        [3000.0, 3000.001, 3000.002],
        [0.0, 0.1, 11.0],
        [0.0, 0.1, 12.0],
        [1.0, 30.0, 400.0],
    ];

    fn pert([min, mode, max]: [f64; 3]) -> Distribution<f64> {
        Distribution::Pert { min, mode, max }
    }

    fn inverted(of: &Distribution<f64>, p: f64) -> i64 {
        (of.quantile(p) * 1440.0 + 0.5) as i64
    }

    /// With its table made, if it ever makes one.
    fn ready(of: &Distribution<f64>) -> Rounded {
        let mut rounded = Rounded::new(1440.0);
        for _ in 0..=MOST {
            rounded.quantile(of, 0.5);
        }
        rounded
    }

    #[test]
    fn the_table_says_what_inversion_says() {
        for shape in SHAPES {
            let of = pert(shape);
            let mut rounded = ready(&of);
            let mut stream = Key::new(1, "test", "rounded").stream(0);
            let mut answers = 0;
            for _ in 0..20_000 {
                let p = stream.uniform();
                if let Some(whole) = rounded.quantile(&of, p) {
                    answers += 1;
                    assert_eq!(whole, inverted(&of, p), "{shape:?} at {p}");
                }
            }
            let wide = (shape[2] - shape[0]) * 1440.0 > MOST as f64 + 1.0;
            assert!(if wide { answers == 0 } else { answers > 19_900 }, "{shape:?} {answers}");
        }
    }

    #[test]
    fn it_is_never_wrong_next_to_an_edge_or_an_end() {
        for shape in SHAPES {
            let of = pert(shape);
            let mut rounded = ready(&of);
            let Some(table) = &rounded.table else { continue };
            let inner = table.edges.iter().copied().filter(|edge| (0.0..1.0).contains(edge));
            let edges: Vec<f64> =
                inner.chain([0.0, 1.0]).step_by(1 + table.edges.len() / 99).collect();
            for edge in edges {
                for away in [0.0, 1e-16, 1e-14, 1e-12, 1e-11, 0.99e-10, 1.01e-10, 1e-9, 1e-7] {
                    for p in [edge - away, edge + away] {
                        if (1e-16..1.0).contains(&p)
                            && let Some(whole) = rounded.quantile(&of, p)
                        {
                            assert_eq!(whole, inverted(&of, p), "{shape:?} at {p}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn few_questions_make_no_table_and_another_distribution_makes_another() {
        let [short, long] = [pert(SHAPES[1]), pert(SHAPES[2])];
        let mut rounded = Rounded::new(1440.0);
        // 270 half numbers.
        for _ in 0..67 {
            assert_eq!(rounded.quantile(&short, 0.3), None);
        }
        assert!(rounded.table.is_none());
        rounded.quantile(&short, 0.3);
        assert_eq!(rounded.quantile(&short, 0.3), Some(inverted(&short, 0.3)));
        assert_eq!(rounded.quantile(&long, 0.3), None);
        assert!(rounded.table.is_none());
        assert_eq!(rounded.quantile(&Distribution::Exponential { mean: 1.0 }, 0.3), None);
    }
}

//! The two widths of cost arithmetic: 64 bits where they provably suffice, else 128.
//!
//! A reduced cost is the signed cost of one cycle of tree arcs and one more arc, so
//! the sum of the `nodes` largest magnitudes bounds it. Potentials are known up to a
//! common shift, which may wrap around; their differences do not, hence `wrapping_*`.

/// Integer cost arithmetic of the kernel.
pub(super) trait Cost: Copy + Ord + std::fmt::Debug + 'static {
    const ZERO: Self;
    const MAX: Self;
    /// Exact for every value that `Width::of` admits.
    fn from_wide(value: i128) -> Self;
    fn plus(self, other: Self) -> Self;
    fn minus(self, other: Self) -> Self;
    fn magnitude(self) -> Self;
}

macro_rules! cost {
    ($t:ty) => {
        impl Cost for $t {
            const ZERO: Self = 0;
            const MAX: Self = <$t>::MAX;
            #[inline(always)]
            fn from_wide(value: i128) -> Self {
                value as $t
            }
            #[inline(always)]
            fn plus(self, other: Self) -> Self {
                self.wrapping_add(other)
            }
            #[inline(always)]
            fn minus(self, other: Self) -> Self {
                self.wrapping_sub(other)
            }
            #[inline(always)]
            fn magnitude(self) -> Self {
                self.wrapping_abs()
            }
        }
    };
}
cost!(i64);
cost!(i128);

/// The arithmetic that a list of costs needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Width {
    Narrow,
    Wide,
}

impl Width {
    /// `None` where not even 126 bits hold every reduced cost.
    pub fn of(nodes: usize, costs: &[i128]) -> Option<Self> {
        let mut sizes: Vec<u128> = costs.iter().map(|c| c.unsigned_abs()).collect();
        sizes.sort_unstable_by(|a, b| b.cmp(a));
        let bound = sizes.iter().take(nodes).try_fold(0u128, |sum, c| sum.checked_add(*c))?;
        match bound {
            _ if bound < 1 << 62 => Some(Self::Narrow),
            _ if bound < 1 << 126 => Some(Self::Wide),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_width_follows_the_largest_cycle() {
        let quarter = 1i128 << 60;
        assert_eq!(Width::of(3, &[quarter, -quarter, quarter, quarter]), Some(Width::Narrow));
        assert_eq!(Width::of(4, &[quarter, -quarter, quarter, quarter]), Some(Width::Wide));
        assert_eq!(Width::of(1, &[(1 << 126) - 1]), Some(Width::Wide));
        assert_eq!(Width::of(1, &[1 << 126]), None);
        assert_eq!(Width::of(9, &[i128::MIN; 9]), None);
    }
}

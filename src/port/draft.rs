//! Cargo by depth of water. `docs/model.md`, "Sea and draft".

use crate::model::PortDay;

/// A tonne's fraction below which a cargo counts as whole.
const WHOLE: f64 = 1e-6;

/// What a ship of one kind can carry.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Hull {
    /// Tonnes at full draft.
    pub cargo: f64,
    /// Full draft, m.
    pub draft: f64,
    /// Tonnes lost with each cm of draft.
    pub per_cm: f64,
}

impl Hull {
    /// Whole tonnes at full draft.
    pub fn full(&self) -> i64 {
        (self.cargo + WHOLE).max(0.0) as i64
    }

    /// Whole tonnes at a draft of at most `allowed` m, not below 0; never more for less water.
    pub fn cargo_at(&self, allowed: f64) -> i64 {
        let missing = ((self.draft - allowed) * 100.0).max(0.0);
        (self.cargo - self.per_cm * missing + WHOLE).max(0.0) as i64
    }
}

/// Draft that a port allows at a level of the sea, m.
pub fn allowed_draft(level: f64, port: &PortDay) -> f64 {
    level - port.bed - port.clearance
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_centimetres_are_two_per_cent_of_a_cargo() {
        let hull = Hull { cargo: 12_000.0, draft: 7.0, per_cm: 23.0 };
        let port = PortDay { berths: 3, bed: -35.6, clearance: 0.5, closures: Vec::new() };
        assert_eq!(hull.cargo_at(allowed_draft(-29.35, &port)), 9125);
        assert_eq!(hull.cargo_at(allowed_draft(-29.45, &port)), 8895);
        assert_eq!(hull.cargo_at(allowed_draft(-28.10, &port)), 12_000);
        assert_eq!(hull.cargo_at(allowed_draft(-27.00, &port)), hull.full());
        assert_eq!(hull.cargo_at(allowed_draft(-36.00, &port)), 0);
    }
}

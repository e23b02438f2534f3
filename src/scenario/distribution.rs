//! Reading distributions: families, their parameters, and what those must satisfy.

use super::reader::{Reader, Slot, words};
use super::value::SpanSoFar;
use crate::catalogue::Kind as K;
use crate::diagnostic::{Fault, did_you_mean};
use crate::dist::Distribution;
use crate::model::Value;
use crate::units::{self, Dimension};

/// Every family with its parameters; those in order of a list, or by name.
pub(super) const FAMILIES: &[(&str, Parameters)] = &[
    ("uniform", Parameters::List(&["min", "max"])),
    ("triangular", Parameters::List(&["min", "mode", "max"])),
    ("pert", Parameters::List(&["min", "mode", "max"])),
    ("normal", Parameters::Named(&["mean", "sd"])),
    ("lognormal", Parameters::Named(&["median", "sigma"])),
    ("exponential", Parameters::Named(&["mean"])),
    ("weibull", Parameters::Named(&["scale", "shape"])),
    ("discrete", Parameters::Named(&["values", "weights"])),
    ("empirical", Parameters::Values),
];

/// Largest sigma of a lognormal: with it one draw in six is 22,000 times the median.
const MOST_SIGMA: f64 = 10.0;

/// How a family is written.
#[derive(Debug, Clone, Copy)]
pub(super) enum Parameters {
    List(&'static [&'static str]),
    Named(&'static [&'static str]),
    Values,
}

/// True when a table is a distribution rather than a series.
pub(super) fn is_family(key: &str) -> bool {
    FAMILIES.iter().any(|(name, _)| *name == key)
}

/// A distribution being read: its family, what it measures, its span.
struct Making<'c, 's> {
    slot: Slot<'c>,
    family: &'static str,
    dimension: Dimension,
    span: &'s mut SpanSoFar,
}

impl Reader<'_> {
    /// A distribution, its parameters known or beliefs.
    pub fn distribution(
        &mut self,
        slot: &Slot<'_>,
        dimension: Dimension,
        span: &mut SpanSoFar,
    ) -> Option<Distribution<Value>> {
        let entries: Vec<_> = slot.entries()?.collect();
        let families = || FAMILIES.iter().map(|(name, _)| *name);
        let [(key, inner)] = &entries[..] else {
            let list: Vec<&str> = families().collect();
            self.fault(
                K::UnknownDistribution,
                slot,
                format!("{} takes one of {}", slot.what, words(&list, "or")),
            );
            return None;
        };
        let Some((family, parameters)) = FAMILIES.iter().find(|(name, _)| name == key) else {
            let near = did_you_mean(key, families());
            let message = format!("unknown distribution `{key}` in {}{near}", slot.what);
            self.faults
                .push(Fault::new(K::UnknownDistribution, inner.path.clone(), message).at_key());
            return None;
        };
        let mut making = Making { slot: inner.clone(), family, dimension, span };
        match parameters {
            Parameters::List(names) => self.listed(&mut making, names),
            Parameters::Named(_) if *family == "discrete" => self.discrete(&mut making),
            Parameters::Named(names) => self.named_family(&mut making, names),
            Parameters::Values => self.empirical(&mut making),
        }
    }

    fn listed(
        &mut self,
        making: &mut Making<'_, '_>,
        names: &[&str],
    ) -> Option<Distribution<Value>> {
        let slot = &making.slot;
        let items = slot.items().filter(|items| items.len() == names.len());
        let Some(items) = items else {
            let takes = format!("takes [{}]", names.join(", "));
            self.fault(
                K::Parameters,
                slot,
                format!("`{}` in {} {takes}", making.family, slot.what),
            );
            return None;
        };
        let items: Vec<_> =
            items.iter().zip(names).map(|(item, name)| item.part(name, making.family)).collect();
        let read: Vec<_> =
            items.iter().map(|item| self.value(item, making.dimension, making.span)).collect();
        let values: Vec<Value> = read.into_iter().collect::<Option<_>>()?;
        for at in 1..values.len() {
            self.ascending(&items[at], names[at - 1], (values[at - 1], values[at]))?;
        }
        let (first, last) = (values[0], values[values.len() - 1]);
        if first.is_known() && first == last {
            let message = format!("min and max of `{}` in {} are equal", making.family, slot.what);
            self.fault(K::NotAscending, slot, message);
            return None;
        }
        Some(match (making.family, &values[..]) {
            ("uniform", &[low, high]) => Distribution::Uniform { low, high },
            ("triangular", &[min, mode, max]) => Distribution::Triangular { min, mode, max },
            (_, &[min, mode, max]) => Distribution::Pert { min, mode, max },
            _ => return None,
        })
    }

    fn ascending(
        &mut self,
        at: &Slot<'_>,
        before: &str,
        (low, high): (Value, Value),
    ) -> Option<()> {
        match (low, high) {
            (Value::Known(low), Value::Known(high)) if low > high => {
                self.fault(K::NotAscending, at, format!("{} is below {before}", at.what));
                None
            }
            _ => Some(()),
        }
    }

    /// The inner table, with all its parameters and no others.
    fn parameters_of<'c>(
        &mut self,
        slot: &Slot<'c>,
        family: &str,
        names: &[&str],
    ) -> Option<Vec<Slot<'c>>> {
        let Some(entries) = slot.entries() else {
            let takes = names.join(", ");
            self.fault(
                K::Parameters,
                slot,
                format!("`{family}` in {} takes {{ {takes} }}", slot.what),
            );
            return None;
        };
        let entries: Vec<_> = entries.collect();
        let mut good = true;
        for (key, inner) in &entries {
            if !names.contains(key) {
                let near = did_you_mean(key, names.iter().copied());
                let message = format!("`{family}` in {} has no parameter `{key}`{near}", slot.what);
                self.faults.push(Fault::new(K::Parameters, inner.path.clone(), message).at_key());
                good = false;
            }
        }
        let found: Vec<_> = names
            .iter()
            .map(|name| entries.iter().find(|(key, _)| key == name).map(|(_, slot)| slot.clone()))
            .collect();
        for (name, slot_of) in names.iter().zip(&found) {
            if slot_of.is_none() {
                self.fault(
                    K::Parameters,
                    slot,
                    format!("`{family}` in {} lacks `{name}`", slot.what),
                );
                good = false;
            }
        }
        let parts = names.iter().zip(found).map(|(name, slot)| Some(slot?.part(name, family)));
        if good { parts.collect() } else { None }
    }

    fn named_family(
        &mut self,
        making: &mut Making<'_, '_>,
        names: &[&str],
    ) -> Option<Distribution<Value>> {
        let slots = self.parameters_of(&making.slot, making.family, names)?;
        let dimension = |name: &str| match name {
            "sigma" | "shape" => Dimension::Factor,
            _ => making.dimension,
        };
        let read: Vec<_> = names
            .iter()
            .zip(&slots)
            .map(|(name, slot)| match dimension(name) {
                Dimension::Factor => self.value(slot, Dimension::Factor, &mut None),
                dimension => self.value(slot, dimension, making.span),
            })
            .collect();
        let values: Vec<Value> = read.into_iter().collect::<Option<_>>()?;
        for ((name, slot), value) in names.iter().zip(&slots).zip(&values) {
            self.sign(making.family, name, slot, *value)?;
        }
        Some(match (making.family, &values[..]) {
            ("normal", &[mean, sd]) => Distribution::Normal { mean, sd },
            ("lognormal", &[median, sigma]) => Distribution::Lognormal { median, sigma },
            ("exponential", &[mean]) => Distribution::Exponential { mean },
            ("weibull", &[scale, shape]) => Distribution::Weibull { scale, shape },
            _ => return None,
        })
    }

    fn sign(&mut self, family: &str, name: &str, slot: &Slot<'_>, value: Value) -> Option<()> {
        let positive = matches!(name, "scale" | "shape" | "median")
            || (family == "exponential" && name == "mean");
        match value {
            Value::Known(number) if positive && number <= 0.0 => {
                self.fault(K::OutOfBounds, slot, format!("{} is not above 0", slot.what));
                None
            }
            Value::Known(number) if name == "sigma" && number > MOST_SIGMA => {
                let number = units::shortest(number);
                let message = format!("{} is {number}; it takes 0 to {MOST_SIGMA}", slot.what);
                self.fault(K::OutOfBounds, slot, message);
                None
            }
            Value::Known(number) if name == "sd" && number < 0.0 => {
                self.fault(K::Negative, slot, format!("{} is negative", slot.what));
                None
            }
            _ => Some(()),
        }
    }

    fn discrete(&mut self, making: &mut Making<'_, '_>) -> Option<Distribution<Value>> {
        let slots = self.parameters_of(&making.slot, "discrete", &["values", "weights"])?;
        let values = self.list(&slots[0], "quantities")?;
        let weights = self.list(&slots[1], "plain numbers")?;
        let what = &making.slot.what;
        if values.len() != weights.len() {
            let (n, m) = (values.len(), weights.len());
            let message = format!("`discrete` in {what} has {n} values and {m} weights");
            self.fault(K::Parameters, &slots[1], message);
            return None;
        }
        let read: Vec<_> = values
            .iter()
            .map(|slot| self.value(&slot.one("values"), making.dimension, making.span))
            .collect();
        let weighed: Vec<_> = weights
            .iter()
            .map(|slot| self.value(&slot.one("weights"), Dimension::Factor, &mut None))
            .collect();
        let values: Vec<Value> = read.into_iter().collect::<Option<_>>()?;
        let weights: Vec<Value> = weighed.into_iter().collect::<Option<_>>()?;
        if weights.iter().all(|weight| *weight == Value::Known(0.0)) {
            self.fault(K::AddsUpToZero, &slots[1], format!("{} add up to 0", slots[1].what));
            return None;
        }
        Some(Distribution::Discrete { values, weights })
    }

    fn empirical(&mut self, making: &mut Making<'_, '_>) -> Option<Distribution<Value>> {
        // The name of a file was replaced by its data when the layers were merged.
        let Some(items) = making.slot.items() else {
            self.wrong_form(&making.slot, "the name of a file, or a list of values");
            return None;
        };
        let read = items.iter().map(|item| self.number(item, making.dimension, making.span));
        let mut values: Vec<f64> = read.collect::<Option<_>>()?;
        if values.is_empty() {
            // An unreadable file was told when it was read.
            return None;
        }
        values.sort_by(f64::total_cmp);
        Some(Distribution::Empirical(values.into()))
    }
}

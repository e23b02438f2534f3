//! Beliefs: the uncertain numbers of a scenario, drawn once and kept for a whole history.
//!
//! One uniform each, from a stream named by the key path and numbered by the belief, then
//! the inverse of the distribution; correlated ones go through a Gaussian copula between.
//! So a designed sample of uniforms can take the place of the drawn one.

use crate::dist::{Copula, Distribution};
use crate::model::{Model, Value};
use crate::rng::Key;

/// How a model's parameters are drawn.
#[derive(Debug)]
pub(super) struct Beliefs {
    parameters: Vec<Drawn>,
    copula: Option<Copula>,
}

#[derive(Debug)]
struct Drawn {
    key: Key,
    law: Law,
}

#[derive(Debug)]
enum Law {
    /// Nothing uncertain in its own parameters.
    Known(Distribution<f64>),
    /// Its parameters are beliefs that stand before it.
    Uncertain(Distribution<Value>),
}

impl Beliefs {
    /// Makes the parameters of a model ready.
    pub fn new(model: &Model, seed: u64) -> Self {
        let parameters = model.parameters.iter().map(|parameter| Drawn {
            key: Key::new(seed, &parameter.path, "belief"),
            law: Law::new(&parameter.distribution),
        });
        Self { parameters: parameters.collect(), copula: copula(model) }
    }

    /// Number of parameters.
    pub fn len(&self) -> usize {
        self.parameters.len()
    }

    /// One independent uniform a parameter, for belief `number`.
    pub fn uniforms(&self, number: u32, out: &mut Vec<f64>) {
        out.clear();
        let streams = self.parameters.iter().map(|p| p.key.stream(u64::from(number)));
        out.extend(streams.map(|mut stream| stream.uniform()));
    }

    /// The parameters' values from independent uniforms, which it correlates in place.
    pub fn values(&self, uniforms: &mut [f64], scratch: &mut Vec<f64>, out: &mut Vec<f64>) {
        if let Some(copula) = &self.copula {
            copula.apply(uniforms, scratch);
        }
        out.clear();
        for (parameter, uniform) in self.parameters.iter().zip(&*uniforms) {
            let value = match &parameter.law {
                Law::Known(law) => law.quantile(*uniform),
                Law::Uncertain(law) => law.map(|value| value.under(out)).quantile(*uniform),
            };
            out.push(value);
        }
    }
}

impl Law {
    fn new(distribution: &Distribution<Value>) -> Self {
        let mut known = true;
        let resolved = distribution.map(|value| match value {
            Value::Known(value) => *value,
            Value::Belief(_) => {
                known = false;
                0.0
            }
        });
        if known { Self::Known(resolved) } else { Self::Uncertain(distribution.clone()) }
    }
}

/// The copula of the model's correlations, members in order of key path.
fn copula(model: &Model) -> Option<Copula> {
    if model.correlations.is_empty() {
        return None;
    }
    let pairs = model.correlations.iter();
    let mut members: Vec<usize> = pairs.clone().flat_map(|pair| [pair.a, pair.b]).collect();
    members.sort_by(|a, b| model.parameters[*a].path.cmp(&model.parameters[*b].path));
    members.dedup();
    let pairs: Vec<_> = pairs.map(|pair| (pair.a, pair.b, pair.rho)).collect();
    Some(Copula::new(members, &pairs).expect("correlations are checked with the scenario"))
}

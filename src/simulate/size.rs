//! What dispatch can hold.

use crate::circulation::SizeError;
use crate::dispatch::Dispatch;
use crate::error::{Error, Topic};
use crate::model::{Model, NodeKind, Series};

/// Whether dispatch can hold a model, with its highest costs and prices and beliefs at their
/// median. A scenario that was read has been held against the limits of size already.
///
/// # Errors
/// [`Error::Input`] where it cannot.
pub fn fits(model: &Model) -> Result<(), Error> {
    let (belief, horizon) = (model.medians(), &model.horizon);
    let highest = |series: &Series| {
        let days = series.breaks(horizon).into_iter().map(|step| horizon.day(step));
        days.map(|day| series.on(day, &belief)).fold(0.0, |most: f64, usd| most.max(usd.abs()))
    };
    let cost: Vec<f64> = model.links.iter().map(|link| highest(&link.cost)).collect();
    let price = model.nodes.iter().map(|node| match &node.kind {
        NodeKind::Market { price: Some(price), .. } => highest(price),
        _ => 0.0,
    });
    let price: Vec<f64> = price.collect();
    Dispatch::new(model, false)
        .and_then(|mut dispatch| dispatch.holds(&cost, &price))
        .map_err(too_large)
}

/// A network, or costs on it, beyond what dispatch can hold.
pub(super) fn too_large(error: SizeError) -> Error {
    let help = match error {
        SizeError::Costs => "give costs and prices in USD/t as they are, or fewer priorities",
        _ => "leave out what makes no difference, or join what lies in series",
    };
    let message = error.to_string();
    Error::Input { topic: Topic::Network, message, help: Some(help.to_owned()) }
}

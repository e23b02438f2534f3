//! What dispatch can hold, and what memory can.

use super::Settings;
use crate::circulation::SizeError;
use crate::dispatch::Dispatch;
use crate::error::{Error, Topic};
use crate::model::{Model, NodeKind, Series};
use crate::scenario::MOST_KEPT;
use crate::tally::{Keep, Options, kept_bytes};
use crate::trajectory::causes;

/// Whether a model can be run as its scenario says: dispatch holds its network, with its highest
/// costs and prices and beliefs at their median, and memory what is kept. A scenario that was read has been held against the limits of size already.
///
/// # Errors
/// [`Error::Input`] where it cannot.
pub fn fits(model: &Model) -> Result<(), Error> {
    Settings::new(model).check(model)?;
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

/// Refuses a run that would keep more than there is room for, and says what takes most of it.
pub(super) fn keeps(model: &Model, options: &Options) -> Result<(), Error> {
    let causes = causes(model);
    let bytes = |options: &Options| kept_bytes(model, &causes, options);
    let all = bytes(options);
    if all <= MOST_KEPT {
        return Ok(());
    }
    let keep = &options.keep;
    let less = |keep: Keep| all - bytes(&Options { keep, ..options.clone() });
    let metrics = keep.metrics.iter().enumerate().map(|(at, metric)| {
        let mut metrics = keep.metrics.clone();
        metrics.remove(at);
        (less(Keep { metrics, ..keep.clone() }), format!("`{}`", metric.name()))
    });
    let monthly = (less(Keep { monthly: false, ..keep.clone() }), "`monthly`".to_owned());
    let traced = all - bytes(&Options { trace: Vec::new(), ..options.clone() });
    let savings = metrics.chain([monthly, (traced, "the trace".to_owned())]);
    let help = match savings.max().filter(|(saved, _)| *saved > 0) {
        Some((saved, what)) => {
            format!("without {what} it would be {} GB; or run fewer replications", gb(all - saved))
        }
        None => "run fewer replications, or a shorter horizon".to_owned(),
    };
    let message = format!(
        "{} replications would keep {} GB of values; {} GB is the most",
        options.replications,
        gb(all),
        MOST_KEPT >> 30
    );
    Err(Error::Input { topic: Topic::Memory, message, help: Some(help) })
}

/// Gigabytes with a decimal.
fn gb(bytes: u64) -> String {
    format!("{:.1}", bytes as f64 / f64::from(1 << 30))
}

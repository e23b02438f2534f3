//! Projects: when they come, and what they need.

use super::super::reader::{Component, Reader};
use super::Kind;
use super::changes;
use super::network::about;
use crate::calendar::days_between;
use crate::dist::Distribution;
use crate::model::{Hazard, Link, Parameter, Project, Value};
use crate::units::Dimension as D;
use jiff::civil::Date;

/// How much longer than sanctioned the Tengiz expansion took: 1.43 times as long.
const LATE: f64 = 0.43;
/// Spread of the logarithm of a delay about which nothing is said.
const LATE_SIGMA: f64 = 0.6;

/// What has been read of the numbers that projects change.
pub(super) struct Known<'a> {
    pub kinds: &'a [Option<Kind>],
    pub links: &'a [Option<Link>],
    pub hazards: &'a [Option<Hazard>],
    /// Last day of the known past.
    pub now: Option<Date>,
}

pub(super) fn project(
    reader: &mut Reader<'_>,
    c: &Component,
    known: &Known<'_>,
) -> Option<Project> {
    let title = about(reader, c);
    let planned = reader.date(c.slot("planned"));
    let chance = reader.uncertain(c.slot("chance"), D::Share);
    let delay = match c.slot("delay") {
        Some(slot) => reader.uncertain(Some(slot), D::Duration),
        None => Some(usual_delay(reader, c, planned?, known.now?)),
    };
    let ramp = reader.uncertain(c.slot("ramp"), D::Duration);
    let requires = match c.slot("requires") {
        Some(slot) => reader.named(Some(slot)),
        None => Some(Vec::new()),
    };
    let cost = reader.uncertain(c.slot("cost"), D::Money);
    let enabled = reader.flag(c.slot("enabled"));
    let changes = changes::of_project(reader, c, known);
    let mut requires: Vec<usize> = requires?.into_iter().map(|(_, project)| project).collect();
    requires.sort_unstable();
    Some(Project {
        name: c.name.clone(),
        title: title?,
        planned: planned?,
        chance: chance?,
        delay: delay?,
        ramp: ramp?,
        requires,
        cost: cost?,
        enabled: enabled?,
        changes: changes?,
    })
}

/// What the record says of a project that says nothing of its delay.
fn usual_delay(reader: &mut Reader<'_>, c: &Component, planned: Date, now: Date) -> Value {
    let ahead = days_between(now, planned).max(0) as f64;
    if ahead == 0.0 {
        return Value::Known(0.0);
    }
    let (median, sigma) = (Value::Known(LATE * ahead), Value::Known(LATE_SIGMA));
    let distribution = Distribution::Lognormal { median, sigma };
    let path = format!("{}.delay", c.path());
    reader.parameters.push(Parameter { path, distribution, unit: "d".to_owned() });
    Value::Belief(reader.parameters.len() - 1)
}

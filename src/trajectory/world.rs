//! A belief and all that follows from it alone.

use super::course::Levels;
use super::projects::Standing;
use super::rows::Rows;
use super::timeline::Timeline;
use super::works::Works;
use crate::dist::Distribution;

/// Kept from one replication to the next while the belief stays the same.
#[derive(Debug, Default)]
pub(super) struct World {
    /// Number of the belief; `None` before the first.
    pub number: Option<u32>,
    /// Values of the parameters.
    pub values: Vec<f64>,
    /// How each project stands; `None`: it is not built.
    pub projects: Vec<Option<Standing>>,
    /// Dice with their own parameters resolved.
    pub dice: Vec<Distribution<f64>>,
    /// Their means.
    pub means: Vec<f64>,
    /// Levels of all series.
    pub levels: Levels,
    /// Rows by slot: sources and markets, links, ports, fleets.
    pub nodes: Vec<Rows>,
    pub links: Vec<Rows>,
    pub ports: Vec<Rows>,
    pub fleets: Vec<Rows>,
    /// By port and kind of work, what projects have done to it.
    pub works: Works,
    /// Prices by node, then costs by link, by date.
    pub prices: Timeline<f64>,
    /// Memory for drawing the parameters.
    pub uniforms: Vec<f64>,
    pub scratch: Vec<f64>,
}

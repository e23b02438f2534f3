//! What carries over from one day to the next.

use super::make_up::MakeUp;
use crate::model::Model;

/// What carries over from one day to the next. Vectors by node or link of the model.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Tonnes in each node's tank at the end of the day; 0 for other nodes.
    pub stock: Vec<i64>,
    /// Tonnes carried above the nomination on each link on the last day.
    pub surge: Vec<i64>,
    /// What each nominated link has missed and may still make up.
    pub(crate) make_up: Vec<MakeUp>,
}

impl State {
    /// Empties everything; buffers are kept from one history to the next.
    pub(crate) fn begin(&mut self, model: &Model) {
        self.stock.clear();
        self.stock.resize(model.nodes.len(), 0);
        self.surge.clear();
        self.surge.resize(model.links.len(), 0);
        if self.make_up.len() != model.links.len() {
            let window =
                |link: &crate::model::Link| link.nomination.as_ref().map_or(0, |n| n.make_up);
            self.make_up = model.links.iter().map(|link| MakeUp::new(window(link))).collect();
        }
        self.make_up.iter_mut().for_each(MakeUp::clear);
    }
}

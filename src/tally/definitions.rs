//! Every metric by its definition, straight from the days of the made-up system: slow and plain.

use super::fixture::{MadeUp, SOURCES, TANK};
use crate::metric::Metric;
use crate::model::Model;

/// Days of which a metric is wanted, and of what.
struct Asked<'a> {
    model: &'a Model,
    entity: &'a str,
    days: &'a [&'a MadeUp],
}

/// The metric of an entity over some days; NaN where missing.
pub fn by_definition(model: &Model, metric: Metric, entity: &str, days: &[&MadeUp]) -> f64 {
    let asked = Asked { model, entity, days };
    match metric {
        Metric::Exports if entity == "total" => asked.exports(),
        Metric::Exports | Metric::TargetRoutes => asked.of_route(),
        Metric::RouteShare => asked.of_route() / asked.exports(),
        Metric::ShareVia => asked.via() / asked.exports(),
        Metric::HhiRoute => {
            [1, 4].map(|link| (asked.flow(link) / asked.exports()).powi(2)).iter().sum()
        }
        Metric::TransportCost => asked.paid(),
        Metric::Netback => asked.sales() - asked.paid(),
        Metric::TargetSea => asked.flow(1) + asked.flow(4),
        Metric::TargetRoutesCapability => asked.sum(|day| day.inputs.link[4].capacity),
        Metric::TargetRunRate | Metric::TargetCapability => unreachable!("tested apart"),
        Metric::Unserved => asked.sum(|day| day.flows.unserved[3]),
        Metric::UnservedDays => asked.sum(|day| i64::from(day.flows.unserved[3] > 0)),
        Metric::Stock => asked.sum(|day| day.state.stock[TANK]) / days.len() as f64,
        Metric::StockFullDays => asked.sum(|day| i64::from(day.state.stock[TANK] == 100)),
        Metric::StockEmptyDays => asked.sum(|day| i64::from(day.state.stock[TANK] == 0)),
        _ if model.link(entity).is_some() => asked.of_link(metric),
        _ => asked.of_source(metric),
    }
}

/// Every metric has a definition of its own, which knows nothing of counters and formulas.
fn undefined(metric: Metric) -> f64 {
    panic!("`{metric}` has no definition: write one in tally/definitions.rs or port_tests.rs")
}

impl Asked<'_> {
    fn sum(&self, of: impl Fn(&MadeUp) -> i64) -> f64 {
        self.days.iter().map(|day| of(day)).sum::<i64>() as f64
    }

    fn flow(&self, link: usize) -> f64 {
        self.sum(|day| day.flows.link[link])
    }

    fn exports(&self) -> f64 {
        self.sum(|day| day.flows.served[2] + day.flows.served[4])
    }

    fn of_route(&self) -> f64 {
        self.flow(match self.entity {
            "east" => 1,
            "inner" => 0,
            "side" => 5,
            _ => 4,
        })
    }

    /// `inner` lies within `west` and both cross Russia; `inner` and `side` cross the steppe.
    fn via(&self) -> f64 {
        match self.entity {
            "china" => self.flow(1),
            "russia" => self.flow(4),
            _ => self.flow(0) + self.flow(5),
        }
    }

    fn of_link(&self, metric: Metric) -> f64 {
        let link = self.model.link(self.entity).unwrap();
        match metric {
            Metric::Throughput => self.flow(link),
            Metric::ThroughputAllShippers => {
                self.flow(link) + self.sum(|day| day.inputs.link[link].others)
            }
            Metric::Nominated => 100.0 * self.days.len() as f64,
            Metric::Capability => self.sum(|day| day.inputs.link[link].capacity),
            _ => undefined(metric),
        }
    }

    fn of_source(&self, metric: Metric) -> f64 {
        let one = self.model.node(self.entity);
        let sources = one.map_or(SOURCES.to_vec(), |source| vec![source]);
        let shut_in = |day: &MadeUp| sources.iter().map(|s| day.flows.shut_in[*s]).sum::<i64>();
        let lost = |day: &MadeUp, s: usize| day.inputs.node[s].whole - day.inputs.node[s].today;
        match metric {
            Metric::Production => {
                self.sum(|day| sources.iter().map(|s| day.flows.production[*s]).sum())
            }
            Metric::ShutIn => self.sum(shut_in),
            Metric::SupplyLost => self.sum(|day| sources.iter().map(|s| lost(day, *s)).sum()),
            Metric::ShutInDays => self.sum(|day| i64::from(shut_in(day) > 0)),
            Metric::FirstCutDay => {
                let first = self.days.iter().position(|day| shut_in(day) > 0);
                first.map_or(f64::NAN, |first| first as f64 + 1.0)
            }
            _ => undefined(metric),
        }
    }

    fn paid(&self) -> f64 {
        let paid = |day: &&MadeUp| -> f64 {
            let flows = day.flows.link.iter().zip(&day.inputs.cost);
            flows.map(|(flow, cost)| flow.abs() as f64 * cost).sum()
        };
        self.days.iter().map(paid).sum()
    }

    fn sales(&self) -> f64 {
        let sold = |day: &&MadeUp, m: usize| day.flows.served[m] as f64 * day.inputs.price[m];
        self.days.iter().map(|day| sold(day, 2) + sold(day, 4)).sum()
    }
}

//! Sizing by arithmetic: what a target needs of each link of its chain, what there is, and the gap.
//!
//! No simulation: the inputs of a history without chance (everything uncertain at its median,
//! projects by their medians), averaged over each year. `docs/studies.md`, "Sizing".

use crate::model::{CallTimes, Fleet, LinkId, Model, Shuttle, Target, UNLIMITED, Work};
use crate::port::{Hull, allowed_draft};
use crate::trajectory::{Sampler, Trajectory};

/// Most of a berth's time that is planned for: above it, queues grow fast.
pub const OCCUPANCY: f64 = 0.6;

/// One need of a year.
#[derive(Debug, Clone, PartialEq)]
pub struct Need {
    /// Calendar year.
    pub year: i16,
    /// Name of the link, port or fleet; names joined by ` + ` where links stand side by side.
    pub entity: String,
    /// What it is: `capacity`, `nomination`, `berths`, `ships`.
    pub what: &'static str,
    /// `t/y`, or empty for berths and ships.
    pub unit: &'static str,
    /// What the target needs.
    pub need: f64,
    /// What there is on average over the days of the year; infinite for "all".
    pub have: f64,
}

impl Need {
    /// What is missing; 0 where there is enough.
    pub fn gap(&self) -> f64 {
        (self.need - self.have).max(0.0)
    }
}

/// What `volume` tonnes a year over the target's routes need, by year and stage of its chain.
///
/// Links side by side share the volume; a port or fleet of theirs is sized for all of it: the
/// question is what it needs alone.
pub fn sizing(model: &Model, target: &Target, volume: f64) -> Vec<Need> {
    let links = target.links();
    let stages = stages(target);
    let sampler = Sampler::new(model, 0, 1, false);
    let mut trajectory = sampler.trajectory();
    let mut needs = Vec::new();
    for year in model.horizon.years() {
        let days = model.horizon.days().iter().enumerate().filter(|(_, day)| day.year() == year);
        let mut sums = vec![Sums::default(); links.len()];
        for (step, _) in days {
            trajectory.at(step);
            for (sum, &link) in sums.iter_mut().zip(&links) {
                sum.add(model, &trajectory, link, step);
            }
        }
        let sums: Vec<(LinkId, Sums)> = links.iter().copied().zip(sums).collect();
        for stage in &stages {
            let of_stage: Vec<_> = sums.iter().filter(|(link, _)| stage.contains(link)).collect();
            if of_stage.len() > 1 {
                together(model, &of_stage, (year, volume), &mut needs);
            }
            for (link, sum) in of_stage {
                sum.needs(model, *link, (year, stage.len() > 1), volume, &mut needs);
            }
        }
    }
    needs
}

/// The stages of the chain, then routes outside it one by one.
fn stages(target: &Target) -> Vec<Vec<LinkId>> {
    let mut stages = target.chain.clone();
    for &route in &target.routes {
        if !stages.iter().flatten().any(|&link| link == route) {
            stages.push(vec![route]);
        }
    }
    stages
}

/// Names of links joined by ` + `.
pub fn joined(model: &Model, links: impl IntoIterator<Item = LinkId>) -> String {
    let names: Vec<&str> = links.into_iter().map(|link| model.links[link].name.as_str()).collect();
    names.join(" + ")
}

/// What links side by side need of each other's kind.
fn together(model: &Model, stage: &[&(LinkId, Sums)], at: (i16, f64), needs: &mut Vec<Need>) {
    let (year, need) = at;
    let entity = joined(model, stage.iter().map(|(link, _)| *link));
    let mut push = |what, have| {
        needs.push(Need { year, entity: entity.clone(), what, unit: "t/y", need, have });
    };
    let nominated = |(link, _): &&&(LinkId, Sums)| model.links[*link].nomination.is_some();
    if stage.iter().all(|one| nominated(&one)) {
        push("nomination", stage.iter().map(|(_, sum)| sum.nominated * sum.a_year()).sum());
    }
    push("capacity", able(model, stage));
}

/// What links side by side could carry a year: lines what they can, shuttles what berths and ships
/// allow, those that they share counted once.
fn able(model: &Model, stage: &[&(LinkId, Sums)]) -> f64 {
    let shuttle = |link: LinkId| model.links[link].shuttle.as_ref();
    let lines = stage.iter().filter(|(link, _)| shuttle(*link).is_none());
    let lines: f64 = lines.map(|(_, sum)| sum.capacity * sum.a_year()).sum();
    let shuttles = || stage.iter().filter_map(|(link, sum)| Some((shuttle(*link)?, sum)));
    if shuttles().next().is_none() {
        return lines;
    }
    let at_berths = |end: usize| {
        let berths = shuttles().map(|(of, sum)| (of.ports[end], sum.by_berths(end)));
        greatest_each(berths)
    };
    let ships = shuttles().flat_map(|(_, sum)| {
        sum.ships.iter().map(|(fleet, ships, one)| (*fleet, ships / sum.days * one * sum.a_year()))
    });
    let alone = shuttles().map(|(_, sum)| sum.alone()).sum::<f64>();
    lines + at_berths(0).min(at_berths(1)).min(greatest_each(ships)).min(alone)
}

/// The greatest figure of each port or fleet, added up.
fn greatest_each(of: impl Iterator<Item = (usize, f64)>) -> f64 {
    let mut greatest: Vec<(usize, f64)> = Vec::new();
    for (who, figure) in of {
        match greatest.iter_mut().find(|known| known.0 == who) {
            Some(known) => known.1 = known.1.max(figure),
            None => greatest.push((who, figure)),
        }
    }
    greatest.into_iter().map(|(_, figure)| figure).sum()
}

/// Sums over the days of a year for one link.
#[derive(Debug, Clone, Default)]
struct Sums {
    days: f64,
    days_in_year: f64,
    capacity: f64,
    nominated: f64,
    /// Of a shuttle.
    berths: [f64; 2],
    /// Tonnes that a berth could move in the days, at full use.
    berth_tonnes: [f64; 2],
    /// By fleet that serves it: ships, and tonnes that one could carry in the days.
    ships: Vec<(usize, f64, f64)>,
}

impl Sums {
    fn add(&mut self, model: &Model, trajectory: &Trajectory, link: LinkId, step: usize) {
        let day = model.horizon.day(step);
        let today = &trajectory.inputs().link[link];
        self.days += 1.0;
        self.days_in_year = f64::from(day.days_in_year);
        self.capacity += today.whole as f64;
        self.nominated +=
            if today.nominated >= UNLIMITED { f64::INFINITY } else { today.nominated as f64 };
        let Some(shuttle) = &model.links[link].shuttle else { return };
        let crossing = Crossing::new(trajectory, shuttle);
        for end in 0..2 {
            self.berths[end] += f64::from(trajectory.ports().port[shuttle.ports[end]].berths);
        }
        let fleets = model.fleets.iter().enumerate();
        let serving: Vec<_> = fleets.filter(|(_, fleet)| fleet.serves.contains(&link)).collect();
        let mut best = 0.0_f64;
        for (place, (index, fleet)) in serving.iter().enumerate() {
            if self.ships.len() <= place {
                self.ships.push((*index, 0.0, 0.0));
            }
            let cargo = crossing.cargo(trajectory, fleet);
            best = best.max(cargo);
            let available = fleet.availability.on(day, trajectory.belief_values());
            self.ships[place].1 += f64::from(trajectory.ports().ships[*index]);
            self.ships[place].2 +=
                cargo * available * 1440.0 / crossing.round_trip(trajectory, fleet);
        }
        for end in 0..2 {
            self.berth_tonnes[end] += best * 1440.0 / crossing.call[end];
        }
    }

    /// Years in the days.
    fn a_year(&self) -> f64 {
        if self.days == 0.0 { 0.0 } else { self.days_in_year / self.days }
    }

    /// Tonnes a year by the berths of an end, planned for.
    fn by_berths(&self, end: usize) -> f64 {
        self.berths[end] / self.days * self.berth_tonnes[end] * self.a_year() * OCCUPANCY
    }

    /// Tonnes a year of a shuttle that has its ports and ships for itself.
    fn alone(&self) -> f64 {
        let ships: f64 = self.ships.iter().map(|(_, ships, one)| ships / self.days * one).sum();
        self.by_berths(0).min(self.by_berths(1)).min(ships * self.a_year())
    }

    fn needs(
        &self,
        model: &Model,
        link: LinkId,
        (year, shared): (i16, bool),
        volume: f64,
        needs: &mut Vec<Need>,
    ) {
        if self.days == 0.0 {
            return;
        }
        let a_year = self.a_year();
        let spec = &model.links[link];
        // A port or fleet that several links use is said once, by the one that needs most of it.
        let mut push = |entity: &str, what, unit, need, have| {
            let new = Need { year, entity: entity.to_owned(), what, unit, need, have };
            let same =
                |old: &&mut Need| (old.year, old.entity.as_str(), old.what) == (year, entity, what);
            match needs.iter_mut().find(same) {
                Some(old) if old.need < new.need => *old = new,
                Some(_) => {}
                None => needs.push(new),
            }
        };
        if spec.nomination.is_some() && !shared {
            push(&spec.name, "nomination", "t/y", volume, self.nominated * a_year);
        }
        let Some(shuttle) = &spec.shuttle else {
            if !shared {
                push(&spec.name, "capacity", "t/y", volume, self.capacity * a_year);
            }
            return;
        };
        for end in 0..2 {
            let port = &model.ports[shuttle.ports[end]].name;
            let of_one = self.berth_tonnes[end] * a_year * OCCUPANCY;
            push(port, "berths", "", volume / of_one, self.berths[end] / self.days);
        }
        for (fleet, ships, tonnes) in &self.ships {
            let fleet = &model.fleets[*fleet].name;
            push(fleet, "ships", "", volume / (tonnes * a_year), ships / self.days);
        }
    }
}

/// A shuttle on a day.
struct Crossing<'a> {
    shuttle: &'a Shuttle,
    /// Minutes of a call with changeover, loading and discharging.
    call: [f64; 2],
    work: [f64; 2],
}

impl<'a> Crossing<'a> {
    fn new(trajectory: &Trajectory, shuttle: &'a Shuttle) -> Self {
        let mean = |end: usize, work| {
            // Without chance every call takes its median.
            trajectory.minutes(shuttle.ports[end], work, 0) as f64
        };
        let work = [mean(0, Work::Load), mean(1, Work::Discharge)];
        let call = [0, 1].map(|end| work[end] + mean(end, Work::Changeover));
        Self { shuttle, call, work }
    }

    /// Tonnes by the shallower end.
    fn cargo(&self, trajectory: &Trajectory, fleet: &Fleet) -> f64 {
        let belief = trajectory.belief_values();
        let hull = Hull {
            cargo: fleet.cargo.under(belief),
            draft: fleet.draft.under(belief),
            per_cm: fleet.per_cm.under(belief),
        };
        let level = trajectory.ports().sea[self.shuttle.sea];
        let allowed =
            self.shuttle.ports.map(|port| allowed_draft(level, &trajectory.ports().port[port]));
        hull.cargo_at(allowed[0].min(allowed[1])) as f64
    }

    /// Minutes there and back with both calls, without waiting.
    fn round_trip(&self, trajectory: &Trajectory, fleet: &Fleet) -> f64 {
        let belief = trajectory.belief_values();
        let miles =
            self.shuttle.distance.under(belief) * (1.0 + self.shuttle.stretch.under(belief));
        2.0 * miles / fleet.speed.under(belief) * 60.0 + self.work[0] + self.work[1]
    }
}

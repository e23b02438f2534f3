//! Sizing by arithmetic: what a target needs of each link of its chain, what there is, and the gap.
//!
//! No simulation: the inputs of a history without chance (everything uncertain at its median,
//! projects by their medians), averaged over each year. `docs/studies.md`, "Sizing".

use crate::metric::{Constraint, Unit};
use crate::model::{CallTimes, Fleet, Link, LinkId, Model, Shuttle, Target, UNLIMITED, Work};
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
    /// What limits: capacity, nomination, berths or ships.
    pub what: Constraint,
    /// What the target needs.
    pub need: f64,
    /// What there is on average over the days of the year; infinite for "all".
    pub have: f64,
}

impl Need {
    /// Unit of the numbers.
    pub fn unit(&self) -> Unit {
        match self.what {
            Constraint::Berths => Unit::Berths,
            Constraint::Ships => Unit::Ships,
            _ => Unit::TonnesPerYear,
        }
    }

    /// What is missing; 0 where there is enough.
    pub fn gap(&self) -> f64 {
        (self.need - self.have).max(0.0)
    }

    /// True where what there is has no bound.
    pub fn is_unbounded(&self) -> bool {
        self.have >= UNBOUNDED
    }
}

/// Tonnes a year that stand for no bound at all.
const UNBOUNDED: f64 = 1e10;

/// What `volume` tonnes a year over the target's routes need, by year and stage of its chain.
///
/// The volume goes through every stage. Links side by side carry it together, and so do the ports at
/// one end of their shuttles and the fleets that serve them: each gets the part that it has in what
/// they could carry all together, equal parts where they could carry nothing. So gaps of ports and
/// of fleets may be added up, and something has one only where all together are too few.
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
        let from = needs.len();
        for stage in &stages {
            let links = sums.iter().filter(|(link, _)| stage.contains(link));
            let stage = Stage { model, year, links: links.collect() };
            for need in stage.needs(volume) {
                add(&mut needs[from..], &need).unwrap_or_else(|| needs.push(need));
            }
        }
    }
    needs
}

/// Stages that use the same port or fleet need of it what they need of it together.
fn add(known: &mut [Need], new: &Need) -> Option<()> {
    let same = |old: &&mut Need| (&old.entity, old.what) == (&new.entity, new.what);
    known.iter_mut().find(same).map(|old| old.need += new.need)
}

/// The stages of the chain; routes outside it stand beside those in it, or are a stage.
fn stages(target: &Target) -> Vec<Vec<LinkId>> {
    let mut stages = target.chain.clone();
    let outside = |link: &&LinkId| !target.chain.iter().flatten().any(|known| known == *link);
    let outside: Vec<LinkId> = target.routes.iter().filter(outside).copied().collect();
    if outside.is_empty() {
        return stages;
    }
    match stages.iter_mut().find(|stage| stage.iter().any(|link| target.routes.contains(link))) {
        Some(stage) => stage.extend(outside),
        None => stages.push(outside),
    }
    stages
}

/// Links side by side in a year.
struct Stage<'a> {
    model: &'a Model,
    year: i16,
    links: Vec<&'a (LinkId, Sums)>,
}

/// A port or fleet in a stage: how many berths or ships there are, and what one can carry a year.
struct Part {
    who: usize,
    have: f64,
    one: f64,
}

impl Stage<'_> {
    fn needs(&self, volume: f64) -> Vec<Need> {
        let names: Vec<_> = self.links.iter().map(|(link, _)| self.link(*link)).collect();
        let entity = names.iter().map(|link| link.name.as_str()).collect::<Vec<_>>().join(" + ");
        let mut needs = Vec::new();
        let mut of_links = |what, have| {
            let entity = entity.clone();
            needs.push(Need { year: self.year, entity, what, need: volume, have });
        };
        if names.iter().all(|link| link.nomination.is_some()) {
            let nominated = self.links.iter().map(|(_, sum)| sum.nominated * sum.a_year());
            of_links(Constraint::Nomination, nominated.sum());
        }
        let lines = self.lines();
        let shuttles = self.shuttles().next().is_some();
        // Of a shuttle alone, its berths and ships say it.
        if names.len() > 1 || !shuttles {
            of_links(Constraint::Capacity, lines + self.by_ships());
        }
        if shuttles {
            let able = lines + self.by_ships();
            let part = if able > 0.0 { self.by_ships() / able } else { 1.0 };
            self.ports_and_fleets(part * volume, &mut needs);
        }
        needs
    }

    fn link(&self, link: LinkId) -> &Link {
        &self.model.links[link]
    }

    fn shuttles(&self) -> impl Iterator<Item = (&Shuttle, &Sums)> {
        let of = self.links.iter().map(|(link, sum)| (self.link(*link).shuttle.as_ref(), sum));
        of.filter_map(|(shuttle, sum)| Some((shuttle?, sum)))
    }

    /// What its lines could carry a year.
    fn lines(&self) -> f64 {
        let lines = self.links.iter().filter(|(link, _)| self.link(*link).shuttle.is_none());
        lines.map(|(_, sum)| sum.capacity * sum.a_year()).sum()
    }

    /// What its shuttles could carry a year: the least of berths at either end, ships, and what each
    /// could by itself.
    fn by_ships(&self) -> f64 {
        let all = |parts: Vec<Part>| parts.iter().map(|part| part.have * part.one).sum::<f64>();
        let alone = self.shuttles().map(|(_, sum)| sum.alone()).sum::<f64>();
        all(self.ports(0)).min(all(self.ports(1))).min(all(self.fleets())).min(alone)
    }

    /// The ports at one end, each once.
    fn ports(&self, end: usize) -> Vec<Part> {
        each_once(self.shuttles().map(|(shuttle, sum)| Part {
            who: shuttle.ports[end],
            have: sum.berths[end] / sum.days,
            one: sum.berth_tonnes[end] * sum.a_year() * OCCUPANCY,
        }))
    }

    /// The fleets, each once.
    fn fleets(&self) -> Vec<Part> {
        let of = |sum: &Sums| {
            let (days, a_year) = (sum.days, sum.a_year());
            let part = |&(who, ships, tonnes): &(usize, f64, f64)| Part {
                who,
                have: ships / days,
                one: tonnes * a_year,
            };
            sum.ships.iter().map(part).collect::<Vec<_>>()
        };
        each_once(self.shuttles().flat_map(|(_, sum)| of(sum)))
    }

    fn ports_and_fleets(&self, volume: f64, needs: &mut Vec<Need>) {
        let mut push = |name: &str, what, need, have| {
            let new = Need { year: self.year, entity: name.to_owned(), what, need, have };
            add(needs, &new).unwrap_or_else(|| needs.push(new));
        };
        for end in 0..2 {
            let ports = self.ports(end);
            for (part, need) in ports.iter().zip(shared(&ports, volume)) {
                push(&self.model.ports[part.who].name, Constraint::Berths, need, part.have);
            }
        }
        let fleets = self.fleets();
        for (part, need) in fleets.iter().zip(shared(&fleets, volume)) {
            push(&self.model.fleets[part.who].name, Constraint::Ships, need, part.have);
        }
    }
}

/// The best of each port or fleet.
fn each_once(of: impl Iterator<Item = Part>) -> Vec<Part> {
    let mut best: Vec<Part> = Vec::new();
    for part in of {
        match best.iter_mut().find(|known| known.who == part.who) {
            Some(known) if known.one < part.one => *known = part,
            Some(_) => {}
            None => best.push(part),
        }
    }
    best
}

/// How many each would need for its part of a volume that all carry together.
fn shared(parts: &[Part], volume: f64) -> Vec<f64> {
    let together: f64 = parts.iter().map(|part| part.have * part.one).sum();
    let able = parts.iter().filter(|part| part.one > 0.0).count() as f64;
    let need = |part: &Part| match (part.one > 0.0, together > 0.0) {
        (false, _) => 0.0,
        (true, true) => part.have * volume / together,
        (true, false) => volume / able / part.one,
    };
    parts.iter().map(need).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_carries_together_shares_by_what_it_can() {
        let part = |who, have, one| Part { who, have, one };
        // Five large ships and five small ones carry 15 of the 30: each kind is short by as many.
        let fleets = [part(0, 5.0, 2.0), part(1, 5.0, 1.0), part(2, 0.0, 4.0)];
        assert_eq!(shared(&fleets, 30.0), [10.0, 10.0, 0.0]);
        assert_eq!(shared(&fleets, 15.0), [5.0, 5.0, 0.0]);
        // Where there are none yet, equal volumes; what floats in no water carries nothing.
        let none = [part(0, 0.0, 2.0), part(1, 0.0, 4.0), part(2, 3.0, 0.0)];
        assert_eq!(shared(&none, 16.0), [4.0, 2.0, 0.0]);
    }

    #[test]
    fn a_port_of_two_stages_needs_what_both_need_of_it() {
        let need = |entity: &str, need| Need {
            year: 2029,
            entity: entity.to_owned(),
            what: Constraint::Berths,
            need,
            have: 3.0,
        };
        let mut known = [need("a", 2.0), need("b", 1.0)];
        assert!(add(&mut known, &need("b", 4.0)).is_some());
        assert_eq!(known.map(|need| need.need), [2.0, 5.0]);
        assert!(add(&mut [need("a", 2.0)], &need("b", 4.0)).is_none());
    }
}

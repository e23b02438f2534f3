//! Do projects come on stream when they should, and do what they say?

use crate::chance::{assert_mean, each};
use crate::fixture::*;
use crate::shipping::world::{AKTAU, SHUTTLE, in_all_weathers, known};
use caspian::calendar::Horizon;
use caspian::dist::Distribution;
use caspian::model::*;
use caspian::trajectory::{Sampler, Trajectory};
use jiff::civil::Date;

/// A project that is built for certain, on time and at once.
pub fn project(name: &str, planned: Date, changes: Vec<ProjectChange>) -> Project {
    Project {
        name: name.into(),
        title: name.into(),
        planned,
        chance: known(1.0),
        delay: known(0.0),
        ramp: known(0.0),
        requires: Vec::new(),
        cost: known(0.0),
        enabled: true,
        changes,
    }
}

fn change(slot: Slot, operation: Operation) -> ProjectChange {
    ProjectChange { slot, operation }
}

fn add(slot: Slot, amount: f64) -> ProjectChange {
    change(slot, Operation::Add(Series::constant(amount)))
}

fn level(value: f64) -> Level {
    Level { value: known(value), per: Per::Plain }
}

/// One number until a date, another from it on.
fn by_date(before: f64, date: Date, after: f64) -> Series {
    let points = vec![(day(2024, 1, 1), level(before)), (date, level(after))];
    Series { shape: Shape::Steps(points), factor: None }
}

/// All that a trajectory says: inputs, ports and occurrences, day by day.
type Seen = (Vec<(Vec<NodeToday>, Vec<LinkToday>, PortInputs)>, Vec<(String, f64, f64)>);

fn all(trajectory: &mut Trajectory, steps: usize) -> Seen {
    let occurrences = trajectory.occurrences();
    let drawn = occurrences.map(|one| (one.path.to_owned(), one.start, one.length)).collect();
    let days = (0..steps).map(|step| {
        let inputs = trajectory.at(step);
        let (nodes, links) = (inputs.node.clone(), inputs.link.clone());
        (nodes, links, trajectory.ports().clone())
    });
    (days.collect(), drawn)
}

/// A model in which everything that a project may change is there to be changed.
fn full() -> Model {
    let mut model = in_all_weathers(six_years());
    let rail = &mut model.links[2];
    rail.capacity = [0.0, 3000.0, 6000.0, 9000.0].map(Series::constant).to_vec();
    rail.in_service = Series::constant(2.0);
    rail.reserved = Some(Series::constant(500.0));
    rail.nomination = Some(Nomination {
        volume: Series::constant(4000.0),
        variation: Some(lognormal(1.0, 0.1)),
        priority: 1,
        make_up: 0,
        surge: Some(Surge { extra: Series::constant(300.0), ramp: known(10.0) }),
        pushed: false,
    });
    let pump = hazard("pump", Component::Link(2), renewal(exponential(60.0), exponential(5.0)));
    model.hazards.insert(1, Hazard { each: true, ..pump });
    model
}

const ON: Date = jiff::civil::date(2027, 3, 14);

/// A slot, its number before and after, and what writes its series by hand.
type ByHand = (Slot, f64, f64, fn(&mut Model, Series));

/// Every slot that has a series.
fn by_hand() -> Vec<ByHand> {
    use NodeKind as K;
    vec![
        (Slot::Supply(3), 9000.0, 12_345.0, |m, s| {
            if let K::Source { supply, .. } = &mut m.nodes[3].kind {
                *supply = s;
            }
        }),
        (Slot::Demand(2), 1e6, 2e6, |m, s| {
            if let K::Market { demand, .. } = &mut m.nodes[2].kind {
                *demand = s;
            }
        }),
        (Slot::Capacity(2, Some(2)), 6000.0, 7000.0, |m, s| m.links[2].capacity[2] = s),
        (Slot::Capacity(1, None), 30_000.0, 5000.0, |m, s| m.links[1].capacity[1] = s),
        (Slot::Units(2), 2.0, 3.0, |m, s| m.links[2].in_service = s),
        (Slot::Reserved(2), 500.0, 800.0, |m, s| m.links[2].reserved = Some(s)),
        (Slot::Nominated(2), 4000.0, 5500.0, |m, s| {
            m.links[2].nomination.as_mut().unwrap().volume = s;
        }),
        (Slot::Nominated(SHUTTLE), f64::INFINITY, 5500.0, |m, s| {
            m.links[SHUTTLE].nomination.as_mut().unwrap().volume = s;
        }),
        (Slot::SurgeExtra(2), 300.0, 400.0, |m, s| {
            let nomination = m.links[2].nomination.as_mut().unwrap();
            nomination.surge.as_mut().unwrap().extra = s;
        }),
        (Slot::Open(1), 1.0, 0.0, |m, s| m.links[1].open = s),
        (Slot::Berths(AKTAU), 3.0, 5.0, |m, s| m.ports[AKTAU].berths = s),
        (Slot::Bed(AKTAU), -36.8, -38.2, |m, s| m.ports[AKTAU].bed = s),
        (Slot::Clearance(AKTAU), 0.5, 0.3, |m, s| m.ports[AKTAU].clearance = s),
        (Slot::Ships(0), 5.0, 8.0, |m, s| m.fleets[0].ships = s),
        (Slot::Availability(0), 0.9, 0.95, |m, s| m.fleets[0].availability = s),
    ]
}

#[test]
fn without_delay_and_ramp_a_project_is_the_same_change_by_date() {
    let plain = full();
    let steps = plain.horizon.steps();
    let unchanged = each(&plain, 2, |t| all(t, steps));
    for (slot, before, after, write) in by_hand() {
        let mut operations = vec![Operation::Set(Series::constant(after))];
        if before.is_finite()
            && !matches!(slot, Slot::Bed(_) | Slot::Clearance(_) | Slot::Availability(_))
        {
            operations.push(Operation::Add(Series::constant(after - before)));
            operations.push(Operation::Times(known(after / before)));
        }
        let mut dated = plain.clone();
        write(&mut dated, by_date(before, ON, after));
        let expected = each(&dated, 2, |t| all(t, steps));
        assert!(expected != unchanged, "{slot:?}: nothing changes");
        for operation in operations {
            let mut built = plain.clone();
            built.projects = vec![project("new", ON, vec![change(slot, operation.clone())])];
            let seen = each(&built, 2, |t| all(t, steps));
            assert!(seen == expected, "{slot:?} {operation:?}");
        }
    }
}

#[test]
fn a_project_that_is_not_built_is_as_if_it_were_not_there() {
    let plain = full();
    let steps = plain.horizon.steps();
    let expected = each(&plain, 3, |t| all(t, steps));
    let changes: Vec<_> = by_hand().into_iter().map(|(slot, ..)| add(slot, 1.0)).collect();
    let of = |change: fn(&mut Project)| {
        let mut model = plain.clone();
        model.projects = vec![project("new", ON, changes.clone())];
        change(&mut model.projects[0]);
        each(&model, 3, |t| {
            let on = t.project(0);
            (on, all(t, steps))
        })
    };
    let late = |p: &mut Project| p.delay = known(1e9);
    for (change, built) in [
        ((|p| p.enabled = false) as fn(&mut Project), false),
        (|p| p.chance = known(0.0), false),
        (late, true),
    ] {
        for ((on, seen), expected) in of(change).into_iter().zip(&expected) {
            assert_eq!(on.is_some(), built);
            assert!(seen == *expected);
        }
    }
}

/// A model with one link's capacity and a port's berths to change, without chance.
fn still() -> Model {
    let mut model = crate::shipping::world::chain_by_sea(six_years());
    model.links[2].capacity[1] = Series::constant(1000.0);
    model
}

/// Capacity of the railway and berths by day from the on-stream day less two.
fn grown(model: &Model, days: usize) -> (Vec<i64>, Vec<u32>) {
    let mut trajectory = Sampler::new(model, 1, 1, true).trajectory();
    let on = usize::try_from(model.horizon.step_of(ON)).unwrap();
    let (mut capacity, mut berths) = (Vec::new(), Vec::new());
    for step in 0..on + days {
        let link = trajectory.at(step).link[2];
        if step + 2 >= on {
            capacity.push(link.capacity);
            berths.push(trajectory.ports().port[AKTAU].berths);
        }
    }
    (capacity, berths)
}

#[test]
fn effects_grow_in_a_straight_line_and_counts_in_steps() {
    let mut model = still();
    let changes = vec![add(Slot::Capacity(2, None), 100.0), add(Slot::Berths(AKTAU), 2.0)];
    model.projects = vec![Project { ramp: known(5.0), ..project("new", ON, changes) }];
    let (capacity, berths) = grown(&model, 7);
    assert_eq!(capacity, [1000, 1000, 1020, 1040, 1060, 1080, 1100, 1100, 1100]);
    assert_eq!(berths, [3, 3, 3, 3, 4, 4, 5, 5, 5]);
    let set = |slot, to| change(slot, Operation::Set(Series::constant(to)));
    let less = vec![set(Slot::Capacity(2, None), 500.0), set(Slot::Berths(AKTAU), 0.0)];
    model.projects = vec![Project { ramp: known(4.0), ..project("new", ON, less) }];
    let (capacity, berths) = grown(&model, 5);
    assert_eq!(capacity, [1000, 1000, 875, 750, 625, 500, 500]);
    assert_eq!(berths, [3, 3, 3, 2, 1, 0, 0]);
    // No number of units up but none is left out, and with none up there is nothing.
    let half = vec![change(Slot::Capacity(2, None), Operation::Times(known(0.5)))];
    model.links[2].capacity = [0.0, 800.0, 1000.0].map(Series::constant).to_vec();
    model.links[2].in_service = by_date(1.0, day(2027, 3, 15), 2.0);
    model.projects = vec![Project { ramp: known(2.0), ..project("new", ON, half) }];
    assert_eq!(grown(&model, 3).0, [800, 800, 600, 500, 500]);
    model.projects[0].changes = vec![add(Slot::Capacity(2, None), 100.0)];
    let lost = hazard("lost", Component::Link(2), markov(1.0, 0.0));
    model.hazards = vec![Hazard { takes: Takes::Units(2), ..lost }];
    assert_eq!(grown(&model, 3).0, [0; 5]);
}

#[test]
fn projects_on_one_number_apply_as_they_come_on_stream() {
    let slot = Slot::Capacity(2, None);
    let plus = |date| project("plus", date, vec![add(slot, 100.0)]);
    let times =
        |name: &str, date| project(name, date, vec![change(slot, Operation::Times(known(2.0)))]);
    let last = |projects: Vec<Project>| {
        let mut model = still();
        model.projects = projects;
        *grown(&model, 400).0.last().unwrap()
    };
    let next = day(2027, 5, 1);
    assert_eq!(last(vec![plus(ON), times("times", next)]), 2200);
    assert_eq!(last(vec![plus(next), times("times", ON)]), 2100);
    assert_eq!(last(vec![plus(ON), times("times", ON)]), 2200);
    assert_eq!(last(vec![times("double", ON), plus(ON)]), 2100);
}

#[test]
fn a_project_waits_for_what_it_requires() {
    let mut model = still();
    let delayed = |name: &str, planned, delay, requires: &[usize]| Project {
        delay: known(delay),
        requires: requires.to_vec(),
        ..project(name, planned, Vec::new())
    };
    model.projects = vec![
        delayed("a", day(2026, 1, 1), 10.7, &[2]),
        delayed("b", day(2028, 1, 1), 0.0, &[0]),
        delayed("c", day(2025, 6, 1), 300.4, &[]),
        delayed("d", day(2020, 1, 1), -5.5, &[]),
    ];
    let on = |model: &Model| {
        let trajectory = Sampler::new(model, 1, 1, true).trajectory();
        [0, 1, 2, 3].map(|project| trajectory.project(project))
    };
    // c is 300.4 days late on day 151; a would come on day 375.
    assert_eq!(on(&model), [Some(451), Some(1095), Some(451), Some(-1833)]);
    model.projects[2].delay = known(-700.0);
    assert_eq!(on(&model), [Some(375), Some(1095), Some(-549), Some(-1833)]);
    model.projects[2].enabled = false;
    assert_eq!(on(&model), [None, None, None, Some(-1833)]);
}

#[test]
fn whether_and_when_are_beliefs_of_their_own() {
    let mut model = still();
    model.parameters = vec![
        parameter("project.a.chance", Distribution::Uniform { low: known(0.2), high: known(0.6) }),
        parameter("project.b.delay", exponential(200.0)),
    ];
    model.projects = vec![
        Project { chance: Value::Belief(0), ..project("a", ON, Vec::new()) },
        Project { chance: known(0.7), delay: Value::Belief(1), ..project("b", ON, Vec::new()) },
    ];
    let step = model.horizon.step_of(ON) as f64;
    let found = each(&model, 4000, |t| {
        let delay = t.belief_values()[1];
        let b = t.project(1);
        assert!(b.is_none_or(|on| on == (step + delay).floor() as i64));
        [t.project(0).is_some(), b.is_some()].map(|built| f64::from(u8::from(built)))
    });
    let column = |at: usize| found.iter().map(|one| one[at]).collect::<Vec<_>>();
    assert_mean(&column(0), 0.4, "a is built");
    assert_mean(&column(1), 0.7, "b is built");
    let both: Vec<f64> = found.iter().map(|one| one[0] * one[1]).collect();
    assert_mean(&both, 0.28, "both are built");
    // A belief is drawn once for all its replications.
    let sampler = Sampler::new(&model, 1, 7, true);
    let mut trajectory = sampler.trajectory();
    let mut stand = |replication| {
        sampler.sample(replication, &mut trajectory);
        [trajectory.project(0), trajectory.project(1)]
    };
    let first: Vec<_> = (0..7).map(&mut stand).collect();
    assert_eq!(first, (7..14).map(&mut stand).collect::<Vec<_>>());
    // Another project, or none of it, leaves the others alone.
    let mut less = model.clone();
    less.projects[0].enabled = false;
    less.projects.insert(0, project("0", ON, Vec::new()));
    let b = |model: &Model, at| each(model, 50, |t| t.project(at));
    assert_eq!(b(&model, 1), b(&less, 2));
    // Without chance: the likelier of the two, and the median delay.
    let trajectory = Sampler::new(&model, 1, 1, false).trajectory();
    let median = (step + 200.0 * 2_f64.ln()).floor() as i64;
    assert_eq!([trajectory.project(0), trajectory.project(1)], [None, Some(median)]);
}

#[test]
fn effects_come_when_the_belief_says() {
    let mut model = still();
    let late = Distribution::Normal { mean: known(0.0), sd: known(400.0) };
    model.parameters = vec![parameter("project.a.delay", late)];
    let effects = vec![add(Slot::Capacity(2, None), 100.0), add(Slot::Berths(AKTAU), 2.0)];
    let uncertain =
        Project { chance: known(0.6), delay: Value::Belief(0), ..project("a", ON, effects) };
    let certain = project("b", day(2028, 1, 1), vec![add(Slot::Capacity(2, None), 7.0)]);
    model.projects = vec![uncertain, certain];
    let fixed = model.horizon.step_of(day(2028, 1, 1));
    let mut seen = [0, 0];
    each(&model, 60, |trajectory| {
        let on = trajectory.project(0).unwrap_or(i64::MAX);
        seen[usize::from(on == i64::MAX)] += 1;
        for step in 0..model.horizon.steps() {
            let now = step as i64;
            let more = i64::from(now >= on);
            let capacity = trajectory.at(step).link[2].capacity;
            assert_eq!(capacity, 1000 + 100 * more + 7 * i64::from(now >= fixed), "{step}");
            assert_eq!(i64::from(trajectory.ports().port[AKTAU].berths), 3 + 2 * more);
        }
    });
    assert!(seen[0] > 20 && seen[1] > 10, "{seen:?}");
}

#[test]
fn a_raised_rate_adds_occurrences_from_then_on() {
    let mut model = chain(six_years());
    model.hazards = vec![hazard("storm", FEED, seasonal(2.5))];
    let on = model.horizon.step_of(ON) as f64;
    let ramp = 300.0;
    let mut built = model.clone();
    let times = change(Slot::Rate(0), Operation::Times(known(12.0)));
    built.projects = vec![Project { ramp: known(ramp), ..project("worse", ON, vec![times]) }];
    let before = each(&model, 200, |t| occurrences(t, "hazard.storm"));
    let after = each(&built, 200, |t| occurrences(t, "hazard.storm"));
    let mut ratios = Vec::new();
    for (before, after) in before.iter().zip(&after) {
        assert!(before.iter().all(|one| after.contains(one)));
        let early = |all: &[(f64, f64)]| all.iter().filter(|one| one.0 < on).count();
        assert_eq!(early(before), early(after));
        let late = |all: &[(f64, f64)]| all.iter().filter(|one| one.0 >= on + ramp).count() as f64;
        ratios.push(late(after) - 12.0 * late(before));
    }
    assert_mean(&ratios, 0.0, "occurrences less twelve times as many");
    // And less: the same points, fewer of them.
    built.projects[0].changes[0].operation = Operation::Set(Series::constant(0.0));
    built.projects[0].ramp = known(0.0);
    for (before, after) in before.iter().zip(each(&built, 200, |t| occurrences(t, "hazard.storm")))
    {
        let mut kept = before.clone();
        kept.retain(|one| one.0 < on);
        assert_eq!(kept, after);
    }
}

#[test]
fn new_dice_draw_the_same_variates_from_then_on() {
    let mut model = still();
    model.ports[AKTAU].load = lognormal(1000.0, 0.4);
    let mut built = model.clone();
    let slot = Slot::Load(AKTAU);
    let faster = change(slot, Operation::Draw(lognormal(500.0, 0.4)));
    let shorter = change(slot, Operation::Add(Series::constant(-1.0)));
    let later = day(2028, 1, 1);
    built.projects = vec![
        project("arms", ON, vec![faster]),
        Project { ramp: known(4.0), ..project("pumps", later, vec![shorter]) },
    ];
    let (on, last) = (model.horizon.step_of(ON) as usize, model.horizon.step_of(later) as usize);
    let samplers = [&model, &built].map(|model| Sampler::new(model, 1, 1, true));
    let [mut a, mut b] = samplers.map(|sampler| sampler.trajectory());
    for step in 0..last + 6 {
        a.at(step);
        b.at(step);
        let call = (step % 40) as u32;
        let before = a.minutes(AKTAU, Work::Load, call);
        let shorter = (360 * (step as i64 - last as i64 + 1)).clamp(0, 1440);
        let factor = if step < on { 1.0 } else { 0.5 };
        let expected = before as f64 * factor - shorter as f64;
        let found = b.minutes(AKTAU, Work::Load, call) as f64;
        assert!((found - expected).abs() <= 1.0, "{step}: {found} for {expected}");
    }
}

#[test]
fn a_unit_to_come_fails_only_once_it_is_there() {
    let mut model = chain(Horizon::new(day(2027, 3, 10), day(2027, 3, 20), None).unwrap());
    model.links[1].in_service = Series::constant(1.0);
    let broken = hazard("pump", MOORINGS, markov(1.0, 0.0));
    model.hazards = vec![Hazard { each: true, takes: Takes::Share(known(0.5)), ..broken }];
    model.projects = vec![project("spm", ON, vec![add(Slot::Units(1), 2.0)])];
    let mut trajectory = Sampler::new(&model, 1, 1, true).trajectory();
    let expected: Vec<i64> = (0..11).map(|step| if step < 4 { 58 } else { 114 }).collect();
    assert_eq!(capacities(&mut trajectory, 1, 11), expected);
}

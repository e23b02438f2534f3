use super::*;
use crate::rng::{Key, Stream};
use crate::stats::{Probability, Spread, clustered_mean};

const MOST: usize = 100_000;

/// What a belief is, and one value under it.
type World = (fn(&mut Stream) -> f64, fn(f64, &mut Stream) -> f64);

const NORMAL: World = (normal, |shift, s| 1e6 * (shift + normal(s)));
const SKEWED: World = (normal, |shift, s| 1e6 * (shift - 2.0 * s.uniform().ln()));
/// Seldom and much, and the same under all beliefs: nothing stays.
const RARE: World = (|_| 0.0, |_, s| if s.uniform() < 0.002 { 1e8 } else { 0.0 });
const CHANCE: World = (|s| 0.4 * s.uniform().powi(3), |p, s| f64::from(u8::from(s.uniform() < p)));

fn normal(stream: &mut Stream) -> f64 {
    (0..12).map(|_| stream.uniform()).sum::<f64>() - 6.0
}

/// Values that come one after another, of which the one of index r has belief r mod B.
struct Run {
    beliefs: Vec<f64>,
    draw: fn(f64, &mut Stream) -> f64,
    stream: Stream,
    values: Vec<f64>,
}

impl Run {
    fn new(world: World, seed: u64, beliefs: usize) -> Self {
        let mut stream = Key::new(seed, "floor", "test").stream(0);
        let beliefs = (0..beliefs).map(|_| world.0(&mut stream)).collect();
        Self { beliefs, draw: world.1, stream, values: Vec::new() }
    }

    /// Half-width that endless replications leave; a scale of 0 stands for a probability.
    fn left(&self, scale: f64) -> f64 {
        let b = self.beliefs.len() as f64;
        let centre = self.beliefs.iter().sum::<f64>() / b;
        let squares: f64 = self.beliefs.iter().map(|belief| (belief - centre).powi(2)).sum();
        let (z, variance) = (critical(b as u64), squares / (b * (b - 1.0)));
        match scale {
            0.0 => widest(centre, wilson(centre, centre * (1.0 - centre) / variance, z)),
            scale => scale * z * variance.sqrt(),
        }
    }

    fn seen(&self, goal: &Goal) -> Seen {
        let (values, beliefs) = (&self.values, self.beliefs.len());
        match goal.output {
            Output::Mean(_) => Seen::Mean(clustered_mean(values, beliefs), beliefs as u64),
            Output::Probability { .. } => {
                let found = Probability::of_values(values, beliefs);
                Seen::Probability(found, beliefs as u64)
            }
        }
    }

    /// Goes on to the end, or to `most`, and says the last look.
    fn end(&mut self, goal: &Goal, most: usize) -> Look {
        loop {
            for _ in 0..64 {
                let belief = self.beliefs[self.values.len() % self.beliefs.len()];
                self.values.push((self.draw)(belief, &mut self.stream));
            }
            if !is_look((self.values.len() / 64) as u32) {
                continue;
            }
            let seen = self.seen(goal);
            let look = look(goal, &seen);
            let spread = Spread::of(&self.values, self.beliefs.len()).filter(|_| !look.met);
            let floor = floor(goal, &seen, spread.as_ref(), MOST as u64);
            if look.met || floor.is_some() || self.values.len() >= most {
                return Look { floor, ..look };
            }
        }
    }
}

fn goal(text: &str, half: f64) -> Goal {
    Goal { within: Within::Absolute(half), ..Goal::parse(text).unwrap() }
}

#[test]
fn a_goal_just_above_what_the_beliefs_leave_is_never_given_up() {
    for (world, text, scale) in [
        (NORMAL, "exports.total.2029 ± 1 %", 1e6),
        (SKEWED, "exports.total.2029 ± 1 Mt", 1e6),
        (RARE, "exports.total.2029 ± 1 Mt", 1e6),
        (CHANCE, "P(a) ± 1 pp", 0.0),
    ] {
        for (seed, beliefs) in (0..40).flat_map(|seed| [(seed, 5), (seed, 40), (seed, 200)]) {
            let mut run = Run::new(world, seed, beliefs);
            let left = 1.02 * run.left(scale);
            let mut goals = vec![goal(text, left)];
            if text.ends_with('%') {
                // The mean of the beliefs: it may be near zero, and the estimate far from it.
                let centre = run.beliefs.iter().sum::<f64>() / beliefs as f64;
                let within = Within::Share(left / (scale * centre.abs()));
                goals.push(Goal { within, ..goals[0].clone() });
            }
            for goal in goals {
                run.values.clear();
                let look = run.end(&goal, 12_000);
                assert_eq!(look.floor, None, "{goal:?}, {beliefs} beliefs, seed {seed}: {look:?}");
            }
        }
    }
}

#[test]
fn a_goal_below_what_the_beliefs_leave_is_given_up_soon() {
    for (world, text, scale) in [
        (NORMAL, "exports.total.2029 ± 1 Mt", 1e6),
        (SKEWED, "exports.total.2029 ± 1 Mt", 1e6),
        (CHANCE, "P(a) ± 1 pp", 0.0),
    ] {
        for seed in 0..40 {
            let mut run = Run::new(world, seed, 40);
            let left = run.left(scale);
            let look = run.end(&goal(text, 0.6 * left), MOST);
            let found = look.floor.unwrap_or_else(|| panic!("{text}, seed {seed}: {look:?}"));
            assert!(!look.met && !found.unseen && found.beliefs == 40 && look.n < 20_000);
            assert!((0.7..1.4).contains(&(found.half_width / left)), "{found:?} and {left}");
        }
    }
}

#[test]
fn so_many_beliefs_as_are_said_to_do_do_mostly() {
    for (world, text, half) in
        [(NORMAL, "exports.total.2029 ± 1 Mt", 0.2e6), (CHANCE, "P(a) ± 1 pp", 0.02)]
    {
        let goal = goal(text, half);
        let (mut met, mut scarcely) = (0, 0);
        for seed in 0..20 {
            let floor = Run::new(world, seed, 40).end(&goal, MOST).floor.unwrap();
            let needed = floor.needed.unwrap() as usize;
            met += u32::from(Run::new(world, 100 + seed, 3 * needed / 2).end(&goal, MOST).met);
            scarcely += u32::from(Run::new(world, 100 + seed, needed / 2).end(&goal, MOST).met);
        }
        assert!(met >= 17 && scarcely <= 3, "{text}: {met} and {scarcely} of 20");
    }
}

#[test]
fn intervals_of_runs_that_give_up_are_honest() {
    let mean = 0.4 * 0.25;
    for (world, text, truth, half) in [
        (NORMAL, "exports.total.2029 ± 1 Mt", 0.0, 0.2e6),
        (SKEWED, "exports.total.2029 ± 1 Mt", 2e6, 0.2e6),
        (CHANCE, "P(a) ± 1 pp", mean, 0.02),
    ] {
        let goal = goal(text, half);
        let mut covered = 0;
        for seed in 0..400 {
            let look = Run::new(world, seed, 40).end(&goal, 20_000);
            assert!(look.floor.is_some(), "{text}, seed {seed}: {look:?}");
            covered += u32::from(look.interval.0 <= truth && truth <= look.interval.1);
        }
        assert!((372..=396).contains(&covered), "{text}: {covered} of 400");
    }
}

#[test]
fn what_no_belief_has_shown_is_left_open_by_their_number() {
    const NEVER: World = (|_| 0.0, |_, _| 0.0);
    const ALWAYS: World = (|_| 0.0, |_, _| 1.0);
    for (world, estimate) in [(NEVER, 0.0), (ALWAYS, 1.0)] {
        let look = Run::new(world, 1, 200).end(&goal("P(a) ± 1 pp", 0.01), MOST);
        let floor = look.floor.unwrap();
        assert!(floor.unseen && look.estimate == estimate && (4_000..4_600).contains(&look.n));
        // 4.7 / 204.7, and (4.7 - 0.047) / 0.01.
        assert!((floor.half_width - 0.0230).abs() < 2e-4, "{floor:?}");
        assert!((floor.half_width - look.half_width).abs() < 1e-12);
        assert_eq!(floor.needed, Some(470));
        assert!(Run::new(world, 1, 470).end(&goal("P(a) ± 1 pp", 0.01), MOST).met);
        let wide = Run::new(world, 1, 200).end(&goal("P(a) ± 3 pp", 0.03), MOST);
        assert!(wide.met && wide.n == 256);
    }
}

#[test]
fn nothing_is_given_up_where_each_replication_has_its_own_belief() {
    let mut run = Run::new(NORMAL, 1, 6_400);
    let look = run.end(&goal("exports.total.2029 ± 1 Mt", 1.0), 6_400);
    assert!(look.floor.is_none() && !look.met);
}

#[test]
fn two_that_never_differed_are_not_known_to_be_the_same() {
    let goal = goal("P(a) ± 1 pp", 0.01);
    let look = |n: usize, beliefs: usize| {
        look(&goal, &Seen::Change(Discordant::of(&vec![0.0; n], beliefs), beliefs as u64))
    };
    let few = look(256, 256);
    assert!(!few.met && (few.interval.1 - 4.69 / 260.7).abs() < 2e-4, "{few:?}");
    assert_eq!(few.interval.0, -few.interval.1);
    assert!(look(512, 512).met && !look(20_000, 200).met);
}

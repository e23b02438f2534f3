//! Does anything that is written wrong or damaged break the program, or pass for something else?
//!
//! Scenarios are mutated in this process, options and results are handed to the program. A fixed
//! list of seeds is always tried; `CASPIAN_FUZZ_SECONDS=60` goes on from a seed of the moment. A
//! failure names its seed, and `CASPIAN_FUZZ_SEED=N` tries it alone.

mod damage;
mod mutate;
mod options;
mod scenarios;

use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, Instant};

/// Of the four tests two run at once on a machine of two processors.
const TURNS: u32 = 2;

/// Says how to try a case again when it panics.
struct Case {
    test: &'static str,
    seed: u64,
}

impl Drop for Case {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("CASPIAN_FUZZ_SEED={} cargo test --test it fuzz::{}", self.seed, self.test);
        }
    }
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// Tries `case` on seeds 0 to `fixed`, then on as many others as there is time for.
fn fuzz(test: &'static str, fixed: u64, mut case: impl FnMut(&mut ChaCha8Rng)) {
    let mut run = |seed| {
        let _told = Case { test, seed };
        case(&mut ChaCha8Rng::seed_from_u64(seed));
    };
    if let Some(seed) = number("CASPIAN_FUZZ_SEED") {
        return run(seed);
    }
    (0..fixed).for_each(&mut run);
    let Some(seconds) = number("CASPIAN_FUZZ_SECONDS") else { return };
    let end = Instant::now() + Duration::from_secs(seconds) / TURNS;
    // Any number that differs from one run to the next.
    let first = RandomState::new().hash_one(test) >> 16;
    let tried = (first..).take_while(|_| Instant::now() < end).map(&mut run).count();
    println!("{test}: {tried} cases from seed {first}");
}

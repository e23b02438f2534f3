//! CPU time of a day on networks of growing size, a hazard on every link, all tables kept.
//!
//!     cargo bench --bench scaling
//!     cargo bench --bench scaling -- --only mesh 31
//!     cargo bench --bench scaling -- --scenario mesh 31 > mesh.toml
//!
//! A mesh of size k has k sources on its left, k markets on its right and 2 k² links; a chain of
//! size k has k links in a row. The time of a day is the slope between two numbers of
//! replications, so that the start does not count. The last form writes the scenario, to be run
//! by another program.

use caspian::scenario::{self, Files};
use caspian::simulate::{Settings, simulate};
use rustix::time::{ClockId, clock_gettime};
use std::fmt::Write as _;
use std::io::Write as _;
use std::ops::ControlFlow;

/// Days of the horizon.
const DAYS: f64 = 365.0;
/// Sizes that are measured where none is asked for.
const MESHES: [usize; 6] = [4, 9, 19, 31, 49, 70];
const CHAINS: [usize; 5] = [50, 200, 800, 2000, 5000];

#[derive(Clone, Copy)]
enum Shape {
    Mesh,
    Chain,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let shape = |name: &str| if name == "chain" { Shape::Chain } else { Shape::Mesh };
    let size = |text: &str| text.parse().expect("a size is a whole number");
    let mut out = std::io::stdout();
    let cases = match words[..] {
        [] => {
            let meshes = MESHES.iter().map(|size| (Shape::Mesh, *size));
            meshes.chain(CHAINS.iter().map(|size| (Shape::Chain, *size))).collect()
        }
        ["--only", name, k] => vec![(shape(name), size(k))],
        ["--scenario", name, k] => {
            out.write_all(shape(name).scenario(size(k)).as_bytes()).expect("a reader");
            return;
        }
        _ => panic!("unknown arguments {words:?}"),
    };
    writeln!(out, "{:<14} {:>12} {:>20}", "network", "µs a day", "µs a day and link")
        .expect("a reader");
    for (shape, size) in cases {
        let (links, micros) = (shape.links(size), shape.time(size));
        let name = format!("{} of {links}", shape.name());
        writeln!(out, "{name:<14} {micros:>12.2} {:>20.4}", micros / links as f64)
            .expect("a reader");
    }
}

impl Shape {
    fn name(self) -> &'static str {
        match self {
            Shape::Mesh => "mesh",
            Shape::Chain => "chain",
        }
    }

    fn links(self, size: usize) -> usize {
        match self {
            Shape::Mesh => 2 * size * size,
            Shape::Chain => size,
        }
    }

    /// The network with its hazards.
    fn scenario(self, size: usize) -> String {
        let mut text = String::from(
            "horizon = { start = 2025-01-01, end = 2025-12-31 }\n\
             run = { seed = 1 }\n",
        );
        match self {
            Shape::Mesh => mesh(&mut text, size),
            Shape::Chain => chain(&mut text, size),
        }
        text
    }

    /// Microseconds of CPU time a day.
    fn time(self, size: usize) -> f64 {
        let text = self.scenario(size);
        let files = Files::given([("network.toml", text.as_str())]);
        let model = match scenario::load_from("network.toml", &[], &files) {
            Ok(scenario) => scenario.model,
            Err(faults) => panic!("{faults}"),
        };
        let more = (30_000 / self.links(size)).clamp(4, 256) as u32;
        let cpu = |replications| {
            let settings = Settings::new(&model)
                .with_replications(replications)
                .with_beliefs(replications)
                .with_threads(1)
                .with_push(0);
            let start = cpu();
            simulate(&model, &settings, &mut |_| ControlFlow::Continue(())).expect("a run");
            cpu() - start
        };
        let slope = || (cpu(2 * more) - cpu(more)) * 1e6 / (f64::from(more) * DAYS);
        let mut slopes = [slope(), slope(), slope()];
        slopes.sort_by(f64::total_cmp);
        slopes[1]
    }
}

/// Rows of hubs with links to the right and down; rows begin at a source and end at a market.
fn mesh(text: &mut String, size: usize) {
    let hub = |row: usize, column: usize| format!("h{row}x{column}");
    for row in 0..size {
        let supply = 900 + 10 * (row % 20);
        writeln!(text, "node.s{row} = {{ kind = \"source\", supply = \"{supply} t/d\" }}").unwrap();
        writeln!(text, "node.m{row} = {{ kind = \"market\", demand = \"1000 t/d\" }}").unwrap();
        for column in 0..size {
            writeln!(text, "node.{} = {{ kind = \"hub\" }}", hub(row, column)).unwrap();
        }
        link(text, (&format!("s{row}"), &hub(row, 0)), row);
        for column in 0..size - 1 {
            link(text, (&hub(row, column), &hub(row, column + 1)), row + 3 * column);
        }
        link(text, (&hub(row, size - 1), &format!("m{row}")), row);
    }
    for row in 0..size - 1 {
        for column in 0..size {
            link(text, (&hub(row, column), &hub(row + 1, column)), 5 * row + column);
        }
    }
}

/// A source, links in a row, a market.
fn chain(text: &mut String, size: usize) {
    text.push_str("node.h0 = { kind = \"source\", supply = \"1000 t/d\" }\n");
    for at in 1..size {
        writeln!(text, "node.h{at} = {{ kind = \"hub\" }}").unwrap();
    }
    writeln!(text, "node.h{size} = {{ kind = \"market\", demand = \"1000 t/d\" }}").unwrap();
    for at in 0..size {
        link(text, (&format!("h{at}"), &format!("h{}", at + 1)), at);
    }
}

fn link(text: &mut String, (from, to): (&str, &str), salt: usize) {
    let (capacity, cost, rate) = (800 + 37 * (salt % 17), 1 + salt % 7, 1 + salt % 3);
    writeln!(
        text,
        "link.{from}-{to} = {{ from = \"{from}\", to = \"{to}\", capacity = \"{capacity} t/d\", cost = \"{cost} USD/t\" }}\n\
         hazard.{from}-{to} = {{ on = [\"link.{from}-{to}\"], takes = \"60 %\", process = \"poisson\", rate = \"{rate} /y\", duration = \"5 d\" }}"
    )
    .unwrap();
}

/// CPU time of this process, seconds.
fn cpu() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}

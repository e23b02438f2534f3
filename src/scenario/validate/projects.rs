//! Requirements of projects that can be met.

use super::Whole;
use crate::catalogue::Kind as K;
use crate::diagnostic::Fault;
use std::collections::VecDeque;

/// No project may, by way of others, require itself.
pub(super) fn check(whole: &mut Whole<'_>) {
    for project in 0..whole.projects.len() {
        let Some(circle) = circle(whole, project) else { continue };
        // Each circle is told once, at the first of its projects.
        if circle.iter().any(|other| *other < project) {
            continue;
        }
        let name = whole.projects[project];
        let names: Vec<&str> = circle.iter().map(|at| whole.projects[*at]).collect();
        let message = format!("project `{name}` requires itself: {}", names.join(" > "));
        whole.faults.push(Fault::new(
            K::RequiresItself,
            format!("project.{name}.requires"),
            message,
        ));
    }
}

/// A shortest way over requirements from a project back to it, both ends included.
fn circle(whole: &Whole<'_>, project: usize) -> Option<Vec<usize>> {
    let requires = |at: usize| {
        whole.draft.projects[at].iter().flat_map(|project| project.requires.iter().copied())
    };
    let mut before = vec![None; whole.projects.len()];
    let mut queue = VecDeque::from([project]);
    while let Some(at) = queue.pop_front() {
        for next in requires(at) {
            if before[next].is_none() {
                before[next] = Some(at);
                queue.push_back(next);
            }
        }
    }
    let mut path = vec![project, before[project]?];
    while path.last() != Some(&project) {
        path.push(before[*path.last()?]?);
    }
    path.reverse();
    Some(path)
}

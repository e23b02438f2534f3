//! Changes in order of day.

/// A new value on a step.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Change<T> {
    pub step: u32,
    pub index: u32,
    pub value: T,
}

/// Changes of many things, filled thing by thing and read day by day.
#[derive(Debug, Default)]
pub(super) struct Timeline<T> {
    filled: Vec<Change<T>>,
    sorted: Vec<Change<T>>,
    /// By step, where its changes begin; one entry more than steps.
    starts: Vec<u32>,
}

impl<T: Copy + Default + PartialEq> Timeline<T> {
    /// Forgets everything but keeps its memory.
    pub fn clear(&mut self) {
        self.filled.clear();
    }

    /// Adds a value unless the thing, filled in order of steps, has it already.
    pub fn push(&mut self, step: u32, index: u32, value: T) {
        let same = |last: &Change<T>| last.index == index && last.value == value;
        if !self.filled.last().is_some_and(same) {
            self.filled.push(Change { step, index, value });
        }
    }

    /// Sorts by step, keeping the order of things within a step.
    pub fn sort(&mut self, steps: usize) {
        self.starts.clear();
        self.starts.resize(steps + 1, 0);
        for change in &self.filled {
            self.starts[change.step as usize] += 1;
        }
        let mut sum = 0;
        for start in &mut self.starts {
            sum += std::mem::replace(start, sum);
        }
        self.sorted.resize(self.filled.len(), Change::default());
        for change in &self.filled {
            let place = &mut self.starts[change.step as usize];
            self.sorted[*place as usize] = *change;
            *place += 1;
        }
        // Each start has moved to the next one's place.
        self.starts.rotate_right(1);
        self.starts[0] = 0;
    }

    /// The changes of a step.
    pub fn on(&self, step: usize) -> &[Change<T>] {
        &self.sorted[self.starts[step] as usize..self.starts[step + 1] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_come_by_day_and_only_when_they_change() {
        let mut timeline = Timeline::default();
        for round in 0..2 {
            timeline.clear();
            for (step, index, value) in [(0, 0, 1), (2, 0, 1), (3, 0, 2), (0, 1, 2), (3, 1, 5)] {
                timeline.push(step, index, value + round);
            }
            timeline.sort(4);
            let on = |step| timeline.on(step).iter().map(|c| (c.index, c.value - round)).collect();
            let days: [Vec<_>; 4] = [on(0), on(1), on(2), on(3)];
            assert_eq!(days, [vec![(0, 1), (1, 2)], vec![], vec![], vec![(0, 2), (1, 5)]]);
        }
    }
}

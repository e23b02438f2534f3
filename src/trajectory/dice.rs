//! Distributions of dice, their own parameters resolved once per belief.

use crate::dist::Distribution;
use crate::model::Dice;

/// Index into a [`DiceTable`].
pub(super) type DiceId = usize;

/// All dice of a model.
#[derive(Debug, Default)]
pub(super) struct DiceTable {
    list: Vec<Dice>,
    /// Whether any parameter is a belief.
    uncertain: Vec<bool>,
}

impl DiceTable {
    /// Takes in dice and returns their index.
    pub fn add(&mut self, dice: &Dice) -> DiceId {
        let mut uncertain = false;
        let _ = dice.map(|value| uncertain |= !value.is_known());
        self.list.push(dice.clone());
        self.uncertain.push(uncertain);
        self.list.len() - 1
    }

    /// Resolves all dice when `resolved` is new, else those that the belief can change.
    pub fn resolve(&self, belief: &[f64], resolved: &mut Vec<Distribution<f64>>) {
        let fresh = resolved.len() != self.list.len();
        if fresh {
            resolved.clear();
            resolved.extend(self.list.iter().map(|dice| dice.map(|value| value.under(belief))));
            return;
        }
        for (place, dice) in self.list.iter().enumerate().filter(|(i, _)| self.uncertain[*i]) {
            resolved[place] = dice.map(|value| value.under(belief));
        }
    }
}

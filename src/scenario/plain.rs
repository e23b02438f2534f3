//! Reading values that are no quantities: texts, names, dates, flags, whole numbers.

use super::keys::Type;
use super::reader::{Reader, Slot, words};
use super::tree::Form;
use crate::catalogue::Kind as K;
use crate::diagnostic::{Fault, did_you_mean};
use crate::model::Component;
use jiff::civil::Date;
use std::collections::BTreeSet;

impl Type {
    /// A good value as it stands in a file.
    pub(super) fn example(self) -> String {
        match self {
            Type::Text | Type::TextByKey => "\"…\"".to_owned(),
            Type::Amount => "\"33 Mt\"".to_owned(),
            Type::Name([section, ..]) => format!("\"{section}-name\""),
            Type::Names([section, ..]) => format!("[\"{section}-name\"]"),
            Type::Components([section, ..]) => format!("[\"{section}.name\"]"),
            Type::Stages([.., section]) => format!("[\"{section}-name\"]"),
            Type::Name([]) | Type::Names([]) | Type::Components([]) => "[]".to_owned(),
            Type::Stages([]) => "[]".to_owned(),
            Type::Texts => "[\"…\"]".to_owned(),
            Type::Date => "2025-01-31".to_owned(),
            Type::Whole(least, _) => least.max(1).to_string(),
            Type::Flag | Type::FlagByDate => "true".to_owned(),
            Type::Choice(words) => format!("\"{}\"", words.first().unwrap_or(&"")),
            Type::Known(dimension)
            | Type::Uncertain(dimension)
            | Type::Dice(dimension)
            | Type::Series(dimension, _)
            | Type::ByUnits(dimension) => dimension.example().to_owned(),
            Type::KnownList(dimension) => format!("[{}]", dimension.example()),
            Type::Takes => "\"all\"".to_owned(),
            Type::Twelve => "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]".to_owned(),
            Type::States => "[{ leaves = \"50 %\", probability = 1.0 }]".to_owned(),
            Type::ByState(dimension) => format!("{{ state = {} }}", dimension.example()),
            Type::Matrix(dimension) => {
                format!("{{ name = {{ state = {} }} }}", dimension.example())
            }
            Type::Surge => "{ extra = \"2.8 Mt/y\", ramp = \"10 d\" }".to_owned(),
            Type::Changes => "{ \"port.name.berths\" = \"+2\" }".to_owned(),
            Type::Pairs => "[[\"node.a.supply\", \"node.b.supply\", 0.5]]".to_owned(),
            Type::GradeByKey => "\"B\"".to_owned(),
        }
    }
}

impl Reader<'_> {
    /// Records that a slot holds another kind of value than it takes.
    pub fn wrong_form(&mut self, slot: &Slot<'_>, takes: &str) {
        let message = format!("{} is {}; it takes {takes}", slot.what, slot.item.words());
        self.fault(K::WrongForm, slot, message);
    }

    /// A text that is not empty.
    pub fn text(&mut self, slot: Option<Slot<'_>>) -> Option<String> {
        let slot = slot?;
        match &slot.item.form {
            Form::Text(text) if !text.trim().is_empty() => Some(text.clone()),
            Form::Text(_) => {
                self.fault(K::WrongForm, &slot, format!("{} is empty", slot.what));
                None
            }
            _ => {
                self.wrong_form(&slot, "a text");
                None
            }
        }
    }

    /// A list of different texts, not empty.
    pub fn texts(&mut self, slot: Option<Slot<'_>>) -> Option<Vec<String>> {
        let slot = slot?;
        let items = self.list(&slot, "texts")?;
        let read: Vec<_> = items.iter().map(|item| self.text(Some(item.clone()))).collect();
        let texts: Vec<String> = read.into_iter().collect::<Option<_>>()?;
        self.all_different(&items, &texts)?;
        Some(texts)
    }

    /// The items of a list that is not empty.
    pub fn list<'c>(&mut self, slot: &Slot<'c>, of: &str) -> Option<Vec<Slot<'c>>> {
        match slot.items() {
            Some(items) if !items.is_empty() => Some(items),
            Some(_) => {
                self.fault(
                    K::WrongForm,
                    slot,
                    format!("{} is an empty list; it takes {of}", slot.what),
                );
                None
            }
            None => {
                self.wrong_form(slot, &format!("a list of {of}, in [ ]"));
                None
            }
        }
    }

    fn all_different(&mut self, items: &[Slot<'_>], texts: &[String]) -> Option<()> {
        for (at, text) in texts.iter().enumerate() {
            if texts[..at].contains(text) {
                self.fault(
                    K::NamedTwice,
                    &items[at],
                    format!("{} names `{text}` twice", items[at].what),
                );
                return None;
            }
        }
        Some(())
    }

    /// A flag.
    pub fn flag(&mut self, slot: Option<Slot<'_>>) -> Option<bool> {
        let slot = slot?;
        if let Form::Flag(flag) = slot.item.form {
            return Some(flag);
        }
        self.wrong_form(&slot, "`true` or `false`");
        None
    }

    /// A date.
    pub fn date(&mut self, slot: Option<Slot<'_>>) -> Option<Date> {
        let slot = slot?;
        match &slot.item.form {
            Form::Date(date) => Some(*date),
            Form::Text(text) if date(text).is_some() => {
                self.fault(
                    K::NotADate,
                    &slot,
                    format!("{} is a text; a date stands without quotes", slot.what),
                );
                None
            }
            _ => {
                self.wrong_form(&slot, "a date such as 2025-01-31");
                None
            }
        }
    }

    /// A whole number within the bounds of its key.
    pub fn whole(&mut self, slot: Option<Slot<'_>>) -> Option<i64> {
        let slot = slot?;
        let Type::Whole(least, most) = slot.takes else { return None };
        match slot.item.form {
            Form::Whole(number) if (least..=most).contains(&number) => Some(number),
            Form::Whole(number) => {
                let bounds = format!("{least} to {most}");
                self.fault(
                    K::OutOfBounds,
                    &slot,
                    format!("{} is {number}; it takes {bounds}", slot.what),
                );
                None
            }
            _ => {
                self.wrong_form(&slot, &format!("a whole number, {least} to {most}"));
                None
            }
        }
    }

    /// One of the words of its key, by number.
    pub fn choice(&mut self, slot: Option<Slot<'_>>) -> Option<usize> {
        let slot = slot?;
        let Type::Choice(choices) = slot.takes else { return None };
        let Form::Text(text) = &slot.item.form else {
            self.wrong_form(&slot, &words(choices, "or"));
            return None;
        };
        let found = choices.iter().position(|choice| choice == text);
        if found.is_none() {
            let near = did_you_mean(text, choices.iter().copied());
            let message =
                format!("{} is `{text}`; it takes {}{near}", slot.what, words(choices, "or"));
            self.fault(K::UnknownChoice, &slot, message);
        }
        found
    }

    /// Index of a component whose section is the first (only) one of the key.
    pub fn name(&mut self, slot: Option<Slot<'_>>) -> Option<usize> {
        let slot = slot?;
        let Type::Name(sections) = slot.takes else { return None };
        let text = self.text(Some(slot.clone()))?;
        Some(self.resolve(&slot, sections, &text)?.1)
    }

    /// Components of the sections of the key: number of the section, index.
    pub fn named(&mut self, slot: Option<Slot<'_>>) -> Option<Vec<(usize, usize)>> {
        let slot = slot?;
        let (Type::Names(sections) | Type::Stages(sections)) = slot.takes else { return None };
        let items = self.list(&slot, &format!("names of {}s", sections[0]))?;
        let texts = self.texts(Some(slot))?;
        let found = items.iter().zip(&texts).map(|(item, text)| self.resolve(item, sections, text));
        let found: Vec<_> = found.collect();
        found.into_iter().collect()
    }

    /// Components of each stage: a name stands for a stage of one.
    pub fn stages(&mut self, slot: Option<Slot<'_>>) -> Option<Vec<Vec<(usize, usize)>>> {
        let slot = slot?;
        let Type::Stages(sections) = slot.takes else { return None };
        let items = self.list(&slot, "stages, each a name or a list of names")?;
        let read: Vec<_> = items.iter().map(|item| self.stage(item.clone(), sections)).collect();
        let stages: Vec<Vec<_>> = read.into_iter().collect::<Option<_>>()?;
        let sorted = |stage: &Vec<_>| stage.iter().copied().collect::<BTreeSet<(usize, usize)>>();
        for (at, stage) in stages.iter().enumerate() {
            if stages[..at].iter().any(|before| sorted(before) == sorted(stage)) {
                self.fault(
                    K::NamedTwice,
                    &items[at],
                    format!("{} has this stage twice", slot.what),
                );
                return None;
            }
        }
        Some(stages)
    }

    fn stage(&mut self, slot: Slot<'_>, sections: &[&str]) -> Option<Vec<(usize, usize)>> {
        let slot = slot.one_of("stage");
        match &slot.item.form {
            Form::List(_) => {
                self.list(&slot, "names of links")?;
                self.named(Some(slot))
            }
            Form::Text(_) => {
                let text = self.text(Some(slot.clone()))?;
                Some(vec![self.resolve(&slot, sections, &text)?])
            }
            _ => {
                self.wrong_form(&slot, "a name or a list of names");
                None
            }
        }
    }

    /// Finds a name in sections, the first that has it; a fault where none has.
    pub fn resolve(
        &mut self,
        slot: &Slot<'_>,
        sections: &[&str],
        name: &str,
    ) -> Option<(usize, usize)> {
        let all: Vec<Vec<&str>> = sections.iter().map(|section| self.names(section)).collect();
        for (at, names) in all.iter().enumerate() {
            if let Ok(index) = names.binary_search(&name) {
                return Some((at, index));
            }
        }
        let near = did_you_mean(name, all.into_iter().flatten());
        let what = sections.join(" or ");
        let mut fault =
            Fault::new(K::UnknownName, slot.path.clone(), format!("unknown {what} `{name}`{near}"));
        // A name that is itself a key is told where it stands.
        if slot.path.ends_with(&format!(".{name}")) {
            fault = fault.at_key();
        }
        let removed = sections.iter().map(|section| format!("{section}.{name}"));
        if let Some(path) = removed.into_iter().find(|path| self.removed.contains_key(path)) {
            fault = fault.related(path, "removed here");
        }
        self.faults.push(fault);
        None
    }

    /// Links, nodes and ports by key path, in order of it.
    pub fn components_on(&mut self, slot: Option<Slot<'_>>) -> Option<Vec<Component>> {
        let slot = slot?;
        let items = self.list(&slot, "components such as \"link.name\"")?;
        let texts = self.texts(Some(slot))?;
        let found = items.iter().zip(&texts).map(|(item, text)| self.component(item, text));
        let found: Vec<_> = found.collect();
        let mut found: Vec<(&String, Component)> =
            texts.iter().zip(found).map(|(text, one)| Some((text, one?))).collect::<Option<_>>()?;
        found.sort_by_key(|(text, _)| *text);
        Some(found.into_iter().map(|(_, component)| component).collect())
    }

    fn component(&mut self, slot: &Slot<'_>, text: &str) -> Option<Component> {
        match text.split_once('.') {
            Some(("link", name)) => Some(Component::Link(self.resolve(slot, &["link"], name)?.1)),
            Some(("node", name)) => Some(Component::Node(self.resolve(slot, &["node"], name)?.1)),
            Some(("port", name)) => Some(Component::Port(self.resolve(slot, &["port"], name)?.1)),
            _ => {
                let message = format!(
                    "`{text}` is no component; write `link.`, `node.` or `port.` and its name"
                );
                let mut sections = ["link", "node", "port"].into_iter();
                let near = sections.find(|section| self.names(section).contains(&text));
                let fault = Fault::new(K::NotAComponent, slot.path.clone(), message);
                self.faults.push(match near {
                    Some(section) => fault.help(format!("\"{section}.{text}\"")),
                    None => fault,
                });
                None
            }
        }
    }
}

/// A date as it stands in a file: `2025-01-31`.
pub(super) fn date(text: &str) -> Option<Date> {
    if text.len() == 10 { text.parse().ok() } else { None }
}

/// True when a text has the form of a date, whether there is such a day or not.
pub(super) fn looks_like_date(text: &str) -> bool {
    let mut parts =
        text.split('-').map(|part| (part.len(), part.bytes().all(|b| b.is_ascii_digit())));
    parts.next() == Some((4, true)) && parts.all(|(_, digits)| digits) && text.len() > 5
}

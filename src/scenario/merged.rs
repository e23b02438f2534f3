//! Layers put on one another: overlays and removal.
//!
//! Sections and components merge by key; the value of a key is replaced whole. Every value
//! keeps the place of the layer that set it. Knows of keys only which sections there are.

use super::keys;
use super::tree::{Entry, Form, Item, Table};
use crate::catalogue::Kind as K;
use crate::diagnostic::{Fault, Located, Place, Texts};
use std::collections::BTreeMap;

/// What the layers come to.
#[derive(Debug)]
pub(super) struct Merged {
    pub texts: Texts,
    pub root: Item,
    /// Components that a layer took out, with the place where it did.
    pub removed: BTreeMap<String, Place>,
    pub faults: Vec<Located>,
    /// The table `[study]`, which is about runs and no part of the scenario.
    pub study: Option<Item>,
}

impl Merged {
    /// Puts a layer on top.
    pub(super) fn lay(&mut self, layer: Item) {
        let Form::Table(sections) = layer.form else { return };
        for (name, entry) in sections {
            if name != "extends" {
                self.lay_section(name, entry);
            }
        }
    }

    fn lay_section(&mut self, name: String, entry: Entry) {
        let named = keys::section(&name).is_some_and(|section| section.named);
        let Form::Table(root) = &mut self.root.form else { return };
        let Entry { key, item: Item { form: Form::Table(over), place } } = entry else {
            root.insert(name, entry);
            return;
        };
        let empty = || Item { form: Form::Table(Table::new()), place };
        let section = root.entry(name.clone()).or_insert_with(|| Entry { key, item: empty() });
        if section.item.table().is_none() {
            section.item = empty();
        }
        let Form::Table(section) = &mut section.item.form else { return };
        for (component, entry) in over {
            let path = format!("{name}.{component}");
            if !named {
                section.insert(component, entry);
            } else if entry.item.form == Form::Flag(false) {
                self.removed.insert(path.clone(), entry.key);
                if section.remove(&component).is_none() {
                    let fault = Fault::new(
                        K::NothingToRemove,
                        path,
                        format!("no {name} `{component}` to remove"),
                    );
                    let at = Some(entry.key);
                    self.faults.push(Located { fault, at, related: None });
                }
            } else {
                lay_component(section, component, entry);
            }
        }
    }
}

fn lay_component(section: &mut Table, name: String, entry: Entry) {
    match section.get_mut(&name) {
        Some(Entry { item: Item { form: Form::Table(below), .. }, .. })
            if entry.item.table().is_some() =>
        {
            if let Form::Table(over) = entry.item.form {
                below.extend(over);
            }
        }
        _ => {
            section.insert(name, entry);
        }
    }
}

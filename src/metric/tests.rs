use super::*;

#[test]
fn cards_stand_in_the_order_of_the_metrics() {
    for (index, card) in CARDS.iter().enumerate() {
        assert_eq!(card.metric as usize, index, "{}", card.name);
        assert_eq!(Metric::from_name(card.name), Some(card.metric));
        assert_eq!(card.metric.to_string(), card.name);
    }
    assert_eq!(Metric::from_name("export"), None);
}

#[test]
fn cards_are_well_formed() {
    for card in &CARDS {
        assert!(card.name.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '-')));
        assert!(card.definition.ends_with('.') && !card.of.is_empty(), "{}", card.name);
    }
}

#[test]
fn every_metric_is_documented() {
    let docs = include_str!("../../docs/outputs.md");
    for card in &CARDS {
        let of: Vec<_> = card.of.iter().map(|of| of.name()).collect();
        let row = format!("| `{}` | {} | {} | ", card.name, card.unit, of.join(", "));
        let line = docs.lines().find(|line| line.starts_with(&row));
        assert!(line.is_some(), "no row in docs/outputs.md begins with {row}");
        assert!(line.unwrap_or("").contains(card.definition), "definition of {}", card.name);
    }
}

#[test]
fn quantities_of_studies_are_documented() {
    let docs = include_str!("../../docs/studies.md");
    for made in &MADE {
        let row =
            format!("| `{}` | {} | {} | {} |", made.name, made.unit, made.table, made.definition);
        assert!(docs.lines().any(|line| line == row), "docs/studies.md has no row {row}");
    }
}

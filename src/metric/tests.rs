use super::*;

#[test]
fn units_are_no_numbers_and_neither_true_nor_false() {
    for unit in Unit::ALL {
        let text = unit.name().to_lowercase();
        assert!(text.parse::<f64>().is_err(), "{unit}");
        assert!(!["t", "f", "true", "false", "y", "n", "yes", "no", "na"].contains(&text.as_str()));
    }
}

#[test]
fn every_counter_is_of_use() {
    use Counter::*;
    let used = CARDS.iter().flat_map(|card| match card.how {
        How::Sum(counters) | How::Hours(counters) => counters.to_vec(),
        How::HoursEach(counters, by) => [counters, &[by]].concat(),
        How::Days(a, b) | How::Ratio(a, b) => vec![a, b],
        How::Bounded(counter) | How::Mean(counter) => vec![counter],
        How::WaitQuantile(_) | How::Own => vec![],
    });
    let used: Vec<Counter> = used.collect();
    // Formulas of their own.
    let own = [AbleToLoad, AbleToDischarge, AbleToSail, CrewAble, Capability, Served];
    for counter in Counter::ALL {
        assert!(used.contains(&counter) != own.contains(&counter), "{counter:?}");
    }
}

#[test]
fn cards_are_well_formed() {
    for card in &CARDS {
        assert!(card.name.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '-')));
        assert!(card.definition.ends_with('.') && !card.of.is_empty(), "{}", card.name);
    }
}

/// Holds the rows of a table of a page below its head, or writes them where asked to.
fn documented(page: &str, head: &str, rows: &[String]) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
    let text = std::fs::read_to_string(&path).unwrap();
    let from = text.find(head).map(|at| at + head.len());
    let from = from.unwrap_or_else(|| panic!("{page} has no table with the head {head}"));
    let until = text[from..].find("\n\n").map_or(text.len(), |length| from + length + 1);
    let rows: String = rows.iter().map(|row| format!("{row}\n")).collect();
    if std::env::var_os("CASPIAN_WRITE_CASES").is_some() {
        let written = [&text[..from], &rows, &text[until..]].concat();
        return std::fs::write(&path, written).unwrap();
    }
    assert!(text[from..until] == rows, "{page} lags behind: run with CASPIAN_WRITE_CASES=1");
}

#[test]
fn every_metric_is_documented() {
    let rows = CARDS.map(|card| {
        let of: Vec<_> = card.of.iter().map(|of| of.name()).collect();
        format!("| `{}` | {} | {} | {} |", card.name, card.unit, of.join(", "), card.definition)
    });
    let head = "| metric | unit | of | definition |\n|---|---|---|---|\n";
    documented("docs/outputs.md", head, &rows);
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

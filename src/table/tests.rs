use super::*;
use serde::Deserialize;

#[derive(Debug, PartialEq, Deserialize)]
struct Line {
    name: String,
    value: Option<f64>,
}

fn written(style: Style) -> Vec<u8> {
    let columns = [("name", Type::Text), ("value", Type::Number)].map(|(name, kind)| Column {
        name: name.into(),
        kind,
        unit: Unit::None,
        meaning: "".into(),
        of: None,
    });
    let mut table = Writer::new(Vec::new(), &columns, style).unwrap();
    for (name, value) in [("a, b", 0.1 + 0.2), ("c;d", -3e7), ("1e-9", 1e-9), ("none", f64::NAN)] {
        table.row(&[name.into(), value.into()]).unwrap();
    }
    assert_eq!(table.rows(), 4);
    table.finish().unwrap()
}

#[test]
fn numbers_are_shortest_exact_decimals() {
    let text = String::from_utf8(written(Style::Plain)).unwrap();
    assert_eq!(
        text,
        "name,value\n\"a, b\",0.30000000000000004\nc;d,-30000000.0\n1e-9,0.000000001\nnone,\n"
    );
}

#[test]
fn the_russian_style_has_mark_semicolon_and_comma() {
    let text = String::from_utf8(written(Style::ExcelRu)).unwrap();
    assert_eq!(
        text,
        "\u{feff}name;value\na, b;0,30000000000000004\n\"c;d\";-30000000,0\n1e-9;0,000000001\nnone;\n"
    );
}

#[test]
fn both_styles_read_back_to_the_same_rows() {
    let plain: Vec<Line> = read(&written(Style::Plain)).unwrap();
    let excel: Vec<Line> = read(&written(Style::ExcelRu)).unwrap();
    assert_eq!(plain, excel);
    assert_eq!(plain[0].value, Some(0.1 + 0.2));
    assert_eq!(plain[3].value, None);
}

#[test]
fn damage_is_named_with_its_line() {
    let fault = |text: &str| read::<Line>(text.as_bytes()).unwrap_err();
    assert_eq!(fault("name,value\na,1\nb\n"), "line 3: 1 fields where 2 are due");
    assert_eq!(fault("title,value\na,1\n"), "line 2: missing field `name`");
    assert!(
        fault("name,value\na,one\n").starts_with("line 2: "),
        "{}",
        fault("name,value\na,one\n")
    );
}

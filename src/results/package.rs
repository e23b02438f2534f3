//! `datapackage.json`: the directory for programs that know nothing of caspian.
//!
//! A Frictionless Data Package: each table with its form, its digest, and the type, unit and
//! meaning of each column.

use super::manifest::{ColumnEntry, Manifest, TableEntry};
use serde_json::{Map, Value, json};

/// The text of `datapackage.json`.
pub(super) fn json(manifest: &Manifest) -> String {
    let tables = manifest.tables.iter().map(|table| resource(table, &manifest.csv));
    let files = manifest.files.iter().map(|file| {
        let name = slug(&file.file);
        let hash = format!("sha256:{}", file.sha256);
        json!({ "name": name, "path": file.file, "bytes": file.bytes, "hash": hash })
    });
    let package = json!({
        "profile": "data-package",
        "name": "caspian-results",
        "version": manifest.version,
        "resources": tables.chain(files).collect::<Vec<_>>(),
    });
    format!("{package:#}\n")
}

fn resource(table: &TableEntry, csv: &str) -> Value {
    let excel = csv == "excel-ru";
    let fields: Vec<_> = table.columns.iter().map(|column| field(column, excel)).collect();
    json!({
        "profile": "tabular-data-resource",
        "name": slug(table.file.trim_end_matches(".csv")),
        "path": table.file,
        "description": table.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": if excel { "utf-8-sig" } else { "utf-8" },
        "dialect": { "delimiter": if excel { ";" } else { "," } },
        "bytes": table.bytes,
        "hash": format!("sha256:{}", table.sha256),
        "schema": { "fields": fields, "missingValues": [""] },
    })
}

fn field(column: &ColumnEntry, excel: bool) -> Value {
    // Their name for text is another.
    let kind = if column.kind == "text" { "string" } else { &column.kind };
    let mut field = Map::new();
    let mut add = |key: &str, value: &str| field.insert(key.to_owned(), value.into());
    add("name", &column.name);
    add("type", kind);
    if !column.meaning.is_empty() {
        add("description", &column.meaning);
    }
    if excel && kind == "number" {
        add("decimalChar", ",");
    }
    let more = [
        ("unit", &column.unit),
        ("unitColumn", &column.unit_column),
        ("of", &column.of),
        ("statistic", &column.statistic),
    ];
    for (key, value) in more {
        if let Some(value) = value {
            add(key, value);
        }
    }
    field.into()
}

/// Names are of lower-case letters, digits, dots, `_` and `-`.
fn slug(file: &str) -> String {
    file.to_lowercase()
}

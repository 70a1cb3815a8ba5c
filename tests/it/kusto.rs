//! The table and the mapping for Azure Data Explorer that the manual shows fit what `--format jsonl` writes.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::documents::{MANY_CAPTURES, document};
use crate::run::on;
use crate::scenario::samples;

const TABLE: &str = ".create table SignInAttempts (";
const MAPPING: &str = ".create table SignInAttempts ingestion json mapping \"entrace\"\n";

/// The blocks of Kusto in the manual.
fn blocks() -> Vec<String> {
    document(MANY_CAPTURES).blocks.into_iter().filter(|block| block.kind == "kusto").map(|block| block.text).collect()
}

/// The block that begins with this, without its beginning.
fn command(beginning: &str) -> String {
    let found: Vec<String> = blocks().iter().filter_map(|block| block.strip_prefix(beginning).map(str::to_owned)).collect();
    let [block] = found.as_slice() else { panic!("not one block begins with `{beginning}`: {found:?}") };
    block.clone()
}

/// Columns and their types.
fn columns() -> BTreeMap<String, String> {
    let block = command(TABLE);
    let columns = block.trim_end().strip_suffix(')').expect("a list of columns").split(',');
    let pair = |column: &str| column.split_once(':').map(|(name, kind)| (name.trim().to_owned(), kind.trim().to_owned()));
    columns.map(|column| pair(column).unwrap_or_else(|| panic!("`{column}` is no column"))).collect()
}

/// Columns and the field of the line that fills them. Kusto joins string literals that follow each other.
fn mapping() -> BTreeMap<String, String> {
    let block = command(MAPPING);
    let literals = block.lines().map(|line| line.strip_prefix('\'').and_then(|line| line.strip_suffix('\'')).expect("a string literal"));
    let mapping: Vec<Value> = serde_json::from_str(&literals.collect::<String>()).expect("the mapping is JSON");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let path = |item: &Value| text(&item["Properties"]["Path"]).strip_prefix("$.").expect("a path below the line").to_owned();
    let pairs: BTreeMap<String, String> = mapping.iter().map(|item| (text(&item["column"]), path(item))).collect();
    assert_eq!(pairs.len(), mapping.len(), "a column is mapped twice");
    pairs
}

fn fits(kind: &str, value: &Value) -> bool {
    match kind {
        "datetime" => value.is_null() || value.as_str().is_some_and(|text| text.parse::<jiff::Timestamp>().is_ok()),
        "string" => value.is_null() || value.is_string(),
        "long" => value.is_i64(),
        "dynamic" => value.is_object() || value.is_array(),
        _ => false,
    }
}

#[test]
fn every_column_is_filled_by_a_field_of_its_type() {
    let (columns, mapping) = (columns(), mapping());
    assert_eq!(columns.keys().collect::<Vec<_>>(), mapping.keys().collect::<Vec<_>>());
    let mapped: BTreeSet<&str> = mapping.values().map(String::as_str).collect();
    let mut lines = 0;
    for sample in samples::all() {
        for line in on(&sample.path(), &["--format", "jsonl"]).stdout.lines() {
            let line: Value = serde_json::from_str(line).unwrap();
            lines += 1;
            let fields: BTreeSet<&str> = line.as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(fields, mapped, "{}: fields of the line, and fields that a column takes", sample.file);
            for (column, field) in &mapping {
                let (kind, value) = (&columns[column], &line[field]);
                assert!(fits(kind, value), "{}: {column}: {kind} is filled with {value}", sample.file);
            }
        }
    }
    assert!(lines > 20, "{lines}");
}

#[test]
fn every_block_is_the_table_or_the_mapping() {
    let unknown: Vec<String> = blocks().into_iter().filter(|block| !block.starts_with(TABLE) && !block.starts_with(MAPPING)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

/// Log Analytics has no mapping: its columns are the fields, but for those that its rule names again.
#[test]
fn the_rule_of_log_analytics_makes_the_same_columns() {
    let (columns, mapping) = (columns(), mapping());
    let renamed: Vec<String> =
        mapping.iter().filter(|(column, field)| column != field).map(|(column, field)| format!("{column} = {field}")).collect();
    let rule = format!("source | project-rename {} | extend TimeGenerated = started", renamed.join(", "));
    assert!(document(MANY_CAPTURES).spans.iter().any(|(span, _)| *span == rule), "{MANY_CAPTURES} does not show `{rule}`");
    assert_eq!(columns.get("started").map(String::as_str), Some("datetime"));
}

//! The page for assistants: what the instruction tells them to run runs, and what it and the table call a field is one.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::documents::{ASSISTANTS, document, file};
use crate::readme::{filled_in, typed, workplace};
use crate::run::report_on;

/// The paths and the texts of reports that have among them all that the page names.
fn of_reports() -> (BTreeSet<String>, BTreeSet<String>) {
    let samples = crate::run::root().join("samples");
    let (mut paths, mut texts) = (BTreeSet::new(), BTreeSet::new());
    for name in ["locked-out.har", "wrong-password-then-success.har", "cut-off.har", "password-expired.har", "device-code.har"] {
        collect(&report_on(&samples.join(name)), "", &mut paths, &mut texts);
    }
    (paths, texts)
}

/// Every member of a value by its path, such as `attempts[].outcome`, and every text in it.
fn collect(value: &Value, path: &str, paths: &mut BTreeSet<String>, texts: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                paths.insert(path.clone());
                collect(member, &path, paths, texts);
            }
        }
        Value::Array(elements) => {
            for element in elements {
                collect(element, &format!("{path}[]"), paths, texts);
            }
        }
        Value::String(text) => {
            texts.insert(text.clone());
        }
        _ => {}
    }
}

/// What stands between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

#[test]
fn the_fields_of_the_table_are_in_reports() {
    let (paths, texts) = of_reports();
    let page = file(ASSISTANTS);
    let (_, table) = page.split_once("| field | says |\n|---|---|\n").expect("the table of the fields");
    let mut rows = 0;
    for row in table.lines().take_while(|line| line.starts_with('|')) {
        let mut named = quoted(row);
        let field = named.next().expect("a field");
        assert!(paths.contains(field), "no report has {field}");
        // The words for a value, and the fields next to it.
        let (parent, _) = field.rsplit_once('.').expect("a field of something");
        for word in named {
            let known = texts.contains(word) || paths.contains(&format!("{parent}.{word}")) || ["null", "id"].contains(&word);
            assert!(known, "{field}: no report has `{word}`");
        }
        rows += 1;
    }
    assert!(rows > 10, "{rows} fields");
}

#[test]
fn the_instruction_is_true() {
    let (paths, texts) = of_reports();
    let members: BTreeSet<&str> = paths.iter().filter_map(|path| path.rsplit('.').next()).collect();
    let scratch = workplace("the_instruction_is_true");
    let blocks = document(ASSISTANTS).blocks;
    let instruction = blocks.iter().find(|block| block.kind == "text").expect("an instruction to paste");
    let (mut commands, mut fields) = (0, 0);
    for span in quoted(&instruction.text) {
        if span.starts_with("entrace ") {
            for command in filled_in(span) {
                let outcome = typed(&command, &scratch);
                assert!(matches!(outcome.status, Some(0 | 1)), "`{command}` ends with {:?}: {}", outcome.status, outcome.stderr);
                commands += 1;
            }
        } else if span.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
            assert!(members.contains(span) || texts.contains(span), "no report has `{span}`");
            fields += 1;
        } else {
            // The one option that it must not use, and what a placeholder looks like.
            assert!(["--show-personal-data", "[password#1]"].contains(&span), "`{span}` is held by nothing");
        }
    }
    assert!(commands >= 4 && fields >= 8, "{commands} commands, {fields} fields");
}

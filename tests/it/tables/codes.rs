//! Codes: each row by what it says, and what `entrace guides list` shows of it.

use std::collections::{BTreeMap, BTreeSet};

use entrace::entra::codes::{Code, CodeKind};
use entrace::entra::interrupts::InterruptKind;
use serde_json::Value;

use super::{rows, some};
use crate::run::{entrace, run};

/// Code, kind, name, where the name stands, the interrupt it asks for, the interrupts it refuses, whether it is never a cause.
fn list() -> Vec<[&'static str; 7]> {
    rows(include_str!("codes.tsv"))
}

fn kind_named(name: &str) -> InterruptKind {
    InterruptKind::named(name).unwrap_or_else(|| panic!("{name} is no interrupt"))
}

#[test]
fn every_code_says_what_its_row_says() {
    for [text, kind, name, stands, asks, refused, never] in list() {
        let code = Code::of_guide(text);
        assert_eq!(code.to_string(), text);
        assert_eq!(code.kind().name(), kind, "{text}");
        let (on_pages, documented) = match stands {
            "both" => (some(name), some(name)),
            "pages" => (some(name), None),
            "documentation" => (None, some(name)),
            _ => (None, None),
        };
        assert_eq!((code.name(), code.documented_name()), (on_pages, documented), "{text}");
        assert_eq!(code.asks(), some(asks).map(kind_named), "{text}");
        let refused: Vec<InterruptKind> = match refused {
            "any" => InterruptKind::ALL.to_vec(),
            "-" => Vec::new(),
            kinds => kinds.split(' ').map(kind_named).collect(),
        };
        for interrupt in InterruptKind::ALL {
            assert_eq!(code.refuses(*interrupt), refused.contains(interrupt), "{text}: {}", interrupt.name());
        }
        assert_eq!(code.is_never_a_cause(), never == "never", "{text}");
    }
}

#[test]
fn every_row_of_the_table_is_in_the_list_and_the_other_way_round() {
    let listed: BTreeSet<String> = list().iter().map(|row| row[0].to_owned()).collect();
    let known: BTreeSet<String> = Code::listed().map(|code| code.to_string()).collect();
    let on_one_side: Vec<&String> = listed.symmetric_difference(&known).collect();
    assert!(on_one_side.is_empty(), "in the list or in the table, and not in both: {on_one_side:?}");
    assert_eq!((listed.len(), Code::listed().count()), (list().len(), list().len()), "a code stands twice");
}

#[test]
fn a_code_is_read_by_number_in_every_spelling_and_by_the_name_that_the_pages_write() {
    for [text, _, name, stands, ..] in list() {
        let code = Code::of_guide(text);
        if let Some(number) = code.number() {
            assert_eq!(Code::read(text), Some(code.clone()));
            assert_eq!(Code::read(&text.to_ascii_lowercase()), Some(code.clone()));
            let bare = Code::read(&number.to_string());
            assert_eq!(bare, Some(Code::Entra(number)), "{text}");
        }
        let read = [name.to_owned(), name.to_ascii_lowercase(), name.to_ascii_uppercase()].map(|name| Code::read(&name));
        let is_written = ["both", "pages"].contains(&stands);
        assert!(read.iter().all(|read| *read == Some(code.clone()).filter(|_| is_written)), "{text}: {name} is read as {read:?}");
    }
}

#[test]
fn a_code_that_no_table_lists_is_a_failure_that_asks_for_nothing() {
    for code in [Code::Entra(59_999), Code::B2c(99_999), Code::named("server-error"), Code::B2c(50058)] {
        assert_eq!((code.kind(), code.asks(), code.name(), code.documented_name()), (CodeKind::Failure, None, None, None), "{code}");
        assert!(!code.is_never_a_cause() && !InterruptKind::ALL.iter().any(|kind| code.refuses(*kind)), "{code}");
    }
}

#[test]
fn the_binary_shows_kind_and_documented_name() {
    let shown: Value = serde_json::from_str(&run(entrace().args(["guides", "list", "--format", "json"])).stdout).unwrap();
    let list: BTreeMap<&str, [&str; 7]> = list().into_iter().map(|row| (row[0], row)).collect();
    let shown = shown.as_array().unwrap();
    assert!(shown.len() > 500, "{}", shown.len());
    for found in shown {
        let code = found["code"].as_str().unwrap();
        let [_, kind, name, stands, ..] = list[code];
        assert_eq!(found["kind"], kind, "{code}");
        let documented = some(name).filter(|_| ["both", "documentation"].contains(&stands));
        assert_eq!(found["name"].as_str(), documented, "{code}");
    }
}

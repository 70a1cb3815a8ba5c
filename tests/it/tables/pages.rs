//! Pages: what each asks for, what `entrace explain` says of it, and what a sign-in that stops there waits for.

use entrace::entra::codes::Code;
use entrace::entra::interrupts::InterruptKind;
use entrace::entra::pages;
use serde_json::{Value, json};

use super::{har, rows, some};
use crate::run::{Scratch, entrace, report_on, run};

/// Page, interrupt, whether it ends the sign-in, guide.
fn list() -> Vec<[&'static str; 4]> {
    rows(include_str!("pages.tsv"))
}

/// A page of a row.
fn name(row: &str) -> String {
    row.replace('*', "PKey")
}

#[test]
fn every_page_asks_for_what_its_row_says() {
    for [row, asks, ends, guide] in list() {
        for name in [name(row), name(row).to_ascii_lowercase()] {
            let page = pages::page(&name).unwrap_or_else(|| panic!("{name} is not known"));
            assert_eq!((page.name, page.asks.map(InterruptKind::name)), (row, some(asks)), "{name}");
            assert_eq!((page.ends, page.guide), (ends == "ends", some(guide)), "{name}");
            assert_eq!(InterruptKind::of_page(&name), page.asks);
        }
        assert_eq!(InterruptKind::of_page(&format!("x{row}")), Some(InterruptKind::Unrecognized));
    }
    let listed: Vec<&str> = list().iter().map(|row| row[0]).collect();
    assert_eq!(listed, pages::known().iter().map(|page| page.name).collect::<Vec<_>>());
}

#[test]
fn every_page_is_explained_with_the_guide_of_its_row() {
    let names: Vec<String> = list().iter().map(|[row, ..]| name(row)).collect();
    let answer = run(entrace().arg("explain").args(&names).args(["--format", "json"]));
    let answer: Value = serde_json::from_str(&answer.stdout).unwrap();
    assert_eq!(answer["unknown"], json!([]));
    let matches = answer["matches"].as_array().unwrap();
    assert_eq!(matches.len(), names.len());
    for (found, [row, _, _, guide]) in matches.iter().zip(list()) {
        assert_eq!(found["kind"], "interrupt", "{row}");
        if found["name"] == row {
            // Two pages are called as their codes are, and the code is what is shown.
            assert!(Code::listed().any(|code| code.documented_name() == Some(row)), "{row}");
            continue;
        }
        assert_eq!((found["code"].as_str(), found["name"].as_str()), (Some(row), Some("page")));
        assert_eq!(found["guidance"]["guide"].as_str(), some(guide), "{row}");
    }
}

/// A page without a code is what a sign-in waits for, when it stops there.
#[test]
fn a_sign_in_that_stops_at_a_page_waits_for_what_the_page_asks() {
    let scratch = Scratch::new("a_sign_in_that_stops_at_a_page_waits_for_what_the_page_asks");
    for [row, asks, ..] in list() {
        let name = name(row);
        let page = format!(
            "<html><head><meta name=\"PageID\" content=\"{name}\"/></head><script>$Config={{\"pgid\":\"{name}\"}};</script></html>"
        );
        let url = "https://login.microsoftonline.com/common/oauth2/v2.0/authorize?client_id=11111111-2222-4333-8444-555555555555&response_type=code";
        let exchanges = [(url.to_owned(), json!({"mimeType": "text/html", "text": page}))];
        let report = report_on(&scratch.file("case.har", har(&exchanges)));
        let attempt = &report["attempts"][0];
        let kinds: Vec<&str> =
            attempt["interrupts"].as_array().unwrap().iter().filter_map(|interrupt| interrupt["kind"].as_str()).collect();
        assert_eq!(kinds, some(asks).into_iter().collect::<Vec<_>>(), "{name}");
        assert_eq!(attempt["steps"][0]["page"], name.as_str());
        assert_eq!(attempt["outcome"], if some(asks).is_some() { "interrupted" } else { "incomplete" }, "{name}");
        assert!(!attempt["verdict"].as_str().unwrap().contains("does not know"), "{name}: {attempt}");
    }
}

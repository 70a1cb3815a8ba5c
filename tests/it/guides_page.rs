//! The manual's page on guides: its tables are those of the code, its blocks of TOML are read, and every rule of the linter is in it.

use std::collections::BTreeSet;
use std::fs;

use entrace::annotate::lint::{self, GuideFile};
use entrace::entra::closed_set::ClosedSet;
use entrace::entra::endpoints::Stage;
use entrace::entra::hosts::Cloud;
use entrace::entra::interrupts::InterruptKind;
use entrace::entra::pages;
use entrace::entra::signals::{FAMILIES, Signal, Values};
use entrace::model::attempt::{HeadlinePlace, Outcome, Protocol};
use entrace::model::finding::Actor;
use entrace::model::observation::Site;
use regex::Regex;

use crate::architecture::rust_files;
use crate::documents::{GUIDES, document, file};

fn words(words: impl IntoIterator<Item = &'static str>) -> String {
    words.into_iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" ")
}

fn values(values: Values) -> String {
    match values {
        Values::Words(all) => words(all.iter().copied()),
        Values::Number(unit) => format!("a number: {unit}"),
        Values::Text => "a text".to_owned(),
        Values::Code => "a code that is listed: `AADSTS50126`, `mfa-denied`".to_owned(),
        Values::Stage => "a stage".to_owned(),
        Values::Page => "a page".to_owned(),
        Values::Interrupt => "an interrupt".to_owned(),
        Values::Protocol => "a protocol".to_owned(),
        Values::Cloud => "a cloud".to_owned(),
        Values::Outcome => "an outcome".to_owned(),
        Values::Site => "a site".to_owned(),
    }
}

fn row(signal: &Signal) -> String {
    let cell = |text: &str| text.replace('|', "\\|");
    let hidden = signal.hidden.unwrap_or("never: every attempt shows it");
    format!("| `{}` | {} | {} | {} |\n", signal.name, values(signal.values), cell(signal.reads), cell(hidden))
}

fn set<S: ClosedSet>(kind: &str) -> String {
    format!("| {kind} | {} |\n", words(S::ALL.iter().map(|value| value.word())))
}

/// The tables of signals are the code's own. To write them again: `ENTRACE_WRITE_README=1 cargo test --test it the_signals_are`.
#[test]
fn the_signals_are_those_of_the_code() {
    const BEGIN: &str = "<!-- signals: written by a test from the code's own tables -->\n";
    const END: &str = "<!-- end of signals -->";
    let family = |(name, signals): &(&str, &[&Signal])| {
        let rows: String = signals.iter().map(|signal| row(signal)).collect();
        format!("{name}:\n\n| signal | values | is | cannot be seen when |\n|---|---|---|---|\n{rows}\n")
    };
    let sets = [
        set::<Stage>("a stage"),
        set::<InterruptKind>("an interrupt"),
        set::<Protocol>("a protocol"),
        set::<Cloud>("a cloud"),
        set::<Outcome>("an outcome"),
        set::<Site>("a site"),
        format!("| a page | {} |\n", words(pages::known().iter().map(|page| page.name))),
    ];
    let tables = FAMILIES.iter().map(family).collect::<String>();
    let table = format!("{tables}Values that several signals share:\n\n| value | words |\n|---|---|\n{}", sets.concat());
    let text = file(GUIDES);
    let (before, rest) = text.split_once(BEGIN).expect("where the tables begin");
    let (shown, after) = rest.split_once(END).expect("where the tables end");
    if std::env::var_os("ENTRACE_WRITE_README").is_some() {
        let path = crate::run::root().join(GUIDES);
        fs::write(path, format!("{before}{BEGIN}{table}{END}{after}")).expect("the page can be written");
        return;
    }
    assert_eq!(shown, table, "{GUIDES} lists other signals than the code");
}

#[test]
fn actors_and_places_are_those_of_the_code() {
    let text = file(GUIDES);
    let actors = format!("{}; or anyone else", Actor::ALL.iter().map(|actor| format!("`{}`", actor.name())).collect::<Vec<_>>().join(", "));
    assert!(text.contains(&actors), "{GUIDES} does not say {actors}");
    for place in HeadlinePlace::ALL {
        assert!(text.contains(&format!("`{{{}}}`", place.name())), "{GUIDES} does not have {}", place.name());
    }
}

/// A rule is a name in a problem, or in what tells one.
#[test]
fn every_rule_of_the_linter_is_told() {
    let text = file(GUIDES);
    let name = Regex::new(r#"(?:problem\(\s*[^,"]+,\s*|\btell\()"([a-z]+(?:-[a-z]+)*)""#).unwrap();
    let folder = crate::run::root().join("src/annotate/lint");
    let sources = rust_files(&folder).into_iter().map(|path| fs::read_to_string(path).expect("a source file"));
    let code: String = sources.map(|source| source.split("#[cfg(test)]").next().unwrap_or_default().to_owned()).collect();
    let rules: BTreeSet<&str> = name.captures_iter(&code).filter_map(|found| Some(found.get(1)?.as_str())).collect();
    assert!(rules.len() > 35 && rules.contains("front-matter") && rules.contains("check-name"), "{rules:?}");
    let rows = || text.lines().filter(|line| line.starts_with("| `"));
    for rule in rules {
        assert!(rows().any(|row| row.contains(&format!("`{rule}`"))), "{GUIDES} does not tell {rule}");
    }
}

/// Each block is a part of front matter; with the rest around it, it is read without a problem.
#[test]
fn every_block_of_toml_is_front_matter() {
    let blocks: Vec<_> = document(GUIDES).blocks.into_iter().filter(|block| block.kind == "toml").collect();
    assert!(blocks.len() > 1, "{GUIDES} shows no check");
    for block in blocks {
        let row = "[[codes]]\ncode = \"AADSTS50126\"\nmeaning = \"M.\"\n";
        let rows = if block.text.contains("[[codes]]") { "" } else { row };
        let front = format!("title = \"T\"\nreviewed = \"2026-11-28\"\nwho_acts = [\"user\"]\n{rows}{}", block.text);
        let names = front.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'));
        let bullets: Vec<String> = names.map(|name| format!("- {{{name}}} Text.")).collect();
        let text = format!("+++\n{front}\n+++\n\n## Causes\n- Text.\n{}\n", bullets.join("\n"));
        let problems = lint::check(&[GuideFile { name: "guide.md".to_owned(), text }]);
        assert!(problems.is_empty(), "{}: {problems:?}", block.place);
    }
}

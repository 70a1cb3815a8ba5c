//! Every check of the built-in guides, decided by attempts that are made for it: one for which the response is yes, one for no, and one in which it cannot
//! be seen. The attempts are in `cases/`, a file a guide, as the signals that they show.

mod attempt;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use entrace::annotate::catalog::Catalog;
use entrace::annotate::lint::{self, GuideFile};
use entrace::annotate::{OwnGuide, annotate};
use entrace::entra::signals::{self, Signal};
use entrace::model::finding::{CheckResult, Finding};
use toml::Table;

/// The attempts for one check.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    name: String,
    /// The code of the finding, where it is not the first of the check or its guide.
    code: Option<String>,
    yes: OneOrMore,
    no: OneOrMore,
    unseen: Option<OneOrMore>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(Table),
    More(Vec<Table>),
}

impl OneOrMore {
    fn all(&self) -> &[Table] {
        match self {
            Self::One(table) => std::slice::from_ref(table),
            Self::More(tables) => tables,
        }
    }
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    check: Vec<Cases>,
}

fn folder() -> PathBuf {
    crate::run::root().join("tests/it/checks/cases")
}

fn cases_of(guide: &str) -> Vec<Cases> {
    let path = folder().join(format!("{guide}.toml"));
    let Ok(text) = fs::read_to_string(&path) else { return Vec::new() };
    toml::from_str::<File>(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())).check
}

/// A check of a guide.
struct Check {
    guide: String,
    name: String,
    /// A code that it is for.
    code: String,
    /// The signals that it reads.
    signals: Vec<&'static Signal>,
}

/// The built-in guides, from their files: what is written there can be tried without building anything.
fn guides() -> Vec<GuideFile> {
    let folder = crate::run::root().join("src/annotate/guides");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).expect("the guides").map(|file| file.expect("a guide").path()).collect();
    paths.sort();
    let name = |path: &Path| path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
    paths.iter().map(|path| GuideFile { name: name(path), text: fs::read_to_string(path).expect("a guide") }).collect()
}

/// The shared checks, as if a guide had them.
fn shared() -> GuideFile {
    let path = crate::run::root().join("src/annotate/checks/shared.toml");
    let text = fs::read_to_string(path).expect("the shared checks");
    let front: Table = text.parse().expect("the shared checks");
    let own = text.lines().filter(|line| !line.starts_with("harmless = ")).collect::<Vec<_>>().join("\n");
    let rows = front["checks"].as_array().expect("checks");
    let causes: Vec<String> = rows.iter().map(|row| format!("- {{{}}} A cause.", row["name"].as_str().expect("a name"))).collect();
    let causes = causes.join("\n");
    let beginning =
        "reviewed = \"2026-11-28\"\ntitle = \"Shared\"\nwho_acts = [\"user\"]\n[[codes]]\ncode = \"AADSTS50126\"\nmeaning = \"A meaning.\"";
    GuideFile { name: "shared.md".to_owned(), text: format!("+++\n{beginning}\n{own}\n+++\n\n## Causes\n{causes}\n") }
}

/// The built-in guides, and the shared checks.
fn guides_and_shared() -> Vec<GuideFile> {
    guides().into_iter().chain([shared()]).collect()
}

fn checks_of(guide: &GuideFile) -> Vec<Check> {
    let front = guide.text.split("+++\n").nth(1).unwrap_or_default();
    let front: Table = front.parse().unwrap_or_else(|error| panic!("{}: {error}", guide.name));
    let tables = |value: Option<&toml::Value>| value.and_then(|value| value.as_array()).cloned().unwrap_or_default();
    let text = |value: Option<&toml::Value>| value.and_then(|value| value.as_str()).unwrap_or_default().to_owned();
    let first = text(tables(front.get("codes")).first().and_then(|row| row.get("code")));
    let check = |check: &toml::Value| {
        let mut signals = Vec::new();
        check.get("when").into_iter().for_each(|when| collect(when, &mut signals));
        let own = tables(check.get("codes"));
        Check {
            guide: guide.name.trim_end_matches(".md").to_owned(),
            name: text(check.get("name")),
            code: own.first().map_or_else(|| first.clone(), |code| text(Some(code))),
            signals,
        }
    };
    // What is shared is tried once.
    let is_own = |check: &&toml::Value| check.get("when").is_some();
    tables(front.get("checks")).iter().filter(is_own).map(check).collect()
}

fn collect(formula: &toml::Value, signals: &mut Vec<&'static Signal>) {
    for (name, value) in formula.as_table().into_iter().flatten() {
        match (signals::named(name), value) {
            (Some(signal), _) => signals.push(signal),
            (None, toml::Value::Array(parts)) => parts.iter().for_each(|part| collect(part, signals)),
            (None, inner) => collect(inner, signals),
        }
    }
}

/// The finding of an attempt that shows these signals, explained by a guide.
fn explained(guide: &GuideFile, code: &str, shown: &Table) -> Finding {
    let (mut report, at) = attempt::report(code, shown);
    let own = OwnGuide::parse(&guide.name, &guide.text).unwrap_or_else(|error| panic!("{}: {error}", guide.name));
    annotate(&mut report, &Catalog::new(vec![own]));
    report.findings.swap_remove(at)
}

fn result(guide: &GuideFile, check: &Check, code: &str, shown: &Table) -> CheckResult {
    let finding = explained(guide, code, shown);
    let decided = finding.checks.iter().find(|decided| decided.name == check.name);
    decided.unwrap_or_else(|| panic!("{}: {} is not among the checks of {code}: {:?}", check.guide, check.name, finding.checks)).result
}

#[test]
fn every_check_says_yes_no_and_that_it_cannot_be_seen() {
    let mut wrong = Vec::new();
    let mut decided = 0;
    let guides = guides_and_shared();
    for (guide, check) in guides.iter().flat_map(|guide| checks_of(guide).into_iter().map(move |check| (guide, check))) {
        let cases = cases_of(&check.guide).into_iter().find(|cases| cases.name == check.name);
        let Some(cases) = cases else {
            wrong.push(format!("{}: no cases for {}", check.guide, check.name));
            continue;
        };
        let code = cases.code.as_deref().unwrap_or(&check.code);
        let can_be_hidden = check.signals.iter().any(|signal| signal.hidden.is_some());
        if can_be_hidden != cases.unseen.is_some() {
            wrong.push(format!(
                "{}: {}: a case for unseen is {}",
                check.guide,
                check.name,
                if can_be_hidden { "missing" } else { "impossible" }
            ));
        }
        let sets = [(CheckResult::Yes, Some(&cases.yes)), (CheckResult::No, Some(&cases.no)), (CheckResult::Unseen, cases.unseen.as_ref())];
        for (expected, shown) in sets.into_iter().filter_map(|(expected, shown)| Some((expected, shown?))) {
            for shown in shown.all() {
                decided += 1;
                let result = result(guide, &check, code, shown);
                if result != expected {
                    wrong.push(format!("{}: {}: {result:?} and not {expected:?} for {shown:?}", check.guide, check.name));
                }
            }
        }
    }
    eprintln!("{decided} attempts");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn cases_are_for_checks_that_there_are() {
    let known: BTreeSet<(String, String)> = guides_and_shared().iter().flat_map(checks_of).map(|check| (check.guide, check.name)).collect();
    for file in fs::read_dir(folder()).expect("the folder of cases") {
        let path = file.expect("a file").path();
        let guide = path.file_stem().and_then(|name| name.to_str()).expect("a name").to_owned();
        for cases in cases_of(&guide) {
            assert!(known.contains(&(guide.clone(), cases.name.clone())), "{guide}: there is no check {}", cases.name);
        }
    }
}

/// How many checks read signals of each family; told, and none of them by chance.
#[test]
fn checks_read_every_family() {
    let mut families: BTreeMap<&str, usize> = BTreeMap::new();
    let checks: Vec<Check> = guides_and_shared().iter().flat_map(checks_of).collect();
    for check in &checks {
        for (family, own) in signals::FAMILIES {
            if check.signals.iter().any(|signal| own.contains(signal)) {
                *families.entry(family).or_default() += 1;
            }
        }
    }
    eprintln!("{} checks: {families:?}", checks.len());
    assert_eq!(families.len(), signals::FAMILIES.len(), "{families:?}");
}

#[test]
fn no_built_in_guide_has_a_problem() {
    let texts = |guides: Vec<GuideFile>| -> BTreeMap<String, String> { guides.into_iter().map(|guide| (guide.name, guide.text)).collect() };
    assert_eq!(texts(lint::built_in()), texts(guides()), "what is built in is what is in the folder");
    let problems = lint::check(&lint::built_in());
    assert!(problems.is_empty(), "{problems:#?}");
}

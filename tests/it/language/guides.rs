//! Guides, codes without a guide, and the words of the vocabulary.

use std::collections::BTreeSet;

use toml::Table;

use super::rules::{self, Faults, LONGEST_SENTENCE, Place};
use super::{assert_none, files};
use crate::run::root;

/// Hosts that guides link to: documentation of Microsoft, standards, and the documentation of the products that a guide is about.
const HOSTS: &[&str] = &[
    "learn.microsoft.com",
    "support.microsoft.com",
    "azure.microsoft.com",
    "www.rfc-editor.org",
    "datatracker.ietf.org",
    "openid.net",
    "docs.oasis-open.org",
    "www.w3.org",
    "html.spec.whatwg.org",
    "fetch.spec.whatwg.org",
    "developer.mozilla.org",
    "docs.github.com",
    "docs.gitlab.com",
    "kubernetes.io",
    "developer.hashicorp.com",
    "support.google.com",
    "developer.apple.com",
    "support.apple.com",
];

/// A guide taken apart.
struct Parts {
    front: Table,
    /// Each with the section that it is in.
    bullets: Vec<(String, String)>,
}

fn parts(name: &str, text: &str) -> Parts {
    let (front, body) = text.trim_start_matches("+++\n").split_once("\n+++\n").unwrap_or_else(|| panic!("{name}: no front matter"));
    let front: Table = front.parse().unwrap_or_else(|error| panic!("{name}: {error}"));
    let (mut section, mut bullets) = (String::new(), Vec::<(String, String)>::new());
    for line in body.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            heading.clone_into(&mut section);
        } else if let Some(bullet) = line.strip_prefix("- ") {
            bullets.push((section.clone(), bullet.to_owned()));
        } else if let (Some((_, last)), false) = (bullets.last_mut(), line.trim().is_empty()) {
            last.push(' ');
            last.push_str(line.trim());
        }
    }
    Parts { front, bullets }
}

/// A bullet without its conditions, and without what marks it as a step of no one.
fn said(bullet: &str) -> &str {
    let bullet = bullet.strip_prefix('{').and_then(|rest| rest.split_once("} ")).map_or(bullet, |(_, said)| said);
    bullet.strip_prefix("Nobody").unwrap_or(bullet)
}

fn rows<'a>(front: &'a Table, key: &str) -> impl Iterator<Item = &'a Table> {
    front.get(key).and_then(|rows| rows.as_array()).into_iter().flatten().filter_map(|row| row.as_table())
}

fn text<'a>(row: &'a Table, key: &str) -> Option<&'a str> {
    row.get(key).and_then(|value| value.as_str())
}

fn guides() -> Vec<(String, Parts)> {
    let guides = files(&root().join("src/annotate/guides"), "md");
    guides.into_iter().map(|(name, text)| (name.clone(), parts(&name, &text))).collect()
}

/// Files of codes without a guide.
fn unguided() -> Vec<(String, Table)> {
    let families = files(&root().join("src/annotate/codes"), "toml");
    families.into_iter().map(|(name, text)| (name.clone(), text.parse().unwrap_or_else(|error| panic!("{name}: {error}")))).collect()
}

fn every_rule(place: &str, text: &str, faults: &mut Faults) {
    rules::words(place, text, Place::Guide, faults);
    rules::names(place, text, faults);
    rules::labels(place, text, faults);
    rules::sentences(place, text, LONGEST_SENTENCE, faults);
}

#[test]
fn guides_are_written_as_microsoft_writes() {
    let mut faults = Faults::new();
    for (name, guide) in guides() {
        let title = text(&guide.front, "title").unwrap_or_default();
        every_rule(&format!("{name}: title"), title, &mut faults);
        if title.ends_with('.') {
            faults.push(format!("{name}: the title ends with a full stop"));
        }
        for (key, field) in [("codes", "headline"), ("codes", "meaning"), ("headlines", "says"), ("checks", "says"), ("links", "title")] {
            for said in rows(&guide.front, key).filter_map(|row| text(row, field)) {
                every_rule(&format!("{name}: {field}"), said, &mut faults);
            }
        }
        for (section, bullet) in &guide.bullets {
            every_rule(&format!("{name}: {section}"), said(bullet), &mut faults);
        }
        if guide.bullets.iter().any(|(section, _)| section == "Confirm") {
            faults.push(format!("{name}: what is to be confirmed is a check, or is not in the trace"));
        }
    }
    assert_none(&faults);
}

#[test]
fn every_meaning_can_be_read_alone_and_is_that_of_one_code() {
    let (mut faults, mut seen) = (Faults::new(), BTreeSet::new());
    let guides = guides();
    let families = unguided();
    let fronts = guides.iter().map(|(name, guide)| (name, &guide.front)).chain(families.iter().map(|(name, table)| (name, table)));
    for (name, front) in fronts {
        for row in rows(front, "codes") {
            let (Some(code), Some(meaning)) = (text(row, "code"), text(row, "meaning")) else { continue };
            rules::meaning(name, code, meaning, &mut seen, &mut faults);
        }
    }
    for (name, table) in &families {
        for meaning in rows(table, "codes").filter_map(|row| text(row, "meaning")) {
            every_rule(name, meaning, &mut faults);
        }
    }
    assert_none(&faults);
}

#[test]
fn words_of_the_wire_are_explained_as_microsoft_writes() {
    let path = root().join("src/annotate/vocabulary.toml");
    let vocabulary: Table = std::fs::read_to_string(path).expect("the vocabulary").parse().expect("the vocabulary");
    let (mut faults, mut seen) = (Faults::new(), BTreeSet::new());
    for (family, rows) in &vocabulary {
        for (word, row) in rows.as_table().expect("a family of words") {
            let meaning = row.get("meaning").and_then(|meaning| meaning.as_str()).expect("a meaning");
            every_rule(&format!("{family}: {word}"), meaning, &mut faults);
            if family == "system_results" {
                rules::meaning(family, word, meaning, &mut seen, &mut faults);
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn guides_link_to_documentation_and_say_what_they_were_held_against() {
    let mut faults = Faults::new();
    for (name, guide) in guides() {
        let links = rows(&guide.front, "links").filter_map(|row| text(row, "url"));
        let against = guide.front.get("reviewed_against").and_then(|urls| urls.as_array()).into_iter().flatten();
        let against: Vec<&str> = against.filter_map(|url| url.as_str()).collect();
        if against.is_empty() {
            faults.push(format!("{name}: does not say what it was held against (`reviewed_against`)"));
        }
        for url in links {
            let host = url.strip_prefix("https://").and_then(|rest| rest.split('/').next()).unwrap_or_default();
            if !HOSTS.contains(&host) {
                faults.push(format!("{name}: {url} is no page of documentation"));
            }
            if url.contains("/en-us/") {
                faults.push(format!("{name}: {url} is for one language"));
            }
        }
        for url in against {
            if !url.starts_with("https://") {
                faults.push(format!("{name}: {url} is no address"));
            }
        }
    }
    assert_none(&faults);
}

/// A bullet that names other codes alone, or hangs on a check for others, is not printed: nothing may be left of a guide in that way.
#[test]
fn every_code_that_a_guide_serves_has_a_cause_and_a_step() {
    let catalog = entrace::annotate::catalog::Catalog::default();
    let mut without = Vec::new();
    for entry in catalog.entries() {
        let Some(guidance) = &entry.guidance else { continue };
        let missing = [("cause", guidance.causes.is_empty()), ("step", guidance.resolve.is_empty())];
        without.extend(
            missing.into_iter().filter(|(_, missing)| *missing).map(|(what, _)| format!("{}: {}: no {what}", guidance.guide, entry.code)),
        );
    }
    assert!(without.is_empty(), "{} codes:\n{}", without.len(), without.join("\n"));
}

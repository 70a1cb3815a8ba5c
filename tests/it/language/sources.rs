//! Everything else that is read: the README and the manual, help, labels and messages, and the comments.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;

use super::rules::{self, Faults, Place};
use super::{assert_none, files};
use crate::run::root;

/// The text of a Markdown page without its code blocks, and without what a test writes into it.
fn prose(page: &str) -> String {
    let mut is_code = false;
    let mut out = String::new();
    for line in page.lines() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        } else if !is_code {
            out.push_str(line);
            out.push(if line.trim().is_empty() { '\n' } else { ' ' });
        }
    }
    out
}

#[test]
fn readme_and_manual_are_written_as_microsoft_writes() {
    let mut faults = Faults::new();
    let readme = ("README.md".to_owned(), fs::read_to_string(root().join("README.md")).expect("the README"));
    let habits = files(&root().join(".github"), "md");
    for (name, page) in files(&root().join("src/manual"), "md").into_iter().chain([readme]).chain(habits) {
        for paragraph in prose(&page).split('\n') {
            rules::words(&name, paragraph, Place::Elsewhere, &mut faults);
            rules::names(&name, paragraph, &mut faults);
        }
    }
    assert_none(&faults);
}

/// Each Rust file below a folder, by its path.
fn rust_files(folder: &Path, found: &mut Vec<(String, String)>) {
    let mut paths: Vec<_> = fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let name = path.strip_prefix(root()).expect("a file of the project").display().to_string();
            found.push((name, fs::read_to_string(&path).expect("a text")));
        }
    }
}

/// The sentences of a file: comments, joined over their lines, and the texts in quotes that have several words. Tests are left out.
fn sentences(text: &str) -> Vec<String> {
    static QUOTED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#""((?:[^"\\]|\\.)*)""#).expect("a pattern"));
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let mut found = Vec::new();
    let mut comment = String::new();
    for line in text.lines().chain([""]) {
        let line = line.trim_start();
        if let Some(rest) = line.strip_prefix("//") {
            comment.push(' ');
            comment.push_str(rest.trim_start_matches(['/', '!']).trim());
        } else {
            found.extend((!comment.is_empty()).then(|| std::mem::take(&mut comment)));
            let quoted = QUOTED.captures_iter(line).map(|quoted| quoted[1].to_owned());
            found.extend(quoted.filter(|quoted| quoted.split_whitespace().count() > 2));
        }
    }
    found
}

#[test]
fn comments_and_messages_are_written_as_microsoft_writes() {
    let (mut faults, mut sources) = (Faults::new(), Vec::new());
    rust_files(&root().join("src"), &mut sources);
    assert!(sources.len() > 200, "{}", sources.len());
    for (name, text) in sources {
        for sentence in sentences(&text) {
            rules::words(&name, &sentence, Place::Elsewhere, &mut faults);
        }
    }
    assert_none(&faults);
}

#[test]
fn comments_and_messages_are_found() {
    let text =
        "/// One line\n/// and more.\nfn a() { tell(\"a message of words\"); tell(\"short\") }\n#[cfg(test)]\nmod tests {\n// left out\n}";
    assert_eq!(sentences(text), [" One line and more.", "a message of words"]);
}

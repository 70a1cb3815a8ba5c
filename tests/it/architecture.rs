//! The invariants of the code map in `src/lib.rs`: who may import whom, and what nobody may do.

use std::fs;
use std::path::{Path, PathBuf};

/// The folders of the library and what each may import beside itself. `redact::Redacted` in `render` is the one deliberate edge more.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("entra", &[]),
    ("model", &["entra"]),
    ("read", &["model", "entra"]),
    ("extract", &["model", "entra"]),
    ("correlate", &["model", "entra"]),
    ("annotate", &["model", "entra"]),
    ("compare", &["model", "entra"]),
    ("redact", &["model", "entra"]),
    ("render", &["model", "entra", "redact::Redacted"]),
    ("sanitize", &["model", "entra", "read", "redact"]),
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of the sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// The code of a file above its tests.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a source file");
    text.split("#[cfg(test)]").next().unwrap_or("").to_owned()
}

#[test]
fn stages_import_model_and_entra_only() {
    let mut wrong = Vec::new();
    for (stage, allowed) in MAY_IMPORT {
        for path in rust_files(&source().join(stage)) {
            for (at, line) in code(&path).lines().enumerate() {
                for named in line.split("crate::").skip(1) {
                    let itself = named.starts_with(stage);
                    if !itself && !allowed.iter().any(|prefix| named.starts_with(prefix)) {
                        wrong.push(format!("{}:{}: {}", path.display(), at + 1, line.trim()));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "a stage imports what it may not:\n{}", wrong.join("\n"));
}

#[test]
fn every_folder_of_the_library_is_a_stage() {
    let known: Vec<&str> = MAY_IMPORT.iter().map(|(stage, _)| *stage).chain(["cli"]).collect();
    for entry in fs::read_dir(source()).expect("the sources") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("");
        assert!(
            !path.is_dir() || known.contains(&name),
            "src/{name} is no known stage: add it to the table of this test and to src/lib.rs"
        );
    }
}

#[test]
fn the_library_does_no_io_and_reads_no_clock() {
    const FORBIDDEN: &[&str] =
        &["std::fs", "std::net", "std::env", "File::open", "Timestamp::now", "SystemTime", "Instant::now", "std::process"];
    let mut wrong = Vec::new();
    for path in rust_files(&source()).into_iter().filter(|path| !path.starts_with(source().join("cli")) && !path.ends_with("main.rs")) {
        let code = code(&path);
        wrong.extend(FORBIDDEN.iter().filter(|name| code.contains(**name)).map(|name| format!("{}: {name}", path.display())));
    }
    assert!(wrong.is_empty(), "the library opens, asks or reads a clock:\n{}", wrong.join("\n"));
}

#[test]
fn only_redact_builds_redacted_values() {
    let outside = rust_files(&source()).into_iter().filter(|path| !path.starts_with(source().join("redact")));
    let wrong: Vec<PathBuf> = outside.filter(|path| code(path).contains("Redacted(")).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn every_module_says_what_it_is_for() {
    let silent: Vec<PathBuf> = rust_files(&source()).into_iter().filter(|path| !code(path).starts_with("//!")).collect();
    assert!(silent.is_empty(), "no `//!` at the top of {silent:?}");
}

#[test]
fn no_networking_crate_is_in_the_tree() {
    const NETWORKING: &[&str] =
        &["reqwest", "hyper", "ureq", "curl", "tokio", "native-tls", "rustls", "socket2", "mio", "async-std", "isahc"];
    let lock = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock")).expect("Cargo.lock");
    let found: Vec<&&str> = NETWORKING.iter().filter(|name| lock.contains(&format!("name = \"{name}\"\n"))).collect();
    assert!(found.is_empty(), "{found:?}");
}

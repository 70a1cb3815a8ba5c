//! The invariants of the code map in `src/lib.rs`: who may import whom, and what no one may do.

mod circles;

use std::fs;
use std::path::{Path, PathBuf};

use crate::documents::file;

/// The folders of the library and what each may import next to itself. What `render` takes and gives of `redact` is the one deliberate edge
/// more.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("entra", &[]),
    ("model", &["entra"]),
    ("read", &["model", "entra"]),
    ("extract", &["model", "entra"]),
    ("correlate", &["model", "entra"]),
    ("annotate", &["model", "entra"]),
    ("compare", &["model", "entra"]),
    ("redact", &["model", "entra"]),
    ("render", &["model", "entra", "redact::Redacted", "redact::Leak"]),
    // A text is written as what is extracted from it, and as nothing else.
    ("sanitize", &["model", "entra", "extract::text_block", "read", "redact"]),
];

fn source() -> PathBuf {
    crate::run::root().join("src")
}

/// The Rust files in a folder and below it.
pub(crate) fn rust_files(folder: &Path) -> Vec<PathBuf> {
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
    let known: Vec<&str> = MAY_IMPORT.iter().map(|(stage, _)| *stage).chain(["cli", "manual", "page"]).collect();
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
    let wrong: Vec<PathBuf> = outside.filter(|path| ["Redacted(", "Redacted {"].iter().any(|maker| code(path).contains(maker))).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// What is written of a report went through the last look of `Redacted::written`, in `render`; no command looks on its own.
#[test]
fn only_render_writes_redacted_values() {
    let outside =
        rust_files(&source()).into_iter().filter(|path| !["redact", "render"].iter().any(|stage| path.starts_with(source().join(stage))));
    let wrong: Vec<PathBuf> = outside.filter(|path| code(path).contains(".written(|")).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// A field that is left out of a pattern by `..` is a field that no one masks.
#[test]
fn every_struct_of_a_report_is_taken_apart_whole() {
    let visits = code(&source().join("redact/trace_text.rs"));
    let code: String = visits.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    assert!(!code.contains(".."), "a struct is taken apart with `..`");
    for name in ["Report", "Capture", "Note", "Attempt", "User", "Step", "Interrupt", "Finding", "Evidence", "Guidance", "GuideLink"] {
        let pattern = if name == "Report" { "let Self { captures".to_owned() } else { format!("{name} {{") };
        assert!(code.contains(&pattern), "{name} is not taken apart");
    }
}

/// A pattern that may be missing is one whose place nothing is masked at.
#[test]
fn patterns_compile_or_the_program_does_not_run() {
    let wrong: Vec<PathBuf> = rust_files(&source()).into_iter().filter(|path| code(path).contains("Option<Regex>>")).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// `[profile.dev]` has no `debug-assertions`.
#[test]
fn what_is_asserted_is_asserted_in_every_build() {
    let wrong: Vec<PathBuf> = rust_files(&source()).into_iter().filter(|path| code(path).contains("debug_assert")).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn every_module_says_what_it_is_for() {
    let silent: Vec<PathBuf> = rust_files(&source()).into_iter().filter(|path| !code(path).starts_with("//!")).collect();
    assert!(silent.is_empty(), "no `//!` at the top of {silent:?}");
}

/// `--open` starts the program that the system has for a page, and nothing else starts any.
#[test]
fn one_place_starts_a_program() {
    let starts = |path: &PathBuf| ["process::Command", "process::{Command", ".spawn()"].iter().any(|name| code(path).contains(name));
    let found: Vec<PathBuf> = rust_files(&source()).into_iter().filter(starts).collect();
    assert_eq!(found, [source().join("cli/desktop/open.rs")]);
}

#[test]
fn nothing_opens_a_socket() {
    let opens = |path: &PathBuf| ["std::net", "unix::net"].iter().any(|module| code(path).contains(module));
    let wrong: Vec<PathBuf> = rust_files(&source()).into_iter().filter(opens).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// `cargo deny` looks at the platforms of its table only, and not everyone has it.
#[test]
fn no_networking_crate_is_in_the_tree() {
    let rules: toml::Table = file(".cargo/deny.toml").parse().expect("a file of TOML");
    let denied = rules["bans"]["deny"].as_array().expect("a list of crates");
    let networking = denied.iter().filter(|row| row["reason"].as_str() == Some("entrace is offline"));
    let networking: Vec<&str> = networking.map(|row| row["crate"].as_str().expect("a name")).collect();
    assert!(!networking.is_empty(), "no crate is kept out because entrace is offline");
    let lock = file("Cargo.lock");
    let found: Vec<&&str> = networking.iter().filter(|name| lock.contains(&format!("name = \"{name}\"\n"))).collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn every_dependency_has_its_reason() {
    for name in ["Cargo.toml", "tests/Cargo.toml"] {
        let manifest = file(name);
        let (mut in_list, mut above, mut named) = (false, "", 0);
        for line in manifest.lines() {
            if line.starts_with('[') {
                in_list = line.ends_with("dependencies]");
            } else if in_list && !line.is_empty() && !line.starts_with('#') {
                named += 1;
                // What both have has its reason where its version stands.
                let is_shared = line.contains("workspace = true");
                assert!(is_shared || above.starts_with("# "), "{name} gives no reason above `{line}`");
            }
            above = line;
        }
        let manifest: toml::Table = manifest.parse().expect("the manifest is TOML");
        assert_eq!(named, dependencies(&manifest), "lines in {name} that name a dependency, and dependencies");
    }
}

/// How many dependencies a manifest, or its part on a platform, has.
fn dependencies(manifest: &toml::Table) -> usize {
    let tables = manifest.iter().filter_map(|(name, value)| Some((name, value.as_table()?)));
    let counts = tables.map(|(name, table)| match name.as_str() {
        "target" => table.values().filter_map(toml::Value::as_table).map(dependencies).sum(),
        "workspace" => dependencies(table),
        name if name.ends_with("dependencies") => table.len(),
        _ => 0,
    });
    counts.sum()
}

#[test]
fn inputs_are_read_where_a_panic_is_contained() {
    let mut readers = 0;
    for path in rust_files(&source().join("cli")) {
        let code = code(&path);
        if code.contains("Input::File") || code.contains("Input::Stream") {
            readers += 1;
            assert!(code.contains("panic::contained("), "{}: a panic in one input would end the others", path.display());
        }
    }
    assert!(readers > 0, "somebody reads");
    assert!(!file("Cargo.toml").contains("panic = \"abort\""), "nothing is contained that aborts");
}

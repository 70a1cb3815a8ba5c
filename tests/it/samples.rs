//! The files below `samples/` are what the scenario builder writes, the README tells of each, and entrace says what is true of them.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{Cursor, Read};

use serde_json::Value;
use zip::ZipArchive;

use crate::expect::{self, list, text};
use crate::run;
use crate::scenario::samples::{self, PASSWORD, Sample};
use crate::scenario::truth::{Attempt, Cause};

#[test]
fn files_are_what_the_builder_writes() {
    let update = std::env::var_os("UPDATE_SAMPLES").is_some();
    let mut stale = Vec::new();
    for sample in samples::all() {
        let written = sample.bytes();
        let committed = std::fs::read(sample.path()).unwrap_or_default();
        let same = if sample.is_protected() { contents(&committed) == contents(&written) } else { committed == written };
        match (same, update) {
            (true, _) => {}
            (false, true) => std::fs::write(sample.path(), written).unwrap(),
            (false, false) => stale.push(sample.file),
        }
    }
    assert!(stale.is_empty(), "differ from the builder: {stale:?}; UPDATE_SAMPLES=1 cargo test writes them again");
}

/// Names and contents of an encrypted archive, whose bytes are never the same twice. Empty for what is none.
fn contents(archive: &[u8]) -> Vec<(String, Vec<u8>)> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(archive)) else { return Vec::new() };
    let mut contents = Vec::new();
    for index in 0..archive.len() {
        let mut member = archive.by_index_decrypt(index, PASSWORD.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes).unwrap();
        contents.push((member.name().unwrap().to_string(), bytes));
    }
    contents
}

#[test]
fn files_are_small() {
    for sample in samples::all() {
        let size = sample.bytes().len();
        assert!(size < 64 * 1024, "{} has {size} bytes", sample.file);
    }
}

#[test]
fn reports_say_what_is_true() {
    let mut table = String::new();
    for sample in samples::all() {
        let outcome = run::on(&sample.path(), &["--format", "json"]);
        let mut differences = Vec::new();
        if outcome.status != Some(sample.status) {
            differences.push(format!("exit status: {:?}, should be {}", outcome.status, sample.status));
        }
        match serde_json::from_str::<Value>(&outcome.stdout) {
            Ok(report) => differences.extend(compare(&report, &sample)),
            Err(error) => differences.push(format!("no report: {error}; {}", outcome.stderr.trim())),
        }
        for difference in differences {
            let _ = writeln!(table, "{:38} {difference}", sample.file);
        }
    }
    assert!(table.is_empty(), "\n{table}");
}

fn compare(report: &Value, sample: &Sample) -> Vec<String> {
    let attempts: Vec<&Attempt> = sample.stories.iter().flat_map(|story| &story.truth.attempts).collect();
    let loose: Vec<&Cause> = sample.stories.iter().flat_map(|story| &story.truth.loose).collect();
    let mut differences = captures(report, sample);
    differences.extend(expect::attempts(report, &attempts));
    differences.extend(expect::loose(report, &loose));
    differences
}

fn captures(report: &Value, sample: &Sample) -> Vec<String> {
    let found = list(&report["captures"]).iter().map(|capture| {
        let number = |name: &str| capture[name].as_u64().and_then(|number| usize::try_from(number).ok()).unwrap_or(usize::MAX);
        (text(&capture["name"]), text(&capture["format"]), number("exchanges"), number("sign_in_exchanges"))
    });
    let found: Vec<_> = found.collect();
    let captures = sample.captures();
    let expected = captures.iter().map(|c| (Some(&*c.name), Some(c.format), c.exchanges, c.sign_in_exchanges));
    let expected: Vec<_> = expected.collect();
    if found == expected { Vec::new() } else { vec![format!("captures: {found:?}, should be {expected:?}")] }
}

/// Snapshots of what a user sees. Names of snapshots are `FORMAT@SAMPLE`.
#[test]
fn reports_look_like_this() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    // Neither the version nor the hash of an archive that is encrypted again is part of the story.
    settings.add_filter(r#""sha256": "[0-9a-f]{64}""#, r#""sha256": "[sha256]""#);
    settings.add_filter(&format!(r"\b{}\b", regex::escape(env!("CARGO_PKG_VERSION"))), "[version]");
    let _settings = settings.bind_to_scope();
    for sample in samples::all() {
        for format in ["text", "markdown", "json"] {
            let mut settings = insta::Settings::clone_current();
            settings.set_snapshot_suffix(sample.file);
            let _settings = settings.bind_to_scope();
            let outcome = run::on(&sample.path(), &["--format", format]);
            insta::assert_snapshot!(format, outcome.stdout);
        }
    }
}

#[test]
fn the_readme_names_every_sample_and_no_other() {
    let readme = std::fs::read_to_string(samples::folder().join("README.md")).unwrap();
    let sections: BTreeSet<&str> = readme.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    let rows: BTreeSet<&str> = readme.lines().filter(|line| line.starts_with("| [")).filter_map(|line| line.split('`').nth(1)).collect();
    let all = samples::all();
    let expected: BTreeSet<&str> = all.iter().map(|sample| sample.file).collect();
    assert_eq!(sections, expected, "sections");
    assert_eq!(rows, expected, "rows of the table");
    let entries = std::fs::read_dir(samples::folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    // The image is of a report on one of them.
    let files: BTreeSet<String> = entries.filter(|name| !["README.md", "report.png"].contains(&name.as_str())).collect();
    assert_eq!(files.iter().map(String::as_str).collect::<BTreeSet<_>>(), expected, "files");
    assert!(readme.contains(PASSWORD), "the password");
}

#[test]
fn the_readme_tells_the_truth() {
    let readme = std::fs::read_to_string(samples::folder().join("README.md")).unwrap();
    for sample in samples::all() {
        let attempts: Vec<&Attempt> = sample.stories.iter().flat_map(|story| &story.truth.attempts).collect();
        let cell = |values: Vec<&str>| if values.is_empty() { "-".to_owned() } else { values.join(", ") };
        let outcomes = cell(attempts.iter().map(|attempt| attempt.outcome).collect());
        let causes = cell(attempts.iter().map(|attempt| attempt.cause.as_ref().map_or("-", |cause| cause.code)).collect());
        let anchor = sample.file.replace('.', "");
        let row = format!("| [`{}`](#{anchor}) | {outcomes} | {causes} | {} |", sample.file, sample.status);
        assert!(readme.contains(&row), "the table should have the row\n{row}");
    }
}

#[test]
fn a_failed_sign_in_need_not_say_aadsts() {
    for file in ["wrong-password-then-success.har", "conditional-access-block.har", "account-not-found.har"] {
        let har = String::from_utf8(samples::named(file).bytes()).unwrap();
        assert!(!har.contains("AADSTS"), "{file}");
    }
}

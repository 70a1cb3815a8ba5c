//! `entrace bundle`: one file for an escalation, the same bytes for the same input.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest, Sha256};
use zip::ZipArchive;

use crate::run::{self, Outcome, Scratch};
use crate::scenario::samples::PASSWORD;

fn bundle(files: &[&Path], output: &Path, arguments: &[&str]) -> Outcome {
    run::run(run::entrace().arg("bundle").args(files).arg("-o").arg(output).args(arguments).env("ENTRACE_PASSWORD", PASSWORD))
}

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name)
}

fn members(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(std::fs::read(path).expect("the bundle"))).expect("a zip");
    let mut members = BTreeMap::new();
    for index in 0..archive.len() {
        let mut member = archive.by_index(index).expect("a member");
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes).expect("the member is whole");
        members.insert(member.name().expect("a name").to_string(), bytes);
    }
    members
}

fn sha256(bytes: &[u8]) -> String {
    entrace::read::hex(&Sha256::digest(bytes))
}

#[test]
fn a_bundle_holds_reports_captures_and_a_manifest_of_them() {
    let scratch = Scratch::new("bundle_members");
    let output = scratch.path().join("case.zip");
    let files = [sample("locked-out.har"), sample("account-disabled.saz"), sample("before-and-after.zip"), sample("consent-declined.txt")];
    let files: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    let outcome = bundle(&files, &output, &[]);
    assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(0), ""), "{}", outcome.stderr);
    let lines: Vec<&str> = outcome.stderr.lines().collect();
    let size = std::fs::metadata(&output).expect("the bundle").len();
    let closing = format!("{}: {size} bytes, 10 files; README.txt in it says what each is", output.display());
    assert_eq!((lines.len(), lines.last()), (3, Some(&closing.as_str())), "{}", outcome.stderr);
    assert!(lines[0].starts_with("5 captures sanitized, ") && lines[0].contains("password "), "{}", outcome.stderr);
    assert!(lines[1].ends_with("credentials searched for in all that was written, 0 found"), "{}", outcome.stderr);

    let members = members(&output);
    let names: Vec<&str> = members.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "README.txt",
            "captures/account-disabled.saz",
            "captures/before-and-after.zip/after.har",
            "captures/before-and-after.zip/before.har",
            "captures/consent-declined.txt",
            "captures/locked-out.har",
            "manifest.json",
            "report.html",
            "report.json",
            "report.md",
        ]
    );
    let manifest: Value = serde_json::from_slice(&members["manifest.json"]).expect("the manifest");
    for member in manifest["members"].as_array().expect("members") {
        let bytes = &members[member["name"].as_str().expect("a name")];
        assert_eq!(member["sha256"], sha256(bytes));
        assert_eq!(member["size"], bytes.len());
    }
    assert_eq!(manifest["members"].as_array().map(Vec::len), Some(names.len() - 1));
    let locked_out = &manifest["captures"][0];
    assert_eq!(locked_out["original_sha256"], sha256(&std::fs::read(files[0]).expect("a sample")));
    assert_eq!(locked_out["member"], "captures/locked-out.har");
    assert!(locked_out["receipt"]["removed"]["password"]["request body"].is_u64(), "{locked_out}");
    assert!(locked_out["receipt"]["last_look"]["searched"].as_u64().is_some_and(|searched| searched > 0));
    let readme = String::from_utf8(members["README.txt"].clone()).expect("text");
    assert!(names.iter().filter(|name| **name != "README.txt").all(|name| readme.contains(name)), "{readme}");
    assert!(readme.contains("Get-FileHash") && readme.contains("sha256sum") && readme.lines().count() == readme.matches("\r\n").count());
    let report: Value = serde_json::from_slice(&members["report.json"]).expect("the report");
    assert_eq!(report["captures"].as_array().map(Vec::len), Some(5));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let scratch = Scratch::new("bundle_twice");
    let (one, other) = (scratch.path().join("one.zip"), scratch.path().join("other.zip"));
    let folder = sample("");
    for output in [&one, &other] {
        // One sample is cut off, which is told, and keeps no other out.
        let outcome = bundle(&[&folder], output, &["-q", "--drop-unrelated"]);
        assert_eq!(outcome.status, Some(3), "{}", outcome.stderr);
        assert!(outcome.stderr.lines().all(|line| line.contains("cut-off.har")), "{}", outcome.stderr);
    }
    assert!(std::fs::read(&one).expect("a bundle") == std::fs::read(&other).expect("a bundle"));
    assert!(members(&one).len() > 30);
}

#[test]
fn what_cannot_be_bundled_is_said() {
    let scratch = Scratch::new("bundle_refusals");
    let output = scratch.path().join("case.zip");
    let readme = sample("README.md");
    let outcome = bundle(&[&readme], &output, &[]);
    assert_eq!(outcome.status, Some(3));
    assert!(outcome.stderr.contains("README.md: not a HAR, SAZ or Fiddler text capture"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("nothing to bundle: no capture could be read"), "{}", outcome.stderr);
    assert!(!output.exists());

    // What can be read is bundled all the same.
    let outcome = bundle(&[&readme, &sample("locked-out.har")], &output, &["-q"]);
    assert_eq!((outcome.status, outcome.stderr.lines().count()), (Some(3), 1), "{}", outcome.stderr);
    assert!(members(&output).contains_key("captures/locked-out.har"));

    let capture = scratch.file("own.har", std::fs::read(sample("locked-out.har")).expect("a sample"));
    let outcome = bundle(&[&capture], &capture, &[]);
    assert_eq!(outcome.status, Some(3));
    assert!(outcome.stderr.contains("own.har: this is the input; give another name with -o"), "{}", outcome.stderr);
}

//! `entrace bundle`: one file for an escalation, the same bytes for the same input.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest, Sha256};
use zip::ZipArchive;

use crate::readers::{Lock, zip};
use crate::run::{self, Outcome, Scratch};
use crate::scenario::samples::PASSWORD;
use crate::search::Search;

fn bundle(files: &[&Path], output: &Path, arguments: &[&str]) -> Outcome {
    run::run(run::entrace().arg("bundle").args(files).arg("-o").arg(output).args(arguments).env("ENTRACE_PASSWORD", PASSWORD))
}

fn sample(name: &str) -> PathBuf {
    run::root().join("samples").join(name)
}

pub(crate) fn members(path: &Path) -> BTreeMap<String, Vec<u8>> {
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

/// The capture of a sign-in that Conditional Access blocks, and the export of its log.
fn blocked(name: &str) -> PathBuf {
    run::root().join("tests/it").join(name)
}

/// What tells of the people in the log and in the output.
const PEOPLE: &[&str] = &[
    "Lena Hartwig",
    "lena.hartwig",
    "Jorge",
    "203.0.113.77",
    "192.0.2.14",
    "NB-LENA-03",
    "Phone of Lena",
    "Husby",
    "QUINCE-0417",
    "ottoline",
];

#[test]
fn logs_and_device_outputs_go_with_the_captures() {
    let scratch = Scratch::new("bundle_logs");
    let folder = scratch.path().join("case of Lena Hartwig");
    std::fs::create_dir_all(&folder).expect("a folder");
    let read = |name: &str| std::fs::read(blocked(name)).expect("a file");
    let (log, csv) = (read("sign_in_logs/PT1H.json"), read("sign_in_logs/query_data.csv"));
    let status = "AzureAdJoined : YES\r\nEnterpriseJoined : NO\r\nDomainJoined : NO\r\nDevice Name : QUINCE-0417\r\nAzureAdPrt : NO\r\n\
        User Identity : ottoline@contoso.example\r\n";
    std::fs::write(folder.join("blocked.har"), read("sign_in_log/blocked-after-mfa.har")).expect("a file");
    std::fs::write(folder.join("log of lena.hartwig@contoso.example.txt"), &log).expect("a file");
    std::fs::write(folder.join("more.zip"), zip(Lock::Open, &[("dsregcmd.txt", status.as_bytes())])).expect("a file");
    let named = scratch.file("query_data.csv", csv);
    let output = scratch.path().join("case.zip");
    let outcome = bundle(&[&folder], &output, &["--sign-in-log", named.to_str().expect("a path")]);
    assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(0), ""), "{}", outcome.stderr);
    assert!(outcome.stderr.starts_with("1 capture and 3 logs sanitized, 7 entries; "), "{}", outcome.stderr);
    let members = members(&output);
    let written: Vec<&str> = members.keys().map(String::as_str).filter(|name| name.starts_with("captures/")).collect();
    assert_eq!(written.len(), 4, "{written:?}");
    let search = Search::new(PEOPLE.iter().copied());
    for (name, bytes) in &members {
        assert!(search.find(bytes).is_empty() && search.find(name.as_bytes()).is_empty(), "{name}:\n{}", String::from_utf8_lossy(bytes));
    }
    // The same person has the same label in the capture and in each log.
    let text = |ending: &str| {
        let (_, bytes) = members.iter().find(|(name, _)| name.starts_with("captures/") && name.ends_with(ending)).expect("a member");
        String::from_utf8_lossy(bytes).into_owned()
    };
    let label = regex::Regex::new(r#""userPrincipalName":"(user#\d+@contoso\.example)""#).expect("a pattern");
    let log = text(".json");
    let first = label.captures(&log).expect("a user")[1].to_owned();
    for ending in [".har", ".csv"] {
        assert!(text(ending).replace("%40", "@").replace("%23", "#").contains(&first), "{ending}: {first}\n{}", text(ending));
    }
    let report: Value = serde_json::from_slice(&members["report.json"]).expect("the report");
    // Both logs have the same rows.
    assert_eq!(report["attempts"][0]["sign_in_log"].as_array().map(Vec::len), Some(4), "{}", report["attempts"][0]["sign_in_log"]);
    assert_eq!(report["devices"].as_array().map(Vec::len), Some(1));
    let manifest: Value = serde_json::from_slice(&members["manifest.json"]).expect("the manifest");
    assert_eq!((manifest["captures"].as_array().map(Vec::len), manifest["logs"].as_array().map(Vec::len)), (Some(1), Some(3)));
    let formats: Vec<&str> = manifest["logs"].as_array().expect("logs").iter().filter_map(|log| log["format"].as_str()).collect();
    assert_eq!(formats, ["sign_in_log", "device_status", "sign_in_log"]);
    let readme = String::from_utf8_lossy(&members["README.txt"]).into_owned();
    assert!(written.iter().all(|name| readme.contains(name)), "{readme}");

    // What is in the bundle is read again, and says the same.
    let unpacked = scratch.path().join("again");
    for (name, bytes) in members.iter().filter(|(name, _)| name.starts_with("captures/")) {
        let path = unpacked.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        std::fs::write(path, bytes).expect("a file");
    }
    let again = run::report_on(&unpacked);
    let ids = |report: &Value| -> Vec<Value> {
        let rows = report["attempts"][0]["sign_in_log"].as_array().expect("rows");
        rows.iter().map(|row| row["request_id"].clone()).collect()
    };
    assert_eq!(ids(&again), ids(&report));
    assert_eq!(again["attempts"][0]["verdict"], report["attempts"][0]["verdict"]);
}

#[test]
fn a_log_alone_is_bundled_and_what_is_none_is_said() {
    let scratch = Scratch::new("bundle_log_alone");
    let output = scratch.path().join("case.zip");
    let log = blocked("sign_in_logs/graph-beta-page.json");
    let outcome = bundle(&[&log], &output, &["-q"]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""));
    let report: Value = serde_json::from_slice(&members(&output)["report.json"]).expect("the report");
    assert!(report["attempts"].as_array().is_some_and(|attempts| !attempts.is_empty()), "{report}");

    let capture = blocked("sign_in_log/blocked-after-mfa.har");
    let outcome = bundle(&[&capture], &output, &["-q", "--sign-in-log", capture.to_str().expect("a path")]);
    assert_eq!(outcome.status, Some(0), "a file that was taken already: {}", outcome.stderr);
    let other = sample("locked-out.har");
    let outcome = bundle(&[&capture], &output, &["-q", "--sign-in-log", other.to_str().expect("a path")]);
    assert_eq!(outcome.status, Some(3));
    assert!(outcome.stderr.contains("locked-out.har: not a sign-in log") && outcome.stderr.lines().count() == 1, "{}", outcome.stderr);
    assert!(!members(&output).keys().any(|name| name.contains("locked-out")));
}

//! Exported sign-in logs next to a capture: joined to the attempts in every envelope, and nothing of the people in them shows.
//!
//! [`export`] writes rows as each export does; [`joining`] asks which rows belong to an attempt, [`reading`] what is read as a log and
//! from where, [`showing`] what every format makes of the rows, [`sanitizing`] what is written of a log without people, and [`planted`] what of them must not show.

mod export;
mod joining;
mod planted;
mod reading;
mod sanitizing;
mod showing;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::run::{Outcome, entrace, run};

/// What the attempt of the capture ends on.
const CODE: &str = "AADSTS53003";
const CORRELATION: &str = "39a2533c-3064-4bd5-8ae0-859bb7fb7f94";
/// The requests of the capture that the log has, in order of time, each with its code.
const WRONG_PASSWORD: &str = "b00957aa-7093-4321-b8de-c0fb1060b53b";
const MFA: &str = "40430659-0c7a-4884-98c3-ac6444d946a4";
const BLOCKED: &str = "3bbaf6b5-48b9-4977-b2c7-12b13ba1448b";
/// A request that the capture does not have.
const LATER: &str = "f9321b0a-4762-4cfd-bb9f-6e842318eb89";
const REFUSING: &str = "CA210 Office networks only";
const APPLICATION: &str = "ece2d734-a023-4865-9b0d-759a8931d25b";
const SHOW: &str = "--show-personal-data";

/// The seven rows as people export them.
const EXPORTS: &[&str] = &[
    "InteractiveSignIns_2026-06-01_2026-06-08.json",
    "InteractiveSignIns_2026-06-01_2026-06-08.csv",
    "graph-beta-page.json",
    "PT1H.json",
    "query_data.csv",
];

fn exported(name: &str) -> PathBuf {
    crate::run::root().join("tests/it/sign_in_logs").join(name)
}

/// The capture: one wrong password, the right one, multifactor authentication, and Conditional Access that blocks.
fn capture() -> PathBuf {
    crate::run::root().join("tests/it/sign_in_log/blocked-after-mfa.har")
}

/// The text of an export, without the mark before it.
fn export_text(name: &str) -> String {
    let text = std::fs::read_to_string(exported(name)).expect("an export");
    text.trim_start_matches('\u{feff}').to_owned()
}

fn with_arguments(arguments: &[&dyn AsRef<OsStr>]) -> Outcome {
    run(entrace().args(arguments.iter().map(AsRef::as_ref)))
}

/// The report on the capture with a log, which changes nothing of the exit status.
fn joined_with(log: &Path) -> Value {
    let outcome = with_arguments(&[&capture(), &"--sign-in-log", &log, &"--format", &"json"]);
    assert_eq!(outcome.status, Some(1), "{}: {}", log.display(), outcome.stderr);
    report(&outcome)
}

fn report(outcome: &Outcome) -> Value {
    serde_json::from_str(&outcome.stdout).unwrap_or_else(|error| panic!("{error}: {outcome:?}"))
}

/// The rows of the only attempt.
fn rows(report: &Value) -> &Vec<Value> {
    let attempts = report["attempts"].as_array().expect("attempts");
    assert_eq!(attempts.len(), 1, "{attempts:?}");
    attempts[0]["sign_in_log"].as_array().expect("rows")
}

/// Request, code and match of each row.
fn matches(report: &Value) -> Vec<(&str, u64, &str)> {
    let text = |row: &Value, name: &str| row[name].as_str().map(str::len).unwrap_or_default() > 0;
    let rows = rows(report).iter();
    rows.map(|row| {
        assert!(text(row, "matched_by") && text(row, "source"), "{row}");
        (
            row["request_id"].as_str().unwrap_or_default(),
            row["error_code"].as_u64().expect("a code"),
            row["matched_by"].as_str().expect("a match"),
        )
    })
    .collect()
}

/// The notes of this kind on all captures.
fn notes<'r>(report: &'r Value, kind: &str) -> Vec<&'r Value> {
    let captures = report["captures"].as_array().expect("captures").iter();
    captures.flat_map(|capture| capture["notes"].as_array().expect("notes")).filter(|note| note["kind"] == kind).collect()
}

/// Rows that were counted, by the notes.
fn counted(report: &Value) -> Vec<u64> {
    notes(report, "sign_in_log_unmatched").iter().map(|note| note["rows"].as_u64().expect("a number of rows")).collect()
}

/// A row as Microsoft Graph gives it, with more members or others.
fn row(id: &str, correlation: &str, time: &str, code: u64, more: &Value) -> Value {
    let mut row = json!({
        "id": id,
        "createdDateTime": time,
        "userDisplayName": "Lena Hartwig",
        "userPrincipalName": "lena.hartwig@contoso.example",
        "appId": APPLICATION,
        "appDisplayName": "Contoso Travel",
        "ipAddress": "203.0.113.77",
        "clientAppUsed": "Browser",
        "correlationId": correlation,
        "conditionalAccessStatus": "notApplied",
        "isInteractive": true,
        "resourceDisplayName": "Microsoft Graph",
        "resourceId": "00000003-0000-0000-c000-000000000000",
        "status": {"errorCode": code, "failureReason": "Other."},
    });
    row.as_object_mut().expect("an object").extend(more.as_object().expect("more members").clone());
    row
}

/// The row of the request that ends the attempt.
fn blocked(more: &Value) -> Value {
    row(BLOCKED, CORRELATION, "2026-06-04T07:41:47Z", 53003, more)
}

//! Which rows belong to an attempt: by request ID, else by correlation ID and time, else not.

use serde_json::{Value, json};

use super::export::Envelope;
use super::{
    BLOCKED, CORRELATION, EXPORTS, LATER, MFA, WRONG_PASSWORD, blocked, capture, counted, exported, joined_with, matches, notes, report,
    row, rows, with_arguments,
};
use crate::run::{Scratch, entrace, report_on, run};
use crate::scenario::samples::named;

const OTHER_REQUEST: &str = "11111111-2222-4333-8444-555555555555";
const OTHER_CORRELATION: &str = "66666666-7777-4888-9999-aaaaaaaaaaaa";

/// What a log of these rows gives.
fn report_with(test: &str, rows: &[Value]) -> Value {
    let scratch = Scratch::new(test);
    joined_with(&scratch.file("log.json", Envelope::PortalJson.write(rows)))
}

#[test]
fn four_rows_of_every_export_are_joined_and_three_are_counted() {
    for export in EXPORTS {
        let report = joined_with(&exported(export));
        let expected = [
            (WRONG_PASSWORD, 50126, "request_id"),
            (MFA, 50074, "request_id"),
            (BLOCKED, 53003, "request_id"),
            (LATER, 53003, "correlation_id"),
        ];
        assert_eq!(matches(&report), expected, "{export}");
        assert_eq!(counted(&report), [3], "{export}");
        assert_eq!(notes(&report, "sign_in_log_differs").len(), 0, "{export}");
        let outcomes: Vec<&Value> = rows(&report).iter().map(|row| &row["outcome"]).collect();
        assert_eq!(outcomes, ["failure", "interrupted", "failure", "failure"], "{export}");
        assert!(rows(&report).iter().all(|row| row["source"] == *export), "{export}");
        let times: Vec<&Value> = rows(&report).iter().map(|row| &row["time"]).collect();
        assert_eq!(times, ["2026-06-04T07:41:23Z", "2026-06-04T07:41:36Z", "2026-06-04T07:41:47Z", "2026-06-04T07:42:57Z"], "{export}");
    }
}

#[test]
fn a_log_changes_neither_outcome_nor_cause() {
    let without = report_on(&capture());
    assert_eq!(without["attempts"][0]["sign_in_log"], json!([]));
    for export in EXPORTS {
        let with = joined_with(&exported(export));
        for name in ["id", "outcome", "root_cause", "findings", "steps", "interrupts"] {
            let roles = |report: &Value| match name {
                "findings" => report["findings"].as_array().expect("findings").iter().map(|finding| finding["role"].clone()).collect(),
                name => report["attempts"][0][name].clone(),
            };
            assert_eq!(roles(&with), roles(&without), "{export}: {name}");
        }
    }
}

#[test]
fn a_correlation_id_joins_within_five_minutes() {
    // The attempt begins at 07:41:12.1 and ends at 07:41:48.
    for (time, is_near) in [
        ("2026-06-04T07:36:13Z", true),
        ("2026-06-04T07:36:11Z", false),
        ("2026-06-04T07:41:30Z", true),
        ("2026-06-04T07:46:47Z", true),
        ("2026-06-04T07:46:50Z", false),
        // The same time of day, and the same moment in another zone.
        ("2026-06-05T07:41:30Z", false),
        ("2026-06-04T09:41:30+02:00", true),
        ("2026-06-04T09:41:30Z", false),
    ] {
        for envelope in Envelope::ALL {
            let scratch = Scratch::new("a_correlation_id_joins_within_five_minutes");
            let rows = [row(OTHER_REQUEST, CORRELATION, time, 50126, &json!({})), row(LATER, OTHER_CORRELATION, time, 0, &json!({}))];
            let report = joined_with(&scratch.file("log", envelope.write(&rows)));
            let expected: &[_] = if is_near { &[(OTHER_REQUEST, 50126, "correlation_id")] } else { &[] };
            assert_eq!(matches(&report), expected, "{envelope:?} {time}");
            assert_eq!(counted(&report), [if is_near { 1 } else { 2 }], "{envelope:?} {time}");
        }
    }
}

#[test]
fn a_request_id_joins_whatever_else_the_row_says() {
    let far =
        row(&BLOCKED.to_uppercase(), OTHER_CORRELATION, "2026-09-30T23:00:00Z", 53003, &json!({"userPrincipalName": "x@fabrikam.example"}));
    let no_time = row(MFA, OTHER_CORRELATION, "soon", 50074, &json!({}));
    let report = report_with("a_request_id_joins_whatever_else_the_row_says", &[far, no_time]);
    let found = matches(&report);
    assert!(
        found.contains(&(BLOCKED, 53003, "request_id")) && found.contains(&(MFA, 50074, "request_id")) && found.len() == 2,
        "{found:?}"
    );
    assert_eq!(counted(&report), Vec::<u64>::new());
}

#[test]
fn nothing_but_ids_joins() {
    // Another tenant has the same applications, and may have the same person.
    let same_person = row(OTHER_REQUEST, OTHER_CORRELATION, "2026-06-04T07:41:47Z", 53003, &json!({}));
    let no_ids = row("", "", "2026-06-04T07:41:47Z", 53003, &json!({}));
    let no_time = row(OTHER_REQUEST, CORRELATION, "", 53003, &json!({}));
    let other_tenant = row(
        "22222222-2222-4333-8444-555555555555",
        OTHER_CORRELATION,
        "2026-06-04T07:41:47Z",
        53003,
        &json!({"homeTenantId": "33333333-2222-4333-8444-555555555555", "userPrincipalName": "jo@fabrikam.example"}),
    );
    let report = report_with("nothing_but_ids_joins", &[same_person, no_ids, no_time, other_tenant]);
    assert_eq!((matches(&report), counted(&report)), (Vec::new(), vec![4]));
}

#[test]
fn a_row_belongs_to_one_attempt_and_the_request_id_decides() {
    let scratch = Scratch::new("a_row_belongs_to_one_attempt_and_the_request_id_decides");
    let other = named("locked-out.har").path();
    let both = |log: &[Value]| {
        let log = scratch.file("log.json", Envelope::GraphPage.write(log));
        report(&with_arguments(&[&capture(), &other, &"--sign-in-log", &log, &"--format", &"json"]))
    };
    let other_correlation = report_on(&other)["attempts"][0]["correlation_ids"][0].as_str().expect("a correlation ID").to_owned();
    let started = report_on(&other)["attempts"][0]["started"].as_str().expect("a time").to_owned();
    let report = both(&[row(BLOCKED, &other_correlation, &started, 53003, &json!({}))]);
    let found: Vec<(&str, usize)> = report["attempts"]
        .as_array()
        .expect("attempts")
        .iter()
        .map(|attempt| (attempt["capture"].as_str().unwrap_or_default(), attempt["sign_in_log"].as_array().expect("rows").len()))
        .collect();
    assert_eq!(found.iter().map(|(_, rows)| rows).sum::<usize>(), 1, "{found:?}");
    assert_eq!(report["attempts"][0]["sign_in_log"][0]["matched_by"], "request_id", "{found:?}");
}

#[test]
fn several_rows_of_one_correlation_id_are_in_order_of_time() {
    let time = |minute: u32| format!("2026-06-04T07:4{minute}:30Z");
    let id = |minute: u32| format!("0000000{minute}-2222-4333-8444-555555555555");
    let log: Vec<Value> = [4, 1, 3, 2].iter().map(|minute| row(&id(*minute), CORRELATION, &time(*minute), 50074, &json!({}))).collect();
    let report = report_with("several_rows_of_one_correlation_id_are_in_order_of_time", &log);
    let ids: Vec<&str> = matches(&report).into_iter().map(|(id, _, _)| id).collect();
    assert_eq!(ids, [id(1), id(2), id(3), id(4)]);
}

#[test]
fn a_row_that_says_something_else_than_the_trace_is_noted() {
    for (code, said) in [(50058, "AADSTS50058"), (0, "a success")] {
        let log = [row(BLOCKED, CORRELATION, "2026-06-04T07:41:47Z", code, &json!({}))];
        let report = report_with("a_row_that_says_something_else_than_the_trace_is_noted", &log);
        let notes = notes(&report, "sign_in_log_differs");
        let [note] = notes[..] else { panic!("one note: {notes:?}") };
        let message = note["message"].as_str().expect("a message");
        assert!(message.contains(said) && message.contains("AADSTS53003") && message.contains(BLOCKED), "{message}");
        // The trace's code stays the finding, and the row says its own.
        assert_eq!(report["attempts"][0]["root_cause"], report_on(&capture())["attempts"][0]["root_cause"]);
        assert_eq!(matches(&report), [(BLOCKED, code, "request_id")]);
    }
    let report = report_with("a_row_that_says_something_else_than_the_trace_is_noted", &[blocked(&json!({}))]);
    assert_eq!(notes(&report, "sign_in_log_differs").len(), 0);
    // What only the correlation ID joins is another request, and may say anything.
    let log = [row(OTHER_REQUEST, CORRELATION, "2026-06-04T07:41:47Z", 50058, &json!({}))];
    let report = report_with("a_row_that_says_something_else_than_the_trace_is_noted", &log);
    assert_eq!(notes(&report, "sign_in_log_differs").len(), 0);
}

#[test]
fn a_bundle_takes_a_log_and_says_so() {
    let scratch = Scratch::new("a_bundle_takes_a_log");
    scratch.file("case/blocked.har", std::fs::read(capture()).unwrap());
    scratch.file("case/PT1H.json", std::fs::read(exported("PT1H.json")).unwrap());
    let outcome = run(entrace().arg("bundle").arg(scratch.path().join("case")).arg("-o").arg(scratch.path().join("case.zip")));
    assert_eq!(outcome.status, Some(0), "{}", outcome.stderr);
    assert!(outcome.stderr.starts_with("1 capture and 1 log sanitized"), "{}", outcome.stderr);
}

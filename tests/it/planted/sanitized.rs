//! `sanitize` writes the same capture without what was planted in it, and with what it takes to explain the sign-in.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::unpack::{self, Member};
use super::{Capture, FIELD, Hidden, survivors};
use crate::expect::{list, text};
use crate::run::{self, Outcome, Scratch};

/// Sanitizes a file and gives what was written.
fn sanitize(from: &Path, to: &Path, more: &[&str]) -> (Outcome, Vec<u8>) {
    let outcome = run::run(run::entrace().arg("sanitize").args(more).arg(from).arg("-o").arg(to));
    assert_eq!(outcome.status, Some(0), "{}: {}", from.display(), outcome.stderr);
    (outcome, std::fs::read(to).expect("the sanitized capture"))
}

/// A capture before and after.
struct Pair {
    capture: &'static Capture,
    raw: PathBuf,
    clean: PathBuf,
    outcome: Outcome,
    bytes: Vec<u8>,
}

fn pairs(scratch: &Scratch, more: &[&str]) -> Vec<Pair> {
    let pair = |capture: &'static Capture| {
        let raw = scratch.file(&format!("raw/{}", capture.file), &capture.bytes);
        let clean = scratch.file(&format!("clean/{}", capture.file), b"");
        std::fs::remove_file(&clean).expect("the file was just written");
        let (outcome, bytes) = sanitize(&raw, &clean, more);
        Pair { capture, raw, clean, outcome, bytes }
    };
    FIELD.captures.iter().map(pair).collect()
}

/// Every string of a JSON text, names among them, as one text a string.
fn strings(value: &Value, all: &mut Vec<String>) {
    match value {
        Value::String(text) => all.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| strings(item, all)),
        Value::Object(members) => members.iter().for_each(|(name, member)| {
            all.push(name.clone());
            strings(member, all);
        }),
        _ => {}
    }
}

/// What is searched: every member of what was written, and every string of a HAR on its own.
fn searched(pair: &Pair) -> Vec<Member> {
    let mut members = unpack::members(&pair.capture.file, &pair.bytes);
    if let Ok(har) = serde_json::from_slice::<Value>(&pair.bytes) {
        let mut all = Vec::new();
        strings(&har, &mut all);
        members.push(Member { name: format!("{}, its strings", pair.capture.file), bytes: all.join("\n").into_bytes() });
    }
    members.push(Member { name: "receipt".to_owned(), bytes: pair.outcome.stderr.clone().into_bytes() });
    members.push(Member { name: "stdout".to_owned(), bytes: pair.outcome.stdout.clone().into_bytes() });
    members
}

#[test]
fn no_sanitized_capture_holds_what_was_planted() {
    let scratch = Scratch::new("no_sanitized_capture_holds_what_was_planted");
    let (mut leaks, mut places) = (Vec::new(), 0);
    for pair in pairs(&scratch, &[]) {
        let members = searched(&pair);
        places += members.len();
        leaks.extend(FIELD.leaks("", &members, Hidden::SecretsAndPeople));
        assert!(!pair.outcome.stderr.trim().is_empty(), "{}: no receipt", pair.capture.file);
    }
    eprintln!("looked for {} values in {places} places: {} leaks", FIELD.values.len(), leaks.len());
    assert!(leaks.is_empty(), "\n{}", leaks.join("\n"));
}

#[test]
fn survivors_are_in_the_sanitized_capture() {
    let scratch = Scratch::new("survivors_are_in_the_sanitized_capture");
    let (mut lost, mut wanted) = (Vec::new(), 0);
    for pair in pairs(&scratch, &[]) {
        let (of_capture, looked_for) = survivors::lost(pair.capture, &pair.bytes);
        lost.extend(of_capture);
        wanted += looked_for;
    }
    eprintln!("looked for {wanted} survivors: {} lost", lost.len());
    assert!(lost.is_empty(), "\n{}", lost.join("\n"));
}

/// Headers of the captures that no list knows.
const NOBODY_KNOWS: &[&str] = &["X-Debug", "x-ms-PKeyAuth-1.0"];

/// What tells one entry of a HAR from another.
fn entries(bytes: &[u8]) -> Vec<Value> {
    let har: Value = serde_json::from_slice(bytes).expect("a HAR is JSON");
    let path = |entry: &Value| text(&entry["request"]["url"]).and_then(|url| Some(url.split('/').nth(2)?.to_owned()));
    let shape = |entry: &Value| {
        // A header that no one knows has a number for a name.
        let name = |header: &Value| {
            text(&header["name"]).filter(|name| !name.starts_with("x-entrace-header-") && !NOBODY_KNOWS.contains(name)).map(str::to_owned)
        };
        let names = |list: &Value| self::list(list).iter().map(name).collect::<Vec<_>>();
        let (request, response) = (&entry["request"], &entry["response"]);
        let shown = [&entry["startedDateTime"], &entry["time"], &request["method"], &response["status"]];
        json!([path(entry), shown, names(&request["headers"]), names(&response["headers"])])
    };
    list(&har["log"]["entries"]).iter().map(shape).collect()
}

/// The numbers of the sessions of an archive, a part at a time.
fn sessions(bytes: &[u8]) -> Vec<String> {
    let parts = ["_c.txt", "_m.xml", "_s.txt"];
    let names = unpack::members("", bytes).into_iter().map(|member| member.name);
    let mut names: Vec<String> = names.filter(|name| parts.iter().any(|part| name.ends_with(part))).collect();
    names.sort();
    names
}

#[test]
fn a_sanitized_capture_has_the_same_exchanges() {
    let scratch = Scratch::new("a_sanitized_capture_has_the_same_exchanges");
    for pair in pairs(&scratch, &[]) {
        if pair.capture.is_har() {
            let (raw, clean) = (entries(&pair.capture.bytes), entries(&pair.bytes));
            assert_eq!(clean.len(), raw.len(), "{}", pair.capture.file);
            for (number, (clean, raw)) in clean.iter().zip(&raw).enumerate() {
                assert_eq!(clean, raw, "{} entry {number}", pair.capture.file);
            }
            eprintln!("{}: {} entries", pair.capture.file, raw.len());
        } else {
            let (raw, clean) = (sessions(&pair.capture.bytes), sessions(&pair.bytes));
            assert_eq!(clean, raw, "{}", pair.capture.file);
            let dropped = unpack::members("", &pair.bytes).into_iter().filter(|member| member.name.ends_with("_w.txt")).count();
            assert_eq!(dropped, 0, "web sockets are dropped");
            eprintln!("{}: {} members of sessions", pair.capture.file, raw.len());
        }
    }
}

#[test]
fn sanitizing_twice_is_sanitizing_once() {
    let scratch = Scratch::new("sanitizing_twice_is_sanitizing_once");
    for pair in pairs(&scratch, &[]) {
        let again = scratch.path().join(format!("again-{}", pair.capture.file));
        let (_, bytes) = sanitize(&pair.clean, &again, &[]);
        assert!(bytes == pair.bytes, "{} is changed by sanitizing it again", pair.capture.file);
    }
}

/// What a report says of the attempts, without what names users.
fn attempts(report: &Value) -> Vec<Value> {
    let finding = |id: &Value| list(&report["findings"]).iter().find(|finding| finding["id"] == *id).cloned().unwrap_or_default();
    let shown = |value: &Value, names: &[&str]| names.iter().map(|name| ((*name).to_owned(), value[*name].clone())).collect::<Value>();
    let attempt = |attempt: &Value| {
        let ids = ["outcome", "protocol", "cloud", "started", "ended", "correlation_ids", "request_ids", "session_ids", "interrupts"];
        let steps: Vec<Value> = list(&attempt["steps"])
            .iter()
            .map(|step| shown(step, &["entry", "time", "stage", "method", "host", "status", "page"]))
            .collect();
        let of_finding = ["role", "code", "oauth_error", "suberror", "timestamp", "correlation_id", "request_id"];
        let findings: Vec<Value> = list(&attempt["findings"]).iter().map(|id| shown(&finding(id), &of_finding)).collect();
        let cause = finding(&attempt["root_cause"])["code"].clone();
        let user = attempt["user"]["label"].is_string();
        let application = [&attempt["application"]["client_id"], &attempt["application"]["redirect_uri"], &attempt["tenant"]["id"]];
        json!([shown(attempt, &ids), steps, findings, cause, user, application])
    };
    list(&report["attempts"]).iter().map(attempt).collect()
}

#[test]
fn a_sanitized_capture_is_explained_as_the_raw_one() {
    let scratch = Scratch::new("a_sanitized_capture_is_explained_as_the_raw_one");
    let mut compared = 0;
    for pair in pairs(&scratch, &[]) {
        let (raw, clean) = (attempts(&run::report_on(&pair.raw)), attempts(&run::report_on(&pair.clean)));
        assert!(raw.len() > 2, "{}: {} attempts", pair.capture.file, raw.len());
        assert_eq!(clean.len(), raw.len(), "{}", pair.capture.file);
        for (number, (clean, raw)) in clean.iter().zip(&raw).enumerate() {
            assert_eq!(clean, raw, "{} attempt {}", pair.capture.file, number + 1);
        }
        compared += raw.len();
    }
    eprintln!("{compared} attempts are told alike");
}

#[test]
fn what_is_unrelated_can_be_dropped() {
    let scratch = Scratch::new("what_is_unrelated_can_be_dropped");
    for pair in pairs(&scratch, &["--drop-unrelated"]) {
        let members = searched(&pair);
        assert_eq!(FIELD.leaks("", &members, Hidden::SecretsAndPeople), Vec::<String>::new());
        let of_capture = members.iter().filter(|member| member.name != "receipt");
        let naming: Vec<&str> = of_capture
            .filter(|member| String::from_utf8_lossy(&member.bytes).contains("news.northwind.example"))
            .map(|member| member.name.as_str())
            .collect();
        assert_eq!(naming, Vec::<&str>::new(), "{}", pair.capture.file);
    }
}

#[test]
fn a_capture_is_not_overwritten() {
    let scratch = Scratch::new("a_capture_is_not_overwritten");
    let capture = &FIELD.captures[0];
    let path = scratch.file(&capture.file, &capture.bytes);
    let outcome = run::run(run::entrace().arg("sanitize").arg(&path).arg("-o").arg(&path));
    assert_ne!(outcome.status, Some(0));
    assert!(std::fs::read(&path).expect("the capture") == capture.bytes, "the capture was changed");
    assert!(outcome.stderr.contains(&capture.file), "it is not said which file: {}", outcome.stderr);
}

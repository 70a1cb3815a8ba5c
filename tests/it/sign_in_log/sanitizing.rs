//! Logs that are written again without people: each stays in its own envelope and tells the same, nothing that no list names stays in it, and
//! a second time changes nothing.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::export::Envelope;
use super::planted::{STAYS, STAYS_WITH_POLICIES, planted};
use super::{BLOCKED, CORRELATION, EXPORTS, MFA, export_text, exported, joined_with, report, row, with_arguments};
use crate::readers::{Lock, gzip, zip};
use crate::run::Scratch;
use crate::search::Search;

/// Sanitizes a log into a file of the same name.
fn sanitized(log: &Path, folder: &Path) -> PathBuf {
    std::fs::create_dir_all(folder).expect("a folder");
    let output = folder.join(log.file_name().expect("a name"));
    let outcome = with_arguments(&[&"sanitize", &log, &"-o", &output, &"-q"]);
    assert_eq!((outcome.status, outcome.stdout.as_str(), outcome.stderr.as_str()), (Some(0), "", ""), "{}", log.display());
    output
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).expect("a text")
}

/// The report on a log alone.
fn alone(log: &Path) -> Value {
    report(&with_arguments(&[&log, &"--format", &"json", &"--exit-zero"]))
}

/// A second time changes nothing.
fn assert_steady(clean: &Path, folder: &Path) {
    let again = sanitized(clean, folder);
    assert!(text(clean) == text(&again), "{}:\n{}\n{}", clean.display(), text(clean), text(&again));
}

#[test]
fn a_log_without_people_tells_the_same() {
    let scratch = Scratch::new("a_log_without_people_tells_the_same");
    for name in EXPORTS {
        let clean = sanitized(&exported(name), &scratch.path().join("once"));
        assert_eq!(joined_with(&clean), joined_with(&exported(name)), "{name}");
        assert_eq!(alone(&clean), alone(&exported(name)), "{name}");
        assert_steady(&clean, &scratch.path().join("twice"));
        let search =
            Search::new(["Lena Hartwig", "lena.hartwig", "Jorge", "203.0.113.77", "192.0.2.14", "NB-LENA-03", "Phone of Lena", "Husby"]);
        assert!(search.find(text(&clean).as_bytes()).is_empty(), "{name}:\n{}", text(&clean));
    }
}

#[test]
fn every_envelope_stays_what_it_is() {
    let scratch = Scratch::new("every_envelope_stays_what_it_is");
    let details = json!({"deviceDetail": {"deviceId": "31e2633b-e159-489b-a978-913e3b50caa7", "displayName": "NB-7"}, "riskState": "none"});
    let log = [
        row(MFA, CORRELATION, "2026-06-04T07:41:36Z", 50074, &details),
        row(BLOCKED, CORRELATION, "2026-06-04T07:41:47Z", 53003, &details),
    ];
    for envelope in Envelope::ALL {
        let raw = scratch.file("log", envelope.write(&log));
        let clean = text(&sanitized(&raw, &scratch.path().join("clean")));
        let raw = text(&raw);
        match envelope {
            Envelope::PortalCsv | Envelope::AnalyticsCsv => {
                let header = |text: &str| text.lines().next().map(|line| line.replace('"', "")).expect("columns");
                assert_eq!(header(&clean), header(&raw));
                assert_eq!((clean.lines().count(), clean.matches("\r\n").count()), (log.len() + 1, log.len() + 1));
            }
            Envelope::MonitorLines => {
                let lines: Vec<Value> = clean.lines().map(|line| serde_json::from_str(line).expect("a record a line")).collect();
                let before: Vec<Value> = raw.lines().map(|line| serde_json::from_str(line).expect("a record")).collect();
                assert_eq!(names(&json!(lines)), names(&json!(before)));
            }
            _ => {
                let parsed = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
                assert_eq!(names(&parsed(&clean)), names(&parsed(&raw)), "{envelope:?}");
            }
        }
    }
}

/// The names of all members, each as often as it is there.
fn names(value: &Value) -> Vec<String> {
    match value {
        Value::Object(members) => members.iter().flat_map(|(name, value)| std::iter::once(name.clone()).chain(names(value))).collect(),
        Value::Array(items) => items.iter().flat_map(names).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn nothing_of_the_people_of_a_log_is_left() {
    let scratch = Scratch::new("nothing_of_the_people_of_a_log_is_left");
    let (log, sought) = planted();
    let search = Search::new(sought.iter().map(|(_, text)| text.as_str()));
    for envelope in Envelope::ALL {
        let raw = scratch.file("log", envelope.write(&log));
        let clean = sanitized(&raw, &scratch.path().join("clean"));
        let clean_text = text(&clean);
        let found = search.find(clean_text.as_bytes()).into_iter().chain(search.find(clean_text.to_lowercase().as_bytes()));
        let leaks: Vec<&str> = found.map(|(at, _)| sought[at].0).collect();
        assert!(leaks.is_empty(), "{envelope:?}: {leaks:?}\n{clean_text}");
        let stays = STAYS.iter().chain(STAYS_WITH_POLICIES.iter().filter(|_| envelope.has_policies()));
        let lost: Vec<&&str> = stays.filter(|text| !clean_text.contains(**text)).collect();
        assert!(lost.is_empty(), "{envelope:?}: {lost:?}\n{clean_text}");
        assert_steady(&clean, &scratch.path().join("twice"));
    }
}

/// Values that no rule can know, one for each place.
fn secrets() -> Vec<String> {
    ["stairs", "harbor", "quince", "lantern", "thistle", "pewter", "saffron", "gable", "mortar", "trellis", "sorrel", "tallow", "vellum"]
        .iter()
        .enumerate()
        .map(|(at, word)| format!("nine Walnut {word}{at}"))
        .collect()
}

#[test]
fn what_no_list_names_goes_wherever_it_stands() {
    let scratch = Scratch::new("what_no_list_names_goes_wherever_it_stands");
    let secrets = secrets();
    let secret = |at: usize| secrets[at].as_str();
    let more = json!({
        "contosoRemark": secret(0),
        secret(1): "x",
        "contosoParts": {"innermost": [{"remark": secret(2)}, [secret(3)]], "id": secret(4)},
        "contosoText": json!({"remark": secret(5), "id": "not one", "list": [secret(6)]}).to_string(),
        "status": {"errorCode": 50074, "failureReason": "Strong Authentication is required.", "additionalDetails": secret(7)},
        "authenticationProcessingDetails": [{"key": "Login Hint Present", "value": secret(8)}, {"key": secret(9), "value": "True"}],
        "riskState": secret(10),
        "conditionalAccessStatus": secret(11),
        "authenticationProtocol": secret(12),
        "appId": "ece2d734-a023-4865-9b0d-759a8931d25b",
    });
    let rows = [row(MFA, CORRELATION, "2026-06-04T07:41:36Z", 50074, &more)];
    let search = Search::new(secrets.iter().map(String::as_str));
    for envelope in Envelope::ALL {
        let raw = scratch.file("log", envelope.write(&rows));
        let planted = search.find(text(&raw).as_bytes()).len();
        assert!(planted > usize::from(envelope.has_policies()) * 5, "{envelope:?}: {planted}");
        let clean = sanitized(&raw, &scratch.path().join("clean"));
        assert!(search.find(text(&clean).as_bytes()).is_empty(), "{envelope:?}:\n{}", text(&clean));
        assert!(text(&clean).contains(MFA) && text(&clean).contains("Strong Authentication is required."), "{envelope:?}");
        assert_steady(&clean, &scratch.path().join("twice"));
    }
}

/// What stands around the records, and in lines that are no rows.
#[test]
fn what_is_around_the_rows_goes_too() {
    let scratch = Scratch::new("what_is_around_the_rows_goes_too");
    let rows = Envelope::PortalJson.write(&[row(MFA, CORRELATION, "2026-06-04T07:41:36Z", 50074, &json!({}))]);
    let record = rows.trim_matches(['[', ']']);
    let next = "https://graph.microsoft.com/beta/auditLogs/signIns?$filter=userDisplayName eq 'Walnut'&$skiptoken=Walnut42Stairs";
    let csv = "Request ID,Sign-in error code,Failure reason,Conditional Access,Walnut column,Status,Status";
    let line = format!("{MFA},50074,Required.,Success,Walnut one,Walnut two,Interrupted");
    for (log, rows) in [
        (
            format!(
                r#"{{"@odata.context":"https://graph.microsoft.com/beta/$metadata#auditLogs/signIns","@odata.nextLink":"{next}","walnutName":"Walnut","value":[{record}],"more":["Walnut"]}}"#
            ),
            1,
        ),
        (format!(r#"[{record},"Walnut",{{"a" "Walnut"}},{record}]"#), 2),
        (format!("[{record},{record}] Walnut pasted"), 2),
        (format!("{record}\n{{\"a\" \"Walnut\"}}\nWalnut\n{record}\n"), 2),
        (format!("[{record},{record},{{\"id\":\"Walnut"), 2),
        (format!("{csv}\n{line}\n{line},Walnut three\nWalnut four\n{line}\n"), 2),
        (format!("{csv}\r\n{line}\r\n{MFA},50074,\"Walnut\r\n"), 1),
        (format!("{}\t{}\n", csv.replace(',', "\t"), "x") + &line.replace(',', "\t") + "\tWalnut\n", 1),
        (format!("\u{feff}{csv}\n{line}\n{MFA},50074,{},Success,,,\n", "Walnut ".repeat(200_000)), 1),
    ] {
        let raw = scratch.file("log", &log);
        let clean = sanitized_whatever(&raw, &scratch.path().join("clean"));
        assert!(!text(&clean).to_lowercase().contains("walnut"), "{}", text(&clean));
        assert_eq!(
            text(&clean).matches(MFA).count(),
            text(&raw).matches(MFA).count().min(rows.max(text(&clean).matches(MFA).count())),
            "{log:.200}"
        );
        let told = |log: &Path| {
            let report = joined_with(log);
            report["attempts"][0]["sign_in_log"].as_array().map(Vec::len)
        };
        assert_eq!(told(&clean), told(&raw), "{log:.200}\n{:.500}", text(&clean));
    }
}

/// Sanitizes a log of which something is to be told.
fn sanitized_whatever(log: &Path, folder: &Path) -> PathBuf {
    std::fs::create_dir_all(folder).expect("a folder");
    let output = folder.join(log.file_name().expect("a name"));
    let outcome = with_arguments(&[&"sanitize", &log, &"-o", &output]);
    assert_eq!(outcome.status, Some(0), "{}", outcome.stderr);
    assert!(!outcome.stderr.to_lowercase().contains("walnut"), "{}", outcome.stderr);
    output
}

#[test]
fn logs_come_in_every_encoding_and_packing() {
    let scratch = Scratch::new("logs_come_in_every_encoding_and_packing");
    for name in EXPORTS {
        let expected = joined_with(&exported(name));
        let text = export_text(name);
        let utf16: Vec<u8> = "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let bytes = text.as_bytes();
        for packed in [utf16, gzip(bytes), zip(Lock::Open, &[(name, bytes)])] {
            let raw = scratch.file(name, packed);
            let clean = sanitized(&raw, &scratch.path().join("clean"));
            assert_eq!(joined_with(&clean), expected, "{name}");
        }
    }
}

/// The same person has the same label, in whatever column and row.
#[test]
fn the_same_person_keeps_one_label() {
    let scratch = Scratch::new("the_same_person_keeps_one_label");
    let (name, other) = ("ottoline.quince@contoso.example", "bram.quince@contoso.example");
    let of = |upn: &str| json!({"userPrincipalName": upn, "signInIdentifier": upn.to_uppercase(), "status": {"errorCode": 50053, "failureReason": format!("The account {upn} is locked.")}});
    let rows = [
        row(MFA, CORRELATION, "2026-06-04T07:41:36Z", 50053, &of(name)),
        row(BLOCKED, CORRELATION, "2026-06-04T07:41:47Z", 50053, &of(other)),
    ];
    for envelope in Envelope::ALL {
        let clean = text(&sanitized(&scratch.file("log", envelope.write(&rows)), &scratch.path().join("clean")));
        for label in ["user#1@contoso.example", "user#2@contoso.example"] {
            assert!(clean.to_lowercase().matches(label).count() >= 3, "{envelope:?}: {clean}");
        }
        assert!(!clean.contains("user#3"), "{envelope:?}: {clean}");
    }
}

#[test]
fn deep_and_large_rows_are_no_harm() {
    let scratch = Scratch::new("deep_and_large_rows_are_no_harm");
    let whole = Envelope::PortalJson.write(&[row(MFA, CORRELATION, "2026-06-04T07:41:36Z", 50074, &json!({}))]);
    let record = whole.trim_matches(['[', ']']);
    let deep = |depth: usize| format!("{{\"properties\":{}\"Walnut\"{}}}", "[".repeat(depth), "]".repeat(depth));
    let texts = (0..40)
        .fold("\"Walnut\"".to_owned(), |inner, _| if inner.len() < 100_000 { json!(format!("[{inner}]")).to_string() } else { inner });
    let large = format!("{{\"remark\":\"{}\"}}", "Walnut ".repeat(200_000));
    for middle in [deep(10), deep(90), deep(5000), large, format!("{{\"remark\":{texts}}}")] {
        let raw = scratch.file("log.json", format!("[{record},{middle},{record}]"));
        let clean = sanitized_whatever(&raw, &scratch.path().join("clean"));
        assert!(!text(&clean).contains("Walnut"));
        assert_eq!(text(&clean).matches(MFA).count(), text(&raw).matches(MFA).count());
        assert_eq!(joined_with(&clean)["attempts"], joined_with(&raw)["attempts"]);
    }
}

#[test]
fn what_is_no_log_is_not_written() {
    let scratch = Scratch::new("what_is_no_log_is_not_written");
    let steps = r#"[{"requestId":"f9321b0a-4762-4cfd-bb9f-6e842318eb89","authenticationMethod":"Password","succeeded":true}]"#;
    let broken = format!(
        r#"[{{"id":"{MFA}","createdDateTime":"2026-06-04T07:42:57Z","clientAppUsed":"Browser","conditionalAccessStatus":"failure","status":{{"errorCode":53003}}"#
    );
    for (bytes, what) in [(steps, "the authentication details of a sign-in log"), (broken.as_str(), "not one row can be read")] {
        let log = scratch.file("log.json", bytes);
        let output = scratch.path().join("clean.json");
        let outcome = with_arguments(&[&"sanitize", &log, &"-o", &output]);
        assert_eq!(outcome.status, Some(3), "{}", outcome.stderr);
        assert!(outcome.stderr.contains(what) && outcome.stderr.lines().count() == 1, "{}", outcome.stderr);
        assert!(!output.exists());
    }
}

#[test]
fn the_receipt_counts_what_was_taken_out() {
    let scratch = Scratch::new("the_receipt_counts_what_was_taken_out");
    let (output, receipt) = (scratch.path().join("clean.json"), scratch.path().join("receipt.json"));
    let log = exported(EXPORTS[0]);
    let outcome = with_arguments(&[&"sanitize", &log, &"-o", &output, &"--receipt", &receipt]);
    assert_eq!(outcome.status, Some(0), "{}", outcome.stderr);
    let receipt: Value = serde_json::from_str(&text(&receipt)).expect("JSON");
    assert_eq!((&receipt["capture"]["format"], &receipt["receipt"]["entries"]), (&json!("sign_in_log"), &json!(7)));
    for kind in ["user", "name", "public-ipv4", "device", "place"] {
        assert!(receipt["receipt"]["removed"][kind]["row"].as_u64().is_some_and(|times| times > 0), "{kind}: {receipt}");
    }
    assert_eq!(receipt["receipt"]["distinct"]["user"], 2);
}

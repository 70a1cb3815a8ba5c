//! Texts that are written again without people: their messages stay, say the same, and a second time changes nothing. Nothing around them stays.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{CORRELATION, PLANTED, capture, correlation, message, mfa, on, outputs, request, zipped};
use crate::bundle::members;
use crate::run::{Scratch, report_on};
use crate::search::Search;

/// Sanitizes a text into a file of the same name.
fn sanitized(raw: &Path, folder: &Path) -> PathBuf {
    std::fs::create_dir_all(folder).expect("a folder");
    let output = folder.join(raw.file_name().expect("a name"));
    let outcome = on(&[], &["sanitize", raw.to_str().expect("a path"), "-o", output.to_str().expect("a path"), "-q"]);
    assert_eq!((outcome.status, outcome.stdout.as_str(), outcome.stderr.as_str()), (Some(0), "", ""), "{}", raw.display());
    output
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).expect("a text")
}

/// A second time changes nothing.
fn assert_steady(clean: &Path, scratch: &Scratch) {
    let again = sanitized(clean, &scratch.path().join("twice"));
    assert_eq!(text(clean), text(&again), "{}", clean.display());
}

/// What a report says, without what is counted anew and named after the file.
fn told(path: &Path) -> Value {
    let mut report = report_on(path);
    report["tool"] = Value::Null;
    report
}

#[test]
fn a_text_without_people_tells_the_same() {
    let scratch = Scratch::new("a_text_without_people_tells_the_same");
    for (name, bytes) in outputs() {
        let raw = scratch.file(name, bytes);
        let clean = sanitized(&raw, &scratch.path().join("once"));
        assert_eq!(told(&clean), told(&raw), "{name}:\n{}", text(&clean));
        assert_steady(&clean, &scratch);
    }
}

#[test]
fn a_sanitized_text_reads_like_this() {
    let scratch = Scratch::new("a_sanitized_text_reads_like_this");
    let answer = json!({
        "error": "invalid_grant",
        "error_description": message(50126, "Error validating credentials of ottoline@contoso.example.", &request(2), &correlation(2), "\r\n"),
        "error_codes": [50126],
        "suberror": "bad_token",
        "claims": "{\"access_token\":{}}",
        "walnut": "nine stairs",
    });
    let raw = scratch.file(
        "deploy.log",
        format!(
            "$ az login --username ottoline@contoso.example\nERROR: {}\nUSER=ottoline\nfailed: {answer}\nError code: 3399614476\nat QUINCE-0417\n",
            mfa("\n")
        ),
    );
    insta::assert_snapshot!(text(&sanitized(&raw, &scratch.path().join("clean"))));
}

/// Values that no rule can know, at each place around a message and between its parts.
#[test]
fn what_is_no_message_goes() {
    let scratch = Scratch::new("what_is_no_message_goes");
    let (id, other) = (request(1), correlation(1));
    let ids = format!("Trace ID: {id} Correlation ID: {other}");
    for (at, raw) in [
        format!("export WALNUT_KEY=nine\n{}\nWalnut: stairs\n", mfa(" ")),
        format!("C:\\Users\\walnut> login Walnut {} Walnut\n", mfa(" ")),
        format!("AADSTS50076: Use more.\nServer=walnut-sql;Uid=Walnut;Pwd=nine stairs\n{ids}\n"),
        format!("AADSTS50076: Use more.\n at walnut.example.internal\nTrace ID: {id}\nWalnut\nCorrelation ID: {other}\nWalnut"),
        format!("{{\"level\":\"error\",\"msg\":\"AADSTS50076: Use more.\",\"host\":\"walnut\",\"who\":\"Walnut\",\"trace_id\":\"{id}\"}}"),
        format!("{{\"host\":\"walnut\",\"error\":\"walnut stairs\",\"error_description\":\"AADSTS50076: Use more. {ids}\",\"suberror\":\"nine walnut\"}}"),
        format!("{{'error_description': 'AADSTS50076: Use more.', 'owner': 'Walnut', 'trace_id': '{id}'}}"),
        format!("msg=\"AADSTS50076: Use more.\" owner=Walnut trace_id={id}"),
        format!("https://walnut.example/?walnut=1#error_description={}&walnut=2", mfa(" ").replace(' ', "%20").replace(':', "%3a")),
        format!("AADSTS50076: Use more.\\r\\nWalnut\\r\\nTrace ID: {id}\\r\\n"),
        format!("AADSTS50076\u{1b}[31m: Use more.\u{1b}[0m {ids}"),
        format!("Error Code: 3399614476 walnut\nstatus: walnut\n{ids} Walnut\nHRESULT=0xcaa2000c Walnut\n"),
    ]
    .into_iter()
    .enumerate()
    {
        let raw = scratch.file("walnut.log", raw);
        let clean = sanitized(&raw, &scratch.path().join("clean"));
        assert!(!text(&clean).to_lowercase().contains("walnut"), "{at}: {}", text(&clean));
        let of = |path: &Path| {
            let report = report_on(path);
            let findings = report["findings"].as_array().expect("findings").iter();
            let ids: Vec<_> = findings.map(|one| (one["code"].clone(), one["request_id"].clone(), one["correlation_id"].clone())).collect();
            (ids, report["system_codes"].clone())
        };
        assert_eq!(of(&clean), of(&raw), "{at}: {}", text(&clean));
        assert_steady(&clean, &scratch);
    }
}

#[test]
fn people_and_credentials_in_messages_and_around_them_go() {
    let scratch = Scratch::new("people_and_credentials_in_messages_and_around_them_go");
    let says = "User account 'ottoline.quince@contoso.example' from 203.0.113.77 failed on device 'QUINCE-0417' with password=hunter2-quince \
                and Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJvdHRvbGluZSJ9.c2lnbmF0dXJl in C:\\Users\\ottoline\\app.";
    let search = Search::new(PLANTED.iter().copied());
    for separator in [" ", "\n", "\\r\\n"] {
        let around = PLANTED.join("\n");
        let raw =
            scratch.file("az.log", format!("{around}\n{}\n{around}\n", message(50020, says, &request(1), &correlation(1), separator)));
        let clean = sanitized(&raw, &scratch.path().join("clean"));
        assert!(search.find(text(&clean).as_bytes()).is_empty(), "{}", text(&clean));
        assert!(text(&clean).contains("AADSTS50020: User account 'user#1@contoso.example'"), "{}", text(&clean));
        assert!(text(&clean).contains(&request(1)) && text(&clean).contains(&correlation(1)), "{}", text(&clean));
        assert_steady(&clean, &scratch);
    }
}

#[test]
fn codes_of_clients_are_counted_once() {
    let scratch = Scratch::new("codes_of_clients_are_counted_once");
    let inside = message(50020, "It failed with status: 0xcaa20003.", &request(1), &correlation(1), " ");
    for raw in [
        format!("{inside}\nStatus: 0xcaa20003\nError Code: 3399614476\n"),
        format!("{inside} Error code: 3399614476, Tag: 557973645 status: 0xcaa20003\n{inside}"),
        "POST https://login.example/ net::ERR_CERT_DATE_INVALID\n".repeat(3),
    ] {
        let raw = scratch.file("client.log", raw);
        let clean = sanitized(&raw, &scratch.path().join("clean"));
        assert_eq!(report_on(&clean)["system_codes"], report_on(&raw)["system_codes"], "{}", text(&clean));
        assert_steady(&clean, &scratch);
    }
}

#[test]
fn a_text_that_holds_no_message_is_not_written() {
    let scratch = Scratch::new("a_text_that_holds_no_message_is_not_written");
    let raw = scratch.file("notes.txt", "We saw AADSTS50076 again.\n");
    let output = scratch.path().join("clean.txt");
    let outcome = on(&[], &["sanitize", raw.to_str().unwrap(), "-o", output.to_str().unwrap()]);
    assert_eq!(outcome.status, Some(3));
    assert!(outcome.stderr.contains("no HTTP traffic") && outcome.stderr.lines().count() == 1, "{}", outcome.stderr);
    assert!(!output.exists());
}

#[test]
fn a_long_text_is_written_in_bounds() {
    let scratch = Scratch::new("a_long_text_is_written_in_bounds");
    let line = format!("{}{}{}", "x".repeat(64 << 20), mfa(" "), "x".repeat(100_000));
    let many: String = (0..20_000).map(|last| message(50126, "No.", &request(last), &correlation(last), " ") + "\n").collect();
    for (raw, most) in [(line, 1000), (many, 8 << 20)] {
        let raw = scratch.file("long.log", raw);
        let clean = sanitized(&raw, &scratch.path().join("clean"));
        assert!(text(&clean).contains("AADSTS50") && text(&clean).len() < most, "{}", text(&clean).len());
        assert!(!text(&clean).contains("xxx"));
    }
}

#[test]
fn a_bundle_takes_texts_with_the_labels_of_the_capture() {
    let scratch = Scratch::new("a_bundle_takes_texts_with_the_labels_of_the_capture");
    let sample = super::samples::folder().join("wrong-password-then-success.har");
    let user = {
        let report = report_on(&sample);
        let attempt = &report["attempts"][0];
        assert_eq!(attempt["user"]["label"], "user#1", "{attempt}");
        let raw = String::from_utf8(std::fs::read(&sample).expect("the sample")).expect("a text");
        regex::Regex::new(r"[a-z.]+(?:@|%40)contoso\.example").expect("a pattern").find(&raw).expect("a user").as_str().replace("%40", "@")
    };
    let says = format!("The user account {user} does not exist, bram.quince@contoso.example neither.");
    let own = message(50034, &says, &request(3), CORRELATION, "\n");
    scratch.file("case/a.har", std::fs::read(&sample).expect("the sample"));
    scratch.file("case/az of ottoline.quince@contoso.example.log", format!("ottoline: {own}\n"));
    scratch.file("case/more.zip", zipped(&[("msal.log", format!("QUINCE-0417 {}", mfa("\n")).as_bytes())]));
    scratch.file("case/notes.txt", "nothing here\n");
    let output = scratch.path().join("case.zip");
    let outcome = on(&[&scratch.path().join("case")], &["bundle", "-o", output.to_str().unwrap()]);
    assert_eq!(outcome.status, Some(0), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("1 capture and 2 texts sanitized"), "{}", outcome.stderr);
    assert!(!outcome.stderr.contains("log: left out"), "{}", outcome.stderr);
    let members: Vec<(String, String)> =
        members(&output).into_iter().map(|(name, bytes)| (name, String::from_utf8_lossy(&bytes).into_owned())).collect();
    for (name, text) in &members {
        for planted in ["ottoline", "bram.quince", "QUINCE-0417", user.split('@').next().expect("a name")] {
            assert!(!text.contains(planted) && !name.contains(planted), "{planted} in {name}");
        }
    }
    let member = |name: &str| members.iter().find(|(member, _)| member.contains(name)).map_or("", |(_, text)| text.as_str());
    let texts: String = members
        .iter()
        .filter(|(name, _)| name.starts_with("captures/") && name.split('.').next_back() == Some("txt"))
        .map(|(_, text)| text.as_str())
        .collect();
    assert!(texts.contains("account user#1@contoso.example does not exist, user#3@contoso.example neither."), "{texts}");
    assert!(texts.contains(&request(1)) && texts.contains(&request(3)), "{texts}");
    let manifest: Value = serde_json::from_str(member("manifest.json")).expect("the manifest");
    let formats: Vec<_> =
        manifest["logs"].as_array().expect("logs").iter().map(|log| (log["format"].clone(), log["receipt"]["entries"].clone())).collect();
    assert_eq!(formats, [(json!("text"), json!(1)), (json!("text"), json!(1))]);
    assert!(member("README.txt").contains("The service's messages out of a text"), "{}", member("README.txt"));
    // A text alone is a case, too.
    let alone = scratch.file("az.log", mfa("\n"));
    let outcome = on(&[&alone, &capture()], &["bundle", "-q", "-o", output.to_str().unwrap()]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""));
    let outcome = on(&[&alone], &["bundle", "-q", "-o", output.to_str().unwrap()]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""));
}

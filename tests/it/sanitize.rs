//! `entrace sanitize`: the same capture, still whole and readable, of which a report says the same.

use std::io::{Cursor, Read};
use std::path::Path;
use std::sync::LazyLock;

use entrace::annotate::catalog::Catalog;
use entrace::inspection::Inspection;
use entrace::read::{Input, Options};
use entrace::redact::{self, Visibility};
use entrace::render::{self, Style};
use entrace::sanitize::{InMemory, Learning, Receipt, SanitizeError};
use proptest::prelude::*;
use regex::Regex;
use serde_json::{Value, json};
use zip::ZipArchive;

use crate::readers::{Lock, zip};
use crate::run::{self, Outcome, Scratch};
use crate::scenario::samples::{self, PASSWORD};
use crate::scenario::verdicts;
use crate::scenario::verdicts::dialects::Dialect;

/// What was written of the one capture, finished or not.
pub(crate) struct Kept {
    pub(crate) bytes: Vec<u8>,
    pub(crate) receipts: Vec<Receipt>,
}

impl From<InMemory> for Kept {
    fn from(mut written: InMemory) -> Self {
        Self { receipts: std::mem::take(&mut written.receipts), bytes: written.into_captures().concat() }
    }
}

fn options(password: &(dyn Fn(&str) -> Option<String> + Sync)) -> Options<'_> {
    Options::new(password)
}

/// The capture without secrets.
pub(crate) fn sanitized(bytes: &[u8]) -> Vec<u8> {
    try_sanitized(bytes).expect("a capture without secrets").0
}

/// The capture without secrets and its receipt, or why nothing is written.
pub(crate) fn try_sanitized(bytes: &[u8]) -> Result<(Vec<u8>, Receipt), SanitizeError> {
    let password = &|_: &str| Some(PASSWORD.to_owned());
    let mut learning = Learning::new(false, options(password));
    let learnt = learning.learn("case", &bytes)?;
    let mut written = InMemory::default();
    learning.settle().write(&learnt, &bytes, &mut written)?;
    let kept = Kept::from(written);
    let [receipt] = <[Receipt; 1]>::try_from(kept.receipts).expect("one capture");
    Ok((kept.bytes, receipt))
}

static CATALOG: LazyLock<Catalog> = LazyLock::new(Catalog::default);
static USERS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"user#\d+").expect("a pattern"));

/// What a report says of a capture, but for its hash, the numbers of users, and that it was sanitized.
fn told(bytes: &[u8]) -> Value {
    comparable(&report(bytes))
}

/// The report on a capture, in JSON.
pub(crate) fn report(bytes: &[u8]) -> String {
    let mut inspection = Inspection::new();
    let password = &|_: &str| Some(PASSWORD.to_owned());
    inspection.read("case", Input::File(&bytes), &options(password)).expect("a capture");
    let (report, secrets) = inspection.finish(&CATALOG);
    let redacted = redact::redact(report, &secrets, Visibility::default());
    render::render(&redacted, Style { format: render::Format::Json, full: true, ..Style::default() }).expect("no secret is in it")
}

fn comparable(report: &str) -> Value {
    let text = USERS.replace_all(report, "user#N");
    let mut report: Value = serde_json::from_str(&text).expect("a report");
    for capture in report["captures"].as_array_mut().expect("captures") {
        capture["sha256"] = Value::Null;
        capture["name"] = Value::Null;
        // Of a dump whose bodies tell nothing no body is left.
        let of_sanitizing = ["sanitised", "headers_only"];
        capture["notes"].as_array_mut().expect("notes").retain(|note| !of_sanitizing.iter().any(|kind| note["kind"] == *kind));
    }
    for finding in report["findings"].as_array_mut().expect("findings") {
        // Sizes, and the words of others' pages, are those of the capture as it was.
        if finding["number"].is_null() {
            finding["detail"] = Value::Null;
        }
    }
    report
}

/// Takes out what a guide makes of checks that the sanitized capture cannot decide any more: a secret's form, a name's domain. A check that it decides
/// says the same.
fn without_lost_checks(before: &mut Value, after: &mut Value) {
    let findings = |report: &Value| report["findings"].as_array().map_or(0, Vec::len);
    for at in 0..findings(before).min(findings(after)) {
        let (before, after) = (&mut before["findings"][at]["guidance"], &mut after["findings"][at]["guidance"]);
        let results = |guidance: &Value| -> Vec<Value> {
            guidance["checks"].as_array().into_iter().flatten().map(|check| check["result"].clone()).collect()
        };
        let (told, left) = (results(before), results(after));
        let is_lost = |(told, left): (&Value, &Value)| told != left && *left == "unseen";
        let is_known = told.len() == left.len() && told.iter().zip(&left).all(|(told, left)| told == left || is_lost((told, left)));
        if is_known && told != left {
            for name in ["checks", "causes", "supported", "ruled_out", "resolve", "not_in_trace", "escalate_with"] {
                before[name] = Value::Null;
                after[name] = Value::Null;
            }
        }
    }
    for report in [before, after] {
        for attempt in report["attempts"].as_array_mut().into_iter().flatten() {
            // A headline may say what a check reads.
            attempt["verdict"] = attempt["outcome"].clone();
        }
    }
}

fn sanitize(file: &Path, output: &Path, arguments: &[&str]) -> Outcome {
    run::run(run::entrace().arg("sanitize").arg(file).arg("-o").arg(output).args(arguments).env("ENTRACE_PASSWORD", PASSWORD))
}

/// Members of a SAZ by name.
fn members(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut members = Vec::new();
    for index in 0..archive.len() {
        let mut member = archive.by_index(index).expect("a member that needs no password");
        let mut text = String::new();
        member.read_to_string(&mut text).expect("the member is whole, and text");
        members.push((member.name().expect("a name").to_string(), text));
    }
    members
}

#[test]
fn samples_come_out_whole_and_say_the_same() {
    let scratch = Scratch::new("sanitized_samples");
    for sample in samples::all().into_iter().filter(|sample| sample.file != "before-and-after.zip") {
        let output = scratch.path().join(sample.file);
        let outcome = sanitize(&sample.path(), &output, &[]);
        let cut_off = sample.file == "cut-off.har";
        assert_eq!(outcome.status, Some(if cut_off { 3 } else { 0 }), "{}: {}", sample.file, outcome.stderr);
        assert!(outcome.stdout.is_empty() && outcome.stderr.contains(" written, "), "{}", outcome.stderr);
        let before = run::on(&sample.path(), &["--format", "json"]);
        let after = run::run(run::entrace().args(["--format", "json"]).arg(&output));
        assert_eq!(comparable(&after.stdout), comparable(&before.stdout), "{}", sample.file);
        assert_eq!(after.status, before.status, "{}", sample.file);
        let bytes = std::fs::read(&output).expect("the output");
        if bytes.starts_with(b"PK") {
            assert!(members(&bytes).iter().any(|(name, _)| name == "_index.htm"), "{}", sample.file);
        } else if bytes.starts_with(b"{") {
            serde_json::from_slice::<Value>(&bytes).unwrap_or_else(|error| panic!("{}: {error}", sample.file));
        }
        let again = scratch.path().join("again");
        sanitize(&output, &again, &["-q"]);
        assert_eq!(std::fs::read(&again).expect("the output"), bytes, "{}: sanitizing twice changes something", sample.file);
    }
}

#[test]
fn every_story_says_the_same_from_every_browser() {
    use Dialect::{Chrome, ChromeLeavingPages, ChromeSanitized, Firefox, Safari};
    says_the_same(&|dialect| matches!(dialect, Chrome | ChromeSanitized | ChromeLeavingPages | Firefox | Safari));
}

#[test]
fn every_story_says_the_same_from_other_programs() {
    use Dialect::{Charles, FiddlerHar, Pairs, Playwright, Polly};
    says_the_same(&|dialect| matches!(dialect, FiddlerHar | Charles | Playwright | Pairs | Polly));
}

#[test]
fn every_story_says_the_same_in_archives_and_dumps() {
    says_the_same(&|dialect| dialect.extension() != "har");
}

/// A third of the dialects each: all at once would be the longest test, with a processor waiting for it.
fn says_the_same(is_meant: &dyn Fn(Dialect) -> bool) {
    let (mut captures, mut wrong) = (0, Vec::new());
    for story in verdicts::all() {
        for dialect in Dialect::ALL.iter().filter(|dialect| is_meant(**dialect)) {
            let Some(bytes) = dialect.write(&story) else { continue };
            captures += 1;
            let clean = sanitized(&bytes);
            // What a dump without bodies lacks is known for certain only after sanitizing.
            let compared = *dialect != Dialect::TextHeadersOnly;
            let (mut before, mut after) = (told(&bytes), told(&clean));
            without_lost_checks(&mut before, &mut after);
            if let Some(difference) = compared.then(|| difference(&before, &after)).flatten() {
                wrong.push(format!("{} as {dialect:?}: another report: {difference}", story.title));
            }
            if sanitized(&clean) != clean {
                wrong.push(format!("{} as {dialect:?}: sanitizing twice changes something", story.title));
            }
        }
    }
    eprintln!("{captures} captures sanitized twice and inspected before and after");
    assert!(captures > 0, "no story in any of them");
    assert!(wrong.is_empty(), "{} of {captures}\n{}", wrong.len(), wrong.join("\n"));
}

/// Where two reports begin to differ.
fn difference(one: &Value, other: &Value) -> Option<String> {
    if one == other {
        return None;
    }
    let [one, other] = [one, other].map(|report| serde_json::to_string_pretty(report).expect("JSON"));
    let differing = one.lines().zip(other.lines()).find(|(one, other)| one != other);
    differing
        .map(|(one, other)| format!("{} became {}", one.trim(), other.trim()))
        .or_else(|| (one != other).then(|| "its length".to_owned()))
}

#[test]
fn entries_stay_in_order_and_those_of_others_can_be_dropped() {
    let scratch = Scratch::new("sanitized_order");
    let sample = samples::all().into_iter().find(|sample| sample.file == "no-sign-in.har").expect("the sample");
    let urls = |path: &Path| -> Vec<String> {
        let har: Value = serde_json::from_slice(&std::fs::read(path).expect("a file")).expect("JSON");
        let entries = har["log"]["entries"].as_array().expect("entries").clone();
        // Of the paths of other hosts little stays.
        entries.iter().map(|entry| entry["request"]["url"].as_str().unwrap_or("").split('/').nth(2).unwrap_or("").to_owned()).collect()
    };
    let (all, related) = (scratch.path().join("all.har"), scratch.path().join("related.har"));
    sanitize(&sample.path(), &all, &[]);
    assert_eq!(urls(&all), urls(&sample.path()));
    let outcome = sanitize(&sample.path(), &related, &["--drop-unrelated"]);
    assert!(outcome.stderr.contains("of other hosts left out"), "{}", outcome.stderr);
    assert!(urls(&related).len() < urls(&all).len());
}

#[test]
fn what_cannot_be_done_is_said_in_one_line() {
    let scratch = Scratch::new("sanitize_refusals");
    let samples = run::root().join("samples");
    let own = scratch.file("own.har", std::fs::read(samples.join("locked-out.har")).expect("a sample"));
    let output = scratch.path().join("out.har");
    let nowhere = scratch.path().join("missing/out.har");
    let cases: Vec<(&Path, &Path, &str)> = vec![
        (&own, &own, "own.har: this is the input; give another name with -o"),
        (&own, scratch.path(), "this is a directory; give the name of a file with -o"),
        (&own, &nowhere, "nothing was written"),
        (Path::new("-"), &output, "-: sanitize reads one capture, twice, so it takes a file; `entrace bundle` takes directories"),
        (scratch.path(), &output, "so it takes a file; `entrace bundle` takes directories"),
        (Path::new("missing.har"), &output, "missing.har: file not found; check the path"),
    ];
    let archive = samples.join("before-and-after.zip");
    let readme = samples.join("README.md");
    let more: Vec<(&Path, &Path, &str)> = vec![
        (&archive, &output, "an archive of 2 captures; unpack it, or use `entrace bundle`"),
        (&readme, &output, "not a HAR, SAZ or Fiddler text capture"),
    ];
    for (file, output, line) in cases.into_iter().chain(more) {
        let outcome = sanitize(file, output, &[]);
        assert_eq!((outcome.status, outcome.stderr.lines().count()), (Some(3), 1), "{}", outcome.stderr);
        assert!(outcome.stderr.contains(line), "{}", outcome.stderr);
    }
    let left: Vec<_> =
        std::fs::read_dir(scratch.path()).expect("the folder").filter_map(Result::ok).map(|entry| entry.file_name()).collect();
    assert_eq!(left, ["own.har"], "something half-written was left behind");
    assert_eq!(std::fs::read(&own).expect("the input"), std::fs::read(samples.join("locked-out.har")).expect("a sample"));
}

#[test]
fn the_receipt_proves_what_was_done() {
    let scratch = Scratch::new("the_receipt_proves_what_was_done");
    let samples = run::root().join("samples");
    let own = scratch.file("own.har", std::fs::read(samples.join("locked-out.har")).expect("a sample"));
    let output = scratch.path().join("clean.har");
    let sha256 = |path: &Path| {
        entrace::read::hex(&sha2::Digest::finalize(sha2::Digest::chain_update(
            <sha2::Sha256 as sha2::Digest>::new(),
            std::fs::read(path).expect("a file"),
        )))
    };
    let text = sanitize(&own, &output, &[]).stderr;
    for line in [
        "own.har: 4 entries written, 0 bodies removed".to_owned(),
        format!("  input   {}, {} bytes", own.display(), std::fs::metadata(&own).expect("a file").len()),
        format!("          SHA-256 {}", sha256(&own)),
        format!("  output  {}, {} bytes", output.display(), std::fs::metadata(&output).expect("a file").len()),
        format!("          SHA-256 {}", sha256(&output)),
        "    password                         2  2 request body".to_owned(),
        "    part of a cookie's name          1  4 cookie".to_owned(),
        "  fields dropped, as no one can say what is in them: 4 _securityState".to_owned(),
        "    correlation, request and session IDs: to find the sign-in in the log of the service".to_owned(),
        "  last look: 13 credentials searched for in all that was written, 0 found".to_owned(),
    ] {
        assert!(text.lines().any(|told| told == line), "no {line:?} in\n{text}");
    }
    assert!(!text.contains("names of cookies and headers"), "{text}");

    let (json, plain) = (scratch.path().join("r.JSON"), scratch.path().join("r.txt"));
    let told = sanitize(&own, &output, &["--receipt", json.to_str().expect("a path")]);
    assert_eq!(told.stderr, format!("{} written; the receipt is in {}\n", output.display(), json.display()));
    let receipt: Value = serde_json::from_slice(&std::fs::read(&json).expect("a receipt")).expect("JSON");
    assert_eq!(receipt["input"]["sha256"], sha256(&own));
    assert_eq!(receipt["output"]["sha256"], sha256(&output));
    assert_eq!(receipt["output"]["path"], output.display().to_string());
    assert_eq!(receipt["receipt"]["distinct"]["password"], 2);
    assert_eq!(receipt["receipt"]["fields"], json!({"_securityState": 4}));
    assert_eq!(receipt["receipt"]["last_look"], json!({"searched": 13, "found": 0}));
    assert!(receipt["kept"].as_array().is_some_and(|kept| kept.iter().all(|row| row["what"].is_string() && row["why"].is_string())));

    let silent = sanitize(&own, &output, &["-q", "--receipt", plain.to_str().expect("a path")]);
    assert_eq!(silent.stderr, "");
    assert_eq!(std::fs::read_to_string(&plain).expect("a receipt"), text);

    let same = sanitize(&own, &output, &["--receipt", output.to_str().expect("a path")]);
    assert_eq!((same.status, same.stderr.lines().count()), (Some(3), 1), "{}", same.stderr);
    assert!(same.stderr.contains("the receipt needs a file of its own"), "{}", same.stderr);
    let over = sanitize(&own, &scratch.path().join("other.har"), &["--receipt", own.to_str().expect("a path")]);
    assert!(over.status == Some(3) && over.stderr.contains("this is the input"), "{}", over.stderr);
    assert_eq!(sha256(&own), receipt["input"]["sha256"]);
}

/// In an archive the capture is a file of its own; both are named, with their hashes.
#[test]
fn a_packed_capture_has_its_own_hash() {
    let scratch = Scratch::new("a_packed_capture_has_its_own_hash");
    let har = std::fs::read(samples::named("locked-out.har").path()).expect("a sample");
    let packed = scratch.file("case.zip", zip(Lock::Open, &[("inner.har", har.as_slice())]));
    let receipt = scratch.path().join("r.json");
    let outcome = sanitize(&packed, &scratch.path().join("out.har"), &["--receipt", receipt.to_str().expect("a path")]);
    assert_eq!(outcome.status, Some(0), "{}", outcome.stderr);
    let receipt: Value = serde_json::from_slice(&std::fs::read(&receipt).expect("a receipt")).expect("JSON");
    assert_eq!(receipt["capture"]["name"], "case.zip/inner.har");
    assert_ne!(receipt["capture"]["sha256"], receipt["input"]["sha256"]);
    assert!(receipt["capture"]["sha256"].is_string() && receipt["input"]["sha256"].is_string());
}

/// A password that is a name of the format's own cannot be taken out of the file, so the file is not written.
#[test]
fn what_would_leak_is_not_written() {
    let scratch = Scratch::new("sanitize_leak");
    let entry = json!({"_resourceType": "document", "startedDateTime": "2026-03-02T08:14:22.104Z",
        "request": {"method": "POST", "url": "https://login.microsoftonline.com/common/login", "headers": [],
            "postData": {"mimeType": "application/x-www-form-urlencoded", "text": "login=a%40contoso.example&passwd=_resourceType"}},
        "response": {"status": 200, "headers": [], "content": {}}});
    let file = scratch.file("leak.har", json!({"log": {"entries": [entry]}}).to_string());
    let output = scratch.path().join("out.har");
    let outcome = sanitize(&file, &output, &[]);
    assert_eq!(outcome.status, Some(4), "{}", outcome.stderr);
    assert!(
        outcome.stderr.contains("leak.har: a secret (password) would have been written to leak.har; nothing was"),
        "{}",
        outcome.stderr
    );
    assert!(!output.exists());
}

/// One sign-in exchange and a page of an application that repeats a text, with a secret in the field that the name says.
pub(crate) fn with_secret(field: &str, secret: &str, place: usize) -> Value {
    let form: String = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("login", "alex@contoso.example")
        .append_pair(field, secret)
        .finish();
    let url_encoded: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let twice: String = url::form_urlencoded::byte_serialize(url_encoded.as_bytes()).collect();
    let base64 = |text: &str| base64::Engine::encode(&base64::engine::general_purpose::STANDARD, text);
    let html = secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let elsewhere = match place % 7 {
        0 => format!("AADSTS50126: it was {secret} today"),
        1 => format!("AADSTS50126: see https://app.contoso.example/?next={url_encoded}"),
        2 => format!("AADSTS50126: {twice}"),
        3 => format!("AADSTS50126: {}", base64(&format!("x{secret}y"))),
        4 => format!("AADSTS50126: {html}"),
        5 => format!("AADSTS50126: {}", json!({ "a": secret })),
        _ => format!("AADSTS50126: {}", json!({ "a": json!({ "b": secret }).to_string() })),
    };
    let entry = |method: &str, url: &str, post: Option<&str>, body: &str| {
        let mut entry = json!({"startedDateTime": "2026-03-02T08:14:22.104Z",
            "request": {"method": method, "url": url, "headers": [{"name": "Referer", "value": format!("https://app.contoso.example/{url_encoded}?a={url_encoded}")}]},
            "response": {"status": 400, "headers": [{"name": "X-Other", "value": secret}], "content": {"mimeType": "application/json", "size": 10, "text": body}}});
        if let Some(post) = post {
            entry["request"]["postData"] = json!({"mimeType": "application/x-www-form-urlencoded", "text": post});
        }
        entry
    };
    let error = json!({"error": "invalid_grant", "error_description": elsewhere}).to_string();
    json!({"log": {"creator": {"name": secret, "version": "1"}, "pages": [{"id": secret, "title": secret}], "entries": [
        entry("GET", &format!("https://app.contoso.example/error?x={url_encoded}"), None, &error),
        entry("POST", "https://login.microsoftonline.com/common/login", Some(&form), &error),
    ]}})
}

/// A form is one by its type, also where a program wrote down what should have been encoded.
#[test]
fn a_form_that_is_not_encoded_keeps_no_secret() {
    for secret in ["Walnut Stairs 42", "Walnut\"Stairs\"42", "Walnut\nStairs\n42"] {
        let post =
            json!({"mimeType": "application/x-www-form-urlencoded", "text": format!("login=alex@contoso.example&passwd={secret}&type=11")});
        let request = json!({"method": "POST", "url": "https://login.microsoftonline.com/common/login", "headers": [], "postData": post});
        let answer = json!({"error": "invalid_grant", "error_description": format!("AADSTS50126: it was {secret}")}).to_string();
        let response = json!({"status": 400, "headers": [], "content": {"mimeType": "application/json", "text": answer}});
        let har = json!({"log": {"entries": [{"request": request, "response": response}]}}).to_string();
        let clean = String::from_utf8(sanitized(har.as_bytes())).expect("text");
        for text in [&clean, &told(har.as_bytes()).to_string()] {
            assert!(!readings(text).iter().any(|reading| reading.contains(secret)), "{secret:?} in {text}");
        }
        assert!(clean.contains("type=11"), "{clean}");
    }
}

/// Applications keep in cookies where to continue. That such an address is taken out of the cookie takes it out of no request.
#[test]
fn an_address_in_a_cookie_stays_in_requests() {
    for cookie in
        ["https://app.contoso.example/orders", "https%3A%2F%2Fapp.contoso.example%2Forders", "\"https://login.microsoftonline.com\""]
    {
        let mut har = with_secret("passwd", "Walnut Stairs 42", 0);
        har["log"]["entries"][1]["request"]["headers"] = json!([{"name": "Cookie", "value": format!("ReturnUrl={cookie}")}]);
        har["log"]["entries"][0]["request"]["url"] = json!("https://app.contoso.example/orders/4711?x=y");
        assert_eq!(told(&sanitized(har.to_string().as_bytes())), told(har.to_string().as_bytes()), "{cookie}");
        let clean: Value = serde_json::from_slice(&sanitized(har.to_string().as_bytes())).expect("a HAR");
        let urls = [0, 1].map(|at| clean["log"]["entries"][at]["request"]["url"].as_str().unwrap_or_default().to_owned());
        assert_eq!(
            urls,
            [
                "https://app.contoso.example/%5Bpart%231%5D/%5Bpart%232%5D?x=%5Bvalue%231%5D",
                "https://login.microsoftonline.com/common/login"
            ],
            "{cookie}"
        );
        assert_eq!(clean["log"]["entries"][1]["request"]["cookies"][0]["value"], "[cookie#1]", "{cookie}");
    }
}

/// What is odd in a capture is written as it would be read again.
#[test]
fn sanitizing_odd_messages_twice_changes_nothing() {
    let asked = "GET https://login.microsoftonline.com/common/login HTTP/1.1\r\n\r\n";
    let cases = [
        ("a request of one word", "odd", "HTTP/1.1 200 OK\r\n\r\n"),
        ("a folded header of blanks", asked, "HTTP/1.1 200 OK\r\nX-Test: a\r\n \r\n\tb\r\n \r\n\r\n"),
    ];
    for (what, request, response) in cases {
        let saz = zip(Lock::Open, &[("raw/1_c.txt", request.as_bytes()), ("raw/1_s.txt", response.as_bytes())]);
        let clean = sanitized(&saz);
        assert_eq!(members(&sanitized(&clean)), members(&clean), "{what}");
    }
    for target in
        ["https://app'.contoso.example:443/", "https://app'.contoso.example://login.microsoftonline.com:443/", "https://10.1.2.3:443/"]
    {
        let clean = sanitized(format!("CONNECT {target} HTTP/1.1\r\nAccept: */*\r\n\r\n").as_bytes());
        assert_eq!(String::from_utf8_lossy(&sanitized(&clean)), String::from_utf8_lossy(&clean), "{target}");
    }
    let opaque = "x1".repeat(40);
    let values = [
        format!("/common/oauth2/authorize {opaque}"),
        format!("/{opaque}\u{1}/authorize"),
        format!("{opaque}AADSTS50126{opaque}"),
        " @A\u{1D2E0}\u{10137}AA\u{3A3} aa\u{A4D0}\u{FFFC}A".to_owned(),
        format!("{opaque}AADSTS50126{opaque}\u{1}\u{1}\u{1}\u{1}\u{1}\u{1}\u{1}\u{1}\u{1}\u{1}\u{1}\u{1}"),
    ];
    for value in values {
        let field = if value.starts_with(' ') { "a" } else { "unknown" };
        let clean = sanitized(with_secret(field, &value, 0).to_string().as_bytes());
        assert_eq!(String::from_utf8_lossy(&sanitized(&clean)), String::from_utf8_lossy(&clean), "{value}");
    }
}

/// Every way in which a finished text can be read.
fn readings(text: &str) -> Vec<String> {
    crate::search::readings(text).into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// Whatever a secret of six or more characters looks like, neither the sanitized capture nor a report holds it in any encoding.
    #[test]
    fn no_secret_of_a_named_field_comes_out(
        field in prop::sample::select(vec!["passwd", "Password", "client_secret", "refresh_token", "newpasswd", "accesspass", "FlowToken", "assertion"]),
        // Digits, letters that no word has, and everything that an encoding changes.
        secret in "[A-Za-z0-9&<>\"'/\\\\%+=#? ._~öß€-]{5,24}[0-9][qxzQXZ&<\"%/+ö]",
        place in 0_usize..7,
    ) {
        let secret = secret.trim();
        prop_assume!(secret.chars().count() >= 6);
        let har = with_secret(field, secret, place).to_string();
        let clean = String::from_utf8(sanitized(har.as_bytes())).expect("text");
        let report = told(har.as_bytes()).to_string();
        for text in [clean, report] {
            for reading in readings(&text) {
                prop_assert!(!reading.contains(secret), "{secret:?} in {}", around(&reading, secret));
            }
            for needle in crate::search::needles(secret).into_iter().filter(|needle| needle.len() >= 8) {
                prop_assert!(!text.contains(&needle), "{secret:?} as {needle} in {}", around(&text, &needle));
            }
        }
    }

    /// Sanitizing a sanitized capture changes nothing, whatever stood in it.
    #[test]
    fn sanitizing_twice_changes_nothing(
        field in "[A-Za-z_]{1,12}",
        value in "\\PC{0,40}",
        place in 0_usize..7,
    ) {
        let clean = sanitized(with_secret(&field, &value, place).to_string().as_bytes());
        let again = sanitized(&clean);
        prop_assert_eq!(String::from_utf8_lossy(&again), String::from_utf8_lossy(&clean));
    }
}

fn around<'t>(text: &'t str, needle: &str) -> &'t str {
    let at = text.find(needle).unwrap_or(0);
    let start = (0..=at.saturating_sub(60)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let end = (text.len().min(at + needle.len() + 60)..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    &text[start..end]
}

//! Secrets that are words of the protocol: they go from their field, and take no host, code, path or time with them.

use entrace::model::capture::NoteKind;
use serde_json::Value;

use super::exchange::{Exchange, Format, filled};
use super::field::{difference, readable, sanitize};
use crate::run::{self, Scratch};
use crate::sanitize::{report, try_sanitized};
use crate::search::readings;

const WORDS: &[&str] = &[
    "login.microsoftonline.com",
    "https://login.microsoftonline.com/",
    "app.contoso.example",
    "AADSTS50126",
    "50126",
    "/oauth2/v2.0/token",
    "/common/login",
    "2026-03-02T10:12:31Z",
    "2026-03-02 10:12:44Z",
    "authorize",
    "oauth2",
    "openid profile",
    "openid",
    "common",
    "200",
    "302",
    "POST",
    "GET",
    "d3590ed6-52b3-4102-aeff-aad2292ab01c",
    "8e2f6a10-3b7c-4d95-a1e8-6f0c9b4d2a73",
    "https",
    "https://",
    "application/json",
    "text/html",
    "invalid_grant",
    "error",
    "error_description",
    "ConvergedSignIn",
    "$Config",
    "client_id",
    "Content-Type",
    "true",
    "null",
    "none",
    "code",
    "token",
    "Bearer",
    "contoso.example",
    "organizations",
    "https://graph.microsoft.com",
    "Location",
    "login",
    "password",
    "[password#1]",
    "www.microsoft.com",
    "id_token",
    "Mozilla/5.0",
    "HTTP/1.1",
    "query",
    "fragment",
    "form_post",
    "S256",
    "select_account",
    "Mon, 02 Mar 2026 10:12:44 GMT",
    "Trace ID",
    "0b9e4d7a-61c3-4f28-8a5e-d2c7f1903b6e",
    "microsoft",
    "example",
    "1,50126,0,,",
    "en-US",
    "gzip",
    "request",
    "response",
    "headers",
    "startedDateTime",
];

/// Where the word is a secret: each with `$q` or `$c` in its place.
const FIELDS: &[&str] = &["cookie", "Set-Cookie", "state", "passwd", "kelp", "nonce", "code", "flowToken", "X-Kelp"];

/// A sign-in that fails, with a word in one of the fields.
fn sign_in(field: &str, word: &str) -> Vec<Exchange> {
    let with = |name: &str, text: &'static str| if name == field { text } else { "" };
    let (cookie, passwd) = (with("cookie", "Cookie: kelp=$c; x=y\n"), if field == "passwd" { "$q" } else { "harbour-lights-7" });
    let (set, unknown) = (with("Set-Cookie", "Set-Cookie: kelp=$c; path=/\n"), with("X-Kelp", "X-Kelp: $v\n"));
    let (state, nonce) = (if field == "state" { "$q" } else { "x" }, if field == "nonce" { "$q" } else { "y" });
    let (kelp, code, flow) = (with("kelp", "&kelp=$q"), with("code", "&code=$q"), with("flowToken", "&flowToken=$q"));
    let authorize = format!(
        "GET https://login.microsoftonline.com/common/oauth2/v2.0/authorize?client_id=d3590ed6-52b3-4102-aeff-aad2292ab01c&response_type=code&scope=openid+profile&redirect_uri=https%3A%2F%2Fapp.contoso.example%2Fcb\
         &client-request-id=8e2f6a10-3b7c-4d95-a1e8-6f0c9b4d2a73&state={state}&nonce={nonce}\n{cookie}{unknown}Accept: text/html\n\n\n<<< 200\nContent-Type: text/html\n{set}Date: Mon, 02 Mar 2026 10:12:44 GMT\n\
         x-ms-request-id: 0b9e4d7a-61c3-4f28-8a5e-d2c7f1903b6e\n\n<html><head><script>//<![CDATA[\nⓒ={{\"pgid\":\"ConvergedSignIn\",\"correlationId\":\"8e2f6a10-3b7c-4d95-a1e8-6f0c9b4d2a73\",\"urlPost\":\"/common/login\"}};\n//]]></script></head></html>"
    );
    let login = format!(
        "POST https://login.microsoftonline.com/common/login\nContent-Type: application/x-www-form-urlencoded\n\nlogin=alex%40contoso.example&passwd={passwd}{kelp}{flow}\n<<< 200\nContent-Type: text/html\n\
         x-ms-request-id: 0b9e4d7a-61c3-4f28-8a5e-d2c7f1903b6e\nx-ms-clitelem: 1,50126,0,,\n\n<html><head><script>//<![CDATA[\nⓒ={{\"pgid\":\"ConvergedSignIn\",\"sErrorCode\":\"50126\",\
         \"correlationId\":\"8e2f6a10-3b7c-4d95-a1e8-6f0c9b4d2a73\",\"serverDetails\":{{\"rt\":\"2026-03-02T10:12:44\"}}}};\n//]]></script></head></html>"
    );
    let token = format!(
        "POST https://login.microsoftonline.com/common/oauth2/v2.0/token\nContent-Type: application/x-www-form-urlencoded\n\nclient_id=d3590ed6-52b3-4102-aeff-aad2292ab01c&grant_type=password{code}&client-request-id=8e2f6a10-3b7c-4d95-a1e8-6f0c9b4d2a73\n\
         <<< 400\nContent-Type: application/json\n\n{{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS50126: Error validating credentials due to invalid username or password. Trace ID: 0b9e4d7a-61c3-4f28-8a5e-d2c7f1903b6e \
         Correlation ID: 8e2f6a10-3b7c-4d95-a1e8-6f0c9b4d2a73 Timestamp: 2026-03-02 10:12:44Z\",\"error_codes\":[50126],\"timestamp\":\"2026-03-02 10:12:44Z\"}}"
    );
    [authorize, login, token].iter().map(|http| Exchange::parse(&filled(http, "", word).replace('ⓒ', "$Config"))).collect()
}

/// What a capture still says, whatever was a secret in it. Not what a field of its own held.
const STAYS: &[&str] = &[
    "login.microsoftonline.com/common/oauth2/v2.0/authorize",
    "login.microsoftonline.com/common/login",
    "login.microsoftonline.com/common/oauth2/v2.0/token",
    "client_id=d3590ed6-52b3-4102-aeff-aad2292ab01c",
    "response_type=code",
    "app.contoso.example/cb",
    "ConvergedSignIn",
    "\"sErrorCode\":\"50126\"",
    "1,50126,0,,",
    "AADSTS50126: Error validating credentials due to invalid username or password.",
    "Trace ID: 0b9e4d7a-61c3-4f28-8a5e-d2c7f1903b6e",
    "Timestamp: 2026-03-02 10:12:44Z",
    "\"error\":\"invalid_grant\"",
    "\"error_codes\":[50126]",
    "grant_type=password",
];

#[test]
fn a_word_of_the_protocol_goes_from_its_field_only() {
    let (mut wrong, mut captures) = (Vec::new(), 0);
    // What is told when no secret is a word.
    let expected = Format::ALL.map(|format| essence(&format.write(&sign_in("kelp", "harbour-lights-8"))));
    for (at, word) in WORDS.iter().enumerate() {
        for (turn, field) in FIELDS.iter().enumerate() {
            // Every word in every field would be many captures: each field has each word in one of the formats or in none.
            let format = match (at + turn) % 4 {
                0 => Format::Har,
                1 if turn % 2 == 0 => Format::Saz,
                2 if turn % 2 == 0 => Format::Text,
                _ => continue,
            };
            captures += 1;
            let raw = format.write(&sign_in(field, word));
            let name = format!("{field}={word} in {format:?}");
            let clean = match try_sanitized(&raw) {
                // A HAR without cookies is taken for one that the browser sanitized.
                Ok((clean, receipt)) if receipt.notes.iter().all(|note| note.kind == NoteKind::Sanitized) => clean,
                other => {
                    wrong.push(format!("{name}: {:?}", other.map(|(_, receipt)| receipt.notes)));
                    continue;
                }
            };
            let texts = texts(format, &clean);
            let lost = STAYS.iter().filter(|wanted| !texts.iter().any(|text| text.contains(&without_space(wanted))));
            wrong.extend(lost.map(|wanted| format!("{name}: the sanitized capture lost {wanted}")));
            let told = [&raw, &clean].map(|bytes| essence(bytes));
            for (told, which) in told.iter().zip(["raw", "sanitised"]) {
                let expected = &expected[format as usize];
                if told != expected {
                    wrong.push(format!("{name}: the report on the {which} capture has {}", difference(expected, told)));
                }
            }
        }
    }
    eprintln!("words: {captures} captures: {} wrong", wrong.len());
    for line in &wrong {
        eprintln!("words | {line}");
    }
    assert!(wrong.is_empty(), "{} of {captures}\n{}", wrong.len(), wrong.join("\n"));
}

/// Codes, ids, times, hosts and paths of the report on a capture: not its sentences.
fn essence(bytes: &[u8]) -> Value {
    let report: Value = serde_json::from_str(&report(bytes)).expect("a report");
    let attempts = report["attempts"].as_array().into_iter().flatten().map(|attempt| {
        let names = [
            "outcome",
            "protocol",
            "cloud",
            "started",
            "ended",
            "tenant",
            "application",
            "correlation_ids",
            "request_ids",
            "session_ids",
            "steps",
            "interrupts",
        ];
        names.iter().map(|name| ((*name).to_owned(), attempt[*name].clone())).collect::<Value>()
    });
    let findings = report["findings"].as_array().into_iter().flatten().map(|finding| {
        let names = ["code", "role", "message", "timestamp", "correlation_id", "request_id", "oauth_error"];
        names.iter().map(|name| ((*name).to_owned(), finding[*name].clone())).collect::<Value>()
    });
    Value::from(vec![Value::from(attempts.collect::<Vec<_>>()), Value::from(findings.collect::<Vec<_>>())])
}

fn texts(format: Format, bytes: &[u8]) -> Vec<String> {
    let members = super::field::members(&format.file("x"), bytes);
    let all: Vec<String> = members.iter().map(|member| readable(&member.bytes)).collect();
    readings(&all.join("\n")).iter().map(|text| without_space(text)).collect()
}

fn without_space(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_ascii_whitespace() && *letter != '+').collect()
}

/// The same in reports alone: hosts, codes and times are in all of them, and no report is refused.
#[test]
fn no_report_is_refused_for_a_word_of_the_protocol() {
    let scratch = Scratch::new("attacks_words_reports");
    let mut wrong = Vec::new();
    let all: Vec<Exchange> = FIELDS
        .iter()
        .flat_map(|field| WORDS.iter().map(move |word| (field, word)))
        .flat_map(|(field, word)| sign_in(field, word))
        .collect();
    let path = scratch.file("all.har", Format::Har.write(&all));
    for format in run::formats() {
        let outcome = run::on(&path, &["--format", &format]);
        if outcome.status != Some(1) {
            wrong.push(format!("{format}: status {:?}: {}", outcome.status, outcome.stderr.trim()));
        }
        for wanted in ["AADSTS50126", "d3590ed6-52b3-4102-aeff-aad2292ab01c"] {
            if !outcome.stdout.contains(wanted) {
                wrong.push(format!("{format}: no {wanted}"));
            }
        }
    }
    let clean = sanitize(&path, &scratch.path().join("clean.har"));
    if clean.outcome.status != Some(0) {
        wrong.push(format!("sanitize: {:?}: {}", clean.outcome.status, clean.outcome.stderr.trim()));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

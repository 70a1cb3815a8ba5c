//! `entrace compare GOOD BAD`: the planted difference first.

use std::path::PathBuf;

use serde_json::Value;

use crate::run::{entrace, run};
use crate::scenario::samples;

fn sample(name: &str) -> PathBuf {
    samples::named(name).path()
}

fn compared(good: &str, bad: &str) -> Value {
    let outcome = run(entrace().arg("compare").args([sample(good), sample(bad)]).args(["--format", "json"]));
    assert_eq!(outcome.status, Some(0), "{}", outcome.stderr);
    serde_json::from_str(&outcome.stdout).unwrap()
}

#[test]
fn a_changed_reply_address_is_named_first() {
    let found = compared("wrong-password-then-success.har", "redirect-uri-mismatch.har");
    assert_eq!(found["first_divergence"]["stage"], "authorize");
    assert_eq!(found["first_divergence"]["bad"], "authorize 200 ConvergedError");
    let first = &found["differences"][0];
    assert_eq!((&first["stage"], &first["parameter"]), (&Value::from("authorize"), &Value::from("redirect_uri")));
    assert_eq!(first["bad"], "https://app.contoso.example/orders/callback-v2");
    let codes = only_in_bad(&found);
    assert_eq!(codes, ["AADSTS50011"]);
}

/// The codes that only the bad sign-in has.
fn only_in_bad(found: &Value) -> Vec<&str> {
    let ids = found["only_in_bad"].as_array().unwrap();
    let findings = found["findings"].as_array().unwrap();
    findings.iter().filter(|finding| ids.contains(&finding["id"])).map(|finding| finding["code"].as_str().unwrap()).collect()
}

#[test]
fn the_same_requests_with_another_answer_part_where_the_page_differs() {
    let found = compared("mfa-passed-and-stayed-signed-in.har", "mfa-registration-abandoned.har");
    assert_eq!(found["first_divergence"]["stage"], "password");
    assert_eq!(found["first_divergence"]["good"], "password 200 ConvergedTFA");
    assert_eq!(found["first_divergence"]["bad"], "password 200 ConvergedProofUpRedirect");
    assert_eq!(only_in_bad(&found), ["AADSTS50072"]);
    assert_eq!(found["interrupts_only_in_bad"], serde_json::json!(["mfa_registration"]));
}

#[test]
fn a_sign_in_does_not_part_from_itself() {
    let found = compared("mfa-passed-and-stayed-signed-in.har", "mfa-passed-and-stayed-signed-in.har");
    assert!(found["first_divergence"].is_null());
    assert_eq!(found["differences"].as_array().map(Vec::len), Some(0));
    assert!(only_in_bad(&found).is_empty());
}

#[test]
fn the_text_and_the_markdown_read_well() {
    let arguments = [sample("wrong-password-then-success.har"), sample("redirect-uri-mismatch.har")];
    insta::assert_snapshot!("text", run(entrace().arg("compare").args(&arguments)).stdout);
    insta::assert_snapshot!("markdown", run(entrace().arg("compare").args(&arguments).args(["--format", "markdown"])).stdout);
}

#[test]
fn what_cannot_be_compared_is_said() {
    let none = run(entrace().arg("compare").args([sample("no-sign-in.har"), sample("locked-out.har")]));
    assert_eq!(none.status, Some(3));
    assert!(none.stderr.contains("nothing to compare"), "{}", none.stderr);
    let missing = run(entrace().arg("compare").args(["no-such.har".into(), sample("locked-out.har")]));
    assert_eq!(missing.status, Some(3));
    assert!(missing.stderr.contains("no-such.har"), "{}", missing.stderr);
}

//! `entrace compare GOOD BAD`: the planted difference first.

use std::path::PathBuf;

use serde_json::Value;

use crate::run::{Scratch, entrace, run};
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

/// Kinds of the warnings, and what is told on standard error.
fn warned(arguments: &[PathBuf]) -> (Vec<String>, String) {
    let outcome = run(entrace().arg("compare").args(arguments).args(["--format", "json"]));
    assert_eq!(outcome.status, Some(0), "{}", outcome.stderr);
    let found: Value = serde_json::from_str(&outcome.stdout).unwrap();
    let warnings = found["warnings"].as_array().unwrap();
    let messages: Vec<&str> = warnings.iter().map(|warning| warning["message"].as_str().unwrap()).collect();
    let told = if messages.is_empty() { String::new() } else { format!("warning: {}\n", messages.join(" ")) };
    assert_eq!(outcome.stderr, told);
    let text = run(entrace().arg("compare").args(arguments)).stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(messages.iter().all(|message| text.contains(message)), "{messages:?} are not all in {text}");
    (warnings.iter().map(|warning| warning["kind"].as_str().unwrap().to_owned()).collect(), outcome.stderr)
}

#[test]
fn what_may_mislead_is_told_in_the_output_and_on_standard_error() {
    let kinds = |good: &str, bad: &str| warned(&[sample(good), sample(bad)]).0;
    let success = "wrong-password-then-success.har";
    assert_eq!(kinds(success, "redirect-uri-mismatch.har"), [""; 0]);
    assert_eq!(kinds("redirect-uri-mismatch.har", success), ["swapped"]);
    assert_eq!(kinds(success, success), ["both_succeeded"]);
    assert_eq!(kinds("locked-out.har", "conditional-access-block.har"), ["both_failed", "different_user"]);
    assert_eq!(kinds(success, "wrong-tenant-account.har"), ["different_application", "different_user"]);
    let (_, told) = warned(&[sample(success), sample("wrong-tenant-account.har")]);
    assert!(told.contains("user#1@contoso.example and user#2@fabrikam.example"), "{told}");
}

#[test]
fn a_tenant_and_a_cloud_of_another_are_told() {
    let scratch = Scratch::new("a_tenant_and_a_cloud_of_another_are_told");
    let text = std::fs::read_to_string(sample("wrong-password-then-success.har")).unwrap();
    let tenant = "3c1f9f2e-5b7a-4d86-9c0e-8a4b6d2e1f70";
    assert!(text.contains(tenant));
    let elsewhere = scratch.file("tenant.har", text.replace(tenant, "77777777-5b7a-4d86-9c0e-8a4b6d2e1f70"));
    let cloud = scratch.file("cloud.har", text.replace("login.microsoftonline.com", "login.microsoftonline.us"));
    let kinds = |bad: PathBuf| warned(&[sample("wrong-password-then-success.har"), bad]).0;
    assert_eq!(kinds(elsewhere), ["both_succeeded", "different_tenant"]);
    assert_eq!(kinds(cloud), ["both_succeeded", "different_cloud"]);
}

/// Which attempts were taken: capture, number, of how many, why.
fn taken(arguments: &[&str]) -> [String; 2] {
    let folder = samples::named("locked-out.har").path();
    let outcome = run(entrace().current_dir(folder.parent().unwrap()).arg("compare").args(arguments).args(["--format", "json"]));
    assert_eq!(outcome.status, Some(0), "{}", outcome.stderr);
    let found: Value = serde_json::from_str(&outcome.stdout).unwrap();
    ["good", "bad"].map(|side| {
        let taken = &found["taken"][side];
        assert_eq!(found[side]["number"], taken["number"]);
        format!("{} #{} of {}: {}", taken["capture"].as_str().unwrap(), taken["number"], taken["of"], taken["reason"].as_str().unwrap())
    })
}

#[test]
fn one_archive_with_both_is_enough() {
    let both = ["before-and-after.zip/after.har #1 of 2: last_that_succeeded", "before-and-after.zip/before.har #1 of 2: last_that_failed"];
    assert_eq!(taken(&["before-and-after.zip"]), both);
    let swapped = taken(&["before-and-after.zip", "--attempt", "before.har#1:after.har#1"]);
    assert_eq!(swapped, ["before-and-after.zip/before.har #1 of 2: asked_for", "before-and-after.zip/after.har #1 of 2: asked_for"]);
    let one_asked = taken(&["before-and-after.zip", "--attempt", "before.har#1:"]);
    assert_eq!(one_asked, ["before-and-after.zip/before.har #1 of 2: asked_for", "before-and-after.zip/after.har #1 of 2: last"]);
    let in_one = taken(&["silent-renewal-then-sign-in.har"]);
    let last = "silent-renewal-then-sign-in.har #2 of 2: last_that_succeeded_with_the_application";
    assert_eq!(in_one, [last, "silent-renewal-then-sign-in.har #1 of 2: last_that_failed"]);
}

#[test]
fn the_attempts_can_be_chosen() {
    let (good, bad) = ("silent-renewal-then-sign-in.har", "wrong-password-then-success.har");
    let only = "wrong-password-then-success.har #1 of 1: only_one";
    assert_eq!(taken(&[bad, good, "--attempt", "2"]), [only, "silent-renewal-then-sign-in.har #2 of 2: asked_for"]);
    assert_eq!(taken(&[good, bad, "--attempt", "1:"]), ["silent-renewal-then-sign-in.har #1 of 2: asked_for", only]);
    let text = run(entrace().arg("compare").args([sample(good), sample(bad)]).args(["--attempt", "1:1"])).stdout;
    assert!(text.contains("one of 2 attempts, as asked for"), "{text}");

    for (attempt, status, told) in [
        ("1:3", 2, "silent-renewal-then-sign-in.har: it has no such attempt (--attempt), only attempts 1 to 2"),
        ("other.har#1:1", 2, "wrong-password-then-success.har: no capture in it is called as --attempt says"),
        ("x", 2, "give the number of an attempt of BAD (2)"),
    ] {
        let outcome = run(entrace().arg("compare").args([sample(bad), sample(good)]).args(["--attempt", attempt]));
        assert_eq!(outcome.status, Some(status), "{attempt}: {}", outcome.stderr);
        assert!(outcome.stderr.lines().next().is_some_and(|line| line.contains(told)), "{attempt}: {}", outcome.stderr);
        assert_eq!(outcome.stdout, "");
    }
    let several = run(entrace().arg("compare").arg(sample("before-and-after.zip")).args(["--attempt", "1:1"]));
    assert_eq!(several.status, Some(2));
    assert!(several.stderr.contains("several captures in it have an attempt of this number"), "{}", several.stderr);
}

#[test]
fn the_ending_of_the_file_decides_the_format() {
    let scratch = Scratch::new("comparison_written");
    let written = |name: &str| {
        let file = scratch.path().join(name);
        let pair = [sample("wrong-password-then-success.har"), sample("redirect-uri-mismatch.har")];
        let outcome = run(entrace().arg("compare").args(pair).arg("-o").arg(&file));
        assert_eq!((outcome.status, outcome.stdout.as_str(), outcome.stderr.as_str()), (Some(0), "", ""));
        std::fs::read_to_string(file).unwrap()
    };
    assert!(written("c.json").starts_with('{'));
    assert!(written("c.md").starts_with("**GOOD**"));
    assert!(written("c.txt").starts_with("GOOD  "));
    let page = written("c.html");
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("default-src 'none'") && !page.contains("<script"), "{page}");
    assert!(page.contains("<h3>First difference</h3>") && page.contains("https://app.contoso.example/orders/callback-v2"), "{page}");
}

#[test]
fn what_cannot_be_compared_is_said() {
    let none = run(entrace().arg("compare").args([sample("no-sign-in.har"), sample("locked-out.har")]));
    assert_eq!(none.status, Some(3));
    assert!(none.stderr.contains("nothing to compare"), "{}", none.stderr);
    let alone = run(entrace().arg("compare").arg(sample("locked-out.har")));
    assert_eq!(alone.status, Some(3));
    assert!(alone.stderr.contains("locked-out.har: there is nothing to compare: it shows fewer than two sign-ins"), "{}", alone.stderr);
    let missing = run(entrace().arg("compare").args(["no-such.har".into(), sample("locked-out.har")]));
    assert_eq!(missing.status, Some(3));
    assert!(missing.stderr.contains("no-such.har"), "{}", missing.stderr);
}

//! `entrace show FILE ENTRY`: one exchange, taken apart and redacted.

use std::path::PathBuf;

use entrace::read::Options;
use entrace::redact::Visibility;
use entrace::render::{self, ExchangeFormat, Screen};
use entrace::sanitize::Learning;
use serde_json::{Value, json};

use crate::run::{Outcome, Scratch, entrace, run};
use crate::scenario::samples::{self, PASSWORD};

/// All that `show` says of the entries of a file, in both formats.
pub(crate) fn everything(bytes: &[u8], visibility: Visibility) -> String {
    let password = &|_: &str| Some(PASSWORD.to_owned());
    let mut learning = Learning::new(false, Options::new(password));
    let learnt = learning.learn("case", &bytes).expect("a capture");
    let mut sanitizer = learning.settle();
    let mut text = String::new();
    for capture in learnt.names().map(str::to_owned).collect::<Vec<_>>() {
        let mut take = |shown| {
            for format in [ExchangeFormat::Text(Screen::default()), ExchangeFormat::Json] {
                text.push_str(&render::exchange(&shown, format).expect("no secret is left"));
            }
        };
        sanitizer.show_all(&learnt, &bytes, (&capture, &|_| true), visibility, &mut take).expect("a capture");
    }
    text
}

fn show(file: &str, entry: &str, arguments: &[&str]) -> Outcome {
    let path: PathBuf = samples::named("locked-out.har").path().with_file_name("").join(file);
    run(entrace().arg("show").arg(path).arg(entry).args(arguments).env("ENTRACE_PASSWORD", PASSWORD))
}

fn json_of(file: &str, entry: &str, arguments: &[&str]) -> Value {
    let outcome = show(file, entry, &[arguments, &["--format", "json"]].concat());
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""));
    serde_json::from_str(&outcome.stdout).expect("JSON")
}

/// The value of a name in a list of pairs.
fn of<'v>(pairs: &'v Value, name: &str) -> &'v str {
    let pair = pairs.as_array().expect("a list").iter().find(|pair| pair["name"] == name);
    pair.unwrap_or_else(|| panic!("no {name} in {pairs}"))["value"].as_str().expect("a text")
}

#[test]
fn a_posted_password_reads_like_this() {
    let outcome = show("locked-out.har", "2", &[]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""));
    insta::assert_snapshot!(outcome.stdout);
}

#[test]
fn forms_pages_and_json_are_taken_apart() {
    let posted = json_of("locked-out.har", "2", &[]);
    assert_eq!((&posted["capture"], &posted["entry"]), (&json!("locked-out.har"), &json!(2)));
    assert_eq!(posted["request"]["body"]["kind"], "form");
    assert_eq!(of(&posted["request"]["body"]["fields"], "passwd"), "[password#1]");
    assert_eq!(of(&posted["request"]["body"]["fields"], "login"), "user#1@contoso.example");
    assert_eq!(posted["response"]["body"]["kind"], "page");
    assert_eq!(posted["response"]["body"]["objects"][0]["name"], "$Config");
    assert_eq!(posted["response"]["body"]["objects"][0]["value"]["pgid"], "ConvergedSignIn");
    let refused = json_of("client-secret-expired.har", "0", &[]);
    assert_eq!(of(&refused["request"]["body"]["fields"], "client_secret"), "[client-secret#1]");
    assert_eq!(refused["response"]["status"], 401);
    assert_eq!(refused["response"]["body"]["value"]["error_codes"], json!([7_000_222]));
    let saml = json_of("saml-method-mismatch.har", "1", &[]);
    let documents = [&saml, &json_of("saml-method-mismatch.har", "0", &[])].map(|shown| shown["documents"].to_string()).concat();
    assert!(documents.contains("<samlp:AuthnRequest") && documents.contains("[signature#1]"), "{documents}");
}

#[test]
fn claims_of_tokens_are_told_by_name_and_people_only_when_asked_for() {
    let masked = json_of("device-code.har", "4", &[]);
    let id_token = &masked["tokens"][1];
    assert_eq!(id_token["token"], "[id-token#1]");
    assert_eq!(of(&id_token["claims"], "aud"), "91c4e7a2-0b5d-4f38-86ea-c3d7f1b9a540");
    assert_eq!((of(&id_token["claims"], "name"), of(&id_token["claims"], "preferred_username")), ("[name#1]", "user#1@contoso.example"));
    assert_eq!(of(&id_token["header"], "alg"), "RS256");
    assert_eq!(masked["response"]["body"]["value"]["id_token"], "[id-token#1]");
    let shown = json_of("device-code.har", "4", &["--show-personal-data"]);
    assert_eq!(of(&shown["tokens"][1]["claims"], "preferred_username"), "tobias.fenwick@contoso.example");
    assert_eq!(shown["response"]["body"]["value"]["id_token"], "[id-token#1]");
}

#[test]
fn an_entry_is_named_as_reports_name_it() {
    let saz = json_of("mfa-registration-blocked.saz", "7", &[]);
    assert_eq!(saz["response"]["body"]["id"], "ConvergedError");
    let member = json_of("before-and-after.zip/after.har", "0", &[]);
    assert_eq!(member["capture"], "before-and-after.zip/after.har");
    for (file, entry, told) in [
        ("locked-out.har", "77", "locked-out.har: there is no entry 77; the entries are 0 to 3"),
        ("mfa-registration-blocked.saz", "0", "mfa-registration-blocked.saz: there is no entry 0; the entries are 1 to 7"),
        (
            "before-and-after.zip",
            "0",
            "several captures; name one of them: before-and-after.zip/before.har, before-and-after.zip/after.har",
        ),
        (
            "before-and-after.zip/none.har",
            "0",
            "none.har: no capture of this name is in the archive; name one of them: before-and-after.zip/b",
        ),
        ("locked-out.har", "first", "invalid value 'first' for '<ENTRY>'"),
    ] {
        let outcome = show(file, entry, &[]);
        assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(2), ""), "{}", outcome.stderr);
        assert!(outcome.stderr.lines().next().is_some_and(|line| line.contains(told)), "{}", outcome.stderr);
    }
    for (file, told) in [
        ("missing.har", "missing.har: file not found"),
        ("README.md", "README.md: not a HAR, SAZ or Fiddler text capture"),
        ("", "so it takes a file"),
    ] {
        let outcome = show(file, "0", &[]);
        assert_eq!((outcome.status, outcome.stderr.lines().count()), (Some(3), 1), "{}", outcome.stderr);
        assert!(outcome.stderr.contains(told), "{}", outcome.stderr);
    }
}

/// What is secret anywhere in the capture is secret in each exchange of it.
#[test]
fn a_secret_of_another_entry_is_not_shown() {
    let scratch = Scratch::new("a_secret_of_another_entry_is_not_shown");
    let har = crate::sanitize::with_secret("passwd", "nine Walnut stairs 42", 0);
    let file = scratch.file("case.har", har.to_string());
    let outcome = run(entrace().arg("show").arg(&file).arg("0"));
    assert_eq!(outcome.status, Some(0), "{}", outcome.stderr);
    assert!(outcome.stdout.contains("AADSTS50126") && !outcome.stdout.contains("Walnut"), "{}", outcome.stdout);
    let personal = everything(har.to_string().as_bytes(), Visibility { personal_data: true });
    assert!(personal.contains("alex@contoso.example") && !personal.contains("Walnut"), "{personal}");
}

#[test]
fn every_entry_of_every_sample_is_shown() {
    for sample in samples::all() {
        let text = everything(&std::fs::read(sample.path()).expect("a sample"), Visibility::default());
        assert!(text.contains("Request headers") || text.contains("entry "), "{}: {text}", sample.file);
    }
}

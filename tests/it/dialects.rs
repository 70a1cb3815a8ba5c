//! One sign-in, captured by every program: entrace says the same of each.
//!
//! What a dialect cannot carry:
//! - Chrome loses the bodies of pages that the browser went on from, so the first wrong password is not seen.
//! - Chrome's sanitized export and every browser lack tunnels, so they hold fewer exchanges.
//! - A text dump has no clock of the client's; only the service's own times are left.

use crate::expect;
use crate::run::{self, Scratch};
use crate::scenario::har::{self, Producer};
use crate::scenario::http1::{Coding, ContentCoding};
use crate::scenario::samples::PASSWORD;
use crate::scenario::saz::{self, Protection};
use crate::scenario::sign_in::{MIRIAM, ORDERS, SignIn};
use crate::scenario::stories::passwords;
use crate::scenario::story::Story;
use crate::scenario::text;
use crate::scenario::truth::Attempt;

/// A wrong password, then the lock; and before it a redirect from the application.
fn story() -> Story {
    let mut story = Story::new("dialects", "2026-03-02T09:02:38.087Z");
    story.tunnel("login.microsoftonline.com");
    passwords::locks_out(&mut story);
    story
}

/// The story in every dialect, by the name of the file that a user would send.
fn dialects(story: &Story) -> Vec<(String, Vec<u8>)> {
    let producers = [Producer::Chrome, Producer::ChromeSanitized, Producer::Firefox, Producer::Safari, Producer::Fiddler];
    let hars = producers.map(|producer| (format!("{producer:?}.har"), har::write(story, producer)));
    let codings = Coding::ALL.iter().map(|coding| {
        let name = format!("{:?}{}.saz", coding.compression, if coding.chunked { "-chunked" } else { "" });
        (name, saz::write(story, &[*coding], Protection::None))
    });
    let gzip = [Coding { compression: ContentCoding::Gzip, chunked: true }];
    let protected = [
        ("zipcrypto.saz".to_owned(), saz::write(story, &gzip, Protection::ZipCrypto(PASSWORD))),
        ("aes256.saz".to_owned(), saz::write(story, &gzip, Protection::Aes256(PASSWORD))),
        ("dump.txt".to_owned(), text::write(story)),
    ];
    hars.into_iter().chain(codings).chain(protected).collect()
}

#[test]
fn every_dialect_tells_the_same() {
    let scratch = Scratch::new("every_dialect_tells_the_same");
    let story = story();
    let expected: Vec<&Attempt> = story.truth.attempts.iter().collect();
    let mut table = Vec::new();
    for (name, bytes) in dialects(&story) {
        let path = scratch.file(&name, bytes);
        let outcome = run::on(&path, &["--format", "json"]);
        let report = serde_json::from_str(&outcome.stdout).unwrap_or_default();
        let mut differences = expect::attempts(&report, &expected);
        let exchanges = report["captures"][0]["exchanges"].as_u64();
        let expected_exchanges = if report["captures"][0]["format"] == "har" { 4 } else { 5 };
        if exchanges != Some(expected_exchanges) {
            differences.push(format!("exchanges: {exchanges:?}, should be {expected_exchanges}"));
        }
        if outcome.status != Some(1) {
            differences.push(format!("exit status: {:?}; {}", outcome.status, outcome.stderr));
        }
        table.extend(differences.into_iter().map(|difference| format!("{name:24} {difference}")));
    }
    assert!(table.is_empty(), "\n{}", table.join("\n"));
}

#[test]
fn the_wrong_password_before_the_lock_is_seen_where_its_page_was_kept() {
    let scratch = Scratch::new("the_wrong_password_before_the_lock");
    let story = story();
    for (name, bytes) in dialects(&story) {
        let report = run::report_on(&scratch.file(&name, bytes));
        let codes: Vec<_> = expect::list(&report["findings"]).iter().filter_map(|finding| expect::text(&finding["code"])).collect();
        assert_eq!(codes.contains(&"AADSTS50126"), !name.starts_with("Chrome"), "{name}: {codes:?}");
        if name.starts_with("Chrome") {
            let notes: Vec<_> =
                expect::list(&report["captures"][0]["notes"]).iter().filter_map(|note| expect::text(&note["kind"])).collect();
            assert!(notes.contains(&"body_not_captured"), "{name}: {notes:?}");
        }
    }
}

#[test]
fn a_text_dump_has_no_times_of_the_client() {
    let scratch = Scratch::new("a_text_dump_has_no_times_of_the_client");
    let report = run::report_on(&scratch.file("dump.txt", text::write(&story())));
    assert!(report["captures"][0]["first"].is_null());
    let with_clock = run::report_on(&scratch.file("session.saz", saz::write(&story(), &[Coding::PLAIN], Protection::None)));
    assert_eq!(with_clock["captures"][0]["first"], "2026-03-02T09:02:38.087Z");
}

#[test]
fn a_redirect_error_is_read_in_every_dialect() {
    let scratch = Scratch::new("a_redirect_error_is_read_in_every_dialect");
    let mut story = Story::new("redirect error", "2026-03-02T11:30:00.000Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    let draft = story.get(sign_in.authorize_url(&[]));
    let description = draft.message("AADSTS90094: Admin consent is required for the permissions requested.", &sign_in.correlation_id);
    let location = sign_in.reply(&[("error", "access_denied"), ("error_description", &description)]);
    let seen = draft.redirects_to(&location);
    story.get(location).html(200, "<html><body>You are not signed in.</body></html>".to_owned());
    for (name, bytes) in dialects(&story) {
        let report = run::report_on(&scratch.file(&name, bytes));
        let finding = &report["findings"][0];
        assert_eq!(finding["code"], "AADSTS90094", "{name}");
        assert_eq!(finding["correlation_id"], *sign_in.correlation_id, "{name}");
        assert_eq!(finding["request_id"], *seen.request_id, "{name}");
        assert_eq!(report["attempts"][0]["outcome"], "failed", "{name}");
    }
}

//! "Where to look next": the ids of an attempt in the query languages of the sign-in log.

use crate::run::{entrace, run};
use crate::scenario::samples;

fn shown(sample: &str) -> String {
    let text = run(entrace().arg("--full").arg(samples::named(sample).path())).stdout;
    let (_, rest) = text.split_once("Where to look next").unwrap_or_else(|| panic!("{sample}: {text}"));
    rest.split("\n\n").next().unwrap_or(rest).to_owned()
}

#[test]
fn an_interactive_sign_in_is_found_by_its_correlation_id() {
    insta::assert_snapshot!(shown("conditional-access-block.har"));
}

#[test]
fn a_token_renewal_is_among_the_non_interactive_ones() {
    insta::assert_snapshot!(shown("silent-refresh-needs-mfa.har"));
}

#[test]
fn a_saml_failure_without_a_correlation_id_is_found_by_its_request_id() {
    insta::assert_snapshot!(shown("saml-method-mismatch.har"));
}

#[test]
fn an_application_of_its_own_is_among_the_service_principals() {
    insta::assert_snapshot!(shown("client-secret-expired.har"));
}

#[test]
fn a_sign_in_that_succeeded_needs_no_further_look() {
    let text = run(entrace().arg(samples::named("device-code.har").path())).stdout;
    assert!(!text.contains("Sign-in log"), "{text}");
}

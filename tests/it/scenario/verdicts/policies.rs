//! Conditions on access and questions to the user: passed, refused, and left open.

use crate::scenario::json::Object;
use crate::scenario::pages::Page;
use crate::scenario::sign_in::{MIRIAM, ORDERS, SignIn, TOBIAS, TRAVEL};
use crate::scenario::story::{Seen, Story};
use crate::scenario::truth::Cause;
use crate::scenario::verdicts::steps::{NOT_SIGNED_IN, failed, interrupted, left, succeeded};

/// The password is right, and then this page comes.
fn comes_to(story: &mut Story, page: &Page) -> (SignIn, Seen) {
    let sign_in = SignIn::new(story, "only", &ORDERS, &MIRIAM);
    sign_in.opens(story);
    let seen = sign_in.submits_password(story).page(&sign_in, page);
    story.wait(5);
    (sign_in, seen)
}

/// The page is left open: it is what the sign-in waits for.
fn left_at(title: &'static str, page: &Page, code: &'static str, kind: &'static str) -> Story {
    let mut story = Story::new(title, "2026-03-03T10:20:31.744Z");
    let (sign_in, seen) = comes_to(&mut story, page);
    let cause = sign_in.cause(code, "page_config", &seen);
    story.ends(interrupted(cause, &[("credentials", Some(true)), (kind, Some(false))], &["AADSTS50058"]));
    story
}

/// The page is answered at this path, and the code comes.
fn passed_at(title: &'static str, page: &Page, code: &'static str, kind: &'static str, path: &str) -> Story {
    let mut story = Story::new(title, "2026-03-03T10:24:09.380Z");
    let (sign_in, _) = comes_to(&mut story, page);
    sign_in.arrives(&mut story, |story| sign_in.answers(story, path, &[("action", "continue")]));
    story.ends(succeeded(&[("credentials", Some(true)), (kind, Some(true))], &["AADSTS50058", code]));
    story
}

/// The page ends it.
fn blocked_at(title: &'static str, page: &Page, code: &'static str, kind: &'static str) -> Story {
    let mut story = Story::new(title, "2026-03-03T10:28:52.006Z");
    let (sign_in, seen) = comes_to(&mut story, page);
    let cause = sign_in.cause(code, "page_config", &seen);
    story.ends(failed(cause, &[("credentials", Some(true)), (kind, Some(false))], &["AADSTS50058"]));
    story
}

fn keep_me_signed_in_left() -> Story {
    left_at("keep-me-signed-in-left", &Page::keep_me_signed_in(), "AADSTS50140", "keep_me_signed_in")
}

fn consent_left() -> Story {
    left_at("consent-left", &Page::consent(), "AADSTS65001", "consent")
}

fn consent_given() -> Story {
    passed_at("consent-given", &Page::consent(), "AADSTS65001", "consent", "common/Consent/Set")
}

/// A password of a directory on premises that expired.
fn password_change_on_premises_left() -> Story {
    left_at("password-change-on-premises-left", &Page::change_password().code("50144"), "AADSTS50144", "password_change")
}

fn legal_age_left() -> Story {
    left_at("legal-age-left", &Page::named("ConvergedLegalAge").code("50015"), "AADSTS50015", "legal_age")
}

fn legal_age_stated() -> Story {
    passed_at("legal-age-stated", &Page::named("ConvergedLegalAge").code("50015"), "AADSTS50015", "legal_age", "common/legalage")
}

fn device_not_compliant() -> Story {
    blocked_at("device-not-compliant", &Page::conditional_access(53_000), "AADSTS53000", "device_compliance")
}

fn device_not_managed() -> Story {
    blocked_at("device-not-managed", &Page::conditional_access(530_003), "AADSTS530003", "device_compliance")
}

fn blocked_by_risk() -> Story {
    blocked_at("blocked-by-risk", &Page::conditional_access(530_032), "AADSTS530032", "risk_block")
}

fn device_registration_left() -> Story {
    left_at("device-registration-left", &Page::conditional_access(50_129), "AADSTS50129", "device_registration")
}

/// The device is registered while the page waits.
fn device_registered() -> Story {
    let mut story = Story::new("device-registered", "2026-03-03T10:33:17.951Z");
    let (sign_in, _) = comes_to(&mut story, &Page::conditional_access(50_129));
    story
        .post("https://enterpriseregistration.windows.net/EnrollmentServer/device/?api-version=2.0")
        .json(&Object::new().with("JoinType", 4))
        .answers(200, |_| Object::new().with("MembershipChanges", Vec::new()));
    sign_in.arrives(&mut story, |story| sign_in.goes_on(story, "reprocess"));
    let interrupts = [("credentials", Some(true)), ("device_registration", Some(true))];
    story.ends(succeeded(&interrupts, &["AADSTS50058", "AADSTS50129"]));
    story
}

/// The device cannot prove itself, and an error page says so.
fn device_authentication_failed() -> Story {
    let mut story = Story::new("device-authentication-failed", "2026-03-03T10:37:45.208Z");
    let (sign_in, _) = comes_to(&mut story, &Page::named("ConvergedDeviceAuthTls").code("50097"));
    let message = "AADSTS50155: Device authentication failed for this user.";
    let seen = sign_in.answers(&mut story, "common/DeviceAuthTls/reprocess", &[]).page(&sign_in, &Page::error(message));
    let cause = sign_in.cause("AADSTS50155", "page_config", &seen);
    let interrupts = [("credentials", Some(true)), ("device_authentication", Some(false))];
    story.ends(failed(cause, &interrupts, &["AADSTS50058", "AADSTS50097"]));
    story
}

/// The second factor is passed, and then a policy blocks.
fn blocked_after_mfa() -> Story {
    let mut story = Story::new("blocked-after-mfa", "2026-03-03T10:42:30.675Z");
    let mut sign_in = SignIn::new(&mut story, "only", &TRAVEL, &TOBIAS);
    sign_in.opens(&mut story);
    sign_in.submits_password(&mut story).page(&sign_in, &Page::multifactor("PhoneAppNotification", TOBIAS.phone));
    sign_in.passes_mfa(&mut story);
    let seen = sign_in.processes_mfa(&mut story, None).page(&sign_in, &Page::conditional_access(53_003));
    let cause = sign_in.cause("AADSTS53003", "page_config", &seen);
    let interrupts = [("credentials", Some(true)), ("mfa", Some(true)), ("conditional_access_block", Some(false))];
    story.ends(failed(cause, &interrupts, &["AADSTS50058", "AADSTS50074"]));
    story
}

/// The user says that this is not the application that was meant.
fn app_confirmation_cancelled() -> Story {
    let mut story = Story::new("app-confirmation-cancelled", "2026-03-03T10:47:58.119Z");
    let (sign_in, _) = comes_to(&mut story, &Page::app_confirmation());
    let location = sign_in.reply(&[("error", "access_denied"), ("error_subcode", "cancel")]);
    let seen = sign_in.answers(&mut story, "appverify", &[("ContinueAuth", "false")]).redirects_to(&location);
    story.get(location).html(200, NOT_SIGNED_IN.to_owned());
    let cause = sign_in.cause("user-cancelled", "authorize_redirect", &seen).open_correlation_id().open_request();
    let interrupts = [("credentials", Some(true)), ("app_confirmation", Some(false))];
    story.ends(failed(cause, &interrupts, &["AADSTS50058", "AADSTS50199"]));
    story
}

/// Only an administrator can consent, and the user is none.
fn admin_consent_required() -> Story {
    blocked_at("admin-consent-required", &Page::consent().code("90094"), "AADSTS90094", "admin_consent")
}

/// The user may ask an administrator, and does not.
fn admin_consent_request_left() -> Story {
    left_at("admin-consent-request-left", &Page::consent().code("90095"), "AADSTS90095", "admin_consent")
}

/// The page asks for something that the user cannot give, and the user goes back to the application.
fn cancelled_at(title: &'static str, page: &Page, code: &'static str, kind: &'static str) -> Story {
    let mut story = Story::new(title, "2026-03-03T10:51:07.530Z");
    let (sign_in, _) = comes_to(&mut story, page);
    let seen = story.get(sign_in.reply(&[("error", "access_denied"), ("error_subcode", "cancel")])).html(200, NOT_SIGNED_IN.to_owned());
    let cause = sign_in.cause("user-cancelled", "request_url", &seen).open_correlation_id().open_request();
    let interrupts = [("credentials", Some(true)), (kind, Some(false))];
    // Where the response to the password is lost, no one can tell the cancel of that page from the cancel of the next.
    story.ends(failed(Cause { timestamp: None, ..cause }, &interrupts, &["AADSTS50058", code]).open(&["credentials"]));
    story
}

fn admin_consent_cancelled() -> Story {
    cancelled_at("admin-consent-cancelled", &Page::consent().code("90094"), "AADSTS90094", "admin_consent")
}

fn device_registration_cancelled() -> Story {
    cancelled_at("device-registration-cancelled", &Page::conditional_access(50_129), "AADSTS50129", "device_registration")
}

/// The user could answer this page: the cancel alone is what happened.
fn consent_cancelled() -> Story {
    cancelled_at("consent-cancelled", &Page::consent(), "AADSTS65001", "consent")
}

/// Only an administrator can consent; the user has such an account too, and continues with it.
fn admin_consent_given() -> Story {
    let mut story = Story::new("admin-consent-given", "2026-03-03T10:55:26.342Z");
    let (sign_in, _) = comes_to(&mut story, &Page::consent().code("90094"));
    sign_in.goes_on(&mut story, "reprocess").page(&sign_in, &Page::sign_in());
    sign_in.submits_password(&mut story).page(&sign_in, &Page::consent());
    sign_in.arrives(&mut story, |story| sign_in.answers(story, "common/Consent/Set", &[("acceptConsent", "true")]));
    let interrupts = [("credentials", Some(true)), ("admin_consent", Some(true)), ("consent", Some(true))];
    let others = ["AADSTS50058", "AADSTS90094", "AADSTS65001"];
    story.ends(succeeded(&interrupts, &others).open(&["admin_consent"]));
    story
}

/// Terms of use are shown and accepted.
fn terms_of_use_accepted() -> Story {
    let page = Page::named("ConvergedTermsOfUse").code("50158");
    passed_at("terms-of-use-accepted", &page, "AADSTS50158", "terms_of_use", "common/termsofuse")
}

/// Terms of use are shown, and the user closes the page.
fn terms_of_use_left() -> Story {
    left_at("terms-of-use-left", &Page::named("ConvergedTermsOfUse").code("50158"), "AADSTS50158", "terms_of_use")
}

/// Where an external provider of second factors is asked, and what it sends back.
const PROVIDER: &str = "https://factors.example/authorize";

/// Another company asks for the second factor, and says that all is well.
fn external_challenge_passed() -> Story {
    let mut story = Story::new("external-challenge-passed", "2026-03-03T11:01:03.487Z");
    let (sign_in, _) = comes_to(&mut story, &Page::named("ConvergedExternalChallenge").code("50158").with("urlPost", PROVIDER));
    story.post(PROVIDER).form(&[("scope", "openid"), ("client_id", "c-81")]).html(200, "<html><body>Look here</body></html>".to_owned());
    let id_token = story.token("id_token", &sign_in.claims());
    let path = "common/federation/externalauthprovider";
    sign_in.arrives(&mut story, |story| sign_in.answers(story, path, &[("id_token", &id_token)]));
    let interrupts = [("credentials", Some(true)), ("external_challenge", Some(true))];
    story.ends(succeeded(&interrupts, &["AADSTS50058", "AADSTS50158"]));
    story
}

/// Another company asks for the second factor, and the user leaves there.
fn external_challenge_left() -> Story {
    let mut story = Story::new("external-challenge-left", "2026-03-03T11:05:50.215Z");
    let (sign_in, seen) = comes_to(&mut story, &Page::named("ConvergedExternalChallenge").code("50158").with("urlPost", PROVIDER));
    story.post(PROVIDER).form(&[("scope", "openid"), ("client_id", "c-81")]).html(200, "<html><body>Look here</body></html>".to_owned());
    let cause = sign_in.cause("AADSTS50158", "page_config", &seen);
    let interrupts = [("credentials", Some(true)), ("external_challenge", Some(false))];
    story.ends(interrupted(cause, &interrupts, &["AADSTS50058"]));
    story
}

/// The browser is first asked for the device's sign-on, and has none.
fn browser_sign_on_then_password() -> Story {
    let mut story = Story::new("browser-sign-on-then-password", "2026-03-03T11:10:12.908Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &TOBIAS);
    story.get(sign_in.authorize_url(&[])).page(&sign_in, &Page::named("BssoInterrupt").code("50168"));
    story.get(sign_in.authorize_url(&[("sso_reload", "true")])).page(&sign_in, &Page::sign_in().code("50058"));
    sign_in.signs_in(&mut story);
    let interrupts = [("browser_sso", Some(true)), ("credentials", Some(true))];
    story.ends(succeeded(&interrupts, &["AADSTS50168", "AADSTS50058"]));
    story
}

/// The browser is asked for the device's sign-on, and stops there.
fn browser_sign_on_left() -> Story {
    let mut story = Story::new("browser-sign-on-left", "2026-03-03T11:13:36.550Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &TOBIAS);
    let seen = story.get(sign_in.authorize_url(&[])).page(&sign_in, &Page::named("BssoInterrupt").code("50168"));
    let cause = sign_in.cause("AADSTS50168", "page_config", &seen);
    story.ends(interrupted(cause, &[("browser_sso", Some(false))], &[]));
    story
}

/// A page that no one has seen yet, answered.
fn unknown_page_passed() -> Story {
    let mut story = Story::new("unknown-page-passed", "2026-03-03T11:16:29.093Z");
    let (sign_in, _) = comes_to(&mut story, &Page::named("ConvergedPasskeyNudge"));
    sign_in.arrives(&mut story, |story| sign_in.answers(story, "common/PasskeyNudge", &[("action", "later")]));
    story.ends(succeeded(&[("credentials", Some(true)), ("unrecognised", Some(true))], &["AADSTS50058"]));
    story
}

/// A page that no one has seen yet, left open.
fn unknown_page_left() -> Story {
    let mut story = Story::new("unknown-page-left", "2026-03-03T11:19:04.611Z");
    comes_to(&mut story, &Page::named("ConvergedPasskeyNudge"));
    story.ends(left(&[("credentials", Some(true)), ("unrecognised", Some(false))], &["AADSTS50058"]));
    story
}

/// An error page without a code: no one can say more than that.
fn error_page_without_code() -> Story {
    let mut story = Story::new("error-page-without-code", "2026-03-03T11:22:47.376Z");
    let page = Page::named("ConvergedError").with("strMainMessage", "Sorry, but we\u{2019}re having trouble signing you in.");
    comes_to(&mut story, &page);
    story.ends(left(&[("credentials", Some(true)), ("error_page", Some(false))], &["AADSTS50058"]));
    story
}

/// An error page without a code; the user reloads, and all is well.
fn error_page_then_signed_in() -> Story {
    let mut story = Story::new("error-page-then-signed-in", "2026-03-03T11:26:10.582Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    story.get(sign_in.authorize_url(&[])).page(&sign_in, &Page::named("ConvergedError"));
    sign_in.opens(&mut story);
    sign_in.signs_in(&mut story);
    story.ends(succeeded(&[("error_page", Some(true)), ("credentials", Some(true))], &["AADSTS50058"]).open(&["error_page"]));
    story
}

pub(super) fn all() -> Vec<Story> {
    vec![
        keep_me_signed_in_left(),
        consent_left(),
        consent_given(),
        password_change_on_premises_left(),
        legal_age_left(),
        legal_age_stated(),
        device_not_compliant(),
        device_not_managed(),
        blocked_by_risk(),
        device_registration_left(),
        device_registered(),
        device_authentication_failed(),
        blocked_after_mfa(),
        app_confirmation_cancelled(),
        admin_consent_required(),
        admin_consent_request_left(),
        admin_consent_given(),
        admin_consent_cancelled(),
        device_registration_cancelled(),
        consent_cancelled(),
        terms_of_use_accepted(),
        terms_of_use_left(),
        external_challenge_passed(),
        external_challenge_left(),
        browser_sign_on_then_password(),
        browser_sign_on_left(),
        unknown_page_passed(),
        unknown_page_left(),
        error_page_without_code(),
        error_page_then_signed_in(),
    ]
}

//! Sign-ins that end well after all, or seem to end badly after they have ended well.

use crate::scenario::json::Object;
use crate::scenario::pages::{self, Page};
use crate::scenario::sign_in::{MIRIAM, ORDERS, PLANNER, SignIn, TOBIAS, TRAVEL};
use crate::scenario::story::Story;
use crate::scenario::truth::{Attempt, Cause};
use crate::scenario::verdicts::steps::{NOT_SIGNED_IN, failed, interrupted, succeeded};

const SIGNED_IN_ONCE: [(&str, Option<bool>); 1] = [("credentials", Some(true))];

/// A policy blocks one account; the user goes back, and signs in with the other.
fn blocked_then_other_account() -> Story {
    let mut story = Story::new("blocked-then-other-account", "2026-03-04T08:02:10.336Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    sign_in.opens(&mut story);
    sign_in.submits_password(&mut story).page(&sign_in, &Page::conditional_access(53_003));
    story.wait(6);
    sign_in.goes_on(&mut story, "reprocess").page(&sign_in, &Page::sign_in());
    sign_in.signs_in(&mut story);
    let interrupts = [("credentials", Some(true)), ("conditional_access_block", Some(false))];
    story.ends(succeeded(&interrupts, &["AADSTS50058", "AADSTS53003"]));
    story
}

/// The user is signed in, and goes back with the browser: the service shows an error page that no one needs.
fn back_after_success() -> Story {
    let mut story = Story::new("back-after-success", "2026-03-04T08:08:54.507Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    sign_in.opens(&mut story);
    sign_in.signs_in(&mut story);
    let message = "AADSTS900561: The endpoint only accepts POST requests. Received a GET request.";
    story.get("https://login.microsoftonline.com/common/login").page(&sign_in, &Page::error(message));
    story.ends(succeeded(&SIGNED_IN_ONCE, &["AADSTS50058", "AADSTS900561"]));
    story
}

/// The user is signed in, and the application does not let the user in, in words that it borrowed.
fn application_denies_after_success() -> Story {
    let mut story = Story::new("application-denies-after-success", "2026-03-04T08:14:31.782Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &TOBIAS);
    sign_in.opens(&mut story);
    let code = story.authorization_code();
    let success = sign_in.success(&code);
    let denied = "https://app.contoso.example/login?error=access_denied&error_description=You+have+no+role+here&state=orders";
    sign_in.submits_password(&mut story).signs_in().redirects_to(&success);
    story.get(success).redirects_to(denied);
    story.get(denied).html(403, NOT_SIGNED_IN.to_owned());
    story.ends(succeeded(&SIGNED_IN_ONCE, &["AADSTS50058"]));
    story
}

/// One lookup too many, and the password works all the same.
fn look_up_throttled_then_signed_in() -> Story {
    let mut story = Story::new("look-up-throttled-then-signed-in", "2026-03-04T08:24:47.110Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    sign_in.opens(&mut story);
    sign_in.looks_up_account(&mut story, 2, None);
    sign_in.signs_in(&mut story);
    story.ends(succeeded(&SIGNED_IN_ONCE, &["AADSTS50058", "throttled"]));
    story
}

/// The telephone does not ring; the user takes a one-time code instead.
fn another_method() -> Story {
    let mut story = Story::new("another-method", "2026-03-04T08:30:22.468Z");
    let mut sign_in = SignIn::new(&mut story, "only", &TRAVEL, &TOBIAS);
    story.get(sign_in.authorize_url(&[])).page(&sign_in, &Page::multifactor("TwoWayVoiceMobile", TOBIAS.phone));
    sign_in.begins_mfa(&mut story, "TwoWayVoiceMobile");
    sign_in.polls_mfa(&mut story, "UserVoiceAuthFailedPhoneUnreachable", 0);
    let page = Page::multifactor("PhoneAppOTP", "Authenticator app").code("500121");
    sign_in.processes_mfa(&mut story, None).page(&sign_in, &page);
    sign_in.begins_mfa(&mut story, "PhoneAppOTP");
    sign_in.types_one_time_code(&mut story, "551903", "Success");
    sign_in.arrives(&mut story, |story| sign_in.processes_mfa(story, Some("551903")));
    story.ends(succeeded(&[("mfa", Some(true))], &["AADSTS50074", "AADSTS500121"]).open(&["mfa-no-response"]));
    story
}

/// The code comes, and its redemption asks for a second factor that the application does not ask for.
fn claims_at_redemption() -> Story {
    let mut story = Story::new("claims-at-redemption", "2026-03-04T08:36:55.893Z");
    let sign_in = SignIn::new(&mut story, "only", &PLANNER, &MIRIAM);
    sign_in.opens(&mut story);
    let code = story.authorization_code();
    sign_in.submits_password(&mut story).signs_in().redirects_to(&sign_in.success(&code));
    let text = "AADSTS50076: Due to a configuration change made by your administrator, you must use multi-factor authentication.";
    let seen = sign_in.is_refused_token(&mut story, "authorization_code", &[("code", &code)], "interaction_required", text);
    let cause = sign_in.cause("AADSTS50076", "token_response", &seen);
    story.ends(interrupted(cause, &SIGNED_IN_ONCE, &["AADSTS50058"]).open(&["mfa"]));
    story
}

/// The service has a moment of weakness, and is well when the user reloads.
fn error_page_with_code_then_signed_in() -> Story {
    let mut story = Story::new("error-page-with-code-then-signed-in", "2026-03-04T08:42:18.204Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    let message = "AADSTS90033: A transient error has occurred. Please try again.";
    story.get(sign_in.authorize_url(&[])).page(&sign_in, &Page::error(message));
    sign_in.opens(&mut story);
    sign_in.signs_in(&mut story);
    story.ends(succeeded(&SIGNED_IN_ONCE, &["AADSTS90033", "AADSTS50058"]));
    story
}

/// The session is too old for the policy; the page says so, and the password does it.
fn session_expired_then_signed_in() -> Story {
    let mut story = Story::new("session-expired-then-signed-in", "2026-03-04T08:47:50.631Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &TOBIAS);
    story.get(sign_in.authorize_url(&[])).page(&sign_in, &Page::sign_in().code("70044"));
    sign_in.signs_in(&mut story);
    story.ends(succeeded(&SIGNED_IN_ONCE, &["AADSTS70044"]));
    story
}

/// The user signs out, and in again.
fn signed_out_between() -> Story {
    let mut story = Story::new("signed-out-between", "2026-03-04T08:53:09.017Z");
    for label in ["first", "second"] {
        let sign_in = SignIn::new(&mut story, label, &ORDERS, &MIRIAM);
        sign_in.opens(&mut story);
        sign_in.signs_in(&mut story);
        story.ends(succeeded(&SIGNED_IN_ONCE, &["AADSTS50058"]));
        let logout = sign_in.endpoint("/oauth2/v2.0/logout?post_logout_redirect_uri=https%3A%2F%2Fapp.contoso.example%2F");
        story.get(logout).page(&sign_in, &Page::named("ConvergedSignOut"));
        story.wait(15);
    }
    story
}

/// The user is not assigned; an administrator sees to it; the user tries again.
fn assigned_after_refusal() -> Story {
    let mut story = Story::new("assigned-after-refusal", "2026-03-04T08:59:41.390Z");
    let first = SignIn::new(&mut story, "first", &ORDERS, &TOBIAS);
    let text = "AADSTS50105: Your administrator has configured the application to block users unless they are specifically granted access.";
    let seen = first.is_refused(&mut story, "access_denied", text, |story| story.get(first.authorize_url(&[])));
    let cause = first.cause("AADSTS50105", "authorize_redirect", &seen);
    story.ends(failed(cause, &[], &[]));
    story.wait(600);
    let second = SignIn::new(&mut story, "second", &ORDERS, &TOBIAS);
    second.arrives(&mut story, |story| story.get(second.authorize_url(&[])));
    story.ends(succeeded(&[], &[]));
    story
}

/// Consent for one more resource is missing when the application renews its token for it. The user is signed in all the same.
fn consent_missing_at_renewal() -> Story {
    let mut story = Story::new("consent-missing-at-renewal", "2026-03-04T09:05:16.748Z");
    let sign_in = SignIn::new(&mut story, "interactive", &PLANNER, &MIRIAM);
    sign_in.opens(&mut story);
    let code = story.authorization_code();
    sign_in.submits_password(&mut story).signs_in().redirects_to(&sign_in.success(&code));
    sign_in.redeems(&mut story, &code);
    story.ends(succeeded(&SIGNED_IN_ONCE, &["AADSTS50058"]));
    let renewal = SignIn::new(&mut story, "renewal", &PLANNER, &MIRIAM);
    let text = "AADSTS65001: The user or administrator has not consented to use the application.";
    let refresh_token = story.opaque("refresh_token", 120);
    let seen = renewal
        .asks_for_token(&mut story, "refresh_token", &[("refresh_token", &refresh_token)])
        .answers(400, |seen| pages::token_error("invalid_grant", text, &renewal.correlation_id, seen).with("suberror", "consent_required"));
    let cause = renewal.cause("AADSTS65001", "token_response", &seen);
    story.ends(Attempt::new("interrupted", "refresh_token").cause(cause).others(&[]));
    story
}

/// An interface of the application quotes a refusal of its own long after the user was signed in.
fn interface_fails_after_success() -> Story {
    let mut story = Story::new("interface-fails-after-success", "2026-03-04T09:11:38.162Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    sign_in.opens(&mut story);
    sign_in.signs_in(&mut story);
    let other = story.guid("correlation of the interface");
    let draft = story.get("https://api.app.contoso.example/v1/mail").fetch();
    let detail = draft.message("AADSTS500131: Assertion audience does not match the Client app presenting the assertion.", &other);
    let seen = draft.answers(500, |_| Object::new().with("title", "The mail could not be read").with("detail", detail));
    let cause = Cause::new("AADSTS500131", "json_body", &other, &seen);
    story.truth.loose.push(cause);
    story.ends(succeeded(&SIGNED_IN_ONCE, &["AADSTS50058"]));
    story
}

pub(super) fn all() -> Vec<Story> {
    vec![
        blocked_then_other_account(),
        back_after_success(),
        application_denies_after_success(),
        look_up_throttled_then_signed_in(),
        another_method(),
        claims_at_redemption(),
        error_page_with_code_then_signed_in(),
        session_expired_then_signed_in(),
        signed_out_between(),
        assigned_after_refusal(),
        consent_missing_at_renewal(),
        interface_fails_after_success(),
    ]
}

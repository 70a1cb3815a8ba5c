//! Second factors: denied, wrong, late, passed at the second go, and their registration.

use crate::scenario::json::Object;
use crate::scenario::pages::Page;
use crate::scenario::sign_in::{App, MIRIAM, ORDERS, SignIn, TOBIAS, TRAVEL};
use crate::scenario::story::{Seen, Story};
use crate::scenario::verdicts::steps::{failed, interrupted, succeeded};

/// Everything up to the page of the second factor.
fn comes_to_mfa(story: &mut Story, sign_in: &SignIn) -> Seen {
    sign_in.opens(story);
    sign_in.submits_password(story).page(sign_in, &Page::multifactor("PhoneAppNotification", sign_in.user.phone))
}

const PASSED: [(&str, Option<bool>); 2] = [("credentials", Some(true)), ("mfa", Some(true))];
const NOT_PASSED: [(&str, Option<bool>); 2] = [("credentials", Some(true)), ("mfa", Some(false))];

/// The user taps "No" by mistake, asks again, and taps "Yes".
fn denied_then_passed() -> Story {
    let mut story = Story::new("mfa-denied-then-passed", "2026-03-03T09:01:33.904Z");
    let mut sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    comes_to_mfa(&mut story, &sign_in);
    sign_in.begins_mfa(&mut story, "PhoneAppNotification");
    sign_in.polls_mfa(&mut story, "PhoneAppDenied", 500_121);
    story.wait(12);
    sign_in.passes_mfa(&mut story);
    sign_in.arrives(&mut story, |story| sign_in.processes_mfa(story, None));
    story.ends(succeeded(&PASSED, &["AADSTS50058", "AADSTS50074", "AADSTS500121"]));
    story
}

/// A code from a text message with a typing error, and then the right one.
fn wrong_code_then_right_code() -> Story {
    let mut story = Story::new("wrong-code-then-right-code", "2026-03-03T09:06:10.266Z");
    let mut sign_in = SignIn::new(&mut story, "only", &ORDERS, &TOBIAS);
    comes_to_mfa(&mut story, &sign_in);
    sign_in.begins_mfa(&mut story, "OneWaySMS");
    sign_in.types_one_time_code(&mut story, "402917", "SMSAuthFailedWrongCodeEntered");
    sign_in.types_one_time_code(&mut story, "402971", "Success");
    sign_in.arrives(&mut story, |story| sign_in.processes_mfa(story, Some("402971")));
    story.ends(succeeded(&PASSED, &["AADSTS50058", "AADSTS50074", "mfa-failed"]));
    story
}

/// No one looks at the telephone, and the challenge runs out.
fn no_response() -> Story {
    let mut story = Story::new("mfa-no-response", "2026-03-03T09:12:48.531Z");
    let mut sign_in = SignIn::new(&mut story, "only", &TRAVEL, &TOBIAS);
    comes_to_mfa(&mut story, &sign_in);
    sign_in.begins_mfa(&mut story, "PhoneAppNotification");
    for _ in 0..6 {
        sign_in.polls_mfa(&mut story, "AuthenticationPending", 0);
    }
    let seen = sign_in.polls_mfa(&mut story, "PhoneAppNoResponse", 0);
    let cause = sign_in.cause("mfa-no-response", "mfa_response", &seen);
    story.ends(failed(cause, &NOT_PASSED, &["AADSTS50058", "AADSTS50074"]));
    story
}

/// The page still asks the telephone when the capture is stopped.
fn page_left() -> Story {
    let mut story = Story::new("mfa-page-left", "2026-03-03T09:17:02.078Z");
    let mut sign_in = SignIn::new(&mut story, "only", &TRAVEL, &MIRIAM);
    let seen = comes_to_mfa(&mut story, &sign_in);
    sign_in.begins_mfa(&mut story, "PhoneAppNotification");
    sign_in.polls_mfa(&mut story, "AuthenticationPending", 0);
    let cause = sign_in.cause("AADSTS50074", "page_config", &seen);
    story.ends(interrupted(cause, &NOT_PASSED, &["AADSTS50058"]));
    story
}

/// The page names the refusal; the page after it numbers it. That is one failure.
fn denied_and_numbered_later() -> Story {
    let mut story = Story::new("mfa-denied-and-numbered-later", "2026-03-03T09:20:37.345Z");
    let mut sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    comes_to_mfa(&mut story, &sign_in);
    sign_in.begins_mfa(&mut story, "PhoneAppNotification");
    sign_in.polls_mfa(&mut story, "PhoneAppDenied", 0);
    let page = Page::multifactor("PhoneAppNotification", MIRIAM.phone).code("500121");
    let seen = sign_in.processes_mfa(&mut story, None).page(&sign_in, &page);
    let cause = sign_in.cause("AADSTS500121", "page_config", &seen);
    story.ends(failed(cause, &NOT_PASSED, &["AADSTS50058", "AADSTS50074"]).open(&["mfa-denied"]));
    story
}

/// The user goes back from the second factor to the sign-in page, and leaves.
fn back_to_sign_in_and_left() -> Story {
    let mut story = Story::new("back-from-mfa-and-left", "2026-03-03T09:25:55.690Z");
    let mut sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    comes_to_mfa(&mut story, &sign_in);
    sign_in.begins_mfa(&mut story, "PhoneAppNotification");
    story.wait(8);
    let seen = story.get(sign_in.authorize_url(&[])).page(&sign_in, &Page::sign_in().code("50058"));
    let cause = sign_in.cause("AADSTS50058", "page_config", &seen);
    story.ends(interrupted(cause, &[("credentials", Some(false)), ("mfa", Some(false))], &["AADSTS50074"]));
    story
}

/// No one signed in yet, a device to prove, a second factor, "stay signed in?": four codes, and all is well.
fn four_interrupts_passed() -> Story {
    let mut story = Story::new("four-interrupts-passed", "2026-03-03T09:31:18.407Z");
    let mut sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    sign_in.opens(&mut story);
    sign_in.submits_password(&mut story).page(&sign_in, &Page::named("ConvergedDeviceAuthTls").code("50097"));
    let query = format!("request={}&flowToken={}", sign_in.context, sign_in.flow_token);
    let signed = story.opaque("signed device answer", 120);
    story.get(format!("https://device.login.microsoftonline.com/?{query}")).html(200, "<html><body></body></html>".to_owned());
    sign_in
        .answers(&mut story, "common/DeviceAuthTls/reprocess", &[("result", &signed)])
        .page(&sign_in, &Page::multifactor("PhoneAppNotification", MIRIAM.phone));
    sign_in.passes_mfa(&mut story);
    sign_in.processes_mfa(&mut story, None).page(&sign_in, &Page::keep_me_signed_in());
    sign_in.arrives(&mut story, |story| sign_in.stays_signed_in(story));
    let interrupts =
        [("credentials", Some(true)), ("device_authentication", Some(true)), ("mfa", Some(true)), ("keep_me_signed_in", Some(true))];
    story.ends(succeeded(&interrupts, &["AADSTS50058", "AADSTS50097", "AADSTS50074", "AADSTS50140"]));
    story
}

/// The portal where security information is registered; it signs the user in for itself.
const MY_SIGN_INS: App = App {
    name: "My Signins",
    client_id: "19db86c3-b2b9-44cc-b339-36da233a3be2",
    redirect_uri: "https://mysignins.microsoft.com/register",
    ..ORDERS
};

/// "More information required", and the user registers.
fn registered() -> Story {
    let mut story = Story::new("mfa-registered", "2026-03-03T09:38:44.812Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &TOBIAS);
    sign_in.opens(&mut story);
    sign_in.submits_password(&mut story).page(&sign_in, &Page::registration(MY_SIGN_INS.redirect_uri));
    let token = story.opaque("evo_code", 130);
    story
        .post(MY_SIGN_INS.redirect_uri)
        .form(&[("evo_code", &token), ("flowToken", &sign_in.flow_token)])
        .html(200, "<html><head><title>My Sign-Ins | Register</title></head></html>".to_owned());
    story.wait(70);
    story
        .post("https://mysignins.microsoft.com/api/post/registerMfaMethods")
        .json(&Object::new().with("type", 2))
        .answers(200, |_| Object::new().with("success", true));
    sign_in.arrives(&mut story, |story| sign_in.goes_on(story, "resume"));
    story.ends(succeeded(&[("credentials", Some(true)), ("mfa_registration", Some(true))], &["AADSTS50058", "AADSTS50072"]));
    story
}

/// The user is asked to set up the app, and may do it another time.
fn registration_put_off() -> Story {
    let mut story = Story::new("mfa-registration-put-off", "2026-03-03T09:45:16.053Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    sign_in.opens(&mut story);
    let page = Page::registration(MY_SIGN_INS.redirect_uri)
        .code("50203")
        .with("iRemainingDaysToSkipMfaRegistration", 14)
        .with("urlSkipMfaRegistration", "https://login.microsoftonline.com/common/SkipMfaRegistration");
    sign_in.submits_password(&mut story).page(&sign_in, &page);
    sign_in.arrives(&mut story, |story| sign_in.answers(story, "common/SkipMfaRegistration", &[]));
    story.ends(succeeded(&[("credentials", Some(true)), ("mfa_registration", Some(true))], &["AADSTS50058", "AADSTS50203"]));
    story
}

/// The sign-in is risky, and so nothing may be registered.
fn registration_blocked_by_risk() -> Story {
    let mut story = Story::new("mfa-registration-blocked-by-risk", "2026-03-03T09:51:59.227Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &TOBIAS);
    sign_in.opens(&mut story);
    let message = "AADSTS53004: User needs to complete multifactor authentication registration process before accessing this content.";
    let seen = sign_in.submits_password(&mut story).page(&sign_in, &Page::error(message));
    let cause = sign_in.cause("AADSTS53004", "page_config", &seen);
    let interrupts = [("credentials", Some(true)), ("mfa_registration_blocked", Some(false))];
    story.ends(failed(cause, &interrupts, &["AADSTS50058"]));
    story
}

/// The registration is for password reset, and the user does it.
fn password_reset_registered() -> Story {
    let mut story = Story::new("password-reset-registered", "2026-03-03T09:57:41.633Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    sign_in.opens(&mut story);
    sign_in.submits_password(&mut story).page(&sign_in, &Page::registration(MY_SIGN_INS.redirect_uri).code("50125"));
    story
        .get("https://mysignins.microsoft.com/register?csrf_token=q8Zr1mXk")
        .html(200, "<html><head><title>My Sign-Ins | Register</title></head></html>".to_owned());
    story.wait(45);
    sign_in.arrives(&mut story, |story| sign_in.goes_on(story, "resume"));
    let interrupts = [("credentials", Some(true)), ("password_reset_registration", Some(true))];
    story.ends(succeeded(&interrupts, &["AADSTS50058", "AADSTS50125"]));
    story
}

/// The registration is for password reset, and the user closes the page.
fn password_reset_registration_left() -> Story {
    let mut story = Story::new("password-reset-registration-left", "2026-03-03T10:02:20.119Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    sign_in.opens(&mut story);
    let page = Page::registration(MY_SIGN_INS.redirect_uri).code("50125");
    let seen = sign_in.submits_password(&mut story).page(&sign_in, &page);
    let cause = sign_in.cause("AADSTS50125", "page_config", &seen);
    let interrupts = [("credentials", Some(true)), ("password_reset_registration", Some(false))];
    story.ends(interrupted(cause, &interrupts, &["AADSTS50058"]));
    story
}

pub(super) fn all() -> Vec<Story> {
    vec![
        denied_then_passed(),
        wrong_code_then_right_code(),
        no_response(),
        page_left(),
        denied_and_numbered_later(),
        back_to_sign_in_and_left(),
        four_interrupts_passed(),
        registered(),
        registration_put_off(),
        registration_blocked_by_risk(),
        password_reset_registered(),
        password_reset_registration_left(),
    ]
}

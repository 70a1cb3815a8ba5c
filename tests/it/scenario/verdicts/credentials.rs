//! First credentials: several tries, several accounts, and lookups that refuse.

use crate::scenario::json::Object;
use crate::scenario::pages::Page;
use crate::scenario::sign_in::{MIRIAM, ORDERS, SignIn, TOBIAS, TRAVEL};
use crate::scenario::story::Story;
use crate::scenario::truth::Cause;
use crate::scenario::verdicts::steps::{NOT_SIGNED_IN, failed, interrupted, left, succeeded};

/// The user opens the application three times, and only the third password is right.
fn three_tries() -> Story {
    let mut story = Story::new("three-tries", "2026-03-03T08:02:11.140Z");
    for label in ["first", "second"] {
        let sign_in = SignIn::new(&mut story, label, &ORDERS, &MIRIAM);
        sign_in.opens(&mut story);
        let seen = sign_in.submits(&mut story, "passwd", &format!("Quince/{label}:3")).page(&sign_in, &Page::sign_in_again("50126", ""));
        story.wait(20);
        let cause = sign_in.cause("AADSTS50126", "page_config", &seen);
        story.ends(failed(cause, &[("credentials", Some(false))], &["AADSTS50058"]));
    }
    let sign_in = SignIn::new(&mut story, "third", &ORDERS, &MIRIAM);
    sign_in.opens(&mut story);
    sign_in.signs_in(&mut story);
    story.ends(succeeded(&[("credentials", Some(true))], &["AADSTS50058"]));
    story
}

/// Two wrong passwords on one page: the second answer is the one that counts.
fn two_wrong_passwords_on_one_page() -> Story {
    let mut story = Story::new("two-wrong-passwords-on-one-page", "2026-03-03T08:10:51.020Z");
    let sign_in = SignIn::new(&mut story, "only", &TRAVEL, &TOBIAS);
    sign_in.opens(&mut story);
    sign_in.submits(&mut story, "passwd", "nine/Walnut:4").page(&sign_in, &Page::sign_in_again("50126", ""));
    story.wait(9);
    let seen = sign_in.submits(&mut story, "passwd", "ten/Walnuts:5").page(&sign_in, &Page::sign_in_again("50126", ""));
    let cause = sign_in.cause("AADSTS50126", "page_config", &seen);
    story.ends(failed(cause, &[("credentials", Some(false))], &["AADSTS50058"]));
    story
}

/// A wrong password, and then the user goes back to the application.
fn wrong_password_then_cancelled() -> Story {
    let mut story = Story::new("wrong-password-then-cancelled", "2026-03-03T08:12:37.655Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &TOBIAS);
    sign_in.opens(&mut story);
    sign_in.submits(&mut story, "passwd", "six/Quinces:1").page(&sign_in, &Page::sign_in_again("50126", ""));
    story.wait(12);
    let seen = story.get(sign_in.reply(&[("error", "access_denied"), ("error_subcode", "cancel")])).html(200, NOT_SIGNED_IN.to_owned());
    let cause = sign_in.cause("user-cancelled", "request_url", &seen).open_correlation_id().open_request();
    story.ends(failed(Cause { timestamp: None, ..cause }, &[("credentials", Some(false))], &["AADSTS50058", "AADSTS50126"]));
    story
}

/// The page is opened, and no one types anything.
fn first_page_left() -> Story {
    let mut story = Story::new("first-page-left", "2026-03-03T08:14:00.911Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &TOBIAS);
    let seen = sign_in.opens(&mut story);
    let cause = sign_in.cause("AADSTS50058", "page_config", &seen);
    story.ends(interrupted(cause, &[("credentials", Some(false))], &[]));
    story
}

/// The page names no code at all, and no one types anything.
fn first_page_without_code_left() -> Story {
    let mut story = Story::new("first-page-without-code-left", "2026-03-03T08:15:12.302Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &TOBIAS);
    story.get(sign_in.authorize_url(&[])).page(&sign_in, &Page::sign_in());
    story.ends(left(&[("credentials", Some(false))], &[]));
    story
}

/// Two accounts are signed in; the user picks one.
fn account_picked() -> Story {
    let mut story = Story::new("account-picked", "2026-03-03T08:21:40.377Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    story.get(sign_in.authorize_url(&[])).page(&sign_in, &Page::named("ConvergedPickAccount").code("16000"));
    story.wait(4);
    sign_in.arrives(&mut story, |story| sign_in.goes_on(story, "reprocess"));
    story.ends(succeeded(&[("account_picker", Some(true))], &["AADSTS16000"]));
    story
}

/// Two accounts are signed in; the user picks none.
fn account_picker_left() -> Story {
    let mut story = Story::new("account-picker-left", "2026-03-03T08:23:09.654Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    let seen = story.get(sign_in.authorize_url(&[])).page(&sign_in, &Page::named("ConvergedPickAccount").code("16000"));
    let cause = sign_in.cause("AADSTS16000", "page_config", &seen);
    story.ends(interrupted(cause, &[("account_picker", Some(false))], &[]));
    story
}

/// The lookup is refused because there were too many.
fn look_up_throttled() -> Story {
    let mut story = Story::new("look-up-throttled", "2026-03-03T08:27:33.118Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &TOBIAS);
    sign_in.opens(&mut story);
    let seen = sign_in.looks_up_account(&mut story, 2, None);
    let cause = sign_in.cause("throttled", "credential_type", &seen);
    story.ends(failed(cause, &[("credentials", Some(false))], &["AADSTS50058"]));
    story
}

/// A typing error in the user name, which the lookup does not find; then the right one.
fn account_found_at_second_look() -> Story {
    let mut story = Story::new("account-found-at-second-look", "2026-03-03T08:30:05.401Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &TOBIAS);
    sign_in.opens(&mut story);
    sign_in.looks_up_account(&mut story, 1, None);
    sign_in.looks_up_account(&mut story, 0, None);
    sign_in.signs_in(&mut story);
    story.ends(succeeded(&[("credentials", Some(true))], &["AADSTS50058", "account-not-found"]));
    story
}

/// The user leaves the page open over lunch; the first post is refused for that, the second is not.
fn page_expired_then_signed_in() -> Story {
    let mut story = Story::new("page-expired-then-signed-in", "2026-03-03T11:58:20.733Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    sign_in.opens(&mut story);
    story.wait(4_000);
    sign_in.submits_password(&mut story).page(&sign_in, &Page::sign_in_again("FlowTokenExpired", ""));
    story.wait(5);
    sign_in.signs_in(&mut story);
    story.ends(succeeded(&[("credentials", Some(true))], &["AADSTS50058", "AADSTS50089"]));
    story
}

/// The browser keeps no cookies, and the service says so on a page of its own.
fn cookies_disabled() -> Story {
    let mut story = Story::new("cookies-disabled", "2026-03-03T08:36:47.225Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    sign_in.opens(&mut story);
    sign_in.submits_password(&mut story).redirects_to("https://login.microsoftonline.com/cookiesdisabled");
    let page = "<html><head><title>Cookies are required</title></head><body>Cookies are disabled in this browser.</body></html>";
    let seen = story.get("https://login.microsoftonline.com/cookiesdisabled").html(200, page.to_owned());
    let cause = sign_in.cause("cookies-disabled", "request_url", &seen).open_correlation_id().open_request().open_site();
    story.ends(failed(cause, &[("credentials", Some(false))], &["AADSTS50058"]).open(&["credentials", "error_page"]));
    story
}

/// The browser is not in the intranet zone: the probe is refused as usual, and the user types the password.
fn seamless_probe_refused() -> Story {
    let mut story = Story::new("seamless-probe-refused", "2026-03-03T08:41:15.862Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    sign_in.opens(&mut story);
    probes(&mut story, &sign_in, 401);
    reports_seamless_sign_on(&mut story, &sign_in);
    sign_in.signs_in(&mut story);
    story.ends(succeeded(&[("credentials", Some(true))], &["AADSTS50058"]).open(&["seamless_sso"]));
    story
}

/// The browser carries a ticket, and no one types anything.
fn seamless_sign_on() -> Story {
    let mut story = Story::new("seamless-sign-on", "2026-03-03T08:44:59.070Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    sign_in.opens(&mut story);
    probes(&mut story, &sign_in, 200);
    let ticket = story.opaque("Negotiate ticket", 200);
    let token = story.opaque("dssoToken", 160);
    story
        .get(format!("{AUTOLOGON}/sso?client-request-id={}", sign_in.correlation_id))
        .fetch()
        .header("Authorization", format!("Negotiate {ticket}"))
        .html(200, token.clone());
    reports_seamless_sign_on(&mut story, &sign_in);
    sign_in.arrives(&mut story, |story| sign_in.submits(story, "dssoToken", &token));
    story.ends(succeeded(&[("credentials", Some(true)), ("seamless_sso", Some(true))], &["AADSTS50058"]).open(&["credentials"]));
    story
}

/// The ticket is for someone else: the service says so on the page, and the password does it.
fn seamless_sign_on_of_another_user() -> Story {
    let mut story = Story::new("seamless-sign-on-of-another-user", "2026-03-03T08:49:24.518Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &TOBIAS);
    sign_in.opens(&mut story);
    let token = story.opaque("dssoToken", 160);
    sign_in.submits(&mut story, "dssoToken", &token).page(&sign_in, &Page::sign_in_again("81012", ""));
    sign_in.signs_in(&mut story);
    story.ends(succeeded(&[("credentials", Some(true))], &["AADSTS50058", "AADSTS81012"]).open(&["seamless_sso"]));
    story
}

const AUTOLOGON: &str = "https://autologon.microsoftazuread-sso.com/contoso.example/winauth";

fn probes(story: &mut Story, sign_in: &SignIn, status: u16) {
    let draft = story.get(format!("{AUTOLOGON}/ssoprobe?client-request-id={}", sign_in.correlation_id)).fetch();
    let draft = if status == 401 { draft.returns("WWW-Authenticate", "Negotiate") } else { draft };
    draft.finish(status, "image/gif", Vec::new());
}

fn reports_seamless_sign_on(story: &mut Story, sign_in: &SignIn) {
    story
        .post("https://login.microsoftonline.com/common/instrumentation/dssostatus")
        .header("client-request-id", &sign_in.correlation_id)
        .json(&Object::new().with("resultCode", 107).with("ssoDelay", 200))
        .answers(200, |_| Object::new().with("apiCanary", &sign_in.api_canary));
}

pub(super) fn all() -> Vec<Story> {
    vec![
        three_tries(),
        two_wrong_passwords_on_one_page(),
        wrong_password_then_cancelled(),
        first_page_left(),
        first_page_without_code_left(),
        account_picked(),
        account_picker_left(),
        look_up_throttled(),
        account_found_at_second_look(),
        page_expired_then_signed_in(),
        cookies_disabled(),
        seamless_probe_refused(),
        seamless_sign_on(),
        seamless_sign_on_of_another_user(),
    ]
}

//! First credentials: passwords that are wrong, locked, expired, or belong to no one.

use crate::scenario::json::Object;
use crate::scenario::pages::Page;
use crate::scenario::sign_in::{MIRIAM, ORDERS, PLANNER, SignIn, TOBIAS, TRAVEL};
use crate::scenario::story::{Seen, Story};
use crate::scenario::truth::{Attempt, Cause};

const WRONG_PASSWORD: &str = "Your account or password is incorrect. If you don't remember your password, <a>reset it now.</a>";
const LOCKED: &str =
    "Your account is temporarily locked to prevent unauthorized use. Try again later, and if you still have trouble, contact your admin.";
const DISABLED: &str = "Your account has been locked. Contact your support person to unlock it, then try again.";

/// A typing error, and then the right password. The trace never says "AADSTS".
pub(crate) fn wrong_password_then_success() -> Story {
    let mut story = Story::new("wrong-password-then-success", "2026-03-02T08:14:07.312Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    sign_in.opens(&mut story);
    story.leaves_page();
    sign_in.looks_up_account(&mut story, 0, None);
    sign_in.submits(&mut story, "passwd", "Quince&Harbor=7 lamps").page(&sign_in, &Page::sign_in_again("50126", WRONG_PASSWORD));
    story.wait(9);
    arrives(&mut story, &sign_in);
    story.truth.attempts.push(Attempt::new("succeeded", "oidc").interrupts(&[("credentials", Some(true))]));
    story
}

/// The right password, the redirect with the code, and the application.
fn arrives(story: &mut Story, sign_in: &SignIn) {
    let code = story.authorization_code();
    sign_in.submits_password(story).signs_in().redirects_to(&sign_in.success(&code));
    story.get(sign_in.success(&code)).sets_cookie(".AspNetCore.Cookies", 120).redirects_to("https://app.contoso.example/orders");
    story
        .get("https://app.contoso.example/orders")
        .header("Referer", sign_in.success(&code))
        .html(200, "<html><head><title>Orders</title></head><body>12 open orders</body></html>".to_owned());
}

/// The last of too many tries.
pub(crate) fn locked_out() -> Story {
    let mut story = Story::new("locked-out", "2026-03-02T09:02:41.087Z");
    locks_out(&mut story);
    story
}

/// A wrong password, and then the lock.
pub(crate) fn locks_out(story: &mut Story) {
    let sign_in = SignIn::new(story, "only", &ORDERS, &TOBIAS);
    sign_in.opens(story);
    story.leaves_page();
    sign_in.looks_up_account(story, 0, None);
    sign_in.submits(story, "passwd", "nine'Walnut Stairs 24").page(&sign_in, &Page::sign_in_again("50126", WRONG_PASSWORD));
    story.leaves_page();
    story.wait(8);
    let seen = sign_in.submits_password(story).page(&sign_in, &Page::sign_in_again("50053", LOCKED));
    fails_at_page(story, &sign_in, "AADSTS50053", &seen);
}

fn fails_at_page(story: &mut Story, sign_in: &SignIn, code: &'static str, seen: &Seen) {
    let cause = Cause::new(code, "page_config", &sign_in.correlation_id, seen);
    story.truth.attempts.push(Attempt::new("failed", "oidc").cause(cause).interrupts(&[("credentials", Some(false))]));
}

/// A wrong password, and nothing after it.
pub(crate) fn wrong_password() -> Story {
    let mut story = Story::new("before", "2026-03-02T10:20:15.640Z");
    let sign_in = SignIn::new(&mut story, "only", &TRAVEL, &MIRIAM);
    sign_in.opens(&mut story);
    let seen = sign_in.submits(&mut story, "passwd", "quince-harbour-5").page(&sign_in, &Page::sign_in_again("50126", WRONG_PASSWORD));
    fails_at_page(&mut story, &sign_in, "AADSTS50126", &seen);
    story
}

/// The same user and application on the next day.
pub(crate) fn right_password() -> Story {
    let mut story = Story::new("after", "2026-03-03T07:51:33.205Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    sign_in.opens(&mut story);
    arrives(&mut story, &sign_in);
    story.truth.attempts.push(Attempt::new("succeeded", "oidc").interrupts(&[("credentials", Some(true))]));
    story
}

/// The password expired, and the user leaves the page that asks for a new one.
pub(crate) fn password_expired() -> Story {
    let mut story = Story::new("password-expired", "2026-03-02T06:58:12.901Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    sign_in.opens(&mut story);
    sign_in.looks_up_account(&mut story, 0, None);
    let seen = sign_in.submits_password(&mut story).page(&sign_in, &Page::change_password());
    let cause = Cause::new("AADSTS50055", "page_config", &sign_in.correlation_id, &seen);
    let interrupts = [("credentials", Some(true)), ("password_change", Some(false))];
    story.truth.attempts.push(Attempt::new("interrupted", "oidc").cause(cause).interrupts(&interrupts));
    story
}

/// The password expired, and the user chooses a new one.
pub(crate) fn password_expired_then_changed() -> Story {
    const NEW_PASSWORD: &str = "Mirabelle \\ Kite 58?";
    let mut story = Story::new("password-expired-then-changed", "2026-03-02T07:06:44.118Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    story.secret("new password", NEW_PASSWORD);
    sign_in.opens(&mut story);
    sign_in.submits_password(&mut story).page(&sign_in, &Page::change_password());
    story.wait(31);
    let tokens = Object::new().with("FlowToken", &sign_in.flow_token).with("Ctx", &sign_in.context);
    let request = tokens.clone().with("OldPassword", MIRIAM.password).with("NewPassword", NEW_PASSWORD);
    for (call, request, is_pending) in [("Begin", request, true), ("Poll", tokens.clone(), false)] {
        story
            .post(format!("https://login.microsoftonline.com/common/SSPR/{call}"))
            .header("canary", &sign_in.api_canary)
            .json(&request)
            .answers(200, |_| tokens.clone().with("IsJobPending", is_pending).with("IsSuccess", !is_pending));
    }
    let code = story.authorization_code();
    story
        .post("https://login.microsoftonline.com/common/SSPR/End")
        .form(&[
            ("currentpasswd", MIRIAM.password),
            ("newpasswd", NEW_PASSWORD),
            ("confirmnewpasswd", NEW_PASSWORD),
            ("flowToken", &sign_in.flow_token),
            ("ctx", &sign_in.context),
            ("canary", &sign_in.canary),
        ])
        .signs_in()
        .redirects_to(&sign_in.success(&code));
    story.get(sign_in.success(&code)).redirects_to("https://app.contoso.example/orders");
    let interrupts = [("credentials", Some(true)), ("password_change", Some(true))];
    story.truth.attempts.push(Attempt::new("succeeded", "oidc").interrupts(&interrupts));
    story
}

/// The account was disabled. The page tells it by number only, and its text speaks of a lock.
pub(crate) fn account_disabled() -> Story {
    let mut story = Story::new("account-disabled", "2026-03-02T11:45:20.530Z");
    let sign_in = SignIn::new(&mut story, "only", &TRAVEL, &TOBIAS);
    story.tunnel("login.microsoftonline.com");
    sign_in.opens(&mut story);
    sign_in.looks_up_account(&mut story, 0, None);
    let seen = sign_in.submits_password(&mut story).page(&sign_in, &Page::sign_in_again("50057", DISABLED));
    fails_at_page(&mut story, &sign_in, "AADSTS50057", &seen);
    story
}

/// A Temporary Access Pass with a typing error. The page names the error and does not number it.
pub(crate) fn temporary_access_pass_wrong() -> Story {
    let mut story = Story::new("temporary-access-pass-wrong", "2026-03-02T12:30:02.774Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    sign_in.opens(&mut story);
    story.leaves_page();
    let page = Page::sign_in_again("InvalidAccessPass", "");
    let seen = sign_in.submits(&mut story, "accesspass", "Xw7#kQ2!vN").page(&sign_in, &page);
    fails_at_page(&mut story, &sign_in, "AADSTS130503", &seen);
    story
}

/// The user name belongs to no account: the lookup says so, no page does.
pub(crate) fn account_not_found() -> Story {
    let mut story = Story::new("account-not-found", "2026-03-02T13:11:58.246Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &TOBIAS);
    sign_in.opens(&mut story);
    let seen = sign_in.looks_up_account(&mut story, 1, None);
    let cause = Cause::new("account-not-found", "credential_type", &sign_in.correlation_id, &seen);
    story.truth.attempts.push(Attempt::new("failed", "oidc").cause(cause).interrupts(&[("credentials", Some(false))]));
    story
}

/// The user goes back to the application, which is told without a code.
pub(crate) fn user_cancelled() -> Story {
    let mut story = Story::new("user-cancelled", "2026-03-02T14:05:36.419Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    let seen = sign_in.opens(&mut story);
    story
        .get(sign_in.reply(&[("error", "access_denied"), ("error_subcode", "cancel")]))
        .html(200, "<html><head><title>Orders</title></head><body>You are not signed in.</body></html>".to_owned());
    let cause = Cause::new("user-cancelled", "request_url", &sign_in.correlation_id, &seen).open_correlation_id().open_request();
    story.truth.attempts.push(Attempt::new("failed", "oidc").cause(cause).interrupts(&[("credentials", Some(false))]));
    story
}

/// The file ends before the response to the password does.
pub(crate) fn cut_off() -> Story {
    let mut story = Story::new("cut-off", "2026-03-02T15:40:09.863Z");
    let sign_in = SignIn::new(&mut story, "only", &PLANNER, &TOBIAS);
    sign_in.opens(&mut story);
    sign_in.looks_up_account(&mut story, 0, None);
    let code = story.authorization_code();
    sign_in.submits_password(&mut story).redirects_to(&sign_in.success(&code));
    story.truth.attempts.push(Attempt::new("incomplete", "oidc").interrupts(&[("credentials", None)]));
    story
}

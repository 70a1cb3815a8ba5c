//! Renewals in hidden frames, and several sign-ins at the same time.

use crate::scenario::pages::{self, Page};
use crate::scenario::sign_in::{MIRIAM, ORDERS, PLANNER, SignIn, TOBIAS, TRAVEL};
use crate::scenario::story::Story;
use crate::scenario::verdicts::steps::{failed, interrupted, succeeded};

const SIGNED_IN: [(&str, Option<bool>); 1] = [("credentials", Some(true))];

/// One application asks without a page and is refused with this, while the user signs in to another.
fn refused_in_a_frame(title: &'static str, error: &str, code: &'static str, text: &str) -> Story {
    let mut story = Story::new(title, "2026-03-03T13:20:14.617Z");
    let sign_in = SignIn::new(&mut story, "interactive", &ORDERS, &MIRIAM);
    let silent = SignIn::new(&mut story, "silent", &PLANNER, &MIRIAM);
    sign_in.opens(&mut story);
    let frame = silent.authorize_url(&[("prompt", "none")]);
    let seen = silent.is_refused(&mut story, error, text, |story| story.get(frame));
    sign_in.signs_in(&mut story);
    story.ends(succeeded(&SIGNED_IN, &["AADSTS50058"]));
    let cause = silent.cause(code, "authorize_redirect", &seen);
    story.ends(interrupted(cause, &[], &[]).open(&["credentials", "account_picker", "mfa", "consent"]));
    story
}

fn login_required_in_a_frame() -> Story {
    let text = "AADSTS50058: A silent sign-in request was sent but no user is signed in.";
    refused_in_a_frame("login-required-in-a-frame", "login_required", "AADSTS50058", text)
}

fn interaction_required_in_a_frame() -> Story {
    let text = "AADSTS50076: Due to a configuration change made by your administrator, you must use multi-factor authentication.";
    refused_in_a_frame("interaction-required-in-a-frame", "interaction_required", "AADSTS50076", text)
}

fn consent_required_in_a_frame() -> Story {
    let text = "AADSTS65001: The user or administrator has not consented to use the application.";
    refused_in_a_frame("consent-required-in-a-frame", "consent_required", "AADSTS65001", text)
}

/// One application asks without a page and gets its code, while the user signs in to another.
fn renewed_in_a_frame() -> Story {
    let mut story = Story::new("renewed-in-a-frame", "2026-03-03T13:27:49.030Z");
    let sign_in = SignIn::new(&mut story, "interactive", &ORDERS, &MIRIAM);
    let silent = SignIn::new(&mut story, "silent", &PLANNER, &MIRIAM);
    sign_in.opens(&mut story);
    let code = story.authorization_code();
    story.get(silent.authorize_url(&[("prompt", "none")])).redirects_to(&silent.success(&code));
    story.get(PLANNER.redirect_uri).html(200, "<html><body>blank</body></html>".to_owned());
    silent.redeems(&mut story, &code);
    sign_in.signs_in(&mut story);
    story.ends(succeeded(&SIGNED_IN, &["AADSTS50058"]));
    story.ends(succeeded(&[], &[]));
    story
}

/// The frame is refused while the user waits at the second factor, and the user is refused there too.
fn frame_and_user_refused() -> Story {
    let mut story = Story::new("frame-and-user-refused", "2026-03-03T13:33:05.188Z");
    let mut sign_in = SignIn::new(&mut story, "interactive", &ORDERS, &TOBIAS);
    let silent = SignIn::new(&mut story, "silent", &PLANNER, &TOBIAS);
    sign_in.opens(&mut story);
    sign_in.submits_password(&mut story).page(&sign_in, &Page::multifactor("PhoneAppNotification", TOBIAS.phone));
    sign_in.begins_mfa(&mut story, "PhoneAppNotification");
    let text = "AADSTS50058: A silent sign-in request was sent but no user is signed in.";
    let frame = silent.authorize_url(&[("prompt", "none")]);
    let in_frame = silent.is_refused(&mut story, "login_required", text, |story| story.get(frame));
    let denied = sign_in.polls_mfa(&mut story, "PhoneAppDenied", 500_121);
    let cause = sign_in.cause("AADSTS500121", "mfa_response", &denied);
    let interrupts = [("credentials", Some(true)), ("mfa", Some(false))];
    story.ends(failed(cause, &interrupts, &["AADSTS50058", "AADSTS50074"]));
    let cause = silent.cause("AADSTS50058", "authorize_redirect", &in_frame);
    story.ends(interrupted(cause, &[], &[]).open(&["credentials"]));
    story
}

/// Two users at one browser, each in a tab: one mistypes and leaves, the other signs in.
fn two_users() -> Story {
    let mut story = Story::new("two-users", "2026-03-03T13:38:42.901Z");
    let first = SignIn::new(&mut story, "first", &ORDERS, &MIRIAM);
    let second = SignIn::new(&mut story, "second", &ORDERS, &TOBIAS);
    first.opens(&mut story);
    second.opens(&mut story);
    first.looks_up_account(&mut story, 0, None);
    second.looks_up_account(&mut story, 0, None);
    let seen = first.submits(&mut story, "passwd", "Quince/6").page(&first, &Page::sign_in_again("50126", ""));
    second.signs_in(&mut story);
    let cause = first.cause("AADSTS50126", "page_config", &seen);
    story.ends(failed(cause, &[("credentials", Some(false))], &["AADSTS50058"]));
    story.ends(succeeded(&SIGNED_IN, &["AADSTS50058"]));
    story
}

/// One user, two applications: one signs the user in, a policy keeps the user from the other.
fn two_applications() -> Story {
    let mut story = Story::new("two-applications", "2026-03-03T13:44:20.466Z");
    let first = SignIn::new(&mut story, "first", &TRAVEL, &MIRIAM);
    let second = SignIn::new(&mut story, "second", &ORDERS, &MIRIAM);
    first.opens(&mut story);
    second.opens(&mut story);
    second.signs_in(&mut story);
    let seen = first.submits_password(&mut story).page(&first, &Page::conditional_access(53_003));
    let cause = first.cause("AADSTS53003", "page_config", &seen);
    let interrupts = [("credentials", Some(true)), ("conditional_access_block", Some(false))];
    story.ends(failed(cause, &interrupts, &["AADSTS50058"]));
    story.ends(succeeded(&SIGNED_IN, &["AADSTS50058"]));
    story
}

/// Two users wait for their telephones at the same time; one says yes, the other no.
fn two_challenges() -> Story {
    let mut story = Story::new("two-challenges", "2026-03-03T13:50:03.773Z");
    let mut first = SignIn::new(&mut story, "first", &ORDERS, &MIRIAM);
    let mut second = SignIn::new(&mut story, "second", &TRAVEL, &TOBIAS);
    for sign_in in [&first, &second] {
        sign_in.opens(&mut story);
        sign_in.submits_password(&mut story).page(sign_in, &Page::multifactor("PhoneAppNotification", sign_in.user.phone));
    }
    first.begins_mfa(&mut story, "PhoneAppNotification");
    second.begins_mfa(&mut story, "PhoneAppNotification");
    first.polls_mfa(&mut story, "AuthenticationPending", 0);
    let denied = second.polls_mfa(&mut story, "PhoneAppDenied", 0);
    first.polls_mfa(&mut story, "Success", 0);
    first.arrives(&mut story, |story| first.processes_mfa(story, None));
    let others = ["AADSTS50058", "AADSTS50074"];
    story.ends(succeeded(&[("credentials", Some(true)), ("mfa", Some(true))], &others));
    let cause = second.cause("mfa-denied", "mfa_response", &denied);
    story.ends(failed(cause, &[("credentials", Some(true)), ("mfa", Some(false))], &others));
    story
}

/// The application names no correlation id, and the service changes its own after a detour; only the page's values tie the two halves.
fn correlation_id_changes() -> Story {
    let mut story = Story::new("correlation-id-changes", "2026-03-03T13:56:31.509Z");
    let first = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    let second = first.with_correlation_id(story.guid("correlation after the detour"));
    let url = first.authorize_url(&[]).replace(&format!("&client-request-id={}", first.correlation_id), "");
    story.get(url).page(&first, &Page::sign_in().code("50058"));
    first.submits_password(&mut story).page(&first, &Page::registration("https://mysignins.microsoft.com/register"));
    story.get("https://mysignins.microsoft.com/register?csrf_token=q8Zr1mXk").html(200, "<html><title>Register</title></html>".to_owned());
    let seen = second.goes_on(&mut story, "resume").page(&second, &Page::conditional_access(53_003));
    let cause = second.cause("AADSTS53003", "page_config", &seen);
    let interrupts = [("credentials", Some(true)), ("mfa_registration", Some(true)), ("conditional_access_block", Some(false))];
    story.ends(failed(cause, &interrupts, &["AADSTS50058", "AADSTS50072"]));
    story
}

/// The application sends the user back again and again; every answer is a code, and the last is a refusal.
fn application_loops() -> Story {
    let mut story = Story::new("application-loops", "2026-03-03T14:02:44.255Z");
    for label in ["1", "2", "3", "4"] {
        let sign_in = SignIn::new(&mut story, label, &TRAVEL, &TOBIAS);
        let code = story.authorization_code();
        let fields = [("code", &*code), ("state", &sign_in.state), ("session_state", &sign_in.session_state)];
        let form = pages::self_submitting_form(TRAVEL.redirect_uri, &fields);
        story.get(sign_in.authorize_url(&[])).signs_in().html(200, form);
        story.post(TRAVEL.redirect_uri).form(&fields).redirects_to("https://app.contoso.example/");
        story.get("https://app.contoso.example/").html(200, "<html><script>signIn()</script></html>".to_owned());
        story.ends(succeeded(&[], &[]));
    }
    let sign_in = SignIn::new(&mut story, "5", &TRAVEL, &TOBIAS);
    let message = "AADSTS50196: The server terminated an operation because it encountered a client request loop.";
    let seen = story.get(sign_in.authorize_url(&[])).page(&sign_in, &Page::error(message));
    let cause = sign_in.cause("AADSTS50196", "page_config", &seen);
    story.ends(failed(cause, &[], &["redirect-loop"]));
    story
}

/// The service itself goes round in one sign-in until it gives up.
fn service_loops() -> Story {
    let mut story = Story::new("service-loops", "2026-03-03T14:08:19.810Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    for _ in 0..5 {
        let again = sign_in.authorize_url(&[]);
        let reprocess = format!("https://login.microsoftonline.com/common/reprocess?ctx={}&sessionid=1", sign_in.context);
        story.get(&again).redirects_to(&reprocess);
        story.get(reprocess).redirects_to(&again);
    }
    let message = "AADSTS50196: The server terminated an operation because it encountered a client request loop.";
    let seen = story.get(sign_in.authorize_url(&[])).page(&sign_in, &Page::error(message));
    let cause = sign_in.cause("AADSTS50196", "page_config", &seen);
    story.ends(failed(cause, &[], &[]));
    story
}

pub(super) fn all() -> Vec<Story> {
    vec![
        login_required_in_a_frame(),
        interaction_required_in_a_frame(),
        consent_required_in_a_frame(),
        renewed_in_a_frame(),
        frame_and_user_refused(),
        two_users(),
        two_applications(),
        two_challenges(),
        correlation_id_changes(),
        application_loops(),
        service_loops(),
    ]
}

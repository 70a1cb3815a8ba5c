//! Second factors: passed, refused, registered, and not registered.

use crate::scenario::pages::{self, Page};
use crate::scenario::sign_in::{App, MIRIAM, ORDERS, SignIn, TOBIAS, TRAVEL};
use crate::scenario::story::Story;
use crate::scenario::truth::{Attempt, Cause};

/// The portal where security information is registered; it signs the user in for itself.
const MY_SIGN_INS: App = App {
    name: "My Signins",
    client_id: "19db86c3-b2b9-44cc-b339-36da233a3be2",
    redirect_uri: "https://mysignins.microsoft.com/register",
    tenant: "common",
    scope: "openid profile",
    response_type: "code",
    response_mode: "query",
};

/// A command line tool that signs in with the browser.
const TOOL: App = App {
    name: "Contoso Deploy",
    client_id: "2e5a9c70-64b1-4f8d-a03e-9b7d1c5f8e24",
    redirect_uri: "http://localhost:51423",
    tenant: "organizations",
    scope: "openid profile offline_access https://management.azure.com/user_impersonation",
    response_type: "code",
    response_mode: "query",
};

/// Everything as it should be: the number is matched on the second poll, the user stays signed in, the code arrives in a form.
pub(crate) fn passed() -> Story {
    let mut story = Story::new("mfa-passed", "2026-03-02T08:31:55.120Z");
    let mut sign_in = SignIn::new(&mut story, "only", &TRAVEL, &MIRIAM);
    sign_in.opens(&mut story);
    sign_in.looks_up_account(&mut story, 0, None);
    sign_in.submits_password(&mut story).page(&sign_in, &Page::multifactor("PhoneAppNotification", MIRIAM.phone));
    sign_in.begins_mfa(&mut story, "PhoneAppNotification");
    sign_in.polls_mfa(&mut story, "AuthenticationPending", 0);
    sign_in.polls_mfa(&mut story, "AuthenticationPending", 0);
    sign_in.polls_mfa(&mut story, "Success", 0);
    sign_in.processes_mfa(&mut story, None).page(&sign_in, &Page::keep_me_signed_in());
    story.wait(4);
    delivers_form(&mut story, &sign_in);
    let interrupts = [("credentials", Some(true)), ("mfa", Some(true)), ("keep_me_signed_in", Some(true))];
    story.truth.attempts.push(Attempt::new("succeeded", "oidc").interrupts(&interrupts));
    story
}

/// The code and the id token go to the application in a form that submits itself.
fn delivers_form(story: &mut Story, sign_in: &SignIn) {
    let code = story.authorization_code();
    let id_token = story.token("id_token", &sign_in.claims());
    let fields = [("code", &*code), ("id_token", &id_token), ("state", &sign_in.state), ("session_state", &sign_in.session_state)];
    let form = pages::self_submitting_form(sign_in.app.redirect_uri, &fields);
    sign_in.stays_signed_in(story).comment("Here it worked").signs_in().html(200, form);
    story
        .post(sign_in.app.redirect_uri)
        .header("Origin", "https://login.microsoftonline.com")
        .form(&fields)
        .sets_cookie(".AspNetCore.Cookies", 120)
        .redirects_to("https://app.contoso.example/");
}

/// The user refuses; the service numbers the refusal.
pub(crate) fn denied_with_code() -> Story {
    let mut story = Story::new("mfa-denied-with-code", "2026-03-02T08:47:30.655Z");
    denies(&mut story, 500_121, "AADSTS500121");
    story
}

/// The user refuses; the service only names the refusal.
pub(crate) fn denied() -> Story {
    let mut story = Story::new("mfa-denied", "2026-03-02T16:12:19.308Z");
    denies(&mut story, 0, "mfa-denied");
    story
}

fn denies(story: &mut Story, number: i32, code: &'static str) {
    let mut sign_in = SignIn::new(story, "only", &ORDERS, &TOBIAS);
    sign_in.opens(story);
    story.leaves_page();
    sign_in.submits_password(story).page(&sign_in, &Page::multifactor("PhoneAppNotification", TOBIAS.phone));
    sign_in.begins_mfa(story, "PhoneAppNotification");
    sign_in.polls_mfa(story, "AuthenticationPending", 0);
    let seen = sign_in.polls_mfa(story, "PhoneAppDenied", number);
    let cause = Cause::new(code, "mfa_response", &sign_in.correlation_id, &seen);
    let interrupts = [("credentials", Some(true)), ("mfa", Some(false))];
    story.truth.attempts.push(Attempt::new("failed", "oidc").cause(cause).interrupts(&interrupts));
}

/// "More information required", and the user leaves the registration open.
pub(crate) fn registration_abandoned() -> Story {
    let mut story = Story::new("mfa-registration-abandoned", "2026-03-02T09:22:03.471Z");
    let sign_in = SignIn::new(&mut story, "only", &TRAVEL, &MIRIAM);
    sign_in.opens(&mut story);
    sign_in.looks_up_account(&mut story, 0, None);
    let seen = sign_in.submits_password(&mut story).page(&sign_in, &Page::registration(MY_SIGN_INS.redirect_uri));
    let token = story.opaque("evo_code", 130);
    story
        .post(MY_SIGN_INS.redirect_uri)
        .header("Origin", "https://login.microsoftonline.com")
        .form(&[("evo_code", &token), ("canary", &sign_in.canary), ("flowToken", &sign_in.flow_token)])
        .html(200, "<html><head><title>My Sign-Ins | Register</title></head><body><div id=\"root\"></div></body></html>".to_owned());
    let cause = Cause::new("AADSTS50072", "page_config", &sign_in.correlation_id, &seen);
    let interrupts = [("credentials", Some(true)), ("mfa_registration", Some(false))];
    story.truth.attempts.push(Attempt::new("interrupted", "oidc").cause(cause).interrupts(&interrupts));
    story
}

/// "More information required", but the organization lets no one register from here.
pub(crate) fn registration_blocked() -> Story {
    let mut story = Story::new("mfa-registration-blocked", "2026-03-02T09:58:26.014Z");
    let sign_in = SignIn::new(&mut story, "only", &TRAVEL, &TOBIAS);
    story.tunnel("login.microsoftonline.com");
    sign_in.opens(&mut story);
    sign_in.looks_up_account(&mut story, 0, None);
    sign_in.submits_password(&mut story).page(&sign_in, &Page::registration(MY_SIGN_INS.redirect_uri));
    story.tunnel("mysignins.microsoft.com");
    let registration = sign_in.at(&MY_SIGN_INS);
    let token = story.opaque("evo_code", 130);
    let authorize = registration.authorize_url(&[("login_hint", TOBIAS.upn)]);
    story
        .post(MY_SIGN_INS.redirect_uri)
        .header("Origin", "https://login.microsoftonline.com")
        .form(&[("evo_code", &token), ("canary", &sign_in.canary), ("flowToken", &sign_in.flow_token)])
        .redirects_to(&authorize);
    let message = "AADSTS53010: Cannot configure multi-factor authentication methods because the organization requires this \
                   information to be set from specific locations or devices.";
    let seen = story.get(authorize).comment("This is where he is stuck").page(&registration, &Page::error(message));
    let cause = Cause::new("AADSTS53010", "page_config", &sign_in.correlation_id, &seen);
    let interrupts = [("credentials", Some(true)), ("mfa_registration", Some(false)), ("mfa_registration_blocked", Some(false))];
    story.truth.attempts.push(Attempt::new("failed", "oidc").cause(cause).interrupts(&interrupts));
    story
}

/// A tool on the same machine: a one-time code, a confirmation that the tool is meant, and the token call in the trace.
pub(crate) fn app_confirmation() -> Story {
    let mut story = Story::new("app-confirmation", "2026-03-02T10:41:17.592Z");
    let mut sign_in = SignIn::new(&mut story, "only", &TOOL, &TOBIAS);
    sign_in.opens(&mut story);
    story.leaves_page();
    sign_in.submits_password(&mut story).page(&sign_in, &Page::multifactor("PhoneAppOTP", "Authenticator app"));
    story.leaves_page();
    sign_in.begins_mfa(&mut story, "PhoneAppOTP");
    story.wait(11);
    sign_in.types_one_time_code(&mut story, "730184", "OathCodeIncorrect");
    sign_in.types_one_time_code(&mut story, "730814", "Success");
    sign_in.processes_mfa(&mut story, Some("730814")).page(&sign_in, &Page::app_confirmation());
    story.wait(3);
    let code = story.authorization_code();
    story
        .post("https://login.microsoftonline.com/appverify")
        .form(&[("ContinueAuth", "true"), ("ctx", &sign_in.context), ("flowToken", &sign_in.flow_token), ("canary", &sign_in.canary)])
        .signs_in()
        .redirects_to(&sign_in.success(&code));
    story.get(sign_in.success(&code)).html(200, "<html><body>You can close this window.</body></html>".to_owned());
    sign_in.redeems(&mut story, &code);
    let interrupts = [("credentials", Some(true)), ("mfa", Some(true)), ("app_confirmation", Some(true))];
    story.truth.attempts.push(Attempt::new("succeeded", "oidc").interrupts(&interrupts));
    story
}

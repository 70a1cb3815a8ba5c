//! What recorders of tests and sanitizers leave: placeholders instead of ids, states and tokens, bodies of nothing.

use crate::scenario::json::Object;
use crate::scenario::pages::{self, Page};
use crate::scenario::sign_in::{App, MIRIAM, ORDERS, SignIn, TOBIAS};
use crate::scenario::story::Story;
use crate::scenario::truth::Attempt;
use crate::scenario::verdicts::steps::{failed, incomplete, succeeded};

/// The application that a recorder leaves.
const RECORDED: App = App { client_id: "Sanitized", tenant: "Sanitized", scope: "Sanitized", ..ORDERS };

/// Every value of the request is a placeholder; the message is kept.
fn secret_wrong_as_recorded() -> Story {
    let mut story = Story::new("secret-wrong-as-recorded", "2026-03-04T10:02:11.400Z");
    let sign_in = SignIn::new(&mut story, "only", &RECORDED, &MIRIAM);
    let text = "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the \
                client secret ID, for a secret added to app '7b9d3f61-0c2e-4a8d-9f15-d4e6a8b0c273'.";
    let seen = sign_in.is_refused_token(&mut story, "client_credentials", &[("client_secret", "Sanitized")], "invalid_client", text);
    let cause = sign_in.cause("AADSTS7000215", "token_response", &seen);
    story.ends(Attempt::new("failed", "client_credentials").cause(cause).others(&[]));
    story
}

/// The token is a placeholder, too: it was granted all the same.
fn granted_as_recorded() -> Story {
    let mut story = Story::new("granted-as-recorded", "2026-03-04T10:07:52.118Z");
    let sign_in = SignIn::new(&mut story, "only", &RECORDED, &MIRIAM);
    sign_in
        .asks_for_token(&mut story, "client_credentials", &[("client_secret", "Sanitized")])
        .answers(200, |_| Object::new().with("token_type", "Bearer").with("expires_in", 86_399).with("access_token", "Sanitized"));
    story.ends(Attempt::new("succeeded", "client_credentials").interrupts(&[]).others(&[]));
    story
}

/// The recorder emptied the response: no one can say what was in it.
fn answer_emptied() -> Story {
    let mut story = Story::new("answer-emptied", "2026-03-04T10:12:30.903Z");
    let sign_in = SignIn::new(&mut story, "only", &RECORDED, &MIRIAM);
    sign_in.asks_for_token(&mut story, "client_credentials", &[("client_secret", "Sanitized")]).answers(200, |_| Object::new());
    story.ends(incomplete(&[], &[]).by("client_credentials"));
    story
}

/// Two sign-ins of one application, the first of them refused: the same placeholder for their states does not make them one.
fn states_taken_out() -> Story {
    let mut story = Story::new("states-taken-out", "2026-03-04T10:18:04.655Z");
    let mut refused = SignIn::new(&mut story, "refused", &ORDERS, &TOBIAS);
    "[redacted]".clone_into(&mut refused.state);
    let text = "AADSTS65004: User declined to consent to access the app.";
    let url = refused.authorize_url(&[]);
    let seen = refused.is_refused(&mut story, "access_denied", text, |story| story.get(url));
    let cause = refused.cause("AADSTS65004", "authorize_redirect", &seen);
    story.ends(failed(cause, &[], &[]).open(&["consent"]));
    story.wait(40);
    let mut again = SignIn::new(&mut story, "again", &ORDERS, &TOBIAS);
    "[redacted]".clone_into(&mut again.state);
    story.get(again.authorize_url(&[])).page(&again, &Page::sign_in().code("50058"));
    again.signs_in(&mut story);
    story.ends(succeeded(&[("credentials", Some(true))], &["AADSTS50058"]));
    story
}

/// The device code is a placeholder: polls with it are still one attempt.
fn device_code_taken_out() -> Story {
    let mut story = Story::new("device-code-taken-out", "2026-03-04T10:25:47.021Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    story
        .post(sign_in.endpoint("/oauth2/v2.0/devicecode"))
        .form(&[("client_id", ORDERS.client_id), ("scope", ORDERS.scope)])
        .answers(200, |_| Object::new().with("device_code", "REDACTED").with("user_code", "REDACTED").with("expires_in", 900));
    let grant = "urn:ietf:params:oauth:grant-type:device_code";
    let text = "AADSTS70016: OAuth 2.0 device flow error. Authorization is pending. Continue polling.";
    for _ in 0..2 {
        story.wait(5);
        sign_in
            .asks_for_token(&mut story, grant, &[("device_code", "REDACTED")])
            .answers(400, |seen| pages::token_error("authorization_pending", text, &sign_in.correlation_id, seen));
    }
    story.wait(5);
    sign_in.gets_token(&mut story, grant, &[("device_code", "REDACTED")]);
    story.ends(Attempt::new("succeeded", "device_code").interrupts(&[("device_code", Some(true))]).others(&["AADSTS70016"]));
    story
}

pub(super) fn all() -> Vec<Story> {
    vec![secret_wrong_as_recorded(), granted_as_recorded(), answer_emptied(), states_taken_out(), device_code_taken_out()]
}

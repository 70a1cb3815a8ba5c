//! Native authentication of External ID: the application has the pages, and every answer hands it the token for the next question.

use crate::scenario::json::Object;
use crate::scenario::pages;
use crate::scenario::sign_in::{ADA, App, ORDERS, SignIn};
use crate::scenario::story::{Seen, Story};
use crate::scenario::truth::{Attempt, Cause};
use crate::scenario::verdicts::steps::{failed, interrupted, left, succeeded};

const ENTRA: &str = "login.microsoftonline.com";
const CIAM: &str = "contoso.ciamlogin.com";
const OWN: &str = "signin.contoso.example";

const APP: App = App {
    name: "Contoso Mobile",
    client_id: "2c7a9e14-6f3b-4d80-9b52-e8d1a4c60f37",
    tenant: "contosociam.onmicrosoft.com",
    scope: "openid offline_access",
    ..ORDERS
};

/// One flow, with the token that the last response gave.
struct Flow {
    sign_in: SignIn,
    token: String,
    /// Whether the client sends its correlation id.
    correlated: bool,
}

impl Flow {
    fn new(story: &mut Story, label: &str) -> Self {
        Self { sign_in: SignIn::new(story, label, &APP, &ADA), token: String::new(), correlated: true }
    }

    fn asks(&self, story: &mut Story, path: &str, fields: &[(&str, &str)], status: u16, answer: impl FnOnce(&Seen) -> Object) -> Seen {
        let mut all = vec![("client_id", APP.client_id)];
        if !self.token.is_empty() {
            all.push(("continuation_token", &self.token));
        }
        all.extend_from_slice(fields);
        let draft = story.post(self.sign_in.endpoint(path)).fetch().form(&all);
        let draft = if self.correlated { draft.header("client-request-id", &self.sign_in.correlation_id) } else { draft };
        draft.answers(status, answer)
    }

    /// A question that is answered with the token for the next.
    fn goes_on(&mut self, story: &mut Story, path: &str, fields: &[(&str, &str)], more: Object) -> Seen {
        let token = story.opaque("continuation_token", 90);
        let seen = self.asks(story, path, fields, 200, |_| more.with("continuation_token", &token));
        self.token = token;
        seen
    }

    fn begins(&mut self, story: &mut Story) {
        let fields = [("username", ADA.upn), ("challenge_type", "password oob redirect")];
        self.goes_on(story, "/oauth2/v2.0/initiate", &fields, Object::new());
    }

    fn challenged(&mut self, story: &mut Story, kind: &str) {
        let fields = [("challenge_type", "password oob redirect")];
        self.goes_on(story, "/oauth2/v2.0/challenge", &fields, Object::new().with("challenge_type", kind));
    }

    fn refused(&mut self, story: &mut Story, path: &str, fields: &[(&str, &str)], refusal: &Refusal) -> Seen {
        let token = if refusal.goes_on { story.opaque("continuation_token", 90) } else { String::new() };
        let correlation_id = self.sign_in.correlation_id.clone();
        let seen = self.asks(story, path, fields, 400, |seen| {
            let object = pages::token_error(refusal.error, refusal.text, &correlation_id, seen);
            let object = if refusal.suberror.is_empty() { object } else { object.with("suberror", refusal.suberror) };
            if token.is_empty() { object } else { object.with("continuation_token", &token) }
        });
        if !token.is_empty() {
            self.token = token;
        }
        seen
    }

    fn password(&mut self, story: &mut Story, password: &str, refusal: &Refusal) -> Seen {
        story.secret("password", password);
        self.refused(story, "/oauth2/v2.0/token", &[("grant_type", "password"), ("password", password)], refusal)
    }

    fn gets_tokens(&self, story: &mut Story, fields: &[(&str, &str)]) {
        let access_token = story.token("access_token", &self.sign_in.claims());
        let id_token = story.token("id_token", &self.sign_in.claims());
        let refresh_token = story.opaque("refresh_token", 120);
        self.asks(story, "/oauth2/v2.0/token", fields, 200, |_| {
            Object::new()
                .with("token_type", "Bearer")
                .with("expires_in", 4_141)
                .with("access_token", access_token)
                .with("id_token", id_token)
                .with("refresh_token", refresh_token)
        });
    }

    fn cause(&self, code: &'static str, seen: &Seen) -> Cause {
        self.sign_in.cause(code, "token_response", seen)
    }
}

struct Refusal {
    error: &'static str,
    text: &'static str,
    suberror: &'static str,
    goes_on: bool,
}

const fn refusal(error: &'static str, text: &'static str, suberror: &'static str, goes_on: bool) -> Refusal {
    Refusal { error, text, suberror, goes_on }
}

const WRONG: Refusal =
    refusal("invalid_grant", "AADSTS50126: Error validating credentials due to invalid username or password.", "", false);
const MFA: Refusal = refusal("invalid_grant", "AADSTS50076: You must use multi-factor authentication.", "mfa_required", true);
const REGISTER: Refusal =
    refusal("invalid_grant", "AADSTS50079: You must enroll in multi-factor authentication.", "registration_required", true);

fn native(attempt: Attempt) -> Attempt {
    attempt.by("native_auth")
}

fn at_ciam(story: Story) -> Story {
    story.at_host(ENTRA, CIAM)
}

/// A wrong password, a right one, and tokens.
fn signed_in(title: &'static str, host: &str, correlated: bool) -> Story {
    let mut story = Story::new(title, "2026-04-09T06:01:12.208Z");
    let mut flow = Flow::new(&mut story, "only");
    flow.correlated = correlated;
    flow.begins(&mut story);
    flow.challenged(&mut story, "password");
    flow.password(&mut story, "Sommar-walnut/3", &WRONG);
    story.secret("password", ADA.password);
    flow.gets_tokens(&mut story, &[("grant_type", "password"), ("password", ADA.password), ("scope", APP.scope)]);
    story.ends(native(succeeded(&[("credentials", Some(true))], &["AADSTS50126"])));
    story.at_host(ENTRA, host)
}

fn native_signed_in() -> Story {
    signed_in("native-signed-in", CIAM, true)
}

/// Behind a domain of the customer's, by a client that sends no id: only the tokens tie the flow together.
fn native_signed_in_at_own_domain() -> Story {
    signed_in("native-signed-in-at-own-domain", OWN, false)
}

/// A second factor is asked for, and the user leaves while its code is on the way.
fn native_mfa_left() -> Story {
    let mut story = Story::new("native-mfa-left", "2026-04-09T06:06:40.915Z");
    let mut flow = Flow::new(&mut story, "only");
    flow.begins(&mut story);
    flow.challenged(&mut story, "password");
    let seen = flow.password(&mut story, ADA.password, &MFA);
    flow.goes_on(&mut story, "/oauth2/v2.0/introspect", &[], Object::new());
    flow.challenged(&mut story, "oob");
    story.ends(native(interrupted(flow.cause("AADSTS50076", &seen), &[("credentials", Some(true)), ("mfa", Some(false))], &[])));
    story.at_host(ENTRA, OWN)
}

/// The code of the second factor is wrong.
fn native_code_wrong() -> Story {
    let mut story = Story::new("native-code-wrong", "2026-04-09T06:11:19.474Z");
    let mut flow = Flow::new(&mut story, "only");
    flow.begins(&mut story);
    flow.challenged(&mut story, "password");
    flow.password(&mut story, ADA.password, &MFA);
    flow.challenged(&mut story, "oob");
    let code = story.secret("oob", "60417255");
    let wrong = refusal("invalid_grant", "AADSTS50181: The one-time passcode is invalid.", "invalid_oob_value", false);
    let seen = flow.refused(&mut story, "/oauth2/v2.0/token", &[("grant_type", "mfa_oob"), ("oob", &code)], &wrong);
    let interrupts = [("credentials", Some(true)), ("mfa", Some(false))];
    story.ends(native(failed(flow.cause("AADSTS50181", &seen), &interrupts, &["AADSTS50076"])));
    at_ciam(story)
}

/// A method has to be registered, and is.
fn native_registered() -> Story {
    let mut story = Story::new("native-registered", "2026-04-09T06:15:57.630Z");
    let mut flow = Flow::new(&mut story, "only");
    flow.begins(&mut story);
    flow.challenged(&mut story, "password");
    flow.password(&mut story, ADA.password, &REGISTER);
    flow.goes_on(&mut story, "/register/v1.0/introspect", &[], Object::new());
    let fields = [("challenge_type", "oob"), ("challenge_channel", "email"), ("challenge_target", ADA.upn)];
    flow.goes_on(&mut story, "/register/v1.0/challenge", &fields, Object::new().with("challenge_type", "oob"));
    let code = story.secret("oob", "60417256");
    flow.goes_on(&mut story, "/register/v1.0/continue", &[("grant_type", "oob"), ("oob", &code)], Object::new());
    flow.gets_tokens(&mut story, &[("grant_type", "continuation_token"), ("scope", APP.scope)]);
    story.ends(native(succeeded(&[("credentials", Some(true)), ("mfa_registration", Some(true))], &["AADSTS50079"])));
    at_ciam(story)
}

/// A method has to be registered, and that is refused.
fn native_registration_refused() -> Story {
    let mut story = Story::new("native-registration-refused", "2026-04-09T06:20:25.189Z");
    let mut flow = Flow::new(&mut story, "only");
    flow.begins(&mut story);
    flow.challenged(&mut story, "password");
    flow.password(&mut story, ADA.password, &REGISTER);
    let blocked = refusal(
        "access_denied",
        "AADSTS550024: Configuring multi-factor authentication method is blocked.",
        "provider_blocked_by_rep",
        false,
    );
    let fields = [("challenge_type", "oob"), ("challenge_channel", "sms"), ("challenge_target", "+46701234567")];
    let seen = flow.refused(&mut story, "/register/v1.0/challenge", &fields, &blocked);
    let interrupts = [("credentials", Some(true)), ("mfa_registration", Some(false))];
    story.ends(native(failed(flow.cause("AADSTS550024", &seen), &interrupts, &["AADSTS50079"])));
    at_ciam(story)
}

/// The application offers nothing that the user could sign in with.
fn native_browser_required() -> Story {
    let mut story = Story::new("native-browser-required", "2026-04-09T06:24:43.752Z");
    let mut flow = Flow::new(&mut story, "only");
    flow.begins(&mut story);
    let seen = flow.asks(&mut story, "/oauth2/v2.0/challenge", &[("challenge_type", "redirect")], 200, |_| {
        Object::new().with("challenge_type", "redirect")
    });
    story.ends(native(interrupted(flow.cause("browser-required", &seen), &[("credentials", Some(false))], &[])));
    at_ciam(story)
}

/// A name that no one has, and then a right one: two flows, whatever ids they share.
fn native_name_mistyped() -> Story {
    let mut story = Story::new("native-name-mistyped", "2026-04-09T06:29:08.367Z");
    let mut first = Flow::new(&mut story, "only");
    let unknown = refusal("user_not_found", "AADSTS50034: The user account does not exist in the directory.", "", false);
    let fields = [("username", ADA.upn), ("challenge_type", "oob redirect")];
    let seen = first.refused(&mut story, "/oauth2/v2.0/initiate", &fields, &unknown);
    story.ends(native(failed(first.cause("AADSTS50034", &seen), &[], &[])));
    let mut second = Flow { sign_in: first.sign_in.clone(), token: String::new(), correlated: true };
    second.begins(&mut story);
    second.challenged(&mut story, "password");
    story.secret("password", ADA.password);
    second.gets_tokens(&mut story, &[("grant_type", "password"), ("password", ADA.password)]);
    story.ends(native(succeeded(&[("credentials", Some(true))], &[])));
    at_ciam(story)
}

/// A new customer, up to what the user flow wants to know.
fn native_attributes_required() -> Story {
    let mut story = Story::new("native-attributes-required", "2026-04-09T06:33:31.541Z");
    let mut flow = Flow::new(&mut story, "only");
    flow.goes_on(&mut story, "/signup/v1.0/start", &[("username", ADA.upn), ("challenge_type", "oob redirect")], Object::new());
    flow.goes_on(&mut story, "/signup/v1.0/challenge", &[("challenge_type", "oob redirect")], Object::new().with("challenge_type", "oob"));
    let code = story.secret("oob", "60417257");
    let wanted = refusal("attributes_required", "AADSTS55106: User attributes required.", "", true);
    let seen = flow.refused(&mut story, "/signup/v1.0/continue", &[("grant_type", "oob"), ("oob", &code)], &wanted);
    let interrupts = [("credentials", Some(true)), ("attribute_collection", Some(false))];
    story.ends(native(interrupted(flow.cause("AADSTS55106", &seen), &interrupts, &[])));
    story.at_host(ENTRA, OWN)
}

/// The password is reset, and the user signed in with what the reset ends with.
fn native_password_reset() -> Story {
    let mut story = Story::new("native-password-reset", "2026-04-09T06:37:50.026Z");
    let mut flow = Flow::new(&mut story, "only");
    flow.goes_on(&mut story, "/resetpassword/v1.0/start", &[("username", ADA.upn), ("challenge_type", "oob redirect")], Object::new());
    flow.goes_on(
        &mut story,
        "/resetpassword/v1.0/challenge",
        &[("challenge_type", "oob redirect")],
        Object::new().with("challenge_type", "oob"),
    );
    let code = story.secret("oob", "60417258");
    flow.goes_on(
        &mut story,
        "/resetpassword/v1.0/continue",
        &[("grant_type", "oob"), ("oob", &code)],
        Object::new().with("expires_in", 600),
    );
    let password = story.secret("new_password", "Vinter-lönn/2026%");
    flow.goes_on(&mut story, "/resetpassword/v1.0/submit", &[("new_password", &password)], Object::new().with("poll_interval", 2));
    flow.goes_on(&mut story, "/resetpassword/v1.0/poll_completion", &[], Object::new().with("status", "succeeded"));
    flow.gets_tokens(&mut story, &[("grant_type", "continuation_token"), ("scope", APP.scope)]);
    story.ends(native(succeeded(&[("password_change", Some(true))], &[])));
    at_ciam(story)
}

/// The code is on the way, and nothing follows.
fn native_code_not_typed() -> Story {
    let mut story = Story::new("native-code-not-typed", "2026-04-09T06:42:14.893Z");
    let mut flow = Flow::new(&mut story, "only");
    flow.begins(&mut story);
    flow.challenged(&mut story, "oob");
    story.ends(native(left(&[("credentials", Some(false))], &[])));
    at_ciam(story)
}

pub(super) fn all() -> Vec<Story> {
    vec![
        native_signed_in(),
        native_signed_in_at_own_domain(),
        native_mfa_left(),
        native_code_wrong(),
        native_registered(),
        native_registration_refused(),
        native_browser_required(),
        native_name_mistyped(),
        native_attributes_required(),
        native_password_reset(),
        native_code_not_typed(),
    ]
}

//! Pages of Azure AD B2C: answered with HTTP 200 and a status inside, verified by telephone, left for another identity provider.

use crate::scenario::json::Object;
use crate::scenario::sign_in::{ADA, App, ORDERS, SignIn};
use crate::scenario::story::{Seen, Story};
use crate::scenario::verdicts::steps::{failed, interrupted, left, succeeded};

const ENTRA: &str = "login.microsoftonline.com";
const OWN: &str = "login.fabrikam.example";

const SHOP: App = App {
    name: "Fabrikam Shop",
    client_id: "4d8b1c6e-92f3-4a57-b0e8-17c5d9f2a364",
    redirect_uri: "https://shop.fabrikam.example/signin-oidc",
    tenant: "fabrikam.onmicrosoft.com/B2C_1A_SUSI",
    scope: "openid profile",
    ..ORDERS
};

/// One user flow: its pages know the transaction, and ask the service with it.
struct UserFlow {
    sign_in: SignIn,
    transaction: String,
}

impl UserFlow {
    fn new(story: &mut Story) -> Self {
        let sign_in = SignIn::new(story, "only", &SHOP, &ADA);
        let transaction = format!("StateProperties={}", story.opaque("transaction", 40));
        Self { sign_in, transaction }
    }

    fn page(&self, api: &str) -> String {
        format!(
            "<!DOCTYPE html><html><head><title>Sign in</title><script>var SETTINGS = {{\"api\":\"{api}\",\"transId\":\"{}\",\"pageMode\":0}};</script></head><body></body></html>",
            self.transaction
        )
    }

    fn opens(&self, story: &mut Story, api: &str) {
        story.get(self.sign_in.authorize_url(&[])).html(200, self.page(api));
        story.wait(8);
    }

    /// A page asks the service. The letters of the policy are others than before.
    fn asks(&self, story: &mut Story, path: &str, fields: &[(&str, &str)], answer: Object) -> Seen {
        let address = format!("{}?tx={}&p=b2c_1a_susi", self.sign_in.endpoint(path), self.transaction);
        story.post(address.replace("B2C_1A_SUSI", "b2c_1a_susi")).fetch().form(fields).answers(200, |_| answer)
    }

    fn password(&self, story: &mut Story, password: &str, answer: Object) -> Seen {
        story.secret("password", password);
        let fields = [("request_type", "RESPONSE"), ("logonIdentifier", ADA.upn), ("password", password)];
        self.asks(story, "/SelfAsserted", &fields, answer)
    }

    fn confirmed(&self, page: &str) -> String {
        self.sign_in.endpoint(&format!("/api/{page}/confirmed?tx={}&p=b2c_1a_susi", self.transaction))
    }

    /// The page of the second factor comes after the password.
    fn goes_to_phone(&self, story: &mut Story) {
        self.opens(story, "CombinedSigninAndSignup");
        self.password(story, ADA.password, good());
        story.get(self.confirmed("CombinedSigninAndSignup")).html(200, self.page("Phonefactor"));
        let fields = [("request_type", "VERIFICATION_REQUEST"), ("auth_type", "onewaysms"), ("id", "1")];
        self.asks(story, "/Phonefactor/verify", &fields, good());
    }

    fn types_code(&self, story: &mut Story, code: &str, answer: Object) -> Seen {
        story.secret("verification_code", code);
        self.asks(story, "/Phonefactor/verify", &[("request_type", "VALIDATION_REQUEST"), ("verification_code", code)], answer)
    }
}

fn good() -> Object {
    Object::new().with("status", "200")
}

fn refused(code: &str) -> Object {
    Object::new().with("status", "400").with("errorCode", code).with("message", "Das Kennwort ist falsch.")
}

fn verification(status: &str) -> Object {
    Object::new().with("status", status)
}

fn at_b2c(story: Story) -> Story {
    story.at_host(ENTRA, "fabrikam.b2clogin.com")
}

/// Twice a wrong password, and the customer leaves.
fn wrong_password(title: &'static str, host: &str) -> Story {
    let mut story = Story::new(title, "2026-04-07T08:10:04.112Z");
    let flow = UserFlow::new(&mut story);
    flow.opens(&mut story, "CombinedSigninAndSignup");
    flow.password(&mut story, "Sommar-walnut/1", refused("AADB2C90054"));
    let seen = flow.password(&mut story, "Sommar-walnut/2", refused("AADB2C90054"));
    let cause = flow.sign_in.cause("AADB2C90054", "json_body", &seen).open_request();
    story.ends(failed(cause, &[("credentials", Some(false))], &[]));
    story.at_host(ENTRA, host)
}

fn user_flow_wrong_password() -> Story {
    wrong_password("user-flow-wrong-password", "fabrikam.b2clogin.com")
}

fn user_flow_wrong_password_at_own_domain() -> Story {
    wrong_password("user-flow-wrong-password-at-own-domain", OWN)
}

/// A wrong password, a right one, a wrong code, a right one.
fn user_flow_overcome() -> Story {
    let mut story = Story::new("user-flow-overcome", "2026-04-07T08:15:31.460Z");
    let flow = UserFlow::new(&mut story);
    flow.opens(&mut story, "CombinedSigninAndSignup");
    flow.password(&mut story, "Sommar-walnut/1", refused("AADB2C90053"));
    flow.password(&mut story, ADA.password, good());
    story.get(flow.confirmed("CombinedSigninAndSignup")).html(200, flow.page("Phonefactor"));
    let fields = [("request_type", "VERIFICATION_REQUEST"), ("auth_type", "onewaysms"), ("id", "1")];
    flow.asks(&mut story, "/Phonefactor/verify", &fields, good());
    flow.types_code(&mut story, "730164", verification("449"));
    flow.types_code(&mut story, "730165", good());
    flow.sign_in.arrives(&mut story, |story| story.get(flow.confirmed("Phonefactor")));
    story.ends(succeeded(&[("credentials", Some(true)), ("mfa", Some(true))], &["AADB2C90053", "mfa-failed"]));
    at_b2c(story)
}

/// The code that came by text message is typed wrong, and nothing follows.
fn user_flow_code_wrong() -> Story {
    let mut story = Story::new("user-flow-code-wrong", "2026-04-07T08:20:12.733Z");
    let flow = UserFlow::new(&mut story);
    flow.goes_to_phone(&mut story);
    let seen = flow.types_code(&mut story, "730166", verification("449"));
    let cause = flow.sign_in.cause("mfa-failed", "mfa_response", &seen).open_request();
    story.ends(failed(cause, &[("credentials", Some(true)), ("mfa", Some(false))], &[]));
    at_b2c(story)
}

/// The telephone rings, and no one has answered when the capture ends.
fn user_flow_call_pending() -> Story {
    let mut story = Story::new("user-flow-call-pending", "2026-04-07T08:25:40.218Z");
    let flow = UserFlow::new(&mut story);
    flow.goes_to_phone(&mut story);
    flow.asks(&mut story, "/Phonefactor/verify", &[("request_type", "VALIDATION_REQUEST")], verification("449"));
    flow.asks(&mut story, "/Phonefactor/verify", &[("request_type", "VALIDATION_REQUEST")], verification("449"));
    story.ends(left(&[("credentials", Some(true)), ("mfa", Some(false))], &[]));
    at_b2c(story)
}

/// No one can be reached at the number.
fn user_flow_call_unreachable() -> Story {
    let mut story = Story::new("user-flow-call-unreachable", "2026-04-07T08:29:17.904Z");
    let flow = UserFlow::new(&mut story);
    flow.goes_to_phone(&mut story);
    let seen = flow.asks(&mut story, "/Phonefactor/verify", &[("request_type", "VALIDATION_REQUEST")], verification("448"));
    let cause = flow.sign_in.cause("mfa-no-response", "mfa_response", &seen).open_request();
    story.ends(failed(cause, &[("credentials", Some(true)), ("mfa", Some(false))], &[]));
    story.at_host(ENTRA, OWN)
}

/// The page confirms although the password was wrong: what B2C makes of it is the cause.
fn user_flow_confirmed_after_refusal() -> Story {
    let mut story = Story::new("user-flow-confirmed-after-refusal", "2026-04-07T08:33:55.041Z");
    let flow = UserFlow::new(&mut story);
    flow.opens(&mut story, "CombinedSigninAndSignup");
    flow.password(&mut story, "Sommar-walnut/1", refused("AADB2C90053"));
    let text = "AADB2C90255: The claims exchange specified in step '1' returned HTTP error response that could not be parsed.";
    let seen = flow.sign_in.is_refused(&mut story, "server_error", text, |story| story.get(flow.confirmed("CombinedSigninAndSignup")));
    let cause = flow.sign_in.cause("AADB2C90255", "authorize_redirect", &seen);
    story.ends(failed(cause, &[], &["AADB2C90053"]).open(&["credentials"]));
    at_b2c(story)
}

/// A REST API of the organization refuses what the customer typed, in its own words.
fn user_flow_api_refuses() -> Story {
    let mut story = Story::new("user-flow-api-refuses", "2026-04-07T08:38:20.665Z");
    let flow = UserFlow::new(&mut story);
    flow.opens(&mut story, "SelfAsserted");
    let answer = Object::new().with("status", "409").with("errorCode", "LoyaltyNotFound").with("message", "This card is not known.");
    let fields = [("request_type", "RESPONSE"), ("email", ADA.upn), ("loyaltyCard", "A-77-0912")];
    let seen = flow.asks(&mut story, "/SelfAsserted", &fields, answer);
    let cause = flow.sign_in.cause("b2c-page-refused", "json_body", &seen).open_request();
    story.ends(failed(cause, &[("attribute_collection", Some(false))], &[]));
    story.at_host(ENTRA, OWN)
}

/// The mail with the code cannot be sent.
fn user_flow_code_not_sent() -> Story {
    let mut story = Story::new("user-flow-code-not-sent", "2026-04-07T08:42:02.310Z");
    let flow = UserFlow::new(&mut story);
    flow.opens(&mut story, "SelfAsserted");
    let answer = Object::new().with("status", "400").with("errorCode", "AADB2C90027").with("message", "Unable to send.");
    let path = "/SelfAsserted/DisplayControlAction/vbeta/emailVerificationControl/SendCode";
    let seen = flow.asks(&mut story, path, &[("email", ADA.upn)], answer);
    let cause = flow.sign_in.cause("AADB2C90027", "json_body", &seen).open_request();
    story.ends(failed(cause, &[("attribute_collection", Some(false))], &[]));
    at_b2c(story)
}

/// Out to another identity provider and back to the customer's own domain, which is not an application: nothing is delivered there.
fn federated(title: &'static str, refusal: Option<&str>) -> Story {
    let mut story = Story::new(title, "2026-04-07T08:47:36.587Z");
    let flow = UserFlow::new(&mut story);
    flow.opens(&mut story, "CombinedSigninAndSignup");
    let state = story.opaque("state of the user flow", 60);
    let back = format!("https://{OWN}/fabrikam.onmicrosoft.com/oauth2/authresp");
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("client_id", "9a1c7e35-0b4d-4f68-8c2a-5e7d9b1f3a60")
        .append_pair("redirect_uri", &back)
        .append_pair("response_type", "code")
        .append_pair("response_mode", "query")
        .append_pair("scope", "openid")
        .append_pair("state", &state)
        .finish();
    let provider = format!("https://idp.example/connect/authorize?{query}");
    let unified = flow.sign_in.endpoint(&format!("/api/CombinedSigninAndSignup/unified?claimsexchange=Exchange&tx={}", flow.transaction));
    story.get(unified).redirects_to(&provider);
    let code = story.opaque("code of the provider", 40);
    let returned = format!("{back}?code={code}&state={state}");
    story.get(provider).redirects_to(&returned);
    match refusal {
        None => {
            flow.sign_in.arrives(&mut story, |story| story.get(returned));
            story.ends(succeeded(&[("credentials", Some(true))], &[]));
        }
        Some(text) => {
            let seen = flow.sign_in.is_refused(&mut story, "server_error", text, |story| story.get(returned));
            let cause = flow.sign_in.cause("AADB2C90273", "authorize_redirect", &seen);
            story.ends(failed(cause, &[], &[]).open(&["credentials"]));
        }
    }
    story.at_host(ENTRA, OWN)
}

fn user_flow_federated() -> Story {
    federated("user-flow-federated", None)
}

fn user_flow_federation_refused() -> Story {
    federated("user-flow-federation-refused", Some("AADB2C90273: An invalid response was received."))
}

/// The page is shown, and the customer leaves.
fn user_flow_left() -> Story {
    let mut story = Story::new("user-flow-left", "2026-04-07T08:52:48.129Z");
    let flow = UserFlow::new(&mut story);
    flow.opens(&mut story, "CombinedSigninAndSignup");
    story.ends(left(&[("credentials", Some(false))], &[]));
    at_b2c(story)
}

/// A silent renewal finds no session.
fn user_flow_no_session() -> Story {
    let mut story = Story::new("user-flow-no-session", "2026-04-07T08:56:30.846Z");
    let flow = UserFlow::new(&mut story);
    let text = "AADB2C90077: User does not have an existing session and request prompt parameter has a value of 'None'.";
    let url = flow.sign_in.authorize_url(&[("prompt", "none")]);
    let seen = flow.sign_in.is_refused(&mut story, "interaction_required", text, |story| story.get(url));
    let cause = flow.sign_in.cause("AADB2C90077", "authorize_redirect", &seen);
    story.ends(interrupted(cause, &[("credentials", Some(false))], &[]));
    story.at_host(ENTRA, OWN)
}

pub(super) fn all() -> Vec<Story> {
    vec![
        user_flow_wrong_password(),
        user_flow_wrong_password_at_own_domain(),
        user_flow_overcome(),
        user_flow_code_wrong(),
        user_flow_call_pending(),
        user_flow_call_unreachable(),
        user_flow_confirmed_after_refusal(),
        user_flow_api_refuses(),
        user_flow_code_not_sent(),
        user_flow_federated(),
        user_flow_federation_refused(),
        user_flow_left(),
        user_flow_no_session(),
    ]
}

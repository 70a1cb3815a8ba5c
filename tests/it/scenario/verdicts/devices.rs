//! Device codes, and sign-ins that have to continue in another app.

use crate::scenario::json::Object;
use crate::scenario::pages::{self, Page};
use crate::scenario::sign_in::{App, MIRIAM, ORDERS, SignIn, TOBIAS};
use crate::scenario::story::{Seen, Story};
use crate::scenario::truth::{Attempt, Cause};
use crate::scenario::verdicts::steps::{failed, interrupted, left, succeeded};

/// A program without a browser.
const CONSOLE: App = App { tenant: "organizations", ..ORDERS };
const DEVICE_CODE: &str = "urn:ietf:params:oauth:grant-type:device_code";
const PENDING: (&str, &str) =
    ("authorization_pending", "AADSTS70016: OAuth 2.0 device flow error. Authorization is pending. Continue polling.");

/// The program has its code, and asks until someone enters it.
struct Waiting {
    sign_in: SignIn,
    device_code: String,
}

impl Waiting {
    fn begins(story: &mut Story) -> Self {
        let sign_in = SignIn::new(story, "only", &CONSOLE, &TOBIAS);
        let device_code = story.opaque("device_code", 180);
        let user_code = story.secret("user_code", "PL7XQ2MRK");
        let answer = Object::new()
            .with("user_code", user_code)
            .with("device_code", &device_code)
            .with("verification_uri", "https://microsoft.com/devicelogin")
            .with("expires_in", 900)
            .with("interval", 5);
        story
            .post(sign_in.endpoint("/oauth2/v2.0/devicecode"))
            .fetch()
            .header("client-request-id", &sign_in.correlation_id)
            .form(&[("client_id", CONSOLE.client_id), ("scope", CONSOLE.scope)])
            .answers(200, |_| answer);
        Self { sign_in, device_code }
    }

    fn is_told(&self, story: &mut Story, (error, text): (&str, &str)) -> Seen {
        story.wait(5);
        let fields = [("device_code", &*self.device_code)];
        if text.starts_with("AADSTS") {
            return self.sign_in.is_refused_token(story, DEVICE_CODE, &fields, error, text);
        }
        // Some answers of this grant have no number.
        let answer =
            Object::new().with("error", error).with("error_description", text).with("correlation_id", &self.sign_in.correlation_id);
        self.sign_in.asks_for_token(story, DEVICE_CODE, &fields).answers(400, |seen| answer.with("trace_id", &seen.request_id))
    }

    fn gets_token(&self, story: &mut Story) {
        story.wait(5);
        self.sign_in.gets_token(story, DEVICE_CODE, &[("device_code", &self.device_code)]);
    }
}

/// The program is told no, twice after it was told to wait.
fn ends_with(title: &'static str, error: &str, text: &str, code: &'static str) -> Story {
    let mut story = Story::new(title, "2026-03-03T14:20:08.401Z");
    let waiting = Waiting::begins(&mut story);
    waiting.is_told(&mut story, PENDING);
    waiting.is_told(&mut story, PENDING);
    let seen = waiting.is_told(&mut story, (error, text));
    let cause = waiting.sign_in.cause(code, "token_response", &seen);
    story.ends(by_device_code(failed(cause, &[("device_code", Some(false))], &["AADSTS70016"])));
    story
}

fn by_device_code(attempt: Attempt) -> Attempt {
    attempt.by("device_code")
}

fn declined() -> Story {
    let text = "The end user denied the authorization request.";
    ends_with("device-code-declined", "authorization_declined", text, "authorization-declined")
}

fn expired() -> Story {
    let text = "AADSTS70020: The provided value for the input parameter 'device_code' is not valid. This device code has expired.";
    ends_with("device-code-expired", "expired_token", text, "AADSTS70020")
}

/// Twenty polls, of which one is told to slow down.
fn many_polls() -> Story {
    let mut story = Story::new("device-code-many-polls", "2026-03-03T14:27:31.959Z");
    let waiting = Waiting::begins(&mut story);
    for poll in 0..20 {
        let answer = if poll == 7 { ("slow_down", "Polling too often.") } else { PENDING };
        waiting.is_told(&mut story, answer);
    }
    waiting.gets_token(&mut story);
    let others = ["AADSTS70016"];
    story.ends(by_device_code(succeeded(&[("device_code", Some(true))], &others).open(&["slow-down"])));
    story
}

/// The capture is stopped while the program still asks.
fn still_waiting() -> Story {
    let mut story = Story::new("device-code-still-waiting", "2026-03-03T14:33:00.187Z");
    let waiting = Waiting::begins(&mut story);
    waiting.is_told(&mut story, PENDING);
    let seen = waiting.is_told(&mut story, PENDING);
    let cause = waiting.sign_in.cause("AADSTS70016", "token_response", &seen);
    story.ends(by_device_code(interrupted(cause, &[("device_code", Some(false))], &[])));
    story
}

/// A policy allows no device codes: the poll that would have got the token is refused.
fn blocked() -> Story {
    let text = "AADSTS530033: Access has been blocked by Conditional Access policies. Device code flow is not allowed.";
    let mut story = Story::new("device-code-blocked", "2026-03-03T14:36:22.850Z");
    let waiting = Waiting::begins(&mut story);
    waiting.is_told(&mut story, PENDING);
    let seen = waiting.is_told(&mut story, ("access_denied", text));
    let cause = waiting.sign_in.cause("AADSTS530033", "token_response", &seen);
    let interrupts = [("device_code", Some(true)), ("conditional_access_block", Some(false))];
    story.ends(by_device_code(failed(cause, &interrupts, &["AADSTS70016"]).open(&["device_code"])));
    story
}

/// The password is right, and the service sends the browser to an address of an app, with this telemetry.
fn sent_to_app(title: &'static str, location: &str, telemetry: Option<&str>) -> (Story, SignIn, Seen) {
    let mut story = Story::new(title, "2026-03-03T14:42:59.513Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    sign_in.opens(&mut story);
    let draft = sign_in.submits_password(&mut story);
    let draft = match telemetry {
        Some(telemetry) => draft.returns("x-ms-clitelem", telemetry),
        None => draft,
    };
    let seen = draft.redirects_to(location);
    (story, sign_in, seen)
}

const BROKER: &str = "msauth://wpj?app_link=https%3a%2f%2fapps.apple.com%2fapp%2fid983156458";
const ENROLMENT: &str = "browser://go.microsoft.com/fwlink/?LinkId=396941";

fn told(sign_in: &SignIn, seen: &Seen, code: &'static str) -> Cause {
    sign_in.cause(code, "client_telemetry_header", seen)
}

/// The policy wants the broker app, and the header says so.
fn broker_missing() -> Story {
    let (mut story, sign_in, seen) = sent_to_app("broker-missing", BROKER, Some("1,50127,0,,"));
    let cause = told(&sign_in, &seen, "AADSTS50127");
    story.ends(interrupted(cause, &[("credentials", Some(true)), ("broker", Some(false))], &["AADSTS50058"]));
    story
}

/// The policy wants the broker app, and only the address says so.
fn broker_missing_without_code() -> Story {
    let (mut story, ..) = sent_to_app("broker-missing-without-code", BROKER, None);
    story.ends(left(&[("credentials", Some(true)), ("broker", Some(false))], &["AADSTS50058"]));
    story
}

/// The device is not what the policy asks for; the browser is sent to the enrollment.
fn enrolment_of_device_that_is_not_compliant() -> Story {
    let (mut story, sign_in, seen) = sent_to_app("enrolment-not-compliant", ENROLMENT, Some("2,53000,0,,"));
    let cause = told(&sign_in, &seen, "AADSTS53000");
    story.ends(failed(cause, &[("credentials", Some(true)), ("device_compliance", Some(false))], &["AADSTS50058"]));
    story
}

/// The device is not registered; the browser is sent to the enrollment.
fn enrolment_of_device_that_is_not_registered() -> Story {
    let (mut story, sign_in, seen) = sent_to_app("enrolment-not-registered", ENROLMENT, Some("1,50129,0,,"));
    let cause = told(&sign_in, &seen, "AADSTS50129");
    story.ends(interrupted(cause, &[("credentials", Some(true)), ("device_registration", Some(false))], &["AADSTS50058"]));
    story
}

/// An app of a telephone gets its code at an address that only the telephone knows.
fn code_for_an_app() -> Story {
    let mut story = Story::new("code-for-an-app", "2026-03-03T14:50:41.332Z");
    let app = App { redirect_uri: "msauth.example.contoso.orders://auth", ..ORDERS };
    let sign_in = SignIn::new(&mut story, "only", &app, &MIRIAM);
    sign_in.opens(&mut story);
    let code = story.authorization_code();
    sign_in.submits_password(&mut story).signs_in().redirects_to(&sign_in.success(&code));
    sign_in.redeems(&mut story, &code);
    story.ends(succeeded(&[("credentials", Some(true))], &["AADSTS50058"]));
    story
}

/// An app of a telephone is told that no one may use it.
fn refusal_for_an_app() -> Story {
    let mut story = Story::new("refusal-for-an-app", "2026-03-03T14:54:18.740Z");
    let app = App { redirect_uri: "msauth://example.contoso.orders/q8Zr1mXkT0eWc4nB7vYdLw", ..ORDERS };
    let sign_in = SignIn::new(&mut story, "only", &app, &MIRIAM);
    sign_in.opens(&mut story);
    let draft = sign_in.submits_password(&mut story);
    let text = "AADSTS50105: Your administrator has configured the application to block users unless they are specifically granted access.";
    let description = draft.message(text, &sign_in.correlation_id);
    let seen = draft.redirects_to(&sign_in.reply(&[("error", "access_denied"), ("error_description", &description)]));
    let cause = sign_in.cause("AADSTS50105", "authorize_redirect", &seen);
    story.ends(failed(cause, &[("credentials", Some(true))], &["AADSTS50058"]));
    story
}

/// Someone enters the code in the browser of the same capture, while the program asks.
fn entered_in_the_same_capture() -> Story {
    let mut story = Story::new("device-code-entered-here", "2026-03-03T14:59:55.064Z");
    let waiting = Waiting::begins(&mut story);
    let browser = waiting.sign_in.with_correlation_id(story.guid("correlation of the browser"));
    waiting.is_told(&mut story, PENDING);
    let entry = "https://login.microsoftonline.com/common/oauth2/deviceauth";
    story.get(entry).page(&browser, &Page::named("ConvergedRemoteConnect"));
    story.post(entry).form(&[("otc", "PL7XQ2MRK"), ("flowToken", &browser.flow_token)]).page(&browser, &Page::sign_in().code("50058"));
    waiting.is_told(&mut story, PENDING);
    let done = Page::named("ConvergedSignOut");
    browser.submits_password(&mut story).page(&browser, &done);
    waiting.gets_token(&mut story);
    let interrupts = [("device_code", Some(true)), ("credentials", Some(true))];
    story.ends(by_device_code(succeeded(&interrupts, &["AADSTS70016", "AADSTS50058"])));
    story
}

/// A device code is asked for by an application that may not.
fn refused_at_once() -> Story {
    let mut story = Story::new("device-code-refused-at-once", "2026-03-03T15:05:10.616Z");
    let sign_in = SignIn::new(&mut story, "only", &CONSOLE, &TOBIAS);
    let text = "AADSTS700016: Application with identifier '7b9d3f61' was not found in the directory 'Contoso'.";
    let seen = story
        .post(sign_in.endpoint("/oauth2/v2.0/devicecode"))
        .fetch()
        .header("client-request-id", &sign_in.correlation_id)
        .form(&[("client_id", CONSOLE.client_id), ("scope", CONSOLE.scope)])
        .answers(400, |seen| pages::token_error("unauthorized_client", text, &sign_in.correlation_id, seen));
    let cause = sign_in.cause("AADSTS700016", "token_response", &seen);
    story.ends(by_device_code(failed(cause, &[], &[])));
    story
}

pub(super) fn all() -> Vec<Story> {
    vec![
        declined(),
        expired(),
        many_polls(),
        still_waiting(),
        blocked(),
        entered_in_the_same_capture(),
        refused_at_once(),
        broker_missing(),
        broker_missing_without_code(),
        enrolment_of_device_that_is_not_compliant(),
        enrolment_of_device_that_is_not_registered(),
        code_for_an_app(),
        refusal_for_an_app(),
    ]
}

//! What a trace is full of next to the sign-in: none of it is a finding, and none of it moves a verdict.

use crate::scenario::json::{Json, Object};
use crate::scenario::pages::Page;
use crate::scenario::sign_in::{MIRIAM, ORDERS, SignIn};
use crate::scenario::story::{Kind, Story};
use crate::scenario::verdicts::steps::{NOT_SIGNED_IN, SIGNED_IN, failed, succeeded};

/// A script of the sign-in page, full of codes.
fn script(story: &mut Story) {
    let script = r#"var EstsError={UserUnauthorized:"50020",IdsLocked:"50053",InvalidUserNameOrPassword:"50126",BlockedByConditionalAccess:"53003"};$Config={"sErrorCode":"50053","pgid":"ConvergedError"};throw "AADSTS50053: locked";"#;
    let url = "https://aadcdn.msauth.net/shared/1.0/content/js/ConvergedLogin_PCore_5fZ0y1.js";
    story.get(url).kind(Kind::Script).finish(200, "application/x-javascript", script.as_bytes().to_vec());
}

/// A resource that uses the same names of headers as the token service.
fn resource(story: &mut Story) {
    let (request_id, client_request_id) = (story.guid("of the resource"), story.guid("of the client of the resource"));
    story
        .get("https://graph.microsoft.com/v1.0/me/manager")
        .fetch()
        .header("client-request-id", &client_request_id)
        .returns("x-ms-request-id", &request_id)
        .returns("client-request-id", &client_request_id)
        .answers(404, |_| {
            Object::new().with("error", Object::new().with("code", "Request_ResourceNotFound").with("message", "No manager."))
        });
}

/// What the page and the browser tell about themselves.
fn telemetry(story: &mut Story, sign_in: &SignIn) {
    let event =
        Object::new().with("name", "SignInError").with("data", Object::new().with("code", "AADSTS50126").with("sErrorCode", "50126"));
    story.post("https://browser.events.data.microsoft.com/OneCollector/1.0/").json(&event).answers(200, |_| Object::new().with("acc", 1));
    for path in ["instrumentation/reportpageload", "handlers/watson"] {
        story
            .post(format!("https://login.microsoftonline.com/common/{path}"))
            .header("client-request-id", &sign_in.correlation_id)
            .json(&event)
            .answers(200, |_| Object::new().with("apiCanary", &sign_in.api_canary));
    }
    story.get("https://login.live.com/Me.htm?v=3").html(200, "<html><script>var sErrorCode='';</script></html>".to_owned());
}

/// Pages and answers about codes.
fn documentation(story: &mut Story) {
    let rows = "<tr><td>AADSTS50126</td><td>wrong password</td></tr><tr><td>AADSTS53003</td><td>blocked</td></tr>";
    story.get("https://docs.contoso.example/codes?q=AADSTS50105").html(200, format!("<html><body><table>{rows}</table></body></html>"));
    let hit = |title: &str| Json::from(Object::new().with("title", title).with("url", "https://docs.contoso.example/codes"));
    let hits = vec![hit("Error AADSTS50105 - The signed in user is not assigned"), hit("AADSTS65001: consent")];
    story.get("https://search.contoso.example/api?q=AADSTS50105").fetch().answers(200, |_| Object::new().with("hits", hits));
}

/// An application with errors of its own, and another identity provider that refuses.
fn others(story: &mut Story) {
    story.get("https://app.contoso.example/orders?error=1&state=open").html(200, SIGNED_IN.to_owned());
    story.post("https://app.contoso.example/feedback").form(&[("error", "1"), ("code", "7")]).html(200, SIGNED_IN.to_owned());
    let state = story.opaque("state of the other provider", 30);
    let callback = format!("https://games.example/callback?error=access_denied&error_description=The+user+said+no&state={state}");
    story
        .get(format!(
            "https://id.games.example/oauth2/authorize?client_id=g-1&redirect_uri=https%3A%2F%2Fgames.example%2Fcallback&state={state}"
        ))
        .redirects_to(&callback);
    story.get(callback).html(200, NOT_SIGNED_IN.to_owned());
    story
        .post("https://id.games.example/oauth2/token")
        .fetch()
        .form(&[("grant_type", "refresh_token"), ("refresh_token", "r-1"), ("client_id", "g-1")])
        .answers(400, |_| Object::new().with("error", "invalid_grant").with("error_description", "Token is not active"));
}

/// All of it.
fn everything(story: &mut Story, sign_in: &SignIn) {
    script(story);
    resource(story);
    telemetry(story, sign_in);
    documentation(story);
    others(story);
}

/// All of it, and no one signs in.
pub(super) fn alone() -> Story {
    let mut story = Story::new("noise-alone", "2026-03-03T19:02:15.404Z");
    let sign_in = SignIn::new(&mut story, "nobody", &ORDERS, &MIRIAM);
    script(&mut story);
    resource(&mut story);
    documentation(&mut story);
    others(&mut story);
    telemetry(&mut story, &sign_in);
    story
}

/// All of it, between the steps of a sign-in that goes well.
fn around_success() -> Story {
    let mut story = Story::new("noise-around-success", "2026-03-03T19:07:36.691Z");
    let mut sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    everything(&mut story, &sign_in);
    sign_in.opens(&mut story);
    everything(&mut story, &sign_in);
    sign_in.submits_password(&mut story).page(&sign_in, &Page::multifactor("PhoneAppNotification", MIRIAM.phone));
    everything(&mut story, &sign_in);
    sign_in.passes_mfa(&mut story);
    sign_in.arrives(&mut story, |story| sign_in.processes_mfa(story, None));
    everything(&mut story, &sign_in);
    story.ends(succeeded(&[("credentials", Some(true)), ("mfa", Some(true))], &["AADSTS50058", "AADSTS50074"]));
    story
}

/// All of it, between the steps of a sign-in that a policy ends.
fn around_failure() -> Story {
    let mut story = Story::new("noise-around-failure", "2026-03-03T19:13:08.958Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    everything(&mut story, &sign_in);
    sign_in.opens(&mut story);
    everything(&mut story, &sign_in);
    let seen = sign_in.submits_password(&mut story).page(&sign_in, &Page::conditional_access(53_003));
    everything(&mut story, &sign_in);
    let cause = sign_in.cause("AADSTS53003", "page_config", &seen);
    story.ends(failed(cause, &[("credentials", Some(true)), ("conditional_access_block", Some(false))], &["AADSTS50058"]));
    story
}

pub(super) fn all() -> Vec<Story> {
    vec![alone(), around_success(), around_failure()]
}

//! The application's half: the service delivered what it was asked for, and the application made something of it.

use crate::scenario::json::Object;
use crate::scenario::pages;
use crate::scenario::sign_in::{MIRIAM, ORDERS, SignIn, TOBIAS, TRAVEL};
use crate::scenario::story::{Draft, Seen, Story};
use crate::scenario::truth::Cause;
use crate::scenario::verdicts::steps::{NOT_SIGNED_IN, SIGNED_IN, failed, succeeded};

const SIGNED_IN_ONCE: [(&str, Option<bool>); 1] = [("credentials", Some(true))];
const OTHERS: [&str; 1] = ["AADSTS50058"];
const SECRET_EXPIRED: &str = "AADSTS7000222: The provided client secret keys for app '7b9d3f61-0c2e-4a8d-9f15-d4e6a8b0c273' are expired.";
const SECRET_WRONG: &str = "AADSTS7000215: Invalid client secret provided.";

/// Everything up to the code, which the application gets in its redirect URI; returned is that address.
fn gets_code(story: &mut Story) -> (SignIn, String) {
    let sign_in = SignIn::new(story, "only", &ORDERS, &MIRIAM);
    sign_in.opens(story);
    let code = story.authorization_code();
    let success = sign_in.success(&code);
    sign_in.submits_password(story).signs_in().redirects_to(&success);
    (sign_in, success)
}

/// The same for an application that gets its code in a form. The service's own session id is not in it.
fn gets_code_in_form(story: &mut Story) -> (SignIn, Vec<(&'static str, String)>) {
    let sign_in = SignIn::new(story, "only", &TRAVEL, &TOBIAS);
    sign_in.opens(story);
    let fields = vec![("code", story.authorization_code()), ("state", sign_in.state.clone())];
    let borrowed: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, &**value)).collect();
    sign_in.submits_password(story).signs_in().html(200, pages::self_submitting_form(TRAVEL.redirect_uri, &borrowed));
    (sign_in, fields)
}

fn posts<'s>(story: &'s mut Story, fields: &[(&'static str, String)]) -> Draft<'s> {
    let borrowed: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, &**value)).collect();
    story.post(TRAVEL.redirect_uri).form(&borrowed)
}

/// A code that the application quotes, with the ids that are in its text.
fn quoted(sign_in: &SignIn, code: &'static str, site: &'static str, seen: &Seen) -> Cause {
    sign_in.cause(code, site, seen)
}

/// What the application's status alone tells.
fn of_status(sign_in: &SignIn, seen: &Seen) -> Cause {
    sign_in.cause("application-error", "response_header", seen).open_correlation_id().open_request()
}

/// A developer's page shows the exception.
fn quoted_in_a_page() -> Story {
    let mut story = Story::new("redemption-quoted-in-a-page", "2026-03-06T08:02:11.204Z");
    let (sign_in, success) = gets_code(&mut story);
    let draft = story.get(success);
    let message = draft.message(SECRET_EXPIRED, &sign_in.correlation_id);
    let page = format!(
        "<html><head><title>Internal Server Error</title></head><body><h1>An unhandled exception occurred</h1><pre>MsalServiceException: {}\n   at \
         Microsoft.Identity.Client.RunAsync()</pre></body></html>",
        pages::html_escaped(&message).replace("\r\n", " ")
    );
    let seen = draft.html(500, page);
    story.ends(failed(quoted(&sign_in, "AADSTS7000222", "page_text", &seen), &SIGNED_IN_ONCE, &OTHERS));
    story
}

/// The exception comes as plain text.
fn quoted_in_text() -> Story {
    let mut story = Story::new("redemption-quoted-in-text", "2026-03-06T08:06:40.118Z");
    let (sign_in, success) = gets_code(&mut story);
    let draft = story.get(success);
    let text = format!("oauth2: cannot fetch token: 401 Unauthorized\nResponse: {}", draft.message(SECRET_WRONG, &sign_in.correlation_id));
    let seen = draft.answers_with(502, "text/plain; charset=utf-8", |_| text);
    story.ends(failed(quoted(&sign_in, "AADSTS7000215", "text", &seen), &SIGNED_IN_ONCE, &OTHERS));
    story
}

/// The exception comes in XML, to a form.
fn quoted_in_xml() -> Story {
    let mut story = Story::new("redemption-quoted-in-xml", "2026-03-06T08:11:27.930Z");
    let (sign_in, fields) = gets_code_in_form(&mut story);
    let draft = posts(&mut story, &fields);
    let text = pages::html_escaped(&draft.message(SECRET_WRONG, &sign_in.correlation_id));
    let xml = format!("<?xml version=\"1.0\"?><Error><Message>Sign-in failed</Message><InnerError>{text}</InnerError></Error>");
    let seen = draft.answers_with(500, "application/xml", |_| xml);
    story.ends(failed(quoted(&sign_in, "AADSTS7000215", "text", &seen), &SIGNED_IN_ONCE, &OTHERS));
    story
}

/// The service's JSON is in a string of the application's.
fn quoted_in_json_in_json() -> Story {
    let mut story = Story::new("redemption-quoted-in-json-in-json", "2026-03-06T08:15:02.551Z");
    let (sign_in, fields) = gets_code_in_form(&mut story);
    let draft = posts(&mut story, &fields);
    let seen = draft.answers(401, |seen| {
        let inner = pages::token_error("invalid_client", SECRET_WRONG, &sign_in.correlation_id, seen).to_string();
        Object::new().with("title", "Login failed").with("detail", format!("token endpoint said: {inner}"))
    });
    story.ends(failed(quoted(&sign_in, "AADSTS7000215", "json_body", &seen), &SIGNED_IN_ONCE, &OTHERS));
    story
}

/// The body begins with text, continues with the service's JSON, and ends with a page.
fn quoted_before_a_page() -> Story {
    let mut story = Story::new("redemption-quoted-before-a-page", "2026-03-06T08:19:48.092Z");
    let (sign_in, success) = gets_code(&mut story);
    let draft = story.get(success);
    let seen = draft.answers_with(500, "text/html", |seen| {
        let inner = pages::token_error("invalid_client", SECRET_WRONG, &sign_in.correlation_id, seen);
        format!("Uncaught Error: token request failed with 401: {inner}<!DOCTYPE html><html><head><title>500</title></head></html>")
    });
    story.ends(failed(quoted(&sign_in, "AADSTS7000215", "text", &seen), &SIGNED_IN_ONCE, &OTHERS));
    story
}

/// The application hands the message to a page of its own, in a parameter of its own.
fn handed_on_in_a_redirect() -> Story {
    let mut story = Story::new("redemption-handed-on-in-a-redirect", "2026-03-06T08:24:31.640Z");
    let (sign_in, success) = gets_code(&mut story);
    let draft = story.get(success);
    let message = draft.message(SECRET_EXPIRED, &sign_in.correlation_id);
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("loginFailure", &message).finish();
    let page = format!("https://app.contoso.example/account/sign-in?{query}");
    let seen = draft.redirects_to(&page);
    story.get(page).html(200, NOT_SIGNED_IN.to_owned());
    story.ends(failed(quoted(&sign_in, "AADSTS7000222", "authorize_redirect", &seen), &SIGNED_IN_ONCE, &OTHERS));
    story
}

/// The page behind the redirect URI shows what went wrong.
fn told_on_the_page_behind() -> Story {
    let mut story = Story::new("redemption-told-on-the-page-behind", "2026-03-06T08:28:55.317Z");
    let (sign_in, success) = gets_code(&mut story);
    story.get(success).redirects_to("https://app.contoso.example/account/failure?id=7");
    let draft = story.get("https://app.contoso.example/account/failure?id=7");
    let message = pages::html_escaped(&draft.message(SECRET_EXPIRED, &sign_in.correlation_id));
    let seen = draft.html(200, format!("<html><body><p>We could not sign you in.</p><p>{message}</p></body></html>"));
    story.ends(failed(quoted(&sign_in, "AADSTS7000222", "page_text", &seen), &SIGNED_IN_ONCE, &OTHERS));
    story
}

/// The page that tells it comes behind two redirects, of which the first leads nowhere that the capture shows.
fn told_two_pages_behind() -> Story {
    let mut story = Story::new("redemption-told-two-pages-behind", "2026-03-06T08:30:22.741Z");
    let (sign_in, success) = gets_code(&mut story);
    story.get(success).redirects_to("https://app.contoso.example/account");
    story.get("https://app.contoso.example/account").redirects_to("https://app.contoso.example/account/failure");
    let draft = story.get("https://app.contoso.example/account/failure");
    let message = pages::html_escaped(&draft.message(SECRET_WRONG, &sign_in.correlation_id));
    let seen = draft.html(500, format!("<html><body><p>{message}</p></body></html>"));
    story.ends(failed(quoted(&sign_in, "AADSTS7000215", "page_text", &seen), &SIGNED_IN_ONCE, &OTHERS));
    story
}

/// An interface of the application quotes a code of another matter, long after it took what was delivered.
fn interface_quotes_later() -> Story {
    let mut story = Story::new("interface-quotes-later", "2026-03-06T08:58:31.266Z");
    let (sign_in, success) = gets_code(&mut story);
    story.get(success).html(200, SIGNED_IN.to_owned());
    story.wait(3);
    let draft = story.get("https://app.contoso.example/api/calendar").fetch();
    let other = sign_in.with_correlation_id("0d6f3a52-7b1c-4e98-a4d0-5c2e8f917b36".to_owned());
    let message = draft.message("AADSTS65001: The user or administrator has not consented.", &other.correlation_id);
    let seen = draft.answers(500, |_| Object::new().with("message", message));
    story.ends(succeeded(&SIGNED_IN_ONCE, &OTHERS));
    story.truth.loose.push(other.cause("AADSTS65001", "json_body", &seen));
    story
}

/// The application takes the code, and breaks.
fn breaks() -> Story {
    let mut story = Story::new("application-breaks-after-success", "2026-03-04T08:19:03.945Z");
    let (sign_in, success) = gets_code(&mut story);
    let seen = story.get(success).html(500, "<html><body>NullReferenceException</body></html>".to_owned());
    story.ends(failed(of_status(&sign_in, &seen), &SIGNED_IN_ONCE, &OTHERS));
    story
}

/// The gateway before the application gives up on a form.
fn gateway_gives_up() -> Story {
    let mut story = Story::new("gateway-gives-up-on-a-callback", "2026-03-06T08:33:09.774Z");
    let (sign_in, fields) = gets_code_in_form(&mut story);
    let seen = posts(&mut story, &fields).html(504, "<html><head><title>504 Gateway Time-out</title></head></html>".to_owned());
    story.ends(failed(of_status(&sign_in, &seen), &SIGNED_IN_ONCE, &OTHERS));
    story
}

/// Nothing is there at the redirect URI of a single-page application.
fn nothing_at_the_redirect_uri() -> Story {
    let mut story = Story::new("nothing-at-the-redirect-uri", "2026-03-06T08:37:52.461Z");
    let (sign_in, success) = gets_code(&mut story);
    let seen = story.get(success).html(404, "<html><body>Not found</body></html>".to_owned());
    story.ends(failed(of_status(&sign_in, &seen), &SIGNED_IN_ONCE, &OTHERS));
    story
}

/// The application refuses with 401 and begins a new sign-in, which is no failure of this one.
fn starts_again() -> Story {
    let mut story = Story::new("callback-starts-a-new-sign-in", "2026-03-06T08:42:20.015Z");
    let (_, success) = gets_code(&mut story);
    let again = SignIn::new(&mut story, "again", &ORDERS, &MIRIAM);
    let authorize = again.authorize_url(&[]);
    story.get(success).returns("Location", &*authorize).html(401, format!("<html><script>location='{authorize}'</script></html>"));
    let code = story.authorization_code();
    let arrives = again.success(&code);
    story.get(authorize).signs_in().redirects_to(&arrives);
    story.get(arrives).html(200, SIGNED_IN.to_owned());
    story.ends(succeeded(&SIGNED_IN_ONCE, &OTHERS));
    story.ends(succeeded(&[], &[]));
    story
}

/// The gateway fails once; the browser's second try of the same address is taken.
fn taken_at_the_second_try() -> Story {
    let mut story = Story::new("callback-taken-at-the-second-try", "2026-03-06T08:46:38.590Z");
    let (_, success) = gets_code(&mut story);
    story.get(&success).html(503, "<html><body>Starting</body></html>".to_owned());
    story.get(success).html(200, SIGNED_IN.to_owned());
    story.ends(succeeded(&SIGNED_IN_ONCE, &["AADSTS50058", "application-error"]));
    story
}

/// The browser asks for the same address twice: the first answer is good, the second redemption is refused.
fn redeemed_by_two_handlers() -> Story {
    let mut story = Story::new("redeemed-by-two-handlers", "2026-03-06T08:51:14.227Z");
    let (sign_in, success) = gets_code(&mut story);
    story.get(&success).redirects_to("https://app.contoso.example/orders");
    let draft = story.get(success);
    let message = draft.message("AADSTS54005: OAuth2 Authorization code was already redeemed.", &sign_in.correlation_id);
    draft.answers_with(500, "text/plain", |_| message);
    story.ends(succeeded(&SIGNED_IN_ONCE, &["AADSTS50058", "AADSTS54005"]));
    story
}

/// The application takes the code; an interface of it fails afterwards, with a code of another matter.
fn interface_fails_later() -> Story {
    let mut story = Story::new("interface-breaks-later", "2026-03-06T08:55:47.803Z");
    let (_, success) = gets_code(&mut story);
    story.get(success).html(200, SIGNED_IN.to_owned());
    story.get("https://app.contoso.example/api/orders").fetch().answers(503, |_| Object::new().with("message", "database is down"));
    story.ends(succeeded(&SIGNED_IN_ONCE, &OTHERS));
    story
}

pub(crate) fn all() -> Vec<Story> {
    vec![
        quoted_in_a_page(),
        quoted_in_text(),
        quoted_in_xml(),
        quoted_in_json_in_json(),
        quoted_before_a_page(),
        handed_on_in_a_redirect(),
        told_on_the_page_behind(),
        told_two_pages_behind(),
        breaks(),
        gateway_gives_up(),
        nothing_at_the_redirect_uri(),
        starts_again(),
        taken_at_the_second_try(),
        redeemed_by_two_handlers(),
        interface_fails_later(),
        interface_quotes_later(),
    ]
}

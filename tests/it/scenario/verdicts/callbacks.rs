//! Answers that come on other ways than a page: in addresses, forms and headers, in part, or not at all.

use crate::scenario::json::Object;
use crate::scenario::pages::{self, Page};
use crate::scenario::sign_in::{MIRIAM, ORDERS, PLANNER, SignIn, TOBIAS, TRAVEL};
use crate::scenario::story::{Seen, Story};
use crate::scenario::truth::Attempt;
use crate::scenario::verdicts::steps::{NOT_SIGNED_IN, SIGNED_IN, failed, incomplete, succeeded};

const NOT_ASSIGNED: &str =
    "AADSTS50105: Your administrator has configured the application to block users unless they are specifically granted access.";
const SIGNED_IN_ONCE: [(&str, Option<bool>); 1] = [("credentials", Some(true))];

/// The error follows the hash of the address, which browsers do not send on.
fn refused_in_fragment() -> Story {
    let mut story = Story::new("refused-in-fragment", "2026-03-03T16:30:12.118Z");
    let sign_in = SignIn::new(&mut story, "only", &PLANNER, &MIRIAM);
    sign_in.opens(&mut story);
    let seen = sign_in.is_refused(&mut story, "access_denied", NOT_ASSIGNED, |story| sign_in.submits_password(story));
    let cause = sign_in.cause("AADSTS50105", "authorize_redirect", &seen);
    story.ends(failed(cause, &SIGNED_IN_ONCE, &["AADSTS50058"]));
    story
}

/// The error comes in a form that submits itself.
fn refuses_in_form(story: &mut Story) -> (SignIn, Seen) {
    let sign_in = SignIn::new(story, "only", &TRAVEL, &TOBIAS);
    sign_in.opens(story);
    let draft = sign_in.submits_password(story);
    let description = draft.message(NOT_ASSIGNED, &sign_in.correlation_id);
    let fields = [("error", "access_denied"), ("error_description", &*description), ("state", &sign_in.state)];
    let seen = draft.html(200, pages::self_submitting_form(TRAVEL.redirect_uri, &fields));
    story.post(TRAVEL.redirect_uri).form(&fields).html(403, NOT_SIGNED_IN.to_owned());
    (sign_in, seen)
}

fn refused_in_form() -> Story {
    let mut story = Story::new("refused-in-form", "2026-03-03T16:34:50.300Z");
    let (sign_in, seen) = refuses_in_form(&mut story);
    let cause = sign_in.cause("AADSTS50105", "form_post_page", &seen);
    story.ends(failed(cause, &SIGNED_IN_ONCE, &["AADSTS50058"]));
    story
}

/// Only the form that reaches the application was captured.
fn only_the_form_at_the_application() -> Story {
    let mut story = Story::new("only-the-form-at-the-application", "2026-03-03T16:38:06.529Z");
    let (sign_in, seen) = refuses_in_form(&mut story);
    let cause = sign_in.cause("AADSTS50105", "form_post_request", &seen);
    story.ends(failed(cause, &[], &[]).by("unknown"));
    story.without_first(2)
}

/// Only the address that reaches the application was captured.
fn only_the_address_at_the_application() -> Story {
    let mut story = Story::new("only-the-address-at-the-application", "2026-03-03T16:42:27.761Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    let seen = sign_in.is_refused(&mut story, "access_denied", NOT_ASSIGNED, |story| sign_in.submits_password(story));
    let cause = sign_in.cause("AADSTS50105", "request_url", &seen);
    story.ends(failed(cause, &[], &[]).by("unknown"));
    story.without_first(1)
}

/// The application hands the message on to its own error page.
fn handed_to_an_error_page() -> Story {
    let mut story = Story::new("handed-to-an-error-page", "2026-03-03T16:47:55.004Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    let seen = sign_in.is_refused(&mut story, "access_denied", NOT_ASSIGNED, |story| story.get(sign_in.authorize_url(&[])));
    let message = pages::message(NOT_ASSIGNED, &sign_in.correlation_id, &seen);
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("message", &message).finish();
    story.get(format!("https://app.contoso.example/Error?{query}")).html(200, NOT_SIGNED_IN.to_owned());
    let cause = sign_in.cause("AADSTS50105", "request_parameter", &seen);
    story.ends(failed(cause, &[], &[]));
    story
}

/// The application's own interface quotes the message.
fn quoted_by_an_interface() -> Story {
    let mut story = Story::new("quoted-by-an-interface", "2026-03-03T16:52:18.936Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    let seen = sign_in.is_refused(&mut story, "access_denied", NOT_ASSIGNED, |story| story.get(sign_in.authorize_url(&[])));
    let message = pages::message(NOT_ASSIGNED, &sign_in.correlation_id, &seen);
    story
        .post("https://api.app.contoso.example/v1/session")
        .json(&Object::new().with("from", "sign-in"))
        .answers(403, |_| Object::new().with("title", "No session").with("detail", message));
    let cause = sign_in.cause("AADSTS50105", "json_body", &seen);
    story.ends(failed(cause, &[], &[]));
    story
}

/// An older error page: the message is in its text.
fn older_error_page() -> Story {
    let mut story = Story::new("older-error-page", "2026-03-03T16:57:40.255Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    let draft = story.get(sign_in.authorize_url(&[]));
    let message = draft.message("AADSTS50011: The reply URL specified in the request does not match.", &sign_in.correlation_id);
    let text = message.replace("\r\n", "<br/>");
    let page =
        format!("<html><head><title>Sign out</title></head><body><p>Sorry, but we're having trouble.</p><p>{text}</p></body></html>");
    let seen = draft.html(200, page);
    let cause = sign_in.cause("AADSTS50011", "page_text", &seen);
    story.ends(failed(cause, &[], &[]));
    story
}

/// Chrome lost the page; the header tells.
fn told_by_header_only() -> Story {
    let mut story = Story::new("told-by-header-only", "2026-03-03T17:01:02.488Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &TOBIAS);
    sign_in.opens(&mut story);
    story.leaves_page();
    let page = Page::error(NOT_ASSIGNED);
    let seen = sign_in.submits_password(&mut story).returns("x-ms-clitelem", "1,50105,0,,").page(&sign_in, &page);
    story.leaves_page();
    story.get("https://app.contoso.example/help").html(200, NOT_SIGNED_IN.to_owned());
    let cause = sign_in.cause("AADSTS50105", "client_telemetry_header", &seen);
    story.ends(failed(cause, &SIGNED_IN_ONCE, &["AADSTS50058"]));
    story
}

/// Chrome lost every page; the header tells of an interrupt, and the addresses that all went well.
fn success_without_pages() -> Story {
    let mut story = Story::new("success-without-pages", "2026-03-03T17:05:31.670Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &TOBIAS);
    sign_in.opens(&mut story);
    story.leaves_page();
    sign_in.submits_password(&mut story).returns("x-ms-clitelem", "1,50140,0,,").page(&sign_in, &Page::keep_me_signed_in());
    story.leaves_page();
    sign_in.arrives(&mut story, |story| sign_in.stays_signed_in(story));
    let interrupts = [("credentials", Some(true)), ("keep_me_signed_in", Some(true))];
    story.ends(succeeded(&interrupts, &["AADSTS50058", "AADSTS50140"]));
    story
}

/// The capture was begun when the sign-in page was already open.
fn begins_at_the_password() -> Story {
    let mut story = Story::new("begins-at-the-password", "2026-03-03T17:09:16.892Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    sign_in.opens(&mut story);
    sign_in.submits(&mut story, "passwd", "Quince/7").page(&sign_in, &Page::sign_in_again("50126", ""));
    sign_in.signs_in(&mut story);
    story.ends(succeeded(&SIGNED_IN_ONCE, &["AADSTS50126"]).by("unknown"));
    story.without_first(1)
}

/// The capture was begun when the user looked at the telephone.
fn begins_at_mfa() -> Story {
    let mut story = Story::new("begins-at-mfa", "2026-03-03T17:13:45.371Z");
    let mut sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    sign_in.begins_mfa(&mut story, "PhoneAppNotification");
    let seen = sign_in.polls_mfa(&mut story, "PhoneAppDenied", 500_121);
    let cause = sign_in.cause("AADSTS500121", "mfa_response", &seen);
    story.ends(failed(cause, &[("mfa", Some(false))], &[]).by("unknown"));
    story
}

/// Only the redemption of a code was captured.
fn only_the_redemption() -> Story {
    let mut story = Story::new("only-the-redemption", "2026-03-03T17:17:29.544Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    let text = "AADSTS7000218: The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
    let code = story.authorization_code();
    let seen = sign_in.is_refused_token(&mut story, "authorization_code", &[("code", &code)], "invalid_client", text);
    let cause = sign_in.cause("AADSTS7000218", "token_response", &seen);
    story.ends(failed(cause, &[], &[]).by(""));
    story
}

/// The capture is stopped before the response to the password comes.
fn ends_before_the_answer() -> Story {
    let mut story = Story::new("ends-before-the-answer", "2026-03-03T17:21:50.083Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &TOBIAS);
    sign_in.opens(&mut story);
    sign_in.submits_password(&mut story).gets_no_answer();
    story.ends(incomplete(&[("credentials", None)], &["AADSTS50058"]));
    story
}

/// The network is gone when the browser asks for the sign-in page.
fn no_answer_at_all() -> Story {
    let mut story = Story::new("no-answer-at-all", "2026-03-03T17:25:07.918Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &TOBIAS);
    story.get(sign_in.authorize_url(&[])).gets_no_answer();
    story.ends(incomplete(&[], &[]));
    story
}

/// The network is gone when the application renews its token.
fn no_answer_to_a_renewal() -> Story {
    let mut story = Story::new("no-answer-to-a-renewal", "2026-03-03T17:28:14.206Z");
    let sign_in = SignIn::new(&mut story, "only", &PLANNER, &TOBIAS);
    let refresh_token = story.opaque("refresh_token", 120);
    sign_in.asks_for_token(&mut story, "refresh_token", &[("refresh_token", &refresh_token)]).gets_no_answer();
    story.ends(Attempt::new("incomplete", "refresh_token").interrupts(&[]).others(&[]));
    story
}

/// The service is busy when the browser asks for the page; the user reloads.
fn unavailable_then_signed_in() -> Story {
    let mut story = Story::new("unavailable-then-signed-in", "2026-03-03T17:31:39.475Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    story.get(sign_in.authorize_url(&[])).html(503, "<html><body>Service unavailable</body></html>".to_owned());
    sign_in.opens(&mut story);
    sign_in.signs_in(&mut story);
    story.ends(succeeded(&SIGNED_IN_ONCE, &["AADSTS50058"]));
    story
}

/// The service refuses more requests at the first page.
fn throttled_at_the_first_page() -> Story {
    let mut story = Story::new("throttled-at-the-first-page", "2026-03-03T17:35:20.831Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    let seen = story.get(sign_in.authorize_url(&[])).html(429, "<html><body>Too many requests</body></html>".to_owned());
    let cause = sign_in.cause("throttled", "response_header", &seen);
    story.ends(failed(cause, &[], &[]));
    story
}

/// Fiddler did not decrypt: there are tunnels, and nothing in them.
fn only_tunnels() -> Story {
    let mut story = Story::new("only-tunnels", "2026-03-03T17:39:04.190Z");
    for host in ["login.microsoftonline.com", "aadcdn.msauth.net", "login.microsoftonline.com", "app.contoso.example"] {
        story.tunnel(host);
    }
    story
}

/// The token comes in the address itself, behind the hash.
fn token_in_fragment() -> Story {
    let mut story = Story::new("token-in-fragment", "2026-03-03T17:43:58.657Z");
    let sign_in = SignIn::new(&mut story, "only", &PLANNER, &MIRIAM);
    sign_in.opens(&mut story);
    let id_token = story.token("id_token", &sign_in.claims());
    sign_in.submits_password(&mut story).redirects_to(&sign_in.reply(&[("id_token", &id_token)]));
    story.get(PLANNER.redirect_uri).html(200, SIGNED_IN.to_owned());
    story.ends(succeeded(&SIGNED_IN_ONCE, &["AADSTS50058"]));
    story
}

pub(super) fn all() -> Vec<Story> {
    vec![
        refused_in_fragment(),
        refused_in_form(),
        only_the_form_at_the_application(),
        only_the_address_at_the_application(),
        handed_to_an_error_page(),
        quoted_by_an_interface(),
        older_error_page(),
        told_by_header_only(),
        success_without_pages(),
        begins_at_the_password(),
        begins_at_mfa(),
        only_the_redemption(),
        ends_before_the_answer(),
        no_answer_at_all(),
        no_answer_to_a_renewal(),
        unavailable_then_signed_in(),
        throttled_at_the_first_page(),
        only_tunnels(),
        token_in_fragment(),
    ]
}

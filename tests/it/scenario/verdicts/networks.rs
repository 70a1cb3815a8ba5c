//! The network's half: requests that never reach the service, or whose answers are someone else's.

use crate::scenario::pages::Page;
use crate::scenario::sign_in::{MIRIAM, ORDERS, PLANNER, SignIn, TOBIAS};
use crate::scenario::story::{Draft, Kind, Seen, Story};
use crate::scenario::truth::{Attempt, Cause, Known};
use crate::scenario::verdicts::steps::{failed, left, succeeded};

const SCRIPT: &str = "https://aadcdn.msauth.net/shared/1.0/content/js/ConvergedLogin_PCore_3f2a.js";
const SAME_SCRIPT_ELSEWHERE: &str = "https://aadcdn.msftauth.net/shared/1.0/content/js/ConvergedLogin_PCore_3f2a.js";
const NOT_PASSED: [(&str, Option<bool>); 1] = [("credentials", Some(false))];
const PASSED: [(&str, Option<bool>); 1] = [("credentials", Some(true))];

/// A finding about which no message tells anything.
fn of_network(code: &'static str) -> Cause {
    Cause { code, correlation_id: Known::Open, request_id: Known::Open, timestamp: None, site: "response_header" }
}

fn begins(title: &'static str, start: &str) -> (Story, SignIn) {
    let mut story = Story::new(title, start);
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &TOBIAS);
    (story, sign_in)
}

fn asks<'s>(story: &'s mut Story, sign_in: &SignIn) -> Draft<'s> {
    story.get(sign_in.authorize_url(&[]))
}

/// The front end of the service refuses the cookies that piled up.
fn too_many_cookies() -> Story {
    let (mut story, sign_in) = begins("too-many-cookies", "2026-03-07T07:10:31.400Z");
    let cookies: Vec<String> = (0..40).map(|number| format!("esctx-{number:04}={}", story.opaque("esctx", 400))).collect();
    let page = "<HTML><HEAD><TITLE>Bad Request</TITLE></HEAD><BODY><h2>Bad Request - Request Too Long</h2><hr><p>HTTP Error 400. The size of the \
                request headers is too long.</p></BODY></HTML>";
    let draft = asks(&mut story, &sign_in).by_another_machine().header("Cookie", cookies.join("; "));
    draft.returns("Server", "Microsoft-HTTPAPI/2.0").html(400, page.to_owned());
    story.ends(failed(of_network("request-too-long"), &[], &[]));
    story
}

/// A status of its own says the same, in other words, in the middle of a sign-in.
fn headers_too_large() -> Story {
    let (mut story, sign_in) = begins("headers-too-large", "2026-03-07T07:15:02.812Z");
    sign_in.opens(&mut story);
    sign_in
        .submits_password(&mut story)
        .by_another_machine()
        .html(431, "<html><body>Request Header Fields Too Large</body></html>".to_owned());
    story.ends(failed(of_network("request-too-long"), &NOT_PASSED, &["AADSTS50058"]));
    story
}

fn asked_by_proxy(draft: Draft<'_>) -> Seen {
    let draft = draft.by_another_machine().returns("Proxy-Authenticate", "Negotiate").returns("Proxy-Authenticate", "Basic realm=\"gate\"");
    draft.html(407, "<html><head><title>Authentication required</title></head></html>".to_owned())
}

/// A proxy wants a name and a password.
fn proxy_asks() -> Story {
    let (mut story, sign_in) = begins("proxy-asks", "2026-03-07T07:19:44.230Z");
    asked_by_proxy(asks(&mut story, &sign_in));
    story.ends(failed(of_network("proxy-authentication-required"), &[], &[]));
    story
}

/// The browser answers the proxy, and the sign-in continues.
fn proxy_is_answered() -> Story {
    let (mut story, sign_in) = begins("proxy-is-answered", "2026-03-07T07:24:18.906Z");
    asked_by_proxy(asks(&mut story, &sign_in));
    sign_in.opens(&mut story);
    sign_in.signs_in(&mut story);
    story.ends(succeeded(&PASSED, &["AADSTS50058", "proxy-authentication-required"]));
    story
}

/// A proxy asks when the application renews its token.
fn proxy_asks_a_program() -> Story {
    let mut story = Story::new("proxy-asks-a-program", "2026-03-07T07:28:51.077Z");
    let sign_in = SignIn::new(&mut story, "only", &PLANNER, &MIRIAM);
    let refresh_token = story.opaque("refresh_token", 120);
    asked_by_proxy(sign_in.asks_for_token(&mut story, "refresh_token", &[("refresh_token", &refresh_token)]));
    story.ends(Attempt::new("failed", "refresh_token").cause(of_network("proxy-authentication-required")).interrupts(&[]).others(&[]));
    story
}

/// A filter shows a page of its own.
fn filter_blocks() -> Story {
    let (mut story, sign_in) = begins("filter-blocks", "2026-03-07T07:33:20.645Z");
    let draft = asks(&mut story, &sign_in).by_another_machine().returns("Server", "HarbourGate/4");
    draft.html(403, "<html><head><title>Zugriff gesperrt</title></head><body>Kategorie: Cloud</body></html>".to_owned());
    story.ends(failed(of_network("blocked-by-network"), &[], &[]));
    story
}

/// A portal of the network takes the browser away.
fn portal_takes_over() -> Story {
    let (mut story, sign_in) = begins("portal-takes-over", "2026-03-07T07:37:59.318Z");
    let portal = "https://welcome.hotel.example/start";
    asks(&mut story, &sign_in).by_another_machine().returns("Server", "gatekeeper").redirects_to(portal);
    story.get(portal).html(200, "<html><head><title>Welcome</title></head></html>".to_owned());
    story.ends(failed(of_network("blocked-by-network"), &[], &[]));
    story
}

/// An extension of the browser keeps the scripts of the page out.
fn extension_blocks_scripts() -> Story {
    let (mut story, sign_in) = begins("extension-blocks-scripts", "2026-03-07T07:42:36.181Z");
    sign_in.opens(&mut story);
    story.get(SCRIPT).kind(Kind::Script).fails("net::ERR_BLOCKED_BY_CLIENT");
    story.get(SAME_SCRIPT_ELSEWHERE).kind(Kind::Script).fails("net::ERR_BLOCKED_BY_CLIENT");
    story.ends(failed(of_network("sign-in-page-blocked"), &NOT_PASSED, &["AADSTS50058"]));
    story
}

/// The host of the scripts has no address.
fn scripts_are_not_found() -> Story {
    let (mut story, sign_in) = begins("scripts-are-not-found", "2026-03-07T07:46:10.729Z");
    sign_in.opens(&mut story);
    story.get(SCRIPT).kind(Kind::Script).fails("net::ERR_NAME_NOT_RESOLVED");
    story.ends(failed(of_network("sign-in-page-blocked"), &NOT_PASSED, &["AADSTS50058"]));
    story
}

/// A filter answers for the host of the scripts.
fn filter_blocks_scripts() -> Story {
    let (mut story, sign_in) = begins("filter-blocks-scripts", "2026-03-07T07:50:43.550Z");
    sign_in.opens(&mut story);
    story.get(SCRIPT).kind(Kind::Script).html(403, "<html><head><title>Blocked</title></head></html>".to_owned());
    story.ends(failed(of_network("sign-in-page-blocked"), &NOT_PASSED, &["AADSTS50058"]));
    story
}

/// The page takes its script from the other host, and the user leaves it open.
fn scripts_come_from_elsewhere() -> Story {
    let (mut story, sign_in) = begins("scripts-come-from-elsewhere", "2026-03-07T07:55:27.014Z");
    sign_in.opens(&mut story);
    story.get(SCRIPT).kind(Kind::Script).fails("net::ERR_CONNECTION_TIMED_OUT");
    story.get(SAME_SCRIPT_ELSEWHERE).kind(Kind::Script).finish(200, "application/x-javascript", b"window.$Do=1".to_vec());
    let cause = Cause { code: "AADSTS50058", site: "page_config", ..of_network("AADSTS50058") };
    let attempt = Attempt::new("interrupted", "oidc").cause(cause).interrupts(&NOT_PASSED).others(&["sign-in-page-blocked"]);
    story.ends(attempt);
    story
}

/// A script comes late, when a wrong password was refused already: that is what the sign-in ended on.
fn script_comes_late() -> Story {
    let (mut story, sign_in) = begins("script-comes-late", "2026-03-07T07:58:11.306Z");
    sign_in.opens(&mut story);
    story.get(SCRIPT).kind(Kind::Script).html(503, String::new());
    let seen = sign_in.submits(&mut story, "passwd", "nine/Walnut:4").page(&sign_in, &Page::sign_in_again("50126", ""));
    story.get(SAME_SCRIPT_ELSEWHERE).kind(Kind::Script).finish(200, "application/x-javascript", b"window.$Do=1".to_vec());
    let cause = sign_in.cause("AADSTS50126", "page_config", &seen);
    story.ends(failed(cause, &NOT_PASSED, &["AADSTS50058", "sign-in-page-blocked"]));
    story
}

/// One script does not come, and the user signs in all the same.
fn one_script_is_missing() -> Story {
    let (mut story, sign_in) = begins("one-script-is-missing", "2026-03-07T08:00:02.887Z");
    sign_in.opens(&mut story);
    story.get(SCRIPT).kind(Kind::Script).fails("net::ERR_CONNECTION_CLOSED");
    sign_in.signs_in(&mut story);
    story.ends(succeeded(&PASSED, &["AADSTS50058", "sign-in-page-blocked"]));
    story
}

/// The connection breaks, twice.
fn connection_is_reset() -> Story {
    let (mut story, sign_in) = begins("connection-is-reset", "2026-03-07T08:04:39.432Z");
    asks(&mut story, &sign_in).fails("net::ERR_CONNECTION_RESET");
    asks(&mut story, &sign_in).fails("net::ERR_CONNECTION_RESET");
    story.ends(failed(of_network("connection-failed"), &[], &[]));
    story
}

/// Someone looks into the connection, with a certificate that the machine does not know.
fn certificate_is_unknown() -> Story {
    let mut story = Story::new("certificate-is-unknown", "2026-03-07T08:09:15.106Z");
    let sign_in = SignIn::new(&mut story, "only", &PLANNER, &MIRIAM);
    let refresh_token = story.opaque("refresh_token", 120);
    sign_in.asks_for_token(&mut story, "refresh_token", &[("refresh_token", &refresh_token)]).fails("net::ERR_CERT_AUTHORITY_INVALID");
    story.ends(Attempt::new("failed", "refresh_token").cause(of_network("connection-failed")).interrupts(&[]).others(&[]));
    story
}

/// The connection breaks once, and the browser tries again.
fn connection_comes_back() -> Story {
    let (mut story, sign_in) = begins("connection-comes-back", "2026-03-07T08:13:48.265Z");
    asks(&mut story, &sign_in).fails("net::ERR_NETWORK_CHANGED");
    sign_in.opens(&mut story);
    sign_in.signs_in(&mut story);
    story.ends(succeeded(&PASSED, &["AADSTS50058", "connection-failed"]));
    story
}

/// The device gives no ticket, and the user does nothing more.
fn ticket_is_not_given() -> Story {
    let (mut story, sign_in) = begins("ticket-is-not-given", "2026-03-07T08:18:22.590Z");
    let seen = sign_in.opens(&mut story);
    let ticket =
        format!("https://autologon.microsoftazuread-sso.com/contoso.example/winauth/sso?client-request-id={}", sign_in.correlation_id);
    story.get(ticket).fetch().returns("WWW-Authenticate", "Negotiate").html(401, String::new());
    let asked = [("credentials", Some(false)), ("seamless_sso", Some(false))];
    let cause = sign_in.cause("AADSTS50058", "page_config", &seen);
    story.ends(left(&asked, &[]).cause(cause));
    story
}

pub(crate) fn all() -> Vec<Story> {
    vec![
        too_many_cookies(),
        headers_too_large(),
        proxy_asks(),
        proxy_is_answered(),
        proxy_asks_a_program(),
        filter_blocks(),
        portal_takes_over(),
        extension_blocks_scripts(),
        scripts_are_not_found(),
        filter_blocks_scripts(),
        scripts_come_from_elsewhere(),
        script_comes_late(),
        one_script_is_missing(),
        connection_is_reset(),
        certificate_is_unknown(),
        connection_comes_back(),
        ticket_is_not_given(),
    ]
}

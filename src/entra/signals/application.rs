//! Signals of the application's half of a sign-in, and of the network between.

use super::row::Values::{Number, Words};
use super::row::signals;

const NO_TOKEN: Option<&str> = Some("no token request is in the trace, as when a server makes it");
const NO_COOKIES: Option<&str> = Some("no cookies are in the trace, as in a sanitized HAR");

signals! {
    DELIVERED = "delivered", Words(&["code", "token", "assertion", "nothing"]), "what the service handed to the client in the attempt", Some("the request for it is not in the attempt, as where a code was delivered before the capture began");
    APPLICATION_STATUS = "application_status", Number("HTTP status"), "the status with which the application answered at its redirect URI", Some("the response of the application is not in the attempt");
    SESSION_COOKIE = "session_cookie", Words(&["set"]), "a cookie that the application sets where it takes the response", Some("no `Set-Cookie` is there, which proves nothing in a HAR without cookies");
    STATE_COOKIES = "state_cookies", Number("cookies"), "cookies that remember sign-ins which the application began (`OpenIdConnect.nonce`, `.AspNetCore.Correlation`)", NO_COOKIES;
    ORIGIN_HEADER = "origin_header", Words(&["sent", "absent"]), "`Origin` of the token request, which browsers add for scripts of another host", NO_TOKEN;
    PREFLIGHT = "preflight", Words(&["seen"]), "an `OPTIONS` request to the token endpoint", Some("none is in the trace; Chromium writes them into separate entries or not at all");
    COOKIE_BYTES = "cookie_bytes", Number("bytes"), "the cookies of the largest request to a sign-in host", NO_COOKIES;
    COOKIES = "cookies", Number("cookies"), "how many cookies that request has", NO_COOKIES;
    PROXY_METHODS = "proxy_methods", Words(&["negotiate", "ntlm", "kerberos", "basic", "other"]), "`Proxy-Authenticate` of a response with status 407", Some("no response has that status, or the header was taken out");
    SERVER_PRODUCT = "server_product", Words(&["http_sys", "other", "absent"]), "`Server` of a response with status 400 or above from a sign-in host; Http.sys writes `Microsoft-HTTPAPI`", Some("no such response is in the attempt");
}

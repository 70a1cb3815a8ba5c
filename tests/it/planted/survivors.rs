//! What has to be left: without it no one finds the sign-in's row in the log, the policy that stopped it, or the setting that is wrong.

use std::collections::BTreeSet;

use super::unpack::{self, Member};
use super::{CLIENT, CORRELATION, Capture, DATE, FIELD, TENANT, USER_AGENT};
use crate::search::readings;

/// Names and texts, which may stand with any white space between their parts.
const EVERYWHERE: &[(&str, &str)] = &[
    ("tenant", TENANT),
    ("client_id", CLIENT),
    ("client_id in a query", "client_id=0f4a2c7d-8e1b-4936-b5d0-6c3e9a7f2b18"),
    ("correlation id", CORRELATION),
    ("correlationId of a page", r#""correlationId":"5f0d7c3a-92b4-4e16-8a7f-c1e05d2b9a64""#),
    ("correlation_id", r#""correlation_id":"5f0d7c3a-92b4-4e16-8a7f-c1e05d2b9a64""#),
    ("CorrelationId", r#""CorrelationId":"5f0d7c3a-92b4-4e16-8a7f-c1e05d2b9a64""#),
    ("x-ms-ests-server", "2.1.22104.6 - NEULR1 ProdSlices"),
    ("x-ms-srs", "x-ms-srs"),
    ("x-ms-httpver", "x-ms-httpver"),
    ("x-ms-clitelem", "1,50126,0,,"),
    ("x-ms-clitelem with a suberror", "1,70008,0,82372a.b,"),
    ("Date", DATE),
    ("User-Agent", USER_AGENT),
    ("error", r#""error":"invalid_grant""#),
    ("error of a device flow", r#""error":"authorization_pending""#),
    ("error_codes", r#""error_codes":[70008]"#),
    ("suberror", r#""suberror":"bad_token""#),
    ("error_description", "AADSTS70008: The refresh token has expired for"),
    ("ids of a message", "Correlation ID: 5f0d7c3a-92b4-4e16-8a7f-c1e05d2b9a64"),
    ("time of a message", "Timestamp: 2026-03-02 10:12:44Z"),
    ("timestamp", r#""timestamp":"2026-03-02 10:12:44Z""#),
    ("error_uri", "https://login.microsoftonline.com/error?code=50034"),
    ("sErrorCode", r#""sErrorCode":"50126""#),
    ("iErrorCode", r#""iErrorCode":53003"#),
    ("arrValErrs", r#""arrValErrs":["50126"]"#),
    ("strServiceExceptionMessage", "AADSTS50126: Invalid username or password for"),
    ("ErrCode", r#""ErrCode":500121"#),
    ("Retry", r#""Retry":false"#),
    ("ResultValue", r#""ResultValue":"PhoneAppDenied""#),
    ("AuthMethodId of an answer", r#""AuthMethodId":"PhoneAppNotification""#),
    ("Timestamp of a factor", r#""Timestamp":"2026-03-02T10:12:44Z""#),
    ("IfExistsResult", r#""IfExistsResult":5"#),
    ("DomainType", r#""DomainType":4"#),
    ("FederationRedirectUrl", "https://adfs.fabrikam.example/adfs/ls/?"),
    ("iRemainingDaysToSkipMfaRegistration", r#""iRemainingDaysToSkipMfaRegistration":13"#),
    ("authMethodId of a proof", r#""authMethodId":"OneWaySMS""#),
    ("isDefault of a proof", r#""isDefault":true"#),
    ("sDeviceState", r#""sDeviceState":"Unregistered""#),
    ("sFTName", r#""sFTName":"tomorrowsFlowToken""#),
    ("pgid", r#""pgid":"ConvergedConditionalAccess""#),
    ("PageID", r#"content="ConvergedConditionalAccess""#),
    ("hpgid", r#""hpgid":1104"#),
    ("hpgact", r#""hpgact":1800"#),
    ("title", "<title>Sign in to your account</title>"),
    ("country", r#""country":"DE""#),
    ("redirect_uri", "https://app.contoso.example/signin-oidc"),
    ("response_type", "response_type=code id_token"),
    ("response_mode", "response_mode=form_post"),
    ("scope", "openid profile https://graph.microsoft.com/Calendars.ReadWrite"),
    ("prompt", "prompt=select_account"),
    ("prompt of a silent request", "prompt=none"),
    ("domain_hint", "domain_hint=fabrikam.example"),
    ("code_challenge_method", "code_challenge_method=S256"),
    ("claims of a request", r#""acrs":{"essential":true,"value":"c25"}"#),
    ("capolids", "1d4f7a2c-88e1-4c07-9d35-2b6e0f9a7c51"),
    ("insufficient_claims", r#"error="insufficient_claims""#),
    ("claims of a resource", "eyJhY2Nlc3NfdG9rZW4iOnsiYWNycyI6eyJlc3NlbnRpYWwiOnRydWUsInZhbHVlIjoiYzMxIn19fQ=="),
    ("x-client-SKU", "x-client-SKU=ID_NET8_0"),
    ("wa", "wsignin1.0"),
    ("name of a cookie", "ESTSAUTHPERSISTENT="),
    ("name of a cookie of an application", ".AspNetCore.CookiesC1="),
    ("beginning of a cookie's name", "OpenIdConnect.nonce."),
    ("attributes of a cookie", "domain=.login.microsoftonline.com; path=/; secure; HttpOnly; SameSite=None"),
    ("host of the service", "login.microsoftonline.com"),
    ("host of the identity provider", "adfs.fabrikam.example"),
    ("host of the application", "app.contoso.example"),
    ("host of a resource", "graph.microsoft.com"),
    ("domain of a user from abroad", "m\u{fc}nchen.contoso.example"),
    ("domain of a user", "@contoso.example"),
    ("AssertionConsumerServiceURL or its host", "payroll.contoso.example"),
    ("NameSpaceType", r#""NameSpaceType":"Managed""#),
    ("verification_uri", "https://login.microsoft.com/device"),
    ("IsJobPending", r#""IsJobPending":true"#),
];

/// What only a HAR has.
const IN_HAR: &[(&str, &str)] = &[
    ("timings", r#""wait":208"#),
    ("time", r#""time":211"#),
    ("sizes of heads", r#""headersSize":1234"#),
    ("serverIPAddress", "20.190.160.17"),
    ("startedDateTime", "2026-03-02T10:12:31Z"),
    ("creator", "WebInspector"),
    ("status", r#""status":302"#),
];

/// What only the dialect with the browser's own fields has. The other writes forms as fields.
const IN_TEXT: &[(&str, &str)] = &[
    ("_error", "net::ERR_ABORTED"),
    ("name of a parameter", "flowToken="),
    ("LoginOptions", "LoginOptions=1"),
    ("_resourceType", r#""_resourceType":"document""#),
    ("grant_type", "grant_type=password"),
    ("AuthMethodId of a request", r#""AuthMethodId":"PhoneAppOTP""#),
];

const IN_SAZ: &[(&str, &str)] = &[
    ("version line", "Fiddler (v5.0.20253.3311)"),
    ("name of a parameter", "flowToken="),
    ("LoginOptions", "LoginOptions=1"),
    ("status line", "HTTP/1.1 302 Found"),
    ("grant_type", "grant_type=password"),
    ("timers", "ClientBeginRequest=\"2026-03-02T10:12:31Z\""),
    ("AuthMethodId of a request", r#""AuthMethodId":"PhoneAppOTP""#),
];

/// The names of what is no longer in a capture, with how many were looked for.
pub(super) fn lost(capture: &Capture, written: &[u8]) -> (Vec<String>, usize) {
    let texts = normalized(&unpack::members(&capture.file, written));
    let own: &[&[(&str, &str)]] = match capture.file.as_str() {
        "archive.saz" => &[EVERYWHERE, IN_SAZ],
        "text.har" => &[EVERYWHERE, IN_HAR, IN_TEXT],
        _ => &[EVERYWHERE, IN_HAR],
    };
    let wanted: Vec<(String, String)> = own
        .iter()
        .flat_map(|list| list.iter())
        .map(|(name, text)| ((*name).to_owned(), without_space(text)))
        .chain(request_ids())
        .collect();
    let lost = wanted.iter().filter(|(_, text)| !texts.iter().any(|known| known.contains(text)));
    (lost.map(|(name, text)| format!("{}: {name} {text}", capture.file)).collect(), wanted.len())
}

/// The id of the response of every exchange with the service.
fn request_ids() -> Vec<(String, String)> {
    let all = super::exchanges::all().into_iter().filter_map(|(name, template)| {
        let sow = super::sow::Sow::new("any", name, "none");
        let id = template(&sow).exchange.response_header("x-ms-request-id")?.to_owned();
        Some((format!("request id of {name}"), id))
    });
    all.collect()
}

/// All readings of all members, and of what is base64 in a HAR, without white space.
fn normalized(members: &[Member]) -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    for member in members {
        for text in [String::from_utf8_lossy(&member.bytes).into_owned()].into_iter().chain(unpack::contents(&member.bytes)) {
            texts.extend(readings(&text).iter().map(|reading| without_space(reading)));
        }
    }
    texts
}

fn without_space(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_ascii_whitespace() && *letter != '+').collect()
}

#[test]
fn every_survivor_is_in_its_capture() {
    for capture in &FIELD.captures {
        let (lost, wanted) = lost(capture, &capture.bytes);
        eprintln!("{}: {wanted} survivors", capture.file);
        assert!(lost.is_empty(), "not there from the beginning: {lost:#?}");
    }
}

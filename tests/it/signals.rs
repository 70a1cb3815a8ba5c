//! Signals: what one exchange shows for the checks of guides, each read from a request and a response that are made for it; and that nothing is read
//! where a value was taken out.

use std::collections::BTreeSet;

use base64::Engine;
use entrace::annotate::catalog::Catalog;
use entrace::entra::signals::{self, Values};
use entrace::inspection::Inspection;
use entrace::model::observation::SignalValue;
use entrace::read::{Input, Options};
use serde_json::{Value, json};

use crate::scenario::verdicts;
use crate::scenario::verdicts::dialects::Dialect;

const CLIENT: &str = "7b9d3f61-0c2e-4a8d-9f15-d4e6a8b0c273";
const SERVICE: &str = "https://login.microsoftonline.com";

/// The signals of the attempts of a HAR with these entries: `prompt=none`.
fn shown(entries: &[Value]) -> BTreeSet<String> {
    let har = json!({"log": {"version": "1.2", "creator": {"name": "recorder", "version": "1.0"}, "entries": entries}}).to_string();
    of_capture(har.as_bytes())
}

fn of_capture(bytes: &[u8]) -> BTreeSet<String> {
    let mut inspection = Inspection::new();
    let password = &|_: &str| Some(crate::scenario::samples::PASSWORD.to_owned());
    inspection.read("case", Input::File(&bytes), &Options::new(password)).expect("a capture");
    let (report, _) = inspection.finish(&Catalog::default());
    let seen = report.attempts.iter().flat_map(|attempt| &attempt.signals);
    seen.map(|seen| match seen.value {
        SignalValue::Word(word) => format!("{}={word}", seen.signal.name),
        SignalValue::Number(number) => format!("{}={number}", seen.signal.name),
    })
    .collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Value {
    pairs.iter().map(|(name, value)| json!({"name": name, "value": value})).collect()
}

fn encoded(parameters: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish()
}

fn exchange(
    method: &str,
    url: &str,
    headers: &[(&str, &str)],
    form: Option<&str>,
    (status, answer): (u16, &str),
    answered: &[(&str, &str)],
) -> Value {
    let post = form.map(|text| json!({"mimeType": "application/x-www-form-urlencoded", "text": text}));
    let kind = if answer.trim_start().starts_with('{') { "application/json" } else { "text/html" };
    let mut response_headers =
        vec![("Date", "Mon, 02 Mar 2026 08:00:01 GMT"), ("x-ms-ests-server", "2.1.22104.6 - NEULR1 ProdSlices"), ("Content-Type", kind)];
    response_headers.extend(answered);
    let mut request = json!({"method": method, "url": url, "headers": pairs(headers)});
    if let Some(post) = post {
        request["postData"] = post;
    }
    json!({"startedDateTime": "2026-03-02T08:00:00.000Z", "time": 120, "request": request,
        "response": {"status": status, "headers": pairs(&response_headers), "content": {"mimeType": kind, "text": answer}}})
}

const PAGE: &str = r#"<html><script>$Config={"pgid":"ConvergedSignIn","sErrorCode":"50126","sErrTxt":"x"};</script></html>"#;

/// An authorization request with these parameters besides the client's.
fn authorize(tenant: &str, more: &[(&str, &str)], headers: &[(&str, &str)]) -> BTreeSet<String> {
    let parameters = encoded(&[&[("client_id", CLIENT)], more].concat());
    shown(&[exchange("GET", &format!("{SERVICE}/{tenant}/oauth2/v2.0/authorize?{parameters}"), headers, None, (200, PAGE), &[])])
}

const REFUSED: &str =
    r#"{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided.","error_codes":[7000215]}"#;

/// A token request with these parameters.
fn token(form: &[(&str, &str)], headers: &[(&str, &str)]) -> BTreeSet<String> {
    token_with(form, headers, REFUSED)
}

fn token_with(form: &[(&str, &str)], headers: &[(&str, &str)], answer: &str) -> BTreeSet<String> {
    let form = encoded(&[&[("client_id", CLIENT)], form].concat());
    shown(&[exchange("POST", &format!("{SERVICE}/contoso.example/oauth2/v2.0/token"), headers, Some(&form), (400, answer), &[])])
}

fn jwt(header: Value, claims: Value) -> String {
    let part = |value: Value| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.c2lnbmF0dXJl", part(header), part(claims))
}

/// Fails with all that is missing and all that is too much.
fn has(seen: &BTreeSet<String>, wanted: &[&str], unwanted: &[&str]) {
    let missing: Vec<&&str> = wanted.iter().filter(|word| !seen.contains(**word)).collect();
    let is_there = |name: &&&str| seen.iter().any(|word| word == *name || word.starts_with(&format!("{name}=")) && !name.contains('='));
    let more: Vec<&&str> = unwanted.iter().filter(is_there).collect();
    assert!(missing.is_empty() && more.is_empty(), "missing {missing:?}, too much {more:?} in {seen:#?}");
}

#[test]
fn what_an_authorization_request_asks_for() {
    has(
        &authorize(
            "common",
            &[("response_type", "code"), ("prompt", "none"), ("redirect_uri", "http://localhost:3000/Callback/?x=1"), ("scope", "openid")],
            &[],
        ),
        &[
            "tenant_asked=common",
            "endpoint_version=v2",
            "prompt=none",
            "response_type=code",
            "response_mode=absent",
            "pkce=absent",
            "login_hint=absent",
            "domain_hint=absent",
            "claims_parameter=absent",
            "resource_parameter=absent",
            "client_id_form=guid",
            "mandatory_mfa=other",
            "redirect_uri_scheme=http",
            "redirect_uri_host=localhost",
            "redirect_uri_port=stated",
            "redirect_uri_path=upper_case",
            "redirect_uri_end=slash",
            "redirect_uri_query=present",
            "scope_form=openid_only",
        ],
        &["redirect_uri_end=no_slash"],
    );
    has(
        &authorize(
            "contoso.example",
            &[
                ("response_type", "code id_token"),
                ("response_mode", "form_post"),
                ("prompt", "walnut"),
                ("code_challenge", "x"),
                ("code_challenge_method", "S256"),
                ("login_hint", "a@contoso.example"),
                ("domain_hint", "consumers"),
                ("claims", "{}"),
                ("redirect_uri", "https://app.contoso.example/callback"),
                ("scope", "openid api://one//read,x api://two/.default"),
                ("resource", "https://graph.microsoft.com"),
            ],
            &[],
        ),
        &[
            "tenant_asked=domain",
            "response_type=several",
            "response_mode=form_post",
            "prompt=other",
            "pkce=s256",
            "login_hint=sent",
            "domain_hint=consumers",
            "claims_parameter=sent",
            "resource_parameter=sent",
            "redirect_uri_scheme=https",
            "redirect_uri_host=other",
            "redirect_uri_port=default",
            "redirect_uri_path=lower_case",
            "redirect_uri_end=no_slash",
            "redirect_uri_query=absent",
            "scope_form=default",
            "scope_form=named",
            "scope_form=several_resources",
            "scope_form=double_slash",
            "scope_form=comma",
            "user_name_form=address",
        ],
        &["scope_form=openid_only", "scope_form=absent"],
    );
    has(
        &authorize(
            "3c1f9f2e-5b7a-4d86-9c0e-8a4b6d2e1f70",
            &[("redirect_uri", "msal://auth"), ("code_challenge", "x"), ("domain_hint", "contoso.example")],
            &[],
        ),
        &["tenant_asked=id", "redirect_uri_scheme=custom", "pkce=plain", "domain_hint=domain", "scope_form=absent", "response_type=absent"],
        &["redirect_uri_host", "redirect_uri_end"],
    );
    has(
        &authorize("consumers", &[("redirect_uri", "http://127.0.0.1/")], &[]),
        &["tenant_asked=consumers", "redirect_uri_host=loopback", "redirect_uri_path=empty"],
        &[],
    );
    for without in ["app.contoso.example/callback", "app.contoso.example:8443/callback", "localhost:3000", "/callback"] {
        has(&authorize("common", &[("redirect_uri", without)], &[]), &["redirect_uri_scheme=none"], &["redirect_uri_host"]);
    }
}

#[test]
fn the_applications_for_which_microsoft_requires_mfa_are_known() {
    for (id, used) in [
        ("c44b4083-3bb0-49c1-b47d-974e53cbdf3c", "mandatory_mfa=portal"),
        ("04B07795-8DDB-461A-BBEE-02F9E1BF7B46", "mandatory_mfa=tool"),
        ("1950a258-227b-4e31-a9cf-717495945fc2", "mandatory_mfa=tool"),
        ("0c1307d4-29d6-4389-a11c-5cbe7f65d7fa", "mandatory_mfa=tool"),
        (CLIENT, "mandatory_mfa=other"),
    ] {
        let url = format!("{SERVICE}/common/oauth2/v2.0/authorize?client_id={id}");
        has(&shown(&[exchange("GET", &url, &[], None, (200, PAGE), &[])]), &[used], &[]);
    }
}

#[test]
fn what_was_taken_out_shows_nothing() {
    let seen = authorize("organizations", &[("prompt", "[REDACTED]"), ("redirect_uri", "[redirect-uri#1]"), ("scope", "REDACTED")], &[]);
    has(&seen, &["tenant_asked=organizations"], &["prompt", "redirect_uri_scheme", "scope_form"]);
    let seen = token(&[("grant_type", "client_credentials"), ("client_secret", "[REDACTED]")], &[]);
    has(&seen, &["client_authentication=secret_in_body"], &["secret_form"]);
}

#[test]
fn what_an_application_proves_itself_with() {
    let secret = |secret: &str| token(&[("grant_type", "client_credentials"), ("client_secret", secret)], &[]);
    has(
        &secret("0f4a2c7d-8e1b-4936-b5d0-6c3e9a7f2b18"),
        &["secret_form=guid", "client_authentication=secret_in_body", "grant=client_credentials"],
        &[],
    );
    has(&secret("quince 8Q~walnut"), &["secret_form=blank"], &[]);
    has(&secret("<ORCHARD_VALUE>"), &["secret_form=template"], &[]);
    has(&secret(""), &["secret_form=empty"], &[]);
    has(&secret("abc8Q~walnutquince"), &["secret_form=other"], &["client_authentication=none"]);
    let basic = base64::engine::general_purpose::STANDARD.encode(format!("{CLIENT}:abc8Q~walnutquince"));
    has(
        &token(&[("grant_type", "client_credentials")], &[("Authorization", &format!("Basic {basic}"))]),
        &["client_authentication=secret_in_header", "secret_form=other"],
        &[],
    );
    has(
        &token(
            &[("grant_type", "authorization_code"), ("code", "x"), ("redirect_uri", "https://app.contoso.example/")],
            &[("Origin", "https://app.contoso.example")],
        ),
        &[
            "client_authentication=none",
            "grant=authorization_code",
            "code_verifier=absent",
            "origin_header=sent",
            "token_method=post",
            "token_body=form",
            "claims_asked=no",
        ],
        &["secret_form", "assertion_time"],
    );
    let assertion = jwt(
        json!({"alg": "RS256", "x5t": "x"}),
        json!({"iss": CLIENT, "sub": CLIENT, "aud": format!("{SERVICE}/contoso.example/oauth2/v2.0/token"), "nbf": 1_772_438_000, "exp": 1_772_438_600}),
    );
    let with = |assertion: &str| token(&[("grant_type", "client_credentials"), ("client_assertion", assertion)], &[]);
    has(
        &with(&assertion),
        &[
            "client_authentication=assertion",
            "assertion_algorithm=rs256",
            "assertion_key=x5t",
            "assertion_issuer=client",
            "assertion_subject=client",
            "assertion_audience=token_service",
            "assertion_lifetime=600",
            "assertion_time=valid",
        ],
        &[],
    );
    let federated = jwt(
        json!({"alg": "ES256", "kid": "k"}),
        json!({"iss": "https://token.actions.example", "sub": "repo:x", "aud": "api://AzureADTokenExchange", "exp": 1_772_000_000}),
    );
    has(
        &with(&federated),
        &[
            "assertion_key=kid",
            "assertion_algorithm=es256",
            "assertion_issuer=other",
            "assertion_subject=other",
            "assertion_audience=token_exchange",
            "assertion_time=expired",
        ],
        &[],
    );
    let odd = jwt(json!({"alg": "none"}), json!({"aud": ["a", "b"], "nbf": 1_900_000_000, "exp": 1_900_000_600}));
    has(
        &with(&odd),
        &[
            "assertion_algorithm=none",
            "assertion_key=none",
            "assertion_issuer=absent",
            "assertion_audience=several",
            "assertion_time=not_yet_valid",
        ],
        &[],
    );
}

#[test]
fn what_stands_for_a_user_in_a_token_request() {
    let grant = ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
    let with =
        |claims: Value| token(&[grant, ("requested_token_use", "on_behalf_of"), ("assertion", &jwt(json!({"alg": "RS256"}), claims))], &[]);
    has(
        &with(json!({"aud": format!("api://{CLIENT}"), "scp": "access", "exp": 1_772_438_600})),
        &["grant=on_behalf_of", "user_token_audience=client", "user_token_kind=access_token", "user_token_time=valid"],
        &[],
    );
    has(
        &with(json!({"aud": "00000003-0000-0000-c000-000000000000", "roles": ["x"], "idtyp": "app", "exp": 1_772_000_000})),
        &["user_token_audience=other", "user_token_kind=app_token", "user_token_time=expired"],
        &[],
    );
    has(&with(json!({"aud": CLIENT, "nonce": "n"})), &["user_token_kind=id_token", "user_token_time=absent"], &[]);
}

#[test]
fn which_program_on_which_system() {
    for (agent, wanted) in [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/145.0.0.0 Safari/537.36 Edg/145.0.0.0",
            ["browser=edge", "browser_version=145", "system=windows"],
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15",
            ["browser=safari", "browser_version=19", "system=macos"],
        ),
        (
            "Mozilla/5.0 (Linux; Android 16; Pixel 9; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/140.0.0.0 Mobile Safari/537.36",
            ["browser=web_view", "browser_version=140", "system=android"],
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:147.0) Gecko/20100101 Firefox/147.0",
            ["browser=firefox", "browser_version=147", "system=linux"],
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/145.0.0.0 Mobile/15E148 Safari/604.1",
            ["browser=chrome", "browser_version=145", "system=ios"],
        ),
        ("python-requests/2.32.3", ["browser=program", "system=other", "browser=program"]),
    ] {
        has(&authorize("common", &[], &[("User-Agent", agent)]), &wanted, &[]);
    }
}

#[test]
fn what_the_device_sends_and_the_page_says_of_it() {
    has(&authorize("common", &[], &[("Cookie", "esctx=1; x-ms-RefreshTokenCredential=a.b.c")]), &["device_token=sent", "cookies=2"], &[]);
    has(&authorize("common", &[], &[("x-ms-RefreshTokenCredential", "a.b.c")]), &["device_token=sent"], &["cookies"]);
    has(&authorize("common", &[], &[("Cookie", "esctx=1")]), &["device_token=not_sent", "cookie_bytes=7"], &[]);
    has(&authorize("common", &[("brk_client_id", "x")], &[]), &["broker=used"], &["device_token"]);
    let page = r#"<script>$Config={"pgid":"ConvergedConditionalAccess","iErrorCode":53000,"sDeviceState":"Unregistered","sDeviceId":""};</script>"#;
    let on = |page: &str| {
        shown(&[exchange("GET", &format!("{SERVICE}/common/oauth2/authorize?client_id={CLIENT}"), &[], None, (200, page), &[])])
    };
    has(&on(page), &["device_state=unregistered", "device_id=not_shown", "endpoint_version=v1"], &[]);
    let known = page
        .replace("Unregistered", "Non-compliant")
        .replace("\"sDeviceId\":\"\"", "\"sDeviceId\":\"11112222-3333-4444-8555-666677778888\"");
    has(&on(&known), &["device_state=not_compliant", "device_id=shown"], &[]);
    has(&on(PAGE), &[], &["device_state", "device_id"]);
}

#[test]
fn what_the_account_look_up_says() {
    let look_up = |answer: &str| {
        let asked = exchange(
            "GET",
            &format!("{SERVICE}/common/oauth2/v2.0/authorize?client_id={CLIENT}&client-request-id=0f2e6d5c-1111-4222-8333-444455556666"),
            &[],
            None,
            (200, PAGE),
            &[],
        );
        let mut found = exchange(
            "POST",
            &format!("{SERVICE}/common/GetCredentialType"),
            &[("client-request-id", "0f2e6d5c-1111-4222-8333-444455556666")],
            Some("{}"),
            (200, answer),
            &[],
        );
        found["startedDateTime"] = json!("2026-03-02T08:00:02.000Z");
        shown(&[asked, found])
    };
    for (answer, wanted) in [
        (r#"{"IfExistsResult":0,"EstsProperties":{"DomainType":3}}"#, ["account_look_up=exists", "domain_type=managed"]),
        (r#"{"IfExistsResult":1,"EstsProperties":{"DomainType":1}}"#, ["account_look_up=not_found", "domain_type=unknown"]),
        (r#"{"IfExistsResult":5,"EstsProperties":{"DomainType":2}}"#, ["account_look_up=personal", "domain_type=personal"]),
        (r#"{"IfExistsResult":6,"EstsProperties":{"DomainType":4}}"#, ["account_look_up=both", "domain_type=federated"]),
    ] {
        has(&look_up(answer), &wanted, &[]);
    }
}

#[test]
fn which_methods_are_offered_and_used() {
    let page = r#"<script>$Config={"pgid":"ConvergedTFA","arrUserProofs":[{"authMethodId":"PhoneAppNotification"},{"authMethodId":"OneWaySMS"},{"authMethodId":"TwoWayVoiceOffice"},{"authMethodId":"Walnut"}]};</script>"#;
    let id = "0f2e6d5c-1111-4222-8333-444455556666";
    let asked = exchange(
        "GET",
        &format!("{SERVICE}/common/oauth2/v2.0/authorize?client_id={CLIENT}&client-request-id={id}"),
        &[],
        None,
        (200, page),
        &[],
    );
    let mut begun = exchange(
        "POST",
        &format!("{SERVICE}/common/SAS/BeginAuth"),
        &[("client-request-id", id), ("Content-Type", "application/json")],
        None,
        (200, r#"{"Success":true,"ResultValue":"Success"}"#),
        &[],
    );
    begun["request"]["postData"] =
        json!({"mimeType": "application/json", "text": r#"{"AuthMethodId":"PhoneAppOTP","Method":"BeginAuth"}"#});
    begun["startedDateTime"] = json!("2026-03-02T08:00:02.000Z");
    has(
        &shown(&[asked, begun]),
        &[
            "methods_offered=app_notification",
            "methods_offered=text",
            "methods_offered=call",
            "methods_offered=other",
            "mfa_method=app_code",
        ],
        &["methods_offered=passkey"],
    );
}

#[test]
fn how_the_service_refuses() {
    let claims = r#"{"error":"interaction_required","error_description":"AADSTS50076: x","error_codes":[50076],"claims":"{\"a\":1}"}"#;
    has(
        &token_with(&[("grant_type", "refresh_token"), ("refresh_token", "x")], &[], claims),
        &["claims_asked=yes", "grant=refresh_token", "origin_header=absent"],
        &["retry_after", "preflight"],
    );
    let url = format!("{SERVICE}/contoso.example/oauth2/v2.0/token");
    let throttled = exchange(
        "POST",
        &url,
        &[("Accept", "*/*")],
        Some(&encoded(&[("client_id", CLIENT), ("grant_type", "client_credentials")])),
        (429, "{}"),
        &[("Retry-After", "30"), ("Server", "Microsoft-HTTPAPI/2.0")],
    );
    has(&shown(&[throttled]), &["retry_after=sent", "server_product=http_sys"], &[]);
}

/// What is emitted is in the tables, whatever the capture: a word that no row has would never be asked for.
#[test]
fn every_word_that_is_read_is_listed() {
    let (mut known, mut words) = (0, BTreeSet::new());
    for story in verdicts::all() {
        let Some(bytes) = Dialect::Chrome.write(&story) else { continue };
        for shown in of_capture(&bytes) {
            let (name, value) = shown.split_once('=').expect("a name and a value");
            let signal = signals::named(name).unwrap_or_else(|| panic!("{name} is in no table"));
            match signal.values {
                Values::Words(listed) => assert!(listed.contains(&value), "{name} is never {value}"),
                Values::Number(_) => assert!(value.parse::<u64>().is_ok(), "{shown}"),
                other => panic!("{name} is read of an exchange, and is {other:?}"),
            }
            known += 1;
            words.insert(name.to_owned());
        }
    }
    assert!(known > 2000 && words.len() > 40, "{known} values of {} signals", words.len());
}

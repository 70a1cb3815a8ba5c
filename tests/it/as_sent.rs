//! Captures as people send them: sanitized by others, written by rare programs, named as they are. What entrace says of them next to the verdict:
//! who wrote them, which application, whose time.

use serde_json::{Value, json};

use crate::expect::{list, text};
use crate::run::{self, Scratch, report_on};
use crate::scenario::har::{self, Producer};
use crate::scenario::http1::Coding;
use crate::scenario::pages;
use crate::scenario::saz::{self, Protection};
use crate::scenario::sign_in::{App, CONTOSO, MIRIAM, ORDERS, SignIn};
use crate::scenario::story::Story;

/// How recorders of tests, sanitizers and people write that a value is not there.
const PLACEHOLDERS: &[&str] = &[
    "Sanitized",
    "sanitized",
    "SaNiTiZeD",
    "REDACTED",
    "[REDACTED]",
    "<redacted>",
    "%5BREDACTED%5D",
    "--redacted--",
    "__REDACTED__",
    "***",
    "xxxx",
    "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
    "00000000-0000-0000-0000-000000000000",
    "11111111-1111-1111-1111-111111111111",
    "{{client_id}}",
    "${CLIENT_ID}",
    "<CLIENT_ID>",
    "YOUR_CLIENT_ID",
    "fakeClientId",
    "fake-client-id",
    "dummy",
    "hidden",
    "scrubbed",
    "MASKED",
    "[client_id redacted]",
    "!!!sanitized!!!",
    "Redacted Value",
    "____SILENCED_client_id____",
];

/// An application's own request for a token, refused: this instead of application, tenant, resource and secret.
fn refused_with(placeholder: &str, message: &str, host: &str) -> Value {
    let encoded: String = url::form_urlencoded::byte_serialize(placeholder.as_bytes()).collect();
    let form = format!("client_id={encoded}&scope={encoded}&client_secret={encoded}&username={encoded}&grant_type=client_credentials");
    let segment: String = placeholder
        .bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect();
    let answer = json!({"error": "invalid_client", "error_description": message, "error_codes": [7_000_215]}).to_string();
    json!({"log": {"version": "1.2", "creator": {"name": "recorder", "version": "1.0"}, "entries": [{
        "startedDateTime": "2026-03-04T08:00:00.000Z",
        "request": {"method": "POST", "url": format!("https://{host}/{segment}/oauth2/v2.0/token"),
            "headers": {"Content-Type": "application/x-www-form-urlencoded"}, "postData": {"mimeType": "application/x-www-form-urlencoded", "text": form}},
        "response": {"status": 401, "headers": {"Content-Type": ["application/json"], "x-ms-ests-server": "2.1.22104.6 - NEULR1 ProdSlices"},
            "content": {"mimeType": "application/json", "text": answer}}
    }]}})
}

const ENTRA: &str = "login.microsoftonline.com";
const SECRET_WRONG: &str = "AADSTS7000215: Invalid client secret provided.";

#[test]
fn a_placeholder_is_no_application_tenant_resource_or_user() {
    let scratch = Scratch::new("a_placeholder_is_no_application_tenant_resource_or_user");
    for (at, placeholder) in PLACEHOLDERS.iter().enumerate() {
        let path = scratch.file("case.har", refused_with(placeholder, SECRET_WRONG, ENTRA).to_string());
        let report = report_on(&path);
        let attempt = &report["attempts"][0];
        assert_eq!(list(&report["attempts"]).len(), 1, "{placeholder}");
        assert_eq!(attempt["outcome"], "failed", "{placeholder}");
        assert_eq!(report["findings"][0]["code"], "AADSTS7000215", "{placeholder}");
        for (part, field) in [("application", "client_id"), ("tenant", "id"), ("tenant", "domain"), ("resource", "id"), ("user", "label")] {
            assert!(attempt[part][field].is_null(), "{placeholder}: {part} {field} is {}", attempt[part][field]);
        }
        let clean = scratch.path().join(format!("clean-{at}.har"));
        let outcome = run::run(run::entrace().args(["sanitize", "-q", "-o"]).arg(&clean).arg(&path));
        assert_eq!(outcome.status, Some(0), "{placeholder}: {}", outcome.stderr);
        let after = report_on(&clean);
        assert_eq!(after["attempts"][0]["application"], attempt["application"], "{placeholder}");
        assert_eq!(after["findings"][0]["code"], "AADSTS7000215", "{placeholder}");
    }
}

#[test]
fn the_message_names_what_the_request_hides() {
    const APP: &str = "5b0e7c1d-3a4f-4d29-8c66-0f1e2d3c4b5a";
    let scratch = Scratch::new("the_message_names_what_the_request_hides");
    let application = |message: &str| {
        let report = report_on(&scratch.file("case.har", refused_with("Sanitized", message, ENTRA).to_string()));
        report["attempts"][0]["application"]["client_id"].clone()
    };
    let message = |app: &str| format!("{SECRET_WRONG} Ensure the secret is the value, not the ID, for a secret added to app '{app}'.");
    assert_eq!(application(&message(APP)), APP);
    assert_eq!(application(&message(&APP.to_uppercase())), APP);
    for placeholder in PLACEHOLDERS {
        assert!(application(&message(placeholder)).is_null(), "{placeholder}");
    }
}

#[test]
fn what_the_request_shows_wins_over_the_message() {
    let scratch = Scratch::new("what_the_request_shows_wins_over_the_message");
    let mut story = Story::new("request wins", "2026-03-04T08:10:00.000Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    let text = "AADSTS7000222: The provided client secret keys for app '5b0e7c1d-3a4f-4d29-8c66-0f1e2d3c4b5a' are expired.";
    sign_in.is_refused_token(&mut story, "client_credentials", &[("client_info", "1")], "invalid_client", text);
    let report = report_on(&scratch.file("case.har", har::write(&story, Producer::Chrome)));
    assert_eq!(report["attempts"][0]["application"]["client_id"], ORDERS.client_id);
}

#[test]
fn a_token_for_an_application_has_no_user_and_names_its_resource() {
    let scratch = Scratch::new("a_token_for_an_application_has_no_user");
    let mut story = Story::new("app only", "2026-03-04T08:20:00.000Z");
    let app = App { scope: "", client_id: "Sanitized", ..ORDERS };
    let sign_in = SignIn::new(&mut story, "only", &app, &MIRIAM);
    let principal = "0d9c8b7a-6f5e-4d3c-8b2a-1f0e9d8c7b6a";
    let claims = crate::scenario::json::Object::new()
        .with("aud", "https://vault.azure.net")
        .with("appid", "5b0e7c1d-3a4f-4d29-8c66-0f1e2d3c4b5a")
        .with("oid", principal)
        .with("sub", principal)
        .with("idtyp", "app")
        .with("tid", CONTOSO);
    let token = story.token("access_token", &claims);
    sign_in
        .asks_for_token(&mut story, "client_credentials", &[("client_info", "1")])
        .answers(200, |_| crate::scenario::json::Object::new().with("token_type", "Bearer").with("access_token", &token));
    let report = report_on(&scratch.file("case.har", har::write(&story, Producer::Pairs)));
    let attempt = &report["attempts"][0];
    assert_eq!(attempt["outcome"], "succeeded");
    assert!(attempt["user"]["object_id"].is_null(), "{attempt}");
    assert_eq!(attempt["application"]["client_id"], "5b0e7c1d-3a4f-4d29-8c66-0f1e2d3c4b5a");
    assert_eq!(attempt["resource"]["name"], "Azure Key Vault");
    assert_eq!(attempt["tenant"]["id"], CONTOSO);
}

#[test]
fn a_scope_without_a_host_is_graphs_only_where_it_can_be() {
    let scratch = Scratch::new("a_scope_without_a_host");
    for (scope, resource) in [
        ("openid User.Read", json!("00000003-0000-0000-c000-000000000000")),
        ("openid service::account.microsoft.com::MBI_SSL", Value::Null),
        ("wl.basic wl.offline_access", Value::Null),
        ("openid offline_access", Value::Null),
        ("openid 5b0e7c1d-3a4f-4d29-8c66-0f1e2d3c4b5a", json!("5b0e7c1d-3a4f-4d29-8c66-0f1e2d3c4b5a")),
        ("https://vault.azure.net//.default", json!("https://vault.azure.net")),
    ] {
        let mut story = Story::new("scope", "2026-03-04T08:30:00.000Z");
        let sign_in = SignIn::new(&mut story, "only", &App { scope, ..ORDERS }, &MIRIAM);
        sign_in.opens(&mut story);
        let report = report_on(&scratch.file("case.har", har::write(&story, Producer::Firefox)));
        assert_eq!(report["attempts"][0]["resource"]["id"], resource, "{scope}");
    }
}

/// A sign-in that a policy blocks.
fn story() -> Story {
    let mut story = Story::new("as sent", "2026-03-04T09:00:00.000Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    sign_in.opens(&mut story);
    sign_in.signs_in(&mut story);
    story
}

#[test]
fn both_successors_of_fiddler_are_named() {
    let scratch = Scratch::new("both_successors_of_fiddler_are_named");
    let capture = |name: &str, bytes: Vec<u8>| report_on(&scratch.file(name, bytes))["captures"][0].clone();
    let written = capture("netlog.saz", saz::write_clearinet(&story()));
    assert_eq!(written["producer"], "CLeARINET");
    assert_eq!(written["first"], "2026-03-04T09:00:00Z");
    assert!(list(&written["notes"]).is_empty(), "{written}");
    for (comment, producer) in [
        ("Session Archive written by Clearinet 1.4 (https://clearinet.app)", "Clearinet 1.4"),
        ("Clearinet v0.9.12 Session Archive. See https://clearinet.app", "Clearinet v0.9.12"),
        ("Clearinet/1.0.3.0 Session Archive. See https://clearinet.app", "Clearinet 1.0.3.0"),
        ("v2.0 Session Archive. See https://clearinet.app", "Clearinet v2.0"),
        ("Fiddler (v5.0.20253.3311) Session Archive. See https://fiddler2.com", "Fiddler v5.0.20253.3311"),
        ("Fiddler (v5.0.0.0) Session Archive. See https://fiddler2.com", "Fiddler v5.0.0.0"),
    ] {
        let bytes = saz::with_comment(&saz::write(&story(), &[Coding::PLAIN], Protection::None), comment);
        assert_eq!(capture("commented.saz", bytes)["producer"], producer, "{comment}");
    }
    // Sanitized, it is still that program's.
    let clean = scratch.path().join("clean.saz");
    let path = scratch.file("netlog.saz", saz::write_clearinet(&story()));
    run::run(run::entrace().args(["sanitize", "-q", "-o"]).arg(&clean).arg(path));
    assert_eq!(report_on(&clean)["captures"][0]["producer"], "CLeARINET");
}

#[test]
fn timers_under_other_names_tell_when_a_session_began() {
    let scratch = Scratch::new("timers_under_other_names");
    let renamed = |bytes: &[u8]| {
        saz::with_metadata(bytes, |metadata| {
            let names = [("ClientBeginRequest", "ClearinetClientStart"), ("GotRequestHeaders", "ClearinetGotRequestHeaders")];
            names.iter().fold(metadata.to_owned(), |metadata, (from, to)| metadata.replace(from, to))
        })
    };
    let path = scratch.file("renamed.saz", renamed(&saz::write(&story(), &[Coding::PLAIN], Protection::None)));
    assert_eq!(report_on(&path)["captures"][0]["first"], "2026-03-04T09:00:00Z");
    let clean = scratch.path().join("clean.saz");
    run::run(run::entrace().args(["sanitize", "-q", "-o"]).arg(&clean).arg(path));
    assert_eq!(report_on(&clean)["captures"][0]["first"], "2026-03-04T09:00:00Z");
}

#[test]
fn hosts_of_microsoft_are_never_called_phishing() {
    let scratch = Scratch::new("hosts_of_microsoft_are_never_called_phishing");
    for (host, is_foreign) in [
        ("ms-sso.copilot.microsoft.com", false),
        ("sso.office.com", false),
        ("auth.m365.cloud.microsoft", false),
        ("account.azure.com", false),
        ("login.microsoft.com.evil.example", true),
        ("login-microsoftonline.com", true),
        ("evil.azurewebsites.net", true),
        ("evil.blob.core.windows.net", true),
        ("evil.westeurope.cloudapp.azure.com", true),
    ] {
        let report = report_on(&scratch.file("case.har", refused_with("Sanitized", SECRET_WRONG, host).to_string()));
        let notes = list(&report["captures"][0]["notes"]);
        assert_eq!(notes.iter().any(|note| note["kind"] == "unknown_host"), is_foreign, "{host}: {notes:?}");
    }
}

#[test]
fn a_file_is_called_as_the_user_calls_it() {
    let scratch = Scratch::new("a_file_is_called_as_the_user_calls_it");
    for name in [
        "conditional-access-blocks-everyone-in-finance-since-monday-morning-2026-03-04-export-of-edge.har",
        "thisnameislongandhasnoblankinitasitcomesfromaticketsystem0123456789abcdef0123456789abcdef.har",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08.har",
    ] {
        let path = scratch.file(name, har::write(&story(), Producer::Chrome));
        assert_eq!(report_on(&path)["captures"][0]["name"], name);
        let shown = run::on(&path, &["--format", "text"]).stdout;
        assert!(shown.contains(name) && !shown.contains("[opaque"), "{shown}");
    }
    // It is still no place for the names of people.
    let path = scratch.file("trace-of-miriam.oakhurst@contoso.example.har", har::write(&story(), Producer::Chrome));
    assert!(!report_on(&path)["captures"][0]["name"].as_str().unwrap_or_default().contains("oakhurst"));
}

#[test]
fn the_id_and_the_time_to_paste_are_of_one_answer() {
    let scratch = Scratch::new("the_id_and_the_time_to_paste_are_of_one_answer");
    let mut story = Story::new("one answer", "2026-03-04T09:30:00.000Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    let device_code = story.opaque("device_code", 60);
    story
        .post(sign_in.endpoint("/oauth2/v2.0/devicecode"))
        .form(&[("client_id", ORDERS.client_id), ("scope", ORDERS.scope)])
        .answers(200, |_| crate::scenario::json::Object::new().with("device_code", &device_code).with("expires_in", 900));
    let grant = "urn:ietf:params:oauth:grant-type:device_code";
    let fields = [("device_code", &*device_code)];
    story.wait(5);
    let text = "AADSTS70016: OAuth 2.0 device flow error. Authorization is pending. Continue polling.";
    let polled = sign_in
        .asks_for_token(&mut story, grant, &fields)
        .answers(400, |seen| pages::token_error("authorization_pending", text, &sign_in.correlation_id, seen));
    story.wait(5);
    sign_in.gets_token(&mut story, grant, &fields);
    // The last response has no id: a recorder keeps few headers.
    if let Some(last) = story.exchanges.last_mut() {
        last.response_headers.retain(|(name, _)| name != "x-ms-request-id");
    }
    let shown = run::on(&scratch.file("case.har", har::write(&story, Producer::Firefox)), &["--format", "text"]).stdout;
    let block = shown.split("For the ticket").nth(1).and_then(|rest| rest.split("Tenant").next()).unwrap_or_default();
    assert!(!block.contains(&*polled.request_id) && block.contains("not in the capture"), "{shown}");
}

#[test]
fn a_query_that_is_listed_only_and_a_body_in_base64_are_read() {
    let scratch = Scratch::new("a_query_that_is_listed_only");
    let mut har: Value = serde_json::from_slice(&har::write(&story(), Producer::Chrome)).expect("a HAR is JSON");
    let expected = report_on(&scratch.file("case.har", har.to_string()));
    for entry in har["log"]["entries"].as_array_mut().expect("entries") {
        let request = &mut entry["request"];
        if let Some((path, query)) =
            request["url"].as_str().and_then(|url| url.split_once('?')).map(|(path, query)| (path.to_owned(), query.to_owned()))
        {
            let pairs: serde_json::Map<String, Value> =
                url::form_urlencoded::parse(query.as_bytes()).map(|(name, value)| (name.into_owned(), value.into_owned().into())).collect();
            request["url"] = path.into();
            request["queryString"] = pairs.into();
        }
        if let Some(body) = request["postData"]["text"].as_str().map(str::to_owned) {
            use base64::Engine as _;
            request["postData"] = json!({"mimeType": "", "encoding": "base64", "text": base64::prelude::BASE64_STANDARD.encode(body)});
        }
    }
    let told = report_on(&scratch.file("other.har", har.to_string()));
    for part in ["outcome", "protocol", "application", "tenant", "user", "request_ids"] {
        assert_eq!(told["attempts"][0][part], expected["attempts"][0][part], "{part}");
    }
    assert_eq!(list(&told["attempts"]).len(), list(&expected["attempts"]).len());
    assert_eq!(text(&told["attempts"][0]["outcome"]), Some("succeeded"));
}

//! Pages, tokens and messages of which facts are read.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::make::{beside, changed, deflated, filled, page, with};
use super::{Expected, TOO_MUCH, Theme};

fn script(config: &str) -> String {
    format!("<html><head><meta name=\"PageID\" content=\"ConvergedSignIn\"></head><body><script>$Config={config};</script></body></html>")
}

/// A request that carries this form to an application.
fn posted(form: &[(&str, &str)]) -> Value {
    let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    changed(
        changed(page(""), "/request/url", json!("https://app.contoso.example/signin")),
        "/request/postData",
        json!({"mimeType": "application/x-www-form-urlencoded", "text": form}),
    )
}

#[test]
fn pages() {
    let mut theme = Theme::new("pages");
    let deep = "{\"a\":".repeat(100_000);
    for (row, config) in [
        ("deep", deep.clone()),
        ("deep and closed", format!("{deep}1{}", "}".repeat(100_000))),
        ("unclosed", "{\"sErrorCode\":\"50126".to_owned()),
        ("of 2 MB", json!({"sCtx": "x".repeat(2 << 20)}).to_string()),
        ("of 20,000 members", format!("{{{}\"z\":1}}", (0..20_000).fold(String::new(), |all, number| all + &format!("\"k{number}\":\"v{number}\",")))),
        ("of the wrong kinds", json!({"pgid": 7, "sErrorCode": {}, "iErrorCode": 1e300, "arrValErrs": {"a": 1}, "urlPost": [], "serverDetails": 7, "correlationId": [], "strServiceExceptionMessage": {}}).to_string()),
        ("with 100,000 codes", json!({"pgid": "ConvergedError", "arrValErrs": (50000..150_000).collect::<Vec<u32>>()}).to_string()),
        ("with a number too large", json!({"sErrorCode": "9".repeat(100_000), "arrValErrs": ["-1", "00000", "١٢٣", "5e4"]}).to_string()),
        ("with 20,000 codes in a message", json!({"strServiceExceptionMessage": filled("AADSTS50126: x ", 300_000)}).to_string()),
        ("of functions", "{a:function(){return '}'},b:`${1}`}".to_owned()),
    ] {
        let deep = row.starts_with("deep");
        let expected = if deep { Expected::Part(TOO_MUCH) } else { Expected::Found };
        theme.row(&format!("a configuration {row}"), beside(&[page(&script(&config))]), expected);
    }
    theme.found("10,000 configurations", beside(&[page(&filled("<script>$Config={};</script>", 280_000))]));
    theme.found("a form of 6,000 fields", beside(&[page(&format!("<form action=https://app.contoso.example/>{}</form>", fields(6_000)))]));
    theme.found("a form of 30,000 equal fields", beside(&[page(&format!("<form>{}</form>", filled("<input name=a value=b>", 660_000)))]));
    theme.found("20,000 forms", beside(&[page(&filled("<form><input name=SAMLResponse value=x>", 760_000))]));
    theme.found("tags without end", beside(&[page(&"<a ".repeat(200_000))]));
    theme.found("a tag of 4 MB", beside(&[page(&format!("<input value=\"{}", "x".repeat(4 << 20)))]));
    theme.found("200,000 elements deep", beside(&[page(&"<div>".repeat(200_000))]));
    theme.found(
        "30,000 attributes",
        beside(&[page(&format!("<input {}>", (0..30_000).fold(String::new(), |all, number| all + &format!("a{number}=1 "))))]),
    );
    theme.found("entities without end", beside(&[page(&"&#x41;&amp;&#99999999999;&nosuch".repeat(50_000))]));
    theme.found("comments and sections without end", beside(&[page(&filled("<!-- <![CDATA[ <script> ", 1 << 20))]));
    theme.end();
}

/// Fields of a form, with a value each.
fn fields(number: usize) -> String {
    (0..number).fold(String::new(), |all, number| all + &format!("<input type=hidden name=f{number} value=secret-value-{number}>"))
}

#[test]
fn tokens_and_challenges() {
    let mut theme = Theme::new("tokens_and_challenges");
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let long = "x".repeat(1 << 20);
    let deep = "[".repeat(100_000);
    for (row, token) in [
        ("three empty parts", "..".to_owned()),
        ("a thousand parts", "e30.".repeat(1000)),
        ("no JSON", format!("{}.{}.x", part("hello"), part("\u{0}\u{1b}[31m"))),
        ("JSON of the wrong kind", format!("{}.{}.x", part("[]"), part("7"))),
        ("claims of the wrong kind", format!("{}.{}.x", part("{}"), part(r#"{"iat":1e300,"exp":"x","aud":[[]],"upn":7,"tid":null}"#))),
        ("1 MB", format!("{}.{}.x", part("{}"), part(&json!({"upn": long}).to_string()))),
        ("deep claims", format!("{}.{}.x", part(&deep), part(&deep))),
        ("no base64", "eyJ!!.eyJ??.\u{202e}".to_owned()),
        (
            "a token in a token in a token",
            (0..8).fold("e30.e30.".to_owned(), |token, _| format!("{}.{}.x", part("{}"), part(&json!({"t": token}).to_string()))),
        ),
    ] {
        let answer = json!({"token_type": "Bearer", "access_token": token, "id_token": token, "refresh_token": token}).to_string();
        let answered = changed(with("/response/status", json!(200)), "/response/content/text", json!(answer));
        theme.found(&format!("a token of {row}"), beside(&[answered, posted(&[("id_token", &token), ("state", "x")])]));
    }
    for (row, challenge) in [
        ("quotes unclosed", "Bearer realm=\"x, error=\"insufficient_claims\", claims=\"".to_owned()),
        ("20,000 challenges", filled("Bearer error=\"insufficient_claims\", claims=\"e30=\", ", 1_000_000)),
        ("a million equals signs", "=".repeat(1_000_000)),
        ("a value of 1 MB", format!("Bearer claims=\"{}\"", STANDARD.encode("x".repeat(1 << 20)))),
        ("deep claims", format!("Bearer error=\"insufficient_claims\", claims=\"{}\"", STANDARD.encode(&deep))),
        ("nothing", String::new()),
    ] {
        let refused =
            changed(with("/response/status", json!(401)), "/response/headers", json!([{"name": "WWW-Authenticate", "value": challenge}]));
        theme.found(&format!("a challenge of {row}"), beside(&[refused]));
    }
    for (row, text) in [
        ("codes that are none", r#"{"error":7,"error_codes":{"a":[]},"error_description":["AADSTS50126"],"claims":{}}"#.to_owned()),
        ("100,000 codes", json!({"error": "invalid_grant", "error_codes": vec![50126; 100_000]}).to_string()),
        ("100,000 different codes", json!({"error": "x", "error_description": (0..20_000).fold(String::new(), |all, number| all + &format!("AADSTS{}: x. ", 50000 + number))}).to_string()),
        ("a description of 1 MB", json!({"error": "invalid_grant", "error_description": "Trace ID: ".repeat(100_000)}).to_string()),
        ("claims in claims", json!({"error": "interaction_required", "claims": "{\"a\":".repeat(50_000)}).to_string()),
        ("a list", "[[[]]]".to_owned()),
    ] {
        theme.found(&format!("an answer of {row}"), beside(&[with("/response/content/text", json!(text))]));
    }
    theme.end();
}

#[test]
fn saml_and_ws_trust() {
    let mut theme = Theme::new("saml_and_ws_trust");
    let response = |inner: &str| format!("<samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\">{inner}</samlp:Response>");
    let bomb = deflated("", b'<', 100);
    let laughs = (1..10).fold("<!ENTITY l0 \"lol\">".to_owned(), |all, level| {
        format!("{all}<!ENTITY l{level} \"{}\">", format!("&l{};", level - 1).repeat(10))
    });
    for (row, message) in [
        ("a billion laughs", format!("<!DOCTYPE r [{laughs}]>{}", response("&l9;")).into_bytes()),
        ("an outer entity", format!("<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>{}", response("&x;")).into_bytes()),
        ("depth", response(&format!("{}{}", "<a>".repeat(40_000), "</a>".repeat(40_000))).into_bytes()),
        ("depth without end", "<a>".repeat(100_000).into_bytes()),
        ("1 MB", response(&"x".repeat(1 << 20)).into_bytes()),
        ("60,000 elements", response(&filled("<a/>", 240_000)).into_bytes()),
        (
            "5,000 codes",
            response(&filled("<samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Responder\"/>", 375_000)).into_bytes(),
        ),
        (
            "100,000 attributes",
            response(&format!("<a {}/>", (0..100_000).fold(String::new(), |all, number| all + &format!("a{number}=\"\" ")))).into_bytes(),
        ),
        ("nothing", Vec::new()),
        ("no XML", b"\xff\xfe\0".to_vec()),
        ("a deflate bomb", bomb),
    ] {
        let message = STANDARD.encode(message);
        let request = changed(
            page(""),
            "/request/url",
            json!(format!("https://login.microsoftonline.com/common/saml2?SAMLRequest={}", message.replace('+', "%2B"))),
        );
        let on_page = page(&format!("<form action=https://app.contoso.example/><input name=SAMLResponse value=\"{message}\"></form>"));
        theme.found(&format!("SAML of {row}"), beside(&[request, on_page, posted(&[("SAMLResponse", &message)])]));
    }
    for (row, result) in [
        ("depth", "<t:a>".repeat(200_000)),
        ("a document without end", "<s:Envelope><s:Body><s:Fault>".to_owned()),
        ("documents in a row", filled("<a></a>", 500_000)),
        ("names in names", format!("<?xml?>{}", "<a".repeat(200_000))),
    ] {
        let fault =
            changed(with("/request/url", json!("https://login.microsoftonline.com/rst2.srf")), "/response/content/text", json!(result));
        let fault = changed(fault, "/response/content/mimeType", json!("application/soap+xml"));
        let expected = if row == "depth" { Expected::Part(TOO_MUCH) } else { Expected::Found };
        theme.row(&format!("a fault of {row}"), beside(&[fault, posted(&[("wresult", &result), ("wa", "wsignin1.0")])]), expected);
    }
    theme.end();
}

#[test]
fn sign_ins_without_number() {
    let mut theme = Theme::new("sign_ins_without_number");
    let numbered = |number: usize| {
        let entry =
            page("").to_string().replace("state=x", &format!("state=state-number-{number}&login_hint=user{number}%40contoso.example"));
        entry.replace("2026-03-02T08:59:00", &format!("2026-03-02T{:02}:{:02}:{:02}", 1 + number / 3600, number / 60 % 60, number % 60))
    };
    theme.found("300 requests to sign in", beside(&(0..300).map(numbered).collect::<Vec<_>>()));
    theme.found("700 failures", beside(&vec![super::make::good(); 700]));
    theme.found(
        "2,000 redirects in a ring",
        beside(&vec![
            changed(
                changed(page(""), "/response/status", json!(302)),
                "/response/redirectURL",
                json!("https://login.microsoftonline.com/common/oauth2/v2.0/authorize")
            );
            2_000
        ]),
    );
    theme.end();
}

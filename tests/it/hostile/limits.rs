//! Inputs that are small and would take all memory, all stack or all time: each is read together with a good one, whose report is there.

use std::io::Write as _;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use serde_json::{Value, json};

use super::make::{answered_with, asked, changed, entry, filled, har, page, saz, with, zip};
use super::{TOO_MUCH, TOO_NESTED, Theme};
use crate::readers::gzip;

/// Bytes of a body: as large as one may be.
const LARGE: usize = 15 << 20;
/// Bytes of a text of such pieces that is beyond the limits on values, whichever they are.
const ENOUGH: usize = 4 << 20;
/// Bytes of a text that would take far too long if it took the square of its length; of most pieces, it is beyond the limits on values.
const MANY: usize = 2 << 20;

/// Pieces of JSON that take many times their text, with the comma behind each.
const PIECES: &[&str] = &["{},", "{\"\":0},", "[[]],", "[0],", "0,", "\"a\",", "null,", "{\"a\":{\"b\":[]}},"];

/// JSON of nothing but these pieces.
fn swarm(piece: &str, bytes: usize) -> String {
    format!("[{}0]", filled(piece, bytes))
}

/// A piece so often, with its number for each `#`.
fn numbered(count: usize, piece: &str) -> String {
    (0..count).map(|number| piece.replace('#', &format!("{number:06}"))).collect()
}

fn nest(open: &str, depth: usize, close: &str) -> String {
    format!("{}{}", open.repeat(depth), close.repeat(depth))
}

fn one(entry: &Value) -> String {
    har(&[entry.to_string()])
}

fn answer(media: &str, body: &str) -> Value {
    with("/response/content", json!({"mimeType": media, "text": body}))
}

fn posted(media: &str, body: &str) -> Value {
    with("/request/postData", json!({"mimeType": media, "text": body}))
}

fn session(headers: &str, body: &[u8]) -> Vec<u8> {
    let answer = answered_with(headers, body);
    zip(&[("raw/1_c.txt", asked().as_bytes()), ("raw/1_s.txt", &answer)])
}

fn url(address: &str) -> Value {
    with("/request/url", json!(address))
}

fn token(claims: &str) -> String {
    format!("{}.{}.c2ln", URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#), URL_SAFE_NO_PAD.encode(claims))
}

fn deflated(text: &str) -> String {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text.as_bytes()).expect("memory takes everything");
    STANDARD.encode(encoder.finish().expect("memory takes everything"))
}

#[test]
fn json_of_nothing() {
    let mut theme = Theme::new("json_of_nothing");
    for (at, piece) in PIECES.iter().enumerate() {
        // The rest of the largest only takes longer.
        let text = swarm(piece, if at == 0 { LARGE } else { ENOUGH });
        theme.apart(&format!("{piece} in the body of a SAZ"), session("Content-Type: application/json", text.as_bytes()), TOO_MUCH);
    }
    // Each of these is a place, and what is too much is too much in all sizes.
    let text = swarm("{\"\":0},", MANY);
    theme.apart("in the body of a HAR", one(&answer("application/json", &text)), TOO_MUCH);
    theme.apart("in a gzip of a HAR", gzip(one(&answer("application/json", &text)).as_bytes()), TOO_MUCH);
    theme.apart(
        "in a compressed body",
        session("Content-Type: application/json\r\nContent-Encoding: gzip", &gzip(text.as_bytes())),
        TOO_MUCH,
    );
    theme.apart("in the body of a request", one(&posted("application/json", &text)), TOO_MUCH);
    theme.apart("in $Config", one(&page(&format!("<html><script>$Config={{\"a\":{text}}};</script></html>"))), TOO_MUCH);
    theme.apart("headers", one(&entry()).replacen("\"headers\":[]", &format!("\"headers\":{text}"), 1), TOO_MUCH);
    theme.apart("a response", one(&entry()).replacen("\"status\":400", &format!("\"status\":400,\"_x\":{text}"), 1), TOO_MUCH);
    theme.apart(
        "web socket messages",
        one(&entry()).replacen('{', &format!("{{\"_webSocketMessages\":{text},"), 4).replacen(
            &format!("{{\"_webSocketMessages\":{text},"),
            "{",
            3,
        ),
        "",
    );
    theme.apart("web socket messages of text", one(&changed(entry(), "/_webSocketMessages", json!([{"type": "send", "data": text}]))), "");
    theme.end();
}

#[test]
fn json_that_is_deep() {
    let mut theme = Theme::new("json_that_is_deep");
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":[", "]}]")] {
        for text in [nest(open, 200, close), nest(open, 100_000, close), open.repeat(1_000_000)] {
            let row = format!("{open} in {} bytes", text.len());
            theme.apart(&format!("{row}, a body"), one(&answer("application/json", &text)), TOO_MUCH);
            theme.apart(&format!("{row}, a request"), one(&posted("application/json", &text)), TOO_MUCH);
            theme.apart(&format!("{row}, $Config"), one(&page(&format!("<script>$Config={{\"a\":{text}"))), TOO_MUCH);
        }
    }
    theme.apart("a long key", one(&answer("application/json", &format!("{{\"{}\":1}}", "k".repeat(MANY)))), "");
    theme.apart("a long number", one(&answer("application/json", &format!("[{}]", "9".repeat(MANY)))), "");
    theme.end();
}

/// What holds other texts is no body that a note could name: what is too much in it is a text like any other.
#[test]
fn json_inside_of_values() {
    let mut theme = Theme::new("json_inside_of_values");
    for text in [swarm("{\"\":0},", MANY), swarm("{},", MANY), nest("[", 100_000, "]"), nest("{\"a\":", 50_000, "}")] {
        let row = |what: &str| format!("{} bytes of {} {what}", text.len(), &text[..8]);
        let claims = format!("{{\"a\":{text}}}");
        theme.apart(&row("in a token"), one(&answer("application/json", &json!({"id_token": token(&claims)}).to_string())), "");
        theme.apart(&row("in base64"), one(&answer("application/json", &json!({"blob": STANDARD.encode(&text)}).to_string())), "");
        theme.apart(&row("in a string"), one(&answer("application/json", &json!({"blob": text}).to_string())), "");
        let encoded = url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        theme.apart(
            &row("as claims"),
            one(&url(&format!("https://login.microsoftonline.com/common/oauth2/authorize?claims={encoded}"))),
            "",
        );
        let challenge = format!("Bearer error=\"insufficient_claims\", claims=\"{}\"", STANDARD.encode(&text));
        let headers = json!([{"name": "WWW-Authenticate", "value": challenge}]);
        theme.apart(&row("in a challenge"), one(&changed(with("/response/status", json!(401)), "/response/headers", headers)), "");
    }
    let nested = (0..12).fold("x".to_owned(), |inner, _| token(&json!({"inner": inner}).to_string()));
    theme.apart("tokens in tokens", one(&answer("application/json", &json!({"access_token": nested}).to_string())), "");
    let packed = (0..40).fold("x".to_owned(), |inner, _| STANDARD.encode(json!({ "a": inner }).to_string()));
    theme.apart("JSON in base64 in JSON", one(&answer("application/json", &json!({"a": packed}).to_string())), "");
    theme.end();
}

#[test]
fn texts_in_texts() {
    let mut theme = Theme::new("texts_in_texts");
    let percent = format!("%{}41", "25".repeat(8000));
    let many = percent.repeat(20);
    let addresses = "https://a.example/".repeat(5000);
    let nested = |depth: usize, between: fn(usize) -> String| (0..depth).fold(String::new(), |inner, at| between(at) + &inner);
    let redirects = nested(1500, |_| "https://login.microsoftonline.com/a?redirect_uri=".to_owned());
    for (what, text) in [
        ("percent signs", &percent),
        ("many percent signs", &many),
        ("addresses", &addresses),
        ("redirects", &redirects),
        ("states", &nested(3000, |_| "state=".to_owned())),
        ("questions", &nested(3000, |_| "https://a.example/?u=".to_owned())),
        ("fragments", &nested(3000, |_| "https://a.example/#".to_owned())),
    ] {
        let address = format!("https://login.microsoftonline.com/common/oauth2/authorize?client_id=x&state={text}");
        theme.apart(&format!("{what} in a parameter"), one(&url(&address)), "");
        let headers =
            json!([{"name": "Location", "value": address}, {"name": "Referer", "value": text}, {"name": "X-Other", "value": text}]);
        theme.apart(&format!("{what} in headers"), one(&changed(with("/response/status", json!(302)), "/response/headers", headers)), "");
        theme.apart(
            &format!("{what} in a form"),
            one(&posted("application/x-www-form-urlencoded", &format!("state={text}&redirect_uri={text}"))),
            "",
        );
        theme.apart(&format!("{what} in JSON"), one(&answer("application/json", &json!({"a": text, "urlPost": text}).to_string())), "");
        theme.apart(
            &format!("{what} on a page"),
            one(&page(&format!("<html><form action=\"{text}\"><input name=a value=\"{text}\"></form>{text}"))),
            "",
        );
        theme.apart(&format!("{what} as text"), one(&answer("text/plain", text)), "");
        theme.apart(&format!("{what} as a comment"), one(&changed(entry(), "/comment", json!(text))), "");
    }
    theme.end();
}

#[test]
fn markup() {
    let mut theme = Theme::new("markup");
    let namespaces = numbered(30_000, "<a xmlns:n#=\"urn:#\">");
    let attributes = numbered(30_000, " a#=\"\"");
    let laughs: Vec<String> = (1..10).map(|at| format!("<!ENTITY l{at} \"{}\">", format!("&l{};", at - 1).repeat(10))).collect();
    let laughs = format!("<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY l0 \"ha\">{}]><l>&l9;</l>", laughs.concat());
    for (what, text, told) in [
        ("elements in elements", nest("<s:a>", 200_000, "</s:a>"), TOO_MUCH),
        ("namespaces in namespaces", format!("<?xml version=\"1.0\"?>{namespaces}"), TOO_MUCH),
        ("attributes", format!("<s:a{attributes}/>"), TOO_MUCH),
        ("brackets", format!("<?xml version=\"1.0\"?>{}", "<".repeat(MANY)), TOO_MUCH),
        ("elements", format!("<?xml version=\"1.0\"?><a>{}</a>", filled("<a/>", MANY)), TOO_MUCH),
        ("entities", laughs, ""),
        ("references", format!("<s:a>{}</s:a>", filled("&#x41;", MANY)), ""),
        ("a comment", format!("<s:a><!--{}--></s:a>", "-".repeat(MANY)), ""),
    ] {
        theme.apart(&format!("{what} in an answer"), one(&answer("text/xml", &text)), told);
        theme.apart(&format!("{what} in a request"), one(&posted("text/xml", &text)), told);
        let address = |encoded: &str| {
            let encoded = url::form_urlencoded::byte_serialize(encoded.as_bytes()).collect::<String>();
            one(&url(&format!("https://login.microsoftonline.com/common/saml2?SAMLRequest={encoded}")))
        };
        theme.apart(&format!("{what} as SAML"), address(&deflated(&text)), "");
        let metadata = zip(&[("raw/1_c.txt", asked().as_bytes()), ("raw/1_m.xml", text.as_bytes())]);
        theme.apart(&format!("{what} as metadata"), metadata, "");
    }
    for (what, text) in [
        ("tags in tags", filled("<div>", MANY)),
        ("forms", filled("<form><input name=a>", MANY)),
        ("attributes", format!("<a {}>", filled("a=b ", MANY))),
        ("scripts", filled("<script>$Config=", MANY)),
        ("entities", filled("&amp;", MANY)),
    ] {
        theme.apart(&format!("{what} on a page"), one(&page(&text)), "");
    }
    theme.end();
}

#[test]
fn much_of_everything() {
    let mut theme = Theme::new("much_of_everything");
    let large = "word ".repeat(MANY / 5);
    theme.apart(
        "a message of 2 MB",
        one(&answer(
            "application/json",
            &json!({"error": "invalid_grant", "error_description": format!("AADSTS50126: {large}")}).to_string(),
        )),
        "",
    );
    theme.apart("a text of 2 MB", one(&answer("text/plain", &large)), "");
    theme.apart(
        "a parameter of 2 MB",
        one(&url(&format!("https://login.microsoftonline.com/common/oauth2/authorize?state={}", "s".repeat(MANY)))),
        "",
    );
    let headers = |count: usize| Value::Array((0..count).map(|at| json!({"name": format!("X-{at}"), "value": "v"})).collect());
    theme.apart("400,000 headers", one(&with("/response/headers", headers(400_000))), TOO_MUCH);
    theme.apart("30,000 headers", one(&with("/response/headers", headers(30_000))), "");
    theme.apart("100,000 headers in a SAZ", session(&filled("A: b\r\n", 600_000), b"x"), "");
    theme.apart(
        "100,000 parameters",
        one(&url(&format!("https://login.microsoftonline.com/common/oauth2/authorize?{}", filled("a=b&", 400_000)))),
        "",
    );
    theme.apart("100,000 fields", one(&posted("application/x-www-form-urlencoded", &filled("a=b&", 400_000))), "");
    theme.apart("100,000 cookies", one(&with("/request/headers", json!([{"name": "Cookie", "value": filled("a=1; ", 500_000)}]))), "");
    let cookies = numbered(20_000, "c#=AQABAAEAAAD--#abcdefgh; ");
    theme.apart("20,000 cookies that begin alike", one(&with("/request/headers", json!([{"name": "Cookie", "value": cookies}]))), "");
    theme.apart(
        "a password of dashes",
        one(&posted(
            "application/x-www-form-urlencoded",
            &format!("passwd={}abcdef&x={}", "-".repeat(170_000), "-----abcdef".repeat(10_000)),
        )),
        "",
    );
    theme.apart("a zip of zips", (0..10).fold(saz(&[]), |inner, _| zip(&[("a.zip", &inner)])), TOO_NESTED);
    theme.apart("gzips in gzips", (0..20).fold(super::make::good_har().into_bytes(), |inner, _| gzip(&inner)), TOO_NESTED);
    theme.end();
}

/// Chunks of one message are those of the next, and lead nowhere.
#[test]
fn lengths_that_lead_on() {
    let mut theme = Theme::new("lengths_that_lead_on");
    let head = "GET https://a.example/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n";
    theme.apart("chunks in chunks", filled(&format!("{head}\r\n{:x}\r\n", head.len()), MANY), "");
    let claims = filled("GET https://a.example/ HTTP/1.1\r\nContent-Length: 700000\r\n\r\n", 1 << 20);
    theme.apart("lengths into empty lines", format!("{claims}{}", "\r\n".repeat(500_000)), "");
    theme.apart("lengths into a long line", format!("{claims}{}", "a".repeat(MANY)), "");
    theme.end();
}

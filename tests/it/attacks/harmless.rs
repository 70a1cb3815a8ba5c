//! Captures in which nothing is odd: none is refused, and none loses a code.

use serde_json::{Value, json};

use super::exchange::{Exchange, Format, saz};
use super::field::{Sanitized, difference, sanitize};
use super::survivors::told;
use crate::generate::{self, Recipe};
use crate::run::Scratch;

/// Sanitizes and compares the reports before and after.
fn wrong(name: &str, raw: &std::path::Path, clean: &Sanitized) -> Vec<String> {
    if clean.outcome.status != Some(0) {
        return vec![format!("{name}: status {:?}: {}", clean.outcome.status, clean.outcome.stderr.trim())];
    }
    let (before, after) = (told(raw), told(&clean.path));
    if before == after { Vec::new() } else { vec![format!("{name}: {}", difference(&before, &after))] }
}

fn judge(wrong: &[String]) {
    for line in wrong {
        eprintln!("harmless | {line}");
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn generated_captures_are_told_alike() {
    let scratch = Scratch::new("attacks_generated");
    let mut all = Vec::new();
    for format in [generate::Format::Har, generate::Format::Saz] {
        for seed in [3, 5] {
            let raw = scratch.path().join(format!("{seed}.{format:?}").to_lowercase());
            generate::write(Recipe { format, bytes: 1_000_000, seed, is_dense: false }, &raw).expect("a capture");
            let clean = sanitize(&raw, &scratch.path().join(format!("clean-{seed}.{format:?}").to_lowercase()));
            all.extend(wrong(&format!("{format:?} {seed}"), &raw, &clean));
        }
    }
    judge(&all);
}

/// Traffic of a day as browsers and proxies write it, with no sign-in in it.
fn ordinary() -> Vec<(&'static str, Value)> {
    let entry = |url: &str, more: Value| {
        let mut entry = json!({"startedDateTime": "2026-03-02T11:12:31.104+01:00", "time": 12.5, "request": {"method": "GET", "url": url, "httpVersion": "HTTP/2", "headers": [{"name": "Host", "value": "x"}],
            "queryString": [], "cookies": [], "headersSize": 300, "bodySize": 0}, "response": {"status": 200, "statusText": "OK", "httpVersion": "HTTP/2", "headers": [{"name": "Content-Type", "value": "text/html"}],
            "cookies": [], "content": {"size": 4, "mimeType": "text/html", "text": "<p>x"}, "redirectURL": "", "headersSize": 200, "bodySize": 4}, "cache": {}, "timings": {"send": 0, "wait": 12, "receive": 0}});
        merge(&mut entry, more);
        entry
    };
    vec![
        (
            "Firefox",
            json!([entry(
                "https://news.northwind.example/",
                json!({"_securityState": "secure", "pageref": "page_1", "response": {"bodySize": -1, "content": {"size": -1}}})
            )]),
        ),
        (
            "Safari",
            json!([entry(
                "https://news.northwind.example/a.png",
                json!({"_fetchType": "Network Load", "response": {"httpVersion": "", "content": {"encoding": "base64", "mimeType": "image/png", "text": "iVBORw0KGgo="}}})
            )]),
        ),
        (
            "Charles",
            json!([entry(
                "https://api.northwind.example/v2/items?page=2",
                json!({"_charlesStatus": "COMPLETE", "response": {"content": {"encoding": "base64", "text": "eyJhIjoxfQ=="}}})
            )]),
        ),
        (
            "aborted",
            json!([entry(
                "https://news.northwind.example/x.js",
                json!({"response": {"status": 0, "_error": "net::ERR_ABORTED", "content": {"text": null}}})
            )]),
        ),
        (
            "socket",
            json!([entry(
                "wss://chat.northwind.example/live",
                json!({"_webSocketMessages": [{"type": "receive", "time": 1.5, "opcode": 1, "data": "hello"}], "response": {"status": 101}})
            )]),
        ),
        (
            "events",
            json!([entry(
                "https://chat.northwind.example/events",
                json!({"response": {"content": {"mimeType": "text/event-stream", "text": ": ok\n\ndata: {\"type\":\"ping\"}\n\nevent: end\ndata: 1\n\n"}}})
            )]),
        ),
        (
            "batch",
            json!([entry(
                "https://graph.microsoft.com/v1.0/$batch",
                json!({"request": {"method": "POST", "postData": {"mimeType": "application/json", "text": "{\"requests\":[{\"id\":\"1\",\"method\":\"GET\",\"url\":\"/me\"}]}"}}})
            )]),
        ),
        (
            "parameters only",
            json!([entry(
                "https://forms.northwind.example/",
                json!({"request": {"method": "POST", "postData": {"mimeType": "application/x-www-form-urlencoded", "params": [{"name": "a", "value": "b"}]}}})
            )]),
        ),
        (
            "no bodies",
            json!([entry("https://news.northwind.example/", json!({"response": {"content": {}}})), {"request": {"method": "GET", "url": "https://news.northwind.example/"}}]),
        ),
        (
            "odd types",
            json!([entry("https://news.northwind.example/", json!({"time": null, "response": {"status": "200", "headersSize": "-1"}}))]),
        ),
        (
            "script of the service",
            json!([entry(
                "https://aadcdn.msauth.net/shared/1.0/content/js/ConvergedLogin_PCore.js",
                json!({"response": {"content": {"mimeType": "application/javascript", "text": "var EstsError={InvalidUserNameOrPassword:\"50126\",BlockedByConditionalAccess:\"53003\"};$Config"}}})
            )]),
        ),
    ]
}

fn merge(target: &mut Value, more: Value) {
    match (target, more) {
        (Value::Object(target), Value::Object(more)) => {
            for (name, value) in more {
                merge(target.entry(name).or_insert(Value::Null), value);
            }
        }
        (target, more) => *target = more,
    }
}

#[test]
fn ordinary_traffic_is_not_refused() {
    let scratch = Scratch::new("attacks_ordinary");
    let mut all = Vec::new();
    for (name, entries) in ordinary() {
        for bom in ["", "\u{feff}"] {
            let har = format!(
                "{bom}{}",
                json!({"log": {"version": "1.2", "creator": {"name": name, "version": "1"}, "pages": [], "entries": entries}})
            );
            let raw = scratch.file("raw.har", har);
            let clean = sanitize(&raw, &scratch.path().join("clean.har"));
            all.extend(wrong(name, &raw, &clean));
            let written: Value =
                serde_json::from_slice(clean.bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&clean.bytes)).unwrap_or_default();
            if written["log"]["entries"].as_array().map(Vec::len) != entries.as_array().map(Vec::len) {
                all.push(format!("{name}: not as many entries"));
            }
        }
    }
    let tunnels = [
        "CONNECT login.microsoftonline.com:443\nHost: login.microsoftonline.com:443\n\nA SSLv3-compatible ClientHello handshake was found.\nVersion: 3.3\nserver_name: login.microsoftonline.com\n<<< 200\nFiddlerGateway: Direct\n\nThis is a CONNECT tunnel.",
        "GET http://www.msftconnecttest.com/connecttest.txt\nPragma: no-cache\n\n\n<<< 200\nContent-Type: text/plain\nETag: 0x1\nAge: 12\n\nMicrosoft Connect Test",
        "HEAD https://news.northwind.example/\nAccept: */*\n\n\n<<< 304\nCache-Control: max-age=60\n\n",
        "OPTIONS https://graph.microsoft.com/v1.0/me\nAccess-Control-Request-Method: GET\n\n\n<<< 200\nAllow: GET, HEAD\n\n",
    ];
    let exchanges: Vec<Exchange> = tunnels.iter().map(|http| Exchange::parse(http)).collect();
    for format in Format::ALL {
        let raw = scratch.file(&format.file("tunnels"), format.write(&exchanges));
        let clean = sanitize(&raw, &scratch.path().join(format.file("clean-tunnels")));
        all.extend(wrong(&format!("tunnels in {format:?}"), &raw, &clean));
    }
    let more =
        [("_index.htm".to_owned(), "<html><body>x</body></html>".to_owned()), ("[Content_Types].xml".to_owned(), "<Types/>".to_owned())];
    let raw = scratch.file("index.saz", saz(&exchanges, &more, ""));
    let clean = sanitize(&raw, &scratch.path().join("clean-index.saz"));
    all.extend(wrong("an archive with an index", &raw, &clean));
    judge(&all);
}

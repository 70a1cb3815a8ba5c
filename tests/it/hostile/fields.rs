//! Fields of an entry that are not what they should be, or try to get at the reader's terminal.

use serde_json::{Value, json};

use super::Expected::Noted;
use super::Theme;
use super::make::{beside, changed, entry, filled, har, page, with};

/// What a terminal or a reader could be fooled with: colors, titles, a bell, line ends, the other direction of writing.
const STEERING: &str = "\u{1b}[2J\u{1b}]0;owned\u{7}\u{9b}31m\r\n\u{8}\u{0}\u{202e}gnp.exe\u{2066}\u{85}\u{7f}";

#[test]
fn statuses_sizes_and_times() {
    let mut theme = Theme::new("statuses_sizes_and_times");
    for status in [json!(-1), json!(0), json!(99), json!(999999), json!(1e308), json!("200"), json!("two hundred"), json!({}), json!([200])]
    {
        theme.found(&format!("the status {status}"), beside(&[with("/response/status", status)]));
    }
    for size in [json!(-5), json!(1e300), json!("x"), json!(18446744073709551615_u64), json!([])] {
        theme.found(
            &format!("the size {size}"),
            beside(&[changed(with("/response/bodySize", size.clone()), "/response/content/size", size)]),
        );
    }
    for time in [
        "",
        "9999-12-31T23:59:59.999999999Z",
        "-009999-01-01T00:00:00Z",
        "1970-01-01T00:00:01Z",
        "2026-02-30T25:61:61Z",
        "+012026-01-01T00:00:00Z",
    ] {
        theme.found(&format!("the time {time}"), beside(&[with("/startedDateTime", json!(time))]));
    }
    theme.found("a time of 1 MB", beside(&[with("/startedDateTime", json!("2".repeat(1 << 20)))]));
    theme.found("a time that is a number", beside(&[with("/startedDateTime", json!(1e20))]));
    theme.found("a service of another age", beside(&[dated("Fri, 31 Dec 9999 23:59:59 GMT"), dated("Mon, 01 Jan 0001 00:00:00 GMT")]));
    theme.end();
}

#[test]
fn parts_of_the_wrong_kind() {
    let mut theme = Theme::new("parts_of_the_wrong_kind");
    for place in
        ["/request", "/response", "/request/headers", "/response/headers", "/request/postData", "/response/content", "/request/method"]
    {
        for value in [Value::Null, json!("text"), json!([[1], {"name": null}]), json!({"name": {"value": 1}})] {
            theme.found(&format!("{place} is {value}"), beside(&[with(place, value)]));
        }
    }
    for text in [json!(7), json!(["a"]), json!({"a": 1}), json!(false)] {
        theme.found(
            &format!("a body that is {text}"),
            beside(&[changed(with("/response/content/text", text.clone()), "/request/postData/text", text)]),
        );
    }
    theme.found(
        "parameters of the wrong kind",
        beside(&[with("/request/postData", json!({"params": [null, 7, {"name": []}, {"value": "x"}]}))]),
    );
    theme.found("a method of 1 MB", beside(&[with("/request/method", json!("M".repeat(1 << 20)))]));
    theme.found(
        "a redirect of 1 MB",
        beside(&[changed(with("/response/status", json!(302)), "/response/redirectURL", json!("/".repeat(1 << 20)))]),
    );
    theme.end();
}

#[test]
fn headers_of_every_kind() {
    let mut theme = Theme::new("headers_of_every_kind");
    let headers = |headers: Value| changed(with("/response/headers", headers.clone()), "/request/headers", headers);
    let many: Vec<Value> = (0..10_000).map(|number| json!({"name": format!("X-{number}"), "value": "v"})).collect();
    theme.found("10,000 headers", beside(&[headers(json!(many))]));
    let same: Vec<Value> =
        (0..3_000).map(|number| json!({"name": "Set-Cookie", "value": format!("c{number}=v{number}value; path=/")})).collect();
    theme.found("3,000 cookies", beside(&[headers(json!(same))]));
    theme.found("a cookie header of 30,000 cookies", beside(&[headers(json!([{"name": "Cookie", "value": filled("a=1; ", 150_000)}]))]));
    theme.found("a header of 1 MB", beside(&[headers(json!([{"name": "X-Large", "value": "v".repeat(1 << 20)}]))]));
    theme.found("a name of 1 MB", beside(&[headers(json!([{"name": "n".repeat(1 << 20), "value": "v"}]))]));
    theme.found("a value of 80,000 lines", beside(&[headers(json!([{"name": "X-Lines", "value": "v\n".repeat(80_000)}]))]));
    theme.found("no names", beside(&[headers(json!([{"name": "", "value": "v"}, {"value": "v"}, {"name": null}, {"name": " \r\n"}]))]));
    theme.found("headers as an object", beside(&[headers(json!({"Content-Type": ["text/html", 7, null], "X": {"deep": {}}, "": "v"}))]));
    theme.found("names with line ends", beside(&[headers(json!([{"name": "X\r\nSet-Cookie", "value": "a\r\n\r\nHTTP/1.1 200 OK"}]))]));
    for name in
        ["Location", "Date", "Content-Type", "x-ms-clitelem", "WWW-Authenticate", "Referer", "Host", "Set-Cookie", "x-ms-request-id"]
    {
        let values = [STEERING.to_owned(), "=;,\"".repeat(20_000), "%".repeat(50_000)].map(|value| json!({"name": name, "value": value}));
        theme.found(&format!("nonsense in {name}"), beside(&[headers(json!(values))]));
    }
    theme.end();
}

#[test]
fn addresses_of_every_kind() {
    let mut theme = Theme::new("addresses_of_every_kind");
    let long = format!("https://login.microsoftonline.com/{}", "a/".repeat(150_000));
    let wide = format!("https://login.microsoftonline.com/common/oauth2/authorize?{}", filled("a=b&", 100_000));
    let percent = format!("https://login.microsoftonline.com/?state={}", "%25".repeat(100_000));
    for url in [
        "",
        " ",
        "/",
        "?",
        "#",
        "//",
        "https://",
        "https:///",
        "https://[::1]:443/common/login?code=1&state=2",
        "https://[::1",
        "https://1.2.3/",
        "https://user:secret@login.microsoftonline.com/common/login",
        "https://login.microsoftonline.com:99999/",
        "https://login.microsoftonline.com./common/login",
        "HTTPS://LOGIN.MICROSOFTONLINE.COM/Common/Login",
        "https://xn--login-microsoft.example/",
        "https://xn--/",
        "https://login。microsoftonline。com/",
        "https://login.microsoftonline.com/%zz%%%0%/login?%=%&=&&&code=%ff%fe",
        "https://login.microsoftonline.com\\@app.contoso.example/",
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "about:blank",
        "blob:https://a/b",
        "chrome-extension://a/b",
        "http://%6c%6f%67in.live.com/",
        "https://a b/",
        "https://a\tb\n/",
        "ht!tp://x",
        "https://login.microsoftonline.com/\u{0}\u{202e}\u{1b}[2J",
        &long,
        &wide,
        &percent,
    ] {
        let bad = changed(with("/request/url", json!(url)), "/response/redirectURL", json!(url));
        let shown: String = url.chars().take(60).collect();
        theme.found(&format!("{shown:?}"), beside(&[changed(bad, "/response/headers", json!([{"name": "Location", "value": url}]))]));
    }
    theme.found("an address that is a number", beside(&[with("/request/url", json!(7))]));
    theme.found("no address", beside(&[json!({"request": {}}), json!({"request": {"url": null}, "response": {}})]));
    theme.end();
}

/// Everything that a report shows, with what steers a terminal in it, in every format.
#[test]
fn nothing_shown_steers_a_terminal() {
    let mut theme = Theme::new("nothing_shown_steers_a_terminal");
    let config = json!({"pgid": format!("Converged{STEERING}"), "sErrorCode": "50126", "strServiceExceptionMessage": format!("AADSTS50126: {STEERING} x"),
        "sErrTxt": STEERING, "urlPost": format!("https://mysignins.microsoft.com/{STEERING}")});
    let shown =
        page(&format!("<html><head><title>{STEERING}</title></head><script>$Config={config};</script><div>{STEERING}</div></html>"));
    let url = format!(
        "https://login.microsoftonline.com/{STEERING}/oauth2/v2.0/authorize?client_id={STEERING}&redirect_uri=https://app.contoso.example/{STEERING}&scope={STEERING}"
    );
    let failed = entry().to_string().replace("Error validating", &json!(STEERING).to_string().trim_matches('"').replace('\\', r"\\"));
    let failed: Value = serde_json::from_str(&failed).expect("still JSON");
    let entries = [
        changed(shown, "/request/url", json!(url)),
        changed(failed, "/comment", json!(STEERING)),
        with("/request/method", json!(STEERING)),
    ];
    let har = beside(&entries).replace("\"Test\"", &json!(STEERING).to_string());
    for format in ["text", "markdown", "html", "json", "jsonl", "csv"] {
        for more in [&["--verbose"][..], &["--brief"], &["--show-personal-data"]] {
            let path = theme.scratch.file(&format!("case\u{1b}[31m\u{202e}{format}.har"), &har);
            let arguments = more.iter().map(std::ffi::OsStr::new).chain(["--format".as_ref(), format.as_ref(), path.as_os_str()]);
            theme.ends(&format!("{format} {more:?}"), arguments, Noted(""));
        }
    }
    let path = theme.scratch.file("\u{202e}\u{1b}[31m.har", "no capture");
    theme.ends("a file's name", [path], super::Expected::Refused("not a HAR"));
    theme.row("an entry of it", har_of(&entries), Noted(""));
    theme.end();
}

fn har_of(entries: &[Value]) -> String {
    har(&entries.iter().map(Value::to_string).collect::<Vec<_>>())
}

fn dated(date: &str) -> Value {
    with("/response/headers", json!([{"name": "Date", "value": date}]))
}

//! Writes a story as a HAR, in the dialects of the programs that customers use.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use jiff::tz::Offset;

use super::json::{Json, Object};
use super::story::{Exchange, Kind, Story};

/// The program that wrote the HAR.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Producer {
    /// Chrome or Edge, "with sensitive data".
    Chrome,
    /// Chrome or Edge, "sanitized": no cookies and no authorization; the rest is there, passwords too.
    ChromeSanitized,
    Firefox,
    Safari,
    Fiddler,
    /// Charles Proxy: text in base64, and the fields of a form without its text.
    Charles,
    /// Playwright's recorder.
    Playwright,
    /// An exporter of a desktop program: names and values are pairs, and the newest entry comes first.
    Pairs,
    /// Polly.JS, a recorder of tests: compressed bodies in pieces, an empty list of fields next to the text of a form.
    Polly,
}

/// The story as a HAR, without a byte order mark except Fiddler's.
pub(crate) fn write(story: &Story, producer: Producer) -> Vec<u8> {
    let exchanges = story.exchanges.iter().filter(|exchange| exchange.kind != Kind::Tunnel);
    let mut entries: Vec<Json> = exchanges.enumerate().map(|(index, exchange)| entry(exchange, index, producer).into()).collect();
    if producer == Producer::Pairs {
        entries.reverse();
    }
    let (name, version) = producer.creator();
    let creator = Object::new().with("name", name).with("version", version);
    let mut log = Object::new().with("version", "1.2").with("creator", creator.clone());
    match producer {
        Producer::Firefox => log = log.with("browser", creator).with("pages", pages(story, producer)),
        Producer::Charles | Producer::Pairs | Producer::Polly => {}
        Producer::Playwright => {
            let browser = Object::new().with("name", "chromium").with("version", "145.0.7632.6");
            log = log.with("browser", browser).with("pages", pages(story, producer));
        }
        Producer::Fiddler => log = log.with("comment", "exported @ 02/03/2026 09:31:07").with("pages", Vec::new()),
        Producer::Chrome | Producer::ChromeSanitized | Producer::Safari => log = log.with("pages", pages(story, producer)),
    }
    let har = Object::new().with("log", log.with("entries", entries));
    if producer == Producer::Fiddler {
        return format!("\u{feff}{har}").into_bytes();
    }
    (Json::from(har).indented() + "\n").into_bytes()
}

impl Producer {
    fn creator(self) -> (&'static str, &'static str) {
        match self {
            Self::Chrome | Self::ChromeSanitized => ("WebInspector", "537.36"),
            Self::Firefox => ("Firefox", "147.0"),
            Self::Safari => ("WebKit Web Inspector", "1.0"),
            Self::Fiddler => ("Fiddler", "5.0.20253.3311"),
            Self::Charles => ("Charles Proxy", "5.0.3"),
            Self::Playwright => ("Playwright", "1.58.0"),
            Self::Pairs => ("Electron", "39.2.0"),
            Self::Polly => ("Polly.JS", "6.0.6"),
        }
    }

    fn is_chrome(self) -> bool {
        matches!(self, Self::Chrome | Self::ChromeSanitized)
    }

    /// Chrome and Safari write UTC, the others the local time; Fiddler with seven digits.
    fn time(self, time: Timestamp) -> String {
        let local = Offset::constant(1).to_datetime(time);
        match self {
            Self::Chrome | Self::ChromeSanitized | Self::Safari | Self::Playwright | Self::Pairs | Self::Polly => {
                time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
            }
            Self::Firefox | Self::Charles => local.strftime("%Y-%m-%dT%H:%M:%S.%3f+01:00").to_string(),
            Self::Fiddler => local.strftime("%Y-%m-%dT%H:%M:%S.%7f+01:00").to_string(),
        }
    }

    fn http_version(self, exchange: &Exchange) -> &'static str {
        match self {
            Self::Chrome | Self::ChromeSanitized if exchange.kind == Kind::Script => "h3",
            Self::Chrome | Self::ChromeSanitized => "http/2.0",
            Self::Firefox => "HTTP/2",
            Self::Safari => "",
            Self::Fiddler | Self::Pairs | Self::Polly => "HTTP/1.1",
            Self::Charles | Self::Playwright => "HTTP/2.0",
        }
    }

    fn user_agent(self) -> &'static str {
        match self {
            Self::Chrome | Self::ChromeSanitized | Self::Fiddler | Self::Charles | Self::Playwright | Self::Pairs | Self::Polly => {
                super::http1::USER_AGENT
            }
            Self::Firefox => "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:147.0) Gecko/20100101 Firefox/147.0",
            Self::Safari => {
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15"
            }
        }
    }
}

/// Browsers list the pages that were open; Chrome gives them their address as title, with everything in it.
fn pages(story: &Story, producer: Producer) -> Vec<Json> {
    let first = &story.exchanges[0];
    let title = if producer == Producer::Firefox { "Sign in to your account" } else { &first.url };
    let timings = Object::new().with("onContentLoad", 212).with("onLoad", 460);
    let page = Object::new()
        .with("startedDateTime", producer.time(first.started))
        .with("id", "page_1")
        .with("title", title)
        .with("pageTimings", timings);
    vec![page.into()]
}

/// One entry of the `log`.
pub(crate) fn entry(exchange: &Exchange, index: usize, producer: Producer) -> Object {
    let mut entry = Object::new();
    if producer.is_chrome() {
        let initiator = if exchange.kind == Kind::Document { "other" } else { "script" };
        entry = entry
            .with("_connectionId", (index * 7 + 31).to_string())
            .with("_initiator", Object::new().with("type", initiator))
            .with("_priority", if exchange.kind == Kind::Document { "VeryHigh" } else { "High" })
            .with("_resourceType", resource_type(exchange.kind))
            .with("cache", Object::new())
            .with("connection", "443");
    }
    if !matches!(producer, Producer::Fiddler | Producer::Charles | Producer::Pairs | Producer::Polly) {
        entry = entry.with("pageref", "page_1");
    }
    entry = entry
        .with("startedDateTime", producer.time(exchange.started))
        .with("time", exchange.took)
        .with("request", request(exchange, producer))
        .with("response", response(exchange, producer))
        .with("cache", Object::new())
        .with("timings", timings(exchange, producer))
        .with("serverIPAddress", "20.190.160.17");
    match producer {
        Producer::Firefox => entry.with("_securityState", "secure").with("connection", "443"),
        Producer::Safari => {
            let entry = entry.with("_serverPort", 443).with("connection", (index + 1).to_string());
            entry.with("_fetchType", "Network Load").with("_priority", "high")
        }
        Producer::Fiddler => {
            let ports = format!("ClientPort:{};EgressPort:{}", 51_200 + index, 51_201 + index);
            entry.with("connection", ports).with_some("comment", exchange.comment)
        }
        Producer::Charles => entry.with("_charlesStatus", "COMPLETE"),
        Producer::Playwright => {
            let entry = entry.with("_frameref", "frame@1b5f").with("_monotonicTime", 51_200 + index);
            entry.with("_serverPort", 443).with("_securityDetails", Object::new().with("protocol", "TLS 1.3"))
        }
        Producer::Polly => entry.with("_id", format!("{:032x}", index + 7)).with("_order", 0),
        Producer::Chrome | Producer::ChromeSanitized | Producer::Pairs => entry,
    }
}

fn resource_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Document | Kind::Tunnel => "document",
        Kind::Fetch => "fetch",
        Kind::Script => "script",
        Kind::Image => "image",
    }
}

fn timings(exchange: &Exchange, producer: Producer) -> Object {
    let unknown = if producer == Producer::Firefox { 0 } else { -1 };
    Object::new()
        .with("blocked", unknown)
        .with("dns", unknown)
        .with("connect", unknown)
        .with("ssl", unknown)
        .with("send", 1)
        .with("wait", exchange.took - 3)
        .with("receive", 2)
}

fn request(exchange: &Exchange, producer: Producer) -> Object {
    let mut headers = Vec::new();
    if producer.is_chrome() {
        let path = exchange.url.splitn(4, '/').nth(3).unwrap_or_default();
        headers.push((":authority".to_owned(), exchange.host().to_owned()));
        headers.push((":method".to_owned(), exchange.method.to_owned()));
        headers.push((":path".to_owned(), format!("/{path}")));
        headers.push((":scheme".to_owned(), "https".to_owned()));
    } else {
        headers.push(("Host".to_owned(), exchange.host().to_owned()));
    }
    if exchange.request_header("User-Agent").is_none() {
        headers.push(("User-Agent".to_owned(), producer.user_agent().to_owned()));
    }
    headers.extend(exchange.request_headers.iter().cloned());
    let sent = exchange.request_header("Cookie").unwrap_or_default();
    let cookies = sent.split("; ").filter_map(|pair| pair.split_once('='));
    let cookies = cookies.map(|(name, value)| named_value(name, value, producer)).collect();
    Object::new()
        .with("method", exchange.method)
        .with("url", &exchange.url)
        .with("httpVersion", producer.http_version(exchange))
        .with("headers", named_values(&headers, producer))
        .with("queryString", query(exchange, producer))
        .with("cookies", if producer == Producer::ChromeSanitized { Vec::new() } else { cookies })
        .with("headersSize", -1)
        .with("bodySize", exchange.request_body.as_ref().map_or(0, String::len))
        .with_some("postData", exchange.request_body.as_ref().map(|body| post_data(exchange, body, producer)))
}

/// Chrome leaves names and values percent-encoded, the others decode them.
fn query(exchange: &Exchange, producer: Producer) -> Vec<Json> {
    let Some((_, query)) = exchange.url.split_once('?') else { return Vec::new() };
    pairs(query, producer)
}

fn pairs(encoded: &str, producer: Producer) -> Vec<Json> {
    let pair = |(name, value): (String, String)| named_value(&name, &value, producer);
    if producer.is_chrome() {
        let split = |pair: &str| pair.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
        return encoded.split('&').filter_map(split).map(pair).collect();
    }
    let decoded = url::form_urlencoded::parse(encoded.as_bytes()).into_owned();
    decoded.map(pair).collect()
}

fn post_data(exchange: &Exchange, body: &str, producer: Producer) -> Object {
    let media_type = exchange.request_header("Content-Type").unwrap_or_default();
    let post_data = Object::new().with("mimeType", media_type);
    let is_form = media_type.starts_with("application/x-www-form-urlencoded");
    match producer {
        // Safari and Charles write the fields only.
        Producer::Safari | Producer::Charles if is_form => post_data.with("params", pairs(body, producer)),
        Producer::Polly => post_data.with("params", Vec::new()).with("text", body),
        _ if is_form => post_data.with("text", body).with("params", pairs(body, producer)),
        Producer::Firefox => post_data.with("params", Vec::new()).with("text", body),
        _ => post_data.with("text", body),
    }
}

fn response(exchange: &Exchange, producer: Producer) -> Object {
    let cookies = exchange.response_headers.iter().filter(|(name, _)| name == "Set-Cookie").filter_map(|(_, value)| {
        let (name, value) = value.split(';').next()?.split_once('=')?;
        let cookie = Object::new().with("name", name).with("value", value).with("path", "/");
        Some(cookie.with("httpOnly", true).with("secure", true).into())
    });
    let reason = if matches!(producer, Producer::Firefox | Producer::Fiddler | Producer::Charles | Producer::Playwright) {
        super::http1::reason(exchange.status)
    } else {
        ""
    };
    let mut headers = exchange.response_headers.clone();
    if producer == Producer::Polly && !exchange.response_body.is_empty() {
        headers.push(("Content-Encoding".to_owned(), "gzip".to_owned()));
    }
    if producer == Producer::Firefox {
        fold_set_cookie(&mut headers);
    }
    let response = Object::new()
        .with("status", u32::from(exchange.status))
        .with("statusText", reason)
        .with("httpVersion", producer.http_version(exchange))
        .with("headers", named_values(&headers, producer))
        .with("cookies", if producer == Producer::ChromeSanitized { Vec::new() } else { cookies.collect() })
        .with("content", content(exchange, producer))
        .with("redirectURL", exchange.response_header("Location").unwrap_or_default())
        .with("headersSize", -1)
        .with("bodySize", if producer.is_chrome() { -1 } else { i64::try_from(exchange.response_body.len()).unwrap_or(-1) });
    if producer.is_chrome() {
        let transferred = exchange.response_body.len() / 3 + 900;
        let aborted = if exchange.status == 0 { Some("net::ERR_ABORTED") } else { None };
        let error = exchange.network_error.or(aborted).map_or_else(Json::null, Json::from);
        return response.with("_transferSize", transferred).with("_error", error).with("_fetchedViaServiceWorker", false);
    }
    match exchange.network_error {
        Some(error) if producer == Producer::Playwright => response.with("_failureText", error),
        _ => response,
    }
}

/// Firefox joins the cookies that one response sets with line breaks.
fn fold_set_cookie(headers: &mut Vec<(String, String)>) {
    let values: Vec<String> = headers.iter().filter(|(name, _)| name == "Set-Cookie").map(|(_, value)| value.clone()).collect();
    if !values.is_empty() {
        headers.retain(|(name, _)| name != "Set-Cookie");
        headers.push(("Set-Cookie".to_owned(), values.join("\n")));
    }
}

fn content(exchange: &Exchange, producer: Producer) -> Object {
    let body = &exchange.response_body;
    let media_type = exchange.response_header("Content-Type").unwrap_or("x-unknown");
    let content = Object::new().with("size", body.len()).with("mimeType", media_type);
    // Fiddler and Safari tell how much the transfer saved; Chrome has lost what it navigated away from.
    match producer {
        Producer::Chrome | Producer::ChromeSanitized if exchange.left_behind => content,
        Producer::Firefox | Producer::Playwright if body.is_empty() => content.with("size", -1),
        Producer::Charles if !body.is_empty() => content.with("text", STANDARD.encode(body)).with("encoding", "base64"),
        Producer::Safari => content.with("compression", body.len() / 2).with("text", STANDARD.encode(body)).with("encoding", "base64"),
        _ if body.is_empty() => content,
        Producer::Polly => {
            let packed = super::http1::gzip(body);
            let pieces: Vec<String> = packed.chunks(300).map(|piece| STANDARD.encode(piece)).collect();
            let pieces = serde_json::to_string(&pieces).expect("texts are JSON");
            content.with("encoding", "base64").with("text", pieces).with("_isBinary", true)
        }
        _ => match std::str::from_utf8(body) {
            Ok(text) => content.with("text", text),
            Err(_) => content.with("text", STANDARD.encode(body)).with("encoding", "base64"),
        },
    }
}

/// Headers as the dialect lists them: lower case over HTTP/2, and without what a sanitized export takes out.
fn named_values(headers: &[(String, String)], producer: Producer) -> Vec<Json> {
    let is_dropped = |name: &str| {
        producer == Producer::ChromeSanitized
            && ["cookie", "set-cookie", "authorization"].iter().any(|taken| name.eq_ignore_ascii_case(taken))
    };
    let spelt = |name: &str| if producer == Producer::Fiddler { name.to_owned() } else { name.to_ascii_lowercase() };
    let kept = headers.iter().filter(|(name, _)| !is_dropped(name));
    kept.map(|(name, value)| named_value(&spelt(name), value, producer)).collect()
}

/// A header, a cookie or a parameter as the dialect writes it.
fn named_value(name: &str, value: &str, producer: Producer) -> Json {
    match producer {
        Producer::Pairs => vec![Json::from(name), Json::from(value)].into(),
        Producer::Polly if name == "set-cookie" => Object::new().with("_fromType", "array").with("name", name).with("value", value).into(),
        _ => Object::new().with("name", name).with("value", value).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::sign_in::{MIRIAM, SignIn, TRAVEL};

    fn story() -> Story {
        let mut story = Story::new("har", "2026-03-02T08:14:07.312Z");
        let sign_in = SignIn::new(&mut story, "only", &TRAVEL, &MIRIAM);
        sign_in.opens(&mut story);
        story
    }

    #[test]
    fn every_dialect_is_json() {
        for producer in [
            Producer::Chrome,
            Producer::ChromeSanitized,
            Producer::Firefox,
            Producer::Safari,
            Producer::Fiddler,
            Producer::Charles,
            Producer::Playwright,
            Producer::Pairs,
            Producer::Polly,
        ] {
            let bytes = write(&story(), producer);
            let text = String::from_utf8(bytes).unwrap();
            let har: serde_json::Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap();
            assert_eq!(har["log"]["entries"].as_array().unwrap().len(), 1, "{producer:?}");
        }
    }

    #[test]
    fn times_are_written_as_the_producers_do() {
        let time = "2026-03-02T08:14:07.3124218Z".parse().unwrap();
        assert_eq!(Producer::Chrome.time(time), "2026-03-02T08:14:07.312Z");
        assert_eq!(Producer::Firefox.time(time), "2026-03-02T09:14:07.312+01:00");
        assert_eq!(Producer::Fiddler.time(time), "2026-03-02T09:14:07.3124218+01:00");
    }
}

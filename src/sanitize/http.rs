//! HTTP/1 messages, written from cleaned exchanges: bodies plain and in UTF-8, with the headers that say so.

use std::fmt::Write;

use crate::model::exchange::Exchange;
use crate::model::message::{Body, Headers};

/// The header that tells how long a body was that is not there.
const LEFT_OUT: &str = "X-Entrace-Body-Left-Out";

/// What a message says of a body that it does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Announce {
    /// Nothing: the length is that of what is there.
    Nothing,
    /// Its length, as in a dump of headers.
    Length,
}

/// The request.
pub(super) fn request(original: &Exchange, clean: &Exchange, announce: Announce) -> String {
    let request = &clean.request;
    let target = request.address.text();
    let target = if request.method.eq_ignore_ascii_case("CONNECT") {
        target.split_once("://").map_or(target, |(_, authority)| authority.trim_end_matches('/'))
    } else {
        target
    };
    if request.method.is_empty() && target.is_empty() {
        return String::new();
    }
    let start = format!("{} {} HTTP/1.1", line(&request.method), line(target));
    message(&start, &request.headers, &request.body, &original.request.body, announce)
}

/// The response; empty when there was none.
pub(super) fn response(original: &Exchange, clean: &Exchange, announce: Announce) -> String {
    let (Some(response), Some(before)) = (&clean.response, &original.response) else { return String::new() };
    let status = response.status.map_or_else(|| "000".to_owned(), |status| status.to_string());
    let start = format!("HTTP/1.1 {status} {}", line(&response.reason));
    message(start.trim_end(), &response.headers, &response.body, &before.body, announce)
}

fn message(start: &str, headers: &Headers, body: &Body, before: &Body, announce: Announce) -> String {
    const REPLACED: &[&str] = &["content-length", "transfer-encoding", "content-encoding", LEFT_OUT];
    let mut text = format!("{start}\r\n");
    for (name, value) in headers.iter() {
        if REPLACED.iter().any(|replaced| replaced.eq_ignore_ascii_case(name)) {
            continue;
        }
        let value = if name.eq_ignore_ascii_case("content-type") { in_utf8(value) } else { line(value) };
        let _ = write!(text, "{}: {value}\r\n", line(name));
    }
    let length = headers.get("content-length").filter(|length| length.bytes().all(|byte| byte.is_ascii_digit()));
    let was_sent = !matches!(before, Body::Empty);
    let left_out = headers.get(LEFT_OUT).or(length).map(str::to_owned);
    match body {
        Body::Text(body) => {
            let _ = write!(text, "Content-Length: {}\r\n\r\n{body}", body.len());
        }
        _ if was_sent && announce == Announce::Length => {
            let _ = write!(text, "Content-Length: {}\r\n\r\n", left_out.filter(|length| length != "0").unwrap_or_else(|| "1".to_owned()));
        }
        _ => {
            let length = left_out.unwrap_or_else(|| before.text().len().to_string());
            if length != "0" {
                let _ = write!(text, "{LEFT_OUT}: {length}\r\n");
            }
            text.push_str("Content-Length: 0\r\n\r\n");
        }
    }
    text
}

/// A text on one line.
fn line(text: &str) -> String {
    text.replace(['\r', '\n'], " ")
}

/// The media type with the charset in which the body is written now.
fn in_utf8(value: &str) -> String {
    let kept = value.split(';').filter(|part| !part.trim().to_ascii_lowercase().starts_with("charset="));
    let kept = kept.map(str::trim).collect::<Vec<_>>().join("; ");
    if kept.len() == value.len() { line(value) } else { format!("{}; charset=utf-8", line(&kept)) }
}

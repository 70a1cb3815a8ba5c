//! HTTP/1 messages, written from cleaned exchanges: bodies plain and in UTF-8, with the headers that say so.

use std::fmt::Write;

use crate::model::exchange::Exchange;
use crate::model::message::{Body, Headers};
use crate::read::sanitized_marker::LEFT_OUT_HEADER;

/// The request.
pub(super) fn request(original: &Exchange, clean: &Exchange) -> String {
    let request = &clean.request;
    let target = request.url.text();
    let target = if request.method.eq_ignore_ascii_case("CONNECT") { tunnel(target).unwrap_or(target) } else { target };
    if request.method.is_empty() && target.is_empty() {
        return String::new();
    }
    // A line of one word is read as a target without a method.
    let start = if request.method.is_empty() { line(target) } else { format!("{} {} HTTP/1.1", line(&request.method), line(target)) };
    message(&start, &request.headers, &request.body, &original.request.body)
}

/// Host and port of a tunnel. Anything else keeps its scheme, without which a dump that begins with it would not be known.
fn tunnel(address: &str) -> Option<&str> {
    let authority = address.strip_prefix("https://")?.trim_end_matches('/');
    let (host, port) = authority.split_once(':')?;
    let is_host = host.starts_with(|first: char| first.is_ascii_alphabetic())
        && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
    (is_host && port.bytes().all(|byte| byte.is_ascii_digit())).then_some(authority)
}

/// The response; empty when there was none.
pub(super) fn response(original: &Exchange, clean: &Exchange) -> String {
    let (Some(response), Some(before)) = (&clean.response, &original.response) else { return String::new() };
    let status = response.status.map_or_else(|| "000".to_owned(), |status| status.to_string());
    let start = format!("HTTP/1.1 {status} {}", line(&response.reason));
    message(start.trim_end(), &response.headers, &response.body, &before.body)
}

fn message(start: &str, headers: &Headers, body: &Body, before: &Body) -> String {
    const REPLACED: &[&str] = &["content-length", "transfer-encoding", "content-encoding", LEFT_OUT_HEADER];
    let mut text = format!("{start}\r\n");
    for (name, value) in headers.iter() {
        if REPLACED.iter().any(|replaced| replaced.eq_ignore_ascii_case(name)) {
            continue;
        }
        let value = if name.eq_ignore_ascii_case("content-type") { in_utf8(value) } else { line(value) };
        let _ = write!(text, "{}: {value}\r\n", line(name));
    }
    let length = headers.get("content-length").filter(|length| length.bytes().all(|byte| byte.is_ascii_digit()));
    let left_out = headers.get(LEFT_OUT_HEADER).or(length).map(str::to_owned);
    if let Body::Text(body) = body {
        let _ = write!(text, "Content-Length: {}\r\n\r\n{body}", body.len());
        return text;
    }
    let length = left_out.or_else(|| Some(before.text().len().to_string()).filter(|length| length != "0"));
    let is_unknown = length.is_none() && *before == Body::NotCaptured;
    if let Some(length) = length.or_else(|| is_unknown.then(|| "unknown".to_owned())).filter(|length| length != "0") {
        let _ = write!(text, "{LEFT_OUT_HEADER}: {length}\r\n");
    }
    text.push_str("Content-Length: 0\r\n\r\n");
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

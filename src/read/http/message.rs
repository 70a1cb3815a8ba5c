//! HTTP/1 messages as proxies and people write them: CRLF or LF, folded headers, lines that are no headers.

use crate::model::message::{Headers, Url};
use crate::read::http::charset::header_text;

/// A message cut into its parts.
#[derive(Debug, Default)]
pub(in crate::read) struct Message<'a> {
    /// The request or status line.
    pub(in crate::read) start: String,
    pub(in crate::read) headers: Headers,
    /// What follows the empty line, as it stands.
    pub(in crate::read) body: &'a [u8],
}

/// Cuts a message into start line, headers and body. Takes anything: empty lines before the start are passed over, a line without a
/// colon is left out.
pub(in crate::read) fn message(bytes: &[u8]) -> Message<'_> {
    let mut rest = bytes;
    let mut start = String::new();
    let mut headers: Vec<(String, String)> = Vec::new();
    while let Some((line, after)) = split_line(rest) {
        rest = after;
        match line {
            [] if start.is_empty() => {}
            [] => break,
            _ if start.is_empty() => start = header_text(line),
            [b' ' | b'\t', ..] if !headers.is_empty() => unfold(&mut headers, line),
            _ => headers.extend(header(line)),
        }
    }
    Message { start, headers: headers.into_iter().collect(), body: rest }
}

/// The first line without its end, and what follows; `None` when there is nothing.
pub(in crate::read) fn split_line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    if bytes.is_empty() {
        return None;
    }
    let (line, rest) = match memchr::memchr(b'\n', bytes).and_then(|end| bytes.split_at_checked(end)) {
        Some((line, rest)) => (line, rest.get(1..).unwrap_or_default()),
        None => (bytes, &[][..]),
    };
    Some((line.strip_suffix(b"\r").unwrap_or(line), rest))
}

fn header(line: &[u8]) -> Option<(String, String)> {
    // The name of a pseudo-header (`:authority`) begins with a colon.
    let colon = memchr::memchr(b':', line.get(1..)?)? + 1;
    let (name, value) = line.split_at_checked(colon)?;
    let value = value.get(1..).unwrap_or_default();
    Some((header_text(name.trim_ascii()), header_text(value.trim_ascii())))
}

fn unfold(headers: &mut [(String, String)], line: &[u8]) {
    let more = line.trim_ascii();
    if let Some((_, value)) = headers.last_mut().filter(|_| !more.is_empty()) {
        value.push(' ');
        value.push_str(&header_text(more));
    }
}

/// Method and target of a request line; the target may hold spaces.
pub(in crate::read) fn request_line(line: &str) -> Option<(&str, &str)> {
    let (method, rest) = line.trim().split_once(' ')?;
    let target = match rest.rsplit_once(' ') {
        Some((target, version)) if version.starts_with("HTTP/") => target,
        _ => rest,
    };
    Some((method, target.trim()))
}

/// Status code and reason of a status line; no code when it is nonsense.
pub(in crate::read) fn status_line(line: &str) -> Option<(Option<u16>, &str)> {
    let rest = line.trim_start().strip_prefix("HTTP/")?;
    let (_, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    let rest = rest.trim_start();
    let (code, reason) = rest.split_once(' ').unwrap_or((rest, ""));
    Some((status(code.trim()), reason.trim()))
}

/// A status code, when it is one.
pub(in crate::read) fn status(text: &str) -> Option<u16> {
    status_code(text.parse().ok())
}

/// A number as a status code, when it is one.
pub(in crate::read) fn status_code(number: Option<u16>) -> Option<u16> {
    number.filter(|code| (100..1000).contains(code))
}

/// The absolute address of a request: the target itself, or completed from `:scheme`, `:authority` or `Host`.
/// `scheme` is what the capture says next to; without any it is `https`, as everything of interest here is.
pub(in crate::read) fn address(target: &str, headers: &Headers, scheme: Option<&str>) -> Url {
    let target = target.trim();
    let host = headers.get(":authority").or_else(|| headers.get("host")).map(str::trim).filter(|host| !host.is_empty());
    match host {
        Some(host) if !is_absolute(target) => {
            let scheme = headers.get(":scheme").or(scheme).unwrap_or("https");
            let slash = if target.starts_with('/') { "" } else { "/" };
            Url::parse(format!("{scheme}://{host}{slash}{target}"))
        }
        _ => Url::parse(target),
    }
}

/// The address of a CONNECT tunnel, whose target is a host and a port.
pub(in crate::read) fn tunnel(target: &str) -> Url {
    let target = target.trim();
    if target.contains("://") { Url::parse(target) } else { Url::parse(format!("https://{target}/")) }
}

/// Whether a target has a scheme. `://` inside a query does not make one.
pub(in crate::read) fn is_absolute(target: &str) -> bool {
    target.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
    })
}

/// What `Content-Length` says.
pub(in crate::read) fn content_length(headers: &Headers) -> Option<u64> {
    headers.get("content-length")?.trim().parse().ok()
}

/// Whether the body comes in chunks.
pub(in crate::read) fn is_chunked(headers: &Headers) -> bool {
    headers.all("transfer-encoding").any(|value| value.to_ascii_lowercase().contains("chunked"))
}

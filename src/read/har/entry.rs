//! One entry of a HAR to an exchange. Every producer leaves out, adds and renames; nothing here is taken for granted.

use std::borrow::Cow;

use serde_json::Value;

use crate::entra::json::Refused;
use crate::entra::repair;
use crate::entra::token::from_base64;
use crate::model::capture::{Note, NoteKind};
use crate::model::exchange::{Exchange, Request, Response};
use crate::model::message::{Body, Headers};
use crate::read::har::pairs::{pairs, text};
use crate::read::har::plain;
use crate::read::http::body::{self, Decoded, Problem};
use crate::read::http::message;
use crate::read::json::window::Members;
use crate::read::prefilter;
use crate::read::reading::{Reading, timestamp};

/// An entry that was read, and what there is to say about it.
pub(in crate::read) struct Parsed {
    pub(in crate::read) exchange: Exchange,
    pub(in crate::read) notes: Vec<Note>,
}

/// Parses an entry. Refused when it has no request that can be read.
pub(in crate::read) fn parse(entry: u64, parts: &Parts<'_>, reading: &Reading<'_>) -> Result<Parsed, Refused> {
    let value = |part: Option<&[u8]>| part.and_then(|part| repair::value(part).ok());
    let (started, time, comment, error) = (value(parts.started), value(parts.time), value(parts.comment), value(parts.error));
    let (request, request_problem) = request(parts.request.ok_or(Refused::Invalid)?, reading)?;
    let read = parts.response.map(|response| response_of(response, &request.method, reading));
    let (answered, response_refused) = read.map_or_else(
        || (Answered::default(), None),
        |read| match read {
            Ok(answered) => (answered, None),
            Err(refused) => (Answered::default(), Some(refused)),
        },
    );
    let error = answered.error.or_else(|| filled(error.as_ref()));
    let problems = [("request", request_problem), ("response", answered.problem)];
    let mut notes: Vec<Note> = problems.into_iter().filter_map(|(whose, problem)| Some(body::note(entry, whose, problem?))).collect();
    notes.extend(response_refused.map(|refused| match refused {
        Refused::TooMuch => {
            Note::on_entry(NoteKind::LimitReached, entry, "The response of this entry has more values, or deeper ones, than are read.")
        }
        Refused::Invalid => Note::on_entry(NoteKind::Unreadable, entry, "The response of this entry is no readable JSON."),
    }));
    let exchange = Exchange {
        entry,
        started: text(started.as_ref()).and_then(|text| timestamp(&text)),
        duration: time.as_ref().and_then(milliseconds),
        request,
        response: answered.response,
        comment: filled(comment.as_ref()),
        error,
    };
    Ok(Parsed { exchange, notes })
}

/// A duration as a HAR states it: `-1`, `0`, nothing and nonsense are none.
fn milliseconds(time: &Value) -> Option<u64> {
    /// Longer than any exchange: a day.
    const LONGEST: f64 = 86_400_000.0;
    let time = time.as_f64().filter(|time| *time > 0.0 && *time <= LONGEST)?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it lies between zero and a day")]
    Some(time.round() as u64)
}

/// The members of an entry that are read, as they stand. The others may be broken, deep or huge without harm.
#[derive(Default)]
pub(in crate::read) struct Parts<'a> {
    pub(in crate::read) request: Option<&'a [u8]>,
    pub(in crate::read) response: Option<&'a [u8]>,
    pub(in crate::read) started: Option<&'a [u8]>,
    time: Option<&'a [u8]>,
    comment: Option<&'a [u8]>,
    error: Option<&'a [u8]>,
}

impl<'a> Parts<'a> {
    /// The last of each name counts.
    pub(in crate::read) fn of(entry: &mut Members<'a>) -> Self {
        let mut parts = Self::default();
        for (name, value) in entry {
            if let Some(part) = parts.named(&name) {
                *part = Some(value);
            }
        }
        parts
    }

    fn named(&mut self, name: &str) -> Option<&mut Option<&'a [u8]>> {
        Some(match name {
            "request" => &mut self.request,
            "response" => &mut self.response,
            "startedDateTime" => &mut self.started,
            "time" => &mut self.time,
            "comment" => &mut self.comment,
            "_error" => &mut self.error,
            _ => return None,
        })
    }
}

/// What the response of an entry comes to.
#[derive(Default)]
struct Answered {
    response: Option<Response>,
    problem: Option<Problem>,
    /// Why nothing came, when the response says so.
    error: Option<String>,
}

fn request(raw: &[u8], reading: &Reading<'_>) -> Result<(Request, Option<Problem>), Refused> {
    if let Some(request) = plain::parse(raw).and_then(|request| plain_request(request, reading)) {
        return Ok(request);
    }
    let request = repair::value(raw)?;
    if request.is_object() { Ok(read_request(&request, reading)) } else { Err(Refused::Invalid) }
}

fn response_of(raw: &[u8], method: &str, reading: &Reading<'_>) -> Result<Answered, Refused> {
    if let Some(response) = plain::parse(raw) {
        return Ok(plain_response(response, method, reading));
    }
    let response = repair::value(raw)?;
    if !response.is_object() {
        return Ok(Answered::default());
    }
    let (read, problem) = read_response(&response, method, reading);
    let error = filled(response.get("_error")).or_else(|| filled(response.get("_failureText")));
    Ok(Answered { response: read, problem, error })
}

/// `None` where what is listed next to it is needed to complete it.
fn plain_request(request: plain::Request<'_>, reading: &Reading<'_>) -> Option<(Request, Option<Problem>)> {
    let plain::Request { method, url, headers, query_string, post_data, body_size, .. } = request;
    if post_data.as_ref().is_some_and(|post| post.text.is_empty()) || query_string.any && !url.contains(['?', '#']) {
        return None;
    }
    let mut headers = plain_headers(&headers);
    let (body, problem) = match &post_data {
        Some(post) => {
            complete_content_type(&mut headers, Some(post.mime_type.as_ref()));
            content(&post.text, Coded::default(), &headers, reading)
        }
        None => (request_without_text(body_size.and_then(|size| size.try_into().ok()), &headers), None),
    };
    Some((addressed(&method, &url, headers, body), problem))
}

fn plain_response(response: plain::Response<'_>, method: &str, reading: &Reading<'_>) -> Answered {
    let plain::Response { status, status_text, headers, content, redirect_url, body_size, error, .. } = response;
    let status = message::status_code(status.try_into().ok());
    let mut headers = plain_headers(&headers);
    let answered = status.is_some() || headers.iter().next().is_some();
    complete_content_type(&mut headers, Some(content.mime_type.as_ref()));
    let holder = ContentOf {
        text: Some(content.text).filter(|text| !text.is_empty()),
        coded: Coded { is_base64: is_base64(&content.encoding), is_list: false },
        bytes: content.size.and_then(|size| size.try_into().ok()),
        sent: body_size.and_then(|size| size.try_into().ok()),
        is_elsewhere: content.compression.is_some_and(|saved| saved.unsigned_abs() > 1),
    };
    let (body, problem) = response_body(&holder, method, status, &headers, reading);
    let redirect = Some(redirect_url.into_owned()).filter(|target| !target.is_empty());
    let is_none = !answered && redirect.is_none() && body.text().is_empty();
    let response = Response { status, reason: status_text.into_owned(), headers, redirect, body };
    Answered { response: (!is_none).then_some(response), problem, error: error.map(Cow::into_owned).filter(|error| !error.is_empty()) }
}

fn plain_headers(listed: &[plain::Pair<'_>]) -> Headers {
    let mut headers = Headers::default();
    for plain::Pair { name, value } in listed.iter().filter(|pair| !pair.name.trim().is_empty()) {
        push_header(&mut headers, name.trim(), value);
    }
    headers
}

fn read_request(request: &Value, reading: &Reading<'_>) -> (Request, Option<Problem>) {
    let mut headers = read_headers(request.get("headers"));
    let post = request.get("postData").unwrap_or(&Value::Null);
    complete_content_type(&mut headers, filled(post.get("mimeType")).as_deref());
    let (body, problem) = request_body(request, post, &headers, reading);
    let method = text(request.get("method")).unwrap_or_default();
    let target = text(request.get("url")).unwrap_or_default();
    let target = with_query(target.into(), request.get("queryString").filter(|_| !is_tunnel(&method)));
    (addressed(&method, &target, headers, body), problem)
}

fn is_tunnel(method: &str) -> bool {
    method.trim().eq_ignore_ascii_case("CONNECT")
}

fn addressed(method: &str, target: &str, headers: Headers, body: Body) -> Request {
    let url = if is_tunnel(method) { message::tunnel(target) } else { message::address(target, &headers, None) };
    Request { method: method.trim().to_owned(), url, headers, body }
}

/// The target of a request with its query, which some programs list next to it only.
pub(in crate::read) fn with_query<'a>(target: Cow<'a, str>, listed: Option<&Value>) -> Cow<'a, str> {
    if target.is_empty() || target.contains(['?', '#']) {
        return target;
    }
    let query = pairs(listed);
    if query.is_empty() { target } else { Cow::Owned(format!("{target}?{}", urlencoded(&query))) }
}

fn request_body(request: &Value, post: &Value, headers: &Headers, reading: &Reading<'_>) -> Decoded {
    if let Some(text) = captured(post) {
        return content(&text, Coded::of(post), headers, reading);
    }
    let params = pairs(post.get("params"));
    if !params.is_empty() {
        return (Body::Text(urlencoded(&params)), None);
    }
    (request_without_text(size(request.get("bodySize")), headers), None)
}

fn request_without_text(size: Option<u64>, headers: &Headers) -> Body {
    let announced = size.or_else(|| message::content_length(headers)).unwrap_or(0);
    if announced > 0 { Body::NotCaptured } else { Body::Empty }
}

/// The response, unless its object only says that there was none.
fn read_response(response: &Value, method: &str, reading: &Reading<'_>) -> (Option<Response>, Option<Problem>) {
    let content = ContentOf::of(response);
    let status = text(response.get("status")).and_then(|code| message::status(code.trim()));
    let mut headers = read_headers(response.get("headers"));
    let answered = status.is_some() || headers.iter().next().is_some();
    complete_content_type(&mut headers, filled(response.get("content").and_then(|content| content.get("mimeType"))).as_deref());
    let (body, problem) = response_body(&content, method, status, &headers, reading);
    let redirect = filled(response.get("redirectURL"));
    if !answered && redirect.is_none() && body.text().is_empty() {
        return (None, problem);
    }
    let reason = text(response.get("statusText")).unwrap_or_default();
    (Some(Response { status, reason, headers, redirect, body }), problem)
}

/// What a `content` object says of the body.
struct ContentOf<'a> {
    text: Option<Cow<'a, str>>,
    coded: Coded,
    bytes: Option<u64>,
    sent: Option<u64>,
    /// Whether there was a body: something was unpacked, or it is in another file.
    is_elsewhere: bool,
}

impl<'a> ContentOf<'a> {
    fn of(response: &'a Value) -> Self {
        let content = response.get("content").unwrap_or(&Value::Null);
        let is_unpacked = || content.get("compression").and_then(Value::as_f64).is_some_and(|saved| saved.abs() > 1.0);
        Self {
            text: captured(content),
            coded: Coded::of(content),
            bytes: size(content.get("size")),
            sent: size(response.get("bodySize")),
            is_elsewhere: content.get("_file").is_some() || is_unpacked(),
        }
    }
}

fn response_body(content: &ContentOf<'_>, method: &str, status: Option<u16>, headers: &Headers, reading: &Reading<'_>) -> Decoded {
    let media_type = headers.media_type();
    let readable = prefilter::reads(&media_type);
    let ContentOf { text, coded, bytes, sent, is_elsewhere } = content;
    let body = match text {
        Some(_) if !readable => Body::Skipped,
        Some(text) => return self::content(text, *coded, headers, reading),
        None if method.eq_ignore_ascii_case("HEAD") || matches!(status, None | Some(204 | 304)) => Body::Empty,
        None if *is_elsewhere || bytes.is_some_and(|bytes| bytes > 0) => missing(readable),
        // A page of no size that came over the wire with one: the browser went on before it was asked for the text.
        None if status == Some(200) && is_document(&media_type) && (bytes.is_none() || *sent > Some(0)) => missing(readable),
        None => Body::Empty,
    };
    (body, None)
}

fn missing(readable: bool) -> Body {
    if readable { Body::NotCaptured } else { Body::Skipped }
}

fn is_document(media_type: &str) -> bool {
    media_type.contains("html") || media_type.contains("json") || media_type.contains("xml")
}

/// How the text of a `content` or `postData` object is encoded.
#[derive(Debug, Clone, Copy, Default)]
struct Coded {
    is_base64: bool,
    /// Whether it may be in pieces.
    is_list: bool,
}

impl Coded {
    fn of(holder: &Value) -> Self {
        let encoding = ["encoding", "_encoding"].iter().find_map(|key| filled(holder.get(*key))).unwrap_or_default();
        Self { is_base64: is_base64(&encoding), is_list: holder.get("_isBinary").and_then(Value::as_bool).unwrap_or(false) }
    }
}

fn is_base64(encoding: &str) -> bool {
    encoding.trim().eq_ignore_ascii_case("base64")
}

/// The text of a `content` or `postData` object: as it stands, or from base64, which may hold a compressed body.
fn content(text: &str, coded: Coded, headers: &Headers, reading: &Reading<'_>) -> Decoded {
    let most = reading.options.limits.body;
    let is_binary = coded.is_base64 || coded.is_list;
    if let Some(bytes) = Some(text).filter(|text| is_binary && text.len() <= most).and_then(from_list) {
        return body::from_capture(&bytes, headers, &reading.budget);
    }
    // A little more than a body may have, so that what is cut shows.
    let packed = beginning(text, most / 3 * 4 + 8);
    // Where it was cut a part of a group may be left.
    let cuts = if packed.len() < text.len() { 0..4 } else { 0..1 };
    let decode = || cuts.into_iter().find_map(|less| from_base64(packed.get(..packed.len().checked_sub(less)?)?));
    if let Some(bytes) = coded.is_base64.then(decode).flatten() {
        let (body, problem) = body::from_capture(&bytes, headers, &reading.budget);
        return (body, problem.or((packed.len() < text.len()).then_some(Problem::TooLarge)));
    }
    let limited = beginning(text, most);
    (Body::Text(limited.to_owned()), (limited.len() < text.len()).then_some(Problem::TooLarge))
}

/// A body in pieces, as Polly.JS writes what came compressed: a list of texts in base64, or in hexadecimal digits.
fn from_list(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_start();
    let pieces: Vec<String> = text.starts_with('[').then(|| serde_json::from_str(text).ok())??;
    let is_hexadecimal = |piece: &String| piece.len().is_multiple_of(2) && piece.bytes().all(|digit| digit.is_ascii_hexdigit());
    let decode: fn(&String) -> Option<Vec<u8>> =
        if pieces.iter().all(is_hexadecimal) { |piece| from_hexadecimal(piece) } else { |piece| from_base64(piece) };
    Some(pieces.iter().map(decode).collect::<Option<Vec<Vec<u8>>>>()?.concat())
}

fn from_hexadecimal(digits: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> =
        digits.chars().map(|digit| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect::<Option<_>>()?;
    Some(digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect())
}

/// As much of a text as is allowed.
fn beginning(text: &str, most: usize) -> &str {
    (0..=most.min(text.len())).rev().find_map(|end| text.get(..end)).unwrap_or_default()
}

/// The text of a `content` or `postData` object, when there is any. It may be large.
fn captured(holder: &Value) -> Option<Cow<'_, str>> {
    // Some programs write the text alone.
    match holder.get("text").or(Some(holder).filter(|holder| holder.is_string())) {
        Some(Value::String(text)) => Some(Cow::Borrowed(text.as_str())).filter(|text| !text.is_empty()),
        other => filled(other).map(Cow::Owned),
    }
}

/// Headers, however they are listed. Several values folded into one by line ends become several headers.
fn read_headers(headers: Option<&Value>) -> Headers {
    let mut read = Headers::default();
    for (name, value) in pairs(headers) {
        push_header(&mut read, name.trim(), &value);
    }
    read
}

fn push_header(headers: &mut Headers, name: &str, value: &str) {
    if !value.contains('\n') {
        return headers.push(name, value.trim());
    }
    let mut unfolded = String::new();
    for line in value.lines() {
        // A line that begins with a blank continues with the line before it.
        if line.starts_with([' ', '\t']) || unfolded.is_empty() {
            let more = line.trim();
            unfolded.push_str(if unfolded.is_empty() || more.is_empty() { "" } else { " " });
            unfolded.push_str(more);
        } else {
            headers.push(name, std::mem::replace(&mut unfolded, line.trim().to_owned()));
        }
    }
    headers.push(name, unfolded);
}

/// Where no header says what a body is, the HAR's own `mimeType` does.
fn complete_content_type(headers: &mut Headers, media_type: Option<&str>) {
    if let Some(media_type) = media_type.filter(|media_type| !media_type.is_empty() && headers.get("content-type").is_none()) {
        headers.push("Content-Type", media_type);
    }
}

/// The form that was sent, from its parameters. Some producers list them decoded, some as they went over the wire; the latter show
/// by an escape and by nothing that would need one.
fn urlencoded(pairs: &[(String, String)]) -> String {
    let both = || pairs.iter().flat_map(|(name, value)| [name, value]);
    if both().any(|text| text.contains('%')) && both().all(|text| is_encoded(text)) {
        return pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
    }
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// Whether a text could be the outcome of urlencoding.
fn is_encoded(text: &str) -> bool {
    let escapes = text.split('%').skip(1).all(|after| after.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2);
    escapes && text.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'&' | b'=' | b'#' | b'"' | b'<' | b'>'))
}

fn filled(value: Option<&Value>) -> Option<String> {
    text(value).filter(|text| !text.is_empty())
}

/// A size in bytes; `None` for the `-1` that means unknown.
fn size(value: Option<&Value>) -> Option<u64> {
    text(value)?.trim().split('.').next()?.parse().ok()
}

//! Fiddler's text dump of sessions ("Save as Text", "Copy Session"): requests and responses one after the other, with rulers between.
//!
//! Nothing in the format says where a body ends. Its own length is believed when something plausible follows; else it ends where the
//! next start line or ruler begins a line. The dump is read whole, up to the limit on what is held in memory.

use std::collections::{BTreeMap, HashSet};
use std::io::Read;
use std::ops::ControlFlow;
use std::ops::Range;

use crate::model::capture::{Note, NoteKind};
use crate::model::exchange::{Exchange, Request, Response};
use crate::model::message::{Body, Headers};
use crate::read::bytes::adapters::read_up_to;
use crate::read::capture_sink::CaptureSink;
use crate::read::error::{ReadError, TEXT};
use crate::read::http::body::{self, Decoded, Problem};
use crate::read::http::charset::TextEncoding;
use crate::read::http::message::{self, Message, split_line};
use crate::read::reading::Reading;
use crate::read::sink::Found;
use crate::read::{prefilter, sanitized_marker};

/// Whether the text holds a request line with an absolute address, or one followed by a `Host` header.
pub(super) fn recognizes(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim_start);
    while let Some(line) = lines.next() {
        let Some(target) = request_target(line.as_bytes()) else { continue };
        let has_host = || lines.clone().take_while(|line| !line.is_empty()).any(is_host_header);
        if message::is_absolute(target) || has_host() {
            return true;
        }
    }
    false
}

fn is_host_header(line: &str) -> bool {
    line.get(..5).is_some_and(|name| name.eq_ignore_ascii_case("host:"))
}

/// Reads a dump. Fails only when not one session is in it.
pub(super) fn read(
    source: &mut dyn Read,
    encoding: TextEncoding,
    reading: &Reading<'_>,
    capture: &mut CaptureSink<'_>,
) -> Result<(), ReadError> {
    let limit = reading.options.limits.nested;
    let (bytes, error) = read_up_to(source, limit);
    let beyond = error.is_none() && source.read(&mut [0]).is_ok_and(|more| more > 0);
    let text = outdented(encoding.utf8(bytes));
    let sessions = Splitter::new(&text).sessions();
    if sessions.is_empty() {
        return Err(error.map_or(ReadError::NotACapture(TEXT), ReadError::from));
    }
    let headers_only = is_headers_only(&sessions);
    for (entry, session) in (0..).zip(&sessions) {
        if emit(entry, session, reading, capture).is_break() {
            return Ok(());
        }
    }
    if headers_only {
        capture.note(Note::on_capture(NoteKind::HeadersOnly, "The dump holds headers only: save it again with bodies, or as SAZ."));
    }
    if beyond {
        let message = format!("Only the first {} MiB of the dump were read.", limit >> 20);
        capture.note(Note::on_capture(NoteKind::LimitReached, message));
    }
    if let Some(error) = error {
        capture.note(Note::on_capture(NoteKind::Unreadable, format!("The dump could not be read to its end: {error}.")));
    }
    Ok(())
}

fn emit(entry: u64, session: &Session<'_>, reading: &Reading<'_>, capture: &mut CaptureSink<'_>) -> ControlFlow<()> {
    let (method, target) = message::request_line(&session.request.start).unwrap_or_default();
    let (request, request_problem) = read_request(method, target, &session.request, reading);
    let response = session.response.as_ref().map(|response| read_response(method, response, reading));
    let (response, response_problem) = response.map_or((None, None), |(response, problem)| (Some(response), problem));
    let exchange = Exchange { entry, started: None, duration: None, request, response, comment: None, error: None };
    let related = is_wanted(&exchange);
    let problems = [("request", request_problem), ("response", response_problem)];
    let notes = problems.into_iter().filter_map(|(whose, problem)| Some(body::note(entry, whose, problem?)).filter(|_| related));
    let found = Found { exchange, related, notes: notes.collect(), ..Found::default() };
    capture.found(found, reading.options.every_exchange)
}

fn is_wanted(exchange: &Exchange) -> bool {
    let Exchange { request, response, .. } = exchange;
    let messages = [Some((&request.headers, &request.body)), response.as_ref().map(|response| (&response.headers, &response.body))];
    let shows = |text: &str| prefilter::bytes(text.as_bytes());
    let in_headers = |headers: &Headers| headers.iter().any(|(name, value)| shows(name) || shows(value));
    prefilter::address(&request.url)
        || shows(request.url.text())
        || messages.into_iter().flatten().any(|(headers, body)| in_headers(headers) || shows(body.text()))
}

fn read_request(method: &str, target: &str, message: &Message<'_>, reading: &Reading<'_>) -> (Request, Option<Problem>) {
    let tunnel = method == "CONNECT";
    let address = if tunnel { message::tunnel(target) } else { message::address(target, &message.headers, None) };
    let (body, problem) = read_body(message, tunnel, expects_body(&message.headers), reading);
    (Request { method: method.to_owned(), url: address, headers: message.headers.clone(), body }, problem)
}

fn read_response(method: &str, message: &Message<'_>, reading: &Reading<'_>) -> (Response, Option<Problem>) {
    let (status, reason) = message::status_line(&message.start).unwrap_or_default();
    let bodiless = method == "HEAD" || matches!(status, Some(204 | 304));
    let expected = !bodiless && expects_body(&message.headers);
    let (body, problem) = read_body(message, method == "CONNECT", expected, reading);
    (Response { status, reason: reason.to_owned(), headers: message.headers.clone(), redirect: None, body }, problem)
}

fn read_body(message: &Message<'_>, tunnel: bool, expected: bool, reading: &Reading<'_>) -> Decoded {
    let readable = !tunnel && prefilter::reads(&message.headers.media_type());
    match message.body {
        [] if tunnel => (Body::Skipped, None),
        [] if expected => (if readable { Body::NotCaptured } else { Body::Skipped }, None),
        [] => (Body::Empty, None),
        _ if !readable => (Body::Skipped, None),
        raw => body::from_wire(raw, &message.headers, &reading.budget),
    }
}

/// Whether the headers announce a body.
fn expects_body(headers: &Headers) -> bool {
    let left_out = headers.get(sanitized_marker::LEFT_OUT_HEADER).is_some();
    left_out || message::content_length(headers).is_some_and(|length| length > 0) || message::is_chunked(headers)
}

fn is_headers_only(sessions: &[Session<'_>]) -> bool {
    let messages = || sessions.iter().flat_map(|session| [Some(&session.request), session.response.as_ref()]).flatten();
    messages().all(|message| message.body.is_empty()) && messages().any(|message| expects_body(&message.headers))
}

/// A request and its response, not yet decoded.
struct Session<'a> {
    request: Message<'a>,
    response: Option<Message<'a>>,
}

/// Target of a line that is a request line beyond doubt.
fn request_target(line: &[u8]) -> Option<&str> {
    const METHODS: &[&str] = &["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "CONNECT", "TRACE"];
    let line = std::str::from_utf8(line).ok()?.trim_end();
    let (method, rest) = line.split_once(' ')?;
    let (target, version) = rest.rsplit_once(' ')?;
    (METHODS.contains(&method) && !target.is_empty() && !target.contains(' ') && is_version(version)).then_some(target)
}

/// `HTTP/1.1`, `HTTP/2`.
fn is_version(text: &str) -> bool {
    let Some(number) = text.strip_prefix("HTTP/") else { return false };
    matches!(number.as_bytes(), [b'0'..=b'9'] | [b'0'..=b'9', b'.', b'0'..=b'9'])
}

fn is_status_line(line: &[u8]) -> bool {
    let Ok(line) = std::str::from_utf8(line) else { return line.starts_with(b"HTTP/1.") };
    line.split_once(' ').is_some_and(|(version, _)| is_version(version))
        && message::status_line(line).is_some_and(|(status, _)| status.is_some())
}

/// A ruler of Fiddler's, or a fence of Markdown.
fn is_ruler(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    line.len() >= 20 && line.iter().all(|byte| *byte == b'-') || line.starts_with(b"```")
}

/// What begins on a line, between messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    Request,
    Status,
    Ruler,
}

fn start_of(line: &[u8]) -> Option<Start> {
    match line.first()? {
        b'H' if is_status_line(line) => Some(Start::Status),
        b'A'..=b'Z' if request_target(line).is_some() => Some(Start::Request),
        _ if is_ruler(line) => Some(Start::Ruler),
        _ => None,
    }
}

/// Cuts a dump into sessions.
struct Splitter<'a> {
    text: &'a [u8],
    at: usize,
    /// Where the last line end is; a file may be cut in what follows it.
    last_line_end: Option<usize>,
    /// Where chunks begin that lead to no end of a body: those of one message may be those of the next.
    endless: HashSet<usize>,
    /// Runs of empty lines that lengths led to: where each begins, and where it ends.
    empty: BTreeMap<usize, usize>,
}

impl<'a> Splitter<'a> {
    fn new(text: &'a [u8]) -> Self {
        Self { text, at: 0, last_line_end: memchr::memrchr(b'\n', text), endless: HashSet::new(), empty: BTreeMap::new() }
    }

    fn sessions(mut self) -> Vec<Session<'a>> {
        let mut sessions = Vec::new();
        while self.find(|start| start == Start::Request) {
            let request = self.message(|start| start != Start::Ruler);
            let mut response = None;
            while self.next_start() == Some(Start::Status) {
                response = Some(self.message(|start| start == Start::Request));
            }
            sessions.push(Session { request, response });
        }
        sessions
    }

    fn rest(&self) -> &'a [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Goes to the next line that begins what is wanted. False, and at the end, when there is none.
    fn find(&mut self, wanted: impl Fn(Start) -> bool) -> bool {
        while let Some((line, rest)) = split_line(self.rest()) {
            if start_of(line).is_some_and(&wanted) {
                return true;
            }
            self.at = self.text.len() - rest.len();
        }
        false
    }

    /// What begins on the next line that is not empty, without going there unless it is a message.
    fn next_start(&mut self) -> Option<Start> {
        let after = skip_empty_lines(self.rest());
        let start = split_line(after).and_then(|(line, _)| start_of(line))?;
        if start == Start::Status {
            self.at = self.text.len() - after.len();
        }
        Some(start)
    }

    /// Takes the message that begins here. `follows` tells which starts may end its body, next to a ruler.
    fn message(&mut self, follows: fn(Start) -> bool) -> Message<'a> {
        let head = self.head();
        let message = message::message(self.text.get(head.clone()).unwrap_or_default());
        self.at = head.end;
        // Interim answers (100, 103) come before the real one.
        let interim = matches!(message::status_line(&message.start), Some((Some(100..=199), _)));
        let follows = if interim { |start| start != Start::Ruler } else { follows };
        let body = self.body(&message.headers, follows);
        Message { start: message.start, headers: message.headers, body }
    }

    /// The lines up to the empty one, or up to whatever begins something else.
    fn head(&self) -> Range<usize> {
        let mut end = self.at;
        while let Some((line, rest)) = split_line(self.text.get(end..).unwrap_or_default()) {
            if end > self.at && start_of(line).is_some() {
                break;
            }
            end = self.text.len() - rest.len();
            if line.trim_ascii().is_empty() {
                break;
            }
        }
        self.at..end
    }

    fn body(&mut self, headers: &Headers, follows: fn(Start) -> bool) -> &'a [u8] {
        let rest = self.rest();
        let framed = if message::is_chunked(headers) {
            self.chunked_length(rest)
        } else {
            message::content_length(headers).and_then(|length| usize::try_from(length).ok())
        };
        let framed = framed.and_then(|length| rest.split_at_checked(length)).filter(|(body, after)| self.is_boundary(body, after, follows));
        let (body, after) = framed.unwrap_or_else(|| scan(rest, follows));
        self.at = self.text.len() - after.len();
        body
    }

    /// Length of a chunked body. Chunks that were found to lead nowhere are not followed again.
    fn chunked_length(&mut self, rest: &[u8]) -> Option<usize> {
        let start = self.text.len() - rest.len();
        let mut passed = Vec::new();
        let length = body::chunked_length(rest, |at| {
            passed.push(start + at);
            !self.endless.contains(&(start + at))
        });
        if length.is_none() {
            self.endless.extend(passed);
        }
        length
    }

    /// Whether a message may end here: at the end, or at the end of a line before something that begins a line, empty lines aside.
    fn is_boundary(&mut self, body: &[u8], after: &'a [u8], follows: fn(Start) -> bool) -> bool {
        let at_line_end = matches!(after.first(), None | Some(b'\r' | b'\n')) || body.last().is_none_or(|last| *last == b'\n');
        if !at_line_end {
            return false;
        }
        let next = self.behind_empty_lines(after);
        let is_cut = self.last_line_end.is_none_or(|last| last < self.text.len() - next.len());
        let start = split_line(next).and_then(|(line, _)| start_of(line));
        start.is_some_and(|start| start == Start::Ruler || follows(start)) || is_cut
    }

    /// What follows empty lines. Of a run of them that is known already the rest is not passed again.
    fn behind_empty_lines(&mut self, after: &'a [u8]) -> &'a [u8] {
        let start = self.text.len() - after.len();
        let known = self.empty.range(..=start).next_back().map(|(_, end)| *end).filter(|end| *end > start);
        let end = known.unwrap_or_else(|| self.text.len() - skip_empty_lines(after).len());
        if known.is_none() && end > start {
            self.empty.insert(start, end);
        }
        self.text.get(end..).unwrap_or_default()
    }
}

/// Cuts a body before the next start line, or before a ruler that ends the session.
fn scan(rest: &[u8], follows: fn(Start) -> bool) -> (&[u8], &[u8]) {
    let mut after = rest;
    while let Some((line, next)) = split_line(after) {
        match start_of(line) {
            Some(Start::Ruler) if ends_session(next) => break,
            Some(start) if start != Start::Ruler && follows(start) => break,
            _ => after = next,
        }
    }
    let (body, after) = rest.split_at_checked(rest.len() - after.len()).unwrap_or((rest, &[]));
    (trim_line_ends(body), after)
}

/// Whether a ruler before these bytes is one, and not a line of a body: then a request, another ruler or nothing follows.
fn ends_session(after: &[u8]) -> bool {
    split_line(skip_empty_lines(after)).is_none_or(|(line, _)| matches!(start_of(line), Some(Start::Request | Start::Ruler)))
}

fn skip_empty_lines(bytes: &[u8]) -> &[u8] {
    let mut rest = bytes;
    while let Some((line, next)) = split_line(rest) {
        if !line.trim_ascii().is_empty() {
            break;
        }
        rest = next;
    }
    rest
}

fn trim_line_ends(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().rposition(|byte| !matches!(byte, b'\r' | b'\n')).map_or(0, |last| last + 1);
    bytes.get(..end).unwrap_or_default()
}

/// Takes off the indentation of a pasted dump: as much of it as the first request line has.
fn outdented(text: Vec<u8>) -> Vec<u8> {
    let mut lines = text.split(|byte| *byte == b'\n');
    let indent = lines.find_map(|line| request_target(line.trim_ascii_start()).map(|_| line.len() - line.trim_ascii_start().len()));
    let Some(indent) = indent.filter(|indent| *indent > 0) else { return text };
    let outdent = |line: &[u8]| {
        let blanks = line.iter().take(indent).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        line.get(blanks..).unwrap_or_default().to_vec()
    };
    text.split(|byte| *byte == b'\n').map(outdent).collect::<Vec<_>>().join(&b'\n')
}

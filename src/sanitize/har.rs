//! HAR to HAR. An entry is written again from the cleaned exchange; of the rest only times, sizes and a few known words are taken over.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::io::{BufWriter, Write};
use std::marker::PhantomData;
use std::sync::LazyLock;

use serde::de::value::MapAccessDeserializer;
use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::error::SanitizeError;
use super::writer::{Desk, WriteSeek, Writer, is_public};
use crate::entra::percent;
use crate::entra::{self, repair};
use crate::model::capture::Note;
use crate::model::exchange::{self, Exchange};
use crate::model::message::{Body, Headers};
use crate::read::sanitized_marker::{HAR_MEMBER, Mark};
use crate::read::{Found, har_pairs};

/// The comment on a body that is not there any more.
const LEFT_OUT: &str = "left out by entrace";

/// Writes a HAR.
pub(super) struct HarWriter {
    output: BufWriter<Box<dyn WriteSeek>>,
    entries: u64,
    /// Members of `log` that are written behind the entries: the mark is only known at the end.
    headings: Map<String, Value>,
}

impl HarWriter {
    pub(super) fn new(output: Box<dyn WriteSeek>) -> Self {
        Self { output: BufWriter::with_capacity(256 << 10, output), entries: 0, headings: Map::new() }
    }
}

impl Writer for HarWriter {
    fn exchange(&mut self, found: &Found<'_>, clean: &Exchange, desk: &mut Desk<'_>) -> Result<(), SanitizeError> {
        let entry = entry(found, clean, desk);
        let text = serde_json::to_string(&entry).map_err(std::io::Error::other)?;
        desk.look(&text)?;
        let before = if self.entries == 0 { "{\"log\":{\"version\":\"1.2\",\"entries\":[\n" } else { ",\n" };
        self.entries += 1;
        self.output.write_all(before.as_bytes())?;
        Ok(self.output.write_all(text.as_bytes())?)
    }

    fn heading(&mut self, name: &str, json: &[u8], desk: &mut Desk<'_>) -> Result<(), SanitizeError> {
        let value = repair::value(json).unwrap_or_default();
        let value = match name {
            "pages" => pages(&value, desk),
            _ => program(&value, desk),
        };
        self.headings.insert(name.to_owned(), value);
        Ok(())
    }

    fn close(&mut self, notes: &[Note], _: Option<&str>, desk: &mut Desk<'_>) -> Result<(), SanitizeError> {
        self.headings.entry("creator").or_insert_with(|| json!({"name": "unknown", "version": ""}));
        let mark = serde_json::to_value(Mark::new(env!("CARGO_PKG_VERSION"), notes)).unwrap_or_default();
        self.headings.insert(HAR_MEMBER.to_owned(), mark);
        let mut end = if self.entries == 0 { "{\"log\":{\"version\":\"1.2\",\"entries\":[".to_owned() } else { String::new() };
        end.push_str("\n]");
        for (name, value) in &self.headings {
            let _ = write!(end, ",\n\"{name}\":{value}");
        }
        end.push_str("}}\n");
        desk.look(&end)?;
        self.output.write_all(end.as_bytes())?;
        Ok(self.output.flush()?)
    }
}

/// The parts of an entry that are no message. Strings in them are taken over only when they are of a known shape.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Original {
    pageref: Value,
    started_date_time: Value,
    time: Value,
    #[serde(deserialize_with = "object")]
    request: OriginalMessage,
    #[serde(deserialize_with = "object")]
    response: OriginalMessage,
    timings: Value,
    #[serde(rename = "serverIPAddress")]
    server_ip_address: Value,
    connection: Value,
    #[serde(rename = "_resourceType")]
    resource_type: Value,
    #[serde(rename = "_initiator", deserialize_with = "object")]
    initiator: Initiator,
    #[serde(flatten)]
    others: Map<String, Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct OriginalMessage {
    headers: Value,
    http_version: Value,
    headers_size: Value,
    body_size: Value,
    cookies: Value,
    #[serde(deserialize_with = "object")]
    content: Content,
    #[serde(deserialize_with = "object")]
    post_data: Content,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Content {
    size: Value,
    compression: Value,
    mime_type: Value,
    comment: Value,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Initiator {
    r#type: Value,
    url: Value,
}

/// The members of an object; none when something else stands there, which takes nothing from the rest.
fn object<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct Object<T>(PhantomData<T>);

    impl<'de, T: Default + Deserialize<'de>> Visitor<'de> for Object<T> {
        type Value = T;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("any value")
        }

        fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
            T::deserialize(MapAccessDeserializer::new(members))
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<T, A::Error> {
            while elements.next_element::<IgnoredAny>()?.is_some() {}
            Ok(T::default())
        }

        fn visit_str<E>(self, _: &str) -> Result<T, E> {
            Ok(T::default())
        }

        fn visit_unit<E>(self) -> Result<T, E> {
            Ok(T::default())
        }

        fn visit_bool<E>(self, _: bool) -> Result<T, E> {
            Ok(T::default())
        }

        fn visit_i64<E>(self, _: i64) -> Result<T, E> {
            Ok(T::default())
        }

        fn visit_u64<E>(self, _: u64) -> Result<T, E> {
            Ok(T::default())
        }

        fn visit_f64<E>(self, _: f64) -> Result<T, E> {
            Ok(T::default())
        }
    }

    deserializer.deserialize_any(Object(PhantomData))
}

impl Original {
    fn parse(raw: &[u8]) -> Self {
        if entra::json::check(raw).is_err() {
            return Self::default();
        }
        serde_json::from_slice(raw).ok().or_else(|| serde_json::from_value(repair::value(raw).ok()?).ok()).unwrap_or_default()
    }

    /// The members that are not written.
    fn unknown(&self) -> impl Iterator<Item = &str> {
        const KNOWN: &[&str] = &["cache", "comment", "_error"];
        self.others.keys().map(String::as_str).filter(|name| !KNOWN.contains(name))
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'a> {
    #[serde(skip_serializing_if = "Value::is_null")]
    pageref: Value,
    started_date_time: String,
    time: Value,
    request: Request<'a>,
    response: Response<'a>,
    cache: Map<String, Value>,
    timings: Value,
    #[serde(rename = "serverIPAddress", skip_serializing_if = "Value::is_null")]
    server_ip_address: Value,
    #[serde(skip_serializing_if = "Value::is_null")]
    connection: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
    #[serde(rename = "_resourceType", skip_serializing_if = "Value::is_null")]
    resource_type: Value,
    #[serde(rename = "_initiator", skip_serializing_if = "Value::is_null")]
    initiator: Value,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Request<'a> {
    body_size: Value,
    cookies: Vec<Pair<'a>>,
    headers: Vec<Pair<'a>>,
    headers_size: Value,
    http_version: Value,
    method: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    post_data: Option<PostData<'a>>,
    query_string: Pairs<'a>,
    url: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PostData<'a> {
    mime_type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    params: Option<Pairs<'a>>,
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Response<'a> {
    #[serde(rename = "_error", skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    body_size: Value,
    content: Value,
    cookies: Vec<Pair<'a>>,
    headers: Vec<Pair<'a>>,
    headers_size: Value,
    http_version: Value,
    #[serde(rename = "redirectURL")]
    redirect_url: String,
    status: u16,
    status_text: String,
}

/// A header, a cookie or a parameter. There may be very many: as values of JSON they would take ten times the room.
#[derive(Serialize)]
struct Pair<'a> {
    name: Cow<'a, str>,
    value: Cow<'a, str>,
}

/// The parameters of a query or a form. They are decoded one by one while they are written.
struct Pairs<'a>(&'a str);

impl Serialize for Pairs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(percent::pairs(self.0).map(|(name, value)| Pair { name, value }))
    }
}

impl<'a> Pair<'a> {
    fn new((name, value): (&'a str, &'a str)) -> Self {
        Self { name: Cow::Borrowed(name), value: Cow::Borrowed(value) }
    }
}

fn entry<'a>(found: &Found<'_>, clean: &'a Exchange, desk: &mut Desk<'_>) -> Entry<'a> {
    let original = Original::parse(&found.original);
    original.unknown().for_each(|name| desk.dropped.add(name));
    let timings = numbers(&original.timings);
    Entry {
        pageref: page_id(&original.pageref, desk),
        started_date_time: clean.started.map(|time| time.to_string()).unwrap_or_default(),
        time: number(&original.time).unwrap_or_else(|| json!(0)),
        request: request(found, clean, &original.request, desk),
        response: response(found, clean, &original.response, desk),
        cache: Map::new(),
        timings: if timings.is_empty() { json!({"send": -1, "wait": -1, "receive": -1}) } else { Value::Object(timings) },
        server_ip_address: address_of_service(&original.server_ip_address),
        connection: connection(&original.connection),
        comment: clean.comment.clone(),
        resource_type: one_of(&original.resource_type, RESOURCES),
        initiator: initiator(&original.initiator, desk),
    }
}

fn request<'a>(found: &Found<'_>, clean: &'a Exchange, original: &OriginalMessage, desk: &mut Desk<'_>) -> Request<'a> {
    let request = &clean.request;
    let address = request.url.text();
    let query = address.split_once('#').map_or(address, |(address, _)| address).split_once('?').map_or("", |(_, query)| query);
    let mut written = Request {
        body_size: body_size(original, &found.exchange.request.body),
        cookies: cookies(&request.headers, "cookie", &original.cookies, desk),
        headers: headers(&request.headers, original),
        headers_size: size(&original.headers_size),
        http_version: version(&original.http_version),
        method: request.method.clone(),
        post_data: None,
        query_string: Pairs(query),
        url: address.to_owned(),
    };
    if let Body::Text(text) = &request.body {
        let mime_type = media_type(&original.post_data.mime_type, &request.headers, desk);
        let params = mime_type.contains("urlencoded").then(|| Pairs(text));
        written.post_data = Some(PostData { mime_type, params, text: text.clone() });
    }
    written
}

fn response<'a>(found: &Found<'_>, clean: &'a Exchange, original: &OriginalMessage, desk: &mut Desk<'_>) -> Response<'a> {
    static NONE: LazyLock<exchange::Response> = LazyLock::new(exchange::Response::default);
    let response = clean.response.as_ref().unwrap_or(&NONE);
    let before = found.exchange.response.as_ref().map_or(&Body::Empty, |response| &response.body);
    let mut content = json!({
        "size": content_size(&original.content.size, before),
        "mimeType": media_type(&original.content.mime_type, &response.headers, desk),
    });
    if let Some(compression) = number(&original.content.compression) {
        content["compression"] = compression;
    }
    match (&response.body, before) {
        (Body::Text(text), _) => content["text"] = json!(text),
        (Body::NotCaptured, Body::Text(_)) => content["comment"] = json!(LEFT_OUT),
        (Body::NotCaptured, _) if original.content.comment == LEFT_OUT => content["comment"] = json!(LEFT_OUT),
        _ => {}
    }
    Response {
        error: clean.error.clone(),
        body_size: size(&original.body_size),
        content,
        cookies: cookies(&response.headers, "set-cookie", &original.cookies, desk),
        headers: headers(&response.headers, original),
        headers_size: size(&original.headers_size),
        http_version: version(&original.http_version),
        redirect_url: response.redirect.clone().unwrap_or_default(),
        status: response.status.unwrap_or(0),
        status_text: response.reason.clone(),
    }
}

/// The cookies of the headers; where there is no such header, those that only the list shows.
fn cookies<'a>(headers: &'a Headers, header: &'a str, listed: &Value, desk: &mut Desk<'_>) -> Vec<Pair<'a>> {
    let in_headers: Vec<Pair<'a>> = headers
        .all(header)
        .flat_map(|value| value.split(if header == "cookie" { ';' } else { '\n' }))
        .filter_map(|cookie| cookie.split(';').next()?.trim().split_once('='))
        .map(Pair::new)
        .collect();
    if !in_headers.is_empty() {
        return in_headers;
    }
    let one = |(name, value): (String, String)| {
        let (name, value) = desk.cleaner.cookie_beside(&name, &value);
        Pair { name: Cow::Owned(name), value: Cow::Owned(value) }
    };
    har_pairs(Some(listed)).into_iter().map(one).collect()
}

/// The headers. A media type that reading completed from elsewhere is not among them.
fn headers<'a>(headers: &'a Headers, original: &OriginalMessage) -> Vec<Pair<'a>> {
    let is_type = |name: &str| name.eq_ignore_ascii_case("content-type");
    let had_type = har_pairs(Some(&original.headers)).iter().any(|(name, _)| is_type(name.trim()));
    let kept = headers.iter().filter(|(name, _)| had_type || !is_type(name));
    kept.map(Pair::new).collect()
}

/// Size of a request's body: what was sent and is not in the capture still has one.
fn body_size(original: &OriginalMessage, body: &Body) -> Value {
    match body {
        Body::NotCaptured | Body::Text(_) => {
            number(&original.body_size).filter(is_positive).unwrap_or_else(|| json!(body.text().len().max(1)))
        }
        _ => size(&original.body_size),
    }
}

/// Size of a response's content, as the capture says or as it was read.
fn content_size(size: &Value, body: &Body) -> Value {
    match body {
        Body::Empty => json!(0),
        Body::NotCaptured | Body::Text(_) => number(size).filter(is_positive).unwrap_or_else(|| json!(body.text().len().max(1))),
        Body::Skipped => number(size).unwrap_or_else(|| json!(0)),
    }
}

fn is_positive(number: &Value) -> bool {
    number.as_f64().is_some_and(|number| number > 0.0)
}

fn size(value: &Value) -> Value {
    number(value).unwrap_or_else(|| json!(-1))
}

/// A size or a duration: no larger number is one.
fn number(value: &Value) -> Option<Value> {
    const LARGEST: f64 = 1e11;
    value.as_f64().filter(|number| number.abs() < LARGEST).map(|_| value.clone())
}

fn numbers(value: &Value) -> Map<String, Value> {
    const NAMES: &[&str] = &["blocked", "dns", "connect", "send", "wait", "receive", "ssl", "_blocked_queueing"];
    let members = value.as_object().into_iter().flatten();
    members.filter(|(name, _)| NAMES.contains(&name.as_str())).filter_map(|(name, value)| Some((name.clone(), number(value)?))).collect()
}

/// What a browser says that a request is for.
const RESOURCES: &[&str] = &[
    "document",
    "stylesheet",
    "image",
    "media",
    "font",
    "script",
    "texttrack",
    "xhr",
    "fetch",
    "prefetch",
    "eventsource",
    "websocket",
    "manifest",
    "signedexchange",
    "ping",
    "cspviolationreport",
    "preflight",
    "fedcm",
    "other",
    "subdocument",
    "beacon",
];

/// What a browser says that began a request.
const INITIATORS: &[&str] = &["parser", "script", "preload", "signedexchange", "preflight", "fedcm", "other", "navigation", "redirect"];

/// A word of a list, else nothing.
fn one_of(value: &Value, words: &[&str]) -> Value {
    let is_listed = value.as_str().is_some_and(|word| words.contains(&word));
    if is_listed { value.clone() } else { Value::Null }
}

/// The number of a connection, or its port.
fn connection(value: &Value) -> Value {
    let is_number =
        value.as_str().is_some_and(|number| (1..=5).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit()));
    if is_number { value.clone() } else { Value::Null }
}

/// `HTTP/1.1`, `http/2.0`, `h2`, `h3`.
fn version(value: &Value) -> Value {
    const LONGEST: usize = 8;
    let is_version = |text: &str| {
        let lower = text.to_ascii_lowercase();
        let number = lower.strip_prefix("http/").or_else(|| lower.strip_prefix('h'));
        text.len() <= LONGEST
            && number.is_some_and(|number| number.len() <= 3 && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
    };
    if value.as_str().is_some_and(is_version) { value.clone() } else { json!("unknown") }
}

/// The address of the service's machine: one in a network of its own is the customer's.
fn address_of_service(value: &Value) -> Value {
    if value.as_str().is_some_and(is_public) { value.clone() } else { Value::Null }
}

fn media_type(value: &Value, headers: &Headers, desk: &mut Desk<'_>) -> String {
    let given = value.as_str().map(|media| desk.cleaner.media_type(media));
    given.or_else(|| headers.get("content-type").map(str::to_owned)).unwrap_or_default()
}

/// Who began the request: kind and address. Stacks of scripts are dropped.
fn initiator(original: &Initiator, desk: &mut Desk<'_>) -> Value {
    let kind = one_of(&original.r#type, INITIATORS);
    let url = original.url.as_str().map(|url| desk.cleaner.link(url));
    match (kind, url) {
        (Value::Null, _) => Value::Null,
        (kind, Some(url)) => json!({"type": kind, "url": url}),
        (kind, None) => json!({"type": kind}),
    }
}

fn program(value: &Value, desk: &mut Desk<'_>) -> Value {
    let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().chars().take(100).collect::<String>();
    // The version of a program may look like an address of a machine.
    json!({"name": desk.cleaner.version(&text("name")), "version": desk.cleaner.version(&text("version"))})
}

fn pages(value: &Value, desk: &mut Desk<'_>) -> Value {
    let one = |page: &Value| {
        let started = page.get("startedDateTime").and_then(Value::as_str).and_then(|time| time.parse::<jiff::Timestamp>().ok());
        let title = page.get("title").and_then(Value::as_str).filter(|title| title.contains("://")).map(|title| desk.cleaner.link(title));
        json!({
            "startedDateTime": started.map(|time| time.to_string()).unwrap_or_default(),
            "id": page_id(page.get("id").unwrap_or(&Value::Null), desk),
            "title": title.unwrap_or_default(),
            "pageTimings": page.get("pageTimings").map(page_timings).unwrap_or_default(),
        })
    };
    value.as_array().map_or_else(|| json!([]), |pages| pages.iter().map(one).collect())
}

fn page_timings(value: &Value) -> Map<String, Value> {
    let members = value.as_object().into_iter().flatten();
    let known = members.filter(|(name, _)| matches!(name.as_str(), "onContentLoad" | "onLoad"));
    known.filter_map(|(name, value)| Some((name.clone(), number(value)?))).collect()
}

/// The id of a page.
fn page_id(value: &Value, desk: &mut Desk<'_>) -> Value {
    value.as_str().map_or(Value::Null, |id| json!(desk.cleaner.page_id(id)))
}

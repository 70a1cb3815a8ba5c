//! A story: exchanges in the order in which they happened, told in the words of a sign-in, with fixed times and ids.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use super::json::Object;
use super::pages::{self, Page};
use super::sign_in::SignIn;
use super::truth::{Planted, Sensitivity, Truth};

/// What happened, independent of the program that captured it.
#[derive(Debug, Clone)]
pub(crate) struct Story {
    /// Names the story; ids and tokens are made from it.
    pub(crate) title: &'static str,
    pub(crate) exchanges: Vec<Exchange>,
    pub(crate) planted: Vec<Planted>,
    pub(crate) truth: Truth,
    clock: Timestamp,
    cookies: Vec<(String, String, String)>,
    counters: HashMap<String, u32>,
}

/// One request and its response.
#[derive(Debug, Clone)]
pub(crate) struct Exchange {
    pub(crate) started: Timestamp,
    /// How long it took, in milliseconds.
    pub(crate) took: i64,
    pub(crate) method: &'static str,
    pub(crate) url: String,
    pub(crate) request_headers: Vec<(String, String)>,
    pub(crate) request_body: Option<String>,
    /// 0 when nothing came back.
    pub(crate) status: u16,
    pub(crate) response_headers: Vec<(String, String)>,
    pub(crate) response_body: Vec<u8>,
    pub(crate) kind: Kind,
    /// The browser went on to another page: Chrome no longer has the body when it exports.
    pub(crate) left_behind: bool,
    /// The customer's note.
    pub(crate) comment: Option<&'static str>,
    /// Why nothing came back, in a browser's words, when it was the network.
    pub(crate) network_error: Option<&'static str>,
}

/// What the client wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Document,
    Fetch,
    Script,
    Image,
    /// A CONNECT tunnel: seen by a proxy, not by a browser.
    Tunnel,
}

/// What a later part of a story, or its truth, needs of a response.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    /// `x-ms-request-id`, also called trace id.
    pub(crate) request_id: String,
    /// The service's clock, in whole seconds.
    pub(crate) time: Timestamp,
}

impl Seen {
    /// `2026-03-02 08:14:22Z`, as in messages.
    pub(crate) fn stamp(&self) -> String {
        self.time.strftime("%Y-%m-%d %H:%M:%SZ").to_string()
    }
}

impl Story {
    /// Begins a story. `start` is the client's clock, RFC 3339.
    pub(crate) fn new(title: &'static str, start: &str) -> Self {
        Self {
            title,
            exchanges: Vec::new(),
            planted: Vec::new(),
            truth: Truth::default(),
            clock: start.parse().expect("stories start at a valid time"),
            cookies: Vec::new(),
            counters: HashMap::new(),
        }
    }

    /// Registers a value as secret.
    pub(crate) fn secret(&mut self, name: &str, value: &str) -> String {
        self.plant(Sensitivity::Secret, name, value)
    }

    /// Registers a value as personal.
    pub(crate) fn personal(&mut self, name: &str, value: &str) -> String {
        self.plant(Sensitivity::Personal, name, value)
    }

    fn plant(&mut self, sensitivity: Sensitivity, name: &str, value: &str) -> String {
        let planted = Planted { sensitivity, name: name.to_owned(), value: value.to_owned() };
        if !self.planted.contains(&planted) {
            self.planted.push(planted);
        }
        value.to_owned()
    }

    /// A GUID of this story: the same for the same name, every time.
    pub(crate) fn guid(&self, name: &str) -> String {
        let mut bytes: [u8; 16] = self.digest(name)[..16].try_into().expect("a digest is longer than a GUID");
        bytes[6] = bytes[6] & 0x0f | 0x40;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let hex = format!("{:032x}", u128::from_be_bytes(bytes));
        format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
    }

    /// An opaque value of `length` characters, new at every call, registered as secret.
    pub(crate) fn opaque(&mut self, name: &str, length: usize) -> String {
        let number = self.next(name);
        let mut text = String::new();
        while text.len() < length {
            let block = self.digest(&format!("{name} {number} {}", text.len()));
            text.push_str(&URL_SAFE_NO_PAD.encode(block));
        }
        text.truncate(length);
        self.secret(name, &text)
    }

    /// An authorization code.
    pub(crate) fn authorization_code(&mut self) -> String {
        format!("1.{}", self.opaque("authorization code", 150))
    }

    /// A signed token with these claims, registered as secret, and its signature on its own too.
    pub(crate) fn token(&mut self, name: &str, claims: &Object) -> String {
        let key = self.guid("signing key").replace('-', "");
        let header = Object::new().with("typ", "JWT").with("alg", "RS256").with("x5t", &key).with("kid", &key);
        let signature = self.opaque(&format!("{name} signature"), 86);
        let encoded = |object: &Object| URL_SAFE_NO_PAD.encode(object.to_string());
        let token = format!("{}.{}.{signature}", encoded(&header), encoded(claims));
        self.secret(name, &token)
    }

    /// Time passes: the user reads, types, or goes for a coffee.
    pub(crate) fn wait(&mut self, seconds: i64) {
        self.clock = self.clock.saturating_add(SignedDuration::from_secs(seconds)).expect("stories end in time");
    }

    /// The browser continues from the page it just got. See [`Exchange::left_behind`].
    pub(crate) fn leaves_page(&mut self) {
        if let Some(page) = self.exchanges.iter_mut().rev().find(|exchange| exchange.kind == Kind::Document) {
            page.left_behind = true;
        }
    }

    pub(crate) fn get(&mut self, url: impl AsRef<str>) -> Draft<'_> {
        Draft::new(self, "GET", url.as_ref())
    }

    pub(crate) fn post(&mut self, url: impl AsRef<str>) -> Draft<'_> {
        Draft::new(self, "POST", url.as_ref())
    }

    /// A CONNECT tunnel, which only a proxy captures.
    pub(crate) fn tunnel(&mut self, host: &str) {
        let mut draft = Draft::new(self, "CONNECT", &format!("https://{host}:443/"));
        draft.exchange.kind = Kind::Tunnel;
        draft.finish(200, "", Vec::new());
    }

    fn next(&mut self, counter: &str) -> u32 {
        let number = self.counters.entry(counter.to_owned()).or_default();
        *number += 1;
        *number
    }

    fn digest(&self, name: &str) -> [u8; 32] {
        Sha256::digest(format!("{}/{name}", self.title)).into()
    }
}

impl Exchange {
    pub(crate) fn host(&self) -> &str {
        host(&self.url)
    }

    pub(crate) fn is_sign_in(&self) -> bool {
        const HOSTS: &[&str] = &["login.microsoftonline.com", "mysignins.microsoft.com", "autologon.microsoftazuread-sso.com"];
        HOSTS.contains(&self.host())
    }

    /// Address, headers and bodies, one after the other.
    pub(crate) fn everything(&self) -> String {
        let headers = self.request_headers.iter().chain(&self.response_headers).map(|(_, value)| value.as_str());
        let parts = [self.url.as_str(), self.request_body.as_deref().unwrap_or_default()];
        let texts: Vec<&str> = parts.into_iter().chain(headers).collect();
        texts.join("\n") + &String::from_utf8_lossy(&self.response_body)
    }

    pub(crate) fn request_header(&self, name: &str) -> Option<&str> {
        find(&self.request_headers, name)
    }

    pub(crate) fn response_header(&self, name: &str) -> Option<&str> {
        find(&self.response_headers, name)
    }
}

fn find<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#', ':']).next().unwrap_or(rest)
}

/// A request that is being written down; ends with what came back.
pub(crate) struct Draft<'s> {
    story: &'s mut Story,
    exchange: Exchange,
    seen: Seen,
    /// Another machine answers instead of the host.
    elsewhere: bool,
}

impl<'s> Draft<'s> {
    fn new(story: &'s mut Story, method: &'static str, url: &str) -> Self {
        let number = story.next("request");
        let seen = Seen { request_id: story.guid(&format!("request {number}")), time: service_time(story.clock) };
        let url = url.split('#').next().unwrap_or_default().to_owned();
        let exchange = Exchange {
            started: story.clock,
            took: 140 + i64::from(number) * 37 % 210,
            method,
            url,
            request_headers: Vec::new(),
            request_body: None,
            status: 0,
            response_headers: Vec::new(),
            response_body: Vec::new(),
            kind: Kind::Document,
            left_behind: false,
            comment: None,
            network_error: None,
        };
        Self { story, exchange, seen, elsewhere: false }
    }

    /// A request header.
    pub(crate) fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.exchange.request_headers.push((name.to_owned(), value.into()));
        self
    }

    /// A request body: form fields.
    pub(crate) fn form(self, fields: &[(&str, &str)]) -> Self {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.body("application/x-www-form-urlencoded", body)
    }

    /// A request body: JSON, sent by a script.
    pub(crate) fn json(self, object: &Object) -> Self {
        self.fetch().body("application/json; charset=UTF-8", object.to_string())
    }

    /// A request body.
    pub(crate) fn body(mut self, media_type: &str, body: String) -> Self {
        self.exchange.request_body = Some(body);
        self.header("Content-Type", media_type)
    }

    /// Sent by a script or a program, not by navigating.
    pub(crate) fn fetch(self) -> Self {
        self.kind(Kind::Fetch)
    }

    pub(crate) fn kind(mut self, kind: Kind) -> Self {
        self.exchange.kind = kind;
        self
    }

    /// The customer's note.
    pub(crate) fn comment(mut self, comment: &'static str) -> Self {
        self.exchange.comment = Some(comment);
        self
    }

    /// Another machine answers: a proxy, a filter, the front end of the service.
    pub(crate) fn by_another_machine(mut self) -> Self {
        self.elsewhere = true;
        self
    }

    /// A response header.
    pub(crate) fn returns(mut self, name: &str, value: impl Into<String>) -> Self {
        self.exchange.response_headers.push((name.to_owned(), value.into()));
        self
    }

    /// A cookie that the response sets, and that later requests to the host send.
    pub(crate) fn sets_cookie(self, name: &str, length: usize) -> Self {
        let value = self.story.opaque(&format!("cookie {}", name.split(['-', '.']).find(|part| !part.is_empty()).unwrap_or(name)), length);
        let host = self.exchange.host().to_owned();
        self.story.cookies.retain(|(at, known, _)| (at.as_str(), known.as_str()) != (host.as_str(), name));
        self.story.cookies.push((host, name.to_owned(), value.clone()));
        self.returns("Set-Cookie", format!("{name}={value}; path=/; secure; HttpOnly; SameSite=None"))
    }

    /// The cookies that a finished sign-in sets.
    pub(crate) fn signs_in(self) -> Self {
        self.sets_cookie("ESTSAUTH", 180).sets_cookie("ESTSAUTHPERSISTENT", 200).sets_cookie("SignInStateCookie", 90)
    }

    /// A message of the service, with the ids of the response that is being written.
    pub(crate) fn message(&self, text: &str, correlation_id: &str) -> String {
        pages::message(text, correlation_id, &self.seen)
    }

    /// Answers with a page of the service.
    pub(crate) fn page(self, sign_in: &SignIn, page: &Page) -> Seen {
        let html = page.html(sign_in, &self.seen);
        let knows_browser = self.story.cookies.iter().any(|(host, name, _)| host == self.exchange.host() && name == "buid");
        let suffix = self.story.guid("esctx")[..8].to_owned();
        let draft = if knows_browser {
            self
        } else {
            self.sets_cookie("buid", 90).sets_cookie("fpc", 40).sets_cookie(&format!("esctx-{suffix}"), 110)
        };
        draft.html(200, html)
    }

    /// Answers with a redirect.
    pub(crate) fn redirects_to(self, url: &str) -> Seen {
        self.returns("Location", url).finish(302, "text/html; charset=utf-8", Vec::new())
    }

    /// Answers with HTML.
    pub(crate) fn html(self, status: u16, html: String) -> Seen {
        self.finish(status, "text/html; charset=utf-8", html.into_bytes())
    }

    /// Answers with JSON that needs the ids of its own answer.
    pub(crate) fn answers(self, status: u16, object: impl FnOnce(&Seen) -> Object) -> Seen {
        let body = object(&self.seen).to_string();
        self.finish(status, "application/json; charset=utf-8", body.into_bytes())
    }

    /// Answers with text of any kind that needs the ids of its own answer.
    pub(crate) fn answers_with(self, status: u16, media_type: &str, body: impl FnOnce(&Seen) -> String) -> Seen {
        let body = body(&self.seen);
        self.finish(status, media_type, body.into_bytes())
    }

    /// Answers with these bytes.
    pub(crate) fn finish(mut self, status: u16, media_type: &str, body: Vec<u8>) -> Seen {
        let host = self.exchange.host().to_owned();
        let cookies: Vec<String> = self.cookies_to_send(&host);
        if !cookies.is_empty() {
            self = self.header("Cookie", cookies.join("; "));
        }
        let mut headers = vec![("Date".to_owned(), http_date(self.seen.time))];
        if !media_type.is_empty() {
            headers.push(("Content-Type".to_owned(), media_type.to_owned()));
        }
        if is_token_service(&host) && self.exchange.kind != Kind::Tunnel && !self.elsewhere {
            headers.push(("Cache-Control".to_owned(), "no-store, no-cache".to_owned()));
            headers.push(("x-ms-request-id".to_owned(), self.seen.request_id.clone()));
            headers.push(("x-ms-ests-server".to_owned(), "2.1.22104.6 - NEULR1 ProdSlices".to_owned()));
            headers.push(("x-ms-srs".to_owned(), "1.P".to_owned()));
        }
        headers.append(&mut self.exchange.response_headers);
        self.exchange.response_headers = headers;
        self.exchange.status = status;
        self.exchange.response_body = body;
        let took = SignedDuration::from_millis(self.exchange.took + 60);
        self.story.clock = self.exchange.started.saturating_add(took).expect("stories end in time");
        self.story.exchanges.push(self.exchange);
        self.seen
    }

    /// Nothing comes back: the connection breaks, or the capture ends before the response does.
    pub(crate) fn gets_no_answer(self) {
        let ended = self.exchange.started.saturating_add(SignedDuration::from_millis(self.exchange.took));
        self.story.clock = ended.expect("stories end in time");
        self.story.exchanges.push(self.exchange);
    }

    /// Nothing comes back, because of the network.
    pub(crate) fn fails(mut self, network_error: &'static str) {
        self.exchange.network_error = Some(network_error);
        self.gets_no_answer();
    }

    /// Cookies of the host, without those that this very answer sets.
    fn cookies_to_send(&self, host: &str) -> Vec<String> {
        let is_new = |name: &str| {
            let start = format!("{name}=");
            self.exchange.response_headers.iter().any(|(header, value)| header == "Set-Cookie" && value.starts_with(&start))
        };
        let of_host = self.story.cookies.iter().filter(|(at, name, _)| at == host && !is_new(name));
        of_host.map(|(_, name, value)| format!("{name}={value}")).collect()
    }
}

/// Whether the host's answers carry the headers of the token service.
fn is_token_service(host: &str) -> bool {
    const HOSTS: &[&str] = &["login.microsoftonline.com", "contoso.b2clogin.com", "contoso.ciamlogin.com"];
    HOSTS.contains(&host)
}

/// The service's clock is a little more than a second ahead of the client's, and answers with whole seconds.
fn service_time(client: Timestamp) -> Timestamp {
    let ahead = client.saturating_add(SignedDuration::from_millis(1_200)).expect("stories end in time");
    Timestamp::from_second(ahead.as_second()).expect("stories end in time")
}

fn http_date(time: Timestamp) -> String {
    time.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

//! Cleaning: an exchange without secrets and personal data that still says what went wrong.
//!
//! One walk does two jobs. Run over all exchanges first, it learns every value by the name of the field that holds it; run again, it writes
//! each exchange with labels in place of the values, wherever and in whatever encoding they stand. So nothing can be known as a secret in one
//! place and overlooked in another. What is parsed is cleaned by its structure: addresses, headers, cookies, forms, JSON, pages, XML, tokens.

mod address;
mod body;
mod headers;
mod json;
mod page;
mod recent;
mod text;
mod token;
mod xml;

use std::collections::BTreeMap;
use std::hash::Hash;
use std::sync::Arc;

use self::recent::Recent;
use super::mask::Mask;
use super::output::LeakCheck;
use super::secrets::{Class, Secrets};
use super::{names, personal, placeholder};
use crate::entra::codes::Code;
use crate::entra::guid::Guid;
use crate::entra::hosts::{self, HostClass};
use crate::entra::page::Page;
use crate::entra::saml::Message;
use crate::model::exchange::{Exchange, Request, Response};
use crate::model::message::{Address, Body};

/// Where a value was taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Place {
    /// The address of a request, or one that a response sends to.
    #[default]
    Address,
    /// Headers.
    Header,
    /// Cookies.
    Cookie,
    /// The body of a request.
    RequestBody,
    /// The body of a response.
    ResponseBody,
    /// A note, an error text, a title.
    Note,
}

impl Place {
    /// The name used in receipts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::RequestBody => "request body",
            Self::ResponseBody => "response body",
            Self::Note => "note",
        }
    }
}

/// How often values of each kind were taken out of each place.
pub type Removed = BTreeMap<(&'static str, Place), u64>;

/// How much of what nobody knows may stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Trust {
    /// Traffic of the sign-in service: its own vocabulary, of which secrets are known by name and shape.
    SignIn,
    /// Everybody else's: only what is known to be harmless stays.
    Other,
}

/// What holds a named value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Holder {
    /// A parameter of an address or a form.
    Parameter,
    /// A member of a JSON object, where words such as `code` and `state` mean other things too.
    Member,
}

/// Most texts inside texts that are taken apart.
const DEPTH: usize = 12;

/// Learns what is secret, and takes it out.
#[derive(Default)]
pub struct Cleaner {
    secrets: Secrets,
    mask: Mask,
    removed: Removed,
    place: Place,
    depth: usize,
    bodies_left_out: u64,
    /// Whether names and addresses of people stay: somebody else looks after them.
    keeps_people: bool,
    /// The page that the response is, when somebody has parsed it already.
    page: Option<Arc<Page>>,
    /// What was learnt from lately: there only as long as exchanges are learnt from.
    learnt: Option<Recent>,
}

impl std::fmt::Debug for Cleaner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Cleaner({:?})", self.secrets)
    }
}

impl Cleaner {
    /// Takes credentials out of texts by structure and by what was learnt, and leaves people alone.
    pub(super) fn of_credentials(secrets: &Secrets) -> Self {
        Self { secrets: secrets.clone(), mask: secrets.mask_credentials(), keeps_people: true, ..Self::default() }
    }

    /// Learns the secrets of an exchange.
    pub fn learn(&mut self, exchange: &Exchange) {
        self.learnt.get_or_insert_with(Recent::new);
        let _ = self.clean(exchange, true);
    }

    /// Whether this was learnt from already. Then nothing new is in it, and what it would be cleaned to is nobody's concern.
    fn is_learnt(&mut self, what: impl Hash) -> bool {
        let depth = self.depth;
        self.learnt.as_mut().is_some_and(|recent| recent.meets((depth, what)))
    }

    /// Learns the secrets of an exchange whose response is a page that is parsed already.
    pub fn learn_with_page(&mut self, exchange: &Exchange, page: Option<Arc<Page>>) {
        self.page = page;
        self.learn(exchange);
        self.page = None;
    }

    /// Ends learning: from now on every value that was learnt is found wherever it stands.
    pub fn settle(&mut self) {
        self.learnt = None;
        self.secrets.settle();
        self.mask = self.secrets.mask_all();
        self.removed.clear();
        self.bodies_left_out = 0;
    }

    /// Learns what another has learnt.
    pub fn append(&mut self, other: &Self) {
        self.secrets.append(&other.secrets);
    }

    /// What was learnt.
    #[must_use]
    pub fn into_secrets(mut self) -> Secrets {
        self.secrets.settle();
        self.secrets
    }

    /// What was taken out since the last call.
    pub fn take_removed(&mut self) -> (Removed, u64) {
        (std::mem::take(&mut self.removed), std::mem::take(&mut self.bodies_left_out))
    }

    /// The exchange without secrets and personal data. One that is not `related` to signing in loses its bodies.
    pub fn clean(&mut self, exchange: &Exchange, related: bool) -> Exchange {
        let address = &exchange.request.address;
        let trust = trust_of(address);
        let keeps_bodies = related && hosts::class(address.host(), address.path()) != HostClass::PageContent;
        Exchange {
            entry: exchange.entry,
            started: exchange.started,
            request: self.request(&exchange.request, trust, keeps_bodies),
            response: exchange.response.as_ref().map(|response| self.response(response, trust, keeps_bodies)),
            comment: exchange.comment.as_deref().map(|comment| self.note(comment)),
            error: exchange.error.as_deref().map(|error| self.note(error)),
        }
    }

    /// A text of the capture that belongs to no exchange: a title, a program's name.
    pub fn note(&mut self, text: &str) -> String {
        self.place = Place::Note;
        self.text(text, Trust::SignIn)
    }

    /// An address beside the exchanges: who began a request.
    pub fn link(&mut self, text: &str) -> String {
        self.place = Place::Address;
        self.address(text, Trust::Other)
    }

    /// The name or version of a program, which may look like an address of a machine.
    pub fn version(&mut self, text: &str) -> String {
        self.place = Place::Note;
        self.masked(text)
    }

    /// The id of a page that is no plain id.
    pub fn page_id(&mut self, id: &str) -> String {
        self.place = Place::Note;
        self.kept(id).unwrap_or_else(|| self.label(Class::Unknown, "page", id))
    }

    /// A last look for what was learnt.
    #[must_use]
    pub fn leak_check(&self) -> LeakCheck {
        LeakCheck::new(&self.secrets)
    }

    /// The value of a cookie that only a list of cookies shows.
    pub fn cookie_beside(&mut self, name: &str, value: &str) -> (String, String) {
        self.place = Place::Cookie;
        (self.cookie_name(name), self.cookie_value(name, value))
    }

    fn request(&mut self, request: &Request, trust: Trust, keeps_body: bool) -> Request {
        self.place = Place::Address;
        let address = Address::parse(self.address(request.address.text(), trust));
        let headers = self.headers(&request.headers, trust);
        self.place = Place::RequestBody;
        let body = self.body(&request.body, &request.headers, trust, keeps_body);
        Request { method: request.method.clone(), address, headers, body }
    }

    fn response(&mut self, response: &Response, trust: Trust, keeps_body: bool) -> Response {
        let headers = self.headers(&response.headers, trust);
        self.place = Place::Address;
        let redirect = response.redirect.as_deref().map(|target| self.address(target, trust));
        self.place = Place::ResponseBody;
        let body = self.body(&response.body, &response.headers, trust, keeps_body);
        Response { status: response.status, reason: self.note(&response.reason), headers, redirect, body }
    }

    fn left_out(&mut self) -> Body {
        self.bodies_left_out += 1;
        Body::NotCaptured
    }

    /// The label of a value that is taken out.
    fn label(&mut self, class: Class, kind: &'static str, value: &str) -> String {
        if placeholder::user_number(value).is_some() || self.keeps_people && class == Class::Personal {
            return value.to_owned();
        }
        *self.removed.entry((kind, self.place)).or_default() += 1;
        self.secrets.label(class, kind, value)
    }

    fn credential(&mut self, kind: &'static str, value: &str) -> String {
        self.label(Class::Credential, kind, value)
    }

    fn unknown(&mut self, value: &str) -> String {
        self.label(Class::Unknown, "value", value)
    }

    fn user(&mut self, name: &str) -> String {
        if self.keeps_people {
            return name.to_owned();
        }
        if placeholder::user_number(name).is_none() {
            *self.removed.entry(("user", self.place)).or_default() += 1;
        }
        self.secrets.user(name)
    }

    /// A value that has a name: taken out when the name says that it is secret or personal, else looked into.
    fn named(&mut self, name: &str, value: &str, trust: Trust, holder: Holder) -> String {
        if self.is_learnt((name, value, trust, holder)) {
            return String::new();
        }
        if let Some(kept) = self.kept(value) {
            return kept;
        }
        if name.eq_ignore_ascii_case("SAMLRequest") {
            return self.saml(value).unwrap_or_else(|| self.text(value, trust));
        }
        if names::is_reply_address(name) && address::is_address(value.trim()) {
            return self.reply_address(value.trim());
        }
        match names::of_field(name).filter(|kind| !is_another_meaning(kind, value, holder)) {
            Some("saml-response") => self.saml(value).unwrap_or_else(|| self.credential("saml-response", value)),
            Some("assertion") if value.trim_start().starts_with('<') => {
                self.xml(value, trust).unwrap_or_else(|| self.credential("assertion", value))
            }
            Some(kind) => {
                if matches!(kind, "state" | "context") {
                    // Where to go on afterwards: an address with parameters of its own, which may stand elsewhere.
                    let _ = self.text(value, trust);
                }
                self.token(kind, value).unwrap_or_else(|| self.credential(kind, value))
            }
            None => match names::of_person(name) {
                Some(kind) => self.person(kind, value, trust),
                None if trust == Trust::SignIn || names::is_of_protocol(name) => self.text(value, Trust::SignIn),
                None => self.guarded(value),
            },
        }
    }

    /// A value that an earlier run, or somebody else, has already taken out.
    fn kept(&mut self, value: &str) -> Option<String> {
        if value.trim().is_empty() || placeholder::is_foreign(value) {
            return Some(value.to_owned());
        }
        self.placeholder(value)
    }

    /// A placeholder that an earlier run left: it stays, and what it keeps of a token is looked at again.
    fn placeholder(&mut self, value: &str) -> Option<String> {
        let found = placeholder::read(value.trim())?;
        self.secrets.take(found.kind, found.number);
        let label = placeholder::write(found.kind, found.number);
        Some(match found.token {
            None => value.to_owned(),
            Some((header, claims)) => self.kept_of_token(&label, &header, &claims),
        })
    }

    fn person(&mut self, kind: &'static str, value: &str, trust: Trust) -> String {
        match kind {
            // A word of the protocol (`me`, `common`) and an id are nobody's name.
            "user" if Guid::parse(value).is_some() => value.to_owned(),
            "user" => self.user(value),
            "ip" => match personal::address_kind(value) {
                Some(kind) => self.label(Class::Personal, kind, value),
                None => self.text(value, trust),
            },
            kind => self.label(Class::Personal, kind, value),
        }
    }

    /// A value that nobody vouches for: ids, numbers, flags and times stay, messages of the service are looked into.
    fn guarded(&mut self, value: &str) -> String {
        if let Some(kept) = self.kept(value) {
            return kept;
        }
        let short = value.len() <= 10 && value.bytes().all(|byte| byte.is_ascii_digit());
        let harmless = short || Guid::parse(value).is_some() || matches!(value, "true" | "false" | "null");
        if harmless {
            return value.to_owned();
        }
        let speaks = |text: &str| text.contains("AADSTS") || text.contains("AADB2C") || address::is_address(text);
        // What comes out decides what is learnt, so nothing in it may be passed over.
        let learnt = self.learnt.take();
        let told = speaks(value).then(|| self.text(value, Trust::Other));
        self.learnt = learnt;
        // What spoke only inside of what was taken out says nothing any more.
        told.filter(|clean| speaks(clean)).unwrap_or_else(|| self.unknown(value))
    }

    /// A SAML message, cleaned and encoded again the way it was. What needs no cleaning stays as it stood.
    fn saml(&mut self, value: &str) -> Option<String> {
        let message = Message::decode(value)?;
        let text = self.xml(&message.text, Trust::SignIn)?;
        Some(if text == message.text { value.to_owned() } else { Message { text, ..message }.encode() })
    }
}

/// How much is trusted that goes to an address. B2C may hide behind a domain of the customer's; its user flows give it away.
fn trust_of(address: &Address) -> Trust {
    let class = hosts::class(address.host(), address.path());
    let is_user_flow = address.path().to_ascii_lowercase().contains("/b2c_1");
    let of_service = class.is_sign_in() || class == HostClass::PageContent;
    if of_service || is_user_flow { Trust::SignIn } else { Trust::Other }
}

/// Whether a value under the name of a secret is something else: `code` is often the name of an error, `state` that of a country.
fn is_another_meaning(kind: &str, value: &str, holder: Holder) -> bool {
    let is_word = || value.len() <= 48 && value.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'.' | b'-'));
    match (kind, holder) {
        ("auth-code", _) if Code::read(value).is_some() => true,
        ("auth-code" | "state" | "signed-request" | "one-time-code" | "token", Holder::Member) => is_word(),
        ("auth-code", Holder::Parameter) => value.len() <= 5 && value.bytes().all(|byte| byte.is_ascii_digit()),
        _ => false,
    }
}

//! Cleaning: an exchange without secrets and personal data that still says what went wrong.
//!
//! One walk does two jobs. Run over all exchanges first, it learns every value by the name of the field that holds it; run again, it writes
//! each exchange with labels instead of the values, wherever and in whatever encoding they stand. So nothing can be known as a secret in one
//! place and overlooked in another. What is parsed is cleaned by its structure: addresses, headers, cookies, forms, JSON, pages, XML, tokens.

mod address;
mod block;
mod body;
mod headers;
mod json;
mod page;
mod recent;
mod record;
mod text;
mod token;
mod xml;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use foldhash::fast::FixedState;

use self::recent::Recent;
use super::output::LeakCheck;
use super::secrets::Secrets;
use super::shape::{self, Shape};
use super::tables::{self, Listed};
use crate::entra::codes::Code;
use crate::entra::content::{Bodies, Content};
use crate::entra::guid::Guid;
use crate::entra::hosts::{self, HostClass};
use crate::entra::limits::TEXT_DEPTH;
use crate::entra::page::Page;
use crate::entra::saml::Message;
use crate::model::exchange::{Exchange, Request, Response};
use crate::model::message::{Body, Url};
use crate::redact::find::sought::{Finder, Part};
use crate::redact::kind::{Class, SecretKind};
use crate::redact::people::personal;
use crate::redact::people::seen::may_be_seen;
use crate::redact::{placeholder, prose};

/// Where a value was taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Place {
    /// The address of a request, or one that a response sends to.
    #[default]
    Url,
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
    /// A row of a sign-in log, a field of an output.
    Row,
}

impl Place {
    /// The name used in receipts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Url => "address",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::RequestBody => "request body",
            Self::ResponseBody => "response body",
            Self::Note => "note",
            Self::Row => "row",
        }
    }
}

/// What was taken out of a capture.
#[derive(Debug, Clone, Default)]
pub struct Removed {
    /// How often values of each kind were taken out of each place.
    pub times: BTreeMap<(SecretKind, Place), u64>,
    /// The values by kind, as hashes whose key no one knows: they are counted and never told.
    values: HashMap<SecretKind, HashSet<u64, FixedState>>,
    hasher: RandomState,
    /// Bodies that were left out whole.
    pub bodies: u64,
}

impl Removed {
    /// How many different values of each kind were taken out; what was only found inside of a text is not counted here.
    #[must_use]
    pub fn distinct(&self) -> BTreeMap<SecretKind, u64> {
        self.values.iter().map(|(kind, values)| (*kind, values.len() as u64)).collect()
    }

    fn value(&mut self, kind: SecretKind, place: Place, value: &str) {
        *self.times.entry((kind, place)).or_default() += 1;
        self.values.entry(kind).or_default().insert(self.hasher.hash_one(value.trim()));
    }

    fn in_text(&mut self, kind: SecretKind, place: Place) {
        *self.times.entry((kind, place)).or_default() += 1;
    }
}

/// Whose messages may stay. Everything else is decided by name and shape, anyone who says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trust {
    /// The sign-in service's: what it says of an error stays.
    SignIn,
    /// Everyone else's: what they say stays only where it quotes a message of the service.
    Other,
}

/// What holds a named value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holder {
    /// A parameter of an address or a form.
    Parameter,
    /// A member of a JSON object, where `code` means other things too.
    Member,
    /// A claim of a token, or of a request for claims.
    Claim,
}

/// What is learnt from as a whole: equal texts may teach something else where they are another of these.
#[derive(Debug, Clone, Copy)]
enum Lesson {
    /// The value of a name.
    Value(Trust, Holder),
    /// A name and its value.
    Pair(Trust, Holder),
    /// A header and its value.
    Header(Trust),
    /// An address without parameters, of which all stays or what the lists know.
    Base { whole: bool },
    /// A host.
    Host,
    /// What may stand inside of a value.
    Inside,
}

impl Lesson {
    fn mark(self) -> u32 {
        match self {
            Self::Inside => 0,
            Self::Host => 1,
            Self::Base { whole } => 2 | u32::from(whole),
            Self::Header(trust) => 4 | trust as u32,
            Self::Value(trust, holder) => 8 | (holder as u32) << 1 | trust as u32,
            Self::Pair(trust, holder) => 16 | (holder as u32) << 1 | trust as u32,
        }
    }
}

/// Learns what is secret, and takes it out.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a state of its own, and they change apart")]
pub struct Cleaner {
    secrets: Secrets,
    mask: Finder,
    removed: Removed,
    place: Place,
    depth: usize,
    /// Whether all is learnt: from now on what is cleaned is written.
    settled: bool,
    /// Whether the exchange has to do with signing in. What no one knows in others is not even numbered.
    related: bool,
    /// Whether the address that is being cleaned is that of the service's page on an error, whose `code` is a number.
    on_error_page: bool,
    /// Whether names and addresses of people stay: someone else looks after them, or they may be seen.
    keeps_people: bool,
    /// Whether they may be seen: then what tells of them, a token or a SAML message, is taken apart all the same.
    shows_people: bool,
    /// What the bodies are, when someone has parsed them already.
    request_body: Option<Arc<Content>>,
    response_body: Option<Arc<Content>>,
    page: Option<Arc<Page>>,
    /// What was learnt from lately: there only as long as exchanges are learnt from.
    learnt: Option<Recent>,
    /// What of records stays as it is: most of it is met many times.
    unchanged: Option<Recent>,
    /// Whose messages the addresses that were met lately give: to parse an address takes longer than all else that is done with it.
    trusted: HashMap<Box<str>, Trust>,
}

impl std::fmt::Debug for Cleaner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Cleaner({:?})", self.secrets)
    }
}

impl Cleaner {
    /// Cleans what is in a report, and leaves people alone: a report labels them in its own order.
    pub(super) fn of_report(secrets: &Secrets) -> Self {
        Self {
            secrets: secrets.clone(),
            mask: secrets.finder().of(Part::UnlessPersonal),
            keeps_people: true,
            related: true,
            settled: true,
            ..Self::default()
        }
    }

    /// Learns the secrets of an exchange.
    pub fn learn(&mut self, exchange: &Exchange) {
        self.learnt.get_or_insert_with(Recent::new);
        let _ = self.clean(exchange, true);
    }

    /// Whether this was learnt from already. Then nothing new is in it, and what it would be cleaned to is no one's concern.
    fn is_learnt(&mut self, lesson: Lesson, texts: &[&str]) -> bool {
        let state = self.depth << 2 | usize::from(self.related) << 1 | usize::from(self.on_error_page);
        self.learnt.as_mut().is_some_and(|recent| recent.meets(lesson.mark() | u32::try_from(state).unwrap_or_default() << 8, texts))
    }

    /// Whether exchanges are learnt from: what they would be cleaned to is not written, then.
    fn is_learning(&self) -> bool {
        self.learnt.is_some()
    }

    /// Learns the secrets of an exchange whose bodies are parsed already.
    pub fn learn_with(&mut self, exchange: &Exchange, bodies: &Bodies) {
        let Bodies { request, response, page } = bodies.clone();
        (self.request_body, self.response_body, self.page) = (Some(request), Some(response), page);
        self.learn(exchange);
        (self.request_body, self.response_body, self.page) = (None, None, None);
    }

    /// Ends learning: from now on every value that was learnt is found wherever it stands.
    pub fn settle(&mut self) {
        (self.learnt, self.unchanged, self.settled) = (None, None, true);
        self.secrets.settle();
        self.mask = self.secrets.finder();
        self.removed = Removed::default();
    }

    /// From now on names and addresses of people stay where they are, and nothing else. Only when all is learnt.
    pub fn show_people(&mut self) {
        (self.keeps_people, self.shows_people) = (true, true);
        self.mask = self.mask.of(Part::UnlessSeen);
    }

    /// Finds credentials alone.
    fn credentials(&self) -> Finder {
        self.mask.of(Part::Credentials)
    }

    /// Learns what another has learnt.
    pub fn append(&mut self, other: Self) {
        self.secrets.append(other.secrets);
    }

    /// What was learnt.
    #[must_use]
    pub fn into_secrets(mut self) -> Secrets {
        self.secrets.settle();
        self.secrets
    }

    /// What was taken out since the last call.
    pub fn take_removed(&mut self) -> Removed {
        std::mem::take(&mut self.removed)
    }

    /// The exchange without secrets and personal data. One that is not `related` to signing in loses its bodies.
    pub fn clean(&mut self, exchange: &Exchange, related: bool) -> Exchange {
        let address = &exchange.request.url;
        let trust = trust_of(address);
        self.related = related;
        let keeps_bodies = related && hosts::class(address.host(), address.path()) != HostClass::PageContent;
        Exchange {
            entry: exchange.entry,
            started: exchange.started,
            duration: exchange.duration,
            request: self.request(&exchange.request, trust, keeps_bodies),
            response: exchange.response.as_ref().map(|response| self.response(response, trust, keeps_bodies)),
            comment: exchange.comment.as_deref().map(|comment| self.note(comment)),
            error: exchange.error.as_deref().map(|error| self.note(error)),
        }
    }

    /// A text of the capture that belongs to no exchange, or a note on one.
    pub fn note(&mut self, text: &str) -> String {
        (self.place, self.related) = (Place::Note, true);
        self.text(text, Trust::SignIn)
    }

    /// An address next to the exchanges: who began a request.
    pub fn link(&mut self, text: &str) -> String {
        self.place = Place::Url;
        self.address(text, Trust::Other)
    }

    /// The name and version of a program: words and versions.
    pub fn version(&mut self, text: &str) -> String {
        (self.place, self.related) = (Place::Note, true);
        // A browser is in parentheses behind the program that wrote the capture.
        let is_program = |part: &str| {
            let part = part.trim_matches(['(', ')']);
            let is_word = placeholder::read(part).is_some() || shape::is_word(part) || part.len() <= 3;
            is_word || shape::is_version(part) || shape::is_version_of_four(part)
        };
        if let Some(kept) = self.kept(text) {
            return kept;
        }
        if text.len() <= 96 && text.split_whitespace().all(is_program) { self.masked(text) } else { self.unknown(text) }
    }

    /// The id of a page of a HAR: `page_1`. Some programs write the address instead.
    pub fn page_id(&mut self, id: &str) -> String {
        (self.place, self.related) = (Place::Note, true);
        let letters = id.trim_end_matches(|letter: char| letter.is_ascii_digit());
        let is_plain = matches!(letters, "page" | "page_" | "page-" | "page@") && id.len() - letters.len() <= 5;
        if is_plain { id.to_owned() } else { self.kept(id).unwrap_or_else(|| self.label(Class::Unknown, SecretKind::Page, id)) }
    }

    /// The media type of a body that is next to its headers.
    pub fn media_type(&mut self, media: &str) -> String {
        (self.place, self.related) = (Place::Header, true);
        self.content_type(media)
    }

    /// A method of HTTP: one that no one knows may be anything.
    pub fn method(&mut self, method: &str) -> String {
        if method.is_empty() || tables::is_method(method) { method.to_owned() } else { tables::UNKNOWN_METHOD.to_owned() }
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
        self.place = Place::Url;
        let address = self.address(request.url.text(), trust);
        let address = if self.is_learning() { Url::default() } else { Url::parse(address) };
        let headers = self.headers(&request.headers, trust);
        self.place = Place::RequestBody;
        let body = self.body(&request.body, &request.headers, trust, keeps_body);
        Request { method: self.method(&request.method), url: address, headers, body }
    }

    fn response(&mut self, response: &Response, trust: Trust, keeps_body: bool) -> Response {
        let headers = self.headers(&response.headers, trust);
        self.place = Place::Url;
        let redirect = response.redirect.as_deref().map(|target| self.address(target, trust));
        self.place = Place::ResponseBody;
        let body = self.body(&response.body, &response.headers, trust, keeps_body);
        Response { status: response.status, reason: self.reason(response.status, &response.reason), headers, redirect, body }
    }

    /// The phrase of a status: the standard's own, or what Fiddler says in its place.
    fn reason(&mut self, status: Option<u16>, reason: &str) -> String {
        let standard = status.and_then(tables::phrase);
        match self.kept(reason) {
            Some(kept) => kept,
            None if standard.is_some_and(|phrase| phrase.eq_ignore_ascii_case(reason.trim())) => reason.to_owned(),
            None if reason.starts_with("Fiddler") || tables::is_sentence(reason) => self.plain(reason),
            None => standard.unwrap_or_default().to_owned(),
        }
    }

    fn left_out(&mut self) -> Body {
        self.removed.bodies += 1;
        Body::NotCaptured
    }

    /// The label of a value that is taken out.
    fn label(&mut self, class: Class, kind: SecretKind, value: &str) -> String {
        if self.stays(class, kind, value) {
            return value.to_owned();
        }
        self.count(kind, value);
        self.secrets.label(class, kind, value)
    }

    /// The same for a value that is nothing but that: as long as exchanges are learnt from, its label is not written.
    fn label_alone(&mut self, class: Class, kind: SecretKind, value: &str) -> String {
        if !self.is_learning() {
            return self.label(class, kind, value);
        }
        if !self.stays(class, kind, value) {
            self.secrets.learn(class, kind, value);
        }
        String::new()
    }

    /// Counts a value as removed. What is only learnt from is not counted.
    fn count(&mut self, kind: SecretKind, value: &str) {
        if !self.is_learning() {
            self.removed.value(kind, self.place, value);
        }
    }

    /// Whether a value is a placeholder, or of a person that may be seen.
    fn stays(&mut self, class: Class, kind: SecretKind, value: &str) -> bool {
        if placeholder::user_number(value).is_some() || class == Class::Personal && self.keeps(kind, value) {
            return true;
        }
        let found = placeholder::read(value.trim());
        if let Some(found) = &found {
            self.secrets.take(found.kind, found.number);
        }
        found.is_some()
    }

    fn credential(&mut self, kind: SecretKind, value: &str) -> String {
        self.label_alone(Class::Credential, kind, value)
    }

    /// A value that no one knows.
    fn unknown(&mut self, value: &str) -> String {
        self.unknown_as(SecretKind::Value, value)
    }

    fn unknown_as(&mut self, kind: SecretKind, value: &str) -> String {
        if self.related {
            self.learn_inside(value);
            return self.label_alone(Class::Unknown, kind, value);
        }
        self.count(kind, value);
        (if kind == SecretKind::Part { "[part]" } else { "[value]" }).to_owned()
    }

    /// Learns what stands inside of a value that goes as a whole: the same may stand elsewhere on its own.
    fn learn_inside(&mut self, value: &str) {
        let is_structured =
            value.contains("://") || value.contains("%3A") || value.starts_with(['{', '[', '<', '%', 'e']) || value.contains('=');
        if !self.settled && is_structured && !self.is_learnt(Lesson::Inside, &[value]) {
            let _ = self.deeper(|cleaner| cleaner.structured(value, Trust::Other));
        }
    }

    /// Does something one level deeper; `None` where it is too deep.
    fn deeper<T>(&mut self, job: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= TEXT_DEPTH {
            return None;
        }
        self.depth += 1;
        let done = job(self);
        self.depth -= 1;
        Some(done)
    }

    /// Whether a name or an address stays.
    fn keeps(&self, kind: SecretKind, value: &str) -> bool {
        self.keeps_people && (!self.shows_people || may_be_seen(kind, value))
    }

    fn user(&mut self, name: &str) -> String {
        if self.keeps(SecretKind::User, name) {
            return name.to_owned();
        }
        if placeholder::user_number(name).is_none() {
            self.removed.value(SecretKind::User, self.place, &name.to_lowercase());
        }
        self.secrets.user(name)
    }

    /// A value that has a name. It stays when the name is on the list and the value has its shape; else it goes.
    fn named(&mut self, name: &str, value: &str, trust: Trust, holder: Holder) -> String {
        if self.is_learnt(Lesson::Value(trust, holder), &[name, value]) {
            return String::new();
        }
        self.named_anew(name, value, trust, holder)
    }

    fn named_anew(&mut self, name: &str, value: &str, trust: Trust, holder: Holder) -> String {
        if let Some(kept) = self.kept(value) {
            return kept;
        }
        if let Some(shape) = self.shape_of(name, value, holder)
            && let Some(clean) = self.shaped(shape, value, trust)
        {
            return clean;
        }
        // What ends a session is worth nothing to anyone.
        let is_sign_out = || Message::decode(value).is_some_and(|message| message.is_of_sign_out());
        if name.eq_ignore_ascii_case("SAMLRequest") || name.eq_ignore_ascii_case("SAMLResponse") && is_sign_out() {
            return self.saml(value).unwrap_or_else(|| self.unknown(value));
        }
        if let Some(kind) = tables::secret(name) {
            return self.secret(kind, value, trust);
        }
        match tables::field(name).and_then(|known| known.person) {
            Some(kind) => self.person(kind, value),
            // Anyone who quotes the service, and wherever: what it says stays.
            None => self.telling_lines(value).unwrap_or_else(|| self.unknown(value)),
        }
    }

    /// The shape that the value of a name may have; `None` for a name that is not on the list.
    fn shape_of(&self, name: &str, value: &str, holder: Holder) -> Option<Shape> {
        let of_claim = if holder == Holder::Claim { tables::claim(name) } else { None };
        let kept = of_claim.or_else(|| tables::field(name)?.kept);
        match kept {
            Some(shape) => Some(shape),
            None if !name.eq_ignore_ascii_case("code") => None,
            // `code` is a secret, but for the number of an error on the page that explains it, and the word that names one in JSON.
            None if holder == Holder::Parameter => self.on_error_page.then_some(Shape::Code),
            None => {
                (value.len() <= 3 || is_error_word(value)).then_some(if Code::read(value).is_some() { Shape::Code } else { Shape::Words })
            }
        }
    }

    /// A value of a shape, cleaned; `None` when it does not have it.
    fn shaped(&mut self, shape: Shape, value: &str, trust: Trust) -> Option<String> {
        if !shape.fits(value) {
            return None;
        }
        Some(match shape {
            Shape::Address => self.address(value.trim(), trust),
            Shape::RedirectUri => self.redirect_uri(value.trim()),
            Shape::Application if shape::is_address(value.trim()) => self.application(value.trim()),
            Shape::Scopes => self.scopes(value),
            Shape::Message => return self.message(value, trust),
            Shape::AppName if value.chars().count() > LONGEST_NAME => return None,
            Shape::AppName => {
                if !self.settled {
                    self.secrets.vouch(value.trim());
                }
                self.plain(value)
            }
            // The version of a program may look like an address of a machine, and is none.
            Shape::Agent => {
                let value = self.masked_in(value);
                let value = prose::mask(&value, &mut |class, kind, found| self.label(class, kind, found)).into_owned();
                if self.keeps_people { value } else { personal::mask_devices(&value, &mut self.secrets).into_owned() }
            }
            Shape::Json => return self.deeper(|cleaner| cleaner.claims_text(value)).flatten(),
            shape => {
                if shape.vouches() && !self.settled {
                    self.secrets.vouch(value.trim());
                }
                self.masked(value)
            }
        })
    }

    /// A value of a shape, or the label of one that does not have it.
    pub(super) fn of_shape(&mut self, shape: Shape, value: &str) -> String {
        let kept = self.kept(value).or_else(|| self.shaped(shape, value, Trust::SignIn));
        kept.unwrap_or_else(|| self.unknown(value))
    }

    /// The value of a parameter that a report tells: of an address, a form, a header, a SAML request, or a list of names of cookies.
    pub(super) fn parameter_of_report(&mut self, name: &str, value: &str) -> String {
        if name == "cookies" {
            return value.split(' ').map(|name| self.cookie_name_of_report(name)).collect::<Vec<_>>().join(" ");
        }
        if name == "host" || value == "present" {
            return self.masked(value);
        }
        let header = || tables::header(name).and_then(Listed::shape);
        let in_xml = || tables::attribute(name).or_else(|| tables::element(name).and_then(Listed::shape));
        match tables::field(name).and_then(|known| known.kept).or_else(header).or_else(in_xml) {
            Some(shape) => self.of_shape(shape, value),
            None => self.unknown(value),
        }
    }

    /// Running text.
    pub(super) fn running(&mut self, text: &str) -> String {
        self.kept(text).unwrap_or_else(|| self.plain(text))
    }

    /// A message: the service's stays, masked; of others' what quotes one of the service's.
    fn message(&mut self, value: &str, trust: Trust) -> Option<String> {
        match trust {
            Trust::SignIn => Some(self.plain(value)),
            Trust::Other => self.telling_lines(value),
        }
    }

    fn scopes(&mut self, value: &str) -> String {
        let one = |cleaner: &mut Self, scope: &str| if scope.contains("://") { cleaner.application(scope) } else { cleaner.masked(scope) };
        value.split(' ').map(|scope| one(self, scope)).collect::<Vec<_>>().join(" ")
    }

    /// A value under the name of a secret.
    fn secret(&mut self, kind: SecretKind, value: &str, trust: Trust) -> String {
        match kind {
            SecretKind::SamlResponse => self.saml(value).unwrap_or_else(|| self.credential(kind, value)),
            SecretKind::Assertion if value.trim_start().starts_with('<') => {
                self.deeper(|cleaner| cleaner.xml(value, trust)).flatten().unwrap_or_else(|| self.credential(kind, value))
            }
            kind => {
                let label = self.token(kind, value).unwrap_or_else(|| self.credential(kind, value));
                self.learn_inside(value);
                label
            }
        }
    }

    /// A value that an earlier run, or someone else, has already taken out.
    fn kept(&mut self, value: &str) -> Option<String> {
        if value.trim().is_empty() || placeholder::is_foreign(value) {
            return Some(value.to_owned());
        }
        self.placeholder(value)
    }

    /// A placeholder that an earlier run left: it stays, and what it keeps of a token is looked at again.
    fn placeholder(&mut self, value: &str) -> Option<String> {
        let value = value.trim();
        if value.starts_with('%') {
            // Encoded again than what it is in.
            return self.placeholder(&placeholder::decoded(value)?).map(|_| value.to_owned());
        }
        let found = placeholder::read(value)?;
        self.secrets.take(found.kind, found.number);
        let label = placeholder::write(found.kind, found.number);
        Some(match found.token {
            None => value.to_owned(),
            Some((header, claims)) => self.kept_of_token(&label, &header, &claims),
        })
    }

    fn person(&mut self, kind: SecretKind, value: &str) -> String {
        match kind {
            // An id is no one's name.
            SecretKind::User if Guid::parse(value).is_some() => self.unknown(value),
            SecretKind::User => self.user(value),
            SecretKind::Ip => match personal::address_kind(value) {
                Some(kind) => self.label(Class::Personal, kind, value),
                None => self.unknown(value),
            },
            kind => self.label(Class::Personal, kind, value),
        }
    }

    /// A SAML message, cleaned and encoded again the way it was. What needs no cleaning stays as it stood.
    fn saml(&mut self, value: &str) -> Option<String> {
        if self.keeps_people && !self.shows_people {
            // Anyone who looks after people does not look into it.
            return None;
        }
        let message = Message::decode(value)?;
        let text = self.xml(&message.text, Trust::SignIn)?;
        Some(if text == message.text { value.to_owned() } else { Message { text, ..message }.encode() })
    }
}

/// Longer names of applications are none.
const LONGEST_NAME: usize = 120;

/// Most addresses of which it is remembered whose messages they give. They are without parameters, and few.
const MOST_TRUSTED: usize = 512;
/// Longer addresses are not remembered.
const LONGEST_TRUSTED: usize = 512;

/// Whose messages an address gives.
fn trust_of(address: &Url) -> Trust {
    let class = hosts::class(address.host(), address.path());
    if class.is_sign_in() || class == HostClass::PageContent { Trust::SignIn } else { Trust::Other }
}

/// What codes of the service begin with where it writes messages.
///
/// [`first_code`] looks for their first letters.
const CODE_PREFIXES: &[&str] = &["AADSTS", "AADB2C", "MSIS"];

/// Whether a text quotes the service: only that is worth keeping of what others say.
fn speaks(text: &str) -> bool {
    CODE_PREFIXES.iter().any(|prefix| text.contains(prefix))
}

/// Where the first code of the service is in a text that has one.
fn first_code(text: &str) -> Option<usize> {
    let begins = |at: &usize| text.get(*at..).is_some_and(|rest| CODE_PREFIXES.iter().any(|prefix| rest.starts_with(prefix)));
    memchr::memchr2_iter(b'A', b'M', text.as_bytes()).find(begins)
}

/// Whether a value of `code` in JSON names an error: a code of the service with its prefix, or one of the words that OAuth, `OData`, Graph and
/// Azure use.
fn is_error_word(value: &str) -> bool {
    let prefixed = value.starts_with("AADSTS") || value.starts_with("AADB2C");
    prefixed && Code::read(value).is_some() || tables::is_error_word(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever name a site gives a parameter one day: it is shown when it is on a list.
    #[test]
    fn a_parameter_of_a_report_stays_by_its_name_and_shape() {
        let mut cleaner = Cleaner::of_report(&Secrets::default());
        assert_eq!(cleaner.parameter_of_report("response_type", "code"), "code");
        for (name, value) in [("kelpTicket", "nine-Walnut-stairs"), ("response_type", "nine-Walnut-stairs")] {
            let told = cleaner.parameter_of_report(name, value);
            assert!(!told.contains("Walnut") && !told.is_empty(), "{name}: {told}");
        }
    }

    #[test]
    fn nobody_goes_deeper_than_the_limit_and_everybody_comes_back_up() {
        fn dive(cleaner: &mut Cleaner, levels: &mut usize) {
            let _ = cleaner.deeper(|cleaner| {
                *levels += 1;
                assert!(*levels <= TEXT_DEPTH, "too deep");
                dive(cleaner, levels);
            });
        }
        let mut cleaner = Cleaner::default();
        for _ in 0..2 {
            let mut levels = 0;
            dive(&mut cleaner, &mut levels);
            assert_eq!((levels, cleaner.depth), (TEXT_DEPTH, 0));
        }
    }
}

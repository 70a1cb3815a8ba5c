//! One exchange for people to look at: cleaned as for a sanitized capture, then taken apart. Nothing is shown that was not cleaned.

mod body;
mod tokens;

use super::Redacted;
use super::clean::Cleaner;
use super::trace_text::{Change, FieldKind, Traced};
use super::visibility::Visibility;
use crate::entra::saml::Message;
use crate::model::exchange::Exchange;
use crate::model::message::{Headers, Parameters, Url};
use crate::model::shown::{Body, Page, Pair, Part, Shown, Token};
use tokens::Tokens;

impl Cleaner {
    /// The exchange as it may be seen. All of the capture has to be learnt before; `show_people` tells this one what may be seen.
    pub fn shown(&mut self, capture: &str, exchange: &Exchange, related: bool, visibility: Visibility) -> Redacted<Shown> {
        let capture = self.note(capture);
        let clean = self.clean(exchange, related);
        Redacted { value: shown(capture, &clean), visibility, last_look: self.leak_check() }
    }
}

/// A clean exchange, taken apart.
fn shown(capture: String, clean: &Exchange) -> Shown {
    let mut tokens = Tokens::default();
    let url = &clean.request.url;
    let mut shown = Shown {
        capture,
        entry: clean.entry,
        started: clean.started,
        comment: clean.comment.clone(),
        error: clean.error.clone(),
        method: clean.request.method.clone(),
        address: url.bare(),
        query: parameters(&url.query(), &mut tokens),
        fragment: parameters(&url.fragment(), &mut tokens),
        request: Part {
            headers: headers(&clean.request.headers, &mut tokens),
            body: body::shown(&clean.request.body, &clean.request.headers, &mut tokens),
        },
        ..Shown::default()
    };
    if let Some(response) = &clean.response {
        shown.status = Some((response.status, response.reason.clone()));
        let target = response.headers.get("location").or(response.redirect.as_deref());
        let target = target.map(|target| url.join(target)).unwrap_or_default();
        shown.location = [target.query(), target.fragment()].iter().flat_map(|decoded| parameters(decoded, &mut tokens)).collect();
        shown.response =
            Part { headers: headers(&response.headers, &mut tokens), body: body::shown(&response.body, &response.headers, &mut tokens) };
    }
    shown.documents = documents(&shown);
    shown.tokens = tokens.found;
    shown
}

fn parameters(decoded: &Parameters, tokens: &mut Tokens) -> Vec<Pair> {
    decoded.iter().map(|(name, value)| Pair { name: name.to_owned(), value: tokens.split_off(value) }).collect()
}

fn headers(headers: &Headers, tokens: &mut Tokens) -> Vec<Pair> {
    headers.iter().map(|(name, value)| Pair { name: name.to_owned(), value: tokens.split_off(&without_parameters(name, value)) }).collect()
}

/// An address whose parameters are shown on their own.
fn without_parameters(name: &str, value: &str) -> String {
    if !name.eq_ignore_ascii_case("location") {
        return value.to_owned();
    }
    let bare = Url::parse(value).bare();
    if bare.len() == value.len() { value.to_owned() } else { format!("{bare} (parameters below)") }
}

/// The XML that parameters hold: SAML requests and responses, and results of WS-Federation.
fn documents(shown: &Shown) -> Vec<Pair> {
    let of_body = |body: &Body| match body {
        Body::Form(fields) => fields.clone(),
        Body::Page(page) => page.forms.iter().flat_map(|(_, fields)| fields.clone()).collect(),
        _ => Vec::new(),
    };
    let fields = [of_body(&shown.request.body), of_body(&shown.response.body)].concat();
    let all = shown.query.iter().chain(&shown.location).chain(&fields);
    let document = |pair: &Pair| {
        let text = Message::decode(&pair.value).map(|message| message.text);
        let text = text.or_else(|| pair.value.trim_start().starts_with('<').then(|| pair.value.clone()))?;
        Some(Pair { name: pair.name.clone(), value: body::lines_of_xml(&text) })
    };
    all.filter_map(document).collect()
}

impl Traced for Shown {
    fn visit(&mut self, change: &mut Change<'_>) {
        let Self {
            capture,
            entry: _,
            started: _,
            comment,
            error,
            method,
            address,
            query,
            fragment,
            request,
            status,
            location,
            response,
            tokens,
            documents,
        } = self;
        let mut text = |text: &mut String| change(FieldKind::Message, text);
        [capture, method, address].into_iter().for_each(&mut text);
        [comment, error].into_iter().flatten().for_each(&mut text);
        if let Some((_, phrase)) = status {
            text(phrase);
        }
        for list in [query, fragment, location, documents] {
            pairs(list, &mut text);
        }
        for Part { headers, body } in [request, response] {
            pairs(headers, &mut text);
            body_texts(body, &mut text);
        }
        for Token { label, header, claims } in tokens {
            text(label);
            pairs(header, &mut text);
            pairs(claims, &mut text);
        }
    }
}

fn pairs(pairs: &mut [Pair], text: &mut dyn FnMut(&mut String)) {
    for Pair { name, value } in pairs {
        text(name);
        text(value);
    }
}

fn body_texts(body: &mut Body, text: &mut dyn FnMut(&mut String)) {
    match body {
        Body::Empty | Body::NotHere => {}
        Body::Json(it) | Body::Xml(it) | Body::Text(it) => text(it),
        Body::Form(fields) => pairs(fields, text),
        Body::Page(Page { id, title, objects, forms, lines }) => {
            id.iter_mut().chain([title]).chain(lines).for_each(&mut *text);
            pairs(objects, text);
            for (action, fields) in forms {
                text(action);
                pairs(fields, text);
            }
        }
    }
}

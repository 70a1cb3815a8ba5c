//! An exchange as JSON.

use serde::Serialize;
use serde_json::Value;

use crate::model::shown::{Body, Page, Pair, Part, Shown, Token};
use crate::render::json::{SCHEMA_VERSION, writer};

#[derive(Serialize)]
struct ExchangeDocument<'a> {
    schema_version: u32,
    capture: &'a str,
    entry: u64,
    started: Option<String>,
    comment: Option<&'a str>,
    error: Option<&'a str>,
    request: RequestDocument<'a>,
    response: Option<ResponseDocument<'a>>,
    tokens: Vec<TokenDocument<'a>>,
    documents: Vec<PairDocument<'a>>,
}

#[derive(Serialize)]
struct RequestDocument<'a> {
    method: &'a str,
    url: &'a str,
    query: Vec<PairDocument<'a>>,
    fragment: Vec<PairDocument<'a>>,
    headers: Vec<PairDocument<'a>>,
    body: BodyDocument<'a>,
}

#[derive(Serialize)]
struct ResponseDocument<'a> {
    status: Option<u16>,
    reason: &'a str,
    headers: Vec<PairDocument<'a>>,
    location: Vec<PairDocument<'a>>,
    body: BodyDocument<'a>,
}

#[derive(Serialize)]
struct PairDocument<'a> {
    name: &'a str,
    value: &'a str,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum BodyDocument<'a> {
    Empty,
    NotHere,
    Json { value: Value },
    Form { fields: Vec<PairDocument<'a>> },
    Page { id: Option<&'a str>, title: &'a str, objects: Vec<ObjectDocument<'a>>, forms: Vec<FormDocument<'a>>, text: &'a [String] },
    Xml { text: &'a str },
    Text { text: &'a str },
}

#[derive(Serialize)]
struct ObjectDocument<'a> {
    name: &'a str,
    value: Value,
}

#[derive(Serialize)]
struct FormDocument<'a> {
    action: &'a str,
    fields: Vec<PairDocument<'a>>,
}

#[derive(Serialize)]
struct TokenDocument<'a> {
    token: &'a str,
    header: Vec<PairDocument<'a>>,
    claims: Vec<PairDocument<'a>>,
}

/// Renders an exchange.
pub(super) fn render(shown: &Shown) -> String {
    let started = shown.started.map(|time| time.to_string());
    let response = shown.status.as_ref().map(|(status, reason)| ResponseDocument {
        status: *status,
        reason,
        headers: pairs(&shown.response.headers),
        location: pairs(&shown.location),
        body: body(&shown.response),
    });
    writer::pretty(&ExchangeDocument {
        schema_version: SCHEMA_VERSION,
        capture: &shown.capture,
        entry: shown.entry,
        started,
        comment: shown.comment.as_deref(),
        error: shown.error.as_deref(),
        request: RequestDocument {
            method: &shown.method,
            url: &shown.address,
            query: pairs(&shown.query),
            fragment: pairs(&shown.fragment),
            headers: pairs(&shown.request.headers),
            body: body(&shown.request),
        },
        response,
        tokens: shown.tokens.iter().map(token).collect(),
        documents: pairs(&shown.documents),
    })
}

fn pairs(pairs: &[Pair]) -> Vec<PairDocument<'_>> {
    pairs.iter().map(|pair| PairDocument { name: &pair.name, value: &pair.value }).collect()
}

fn token(token: &Token) -> TokenDocument<'_> {
    TokenDocument { token: &token.label, header: pairs(&token.header), claims: pairs(&token.claims) }
}

fn body(part: &Part) -> BodyDocument<'_> {
    match &part.body {
        Body::Empty => BodyDocument::Empty,
        Body::NotHere => BodyDocument::NotHere,
        Body::Json(json) => BodyDocument::Json { value: value(json) },
        Body::Form(fields) => BodyDocument::Form { fields: pairs(fields) },
        Body::Xml(text) => BodyDocument::Xml { text },
        Body::Text(text) => BodyDocument::Text { text },
        Body::Page(Page { id, title, objects, forms, lines }) => BodyDocument::Page {
            id: id.as_deref(),
            title,
            objects: objects.iter().map(|object| ObjectDocument { name: &object.name, value: value(&object.value) }).collect(),
            forms: forms.iter().map(|(action, fields)| FormDocument { action, fields: pairs(fields) }).collect(),
            text: lines,
        },
    }
}

/// JSON that was laid out for people, as JSON again.
fn value(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or_else(|_| Value::String(json.to_owned()))
}

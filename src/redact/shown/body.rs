//! Bodies by what they are: JSON over several lines, forms one parameter a line, pages by what explains them.

use serde_json::Value;

use super::tokens::Tokens;
use crate::entra::content::{Content, Json};
use crate::entra::page;
use crate::model::message::{self, Headers, Parameters};
use crate::model::shown::{Body, Page, Pair};

/// A body that is clean already.
pub(super) fn shown(body: &message::Body, headers: &Headers, tokens: &mut Tokens) -> Body {
    let text = match body {
        message::Body::Empty => return Body::Empty,
        message::Body::NotCaptured | message::Body::Skipped => return Body::NotHere,
        message::Body::Text(text) if text.trim().is_empty() => return Body::Empty,
        message::Body::Text(text) => text.trim(),
    };
    match Content::of(text, headers.get("content-type").unwrap_or_default()) {
        Content::Json(Json { value, .. }) => Body::Json(pretty(&value, tokens)),
        Content::Form => Body::Form(pairs(Parameters::decode(text).iter(), tokens)),
        Content::Page => Body::Page(of_page(&page::Page::parse(text), tokens)),
        Content::Xml => Body::Xml(lines_of_xml(text)),
        Content::Multipart(_) | Content::EventStream | Content::JsonLines | Content::Other => Body::Text(tokens.split_off(text)),
    }
}

fn pairs<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>, tokens: &mut Tokens) -> Vec<Pair> {
    pairs.map(|(name, value)| Pair { name: name.to_owned(), value: tokens.split_off(value) }).collect()
}

fn of_page(page: &page::Page, tokens: &mut Tokens) -> Page {
    let objects = [("$Config", &page.config), ("ServerData", &page.server_data), ("SETTINGS", &page.settings)];
    let objects = objects.into_iter().filter_map(|(name, object)| Some((name, object.as_ref()?)));
    let objects = objects.map(|(name, object)| Pair { name: name.to_owned(), value: pretty(object, tokens) }).collect();
    let form = |form: &page::Form, tokens: &mut Tokens| {
        let fields = form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        (form.action.clone(), pairs(fields, tokens))
    };
    Page {
        id: page.page_id.clone(),
        title: page.title.trim().to_owned(),
        objects,
        forms: page.forms.iter().map(|of_page| form(of_page, tokens)).collect(),
        lines: page.text.lines().map(str::trim).filter(|line| !line.is_empty()).map(|line| tokens.split_off(line)).collect(),
    }
}

/// JSON over several lines, tokens in it by their labels.
fn pretty(value: &Value, tokens: &mut Tokens) -> String {
    let mut short = value.clone();
    shorten(&mut short, tokens);
    serde_json::to_string_pretty(&short).unwrap_or_default()
}

fn shorten(value: &mut Value, tokens: &mut Tokens) {
    match value {
        Value::String(text) => *text = tokens.split_off(text),
        Value::Array(items) => items.iter_mut().for_each(|item| shorten(item, tokens)),
        Value::Object(members) => members.values_mut().for_each(|member| shorten(member, tokens)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// XML with an element a line.
pub(super) fn lines_of_xml(text: &str) -> String {
    text.trim().replace("><", ">\n<")
}

//! What the trace says of a finding, as names and values.

use maud::{Markup, html};

use super::evidence;
use crate::model::attempt::Attempt;
use crate::model::finding::Finding;
use crate::render::words;

/// Name and number of a finding.
pub(in crate::render::html) fn code(finding: &Finding) -> Markup {
    html! {
        span .code { (finding.code) }
        @if let Some(name) = &finding.name { " " span .name { (name) } }
    }
}

/// Message, error and evidence of a finding.
pub(in crate::render::html) fn facts(finding: &Finding, attempt: Option<(usize, &Attempt)>) -> Markup {
    html! {
        dl .facts-list {
            @if let Some(message) = &finding.message { (fact("Message", &html! { q { (message) } })) }
            @if let Some(detail) = &finding.detail { (fact("Detail", &html! { (detail) })) }
            @if let Some(error) = words::protocol_error(finding) { (fact("Error", &html! { code { (error) } })) }
            (fact("Evidence", &evidence::evidence(finding, attempt)))
        }
    }
}

/// A name with its value.
pub(in crate::render::html) fn fact(name: &str, value: &Markup) -> Markup {
    html! { div { dt { (name) } dd { (value) } } }
}

/// Ids to be selected and copied.
pub(in crate::render::html) fn ids(pairs: &[(String, String)]) -> Markup {
    html! {
        dl .ids {
            @for (name, value) in pairs { (fact(name, &html! { span .none[value == words::MISSING] { (value) } })) }
        }
    }
}

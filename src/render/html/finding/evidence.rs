//! Where a finding was read: sites and fields, each entry a link to its step.

use maud::{Markup, html};

use crate::model::attempt::Attempt;
use crate::model::finding::{Evidence, Finding};
use crate::render::html::anchors::step_of_entry;
use crate::render::words;

/// The evidence entry by entry; entries that are steps of the attempt lead to them.
pub(super) fn evidence(finding: &Finding, attempt: Option<(usize, &Attempt)>) -> Markup {
    html! {
        ul .evidence {
            @for group in finding.evidence.chunk_by(|one, next| one.entry == next.entry && one.source == next.source) {
                @if let Some(first) = group.first() {
                    li {
                        @match attempt.filter(|_| first.source.is_none()).and_then(|(at, attempt)| step_of_entry(at, attempt, first.entry)) {
                            Some(step) => a href={ "#" (step) } { (words::place(first)) },
                            None => { (words::place(first)) },
                        }
                        @if let Some(source) = first.source.as_ref().filter(|_| first.is_of_text()) { " of " (source) }
                        ": " (fields(group))
                    }
                }
            }
        }
    }
}

/// `page_config` sErrorCode, iErrorCode
pub(in crate::render::html) fn fields(group: &[Evidence]) -> Markup {
    html! {
        @for (at, of_site) in group.chunk_by(|one, next| one.site == next.site).enumerate() {
            @if at > 0 { ", " }
            @if let Some(first) = of_site.first() { code { (first.site.name()) } " " }
            (of_site.iter().map(|shown| shown.field).collect::<Vec<_>>().join(", "))
        }
    }
}

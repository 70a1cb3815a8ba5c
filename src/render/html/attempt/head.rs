//! The first lines of an attempt: how it ended; who, when, with what.

use maud::{Markup, html};

use crate::model::attempt::Attempt;
use crate::render::html::anchors::attempt_id;
use crate::render::html::view::View;
use crate::render::html::{badge, labels};
use crate::render::{client, verdict, words};

pub(super) fn head(at: usize, attempt: &Attempt, view: &View) -> Markup {
    let several = view.report.attempts.len() > 1;
    html! {
        div .head {
            h2 id={ (attempt_id(at)) "-title" } {
                // The row of one of several says it already.
                @if !several { (badge::outcome(attempt.outcome)) " " }
                span .sentence { (verdict::of(attempt, view.cause(attempt))) }
            }
            p .facts { @for fact in facts(attempt, view, several) { span { (fact) } } }
        }
    }
}

fn facts(attempt: &Attempt, view: &View, several: bool) -> Vec<String> {
    let protocol = labels::protocol(attempt.protocol).to_owned();
    let silent = if attempt.silent { ", silent" } else { "" };
    let facts = [
        words::user_name(attempt),
        attempt.started.zip(attempt.ended).map(|(first, last)| labels::period(first, last)),
        attempt.application.clone().or_else(|| attempt.client_id.clone()),
        attempt.resource_name.as_ref().or(attempt.resource_id.as_ref()).map(|resource| format!("for {resource}")),
        Some(format!("{protocol}{silent}")),
        client::client(attempt),
        attempt.cloud.and_then(labels::cloud).map(str::to_owned),
        several.then(|| view.name_of(attempt)),
    ];
    facts.into_iter().flatten().collect()
}

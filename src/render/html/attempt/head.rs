//! The first lines of an attempt: how it ended; who, when, with what.

use maud::{Markup, html};

use crate::model::attempt::Attempt;
use crate::render::html::anchors::attempt_id;
use crate::render::html::view::View;
use crate::render::html::{badge, labels};
use crate::render::words;

pub(super) fn head(at: usize, attempt: &Attempt, view: &View) -> Markup {
    html! {
        div .head {
            h2 id={ (attempt_id(at)) "-title" } { (badge::outcome(attempt.outcome)) " " span .sentence { (attempt.verdict) } }
            p .facts { @for fact in facts(attempt, view) { span { (fact) } } }
        }
    }
}

fn facts(attempt: &Attempt, view: &View) -> Vec<String> {
    let protocol = labels::protocol(attempt.protocol).to_owned();
    let silent = if attempt.silent { ", silent" } else { "" };
    let times = attempt.started.zip(attempt.ended).map(|(first, last)| (words::time(first), words::time(last)));
    let same_day = |first: &str, last: &str| first.split(' ').next() == last.split(' ').next();
    let times = times.map(|(first, last)| match last.split(' ').nth(1) {
        _ if first == last => first,
        Some(clock) if same_day(&first, &last) => format!("{} to {clock}", first.trim_end_matches('Z')),
        _ => format!("{first} to {last}"),
    });
    let facts = [
        words::user_name(attempt),
        times,
        attempt.application.clone().or_else(|| attempt.client_id.clone()),
        attempt.resource_name.as_ref().or(attempt.resource_id.as_ref()).map(|resource| format!("for {resource}")),
        Some(format!("{protocol}{silent}")),
        attempt.cloud.and_then(labels::cloud).map(str::to_owned),
        Some(view.name_of(attempt)),
    ];
    facts.into_iter().flatten().collect()
}

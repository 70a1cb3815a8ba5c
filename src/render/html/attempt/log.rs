//! Where the sign-in log has this attempt: the admin center's path; the queries fold away.

use maud::{Markup, html};

use crate::model::attempt::{Attempt, Outcome};
use crate::model::finding::Finding;
use crate::model::sign_in_log::Joined;
use crate::render::case_note::{log_rows, look_next};
use crate::render::document::{Block, Line};
use crate::render::html::anchors::attempt_id;
use crate::render::html::view::View;
use crate::render::words;

pub(super) fn log(at: usize, attempt: &Attempt, view: &View) -> Markup {
    let rows = rows(attempt, view.cause(attempt));
    let is_sought = attempt.outcome != Outcome::Succeeded || view.style.full;
    let next = is_sought.then(|| look_next::listings(attempt, view.cause(attempt))).flatten();
    let listings = if let Some(Block::Listings(_, listings)) = next { listings } else { Vec::new() };
    let Some((first, rest)) = listings.split_first() else { return rows };
    // A line of words is no query.
    let (said, queries): (Vec<_>, Vec<_>) = rest.iter().partition(|(name, _)| name.to_string() == "How long");
    let id = format!("{}-log", attempt_id(at));
    html! {
        section .log {
            h3 { "Sign-in log" }
            (rows)
            p .label { (first.0) }
            p .path { @for line in first.1.lines() { span { (line) } } }
            @for (_, text) in said { p .note { (text) } }
            @if !queries.is_empty() {
                details .fold {
                    summary { "Queries: KQL, Microsoft Graph, PowerShell" }
                    @for (at, (name, text)) in queries.iter().enumerate() { (query(&format!("{id}-{at}"), name, text)) }
                }
            }
        }
    }
}

/// What the rows of exported logs say: the one that decides, and the others folded.
fn rows(attempt: &Attempt, root: Option<&Finding>) -> Markup {
    let decides = attempt.deciding_row(root);
    let others: Vec<&Joined> = attempt.sign_in_log.iter().filter(|joined| decides != Some(*joined)).collect();
    html! {
        @if let Some(joined) = decides { (row(joined, attempt.is_of_log())) }
        @if !others.is_empty() {
            details .fold {
                summary { (others.len()) @if others.len() == 1 { " more row" } @else { " more rows" } " of this sign-in" }
                @for joined in others { (row(joined, attempt.is_of_log())) }
            }
        }
    }
}

fn row(joined: &Joined, is_of_log: bool) -> Markup {
    html! {
        div .row-of-log {
            p .label {
                @if let Some(time) = joined.row.time { (words::time(time)) " " }
                span .code { @if let Some(code) = joined.row.code() { (code) } @else { "0" } }
                " " (joined.row.outcome().name())
                @if !is_of_log { ", by " (log_rows::matched_by(joined)) }
            }
            @for (label, line) in log_rows::facts(&joined.row) { p { (label) ": " (line) } }
            p .note { (joined.source) }
        }
    }
}

fn query(id: &str, name: &Line, text: &str) -> Markup {
    html! {
        div .listing {
            p .label {
                (name)
                button .copy .scripted type="button" data-copy=(id) data-what=(name) { "Copy" span .visually-hidden { " " (name) } }
            }
            pre id=(id) { (text) }
        }
    }
}

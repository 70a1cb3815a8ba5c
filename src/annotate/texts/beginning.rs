//! The beginning of a guide of one's own: all that is known of the code, an example of a check, and what is left to be written.

use crate::annotate::catalog::{self, Row};
use crate::annotate::guide::TO_WRITE;
use crate::entra::codes::Code;
use crate::model::finding::Actor;

/// A beginning for one of these codes: for those of them that are known, or else for the first. `today` is a date as guides write it.
#[must_use]
pub fn beginning(codes: &[Code], today: &str) -> String {
    let mut begun: Vec<(String, Vec<Row>)> = codes.iter().map(|code| (code.to_string(), rows(code))).collect();
    if begun.iter().any(|(_, rows)| !rows.is_empty()) {
        begun.retain(|(_, rows)| !rows.is_empty());
    } else {
        begun.truncate(1);
    }
    let named = begun.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>().join(" and ");
    let guides = || begun.iter().flat_map(|(_, rows)| rows).filter_map(|row| row.guide.as_ref());
    let (title, who_acts) = guides().next().map_or_else(
        || (format!("{TO_WRITE} what ends it, in a few words"), vec![Actor::TenantAdmin.name().to_owned()]),
        |(_, guide)| (guide.front.title.clone(), guide.front.who_acts.clone()),
    );
    let who_acts = who_acts.iter().map(|actor| quoted(actor)).collect::<Vec<_>>().join(", ");
    let (actors, more_actors) = Actor::ALL.split_at(Actor::ALL.len() / 2);
    let mut ours: Vec<&str> = guides().map(|(name, _)| *name).collect();
    ours.dedup();
    let extends = if ours.is_empty() { String::new() } else { extends(&ours.join(" or ")) };
    let rows: String = begun.iter().map(|(code, rows)| code_rows(code, rows)).collect();
    format!(
        r#"+++
# Your guide for {named}, begun with `entrace guides new`. Give its folder to `--guidance` to use it.
# Write or take out what begins with TODO; `entrace guides check` tells what is left.
title = {title}
# When you last made sure that it is right.
reviewed = "{today}"
# Who acts, in the order in which they act: {actors},
# {more_actors}; or in your own words.
who_acts = [{who_acts}]
{extends}
{rows}# What is asked of the trace. The manual's page on guides lists what a check can ask.
[[checks]]
name = "tried-often"
says = "three or more responses in this attempt carry this code"
when = {{ times = {{ at_least = 3 }} }}
# Below, a bullet hangs on a check by its name: {{tried-often}} is for traces in which the check says yes,
# {{not tried-often}} for those in which it says no. What the trace cannot show stays open.
# {{tried-often?}} is a hint, for causes alone: a yes supports the cause, a no does not rule it out.
+++

## Causes
- {{tried-often}} {TO_WRITE} a cause, the most frequent first; what is in braces makes it one for traces like this.

## Not in the trace
- {TO_WRITE} what no trace shows, and where to look for it.

## Resolve
- {TO_WRITE} who does what, and where.

## Escalate with
- {TO_WRITE} what to attach for whoever helps next.
"#,
        title = quoted(&title),
        actors = joined(actors),
        more_actors = joined(more_actors),
    )
}

fn joined(actors: &[Actor]) -> String {
    actors.iter().map(|actor| actor.name()).collect::<Vec<_>>().join(", ")
}

/// What is known of a code: the row for any message first.
fn rows(code: &Code) -> Vec<Row> {
    let mut rows = catalog::rows(&code.to_string());
    rows.sort_by_key(|row| row.entry.message.is_some());
    rows
}

fn extends(ours: &str) -> String {
    format!(
        "# What you write is printed before the built-in guide {ours}.\n# Without this line it is printed instead of it.\nextends = \"built-in\"\n"
    )
}

/// The rows of a code, as many as are known of it.
fn code_rows(code: &str, rows: &[Row]) -> String {
    let row = |message: Option<&str>, meaning: &str| {
        let message = message.map_or_else(String::new, |message| format!("message = {}\n", quoted(message)));
        format!("[[codes]]\ncode = {}\n{message}meaning = {}\n\n", quoted(code), quoted(meaning))
    };
    if rows.is_empty() {
        return row(None, &format!("{TO_WRITE} what happened, in one sentence"));
    }
    rows.iter().map(|known| row(known.entry.message.as_deref(), &known.entry.meaning)).collect()
}

/// A string of TOML. One of JSON is one, where nothing steers.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

//! The words of the reports: how the values of the model read in a sentence or a table.

use std::fmt::Write;

use jiff::Timestamp;

use super::document::Tone;
use crate::model::attempt::{Attempt, Outcome};
use crate::model::finding::{Evidence, Role};

/// A time in UTC, to the second, as Microsoft's forms take it.
pub(super) fn time(time: Timestamp) -> String {
    let text = time.to_string();
    let seconds = text.split(['.', 'Z']).next().unwrap_or(&text);
    format!("{}Z", seconds.replace('T', " "))
}

/// A time of day, to the millisecond.
pub(super) fn clock(time: Timestamp) -> String {
    let text = time.to_string();
    let clock = text.split('T').nth(1).unwrap_or(&text).trim_end_matches('Z');
    let (seconds, fraction) = clock.split_once('.').unwrap_or((clock, ""));
    format!("{seconds}.{:0<3}", fraction.chars().take(3).collect::<String>())
}

/// `1 exchange`, `54 exchanges`
pub(super) fn exchanges(count: u64) -> String {
    if count == 1 { "1 exchange".to_owned() } else { format!("{count} exchanges") }
}

pub(super) fn tone(outcome: Outcome) -> Tone {
    match outcome {
        Outcome::Succeeded => Tone::Good,
        Outcome::Failed => Tone::Bad,
        Outcome::Interrupted => Tone::Waiting,
        Outcome::Incomplete => Tone::Unknown,
    }
}

/// `entry 16: page_config sErrorCode, iErrorCode; entry 17: ...`
pub(super) fn evidence(evidence: &[Evidence]) -> String {
    let mut text = String::new();
    let mut last: Option<&Evidence> = None;
    for shown in evidence {
        let same_entry = last.is_some_and(|last| last.entry == shown.entry);
        let same_site = same_entry && last.is_some_and(|last| last.site == shown.site);
        if !text.is_empty() {
            text.push_str(if same_entry { ", " } else { "; " });
        }
        if !same_entry {
            let _ = write!(text, "entry {}: ", shown.entry);
        }
        if !same_site {
            text.push_str(shown.site.name());
            text.push(' ');
        }
        text.push_str(shown.field);
        last = Some(shown);
    }
    text
}

/// `tenant_admin` as people say it.
pub(super) fn actor(actor: &str) -> String {
    match actor {
        "tenant_admin" => "tenant administrator".to_owned(),
        "device_admin" => "device administrator".to_owned(),
        "federation_admin" => "administrator of the identity provider".to_owned(),
        "home_tenant_admin" => "administrator of the user's home tenant".to_owned(),
        "network_admin" => "network administrator".to_owned(),
        "app_owner" => "owner of the app registration".to_owned(),
        "app_developer" => "developer of the application".to_owned(),
        "microsoft" => "Microsoft".to_owned(),
        other => other.replace('_', " "),
    }
}

pub(super) fn satisfied(satisfied: Option<bool>) -> &'static str {
    match satisfied {
        Some(true) => "passed",
        Some(false) => "not passed",
        None => "not shown",
    }
}

pub(super) fn role(role: Role) -> &'static str {
    match role {
        Role::Cause => "the cause",
        Role::Interrupt => "an interrupt",
        Role::Contributing => "a contributing error",
        Role::Informational => "informational",
    }
}

/// The application by name, id, or both.
pub(super) fn application(attempt: &Attempt) -> Option<String> {
    named(attempt.application.as_deref(), attempt.client_id.as_deref())
}

/// The resource by name, id, or both.
pub(super) fn resource(attempt: &Attempt) -> Option<String> {
    named(attempt.resource_name.as_deref(), attempt.resource_id.as_deref())
}

fn named(name: Option<&str>, id: Option<&str>) -> Option<String> {
    match (name, id) {
        (Some(name), Some(id)) => Some(format!("{name} ({id})")),
        (Some(only), None) | (None, Some(only)) => Some(only.to_owned()),
        (None, None) => None,
    }
}

/// The user by name when it may be shown, else by label and domain.
pub(super) fn user_name(attempt: &Attempt) -> Option<String> {
    let user = &attempt.user;
    let label = user.label.as_deref().map(|label| match &user.domain {
        Some(domain) => format!("{label}@{domain}"),
        None => label.to_owned(),
    });
    user.name.clone().or(label)
}

/// The user, with the object id beside the name.
pub(super) fn user(attempt: &Attempt) -> Option<String> {
    let shown = user_name(attempt);
    let id = attempt.user.object_id.as_ref().map(|id| format!("object id {id}"));
    match (shown, id) {
        (Some(shown), Some(id)) => Some(format!("{shown} ({id})")),
        (shown, id) => shown.or(id),
    }
}

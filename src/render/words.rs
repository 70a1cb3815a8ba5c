//! The words of the reports: how the values of the model read in a sentence or a table.

use jiff::Timestamp;

use super::document::{Line, Tone};
use crate::model::attempt::{Attempt, Interrupt, Outcome};
use crate::model::capture::{Capture, Note, NoteKind};
use crate::model::finding::{Actor, Evidence, Finding, Guidance, LeftOut, Material, Role, WhoActs};
use crate::model::prose::Prose;
use crate::model::report::Origin;
use crate::model::sign_in_log::LogRead;
use crate::model::text::TextRead;

/// What is over lists that speak of what shows a finding.
pub(super) struct Labels {
    /// Over the causes that it supports.
    pub(super) supported: &'static str,
    /// Over the causes that it rules out.
    pub(super) ruled_out: &'static str,
    /// Over the checks.
    pub(super) checked: &'static str,
    /// Over what no check decides.
    pub(super) to_check: &'static str,
    /// Over what it cannot show.
    pub(super) not_in: &'static str,
}

/// What is over such lists, for what shows the finding.
pub(super) fn labels(material: Material) -> Labels {
    match material {
        Material::Trace => Labels {
            supported: "Supported by this trace",
            ruled_out: "Ruled out by this trace",
            checked: "Checked in this trace",
            to_check: "Check in this trace",
            not_in: "Not in the trace",
        },
        Material::Log => Labels {
            supported: "Supported by this log",
            ruled_out: "Ruled out by this log",
            checked: "Checked in this log",
            to_check: "Check in a trace",
            not_in: "Not in the log",
        },
        Material::Text => Labels {
            supported: "Supported by this text",
            ruled_out: "Ruled out by this text",
            checked: "Checked in this text",
            to_check: "Check in a trace",
            not_in: "Not in the text",
        },
    }
}

/// What is over the checks of a finding.
pub(super) fn checked_label(finding: &Finding) -> &'static str {
    labels(finding.material()).checked
}

/// Over the ids of a ticket.
pub(super) const TICKET: &str = "For the ticket";
/// Over the interrupts.
pub(super) const ASKED: &str = "Prompts during sign-in";
/// Over the findings of an attempt that are not its cause.
pub(super) const OTHERS: &str = "Other codes (not the cause)";
/// Over the findings of a capture that are of no attempt.
pub(super) const OUTSIDE: &str = "Found, but not part of a sign-in";
/// Over the notes on a capture.
pub(super) const LIMITS: &str = "What this trace cannot show";
/// In the place of an id that the capture does not have.
pub(super) const MISSING: &str = "not in the capture";
/// In the place of an id that a sign-in log does not have.
const NOT_IN_LOG: &str = "not in the log";
/// In the place of an id that a text does not have.
const NOT_IN_TEXT: &str = "not in the text";
/// Where a code has no guide.
pub(super) const NO_GUIDANCE: &str = "No guide for this code yet.";

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

/// `1 request`, `54 requests`
pub(super) fn requests(count: u64) -> String {
    if count == 1 { "1 request".to_owned() } else { format!("{count} requests") }
}

/// ` (entry 4)`, ` (entries 4, 9)`, of a finding in a sign-in log ` (row 4)`, in a text ` (block 4)`; nothing when there are none.
pub(super) fn entries(finding: &Finding, entries: &[u64]) -> String {
    let first = finding.evidence.first();
    let (one, many) = match first {
        Some(first) if first.is_of_text() => ("block", "blocks"),
        Some(first) if first.source.is_some() => ("row", "rows"),
        _ => ("entry", "entries"),
    };
    let listed: Vec<String> = entries.iter().map(ToString::to_string).collect();
    match listed.as_slice() {
        [] => String::new(),
        [only] => format!(" ({one} {only})"),
        several => format!(" ({many} {})", several.join(", ")),
    }
}

/// How much a capture holds, what wrote it, and when.
fn capture_facts(capture: &Capture) -> Vec<Line> {
    let mut facts = vec![Line::said(format!("{}, {} of sign-in", exchanges(capture.exchanges), capture.sign_in_exchanges))];
    facts.extend(capture.producer.as_ref().map(Line::taken));
    if let (Some(first), Some(last)) = (capture.first, capture.last) {
        facts.push(Line::said(format!("{} to {}", time(first), time(last))));
    }
    facts
}

/// `1 row`, `54 rows`
pub(super) fn rows(count: u64) -> String {
    if count == 1 { "1 row".to_owned() } else { format!("{count} rows") }
}

/// How much a sign-in log holds, and what of it is of no attempt.
pub(super) fn log_facts(log: &LogRead) -> String {
    let mut facts = vec![format!("sign-in log of {}", rows(log.rows))];
    facts.extend(match log.lone_successes {
        0 => None,
        1 => Some("1 success without an attempt".to_owned()),
        many => Some(format!("{many} successes without an attempt")),
    });
    facts.extend((log.repeated > 0).then(|| format!("{} repeated", rows(log.repeated))));
    facts.extend((log.without_code > 0).then(|| format!("{} without a code", rows(log.without_code))));
    facts.extend((log.left_out > 0).then(|| format!("{} left out: more than a report holds", rows(log.left_out))));
    facts.join(", ")
}

/// The earliest and the latest row of a sign-in log.
pub(super) fn log_period(log: &LogRead) -> Option<String> {
    log.first.zip(log.last).map(|(first, last)| format!("{} to {}", time(first), time(last)))
}

/// `1 message`, `54 messages`
pub(super) fn messages(count: u64) -> String {
    if count == 1 { "1 message".to_owned() } else { format!("{count} messages") }
}

/// How much a text holds.
pub(super) fn text_facts(text: &TextRead) -> String {
    let left_out =
        if text.left_out > 0 { format!(", {} left out: more than a report holds", messages(text.left_out)) } else { String::new() };
    format!("text with {} of the service{left_out}", messages(text.blocks))
}

/// The earliest and the latest message of a text.
pub(super) fn text_period(text: &TextRead) -> Option<String> {
    text.first.zip(text.last).map(|(first, last)| format!("{} to {}", time(first), time(last)))
}

/// How much there is of what attempts were read from.
pub(super) fn origin_facts(origin: Origin<'_>) -> Vec<Line> {
    match origin {
        Origin::Capture(capture) => capture_facts(capture),
        Origin::Log(log) => [Some(log_facts(log)), log_period(log)].into_iter().flatten().map(Line::said).collect(),
        Origin::Text(text) => [Some(text_facts(text)), text_period(text)].into_iter().flatten().map(Line::said).collect(),
    }
}

/// One line on what holds no sign-in to explain.
pub(super) fn nothing(origin: Origin<'_>) -> String {
    let capture = match origin {
        Origin::Capture(capture) => capture,
        Origin::Log(log) => return format!("{}: nothing to explain in a {}.", log.name, log_facts(log)),
        Origin::Text(text) if text.blocks == 0 => return format!("{}: a text without a message of the service.", text.name),
        Origin::Text(text) => return format!("{}: nothing to explain in a {}.", text.name, text_facts(text)),
    };
    let what = if capture.sign_in_exchanges == 0 { "no sign-in traffic" } else { "sign-in hosts, but no sign-in" };
    format!("{}: {what} in {}.", capture.name, exchanges(capture.exchanges))
}

/// A note on a capture, with the entries that it is about.
pub(super) fn note(note: &Note) -> String {
    let entries: Vec<String> = note.entries.iter().take(12).map(ToString::to_string).collect();
    let more = if note.entries.len() > entries.len() { ", ..." } else { "" };
    match (entries.as_slice(), note.kind) {
        ([], _) => note.message.clone(),
        ([only], _) => format!("{} (entry {only})", note.message),
        (_, NoteKind::NotDecrypted) => format!("{} ({} tunnels)", note.message, note.entries.len()),
        _ => format!("{} (entries {}{more})", note.message, entries.join(", ")),
    }
}

/// What the finding that an attempt ended on is called.
pub(super) fn cause_label(outcome: Outcome) -> &'static str {
    if outcome == Outcome::Failed { "Cause" } else { "Stopped at" }
}

/// `AADSTS50058 UserInformationNotProvided`
pub(super) fn code_and_name(finding: &Finding) -> String {
    let name = finding.name.as_deref().map(|name| format!(" {name}")).unwrap_or_default();
    format!("{}{name}", finding.code)
}

/// OAuth's error and suberror.
pub(super) fn protocol_error(finding: &Finding) -> Option<String> {
    let protocol: Vec<&str> = [finding.oauth_error.as_deref(), finding.suberror.as_deref()].into_iter().flatten().collect();
    (!protocol.is_empty()).then(|| protocol.join(" / "))
}

/// The lists of a guide under their labels, in the order in which they are read.
pub(super) fn guidance_lists(guidance: &Guidance) -> [(&'static str, &[Prose]); 8] {
    let (supported, open) = guidance.causes_by_support();
    let labels = labels(guidance.material);
    [
        ("What to do", &guidance.resolve),
        (labels.supported, supported),
        (if guidance.supported == 0 { "Likely causes" } else { "Other causes" }, open),
        (labels.ruled_out, &guidance.ruled_out),
        ("Confirm in a trace", &guidance.confirm),
        (labels.not_in, &guidance.not_in_trace),
        ("Attach to an escalation", &guidance.escalate_with),
        ("Notes", &guidance.notes),
    ]
}

/// Where a guide is from, how many faults it has, and what of it is left out.
pub(super) fn origin(guidance: &Guidance) -> (String, String) {
    let faulty = match guidance.faults {
        0 => String::new(),
        1 => "; faulty: 1 fault, listed by entrace guides check".to_owned(),
        faults => format!("; faulty: {faults} faults, listed by entrace guides check"),
    };
    let count = |kind: LeftOut| guidance.left_out.iter().filter(|of| **of == kind).count();
    let kinds = LeftOut::ALL.into_iter().map(|kind| (count(kind), kind.words()));
    let kinds: Vec<String> = kinds
        .filter(|(count, _)| *count > 0)
        .map(|(count, (one, many))| format!("{count} {}", if count == 1 { one } else { many }))
        .collect();
    let left_out = if kinds.is_empty() { String::new() } else { format!("; left out: {}", kinds.join(", ")) };
    let is_empty = guidance_lists(guidance).iter().all(|(_, texts)| texts.is_empty());
    let nothing = if is_empty && !left_out.is_empty() { "; nothing else is in it" } else { "" };
    (guidance.source.name().to_owned(), faulty + &left_out + nothing)
}

/// Who acts, in order.
pub(super) fn who_acts(guidance: &Guidance) -> Option<String> {
    let (no_one, others) = guidance.actors();
    let others: Vec<String> = others.into_iter().map(actor).collect();
    let no_action = || actor(&WhoActs::Actor(Actor::Nobody));
    match (no_one, others.is_empty()) {
        (true, true) => Some(no_action()),
        (true, false) => Some(format!("{}; if it persists: {}", no_action(), others.join(", then "))),
        (false, is_empty) => (!is_empty).then(|| others.join(", then ")),
    }
}

/// What Microsoft's forms ask for. What the capture does not have is named, so that the customer is asked once.
pub(super) fn identifiers(attempt: &Attempt, root: Option<&Finding>) -> Vec<(String, String)> {
    let last = &attempt.last_answer;
    let correlation =
        root.map_or(last.correlation_id.as_ref(), |finding| finding.correlation_id.as_ref()).or(attempt.correlation_ids.first());
    let request = match (root, root.and_then(|finding| finding.request_id.as_ref())) {
        (_, Some(id)) => Some(id.to_string()),
        (None, None) => last.request_id.as_ref().map(ToString::to_string),
        // That of another response has a time of its own.
        (Some(_), None) => {
            let of = last.time.map_or_else(String::new, |at| format!(" (of the response at {})", time(at)));
            last.request_id.as_ref().map(|id| format!("{id}{of}"))
        }
    };
    let answered = root.map_or(last.time, |finding| finding.timestamp).or(attempt.ended);
    let missing = match () {
        () if attempt.is_of_log() => NOT_IN_LOG,
        () if attempt.is_of_text() => NOT_IN_TEXT,
        () => MISSING,
    };
    let pair = |name: &str, value: Option<String>| (name.to_owned(), value.unwrap_or_else(|| missing.to_owned()));
    let mut pairs = Vec::new();
    if let Some(root) = root {
        pairs.push(("Code".to_owned(), code_and_name(root)));
    }
    pairs.push(pair("Correlation ID", correlation.map(ToString::to_string)));
    pairs.push(pair("Request ID", request));
    pairs.push(pair("Time (UTC)", answered.map(|at| format!("{}{}", time(at), clock_of(attempt, root)))));
    pairs.push(pair("Tenant", tenant(attempt)));
    pairs.push(pair("Application", application(attempt)));
    pairs.push(pair("Resource", resource(attempt)));
    pairs.push(pair("User", user(attempt)));
    pairs
}

/// Whose clock the time of an attempt is.
fn clock_of(attempt: &Attempt, root: Option<&Finding>) -> &'static str {
    let of_service = root.map_or(attempt.last_answer.is_service_time, |root| root.timestamp.is_some() && root.is_service_time);
    if attempt.is_of_log() {
        return " (sign-in log)";
    }
    if attempt.is_of_text() {
        return if of_service { " (service clock)" } else { "" };
    }
    if of_service { " (service clock)" } else { " (capture clock)" }
}

/// The ids of a finding that is of no attempt, as far as they are known.
pub(super) fn finding_identifiers(finding: &Finding) -> Vec<(String, String)> {
    let pairs = [
        ("Correlation ID", finding.correlation_id.as_ref().map(ToString::to_string)),
        ("Request ID", finding.request_id.as_ref().map(ToString::to_string)),
        ("Time (UTC)", finding.timestamp.map(time)),
    ];
    pairs.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

/// The page that asked, and where it led.
pub(super) fn page_and_target(interrupt: &Interrupt) -> String {
    let page = interrupt.page.clone().unwrap_or_default();
    let target = interrupt.target.clone().map(|target| format!(" -> {target}")).unwrap_or_default();
    format!("{page}{target}")
}

/// The tenant by id, else by domain.
pub(super) fn tenant(attempt: &Attempt) -> Option<String> {
    attempt.tenant_id.as_ref().map(ToString::to_string).or_else(|| attempt.tenant_domain.clone())
}

pub(super) fn tone(outcome: Outcome) -> Tone {
    match outcome {
        Outcome::Succeeded => Tone::Good,
        Outcome::Failed => Tone::Bad,
        Outcome::Interrupted => Tone::Waiting,
        Outcome::Incomplete => Tone::Unknown,
    }
}

/// `entry 16: page_config sErrorCode, iErrorCode; entry 17: ...`, `row 3: sign_in_log status.errorCode`, `block 2 of msal.log: text`
pub(super) fn evidence(evidence: &[Evidence]) -> Line {
    let mut line = Line::default();
    let mut text = String::new();
    let mut last: Option<&Evidence> = None;
    for shown in evidence {
        let same_entry =
            last.is_some_and(|last| last.entry == shown.entry && last.is_of_text() == shown.is_of_text() && last.source == shown.source);
        let same_site = same_entry && last.is_some_and(|last| last.site == shown.site);
        if last.is_some() {
            text.push_str(if same_entry { ", " } else { "; " });
        }
        if !same_entry {
            text.push_str(&place(shown));
            if let Some(source) = shown.source.as_ref().filter(|_| shown.is_of_text()) {
                line = line.and_said(std::mem::take(&mut text) + " of ").and_taken(source);
            }
            text.push_str(": ");
        }
        if !same_site {
            text.push_str(shown.site.name());
            text.push_str(if shown.field.is_empty() { "" } else { " " });
        }
        text.push_str(shown.field);
        last = Some(shown);
    }
    line.and_said(text)
}

/// `entry 16`, `row 3`, `block 2`
pub(super) fn place(evidence: &Evidence) -> String {
    let what = match evidence.source {
        _ if evidence.is_of_text() => "block",
        Some(_) => "row",
        None => "entry",
    };
    format!("{what} {}", evidence.entry)
}

/// Who acts, as people say it: `tenant_admin` is the tenant administrator.
pub(super) fn actor(acts: &WhoActs) -> String {
    let actor = match acts {
        WhoActs::Actor(actor) => actor,
        WhoActs::Other(text) => return text.replace('_', " "),
    };
    match actor {
        Actor::TenantAdmin => "tenant administrator".to_owned(),
        Actor::DeviceAdmin => "device administrator".to_owned(),
        Actor::FederationAdmin => "administrator of the identity provider".to_owned(),
        Actor::HomeTenantAdmin => "administrator of the user's home tenant".to_owned(),
        Actor::NetworkAdmin => "network administrator".to_owned(),
        Actor::AppOwner => "owner of the app registration".to_owned(),
        Actor::AppDeveloper => "developer of the application".to_owned(),
        Actor::Microsoft => "Microsoft".to_owned(),
        Actor::Nobody => "no action needed".to_owned(),
        Actor::User | Actor::HelpDesk | Actor::SecurityTeam => actor.name().replace('_', " "),
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

/// A text with a capital at its beginning.
pub(super) fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

/// A text with a small letter at its beginning, unless its first word is a name or an abbreviation.
pub(super) fn with_small_letter(text: &str) -> String {
    let first = text.split(' ').next().unwrap_or(text);
    let is_common = matches!(first, "A" | "An" | "The" | "No" | "Nobody" | "This" | "Too")
        || first.len() > 4 && first.chars().skip(1).all(|letter| letter.is_ascii_lowercase()) && first != "Microsoft" && first != "Windows";
    let mut letters = text.chars();
    if !is_common {
        return text.to_owned();
    }
    letters.next().map(|first| first.to_lowercase().collect::<String>() + letters.as_str()).unwrap_or_default()
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

/// The user, with the object id next to the name.
pub(super) fn user(attempt: &Attempt) -> Option<String> {
    let shown = user_name(attempt);
    let id = attempt.user.object_id.as_ref().map(|id| format!("object id {id}"));
    match (shown, id) {
        (Some(shown), Some(id)) => Some(format!("{shown} ({id})")),
        (shown, id) => shown.or(id),
    }
}

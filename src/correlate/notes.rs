//! Notes: what in the capture limits the response.

use std::collections::HashSet;

use jiff::Timestamp;

use super::attempts::Grouping;
use crate::entra::codes::Code;
use crate::entra::endpoints::Stage;
use crate::entra::hosts::HostClass;
use crate::model::capture::{Note, NoteKind};
use crate::model::observation::ExchangeFacts;

/// A difference between the clocks below this is the network's.
const SKEW_SECONDS: i64 = 300;

/// The notes on a capture that what its exchanges show gives rise to.
pub(super) fn notes(all_facts: &[ExchangeFacts], grouping: &Grouping) -> Vec<Note> {
    let mut notes = Vec::new();
    notes.extend(not_decrypted(all_facts));
    notes.extend(body_not_captured(all_facts, grouping));
    notes.extend(no_answer(all_facts));
    notes.extend(answer_broken(all_facts));
    notes.extend(starts_late(all_facts, grouping));
    notes.extend(claims_not_sent(all_facts));
    notes.extend(client_certificate(all_facts));
    notes.extend(parallel_sign_ins(all_facts, grouping));
    notes.extend(nonce_cookies(all_facts));
    notes.extend(clock_skew(all_facts));
    notes.extend(foreign_host(all_facts));
    notes.extend(comments(all_facts));
    notes
}

fn not_decrypted(all_facts: &[ExchangeFacts]) -> Option<Note> {
    let tunnels: Vec<u64> =
        all_facts.iter().filter(|facts| facts.stage == Stage::Tunnel && facts.class.is_sign_in()).map(|facts| facts.entry).collect();
    let decrypted = all_facts.iter().any(|facts| facts.stage != Stage::Tunnel && facts.class.is_sign_in());
    let message =
        "HTTPS was not decrypted: of the sign-in hosts only CONNECT tunnels were captured. Turn on HTTPS decryption and reproduce.";
    (!tunnels.is_empty() && !decrypted).then(|| Note {
        kind: NoteKind::NotDecrypted,
        entries: tunnels,
        rows: None,
        message: message.to_owned(),
    })
}

fn body_not_captured(all_facts: &[ExchangeFacts], grouping: &Grouping) -> Option<Note> {
    let members = grouping.groups.iter().flat_map(|group| &group.members);
    let is_before_service = |facts: &ExchangeFacts| facts.errors().any(|(_, error)| error.code.is_before_service());
    let missing =
        |facts: &&ExchangeFacts| facts.answer_missing && facts.no_answer.is_none() && facts.stage.is_step() && !is_before_service(facts);
    let mut entries: Vec<u64> = members.map(|at| &all_facts[*at]).filter(missing).map(|facts| facts.entry).collect();
    entries.sort_unstable();
    let message = "The capture does not have the response's body here. A code that stood only there cannot be seen.";
    (!entries.is_empty()).then(|| Note { kind: NoteKind::BodyNotCaptured, entries, rows: None, message: message.to_owned() })
}

fn no_answer(all_facts: &[ExchangeFacts]) -> Vec<Note> {
    let unanswered = all_facts.iter().filter(|facts| facts.class.is_sign_in() && facts.stage != Stage::Tunnel);
    let note = |facts: &ExchangeFacts| {
        let why = facts.no_answer.as_deref()?;
        let why = if why.is_empty() { String::new() } else { format!(" ({why})") };
        Some(Note::on_entry(NoteKind::NoAnswer, facts.entry, format!("No response came back from {}{why}.", facts.host)))
    };
    unanswered.filter_map(note).collect()
}

fn answer_broken(all_facts: &[ExchangeFacts]) -> Option<Note> {
    let broken = all_facts.iter().filter(|facts| facts.answer_broken && (facts.class.is_sign_in() || facts.errors().next().is_some()));
    let entries: Vec<u64> = broken.map(|facts| facts.entry).collect();
    let message =
        "The JSON of this response is broken or cut off. What can be read of it was used; what was behind the break cannot be seen.";
    (!entries.is_empty()).then(|| Note { kind: NoteKind::Unreadable, entries, rows: None, message: message.to_owned() })
}

/// Attempts whose first exchange is no request that begins one.
fn starts_late(all_facts: &[ExchangeFacts], grouping: &Grouping) -> Option<Note> {
    let firsts = grouping.groups.iter().filter_map(|group| group.members.first()).map(|at| &all_facts[*at]);
    let late = firsts.filter(|facts| {
        matches!(
            facts.stage,
            Stage::Password
                | Stage::MfaBegin
                | Stage::MfaEnd
                | Stage::MfaProcess
                | Stage::MfaRegistration
                | Stage::KeepMeSignedIn
                | Stage::Consent
                | Stage::Reprocess
                | Stage::Resume
                | Stage::FederationReturn
                | Stage::RedirectToApp
        )
    });
    let entries: Vec<u64> = late.map(|facts| facts.entry).collect();
    let message = "The capture begins after this sign-in did: the application, and what was asked before, may be missing.";
    (!entries.is_empty()).then(|| Note { kind: NoteKind::StartsLate, entries, rows: None, message: message.to_owned() })
}

/// Claims challenges of resources after which no request carries claims.
fn claims_not_sent(all_facts: &[ExchangeFacts]) -> Option<Note> {
    let challenged = |facts: &ExchangeFacts| facts.errors().any(|(_, error)| error.code == Code::named("claims-challenge"));
    let sends = |facts: &ExchangeFacts| facts.parameters.iter().any(|(name, _)| name == "claims");
    let last_sent = all_facts.iter().rposition(sends);
    let unanswered = all_facts.iter().enumerate().filter(|(at, facts)| challenged(facts) && last_sent.is_none_or(|sent| sent < *at));
    let entries: Vec<u64> = unanswered.map(|(_, facts)| facts.entry).collect();
    let message = "A resource asked for claims here, and no later request of the capture sends claims to the token service.";
    (!entries.is_empty()).then(|| Note { kind: NoteKind::ClaimsNotSent, entries, rows: None, message: message.to_owned() })
}

/// Certificates travel in the TLS handshake: who decrypts it takes the client's certificate away.
fn client_certificate(all_facts: &[ExchangeFacts]) -> Option<Note> {
    let by_certificate = all_facts.iter().filter(|facts| {
        matches!(facts.class, HostClass::DeviceAuthentication | HostClass::CertificateAuthentication) && facts.stage != Stage::Tunnel
    });
    let failed = by_certificate.filter(|facts| facts.status.is_none_or(|status| status >= 400));
    let entries: Vec<u64> = failed.map(|facts| facts.entry).collect();
    let message = "The host that asks for a client certificate gave no good answer. A proxy that decrypts HTTPS takes the certificate away: exclude \
                   this host from decryption and reproduce.";
    (!entries.is_empty()).then(|| Note { kind: NoteKind::ClientCertificate, entries, rows: None, message: message.to_owned() })
}

/// Interactive sign-ins that continue at the same time: several tabs, or several users of one recording.
fn parallel_sign_ins(all_facts: &[ExchangeFacts], grouping: &Grouping) -> Option<Note> {
    let interactive = grouping.groups.iter().filter(|group| !group.silent && group.members.len() > 1);
    let spans: Vec<(usize, usize)> = interactive.filter_map(|group| Some((*group.members.first()?, *group.members.last()?))).collect();
    let overlapping = overlapping(&spans);
    let starts = spans.iter().map(|span| span.0).filter(|start| overlapping.contains(start));
    let entries: Vec<u64> = starts.filter_map(|at| all_facts.get(at)).map(|facts| facts.entry).collect();
    let message = "These sign-ins overlap in time, as in several tabs. A step without an id may have been counted to the wrong one; record one sign-in alone.";
    (!entries.is_empty()).then(|| Note { kind: NoteKind::ParallelSignIns, entries, rows: None, message: message.to_owned() })
}

/// The starts of the spans that overlap with another one. No two start at the same place.
fn overlapping(spans: &[(usize, usize)]) -> HashSet<usize> {
    let mut spans = spans.to_vec();
    spans.sort_unstable();
    let mut overlapping = HashSet::new();
    // The span before that ends last.
    let mut longest: Option<(usize, usize)> = None;
    for (at, (start, end)) in spans.iter().enumerate() {
        if longest.is_some_and(|(_, end)| *start < end) || spans.get(at + 1).is_some_and(|(next, _)| next < end) {
            overlapping.insert(*start);
        }
        if longest.is_none_or(|(_, last)| *end > last) {
            longest = Some((*start, *end));
        }
    }
    overlapping
}

/// One or two cookies of begun sign-ins are normal, as with two tabs.
const MOST_NONCE_COOKIES: usize = 4;

/// Cookies of sign-ins that an application began and did not finish pile up when it asks again and again.
fn nonce_cookies(all_facts: &[ExchangeFacts]) -> Option<Note> {
    let most = all_facts.iter().max_by_key(|facts| facts.nonce_cookies)?;
    let message = format!(
        "The browser carries {} nonce cookies to {}: as many sign-ins were begun and not finished, which is the sign of a redirect loop.",
        most.nonce_cookies, most.host
    );
    (most.nonce_cookies > MOST_NONCE_COOKIES).then(|| Note::on_entry(NoteKind::NonceCookies, most.entry, message))
}

fn clock_skew(all_facts: &[ExchangeFacts]) -> Option<Note> {
    let difference = |facts: &ExchangeFacts| Some((facts.service_date?, facts.started?));
    let mut seconds: Vec<i64> = all_facts.iter().filter_map(difference).map(|(service, client)| seconds_between(client, service)).collect();
    seconds.sort_unstable();
    let median = *seconds.get(seconds.len() / 2)?;
    if median.abs() < SKEW_SECONDS {
        return None;
    }
    let direction = if median > 0 { "behind" } else { "ahead of" };
    let message = format!("The client's clock is {} seconds {direction} the service's. Search logs by the service's times.", median.abs());
    Some(Note::on_capture(NoteKind::ClockSkew, message))
}

fn seconds_between(earlier: Timestamp, later: Timestamp) -> i64 {
    later.as_second() - earlier.as_second()
}

fn foreign_host(all_facts: &[ExchangeFacts]) -> Vec<Note> {
    let foreign = all_facts.iter().filter(|facts| facts.foreign_host);
    let message =
        |host: &str| format!("{host} answers with the token service's own headers and is no host of Microsoft's: a proxy, or phishing.");
    foreign.map(|facts| Note::on_entry(NoteKind::UnknownHost, facts.entry, message(&facts.host))).collect()
}

fn comments(all_facts: &[ExchangeFacts]) -> Vec<Note> {
    let commented = all_facts.iter().filter_map(|facts| Some((facts.entry, facts.comment.as_deref()?.trim())));
    commented.map(|(entry, comment)| Note::on_entry(NoteKind::Comment, entry, format!("Note in the capture: {comment}"))).collect()
}

//! What outputs of `dsregcmd /status` say of devices: how each is joined, whether the user has a primary refresh token, how the last try to get one ended.

use crate::entra::system_codes::SystemCode;
use crate::model::device::{Device, PrtAttempt, Trust};
use crate::model::report::Report;
use crate::render::document::{Block, Line};
use crate::render::words;

/// More are in the full report.
const MOST: usize = 2;

/// The devices that a screen has room for.
pub(super) fn in_short(report: &Report) -> Vec<Block> {
    let mut blocks: Vec<Block> = report.devices.iter().take(MOST).flat_map(|device| lines(device, report)).collect();
    let more = report.devices.len().saturating_sub(MOST);
    blocks.extend((more > 0).then(|| Block::Paragraph(Line::said(format!("More devices with --full: {more}")))));
    blocks
}

/// A device on a few lines.
fn lines(device: &Device, report: &Report) -> Vec<Block> {
    let labelled = |label: &str, line: Line| Block::Labelled(label.to_owned(), line);
    let mut blocks = vec![heading(device), labelled("Joined", joined_line(device)), labelled("PRT", Line::said(prt(device)))];
    if let Some(last) = &device.last_attempt {
        blocks.push(labelled("Last try", last_try(last).and_said("; ").and(sign_in(device, last, report))));
    }
    blocks
}

fn heading(device: &Device) -> Block {
    Block::Heading(2, Line::said("Device (").and_taken(device.source.clone()).and_said(")"))
}

/// Every device.
pub(super) fn in_full(report: &Report) -> Vec<Block> {
    report.devices.iter().flat_map(|device| note(device, report)).collect()
}

fn note(device: &Device, report: &Report) -> Vec<Block> {
    let facts = facts(device, report).into_iter().map(|(label, line)| Block::Labelled(label.to_owned(), line));
    [heading(device)].into_iter().chain(facts).collect()
}

/// What is known of a device, each under a label.
pub(in crate::render) fn facts(device: &Device, report: &Report) -> Vec<(&'static str, Line)> {
    let mut facts = vec![("Joined", joined_line(device)), ("PRT", Line::said(prt(device)))];
    if let Some(last) = &device.last_attempt {
        facts.push(("Last try", last_try(last)));
        facts.push(("Sign-in", sign_in(device, last, report)));
    }
    facts
}

fn joined_line(device: &Device) -> Line {
    let joined = Line::said(joined(device));
    match &device.id {
        Some(id) => joined.and_said(", device ID ").and_taken(id.as_str()),
        None => joined,
    }
}

fn joined(device: &Device) -> &'static str {
    match (device.trust, device.joined) {
        (Some(Trust::EntraJoined), _) => "Microsoft Entra joined",
        (Some(Trust::EntraHybridJoined), _) => "Microsoft Entra hybrid joined",
        (Some(Trust::DomainJoined), _) => "domain joined, not joined to Microsoft Entra ID",
        (Some(Trust::OnPremisesDrsJoined), _) => "joined to the device registration service of AD FS, not to Microsoft Entra ID",
        (Some(Trust::EntraRegistered), _) => "Microsoft Entra registered",
        (None, Some(true)) => "joined to Microsoft Entra ID",
        (None, Some(false)) => "not joined to Microsoft Entra ID",
        (None, None) => "not in the output",
    }
}

fn prt(device: &Device) -> String {
    let updated = device.prt_updated.map(|time| format!(", last updated {}", words::time(time))).unwrap_or_default();
    match device.prt {
        _ if device.is_of_system => "unknown: dsregcmd ran as SYSTEM; run it as the user who signs in".to_owned(),
        Some(true) => format!("yes{updated}"),
        Some(false) => format!("no{updated}"),
        None => "not in the output".to_owned(),
    }
}

/// What Windows made of it, with its name where no code of the service says more.
fn named(status: u32, is_all: bool) -> Line {
    let name =
        SystemCode::of_result(status).and_then(|code| code.name).filter(|_| is_all).map(|name| format!(" ({name})")).unwrap_or_default();
    Line::said(format!("status {status:#010x}{name}"))
}

fn last_try(last: &PrtAttempt) -> Line {
    let code = last.code.as_ref().map(ToString::to_string).or_else(|| last.error.clone());
    let parts = [
        last.time.map(|time| Line::said(words::time(time))),
        code.map(Line::taken),
        last.status.map(|status| named(status, last.code.is_none())),
    ];
    let parts = parts.into_iter().flatten().reduce(|line, part| line.and_said(", ").and(part));
    parts.unwrap_or_else(|| Line::said("failed"))
}

fn sign_in(device: &Device, last: &PrtAttempt, report: &Report) -> Line {
    let capture = |at: usize| report.captures.get(at).map(|capture| capture.name.clone());
    match (device.matched, &last.correlation_id) {
        (Some(matched), _) => Line::said(format!("attempt {} of ", matched.number)).and_taken(capture(matched.capture).unwrap_or_default()),
        (None, Some(id)) => Line::said("in no capture: ").and_taken(id.as_str()),
        (None, None) => Line::said("without a correlation ID"),
    }
}

//! What codes of Windows and of the network mean that stand as errors in what was read.

use crate::model::report::Report;
use crate::model::text::SystemMeaning;
use crate::render::document::{Block, Line};

/// Over the list.
pub(in crate::render) const CODES: &str = "Codes of Windows and of the network";
/// As many have room on a screen.
const MOST: usize = 3;

/// The codes that a screen has room for. What a device says of a refusal is told by the code of the service.
pub(super) fn in_short(report: &Report) -> Option<Block> {
    let has_code = |source: &str| {
        report.devices.iter().any(|device| device.source == source && device.last_attempt.as_ref().is_some_and(|last| last.code.is_some()))
    };
    let told: Vec<&SystemMeaning> = report.system_codes.iter().filter(|code| !has_code(&code.source)).collect();
    let more = told.len().saturating_sub(MOST);
    let more = (more > 0).then(|| Line::said(format!("{more} more with --full")));
    block(told.into_iter().take(MOST).map(line).chain(more).collect())
}

/// Every code.
pub(super) fn in_full(report: &Report) -> Option<Block> {
    block(report.system_codes.iter().map(line).collect())
}

fn block(lines: Vec<Line>) -> Option<Block> {
    (!lines.is_empty()).then(|| Block::Bullets(CODES.to_owned(), lines))
}

/// `0xcaa2000c ERROR_ADAL_SERVER_ERROR_INTERACTION_REQUIRED: meaning (msal.log, 2 times)`
pub(in crate::render) fn line(code: &SystemMeaning) -> Line {
    let name = code.code.name.filter(|name| *name != code.code.code()).map(|name| format!(" {name}")).unwrap_or_default();
    let times = if code.times > 1 { format!(", {} times", code.times) } else { String::new() };
    let guide = code.guide.as_ref().map(|_| format!(" What to do: entrace explain {}.", code.code.code())).unwrap_or_default();
    Line::said(format!("{}{name}: {}{guide} (", code.code.code(), code.meaning)).and_taken(&code.source).and_said(format!("{times})"))
}

//! What the rows of sign-in logs say of an attempt: the decisive one in a line or two, all of them in a table.

use crate::model::attempt::Attempt;
use crate::model::finding::Finding;
use crate::model::sign_in_log::{AccessStatus, Joined, LogRead, MatchedBy, Policy, PolicyResult, Row};
use crate::render::document::{Block, Line};
use crate::render::words;

/// The label of the log's own text.
const LOG_REASON: &str = "Log reason";

/// The row that settles most, for the short report.
pub(super) fn in_short(attempt: &Attempt, root: Option<&Finding>) -> Vec<Block> {
    let Some(joined) = attempt.deciding_row(root) else { return Vec::new() };
    let of = attempt.sign_in_log.len();
    let others = if of > 1 { format!("; {} more with --full", of - 1) } else { String::new() };
    // Without a capture nothing was matched.
    let by = if attempt.is_of_log() { String::new() } else { format!(", by {}", matched_by(joined)) };
    let head = code(&joined.row).and_said(format!(" {}{by}", joined.row.outcome().name()));
    let mut blocks =
        vec![Block::Labelled("In the log".to_owned(), head.and_said(" (").and_taken(joined.source.clone()).and_said(format!("){others}")))];
    // What is the message already.
    let is_said = root.is_some_and(|root| attempt.is_of_log() && root.message == joined.row.failure_reason);
    let facts = facts(&joined.row).into_iter().filter(|(label, _)| !is_said || *label != LOG_REASON);
    blocks.extend(facts.map(|(label, line)| Block::Labelled(label.to_owned(), line)));
    blocks
}

/// How an attempt went of which only rows are known: the last ones, each with its code.
pub(super) fn course(attempt: &Attempt, log: &LogRead, most: usize) -> Block {
    let left = attempt.sign_in_log.len().saturating_sub(most);
    let more = (left > 0).then(|| vec![Line::said("..."), Line::default(), Line::said(format!("{left} more"))]);
    let rows = attempt.sign_in_log.iter().skip(left).map(|joined| {
        let time = Line::said(joined.row.time.map(words::time).unwrap_or_default());
        vec![time, code(&joined.row), Line::said(joined.row.outcome().name())]
    });
    let title = Line::said("What happened (").and_taken(log.name.clone()).and_said(format!(", {})", words::log_facts(log)));
    Block::Course { title, rows: more.into_iter().chain(rows).collect() }
}

/// Every row, for the full report.
pub(super) fn table(attempt: &Attempt) -> Option<Block> {
    let rows: Vec<Vec<Line>> = attempt.sign_in_log.iter().map(cells).collect();
    let header = vec!["time", "code", "outcome", "matched by", "what it says"];
    (!rows.is_empty()).then(|| Block::Table { title: "Rows of the sign-in log".to_owned(), header, rows })
}

fn cells(joined: &Joined) -> Vec<Line> {
    let row = &joined.row;
    let says = facts(row).into_iter().map(|(label, line)| Line::said(format!("{label}: ")).and(line));
    let says = says.reduce(|line, more| line.and_said("; ").and(more)).unwrap_or_else(|| Line::said(""));
    vec![
        Line::said(row.time.map(words::time).unwrap_or_default()),
        code(row),
        Line::said(row.outcome().name()),
        Line::said(matched_by(joined)),
        says,
    ]
}

fn code(row: &Row) -> Line {
    Line::said(row.code().map_or_else(|| "0".to_owned(), |code| code.to_string()))
}

/// By what a row was matched.
pub(in crate::render) fn matched_by(joined: &Joined) -> &'static str {
    match joined.matched_by {
        MatchedBy::RequestId => "request ID",
        MatchedBy::CorrelationId => "correlation ID",
    }
}

/// What a row says that a trace cannot, each under a label.
pub(in crate::render) fn facts(row: &Row) -> Vec<(&'static str, Line)> {
    let mut facts = Vec::new();
    facts.extend(row.failure_reason.as_ref().map(|reason| (LOG_REASON, Line::taken(reason.clone()))));
    facts.extend(row.refusing().map(|policy| ("Policy", policy_line(policy, "refused"))));
    let report_only = row.policies.iter().filter(|policy| policy.result == PolicyResult::ReportOnlyFailure);
    facts.extend(report_only.map(|policy| ("Report-only", policy_line(policy, "would refuse, but is not enforced"))));
    let has_refusing = row.refusing().next().is_some();
    facts.extend(
        (row.access == Some(AccessStatus::Failure) && !has_refusing)
            .then(|| ("Policy", Line::said("Conditional Access refused; the export does not name the policy"))),
    );
    facts.extend(device(row).map(|line| ("Device", line)));
    facts.extend(mfa(row).map(|line| ("MFA", line)));
    facts.extend(risk(row).map(|line| ("Risk", line)));
    facts.extend(place(row).map(|line| ("Seen from", line)));
    facts
}

fn policy_line(policy: &Policy, what: &str) -> Line {
    let name = policy.name.clone().or_else(|| policy.id.clone()).unwrap_or_else(|| "(without a name)".to_owned());
    let controls = policy.grant_controls.join(", ");
    let line = Line::taken(name);
    let line = if controls.is_empty() { line } else { line.and_said(" (").and_taken(controls).and_said(")") };
    line.and_said(format!(" {what}"))
}

fn device(row: &Row) -> Option<Line> {
    let device = &row.device;
    // Without an id the browser showed no device, and the other fields mean nothing.
    if device.id.is_none() {
        return device.compliant.is_some().then(|| Line::said("none was identified"));
    }
    let yes = |known: Option<bool>, so: &str, not: &str| known.map(|is| if is { so.to_owned() } else { not.to_owned() });
    let words = [
        yes(device.compliant, "compliant", "not compliant"),
        yes(device.managed, "managed", "not managed"),
        device.trust_type.clone(),
        device.os.clone(),
        device.id.clone(),
    ];
    joined(words)
}

fn mfa(row: &Row) -> Option<Line> {
    let required = row.mfa.required.filter(|required| *required).map(|_| "required".to_owned());
    joined([required, row.mfa.method.clone(), row.mfa.result.clone()])
}

fn risk(row: &Row) -> Option<Line> {
    let says = |word: &Option<String>| word.clone().filter(|word| !matches!(word.as_str(), "none" | "hidden"));
    joined([says(&row.risk.level), says(&row.risk.state), says(&row.risk.detail)])
}

fn place(row: &Row) -> Option<Line> {
    let named = (!row.location.named.is_empty()).then(|| format!("named location {}", row.location.named.join(", ")));
    joined([row.ip.clone(), row.location.country.clone(), named])
}

fn joined(words: impl IntoIterator<Item = Option<String>>) -> Option<Line> {
    let words: Vec<String> = words.into_iter().flatten().collect();
    (!words.is_empty()).then(|| Line::taken(words.join(", ")))
}

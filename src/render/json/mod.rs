//! JSON, version 1: wire structs of their own, never the model.

mod device;
mod file;
pub(super) mod lines;
mod sign_in_log;
mod system_code;
pub(super) mod word;
pub(super) mod writer;

use schemars::JsonSchema;
use serde::Serialize;

use crate::entra::endpoints::Stage;
use crate::entra::hosts::Cloud;
use crate::entra::interrupts::InterruptKind;
use crate::model::attempt::{Attempt, Interrupt, Outcome, Protocol, Step};
use crate::model::capture::{Capture, Format, Note, NoteKind};
use crate::model::finding::{CheckResult, Checked, Evidence, Finding, Guidance, Role};
use crate::model::observation::Site;
use crate::model::report::Report;
use crate::model::sign_in_log::LogRead;
use crate::render::verdict;
use device::DeviceDocument;
use file::FileDocument;
use sign_in_log::RowDocument;
use system_code::SystemCodeDocument;
use word::{ActorWord, Word, WordOrUnknown, text, texts};

/// The version of the shapes below.
pub(in crate::render) const SCHEMA_VERSION: u32 = 1;

/// Renders the report as one JSON document.
pub(in crate::render) fn render(report: &Report) -> String {
    writer::pretty(&ReportDocument::of(report))
}

/// The JSON Schema of the report.
#[must_use]
pub fn schema() -> String {
    schema_of::<ReportDocument>()
}

/// The JSON Schema of a document.
pub(in crate::render) fn schema_of<T: JsonSchema>() -> String {
    writer::pretty(&schemars::schema_for!(T))
}

/// The report of one run.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ReportDocument {
    schema_version: u32,
    tool: Tool,
    captures: Vec<CaptureDocument>,
    /// The sign-in logs that were read because there is no capture; only then.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    sign_in_logs: Vec<LogDocument>,
    attempts: Vec<AttemptDocument<Option<usize>, String>>,
    findings: Vec<FindingDocument>,
    /// What outputs of `dsregcmd /status` next to the captures say.
    devices: Vec<DeviceDocument>,
    /// What codes of Windows and of the network mean that stand as errors in texts, device outputs and captures.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    system_codes: Vec<SystemCodeDocument>,
    /// What each file of a folder or archive was taken for; only where it holds more than captures.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    files: Vec<FileDocument>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Debug, Serialize, JsonSchema)]
struct CaptureDocument {
    name: String,
    sha256: Option<String>,
    format: Word<Format>,
    producer: Option<String>,
    exchanges: u64,
    sign_in_exchanges: u64,
    first: Option<String>,
    last: Option<String>,
    notes: Vec<NoteDocument>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct NoteDocument {
    kind: Word<NoteKind>,
    entries: Vec<u64>,
    /// How many rows of a sign-in log it is about; only in notes on one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(default)]
    rows: Option<u64>,
    message: String,
}

/// An attempt, with what stands for its capture and its findings.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::render) struct AttemptDocument<C, F> {
    id: usize,
    /// Its number in its capture, from 1.
    number: usize,
    capture: C,
    outcome: Word<Outcome>,
    verdict: String,
    protocol: Word<Protocol>,
    cloud: WordOrUnknown<Cloud>,
    started: Option<String>,
    ended: Option<String>,
    tenant: TenantDocument,
    application: ApplicationDocument,
    resource: ResourceDocument,
    user: UserDocument,
    correlation_ids: Vec<String>,
    request_ids: Vec<String>,
    session_ids: Vec<String>,
    steps: Vec<StepDocument>,
    interrupts: Vec<InterruptDocument>,
    /// The rows of sign-in logs that belong to it, in order of time.
    sign_in_log: Vec<RowDocument>,
    root_cause: Option<String>,
    findings: Vec<F>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct TenantDocument {
    id: Option<String>,
    domain: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ApplicationDocument {
    client_id: Option<String>,
    name: Option<String>,
    redirect_uri: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ResourceDocument {
    id: Option<String>,
    name: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct UserDocument {
    label: Option<String>,
    object_id: Option<String>,
    domain: Option<String>,
    name: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct StepDocument {
    entry: u64,
    time: Option<String>,
    stage: Word<Stage>,
    method: String,
    host: String,
    path: String,
    status: Option<u16>,
    /// How long it took, in milliseconds.
    duration_ms: Option<u64>,
    page: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct InterruptDocument {
    kind: Word<InterruptKind>,
    page: Option<String>,
    code: Option<String>,
    entry: u64,
    target: Option<String>,
    satisfied: Option<bool>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::render) struct FindingDocument {
    id: String,
    attempt: Option<usize>,
    /// The capture, by position; null where a sign-in log was read without one.
    capture: Option<usize>,
    role: Word<Role>,
    code: String,
    number: Option<u64>,
    name: Option<String>,
    message: Option<String>,
    oauth_error: Option<String>,
    suberror: Option<String>,
    detail: Option<String>,
    timestamp: Option<String>,
    correlation_id: Option<String>,
    request_id: Option<String>,
    evidence: Vec<EvidenceDocument>,
    guidance: Option<GuidanceDocument>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct EvidenceDocument {
    entry: u64,
    site: Word<Site>,
    /// Null in a text.
    field: Option<&'static str>,
    /// The file, where it is not a capture; the entry is then the number of the row in it, or of the block in a text, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(default)]
    source: Option<String>,
}

/// A sign-in log that was read without a capture.
#[derive(Debug, Serialize, JsonSchema)]
struct LogDocument {
    name: String,
    rows: u64,
    /// Rows that succeeded, and to which no failure or interrupt leads: they are of no attempt.
    lone_successes: u64,
    /// Rows that repeat one of an attempt, of this log or of another one.
    repeated: u64,
    /// Rows that did not succeed and have no code: they are of no attempt.
    without_code: u64,
    /// Rows that did not succeed, beyond the attempts that one report holds.
    left_out: u64,
    first: Option<String>,
    last: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::render) struct GuidanceDocument {
    guide: String,
    title: String,
    meaning: String,
    who_acts: Vec<ActorWord>,
    /// What the trace says to the guide's checks; empty without a trace.
    checks: Vec<CheckDocument>,
    /// The causes that the trace supports, then those that it leaves open.
    causes: Vec<String>,
    /// The causes that the trace supports: the first of `causes`.
    supported: Vec<String>,
    /// The causes that the trace rules out: none of `causes`.
    ruled_out: Vec<String>,
    confirm: Vec<String>,
    /// What no trace shows, and where to look for it.
    not_in_trace: Vec<String>,
    resolve: Vec<String>,
    escalate_with: Vec<String>,
    links: Vec<LinkDocument>,
    source: String,
    /// What else a guide of one's own says.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    notes: Vec<String>,
    /// How many passages of a guide of one's own say nothing and are left out.
    #[serde(skip_serializing_if = "is_zero")]
    #[schemars(default)]
    left_out: usize,
    /// How many faults `entrace guides check` finds in a guide of one's own.
    #[serde(skip_serializing_if = "is_zero")]
    #[schemars(default)]
    faults: usize,
    /// A guide of one's own that has faults, and therefore follows this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(default)]
    faulty: Option<Box<Self>>,
}

/// A check of the guide.
#[derive(Debug, Serialize, JsonSchema)]
struct CheckDocument {
    name: String,
    /// What is so when the result is `yes`.
    says: String,
    result: Word<CheckResult>,
    entries: Vec<u64>,
}

impl CheckDocument {
    fn of(checked: &Checked) -> Self {
        Self { name: checked.name.clone(), says: checked.says.to_string(), result: Word(checked.result), entries: checked.entries.clone() }
    }
}

#[derive(Debug, Serialize, JsonSchema)]
struct LinkDocument {
    title: String,
    url: String,
}

impl ReportDocument {
    fn of(report: &Report) -> Self {
        let attempts = report.attempts_in_whole().zip(&report.attempts);
        let attempts = attempts
            .map(|((at, attempt), own)| AttemptDocument::in_report(at, &attempt, report.root_of(own), report.capture_at(attempt.capture)));
        Self {
            schema_version: SCHEMA_VERSION,
            tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
            captures: report.captures.iter().map(CaptureDocument::of).collect(),
            sign_in_logs: report.logs.iter().map(LogDocument::of).collect(),
            attempts: attempts.collect(),
            findings: report
                .findings_in_whole()
                .map(|(at, finding)| FindingDocument::of(at, &finding, report.capture_at(finding.capture)))
                .collect(),
            devices: report.devices.iter().map(DeviceDocument::of).collect(),
            system_codes: report.system_codes.iter().map(SystemCodeDocument::of).collect(),
            files: FileDocument::all(report),
        }
    }
}

impl CaptureDocument {
    fn of(capture: &Capture) -> Self {
        Self {
            name: capture.name.clone(),
            sha256: capture.sha256.clone(),
            format: Word(capture.format),
            producer: capture.producer.clone(),
            exchanges: capture.exchanges,
            sign_in_exchanges: capture.sign_in_exchanges,
            first: text(capture.first),
            last: text(capture.last),
            notes: capture.notes.iter().map(NoteDocument::of).collect(),
        }
    }
}

impl LogDocument {
    fn of(log: &LogRead) -> Self {
        Self {
            name: log.name.clone(),
            rows: log.rows,
            lone_successes: log.lone_successes,
            repeated: log.repeated,
            without_code: log.without_code,
            left_out: log.left_out,
            first: text(log.first),
            last: text(log.last),
        }
    }
}

impl NoteDocument {
    fn of(note: &Note) -> Self {
        Self { kind: Word(note.kind), entries: note.entries.clone(), rows: note.rows, message: note.message.clone() }
    }
}

impl AttemptDocument<Option<usize>, String> {
    /// Capture and findings by position and id.
    pub(in crate::render) fn in_report(at: usize, attempt: &Attempt, root: Option<&Finding>, capture: Option<usize>) -> Self {
        Self::of(at, attempt, root, capture, attempt.findings.iter().copied().map(finding_id).collect())
    }
}

impl<C, F> AttemptDocument<C, F> {
    pub(in crate::render) fn of(at: usize, attempt: &Attempt, root: Option<&Finding>, capture: C, findings: Vec<F>) -> Self {
        Self {
            id: at + 1,
            number: attempt.number,
            capture,
            outcome: Word(attempt.outcome),
            verdict: verdict::of(attempt, root),
            protocol: Word(attempt.protocol),
            cloud: WordOrUnknown(attempt.cloud),
            started: text(attempt.started),
            ended: text(attempt.ended),
            tenant: TenantDocument { id: text(attempt.tenant_id.as_ref()), domain: attempt.tenant_domain.clone() },
            application: ApplicationDocument {
                client_id: attempt.client_id.clone(),
                name: attempt.application.clone(),
                redirect_uri: attempt.redirect_uri.clone(),
            },
            resource: ResourceDocument { id: attempt.resource_id.clone(), name: attempt.resource_name.clone() },
            user: UserDocument {
                label: attempt.user.label.clone(),
                object_id: text(attempt.user.object_id.as_ref()),
                domain: attempt.user.domain.clone(),
                name: attempt.user.name.clone(),
            },
            correlation_ids: texts(&attempt.correlation_ids),
            request_ids: texts(&attempt.request_ids),
            session_ids: texts(&attempt.session_ids),
            steps: attempt.steps.iter().map(StepDocument::of).collect(),
            interrupts: attempt.interrupts.iter().map(InterruptDocument::of).collect(),
            sign_in_log: attempt.sign_in_log.iter().map(RowDocument::of).collect(),
            root_cause: attempt.root_cause.map(finding_id),
            findings,
        }
    }
}

impl StepDocument {
    fn of(step: &Step) -> Self {
        Self {
            entry: step.entry,
            time: text(step.time),
            stage: Word(step.stage),
            method: step.method.clone(),
            host: step.host.clone(),
            path: step.path.clone(),
            status: step.status,
            duration_ms: step.duration,
            page: step.page.clone(),
        }
    }
}

impl InterruptDocument {
    fn of(interrupt: &Interrupt) -> Self {
        Self {
            kind: Word(interrupt.kind),
            page: interrupt.page.clone(),
            code: text(interrupt.code.as_ref()),
            entry: interrupt.entry,
            target: interrupt.target.clone(),
            satisfied: interrupt.satisfied,
        }
    }
}

impl FindingDocument {
    pub(in crate::render) fn of(at: usize, finding: &Finding, capture: Option<usize>) -> Self {
        let evidence = finding.evidence.iter();
        Self {
            id: finding_id(at),
            attempt: finding.attempt.map(|attempt| attempt + 1),
            capture,
            role: Word(finding.role),
            code: finding.code.to_string(),
            number: finding.code.number(),
            name: finding.name.clone(),
            message: finding.message.clone(),
            oauth_error: finding.oauth_error.clone(),
            suberror: finding.suberror.clone(),
            detail: finding.detail.clone(),
            timestamp: text(finding.timestamp),
            correlation_id: text(finding.correlation_id.as_ref()),
            request_id: text(finding.request_id.as_ref()),
            evidence: evidence.map(EvidenceDocument::of).collect(),
            guidance: finding.guidance.as_deref().map(|guidance| GuidanceDocument::of(guidance, &finding.checks)),
        }
    }
}

impl EvidenceDocument {
    fn of(shown: &Evidence) -> Self {
        let field = (!shown.field.is_empty()).then_some(shown.field);
        Self { entry: shown.entry, site: Word(shown.site), field, source: shown.source.clone() }
    }
}

impl GuidanceDocument {
    pub(in crate::render) fn of(guidance: &Guidance, checks: &[Checked]) -> Self {
        Self {
            guide: guidance.guide.clone(),
            title: guidance.title.to_string(),
            meaning: guidance.meaning.to_string(),
            who_acts: guidance.who_acts.iter().cloned().map(ActorWord).collect(),
            checks: checks.iter().map(CheckDocument::of).collect(),
            causes: texts(&guidance.causes),
            supported: texts(guidance.causes_by_support().0),
            ruled_out: texts(&guidance.ruled_out),
            confirm: texts(&guidance.confirm),
            not_in_trace: texts(&guidance.not_in_trace),
            resolve: texts(&guidance.resolve),
            escalate_with: texts(&guidance.escalate_with),
            links: guidance.links.iter().map(|link| LinkDocument { title: link.title.to_string(), url: link.url.clone() }).collect(),
            source: guidance.source.name().to_owned(),
            notes: texts(&guidance.notes),
            left_out: guidance.left_out.len(),
            faults: guidance.faults,
            faulty: guidance.behind.as_deref().map(|behind| Box::new(Self::of(behind, &[]))),
        }
    }
}

pub(in crate::render) fn finding_id(at: usize) -> String {
    format!("F{}", at + 1)
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

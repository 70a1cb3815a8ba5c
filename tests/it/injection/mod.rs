//! Text stays text: whatever captures, guides, names of files and arguments hold becomes no markup, no formula, and steers nothing.

mod arguments;
mod markdown;
mod slots;
mod steering;

use std::sync::Arc;

use entrace::entra::codes::Code;
use entrace::entra::endpoints::Stage;
use entrace::entra::guid::Guid;
use entrace::entra::interrupts::InterruptKind;
use entrace::model::attempt::{Answer, Attempt, Interrupt, Outcome, Protocol, Step, User};
use entrace::model::capture::{Capture, CaseFile, Format, Note, NoteKind, TakenFor};
use entrace::model::device::{Device, PrtAttempt};
use entrace::model::finding::{CheckResult, Checked, Evidence, Finding, Guidance, GuideLink, LeftOut, Material, Role, Source, WhoActs};
use entrace::model::observation::Site;
use entrace::model::prose::{Piece, Prose, SlotField};
use entrace::model::report::Report;
use entrace::model::sign_in_log::{Joined, Location, LogRead, MatchedBy, Mfa, Policy, PolicyResult, Risk, Row, RowDevice};
use entrace::model::text::TextRead;

/// A report of three captures, the first with a sign-in that works, in which every text is what `text` gives. No address of a guide is one that
/// may be followed.
fn report(text: &mut dyn FnMut() -> String) -> Report {
    let captures = (0..3).map(|_| capture(text)).collect();
    // The same in both sign-ins, so that a comparison has as many differences whatever they are.
    let (host, path, name) = (text(), text(), text());
    let same = (host.as_str(), path.as_str(), name.as_str());
    let attempts = vec![attempt(0, Outcome::Succeeded, same, text), attempt(1, Outcome::Failed, same, text)];
    let findings = vec![finding(Some(0), text), finding(Some(1), text), finding(Some(1), text), finding(None, text)];
    let last_attempt = PrtAttempt { error: Some(text()), ..PrtAttempt::default() };
    let device = Device { source: text(), last_attempt: Some(last_attempt), ..Device::default() };
    let logs = vec![LogRead { name: text(), ..LogRead::default() }];
    let texts = vec![TextRead { name: text(), ..TextRead::default() }];
    let files = vec![CaseFile { name: text(), taken_for: TakenFor::Nothing("an image (PNG)".to_owned()) }];
    Report { captures, logs, texts, attempts, findings, devices: vec![device], files, ..Report::default() }
}

fn capture(text: &mut dyn FnMut() -> String) -> Capture {
    Capture {
        name: text(),
        own_name: 0,
        sha256: None,
        format: Format::Har,
        producer: Some(text()),
        exchanges: 2,
        sign_in_exchanges: 2,
        first: "2026-03-02T09:00:00Z".parse().ok(),
        last: "2026-03-02T09:00:07Z".parse().ok(),
        notes: vec![Note { kind: NoteKind::Comment, entries: vec![1], rows: None, message: text() }],
    }
}

fn attempt(capture: usize, outcome: Outcome, (host, path, name): (&str, &str, &str), text: &mut dyn FnMut() -> String) -> Attempt {
    let step = |status, text: &mut dyn FnMut() -> String| Step {
        entry: 1,
        time: "2026-03-02T09:00:00Z".parse().ok(),
        duration: Some(200),
        stage: Stage::Authorize,
        method: text(),
        host: host.to_owned(),
        path: path.to_owned(),
        status,
        page: Some(text()),
        parameters: vec![(name.to_owned(), format!("{capture} {}", text()))],
    };
    let interrupt = Interrupt {
        kind: InterruptKind::Mfa,
        page: Some(text()),
        code: Some(Code::Entra(50074)),
        entry: 1,
        target: Some(text()),
        satisfied: None,
    };
    Attempt {
        number: 1,
        capture,
        outcome,
        verdict: text(),
        headline: None,
        remarks: vec![text()],
        protocol: Protocol::Oidc,
        cloud: None,
        started: "2026-03-02T09:00:00Z".parse().ok(),
        ended: "2026-03-02T09:00:07Z".parse().ok(),
        // Other ones in each sign-in, so that a comparison always warns of the same.
        tenant_id: Guid::parse(&format!("0f2e6d5c-1111-4222-8333-{capture:012}")),
        tenant_domain: Some(text()),
        client_id: Some(format!("{capture} {}", text())),
        application: Some(text()),
        redirect_uri: Some(text()),
        resource_id: Some(text()),
        resource_name: Some(text()),
        user: User { label: None, object_id: None, domain: Some(text()), name: Some(format!("{capture} {}", text())) },
        silent: false,
        made_good: false,
        correlation_ids: Guid::parse("0f2e6d5c-1111-4222-8333-444455556666").into_iter().collect(),
        request_ids: Vec::new(),
        last_answer: Answer::default(),
        session_ids: Vec::new(),
        steps: vec![step(Some(if outcome == Outcome::Failed { 400 } else { 200 }), text)],
        interrupts: vec![interrupt],
        signals: Vec::new(),
        sign_in_log: vec![row(text)],
        root_cause: Some(capture),
        findings: if capture == 0 { vec![0] } else { vec![1, 2] },
    }
}

fn guidance(text: &mut dyn FnMut() -> String, behind: Option<Box<Guidance>>) -> Guidance {
    let mut prose = || Prose(vec![Piece::Words(text()), Piece::Code(text()), Piece::Value(SlotField::Message, text())]);
    let (title, meaning, cause, confirm, resolve, escalate, link) = (prose(), prose(), prose(), prose(), prose(), prose(), prose());
    let (notes, ruled_out, not_in_trace) = (vec![prose()], vec![prose()], vec![prose()]);
    Guidance {
        guide: text(),
        title,
        meaning,
        who_acts: vec![WhoActs::Other(text())],
        causes: vec![cause],
        supported: 1,
        ruled_out,
        confirm: vec![confirm],
        not_in_trace,
        resolve: vec![resolve],
        escalate_with: vec![escalate],
        links: vec![GuideLink { title: link, url: format!("x-{}", text()) }],
        notes,
        source: Source::Own(text()),
        faults: usize::from(behind.is_none()),
        left_out: vec![LeftOut::Introduction],
        material: Material::default(),
        behind,
    }
}

fn finding(attempt: Option<usize>, text: &mut dyn FnMut() -> String) -> Finding {
    let behind = guidance(text, None);
    let guidance = guidance(text, Some(Box::new(behind)));
    Finding {
        attempt,
        capture: attempt.unwrap_or(1),
        role: Role::Cause,
        code: Code::Entra(50126),
        name: Some(text()),
        message: Some(text()),
        detail: Some(text()),
        oauth_error: Some(text()),
        suberror: Some(text()),
        timestamp: None,
        is_service_time: false,
        correlation_id: None,
        request_id: None,
        evidence: vec![Evidence { entry: 1, site: Site::PageText, field: "code", source: Some(text()) }],
        checks: vec![Checked {
            name: text(),
            says: Prose(vec![Piece::Words(text()), Piece::Code(text())]),
            result: CheckResult::Yes,
            entries: vec![1],
            asks_log: false,
        }],
        guidance: Some(Arc::new(guidance)),
    }
}

/// A row of a sign-in log.
fn row(text: &mut dyn FnMut() -> String) -> Joined {
    let policy = Policy {
        id: Some(text()),
        name: Some(text()),
        result: PolicyResult::Failure,
        grant_controls: vec![text()],
        session_controls: vec![text()],
        conditions_not_satisfied: vec![text()],
    };
    let row = Row {
        error_code: 53003,
        failure_reason: Some(text()),
        ip: Some(text()),
        policies: vec![policy],
        device: RowDevice { id: Some(text()), trust_type: Some(text()), os: Some(text()), ..RowDevice::default() },
        mfa: Mfa { required: Some(true), method: Some(text()), result: Some(text()) },
        risk: Risk { level: Some(format!("r{}", text())), ..Risk::default() },
        location: Location { country: Some(text()), named: vec![text()] },
        ..Row::default()
    };
    Joined { matched_by: MatchedBy::RequestId, row, source: text(), user_label: None }
}

//! The texts of a report and of a comparison that come from the trace, each with what it is. Every struct is taken apart whole: a new field
//! does not compile until someone has said here what it is. What is left out is ours, or is held to its shape by its type.

use std::sync::Arc;

use crate::entra::hosts::{self, HostClass};
use crate::model::attempt::{Attempt, Headline, HeadlinePiece, HeadlineWords, Interrupt, Step, User};
use crate::model::capture::{Capture, CaseFile, Note, NoteKind, TakenFor};
use crate::model::comparison::{Compared, Comparison, Difference, Divergence, Reached};
use crate::model::device::{Device, Names, PrtAttempt};
use crate::model::finding::{Checked, Evidence, Finding, Guidance, GuideLink, Source, WhoActs};
use crate::model::observation::{Seen, SignalValue};
use crate::model::prose::{Piece, Prose, SlotField};
use crate::model::report::Report;
use crate::model::sign_in_log::{Joined, Location, LogRead, Mfa, Policy, Risk, Row, RowDevice};
use crate::model::text::{SystemMeaning, TextRead};

/// What a text of the trace is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FieldKind<'a> {
    /// The name of a capture's file.
    FileName,
    /// The name of an input: the user's own.
    OwnFileName,
    /// The program that wrote a capture.
    Producer,
    /// A note on a capture: ours with a word of the trace in it, or the customer's own.
    Note(NoteKind),
    /// The sentence on how an attempt ended.
    Verdict,
    /// A tenant's domain, or that of a user's name.
    Domain,
    /// An application's id or identifier.
    ClientId,
    /// An application's name.
    Application,
    /// A redirect URI without its query.
    RedirectUri,
    /// A resource's id or address.
    ResourceId,
    /// A resource's name.
    ResourceName,
    /// The name of a user.
    User,
    /// A request's method.
    Method,
    /// A host.
    Host,
    /// A path on a host of this class.
    Path(HostClass),
    /// The name of a page.
    Page,
    /// Where an interrupt led.
    Target,
    /// The name of a request's parameter.
    ParameterName,
    /// The value of the parameter of this name.
    ParameterValue(&'a str),
    /// The service's name of a code.
    ErrorName,
    /// A message of the service or of an application.
    Message,
    /// The address of a machine.
    Address,
    /// A word or a name in a row of a sign-in log: a policy, a control, a named location, an operating system.
    RowText,
    /// OAuth `error`.
    OauthError,
    /// OAuth `suberror`.
    Suberror,
    /// A text of a guide of one's own.
    GuideText,
    /// The address of a link of such a guide.
    GuideUrl,
    /// The path of such a guide.
    GuideSource,
}

/// Takes a text with what it is, and may change it.
pub(crate) type Change<'c> = dyn FnMut(FieldKind<'_>, &mut String) + 'c;

/// What holds texts of the trace.
pub(crate) trait Traced: Clone {
    /// Visits every text of the trace.
    fn visit(&mut self, change: &mut Change<'_>);
}

impl Traced for Report {
    fn visit(&mut self, change: &mut Change<'_>) {
        let Self { captures, logs, texts, attempts, findings, devices, system_codes, files, filtered: _ } = self;
        for it in captures {
            capture(it, change);
        }
        for LogRead { name, rows: _, lone_successes: _, repeated: _, without_code: _, left_out: _, first: _, last: _ } in logs {
            change(FieldKind::FileName, name);
        }
        for TextRead { name, blocks: _, codes: _, left_out: _, first: _, last: _ } in texts {
            change(FieldKind::FileName, name);
        }
        for it in attempts {
            attempt(it, change);
        }
        for it in findings {
            finding(it, change);
        }
        for it in devices {
            device(it, change);
        }
        for SystemMeaning { code: _, meaning: _, guide: _, source, times: _ } in system_codes {
            change(FieldKind::FileName, source);
        }
        for CaseFile { name, taken_for } in files {
            change(FieldKind::FileName, name);
            if let TakenFor::Nothing(why) = taken_for {
                change(FieldKind::Message, why);
            }
        }
    }
}

impl Traced for Comparison {
    fn visit(&mut self, change: &mut Change<'_>) {
        let Self { good, bad, first_divergence, differences, findings, only_in_bad: _, interrupts_only_in_bad: _, warnings: _ } = self;
        compared(good, change);
        compared(bad, change);
        if let Some(it) = first_divergence {
            divergence(it, change);
        }
        for it in differences {
            difference(it, change);
        }
        for (_, it) in findings {
            finding(it, change);
        }
    }
}

fn each<'t>(kind: FieldKind<'_>, texts: impl IntoIterator<Item = &'t mut String>, change: &mut Change<'_>) {
    for text in texts {
        change(kind, text);
    }
}

fn capture(capture: &mut Capture, change: &mut Change<'_>) {
    // The hash is computed, and its letters are those of its format.
    let Capture { name, own_name, sha256: _, format: _, producer, exchanges: _, sign_in_exchanges: _, first: _, last: _, notes } = capture;
    let (own, member) = name.split_at_checked(*own_name).unwrap_or(("", name));
    let (mut own, mut member) = (own.to_owned(), member.to_owned());
    each(FieldKind::OwnFileName, Some(&mut own).filter(|own| !own.is_empty()), change);
    each(FieldKind::FileName, Some(&mut member).filter(|member| !member.is_empty()), change);
    *own_name = own.len();
    *name = own + &member;
    each(FieldKind::Producer, producer, change);
    for Note { kind, entries: _, rows: _, message } in notes {
        change(FieldKind::Note(*kind), message);
    }
}

fn attempt(attempt: &mut Attempt, change: &mut Change<'_>) {
    let Attempt {
        number: _,
        capture: _,
        outcome: _,
        verdict,
        headline,
        remarks,
        protocol: _,
        cloud: _,
        started: _,
        ended: _,
        tenant_id: _,
        tenant_domain,
        client_id,
        application,
        redirect_uri,
        resource_id,
        resource_name,
        user,
        silent: _,
        made_good: _,
        correlation_ids: _,
        request_ids: _,
        last_answer: _,
        session_ids: _,
        steps,
        interrupts,
        signals,
        sign_in_log,
        root_cause: _,
        findings: _,
    } = attempt;
    change(FieldKind::Verdict, verdict);
    each(FieldKind::Verdict, remarks, change);
    // The built-in guides are ours.
    for piece in headline.iter_mut().flat_map(|Headline(pieces)| pieces) {
        match piece {
            HeadlinePiece::Words(HeadlineWords { text, are_own: true }) => change(FieldKind::GuideText, text),
            HeadlinePiece::Words(HeadlineWords { text: _, are_own: false }) | HeadlinePiece::Place(_) => {}
        }
    }
    each(FieldKind::Domain, tenant_domain, change);
    each(FieldKind::ClientId, client_id, change);
    each(FieldKind::Application, application, change);
    each(FieldKind::RedirectUri, redirect_uri, change);
    each(FieldKind::ResourceId, resource_id, change);
    each(FieldKind::ResourceName, resource_name, change);
    // The label is given by redaction itself.
    let User { label: _, object_id: _, domain, name } = user;
    each(FieldKind::Domain, domain, change);
    each(FieldKind::User, name, change);
    for it in steps {
        step(it, change);
    }
    for Interrupt { kind: _, page, code: _, entry: _, target, satisfied: _ } in interrupts {
        each(FieldKind::Page, page, change);
        each(FieldKind::Target, target, change);
    }
    for it in sign_in_log {
        joined(it, change);
    }
    // A signal is a word of a table, or a number.
    for Seen { signal: _, value: SignalValue::Word(_) | SignalValue::Number(_), entry: _ } in signals {}
}

fn joined(joined: &mut Joined, change: &mut Change<'_>) {
    // The label is given by redaction itself.
    let Joined { matched_by: _, row, source, user_label: _ } = joined;
    let Row {
        request_id: _,
        correlation_id: _,
        time: _,
        error_code: _,
        failure_reason,
        status: _,
        application,
        resource,
        tenant_id: _,
        user_id: _,
        user,
        display_name,
        ip,
        other_addresses,
        access: _,
        policies,
        device,
        mfa: Mfa { required: _, method, result },
        risk: Risk { level, state, detail },
        location: Location { country, named },
        authentication_protocol,
    } = row;
    change(FieldKind::FileName, source);
    each(FieldKind::Message, failure_reason, change);
    each(FieldKind::ClientId, &mut application.id, change);
    each(FieldKind::Application, &mut application.name, change);
    each(FieldKind::ResourceId, &mut resource.id, change);
    each(FieldKind::ResourceName, &mut resource.name, change);
    each(FieldKind::User, user.iter_mut().chain(display_name), change);
    each(FieldKind::Address, ip.iter_mut().chain(other_addresses), change);
    for Policy { id, name, result: _, grant_controls, session_controls, conditions_not_satisfied } in policies {
        each(FieldKind::RowText, id.iter_mut().chain(name), change);
        each(FieldKind::RowText, grant_controls.iter_mut().chain(session_controls).chain(conditions_not_satisfied), change);
    }
    let RowDevice { id, name, compliant: _, managed: _, trust_type, os, browser } = device;
    each(FieldKind::RowText, [id, name, trust_type, os, browser, method, result, level, state, detail].into_iter().flatten(), change);
    each(FieldKind::RowText, country.iter_mut().chain(named).chain(authentication_protocol), change);
}

fn device(device: &mut Device, change: &mut Change<'_>) {
    let Device {
        source,
        joined: _,
        trust: _,
        id: _,
        is_of_system: _,
        prt: _,
        prt_updated: _,
        last_attempt,
        matched: _,
        names: Names { devices, users },
    } = device;
    change(FieldKind::FileName, source);
    each(FieldKind::RowText, devices, change);
    each(FieldKind::User, users, change);
    // Status and code are numbers.
    if let Some(PrtAttempt { time: _, status: _, code: _, error, correlation_id: _ }) = last_attempt {
        each(FieldKind::OauthError, error, change);
    }
}

fn step(step: &mut Step, change: &mut Change<'_>) {
    let Step { entry: _, time: _, duration: _, stage: _, method, host, path, status: _, page, parameters } = step;
    let class = hosts::class(host, path);
    change(FieldKind::Method, method);
    change(FieldKind::Host, host);
    change(FieldKind::Path(class), path);
    each(FieldKind::Page, page, change);
    for (name, value) in parameters {
        change(FieldKind::ParameterValue(name), value);
        change(FieldKind::ParameterName, name);
    }
}

fn finding(finding: &mut Finding, change: &mut Change<'_>) {
    // A code without a number is one of a list.
    let Finding {
        attempt: _,
        capture: _,
        role: _,
        code: _,
        name,
        message,
        oauth_error,
        suberror,
        detail,
        timestamp: _,
        is_service_time: _,
        correlation_id: _,
        request_id: _,
        evidence,
        checks,
        guidance,
    } = finding;
    each(FieldKind::ErrorName, name, change);
    each(FieldKind::Message, message, change);
    each(FieldKind::OauthError, oauth_error, change);
    each(FieldKind::Suberror, suberror, change);
    each(FieldKind::Message, detail, change);
    for Evidence { entry: _, site: _, field: _, source } in evidence {
        each(FieldKind::FileName, source, change);
    }
    for Checked { name, says, result: _, entries: _, asks_log: _ } in
        checks.iter_mut().filter(|_| guidance.as_ref().is_some_and(|guidance| guidance.is_own()))
    {
        change(FieldKind::GuideText, name);
        prose(says, change);
    }
    // The built-in guides are ours, and many findings share one.
    let with_own = guidance.as_mut().filter(|guidance| guidance.is_own() || guidance.behind.is_some()).map(Arc::make_mut);
    for own in with_own.into_iter().flat_map(own_guides) {
        own_guidance(own, change);
    }
}

/// The guides of someone's own that are shown: in front, or behind ours.
fn own_guides(guidance: &mut Guidance) -> Vec<&mut Guidance> {
    if guidance.is_own() { vec![guidance] } else { guidance.behind.as_deref_mut().into_iter().collect() }
}

fn own_guidance(guidance: &mut Guidance, change: &mut Change<'_>) {
    let Guidance {
        guide,
        title,
        meaning,
        who_acts,
        causes,
        supported: _,
        ruled_out,
        confirm,
        not_in_trace,
        resolve,
        escalate_with,
        notes,
        links,
        source,
        faults: _,
        left_out: _,
        material: _,
        behind,
    } = guidance;
    change(FieldKind::GuideSource, guide);
    for acts in who_acts {
        match acts {
            WhoActs::Actor(_) => {}
            WhoActs::Other(text) => change(FieldKind::GuideText, text),
        }
    }
    for text in
        [title, meaning].into_iter().chain([causes, ruled_out, confirm, not_in_trace, resolve, escalate_with, notes].into_iter().flatten())
    {
        prose(text, change);
    }
    for GuideLink { title, url } in links {
        prose(title, change);
        change(FieldKind::GuideUrl, url);
    }
    match source {
        Source::BuiltIn => {}
        Source::Own(path) => change(FieldKind::GuideSource, path),
    }
    if let Some(behind) = behind {
        own_guidance(behind, change);
    }
}

/// What is in a slot is what the field is that it was filled from.
fn prose(prose: &mut Prose, change: &mut Change<'_>) {
    let Prose(pieces) = prose;
    for piece in pieces {
        match piece {
            Piece::Words(text) | Piece::Code(text) | Piece::Label(text) => change(FieldKind::GuideText, text),
            Piece::Value(field, text) => change(kind_of_slot(*field), text),
        }
    }
}

fn kind_of_slot(field: SlotField) -> FieldKind<'static> {
    match field {
        SlotField::User => FieldKind::User,
        SlotField::Application => FieldKind::Application,
        SlotField::ClientId => FieldKind::ClientId,
        SlotField::ResourceName => FieldKind::ResourceName,
        SlotField::ResourceId => FieldKind::ResourceId,
        SlotField::Message => FieldKind::Message,
    }
}

fn compared(compared: &mut Compared, change: &mut Change<'_>) {
    let Compared { capture, number: _, attempt: of_it, choice: _, of: _ } = compared;
    change(FieldKind::FileName, capture);
    attempt(of_it, change);
}

fn divergence(divergence: &mut Divergence, change: &mut Change<'_>) {
    let Divergence { stage: _, good, bad } = divergence;
    for Reached { stage: _, status: _, page } in [good, bad].into_iter().flatten() {
        each(FieldKind::Page, page, change);
    }
}

fn difference(difference: &mut Difference, change: &mut Change<'_>) {
    let Difference { stage: _, parameter, good, bad } = difference;
    each(FieldKind::ParameterValue(parameter), [good, bad].into_iter().flatten(), change);
    change(FieldKind::ParameterName, parameter);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entra::codes::Code;
    use crate::entra::endpoints::Stage;
    use crate::entra::interrupts::InterruptKind;
    use crate::entra::system_codes::SystemCode;
    use crate::model::attempt::{Answer, Outcome, Protocol};
    use crate::model::capture::Format;
    use crate::model::comparison::Choice;
    use crate::model::finding::{CheckResult, Material, Role};
    use crate::model::observation::Site;
    use crate::model::sign_in_log::{MatchedBy, Named, PolicyResult};

    const TEXT: &str = "nine Walnut stairs";

    fn text() -> String {
        TEXT.to_owned()
    }

    fn full_attempt() -> Attempt {
        let step = Step {
            entry: 1,
            time: None,
            duration: None,
            stage: Stage::Authorize,
            method: text(),
            host: text(),
            path: text(),
            status: None,
            page: Some(text()),
            parameters: vec![(text(), text())],
        };
        let interrupt =
            Interrupt { kind: InterruptKind::Mfa, page: Some(text()), code: None, entry: 1, target: Some(text()), satisfied: None };
        Attempt {
            number: 1,
            capture: 0,
            outcome: Outcome::Failed,
            verdict: text(),
            headline: None,
            remarks: vec![text()],
            protocol: Protocol::Oidc,
            cloud: None,
            started: None,
            ended: None,
            tenant_id: None,
            tenant_domain: Some(text()),
            client_id: Some(text()),
            application: Some(text()),
            redirect_uri: Some(text()),
            resource_id: Some(text()),
            resource_name: Some(text()),
            user: User { label: None, object_id: None, domain: Some(text()), name: Some(text()) },
            silent: false,
            made_good: false,
            correlation_ids: Vec::new(),
            request_ids: Vec::new(),
            last_answer: Answer::default(),
            session_ids: Vec::new(),
            steps: vec![step],
            interrupts: vec![interrupt],
            signals: Vec::new(),
            sign_in_log: vec![full_row()],
            root_cause: Some(0),
            findings: vec![0],
        }
    }

    fn full_row() -> Joined {
        let named = || Named { id: Some(text()), name: Some(text()) };
        let policy = Policy {
            id: Some(text()),
            name: Some(text()),
            result: PolicyResult::Failure,
            grant_controls: vec![text()],
            session_controls: vec![text()],
            conditions_not_satisfied: vec![text()],
        };
        let device = RowDevice {
            id: Some(text()),
            name: Some(text()),
            compliant: None,
            managed: None,
            trust_type: Some(text()),
            os: Some(text()),
            browser: Some(text()),
        };
        let row = Row {
            failure_reason: Some(text()),
            application: named(),
            resource: named(),
            user: Some(text()),
            display_name: Some(text()),
            ip: Some(text()),
            other_addresses: vec![text()],
            policies: vec![policy],
            device,
            mfa: Mfa { required: None, method: Some(text()), result: Some(text()) },
            risk: Risk { level: Some(text()), state: Some(text()), detail: Some(text()) },
            location: Location { country: Some(text()), named: vec![text()] },
            authentication_protocol: Some(text()),
            ..Row::default()
        };
        Joined { matched_by: MatchedBy::RequestId, row, source: text(), user_label: None }
    }

    fn full_finding() -> Finding {
        let prose = || Prose(vec![Piece::Words(text()), Piece::Code(text()), Piece::Label(text()), Piece::Value(SlotField::User, text())]);
        let guidance = Guidance {
            guide: text(),
            title: prose(),
            meaning: prose(),
            who_acts: vec![WhoActs::Other(text())],
            causes: vec![prose()],
            supported: 0,
            ruled_out: vec![prose()],
            confirm: vec![prose()],
            not_in_trace: vec![prose()],
            resolve: vec![prose()],
            escalate_with: vec![prose()],
            links: vec![GuideLink { title: prose(), url: text() }],
            notes: vec![prose()],
            source: Source::Own(text()),
            faults: 0,
            left_out: Vec::new(),
            material: Material::default(),
            behind: None,
        };
        let guidance = Guidance { behind: Some(Box::new(guidance.clone())), ..guidance };
        Finding {
            attempt: Some(0),
            capture: 0,
            role: Role::Cause,
            code: Code::Entra(50126),
            name: Some(text()),
            message: Some(text()),
            oauth_error: Some(text()),
            suberror: Some(text()),
            detail: Some(text()),
            timestamp: None,
            is_service_time: false,
            correlation_id: None,
            request_id: None,
            evidence: vec![Evidence { entry: 1, site: Site::PageText, field: "code", source: Some(text()) }],
            checks: vec![Checked { name: text(), says: prose(), result: CheckResult::Yes, entries: vec![1], asks_log: false }],
            guidance: Some(Arc::new(guidance)),
        }
    }

    /// Visits every text once, and leaves none.
    fn takes_all(traced: &mut (impl Traced + std::fmt::Debug)) {
        let holds = format!("{traced:?}").matches(TEXT).count();
        let mut visited = 0;
        traced.visit(&mut |_, text| {
            assert_eq!(text, TEXT);
            text.clear();
            visited += 1;
        });
        assert!(visited > 20 && visited == holds, "{visited} of {holds}: {traced:?}");
    }

    #[test]
    fn every_text_of_a_report_is_visited() {
        let note = Note { kind: NoteKind::Comment, entries: vec![1], rows: None, message: text() };
        let capture = Capture {
            name: text(),
            own_name: 0,
            sha256: None,
            format: Format::Har,
            producer: Some(text()),
            exchanges: 1,
            sign_in_exchanges: 1,
            first: None,
            last: None,
            notes: vec![note],
        };
        let logs = vec![LogRead { name: text(), ..LogRead::default() }];
        let texts = vec![TextRead { name: text(), ..TextRead::default() }];
        let files = vec![CaseFile { name: text(), taken_for: TakenFor::Nothing(text()) }];
        let code = SystemCode::of_result(0xcaa2_000c).unwrap();
        let system_codes = vec![SystemMeaning { code, meaning: String::new(), guide: None, source: text(), times: 1 }];
        let last_attempt = Some(PrtAttempt { error: Some(text()), ..PrtAttempt::default() });
        let names = Names { devices: vec![text()], users: vec![text()] };
        takes_all(&mut Report {
            captures: vec![capture],
            logs,
            texts,
            files,
            system_codes,
            attempts: vec![full_attempt()],
            findings: vec![full_finding()],
            devices: vec![Device { source: text(), last_attempt, names, ..Device::default() }],
            filtered: None,
        });
    }

    #[test]
    fn every_text_of_a_comparison_is_visited() {
        let compared = || Compared { capture: text(), number: 0, attempt: full_attempt(), choice: Choice::Only, of: 1 };
        let reached = || Some(Reached { stage: Stage::Authorize, status: None, page: Some(text()) });
        takes_all(&mut Comparison {
            good: compared(),
            bad: compared(),
            first_divergence: Some(Divergence { stage: Stage::Authorize, good: reached(), bad: reached() }),
            differences: vec![Difference { stage: Stage::Authorize, parameter: text(), good: Some(text()), bad: Some(text()) }],
            findings: vec![(0, full_finding())],
            only_in_bad: vec![0],
            interrupts_only_in_bad: Vec::new(),
            warnings: Vec::new(),
        });
    }

    #[test]
    fn what_is_ours_stays() {
        let ours = Guidance { source: Source::BuiltIn, ..Arc::unwrap_or_clone(full_finding().guidance.unwrap()) };
        let finding = Finding { guidance: Some(Arc::new(ours)), ..full_finding() };
        let mut report = Report { findings: vec![finding], ..Report::default() };
        report.visit(&mut |_, text| text.clear());
        assert_eq!(report.findings[0].guidance.as_ref().unwrap().links[0].url, TEXT);
    }
}

//! Observations to attempts: what belongs together, what was asked on the way, how it ended, and on what.

mod attempts;
pub mod devices;
mod findings;
mod interrupts;
mod loops;
mod notes;
mod order;
mod outcome;
pub mod sign_in_log;
mod signals;
pub mod texts;
mod verdict;

use std::collections::{HashMap, HashSet};

use crate::entra::applications;
use crate::entra::codes::CodeKind;
use crate::entra::endpoints::Stage;
use crate::entra::guid::Guid;
use crate::model::attempt::{Answer, Attempt, Outcome, Protocol, Step, User};
use crate::model::capture::Note;
use crate::model::finding::{Finding, Role};
use crate::model::observation::{ExchangeFacts, Grant, LinkKind, Site};
use attempts::Group;
use findings::{Draft, Drafts};
use notes::notes;
use outcome::Ending;

/// Attempts and findings of a run, before anything is explained.
#[derive(Debug, Default)]
pub struct Correlated {
    /// The attempts, in order of time.
    pub attempts: Vec<Attempt>,
    /// The findings, attempt by attempt; those that nothing ties to an attempt come last.
    pub findings: Vec<Finding>,
    /// What limits the response.
    pub notes: Vec<Note>,
}

/// Correlates what the exchanges of one capture show, given in the order of their entries. Of a capture that is cut off no one can say what came after
/// its last entry.
#[must_use]
pub fn correlate(mut all_facts: Vec<ExchangeFacts>, cut_off: bool) -> Correlated {
    // Of a capture that lists the newest first the oldest are cut off.
    let cut_off = !order::by_time(&mut all_facts) && cut_off;
    let grouping = attempts::group(&all_facts);
    let mut correlated = Correlated { notes: notes(&all_facts, &grouping), ..Correlated::default() };
    let last = grouping.groups.iter().filter_map(|group| group.members.last()).max();
    for group in &grouping.groups {
        let end_unknown = cut_off && group.members.last() == last;
        let members: Vec<&ExchangeFacts> = group.members.iter().map(|at| &all_facts[*at]).collect();
        let related: Vec<&ExchangeFacts> = group.related.iter().map(|at| &all_facts[*at]).collect();
        add_attempt(&members, &related, group, end_unknown, &mut correlated);
    }
    loops::find(&mut correlated.attempts, &mut correlated.findings);
    let answering = answering_hosts(&all_facts);
    let loose = grouping.loose.iter().map(|at| &all_facts[*at]);
    let loose: Vec<&ExchangeFacts> = loose.filter(|facts| facts.stage != Stage::Tunnel || !answering.contains(&*facts.host)).collect();
    add_loose_findings(&loose, &mut correlated);
    mark_made_good(&mut correlated.attempts);
    for (at, attempt) in correlated.attempts.iter_mut().enumerate() {
        attempt.number = at + 1;
    }
    correlated
}

fn add_attempt(members: &[&ExchangeFacts], related: &[&ExchangeFacts], group: &Group, end_unknown: bool, correlated: &mut Correlated) {
    let mut drafts = Drafts::collect(members, related);
    let ending = outcome::walk(members, &mut drafts, end_unknown);
    let mut attempt = describe(members, group);
    let first = correlated.findings.len();
    let at = correlated.attempts.len();
    let order = drafts.order();
    let position = |draft: usize| order.iter().position(|listed| *listed == draft).map(|index| first + index);
    attempt.outcome = ending.outcome;
    attempt.root_cause = ending.root_cause.and_then(position);
    attempt.interrupts.clone_from(&ending.interrupts);
    attempt.findings = (first..first + order.len()).collect();
    attempt.verdict = verdict::sentence(&attempt, &ending, &drafts, members);
    for draft in &order {
        let mut finding = drafts.finding(*draft, &attempt.correlation_ids);
        finding.attempt = Some(at);
        finding.role = role(drafts.get(*draft), Some(*draft) == ending.root_cause, &ending);
        correlated.findings.push(finding);
    }
    correlated.attempts.push(attempt);
}

/// What a finding means in its attempt.
fn role(draft: &Draft, is_root: bool, ending: &Ending) -> Role {
    if is_root {
        return if ending.outcome == Outcome::Failed { Role::Cause } else { Role::Interrupt };
    }
    match draft.code.kind() {
        CodeKind::Failure => Role::Contributing,
        CodeKind::Interrupt => Role::Interrupt,
        // On what no one needs to act in general, someone may when it led to the end: a code that expired before it was redeemed.
        CodeKind::Informational => Role::Informational,
    }
}

fn describe(members: &[&ExchangeFacts], group: &Group) -> Attempt {
    let first = |pick: fn(&ExchangeFacts) -> Option<String>| members.iter().find_map(|facts| pick(facts));
    let last = |pick: fn(&ExchangeFacts) -> Option<String>| members.iter().rev().find_map(|facts| pick(facts));
    // What the requests show comes first.
    let client_id = first(|facts| facts.context.client_id.clone()).or_else(|| first(|facts| facts.context.named.client_id.clone()));
    let resource_id = first(|facts| facts.context.resource.clone()).or_else(|| first(|facts| facts.context.named.resource.clone()));
    let name = last(|facts| facts.context.user.clone());
    let application = first(|facts| facts.context.application.clone());
    let application_named = || first(|facts| facts.context.named.application.clone());
    let tenant_id = members.iter().rev().find_map(|facts| facts.context.tenant_id.clone());
    let tenant_named = || members.iter().rev().find_map(|facts| facts.context.named.tenant_id.clone());
    let tenant_domain = first(|facts| facts.context.tenant_domain.clone());
    let domain_named = first(|facts| facts.context.named.tenant_domain.clone()).filter(|_| tenant_id.is_none());
    Attempt {
        number: 0,
        capture: members.first().map_or(0, |facts| facts.capture),
        outcome: Outcome::Incomplete,
        verdict: String::new(),
        headline: None,
        remarks: Vec::new(),
        protocol: protocol(members),
        cloud: members.iter().find_map(|facts| facts.cloud),
        started: members.first().and_then(|facts| facts.started),
        ended: members.iter().rev().find_map(|facts| facts.started),
        tenant_id: tenant_id.or_else(|| tenant_named().filter(|_| tenant_domain.is_none())),
        tenant_domain: tenant_domain.or(domain_named),
        application: application
            .or_else(|| client_id.as_deref().and_then(applications::name).map(str::to_owned))
            .or_else(application_named),
        redirect_uri: first(|facts| facts.context.redirect_uri.clone()),
        resource_name: resource_id.as_deref().and_then(applications::resource_name).map(str::to_owned),
        client_id,
        resource_id,
        user: User {
            label: None,
            object_id: members.iter().rev().find_map(|facts| facts.context.object_id.clone()),
            domain: name.as_deref().and_then(|name| name.rsplit_once('@')).map(|(_, domain)| domain.to_ascii_lowercase()),
            name,
        },
        silent: group.silent,
        made_good: false,
        correlation_ids: distinct(members.iter().flat_map(|facts| &facts.correlation_ids)),
        request_ids: distinct(members.iter().flat_map(|facts| &facts.request_ids)),
        last_answer: last_answer(members),
        session_ids: distinct(members.iter().flat_map(|facts| &facts.session_ids)),
        steps: members.iter().map(|facts| step(facts)).collect(),
        interrupts: Vec::new(),
        signals: signals::of(members),
        sign_in_log: Vec::new(),
        root_cause: None,
        findings: Vec::new(),
    }
}

/// The response of the service that an attempt ended on.
fn last_answer(members: &[&ExchangeFacts]) -> Answer {
    let of_service = |facts: &&&ExchangeFacts| facts.status.is_some() && facts.is_with_service();
    let answers = || members.iter().rev().filter(of_service);
    let delivering = answers().find(|facts| facts.delivered().is_some());
    let last = delivering.or_else(|| answers().find(|facts| !facts.request_ids.is_empty())).or_else(|| answers().next());
    let ids = distinct(members.iter().flat_map(|facts| &facts.correlation_ids));
    let only = if ids.len() == 1 { ids.into_iter().next() } else { None };
    last.map_or_else(Answer::default, |facts| Answer {
        correlation_id: facts.correlation_ids.first().cloned().or(only),
        request_id: facts.request_ids.last().cloned(),
        time: facts.service_date.or(facts.started),
        is_service_time: facts.service_date.is_some(),
    })
}

fn step(facts: &ExchangeFacts) -> Step {
    Step {
        entry: facts.entry,
        time: facts.started,
        duration: facts.duration,
        stage: facts.stage,
        method: facts.method.clone(),
        host: facts.host.clone(),
        path: facts.path.clone(),
        status: facts.status,
        page: facts.page.clone(),
        parameters: facts.parameters.clone(),
    }
}

fn distinct<'a>(ids: impl Iterator<Item = &'a Guid>) -> Vec<Guid> {
    let mut known = HashSet::new();
    ids.filter(|id| known.insert(*id)).cloned().collect()
}

/// The protocol, from the request that the attempt began with.
fn protocol(members: &[&ExchangeFacts]) -> Protocol {
    let stages = |stage: Stage| members.iter().find(|facts| facts.stage == stage);
    if members.iter().any(|facts| outcome::is_native(facts)) {
        return Protocol::NativeAuth;
    }
    if stages(Stage::DeviceCodeRequest).is_some() {
        return Protocol::DeviceCode;
    }
    if let Some(authorize) = stages(Stage::Authorize) {
        return if authorize.context.openid { Protocol::Oidc } else { Protocol::OAuth2 };
    }
    if stages(Stage::SamlRequest).is_some() {
        return Protocol::Saml2;
    }
    if stages(Stage::WsFedRequest).is_some() {
        return Protocol::WsFed;
    }
    if stages(Stage::WsTrust).is_some() {
        return Protocol::WsTrust;
    }
    // Microsoft accounts, asked by the application itself.
    let at_account = |facts: &&&ExchangeFacts| {
        facts.stage == Stage::Msa
            && facts.context.client_id.is_some()
            && facts.path.to_ascii_lowercase().ends_with("/oauth20_authorize.srf")
    };
    if let Some(authorize) = members.iter().find(at_account) {
        return if authorize.context.openid { Protocol::Oidc } else { Protocol::OAuth2 };
    }
    match stages(Stage::Token).and_then(|token| token.context.grant) {
        Some(Grant::Password) => Protocol::Ropc,
        Some(Grant::ClientCredentials) => Protocol::ClientCredentials,
        Some(Grant::OnBehalfOf) => Protocol::OnBehalfOf,
        Some(Grant::RefreshToken) => Protocol::RefreshToken,
        Some(Grant::DeviceCode) => Protocol::DeviceCode,
        Some(Grant::NativeAuth) => Protocol::NativeAuth,
        Some(Grant::AuthorizationCode | Grant::Assertion | Grant::Other) => Protocol::OAuth2,
        None if members.iter().any(|facts| facts.brings.iter().any(|link| link.kind == LinkKind::SamlId)) => Protocol::Saml2,
        None => Protocol::Unknown,
    }
}

/// The hosts that answered at all. A tunnel to one of them that was refused at first came about.
fn answering_hosts(all_facts: &[ExchangeFacts]) -> HashSet<&str> {
    let answered = all_facts.iter().filter(|facts| facts.status.is_some() && facts.errors().next().is_none());
    answered.map(|facts| &*facts.host).collect()
}

/// Findings of exchanges that belong to no attempt.
fn add_loose_findings(loose: &[&ExchangeFacts], correlated: &mut Correlated) {
    let drafts = Drafts::collect(loose, &[]);
    for draft in drafts.order() {
        let mut finding = drafts.finding(draft, &[]);
        let kind = finding.code.kind();
        let is_own = finding.code.stands_alone() || finding.code.is_of_federation_server();
        if !is_own && !finding.evidence.iter().any(|evidence| is_of_service_alone(evidence.site)) {
            // An application's own `error=access_denied` that nothing ties to a sign-in is no finding.
            continue;
        }
        finding.role = match kind {
            CodeKind::Failure => Role::Contributing,
            CodeKind::Interrupt => Role::Interrupt,
            CodeKind::Informational => Role::Informational,
        };
        correlated.findings.push(finding);
    }
}

/// Whether no one but a sign-in service writes at a site. Elsewhere an `error` may be an application's own.
fn is_of_service_alone(site: Site) -> bool {
    matches!(site, Site::CredentialType | Site::MfaResponse | Site::WsTrustFault)
}

/// A silent attempt that failed is made good when the same user and application succeed later.
fn mark_made_good(attempts: &mut [Attempt]) {
    let mut succeeded: HashMap<Option<String>, Vec<Option<String>>> = HashMap::new();
    for attempt in attempts.iter_mut().rev() {
        let user = attempt.user.name.as_ref().map(|name| name.to_lowercase());
        if attempt.outcome == Outcome::Succeeded {
            succeeded.entry(attempt.client_id.clone()).or_default().push(user);
        } else if attempt.silent && attempt.outcome != Outcome::Succeeded {
            let users = succeeded.get(&attempt.client_id);
            attempt.made_good = users.is_some_and(|users| users.iter().any(|other| other.is_none() || user.is_none() || *other == user));
            if attempt.made_good {
                attempt.remarks.push("A later sign-in of the same application succeeded, so this one is harmless.".to_owned());
            }
        }
    }
}

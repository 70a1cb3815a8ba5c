//! Where to look next: the sign-in log's row of an attempt, by the ways in which people get at it, ready to paste.

use jiff::{SignedDuration, Timestamp};

use crate::entra::hosts::Cloud;
use crate::model::attempt::{Attempt, Protocol};
use crate::model::finding::Finding;
use crate::render::document::{Block, Line};

/// Around the time of the response: clocks differ, and rows arrive under the time at which a sign-in began.
const AROUND: SignedDuration = SignedDuration::from_hours(1);

/// Which log a sign-in is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Log {
    Interactive,
    NonInteractive,
    ServicePrincipal,
}

/// What finds the row of an attempt, where, and when it was written; `None` when the capture holds no id that the log knows, when the log is not Entra's,
/// and when nothing reached the service.
fn sought(attempt: &Attempt, root: Option<&Finding>) -> Option<(Id, Option<Cloud>, Option<Timestamp>)> {
    // AD FS keeps a log of its own.
    if root.is_some_and(|finding| finding.code.is_before_service() || finding.code.is_of_federation_server()) {
        return None;
    }
    let id = Id::of(attempt, root)?;
    let cloud = attempt.cloud.filter(|cloud| !matches!(cloud, Cloud::Msa | Cloud::B2c));
    if attempt.cloud.is_some() && cloud.is_none() {
        return None;
    }
    Some((id, cloud, root.and_then(|finding| finding.timestamp).or(attempt.ended)))
}

/// The ways to the row of an attempt.
pub(in crate::render) fn listings(attempt: &Attempt, root: Option<&Finding>) -> Option<Block> {
    let (id, cloud, time) = sought(attempt, root)?;
    let log = log(attempt);
    let mut listings = vec![
        (Line::said(format!("Admin center ({})", admin_center(cloud))), admin_path(log, &id)),
        (Line::said("Log Analytics (KQL)"), kql(log, &id, time)),
        (Line::said("Microsoft Graph"), graph(log, &id, cloud)),
        (Line::said("Microsoft Graph PowerShell (AuditLog.Read.All)"), powershell(log, &id)),
    ];
    listings.extend(time.and_then(kept_until).map(|kept| (Line::said("How long"), kept)));
    Some(Block::Listings("Where to look next: the sign-in log".to_owned(), listings))
}

/// Where the row of an attempt is, on one line.
pub(in crate::render) fn in_short(attempt: &Attempt, root: Option<&Finding>) -> Option<Block> {
    let (id, _, time) = sought(attempt, root)?;
    let kept =
        time.and_then(kept_days).map(|(free, premium)| format!("; kept until {free} (Free), {premium} (P1, P2)")).unwrap_or_default();
    let path = admin_path(log(attempt), &id);
    let path = path.lines().next().unwrap_or_default();
    Some(Block::Labelled("Sign-in log".to_owned(), Line::said(format!("{path}, by {}{kept}", id.label))))
}

/// Rows are kept for 7 days without and 30 days with Microsoft Entra ID P1 or P2.
fn kept_days(time: Timestamp) -> Option<(String, String)> {
    let after = |days: i64| Some(time.checked_add(SignedDuration::from_hours(24 * days)).ok()?.to_string().get(..10)?.to_owned());
    Some((after(7)?, after(30)?))
}

fn kept_until(time: Timestamp) -> Option<String> {
    let (free, premium) = kept_days(time)?;
    Some(format!(
        "Log retention: until {free} with Microsoft Entra ID Free, until {premium} with P1 or P2; longer only where logs are exported"
    ))
}

/// The id that finds the row: one correlation id spans a sign-in, a request id is one answer of it.
struct Id {
    label: &'static str,
    kql: &'static str,
    graph: &'static str,
    value: String,
}

impl Id {
    fn of(attempt: &Attempt, root: Option<&Finding>) -> Option<Self> {
        let correlation = root.and_then(|finding| finding.correlation_id.as_ref()).or(attempt.correlation_ids.first());
        let request = root.and_then(|finding| finding.request_id.as_ref()).or(attempt.last_answer.request_id.as_ref());
        match (correlation, request) {
            (Some(id), _) => Some(Self { label: "Correlation ID", kql: "CorrelationId", graph: "correlationId", value: id.to_string() }),
            (None, Some(id)) => Some(Self { label: "Request ID", kql: "Id", graph: "id", value: id.to_string() }),
            (None, None) => None,
        }
    }
}

fn log(attempt: &Attempt) -> Log {
    match attempt.protocol {
        Protocol::ClientCredentials => Log::ServicePrincipal,
        Protocol::RefreshToken | Protocol::OnBehalfOf | Protocol::Ropc | Protocol::WsTrust => Log::NonInteractive,
        _ if attempt.silent => Log::NonInteractive,
        _ => Log::Interactive,
    }
}

fn admin_center(cloud: Option<Cloud>) -> &'static str {
    match cloud {
        Some(Cloud::UsGovernment) => "portal.azure.us",
        Some(Cloud::China) => "portal.azure.cn",
        _ => "entra.microsoft.com",
    }
}

fn admin_path(log: Log, id: &Id) -> String {
    let tab = match log {
        Log::Interactive => "User sign-ins (interactive)",
        Log::NonInteractive => "User sign-ins (non-interactive)",
        Log::ServicePrincipal => "Service principal sign-ins",
    };
    format!("Entra ID > Monitoring & health > Sign-in logs > {tab}\nFilter {} = {}", id.label, id.value)
}

fn kql(log: Log, id: &Id, time: Option<Timestamp>) -> String {
    let tables = match log {
        Log::ServicePrincipal => "AADServicePrincipalSignInLogs",
        Log::Interactive | Log::NonInteractive => "union isfuzzy=true SigninLogs, AADNonInteractiveUserSignInLogs",
    };
    let columns = match log {
        Log::ServicePrincipal => {
            "TimeGenerated, ServicePrincipalName, AppId, ResourceDisplayName, ResultType, ResultDescription, IPAddress"
        }
        Log::Interactive | Log::NonInteractive => {
            "TimeGenerated, UserPrincipalName, AppDisplayName, ResourceDisplayName, ResultType, ResultDescription,\n    ConditionalAccessStatus, \
             ConditionalAccessPolicies, AuthenticationDetails, DeviceDetail, IPAddress"
        }
    };
    let window = time.and_then(|time| Some((time.checked_sub(AROUND).ok()?, time.checked_add(AROUND).ok()?)));
    let between =
        window.map(|(from, to)| format!("| where TimeGenerated between (datetime({from}) .. datetime({to}))\n")).unwrap_or_default();
    format!("{tables}\n{between}| where {} == \"{}\"\n| project {columns}\n| order by TimeGenerated asc", id.kql, id.value)
}

fn graph(log: Log, id: &Id, cloud: Option<Cloud>) -> String {
    let host = match cloud {
        Some(Cloud::UsGovernment) => "graph.microsoft.us",
        Some(Cloud::China) => "microsoftgraph.chinacloudapi.cn",
        _ => "graph.microsoft.com",
    };
    let version = if log == Log::Interactive { "v1.0" } else { "beta" };
    format!("GET https://{host}/{version}/auditLogs/signIns?$filter={}", filter(log, id))
}

fn powershell(log: Log, id: &Id) -> String {
    let command = if log == Log::Interactive { "Get-MgAuditLogSignIn" } else { "Get-MgBetaAuditLogSignIn" };
    format!("{command} -Filter \"{}\"", filter(log, id))
}

/// Version 1.0 of the API gives interactive sign-ins only; the others are asked for by their type.
fn filter(log: Log, id: &Id) -> String {
    let by_id = format!("{} eq '{}'", id.graph, id.value);
    match log {
        Log::Interactive => by_id,
        Log::NonInteractive => format!("{by_id} and signInEventTypes/any(t: t eq 'nonInteractiveUser')"),
        Log::ServicePrincipal => format!("{by_id} and signInEventTypes/any(t: t eq 'servicePrincipal')"),
    }
}

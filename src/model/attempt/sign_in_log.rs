//! Rows of an exported sign-in log of Microsoft Entra ID: what the service itself wrote down of a request.

use jiff::Timestamp;

use crate::entra::closed_set::closed_set;
use crate::entra::codes::{Code, CodeKind};
use crate::entra::guid::Guid;

closed_set! {
    /// By what a row was found to belong to an attempt.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum MatchedBy {
        /// Its id is a request ID of the attempt.
        RequestId = "request_id",
        /// Its correlation ID is one of the attempt, and its time is near.
        CorrelationId = "correlation_id",
    }
}

closed_set! {
    /// How the request of a row ended.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum RowOutcome {
        /// It was answered as asked.
        Success = "success",
        /// It was refused.
        Failure = "failure",
        /// It asked for a step.
        Interrupted = "interrupted",
    }
}

closed_set! {
    /// What Conditional Access came to, in a row.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum AccessStatus {
        /// Every policy that applied was met.
        Success = "success",
        /// A policy that applied was not met.
        Failure = "failure",
        /// No policy applied.
        NotApplied = "not_applied",
    }
}

closed_set! {
    /// What one policy came to.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum PolicyResult {
        /// It applied and was met.
        Success = "success",
        /// It applied and was not met, or blocks.
        Failure = "failure",
        /// It did not apply.
        NotApplied = "not_applied",
        /// It is switched off.
        NotEnabled = "not_enabled",
        /// Report-only: it would have been met.
        ReportOnlySuccess = "report_only_success",
        /// Report-only: it would have refused.
        ReportOnlyFailure = "report_only_failure",
        /// Report-only: it would not have applied.
        ReportOnlyNotApplied = "report_only_not_applied",
        /// Report-only: it would have asked for a step.
        ReportOnlyInterrupted = "report_only_interrupted",
        /// The service does not say.
        Unknown = "unknown",
    }
}

/// One event of a sign-in log. What the export does not have is `None` or empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The request ID, which the log calls the id of the sign-in.
    pub request_id: Option<Guid>,
    /// The correlation ID.
    pub correlation_id: Option<Guid>,
    /// When the sign-in began, not when the row was ingested.
    pub time: Option<Timestamp>,
    /// The code, without its prefix; 0 for a success.
    pub error_code: u64,
    /// The log's own text on the code; `None` for code 0.
    pub failure_reason: Option<String>,
    /// Success, failure or interrupt, where the export says so itself.
    pub status: Option<RowOutcome>,
    /// The application: its client ID and name.
    pub application: Named,
    /// The resource: its id and name.
    pub resource: Named,
    /// The tenant that was signed in to.
    pub tenant_id: Option<Guid>,
    /// The user's object id.
    pub user_id: Option<Guid>,
    /// The user's sign-in name.
    pub user: Option<String>,
    /// The user's display name. Never shown; learned, so that it goes from other texts.
    pub display_name: Option<String>,
    /// The address that the service saw.
    pub ip: Option<String>,
    /// Further addresses of people's machines. Never shown.
    pub other_addresses: Vec<String>,
    /// What Conditional Access came to.
    pub access: Option<AccessStatus>,
    /// Every policy that the log lists.
    pub policies: Vec<Policy>,
    /// The device as the service saw it.
    pub device: RowDevice,
    /// The last step that is not the primary one.
    pub mfa: Mfa,
    /// Risk.
    pub risk: Risk,
    /// Where the request came from.
    pub location: Location,
    /// `oAuth2`, `saml20`, `deviceCode` and others, as the service writes it.
    pub authentication_protocol: Option<String>,
}

impl Row {
    /// The code; `None` for a success.
    #[must_use]
    pub fn code(&self) -> Option<Code> {
        (self.error_code != 0).then_some(Code::Entra(self.error_code))
    }

    /// How the request ended: as the export says, else by the code.
    #[must_use]
    pub fn outcome(&self) -> RowOutcome {
        let by_code = || match self.code().map(|code| code.kind()) {
            None => RowOutcome::Success,
            Some(CodeKind::Interrupt) => RowOutcome::Interrupted,
            Some(CodeKind::Failure | CodeKind::Informational) => RowOutcome::Failure,
        };
        self.status.unwrap_or_else(by_code)
    }

    /// The policies that refused.
    pub fn refusing(&self) -> impl Iterator<Item = &Policy> {
        self.policies.iter().filter(|policy| policy.result == PolicyResult::Failure)
    }
}

/// An id and a name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// The id.
    pub id: Option<String>,
    /// The name.
    pub name: Option<String>,
}

/// What one Conditional Access policy came to in a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Its id.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// What it came to.
    pub result: PolicyResult,
    /// What it grants access for, in the service's words: `Block`, `Mfa`.
    pub grant_controls: Vec<String>,
    /// What it asks of the session.
    pub session_controls: Vec<String>,
    /// The conditions that did not match, in the service's words: `location`.
    pub conditions_not_satisfied: Vec<String>,
}

/// The device as the service saw it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowDevice {
    /// Its id.
    pub id: Option<String>,
    /// Its name. Never shown; learned, so that it goes from other texts.
    pub name: Option<String>,
    /// Whether it is compliant.
    pub compliant: Option<bool>,
    /// Whether it is managed.
    pub managed: Option<bool>,
    /// How it is joined, in the service's words.
    pub trust_type: Option<String>,
    /// Its operating system.
    pub os: Option<String>,
    /// Its browser.
    pub browser: Option<String>,
}

/// Multifactor authentication in a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mfa {
    /// Whether it was required.
    pub required: Option<bool>,
    /// The method of the last step that is not the primary one.
    pub method: Option<String>,
    /// The result of that step, in the service's words.
    pub result: Option<String>,
}

/// Risk in a row, in `snake_case` of the service's words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Risk {
    /// The level during the sign-in.
    pub level: Option<String>,
    /// The state.
    pub state: Option<String>,
    /// The detail.
    pub detail: Option<String>,
}

/// Where a request came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Location {
    /// The country.
    pub country: Option<String>,
    /// The named locations that the address belongs to.
    pub named: Vec<String>,
}

/// A row that belongs to an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// By what.
    pub matched_by: MatchedBy,
    /// The row.
    pub row: Row,
    /// The name of the file.
    pub source: String,
    /// The label of the user, given by redaction.
    pub user_label: Option<String>,
}

/// A sign-in log that was read without a capture, and what of it became no attempt.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogRead {
    /// The name of the file; for an archive's member `outer.zip/inner.json`.
    pub name: String,
    /// How many rows it holds.
    pub rows: u64,
    /// Those of them that succeeded, and to which no failure or interrupt leads.
    pub lone_successes: u64,
    /// Those that another row repeats, of the same log or of another one.
    pub repeated: u64,
    /// Those that did not succeed and have no code.
    pub without_code: u64,
    /// Those that did not succeed and are beyond what one report holds.
    pub left_out: u64,
    /// The time of its earliest row.
    pub first: Option<Timestamp>,
    /// The time of its latest row.
    pub last: Option<Timestamp>,
}

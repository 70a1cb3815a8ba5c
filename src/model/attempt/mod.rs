//! Attempts: one try of one user to sign in to one application, or one client's try to get a token.

pub mod sign_in_log;

use std::ops::Deref;

use jiff::Timestamp;

use super::finding::Finding;
use super::observation::Seen;
use crate::entra::closed_set::closed_set;
use crate::entra::codes::Code;
use crate::entra::endpoints::Stage;
use crate::entra::guid::Guid;
use crate::entra::hosts::Cloud;
use crate::entra::interrupts::InterruptKind;
use sign_in_log::{Joined, RowOutcome};

closed_set! {
    /// How an attempt ended.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum Outcome {
        /// A code, token or assertion was delivered.
        Succeeded = "succeeded",
        /// It ended on a cause.
        Failed = "failed",
        /// It ended waiting on an interrupt.
        Interrupted = "interrupted",
        /// The capture does not show the end.
        Incomplete = "incomplete",
    }
}

closed_set! {
    /// The protocol of an attempt.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum Protocol {
        /// OAuth 2.0.
        OAuth2 = "oauth2",
        /// `OpenID` Connect.
        Oidc = "oidc",
        /// SAML 2.0.
        Saml2 = "saml2",
        /// WS-Federation.
        WsFed = "ws_fed",
        /// WS-Trust.
        WsTrust = "ws_trust",
        /// OAuth 2.0 device code.
        DeviceCode = "device_code",
        /// OAuth 2.0 resource owner password.
        Ropc = "ropc",
        /// OAuth 2.0 client credentials.
        ClientCredentials = "client_credentials",
        /// OAuth 2.0 on behalf of.
        OnBehalfOf = "on_behalf_of",
        /// OAuth 2.0 refresh token.
        RefreshToken = "refresh_token",
        /// Native authentication of External ID.
        NativeAuth = "native_auth",
        /// The capture does not show the start.
        Unknown = "unknown",
    }
}

/// One exchange of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The entry.
    pub entry: u64,
    /// When it began, client's clock.
    pub time: Option<Timestamp>,
    /// How long it took, in milliseconds.
    pub duration: Option<u64>,
    /// The stage.
    pub stage: Stage,
    /// Method.
    pub method: String,
    /// Host.
    pub host: String,
    /// Path.
    pub path: String,
    /// Status.
    pub status: Option<u16>,
    /// The page that was shown.
    pub page: Option<String>,
    /// What of the request may make the difference to another one like it: names and values that may be told.
    pub parameters: Vec<(String, String)>,
}

/// A step that Entra put between the user and the token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interrupt {
    /// What was asked for.
    pub kind: InterruptKind,
    /// The page that asked.
    pub page: Option<String>,
    /// The code that asked.
    pub code: Option<Code>,
    /// Where.
    pub entry: u64,
    /// Where it led, without query.
    pub target: Option<String>,
    /// Whether the sign-in went on past it; `None` when the capture does not show what came after.
    pub satisfied: Option<bool>,
}

/// The user of an attempt.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct User {
    /// `user#1`: the same name has the same label throughout the report. Given by redaction.
    pub label: Option<String>,
    /// Object id.
    pub object_id: Option<Guid>,
    /// Domain of the name.
    pub domain: Option<String>,
    /// The name; taken off by redaction unless personal data is asked for.
    pub name: Option<String>,
}

/// Ids and time of one answer of the service: they belong together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// Its correlation id.
    pub correlation_id: Option<Guid>,
    /// Its request id.
    pub request_id: Option<Guid>,
    /// When it was sent, by the service's clock where the capture has it.
    pub time: Option<Timestamp>,
    /// Whether that is the service's clock.
    pub is_service_time: bool,
}

/// What happened, in words of a guide, with places for what the attempt is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headline(pub Vec<HeadlinePiece>);

/// A part of a headline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeadlinePiece {
    /// Words of the guide.
    Words(HeadlineWords),
    /// A place that the attempt fills.
    Place(HeadlinePlace),
}

/// Words of a headline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadlineWords {
    /// The words.
    pub text: String,
    /// Whether they are of someone's own guide: redaction looks at those.
    pub are_own: bool,
}

impl Attempt {
    /// An attempt of which nothing is known yet.
    #[must_use]
    pub fn unknown(number: usize, capture: usize) -> Self {
        Self {
            number,
            capture,
            outcome: Outcome::Incomplete,
            verdict: String::new(),
            headline: None,
            remarks: Vec::new(),
            protocol: Protocol::Unknown,
            cloud: None,
            started: None,
            ended: None,
            tenant_id: None,
            tenant_domain: None,
            client_id: None,
            application: None,
            redirect_uri: None,
            resource_id: None,
            resource_name: None,
            user: User::default(),
            silent: false,
            made_good: false,
            correlation_ids: Vec::new(),
            request_ids: Vec::new(),
            last_answer: Answer::default(),
            session_ids: Vec::new(),
            steps: Vec::new(),
            interrupts: Vec::new(),
            signals: Vec::new(),
            sign_in_log: Vec::new(),
            root_cause: None,
            findings: Vec::new(),
        }
    }

    /// Whether someone did not get in, and nothing later made up for it.
    #[must_use]
    pub fn is_bad(&self) -> bool {
        matches!(self.outcome, Outcome::Failed | Outcome::Interrupted) && !self.made_good
    }

    /// Whether only rows of a sign-in log are known of it, and no exchange.
    #[must_use]
    pub fn is_of_log(&self) -> bool {
        self.steps.is_empty() && !self.sign_in_log.is_empty()
    }

    /// Whether only blocks of texts are known of it: neither exchanges nor rows.
    #[must_use]
    pub fn is_of_text(&self) -> bool {
        self.steps.is_empty() && self.sign_in_log.is_empty()
    }

    /// The row of a sign-in log that says most of how it ended: that of the request on which it did, else the last with that code, else the last that
    /// failed.
    #[must_use]
    pub fn deciding_row(&self, root: Option<&Finding>) -> Option<&Joined> {
        let rows = || self.sign_in_log.iter().rev();
        let has_code = |joined: &&Joined| root.is_some_and(|root| joined.row.code().as_ref() == Some(&root.code));
        let is_of_request = |joined: &&Joined| {
            root.is_some_and(|root| root.request_id.is_some() && joined.row.request_id == root.request_id) && has_code(joined)
        };
        let failed = |joined: &&Joined| joined.row.outcome() == RowOutcome::Failure;
        rows().find(is_of_request).or_else(|| rows().find(has_code)).or_else(|| rows().find(failed)).or_else(|| rows().next())
    }
}

impl Deref for HeadlineWords {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

closed_set! {
    /// What the attempt fills a place of a headline with.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum HeadlinePlace {
        /// `the sign-in to Contoso Orders`, `the token renewal for Contoso Orders`.
        SignIn = "sign-in",
        /// The application, by name, else `the application`.
        Application = "application",
        /// The resource, by name, else `the resource`.
        Resource = "resource",
        /// What the finding's detail names behind its last colon: the parameter that is missing.
        Detail = "detail",
    }
}

/// One try.
#[derive(Debug, Clone, PartialEq)]
pub struct Attempt {
    /// Its number in its capture, from 1: the same whatever else the report holds or leaves out.
    pub number: usize,
    /// What it was read from, by position: see [`Report::origin`](super::report::Report::origin).
    pub capture: usize,
    /// How it ended.
    pub outcome: Outcome,
    /// One sentence on how it ended, in terms of the protocol.
    pub verdict: String,
    /// What happened, in the words of the guide of its cause, to be said instead of the verdict.
    pub headline: Option<Headline>,
    /// What else is to be said behind the verdict, each a sentence.
    pub remarks: Vec<String>,
    /// Protocol.
    pub protocol: Protocol,
    /// Cloud, when a token service was seen.
    pub cloud: Option<Cloud>,
    /// Start of its first exchange, client's clock.
    pub started: Option<Timestamp>,
    /// Start of its last exchange, client's clock.
    pub ended: Option<Timestamp>,
    /// Tenant id.
    pub tenant_id: Option<Guid>,
    /// Tenant domain.
    pub tenant_domain: Option<String>,
    /// Application (client) id or identifier.
    pub client_id: Option<String>,
    /// The application's name.
    pub application: Option<String>,
    /// Redirect URI, without query.
    pub redirect_uri: Option<String>,
    /// Resource id or address.
    pub resource_id: Option<String>,
    /// The resource's name.
    pub resource_name: Option<String>,
    /// The user.
    pub user: User,
    /// Whether no page could be shown.
    pub silent: bool,
    /// Whether a later attempt of the same user and application made a silent failure good.
    pub made_good: bool,
    /// Correlation ids in order of appearance.
    pub correlation_ids: Vec<Guid>,
    /// Request ids in order of appearance.
    pub request_ids: Vec<Guid>,
    /// The response it ended on: the one that delivered something, else the last with a request id.
    pub last_answer: Answer,
    /// Session ids in order of appearance.
    pub session_ids: Vec<Guid>,
    /// Its exchanges.
    pub steps: Vec<Step>,
    /// Its interrupts.
    pub interrupts: Vec<Interrupt>,
    /// What checks of guides read, of its exchanges.
    pub signals: Vec<Seen>,
    /// The rows of sign-in logs that belong to it, in order of time.
    pub sign_in_log: Vec<Joined>,
    /// The finding it ended on, by position in the report.
    pub root_cause: Option<usize>,
    /// Its findings, by position in the report.
    pub findings: Vec<usize>,
}

//! What is true of a story: what any reader of its capture must find out, and what must not get out.

use jiff::Timestamp;

use super::story::Seen;

/// What a story is about, as far as the report's contract fixes it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Truth {
    /// The attempts in the order in which they begin.
    pub(crate) attempts: Vec<Attempt>,
    /// Findings that nothing in the capture ties to a sign-in.
    pub(crate) loose: Vec<Cause>,
}

/// One attempt.
#[derive(Debug, Clone)]
pub(crate) struct Attempt {
    pub(crate) outcome: &'static str,
    pub(crate) protocol: &'static str,
    pub(crate) cause: Option<Cause>,
    /// Kind and whether it was satisfied; `None` when the contract does not say which there are.
    pub(crate) interrupts: Option<Vec<(&'static str, Option<bool>)>>,
    /// The codes of its findings besides the cause; `None` when the story does not list them all.
    pub(crate) others: Option<Vec<&'static str>>,
    /// Kinds of interrupts and codes that may be reported or not: the contract leaves it open.
    pub(crate) open: Vec<&'static str>,
}

/// A root cause, or a finding without an attempt.
#[derive(Debug, Clone)]
pub(crate) struct Cause {
    pub(crate) code: &'static str,
    pub(crate) correlation_id: Known,
    pub(crate) request_id: Known,
    pub(crate) timestamp: Option<Timestamp>,
    /// The site of at least one evidence; empty when the contract leaves it open.
    pub(crate) site: &'static str,
}

/// What a report must say about an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Known {
    /// Exactly this.
    Is(String),
    /// Nothing: the capture does not show it.
    Unknown,
    /// The contract leaves it open.
    Open,
}

impl Known {
    /// Whether the report's value is right.
    pub(crate) fn allows(&self, value: Option<&str>) -> bool {
        match self {
            Self::Is(id) => value == Some(id),
            Self::Unknown => value.is_none(),
            Self::Open => true,
        }
    }
}

impl Attempt {
    pub(crate) fn new(outcome: &'static str, protocol: &'static str) -> Self {
        Self { outcome, protocol, cause: None, interrupts: None, others: None, open: Vec::new() }
    }

    pub(crate) fn cause(mut self, cause: Cause) -> Self {
        self.cause = Some(cause);
        self
    }

    pub(crate) fn interrupts(mut self, interrupts: &[(&'static str, Option<bool>)]) -> Self {
        self.interrupts = Some(interrupts.to_vec());
        self
    }

    /// Lists the codes of all findings besides the cause.
    pub(crate) fn others(mut self, codes: &[&'static str]) -> Self {
        self.others = Some(codes.to_vec());
        self
    }

    /// Kinds of interrupts and codes that the contract leaves open.
    pub(crate) fn open(mut self, names: &[&'static str]) -> Self {
        self.open.extend_from_slice(names);
        self
    }

    /// Another protocol.
    pub(crate) fn by(mut self, protocol: &'static str) -> Self {
        self.protocol = protocol;
        self
    }
}

impl Cause {
    /// A cause that one answer of the service tells, ids and time included.
    pub(crate) fn new(code: &'static str, site: &'static str, correlation_id: &str, seen: &Seen) -> Self {
        Self {
            code,
            correlation_id: Known::Is(correlation_id.to_owned()),
            request_id: Known::Is(seen.request_id.clone()),
            timestamp: Some(seen.time),
            site,
        }
    }

    /// The response does not tell the correlation id.
    pub(crate) fn without_correlation_id(mut self) -> Self {
        self.correlation_id = Known::Unknown;
        self
    }

    /// The contract leaves open where the correlation id is taken from.
    pub(crate) fn open_correlation_id(mut self) -> Self {
        self.correlation_id = Known::Open;
        self
    }

    /// The contract leaves open at which site the evidence is.
    pub(crate) fn open_site(mut self) -> Self {
        self.site = "";
        self
    }

    /// The contract leaves open where the request id and the time are taken from.
    pub(crate) fn open_request(mut self) -> Self {
        self.request_id = Known::Open;
        self.timestamp = None;
        self
    }
}

/// A value that must never be seen in a report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Planted {
    pub(crate) sensitivity: Sensitivity,
    /// What it is: `password`, `id_token`, `upn`, ...
    pub(crate) name: String,
    pub(crate) value: String,
}

/// How well a value is to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sensitivity {
    /// Never shown.
    Secret,
    /// Shown when asked for.
    Personal,
}

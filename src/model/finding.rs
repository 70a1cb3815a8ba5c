//! Findings: one error, interrupt or condition, merged from the observations that show it.

use std::sync::Arc;

use jiff::Timestamp;

use super::observation::Site;
use super::prose::Prose;
use crate::entra::closed_set::closed_set;
use crate::entra::codes::Code;
use crate::entra::guid::Guid;

closed_set! {
    /// What a finding means in its attempt.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum Role {
        /// The attempt ended on it.
        Cause = "cause",
        /// It was asked for, and the attempt went on or stopped there.
        Interrupt = "interrupt",
        /// An error that was overcome, or led up to the cause.
        Contributing = "contributing",
        /// No one needs to act.
        Informational = "informational",
    }
}

/// Where a finding was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The entry; of a sign-in log the number of the row, of a text that of the block, from 0.
    pub entry: u64,
    /// The site.
    pub site: Site,
    /// The field at the site; empty in a text, which has none.
    pub field: &'static str,
    /// The name of the file, where it is not that of a capture.
    pub source: Option<String>,
}

/// One error, interrupt or condition.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The attempt it belongs to, by position; `None` when nothing ties it to a sign-in.
    pub attempt: Option<usize>,
    /// What it was read from, by position: see [`Report::origin`](super::report::Report::origin).
    pub capture: usize,
    /// What it means there.
    pub role: Role,
    /// The code.
    pub code: Code,
    /// The service's name of the code.
    pub name: Option<String>,
    /// The trace's own text.
    pub message: Option<String>,
    /// OAuth `error`.
    pub oauth_error: Option<String>,
    /// OAuth `suberror`.
    pub suberror: Option<String>,
    /// What the trace says about the code next to the message: a status, a network error, sizes.
    pub detail: Option<String>,
    /// When, UTC.
    pub timestamp: Option<Timestamp>,
    /// Whether that time is the service's own; else it is the capture's.
    pub is_service_time: bool,
    /// Correlation id.
    pub correlation_id: Option<Guid>,
    /// Request id.
    pub request_id: Option<Guid>,
    /// Where it was read; never empty.
    pub evidence: Vec<Evidence>,
    /// What the trace says to the checks of the guide.
    pub checks: Vec<Checked>,
    /// What to do about it, the same for all findings with a code unless it is filled from the trace; `None` when there is no guidance.
    pub guidance: Option<Arc<Guidance>>,
}

impl Evidence {
    /// Whether it is a block of a text.
    #[must_use]
    pub fn is_of_text(&self) -> bool {
        self.site == Site::Text && self.source.is_some()
    }
}

impl Finding {
    /// The evidence of the capture, or the log. That of texts follows it, and says nothing of entries.
    #[must_use]
    pub fn shown(&self) -> &[Evidence] {
        let end = self.evidence.iter().position(Evidence::is_of_text).unwrap_or(self.evidence.len());
        self.evidence.get(..end).unwrap_or_default()
    }

    /// What shows the finding.
    #[must_use]
    pub fn material(&self) -> Material {
        match self.evidence.first() {
            Some(first) if first.is_of_text() => Material::Text,
            Some(first) if first.source.is_some() => Material::Log,
            _ => Material::Trace,
        }
    }

    /// Whether an entry shows the finding. Evidence is in the order of the entries.
    #[must_use]
    pub fn is_shown_by(&self, entry: u64) -> bool {
        self.shown().binary_search_by_key(&entry, |evidence| evidence.entry).is_ok()
    }
}

closed_set! {
    /// What a trace says to a check.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum CheckResult {
        /// It is so.
        Yes = "yes",
        /// It is not so.
        No = "no",
        /// The trace cannot show it.
        Unseen = "unseen",
    }
}

/// A check of a guide, as this trace decides it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Its name in the guide.
    pub name: String,
    /// What is so when the result is yes.
    pub says: Prose,
    /// What the trace says to it.
    pub result: CheckResult,
    /// The entries that show it; none where no single exchange does.
    pub entries: Vec<u64>,
    /// Whether it asks the sign-in log: where that was not given, there is nothing to tell of it.
    pub asks_log: bool,
}

impl Checked {
    /// Whether it is told: what only a sign-in log could say is not, where none was given.
    #[must_use]
    pub fn is_told(&self) -> bool {
        !(self.asks_log && self.result == CheckResult::Unseen)
    }
}

closed_set! {
    /// Who can do something about a finding.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum Actor {
        /// No one needs to.
        Nobody = "nobody",
        /// The user.
        User = "user",
        /// The help desk.
        HelpDesk = "help_desk",
        /// An administrator of the tenant.
        TenantAdmin = "tenant_admin",
        /// The people who look after risk.
        SecurityTeam = "security_team",
        /// An administrator of devices.
        DeviceAdmin = "device_admin",
        /// A developer of the application.
        AppDeveloper = "app_developer",
        /// The owner of the app registration.
        AppOwner = "app_owner",
        /// An administrator of the federated identity provider.
        FederationAdmin = "federation_admin",
        /// An administrator of the user's home tenant.
        HomeTenantAdmin = "home_tenant_admin",
        /// An administrator of the network.
        NetworkAdmin = "network_admin",
        /// Microsoft.
        Microsoft = "microsoft",
    }
}

/// Who acts, as a guide says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhoActs {
    /// One of ours.
    Actor(Actor),
    /// Someone whom only a guide of one's own names.
    Other(String),
}

impl WhoActs {
    /// Reads what a guide says.
    #[must_use]
    pub fn read(text: String) -> Self {
        Actor::ALL.iter().find(|actor| actor.name() == text).map_or(Self::Other(text), |actor| Self::Actor(*actor))
    }

    /// As the guide says it.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Actor(actor) => actor.name(),
            Self::Other(text) => text,
        }
    }
}

/// Where a guide comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// It comes with the program.
    BuiltIn,
    /// It is someone's own, at this path.
    Own(String),
}

impl Source {
    /// The name used in reports: `built-in`, or the path.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::BuiltIn => "built-in",
            Self::Own(path) => path,
        }
    }
}

/// What shows a finding. What is said of a trace is said of a log with other words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Material {
    /// A capture.
    #[default]
    Trace,
    /// A sign-in log alone.
    Log,
    /// A text alone.
    Text,
}

/// What to do about a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guidance {
    /// The guide's name.
    pub guide: String,
    /// Its title.
    pub title: Prose,
    /// What the code means, in one sentence.
    pub meaning: Prose,
    /// Who acts, in the order in which they act.
    pub who_acts: Vec<WhoActs>,
    /// Causes: those that the trace supports, then those that it leaves open.
    pub causes: Vec<Prose>,
    /// How many of the causes, from the first, the trace supports.
    pub supported: usize,
    /// Causes that the trace rules out.
    pub ruled_out: Vec<Prose>,
    /// What in the trace confirms them.
    pub confirm: Vec<Prose>,
    /// What the trace cannot show, and where to look for it.
    pub not_in_trace: Vec<Prose>,
    /// What to do.
    pub resolve: Vec<Prose>,
    /// What to attach to an escalation.
    pub escalate_with: Vec<Prose>,
    /// Further reading.
    pub links: Vec<GuideLink>,
    /// What else is worth knowing.
    pub notes: Vec<Prose>,
    /// Where it comes from.
    pub source: Source,
    /// How many faults the linter finds in it; none in ours.
    pub faults: usize,
    /// What of its text says nothing and is left out.
    pub left_out: Vec<LeftOut>,
    /// What shows the finding that it is for.
    pub material: Material,
    /// A guide of someone's own for the same code that follows this one because it has faults.
    pub behind: Option<Box<Self>>,
}

impl Guidance {
    /// The causes that the trace supports, and those that it leaves open.
    #[must_use]
    pub fn causes_by_support(&self) -> (&[Prose], &[Prose]) {
        self.causes.split_at_checked(self.supported).unwrap_or((&[], &self.causes))
    }

    /// Whether no one needs to act at first, and who acts, in order.
    #[must_use]
    pub fn actors(&self) -> (bool, Vec<&WhoActs>) {
        let (no_one, others): (Vec<&WhoActs>, Vec<&WhoActs>) = self.who_acts.iter().partition(|who| **who == WhoActs::Actor(Actor::Nobody));
        (!no_one.is_empty(), others)
    }
}

/// What of a guide says nothing and is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    /// An introduction.
    Introduction,
    /// A prerequisite or a check that is in every guide.
    Prerequisite,
    /// The error message of a generator.
    FailedSection,
    /// A step that names no action.
    EmptyStep,
    /// A closing phrase.
    ClosingPhrase,
}

impl LeftOut {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Introduction, Self::Prerequisite, Self::FailedSection, Self::EmptyStep, Self::ClosingPhrase];

    /// One of them, and several, in words.
    #[must_use]
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Introduction => ("introduction", "introductions"),
            Self::Prerequisite => ("general prerequisite", "general prerequisites"),
            Self::FailedSection => ("failed section", "failed sections"),
            Self::EmptyStep => ("step that names no action", "steps that name no action"),
            Self::ClosingPhrase => ("closing phrase", "closing phrases"),
        }
    }
}

/// Further reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuideLink {
    /// What it is.
    pub title: Prose,
    /// Where it is.
    pub url: String,
}

impl Guidance {
    /// Whether the guide is someone's own: its text, unlike ours, is checked for secrets like the trace's.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.source != Source::BuiltIn
    }
}

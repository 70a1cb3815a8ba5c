//! Findings: observations of the same code merged, with the ids and the time of the response that counts.

use std::collections::{HashMap, HashSet};

use crate::entra::codes::Code;
use crate::entra::guid::Guid;
use crate::model::finding::{Evidence, Finding, Role};
use crate::model::observation::{Clock, ErrorSeen, ExchangeFacts, Observation, Site, Timed};

/// The findings of one attempt in the making.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    all: Vec<Draft>,
    /// The drafts of each code, in order.
    by_code: HashMap<Code, Vec<usize>>,
    /// How many observations were merged.
    observations: usize,
}

/// One finding in the making.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) code: Code,
    pub(super) capture: usize,
    /// The first that an occurrence names.
    correlation_id: Option<Guid>,
    occurrences: Vec<Occurrence>,
    /// Merged into another finding that says more.
    absorbed: bool,
}

/// One observation of the code.
#[derive(Debug, Clone)]
struct Occurrence {
    /// Its place among all observations of the attempt.
    order: usize,
    entry: u64,
    site: Site,
    field: &'static str,
    error: ErrorSeen,
    fallback_time: Option<Timed>,
}

impl Drafts {
    /// Merges the errors of an attempt's exchanges, and of those that quote its correlation id.
    pub(super) fn collect(members: &[&ExchangeFacts], related: &[&ExchangeFacts]) -> Self {
        let mut drafts = Self::default();
        let (mut delivered, mut cancelled) = (false, false);
        for facts in members.iter().chain(related) {
            for (observation, error) in facts.errors() {
                let is_copy = cancelled && error.code == Code::named("access-denied");
                if !((delivered || is_copy) && is_of_application(observation, error)) {
                    drafts.add(facts, observation, error);
                }
                cancelled |= error.code == Code::named("user-cancelled");
            }
            delivered |= facts.delivered().is_some();
        }
        drafts
    }

    fn add(&mut self, facts: &ExchangeFacts, observation: &Observation, error: &ErrorSeen) {
        let occurrence = Occurrence {
            order: self.observations,
            entry: facts.entry,
            site: observation.site,
            field: observation.field,
            error: ErrorSeen { request_id: error.request_id.clone().or_else(|| facts.request_ids.last().cloned()), ..error.clone() },
            fallback_time: fallback_time(facts),
        };
        self.observations += 1;
        if let Some(at) = self.position(error) {
            self.all[at].push(occurrence);
            return;
        }
        self.by_code.entry(error.code.clone()).or_default().push(self.all.len());
        let (code, capture, correlation_id) = (error.code.clone(), facts.capture, error.correlation_id.clone());
        self.all.push(Draft { code, capture, correlation_id, occurrences: vec![occurrence], absorbed: false });
    }

    /// The draft an error belongs to: same code, and correlation ids that do not contradict it.
    fn position(&self, error: &ErrorSeen) -> Option<usize> {
        let drafts = self.by_code.get(&error.code)?;
        drafts.iter().copied().find(|at| self.all[*at].agrees(error.correlation_id.as_ref()))
    }

    pub(super) fn of(&self, error: &ErrorSeen) -> Option<usize> {
        self.position(error)
    }

    pub(super) fn get(&self, draft: usize) -> &Draft {
        &self.all[draft]
    }

    /// Merges one finding into another: the same failure, told twice.
    pub(super) fn absorb(&mut self, from: usize, into: usize) {
        if from == into {
            return;
        }
        let occurrences = std::mem::take(&mut self.all[from].occurrences);
        self.all[from].absorbed = true;
        self.all[into].occurrences.extend(occurrences);
        self.all[into].occurrences.sort_by_key(|occurrence| occurrence.order);
        for draft in [from, into] {
            let mut ids = self.all[draft].occurrences.iter().filter_map(|occurrence| occurrence.error.correlation_id.as_ref());
            self.all[draft].correlation_id = ids.next().cloned();
        }
    }

    /// The drafts that became findings, in the order in which they were first seen.
    pub(super) fn order(&self) -> Vec<usize> {
        (0..self.all.len()).filter(|at| !self.all[*at].absorbed).collect()
    }

    /// The finished finding. `correlation_ids` are the attempt's, for a site that names none.
    pub(super) fn finding(&self, draft: usize, correlation_ids: &[Guid]) -> Finding {
        let draft = &self.all[draft];
        let only = if correlation_ids.len() == 1 { correlation_ids.first() } else { None };
        let primary = draft.primary();
        let text = |pick: fn(&ErrorSeen) -> Option<&String>| draft.first(pick);
        Finding {
            attempt: None,
            capture: draft.capture,
            role: Role::Informational,
            code: draft.code.clone(),
            name: draft.code.name().map(str::to_owned).or_else(|| draft.name()),
            message: text(|error| error.message.as_ref()).or_else(|| draft.challenge_result()),
            oauth_error: text(|error| error.oauth_error.as_ref()),
            suberror: text(|error| error.suberror.as_ref()),
            detail: draft.detail(),
            timestamp: draft.time(primary).map(|timed| timed.at),
            is_service_time: draft.time(primary).is_some_and(|timed| timed.clock != Clock::Client),
            correlation_id: draft.correlation_id(primary).or(only).cloned(),
            request_id: primary.and_then(|primary| primary.error.request_id.clone()),
            evidence: draft.evidence(),
            checks: Vec::new(),
            guidance: None,
        }
    }
}

impl Draft {
    fn push(&mut self, occurrence: Occurrence) {
        self.correlation_id = self.correlation_id.take().or_else(|| occurrence.error.correlation_id.clone());
        self.occurrences.push(occurrence);
    }

    fn agrees(&self, correlation_id: Option<&Guid>) -> bool {
        match (&self.correlation_id, correlation_id) {
            (Some(known), Some(other)) => known == other,
            _ => true,
        }
    }

    /// The occurrence that counts: the last response that has a request id, for a code that was seen before may have come again.
    fn primary(&self) -> Option<&Occurrence> {
        let told = || self.occurrences.iter().rev().filter(|occurrence| occurrence.site != Site::RequestParameter);
        told()
            .find(|occurrence| occurrence.error.request_id.is_some())
            .or_else(|| told().find(|occurrence| occurrence.error.time.is_some()))
            .or_else(|| self.occurrences.last())
    }

    /// The occurrences that tell of the same answer as this one.
    fn same_answer<'a>(&'a self, primary: Option<&'a Occurrence>) -> impl Iterator<Item = &'a Occurrence> {
        self.occurrences.iter().filter(move |occurrence| {
            primary.is_some_and(|primary| {
                occurrence.entry == primary.entry
                    || (primary.error.request_id.is_some() && occurrence.error.request_id == primary.error.request_id)
            })
        })
    }

    fn time(&self, primary: Option<&Occurrence>) -> Option<Timed> {
        let labelled = self.same_answer(primary).filter_map(|occurrence| occurrence.error.time);
        let fallback = self.same_answer(primary).filter_map(|occurrence| occurrence.fallback_time);
        labelled.chain(fallback).min_by_key(|timed| timed.clock)
    }

    fn correlation_id<'a>(&'a self, primary: Option<&'a Occurrence>) -> Option<&'a Guid> {
        let near = self.same_answer(primary).find_map(|occurrence| occurrence.error.correlation_id.as_ref());
        near.or_else(|| self.occurrences.iter().find_map(|occurrence| occurrence.error.correlation_id.as_ref()))
    }

    /// A text of the most trusted site that has it.
    fn first(&self, pick: fn(&ErrorSeen) -> Option<&String>) -> Option<String> {
        let telling = self.occurrences.iter().filter(|occurrence| pick(&occurrence.error).is_some());
        telling.min_by_key(|occurrence| occurrence.site).and_then(|occurrence| pick(&occurrence.error).cloned())
    }

    /// The trace's own name of the code, when the code has no number.
    fn name(&self) -> Option<String> {
        if self.code.number().is_some() { None } else { self.result() }
    }

    /// The result of a multifactor challenge, or the hexadecimal status, next to the code.
    fn result(&self) -> Option<String> {
        self.first(|error| error.name.as_ref())
    }

    /// The result of a multifactor challenge next to a code.
    fn challenge_result(&self) -> Option<String> {
        let told = self.occurrences.iter().find(|occurrence| occurrence.site == Site::MfaResponse)?;
        told.error.name.clone()
    }

    /// What the trace says about the code next to its message. A code of a multifactor challenge has the challenge's result.
    pub(super) fn detail(&self) -> Option<String> {
        let result = || self.challenge_result().filter(|_| self.code.number().is_some()).map(|result| format!("result: {result}"));
        self.first(|error| error.detail.as_ref()).or_else(result)
    }

    fn evidence(&self) -> Vec<Evidence> {
        let mut known = HashSet::new();
        let shown = self.occurrences.iter().filter(|shown| known.insert((shown.entry, shown.site, shown.field)));
        let mut evidence: Vec<Evidence> =
            shown.map(|shown| Evidence { entry: shown.entry, site: shown.site, field: shown.field, source: None }).collect();
        evidence.sort_by_key(|shown| shown.entry);
        evidence
    }
}

/// An `error` of the protocol without a number, in a request to the application. Once the service's response was there it is the
/// application's own.
fn is_of_application(observation: &Observation, error: &ErrorSeen) -> bool {
    matches!(observation.site, Site::RequestUrl | Site::FormPostRequest) && matches!(error.code, Code::Named(_))
}

fn fallback_time(facts: &ExchangeFacts) -> Option<Timed> {
    let service = facts.service_date.map(|at| Timed { at, clock: Clock::DateHeader });
    service.or_else(|| facts.started.map(|at| Timed { at, clock: Clock::Client }))
}

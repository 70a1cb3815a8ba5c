//! How an attempt ended: its exchanges are walked in order, and each leaves the attempt standing somewhere. Where it is at last is the
//! outcome.
//!
//! The rules are the table [`RULES`]; the first that fits an exchange decides.

use super::findings::Drafts;
use super::interrupts::{self, Interrupts};
use crate::entra::codes::{Code, CodeKind};
use crate::entra::endpoints::Stage;
use crate::entra::hosts::{Cloud, HostClass};
use crate::entra::interrupts::InterruptKind as Kind;
use crate::model::attempt::{Interrupt, Outcome};
use crate::model::observation::{ErrorSeen, ExchangeFacts, Fact, Grant, Issued, Site};

/// How an attempt ended.
#[derive(Debug)]
pub(super) struct Ending {
    pub(super) outcome: Outcome,
    /// The draft it ended on.
    pub(super) root_cause: Option<usize>,
    /// What it waits for, when it ended waiting.
    pub(super) waiting: Option<Kind>,
    /// The exchange that decided, by position among the attempt's.
    pub(super) decided_at: usize,
    /// Whether a code was redeemed well and again.
    pub(super) redeemed_twice: bool,
    pub(super) interrupts: Vec<Interrupt>,
}

/// Where an attempt stands after an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// Continuing; the capture does not show yet where.
    Open,
    Succeeded,
    Failed(usize),
    Waiting(Kind, Option<usize>),
}

/// What an exchange does to the standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    Stays,
    GoesOn,
    Succeeds,
    Fails,
    /// What failed last was made good: the attempt stands where it stood before.
    Recovers,
    Waits(Kind),
}

/// What the rules look at.
struct Seen<'a> {
    facts: &'a ExchangeFacts,
    page: Option<&'a str>,
    error: Option<&'a ErrorSeen>,
    site: Option<Site>,
    standing: Standing,
    /// Whether a token has reached the client before.
    token_delivered: bool,
    /// Whether the application took what was delivered, as far as the capture shows: a token was issued for it, or its response was no error.
    accepted: bool,
}

struct Rule {
    /// Why it is so; shown to anyone who reads the table.
    #[cfg_attr(not(test), expect(dead_code, reason = "the reason is for readers and for the test that no rule lacks one"))]
    reason: &'static str,
    decide: fn(&Seen<'_>) -> Option<Effect>,
}

const RULES: &[Rule] = &[
    Rule {
        reason: "scripts that did not come leave the sign-in page empty, unless they come from elsewhere or the sign-in continues",
        decide: |seen| match seen.standing {
            _ if seen.facts.class != HostClass::PageContent => None,
            Standing::Open | Standing::Waiting(..) if seen.error.is_some() => Some(Effect::Fails),
            Standing::Failed(_) if seen.error.is_none() => Some(Effect::Recovers),
            _ => Some(Effect::Stays),
        },
    },
    Rule {
        reason: "telemetry, probes and lookups that went well move nothing; a lookup that went well takes back one that did not",
        decide: |seen| match seen.standing {
            _ if seen.facts.stage.is_step() || seen.error.is_some() || seen.page.is_some() || seen.facts.delivered().is_some() => None,
            Standing::Failed(_) if seen.facts.stage == Stage::CredentialType && !seen.facts.answer_missing => {
                Some(Effect::Waits(Kind::Credentials))
            }
            _ => Some(Effect::Stays),
        },
    },
    Rule {
        reason: "a code, token or assertion that reaches the client is success, whatever was asked before",
        decide: |seen| (seen.facts.delivered().is_some() && seen.error.is_none()).then_some(Effect::Succeeds),
    },
    Rule {
        reason: "a code that was redeemed well and is redeemed again is refused; the sign-in has its tokens",
        decide: |seen| (seen.accepted && seen.is_code(REDEEMED_BEFORE)).then_some(Effect::Stays),
    },
    Rule {
        reason: "an application that answers what was delivered with a code of the service, or with an error of its own, did not take it",
        decide: |seen| {
            let error = seen.error.filter(|error| error.code.number().is_some() || error.code == Code::named("application-error"))?;
            let delivered = seen.standing == Standing::Succeeded || seen.facts.delivered().is_some();
            (delivered && seen.is_answer_of_application() && !(seen.accepted && error.code.number().is_none())).then_some(Effect::Fails)
        },
    },
    Rule {
        reason: "a device code that is still waited for is no failure, however often the client asks",
        decide: |seen| {
            let pending = seen.has(|fact| matches!(fact, Fact::DeviceCodePending));
            let asked_again = seen.is_code(70016) || seen.is_named("authorization-pending") || seen.is_named("slow-down");
            let asked_again = asked_again || seen.error.is_some_and(|error| error.oauth_error.as_deref() == Some("authorization_pending"));
            (pending || asked_again).then_some(Effect::Waits(Kind::DeviceCode))
        },
    },
    Rule {
        reason: "a challenge that is not answered yet leaves the attempt waiting on it; one that was answered lets it continue",
        decide: |seen| match () {
            () if seen.error.is_some() => None,
            () if seen.has(|fact| matches!(fact, Fact::MfaPending)) => Some(Effect::Waits(Kind::Mfa)),
            () if seen.has(|fact| matches!(fact, Fact::MfaPassed)) => Some(Effect::GoesOn),
            () => None,
        },
    },
    Rule {
        reason: "native authentication is told in each response what it has to do next; while a second factor is asked for, that is part of it",
        decide: |seen| {
            let asked = seen.facts.observations.iter().find_map(|observation| match observation.fact {
                Fact::Asks(kind) => Some(kind),
                _ => None,
            })?;
            let within = matches!(seen.standing, Standing::Waiting(Kind::Mfa | Kind::MfaRegistration, _)) && asked == Kind::Credentials;
            Some(if within { Effect::Stays } else { Effect::Waits(asked) })
        },
    },
    Rule {
        reason: "after a code was issued only the redemption of the code can still fail, and not even that once a token was there",
        decide: |seen| {
            let redeems = seen.facts.stage == Stage::Token && !seen.token_delivered;
            (seen.standing == Standing::Succeeded && !redeems).then_some(Effect::Stays)
        },
    },
    Rule {
        reason: "50058 says that no one is signed in yet, 16000 and 50140 ask a question: not even an error page makes them a failure",
        decide: |seen| seen.error.filter(|error| error.code.is_never_a_cause()).map(|error| Effect::Waits(waiting_for(error, seen))),
    },
    Rule {
        reason: "an error page is where the flow ends: the user cannot get past it, whatever kind the code has elsewhere",
        decide: |seen| (seen.page.and_then(Kind::of_page) == Some(Kind::ErrorPage) && seen.error.is_some()).then_some(Effect::Fails),
    },
    Rule {
        reason: "a failure ends the attempt unless something later overcomes it",
        decide: |seen| {
            seen.error.filter(|error| error.code.kind() == CodeKind::Failure && !needs_interaction(error)).map(|_| Effect::Fails)
        },
    },
    Rule {
        reason: "who cancels has ended the attempt, although no one needs to act on it",
        decide: |seen| seen.error.filter(|error| error.code == Code::B2c(90091)).map(|_| Effect::Fails),
    },
    Rule {
        reason: "an expired code cannot be redeemed; an expired session or refresh token only asks for a new sign-in",
        decide: |seen| {
            let error = seen.error.filter(|error| error.code.kind() == CodeKind::Informational)?;
            match (seen.facts.stage, seen.facts.context.grant) {
                (Stage::Token, Some(Grant::RefreshToken | Grant::OnBehalfOf)) => Some(Effect::Waits(waiting_for(error, seen))),
                (Stage::Token, _) => Some(Effect::Fails),
                _ if matches!(seen.site, Some(Site::AuthorizeRedirect | Site::RequestUrl | Site::FormPostPage | Site::FormPostRequest)) => {
                    Some(Effect::Waits(waiting_for(error, seen)))
                }
                _ => None,
            }
        },
    },
    Rule {
        reason: "an interrupt asks for a step; the attempt waits until the step is taken",
        decide: |seen| {
            let error = seen.error.filter(|error| error.code.kind() == CodeKind::Interrupt || needs_interaction(error))?;
            Some(Effect::Waits(waiting_for(error, seen)))
        },
    },
    Rule {
        reason: "who is sent to a broker app or to enrollment is waited for until the sign-in continues",
        decide: |seen| {
            seen.facts.observations.iter().find_map(|observation| match observation.fact {
                Fact::SentAway { kind, .. } => Some(Effect::Waits(kind)),
                _ => None,
            })
        },
    },
    Rule {
        reason: "a page without a code asks for what the page is for",
        decide: |seen| seen.page.and_then(Kind::of_page).map(Effect::Waits),
    },
    Rule {
        reason: "on the registration site the attempt still waits for the registration, at an identity provider for its response",
        decide: |seen| match seen.facts.stage {
            Stage::MfaRegistration => Some(Effect::Waits(seen.registration())),
            Stage::Federation => Some(Effect::Waits(Kind::Federation)),
            _ => None,
        },
    },
    Rule {
        reason: "a step whose answer says nothing, or was not captured, leaves the end unknown",
        decide: |seen| match (seen.standing, seen.facts.stage) {
            // The application's own pages after the response say nothing of the sign-in; a challenge that is polled is still waited for.
            (Standing::Succeeded, _)
            | (Standing::Failed(_) | Standing::Waiting(..), Stage::RedirectToApp)
            | (Standing::Failed(_), Stage::ErrorPage)
            | (Standing::Waiting(Kind::Mfa, _), Stage::MfaBegin | Stage::MfaEnd) => Some(Effect::Stays),
            _ => Some(Effect::GoesOn),
        },
    },
];

/// The code of a redemption of what was redeemed before.
const REDEEMED_BEFORE: u64 = 54005;

impl Seen<'_> {
    fn has(&self, wanted: fn(&Fact) -> bool) -> bool {
        self.facts.observations.iter().any(|observation| wanted(&observation.fact))
    }

    /// Whether the error is an application's answer, and not what the service delivered to it.
    fn is_answer_of_application(&self) -> bool {
        self.facts.is_with_application()
            && !matches!(self.site, Some(Site::RequestUrl | Site::FormPostRequest | Site::SamlResponse | Site::WsFedResult))
    }

    fn is_code(&self, number: u64) -> bool {
        self.error.is_some_and(|error| error.code == Code::Entra(number))
    }

    /// What is registered on the registration site: what was asked for before.
    fn registration(&self) -> Kind {
        match self.standing {
            Standing::Waiting(Kind::PasswordResetRegistration, _) => Kind::PasswordResetRegistration,
            _ => Kind::MfaRegistration,
        }
    }

    fn is_named(&self, name: &str) -> bool {
        self.error.is_some_and(|error| error.code == Code::named(name))
    }
}

/// Walks the exchanges of an attempt in order. `end_unknown` says that the capture breaks off, so that waiting at its end means nothing.
pub(super) fn walk(members: &[&ExchangeFacts], drafts: &mut Drafts, end_unknown: bool) -> Ending {
    let mut interrupts = Interrupts::default();
    let mut standing = Standing::Open;
    let mut decided_at = 0;
    let mut challenge: Option<usize> = None;
    let mut token_delivered = false;
    let (mut delivered, mut accepted, mut redeemed_twice) = (false, false, false);
    let mut before_scripts = Standing::Open;
    for (at, facts) in members.iter().enumerate() {
        let (page, target) = page(facts);
        let (site, error) = telling_error(facts);
        let seen = Seen { facts, page, error, site, standing, token_delivered, accepted };
        redeemed_twice |= seen.accepted && seen.is_code(REDEEMED_BEFORE);
        token_delivered |= facts.delivered() == Some(Issued::Token);
        delivered |= facts.delivered().is_some();
        accepted |= delivered && error.is_none() && takes_delivery(facts);
        let effect = RULES.iter().find_map(|rule| (rule.decide)(&seen)).unwrap_or(Effect::Stays);
        let draft = error.and_then(|error| drafts.of(error));
        let asked = match facts.stage {
            Stage::MfaRegistration => Some(seen.registration()),
            stage => interrupts::asked_before(stage),
        };
        interrupts.answered_at(asked, facts);
        interrupts.ticket(facts);
        if facts.stage == Stage::MfaRegistration {
            interrupts.led_to(seen.registration(), &format!("https://{}{}", facts.host, facts.path));
        }
        match effect {
            Effect::Stays => continue,
            Effect::GoesOn => {
                if seen.has(|fact| matches!(fact, Fact::MfaPassed)) {
                    interrupts.passed(Kind::Mfa);
                    challenge = None;
                }
                standing = Standing::Open;
            }
            Effect::Succeeds => {
                interrupts.delivered();
                standing = Standing::Succeeded;
            }
            Effect::Fails => {
                let Some(failed) = draft else { continue };
                let failed = tell_once(drafts, &mut challenge, failed);
                let code = drafts.get(failed).code.clone();
                if let Some(kind) = code.asks().filter(|kind| kind.is_block() || *kind == Kind::AdminConsent) {
                    interrupts.ask(kind, page, Some(&code), facts.entry, target);
                } else if let Some(kind) = page.and_then(Kind::of_page).filter(|kind| *kind != Kind::ErrorPage) {
                    interrupts.ask(kind, page, None, facts.entry, target);
                }
                if facts.class == HostClass::PageContent {
                    before_scripts = standing;
                }
                if facts.stage == Stage::MfaRegistration {
                    interrupts.abandoned(seen.registration());
                }
                // What was refused is asked for again: it is settled when the attempt ends or continues.
                if !(page.and_then(Kind::of_page).is_some_and(asks_again) || is_tried_again(facts)) {
                    interrupts.failed(&code);
                }
                standing = Standing::Failed(failed);
            }
            Effect::Recovers => match standing {
                Standing::Failed(draft) if drafts.get(draft).code == Code::named("sign-in-page-blocked") => standing = before_scripts,
                _ => continue,
            },
            Effect::Waits(kind) => {
                interrupts.ask(kind, page, error.map(|error| &error.code), facts.entry, target);
                standing = Standing::Waiting(kind, draft.or_else(|| kept(standing, kind)));
            }
        }
        decided_at = at;
    }
    let standing = match standing {
        Standing::Waiting(..) if end_unknown => Standing::Open,
        other => other,
    };
    if let (Standing::Failed(failed), Some(last)) = (standing, members.get(decided_at))
        && refuses_answer(last, &drafts.get(failed).code)
    {
        interrupts.refused();
    }
    if members.last().is_some_and(|facts| interrupts::refuses_ticket(facts)) && !matches!(standing, Standing::Succeeded) {
        interrupts.without_ticket(members.last().map_or(0, |facts| facts.entry));
    }
    Ending { redeemed_twice, ..finish(standing, decided_at, interrupts, drafts) }
}

/// Whether the exchange shows that the application took what was delivered.
fn takes_delivery(facts: &ExchangeFacts) -> bool {
    let answered = facts.status.is_some_and(|status| status < 400);
    answered && (facts.stage == Stage::Token || facts.stage == Stage::RedirectToApp && facts.is_with_application())
}

fn finish(standing: Standing, decided_at: usize, mut interrupts: Interrupts, drafts: &Drafts) -> Ending {
    let (outcome, root_cause, waiting) = match standing {
        Standing::Open => (Outcome::Incomplete, None, None),
        Standing::Succeeded => (Outcome::Succeeded, None, None),
        Standing::Failed(draft) => {
            interrupts.failed(&drafts.get(draft).code);
            (Outcome::Failed, Some(draft), None)
        }
        Standing::Waiting(kind, draft) => {
            interrupts.abandoned(kind);
            (Outcome::Interrupted, draft, Some(kind))
        }
    };
    Ending { outcome, root_cause, waiting, decided_at, redeemed_twice: false, interrupts: interrupts.finish() }
}

/// The page of an exchange, and where it leads.
fn page(facts: &ExchangeFacts) -> (Option<&str>, Option<&str>) {
    let page = facts.observations.iter().find_map(|observation| match &observation.fact {
        Fact::Page { name, target } => Some((Some(name.as_str()), target.as_deref())),
        Fact::SentAway { target, .. } => Some((None, Some(target.as_str()))),
        _ => None,
    });
    page.unwrap_or_default()
}

/// The error that tells how the exchange ended: the inner code of the most trusted site.
fn telling_error(facts: &ExchangeFacts) -> (Option<Site>, Option<&ErrorSeen>) {
    // What a request tells of an earlier failure is no response to it.
    let answers = facts.errors().filter(|(observation, _)| observation.site != Site::RequestParameter);
    let inner = answers.filter(|(_, error)| !error.outer);
    let told = inner.min_by_key(|(observation, _)| observation.site);
    told.map_or((None, None), |(observation, error)| (Some(observation.site), Some(error)))
}

/// A multifactor result without a number, and the number that the response before or the page after gives it, are one failure: the one
/// with the number.
fn tell_once(drafts: &mut Drafts, challenge: &mut Option<usize>, failed: usize) -> usize {
    let is_result = |drafts: &Drafts, draft: usize| matches!(&drafts.get(draft).code, Code::Named(name) if name.starts_with("mfa-"));
    let is_numbered = |drafts: &Drafts, draft: usize| drafts.get(draft).code == Code::Entra(500121);
    let told = match challenge.take() {
        Some(before) if is_result(drafts, before) && is_numbered(drafts, failed) => {
            drafts.absorb(before, failed);
            failed
        }
        Some(before) if is_numbered(drafts, before) && is_result(drafts, failed) => {
            drafts.absorb(failed, before);
            before
        }
        _ => failed,
    };
    *challenge = (is_result(drafts, told) || is_numbered(drafts, told)).then_some(told);
    told
}

/// The finding of an interrupt that is still waited for.
fn kept(standing: Standing, kind: Kind) -> Option<usize> {
    match standing {
        Standing::Waiting(before, draft) if before == kind => draft,
        _ => None,
    }
}

/// Pages that show an error and ask for the same thing again.
fn asks_again(kind: Kind) -> bool {
    matches!(kind, Kind::Credentials | Kind::Mfa | Kind::PasswordChange)
}

/// Requests of a page, or of a client with pages of its own, that stays: their failure leaves the user where he was.
fn is_tried_again(facts: &ExchangeFacts) -> bool {
    let of_page = matches!(facts.stage, Stage::MfaBegin | Stage::MfaEnd | Stage::CredentialType) || facts.class == HostClass::PageContent;
    of_page || is_of_user_flow(facts) || is_native(facts)
}

/// What a page of B2C asks the service while it is shown.
fn is_of_user_flow(facts: &ExchangeFacts) -> bool {
    facts.cloud == Some(Cloud::B2c)
        && facts.page.is_none()
        && matches!(facts.stage, Stage::Password | Stage::UserFlowPage | Stage::MfaBegin | Stage::MfaEnd)
}

/// Whether the exchange is one of native authentication.
pub(super) fn is_native(facts: &ExchangeFacts) -> bool {
    facts.stage == Stage::NativeAuth || facts.context.grant == Some(Grant::NativeAuth)
}

/// Whether an attempt that ends with this code at this exchange ends on what the user answered there, whatever else the code is about.
fn refuses_answer(facts: &ExchangeFacts, code: &Code) -> bool {
    is_of_user_flow(facts) || is_native(facts) && code.refuses(Kind::Credentials)
}

/// A code that is not in our tables, with an `error` or `suberror` that asks for interaction.
fn needs_interaction(error: &ErrorSeen) -> bool {
    if of_suberror(error).is_some() {
        return true;
    }
    let asked = matches!(error.oauth_error.as_deref(), Some("interaction_required" | "login_required" | "consent_required"));
    asked && !matches!(error.code, Code::Named(_)) && error.code.asks().is_none_or(|kind| !kind.is_block() && kind != Kind::AdminConsent)
        || matches!(error.suberror.as_deref(), Some("basic_action" | "additional_action"))
            && error.code.asks().is_none_or(|kind| !kind.is_block())
}

/// The step that native authentication asks for next to a code.
fn of_suberror(error: &ErrorSeen) -> Option<Kind> {
    [&error.suberror, &error.oauth_error].into_iter().flatten().find_map(|word| Kind::of_suberror(word))
}

/// Pages that serve several purposes, of which the code tells which. Others say better what is asked than a code that rides along on them.
const OF_SEVERAL_PURPOSES: &[Kind] = &[Kind::Unrecognized, Kind::ConditionalAccessBlock, Kind::MfaRegistration, Kind::Consent];

/// What an interrupt code waits for: what the code asks for, or else what the page is.
fn waiting_for(error: &ErrorSeen, seen: &Seen<'_>) -> Kind {
    let of_page = seen.page.and_then(Kind::of_page).filter(|kind| *kind != Kind::ErrorPage);
    let of_code = error.code.asks();
    match (of_page, of_code) {
        (None, Some(of_code)) => of_code,
        (Some(of_page), Some(of_code)) if OF_SEVERAL_PURPOSES.contains(&of_page) => of_code,
        (Some(of_page), _) => of_page,
        (None, None) => of_suberror(error).unwrap_or(Kind::Credentials),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_says_why() {
        assert!(RULES.iter().all(|rule| rule.reason.len() > 20));
    }
}

//! The interrupts of an attempt: what was asked for, where it led, and whether the sign-in went on past it.

use crate::entra::codes::Code;
use crate::entra::endpoints::Stage;
use crate::entra::interrupts::InterruptKind as Kind;
use crate::model::attempt::Interrupt;
use crate::model::observation::ExchangeFacts;

/// The interrupts seen so far.
#[derive(Debug, Default)]
pub(super) struct Interrupts(Vec<Interrupt>);

impl Interrupts {
    /// An interrupt was asked for. The same one asked for again before it was answered stays one interrupt.
    pub(super) fn ask(&mut self, kind: Kind, page: Option<&str>, code: Option<&Code>, entry: u64, target: Option<&str>) {
        self.leave_for(kind);
        let open = self.0.iter_mut().rev().find(|interrupt| interrupt.kind == kind && interrupt.satisfied.is_none());
        let Some(open) = open else {
            self.0.push(Interrupt {
                kind,
                page: page.map(str::to_owned),
                code: code.cloned(),
                entry,
                target: target.map(str::to_owned),
                satisfied: None,
            });
            return;
        };
        open.page = open.page.take().or_else(|| page.map(str::to_owned));
        open.code = open.code.take().or_else(|| code.cloned());
        open.target = open.target.take().or_else(|| target.map(str::to_owned));
    }

    /// A device's ticket for seamless single sign-on was taken. It is asked for next to whatever else the page asks.
    pub(super) fn ticket(&mut self, facts: &ExchangeFacts) {
        let probe = facts.path.to_ascii_lowercase().contains("ssoprobe");
        let taken = facts.stage == Stage::SeamlessSso && facts.status == Some(200) && !probe;
        if taken && !self.0.iter().any(|interrupt| interrupt.kind == Kind::SeamlessSso) {
            self.0.push(Interrupt { kind: Kind::SeamlessSso, page: None, code: None, entry: facts.entry, target: None, satisfied: None });
        }
    }

    /// No ticket was given, and the attempt ends there.
    pub(super) fn without_ticket(&mut self, entry: u64) {
        if !self.0.iter().any(|interrupt| interrupt.kind == Kind::SeamlessSso) {
            let kind = Kind::SeamlessSso;
            self.0.push(Interrupt { kind, page: None, code: None, entry, target: None, satisfied: Some(false) });
        }
    }

    /// A request shows that an interrupt was there although its page was not captured: what is answered was asked.
    pub(super) fn answered_at(&mut self, asked: Option<Kind>, facts: &ExchangeFacts) {
        let Some(kind) = asked else { return };
        let polled = facts.stage == Stage::MfaEnd;
        let known = self.0.iter().any(|interrupt| interrupt.kind == kind && (interrupt.satisfied.is_none() || polled));
        if !known {
            self.ask(kind, None, None, facts.entry, None);
        }
    }

    /// Where the open interrupt of a kind led.
    pub(super) fn led_to(&mut self, kind: Kind, target: &str) {
        if let Some(interrupt) = self.0.iter_mut().rev().find(|interrupt| interrupt.kind == kind && interrupt.target.is_none()) {
            interrupt.target = Some(target.to_owned());
        }
    }

    /// The interrupt of a kind was answered well.
    pub(super) fn passed(&mut self, kind: Kind) {
        self.settle(|interrupt| (interrupt.kind == kind).then_some(true));
    }

    /// Something was delivered: whatever was asked is answered.
    pub(super) fn delivered(&mut self) {
        self.settle(|_| Some(true));
    }

    /// The attempt failed with a code: the interrupt that the code is about was not passed, those before it were.
    pub(super) fn failed(&mut self, code: &Code) {
        self.settle(|interrupt| Some(!interrupt.kind.is_block() && !code.refuses(interrupt.kind)));
    }

    /// What was asked last was answered, and the response was not accepted.
    pub(super) fn refused(&mut self) {
        self.settle(|_| Some(false));
    }

    /// The attempt ended waiting on an interrupt.
    pub(super) fn abandoned(&mut self, kind: Kind) {
        self.settle(|interrupt| (interrupt.kind == kind).then_some(false));
    }

    pub(super) fn finish(self) -> Vec<Interrupt> {
        self.0
    }

    /// Another interrupt is asked for: the open ones were passed, or were left by going back.
    fn leave_for(&mut self, next: Kind) {
        self.settle(|interrupt| match (interrupt.kind, next) {
            (open, next) if open == next => None,
            // The registration site signs the user in itself before it can register anything.
            (Kind::MfaRegistration, Kind::Credentials | Kind::AccountPicker | Kind::Mfa) => None,
            (open, next) => Some(!open.is_block() && !goes_back(open, next)),
        });
    }

    fn settle(&mut self, answer: impl Fn(&Interrupt) -> Option<bool>) {
        for interrupt in self.0.iter_mut().filter(|interrupt| interrupt.satisfied.is_none()) {
            interrupt.satisfied = answer(interrupt);
        }
    }
}

/// Whether being asked for the next thing means that the open one was not passed: the user is back at the beginning, or is refused.
fn goes_back(open: Kind, next: Kind) -> bool {
    match next {
        Kind::Credentials => matches!(
            open,
            Kind::Mfa
                | Kind::KeepMeSignedIn
                | Kind::Consent
                | Kind::AdminConsent
                | Kind::AppConfirmation
                | Kind::PasswordChange
                | Kind::TermsOfUse
                | Kind::Federation
        ),
        Kind::MfaRegistrationBlocked => open == Kind::MfaRegistration,
        next => open == Kind::DeviceAuthentication && next.is_block(),
    }
}

/// Whether the exchange asks the device for a ticket, and none is given.
pub(super) fn refuses_ticket(facts: &ExchangeFacts) -> bool {
    facts.stage == Stage::SeamlessSso && facts.status == Some(401)
}

/// The interrupt that a request answers.
pub(super) fn asked_before(stage: Stage) -> Option<Kind> {
    Some(match stage {
        Stage::Password => Kind::Credentials,
        Stage::MfaBegin | Stage::MfaEnd => Kind::Mfa,
        Stage::KeepMeSignedIn => Kind::KeepMeSignedIn,
        Stage::AppConfirmation => Kind::AppConfirmation,
        Stage::Consent => Kind::Consent,
        Stage::PasswordChange => Kind::PasswordChange,
        Stage::DeviceAuthentication => Kind::DeviceAuthentication,
        Stage::Federation => Kind::Federation,
        Stage::TermsOfUse => Kind::TermsOfUse,
        _ => return None,
    })
}

//! What is known of a code: one row for each, built from left to right.

use super::kind::CodeKind;
use crate::entra::interrupts::InterruptKind;

/// A code with a number, and what is known of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    /// The digits.
    pub(super) number: u64,
    /// The service's name of it.
    pub(super) name: Name,
    /// What it says.
    pub(super) facts: Facts,
}

/// A finding without a number, and what is known of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NamedRow {
    /// The stable kebab-case name.
    pub(super) code: &'static str,
    /// What it says.
    pub(super) facts: Facts,
}

/// What a code says, with or without a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Facts {
    /// Failure, interrupt or informational.
    pub(super) kind: CodeKind,
    /// The interrupt that it asks for.
    pub(super) asks: Option<InterruptKind>,
    /// The interrupts that were not passed when an attempt fails with it.
    pub(super) refuses: Refused,
    /// Whether not even an error page makes it the cause of a failure.
    pub(super) never_a_cause: bool,
    /// Whether it says something where no sign-in is seen.
    pub(super) stands_alone: bool,
    /// Whether the request never reached the service, which then has no record of it.
    pub(super) before_service: bool,
}

/// The interrupts that a code says were not passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// These.
    These(&'static [InterruptKind]),
    /// Whichever was open.
    Any,
}

/// The service's own name of a code, by where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name {
    /// It has none.
    None,
    /// The documentation has it; no page is known to write it.
    Documented(&'static str),
    /// The sign-in pages write it where others write the number, as their script bundles list it; the documentation does not have it.
    OnPages(&'static str),
    /// Both have it.
    Both(&'static str),
}

impl Name {
    /// The name as the documentation has it.
    pub(super) fn documented(self) -> Option<&'static str> {
        match self {
            Self::Documented(name) | Self::Both(name) => Some(name),
            Self::None | Self::OnPages(_) => None,
        }
    }

    /// The name as the pages write it.
    pub(super) fn on_pages(self) -> Option<&'static str> {
        match self {
            Self::OnPages(name) | Self::Both(name) => Some(name),
            Self::None | Self::Documented(_) => None,
        }
    }
}

/// A code that ends a sign-in or a token request.
pub(super) const fn failure(number: u64) -> Row {
    Row { number, name: Name::None, facts: Facts::of(CodeKind::Failure) }
}

/// A code that asks for a step.
pub(super) const fn interrupt(number: u64) -> Row {
    Row { number, name: Name::None, facts: Facts::of(CodeKind::Interrupt) }
}

/// A code of a normal course of things.
pub(super) const fn informational(number: u64) -> Row {
    Row { number, name: Name::None, facts: Facts::of(CodeKind::Informational) }
}

impl Row {
    /// The documentation and the sign-in pages have this name for it.
    pub(super) const fn named(self, name: &'static str) -> Self {
        Self { name: Name::Both(name), ..self }
    }

    /// Only the documentation has this name for it.
    pub(super) const fn documented(self, name: &'static str) -> Self {
        Self { name: Name::Documented(name), ..self }
    }

    /// Only the sign-in pages have this name for it.
    pub(super) const fn on_pages(self, name: &'static str) -> Self {
        Self { name: Name::OnPages(name), ..self }
    }

    /// It asks for this.
    pub(super) const fn asks(self, kind: InterruptKind) -> Self {
        Self { facts: self.facts.asks(kind), ..self }
    }

    /// It says that one of these was not passed.
    pub(super) const fn refuses(self, kinds: &'static [InterruptKind]) -> Self {
        Self { facts: self.facts.refuses(kinds), ..self }
    }

    /// It only says where a sign-in stands: not even an error page makes it a failure.
    pub(super) const fn never_a_cause(self) -> Self {
        Self { facts: Facts { never_a_cause: true, ..self.facts }, ..self }
    }
}

impl Facts {
    /// Of this kind, and nothing more.
    pub(super) const fn of(kind: CodeKind) -> Self {
        Self { kind, asks: None, refuses: Refused::These(&[]), never_a_cause: false, stands_alone: false, before_service: false }
    }

    /// It asks for this.
    pub(super) const fn asks(self, kind: InterruptKind) -> Self {
        Self { asks: Some(kind), ..self }
    }

    /// It says that one of these was not passed.
    pub(super) const fn refuses(self, kinds: &'static [InterruptKind]) -> Self {
        Self { refuses: Refused::These(kinds), ..self }
    }

    /// The request never reached the service.
    pub(super) const fn before_service(self) -> Self {
        Self { before_service: true, ..self }
    }

    /// It says something where no sign-in is seen.
    pub(super) const fn stands_alone(self) -> Self {
        Self { stands_alone: true, ..self }
    }

    /// It says that whatever was open was not passed.
    pub(super) const fn refuses_any(self) -> Self {
        Self { refuses: Refused::Any, ..self }
    }
}

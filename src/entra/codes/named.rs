//! Findings without a number, a row each, sorted by name. OAuth's other errors become names of the same style; they are failures.

use super::kind::CodeKind::{Failure, Interrupt};
use super::row::{Facts, NamedRow};
use crate::entra::interrupts::InterruptKind::{AccountPicker, AttributeCollection, Consent, Credentials, DeviceCode, Mfa};

pub(super) const ROWS: &[NamedRow] = &[
    row("account-not-found", Facts::of(Failure).refuses(&[Credentials])),
    row("account-selection-required", Facts::of(Interrupt).asks(AccountPicker)),
    row("application-error", Facts::of(Failure)),
    row("authorization-declined", Facts::of(Failure).refuses(&[DeviceCode])),
    row("b2c-page-refused", Facts::of(Failure).refuses(&[Credentials, AttributeCollection])),
    row("bad-verification-code", Facts::of(Failure).refuses(&[DeviceCode])),
    row("blocked-by-network", Facts::of(Failure).refuses_any().stands_alone().before_service()),
    row("browser-required", Facts::of(Interrupt).asks(Credentials)),
    row("claims-challenge", Facts::of(Interrupt).stands_alone()),
    row("connection-failed", Facts::of(Failure).refuses_any().stands_alone().before_service()),
    row("consent-required", Facts::of(Interrupt).asks(Consent)),
    row("cookies-disabled", Facts::of(Failure).refuses_any()),
    row("expired-token", Facts::of(Failure).refuses(&[DeviceCode])),
    row("interaction-required", Facts::of(Interrupt)),
    row("login-required", Facts::of(Interrupt).asks(Credentials)),
    row("mfa-denied", Facts::of(Failure).refuses(&[Mfa])),
    row("mfa-failed", Facts::of(Failure).refuses(&[Mfa])),
    row("mfa-no-response", Facts::of(Failure).refuses(&[Mfa])),
    row("msa-error", Facts::of(Failure).refuses(&[Credentials])),
    row("proxy-authentication-required", Facts::of(Failure).refuses_any().stands_alone().before_service()),
    row("redirect-loop", Facts::of(Failure)),
    row("request-too-long", Facts::of(Failure).refuses_any().stands_alone().before_service()),
    row("saml-status", Facts::of(Failure)),
    row("sign-in-page-blocked", Facts::of(Failure).refuses_any()),
    row("throttled", Facts::of(Failure).refuses(&[Credentials])),
    row("unauthorized-client", Facts::of(Failure)),
    row("user-cancelled", Facts::of(Failure).refuses_any()),
    row("ws-fed-fault", Facts::of(Failure)),
    row("ws-trust-fault", Facts::of(Failure)),
];

const fn row(code: &'static str, facts: Facts) -> NamedRow {
    NamedRow { code, facts }
}

/// Errors of OAuth and of native authentication that have no row: where a trace shows no number, they are the code.
pub(super) const WITHOUT_ROW: &[&str] = &[
    "access-denied",
    "attributes-required",
    "authorization-pending",
    "bad-token",
    "credential-required",
    "invalid-client",
    "invalid-grant",
    "invalid-request",
    "invalid-resource",
    "invalid-scope",
    "server-error",
    "slow-down",
    "temporarily-unavailable",
    "unsupported-challenge-type",
    "unsupported-grant-type",
    "unsupported-response-type",
    "user-already-exists",
    "user-not-found",
    "verification-required",
];

//! What Entra asks for between the user and the token.

use crate::entra::interrupts::InterruptKind;

/// A prompt in words.
pub(in crate::render::html) fn prompt(kind: InterruptKind) -> &'static str {
    match kind {
        InterruptKind::Credentials => "Sign in",
        InterruptKind::AccountPicker => "Pick an account",
        InterruptKind::Mfa => "Multifactor authentication",
        InterruptKind::MfaRegistration => "Register security info",
        InterruptKind::MfaRegistrationBlocked => "Security info registration blocked",
        InterruptKind::KeepMeSignedIn => "Stay signed in?",
        InterruptKind::AppConfirmation => "Confirm the app",
        InterruptKind::Consent => "User consent",
        InterruptKind::AdminConsent => "Admin consent",
        InterruptKind::PasswordChange => "Change the password",
        InterruptKind::PasswordResetRegistration => "Register for self-service password reset",
        InterruptKind::DeviceAuthentication => "Device authentication",
        InterruptKind::DeviceRegistration => "Register the device",
        InterruptKind::DeviceCompliance => "Device must meet a policy",
        InterruptKind::ConditionalAccessBlock => "Blocked by Conditional Access",
        InterruptKind::RiskBlock => "Blocked by a risk policy",
        InterruptKind::TermsOfUse => "Accept terms of use",
        InterruptKind::ExternalChallenge => "External identity provider",
        InterruptKind::BrowserSso => "Browser single sign-on",
        InterruptKind::SeamlessSso => "Seamless single sign-on",
        InterruptKind::Federation => "Federated identity provider",
        InterruptKind::DeviceCode => "Enter a device code",
        InterruptKind::Broker => "Continue in the broker app",
        InterruptKind::LegalAge => "Confirm the legal age",
        InterruptKind::CloudRedirect => "Continue in another cloud or tenant",
        InterruptKind::AttributeCollection => "Provide more details",
        InterruptKind::ErrorPage => "Error page",
        InterruptKind::Unrecognized => "Unrecognized page",
    }
}

/// Whether the sign-in went on past a prompt: the class of its mark, and the words.
pub(in crate::render::html) fn passed(satisfied: Option<bool>) -> (&'static str, &'static str) {
    match satisfied {
        Some(true) => ("yes", "completed"),
        Some(false) => ("no", "not completed"),
        None => ("open", "outcome not in the trace"),
    }
}

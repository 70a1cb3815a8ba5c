//! The stages of a sign-in, as the list of steps names them.

use crate::entra::endpoints::Stage;

/// A stage in words.
pub(in crate::render::html) fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Authorize => "Authorization request",
        Stage::SamlRequest => "SAML request",
        Stage::WsFedRequest => "WS-Federation request",
        Stage::DeviceCodeRequest => "Device code request",
        Stage::DeviceCodeEntry => "Device code entered",
        Stage::CredentialType => "Account lookup",
        Stage::UserRealm => "Domain lookup",
        Stage::Password => "Password submitted",
        Stage::Federation => "Federated identity provider",
        Stage::FederationReturn => "Return from the identity provider",
        Stage::SeamlessSso => "Seamless single sign-on",
        Stage::MfaBegin => "MFA started",
        Stage::MfaEnd => "MFA result requested",
        Stage::MfaProcess => "MFA result submitted",
        Stage::MfaRegistration => "Security info registration",
        Stage::KeepMeSignedIn => "\"Stay signed in?\" response",
        Stage::AppConfirmation => "App confirmation",
        Stage::Consent => "User consent",
        Stage::AdminConsent => "Admin consent",
        Stage::DeviceAuthentication => "Device authentication",
        Stage::CertificateAuthentication => "Certificate authentication",
        Stage::DeviceRegistration => "Device registration",
        Stage::PasswordChange => "Password change",
        Stage::PasswordReset => "Self-service password reset",
        Stage::TermsOfUse => "Terms of use",
        Stage::Reprocess => "Sign-in continued",
        Stage::Resume => "Sign-in resumed",
        Stage::RedirectToApp => "Response to the application",
        Stage::Token => "Token request",
        Stage::WsTrust => "WS-Trust request",
        Stage::NativeAuth => "Native authentication request",
        Stage::UserFlowPage => "User flow page",
        Stage::Logout => "Sign-out",
        Stage::ErrorPage => "Error page",
        Stage::Discovery => "Metadata",
        Stage::Telemetry => "Page telemetry",
        Stage::Resource => "Resource request",
        Stage::Msa => "Microsoft account",
        Stage::Tunnel => "Encrypted tunnel",
        Stage::Other => "Other request",
    }
}

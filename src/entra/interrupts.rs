//! Interrupts: the steps that Entra puts between the user and the token, and the pages and codes that ask for each.

/// A kind of interrupt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum InterruptKind {
    /// Sign in with a name and a credential.
    Credentials,
    /// Pick one of several accounts.
    AccountPicker,
    /// Multifactor authentication.
    Mfa,
    /// Register security information.
    MfaRegistration,
    /// Registration of security information is refused.
    MfaRegistrationBlocked,
    /// "Stay signed in?".
    KeepMeSignedIn,
    /// "Are you trying to sign in to ...?".
    AppConfirmation,
    /// The user's consent.
    Consent,
    /// An administrator's consent.
    AdminConsent,
    /// Change the password.
    PasswordChange,
    /// Register for self-service password reset.
    PasswordResetRegistration,
    /// Prove which device this is.
    DeviceAuthentication,
    /// Register the device.
    DeviceRegistration,
    /// Bring the device into the state a policy asks for.
    DeviceCompliance,
    /// A Conditional Access policy blocks.
    ConditionalAccessBlock,
    /// A risk policy blocks.
    RiskBlock,
    /// Accept terms of use.
    TermsOfUse,
    /// A step at an external provider.
    ExternalChallenge,
    /// The browser is asked for the device's single sign-on.
    BrowserSso,
    /// Seamless single sign-on on a domain-joined device.
    SeamlessSso,
    /// Sign in at a federated identity provider.
    Federation,
    /// Enter a device code elsewhere.
    DeviceCode,
    /// Go on in the broker app.
    Broker,
    /// State the legal age.
    LegalAge,
    /// Go on in another cloud or tenant.
    CloudRedirect,
    /// Give further details, as in a self-service sign-up.
    AttributeCollection,
    /// An error page.
    ErrorPage,
    /// A page this version does not know; reported as it names itself.
    Unrecognised,
}

impl InterruptKind {
    /// Every kind.
    pub const ALL: &[Self] = &[
        Self::Credentials,
        Self::AccountPicker,
        Self::Mfa,
        Self::MfaRegistration,
        Self::MfaRegistrationBlocked,
        Self::KeepMeSignedIn,
        Self::AppConfirmation,
        Self::Consent,
        Self::AdminConsent,
        Self::PasswordChange,
        Self::PasswordResetRegistration,
        Self::DeviceAuthentication,
        Self::DeviceRegistration,
        Self::DeviceCompliance,
        Self::ConditionalAccessBlock,
        Self::RiskBlock,
        Self::TermsOfUse,
        Self::ExternalChallenge,
        Self::BrowserSso,
        Self::SeamlessSso,
        Self::Federation,
        Self::DeviceCode,
        Self::Broker,
        Self::LegalAge,
        Self::CloudRedirect,
        Self::AttributeCollection,
        Self::ErrorPage,
        Self::Unrecognised,
    ];

    /// The kind of this name.
    #[cfg(any(test, feature = "internals"))]
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// The name used in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Credentials => "credentials",
            Self::AccountPicker => "account_picker",
            Self::Mfa => "mfa",
            Self::MfaRegistration => "mfa_registration",
            Self::MfaRegistrationBlocked => "mfa_registration_blocked",
            Self::KeepMeSignedIn => "keep_me_signed_in",
            Self::AppConfirmation => "app_confirmation",
            Self::Consent => "consent",
            Self::AdminConsent => "admin_consent",
            Self::PasswordChange => "password_change",
            Self::PasswordResetRegistration => "password_reset_registration",
            Self::DeviceAuthentication => "device_authentication",
            Self::DeviceRegistration => "device_registration",
            Self::DeviceCompliance => "device_compliance",
            Self::ConditionalAccessBlock => "conditional_access_block",
            Self::RiskBlock => "risk_block",
            Self::TermsOfUse => "terms_of_use",
            Self::ExternalChallenge => "external_challenge",
            Self::BrowserSso => "browser_sso",
            Self::SeamlessSso => "seamless_sso",
            Self::Federation => "federation",
            Self::DeviceCode => "device_code",
            Self::Broker => "broker",
            Self::LegalAge => "legal_age",
            Self::CloudRedirect => "cloud_redirect",
            Self::AttributeCollection => "attribute_collection",
            Self::ErrorPage => "error_page",
            Self::Unrecognised => "unrecognised",
        }
    }

    /// The interrupt in a sentence: "... is waiting for ...".
    #[must_use]
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Credentials => "the user to sign in",
            Self::AccountPicker => "the user to pick an account",
            Self::Mfa => "multifactor authentication",
            Self::MfaRegistration => "the user to register security information",
            Self::MfaRegistrationBlocked => "the registration of security information, which is refused",
            Self::KeepMeSignedIn => "an answer to \"Stay signed in?\"",
            Self::AppConfirmation => "the user to confirm the application",
            Self::Consent => "the user's consent",
            Self::AdminConsent => "an administrator's consent",
            Self::PasswordChange => "the user to change the password",
            Self::PasswordResetRegistration => "the user to register for self-service password reset",
            Self::DeviceAuthentication => "device authentication",
            Self::DeviceRegistration => "the device to be registered",
            Self::DeviceCompliance => "the device to meet a policy",
            Self::ConditionalAccessBlock => "a Conditional Access policy that blocks",
            Self::RiskBlock => "a risk policy that blocks",
            Self::TermsOfUse => "the user to accept terms of use",
            Self::ExternalChallenge => "a step at an external provider",
            Self::BrowserSso => "the browser's single sign-on",
            Self::SeamlessSso => "seamless single sign-on",
            Self::Federation => "the federated identity provider",
            Self::DeviceCode => "the device code to be entered",
            Self::Broker => "the broker app",
            Self::LegalAge => "the user's statement of legal age",
            Self::CloudRedirect => "a redirect to another cloud or tenant",
            Self::AttributeCollection => "the user to give further details",
            Self::ErrorPage => "an error page",
            Self::Unrecognised => "a page that this version does not know",
        }
    }

    /// Whether this interrupt can only stop a sign-in: the user cannot get past it in this flow.
    #[must_use]
    pub fn is_block(self) -> bool {
        matches!(self, Self::MfaRegistrationBlocked | Self::DeviceCompliance | Self::ConditionalAccessBlock | Self::RiskBlock)
    }

    /// The interrupt that a redirect to a broker app or out of the embedded browser is: `msauth://wpj`, `browser://...`. `scheme` and `host` are
    /// those of the address, lower case; `asks_for_app` says that it carries a link to install the broker app.
    #[must_use]
    pub fn of_app_redirect(scheme: &str, host: &str, asks_for_app: bool) -> Option<Self> {
        match (scheme, host) {
            ("msauth", "wpj") if asks_for_app => Some(Self::Broker),
            ("msauth", "wpj" | "upgradereg") => Some(Self::DeviceRegistration),
            ("msauth", "switch_browser" | "broker") => Some(Self::Broker),
            ("msauth", "enroll" | "in_app_enrollment_complete" | "compliance" | "compliance_status") | ("browser", _) => {
                Some(Self::DeviceCompliance)
            }
            _ => None,
        }
    }
}

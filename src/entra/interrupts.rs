//! Interrupts: the steps that Entra puts between the user and the token, and the pages and codes that ask for each.

use super::closed_set::closed_set;

closed_set! {
    /// A kind of interrupt.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub enum InterruptKind {
        /// Sign in with a name and a credential.
        Credentials = "credentials",
        /// Pick one of several accounts.
        AccountPicker = "account_picker",
        /// Multifactor authentication.
        Mfa = "mfa",
        /// Register security information.
        MfaRegistration = "mfa_registration",
        /// Registration of security information is refused.
        MfaRegistrationBlocked = "mfa_registration_blocked",
        /// "Stay signed in?".
        KeepMeSignedIn = "keep_me_signed_in",
        /// "Are you trying to sign in to ...?".
        AppConfirmation = "app_confirmation",
        /// The user's consent.
        Consent = "consent",
        /// An administrator's consent.
        AdminConsent = "admin_consent",
        /// Change the password.
        PasswordChange = "password_change",
        /// Register for self-service password reset.
        PasswordResetRegistration = "password_reset_registration",
        /// Prove which device this is.
        DeviceAuthentication = "device_authentication",
        /// Register the device.
        DeviceRegistration = "device_registration",
        /// Carry the device into the state a policy asks for.
        DeviceCompliance = "device_compliance",
        /// A Conditional Access policy blocks.
        ConditionalAccessBlock = "conditional_access_block",
        /// A risk policy blocks.
        RiskBlock = "risk_block",
        /// Accept terms of use.
        TermsOfUse = "terms_of_use",
        /// A step at an external provider.
        ExternalChallenge = "external_challenge",
        /// The browser is asked for the device's single sign-on.
        BrowserSso = "browser_sso",
        /// Seamless single sign-on on a domain-joined device.
        SeamlessSso = "seamless_sso",
        /// Sign in at a federated identity provider.
        Federation = "federation",
        /// Enter a device code elsewhere.
        DeviceCode = "device_code",
        /// Continue in the broker app.
        Broker = "broker",
        /// State the legal age.
        LegalAge = "legal_age",
        /// Continue in another cloud or tenant.
        CloudRedirect = "cloud_redirect",
        /// Give further details, as in a self-service sign-up.
        AttributeCollection = "attribute_collection",
        /// An error page.
        ErrorPage = "error_page",
        /// A page this version does not know; reported as it names itself.
        Unrecognized = "unrecognised",
    }
}

impl InterruptKind {
    /// The kind of this name.
    #[cfg(any(test, feature = "internals"))]
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// The interrupt that native authentication names in `suberror`, or in `error`.
    #[must_use]
    pub fn of_suberror(word: &str) -> Option<Self> {
        Some(match word {
            "mfa_required" => Self::Mfa,
            "registration_required" => Self::MfaRegistration,
            "credential_required" => Self::Credentials,
            "attributes_required" => Self::AttributeCollection,
            _ => return None,
        })
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
            Self::KeepMeSignedIn => "a response to \"Stay signed in?\"",
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
            Self::Unrecognized => "a page that this version does not know",
        }
    }

    /// Whether this interrupt can only stop a sign-in: the user cannot get past it in this flow.
    #[must_use]
    pub fn is_block(self) -> bool {
        matches!(self, Self::MfaRegistrationBlocked | Self::DeviceCompliance | Self::ConditionalAccessBlock | Self::RiskBlock)
    }

    /// Whether the page asks for something that the user cannot give, so that leaving it is no free choice.
    #[must_use]
    pub fn is_beyond_the_user(self) -> bool {
        self.is_block() || matches!(self, Self::AdminConsent | Self::DeviceRegistration)
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

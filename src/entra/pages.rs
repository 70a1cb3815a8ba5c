//! Pages of the service by the name in `pgid` and `PageID`: one row for each, with what it asks for, whether it ends a sign-in, and what is said of
//! it. A name that ends in `*` stands for all that begin so.

use super::interrupts::InterruptKind::{
    self, AccountPicker, AppConfirmation, AttributeCollection, BrowserSso, ConditionalAccessBlock, Consent, Credentials,
    DeviceAuthentication, DeviceCode, ErrorPage, KeepMeSignedIn, LegalAge, Mfa, MfaRegistration, PasswordChange, TermsOfUse,
};

/// A page, or a family of pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// The name; a `*` at its end stands for whatever follows.
    pub name: &'static str,
    /// The interrupt that it is; `None` for a page that asks for nothing.
    pub asks: Option<InterruptKind>,
    /// Whether a sign-in that reaches it ends there.
    pub ends: bool,
    /// What it is, in one sentence.
    pub meaning: &'static str,
    /// The guide that helps further.
    pub guide: Option<&'static str>,
}

impl Page {
    const fn guide(self, guide: &'static str) -> Self {
        Self { guide: Some(guide), ..self }
    }

    const fn ends(self) -> Self {
        Self { ends: true, ..self }
    }

    fn is_named(&self, name: &str) -> bool {
        match self.name.strip_suffix('*') {
            Some(start) => name.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start)),
            None => self.name.eq_ignore_ascii_case(name),
        }
    }
}

/// The page of this name, compared without case.
#[must_use]
pub fn page(name: &str) -> Option<&'static Page> {
    PAGES.iter().find(|page| page.is_named(name))
}

impl InterruptKind {
    /// The interrupt that a page is; `None` for a page that asks for nothing.
    #[must_use]
    pub fn of_page(name: &str) -> Option<Self> {
        page(name).map_or(Some(Self::Unrecognized), |page| page.asks)
    }
}

/// The pages that this version knows.
#[must_use]
pub fn known() -> &'static [Page] {
    PAGES
}

const PAGES: &[Page] = &[
    page_of(
        "ConvergedSignIn",
        Some(Credentials),
        "The page for account name and password; a code other than 50058 on it means that an attempt failed.",
    )
    .guide("not-signed-in-yet"),
    page_of("ConvergedSignInWithPasskey", Some(Credentials), "The sign-in page in the form that begins with a passkey.")
        .guide("not-signed-in-yet"),
    page_of(
        "ConvergedPresignin",
        Some(AccountPicker),
        "A page before the sign-in proper, on which the user continues with an account that the browser already knows.",
    )
    .guide("account-choice"),
    page_of("ConvergedPickAccount", Some(AccountPicker), "The user picks one of several accounts.").guide("account-choice"),
    page_of("ConvergedFido", Some(Credentials), "The user signs in with a passkey or security key."),
    page_of("ConvergedTFA", Some(Mfa), "The second factor is asked for; it may be open, refused or passed later.").guide("mfa-required"),
    page_of("KmsiInterrupt", Some(KeepMeSignedIn), "The question Stay signed in?, a normal last step.").guide("stay-signed-in"),
    page_of("CmsiInterrupt", Some(AppConfirmation), "The question whether the user really means to sign in to this application.")
        .guide("app-confirmation"),
    page_of("ConvergedProofUpRedirect", Some(MfaRegistration), "The user is sent to register security information.")
        .guide("mfa-registration-required"),
    page_of(
        "ConvergedError",
        Some(ErrorPage),
        "A page that ends the sign-in with an error; the full message is in strServiceExceptionMessage.",
    )
    .ends(),
    page_of(
        "ConvergedConditionalAccess",
        Some(ConditionalAccessBlock),
        "A Conditional Access policy stops the sign-in, by a block or by a requirement for the device; the code tells which.",
    )
    .guide("blocked-by-conditional-access")
    .ends(),
    page_of("ConvergedConsent", Some(Consent), "The user is asked to allow what the application wants.").guide("consent-missing"),
    page_of("ConvergedChangePassword", Some(PasswordChange), "The password has to be changed before the sign-in continues.")
        .guide("password-expired"),
    page_of("ConvergedTermsOfUse", Some(TermsOfUse), "The user is asked to accept terms of use.").guide("external-challenge"),
    page_of("ConvergedLegalAge", Some(LegalAge), "The user is asked about the legal age.").guide("legal-age"),
    page_of(
        "BssoInterrupt",
        Some(BrowserSso),
        "A silent page that asks the browser for the single sign-on of the device; normal, no one has to act.",
    ),
    page_of("ConvergedRemoteConnect", Some(DeviceCode), "The page on which the user enters a device code.").guide("device-code-pending"),
    page_of(
        "ConvergedAttributeCollection",
        Some(AttributeCollection),
        "The user is asked for further details about themselves, as in a self-service sign-up.",
    ),
    page_of("ConvergedSignOut", None, "The page after sign-out; it asks for nothing."),
    page_of("ConvergedDeviceAuthTls", Some(DeviceAuthentication), "A silent page that lets the device prove itself with its certificate.")
        .guide("device-authentication"),
    page_of(
        "DeviceAuth*",
        Some(DeviceAuthentication),
        "A page of the device authentication family; the device proves who it is, and the user sees little or nothing.",
    )
    .guide("device-authentication"),
    page_of("i5030", Some(Credentials), "The sign-in page of personal Microsoft accounts, on login.live.com."),
    page_of(
        "CombinedSigninAndSignup",
        Some(Credentials),
        "The page of Azure AD B2C on which the user signs in, signs up, or continues with another identity provider.",
    ),
    page_of(
        "SelfAsserted",
        Some(AttributeCollection),
        "A page of Azure AD B2C on which the user gives details, such as at sign-up, profile editing and password reset.",
    ),
    page_of("Phonefactor", Some(Mfa), "The page of Azure AD B2C that verifies the user by a text message or a telephone call."),
    page_of("TotpFactor", Some(Mfa), "The page of Azure AD B2C that asks for a code of an authenticator app."),
];

const fn page_of(name: &'static str, asks: Option<InterruptKind>, meaning: &'static str) -> Page {
    Page { name, asks, ends: false, meaning, guide: None }
}

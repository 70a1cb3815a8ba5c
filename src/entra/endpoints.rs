//! Endpoints of the sign-in path, and the stage of a sign-in that a request to each of them is.

use super::closed_set::closed_set;
use super::hosts::{Cloud, HostClass};

closed_set! {
    /// The named stages of a sign-in.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum Stage {
        /// OAuth 2.0 or `OpenID` Connect authorization request.
        Authorize = "authorize",
        /// SAML 2.0 sign-in request.
        SamlRequest = "saml_request",
        /// WS-Federation sign-in request.
        WsFedRequest = "ws_fed_request",
        /// A device asks for a device code.
        DeviceCodeRequest = "device_code_request",
        /// The user enters a device code.
        DeviceCodeEntry = "device_code_entry",
        /// Account lookup: which credentials the account has.
        CredentialType = "credential_type",
        /// Account lookup: is the account's domain federated.
        UserRealm = "user_realm",
        /// The password (or another first credential) is posted.
        Password = "password",
        /// Hop to a federated identity provider.
        Federation = "federation",
        /// Return from a federated identity provider.
        FederationReturn = "federation_return",
        /// Seamless single sign-on probe or ticket.
        SeamlessSso = "seamless_sso",
        /// MFA is started.
        MfaBegin = "mfa_begin",
        /// MFA is asked for its result.
        MfaEnd = "mfa_end",
        /// The MFA result goes back into the sign-in.
        MfaProcess = "mfa_process",
        /// Registration of security information.
        MfaRegistration = "mfa_registration",
        /// Answer to "Stay signed in?".
        KeepMeSignedIn = "keep_me_signed_in",
        /// Answer to "Are you trying to sign in to ...?".
        AppConfirmation = "app_confirmation",
        /// Consent by the user.
        Consent = "consent",
        /// Consent by an administrator.
        AdminConsent = "admin_consent",
        /// Device authentication.
        DeviceAuthentication = "device_authentication",
        /// User certificate authentication.
        CertificateAuthentication = "certificate_authentication",
        /// Device registration.
        DeviceRegistration = "device_registration",
        /// Password change.
        PasswordChange = "password_change",
        /// Self-service password reset.
        PasswordReset = "password_reset",
        /// Terms of use.
        TermsOfUse = "terms_of_use",
        /// The flow continues after a detour.
        Reprocess = "reprocess",
        /// The flow is resumed.
        Resume = "resume",
        /// The response arrives at the application.
        RedirectToApp = "redirect_to_app",
        /// Token request.
        Token = "token",
        /// WS-Trust token request.
        WsTrust = "ws_trust",
        /// A request of native authentication.
        NativeAuth = "native_auth",
        /// A page of a B2C user flow asks for something other than a password.
        UserFlowPage = "user_flow_page",
        /// Sign-out.
        Logout = "logout",
        /// An error page of the service (cookies or scripts disabled among them).
        ErrorPage = "error_page",
        /// Metadata, keys, instance discovery.
        Discovery = "discovery",
        /// Telemetry of the page; no part of the flow.
        Telemetry = "telemetry",
        /// A request to a resource or an application.
        Resource = "resource",
        /// A Microsoft account's sign-in.
        Msa = "msa",
        /// A CONNECT tunnel.
        Tunnel = "tunnel",
        /// Another request to a sign-in host.
        Other = "other",
    }
}

impl Stage {
    /// The stage in a sentence: "... ended at ...".
    #[must_use]
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Authorize => "the authorization request",
            Self::SamlRequest => "the SAML request",
            Self::WsFedRequest => "the WS-Federation request",
            Self::DeviceCodeRequest => "the device code request",
            Self::DeviceCodeEntry => "the entry of the device code",
            Self::CredentialType | Self::UserRealm => "the account lookup",
            Self::Password => "the password",
            Self::Federation => "the federated identity provider",
            Self::FederationReturn => "the return from the federated identity provider",
            Self::SeamlessSso => "seamless single sign-on",
            Self::MfaBegin | Self::MfaEnd | Self::MfaProcess => "multifactor authentication",
            Self::MfaRegistration => "the registration of security information",
            Self::KeepMeSignedIn => "\"Stay signed in?\"",
            Self::AppConfirmation => "the confirmation of the application",
            Self::Consent => "consent",
            Self::AdminConsent => "administrator consent",
            Self::DeviceAuthentication => "device authentication",
            Self::CertificateAuthentication => "certificate authentication",
            Self::DeviceRegistration => "device registration",
            Self::PasswordChange => "the password change",
            Self::PasswordReset => "the password reset",
            Self::TermsOfUse => "the terms of use",
            Self::Reprocess | Self::Resume => "the return into the sign-in",
            Self::RedirectToApp => "the response to the application",
            Self::Token => "the token request",
            Self::WsTrust => "the WS-Trust request",
            Self::NativeAuth => "the native authentication request",
            Self::UserFlowPage => "a page of the user flow",
            Self::Logout => "the sign-out",
            Self::ErrorPage => "an error page",
            Self::Resource => "the resource",
            Self::Msa => "the Microsoft account",
            Self::Discovery | Self::Telemetry | Self::Tunnel | Self::Other => "the sign-in page",
        }
    }

    /// The stage as the label of a step.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Authorize => "Authorization request",
            Self::SamlRequest => "SAML request",
            Self::WsFedRequest => "WS-Federation request",
            Self::DeviceCodeRequest => "Device code request",
            Self::DeviceCodeEntry => "Device code entered",
            Self::CredentialType => "Account lookup",
            Self::UserRealm => "Domain lookup",
            Self::Password => "Password submitted",
            Self::Federation => "Federated identity provider",
            Self::FederationReturn => "Return from the identity provider",
            Self::SeamlessSso => "Seamless single sign-on",
            Self::MfaBegin => "MFA started",
            Self::MfaEnd => "MFA result requested",
            Self::MfaProcess => "MFA result submitted",
            Self::MfaRegistration => "Security info registration",
            Self::KeepMeSignedIn => "\"Stay signed in?\" response",
            Self::AppConfirmation => "App confirmation",
            Self::Consent => "User consent",
            Self::AdminConsent => "Admin consent",
            Self::DeviceAuthentication => "Device authentication",
            Self::CertificateAuthentication => "Certificate authentication",
            Self::DeviceRegistration => "Device registration",
            Self::PasswordChange => "Password change",
            Self::PasswordReset => "Self-service password reset",
            Self::TermsOfUse => "Terms of use",
            Self::Reprocess => "Sign-in continued",
            Self::Resume => "Sign-in resumed",
            Self::RedirectToApp => "Response to the application",
            Self::Token => "Token request",
            Self::WsTrust => "WS-Trust request",
            Self::NativeAuth => "Native authentication request",
            Self::UserFlowPage => "User flow page",
            Self::Logout => "Sign-out",
            Self::ErrorPage => "Error page",
            Self::Discovery => "Metadata",
            Self::Telemetry => "Page telemetry",
            Self::Resource => "Resource request",
            Self::Msa => "Microsoft account",
            Self::Tunnel => "Encrypted tunnel",
            Self::Other => "Other request",
        }
    }

    /// Whether the exchange is with someone other than the sign-in service.
    #[must_use]
    pub fn is_elsewhere(self) -> bool {
        matches!(self, Self::Federation | Self::RedirectToApp | Self::Resource | Self::Tunnel | Self::MfaRegistration)
    }

    /// Whether the exchange moves the sign-in on. Lookups, probes, telemetry, metadata and tunnels do not.
    #[must_use]
    pub fn is_step(self) -> bool {
        !matches!(
            self,
            Self::CredentialType
                | Self::UserRealm
                | Self::SeamlessSso
                | Self::Discovery
                | Self::Telemetry
                | Self::Tunnel
                | Self::Resource
                | Self::Logout
                | Self::Other
        )
    }
}

/// Endpoints of the token service, a row each: how a path ends, or with a `*` behind it what a path holds. Compared without case; the first match
/// wins, and rows with a `*` come last.
const ENDPOINTS: &[(&str, Stage)] = &[
    ("/oauth2/v2.0/authorize", Stage::Authorize),
    ("/oauth2/authorize", Stage::Authorize),
    ("/oauth2/v2.0/token", Stage::Token),
    ("/oauth2/token", Stage::Token),
    ("/oauth2/v2.0/devicecode", Stage::DeviceCodeRequest),
    ("/oauth2/devicecode", Stage::DeviceCodeRequest),
    ("/oauth2/deviceauth", Stage::DeviceCodeEntry),
    ("/oauth2/v2.0/deviceauth", Stage::DeviceCodeEntry),
    ("/oauth2/v2.0/initiate", Stage::NativeAuth),
    ("/oauth2/v2.0/challenge", Stage::NativeAuth),
    ("/oauth2/v2.0/introspect", Stage::NativeAuth),
    ("/saml2", Stage::SamlRequest),
    ("/saml2/post", Stage::SamlRequest),
    ("/samlp/sso/login", Stage::SamlRequest),
    ("/samlp/sso/logout", Stage::Logout),
    ("/wsfed", Stage::WsFedRequest),
    ("/getcredentialtype", Stage::CredentialType),
    ("/getuserrealm.srf", Stage::UserRealm),
    ("/login.srf", Stage::FederationReturn),
    ("/sas/beginauth", Stage::MfaBegin),
    ("/sas/endauth", Stage::MfaEnd),
    ("/sas/processauth", Stage::MfaProcess),
    ("/kmsi", Stage::KeepMeSignedIn),
    ("/appverify", Stage::AppConfirmation),
    ("/consent/set", Stage::Consent),
    ("/consent", Stage::Consent),
    ("/adminconsent", Stage::AdminConsent),
    ("/v2.0/adminconsent", Stage::AdminConsent),
    ("/reprocess", Stage::Reprocess),
    ("/resume", Stage::Resume),
    ("/rst2.srf", Stage::WsTrust),
    ("/cookiesdisabled", Stage::ErrorPage),
    ("/jsdisabled", Stage::ErrorPage),
    ("/error", Stage::ErrorPage),
    ("/logout", Stage::Logout),
    ("/oauth2/v2.0/logout", Stage::Logout),
    ("/oauth2/logout", Stage::Logout),
    ("/uxlogout", Stage::Logout),
    ("/forgetuser", Stage::Telemetry),
    ("/devicecodestatus", Stage::Telemetry),
    ("/common/debugmode", Stage::Telemetry),
    ("/getonetimecode", Stage::CredentialType),
    ("/getrecoverycredentialtype", Stage::PasswordReset),
    ("/pia/endauth", Stage::MfaEnd),
    ("/pia/beginauth", Stage::MfaBegin),
    ("/fido/get", Stage::Password),
    ("/fido/create", Stage::Password),
    ("/login", Stage::Password),
    ("/changepassword", Stage::PasswordChange),
    ("/updatepassword", Stage::PasswordChange),
    ("/oauth2msa", Stage::FederationReturn),
    ("/authresp", Stage::FederationReturn),
    ("/samlp/sso/assertionconsumer", Stage::FederationReturn),
    ("/deviceauthtls/*", Stage::DeviceAuthentication),
    ("/deviceauthpkey*", Stage::DeviceAuthentication),
    ("/certauth*", Stage::CertificateAuthentication),
    ("/userrealm/*", Stage::UserRealm),
    ("/federation/*", Stage::FederationReturn),
    ("/oauth2claimsprovider/*", Stage::FederationReturn),
    ("/ssprrequest*", Stage::PasswordChange),
    ("/sspr/*", Stage::PasswordChange),
    ("/instrumentation/*", Stage::Telemetry),
    ("/handlers/*", Stage::Telemetry),
    ("/debugmode/*", Stage::Telemetry),
    ("/.well-known/*", Stage::Discovery),
    ("/discovery/*", Stage::Discovery),
    ("/federationmetadata/*", Stage::Discovery),
    ("/termsofuse*", Stage::TermsOfUse),
    ("/tou/*", Stage::TermsOfUse),
    ("/displaycontrolaction*", Stage::UserFlowPage),
    ("/selfasserted*", Stage::Password),
    ("/phonefactor*", Stage::MfaEnd),
    ("/totpfactor*", Stage::MfaEnd),
    ("/confirmed*", Stage::Reprocess),
    ("/combinedsigninandsignup/unified*", Stage::UserFlowPage),
    ("/signup/v1.0/*", Stage::NativeAuth),
    ("/register/v1.0/*", Stage::MfaRegistration),
    ("/resetpassword/v1.0/*", Stage::NativeAuth),
    ("/trust/2005/*", Stage::WsTrust),
    ("/trust/13/*", Stage::WsTrust),
];

/// The rows of the table of endpoints as they stand there: path, and the stage that a request to it is.
#[cfg(any(test, feature = "internals"))]
#[must_use]
pub fn known() -> &'static [(&'static str, Stage)] {
    ENDPOINTS
}

/// The stage of a request to a sign-in host, by where it goes.
#[must_use]
pub fn stage(class: HostClass, path: &str) -> Stage {
    let path = path.trim_end_matches('/').to_ascii_lowercase();
    match class {
        HostClass::SecurityInfo => Stage::MfaRegistration,
        HostClass::PasswordReset => Stage::PasswordReset,
        HostClass::DeviceRegistration => Stage::DeviceRegistration,
        HostClass::DeviceAuthentication => Stage::DeviceAuthentication,
        HostClass::CertificateAuthentication => Stage::CertificateAuthentication,
        HostClass::SeamlessSso if path.contains("usernamemixed") => Stage::WsTrust,
        HostClass::SeamlessSso => Stage::SeamlessSso,
        HostClass::TokenService(Cloud::Msa) => of_microsoft_account(&path),
        HostClass::FederationServer => of_federation_server(&path),
        HostClass::PageContent => Stage::Other,
        HostClass::TokenService(_) | HostClass::Other => by_path(&path),
    }
}

/// Endpoints of Microsoft accounts, by how a path ends. All others are steps of the sign-in.
const MICROSOFT_ACCOUNT: &[(&str, Stage)] = &[
    ("/me.htm", Stage::Telemetry),
    ("/getexperimentassignments.srf", Stage::Telemetry),
    ("/getcredentialtype.srf", Stage::CredentialType),
    ("/err.srf", Stage::ErrorPage),
    ("/jsdisabled.srf", Stage::ErrorPage),
    ("/cookiesdisabled.srf", Stage::ErrorPage),
    ("/logout.srf", Stage::Logout),
    ("/oauth20_logout.srf", Stage::Logout),
];

fn of_microsoft_account(path: &str) -> Stage {
    if path.contains("rst2.srf") {
        return Stage::WsTrust;
    }
    MICROSOFT_ACCOUNT.iter().find(|(end, _)| path.ends_with(end)).map_or(Stage::Msa, |(_, stage)| *stage)
}

/// AD FS has the endpoints of the protocols below `/adfs`; its pages are where a federated user signs in.
fn of_federation_server(path: &str) -> Stage {
    // Windows signs the user in at the same endpoint.
    let path = path.strip_suffix("/wia").unwrap_or(path);
    if path.contains("/portal/") || path.ends_with("/userinfo") || path.contains("/probe") {
        return Stage::Other;
    }
    if path.contains("/services/trust/") && path.ends_with("mex") {
        return Stage::Discovery;
    }
    match by_path(path) {
        found @ (Stage::Authorize
        | Stage::Token
        | Stage::DeviceCodeRequest
        | Stage::DeviceCodeEntry
        | Stage::WsTrust
        | Stage::Discovery
        | Stage::Logout) => found,
        _ => Stage::Federation,
    }
}

fn by_path(path: &str) -> Stage {
    let is_endpoint = |row: &str| row.strip_suffix('*').map_or_else(|| path.ends_with(row), |part| path.contains(part));
    ENDPOINTS.iter().find(|(row, _)| is_endpoint(row)).map_or(Stage::Other, |(_, stage)| *stage)
}

/// The tenant a path of a token service begins with: a domain or an id; `None` for the shared names.
#[must_use]
pub fn tenant(path: &str) -> Option<&str> {
    // B2C's older addresses begin with a word before the tenant.
    let is_tenant_behind = |part: &&str| ["te", "tfp"].iter().any(|word| part.eq_ignore_ascii_case(word));
    let first = path.split('/').filter(|part| !part.is_empty()).find(|part| !is_tenant_behind(part))?;
    let shared = ["common", "organizations", "consumers"].iter().any(|name| first.eq_ignore_ascii_case(name));
    let named = first.contains('.') && !first.to_ascii_lowercase().ends_with(".srf");
    let id = super::guid::Guid::parse(first).is_some();
    (!shared && (named || id)).then_some(first)
}

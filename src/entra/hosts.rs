//! Hosts of the sign-in path and the cloud each belongs to.

use super::closed_set::closed_set;

closed_set! {
    /// A cloud, or another sign-in service of Microsoft's.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum Cloud {
        /// The public cloud.
        Public = "public",
        /// US Government (GCC High, `DoD`).
        UsGovernment = "us_government",
        /// China, operated by 21Vianet.
        China = "china",
        /// US top secret.
        UsNat = "us_nat",
        /// US secret.
        UsSec = "us_sec",
        /// France.
        France = "france",
        /// Germany (the sovereign cloud of today, and the one closed in 2021).
        Germany = "germany",
        /// Singapore's government.
        Singapore = "singapore",
        /// Azure AD B2C.
        B2c = "b2c",
        /// Microsoft Entra External ID.
        ExternalId = "external_id",
        /// Microsoft accounts.
        Msa = "msa",
    }
}

/// What a host is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HostClass {
    /// The token service: authorities of every cloud.
    TokenService(Cloud),
    /// Seamless single sign-on.
    SeamlessSso,
    /// Device authentication by certificate or key.
    DeviceAuthentication,
    /// User certificate authentication.
    CertificateAuthentication,
    /// Device registration.
    DeviceRegistration,
    /// Registration and management of security information.
    SecurityInfo,
    /// Self-service password reset.
    PasswordReset,
    /// Scripts, styles and images of the sign-in pages: full of codes that never happened.
    PageContent,
    /// AD FS on a host of the customer's, told by its path.
    FederationServer,
    /// Everything else: applications, resources, identity providers.
    Other,
}

impl HostClass {
    /// Whether exchanges with the host belong to signing in.
    #[must_use]
    pub fn is_sign_in(self) -> bool {
        !matches!(self, Self::PageContent | Self::Other)
    }

    /// Whether a path on the host is that of a script of the sign-in pages.
    #[must_use]
    pub fn is_page_script(self, path: &str) -> bool {
        self == Self::PageContent && path.rsplit('.').next().is_some_and(|ending| ending.eq_ignore_ascii_case("js"))
    }

    /// The cloud of a token service.
    #[must_use]
    pub fn cloud(self) -> Option<Cloud> {
        match self {
            Self::TokenService(cloud) => Some(cloud),
            _ => None,
        }
    }
}

/// Hosts, a row each. A `*` at the beginning stands for whatever is before it; rows with one come last.
const HOSTS: &[(&str, HostClass)] = &[
    ("login.microsoftonline.com", HostClass::TokenService(Cloud::Public)),
    ("login.windows.net", HostClass::TokenService(Cloud::Public)),
    ("login.microsoft.com", HostClass::TokenService(Cloud::Public)),
    ("sts.windows.net", HostClass::TokenService(Cloud::Public)),
    ("login-us.microsoftonline.com", HostClass::TokenService(Cloud::Public)),
    ("login.windows-ppe.net", HostClass::TokenService(Cloud::Public)),
    ("sts.windows-ppe.net", HostClass::TokenService(Cloud::Public)),
    ("login.microsoft-ppe.com", HostClass::TokenService(Cloud::Public)),
    ("login.microsoftonline.us", HostClass::TokenService(Cloud::UsGovernment)),
    ("login.usgovcloudapi.net", HostClass::TokenService(Cloud::UsGovernment)),
    ("login.partner.microsoftonline.cn", HostClass::TokenService(Cloud::China)),
    ("login.chinacloudapi.cn", HostClass::TokenService(Cloud::China)),
    ("login.microsoftonline.eaglex.ic.gov", HostClass::TokenService(Cloud::UsNat)),
    ("login.microsoftonline.microsoft.scloud", HostClass::TokenService(Cloud::UsSec)),
    ("login.sovcloud-identity.fr", HostClass::TokenService(Cloud::France)),
    ("login.sovcloud-identity.de", HostClass::TokenService(Cloud::Germany)),
    ("login.microsoftonline.de", HostClass::TokenService(Cloud::Germany)),
    ("login.sovcloud-identity.sg", HostClass::TokenService(Cloud::Singapore)),
    ("login.live.com", HostClass::TokenService(Cloud::Msa)),
    ("account.live.com", HostClass::TokenService(Cloud::Msa)),
    ("autologon.microsoftazuread-sso.com", HostClass::SeamlessSso),
    ("autologon.microsoftazuread-sso.us", HostClass::SeamlessSso),
    ("device.login.microsoftonline.com", HostClass::DeviceAuthentication),
    ("device.login.microsoftonline.us", HostClass::DeviceAuthentication),
    ("enterpriseregistration.windows.net", HostClass::DeviceRegistration),
    ("mysignins.microsoft.com", HostClass::SecurityInfo),
    ("mysignins.azure.us", HostClass::SecurityInfo),
    ("mysignins.microsoft.us", HostClass::SecurityInfo),
    ("mysignins.microsoft.scloud", HostClass::SecurityInfo),
    ("mysignins.eaglex.ic.gov", HostClass::SecurityInfo),
    ("account.activedirectory.windowsazure.com", HostClass::SecurityInfo),
    ("passwordreset.microsoftonline.com", HostClass::PasswordReset),
    ("passwordreset.microsoftonline.us", HostClass::PasswordReset),
    ("passwordreset.activedirectory.windowsazure.us", HostClass::PasswordReset),
    ("*.b2clogin.com", HostClass::TokenService(Cloud::B2c)),
    ("*.b2clogin.us", HostClass::TokenService(Cloud::B2c)),
    ("*.b2clogin.cn", HostClass::TokenService(Cloud::B2c)),
    ("*.b2clogin.de", HostClass::TokenService(Cloud::B2c)),
    ("*.ciamlogin.com", HostClass::TokenService(Cloud::ExternalId)),
    ("*.login.microsoft.com", HostClass::TokenService(Cloud::Public)),
    ("*certauth.login.microsoftonline.com", HostClass::CertificateAuthentication),
    ("*certauth.login.microsoftonline.us", HostClass::CertificateAuthentication),
    ("*.msauth.net", HostClass::PageContent),
    ("*.msftauth.net", HostClass::PageContent),
    ("*.msftauthimages.net", HostClass::PageContent),
    ("*.msauthimages.net", HostClass::PageContent),
];

/// Response headers that the service, or the front end before it, writes: a response with any of them came from Microsoft. Each is also on the list of
/// what stays in a sanitized capture.
pub const MARKS: &[&str] = &[
    "ppserver",
    "x-azure-ref",
    "x-ms-clitelem",
    "x-ms-ests-server",
    "x-ms-gateway-requestid",
    "x-ms-request-id",
    "x-ms-route-info",
    "x-ms-srs",
    "x-msedge-ref",
];

/// The rows of the table of hosts as they stand there: host, and what it is for.
#[cfg(any(test, feature = "internals"))]
#[must_use]
pub fn known() -> &'static [(&'static str, HostClass)] {
    HOSTS
}

/// What the host is for. `path` tells B2C's older addresses on the common host apart, and the services that customers put behind a domain of
/// their own: B2C, native authentication of External ID, and AD FS.
#[must_use]
pub fn class(host: &str, path: &str) -> HostClass {
    let host = host.trim_end_matches('.');
    let is_host = |name: &str| match name.strip_prefix('*') {
        Some(suffix) => ends_with_ignoring_case(host, suffix),
        None => host.eq_ignore_ascii_case(name),
    };
    let found = HOSTS.iter().find(|(name, _)| is_host(name)).map_or(HostClass::Other, |(_, class)| *class);
    match found {
        HostClass::TokenService(Cloud::Public) if path.starts_with("/te/") || path.starts_with("/tfp/") => {
            HostClass::TokenService(Cloud::B2c)
        }
        HostClass::Other => on_own_domain(path).unwrap_or(HostClass::Other),
        other => other,
    }
}

/// What a path gives away of a host that no one knows.
fn on_own_domain(path: &str) -> Option<HostClass> {
    // Most addresses of a capture are none of these.
    let mut segments = path.split('/').filter(|segment| !segment.is_empty());
    let first = segments.next()?;
    segments.next()?;
    if first.eq_ignore_ascii_case("adfs") {
        return Some(HostClass::FederationServer);
    }
    let is_b2c = leads_on_from_policy(path) || ends_with_ignoring_case(path.trim_end_matches('/'), "/oauth2/authresp");
    if is_b2c {
        return Some(HostClass::TokenService(Cloud::B2c));
    }
    is_native_authentication(path).then_some(HostClass::TokenService(Cloud::ExternalId))
}

/// What follows the policy in a path of B2C's.
const BEHIND_POLICY: &[&str] =
    &["oauth2", "selfasserted", "api", "phonefactor", "totpfactor", "samlp", "wsfed", "v2.0", "discovery", "client", ".well-known"];

/// `/contoso.onmicrosoft.com/B2C_1A_signin/oauth2/...`. An application may have the name of a policy in its redirect URI, but not what follows here.
fn leads_on_from_policy(path: &str) -> bool {
    const PLACES: usize = 3;
    let mut segments = path.split('/').filter(|segment| !segment.is_empty());
    let is_policy =
        |segment: &str| segment.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("b2c_1_") || start.eq_ignore_ascii_case("b2c_1a"));
    let found = segments.by_ref().take(PLACES).any(is_policy);
    let Some(next) = segments.next().filter(|_| found) else { return false };
    // Many applications have an `api`; B2C's continues with a page and what became of it.
    let goes_on = !next.eq_ignore_ascii_case("api") || segments.count() >= 2;
    goes_on && BEHIND_POLICY.iter().any(|known| next.eq_ignore_ascii_case(known))
}

/// Endpoints of native authentication, by the last parts of their paths.
const NATIVE_AUTHENTICATION: &[(&str, &[&str])] = &[
    ("/oauth2/v2.0/", &["initiate", "challenge", "introspect"]),
    ("/signup/v1.0/", &["start", "challenge", "continue"]),
    ("/register/v1.0/", &["introspect", "challenge", "continue"]),
    ("/resetpassword/v1.0/", &["start", "challenge", "continue", "submit", "poll_completion"]),
];

/// Whether a path is that of an endpoint of native authentication.
#[must_use]
pub fn is_native_authentication(path: &str) -> bool {
    let path = path.trim_end_matches('/');
    let Some(slash) = path.rfind('/') else { return false };
    let (before, last) = path.split_at(slash + 1);
    let is_last = |names: &[&str]| names.iter().any(|name| last.eq_ignore_ascii_case(name));
    NATIVE_AUTHENTICATION.iter().any(|(start, names)| is_last(names) && ends_with_ignoring_case(before, start))
}

/// Domains below which Microsoft alone has hosts.
const OF_MICROSOFT: &[&str] = &[
    "microsoft.com",
    "microsoft.us",
    "microsoft.cn",
    "microsoft.scloud",
    "microsoftonline.com",
    "microsoftonline.us",
    "microsoftonline.cn",
    "microsoftonline.de",
    "microsoftonline-p.com",
    "microsoftazuread-sso.com",
    "microsoftazuread-sso.us",
    "microsoft365.com",
    "cloud.microsoft",
    "live.com",
    "live.net",
    "hotmail.com",
    "outlook.com",
    "msn.com",
    "bing.com",
    "skype.com",
    "xbox.com",
    "onedrive.com",
    "office.com",
    "office.net",
    "office365.com",
    "office365.us",
    "azure.com",
    "azure.us",
    "azure.cn",
    "windows.com",
    "windows.net",
    "windowsazure.com",
    "windowsazure.us",
    "windows-ppe.net",
    "microsoft-ppe.com",
    "msidentity.com",
    "msauth.net",
    "msftauth.net",
    "msauthimages.net",
    "msftauthimages.net",
    "sovcloud-identity.fr",
    "sovcloud-identity.de",
    "sovcloud-identity.sg",
    "b2clogin.com",
    "ciamlogin.com",
];

/// Domains below those where customers choose the names, and what answers there.
const OF_CUSTOMERS: &[&str] = &[
    "core.windows.net",
    "servicebus.windows.net",
    "database.windows.net",
    "search.windows.net",
    "cache.windows.net",
    "cloudapp.azure.com",
    "cloudapp.azure.us",
    "cloudapp.azure.cn",
    "ml.azure.com",
    "azurewebsites.windows.net",
];

/// Whether a host is Microsoft's own. One where customers of Microsoft choose the name is not.
#[must_use]
pub fn is_of_microsoft(host: &str) -> bool {
    let host = host.trim_end_matches('.');
    let below = |domain: &&str| {
        let before = host.len().checked_sub(domain.len()).filter(|_| ends_with_ignoring_case(host, domain));
        before.is_some_and(|before| before == 0 || host.as_bytes().get(before - 1) == Some(&b'.'))
    };
    OF_MICROSOFT.iter().any(&below) && !OF_CUSTOMERS.iter().any(&below)
}

fn ends_with_ignoring_case(text: &str, suffix: &str) -> bool {
    text.len() >= suffix.len()
        && text.is_char_boundary(text.len() - suffix.len())
        && text[text.len() - suffix.len()..].eq_ignore_ascii_case(suffix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hosts_of_microsoft_are_microsofts() {
        for host in [
            "ms-sso.copilot.microsoft.com",
            "Microsoft.com",
            "portal.azure.com.",
            "m365.cloud.microsoft",
            "graph.windows.net",
            "www.office.com",
        ] {
            assert!(is_of_microsoft(host), "{host}");
        }
        for host in [
            "microsoft.com.evil.example",
            "login-microsoft.com",
            "notmicrosoft.com",
            "evil.azurewebsites.net",
            "evil.blob.core.windows.net",
            "evil.azurefd.net",
            "evil.westeurope.cloudapp.azure.com",
            "evil.sharepoint.com",
            "microsoft.com-login.example",
            "microsoft",
            "",
        ] {
            assert!(!is_of_microsoft(host), "{host}");
        }
    }

    #[test]
    fn a_path_gives_away_what_is_behind_a_domain_of_the_customers() {
        let class = |path: &str| class("id.contoso.example", path);
        for path in [
            "/contoso.onmicrosoft.com/B2C_1A_SIGNIN/oauth2/v2.0/authorize",
            "/3c1f9f2e-5b7a-4d86-9c0e-8a4b6d2e1f70/b2c_1_sign_in/SelfAsserted",
            "/tfp/contoso.onmicrosoft.com/B2C_1_x/api/CombinedSigninAndSignup/confirmed",
            "/contoso.onmicrosoft.com/oauth2/authresp",
            "/contoso.onmicrosoft.com/B2C_1A_x/samlp/sso/assertionconsumer",
        ] {
            assert_eq!(class(path), HostClass::TokenService(Cloud::B2c), "{path}");
        }
        for path in ["/contoso.onmicrosoft.com/oauth2/v2.0/initiate", "/x/SignUp/v1.0/start/", "/x/resetpassword/v1.0/poll_completion"] {
            assert_eq!(class(path), HostClass::TokenService(Cloud::ExternalId), "{path}");
        }
        for path in ["/adfs/ls/", "/ADFS/services/trust/13/usernamemixed"] {
            assert_eq!(class(path), HostClass::FederationServer, "{path}");
        }
        for path in [
            "/",
            "",
            "/.auth/login/B2C_1_signin/callback",
            "/adfs",
            "/docs/adfs/ls",
            "/signup/v1.0/else",
            "/contoso.example/oauth2/v2.0/token",
        ] {
            assert_eq!(class(path), HostClass::Other, "{path}");
        }
    }
}

//! What the service answers: pages with their `$Config`, self-submitting forms, and error messages.

use std::fmt::Write;

use super::json::{Json, Object};
use super::sign_in::{CONTOSO, SignIn};
use super::story::Seen;

/// A page of the sign-in, as far as it differs from the others.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    id: &'static str,
    title: &'static str,
    numbers: (u32, u32),
    ending: &'static str,
    knows_user: bool,
    config: Object,
}

/// The ways in which the script with `$Config` ends.
const NEW_LINE: &str = ";\n//]]></script>";
const SAME_LINE: &str = ";//]]></script>";
const MORE_SCRIPT: &str = "; if (false) { $Config.sErrorCode = \"90033\"; }\n//]]></script>";

impl Page {
    fn new(id: &'static str, title: &'static str, numbers: (u32, u32), ending: &'static str) -> Self {
        Self { id, title, numbers, ending, knows_user: true, config: Object::new() }
    }

    /// A page of which only its own name matters.
    pub(crate) fn named(id: &'static str) -> Self {
        Self::new(id, "Sign in to your account", (1100, 2000), NEW_LINE)
    }

    /// User name and password.
    pub(crate) fn sign_in() -> Self {
        Self { knows_user: false, ..Self::new("ConvergedSignIn", "Sign in to your account", (1104, 1800), NEW_LINE) }
    }

    /// The sign-in page after a first credential was refused.
    pub(crate) fn sign_in_again(code: &str, text: &str) -> Self {
        Self { knows_user: true, ..Self::sign_in().code(code).with("sErrTxt", text) }
    }

    /// The second factor.
    pub(crate) fn multifactor(method: &str, display: &str) -> Self {
        let proof = |method: &str, display: &str, is_default: bool| {
            let proof = Object::new().with("authMethodId", method).with("data", method).with("display", display);
            Json::from(proof.with("isDefault", is_default).with("isLocationAware", false))
        };
        Self::new("ConvergedTFA", "Sign in to your account", (1114, 2202), NEW_LINE)
            .with("arrUserProofs", vec![proof(method, display, true), proof("PhoneAppOTP", display, false)])
            .with("oPerAuthPollingInterval", Object::new().with("PhoneAppNotification", 1))
            .with("urlBeginAuth", "https://login.microsoftonline.com/common/SAS/BeginAuth")
            .with("urlEndAuth", "https://login.microsoftonline.com/common/SAS/EndAuth")
            .with("iMaxPollAttempts", 10)
            .with("urlPost", "https://login.microsoftonline.com/common/SAS/ProcessAuth")
            .code("50074")
    }

    /// "More information required".
    pub(crate) fn registration(target: &str) -> Self {
        Self::new("ConvergedProofUpRedirect", "Sign in to your account", (1121, 2000), NEW_LINE)
            .with("urlSetUpMfa", "browser://aka.ms/mfasetup")
            .with("urlPostRedirect", target)
            .with("urlPost", target)
            .with("sProofUpTokenName", "evo_code")
            .with("iRemainingDaysToSkipMfaRegistration", 0)
            .code("50072")
    }

    /// "Stay signed in?"
    pub(crate) fn keep_me_signed_in() -> Self {
        Self::new("KmsiInterrupt", "Sign in to your account", (1115, 2005), SAME_LINE)
            .with("urlPost", "/kmsi")
            .with("sCanaryTokenName", "canary")
            .code("50140")
    }

    /// "Are you trying to sign in to ...?"
    pub(crate) fn app_confirmation() -> Self {
        Self::new("CmsiInterrupt", "Sign in to your account", (1132, 2000), NEW_LINE).with("urlPost", "/appverify").code("50199")
    }

    /// "Permissions requested".
    pub(crate) fn consent() -> Self {
        Self::new("ConvergedConsent", "Sign in to your account", (1112, 2000), MORE_SCRIPT)
            .with("urlPost", "/common/Consent/Set")
            .with("arrScopes", vec![Json::from("User.Read"), Json::from("Calendars.ReadWrite")])
            .code("65001")
    }

    /// "Update your password".
    pub(crate) fn change_password() -> Self {
        Self::new("ConvergedChangePassword", "Sign in to your account", (1109, 2000), NEW_LINE)
            .with("urlAsyncSsprBegin", "https://login.microsoftonline.com/common/SSPR/Begin")
            .with("urlAsyncSsprPoll", "https://login.microsoftonline.com/common/SSPR/Poll")
            .with("urlPost", "https://login.microsoftonline.com/common/SSPR/End")
            .with("sErrTxt", "")
            .code("50055")
    }

    /// "You cannot access this right now".
    pub(crate) fn conditional_access(number: u32) -> Self {
        Self::new("ConvergedConditionalAccess", "Sign in to your account", (1116, 2000), NEW_LINE)
            .with("sDeviceState", "Unregistered")
            .with("iErrorCode", number)
            .with("iErrorTitle", 3)
    }

    /// "Sorry, but we're having trouble signing you in". The message begins with its code.
    pub(crate) fn error(message: &str) -> Self {
        let code = message.split(':').next().unwrap_or_default().trim_start_matches("AADSTS").to_owned();
        Self::new("ConvergedError", "Sign in to your account", (1117, 2000), NEW_LINE)
            .with("strMainMessage", "Sorry, but we\u{2019}re having trouble signing you in.")
            .with("strServiceExceptionMessage", message)
            .with("fShowCopyDebugDetailsLink", true)
            .code(&code)
    }

    /// The page's `sErrorCode`.
    pub(crate) fn code(self, code: &str) -> Self {
        self.with("arrValErrs", vec![Json::from(code)]).with("sErrorCode", code)
    }

    /// Any other member of `$Config`.
    pub(crate) fn with(mut self, name: &str, value: impl Into<Json>) -> Self {
        self.config = std::mem::take(&mut self.config).with(name, value);
        self
    }

    /// The page as it is sent.
    pub(crate) fn html(&self, sign_in: &SignIn, seen: &Seen) -> String {
        let Self { id, title, ending, .. } = self;
        let config = self.config(sign_in, seen).for_script();
        format!(
            r#"

<!-- Copyright (C) Microsoft Corporation. All rights reserved. -->
<!DOCTYPE html>
<html dir="ltr" class="" lang="en">
<head>
    <title>{title}</title>
    <meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
    <meta name="PageID" content="{id}" />
    <meta name="ReqLC" content="1033" />
    <noscript><meta http-equiv="Refresh" content="0; URL=https://login.microsoftonline.com/jsdisabled" /></noscript>
<script type="text/javascript">//<![CDATA[
$Config={config}{ending}
<script type="text/javascript">ServerData = $Config;</script>
<script crossorigin="anonymous" src="https://aadcdn.msauth.net/shared/1.0/content/js/ConvergedLogin_PCore_5fZ0y1.js"></script>
</head>
<body data-bind="defineGlobals: ServerData, bodyCssClass" class="cb" style="display: none"></body>
</html>
"#
        )
    }

    fn config(&self, sign_in: &SignIn, seen: &Seen) -> Object {
        let reprocess = format!("https://login.microsoftonline.com/common/reprocess?ctx={}", sign_in.context);
        let (page_number, action) = self.numbers;
        let user = if self.knows_user { sign_in.user.upn } else { "" };
        Object::new()
            .with("urlGetCredentialType", "https://login.microsoftonline.com/common/GetCredentialType?mkt=en-US")
            .with("urlNoCookies", "https://login.microsoftonline.com/cookiesdisabled")
            .with("urlPost", "https://login.microsoftonline.com/common/login")
            .with("urlRefresh", &reprocess)
            .with("urlLogin", &reprocess)
            .with("urlCancel", sign_in.reply(&[("error", "access_denied"), ("error_subcode", "cancel")]).replace('#', "?"))
            .with("urlResume", format!("https://login.microsoftonline.com/common/resume?ctx={}", sign_in.context))
            .with("sPOST_Username", user)
            .with("sFT", &sign_in.flow_token)
            .with("sFTName", "flowToken")
            .with("sCtx", &sign_in.context)
            .with("sAppName", sign_in.app.name)
            .with("sAppId", sign_in.app.client_id)
            .with("sTenantId", CONTOSO)
            .with("sCompanyDisplayName", "Contoso")
            .with_all(&self.config)
            .with("desktopSsoConfig", seamless_sign_on(sign_in, seen))
            .with("hpgact", action)
            .with("hpgid", page_number)
            .with("pgid", self.id)
            .with("apiCanary", &sign_in.api_canary)
            .with("canary", format!("{}=0:1", sign_in.canary))
            .with("correlationId", &sign_in.correlation_id)
            .with("sessionId", &seen.request_id)
            .with("locale", Object::new().with("mkt", "en-US").with("lcid", 1033))
            .with("country", "DE")
            .with("serverDetails", server_details(seen))
            .with("fShowCopyDebugDetailsLink", true)
    }
}

/// What the page does if seamless single sign-on fails. It did not: this is on every page.
fn seamless_sign_on(sign_in: &SignIn, seen: &Seen) -> Object {
    let description = format!(
        "Seamless single sign on failed for the user. This can happen if the user is unable to access on premises AD or intranet \
         zone is not configured correctly\r\nTrace ID: {}\r\nCorrelation ID: {}\r\nTimestamp: {}",
        seen.request_id,
        sign_in.correlation_id,
        seen.stamp()
    );
    let probe = "https://autologon.microsoftazuread-sso.com/{0}/winauth/ssoprobe?client-request-id=";
    let config = Object::new()
        .with("iwaSsoProbeUrlFormat", format!("{probe}{}", sign_in.correlation_id))
        .with("iwaRequestTimeoutInMs", 10_000)
        .with("startDesktopSsoOnPageLoad", false);
    if sign_in.app.response_mode == "form_post" {
        let parameters =
            Object::new().with("error", "interaction_required").with("error_description", description).with("state", &sign_in.state);
        config.with("redirectUri", sign_in.app.redirect_uri).with("redirectDssoErrorPostParams", parameters)
    } else {
        let url = sign_in.reply(&[("error", "interaction_required"), ("error_description", &description)]);
        config.with("redirectUri", url)
    }
}

fn server_details(seen: &Seen) -> Object {
    let version = vec![Json::from(2), Json::from(1), Json::from(22_104), Json::from(6)];
    Object::new()
        .with("slc", "ProdSlices")
        .with("dc", "NEULR1")
        .with("ri", "DU2XXXX")
        .with("ver", Object::new().with("v", version))
        .with("rt", seen.time.strftime("%Y-%m-%dT%H:%M:%S").to_string())
        .with("et", 61)
}

/// The response of `GetCredentialType`.
pub(crate) fn credential_type(sign_in: &SignIn, exists: i32, federation: Option<&str>) -> Object {
    let credentials = Object::new()
        .with("PrefCredential", if federation.is_some() { 4 } else { 1 })
        .with("HasPassword", true)
        .with("FidoParams", Json::null())
        .with_some("FederationRedirectUrl", federation);
    Object::new()
        .with("Username", sign_in.user.upn)
        .with("Display", sign_in.user.upn)
        .with("IfExistsResult", exists)
        .with("IsUnmanaged", false)
        .with("ThrottleStatus", 0)
        .with("Credentials", credentials)
        .with("EstsProperties", Object::new().with("DomainType", if federation.is_some() { 4 } else { 3 }))
        .with("FlowToken", &sign_in.flow_token)
        .with("IsSignupDisallowed", true)
        .with("apiCanary", &sign_in.api_canary)
}

/// A form that submits itself: how `response_mode=form_post`, SAML and WS-Federation travel.
pub(crate) fn self_submitting_form(action: &str, fields: &[(&str, &str)]) -> String {
    let mut inputs = String::new();
    for (name, value) in fields {
        let _ = write!(inputs, r#"<input type="hidden" name="{name}" value="{}" />"#, html_escaped(value));
    }
    format!(
        r#"<html><head><title>Working...</title></head><body><form method="POST" name="hiddenform" action="{}">{inputs}<noscript><p>Script is disabled. Click Submit to continue.</p><input type="submit" value="Submit" /></noscript></form><script language="javascript">document.forms[0].submit();</script></body></html>"#,
        html_escaped(action)
    )
}

/// Text as it is in an attribute.
pub(crate) fn html_escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

/// A message with the service's ids after it, as in `error_description`.
pub(crate) fn message(text: &str, correlation_id: &str, seen: &Seen) -> String {
    format!("{text}\r\nTrace ID: {}\r\nCorrelation ID: {correlation_id}\r\nTimestamp: {}", seen.request_id, seen.stamp())
}

/// The token endpoint's error.
pub(crate) fn token_error(error: &str, text: &str, correlation_id: &str, seen: &Seen) -> Object {
    let number = text.split(':').next().unwrap_or_default().trim_start_matches("AADSTS");
    Object::new()
        .with("error", error)
        .with("error_description", message(text, correlation_id, seen))
        .with("error_codes", vec![Json::Literal(number.to_owned())])
        .with("timestamp", seen.stamp())
        .with("trace_id", &seen.request_id)
        .with("correlation_id", correlation_id)
        .with("error_uri", format!("https://login.microsoftonline.com/error?code={number}"))
}

/// Percent-encoding as the service writes it into a redirect: lower-case digits, a plus for a space.
pub(crate) fn lower_case_encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' => encoded.push(char::from(byte)),
            b' ' => encoded.push('+'),
            _ => {
                let _ = write!(encoded, "%{byte:02x}");
            }
        }
    }
    encoded
}

//! A browser signs in: pages, their forms, the response to the application.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::Template;
use crate::planted::draft::{Draft, encoded, form_page};
use crate::planted::sow::Sow;
use crate::planted::{CLIENT, CORRELATION, TENANT};
use crate::scenario::json::{Json, Object};

pub(super) const ALL: &[(&str, Template)] = &[
    ("authorize", authorize),
    ("GetCredentialType", credential_type),
    ("login", login),
    ("login with a short password", short_password),
    ("login without a password", no_password),
    ("login with a common word", common_word),
    ("login with metacharacters", metacharacters),
    ("login with a name from abroad", foreign_name),
    ("login by broken form", duplicates),
    ("stay signed in", stay_signed_in),
    ("callback", callback),
    ("implicit answer", implicit),
    ("landing", landing),
    ("reprocess", reprocess),
    ("user realm", user_realm),
    ("user realm of old", old_user_realm),
    ("debug mode", debug_mode),
    ("sign-out", sign_out),
];

const LOGIN: &str = "https://login.microsoftonline.com/common/login";
const CALLBACK: &str = "https://app.contoso.example/signin-oidc";

/// What a browser with a work account sends, and the service's own.
fn service_cookies(s: &Sow) -> Vec<(&'static str, String)> {
    const NAMES: &[&str] = &[
        "ESTSAUTH",
        "ESTSAUTHPERSISTENT",
        "ESTSAUTHLIGHT",
        "SignInStateCookie",
        "CCState",
        "esctx-Ab3dE9",
        "ch",
        "ESTSUSERLIST",
        "estsStateTransient",
        "estsStatePersistent",
        "buid",
        "fpc",
        "MSFPC",
        "CcsNtv",
        "rrc",
        "ESTSNCLOGIN",
        "x-ms-RefreshTokenCredential",
        "x-ms-DeviceCredential",
        "someCookieOfTomorrow",
    ];
    NAMES.iter().map(|name| (*name, s.secret(&format!("cookie {name}")))).collect()
}

/// The cookie of single sign-on: a token whose payload carries the refresh token.
fn refresh_token_credential(s: &Sow, row: &str) -> String {
    let claims = Object::new().with("refresh_token", s.secret("refresh_token inside a credential")).with("is_primary", "true");
    s.token(row, claims.with("request_nonce", s.secret("request_nonce")))
}

/// An address inside a parameter of an address inside a parameter.
fn nested(s: &Sow) -> String {
    let inner = format!("https://files.contoso.example/open?{}", encoded(&[("sig", s.secret("sig, two addresses deep"))]));
    format!("{CALLBACK}?{}", encoded(&[("ticket", s.secret("ticket, one address deep")), ("returnUrl", inner)]))
}

fn authorize(s: &Sow) -> Draft<'_> {
    Draft::get(s, format!("https://login.microsoftonline.com/{TENANT}/oauth2/v2.0/authorize"))
        .noted()
        .query(&[
            ("client_id", CLIENT.to_owned()),
            ("redirect_uri", nested(s)),
            ("response_type", "code id_token".to_owned()),
            ("scope", "openid profile https://graph.microsoft.com/Calendars.ReadWrite".to_owned()),
            ("response_mode", "form_post".to_owned()),
            ("prompt", "select_account".to_owned()),
            ("domain_hint", "fabrikam.example".to_owned()),
            ("claims", r#"{"id_token":{"acrs":{"essential":true,"value":"c25"}}}"#.to_owned()),
            ("code_challenge_method", "S256".to_owned()),
            ("client-request-id", CORRELATION.to_owned()),
            ("x-client-SKU", "ID_NET8_0".to_owned()),
            ("state", s.secret("state")),
            ("nonce", s.secret("nonce")),
            ("sso_nonce", s.secret("sso_nonce")),
            ("login_hint", s.user("login_hint")),
            ("id_token_hint", s.token("id_token_hint", s.person())),
        ])
        .header("x-ms-RefreshTokenCredential", refresh_token_credential(s, "x-ms-RefreshTokenCredential"))
        .header("x-ms-RefreshTokenCredential1", refresh_token_credential(s, "x-ms-RefreshTokenCredential1"))
        .header("x-ms-DeviceCredential", s.token("x-ms-DeviceCredential", Object::new()))
        .header("x-ms-device-name", s.personal("x-ms-device-name"))
        .header(
            "Referer",
            format!("https://app.contoso.example/start?{}", encoded(&[("otp", s.secret("otp")), ("code", s.secret("code"))])),
        )
        .header("Origin", "https://app.contoso.example")
        .cookies(&service_cookies(s))
        .of_service()
        .returns("Link", format!("<https://app.contoso.example/next?{}>; rel=next", encoded(&[("code", s.secret("code"))])))
        .returns("x-ms-clitelem", "1,50058,0,,")
        .sets_cookies(&service_cookies(s))
        .page("ConvergedSignIn", &sign_in_config(s))
}

fn sign_in_config(s: &Sow) -> Object {
    let reprocess = |path: &str, row: &str| format!("https://login.microsoftonline.com/common/{path}?ctx={}", s.secret(row));
    Object::new()
        .with("urlPost", reprocess("login", "ctx in urlPost") + "&flowtoken=" + &s.secret("flowtoken"))
        .with("urlResume", reprocess("resume", "ctx in urlResume"))
        .with("urlSkipMfaRegistration", reprocess("SAS/skip", "ctx in urlSkipMfaRegistration"))
        .with("sFT", s.secret("sFT"))
        .with("sFTName", "tomorrowsFlowToken")
        .with("tomorrowsFlowToken", s.secret("sFTName value"))
        .with("sCtx", s.secret("sCtx"))
        .with("canary", s.secret("canary"))
        .with("apiCanary", s.secret("apiCanary"))
        .with("sCrossDomainCanary", s.secret("sCrossDomainCanary"))
        .with("loginCanary", s.secret("loginCanary"))
        .with("lmcCanary", s.secret("lmcCanary"))
        .with("sFidoChallenge", s.secret("sFidoChallenge"))
        .with("serverChallenge", s.secret("serverChallenge"))
        .with("sPOST_Username", s.user("sPOST_Username"))
        .with("sSignInUsername", s.user("sSignInUsername"))
        .with("sCompanyDisplayName", s.personal("sCompanyDisplayName"))
        .with("sErrorCode", "50058")
        .with("country", "DE")
}

fn credential_type(s: &Sow) -> Draft<'_> {
    let asked = |s: &Sow| {
        Object::new()
            .with("username", s.user("username"))
            .with("originalRequest", s.secret("originalRequest"))
            .with("flowToken", s.secret("flowToken"))
    };
    Draft::post(s, "https://login.microsoftonline.com/common/GetCredentialType?mkt=en-US")
        .header("hpgrequestid", s.id("page request"))
        .header("canary", s.secret("header canary"))
        .header("x-ms-ctx", s.secret("x-ms-ctx"))
        .header("x-ms-flowToken", s.secret("x-ms-flowToken"))
        .json(&asked(s))
        .of_service()
        .answers_json(&credential_answer(s))
}

fn credential_answer(s: &Sow) -> Object {
    let redirect = encoded(&[("username", s.user("FederationRedirectUrl username")), ("wctx", s.secret("wctx"))]);
    let redirect = format!("https://adfs.fabrikam.example/adfs/ls/?{redirect}");
    Object::new()
        .with("Username", s.user("Username"))
        .with("Display", s.user("Display"))
        .with("IfExistsResult", 5)
        .with("Credentials", Object::new().with("FederationRedirectUrl", redirect))
        .with("EstsProperties", Object::new().with("DomainType", 4))
        .with("FlowToken", s.secret("FlowToken"))
        .with("apiCanary", s.secret("apiCanary"))
}

fn login(s: &Sow) -> Draft<'_> {
    Draft::post(s, LOGIN)
        .noted()
        .header("Origin", "https://login.microsoftonline.com")
        .header("Referer", format!("https://login.microsoftonline.com/common/reprocess?{}", encoded(&[("ctx", s.secret("ctx"))])))
        .form(&[
            ("login", s.user("login")),
            ("loginfmt", s.user("loginfmt")),
            ("passwd", s.secret("passwd")),
            ("accesspass", s.secret("accesspass")),
            ("canary", s.secret("canary")),
            ("ctx", s.secret("ctx")),
            ("rctx", s.secret("rctx")),
            ("flowToken", s.secret("flowToken")),
            ("ESTSWCTXFLOWTOKEN", s.secret("ESTSWCTXFLOWTOKEN")),
            ("hpgrequestid", s.id("page request")),
        ])
        .of_service()
        .returns("x-ms-clitelem", "1,50126,0,,")
        .page("ConvergedSignIn", &wrong_password(s))
}

fn wrong_password(s: &Sow) -> Object {
    let (user, address) = (s.user("user in a message"), s.public_address("address in a message"));
    Object::new()
        .with("sErrorCode", "50126")
        .with("arrValErrs", vec![Json::from("50126")])
        .with("iErrorCode", 50126)
        .with("strServiceExceptionMessage", format!("AADSTS50126: Invalid username or password for '{user}' from {address}."))
        .with("sFT", s.secret("sFT"))
        .with("sCtx", s.secret("sCtx"))
        .with("sPOST_Username", s.user("sPOST_Username"))
}

fn short_password(s: &Sow) -> Draft<'_> {
    Draft::post(s, LOGIN)
        .form(&[("type", "11".to_owned()), ("passwd", s.short("passwd", "x")), ("ctx", s.secret("ctx"))])
        .html("<html></html>")
}

fn no_password(s: &Sow) -> Draft<'_> {
    Draft::post(s, LOGIN).form(&[("type", "11".to_owned()), ("passwd", String::new()), ("ctx", s.secret("ctx"))]).html("<html></html>")
}

fn common_word(s: &Sow) -> Draft<'_> {
    Draft::post(s, LOGIN)
        .form(&[("type", "11".to_owned()), ("passwd", s.short("passwd", "password")), ("ctx", s.secret("ctx"))])
        .html("<html></html>")
}

fn metacharacters(s: &Sow) -> Draft<'_> {
    Draft::post(s, LOGIN)
        .form(&[("passwd", s.metacharacters("passwd of metacharacters")), ("login", s.user("login"))])
        .page("ConvergedSignIn", &Object::new().with("sFT", s.metacharacters("sFT of metacharacters")))
}

fn foreign_name(s: &Sow) -> Draft<'_> {
    Draft::post(s, LOGIN)
        .form(&[("login", s.foreign_user("login from abroad")), ("passwd", s.secret("passwd"))])
        .page("ConvergedSignIn", &Object::new().with("sPOST_Username", s.foreign_user("sPOST_Username from abroad")))
}

/// Names in upper case, and twice.
fn duplicates(s: &Sow) -> Draft<'_> {
    Draft::post(s, LOGIN)
        .form(&[
            ("PASSWD", s.secret("PASSWD in upper case")),
            ("passwd", s.secret("passwd, first of two")),
            ("passwd", s.secret("passwd, second of two")),
            ("FLOWTOKEN", s.secret("FLOWTOKEN in upper case")),
            ("LoginFmt", s.user("LoginFmt in other case")),
        ])
        .answers("application/json", twice(s))
}

fn twice(s: &Sow) -> String {
    let (first, second) = (s.secret("FlowToken, first of two"), s.secret("FlowToken, second of two"));
    format!(r#"{{"FlowToken":"{first}","FlowToken":"{second}","APICANARY":"{}"}}"#, s.secret("APICANARY in upper case"))
}

fn answer(s: &Sow) -> Vec<(&'static str, String)> {
    vec![
        ("code", format!("1.A{}", s.secret("code"))),
        ("id_token", s.token("id_token", s.person())),
        ("state", s.secret("state")),
        ("client_info", URL_SAFE_NO_PAD.encode(format!(r#"{{"uid":"{}","utid":"{TENANT}"}}"#, s.id("user")))),
    ]
}

fn stay_signed_in(s: &Sow) -> Draft<'_> {
    Draft::post(s, "https://login.microsoftonline.com/kmsi")
        .form(&[
            ("LoginOptions", "1".to_owned()),
            ("ctx", s.secret("ctx")),
            ("flowToken", s.secret("flowToken")),
            ("canary", s.secret("canary")),
        ])
        .of_service()
        .html(answer_page(s))
}

/// The response as a form with entities, and again in the address of a refresh.
fn answer_page(s: &Sow) -> String {
    let refresh = format!("{CALLBACK}?{}", encoded(&[("code", s.secret("code in a meta refresh"))]));
    form_page(CALLBACK, &answer(s), &refresh)
}

fn application_cookies(s: &Sow) -> Vec<(&'static str, String)> {
    const NAMES: &[&str] = &[
        ".AspNetCore.Cookies",
        ".AspNetCore.CookiesC1",
        "FedAuth",
        "rtFa",
        "MSISAuth",
        "MSISAuth1",
        "MSISSamlRequest",
        "RPSSecAuth",
        "WLSSC",
        "AppServiceAuthSession",
        "JSESSIONID",
    ];
    NAMES.iter().map(|name| (*name, s.secret(&format!("cookie {name}")))).collect()
}

/// A cookie whose name holds the nonce.
fn nonce_cookies(s: &Sow) -> Vec<(String, String)> {
    let named = |prefix: &str| format!("{prefix}{}", s.secret(&format!("name of {prefix}*")));
    vec![
        (named("OpenIdConnect.nonce."), s.secret("cookie OpenIdConnect.nonce.*")),
        (named(".AspNetCore.Correlation."), s.secret("cookie .AspNetCore.Correlation.*")),
    ]
}

fn callback(s: &Sow) -> Draft<'_> {
    let nonces = |s: &Sow| nonce_cookies(s).into_iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
    Draft::post(s, CALLBACK)
        .noted()
        .header("Referer", "https://login.microsoftonline.com/")
        .cookies(&application_cookies(s))
        .cookies(&[("SessionOfTheApplication", format!("{}; {}", s.secret("cookie of the application"), nonces(s)))])
        .form(&answer(s))
        .sets_cookies(&application_cookies(s))
        .returns("Refresh", format!("0; url=https://app.contoso.example/home?{}", encoded(&[("token", s.secret("token"))])))
        .redirects_to(format!("https://app.contoso.example/home?{}", encoded(&[("code", s.secret("code"))])))
}

fn implicit(s: &Sow) -> Draft<'_> {
    let tokens = |s: &Sow| {
        encoded(&[
            ("code", s.secret("code")),
            ("access_token", s.token("access_token", s.person())),
            ("id_token", s.token("id_token", Object::new())),
            ("state", s.secret("state")),
        ])
    };
    Draft::get(s, format!("https://login.microsoftonline.com/{TENANT}/oauth2/v2.0/authorize?client_id={CLIENT}&response_mode=fragment"))
        .query(&[("nonce", s.secret("nonce")), ("state", s.secret("state")), ("prompt", "none".to_owned())])
        .of_service()
        .redirects_to(format!("https://planner.contoso.example/#{}", tokens(s)))
}

fn landing(s: &Sow) -> Draft<'_> {
    Draft::get(s, "https://planner.contoso.example/")
        .noted()
        .query(&[("code", s.secret("code")), ("state", s.secret("state"))])
        .fragment(&[
            ("code", s.secret("code in a fragment")),
            ("access_token", s.token("access_token", Object::new())),
            ("id_token", s.token("id_token", Object::new())),
            ("refresh_token", s.secret("refresh_token")),
        ])
        .html("<html><title>Planner</title></html>")
}

fn reprocess(s: &Sow) -> Draft<'_> {
    Draft::get(s, "https://login.microsoftonline.com/common/reprocess")
        .noted()
        .query(&[
            ("ctx", s.secret("ctx")),
            ("flowtoken", s.secret("flowtoken")),
            ("rctx", s.secret("rctx")),
            ("OriginalRequest", s.secret("OriginalRequest")),
        ])
        .of_service()
        .returns("x-ms-clitelem", "1,53003,0,,")
        .page("ConvergedConditionalAccess", &Object::new().with("iErrorCode", 53003).with("sDeviceState", "Unregistered"))
}

fn user_realm(s: &Sow) -> Draft<'_> {
    let user = percent(&s.user("user in the path of userrealm"));
    Draft::get(s, format!("https://login.microsoftonline.com/common/userrealm/{user}?api-version=2.1"))
        .of_service()
        .answers_json(&Object::new().with("Login", s.user("Login")).with("NameSpaceType", "Managed").with("DomainName", "contoso.example"))
}

fn old_user_realm(s: &Sow) -> Draft<'_> {
    Draft::get(s, "https://login.microsoftonline.com/GetUserRealm.srf")
        .query(&[("login", s.user("login")), ("json", "1".to_owned())])
        .answers_json(&Object::new().with("Login", s.user("Login")).with("State", 4))
}

fn debug_mode(s: &Sow) -> Draft<'_> {
    Draft::get(s, "https://login.microsoftonline.com/common/debugmode/enable")
        .query(&[("user", s.user("debugmode user"))])
        .html("<html></html>")
}

fn sign_out(s: &Sow) -> Draft<'_> {
    Draft::get(s, "https://login.microsoftonline.com/common/oauth2/v2.0/logout")
        .query(&[
            ("id_token_hint", s.token("id_token_hint", Object::new())),
            ("logout_token", s.token("logout_token", Object::new())),
            ("state", s.secret("state")),
        ])
        .html("<html></html>")
}

fn percent(text: &str) -> String {
    text.replace('@', "%40")
}

//! What the request asks for.

use super::collected::Signals;
use crate::entra::applications;
use crate::entra::endpoints::{Stage, tenant};
use crate::entra::guid::Guid;
use crate::entra::placeholders::stands_for_a_value;
use crate::entra::signals::request::{
    CLAIMS_PARAMETER, CLIENT_ID_FORM, CODE_VERIFIER, DOMAIN_HINT, ENDPOINT_VERSION, GRANT, LOGIN_HINT, MANDATORY_MFA, PKCE, PROMPT,
    REDIRECT_URI_END, REDIRECT_URI_HOST, REDIRECT_URI_PATH, REDIRECT_URI_PORT, REDIRECT_URI_QUERY, REDIRECT_URI_SCHEME, RESOURCE_PARAMETER,
    RESPONSE_MODE, RESPONSE_TYPE, SAML_COMPARISON, SAML_FORCE, SAML_METHOD, SAML_PASSIVE, SCOPE_FORM, TENANT_ASKED, TOKEN_BODY,
    TOKEN_METHOD,
};
use crate::extract::view::View;
use crate::extract::xml;
use crate::model::message::{Body, Url};
use crate::model::observation::{Context, Grant};

pub(super) fn read(view: &View<'_>, context: &Context, signals: &mut Signals) {
    let is_request =
        matches!(view.stage, Stage::Authorize | Stage::Token | Stage::DeviceCodeRequest | Stage::SamlRequest | Stage::WsFedRequest);
    if !is_request || view.exchange.request.method.eq_ignore_ascii_case("OPTIONS") {
        return;
    }
    signals.words(TENANT_ASKED, tenant_asked(view.exchange.request.url.path()));
    match view.stage {
        Stage::SamlRequest => saml(view, signals),
        Stage::WsFedRequest => {
            client_id(view.parameter("wtrealm"), signals);
            redirect_uri(view.parameter("wreply"), signals);
        }
        Stage::Authorize => {
            of_oauth(view, signals);
            authorize(view, signals);
        }
        Stage::Token => {
            of_oauth(view, signals);
            token(view, context, signals);
        }
        _ => of_oauth(view, signals),
    }
}

/// The parameter, unless someone took its value out.
#[expect(clippy::option_option, reason = "what was not sent, and what was taken out, are different")]
fn told<'v>(view: &'v View<'_>, name: &str) -> Option<Option<&'v str>> {
    match view.parameter(name) {
        // A word of the protocol, though elsewhere people write it for nothing.
        Some("none") => Some(Some("none")),
        Some(value) if stands_for_a_value(value) => None,
        value => Some(value),
    }
}

fn tenant_asked(path: &str) -> Option<&'static str> {
    let first = path.split('/').find(|part| !part.is_empty())?;
    let shared = ["common", "organizations", "consumers"].into_iter().find(|name| first.eq_ignore_ascii_case(name));
    shared.or_else(|| {
        let named = tenant(path).filter(|name| !stands_for_a_value(name))?;
        Some(if Guid::parse(named).is_some() { "id" } else { "domain" })
    })
}

fn sent(view: &View<'_>, name: &str) -> &'static str {
    if view.parameter(name).is_some() { "sent" } else { "absent" }
}

fn of_oauth(view: &View<'_>, signals: &mut Signals) {
    let path = view.exchange.request.url.path().to_ascii_lowercase();
    signals.word(ENDPOINT_VERSION, if path.contains("/v2.0/") { "v2" } else { "v1" });
    signals.word(CLAIMS_PARAMETER, sent(view, "claims"));
    signals.word(RESOURCE_PARAMETER, sent(view, "resource"));
    client_id(view.parameter("client_id"), signals);
    if let Some(scope) = told(view, "scope") {
        signals.words(SCOPE_FORM, scope_forms(scope.unwrap_or_default()));
    }
    if view.stage != Stage::DeviceCodeRequest {
        redirect_uri(view.parameter("redirect_uri"), signals);
    }
}

fn authorize(view: &View<'_>, signals: &mut Signals) {
    let one_of = |name: &str, words: &[&'static str]| -> Option<&'static str> {
        let Some(value) = told(view, name)? else { return Some("absent") };
        Some(words.iter().find(|word| value.eq_ignore_ascii_case(word)).copied().unwrap_or("other"))
    };
    signals.words(PROMPT, one_of("prompt", &["none", "login", "select_account", "consent", "create"]));
    signals.words(RESPONSE_MODE, one_of("response_mode", &["query", "fragment", "form_post"]));
    let response_type = match told(view, "response_type") {
        Some(Some(value)) if value.split_whitespace().count() > 1 => Some("several"),
        _ => one_of("response_type", &["code", "id_token", "token"]),
    };
    signals.words(RESPONSE_TYPE, response_type);
    let pkce = match (view.parameter("code_challenge"), view.parameter("code_challenge_method")) {
        (None, _) => Some("absent"),
        (Some(_), Some(method)) if stands_for_a_value(method) => None,
        (Some(_), Some(method)) if method.eq_ignore_ascii_case("S256") => Some("s256"),
        (Some(_), _) => Some("plain"),
    };
    signals.words(PKCE, pkce);
    signals.word(LOGIN_HINT, sent(view, "login_hint"));
    let domain_hint = match view.parameter("domain_hint").or_else(|| view.parameter("whr")) {
        None => Some("absent"),
        Some(hint) if hint.eq_ignore_ascii_case("consumers") || hint.eq_ignore_ascii_case("live.com") => Some("consumers"),
        Some(hint) if hint.eq_ignore_ascii_case("organizations") => Some("organizations"),
        Some(hint) if stands_for_a_value(hint) => None,
        Some(_) => Some("domain"),
    };
    signals.words(DOMAIN_HINT, domain_hint);
}

fn token(view: &View<'_>, context: &Context, signals: &mut Signals) {
    let method = &view.exchange.request.method;
    let method = ["post", "get"].into_iter().find(|known| method.eq_ignore_ascii_case(known)).unwrap_or("other");
    signals.word(TOKEN_METHOD, method);
    let body = match &view.exchange.request.body {
        Body::NotCaptured => None,
        _ if view.request_json.is_some() => Some("json"),
        _ if !view.form.is_empty() => Some("form"),
        body if body.text().trim().is_empty() => Some("empty"),
        _ => Some("other"),
    };
    signals.words(TOKEN_BODY, body);
    let Some(grant) = context.grant else { return };
    let word = match grant {
        Grant::AuthorizationCode => "authorization_code",
        Grant::RefreshToken => "refresh_token",
        Grant::Password => "password",
        Grant::ClientCredentials => "client_credentials",
        Grant::OnBehalfOf => "on_behalf_of",
        Grant::DeviceCode => "device_code",
        Grant::Assertion => "saml_assertion",
        Grant::NativeAuth => "native_auth",
        Grant::Other => "other",
    };
    signals.word(GRANT, word);
    if grant == Grant::AuthorizationCode {
        signals.word(CODE_VERIFIER, sent(view, "code_verifier"));
    }
}

fn client_id(value: Option<&str>, signals: &mut Signals) {
    let form = match value {
        None => "absent",
        Some(value) if stands_for_a_value(value) => return,
        Some(value) if Guid::parse(value).is_some() => {
            signals.word(MANDATORY_MFA, applications::mandatory_mfa(&value.to_ascii_lowercase()).unwrap_or("other"));
            "guid"
        }
        Some(value) if value.contains(':') => "address",
        Some(_) => "name",
    };
    signals.word(CLIENT_ID_FORM, form);
}

fn redirect_uri(value: Option<&str>, signals: &mut Signals) {
    let Some(value) = value else { return signals.word(REDIRECT_URI_SCHEME, "absent") };
    let address = Url::parse(value);
    if stands_for_a_value(value) || stands_for_a_value(address.host()) {
        return;
    }
    // A host and a port would do for a scheme and a path.
    let is_port = |rest: &str| rest.starts_with(|first: char| first.is_ascii_digit());
    if address.scheme().is_empty() || value.split_once(':').is_some_and(|(_, rest)| is_port(rest)) {
        return signals.word(REDIRECT_URI_SCHEME, "none");
    }
    let scheme = ["https", "http"].into_iter().find(|scheme| address.scheme() == *scheme).unwrap_or("custom");
    signals.word(REDIRECT_URI_SCHEME, scheme);
    if scheme == "custom" {
        return;
    }
    let host = match address.host() {
        "localhost" => "localhost",
        host if host.starts_with("127.") || host == "[::1]" => "loopback",
        _ => "other",
    };
    signals.word(REDIRECT_URI_HOST, host);
    let port = address.parsed().and_then(url::Url::port);
    signals.word(REDIRECT_URI_PORT, if port.is_some() { "stated" } else { "default" });
    let path = address.path();
    let form = match path {
        "" | "/" => "empty",
        path if path.bytes().any(|byte| byte.is_ascii_uppercase()) => "upper_case",
        _ => "lower_case",
    };
    signals.word(REDIRECT_URI_PATH, form);
    // As it was sent: parsing adds a slash to a bare host.
    let sent = value.split(['?', '#']).next().unwrap_or(value);
    signals.word(REDIRECT_URI_END, if sent.ends_with('/') { "slash" } else { "no_slash" });
    signals.word(REDIRECT_URI_QUERY, if value.contains('?') { "present" } else { "absent" });
}

/// The forms of a scope, of which one may have several.
fn scope_forms(scope: &str) -> Vec<&'static str> {
    const OF_PROTOCOL: &[&str] = &["openid", "profile", "email", "offline_access"];
    let mut forms = Vec::new();
    if scope.trim().is_empty() {
        return vec!["absent"];
    }
    let of_resources: Vec<&str> = scope.split_whitespace().filter(|part| !OF_PROTOCOL.contains(part)).collect();
    if of_resources.is_empty() {
        return vec!["openid_only"];
    }
    let is_default = |part: &&&str| part.ends_with("/.default") || **part == ".default";
    if of_resources.iter().any(|part| is_default(&part)) {
        forms.push("default");
    }
    if !of_resources.iter().all(|part| is_default(&part)) {
        forms.push("named");
    }
    let mut resources = of_resources.iter().filter_map(|part| part.rsplit_once('/').map(|(resource, _)| resource.trim_end_matches('/')));
    let first = resources.next();
    if resources.any(|other| Some(other) != first) {
        forms.push("several_resources");
    }
    let behind_scheme = |part: &str| part.split_once("://").map_or(part.contains("//"), |(_, rest)| rest.contains("//"));
    if of_resources.iter().any(|part| behind_scheme(part)) {
        forms.push("double_slash");
    }
    if scope.contains(',') {
        forms.push("comma");
    }
    forms
}

fn saml(view: &View<'_>, signals: &mut Signals) {
    let Some(document) = view.saml_request.as_deref().and_then(xml::parse) else { return };
    let root = document.root_element();
    client_id(xml::text(root, "Issuer"), signals);
    redirect_uri(root.attribute("AssertionConsumerServiceURL"), signals);
    let flag = |name: &str| match root.attribute(name) {
        Some("true" | "1") => "yes",
        _ => "no",
    };
    signals.word(SAML_FORCE, flag("ForceAuthn"));
    signals.word(SAML_PASSIVE, flag("IsPassive"));
    let asked = xml::find(root, "RequestedAuthnContext");
    let method = match asked.and_then(|asked| xml::text(asked, "AuthnContextClassRef")) {
        None => Some("absent"),
        Some(class) if stands_for_a_value(class) => None,
        Some(class) if class.contains(":Password") => Some("password"),
        Some(_) => Some("other"),
    };
    signals.words(SAML_METHOD, method);
    let comparison = asked.and_then(|asked| asked.attribute("Comparison"));
    let known = ["exact", "minimum", "maximum", "better"].into_iter();
    signals.word(SAML_COMPARISON, known.into_iter().find(|word| comparison == Some(word)).unwrap_or("absent"));
}

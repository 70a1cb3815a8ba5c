//! Parameters: what of a request may make the difference between a sign-in that works and one that does not. An allow-list: values that are
//! secrets or names of people are told by their presence only.

use std::collections::BTreeSet;

use super::view::View;
use super::xml;
use crate::entra::cookies;
use crate::entra::endpoints::Stage;
use crate::model::message::Url;

/// Parameters whose value is told.
const TOLD: &[&str] = &[
    "client_id",
    "redirect_uri",
    "scope",
    "resource",
    "response_type",
    "response_mode",
    "prompt",
    "claims",
    "domain_hint",
    "code_challenge_method",
    "max_age",
    "acr_values",
    "amr_values",
    "grant_type",
    "requested_token_use",
    "sso_reload",
    "instance_aware",
    "msafed",
    "whr",
    "wa",
    "wtrealm",
    "wreply",
    "wauth",
    "wfresh",
    "x-client-SKU",
    "x-client-Ver",
    "x-client-OS",
    "LoginOptions",
];

/// Parameters of which only the presence is told.
const PRESENT: &[&str] = &[
    "login_hint",
    "id_token_hint",
    "code_challenge",
    "code_verifier",
    "client_secret",
    "client_assertion",
    "refresh_token",
    "sso_nonce",
    "nonce",
    "state",
];

/// Request headers of which only the presence is told: signals of the device and of single sign-on.
const SIGNALS: &[&str] = &["x-ms-RefreshTokenCredential", "x-ms-DeviceCredential", "x-ms-PKeyAuth", "Authorization"];

/// Request headers whose value is told.
const CLIENT_HEADERS: &[&str] = &["x-client-SKU", "x-client-Ver", "x-client-OS", "User-Agent"];

/// Name and value of what may make the difference, in a fixed order.
pub(super) fn parameters(view: &View<'_>) -> Vec<(String, String)> {
    if !view.class.is_sign_in() && view.cloud.is_none() {
        return Vec::new();
    }
    let mut parameters = vec![("host".to_owned(), view.host.to_owned())];
    for name in TOLD {
        if let Some(value) = view.parameter(name) {
            parameters.push(((*name).to_owned(), told(name, value)));
        }
    }
    parameters.extend(PRESENT.iter().filter(|name| view.parameter(name).is_some()).map(|name| present(name)));
    if matches!(view.stage, Stage::SamlRequest) {
        parameters.extend(saml(view));
    }
    for name in CLIENT_HEADERS {
        if let Some(value) = view.request_headers().get(name).filter(|_| view.parameter(name).is_none()) {
            parameters.push(((*name).to_owned(), value.to_owned()));
        }
    }
    parameters.extend(SIGNALS.iter().filter(|name| view.request_headers().get(name).is_some()).map(|name| present(name)));
    parameters.extend(cookie_names(view));
    parameters
}

fn present(name: &str) -> (String, String) {
    (name.to_owned(), "present".to_owned())
}

fn told(name: &str, value: &str) -> String {
    match name {
        "redirect_uri" | "wreply" => Url::parse(value).bare(),
        // The order of scopes means nothing.
        "scope" => value.split_whitespace().collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(" "),
        _ => value.to_owned(),
    }
}

/// The names of the cookies, without the parts that change with every request.
fn cookie_names(view: &View<'_>) -> Option<(String, String)> {
    let headers = view.request_headers();
    let names: BTreeSet<String> =
        headers.cookies().filter_map(|cookie| cookie.split_once('=')).map(|(name, _)| cookies::listed(name.trim())).collect();
    (!names.is_empty()).then(|| ("cookies".to_owned(), names.into_iter().collect::<Vec<_>>().join(" ")))
}

/// How many cookies remember a sign-in that an application began: each is taken back when that sign-in ends.
pub(super) fn nonce_cookies(view: &View<'_>) -> usize {
    view.request_headers().cookies().filter(|cookie| cookies::begins_sign_in(cookie)).count()
}

/// What a SAML request asks for.
fn saml(view: &View<'_>) -> Vec<(String, String)> {
    let Some(document) = view.saml_request.as_deref().and_then(xml::parse) else { return Vec::new() };
    let root = document.root_element();
    let attribute = |name: &str| root.attribute(name).map(|value| (name.to_owned(), value.to_owned()));
    let mut parameters: Vec<(String, String)> =
        ["AssertionConsumerServiceURL", "ForceAuthn", "IsPassive"].into_iter().filter_map(attribute).collect();
    parameters.extend(xml::text(document.root(), "Issuer").map(|issuer| ("Issuer".to_owned(), issuer.to_owned())));
    let context = xml::text(document.root(), "AuthnContextClassRef");
    parameters.extend(context.map(|context| ("AuthnContextClassRef".to_owned(), context.to_owned())));
    let format = xml::find(document.root(), "NameIDPolicy").and_then(|policy| policy.attribute("Format"));
    parameters.extend(format.map(|format| ("NameIDPolicy".to_owned(), format.to_owned())));
    parameters
}

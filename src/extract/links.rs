//! Links: values that two exchanges of one attempt share, kept as keyed hashes only.

use std::hash::{BuildHasher, RandomState};

use serde_json::Value;

use super::view::View;
use super::xml;
use crate::entra::endpoints::Stage;
use crate::entra::hosts::{self, Cloud, HostClass};
use crate::entra::placeholders::is_no_value;
use crate::entra::saml::Message;
use crate::model::message::{Parameters, Url};
use crate::model::observation::{Link, LinkKind};

/// Hashes shared values under a key of this run, so that the values need not be kept.
#[derive(Debug, Clone, Default)]
pub struct LinkHasher(RandomState);

impl LinkHasher {
    fn link(&self, kind: LinkKind, value: &str) -> Link {
        Link { kind, hash: self.0.hash_one(value) }
    }
}

/// Parameters and members that hold a shared value, compared without case.
const NAMES: &[(&str, LinkKind)] = &[
    ("code", LinkKind::Artifact),
    ("SAMLResponse", LinkKind::Artifact),
    ("wresult", LinkKind::Artifact),
    ("id_token", LinkKind::Artifact),
    ("device_code", LinkKind::DeviceCode),
    ("continuation_token", LinkKind::ContinuationToken),
    ("flowToken", LinkKind::FlowToken),
    ("FlowToken", LinkKind::FlowToken),
    ("ctx", LinkKind::Context),
    ("originalRequest", LinkKind::Context),
    ("state", LinkKind::State),
    ("RelayState", LinkKind::State),
    ("wctx", LinkKind::State),
];

/// What the request carries from an earlier exchange, and what the response gives to a later one.
pub(super) fn links(view: &View<'_>, hasher: &LinkHasher) -> (Vec<Link>, Vec<Link>) {
    let mut brings = Vec::new();
    for parameters in [&view.query, &view.fragment, &view.form] {
        of_parameters(parameters, hasher, &mut brings);
    }
    if let Some(json) = view.request_json {
        of_json(json, hasher, &mut brings);
    }
    brings.extend(of_user_flow(view.query.filled("tx"), view, hasher));
    brings.extend(hop(&view.exchange.request.url, hasher));
    brings.extend(redirect(&view.exchange.request.url, hasher));
    brings.extend(view.saml_request.as_deref().and_then(|text| saml_id(text, "ID", hasher)));
    brings.extend(view.parameter("SAMLResponse").and_then(|value| saml_response_id(value, hasher)));
    let mut gives = gives(view, hasher);
    for state in states_taken_out(view, hasher) {
        brings.retain(|link| *link != state);
        gives.push(state);
    }
    (brings, gives)
}

fn gives(view: &View<'_>, hasher: &LinkHasher) -> Vec<Link> {
    let mut gives = Vec::new();
    if let Some(location) = &view.location {
        of_parameters(&location.query(), hasher, &mut gives);
        of_parameters(&location.fragment(), hasher, &mut gives);
        gives.extend(hop(location, hasher));
        gives.extend(redirect(location, hasher));
    }
    if let Some(json) = view.json.filter(|_| view.class.is_sign_in() || view.cloud.is_some()) {
        of_json(json, hasher, &mut gives);
        gives.extend(of_federation(json, view, hasher));
    }
    for form in view.page.iter().flat_map(|page| &page.forms) {
        of_parameters(&form.fields.iter().cloned().collect(), hasher, &mut gives);
        gives.extend(form.filled("SAMLResponse").and_then(|value| saml_response_id(value, hasher)));
        gives.extend(hop(&view.exchange.request.url.join(&form.action), hasher));
    }
    let settings = view.page.and_then(|page| page.settings.as_ref());
    gives.extend(of_user_flow(settings.and_then(|settings| settings.get("transId")).and_then(Value::as_str), view, hasher));
    if let Some(config) = view.page.and_then(|page| page.config.as_ref()) {
        of_config(config, view, hasher, &mut gives);
    }
    gives
}

/// The transaction of a user flow of B2C: `transId` of its page, `tx` of what the page asks.
fn of_user_flow(value: Option<&str>, view: &View<'_>, hasher: &LinkHasher) -> Option<Link> {
    let value = value.filter(|value| view.cloud == Some(Cloud::B2c) && !value.is_empty())?;
    Some(hasher.link(LinkKind::UserFlow, value))
}

fn of_parameters(parameters: &Parameters, hasher: &LinkHasher, links: &mut Vec<Link>) {
    for (name, kind) in NAMES {
        links.extend(parameters.filled(name).map(|value| hasher.link(*kind, value)));
    }
}

fn of_json(json: &Value, hasher: &LinkHasher, links: &mut Vec<Link>) {
    let Some(members) = json.as_object() else { return };
    for (name, value) in members {
        let kind = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, kind)| *kind);
        if let (Some(kind), Some(value)) = (kind, value.as_str().filter(|value| !value.is_empty())) {
            links.push(hasher.link(kind, value));
        }
    }
}

/// The `state` of a request that begins a sign-in, where a sanitizer took it out: they are all alike then, so it does not show that the request is
/// a repeated one. A response with it is still that of the last.
fn states_taken_out(view: &View<'_>, hasher: &LinkHasher) -> Vec<Link> {
    if !matches!(view.stage, Stage::Authorize | Stage::SamlRequest | Stage::WsFedRequest) {
        return Vec::new();
    }
    let names = NAMES.iter().filter(|(_, kind)| *kind == LinkKind::State);
    let values = names.flat_map(|(name, _)| [view.query.filled(name), view.form.filled(name)]).flatten();
    values.filter(|value| is_no_value(value)).map(|value| hasher.link(LinkKind::State, value)).collect()
}

/// The account lookup names the identity provider's address; the page goes there by script.
fn of_federation(json: &Value, view: &View<'_>, hasher: &LinkHasher) -> Vec<Link> {
    let credentials = json.get("Credentials").unwrap_or(json);
    let Some(target) = credentials.get("FederationRedirectUrl").and_then(Value::as_str).filter(|target| !target.is_empty()) else {
        return Vec::new();
    };
    let address = view.exchange.request.url.join(target);
    let mut links = Vec::new();
    of_parameters(&address.query(), hasher, &mut links);
    links.extend(hop(&address, hasher));
    links
}

/// `$Config`: the flow token, the context, and where the page posts to.
fn of_config(config: &Value, view: &View<'_>, hasher: &LinkHasher, links: &mut Vec<Link>) {
    let text = |name: &str| config.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    links.extend(text("sFT").map(|value| hasher.link(LinkKind::FlowToken, value)));
    links.extend(text("sCtx").map(|value| hasher.link(LinkKind::Context, value)));
    for field in ["urlPost", "urlPostRedirect", "urlResume", "urlSkipMfaRegistration"] {
        let Some(address) = text(field).map(|url| view.exchange.request.url.join(url)) else { continue };
        links.extend(address.query().filled("ctx").map(|value| hasher.link(LinkKind::Context, value)));
        links.extend(hop(&address, hasher));
    }
}

/// An address as a link. One of the token service without a query (`/common/login`) is the same for everyone, and links nothing.
fn hop(address: &Url, hasher: &LinkHasher) -> Option<Link> {
    let url = address.parsed()?;
    if address.host().is_empty() {
        return None;
    }
    let is_everybodys = |class| matches!(class, HostClass::TokenService(_) | HostClass::FederationServer | HostClass::Other);
    let shared = url.query().is_none() && is_everybodys(hosts::class(address.host(), address.path()));
    (!shared).then(|| hasher.link(LinkKind::Hop, &without_fragment(url)))
}

/// The target of a redirect, whatever it is.
fn redirect(address: &Url, hasher: &LinkHasher) -> Option<Link> {
    address.parsed().map(|url| hasher.link(LinkKind::Redirect, &without_fragment(url)))
}

fn without_fragment(url: &url::Url) -> String {
    let mut url = url.clone();
    url.set_fragment(None);
    url.into()
}

fn saml_response_id(value: &str, hasher: &LinkHasher) -> Option<Link> {
    saml_id(&Message::decode(value)?.text, "InResponseTo", hasher)
}

fn saml_id(text: &str, attribute: &str, hasher: &LinkHasher) -> Option<Link> {
    let document = xml::parse(text)?;
    let id = document.root_element().attribute(attribute)?;
    Some(hasher.link(LinkKind::SamlId, id))
}

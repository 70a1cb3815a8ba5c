//! Site: the status with which an application answers what the service delivered to it.

use crate::entra::codes::Code;
use crate::entra::hosts::HostClass;
use crate::extract::view::View;
use crate::model::message::Parameters;
use crate::model::observation::{ErrorSeen, Fact, Observation, Site};

/// What an application is handed, by the parameters' names.
const DELIVERED: &[&str] = &["code", "id_token", "access_token", "SAMLResponse", "wresult"];

pub(in crate::extract) fn observe(view: &View<'_>) -> Vec<Observation> {
    let Some(status) = view.status.filter(|status| *status >= 400) else { return Vec::new() };
    let elsewhere = view.class != HostClass::Other || view.cloud.is_some() || view.is_tunnel();
    if elsewhere || !is_handed_something(view) || asks_for_sign_in(view) {
        return Vec::new();
    }
    let page = view.page.map(|page| page.title.trim()).filter(|title| !title.is_empty());
    let page = page.map(|title| format!(", page \"{title}\"")).unwrap_or_default();
    let error =
        ErrorSeen { detail: Some(format!("HTTP {status} from {}{page}", view.host)), ..ErrorSeen::new(Code::named("application-error")) };
    vec![Observation { site: Site::ResponseHeader, field: "status", fact: Fact::Error(Box::new(error)) }]
}

/// Whether the request hands over a code, a token or an assertion, and is no token request of some other service.
fn is_handed_something(view: &View<'_>) -> bool {
    let hands = |parameters: &Parameters| DELIVERED.iter().any(|name| parameters.filled(name).is_some());
    let refused = |parameters: &Parameters| parameters.has("error") || parameters.has("grant_type");
    let parameters = [&view.query, &view.fragment, &view.form];
    let in_json = view.request_json.and_then(|json| json.get("code")).is_some_and(serde_json::Value::is_string);
    (in_json || parameters.iter().any(|parameters| hands(parameters))) && !parameters.iter().any(|parameters| refused(parameters))
}

/// Whether the response only begins a new sign-in: it leads to the token service.
fn asks_for_sign_in(view: &View<'_>) -> bool {
    let leads = |text: &str| text.contains("/authorize?") || text.contains("/saml2?") || text.contains("/wsfed?");
    let located = view.response_headers().any(|(name, value)| {
        let leads_there = name.eq_ignore_ascii_case("location") && leads(value);
        leads_there || name.eq_ignore_ascii_case("www-authenticate") && value.contains("authorization_uri")
    });
    let on_page = view.page.is_some_and(|page| {
        page.scripts.iter().any(|script| leads(script))
            || page.forms.iter().any(|form| leads(&form.action) || form.filled("SAMLRequest").is_some())
    });
    located || on_page
}

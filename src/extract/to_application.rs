//! What goes to an application: its redirect URI, and what a response hands over there.

use super::view::View;
use crate::entra::hosts::{self, HostClass};
use crate::entra::page::Form;
use crate::model::message::{Parameters, Url};
use crate::model::observation::Issued;

/// What a response hands over, with the parameter that holds it.
pub(super) fn delivered(parameters: &Parameters) -> Option<(&'static str, Issued)> {
    if parameters.filled("error").is_some() {
        return None;
    }
    let found = |name: &'static str, issued| parameters.filled(name).map(|_| (name, issued));
    found("access_token", Issued::Token).or_else(|| found("id_token", Issued::Token)).or_else(|| found("code", Issued::AuthorizationCode))
}

/// Whether an address is an application's redirect URI. One token service that answers another is a federation.
pub(super) fn goes_to_application(address: &Url) -> bool {
    // The services have pages of their own for applications that have none.
    let path = address.path().to_ascii_lowercase();
    let native_client = path.ends_with("/oauth2/nativeclient") || is_of_account(&path);
    native_client || !matches!(hosts::class(address.host(), address.path()), HostClass::TokenService(_))
}

/// Whether a path is the page of Microsoft accounts at which an application without a redirect URI of its own gets its response.
pub(super) fn is_of_account(path: &str) -> bool {
    path.to_ascii_lowercase().ends_with("/oauth20_desktop.srf")
}

/// The forms of the page that post to an application.
pub(super) fn answer_forms<'a>(view: &'a View<'_>) -> impl Iterator<Item = &'a Form> {
    let address = &view.exchange.request.url;
    view.page
        .iter()
        .flat_map(|page| &page.forms)
        .filter(move |form| !form.action.is_empty() && goes_to_application(&address.join(&form.action)))
}

//! What goes to an application: its reply address, and what an answer hands over there.

use super::view::View;
use crate::entra::hosts::{self, HostClass};
use crate::entra::page::Form;
use crate::model::message::{Address, Parameters};
use crate::model::observation::Delivery;

/// What an answer hands over, with the parameter that holds it.
pub(super) fn delivered(parameters: &Parameters) -> Option<(&'static str, Delivery)> {
    if parameters.filled("error").is_some() {
        return None;
    }
    let found = |name: &'static str, delivery| parameters.filled(name).map(|_| (name, delivery));
    found("access_token", Delivery::Token)
        .or_else(|| found("id_token", Delivery::Token))
        .or_else(|| found("code", Delivery::AuthorizationCode))
}

/// Whether an address is an application's reply address. One token service that answers another is a federation.
pub(super) fn goes_to_application(address: &Address) -> bool {
    let native_client = address.path().to_ascii_lowercase().ends_with("/oauth2/nativeclient");
    native_client || !matches!(hosts::class(address.host(), address.path()), HostClass::TokenService(_))
}

/// The forms of the page that post to an application.
pub(super) fn answer_forms<'a>(view: &'a View<'_>) -> impl Iterator<Item = &'a Form> {
    let address = &view.exchange.request.address;
    view.page
        .iter()
        .flat_map(|page| &page.forms)
        .filter(move |form| !form.action.is_empty() && goes_to_application(&address.join(&form.action)))
}

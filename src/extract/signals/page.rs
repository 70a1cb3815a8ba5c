//! What a page of the service says in `$Config`: of the device, and which methods it offers.

use serde_json::Value;

use super::collected::Signals;
use super::user;
use crate::entra::placeholders::stands_for_a_value;
use crate::entra::signals::device::{DEVICE_ID, DEVICE_STATE};
use crate::extract::view::View;

pub(super) fn read(view: &View<'_>, signals: &mut Signals) {
    let Some(config) = view.page.filter(|_| view.is_token_service()).and_then(|page| page.config.as_ref()) else { return };
    user::offered(config, signals);
    let text = |name: &str| config.get(name).and_then(Value::as_str).map(str::trim).filter(|text| !stands_for_a_value(text));
    let state = text("sDeviceState").filter(|state| !state.is_empty());
    signals.words(DEVICE_STATE, state.map(word));
    // A placeholder stands where there was one.
    let id = config.get("sDeviceId").and_then(Value::as_str).map(str::trim);
    signals.words(DEVICE_ID, id.map(|id| if id.is_empty() { "not_shown" } else { "shown" }));
}

fn word(state: &str) -> &'static str {
    let known: String = state.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    match known.as_str() {
        "unregistered" | "notregistered" => "unregistered",
        "registered" | "workplacejoined" => "registered",
        "managed" => "managed",
        "compliant" => "compliant",
        "noncompliant" | "notcompliant" => "not_compliant",
        _ => "other",
    }
}

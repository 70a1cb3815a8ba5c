//! Who signs in: the form of the name, and what the account lookup says.

use serde_json::Value;

use super::collected::Signals;
use crate::entra::endpoints::Stage;
use crate::entra::json::whole_number;
use crate::entra::placeholders::stands_for_a_value;
use crate::entra::signals::user::{ACCOUNT_LOOK_UP, DOMAIN_TYPE, METHODS_OFFERED, MFA_METHOD, USER_NAME_FORM};
use crate::extract::view::View;
use crate::model::observation::Context;

/// Domains of personal Microsoft accounts, without what is behind the last dot of the national ones.
const PERSONAL: &[&str] = &["outlook", "hotmail", "live", "msn", "passport"];

pub(super) fn read(view: &View<'_>, context: &Context, signals: &mut Signals) {
    signals.words(USER_NAME_FORM, context.user.as_deref().and_then(name_form));
    match view.stage {
        Stage::CredentialType => credential_type(view, signals),
        Stage::UserRealm => user_realm(view, signals),
        Stage::MfaBegin | Stage::MfaEnd => {
            let method = view.request_json.and_then(|json| json.get("AuthMethodId")?.as_str());
            signals.words(MFA_METHOD, method.and_then(method_word));
        }
        _ => {}
    }
}

/// The kinds of methods that a page offers.
pub(super) fn offered(config: &Value, signals: &mut Signals) {
    /// No user has more.
    const MOST: usize = 20;
    let proofs = config.get("arrUserProofs").and_then(Value::as_array).into_iter().flatten().take(MOST);
    signals.words(METHODS_OFFERED, proofs.filter_map(|proof| method_word(proof.get("authMethodId")?.as_str()?)));
}

/// A method by the service's own name of it.
fn method_word(method: &str) -> Option<&'static str> {
    Some(match method {
        "PhoneAppNotification" | "CompanionAppsNotification" => "app_notification",
        "PhoneAppOTP" => "app_code",
        "OneWaySMS" | "TwoWaySMS" => "text",
        "TwoWayVoiceMobile" | "TwoWayVoiceAlternateMobile" | "TwoWayVoiceOffice" => "call",
        "FidoKey" => "passkey",
        "AccessPass" => "pass",
        method if method.is_empty() || stands_for_a_value(method) => return None,
        _ => "other",
    })
}

fn name_form(name: &str) -> Option<&'static str> {
    let name = name.trim();
    if name.is_empty() || stands_for_a_value(name) {
        return None;
    }
    if name.to_ascii_uppercase().contains("#EXT#") {
        return Some("guest");
    }
    let Some((_, domain)) = name.rsplit_once('@') else {
        return Some(if name.contains('\\') { "down_level" } else { "no_domain" });
    };
    if stands_for_a_value(domain) {
        return None;
    }
    let labels: Vec<String> = domain.split('.').map(str::to_ascii_lowercase).collect();
    // `live.com`, `hotmail.co.uk`; a university may be `live.example.edu`.
    let is_short = labels.len() == 2 || labels.len() == 3 && labels.get(1).is_some_and(|second| second == "co" || second == "com");
    let is_personal = is_short && labels.first().is_some_and(|first| PERSONAL.contains(&first.as_str()));
    Some(if is_personal { "personal" } else { "address" })
}

fn credential_type(view: &View<'_>, signals: &mut Signals) {
    let Some(json) = view.json else { return };
    let found = json.get("IfExistsResult").and_then(whole_number).map(|result| match result {
        0 => "exists",
        1 => "not_found",
        2 => "throttled",
        5 => "personal",
        6 => "both",
        _ => "other",
    });
    signals.words(ACCOUNT_LOOK_UP, found);
    let domain = json.get("EstsProperties").and_then(|properties| properties.get("DomainType")).and_then(whole_number);
    signals.words(
        DOMAIN_TYPE,
        domain.map(|domain| match domain {
            2 => "personal",
            3 => "managed",
            4 => "federated",
            _ => "unknown",
        }),
    );
}

fn user_realm(view: &View<'_>, signals: &mut Signals) {
    let Some(json) = view.json else { return };
    let kind =
        ["NameSpaceType", "account_type"].into_iter().find_map(|name| json.get(name)?.as_str().filter(|kind| !stands_for_a_value(kind)));
    signals.words(
        DOMAIN_TYPE,
        kind.map(|kind| match kind.to_ascii_lowercase().as_str() {
            "managed" => "managed",
            "federated" => "federated",
            _ => "unknown",
        }),
    );
}

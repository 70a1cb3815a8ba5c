//! Site: the JSON answer of the account lookup (`GetCredentialType`), and the service's refusal of too many requests.

use crate::entra::codes::Code;
use crate::entra::endpoints::Stage;
use crate::entra::json::whole_number;
use crate::extract::view::View;
use crate::model::observation::{ErrorSeen, Fact, Observation, Site};

/// `IfExistsResult`: there is no such account.
const NO_ACCOUNT: i64 = 1;
/// `IfExistsResult`: too many lookups, no response.
const THROTTLED: i64 = 2;

pub(in crate::extract) fn observe(view: &View<'_>) -> Vec<Observation> {
    if view.stage != Stage::CredentialType || !view.is_token_service() {
        return Vec::new();
    }
    let result = view.json.and_then(|json| json.get("IfExistsResult")).and_then(whole_number);
    let name = match result {
        Some(NO_ACCOUNT) => "account-not-found",
        Some(THROTTLED) => "throttled",
        _ => return Vec::new(),
    };
    let error = ErrorSeen { correlation_id: view.correlation_id(), request_id: view.request_id(), ..ErrorSeen::new(Code::named(name)) };
    vec![Observation { site: Site::CredentialType, field: "IfExistsResult", fact: Fact::Error(Box::new(error)) }]
}

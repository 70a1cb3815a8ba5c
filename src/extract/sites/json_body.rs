//! Site: a JSON answer that is not a token endpoint's and quotes a message of the service: an application that hands the failure on.

use crate::entra::endpoints::Stage;
use crate::extract::messages::quoted;
use crate::extract::sites::user_flow_page;
use crate::extract::view::View;
use crate::model::observation::{Fact, Observation, Site};

pub(in crate::extract) fn observe(view: &View<'_>) -> Vec<Observation> {
    if matches!(view.stage, Stage::Token | Stage::DeviceCodeRequest | Stage::MfaBegin | Stage::MfaEnd) && view.is_token_service() {
        return Vec::new();
    }
    let Some(json) = view.json.filter(|_| !view.is_native_authentication() && !user_flow_page::reads(view)) else {
        return Vec::new();
    };
    let failed = view.status.is_some_and(|status| status >= 400);
    let happened = quoted::in_json(json).into_iter().filter(|quoted| failed || quoted.is_labelled);
    let errors = happened.flat_map(|quoted| quoted.errors);
    errors.map(|error| Observation { site: Site::JsonBody, field: "message", fact: Fact::Error(Box::new(error)) }).collect()
}

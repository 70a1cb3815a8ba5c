//! Site: the JSON answer of a token or device code endpoint.

use serde_json::Value;

use crate::entra::endpoints::Stage;
use crate::extract::messages::oauth_answer::OauthAnswer;
use crate::extract::view::View;
use crate::model::observation::{Fact, Issued, Observation, Site};

pub(in crate::extract) fn observe(view: &View<'_>) -> Vec<Observation> {
    if !matches!(view.stage, Stage::Token | Stage::DeviceCodeRequest | Stage::Msa) {
        return Vec::new();
    }
    let Some(json) = view.json else { return Vec::new() };
    if let Some(answer) = OauthAnswer::from_json(json) {
        let ours = view.is_token_service() || answer.names_code();
        return if ours { answer.observations(Site::TokenResponse) } else { Vec::new() };
    }
    if view.is_token_service() { granted(json).into_iter().collect() } else { Vec::new() }
}

fn granted(json: &Value) -> Option<Observation> {
    let has = |name: &str| json.get(name).and_then(Value::as_str).is_some_and(|value| !value.is_empty());
    let seen = |field, fact| Some(Observation { site: Site::TokenResponse, field, fact });
    if has("access_token") {
        return seen("access_token", Fact::Delivered(Issued::Token));
    }
    if has("id_token") {
        return seen("id_token", Fact::Delivered(Issued::Token));
    }
    if has("refresh_token") {
        return seen("refresh_token", Fact::Delivered(Issued::Token));
    }
    if has("device_code") {
        return seen("device_code", Fact::DeviceCodePending);
    }
    None
}

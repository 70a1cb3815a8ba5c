//! Site: the parameters of a requested address that brings the service's answer to an application.

use super::authorize_redirect::{delivered, goes_to_application};
use super::oauth_answer::OauthAnswer;
use super::view::View;
use crate::model::message::Parameters;
use crate::model::observation::{Fact, Observation, Site};

pub(super) fn observe(view: &View<'_>) -> Vec<Observation> {
    if !goes_to_application(&view.exchange.request.address) || view.is_tunnel() {
        return Vec::new();
    }
    let from_query = answer(&view.query);
    if from_query.is_empty() { answer(&view.fragment) } else { from_query }
}

fn answer(parameters: &Parameters) -> Vec<Observation> {
    if let Some(answer) = OauthAnswer::from_parameters(parameters) {
        return answer.observations(Site::RequestUrl);
    }
    // An application has many uses for `code`; the protocol's comes with `state` or the service's `session_state`.
    let of_protocol = parameters.has("state") || parameters.has("session_state");
    let fact = delivered(parameters).filter(|_| of_protocol);
    fact.map(|(field, delivery)| Observation { site: Site::RequestUrl, field, fact: Fact::Delivered(delivery) }).into_iter().collect()
}

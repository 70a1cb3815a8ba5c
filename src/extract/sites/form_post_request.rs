//! Site: the form that carries the service's response to an application (`response_mode=form_post`).

use crate::entra::endpoints::Stage;
use crate::extract::messages::oauth_answer::OauthAnswer;
use crate::extract::to_application::{delivered, goes_to_application};
use crate::extract::view::View;
use crate::model::observation::{Fact, Observation, Site};

pub(in crate::extract) fn observe(view: &View<'_>) -> Vec<Observation> {
    let post = view.exchange.request.method.eq_ignore_ascii_case("POST");
    if !post || view.stage == Stage::Token || !goes_to_application(&view.exchange.request.url) {
        return Vec::new();
    }
    if let Some(answer) = OauthAnswer::from_parameters(&view.form) {
        return answer.observations(Site::FormPostRequest);
    }
    let of_protocol = view.form.has("state") || view.form.has("session_state") || view.form.has("id_token");
    let fact = delivered(&view.form).filter(|_| of_protocol && !view.form.has("grant_type"));
    fact.map(|(field, issued)| Observation { site: Site::FormPostRequest, field, fact: Fact::Delivered(issued) }).into_iter().collect()
}

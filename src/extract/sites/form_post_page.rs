//! Site: a page whose purpose is to post a form to the application (`response_mode=form_post`).

use crate::entra::page::Form;
use crate::extract::messages::oauth_answer::OauthAnswer;
use crate::extract::to_application::{answer_forms, delivered};
use crate::extract::view::View;
use crate::model::message::Parameters;
use crate::model::observation::{Fact, Observation, Site};

pub(in crate::extract) fn observe(view: &View<'_>) -> Vec<Observation> {
    if !view.is_token_service() {
        return Vec::new();
    }
    answer_forms(view).flat_map(answer).collect()
}

/// What the fields of a form say.
fn answer(form: &Form) -> Vec<Observation> {
    let site = Site::FormPostPage;
    let fields: Parameters = form.fields.iter().cloned().collect();
    if let Some(answer) = OauthAnswer::from_parameters(&fields) {
        return answer.observations(site);
    }
    let fact = delivered(&fields);
    fact.map(|(field, issued)| Observation { site, field, fact: Fact::Delivered(issued) }).into_iter().collect()
}

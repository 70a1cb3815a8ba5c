//! Site: a page whose purpose is to post a form to the application (`response_mode=form_post`).

use super::authorize_redirect::{delivered, goes_to_application};
use super::oauth_answer::OauthAnswer;
use super::view::View;
use crate::entra::page::Form;
use crate::model::message::Parameters;
use crate::model::observation::{Fact, Observation, Site};

pub(super) fn observe(view: &View<'_>) -> Vec<Observation> {
    if !view.is_token_service() {
        return Vec::new();
    }
    answer_forms(view).flat_map(answer).collect()
}

/// The forms of the page that post to an application.
pub(super) fn answer_forms<'a>(view: &'a View<'_>) -> impl Iterator<Item = &'a Form> {
    let address = &view.exchange.request.address;
    view.page
        .iter()
        .flat_map(|page| &page.forms)
        .filter(move |form| !form.action.is_empty() && goes_to_application(&address.join(&form.action)))
}

/// What the fields of a form say.
fn answer(form: &Form) -> Vec<Observation> {
    let site = Site::FormPostPage;
    let fields: Parameters = form.fields.iter().cloned().collect();
    if let Some(answer) = OauthAnswer::from_parameters(&fields) {
        return answer.observations(site);
    }
    let fact = delivered(&fields);
    fact.map(|(field, delivery)| Observation { site, field, fact: Fact::Delivered(delivery) }).into_iter().collect()
}

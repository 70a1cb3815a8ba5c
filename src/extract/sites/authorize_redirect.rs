//! Site: the parameters of a `Location` header with which the token service answers an application.
//!
//! An address inside `$Config` is no answer: pages carry ready-made failure addresses that never happened.

use crate::entra::hosts::Cloud;
use crate::entra::interrupts::InterruptKind;
use crate::extract::oauth_answer::OauthAnswer;
use crate::extract::to_application::{delivered, goes_to_application};
use crate::extract::view::View;
use crate::model::message::Url;
use crate::model::observation::{Fact, Observation, Site};

pub(in crate::extract) fn observe(view: &View<'_>) -> Vec<Observation> {
    let Some(location) = &view.location else { return Vec::new() };
    let (query, fragment) = (location.query(), location.fragment());
    let parameters = if OauthAnswer::from_parameters(&fragment).is_some() || delivered(&fragment).is_some() { fragment } else { query };
    if let Some(answer) = OauthAnswer::from_parameters(&parameters) {
        let answer = if view.cloud == Some(Cloud::Msa) { answer.of_account() } else { answer };
        let ours = view.is_token_service() || view.class.is_sign_in() || answer.names_code();
        return if ours { answer.observations(Site::AuthorizeRedirect) } else { Vec::new() };
    }
    if !view.is_token_service() || !goes_to_application(location) {
        return Vec::new();
    }
    let fact = delivered(&parameters).map(|(field, issued)| (field, Fact::Delivered(issued)));
    let fact = fact.or_else(|| sent_away(location).map(|fact| ("Location", fact)));
    fact.map(|(field, fact)| Observation { site: Site::AuthorizeRedirect, field, fact }).into_iter().collect()
}

/// A redirect to a broker app, or out of the embedded browser.
fn sent_away(location: &Url) -> Option<Fact> {
    let host = location.host().to_ascii_lowercase();
    let asks_for_app = location.query().has("app_link");
    let kind = InterruptKind::of_app_redirect(location.scheme(), &host, asks_for_app)?;
    Some(Fact::SentAway { kind, target: location.bare() })
}

//! Site: the parameters of a `Location` header with which the token service answers an application.
//!
//! An address inside `$Config` is no response: pages carry ready-made failure addresses that never happened.

use crate::entra::hosts::Cloud;
use crate::entra::interrupts::InterruptKind;
use crate::extract::messages::oauth_answer::OauthAnswer;
use crate::extract::messages::quoted;
use crate::extract::to_application::{delivered, goes_to_application};
use crate::extract::view::View;
use crate::model::message::{Parameters, Url};
use crate::model::observation::{Fact, Observation, Site};

pub(in crate::extract) fn observe(view: &View<'_>) -> Vec<Observation> {
    let Some(location) = &view.location else { return Vec::new() };
    let (query, fragment) = (location.query(), location.fragment());
    let in_fragment = OauthAnswer::from_parameters(&fragment).is_some() || delivered(&fragment).is_some();
    let parameters = if in_fragment { &fragment } else { &query };
    if let Some(answer) = OauthAnswer::from_parameters(parameters) {
        let answer = if view.cloud == Some(Cloud::Msa) { answer.of_account() } else { answer };
        let ours = view.is_token_service() || view.class.is_sign_in() || answer.names_code();
        return if ours { answer.observations(Site::AuthorizeRedirect) } else { Vec::new() };
    }
    if !view.is_token_service() {
        return handed_on(&query);
    }
    if !goes_to_application(location) {
        return Vec::new();
    }
    let fact = delivered(parameters).map(|(field, issued)| (field, Fact::Delivered(issued)));
    let fact = fact.or_else(|| sent_away(location).map(|fact| ("Location", fact)));
    fact.map(|(field, fact)| Observation { site: Site::AuthorizeRedirect, field, fact }).into_iter().collect()
}

/// What an application hands on to a page of its own, in whatever parameter.
fn handed_on(query: &Parameters) -> Vec<Observation> {
    let quoted = query.iter().flat_map(|(_, value)| quoted::in_text(value)).flat_map(|quoted| quoted.errors);
    quoted.map(|error| Observation { site: Site::AuthorizeRedirect, field: "Location", fact: Fact::Error(Box::new(error)) }).collect()
}

/// A redirect to a broker app, or out of the embedded browser.
fn sent_away(location: &Url) -> Option<Fact> {
    let host = location.host().to_ascii_lowercase();
    let asks_for_app = location.query().has("app_link");
    let kind = InterruptKind::of_app_redirect(location.scheme(), &host, asks_for_app)?;
    Some(Fact::SentAway { kind, target: location.bare() })
}

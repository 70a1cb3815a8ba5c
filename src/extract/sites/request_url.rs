//! Site: the parameters of a requested address that carries the service's response to an application.

use crate::entra::codes::Code;
use crate::entra::endpoints::Stage;
use crate::entra::hosts::Cloud;
use crate::extract::messages::oauth_answer::OauthAnswer;
use crate::extract::to_application::{delivered, goes_to_application};
use crate::extract::view::View;
use crate::model::message::Parameters;
use crate::model::observation::{ErrorSeen, Fact, Observation, Site};

pub(in crate::extract) fn observe(view: &View<'_>) -> Vec<Observation> {
    let of_account = view.cloud == Some(Cloud::Msa);
    if view.stage == Stage::ErrorPage && view.is_token_service() {
        let told = if of_account { account_error(view) } else { Vec::new() };
        return if told.is_empty() { cookies_disabled(view).into_iter().collect() } else { told };
    }
    if !goes_to_application(&view.exchange.request.url) || view.is_tunnel() {
        return Vec::new();
    }
    let from_query = answer(&view.query, of_account);
    if from_query.is_empty() { answer(&view.fragment, of_account) } else { from_query }
}

/// `err.srf#error=...` of Microsoft accounts. Its page only speaks of technical problems.
fn account_error(view: &View<'_>) -> Vec<Observation> {
    let told = |parameters: &Parameters| {
        let answer = OauthAnswer::from_parameters(parameters).map(OauthAnswer::of_account);
        answer.map(|answer| answer.observations(Site::RequestUrl)).unwrap_or_default()
    };
    let from_query = told(&view.query);
    if from_query.is_empty() { told(&view.fragment) } else { from_query }
}

/// The page to which the browser is sent when it keeps no cookies.
fn cookies_disabled(view: &View<'_>) -> Option<Observation> {
    let path = view.exchange.request.url.path().to_ascii_lowercase();
    let error = ErrorSeen {
        correlation_id: view.correlation_id(),
        request_id: view.request_id(),
        ..ErrorSeen::new(Code::named("cookies-disabled"))
    };
    (path.ends_with("/cookiesdisabled") || path.ends_with("/cookiesdisabled.srf")).then(|| Observation {
        site: Site::RequestUrl,
        field: "path",
        fact: Fact::Error(Box::new(error)),
    })
}

fn answer(parameters: &Parameters, of_account: bool) -> Vec<Observation> {
    if let Some(answer) = OauthAnswer::from_parameters(parameters) {
        let answer = if of_account { answer.of_account() } else { answer };
        return answer.observations(Site::RequestUrl);
    }
    // An application has many uses for `code`; the protocol's comes with `state` or the service's `session_state`.
    let of_protocol = of_account || parameters.has("state") || parameters.has("session_state");
    let fact = delivered(parameters).filter(|_| of_protocol);
    fact.map(|(field, issued)| Observation { site: Site::RequestUrl, field, fact: Fact::Delivered(issued) }).into_iter().collect()
}

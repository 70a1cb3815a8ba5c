//! Site: the parameters of a requested address that brings the service's answer to an application.

use crate::entra::codes::Code;
use crate::entra::endpoints::Stage;
use crate::extract::oauth_answer::OauthAnswer;
use crate::extract::to_application::{delivered, goes_to_application};
use crate::extract::view::View;
use crate::model::message::Parameters;
use crate::model::observation::{ErrorSeen, Fact, Observation, Site};

pub(in crate::extract) fn observe(view: &View<'_>) -> Vec<Observation> {
    if view.stage == Stage::ErrorPage && view.is_token_service() {
        return cookies_disabled(view).into_iter().collect();
    }
    if !goes_to_application(&view.exchange.request.url) || view.is_tunnel() {
        return Vec::new();
    }
    let from_query = answer(&view.query);
    if from_query.is_empty() { answer(&view.fragment) } else { from_query }
}

/// The page to which the browser is sent when it keeps no cookies.
fn cookies_disabled(view: &View<'_>) -> Option<Observation> {
    let path = view.exchange.request.url.path().to_ascii_lowercase();
    let error = ErrorSeen {
        correlation_id: view.correlation_id(),
        request_id: view.request_id(),
        ..ErrorSeen::new(Code::named("cookies-disabled"))
    };
    path.ends_with("/cookiesdisabled").then(|| Observation { site: Site::RequestUrl, field: "path", fact: Fact::Error(Box::new(error)) })
}

fn answer(parameters: &Parameters) -> Vec<Observation> {
    if let Some(answer) = OauthAnswer::from_parameters(parameters) {
        return answer.observations(Site::RequestUrl);
    }
    // An application has many uses for `code`; the protocol's comes with `state` or the service's `session_state`.
    let of_protocol = parameters.has("state") || parameters.has("session_state");
    let fact = delivered(parameters).filter(|_| of_protocol);
    fact.map(|(field, issued)| Observation { site: Site::RequestUrl, field, fact: Fact::Delivered(issued) }).into_iter().collect()
}

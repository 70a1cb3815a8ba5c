//! Exchange to observations: reads each site at which the service says something, one file a site (`sites`); what several sites read by is next to them.
//!
//! Facts come from parsed places only (a parameter, a JSON field, `$Config`), never from a search over the whole body.

mod context;
mod links;
mod messages;
mod parameters;
mod signals;
mod sites;
pub mod text_block;
mod times;
mod to_application;
mod view;
mod xml;

use crate::entra::codes::Code;
use crate::entra::content::Bodies;
use crate::entra::endpoints::{self, Stage};
use crate::entra::hosts::{self, HostClass};
use crate::model::exchange::Exchange;
use crate::model::message::Body;
use crate::model::observation::{ExchangeFacts, Fact, Observation};
pub use links::LinkHasher;
use view::View;

/// What the bodies of an exchange are. Parsing them is the dearest part of reading an exchange.
#[must_use]
pub fn bodies(exchange: &Exchange) -> Bodies {
    view::bodies(exchange)
}

/// Reads one exchange of the capture at this position, with its bodies.
#[must_use]
pub fn observe(exchange: &Exchange, bodies: &Bodies, capture: usize, hasher: &LinkHasher) -> ExchangeFacts {
    let view = View::new(exchange, bodies);
    let mut observations: Vec<Observation> = sites::SITES.iter().flat_map(|site| site(&view)).collect();
    without_the_plain(&mut observations);
    let page = observations.iter().find_map(|observation| match &observation.fact {
        Fact::Page { name, .. } => Some(name.clone()),
        _ => None,
    });
    let ids = context::identifiers(&view);
    let (brings, gives) = links::links(&view, hasher);
    let context = context::context(&view, &observations);
    let signals = signals::signals(&view, &context);
    ExchangeFacts {
        capture,
        entry: exchange.entry,
        started: exchange.started,
        duration: exchange.duration,
        service_date: view.service_date(),
        method: exchange.request.method.clone(),
        host: view.host.to_owned(),
        path: exchange.request.url.path().to_owned(),
        status: view.status,
        class: view.class,
        cloud: view.cloud,
        stage: stage(&view, &observations),
        page,
        context,
        signals,
        parameters: parameters::parameters(&view),
        correlation_ids: ids.correlation,
        request_ids: ids.request,
        session_ids: ids.session,
        brings,
        gives,
        answer_missing: answer_missing(exchange),
        answer_broken: view.json_is_broken,
        from_service: view.is_from_service(),
        no_answer: no_answer(exchange),
        nonce_cookies: parameters::nonce_cookies(&view),
        comment: exchange.comment.clone().filter(|comment| !comment.trim().is_empty()),
        foreign_host: view.class == HostClass::Other
            && !hosts::is_of_microsoft(view.host)
            && view.response_header("x-ms-ests-server").is_some(),
        observations,
    }
}

/// A status is told where nothing says more: a response that quotes a code of the service is told by the code.
fn without_the_plain(observations: &mut Vec<Observation>) {
    let plain = Code::named("application-error");
    let is_told = observations.iter().any(|observation| matches!(&observation.fact, Fact::Error(error) if error.code.number().is_some()));
    if is_told {
        observations.retain(|observation| !matches!(&observation.fact, Fact::Error(error) if error.code == plain));
    }
}

/// Whether an exchange with this address counts as sign-in traffic. AD FS's pages are an identity provider's, and count as little as others' do.
#[must_use]
pub fn is_sign_in(exchange: &Exchange) -> bool {
    let (host, path) = (exchange.request.url.host(), exchange.request.url.path());
    match hosts::class(host, path) {
        HostClass::FederationServer => !matches!(endpoints::stage(HostClass::FederationServer, path), Stage::Federation | Stage::Other),
        class => class.is_sign_in(),
    }
}

/// The stage by address, corrected by what the exchange shows itself to be.
fn stage(view: &View<'_>, observations: &[Observation]) -> Stage {
    if view.is_tunnel() {
        return Stage::Tunnel;
    }
    // AD FS may be an application of the service's as well.
    let at_federation = view.class == HostClass::FederationServer && view.stage == Stage::Federation;
    if !at_federation && (view.class != HostClass::Other || view.cloud.is_some()) {
        return view.stage;
    }
    if view.carries_answer() {
        return Stage::RedirectToApp;
    }
    if view.asks_identity_provider() {
        return Stage::Federation;
    }
    let delivered = observations.iter().any(|observation| matches!(observation.fact, Fact::Delivered(_)));
    if delivered && view.stage == Stage::Token { Stage::Token } else { Stage::Resource }
}

/// Whether the response had a body in which the outcome may stand and the capture does not have it.
fn answer_missing(exchange: &Exchange) -> bool {
    let Some(response) = &exchange.response else { return true };
    match response.status {
        None => true,
        Some(300..=399) => response.headers.get("location").is_none() && response.redirect.is_none(),
        Some(_) => response.body == Body::NotCaptured,
    }
}

/// Why nothing came back, in the capture's words; `None` when something did.
fn no_answer(exchange: &Exchange) -> Option<String> {
    let answered = exchange.response.as_ref().is_some_and(|response| response.status.is_some());
    (!answered).then(|| exchange.error.clone().unwrap_or_default())
}

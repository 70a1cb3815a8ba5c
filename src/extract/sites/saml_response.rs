//! Site: a SAML 2.0 response, on the page that posts it or in the request that carries it to the application.

use roxmltree::{Document, Node};

use crate::entra::codes::Code;
use crate::entra::hosts::HostClass;
use crate::entra::saml::Message;
use crate::extract::messages::message_text::MessageText;
use crate::extract::to_application::answer_forms;
use crate::extract::view::View;
use crate::extract::{times, xml};
use crate::model::observation::{Clock, ErrorSeen, Fact, Issued, Observation, Site, Timed};

pub(in crate::extract) fn observe(view: &View<'_>) -> Vec<Observation> {
    values(view).iter().filter_map(|value| Message::decode(value)).flat_map(|message| response(&message)).collect()
}

/// Responses to sign-ins and sign-outs that go to an application. One that comes back to the token service is an identity provider's.
fn values(view: &View<'_>) -> Vec<String> {
    let on_page = answer_forms(view).filter_map(|form| form.filled("SAMLResponse"));
    let in_request = view.parameter("SAMLResponse").filter(|_| !matches!(view.class, HostClass::TokenService(_)));
    on_page.chain(in_request).map(str::to_owned).collect()
}

fn response(message: &Message) -> Vec<Observation> {
    let Some(document) = xml::parse(&message.text) else { return Vec::new() };
    let seen = |field, fact| Observation { site: Site::SamlResponse, field, fact };
    let codes = status_codes(&document);
    if codes.first().is_some_and(|code| code.ends_with(":Success")) {
        let issued = (!message.is_of_sign_out()).then_some(Fact::Delivered(Issued::Assertion));
        return issued.map(|issued| seen("StatusCode", issued)).into_iter().collect();
    }
    if codes.is_empty() {
        return Vec::new();
    }
    let time = issue_instant(&document);
    let message = xml::text(document.root(), "StatusMessage").unwrap_or("");
    let mut errors = MessageText::parse(message).errors();
    if errors.is_empty() {
        let status = codes.iter().map(|code| code.rsplit(':').next().unwrap_or(code)).collect::<Vec<_>>().join(" / ");
        let message = if message.is_empty() { status } else { format!("{status}: {message}") };
        let error = ErrorSeen { message: Some(message), time, ..ErrorSeen::new(Code::named("saml-status")) };
        return vec![seen("StatusCode", Fact::Error(Box::new(error)))];
    }
    for error in &mut errors {
        error.time = error.time.or(time);
    }
    errors.into_iter().map(|error| seen("StatusMessage", Fact::Error(Box::new(error)))).collect()
}

/// The values of the status codes, the outer one first.
fn status_codes<'a>(document: &'a Document<'_>) -> Vec<&'a str> {
    let codes = document.descendants().filter(|node| node.is_element() && node.tag_name().name() == "StatusCode");
    codes.filter_map(|node: Node<'a, '_>| node.attribute("Value")).collect()
}

fn issue_instant(document: &Document<'_>) -> Option<Timed> {
    let at = times::service_time(document.root_element().attribute("IssueInstant")?)?;
    Some(Timed { at, clock: Clock::Protocol })
}

//! Site: `wresult` of WS-Federation, on the page that posts it or in the request that carries it to the application.

use crate::entra::codes::Code;
use crate::entra::hosts::HostClass;
use crate::extract::messages::message_text::MessageText;
use crate::extract::to_application::answer_forms;
use crate::extract::view::View;
use crate::extract::xml;
use crate::model::observation::{ErrorSeen, Fact, Issued, Observation, Site};

pub(in crate::extract) fn observe(view: &View<'_>) -> Vec<Observation> {
    let on_page = answer_forms(view).filter_map(|form| form.filled("wresult"));
    let in_request = view.parameter("wresult").filter(|_| !matches!(view.class, HostClass::TokenService(_)));
    on_page.chain(in_request).flat_map(result).collect()
}

fn result(text: &str) -> Vec<Observation> {
    let seen = |field, fact| vec![Observation { site: Site::WsFedResult, field, fact }];
    let Some(document) = xml::parse(text) else { return Vec::new() };
    let root = document.root();
    let all_text = root.descendants().filter_map(|node| node.text()).collect::<Vec<_>>().join(" ");
    let errors = MessageText::parse(&all_text).errors();
    if !errors.is_empty() {
        let observation = |error| Observation { site: Site::WsFedResult, field: "fault", fact: Fact::Error(Box::new(error)) };
        return errors.into_iter().map(observation).collect();
    }
    if xml::find(root, "RequestedSecurityToken").is_some() || xml::find(root, "Assertion").is_some() {
        return seen("RequestedSecurityToken", Fact::Delivered(Issued::Assertion));
    }
    if xml::find(root, "Fault").is_some() {
        let message = xml::text(root, "Text").or_else(|| xml::text(root, "faultstring")).map(str::to_owned);
        let error = ErrorSeen { message, ..ErrorSeen::new(Code::named("ws-fed-fault")) };
        return seen("fault", Fact::Error(Box::new(error)));
    }
    Vec::new()
}

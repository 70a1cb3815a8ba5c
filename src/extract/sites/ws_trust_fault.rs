//! Site: the SOAP answer of WS-Trust (`RST2.srf`, `usernamemixed`). It can fail without being a fault.

use roxmltree::Node;

use crate::entra::codes::Code;
use crate::entra::endpoints::Stage;
use crate::entra::guid::Guid;
use crate::extract::messages::message_text::MessageText;
use crate::extract::view::View;
use crate::extract::{times, xml};
use crate::model::observation::{Clock, ErrorSeen, Fact, Issued, Observation, Site, Timed};

pub(in crate::extract) fn observe(view: &View<'_>) -> Vec<Observation> {
    let Some(response) = view.exchange.response.as_ref().filter(|_| view.stage == Stage::WsTrust && view.class.is_sign_in()) else {
        return Vec::new();
    };
    let Some(document) = xml::parse(response.body.text()) else { return Vec::new() };
    let root = document.root();
    let errors = errors(root);
    if errors.is_empty() {
        let token = ["RequestedSecurityToken", "DesktopSsoToken"].into_iter().find(|name| xml::find(root, name).is_some());
        let delivered = token.map(|field| seen(field, Fact::Delivered(Issued::Assertion)));
        return delivered.into_iter().collect();
    }
    let (time, request_id) = server_info(root);
    let complete = |(field, mut error): (&'static str, ErrorSeen)| {
        error.time = error.time.or(time);
        error.request_id = error.request_id.take().or_else(|| request_id.clone()).or_else(|| view.request_id());
        error.correlation_id = error.correlation_id.take().or_else(|| view.correlation_id());
        seen(field, Fact::Error(Box::new(error)))
    };
    errors.into_iter().map(complete).collect()
}

fn seen(field: &'static str, fact: Fact) -> Observation {
    Observation { site: Site::WsTrustFault, field, fact }
}

fn errors(root: Node<'_, '_>) -> Vec<(&'static str, ErrorSeen)> {
    let internal = xml::find(root, "internalerror").and_then(|node| xml::text(node, "text"));
    let reason = xml::find(root, "Reason").and_then(|node| xml::text(node, "Text"));
    for (field, text) in [("internalerror", internal), ("Reason", reason), ("faultstring", xml::text(root, "faultstring"))] {
        let errors = text.map(|text| MessageText::parse(text).errors()).unwrap_or_default();
        if !errors.is_empty() {
            return errors.into_iter().map(|error| (field, error)).collect();
        }
    }
    let status = xml::text(root, "reqstatus").filter(|status| !is_success(status));
    let fault = xml::find(root, "Fault").is_some();
    if status.is_none() && !fault {
        return Vec::new();
    }
    let message = internal.or(reason).map(str::to_owned);
    let of_internal = || xml::find(root, "internalerror").and_then(|node| xml::text(node, "code"));
    let of_fault =
        || xml::find(root, "Subcode").and_then(|node| xml::text(node, "Value")).map(|value| value.rsplit(':').next().unwrap_or(value));
    let name = status.or_else(of_internal).or_else(of_fault).map(str::to_owned);
    vec![("reqstatus", ErrorSeen { name, message, ..ErrorSeen::new(Code::named("ws-trust-fault")) })]
}

fn is_success(status: &str) -> bool {
    status.trim_start_matches("0x").bytes().all(|byte| byte == b'0')
}

/// `<serverInfo ServerTime="...">ESTS-PUB-... rid:<request id></serverInfo>`
fn server_info(root: Node<'_, '_>) -> (Option<Timed>, Option<Guid>) {
    let Some(info) = xml::find(root, "serverInfo") else { return (None, None) };
    let time = info.attribute("ServerTime").and_then(times::service_time).map(|at| Timed { at, clock: Clock::Protocol });
    let request_id = info.text().and_then(|text| text.split_once("rid:")).and_then(|(_, id)| Guid::parse(id.trim().get(..36)?));
    (time, request_id)
}

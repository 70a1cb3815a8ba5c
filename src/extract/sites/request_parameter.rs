//! Site: a parameter of a request that reports a failure and is neither a redirect nor a form post of the protocol: an application's
//! own error page that is handed the message, and a client library's telemetry of the failure before.

use crate::entra::codes::Code;
use crate::entra::guid::Guid;
use crate::extract::messages::message_text::MessageText;
use crate::extract::to_application::goes_to_application;
use crate::extract::view::View;
use crate::model::observation::{ErrorSeen, Fact, Observation, Site};

/// Parameters that other sites read.
const READ_ELSEWHERE: &[&str] = &["error", "error_description", "error_codes", "SAMLResponse", "wresult"];

pub(in crate::extract) fn observe(view: &View<'_>) -> Vec<Observation> {
    let mut observations = last_telemetry(view);
    if goes_to_application(&view.exchange.request.url) {
        observations.extend(messages(view));
    }
    observations
}

fn messages(view: &View<'_>) -> Vec<Observation> {
    let parameters = view.query.iter().chain(view.fragment.iter()).chain(view.form.iter());
    let others = parameters.filter(|(name, _)| !READ_ELSEWHERE.iter().any(|read| read.eq_ignore_ascii_case(name)));
    let messages = others.map(|(_, value)| MessageText::parse(value)).filter(MessageText::is_labelled);
    messages.flat_map(|message| message.errors()).map(|error| seen("parameter", error)).collect()
}

/// `x-client-last-telemetry=5|0|61,<correlation id>|50076|1,0`: API and correlation id, then error, of failures before this request.
fn last_telemetry(view: &View<'_>) -> Vec<Observation> {
    let name = "x-client-last-telemetry";
    let Some(value) = view.parameter(name).or_else(|| view.request_headers().get(name)) else { return Vec::new() };
    let parts: Vec<&str> = value.split('|').collect();
    let (Some(requests), Some(errors)) = (parts.get(2), parts.get(3)) else { return Vec::new() };
    let correlation_ids: Vec<Option<Guid>> = requests.split(',').skip(1).step_by(2).map(Guid::parse).collect();
    let error = |(at, error): (usize, &str)| {
        let code = Code::read(error)?;
        let correlation_id = correlation_ids.get(at).cloned().flatten();
        Some(seen("x-client-last-telemetry", ErrorSeen { correlation_id, ..ErrorSeen::new(code) }))
    };
    errors.split(',').enumerate().filter_map(error).collect()
}

fn seen(field: &'static str, error: ErrorSeen) -> Observation {
    Observation { site: Site::RequestParameter, field, fact: Fact::Error(Box::new(error)) }
}

//! Site: a response header, other than those with a site of their own, that quotes a message of the service or refuses the request.

use crate::entra::codes::Code;
use crate::extract::messages::message_text::{MessageText, may_name_code};
use crate::extract::view::View;
use crate::model::observation::{ErrorSeen, Fact, Observation, Site};

/// Headers that other sites read, and those that never quote a message.
const READ_ELSEWHERE: &[&str] = &["location", "www-authenticate", "x-ms-clitelem", "set-cookie", "content-security-policy", "link"];

pub(in crate::extract) fn observe(view: &View<'_>) -> Vec<Observation> {
    let mut observations: Vec<Observation> = too_many_requests(view).into_iter().collect();
    let quoting = view.response_headers().filter(|(_, value)| may_name_code(value));
    let others = quoting.filter(|(name, _)| !READ_ELSEWHERE.iter().any(|read| read.eq_ignore_ascii_case(name)));
    for (_, value) in others {
        let errors = MessageText::parse(value).errors().into_iter();
        observations.extend(errors.map(|error| seen("header", error)));
    }
    observations
}

/// HTTP 429 of the token service.
fn too_many_requests(view: &View<'_>) -> Option<Observation> {
    if view.status != Some(429) || !view.class.is_sign_in() {
        return None;
    }
    let field = if view.response_header("retry-after").is_some() { "Retry-After" } else { "status" };
    let error =
        ErrorSeen { correlation_id: view.correlation_id(), request_id: view.request_id(), ..ErrorSeen::new(Code::named("throttled")) };
    Some(seen(field, error))
}

fn seen(field: &'static str, error: ErrorSeen) -> Observation {
    Observation { site: Site::ResponseHeader, field, fact: Fact::Error(Box::new(error)) }
}

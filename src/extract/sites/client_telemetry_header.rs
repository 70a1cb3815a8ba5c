//! Site: `x-ms-clitelem: version,error,suberror,refresh token age,single sign-on`. Sometimes the only sign of an error on a page.

use crate::entra::codes::Code;
use crate::extract::view::View;
use crate::model::observation::{ErrorSeen, Fact, Observation, Site};

pub(in crate::extract) fn observe(view: &View<'_>) -> Vec<Observation> {
    if !view.is_token_service() {
        return Vec::new();
    }
    // The second field is the code in every version of the header that was seen.
    let code = view.response_header("x-ms-clitelem").and_then(|value| value.split(',').nth(1)).and_then(Code::read);
    let Some(code) = code else { return Vec::new() };
    let error = ErrorSeen { correlation_id: view.correlation_id(), request_id: view.request_id(), ..ErrorSeen::new(code) };
    vec![Observation { site: Site::ClientTelemetryHeader, field: "x-ms-clitelem", fact: Fact::Error(Box::new(error)) }]
}

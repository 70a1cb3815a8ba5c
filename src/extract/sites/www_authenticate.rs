//! Site: `WWW-Authenticate` of a resource: a claims challenge, or a message of the service that is passed on.

use crate::entra::codes::Code;
use crate::entra::json;
use crate::entra::token::from_base64;
use crate::extract::messages::message_text::MessageText;
use crate::extract::view::View;
use crate::model::message::Parameters;
use crate::model::observation::{ErrorSeen, Fact, Observation, Site};

pub(in crate::extract) fn observe(view: &View<'_>) -> Vec<Observation> {
    let Some(response) = &view.exchange.response else { return Vec::new() };
    response.headers.all("www-authenticate").flat_map(|value| challenge(value, view)).collect()
}

fn challenge(value: &str, view: &View<'_>) -> Vec<Observation> {
    let parameters = parameters(value);
    let described = parameters.filled("error_description").map(MessageText::parse).unwrap_or_default();
    let seen = |field, error: ErrorSeen| Observation { site: Site::WwwAuthenticate, field, fact: Fact::Error(Box::new(error)) };
    if !described.codes.is_empty() {
        return described.errors().into_iter().map(|error| seen("error_description", error)).collect();
    }
    let insufficient = parameters.filled("error") == Some("insufficient_claims");
    let claims = parameters.filled("claims").and_then(claims);
    if view.status != Some(401) || !(insufficient || claims.is_some()) {
        return Vec::new();
    }
    let error = ErrorSeen {
        message: claims,
        oauth_error: parameters.filled("error").map(str::to_owned),
        correlation_id: view.correlation_id(),
        ..ErrorSeen::new(Code::named("claims-challenge"))
    };
    vec![seen("claims", error)]
}

/// The claims that are asked for: JSON in base64. Names and values of policies, no secret.
fn claims(encoded: &str) -> Option<String> {
    let decoded = from_base64(encoded.trim_end_matches('='));
    let text = decoded.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_else(|| encoded.to_owned());
    Some(json::parse(&text).ok()?.to_string())
}

/// The parameters of all challenges in a header: `Bearer realm="", error="insufficient_claims", claims="..."`. Order, quotes and the
/// number of schemes vary.
fn parameters(value: &str) -> Parameters {
    let mut pairs = Vec::new();
    let mut rest = value;
    while let Some(at) = rest.find('=') {
        let name = rest[..at].rsplit([',', ' ', '\t']).next().unwrap_or("").trim().to_owned();
        let after = rest[at + 1..].trim_start();
        let (value, remaining) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_at(quoted.find('"').unwrap_or(quoted.len())),
            None => after.split_at(after.find([',', ' ']).unwrap_or(after.len())),
        };
        pairs.push((name, value.to_owned()));
        rest = remaining.strip_prefix('"').unwrap_or(remaining);
    }
    pairs.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_of_several_schemes_are_read() {
        let read = parameters(r#"Bearer realm="", error="insufficient_claims", claims="e30=", PKeyAuth Version=1.0, Nonce="a=b""#);
        assert_eq!(read.get("error"), Some("insufficient_claims"));
        assert_eq!(read.get("claims"), Some("e30="));
        assert_eq!(read.get("version"), Some("1.0"));
        assert_eq!(read.get("nonce"), Some("a=b"));
    }
}

//! What the service's messages and the tokens name: application, resource, tenant. A request may hide them, as when a server redeems the code.

use serde_json::Value;

use crate::entra::codes::Code;
use crate::entra::guid::Guid;
use crate::entra::placeholders::stands_for_a_value;
use crate::model::observation::{Fact, Named, Observation};

/// What a text of a message names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    /// The application by its id; its name may follow it in parentheses.
    Application,
    /// The application by its name; its id may follow it in parentheses.
    ApplicationName,
    Resource,
    Tenant,
}

/// Words of messages before what they name, by the codes that use them.
const WORDINGS: &[(&[u64], &str, What)] = &[
    (&[700_016, 700_009], "Application with identifier", What::Application),
    (&[700_016], "was not found in the directory", What::Tenant),
    (&[7_000_215], "secret added to app", What::Application),
    (&[7_000_222], "secret keys for app", What::Application),
    (&[700_027, 700_030, 5_000_223], "for app Id", What::Application),
    (&[65_001], "consented to use the application with ID", What::Application),
    (&[65_005], "The application", What::ApplicationName),
    (&[50_105], "has configured the application", What::ApplicationName),
    (&[50_105, 501_051], "role for the application", What::Application),
    (&[50_011], "configured for the application", What::Application),
    (&[500_113], "registered for the application", What::Application),
    (&[9_002_331, 90_009, 50_194, 501_051, 7_000_112, 700_054, 7_000_218], "Application", What::Application),
    (&[7_000_229], "The client application", What::Application),
    (&[7_000_229], "service principal in the tenant", What::Tenant),
    (&[50_020, 16_000, 50_178], "access the application", What::Application),
    (&[650_056, 650_057], "Client app ID", What::Application),
    (&[650_057], "Resource value from request", What::Resource),
    (&[50_001, 500_011], "resource principal named", What::Resource),
    (&[50_001], "application named", What::Resource),
    (&[50_001, 500_011], "in the tenant named", What::Tenant),
    (&[50_076, 50_079, 50_072], "multi-factor authentication to access", What::Resource),
    (&[50_034, 500_341], "does not exist in the", What::Tenant),
    (&[500_341], "deleted from the", What::Tenant),
    (&[90_002], "Tenant", What::Tenant),
];

/// What the messages of the service's codes name.
pub(in crate::extract) fn in_messages(observations: &[Observation]) -> Named {
    let mut named = Named::default();
    for observation in observations {
        let Fact::Error(error) = &observation.fact else { continue };
        if let (Code::Entra(number), Some(message)) = (&error.code, &error.message) {
            named.add_missing(in_message(*number, message));
        }
    }
    named
}

fn in_message(number: u64, message: &str) -> Named {
    let mut named = Named::default();
    for (_, words, what) in WORDINGS.iter().filter(|(codes, ..)| codes.contains(&number)) {
        let Some(after) = behind(message, words) else { continue };
        let (value, rest) = if *what == What::ApplicationName { name(after) } else { value(after) };
        let beside = rest.trim_start().strip_prefix('(').and_then(|inside| inside.split(')').next()).map(unquoted);
        named.add_missing(match what {
            What::Application => of_application(Some(value), beside),
            What::ApplicationName => of_application(beside, Some(value)),
            What::Resource => Named { resource: told(value).map(lower_if_guid), ..Named::default() },
            What::Tenant => of_tenant(value),
        });
    }
    named
}

/// The text behind these words.
fn behind<'m>(message: &'m str, words: &str) -> Option<&'m str> {
    let mut rest = message;
    while let Some((before, after)) = rest.split_once(words) {
        let begins = !before.ends_with(|letter: char| letter.is_alphanumeric());
        let after_words = after.trim_start_matches([' ', ':', '\u{a0}', '=']);
        if begins && after_words.len() < after.len() {
            return Some(after_words);
        }
        rest = after;
    }
    None
}

/// The value at the beginning of a text: in quotes, or up to a blank or a mark that ends it.
fn value(text: &str) -> (&str, &str) {
    for (open, close) in [('\'', '\''), ('"', '"'), ('`', '`'), ('\u{2018}', '\u{2019}'), ('\u{201c}', '\u{201d}')] {
        if let Some(quoted) = text.strip_prefix(open).and_then(|text| text.split_once(close)) {
            return quoted;
        }
    }
    let end = text.find(|letter: char| letter.is_whitespace() || matches!(letter, '(' | ',' | ';')).unwrap_or(text.len());
    let (value, rest) = text.split_at(end);
    let trimmed = value.trim_end_matches(['.', ':', '!']);
    text.split_at_checked(trimmed.len()).unwrap_or((value, rest))
}

/// The name of an application at the beginning of a text: it may have spaces, and its id follows it.
fn name(text: &str) -> (&str, &str) {
    const LONGEST: usize = 120;
    let named = text.split_once(" ('").filter(|(name, _)| name.len() <= LONGEST && !name.contains(['\n', '\'']));
    named.and_then(|(name, _)| text.split_at_checked(name.len())).unwrap_or_else(|| value(text))
}

fn unquoted(text: &str) -> &str {
    text.trim().trim_matches(['\'', '"'])
}

/// An application by its id, which is a GUID or an address, and its name.
fn of_application(id: Option<&str>, name: Option<&str>) -> Named {
    let is_id = |id: &&str| Guid::parse(id).is_some() || id.contains("://") || id.starts_with("urn:");
    let id = id.and_then(told);
    let name = name.and_then(told).filter(|name| Guid::parse(name).is_none());
    Named { client_id: id.filter(is_id).map(lower_if_guid), application: name.map(str::to_owned), ..Named::default() }
}

/// A tenant by its id or its domain; others are names that people gave it.
fn of_tenant(value: &str) -> Named {
    let domain = told(value).filter(|value| value.contains('.') && !value.contains([' ', '/']));
    Named { tenant_id: told(value).and_then(Guid::parse), tenant_domain: domain.map(str::to_ascii_lowercase), ..Named::default() }
}

/// A value that says something: no placeholder, and none of the service's own for what it hides.
fn told(value: &str) -> Option<&str> {
    let value = value.trim();
    let is_hidden = value.is_empty() || value.len() > 256 || value.contains(['{', '}', '<', '>']) || stands_for_a_value(value);
    (!is_hidden).then_some(value)
}

fn lower_if_guid(text: &str) -> String {
    Guid::parse(text).map_or_else(|| text.to_owned(), |id| id.to_string())
}

/// What tokens name: an ID token is for the application, an access token for the resource, and says who asked for it.
pub(in crate::extract) fn in_tokens(id_token: Option<&Value>, access_token: Option<&Value>) -> Named {
    let claim = |token: Option<&Value>, name: &str| token.and_then(|token| token.get(name)?.as_str()).and_then(told).map(lower_if_guid);
    let asked = claim(access_token, "appid").or_else(|| claim(access_token, "azp"));
    let resource = claim(access_token, "aud").map(|resource| resource.trim_end_matches('/').to_owned());
    Named { client_id: claim(id_token, "aud").or(asked), application: claim(access_token, "app_displayname"), resource, ..Named::default() }
}

/// Whether an access token is for an application alone, without a user.
pub(in crate::extract) fn is_of_application(claims: &Value) -> bool {
    let claim = |name: &str| claims.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    claim("idtyp") == Some("app") || claim("scp").is_none() && claim("oid").is_some() && claim("oid") == claim("sub")
}

#[cfg(test)]
mod tests {
    use super::*;

    const APP: &str = "2f6c1f0a-7a1b-4f0e-9c53-0d6a3b7e9f10";

    #[test]
    fn messages_name_applications() {
        for (number, message) in [
            (
                7_000_215,
                format!(
                    "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{APP}'."
                ),
            ),
            (
                7_000_222,
                format!(
                    "AADSTS7000222: The provided client secret keys for app '{APP}' are expired. Visit the Azure portal to create new keys for your app."
                ),
            ),
            (
                700_016,
                format!("AADSTS700016: Application with identifier '{APP}' was not found in the directory 'Contoso'. This can happen."),
            ),
            (
                65_001,
                format!(
                    "AADSTS65001: The user or administrator has not consented to use the application with ID '{}' named 'Orders'.",
                    APP.to_uppercase()
                ),
            ),
            (
                50_011,
                format!(
                    "AADSTS50011: The redirect URI 'https://app.contoso.example/cb' specified in the request does not match the redirect URIs configured for the application '{APP}'. Make sure."
                ),
            ),
            (
                50_011,
                format!(
                    "AADSTS50011: The reply URL specified in the request does not match the reply URLs configured for the application: '{APP}'."
                ),
            ),
            (9_002_331, format!("AADSTS9002331: Application '{APP}'(Orders) is configured for use by Microsoft Account users only.")),
            (90_009, format!("AADSTS90009: Application '{APP}'(Orders) is requesting a token for itself.")),
            (
                50_105,
                format!(
                    "AADSTS50105: Your administrator has configured the application Contoso Orders ('{APP}') to block users unless they are specifically granted ('assigned') access to the application."
                ),
            ),
            (
                50_105,
                format!(
                    "AADSTS50105: The signed in user 'kim@contoso.example' is not assigned to a role for the application '{APP}'(Orders)."
                ),
            ),
            (
                650_057,
                format!(
                    "AADSTS650057: Invalid resource. Client app ID: {APP}(Orders). Resource value from request: https://graph.windows.net. Resource app ID: x."
                ),
            ),
        ] {
            assert_eq!(in_message(number, &message).client_id.as_deref(), Some(APP), "{message}");
        }
    }

    #[test]
    fn messages_name_resources_and_tenants() {
        let of = |number, message: &str| in_message(number, message);
        let missing = of(
            500_011,
            "AADSTS500011: The resource principal named https://api.contoso.example was not found in the tenant named 9b1c6a52-6a0f-4c47-8f0d-2d9c0f3e5a11. This can happen.",
        );
        assert_eq!(missing.resource.as_deref(), Some("https://api.contoso.example"));
        assert_eq!(missing.tenant_id.map(|id| id.to_string()).as_deref(), Some("9b1c6a52-6a0f-4c47-8f0d-2d9c0f3e5a11"));
        let old = of(
            50_001,
            "AADSTS50001: The application named https://api.contoso.example/ was not found in the tenant named contoso.example.",
        );
        assert_eq!(
            (old.resource.as_deref(), old.tenant_domain.as_deref()),
            (Some("https://api.contoso.example/"), Some("contoso.example"))
        );
        let factor =
            of(50_076, "AADSTS50076: ... you must use multi-factor authentication to access '00000002-0000-0000-c000-000000000000'.");
        assert_eq!(factor.resource.as_deref(), Some("00000002-0000-0000-c000-000000000000"));
        let tenant = of(90_002, "AADSTS90002: Tenant 'contoso.example' not found. Check to make sure you have the correct tenant ID.");
        assert_eq!(tenant.tenant_domain.as_deref(), Some("contoso.example"));
        let user = of(
            50_034,
            "AADSTS50034: The user account {EmailHidden} does not exist in the 9b1c6a52-6a0f-4c47-8f0d-2d9c0f3e5a11 directory. To sign in",
        );
        assert!(user.tenant_id.is_some());
    }

    #[test]
    fn placeholders_and_names_are_no_ids() {
        for (number, message) in [
            (7_000_215, "AADSTS7000215: ... for a secret added to app 'Sanitized'."),
            (7_000_215, "AADSTS7000215: ... for a secret added to app '00000000-0000-0000-0000-000000000000'."),
            (700_016, "AADSTS700016: Application with identifier '{appIdentifier}' was not found in the directory 'Contoso'."),
            (90_002, "AADSTS90002: Tenant 'REDACTED' not found."),
            (90_002, "AADSTS90002: Tenants 'contoso.example' were not asked for."),
            (53_003, "AADSTS53003: Application with identifier '2f6c1f0a-7a1b-4f0e-9c53-0d6a3b7e9f10'"),
        ] {
            assert_eq!(in_message(number, message), Named::default(), "{message}");
        }
    }
}

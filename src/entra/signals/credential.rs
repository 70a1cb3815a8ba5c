//! Signals of the application's own credential: by its form alone, never by its value.

use super::row::Values::{Number, Words};
use super::row::signals;

const NO_TOKEN: Option<&str> = Some("no token request is in the trace, as when a server makes it");
const NO_SECRET: Option<&str> = Some("no client secret is in the trace, or it was taken out");
const NO_ASSERTION: Option<&str> = Some("no client assertion is in the trace, or it was taken out");
const NO_USER_TOKEN: Option<&str> = Some("no token that stands for a user is sent in the trace, or it was taken out");

signals! {
    CLIENT_AUTHENTICATION = "client_authentication", Words(&["secret_in_body", "secret_in_header", "assertion", "none"]), "what the token request proves the application's identity with; several when it sends several", NO_TOKEN;
    SECRET_FORM = "secret_form", Words(&["guid", "empty", "blank", "template", "other"]), "the client secret: a GUID as a secret's ID is, empty, with a blank in it or around it, a name in braces or brackets that no one replaced, or another form", NO_SECRET;
    ASSERTION_ALGORITHM = "assertion_algorithm", Words(&["rs256", "ps256", "es256", "hs256", "none", "other"]), "`alg` in the header of the client assertion", NO_ASSERTION;
    ASSERTION_KEY = "assertion_key", Words(&["x5t", "x5t_s256", "kid", "x5c", "none"]), "what the header of the client assertion names its key by; several when it has several", NO_ASSERTION;
    ASSERTION_ISSUER = "assertion_issuer", Words(&["client", "other", "absent"]), "`iss` of the client assertion against `client_id`", NO_ASSERTION;
    ASSERTION_SUBJECT = "assertion_subject", Words(&["client", "other", "absent"]), "`sub` of the client assertion against `client_id`", NO_ASSERTION;
    ASSERTION_AUDIENCE = "assertion_audience", Words(&["token_service", "token_exchange", "several", "other", "absent"]), "`aud` of the client assertion: an address on a host of the token service, the audience of federated credentials (`api://AzureADTokenExchange`), a list of several, or another", NO_ASSERTION;
    ASSERTION_TIME = "assertion_time", Words(&["valid", "expired", "not_yet_valid", "absent"]), "`nbf` and `exp` of the client assertion against the service's clock, or the client's when the response has none", NO_ASSERTION;
    ASSERTION_LIFETIME = "assertion_lifetime", Number("seconds"), "from `nbf` or `iat` to `exp` of the client assertion", NO_ASSERTION;
    USER_TOKEN_AUDIENCE = "user_token_audience", Words(&["client", "other", "absent"]), "`aud` of the token that an on-behalf-of request sends, against `client_id`", NO_USER_TOKEN;
    USER_TOKEN_KIND = "user_token_kind", Words(&["access_token", "id_token", "app_token"]), "what that token is: delegated permissions (`scp`), none of them, or an application's own", NO_USER_TOKEN;
    USER_TOKEN_TIME = "user_token_time", Words(&["valid", "expired", "not_yet_valid", "absent"]), "`nbf` and `exp` of that token against the service's clock", NO_USER_TOKEN;
}

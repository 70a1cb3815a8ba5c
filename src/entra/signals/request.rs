//! Signals of the request: what the application, or the user's browser for it, asked for.

use super::row::Values::{Cloud, Protocol, Words};
use super::row::signals;

const NO_AUTHORIZE: Option<&str> = Some("the authorization request is not in the attempt, or the value was taken out");
const NO_REQUEST: Option<&str> = Some("no request of the protocol is in the attempt, or the value was taken out");
const NO_TOKEN: Option<&str> = Some("no token request is in the trace, as when a server makes it");
const NO_SAML: Option<&str> = Some("the SAML request is not in the attempt, or cannot be decoded");

signals! {
    PROTOCOL = "protocol", Protocol, "the request that the attempt began with", Some("the attempt does not show how it began");
    CLOUD = "cloud", Cloud, "the host of the token service", Some("no token service was asked");
    TENANT_ASKED = "tenant_asked", Words(&["id", "domain", "common", "organizations", "consumers"]), "the tenant in the path of authorization, SAML, WS-Federation, device code, and token requests", NO_REQUEST;
    ENDPOINT_VERSION = "endpoint_version", Words(&["v1", "v2"]), "the path of authorization, device code, and token requests", NO_REQUEST;
    PROMPT = "prompt", Words(&["none", "login", "select_account", "consent", "create", "other", "absent"]), "`prompt` of the authorization request", NO_AUTHORIZE;
    RESPONSE_TYPE = "response_type", Words(&["code", "id_token", "token", "several", "other", "absent"]), "`response_type` of the authorization request", NO_AUTHORIZE;
    RESPONSE_MODE = "response_mode", Words(&["query", "fragment", "form_post", "other", "absent"]), "`response_mode` of the authorization request", NO_AUTHORIZE;
    PKCE = "pkce", Words(&["s256", "plain", "absent"]), "`code_challenge` and its method in the authorization request", NO_AUTHORIZE;
    LOGIN_HINT = "login_hint", Words(&["sent", "absent"]), "`login_hint` of the authorization request", NO_AUTHORIZE;
    DOMAIN_HINT = "domain_hint", Words(&["consumers", "organizations", "domain", "absent"]), "`domain_hint` or `whr` of the authorization request", NO_AUTHORIZE;
    CLAIMS_PARAMETER = "claims_parameter", Words(&["sent", "absent"]), "`claims` of authorization and token requests", NO_REQUEST;
    CLIENT_ID_FORM = "client_id_form", Words(&["guid", "address", "name", "absent"]), "`client_id`, `wtrealm` or the SAML `Issuer`: a GUID, an address, or another name", NO_REQUEST;
    MANDATORY_MFA = "mandatory_mfa", Words(&["portal", "tool", "other"]), "`client_id`: a portal or a tool for which Microsoft itself requires MFA, or another application", NO_REQUEST;
    REDIRECT_URI_SCHEME = "redirect_uri_scheme", Words(&["https", "http", "custom", "none", "absent"]), "`redirect_uri`, `wreply` or `AssertionConsumerServiceURL` as it was sent; `none` is an address without a scheme", NO_REQUEST;
    REDIRECT_URI_HOST = "redirect_uri_host", Words(&["localhost", "loopback", "other"]), "its host: `localhost`, an address of the machine itself (`127.0.0.1`, `[::1]`), or another", NO_REQUEST;
    REDIRECT_URI_PORT = "redirect_uri_port", Words(&["stated", "default"]), "whether it states a port that is not the scheme's own", NO_REQUEST;
    REDIRECT_URI_PATH = "redirect_uri_path", Words(&["empty", "lower_case", "upper_case"]), "its path: none, lower case alone, or with upper-case letters", NO_REQUEST;
    REDIRECT_URI_END = "redirect_uri_end", Words(&["slash", "no_slash"]), "whether it ends in a slash", NO_REQUEST;
    REDIRECT_URI_QUERY = "redirect_uri_query", Words(&["present", "absent"]), "whether it has a query string", NO_REQUEST;
    SCOPE_FORM = "scope_form", Words(&["default", "named", "openid_only", "several_resources", "double_slash", "comma", "absent"]), "`scope`: with `/.default`, with named permissions, of the protocol alone, of more than one resource, with `//` before the permission, with a comma between", NO_REQUEST;
    RESOURCE_PARAMETER = "resource_parameter", Words(&["sent", "absent"]), "`resource` of authorization and token requests", NO_REQUEST;
    GRANT = "grant", Words(&["authorization_code", "refresh_token", "password", "client_credentials", "on_behalf_of", "device_code", "saml_assertion", "native_auth", "other"]), "`grant_type` of token requests", NO_TOKEN;
    TOKEN_METHOD = "token_method", Words(&["post", "get", "other"]), "the HTTP method of the request to the token endpoint", NO_TOKEN;
    TOKEN_BODY = "token_body", Words(&["form", "json", "other", "empty"]), "the body of the token request: parameters of a form, JSON, something else, nothing", NO_TOKEN;
    CODE_VERIFIER = "code_verifier", Words(&["sent", "absent"]), "`code_verifier` where a code is redeemed", NO_TOKEN;
    SAML_METHOD = "saml_method", Words(&["password", "other", "absent"]), "`RequestedAuthnContext` of the SAML request: a password, another method, none asked for", NO_SAML;
    SAML_COMPARISON = "saml_comparison", Words(&["exact", "minimum", "maximum", "better", "absent"]), "`Comparison` of `RequestedAuthnContext`", NO_SAML;
    SAML_FORCE = "saml_force", Words(&["yes", "no"]), "`ForceAuthn` of the SAML request", NO_SAML;
    SAML_PASSIVE = "saml_passive", Words(&["yes", "no"]), "`IsPassive` of the SAML request", NO_SAML;
}

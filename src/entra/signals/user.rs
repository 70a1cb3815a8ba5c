//! Signals of the user and the tenant.

use super::row::Values::Words;
use super::row::signals;

const NO_LOOK_UP: Option<&str> = Some("the account lookup is not in the attempt");

signals! {
    USER_NAME_FORM = "user_name_form", Words(&["address", "personal", "guest", "no_domain", "down_level"]), "the name that was typed or sent: an address, one of a personal Microsoft account's domains, a guest's (`#EXT#`), without a domain, `DOMAIN\\user`", Some("the trace names no user, or the name was taken out");
    USER_DOMAIN = "user_domain", Words(&["as_asked", "other"]), "the domain of the user's name against the tenant that was asked for by a domain", Some("the user's name or the tenant's domain is not in the trace");
    ACCOUNT_LOOK_UP = "account_look_up", Words(&["exists", "not_found", "throttled", "personal", "both", "other"]), "`IfExistsResult` of `GetCredentialType`", NO_LOOK_UP;
    MFA_METHOD = "mfa_method", Words(&["app_notification", "app_code", "text", "call", "passkey", "pass", "other"]), "`AuthMethodId` of the requests that begin and end a multifactor challenge", Some("no such request is in the attempt, or the capture does not have its body");
    METHODS_OFFERED = "methods_offered", Words(&["app_notification", "app_code", "text", "call", "passkey", "pass", "other"]), "`arrUserProofs` in `$Config` of a page", Some("no page of the attempt lists methods");
    DOMAIN_TYPE = "domain_type", Words(&["managed", "federated", "personal", "unknown"]), "`DomainType` of `GetCredentialType`, `NameSpaceType` of the user realm", NO_LOOK_UP;
}

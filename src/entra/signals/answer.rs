//! Signals of the response: what the service said where it gave the code.

use super::row::Values::{Code, Number, Site, Stage, Text, Words};
use super::row::signals;

signals! {
    CODE = "code", Code, "the code itself", None;
    MESSAGE = "message", Text, "the text next to the code", Some("the trace has the code without a text");
    DETAIL = "detail", Text, "what entrace reads from the text, a status or a network error (`missing parameter: scope`, `used: X509`)", Some("the response says no more than the code");
    OAUTH_ERROR = "oauth_error", Text, "`error` next to the code", Some("the response has no `error`");
    SUBERROR = "suberror", Text, "`suberror` next to the code", Some("the response has no `suberror`");
    MFA_RESULT = "mfa_result", Text, "`ResultValue` of the multifactor challenge", Some("the responses of the challenge are not in the trace");
    MISSING_PARAMETER = "missing_parameter", Text, "the parameter that the text says is missing", Some("the text names none");
    TOKEN_AGE = "token_age", Number("days"), "from the time of issue in the text to the time of the response", Some("the text has no time of issue");
    SITE = "site", Site, "the sites at which the code was read", None;
    STAGE = "stage", Stage, "the stage of the exchanges that show the code", Some("the code is in no step of a sign-in");
    STATUS = "status", Number("HTTP status"), "the status of the exchanges that show the code", Some("the code is in no step of a sign-in");
    RETRY_AFTER = "retry_after", Words(&["sent", "absent"]), "`Retry-After` of a response with status 429 or 503", Some("no response has such a status");
    CLAIMS_ASKED = "claims_asked", Words(&["yes", "no"]), "`claims` in a refusal of the token endpoint, or in `WWW-Authenticate`", Some("no such response is in the attempt");
}

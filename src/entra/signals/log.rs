//! Signals of the sign-in log: what the row of the request says, when an export of the log is given together with the trace.

use super::row::Values::Words;
use super::row::signals;

const NO_ROW: Option<&str> = Some("no row of a sign-in log belongs to the request");
const NO_DEVICE: Option<&str> = Some("no row of a sign-in log belongs to the request, or it names no device");

signals! {
    LOG_ROW = "log_row", Words(&["joined"]), "whether a row of a sign-in log belongs to the request", NO_ROW;
    LOG_LOCK = "log_lock", Words(&["too_many_tries", "malicious_address", "other"]), "the failure reason of the row of AADSTS50053", NO_ROW;
    LOG_ACCESS = "log_access", Words(&["success", "failure", "not_applied"]), "what Conditional Access came to in the row", NO_ROW;
    LOG_CONTROL = "log_control", Words(&["block", "mfa", "compliant_device", "hybrid_joined_device", "approved_application", "app_protection", "password_change", "terms_of_use", "authentication_strength", "other"]), "the grant controls of the policies that refused", Some("no row of a sign-in log belongs to the request, or it lists no policy that refused");
    LOG_DEVICE = "log_device", Words(&["identified", "none"]), "whether the row names a device", NO_ROW;
    LOG_COMPLIANT = "log_compliant", Words(&["yes", "no"]), "whether the device is compliant, by the row", NO_DEVICE;
    LOG_MANAGED = "log_managed", Words(&["yes", "no"]), "whether the device is managed, by the row", NO_DEVICE;
    LOG_TRUST = "log_trust", Words(&["entra_joined", "hybrid_joined", "registered", "other"]), "how the device is joined, by the row", NO_DEVICE;
    LOG_MFA = "log_mfa", Words(&["denied", "no_response", "wrong_code", "passed", "other"]), "the result detail of the last step of multifactor authentication in the row", Some("no row of a sign-in log belongs to the request, or it has no such step");
    LOG_RISK = "log_risk", Words(&["none", "low", "medium", "high", "hidden", "other"]), "the risk during the sign-in, by the row", NO_ROW;
    LOG_PLACE = "log_place", Words(&["named", "unnamed"]), "whether the address that the service saw belongs to a named location, by the row", Some("no row of a sign-in log belongs to the request, or its export does not have named locations");
}

//! Names of parameters, fields, headers and cookies whose values are secret, with the kind that a placeholder says.

/// Names of parameters and fields, lower case, sorted.
const SECRET_FIELDS: &[(&str, &str)] = &[
    ("access_token", "access-token"),
    ("accesspass", "password"),
    ("actor_token", "token"),
    ("additionalauthdata", "one-time-code"),
    ("apicanary", "canary"),
    ("assertion", "assertion"),
    ("canary", "canary"),
    ("client_assertion", "client-assertion"),
    ("client_secret", "client-secret"),
    ("code", "auth-code"),
    ("code_verifier", "code-verifier"),
    ("confirmnewpasswd", "password"),
    ("confirmpassword", "password"),
    ("credentialsjson", "credential"),
    ("ctx", "context"),
    ("currentpasswd", "password"),
    ("desktopssotoken", "token"),
    ("device_code", "device-code"),
    ("devicecode", "device-code"),
    ("estswctxflowtoken", "flow-token"),
    ("evo_code", "token"),
    ("flowtoken", "flow-token"),
    ("id_token", "id-token"),
    ("id_token_hint", "id-token"),
    ("lmccanary", "canary"),
    ("logincanary", "canary"),
    ("logout_token", "token"),
    ("mfaauthcode", "one-time-code"),
    ("newpasswd", "password"),
    ("newpassword", "password"),
    ("nonce", "nonce"),
    ("olddevicecode", "device-code"),
    ("oldpassword", "password"),
    ("originalrequest", "context"),
    ("otc", "one-time-code"),
    ("otp", "one-time-code"),
    ("passwd", "password"),
    ("password", "password"),
    ("pin", "one-time-code"),
    ("pwd", "password"),
    ("rctx", "context"),
    ("refresh_token", "refresh-token"),
    ("relaystate", "state"),
    ("request", "signed-request"),
    ("request_nonce", "nonce"),
    ("requested_token", "token"),
    ("samlart", "saml-artifact"),
    ("samlresponse", "saml-response"),
    ("scanarytoken", "canary"),
    ("scrossdomaincanary", "canary"),
    ("sctx", "context"),
    ("serverchallenge", "challenge"),
    ("session_key_jwe", "token"),
    ("sfidochallenge", "challenge"),
    ("sft", "flow-token"),
    ("sig", "signature"),
    ("signedrequest", "signed-request"),
    ("sprooftoken", "token"),
    ("sproofupauthstate", "context"),
    ("sproofuptoken", "token"),
    ("sso_nonce", "nonce"),
    ("state", "state"),
    ("subject_token", "token"),
    ("tgt", "token"),
    ("tgt_ad", "token"),
    ("tgt_cloud", "token"),
    ("ticket", "token"),
    ("token", "token"),
    ("user_code", "user-code"),
    ("wctx", "state"),
    ("wresult", "assertion"),
];

/// Headers whose value is secret as a whole, lower case.
const SECRET_HEADERS: &[(&str, &str)] = &[
    ("canary", "canary"),
    ("x-ms-ctx", "context"),
    ("x-ms-devicecredential", "credential"),
    ("x-ms-flowtoken", "flow-token"),
    ("x-ms-pkeyauth", "credential"),
];

/// Cookies whose values are flags that help to diagnose and let nobody in, lower case.
const HARMLESS_COOKIES: &[&str] =
    &["aadssotiles", "brcap", "cktst", "estsssotiles", "ssocookiepulled", "stsservicecookie", "usgovtraffic", "x-ms-gateway-slice"];

/// The kind of secret that a parameter or field of this name holds.
pub(super) fn of_field(name: &str) -> Option<&'static str> {
    let name = name.trim().to_ascii_lowercase();
    SECRET_FIELDS.binary_search_by_key(&name.as_str(), |(known, _)| known).ok().map(|at| SECRET_FIELDS[at].1)
}

/// The kind of secret that a header of this name holds as a whole.
pub(super) fn of_header(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    if name.starts_with("x-ms-refreshtokencredential") {
        return Some("sso-credential");
    }
    SECRET_HEADERS.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
}

/// Whether a cookie's value may stay.
pub(super) fn is_harmless_cookie(name: &str) -> bool {
    HARMLESS_COOKIES.contains(&name.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    #[test]
    fn fields_are_sorted() {
        assert!(super::SECRET_FIELDS.is_sorted_by_key(|(name, _)| name));
    }
}

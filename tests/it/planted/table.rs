//! What has to be planted where, and values too short to be looked for anywhere but after their name.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;

use super::FIELD;
use super::sow::Nature;

/// Containers that hold an address.
const PATH: &[&str] = &[
    "text request.url",
    "text _initiator.url",
    "text _initiator.stack",
    "text _unknown",
    "base64 request.url",
    "archive c.txt",
    "archive _index.htm",
    "archive m.xml ui-comments",
    "archive m.xml add-in flag",
];
/// Containers that hold the parameters of an address on their own.
const PARAMETERS: &[&str] = &["text request.queryString", "base64 request.queryString"];
/// Containers that repeat an address in notes, titles and errors.
const NOTES: &[&str] = &["text comment", "text content.comment", "text _error", "text pages[].title", "text pages[].id"];
const FRAGMENT: &[&str] = &["text request.url", "text _initiator.url", "base64 request.url", "archive _index.htm"];
const HEADER: &[&str] = &["text request.headers", "base64 request.headers", "archive c.txt"];
const COOKIE: &[&str] =
    &["text request.cookies", "text request.headers", "base64 request.cookies", "base64 request.headers", "archive c.txt"];
const SET_COOKIE: &[&str] = &["text response.cookies", "text response.headers", "base64 response.cookies", "base64 response.headers"];
const RETURNED: &[&str] = &["text response.headers", "base64 response.headers"];
const LOCATION: &[&str] = &["text redirectURL", "text response.headers", "base64 redirectURL", "base64 response.headers"];
const FORM: &[&str] =
    &["text postData.text", "text postData.params", "text _unknown", "base64 postData.params", "archive c.txt", "archive w.txt"];
const SENT: &[&str] = &["text postData.text", "text _unknown", "base64 postData.text", "archive c.txt", "archive w.txt"];
const NOTED_FORM: &[&str] = &["text _webSocketMessages"];
const ANSWER: &[&str] = &["text content.text", "base64 content.text in base64"];

type Row = (&'static [&'static str], &'static [&'static [&'static str]]);

/// Rows, and the groups of containers in every one of which each of them stands.
const TABLE: &[Row] = &[
    (&["passwd", "accesspass", "ESTSWCTXFLOWTOKEN", "login", "loginfmt"], &[FORM, NOTED_FORM]),
    (&["password", "pwd", "Password", "currentpasswd", "newpasswd", "confirmnewpasswd", "UserName", "username"], &[FORM]),
    (&["PASSWD in upper case", "passwd, first of two", "passwd, second of two", "FLOWTOKEN in upper case"], &[FORM]),
    (&["passwd of metacharacters", "login from abroad"], &[FORM]),
    (&["sFT of metacharacters", "sPOST_Username from abroad", "FlowToken, first of two", "FlowToken, second of two"], &[ANSWER]),
    (&["OldPassword", "NewPassword", "Ctx", "FlowToken", "originalRequest", "ProofUp phone", "ProofUp e-mail", "DeviceName"], &[SENT]),
    (&["o:Password", "o:Username", "password in multipart", "name in multipart", "body of a foreign host"], &[SENT]),
    (&["refresh_token in localStorage", "access_token in localStorage"], &[SENT, ANSWER]),
    (&["otc", "PIN", "mfaAuthCode"], &[FORM]),
    (&["otc", "AdditionalAuthData", "VerificationCode"], &[SENT]),
    (&["AdditionalAuthData"], &[PATH, PARAMETERS]),
    (&["Entropy", "PhoneNumber"], &[ANSWER]),
    (&["code"], &[PATH, PARAMETERS, NOTES, HEADER, RETURNED, LOCATION, FORM, NOTED_FORM, ANSWER, &["archive zip comment"]]),
    (&["code in a fragment", "refresh_token", "access_token"], &[FRAGMENT]),
    (&["code in a meta refresh", "wctx in a meta refresh"], &[ANSWER]),
    (&["access_token", "id_token"], &[ANSWER, LOCATION]),
    (&["id_token"], &[FORM, NOTED_FORM]),
    (&["id_token_hint", "logout_token", "state", "nonce", "sso_nonce", "request_nonce", "login_hint"], &[PATH, PARAMETERS]),
    (&["state"], &[FORM, ANSWER, LOCATION]),
    (&["client_secret", "client_assertion", "code_verifier", "assertion", "requested_token", "subject_token", "actor_token"], &[FORM]),
    (&["device_code", "user_code", "DeviceCode", "OldDeviceCode", "req_cnf"], &[FORM]),
    (&["device_code", "user_code", "Nonce"], &[ANSWER]),
    (&["user_code"], &[PATH, PARAMETERS]),
    (&["request", "signedRequest", "credentialsJson", "authenticatorData", "signature of a passkey", "userHandle"], &[FORM]),
    (&["sFidoChallenge", "serverChallenge"], &[FORM, ANSWER]),
    (&["refresh_token inside a request", "challenge of a passkey", "credential id of a passkey"], &[FORM]),
    (&["flowToken", "canary", "ctx"], &[FORM]),
    (
        &["sFT", "sFTName value", "FlowToken", "flowtoken", "apiCanary", "sCrossDomainCanary", "loginCanary", "lmcCanary", "canary"],
        &[ANSWER],
    ),
    (&["flowtoken", "ctx", "rctx", "OriginalRequest", "wctx"], &[PATH, PARAMETERS]),
    (&["sCtx", "Ctx", "ctx in urlPost", "ctx in urlResume", "ctx in urlSkipMfaRegistration", "wctx", "RelayState"], &[ANSWER]),
    (&["header canary", "x-ms-ctx", "x-ms-flowToken", "X-Forwarded-For", "x-ms-device-name", "ctx"], &[HEADER]),
    (&["x-ms-RefreshTokenCredential", "x-ms-RefreshTokenCredential1", "x-ms-DeviceCredential", "x-ms-PKeyAuth"], &[HEADER]),
    (&["refresh_token inside a credential", "Authorization PKeyAuth", "Authorization Bearer", "Authorization PoP"], &[HEADER]),
    (&["Authorization MSAuth1.0", "Authorization Basic", "Authorization Negotiate", "Authorization NTLM", "NTLM user"], &[HEADER]),
    (&["Proxy-Authorization", "XboxAuth", "access_token inside a token", "otp"], &[HEADER]),
    (&["nonce", "ctx", "WWW-Authenticate NTLM", "token"], &[RETURNED]),
    (&["DesktopSsoToken", "BinarySecurityToken", "tgt", "tgt_ad", "tgt_cloud", "session_key_jwe", "refresh_token", "token"], &[ANSWER]),
    (&["cookie x-ms-RefreshTokenCredential", "cookie x-ms-DeviceCredential", "cookie someCookieOfTomorrow"], &[COOKIE, SET_COOKIE]),
    (&["cookie ESTSAUTH", "cookie ESTSAUTHPERSISTENT", "cookie ESTSAUTHLIGHT", "cookie SignInStateCookie"], &[COOKIE, SET_COOKIE]),
    (&["cookie CCState", "cookie esctx-Ab3dE9", "cookie ch", "cookie ESTSUSERLIST", "cookie estsStateTransient"], &[COOKIE, SET_COOKIE]),
    (&["cookie estsStatePersistent", "cookie buid", "cookie fpc", "cookie MSFPC", "cookie CcsNtv", "cookie rrc"], &[COOKIE, SET_COOKIE]),
    (&["cookie ESTSNCLOGIN", "cookie .AspNetCore.Cookies", "cookie .AspNetCore.CookiesC1", "cookie FedAuth"], &[COOKIE, SET_COOKIE]),
    (&["cookie rtFa", "cookie MSISAuth", "cookie MSISAuth1", "cookie MSISSamlRequest", "cookie RPSSecAuth"], &[COOKIE, SET_COOKIE]),
    (&["cookie WLSSC", "cookie AppServiceAuthSession", "cookie JSESSIONID"], &[COOKIE, SET_COOKIE]),
    (&["name of OpenIdConnect.nonce.*", "cookie OpenIdConnect.nonce.*", "name of .AspNetCore.Correlation.*"], &[COOKIE]),
    (&["SignatureValue", "CipherValue", "SessionIndex", "NameID", "AttributeValue"], &[FORM, ANSWER]),
    (&["SAMLart", "RelayState", "token in RelayState", "NameID of a request", "Signature of a request"], &[PATH, PARAMETERS]),
    (&["redeem", "ticket", "otp", "consent token", "sig", "desktopsso_token"], &[PATH, PARAMETERS]),
    (&["ticket, one address deep", "sig, two addresses deep"], &[PATH, PARAMETERS]),
    (&["login", "debugmode user", "username"], &[PATH, PARAMETERS]),
    (&["sPOST_Username", "sSignInUsername", "sCompanyDisplayName", "FederationRedirectUrl username", "Username", "Login"], &[ANSWER]),
    (&["user in a message", "address in a message", "arrUserProofs data", "arrUserProofs display", "photo"], &[ANSWER]),
    (
        &["claim upn", "claim preferred_username", "claim unique_name", "claim email", "claim name", "claim given_name"],
        &[ANSWER, FORM, PATH, PARAMETERS],
    ),
    (
        &["claim family_name", "claim ipaddr", "claim deviceid", "claim onprem_sid", "claim puid", "claim nonce"],
        &[ANSWER, FORM, PATH, PARAMETERS],
    ),
    (&["user in the path of userrealm", "user in the path of a resource", "personal site", "magic link"], &[PATH]),
    (&["refresh_token again"], &[FORM, PATH, PARAMETERS, ANSWER, HEADER]),
    (&["x-processinfo", "x-clientip"], &[&["archive m.xml"]]),
    (&["user of the archive", "password in a note"], &[&["archive member name"]]),
];

/// A cell of the table is empty when its value is nowhere: then nothing would be proved by not finding it.
#[test]
fn no_cell_of_the_table_is_empty() {
    let cells = FIELD.captures.iter().flat_map(|capture| &capture.values);
    let planted: BTreeSet<(&str, &str)> = cells.map(|sown| (sown.row.as_str(), sown.container.as_str())).collect();
    let wanted = TABLE
        .iter()
        .flat_map(|(rows, groups)| rows.iter().flat_map(|row| groups.iter().flat_map(|group| group.iter().map(|c| (*row, *c)))));
    let wanted: BTreeSet<(&str, &str)> = wanted.collect();
    let empty: Vec<_> = wanted.difference(&planted).collect();
    let rows: BTreeSet<&str> = planted.iter().map(|(row, _)| *row).collect();
    let containers: BTreeSet<&str> = planted.iter().map(|(_, container)| *container).collect();
    eprintln!("{} rows, {} containers, {} cells, of which the table wants {}", rows.len(), containers.len(), planted.len(), wanted.len());
    assert!(empty.is_empty(), "{} empty cells: {empty:#?}", empty.len());
    let listed: BTreeSet<&str> = TABLE.iter().flat_map(|(rows, _)| rows.iter().copied()).collect();
    let kinds: BTreeSet<Nature> = FIELD.values.iter().map(|sown| sown.nature).collect();
    assert!(listed.len() >= 120 && kinds.len() == 2, "{} rows", listed.len());
}

/// Values behind the names of short ones: `passwd=x`, `"otc":123456`, `name="PIN" value="123456"`, and what a HAR makes of a field.
pub(super) fn short_values(bytes: &[u8]) -> Vec<String> {
    let short = FIELD.captures.iter().flat_map(|capture| &capture.values).filter(|sown| sown.nature == Nature::Short);
    let mut texts: BTreeMap<String, BTreeMap<&str, &str>> = BTreeMap::new();
    for sown in short {
        texts.entry(sown.row.to_ascii_lowercase()).or_default().insert(&sown.text, &sown.container);
    }
    let names = texts.keys().map(String::as_str).collect::<Vec<_>>().join("|");
    // A bracket begins a placeholder; a comma or an ampersand the next field.
    let end = r"[^0-9a-z\[&;,}]{1,40}";
    let field = Regex::new(&format!(r"(?i)\b({names})(?:[^0-9a-z\[&;]{{1,40}}value)?{end}([0-9a-z]+)")).expect("a valid pattern");
    let mut found = BTreeSet::new();
    for reading in crate::search::readings(&String::from_utf8_lossy(bytes)) {
        for groups in field.captures_iter(&reading) {
            let container = texts.get(&groups[1].to_ascii_lowercase()).and_then(|texts| texts.get(&groups[2]));
            found.extend(container.map(|container| format!("{} is still {}, {container}", &groups[1], &groups[2])));
        }
    }
    found.into_iter().collect()
}

#[test]
fn short_values_are_found_behind_their_names() {
    let digits = |row: &str| {
        let mut all = FIELD.captures.iter().flat_map(|capture| &capture.values);
        all.find(|sown| sown.row == row && sown.nature == Nature::Short).expect("a planted value").text.clone()
    };
    for text in [
        format!(r#"{{"otc":{}}}"#, digits("otc")),
        format!(r#"{{"body":"{{\"AdditionalAuthData\":\"{}\"}}"}}"#, digits("AdditionalAuthData")),
        format!("a=b&pin={}&c=d", digits("PIN")),
        format!("{{\"name\": \"mfaAuthCode\",\n          \"value\": \"{}\"}}", digits("mfaAuthCode")),
        "passwd=x&".to_owned(),
        "passwd=password&".to_owned(),
        "https://a.example/?b=%3Fpasswd%3Dx".to_owned(),
    ] {
        assert_eq!(short_values(text.as_bytes()).len(), 1, "{text}");
    }
    for text in [
        "passwd=[password#1]&type=x",
        "passwd=%5Bpassword%231%5D",
        "grant_type=password",
        "passwd=&x",
        r#"{"passwd":"","x":1}"#,
        "HasPassword: true",
    ] {
        assert_eq!(short_values(text.as_bytes()), Vec::<String>::new(), "{text}");
    }
}

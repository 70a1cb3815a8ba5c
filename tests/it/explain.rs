//! `entrace explain`: every form of question, in every format.

use serde_json::Value;

use crate::run::{entrace, run};

/// Code, name, kind and guide of what was found; then what is not known.
fn ask(questions: &[&str]) -> String {
    let outcome = run(entrace().arg("explain").args(questions).args(["--format", "json"]));
    assert_eq!(outcome.status, Some(0), "{}", outcome.stderr);
    let found: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(found["schema_version"], 1);
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let mut lines = Vec::new();
    for hit in found["matches"].as_array().unwrap() {
        let number = hit["number"].as_u64().map_or("-".to_owned(), |number| number.to_string());
        lines.push([text(&hit["code"]), number, text(&hit["name"]), text(&hit["kind"]), text(&hit["guidance"]["guide"])].join(" | "));
    }
    lines.extend(found["unknown"].as_array().unwrap().iter().map(|unknown| format!("unknown: {}", text(unknown))));
    lines.extend(found["did_you_mean"].as_array().unwrap().iter().map(|near| format!("did you mean: {}", near["codes"])));
    lines.join("\n")
}

#[test]
fn codes_in_every_spelling() {
    insta::assert_snapshot!(ask(&["50053", "AADSTS50053", "aadsts50053", "AADB2C90118", "IdsLocked", "mfa-denied"]));
}

#[test]
fn a_number_of_two_families_gives_both() {
    insta::assert_snapshot!(ask(&["90092"]));
}

#[test]
fn pasted_messages() {
    insta::assert_snapshot!(ask(&[
        "AADSTS70002: Error validating credentials.AADSTS70008: The provided access grant is expired.Trace ID: 11111111-aaaa-4bbb-8ccc-000000000001",
        "error_description=AADSTS900144%3a+The+request+body+must+contain",
        r#"{"error":"interaction_required","error_codes":[50076],"error_description":"AADSTS50076: MFA"}"#,
        "https://login.microsoftonline.com/error?code=50058",
        "https://app.contoso.example/cb?error=access_denied&error_description=AADSTS65004%3a+declined",
    ]));
}

#[test]
fn words_of_the_wire() {
    insta::assert_snapshot!(ask(&["ConvergedTFA", "mfa_registration", "basic_action", "0x80048821", "PhoneAppDenied", "xms_caeerror"]));
}

#[test]
fn headers_of_the_service() {
    insta::assert_snapshot!(ask(&["x-ms-clitelem", "client-request-id"]));
}

#[test]
fn what_is_not_known_is_said_and_near_misses_are_suggested() {
    insta::assert_snapshot!(ask(&["5O053", "50054321", "IdsLockd", "50152", "500133"]));
}

/// The codes of the matches of a paste, what is not known, and the codes called unlisted.
fn paste(text: &str, from_standard_input: bool) -> (Vec<String>, Vec<String>, Vec<String>) {
    let mut command = entrace();
    command.args(["explain", "--format", "json"]);
    let outcome = if from_standard_input { run(command.arg("-").write_stdin(text)) } else { run(command.arg(text)) };
    assert_eq!(outcome.status, Some(0), "{text}: {}", outcome.stderr);
    let found: Value = serde_json::from_str(&outcome.stdout).unwrap();
    let texts = |list: &str, name: &str| -> Vec<String> {
        let text = |item: &Value| if name.is_empty() { item.clone() } else { item[name].clone() }.as_str().unwrap().to_owned();
        found[list].as_array().unwrap().iter().map(text).collect()
    };
    (texts("matches", "code"), texts("unknown", ""), texts("unlisted", "code"))
}

/// Pastes and what they are about. Every form has at least two.
const PASTES: &[(&str, &[&str])] = &[
    // The code in full, in every spelling.
    ("aadsts 65001", &["AADSTS65001"]),
    ("Got AADSTS:700016, what now?", &["AADSTS700016"]),
    ("AASDTS50105 when opening Fabrikam Orders", &["AADSTS50105"]),
    ("ADSTS50011: the redirect URI", &["AADSTS50011"]),
    ("AAD-STS 50034", &["AADSTS50034"]),
    ("***AADSTS***`50126`", &["AADSTS50126"]),
    ("[AADSTS50105](https://learn.microsoft.com/x): not assigned", &["AADSTS50105"]),
    ("**AADSTS90[09](http://a.example/1)**4: consent", &["AADSTS90094"]),
    ("<b>AADSTS</b><span class=\"n\">500</span>11<br/>Reply URL", &["AADSTS50011"]),
    ("AADSTS5\n    0126: Error validating", &["AADSTS50126"]),
    ("> AADS\n> TS50126: Error", &["AADSTS50126"]),
    ("AADB2C 90118", &["AADB2C90118"]),
    ("AAD\u{200b}STS\u{a0}50057\u{ff1a}", &["AADSTS50057"]),
    // The outer code before the inner.
    (
        "AADSTS70002: Error validating credentials. AADSTS70008: The grant is expired. Timestamp: 2019-03-01 10:11:12Z",
        &["AADSTS70002", "AADSTS70008"],
    ),
    ("invalid_grant: AADSTS65001: consent; inner: AADSTS50076: mfa", &["AADSTS65001", "AADSTS50076"]),
    // Pages, portals and logs.
    (
        "Error Code: 50105\r\nRequest Id: 11111111-aaaa-4bbb-8ccc-000000050053\r\nIP address: 203.0.113.7\r\nTimestamp: 2026-05-01T05:00:53Z",
        &["AADSTS50105"],
    ),
    ("Sign-in error code\t50126\nFailure reason\tError validating credentials", &["AADSTS50126"]),
    ("Fehlercode: 53003", &["AADSTS53003"]),
    ("Código de error: 50105", &["AADSTS50105"]),
    ("The error code was 70043 (build 50126)", &["AADSTS70043"]),
    ("ResultType\t50126", &["AADSTS50126"]),
    ("ResultType=\"50057\" ResultDescription=\"...\"", &["AADSTS50057"]),
    ("\"status\": {\"errorCode\": 50053, \"failureReason\": \"...\"}", &["AADSTS50053"]),
    ("\"errorCode\": 0, \"port\": 50053, \"ResultType\": \"50140\"", &["AADSTS50140"]),
    // Fields of clients.
    ("'error_codes': [50079, 50076]", &["AADSTS50079", "AADSTS50076"]),
    ("error_codes=[\"7000222\"]", &["AADSTS7000222"]),
    ("MSALSTSErrorCodesKey = (\n    65001\n);", &["AADSTS65001"]),
    ("InteractionRequiredAuthError: interaction_required (errorNo: 50076)", &["AADSTS50076"]),
    ("X-Ms-Clitelem: 1,65001,0,3600.5,", &["AADSTS65001"]),
    ("{\"name\":\"x-ms-clitelem\",\"value\":\"1,50173,0,,\"}", &["AADSTS50173"]),
    ("https://login.microsoftonline.com/error?code=700016", &["AADSTS700016"]),
    ("error_uri: https%3A%2F%2Flogin.microsoftonline.com%2Ferror%3Fcode%3D700082", &["AADSTS700082"]),
    ("SigninLogs | where ResultType in (50126, 50053)", &["AADSTS50126", "AADSTS50053"]),
    // Words, brackets, lines.
    ("ServerError: invalid_client: 650053 - [2026-01-14 20:30:08Z]:  - Correlation ID: x", &["AADSTS650053"]),
    ("50126 50053", &["AADSTS50126", "AADSTS50053"]),
    ("Error 50105", &["AADSTS50105"]),
    ("[ERROR] sign-in failed, error: 50126 for user 20260313", &["AADSTS50126"]),
    ("code=65001&x=1", &["AADSTS65001"]),
    ("(90094)", &["AADSTS90094"]),
    ("Need help with [50105] please", &["AADSTS50105"]),
    ("50057: User account is disabled", &["AADSTS50057"]),
    ("Something went wrong\n50057\n", &["AADSTS50057"]),
    ("50053\nAADSTS50126\n50053\n", &["AADSTS50053", "AADSTS50126"]),
    // Encodings.
    ("error_description=AADSTS65001%253a%2520The%2520user", &["AADSTS65001"]),
    ("%2525412541AADSTS50011%2525253A", &["AADSTS50011"]),
    ("error_description&#x3D;&#39;AADSTS50020&#58; User account", &["AADSTS50020"]),
    ("&amp;quot;error_codes&amp;quot;:[50034]", &["AADSTS50034"]),
    ("{\"log\":\"{\\\"error\\\":\\\"invalid_client\\\",\\\"error_codes\\\":[7000215]}\"}", &["AADSTS7000215"]),
    ("{\"error_description\":\"AADSTS50076: Due to\na change\",\"trace", &["AADSTS50076"]),
    (
        "{'error': 'invalid_client', 'error_description': \"AADSTS7000222: The provided client secret keys\", 'error_codes': [7000222]}",
        &["AADSTS7000222"],
    ),
    // Names without a number.
    ("invalid_client", &["invalid_client"]),
    ("invalid-grant", &["invalid_grant"]),
    ("{\"error\":\"slow_down\"}", &["slow_down"]),
    ("error=invalid_grant&suberror=token_expired", &["invalid_grant", "token_expired"]),
    ("error=login_required&state=50053", &["login_required"]),
    ("error%3Daccess_denied%26error_subcode%3Dcancel", &["user-cancelled"]),
    ("MSAL: user_cancelled: User cancelled the flow", &["user-cancelled"]),
    ("www-authenticate: Bearer error=\"insufficient_claims\", claims=\"eyJh\"", &["claims-challenge"]),
    ("net::ERR_CERT_COMMON_NAME_INVALID", &["ERR_CERT_COMMON_NAME_INVALID"]),
    (
        "POST https://login.microsoftonline.com/common/oauth2/v2.0/token net::ERR_TUNNEL_CONNECTION_FAILED",
        &["ERR_TUNNEL_CONNECTION_FAILED"],
    ),
    ("net::ERR_SSL_BAD_RECORD_MAC_ALERT", &["connection-failed"]),
    ("The page says NS_ERROR_UNKNOWN_HOST", &["connection-failed"]),
    ("GET https://aadcdn.msauth.net/shared/1.0/content/js/a.js net::ERR_BLOCKED_BY_CLIENT", &["ERR_BLOCKED_BY_CLIENT"]),
    ("{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1\"}}}", &["claims-challenge"]),
    ("0x80048823", &["0x80048823"]),
    ("The service said 0X80048831.", &["0x80048831"]),
    ("80041012", &["0x80041012"]),
    ("-2147186653", &["0x80048823"]),
    // Codes of Windows and of the network, alone and in what programs print.
    ("0xCAA20003", &["0xcaa20003"]),
    ("-895352829", &["0xcaa20003"]),
    ("3399614467", &["0xcaa20003"]),
    ("0XC000006D", &["0xc000006d"]),
    ("STATUS_ACCOUNT_LOCKED_OUT", &["0xc0000234"]),
    ("Something went wrong. Error code: CAA20003", &["0xcaa20003"]),
    ("Error code: CAA70004\nServer message: We can't reach the server", &["0xcaa70004"]),
    ("0xCAA20003\n-894947594\n", &["0xcaa20003", "0xcaa82ef6"]),
    (
        "AADSTS50076: Due to a configuration change. Trace ID: 1 Status: Response_Status.Status_InteractionRequired, Error code: 3399614476, Tag: 557973645",
        &["AADSTS50076", "0xcaa2000c"],
    ),
    ("(pii) Status: Response_Status.Status_InteractionRequired, Error code: 3399614476, Tag: 557973645", &["0xcaa2000c"]),
    (
        "Attempt Status : 0xc000006d\r\nHTTP Error : 0x0\r\nHTTP status : 400\r\nServer Error Code : invalid_grant\r\nServer Error Description : AADSTS50126: Error validating",
        &["AADSTS50126", "0xc000006d"],
    ),
    ("DRS Discovery Test : FAIL [0x801c0021/0x80072ee2]", &["0x801c0021", "0x80072ee2"]),
    ("Error: 0xCAA20003 The authorization grant failed (0xcaa20003/-895352829), then 0xCAA90006", &["0xcaa20003", "0xcaa90006"]),
    ("WinHttpSendRequest failed: 12029", &["0x00002efd"]),
    ("WinINet 12007", &["0x00002ee7"]),
    ("0xCAA30194", &["0xcaa30194"]),
    ("Server error code: 0xCAA20003, invalid_grant", &["0xcaa20003", "invalid_grant"]),
    ("ssl_client_socket_impl.cc(924)] handshake failed; net_error -202", &["ERR_CERT_AUTHORITY_INVALID"]),
    ("Status: PhoneAppNoResponse at 50053", &["PhoneAppNoResponse"]),
    // Sentences of the pages.
    ("You cannot access this right\nnow", &["AADSTS53003"]),
    (
        "Your sign-in was successful but does not meet the crite\nria to access this resource. For example, you might be signing in",
        &["AADSTS53003"],
    ),
    (
        "This application contains sensitive information and can only be accessed from:\n\u{2022} Devices or client applications that meet Fabrikam management compliance policy",
        &["AADSTS53000"],
    ),
    ("Need admin approval\n\nFabrikam Orders needs permission to access resources", &["AADSTS90094"]),
    ("Your account or password is incorrect. If you don\u{2019}t remember your password, reset it now.", &["AADSTS50126"]),
    ("Your organization needs more information to keep your account secure", &["mfa_registration"]),
];

#[test]
fn a_paste_is_one_case_in_every_form_and_both_ways_in() {
    for (text, codes) in PASTES {
        for from_standard_input in [false, true] {
            let (found, unknown, unlisted) = paste(text, from_standard_input);
            assert_eq!((found, unknown, unlisted), (codes.iter().map(|code| (*code).to_owned()).collect(), vec![], vec![]), "{text:?}");
        }
    }
}

/// The first match of a question.
fn first(question: &str) -> Value {
    let outcome = run(entrace().args(["explain", "--format", "json", "--", question]));
    serde_json::from_str::<Value>(&outcome.stdout).unwrap()["matches"][0].clone()
}

#[test]
fn a_code_of_windows_is_told_in_every_form_in_which_programs_print_it() {
    let found = first("-895352829");
    assert_eq!(found["number"], 3399614467_u32);
    assert_eq!(found["name"], "ERROR_ADAL_SERVER_ERROR_INVALID_GRANT");
    assert_eq!(found["guidance"], Value::Null);
    let system = &found["system"];
    assert_eq!(
        (&system["hex"], &system["unsigned"], &system["signed"]),
        (&"0xcaa20003".into(), &3399614467_u32.into(), &(-895352829).into())
    );
    assert!(system["documentation"].as_str().unwrap().starts_with("https://learn.microsoft.com/"));
    let found = first("net::ERR_CERT_AUTHORITY_INVALID");
    assert_eq!((&found["number"], &found["system"]["hex"], &found["system"]["signed"]), (&Value::Null, &Value::Null, &(-202).into()));
    assert_eq!(first("50053").get("system"), None);
}

#[test]
fn a_code_of_a_family_tells_what_the_family_tells() {
    for (question, meaning, guide) in [
        ("0xCAA30194", "A server responded to Windows with HTTP status 404.", Value::Null),
        ("0xCAA30197", "A server responded to Windows with HTTP status 407.", "proxy-authentication-required".into()),
        ("0xCAA82EE7", "Windows found no address for the name of the server.", "connection-failed".into()),
        ("0xCAA82EF2", "A network request of Windows failed with error 12018 of WinINet or WinHTTP.", Value::Null),
    ] {
        let found = first(question);
        assert_eq!((&found["meaning"], &found["guidance"]["guide"]), (&meaning.into(), &guide), "{question}");
    }
    assert!(first("0xCAA5004B")["meaning"].as_str().unwrap().contains("not listed here"));
}

#[test]
fn a_code_of_windows_has_the_guide_of_the_code_of_the_service_next_to_it() {
    let text = "Error code: 3399614467 AADSTS50053: The account is locked.";
    let outcome = run(entrace().args(["explain", "--format", "json", text]));
    let found: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(found["matches"][1]["guidance"]["guide"], "account-locked");
    // A network error has its own reason.
    let text = "AADSTS50053: The account is locked. Then 0x80072ee7";
    let outcome = run(entrace().args(["explain", "--format", "json", text]));
    let found: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(found["matches"][1]["guidance"]["guide"], "connection-failed");
}

#[test]
fn codes_of_windows_read_like_a_case_note() {
    let question = "Error code: 0xCAA20003, AADSTS65001: consent, 0xCAA30194, net::ERR_NAME_NOT_RESOLVED";
    let text = run(entrace().args(["explain", question])).stdout;
    insta::assert_snapshot!(text);
    let markdown = run(entrace().args(["explain", "0xCAA20003", "--format", "markdown"])).stdout;
    insta::assert_snapshot!("a_code_of_windows_in_markdown", markdown);
}

#[test]
fn a_paste_in_utf_16_is_read() {
    for order in [u16::to_le_bytes, u16::to_be_bytes] {
        let bytes: Vec<u8> = "\u{feff}Error Code: 53003\r\n".encode_utf16().flat_map(order).collect();
        let outcome = run(entrace().args(["explain", "-"]).write_stdin(bytes));
        assert!(outcome.stdout.starts_with("AADSTS53003"), "{}", outcome.stdout);
    }
}

#[test]
fn numbers_of_other_things_are_no_codes() {
    for text in [
        "Request Id: 50053126-5005-4500-9500-000000050126",
        "Timestamp: 2026-03-13T08:20:29.50053Z, 20260313",
        "connect ECONNREFUSED 127.0.0.1:50053 (port 50126)",
        "HTTP/1.1 403 Forbidden, status code: 50053",
        "version 50.53.0.50126, build 50053",
        "your verification code: 500121",
        "exit code 50053",
        "https://a.example/50053/50126?state=50076",
        "listening on port 12007, call +3399614467",
        "crashed with 0xc0000005 at 0x7ffe0304",
        "caa20003-3e5d-4a96-8c14-6f2d90e7a315",
    ] {
        let (found, unknown, unlisted) = paste(text, true);
        assert_eq!((found, unknown.len(), unlisted), (Vec::new(), 1, Vec::new()), "{text}");
    }
}

#[test]
fn an_unlisted_code_is_named_once_with_its_text_and_where_to_look() {
    for (text, code, said) in [
        ("AADSTS98765432: Nobody has listed this.", "AADSTS98765432", "Nobody has listed this."),
        ("530979", "AADSTS530979", "530979"),
        ("Error 530979", "AADSTS530979", "530979"),
        ("\"error_codes\":[82999]", "AADSTS82999", "82999"),
        (
            "{\"error\":\"x\",\n\"error_description\":\"AADSTS98765432: Nobody\u{20}has listed this. Trace ID: 1\"}\n",
            "AADSTS98765432",
            "Nobody has listed this.",
        ),
    ] {
        let (found, unknown, unlisted) = paste(text, true);
        assert_eq!((found, unlisted), (Vec::new(), vec![code.to_owned()]), "{text}");
        assert!(unknown.len() == 1 && unknown[0].contains(said), "{unknown:?}");
        let outcome = run(entrace().args(["explain", text]));
        let address = format!("https://login.microsoftonline.com/error?code={}", &code[6..]);
        assert!(outcome.stdout.contains(&address) && !outcome.stdout.contains("Did you mean"), "{}", outcome.stdout);
    }
    // A code that is known is told, and the unlisted one in it is named next to.
    let (found, unknown, unlisted) = paste("AADSTS70002: Error. AADSTS98765432: inner.", false);
    assert_eq!((found, unknown.len(), unlisted), (vec!["AADSTS70002".to_owned()], 1, vec!["AADSTS98765432".to_owned()]));
    // Neighbors of a number are other codes.
    assert_eq!(paste("82003", false).0, Vec::<String>::new());
    assert!(!run(entrace().args(["explain", "50152"])).stdout.contains("Did you mean"));
}

#[test]
fn the_message_chooses_the_guide_where_the_service_reused_a_number() {
    for (text, guide) in [
        ("AADSTS50012: Invalid client secret is provided.", "client-secret-rejected"),
        ("AADSTS50012: Client assertion contains an invalid signature.", "assertion-rejected"),
        (
            "AADSTS90023: Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type.",
            "spa-platform-mismatch",
        ),
        ("AADSTS90023: Invalid STS request.", "request-malformed"),
        ("AADSTS50020: We are unable to issue tokens from this api version for a Microsoft account.", "account-type-endpoint"),
        ("AADSTS50020: User account 'pat' from identity provider 'live.com' does not exist in tenant", "external-account-not-in-tenant"),
        ("AADSTS70000: The request was denied because one or more scopes requested are unauthorized or expired.", "consent-missing"),
        ("AADSTS50107: Requested federation realm object 'https://sts.windows.net/1b4f7c02/' does not exist.", "on-behalf-of-refused"),
    ] {
        let outcome = run(entrace().args(["explain", "--format", "json", text]));
        let found: Value = serde_json::from_str(&outcome.stdout).unwrap();
        assert_eq!(found["matches"][0]["guidance"]["guide"], guide, "{text}");
    }
    // Each of two codes by the text of its own.
    let text = "AADSTS70002: Error validating credentials. AADSTS50012: Invalid client secret is provided.";
    let found: Value = serde_json::from_str(&run(entrace().args(["explain", "--format", "json", text])).stdout).unwrap();
    assert_eq!(found["matches"][1]["guidance"]["guide"], "client-secret-rejected");
}

#[test]
fn guides_found_by_their_words_are_called_a_text_match() {
    let outcome = run(entrace().args(["explain", "--format", "json", "the redirect URI does not match"]));
    let found: Value = serde_json::from_str(&outcome.stdout).unwrap();
    let matches = found["matches"].as_array().unwrap();
    assert!((1..=3).contains(&matches.len()) && found["unknown"].as_array().unwrap().is_empty());
    assert_eq!(matches[0]["code"], "redirect-uri-mismatch");
    for found in matches {
        assert!(found["number"].is_null() && found["name"] == "text match, not a code", "{found}");
    }
    let (found, unknown, _) = paste("purple monkey dishwasher", false);
    assert_eq!((found.len(), unknown.len()), (0, 1));
}

#[test]
fn of_a_long_paste_only_the_codes_are_repeated() {
    let text = format!("password=Walnut-Tree-7 {}\nAADSTS50126: Error\n", "x".repeat(400));
    for format in ["text", "json", "markdown"] {
        let outcome = run(entrace().args(["explain", "--format", format, "-"]).write_stdin(text.clone()));
        assert!(outcome.stdout.contains("AADSTS50126") && !outcome.stdout.contains("Walnut"), "{}", outcome.stdout);
    }
}

#[test]
fn the_text_reads_like_a_case_note() {
    let text = run(entrace().args(["explain", "AADSTS50140", "nonsense"])).stdout;
    insta::assert_snapshot!(text);
    let markdown = run(entrace().args(["explain", "AADSTS50140", "--format", "markdown"])).stdout;
    insta::assert_snapshot!("the_markdown_reads_like_a_case_note", markdown);
}

#[test]
fn a_text_of_any_length_is_answered() {
    let codes: Vec<String> = (0..200_000).map(|number| format!("AADSTS{}", 50_000 + number)).collect();
    let escaped = format!("%{}41", "25".repeat(200_000));
    let nested = format!("{}\"AADSTS50126\"{}", "{\"a\":".repeat(90), "}".repeat(90));
    for (text, answer) in
        [(codes.join(" "), "AADSTS50053"), ("x".repeat(10 << 20), "is not known"), (escaped, "is not known"), (nested, "AADSTS50126")]
    {
        // How long it takes is the benchmark's to tell; this is a run that hangs.
        let outcome = run(entrace().args(["explain", "-"]).timeout(std::time::Duration::from_mins(2)).write_stdin(text));
        assert!(
            outcome.status == Some(0) && outcome.stdout.contains(answer),
            "{answer}: {:?} {}",
            outcome.status,
            outcome.stdout.chars().take(300).collect::<String>()
        );
    }
}

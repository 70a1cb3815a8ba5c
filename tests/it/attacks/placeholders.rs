//! What other programs and people left where they took a value out: it stays or becomes a placeholder, and is no one's name or id.

use serde_json::Value;

use super::exchange::{Exchange, Format, filled};
use super::field::sanitize;
use super::values::{Maker, Shape};
use crate::run::{self, Scratch};
use crate::search::{Search, readings};

const STYLES: &[&str] = &[
    "[REDACTED]",
    "<REDACTED>",
    "REDACTED",
    "redacted",
    "Sanitized",
    "***SANITIZED***",
    "***",
    "********",
    "xxxxxxxx",
    "XXXXXXXX",
    "[redacted]",
    "{redacted}",
    "{{REDACTED}}",
    "REMOVED",
    "[removed]",
    "(hidden)",
    "--redacted--",
    "####",
    "\u{2026}",
    "...",
    "%5BREDACTED%5D",
    "[code redacted]",
    "!!!sanitized!!!",
    "<masked>",
    "***MASKED***",
    "[FILTERED]",
    "<secret>",
    "\u{2588}\u{2588}\u{2588}\u{2588}",
    "[value omitted]",
    "MASKED",
    "[SCRUBBED]",
];

/// A sign-in in which every value was taken out in this style.
fn sign_in(style: &str) -> Vec<Exchange> {
    let all = [
        "GET https://login.microsoftonline.com/common/oauth2/v2.0/authorize?client_id=$q&response_type=code&scope=openid&login_hint=$q&state=$q&nonce=$q&client-request-id=8e2f6a10-3b7c-4d95-a1e8-6f0c9b4d2a73\nCookie: ESTSAUTH=$c; x=$c\n\n\n\
         <<< 200\nContent-Type: text/html\nSet-Cookie: buid=$c; path=/\n\n<html><head><script>//<![CDATA[\n$Config={\"pgid\":\"ConvergedSignIn\",\"sPOST_Username\":\"$j\",\"sFT\":\"$j\",\"urlPost\":\"/common/login\"};\n//]]></script></head></html>",
        "POST https://login.microsoftonline.com/common/login\nContent-Type: application/x-www-form-urlencoded\nAuthorization: $v\n\nlogin=$q&loginfmt=$q&passwd=$q&flowToken=$q\n<<< 200\nContent-Type: text/html\n\n\
         <html><head><script>//<![CDATA[\n$Config={\"pgid\":\"ConvergedSignIn\",\"sErrorCode\":\"50126\",\"sPOST_Username\":\"$j\",\"correlationId\":\"8e2f6a10-3b7c-4d95-a1e8-6f0c9b4d2a73\"};\n//]]></script></head></html>",
        "POST https://login.microsoftonline.com/common/oauth2/v2.0/token\nContent-Type: application/x-www-form-urlencoded\nAuthorization: Bearer $v\n\nclient_id=$q&client_secret=$q&code=$q&refresh_token=$q&username=$q&password=$q&grant_type=password\n\
         <<< 400\nContent-Type: application/json\n\n{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS50126: Error validating credentials for '$j'.\",\"error_codes\":[50126],\"access_token\":\"$j\"}",
    ];
    all.iter().map(|http| Exchange::parse(&filled(&http.replace("$Config", "ⓒ"), "", style).replace('ⓒ', "$Config"))).collect()
}

#[test]
fn placeholders_of_others_are_no_ids_and_no_users() {
    let scratch = Scratch::new("attacks_placeholders");
    let mut wrong = Vec::new();
    for style in STYLES {
        for format in Format::ALL {
            let raw = scratch.file(&format.file("raw"), format.write(&sign_in(style)));
            let clean = sanitize(&raw, &scratch.path().join(format.file("clean")));
            if clean.outcome.status != Some(0) {
                wrong.push(format!("{style} in {format:?}: status {:?}: {}", clean.outcome.status, clean.outcome.stderr.trim()));
                continue;
            }
            for path in [&raw, &clean.path] {
                let outcome = run::on(path, &["--format", "json", "--show-personal-data"]);
                let report: Value = serde_json::from_str(&outcome.stdout).expect("a report");
                for attempt in report["attempts"].as_array().into_iter().flatten() {
                    for (what, value) in [
                        ("client_id", &attempt["application"]["client_id"]),
                        ("user", &attempt["user"]["name"]),
                        ("application", &attempt["application"]["name"]),
                    ] {
                        if !value.is_null() {
                            wrong.push(format!(
                                "{style} in {format:?}, {}: {what} is {value}",
                                path.file_name().unwrap_or_default().to_string_lossy()
                            ));
                        }
                    }
                }
                let codes: Vec<&Value> = report["findings"].as_array().into_iter().flatten().map(|finding| &finding["code"]).collect();
                if !codes.iter().any(|code| **code == "AADSTS50126") {
                    wrong.push(format!("{style} in {format:?}: the code is lost"));
                }
            }
            if format == Format::Har {
                wrong.extend(not_placeholders(&clean.bytes, style));
            }
        }
    }
    for line in &wrong {
        eprintln!("placeholders | {line}");
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

/// Fields of the last form that hold neither what stood there nor a placeholder of ours.
fn not_placeholders(har: &[u8], style: &str) -> Vec<String> {
    let har: Value = serde_json::from_slice(har).expect("a HAR");
    let form = har["log"]["entries"][2]["request"]["postData"]["text"].as_str().unwrap_or_default();
    let pairs: Vec<(String, String)> = url::form_urlencoded::parse(form.as_bytes()).into_owned().collect();
    let fields = ["client_id", "client_secret", "code", "refresh_token", "username", "password"];
    let value = |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let is_fine = |value: &str| {
        let ours = value.starts_with('[') && value.ends_with(']') && value.contains('#') || value.starts_with("user#");
        ours || value == style || value == style.replace("%5B", "[").replace("%5D", "]")
    };
    let wrong = fields.iter().filter(|name| !value(name).is_some_and(|value| is_fine(&value)));
    wrong.map(|name| format!("{style}: {name} became {:?}", value(name))).collect()
}

/// What looks like a placeholder and holds what should have been taken out.
#[test]
fn what_a_placeholder_leaves_beside_it_goes() {
    let scratch = Scratch::new("attacks_half_placeholders");
    let mut maker = Maker::new(77);
    let styles = [
        "[REDACTED].%.[REDACTED]",
        "[REDACTED]%",
        "%[REDACTED]",
        "[%REDACTED]",
        "[REDACTED %]",
        "[REDACTED-%-REDACTED]",
        "***%***",
        "<REDACTED>%",
        "xxxx%xxxx",
        "[value#1]%",
        "[password#1].%.[password#2]",
        "[value#%]",
        "[%#1]",
        "{redacted}.%",
        "REDACTED.%.REDACTED",
        "%5BREDACTED%5D.%",
        "[redacted %]",
        "[% redacted]",
        "***SANITIZED***%",
        "Sanitized%",
        "(hidden:%)",
        "--%--",
        "<%>",
        "[%]",
        "{%}",
        "[code#1 {\"alg\":\"%\"} {\"aud\":\"%\"}]",
        "[part]%",
        "user#1%",
        "[token]%",
    ];
    let places = [
        "POST https://login.microsoftonline.com/common/login\nContent-Type: application/x-www-form-urlencoded\n\npasswd=$q&type=11\n<<< 200\nX-A: b\n\n",
        "POST https://login.microsoftonline.com/common/oauth2/v2.0/token\nContent-Type: application/x-www-form-urlencoded\n\nclient_id=x&refresh_token=$q\n<<< 400\nContent-Type: application/json\n\n{\"access_token\":\"$j\"}",
        "GET https://app.contoso.example/x?code=$q&kelp=$q\nAuthorization: Bearer $v\n\n\n<<< 200\nContent-Type: application/json\n\n{\"kelp\":\"$j\"}",
        "GET https://graph.microsoft.com/v1.0/me\nCookie: kelp=$c\n\n\n<<< 200\nSet-Cookie: kelp=$c; path=/\n\n",
    ];
    let (mut exchanges, mut values) = (Vec::new(), Vec::new());
    for style in styles {
        for place in places {
            let value = maker.value(Shape::Opaque(22)).text;
            // A percent sign that is of an encoding stays.
            let text =
                style.replace("%5B", "\u{1}").replace("%5D", "\u{2}").replace('%', &value).replace('\u{1}', "%5B").replace('\u{2}', "%5D");
            exchanges.push(Exchange::parse(&filled(place, "", &text)));
            values.push((value, format!("{style} in {}", place.split('\n').next().unwrap_or_default())));
        }
    }
    let search = Search::new(values.iter().map(|(value, _)| value.as_str()));
    let mut wrong = Vec::new();
    for format in Format::ALL {
        let raw = scratch.file(&format.file("raw"), format.write(&exchanges));
        let clean = sanitize(&raw, &scratch.path().join(format.file("clean")));
        assert_eq!(clean.outcome.status, Some(0), "{format:?}: {}", clean.outcome.stderr);
        for member in super::field::members("", &clean.bytes) {
            let text = super::field::readable(&member.bytes);
            assert!(!readings(&text).is_empty());
            wrong.extend(search.find(text.as_bytes()).into_keys().map(|at| format!("{format:?}: {}", values[at].1)));
        }
        let report = run::on(&raw, &["--format", "json", "--verbose"]);
        wrong.extend(search.find(report.stdout.as_bytes()).into_keys().map(|at| format!("report on {format:?}: {}", values[at].1)));
    }
    for line in &wrong {
        eprintln!("half placeholders | {line}");
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

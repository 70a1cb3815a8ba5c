//! What is made larger, a row each: every loop over attempts, findings, ids, secrets, names, members, guides, rows and steps has one that makes it long.

use std::iter::repeat_n;

use serde_json::{Map, Value, json};

use super::make::{AUTHORIZE, Entry, File, TOKEN, archive, dump, guid, har, har_bytes, message, opaque, page, refused, saz};

/// What entrace is asked to do with the files of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Task {
    /// A report in a format on all of them.
    Report(&'static str),
    /// The first is written again.
    Sanitize,
    /// Of the first a sign-in that works is compared with one that does not.
    Compare,
    /// The first is a text to look up.
    Explain,
    /// A bundle of all of them.
    Bundle,
    /// A report on the first; the others are guides.
    Guided,
}

/// One kind of input, of any size.
pub(crate) struct Series {
    pub(crate) name: &'static str,
    pub(crate) task: Task,
    /// A size that takes long enough to tell, and little enough to wait for.
    pub(crate) size: usize,
    pub(crate) make: fn(usize) -> Vec<File>,
}

const TEXT: Task = Task::Report("text");
const JSON: Task = Task::Report("json");

const fn series(name: &'static str, task: Task, size: usize, make: fn(usize) -> Vec<File>) -> Series {
    Series { name, task, size, make }
}

/// Every series.
pub(crate) const ALL: &[Series] = &[
    // Attempts.
    series("attempts", JSON, 100, |n| har((0..n).map(|at| refused(at * 3600, at, 50126)))),
    series("attempts at one time", TEXT, 100, |n| har((0..n).map(|at| refused(0, at, 50126)))),
    series("attempts of people without an at sign", TEXT, 80, |n| har((0..n).map(|at| of_user(at, &format!("walnut.quay{at}"))))),
    series("attempts of people", TEXT, 80, |n| har((0..n).map(|at| of_user(at, &format!("walnut.quay{at}@contoso.example"))))),
    series("attempts of applications", TEXT, 80, |n| {
        har((0..n).map(|at| {
            Entry::get(at * 600, format!("{AUTHORIZE}?client_id={}&scope=openid", guid(at))).content("text/html", message(50105, at))
        }))
    }),
    series("silent and shown attempts", TEXT, 80, |n| {
        har((0..n).map(|at| {
            let prompt = if at % 2 == 0 { "&prompt=none" } else { "" };
            Entry::get(at, format!("{AUTHORIZE}?client_id={}&scope=openid{prompt}", guid(7))).content("text/html", message(50058, at))
        }))
    }),
    series("attempts in HTML", Task::Report("html"), 100, |n| har((0..n).map(|at| refused(at * 3600, at, 50126)))),
    series("attempts in Markdown", Task::Report("markdown"), 100, |n| har((0..n).map(|at| refused(at * 3600, at, 50126)))),
    series("attempts in lines of JSON", Task::Report("jsonl"), 100, |n| har((0..n).map(|at| refused(at * 3600, at, 50126)))),
    series("attempts in CSV", Task::Report("csv"), 100, |n| har((0..n).map(|at| refused(at * 3600, at, 50126)))),
    series("attempts that are compared", Task::Compare, 100, |n| {
        har((0..n).map(|at| if at == 0 { signed_in(0) } else { refused(at * 3600, at, 50126) }))
    }),
    // Steps, ids and findings of one attempt.
    series("steps of an attempt", TEXT, 120, |n| har(polls(n))),
    series("steps of an attempt in HTML", Task::Report("html"), 120, |n| har(polls(n))),
    series("steps of a compared attempt", Task::Compare, 120, |n| har([signed_in(0)].into_iter().chain(polls(n)))),
    series("ids of an attempt", JSON, 120, |n| {
        har(polls(n).enumerate().map(|(at, poll)| poll.answers("x-ms-request-id", guid(at + 900_000))))
    }),
    series("renewals with one ID", TEXT, 150, |n| har((0..n).map(|at| refused(at, 1, 50126)))),
    series("codes of attempts", TEXT, 80, |n| har((0..n).map(|at| refused(at, 1, 50000 + at)))),
    series("codes of a page", TEXT, 800, |n| {
        har([page(0, &json!({"strServiceExceptionMessage": repeated(n, |at| message(50000 + at, at))}))])
    }),
    series("redirects in a loop", TEXT, 120, |n| {
        har((0..n).map(|at| {
            let url = if at % 2 == 0 {
                format!("{AUTHORIZE}?client_id={}&redirect_uri=https%3A%2F%2Fapp.contoso.example%2Fcb&scope=openid", guid(7))
            } else {
                format!("https://app.contoso.example/cb?code={}&state=one", opaque(at))
            };
            Entry::get(at, url).status(302).answers("Location", format!("{AUTHORIZE}?client_id={}", guid(7)))
        }))
    }),
    // Secrets and people.
    series("cookies of a request", TEXT, 1000, |n| {
        har([Entry::get(0, format!("{AUTHORIZE}?client_id={}", guid(7)))
            .header("Cookie", joined(n, "; ", |at| format!("c{at}={}", opaque(at))))])
    }),
    series("secrets that begin alike", Task::Sanitize, 100, |n| {
        har([with_form((0..n).map(|at| ("state", format!("{}{at}", opaque(1).repeat(3)))))])
    }),
    series("secrets that end alike", Task::Sanitize, 100, |n| {
        har([with_form((0..n).map(|at| ("state", format!("x{at}{}", opaque(1).repeat(3)))))])
    }),
    series("secrets, each in the next", Task::Sanitize, 50, |n| {
        har([with_form((1..=n).map(|at| ("state", format!("Qz7{}", "aB3".repeat(at)))))])
    }),
    series("a secret of one mark", Task::Sanitize, 1500, |n| {
        har([with_form([("state", format!("{}abcdef", "-".repeat(n))), ("client_info", format!("{}abcdef", "-".repeat(n / 2)))])])
    }),
    series("secrets of percent signs", Task::Sanitize, 60, |n| {
        har([with_form((1..=n).map(|at| ("state", format!("a%{}41b%25", "25".repeat(at % 40)))))])
    }),
    series("secrets in a long text", Task::Sanitize, 80, |n| {
        let note = joined(n, " ", |at| format!("sent {} to it", opaque(at)));
        har([
            with_form((0..n).map(|at| ("code", opaque(at)))),
            Entry::get(1, "https://app.contoso.example/log").content("text/plain", format!("{}\n{note}", message(50126, 1))),
        ])
    }),
    series("exchanges with secrets of their own", Task::Sanitize, 60, |n| har((0..n).map(|at| refused(at, at, 50126)))),
    series("names in a message", TEXT, 150, |n| {
        har([page(
            0,
            &json!({"strServiceExceptionMessage": format!("{} {}", message(50034, 1), joined(n, " ", |at| format!("user: walnut{at} and quay{at}@contoso.example")))}),
        )])
    }),
    series("addresses in a text", TEXT, 300, |n| {
        har([page(
            0,
            &json!({"strServiceExceptionMessage": format!("{} {}", message(50011, 1), joined(n, " ", |at| format!("https://a{at}.example/x?y={at}")))}),
        )])
    }),
    series("names of fields", Task::Sanitize, 800, |n| {
        har([Entry::get(0, TOKEN).json(&Value::Object((0..n).map(|at| (format!("kelp{at}"), json!(opaque(at)))).collect()))])
    }),
    // Texts in texts.
    series("escapes of escapes", TEXT, 3000, |n| har([Entry::get(0, format!("{AUTHORIZE}?state=%{}41", "25".repeat(n)))])),
    series("addresses in addresses", TEXT, 500, |n| {
        har([Entry::get(0, format!("{AUTHORIZE}?{}x", "redirect_uri=https://a.example/?".repeat(n)))])
    }),
    series("bare addresses in addresses", TEXT, 1000, |n| {
        har([Entry::get(0, format!("{AUTHORIZE}?next={}", "https://a.example/".repeat(n)))])
    }),
    series("schemes of addresses", TEXT, 3000, |n| {
        har([page(0, &json!({"strServiceExceptionMessage": format!("{} {}", message(50011, 1), "a://".repeat(n))}))])
    }),
    series("a long word", TEXT, 10_000, |n| {
        har([page(0, &json!({"strServiceExceptionMessage": format!("{} {}", message(50011, 1), "aB3_.-".repeat(n))}))])
    }),
    series("JSON of nothing", TEXT, 6000, |n| {
        har([Entry::get(0, TOKEN).content("application/json", format!("[{}0]", "{\"\":0},".repeat(n)))])
    }),
    series("JSON in strings", TEXT, 100, |n| {
        har([Entry::get(0, TOKEN).json(&json!({"error": "x", "model": joined(n, ",", |at| json!({"code": opaque(at)}).to_string())}))])
    }),
    series("broken JSON", TEXT, 3000, |n| {
        har([Entry::get(0, TOKEN).content("application/json", format!("{{\"error_description\":\"{}", "a\\'\n,,".repeat(n)))])
    }),
    series("XML with a namespace an element", TEXT, 300, |n| {
        let nested = joined(n, "", |at| format!("<a:x xmlns:a=\"urn:{at}\">"));
        har([Entry::post(0, "https://adfs.contoso.example/adfs/services/trust/2005/usernamemixed", String::new())
            .content("text/xml", format!("<s>{nested}</s>"))])
    }),
    series("elements of XML", TEXT, 1500, |n| {
        let text = joined(n, "", |at| format!("<x b{at}=\"{at}\">{at}</x>"));
        har([Entry::get(0, "https://login.microsoftonline.com/contoso.example/wsfed").content("text/xml", format!("<s>{text}</s>"))])
    }),
    series("tokens", TEXT, 300, |n| {
        har([Entry::get(0, TOKEN).json(&Value::Array((0..n).map(|at| json!({"id_token": token(at)})).collect()))])
    }),
    // Messages.
    series("headers", TEXT, 1000, |n| {
        har([(0..n).fold(Entry::get(0, TOKEN), |entry, at| {
            entry.header(&format!("x-kelp-{at}"), opaque(at)).answers(&format!("x-weed-{at}"), opaque(at))
        })])
    }),
    series("challenges", TEXT, 500, |n| {
        har([(0..n).fold(Entry::get(0, "https://graph.microsoft.com/v1.0/me").status(401), |entry, at| {
            entry.answers("WWW-Authenticate", format!("Bearer realm=\"{at}\", error=\"insufficient_claims\", claims=\"eyJ{}\"", opaque(at)))
        })])
    }),
    series("set cookies", TEXT, 800, |n| {
        har([(0..n).fold(Entry::get(0, TOKEN), |entry, at| entry.answers("Set-Cookie", format!("c{at}={}; path=/", opaque(at))))])
    }),
    series("parameters", TEXT, 4000, |n| har([Entry::get(0, format!("{AUTHORIZE}?{}", joined(n, "&", |at| format!("kelp{at}={at}"))))])),
    series("members of $Config", TEXT, 1000, |n| {
        har([page(0, &Value::Object((0..n).map(|at| (format!("sKelp{at}"), json!(opaque(at)))).collect::<Map<_, _>>()))])
    }),
    series("forms of a page", TEXT, 500, |n| {
        har([html(joined(n, "", |at| {
            format!("<form action=\"/x{at}\"><input type=\"hidden\" name=\"n{at}\" value=\"{}\"></form>", opaque(at))
        }))])
    }),
    series("open comments of a page", TEXT, 10_000, |n| har([html("<!--<a <script ".repeat(n))])),
    series("open scripts of a page", TEXT, 6000, |n| har([html("<script>$Config={\"a\":[".repeat(n))])),
    series("entities of a page", TEXT, 6000, |n| har([html("AADSTS50126: &amp;#38;&quot; ".repeat(n))])),
    series("labels of a message", TEXT, 3000, |n| {
        har([page(
            0,
            &json!({"strServiceExceptionMessage": format!("AADSTS50126: x {}", "Trace ID: Correlation ID: Timestamp: ".repeat(n))}),
        )])
    }),
    // Files.
    series("sessions of an archive", TEXT, 80, |n| saz((0..n).map(|at| refused(at, at, 50126)))),
    series("sessions of a dump", TEXT, 80, |n| dump((0..n).map(|at| refused(at, at, 50126)))),
    series("empty members", TEXT, 1000, |n| {
        vec![(
            "many.zip".to_owned(),
            archive((0..n).map(|at| (format!("m{at}.txt"), Vec::new())).chain([("a.har".to_owned(), har_bytes([refused(0, 0, 50126)]))])),
        )]
    }),
    series("captures in an archive", TEXT, 20, |n| {
        vec![("many.zip".to_owned(), archive((0..n).map(|at| (format!("m{at}.har"), har_bytes([refused(0, at, 50126)])))))]
    }),
    series("captures that cannot be read", TEXT, 800, |n| {
        vec![(
            "many.zip".to_owned(),
            archive(
                (0..n)
                    .map(|at| (format!("m{at}.har"), b"{\"log\":{\"entries\":[{\"request\":{".to_vec()))
                    .chain([("a.har".to_owned(), har_bytes([refused(0, 0, 50126)]))]),
            ),
        )]
    }),
    series("captures", TEXT, 20, |n| (0..n).map(|at| (format!("c{at}.har"), har_bytes([refused(0, at, 50126)]))).collect()),
    series("bundled captures", Task::Bundle, 10, |n| (0..n).map(|at| (format!("c{at}.har"), har_bytes([refused(0, at, 50126)]))).collect()),
    series("broken entries", TEXT, 800, |n| {
        vec![("broken.har".to_owned(), format!("{{\"log\":{{\"entries\":[{}0]}}}}", "{\"request\":[},".repeat(n)).into_bytes())]
    }),
    series("unrelated entries", TEXT, 300, |n| {
        har((0..n).map(|at| Entry::get(at, format!("https://app.contoso.example/{at}")).content("text/plain", "kelp".repeat(20))))
    }),
    series("one long entry", TEXT, 20_000, |n| {
        har([Entry::get(0, "https://app.contoso.example/").content("text/plain", "AADSTS kelp ".repeat(n))])
    }),
    // Guides and look-ups.
    series("guides", Task::Guided, 40, |n| {
        let guide =
            |at: usize| (format!("g{at}.md"), format!("# AADSTS{}: kelp\n\n## Steps\n\n1. Ask.\n2. Wait.\n", 70_0000 + at).into_bytes());
        [har([refused(0, 0, 50126)]), (0..n).map(guide).collect()].concat()
    }),
    series("steps of a guide", Task::Guided, 300, |n| {
        let steps = joined(n, "\n", |at| format!("{}. Ask [the quay](https://a.example/{at}) about `kelp{at}`.", at + 1));
        [har([refused(0, 0, 50126)]), vec![("g.md".to_owned(), format!("# AADSTS50126: kelp\n\n## Steps\n\n{steps}\n").into_bytes())]]
            .concat()
    }),
    series("a long line to look up", Task::Explain, 8000, |n| {
        vec![("pasted.txt".to_owned(), "AADSTS50126 kelp Trace ID: ".repeat(n).into_bytes())]
    }),
    series("many lines to look up", Task::Explain, 80, |n| {
        vec![("pasted.txt".to_owned(), joined(n, "\n", |at| message(50126 + at, at)).into_bytes())]
    }),
    series("nested quotes to look up", Task::Explain, 1000, |n| {
        vec![("pasted.txt".to_owned(), format!("AADSTS50126: {}", "{\"a\":\"[(\\".repeat(n)).into_bytes())]
    }),
    // Logs and devices.
    series("rows of a log", TEXT, 80, |n| vec![("log.json".to_owned(), log(n, |at| at))]),
    series("rows of a log in CSV", TEXT, 80, |n| vec![("log.csv".to_owned(), log_in_csv(n))]),
    series("rows of a log of one sign-in", TEXT, 80, |n| vec![("log.json".to_owned(), log(n, |_| 0))]),
    series("rows that join attempts", TEXT, 50, |n| {
        [har((0..n).map(|at| refused(at * 3600, at, 50126))), vec![("log.json".to_owned(), log(n, |at| at))]].concat()
    }),
    series("rows that join one attempt", TEXT, 80, |n| {
        [har([refused(0, 0, 50126)]), vec![("log.json".to_owned(), log(n, |_| 0))]].concat()
    }),
    series("rows that join no attempt", TEXT, 150, |n| {
        [har([refused(0, 999_999, 50126)]), vec![("log.json".to_owned(), log(n, |at| at))]].concat()
    }),
    series("devices", TEXT, 40, |n| {
        [har([refused(0, 0, 50126)]), vec![("device.txt".to_owned(), repeated(n, device).into_bytes())]].concat()
    }),
    series("lines of a device", TEXT, 1000, |n| {
        [
            har([refused(0, 0, 50126)]),
            vec![("device.txt".to_owned(), (device(0) + &repeated(n, |at| format!("          Kelp{at} : YES\n"))).into_bytes())],
        ]
        .concat()
    }),
    series("devices and attempts", TEXT, 12, |n| {
        [har((0..n).map(|at| refused(at * 3600, at, 50126))), vec![("device.txt".to_owned(), repeated(n, device).into_bytes())]].concat()
    }),
];

/// A sign-in that waits for a second factor, and asks that many times.
fn polls(n: usize) -> impl Iterator<Item = Entry> {
    let config = json!({"pgid": "ConvergedTFA", "sErrorCode": "50074", "correlationId": guid(1)});
    let poll = |at: usize| {
        let url = format!("https://login.microsoftonline.com/common/SAS/EndAuth?authMethodId=PhoneAppNotification&pollCount={at}");
        Entry::get(at, url).json(&json!({
            "Success": false, "ResultValue": "AuthenticationPending", "ErrCode": 0, "Retry": true, "CorrelationId": guid(1), "SessionId": guid(2)
        }))
    };
    [page(1, &config)].into_iter().chain((2..n + 2).map(poll))
}

fn repeated(n: usize, piece: impl Fn(usize) -> String) -> String {
    joined(n, "", piece)
}

fn joined(n: usize, between: &str, piece: impl Fn(usize) -> String) -> String {
    (0..n).map(piece).collect::<Vec<_>>().join(between)
}

fn of_user(at: usize, name: &str) -> Entry {
    let config = json!({"pgid": "ConvergedSignIn", "sPOST_Username": name, "sErrorCode": "50126", "correlationId": guid(at)});
    Entry { at: at * 3600, ..page(0, &config) }
}

fn with_form(pairs: impl IntoIterator<Item = (&'static str, String)>) -> Entry {
    let form: Vec<String> = pairs.into_iter().map(|(name, value)| format!("{name}={}", value.replace('%', "%25"))).collect();
    Entry::post(0, TOKEN, form.join("&")).status(400).json(&json!({"error": "invalid_grant"}))
}

fn html(body: String) -> Entry {
    Entry::get(0, format!("{AUTHORIZE}?client_id={}", guid(7))).content("text/html", body)
}

fn signed_in(at: usize) -> Entry {
    let form = format!("client_id={}&grant_type=authorization_code&code={}", guid(7), opaque(at));
    Entry::post(at, TOKEN, form)
        .json(&json!({"token_type": "Bearer", "expires_in": 3599, "access_token": token(at), "id_token": token(at)}))
}

fn token(at: usize) -> String {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let claims = json!({"ver": "2.0", "tid": guid(9), "sub": opaque(at), "kelp": at});
    format!("eyJhbGciOiJSUzI1NiJ9.{}.{}", URL_SAFE_NO_PAD.encode(claims.to_string()), opaque(at))
}

/// A log of rows, each of the sign-in with the number that is given.
fn log(n: usize, sign_in: fn(usize) -> usize) -> Vec<u8> {
    let row = |at: usize| {
        json!({
            "id": guid(1_000_000 + at), "createdDateTime": format!("2026-03-02T{:02}:{:02}:{:02}Z", at / 3600 % 24, at / 60 % 60, at % 60),
            "correlationId": guid(sign_in(at)), "userPrincipalName": format!("walnut{at}@contoso.example"), "appId": guid(7),
            "appDisplayName": "Contoso Quay", "ipAddress": "203.0.113.77", "status": {"errorCode": 50126, "failureReason": "Wrong."},
            "deviceDetail": {"deviceId": guid(at), "displayName": format!("NB-QUAY-{at}")},
            "appliedConditionalAccessPolicies": [{"id": guid(3), "displayName": format!("Policy {at}"), "result": "failure"}]
        })
    };
    Value::Array((0..n).map(row).collect()).to_string().into_bytes()
}

fn log_in_csv(n: usize) -> Vec<u8> {
    let row = |at: usize| {
        format!(
            "2026-03-02T{:02}:{:02}:{:02}Z,{},{},walnut{at}@contoso.example,Contoso Quay,{},Failure,50126,Wrong.\n",
            at / 3600 % 24,
            at / 60 % 60,
            at % 60,
            guid(1_000_000 + at),
            guid(at),
            guid(7)
        )
    };
    format!(
        "Date (UTC),Request ID,Correlation ID,Username,Application,Application ID ,Status,Sign-in error code,Failure reason\n{}",
        repeated(n, row)
    )
    .into_bytes()
}

fn device(at: usize) -> String {
    let frame: String = repeat_n('-', 70).collect();
    format!(
        "+{frame}+\n| Device State                                                         |\n+{frame}+\n\n             AzureAdJoined : YES\n              DomainJoined : NO\n               Device Name : QUAY-{at}\n                  DeviceId : {}\n\n+{frame}+\n| SSO State                                                            |\n+{frame}+\n\n                AzureAdPrt : NO\n      Previous Prt Attempt : 2026-03-02 08:00:00.000 UTC\n            Attempt Status : 0xc000006d\n             User Identity : walnut{at}@contoso.example\n            Correlation ID : {}\n\n",
        guid(at),
        guid(at)
    )
}

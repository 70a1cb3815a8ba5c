//! Names of the protocol with values that are none of the protocol's, on hosts that are not the service's; and places that lend trust.

use super::super::field::Sort;
use super::super::values::Shape;
use super::{Row, answer_header, answer_json, form, get, header, json, row};

const FOREIGN: &[&str] = &[
    "https://portal.fabrikam.example/api/login",
    "https://app.contoso.example/signin-oidc",
    "https://contoso.okta.com/idp/idx/identify",
    "https://portal.fabrikam.example/x/b2c_1_signin/api",
    "https://adfs.contoso.example/adfs/ls/",
];

const SERVICE: &[&str] = &[
    "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
    "https://contosob2c.b2clogin.com/contosob2c.onmicrosoft.com/b2c_1_x/oauth2/v2.0/authorize",
    "https://login.live.com/oauth20_authorize.srf",
    "https://mysignins.microsoft.com/api/session/authorize",
];

/// Names whose values may be numbers.
const NUMBERS: &[&str] = &[
    "error_code",
    "errorCode",
    "sErrorCode",
    "resultCode",
    "expires_in",
    "timestamp",
    "status",
    "result",
    "lc",
    "x-client-Ver",
    "version",
    "client_id",
];

#[allow(clippy::too_many_lines, reason = "most of it is data")]
pub(super) fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    // Free text may stay where it is a message; what is no text may not.
    let texts = ["message", "description", "detail", "error_description", "reason", "error", "errorMessage", "title"];
    let words = [
        "title",
        "location",
        "display",
        "status",
        "refresh",
        "error_code",
        "error_uri",
        "errorCode",
        "state",
        "type",
        "prompt",
        "scope",
        "version",
        "locale",
        "event",
        "resource",
        "audience",
        "nonce",
        "hint",
        "method",
        "result",
        "resultCode",
        "kind",
        "level",
        "name",
        "region",
        "client_id",
        "response_type",
        "response_mode",
        "grant_type",
        "code_challenge_method",
        "correlation_id",
        "timestamp",
        "token_type",
        "expires_in",
        "suberror",
        "domain_hint",
        "claims",
        "acr_values",
        "amr_values",
        "ui_locales",
        "wa",
        "wtrealm",
        "wreply",
        "mkt",
        "lc",
        "tenant",
        "country",
        "AuthMethodId",
        "pgid",
        "PageID",
        "sErrorCode",
        "ResultValue",
        "page",
        "theme",
        "x-client-SKU",
        "x-client-Ver",
        "x-client-OS",
        "sso_reload",
        "slice",
    ];
    let secrets = [Shape::Opaque(24), Shape::Base64, Shape::Hex, Shape::Seed];
    for (at, name) in texts.into_iter().enumerate() {
        for (offset, url) in FOREIGN.iter().enumerate() {
            let shape = secrets[(at + offset) % secrets.len()];
            rows.extend(placed("names of the protocol elsewhere", name, url, shape, Sort::Credential, at + offset));
            let shape = [Shape::Mail, Shape::Account, Shape::Phone, Shape::Sid][(at + offset) % 4];
            rows.extend(placed("names of the protocol elsewhere", name, url, shape, Sort::Personal, at + offset));
        }
    }
    for (at, name) in words.into_iter().enumerate() {
        for offset in 0..3 {
            let shape = [Shape::Words, Shape::Digits(8), Shape::Letters, Shape::Base64, Shape::Opaque(16), Shape::Guid][(at + offset) % 6];
            let may_be = match shape {
                // These may hold what looks so.
                Shape::Guid => true,
                Shape::Digits(_) => NUMBERS.contains(&name),
                // Scopes and systems have names of any words.
                Shape::Words | Shape::Letters => matches!(name, "scope" | "x-client-OS"),
                _ => false,
            };
            let url = FOREIGN[(at + offset) % FOREIGN.len()];
            if !may_be {
                rows.extend(placed("names of the protocol elsewhere", name, url, shape, Sort::Credential, at + offset));
            }
            // A word of one piece may be of an enumeration that no one here knows.
            let url = SERVICE[(at + offset) % SERVICE.len()];
            if !may_be && matches!(shape, Shape::Words | Shape::Base64 | Shape::Digits(_)) && !is_text(name) {
                rows.extend(placed("names of the protocol with another shape", name, url, shape, Sort::Credential, at + offset));
            }
        }
    }
    for (at, name) in ["x-ms-kelp", "x-ms-request-context", "x-ms-user", "x-ms-token", "x-ms-client-ticket", "x-ms-session", "x-ms-cookies"]
        .into_iter()
        .enumerate()
    {
        for url in FOREIGN.iter().chain(SERVICE) {
            let shape = [Shape::Opaque(16), Shape::Letters, Shape::Base64, Shape::Digits(8)][at % 4];
            rows.push(row("x-ms-* headers", header(url, "$n: $v")).names(&[name]).shape(shape).after("{}"));
            rows.push(row("x-ms-* headers", answer_header(url, "$n: $v")).names(&[name]).shape(shape).after("{}"));
        }
    }
    for path in [
        "/b2c_1/x",
        "/b2c_1_signin/x",
        "/tfp/x/b2c_1_x/",
        "/a/B2C_1A_SIGNIN/b",
        "/x/oauth2/v2.0/authorize",
        "/adfs/ls",
        "/common/login",
        "/kmsi",
        "/SelfAsserted",
        "/oauth2/token",
    ] {
        let url = format!("https://shop.northwind.example{path}");
        rows.push(row("trust by a path", get(&format!("{url}?kelp=$q"))).after("={}"));
        rows.push(row("trust by a path", form(&url, "kelp=$q")).after("={}"));
        rows.push(row("trust by a path", json(&url, "{\"kelp\":\"$j\",\"firstName\":\"x\"}")));
        rows.push(row("trust by a path", json(&url, "{\"firstName\":\"$j\"}")).shape(Shape::Name).personal());
        rows.push(row("trust by a path", answer_json(&url, "{\"customer\":\"$j\"}")).shape(Shape::Words).personal());
        rows.push(row("trust by a path", get(&format!("https://shop.northwind.example/$q{path}"))).shape(Shape::Opaque(14)).after("{}"));
    }
    for host in [
        "login.microsoftonline.com.evil.example",
        "xlogin.microsoftonline.com",
        "login-microsoftonline.com",
        "evil.example:443",
        "b2clogin.com.northwind.example",
        "notb2clogin.com",
        "graph.microsoft.com.northwind.example",
        "microsoft.example",
    ] {
        rows.push(row("trust by a part of a host", get(&format!("https://{host}/common/login?kelp=$q"))));
        rows.push(
            row("trust by a part of a host", json(&format!("https://{host}/common/GetCredentialType"), "{\"kelp\":\"$j\"}"))
                .shape(Shape::Letters),
        );
    }
    rows
}

fn is_text(name: &str) -> bool {
    matches!(name, "title" | "name" | "hint")
}

/// A name with its value in one or two places.
fn placed(kind: &'static str, name: &'static str, url: &str, shape: Shape, sort: Sort, turn: usize) -> Vec<Row> {
    let row = |http: String| {
        let row = row(kind, http).names(&[name]).shape(shape);
        if sort == Sort::Personal { row.personal() } else { row }
    };
    match turn % 4 {
        0 => vec![row(get(&format!("{url}?$n=$q")))],
        1 => vec![row(form(url, "x=1&$n=$q"))],
        2 => vec![row(json(url, "{\"$n\":\"$j\"}"))],
        _ => vec![row(answer_json(url, "{\"data\":[{\"$n\":\"$j\"}]}"))],
    }
}

//! Many values: names that no one listed, in every place of an exchange, on every kind of host, in every shape.

use std::sync::LazyLock;

use serde_json::json;

use super::exchange::{self, Exchange, Format, brackets, filled};
use super::field::{Capture, Field, Plant, Sort, missing, reports_and_bundle, sanitized_captures};
use super::values::{Maker, Shape, Value};
use crate::run::Scratch;

/// A place that holds several names with their values.
pub(super) struct Container {
    pub(super) name: &'static str,
    /// The exchange: `%` is where the items stand, and `@` the address.
    http: &'static str,
    item: &'static str,
    between: &'static str,
    pub(super) shapes: &'static [Shape],
    only: Option<Format>,
    in_har: Option<(&'static str, &'static str)>,
}

/// What may stand where any text can stand.
const ANY: &[Shape] = &[
    Shape::Digits(6),
    Shape::Words,
    Shape::Base64,
    Shape::Digits(8),
    Shape::Mail,
    Shape::Letters,
    Shape::Guid,
    Shape::Hex,
    Shape::Account,
    Shape::Seed,
    Shape::Phone,
    Shape::Digits(11),
    Shape::Ipv4,
    Shape::Street,
    Shape::Device,
    Shape::NationalPhone,
    Shape::Ipv6,
    Shape::Opaque(14),
    Shape::Name,
    Shape::Digits(12),
    Shape::Sid,
];
/// In a cookie, or in a part of an address, spaces are in another way.
const SOLID: &[Shape] = &[
    Shape::Digits(6),
    Shape::Opaque(10),
    Shape::Digits(8),
    Shape::Letters,
    Shape::Guid,
    Shape::Hex,
    Shape::Seed,
    Shape::Digits(11),
    Shape::Opaque(20),
    Shape::Name,
    Shape::Opaque(40),
];
/// Parts of paths that are GUIDs or versions stay.
const PARTS: &[Shape] = &[
    Shape::Digits(6),
    Shape::Opaque(10),
    Shape::Mail,
    Shape::Letters,
    Shape::Hex,
    Shape::Words,
    Shape::Digits(11),
    Shape::Account,
    Shape::Name,
    Shape::Street,
];
const NUMBERS: &[Shape] =
    &[Shape::Digits(6), Shape::Digits(10), Shape::Digits(8), Shape::Digits(11), Shape::Digits(12), Shape::Digits(7), Shape::Digits(16)];
/// Free text gives these away by their form.
const TELLING: &[Shape] = &[Shape::Mail, Shape::Account, Shape::Phone, Shape::Sid, Shape::NationalPhone, Shape::Opaque(64), Shape::Device];

const FORM: &str = "POST @\nContent-Type: application/x-www-form-urlencoded\n\n%\n<<< 200\nContent-Type: text/plain\n\n";
const PAGE: &str = "GET @\nAccept: text/html\n\n\n<<< 200\nContent-Type: text/html; charset=utf-8\n\n<!DOCTYPE html><html><head></head><body>%</body></html>";
const GET: &str = "GET @\nAccept: */*\n\n\n<<< 200\nContent-Type: application/json\n\n{}";

const fn place(name: &'static str, http: &'static str, item: &'static str, between: &'static str, shapes: &'static [Shape]) -> Container {
    Container { name, http, item, between, shapes, only: None, in_har: None }
}

const fn har(
    name: &'static str,
    item: &'static str,
    between: &'static str,
    shapes: &'static [Shape],
    pointer: &'static str,
    member: &'static str,
) -> Container {
    Container { name, http: GET, item, between, shapes, only: Some(Format::Har), in_har: Some((pointer, member)) }
}

pub(super) const CONTAINERS: &[Container] = &[
    place("query", "GET @?%\nAccept: */*\n\n\n<<< 200\nContent-Type: application/json\n\n{}", "$n=$q", "&", ANY),
    Container { only: Some(Format::Har), ..place("fragment", "GET @#%\nAccept: */*\n\n\n<<< 200\nX-A: b\n\n", "$n=$q", "&", ANY) },
    place("part of a path", "GET @/%\nAccept: */*\n\n\n<<< 200\nContent-Type: application/json\n\n{}", "$q", "/", PARTS),
    place("form", FORM, "$n=$q", "&", ANY),
    place("form in text/plain", "POST @\nContent-Type: text/plain\n\n%\n<<< 200\nX-A: b\n\n", "$n=$q", "&", ANY),
    place("lines in text/plain", "POST @\nContent-Type: text/plain\n\n%\n<<< 200\nX-A: b\n\n", "$n: $v", "\n", ANY),
    place(
        "multipart",
        "POST @\nContent-Type: multipart/form-data; boundary=kelp\n\n%--kelp--\n<<< 200\nX-A: b\n\n",
        "--kelp\r\nContent-Disposition: form-data; name=\"$n\"\r\n\r\n$v\r\n",
        "",
        ANY,
    ),
    place(
        "multipart of LF",
        "POST @\nContent-Type: multipart/form-data; Boundary=kelp\n\n%--kelp--\n<<< 200\nX-A: b\n\n",
        "--kelp\nContent-Disposition: form-data;name=$n\n\n$v\n",
        "",
        ANY,
    ),
    place("JSON", "POST @\nContent-Type: application/json\n\n{%}\n<<< 200\nX-A: b\n\n", "\"$n\":\"$j\"", ",", ANY),
    place("JSON lists", "POST @\nContent-Type: application/json\n\n[%]\n<<< 200\nX-A: b\n\n", "[\"$n\",\"$j\"]", ",", ANY),
    place(
        "nested JSON",
        "POST @\nContent-Type: application/json\n\n{\"a\":[{%}]}\n<<< 200\nX-A: b\n\n",
        "\"$n\":[{\"b\":[\"$j\"]}]",
        ",",
        ANY,
    ),
    place("JSON numbers", "POST @\nContent-Type: application/json\n\n{%}\n<<< 200\nX-A: b\n\n", "\"$n\":$v", ",", NUMBERS),
    place(
        "JSON keys",
        "POST @\nContent-Type: application/json\n\n{%}\n<<< 200\nX-A: b\n\n",
        "\"$j\":{\"$n\":1}",
        ",",
        &[Shape::Mail, Shape::Account, Shape::Phone, Shape::Guid, Shape::Base64, Shape::Sid, Shape::Words, Shape::Digits(10)],
    ),
    place(
        "JSON in a string",
        "POST @\nContent-Type: application/json\n\n{\"model\":\"⟦j {%}⟧\"}\n<<< 200\nX-A: b\n\n",
        "\"$n\":\"$j\"",
        ",",
        ANY,
    ),
    place("answered JSON", "GET @\nAccept: */*\n\n\n<<< 200\nContent-Type: application/json\n\n{\"d\":{%}}", "\"$n\":\"$j\"", ",", ANY),
    place(
        "answered numbers",
        "GET @\nAccept: */*\n\n\n<<< 200\nContent-Type: application/json\n\n{\"d\":[{%}]}",
        "\"$n\":$v",
        ",",
        NUMBERS,
    ),
    place(
        "JSON behind a prefix",
        "GET @\nAccept: */*\n\n\n<<< 200\nContent-Type: application/json\n\n)]}',\n{%}",
        "\"$n\":\"$j\"",
        ",",
        ANY,
    ),
    place("lines of JSON", "GET @\nAccept: */*\n\n\n<<< 200\nContent-Type: application/x-ndjson\n\n%", "{\"$n\":\"$j\"}", "\n", ANY),
    place(
        "server-sent events",
        "GET @\nAccept: */*\n\n\n<<< 200\nContent-Type: text/event-stream\n\n%\n\n",
        "data: {\"$n\":\"$j\"}",
        "\n\n",
        ANY,
    ),
    place("JSONP", "GET @\nAccept: */*\n\n\n<<< 200\nContent-Type: text/javascript\n\n/**/cb({%});", "\"$n\":\"$j\"", ",", ANY),
    place("header", "GET @\n%\n\n\n<<< 200\nContent-Type: application/json\n\n{}", "X-$n: $v", "\n", ANY),
    place("list in a header", "GET @\nX-Kelp: %\n\n\n<<< 200\nContent-Type: application/json\n\n{}", "$n=\"$v\"", ", ", ANY),
    place("answered header", "GET @\nAccept: */*\n\n\n<<< 200\n%\n\n{}", "X-$n: $v", "\n", ANY),
    place("cookies", "GET @\nCookie: %\n\n\n<<< 200\nContent-Type: application/json\n\n{}", "$n=$c", "; ", SOLID),
    place("Set-Cookie", "GET @\nAccept: */*\n\n\n<<< 200\n%\n\n{}", "Set-Cookie: $n=$c; path=/; secure", "\n", SOLID),
    place("Set-Cookie of many", "GET @\nAccept: */*\n\n\n<<< 200\nSet-Cookie: a=b; path=/, %\n\n{}", "$n=$c; path=/", ", ", SOLID),
    place("attributes of a cookie", "GET @\nAccept: */*\n\n\n<<< 200\nSet-Cookie: a=b; path=/; %\n\n{}", "$n=$c", "; ", SOLID),
    place("Authorization", "GET @\nAuthorization: Kelp %\n\n\n<<< 200\nContent-Type: application/json\n\n{}", "$n=\"$v\"", ", ", ANY),
    place("Location", "GET @\nAccept: */*\n\n\n<<< 302\nLocation: https://app.contoso.example/signin-oidc?%\n\n", "$n=$q", "&", ANY),
    place(
        "Location, in a fragment",
        "GET @\nAccept: */*\n\n\n<<< 302\nLocation: https://app.contoso.example/signin-oidc#%\n\n",
        "$n=$q",
        "&",
        ANY,
    ),
    place(
        "Referer",
        "GET @\nReferer: https://app.contoso.example/x?%\n\n\n<<< 200\nContent-Type: application/json\n\n{}",
        "$n=$q",
        "&",
        ANY,
    ),
    place("hidden fields", PAGE, "<input type=\"hidden\" name=\"$n\" value=\"$h\">", "\n", ANY),
    place(
        "$Config",
        "GET @\nAccept: text/html\n\n\n<<< 200\nContent-Type: text/html\n\n<html><script>//<![CDATA[\n$Config={\"pgid\":\"ConvergedTFA\",%};\n//]]></script></html>",
        "\"$n\":\"$j\"",
        ",",
        ANY,
    ),
    place(
        "$Config, deep",
        "GET @\nAccept: text/html\n\n\n<<< 200\nContent-Type: text/html\n\n<html><script>$Config={\"pgid\":\"ConvergedTFA\",\"oA\":{\"b\":[{%}]}};</script></html>",
        "\"$n\":\"$j\"",
        ",",
        ANY,
    ),
    place("text of a page", PAGE, "<p>$h</p>", "\n", TELLING),
    place("script", PAGE, "<script>var $n=\"$j\";</script>", "\n", ANY),
    place("attributes of a page", PAGE, "<div data-$n=\"$h\"></div>", "\n", ANY),
    place("XML", "POST @\nContent-Type: text/xml\n\n<x>%</x>\n<<< 200\nX-A: b\n\n", "<$n>$h</$n>", "", ANY),
    place("XML attributes", "POST @\nContent-Type: application/soap+xml\n\n<x %/>\n<<< 200\nX-A: b\n\n", "$n=\"$h\"", " ", ANY),
    place("XML namespaces", "POST @\nContent-Type: text/xml\n\n<x %/>\n<<< 200\nX-A: b\n\n", "xmlns:$n=\"urn:$h\"", " ", SOLID),
    place(
        "SAML attributes",
        "POST @\nContent-Type: application/x-www-form-urlencoded\n\nSAMLResponse=⟦q ⟦b <samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\"><saml:Assertion><saml:AttributeStatement>%</saml:AttributeStatement></saml:Assertion></samlp:Response>⟧⟧\n<<< 200\nX-A: b\n\n",
        "<saml:Attribute Name=\"$n\"><saml:AttributeValue>$h</saml:AttributeValue></saml:Attribute>",
        "",
        ANY,
    ),
    place(
        "claims",
        "POST @\nContent-Type: application/x-www-form-urlencoded\n\nid_token=⟦jwt {\"ver\":\"2.0\",%}⟧\n<<< 200\nX-A: b\n\n",
        "\"$n\":\"$j\"",
        ",",
        ANY,
    ),
    place("numeric claims", "GET @\nAuthorization: Bearer ⟦jwt {\"ver\":\"2.0\",%}⟧\n\n\n<<< 200\nX-A: b\n\n", "\"$n\":$v", ",", NUMBERS),
    place(
        "base64 of JSON",
        "POST @\nContent-Type: application/x-www-form-urlencoded\n\nmodel=⟦q ⟦b {%}⟧⟧\n<<< 200\nX-A: b\n\n",
        "\"$n\":\"$j\"",
        ",",
        ANY,
    ),
    place(
        "address in an address",
        "GET @?next=⟦q https://portal.fabrikam.example/x?%⟧\nAccept: */*\n\n\n<<< 200\nX-A: b\n\n",
        "$n=$q",
        "&",
        ANY,
    ),
    har(
        "web socket",
        "{\"type\":\"send\",\"time\":1,\"opcode\":1,\"data\":\"⟦j {\"$n\":\"$j\"}⟧\"}",
        ",",
        ANY,
        "/_webSocketMessages",
        "[%]",
    ),
    har(
        "initiator",
        "{\"functionName\":\"$n\",\"url\":\"https://a.example/?$n=$q\"}",
        ",",
        ANY,
        "/_initiator",
        "{\"type\":\"script\",\"stack\":{\"callFrames\":[%]}}",
    ),
    har("unknown member", "\"$n\":\"$j\"", ",", ANY, "/_kelp", "{%}"),
    har("comment", "see https://portal.fabrikam.example/?$n=$q", " and ", ANY, "/comment", "%"),
    har("comment of a content", "$v", " and ", TELLING, "/response/content/comment", "%"),
    har(
        "parameters",
        "{\"name\":\"$n\",\"value\":\"$j\"}",
        ",",
        ANY,
        "/request/postData",
        "{\"mimeType\":\"application/x-www-form-urlencoded\",\"params\":[%]}",
    ),
];

/// Kinds of hosts, and an address on each that lends nothing to what follows it.
pub(super) const HOSTS: &[&str] = &[
    "https://login.microsoftonline.com/contoso.example/login",
    "https://contosob2c.b2clogin.com/contosob2c.onmicrosoft.com/B2C_1A_signin/SelfAsserted",
    "https://contosoext.ciamlogin.com/contosoext.onmicrosoft.com/oauth2/v2.0/token",
    "https://login.live.com/ppsecure/post.srf",
    "https://mysignins.microsoft.com/api/authenticationmethods/new",
    "https://passwordreset.microsoftonline.com/",
    "https://adfs.contoso.example/adfs/ls",
    "https://login.contoso.example/contosob2c.onmicrosoft.com/b2c_1_signin/oauth2/v2.0/authorize",
    "https://contoso.okta.com/api/v1/authn",
    "https://app.contoso.example/signin-oidc",
    "https://graph.microsoft.com/v1.0/me",
    "https://intranet.northwind.example/x",
    "https://autologon.microsoftazuread-sso.com/contoso.example/winauth/sso",
    "https://login.microsoftonline.us/common/oauth2/authorize",
];

/// Names that no list has, and names of other people's products.
const NAMES: &[&str] = &[
    "kelpRing",
    "harbourPhrase",
    "xq7",
    "anchorWord",
    "mooring",
    "tideMark",
    "SeedOfTheDay",
    "knot",
    "ledgerNo",
    "quayPass",
    "berthKey",
    "sealWord",
    "fjordToken",
    "buoyCode",
    "gullName",
    "rope_secret",
    "pierPin",
    "dockUser",
    "keelPhone",
    "mastMail",
    "rudder",
    "oarId",
    "sailHint",
    "cargo",
    "crewName",
    "portOfCall",
    "lantern",
    "compassTicket",
    "stowaway",
    "halyard",
    "SecretKey",
    "ActivationCode",
    "VerificationData",
    "emailVerificationCode",
    "user_input",
    "pf.pass",
    "IDToken2",
    "IDToken1",
    "totp",
    "passCode",
    "j_otpcode",
    "duo_passcode",
    "g2fCode",
    "reenterPassword",
    "extension_badge",
    "SessionCtx",
    "AjaxSessionKey",
    "csrf_token",
    "otpCode",
    "verification_code",
    "challengeAnswer",
    "factorToken",
    "recoveryCode",
    "deviceSecret",
    "attestationObject",
    "SameDeviceUrl",
    "QrCode",
    "ConfirmPasswordText",
    "StateData",
    "oobData",
    "magic_link_id",
    "sms",
    "tan",
    "kba_1",
    "postcode",
    "firstName",
    "lastName",
    "badgeNo",
];

const EACH: usize = 4;

/// One exchange with some values in a container.
pub(super) fn planted(container: &Container, url: &str, names: &[&str], values: &[Value]) -> Exchange {
    let items: Vec<String> = names.iter().zip(values).map(|(name, value)| filled(container.item, name, &value.text)).collect();
    let items = items.join(container.between);
    let http = container.http.replace('@', url);
    let http = if container.in_har.is_some() { http } else { http.replace('%', &items) };
    let mut exchange = Exchange::parse(&brackets(http));
    if let Some((pointer, member)) = container.in_har {
        let text = member.replace('%', &items);
        let value = if text.starts_with(['{', '[']) { serde_json::from_str(&text).expect("JSON") } else { json!(text) };
        exchange.in_har = vec![(pointer, value)];
    }
    exchange
}

/// Whether a capture of this format has this container.
pub(super) fn has(format: Format, container: &Container) -> bool {
    container.only.is_none_or(|only| only == format)
}

/// Whether what is in a container on a host may stay there.
pub(super) fn is_allowed(container: &Container, url: &str) -> bool {
    // The path of a redirect URI stays.
    container.name == "part of a path" && url.contains("signin-oidc")
}

fn build(format: Format, seed: u64) -> Capture {
    let mut maker = Maker::new(9000 + seed);
    let (mut exchanges, mut plants) = (Vec::new(), Vec::new());
    let mut turn = usize::try_from(seed).expect("a small number") * 7;
    for container in CONTAINERS.iter().filter(|container| has(format, container)) {
        for (number, url) in HOSTS.iter().enumerate() {
            // A HAR has all hosts, the others every second.
            let is_skipped = format != Format::Har && !(number + turn).is_multiple_of(2);
            if is_skipped || is_allowed(container, url) {
                continue;
            }
            let names: Vec<&str> = (0..EACH).map(|at| NAMES[(turn * EACH + at) % NAMES.len()]).collect();
            let shapes: Vec<Shape> = (0..EACH).map(|at| container.shapes[(turn * EACH + at) % container.shapes.len()]).collect();
            let values: Vec<Value> = shapes.iter().map(|shape| maker.value(*shape)).collect();
            let entry = Some(exchanges.len());
            exchanges.push(planted(container, url, &names, &values));
            for ((name, shape), value) in names.iter().zip(shapes).zip(values) {
                let place = format!("{name} {shape:?} in {} at {url}", container.name);
                plants.push(Plant { kind: container.name, place, value, sort: sort_of(shape), entry, after: None, gone: None });
            }
            turn += 1;
        }
    }
    let bytes = match format {
        Format::Har => {
            let (title, id) = (maker.value(Shape::Opaque(24)), maker.value(Shape::Opaque(24)));
            let pages =
                [json!({"id": format!("https://a.example/?kelp={}", id.text), "title": format!("https://a.example/?kelp={}", title.text)})];
            plants.extend([outside("title of a page", title), outside("id of a page", id)]);
            exchange::har(&exchanges, &pages)
        }
        Format::Saz => {
            let [name, text, comment] = [Shape::Letters, Shape::Opaque(24), Shape::Opaque(40)].map(|shape| maker.value(shape));
            let more = [(format!("raw/notes of {}.txt", name.text), format!("the pin is {}", text.text))];
            let bytes = exchange::saz(&exchanges, &more, &format!(" Authorization: Bearer {}", comment.text));
            plants.extend([outside("name of a member", name), outside("foreign member", text), outside("comment of the archive", comment)]);
            bytes
        }
        Format::Text => format.write(&exchanges),
    };
    Capture { format, exchanges, bytes, plants }
}

/// What looks like a person's is shown to those who ask for personal data.
pub(super) fn sort_of(shape: Shape) -> Sort {
    match shape {
        Shape::Mail
        | Shape::Account
        | Shape::Phone
        | Shape::NationalPhone
        | Shape::Sid
        | Shape::Street
        | Shape::Device
        | Shape::Name
        | Shape::Words
        | Shape::Ipv4
        | Shape::Ipv6 => Sort::Personal,
        _ => Sort::Credential,
    }
}

fn outside(kind: &'static str, value: Value) -> Plant {
    Plant { kind, place: kind.to_owned(), value, sort: Sort::Personal, entry: None, after: None, gone: None }
}

static FIELD: LazyLock<Field> = LazyLock::new(|| {
    let captures = Format::ALL.iter().enumerate().map(|(seed, format)| build(*format, seed as u64));
    Field::new("volume", captures.collect())
});

#[test]
fn enough_is_planted() {
    let missing = missing(&FIELD);
    eprintln!("{} values in {} containers on {} hosts", FIELD.values(), CONTAINERS.len(), HOSTS.len());
    assert!(missing.is_empty(), "{} are not there:\n{}", missing.len(), missing.join("\n"));
    assert!(FIELD.values() >= 3500, "{} values", FIELD.values());
}

#[test]
fn nothing_of_it_is_left_in_a_sanitized_capture() {
    sanitized_captures(&FIELD, &Scratch::new("attacks_volume_sanitized")).assert("volume, sanitized", FIELD.values());
}

#[test]
fn nothing_of_it_is_in_a_report_a_comparison_or_a_bundle() {
    reports_and_bundle(&FIELD, &Scratch::new("attacks_volume_reports")).assert("volume, reports", FIELD.values());
}

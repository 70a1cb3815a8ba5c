//! Headers: those that hold many values, those that no one knows, and secrets where names belong.

use super::super::exchange::Format;
use super::super::values::Shape;
use super::{Row, answer_header, get, header, row};

const HOSTS: &[&str] = &[
    "https://login.microsoftonline.com/common/login",
    "https://contosob2c.b2clogin.com/contosob2c.onmicrosoft.com/B2C_1A_signin/api",
    "https://mysignins.microsoft.com/api/x",
    "https://portal.fabrikam.example/api/x",
    "https://graph.microsoft.com/v1.0/me",
    "https://app.contoso.example/signin-oidc",
];

pub(super) fn rows() -> Vec<Row> {
    [set_cookies(), cookies(), authorization(), unknown(), addresses(), people(), names()].into_iter().flatten().collect()
}

fn set_cookies() -> Vec<Row> {
    const KIND: &str = "Set-Cookie";
    let mut rows = Vec::new();
    for (at, url) in HOSTS.iter().enumerate() {
        let shape = [Shape::Opaque(24), Shape::Opaque(8), Shape::Guid, Shape::Digits(8), Shape::Letters, Shape::Base64][at];
        for line in [
            "a=b; path=/, kelp=$c; path=/; secure",
            "a=b; expires=Mon, 02 Mar 2026 10:12:31 GMT; path=/, kelp=$c; expires=Tue, 03 Mar 2026 10:12:31 GMT, z=1",
            "a=b,kelp=$c",
            "a=b; HttpOnly,ESTSAUTH=$c; path=/",
            "a=\"x, y\", kelp=$c",
            "kelp=\"$c\"; path=/",
            "kelp = $c ;path=/",
            "$c",
            "=$c; path=/",
            "$c=; path=/",
            "a=b; kelp=$c",
            "a=b; path=/$c",
            "a=b; Comment=$c",
            "a=b; kelp-$c",
            "a=b; SameSite=$c",
            "a=b; expires=$c",
            "kelp=x&token=$c&y=z; path=/",
            "kelp=⟦q {\"token\":\"$v\"}⟧; path=/",
            "kelp=s%3A$c.x; path=/",
            "kelp=a|b|$c; path=/",
        ] {
            // An id may be in a path.
            let shape = if line.contains("path=/$c") && shape == Shape::Guid { Shape::Opaque(12) } else { shape };
            // A name of letters is a name.
            let shape = if line.starts_with("$c=;") && shape == Shape::Letters { Shape::Hex } else { shape };
            rows.push(row(KIND, answer_header(url, &format!("Set-Cookie: {line}"))).shape(shape));
        }
        rows.push(row(KIND, answer_header(url, "Set-Cookie2: kelp=$c")).shape(shape));
        // What follows a joined cookie is judged on its own: it tells which part of the service answered.
        for (line, after) in [
            ("kelp=$c; path=/, x-ms-gateway-slice=estsfd; path=/; secure", "x-ms-gateway-slice=estsfd; path=/; secure"),
            ("kelp=$c; expires=Mon, 02 Mar 2026 10:12:31 GMT, stsservicecookie=estsfd; path=/", "stsservicecookie=estsfd; path=/"),
        ] {
            rows.push(row(KIND, answer_header(url, &format!("Set-Cookie: {line}"))).shape(shape).after(after));
        }
    }
    rows.push(row(KIND, get(HOSTS[0])).har("/response/headers", "[{\"name\":\"set-cookie\",\"value\":\"a=b; path=/\\nkelp=$c; path=/\"}]"));
    rows.push(row(KIND, get(HOSTS[0])).har("/response/headers", "[[\"set-cookie\",\"kelp=$c; path=/\"]]"));
    rows.push(row(KIND, get(HOSTS[0])).har("/response/headers", "{\"set-cookie\":\"kelp=$c; path=/\"}"));
    rows.push(row(KIND, get(HOSTS[0])).har("/request/headers", "{\"x-kelp\":\"$c\"}"));
    rows.push(row(KIND, get(HOSTS[0])).har("/response/cookies", "[{\"name\":\"a\",\"value\":\"b\",\"path\":\"/$c\",\"comment\":\"x\"}]"));
    rows.push(row(KIND, get(HOSTS[0])).har("/response/cookies", "[{\"name\":\"a\",\"value\":\"b\",\"kelp\":\"$c\"}]"));
    rows.push(row(KIND, get(HOSTS[0])).har("/request/cookies", "[{\"name\":\"a\",\"value\":\"$c\",\"comment\":\"$c\"}]"));
    rows
}

fn cookies() -> Vec<Row> {
    const KIND: &str = "Cookie";
    let mut rows = Vec::new();
    for (at, url) in HOSTS.iter().enumerate() {
        let shape = [Shape::Opaque(8), Shape::Guid, Shape::Digits(7), Shape::Opaque(16), Shape::Letters, Shape::Hex][at];
        for line in [
            "$c",
            "a=b; $c",
            "a=b; =$c",
            "a=b;kelp=$c",
            "a=b, kelp=$c",
            "kelp=\"$c\"",
            "kelp=x&t=$c",
            "a=b; kelp=$c;",
            "a=b;; kelp=$c",
            "kelp=a=b=$c",
            "OpenIdConnect.nonce.$c=x",
            ".AspNetCore.Correlation.OpenIdConnect.$c=N",
            "esctx-$c=x",
            "kelp_$c=1",
            "fpc=$c",
            "x-ms-gateway-slice=$c",
            "stsservicecookie=$c",
            "MSISAuthenticated=$c",
            "AADSSO=$c",
            "brcap=$c",
            "ESTSSSOTILES=$c",
            "wlidperf=$c",
        ] {
            let shape = if line.starts_with("kelp_$c") && shape == Shape::Letters { Shape::Hex } else { shape };
            rows.push(row(KIND, header(url, &format!("Cookie: {line}"))).shape(shape));
        }
    }
    for user in ["signin_hint", "last_user", "wlp", "uname", "ESTSUSERLIST"] {
        rows.push(row(KIND, header(HOSTS[0], "Cookie: $n=⟦q $v⟧")).names(&[user]).shape(Shape::Mail).personal());
        rows.push(row(KIND, header(HOSTS[3], "Cookie: $n=⟦b $v⟧")).names(&[user]).shape(Shape::Mail).personal());
    }
    rows
}

fn authorization() -> Vec<Row> {
    const KIND: &str = "Authorization";
    let mut rows = Vec::new();
    for (at, url) in HOSTS.iter().enumerate() {
        let shape = [Shape::Opaque(20), Shape::Hex, Shape::Base64, Shape::Opaque(40), Shape::Letters, Shape::Guid][at];
        for value in [
            "Digest username=\"x\", realm=\"y\", nonce=\"$v\", uri=\"/\", response=\"z\"",
            "Digest username=\"x\", response=\"$v\"",
            "Digest username=\"$v\", response=\"z\"",
            "OAuth oauth_consumer_key=\"k\", oauth_token=\"$v\", oauth_signature=\"s\"",
            "OAuth oauth_signature=\"$q\"",
            "MSAuth1.0 usertoken=\"$v\", type=\"MSACT\"",
            "MSAuth1.0 actortoken=\"Bearer $v\", type=\"PFAT\"",
            "PKeyAuth AuthToken=\"$v\", Context=\"x\", Version=\"1.0\"",
            "PKeyAuth AuthToken=\"x\", Context=\"$v\", Version=\"1.0\"",
            "AWS4-HMAC-SHA256 Credential=$v/20260302/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=x",
            "AWS4-HMAC-SHA256 Credential=x, SignedHeaders=host, Signature=$v",
            "Hawk id=\"x\", ts=\"1\", nonce=\"n\", mac=\"$v\"",
            "Token token=\"$v\"",
            "Token $v",
            "ApiKey $v",
            "$v",
            "Bearer  $v",
            "bearer $v",
            "BEARER\t$v",
            "Bearer x, Bearer $v",
            "SSWS $v",
            "GoogleLogin auth=$v",
            "SharedAccessSignature sr=x&sig=$q&se=1&skn=y",
            "SharedKey account:$v",
            "GNAP $v",
            "DPoP $v",
            "Kelp $v",
            "Kelp a=\"b\", c=\"$v\"",
            "Kelp a='$v'",
            "Kelp a=b,c=$v",
            "WRAP access_token=\"$v\"",
            "XBL3.0 x=123;$v",
            "EG1 $v",
            "t=$v&p=",
            "Basic ⟦b alexander:$v⟧",
            "Basic ⟦b $v:harbour⟧",
            "Basic ⟦b $v⟧",
            "Basic $v",
            "Negotiate ⟦b $v⟧",
            "NTLM ⟦b $v⟧",
            "Bearer ⟦jwt {\"kelp\":\"$v\"}⟧",
        ] {
            for name in ["Authorization", "Proxy-Authorization"] {
                if name == "Authorization" || at % 3 == 0 {
                    rows.push(row(KIND, header(url, &format!("{name}: {value}"))).shape(shape).after("{}"));
                }
            }
        }
        for value in
            ["Digest realm=\"x\", nonce=\"$v\", opaque=\"y\"", "Digest opaque=\"$v\"", "Kelp ticket=\"$v\"", "Negotiate ⟦b $v⟧", "Kelp $v"]
        {
            rows.push(row(KIND, answer_header(url, &format!("WWW-Authenticate: {value}"))).shape(shape));
            rows.push(row(KIND, answer_header(url, &format!("Proxy-Authenticate: {value}"))).shape(shape));
        }
        rows.push(row(KIND, answer_header(url, "Authentication-Info: nextnonce=\"$v\", rspauth=\"x\"")).shape(shape));
    }
    rows
}

#[allow(clippy::too_many_lines, reason = "most of it is data")]
fn unknown() -> Vec<Row> {
    const KIND: &str = "headers that nobody knows";
    let request = [
        "Sec-WebSocket-Protocol: access_token, $v",
        "Sec-WebSocket-Protocol: base64url.bearer.authorization.k8s.io.$v",
        "x-ms-encryption-key: $v",
        "If-None-Match: \"$v\"",
        "If-Match: W/\"$v\"",
        "X-Kelp: $v",
        "X-Kelp: a=b; t=$v",
        "X-Kelp: {\"t\":\"$v\"}",
        "X-Kelp: https://a.example/?t=$v",
        "X-Api-Key: $v",
        "Ocp-Apim-Subscription-Key: $v",
        "x-functions-key: $v",
        "X-Amz-Security-Token: $v",
        "X-Goog-Api-Key: $v",
        "X-Goog-AuthUser-Kelp: $v",
        "X-Original-URL: /x?t=$v",
        "X-Rewrite-URL: /x?t=$v",
        "DPoP: ⟦jwt {\"jti\":\"$v\"}⟧",
        "X-CSRF-Token: $v",
        "X-XSRF-TOKEN: $v",
        "RequestVerificationToken: $v",
        "X-RequestDigest: $v",
        "X-MS-TOKEN-AAD-ACCESS-TOKEN: $v",
        "X-MS-TOKEN-AAD-ID-TOKEN: $v",
        "X-ZUMO-AUTH: $v",
        "X-Vault-Token: $v",
        "X-Auth-Token: $v",
        "X-Session: $v",
        "Session-Id-Kelp: $v",
        "tracestate: kelp=$v",
        "Baggage: user=$v",
        "Sec-Token-Binding: $v",
        "X-Kelp-Signature: sha256=$v",
        "X-Hub-Signature: $v",
        "Referer: https://a.example/x?t=$v",
        "Referer: https://a.example/x/$v/",
        "Referer: $v",
        "Destination: https://a.example/$v",
        "SOAPAction: urn:kelp:$v",
        "Accept-Language: $v",
        "Accept: $v",
        "Range: $v",
        "Expect: $v",
        "X-HTTP-Method-Override: $v",
        "Content-Disposition: attachment; filename=\"$v\"",
        "client-request-id: $v",
        "x-ms-request-id: $v",
        "hpgrequestid: $v",
        "canary: $v",
        "correlationid: $v",
        "x-client-current-telemetry: 5|$v|",
        "x-ms-PKeyAuth: $v",
        "Purpose: $v",
    ];
    let answers = [
        "ETag: \"$v\"",
        "ETag: W/\"$v\"",
        "X-Kelp: $v",
        "Link: <https://a.example/x?t=$v>; rel=next",
        "Content-Location: /x?t=$v",
        "Alt-Svc: h3=\":443\"; kelp=\"$v\"",
        "Server-Timing: kelp;desc=\"$v\"",
        "Warning: 199 - \"$v\"",
        "Report-To: {\"group\":\"x\",\"endpoints\":[{\"url\":\"https://a.example/?t=$v\"}]}",
        "Content-Security-Policy: script-src 'nonce-$v'",
        "Content-Security-Policy: report-uri /x?t=$v",
        "Content-Security-Policy-Report-Only: report-uri https://a.example/$v",
        "Refresh: 0; url=https://a.example/?t=$v",
        "Refresh: 0;https://a.example/$v",
        "Location: https://a.example/?t=$v",
        "Location: kelp-app://done?t=$v",
        "Location: /magic/$v",
        "Location: https://alex:$v@a.example/",
        "Content-Disposition: attachment; filename=$v.pdf",
        "Clear-Site-Data: \"$v\"",
        "X-Kelp-Location: https://a.example/?t=$v",
        "x-ms-clitelem: 1,0,0,$v,",
        "x-ms-ests-server: $v",
        "Via: 1.1 $v",
        "Server: $v",
        "X-Powered-By: $v",
        "P3P: CP=\"$v\"",
        "Access-Control-Expose-Headers: X-$v",
        "Vary: $v",
        "Age: $v",
        "Content-Language: $v",
        "Public-Key-Pins: pin-sha256=\"$v\"",
        "NEL: {\"report_to\":\"$v\"}",
        "Nonce: $v",
        "Replay-Nonce: $v",
        "SourceMap: /x?t=$v",
        "Trailer: $v",
        "Date: $v",
        "Last-Modified: $v",
        "Expires: $v",
        "x-ms-request-id: $v",
        "x-ms-correlation-id: $v",
        "traceparent: $v",
    ];
    let mut rows = Vec::new();
    let shapes = [Shape::Opaque(20), Shape::Hex, Shape::Opaque(32), Shape::Seed];
    for (at, line) in request.into_iter().enumerate() {
        for offset in 0..3 {
            rows.push(row(KIND, header(HOSTS[(at + offset * 2) % HOSTS.len()], line)).shape(shapes[(at + offset) % shapes.len()]));
        }
    }
    for (at, line) in answers.into_iter().enumerate() {
        for offset in 0..3 {
            rows.push(row(KIND, answer_header(HOSTS[(at + offset * 2) % HOSTS.len()], line)).shape(shapes[(at + offset) % shapes.len()]));
        }
    }
    for (at, line) in ["X-Kelp: $v", "X-Kelp-Count: $v", "x-kelp-flags: $v", "X-Pin: $v", "kelp: $v"].into_iter().enumerate() {
        for shape in [Shape::Words, Shape::Digits(8), Shape::Letters, Shape::Guid] {
            rows.push(row(KIND, header(HOSTS[at], line)).shape(shape).after("{}"));
            rows.push(row(KIND, answer_header(HOSTS[at + 1], line)).shape(shape).after("{}"));
        }
    }
    rows
}

fn addresses() -> Vec<Row> {
    const KIND: &str = "addresses in headers";
    let mut rows = Vec::new();
    for shape in [Shape::Ipv4, Shape::Ipv6] {
        for (at, line) in [
            "X-Forwarded-For: $v, 10.0.0.1",
            "Forwarded: for=\"[$v]\";proto=https",
            "X-Real-IP: $v",
            "True-Client-IP: $v",
            "CF-Connecting-IP: $v",
            "X-Envoy-External-Address: $v",
            "X-Client-IP: $v",
            "X-Kelp-Addr: $v:443",
            "X-Azure-ClientIP: $v",
            "X-Azure-SocketIP: $v",
            "Client-IP: $v",
            "X-Cluster-Client-Ip: $v",
            "X-Host: $v",
        ]
        .into_iter()
        .enumerate()
        {
            rows.push(row(KIND, header(HOSTS[at % HOSTS.len()], line)).shape(shape).personal().after("{}"));
        }
        for (at, line) in [
            "Via: 1.1 proxy ($v)",
            "Via: 1.1 $v:8080",
            "Server: nginx ($v)",
            "X-Cache: MISS from $v",
            "X-Served-By: $v",
            "X-Backend: $v",
            "X-Upstream: $v:8080",
            "X-Squid-Error: ERR $v",
        ]
        .into_iter()
        .enumerate()
        {
            rows.push(row(KIND, answer_header(HOSTS[at % HOSTS.len()], line)).shape(shape).personal().after("{}"));
        }
        rows.push(row(KIND, get(HOSTS[0])).har("/serverIPAddress", "$v").shape(shape).personal());
        rows.push(row(KIND, get(HOSTS[0])).har("/_serverAddress", "$v").shape(shape).personal());
        for flag in ["x-hostip", "x-clientip", "x-kelp", "x-overridegateway", "ui-comments", "x-serversocket"] {
            let template = if flag == "ui-comments" { "the client is $v" } else { "$v" };
            rows.push(row("flags of Fiddler", get(HOSTS[0])).saz(flag, template).shape(shape).personal());
        }
    }
    for (flag, template, shape) in [
        ("x-processinfo", "$v:1234", Shape::Letters),
        ("x-kelp", "{\"token\":\"$v\"}", Shape::Opaque(20)),
        ("ui-comments", "password: $v", Shape::Opaque(12)),
        ("ui-comments", "Authorization: Bearer $v", Shape::Opaque(40)),
        ("ui-comments", "see https://a.example/?code=$v", Shape::Opaque(20)),
        ("ui-customcolumn", "$v", Shape::Opaque(20)),
        ("x-proxy-auth", "$v", Shape::Base64),
        ("https-client-certificate", "CN=$v", Shape::Words),
        ("x-autoauth", "FABRIKAM\\$v", Shape::Letters),
        ("x-replywithfile", "C:\\Users\\$v\\a.txt", Shape::Letters),
        ("x-breakrequest", "$v", Shape::Letters),
        ("x-securitystate", "$v", Shape::Words),
        ("https-client-snihostname", "pc-$v.fabrikam.local", Shape::Letters),
    ] {
        rows.push(row("flags of Fiddler", get(HOSTS[0])).saz(flag, template).shape(shape).personal());
    }
    rows
}

fn people() -> Vec<Row> {
    const KIND: &str = "people in headers";
    let mut rows = Vec::new();
    let lines = [
        ("X-Client-Username: $v", Shape::Account),
        ("x-ms-client-principal-name: $v", Shape::Mail),
        ("x-ms-client-principal-name: $v", Shape::Letters),
        ("From: $v", Shape::Mail),
        ("X-MS-CLIENT-PRINCIPAL: ⟦b {\"claims\":[{\"typ\":\"name\",\"val\":\"$v\"}]}⟧", Shape::Words),
        ("X-User: $v", Shape::Letters),
        ("X-Remote-User: $v", Shape::Account),
        ("X-AnchorMailbox: UPN:$v", Shape::Mail),
        ("X-AnchorMailbox: $v", Shape::Mail),
        ("X-Forwarded-Client-Cert: Subject=\"$v\"", Shape::DistinguishedName),
        ("X-ARR-ClientCert: ⟦b $v⟧", Shape::Words),
        ("SSL_CLIENT_S_DN: $v", Shape::DistinguishedName),
        ("X-Authenticated-User: $v", Shape::Mail),
        ("X-Kelp-Name: $v", Shape::Words),
        ("X-Device: $v", Shape::Device),
        ("x-ms-device-name: $v", Shape::Device),
        ("X-Phone: $v", Shape::NationalPhone),
        ("X-Address: $v", Shape::Street),
        ("User-Agent: Kelp/1 ($v; Windows)", Shape::Device),
        ("X-Sid: $v", Shape::Sid),
        ("x-client-brkrhost: $v", Shape::Device),
        ("x-ms-client-principal-id: $v", Shape::Mail),
        ("X-MS-AD-User: $v", Shape::Letters),
        ("OnBehalfOf: $v", Shape::Account),
        ("X-PrivateLink: $v", Shape::Ipv4),
        ("X-Given-Name: $v", Shape::Name),
    ];
    for (at, (line, shape)) in lines.into_iter().enumerate() {
        for offset in 0..2 {
            let url = HOSTS[(at + offset * 3) % HOSTS.len()];
            rows.push(row(KIND, header(url, line)).shape(shape).personal());
            rows.push(row(KIND, answer_header(url, line)).shape(shape).personal());
        }
    }
    rows
}

fn names() -> Vec<Row> {
    const KIND: &str = "secrets where names belong";
    let mut rows = Vec::new();
    for (at, url) in HOSTS.iter().enumerate() {
        let shape = [Shape::Opaque(20), Shape::Opaque(12), Shape::Letters, Shape::Hex, Shape::Seed, Shape::Opaque(40)][at];
        rows.push(row(KIND, header(url, "X-$v: 1")).shape(shape));
        rows.push(row(KIND, header(url, "$v: x")).shape(shape));
        rows.push(row(KIND, answer_header(url, "X-Kelp-$v: 1")).shape(shape));
        rows.push(row(KIND, answer_header(url, "$v: x")).shape(shape));
        rows.push(row(KIND, get(&format!("{url}?$v=1"))).shape(shape));
        rows.push(row(KIND, get(&format!("{url}?$v"))).shape(shape));
        rows.push(row(KIND, get(&format!("{url}?x=1&$v&y=2"))).shape(shape));
        rows.push(row(KIND, super::form(url, "$v=1")).shape(shape));
        rows.push(row(KIND, super::json(url, "{\"$v\":null}")).shape(shape));
        rows.push(row(KIND, super::answer_json(url, "{\"a\":{\"$v\":[]}}")).shape(shape));
        rows.push(row(KIND, format!("GET$v {url}\nAccept: */*\n\n\n<<< 200\nX-A: b\n\n")).shape(shape).only(Format::Har));
        rows.push(row(KIND, format!("$v {url}\nAccept: */*\n\n\n<<< 200\nX-A: b\n\n")).shape(shape).only(Format::Har));
        rows.push(row(KIND, get(&format!("https://alex:$q@a.northwind.example/{at}"))).shape(shape));
        rows.push(row(KIND, get(&format!("https://$q@a.northwind.example/{at}"))).shape(shape));
        rows.push(
            row(KIND, get(&url.replace(".com/", ".com/$q/").replace(".example/", ".example/x/$q/"))).shape(Shape::Opaque(20)).after("{}"),
        );
    }
    let labels = "labels of hosts";
    rows.push(row(labels, get("https://$v.northwind.example/x")).shape(Shape::Hex));
    rows.push(row(labels, header(HOSTS[3], "Origin: https://$v.northwind.example")).shape(Shape::Hex));
    rows.push(row(labels, answer_header(HOSTS[3], "Access-Control-Allow-Origin: https://$v.northwind.example")).shape(Shape::Hex));
    rows.push(row(labels, answer_header(HOSTS[3], "Set-Cookie: a=b; domain=$v.northwind.example")).shape(Shape::Hex));
    rows.push(row(labels, answer_header(HOSTS[3], "Location: https://$v.northwind.example/")).shape(Shape::Hex));
    rows.push(row(KIND, header(HOSTS[3], "User-Agent: Kelp/1.0 (token $v)")).shape(Shape::Opaque(40)));
    rows.push(row(KIND, get(HOSTS[0])).har("/request/headers", "[{\"name\":\":path\",\"value\":\"/common/login?kelp=$q\"}]"));
    rows.push(row(KIND, get(HOSTS[0])).har("/request/headers", "[{\"name\":\"Host\",\"value\":\"a\",\"comment\":\"$j\"}]"));
    rows.push(row(KIND, get(HOSTS[0])).har("/request/queryString", "[{\"name\":\"kelp\",\"value\":\"$j\"}]"));
    rows.push(row(KIND, get(HOSTS[0])).har("/request/queryString", "[{\"name\":\"$j\",\"value\":\"\"}]"));
    rows
}

//! Bodies in forms that parsers do not expect, and bodies that no parser understands.

use super::super::exchange::Format;
use super::super::values::Shape;
use super::{Row, answer, answer_json, form, json, post, row};

const API: &str = "https://mysignins.microsoft.com/api/session/authorize";
const TOKEN: &str = "https://login.microsoftonline.com/contoso.example/oauth2/v2.0/token";
const LOGIN: &str = "https://login.microsoftonline.com/common/login";
const PORTAL: &str = "https://portal.fabrikam.example/api/session";
const B2C: &str = "https://contosob2c.b2clogin.com/contosob2c.onmicrosoft.com/B2C_1A_signin/SelfAsserted?tx=StateProperties";

pub(super) fn rows() -> Vec<Row> {
    [prefixes(), streams(), plain(), multipart(), nested(), broken(), scripts(), markup()].into_iter().flatten().collect()
}

/// JSON behind something that keeps scripts from reading it.
fn prefixes() -> Vec<Row> {
    const KIND: &str = "JSON behind a prefix";
    let prefixes = [
        ")]}',\n",
        ")]}'\n",
        ")]}',",
        "while(1);",
        "while (1) {}",
        "for(;;);",
        "for (;;) ;\n",
        "throw 1; <dont be evil>\n",
        "{}&&",
        "&&&START&&&",
        "/*-secure-\n",
        "//",
        "\u{feff}",
        "\u{1e}",
        "])}while(1);</x>",
        "<!--\n",
        "json=",
    ];
    let mut rows = Vec::new();
    for prefix in prefixes {
        // What begins like a page is reduced like one.
        let after = |row: Row| if prefix.starts_with('<') { row } else { row.after("{}") };
        for url in [API, PORTAL, LOGIN] {
            rows.push(after(row(KIND, answer_json(url, &format!("{prefix}{{\"kelpTicket\":\"$v\"}}")))));
        }
        rows.push(after(row(KIND, json(API, &format!("{prefix}{{\"passwd\":\"$v\"}}")))));
    }
    rows.push(row(KIND, answer(API, "text/javascript", ")]}'\n[[\"wrb.fr\",null,\"[[\\\"$v\\\"]]\"]]")).after("{}"));
    let calls = [
        "callback({\"kelpTicket\":\"$v\"});",
        "/**/cb_12({\"kelpTicket\":\"$v\"})",
        "/**/ typeof onMe === 'function' && onMe({\"kelpTicket\":\"$v\"});",
        "window.session = {\"kelpTicket\":\"$v\"};",
        "var session={\"kelpTicket\":\"$v\"}",
        "a.b.c([\"$v\"]);",
        "jQuery3500({\"kelpTicket\":{\"deep\":[\"$v\"]}});",
        "try{onMe({\"kelpTicket\":\"$v\"})}catch(e){}",
        "define({\"kelpTicket\":\"$v\"});",
        "export default {\"kelpTicket\":\"$v\"};",
    ];
    for call in calls {
        for (url, media_type) in
            [(API, "application/javascript"), ("https://login.live.com/Me.htm?v=3", "text/javascript"), (PORTAL, "text/html")]
        {
            rows.push(row("JSONP", answer(url, media_type, call)));
        }
    }
    rows
}

/// Many texts one after the other.
fn streams() -> Vec<Row> {
    let mut rows = Vec::new();
    for url in [API, PORTAL, LOGIN, "https://graph.microsoft.com/v1.0/me/events/stream"] {
        for body in [
            "data: {\"kelpTicket\":\"$v\"}\n\ndata: {\"x\":1}\n\n",
            "event: session\ndata: $v\n\n",
            "id: $v\ndata: {}\n\n",
            ": comment $v\n\ndata: {}\n\n",
            "data:{\"passwd\":\"$v\"}\n\n",
            "data: {\"a\":1,\ndata: \"kelpTicket\":\"$v\"}\n\n",
        ] {
            rows.push(row("server-sent events", answer(url, "text/event-stream", body)));
        }
        for body in [
            "{\"a\":1}\n{\"kelpTicket\":\"$v\"}\n",
            "{\"kelpTicket\":\"$v\"}{\"a\":1}",
            "\u{1e}{\"kelpTicket\":\"$v\"}\n\u{1e}{\"a\":1}\n",
            "{\"type\":1,\"arguments\":[\"$v\"]}\u{1e}",
            "{\"a\":1},\n{\"kelpTicket\":\"$v\"}",
            "[\"$v\"]\n[2]",
            "42[\"session\",{\"kelpTicket\":\"$v\"}]",
        ] {
            rows.push(row("lines of JSON", answer(url, "application/x-ndjson", body)));
            rows.push(row("lines of JSON", post(url, "application/json", body)));
        }
    }
    rows
}

/// Texts of no type, or of one that says nothing.
fn plain() -> Vec<Row> {
    const KIND: &str = "text/plain";
    let mut rows = Vec::new();
    let bodies = [
        "passwd: $v",
        "passwd=$v",
        "login=alex@contoso.example\npasswd=$v\n",
        "user: alex\nkelpTicket: $v\n",
        "[session]\nkelpTicket = $v\n",
        "kelpTicket;user\n$v;alex\n",
        "\"kelpTicket\",\"user\"\n\"$v\",\"alex\"\n",
        "kelpTicket\t$v",
        "$v",
        "{'kelpTicket': '$v'}",
        "{kelpTicket:'$v',x:1}",
        "a:1:{s:10:\"kelpTicket\";s:20:\"$v\";}",
        "kelpTicket => $v",
        "kelpTicket: \"$v\" a: 1",
        "# HTTP Cookie File\n.contoso.example\tTRUE\t/\tTRUE\t0\tkelpTicket\t$v\n",
        "dn: uid=x\nuserPassword: $v\n",
        "--- \nkelpTicket: >\n  $v\n",
        "kelpTicket%3D$v",
        "%7B%22kelpTicket%22%3A%22$v%22%7D",
        "OK|$v|200",
    ];
    for body in bodies {
        for url in [API, LOGIN, PORTAL] {
            rows.push(row(KIND, post(url, "text/plain;charset=UTF-8", body)));
            rows.push(row(KIND, answer(url, "text/plain", body)));
        }
        rows.push(row("no type", post(LOGIN, "application/octet-stream", body)));
        rows.push(row("no type", format!("POST {TOKEN}\nAccept: */*\n\n{body}\n<<< 200\nX-Kelp: 1\n\n")));
        rows.push(row("no type", format!("GET {LOGIN}?x=1\nAccept: */*\n\n\n<<< 200\nX-Kelp: 1\n\n{body}")));
        rows.push(row("wrong type", post(LOGIN, "application/json", body)));
        rows.push(row("wrong type", post(TOKEN, "text/xml", body)));
        rows.push(row("wrong type", answer_json(TOKEN, body)));
    }
    for (media_type, body) in [
        ("application/jwt", "⟦jwt {\"kelpTicket\":\"$v\"}⟧"),
        ("application/grpc-web-text", "⟦b kelpTicket $v⟧"),
        ("application/x-protobuf", "\u{a}\u{14}$v\u{12}\u{2}ok"),
        ("application/scim+json", "{\"urn:kelp\":{\"kelpTicket\":\"$v\"}}"),
        ("application/jose", "eyJhbGciOiJkaXIifQ..⟦u $v⟧.⟦u $v⟧.⟦u $v⟧"),
        ("application/sdp", "v=0\na=ice-pwd:$v\n"),
        ("application/graphql", "mutation { signIn(secret: \"$v\") { id } }"),
        ("application/reports+json", "[{\"type\":\"x\",\"body\":{\"kelpTicket\":\"$v\"}}]"),
        ("application/x-www-form-urlencoded", "a=1;kelpTicket=$v;b=2"),
        ("application/x-www-form-urlencoded", "%6belpTicket=$v"),
        ("application/x-www-form-urlencoded", "{\"kelpTicket\":\"$v\"}"),
        ("application/x-www-form-urlencoded", "$v"),
        ("application/x-www-form-urlencoded", "$v="),
        ("application/x-www-form-urlencoded", "a[0][kelpTicket]=$v"),
        ("application/x-www-form-urlencoded", "model={\"kelpTicket\":\"$v\"}"),
        ("application/x-www-form-urlencoded", "model=⟦q {\"kelpTicket\":\"$v\"}⟧"),
        ("application/x-www-form-urlencoded", "model=⟦q ⟦q {\"kelpTicket\":\"$v\"}⟧⟧"),
        ("application/x-www-form-urlencoded", "model=⟦b {\"kelpTicket\":\"$v\"}⟧"),
        ("application/x-www-form-urlencoded", "model=⟦q a=1&kelpTicket=$v⟧"),
        ("application/csp-report", "{\"csp-report\":{\"document-uri\":\"https://a.example/?kelpTicket=$v\"}}"),
    ] {
        for url in [LOGIN, PORTAL, "https://adfs.contoso.example/adfs/ls/"] {
            rows.push(row("types of few", post(url, media_type, body)));
        }
    }
    rows
}

/// Every spelling that browsers and programs have for the parts of a form.
fn multipart() -> Vec<Row> {
    const KIND: &str = "multipart";
    let part = |disposition: &str| format!("--kelpline\r\nContent-Disposition: {disposition}\r\n\r\n$v\r\n--kelpline--\r\n");
    let types = [
        "multipart/form-data; boundary=kelpline",
        "multipart/form-data; Boundary=kelpline",
        "multipart/form-data; BOUNDARY=\"kelpline\"",
        "Multipart/Form-Data;boundary=kelpline",
        "multipart/form-data; charset=utf-8; boundary=\"kelpline\"",
        "multipart/form-data; boundary = kelpline",
        "multipart/form-data",
        "multipart/mixed; boundary=kelpline",
        "multipart/related; boundary=\"kelpline\"; type=\"text/xml\"",
        "multipart/form-data; boundary=another",
    ];
    let dispositions = [
        "form-data; name=\"passwd\"",
        "form-data; name=passwd",
        "form-data;name=\"passwd\"",
        "form-data;name=passwd",
        "form-data; Name=\"passwd\"",
        "form-data; name='passwd'",
        "form-data; name=\"kelpTicket\"",
        "form-data; name=kelpTicket; filename=x.txt",
        "form-data; filename=\"x.txt\"; name=\"kelpTicket\"",
        "form-data; name*=UTF-8''passwd",
    ];
    let mut rows = Vec::new();
    for (at, media_type) in types.iter().enumerate() {
        for (offset, disposition) in dispositions.iter().enumerate() {
            let url = [LOGIN, TOKEN, PORTAL, B2C][(at + offset) % 4];
            rows.push(row(KIND, post(url, media_type, &part(disposition))).after("{}"));
        }
    }
    let with = |body: &str| post(LOGIN, types[0], body);
    for body in [
        "--kelpline\nContent-Disposition: form-data; name=\"passwd\"\n\n$v\n--kelpline--\n",
        "--kelpline\r\ncontent-disposition: form-data; name=\"passwd\"\r\n\r\n$v\r\n--kelpline--",
        "--kelpline\r\nContent-Type: text/plain\r\nContent-Disposition: form-data; name=\"passwd\"\r\n\r\n$v\r\n--kelpline--",
        "--kelpline\r\nContent-Disposition: form-data;\r\n name=\"passwd\"\r\n\r\n$v\r\n--kelpline--",
        "--kelpline\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--kelpline\r\nContent-Disposition: form-data; name=\"passwd\"\r\n\r\n$v",
        "--kelpline\r\nContent-Disposition: form-data; name=\"passwd\"\r\nContent-Transfer-Encoding: base64\r\n\r\n⟦b $v⟧\r\n--kelpline--",
        "preamble $v\r\n--kelpline\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--kelpline--",
        "--kelpline\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--kelpline--\r\nepilogue $v",
        "--kelpline\r\nContent-Disposition: form-data; name=\"a\"\r\nX-Kelp: $v\r\n\r\n1\r\n--kelpline--",
        "--kelpline\r\nContent-Disposition: form-data; name=\"$v\"\r\n\r\n1\r\n--kelpline--",
        "--kelpline\r\nContent-Disposition: form-data; name=\"model\"\r\nContent-Type: application/json\r\n\r\n{\"kelpTicket\":\"$v\"}\r\n--kelpline--",
        "--kelpline\r\n\r\n$v\r\n--kelpline--",
        "--kelpline\r\nContent-Type: application/http\r\n\r\nGET /x?kelpTicket=$v HTTP/1.1\r\nAuthorization: Bearer $v\r\n\r\n--kelpline--",
    ] {
        rows.push(row(KIND, with(body)));
        rows.push(row(KIND, with(body).replace(LOGIN, "https://graph.microsoft.com/v1.0/$batch")));
    }
    rows.push(
        row(
            "file names",
            with("--kelpline\r\nContent-Disposition: form-data; name=\"f\"; filename=\"payslip of $v.pdf\"\r\n\r\n1\r\n--kelpline--"),
        )
        .shape(Shape::Words)
        .personal(),
    );
    rows.push(
        row("file names", with("--kelpline\r\nContent-Disposition: form-data; name=f; filename*=UTF-8''$v.pdf\r\n\r\n1\r\n--kelpline--"))
            .shape(Shape::Name)
            .personal(),
    );
    {
        let pointer = "/request/postData/params";
        let fixed = "[{\"name\":\"kelpTicket\",\"value\":\"$j\",\"fileName\":\"x\",\"contentType\":\"y\"}]";
        rows.push(row(KIND, with("--kelpline--")).har(pointer, fixed));
        rows.push(
            row("file names", with("--kelpline--"))
                .har(pointer, "[{\"name\":\"f\",\"fileName\":\"$j.pdf\"}]")
                .shape(Shape::Name)
                .personal(),
        );
    }
    rows.push(row(KIND, post(LOGIN, "application/x-www-form-urlencoded", "x=1")).har("/request/postData/text", "passwd=$q"));
    rows
}

/// One format inside another.
fn nested() -> Vec<Row> {
    const KIND: &str = "one format in another";
    let deep = format!("{}{{\"kelpTicket\":\"$v\"}}{}", "[".repeat(30), "]".repeat(30));
    let mut rows = Vec::new();
    for url in [TOKEN, API, PORTAL, B2C] {
        for body in [
            "{\"model\":\"⟦j {\"kelpTicket\":\"$v\"}⟧\"}",
            "{\"model\":\"⟦j {\"model\":\"⟦j {\"kelpTicket\":\"$v\"}⟧\"}⟧\"}",
            "{\"model\":\"kelpTicket=$q&x=1\"}",
            "{\"model\":\"⟦b {\"kelpTicket\":\"$v\"}⟧\"}",
            "{\"model\":\"⟦j <x kelpTicket=\"$v\"/>⟧\"}",
            "{\"model\":\"⟦j <x><kelpTicket>$v</kelpTicket></x>⟧\"}",
            "{\"model\":\"https://a.example/x?kelpTicket=$q#x\"}",
            "{\"model\":\"⟦jwt {\"kelpTicket\":\"$v\"}⟧\"}",
            "[\"kelpTicket\",\"$j\"]",
            "[[\"kelpTicket\",\"$j\"]]",
            "{\"name\":\"kelpTicket\",\"value\":\"$j\"}",
            "[{\"Key\":\"passwd\",\"Value\":\"$j\"}]",
            "{\"inputs\":[{\"name\":\"IDToken2\",\"value\":\"$j\"}]}",
            "{\"callbacks\":[{\"type\":\"PasswordCallback\",\"output\":[{\"name\":\"prompt\",\"value\":\"Password\"}],\"input\":[{\"name\":\"IDToken2\",\"value\":\"$j\"}]}]}",
            "\"$j\"",
            "{\"$j\":1}",
            "{\"a\":{\"$j\":{\"b\":true}}}",
            "{\"error\":\"invalid_grant\",\"kelp\":\"$j\"}",
            "{\"query\":\"mutation { signIn(secret: \\\"$j\\\") { id } }\",\"variables\":{\"kelp\":\"$j\"}}",
            "{\"requests\":[{\"id\":\"1\",\"method\":\"POST\",\"url\":\"/x?kelp=$q\",\"headers\":{\"X-Kelp\":\"$j\"},\"body\":{\"kelpTicket\":\"$j\"}}]}",
            &deep,
        ] {
            rows.push(row(KIND, json(url, body)));
            rows.push(row(KIND, answer_json(url, body)));
        }
    }
    let escaped = "{\"kelpTicket\":\"$v\"}".replace('k', "\\u006b");
    rows.push(row(KIND, json(TOKEN, &escaped)));
    rows
}

/// JSON that is none.
fn broken() -> Vec<Row> {
    const KIND: &str = "broken JSON";
    let mut rows = Vec::new();
    for url in [TOKEN, API, PORTAL] {
        for body in [
            "{\"a\":1,\"kelpTicket\":\"$v",
            "{\"a\":1,\"kelpTicket\":\"$v\",}",
            "{\"a\":NaN,\"kelpTicket\":\"$v\"}",
            "{a:1,\"kelpTicket\":\"$v\"}",
            "{/* x */\"kelpTicket\":\"$v\"}",
            "{\"kelpTicket\":\"x\",\"kelpTicket\":\"$v\"}",
            "{'kelpTicket':'$v'}",
            "{\"kelpTicket\":`$v`}",
            "\"kelpTicket\":\"$v\"",
            "{\"kelpTicket\":\"$v\"}} trailing",
            "{\"kelpTicket\":\"$v\"} HTTP/1.1 200",
            "{\"kelp\\qTicket\":\"$v\"}",
            "{\"a\":\"line\nbreak\",\"kelpTicket\":\"$v\"}",
            "[object Object]$v",
            "{\"access_token\":\"$v",
            "{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS70008: expired\",\"kelp\":\"$v",
        ] {
            rows.push(row(KIND, json(url, body)));
            rows.push(row(KIND, answer_json(url, body)));
        }
    }
    rows
}

/// Scripts in pages, and what surrounds them.
fn scripts() -> Vec<Row> {
    const KIND: &str = "scripts and attributes of pages";
    let mut rows = Vec::new();
    let pages = [
        LOGIN,
        "https://contosob2c.b2clogin.com/contosob2c.onmicrosoft.com/B2C_1A_signin/oauth2/v2.0/authorize",
        "https://mysignins.microsoft.com/register",
        "https://passwordreset.microsoftonline.com/",
        "https://adfs.contoso.example/adfs/ls/",
        PORTAL,
    ];
    let contents = [
        "<script>var kelpTicket='$v';</script>",
        "<script>window.kelp = {\"kelpTicket\":\"$v\"};</script>",
        "<script>var SETTINGS = {\"csrf\":\"$v\",\"api\":\"CombinedSigninAndSignup\"};</script>",
        "<script>var SA_FIELDS = {\"AttributeFields\":[{\"ID\":\"email\",\"PRE\":\"$v\"}]};</script>",
        "<script>$Config={\"pgid\":\"ConvergedSignIn\",\"kelpTicket\":\"$v\"};</script>",
        "<script>//<![CDATA[\n$Config={\"pgid\":\"ConvergedTFA\",\"oKelp\":{\"a\":[{\"b\":\"$v\"}]}};\n//]]></script>",
        "<script>ServerData={\"sFTTag\":\"<input value=\\\"$v\\\">\"};</script>",
        "<script>localStorage.setItem('kelp','$v')</script>",
        "<script>fetch('/x',{headers:{'X-Kelp':'$v'}})</script>",
        "<script type=\"application/json\">{\"kelpTicket\":\"$v\"}</script>",
        "<script src=\"/x.js?kelp=$q\"></script>",
        "<script nonce=\"$h\">1</script>",
        "<!-- kelpTicket $v -->",
        "<meta name=\"csrf-token\" content=\"$h\">",
        "<meta name=\"kelp\" content=\"$h\"/>",
        "<meta http-equiv=\"refresh\" content=\"0;url=https://a.example/?kelp=$q\">",
        "<link rel=\"next\" href=\"/x?kelp=$q\">",
        "<base href=\"https://a.example/$q/\">",
        "<div data-kelp=\"$h\"></div>",
        "<div data-config='{\"kelpTicket\":\"$v\"}'></div>",
        "<body onload=\"go('$h')\"></body>",
        "<a href=\"/confirm?kelp=$q\">x</a>",
        "<a href=\"javascript:go('$q')\">x</a>",
        "<img src=\"/qr?kelp=$q\" alt=\"$h\">",
        "<img src=\"data:image/svg+xml,<svg>$q</svg>\">",
        "<input type=\"hidden\" name=\"kelpTicket\" value=\"$h\">",
        "<input value='$h' type=hidden name=kelpTicket>",
        "<input type=hidden name=kelpTicket value=$v>",
        "<INPUT TYPE=HIDDEN VALUE=\"$h\">",
        "<input id=\"ctl00_x\" placeholder=\"$h\">",
        "<textarea name=\"kelpTicket\">$h</textarea>",
        "<select name=\"x\"><option value=\"$h\" selected>y</option></select>",
        "<button name=\"kelp\" value=\"$h\">x</button>",
        "<form action=\"/x?kelp=$q\" method=\"post\"></form>",
        "<noscript><img src=\"/x?kelp=$q\"></noscript>",
        "<iframe srcdoc=\"&lt;p data-x='$h'&gt;\"></iframe>",
        "<object data=\"/x?kelp=$q\"></object>",
        "<style>.a{background:url(/x?kelp=$q)}</style>",
        "<template><input name=kelpTicket value=\"$h\"></template>",
        "<$v-element></$v-element>",
        "<div $v></div>",
        "<svg><text>$h</text></svg>",
        "<title>$h</title>",
        "<p>Authorization: Bearer $v</p>",
        "<pre>kelp_secret=$v</pre>",
        "<code>⟦jwt {\"kelp\":\"$v\"}⟧</code>",
    ];
    for (at, content) in contents.iter().enumerate() {
        for offset in 0..3 {
            let url = pages[(at + offset * 2) % pages.len()];
            let page = format!("<!DOCTYPE html>\n<html><head></head><body>{content}</body></html>");
            rows.push(row(KIND, answer(url, "text/html; charset=utf-8", &page)).shape(Shape::Opaque(40)));
        }
    }
    for content in ["<p>Welcome back, $h</p>", "<span id=\"displayName\">$h</span>", "<h1>$h</h1>", "<td>$h</td>", "<label>$h</label>"] {
        let page = format!("<html><body>{content}</body></html>");
        rows.push(
            row("names in pages", answer("https://mysignins.microsoft.com/security-info", "text/html", &page))
                .shape(Shape::Words)
                .personal(),
        );
        rows.push(row("names in pages", answer(PORTAL, "text/html", &page)).shape(Shape::Words).personal());
        rows.push(row("names in pages", answer(LOGIN, "text/html", &page)).shape(Shape::Mail).personal());
        rows.push(row("names in pages", answer(LOGIN, "text/html", &page)).shape(Shape::Phone).personal());
    }
    rows
}

/// XML and SAML with values in each kind of node.
fn markup() -> Vec<Row> {
    const KIND: &str = "XML";
    let mut rows = Vec::new();
    let nodes = [
        "<k:kelp xmlns:k=\"urn:kelp\">$h</k:kelp>",
        "<kelp ticket=\"$h\"/>",
        "<kelp xmlns=\"urn:kelp:$h\">1</kelp>",
        "<kelp><![CDATA[$v]]></kelp>",
        "<!-- $v --><kelp>1</kelp>",
        "<?kelp $v?><kelp>1</kelp>",
        "<Password>$h</Password>",
        "<kelp><ticket>$h</ticket></kelp>",
        "<string>$h</string>",
        "<kelp $v=\"1\"/>",
        "<$v>1</$v>",
        "<a:Value>$h</a:Value>",
        "<kelp>\n  $h\n</kelp>",
        "<kelp>⟦b <ticket>$v</ticket>⟧</kelp>",
        "<methodCall><params><param><value><string>$h</string></value></param></params></methodCall>",
    ];
    for node in nodes {
        let soap = format!(
            "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" xmlns:a=\"http://www.w3.org/2005/08/addressing\"><s:Body>{node}</s:Body></s:Envelope>"
        );
        for url in [
            "https://login.microsoftonline.com/RST2.srf",
            "https://autologon.microsoftazuread-sso.com/contoso.example/winauth/trust/2005/usernamemixed",
            "https://adfs.contoso.example/adfs/services/trust/13/usernamemixed",
            PORTAL,
        ] {
            rows.push(row(KIND, post(url, "application/soap+xml; charset=utf-8", &soap)));
            rows.push(row(KIND, answer(url, "text/xml", &soap)));
        }
        let wresult = format!("wa=wsignin1.0&wresult=⟦q {soap}⟧&wctx=x");
        rows.push(row(KIND, form("https://login.microsoftonline.com/login.srf", &wresult)));
        let saml = format!(
            "SAMLResponse=⟦q ⟦b <samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\">{node}</samlp:Response>⟧⟧&RelayState=x"
        );
        rows.push(row(KIND, form("https://app.contoso.example/saml/acs", &saml.replace("<a:Value>$h</a:Value>", "<Value>$h</Value>"))));
    }
    rows.push(row(KIND, post(PORTAL, "application/xml", "<!DOCTYPE x [<!ENTITY k \"$v\">]><x>&k;</x>")));
    rows.push(row(KIND, post(LOGIN, "application/xml", "<x><unclosed>$v</x>")));
    rows.push(row(KIND, answer(TOKEN, "application/xml", "not xml $v <x>")));
    rows.push(
        row("messages over a socket", get_socket())
            .har("/_webSocketMessages", "[{\"type\":\"send\",\"time\":1,\"opcode\":1,\"data\":\"⟦j {\"kelpTicket\":\"$v\"}⟧\"}]"),
    );
    rows.push(
        row("members of the browser", get_socket()).har("/_initiator", "{\"type\":\"script\",\"url\":\"https://a.example/?kelp=$q\"}"),
    );
    rows.push(row("members of the browser", get_socket()).har("/_initiator", "{\"type\":\"other\",\"kelpTicket\":\"$j\"}"));
    rows.push(row("members of the browser", get_socket()).har("/_kelp", "{\"ticket\":\"$j\"}"));
    rows.push(row("members of the browser", get_socket()).har("/_error", "net::ERR_FAILED Authorization: Bearer $v"));
    rows.push(row("members of the browser", get_socket()).har("/response/_kelp", "$v"));
    rows.push(row("members of the browser", get_socket()).har("/request/_kelp", "[\"$j\"]"));
    rows.push(row("members of the browser", get_socket()).har("/response/content/_file", "$v.txt"));
    rows.push(row("members of the browser", get_socket()).har("/response/content/comment", "passwd=$v"));
    rows.push(row("members of the browser", get_socket()).har("/cache", "{\"beforeRequest\":{\"eTag\":\"$j\"}}"));
    rows.push(row("members of the browser", get_socket()).har("/timings/comment", "passwd=$v"));
    rows.push(row("members of the browser", get_socket()).har("/connection", "$v"));
    rows.push(row("members of the browser", get_socket()).har("/pageref", "https://a.example/?kelp=$q"));
    rows.push(row("members of the browser", get_socket()).har("/response/statusText", "OK kelp_secret=$v"));
    rows.push(row("members of the browser", get_socket()).har("/request/httpVersion", "$v"));
    rows.push(row("members of the browser", get_socket()).har("/_resourceType", "$v"));
    rows.push(row("members of the browser", get_socket()).har("/_priority", "$v"));
    rows.push(row("members of the browser", get_socket()).har("/response/redirectURL", "https://a.example/?kelp=$q"));
    rows.push(row("fragments", "GET https://app.contoso.example/#kelp=$q").only(Format::Har));
    rows.push(row("fragments", "GET https://app.contoso.example/x#/$q/y").only(Format::Har).shape(Shape::Mail).personal());
    rows.push(row("fragments", "GET https://app.contoso.example/#⟦q {\"kelp\":\"$v\"}⟧").only(Format::Har));
    // A part of a path with an at sign is that of a person when all of it is a mailbox, and else a part like any other.
    for url in ["https://login.microsoftonline.com", "https://app.contoso.example/x", "https://graph.microsoft.com/v1.0/users"] {
        for part in ["$q@harbor", "@$q", "$q@", "walnut%20$q%20alex@contoso.example", "%2B@$q", "user@$q"] {
            rows.push(row("parts of paths with an at sign", format!("GET {url}/{part}/y\n\n\n<<< 200\nContent-Type: text/plain\n\n")));
        }
        let mailbox = format!("GET {url}/$q/y\n\n\n<<< 200\nContent-Type: text/plain\n\n");
        rows.push(row("parts of paths with an at sign", mailbox).shape(Shape::Mail).personal());
    }
    rows
}

fn get_socket() -> String {
    super::get("https://app.contoso.example/hub?transport=webSockets")
}

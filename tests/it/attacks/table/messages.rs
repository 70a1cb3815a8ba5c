//! Free text: messages of the service and of applications, notes of the customer. And values that were found once and stand elsewhere too.

use super::super::values::Shape;
use super::{Row, row};

/// Where a text is a message that reports show: each with `%` instead of the text.
const SITES: &[&str] = &[
    // The token endpoint.
    "POST https://login.microsoftonline.com/contoso.example/oauth2/v2.0/token\nContent-Type: application/x-www-form-urlencoded\nclient-request-id: $g\n\n\
     client_id=$g&grant_type=refresh_token\n<<< 400\nContent-Type: application/json\n\n\
     {\"error\":\"invalid_grant\",\"error_description\":\"⟦j AADSTS50126: Error validating credentials. %⟧\",\"error_codes\":[50126],\"correlation_id\":\"$g\"}",
    // A redirect to the application.
    "GET https://login.microsoftonline.com/contoso.example/oauth2/v2.0/authorize?client_id=$g&response_type=code&client-request-id=$g\nAccept: */*\n\n\n<<< 302\n\
     Location: https://app.contoso.example/signin-oidc?error=server_error&error_description=⟦q AADSTS90033: A transient error. %⟧&state=x\n\n",
    // A page of the service.
    "GET https://login.microsoftonline.com/contoso.example/oauth2/v2.0/authorize?client_id=$g&response_type=code&client-request-id=$g\nAccept: */*\n\n\n<<< 200\n\
     Content-Type: text/html\n\n<html><head><script>//<![CDATA[\n$Config={\"pgid\":\"ConvergedError\",\"iErrorCode\":50011,\"correlationId\":\"$g\",\
     \"strServiceExceptionMessage\":\"⟦j AADSTS50011: The reply URL is wrong. %⟧\"};\n//]]></script></head></html>",
    // An application that quotes the service, as text, HTML and JSON.
    "GET https://app.contoso.example/signin-oidc?code=x&state=y\nAccept: */*\n\n\n<<< 500\nContent-Type: text/plain\n\nAADSTS7000222: The provided client secret keys are expired. %",
    "GET https://app.contoso.example/signin-oidc?code=x&state=y\nAccept: */*\n\n\n<<< 500\nContent-Type: text/html\n\n\
     <html><body><h1>Error</h1><pre>AADSTS7000215: Invalid client secret provided. ⟦h %⟧</pre></body></html>",
    "GET https://app.contoso.example/.auth/login/aad/callback?code=x\nAccept: */*\n\n\n<<< 401\nContent-Type: application/json\n\n\
     {\"code\":401,\"message\":\"⟦j An error occurred during the login: 'AADSTS500011: The resource was not found. %'⟧\"}",
    // A federated provider, and a SOAP fault.
    "POST https://login.microsoftonline.com/RST2.srf\nContent-Type: application/soap+xml\n\n<x/>\n<<< 500\nContent-Type: application/soap+xml\n\n\
     <S:Envelope xmlns:S=\"http://www.w3.org/2003/05/soap-envelope\"><S:Body><S:Fault><S:Detail><psf:error xmlns:psf=\"http://schemas.microsoft.com/Passport/SoapServices/SOAPFault\">\
     <psf:value>0x80048821</psf:value><psf:internalerror><psf:code>0x80048821</psf:code><psf:text>⟦h AADSTS50126: Error validating credentials. %⟧</psf:text>\
     </psf:internalerror></psf:error></S:Detail></S:Fault></S:Body></S:Envelope>",
    "POST https://contosob2c.b2clogin.com/contosob2c.onmicrosoft.com/B2C_1A_signin/SelfAsserted?tx=x\nContent-Type: application/x-www-form-urlencoded\n\nrequest_type=RESPONSE\n<<< 200\n\
     Content-Type: application/json\n\n{\"status\":\"400\",\"errorCode\":\"AADB2C90225\",\"message\":\"⟦j The username or password is invalid. %⟧\"}",
    "POST https://login.microsoftonline.com/common/SAS/EndAuth\nContent-Type: application/json\nclient-request-id: $g\n\n{}\n<<< 200\nContent-Type: application/json\n\n\
     {\"Success\":false,\"ResultValue\":\"PhoneAppDenied\",\"Message\":\"⟦j denied. %⟧\",\"ErrCode\":500121,\"CorrelationId\":\"$g\"}",
    "POST https://app.contoso.example/saml/acs\nContent-Type: application/x-www-form-urlencoded\n\nSAMLResponse=⟦q ⟦b <samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\">\
     <samlp:Status><samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Responder\"/><samlp:StatusMessage>⟦h AADSTS75011: the method does not match. %⟧</samlp:StatusMessage></samlp:Status>\
     </samlp:Response>⟧⟧\n<<< 403\nContent-Type: text/plain\n\nno",
];

pub(super) fn rows() -> Vec<Row> {
    [credentials(), people(), notes(), again()].into_iter().flatten().collect()
}

/// Texts that give a credential away, by what precedes it or by what it looks like.
const SECRETS: &[(&str, Shape)] = &[
    ("Authorization: Bearer $v", Shape::Opaque(40)),
    ("authorization=Bearer $v", Shape::Opaque(40)),
    ("sent Bearer $v to the API", Shape::Opaque(40)),
    ("X-Api-Key: $v", Shape::Opaque(20)),
    ("x-functions-key=$v", Shape::Opaque(20)),
    ("pwd=$v", Shape::Opaque(10)),
    ("pwd: $v", Shape::Letters),
    ("password=$v;", Shape::Letters),
    ("Password = \"$v\"", Shape::Words),
    ("\"password\":\"$v\"", Shape::Opaque(10)),
    ("'passwd': '$v'", Shape::Opaque(10)),
    ("passphrase: $v", Shape::Letters),
    ("client_secret=$v&grant_type=x", Shape::Opaque(16)),
    ("client secret: $v", Shape::Opaque(16)),
    ("clientSecret=$v", Shape::Base64),
    ("Server=db;User Id=sa;Password=$v;Encrypt=true", Shape::Opaque(10)),
    ("AccountName=x;AccountKey=$v;EndpointSuffix=y", Shape::Base64),
    ("Endpoint=sb://x/;SharedAccessKeyName=y;SharedAccessKey=$v", Shape::Base64),
    ("https://a.blob.example/x?sv=2020&sig=$q&se=1", Shape::Base64),
    ("https://svc:$v@ftp.fabrikam.example/x", Shape::Opaque(10)),
    ("mongodb+srv://svc:$v@db.fabrikam.example/x", Shape::Opaque(10)),
    ("Cookie: session=$v; x=y", Shape::Opaque(12)),
    ("Set-Cookie: FedAuth=$v; path=/", Shape::Opaque(12)),
    ("curl -u svc:$v https://a.example", Shape::Opaque(10)),
    ("curl -H 'Authorization: Basic ⟦b svc:$v⟧'", Shape::Opaque(16)),
    ("tool --password $v --x", Shape::Opaque(10)),
    ("tool --client-secret=$v", Shape::Opaque(10)),
    ("<Password>$v</Password>", Shape::Opaque(10)),
    ("<add key=\"ida:ClientSecret\" value=\"$v\"/>", Shape::Opaque(16)),
    ("code=$v", Shape::Opaque(20)),
    ("code_verifier=$v", Shape::Opaque(43)),
    ("the token is ⟦jwt {\"kelp\":\"$v\"}⟧", Shape::Opaque(20)),
    ("refresh_token: $v", Shape::Opaque(24)),
    ("access token $v was refused", Shape::Opaque(64)),
    ("found $v in the cache", Shape::Base64),
    ("found $v in the cache", Shape::Opaque(48)),
    ("key $v", Shape::Hex),
    ("secret=$v", Shape::Seed),
    ("otp=$v", Shape::Digits(6)),
    ("passcode: $v", Shape::Digits(8)),
    ("verification code: $v", Shape::Digits(6)),
    ("PIN=$v", Shape::Digits(6)),
    ("api_key=$v", Shape::Opaque(16)),
    ("apikey: $v", Shape::Opaque(16)),
    ("SESSIONID=$v", Shape::Opaque(16)),
    ("JSESSIONID: $v", Shape::Opaque(16)),
    ("AKIA$v", Shape::Seed),
    ("ghp_$v", Shape::Opaque(36)),
    ("xoxb-1-$v", Shape::Opaque(24)),
    ("-----BEGIN PRIVATE KEY-----\n$v\n-----END PRIVATE KEY-----", Shape::Opaque(64)),
    ("Digest response=\"$v\"", Shape::Hex),
    ("Negotiate $v", Shape::Base64),
    ("MSAuth1.0 usertoken=\"$v\"", Shape::Opaque(24)),
    ("login_token=>$v", Shape::Opaque(16)),
    ("PASSWORD:$v", Shape::Opaque(10)),
    ("password%3D$v", Shape::Opaque(10)),
    ("Kennwort: $v", Shape::Opaque(10)),
    ("mot de passe : $v", Shape::Opaque(10)),
    ("flowToken=$v", Shape::Opaque(24)),
    ("device_code=$v", Shape::Opaque(24)),
    ("temporary access pass: $v", Shape::Opaque(10)),
];

/// Texts that name a person or what belongs to one.
const PEOPLE: &[(&str, Shape)] = &[
    ("the user $v", Shape::Account),
    ("the user '$v' was refused", Shape::Account),
    ("fabrikam.example\\$v", Shape::Letters),
    ("user $v", Shape::Mail),
    ("User account '$v' from identity provider 'x' does not exist", Shape::Mail),
    ("<$v>", Shape::Mail),
    ("mailto:$v", Shape::Mail),
    ("sip:$v", Shape::Mail),
    ("SMTP:$v", Shape::Mail),
    ("the account $v", Shape::Sid),
    ("HKEY_USERS\\$v\\Software", Shape::Sid),
    ("call $v", Shape::NationalPhone),
    ("tel:$v", Shape::Phone),
    ("sent to $v now", Shape::Phone),
    ("phone=$v", Shape::NationalPhone),
    ("at C:\\Users\\$v\\app\\Program.cs:line 7", Shape::Letters),
    ("at C:/Users/$v/app/Program.cs:line 7", Shape::Letters),
    ("at D:\\Profiles\\$v\\x", Shape::Letters),
    ("c:\\documents and settings\\$v\\x", Shape::Letters),
    ("at /home/$v/app/main.py", Shape::Letters),
    ("at /Users/$v/app/main.swift", Shape::Letters),
    ("file:///C:/Users/$v/x.txt", Shape::Letters),
    ("file:///home/$v/x.txt", Shape::Letters),
    ("\\\\files.fabrikam.example\\home$\\$v\\x", Shape::Letters),
    ("\\\\files\\users\\$v", Shape::Letters),
    ("%2Fhome%2F$v%2Fx", Shape::Letters),
    ("the device $v is not compliant", Shape::Device),
    ("device name: $v", Shape::Device),
    ("LAPTOP-$v is not joined", Shape::Seed),
    ("IP address: $v", Shape::Ipv4),
    ("from $v:443", Shape::Ipv4),
    ("from [$v]", Shape::Ipv6),
    ("address $v", Shape::Ipv6),
    ("subject $v", Shape::DistinguishedName),
    ("username=$v", Shape::Letters),
    ("user: $v", Shape::Letters),
    ("User Name: '$v'", Shape::Words),
    ("displayName=\"$v\"", Shape::Words),
    ("upn=$v", Shape::Mail),
    ("email: $v", Shape::Mail),
    ("https://portal.fabrikam.example/people/$q?x=1", Shape::Mail),
    ("https://portal.fabrikam.example/?mail=$q", Shape::Mail),
];

fn credentials() -> Vec<Row> {
    let mut rows = Vec::new();
    for (at, (text, shape)) in SECRETS.iter().enumerate() {
        for offset in 0..3 {
            let site = SITES[(at + offset * 3) % SITES.len()];
            rows.push(row("credentials in messages", site.replace('%', &guarded(text, site))).shape(*shape));
        }
    }
    rows
}

fn people() -> Vec<Row> {
    let mut rows = Vec::new();
    for (at, (text, shape)) in PEOPLE.iter().enumerate() {
        for offset in 0..3 {
            let site = SITES[(at + offset * 3) % SITES.len()];
            rows.push(row("people in messages", site.replace('%', &guarded(text, site))).shape(*shape).personal());
        }
    }
    rows
}

/// A text of many lines would end the headers or the line of a message.
fn guarded(text: &str, site: &str) -> String {
    if site.contains("Location") { text.to_owned() } else { text.replace('\n', " ") }
}

/// The customer's own notes.
fn notes() -> Vec<Row> {
    let mut rows = Vec::new();
    for (text, shape) in SECRETS {
        let note: &'static str = Box::leak(text.replace('\n', " ").into_boxed_str());
        rows.push(
            row("credentials in notes", super::get("https://login.microsoftonline.com/common/oauth2/authorize?client_id=x"))
                .har("/comment", note)
                .shape(*shape),
        );
        rows.push(
            row("credentials in notes", super::get("https://login.microsoftonline.com/common/oauth2/authorize?client_id=x"))
                .saz("ui-comments", note)
                .shape(*shape),
        );
    }
    for (text, shape) in PEOPLE {
        let note: &'static str = Box::leak((*text).to_owned().into_boxed_str());
        rows.push(
            row("people in notes", super::get("https://login.microsoftonline.com/common/oauth2/authorize?client_id=x"))
                .har("/comment", note)
                .shape(*shape)
                .personal(),
        );
        rows.push(
            row("people in notes", super::get("https://login.microsoftonline.com/common/oauth2/authorize?client_id=x"))
                .saz("ui-comments", note)
                .shape(*shape)
                .personal(),
        );
    }
    rows
}

/// A value in a field that is known, and again where nothing tells what it is.
fn again() -> Vec<Row> {
    const KIND: &str = "found once, removed everywhere";
    let mut rows = Vec::new();
    let repeat = "\n<<< 400\nContent-Type: application/json\n\n{\"error\":\"invalid_grant\",\"error_description\":\"⟦j AADSTS50126: It was $v today.⟧\",\"error_codes\":[50126]}";
    let login = "https://login.microsoftonline.com/contoso.example/oauth2/v2.0/token";
    let form = |item: &str| format!("POST {login}\nContent-Type: application/x-www-form-urlencoded\n\nclient_id=$g&{item}{repeat}");
    for shape in [Shape::Guid, Shape::Opaque(8), Shape::Opaque(14), Shape::Letters, Shape::Digits(10), Shape::Base64, Shape::Words] {
        for item in ["password=$q", "client_secret=$q", "kelp=$q", "code=$q", "refresh_token=$q", "code_verifier=$q"] {
            // An id under a name that no one knows may be the id of a message, too: it goes from its field only.
            if shape != Shape::Guid || !item.starts_with("kelp") {
                rows.push(row(KIND, form(item)).shape(shape));
            }
        }
        if shape != Shape::Words {
            for line in [
                "Cookie: kelp=$c",
                "Cookie: ESTSAUTH=$c",
                "X-Kelp: $v",
                "Authorization: Basic ⟦b svc-user:$v⟧",
                "Authorization: Bearer $v",
                "canary: $v",
                "x-ms-RefreshTokenCredential: $v",
            ] {
                if shape == Shape::Guid && line.starts_with("X-Kelp") {
                    continue;
                }
                rows.push(
                    row(
                        KIND,
                        format!("POST {login}\n{line}\n\nx=1{repeat}")
                            .replace("\n\nx=1", "\nContent-Type: application/x-www-form-urlencoded\n\nx=1"),
                    )
                    .shape(if shape == Shape::Base64 { Shape::Opaque(20) } else { shape }),
                );
            }
        }
        rows.push(
            row(KIND, format!("POST {login}?state=$q\nContent-Type: application/x-www-form-urlencoded\n\nclient_id=$g{repeat}"))
                .shape(shape),
        );
        rows.push(
            row(KIND, format!("POST {login}?nonce=$q\nContent-Type: application/x-www-form-urlencoded\n\nclient_id=$g{repeat}"))
                .shape(shape),
        );
        let shape = if shape == Shape::Guid { Shape::Hex } else { shape };
        rows.push(
            row(KIND, format!("POST {login}\nContent-Type: application/json\n\n{{\"kelp\":{{\"a\":[\"$j\"]}}}}{repeat}")).shape(shape),
        );
    }
    // People: what a field says to be one's name, device, street is no one's word elsewhere.
    for (item, shape) in [
        ("username=$q", Shape::Mail),
        ("username=$q", Shape::Letters),
        ("username=$q", Shape::Account),
        ("DeviceName=$q", Shape::Device),
        ("deviceName=$q", Shape::Words),
        ("streetAddress=$q", Shape::Street),
        ("given_name=$q", Shape::Name),
        ("family_name=$q", Shape::Name),
        ("name=$q", Shape::Words),
        ("phone=$q", Shape::NationalPhone),
        ("login=$q", Shape::Phone),
        ("loginfmt=$q", Shape::Letters),
        ("email=$q", Shape::Mail),
        ("city=$q", Shape::Name),
        ("login_hint=$q", Shape::Letters),
        ("surname=$q", Shape::Name),
    ] {
        rows.push(row(KIND, form(item)).shape(shape).personal());
    }
    rows.push(
        row(
            KIND,
            format!("POST {login}\nAuthorization: Basic ⟦b $v:harbour⟧\nContent-Type: application/x-www-form-urlencoded\n\nx=1{repeat}"),
        )
        .shape(Shape::Letters)
        .personal(),
    );
    for claim in ["given_name", "name", "employeeid", "city", "upn", "device_name"] {
        let token = "id_token=⟦jwt {\"aud\":\"x\",\"$n\":\"$j\"}⟧";
        rows.push(row(KIND, form(token)).names(&[claim]).shape(Shape::Name).personal());
    }
    rows
}

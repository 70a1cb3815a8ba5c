//! What belongs to people: claims, attributes, keys, parts of paths, file names.

use super::super::values::Shape;
use super::{Row, answer_json, form, get, json, row};

pub(super) fn rows() -> Vec<Row> {
    [claims(), saml(), keys(), paths(), behind_at_signs()].into_iter().flatten().collect()
}

/// The domain of a user stays. What follows an at sign is not always one, also where the user has a number already.
fn behind_at_signs() -> Vec<Row> {
    const KIND: &str = "behind an at sign";
    let login = "https://login.microsoftonline.com/common/login";
    let mut rows = Vec::new();
    for shape in [Shape::Opaque(20), Shape::Letters, Shape::Hex, Shape::Digits(12)] {
        for name in ["alex", "user%231"] {
            rows.push(row(KIND, form(login, &format!("login={name}%40$q"))).shape(shape).personal());
            rows.push(row(KIND, form(login, &format!("username={name}%40$q+stairs"))).shape(shape).personal());
            rows.push(row(KIND, get(&format!("{login}?login_hint={name}%40$q"))).shape(shape).personal());
            rows.push(row(KIND, get(&format!("https://login.microsoftonline.com/{name}%40$q/x"))).shape(shape).personal());
        }
        rows.push(row(KIND, json(login, "{\"username\":\"alex@$j\"}")).shape(shape).personal());
        rows.push(row(KIND, answer_json(login, "{\"Username\":\"user#1@$j\"}")).shape(shape).personal());
    }
    rows
}

fn claims() -> Vec<Row> {
    const KIND: &str = "claims";
    let mut rows = Vec::new();
    let names = [
        "employeeid",
        "jobTitle",
        "city",
        "department",
        "given_name",
        "nickname",
        "birthdate",
        "address",
        "phone_number",
        "postalCode",
        "extension_7f_badge",
        "manager",
        "onprem_sid",
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname",
        "http://schemas.microsoft.com/identity/claims/displayname",
        "https://kelp.example/claims/team",
        "login_hint",
        "samaccountname",
        "netbios_name",
        "winaccountname",
        "primarysid",
        "kelp",
        "ctry_name",
        "companyName",
        "officeLocation",
        "signin_names",
        "verified_primary_email",
        "acct_name",
        "family_name",
        "in_corp_name",
        "device_display_name",
        "preferred_name",
        "picture",
        "profile",
        "website",
        "gender",
        "zoneinfo",
        "middle_name",
    ];
    let shapes = [
        Shape::Name,
        Shape::Letters,
        Shape::Words,
        Shape::Digits(8),
        Shape::Street,
        Shape::Mail,
        Shape::Account,
        Shape::NationalPhone,
        Shape::Opaque(12),
    ];
    for (at, name) in names.into_iter().enumerate() {
        for offset in 0..4 {
            let shape = shapes[(at + offset * 2) % shapes.len()];
            let row = |http: String| row(KIND, http).names(&[name]).shape(shape).personal();
            let token = "⟦jwt {\"aud\":\"https://graph.microsoft.com\",\"tid\":\"$g\",\"$n\":\"$j\"}⟧";
            rows.push(match offset {
                0 => row(form("https://app.contoso.example/signin-oidc", &format!("state=x&id_token={token}"))),
                1 => row(answer_json(
                    "https://login.microsoftonline.com/contoso.example/oauth2/v2.0/token",
                    &format!("{{\"token_type\":\"Bearer\",\"id_token\":\"{token}\"}}"),
                )),
                2 => row(super::header("https://graph.microsoft.com/v1.0/me", &format!("Authorization: Bearer {token}"))),
                _ => row(answer_json("https://login.microsoftonline.com/x/openid/userinfo", "{\"sub\":\"x\",\"$n\":\"$j\"}")),
            });
        }
    }
    for claim in [
        "{\"kelp\":[\"$j\"]}",
        "{\"kelp\":{\"a\":\"$j\"}}",
        "{\"emails\":[\"$j\"]}",
        "{\"kelp\":\"⟦j {\"a\":\"$j\"}⟧\"}",
        "{\"$j\":1}",
        "{\"aud\":\"$j\"}",
        "{\"iss\":\"$j\"}",
        "{\"acr\":\"$j\"}",
        "{\"amr\":[\"$j\"]}",
        "{\"roles\":[\"$j\"]}",
        "{\"groups\":[\"$j\"]}",
    ] {
        rows.push(
            row(KIND, form("https://app.contoso.example/signin-oidc", &format!("id_token=⟦jwt {claim}⟧"))).shape(Shape::Mail).personal(),
        );
    }
    rows
}

fn saml() -> Vec<Row> {
    const KIND: &str = "SAML";
    let mut rows = Vec::new();
    let nodes = [
        ("<saml:Subject><saml:NameID NameQualifier=\"$h\">x</saml:NameID></saml:Subject>", Shape::Account),
        ("<saml:Subject><saml:NameID SPNameQualifier=\"$h\">x</saml:NameID></saml:Subject>", Shape::Words),
        ("<saml:Subject><saml:NameID SPProvidedID=\"$h\">x</saml:NameID></saml:Subject>", Shape::Letters),
        ("<saml:Subject><saml:NameID>$h</saml:NameID></saml:Subject>", Shape::Letters),
        ("<saml:Subject><saml:NameID>$h</saml:NameID></saml:Subject>", Shape::Digits(8)),
        ("<saml:Subject><saml:BaseID>$h</saml:BaseID></saml:Subject>", Shape::Letters),
        (
            "<saml:AttributeStatement><saml:Attribute Name=\"x\" FriendlyName=\"$h\"><saml:AttributeValue>1</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>",
            Shape::Words,
        ),
        (
            "<saml:AttributeStatement><saml:Attribute Name=\"x\"><saml:AttributeValue><kelp><a>$h</a></kelp></saml:AttributeValue></saml:Attribute></saml:AttributeStatement>",
            Shape::Name,
        ),
        (
            "<saml:AttributeStatement><saml:Attribute Name=\"x\"><saml:AttributeValue kelp=\"$h\">1</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>",
            Shape::Name,
        ),
        (
            "<saml:AttributeStatement><saml:Attribute Name=\"x\"><saml:AttributeValue>$h</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>",
            Shape::Digits(8),
        ),
        (
            "<saml:AttributeStatement><saml:Attribute Name=\"x\"><saml:AttributeValue><![CDATA[$v]]></saml:AttributeValue></saml:Attribute></saml:AttributeStatement>",
            Shape::Words,
        ),
        (
            "<saml:AuthnStatement SessionIndex=\"$h\"><saml:SubjectLocality DNSName=\"x\" Address=\"y\"/></saml:AuthnStatement>",
            Shape::Letters,
        ),
        ("<saml:AuthnStatement><saml:SubjectLocality DNSName=\"$h\"/></saml:AuthnStatement>", Shape::Device),
        ("<saml:AuthnStatement><saml:SubjectLocality Address=\"$h\"/></saml:AuthnStatement>", Shape::Ipv4),
        ("<samlp:Status><samlp:StatusMessage>the user $h</samlp:StatusMessage></samlp:Status>", Shape::Account),
        ("<samlp:Status><samlp:StatusMessage>mail $h</samlp:StatusMessage></samlp:Status>", Shape::Mail),
        ("<samlp:Status><samlp:StatusDetail><kelp>$h</kelp></samlp:StatusDetail></samlp:Status>", Shape::Words),
        ("<saml:Advice><kelp>$h</kelp></saml:Advice>", Shape::Words),
        ("<samlp:Extensions><kelp a=\"$h\"/></samlp:Extensions>", Shape::Name),
        (
            "<ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:X509Data><ds:X509SubjectName>$h</ds:X509SubjectName></ds:X509Data></ds:KeyInfo>",
            Shape::DistinguishedName,
        ),
        ("<ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:KeyName>$h</ds:KeyName></ds:KeyInfo>", Shape::Words),
        (
            "<saml:Conditions><saml:AudienceRestriction><saml:Audience>$h</saml:Audience></saml:AudienceRestriction></saml:Conditions>",
            Shape::Mail,
        ),
    ];
    for (node, shape) in nodes {
        let response = format!(
            "<samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"_x\"><saml:Assertion>{node}</saml:Assertion></samlp:Response>"
        );
        rows.push(
            row(KIND, form("https://app.contoso.example/saml/acs", &format!("SAMLResponse=⟦q ⟦b {response}⟧⟧"))).shape(shape).personal(),
        );
        rows.push(
            row(KIND, form("https://login.microsoftonline.com/login.srf", &format!("SAMLResponse=⟦q ⟦b {response}⟧⟧&RelayState=x")))
                .shape(shape)
                .personal(),
        );
        let page = format!(
            "<html><body><form action=\"https://app.contoso.example/saml/acs\" method=\"post\"><input type=\"hidden\" name=\"SAMLResponse\" value=\"⟦b {response}⟧\"/></form></body></html>"
        );
        rows.push(row(KIND, super::answer("https://login.microsoftonline.com/x/saml2", "text/html", &page)).shape(shape).personal());
        rows.push(
            row(KIND, super::post("https://adfs.contoso.example/adfs/services/trust/mex", "application/soap+xml", &response))
                .shape(shape)
                .personal(),
        );
        rows.push(
            row(KIND, form("https://login.microsoftonline.com/login.srf", &format!("wa=wsignin1.0&wresult=⟦q {response}⟧")))
                .shape(shape)
                .personal(),
        );
    }
    rows
}

fn keys() -> Vec<Row> {
    const KIND: &str = "keys that are people or addresses";
    let mut rows = Vec::new();
    for url in [
        "https://graph.microsoft.com/v1.0/x",
        "https://login.microsoftonline.com/common/GetCredentialType",
        "https://portal.fabrikam.example/api/x",
        "https://outlook.office365.com/x",
    ] {
        for shape in [
            Shape::Mail,
            Shape::Words,
            Shape::Account,
            Shape::Phone,
            Shape::Sid,
            Shape::Ipv4,
            Shape::Ipv6,
            Shape::Guid,
            Shape::Base64,
            Shape::Digits(10),
            Shape::Device,
            Shape::Street,
        ] {
            rows.push(row(KIND, json(url, "{\"members\":{\"$j\":true}}")).shape(shape).personal());
            rows.push(row(KIND, answer_json(url, "{\"$j\":{\"state\":1}}")).shape(shape).personal());
        }
        for shape in [Shape::Mail, Shape::Phone] {
            rows.push(row(KIND, get(&format!("{url}?$q=1"))).shape(shape).personal());
            rows.push(row(KIND, form(url, "$q=on&x=1")).shape(shape).personal());
        }
    }
    rows
}

fn paths() -> Vec<Row> {
    const KIND: &str = "parts of paths";
    let mut rows = Vec::new();
    let paths = [
        "https://login.microsoftonline.com/common/userrealm/$q?api-version=1.0",
        "https://login.microsoftonline.com/$q/x",
        "https://login.microsoftonline.com/common/kelp/$q",
        "https://graph.microsoft.com/v1.0/users/$q",
        "https://graph.microsoft.com/v1.0/users('$q')/messages",
        "https://graph.microsoft.com/v1.0/users(mail='$q')",
        "https://graph.microsoft.com/v1.0/drive/root:/$q:/content",
        "https://contoso.sharepoint.com/personal/$q/Documents",
        "https://contoso.sharepoint.com/sites/hr/Shared%20Documents/$q.pdf",
        "https://contoso.sharepoint.com/_api/web/GetFileByServerRelativeUrl('/x/$q')",
        "https://portal.fabrikam.example/magic/$q",
        "https://portal.fabrikam.example/invite/$q/accept",
        "https://portal.fabrikam.example/$q",
        "https://portal.fabrikam.example/a;t=$q/b",
        "https://portal.fabrikam.example/u/$q.json",
        "https://portal.fabrikam.example/x/%2e%2e/$q",
        "https://mysignins.microsoft.com/api/$q",
        "https://passwordreset.microsoftonline.com/$q",
        "https://contosob2c.b2clogin.com/contosob2c.onmicrosoft.com/B2C_1A_signin/api/$q",
        "https://adfs.contoso.example/adfs/$q/ls",
        "https://login.live.com/$q",
        "https://contoso.okta.com/api/v1/users/$q/factors",
        "https://outlook.office365.com/owa/$q/",
        "https://outlook.office.com/mail/$q",
        "https://teams.microsoft.com/api/mt/users/$q",
        "https://autologon.microsoftazuread-sso.com/contoso.example/winauth/$q",
    ];
    let shapes = [
        (Shape::Letters, "{}"),
        (Shape::Mail, "{}"),
        (Shape::Digits(8), "{}"),
        (Shape::Words, "{}"),
        (Shape::Opaque(12), "{}"),
        (Shape::Name, "{}"),
        (Shape::Phone, "{}"),
        (Shape::Account, "{}"),
    ];
    for (at, path) in paths.into_iter().enumerate() {
        for offset in 0..4 {
            let (shape, after) = shapes[(at + offset) % shapes.len()];
            rows.push(row(KIND, get(path)).shape(shape).personal().after(after));
        }
        let location = format!(
            "GET https://login.microsoftonline.com/common/oauth2/authorize?client_id=$g\nAccept: */*\n\n\n<<< 302\nLocation: {path}\n\n"
        );
        rows.push(row(KIND, location).shape(Shape::Opaque(14)).personal());
        let referer = super::header("https://login.microsoftonline.com/common/login", &format!("Referer: {path}"));
        rows.push(row(KIND, referer).shape(Shape::Letters).personal());
        let inside = answer_json("https://login.microsoftonline.com/common/GetCredentialType", &format!("{{\"url\":\"{path}\"}}"));
        rows.push(row(KIND, inside).shape(Shape::Opaque(10)).personal());
    }
    rows
}

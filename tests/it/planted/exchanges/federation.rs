//! Federation: WS-Trust, WS-Federation and SAML, at the service, at an identity provider and at applications.

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::DeflateEncoder;

use super::Template;
use crate::planted::CORRELATION;
use crate::planted::draft::{Draft, encoded, form_page};
use crate::planted::sow::Sow;

pub(super) const ALL: &[(&str, Template)] = &[
    ("WS-Trust", ws_trust),
    ("identity provider", identity_provider),
    ("return from federation", federation_return),
    ("SAML request", saml_request),
    ("SAML answer", saml_answer),
    ("SAML artifact", saml_artifact),
];

fn ws_trust(s: &Sow) -> Draft<'_> {
    let url = "https://autologon.microsoftazuread-sso.com/contoso.example/winauth/trust/2005/usernamemixed";
    let asks = |s: &Sow| {
        format!(
            "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Header><o:Security xmlns:o=\"urn:oasis\"><o:UsernameToken>\
             <o:Username>{}</o:Username><o:Password>{}</o:Password></o:UsernameToken></o:Security></s:Header><s:Body/></s:Envelope>",
            s.user("o:Username"),
            s.secret("o:Password")
        )
    };
    let answers = |s: &Sow| {
        format!(
            "<S:Envelope xmlns:S=\"http://www.w3.org/2003/05/soap-envelope\"><S:Body><t:RequestSecurityTokenResponse xmlns:t=\"urn:trust\">\
             <t:RequestedSecurityToken><DesktopSsoToken>{}</DesktopSsoToken></t:RequestedSecurityToken>\
             <o:BinarySecurityToken xmlns:o=\"urn:oasis\">{}</o:BinarySecurityToken></t:RequestSecurityTokenResponse></S:Body></S:Envelope>",
            s.secret("DesktopSsoToken"),
            s.secret("BinarySecurityToken")
        )
    };
    Draft::post(s, url)
        .query(&[("client-request-id", CORRELATION.to_owned())])
        .body("application/soap+xml; charset=utf-8", asks(s))
        .answers("application/soap+xml; charset=utf-8", answers(s))
}

/// A signed assertion about a person, a part of it encrypted.
fn assertion(s: &Sow) -> String {
    format!(
        "<saml:Assertion xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\"><saml:Issuer>http://adfs.fabrikam.example/adfs/services/trust\
         </saml:Issuer><Signature><SignatureValue>{}</SignatureValue></Signature><saml:Subject><saml:NameID>{}</saml:NameID></saml:Subject>\
         <saml:AuthnStatement SessionIndex=\"_{}\"/><saml:AttributeStatement><saml:Attribute Name=\"displayname\"><saml:AttributeValue>{}\
         </saml:AttributeValue></saml:Attribute></saml:AttributeStatement><EncryptedData><CipherValue>{}</CipherValue></EncryptedData>\
         </saml:Assertion>",
        s.secret("SignatureValue"),
        s.user("NameID"),
        s.secret("SessionIndex"),
        s.personal("AttributeValue"),
        s.secret("CipherValue")
    )
}

fn ws_fed_result(s: &Sow) -> String {
    format!(
        "<t:RequestSecurityTokenResponse xmlns:t=\"urn:trust\"><t:RequestedSecurityToken>{}</t:RequestedSecurityToken></t:RequestSecurityTokenResponse>",
        assertion(s)
    )
}

fn identity_provider(s: &Sow) -> Draft<'_> {
    let action = "https://login.microsoftonline.com/login.srf";
    let page = |s: &Sow| {
        let refresh = format!("https://adfs.fabrikam.example/adfs/ls/?{}", encoded(&[("wctx", s.secret("wctx in a meta refresh"))]));
        form_page(action, &[("wa", "wsignin1.0".to_owned()), ("wresult", ws_fed_result(s)), ("wctx", s.secret("wctx"))], &refresh)
    };
    Draft::post(s, "https://adfs.fabrikam.example/adfs/ls/")
        .query(&[("username", s.user("username")), ("wa", "wsignin1.0".to_owned()), ("wctx", s.secret("wctx"))])
        .form(&[
            ("UserName", s.user("UserName")),
            ("Password", s.secret("Password")),
            ("pwd", s.secret("pwd")),
            ("AuthMethod", "FormsAuthentication".to_owned()),
        ])
        .html(page(s))
}

fn federation_return(s: &Sow) -> Draft<'_> {
    Draft::post(s, "https://login.microsoftonline.com/login.srf")
        .noted()
        .query(&[("client-request-id", CORRELATION.to_owned()), ("wctx", s.secret("wctx"))])
        .form(&[("wa", "wsignin1.0".to_owned()), ("wresult", ws_fed_result(s)), ("wctx", s.secret("wctx"))])
        .of_service()
        .html("<html></html>")
}

fn saml_request(s: &Sow) -> Draft<'_> {
    let message = |s: &Sow| {
        let request = format!(
            "<samlp:AuthnRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" ID=\"_harbour17\" \
             AssertionConsumerServiceURL=\"https://payroll.contoso.example/saml/acs\"><Issuer>https://payroll.contoso.example</Issuer>\
             <Subject><NameID>{}</NameID></Subject></samlp:AuthnRequest>",
            s.user("NameID of a request")
        );
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(request.as_bytes()).expect("memory takes everything");
        STANDARD.encode(encoder.finish().expect("memory takes everything"))
    };
    Draft::get(s, format!("https://login.microsoftonline.com/{}/saml2", crate::planted::TENANT))
        .query(&[
            ("SAMLRequest", message(s)),
            ("RelayState", format!("https://payroll.contoso.example/?{}", encoded(&[("token", s.secret("token in RelayState"))]))),
            ("Signature", s.secret("Signature of a request")),
        ])
        .of_service()
        .html(saml_page(s))
}

fn saml_response(s: &Sow) -> String {
    let response = "<samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\">";
    STANDARD.encode(format!("{response}{}</samlp:Response>", assertion(s)))
}

fn saml_page(s: &Sow) -> String {
    let relay = s.secret("RelayState");
    form_page("https://payroll.contoso.example/saml/acs", &[("SAMLResponse", saml_response(s)), ("RelayState", relay)], "about:blank")
}

fn saml_answer(s: &Sow) -> Draft<'_> {
    Draft::post(s, "https://payroll.contoso.example/saml/acs")
        .form(&[("SAMLResponse", saml_response(s)), ("RelayState", s.secret("RelayState"))])
        .redirects_to(format!("https://payroll.contoso.example/home?{}", encoded(&[("ticket", s.secret("ticket"))])))
}

fn saml_artifact(s: &Sow) -> Draft<'_> {
    Draft::get(s, "https://payroll.contoso.example/saml/artifact")
        .query(&[("SAMLart", s.secret("SAMLart")), ("RelayState", s.secret("RelayState"))])
        .redirects_to("https://payroll.contoso.example/home")
}

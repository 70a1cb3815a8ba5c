//! SAML, WS-Federation and WS-Trust, which carry no correlation id.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::scenario::pages::{self, Page};
use crate::scenario::sign_in::{App, CONTOSO, MIRIAM, SignIn, TOBIAS, TRAVEL};
use crate::scenario::story::{Draft, Seen, Story};
use crate::scenario::truth::Attempt;
use crate::scenario::verdicts::steps::{SIGNED_IN, failed, succeeded};

/// Two applications that speak SAML.
const EXPENSES: App = App { name: "Contoso Expenses", redirect_uri: "https://expenses.contoso.example/saml/acs", ..TRAVEL };
const LIBRARY: App = App { name: "Contoso Library", redirect_uri: "https://library.contoso.example/Shibboleth.sso/SAML2/POST", ..TRAVEL };

/// One SAML sign-in: the page part of it is like any other.
struct Saml {
    sign_in: SignIn,
    id: String,
    relay_state: String,
}

impl Saml {
    fn new(story: &mut Story, label: &str, app: &App) -> Self {
        let sign_in = SignIn::new(story, label, app, &TOBIAS);
        let id = format!("id{}", story.guid(label).replace('-', ""));
        Self { sign_in, id, relay_state: story.opaque("RelayState", 40) }
    }

    fn asks<'s>(&self, story: &'s mut Story) -> Draft<'s> {
        let consumer = self.sign_in.app.redirect_uri;
        let request = format!(
            r#"<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="{}" Version="2.0" AssertionConsumerServiceURL="{consumer}"><Issuer xmlns="urn:oasis:names:tc:SAML:2.0:assertion">{consumer}</Issuer></samlp:AuthnRequest>"#,
            self.id
        );
        let fields = [("SAMLRequest", &*STANDARD.encode(request)), ("RelayState", &self.relay_state)];
        story.post(format!("https://login.microsoftonline.com/{CONTOSO}/saml2")).form(&fields)
    }

    /// The response goes to the application in a form that submits itself.
    fn is_answered(
        &self,
        story: &mut Story,
        request: impl for<'s> FnOnce(&'s mut Story) -> Draft<'s>,
        status: &str,
        message: &str,
    ) -> Seen {
        let draft = request(story);
        let message = if message.is_empty() { String::new() } else { draft.message(message, "").replace("Correlation ID: \r\n", "") };
        let consumer = self.sign_in.app.redirect_uri;
        let response = format!(
            r#"<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_{}" Version="2.0" Destination="{consumer}" InResponseTo="{}"><Issuer xmlns="urn:oasis:names:tc:SAML:2.0:assertion">https://sts.windows.net/{CONTOSO}/</Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:{status}"/><samlp:StatusMessage>{}</samlp:StatusMessage></samlp:Status></samlp:Response>"#,
            &self.id[2..],
            self.id,
            pages::html_escaped(&message)
        );
        let response = STANDARD.encode(response);
        let fields = [("SAMLResponse", &*response), ("RelayState", &self.relay_state)];
        let seen = draft.html(200, pages::self_submitting_form(consumer, &fields));
        story.post(consumer).form(&fields).html(200, SIGNED_IN.to_owned());
        seen
    }

    /// The application asks for a sign-out, and gets the response to it.
    fn signs_out(&self, story: &mut Story) {
        let consumer = self.sign_in.app.redirect_uri;
        let id = format!("id{}", story.guid("sign-out").replace('-', ""));
        let relay_state = story.opaque("RelayState of the sign-out", 40);
        let request = format!(
            r#"<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="{id}" Version="2.0"><Issuer xmlns="urn:oasis:names:tc:SAML:2.0:assertion">{consumer}</Issuer></samlp:LogoutRequest>"#
        );
        let response = format!(
            r#"<samlp:LogoutResponse xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_{}" Version="2.0" Destination="{consumer}" InResponseTo="{id}"><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status></samlp:LogoutResponse>"#,
            &id[2..]
        );
        let response = STANDARD.encode(response);
        let fields = [("SAMLResponse", &*response), ("RelayState", &*relay_state)];
        let asked = story.post(format!("https://login.microsoftonline.com/{CONTOSO}/saml2"));
        asked.form(&[("SAMLRequest", &*STANDARD.encode(request))]).html(200, pages::self_submitting_form(consumer, &fields));
        story.post(consumer).form(&fields).html(200, SIGNED_IN.to_owned());
    }
}

fn by_saml(attempt: Attempt) -> Attempt {
    attempt.by("saml2")
}

/// A password, and an assertion.
fn saml_signed_in() -> Story {
    let mut story = Story::new("saml-signed-in", "2026-03-03T18:02:30.115Z");
    let saml = Saml::new(&mut story, "only", &EXPENSES);
    saml.asks(&mut story).page(&saml.sign_in, &Page::sign_in().code("50058"));
    saml.is_answered(&mut story, |story| saml.sign_in.submits_password(story), "Success", "");
    story.ends(by_saml(succeeded(&[("credentials", Some(true))], &["AADSTS50058"])));
    story
}

/// A sign-out goes to the same endpoint, and what comes back looks like the response to a sign-in.
fn saml_signed_in_and_out() -> Story {
    let mut story = Story::new("saml-signed-in-and-out", "2026-03-03T18:04:44.271Z");
    let saml = Saml::new(&mut story, "only", &EXPENSES);
    saml.asks(&mut story).page(&saml.sign_in, &Page::sign_in().code("50058"));
    saml.is_answered(&mut story, |story| saml.sign_in.submits_password(story), "Success", "");
    story.ends(by_saml(succeeded(&[("credentials", Some(true))], &["AADSTS50058"])));
    saml.signs_out(&mut story);
    story
}

/// The capture holds nothing but a sign-out.
fn saml_signed_out() -> Story {
    let mut story = Story::new("saml-signed-out", "2026-03-03T18:06:21.604Z");
    let saml = Saml::new(&mut story, "only", &EXPENSES);
    saml.signs_out(&mut story);
    story
}

/// Two applications at once, and nothing but the ids of SAML to tell them apart: one gets an assertion, the other a refusal.
fn saml_two_applications() -> Story {
    let mut story = Story::new("saml-two-applications", "2026-03-03T18:07:11.392Z");
    let first = Saml::new(&mut story, "first", &EXPENSES);
    let second = Saml::new(&mut story, "second", &LIBRARY);
    first.asks(&mut story).page(&first.sign_in, &Page::sign_in().with("correlationId", ""));
    let refusal = "AADSTS75011: Authentication method 'WindowsHello' doesn't match requested authentication method 'Password'.";
    let seen = second.is_answered(&mut story, |story| second.asks(story), "Requester", refusal);
    first.is_answered(&mut story, |story| first.sign_in.submits_password(story), "Success", "");
    story.ends(by_saml(succeeded(&[("credentials", Some(true))], &[])));
    let cause = second.sign_in.cause("AADSTS75011", "saml_response", &seen).without_correlation_id();
    story.ends(by_saml(failed(cause, &[], &[])));
    story
}

/// Two codes in one message: the last is the cause.
fn saml_two_codes() -> Story {
    let mut story = Story::new("saml-two-codes", "2026-03-03T18:12:40.608Z");
    let saml = Saml::new(&mut story, "only", &EXPENSES);
    let text = "AADSTS75006: An error occurred while processing a SAML2 Authentication request. AADSTS90011: The SAML authentication \
                request property 'NameIdentifierPolicy/SPNameQualifier' is not supported.";
    let seen = saml.is_answered(&mut story, |story| saml.asks(story), "Requester", text);
    let cause = saml.sign_in.cause("AADSTS90011", "saml_response", &seen).without_correlation_id();
    story.ends(by_saml(failed(cause, &[], &["AADSTS75006"])));
    story
}

/// A refusal that names no code.
fn saml_status_without_code() -> Story {
    let mut story = Story::new("saml-status-without-code", "2026-03-03T18:16:05.940Z");
    let saml = Saml::new(&mut story, "only", &LIBRARY);
    let seen = saml.is_answered(&mut story, |story| saml.asks(story), "Responder", "");
    let cause = saml.sign_in.cause("saml-status", "saml_response", &seen).open_request().without_correlation_id();
    story.ends(by_saml(failed(cause, &[], &[])));
    story
}

/// Only what reached the application was captured.
fn saml_only_at_the_application() -> Story {
    let mut story = Story::new("saml-only-at-the-application", "2026-03-03T18:20:33.171Z");
    let saml = Saml::new(&mut story, "only", &EXPENSES);
    let text = "AADSTS50105: Your administrator has configured the application to block users.";
    let seen = saml.is_answered(&mut story, |story| saml.asks(story), "Responder", text);
    let cause = saml.sign_in.cause("AADSTS50105", "saml_response", &seen).without_correlation_id();
    story.ends(by_saml(failed(cause, &[], &[])));
    story.without_first(1)
}

/// The page refuses, and nothing reaches the application.
fn saml_reply_address_unknown() -> Story {
    let mut story = Story::new("saml-reply-address-unknown", "2026-03-03T18:25:18.422Z");
    let saml = Saml::new(&mut story, "only", &EXPENSES);
    let message = "AADSTS50011: The reply URL 'https://expenses.contoso.example/saml/acs' does not match the reply URLs configured.";
    let seen = saml.asks(&mut story).page(&saml.sign_in, &Page::error(message));
    let cause = saml.sign_in.cause("AADSTS50011", "page_config", &seen);
    story.ends(by_saml(failed(cause, &[], &[])));
    story
}

const REALM: &str = "https://reports.contoso.example/";

/// One WS-Federation sign-in.
fn ws_fed(story: &mut Story) -> (SignIn, String, String) {
    let app = App { name: "Contoso Reports", redirect_uri: REALM, ..TRAVEL };
    let sign_in = SignIn::new(story, "only", &app, &MIRIAM);
    let wctx = format!("rm=0&id=passive&ru={}", story.opaque("wctx", 20));
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("wa", "wsignin1.0")
        .append_pair("wtrealm", REALM)
        .append_pair("wreply", REALM)
        .append_pair("wctx", &wctx)
        .finish();
    (sign_in, format!("https://login.microsoftonline.com/{CONTOSO}/wsfed?{query}"), wctx)
}

fn by_ws_fed(attempt: Attempt) -> Attempt {
    attempt.by("ws_fed")
}

/// A password, and a token in a form.
fn ws_fed_signed_in() -> Story {
    let mut story = Story::new("ws-fed-signed-in", "2026-03-03T18:30:27.603Z");
    let (sign_in, url, wctx) = ws_fed(&mut story);
    story.get(url).page(&sign_in, &Page::sign_in().code("50058"));
    let signature = story.opaque("SignatureValue", 120);
    let token = format!(
        r#"<t:RequestSecurityTokenResponse xmlns:t="http://schemas.xmlsoap.org/ws/2005/02/trust"><t:RequestedSecurityToken><Assertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion"><SignatureValue>{signature}</SignatureValue></Assertion></t:RequestedSecurityToken></t:RequestSecurityTokenResponse>"#
    );
    let fields = [("wa", "wsignin1.0"), ("wresult", &*token), ("wctx", &*wctx)];
    sign_in.submits_password(&mut story).signs_in().html(200, pages::self_submitting_form(REALM, &fields));
    story.post(REALM).form(&fields).html(200, SIGNED_IN.to_owned());
    story.ends(by_ws_fed(succeeded(&[("credentials", Some(true))], &["AADSTS50058"])));
    story
}

/// The result that is posted to the application is a refusal.
fn ws_fed_fault() -> Story {
    let mut story = Story::new("ws-fed-fault", "2026-03-03T18:35:50.859Z");
    let (sign_in, url, wctx) = ws_fed(&mut story);
    let draft = story.get(url);
    let message = draft.message("AADSTS50105: The signed in user is not assigned to a role for the application.", "");
    let message = pages::html_escaped(&message.replace("Correlation ID: \r\n", ""));
    let fault =
        format!(r#"<S:Fault xmlns:S="http://www.w3.org/2003/05/soap-envelope"><S:Reason><S:Text>{message}</S:Text></S:Reason></S:Fault>"#);
    let fields = [("wa", "wsignin1.0"), ("wresult", &*fault), ("wctx", &*wctx)];
    let seen = draft.html(200, pages::self_submitting_form(REALM, &fields));
    story.post(REALM).form(&fields).html(500, SIGNED_IN.to_owned());
    let cause = sign_in.cause("AADSTS50105", "ws_fed_result", &seen).without_correlation_id();
    story.ends(by_ws_fed(failed(cause, &[], &[])));
    story
}

/// The page refuses, and nothing reaches the application.
fn ws_fed_page_refuses() -> Story {
    let mut story = Story::new("ws-fed-page-refuses", "2026-03-03T18:40:14.027Z");
    let (sign_in, url, _) = ws_fed(&mut story);
    story.get(url).page(&sign_in, &Page::sign_in().code("50058"));
    let message = "AADSTS50105: The signed in user is not assigned to a role for the application.";
    let seen = sign_in.submits_password(&mut story).page(&sign_in, &Page::error(message));
    let cause = sign_in.cause("AADSTS50105", "page_config", &seen);
    story.ends(by_ws_fed(failed(cause, &[("credentials", Some(true))], &["AADSTS50058"])));
    story
}

/// A client that sends the password by WS-Trust, and this comes back.
fn ws_trust(story: &mut Story, url: &str, answer: impl FnOnce(&Seen) -> String) -> Seen {
    story.personal("upn", MIRIAM.upn);
    let password = story.secret("password", MIRIAM.password);
    let request = format!(
        r#"<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header><o:Security xmlns:o="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"><o:UsernameToken><o:Username>{}</o:Username><o:Password>{}</o:Password></o:UsernameToken></o:Security></s:Header></s:Envelope>"#,
        MIRIAM.upn,
        pages::html_escaped(&password)
    );
    let draft = story.post(url).fetch().body("application/soap+xml; charset=utf-8", request);
    draft.answers_with(200, "application/soap+xml; charset=utf-8", answer)
}

/// The response's head with the service's ids, and this body.
fn soap(seen: &Seen, status: &str, body: &str) -> String {
    let time = seen.time.strftime("%Y-%m-%dT%H:%M:%S.3501755Z");
    format!(
        r#"<S:Envelope xmlns:S="http://www.w3.org/2003/05/soap-envelope" xmlns:psf="http://schemas.microsoft.com/Passport/SoapServices/SOAPFault"><S:Header><psf:pp>{status}<psf:serverInfo ServerTime="{time}">ESTS-PUB-NEUR-LZ2-FD014-001.ProdSlices rid:{}</psf:serverInfo></psf:pp></S:Header><S:Body>{body}</S:Body></S:Envelope>"#,
        seen.request_id
    )
}

fn by_ws_trust(attempt: Attempt) -> Attempt {
    attempt.by("ws_trust")
}

const RST2: &str = "https://login.microsoftonline.com/rst2.srf";

fn ws_trust_signed_in() -> Story {
    let mut story = Story::new("ws-trust-signed-in", "2026-03-03T18:45:39.280Z");
    let body = r#"<wst:RequestSecurityTokenResponse xmlns:wst="http://schemas.xmlsoap.org/ws/2005/02/trust"><wst:RequestedSecurityToken><EncryptedData/></wst:RequestedSecurityToken></wst:RequestSecurityTokenResponse>"#;
    ws_trust(&mut story, RST2, |seen| soap(seen, "<psf:reqstatus>0x0</psf:reqstatus>", body));
    story.ends(by_ws_trust(succeeded(&[], &[])));
    story
}

/// No fault, no code, and no token either: a second factor would be needed.
fn ws_trust_needs_mfa() -> Story {
    let mut story = Story::new("ws-trust-needs-mfa", "2026-03-03T18:50:02.566Z");
    let status = "<psf:reqstatus>0x8004882c</psf:reqstatus><psf:errorstatus>0x80045b00</psf:errorstatus>";
    let seen = ws_trust(&mut story, RST2, |seen| soap(seen, status, ""));
    let sign_in = SignIn::new(&mut story, "only", &TRAVEL, &MIRIAM);
    let cause = sign_in.cause("ws-trust-fault", "ws_trust_fault", &seen).open_correlation_id();
    story.ends(by_ws_trust(failed(cause, &[], &[])));
    story
}

/// The endpoint of seamless sign-on takes passwords too; it does not know the user.
fn ws_trust_user_unknown() -> Story {
    let mut story = Story::new("ws-trust-user-unknown", "2026-03-03T18:54:47.813Z");
    let text = "AADSTS50034: The user account does not exist in the contoso.example directory.";
    let fault = format!(
        "<S:Fault><S:Detail><psf:error><psf:value>0x80048821</psf:value><psf:internalerror><psf:code>0x80041034</psf:code><psf:text>{text}</psf:text></psf:internalerror></psf:error></S:Detail></S:Fault>"
    );
    let url = "https://autologon.microsoftazuread-sso.com/contoso.example/winauth/trust/2005/usernamemixed";
    let seen = ws_trust(&mut story, url, |seen| soap(seen, "", &fault));
    let sign_in = SignIn::new(&mut story, "only", &TRAVEL, &MIRIAM);
    let cause = sign_in.cause("AADSTS50034", "ws_trust_fault", &seen).open_correlation_id();
    story.ends(by_ws_trust(failed(cause, &[], &[])));
    story
}

pub(super) fn all() -> Vec<Story> {
    vec![
        saml_signed_in(),
        saml_signed_in_and_out(),
        saml_signed_out(),
        saml_two_applications(),
        saml_two_codes(),
        saml_status_without_code(),
        saml_only_at_the_application(),
        saml_reply_address_unknown(),
        ws_fed_signed_in(),
        ws_fed_fault(),
        ws_fed_page_refuses(),
        ws_trust_signed_in(),
        ws_trust_needs_mfa(),
        ws_trust_user_unknown(),
    ]
}

//! Sign-ins that go through another place: AD FS, a Microsoft account, another tenant or cloud, a user flow of B2C, External ID.

use crate::scenario::json::Object;
use crate::scenario::pages::{self, Page};
use crate::scenario::sign_in::{ADA, App, CONTOSO, MIRIAM, ORDERS, SignIn, TOBIAS, TRAVEL, User};
use crate::scenario::story::{Draft, Story};
use crate::scenario::verdicts::steps::{SIGNED_IN, failed, interrupted, left, succeeded};

const ENTRA: &str = "login.microsoftonline.com";
const FORM: &str = "<html><head><title>Sign In</title></head><body><form method=\"post\" id=\"loginForm\"></form></body></html>";

/// From the first page to Fabrikam's AD FS, whose page asks for the password.
fn goes_to_federation(story: &mut Story) -> (SignIn, String) {
    let sign_in = SignIn::new(story, "only", &ORDERS, &ADA);
    sign_in.opens(story);
    let federation = sign_in.federation_address();
    sign_in.looks_up_account(story, 0, Some(&federation));
    story.get(&federation).html(200, FORM.to_owned());
    (sign_in, federation)
}

fn federation_password<'s>(story: &'s mut Story, federation: &str, password: &str) -> Draft<'s> {
    story.secret("password", password);
    story.post(federation).form(&[("UserName", ADA.upn), ("Password", password), ("AuthMethod", "FormsAuthentication")])
}

/// A wrong password at AD FS, a right one, and back.
fn federation_passed() -> Story {
    let mut story = Story::new("federation-passed", "2026-03-03T15:10:37.421Z");
    let (sign_in, federation) = goes_to_federation(&mut story);
    federation_password(&mut story, &federation, "Sommar/lind:9").html(200, FORM.to_owned());
    let token = returned_token(&mut story);
    let fields = [("wa", "wsignin1.0"), ("wresult", &*token), ("wctx", &sign_in.context)];
    let form = pages::self_submitting_form("https://login.microsoftonline.com/login.srf", &fields);
    federation_password(&mut story, &federation, ADA.password).html(200, form);
    sign_in.arrives(&mut story, |story| story.post("https://login.microsoftonline.com/login.srf").form(&fields));
    story.ends(succeeded(&[("credentials", Some(true)), ("federation", Some(true))], &["AADSTS50058"]));
    story
}

/// A wrong password at AD FS, and the user leaves there.
fn federation_left() -> Story {
    let mut story = Story::new("federation-left", "2026-03-03T15:14:02.598Z");
    let (_, federation) = goes_to_federation(&mut story);
    federation_password(&mut story, &federation, "Sommar/lind:9").html(200, FORM.to_owned());
    story.ends(left(&[("credentials", Some(true)), ("federation", Some(false))], &["AADSTS50058"]).open(&["credentials"]));
    story
}

/// AD FS is content, and Entra does not accept what it sends.
fn federation_refused(title: &'static str, code: &'static str, message: &str) -> Story {
    let mut story = Story::new(title, "2026-03-03T15:18:41.775Z");
    let (sign_in, federation) = goes_to_federation(&mut story);
    let token = returned_token(&mut story);
    let fields = [("wa", "wsignin1.0"), ("wresult", &*token), ("wctx", &sign_in.context)];
    let form = pages::self_submitting_form("https://login.microsoftonline.com/login.srf", &fields);
    federation_password(&mut story, &federation, ADA.password).html(200, form);
    let seen = story.post("https://login.microsoftonline.com/login.srf").form(&fields).page(&sign_in, &Page::error(message));
    let cause = sign_in.cause(code, "page_config", &seen);
    let interrupts = [("credentials", Some(true)), ("federation", Some(false))];
    story.ends(failed(cause, &interrupts, &["AADSTS50058"]).open(&["federation"]));
    story
}

fn federation_token_invalid() -> Story {
    federation_refused("federation-token-invalid", "AADSTS50008", "AADSTS50008: Unable to verify token signature.")
}

fn federation_realm_unknown() -> Story {
    let message = "AADSTS50107: The requested federation realm object 'http://adfs.fabrikam.example/adfs/services/trust' does not exist.";
    federation_refused("federation-realm-unknown", "AADSTS50107", message)
}

fn returned_token(story: &mut Story) -> String {
    let signature = story.opaque("SignatureValue", 120);
    let token = format!(
        r#"<t:RequestSecurityTokenResponse xmlns:t="http://schemas.xmlsoap.org/ws/2005/02/trust"><t:RequestedSecurityToken><saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:1.0:assertion" AssertionID="_2f8d6b14" Issuer="http://adfs.fabrikam.example/adfs/services/trust/"><ds:SignatureValue xmlns:ds="http://www.w3.org/2000/09/xmldsig#">{signature}</ds:SignatureValue></saml:Assertion></t:RequestedSecurityToken></t:RequestSecurityTokenResponse>"#
    );
    story.secret("wresult", &token)
}

/// A guest of Contoso signs in at home, and passes Contoso's second factor.
fn guest_signed_in() -> Story {
    let mut story = Story::new("guest-signed-in", "2026-03-03T15:24:16.903Z");
    let app = App { tenant: CONTOSO, ..ORDERS };
    let mut sign_in = SignIn::new(&mut story, "only", &app, &ADA);
    sign_in.opens(&mut story);
    sign_in.looks_up_account(&mut story, 0, None);
    let back = format!("https://login.microsoftonline.com/{CONTOSO}/reprocess?ctx={}", sign_in.context);
    sign_in.submits_password(&mut story).redirects_to(&back);
    story.get(back).page(&sign_in, &Page::multifactor("PhoneAppNotification", ADA.phone));
    sign_in.passes_mfa(&mut story);
    sign_in.arrives(&mut story, |story| sign_in.processes_mfa(story, None));
    story.ends(succeeded(&[("credentials", Some(true)), ("mfa", Some(true))], &["AADSTS50058", "AADSTS50074"]));
    story
}

/// Someone of another identity provider, whom the tenant does not know.
fn guest_unknown() -> Story {
    let mut story = Story::new("guest-unknown", "2026-03-03T15:29:50.114Z");
    let sign_in = SignIn::new(&mut story, "only", &TRAVEL, &ADA);
    sign_in.opens(&mut story);
    let message = "AADSTS90072: User account from identity provider 'live.com' does not exist in tenant 'Contoso' and cannot access it.";
    let seen = sign_in.submits_password(&mut story).page(&sign_in, &Page::error(message));
    let cause = sign_in.cause("AADSTS90072", "page_config", &seen);
    story.ends(failed(cause, &[("credentials", Some(true))], &["AADSTS50058"]));
    story
}

/// Has an account of her own.
const NINA: User = User { name: "Nina Ashgrove", upn: "nina.ashgrove@outlook.example", ..MIRIAM };

/// Where a personal account signs in, with the service's own state.
fn live(sign_in: &SignIn, state: &str) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("client_id", "51483342-085c-4d86-bf88-cf50c7252078")
        .append_pair("scope", "openid profile email offline_access")
        .append_pair("response_type", "code")
        .append_pair("redirect_uri", "https://login.microsoftonline.com/common/federation/oauth2msa")
        .append_pair("state", state)
        .append_pair("estsfed", "1")
        .append_pair("uaid", &sign_in.correlation_id.replace('-', ""))
        .finish();
    format!("https://login.live.com/oauth20_authorize.srf?{query}")
}

fn live_page(error: &str) -> String {
    format!(
        "<html><head><title>Sign in to your Microsoft account</title><script>var ServerData = {{sFTTag:'',{error}bX:1}};</script></head></html>"
    )
}

/// The page finds out that the account is a personal one, and sends the user there; a wrong password, a right one, and back.
fn personal_account_signed_in() -> Story {
    let mut story = Story::new("personal-account-signed-in", "2026-03-03T15:34:28.667Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &NINA);
    let state = story.opaque("state of the service", 80);
    let address = live(&sign_in, &state);
    let page = Page::sign_in().code("50058").with("urlGoToAADError", &address);
    story.get(sign_in.authorize_url(&[])).page(&sign_in, &page);
    sign_in.looks_up_account(&mut story, 5, None);
    story.get(format!("{address}&username={}", NINA.upn)).html(200, live_page(""));
    let post = "https://login.live.com/ppsecure/post.srf?opid=8F1C";
    let wrong = live_page("sErrorCode:'80041012',sErrTxt:'Your account or password is incorrect.',");
    story.post(post).form(&[("login", NINA.upn), ("passwd", NINA.password)]).html(200, wrong);
    let code = story.opaque("code of the account", 40);
    let back = format!("https://login.microsoftonline.com/common/federation/oauth2msa?code={code}&state={state}");
    story.secret("password", NINA.password);
    story.post(post).form(&[("login", NINA.upn), ("passwd", NINA.password)]).redirects_to(&back);
    sign_in.arrives(&mut story, |story| story.get(back));
    let attempt = succeeded(&[("credentials", Some(true))], &["AADSTS50058", "msa-error"]);
    story.ends(attempt.open(&["federation", "credentials", "account-not-found"]));
    story
}

/// The application wants personal accounts only; the password is wrong, and the user leaves.
fn personal_account_refused() -> Story {
    let mut story = Story::new("personal-account-refused", "2026-03-03T15:40:53.236Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &NINA);
    let state = story.opaque("state of the service", 80);
    let address = live(&sign_in, &state);
    story.get(sign_in.authorize_url(&[("domain_hint", "consumers")])).redirects_to(&address);
    story.get(address).html(200, live_page(""));
    let wrong = live_page("sErrorCode:'80041012',sErrTxt:'Your account or password is incorrect.',");
    let post = "https://login.live.com/ppsecure/post.srf?opid=8F1C";
    story.secret("password", NINA.password);
    let seen = story.post(post).form(&[("login", NINA.upn), ("passwd", NINA.password)]).html(200, wrong);
    let cause = sign_in.cause("msa-error", "page_text", &seen).open_correlation_id().open_request();
    story.ends(failed(cause, &[], &[]).open(&["credentials", "federation"]));
    story
}

/// A user flow of B2C.
const SHOP: App = App {
    name: "Contoso Shop",
    client_id: "4d8b1c6e-92f3-4a57-b0e8-17c5d9f2a364",
    redirect_uri: "https://shop.contoso.example/signin-oidc",
    tenant: "contoso.onmicrosoft.com/b2c_1_sign_in",
    scope: "openid profile",
    ..ORDERS
};

fn shop_page() -> String {
    "<html><head><title>Sign in</title><script>var SETTINGS = {\"api\":\"CombinedSigninAndSignup\",\"hosts\":{\"tenant\":\"/contoso\"}};\
     </script></head><body><div id=\"api\"></div></body></html>"
        .to_owned()
}

/// The customer signs in to the shop: the page asks its own interface, and is then sent on.
fn customer_signs_in(story: &mut Story, sign_in: &SignIn) {
    story.get(sign_in.authorize_url(&[])).html(200, shop_page());
    story.wait(9);
    story.secret("password", sign_in.user.password);
    story
        .post(sign_in.endpoint("/SelfAsserted?tx=StateProperties=eyJUSUQiOiIxIn0&p=B2C_1_sign_in"))
        .form(&[("request_type", "RESPONSE"), ("email", sign_in.user.upn), ("password", sign_in.user.password)])
        .fetch()
        .answers(200, |_| Object::new().with("status", "200"));
    let confirmed = sign_in.endpoint("/api/CombinedSigninAndSignup/confirmed?csrf_token=q8Zr&tx=StateProperties=eyJUSUQiOiIxIn0");
    sign_in.arrives(story, |story| story.get(confirmed));
}

fn customer_signed_in(title: &'static str, host: &str) -> Story {
    let mut story = Story::new(title, "2026-03-03T15:47:05.380Z");
    let sign_in = SignIn::new(&mut story, "only", &SHOP, &NINA);
    customer_signs_in(&mut story, &sign_in);
    story.ends(succeeded(&[], &[]).open(&["credentials"]));
    story.at_host(ENTRA, host)
}

fn customer_at_b2c() -> Story {
    customer_signed_in("customer-at-b2c", "contoso.b2clogin.com")
}

fn customer_at_own_domain() -> Story {
    customer_signed_in("customer-at-own-domain", "login.contoso.example")
}

/// The customer forgot the password: the application is told so, and sends the browser to the user flow for that.
fn customer_forgot_password() -> Story {
    let mut story = Story::new("customer-forgot-password", "2026-03-03T15:52:44.857Z");
    let sign_in = SignIn::new(&mut story, "first", &SHOP, &NINA);
    let text = "AADB2C90118: The user has forgotten their password.";
    let link = sign_in.endpoint("/api/CombinedSigninAndSignup/forgotPassword?tx=StateProperties=eyJUSUQiOiIxIn0");
    story.get(sign_in.authorize_url(&[])).html(200, shop_page());
    let seen = sign_in.is_refused(&mut story, "access_denied", text, |story| story.get(link));
    let cause = sign_in.cause("AADB2C90118", "authorize_redirect", &seen);
    story.ends(interrupted(cause, &[], &[]).open(&["credentials", "password_change"]));
    let reset = App { tenant: "contoso.onmicrosoft.com/b2c_1_reset", ..SHOP };
    let again = SignIn::new(&mut story, "reset", &reset, &NINA);
    customer_signs_in(&mut story, &again);
    story.ends(succeeded(&[], &[]).open(&["credentials"]));
    story.at_host(ENTRA, "contoso.b2clogin.com")
}

/// The customer cancels: no one has to act, and still it ended.
fn customer_cancelled(title: &'static str, host: &str) -> Story {
    let mut story = Story::new(title, "2026-03-03T15:58:16.044Z");
    let sign_in = SignIn::new(&mut story, "only", &SHOP, &NINA);
    let text = "AADB2C90091: The user has cancelled entering self-asserted information.";
    let link = sign_in.endpoint("/api/SelfAsserted/error?tx=StateProperties=eyJUSUQiOiIxIn0");
    story.get(sign_in.authorize_url(&[])).html(200, shop_page());
    let seen = sign_in.is_refused(&mut story, "access_denied", text, |story| story.get(link));
    let cause = sign_in.cause("AADB2C90091", "authorize_redirect", &seen);
    story.ends(failed(cause, &[], &[]).open(&["credentials"]));
    story.at_host(ENTRA, host)
}

fn customer_cancelled_at_b2c() -> Story {
    customer_cancelled("customer-cancelled-at-b2c", "contoso.b2clogin.com")
}

fn customer_cancelled_at_own_domain() -> Story {
    customer_cancelled("customer-cancelled-at-own-domain", "login.contoso.example")
}

/// The same turn at another host: a wrong password, a right one, and a second factor that is denied.
fn denied_at(title: &'static str, host: &str) -> Story {
    let mut story = Story::new(title, "2026-03-03T16:03:49.215Z");
    let mut sign_in = SignIn::new(&mut story, "only", &ORDERS, &TOBIAS);
    sign_in.opens(&mut story);
    sign_in.submits(&mut story, "passwd", "Walnut/8").page(&sign_in, &Page::sign_in_again("50126", ""));
    sign_in.submits_password(&mut story).page(&sign_in, &Page::multifactor("PhoneAppNotification", TOBIAS.phone));
    sign_in.begins_mfa(&mut story, "PhoneAppNotification");
    let seen = sign_in.polls_mfa(&mut story, "PhoneAppDenied", 500_121);
    let cause = sign_in.cause("AADSTS500121", "mfa_response", &seen);
    let interrupts = [("credentials", Some(true)), ("mfa", Some(false))];
    story.ends(failed(cause, &interrupts, &["AADSTS50058", "AADSTS50126", "AADSTS50074"]));
    story.at_host(ENTRA, host)
}

fn denied_in_us_government() -> Story {
    denied_at("denied-in-us-government", "login.microsoftonline.us")
}

fn denied_in_china() -> Story {
    denied_at("denied-in-china", "login.partner.microsoftonline.cn")
}

fn denied_at_external_id() -> Story {
    denied_at("denied-at-external-id", "contoso.ciamlogin.com")
}

/// The account lives in the government cloud: the public cloud sends the browser there.
fn sent_to_another_cloud() -> Story {
    let mut story = Story::new("sent-to-another-cloud", "2026-03-03T16:10:20.590Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    let there = sign_in.authorize_url(&[("instance_aware", "true")]).replace(ENTRA, "login.microsoftonline.us");
    story.get(sign_in.authorize_url(&[])).returns("x-ms-clitelem", "1,50157,0,,").redirects_to(&there);
    let first = story.exchanges.remove(0);
    story.get(sign_in.authorize_url(&[("instance_aware", "true")])).page(&sign_in, &Page::sign_in().code("50058"));
    sign_in.signs_in(&mut story);
    let interrupts = [("cloud_redirect", Some(true)), ("credentials", Some(true))];
    story.ends(succeeded(&interrupts, &["AADSTS50157", "AADSTS50058"]));
    let mut story = story.at_host(ENTRA, "login.microsoftonline.us");
    story.exchanges.insert(0, first);
    story
}

/// The older endpoint asks with a resource and without scopes.
fn older_endpoint() -> Story {
    let mut story = Story::new("older-endpoint", "2026-03-03T16:15:33.847Z");
    let sign_in = SignIn::new(&mut story, "only", &App { scope: "", ..ORDERS }, &MIRIAM);
    let more = [("resource", "https://graph.microsoft.com")];
    let url = sign_in.authorize_url(&more).replace("/oauth2/v2.0/authorize", "/oauth2/authorize");
    story.get(url).page(&sign_in, &Page::sign_in().code("50058"));
    let code = story.authorization_code();
    let success = sign_in.success(&code);
    sign_in.submits_password(&mut story).signs_in().redirects_to(&success);
    story.get(success).html(200, SIGNED_IN.to_owned());
    story.ends(succeeded(&[("credentials", Some(true))], &["AADSTS50058"]).by("oauth2"));
    story
}

pub(super) fn all() -> Vec<Story> {
    vec![
        federation_passed(),
        federation_left(),
        federation_token_invalid(),
        federation_realm_unknown(),
        guest_signed_in(),
        guest_unknown(),
        personal_account_signed_in(),
        personal_account_refused(),
        customer_at_b2c(),
        customer_at_own_domain(),
        customer_forgot_password(),
        customer_cancelled_at_b2c(),
        customer_cancelled_at_own_domain(),
        denied_in_us_government(),
        denied_in_china(),
        denied_at_external_id(),
        sent_to_another_cloud(),
        older_endpoint(),
    ]
}

//! Context: what an exchange says about the sign-in it belongs to: application, resource, tenant, user, and ids.

use serde_json::Value;

use super::view::View;
use super::xml;
use crate::entra::endpoints::{self, Stage};
use crate::entra::guid::Guid;
use crate::entra::hosts::{Cloud, HostClass};
use crate::entra::percent::form_decoded;
use crate::entra::placeholders::{is_foreign, stands_for_a_value};
use crate::entra::token::Token;
use crate::extract::messages::named;
use crate::extract::to_application::answer_forms;
use crate::model::message::Url;
use crate::model::observation::{Context, Grant, Named, Observation};

/// Correlation, request and session ids of one exchange.
#[derive(Debug, Default)]
pub(super) struct Identifiers {
    pub(super) correlation: Vec<Guid>,
    pub(super) request: Vec<Guid>,
    pub(super) session: Vec<Guid>,
}

/// The ids that the exchange carries in headers, parameters, `$Config` and JSON answers of the service.
pub(super) fn identifiers(view: &View<'_>) -> Identifiers {
    let mut ids = Identifiers::default();
    if !view.class.is_sign_in() && view.cloud.is_none() {
        return ids;
    }
    let config = view.page.and_then(|page| page.config.as_ref());
    let member = |json: Option<&Value>, name: &str| json.and_then(|json| json.get(name)).and_then(Value::as_str).and_then(Guid::parse);
    let json = view.json;
    add(&mut ids.correlation, view.correlation_id());
    add(&mut ids.correlation, view.account_correlation_id());
    add(&mut ids.correlation, view.parameter("client-request-id").and_then(Guid::parse));
    add(&mut ids.correlation, view.request_headers().get("client-request-id").and_then(Guid::parse));
    add(&mut ids.correlation, member(config, "correlationId"));
    add(&mut ids.correlation, member(json, "correlation_id"));
    add(&mut ids.correlation, member(json, "CorrelationId"));
    add(&mut ids.correlation, member(view.request_json, "CorrelationId"));
    add(&mut ids.request, view.request_id());
    add(&mut ids.request, member(config, "sessionId"));
    add(&mut ids.request, member(json, "trace_id"));
    add(&mut ids.session, member(json, "SessionId"));
    ids
}

fn add(ids: &mut Vec<Guid>, id: Option<Guid>) {
    if let Some(id) = id.filter(|id| !ids.contains(id)) {
        ids.push(id);
    }
}

/// What the exchange says about its sign-in.
pub(super) fn context(view: &View<'_>, observations: &[Observation]) -> Context {
    let mut context = Context { named: named::in_messages(observations), ..Context::default() };
    if is_request_of_protocol(view) {
        from_request(view, &mut context);
    }
    if view.class.is_sign_in() || view.cloud.is_some() {
        from_page(view, &mut context);
        from_user_fields(view, &mut context);
    }
    from_tokens(view, &mut context);
    if let Some(scope) = view.json.filter(|_| view.is_token_service()).and_then(|json| json.get("scope")?.as_str()) {
        context.named.resource = context.named.resource.take().or_else(|| resource_of_scope(scope, view));
    }
    without_placeholders(&mut context);
    context
}

/// What someone took out of the capture is not an application and no user.
fn without_placeholders(context: &mut Context) {
    let Context { client_id, application, redirect_uri, resource, tenant_id, tenant_domain, user, object_id, named, .. } = context;
    let Named { client_id: client_named, application: application_named, resource: resource_named, .. } = named;
    for text in [client_id, redirect_uri, resource, tenant_domain, user, client_named, resource_named] {
        text.take_if(|text| is_taken_out(text));
    }
    // A name may be of any words.
    for name in [application, application_named] {
        name.take_if(|name| is_foreign(name));
    }
    tenant_domain.take_if(|domain| domain.split('.').next().is_some_and(is_taken_out));
    named.tenant_domain.take_if(|domain| domain.split('.').next().is_some_and(is_taken_out));
    for id in [tenant_id, object_id, &mut named.tenant_id] {
        id.take_if(|id| is_taken_out(id.as_str()));
    }
}

/// Whether a value, or the host of an address, was taken out.
fn is_taken_out(text: &str) -> bool {
    if text.is_empty() {
        return true;
    }
    let host = text.split_once("://").map(|(_, rest)| rest.split(['/', ':', '?']).next().unwrap_or(rest));
    stands_for_a_value(text) || host.is_some_and(stands_for_a_value)
}

fn is_request_of_protocol(view: &View<'_>) -> bool {
    view.is_token_service() || matches!(view.class, HostClass::SeamlessSso)
}

fn from_request(view: &View<'_>, context: &mut Context) {
    let owned = |name: &str| view.parameter(name).map(str::to_owned);
    if matches!(view.stage, Stage::NativeAuth) || view.is_native_authentication() {
        context.client_id = owned("client_id").map(lower_if_guid);
    }
    if matches!(view.stage, Stage::Authorize | Stage::Token | Stage::DeviceCodeRequest | Stage::AdminConsent) {
        context.client_id = owned("client_id").map(lower_if_guid);
        context.redirect_uri = view.parameter("redirect_uri").map(|uri| Url::parse(uri).bare());
        let scope = view.parameter("scope").unwrap_or("");
        context.resource = owned("resource").or_else(|| resource_of_scope(scope, view)).map(lower_if_guid);
        let response_type = view.parameter("response_type").unwrap_or("");
        context.openid = scope.split_whitespace().any(|scope| scope == "openid") || response_type.contains("id_token");
        context.silent = view.parameter("prompt").is_some_and(|prompt| prompt.eq_ignore_ascii_case("none"));
        context.grant = view.parameter("grant_type").map(|grant| grant_of(grant, view));
    }
    match view.stage {
        Stage::SamlRequest => from_saml_request(view, context),
        Stage::Msa | Stage::Password | Stage::KeepMeSignedIn if view.cloud == Some(Cloud::Msa) => from_account_request(view, context),
        Stage::WsFedRequest => {
            context.client_id = owned("wtrealm");
            context.redirect_uri = view.parameter("wreply").map(|uri| Url::parse(uri).bare());
        }
        Stage::WsTrust => from_ws_trust(view, context),
        _ => {}
    }
    let tenant = endpoints::tenant(view.exchange.request.url.path());
    context.tenant_id = tenant.and_then(Guid::parse);
    context.tenant_domain = tenant.filter(|tenant| Guid::parse(tenant).is_none()).map(str::to_ascii_lowercase);
}

/// A request to Microsoft accounts. The application is Entra's own where the sign-in continues there.
fn from_account_request(view: &View<'_>, context: &mut Context) {
    context.redirect_uri = view.parameter("redirect_uri").map(|uri| Url::parse(uri).bare());
    let for_entra = context.redirect_uri.as_deref().is_some_and(|uri| uri.to_ascii_lowercase().contains("/federation/oauth2msa"));
    if for_entra {
        return;
    }
    context.client_id = view.parameter("client_id").map(str::to_owned).map(lower_if_guid);
    context.openid = view.parameter("scope").is_some_and(|scope| scope.split_whitespace().any(|scope| scope == "openid"));
    context.silent = view.parameter("prompt").is_some_and(|prompt| prompt.eq_ignore_ascii_case("none"));
    context.grant = view.parameter("grant_type").map(|grant| grant_of(grant, view));
}

fn grant_of(grant: &str, view: &View<'_>) -> Grant {
    match grant {
        _ if view.parameter("continuation_token").is_some() => Grant::NativeAuth,
        "authorization_code" => Grant::AuthorizationCode,
        "refresh_token" => Grant::RefreshToken,
        "password" => Grant::Password,
        "client_credentials" => Grant::ClientCredentials,
        "device_code" | "urn:ietf:params:oauth:grant-type:device_code" => Grant::DeviceCode,
        "urn:ietf:params:oauth:grant-type:jwt-bearer" if view.parameter("requested_token_use") == Some("on_behalf_of") => Grant::OnBehalfOf,
        grant if grant.contains("saml") => Grant::Assertion,
        _ => Grant::Other,
    }
}

fn from_saml_request(view: &View<'_>, context: &mut Context) {
    let Some(document) = view.saml_request.as_deref().and_then(xml::parse) else { return };
    context.client_id = xml::text(document.root(), "Issuer").map(str::to_owned);
    context.redirect_uri = document.root_element().attribute("AssertionConsumerServiceURL").map(|uri| Url::parse(uri).bare());
}

fn from_ws_trust(view: &View<'_>, context: &mut Context) {
    let Some(document) = xml::parse(view.exchange.request.body.text()) else { return };
    context.user = xml::text(document.root(), "Username").map(str::to_owned);
    context.resource = xml::find(document.root(), "AppliesTo").and_then(|node| xml::text(node, "Address")).map(str::to_owned);
}

/// The names a page knows the user, tenant and application by.
fn from_page(view: &View<'_>, context: &mut Context) {
    let of_account = ["sPOST_Username", "sSigninName", "sUnauthUsername"].into_iter().find_map(|name| view.of_server_data(name));
    context.user = of_account.map(str::to_owned).or_else(|| context.user.take());
    let Some(config) = view.page.and_then(|page| page.config.as_ref()) else { return };
    let text = |name: &str| config.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    context.user = ["sPOST_Username", "sSigninName", "sSignInUsername"].into_iter().find_map(text).map(str::to_owned);
    context.tenant_id = context.tenant_id.take().or_else(|| text("sTenantId").and_then(Guid::parse));
    context.application = ["strAppDisplayName", "sAppName", "sAppDisplayName"].into_iter().find_map(text).map(str::to_owned);
    if context.client_id.is_none() {
        context.client_id = ["sAppId", "sClientId"].into_iter().find_map(text).and_then(Guid::parse).map(|id| id.to_string());
    }
}

/// Fields of forms in which the user types the name, of Entra, native authentication, AD FS and B2C.
const USER_FIELDS: &[&str] =
    &["login", "loginfmt", "username", "UserName", "signInName", "logonIdentifier", "signInNames.emailAddress", "signInNames.userName"];

/// What the user typed, or the application said beforehand.
fn from_user_fields(view: &View<'_>, context: &mut Context) {
    let typed = USER_FIELDS.iter().find_map(|name| view.parameter(name));
    let typed = typed.or_else(|| view.form.filled("email").filter(|_| view.cloud == Some(Cloud::B2c)));
    let asked = view.request_json.and_then(|json| json.get("username").or_else(|| json.get("Username"))).and_then(Value::as_str);
    let in_path = view.exchange.request.url.path().rsplit('/').next().filter(|_| view.stage == Stage::UserRealm);
    let hinted = view.parameter("login_hint");
    let first = typed.or(asked).or(in_path.filter(|part| part.contains('@') || part.contains("%40"))).or(hinted);
    if let Some(user) = first.filter(|user| !user.trim().is_empty()) {
        context.user = Some(percent_decoded_name(user));
    }
}

/// A name is decoded again only where it came from a path: a plus sign in it is a plus sign.
fn percent_decoded_name(user: &str) -> String {
    if user.contains("%40") { form_decoded(&user.replace('+', "%2B")).into_owned() } else { user.trim().to_owned() }
}

/// Ids and the user's name from an ID token. The token is read, not verified.
fn from_tokens(view: &View<'_>, context: &mut Context) {
    let json = view.json.filter(|_| view.is_token_service());
    let member = |name: &str| json.and_then(|json| json.get(name)).and_then(Value::as_str);
    let on_page = answer_forms(view).find_map(|form| form.filled("id_token")).filter(|_| view.is_token_service());
    let posted = view.form.filled("id_token");
    let in_location = view.location.as_ref().map(Url::fragment);
    let id_token = member("id_token").or(on_page).or(posted).or(in_location.as_ref().and_then(|fragment| fragment.filled("id_token")));
    let id_token = id_token.and_then(claims);
    let access_token = member("access_token").and_then(claims);
    context.named.add_missing(named::in_tokens(id_token.as_ref(), access_token.as_ref()));
    let Some(claims) = id_token.as_ref().or(access_token.as_ref()) else { return };
    let claim = |name: &str| claims.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    context.tenant_id = claim("tid").and_then(Guid::parse).or_else(|| context.tenant_id.take());
    // The object of a token for an application alone is its service principal.
    let of_application = context.grant == Some(Grant::ClientCredentials) || id_token.is_none() && named::is_of_application(claims);
    context.object_id = claim("oid").and_then(Guid::parse).filter(|_| !of_application);
    if context.user.is_none() {
        context.user = ["preferred_username", "upn", "unique_name", "email"].into_iter().find_map(claim).map(str::to_owned);
    }
}

/// The claims of a token, without any claim that they are true.
pub(super) fn claims(token: &str) -> Option<Value> {
    Token::read(token).or_else(|| Token::of_placeholder(token)).map(|token| token.claims)
}

/// The resource that scopes name: `https://graph.microsoft.com/User.Read`, `api://<id>/access`, `<id>/.default`, `<id>`; the bare name of a permission
/// is Microsoft Graph's, where Entra is asked.
fn resource_of_scope(scope: &str, view: &View<'_>) -> Option<String> {
    const OF_PROTOCOL: &[&str] = &["openid", "profile", "email", "offline_access"];
    const GRAPH: &str = "00000003-0000-0000-c000-000000000000";
    if stands_for_a_value(scope) {
        return None;
    }
    let scope = scope.split_whitespace().find(|scope| !OF_PROTOCOL.contains(scope) && !stands_for_a_value(scope))?;
    match scope.rsplit_once('/') {
        Some((resource, _)) => Some(resource.trim_end_matches('/').to_owned()),
        None if Guid::parse(scope).is_some() => Some(scope.to_owned()),
        None => (is_permission(scope) && !is_without_graph(view)).then(|| GRAPH.to_owned()),
    }
}

/// Whether a scope is the bare name of a permission: `User.Read`, `.default`. Other services have marks in theirs
/// (`service::account.microsoft.com::MBI_SSL`), and Live's begin with its name (`wl.basic`).
fn is_permission(scope: &str) -> bool {
    let of_name = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_');
    scope.chars().all(of_name) && !scope.to_ascii_lowercase().starts_with("wl.") && !scope.contains("MBI_")
}

/// Whether the service that is asked gives no tokens for Microsoft Graph without its address.
fn is_without_graph(view: &View<'_>) -> bool {
    matches!(view.cloud, Some(Cloud::B2c | Cloud::Msa))
}

fn lower_if_guid(text: String) -> String {
    Guid::parse(&text).map_or(text, |id| id.to_string())
}

//! One exchange with its parts parsed once, for all sites to look at.

use std::cell::OnceCell;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Value;

use super::times;
use crate::entra::content::{Bodies, Content, Json};
use crate::entra::endpoints::{self, Stage};
use crate::entra::guid::Guid;
use crate::entra::hosts::{self, Cloud, HostClass};
use crate::entra::page::Page;
use crate::entra::saml::Message;
use crate::model::exchange::Exchange;
use crate::model::message::{Headers, Parameters, Url};

/// One exchange with its parts parsed.
pub(super) struct View<'a> {
    pub(super) exchange: &'a Exchange,
    pub(super) host: &'a str,
    pub(super) class: HostClass,
    pub(super) cloud: Option<Cloud>,
    /// The stage by address alone.
    pub(super) stage: Stage,
    pub(super) status: Option<u16>,
    pub(super) query: Parameters,
    pub(super) fragment: Parameters,
    /// The request body as a form.
    pub(super) form: Parameters,
    /// The SAML request that the request carries, decoded.
    pub(super) saml_request: Option<String>,
    /// Whether the request carries a SAML message of a sign-out.
    pub(super) is_saml_sign_out: bool,
    /// The request body as JSON.
    pub(super) request_json: Option<&'a Value>,
    /// Where the response redirects to.
    pub(super) location: Option<Url>,
    /// The response body as JSON.
    pub(super) json: Option<&'a Value>,
    /// Whether that JSON is broken or cut off.
    pub(super) json_is_broken: bool,
    /// The response body as a page.
    pub(super) page: Option<&'a Page>,
    /// The ids, once they were asked for: each of many errors in a response asks for them.
    known_request_id: OnceCell<Option<Guid>>,
    known_correlation_id: OnceCell<Option<Guid>>,
}

impl<'a> View<'a> {
    pub(super) fn new(exchange: &'a Exchange, bodies: &'a Bodies) -> Self {
        let address = &exchange.request.url;
        let class = hosts::class(address.host(), address.path());
        let form = form(exchange, &bodies.request);
        let query = address.query();
        let answer = json(&bodies.response);
        let saml = |name: &str| query.filled(name).or_else(|| form.filled(name)).and_then(Message::decode);
        let saml_request = saml("SAMLRequest");
        let is_saml_sign_out = [&saml_request, &saml("SAMLResponse")].into_iter().flatten().any(Message::is_of_sign_out);
        Self {
            exchange,
            host: address.host(),
            class,
            cloud: class.cloud().or_else(|| cloud_of_native_token(address, &form)),
            stage: stage(class, exchange, &form, is_saml_sign_out),
            status: exchange.response.as_ref().and_then(|response| response.status),
            query,
            saml_request: saml_request.map(|message| message.text),
            is_saml_sign_out,
            fragment: address.fragment(),
            request_json: json(&bodies.request).map(|json| &json.value),
            location: location(exchange),
            json: answer.map(|json| &json.value),
            json_is_broken: answer.is_some_and(|json| json.is_broken),
            page: bodies.page.as_deref(),
            form,
            known_request_id: OnceCell::new(),
            known_correlation_id: OnceCell::new(),
        }
    }

    pub(super) fn request_headers(&self) -> &Headers {
        &self.exchange.request.headers
    }

    pub(super) fn response_header(&self, name: &str) -> Option<&str> {
        self.exchange.response.as_ref().and_then(|response| response.headers.get(name))
    }

    pub(super) fn response_headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.exchange.response.iter().flat_map(|response| response.headers.iter())
    }

    /// A parameter of the request, from the address or the form.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.query.filled(name).or_else(|| self.form.filled(name))
    }

    pub(super) fn is_tunnel(&self) -> bool {
        self.exchange.request.method.eq_ignore_ascii_case("CONNECT")
    }

    /// Whether the response is the token service's own, wherever it is hosted.
    pub(super) fn is_token_service(&self) -> bool {
        matches!(self.class, HostClass::TokenService(_) | HostClass::FederationServer) || self.cloud.is_some()
    }

    /// Whether the request is one of native authentication, before it comes to tokens.
    pub(super) fn is_native_authentication(&self) -> bool {
        matches!(self.class, HostClass::TokenService(_)) && hosts::is_native_authentication(self.exchange.request.url.path())
    }

    /// What a page of Microsoft accounts knows, by a name of the object that its script assigns.
    pub(super) fn of_server_data(&self, name: &str) -> Option<&str> {
        let page = self.page.filter(|_| self.cloud == Some(Cloud::Msa))?;
        let data = page.server_data.as_ref().or(page.config.as_ref())?;
        data.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    /// Whether the request carries a response of a sign-in protocol to an application.
    pub(super) fn carries_answer(&self) -> bool {
        let answered = |parameters: &Parameters| {
            (parameters.filled("SAMLResponse").is_some() && !self.is_saml_sign_out)
                || parameters.filled("wresult").is_some()
                || parameters.filled("id_token").is_some()
                || parameters.filled("access_token").is_some()
                || (parameters.filled("code").is_some() && (parameters.has("state") || parameters.has("session_state")))
                || (parameters.filled("error").is_some() && (parameters.has("state") || parameters.has("error_description")))
        };
        answered(&self.query) || answered(&self.fragment) || answered(&self.form)
    }

    /// Whether the request asks a federated identity provider to sign the user in.
    pub(super) fn asks_identity_provider(&self) -> bool {
        (self.parameter("SAMLRequest").is_some() && !self.is_saml_sign_out)
            || self.parameter("wa").is_some_and(|action| action.eq_ignore_ascii_case("wsignin1.0"))
            || self.exchange.request.url.path().to_ascii_lowercase().contains("/adfs/")
    }

    /// The text of the response.
    pub(super) fn response_text(&self) -> &str {
        response_body(self.exchange).map_or("", |(text, _)| text)
    }

    /// The text of a response that is neither a page nor JSON.
    pub(super) fn plain_text(&self) -> Option<&str> {
        let text = self.response_text();
        (self.page.is_none() && self.json.is_none() && !text.is_empty()).then_some(text)
    }

    /// Whether a page of the token service sent the request.
    pub(super) fn is_from_service(&self) -> bool {
        let headers = ["origin", "referer"].into_iter().filter_map(|name| self.request_headers().get(name));
        headers.map(Url::parse).any(|from| matches!(hosts::class(from.host(), from.path()), HostClass::TokenService(_)))
    }

    /// The `Date` of a response that the service sent.
    pub(super) fn service_date(&self) -> Option<Timestamp> {
        // AD FS runs by the customer's clock.
        if !self.class.is_sign_in() || self.class == HostClass::FederationServer {
            return None;
        }
        self.response_header("date").and_then(times::http_date)
    }

    /// The request id of the response. Other services use the same header, so only the token service's counts.
    pub(super) fn request_id(&self) -> Option<Guid> {
        if !self.class.is_sign_in() && self.cloud.is_none() {
            return None;
        }
        self.known_request_id.get_or_init(|| self.response_header("x-ms-request-id").and_then(Guid::parse)).clone()
    }

    /// The correlation id that the client sent or the service echoed.
    pub(super) fn correlation_id(&self) -> Option<Guid> {
        self.known_correlation_id.get_or_init(|| self.sent_or_echoed_id()).clone()
    }

    fn sent_or_echoed_id(&self) -> Option<Guid> {
        let echoed = self.response_header("client-request-id");
        let sent = self.parameter("client-request-id").or_else(|| self.request_headers().get("client-request-id"));
        let named = || self.parameter("mscrid");
        let known = echoed.and_then(Guid::parse).or_else(|| sent.and_then(Guid::parse)).or_else(|| named().and_then(Guid::parse));
        known.or_else(|| self.account_correlation_id())
    }

    /// `uaid` of Microsoft accounts: the correlation id, without hyphens.
    pub(super) fn account_correlation_id(&self) -> Option<Guid> {
        if self.cloud != Some(Cloud::Msa) {
            return None;
        }
        let sent = self.parameter("uaid").or_else(|| self.request_headers().get("uaid"));
        let known = || self.of_server_data("correlationId").or_else(|| self.of_server_data("sUnauthSessionID"));
        let named = sent.or_else(known).map(str::to_owned);
        let in_address = || Url::parse(self.of_server_data("urlPost")?).query().filled("uaid").map(str::to_owned);
        named.or_else(in_address).as_deref().and_then(Guid::parse_with_or_without_hyphens)
    }
}

/// What the bodies of an exchange are. Of script bundles, which are full of codes that never happened, nothing is read.
pub(super) fn bodies(exchange: &Exchange) -> Bodies {
    let (text, media_type) = response_body(exchange).unwrap_or_default();
    let request = Content::of(exchange.request.body.text(), content_type(&exchange.request.headers));
    let response = Content::of(text, media_type);
    let page = (response == Content::Page).then(|| Arc::new(Page::parse(text)));
    Bodies { request: Arc::new(request), response: Arc::new(response), page }
}

/// The text of a response and its `Content-Type`, unless it is one of the script bundles, which are full of codes that never happened.
fn response_body(exchange: &Exchange) -> Option<(&str, &str)> {
    let address = &exchange.request.url;
    let response = exchange.response.as_ref().filter(|_| hosts::class(address.host(), address.path()) != HostClass::PageContent)?;
    Some((response.body.text(), content_type(&response.headers)))
}

fn content_type(headers: &Headers) -> &str {
    headers.get("content-type").unwrap_or_default()
}

fn json(content: &Content) -> Option<&Json> {
    match content {
        Content::Json(json) => Some(json),
        _ => None,
    }
}

/// The parameters that the request's body carries.
fn form(exchange: &Exchange, content: &Content) -> Parameters {
    let text = || exchange.request.body.text().trim_start_matches('\u{feff}').trim();
    if *content == Content::Form { Parameters::decode(text()) } else { Parameters::default() }
}

/// The stage, where the path alone cannot tell it.
fn stage(class: HostClass, exchange: &Exchange, form: &Parameters, is_saml_sign_out: bool) -> Stage {
    let address = &exchange.request.url;
    let stage = endpoints::stage(class, address.path());
    let path = address.path().trim_end_matches('/').to_ascii_lowercase();
    let ws_fed = |parameters: &Parameters| parameters.get("wa").is_some_and(|action| action.eq_ignore_ascii_case("wsignin1.0"));
    match stage {
        // A browser asks whether its page may ask: native authentication is used from pages of other hosts.
        _ if exchange.request.method.eq_ignore_ascii_case("OPTIONS") && class == HostClass::TokenService(Cloud::ExternalId) => Stage::Other,
        // The endpoints of SAML take sign-outs as well.
        Stage::SamlRequest | Stage::FederationReturn if is_saml_sign_out => Stage::Logout,
        // The same endpoint takes the identity provider's answer and an application's WS-Federation request.
        Stage::FederationReturn if form.has("wresult") || form.has("SAMLResponse") => stage,
        Stage::FederationReturn | Stage::Other if ws_fed(&address.query()) && matches!(class, HostClass::TokenService(_)) => {
            Stage::WsFedRequest
        }
        // `/login` that is not posted to is a page, not a password.
        Stage::Password if form.is_empty() && path.ends_with("/login") => Stage::Resume,
        // The page of Microsoft accounts asks at once whether there is a passkey.
        Stage::Password if form.is_empty() && path.ends_with("/consumers/fido/get") => Stage::Telemetry,
        // The pages of a user flow post alike, whatever they ask for.
        Stage::Password if path.ends_with("/selfasserted") && !form.is_empty() && !form.has("password") => Stage::UserFlowPage,
        Stage::MfaEnd if form.get("request_type").is_some_and(|kind| kind.eq_ignore_ascii_case("VERIFICATION_REQUEST")) => Stage::MfaBegin,
        Stage::Msa if path.ends_with("/post.srf") => of_account_form(form),
        other => other,
    }
}

/// What is posted to `post.srf` of Microsoft accounts, by the `type` of its form.
fn of_account_form(form: &Parameters) -> Stage {
    match form.get("type") {
        Some("11") => Stage::Password,
        Some("28") => Stage::KeepMeSignedIn,
        _ => Stage::Msa,
    }
}

/// Native authentication ends with a token request like any other. Behind a domain of the customer's, what it carries gives it away.
fn cloud_of_native_token(address: &Url, form: &Parameters) -> Option<Cloud> {
    let path = address.path().trim_end_matches('/').to_ascii_lowercase();
    (form.filled("continuation_token").is_some() && path.ends_with("/oauth2/v2.0/token")).then_some(Cloud::ExternalId)
}

fn location(exchange: &Exchange) -> Option<Url> {
    let response = exchange.response.as_ref()?;
    let redirects = response.status.is_none_or(|status| (300..400).contains(&status) || status == 201);
    let header = response.headers.get("location").filter(|_| redirects);
    let target = header.or(response.redirect.as_deref()).filter(|target| !target.is_empty())?;
    Some(exchange.request.url.join(target))
}

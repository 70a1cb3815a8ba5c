//! Observations: the facts read at the sites of one exchange, and what ties the exchange to others.

use jiff::Timestamp;

use crate::entra::closed_set::closed_set;
use crate::entra::codes::Code;
use crate::entra::endpoints::Stage;
use crate::entra::guid::Guid;
use crate::entra::hosts::{Cloud, HostClass};
use crate::entra::interrupts::InterruptKind;
use crate::entra::signals::Signal;

closed_set! {
    /// Where in an exchange a fact was read. Ordered by falling trust.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub enum Site {
        /// JSON answer of a token endpoint.
        TokenResponse = "token_response",
        /// Parameters of a `Location` header.
        AuthorizeRedirect = "authorize_redirect",
        /// Parameters of the requested address.
        RequestUrl = "request_url",
        /// A page whose purpose is to post a form to the application.
        FormPostPage = "form_post_page",
        /// That form, posted to the application.
        FormPostRequest = "form_post_request",
        /// A SAML response.
        SamlResponse = "saml_response",
        /// `$Config` of a sign-in page.
        PageConfig = "page_config",
        /// Text of a page.
        PageText = "page_text",
        /// JSON answer of a multifactor challenge.
        MfaResponse = "mfa_response",
        /// JSON answer of the account lookup.
        CredentialType = "credential_type",
        /// WS-Trust answer.
        WsTrustFault = "ws_trust_fault",
        /// `wresult` of WS-Federation.
        WsFedResult = "ws_fed_result",
        /// `x-ms-clitelem`.
        ClientTelemetryHeader = "client_telemetry_header",
        /// `WWW-Authenticate`.
        WwwAuthenticate = "www_authenticate",
        /// An error parameter or telemetry of a failure in a request that is neither a redirect nor a form post.
        RequestParameter = "request_parameter",
        /// Another response header.
        ResponseHeader = "response_header",
        /// Another JSON answer.
        JsonBody = "json_body",
        /// A body that is text and nothing else.
        Text = "text",
        /// A row of an exported sign-in log that was read without a capture.
        SignInLog = "sign_in_log",
    }
}

/// Whose clock a time was read from, the service's own labeled time first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Clock {
    /// `Timestamp:` in a message.
    Message,
    /// `timestamp` of a JSON answer.
    Answer,
    /// `serverDetails.rt` of a page.
    Page,
    /// `Timestamp` of a multifactor answer, `ServerTime` of WS-Trust, `IssueInstant` of SAML.
    Protocol,
    /// The `Date` header.
    DateHeader,
    /// The capture's own time of the exchange.
    Client,
}

/// A time and whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timed {
    /// The time.
    pub at: Timestamp,
    /// Whose clock it was read from.
    pub clock: Clock,
}

/// One fact, with the place it was read at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// The site.
    pub site: Site,
    /// The field or parameter at the site.
    pub field: &'static str,
    /// The fact.
    pub fact: Fact,
}

/// What was observed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// A code, or a failure or interrupt without a number.
    Error(Box<ErrorSeen>),
    /// A page of the service, by its own name, with the address it sends the user to when it says so.
    Page {
        /// `pgid` or `PageID`.
        name: String,
        /// Where the page leads, without query.
        target: Option<String>,
    },
    /// The user is sent to a place outside the token service that takes a step there: a broker app, device enrollment.
    SentAway {
        /// What is asked for there.
        kind: InterruptKind,
        /// Where, without query.
        target: String,
    },
    /// A code, token or assertion was handed to the client.
    Delivered(Issued),
    /// A device code was handed out, or is still waited for.
    DeviceCodePending,
    /// A multifactor challenge was answered well.
    MfaPassed,
    /// A multifactor challenge was begun or is waited for.
    MfaPending,
    /// The response asks the client for a step, as those of native authentication do.
    Asks(InterruptKind),
}

/// What was handed to the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Issued {
    /// An authorization code.
    AuthorizationCode,
    /// A token.
    Token,
    /// A SAML or WS-Federation assertion.
    Assertion,
}

/// A code seen at a site, with what the same site says next to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorSeen {
    /// The code.
    pub code: Code,
    /// The service's own name of it, when the trace has one.
    pub name: Option<String>,
    /// The text next to it.
    pub message: Option<String>,
    /// OAuth `error`.
    pub oauth_error: Option<String>,
    /// OAuth `suberror`.
    pub suberror: Option<String>,
    /// What the exchange says about the code next to the message: a status, a network error, sizes.
    pub detail: Option<String>,
    /// Service's time.
    pub time: Option<Timed>,
    /// Correlation id.
    pub correlation_id: Option<Guid>,
    /// Request id.
    pub request_id: Option<Guid>,
    /// Whether a later code of the same message is the inner one, the likelier cause.
    pub outer: bool,
}

impl ErrorSeen {
    /// A code with nothing besides it.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self {
            code,
            name: None,
            message: None,
            oauth_error: None,
            suberror: None,
            detail: None,
            time: None,
            correlation_id: None,
            request_id: None,
            outer: false,
        }
    }
}

/// A value that two exchanges of one attempt share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LinkKind {
    /// An authorization code, token or assertion: handed out, then posted or redeemed.
    Artifact,
    /// A device code: handed out, then polled with.
    DeviceCode,
    /// `continuation_token` of native authentication.
    ContinuationToken,
    /// `flowToken`.
    FlowToken,
    /// `ctx`.
    Context,
    /// The transaction of a user flow of B2C, while it lasts.
    UserFlow,
    /// A SAML request's id, and `InResponseTo`.
    SamlId,
    /// `state`, `RelayState`, `wctx`.
    State,
    /// An address that one exchange leads to and another requests.
    Hop,
    /// The same for an address that is everyone's (`/common/login`): good only for the next request to it.
    Redirect,
}

/// A shared value, as a keyed hash: the value itself is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Link {
    /// What kind of value.
    pub kind: LinkKind,
    /// Its hash under a key of this run.
    pub hash: u64,
}

/// A signal of one exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Which.
    pub signal: &'static Signal,
    /// Its value there.
    pub value: SignalValue,
    /// The entry.
    pub entry: u64,
}

/// A value of a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignalValue {
    /// A word of the signal's row.
    Word(&'static str),
    /// A number in the unit of the signal's row.
    Number(u64),
}

/// How a client asked for tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Grant {
    /// A code is redeemed.
    AuthorizationCode,
    /// A refresh token is used.
    RefreshToken,
    /// User name and password, without a page.
    Password,
    /// The application's own credential.
    ClientCredentials,
    /// On behalf of a user.
    OnBehalfOf,
    /// A device code is polled with.
    DeviceCode,
    /// A SAML assertion, from WS-Trust.
    Assertion,
    /// What native authentication ends with, whatever it calls the grant.
    NativeAuth,
    /// Another.
    Other,
}

/// What a request says about the sign-in it belongs to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// Application (client) id, or a SAML or WS-Federation identifier.
    pub client_id: Option<String>,
    /// The application's name, where a page says it.
    pub application: Option<String>,
    /// Redirect URI, without query.
    pub redirect_uri: Option<String>,
    /// Resource id or address, or the first resource that the scopes name.
    pub resource: Option<String>,
    /// Tenant id.
    pub tenant_id: Option<Guid>,
    /// Tenant domain.
    pub tenant_domain: Option<String>,
    /// What the response names, for what no request shows.
    pub named: Named,
    /// Name the user signs in with.
    pub user: Option<String>,
    /// The user's object id.
    pub object_id: Option<Guid>,
    /// Whether an ID token is asked for.
    pub openid: bool,
    /// Whether no page may be shown (`prompt=none`).
    pub silent: bool,
    /// The grant of a token request.
    pub grant: Option<Grant>,
}

/// What a message of the service, or a token, says about the sign-in: good for what the requests do not show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// Application (client) id.
    pub client_id: Option<String>,
    /// The application's name.
    pub application: Option<String>,
    /// Resource id or address.
    pub resource: Option<String>,
    /// Tenant id.
    pub tenant_id: Option<Guid>,
    /// Tenant domain.
    pub tenant_domain: Option<String>,
}

/// What one exchange showed.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact on its own: what is missing, broken, or said by a header")]
pub struct ExchangeFacts {
    /// The capture, by its position in the report.
    pub capture: usize,
    /// The entry in the capture.
    pub entry: u64,
    /// When the request began, client's clock.
    pub started: Option<Timestamp>,
    /// How long the exchange took, in milliseconds.
    pub duration: Option<u64>,
    /// The response's `Date`, when the service sent it.
    pub service_date: Option<Timestamp>,
    /// Method.
    pub method: String,
    /// Host.
    pub host: String,
    /// Path.
    pub path: String,
    /// Status.
    pub status: Option<u16>,
    /// What the host is for.
    pub class: HostClass,
    /// The cloud, for a token service.
    pub cloud: Option<Cloud>,
    /// The stage.
    pub stage: Stage,
    /// The page that was shown.
    pub page: Option<String>,
    /// What the request says about the sign-in.
    pub context: Context,
    /// What of the request may make the difference to another one like it: names and values that may be told.
    pub parameters: Vec<(String, String)>,
    /// What checks of guides read.
    pub signals: Vec<Seen>,
    /// Correlation ids of request and response.
    pub correlation_ids: Vec<Guid>,
    /// Request ids of the response.
    pub request_ids: Vec<Guid>,
    /// Session ids.
    pub session_ids: Vec<Guid>,
    /// Values the request carries from an earlier exchange.
    pub brings: Vec<Link>,
    /// Values the response gives to a later exchange.
    pub gives: Vec<Link>,
    /// The response had a body in which the outcome may stand, and the capture does not have it.
    pub answer_missing: bool,
    /// The response is JSON that is broken or cut off.
    pub answer_broken: bool,
    /// The request comes from a page of the token service, as its `Origin` or `Referer` says.
    pub from_service: bool,
    /// No response came back at all, and what the capture says about why.
    pub no_answer: Option<String>,
    /// How many cookies of sign-ins that were begun and not finished the request carries.
    pub nonce_cookies: usize,
    /// The customer's own note on the exchange.
    pub comment: Option<String>,
    /// The token service's own headers came from a host that is not Microsoft's.
    pub foreign_host: bool,
    /// The facts.
    pub observations: Vec<Observation>,
}

impl ExchangeFacts {
    /// The errors with their observations.
    pub fn errors(&self) -> impl Iterator<Item = (&Observation, &ErrorSeen)> {
        self.observations.iter().filter_map(|observation| match &observation.fact {
            Fact::Error(error) => Some((observation, &**error)),
            _ => None,
        })
    }

    /// Whether the exchange is with a sign-in service, also behind a domain of the customer's.
    #[must_use]
    pub fn is_with_service(&self) -> bool {
        self.class.is_sign_in() || self.cloud.is_some()
    }

    /// Whether the exchange is with an application, a resource or an identity provider of someone else's.
    #[must_use]
    pub fn is_with_application(&self) -> bool {
        self.class == HostClass::Other && self.cloud.is_none()
    }

    /// Whether something was handed to the client.
    #[must_use]
    pub fn delivered(&self) -> Option<Issued> {
        self.observations.iter().find_map(|observation| match observation.fact {
            Fact::Delivered(issued) => Some(issued),
            _ => None,
        })
    }
}

impl Named {
    /// Adds what is not known yet.
    pub fn add_missing(&mut self, other: Self) {
        self.client_id = self.client_id.take().or(other.client_id);
        self.application = self.application.take().or(other.application);
        self.resource = self.resource.take().or(other.resource);
        self.tenant_id = self.tenant_id.take().or(other.tenant_id);
        self.tenant_domain = self.tenant_domain.take().or(other.tenant_domain);
    }
}

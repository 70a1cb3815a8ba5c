//! Parts of paths that stay: the service's own, those of common libraries and products, and versions. Every other part of a path goes, but for
//! GUIDs, tenants and the path of a redirect URI.

use crate::redact::shape::Shape;

/// Parts of paths in words of lower case.
pub(in crate::redact) const SEGMENTS: &str = "\
    common devicelogin organizations consumers te tfp oauth2 oauth2msa oauth2claimsprovider authorize token devicecode deviceauth saml2 post wsfed getcredentialtype \
    getuserrealm.srf login.srf login logout sas beginauth endauth processauth pia kmsi appverify consent set adminconsent reprocess resume rst2.srf rst2 \
    cookiesdisabled jsdisabled error uxlogout forgetuser devicecodestatus debugmode enable disable getonetimecode getrecoverycredentialtype fido get create \
    changepassword updatepassword authresp deviceauthtls deviceauthpkey certauth certauthtls userrealm federation ssprrequest sspr begin poll end instrumentation dssostatus reportpageload \
    clientvents clientevents handlers watson .well-known openid-configuration openid-federation webfinger discovery keys instance v2.0 v1.0 v1 v2 federationmetadata 2007-06 \
    federationmetadata.xml termsofuse tou selfasserted confirmed combinedsigninandsignup unified phonefactor totpfactor displaycontrolaction vbeta sendcode verifycode samlp assertionconsumer api trust 2005 13 windowstransport usernamemixed mex winauth sso ssoprobe \
    nativeclient initiate challenge introspect signup start continue submit poll_completion register resetpassword savestate bindmsa \
    oauth20_authorize.srf oauth20_token.srf oauth20_desktop.srf oauth20_logout.srf oauth20_connect.srf oauth20_remoteconnect.srf ppsecure post.srf partnerpost.srf me.htm err.srf loginpreload logout.srf \
    getcredentialtype.srf secure.srf resetpw.srf getexperimentassignments.srf proofs add verify manage interrupt abuse \
    registermfamethods registersecurityinfo security-info registerssprmethodsinterrupt security password change method beginregistration verification session authenticationmethods \
    proofup.aspx proofup activedirectory windowsazure \
    adfs ls oauth services wia idpinitiatedsignon idpinitiatedsignon.aspx idpinitiatedsignon.htm portal proxy probe assertionprocessorservice fs userinfo certificatemixed \
    certificatetransport kerberosmixed 2007-01 signin signout sign-in sign-out signin-oidc signout-oidc signout-callback-oidc signin-microsoft signin-callback signin-saml .auth aad callback done \
    saml acs sp idp consume slo metadata sso saml20 login-callback logout-callback auth authentication authn authorization account accounts oidc openid openid-connect connect endsession revoke revocation \
    cb code redirect return landing silent silent-renew blank.html redirect.html auth.html index.html index.htm default.aspx default.htm home app apps \
    enrollmentserver contract device devices join key nonce_status policy policies me users groups applications serviceprincipals directory directoryobjects organization \
    beta odata $batch $metadata $count \
    signin-frequency dist error.html favicon.ico robots.txt shared content cdnbundles images js css ests 1.0 2.1 16.000 16.0 15.000 \
    protocol cas serviceValidate adal msal wstrust passiveprotocol trust_2005 as authorization.oauth2 token.oauth2 startsso.ping resume.ping \
    graph graphql webhooks subscriptions mail messages calendar events drive root sites lists items teams channels chats";

/// Hosts of Microsoft's documentation and short links: their paths stay, but for what looks like a secret.
pub(in crate::redact) const PUBLIC_HOSTS: &str = "aka.ms learn.microsoft.com docs.microsoft.com go.microsoft.com support.microsoft.com";

/// Methods of HTTP and its extensions.
pub(in crate::redact) const METHODS: &str = "\
    GET HEAD POST PUT PATCH DELETE CONNECT OPTIONS TRACE PROPFIND PROPPATCH MKCOL COPY MOVE LOCK UNLOCK REPORT SEARCH MERGE CHECKOUT \
    SUBSCRIBE UNSUBSCRIBE NOTIFY POLL BPROPFIND BMOVE RPC_IN_DATA RPC_OUT_DATA RPC_CONNECT BITS_POST CCM_POST M-SEARCH PURGE LINK UNLINK BIND UNBIND REBIND ACL VERSION-CONTROL \
    QUERY UNKNOWN";

/// Schemes of `Authorization` and `WWW-Authenticate`, in lower case.
pub(in crate::redact) const SCHEMES: &str = "\
    basic bearer digest negotiate ntlm kerberos pop dpop pkeyauth msauth1.0 sharedkey sharedkeylite sharedaccesssignature oauth aws4-hmac-sha256 hawk hoba mutual gnap vapid \
    scram-sha-1 scram-sha-256 wssse privatetoken concealed apikey token splunk saml nonce wlid1.0 xbl3.0 usertoken";

/// Attributes of cookies, in lower case.
pub(in crate::redact) const COOKIE_ATTRIBUTES: &str = "domain path expires max-age samesite secure httponly partitioned priority version";

/// Names of cookies that are known although their values go, in words of lower case.
pub(in crate::redact) const COOKIES: &str = "\
    estsauth estsauthpersistent estsauthlight signinstatecookie ccstate esctx ch estsuserlist estsstatetransient estsstatepersistent x-ms-refreshtokencredential buid fpc \
    msfpc rrc estsnclogin fedauth rtfa rpssecauth wlssc appserviceauthsession \
    jsessionid phpsessid estswctxflowtoken msisauth msisauthenticated mseauth msissamlrequest msisloopdetectioncookie msisbrowsersignedonce msissignout mspok msppre mspcid mspauth mspprof mspback \
    mspvis msprequ mspsoftvis mspshared host-msauth oparams uaid nap anon wt dpp ppl lt ai_session ai_user asp.net_sessionid arraffinity arraffinitysamesite";

/// Parts of the service that answer.
const SLICES: Shape = Shape::OneOf("estsfd ests prod corp ppe 001-000 002-000 003-000 004-000");

/// Cookies whose values are flags that help to diagnose and let no one in, with the shape of each.
pub(in crate::redact) const HARMLESS_COOKIES: &[(&str, Shape)] = &[
    ("aadssotiles", Shape::Small),
    ("brcap", Shape::Small),
    ("cktst", Shape::Epoch),
    ("estsssotiles", Shape::Small),
    ("ssocookiepulled", Shape::Small),
    ("stsservicecookie", SLICES),
    ("usgovtraffic", Shape::Small),
    ("x-ms-gateway-slice", SLICES),
];

/// Phrases of statuses that are known, and lines of pages that servers write on their own; in lower case.
pub(in crate::redact) const SENTENCES: &[&str] = &[
    "bad request - request too long",
    "bad request",
    "request too long",
    "http error 400. the size of the request headers is too long.",
    "http error 400. a request header field is too long.",
    "request header or cookie too large",
    "400 bad request",
    "431 request header fields too large",
    "413 request entity too large",
    "414 request-uri too large",
    "your browser sent a request that this server could not understand.",
    "size of a request header field exceeds server limit.",
    "502 bad gateway",
    "503 service unavailable",
    "504 gateway time-out",
    "service unavailable",
    "nginx",
    "microsoft-azure-application-gateway/v2",
    "proxy authentication required",
    "cache access denied.",
    "access denied",
    "object moved",
    "object moved to here.",
    "401 - unauthorized: access is denied due to invalid credentials.",
    "403 - forbidden: access is denied.",
    "403 forbidden",
    "404 not found",
    "internal server error",
    "500 - internal server error.",
    "sign in to your account",
    "working...",
];

/// Words that answers name an error by, under `code`: of OAuth, `OData`, Microsoft Graph and Azure.
pub(in crate::redact) const ERRORS: &str = "\
    accessDenied activityLimitReached badRequest generalException invalidRange invalidRequest itemNotFound malwareDetected nameAlreadyExists notAllowed notFound notSupported \
    resourceModified resyncRequired serviceNotAvailable quotaLimitReached unauthenticated unauthorized forbidden tooManyRequests InvalidAuthenticationToken \
    Authorization_RequestDenied Authorization_IdentityNotFound Authentication_Unauthorized Authentication_MissingOrMalformed Authentication_ExpiredToken Directory_QuotaExceeded \
    Request_BadRequest Request_ResourceNotFound Request_UnsupportedQuery Request_MultipleObjectsWithSameKeyValue Service_ServiceUnavailable ErrorAccessDenied ErrorItemNotFound \
    ErrorInvalidUser MailboxNotEnabledForRESTAPI AuthenticationFailed AuthorizationFailed InvalidAuthenticationTokenTenant InvalidAuthenticationTokenAudience ExpiredAuthenticationToken \
    LinkedAuthorizationFailed SubscriptionNotFound ResourceNotFound InvalidResource UnknownError InternalServerError Forbidden Unauthorized BadRequest NotFound Conflict TooManyRequests \
    invalid_grant invalid_client invalid_request invalid_scope invalid_resource unauthorized_client unsupported_grant_type access_denied interaction_required login_required consent_required \
    server_error temporarily_unavailable authorization_pending authorization_declined expired_token slow_down invalid_token insufficient_claims insufficient_scope bad_token \
    DirectoryError DeviceNotFound DeviceAuthenticationFailed AuthenticationError UnauthorizedAccess";

/// Phrases that the standards give statuses.
pub(in crate::redact) const PHRASES: &[(u16, &str)] = &[
    (100, "Continue"),
    (101, "Switching Protocols"),
    (200, "OK"),
    (201, "Created"),
    (202, "Accepted"),
    (203, "Non-Authoritative Information"),
    (204, "No Content"),
    (205, "Reset Content"),
    (206, "Partial Content"),
    (207, "Multi-Status"),
    (300, "Multiple Choices"),
    (301, "Moved Permanently"),
    (302, "Found"),
    (303, "See Other"),
    (304, "Not Modified"),
    (307, "Temporary Redirect"),
    (308, "Permanent Redirect"),
    (400, "Bad Request"),
    (401, "Unauthorized"),
    (402, "Payment Required"),
    (403, "Forbidden"),
    (404, "Not Found"),
    (405, "Method Not Allowed"),
    (406, "Not Acceptable"),
    (407, "Proxy Authentication Required"),
    (408, "Request Timeout"),
    (409, "Conflict"),
    (410, "Gone"),
    (411, "Length Required"),
    (412, "Precondition Failed"),
    (413, "Content Too Large"),
    (414, "URI Too Long"),
    (415, "Unsupported Media Type"),
    (416, "Range Not Satisfiable"),
    (417, "Expectation Failed"),
    (421, "Misdirected Request"),
    (422, "Unprocessable Content"),
    (423, "Locked"),
    (424, "Failed Dependency"),
    (425, "Too Early"),
    (426, "Upgrade Required"),
    (428, "Precondition Required"),
    (429, "Too Many Requests"),
    (431, "Request Header Fields Too Large"),
    (449, "Retry With"),
    (451, "Unavailable For Legal Reasons"),
    (500, "Internal Server Error"),
    (501, "Not Implemented"),
    (502, "Bad Gateway"),
    (503, "Service Unavailable"),
    (504, "Gateway Timeout"),
    (505, "HTTP Version Not Supported"),
    (511, "Network Authentication Required"),
];

//! What explains a sign-in stays where it stood, and a report on the sanitized capture says what one on the raw capture says.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Value, json};

use super::exchange::{Exchange, Format, brackets};
use super::field::{difference, members, readable, sanitize};
use crate::run::{self, Scratch};
use crate::scenario::samples::{self, PASSWORD};
use crate::search::readings;

const TENANT: &str = "7b1c9f0e-2d4a-4c86-9f3b-5e8a1d6c0b72";
const CLIENT: &str = "d3590ed6-52b3-4102-aeff-aad2292ab01c";
const POLICY: &str = "1d4f7a2c-88e1-4c07-9d35-2b6e0f9a7c51";
const CORRELATION: &str = "8e2f6a10-3b7c-4d95-a1e8-6f0c9b4d2a73";

/// Exchanges, and what of them has to be there afterwards: in any of the encodings, spaces not counted.
const ROWS: &[(&str, &[&str])] = &[
    (
        "GET https://login.microsoftonline.com/7b1c9f0e-2d4a-4c86-9f3b-5e8a1d6c0b72/oauth2/v2.0/authorize?client_id=d3590ed6-52b3-4102-aeff-aad2292ab01c&response_type=code+id_token\
         &response_mode=form_post&scope=openid+profile+offline_access+https%3A%2F%2Fgraph.microsoft.com%2FMail.Read&redirect_uri=https%3A%2F%2Fapp.contoso.example%2Fauth%2Fcallback\
         &prompt=select_account&domain_hint=contoso.example&code_challenge=x&code_challenge_method=S256&client-request-id=8e2f6a10-3b7c-4d95-a1e8-6f0c9b4d2a73&x-client-SKU=MSAL.JS\
         &x-client-Ver=3.23.0&x-client-OS=Windows&x-client-CPU=x64&instance_aware=true&sso_reload=true&mkt=de-DE&lc=1031&amr_values=mfa&max_age=0&return-client-request-id=true\
         &claims=%7B%22access_token%22%3A%7B%22acrs%22%3A%7B%22essential%22%3Atrue%2C%22value%22%3A%22c25%22%7D%7D%7D&state=x&nonce=y\nUser-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64) Edg/145.0\n\n\n\
         <<< 200\nContent-Type: text/html; charset=utf-8\nx-ms-request-id: 4a6d8c1e-7b2f-4e05-9c3d-1f8e5a0b6d94\nx-ms-ests-server: 2.1.22104.6 - NEULR1 ProdSlices\nx-ms-srs: 1.P\nx-ms-httpver: 2.0\n\
         x-ms-clitelem: 1,50058,0,,\nDate: Mon, 02 Mar 2026 10:12:44 GMT\nCache-Control: no-store, no-cache\nStrict-Transport-Security: max-age=31536000; includeSubDomains\n\
         Set-Cookie: ESTSAUTH=abc; domain=.login.microsoftonline.com; path=/; secure; HttpOnly; SameSite=None; expires=Tue, 03 Mar 2026 10:12:31 GMT\n\n\
         <!DOCTYPE html><html><head><title>Sign in to your account</title><meta name=\"PageID\" content=\"ConvergedSignIn\"/><meta name=\"ReqLC\" content=\"1031\"/><script>//<![CDATA[\n\
         $Config={\"pgid\":\"ConvergedSignIn\",\"hpgid\":1104,\"hpgact\":1800,\"scid\":2011,\"sErrorCode\":\"50058\",\"arrValErrs\":[\"50058\"],\"sErrTxt\":\"\",\"correlationId\":\"8e2f6a10-3b7c-4d95-a1e8-6f0c9b4d2a73\",\
         \"sessionId\":\"4a6d8c1e-7b2f-4e05-9c3d-1f8e5a0b6d94\",\"sTenantId\":\"7b1c9f0e-2d4a-4c86-9f3b-5e8a1d6c0b72\",\"country\":\"DE\",\"sMkt\":\"de-DE\",\"sFTName\":\"flowToken\",\"sFT\":\"secretflow\",\
         \"urlPost\":\"/7b1c9f0e-2d4a-4c86-9f3b-5e8a1d6c0b72/login\",\"serverDetails\":{\"slc\":\"ProdSlices\",\"dc\":\"NEU\",\"ri\":\"DB3XXXX\",\"ver\":{\"v\":[2,1,22104,6]},\"rt\":\"2026-03-02T10:12:44\",\"et\":125}};\n//]]></script></head></html>",
        &[
            "7b1c9f0e-2d4a-4c86-9f3b-5e8a1d6c0b72/oauth2/v2.0/authorize",
            "client_id=d3590ed6-52b3-4102-aeff-aad2292ab01c",
            "response_type=codeid_token",
            "response_mode=form_post",
            "scope=openidprofileoffline_accesshttps://graph.microsoft.com/Mail.Read",
            "redirect_uri=https://app.contoso.example/auth/callback",
            "prompt=select_account",
            "domain_hint=contoso.example",
            "code_challenge_method=S256",
            "client-request-id=8e2f6a10-3b7c-4d95-a1e8-6f0c9b4d2a73",
            "x-client-SKU=MSAL.JS",
            "x-client-Ver=3.23.0",
            "x-client-OS=Windows",
            "x-client-CPU=x64",
            "sso_reload=true",
            "lc=1031",
            "mkt=de-DE",
            "amr_values=mfa",
            "max_age=0",
            "return-client-request-id=true",
            "\"acrs\":{\"essential\":true,\"value\":\"c25\"}",
            "Mozilla/5.0(WindowsNT10.0;Win64;x64)Edg/145.0",
            "4a6d8c1e-7b2f-4e05-9c3d-1f8e5a0b6d94",
            "2.1.22104.6-NEULR1ProdSlices",
            "1.P",
            "1,50058,0,,",
            "Mon,02Mar202610:12:44GMT",
            "no-store,no-cache",
            "ESTSAUTH=",
            "domain=.login.microsoftonline.com;path=/;secure;HttpOnly;SameSite=None;expires=Tue,03Mar202610:12:31GMT",
            "Signintoyouraccount",
            "content=\"ConvergedSignIn\"",
            "\"pgid\":\"ConvergedSignIn\"",
            "\"hpgid\":1104",
            "\"hpgact\":1800",
            "\"scid\":2011",
            "\"sErrorCode\":\"50058\"",
            "\"arrValErrs\":[\"50058\"]",
            "\"correlationId\":\"8e2f6a10-3b7c-4d95-a1e8-6f0c9b4d2a73\"",
            "\"sessionId\":\"4a6d8c1e-7b2f-4e05-9c3d-1f8e5a0b6d94\"",
            "\"sTenantId\":\"7b1c9f0e-2d4a-4c86-9f3b-5e8a1d6c0b72\"",
            "\"country\":\"DE\"",
            "\"sFTName\":\"flowToken\"",
            "\"slc\":\"ProdSlices\"",
            "\"dc\":\"NEU\"",
            "\"rt\":\"2026-03-02T10:12:44\"",
            "\"v\":[2,1,22104,6]",
            "\"urlPost\":\"/7b1c9f0e-2d4a-4c86-9f3b-5e8a1d6c0b72/login\"",
        ],
    ),
    (
        "POST https://login.microsoftonline.com/common/GetCredentialType?mkt=en-US\nContent-Type: application/json; charset=UTF-8\nhpgid: 1104\nhpgact: 1800\nhpgrequestid: 4a6d8c1e-7b2f-4e05-9c3d-1f8e5a0b6d94\n\
         client-request-id: 8e2f6a10-3b7c-4d95-a1e8-6f0c9b4d2a73\n\n{\"username\":\"alex@contoso.example\",\"isOtherIdpSupported\":true,\"checkPhones\":false,\"country\":\"DE\"}\n\
         <<< 200\nContent-Type: application/json; charset=utf-8\n\n{\"Username\":\"alex@contoso.example\",\"Display\":\"alex@contoso.example\",\"IfExistsResult\":5,\"IsUnmanaged\":false,\"ThrottleStatus\":0,\
         \"Credentials\":{\"PrefCredential\":4,\"HasPassword\":true,\"RemoteNgcParams\":null,\"FidoParams\":null,\"FederationRedirectUrl\":\"https://adfs.contoso.example/adfs/ls/?username=alex%40contoso.example&wa=wsignin1.0\"},\
         \"EstsProperties\":{\"DomainType\":4,\"DesktopSsoEnabled\":true},\"FlowToken\":\"x\",\"IsSignupDisallowed\":true,\"apiCanary\":\"y\"}",
        &[
            "/common/GetCredentialType?mkt=en-US",
            "hpgrequestid",
            "4a6d8c1e-7b2f-4e05-9c3d-1f8e5a0b6d94",
            "\"isOtherIdpSupported\":true",
            "\"checkPhones\":false",
            "\"IfExistsResult\":5",
            "\"IsUnmanaged\":false",
            "\"ThrottleStatus\":0",
            "\"PrefCredential\":4",
            "\"HasPassword\":true",
            "\"RemoteNgcParams\":null",
            "https://adfs.contoso.example/adfs/ls/",
            "wa=wsignin1.0",
            "\"DomainType\":4",
            "\"DesktopSsoEnabled\":true",
        ],
    ),
    (
        "POST https://login.microsoftonline.com/common/login\nContent-Type: application/x-www-form-urlencoded\n\ni13=0&login=alex%40contoso.example&loginfmt=alex%40contoso.example&type=11&LoginOptions=3&passwd=x&ps=2\
         &hpgrequestid=4a6d8c1e-7b2f-4e05-9c3d-1f8e5a0b6d94&flowToken=y\n<<< 200\nContent-Type: text/html\nx-ms-request-id: 0b9e4d7a-61c3-4f28-8a5e-d2c7f1903b6e\n\n<html><head><script>//<![CDATA[\n$Config={\"pgid\":\"ConvergedTFA\",\
         \"hpgid\":1114,\"iErrorCode\":50076,\"sDeviceState\":\"managed\",\"iRemainingDaysToSkipMfaRegistration\":13,\"correlationId\":\"8e2f6a10-3b7c-4d95-a1e8-6f0c9b4d2a73\",\"fShowCopyDebugDetailsLink\":true,\
         \"iMaxPollAttempts\":12,\"iPollingInterval\":1,\"arrUserProofs\":[{\"authMethodId\":\"PhoneAppNotification\",\"data\":\"PhoneAppNotification\",\"display\":\"+XX XXXXXXX11\",\"isDefault\":true,\
         \"isLocationAware\":false},{\"authMethodId\":\"OneWaySMS\",\"data\":\"OneWaySMS\",\"display\":\"+XX XXXXXXX11\",\"isDefault\":false}],\"sAppId\":\"d3590ed6-52b3-4102-aeff-aad2292ab01c\"};\n//]]></script></head></html>",
        &[
            "type=11",
            "LoginOptions=3",
            "hpgrequestid=4a6d8c1e-7b2f-4e05-9c3d-1f8e5a0b6d94",
            "0b9e4d7a-61c3-4f28-8a5e-d2c7f1903b6e",
            "\"pgid\":\"ConvergedTFA\"",
            "\"iErrorCode\":50076",
            "\"sDeviceState\":\"managed\"",
            "\"iRemainingDaysToSkipMfaRegistration\":13",
            "\"iMaxPollAttempts\":12",
            "\"authMethodId\":\"PhoneAppNotification\"",
            "\"isDefault\":true",
            "\"authMethodId\":\"OneWaySMS\"",
            "\"fShowCopyDebugDetailsLink\":true",
            "\"sAppId\":\"d3590ed6-52b3-4102-aeff-aad2292ab01c\"",
        ],
    ),
    (
        "POST https://login.microsoftonline.com/common/SAS/EndAuth\nContent-Type: application/json\n\n{\"Method\":\"EndAuth\",\"AuthMethodId\":\"PhoneAppNotification\",\"PollCount\":3}\n<<< 200\nContent-Type: application/json\n\n\
         {\"Success\":false,\"ResultValue\":\"PhoneAppDenied\",\"Message\":null,\"AuthMethodId\":\"PhoneAppNotification\",\"ErrCode\":500121,\"Retry\":false,\"FlowToken\":\"x\",\"CorrelationId\":\"8e2f6a10-3b7c-4d95-a1e8-6f0c9b4d2a73\",\
         \"SessionId\":\"0b9e4d7a-61c3-4f28-8a5e-d2c7f1903b6e\",\"Timestamp\":\"2026-03-02T10:13:44Z\"}",
        &[
            "\"Method\":\"EndAuth\"",
            "\"AuthMethodId\":\"PhoneAppNotification\"",
            "\"Success\":false",
            "\"ResultValue\":\"PhoneAppDenied\"",
            "\"Message\":null",
            "\"ErrCode\":500121",
            "\"Retry\":false",
            "\"CorrelationId\":\"8e2f6a10-3b7c-4d95-a1e8-6f0c9b4d2a73\"",
            "\"Timestamp\":\"2026-03-02T10:13:44Z\"",
            "\"SessionId\":\"0b9e4d7a-61c3-4f28-8a5e-d2c7f1903b6e\"",
        ],
    ),
    (
        "POST https://login.microsoftonline.com/organizations/oauth2/v2.0/token\nContent-Type: application/x-www-form-urlencoded\nx-client-last-telemetry: 5|0||interaction_required|1,0\n\n\
         client_id=d3590ed6-52b3-4102-aeff-aad2292ab01c&grant_type=authorization_code&scope=openid&redirect_uri=https%3A%2F%2Fapp.contoso.example%2Fauth%2Fcallback&code=x&x-client-SKU=msal.js.browser\n<<< 400\n\
         Content-Type: application/json; charset=utf-8\nx-ms-clitelem: 1,53003,0,,\n\n{\"error\":\"interaction_required\",\"error_description\":\"AADSTS53003: Access has been blocked by Conditional Access policies. The access policy does not allow \
         token issuance. Trace ID: 0b9e4d7a-61c3-4f28-8a5e-d2c7f1903b6e Correlation ID: 8e2f6a10-3b7c-4d95-a1e8-6f0c9b4d2a73 Timestamp: 2026-03-02 10:12:44Z\",\"error_codes\":[53003],\"timestamp\":\"2026-03-02 10:12:44Z\",\
         \"trace_id\":\"0b9e4d7a-61c3-4f28-8a5e-d2c7f1903b6e\",\"correlation_id\":\"8e2f6a10-3b7c-4d95-a1e8-6f0c9b4d2a73\",\"error_uri\":\"https://login.microsoftonline.com/error?code=53003\",\"suberror\":\"message_only\",\
         \"claims\":\"{\\\"access_token\\\":{\\\"capolids\\\":{\\\"essential\\\":true,\\\"values\\\":[\\\"1d4f7a2c-88e1-4c07-9d35-2b6e0f9a7c51\\\"]}}}\"}",
        &[
            "grant_type=authorization_code",
            "x-client-SKU=msal.js.browser",
            "1,53003,0,,",
            "\"error\":\"interaction_required\"",
            "AADSTS53003:AccesshasbeenblockedbyConditionalAccesspolicies.Theaccesspolicydoesnotallowtokenissuance.",
            "TraceID:0b9e4d7a-61c3-4f28-8a5e-d2c7f1903b6e",
            "CorrelationID:8e2f6a10-3b7c-4d95-a1e8-6f0c9b4d2a73",
            "Timestamp:2026-03-0210:12:44Z",
            "\"error_codes\":[53003]",
            "\"timestamp\":\"2026-03-0210:12:44Z\"",
            "\"trace_id\":\"0b9e4d7a-61c3-4f28-8a5e-d2c7f1903b6e\"",
            "\"error_uri\":\"https://login.microsoftonline.com/error?code=53003\"",
            "\"suberror\":\"message_only\"",
            "\"capolids\":{\"essential\":true,\"values\":[\"1d4f7a2c-88e1-4c07-9d35-2b6e0f9a7c51\"]}",
        ],
    ),
    (
        "GET https://login.microsoftonline.com/contoso.example/oauth2/authorize?client_id=d3590ed6-52b3-4102-aeff-aad2292ab01c&resource=https%3A%2F%2Fgraph.microsoft.com&response_type=code&prompt=none\nAccept: text/html\n\n\n<<< 302\n\
         Location: https://app.contoso.example/auth/callback?error=login_required&error_description=AADSTS50058%3a+A+silent+sign-in+request+was+sent+but+no+user+is+signed+in.%0d%0aTrace+ID%3a+0b9e4d7a-61c3-4f28-8a5e-d2c7f1903b6e\
         &error_uri=https%3a%2f%2flogin.microsoftonline.com%2ferror%3fcode%3d50058&error_subcode=cancel&state=x\n\n",
        &[
            "resource=https://graph.microsoft.com",
            "prompt=none",
            "https://app.contoso.example/auth/callback?error=login_required",
            "AADSTS50058:Asilentsign-inrequestwassentbutnouserissignedin.",
            "error_subcode=cancel",
            "/contoso.example/oauth2/authorize",
            "error?code=50058",
        ],
    ),
    (
        "GET https://login.microsoftonline.com/contoso.example/reprocess?sessionid=4a6d8c1e-7b2f-4e05-9c3d-1f8e5a0b6d94&ctx=x\nAccept: text/html\n\n\n<<< 200\nContent-Type: text/html\n\n<html><script>//<![CDATA[\n\
         $Config={\"pgid\":\"ConvergedError\",\"iErrorCode\":50011,\"strServiceExceptionMessage\":\"AADSTS50011: The redirect URI 'https://app.contoso.example/wrong' specified in the request does not match the redirect URIs configured \
         for the application 'd3590ed6-52b3-4102-aeff-aad2292ab01c'.\",\"strMainMessage\":\"Sorry, but we are having trouble signing you in.\",\"sessionId\":\"4a6d8c1e-7b2f-4e05-9c3d-1f8e5a0b6d94\"};\n//]]></script></html>",
        &[
            "/contoso.example/reprocess",
            "\"iErrorCode\":50011",
            "AADSTS50011:TheredirectURI'https://app.contoso.example/wrong'specifiedintherequestdoesnotmatchtheredirectURIsconfiguredfortheapplication'd3590ed6-52b3-4102-aeff-aad2292ab01c'.",
            "Sorry,butwearehavingtroublesigningyouin.",
        ],
    ),
    (
        "POST https://contosob2c.b2clogin.com/contosob2c.onmicrosoft.com/B2C_1A_signin/SelfAsserted?tx=StateProperties%3Dx&p=B2C_1A_signin\nContent-Type: application/x-www-form-urlencoded\n\n\
         request_type=RESPONSE&signInName=alex%40contoso.example&password=x\n<<< 200\nContent-Type: application/json\n\n{\"status\":\"400\",\"errorCode\":\"AADB2C90053\",\"message\":\"We can't seem to find your account.\"}",
        &[
            "B2C_1A_signin/SelfAsserted",
            "p=B2C_1A_signin",
            "request_type=RESPONSE",
            "\"status\":\"400\"",
            "\"errorCode\":\"AADB2C90053\"",
            "Wecan'tseemtofindyouraccount.",
        ],
    ),
    (
        "GET https://login.live.com/oauth20_authorize.srf?client_id=0000000048093EE3&scope=openid&response_type=token&uaid=8e2f6a103b7c4d95a1e86f0c9b4d2a73&mkt=EN-US&lc=1033\nAccept: text/html\n\n\n<<< 302\n\
         x-ms-request-id: 0b9e4d7a-61c3-4f28-8a5e-d2c7f1903b6e\nx-ms-route-info: C533_SN1\nLocation: https://login.live.com/err.srf?lc=1033#error=invalid_request&error_description=The+provided+value+for+the+input+parameter+is+not+valid.&mkt=EN-US\n\n",
        &[
            "client_id=0000000048093EE3",
            "uaid=8e2f6a103b7c4d95a1e86f0c9b4d2a73",
            "err.srf",
            "error=invalid_request",
            "Theprovidedvaluefortheinputparameterisnotvalid.",
        ],
    ),
    (
        "GET https://graph.microsoft.com/v1.0/me\nAuthorization: Bearer x\n\n\n<<< 401\nrequest-id: 0b9e4d7a-61c3-4f28-8a5e-d2c7f1903b6e\nclient-request-id: 8e2f6a10-3b7c-4d95-a1e8-6f0c9b4d2a73\n\
         WWW-Authenticate: Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", client_id=\"00000003-0000-0000-c000-000000000000\", error=\"insufficient_claims\", \
         claims=\"eyJhY2Nlc3NfdG9rZW4iOnsiYWNycyI6eyJlc3NlbnRpYWwiOnRydWUsInZhbHVlIjoiYzEifX19\"\nContent-Type: application/json\n\n{\"error\":{\"code\":\"InvalidAuthenticationToken\",\"message\":\"Continuous access evaluation resulted in challenge.\",\
         \"innerError\":{\"date\":\"2026-03-02T10:12:44\",\"request-id\":\"0b9e4d7a-61c3-4f28-8a5e-d2c7f1903b6e\"}}}",
        &[
            "graph.microsoft.com/v1.0/me",
            "authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\"",
            "client_id=\"00000003-0000-0000-c000-000000000000\"",
            "error=\"insufficient_claims\"",
            "eyJhY2Nlc3NfdG9rZW4iOnsiYWNycyI6eyJlc3NlbnRpYWwiOnRydWUsInZhbHVlIjoiYzEifX19",
            "InvalidAuthenticationToken",
        ],
    ),
    (
        "POST https://app.contoso.example/saml/acs\nContent-Type: application/x-www-form-urlencoded\n\nSAMLResponse=⟦q ⟦b <samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" \
         ID=\"_8e2f6a10-3b7c-4d95-a1e8-6f0c9b4d2a73\" InResponseTo=\"_0b9e4d7a\" IssueInstant=\"2026-03-02T10:12:44.101Z\" Destination=\"https://app.contoso.example/saml/acs\"><saml:Issuer>https://sts.windows.net/7b1c9f0e-2d4a-4c86-9f3b-5e8a1d6c0b72/</saml:Issuer>\
         <samlp:Status><samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Responder\"/><samlp:StatusMessage>AADSTS75011: Authentication method 'X509, MultiFactor' by which the user authenticated with the service doesn't match requested \
         authentication method 'Password'.</samlp:StatusMessage></samlp:Status></samlp:Response>⟧⟧&RelayState=x\n<<< 403\nContent-Type: text/plain\n\nno",
        &[],
    ),
    (
        "POST https://login.microsoftonline.com/RST2.srf\nContent-Type: application/soap+xml\n\n<x/>\n<<< 200\nContent-Type: application/soap+xml\n\n<S:Envelope xmlns:S=\"http://www.w3.org/2003/05/soap-envelope\" \
         xmlns:psf=\"http://schemas.microsoft.com/Passport/SoapServices/SOAPFault\"><S:Header><psf:pp><psf:serverVersion>1</psf:serverVersion><psf:authstate>0x80048800</psf:authstate><psf:reqstatus>0x80048821</psf:reqstatus>\
         <psf:serverInfo ServerTime=\"2026-03-02T10:12:44.3501755Z\">ESTS-PUB-NEULR1-001.ProdSlices rid:0b9e4d7a-61c3-4f28-8a5e-d2c7f1903b6e</psf:serverInfo></psf:pp></S:Header><S:Body><S:Fault><S:Code><S:Value>S:Sender</S:Value><S:Subcode>\
         <S:Value>wst:FailedAuthentication</S:Value></S:Subcode></S:Code><S:Detail><psf:error><psf:value>0x80048821</psf:value><psf:internalerror><psf:code>0x80048821</psf:code><psf:text>AADSTS50126: Error validating credentials due to \
         invalid username or password.</psf:text></psf:internalerror></psf:error></S:Detail></S:Fault></S:Body></S:Envelope>",
        &[
            "0x80048800",
            "0x80048821",
            "2026-03-02T10:12:44.3501755Z",
            "rid:0b9e4d7a-61c3-4f28-8a5e-d2c7f1903b6e",
            "wst:FailedAuthentication",
            "AADSTS50126:Errorvalidatingcredentialsduetoinvalidusernameorpassword.",
        ],
    ),
    (
        "POST https://login.microsoftonline.com/common/oauth2/v2.0/devicecode\nContent-Type: application/x-www-form-urlencoded\n\nclient_id=d3590ed6-52b3-4102-aeff-aad2292ab01c&scope=openid\n<<< 200\nContent-Type: application/json\n\n\
         {\"user_code\":\"ABCD12345\",\"device_code\":\"x\",\"verification_uri\":\"https://microsoft.com/devicelogin\",\"expires_in\":900,\"interval\":5}",
        &["\"verification_uri\":\"https://microsoft.com/devicelogin\"", "\"expires_in\":900", "\"interval\":5"],
    ),
    (
        "GET https://autologon.microsoftazuread-sso.com/contoso.example/winauth/ssoprobe?client-request-id=8e2f6a10-3b7c-4d95-a1e8-6f0c9b4d2a73\nAccept: */*\n\n\n<<< 401\nWWW-Authenticate: Negotiate\nRetry-After: 5\nx-ms-request-id: 0b9e4d7a-61c3-4f28-8a5e-d2c7f1903b6e\n\n",
        &["/contoso.example/winauth/ssoprobe", "Negotiate"],
    ),
    (
        "GET https://app.contoso.example/auth/callback?error=access_denied&error_description=AADSTS65004%3A+User+declined+to+consent+to+access+the+app.&error_codes=65004&session_state=8e2f6a10-3b7c-4d95-a1e8-6f0c9b4d2a73&state=x\n\
         Accept: text/html\n\n\n<<< 500\nContent-Type: text/plain\nRetry-After: 30\n\nAADSTS7000222: The provided client secret keys for app 'd3590ed6-52b3-4102-aeff-aad2292ab01c' are expired.",
        &[
            "error=access_denied",
            "AADSTS65004:Userdeclinedtoconsenttoaccesstheapp.",
            "error_codes=65004",
            "AADSTS7000222:Theprovidedclientsecretkeysforapp'd3590ed6-52b3-4102-aeff-aad2292ab01c'areexpired.",
        ],
    ),
];

fn exchanges() -> Vec<Exchange> {
    let exchanges: Vec<Exchange> = ROWS.iter().map(|(http, _)| Exchange::parse(&brackets((*http).to_owned()))).collect();
    assert!([TENANT, CLIENT, POLICY, CORRELATION].iter().all(|id| ROWS.iter().any(|(http, _)| http.contains(id))));
    exchanges
}

fn without_space(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_ascii_whitespace() && *letter != '+').collect()
}

/// What is wanted and not there.
fn lost(format: Format, bytes: &[u8]) -> Vec<String> {
    let mut texts = Vec::new();
    for member in members("", bytes) {
        texts.extend(readings(&readable(&member.bytes)).iter().map(|text| without_space(text).to_ascii_lowercase()));
    }
    let all = ROWS.iter().flat_map(|(_, wanted)| wanted.iter());
    let lost = all.filter(|wanted| !texts.iter().any(|text| text.contains(&without_space(wanted).to_ascii_lowercase())));
    lost.map(|wanted| format!("{format:?}: {wanted}")).collect()
}

#[test]
fn diagnostics_stay_in_a_sanitized_capture() {
    let scratch = Scratch::new("attacks_survivors");
    let exchanges = exchanges();
    let (mut all, mut wanted) = (Vec::new(), 0);
    for format in Format::ALL {
        let raw = scratch.file(&format.file("raw"), format.write(&exchanges));
        let bytes = std::fs::read(&raw).expect("the raw capture");
        assert_eq!(lost(format, &bytes), Vec::<String>::new(), "not there from the beginning");
        let clean = sanitize(&raw, &scratch.path().join(format.file("clean")));
        assert_eq!(clean.outcome.status, Some(0), "{}", clean.outcome.stderr);
        all.extend(lost(format, &clean.bytes));
        wanted += ROWS.iter().map(|(_, wanted)| wanted.len()).sum::<usize>();
        let (before, after) = (told(&raw), told(&clean.path));
        if before != after {
            all.push(format!("{format:?}: the report changed: {}", difference(&before, &after)));
        }
        let twice = sanitize(&clean.path, &scratch.path().join(format.file("twice")));
        if twice.bytes != clean.bytes {
            all.push(format!("{format:?}: sanitizing twice changes something"));
        }
    }
    eprintln!("survivors: looked for {wanted}: {} lost", all.len());
    for line in &all {
        eprintln!("survivors | LOST | {line}");
    }
    assert!(all.is_empty(), "\n{}", all.join("\n"));
}

/// What a report says of attempts and findings, without labels of users and what sanitizing says of itself.
pub(super) fn told(path: &std::path::Path) -> Value {
    static USERS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"user#\d+").expect("a pattern"));
    let outcome = run::run(run::entrace().args(["--format", "json", "--verbose"]).arg(path).env("ENTRACE_PASSWORD", PASSWORD));
    let text = USERS.replace_all(&outcome.stdout, "user#N");
    let report: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error} {}", path.display(), outcome.stderr));
    json!({"attempts": report["attempts"], "findings": report["findings"]})
}

#[test]
fn samples_are_told_alike() {
    let scratch = Scratch::new("attacks_samples");
    let mut wrong = Vec::new();
    for sample in samples::all().into_iter().filter(|sample| sample.file != "before-and-after.zip") {
        let clean = scratch.path().join(sample.file);
        let outcome = run::run(run::entrace().arg("sanitize").arg(sample.path()).arg("-o").arg(&clean).env("ENTRACE_PASSWORD", PASSWORD));
        assert!(matches!(outcome.status, Some(0 | 3)), "{}: {}", sample.file, outcome.stderr);
        let (before, after) = (told(&sample.path()), told(&clean));
        if before != after {
            wrong.push(format!("{}: {}", sample.file, difference(&before, &after)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

//! Codes of Windows and of the network: results (HRESULT and NTSTATUS), numbers of WinHTTP and WinINet, network errors of Chromium. One row for each, sorted by
//! number. What is said of a code is in the vocabulary.
//!
//! Some families have another number in their lower half, so that a code without a row tells that number, too.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::codes::CodeKind;
use Family::{
    Broker, BrokerNetwork, Chromium, CloudSignIn, Http, Internet, Logon, Navigation, PrimaryToken, Registration, TokenService, WinHttp,
    WinInet, Windows, Xml,
};

/// What a code belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    /// `ERR_NAME_NOT_RESOLVED`, -105: Chrome, Edge, and what is built on them.
    Chromium,
    /// 12007, as WinHTTP writes it.
    WinHttp,
    /// 12031, which only WinINet has.
    WinInet,
    /// `0x80072EE7`: such a number as a result.
    Internet,
    /// `0x801C...`: device registration.
    Registration,
    /// Results of Windows itself that a device registration meets.
    Windows,
    /// `0xCAA2...`: an OAuth error of the service.
    TokenService,
    /// `0xCAA3...`: an HTTP status.
    Http,
    /// `0xCAA7...`: the sign-in window.
    Navigation,
    /// `0xCAA8...`: a number of WinINet.
    BrokerNetwork,
    /// `0xCAA1...`, `0xCAA9...` and others: the sign-in library itself.
    Broker,
    /// `0xC000...`: a sign-in to Windows.
    Logon,
    /// `0xC000...`, as the request for a primary refresh token ends with it.
    PrimaryToken,
    /// `0xC00484..`, `0xC00485..`: the plug-in of Windows that signs in to Microsoft Entra ID.
    CloudSignIn,
    /// `0xC00CE...`: what Windows cannot read of an XML document.
    Xml,
}

impl Family {
    /// The family in words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Chromium => "network error of Chromium (Edge, Chrome)",
            WinHttp => "network error of Windows (WinHTTP)",
            WinInet => "network error of Windows (WinINet)",
            Internet => "network error of Windows (WinINet) as HRESULT",
            Registration => "device registration of Windows",
            Windows => "HRESULT of Windows",
            TokenService => "OAuth error of the service, from the account broker of Windows (WAM)",
            Http => "HTTP status, from the account broker of Windows (WAM)",
            Navigation => "sign-in window of the account broker of Windows (WAM)",
            BrokerNetwork => "network error, from the account broker of Windows (WAM)",
            Broker => "account broker of Windows (WAM)",
            Logon => "NTSTATUS of a sign-in to Windows",
            PrimaryToken => "NTSTATUS of a sign-in to Windows or of a primary refresh token",
            CloudSignIn => "sign-in plug-in of Windows for Microsoft Entra ID (CloudAP)",
            Xml => "XML reader of Windows",
        }
    }

    /// Where its codes are documented.
    #[must_use]
    pub fn documentation(self) -> &'static str {
        match self {
            Chromium => "https://chromium.googlesource.com/chromium/src/+/main/net/base/net_error_list.h",
            WinHttp => "https://learn.microsoft.com/windows/win32/winhttp/error-messages",
            WinInet | Internet => "https://learn.microsoft.com/windows/win32/wininet/wininet-errors",
            Registration | Windows => "https://learn.microsoft.com/entra/identity/devices/troubleshoot-hybrid-join-windows-current",
            TokenService | Http | Navigation | BrokerNetwork | Broker => {
                "https://learn.microsoft.com/uwp/api/windows.security.authentication.web.core.webprovidererror.errorcode"
            }
            Logon => "https://learn.microsoft.com/openspecs/windows_protocols/ms-erref/596a1078-e883-4972-9bbc-49e60bebca55",
            PrimaryToken | CloudSignIn | Xml => "https://learn.microsoft.com/entra/identity/devices/troubleshoot-primary-refresh-token",
        }
    }

    /// The family of a result that has no row.
    fn of_result(result: u32) -> Option<Self> {
        match result {
            0x80072ee1..=0x80072fff => Some(Internet),
            0x801c0000..=0x801cffff => Some(Registration),
            0xc0048400..=0xc00485ff => Some(CloudSignIn),
            0xcaa20000..=0xcaa2ffff => Some(TokenService),
            0xcaa30000..=0xcaa3ffff => Some(Http),
            0xcaa70000..=0xcaa7ffff => Some(Navigation),
            0xcaa80000..=0xcaa8ffff => Some(BrokerNetwork),
            0xcaa10000..=0xcaaaffff => Some(Broker),
            _ => None,
        }
    }
}

/// A code of Windows or of the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SystemCode {
    /// The result as an unsigned number; for a network error its own number, which Chromium writes with a sign.
    number: i64,
    /// The name in its documentation; `None` when only the family is known.
    pub name: Option<&'static str>,
    /// What it belongs to.
    pub family: Family,
}

impl SystemCode {
    /// A result, listed or of a known family.
    #[must_use]
    pub fn of_result(result: u32) -> Option<Self> {
        let of_family = || Some(Self { number: result.into(), name: None, family: Family::of_result(result)? });
        // The plug-in's codes are also seen as HRESULT.
        let as_status = || (result >> 16 == 0x8004).then(|| listed(i64::from(result | 0x4000_0000))).flatten();
        // Smaller ones are numbers of their own kind.
        if result <= u16::MAX.into() {
            return None;
        }
        listed(result.into()).or_else(as_status).or_else(of_family)
    }

    /// A number of WinHTTP or WinINet, when it is listed.
    #[must_use]
    pub fn of_internet(number: u16) -> Option<Self> {
        listed(number.into())
    }

    /// A network error of Chromium, when it is listed.
    #[must_use]
    pub fn of_chromium(number: i32) -> Option<Self> {
        listed(number.into()).filter(|code| code.family == Chromium)
    }

    /// The code of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        BY_NAME.get(name).copied()
    }

    /// Every code that is listed, sorted.
    #[cfg(any(test, feature = "internals"))]
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().copied()
    }

    /// How it is written: a result and a number of Windows in hexadecimal, a network error of Chromium by its name.
    #[must_use]
    pub fn code(self) -> String {
        match (self.hexadecimal(), self.name) {
            (Some(hexadecimal), _) => hexadecimal,
            (None, Some(name)) => name.to_owned(),
            (None, None) => self.number.to_string(),
        }
    }

    /// `0x` and eight digits; `None` for Chromium, which does not write its errors so.
    #[must_use]
    pub fn hexadecimal(self) -> Option<String> {
        self.unsigned().map(|number| format!("0x{number:08x}"))
    }

    /// The number without a sign; `None` for Chromium, whose numbers have one.
    #[must_use]
    pub fn unsigned(self) -> Option<u32> {
        u32::try_from(self.number).ok()
    }

    /// The number with a sign, as event logs and many programs print it.
    #[must_use]
    pub fn signed(self) -> i64 {
        self.unsigned().map_or(self.number, |number| number.cast_signed().into())
    }

    /// What it says on its own.
    #[must_use]
    pub fn kind(self) -> CodeKind {
        match self.number {
            // The user is asked, or has to be.
            0xcaa10001 | 0xcaa10002 | 0xcaa2000c => CodeKind::Interrupt,
            _ => CodeKind::Failure,
        }
    }

    /// The HTTP status that it is made of.
    #[must_use]
    pub fn http_status(self) -> Option<u16> {
        self.lower_half().filter(|status| self.family == Http && (100..600).contains(status))
    }

    /// The number of WinHTTP or WinINet that it is, or is made of.
    #[must_use]
    pub fn internet_number(self) -> Option<u16> {
        /// The numbers of both.
        const NUMBERS: std::ops::RangeInclusive<u16> = 12001..=12200;
        let has_one = matches!(self.family, WinHttp | WinInet | Internet | BrokerNetwork);
        self.lower_half().filter(|number| has_one && NUMBERS.contains(number))
    }

    fn lower_half(self) -> Option<u16> {
        u16::try_from(self.unsigned()? & 0xffff).ok()
    }

    /// Whether a code of the service next to it is the reason, and this only says that there is one.
    #[must_use]
    pub fn repeats_the_service(self) -> bool {
        self.family == TokenService || self.name.is_some() && matches!(self.family, Broker | Logon | PrimaryToken | CloudSignIn)
    }
}

fn listed(number: i64) -> Option<SystemCode> {
    ROWS.binary_search_by_key(&number, |row| row.number).ok().and_then(|at| ROWS.get(at)).copied()
}

static BY_NAME: LazyLock<HashMap<&str, SystemCode>> = LazyLock::new(|| ROWS.iter().filter_map(|row| Some((row.name?, *row))).collect());

const fn row(number: i64, name: &'static str, family: Family) -> SystemCode {
    SystemCode { number, name: Some(name), family }
}

const ROWS: &[SystemCode] = &[
    row(-803, "ERR_DNS_TIMED_OUT", Chromium),
    row(-802, "ERR_DNS_SERVER_FAILED", Chromium),
    row(-800, "ERR_DNS_MALFORMED_RESPONSE", Chromium),
    row(-379, "ERR_HTTP_RESPONSE_CODE_FAILURE", Chromium),
    row(-356, "ERR_QUIC_PROTOCOL_ERROR", Chromium),
    row(-343, "ERR_MISCONFIGURED_AUTH_ENVIRONMENT", Chromium),
    row(-341, "ERR_MISSING_AUTH_CREDENTIALS", Chromium),
    row(-339, "ERR_UNSUPPORTED_AUTH_SCHEME", Chromium),
    row(-338, "ERR_INVALID_AUTH_CREDENTIALS", Chromium),
    row(-337, "ERR_HTTP2_PROTOCOL_ERROR", Chromium),
    row(-336, "ERR_NO_SUPPORTED_PROXIES", Chromium),
    row(-331, "ERR_NETWORK_IO_SUSPENDED", Chromium),
    row(-327, "ERR_PAC_SCRIPT_FAILED", Chromium),
    row(-325, "ERR_RESPONSE_HEADERS_TOO_BIG", Chromium),
    row(-324, "ERR_EMPTY_RESPONSE", Chromium),
    row(-320, "ERR_INVALID_RESPONSE", Chromium),
    row(-310, "ERR_TOO_MANY_REDIRECTS", Chromium),
    row(-217, "ERR_CERT_KNOWN_INTERCEPTION_BLOCKED", Chromium),
    row(-214, "ERR_CERTIFICATE_TRANSPARENCY_REQUIRED", Chromium),
    row(-213, "ERR_CERT_VALIDITY_TOO_LONG", Chromium),
    row(-211, "ERR_CERT_WEAK_KEY", Chromium),
    row(-208, "ERR_CERT_WEAK_SIGNATURE_ALGORITHM", Chromium),
    row(-207, "ERR_CERT_INVALID", Chromium),
    row(-206, "ERR_CERT_REVOKED", Chromium),
    row(-205, "ERR_CERT_UNABLE_TO_CHECK_REVOCATION", Chromium),
    row(-203, "ERR_CERT_CONTAINS_ERRORS", Chromium),
    row(-202, "ERR_CERT_AUTHORITY_INVALID", Chromium),
    row(-201, "ERR_CERT_DATE_INVALID", Chromium),
    row(-200, "ERR_CERT_COMMON_NAME_INVALID", Chromium),
    row(-150, "ERR_SSL_PINNED_KEY_NOT_IN_CERT_CHAIN", Chromium),
    row(-141, "ERR_SSL_CLIENT_AUTH_SIGNATURE_FAILED", Chromium),
    row(-138, "ERR_NETWORK_ACCESS_DENIED", Chromium),
    row(-137, "ERR_NAME_RESOLUTION_FAILED", Chromium),
    row(-136, "ERR_PROXY_CERTIFICATE_INVALID", Chromium),
    row(-135, "ERR_SSL_CLIENT_AUTH_CERT_NO_PRIVATE_KEY", Chromium),
    row(-134, "ERR_SSL_CLIENT_AUTH_PRIVATE_KEY_ACCESS_DENIED", Chromium),
    row(-131, "ERR_MANDATORY_PROXY_CONFIGURATION_FAILED", Chromium),
    row(-130, "ERR_PROXY_CONNECTION_FAILED", Chromium),
    row(-127, "ERR_PROXY_AUTH_REQUESTED", Chromium),
    row(-120, "ERR_SOCKS_CONNECTION_FAILED", Chromium),
    row(-118, "ERR_CONNECTION_TIMED_OUT", Chromium),
    row(-117, "ERR_BAD_SSL_CLIENT_AUTH_CERT", Chromium),
    row(-115, "ERR_PROXY_AUTH_UNSUPPORTED", Chromium),
    row(-113, "ERR_SSL_VERSION_OR_CIPHER_MISMATCH", Chromium),
    row(-111, "ERR_TUNNEL_CONNECTION_FAILED", Chromium),
    row(-110, "ERR_SSL_CLIENT_AUTH_CERT_NEEDED", Chromium),
    row(-109, "ERR_ADDRESS_UNREACHABLE", Chromium),
    row(-107, "ERR_SSL_PROTOCOL_ERROR", Chromium),
    row(-106, "ERR_INTERNET_DISCONNECTED", Chromium),
    row(-105, "ERR_NAME_NOT_RESOLVED", Chromium),
    row(-104, "ERR_CONNECTION_FAILED", Chromium),
    row(-103, "ERR_CONNECTION_ABORTED", Chromium),
    row(-102, "ERR_CONNECTION_REFUSED", Chromium),
    row(-101, "ERR_CONNECTION_RESET", Chromium),
    row(-100, "ERR_CONNECTION_CLOSED", Chromium),
    row(-30, "ERR_BLOCKED_BY_CSP", Chromium),
    row(-27, "ERR_BLOCKED_BY_RESPONSE", Chromium),
    row(-22, "ERR_BLOCKED_BY_ADMINISTRATOR", Chromium),
    row(-21, "ERR_NETWORK_CHANGED", Chromium),
    row(-20, "ERR_BLOCKED_BY_CLIENT", Chromium),
    row(-10, "ERR_ACCESS_DENIED", Chromium),
    row(-7, "ERR_TIMED_OUT", Chromium),
    row(-3, "ERR_ABORTED", Chromium),
    row(-2, "ERR_FAILED", Chromium),
    row(12002, "ERROR_WINHTTP_TIMEOUT", WinHttp),
    row(12005, "ERROR_WINHTTP_INVALID_URL", WinHttp),
    row(12007, "ERROR_WINHTTP_NAME_NOT_RESOLVED", WinHttp),
    row(12015, "ERROR_WINHTTP_LOGIN_FAILURE", WinHttp),
    row(12017, "ERROR_WINHTTP_OPERATION_CANCELLED", WinHttp),
    row(12029, "ERROR_WINHTTP_CANNOT_CONNECT", WinHttp),
    row(12030, "ERROR_WINHTTP_CONNECTION_ERROR", WinHttp),
    row(12031, "ERROR_INTERNET_CONNECTION_RESET", WinInet),
    row(12037, "ERROR_WINHTTP_SECURE_CERT_DATE_INVALID", WinHttp),
    row(12038, "ERROR_WINHTTP_SECURE_CERT_CN_INVALID", WinHttp),
    row(12044, "ERROR_WINHTTP_CLIENT_AUTH_CERT_NEEDED", WinHttp),
    row(12045, "ERROR_WINHTTP_SECURE_INVALID_CA", WinHttp),
    row(12057, "ERROR_WINHTTP_SECURE_CERT_REV_FAILED", WinHttp),
    row(12152, "ERROR_WINHTTP_INVALID_SERVER_RESPONSE", WinHttp),
    row(12156, "ERROR_WINHTTP_REDIRECT_FAILED", WinHttp),
    row(12157, "ERROR_WINHTTP_SECURE_CHANNEL_ERROR", WinHttp),
    row(12166, "ERROR_WINHTTP_BAD_AUTO_PROXY_SCRIPT", WinHttp),
    row(12167, "ERROR_WINHTTP_UNABLE_TO_DOWNLOAD_SCRIPT", WinHttp),
    row(12169, "ERROR_WINHTTP_SECURE_INVALID_CERT", WinHttp),
    row(12170, "ERROR_WINHTTP_SECURE_CERT_REVOKED", WinHttp),
    row(12175, "ERROR_WINHTTP_SECURE_FAILURE", WinHttp),
    row(12178, "ERROR_WINHTTP_AUTO_PROXY_SERVICE_ERROR", WinHttp),
    row(12180, "ERROR_WINHTTP_AUTODETECTION_FAILED", WinHttp),
    row(0x8007000d, "E_INVALIDDATA", Windows),
    row(0x80072ee2, "WININET_E_TIMEOUT", Internet),
    row(0x80072ee5, "WININET_E_INVALID_URL", Internet),
    row(0x80072ee7, "WININET_E_NAME_NOT_RESOLVED", Internet),
    row(0x80072eef, "WININET_E_LOGIN_FAILURE", Internet),
    row(0x80072ef1, "WININET_E_OPERATION_CANCELLED", Internet),
    row(0x80072efd, "WININET_E_CANNOT_CONNECT", Internet),
    row(0x80072efe, "WININET_E_CONNECTION_ABORTED", Internet),
    row(0x80072eff, "WININET_E_CONNECTION_RESET", Internet),
    row(0x80072f05, "WININET_E_SEC_CERT_DATE_INVALID", Internet),
    row(0x80072f06, "WININET_E_SEC_CERT_CN_INVALID", Internet),
    row(0x80072f0c, "WININET_E_CLIENT_AUTH_CERT_NEEDED", Internet),
    row(0x80072f0d, "WININET_E_INVALID_CA", Internet),
    row(0x80072f19, "WININET_E_SEC_CERT_REV_FAILED", Internet),
    row(0x80072f78, "WININET_E_INVALID_SERVER_RESPONSE", Internet),
    row(0x80072f7c, "WININET_E_REDIRECT_FAILED", Internet),
    row(0x80072f7d, "WININET_E_SECURITY_CHANNEL_ERROR", Internet),
    row(0x80072f86, "WININET_E_BAD_AUTO_PROXY_SCRIPT", Internet),
    row(0x80072f87, "WININET_E_UNABLE_TO_DOWNLOAD_SCRIPT", Internet),
    row(0x80072f89, "WININET_E_SEC_INVALID_CERT", Internet),
    row(0x80072f8a, "WININET_E_SEC_CERT_REVOKED", Internet),
    row(0x80072f8f, "WININET_E_DECODING_FAILED", Internet),
    row(0x80090016, "NTE_BAD_KEYSET", Windows),
    row(0x80090031, "NTE_AUTHENTICATION_IGNORED", Windows),
    row(0x801c0002, "DSREG_E_DEVICE_AUTHENTICATION_ERROR", Registration),
    row(0x801c0006, "DSREG_E_DEVICE_INTERNALSERVICE_ERROR", Registration),
    row(0x801c001d, "DSREG_AUTOJOIN_ADCONFIG_READ_FAILED", Registration),
    row(0x801c001f, "DSREG_AUTOJOIN_DISC_WAIT_TIMEOUT", Registration),
    row(0x801c0021, "DSREG_AUTOJOIN_DISC_FAILED", Registration),
    row(0x801c0025, "DSREG_SERVER_BUSY", Registration),
    row(0x801c003a, "DSREG_DISCOVERY_TENANT_NOT_FOUND", Registration),
    row(0x801c003d, "DSREG_AUTOJOIN_USERREALM_DISCOVERY_FAILED", Registration),
    row(0x801c03f2, "DSREG_E_DIRECTORY_FAILURE", Registration),
    row(0x80280036, "TPM_E_NOTFIPS", Windows),
    row(0x80290407, "TPM_E_PCP_INTERNAL_ERROR", Windows),
    row(0xc000005e, "STATUS_NO_LOGON_SERVERS", Logon),
    row(0xc000005f, "STATUS_NO_SUCH_LOGON_SESSION", PrimaryToken),
    row(0xc0000064, "STATUS_NO_SUCH_USER", Logon),
    row(0xc000006a, "STATUS_WRONG_PASSWORD", PrimaryToken),
    row(0xc000006d, "STATUS_LOGON_FAILURE", PrimaryToken),
    row(0xc000006e, "STATUS_ACCOUNT_RESTRICTION", Logon),
    row(0xc000006f, "STATUS_INVALID_LOGON_HOURS", Logon),
    row(0xc0000070, "STATUS_INVALID_WORKSTATION", Logon),
    row(0xc0000071, "STATUS_PASSWORD_EXPIRED", Logon),
    row(0xc0000072, "STATUS_ACCOUNT_DISABLED", Logon),
    row(0xc00000be, "STATUS_BAD_NETWORK_PATH", PrimaryToken),
    row(0xc00000c4, "STATUS_UNEXPECTED_NETWORK_ERROR", PrimaryToken),
    row(0xc00000d0, "STATUS_REQUEST_NOT_ACCEPTED", PrimaryToken),
    row(0xc0000133, "STATUS_TIME_DIFFERENCE_AT_DC", Logon),
    row(0xc000015b, "STATUS_LOGON_TYPE_NOT_GRANTED", Logon),
    row(0xc000018b, "STATUS_NO_TRUST_SAM_ACCOUNT", Logon),
    row(0xc0000193, "STATUS_ACCOUNT_EXPIRED", Logon),
    row(0xc0000224, "STATUS_PASSWORD_MUST_CHANGE", Logon),
    row(0xc0000234, "STATUS_ACCOUNT_LOCKED_OUT", Logon),
    row(0xc000023c, "STATUS_NETWORK_UNREACHABLE", PrimaryToken),
    row(0xc0048442, "AAD_CLOUDAP_E_OAUTH_USER_SID_IS_EMPTY", CloudSignIn),
    row(0xc004844c, "AAD_CLOUDAP_E_OAUTH_USERNAME_IS_MALFORMED", CloudSignIn),
    row(0xc004848b, "AAD_CLOUDAP_E_HTTP_PASSWORD_URI_IS_EMPTY", CloudSignIn),
    row(0xc004848c, "AAD_CLOUDAP_E_HTTP_CERTIFICATE_URI_IS_EMPTY", CloudSignIn),
    row(0xc00484c1, "AAD_CLOUDAP_E_WSTRUST_SAML_TOKENS_ARE_EMPTY", CloudSignIn),
    row(0xc00cee4f, "WC_E_DTDPROHIBITED", Xml),
    row(0xcaa10001, "ERROR_ADAL_NEED_CREDENTIAL", Broker),
    row(0xcaa10002, "ERROR_UI_PENDING", Broker),
    row(0xcaa10005, "ERROR_ADAL_AUTHORITY_IS_NOT_VALID_URL", Broker),
    row(0xcaa10006, "ERROR_ADAL_AUTHORITY_IS_INVALID", Broker),
    row(0xcaa1002d, "ERROR_ADAL_OPERATION_PENDING", Broker),
    row(0xcaa20001, "ERROR_ADAL_SERVER_ERROR_UNAUTHORIZED_CLIENT", TokenService),
    row(0xcaa20002, "ERROR_ADAL_SERVER_ERROR_INVALID_REQUEST", TokenService),
    row(0xcaa20003, "ERROR_ADAL_SERVER_ERROR_INVALID_GRANT", TokenService),
    row(0xcaa20004, "ERROR_ADAL_SERVER_ERROR_ACCESS_DENIED", TokenService),
    row(0xcaa20005, "ERROR_ADAL_SERVER_ERROR_TEMPORARILY_UNAVAILABLE", TokenService),
    row(0xcaa20006, "ERROR_ADAL_SERVER_ERROR_UNSUPPORTED_RESPONSE_TYPE", TokenService),
    row(0xcaa20007, "ERROR_ADAL_SERVER_ERROR_INVALID_SCOPE", TokenService),
    row(0xcaa20008, "ERROR_ADAL_SERVER_ERROR_RECEIVED", TokenService),
    row(0xcaa20009, "ERROR_ADAL_SERVER_ERROR_INVALID_CLIENT", TokenService),
    row(0xcaa2000a, "ERROR_ADAL_SERVER_ERROR_UNSUPPORTED_UNSUPPORTED_GRANT_TYPE", TokenService),
    row(0xcaa2000b, "ERROR_ADAL_SERVER_ERROR_INVALID_RESOURCE", TokenService),
    row(0xcaa2000c, "ERROR_ADAL_SERVER_ERROR_INTERACTION_REQUIRED", TokenService),
    row(0xcaa20064, "ERROR_ADAL_SERVER_ERROR_CODE_UNKNOWN", TokenService),
    row(0xcaa70001, "ERROR_INET_INVALID_URL", Navigation),
    row(0xcaa70003, "ERROR_INET_CANNOT_CONNECT", Navigation),
    row(0xcaa70004, "ERROR_INET_RESOURCE_NOT_FOUND", Navigation),
    row(0xcaa70005, "ERROR_INET_OBJECT_NOT_FOUND", Navigation),
    row(0xcaa70007, "ERROR_INET_DOWNLOAD_FAILURE", Navigation),
    row(0xcaa70008, "ERROR_INET_AUTHENTICATION_REQUIRED", Navigation),
    row(0xcaa7000a, "ERROR_INET_CONNECTION_TIMEOUT", Navigation),
    row(0xcaa7000d, "ERROR_INET_SECURITY_PROBLEM", Navigation),
    row(0xcaa70010, "ERROR_INET_INVALID_CERTIFICATE", Navigation),
    row(0xcaa70011, "ERROR_INET_REDIRECT_FAILED", Navigation),
    row(0xcaa82ee2, "ERROR_ADAL_INTERNET_TIMEOUT", BrokerNetwork),
    row(0xcaa82ee7, "ERROR_ADAL_INTERNET_NAME_NOT_RESOLVED", BrokerNetwork),
    row(0xcaa82eef, "ERROR_ADAL_INTERNET_LOGIN_FAILURE", BrokerNetwork),
    row(0xcaa82ef1, "ERROR_ADAL_INTERNET_OPERATION_CANCELLED", BrokerNetwork),
    row(0xcaa82efd, "ERROR_ADAL_INTERNET_CANNOT_CONNECT", BrokerNetwork),
    row(0xcaa82efe, "ERROR_ADAL_INTERNET_CONNECTION_ABORTED", BrokerNetwork),
    row(0xcaa82eff, "ERROR_ADAL_INTERNET_CONNECTION_RESET", BrokerNetwork),
    row(0xcaa82f05, "ERROR_ADAL_INTERNET_SEC_CERT_DATE_INVALID", BrokerNetwork),
    row(0xcaa82f06, "ERROR_ADAL_INTERNET_SEC_CERT_CN_INVALID", BrokerNetwork),
    row(0xcaa82f0c, "ERROR_ADAL_INTERNET_CLIENT_AUTH_CERT_NEEDED", BrokerNetwork),
    row(0xcaa82f0d, "ERROR_ADAL_INTERNET_INVALID_CA", BrokerNetwork),
    row(0xcaa82f19, "ERROR_ADAL_INTERNET_SEC_CERT_REV_FAILED", BrokerNetwork),
    row(0xcaa82f78, "ERROR_ADAL_INTERNET_INVALID_SERVER_RESPONSE", BrokerNetwork),
    row(0xcaa82f7c, "ERROR_ADAL_INTERNET_REDIRECT_FAILED", BrokerNetwork),
    row(0xcaa82f7d, "ERROR_ADAL_INTERNET_SECURE_CHANNEL_ERROR", BrokerNetwork),
    row(0xcaa82f86, "ERROR_ADAL_INTERNET_BAD_AUTO_PROXY_SCRIPT", BrokerNetwork),
    row(0xcaa82f87, "ERROR_ADAL_INTERNET_UNABLE_TO_DOWNLOAD_SCRIPT", BrokerNetwork),
    row(0xcaa82f89, "ERROR_ADAL_INTERNET_SECURE_INVALID_CERT", BrokerNetwork),
    row(0xcaa82f8a, "ERROR_ADAL_INTERNET_SECURE_CERT_REVOKED", BrokerNetwork),
    row(0xcaa82f8f, "ERROR_ADAL_INTERNET_SECURE_FAILURE", BrokerNetwork),
    row(0xcaa82f92, "ERROR_ADAL_INTERNET_AUTO_PROXY_SERVICE_ERROR", BrokerNetwork),
    row(0xcaa82f94, "ERROR_ADAL_INTERNET_AUTODETECTION_FAILED", BrokerNetwork),
    row(0xcaa90001, "ERROR_ADAL_SERVER_NO_AUTHORIZATION_CODE_FOUND", Broker),
    row(0xcaa90002, "ERROR_ADAL_SERVER_ERROR_SAML_ASSERTION_NOT_FOUND", Broker),
    row(0xcaa90003, "ERROR_ADAL_NO_REFRESH_TOKEN", Broker),
    row(0xcaa90004, "ERROR_ADAL_RENEW_BY_REFRESH_TOKEN", Broker),
    row(0xcaa90005, "ERROR_ADAL_RESOURCE_OWNER_PASSWORD_CREDENTIAL_GRANT_FAIL", Broker),
    row(0xcaa90006, "ERROR_ADAL_WSTRUST_TOKEN_REQUEST_FAIL", Broker),
    row(0xcaa90014, "ERROR_ADAL_WSTRUST_REQUEST_SECURITYTOKEN_FAILED", Broker),
    row(0xcaa90015, "ERROR_ADAL_OAUTH_RESPONSE_INVALID", Broker),
    row(0xcaa90017, "ERROR_ADAL_PROTOCOL_NOT_SUPPORTED", Broker),
    row(0xcaa90018, "ERROR_ADAL_COULDNOT_DISCOVER_USERREALM", Broker),
    row(0xcaa90019, "ERROR_ADAL_UNEXPECTED_RESPONSE", Broker),
    row(0xcaa9001f, "ERROR_ADAL_INTEGRATED_AUTH_WITHOUT_FEDERATION", Broker),
    row(0xcaa90022, "ERROR_ADAL_COULDNOT_DISCOVER_INTEGRATED_AUTH_ENDPOINT", Broker),
    row(0xcaa90023, "ERROR_ADAL_COULDNOT_DISCOVER_USERNAME_PASSWORD_ENDPOINT", Broker),
    row(0xcaa9002b, "ERROR_ADAL_WS_TRUST_MEX_REQUEST", Broker),
    row(0xcaa9002c, "ERROR_ADAL_FAILED_TO_PARSE_XML", Broker),
    row(0xcaaa0001, "ERROR_ADAL_UNEXPECTED", Broker),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_each_name_is_that_of_one_code() {
        assert!(ROWS.is_sorted_by(|one, next| one.number < next.number));
        assert_eq!(BY_NAME.len(), ROWS.len());
    }

    #[test]
    fn a_row_is_in_the_family_that_its_number_is_of() {
        for code in SystemCode::all() {
            let family = code.unsigned().and_then(Family::of_result);
            assert!(family.is_none_or(|family| family == code.family), "{code:?}");
            let is_network = matches!(code.family, WinHttp | WinInet | Internet | BrokerNetwork);
            assert_eq!(code.internet_number().is_some(), is_network, "{code:?}");
        }
    }

    #[test]
    fn every_family_says_what_it_is_and_where_it_is_documented() {
        for SystemCode { family, .. } in SystemCode::all() {
            let host = family.documentation().strip_prefix("https://").and_then(|rest| rest.split('/').next());
            assert!(matches!(host, Some("learn.microsoft.com" | "chromium.googlesource.com")) && family.name().len() > 10, "{family:?}");
        }
    }

    #[test]
    fn a_code_is_the_same_in_hexadecimal_and_with_and_without_a_sign() {
        let code = SystemCode::of_result(0xcaa20003).expect("a listed code");
        assert_eq!((code.code().as_str(), code.unsigned(), code.signed()), ("0xcaa20003", Some(3399614467), -895352829));
        let code = SystemCode::of_chromium(-202).expect("a listed code");
        assert_eq!((code.code().as_str(), code.unsigned(), code.signed()), ("ERR_CERT_AUTHORITY_INVALID", None, -202));
        assert_eq!(SystemCode::of_result(0x800484c1), SystemCode::of_result(0xc00484c1));
        assert_eq!(SystemCode::of_internet(12007).map(SystemCode::code).as_deref(), Some("0x00002ee7"));
    }

    #[test]
    fn a_code_without_a_row_tells_what_its_family_tells() {
        let of = |result| SystemCode::of_result(result).map(|code| (code.family, code.http_status(), code.internet_number()));
        assert_eq!(of(0xcaa30194), Some((Http, Some(404), None)));
        assert_eq!(of(0xcaa3ffff), Some((Http, None, None)));
        assert_eq!(of(0xcaa82ef2), Some((BrokerNetwork, None, Some(12018))));
        assert_eq!(of(0x80072ef2), Some((Internet, None, Some(12018))));
        assert_eq!(of(0xcaa2ffff), Some((TokenService, None, None)));
        assert_eq!(of(0xcaa5004b), Some((Broker, None, None)));
        for other in [0xc0000005, 0x80070005, 12007, 50053, 0xcaa00001, 0xcaab0001, 0x80048823] {
            assert_eq!(of(other), None, "{other:#x}");
        }
    }
}

//! Shapes: which form a value may have that stays. A name vouches for a value only together with its shape.

use core::net::IpAddr;

use crate::entra::codes::Code;
use crate::entra::guid::Guid;
use crate::entra::hosts::{self, HostClass};

/// The form that the value of a name may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Shape {
    /// `AADSTS50126`, `50126`, several of them, or one of the service's own names of a code.
    Code,
    /// A GUID, or several.
    Guid,
    /// A date and time, in any of the forms that HTTP, ISO 8601 and the service write.
    Time,
    /// A time as a number of seconds or milliseconds.
    Epoch,
    /// `true`, `false`, `yes`, `no`, `0`, `1`.
    Flag,
    /// A whole number of at most three digits.
    Small,
    /// A count or a size of at most nine digits.
    Count,
    /// `2.1.22104.6`, `v2.0`.
    Version,
    /// A word of an enumeration: letters, with marks between them.
    Word,
    /// Several such words, or versions, in a list.
    Words,
    /// Such words with sizes and durations: `max-age=31536000`.
    Directives,
    /// The name of a client library: `MSAL.Desktop`.
    Library,
    /// One of the words that a standard lists.
    OneOf(&'static str),
    /// The name of a page: a word that may end in a number.
    Page,
    /// `en-US`, a country, a number of a language.
    Locale,
    /// A domain.
    Domain,
    /// A tenant: a GUID, a domain, or a shared name such as `common`.
    Tenant,
    /// An address, whose parts are cleaned by the same rule.
    Address,
    /// An address whose path is that of the application, which is compared to the letter: a redirect URI.
    RedirectUri,
    /// An application or a resource: a GUID, an address, a URN.
    Application,
    /// Scopes: words, GUIDs and addresses in a list.
    Scopes,
    /// A URN, or an address of a standard.
    Uri,
    /// The name of an application, as people are shown it.
    AppName,
    /// A message of the service: running text, in which secrets and people are masked.
    Message,
    /// JSON whose members obey the same rule, in base64 or not.
    Json,
    /// `x-ms-clitelem` and its kind: codes, words, numbers and GUIDs between commas and bars.
    Telemetry,
    /// A build of the service and where it runs: `2.1.22104.6 - NEULR1 ProdSlices`.
    Server,
    /// The id of a SAML message: hexadecimal digits behind a letter or two.
    SamlId,
    /// A user agent.
    Agent,
    /// The thumbprint or id of a public key, or a request id in base64.
    Thumbprint,
    /// A media type with its parameters.
    MediaType,
}

impl Shape {
    /// What may stand there, as the documents say it.
    #[cfg(feature = "internals")]
    pub(super) fn description(self) -> &'static str {
        match self {
            Self::Code => "code of the service",
            Self::Guid => "GUID",
            Self::Time => "date and time",
            Self::Epoch => "time as a number",
            Self::Flag => "flag",
            Self::Small => "number of up to three digits",
            Self::Count => "number of up to nine digits",
            Self::Version => "version",
            Self::Word => "word",
            Self::Words => "words and versions",
            Self::Directives => "words and numbers",
            Self::Library => "name of a client library",
            Self::OneOf(_) => "word of a standard",
            Self::Page => "name of a page",
            Self::Locale => "language or country",
            Self::Domain => "domain",
            Self::Tenant => "tenant: GUID, domain or shared name",
            Self::Address => "address, cleaned part by part",
            Self::RedirectUri => "redirect URI, its parameters cleaned",
            Self::Application => "application: GUID, address or URN",
            Self::Scopes => "scopes",
            Self::Uri => "URN or address of a standard",
            Self::AppName => "name of an application, masked",
            Self::Message => "message of the service, masked",
            Self::Json => "JSON, cleaned member by member",
            Self::Telemetry => "codes, words, numbers and GUIDs",
            Self::Server => "build and place of the service",
            Self::SamlId => "id of a message",
            Self::Agent => "user agent, masked",
            Self::Thumbprint => "thumbprint or id of a public key, or an id in base64",
            Self::MediaType => "media type",
        }
    }

    /// Whether a value has the shape. Shapes that are looked into ([`Shape::Address`], [`Shape::Message`], ...) only say whether it is worth it.
    pub(super) fn fits(self, value: &str) -> bool {
        let value = value.trim();
        match self {
            Self::Code => is_code(value),
            Self::Guid => all(value, is_guid),
            Self::Time => is_time(value) || matches!(value, "0" | "-1"),
            Self::Epoch => is_epoch(value),
            Self::Flag => ["true", "false", "yes", "no", "0", "1"].iter().any(|flag| value.eq_ignore_ascii_case(flag)),
            Self::Small => is_number(value, 3),
            Self::Count => is_number(value, 9),
            Self::Version => is_version(value),
            Self::Word => is_word(value),
            Self::Words => is_words(value, 5),
            Self::Directives => is_words(value, 9),
            Self::Library => is_library(value),
            Self::OneOf(words) => all(value, |part| words.split(' ').any(|word| word.eq_ignore_ascii_case(part))),
            Self::Page => is_page(value),
            Self::Locale => is_locale(value),
            Self::Domain => is_domain(value),
            Self::Tenant => is_tenant(value),
            Self::Address | Self::RedirectUri => is_address(value),
            Self::Application => is_guid(value) || is_account_client(value) || is_address(value) || is_uri(value),
            Self::Scopes => value.len() <= 8192 && value.split_whitespace().all(is_scope),
            Self::Uri => is_uri(value),
            Self::AppName | Self::Message | Self::Agent => true,
            Self::Json => value.starts_with(['{', '[']) || is_base64(value),
            Self::Telemetry => is_telemetry(value),
            Self::Server => {
                value.len() <= 96 && value.split(' ').all(|part| part == "-" || is_version(part) || is_word(part) || is_unit(part))
            }
            Self::SamlId => is_saml_id(value),
            Self::Thumbprint => is_thumbprint(value),
            Self::MediaType => is_media_type(value),
        }
    }

    /// Whether a value of this shape, kept under its name, is a word of the protocol: as such it is never looked for as a secret elsewhere.
    pub(super) fn vouches(self) -> bool {
        !matches!(self, Self::AppName | Self::Message | Self::Agent | Self::Json | Self::Address | Self::RedirectUri | Self::Scopes)
    }
}

fn is_words(value: &str, digits: usize) -> bool {
    value.len() <= 512 && all(value, |part| is_word(part) || is_version(part) || is_number(part, digits) || is_hexadecimal(part))
}

/// Names of the libraries that ask for tokens begin in few ways.
fn is_library(value: &str) -> bool {
    const BEGINNINGS: &[&str] = &[
        "msal", "adal", "pcl", "id_net", "js", "objc", "ios", "android", "passport", "azure", "owin", "winrt", "wpj", "xplat", "broker",
        "unknown",
    ];
    let lower = value.to_ascii_lowercase();
    let of_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    value.len() <= 40 && digits <= 4 && value.bytes().all(of_name) && BEGINNINGS.iter().any(|known| lower.starts_with(known))
}

/// Whether a list, with spaces, commas or semicolons between its parts, has only parts of a kind.
fn all(value: &str, is_one: impl Fn(&str) -> bool) -> bool {
    let mut parts = value.split([' ', ',', ';', '=', '[', ']', '"']).filter(|part| !part.is_empty()).peekable();
    parts.peek().is_some() && parts.all(is_one)
}

/// A whole number of that many digits.
pub(super) fn is_number(text: &str, digits: usize) -> bool {
    let number = text.strip_prefix('-').unwrap_or(text);
    !number.is_empty() && number.len() <= digits && number.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_code(text: &str) -> bool {
    const DIGITS: usize = 8;
    all(text, |part| {
        let digits = part.trim_start_matches(|letter: char| !letter.is_ascii_digit());
        let is_name = || is_word(part) && Code::read(part).is_some();
        digits.len() <= DIGITS && (is_number(part, DIGITS) || is_name() || !digits.is_empty() && Code::read(part).is_some())
    })
}

/// A GUID, in braces or not, the one of zeros among them.
pub(super) fn is_guid(text: &str) -> bool {
    // Microsoft accounts write them without hyphens.
    let is_bare = || text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    Guid::parse(text).is_some() || is_bare() || text == "00000000-0000-0000-0000-000000000000"
}

/// An application of Microsoft accounts: `0000000048093EE3`.
fn is_account_client(text: &str) -> bool {
    text.len() == 16 && text.starts_with("00000000") && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A date, a time, or both: digits in the places of a date, and nothing but what dates are written with.
pub(super) fn is_time(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "jan",
        "feb",
        "mar",
        "apr",
        "may",
        "jun",
        "jul",
        "aug",
        "sep",
        "oct",
        "nov",
        "dec",
        "gmt",
        "utc",
        "z",
        "t",
        "am",
        "pm",
    ];
    if text.len() > 48 {
        return false;
    }
    let marks = text.bytes().filter(|byte| matches!(byte, b'-' | b':' | b'/')).count();
    let digits = || text.bytes().filter(u8::is_ascii_digit).count();
    let longest = || text.split(|letter: char| !letter.is_ascii_digit()).map(str::len).max().unwrap_or(0);
    let mut parts = text.split(|letter: char| letter.is_ascii_digit() || matches!(letter, ' ' | ',' | '-' | ':' | '.' | '/' | '+'));
    (2..=7).contains(&marks)
        && (6..=25).contains(&digits())
        && longest() <= 9
        && parts.all(|part| part.is_empty() || WORDS.iter().any(|word| word.eq_ignore_ascii_case(part)))
        && has_date_or_clock(text)
}

/// `2026-03-02`, `02-Mar-2026`, `3/2/2026` or `10:12`: no telephone number, which has other groups.
fn has_date_or_clock(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let clock = (0..bytes.len())
        .any(|at| bytes.get(at) == Some(&b':') && digit(at.wrapping_sub(1)) && digit(at + 1) && digit(at + 2) && !digit(at + 3));
    let iso = (0..bytes.len()).any(|at| {
        matches!(bytes.get(at), Some(b'-' | b'/'))
            && at >= 4
            && (at - 4..at).all(digit)
            && !digit(at.wrapping_sub(5))
            && digit(at + 1)
            && digit(at + 2)
            && matches!(bytes.get(at + 3), Some(b'-' | b'/'))
            && digit(at + 4)
            && digit(at + 5)
            && !digit(at + 6)
            && matches!(bytes.get(at - 4..at - 2), Some(b"19" | b"20"))
    });
    clock || iso
}

/// Seconds or milliseconds from 2001 to 2100, with a fraction or not.
fn is_epoch(text: &str) -> bool {
    let whole = text.split_once('.').map_or(text, |(whole, fraction)| if is_number(fraction, 7) { whole } else { "" });
    is_number(whole, 13)
        && whole.parse::<u64>().is_ok_and(|number| {
            (1_000_000_000..4_102_444_800).contains(&number) || (1_000_000_000_000..4_102_444_800_000).contains(&number)
        })
}

/// Digits and dots, with a `v` before or a short word behind.
pub(super) fn is_version(text: &str) -> bool {
    let rest = text.strip_prefix(['v', 'V']).unwrap_or(text);
    let (numbers, word) = rest.split_once(['-', '+']).map_or((rest, ""), |(numbers, word)| (numbers, word));
    let is_numbers = !numbers.is_empty() && numbers.split('.').all(|number| is_number(number, 5)) && !numbers.starts_with('-');
    let has_dot = numbers.contains('.') || numbers.len() <= 3;
    text.len() <= 32
        && is_numbers
        && has_dot
        && numbers.parse::<IpAddr>().is_err() | numbers.starts_with("10.0.")
        && word.split(['.', '-']).all(|part| part.is_empty() || part.len() <= 10 && (is_letters(part) || is_number(part, 5)))
}

/// A program's version of four numbers, where a program's version stands: `v5.0.0.0`, `1.4.2.0`. No network of a customer's own begins like that.
pub(super) fn is_version_of_four(text: &str) -> bool {
    let numbers = text.strip_prefix(['v', 'V']).unwrap_or(text);
    let first = numbers.split('.').next().unwrap_or_default();
    numbers.split('.').count() == 4 && first.len() == 1 && numbers.split('.').all(|number| is_number(number, 5))
}

fn is_letters(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Letters with marks between them. Digits only as words have them: two at the end (`Win32`), or one in a long word (`User2WaySMS`).
pub(super) fn is_word(text: &str) -> bool {
    const LONGEST: usize = 80;
    let of_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-' | b':' | b'/' | b'*');
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let at_end = text.len() - text.trim_end_matches(|letter: char| letter.is_ascii_digit()).len();
    let few = digits == 0 || digits == at_end && digits <= 2 || digits == 1 && text.len() >= 8 || text.len() <= 4;
    text.len() <= LONGEST && text.starts_with(|first: char| first.is_ascii_alphabetic()) && text.bytes().all(of_word) && few
}

fn is_page(text: &str) -> bool {
    const LONGEST: usize = 64;
    // Microsoft accounts number theirs: `i5030`.
    if text.strip_prefix('i').is_some_and(|digits| digits.len() == 4 && is_number(digits, 4)) {
        return true;
    }
    let of_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
    // User flows and policies of B2C begin alike: `B2C_1_`, `B2C_1A_`.
    let rest = policy(text).unwrap_or(text);
    let letters = rest.trim_end_matches(|letter: char| letter.is_ascii_digit());
    text.len() <= LONGEST && letters.bytes().all(of_name) && is_word(letters) && rest.len() - letters.len() <= 2
}

/// What follows the beginning of the name of a policy of B2C.
pub(super) fn policy(text: &str) -> Option<&str> {
    let rest = text.get(..6).filter(|start| start.eq_ignore_ascii_case("b2c_1_")).and(text.get(6..));
    rest.or_else(|| text.get(..7).filter(|start| start.eq_ignore_ascii_case("b2c_1a_")).and(text.get(7..)))
}

/// `en`, `en-US`, `zh-Hans-CN`, `1033`, or a list of such with weights.
fn is_locale(text: &str) -> bool {
    let is_one = |part: &str| {
        let (tag, weight) = part.split_once(";q=").map_or((part, "1"), |(tag, weight)| (tag, weight));
        let is_tag =
            tag == "*" || tag.split(['-', '_']).all(|part| (1..=8).contains(&part.len()) && is_letters(part) || is_number(part, 3));
        (is_tag || is_number(tag, 5)) && weight.len() <= 5 && weight.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    };
    text.len() <= 128 && !text.is_empty() && text.split(',').map(str::trim).all(is_one)
}

/// Labels with dots between them, of which the last is letters.
pub(super) fn is_domain(text: &str) -> bool {
    let of_label = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') || byte >= 0x80;
    let is_label = |label: &str| !label.is_empty() && label.len() <= 63 && label.bytes().all(of_label);
    let last = text.rsplit('.').next().unwrap_or("");
    text.len() <= 253
        && text.contains('.')
        && text.split('.').all(is_label)
        && last.len() >= 2
        && !last.bytes().any(|byte| byte.is_ascii_digit())
}

/// A GUID, a domain, or a name that stands for many tenants.
pub(super) fn is_tenant(text: &str) -> bool {
    is_guid(text) || is_domain(text) || ["common", "organizations", "consumers"].iter().any(|name| text.eq_ignore_ascii_case(name))
}

/// An absolute address, or a path.
pub(super) fn is_address(text: &str) -> bool {
    let is_of_scheme = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    let (scheme, rest) = text.split_at(memchr::memchr(b':', text.as_bytes()).unwrap_or(0));
    let absolute = !scheme.is_empty() && rest.len() > "://".len() && rest.starts_with("://") && scheme.bytes().all(is_of_scheme);
    (absolute || text.starts_with('/') || text.starts_with("urn:ietf:wg:oauth:2.0:oob")) && !text.contains(char::is_whitespace)
}

/// Beginnings of URNs and addresses that standards and Microsoft's own formats give out.
const STANDARD: &[&str] = &[
    "urn:oasis:names:",
    "urn:ietf:",
    "urn:federation:",
    "urn:amazon:webservices",
    "urn:mace:",
    "urn:com:microsoft:",
    "urn:microsoft:",
    "urn:schemas-microsoft-com:",
    "http://schemas.microsoft.com/",
    "http://schemas.xmlsoap.org/",
    "http://docs.oasis-open.org/",
    "http://www.w3.org/",
    "http://schemas.openid.net/",
    "http://schemas.passport.com/",
    "https://login.windows.net/",
];

/// Whether a text is a name that a standard gives out.
pub(super) fn is_uri(text: &str) -> bool {
    const LONGEST: usize = 160;
    let of_uri = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'/' | b'.' | b'-' | b'_' | b'#');
    let starts = |prefix: &&str| text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    text.len() <= LONGEST
        && text.bytes().all(of_uri)
        && STANDARD
            .iter()
            .find(|prefix| starts(prefix))
            .is_some_and(|prefix| text.get(prefix.len()..).unwrap_or_default().split([':', '/', '#']).all(is_part_of_uri))
}

/// Words, versions, years and months with marks between them: `oasis-200401-wss-wssecurity-secext-1.0.xsd`.
fn is_part_of_uri(part: &str) -> bool {
    is_guid(part)
        || is_version(part)
        || part.split(['-', '.', '_']).all(|one| one.is_empty() || is_number(one, 8) || is_word(one) || is_unit(one))
}

/// Capital letters and at most six digits, as machines and regions are numbered: `NEULR1`, `FD081`, `C533_SN1`; or digits alone: `200505`.
fn is_unit(part: &str) -> bool {
    let digits = part.bytes().filter(u8::is_ascii_digit).count();
    let of_unit = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
    part.len() <= 16 && part.bytes().all(of_unit) && (digits <= 4 || digits <= 6 && digits == part.len())
}

fn is_scope(scope: &str) -> bool {
    let (resource, permission) = scope.rsplit_once('/').map_or(("", scope), |(resource, permission)| (resource, permission));
    let is_resource =
        resource.is_empty() || is_guid(resource.trim_end_matches('/')) || is_address(resource) || is_word(resource) || is_uri(resource);
    is_resource && (permission.is_empty() || is_word(permission.trim_start_matches('.')) || is_guid(permission))
}

/// Base64 of JSON: it begins as an object or a list does.
fn is_base64(text: &str) -> bool {
    text.len() >= 4
        && text.starts_with(['e', 'W', 'I'])
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'='))
}

fn is_telemetry(text: &str) -> bool {
    let is_fraction = |part: &str| part.split_once('.').is_some_and(|(whole, fraction)| is_number(whole, 12) && is_number(fraction, 6));
    let is_part =
        |part: &str| part.len() <= 8 || is_number(part, 7) || is_fraction(part) || is_word(part) || is_guid(part) || is_version(part);
    text.len() <= 2048 && text.split([',', '|', ';']).all(|part| is_part(part.trim()))
}

fn is_saml_id(text: &str) -> bool {
    let id = text.trim_start_matches(|letter: char| letter.is_ascii_alphabetic() && !letter.is_ascii_hexdigit() || letter == '_');
    let id = id.strip_prefix('-').unwrap_or(id);
    text.len() - id.len() <= 8 && (16..=80).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

fn is_thumbprint(text: &str) -> bool {
    const LONGEST: usize = 64;
    (16..=LONGEST).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'='))
}

fn is_media_type(text: &str) -> bool {
    let is_type = |text: &str| {
        text.split_once('/').is_some_and(|(kind, name)| is_word(kind) && (is_word(name) || name == "*" || is_subtype(name)) || kind == "*")
    };
    let is_parameter = |text: &str| {
        let (name, value) = text.split_once('=').unwrap_or((text, ""));
        let value = value.trim_matches('"');
        matches!(
            name.to_ascii_lowercase().as_str(),
            "charset" | "q" | "version" | "v" | "odata.metadata" | "odata.streaming" | "ieee754compatible" | "odata" | ""
        ) && value.len() <= 24
            && (is_word(value) || value.is_empty() || is_charset(value) || value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
    };
    text.len() <= 512
        && text.split(',').all(|one| {
            let mut parts = one.split(';').map(str::trim);
            parts.next().is_some_and(is_type) && parts.all(is_parameter)
        })
}

fn is_subtype(name: &str) -> bool {
    name.len() <= 80
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'+' | b'-'))
        && name.bytes().filter(u8::is_ascii_digit).count() <= 2
}

fn is_charset(name: &str) -> bool {
    name.len() <= 16
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && name.bytes().filter(u8::is_ascii_digit).count() <= 5
}

/// A number as WS-Trust and Microsoft accounts write codes: `0x80048821`, `80041012`, and `0x0` for none.
pub(super) fn is_hexadecimal(text: &str) -> bool {
    let digits = text.strip_prefix("0x").unwrap_or(text);
    text == "0x0" || digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether a text is a host of the service.
pub(super) fn is_service_host(text: &str) -> bool {
    /// No host has a longer name.
    const LONGEST: usize = 253;
    text.len() <= LONGEST && text.contains('.') && hosts::class(text, "") != HostClass::Other
}

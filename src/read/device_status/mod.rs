//! The output of `dsregcmd /status`, as it was written to a file or pasted: recognized by its keys, read into a device.

mod lines;

use std::io::Read;
use std::ops::ControlFlow;

use jiff::Timestamp;

use crate::entra::codes::Code;
use crate::entra::guid::Guid;
use crate::model::device::{Device, Names, PrtAttempt, Trust};
use crate::read::bytes::adapters::read_up_to;
use crate::read::error::ReadError;
use crate::read::http::charset::TextEncoding;
use crate::read::reading::timestamp;
use crate::read::sink::Part;
use lines::{Field, fields, parts};

/// An output has a few kilobytes. A file may have more than one, and other texts around.
const LARGEST: u64 = 1 << 20;

/// What is said of one try to get a primary refresh token.
const OF_ATTEMPT: &[&str] = &[
    "previous prt attempt",
    "attempt status",
    "user identity",
    "credential type",
    "correlation id",
    "endpoint uri",
    "http method",
    "http error",
    "http status",
    "server error code",
    "server error description",
];

/// Whether a text is, or holds, an output: by its first 64 KiB without byte order mark.
pub(super) fn recognizes(prefix: &str) -> bool {
    let start = prefix.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
    if start.starts_with(['{', '[', '<']) || !prefix.to_ascii_lowercase().contains("azuread") {
        return false;
    }
    let fields = fields(prefix);
    let is_decisive = |field: &&Field| matches!(field.key.as_str(), "azureadjoined" | "azureadprt") && field.is_yes().is_some();
    let Some(decisive) = fields.iter().find(is_decisive) else { return false };
    prefix.contains("| Device State") || fields.iter().any(|field| field.is_known() && field.key != decisive.key)
}

/// Reads the devices of a file: one for each output that is in it.
pub(super) fn read(stream: &mut dyn Read, encoding: TextEncoding) -> Result<Vec<Device>, ReadError> {
    match read_up_to(stream, LARGEST) {
        (bytes, None) => Ok(devices(&encoding.preview(&bytes))),
        (_, Some(error)) => Err(error.into()),
    }
}

/// Gives the parts of a file's outputs as they stand.
pub(super) fn read_parts(
    stream: &mut dyn Read,
    encoding: TextEncoding,
    take: &mut dyn FnMut(&Part<'_>) -> ControlFlow<()>,
) -> Result<(), ReadError> {
    match read_up_to(stream, LARGEST) {
        (bytes, None) => {
            let _ = parts(&encoding.preview(&bytes), take);
            Ok(())
        }
        (_, Some(error)) => Err(error.into()),
    }
}

/// The devices of a text. The command writes each key once, and the first of its keys begins the next output.
fn devices(text: &str) -> Vec<Device> {
    const FIRST: &str = "azureadjoined";
    let mut outputs: Vec<Vec<Field>> = vec![Vec::new()];
    for field in fields(text) {
        let is_next = field.key == FIRST && outputs.last().is_some_and(|fields| fields.iter().any(|other| other.key == FIRST));
        if is_next {
            outputs.push(Vec::new());
        }
        if let Some(output) = outputs.last_mut() {
            output.push(field);
        }
    }
    outputs.iter().map(|fields| device(fields)).collect()
}

fn device(fields: &[Field]) -> Device {
    let field = |key: &str| fields.iter().find(|field| field.key == key && !field.word().is_empty());
    let is_yes = |key: &str| field(key).and_then(Field::is_yes);
    let accounts: Vec<String> = field("executing account name").map(accounts).unwrap_or_default();
    let context = field("user context").map(Field::word).unwrap_or_default();
    let is_of_system = context.eq_ignore_ascii_case("system") || accounts.iter().any(|account| is_of_machine(account));
    let joined = is_yes("azureadjoined");
    Device {
        source: String::new(),
        joined,
        trust: trust(joined, is_yes("enterprisejoined"), is_yes("domainjoined"), is_yes("workplacejoined")),
        id: field("deviceid").and_then(guid),
        is_of_system,
        prt: is_yes("azureadprt").filter(|_| !is_of_system),
        prt_updated: field("azureadprtupdatetime").and_then(time),
        last_attempt: last_attempt(fields),
        matched: None,
        names: names(field("device name"), &accounts, fields),
    }
}

/// How a device is joined, by Microsoft's table; `None` when that cannot be told, and when it is not.
fn trust(entra: Option<bool>, enterprise: Option<bool>, domain: Option<bool>, workplace: Option<bool>) -> Option<Trust> {
    match (entra, enterprise.unwrap_or(false), domain) {
        (Some(true), false, Some(false)) => Some(Trust::EntraJoined),
        (Some(true), false, Some(true)) => Some(Trust::EntraHybridJoined),
        (Some(false), false, Some(true)) => Some(Trust::DomainJoined),
        (Some(false), true, Some(true)) => Some(Trust::OnPremisesDrsJoined),
        (Some(false), false, Some(false)) if workplace == Some(true) => Some(Trust::EntraRegistered),
        _ => None,
    }
}

/// The try that the output has of Microsoft Entra ID; that of AD FS, which goes by the same keys, is another one.
fn last_attempt(fields: &[Field]) -> Option<PrtAttempt> {
    let mut attempts: Vec<Vec<&Field>> = vec![Vec::new()];
    for field in fields.iter().filter(|field| field.is_known()) {
        let is_of_attempt = OF_ATTEMPT.contains(&field.key.as_str());
        if !is_of_attempt || field.key == "previous prt attempt" {
            attempts.push(Vec::new());
        }
        if let Some(attempt) = attempts.last_mut().filter(|_| is_of_attempt) {
            attempt.push(field);
        }
    }
    let is_of_federation_server = |attempt: &[&Field]| {
        attempt.iter().any(|field| field.key == "endpoint uri" && field.closed_up().to_ascii_lowercase().contains("/adfs/oauth2/"))
    };
    attempts.iter().filter(|attempt| !is_of_federation_server(attempt)).map(|attempt| prt_attempt(attempt)).find(is_told)
}

fn is_told(attempt: &PrtAttempt) -> bool {
    *attempt != PrtAttempt::default()
}

fn prt_attempt(fields: &[&Field]) -> PrtAttempt {
    let field = |key: &str| fields.iter().copied().find(|field| field.key == key && !field.word().is_empty());
    let said = || field("server error code").map(Field::closed_up);
    PrtAttempt {
        time: field("previous prt attempt").and_then(time),
        status: field("attempt status").and_then(|field| hexadecimal(&field.closed_up())),
        code: field("server error description").map(Field::closed_up).or_else(said).and_then(|text| code(&text)).or_else(|| code(&said()?)),
        error: said().filter(|error| error.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')),
        correlation_id: field("correlation id").and_then(guid),
    }
}

/// The code in a message of the service.
fn code(text: &str) -> Option<Code> {
    const PREFIX: &str = "AADSTS";
    let upper = text.to_ascii_uppercase();
    upper.match_indices(PREFIX).find_map(|(at, _)| {
        let behind = upper.get(at + PREFIX.len()..)?;
        let digits: String = behind.chars().take_while(char::is_ascii_digit).collect();
        Code::read(&format!("{PREFIX}{digits}"))
    })
}

/// `0xc000006d` in a text.
fn hexadecimal(text: &str) -> Option<u32> {
    let lower = text.to_ascii_lowercase();
    let (_, behind) = lower.split_once("0x")?;
    let digits: String = behind.chars().take_while(char::is_ascii_hexdigit).collect();
    u32::from_str_radix(&digits, 16).ok()
}

/// A GUID, also where its line was cut in its middle.
fn guid(field: &Field) -> Option<Guid> {
    const LENGTH: usize = 36;
    Guid::parse(field.word()).or_else(|| Guid::parse(field.closed_up().get(..LENGTH)?))
}

/// `2026-03-02 09:00:12.000 UTC`
fn time(field: &Field) -> Option<Timestamp> {
    let text = field.spaced();
    let mut words = text.split_whitespace();
    let (date, clock) = (words.next()?, words.next()?);
    timestamp(&format!("{date}T{}Z", clock.trim_end_matches('Z')))
}

/// `CONTOSO\jdoe, jdoe@contoso.example`
fn accounts(field: &Field) -> Vec<String> {
    let accounts = field.spaced();
    accounts.split(',').map(|account| account.trim().to_owned()).filter(|account| !account.is_empty()).collect()
}

/// Whether an account is SYSTEM, or that of the machine, as which SYSTEM is known elsewhere. The authority's name is translated, SYSTEM is not.
fn is_of_machine(account: &str) -> bool {
    let (authority, name) = account.rsplit_once('\\').unwrap_or(("", account));
    let name = name.split('@').next().unwrap_or(name);
    name.ends_with('$') || !authority.is_empty() && name.eq_ignore_ascii_case("system")
}

fn names(device: Option<&Field>, accounts: &[String], fields: &[Field]) -> Names {
    let device = device.map(Field::closed_up).unwrap_or_default();
    let label = device.split('.').next().unwrap_or_default().to_owned();
    let own = |account: &&String| is_of_machine(account);
    let machine = |account: &String| account.rsplit('\\').next().and_then(|name| Some(name.split_once('$')?.0.to_owned()));
    let mut devices: Vec<String> = [device, label].into_iter().chain(accounts.iter().filter(own).filter_map(machine)).collect();
    let identities = fields.iter().filter(|field| field.key == "user identity").map(Field::spaced);
    let mut users: Vec<String> = accounts.iter().filter(|account| !own(account)).cloned().chain(identities).collect();
    for names in [&mut devices, &mut users] {
        names.retain(|name| !name.is_empty());
        names.sort();
        names.dedup();
    }
    Names { devices, users }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As Windows writes it, with invented values.
    const OUTPUT: &str = "
+----------------------------------------------------------------------+
| Device State                                                         |
+----------------------------------------------------------------------+

             AzureAdJoined : YES
          EnterpriseJoined : NO
              DomainJoined : YES
                DomainName : WALNUT
           Virtual Desktop : NOT SET
               Device Name : QUINCE-0417.corp.walnut.example

+----------------------------------------------------------------------+
| Device Details                                                       |
+----------------------------------------------------------------------+

                  DeviceId : E92325D0-7ac4-4714-88a1-94ae875d5245
                Thumbprint : D293213EF327483560EED8410CAE36BB67208179
 DeviceCertificateValidity : [ 2026-01-11 21:02:50.000 UTC -- 2036-01-11 21:32:50.000 UTC ]
            KeyContainerId : 13e68a58-5e5b-4a8e-8b6f-a20a24110e3b
          DeviceAuthStatus : SUCCESS

+----------------------------------------------------------------------+
| User State                                                           |
+----------------------------------------------------------------------+

                    NgcSet : NO
           WorkplaceJoined : NO
             WamDefaultSet : ERROR (0x80070520)

+----------------------------------------------------------------------+
| SSO State                                                            |
+----------------------------------------------------------------------+

                AzureAdPrt : YES
      AzureAdPrtUpdateTime : 2026-03-02 03:15:26.000 UTC
       AzureAdPrtAuthority : https://login.microsoftonline.com/96fa76d0-7ac4-4714-88a1-eb60cc22aaaa
     RefreshPrtDiagnostics : PRESENT
      Previous Prt Attempt : 2026-03-02 08:59:58.789 UTC
            Attempt Status : 0xC000006D
             User Identity : jdoe@walnut.example
           Credential Type : Password
            Correlation ID : 63648321-fc5c-46eb-996e-ed1f3ba7740f
              Endpoint URI : https://login.microsoftonline.com/96fa76d0-7ac4-4714-88a1-eb60cc22aaaa/oauth2/token/
               HTTP Method : POST
                HTTP Error : 0x0
               HTTP status : 400
         Server Error Code : invalid_grant
  Server Error Description : AADSTS50126: Error validating credentials due to invalid username or password.
Trace ID: 9dd8b3e4-1111-4222-8333-444455556666
Correlation ID: 0f2e6d5c-1111-4222-8333-444455556666
             EnterprisePrt : NO

+----------------------------------------------------------------------+
| Diagnostic Data                                                      |
+----------------------------------------------------------------------+

        AadRecoveryEnabled: NO
    Executing Account Name : WALNUT\\jdoe, jdoe@walnut.example
               KeySignTest : PASSED
";

    fn one(text: &str) -> Device {
        assert!(recognizes(text), "{text}");
        let devices = devices(text);
        assert_eq!(devices.len(), 1, "{text}");
        devices.into_iter().next().unwrap()
    }

    /// The output without boxes, titles and indentation, and without the blank before the colon.
    fn bare() -> String {
        let lines = OUTPUT.lines().map(str::trim).filter(|line| !line.starts_with(['+', '|']));
        lines.map(|line| line.replacen(" : ", ": ", 1)).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn an_output_is_read() {
        let device = one(OUTPUT);
        let last = PrtAttempt {
            time: "2026-03-02T08:59:58.789Z".parse().ok(),
            status: Some(0xC000_006D),
            code: Some(Code::Entra(50126)),
            error: Some("invalid_grant".to_owned()),
            correlation_id: Guid::parse("63648321-fc5c-46eb-996e-ed1f3ba7740f"),
        };
        let expected = Device {
            source: String::new(),
            joined: Some(true),
            trust: Some(Trust::EntraHybridJoined),
            id: Guid::parse("e92325d0-7ac4-4714-88a1-94ae875d5245"),
            is_of_system: false,
            prt: Some(true),
            prt_updated: "2026-03-02T03:15:26Z".parse().ok(),
            last_attempt: Some(last),
            matched: None,
            names: Names {
                devices: vec!["QUINCE-0417".to_owned(), "QUINCE-0417.corp.walnut.example".to_owned()],
                users: vec!["WALNUT\\jdoe".to_owned(), "jdoe@walnut.example".to_owned()],
            },
        };
        assert_eq!(device, expected);
    }

    #[test]
    fn the_same_is_read_however_it_was_pasted() {
        let expected = one(OUTPUT);
        let quoted = OUTPUT.lines().map(|line| format!("> \u{a0}{line}")).collect::<Vec<_>>().join("\n");
        let told = format!("Hello team,\nhere it is: see below.\n\n{OUTPUT}\nThanks: Jo\n");
        for text in [OUTPUT.replace('\n', "\r\n"), bare(), quoted, told, format!("\u{feff}{OUTPUT}")] {
            assert_eq!(one(&text), expected, "{text}");
        }
    }

    #[test]
    fn every_encoding_is_read() {
        let expected = one(OUTPUT);
        let little: Vec<u8> = [0xFF, 0xFE].into_iter().chain(OUTPUT.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let big: Vec<u8> = OUTPUT.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [little, big, [b"\xEF\xBB\xBF", OUTPUT.as_bytes()].concat()] {
            let encoding = TextEncoding::sniff(&bytes);
            assert!(recognizes(&encoding.preview(&bytes)));
            assert_eq!(read(&mut bytes.as_slice(), encoding).unwrap(), std::slice::from_ref(&expected));
        }
    }

    #[test]
    fn values_that_were_cut_are_put_together() {
        let cut = OUTPUT
            .replace("63648321-fc5c-46eb-", "63648321-fc5c-46eb-\n")
            .replace("AADSTS50126: Error validating ", "\n  AADSTS501\n26: Error validating\n  ")
            .replace("94ae875d5245", "94ae\n      875d5245")
            .replace("08:59:58.789 UTC", "\n 08:59:58.789\n UTC");
        assert_eq!(one(&cut), one(OUTPUT));
    }

    #[test]
    fn trust_is_by_the_table() {
        let text = |states: [&str; 4]| {
            let [entra, enterprise, domain, workplace] = states;
            format!("AzureAdJoined : {entra}\nEnterpriseJoined : {enterprise}\nDomainJoined : {domain}\nWorkplaceJoined : {workplace}\n")
        };
        for (states, expected) in [
            (["YES", "NO", "NO", "NO"], Some(Trust::EntraJoined)),
            (["YES", "NO", "NO", "YES"], Some(Trust::EntraJoined)),
            (["YES", "NO", "YES", "NO"], Some(Trust::EntraHybridJoined)),
            (["NO", "NO", "YES", "NO"], Some(Trust::DomainJoined)),
            (["NO", "YES", "YES", "NO"], Some(Trust::OnPremisesDrsJoined)),
            (["NO", "NO", "NO", "YES"], Some(Trust::EntraRegistered)),
            (["NO", "NO", "NO", "NO"], None),
            (["YES", "YES", "YES", "NO"], None),
        ] {
            let device = one(&text(states));
            assert_eq!((device.trust, device.joined), (expected, Some(states[0] == "YES")), "{states:?}");
        }
        assert_eq!(one("AzureAdJoined: YES\nDomainName: WALNUT").trust, None);
    }

    #[test]
    fn as_system_the_token_means_nothing() {
        for account in ["NT AUTHORITY\\SYSTEM", "WALNUT\\QUINCE-0417$, QUINCE-0417$@walnut.example", "QUINCE-0417$@walnut.example"] {
            let device = one(&OUTPUT.replace("WALNUT\\jdoe, jdoe@walnut.example", account));
            assert_eq!((device.is_of_system, device.prt), (true, None), "{account}");
            assert!(device.names.devices.iter().all(|name| name.starts_with("QUINCE-0417")), "{:?}", device.names);
        }
        assert!(one("AzureAdJoined : NO\nUser Context : SYSTEM").is_of_system);
        assert!(!one("AzureAdJoined : NO\nUser Context : UN-ELEVATED User").is_of_system);
    }

    #[test]
    fn the_try_at_the_federation_server_is_another_one() {
        let try_of = |endpoint: &str, id: &str| {
            format!("Previous Prt Attempt : 2026-03-02 08:00:00.000 UTC\nCorrelation ID : {id}\nEndpoint URI : https://{endpoint}\n")
        };
        let (first, other) = ("63648321-fc5c-46eb-996e-ed1f3ba7740f", "0f2e6d5c-1111-4222-8333-444455556666");
        let of_server = try_of("sts.walnut.example/adfs/oauth2/token", other);
        let of_entra = try_of("login.microsoftonline.com/x/oauth2/token", first);
        for text in [
            format!("AzureAdPrt : NO\nEnterprisePrt : NO\n{of_server}"),
            format!("AzureAdPrt : NO\n{of_entra}EnterprisePrt : NO\n{of_server}"),
            format!("AzureAdPrt : NO\nEnterprisePrt : NO\n{of_server}OnPremTgt : NO\n{of_entra}"),
        ] {
            let id = one(&text).last_attempt.and_then(|last| last.correlation_id);
            assert_eq!(id, Guid::parse(first).filter(|_| text.contains(first)), "{text}");
        }
    }

    #[test]
    fn a_failed_registration_is_no_try_to_get_a_token() {
        let text = "AzureAdJoined : NO\nError Phase : discover\nClient ErrorCode : 0x801c0021\nServer ErrorCode : DirectoryError\nServer Message : AADSTS50126: no\nHttps Status : 400\nRequest Id : 63648321-fc5c-46eb-996e-ed1f3ba7740f";
        assert_eq!(one(text).last_attempt, None);
    }

    #[test]
    fn codes_are_those_of_the_description() {
        let last = |code: &str, description: &str| {
            let text = format!("AzureAdPrt : NO\nServer Error Code : {code}\nServer Error Description : {description}");
            one(&format!("{text}\nAttempt Status : 0xc000006d")).last_attempt.unwrap()
        };
        assert_eq!(last("invalid_grant", "AADSTS50126: Error").code, Some(Code::Entra(50126)));
        assert_eq!(last("AADSTS50155", "").code, Some(Code::Entra(50155)));
        let none = last("interaction_required", "Something");
        assert_eq!((none.code, none.error.as_deref()), (None, Some("interaction_required")));
        assert_eq!(last("jdoe@walnut.example", "").error, None);
        assert_eq!(one("AzureAdPrt : NO\nAttempt Status : -1073741715\nUser Identity : x").last_attempt, None);
        assert_eq!(one("AzureAdPrt : NO\nAzureAdPrtUpdateTime : 1601-01-01 00:00:00.000 UTC").prt_updated, None);
    }

    #[test]
    fn every_output_of_a_file_is_a_device() {
        let system = OUTPUT.replace("WALNUT\\jdoe, jdoe@walnut.example", "NT AUTHORITY\\SYSTEM");
        let read = devices(&format!("{OUTPUT}\nas SYSTEM\n{system}"));
        assert_eq!(read.iter().map(|device| device.is_of_system).collect::<Vec<_>>(), [false, true]);
        assert_eq!(read.first(), Some(&one(OUTPUT)));
    }

    #[test]
    fn other_texts_are_no_output() {
        for text in [
            "",
            "AzureAdJoined : YES",
            "AzureAdJoined is YES, and DomainJoined too",
            "DeviceId : e92325d0-7ac4-4714-88a1-94ae875d5245\nThumbprint : D293",
            "AzureAdJoined : maybe\nDomainJoined : YES",
            "{\n\"text\": \"x\",\nAzureAdJoined : YES\nDomainJoined : NO\n}",
            "<pre>\nAzureAdJoined : YES\nDomainJoined : NO\n</pre>",
        ] {
            assert!(!recognizes(text), "{text}");
        }
    }
}

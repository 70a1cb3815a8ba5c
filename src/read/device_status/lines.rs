//! The lines of an output, in boxes or bare: keys with their values, also where a value continues in the next line.

use std::ops::ControlFlow;

use crate::read::sink::{Part, StatusField};

/// A key with its value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Field {
    /// The key in lower case, with one blank between words.
    pub(super) key: String,
    /// What each line has of the value.
    pieces: Vec<String>,
}

impl Field {
    /// The value's first word.
    pub(super) fn word(&self) -> &str {
        self.pieces.iter().flat_map(|piece| piece.split_whitespace()).next().unwrap_or_default()
    }

    /// The value, as if it had been cut at its lines' ends between two letters.
    pub(super) fn closed_up(&self) -> String {
        self.pieces.concat()
    }

    /// The value, as if it had been cut at its lines' ends between two words.
    pub(super) fn spaced(&self) -> String {
        self.pieces.join(" ").trim().to_owned()
    }

    /// `YES` or `NO`.
    pub(super) fn is_yes(&self) -> Option<bool> {
        match self.word().to_ascii_lowercase().as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        }
    }

    /// Whether it is one of the keys that the command writes.
    pub(super) fn is_known(&self) -> bool {
        is_known(&self.key)
    }
}

/// The keys that the command writes, in its versions so far.
const KEYS: &[&str] = &[
    "aadrecoveryenabled",
    "access type",
    "acquireprtdiagnostics",
    "ad configuration test",
    "ad connectivity test",
    "adfsrefreshtoken",
    "adfsraisready",
    "attempt status",
    "authcodeurl",
    "azureadjoined",
    "azureadprt",
    "azureadprtauthority",
    "azureadprtexpirytime",
    "azureadprtupdatetime",
    "canreset",
    "certenrollment",
    "client errorcode",
    "client time",
    "cloudtgt",
    "correlation id",
    "credential type",
    "device name",
    "deviceauthstatus",
    "devicecertificatevalidity",
    "deviceeligible",
    "deviceid",
    "display name updated",
    "domainjoined",
    "domainname",
    "drs connectivity test",
    "drs discovery test",
    "endpoint uri",
    "enterprisejoined",
    "enterpriseprt",
    "enterpriseprtauthority",
    "enterpriseprtexpirytime",
    "enterpriseprtupdatetime",
    "error phase",
    "executing account name",
    "fallback to fed-join",
    "fallback to sync-join",
    "http error",
    "http method",
    "http status",
    "https status",
    "idp",
    "isdevicejoined",
    "isuserazuread",
    "joinsrvid",
    "joinsrvurl",
    "joinsrvversion",
    "kerbtoplevelnames",
    "keycontainerid",
    "keyprovider",
    "keysignservice",
    "keysigntest",
    "keysrvid",
    "keysrvurl",
    "keysrvversion",
    "mdmcomplianceurl",
    "mdmtouurl",
    "mdmurl",
    "ngckeyid",
    "ngcset",
    "onpremtgt",
    "os version updated",
    "policyenabled",
    "postlogonenabled",
    "prereqresult",
    "previous prt attempt",
    "previous registration",
    "refreshprtdiagnostics",
    "registration type",
    "request id",
    "sessionisnotremote",
    "server error code",
    "server error description",
    "server errorcode",
    "server message",
    "settingsurl",
    "tenantid",
    "tenantname",
    "thumbprint",
    "token acquisition test",
    "tpmprotected",
    "user context",
    "user identity",
    "virtual desktop",
    "wamdefaultauthority",
    "wamdefaultguid",
    "wamdefaultid",
    "wamdefaultset",
    "workplacedeviceid",
    "workplaceidp",
    "workplacejoined",
    "workplacemdmurl",
    "workplacesettingsurl",
    "workplacetenantid",
    "workplacetenantname",
    "workplacethumbprint",
];

/// What is in the boxes.
const TITLES: &[&str] = &[
    "device details",
    "device state",
    "diagnostic data",
    "ie proxy config for current user",
    "ngc prerequisite check",
    "sso state",
    "tenant details",
    "user state",
    "winhttp default proxy config",
    "work account 1",
];

/// What a line is.
enum Line {
    /// A key and its value.
    Key(String, String),
    /// A title, a frame, nothing: what came before has ended.
    End,
    /// More of the value before.
    More(String),
}

/// The keys of a text with their values, in order.
pub(super) fn fields(text: &str) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    let mut is_open = false;
    for line in text.lines().map(line) {
        match line {
            Line::Key(key, value) => {
                fields.push(Field { key, pieces: vec![value] });
                is_open = true;
            }
            Line::End => is_open = false,
            Line::More(more) => {
                if let Some(field) = fields.last_mut().filter(|_| is_open) {
                    field.pieces.push(more);
                }
            }
        }
    }
    fields
}

/// Blanks of all kinds, and what mail programs put before lines that they quote.
fn is_margin(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\u{feff}' | '\u{200b}' | '>')
}

/// What of a line is neither frame nor margin.
fn inside(line: &str) -> &str {
    line.trim_start_matches(is_margin).trim_end().trim_matches('|').trim()
}

/// Gives each part of a text as it stands. Breaks when no more is wanted.
pub(super) fn parts(text: &str, take: &mut dyn FnMut(&Part<'_>) -> ControlFlow<()>) -> ControlFlow<()> {
    let mut open: Option<(String, StatusField<'_>)> = None;
    for whole in text.lines() {
        let text = inside(whole);
        let read = line(whole);
        if let (Line::More(_), Some((_, field))) = (&read, &mut open) {
            field.values.push(text);
            field.lines.push(whole);
            continue;
        }
        give(&mut open, take)?;
        match read {
            Line::Key(key, _) => open = status_field(whole, text).map(|field| (key, field)),
            Line::End => take(&Part::Line { text: whole, is_frame: is_plain_frame(text) })?,
            Line::More(_) => take(&Part::Line { text: whole, is_frame: false })?,
        }
    }
    give(&mut open, take)
}

/// Gives a field whose value has ended.
fn give(open: &mut Option<(String, StatusField<'_>)>, take: &mut dyn FnMut(&Part<'_>) -> ControlFlow<()>) -> ControlFlow<()> {
    match open.take() {
        Some((key, field)) => take(&Part::Field(&StatusField { key: &key, ..field })),
        None => ControlFlow::Continue(()),
    }
}

/// The field of a line, whose inside is known. Its key is told later.
fn status_field<'a>(whole: &'a str, inside: &'a str) -> Option<StatusField<'a>> {
    let (name, value) = inside.split_once(':')?;
    let (margin, _) = whole.split_once(inside)?;
    let value = value.trim();
    let gap = inside.get(name.len()..inside.len() - value.len())?;
    Some(StatusField { key: "", margin, name, gap, values: vec![value], lines: vec![whole] })
}

/// Whether a frame or a title holds nothing else: a frame may continue with anything.
fn is_plain_frame(inside: &str) -> bool {
    TITLES.contains(&inside.to_ascii_lowercase().as_str()) || inside.chars().all(|letter| matches!(letter, '+' | '-' | '|' | ' '))
}

fn line(line: &str) -> Line {
    let line = inside(line);
    let is_frame = line.starts_with("+-") || line.starts_with("---");
    if line.is_empty() || is_frame || TITLES.contains(&line.to_ascii_lowercase().as_str()) {
        return Line::End;
    }
    match line.split_once(':') {
        Some((key, value)) if is_key(key, value) => Line::Key(normal(key), value.trim().to_owned()),
        _ => Line::More(line.to_owned()),
    }
}

/// Whether the text up to a colon is a key: one that is known, or one with a blank before the colon, as the command writes all but one; a word alone
/// is a key of a later version.
fn is_key(key: &str, value: &str) -> bool {
    const LONGEST: usize = 40;
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, ' ' | '/' | '-' | '.' | '_' | '(' | ')');
    let is_name = key.len() <= LONGEST && key.starts_with(|first: char| first.is_ascii_alphabetic()) && key.chars().all(is_letter);
    let is_word = || value.starts_with(' ') && key.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_known(&normal(key)) || is_name && (key.ends_with(' ') || is_word())
}

fn is_known(key: &str) -> bool {
    KEYS.contains(&key)
}

fn normal(key: &str) -> String {
    key.split_whitespace().collect::<Vec<_>>().join(" ").to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String)> {
        fields(text).into_iter().map(|field| (field.key.clone(), field.spaced())).collect()
    }

    fn pair(key: &str, value: &str) -> (String, String) {
        (key.to_owned(), value.to_owned())
    }

    #[test]
    fn keys_are_read_in_boxes_and_without() {
        let expected = [pair("azureadjoined", "YES"), pair("device name", "PC-1"), pair("domainname", "")];
        let boxed =
            "+------+\r\n| Device State    |\r\n+------+\r\n\r\n   AzureAdJoined : YES\r\n     Device Name : PC-1\r\n  DomainName :\r\n";
        let bare = "Device State\nAzureAdJoined: YES\nDevice  Name: PC-1\nDomainName:\nTenant Details\n";
        let quoted = "> \u{a0}AzureAdJoined : YES\n> Device Name : PC-1\n>  DomainName :";
        let framed = "| AzureAdJoined : YES |\n| Device Name : PC-1 |\n| DomainName : |\n|  |";
        for text in [boxed, bare, quoted, framed] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn values_go_on_in_lines_without_a_key() {
        let text = "Server Error Description : AADSTS50126: Error validating\n  credentials.\n https://a.example/x\n\nEnd of it\nHTTP status : 400";
        let expected = [
            pair("server error description", "AADSTS50126: Error validating credentials. https://a.example/x"),
            pair("http status", "400"),
        ];
        assert_eq!(read(text), expected);
        assert_eq!(read("MdmUrl :\n  https://a.example"), [pair("mdmurl", "https://a.example")]);
        let cut = fields("DeviceId : e92325d0-7ac4-\n4714-88a1-94ae875d5245\nSomethingNew: x");
        assert_eq!(cut.first().unwrap().closed_up(), "e92325d0-7ac4-4714-88a1-94ae875d5245");
        assert!(!cut.last().unwrap().is_known());
    }

    #[test]
    fn keys_are_listed_once() {
        for (at, key) in KEYS.iter().enumerate() {
            assert_eq!(normal(key), *key);
            assert!(!KEYS.iter().skip(at + 1).any(|other| other == key), "{key}");
        }
    }
}

//! The CSV envelopes: the portal's download and what Log Analytics exports. Columns count by their names, never by their places.

use std::io::{self, Read};

use memchr::{memchr, memchr2};
use serde_json::{Map, Value};

use crate::read::http::charset::header_text;
use crate::read::sign_in_log::end::End;
use crate::read::sign_in_log::fields::squeezed;
use crate::read::sign_in_log::json::RECORD;
use crate::read::sign_in_log::row::{MFA_METHOD, MFA_RESULT};
use crate::read::sign_in_log::tally::Tally;

/// Columns of the portal, squeezed, and what they are called in Microsoft Graph.
const PORTAL: &[(&str, &str)] = &[
    ("dateutc", "createdDateTime"),
    ("requestid", "id"),
    ("correlationid", "correlationId"),
    ("user", "userDisplayName"),
    ("username", "userPrincipalName"),
    ("authenticationprotocol", "authenticationProtocol"),
    ("application", "appDisplayName"),
    ("applicationid", "appId"),
    ("serviceprincipalid", "servicePrincipalId"),
    ("serviceprincipalname", "servicePrincipalName"),
    ("resource", "resourceDisplayName"),
    ("resourceid", "resourceId"),
    ("ipaddress", "ipAddress"),
    ("ipaddressseenbyresource", "ipAddressFromResourceProvider"),
    ("globalsecureaccessipaddress", "globalSecureAccessIpAddress"),
    ("location", "location"),
    ("status", "status"),
    ("signinerrorcode", "resultType"),
    ("failurereason", "resultDescription"),
    ("deviceid", "deviceId"),
    ("browser", "browser"),
    ("operatingsystem", "operatingSystem"),
    ("compliant", "isCompliant"),
    ("managed", "isManaged"),
    ("jointype", "trustType"),
    ("multifactorauthenticationresult", MFA_RESULT),
    ("multifactorauthenticationauthmethod", MFA_METHOD),
    ("authenticationrequirement", "authenticationRequirement"),
    ("conditionalaccess", "conditionalAccessStatus"),
];

/// Columns of Log Analytics, and of the portal's old download, as Microsoft Graph calls them.
const FLAT: &[&str] = &[
    "id",
    "createdDateTime",
    "timeGenerated",
    "correlationId",
    "category",
    "status",
    "resultType",
    "resultDescription",
    "appId",
    "appDisplayName",
    "servicePrincipalId",
    "servicePrincipalName",
    "resourceId",
    "resourceIdentity",
    "resourceDisplayName",
    "userPrincipalName",
    "userDisplayName",
    "identity",
    "ipAddress",
    "ipAddressFromResourceProvider",
    "globalSecureAccessIpAddress",
    "conditionalAccessStatus",
    "conditionalAccessPolicies",
    "appliedConditionalAccessPolicies",
    "deviceDetail",
    "authenticationDetails",
    "authenticationRequirement",
    "authenticationProtocol",
    "mfaDetail",
    "riskLevelDuringSignIn",
    "riskState",
    "riskDetail",
    "location",
    "locationDetails",
    "country",
    "networkLocationDetails",
    "activityDisplayName",
    "targetResources",
    "initiatedBy",
];

/// Most fields that a record may have. The portal has 57, Log Analytics some 90.
const FIELDS: usize = 1000;
/// Bytes that are read at a time.
const PIECE: usize = 64 << 10;

/// The names of the columns, when a text begins with a line that may hold them.
pub(super) fn header(prefix: &str) -> Option<Vec<String>> {
    let mut bytes = prefix.as_bytes();
    let mut records = Records::new(&mut bytes, separator(prefix));
    let mut record = Record::default();
    (matches!(records.next(&mut record), Ok(Next::Record)) && !record.too_large).then(|| record.fields().map(header_text).collect())
}

/// Reads a log whose text begins like this, record by record.
pub(super) fn walk(source: &mut dyn Read, prefix: &str, tally: &mut Tally<'_>) -> End {
    let mut records = Records::new(source, separator(prefix));
    let mut record = Record::default();
    let mut columns: Option<Vec<Option<&'static str>>> = None;
    loop {
        match records.next(&mut record) {
            Ok(Next::Record) => {}
            Ok(Next::End) => return End::Whole,
            Ok(Next::Cut) => return End::CutOff,
            Err(error) => return End::Failed(error.to_string()),
        }
        let Some(columns) = &columns else {
            let names: Vec<String> = record.fields().map(header_text).collect();
            columns = Some(known(&names));
            continue;
        };
        if record.too_large {
            tally.too_large();
        } else if record.ends.len() == columns.len() {
            if tally.record(values(columns, &record)).is_break() {
                return End::Stopped;
            }
        } else if records.has_ended() {
            return End::CutOff;
        } else {
            tally.unreadable();
        }
    }
}

/// What each column is called here; `None` for those that are not read.
fn known(names: &[String]) -> Vec<Option<&'static str>> {
    let names: Vec<String> = names.iter().map(|name| squeezed(name.trim().trim_end_matches(" [UTC]"))).collect();
    let is_portal = names.iter().any(|name| matches!(name.as_str(), "dateutc" | "signinerrorcode" | "requestid"));
    let known = |name: &String| match is_portal {
        true => PORTAL.iter().find(|(column, _)| column == name).map(|(_, known)| *known),
        false => FLAT.iter().find(|known| known.eq_ignore_ascii_case(name)).copied(),
    };
    names.iter().map(known).collect()
}

/// The values of a record by their names. Of two columns with one name, the first that holds something.
fn values(columns: &[Option<&'static str>], record: &Record) -> Map<String, Value> {
    let mut values = Map::new();
    for (name, field) in columns.iter().zip(record.fields()) {
        let Some(name) = name else { continue };
        let text = header_text(field);
        let text = plain(text.trim());
        if !text.is_empty() && !values.contains_key(*name) {
            values.insert((*name).to_owned(), Value::String(text.to_owned()));
        }
    }
    values
}

/// Without the apostrophe that keeps a spreadsheet from taking a value for a formula.
fn plain(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| rest.starts_with(['-', '+', '=', '@'])).unwrap_or(text)
}

/// What separates the columns: spreadsheets of some countries write a semicolon.
fn separator(prefix: &str) -> u8 {
    let line = prefix.trim_start().lines().next().unwrap_or_default();
    let count = |separator: u8| line.bytes().filter(|byte| *byte == separator).count();
    [b';', b'\t', b','].into_iter().max_by_key(|separator| count(*separator)).unwrap_or(b',')
}

/// One record: its fields one behind the other, and where each ends.
#[derive(Debug, Default)]
struct Record {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    too_large: bool,
}

impl Record {
    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
        self.too_large = false;
    }

    fn push(&mut self, bytes: &[u8]) {
        if self.bytes.len() + bytes.len() > RECORD {
            self.too_large = true;
        } else {
            self.bytes.extend_from_slice(bytes);
        }
    }

    fn end_field(&mut self) {
        if self.ends.len() == FIELDS {
            self.too_large = true;
        } else {
            self.ends.push(self.bytes.len());
        }
    }

    /// Ends the record. False when the line was blank.
    fn end(&mut self) -> bool {
        if self.bytes.last() == Some(&b'\r') && self.ends.last().is_none_or(|end| *end < self.bytes.len()) {
            self.bytes.pop();
        }
        self.end_field();
        self.ends.len() > 1 || self.too_large || !self.bytes.trim_ascii().is_empty()
    }

    fn fields(&self) -> impl Iterator<Item = &[u8]> {
        let begins = std::iter::once(0).chain(self.ends.iter().copied());
        begins.zip(&self.ends).map(|(begin, end)| self.bytes.get(begin..*end).unwrap_or_default())
    }
}

/// What came of asking for a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Record,
    End,
    /// The file ends inside a quoted field.
    Cut,
}

/// Where the reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Begin,
    Plain,
    Quoted,
    /// Behind a quote in a quoted field, which ends it or is one of two.
    Quote,
}

/// Reads records one by one (RFC 4180): separators, line ends and quotes may be in quotes, lines may end with CRLF.
struct Records<'a> {
    source: &'a mut dyn Read,
    separator: u8,
    buffer: Vec<u8>,
    at: usize,
    filled: usize,
    ended: bool,
}

impl<'a> Records<'a> {
    fn new(source: &'a mut dyn Read, separator: u8) -> Self {
        Self { source, separator, buffer: vec![0; PIECE], at: 0, filled: 0, ended: false }
    }

    /// Whether the last record ended with the file, and not with its line.
    fn has_ended(&self) -> bool {
        self.ended
    }

    /// Reads the next record that is no blank line.
    fn next(&mut self, record: &mut Record) -> io::Result<Next> {
        record.clear();
        let mut state = State::Begin;
        loop {
            let rest = self.buffer.get(self.at..self.filled).unwrap_or_default();
            let Some(first) = rest.first().copied() else {
                if self.fill()? {
                    continue;
                }
                return Ok(match state {
                    State::Quoted => Next::Cut,
                    State::Begin if record.ends.is_empty() => Next::End,
                    _ if record.end() => Next::Record,
                    _ => Next::End,
                });
            };
            let mut passed = 1;
            match (state, first) {
                (State::Begin | State::Quote, b'\n') | (State::Plain, b'\n') => {
                    self.at += 1;
                    if record.end() {
                        return Ok(Next::Record);
                    }
                    record.clear();
                    state = State::Begin;
                    continue;
                }
                (State::Begin, b'"') => state = State::Quoted,
                (State::Quote, b'"') => {
                    record.push(b"\"");
                    state = State::Quoted;
                }
                (State::Quoted, b'"') => state = State::Quote,
                (State::Quoted, _) => {
                    passed = memchr(b'"', rest).unwrap_or(rest.len());
                    record.push(rest.get(..passed).unwrap_or_default());
                }
                (_, byte) if byte == self.separator => {
                    record.end_field();
                    state = State::Begin;
                }
                _ => {
                    passed = memchr2(self.separator, b'\n', rest).unwrap_or(rest.len());
                    record.push(rest.get(..passed).unwrap_or_default());
                    state = State::Plain;
                }
            }
            self.at += passed;
        }
    }

    /// Reads more. False at the end.
    fn fill(&mut self) -> io::Result<bool> {
        loop {
            match self.source.read(&mut self.buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
                Ok(read) => {
                    (self.at, self.filled, self.ended) = (0, read, read == 0);
                    return Ok(!self.ended);
                }
            }
        }
    }
}

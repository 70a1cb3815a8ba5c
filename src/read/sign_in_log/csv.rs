//! The CSV envelopes: the portal's download and what Log Analytics exports. Columns count by their names, never by their places.

use std::io::{self, Read};
use std::ops::ControlFlow;

use memchr::{memchr, memchr2};
use serde_json::{Map, Value};

use crate::model::capture::written::Notation;
use crate::read::http::charset::header_text;
use crate::read::sign_in_log::end::End;
use crate::read::sign_in_log::fields::squeezed;
use crate::read::sign_in_log::json::RECORD;
use crate::read::sign_in_log::parts::TakePart;
use crate::read::sign_in_log::row::{MFA_METHOD, MFA_RESULT};
use crate::read::sign_in_log::tally::Tally;
use crate::read::sink::{Lines, Part};

/// Columns of the portal, squeezed, and what they are called in Microsoft Graph.
const PORTAL: &[(&str, &str)] = &[
    ("dateutc", "createdDateTime"),
    ("requestid", "id"),
    ("correlationid", "correlationId"),
    ("user", "userDisplayName"),
    ("userid", "userId"),
    ("username", "userPrincipalName"),
    ("resourcetenantid", "resourceTenantId"),
    ("hometenantid", "homeTenantId"),
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
    "userId",
    "userPrincipalName",
    "userDisplayName",
    "resourceTenantId",
    "aadTenantId",
    "homeTenantId",
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
pub(super) fn walk(source: &mut dyn Read, prefix: &str, mark: bool, tally: &mut Tally<'_>, take: &mut TakePart<'_>) -> End {
    let line_end = prefix.trim_start().split_once('\n').map(|(line, _)| line);
    let lines = Lines { separator: separator(prefix), carriage_return: line_end.is_some_and(|line| line.ends_with('\r')), mark };
    let mut records = Records::new(source, lines.separator);
    let mut take = |part: &Part<'_>| take(Notation::Csv, part);
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
            if take(&Part::Columns(&names, lines)).is_break() {
                return End::Stopped;
            }
            continue;
        };
        if !record.too_large && record.ends.len() != columns.len() && records.has_ended() {
            return End::CutOff;
        }
        let cells: Option<Vec<String>> = (!record.too_large).then(|| record.fields().map(header_text).collect());
        let taken = take(&Part::Cells(cells.as_deref()));
        let goes_on = match cells {
            None => {
                tally.too_large();
                ControlFlow::Continue(())
            }
            Some(cells) if cells.len() == columns.len() => tally.record(values(columns, &cells)),
            Some(_) => {
                tally.unreadable();
                ControlFlow::Continue(())
            }
        };
        if taken.is_break() || goes_on.is_break() {
            return End::Stopped;
        }
    }
}

/// What each column is called here; `None` for those that are not read.
fn known(names: &[String]) -> Vec<Option<&'static str>> {
    let names: Vec<String> = names.iter().map(|name| squeezed(name.trim().trim_end_matches(" [UTC]"))).collect();
    let is_portal = names.iter().any(|name| matches!(name.as_str(), "dateutc" | "signinerrorcode" | "requestid"));
    let from_portal = |name: &String| PORTAL.iter().find(|(column, _)| column == name).map(|(_, known)| *known);
    let flat = |name: &String| FLAT.iter().find(|known| known.eq_ignore_ascii_case(name)).copied();
    let read_as = |name: &String| if is_portal { from_portal(name) } else { flat(name) };
    names.iter().map(read_as).collect()
}

/// The values of a record by their names. Of two columns with one name, the first that holds something.
fn values(columns: &[Option<&'static str>], cells: &[String]) -> Map<String, Value> {
    let mut values = Map::new();
    for (name, text) in columns.iter().zip(cells) {
        let Some(name) = name else { continue };
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
                (State::Begin | State::Plain | State::Quote, b'\n') => {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::sign_in_log::{AccessStatus, Row, RowOutcome};
    use crate::read::sign_in_log::end::ReadLog;
    use crate::read::sign_in_log::marks::Content;

    fn records(text: &str, separator: u8) -> (Vec<Vec<String>>, Next) {
        let mut source = text.as_bytes();
        let mut records = Records::new(&mut source, separator);
        let (mut record, mut found) = (Record::default(), Vec::new());
        loop {
            match records.next(&mut record).unwrap() {
                Next::Record => found.push(record.fields().map(header_text).collect()),
                end => return (found, end),
            }
        }
    }

    /// The rows of a log, and what came of reading it.
    fn rows(text: &str) -> (Vec<(usize, Row)>, ReadLog) {
        let mut rows = Vec::new();
        let mut on_row = |number, row| {
            rows.push((number, row));
            ControlFlow::Continue(())
        };
        let mut tally = Tally::new(&mut on_row);
        let end = walk(&mut text.as_bytes(), text, false, &mut tally, &mut |_, _| ControlFlow::Continue(()));
        let read = tally.finish(Some(Content::SignIns), end).unwrap();
        (rows, read)
    }

    #[test]
    fn fields_are_read_as_rfc_4180_has_them() {
        let text = "a,\"b, \"\"c\"\"\r\nd\",\r\n\r\n\"\",e\"f,\"g\"h\nlast,\"\",";
        let expected = [vec!["a", "b, \"c\"\r\nd", ""], vec!["", "e\"f", "gh"], vec!["last", "", ""]];
        assert_eq!(
            records(text, b','),
            (expected.iter().map(|record| record.iter().map(ToString::to_string).collect()).collect(), Next::End)
        );
        assert_eq!(records("a;b,c\n", b';').0, [["a", "b,c"]]);
        assert_eq!(records("a\n\"b", b','), (vec![vec!["a".to_owned()]], Next::Cut));
        assert_eq!(records("", b','), (Vec::new(), Next::End));
    }

    const HEADER: &str = "Date (UTC),Request ID,Correlation ID,User,Username,Incoming token type,Application,Application ID ,Resource,Resource ID ,\
        IP address,Location,Status,Sign-in error code,Failure reason,Device ID,Compliant,Managed,Join Type,Multifactor authentication result,\
        Multifactor authentication auth method,Multifactor authentication auth detail,Authentication requirement,IP address (seen by resource),\
        Autonomous system  number,Incoming token type,Conditional Access";

    #[test]
    fn columns_of_the_portal_count_by_name() {
        let line = "2026-06-04T07:42:57Z,F9321B0A-4762-4cfd-bb9f-6e842318eb89,39a2533c-3064-4bd5-8ae0-859bb7fb7f94,Lena Hartwig,lena@contoso.example,\
            None,'-Travel,ece2d734-a023-4865-9b0d-759a8931d25b,Microsoft Graph,00000003-0000-0000-c000-000000000000,203.0.113.77,\
            \"Husby, Schleswig-Holstein, DE\",Interrupted,50074,\"Strong Authentication, is required.\",31e2633b-e159-489b-a978-913e3b50caa7,Yes,No,\
            Azure AD joined,MFA completed in Azure AD,Mobile app notification,Phone of Lena,Multifactor authentication,192.0.2.9,64500,None,Not Applied";
        let (rows, read) = rows(&format!("{HEADER}\r\n{line}\r\n"));
        assert_eq!(read, ReadLog { rows: 1, ..ReadLog::default() });
        let (number, row) = &rows[0];
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        assert_eq!((*number, row.error_code, text(&row.failure_reason)), (0, 50074, "Strong Authentication, is required.".to_owned()));
        assert_eq!(row.request_id.as_ref().map(ToString::to_string).as_deref(), Some("f9321b0a-4762-4cfd-bb9f-6e842318eb89"));
        assert_eq!(row.time.map(|time| time.to_string()).as_deref(), Some("2026-06-04T07:42:57Z"));
        assert_eq!(row.status, Some(RowOutcome::Interrupted));
        assert_eq!(row.access, Some(AccessStatus::NotApplied));
        assert_eq!((text(&row.application.name), text(&row.resource.name)), ("-Travel".to_owned(), "Microsoft Graph".to_owned()));
        assert_eq!(text(&row.resource.id), "00000003-0000-0000-c000-000000000000");
        assert_eq!(
            (row.device.compliant, row.device.managed, text(&row.device.trust_type)),
            (Some(true), Some(false), "Azure AD joined".to_owned())
        );
        assert_eq!(
            (row.mfa.required, text(&row.mfa.method), text(&row.mfa.result)),
            (Some(true), "Mobile app notification".to_owned(), "MFA completed in Azure AD".to_owned())
        );
        assert_eq!((text(&row.location.country), row.other_addresses.clone()), ("DE".to_owned(), vec!["192.0.2.9".to_owned()]));
        assert!(!format!("{row:?}").contains("Phone of Lena") && !format!("{row:?}").contains("Husby"));
    }

    #[test]
    fn of_two_columns_with_one_name_the_first_that_holds_something_counts() {
        let header = "Request ID,Sign-in error code,Failure reason,Failure reason,Conditional Access";
        let (rows, _) = rows(&format!(
            "{header}\nb00957aa-7093-4321-b8de-c0fb1060b53b,50126,,Second,Success\nb00957aa-7093-4321-b8de-c0fb1060b53b,50126,First,Second,Success"
        ));
        let reasons: Vec<_> = rows.iter().filter_map(|(_, row)| row.failure_reason.as_deref()).collect();
        assert_eq!(reasons, ["Second", "First"]);
    }

    #[test]
    fn sign_ins_of_applications_have_no_user() {
        let header = "Date (UTC),Request ID,Correlation ID,Service principal ID,Service principal name,Application,Application ID ,Status,Sign-in error code,Failure reason,Conditional Access";
        let line = "2026-06-04T07:42:57Z,b00957aa-7093-4321-b8de-c0fb1060b53b,,0a0a0a0a-4762-4cfd-bb9f-6e842318eb89,Backup job,,ece2d734-a023-4865-9b0d-759a8931d25b,Success,,Other.,Success";
        let (rows, _) = rows(&format!("{header}\n{line}\n"));
        let row = &rows[0].1;
        assert_eq!((row.error_code, &row.failure_reason, &row.user, &row.display_name), (0, &None, &None, &None));
        assert_eq!(row.application.name.as_deref(), Some("Backup job"));
    }

    #[test]
    fn the_portals_old_columns_have_no_ids() {
        let (rows, read) = rows(
            "CreatedDateTime,UserPrincipalName,UserDisplayName,AppDisplayName,IPAddress,City,Country,Status,ConditionalAccessStatus\n\
            2026-06-04T07:42:57Z,lena@contoso.example,Lena Hartwig,Travel,203.0.113.77,Husby,DE,50126,notApplied\n",
        );
        assert_eq!((read.rows, read.without_id, rows[0].1.error_code), (1, 1, 50126));
        assert_eq!(rows[0].1.location.country.as_deref(), Some("DE"));
    }

    #[test]
    fn log_analytics_has_json_in_cells_and_american_times() {
        let header = "TenantId,TimeGenerated [UTC],ResourceId,Category,ResultType,ResultDescription,CorrelationId,Resource,Identity,Location,AppDisplayName,\
            AuthenticationDetails,ConditionalAccessPolicies,CreatedDateTime [UTC],DeviceDetail,Id,IPAddress,ResourceDisplayName,ResourceIdentity,Status,\
            UserPrincipalName,AppliedConditionalAccessPolicies,IsInteractive";
        let line = "d47bee7a-c812-49d8-a7d2-c4f26e54fc7e,\"6/4/2026, 9:42:57.287 AM\",/tenants/7a360851/providers/Microsoft.aadiam,SignInLogs,53003,Blocked.,\
            39a2533c-3064-4bd5-8ae0-859bb7fb7f94,Microsoft.aadiam,Lena Hartwig,DE,Travel,\
            \"[{\"\"authenticationMethod\"\":\"\"Password\"\",\"\"authenticationStepRequirement\"\":\"\"Primary authentication\"\"}]\",\
            \"[{\"\"id\"\":\"\"a\"\",\"\"displayName\"\":\"\"P, \\\"\"x\\\"\"\"\",\"\"result\"\":\"\"failure\"\",\"\"conditionsNotSatisfied\"\":9}]\",\"6/4/2026, 7:42:57.000 PM\",\
            \"{\"\"deviceId\"\":\"\"\"\",\"\"isCompliant\"\":false}\",f9321b0a-4762-4cfd-bb9f-6e842318eb89,203.0.113.77,Microsoft Graph,\
            00000003-0000-0000-c000-000000000000,\"{\"\"errorCode\"\":53003}\",lena@contoso.example,[],TRUE";
        let audit = "d47bee7a,,,UserManagement,0,,,,,,,,,,,f9321b0a-4762-4cfd-bb9f-6e842318eb89,,,,,,,";
        let (rows, read) = rows(&format!("{header}\n{audit}\n{line}\n"));
        assert_eq!((read.rows, read.other, rows[0].0), (1, 1, 1));
        let row = &rows[0].1;
        assert_eq!(row.time.map(|time| time.to_string()).as_deref(), Some("2026-06-04T19:42:57Z"));
        assert_eq!((row.error_code, row.failure_reason.as_deref(), row.status), (53003, Some("Blocked."), None));
        assert_eq!(
            (row.resource.id.as_deref(), row.resource.name.as_deref()),
            (Some("00000003-0000-0000-c000-000000000000"), Some("Microsoft Graph"))
        );
        assert_eq!(row.policies[0].name.as_deref(), Some("P, \"x\""));
        assert_eq!(row.policies[0].conditions_not_satisfied, ["application", "location"]);
        assert_eq!((row.device.compliant, row.mfa.method.as_deref(), row.location.country.as_deref()), (None, None, Some("DE")));
    }

    #[test]
    fn times_of_a_place_are_no_times() {
        let names = known(&["CreatedDateTime [Local Time]".to_owned(), "CreatedDateTime [UTC]".to_owned()]);
        assert_eq!(names, [None, Some("createdDateTime")]);
    }

    #[test]
    fn what_cannot_be_read_is_counted() {
        let header = "Request ID,Sign-in error code,Conditional Access";
        let row = "b00957aa-7093-4321-b8de-c0fb1060b53b,50126,Success";
        let large = format!("\"{}\",1,2", "x".repeat(RECORD + 1));
        let many = ",".repeat(FIELDS + 1);
        let read = |text: String| rows(&text).1;
        let expected = ReadLog { rows: 2, unreadable: 2, too_large: 2, ..ReadLog::default() };
        assert_eq!(read(format!("{header}\n{row}\n{row},more\n{large}\n{many}\nx,y,z\n{row}")), expected);
        for cut in ["b00957aa-7093", "b00957aa-7093-4321-b8de-c0fb1060b53b,50126,\"Suc"] {
            assert_eq!(read(format!("{header}\n{row}\n{cut}")), ReadLog { rows: 1, end: End::CutOff, ..ReadLog::default() });
        }
    }

    #[test]
    fn spreadsheets_separate_by_semicolons() {
        let (rows, _) = rows("Request ID;Sign-in error code;Failure reason\r\nb00957aa-7093-4321-b8de-c0fb1060b53b;50126;a, b\r\n");
        assert_eq!(rows[0].1.failure_reason.as_deref(), Some("a, b"));
    }
}

//! Sign-in logs as people export them: recognized by their content, read row by row.
//!
//! Five envelopes hold the same facts: JSON of the portal's download, a page of Microsoft Graph, records of Azure Monitor, Log Analytics as JSON or
//! CSV, and CSV of the portal's download. `json` and `csv` take them apart, `tally` tells records apart, `row` reads one.
//!
//! A log may have 250,000 rows in a gigabyte. One record is in memory at a time, and one that is longer than a mebibyte is passed over.

mod csv;
mod end;
mod fields;
mod json;
mod marks;
mod parts;
mod recognize;
mod row;
mod tally;

use std::io::{self, Read};
use std::ops::ControlFlow;

pub use self::end::{LogError, ReadLog};
pub(in crate::read) use self::marks::Content;
use self::parts::{Parts, TakePart};
use self::tally::Tally;
use crate::model::sign_in_log::Row;
use crate::read::bytes::adapters::read_up_to;
use crate::read::http::charset::{TextEncoding, Utf8Reader};

/// How many bytes of a file are looked at.
const PREFIX: u64 = 64 << 10;

/// What a text holds, by its first 64 KiB without byte order mark; `None` when it is nothing of a sign-in log.
#[must_use]
pub(in crate::read) fn content(prefix: &str) -> Option<Content> {
    recognize::content(prefix.trim_start_matches('\u{feff}'))
}

/// Whether a text is a sign-in log, by its first 64 KiB without byte order mark.
#[cfg(test)]
fn recognizes(prefix: &str) -> bool {
    content(prefix) == Some(Content::SignIns)
}

/// The rows of a short text, such as one that someone pasted: at most that many; none when it is no log.
#[must_use]
pub fn rows(text: &str, most: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut take = |_, row| {
        rows.push(row);
        if rows.len() < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    // What could be read before an error counts.
    let _ = read(&mut text.as_bytes(), &mut take);
    rows
}

/// Reads a log, in UTF-8 or UTF-16, and gives its rows one by one, each with the number of its record in the file, from 0.
///
/// A record that cannot be read is counted; a file that is cut off keeps its complete rows.
///
/// # Errors
///
/// When it is no sign-in log, or not one row of it can be read; no row was given then.
pub(in crate::read) fn read(stream: &mut dyn Read, row: &mut dyn FnMut(usize, Row) -> ControlFlow<()>) -> Result<ReadLog, LogError> {
    go_through(stream, row, &mut |_, _| ControlFlow::Continue(()))
}

/// Reads a log and gives its parts as they are written, whether they are rows or not.
///
/// # Errors
///
/// When it is no sign-in log, or not one row of it can be read; parts may have been given all the same.
pub(in crate::read) fn read_parts(stream: &mut dyn Read, part: &mut TakePart<'_>) -> Result<ReadLog, LogError> {
    go_through(stream, &mut |_, _| ControlFlow::Continue(()), part)
}

fn go_through<'t>(
    stream: &mut dyn Read,
    row: &'t mut dyn FnMut(usize, Row) -> ControlFlow<()>,
    part: &'t mut TakePart<'t>,
) -> Result<ReadLog, LogError> {
    let (begin, error) = read_up_to(stream, PREFIX);
    let encoding = TextEncoding::sniff(&begin);
    let prefix = encoding.preview(&begin);
    if prefix.trim().is_empty() {
        return Err(error.map_or(LogError::Empty, LogError::Io));
    }
    let content = recognize::content(&prefix);
    let rest: &mut dyn Read = match error {
        None => stream,
        Some(error) => &mut Failing(Some(error)),
    };
    let mut source = Utf8Reader::new(begin.as_slice().chain(rest), encoding);
    let mut tally = Tally::new(row);
    if recognize::is_json(&prefix) {
        let end = json::walk(&mut source, &mut Parts { tally: &mut tally, take: part, stopped: false });
        return tally.finish(content, end);
    }
    match content {
        Some(Content::SignIns) => {
            let end = csv::walk(&mut source, &prefix, encoding.mark() > 0, &mut tally, part);
            tally.finish(content, end)
        }
        Some(Content::Steps) => Err(LogError::StepsOnly),
        Some(Content::Other) => Err(LogError::OtherOnly),
        None => Err(LogError::NotALog),
    }
}

/// A source that gives the error that it met before.
struct Failing(Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::end::End;
    use super::*;

    /// One sign-in, exported in every way. By the first the others are measured.
    const EXPORTS: [&str; 5] = [
        "InteractiveSignIns_2026-06-01_2026-06-08.json",
        "InteractiveSignIns_2026-06-01_2026-06-08.csv",
        "graph-beta-page.json",
        "PT1H.json",
        "query_data.csv",
    ];

    fn export(name: &str) -> Vec<u8> {
        std::fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("it/sign_in_logs").join(name)).unwrap()
    }

    /// The rows of a log, and what came of reading it.
    fn rows(bytes: &[u8]) -> (Vec<(usize, Row)>, Result<ReadLog, LogError>) {
        let mut rows = Vec::new();
        let read = read(&mut { bytes }, &mut |number, row| {
            rows.push((number, row));
            ControlFlow::Continue(())
        });
        (rows, read)
    }

    fn failed(text: &str) -> LogError {
        let (rows, read) = rows(text.as_bytes());
        assert!(rows.is_empty());
        read.unwrap_err()
    }

    /// Without what not every envelope has.
    fn bare(mut row: Row) -> Row {
        row.device.name = None;
        row.policies.clear();
        row.risk = crate::model::sign_in_log::Risk::default();
        row.authentication_protocol = None;
        row.status = None;
        row.location.named.clear();
        row
    }

    #[test]
    fn the_same_rows_come_out_of_every_envelope() {
        let (first, _) = rows(&export(EXPORTS[0]));
        for name in EXPORTS {
            let bytes = export(name);
            let text = String::from_utf8_lossy(bytes.get(..bytes.len().min(64 << 10)).unwrap());
            assert!(recognizes(&text), "{name}");
            let (rows, read) = rows(&bytes);
            assert_eq!(read.unwrap(), ReadLog { rows: 7, ..ReadLog::default() }, "{name}");
            for ((number, row), (place, expected)) in rows.into_iter().zip(first.clone()) {
                assert_eq!(number, place);
                if name == EXPORTS[1] {
                    assert!(row.status.is_some());
                    assert_eq!(bare(row), bare(expected), "{name}");
                } else {
                    assert_eq!(row, expected, "{name}");
                }
            }
        }
        let blocked = &first[1].1;
        let results: Vec<_> = blocked.policies.iter().map(|policy| (policy.name.as_deref().unwrap(), policy.result.name())).collect();
        let expected = [
            ("CA100 MFA for all", "success"),
            ("CA210 Office networks only", "failure"),
            ("CA900 Compliance pilot", "report_only_failure"),
            ("CA300 HR system", "not_applied"),
            ("CA001 Legacy block", "not_enabled"),
        ];
        assert_eq!(results, expected);
        assert_eq!((blocked.mfa.required, blocked.mfa.method.as_deref()), (Some(true), Some("Mobile app notification")));
        assert_eq!(blocked.location.country.as_deref(), Some("DE"));
        assert_eq!(first.iter().map(|(_, row)| row.error_code).collect::<Vec<_>>(), [53003, 53003, 50074, 0, 50126, 50126, 0]);
    }

    #[test]
    fn every_encoding_is_read() {
        for name in EXPORTS {
            let bytes = export(name);
            let (expected, _) = rows(&bytes);
            let text = String::from_utf8_lossy(&bytes);
            let text = text.trim_start_matches('\u{feff}');
            let little: Vec<u8> = "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
            let unmarked: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            for bytes in [text.as_bytes().to_vec(), format!("\u{feff}{text}").into_bytes(), little, big, unmarked] {
                let (rows, read) = rows(&bytes);
                assert!(rows == expected && read.is_ok(), "{name}");
            }
        }
    }

    #[test]
    fn a_file_that_is_cut_off_keeps_its_complete_rows() {
        for name in EXPORTS {
            let bytes = export(name);
            let (whole, _) = rows(&bytes);
            for cut in (0..bytes.len()).step_by(97) {
                let (rows, read) = rows(bytes.get(..cut).unwrap());
                assert!(whole.starts_with(&rows), "{name} {cut}");
                match read {
                    // Where a line ends, a file of lines may end too.
                    Ok(read) if [EXPORTS[0], EXPORTS[2]].contains(&name) => assert_eq!(read.end, End::CutOff, "{name} {cut}"),
                    Ok(_) => {}
                    Err(LogError::Empty | LogError::NotALog | LogError::Broken) => assert!(rows.is_empty()),
                    Err(other) => panic!("{name} {cut}: {other}"),
                }
            }
        }
    }

    const SIGN_IN: &str = r#"{"id":"f9321b0a-4762-4cfd-bb9f-6e842318eb89","createdDateTime":"2026-06-04T07:42:57Z","clientAppUsed":"Browser","conditionalAccessStatus":"failure","status":{"errorCode":53003}}"#;

    #[test]
    fn records_of_other_categories_are_counted_apart() {
        let audit = r#"{"time":"2026-06-04T07:42:57Z","category":"AuditLogs","correlationId":"f9321b0a-4762-4cfd-bb9f-6e842318eb89","resultType":"0","properties":{"id":"Directory_1"}}"#;
        let sign_in = format!(
            r#"{{"time":"2026-06-04T09:42:57Z","category":"SignInLogs","resultType":"50140","identity":"Lena","properties":{SIGN_IN}}}"#
        );
        let texts = [
            format!("[{audit},{sign_in},7]"),
            format!("{{\"records\":[{audit},{sign_in},7]}}"),
            format!("{audit}\n{sign_in}\n7\n"),
            format!("{{\"records\":[{audit},{sign_in}]}}\n{{\"records\":[7]}}\n"),
        ];
        for text in texts {
            let (rows, read) = rows(text.as_bytes());
            assert_eq!(read.unwrap(), ReadLog { rows: 1, other: 1, unreadable: 1, ..ReadLog::default() }, "{text}");
            let (number, row) = &rows[0];
            assert_eq!((*number, row.error_code, row.time), (1, 53003, "2026-06-04T07:42:57Z".parse().ok()));
        }
        assert!(matches!(failed(&format!("[{audit}]")), LogError::OtherOnly));
    }

    #[test]
    fn what_only_the_record_around_it_says_is_taken_from_there() {
        let text = r#"{"time":"2026-06-04T07:42:57Z","category":"ServicePrincipalSignInLogs","resultType":"700016","resultDescription":"Not found.","callerIpAddress":"203.0.113.77","correlationId":"39a2533c-3064-4bd5-8ae0-859bb7fb7f94","location":"DE","properties":{"id":"f9321b0a-4762-4cfd-bb9f-6e842318eb89"}}"#;
        let (rows, _) = rows(text.as_bytes());
        let row = &rows[0].1;
        assert_eq!((row.error_code, row.failure_reason.as_deref(), row.ip.as_deref()), (700016, Some("Not found."), Some("203.0.113.77")));
        assert!(row.time.is_some() && row.correlation_id.is_some() && row.other_addresses.is_empty());
        assert_eq!(row.location.country.as_deref(), Some("DE"));
    }

    #[test]
    fn log_analytics_is_read_as_json_too() {
        let flat = r#"[{"TableName":"PrimaryResult","Id":"f9321b0a-4762-4cfd-bb9f-6e842318eb89","ResultType":"53003","TimeGenerated":"2026-06-04T09:42:57Z","CreatedDateTime":"2026-06-04T07:42:57Z","Status":"{\"errorCode\":53003}","ConditionalAccessStatus":"failure","IsInteractive":"True"}]"#;
        let table = r#"{"tables":[{"name":"PrimaryResult","columns":[{"name":"Id","type":"string"},{"name":"ResultType","type":"string"},{"name":"CreatedDateTime","type":"datetime"},{"name":"ConditionalAccessStatus","type":"string"}],"rows":[["f9321b0a-4762-4cfd-bb9f-6e842318eb89","53003","2026-06-04T07:42:57Z","failure"],["too short"]]}]}"#;
        let (flat, read) = rows(flat.as_bytes());
        assert_eq!(read.unwrap().rows, 1);
        let (table, read) = rows(table.as_bytes());
        assert_eq!(read.unwrap(), ReadLog { rows: 1, unreadable: 1, ..ReadLog::default() });
        assert_eq!(flat, table);
    }

    #[test]
    fn what_powershell_makes_of_rows_is_read() {
        let text = r#"{"AppDisplayName":"Travel","ConditionalAccessStatus":"failure","CreatedDateTime":"\/Date(1780558977000)\/","Id":"f9321b0a-4762-4cfd-bb9f-6e842318eb89","Status":{"AdditionalDetails":null,"ErrorCode":53003,"FailureReason":"Blocked."},
            "AppliedConditionalAccessPolicies":[{"DisplayName":"P","Result":"failure","EnforcedGrantControls":["Block"]}]}"#;
        for text in [text.to_owned(), format!("[{text}]"), format!("{{\"value\":[{text}],\"Count\":1}}")] {
            let (rows, _) = rows(text.as_bytes());
            let row = &rows[0].1;
            assert_eq!(
                (row.error_code, row.time, row.failure_reason.as_deref()),
                (53003, "2026-06-04T07:42:57Z".parse().ok(), Some("Blocked."))
            );
            assert_eq!(row.policies[0].grant_controls, ["Block"]);
        }
    }

    #[test]
    fn pages_say_whether_more_follow() {
        let page = |more: &str| {
            format!(r#"{{"@odata.context":"https://graph.microsoft.com/beta/$metadata#auditLogs/signIns",{more}"value":[{SIGN_IN}]}}"#)
        };
        let next = r#""@odata.nextLink":"https://graph.microsoft.com/beta/auditLogs/signIns?$skiptoken=a","#;
        for (text, has_more) in [(page(""), false), (page(next), true), (page("\"@odata.nextLink\":null,"), false)] {
            assert_eq!(rows(text.as_bytes()).1.unwrap(), ReadLog { rows: 1, has_more, ..ReadLog::default() });
        }
        let (found, _) = rows(format!("[{},{}]", page(""), page(next)).as_bytes());
        assert_eq!(found.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [0, 1]);
    }

    #[test]
    fn what_is_no_log_says_what_it_is() {
        let steps = r#"[{"requestId":"f9321b0a-4762-4cfd-bb9f-6e842318eb89","authenticationMethod":"Password","succeeded":true}]"#;
        assert!(matches!(failed(" \r\n"), LogError::Empty));
        assert!(matches!(failed(steps), LogError::StepsOnly));
        assert!(matches!(failed("Request ID,Date,Authentication method,Succeeded\na,b,c,d\n"), LogError::StepsOnly));
        assert!(matches!(failed(r#"{"log":{"entries":[]}}"#), LogError::NotALog));
        assert!(matches!(failed(r#"[{"a":1}]"#), LogError::NotALog));
        assert!(matches!(failed("a,b,c\n1,2,3\n"), LogError::NotALog));
        assert!(matches!(failed(&SIGN_IN[..SIGN_IN.len() - 1]), LogError::Broken));
        assert!(matches!(failed(&format!("[{}", &SIGN_IN[..SIGN_IN.len() - 1])), LogError::Broken));
    }

    #[test]
    fn a_log_without_sign_ins_is_one() {
        for text in [
            "[]",
            r#"{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#auditLogs/signIns","value":[]}"#,
            "Request ID,Sign-in error code,Conditional Access\n",
        ] {
            let (rows, read) = rows(text.as_bytes());
            assert!(rows.is_empty());
            assert_eq!(read.unwrap(), ReadLog::default(), "{text}");
        }
    }

    #[test]
    fn rows_that_are_too_deep_or_broken_are_counted() {
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(300), "]".repeat(300));
        let (rows, read) = rows(format!("[{SIGN_IN},{deep},{{\"a\" 1}},{{}},{SIGN_IN}]").as_bytes());
        assert_eq!(rows.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [0, 4]);
        assert_eq!(read.unwrap(), ReadLog { rows: 2, too_large: 1, unreadable: 2, ..ReadLog::default() });
    }

    #[test]
    fn an_error_of_the_source_keeps_what_was_read() {
        for text in [format!("[{SIGN_IN},"), format!("[{SIGN_IN},{}", " ".repeat(100_000))] {
            let mut stream = text.as_bytes().chain(Failing(Some(io::Error::other("gone"))));
            let mut count = 0;
            let read = read(&mut stream, &mut |_, _| {
                count += 1;
                ControlFlow::Continue(())
            });
            assert_eq!((count, read.unwrap().end), (1, End::Failed("gone".to_owned())));
        }
        let read = read(&mut Failing(Some(io::Error::other("gone"))), &mut |_, _| ControlFlow::Continue(()));
        assert!(matches!(read, Err(LogError::Io(_))));
    }

    #[test]
    fn the_caller_may_stop() {
        for name in EXPORTS {
            let bytes = export(name);
            let mut count = 0;
            let read = read(&mut bytes.as_slice(), &mut |_, _| {
                count += 1;
                ControlFlow::Break(())
            });
            assert_eq!((count, read.unwrap().end), (1, End::Stopped), "{name}");
        }
    }

    proptest! {
        /// Whatever is done to an export, reading it ends, and counts every row that it gives.
        #[test]
        fn damaged_exports_are_read_to_an_end(
            export_at in 0..EXPORTS.len(),
            changes in prop::collection::vec((any::<prop::sample::Index>(), "[\\[\\]{},:\"\\\\\n\r;a0]"), 1..8),
        ) {
            let mut bytes = export(EXPORTS[export_at]);
            for (place, change) in changes {
                let place = place.index(bytes.len());
                bytes[place] = change.as_bytes()[0];
            }
            let (rows, read) = rows(&bytes);
            match read {
                Ok(read) => prop_assert_eq!(read.rows, rows.len() as u64),
                Err(_) => prop_assert!(rows.is_empty()),
            }
            prop_assert!(rows.is_sorted_by(|(before, _), (after, _)| before < after));
        }
    }
}

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
mod recognize;
mod row;
mod tally;

use std::io::{self, Read};
use std::ops::ControlFlow;

use crate::model::sign_in_log::Row;
use crate::read::bytes::adapters::read_up_to;
use crate::read::http::charset::{TextEncoding, Utf8Reader};
pub use crate::read::sign_in_log::end::{End, LogError, ReadLog};
pub use crate::read::sign_in_log::marks::Content;
use crate::read::sign_in_log::tally::Tally;

/// How many bytes of a file are looked at.
const PREFIX: u64 = 64 << 10;

/// What a text holds, by its first 64 KiB without byte order mark; `None` when it is nothing of a sign-in log.
#[must_use]
pub fn content(prefix: &str) -> Option<Content> {
    recognize::content(prefix.trim_start_matches('\u{feff}'))
}

/// Whether a text is a sign-in log, by its first 64 KiB without byte order mark.
#[must_use]
pub fn recognizes(prefix: &str) -> bool {
    content(prefix) == Some(Content::SignIns)
}

/// Reads a log, in UTF-8 or UTF-16, and gives its rows one by one, each with the number of its record in the file, from 0.
///
/// A record that cannot be read is counted; a file that is cut off keeps its complete rows.
///
/// # Errors
///
/// When it is no sign-in log, or not one row of it can be read; no row was given then.
pub fn read(stream: &mut dyn Read, row: &mut dyn FnMut(usize, Row) -> ControlFlow<()>) -> Result<ReadLog, LogError> {
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
        let end = json::walk(&mut source, &mut tally);
        return tally.finish(content, end);
    }
    match content {
        Some(Content::SignIns) => {
            let end = csv::walk(&mut source, &prefix, &mut tally);
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
    use super::*;

    const EXPORTS: &[(&str, &[u8])] = &[
        ("portal.json", include_bytes!("../../../tests/it/sign_in_logs/InteractiveSignIns_2026-06-01_2026-06-08.json")),
        ("portal.csv", include_bytes!("../../../tests/it/sign_in_logs/InteractiveSignIns_2026-06-01_2026-06-08.csv")),
        ("graph.json", include_bytes!("../../../tests/it/sign_in_logs/graph-beta-page.json")),
        ("monitor.json", include_bytes!("../../../tests/it/sign_in_logs/PT1H.json")),
        ("analytics.csv", include_bytes!("../../../tests/it/sign_in_logs/query_data.csv")),
    ];

    /// The rows of a log, and what came of reading it.
    fn rows(bytes: &[u8]) -> (Vec<(usize, Row)>, Result<ReadLog, LogError>) {
        let mut rows = Vec::new();
        let read = read(&mut { bytes }, &mut |number, row| {
            rows.push((number, row));
            ControlFlow::Continue(())
        });
        (rows, read)
    }

    /// What every export of the same sign-ins has to say.
    #[test]
    fn the_same_rows_come_out_of_every_envelope() {
        for (name, bytes) in EXPORTS {
            let text = String::from_utf8_lossy(bytes.get(..bytes.len().min(64 << 10)).unwrap());
            assert!(recognizes(&text), "{name}");
            let (rows, read) = rows(bytes);
            assert_eq!(read.unwrap(), ReadLog { rows: 7, ..ReadLog::default() }, "{name}");
            let codes: Vec<u64> = rows.iter().map(|(_, row)| row.error_code).collect();
            assert_eq!(codes, [53003, 53003, 50074, 0, 50126, 50126, 0], "{name}");
        }
    }
}

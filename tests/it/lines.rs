//! The formats of one attempt a line, for databases and spreadsheets.

use serde_json::Value;

use crate::run::{on, report_on};
use crate::scenario::samples;

#[test]
fn json_lines_tell_what_the_report_tells() {
    for sample in samples::all() {
        let report = report_on(&sample.path());
        let lines: Vec<Value> =
            on(&sample.path(), &["--format", "jsonl"]).stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let attempts = report["attempts"].as_array().unwrap();
        assert_eq!(lines.len(), attempts.len(), "{}", sample.file);
        for (line, attempt) in lines.iter().zip(attempts) {
            assert_eq!(line["outcome"], attempt["outcome"]);
            let capture = usize::try_from(attempt["capture"].as_u64().unwrap()).unwrap();
            assert_eq!(line["capture"], report["captures"][capture]["name"]);
            let whole: Vec<&Value> = line["findings"].as_array().unwrap().iter().map(|finding| &finding["id"]).collect();
            assert_eq!(whole, attempt["findings"].as_array().unwrap().iter().collect::<Vec<_>>());
        }
    }
}

#[test]
fn csv_reads_like_this() {
    let outcome = on(&samples::named("before-and-after.zip").path(), &["--format", "csv"]);
    insta::assert_snapshot!(outcome.stdout.replace('\r', ""));
}

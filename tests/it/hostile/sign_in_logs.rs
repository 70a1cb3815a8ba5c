//! Logs that are deep, endless, broken or full of themselves: each is read next to the good capture, whose report is there.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use serde_json::{Value, json};

use super::make::{CODE, Make, filled, good_har, gzip_bomb};
use super::{Theme, unwrapped};
use crate::readers::{self, Lock, gzip};

const REQUEST: &str = "a061e2c6-3b37-44fd-867e-663233672e1f";
const CORRELATION: &str = "9079855d-063a-4c48-8309-92486452011c";
const HEADER: &str = "Date (UTC),Request ID,Correlation ID,User,Username,Status,Sign-in error code,Failure reason,Conditional Access\r\n";

/// What a run with a log must come to.
#[derive(Debug, Clone, Copy)]
enum Told {
    /// Its row is joined, and nothing is wrong.
    Joined,
    /// Its row is joined, and a note with these words tells what limits it.
    Noted(&'static str),
    /// It is no log: an error with these words.
    Refused(&'static str),
}

/// A larger log is not named once more for the report in a few words: reading it takes long, and the report in all words has them too.
const LARGE: u64 = 1 << 20;

impl Theme {
    /// Inspects the good capture with a log, named as one and found next to it, in a few words and in all of them.
    fn log(&mut self, row: &str, input: impl Make, told: Told) {
        let log = self.scratch.path().join("log");
        input.write(&log);
        let good = self.scratch.file("good.har", good_har());
        let is_large = log.metadata().expect("the log is there").len() > LARGE;
        let runs = [(&["--format", "json", "--sign-in-log"][..], true), (&["--full"], false), (&["--sign-in-log"], true)];
        for (more, is_named) in runs.into_iter().take(if is_large { 2 } else { 3 }) {
            let arguments = super::arguments(&[&good]).into_iter().chain(more.iter().map(Into::into)).chain([log.clone().into()]);
            let ended = self.run(arguments);
            self.rows += 1;
            let (stdout, stderr) = (ended.text("stdout"), ended.text("stderr"));
            // JSON names the row's file, and a report for people what its row was matched by.
            let is_joined =
                stdout.contains("\"matched_by\"") || unwrapped(&stdout).contains("by request ID") || stdout.contains("matched by");
            let good = stdout.contains(CODE)
                && match told {
                    Told::Joined => ended.code() == Some(1) && is_joined && stderr.is_empty(),
                    Told::Noted(words) => ended.code() == Some(1) && is_joined && stderr.contains(words) && stderr.starts_with("note: "),
                    Told::Refused(words) => ended.code() == Some(3) && !is_joined && (!is_named || stderr.contains(words)),
                };
            if !good {
                self.wrong(&format!("{row}, {more:?}"), &format!("should be {told:?}, joined: {is_joined}"), &ended);
            }
            self.harmless(row, &ended);
        }
        std::fs::remove_file(log).expect("the log is still there");
    }

    fn joined(&mut self, row: &str, input: impl Make) {
        self.log(row, input, Told::Joined);
    }
}

/// A start, a piece that often, and an end: written piece by piece.
struct Long<'a>(&'a str, &'a str, usize, &'a str);

impl Make for Long<'_> {
    fn write(self, path: &Path) {
        let Self(start, piece, count, end) = self;
        let mut file = BufWriter::new(File::create(path).expect("the disk has room"));
        let block = piece.repeat(1 + (64 << 10) / piece.len());
        let mut left = piece.len() * count;
        file.write_all(start.as_bytes()).expect("the disk has room");
        while left > 0 {
            let next = left.min(block.len());
            file.write_all(&block.as_bytes()[..next]).expect("the disk has room");
            left -= next;
        }
        file.write_all(end.as_bytes()).expect("the disk has room");
    }
}

/// The row of the good entry's request, with more members.
fn sign_in(more: &Value) -> String {
    let mut row = json!({
        "id": REQUEST,
        "createdDateTime": "2026-03-02T09:00:01Z",
        "correlationId": CORRELATION,
        "userPrincipalName": "alex@contoso.example",
        "appId": "7b9d3f61-0c2e-4a8d-9f15-d4e6a8b0c273",
        "clientAppUsed": "Browser",
        "conditionalAccessStatus": "notApplied",
        "status": {"errorCode": 50126, "failureReason": "Invalid username or password."},
    });
    row.as_object_mut().expect("an object").extend(more.as_object().expect("members").clone());
    row.to_string()
}

fn plain() -> String {
    sign_in(&json!({}))
}

fn csv_row() -> String {
    format!("2026-03-02T09:00:01Z,{REQUEST},{CORRELATION},Alex,alex@contoso.example,Failure,50126,Invalid.,Not Applied\r\n")
}

fn nest(open: &str, depth: usize, inner: &str, close: &str) -> String {
    format!("{}{inner}{}", open.repeat(depth), close.repeat(depth))
}

#[test]
fn logs_that_are_deep() {
    let mut theme = Theme::new("logs_that_are_deep");
    let row = plain();
    theme.joined("a row", format!("[{row}]"));
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":[", "]}]"), ("{\"value\":[", "]}"), ("{\"records\":[", "]}")] {
        for depth in [200, 100_000] {
            let deep = nest(open, depth, "1", close);
            theme.log(&format!("{open} {depth} deep in a row"), format!("[{row},{{\"a\":{deep}}}]"), Told::Noted("could not be read"));
            theme.log(&format!("{open} {depth} deep as a row"), format!("[{row},{deep}]"), Told::Noted("could not be read"));
            theme.log(&format!("{open} {depth} deep, a line"), format!("{row}\n{deep}\n{row}\n"), Told::Noted("could not be read"));
        }
        theme.log(&format!("{open} without an end"), format!("[{row},{}", open.repeat(500_000)), Told::Noted("cut off"));
        theme.log(&format!("{open} alone"), open.repeat(1_000_000), Told::Refused(""));
    }
    for (what, text) in [
        ("policies", sign_in(&json!({"appliedConditionalAccessPolicies": nest("[", 100_000, "", "]")}))),
        ("a device", sign_in(&json!({"deviceDetail": nest("{\"a\":", 100_000, "1", "}")}))),
        ("steps", sign_in(&json!({"authenticationDetails": filled("[{\"a\":[", 500_000)}))),
    ] {
        theme.joined(&format!("depth in the text of {what}"), format!("[{row},{text}]"));
    }
    theme.end();
}

#[test]
fn logs_of_logs() {
    let mut theme = Theme::new("logs_of_logs");
    let row = plain();
    for (open, close) in [("{\"value\":[", "]}"), ("{\"records\":[", "]}"), ("[", "]")] {
        for depth in [2, 20] {
            theme.log(&format!("{open} {depth} deep"), nest(open, depth, &row, close), Told::Refused("not a sign-in log"));
        }
    }
    // A log as a text in a row of a log is a text.
    let text = (0..6).fold(plain(), |inner, _| sign_in(&json!({"additional": format!("[{inner}]"), "status": {"errorCode": 50126}})));
    theme.joined("a log in a text of a log", format!("[{text}]"));
    let other = row.replace(REQUEST, "11111111-2222-4333-8444-555555555555").replace(CORRELATION, "");
    theme.log(
        "a log as the properties of a row",
        format!("[{{\"category\":\"SignInLogs\",\"properties\":[{other}]}},{row}]"),
        Told::Noted("could not"),
    );
    theme.joined(
        "properties in properties",
        format!("[{}]", json!({"category": "SignInLogs", "properties": {"properties": {}, "id": REQUEST, "status": {"errorCode": 50126}}})),
    );
    let har = good_har();
    theme.log("a HAR with rows", har.replacen("{\"log\":{", &format!("{{\"value\":[{row}],\"log\":{{"), 1), Told::Noted("damaged"));
    let zip = (0..3).fold(row.clone().into_bytes(), |inner, _| readers::zip(Lock::Open, &[("log.json", &inner)]));
    theme.joined("a log in zips", zip);
    let logs: Vec<(String, String)> = (0..2_000).map(|at| (format!("{at}.json"), format!("[{other}]"))).collect();
    let logs: Vec<(&str, &[u8])> = logs.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    theme.joined("2,000 logs in a zip", readers::zip(Lock::Open, &[&logs[..], &[("row.json", row.as_bytes())]].concat()));
    theme.end();
}

#[test]
fn logs_that_are_long() {
    let mut theme = Theme::new("logs_that_are_long");
    let row = plain();
    let begin = format!("[{row},");
    let huge = format!("[{row},{{\"userAgent\":\"");
    theme.log("a row of 100 MiB", Long(&huge, "Mozilla ", 100 << 17, &format!("\"}},{row}]")), Told::Noted("1 row could not be read"));
    theme.log(
        "a row of 100 MiB that is the first",
        Long("[{\"userAgent\":\"", "Mozilla ", 100 << 17, &format!("\"}},{row}]")),
        Told::Refused(""),
    );
    theme.log(
        "a line of 100 MiB",
        Long(&format!("{row}\n{{\"userAgent\":\""), "Mozilla ", 100 << 17, &format!("\"}}\n{row}\n")),
        Told::Noted("1 row could not be read"),
    );
    theme.log("a row of 100 MiB without an end", Long(&huge, "Mozilla ", 100 << 17, ""), Told::Noted("cut off"));
    let quoted = format!("{HEADER}{}2026-03-02T09:00:01Z,\"", csv_row());
    theme.log(
        "a field of 100 MiB",
        Long(&quoted, "quoted, ", 100 << 17, &format!("\"\r\n{}", csv_row())),
        Told::Noted("1 row could not be read"),
    );
    theme.log("a quote without an end", Long(&quoted, "quoted,\r\n", 4 << 20, ""), Told::Noted("cut off"));
    theme.joined("10,000,000 empty lines", Long(&format!("{row}\n"), "\n", 10_000_000, &row));
    theme.joined("10,000,000 empty lines of CSV", Long(&format!("{HEADER}{}", csv_row()), "\r\n", 10_000_000, &csv_row()));
    theme.log("4,000,000 empty rows", Long(&begin, "{},", 4_000_000, "{}]"), Told::Noted("4000001 rows could not be read"));
    theme.log(
        "4,000,000 empty rows, a line each",
        Long(&format!("{row}\n"), "{}\n", 4_000_000, ""),
        Told::Noted("4000000 rows could not be read"),
    );
    theme.log(
        "1,000,000 rows without a value",
        Long(&format!("{HEADER}{}", csv_row()), ",,,,,,,,\r\n", 1_000_000, ""),
        Told::Noted("1000000 rows"),
    );
    theme.joined("50 MiB of blanks", Long(&format!("[{row}"), "        ", 50 << 17, "]"));
    theme.log("an empty list of 50 MiB", Long("[", "        ", 50 << 17, "]"), Told::Refused(""));
    theme.end();
}

#[test]
fn rows_that_all_belong() {
    let mut theme = Theme::new("rows_that_all_belong");
    let own = |more: &Value| sign_in(more).replace(REQUEST, "00000000-2222-4333-8444-555555555555") + ",";
    let count = 20_000;
    let rows: String = (0..count).map(|at| own(&json!({"riskDetail": at.to_string()}))).collect();
    theme.log("20,000 rows of one correlation ID", format!("[{rows}{}]", plain()), Told::Noted("19800 rows are left out"));
    theme.joined("20,000 times the same row of one correlation ID", Long("[", &own(&json!({})), count, &format!("{}]", plain())));
    theme.joined("20,000 times the same row", Long("[", &format!("{},", plain()), count, &format!("{}]", plain())));
    let long = "policy ".repeat(130_000);
    let numbered = |more: &Value| -> String {
        (0..20).map(|at| sign_in(more).replace(REQUEST, &format!("{at:08}-2222-4333-8444-555555555555")) + ",").collect()
    };
    let policy = |name: &str| json!({"id": "1", "displayName": name, "result": "failure", "enforcedGrantControls": ["Block"]});
    let many: Vec<Value> = (0..9_000).map(|at| policy(&format!("Policy {at}"))).collect();
    for (what, more) in [
        ("a policy of 900 KB", json!({"appliedConditionalAccessPolicies": [policy(&long)]})),
        ("9,000 policies", json!({"appliedConditionalAccessPolicies": many})),
        ("a reason of 900 KB", json!({"status": {"errorCode": 50126, "failureReason": long}})),
        (
            "50,000 words",
            json!({"networkLocationDetails": [{"networkNames": vec!["Office"; 50_000]}], "appliedConditionalAccessPolicies": [{"result": "failure", "enforcedGrantControls": vec!["Block"; 50_000]}]}),
        ),
    ] {
        theme.log(&format!("20 rows with {what}"), format!("[{}{}]", numbered(&more), plain()), Told::Noted("rows are left out"));
    }
    // What is so long is not a name.
    let named = numbered(&json!({"userPrincipalName": long, "deviceDetail": {"displayName": "x"}}));
    theme.joined("20 rows with a name of 900 KB", format!("[{named}{}]", plain()));
    theme.end();
}

#[test]
fn logs_that_are_broken() {
    let mut theme = Theme::new("logs_that_are_broken");
    let row = plain();
    let steer = "\u{1b}[2J\u{202e}\u{7}\u{9b}31m\r\nerror: all is lost";
    let steers = sign_in(&json!({
        "status": {"errorCode": 50126, "failureReason": steer}, "appDisplayName": steer, "resourceDisplayName": steer,
        "appliedConditionalAccessPolicies": [{"id": steer, "displayName": steer, "result": "failure", "enforcedGrantControls": [steer]}],
        "networkLocationDetails": [{"networkNames": [steer]}], "conditionalAccessStatus": "failure", "riskLevelDuringSignIn": steer, "riskState": steer,
        "deviceDetail": {"deviceId": steer, "operatingSystem": steer, "browser": steer, "trustType": steer},
        "authenticationDetails": [{"authenticationMethod": steer, "authenticationStepResultDetail": steer}],
        "authenticationProtocol": steer, "location": {"countryOrRegion": steer},
    }));
    theme.joined("names that steer a terminal", format!("[{steers}]"));
    for (what, more) in [
        ("a code of 20 digits", json!({"status": {"errorCode": 18_446_744_073_709_551_615_u64}})),
        ("a code in words", json!({"status": {"errorCode": "AADSTS50126"}})),
        ("a time at the end of the world", json!({"createdDateTime": "9999-12-31T23:59:59Z"})),
        ("a time that is none", json!({"createdDateTime": "9999-99-99T99:99:99Z"})),
        ("a time in numbers", json!({"createdDateTime": "/Date(99999999999999999999)/"})),
        (
            "members of other kinds",
            json!({"deviceDetail": [], "appliedConditionalAccessPolicies": {}, "authenticationDetails": 7, "location": true, "networkLocationDetails": [[]]}),
        ),
        (
            "policies of other kinds",
            json!({"appliedConditionalAccessPolicies": [1, null, "a", [], {}, {"result": 7, "enforcedGrantControls": {}, "conditionsNotSatisfied": -1}]}),
        ),
        ("flags without end", json!({"appliedConditionalAccessPolicies": [{"conditionsNotSatisfied": u64::MAX}]})),
    ] {
        theme.joined(what, format!("[{}]", sign_in(&more)));
    }
    let list = format!("[{row},{row}]");
    for cut in [list.len() - 1, list.len() - 20, row.len() + 3] {
        theme.log(&format!("cut at {cut}"), list[..cut].to_owned(), Told::Noted("cut off"));
    }
    theme.log("cut in the first row", list[..row.len() - 3].to_owned(), Told::Refused("not one row can be read"));
    theme.log("cut in a CSV", format!("{HEADER}{}2026-03-02T09:00:01Z,{REQUEST}", csv_row()), Told::Noted("cut off"));
    theme.joined("zeros behind it", [list.as_bytes(), &vec![0; 100_000]].concat());
    theme.joined("zeros in it", list.replace("Browser", "\0\0\0\0"));
    theme.joined(
        "no UTF-8",
        list.replace("Browser", "@").into_bytes().into_iter().map(|byte| if byte == b'@' { 0xff } else { byte }).collect::<Vec<u8>>(),
    );
    let columns = (0..20_000).fold(HEADER.trim_end().to_owned(), |columns, at| columns + &format!(",c{at}"));
    theme.log("20,000 columns", format!("{columns}\r\n{}", csv_row()), Told::Refused(""));
    let names: Vec<Value> = (0..1_000)
        .map(|at| json!({"name": format!("c{at}")}))
        .chain(["Id", "CorrelationId", "ResultType", "AppId"].map(|name| json!({"name": name})))
        .collect();
    let cells: Vec<String> = (0..1_000).map(|_| "0".to_owned()).chain([format!("\"{REQUEST}\",\"\",\"50126\",\"a\"")]).collect();
    let table = json!({"tables": [{"name": "PrimaryResult", "columns": names, "rows": []}]}).to_string();
    let lines = format!("[{}],", cells.join(",")).repeat(200);
    theme.joined("a table of 1,000 columns", table.replace("\"rows\":[]", &format!("\"rows\":[{}]", lines.trim_end_matches(','))));
    theme.joined("a gzip", gzip(list.as_bytes()));
    theme.log("a gzip that is a bomb", gzip_bomb(&format!("[{row},{{\"a\":\""), b'a'), Told::Noted("unpacks to more than"));
    theme.end();
}

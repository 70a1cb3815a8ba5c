//! The short report: verdict first, on one screen, with what the trace was asked and the ids to paste.

use regex::Regex;
use serde_json::Value;

use crate::run::{Outcome, entrace, report_on, run};
use crate::scenario::samples::{self, PASSWORD, Sample};

fn shown(sample: &Sample, columns: usize, arguments: &[&str]) -> Outcome {
    run(entrace().args(arguments).arg(sample.path()).env("ENTRACE_PASSWORD", PASSWORD).env("COLUMNS", columns.to_string()))
}

/// The samples in which one attempt failed or was left waiting, with that attempt.
fn with_one_bad_attempt() -> Vec<(Sample, Value)> {
    let is_bad = |attempt: &&Value| attempt["outcome"] == "failed" || attempt["outcome"] == "interrupted";
    let one = |sample: Sample| {
        let report = report_on(&sample.path());
        let bad: Vec<Value> = report["attempts"].as_array()?.iter().filter(is_bad).cloned().collect();
        let is_alone = report["captures"].as_array()?.len() == 1;
        Some((sample, bad.into_iter().next()?)).filter(|_| is_alone)
    };
    let found: Vec<(Sample, Value)> = samples::all().into_iter().filter_map(one).collect();
    assert!(found.len() >= 18, "{}", found.len());
    found
}

#[test]
fn a_failure_is_told_on_one_screen() {
    let mut wrong = Vec::new();
    for (sample, attempt) in with_one_bad_attempt() {
        let text = shown(&sample, 100, &[]).stdout;
        let lines: Vec<&str> = text.lines().collect();
        let decided = lines.iter().filter(|line| line.starts_with("  yes  ") || line.starts_with("  no   ")).count();
        let is_made_good = attempt["verdict"].as_str().unwrap().contains("so this one is harmless");
        if lines.len() > 45 {
            wrong.push(format!("{}: {} lines", sample.file, lines.len()));
        }
        if decided < 2 {
            wrong.push(format!("{}: {decided} checks are decided", sample.file));
        }
        let outcome = attempt["outcome"].as_str().unwrap().to_uppercase();
        let first = lines.first().copied().unwrap_or_default();
        let verdict = attempt["verdict"].as_str().unwrap();
        let begins = first.split_once("  ").is_some_and(|(word, said)| word == outcome && verdict.starts_with(said.trim_end()));
        if !is_made_good && !begins {
            wrong.push(format!("{}: begins with {first}", sample.file));
        }
        for name in ["Code", "Correlation ID", "Request ID", "Time (UTC)", "Tenant", "Application", "Resource"] {
            let is_there = lines.iter().any(|line| line.starts_with(&format!("  {name} ")));
            if !is_there && (!is_made_good || name != "Code") {
                wrong.push(format!("{}: no {name} for the ticket", sample.file));
            }
        }
        let last = lines.last().copied().unwrap_or_default();
        if !is_made_good && lines.len() > 1 && !last.starts_with(&outcome) && !text.contains("Other attempts") {
            wrong.push(format!("{}: ends with {last}", sample.file));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_for_other_codes_is_not_said() {
    // A bullet of a guide that is for some codes begins with them: `7000222: ...`, `App developer, 7000222: ...`.
    let lead = Regex::new(r"^\s*(?:-|\d+\.|Supported|Possible)\s+(?:[A-Z][\w ]*, )?\d{5,8}(?:(?:,| and| or) \d{5,8})*: ").unwrap();
    for (sample, _) in with_one_bad_attempt() {
        for arguments in [&[][..], &["--full"]] {
            let text = shown(&sample, 100, arguments).stdout;
            let found: Vec<&str> = text.lines().filter(|line| lead.is_match(line)).collect();
            assert!(found.is_empty(), "{}: {found:#?}", sample.file);
        }
    }
}

#[test]
fn narrow_terminals_break_nothing() {
    for sample in samples::all() {
        for columns in [80, 100] {
            let text = shown(&sample, columns, &[]).stdout;
            // Attempts are never wrapped, so that they can be cut out; a word may be as long as it is.
            let is_row = |line: &str| ["SUCCEEDED ", "FAILED ", "INTERRUPTED ", "INCOMPLETE "].iter().any(|word| line.starts_with(word));
            let is_long = |line: &&str| line.chars().count() > columns && line.trim().contains(' ') && !is_row(line);
            let long: Vec<&str> = text.lines().filter(is_long).collect();
            assert!(long.is_empty(), "{} at {columns}: {long:#?}", sample.file);
        }
    }
}

#[test]
fn the_full_report_leaves_nothing_out() {
    let sample = samples::named("client-secret-expired.har");
    let text = shown(&sample, 100, &["--full"]).stdout;
    for said in ["Checked in this trace", "Where to look next: the sign-in log", "Log Analytics (KQL)", "Read on", "Steps", "attempt 2: "] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

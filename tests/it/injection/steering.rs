//! What steers a terminal, turns the direction of writing or is not seen is in no format but as an escape of JSON.

use entrace::model::comparison::Sides;
use entrace::redact::{self, Secrets, Visibility};
use entrace::render::{self, ComparisonFormat, Format, Style, steers};
use serde_json::Value;

use super::report;

fn all() -> String {
    ('\0'..=char::MAX).filter(|letter| steers(*letter)).collect()
}

#[test]
fn nothing_that_steers_is_written() {
    let steering = all();
    assert!(steering.chars().count() > 4000, "{}", steering.chars().count());
    // Few enough in each text to look at, and all of them somewhere.
    let letters: Vec<char> = steering.chars().collect();
    let mut chunks = letters.chunks(64).map(|chunk| chunk.iter().collect::<String>()).cycle();
    let redacted =
        redact::redact(report(&mut || format!("a{}z", chunks.next().unwrap())), &Secrets::default(), Visibility { personal_data: true });
    let mut texts = Vec::new();
    for format in [Format::Text, Format::Markdown, Format::Json, Format::JsonLines, Format::Csv, Format::Html] {
        texts.push((format!("{format:?}"), render::render(&redacted, Style { format, full: true, ..Style::default() }).unwrap()));
    }
    texts.push(("Brief".to_owned(), render::render(&redacted, Style { brief: true, ..Style::default() }).unwrap()));
    let sides = Sides { first_bad: Some(1), ..Sides::default() };
    let comparison = entrace::inspection::comparison(&redacted, &sides).expect("two sign-ins");
    for format in
        [ComparisonFormat::Text(render::Screen::default()), ComparisonFormat::Markdown, ComparisonFormat::Html, ComparisonFormat::Json]
    {
        texts.push((format!("{format:?}"), render::comparison(&comparison, format).unwrap()));
    }
    for (format, text) in texts {
        let found = text.replace("\r\n", "\n").chars().find(|letter| *letter != '\n' && steers(*letter));
        assert_eq!(found, None, "{format}");
    }
}

#[test]
fn json_keeps_the_value() {
    let value = format!("a{}z", all());
    let redacted = redact::redact(report(&mut || value.clone()), &Secrets::default(), Visibility { personal_data: true });
    let json = render::render(&redacted, Style { format: Format::Json, ..Style::default() }).unwrap();
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["attempts"][0]["steps"][0]["host"], value.as_str());
    let lines = render::render(&redacted, Style { format: Format::JsonLines, ..Style::default() }).unwrap();
    assert_eq!(lines.lines().count(), 2);
}

/// A file's name is what its owner likes, also where it is told that something is wrong with it.
#[cfg(unix)]
#[test]
fn a_name_of_a_file_steers_nothing() {
    use crate::run::{self, Scratch};

    let scratch = Scratch::new("a_name_of_a_file_steers_nothing");
    let name = "a\nerror: forged\u{1b}[31m\u{202e}\u{200b}\u{2028}\u{9b}\u{7f}`![x](http_).har";
    let har = std::fs::read(crate::scenario::samples::named("locked-out.har").path()).unwrap();
    let good = scratch.file(name, &har);
    let bad = scratch.file(&format!("bad-{name}"), b"no capture");
    let output = scratch.path().join("case.zip");
    let formats = run::formats();
    let mut outcomes: Vec<run::Outcome> =
        formats.iter().map(|format| run::run(run::entrace().args(["--format", format]).args([&good, &bad]))).collect();
    outcomes.push(run::run(run::entrace().arg("bundle").args([&good, &bad]).arg("-o").arg(&output)));
    outcomes.push(run::run(run::entrace().arg("sanitize").arg(&good).arg("-o").arg(scratch.path().join(format!("out-{name}")))));
    outcomes.push(run::run(run::entrace().args(["guides", "check"]).arg(&bad)));
    outcomes.push(run::run(run::entrace().args(["guides", "check", "--format", "json"]).arg(&bad)));
    outcomes.push(run::run(run::entrace().args(["guides", "list", "--guidance"]).arg(&bad)));
    outcomes.push(run::run(run::entrace().arg(&good).arg("--password-file").arg(scratch.path().join(format!("no-{name}")))));
    for outcome in outcomes {
        assert!(!outcome.stderr.is_empty() || !outcome.stdout.is_empty());
        for text in [outcome.stdout.replace("\r\n", "\n"), outcome.stderr] {
            assert_eq!(text.chars().find(|letter| *letter != '\n' && steers(*letter)), None, "{text:?}");
            let is_page = text.starts_with("<!DOCTYPE html>");
            assert!(is_page || !text.lines().any(|line| line.starts_with("error: forged")), "{text}");
        }
    }
    let mut archive = zip::ZipArchive::new(std::fs::File::open(output).unwrap()).unwrap();
    for member in ["manifest.json", "report.json", "report.md", "report.html"] {
        let text = std::io::read_to_string(archive.by_name(member).unwrap()).unwrap();
        assert_eq!(text.chars().find(|letter| *letter != '\n' && steers(*letter)), None, "{member}");
    }
}

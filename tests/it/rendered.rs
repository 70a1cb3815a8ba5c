//! Reports in every style from one reading, without a process for each.

use std::sync::LazyLock;

use entrace::annotate::catalog::Catalog;
use entrace::inspection::Inspection;
use entrace::model::report::Report;
use entrace::read::{Input, Options};
use entrace::redact::{self, Redacted, Visibility};
use entrace::render::{self, Format, Style};

use crate::scenario::samples::PASSWORD;

static CATALOG: LazyLock<Catalog> = LazyLock::new(Catalog::default);

/// What a report on a capture would say. The samples' password is there for those that need it.
pub(crate) fn inspected(name: &str, bytes: &[u8], visibility: Visibility) -> Redacted<Report> {
    let password = &|_: &str| Some(PASSWORD.to_owned());
    let mut inspection = Inspection::new();
    inspection.read(name, Input::File(&bytes), &Options::new(password)).expect("a capture");
    let (report, secrets) = inspection.finish(&CATALOG);
    redact::redact(report, &secrets, visibility)
}

/// The report that the binary would print for these arguments.
pub(crate) fn shown(report: &Redacted<Report>, arguments: &[String]) -> String {
    let mut style = Style::default();
    let mut rest = arguments.iter().map(String::as_str);
    while let Some(argument) = rest.next() {
        match argument {
            "--format" => style.format = format(rest.next().expect("a format")),
            "--full" | "--verbose" => style.full = true,
            "--brief" => style.brief = true,
            _ => panic!("{argument} says nothing of the style"),
        }
    }
    render::render(report, style).unwrap_or_else(|leak| panic!("{arguments:?}: {leak}"))
}

fn format(name: &str) -> Format {
    match name {
        "text" => Format::Text,
        "markdown" => Format::Markdown,
        "json" => Format::Json,
        "jsonl" => Format::JsonLines,
        "csv" => Format::Csv,
        "html" => Format::Html,
        _ => panic!("{name} is a format that this does not know"),
    }
}

#[test]
fn it_is_what_the_binary_prints() {
    let sample = crate::scenario::samples::named("locked-out.har");
    let report = inspected(sample.file, &std::fs::read(sample.path()).expect("a sample"), Visibility::default());
    for arguments in crate::secrets::runs() {
        let printed = crate::run::on(&sample.path(), &arguments).stdout;
        let (printed, shown) = (without_hash(&printed), without_hash(&shown(&report, &arguments)));
        assert_eq!(printed, shown, "{arguments:?}");
    }
}

/// Only the binary hashes what it reads.
fn without_hash(text: &str) -> String {
    text.lines().filter(|line| !line.contains("\"sha256\"")).collect::<Vec<_>>().join("\n")
}

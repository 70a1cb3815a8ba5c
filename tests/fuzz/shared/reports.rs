//! Reports: whatever a capture holds, every format can be written, is well-formed, and neither tells a secret nor steers a terminal.

use std::sync::LazyLock;

use anstream::adapter::strip_str;
use entrace::inspection::Inspection;
use entrace::annotate::catalog::Catalog;
use entrace::entra::page::Page;
use entrace::model::report::Report;
use entrace::read::{Input, Options};
use entrace::redact::{self, Redacted, Secrets, Visibility};
use entrace::render::{self, Format, Screen, Style};
use serde_json::Value;

use crate::captures::Capture;
use crate::planted::{CODE, shown};

/// The report on a capture; `None` when it is none. The planted failure is found.
#[must_use]
pub fn inspect(capture: &Capture, catalog: &Catalog) -> Option<(Report, Secrets)> {
    let mut inspection = Inspection::new();
    let result = inspection.read("case", Input::File(&capture.bytes), &Options { hash: true, ..crate::options() });
    let (report, secrets) = inspection.finish(catalog);
    if let Some(entry) = capture.planted {
        assert!(result.is_ok(), "a capture with a good entry is refused: {result:?}");
        let of_code = report.findings.iter().filter(|finding| finding.code.to_string() == CODE);
        let mut evidence = of_code.flat_map(|finding| &finding.evidence);
        assert!(evidence.any(|evidence| evidence.entry == entry), "the good entry was lost: {report:?}");
    }
    (!report.captures.is_empty()).then_some((report, secrets))
}

/// Renders a report in every format. Where nothing is planted, the fuzzer may have put the same words where they are no secret.
pub fn render(report: &Report, secrets: &Secrets, personal_data: bool, planted: bool) {
    let redacted = redact::redact(report.clone(), secrets, Visibility { personal_data });
    for format in [Format::Text, Format::Markdown, Format::Json, Format::JsonLines, Format::Csv, Format::Html] {
        let style = Style { format, full: true, ..Style::default() };
        holds(&redacted, style, planted);
        if matches!(format, Format::Text | Format::Markdown) {
            holds(&redacted, Style { brief: true, full: false, screen: Screen::terminal(0), ..style }, planted);
        }
    }
}

/// What must hold of a finished report.
fn holds(report: &Redacted<Report>, style: Style, planted: bool) {
    // What is refused is not shown to anyone.
    let Ok(colored) = render::render(report, style) else { return };
    let text = strip_str(&colored).to_string();
    assert!(!planted || shown(&text).is_none(), "{style:?}: {text}");
    let steers = |letter: char| render::steers(letter) && letter != '\n';
    match style.format {
        Format::Text | Format::Markdown => assert!(!text.contains(steers), "{style:?}: {text:?}"),
        Format::Csv => assert!(!text.replace("\r\n", "").contains(steers), "{text:?}"),
        Format::Json => assert!(serde_json::from_str::<Value>(&text).is_ok(), "{text}"),
        Format::JsonLines => assert!(text.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()), "{text}"),
        Format::Html => {
            let page = Page::parse(&text);
            assert!(page.scripts == *OWN_SCRIPTS && page.forms.is_empty(), "markup of the capture's: {text}");
        }
        unknown => panic!("nothing is looked for in {unknown:?}"),
    }
}

/// The scripts of a report on nothing.
static OWN_SCRIPTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let nothing = redact::redact(Report::default(), &Secrets::default(), Visibility::default());
    let page = render::render(&nothing, Style { format: Format::Html, ..Style::default() });
    Page::parse(&page.expect("nothing holds no secret")).scripts
});

/// The built-in guides.
pub static CATALOG: LazyLock<Catalog> = LazyLock::new(Catalog::default);

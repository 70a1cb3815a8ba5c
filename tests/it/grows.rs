//! Nothing grows faster than its input: each series of the benchmark, small, in time of the processor. `cargo bench -- --growth` counts instructions
//! and is exact; here the bound is so wide that only what grows with the square reaches it, however busy the machine is.

use std::time::Duration;

use entrace::annotate::catalog::Catalog;
use entrace::inspection::Inspection;
use entrace::read::{Input, Options};
use entrace::redact::{self, Visibility};
use entrace::render::{self, Format, Style};
use rustix::time::{ClockId, clock_gettime};

use crate::growth::series::{ALL, Series, Task};

/// How many times as long each byte of the larger input may take: with four times the bytes, two is an exponent of 1.5.
const MOST: f64 = 2.0;
/// Times below this tell nothing.
const LEAST: Duration = Duration::from_millis(4);
/// The benchmark's sizes, divided by that.
const SMALLER: usize = 4;
/// How often a series is tried that seems to grow: something else may have been in the way.
const TRIES: usize = 5;

#[test]
fn nothing_grows_with_the_square_of_its_input() {
    let grows: Vec<String> = ALL.iter().filter(|series| is_done_here(series)).filter_map(grows).collect();
    assert!(grows.is_empty(), "{}", grows.join("\n"));
}

/// What needs the command line is left to the benchmark.
fn is_done_here(series: &Series) -> bool {
    !matches!(series.task, Task::Compare | Task::Bundle)
}

fn grows(series: &Series) -> Option<String> {
    let size = (series.size / SMALLER).max(2);
    let (once, larger) = ((series.make)(size), (series.make)(4 * size));
    let bytes =
        |files: &[(String, Vec<u8>)]| files.iter().map(|(_, bytes)| u32::try_from(bytes.len()).map_or(f64::MAX, f64::from)).sum::<f64>();
    let most = MOST * bytes(&larger) / bytes(&once);
    let (mut of_once, mut of_larger) = (Duration::MAX, Duration::MAX);
    for _ in 0..TRIES {
        of_once = of_once.min(time(|| run(series.task, &once)));
        of_larger = of_larger.min(time(|| run(series.task, &larger)));
        if of_larger <= of_once.mul_f64(most) + LEAST {
            return None;
        }
    }
    Some(format!("{}: {of_once:?} for {size}, {of_larger:?} for four times as many", series.name))
}

/// How long this thread had a processor.
fn time(job: impl FnOnce()) -> Duration {
    let now = || {
        let time = clock_gettime(ClockId::ThreadCPUTime);
        Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec.try_into().expect("a part of a second"))
    };
    let begin = now();
    job();
    now().saturating_sub(begin)
}

fn run(task: Task, files: &[(String, Vec<u8>)]) {
    let (name, bytes) = files.first().expect("a file");
    match task {
        Task::Report(format) => report(files, format, &Catalog::default()),
        Task::Sanitize => assert!(!entrace::sanitize(name, bytes).expect("a capture").is_empty()),
        Task::Explain => assert!(!entrace::explain(&String::from_utf8_lossy(bytes), Format::Text).is_empty()),
        Task::Guided => {
            let mut inspector = entrace::Inspector::new();
            for (name, guide) in files.iter().skip(1) {
                inspector = inspector.guide(name, &String::from_utf8_lossy(guide)).expect("a guide");
            }
            inspector.read(name, bytes).expect("a capture");
            assert!(!inspector.finish().render(Format::Text).expect("a report").is_empty());
        }
        Task::Compare | Task::Bundle => unreachable!("done by the benchmark"),
    }
}

fn report(files: &[(String, Vec<u8>)], format: &str, catalog: &Catalog) {
    let password = |_: &str| None;
    let options = Options::new(&password);
    let mut inspection = Inspection::new();
    // Logs and devices are read when all captures are.
    let mut later = Vec::new();
    for (name, bytes) in files {
        let file: &dyn entrace::read::ReadAt = &bytes.as_slice();
        if inspection.read(name, Input::File(file), &options).is_err() {
            later.push((name, bytes));
        }
    }
    for (name, bytes) in later {
        let file: &dyn entrace::read::ReadAt = &bytes.as_slice();
        // What is no log is broken on purpose.
        let _ = inspection.read_found(name, Input::File(file), &options);
    }
    let (report, secrets) = inspection.finish(catalog);
    let redacted = redact::redact(report, &secrets, Visibility::default());
    let format = match format {
        "json" => Format::Json,
        "jsonl" => Format::JsonLines,
        "csv" => Format::Csv,
        "html" => Format::Html,
        "markdown" => Format::Markdown,
        _ => Format::Text,
    };
    assert!(render::render(&redacted, Style { format, ..Style::default() }).is_ok());
}

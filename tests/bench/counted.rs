//! How what is done grows with the input: each series at a size and at four times that size, counted in instructions where valgrind is there, else
//! in time of the processor.
//!
//! What a run costs with hardly any input is taken off first: an exponent of 1 is what grows as the bytes of the input do.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::growth::series::{self, Series, Task};
use super::measure::Contender;
use super::{memory, peers};

/// Larger exponents are of something that is done once too often for each thing.
const MOST: f64 = 1.15;
/// Most memory of a run, in MiB.
const MEMORY: f64 = 256.0;
/// What the larger size is, in the smaller one.
const TIMES: u8 = 4;

/// Counts what a command does.
#[derive(Debug, Clone, Copy)]
enum Counter {
    Instructions,
    Milliseconds,
}

/// Prints a row for each series whose name contains the text; `false` when one of them grows faster than its input.
pub(crate) fn run(entrace: &Path, only: &str, by_time: bool) -> bool {
    let counter = if by_time || peers::find("valgrind").is_none() { Counter::Milliseconds } else { Counter::Instructions };
    let folder = super::data::folder().join("growth");
    println!("| series | n | {} of n | of {TIMES} n | exponent | peak MiB |\n|---|---:|---:|---:|---:|---:|", counter.name());
    let mut grows = Vec::new();
    for series in series::ALL.iter().filter(|series| series.name.contains(only)) {
        let count = |size: usize| {
            let files = write(series, size, &folder);
            let lengths = files.iter().map(|file| fs::metadata(file).expect("a file of the series").len());
            let bytes: f64 = lengths.map(|length| u32::try_from(length).map(f64::from).expect("a small file")).sum();
            (counter.count(&command(series, entrace, &files)), bytes)
        };
        let size = series.size * usize::from(TIMES);
        let ((least, few), (once, bytes), (larger, many)) = (count(1), count(series.size), count(size));
        let work = (larger - least).max(1.0) / (once - least).max(1.0);
        let exponent = work.ln() / ((many - few) / (bytes - few)).ln();
        let peak = memory::peak(&command(series, entrace, &write(series, size, &folder)));
        let told = peak.map_or_else(|| "?".to_owned(), |peak| format!("{peak:.0}"));
        println!("| {} | {} | {once:.1} | {larger:.1} | {exponent:.2} | {told} |", series.name, series.size);
        if exponent > MOST || peak.is_some_and(|peak| peak > MEMORY) {
            grows.push(series.name);
        }
    }
    println!(
        "\n{}",
        if grows.is_empty() { "Nothing grows faster than its input.".to_owned() } else { format!("Too fast: {}.", grows.join(", ")) }
    );
    grows.is_empty()
}

/// The files of a series, in a folder of their own.
fn write(series: &Series, size: usize, folder: &Path) -> Vec<PathBuf> {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder.join("guides")).expect("a folder for the series");
    let files = (series.make)(size).into_iter().map(|(name, bytes)| {
        let is_guide = Path::new(&name).extension().is_some_and(|ending| ending == "md");
        let path = if is_guide { folder.join("guides").join(name) } else { folder.join(name) };
        fs::write(&path, bytes).expect("the file can be written");
        path
    });
    files.collect()
}

fn command(series: &Series, entrace: &Path, files: &[PathBuf]) -> Contender {
    let folder = files.first().and_then(|file| file.parent()).expect("a series has a file");
    let captures: Vec<PathBuf> = files.iter().filter(|file| file.extension().is_none_or(|ending| ending != "md")).cloned().collect();
    let (out, guides) = (folder.join("out").display().to_string(), folder.join("guides").display().to_string());
    let options: Vec<&str> = match series.task {
        Task::Report(format) => vec!["--quiet", "--threads", "1", "--format", format],
        Task::Sanitize => vec!["sanitize", "--quiet", "-o", &out],
        Task::Compare => vec!["compare", "--quiet"],
        Task::Explain => vec!["explain", "-"],
        Task::Bundle => vec!["bundle", "--quiet", "-o", &out],
        Task::Guided => vec!["--quiet", "--threads", "1", "--guidance", &guides],
    };
    let program = entrace.display().to_string();
    match series.task {
        Task::Explain => Contender::new(series.name, &program, &options, &[]).reading(&files[0]),
        _ => Contender::new(series.name, &program, &options, &captures),
    }
    .telling_anything()
}

impl Counter {
    fn name(self) -> &'static str {
        match self {
            Self::Instructions => "million instructions",
            Self::Milliseconds => "milliseconds of the processor",
        }
    }

    fn count(self, command: &Contender) -> f64 {
        match self {
            Self::Instructions => instructions(command),
            Self::Milliseconds => memory::processor_time(command).expect("something that counts time"),
        }
    }
}

/// What callgrind counts. Whether entrace liked what it read makes no difference.
fn instructions(command: &Contender) -> f64 {
    let options = ["--tool=callgrind", "--callgrind-out-file=/dev/null"].map(OsString::from);
    let output = Command::new("valgrind")
        .args(options)
        .arg(&command.program)
        .args(&command.arguments)
        .stdin(command.stdin())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .expect("valgrind runs");
    command.expect(output.status.code());
    let told = String::from_utf8_lossy(&output.stderr);
    let count = told.lines().find_map(|line| line.split_once("Collected :")).and_then(|(_, count)| count.trim().parse::<f64>().ok());
    count.unwrap_or_else(|| panic!("{}: valgrind counted nothing:\n{told}", command.name)) / 1e6
}

//! The benchmark: `cargo bench` runs entrace next to other programs on the same captures, and prints one table a capture.
//!
//! Next to them run parts of the work alone: what a capture costs at least.
//!
//! `cargo bench -- --quick` stops at 50 MB, `cargo bench -- --all` continues to 2 GB; `cargo bench -- generate har 500 FILE` only writes a
//! capture. The captures are kept below the build folder. What entrace reports of each is compared with what the generator put in, so that a
//! fast wrong answer ends the run.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark stops where it fails")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark prints")]

mod cases;
mod counted;
mod data;
mod generate;
mod growth;
mod limits;
mod machine;
mod measure;
mod memory;
mod peers;
#[path = "../it/scenario/mod.rs"]
#[allow(dead_code, reason = "the generator tells a few of the stories only")]
mod scenario;
mod table;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use self::cases::Extent;
use self::generate::{Format, Recipe};
use self::limits::Limit;

const USAGE: &str = "\
usage: cargo bench -- [--quick | --all | --growth [--by-time]] [--rounds N] [--only TEXT] [--binary FILE]
       cargo bench -- generate har|saz|dense MEGABYTES FILE [SEED]
       cargo bench -- limit read|split|unpack FILE

--quick     captures of 5 and 50 MB only
--all       also a HAR of 2 GB
--growth    in place of that: how the work grows with the input, series by series
--by-time   and that in time of the processor, which is soon done and is inexact
--rounds N  how often each command runs (7)
--only TEXT only the captures, or series, whose title contains the text
--binary FILE
            another build of entrace than this one's";

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo bench` says so; anyone else who runs this, `cargo test --benches` above all, does not want to wait.
    let wanted = arguments.iter().position(|argument| argument == "--bench").map(|at| arguments.remove(at)).is_some();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["generate", format, megabytes, path, seed @ ..] => generate(format, megabytes, Path::new(path), seed),
        ["limit", part, path] => {
            let Some((_, limit)) = Limit::ALL.iter().find(|(word, _)| word == part) else { panic!("{USAGE}") };
            println!("{} bytes", limit.run(Path::new(path)));
        }
        _ if !wanted => println!("The benchmark runs with `cargo bench`."),
        options => {
            let Some(choice) = Choice::parse(options) else {
                eprintln!("{USAGE}");
                return ExitCode::from(2);
            };
            if choice.growth {
                return if counted::run(&choice.entrace, &choice.only, choice.by_time) { ExitCode::SUCCESS } else { ExitCode::FAILURE };
            }
            run(&choice);
        }
    }
    ExitCode::SUCCESS
}

/// What the command line asks for.
struct Choice {
    extent: Extent,
    growth: bool,
    by_time: bool,
    rounds: usize,
    only: String,
    entrace: PathBuf,
}

impl Choice {
    fn parse(mut options: &[&str]) -> Option<Self> {
        let mut choice = Self {
            extent: Extent::Usual,
            growth: false,
            by_time: false,
            rounds: 7,
            only: String::new(),
            entrace: PathBuf::from(env!("CARGO_BIN_EXE_entrace-tested")),
        };
        loop {
            options = match options {
                [] => return Some(choice),
                ["--quick", rest @ ..] => {
                    choice.extent = Extent::Quick;
                    rest
                }
                ["--all", rest @ ..] => {
                    choice.extent = Extent::All;
                    rest
                }
                ["--growth", rest @ ..] => {
                    choice.growth = true;
                    rest
                }
                ["--by-time", rest @ ..] => {
                    choice.by_time = true;
                    rest
                }
                ["--binary", path, rest @ ..] => {
                    choice.entrace = PathBuf::from(path);
                    rest
                }
                ["--rounds", count, rest @ ..] => {
                    choice.rounds = count.parse().ok().filter(|count| *count > 0)?;
                    rest
                }
                ["--only", text, rest @ ..] => {
                    (*text).clone_into(&mut choice.only);
                    rest
                }
                _ => return None,
            };
        }
    }
}

fn run(choice: &Choice) {
    let entrace = &choice.entrace;
    println!("{}", machine::description(entrace));
    let mut times = Vec::new();
    for case in cases::all(choice.extent, entrace).into_iter().filter(|case| case.title.contains(&choice.only)) {
        eprintln!("{} ...", case.title);
        let prepared = case.prepare();
        let measured = measure::rounds(&prepared, choice.rounds);
        println!("{}", table::of_case(&prepared, &measured));
        times.extend(prepared.plain_har.then(|| (prepared.bytes, measured[1].median())));
    }
    println!("{}", table::time_per_byte(&times));
}

fn generate(format: &str, megabytes: &str, path: &Path, seed: &[&str]) {
    let (format, is_dense) = match format {
        "har" => (Format::Har, false),
        "saz" => (Format::Saz, false),
        "dense" => (Format::Har, true),
        _ => panic!("{USAGE}"),
    };
    let bytes = megabytes.parse::<u64>().expect("a number of megabytes") * 1_000_000;
    let seed = seed.first().map_or(1, |seed| seed.parse().expect("a number as seed"));
    let totals = generate::write(Recipe { format, bytes, seed, is_dense }, path).expect("the capture can be written");
    println!("{}", serde_json::to_string_pretty(&totals).expect("totals are JSON"));
}

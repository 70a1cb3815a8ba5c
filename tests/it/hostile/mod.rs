//! Hostile inputs, a row each: entrace ends in time and in little memory, its exit status and message are as they should be, a good entry
//! is found whatever is next to it, and nothing of the input can steer a terminal. The same holds for sanitizing.

mod archives;
mod bodies;
mod facts;
mod fields;
mod guides;
mod gzips;
mod json;
mod limits;
mod make;
mod options;
mod properties;
mod sign_in_logs;
mod texts;

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use zip::ZipArchive;

use self::make::{CODE, Make};
use crate::run::Scratch;
use crate::scenario::samples::PASSWORD;

/// A run that takes that many seconds of a processor hangs: a slow machine needs two. How long things take is the benchmark's to tell.
const SECONDS: u32 = 20;
/// Most memory of its own, in KiB.
const MEMORY: u32 = 256 << 10;
/// A run that has not ended by then waits for something.
const PATIENCE: Duration = Duration::from_mins(5);

/// What is said of a body, or of a part of an entry, beyond the limits on values.
const TOO_MUCH: &str = "more values, or deeper ones, than are read";
/// What is said of a file of which nothing is read.
const TOO_NESTED: &str = "too deeply nested";

/// What a run must come to.
#[derive(Debug, Clone, Copy)]
enum Expected {
    /// The good entry is found, and nothing is wrong.
    Found,
    /// The good entry is found, and the report holds these words.
    Noted(&'static str),
    /// The good entry is found, and an error with these words tells that it was not all.
    Part(&'static str),
    /// Everything is read, and there is no failed sign-in.
    Quiet,
    /// One line on standard error, with these words.
    Refused(&'static str),
    /// Wrong usage, with these words.
    Usage(&'static str),
}

/// The rows of one theme. Each runs as it is added; what is wrong is told at the end.
struct Theme {
    scratch: Scratch,
    rows: usize,
    wrong: Vec<String>,
    largest: u64,
    slowest: Duration,
    password: Option<&'static str>,
    began: Instant,
}

impl Theme {
    fn new(name: &str) -> Self {
        let scratch = Scratch::new(&format!("hostile_{name}"));
        Self { scratch, rows: 0, wrong: Vec::new(), largest: 0, slowest: Duration::ZERO, password: Some(PASSWORD), began: Instant::now() }
    }

    fn found(&mut self, row: &str, input: impl Make) {
        self.row(row, input, Expected::Found);
    }

    fn noted(&mut self, row: &str, input: impl Make, words: &'static str) {
        self.row(row, input, Expected::Noted(words));
    }

    fn part(&mut self, row: &str, input: impl Make, words: &'static str) {
        self.row(row, input, Expected::Part(words));
    }

    fn quiet(&mut self, row: &str, input: impl Make) {
        self.row(row, input, Expected::Quiet);
    }

    fn refused(&mut self, row: &str, input: impl Make, words: &'static str) {
        self.row(row, input, Expected::Refused(words));
    }

    /// Inspects and sanitizes an input.
    fn row(&mut self, row: &str, input: impl Make, expected: Expected) {
        let path = self.scratch.path().join("input");
        input.write(&path);
        self.ends(row, [path.as_os_str()], expected);
        self.sanitizes(row, &path, expected);
        std::fs::remove_file(path).expect("the input is still there");
    }

    /// Inspects an input together with a good one, whose report must be there, and bundles both, which sanitizes each as `sanitize` does.
    /// `told`: what is said of it, nothing when it is read in full.
    fn apart(&mut self, row: &str, input: impl Make, told: &str) {
        let hostile = self.scratch.path().join("hostile");
        input.write(&hostile);
        let good = self.scratch.file("good.har", make::good_har());
        let ended = self.run([hostile.as_os_str(), good.as_os_str()]);
        self.rows += 1;
        let is_told = told.is_empty() || ended.text("stderr").contains(told);
        let is_code = if told.is_empty() { ended.code() == Some(1) } else { ended.code() == Some(3) };
        if !is_code || !is_told || !ended.text("stdout").contains(CODE) {
            self.wrong(row, &format!("should report the good file and tell {told:?}"), &ended);
        }
        self.harmless(row, &ended);
        let case = self.scratch.path().join("case.zip");
        let written = if told.is_empty() { Some(0) } else { Some(3) };
        let ended = self.run([OsStr::new("bundle"), hostile.as_os_str(), good.as_os_str(), OsStr::new("-o"), case.as_os_str()]);
        let captures = sanitized_captures(&case);
        if ended.code() != written || captures != Some(if told == TOO_NESTED { 1 } else { 2 }) {
            self.wrong(row, &format!("bundled, with {captures:?} sanitized captures"), &ended);
        }
        self.harmless(row, &ended);
        let _ = std::fs::remove_file(case);
    }

    /// Runs with arguments of any kind.
    fn ends(&mut self, row: &str, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>, expected: Expected) {
        self.rows += 1;
        let ended = self.run(arguments);
        let (stdout, stderr) = (ended.text("stdout"), ended.text("stderr"));
        let found = stdout.contains(CODE);
        let one_line = stderr.trim_end().lines().count() == 1;
        let good = match expected {
            Expected::Found => ended.code() == Some(1) && found && stderr.lines().all(|line| line.starts_with("note: ")),
            Expected::Noted(words) => ended.code() == Some(1) && found && unwrapped(&stdout).contains(words),
            Expected::Part(words) => ended.code() == Some(3) && found && stderr.contains(words),
            Expected::Quiet => ended.code() == Some(0) && !found,
            Expected::Refused(words) => ended.code() == Some(3) && stdout.is_empty() && one_line && stderr.contains(words),
            Expected::Usage(words) => ended.code() == Some(2) && stdout.is_empty() && stderr.contains(words),
        };
        if !good {
            self.wrong(row, &format!("should be {expected:?}"), &ended);
        }
        self.harmless(row, &ended);
    }

    fn sanitizes(&mut self, row: &str, input: &Path, expected: Expected) {
        let output = self.scratch.path().join("output");
        let ended = self.run([OsStr::new("sanitize"), input.as_os_str(), OsStr::new("-o"), output.as_os_str()]);
        let refused = matches!(expected, Expected::Refused(_));
        let clean = std::fs::read(&output).ok();
        let good = match (ended.code(), &clean) {
            // More than one capture goes into a bundle.
            (Some(3), None) => refused || ended.text("stderr").contains("use `entrace bundle`"),
            (Some(0), Some(_)) => matches!(expected, Expected::Found | Expected::Noted(_) | Expected::Quiet),
            (Some(3), Some(_)) => matches!(expected, Expected::Part(_)),
            _ => false,
        };
        // What is in a SAZ is compressed.
        let told = clean.as_ref().is_none_or(|clean| {
            matches!(expected, Expected::Quiet) || clean.starts_with(b"PK") || memchr::memmem::find(clean, CODE.as_bytes()).is_some()
        });
        if !good || !told {
            self.wrong(row, &format!("sanitized, {expected:?}, code kept: {told}"), &ended);
        }
        self.harmless(row, &ended);
        if clean.is_some() {
            std::fs::remove_file(output).expect("the output is still there");
        }
    }

    /// Neither stream holds what steers a terminal, or tells of a broken program.
    fn harmless(&mut self, row: &str, ended: &Ended) {
        for stream in ["stdout", "stderr"] {
            let text = ended.text(stream).replace("\r\n", "\n");
            // JSON is for programs, and has escapes of its own for what is below a space.
            let for_programs = text.starts_with('{');
            if let Some(letter) = text.chars().find(|letter| steers(*letter) && !(for_programs && *letter >= ' ')) {
                self.wrong(row, &format!("{stream} holds {letter:?}"), ended);
            }
            if text.contains("please report this") || text.contains("panicked") {
                self.wrong(row, "a panic", ended);
            }
        }
    }

    fn wrong(&mut self, row: &str, what: &str, ended: &Ended) {
        let short = |stream: &str| ended.text(stream).chars().take(400).collect::<String>();
        self.wrong.push(format!(
            "{row}: {what}\n  {}, {} MiB, {:?}\n  {:?}\n  {:?}",
            ended.status,
            ended.memory >> 10,
            ended.took,
            short("stdout"),
            short("stderr")
        ));
    }

    fn run(&mut self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Ended {
        let ended = run(self.scratch.path(), self.password, arguments);
        self.largest = self.largest.max(ended.memory);
        self.slowest = self.slowest.max(ended.took);
        ended
    }

    fn end(self) {
        let name = self.scratch.path().file_name().expect("a folder has a name").to_string_lossy().into_owned();
        let took = self.began.elapsed();
        eprintln!("{name}: {} rows in {took:?}, at most {} MiB and {:?} a run", self.rows, self.largest >> 10, self.slowest);
        assert!(self.wrong.is_empty(), "{} wrong of {} rows\n{}", self.wrong.len(), self.rows, self.wrong.join("\n"));
    }
}

/// How many sanitized captures a bundle holds.
fn sanitized_captures(case: &Path) -> Option<usize> {
    let case = ZipArchive::new(File::open(case).ok()?).ok()?;
    Some(case.file_names().filter(|name| name.as_ref().is_ok_and(|name| name.starts_with("captures/"))).count())
}

/// Text whose lines were broken to fit.
fn unwrapped(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a character does something to a terminal, or turns the direction of writing.
fn steers(letter: char) -> bool {
    (letter.is_control() && letter != '\n') || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A run that ended.
struct Ended {
    status: ExitStatus,
    /// The most memory that was seen in use, in KiB. A short peak may have been missed; the limit misses none.
    memory: u64,
    took: Duration,
    folder: PathBuf,
}

impl Ended {
    fn code(&self) -> Option<i32> {
        self.status.code()
    }

    fn text(&self, stream: &str) -> String {
        String::from_utf8_lossy(&std::fs::read(self.folder.join(stream)).expect("the stream was kept")).into_owned()
    }
}

/// Runs entrace under limits that the system keeps: beyond them it is killed, which is no exit status.
fn run(folder: &Path, password: Option<&str>, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Ended {
    let limits = format!("ulimit -S -d {MEMORY}; ulimit -S -t {SECONDS}; exec \"$0\" \"$@\"");
    let stream = |name: &str| File::create(folder.join(name)).expect("a file for the stream");
    let mut command = Command::new("/bin/sh");
    command.args(["-c", limits.as_str(), env!("CARGO_BIN_EXE_entrace-tested")]).args(arguments).env_clear();
    command.envs(password.map(|password| ("ENTRACE_PASSWORD", password)));
    command.stdin(Stdio::null()).stdout(stream("stdout")).stderr(stream("stderr")).current_dir(folder);
    let began = Instant::now();
    let mut child = command.spawn().expect("a shell");
    let mut memory = 0;
    let status = loop {
        memory = memory.max(peak(&child));
        if let Some(status) = child.try_wait().expect("the child is ours") {
            break status;
        }
        if began.elapsed() > PATIENCE {
            child.kill().expect("the child is ours");
        }
        sleep(Duration::from_millis(2));
    };
    assert_ne!(status.signal(), Some(9), "it waits for something");
    Ended { status, memory, took: began.elapsed(), folder: folder.to_owned() }
}

fn peak(child: &Child) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// Arguments of different kinds.
fn arguments(list: &[&dyn AsRef<OsStr>]) -> Vec<OsString> {
    list.iter().map(|argument| argument.as_ref().to_owned()).collect()
}

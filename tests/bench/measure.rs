//! Times commands side by side: every round runs each of them once, so that what else happens on the machine happens to all.

use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::cases::Prepared;
use super::memory;

/// A command that is timed.
#[derive(Debug, Clone)]
pub(crate) struct Contender {
    pub(crate) name: String,
    pub(crate) program: String,
    pub(crate) arguments: Vec<OsString>,
    /// What it reads on standard input.
    input: Option<PathBuf>,
    /// What it ends with when it did its work.
    good: &'static [i32],
}

impl Contender {
    pub(crate) fn new(name: &str, program: &str, options: &[&str], files: &[PathBuf]) -> Self {
        let options = options.iter().map(OsString::from);
        let arguments = options.chain(files.iter().map(|file| file.clone().into_os_string())).collect();
        Self { name: name.to_owned(), program: program.to_owned(), arguments, input: None, good: &[0] }
    }

    /// The same, for a program that exits with 1 when what it read shows a failure.
    pub(crate) fn telling(self) -> Self {
        Self { good: &[0, 1], ..self }
    }

    /// The same, for one that may say that not everything could be read, or that nothing could.
    pub(crate) fn telling_anything(self) -> Self {
        Self { good: &[0, 1, 2, 3], ..self }
    }

    /// The same, with a file on standard input.
    pub(crate) fn reading(self, input: &Path) -> Self {
        Self { input: Some(input.to_owned()), ..self }
    }

    /// Its standard input.
    pub(crate) fn stdin(&self) -> Stdio {
        self.input.as_ref().map_or_else(Stdio::null, |path| File::open(path).expect("the input is there").into())
    }

    /// The same with an argument after the files.
    pub(crate) fn then(mut self, argument: &str) -> Self {
        self.arguments.push(argument.into());
        self
    }

    /// Stops when the command did not do its work.
    pub(crate) fn expect(&self, status: Option<i32>) {
        assert!(status.is_some_and(|status| self.good.contains(&status)), "{} ended with {status:?}", self.name);
    }

    fn time(&self) -> Duration {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).stdin(self.stdin()).stdout(Stdio::null()).stderr(Stdio::null());
        let begin = Instant::now();
        let status = command.status().unwrap_or_else(|error| panic!("{}: {error}", self.program));
        let took = begin.elapsed();
        self.expect(status.code());
        took
    }
}

/// What was measured of one command.
#[derive(Debug, Clone)]
pub(crate) struct Measured {
    /// One time a round.
    pub(crate) times: Vec<Duration>,
    /// In MiB; `None` when nothing on the machine can tell.
    pub(crate) peak: Option<f64>,
}

impl Measured {
    pub(crate) fn median(&self) -> Duration {
        let seconds = self.times.iter().map(Duration::as_secs_f64).collect();
        Duration::from_secs_f64(median(seconds))
    }

    pub(crate) fn shortest(&self) -> Duration {
        self.times.iter().min().copied().unwrap_or_default()
    }

    pub(crate) fn longest(&self) -> Duration {
        self.times.iter().max().copied().unwrap_or_default()
    }

    /// How many times as long as the other, round by round.
    pub(crate) fn ratio(&self, other: &Self) -> f64 {
        median(self.times.iter().zip(&other.times).map(|(time, other)| time.as_secs_f64() / other.as_secs_f64()).collect())
    }
}

/// Runs every command once for its memory, which also fills the page cache, and then that many rounds for the time.
pub(crate) fn rounds(case: &Prepared, rounds: usize) -> Vec<Measured> {
    let peaks = case.contenders.iter().map(memory::peak);
    let mut measured: Vec<Measured> = peaks.map(|peak| Measured { times: Vec::new(), peak }).collect();
    for _ in 0..rounds {
        for (contender, measured) in case.contenders.iter().zip(&mut measured) {
            measured.times.push(contender.time());
        }
    }
    measured
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len().is_multiple_of(2) { values[middle - 1].midpoint(values[middle]) } else { values[middle] }
}

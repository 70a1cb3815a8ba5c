//! The most memory that a command had at once, and how long a processor worked for it, as the kernel counted them (`getrusage`), by a small
//! program that starts it.

use std::process::{Command, Stdio};

use super::measure::Contender;
use super::peers;

const TIME: &str = "/usr/bin/time";

/// Does what GNU time does.
const PYTHON: &str = "
import resource, subprocess, sys
status = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print('Maximum resident set size (kbytes):', used.ru_maxrss, file=sys.stderr)
print('User time (seconds):', used.ru_utime, file=sys.stderr)
sys.exit(status)
";

/// How memory is measured here, in words.
pub(crate) fn way() -> &'static str {
    match starter() {
        Some((program, _)) if program == TIME => "peak memory by /usr/bin/time -v",
        Some(_) => "peak memory by Python's resource module (at least what Python itself had)",
        None => "peak memory not measured: neither /usr/bin/time nor python3 is here",
    }
}

/// Runs a command once. In MiB.
pub(crate) fn peak(contender: &Contender) -> Option<f64> {
    Some(told(starter()?, contender, "Maximum resident set size (kbytes):") / 1024.0)
}

/// Runs a command once. In milliseconds.
pub(crate) fn processor_time(contender: &Contender) -> Option<f64> {
    // GNU's counts in hundredths of a second.
    Some(told(python().or_else(starter)?, contender, "User time (seconds):") * 1e3)
}

/// The number behind a label.
fn told((program, options): Starter, contender: &Contender, label: &str) -> f64 {
    let mut command = Command::new(program);
    command.args(options).arg(&contender.program).args(&contender.arguments).stdin(contender.stdin()).stdout(Stdio::null());
    let output = command.stderr(Stdio::piped()).output().expect("a program that was just found runs");
    contender.expect(output.status.code());
    let told = String::from_utf8_lossy(&output.stderr);
    let line = told.lines().rev().find_map(|line| line.trim().strip_prefix(label));
    line.and_then(|number| number.trim().parse().ok()).expect("a number behind the label")
}

/// A program that starts another one, and its options.
type Starter = (String, &'static [&'static str]);

fn python() -> Option<Starter> {
    peers::find("python3").map(|python| (python.display().to_string(), &["-c", PYTHON][..]))
}

fn starter() -> Option<Starter> {
    // The `time` of other systems knows no `-v`.
    let gnu = Command::new(TIME).args(["-v", "true"]).output().is_ok_and(|output| output.status.success());
    if gnu {
        return Some((TIME.to_owned(), &["-v"]));
    }
    python()
}

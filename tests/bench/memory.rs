//! The most memory that a command had at once, as the kernel counted it (`ru_maxrss`), by a small program that starts it.

use std::process::{Command, Stdio};

use super::measure::Contender;
use super::peers;

const TIME: &str = "/usr/bin/time";

/// Does what GNU time does.
const PYTHON: &str = "
import resource, subprocess, sys
status = subprocess.call(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print('Maximum resident set size (kbytes):', resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
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
    let (program, options) = starter()?;
    let mut command = Command::new(program);
    command.args(options).arg(&contender.program).args(&contender.arguments).stdin(Stdio::null()).stdout(Stdio::null());
    let output = command.stderr(Stdio::piped()).output().expect("a program that was just found runs");
    contender.expect(output.status.code());
    let told = String::from_utf8_lossy(&output.stderr);
    let line = told.lines().rev().find_map(|line| line.trim().strip_prefix("Maximum resident set size (kbytes):"));
    let kilobytes: f64 = line.and_then(|number| number.trim().parse().ok()).expect("a number of kilobytes");
    Some(kilobytes / 1024.0)
}

fn starter() -> Option<(String, &'static [&'static str])> {
    // The `time` of other systems knows no `-v`.
    let gnu = Command::new(TIME).args(["-v", "true"]).output().is_ok_and(|output| output.status.success());
    if gnu {
        return Some((TIME.to_owned(), &["-v"]));
    }
    peers::find("python3").map(|python| (python.display().to_string(), &["-c", PYTHON][..]))
}

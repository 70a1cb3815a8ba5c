//! What the figures were measured on.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::{memory, peers};

/// Programs whose versions belong to the figures.
const PROGRAMS: &[&str] = &["cat", "rg", "jq", "python3", "gzip", "7z", "wiretrail"];

/// The machine and the programs, in Markdown.
pub(crate) fn description(entrace: &Path) -> String {
    let cores = std::thread::available_parallelism().map_or_else(|_| "unknown number of".to_owned(), |cores| cores.to_string());
    let mut text = format!("Machine: {cores} cores, {}, kernel {}, load {} before\n", processor(), kernel(), load());
    let _ = writeln!(text, "Page cache warm; output to /dev/null; medians; ratios taken round by round; {}.", memory::way());
    let own = version(&entrace.display().to_string());
    let others = PROGRAMS.iter().filter(|program| peers::find(program).is_some()).filter_map(|program| version(program));
    let versions: Vec<String> = own.into_iter().chain(others).collect();
    let _ = writeln!(text, "Programs: {}.", versions.join("; "));
    text
}

fn processor() -> String {
    let known = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let value = |name: &str| {
        let line = known.lines().find(|line| line.starts_with(name))?;
        line.split_once(':').map(|(_, value)| value.trim().to_owned())
    };
    match (value("model name"), value("cpu family"), value("model\t")) {
        (Some(name), Some(family), Some(model)) => format!("{name} (family {family}, model {model})"),
        (Some(name), ..) => name,
        _ => std::env::consts::ARCH.to_owned(),
    }
}

fn kernel() -> String {
    let release = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_else(|_| std::env::consts::OS.to_owned());
    release.trim().to_owned()
}

/// Processes that ran or wanted to in the last minute: more than none means that something else was measured too.
fn load() -> String {
    let known = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    known.split(' ').next().filter(|load| !load.is_empty()).unwrap_or("unknown").to_owned()
}

fn version(program: &str) -> Option<String> {
    let option = if program == "7z" { "i" } else { "--version" };
    let output = Command::new(program).arg(option).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().map(str::trim).find(|line| !line.is_empty()).map(str::to_owned)
}

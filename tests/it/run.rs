//! Runs the built binary, away from the environment of anyone who runs the tests.

use std::ffi::OsStr;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::scenario::samples::PASSWORD;

/// What a run gave.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The folder of the project, whose tests are a package in it.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the project is around its tests")
}

/// The binary, with none of the variables that change what it does.
pub(crate) fn entrace() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_entrace-tested"));
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "ENTRACE_PASSWORD", "COLUMNS", "RUST_BACKTRACE"] {
        command.env_remove(variable);
    }
    command.env("TERM", "dumb");
    command
}

/// Runs on a file with these arguments. The samples' password is there for those that need it.
pub(crate) fn on(path: &Path, arguments: &[impl AsRef<OsStr>]) -> Outcome {
    run(entrace().args(arguments).arg(path).env("ENTRACE_PASSWORD", PASSWORD))
}

/// Runs and collects.
pub(crate) fn run(command: &mut Command) -> Outcome {
    /// What Wine says when it cannot start a program, once in a few thousand times.
    const INTERNAL_ERROR: i32 = 1359;
    const TRIES: usize = 3;
    let is_of_wine = |error: &std::io::Error| cfg!(windows) && error.raw_os_error() == Some(INTERNAL_ERROR);
    let mut output = command.output();
    for _ in 1..TRIES {
        if output.as_ref().is_err_and(is_of_wine) {
            output = command.output();
        }
    }
    let output = output.expect("the binary runs");
    Outcome {
        status: output.status.code(),
        stdout: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("standard error is UTF-8"),
    }
}

/// The formats that the binary knows, as its own usage message lists them.
pub(crate) fn formats() -> Vec<String> {
    let stderr = run(entrace().args(["--format", "?", "-"])).stderr;
    let listed = stderr.split_once("[possible values: ").and_then(|(_, rest)| rest.split_once(']'));
    let (listed, _) = listed.expect("the usage message lists the formats");
    let formats: Vec<String> = listed.split(", ").map(str::to_owned).collect();
    assert!(["text", "markdown", "json"].iter().all(|name| formats.iter().any(|format| format == name)), "{formats:?}");
    formats
}

/// The report on a file.
pub(crate) fn report_on(path: &Path) -> Value {
    let outcome = on(path, &["--format", "json"]);
    serde_json::from_str(&outcome.stdout).unwrap_or_else(|error| panic!("{}: {error}\n{}", path.display(), outcome.stderr))
}

/// A path of a guide, as it is told: with slashes on every system.
pub(crate) fn told(path: &Path) -> String {
    path.display().to_string().replace(std::path::MAIN_SEPARATOR, "/")
}

/// An empty folder for the files of one test.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    /// `test` is the test's own name: no two tests share a folder.
    pub(crate) fn new(test: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
        if folder.exists() {
            std::fs::remove_dir_all(&folder).expect("the folder of an earlier run");
        }
        std::fs::create_dir_all(&folder).expect("a folder for the test");
        Self(folder)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file and gives its path.
    pub(crate) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder for the file");
        std::fs::write(&path, bytes).expect("a file of the test");
        path
    }
}

/// A zip of these files.
pub(crate) fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

//! What is different on Windows: names that are no names, files that others hold open, paths with backslashes.

use std::fs::{self, File, OpenOptions};
use std::io::Read;
use std::os::windows::fs::OpenOptionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::run::{Outcome, Scratch, entrace, run};
use crate::scenario::samples::named;

const SAMPLE: &str = "locked-out.har";
/// The commands that write a file.
const COMMANDS: &[&[&str]] = &[&[], &["sanitize"], &["bundle"]];

fn write(command: &[&str], folder: &Path, output: &str) -> Outcome {
    run(entrace().current_dir(folder).args(command).arg(named(SAMPLE).path()).args(["-o", output]))
}

fn files(folder: &Path) -> usize {
    fs::read_dir(folder).expect("the folder").count()
}

#[test]
fn a_name_that_windows_has_for_something_else_is_refused() {
    let scratch = Scratch::new("a_name_that_windows_has");
    for command in COMMANDS {
        for name in ["con", "aux.html", "sub\\COM1.json", "r.html:stream", "r.html.", "r.html ", "what?.html", "*.html", "nul.txt"] {
            let outcome = write(command, scratch.path(), name);
            let expected = format!("error: {name}: Windows does not give a file this name; give another one with -o\n");
            assert_eq!((outcome.status, outcome.stderr), (Some(3), expected), "{command:?}");
        }
        assert_eq!(files(scratch.path()), 0, "{command:?}");
        let outcome = write(command, scratch.path(), "NUL");
        assert!(matches!(outcome.status, Some(0 | 1)), "{command:?}: {}", outcome.stderr);
        assert_eq!(files(scratch.path()), 0, "{command:?}");
    }
}

#[test]
fn a_file_that_another_program_has_open_stays() {
    let scratch = Scratch::new("a_file_that_another_program_has_open");
    let output = scratch.file("r.html", "before");
    for command in COMMANDS {
        let open = OpenOptions::new().read(true).share_mode(0).open(&output).expect("the file");
        let outcome = write(command, scratch.path(), "r.html");
        let expected = "error: r.html: another program has this file open; close it there, or give another name with -o\n";
        assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(3), expected), "{command:?}");
        drop(open);
        assert_eq!((fs::read(&output).expect("the file"), files(scratch.path())), (b"before".to_vec(), 1), "{command:?}");
    }
}

#[test]
fn a_file_that_may_not_be_written_stays() {
    let scratch = Scratch::new("a_file_that_may_not_be_written");
    let output = scratch.file("r.html", "before");
    let mut permissions = output.metadata().expect("the file").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&output, permissions.clone()).expect("the file is ours");
    for command in COMMANDS {
        let outcome = write(command, scratch.path(), "r.html");
        let expected = "error: r.html: this file may not be written; change its permissions, or give another name with -o\n";
        assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(3), expected), "{command:?}");
    }
    assert_eq!((fs::read(&output).expect("the file"), files(scratch.path())), (b"before".to_vec(), 1));
    #[expect(clippy::permissions_set_readonly_false, reason = "Windows has one such mark for all")]
    permissions.set_readonly(false);
    fs::set_permissions(&output, permissions).expect("the file is ours");
}

/// A capture that a recorder still holds open is told as what it is.
#[test]
fn an_input_that_another_program_holds_is_told() {
    let scratch = Scratch::new("an_input_that_another_program_holds");
    let input = scratch.file("a.har", named(SAMPLE).bytes());
    let held = OpenOptions::new().read(true).share_mode(0).open(&input).expect("the file");
    let outcome = run(entrace().arg(&input).arg(named(SAMPLE).path()).arg("--brief"));
    assert_eq!((outcome.status, outcome.stderr.lines().count(), outcome.stdout.lines().count()), (Some(3), 1, 1), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("a.har: another program has this file open; close it there"), "{}", outcome.stderr);
    drop(held);
}

#[test]
fn an_input_is_known_by_all_its_names() {
    let scratch = Scratch::new("an_input_is_known_by_all_its_names");
    let input = scratch.file("case\\a.har", named(SAMPLE).bytes());
    let whole = input.canonicalize().expect("the file");
    assert!(whole.to_string_lossy().starts_with(r"\\?\"), "{}", whole.display());
    let names = ["case\\a.har", "case/a.har", "CASE\\A.HAR", ".\\case\\..\\case\\a.har", whole.to_str().expect("Unicode")];
    for command in COMMANDS {
        for input in names {
            for output in names {
                let outcome = run(entrace().current_dir(scratch.path()).args(*command).args([input, "-o", output]));
                assert_eq!(outcome.status, Some(3), "{input} {output}");
                assert!(outcome.stderr.ends_with("this is the input; give another name with -o\n"), "{input} {output}: {}", outcome.stderr);
            }
        }
    }
    assert_eq!(fs::read(input).expect("the file"), named(SAMPLE).bytes());
}

#[test]
fn paths_may_be_long_and_hold_any_letter() {
    let scratch = Scratch::new("paths_may_be_long");
    let deep = format!("{}\\", "Vorgänge & Anfragen, 100% (neu)".repeat(3)).repeat(4);
    let folder = scratch.path().canonicalize().expect("the folder").join(&deep);
    fs::create_dir_all(&folder).expect("a deep folder");
    let input = folder.join("müller, 日本; ^a'b!.har");
    assert!(input.as_os_str().len() > 300);
    fs::write(&input, named(SAMPLE).bytes()).expect("the file");
    // Without what `canonicalize` begins a path with, too.
    for folder in [folder.clone(), Path::new(folder.to_str().expect("Unicode").trim_start_matches(r"\\?\")).to_owned()] {
        for (command, name) in COMMANDS.iter().zip(["r, ü & (1).html", "clean, ü & (1).har", "case, ü & (1).zip"]) {
            for _ in 0..2 {
                let outcome = run(entrace().args(*command).arg(folder.join("müller, 日本; ^a'b!.har")).arg("-o").arg(folder.join(name)));
                assert!(matches!(outcome.status, Some(0 | 1)), "{command:?}: {}", outcome.stderr);
            }
            assert!(fs::read(folder.join(name)).expect("the output").len() > 1000);
        }
        assert_eq!(files(&folder), 4, "something was left behind");
        let all = run(entrace().arg(folder.join("*.HAR")).arg("--brief"));
        assert_eq!((all.status, all.stdout.lines().count()), (Some(1), 2), "{}", all.stderr);
    }
}

/// Reports name what is in folders as on every other system.
#[test]
fn names_of_captures_have_slashes() {
    let scratch = Scratch::new("names_of_captures_have_slashes");
    scratch.file("case\\below\\a.har", named(SAMPLE).bytes());
    for argument in ["case", "case\\", ".\\case", "case\\..\\case", "ca*"] {
        let outcome = run(entrace().current_dir(scratch.path()).args([argument, "--format", "json"]));
        let report: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
        assert_eq!(report["captures"][0]["name"], "case/below/a.har", "{argument}");
    }
    let outcome = run(entrace().current_dir(scratch.path()).args(["*\\below\\?.HAR", "--format", "json"]));
    assert!(outcome.stdout.contains(r#""name": "a.har""#), "{}", outcome.stderr);
    let archive = named("before-and-after.zip").path().join("after.har");
    let shown = run(entrace().arg("show").arg(archive).arg("0"));
    assert_eq!(shown.status, Some(0), "{}", shown.stderr);
}

#[test]
fn lines_end_as_on_every_other_system() {
    for format in ["text", "markdown", "json", "jsonl", "html"] {
        let outcome = run(entrace().arg(named(SAMPLE).path()).args(["--format", format]));
        assert!(outcome.stdout.contains('\n') && !outcome.stdout.contains('\r'), "{format}");
    }
}

/// `entrace x | findstr`, whose reader may end before all is written.
#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_entrace-tested"))
        .arg(named(SAMPLE).path())
        .args(["--format", "html"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let mut some = [0; 100];
    child.stdout.take().expect("a pipe").read_exact(&mut some).expect("a page");
    let output = child.wait_with_output().expect("the child is ours");
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(1), ""));
}

/// `entrace - < a.har` in cmd.exe: what is read is known by its handle.
#[test]
fn standard_input_is_an_input_like_others() {
    let scratch = Scratch::new("standard_input_is_an_input");
    let input = scratch.file("a.har", named(SAMPLE).bytes());
    let started = |output: &Path| {
        let file = File::open(&input).expect("the file");
        Command::new(env!("CARGO_BIN_EXE_entrace-tested")).arg("-").arg("-o").arg(output).stdin(file).output().expect("the binary runs")
    };
    let refused = started(&input);
    assert_eq!(refused.status.code(), Some(3));
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(told.ends_with("this is the input; give another name with -o\n"), "{told}");
    assert_eq!(fs::read(&input).expect("the file"), named(SAMPLE).bytes());
    let written = scratch.path().join("r.txt");
    assert_eq!(started(&written).status.code(), Some(1));
    assert!(fs::read_to_string(written).expect("the report").contains("AADSTS50053"));
}

//! Faults around a run: full disks, closed pipes, files that change, vanish or are no files, signals, and surroundings of every kind.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread::{self, sleep};
use std::time::Duration;

use crate::readers::{self, Lock};
use crate::run::{Outcome, Scratch};
use crate::scenario::samples::named;

const FAILED: &str = "locked-out.har";
const SUCCEEDED: &str = "wrong-password-then-success.har";
/// What the failed sample ends on.
const CODE: &str = "AADSTS50053";
/// What is said of a file that did not hold still.
pub(crate) const CHANGED: &str = "the file changed while it was read, so nothing was written; try again when nothing writes to it";

fn sample() -> PathBuf {
    named(FAILED).path()
}

/// The binary with a bare environment.
pub(crate) fn bare(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_entrace-tested"));
    command.args(arguments).env_clear().stdin(Stdio::null());
    command
}

pub(crate) fn run(command: &mut Command) -> Outcome {
    outcome(command.output().expect("the binary runs"))
}

fn outcome(output: Output) -> Outcome {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the streams are UTF-8");
    Outcome { status: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().expect("paths of tests are UTF-8")
}

/// Every file and folder below a folder, with the contents of files.
pub(crate) fn contents(folder: &Path) -> Vec<(PathBuf, Option<Vec<u8>>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder of the test") {
        let path = entry.expect("the folder of the test").path();
        if path.is_dir() && !path.is_symlink() {
            found.extend(contents(&path));
            found.push((path, None));
        } else {
            found.push((path.clone(), fs::read(&path).ok()));
        }
    }
    found.sort();
    found
}

/// Every command that writes to standard output.
fn that_print() -> Vec<Vec<String>> {
    let (failed, succeeded) = (sample(), named(SUCCEEDED).path());
    // Of the same user, so that nothing is told next to the output.
    let same = named("redirect-uri-mismatch.har").path();
    let mut commands: Vec<Vec<&str>> =
        ["text", "markdown", "json", "jsonl", "csv", "html"].map(|format| vec![text(&failed), "--format", format]).to_vec();
    commands.extend([
        vec!["explain", "50126"],
        vec!["compare", text(&succeeded), text(&same)],
        vec!["show", text(&failed), "2"],
        vec!["show", text(&failed), "2", "--format", "json"],
        vec!["guides", "list"],
        vec!["guides", "check", "--format", "json"],
        vec!["schema"],
        vec!["schema", "--lines"],
        vec!["completions", "bash"],
        vec!["man"],
        vec!["--help"],
        vec!["help", "sanitize"],
        vec!["--version"],
    ]);
    commands.into_iter().map(|command| command.into_iter().map(str::to_owned).collect()).collect()
}

#[test]
fn a_full_disk_is_told() {
    let Ok(full) = File::options().write(true).open("/dev/full") else { return };
    for command in that_print() {
        let output = Command::new(env!("CARGO_BIN_EXE_entrace-tested")).args(&command).stdout(full.try_clone().expect("a handle")).output();
        let outcome = outcome(output.expect("the binary runs"));
        assert_eq!(outcome.status, Some(3), "{command:?}: {}", outcome.stderr);
        assert!(outcome.stderr.contains("No space left"), "{command:?}: {}", outcome.stderr);
    }
    let sample = sample();
    for command in [&[text(&sample)][..], &[text(&sample), "--format", "html"], &["sanitize", text(&sample)], &["bundle", text(&sample)]] {
        let outcome = run(bare(command).args(["-q", "-o", "/dev/full"]));
        assert_eq!(outcome.status, Some(3), "{command:?}: {}", outcome.stderr);
        assert!(outcome.stderr.contains("/dev/full: No space left"), "{command:?}: {}", outcome.stderr);
        assert!(fs::metadata("/dev/full").expect("the device is there").file_type().is_char_device(), "{command:?} took its place");
    }
}

#[test]
fn a_pipe_that_closes_early_ends_quietly() {
    for command in that_print() {
        let mut child = Command::new(env!("CARGO_BIN_EXE_entrace-tested"))
            .args(&command)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        drop(child.stdout.take());
        let outcome = outcome(child.wait_with_output().expect("the binary ends"));
        assert!(matches!(outcome.status, Some(0 | 1)) && outcome.stderr.is_empty(), "{command:?}: {:?} {}", outcome.status, outcome.stderr);
    }
}

#[test]
fn results_can_go_where_there_is_no_file() {
    let sample = sample();
    let printed = run(&mut bare(&[text(&sample)])).stdout;
    assert_eq!(run(&mut bare(&[text(&sample), "-o", "/dev/stdout"])).stdout, printed);
    let clean = run(&mut bare(&["sanitize", text(&sample), "-q", "-o", "/dev/stdout"]));
    assert_eq!(clean.status, Some(0), "{}", clean.stderr);
    assert!(serde_json::from_str::<serde_json::Value>(&clean.stdout).is_ok() && clean.stdout.contains("50053"));
    for command in [&[text(&sample)][..], &["sanitize", text(&sample)], &["bundle", text(&sample)]] {
        assert!(matches!(run(bare(command).args(["-q", "-o", "/dev/null"])).status, Some(0 | 1)), "{command:?}");
        assert!(fs::metadata("/dev/null").expect("the device is there").file_type().is_char_device(), "{command:?} took its place");
    }
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_read() {
    let scratch = Scratch::new("what_cannot_be_read_is_told");
    let locked = scratch.file("locked.har", fs::read(sample()).expect("the sample"));
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).expect("the file is ours");
    let mut unreadable = vec![(PathBuf::from("/proc/self/mem"), "cannot be read")];
    // Some users can read everything.
    if File::open(&locked).is_err() {
        unreadable.push((locked, "it may not be read; check its permissions"));
    }
    let dangling = scratch.path().join("dangling.har");
    symlink("nowhere", &dangling).expect("a link");
    let itself = scratch.path().join("itself.har");
    symlink("itself.har", &itself).expect("a link");
    unreadable.extend([(dangling, "file not found"), (itself, "it cannot be opened")]);
    for (path, words) in unreadable.into_iter().filter(|(path, _)| path.is_symlink() || path.exists()) {
        let sample = sample();
        let outcome = run(&mut bare(&[text(&path), text(&sample)]));
        assert_eq!(outcome.status, Some(3), "{}: {}", path.display(), outcome.stderr);
        assert!(outcome.stderr.contains(words) && outcome.stderr.lines().count() == 1, "{}", outcome.stderr);
        assert!(outcome.stdout.contains(CODE), "{}", outcome.stdout);
        let output = scratch.path().join("out");
        let outcome = run(&mut bare(&["sanitize", text(&path), "-o", text(&output)]));
        assert_eq!((outcome.status, outcome.stderr.lines().count()), (Some(3), 1), "{}", outcome.stderr);
        assert!(!output.exists());
    }
}

fn fifo(scratch: &Scratch, name: &str) -> PathBuf {
    let path = scratch.path().join(name);
    assert!(Command::new("mkfifo").arg(&path).status().expect("mkfifo is everywhere").success());
    path
}

#[test]
fn a_pipe_by_name_is_read_once() {
    let scratch = Scratch::new("a_pipe_by_name_is_read_once");
    for file in [FAILED, "mfa-registration-blocked.saz", "mfa-denied.har.gz", "consent-declined.txt"] {
        let (pipe, bytes) = (fifo(&scratch, file), named(file).bytes());
        let writer = thread::spawn({
            let pipe = pipe.clone();
            move || fs::write(pipe, bytes)
        });
        let piped = run(&mut bare(&[text(&pipe)]));
        writer.join().expect("the writer ends").expect("somebody reads");
        let sample = named(file).path();
        assert_eq!((piped.status, piped.stdout), (Some(1), run(&mut bare(&[text(&sample)])).stdout), "{file}: {}", piped.stderr);
    }
    let pipe = scratch.path().join(FAILED);
    for command in ["sanitize", "bundle"] {
        let outcome = run(&mut bare(&[command, text(&pipe), "-o", text(&scratch.path().join("out"))]));
        assert_eq!(outcome.status, Some(3));
        assert!(outcome.stderr.contains("a pipe can be read only once; save it to a file first"), "{}", outcome.stderr);
    }
}

#[test]
fn a_file_that_vanishes_costs_nothing_else() {
    let scratch = Scratch::new("a_file_that_vanishes_costs_nothing_else");
    let folder = scratch.path().join("case");
    let vanishing = scratch.file("case/vanishing.har", named(FAILED).bytes());
    let pipe = fifo(&scratch, "pipe");
    // While the pipe is waited for, the folder is known already.
    let child =
        bare(&[text(&pipe), text(&folder), "--threads", "1"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    let mut writer = File::options().write(true).open(&pipe).expect("somebody reads");
    fs::remove_file(vanishing).expect("the file is there");
    writer.write_all(&named(FAILED).bytes()).expect("somebody reads");
    drop(writer);
    let outcome = outcome(child.wait_with_output().expect("the binary ends"));
    assert_eq!(outcome.status, Some(3), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("vanishing.har: file not found") && outcome.stdout.contains(CODE), "{}", outcome.stderr);
}

#[test]
fn folders_that_hold_themselves_are_walked_once() {
    let scratch = Scratch::new("folders_that_hold_themselves");
    let folder = scratch.path().join("case");
    scratch.file("case/a.har", named(FAILED).bytes());
    symlink(&folder, folder.join("loop")).expect("a link");
    symlink("..", folder.join("up")).expect("a link");
    fifo(&scratch, "case/pipe");
    let outcome = run(&mut bare(&[text(&folder), "--brief"]));
    assert_eq!((outcome.status, outcome.stdout.lines().count()), (Some(1), 1), "{}", outcome.stderr);
    let output = scratch.path().join("case.zip");
    assert_eq!(run(&mut bare(&["bundle", text(&folder), "-q", "-o", text(&output)])).status, Some(0));
}

#[test]
fn a_file_may_grow_while_it_is_read() {
    let scratch = Scratch::new("a_file_may_grow_while_it_is_read");
    let path = scratch.file("growing.har", named(FAILED).bytes());
    let mut file = File::options().append(true).open(&path).expect("the file is there");
    let writer = thread::spawn(move || {
        for _ in 0..300 {
            file.write_all(&[b' '; 4096]).expect("the disk has room");
            sleep(Duration::from_millis(1));
        }
    });
    let output = scratch.path().join("out");
    while !writer.is_finished() {
        let outcome = run(&mut bare(&[text(&path), "--format", "json"]));
        assert_eq!(outcome.status, Some(1), "{}", outcome.stderr);
        for command in ["sanitize", "bundle"] {
            drop(fs::remove_file(&output));
            let outcome = run(&mut bare(&[command, text(&path), "-q", "-o", text(&output)]));
            let is_refused = outcome.status == Some(3) && outcome.stderr == format!("error: {}: {CHANGED}\n", path.display());
            assert!(outcome.status == Some(0) || is_refused, "{:?} {}", outcome.status, outcome.stderr);
            assert_eq!(output.exists(), !is_refused);
        }
    }
    writer.join().expect("the writer ends");
}

#[test]
fn an_input_is_never_written_over() {
    let scratch = Scratch::new("an_input_is_never_written_over");
    let input = scratch.file("case/a.har", named(FAILED).bytes());
    let (hard, soft) = (scratch.path().join("hard.har"), scratch.path().join("soft.har"));
    fs::hard_link(&input, &hard).expect("a link");
    symlink(&input, &soft).expect("a link");
    let roundabout = scratch.path().join("case/../case/./a.har");
    for output in [&input, &hard, &soft, &roundabout] {
        for command in [&[][..], &["sanitize"], &["bundle"]] {
            let outcome = run(bare(command).args([&input, Path::new("-o"), output]));
            assert_eq!(outcome.status, Some(3), "{command:?} {}", output.display());
            assert!(outcome.stderr.contains("this is the input; give another name with -o"), "{}", outcome.stderr);
        }
    }
    let folder = scratch.path().join("case");
    let outcome = run(&mut bare(&["bundle", text(&folder), "-o", text(&input)]));
    assert!(outcome.status == Some(3) && outcome.stderr.contains("this is the input"), "{}", outcome.stderr);
    assert_eq!(fs::read(&input).expect("the input"), named(FAILED).bytes());
    assert!(soft.is_symlink());
}

#[test]
fn what_is_replaced_keeps_its_permissions() {
    let scratch = Scratch::new("what_is_replaced_keeps_its_permissions");
    let sample = sample();
    for command in [&[][..], &["sanitize"], &["bundle"]] {
        for mode in [0o600, 0o644, 0o664] {
            let output = scratch.file("out", "before");
            fs::set_permissions(&output, fs::Permissions::from_mode(mode)).expect("the file is ours");
            run(bare(command).args([&sample, Path::new("-o"), &output]));
            let after = fs::metadata(&output).expect("the output");
            assert_eq!((after.permissions().mode() & 0o777, after.len() > 1000), (mode, true), "{command:?}");
        }
    }
    assert_eq!(contents(scratch.path()).len(), 1, "something was left behind");
}

/// Whether the run has begun its output: a file in the folder that has no name.
fn has_begun(child: &Child, folder: &Path) -> bool {
    let Ok(handles) = fs::read_dir(format!("/proc/{}/fd", child.id())) else { return false };
    let open = handles.filter_map(|handle| fs::read_link(handle.ok()?.path()).ok());
    open.into_iter().any(|file| file.starts_with(folder) && file.to_string_lossy().ends_with(" (deleted)"))
}

/// Whether anyone who runs the tests ignores a signal, as `nohup` does: children ignore it then, too.
#[cfg(target_os = "linux")]
fn is_ignored(signal: i32) -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:")).and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask >> (signal - 1) & 1 == 1)
}

/// Only where `/proc` tells when the output has begun.
#[test]
#[cfg(target_os = "linux")]
fn a_signal_leaves_nothing_half_written() {
    use rustix::process::{Pid, Signal, kill_process};
    let scratch = Scratch::new("a_signal_leaves_nothing_half_written");
    let har = String::from_utf8(named(FAILED).bytes()).expect("a HAR is text");
    let har: serde_json::Value = serde_json::from_str(&har).expect("a HAR is JSON");
    let entries = har["log"]["entries"].as_array().expect("a HAR has entries");
    // More than can be written before the signal comes.
    let many: Vec<_> = entries.iter().cycle().take(800).collect();
    let input = scratch.file("input.har", serde_json::json!({"log": {"version": "1.2", "entries": many}}).to_string());
    let kept = scratch.file("kept", "as it was");
    let folder = scratch.path().canonicalize().expect("the folder of the test");
    let before = contents(&folder);
    for command in ["sanitize", "bundle"] {
        for signal in [Signal::INT, Signal::TERM, Signal::HUP, Signal::KILL].into_iter().filter(|signal| !is_ignored(signal.as_raw())) {
            for output in ["new", text(&kept)] {
                let mut late = 0;
                let status = loop {
                    let mut child =
                        bare(&[command, text(&input), "-q", "-o", output]).current_dir(&folder).spawn().expect("the binary runs");
                    while !has_begun(&child, &folder) && child.try_wait().expect("the child is ours").is_none() {
                        sleep(Duration::from_millis(1));
                    }
                    // A child that has ended by now, and waits for us, takes the signal and stays as it is.
                    kill_process(Pid::from_child(&child), signal).expect("the child is ours");
                    let status = child.wait().expect("the child is ours");
                    if !status.success() {
                        break status;
                    }
                    // The signal came too late, which shows nothing.
                    late += 1;
                    assert!(late < 100, "{command} {signal:?}: always too late");
                    scratch.file("kept", "as it was");
                    drop(fs::remove_file(folder.join("new")));
                };
                assert_eq!(status.signal(), Some(signal.as_raw()), "{command} {signal:?}: {status}");
                assert!(contents(&folder) == before, "{command} {signal:?}: something half-written was left behind");
            }
        }
    }
}

#[test]
fn no_name_in_an_archive_leads_out_of_it() {
    let scratch = Scratch::new("no_name_in_an_archive_leads_out_of_it");
    let har = String::from_utf8(named(FAILED).bytes()).expect("a HAR is text");
    let names =
        ["../evil.har", "../../evil.har", "/tmp/entrace-evil.har", "..\\evil.har", "C:\\evil.har", "a/../../evil.har", "evil\0.har", "CON"];
    let members: Vec<(&str, &[u8])> = names.iter().map(|name| (*name, har.as_bytes())).collect();
    let sessions: Vec<(&str, &[u8])> =
        vec![("raw/1_c.txt", b"GET https://login.microsoftonline.com/ HTTP/1.1\r\n\r\n"), ("../raw/2_c.txt", b"x"), ("/raw/3_c.txt", b"y")];
    let work = scratch.path().join("work/empty");
    fs::create_dir_all(&work).expect("a folder");
    for (name, bytes) in [("evil.zip", readers::zip(Lock::Open, &members)), ("evil.saz", readers::zip(Lock::Open, &sessions))] {
        let input = scratch.file(name, bytes);
        let before = contents(scratch.path());
        run(bare(&[text(&input)]).current_dir(&work));
        run(bare(&["sanitize", text(&input), "-o", "/dev/null"]).current_dir(&work));
        assert!(contents(scratch.path()) == before, "{name}");
        let bundle = scratch.path().join("work/case.zip");
        assert_eq!(run(bare(&["bundle", text(&input), "-q", "-o", text(&bundle)]).current_dir(&work)).status, Some(0));
        let mut archive = zip::ZipArchive::new(File::open(&bundle).expect("the bundle")).expect("a zip");
        for index in 0..archive.len() {
            let member = archive.by_index(index).expect("a member");
            let path = member.enclosed_name().expect("a path that stays inside");
            assert!(path.components().all(|part| matches!(part, std::path::Component::Normal(_))), "{}", path.display());
            assert!(!path.to_string_lossy().contains(['\\', '\0', ':']), "{}", path.display());
        }
        fs::remove_file(bundle).expect("the bundle");
        assert!(contents(scratch.path()) == before, "{name}");
    }
    assert!(!Path::new("/tmp/entrace-evil.har").exists());
}

#[test]
fn surroundings_change_nothing() {
    let scratch = Scratch::new("surroundings_change_nothing");
    let (failed, succeeded) = (sample(), named(SUCCEEDED).path());
    let output = scratch.path().join("out");
    let commands: Vec<Vec<&str>> = vec![
        vec![text(&failed)],
        vec![text(&failed), "--brief"],
        vec![text(&failed), "--format", "html"],
        vec![text(&failed), "--format", "json"],
        vec![text(&failed), "--format", "csv"],
        vec!["compare", text(&succeeded), text(&failed)],
        vec!["explain", "50126", "AADSTS50053", "KmsiInterrupt"],
        vec!["guides", "list"],
        vec!["--help"],
        vec!["sanitize", text(&failed), "-o", text(&output)],
        vec!["bundle", text(&failed), "-o", text(&output)],
    ];
    let surroundings: &[&[(&str, &str)]] = &[
        &[("LC_ALL", "C"), ("TZ", "UTC"), ("HOME", "/root"), ("TERM", "xterm-256color"), ("PATH", "/usr/bin")],
        &[("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8"), ("TZ", "Asia/Kathmandu")],
        &[("LC_ALL", "\u{1b}[31m"), ("TZ", "../../etc/passwd"), ("TMPDIR", text(scratch.path()))],
        &[("TERM", "dumb"), ("TERMINFO", "/nowhere"), ("HOME", "/nowhere"), ("XDG_CONFIG_HOME", "/nowhere")],
        &[("RUST_LOG", "trace"), ("RUST_BACKTRACE", "full")],
    ];
    for command in &commands {
        let told = |variables: &[(&str, &str)]| {
            let outcome = run(bare(command).envs(variables.iter().copied()));
            assert!(matches!(outcome.status, Some(0 | 1)), "{command:?} {variables:?}: {:?} {}", outcome.status, outcome.stderr);
            (outcome.status, outcome.stdout, outcome.stderr, fs::read(&output).ok())
        };
        let nothing = told(&[]);
        for variables in surroundings {
            assert!(told(variables) == nothing, "{command:?} {variables:?}");
        }
    }
}

#[test]
fn narrow_terminals_get_whole_words() {
    let (failed, succeeded) = (sample(), named(SUCCEEDED).path());
    let (failed, succeeded) = (text(&failed), text(&succeeded));
    for (arguments, word) in [
        (vec![failed], "IdsLocked"),
        (vec![failed, "--brief"], CODE),
        (vec!["explain", "50126"], "InvalidUserNameOrPassword"),
        (vec!["compare", succeeded, failed], "GOOD"),
        (vec!["--help"], "Options"),
        (vec!["help", "bundle"], "bundle"),
    ] {
        for columns in ["0", "1", "20", "99999999999", "many"] {
            let outcome = run(bare(&arguments).env("COLUMNS", columns));
            assert!(matches!(outcome.status, Some(0 | 1)) && outcome.stdout.contains(word), "{columns} {arguments:?}: {}", outcome.stderr);
        }
        let quoted: Vec<String> = arguments.iter().map(|argument| format!("'{argument}'")).collect();
        let inside = format!("stty cols 20 rows 5; '{}' {}", env!("CARGO_BIN_EXE_entrace-tested"), quoted.join(" "));
        // A real terminal, where there is a program that gives one.
        let Ok(shown) = Command::new("script").args(["-q", "-e", "-c", &inside, "/dev/null"]).stdin(Stdio::null()).output() else {
            continue;
        };
        let text = String::from_utf8_lossy(&shown.stdout).into_owned();
        assert!(matches!(shown.status.code(), Some(0 | 1)) && text.contains(word), "{arguments:?}: {text}");
    }
}

#[test]
fn standard_error_may_be_closed_or_full() {
    let scratch = Scratch::new("standard_error_may_be_closed_or_full");
    let letter = scratch.file("letter.txt", "Dear support,\n");
    let sample = sample();
    for redirection in ["2>&-", "2>/dev/full", "<&-", ">&-"] {
        let line = format!("exec '{}' '{}' '{}' {redirection}", env!("CARGO_BIN_EXE_entrace-tested"), text(&letter), text(&sample));
        let output = Command::new("/bin/sh").args(["-c", &line]).output().expect("a shell");
        assert_eq!(output.status.code(), Some(3), "{redirection}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

//! Files that are read and written: nothing that is read is written over, links keep their place, new files are their owner's alone.

use std::collections::HashSet;
use std::fs::{self, File, Permissions};
use std::io::Cursor;
use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use zip::ZipArchive;

use crate::architecture::rust_files;
use crate::faults::{bare, contents, run, text};
use crate::readers::{self, Lock};
use crate::run::{Outcome, Scratch};
use crate::scenario::samples::named;

const SAMPLE: &str = "locked-out.har";
/// The commands that write a file.
const COMMANDS: &[&[&str]] = &[&[], &["sanitize"], &["bundle"]];
const GUIDE: &str = "# AADSTS50053\n\n## Resolve\n\n- Wait.\n";

fn bytes() -> Vec<u8> {
    named(SAMPLE).bytes()
}

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).expect("the file is there").permissions().mode() & 0o7777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).expect("the file is ours");
}

/// Runs the binary in a shell that was set up before.
fn in_shell(before: &str, arguments: &[&str]) -> Outcome {
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", &format!("{before}; exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_entrace-tested")]).args(arguments);
    run(shell.env_clear().stdin(Stdio::null()))
}

/// One line, status 3, and everything below the folder as it was.
fn is_refused(command: &mut Command, words: &str, folder: &Path) {
    let before = contents(folder);
    let outcome = run(command);
    assert_eq!((outcome.status, outcome.stderr.lines().count()), (Some(3), 1), "{command:?}: {}", outcome.stderr);
    assert!(outcome.stderr.contains(words), "{command:?}: {}", outcome.stderr);
    assert!(outcome.stdout.is_empty() && contents(folder) == before, "{command:?}: something was written");
}

/// A file by all its names: its own, a hard link, a link, a link to a link, a way through a link to its folder.
fn names_of(file: &Path, scratch: &Scratch) -> Vec<PathBuf> {
    let links = scratch.path().join("links");
    drop(fs::remove_dir_all(&links));
    fs::create_dir(&links).expect("a folder");
    let name = file.file_name().expect("a name");
    let [hard, soft, twice, folder] = ["hard", "soft", "twice", "folder"].map(|link| links.join(link));
    fs::hard_link(file, &hard).expect("a link");
    symlink(file, &soft).expect("a link");
    symlink("soft", &twice).expect("a link");
    symlink(file.parent().expect("a folder"), &folder).expect("a link");
    let roundabout = links.join("../links/./folder").join(name);
    vec![file.to_owned(), hard, soft, twice, folder.join(name), roundabout]
}

#[test]
fn nothing_that_is_read_is_written_over() {
    const WORDS: &str = "this is the input; give another name with -o";
    let scratch = Scratch::new("nothing_that_is_read_is_written_over");
    let capture = scratch.file("case/a.har", bytes());
    let letter = scratch.file("case/below/letter.txt", "Dear support,\n");
    let guide = scratch.file("guides/below/AADSTS50053.md", GUIDE);
    let password = scratch.file("password", "secret\n");
    let (case, guides) = (scratch.path().join("case"), scratch.path().join("guides"));
    let (case, guides, a) = (text(&case), text(&guides), text(&capture));
    let (guide_path, password_path) = (text(&guide), text(&password));
    let rows: Vec<(Vec<&str>, &Path)> = vec![
        (vec![a], &capture),
        (vec!["sanitize", a], &capture),
        (vec!["bundle", a], &capture),
        (vec![case], &capture),
        (vec![case], &letter),
        (vec![case, "--format", "json", "--threads", "2"], &capture),
        (vec!["bundle", case], &capture),
        (vec!["bundle", "-q", case], &letter),
        (vec![a, "--password-file", password_path], &password),
        (vec!["sanitize", a, "--password-file", password_path], &password),
        (vec!["bundle", a, "--password-file", password_path], &password),
        (vec![a, "--guidance", guides], &guide),
        (vec![a, "--guidance", guide_path], &guide),
        (vec!["bundle", a, "--guidance", guides], &guide),
        (vec!["bundle", a, "--guidance", guide_path], &guide),
    ];
    for (arguments, target) in rows {
        for name in names_of(target, &scratch) {
            is_refused(bare(&arguments).arg("-o").arg(&name), WORDS, scratch.path());
        }
    }
    // Standard input is a file as well, and so is standard output.
    for arguments in [&["-"][..], &["/dev/stdin"], &["-", a, "--format", "html"]] {
        for name in names_of(&capture, &scratch) {
            is_refused(bare(arguments).arg("-o").arg(&name).stdin(File::open(&capture).expect("the capture")), WORDS, scratch.path());
        }
    }
    for command in COMMANDS {
        let before = contents(scratch.path());
        let append = File::options().append(true).open(&capture).expect("the capture");
        let output = bare(command).args([a, "-o", "/dev/stdout"]).stdout(append).output().expect("the binary runs");
        assert_eq!(output.status.code(), Some(3), "{command:?}");
        assert!(contents(scratch.path()) == before, "{command:?}");
    }
    // What is named counts, even if it is not there or may not be read.
    set_mode(&capture, 0o000);
    let missing = scratch.path().join("missing.har");
    for command in [&[][..], &["bundle"]] {
        let outcome = run(bare(command).args([&capture, Path::new("-o"), &capture]));
        assert!(outcome.status == Some(3) && outcome.stderr.contains(WORDS), "{}", outcome.stderr);
        let outcome = run(bare(command).args([&missing, Path::new("-o"), &missing]));
        assert!(outcome.status == Some(3) && !missing.exists(), "{}", outcome.stderr);
    }
}

#[test]
fn what_is_not_read_may_be_written_where_captures_are() {
    let scratch = Scratch::new("what_is_not_read_may_be_written");
    let capture = scratch.file("case/a.har", bytes());
    let case = scratch.path().join("case");
    let guides = scratch.path().join("guides");
    scratch.file("guides/AADSTS50053.md", GUIDE);
    for (arguments, output) in [
        (vec![text(&case)], case.join("report.txt")),
        (vec!["sanitize", text(&capture)], case.join("clean.har")),
        (vec!["bundle", text(&case)], case.join("case.zip")),
        (vec![text(&capture), "--guidance", text(&guides)], guides.join("report.html")),
    ] {
        let outcome = run(bare(&arguments).args(["-q", "-o", text(&output)]));
        assert!(matches!(outcome.status, Some(0 | 1)) && output.exists(), "{arguments:?}: {}", outcome.stderr);
        fs::remove_file(output).expect("the output");
    }
    assert_eq!(fs::read(capture).expect("the capture"), bytes());
}

#[test]
fn a_link_is_written_through_or_not_at_all() {
    let scratch = Scratch::new("a_link_is_written_through");
    let sample = named(SAMPLE).path();
    for command in COMMANDS {
        let target = scratch.file("far/target", "before");
        set_mode(&target, 0o640);
        let (link, twice) = (scratch.path().join("link"), scratch.path().join("twice"));
        drop((fs::remove_file(&link), fs::remove_file(&twice)));
        symlink("far/target", &link).expect("a link");
        symlink("link", &twice).expect("a link");
        for link in [&link, &twice] {
            let outcome = run(bare(command).args([&sample, Path::new("-o"), link]));
            assert!(matches!(outcome.status, Some(0 | 1)), "{command:?}: {}", outcome.stderr);
            assert!(link.is_symlink(), "{command:?} replaced the link");
            assert_eq!((mode(&target), fs::read(&target).expect("the target").len() > 1000), (0o640, true), "{command:?}");
            fs::write(&target, "before").expect("the target");
        }
        let [dangling, looped, to_folder] = ["dangling", "looped", "to_folder"].map(|name| scratch.path().join(name));
        for (link, target) in [(&dangling, "nowhere"), (&looped, "looped"), (&to_folder, "far")] {
            drop(fs::remove_file(link));
            symlink(target, link).expect("a link");
        }
        for (link, words) in
            [(&dangling, "a link that leads nowhere"), (&looped, "nothing was written"), (&to_folder, "this is a directory")]
        {
            is_refused(bare(command).args(["-q", text(&sample), "-o", text(link)]), words, scratch.path());
            assert!(link.is_symlink());
        }
        // A link to a device is as good as the device.
        let device = scratch.path().join("device");
        drop(fs::remove_file(&device));
        symlink("/dev/null", &device).expect("a link");
        assert!(matches!(run(bare(command).args([&sample, Path::new("-o"), &device])).status, Some(0 | 1)));
        assert!(device.is_symlink() && fs::metadata("/dev/null").expect("the device").file_type().is_char_device());
    }
    assert_eq!(fs::read_dir(scratch.path().join("far")).expect("the folder").count(), 1, "something was left behind");
}

#[test]
fn a_new_file_is_for_its_owner_alone() {
    let scratch = Scratch::new("a_new_file_is_for_its_owner_alone");
    let sample = named(SAMPLE).path();
    let folder = scratch.path().join("link");
    fs::create_dir(scratch.path().join("real")).expect("a folder");
    symlink("real", &folder).expect("a link");
    for command in COMMANDS {
        for umask in ["000", "022", "077", "777"] {
            for format in ["text", "html", "json"].into_iter().take(if command.is_empty() { 3 } else { 1 }) {
                let output = folder.join("out");
                let output = text(&output);
                let format: &[&str] = if command.is_empty() { &["--format", format] } else { &[] };
                let outcome = in_shell(&format!("umask {umask}"), &[*command, &[text(&sample), "-q", "-o", output], format].concat());
                assert!(matches!(outcome.status, Some(0 | 1)), "{command:?}: {}", outcome.stderr);
                assert_eq!(mode(Path::new(output)), 0o600, "{command:?} {umask}");
                fs::remove_file(output).expect("the output");
            }
        }
    }
}

#[test]
fn a_file_that_is_replaced_keeps_its_own_bits_and_no_special_ones() {
    let scratch = Scratch::new("a_file_that_is_replaced_keeps_its_own_bits");
    let sample = named(SAMPLE).path();
    for command in COMMANDS {
        for before in [0o600, 0o664, 0o4755, 0o2755, 0o6777, 0o1644] {
            let output = scratch.file("out", "before");
            set_mode(&output, before);
            let link = scratch.path().join("link");
            drop(fs::remove_file(&link));
            symlink("out", &link).expect("a link");
            for name in [&output, &link] {
                let outcome = run(bare(command).args(["-q", text(&sample), "-o", text(name)]));
                assert!(matches!(outcome.status, Some(0 | 1)), "{}", outcome.stderr);
                assert_eq!(mode(&output), before & 0o777, "{command:?} {before:o}");
                set_mode(&output, before);
            }
            fs::remove_file(output).expect("the output");
        }
    }
}

#[test]
fn where_nothing_can_be_written_is_told_in_one_line() {
    let scratch = Scratch::new("where_nothing_can_be_written");
    let sample = named(SAMPLE).path();
    let locked = scratch.file("locked", "before");
    set_mode(&locked, 0o444);
    let nowhere = scratch.path().join("missing/out");
    let below_a_file = scratch.path().join("locked/out");
    let in_folder = scratch.path().join("missing/");
    let rows = [
        (text(&locked), "locked: this file may not be written; change its permissions, or give another name with -o"),
        (text(&nowhere), "missing; nothing was written"),
        (text(&below_a_file), "nothing was written"),
        (text(&in_folder), "this is a directory; give the name of a file with -o"),
        ("/proc/entrace", "nothing was written"),
        ("/", "this is a directory; give the name of a file with -o"),
    ];
    for command in COMMANDS {
        for (output, words) in rows {
            is_refused(bare(command).args(["-q", text(&sample), "-o", output]), words, scratch.path());
        }
    }
    let closed = scratch.path().join("closed");
    fs::create_dir(&closed).expect("a folder");
    set_mode(&closed, 0o555);
    // Some users can write everywhere.
    if File::create(closed.join("out")).is_err() {
        for command in COMMANDS {
            let output = closed.join("out");
            is_refused(bare(command).args(["-q", text(&sample), "-o", text(&output)]), "may not be written to", scratch.path());
        }
    }
    set_mode(&closed, 0o755);
}

#[test]
fn handles_by_name_keep_what_is_behind_them() {
    let scratch = Scratch::new("handles_by_name");
    let sample = named(SAMPLE).path();
    let line = format!(
        "exec >>'{0}/log'; echo before; '{1}' '{2}' -o /dev/stdout; echo after",
        scratch.path().display(),
        env!("CARGO_BIN_EXE_entrace-tested"),
        sample.display()
    );
    assert!(Command::new("/bin/sh").args(["-c", &line]).status().expect("a shell").success());
    let log = fs::read_to_string(scratch.path().join("log")).expect("the log");
    assert!(log.starts_with("before\n") && log.ends_with("after\n") && log.contains("AADSTS50053"), "{log}");
    assert!(fs::symlink_metadata("/dev/stdout").is_ok_and(|it| it.is_symlink()));
}

/// Names, member by member, and the manifest.
fn bundled(path: &Path) -> (Vec<String>, Value) {
    let mut archive = ZipArchive::new(Cursor::new(fs::read(path).expect("the bundle"))).expect("a zip");
    let manifest = serde_json::from_reader(archive.by_name("manifest.json").expect("a manifest")).expect("JSON");
    (archive.file_names().map(|name| name.expect("a name").to_string()).collect(), manifest)
}

#[test]
fn a_bundle_of_many_keeps_few_files_open() {
    let scratch = Scratch::new("a_bundle_of_many_keeps_few_files_open");
    let har = String::from_utf8(bytes()).expect("a HAR is text");
    let har: Value = serde_json::from_str(&har).expect("JSON");
    let first = &har["log"]["entries"][0];
    for at in 0..400 {
        // The same name in other folders, and other names.
        let name = if at % 2 == 0 { format!("case/{at}/same.har") } else { format!("case/{at}.har") };
        scratch.file(&name, serde_json::json!({"log": {"version": "1.2", "entries": [first]}}).to_string());
    }
    let (case, output) = (scratch.path().join("case"), scratch.path().join("case.zip"));
    let outcome = in_shell("ulimit -n 64", &["bundle", text(&case), "-q", "-o", text(&output)]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""));
    let (names, manifest) = bundled(&output);
    assert_eq!(names.iter().filter(|name| name.starts_with("captures/")).count(), 400);
    assert_eq!(manifest["captures"].as_array().map(Vec::len), Some(400));
}

#[test]
fn members_of_a_bundle_unpack_on_windows() {
    let scratch = Scratch::new("members_of_a_bundle_unpack_on_windows");
    let har = bytes();
    let long = format!("{}/{}.har", "folder".repeat(60), "x".repeat(300));
    let names = [
        "con.har",
        "NUL.har",
        "Prn",
        "aux.tar.har",
        "COM1.har",
        "lpt0.x.har",
        "com\u{b9}.har",
        "CONIN$.har",
        "conout$",
        "CLOCK$.har",
        "con/nul/a.har",
        "dots.../trailing. .har. ",
        "blank ",
        "<>:\"|?*.har",
        "tab\tnew\nline.har",
        "gpj\u{202e}rah.har",
        "zero\u{200b}.har",
        "\u{3164}.har",
        "..\\..\\evil.har",
        "/absolute.har",
        "C:\\evil.har",
        "Ärger.har",
        "ÄRGER.HAR",
        "ärger.har",
        "same.har",
        "SAME.har",
        "x.har",
        "x.har/y.har",
        &long,
        ".hidden.har",
        "\u{ff43}\u{ff4f}\u{ff4e}.har",
    ];
    let members: Vec<(&str, &[u8])> = names.iter().map(|name| (*name, har.as_slice())).collect();
    let input = scratch.file("evil.zip", readers::zip(Lock::Open, &members));
    let output = scratch.path().join("case.zip");
    let outcome = run(&mut bare(&["bundle", text(&input), "-q", "-o", text(&output)]));
    assert_eq!(outcome.status, Some(0), "{}", outcome.stderr);
    let (bundled, manifest) = bundled(&output);
    let captures: Vec<&String> = bundled.iter().filter(|name| name.starts_with("captures/")).collect();
    assert_eq!(captures.len(), names.len(), "{bundled:?}");
    let lower: HashSet<String> = captures.iter().map(|name| name.to_lowercase()).collect();
    assert_eq!(lower.len(), names.len(), "{bundled:?}");
    for name in &captures {
        assert!(name.chars().count() < 140 && !lower.iter().any(|other| other.starts_with(&format!("{}/", name.to_lowercase()))), "{name}");
        for part in name.split('/') {
            let base = part.split('.').next().unwrap_or_default().to_lowercase();
            let is_device =
                ["con", "prn", "aux", "nul", "conin$", "conout$", "clock$", "com1", "com\u{b9}", "lpt0"].contains(&base.as_str());
            let is_plain = |c: char| c.is_alphanumeric() && c != '\u{3164}' || "-_.[]#@".contains(c);
            assert!(!is_device && part.chars().all(is_plain) && !part.starts_with('.') && !part.ends_with('.'), "{name}");
            assert!(!part.is_empty() && part.chars().count() <= 80, "{name}");
        }
    }
    for capture in manifest["captures"].as_array().expect("captures") {
        assert!(captures.iter().any(|name| capture["member"] == ***name), "{capture}");
    }
}

/// Anyone who opens a file elsewhere opens one that may be written over.
#[test]
fn files_are_opened_for_reading_in_one_place() {
    let folder = crate::run::root().join("src/cli");
    let mut opening = Vec::new();
    for file in rust_files(&folder) {
        let code = fs::read_to_string(&file).expect("a source");
        let opens =
            ["File::open(", "fs::read(", "fs::read_to_string(", "read(true)", "File::options("].iter().any(|call| code.contains(call));
        opening.extend(opens.then(|| file.file_name().expect("a name").to_string_lossy().into_owned()));
    }
    assert_eq!(opening, ["files_read.rs"]);
}

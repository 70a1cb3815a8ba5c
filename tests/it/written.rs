//! `-o`, `--format` and `--open`: what is written where, and what is opened.

use crate::run::{Scratch, entrace, run};
use crate::scenario::samples;

fn sample() -> std::path::PathBuf {
    samples::named("locked-out.har").path()
}

#[test]
fn the_ending_of_the_file_decides_the_format() {
    let scratch = Scratch::new("the_ending_of_the_file_decides_the_format");
    for (name, format) in [
        ("r.html", "html"),
        ("R.HTM", "html"),
        ("r.md", "markdown"),
        ("r.json", "json"),
        ("r.jsonl", "jsonl"),
        ("r.csv", "csv"),
        ("r.txt", "text"),
        ("r", "text"),
    ] {
        let file = scratch.path().join(name);
        assert_eq!(run(entrace().arg(sample()).arg("-o").arg(&file)).status, Some(1));
        let asked = scratch.path().join("asked");
        assert_eq!(run(entrace().arg(sample()).args(["--format", format]).arg("-o").arg(&asked)).status, Some(1));
        assert!(std::fs::read(&file).unwrap() == std::fs::read(&asked).unwrap(), "{name}");
    }
    // A table is for Excel when it is a file, and for programs when it is not.
    let table = std::fs::read_to_string(scratch.path().join("r.csv")).unwrap();
    let printed = run(entrace().arg(sample()).args(["--format", "csv"])).stdout;
    assert_eq!(table.strip_prefix('\u{feff}'), Some(printed.as_str()));
    assert!(printed.starts_with(r#""capture","#), "{printed}");
    let file = scratch.path().join("text.html");
    run(entrace().arg(sample()).args(["--format", "text"]).arg("-o").arg(&file));
    assert!(std::fs::read_to_string(file).unwrap().starts_with("FAILED  "));
}

#[test]
fn only_html_that_is_written_is_opened() {
    let scratch = Scratch::new("only_html_that_is_written_is_opened");
    let unwritten = run(entrace().arg(sample()).arg("--open"));
    assert_eq!(unwritten.status, Some(2));
    assert!(unwritten.stderr.contains("--output"), "{}", unwritten.stderr);
    for command in [&[][..], &["compare"]] {
        let file = scratch.path().join("r.md");
        let text = run(entrace().args(command).arg(sample()).arg("--open").arg("-o").arg(&file));
        assert_eq!((text.status, file.exists()), (Some(2), false));
        assert!(text.stderr.starts_with("error: --open opens HTML"), "{}", text.stderr);
    }
}

/// The system's own program is replaced by one that writes down what it is given: a test opens nothing.
#[cfg(target_os = "linux")]
#[test]
fn the_page_is_given_to_the_program_of_the_system() {
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;
    use std::time::{Duration, Instant};

    let scratch = Scratch::new("the_page_is_given_to_the_program_of_the_system");
    let (given, folder) = (scratch.path().join("given"), scratch.path().join("bin"));
    let program =
        scratch.file("bin/xdg-open", format!("#!/bin/sh\nprintf '%s' \"$*\" > '{0}.part'\nmv '{0}.part' '{0}'\n", given.display()));
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:/usr/bin:/bin", folder.display());
    let outcome = run(entrace().current_dir(scratch.path()).env("PATH", path).arg(sample()).args(["-o-r.html", "--open"]));
    assert_eq!((outcome.status, outcome.stdout.as_str(), outcome.stderr.as_str()), (Some(1), "", ""));
    let start = Instant::now();
    while !given.exists() && start.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(20));
    }
    let given = std::fs::read_to_string(given).unwrap();
    assert_eq!(Path::new(&given), scratch.path().join("-r.html"), "{given}");

    let none = scratch.path().join("none");
    let outcome =
        run(entrace().current_dir(scratch.path()).env("PATH", &none).arg(sample()).args(["-o", "s.html", "--open", "--exit-zero"]));
    assert_eq!(outcome.status, Some(0));
    assert!(outcome.stderr.starts_with("note: s.html: no program could be started to open it"), "{}", outcome.stderr);
    assert!(scratch.path().join("s.html").exists());
}

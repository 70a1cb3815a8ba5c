//! Every command that the documents show is run, and prints what they show.
//!
//! In a block of the kind `console` lines that begin with `$ ` are commands, what follows is what they print. A line `...` stands for any
//! number of lines. Blocks of other kinds are held by anyone who [`holder`] names; a kind that is not there fails. What stands between backticks
//! in a table or a sentence and is a command is run with something instead of `FILE` and the like.

use std::fs;

use entrace::read::Limits;

use crate::documents::{ASSISTANTS, Block, GUIDES, MANY_CAPTURES, PRIVACY, README, SECURITY, all, document, file};
use crate::run::{Outcome, Scratch, entrace, run};

/// What stands for the words in capitals. The first that fits is taken.
const STAND_INS: &[(&str, &str)] = &[
    ("--output FILE", "--output report.txt"),
    ("--sign-in-log FILE", "--sign-in-log tests/it/sign_in_logs/graph-beta-page.json"),
    ("FILE...", "samples/locked-out.har samples/device-code.har"),
    ("FILE", "samples/locked-out.har"),
    ("GOOD", "samples/wrong-password-then-success.har"),
    ("BAD", "samples/redirect-uri-mismatch.har"),
    ("OUT", "out.har"),
    ("CASE.zip", "case.zip"),
    ("DIR", "tests/it/guides_of_a_team"),
    ("WHAT...", "50053 AADSTS50126"),
    ("SHELL", "bash"),
    ("COMMAND", "explain"),
    ("CODE", "AADSTS50053"),
    ("ENTRY", "2"),
    ("OUTCOME", "failed"),
    ("ID", "52adf1d7-4018-4d2a-8dbc-537c20d13219"),
    ("N", "2"),
];

/// The commands of a block with the lines that they print.
fn commands(block: &Block) -> Vec<(String, Vec<String>)> {
    let mut commands: Vec<(String, Vec<String>)> = Vec::new();
    for line in block.text.lines() {
        match (line.strip_prefix("$ "), commands.last_mut()) {
            (Some(command), _) => commands.push((command.to_owned(), Vec::new())),
            (None, Some((_, output))) => output.push(line.trim_end().to_owned()),
            (None, None) => panic!("{}: output before any command: {line}", block.place),
        }
    }
    commands
}

/// Whether lines are as expected, where `...` stands for any number of lines.
fn fits(expected: &[String], found: &[&str]) -> bool {
    match expected.split_first() {
        None => found.iter().all(|line| line.is_empty()),
        Some((first, rest)) if first == "..." => (0..=found.len()).any(|skipped| fits(rest, &found[skipped..])),
        Some((first, rest)) => found.split_first().is_some_and(|(line, others)| first == line.trim_end() && fits(rest, others)),
    }
}

/// A folder with what the commands read, in which they may write.
pub(crate) fn workplace(test: &str) -> Scratch {
    let scratch = Scratch::new(test);
    for folder in ["samples", "tests/it/guides_of_a_team", "tests/it/sign_in_log", "tests/it/sign_in_logs"] {
        for entry in fs::read_dir(crate::run::root().join(folder)).expect("a folder of the project") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
            if path.is_file() {
                scratch.file(&format!("{folder}/{name}"), fs::read(&path).expect("a file"));
            }
        }
    }
    scratch
}

/// Runs a command as it is typed: settings of variables, `entrace` or what cargo runs as that, arguments.
pub(crate) fn typed(command: &str, scratch: &Scratch) -> Outcome {
    let mut words = command.split_whitespace().peekable();
    let mut binary = entrace();
    while let Some((name, value)) = words.peek().and_then(|word| word.split_once('=')) {
        binary.env(name, value);
        words.next();
    }
    let words: Vec<&str> = words.collect();
    // Whether cargo can build is nothing that a test of the built program can tell.
    let arguments = words.strip_prefix(&["entrace"]).or_else(|| words.strip_prefix(&["cargo", "run", "--"]));
    run(binary.current_dir(scratch.path()).args(arguments.unwrap_or_else(|| panic!("`{command}` does not run entrace"))))
}

/// Who holds a block that is not run here.
fn holder(block: &Block) -> Option<&'static str> {
    match (block.kind.as_str(), block.document.as_str()) {
        // It needs more than Rust.
        ("sh" | "sql" | "python" | "text", MANY_CAPTURES) => Some("tests/data/check.py"),
        ("kusto", MANY_CAPTURES) => Some("tests/it/kusto.rs"),
        ("toml", GUIDES) => Some("tests/it/guides_page.rs"),
        ("text", ASSISTANTS) => Some("tests/it/assistants.rs"),
        // What is typed in a shell; held by the test below that tells what they say.
        ("sh", README) => Some("tests/it/readme.rs"),
        _ => None,
    }
}

#[test]
fn every_console_block_is_true() {
    let scratch = workplace("every_console_block_is_true");
    let mut run_here = 0;
    for block in all().iter().flat_map(|path| document(path).blocks).filter(|block| block.kind == "console") {
        for (command, expected) in commands(&block) {
            let outcome = typed(&command, &scratch);
            let printed = format!("{}{}", outcome.stdout, outcome.stderr);
            let found: Vec<&str> = printed.lines().collect();
            assert!(fits(&expected, &found), "{}: `{command}` prints\n{printed}\nand not\n{}", block.place, expected.join("\n"));
            run_here += 1;
        }
    }
    assert!(run_here > 0, "no command is shown");
}

#[test]
fn the_commands_to_try_it_run() {
    let scratch = workplace("the_commands_to_try_it_run");
    let blocks = document(README).blocks;
    let typed_in_a_shell: Vec<(&str, Vec<&str>)> =
        blocks.iter().filter(|block| block.kind == "sh").map(|block| (block.section.as_str(), block.text.lines().collect())).collect();
    // `.ci/package` builds what the first one installs; the last one is what runs this, and `.ci/run` reads it there.
    let [("Install", install), ("Try it", try_it), ("Build and test", test)] = typed_in_a_shell.as_slice() else {
        panic!("three blocks: {typed_in_a_shell:?}")
    };
    assert_eq!(install, &["cargo install --locked --path ."]);
    assert_eq!(test, &["cargo test"]);
    let ["git clone REPOSITORY entrace", "cd entrace", inspect] = try_it[..] else { panic!("clone and inspect: {try_it:?}") };
    let outcome = typed(inspect, &scratch);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(1), ""), "{}", outcome.stdout);
    let shown = blocks.iter().find(|block| block.kind == "console").expect("what it prints");
    assert!(shown.text.starts_with(&format!("$ entrace {}\n", inspect.split_whitespace().last().unwrap())), "{}", shown.text);
}

#[test]
fn every_block_is_held_by_somebody() {
    let script = file(".ci/run");
    for block in all().iter().flat_map(|path| document(path).blocks).filter(|block| block.kind != "console") {
        let holder = holder(&block).unwrap_or_else(|| panic!("{}: nobody runs a block of the kind `{}` there", block.place, block.kind));
        assert!(holder.starts_with("tests/it/") || script.contains(holder), "{}: .ci/run does not run {holder}", block.place);
    }
}

/// A command with something instead of what the reader has to fill in; of alternatives each.
pub(crate) fn filled_in(command: &str) -> Vec<String> {
    let mut command = format!(" {command} ");
    for (word, stand_in) in STAND_INS {
        command = command.replace(&format!(" {word} "), &format!(" {stand_in} "));
    }
    let command = command.trim();
    match command.split_once(' ') {
        Some((option, values)) if option.starts_with("--") => values.split('|').map(|value| format!("{option} {value}")).collect(),
        _ => vec![command.to_owned()],
    }
}

#[test]
fn every_command_in_a_table_or_sentence_runs() {
    let scratch = workplace("every_command_in_a_table_or_sentence_runs");
    let script = file(".ci/run");
    let packages = file(".ci/packages") + &file("tests/packages/check.py");
    let mut run_here = 0;
    for (span, place) in all().iter().flat_map(|path| document(path).spans) {
        let is_setting =
            |word: &&str| word.split_once('=').is_some_and(|(name, _)| name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_'));
        let words: Vec<&str> = span.split(' ').skip_while(is_setting).collect();
        match words[..] {
            _ if span.contains(['|', '<']) && span.contains("entrace ") => {
                assert!(script.lines().any(|line| line.starts_with(&span)), "{place}: .ci/run does not run `{span}`, which needs a shell");
            }
            // Tests are built without the page; `tests/it/page.rs` holds what is said then.
            ["entrace", "page", ..] => {}
            // Named in a sentence that speaks of it; what it takes is in the table.
            ["entrace", command] if needs_arguments(command, &scratch) => {}
            ["entrace", ..] => {
                for command in filled_in(&span) {
                    let outcome = typed(&command, &scratch);
                    assert!(
                        matches!(outcome.status, Some(0 | 1)),
                        "{place}: `{command}` ends with {:?}: {}",
                        outcome.status,
                        outcome.stderr
                    );
                    run_here += 1;
                }
            }
            [option, _, ..] if option.starts_with("--") => {
                for option in filled_in(&span) {
                    let outcome = typed(&format!("entrace samples/device-code.har {option}"), &scratch);
                    assert_eq!(outcome.status, Some(0), "{place}: `{option}`: {}", outcome.stderr);
                    run_here += 1;
                }
            }
            // They ask a registry or a release: the packages that they would get are tried, each under its command.
            ["winget" | "scoop" | "uvx" | "pip" | "npm" | "apt", ..] | ["cargo", "binstall", ..] => {
                assert!(packages.contains(&span), "{place}: nothing tries what `{span}` gets");
            }
            ["cargo", "doc", ..] => assert!(script.contains("cargo doc "), "{place}: .ci/run builds no documentation"),
            // The one is what runs this; the other takes minutes, and a release build before.
            ["cargo", "test" | "bench"] => {}
            ["cargo", "bench", "--", option] => {
                assert!(
                    file("tests/bench/main.rs").contains(&format!("[\"{option}\",")),
                    "{place}: the benchmark does not know `{option}`"
                );
            }
            ["cargo", "test", "--test", "it", test] => {
                let tests = fs::read_dir(crate::run::root().join("tests/it")).expect("the tests");
                let sources = tests.filter_map(|entry| fs::read_to_string(entry.expect("an entry").path()).ok());
                assert!(sources.into_iter().any(|source| source.contains(&format!("\nfn {test}"))), "{place}: there is no test `{test}`");
            }
            ["cargo", ..] => assert!(script.contains(words.join(" ").as_str()), "{place}: .ci/run does not run `{span}`"),
            _ => {}
        }
    }
    assert!(run_here > 0, "no command is named");
}

/// Whether the command exists and does nothing without arguments.
fn needs_arguments(command: &str, scratch: &Scratch) -> bool {
    typed(&format!("entrace {command}"), scratch).stderr.contains("required arguments were not provided")
}

#[test]
fn the_limits_are_those_of_the_reader() {
    let Limits { unpacked, ratio, ratio_from, entry, body, nested, depth, members } = Limits::default();
    let expected = [
        ("bytes that an input unpacks to, altogether".to_owned(), format!("{} GiB", unpacked >> 30)),
        (format!("how many times its packed size a part unpacks to, looked at from {} MiB on", ratio_from >> 20), ratio.to_string()),
        ("an entry of a HAR".to_owned(), format!("{} MiB", entry >> 20)),
        ("a body, decoded".to_owned(), format!("{} MiB", body >> 20)),
        ("an archive in a pipe or inside another, and a text dump".to_owned(), format!("{} MiB", nested >> 20)),
        ("archives inside each other".to_owned(), depth.to_string()),
        ("files in an archive".to_owned(), format!("{},{:03}", members / 1000, members % 1000)),
    ];
    let expected: Vec<String> = expected.iter().map(|(what, most)| format!("| {what} | {most} |")).collect();
    let page = file(SECURITY);
    let (_, table) = page.split_once("| what | at most |\n|---|---|\n").expect("the table of the limits");
    assert_eq!(table.lines().take_while(|line| line.starts_with('|')).collect::<Vec<_>>(), expected);
}

#[test]
fn the_oldest_rust_is_that_of_the_manifest() {
    let needed = format!("Rust {} or newer", env!("CARGO_PKG_RUST_VERSION"));
    assert!(file(README).contains(&needed), "{needed}");
}

/// The list of what stays is the code's own. To write it again: `ENTRACE_WRITE_README=1 cargo test --test it what_stays`.
#[test]
fn what_stays_is_what_the_code_says() {
    const BEGIN: &str = "<!-- what stays: written by a test from the code's own lists -->\n";
    const END: &str = "<!-- end of what stays -->";
    let rows = entrace::redact::what_stays().into_iter().map(|(place, shape, names)| {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        format!("| {place} | {shape} | {} |\n", names.join(" "))
    });
    let table = format!("| where | may be | under these names |\n|---|---|---|\n{}", rows.collect::<String>());
    let text = file(PRIVACY);
    let (before, rest) = text.split_once(BEGIN).expect("where the list begins");
    let (shown, after) = rest.split_once(END).expect("where the list ends");
    if std::env::var_os("ENTRACE_WRITE_README").is_some() {
        let path = crate::run::root().join(PRIVACY);
        fs::write(path, format!("{before}{BEGIN}{table}{END}{after}")).expect("the page can be written");
        return;
    }
    assert_eq!(shown, table, "{PRIVACY} lists something else than the code");
}

//! Help, manual page, completions, README and manual name the same commands and options.
//!
//! What there is comes from `--help` of the binary, command for command; the others are held against it.

use std::collections::{BTreeMap, BTreeSet};

use crate::documents::{self, COMMANDS, README, document};
use crate::run::{entrace, run};

/// The long options of each command. The key is the command as it is typed after `entrace`; the main one is empty.
type Options = BTreeMap<String, BTreeSet<String>>;

const SHELLS: &[&str] = &["bash", "zsh", "fish", "powershell", "elvish"];

/// The help of a command.
fn help(command: &str) -> String {
    let outcome = run(entrace().args(command.split_whitespace()).arg("--help"));
    assert_eq!(outcome.status, Some(0), "{command} --help: {}", outcome.stderr);
    outcome.stdout
}

/// The lines below a heading of a help text.
fn section<'a>(help: &'a str, heading: &str) -> Vec<&'a str> {
    let lines = help.lines().skip_while(|line| *line != heading).skip(1);
    lines.take_while(|line| line.is_empty() || line.starts_with(' ')).collect()
}

/// Every long option in a text.
fn long_options(text: &str) -> BTreeSet<String> {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-');
    let is_option = |word: &&str| word.strip_prefix("--").is_some_and(|name| name.starts_with(|letter: char| letter.is_ascii_alphabetic()));
    words.filter(is_option).map(str::to_owned).collect()
}

/// All commands with their options, as help tells them.
fn options() -> Options {
    let mut found = Options::new();
    let mut open = vec![String::new()];
    while let Some(command) = open.pop() {
        let help = help(&command);
        for line in section(&help, "Commands:") {
            let name = line.strip_prefix("  ").and_then(|line| line.split_whitespace().next()).unwrap_or_default();
            if name == "help" {
                // It takes commands and no options.
                found.insert("help".to_owned(), BTreeSet::new());
            } else if !name.is_empty() && !line.starts_with("   ") {
                open.push(format!("{command} {name}").trim().to_owned());
            }
        }
        if command == "record" {
            // Its help is a page of the manual, which lists no options.
            found.insert(command, BTreeSet::from(["--help".to_owned()]));
            continue;
        }
        let listed = section(&help, "Options:").into_iter().filter(|line| line.trim_start().starts_with('-') && !line.contains(" - "));
        found.insert(command, long_options(&listed.collect::<Vec<_>>().join("\n")));
    }
    assert!(found.len() > 10 && found[""].contains("--exit-zero") && found.contains_key("guides check"), "{found:?}");
    found
}

fn page() -> String {
    let outcome = run(entrace().arg("man"));
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""));
    let page = outcome.stdout.replace("\\-", "-").replace("\\fR", "").replace("\\fB", "").replace("\\fI", "");
    assert!(page.contains(".TH entrace 1"), "{page}");
    page
}

fn completions(shell: &str) -> String {
    let outcome = run(entrace().args(["completions", shell]));
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""), "{shell}");
    outcome.stdout
}

/// Every command's help, as a user reads it; that of `record` is a page of its own.
#[test]
fn help_reads_like_this() {
    let texts = options().into_keys().filter(|command| !["help", "record"].contains(&command.as_str())).map(|command| {
        let typed = format!("$ entrace {command} --help").replace("  ", " ");
        format!("{typed}\n{}", help(&command))
    });
    insta::assert_snapshot!(texts.collect::<Vec<_>>().join("\n"));
}

/// The part of the manual page on a command: the main one precedes the others.
fn part_on<'a>(page: &'a str, command: &str) -> &'a str {
    let commands = page.split_once(".SH COMMANDS\n").expect("a section on the commands");
    if command.is_empty() {
        return commands.0;
    }
    let title = |part: &&str| part.trim_start_matches('"').strip_prefix(&format!("entrace {command}")).is_some_and(is_end_of_name);
    let parts = commands.1.split("\n.SH ").next().unwrap_or_default().split(".SS ").skip(1);
    parts.into_iter().find(title).unwrap_or_else(|| panic!("the manual page has no `{command}`:\n{page}"))
}

/// Whether the name before this ends here, and what follows is no further command.
fn is_end_of_name(rest: &str) -> bool {
    rest.starts_with(['"', '\n']) || rest.starts_with(" [") || rest.starts_with(" <") || rest.starts_with(" --")
}

#[test]
fn the_manual_page_has_every_command_and_option() {
    let page = page();
    for (command, options) in options() {
        let described: BTreeSet<String> =
            part_on(&page, &command).split(".TP\n").skip(1).filter_map(|entry| entry.lines().next()).flat_map(long_options).collect();
        assert_eq!(described, options, "entrace {command}");
    }
}

#[test]
fn the_manual_page_has_every_exit_status() {
    let help = help("");
    let statuses = help.split_once("Exit status: ").and_then(|(_, rest)| rest.split_once("\n\n")).expect("help tells the statuses").0;
    let statuses = statuses.split_whitespace().collect::<Vec<_>>().join(" ");
    let page = page();
    let told = page.split_once(".SH \"EXIT STATUS\"\n").and_then(|(_, rest)| rest.split_once(".SH ")).expect("a section on the statuses").0;
    let entries = told.split(".TP 4\n").skip(1).map(|entry| entry.split_whitespace().collect::<Vec<_>>().join(" "));
    let entries: Vec<String> = entries.collect();
    assert_eq!(entries.join("; ") + ".", statuses);
    let flat = documents::file(COMMANDS).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!((0..5).all(|status| entries[status].starts_with(&status.to_string())), "{entries:?}");
    assert!(entries.iter().all(|entry| flat.contains(entry.as_str())), "{COMMANDS} does not tell {entries:?}");
}

/// The rows of a document's tables that begin with this.
fn rows(text: &str, beginning: &str) -> Vec<Vec<String>> {
    let rows = text.lines().filter(|line| line.starts_with(beginning));
    rows.map(|row| row.replace("\\|", " ").trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()).collect()
}

#[test]
fn the_manual_has_every_option_where_it_belongs() {
    let (page, options) = (documents::file(COMMANDS), options());
    let main: BTreeSet<String> = rows(&page, "| `-").iter().flat_map(|row| long_options(&row[0])).collect();
    assert_eq!(main, options[""], "the table of options");
    let mut described = Options::new();
    for row in rows(&page, "| `entrace ") {
        let words = row[0].trim_matches('`').split_whitespace().skip(1);
        let name: Vec<&str> = words.take_while(|word| word.starts_with(|letter: char| letter.is_ascii_lowercase())).collect();
        described.insert(name.join(" "), long_options(&row[2]));
    }
    let typed = options.iter().filter(|(command, _)| is_typed(command, &options));
    let without_help = |options: &BTreeSet<String>| options.iter().filter(|option| *option != "--help").cloned().collect();
    let expected: Options = typed.map(|(command, options)| (command.clone(), without_help(options))).collect();
    assert_eq!(described, expected, "the table of commands");
}

/// Whether a command does something itself, and is no group of commands.
fn is_typed(command: &str, options: &Options) -> bool {
    !command.is_empty() && !options.keys().any(|other| other.starts_with(&format!("{command} ")))
}

#[test]
fn the_readme_has_every_command() {
    let (spans, options) = (document(README).spans, options());
    for command in options.keys().filter(|command| is_typed(command, &options)) {
        let typed = format!("entrace {command}");
        let is_there = |span: &str| span.strip_prefix(&typed).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
        assert!(spans.iter().any(|(span, _)| is_there(span)), "README.md does not have `{typed}`");
    }
}

#[test]
fn the_documents_have_no_option_that_does_not_exist() {
    let known: BTreeSet<String> = options().into_values().flatten().collect();
    let text = documents::all().iter().map(|path| documents::file(path)).collect::<Vec<_>>().join("\n");
    // What is given to another program, in a block or in a sentence, is no option of entrace.
    let foreign = |piece: &str| {
        let mut words = piece.trim_start_matches("$ ").split(' ').skip_while(|word| word.contains('='));
        words.next().is_some_and(|program| ["cargo", "npm", "rg"].contains(&program))
    };
    let pieces = text.split(['`', '\n']).filter(|piece| !foreign(piece));
    let named: BTreeSet<String> = pieces.flat_map(long_options).collect();
    assert!(named.is_subset(&known), "{:?}", named.difference(&known));
}

#[test]
fn every_completion_script_has_every_command_and_option() {
    for shell in SHELLS {
        let script = completions(shell);
        for (command, options) in options() {
            assert!(command.split_whitespace().all(|word| script.contains(word)), "{shell}: {command}");
            // Fish names its options without dashes.
            let written = |option: &str| if *shell == "fish" { option.replacen("--", "-l ", 1) } else { option.to_owned() };
            let missing: Vec<&String> = options.iter().filter(|option| !script.contains(&written(option))).collect();
            assert!(missing.is_empty(), "{shell}: {command}: {missing:?}");
        }
    }
}

/// Where there is a bash.
#[cfg(unix)]
#[test]
fn bash_completes_the_options_of_each_command() {
    use std::fmt::Write;
    use std::process::Command;

    use crate::run::Scratch;

    let scratch = Scratch::new("bash_completes_the_options_of_each_command");
    let script = scratch.file("entrace.bash", completions("bash"));
    assert!(Command::new("bash").arg("-n").arg(&script).status().expect("bash runs").success());
    let options = options();
    let mut ask = format!("source {}\n", script.display());
    for command in options.keys() {
        let words = format!("entrace {command}");
        let count = words.split_whitespace().count();
        let before = words.split_whitespace().last().unwrap_or_default();
        writeln!(ask, "COMP_WORDS=({words} --) COMP_CWORD={count} COMPREPLY=(); _entrace entrace -- {before}; echo \"${{COMPREPLY[*]}}\"")
            .unwrap();
    }
    let answered = Command::new("bash").arg("-c").arg(&ask).output().expect("bash runs");
    let answered = String::from_utf8(answered.stdout).unwrap();
    let answers: Vec<BTreeSet<String>> = answered.lines().map(long_options).collect();
    assert_eq!(answers, options.into_values().collect::<Vec<_>>(), "{answered}");
}

#[test]
fn how_to_record_reads_like_this() {
    let outcome = run(entrace().args(["help", "record"]));
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""));
    assert!(!outcome.stdout.contains(['\x1b', '`']) && !outcome.stdout.contains("**"), "marks that are for a renderer");
    for other in [["record"].as_slice(), &["record", "--help"]] {
        assert_eq!(run(entrace().args(other)).stdout, outcome.stdout, "{other:?}");
    }
    insta::assert_snapshot!(outcome.stdout);
}

#[test]
fn help_tells_how_to_record() {
    assert!(help("").contains("entrace help record"));
    let of_a_command = run(entrace().args(["help", "sanitize"]));
    assert_eq!((of_a_command.status, of_a_command.stdout), (Some(0), help("sanitize")));
    assert_eq!(run(entrace().arg("help")).stdout, help(""));
    assert_eq!(run(entrace().args(["help", "no-such-command"])).status, Some(2));
}

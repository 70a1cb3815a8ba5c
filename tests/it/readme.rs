//! Every command that README.md shows is run, and prints what README.md shows.
//!
//! A block begins with three backticks and `console`; lines that begin with `$ ` are commands, what follows is what they print. A line
//! `...` stands for any number of lines. `cargo` commands are run by whoever builds, and are not run again here.

use std::path::Path;

use crate::run::{Scratch, entrace, run};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The commands of a document with the lines that they print.
fn commands(text: &str) -> Vec<(String, Vec<String>)> {
    let mut commands: Vec<(String, Vec<String>)> = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if inside {
            match (line.strip_prefix("$ "), commands.last_mut()) {
                (Some(command), _) => commands.push((command.to_owned(), Vec::new())),
                (None, Some((_, output))) => output.push(line.trim_end().to_owned()),
                (None, None) => panic!("output before any command: {line}"),
            }
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
fn workplace(document: &str) -> Scratch {
    let scratch = Scratch::new(&format!("commands of {document}").replace(['/', ' '], "-"));
    for folder in ["samples", "tests/it/guides_of_a_team"] {
        for entry in std::fs::read_dir(root().join(folder)).expect("a folder of the project") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
            if path.is_file() {
                scratch.file(&format!("{folder}/{name}"), std::fs::read(&path).expect("a file"));
            }
        }
    }
    scratch
}

fn check(document: &str) {
    let scratch = workplace(document);
    let text = std::fs::read_to_string(root().join(document)).expect("the document");
    let commands = commands(&text);
    let mut run_here = 0;
    for (command, expected) in commands {
        let mut words: Vec<&str> = command.split_whitespace().collect();
        let mut binary = entrace();
        binary.current_dir(scratch.path());
        while let Some((name, value)) = words.first().and_then(|word| word.split_once('=')) {
            binary.env(name, value);
            words.remove(0);
        }
        if words.first() != Some(&"entrace") {
            assert_eq!(words.first(), Some(&"cargo"), "{document}: `{command}` is neither entrace nor cargo");
            continue;
        }
        run_here += 1;
        let outcome = run(binary.args(&words[1..]));
        let printed = format!("{}{}", outcome.stdout, outcome.stderr);
        let found: Vec<&str> = printed.lines().collect();
        assert!(fits(&expected, &found), "{document}: `{command}` prints\n{printed}\nand not\n{}", expected.join("\n"));
    }
    assert!(run_here > 0, "{document} shows no command");
}

#[test]
fn the_readme_is_true() {
    check("README.md");
}

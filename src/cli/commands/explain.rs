//! `entrace explain WHAT...`: looks codes and words up, without a capture.

use std::io::{self, BufRead};

use crate::annotate::explain;
use crate::render;

use crate::cli::commands::guides;
use crate::cli::files_read::FilesRead;
use crate::cli::{Explain, Status, output};

/// Runs the command.
pub(in crate::cli) fn run(arguments: &Explain) -> Status {
    let (catalogue, guides_read) = guides::catalogue(&arguments.shared.guidance, false, &FilesRead::default());
    let found = explain::explain(&questions(&arguments.what), &catalogue);
    let status = if guides_read { Status::Good } else { Status::Unreadable };
    output::write(&render::look_up(&found, arguments.shared.format.rendered(arguments.shared.color)), None, arguments.shared.color, status)
}

/// What was asked; `-` stands for the lines of standard input.
fn questions(what: &[String]) -> Vec<String> {
    let mut questions = Vec::new();
    for question in what {
        if question == "-" {
            let lines = io::stdin().lock().split(b'\n').map_while(Result::ok).map(|line| String::from_utf8_lossy(&line).into_owned());
            questions.extend(lines.filter(|line| !line.trim().is_empty()));
        } else {
            questions.push(question.clone());
        }
    }
    questions
}

//! `entrace explain WHAT...`: looks codes and words up, without a capture.

use std::io::{self, BufRead};

use crate::annotate::explain;
use crate::render;

use crate::cli::arguments::Explain;
use crate::cli::failure::Failure;
use crate::cli::files::files_read::FilesRead;
use crate::cli::files::guides;
use crate::cli::output;
use crate::cli::status::Status;

/// Runs the command.
pub(in crate::cli) fn run(arguments: &Explain) -> Result<Status, Failure> {
    let (catalog, guides_read) = guides::catalog(&arguments.shared.guides.guidance, false, &FilesRead::default());
    let found = explain::explain(&questions(&arguments.what), &catalog);
    let color = arguments.shared.colors.color;
    output::write(&render::look_up(&found, arguments.shared.format.rendered(color)), None, color)?;
    Ok(guides_read)
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

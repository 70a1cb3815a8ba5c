//! `entrace explain WHAT...`: looks codes and words up, without a capture.

use std::io::{self, Read};

use crate::annotate::catalog::Catalog;
use crate::annotate::explain;
use crate::model::look_up::LookUp;
use crate::{read, render};

use crate::cli::arguments::Explain;
use crate::cli::failure::Failure;
use crate::cli::files::files_read::FilesRead;
use crate::cli::files::guides;
use crate::cli::output;
use crate::cli::status::Status;

/// Runs the command.
pub(in crate::cli) fn run(arguments: &Explain) -> Result<Status, Failure> {
    let (catalog, guides_read) = guides::catalog(&arguments.shared.guides.guidance, false, &FilesRead::default());
    let mut found = LookUp::default();
    for question in questions(&arguments.what) {
        let answer = of_rows(&question, &catalog).unwrap_or_else(|| explain::explain(&[question], &catalog));
        found.matches.extend(answer.matches);
        found.unknown.extend(answer.unknown);
    }
    let color = arguments.shared.colors.color;
    output::write(&render::look_up(&found, arguments.shared.format.rendered(color)), None, color)?;
    Ok(guides_read)
}

/// Most rows of a sign-in log that are answered: for more, the file can be named.
const MOST_ROWS: usize = 20;

/// The answers to a paste of rows of a sign-in log, in JSON or as CSV behind its header; `None` when it is something else, or all of them succeeded.
fn of_rows(question: &str, catalog: &Catalog) -> Option<LookUp> {
    let may_be_row =
        question.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']).starts_with(['{', '[']) || question.trim().contains('\n');
    let rows = if may_be_row { read::rows(question, MOST_ROWS) } else { Vec::new() };
    let answers = rows.iter().filter_map(|row| explain::explain_row(row, catalog));
    answers.reduce(|mut all, next| {
        all.matches.extend(next.matches);
        all.unknown.extend(next.unknown);
        all
    })
}

/// Most bytes that are read from standard input: a paste, and no capture.
const MOST_READ: u64 = 16 << 20;

/// What was asked; `-` stands for standard input, which is one paste.
fn questions(what: &[String]) -> Vec<String> {
    let mut questions = Vec::new();
    for question in what {
        if question == "-" {
            let mut pasted = Vec::new();
            // What could be read is answered.
            let _ = io::stdin().lock().take(MOST_READ).read_to_end(&mut pasted);
            let pasted = text(&pasted);
            if !pasted.trim().is_empty() {
                questions.push(pasted);
            }
        } else {
            questions.push(question.clone());
        }
    }
    questions
}

/// Bytes as text; clipboards and shells of Windows write UTF-16 behind its mark.
fn text(bytes: &[u8]) -> String {
    let of_pairs = |read: fn([u8; 2]) -> u16| -> String {
        let units: Vec<u16> = bytes.chunks_exact(2).skip(1).filter_map(|pair| Some(read(pair.try_into().ok()?))).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xff, 0xfe, ..] => of_pairs(u16::from_le_bytes),
        [0xfe, 0xff, ..] => of_pairs(u16::from_be_bytes),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

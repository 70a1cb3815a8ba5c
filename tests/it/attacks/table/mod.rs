//! The table of attacks: what kind, where it stands, what the value looks like, and what stands there afterwards.
//!
//! Rows are exchanges as text (see [`super::exchange`]). A row with several names is as many exchanges. Each capture has values of its own.

mod codes;
mod containers;
mod headers;
mod messages;
mod people;
mod registration;
mod trusted;

use std::sync::LazyLock;

use serde_json::Value as Json;

use super::exchange::{Exchange, Format, filled};
use super::field::{Capture, Field, Judgement, Plant, Sort, missing, reports_and_bundle, sanitized_captures};
use super::values::{Maker, Shape};
use crate::run::Scratch;

/// A row.
pub(super) struct Row {
    kind: &'static str,
    http: String,
    names: Vec<&'static str>,
    shape: Shape,
    /// In place of one that is made.
    fixed: Option<&'static str>,
    sort: Sort,
    after: Option<&'static str>,
    gone: Option<&'static str>,
    only: Option<Format>,
    in_har: Vec<(&'static str, &'static str)>,
    in_saz: Vec<(&'static str, &'static str)>,
}

/// A row with one name, and a credential of 20 letters and digits.
fn row(kind: &'static str, http: impl Into<String>) -> Row {
    let (names, shape, sort) = (vec!["kelpTicket"], Shape::Opaque(20), Sort::Credential);
    let http = http.into();
    Row { kind, http, names, shape, fixed: None, sort, after: None, gone: None, only: None, in_har: Vec::new(), in_saz: Vec::new() }
}

impl Row {
    fn names(mut self, names: &[&'static str]) -> Self {
        self.names = names.to_vec();
        self
    }

    fn shape(mut self, shape: Shape) -> Self {
        self.shape = shape;
        self
    }

    /// A text that is too short to be looked for anywhere but in its field.
    fn fixed(mut self, text: &'static str, gone: &'static str) -> Self {
        (self.fixed, self.gone) = (Some(text), Some(gone));
        self
    }

    fn personal(mut self) -> Self {
        self.sort = Sort::Personal;
        self
    }

    fn after(mut self, after: &'static str) -> Self {
        self.after = Some(after);
        self
    }

    fn only(mut self, format: Format) -> Self {
        self.only = Some(format);
        self
    }

    /// Only a HAR has this member.
    fn har(mut self, pointer: &'static str, template: &'static str) -> Self {
        self.in_har.push((pointer, template));
        self.only(Format::Har)
    }

    /// Only a Fiddler archive has this flag.
    fn saz(mut self, name: &'static str, template: &'static str) -> Self {
        self.in_saz.push((name, template));
        self.only(Format::Saz)
    }

    /// The exchanges of the row with what is planted in them.
    fn planted(&self, maker: &mut Maker, position: usize) -> Vec<(Exchange, Plant)> {
        let mut planted = Vec::new();
        for name in &self.names {
            let value = match self.fixed {
                Some(text) => super::values::Value { text: text.to_owned(), parts: Vec::new() },
                None => maker.value(self.shape),
            };
            let with = |template: &str| filled(template, name, &value.text);
            // Ids that tie nothing to anything else.
            let http = self.http.replace("$g", &maker.value(Shape::Guid).text);
            let mut exchange = Exchange::parse(&with(&http));
            exchange.in_har = self.in_har.iter().map(|(pointer, template)| (*pointer, json_of(&with(template)))).collect();
            exchange.in_saz = self.in_saz.iter().map(|(flag, template)| (*flag, with(template))).collect();
            let note =
                self.in_har.first().map(|(pointer, _)| *pointer).or_else(|| self.in_saz.first().map(|(flag, _)| *flag)).unwrap_or_default();
            let place = format!(
                "{name} {:?} {note} {}",
                self.shape,
                place(self.in_har.first().or(self.in_saz.first()).map(|(_, text)| *text), &self.http)
            );
            let entry = Some(position + planted.len());
            // A name that no one knows may be data.
            let after = self.after.map(|after| format!("{}\n{}", after.replace("$n", name), after.replace("$n", "{}")));
            let gone = self.gone.map(|gone| gone.replace("$n", name));
            planted.push((exchange, Plant { kind: self.kind, place, value, sort: self.sort, entry, after, gone }));
        }
        planted
    }
}

/// Where a value stands: the first line, and what is around the value.
fn place(note: Option<&str>, http: &str) -> String {
    const BEFORE: usize = 70;
    const BEHIND: usize = 30;
    let text = note.unwrap_or(http);
    let first: String = http.lines().next().unwrap_or_default().chars().take(90).collect();
    let letters: Vec<char> = text.replace('\n', "⏎").chars().collect();
    let is_value = |pair: &[char]| pair[0] == '$' && matches!(pair[1], 'v' | 'q' | 'j' | 'h' | 'c');
    let at = letters.windows(2).position(is_value).unwrap_or_default();
    let around: String = letters[at.saturating_sub(BEFORE)..(at + BEHIND).min(letters.len())].iter().collect();
    format!("in {first}: {around}")
}

/// A member of a HAR: JSON if it begins like an object or a list, else text.
fn json_of(text: &str) -> Json {
    if text.starts_with(['{', '[']) { serde_json::from_str(text).expect("JSON") } else { Json::from(text) }
}

/// A form that is posted.
fn form(url: &str, body: &str) -> String {
    format!("POST {url}\nContent-Type: application/x-www-form-urlencoded\n\n{body}\n<<< 200\nContent-Type: text/plain\n\n")
}

/// A body that is posted.
fn post(url: &str, media_type: &str, body: &str) -> String {
    format!("POST {url}\nContent-Type: {media_type}\n\n{body}\n<<< 200\nContent-Type: application/json\n\n{{}}")
}

fn json(url: &str, body: &str) -> String {
    post(url, "application/json; charset=utf-8", body)
}

/// A response.
fn answer(url: &str, media_type: &str, body: &str) -> String {
    format!("GET {url}\nAccept: */*\n\n\n<<< 200\nContent-Type: {media_type}\n\n{body}")
}

fn answer_json(url: &str, body: &str) -> String {
    answer(url, "application/json; charset=utf-8", body)
}

fn get(url: &str) -> String {
    format!("GET {url}\nAccept: */*\n\n\n<<< 200\nContent-Type: application/json\n\n{{}}")
}

fn header(url: &str, line: &str) -> String {
    format!("GET {url}\n{line}\n\n\n<<< 200\nContent-Type: application/json\n\n{{}}")
}

fn answer_header(url: &str, line: &str) -> String {
    format!("GET {url}\nAccept: */*\n\n\n<<< 200\nContent-Type: application/json\n{line}\n\n{{}}")
}

fn rows() -> Vec<Row> {
    [containers::rows(), codes::rows(), registration::rows(), trusted::rows(), headers::rows(), messages::rows(), people::rows()]
        .into_iter()
        .flatten()
        .collect()
}

/// The table in all formats.
static FIELD: LazyLock<Field> = LazyLock::new(|| {
    let captures = Format::ALL.iter().enumerate().map(|(seed, format)| build(*format, seed as u64));
    Field::new("table", captures.collect())
});

fn build(format: Format, seed: u64) -> Capture {
    let mut maker = Maker::new(1000 + seed);
    let (mut exchanges, mut plants) = (Vec::new(), Vec::new());
    for (number, row) in rows().iter().enumerate() {
        // A HAR has every row, the others a third each of those that they can have.
        let turn = format == Format::Har || number as u64 % 3 == seed;
        if !row.only.map_or(turn, |only| only == format) {
            continue;
        }
        for (exchange, plant) in row.planted(&mut maker, exchanges.len()) {
            exchanges.push(exchange);
            plants.push(plant);
        }
    }
    super::field::capture(format, exchanges, plants)
}

#[test]
fn the_table_is_planted() {
    let missing = missing(&FIELD);
    let kinds: std::collections::BTreeSet<&str> = rows().iter().map(|row| row.kind).collect();
    eprintln!("{} rows of {} kinds, {} values", rows().len(), kinds.len(), FIELD.values());
    assert!(missing.is_empty(), "{} are not there:\n{}", missing.len(), missing.join("\n"));
}

#[test]
fn no_row_is_left_in_a_sanitized_capture() {
    let judgement: Judgement = sanitized_captures(&FIELD, &Scratch::new("attacks_table_sanitized"));
    judgement.assert("table, sanitized", FIELD.values());
}

#[test]
fn no_row_is_in_a_report_a_comparison_or_a_bundle() {
    let judgement = reports_and_bundle(&FIELD, &Scratch::new("attacks_table_reports"));
    judgement.assert("table, reports", FIELD.values());
}

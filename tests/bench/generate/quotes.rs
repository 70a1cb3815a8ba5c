//! Exchanges outside any sign-in that name codes: applications that hand a failure on, and pages about codes, which is no failure.

use jiff::Timestamp;

use super::background::{self, Background};
use super::totals::Totals;
use crate::scenario::json::Object;
use crate::scenario::pages;
use crate::scenario::story::{Exchange, Kind, Seen};

/// The ways in which a code is named, in turn.
#[derive(Debug, Clone, Copy)]
enum Way {
    /// A page that lists many codes.
    Documentation,
    /// An API's error in JSON.
    Json,
    /// An API's 401.
    Challenge,
    /// An API's error in Latin-1. A browser exports it as base64; the code is at this place modulo three.
    Latin1(usize),
}

const WAYS: &[Way] = &[Way::Documentation, Way::Json, Way::Challenge, Way::Latin1(0), Way::Latin1(1), Way::Latin1(2)];

/// How many ways there are.
pub(super) const COUNT: usize = WAYS.len();

const MESSAGES: &[&str] = &[
    "AADSTS65001: The user or administrator has not consented to use the application. Send an interactive authorization request.",
    "AADSTS500011: The resource principal named api://orders was not found in the tenant named Contoso.",
    "AADSTS700082: The refresh token has expired due to inactivity.",
    "AADSTS7000215: Invalid client secret provided.",
    "AADSTS50079: The user is required to use multi-factor authentication.",
];

/// The exchange with this number, at a time.
pub(super) fn exchange(number: usize, at: Timestamp, background: &mut Background, totals: &mut Totals) -> Exchange {
    let way = WAYS[number % WAYS.len()];
    let path = format!("/v1/{}", background.random().opaque(16));
    let mut exchange = background.get(&path);
    if let Way::Documentation = way {
        exchange.kind = Kind::Document;
        background::answer(&mut exchange, 200, "text/html; charset=utf-8", documentation().into_bytes());
        return exchange;
    }
    let message = MESSAGES[number / WAYS.len() % MESSAGES.len()];
    totals.finds(message.split(':').next().unwrap_or_default());
    let seen = Seen { request_id: background.random().guid(), time: at };
    let message = pages::message(message, &background.random().guid(), &seen);
    match way {
        Way::Challenge => {
            background::answer(&mut exchange, 401, "text/plain", b"Unauthorized".to_vec());
            let challenge = format!("Bearer error=\"invalid_token\", error_description=\"{}\"", message.replace("\r\n", " "));
            exchange.response_headers.push(("WWW-Authenticate".to_owned(), challenge));
        }
        Way::Latin1(place) => background::answer(&mut exchange, 502, "application/json; charset=iso-8859-1", latin1(&message, place)),
        Way::Json | Way::Documentation => {
            let error = Object::new().with("title", "The orders could not be read").with("status", 500).with("detail", message);
            background::answer(&mut exchange, 500, "application/json; charset=utf-8", error.to_string().into_bytes());
        }
    }
    exchange
}

/// An error with an umlaut, whose code begins at a place that is this modulo three.
fn latin1(message: &str, place: usize) -> Vec<u8> {
    let error = |padding: &str| {
        let error = Object::new().with("title", format!("Nicht m\u{f6}glich{padding}")).with("detail", message);
        error.to_string().chars().map(|letter| u8::try_from(letter).unwrap_or(b'?')).collect::<Vec<u8>>()
    };
    let is_placed = |body: &Vec<u8>| body.windows(6).position(|text| text == b"AADSTS").is_some_and(|at| at % 3 == place);
    ["", ".", ".."].iter().map(|padding| error(padding)).find(is_placed).expect("one of three paddings fits")
}

/// A page about codes; none of them happened.
fn documentation() -> String {
    let rows = (50_000..50_400).map(|code| format!("<tr><td>AADSTS{code}</td><td>The sign-in of the user was stopped.</td></tr>\n"));
    let rows: String = rows.collect();
    format!("<html><head><title>Error codes</title></head><body><h1>Error codes</h1><table>\n{rows}</table></body></html>")
}

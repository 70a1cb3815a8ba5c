//! Looks at one entry of a HAR: decides whether it can hold a fact, and parses it only when that is needed.

use std::borrow::Cow;

use crate::entra::json::Refused;
use crate::model::capture::{Note, NoteKind};
use crate::model::exchange::Exchange;
use crate::read::har::entry::Parsed;
use crate::read::har::outline::Glance;
use crate::read::har::redacted_export::Sanitized;
use crate::read::json::window::Element;
use crate::read::prefilter::{self, Shown};
use crate::read::reading::Reading;
use crate::read::sink::Found;

/// What is in an entry. `sanitized` takes notice of what may hold a fact.
pub(in crate::read) fn look<'a>(entry: u64, element: Element<'a>, reading: &Reading<'_>, sanitized: &mut Sanitized) -> Found<'a> {
    let glance = Glance::of(element);
    let every = reading.options.every_exchange;
    let (related, parsed) = match wanted(entry, element, &glance, reading) {
        Wanted::No if every => (false, glance.parse(entry, element, reading)),
        Wanted::No => return Found { exchange: Exchange { entry, started: glance.started, ..Exchange::default() }, ..Found::default() },
        Wanted::Yes(parsed) => (true, Ok(*parsed)),
        Wanted::Unreadable(refused) => (false, Err(refused)),
    };
    let Parsed { exchange, notes } = match parsed {
        Ok(parsed) => parsed,
        Err(refused) => {
            let exchange = Exchange { entry, started: glance.started, ..Exchange::default() };
            return Found { exchange, notes: vec![unreadable(entry, refused)], ..Found::default() };
        }
    };
    if related {
        sanitized.look(&exchange, element.raw);
    }
    let original = if every { glance.around_body(element) } else { Cow::default() };
    Found { exchange, related, original, notes: if related { notes } else { Vec::new() } }
}

fn unreadable(entry: u64, refused: Refused) -> Note {
    match refused {
        Refused::TooMuch => {
            Note::on_entry(NoteKind::LimitReached, entry, "The request of this entry has more values, or deeper ones, than are read.")
        }
        Refused::Invalid => Note::on_entry(NoteKind::Unreadable, entry, "This entry is no readable JSON object with a request."),
    }
}

enum Wanted {
    No,
    Yes(Box<Parsed>),
    Unreadable(Refused),
}

fn wanted(entry: u64, element: Element<'_>, glance: &Glance<'_>, reading: &Reading<'_>) -> Wanted {
    let parse = || glance.parse(entry, element, reading);
    let is_sign_in = prefilter::address(&glance.url);
    let shown = if is_sign_in { Shown::Fact } else { glance.shown(element) };
    match shown {
        Shown::Fact => parse().map_or_else(Wanted::Unreadable, |parsed| Wanted::Yes(Box::new(parsed))),
        Shown::Nothing if !glance.url.host().is_empty() => Wanted::No,
        // The address may have to be completed from the headers, and a body may be compressed inside its base64.
        Shown::Nothing | Shown::Packed => match parse() {
            Err(refused) => Wanted::Unreadable(refused),
            Ok(parsed) if prefilter::address(&parsed.exchange.request.url) || shows_in_body(&parsed.exchange) => {
                Wanted::Yes(Box::new(parsed))
            }
            Ok(_) => Wanted::No,
        },
    }
}

fn shows_in_body(exchange: &Exchange) -> bool {
    let bodies = [Some(&exchange.request.body), exchange.response.as_ref().map(|response| &response.body)];
    bodies.into_iter().flatten().any(|body| prefilter::bytes(body.text().as_bytes()))
}

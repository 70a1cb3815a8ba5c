//! Signals of one exchange, for the checks of guides: one file a family. A value that somebody took out of the capture is no signal.

mod application;
mod credential;
mod device;
mod page;
mod request;
mod user;

use super::view::View;
use crate::entra::signals::Signal;
use crate::model::observation::Context;
use crate::model::signal::{Seen, Value};

/// The signals of one exchange in the making.
struct Signals {
    entry: u64,
    seen: Vec<Seen>,
}

impl Signals {
    fn word(&mut self, signal: &'static Signal, word: &'static str) {
        self.seen.push(Seen { signal, value: Value::Word(word), entry: self.entry });
    }

    fn words(&mut self, signal: &'static Signal, words: impl IntoIterator<Item = &'static str>) {
        words.into_iter().for_each(|word| self.word(signal, word));
    }

    fn number(&mut self, signal: &'static Signal, number: u64) {
        self.seen.push(Seen { signal, value: Value::Number(number), entry: self.entry });
    }
}

/// The signals of an exchange.
pub(super) fn signals(view: &View<'_>, context: &Context) -> Vec<Seen> {
    let mut signals = Signals { entry: view.exchange.entry, seen: Vec::new() };
    if view.class.is_sign_in() || view.cloud.is_some() {
        request::read(view, context, &mut signals);
        credential::read(view, &mut signals);
        user::read(view, context, &mut signals);
        device::read(view, &mut signals);
        page::read(view, &mut signals);
    }
    application::read(view, &mut signals);
    signals.seen
}

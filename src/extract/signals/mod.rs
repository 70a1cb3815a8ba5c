//! Signals of one exchange, for the checks of guides: one file a family. A value that someone took out of the capture is no signal.

mod application;
mod collected;
mod credential;
mod device;
mod page;
mod request;
mod user;

use super::view::View;
use crate::model::observation::Context;
use crate::model::observation::Seen;
use collected::Signals;

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

//! The order in which exchanges happened: by the client's clock when every exchange has it, else as the capture lists them. Browsers may list the newest
//! first.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use jiff::Timestamp;

use crate::entra::endpoints::Stage;
use crate::model::observation::{ExchangeFacts, Link, LinkKind};

/// Puts exchanges in the order in which they happened, given in that of their entries. Says whether the capture lists the newest first.
pub(super) fn by_time(all_facts: &mut [ExchangeFacts]) -> bool {
    let newest_first = is_newest_first(all_facts);
    if newest_first {
        all_facts.reverse();
    }
    if all_facts.iter().all(|facts| facts.started.is_some()) {
        // Equal times leave the order as it is.
        all_facts.sort_by_key(|facts| facts.started);
    }
    newest_first
}

/// By the client's clock; where that tells nothing, by the service's, and at last by what is given before it is used.
fn is_newest_first(all_facts: &[ExchangeFacts]) -> bool {
    let by_client = Steps::of(all_facts.iter().filter_map(|facts| facts.started));
    if by_client.rising + by_client.falling > 0 {
        return by_client.falling > by_client.rising;
    }
    // The clocks of the service's machines differ by a second.
    let by_service = Steps::of(all_facts.iter().filter_map(|facts| facts.service_date));
    match (by_service.rising, by_service.falling) {
        (0, 1..) if by_service.risen < -1 => true,
        (1.., 0) if by_service.risen > 1 => false,
        _ => {
            let (before, after) = given(all_facts);
            after > before
        }
    }
}

/// How many values that a request carries were given by an exchange that is listed before it, and by one behind it. What several give tells nothing.
fn given(all_facts: &[ExchangeFacts]) -> (usize, usize) {
    let is_made = |link: &&Link| {
        matches!(link.kind, LinkKind::Artifact | LinkKind::DeviceCode | LinkKind::FlowToken | LinkKind::Hop | LinkKind::State)
    };
    let mut givers: HashMap<Link, Vec<usize>, FixedState> = HashMap::default();
    for (at, facts) in all_facts.iter().enumerate() {
        // A request that begins a sign-in makes its `state`.
        let begins = matches!(facts.stage, Stage::Authorize | Stage::SamlRequest | Stage::WsFedRequest);
        let made = facts.brings.iter().filter(|link| begins && link.kind == LinkKind::State);
        for link in facts.gives.iter().filter(|link| is_made(link) && link.kind != LinkKind::State).chain(made) {
            givers.entry(*link).or_default().push(at);
        }
    }
    let (mut before, mut after) = (0, 0);
    for (at, facts) in all_facts.iter().enumerate() {
        for link in facts.brings.iter().filter(is_made) {
            match givers.get(link).map(Vec::as_slice) {
                Some([giver]) if *giver < at => before += 1,
                Some([giver]) if *giver > at => after += 1,
                _ => {}
            }
        }
    }
    (before, after)
}

/// How times continue from one exchange to the next.
#[derive(Default)]
struct Steps {
    /// How many neighbors rise.
    rising: usize,
    /// How many fall.
    falling: usize,
    /// By how many seconds the last is behind the first.
    risen: i64,
}

impl Steps {
    fn of(times: impl Iterator<Item = Timestamp>) -> Self {
        let times: Vec<Timestamp> = times.collect();
        let mut steps = Self::default();
        for (earlier, later) in times.iter().zip(times.iter().skip(1)) {
            steps.rising += usize::from(earlier < later);
            steps.falling += usize::from(earlier > later);
        }
        steps.risen = times.first().zip(times.last()).map_or(0, |(first, last)| last.as_second() - first.as_second());
        steps
    }
}

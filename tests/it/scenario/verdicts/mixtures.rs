//! Stories mixed with others and with noise: what is true of each part stays true of the whole.

use jiff::SignedDuration;

use crate::scenario::story::{Exchange, Kind, Story};
use crate::scenario::verdicts::noise;

/// The second story begins a minute after the first has ended.
pub(crate) fn one_after_the_other(first: &Story, second: &Story) -> Story {
    let mut whole = first.clone();
    let ended = first.exchanges.last().expect("a story has exchanges").started;
    let begins = second.exchanges.first().expect("a story has exchanges").started;
    let shift = ended.duration_since(begins) + SignedDuration::from_mins(1);
    whole.exchanges.extend(second.exchanges.iter().cloned().map(|exchange| later(exchange, shift)));
    whole.truth.attempts.extend(second.truth.attempts.iter().cloned());
    whole.truth.loose.extend(second.truth.loose.iter().cloned());
    whole
}

/// The exchanges of both stories in turn, but for the tunnels.
pub(crate) fn at_once(first: &Story, second: &Story) -> Story {
    let mut whole = first.clone();
    let is_seen = |exchange: &&Exchange| exchange.kind != Kind::Tunnel;
    let mut others = second.exchanges.iter().filter(is_seen);
    let mut mixed = Vec::new();
    for exchange in first.exchanges.iter().filter(is_seen) {
        mixed.push(exchange.clone());
        mixed.extend(others.next().cloned());
    }
    mixed.extend(others.cloned());
    let mut clock = first.exchanges.first().expect("a story has exchanges").started;
    for exchange in &mut mixed {
        exchange.started = clock;
        clock = clock.saturating_add(SignedDuration::from_secs(1)).expect("stories end in time");
    }
    whole.exchanges = mixed;
    whole.truth.attempts.extend(second.truth.attempts.iter().cloned());
    whole.truth.loose.extend(second.truth.loose.iter().cloned());
    whole
}

/// Whether nothing but tunnels comes before the story's only attempt: of two such stories the first begins first.
pub(crate) fn is_one_attempt(story: &Story) -> bool {
    const BEGINNINGS: &[&str] = &["/authorize", "/token", "/devicecode", "/saml2", "/wsfed", "/rst2.srf", "/usernamemixed"];
    let first = story.exchanges.iter().find(|exchange| exchange.kind != Kind::Tunnel);
    let begins = |exchange: &Exchange| BEGINNINGS.iter().any(|beginning| exchange.url.contains(beginning));
    story.truth.attempts.len() == 1 && first.is_some_and(begins)
}

/// Between any two exchanges there is one that has nothing to do with them.
pub(crate) fn among_noise(story: &Story) -> Story {
    let mut whole = story.clone();
    let noise = noise::alone();
    let mut noise = noise.exchanges.iter().cycle();
    let mut mixed = Vec::new();
    for exchange in &story.exchanges {
        let mut other = noise.next().expect("a cycle has no end").clone();
        other.started = exchange.started;
        let exchange = later(exchange.clone(), SignedDuration::from_millis(1));
        mixed.extend([other, exchange]);
    }
    whole.exchanges = mixed;
    whole
}

/// The entries in the reverse of the order in which they began: their times say how it was.
pub(crate) fn reversed(story: &Story) -> Story {
    let mut whole = story.clone();
    whole.exchanges.reverse();
    whole
}

fn later(mut exchange: Exchange, shift: SignedDuration) -> Exchange {
    exchange.started = exchange.started.saturating_add(shift).expect("stories end in time");
    exchange
}

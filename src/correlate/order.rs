//! The order in which exchanges happened: by the client's clock when every exchange has it, else as the capture lists them. Browsers may list the newest
//! first.

use jiff::Timestamp;

use crate::model::observation::ExchangeFacts;

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

/// By the client's clock; where that tells nothing, by the service's.
fn is_newest_first(all_facts: &[ExchangeFacts]) -> bool {
    let (rising, falling, _) = steps(all_facts.iter().filter_map(|facts| facts.started));
    if rising + falling > 0 {
        return falling > rising;
    }
    // The clocks of the service's machines differ by a second.
    let (rising, falling, fallen) = steps(all_facts.iter().filter_map(|facts| facts.service_date));
    rising == 0 && falling > 0 && fallen > 1
}

/// How many neighbors rise and fall, and by how many seconds the last is before the first.
fn steps(times: impl Iterator<Item = Timestamp>) -> (usize, usize, i64) {
    let times: Vec<Timestamp> = times.collect();
    let (mut rising, mut falling) = (0, 0);
    for (earlier, later) in times.iter().zip(times.iter().skip(1)) {
        rising += usize::from(earlier < later);
        falling += usize::from(earlier > later);
    }
    let fallen = times.first().zip(times.last()).map_or(0, |(first, last)| first.as_second() - last.as_second());
    (rising, falling, fallen)
}

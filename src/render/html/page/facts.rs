//! A capture in a few words: how much it holds, what wrote it, and when.

use crate::model::capture::Capture;
use crate::render::html::labels;

pub(super) fn facts(capture: &Capture) -> Vec<String> {
    let requests = if capture.exchanges == 1 { "1 request".to_owned() } else { format!("{} requests", capture.exchanges) };
    let period = capture.first.zip(capture.last).map(|(first, last)| labels::period(first, last));
    let of_sign_in = format!("{requests}, {} for sign-in", capture.sign_in_exchanges);
    [Some(of_sign_in), capture.producer.clone(), period].into_iter().flatten().collect()
}

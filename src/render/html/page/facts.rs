//! A capture, a sign-in log, or a text, in a few words: how much it holds, what wrote it, and when.

use crate::model::report::Origin;
use crate::render::html::labels;
use crate::render::words;

pub(super) fn facts(origin: Origin<'_>) -> Vec<String> {
    let capture = match origin {
        Origin::Capture(capture) => capture,
        Origin::Log(log) => {
            let period = log.first.zip(log.last).map(|(first, last)| labels::period(first, last));
            return [Some(words::log_facts(log)), period].into_iter().flatten().collect();
        }
        Origin::Text(text) => {
            let period = text.first.zip(text.last).map(|(first, last)| labels::period(first, last));
            return [Some(words::text_facts(text)), period].into_iter().flatten().collect();
        }
    };
    let requests = if capture.exchanges == 1 { "1 request".to_owned() } else { format!("{} requests", capture.exchanges) };
    let period = capture.first.zip(capture.last).map(|(first, last)| labels::period(first, last));
    let of_sign_in = format!("{requests}, {} for sign-in", capture.sign_in_exchanges);
    [Some(of_sign_in), capture.producer.clone(), period].into_iter().flatten().collect()
}

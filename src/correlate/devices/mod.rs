//! Devices to the attempts whose correlation ID their last try to get a primary refresh token has.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use crate::entra::guid::Guid;
use crate::model::attempt::Attempt;
use crate::model::capture::{Note, NoteKind};
use crate::model::device::{Device, Matched, PrtAttempt};
use crate::model::report::Report;

/// How far from the attempt the time of the try may be, where several attempts have its correlation ID.
const NEAR: SignedDuration = SignedDuration::from_mins(5);

/// Gives the devices to the report, and says which outputs tell nothing of the user's token.
pub fn join(devices: Vec<Device>, report: &mut Report) {
    if devices.is_empty() {
        return;
    }
    let mut with_id: HashMap<Guid, Vec<usize>> = HashMap::new();
    for (at, attempt) in report.attempts.iter().enumerate() {
        attempt.correlation_ids.iter().for_each(|id| with_id.entry(id.clone()).or_default().push(at));
    }
    for mut device in devices {
        device.matched = device.last_attempt.as_ref().and_then(|last| matched(last, &with_id, &report.attempts));
        if let Some(first) = report.captures.first_mut().filter(|_| device.is_of_system) {
            let message = format!(
                "dsregcmd ran as SYSTEM in {}, and what it says of a primary refresh token is not the user's; run it as the user who signs in.",
                device.source
            );
            first.notes.push(Note::on_capture(NoteKind::DeviceOfSystem, message));
        }
        report.devices.push(device);
    }
}

fn matched(last: &PrtAttempt, with_id: &HashMap<Guid, Vec<usize>>, attempts: &[Attempt]) -> Option<Matched> {
    let places = with_id.get(last.correlation_id.as_ref()?)?;
    let with_id = || places.iter().filter_map(|at| Some((*at, attempts.get(*at)?)));
    let is_near = |attempt: &Attempt| last.time.is_some_and(|time| is_near(time, attempt));
    let (at, attempt) = with_id().find(|(_, attempt)| is_near(attempt)).or_else(|| with_id().next())?;
    Some(Matched { attempt: at, number: attempt.number, capture: attempt.capture })
}

fn is_near(time: Timestamp, attempt: &Attempt) -> bool {
    let first = attempt.started.and_then(|started| started.checked_sub(NEAR).ok());
    let last = attempt.ended.and_then(|ended| ended.checked_add(NEAR).ok());
    first.zip(last).is_some_and(|(first, last)| first <= time && time <= last)
}

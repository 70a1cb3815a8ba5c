//! Sign-in logs next to the planted failure: whatever the bytes are, they are read to the same rows from a file and from a pipe, the failure is
//! reported as it is without them, and every format can be written. Without people they can be
//! written again.
#![no_main]

use std::sync::LazyLock;

use entrace::inspection::Inspection;
use entrace::model::sign_in_log::Row;
use entrace::read::{Input as Source, ReadError};
use libfuzzer_sys::fuzz_target;
use shared::{CATALOG, Capture, Dribble, Input, Packing, in_gzip, in_zip, options, render, sanitize_log};

static PLANTED: LazyLock<Capture> = LazyLock::new(|| Capture::of(Input::new(&[Capture::DUMP])));

/// The capture, read.
fn begun() -> Inspection {
    let mut inspection = Inspection::new();
    inspection.read("case", Source::File(&PLANTED.bytes), &options()).expect("the planted exchange is a capture");
    inspection
}

fuzz_target!(|bytes: &[u8]| {
    let mut input = Input::new(bytes);
    let way = input.choice(3);
    let is_shown = input.choice(2) == 1;
    let log = match way {
        0 => input.bytes().to_vec(),
        1 => in_gzip(input.bytes()),
        _ => {
            let packing = Packing::of(&mut input);
            in_zip(input.bytes(), packing)
        }
    };
    let (mut file, mut pipe) = (begun(), begun());
    let from_file = file.read_logs("log", Source::File(&log), &options());
    let from_pipe = pipe.read_logs("log", Source::Stream(&mut Dribble(&log)), &options());
    let told = |result: Result<(), ReadError>| result.map_err(|error| error.to_string());
    assert_eq!(told(from_pipe), told(from_file), "as a stream");
    assert_eq!(pipe.take_log_remarks(), file.take_log_remarks(), "as a stream");
    let (report, secrets) = file.finish(&CATALOG);
    let (without, _) = begun().finish(&CATALOG);
    assert_eq!(format!("{:?}", pipe.finish(&CATALOG).0.attempts), format!("{:?}", report.attempts), "as a stream");
    for (with, without) in report.attempts.iter().zip(&without.attempts) {
        assert_eq!((with.outcome, with.root_cause, with.findings.len()), (without.outcome, without.root_cause, without.findings.len()));
        let ids = |row: &Row| {
            row.request_id.as_ref().is_some_and(|id| with.request_ids.contains(id))
                || row.correlation_id.as_ref().is_some_and(|id| with.correlation_ids.contains(id))
        };
        assert!(with.sign_in_log.iter().all(|joined| ids(&joined.row)), "a row without an id of the attempt: {with:?}");
    }
    render(&report, &secrets, is_shown, false);
    sanitize_log(&log);
});

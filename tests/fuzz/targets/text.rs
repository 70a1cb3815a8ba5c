//! Texts next to the planted failure, and alone: whatever the bytes are, they are read to the same messages from a file and from a pipe, the failure is
//! reported as it is without them, and every format can be written.
#![no_main]

use std::sync::LazyLock;

use entrace::inspection::Inspection;
use entrace::read::{Input as Source, ReadError};
use libfuzzer_sys::fuzz_target;
use shared::{CATALOG, Capture, Dribble, Input, Packing, in_gzip, in_zip, options, render, sanitize_log};

static PLANTED: LazyLock<Capture> = LazyLock::new(|| Capture::of(Input::new(&[Capture::DUMP])));

/// The capture, read, or nothing.
fn begun(is_alone: bool) -> Inspection {
    let mut inspection = Inspection::new();
    if !is_alone {
        inspection.read("case", Source::File(&PLANTED.bytes), &options()).expect("the planted exchange is a capture");
    }
    inspection
}

fuzz_target!(|bytes: &[u8]| {
    let mut input = Input::new(bytes);
    let way = input.choice(3);
    let is_alone = input.choice(2) == 1;
    let text = match way {
        0 => input.bytes().to_vec(),
        1 => in_gzip(input.bytes()),
        _ => {
            let packing = Packing::of(&mut input);
            in_zip(input.bytes(), packing)
        }
    };
    let (mut file, mut pipe) = (begun(is_alone), begun(is_alone));
    let from_file = file.read_found("text", Source::File(&text), &options());
    let from_pipe = pipe.read_found("text", Source::Stream(&mut Dribble(&text)), &options());
    let told = |result: Result<(), ReadError>| result.map_err(|error| error.to_string());
    assert_eq!(told(from_pipe), told(from_file), "as a stream");
    let (report, secrets) = file.finish(&CATALOG);
    assert_eq!(format!("{:?}", pipe.finish(&CATALOG).0.findings), format!("{:?}", report.findings), "as a stream");
    if !is_alone {
        let (without, _) = begun(false).finish(&CATALOG);
        for (with, without) in report.attempts.iter().zip(&without.attempts) {
            assert_eq!((with.outcome, with.root_cause, &with.verdict), (without.outcome, without.root_cause, &without.verdict));
        }
    }
    render(&report, &secrets, false, false);
    sanitize_log(&text);
});

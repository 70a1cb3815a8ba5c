//! Outputs of `dsregcmd /status` next to the planted failure: whatever the bytes are, they are read to the same devices from a file and from a pipe, and
//! every format can be written.
#![no_main]

use std::sync::LazyLock;

use entrace::inspection::Inspection;
use entrace::read::{Input as Source, ReadError};
use libfuzzer_sys::fuzz_target;
use shared::{CATALOG, Capture, Dribble, Input, options, render, sanitize_log};

static PLANTED: LazyLock<Capture> = LazyLock::new(|| Capture::of(Input::new(&[Capture::DUMP])));

fn begun() -> Inspection {
    let mut inspection = Inspection::new();
    inspection.read("case", Source::File(&PLANTED.bytes), &options()).expect("the planted exchange is a capture");
    inspection
}

fuzz_target!(|bytes: &[u8]| {
    let mut input = Input::new(bytes);
    let is_shown = input.choice(2) == 1;
    let status = input.bytes().to_vec();
    let (mut file, mut pipe) = (begun(), begun());
    let from_file = file.read_found("status", Source::File(&status), &options());
    let from_pipe = pipe.read_found("status", Source::Stream(&mut Dribble(&status)), &options());
    let told = |result: Result<(), ReadError>| result.map_err(|error| error.to_string());
    assert_eq!(told(from_pipe), told(from_file), "as a stream");
    let (report, secrets) = file.finish(&CATALOG);
    let (streamed, _) = pipe.finish(&CATALOG);
    assert_eq!(streamed.devices, report.devices, "as a stream");
    for device in report.devices.iter().filter_map(|device| device.matched) {
        assert!(device.attempt < report.attempts.len(), "a device of an attempt that is not there");
    }
    render(&report, &secrets, is_shown, false);
    sanitize_log(&status);
});

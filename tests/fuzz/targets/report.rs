//! A capture, and the report on it in every format.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shared::{CATALOG, Capture, Input, inspect, render};

fuzz_target!(|bytes: &[u8]| {
    let mut input = Input::new(bytes);
    let personal_data = input.choice(2) == 1;
    let capture = Capture::of(input);
    if let Some((report, secrets)) = inspect(&capture, &CATALOG) {
        render(&report, &secrets, personal_data, capture.planted.is_some());
    }
});

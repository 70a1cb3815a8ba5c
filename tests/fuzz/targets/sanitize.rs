//! A capture, sanitized, and sanitized again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shared::{Capture, Input, sanitize};

fuzz_target!(|bytes: &[u8]| {
    let mut input = Input::new(bytes);
    let drop_unrelated = input.choice(2) == 1;
    sanitize(&Capture::of(input), drop_unrelated);
});

//! Fiddler's text dump of sessions, as a file and from a pipe.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shared::{agrees, agrees_as_stream};

fuzz_target!(|bytes: &[u8]| {
    agrees(bytes, 1, u64::MAX);
    agrees_as_stream(bytes);
});

//! A HAR: what is read without parsing, in blocks and by several threads is what parsing every entry finds.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shared::{Input, agrees};

fuzz_target!(|bytes: &[u8]| {
    let mut input = Input::new(bytes);
    let threads = 1 + usize::from(input.choice(3));
    // From a few bytes, so that a stretch begins anywhere in an entry, to some entries.
    let stretch = 1 + 16 * u64::from(input.choice(u8::MAX));
    agrees(input.bytes(), threads, stretch);
});

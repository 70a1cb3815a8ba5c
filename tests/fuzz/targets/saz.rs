//! A SAZ: as it is, or as sessions of an archive that holds together, packed and encrypted in every way.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shared::{Input, Packing, agrees, saz};

fuzz_target!(|bytes: &[u8]| {
    let mut input = Input::new(bytes);
    let threads = 1 + usize::from(input.choice(3));
    match input.choice(2) {
        0 => agrees(input.bytes(), threads, u64::MAX),
        _ => {
            let packing = Packing::of(&mut input);
            agrees(&saz(&input.parts(), packing), threads, u64::MAX);
        }
    }
});

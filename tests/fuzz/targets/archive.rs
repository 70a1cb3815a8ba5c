//! Anything inside archives, as a file and from a pipe.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shared::{Input, Packing, agrees_as_stream, in_gzip, in_zip};

/// One more than archives may be inside each other.
const LAYERS: u8 = 4;

fuzz_target!(|bytes: &[u8]| {
    let mut input = Input::new(bytes);
    let layers = input.choice(LAYERS + 1);
    let layers: Vec<Option<Packing>> = (0..layers).map(|_| (input.choice(2) == 1).then(|| Packing::of(&mut input))).collect();
    let wrapped = layers.into_iter().fold(input.bytes().to_vec(), |bytes, layer| match layer {
        None => in_gzip(&bytes),
        Some(packing) => in_zip(&bytes, packing),
    });
    agrees_as_stream(&wrapped);
});

//! `WWW-Authenticate` of a resource: as it is, and with claims in base64.
#![no_main]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use libfuzzer_sys::fuzz_target;
use shared::{APPLICATION, HTML, Input, answered, examine};

fuzz_target!(|bytes: &[u8]| {
    let mut input = Input::new(bytes);
    let value = match input.choice(2) {
        0 => input.text(),
        _ => format!(r#"Bearer realm="", error="insufficient_claims", claims="{}""#, STANDARD.encode(input.bytes())),
    };
    let mut exchange = answered(APPLICATION, 401, HTML, "");
    if let Some(response) = &mut exchange.response {
        response.headers.push("WWW-Authenticate", value);
    }
    examine(&exchange);
});

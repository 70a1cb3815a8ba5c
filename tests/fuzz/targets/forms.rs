//! Forms: on the page that posts them, and as they arrive at an application, at the service, or in an address.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shared::{APPLICATION, AUTHORIZE, FORM, HTML, Input, TOKEN_ENDPOINT, answered, examine, on_page, posted};

fuzz_target!(|bytes: &[u8]| {
    let mut input = Input::new(bytes);
    examine(&match input.choice(5) {
        0 => answered(AUTHORIZE, 200, HTML, input.text()),
        1 => {
            let parts: Vec<String> = input.parts().into_iter().map(|part| String::from_utf8_lossy(part).into_owned()).collect();
            let fields: Vec<(&str, &str)> = parts.chunks(2).map(|pair| (&*pair[0], pair.get(1).map_or("", |value| value))).collect();
            answered(AUTHORIZE, 200, HTML, on_page(&fields))
        }
        2 => posted(APPLICATION, FORM, input.text()),
        3 => posted(TOKEN_ENDPOINT, FORM, input.text()),
        _ => answered(&format!("{APPLICATION}?{}", input.text()), 200, HTML, ""),
    });
});

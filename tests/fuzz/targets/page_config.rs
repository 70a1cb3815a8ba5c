//! `$Config` of a sign-in page: the JSON in it, the script around it, or the page.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shared::{AUTHORIZE, HTML, Input, MSA, answered, examine};

fuzz_target!(|bytes: &[u8]| {
    let mut input = Input::new(bytes);
    let service = [AUTHORIZE, MSA][usize::from(input.choice(2))];
    let page = match input.choice(3) {
        0 => format!("<html><head><script>//<![CDATA[\n$Config={};\n//]]></script></head></html>", input.text()),
        1 => format!("<html><head><script>{}</script></head></html>", input.text()),
        _ => input.text(),
    };
    examine(&answered(service, 200, HTML, page));
});

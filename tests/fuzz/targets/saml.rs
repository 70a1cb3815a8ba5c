//! SAML and its neighbours: a `SAMLResponse` or a `wresult` on the page that posts it and in the request that carries it, a `SAMLRequest`
//! in an address, and WS-Trust's request and answer.
#![no_main]

use entrace::entra::saml::Message;
use libfuzzer_sys::fuzz_target;
use shared::{APPLICATION, AUTHORIZE, FORM, HTML, Input, SAML, SOAP, WS_TRUST, answered, examine, form, on_page, posted};

/// A message as it is in a parameter: as it is, or encoded.
fn message(mut input: Input<'_>) -> String {
    match input.choice(3) {
        0 => input.text(),
        encoding => Message { text: input.text(), deflated: encoding == 2 }.encode(),
    }
}

fuzz_target!(|bytes: &[u8]| {
    let mut input = Input::new(bytes);
    examine(&match input.choice(7) {
        0 => answered(AUTHORIZE, 200, HTML, on_page(&[("SAMLResponse", &message(input))])),
        1 => posted(APPLICATION, FORM, form(&[("SAMLResponse", &message(input)), ("RelayState", "x")])),
        2 => answered(&format!("{SAML}?{}", form(&[("SAMLRequest", &message(input))])), 200, HTML, ""),
        3 => answered(AUTHORIZE, 200, HTML, on_page(&[("wa", "wsignin1.0"), ("wresult", &input.text())])),
        4 => posted(APPLICATION, FORM, form(&[("wa", "wsignin1.0"), ("wresult", &input.text())])),
        5 => answered(WS_TRUST, 500, SOAP, input.text()),
        _ => posted(WS_TRUST, SOAP, input.text()),
    });
});

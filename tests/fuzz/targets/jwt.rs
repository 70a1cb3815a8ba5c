//! Tokens: as they are and with any payload, in a response, a form, an address and a header.
#![no_main]

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entrace::entra::json;
use entrace::entra::token::Token;
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use shared::{APPLICATION, AUTHORIZE, HTML, Input, TOKEN_ENDPOINT, answered, examine, on_page};

/// A JWT of these claims.
fn token_of(claims: &[u8]) -> String {
    let [header, claims, signature] = [br#"{"alg":"RS256"}"#, claims, b"signature"].map(|part| URL_SAFE_NO_PAD.encode(part));
    format!("{header}.{claims}.{signature}")
}

fuzz_target!(|bytes: &[u8]| {
    let mut input = Input::new(bytes);
    let place = input.choice(5);
    let token = match input.choice(2) {
        0 => input.text(),
        _ => {
            let token = token_of(input.bytes());
            let claims = json::parse_bytes(input.bytes()).ok().filter(Value::is_object);
            assert_eq!(Token::read(&token).map(|token| token.claims), claims, "{token}");
            token
        }
    };
    examine(&match place {
        0 => answered(TOKEN_ENDPOINT, 200, "application/json", json!({"id_token": token, "access_token": token}).to_string()),
        1 => answered(AUTHORIZE, 200, HTML, on_page(&[("id_token", &token), ("state", "x")])),
        2 => answered(&format!("{APPLICATION}#id_token={token}&state=x"), 200, HTML, ""),
        3 => {
            let mut exchange = answered(AUTHORIZE, 302, HTML, "");
            if let Some(response) = &mut exchange.response {
                response.headers.push("Location", format!("{APPLICATION}#id_token={token}&state=x"));
            }
            exchange
        }
        _ => {
            let mut exchange = answered(APPLICATION, 200, HTML, "");
            exchange.request.headers.push("Authorization", format!("Bearer {token}"));
            exchange
        }
    });
});

//! An exchange whose secrets and failure are known, to be next to what the fuzzer makes. All of it is invented.

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use url::form_urlencoded::byte_serialize;

/// What the exchange ends on.
pub(crate) const CODE: &str = "AADSTS50126";
/// The password in its body, which every encoding changes.
const USER_PASSWORD: &str = "Teal&Ferry=29 kelp";
/// The token in its header.
pub(crate) const TOKEN: &str = "Umber.Lantern-4711_sorrel";

/// The request.
pub(crate) const REQUEST: &str = "POST https://login.microsoftonline.com/3c1f9f2e-5b7a-4d86-9c0e-8a4b6d2e1f70/oauth2/v2.0/token HTTP/1.1\r
Host: login.microsoftonline.com\r
Authorization: Bearer Umber.Lantern-4711_sorrel\r
Content-Type: application/x-www-form-urlencoded\r
Content-Length: 143\r
\r
grant_type=password&client_id=7b9d3f61-0c2e-4a8d-9f15-d4e6a8b0c273&username=alex%40contoso.example&password=Teal%26Ferry%3D29+kelp&scope=openid";

/// The response.
pub(crate) const RESPONSE: &str = "HTTP/1.1 400 Bad Request\r
Content-Type: application/json\r
Content-Length: 336\r
\r
{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS50126: Error validating credentials due to invalid username or password. Trace ID: a061e2c6-3b37-44fd-867e-663233672e1f Correlation ID: 9079855d-063a-4c48-8309-92486452011c Timestamp: 2026-03-02 09:00:01Z\",\"error_codes\":[50126],\"correlation_id\":\"9079855d-063a-4c48-8309-92486452011c\"}";

/// The planted secret that a text shows, as it is, percent-encoded or in base64.
#[must_use]
pub(crate) fn shown(text: &str) -> Option<&'static str> {
    static FORMS: LazyLock<Vec<(&'static str, String)>> = LazyLock::new(|| {
        let forms = |secret: &'static str| {
            let percent = byte_serialize(secret.as_bytes()).collect();
            [secret.to_owned(), percent, STANDARD_NO_PAD.encode(secret)].map(|form| (secret, form))
        };
        [USER_PASSWORD, TOKEN].into_iter().flat_map(forms).collect()
    });
    FORMS.iter().find(|(_, form)| text.contains(form)).map(|(secret, _)| *secret)
}

//! Text dumps without the lines that hold one together.

use super::Theme;
use super::make::{answered, asked, dump, filled, without_block};

const NO_TRAFFIC: &str = "not a HAR, SAZ or Fiddler text capture: it begins with";

#[test]
fn dumps() {
    let mut theme = Theme::new("dumps");
    let request = "GET https://app.contoso.example/ HTTP/1.1\r\n";
    theme.found("a dump", dump());
    theme.found("line feeds alone", dump().replace("\r\n", "\n"));
    theme.found("no separators", format!("{}\n{}", asked(), answered()));
    theme.found("separators alone before it", format!("{}\r\n{}", filled("--------------------\r\n", 1 << 15), dump()));
    theme.found("empty lines before it", format!("{}{}", "\r\n".repeat(20_000), dump()));
    theme.found("empty lines behind it", format!("{}{}", dump(), "\r\n".repeat(500_000)));
    theme.found(
        "binary data behind a request line",
        [request.as_bytes(), &[0, 159, 146, 150, 255, 10].repeat(50_000), b"\r\n", dump().as_bytes()].concat(),
    );
    theme.found("a line of 8 MB", format!("{request}X: {}\r\n\r\n{}", "x".repeat(8 << 20), dump()));
    theme.found(
        "a request line of 4 MB beside it",
        format!("{}GET https://app.contoso.example/{} HTTP/1.1\r\n\r\n", dump(), "a".repeat(4 << 20)),
    );
    theme.found("20,000 request lines", format!("{}{}", request.repeat(20_000), dump()));
    theme.found("20,000 status lines", format!("{}{}{}", request, "HTTP/1.1 200 OK\r\n\r\n".repeat(20_000), dump()));
    theme.found("rulers in a body", format!("{request}\r\n{}\r\n{}", filled("-----------------------\r\nx\r\n", 1 << 20), dump()));
    theme.found("60,000 headers", format!("{request}{}\r\n{}", filled("A: b\r\n", 360_000), dump()));
    theme.found("control characters in a header", format!("{request}X: \u{1b}[31m\u{0}\u{202e}\r\n\r\n{}", dump()));
    theme.found("lengths that lie", format!("{}{}", dump().replace("Content-Length: ", "Content-Length: 9"), dump()));
    theme.found("a length of 20 digits", format!("{request}Content-Length: 99999999999999999999\r\n\r\nx\r\n\r\n{}", dump()));
    theme.found("chunks that lie", format!("{request}Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFE\r\nx\r\n\r\n{}", dump()));
    theme.found("each chunk claims the rest", format!("{}{}", claims("Transfer-Encoding: chunked\r\n\r\nFFFFFFF\r\n", 3 << 20), dump()));
    theme.found(
        "each length leads to empty lines",
        format!("{}{}{}", claims("Content-Length: 700000\r\n\r\n", 1 << 20), "\r\n".repeat(500_000), dump()),
    );
    theme.found("indented, and 4,000,000 empty lines", format!("  {}{}", dump().replace('\n', "\n  "), "\n".repeat(4_000_000)));
    theme.found("in UTF-16", dump().encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
    theme.found(
        "in UTF-16, a byte too many",
        [&b"\xFE\xFF"[..], &dump().encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>(), b"x"].concat(),
    );
    theme.found("cut in the next request", format!("{}{}", dump(), &asked()[..60]));
    theme.refused("a method alone", "GET \r\n", NO_TRAFFIC);
    theme.refused("a request line without a host", "GET / HTTP/1.1\r\n\r\nHost: late.contoso.example\r\n", NO_TRAFFIC);
    theme.refused("answers alone", without_block(&answered()), NO_TRAFFIC);
    theme.refused("60,000 almost request lines", "GET x HTTP/1.1\n".repeat(60_000), NO_TRAFFIC);
    theme.refused("a letter", "Dear support,\nPOST it HTTP/1.1 please\n", NO_TRAFFIC);
    theme.end();
}

/// Requests of which each says the same of its body.
fn claims(what: &str, bytes: usize) -> String {
    filled(&format!("GET https://a.example/ HTTP/1.1\r\n{what}"), bytes)
}

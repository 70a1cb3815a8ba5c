//! Fiddler's text dumps, as saved and as pasted.

use entrace::model::capture::NoteKind;

use super::{gzip, one};

const RULER: &str = "\r\n\r\n------------------------------------------------------------------\r\n\r\n";

#[test]
fn fiddler_text_sessions() {
    let post = "POST https://login.microsoftonline.com/common/oauth2/v2.0/token HTTP/1.1\r\nHost: login.microsoftonline.com\r\nContent-Length: 3\r\n\r\na=b";
    let denied = "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: 17\r\n\r\n{\"error\":\"x\"}    ";
    let get = "GET https://login.microsoftonline.com/common/login HTTP/1.1\r\nHost: login.microsoftonline.com\r\n\r\n";
    let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>\r\n<!--\r\n--------------------------\r\n-->";
    let post_read = r#"0 POST https://login.microsoftonline.com/common/oauth2/v2.0/token "a=b" -> 400 "{\"error\":\"x\"}    ""#;
    let page_read =
        r#"1 GET https://login.microsoftonline.com/common/login empty -> 200 "<html>\r\n<!--\r\n--------------------------\r\n-->""#;
    let dump = format!("{post}\r\n{denied}{RULER}{get}\r\n{page}{RULER}");
    let indented = format!("   {}", dump.replace('\n', "\n   "));
    let line_feeds = dump.replace("\r\n", "\n");
    let utf16: Vec<u8> = b"\xFF\xFE".iter().copied().chain(dump.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    #[rustfmt::skip]
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("as saved", dump.clone().into()),
        ("without rulers", dump.replace(RULER, "\r\n\r\n").into()),
        ("byte order mark", [b"\xEF\xBB\xBF", dump.as_bytes()].concat()),
        ("UTF-16", utf16),
        ("line feeds", line_feeds.into()),
        ("pasted with indentation", indented.into()),
        ("in Markdown", format!("From the customer:\n\n```http\n{dump}\n```\n").into()),
        ("gzip", gzip(dump.as_bytes())),
    ];
    for (what, bytes) in cases {
        let capture = one(&bytes);
        let read: Vec<String> = capture.exchanges.iter().map(|line| line.replace("\\r\\n", "\\n")).collect();
        assert_eq!(read, [post_read.to_owned(), page_read.replace("\\r\\n", "\\n")], "{what}");
        assert_eq!((capture.format, capture.notes), ("fiddler_text", vec![]), "{what}");
    }
}

#[test]
fn fiddler_text_peculiarities() {
    let login = "GET https://login.microsoftonline.com/common/login HTTP/1.1\n\n";
    let chunked = "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n6\r\nGET ht\r\n9\r\ntp HTTP/1\r\n0\r\n\r\n";
    #[rustfmt::skip]
    let cases = [
        ("no answer", login.to_owned(), vec!["0 GET https://login.microsoftonline.com/common/login empty -> nothing"]),
        ("interim answer", format!("{login}HTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK\n\nx"), vec![r#"0 GET https://login.microsoftonline.com/common/login empty -> 200 "x""#]),
        ("chunks", format!("{login}{chunked}\n{login}"), vec![r#"0 GET https://login.microsoftonline.com/common/login empty -> 200 "GET http HTTP/1""#, "1 GET https://login.microsoftonline.com/common/login empty -> nothing"]),
        ("wrong length", format!("{login}HTTP/1.1 200 OK\nContent-Length: 999\n\nabc\n\n{login}"), vec![r#"0 GET https://login.microsoftonline.com/common/login empty -> 200 "abc""#, "1 GET https://login.microsoftonline.com/common/login empty -> nothing"]),
        ("HTTP/2 and Host", "GET /common/login HTTP/2\nHost: login.microsoftonline.com\n\nHTTP/2 200\nx-test: 1\n\n".to_owned(), vec!["0 GET https://login.microsoftonline.com/common/login empty -> 200 empty 1"]),
        ("no empty line", "GET https://login.microsoftonline.com/common/login HTTP/1.1\nHTTP/1.1 302 Found".to_owned(), vec!["0 GET https://login.microsoftonline.com/common/login empty -> 302 empty"]),
        ("tunnel", "CONNECT login.microsoftonline.com:443 HTTP/1.1\nHost: x\n\nHTTP/1.1 200 Connection Established\n\n".to_owned(), vec!["0 CONNECT https://login.microsoftonline.com:443/ skipped -> 200 skipped"]),
        ("others", format!("GET https://app.contoso.example/ HTTP/1.1\n\nHTTP/1.1 200 OK\n\n{login}"), vec!["1 GET https://login.microsoftonline.com/common/login empty -> nothing"]),
    ];
    for (what, dump, expected) in cases {
        assert_eq!(one(dump).exchanges, expected, "{what}");
    }
    let headers_only = format!(
        "{login}HTTP/1.1 200 OK\nContent-Length: 9\nContent-Type: text/html{RULER}{login}HTTP/1.1 304 Not Modified\nContent-Length: 9"
    );
    let capture = one(headers_only);
    let expected = [
        "0 GET https://login.microsoftonline.com/common/login empty -> 200 not-captured",
        "1 GET https://login.microsoftonline.com/common/login empty -> 304 empty",
    ];
    assert_eq!((capture.exchanges, capture.notes.len()), (expected.map(str::to_owned).to_vec(), 1));
    assert_eq!(capture.notes[0].kind, NoteKind::HeadersOnly);
}

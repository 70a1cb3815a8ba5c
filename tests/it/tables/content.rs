//! What a body is, whatever a header calls it.

use entrace::entra::content::{Content, Json};

/// The name of what a body is.
fn is(text: &str, content_type: &str) -> &'static str {
    match Content::of(text, content_type) {
        Content::Multipart(_) => "multipart",
        Content::Json(_) => "json",
        Content::Xml => "xml",
        Content::Page => "page",
        Content::EventStream => "events",
        Content::JsonLines => "lines",
        Content::Form => "form",
        Content::Other => "other",
    }
}

#[test]
fn a_body_is_what_it_is_whatever_it_is_called() {
    let form = "application/x-www-form-urlencoded";
    for (text, content_type, what) in [
        ("\u{feff} {\"a\":1}", "text/html", "json"),
        ("[1]", "", "json"),
        ("\"a\"", "application/json", "json"),
        (")]}'\n{\"a\":1}", "text/plain", "json"),
        ("callback({\"a\":1});", "text/javascript", "json"),
        ("{\"a\":1}\n{\"a\":2}", "application/json", "lines"),
        ("{\"a\":\"\n b\"}", "application/json", "json"),
        ("{\"a\":1,\"b\":\"cut o", "application/json", "json"),
        ("{", "application/json", "lines"),
        ("[Fiddler] failed", "text/html", "other"),
        ("<html><body>a</body></html>", "", "page"),
        ("<html>", "text/html; charset=utf-8", "page"),
        ("<!-- a --><html>", "text/html", "page"),
        ("<a/>", "text/xml", "xml"),
        ("<html/>", "application/xhtml+xml", "page"),
        ("<?xml version=\"1.0\"?><a/>", "text/html", "xml"),
        ("<s:Envelope/>", "", "xml"),
        ("data: {}\n\n", "", "events"),
        ("a", "text/event-stream", "events"),
        ("a=1&b=2", "", "form"),
        ("a=1&b=2 3", form, "form"),
        ("a=1&b=2 3", "text/plain", "other"),
        ("a=1&b=2", "application/json", "form"),
        ("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--", "", "multipart"),
        ("--b\r\n\r\n1\r\n--b--", "multipart/form-data; boundary=\"b\"", "multipart"),
        ("words", "", "other"),
        ("", "", "other"),
    ] {
        assert_eq!(is(text, content_type), what, "{text:?} as {content_type:?}");
    }
}

#[test]
fn json_is_written_with_what_stood_around_it() {
    for (text, written) in
        [("{\"a\":1}", "{}"), (")]}'\n{\"a\":1}", ")]}',\n{}"), ("for(;;);[1]", ")]}',\n{}"), ("ours.call([1]);", "callback({});")]
    {
        assert_eq!(Json::read(text).map(|json| json.around("{}")).as_deref(), Some(written));
    }
}

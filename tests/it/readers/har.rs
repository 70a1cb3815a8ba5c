//! HAR: what each producer does differently, and files that are cut, broken or sanitized.

use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD, Engine as _};
use entrace::model::capture::NoteKind;
use entrace::read::{Input, Limits};
use serde_json::{Value, json};

use super::{Dribble, OTHER, PLAIN, PLAIN_READ, URL, gzip, har, one, try_bytes, try_read};

/// One exchange of a HAR with this response content and status, as it is described from the arrow on.
fn response(status: u16, content: &Value) -> String {
    let entry = json!({"request": {"method": "GET", "url": URL}, "response": {"status": status, "content": content}});
    let capture = one(har(&[&entry.to_string()]));
    capture.exchanges[0].split_once("-> ").unwrap().1.to_owned()
}

#[test]
fn har_entries_of_all_producers() {
    #[rustfmt::skip]
    let cases: &[(&str, &str, &str)] = &[
        ("plain", PLAIN, PLAIN_READ),
        ("null everywhere", r#"{"request":{"method":"GET","url":"@","headers":null,"postData":null},"response":null,"startedDateTime":null}"#, "0 GET @ empty -> nothing"),
        ("missing response", r#"{"request":{"url":"@"}}"#, "0  @ empty -> nothing"),
        ("numbers as strings", r#"{"request":{"method":"GET","url":"@"},"response":{"status":"302","redirectURL":"/next"}}"#, "0 GET @ empty -> 302 empty to /next"),
        ("aborted in Chrome", r#"{"request":{"method":"GET","url":"@"},"response":{"status":0,"headers":[],"redirectURL":"","content":{"size":0},"_error":"net::ERR_ABORTED"}}"#, "0 GET @ empty -> nothing error=net::ERR_ABORTED"),
        ("killed in mitmproxy", r#"{"request":{"method":"GET","url":"@"},"response":{"status":-1},"_error":"killed"}"#, "0 GET @ empty -> nothing error=killed"),
        ("NaN", r#"{"time":NaN,"request":{"method":"GET","url":"@","bodySize":-Infinity},"response":{"status":200,"bodySize":1e999}}"#, PLAIN_READ),
        ("commas too many", r#"{"request":{"method":"GET","url":"@",},"response":{"status":200,},}"#, PLAIN_READ),
        ("last of two members", r#"{"request":{"method":"PUT","url":"@"},"request":{"method":"GET","url":"https://x.example/","url":"@"},"response":{"status":200}}"#, PLAIN_READ),
        ("escaped names and slashes", r#"{"re\u0071uest":{"method":"GET","url":"https:\/\/login.microsoftonline.com\/common\/login"},"response":{"status":200}}"#, PLAIN_READ),
        ("headers as an object", r#"{"request":{"method":"GET","url":"@","headers":{"X-Test":["a",2],"b":null}},"response":{"status":200}}"#, "0 GET @ empty -> 200 empty a 2"),
        ("headers as pairs", r#"{"request":{"method":"GET","url":"@","headers":[["X-Test","a"],["X-Test",2],["b"],[]]},"response":{"status":200}}"#, "0 GET @ empty -> 200 empty a 2"),
        ("headers as lines", r#"{"request":{"method":"GET","url":"@","headers":["X-Test: a","b"]},"response":{"status":200,"headers":["X-Test: b: c"]}}"#, "0 GET @ empty -> 200 empty b: c a"),
        ("headers as objects of one member", r#"{"request":{"method":"GET","url":"@","headers":[{"X-Test":"a"},{"X-Test":["b"]}]},"response":{"status":200}}"#, "0 GET @ empty -> 200 empty a b"),
        ("query listed only", r#"{"request":{"method":"GET","url":"@","queryString":[["client_id","a b"],["state","c"]]},"response":{"status":200}}"#, "0 GET @?client_id=a+b&state=c empty -> 200 empty"),
        ("query listed and there", r#"{"request":{"method":"GET","url":"@?a=b","queryString":{"c":"d"}},"response":{"status":200}}"#, "0 GET @?a=b empty -> 200 empty"),
        ("headers folded by line ends", r#"{"request":{"method":"GET","url":"@"},"response":{"status":200,"headers":[{"name":"X-Test","value":"a=1\nb=2\n c"}]}}"#, "0 GET @ empty -> 200 empty a=1 b=2 c"),
        ("pseudo-headers", r#"{"request":{"method":"GET","url":"/common/login","headers":[{"name":":scheme","value":"https"},{"name":":authority","value":"login.microsoftonline.com"}]},"response":{"status":200}}"#, PLAIN_READ),
        ("relative address", r#"{"request":{"method":"GET","url":"/common/login","headers":[{"name":"host","value":"login.microsoftonline.com"}]},"response":{"status":200}}"#, PLAIN_READ),
        ("post text and params", r#"{"request":{"method":"POST","url":"@","postData":{"text":"a=b","params":[{"name":"c","value":"d"}]}}}"#, r#"0 POST @ "a=b" -> nothing"#),
        ("post params, decoded", r#"{"request":{"method":"POST","url":"@","postData":{"params":[{"name":"a b","value":"100% & more"},{"name":"c"}]}}}"#, r#"0 POST @ "a+b=100%25+%26+more&c=" -> nothing"#),
        ("post params, encoded", r#"{"request":{"method":"POST","url":"@","postData":{"params":[{"name":"scope","value":"openid+a%2Fb"},{"name":"c","value":"d"}]}}}"#, r#"0 POST @ "scope=openid+a%2Fb&c=d" -> nothing"#),
        ("post params as pairs", r#"{"request":{"method":"POST","url":"@","postData":{"params":[["a","b"],["c",null]]}}}"#, r#"0 POST @ "a=b&c=" -> nothing"#),
        ("post params as an object", r#"{"request":{"method":"POST","url":"@","postData":{"params":{"a":"b","c":["d","e"]}}}}"#, r#"0 POST @ "a=b&c=d&c=e" -> nothing"#),
        ("post text beside no params", r#"{"request":{"method":"POST","url":"@","postData":{"text":"a=b","params":[]}}}"#, r#"0 POST @ "a=b" -> nothing"#),
        ("post as a text", r#"{"request":{"method":"POST","url":"@","postData":"a=b"}}"#, r#"0 POST @ "a=b" -> nothing"#),
        ("post base64", r#"{"request":{"method":"POST","url":"@","postData":{"text":"YT1i","encoding":"base64"}}}"#, r#"0 POST @ "a=b" -> nothing"#),
        ("post without a body", r#"{"request":{"method":"POST","url":"@","bodySize":12}}"#, "0 POST @ not-captured -> nothing"),
        ("comment", r#"{"request":{"method":"GET","url":"@"},"response":{"status":200},"comment":"here it fails"}"#, "0 GET @ empty -> 200 empty comment=here it fails"),
        ("control characters", "{\"request\":{\"method\":\"GET\",\"url\":\"@\"},\"response\":{\"status\":200,\"content\":{\"text\":\"a\tb\u{1}\"}}}", r#"0 GET @ empty -> 200 "a\tb\u{1}""#),
        ("lone surrogate", r#"{"request":{"method":"GET","url":"@"},"response":{"status":200,"content":{"text":"\ud83d \ud83d\ude00 \x \u00e9"}}}"#, "0 GET @ empty -> 200 \"\u{fffd} \u{1f600} \\\\x \u{e9}\""),
    ];
    for (what, entry, expected) in cases {
        let (entry, expected) = (entry.replace('@', URL), expected.replace('@', URL));
        let capture = one(har(&[&entry]));
        assert_eq!(capture.exchanges, [expected], "{what}");
        assert_eq!(capture.notes, [], "{what}");
    }
}

#[test]
fn har_response_bodies() {
    let text = "AADSTS50058: \u{fc}";
    let base64 = |bytes: &[u8]| BASE64_STANDARD.encode(bytes);
    #[rustfmt::skip]
    let cases = [
        ("text", 200, json!({"text": text}), format!("200 {text:?}")),
        ("base64", 200, json!({"text": base64(text.as_bytes()), "encoding": "base64"}), format!("200 {text:?}")),
        ("base64, other case", 200, json!({"text": base64(text.as_bytes()), "encoding": "Base64"}), format!("200 {text:?}")),
        ("base64, url-safe", 200, json!({"text": BASE64_URL_SAFE_NO_PAD.encode("<<???>>"), "encoding": "base64"}), r#"200 "<<???>>""#.into()),
        ("base64 that is none", 200, json!({"text": "{not base64}", "encoding": "base64"}), r#"200 "{not base64}""#.into()),
        ("gzip inside base64", 200, json!({"text": base64(&gzip(text.as_bytes())), "encoding": "base64"}), format!("200 {text:?}")),
        ("pieces in base64", 200, json!({"text": json!([base64(b"AADSTS"), base64(b"50058")]).to_string(), "encoding": "base64"}), r#"200 "AADSTS50058""#.into()),
        ("pieces in hexadecimal digits", 200, json!({"text": r#"["414144","535453"]"#, "_isBinary": true}), r#"200 "AADSTS""#.into()),
        ("a list that is none of pieces", 200, json!({"text": "[1,2]", "encoding": "base64"}), r#"200 "[1,2]""#.into()),
        ("charset", 200, json!({"text": base64(b"\xFC"), "encoding": "base64", "mimeType": "text/html; charset=iso-8859-1"}), "200 \"\u{fc}\"".into()),
        ("UTF-16", 200, json!({"text": base64(b"<\0a\0>\0"), "encoding": "base64"}), r#"200 "<a>""#.into()),
        ("text left out", 200, json!({"size": 12, "mimeType": "text/html"}), "200 not-captured".into()),
        ("text left out, size as text", 200, json!({"size": "12"}), "200 not-captured".into()),
        ("text left out, unknown size", 200, json!({"size": -1, "mimeType": "application/json"}), "200 not-captured".into()),
        ("text left out, but it was unpacked", 200, json!({"size": 0, "compression": -1180, "mimeType": "text/html"}), "200 not-captured".into()),
        ("nothing was unpacked", 200, json!({"size": 0, "compression": 0, "mimeType": "text/html"}), "200 empty".into()),
        ("text null", 200, json!({"size": 3, "text": null, "mimeType": "text/html"}), "200 not-captured".into()),
        ("body in a file of its own", 200, json!({"size": -1, "_file": "0a.html", "mimeType": "text/html"}), "200 not-captured".into()),
        ("script", 200, json!({"text": "AADSTS50058", "mimeType": "application/x-javascript"}), "200 skipped".into()),
        ("picture left out", 200, json!({"size": 12, "mimeType": "image/png"}), "200 skipped".into()),
        ("redirect", 302, json!({"size": 0, "mimeType": "text/html"}), "302 empty".into()),
        ("no content", 204, json!({"mimeType": "text/html"}), "204 empty".into()),
        ("empty page", 200, json!({"size": 0, "text": "", "mimeType": "text/html"}), "200 empty".into()),
    ];
    for (what, status, content, expected) in cases {
        assert_eq!(response(status, &content), expected, "{what}");
    }
}

#[test]
fn har_times() {
    #[rustfmt::skip]
    let cases = [
        ("2026-03-01T10:00:00.999Z", Some("2026-03-01T10:00:00.999Z")),
        ("2026-03-01T10:00:00+02:00", Some("2026-03-01T08:00:00Z")),
        ("2026-03-01T10:00:00.123+0000", Some("2026-03-01T10:00:00.123Z")),
        ("2026-03-01T10:00:00.1234567-06:00", Some("2026-03-01T16:00:00.1234567Z")),
        ("2026-03-01T10:00:00.12+01:00", Some("2026-03-01T09:00:00.12Z")),
        ("2026-03-01T10:00:00.123456789Z", Some("2026-03-01T10:00:00.123456789Z")),
        ("2026-03-01T10:00:00", None),
        ("0001-01-01T00:00:00Z", None),
        ("yesterday", None),
    ];
    for (text, expected) in cases {
        let entry = json!({"startedDateTime": text, "request": {"method": "GET", "url": URL}, "response": {"status": 200}});
        let expected = expected.map(|time| format!(" at {time}")).unwrap_or_default();
        assert_eq!(one(har(&[&entry.to_string()])).exchanges, [format!("{PLAIN_READ}{expected}")], "{text}");
    }
}

#[test]
fn har_wrappers_and_shapes() {
    let plain = har(&[PLAIN]);
    let utf16 = |bytes: fn(u16) -> [u8; 2]| plain.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    #[rustfmt::skip]
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("plain", plain.clone().into()),
        ("white space before", format!("\r\n  {plain}\n").into()),
        ("UTF-8 mark", [b"\xEF\xBB\xBF", plain.as_bytes()].concat()),
        ("UTF-16LE mark", [&b"\xFF\xFE"[..], &utf16(u16::to_le_bytes)].concat()),
        ("UTF-16BE mark", [&b"\xFE\xFF"[..], &utf16(u16::to_be_bytes)].concat()),
        ("UTF-16LE", utf16(u16::to_le_bytes)),
        ("UTF-16BE", utf16(u16::to_be_bytes)),
        ("JSONP", format!("onInputData({plain});").into()),
        ("without log", format!(r#"{{"entries":[{PLAIN}]}}"#).into()),
        ("list of entries", format!("[{PLAIN}]").into()),
        ("log as a list", format!(r#"{{"log":[{PLAIN}]}}"#).into()),
        ("entries first", format!(r#"{{"log":{{"entries":[{PLAIN}],"pages":[{{"entries":[1]}}],"creator":{{"name":"Test"}}}}}}"#).into()),
        ("decoys", format!(r#"{{"a":"\"entries\":[{{","log":{{"comment":"]}}\\","x":{{"entries":[{{}}]}},"entries":[{PLAIN}]}}}}"#).into()),
        ("two lists", format!(r#"{{"log":{{"entries":[{PLAIN}],"entries":[]}}}}"#).into()),
        ("gzip", gzip(plain.as_bytes())),
        ("gzip twice", gzip(&gzip(plain.as_bytes()))),
    ];
    for (what, bytes) in cases {
        let capture = one(&bytes);
        assert_eq!((capture.format, capture.exchanges, capture.notes), ("har", vec![PLAIN_READ.to_owned()], vec![]), "{what}");
        let streamed = try_read(Input::Stream(&mut Dribble(&bytes, 0)), Limits::default(), None).unwrap();
        assert_eq!(streamed.captures[0].exchanges, [PLAIN_READ], "{what}, streamed");
    }
    let empty = one(har(&[]));
    assert_eq!((empty.exchanges.len(), empty.unrelated, empty.notes, empty.producer), (0, 0, vec![], Some("Test 1".to_owned())));
}

#[test]
fn har_bad_entries_cost_nothing_else() {
    let broken_utf8 = [har(&[PLAIN, OTHER]).replace("app.", "\u{1}").as_bytes(), b""].concat();
    let broken_utf8: Vec<u8> = broken_utf8.into_iter().map(|byte| if byte == 1 { 0xFF } else { byte }).collect();
    assert_eq!(one(broken_utf8).exchanges, [PLAIN_READ]);

    let deep = format!(r#"{{"_initiator":{}{},{}"#, "[".repeat(5000), "]".repeat(5000), &PLAIN[1..]);
    assert_eq!(one(har(&[&deep])).exchanges, [PLAIN_READ]);

    let wide = (0..1000).fold(String::new(), |wide, n| format!(r#"{wide}"_{n}" : [{n}, {{}}] , "#));
    assert_eq!(one(har(&[&format!("{{{wide}{}", &PLAIN[1..])])).exchanges, [PLAIN_READ]);

    let capture = one(har(&["null", PLAIN, r#"{"response":{}}"#, "7", OTHER]));
    assert_eq!((capture.exchanges, capture.unrelated), (vec![PLAIN_READ.replacen('0', "1", 1)], 4));
    let unreadable: Vec<u64> = capture.notes.iter().flat_map(|note| note.entries.clone()).collect();
    assert_eq!(unreadable, [0, 2, 3]);

    let response = PLAIN.replace(r#"{"status":200}"#, "[1 2]");
    let capture = one(har(&[&response, PLAIN]));
    assert_eq!((capture.kinds(), capture.exchanges.len()), (vec![NoteKind::Unreadable], 2));
}

#[test]
fn har_cut_or_broken() {
    let entries = [PLAIN, OTHER, PLAIN];
    let whole = har(&entries);
    let start = whole.find('[').unwrap() + 1;
    let ends: Vec<usize> = entries
        .iter()
        .scan(start - 1, |end, entry| {
            *end += entry.len() + 1;
            Some(*end)
        })
        .collect();
    for cut in 1..whole.len() {
        let complete = ends.iter().filter(|end| **end <= cut).count();
        match try_bytes(&whole.as_bytes()[..cut]) {
            Ok(collected) => {
                let capture = &collected.captures[0];
                assert_eq!(capture.exchanges.len() + capture.unrelated, complete, "cut at {cut}");
                assert_eq!(capture.kinds(), [NoteKind::Truncated], "cut at {cut}");
            }
            Err(error) => assert_eq!(complete, 0, "cut at {cut}: {error}"),
        }
    }
    let message = &one(&whole[..whole.len() - 20]).notes[0].message;
    assert_eq!(message, "The file is cut in the middle of entry 2. The 2 complete entries before it were read.");
    assert_eq!(one(format!(r#"{{"log":{{"entries":[{PLAIN}}}]}}}}"#)).kinds(), [NoteKind::Unreadable]);
    let packed = gzip(har(&[PLAIN, &OTHER.repeat(500)]).as_bytes());
    assert_eq!(one(&packed[..packed.len() - 40]).exchanges, [PLAIN_READ], "gzip cut off");
}

#[test]
fn sanitized_exports() {
    let sanitized = |creator: &str, header: Value, url: &str| {
        let entry = json!({"request": {"method": "GET", "url": url, "headers": [header]}, "response": {"status": 200}});
        let text = har(&[&entry.to_string()]).replace(r#""Test""#, &format!("{creator:?}"));
        one(text).kinds() == [NoteKind::Sanitized]
    };
    let (accept, cookie) = (json!({"name": "Accept", "value": "*/*"}), json!({"name": "Cookie", "value": "fpc=1"}));
    assert!(sanitized("WebInspector", accept.clone(), URL));
    assert!(!sanitized("WebInspector", cookie, URL));
    assert!(!sanitized("Firefox", accept.clone(), URL));
    assert!(!sanitized("WebInspector", accept, "https://app.contoso.example/?code=1"));
    assert!(sanitized("Firefox", json!({"name": "Cookie", "value": "[cookie redacted]"}), URL));
    assert!(sanitized("Firefox", json!({"name": "Cookie", "value": "***SANITIZED***"}), URL));
}

#[test]
fn har_entries_are_screened_wherever_the_text_stands() {
    let found = |text: &str| {
        let entry = OTHER.replace("{\"status\":200}", &format!(r#"{{"status":200,"content":{{"text":"{text}"}}}}"#));
        one(har(&[&entry])).exchanges.len() == 1
    };
    assert!(!found("nothing to see"));
    assert!((8000..8200).all(|filler| found(&format!("{}AADSTS50058{}", " ".repeat(filler), " ".repeat(9000)))));
    assert!(found(r"\u0041ADSTS50058") && found("aadsts50058") && found("X-MS-CliTelem"));
    assert!((0..3).all(|shift| found(&BASE64_STANDARD.encode(format!("{}AADSTS50058", " ".repeat(shift))))));
    assert!(!found(&BASE64_STANDARD.encode(gzip(b"AADSTS50058"))), "text that only looks like base64 is text");
}

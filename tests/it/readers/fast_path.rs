//! The fast path changes nothing: what is read without parsing, in blocks and by several threads is what a reader finds that parses every
//! entry in full, one after the other.

use std::num::NonZeroUsize;

use entrace::extract::{self, LinkHasher};
use entrace::read::Found;

use super::*;

/// Every exchange as it was read, and whether the fast path would have kept it.
#[derive(Default)]
struct Everything(Vec<(Exchange, bool)>);

impl Sink for Everything {
    fn open(&mut self, _: &str, _: Format) {}
    fn exchange(&mut self, _: Exchange) -> ControlFlow<()> {
        unreachable!("`each` takes them")
    }
    fn unrelated(&mut self, _: Option<Timestamp>) -> ControlFlow<()> {
        unreachable!("`each` takes them")
    }
    fn each(&mut self, found: Found<'_>) -> ControlFlow<()> {
        self.0.push((found.exchange, found.related));
        ControlFlow::Continue(())
    }
    fn note(&mut self, _: Note) {}
    fn close(&mut self, _: Option<String>, _: Option<String>) {}
    fn left_out(&mut self, _: &str, _: ReadError) {}
}

/// Reads a file in stretches of that many bytes; an error as its message.
fn read_by(bytes: &Vec<u8>, threads: usize, stretch: u64) -> Result<Collected, String> {
    let mut collected = Collected::default();
    let options = Options { threads: NonZeroUsize::new(threads).unwrap(), stretch, ..Options::new(&|_| None) };
    read("case", Input::File(bytes), &options, &mut collected).map_err(|error| error.to_string())?;
    Ok(collected)
}

/// Holds the ways of reading against each other, and gives what they agree on.
fn agreed(bytes: &Vec<u8>) -> Result<Collected, String> {
    let plain = read_by(bytes, 1, u64::MAX);
    for (threads, stretch) in [(2, 200), (3, 1000), (2, 5000), (4, 70_000)] {
        let shared = read_by(bytes, threads, stretch);
        assert_eq!(shared, plain, "{threads} threads, {stretch} bytes: {}", String::from_utf8_lossy(bytes));
    }
    let packed = gzip(bytes);
    for packed in [packed.get(..packed.len() / 2).expect("half of it").to_vec(), packed] {
        assert_eq!(read_by(&packed, 2, 1000), read_by(&packed, 1, u64::MAX), "in a gzip: {}", String::from_utf8_lossy(bytes));
    }
    let mut everything = Everything::default();
    let options = Options { every_exchange: true, ..Options::new(&|_| None) };
    if read("case", Input::File(bytes), &options, &mut everything).is_ok() {
        let captures = &plain.as_ref().expect("the same file").captures;
        let (kept, left): (Vec<_>, Vec<_>) = everything.0.into_iter().partition(|(_, related)| *related);
        let kept: Vec<String> = kept.iter().map(|(exchange, _)| describe(exchange)).collect();
        assert_eq!(kept, captures.iter().flat_map(|capture| capture.exchanges.clone()).collect::<Vec<_>>());
        assert_eq!(left.len(), captures.iter().map(|capture| capture.unrelated).sum::<usize>());
        for (exchange, _) in left {
            let facts = extract::observe(&exchange, &extract::bodies(&exchange), 0, &LinkHasher::default());
            assert!(facts.observations.is_empty(), "a fact was left: {facts:?}");
            assert!(!extract::is_sign_in(&exchange), "sign-in traffic was left: {}", describe(&exchange));
        }
    }
    if let (Some(long), Ok(plain)) = (the_long_way(bytes), &plain) {
        let long = read_by(&long, 1, u64::MAX).expect("the same file");
        let exchanges = |read: &Collected| read.captures.iter().flat_map(|capture| capture.exchanges.clone()).collect::<Vec<_>>();
        assert_eq!(exchanges(&long), exchanges(plain), "{}", String::from_utf8_lossy(bytes));
    }
    plain
}

/// The same HAR with a member in each request and response that no browser writes, so that all of it becomes a tree of values first. `None` for what is
/// no JSON.
fn the_long_way(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut har: serde_json::Value = serde_json::from_slice(bytes).ok()?;
    for entry in har.pointer_mut("/log/entries")?.as_array_mut()? {
        for part in ["request", "response"] {
            if let Some(object) = entry.get_mut(part).and_then(serde_json::Value::as_object_mut) {
                object.insert("_kelp".to_owned(), json!([[[]]]));
            }
        }
    }
    Some(har.to_string().into_bytes())
}

/// An exchange with an application.
fn app(media_type: &str, header: &str, body: &serde_json::Value) -> serde_json::Value {
    json!({
        "startedDateTime": "2026-03-02T09:31:06.000Z",
        "request": {"method": "GET", "url": "https://app.contoso.example/orders", "headers": [{"name": "Accept", "value": "*/*"}]},
        "response": {
            "status": 200,
            "headers": [{"name": "Content-Type", "value": header}, {"name": "X-Test", "value": "yes"}],
            "content": {"size": 10, "mimeType": media_type, "text": body}
        },
        "time": 12.5
    })
}

const CODE: &str = "AADSTS50053: The account is locked. Trace ID: 0f2e6d5c-1111-4222-8333-444455556666";

/// An API's error that quotes the service, behind `before` bytes of other text.
fn quoting(before: usize) -> serde_json::Value {
    let detail = format!("{}{CODE}", "x\"\\/ ".repeat(before / 5));
    app("application/json", "application/json", &json!(json!({"status": 500, "detail": detail}).to_string()))
}

/// The layouts in which programs write JSON.
fn layouts(entries: &[serde_json::Value]) -> Vec<(&'static str, Vec<u8>)> {
    let compact = har(&entries.iter().map(ToString::to_string).collect::<Vec<_>>().iter().map(String::as_str).collect::<Vec<_>>());
    let value: serde_json::Value = serde_json::from_str(&compact).unwrap();
    let pretty = serde_json::to_string_pretty(&value).unwrap();
    vec![
        ("compact", compact.clone().into()),
        ("a blank behind every comma", compact.replace("},{", "}, {").into()),
        ("an entry a line", compact.replace("},{\"re", "},\n{\"re").replace("},{\"st", "},\n{\"st").into()),
        ("indented", pretty.clone().into()),
        ("indented, CRLF", pretty.replace('\n', "\r\n").into()),
        ("indented with tabs", pretty.replace("  ", "\t").into()),
        ("UTF-8 mark", [b"\xEF\xBB\xBF", pretty.as_bytes()].concat()),
        (
            "entries first",
            format!(r#"{{"log":{{"entries":{},"creator":{{"name":"Test","version":"1"}}}}}}"#, value["log"]["entries"]).into(),
        ),
    ]
}

#[test]
fn every_layout_reads_the_same_by_every_way() {
    let sign_in: serde_json::Value = serde_json::from_str(PLAIN).unwrap();
    let mut entries = vec![app("text/html", "text/html", &json!("<p>hello</p>")), sign_in.clone()];
    for size in [0, 50, 700, 5_000, 9_000, 40_000] {
        entries.push(quoting(size));
        entries.push(app(
            "application/javascript",
            "application/javascript",
            &json!(format!("{}{CODE}", "e[\"a\\\\\"]={};".repeat(size / 10))),
        ));
        entries.push(app("image/png", "image/png", &json!("QUFEU1RT".repeat(size / 8))));
    }
    entries.push(sign_in);
    for (what, bytes) in layouts(&entries) {
        let read = agreed(&bytes).unwrap();
        let [capture] = &read.captures[..] else { panic!("{what}: one capture") };
        // Two of the sign-in, and the quotes; scripts and images only where they are too short to be worth a closer look.
        let quotes = capture.exchanges.iter().filter(|line| line.contains("AADSTS50053")).count();
        assert_eq!((quotes, capture.notes.len(), capture.exchanges.len() + capture.unrelated), (6, 0, entries.len()), "{what}");
    }
}

/// What someone could do to a capture, and how many exchanges with a code are there afterwards.
#[test]
fn adversarial_captures_read_the_same_by_every_way() {
    let entries: Vec<serde_json::Value> = (0..60)
        .map(|at| match at % 6 {
            0 => serde_json::from_str(PLAIN).unwrap(),
            1 => quoting(at * 200),
            _ => app("text/plain", "text/plain", &json!("{\"a\":[1,2]} \\\" ".repeat(at * 20))),
        })
        .collect();
    let compact = har(&entries.iter().map(ToString::to_string).collect::<Vec<_>>().iter().map(String::as_str).collect::<Vec<_>>());
    let indented = serde_json::to_string_pretty(&serde_json::from_str::<serde_json::Value>(&compact).unwrap()).unwrap();
    let decoy =
        json!({"_decoy": [{"request": {"url": "https://login.microsoftonline.com/a"}}, {"response": {}, "request": {}}]}).to_string();
    let decoy = &decoy[1..decoy.len() - 1];
    let in_every_entry = |member: &str| compact.replace("{\"request\":", &format!("{{{member},\"request\":"));
    #[rustfmt::skip]
    let cases: Vec<(&str, Vec<u8>, usize)> = vec![
        ("as it is", compact.clone().into(), 10),
        ("letters escaped", compact.replace("AADSTS", "\\u0041ADSTS").into(), 10),
        ("other letters escaped", compact.replace("AADSTS", "AA\\u0044S\\u0054S").into(), 10),
        ("slashes escaped", compact.replace('/', "\\/").into(), 10),
        ("host escaped", compact.replace("login.microsoftonline.com", "login\\u002emicrosoftonline\\u002ecom").into(), 10),
        ("member names escaped", compact.replace("\"request\"", "\"r\\u0065quest\"").into(), 10),
        ("decoys that look like entries", in_every_entry(decoy).into(), 10),
        ("decoys in the same layout", indented.replace("\n      \"request\"", "\n\"x\": [\n      {\n        \"request\": {}\n      },\n      {}\n      ],\n      \"request\"").into(), 10),
        ("decoys in texts", in_every_entry(r#""comment":"},{\"request\":{\"url\":\"https://login.live.com\"}},{""#).into(), 10),
        ("raw line ends in texts", compact.replace("hello", "\n      {\n").into(), 10),
        ("an entry twice", compact.replacen("\"entries\":[", &format!("\"entries\":[{},", entries[1]), 1).into(), 11),
        ("two lists", compact.replacen("\"entries\":[", "\"entries\":[],\"entries\":[", 1).into(), 10),
        ("body twice, the last one counts", compact.replace("\"text\":\"{\\\"detail", "\"text\":\"gone\",\"text\":\"{\\\"detail").into(), 10),
        ("body twice, the last one is gone", compact.replace("\"text\":\"{\\\"detail", "\"text\":\"AADSTS50053\",\"tex\":\"{\\\"detail").into(), 10),
        ("two kinds", compact.replace("\"mimeType\":\"application/json\"", "\"mimeType\":\"image/png\"").into(), 10),
        ("two headers", compact.replace("{\"name\":\"X-Test\"", "{\"name\":\"content-type\",\"value\":\"image/png\"},{\"name\":\"X-Test\"").into(), 10),
        ("a header on two lines", compact.replace("\"value\":\"application/json\"", "\"value\":\"application/json\\nimage/png; font\"").into(), 10),
        ("a picture by the header", compact.replace("\"value\":\"application/json\"", "\"value\":\"image/png\"").into(), 0),
        ("an invalid byte in the texts", compact.replace("x\\\\\\\"", "\u{1}\\\\\\\"").bytes().map(|byte| if byte == 1 { 0xFF } else { byte }).collect(), 10),
        ("half a pair in the texts", compact.replace("x\\\\\\\"", "\\ud800\\\\\\\"").into(), 10),
        ("raw control characters", compact.replace("{\\\"a\\\"", "\u{1}\t{\\\"a\\\"").into(), 10),
        ("backslashes between the texts", compact.replace("\"time\":", "\\\\\"time\":").into(), 10),
        ("a backslash before a quote between the texts", compact.replacen("\"time\":", "\\\"time\":", 1).into(), 10),
        ("a quote too many in the last entry", compact.replacen("]}}", "\"]}}", 1).into(), 10),
        ("nulls", compact.replace("\"headers\":[", "\"cookies\":null,\"headers\":[null,").into(), 10),
        ("cut", compact.as_bytes()[..compact.rfind("AADSTS").unwrap()].to_vec(), 9),
    ];
    for (what, bytes, codes) in cases {
        let read = agreed(&bytes).unwrap_or_else(|error| panic!("{what}: {error}"));
        let found: usize = read.captures.iter().flat_map(|capture| &capture.exchanges).filter(|line| line.contains("AADSTS50053")).count();
        assert_eq!(found, codes, "{what}");
    }
}

/// Members and texts that matter to the splitter, the screen or the parser.
fn entry() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        4 => "[ -~\n\u{e9}]{0,60}",
        2 => Just(CODE.to_owned()),
        1 => (0..9000_usize).prop_map(|length| "ab\"{}[]\\".repeat(length / 8)),
        1 => (4000..9000_usize).prop_map(|length| format!("{}{CODE}", "y".repeat(length))),
        1 => Just("QUFEU1RTNTAwNTM=".to_owned()),
        1 => Just("{\"request\":{\"url\":\"https://login.live.com/\"}},{".to_owned()),
    ];
    let media = prop_oneof![Just("text/html"), Just("application/json"), Just("image/png"), Just("text/javascript"), Just("")];
    let url = prop_oneof![
        3 => Just("https://app.contoso.example/a?b=c"),
        1 => Just("https://login.microsoftonline.com/common/login"),
        1 => Just("/relative"),
        1 => Just("https://app.contoso.example/?error=x&state=1"),
    ];
    (url, media.clone(), media, text.clone(), text, any::<bool>(), 0..4_u8).prop_map(
        |(url, header, media_type, body, posted, base64, shape)| {
            let mut entry = app(media_type, header, &json!(body));
            entry["request"]["url"] = json!(url);
            entry["request"]["postData"] = json!({"text": posted});
            if base64 {
                entry["response"]["content"]["encoding"] = json!("base64");
            }
            match shape {
                0 => serde_json::to_string_pretty(&entry).unwrap(),
                1 => entry.to_string().replace("AADSTS", "\\u0041ADSTS"),
                _ => entry.to_string(),
            }
        },
    )
}

proptest! {
    #[test]
    fn random_captures_read_the_same_by_every_way(
        entries in proptest::collection::vec(entry(), 1..12),
        separator in prop_oneof![Just(","), Just(", "), Just(",\n"), Just(",\r\n    ")],
        harm in proptest::option::of((any::<proptest::sample::Index>(), any::<u8>())),
        cut in proptest::option::weighted(0.2, any::<proptest::sample::Index>()),
    ) {
        let mut bytes = format!("{{\"log\":{{\"entries\":[{}]}}}}", entries.join(separator)).into_bytes();
        if let Some((place, byte)) = harm {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let _ = agreed(&bytes);
    }
}

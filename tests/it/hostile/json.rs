//! JSON that is no HAR, hardly one, or far too much of one.

use serde_json::json;

use super::make::{Sparse, beside, filled, good, good_har, har, with, without_block};
use super::{TOO_MUCH, Theme};

const EMPTY: &str = "the file is empty";
const NO_HAR: &str = "JSON that is no HAR";
const NO_CAPTURE: &str = "not a HAR, SAZ or Fiddler text capture";
const NO_ENTRIES: &str = "a HAR without log.entries";
const BROKEN: &str = "a HAR that is cut off or damaged before its first entry ends";
const CUT: &str = "The file is cut in the middle of entry";
const DAMAGED: &str = "The file is damaged here.";

#[test]
fn nothing_in_it() {
    let mut theme = Theme::new("nothing_in_it");
    theme.refused("no bytes", "", EMPTY);
    theme.refused("white space", filled(" \r\n\t", 200_000), EMPTY);
    theme.refused("UTF-8 mark alone", b"\xEF\xBB\xBF", EMPTY);
    theme.refused("UTF-16LE mark alone", b"\xFF\xFE", EMPTY);
    theme.refused("UTF-16BE mark alone", b"\xFE\xFF", EMPTY);
    theme.refused("half a UTF-16 mark", b"\xFF", NO_CAPTURE);
    theme.refused("UTF-32 mark", b"\xFF\xFE\0\0{\0\0\0", NO_CAPTURE);
    theme.refused("zeros", vec![0; 100_000], NO_CAPTURE);
    theme.refused("empty object", "{}", NO_HAR);
    theme.refused("empty list", "[]", NO_HAR);
    theme.refused("a brace", "{", NO_HAR);
    theme.refused("a bracket", "[", NO_HAR);
    theme.refused("a quote", "\"", NO_CAPTURE);
    theme.refused("a number", "42", NO_CAPTURE);
    theme.refused("other JSON", r#"{"name":"x","items":[1,{"request":2}]}"#, NO_HAR);
    theme.refused("a list of other things", r#"[{"name":"x"},{"request":{}}]"#, NO_HAR);
    theme.refused("quotes of another kind", without_block(&good_har()).replace('"', "'"), NO_HAR);
    theme.refused("names without quotes", "{log:{entries:[]}}", NO_HAR);
    theme.refused("another case", good_har().replace("log", "Log"), NO_HAR);
    theme.refused("brackets, 1,000,000 deep", "[".repeat(1_000_000), NO_HAR);
    theme.refused("objects, 200,000 deep", r#"{"log":"#.repeat(200_000), "HAR");
    theme.refused("closing brackets", "{]}]}]}]", NO_HAR);
    theme.refused("a wrapper around nothing", "onInputData(", NO_CAPTURE);
    theme.refused("wrappers in wrappers", format!("{}{{", "f(".repeat(30_000)), NO_CAPTURE);
    theme.refused("a name of 60 KiB before it", format!("{}({{", "f".repeat(60 << 10)), NO_HAR);
    theme.end();
}

#[test]
fn the_entries_are_none() {
    let mut theme = Theme::new("the_entries_are_none");
    for entries in ["null", "true", "7", "\"\"", "{}", r#"{"0":{"request":{}}}"#] {
        theme.refused(&format!("entries are {entries}"), format!(r#"{{"log":{{"version":"1.2","entries":{entries}}}}}"#), NO_ENTRIES);
    }
    for log in ["null", "\"\"", "0"] {
        theme.refused(&format!("log is {log}"), format!(r#"{{"log":{log}}}"#), NO_HAR);
    }
    theme.refused("log without members", r#"{"log":{}}"#, NO_ENTRIES);
    theme.refused("log without end", r#"{"log":{"#, BROKEN);
    theme.refused("cut in a name", r#"{"log":{"ent"#, BROKEN);
    theme.refused("cut after a name", r#"{"log":{"entries""#, BROKEN);
    theme.refused("cut in the first entry", &good_har()[..300], BROKEN);
    theme.quiet("one quote never closed", good_har().replacen(r#""POST""#, r#""POST"#, 1));
    theme.quiet("an empty list", har(&[]));
    theme.quiet("lists in lists", har(&["[[[]]]".to_owned(), format!("[{}]", good())]));
    theme.end();
}

#[test]
fn the_good_entry_is_found() {
    let mut theme = Theme::new("the_good_entry_is_found");
    let good = good();
    theme.found("alone", good_har());
    theme.found("other kinds of values beside it", beside(&["null", "true", "-0.0e-0", "\"\"", "[]", "{}"]));
    theme.found("entries twice", format!(r#"{{"log":{{"entries":[],"entries":[{good}],"entries":null}}}}"#));
    theme.found("log twice", format!(r#"{{"log":null,"log":{{"entries":[{good}]}},"log":[]}}"#));
    theme.found("members the other way round", format!(r#"{{"x":[],"log":{{"entries":[{good}],"version":"1.2","creator":7}}}}"#));
    theme.found("commas too many", format!(r#"{{,,"log":{{,"entries":[{c}{good}{c}],}},}}"#, c = filled(",", 500_000)));
    theme.found("white space everywhere", good_har().replace("\":", &format!("\"{}:\r\n", filled(" \t", 40_000))));
    theme.found("something behind the end", good_har() + "}}]]\0\0{\"log\":");
    theme.found("one HAR after the other", good_har().repeat(2));
    theme.found("in a wrapper", format!("  window.$callback_1 ( {} ) ;", good_har()));
    theme.found("a deep stranger before it", good_har().replacen("\"entries\"", &format!("\"_x\":{},\"entries\"", deep(1_000_000)), 1));
    theme.found("a deep stranger in it", good.replacen('{', &format!("{{\"_initiator\":{},", deep(500_000)), 1).as_entry());
    theme.found("a deep creator", good_har().replacen(r#"{"name":"Test""#, &format!(r#"{{"x":{},"name":"Test""#, deep(10_000)), 1));
    let deep_request = good.replacen("\"headers\":[]", &format!("\"headers\":{}", deep(100_000)), 1);
    theme.part("a deep request beside it", beside(&[deep_request]), TOO_MUCH);
    theme.part("a deep body", beside(&[with("/response/content/text", json!(deep(100_000)))]), TOO_MUCH);
    theme.found("the same member twice", beside(&[good.replacen('{', r#"{"request":7,"response":[],"#, 1)]));
    theme.found("a number of 100,000 digits", good_har().replace("400", &format!("400,\"_x\":{}", "9".repeat(100_000))));
    for number in ["1e999", "-1e-999", "NaN", "Infinity", "-", "0x190", "1.", "00", "+4"] {
        theme.found(&format!("the number {number}"), har(&[good.replacen("\"headers\"", &format!("\"_x\":{number},\"headers\""), 1)]));
    }
    theme.found("raw control characters", good.replacen('{', "{\"_x\":\"\0\u{1}\u{8}\n\u{1b}[31m\",", 1).as_entry());
    theme.found("half a surrogate pair", good_har().replace("Error validating", r"Error \ud800 \udc00\ud800 validating"));
    theme.found("escapes that are none", good.replacen('{', r#"{"_x":"\x41 \u12G4 \u \' \0 \ud8","#, 1).as_entry());
    theme.found("bytes that are no UTF-8", broken_utf8());
    theme.found("a key of 8 MB", good_har().replacen("\"entries\"", &format!("\"{}\":1,\"entries\"", "k".repeat(8 << 20)), 1));
    theme.found("a key of 4 MB in it", good.replacen('{', &format!("{{\"{}\":1,", "k".repeat(4 << 20)), 1).as_entry());
    theme.found("200,000 keys in it", good.replacen('{', &format!("{{{}", filled("\"_k\":{},", 1_600_000)), 1).as_entry());
    theme.found(
        "a string of 32 MB before it",
        good_har().replacen("\"entries\"", &format!("\"_x\":\"{}\",\"entries\"", "x".repeat(32 << 20)), 1),
    );
    theme.found("a string of 4 MB in it", good.replacen('{', &format!("{{\"_x\":\"{}\",", r#"\\\" "#.repeat(1 << 20)), 1).as_entry());
    theme.part("10,000 empty entries beside it", beside(&vec!["{}"; 10_000]), "more notes on single entries were left out");
    theme.found(
        "10,000 small entries beside it",
        beside(&vec![r#"{"request":{"method":"GET","url":"https://app.contoso.example/"}}"#; 10_000]),
    );
    theme.found(
        "a backslash a megabyte long",
        good_har().replacen("\"entries\"", &format!("\"_x\":\"{}\",\"entries\"", "\\".repeat(1 << 20)), 1),
    );
    let utf16 = |bytes: fn(u16) -> [u8; 2], mark: &[u8]| [mark, &good_har().encode_utf16().flat_map(bytes).collect::<Vec<u8>>()].concat();
    theme.found("UTF-16LE, a byte too many", [utf16(u16::to_le_bytes, b"\xFF\xFE"), vec![b'x']].concat());
    theme.found("UTF-16BE, a byte too many", [utf16(u16::to_be_bytes, b""), vec![0]].concat());
    theme.found("UTF-16LE, half a pair in it", half_a_pair(utf16(u16::to_le_bytes, b"\xFF\xFE")));
    theme.end();
}

#[test]
fn an_escape_may_stand_where_a_piece_of_the_file_ends() {
    const PIECE: usize = 256 << 10;
    let mut theme = Theme::new("an_escape_may_stand_where_a_piece_ends");
    for (escape, shift) in
        [("\\\"", 0), ("\\\"", 1), ("\\\\", 1), ("\\ud83d\\ude00", 5), ("\\ud83d\\ude00", 6), ("ö", 1), ("😀", 2), ("{[\\\"", 3)]
    {
        let start = r#"{"log":{"_x":""#;
        let filler = " ".repeat(PIECE - start.len() - shift);
        theme.found(&format!("{escape}, {shift} before"), format!(r#"{start}{filler}{escape}","entries":[{}]}}}}"#, good()));
    }
    theme.end();
}

#[test]
fn what_stands_before_a_cut_is_found() {
    let mut theme = Theme::new("what_stands_before_a_cut_is_found");
    let (one, two) = (good_har(), har(&[good(), good()]));
    let first = one.len() - 3;
    for cut in [first + 1, first + 2, first + 60, first + 200, first + 500, two.len() - 20, two.len() - 4] {
        theme.part(&format!("cut at {cut}"), &two[..cut], CUT);
    }
    for behind in ["]", "]}"] {
        theme.part(&format!("cut behind {behind}"), format!("{}{behind}", &one[..first]), "The file is cut after its last entry");
    }
    theme.part("cut in a deep value", format!("{},{}", &one[..first], "[{\"a\":".repeat(100_000)), CUT);
    theme.part("cut in a string of 8 MB", format!("{},\"{}", &one[..first], "x".repeat(8 << 20)), CUT);
    theme.part(
        "a bracket never closed",
        format!("{},{}", &one[..first], good().replacen("\"headers\":[]", "\"headers\":[", 1) + "]}}"),
        DAMAGED,
    );
    theme.part("a brace too many", format!("{}}},{}", &one[..first], &good()), DAMAGED);
    theme.part("a colon for a comma", format!("{}:{}", &one[..first], &good()), DAMAGED);
    theme.part("zeros for the rest", [&one.as_bytes()[..first], &vec![0; 70_000]].concat(), CUT);
    theme.part("one string of 60 MB", Sparse(format!("{},\"", &one[..first]), 60 << 20), CUT);
    theme.part(
        "one string of 250 MB behind it",
        Sparse(format!("{}],\"_x\":\"", &one[..first]), 250 << 20),
        "The file is cut after its last entry",
    );
    theme.refused("one string of 250 MB before it", Sparse("{\"log\":{\"_x\":\"".to_owned(), 250 << 20), BROKEN);
    theme.end();
}

trait AsEntry {
    /// A HAR with this as its one entry.
    fn as_entry(&self) -> String;
}

impl AsEntry for String {
    fn as_entry(&self) -> String {
        har(std::slice::from_ref(self))
    }
}

/// A value of this depth.
fn deep(depth: usize) -> String {
    format!("{}{}", "[".repeat(depth), "]".repeat(depth))
}

/// Bytes that no UTF-8 has: alone, too long, a surrogate, beyond the last character.
fn broken_utf8() -> Vec<u8> {
    let har = good_har();
    let (before, after) = har.split_once("Error validating").expect("the message is there");
    [before.as_bytes(), b"\xFF \xC0\xAF \xED\xA0\x80 \xF5\x80\x80\x80 \xE2\x82", after.as_bytes()].concat()
}

/// Puts one half of a surrogate pair into the message.
fn half_a_pair(mut bytes: Vec<u8>) -> Vec<u8> {
    let needle: Vec<u8> = "Error".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let at = memchr::memmem::find(&bytes, &needle).expect("the message is there");
    bytes[at + 1] = 0xD8;
    bytes
}

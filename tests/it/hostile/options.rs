//! Arguments that cannot be meant, and files next to the capture that are not what they should be.

use super::Expected::{Found, Part, Refused, Usage};
use super::make::{good_har, zip};
use super::{Theme, arguments};
use crate::readers::{self, Lock};

#[test]
fn options() {
    let mut theme = Theme::new("options");
    theme.password = None;
    let case = theme.scratch.file("case.har", good_har());
    let (asked, answered) = (super::make::asked(), super::make::answered());
    let locked = theme
        .scratch
        .file("locked.saz", readers::zip(Lock::Aes, &[("raw/1_c.txt", asked.as_bytes()), ("raw/1_s.txt", answered.as_bytes())]));
    for (row, content, expected) in [
        ("the right one", &b"contoso-trace\n"[..], Found),
        ("with a line end of Windows", b"contoso-trace\r\n", Found),
        ("with a mark", b"\xEF\xBB\xBFcontoso-trace", Found),
        ("an empty one", b"", Refused("the password is wrong")),
        ("binary data", b"\xFF\xFE\0\xD8", Refused("the password file cannot be read")),
        ("of several lines", b"contoso-trace\nand more\n", Refused("the password is wrong")),
    ] {
        let file = theme.scratch.file("password", content);
        theme.ends(&format!("a password file, {row}"), arguments(&[&locked, &"--password-file", &file]), expected);
    }
    for (row, list, expected) in [
        ("no password file", arguments(&[&case, &"--password-file", &"missing"]), Refused("missing: the password file cannot be read")),
        ("a folder as password file", arguments(&[&case, &"--password-file", &"."]), Refused("the password file cannot be read")),
        ("no threads", arguments(&[&case, &"--threads", &"0"]), Usage("--threads")),
        ("fewer than none", arguments(&[&case, &"--threads", &"-1"]), Usage("-1")),
        ("a thread for everybody", arguments(&[&case, &"--threads", &"99999999999999999999999"]), Usage("--threads")),
        ("many threads", arguments(&[&case, &"--threads", &"18446744073709551615"]), Found),
        ("an unknown format", arguments(&[&case, &"--format", &"\u{1b}[31mpdf"]), Usage("possible values: text, markdown, json")),
        ("an unknown option", arguments(&[&case, &"--no-such"]), Usage("--no-such")),
        ("an unknown command", arguments(&[&"sanitise", &case]), Part("sanitise: file not found")),
        ("an output without folder", arguments(&[&case, &"-o", &"missing/report.txt"]), Refused("missing/report.txt")),
        ("a folder as output", arguments(&[&case, &"-o", &"."]), Refused("this is a directory")),
        ("an empty output", arguments(&[&case, &"-o", &""]), Usage("--output")),
        ("the input as output", arguments(&[&case, &"-o", &case]), Refused("this is the input; give another name with -o")),
        ("an empty name", arguments(&[&""]), Usage("FILE")),
        ("a name of 5,000 letters", arguments(&[&"x".repeat(5000)]), Refused("it cannot be opened")),
        ("no command of ours", arguments(&[&"guides"]), Usage("Usage")),
        ("sanitizing without output", arguments(&[&"sanitize", &case]), Usage("--output")),
        ("sanitizing a folder", arguments(&[&"sanitize", &".", &"-o", &"out"]), Refused("so it takes a file")),
        ("comparing one", arguments(&[&"compare", &case]), Refused("it shows fewer than two sign-ins")),
        ("comparing with nothing", arguments(&[&"compare", &case, &"missing"]), Refused("missing: file not found")),
        ("comparing what is no number", arguments(&[&"compare", &case, &case, &"--attempt", &"\u{1b}[31m"]), Usage("--attempt")),
        ("showing a folder", arguments(&[&"show", &".", &"0"]), Refused("so it takes a file")),
        ("showing no number", arguments(&[&"show", &case, &"-1"]), Usage("-1")),
        ("showing what is not there", arguments(&[&"show", &case, &"18446744073709551615"]), Usage("there is no entry")),
        ("a code that cannot exist", arguments(&[&case, &"--code", &"\u{1b}[31m"]), Usage("no such code can exist")),
        ("explaining nothing", arguments(&[&"explain"]), Usage("WHAT")),
        ("a filter that is none", arguments(&[&case, &"--outcome", &"lost"]), Usage("possible values")),
    ] {
        theme.ends(row, list, expected);
    }
    theme.ends("a code that is none", arguments(&[&"explain", &"\u{1b}[2J\u{202e}", &"9".repeat(100_000), &""]), super::Expected::Quiet);
    theme.ends("a shell that is none", arguments(&[&"completions", &"\u{1b}[31mcsh"]), Usage("possible values"));
    let empty = theme.scratch.file("empty.saz", zip(&[]));
    theme.ends("an empty archive", [empty], Refused("an archive in which no file is"));
    theme.end();
}

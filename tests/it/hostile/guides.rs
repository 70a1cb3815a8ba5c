//! Guides of one's own that are none, or far too much of one.

use std::ffi::OsStr;
use std::os::unix::fs::symlink;

use super::Expected::{Noted, Part};
use super::Theme;
use super::make::{filled, good_har};

/// A guide on the code of the good entry with this behind its front matter.
fn guide(body: &str) -> String {
    format!("+++\ncodes = [\"AADSTS50126\"]\ntitle = \"Ours\"\n+++\n{body}")
}

#[test]
fn own_guides() {
    let mut theme = Theme::new("own_guides");
    let case = theme.scratch.file("case.har", good_har());
    let bodies: &[(&str, Vec<u8>)] = &[
        ("an empty file", Vec::new()),
        ("binary data", [0, 159, 146, 150, 255, 10].repeat(10_000)),
        ("front matter without end", b"+++\ncodes = [".to_vec()),
        ("front matter that is none", b"+++\n{\"codes\": 7}\n+++\n".to_vec()),
        ("deep front matter", format!("+++\nx = {}\n+++\n", "[".repeat(50_000)).into_bytes()),
        ("front matter of 1 MB", format!("+++\n{}+++\n", filled("a.b.c.d = 1\n", 1 << 20)).into_bytes()),
        ("a hundred thousand codes", format!("+++\ncodes = [{}]\n+++\n", filled("\"AADSTS50126\",", 1_300_000)).into_bytes()),
        ("deep quotes", guide(&">".repeat(100_000)).into_bytes()),
        (
            "deep lists",
            guide(&(0..2_000).fold(String::new(), |all, depth| format!("{all}{}- x\n", "  ".repeat(depth.min(500))))).into_bytes(),
        ),
        ("deep emphasis", guide(&"*_".repeat(100_000)).into_bytes()),
        ("brackets", guide(&"[".repeat(50_000)).into_bytes()),
        ("links in links", guide(&"[a](".repeat(50_000)).into_bytes()),
        ("backticks", guide(&(1..600).fold(String::new(), |all, length| format!("{all}{} x ", "`".repeat(length)))).into_bytes()),
        ("HTML", guide("<script>alert(1)</script>\n<!--\n").into_bytes()),
        ("what steers a terminal", guide("# \u{1b}[2J\u{202e}\u{9b}31m\n\n- \u{1b}]0;x\u{7}\n").into_bytes()),
        ("1 MB", guide(&filled("- word word word word\n", 1 << 20)).into_bytes()),
        ("one line of 3 MB", guide(&"word ".repeat(600_000)).into_bytes()),
    ];
    for (row, body) in bodies {
        theme.scratch.file("guides/guide.md", body);
        let folder = theme.scratch.path().join("guides");
        theme.ends(row, [case.as_os_str(), "--guidance".as_ref(), folder.as_os_str()], Noted(""));
        let ended = theme.run([OsStr::new("guides"), "check".as_ref(), folder.as_os_str()]);
        if !matches!(ended.code(), Some(0 | 1)) {
            theme.wrong(row, "guides check", &ended);
        }
        theme.harmless(row, &ended);
    }
    let folder = theme.scratch.path().join("guides");
    theme.scratch.file("guides/guide.md", vec![b'x'; 5 << 20]);
    theme.ends("5 MB", [case.as_os_str(), "--guidance".as_ref(), folder.as_os_str()], Part("it is larger than 4 MiB"));
    theme.scratch.file("guides/guide.md", guide("# Cause\n"));
    symlink(&folder, folder.join("loop")).expect("a link");
    symlink("guide2.md", folder.join("guide2.md")).expect("a link to itself");
    symlink("/dev/zero", folder.join("zero.md")).expect("a link to a device");
    theme.ends("links in a ring", [case.as_os_str(), "--guidance".as_ref(), folder.as_os_str()], Noted(""));
    theme.ends("no folder", [case.as_os_str(), "--guidance".as_ref(), "missing".as_ref()], Part("missing: the guides cannot be read"));
    theme.ends("a capture for a guide", [case.as_os_str(), "--guidance".as_ref(), case.as_os_str()], Noted(""));
    theme.ends("a device for a folder", [case.as_os_str(), "--guidance".as_ref(), "/dev/null".as_ref()], Part("the guides cannot be read"));
    theme.end();
}

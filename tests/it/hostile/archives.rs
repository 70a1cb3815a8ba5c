//! Zips and SAZs that are cut, lie about themselves, or hold too much.

use std::fmt::Write as _;
use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::Theme;
use super::make::{Raw, answered, asked, deflated, end_record, filled, good_har, raw_zip, saz, zip};
use crate::readers::{self, Lock};

const CUT: &str = "the archive is cut off";
const DAMAGED: &str = "the archive is damaged";
const OTHER: &str = "an archive in which no file is a HAR, SAZ or Fiddler text capture";

fn good() -> Raw {
    Raw::new("case.har", good_har())
}

/// The good capture, and a member that unpacks to 100 megabytes.
fn bomb(name: &str, start: &str) -> Vec<u8> {
    let data = deflated(start, b' ', 100);
    raw_zip(&[good(), Raw { method: 8, unpacked: 100 << 20, ..Raw::new(name, data) }]).0
}

#[test]
fn zips_that_are_not_whole() {
    let mut theme = Theme::new("zips_that_are_not_whole");
    let (whole, before_end) = raw_zip(&[good(), Raw::new("b.txt", "hello")]);
    theme.found("a zip", whole.clone());
    theme.refused("an empty zip", end_record(0, 0, 0), OTHER);
    theme.refused("four bytes", b"PK\x03\x04", CUT);
    theme.refused("half an end", end_record(0, 0, 0)[..12].to_vec(), DAMAGED);
    theme.refused("no directory", whole[..before_end - 150].to_vec(), CUT);
    for cut in [40, before_end / 2, before_end - 60, before_end - 1, before_end] {
        theme.refused(&format!("cut at {cut}"), whole[..cut].to_vec(), CUT);
    }
    theme.refused("cut in its end", whole[..whole.len() - 6].to_vec(), DAMAGED);
    theme.refused("a directory of zeros", zeroed(whole.clone(), before_end - 80, before_end), DAMAGED);
    theme.found("something before it that begins like it", [b"PK\x03\x04".as_slice(), &whole].concat());
    theme.found("70 KB behind it, and its end again", [&whole[..], &end_record(0, 0, 0)].concat()[..whole.len()].to_vec());
    theme.refused("70 KB behind it", [whole.clone(), vec![b'x'; 70_000]].concat(), CUT);
    theme.end();
}

#[test]
fn zips_that_lie() {
    let mut theme = Theme::new("zips_that_lie");
    let ends = |members: &[Raw], count: usize, length: usize, at: usize| {
        let (zip, before_end) = raw_zip(members);
        [&zip[..before_end], &end_record(count, length, at)].concat()
    };
    let lying = |change: fn(&mut Raw)| {
        let mut liar = Raw::new("liar.har", good_har());
        change(&mut liar);
        raw_zip(&[liar, good()]).0
    };
    theme.refused("65,535 members, it says", ends(&[good()], 65_535, 60, 0), DAMAGED);
    theme.refused("a directory of 4 GB", ends(&[good()], 1, 0xFFFF_FFFE, 0), DAMAGED);
    theme.refused("a directory far behind its end", ends(&[good()], 1, 60, 0xFFFF_FFF0), DAMAGED);
    theme.found("a wrong checksum", lying(|liar| liar.crc ^= 1));
    theme.found("a size of 4 GB unpacked", lying(|liar| liar.unpacked = 0xFFFF_FFFE));
    theme.part("a size of 4 GB packed", raw_zip(&[good(), Raw { packed: 0xFFFF_FFFE, ..Raw::new("b.har", good_har()) }]).0, "");
    theme.part("no size", lying(|liar| (liar.packed, liar.unpacked) = (0, 0)), "liar.har");
    theme.part("stored, but called deflated", lying(|liar| liar.method = 8), "liar.har");
    theme.part("an unknown compression", lying(|liar| liar.method = 99), "the archive uses a compression that is not supported");
    theme.part("imploded", lying(|liar| liar.method = 6), "the archive uses a compression that is not supported");
    theme.found("every flag", lying(|liar| liar.flags = 0xFFFE));
    theme.part("a place beyond the end", lying(|liar| liar.offset = Some(0xFFFF_FFF0)), "liar.har: the archive is damaged");
    theme.part("a place in the middle of another", lying(|liar| liar.offset = Some(7)), "liar.har: the archive is damaged");
    let wide = |sizes: [u64; 3]| [&[1, 0, 24, 0][..], &sizes.map(u64::to_le_bytes).concat()].concat();
    let zip64 = |sizes| Raw {
        extra: wide(sizes),
        packed: u32::MAX,
        unpacked: u32::MAX,
        offset: Some(u32::MAX),
        ..Raw::new("wide.har", good_har())
    };
    theme.refused("zip64, 16 EB at the end of the world", raw_zip(&[zip64([u64::MAX; 3]), good()]).0, DAMAGED);
    theme.refused("zip64, sizes that overflow", raw_zip(&[zip64([u64::MAX - 1, u64::MAX / 2, u64::MAX - 40]), good()]).0, DAMAGED);
    theme.refused("zip64, an extra field cut off", raw_zip(&[Raw { extra: vec![1, 0, 255, 255, 1], ..zip64([0; 3]) }, good()]).0, DAMAGED);
    let locator = [b"PK\x06\x07".as_slice(), &[0; 4], &u64::MAX.to_le_bytes(), &[1, 0, 0, 0]].concat();
    let (plain, before_end) = raw_zip(&[good()]);
    theme.found("zip64, an end that is nowhere", [&plain[..before_end], &locator, &plain[before_end..]].concat());
    theme.found("1,000 members in one place", raw_zip(&vec![Raw { offset: Some(0), ..good() }; 1000]).0);
    theme.found("members of one name", raw_zip(&[good(), good(), good()]).0);
    theme.end();
}

#[test]
fn names_of_members() {
    let mut theme = Theme::new("names_of_members");
    let long = filled("a/", 60_000);
    for name in [
        "",
        "/",
        ".",
        "..",
        "../../../../tmp/case.har",
        "/etc/case.har",
        "C:\\Windows\\case.har",
        "..\\..\\case.har",
        "a\0b.har",
        "\u{1b}[2J\u{1b}]0;x\u{7}.har",
        "\u{202e}rah.esac\u{2066}",
        "case.har/",
        "con",
        "CASE.HAR",
        "a//b.har",
        "a/./b.har",
        "\r\nerror: all is lost.har",
        "%00",
        &long,
    ] {
        let shown: String = name.chars().take(40).collect();
        theme.found(&format!("{shown:?}"), raw_zip(&[good(), Raw::new(name, "no capture")]).0);
    }
    theme.found("no UTF-8", raw_zip(&[Raw::new(b"\xff\xfe\x80.har", good_har())]).0);
    theme.found(
        "a session outside",
        saz(&[("../raw/1_c.txt", b"GET / HTTP/1.1\r\n\r\n"), ("/raw/2_c.txt", b""), ("raw/../raw/3_c.txt", b"")]),
    );
    theme.found(
        "numbers that are none",
        saz(&[("raw/_c.txt", b""), ("raw/-1_c.txt", b""), ("raw/99999999999999999999_c.txt", b""), ("raw/1e3_c.txt", b"")]),
    );
    let (asked, answered) = (asked(), answered());
    let twice =
        zip(&[("raw/1_c.txt", asked.as_bytes()), ("raw/1_s.txt", answered.as_bytes()), ("raw/01_c.txt", b"x"), ("RAW/001_S.TXT", b"y")]);
    theme.noted("a session three times", twice, "more than once");
    theme.end();
}

#[test]
fn too_much_in_an_archive() {
    let mut theme = Theme::new("too_much_in_an_archive");
    let deep = |times: usize| (0..times).fold(good_har().into_bytes(), |bytes, _| raw_zip(&[Raw::new("x.zip", bytes)]).0);
    for times in 1..=4 {
        theme.found(&format!("{times} deep"), deep(times));
    }
    for times in [5, 10] {
        theme.refused(&format!("{times} deep"), deep(times), "too deeply nested: more than 3 archives");
    }
    theme.part("10 deep beside it", raw_zip(&[good(), Raw::new("deep.zip", deep(10))]).0, "too deeply nested");
    theme.found("70,000 members", many(70_000));
    theme.found("1,000 captures in it", wide(1_000));
    theme.found("a flat bomb of other data", bomb("big.txt", "hello"));
    theme.found("a bomb of white space", bomb("big.har", ""));
    theme.part("a bomb in a string", bomb("big.har", "{\"log\":{\"x\":\""), "unpacks to more than 400 times its size");
    theme.part(
        "a nested bomb",
        raw_zip(&[good(), Raw::new("bomb.zip", bomb("big.har", "{\"log\":{\"x\":\""))]).0,
        "unpacks to more than 400 times its size",
    );
    theme.part("a zip that is a bomb", bomb("big.zip", "PK\x03\x04"), "unpacks to more than 400 times its size");
    theme.end();
}

#[test]
fn locked() {
    let mut theme = Theme::new("locked");
    let session: &[(&str, &[u8])] =
        &[("raw/1_c.txt", b"GET https://a.example/ HTTP/1.1\r\n\r\n"), ("raw/1_s.txt", b"HTTP/1.1 200 OK\r\n\r\n")];
    for lock in [Lock::ZipCrypto, Lock::Aes] {
        let (asked, answered, har) = (asked(), answered(), good_har());
        let good: &[(&str, &[u8])] = &[("raw/1_c.txt", asked.as_bytes()), ("raw/1_s.txt", answered.as_bytes())];
        theme.password = Some(crate::scenario::samples::PASSWORD);
        theme.found("the right password", readers::zip(lock, good));
        theme.found("the right password of a HAR", readers::zip(lock, &[("case.har", har.as_bytes())]));
        theme.part("damaged inside", flipped(readers::zip(lock, &[("a.har", har.as_bytes()), ("b.har", har.as_bytes())])), "");
        for wrong in ["wrong", " ", "contoso-trace\n", "\u{1b}[31m"] {
            theme.password = Some(wrong);
            theme.refused(&format!("the password {wrong:?}"), readers::zip(lock, session), "the password is wrong");
        }
        for none in [None, Some("")] {
            theme.password = none;
            theme.refused(
                "no password",
                readers::zip(lock, session),
                "password-protected (1 sessions): give the password in ENTRACE_PASSWORD",
            );
            theme.refused("no password of a HAR", readers::zip(lock, &[("case.har", har.as_bytes())]), "password-protected (1 files)");
        }
    }
    theme.password = None;
    theme.refused("called encrypted", raw_zip(&[Raw { flags: 1, ..good() }]).0, "password-protected (1 files)");
    theme.end();
}

#[test]
fn sessions_of_a_saz() {
    let mut theme = Theme::new("sessions_of_a_saz");
    theme.found("a SAZ", saz(&[]));
    theme.found(
        "empty parts",
        saz(&[("raw/1_c.txt", b""), ("raw/1_s.txt", b""), ("raw/1_m.xml", b""), ("raw/2_c.txt", b"\r\n\r\n"), ("raw/3_s.txt", b"\0")]),
    );
    theme.found("an answer alone", saz(&[("raw/1_s.txt", b"HTTP/1.1 200 OK\r\n\r\n")]));
    theme.refused("metadata alone", zip(&[("raw/1_m.xml", b"<Session/>"), ("raw/2_m.xml", b"<Session/>")]), OTHER);
    theme.refused("a picture alone", zip(&[("a.png", b"\x89PNG")]), OTHER);
    let laughs = (1..10).fold("<!ENTITY l0 \"lol\">".to_owned(), |mut laughs, level| {
        let _ = write!(laughs, "<!ENTITY l{level} \"{}\">", format!("&l{};", level - 1).repeat(10));
        laughs
    });
    for (row, metadata) in [
        ("a billion laughs", format!("<!DOCTYPE s [{laughs}]><Session SID=\"&l9;\">&l9;</Session>")),
        ("an outer entity", "<!DOCTYPE s [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Session>&x;</Session>".to_owned()),
        ("an outer schema", "<!DOCTYPE s SYSTEM \"http://127.0.0.1:1/x.dtd\"><Session/>".to_owned()),
        ("depth", format!("{}{}", "<a>".repeat(200_000), "</a>".repeat(200_000))),
        ("depth without end", "<a>".repeat(500_000)),
        ("4,000 attributes", format!("<Session {}/>", (0..4_000).fold(String::new(), |all, number| format!("{all}a{number}=\"v\" ")))),
        (
            "4,000 namespaces",
            format!("<Session {}/>", (0..4_000).fold(String::new(), |all, number| format!("{all}xmlns:a{number}=\"v\" "))),
        ),
        (
            "100,000 flags",
            format!("<Session><SessionFlags>{}</SessionFlags></Session>", filled("<SessionFlag N=\"a\" V=\"b\"/>", 2_300_000)),
        ),
        ("no XML", "{\"Session\": 1}".to_owned()),
        ("a time that is none", "<Session><SessionTimers ClientBeginRequest=\"9999-99-99T99:99:99\"/></Session>".to_owned()),
        (
            "a comment that steers",
            "<Session><SessionFlags><SessionFlag N=\"ui-comments\" V=\"&#x202e;&#x9b;31m&#10;error: x\"/></SessionFlags></Session>"
                .to_owned(),
        ),
        (
            "a comment of 1 MB",
            format!("<Session><SessionFlags><SessionFlag N=\"ui-comments\" V=\"{}\"/></SessionFlags></Session>", "c".repeat(1 << 20)),
        ),
    ] {
        let (asked, answered) = (asked(), answered());
        theme.found(
            row,
            zip(&[("raw/1_c.txt", asked.as_bytes()), ("raw/1_s.txt", answered.as_bytes()), ("raw/1_m.xml", metadata.as_bytes())]),
        );
    }
    theme.found(
        "metadata in UTF-16",
        saz(&[("raw/9_m.xml", &"<Session Aborted='true'/>".encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>())]),
    );
    theme.found("a mark that is none", saz(&[("entrace.json", b"{\"version\":7")]));
    theme.end();
}

fn zeroed(mut bytes: Vec<u8>, from: usize, to: usize) -> Vec<u8> {
    bytes[from..to].fill(0);
    bytes
}

/// Damages the last member's data.
fn flipped(mut zip: Vec<u8>) -> Vec<u8> {
    let directory = memchr::memmem::find(&zip, b"PK\x01\x02").expect("a directory");
    zip[directory - 60..directory - 40].fill(0x55);
    zip
}

/// A zip of this many small members, the good one last.
fn many(members: usize) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..members {
        archive.start_file(format!("{number}/.DS_Store"), SimpleFileOptions::default()).expect("memory takes everything");
    }
    archive.start_file("case.har", SimpleFileOptions::default()).expect("memory takes everything");
    archive.write_all(good_har().as_bytes()).expect("memory takes everything");
    archive.finish().expect("memory takes everything").into_inner()
}

/// A zip of this many captures without entries, and the good one.
fn wide(captures: usize) -> Vec<u8> {
    let empty = r#"{"log":{"entries":[]}}"#;
    let members: Vec<Raw> = (0..captures).map(|number| Raw::new(format!("{number}.har"), empty)).chain([good()]).collect();
    raw_zip(&members).0
}

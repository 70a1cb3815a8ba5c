//! Programs that one would use instead, or that do a part of the same.

use std::path::{Path, PathBuf};

use super::limits::Limit;
use super::measure::Contender;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Peer {
    WordCount,
    RgCount,
    RgJson,
    Jq,
    Python,
    Wiretrail,
    Gzip,
    Unzip,
    SevenZip,
    Part(Limit),
}

/// The exchanges with the token service or with a code in them: address, status, codes.
const JQ: &str = r#".log.entries | to_entries[] | (.value.response.content.text // "") as $body
    | select((.value.request.url | contains("login.microsoftonline.com")) or ($body | contains("AADSTS")))
    | [.key, .value.request.url, .value.response.status, [$body | scan("AADSTS[0-9]+")]]"#;

/// The same with what everyone has.
const PYTHON: &str = r#"
import json, re, sys
with open(sys.argv[1], encoding="utf-8") as file:
    entries = json.load(file)["log"]["entries"]
for at, entry in enumerate(entries):
    url, body = entry["request"]["url"], entry["response"]["content"].get("text", "")
    if "login.microsoftonline.com" in url or "AADSTS" in body:
        print(at, url, entry["response"]["status"], re.findall("AADSTS[0-9]+", body))
"#;

/// The command of a peer on these files, or why there is none.
pub(crate) fn contender(peer: Peer, files: &[PathBuf]) -> Result<Contender, String> {
    let (name, program, options): (&str, &str, &[&str]) = match peer {
        Peer::WordCount => ("wc -l FILE", "wc", &["-l"]),
        Peer::RgCount => ("rg -c AADSTS FILE", "rg", &["--no-config", "-c", "AADSTS"]),
        Peer::RgJson => ("rg --json AADSTS FILE", "rg", &["--no-config", "--json", "AADSTS"]),
        Peer::Jq => ("jq, the same exchanges", "jq", &["-c", JQ]),
        Peer::Python => ("python3, json.load and a loop", "python3", &["-c", PYTHON]),
        Peer::Wiretrail => ("wiretrail FILE errors", "wiretrail", &[]),
        Peer::Gzip => ("gzip -dc FILE", "gzip", &["-dc"]),
        Peer::Unzip => ("unzip -p FILE", "unzip", &["-p"]),
        Peer::SevenZip => ("7z x -so FILE", "7z", &["x", "-so", "-bd"]),
        Peer::Part(limit) => return Ok(part(limit, files)),
    };
    let named = std::env::var_os("WIRETRAIL").filter(|_| peer == Peer::Wiretrail).map(PathBuf::from);
    let Some(program) = named.filter(|path| path.is_file()).or_else(|| find(program)) else {
        let hint = if peer == Peer::Wiretrail { ", neither on PATH nor where WIRETRAIL points" } else { "" };
        return Err(format!("{program} is not on this machine{hint}"));
    };
    let contender = Contender::new(name, &program.display().to_string(), options, files);
    Ok(if peer == Peer::Wiretrail { contender.then("errors").telling() } else { contender })
}

/// This program, which does the part.
fn part(limit: Limit, files: &[PathBuf]) -> Contender {
    let name = match limit {
        Limit::Read => "a part: reading, one thread",
        Limit::Split => "a part: reading and splitting, one thread",
        Limit::Unpack => "a part: unpacking, one thread",
    };
    let itself = std::env::current_exe().expect("this program has a path");
    Contender::new(name, &itself.display().to_string(), &["limit", limit.word()], files)
}

/// Where a program is.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder: PathBuf| folder.join(program)).find(|file: &PathBuf| Path::is_file(file))
}

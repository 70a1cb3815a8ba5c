//! What is measured: which captures, and which commands on each.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::data::{self, Capture};
use super::generate::{Format, Totals};
use super::limits::Limit;
use super::measure::Contender;
use super::peers::{self, Peer};

/// How much of it is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Extent {
    Quick,
    Usual,
    All,
}

/// A capture that does not exist yet, and who reads it.
pub(crate) struct Case {
    pub(crate) title: String,
    entrace: PathBuf,
    make: Box<dyn Fn() -> Capture>,
    peers: &'static [Peer],
    plain_har: bool,
}

/// A capture with the commands that are to be timed on it. The first is the yardstick, the second entrace as people run it.
pub(crate) struct Prepared {
    pub(crate) title: String,
    pub(crate) bytes: u64,
    pub(crate) entries: u64,
    pub(crate) sign_in_entries: u64,
    pub(crate) contenders: Vec<Contender>,
    /// Who could not take part, and why.
    pub(crate) absent: Vec<String>,
    /// Whether its time belongs into the table of cost against size.
    pub(crate) plain_har: bool,
}

/// Programs that hold all of a HAR in memory or take minutes on a large one; they read up to 500 MB.
const HAR_PEERS: &[Peer] = &[Peer::WordCount, Peer::RgCount, Peer::RgJson, Peer::Jq, Peer::Python, Peer::Wiretrail, PARTS[0], PARTS[1]];
const LARGE_HAR_PEERS: &[Peer] = &[Peer::WordCount, Peer::RgCount, Peer::RgJson, PARTS[0], PARTS[1]];
const PARTS: [Peer; 2] = [Peer::Part(Limit::Read), Peer::Part(Limit::Split)];

/// Every case that the extent asks for.
pub(crate) fn all(extent: Extent, entrace: &Path) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut add = |least: Extent, title: String, peers, plain_har, make: Box<dyn Fn() -> Capture>| {
        if extent >= least {
            cases.push(Case { title, entrace: entrace.to_owned(), make, peers, plain_har });
        }
    };
    for (least, megabytes) in [(Extent::Quick, 1), (Extent::Quick, 5), (Extent::Quick, 50), (Extent::Usual, 500), (Extent::All, 2_000)] {
        let peers = if megabytes > 500 { LARGE_HAR_PEERS } else { HAR_PEERS };
        add(least, format!("HAR, {megabytes} MB"), peers, true, Box::new(move || data::capture(Format::Har, megabytes)));
    }
    add(Extent::Quick, "HAR of nothing but sign-ins, 20 MB".to_owned(), &[], false, Box::new(|| data::dense(20)));
    for (least, megabytes) in [(Extent::Quick, 50), (Extent::Usual, 500)] {
        add(least, format!("HAR in gzip, {megabytes} MB unpacked"), &[Peer::Gzip], false, Box::new(move || data::gzipped(megabytes)));
    }
    for (least, megabytes) in [(Extent::Quick, 5), (Extent::Quick, 50), (Extent::Usual, 500)] {
        let peers = &[Peer::Unzip, Peer::SevenZip, Peer::Part(Limit::Unpack)];
        add(least, format!("SAZ, {megabytes} MB"), peers, false, Box::new(move || data::capture(Format::Saz, megabytes)));
    }
    let peers = &[Peer::WordCount, Peer::RgCount];
    add(Extent::Usual, "folder of 500 HARs of 1 MB".to_owned(), peers, false, Box::new(|| data::many(500)));
    cases
}

impl Case {
    /// Writes the capture unless it is there, compares what entrace reports with what is true, and sets up the commands.
    pub(crate) fn prepare(&self) -> Prepared {
        let capture = (self.make)();
        self.check(&capture);
        let mut absent = Vec::new();
        let files = data::files(&capture.path);
        let mut contenders = vec![Contender::new("cat FILE", "cat", &[], &files)];
        contenders.extend(self.own(&capture.path, &mut absent));
        for peer in self.peers {
            match peers::contender(*peer, &files) {
                Ok(contender) => contenders.push(contender),
                Err(why) => absent.push(why),
            }
        }
        if capture.bytes > 1_000_000_000 {
            absent.push("jq, Python and wiretrail are not run on more than 500 MB: they hold all of it in memory".to_owned());
        }
        Prepared {
            title: self.title.clone(),
            bytes: capture.bytes,
            entries: capture.totals.entries,
            sign_in_entries: capture.totals.sign_in_entries,
            contenders,
            absent,
            plain_har: self.plain_har,
        }
    }

    /// entrace in its several ways.
    fn own(&self, path: &Path, absent: &mut Vec<String>) -> Vec<Contender> {
        let program = self.entrace.display().to_string();
        let path = [path.to_owned()];
        let own = |name: &str, options: &[&str]| Contender::new(name, &program, options, &path).telling();
        let mut contenders = Vec::new();
        if has_threads(&self.entrace) {
            contenders.push(own("entrace --threads 1", &["--quiet", "--threads", "1"]));
            contenders.push(own("entrace --threads 2", &["--quiet", "--threads", "2"]));
        } else {
            absent.push("entrace has no --threads: one thread only".to_owned());
            contenders.push(own("entrace", &["--quiet"]));
        }
        contenders.push(own("entrace --format json", &["--quiet", "--format", "json"]));
        if path.iter().all(|path| path.extension().is_some_and(|ending| ending == "har")) {
            let clean = data::folder().join("clean").display().to_string();
            contenders.push(own("entrace sanitize", &["sanitize", "--quiet", "-o", &clean]));
        }
        contenders
    }

    fn check(&self, capture: &Capture) {
        let mut ways: Vec<&[&str]> = vec![&[]];
        if has_threads(&self.entrace) {
            ways.extend([&["--threads", "1"][..], &["--threads", "2"]]);
        }
        for options in ways {
            let output = Command::new(&self.entrace).args(["--format", "json"]).args(options).arg(&capture.path).output();
            let output = output.expect("entrace runs");
            let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
                panic!("{}: no report: {error}\n{}", capture.path.display(), String::from_utf8_lossy(&output.stderr));
            });
            let found = Totals::of_report(&report);
            assert!(
                found == capture.totals,
                "{}: entrace {options:?} found {found:#?}\nthere is {:#?}",
                capture.path.display(),
                capture.totals
            );
        }
    }
}

fn has_threads(entrace: &Path) -> bool {
    let help = Command::new(entrace).arg("--help").output().expect("entrace runs");
    String::from_utf8_lossy(&help.stdout).contains("--threads")
}

//! The captures of the benchmark: written once, kept below the build folder until the generator changes.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use crate::generate::{self, Format, Recipe, Totals};

/// One file or a folder of several, with what is in it.
#[derive(Debug, Clone)]
pub(crate) struct Capture {
    pub(crate) path: PathBuf,
    /// Size on disk.
    pub(crate) bytes: u64,
    pub(crate) totals: Totals,
}

/// Sources that decide what is in a capture.
const SOURCES: &[&str] = &[
    include_str!("data.rs"),
    include_str!("generate/background.rs"),
    include_str!("generate/bodies.rs"),
    include_str!("generate/files.rs"),
    include_str!("generate/mod.rs"),
    include_str!("generate/quotes.rs"),
    include_str!("generate/random.rs"),
    include_str!("generate/sign_ins.rs"),
    include_str!("generate/totals.rs"),
    include_str!("generate/traffic.rs"),
    include_str!("../it/scenario/har.rs"),
    include_str!("../it/scenario/http1.rs"),
    include_str!("../it/scenario/json.rs"),
    include_str!("../it/scenario/pages.rs"),
    include_str!("../it/scenario/saz.rs"),
    include_str!("../it/scenario/sign_in.rs"),
    include_str!("../it/scenario/stories/passwords.rs"),
    include_str!("../it/scenario/story.rs"),
];

/// The captures of this generator; those of an earlier one are removed.
pub(crate) fn folder() -> PathBuf {
    let digest = SOURCES.iter().fold(Sha256::new(), Sha256::chain_update);
    let stamp: String = entrace::read::hex(&digest.finalize()).chars().take(12).collect();
    let all = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench");
    for entry in fs::read_dir(&all).into_iter().flatten().flatten().filter(|entry| entry.file_name() != *stamp) {
        fs::remove_dir_all(entry.path()).expect("captures of an earlier generator can be removed");
    }
    let folder = all.join(stamp);
    fs::create_dir_all(&folder).expect("a folder for the captures");
    folder
}

/// A capture of this many megabytes.
pub(crate) fn capture(format: Format, megabytes: u64) -> Capture {
    let extension = if format == Format::Har { "har" } else { "saz" };
    let recipe = Recipe { format, bytes: megabytes * 1_000_000, seed: 1, is_dense: false };
    kept(&folder().join(format!("{megabytes}.{extension}")), |path| generate::write(recipe, path))
}

/// A HAR of nothing but sign-ins.
pub(crate) fn dense(megabytes: u64) -> Capture {
    let recipe = Recipe { format: Format::Har, bytes: megabytes * 1_000_000, seed: 1, is_dense: true };
    kept(&folder().join(format!("{megabytes}-dense.har")), |path| generate::write(recipe, path))
}

/// The same capture in gzip.
pub(crate) fn gzipped(megabytes: u64) -> Capture {
    let plain = capture(Format::Har, megabytes);
    kept(&plain.path.with_extension("har.gz"), |path| {
        let mut encoder = GzEncoder::new(File::create(path)?, Compression::default());
        io::copy(&mut File::open(&plain.path)?, &mut encoder)?;
        encoder.finish()?;
        Totals { sha256: Vec::new(), ..plain.totals.clone() }.with_sha256(path)
    })
}

/// A folder of that many small captures, all different.
pub(crate) fn many(count: u64) -> Capture {
    kept(&folder().join(format!("{count}-captures")), |path| {
        fs::create_dir_all(path)?;
        let mut all = Totals::default();
        for seed in 0..count {
            let recipe = Recipe { format: Format::Har, bytes: 1_000_000, seed, is_dense: false };
            all.add(generate::write(recipe, &path.join(format!("{seed:04}.har")))?);
        }
        Ok(all)
    })
}

/// What is at this path with its totals; written when it is not whole. The totals come last, so they tell that it is.
fn kept(path: &Path, write: impl FnOnce(&Path) -> io::Result<Totals>) -> Capture {
    let beside = PathBuf::from(format!("{}.totals.json", path.display()));
    let known = fs::read(&beside).ok().and_then(|json| serde_json::from_slice(&json).ok());
    let totals: Totals = known.unwrap_or_else(|| {
        eprintln!("writing {}", path.display());
        let totals = write(path).expect("the capture can be written");
        fs::write(&beside, serde_json::to_vec_pretty(&totals).expect("totals are JSON")).expect("totals can be written");
        totals
    });
    Capture { path: path.to_owned(), bytes: files(path).iter().map(|file| size(file)).sum(), totals }
}

/// The files at a path, in order of their names.
pub(crate) fn files(path: &Path) -> Vec<PathBuf> {
    let Ok(listed) = fs::read_dir(path) else { return vec![path.to_owned()] };
    let mut files: Vec<PathBuf> = listed.map(|entry| entry.expect("an entry of the folder").path()).collect();
    files.sort();
    files
}

fn size(path: &Path) -> u64 {
    path.metadata().expect("the capture was written").len()
}

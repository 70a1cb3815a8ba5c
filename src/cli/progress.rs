//! Progress on a terminal, when reading takes longer than one waits without wondering.

use std::io::{self, IsTerminal};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::read::ReadAt;

use super::files::inputs::{OpenFile, Source};

/// Nothing is shown before this.
const PATIENCE: Duration = Duration::from_millis(500);

/// How much of all inputs was read.
pub(super) struct Progress {
    began: Instant,
    /// Bytes of all inputs; none when no one watches.
    total: Option<u64>,
    read: AtomicU64,
    bar: OnceLock<Bar>,
}

impl Progress {
    /// Watches over sources, on standard error, when that is a terminal.
    pub(super) fn new(sources: &[Source], quiet: bool) -> Self {
        let watched = !quiet && io::stderr().is_terminal();
        let size = |source: &Source| source.path().and_then(|path| path.metadata().ok()).map_or(0, |metadata| metadata.len());
        let total = watched.then(|| sources.iter().map(size).sum());
        Self { began: Instant::now(), total, read: AtomicU64::new(0), bar: OnceLock::new() }
    }

    /// A file whose reading is counted.
    pub(super) fn watch(&self, file: OpenFile) -> Watched<'_> {
        Watched { file, furthest: AtomicU64::new(0), progress: self }
    }

    /// Takes the bar away again.
    pub(super) fn end(self) {
        if let Some(bar) = self.bar.get() {
            bar.clear();
        }
    }

    fn count(&self, bytes: u64) {
        let Some(total) = self.total else { return };
        let read = self.read.fetch_add(bytes, Ordering::Relaxed) + bytes;
        if self.began.elapsed() >= PATIENCE {
            self.bar.get_or_init(|| Bar::new(total)).set(read.min(total));
        }
    }
}

/// What is shown of it.
#[cfg(not(target_os = "wasi"))]
struct Bar(indicatif::ProgressBar);

#[cfg(not(target_os = "wasi"))]
impl Bar {
    fn new(total: u64) -> Self {
        let style = indicatif::ProgressStyle::with_template("{bar:32} {bytes} of {total_bytes}, {eta} left");
        let bar = indicatif::ProgressBar::new(total);
        Self(if let Ok(style) = style { bar.with_style(style) } else { bar })
    }

    fn set(&self, read: u64) {
        self.0.set_position(read);
    }

    fn clear(&self) {
        self.0.finish_and_clear();
    }
}

/// Nothing: in a browser the page hands out the bytes, and shows how many.
#[cfg(target_os = "wasi")]
struct Bar;

#[cfg(target_os = "wasi")]
impl Bar {
    fn new(_: u64) -> Self {
        Self
    }

    fn set(&self, _: u64) {}

    fn clear(&self) {}
}

/// A file that tells how far it was read. What is read again is not counted again.
pub(super) struct Watched<'a> {
    file: OpenFile,
    furthest: AtomicU64,
    progress: &'a Progress,
}

impl ReadAt for Watched<'_> {
    fn read_at(&self, buffer: &mut [u8], at: u64) -> io::Result<usize> {
        let read = self.file.read_at(buffer, at)?;
        let end = at + read as u64;
        let furthest = self.furthest.fetch_max(end, Ordering::Relaxed);
        self.progress.count(end.saturating_sub(furthest));
        Ok(read)
    }

    fn size(&self) -> io::Result<u64> {
        self.file.size()
    }
}

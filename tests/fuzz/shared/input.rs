//! The fuzzer's bytes: choices are in front, what is chosen for follows them.

use memchr::memmem;

/// What parts the parts of an input. The dictionaries have it, so that the fuzzer can make parts.
pub const MARK: &str = "\n~~~~\n";

/// The bytes that are not used yet.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    /// All bytes of an input.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The next byte as a number below `count`; zero behind the end.
    pub fn choice(&mut self, count: u8) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        first % count
    }

    /// What is left.
    #[must_use]
    pub fn bytes(self) -> &'a [u8] {
        self.0
    }

    /// What is left, as the readers hand over texts.
    #[must_use]
    pub fn text(self) -> String {
        String::from_utf8_lossy(self.0).into_owned()
    }

    /// What is left, cut at the marks.
    #[must_use]
    pub fn parts(self) -> Vec<&'a [u8]> {
        let marks = memmem::find_iter(self.0, MARK).map(|at| (at, at + MARK.len()));
        let mut begin = 0;
        let mut parts = Vec::new();
        for (end, next) in marks.chain([(self.0.len(), self.0.len())]) {
            parts.push(&self.0[begin..end]);
            begin = next;
        }
        parts
    }
}

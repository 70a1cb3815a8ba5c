//! Recognizes logs by their content: what their first records, or their columns, are called.

use std::ops::ControlFlow;

use crate::read::json::window::members;
use crate::read::sign_in_log::csv;
use crate::read::sign_in_log::json::{self, Piece, Take};
use crate::read::sign_in_log::marks::{Content, Marks};

/// What a text holds, by its first 64 KiB without byte order mark; `None` when it is nothing of a sign-in log.
pub(super) fn content(prefix: &str) -> Option<Content> {
    if is_json(prefix) {
        let mut first = First::default();
        json::walk(&mut prefix.as_bytes(), &mut first);
        return first.content;
    }
    let mut marks = Marks::default();
    let columns = csv::header(prefix).filter(|columns| columns.len() > 2)?;
    marks.columns(&columns);
    marks.content()
}

/// Whether a text is JSON rather than CSV.
pub(super) fn is_json(prefix: &str) -> bool {
    prefix.trim_start().starts_with(['{', '['])
}

/// Looks at the records until one is a sign-in.
#[derive(Debug, Default)]
struct First {
    content: Option<Content>,
    seen: usize,
}

/// Records that are looked at, and members of each.
const MOST: usize = 200;

impl First {
    fn find(&mut self, found: Option<Content>) {
        self.content = match (self.content, found) {
            (_, Some(Content::SignIns)) => found,
            (before, _) => before.or(found),
        };
    }

    fn record(&mut self, raw: &[u8], is_cut: bool) {
        let mut marks = Marks::default();
        for (name, value) in members(raw).take(MOST) {
            marks.member(&name, value);
        }
        if is_cut {
            marks.cut(raw);
        }
        self.find(marks.content());
    }
}

impl Take for First {
    fn piece(&mut self, piece: Piece<'_>) -> ControlFlow<()> {
        match piece {
            Piece::Whole(raw) => self.record(raw, false),
            Piece::Cut(raw) => self.record(raw, true),
            Piece::TooLarge | Piece::Broken => {}
        }
        self.seen += 1;
        let is_found = self.content == Some(Content::SignIns) || self.seen >= MOST;
        if is_found { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn columns(&mut self, columns: Vec<String>) {
        let mut marks = Marks::default();
        marks.columns(&columns);
        self.find(marks.content());
    }

    fn beside_list(&mut self, name: &str, value: &[u8]) {
        let says_sign_ins = || String::from_utf8_lossy(value).to_ascii_lowercase().contains("auditlogs/signins");
        if name == "@odata.context" && says_sign_ins() {
            self.find(Some(Content::SignIns));
        }
    }
}

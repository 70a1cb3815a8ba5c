//! The receipt of a sanitized capture: for people, and for programs. It is what convinces someone who may not see the capture.

use std::fmt::Write;

use serde::Serialize;

use crate::model::capture::Note;
use crate::model::capture::written::Kind;
use crate::render::{self, plain};
use crate::sanitize::{KEPT, Receipt, ReceiptDocument};

/// A file that was read or written.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Described {
    /// As it was typed.
    pub(super) path: String,
    pub(super) size: u64,
    /// In hexadecimal digits; none when some of it could not be read.
    pub(super) sha256: Option<String>,
}

/// What was done to one file.
pub(super) struct Whole<'r> {
    pub(super) input: Described,
    pub(super) output: Described,
    pub(super) receipt: &'r Receipt,
}

#[derive(Serialize)]
struct Document<'r> {
    schema_version: u32,
    tool: Tool,
    input: &'r Described,
    capture: Capture<'r>,
    output: &'r Described,
    receipt: ReceiptDocument,
    kept: Vec<Kept>,
    notes: Vec<&'r str>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

/// The capture in the input: in an archive it is a file of its own.
#[derive(Serialize)]
struct Capture<'r> {
    name: &'r str,
    format: &'static str,
    sha256: Option<&'r str>,
}

#[derive(Serialize)]
struct Kept {
    what: &'static str,
    why: &'static str,
}

impl Whole<'_> {
    /// The receipt for programs.
    pub(super) fn json(&self) -> String {
        let receipt = self.receipt;
        render::json(&Document {
            schema_version: 1,
            tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
            input: &self.input,
            capture: Capture { name: &receipt.name, format: receipt.kind.name(), sha256: receipt.sha256.as_deref() },
            output: &self.output,
            receipt: receipt.document(),
            kept: KEPT.iter().map(|(what, why)| Kept { what, why }).collect(),
            notes: receipt.notes.iter().map(|note: &Note| note.message.as_str()).chain(receipt.limits.as_deref()).collect(),
        })
    }

    /// The receipt for people.
    pub(super) fn text(&self) -> String {
        let receipt = self.receipt;
        let (one, several) = receipt.kind.parts();
        let mut text = format!("{}: {} written", plain(&receipt.name), counted(receipt.entries, one, several));
        if receipt.dropped > 0 {
            let _ = write!(text, ", {} of other hosts left out", receipt.dropped);
        }
        if matches!(receipt.kind, Kind::Capture(_)) {
            let _ = write!(text, ", {} removed", counted(receipt.removed.bodies, "body", "bodies"));
        }
        text.push('\n');
        describe(&mut text, "input", &self.input);
        describe(&mut text, "output", &self.output);
        self.removed(&mut text);
        self.fields(&mut text);
        text.push_str("  kept:\n");
        for (what, why) in KEPT {
            let _ = writeln!(text, "    {what}: {why}");
        }
        let _ = write!(
            text,
            "  last look: {} searched for in all that was written, 0 found",
            counted(receipt.searched as u64, "credential", "credentials")
        );
        text
    }

    fn removed(&self, text: &mut String) {
        let distinct = self.receipt.removed.distinct();
        let mut rows: Vec<(&'static str, String, String)> = Vec::new();
        for ((kind, place), count) in &self.receipt.removed.times {
            let place = format!("{count} {}", place.name());
            match rows.last_mut().filter(|(name, ..)| *name == kind.in_receipt()) {
                Some((_, _, places)) => {
                    let _ = write!(places, ", {place}");
                }
                None => rows.push((kind.in_receipt(), distinct.get(kind).map_or_else(|| "-".to_owned(), u64::to_string), place)),
            }
        }
        if rows.is_empty() {
            text.push_str("  removed: nothing, as nothing secret or personal was found\n");
            return;
        }
        let width = rows.iter().map(|(kind, ..)| kind.len()).max().unwrap_or_default();
        let _ = writeln!(text, "  removed:\n    {:width$}  different  times and places", "kind");
        for (kind, different, places) in rows {
            let _ = writeln!(text, "    {kind:width$}  {different:>9}  {places}");
        }
    }

    fn fields(&self, text: &mut String) {
        let fields = &self.receipt.fields;
        if fields.total() == 0 {
            return;
        }
        let named = fields.named.iter().map(|(name, count)| format!("{count} {name}"));
        let others = (fields.others > 0).then(|| format!("{} of other names", fields.others));
        let all: Vec<String> = named.chain(others).collect();
        let _ = writeln!(text, "  fields dropped, as no one can say what is in them: {}", all.join(", "));
    }
}

fn describe(text: &mut String, label: &str, file: &Described) {
    let hash = file.sha256.as_deref().unwrap_or("unknown: not all of it could be read");
    let _ = writeln!(text, "  {label:6}  {}, {}\n          SHA-256 {hash}", plain(&file.path), counted(file.size, "byte", "bytes"));
}

/// `1 entry`, `2 entries`
pub(super) fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

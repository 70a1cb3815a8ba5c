//! README.md and `samples/README.md` as the tests read them: the fenced blocks, and what stands between backticks in tables and sentences.

use std::path::Path;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

pub(crate) const README: &str = "README.md";
pub(crate) const SAMPLES: &str = "samples/README.md";

/// A block of code.
#[derive(Debug)]
pub(crate) struct Block {
    /// What stands behind the opening backticks; empty for an indented block, too.
    pub(crate) kind: String,
    /// The last heading of the second level before it.
    pub(crate) section: String,
    pub(crate) text: String,
    /// The document and the line, for who has to find it.
    pub(crate) place: String,
}

/// What a document shows.
#[derive(Debug, Default)]
pub(crate) struct Document {
    pub(crate) blocks: Vec<Block>,
    /// What stands between backticks, with its place.
    pub(crate) spans: Vec<(String, String)>,
}

/// The text of a file of the project.
pub(crate) fn file(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Reads a document as whoever renders it does, so that no way of writing a block is overlooked.
pub(crate) fn document(path: &str) -> Document {
    let text = file(path);
    let mut document = Document::default();
    let mut section = String::new();
    let (mut in_heading, mut in_block) = (false, false);
    for (event, range) in Parser::new_ext(&text, Options::ENABLE_TABLES).into_offset_iter() {
        let place = || format!("{path}:{}", text[..range.start].matches('\n').count() + 1);
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }) => {
                in_heading = true;
                section.clear();
            }
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            Event::Start(Tag::CodeBlock(kind)) => {
                let kind = if let CodeBlockKind::Fenced(kind) = kind { kind.to_string() } else { String::new() };
                document.blocks.push(Block { kind, section: section.clone(), text: String::new(), place: place() });
                in_block = true;
            }
            Event::End(TagEnd::CodeBlock) => in_block = false,
            Event::Text(text) if in_heading => section.push_str(&text),
            Event::Text(text) if in_block => document.blocks.last_mut().expect("a block has begun").text.push_str(&text),
            Event::Code(text) => document.spans.push((text.to_string(), place())),
            _ => {}
        }
    }
    document
}

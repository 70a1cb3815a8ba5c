//! The documents as the tests read them: README.md, `samples/README.md`, the pages of the manual, and those for contributors. Here are their
//! blocks, links and headings, and what is between backticks in tables and sentences. All that links lead to and that paths name exists.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::run::root;

pub(crate) const README: &str = "README.md";
pub(crate) const SAMPLES: &str = "samples/README.md";
pub(crate) const MANUAL: &str = "src/manual";
pub(crate) const ASSISTANTS: &str = "src/manual/assistants.md";
pub(crate) const COMMANDS: &str = "src/manual/commands.md";
pub(crate) const GUIDES: &str = "src/manual/guides.md";
pub(crate) const MANY_CAPTURES: &str = "src/manual/many-captures.md";
pub(crate) const PRIVACY: &str = "src/manual/privacy.md";
pub(crate) const SECURITY: &str = "src/manual/security.md";

/// The README is read in a minute; what takes longer has a page of the manual.
const README_BYTES: usize = 10_000;

/// A block of code.
#[derive(Debug)]
pub(crate) struct Block {
    /// What follows the opening backticks; empty for an indented block, too.
    pub(crate) kind: String,
    /// The document.
    pub(crate) document: String,
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
    /// Where links and images lead, with their place.
    links: Vec<(String, String)>,
    /// Links by a name that is not defined.
    undefined: Vec<String>,
    /// What links to headings name them.
    anchors: BTreeSet<String>,
}

/// The text of a file of the project.
pub(crate) fn file(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The pages of a folder.
fn pages(folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(root().join(folder)).unwrap_or_else(|error| panic!("{folder}: {error}"));
    let names = entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"));
    let mut pages: Vec<String> = names
        .filter(|name| Path::new(name).extension().is_some_and(|ending| ending == "md"))
        .map(|name| format!("{folder}/{name}"))
        .collect();
    pages.sort();
    assert!(!pages.is_empty(), "{folder} has no pages");
    pages
}

/// All documents.
pub(crate) fn all() -> Vec<String> {
    [README.to_owned(), SAMPLES.to_owned()].into_iter().chain(pages(MANUAL)).chain(pages(".github")).collect()
}

/// Reads a document as anyone who renders it does, so that no way of writing a block is overlooked.
pub(crate) fn document(path: &str) -> Document {
    let text = file(path);
    let mut document = Document::default();
    let mut undefined = Vec::new();
    let mut note_undefined = |link: BrokenLink<'_>| -> Option<(CowStr<'_>, CowStr<'_>)> {
        undefined.push(format!("{path}:{}: [{}]", text[..link.span.start].matches('\n').count() + 1, link.reference));
        None
    };
    let mut section = String::new();
    let mut heading: Option<(HeadingLevel, String)> = None;
    let mut in_block = false;
    let events = Parser::new_with_broken_link_callback(&text, Options::ENABLE_TABLES, Some(&mut note_undefined)).into_offset_iter();
    for (event, range) in events {
        let place = || format!("{path}:{}", text[..range.start].matches('\n').count() + 1);
        match event {
            Event::Start(Tag::Heading { level, .. }) => heading = Some((level, String::new())),
            Event::End(TagEnd::Heading(_)) => {
                let (level, title) = heading.take().expect("a heading has begun");
                document.anchors.insert(anchor(&title));
                if level == HeadingLevel::H2 {
                    section = title;
                }
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                let kind = if let CodeBlockKind::Fenced(kind) = kind { kind.to_string() } else { String::new() };
                let (document_path, section) = (path.to_owned(), section.clone());
                document.blocks.push(Block { kind, document: document_path, section, text: String::new(), place: place() });
                in_block = true;
            }
            Event::End(TagEnd::CodeBlock) => in_block = false,
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => document.links.push((dest_url.to_string(), place())),
            Event::Text(text) if in_block => document.blocks.last_mut().expect("a block has begun").text.push_str(&text),
            Event::Text(text) => {
                if let Some((_, title)) = &mut heading {
                    title.push_str(&text);
                }
            }
            Event::Code(text) => {
                if let Some((_, title)) = &mut heading {
                    title.push_str(&text);
                }
                document.spans.push((text.to_string(), place()));
            }
            _ => {}
        }
    }
    document.undefined = undefined;
    document
}

/// The name that GitHub gives a heading.
fn anchor(title: &str) -> String {
    let kept = title.to_lowercase().replace(' ', "-");
    kept.chars().filter(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_')).collect()
}

#[test]
fn the_readme_is_short() {
    let bytes = file(README).len();
    assert!(bytes < README_BYTES, "{README} has {bytes} bytes and should have fewer than {README_BYTES}");
}

#[test]
fn every_link_leads_somewhere() {
    let mut followed = 0;
    for path in all() {
        let Document { links, undefined, .. } = document(&path);
        assert!(undefined.is_empty(), "links by a name that is not defined: {undefined:?}");
        for (link, place) in links {
            if link.starts_with("https://") {
                continue;
            }
            let (target, heading) = link.split_once('#').map_or((link.as_str(), None), |(target, heading)| (target, Some(heading)));
            let file = if target.is_empty() { PathBuf::from(&path) } else { Path::new(&path).parent().expect("a folder").join(target) };
            assert!(root().join(&file).is_file(), "{place}: {link} leads nowhere");
            if let Some(heading) = heading {
                let anchors = document(file.to_str().expect("a path")).anchors;
                assert!(anchors.contains(heading), "{place}: {link}: there is no such heading, but {anchors:?}");
            }
            followed += 1;
        }
    }
    assert!(followed > 40, "{followed} links");
}

/// A page is shown by rustdoc as well, where nothing is around it but the other pages.
#[test]
fn pages_of_the_manual_are_in_the_readme_and_in_the_documentation() {
    let module = file("src/manual/mod.rs");
    let in_readme: BTreeSet<String> = document(README).links.into_iter().map(|(link, _)| link).collect();
    for path in pages(MANUAL) {
        assert!(in_readme.contains(&path), "{README} does not link to {path}");
        let name = path.trim_start_matches(MANUAL).trim_start_matches('/').trim_end_matches(".md");
        let item = name.replace('-', "_");
        assert!(module.contains(&format!("[{name}]: crate::manual::{item}\n")), "src/manual/mod.rs: no definition of [{name}]");
        let shown = format!("#[doc = concat!(links!(), include_str!(\"{name}.md\"))]\npub mod {item} {{}}");
        assert!(module.contains(&shown), "src/manual/mod.rs does not show {name}.md");
        // Links that are not by name would be broken there.
        let text = file(&path);
        for (link, place) in document(&path).links.into_iter().filter(|(link, _)| !link.starts_with("https://")) {
            assert!(!link.contains(['/', '#']), "{place}: {link} is no page of the manual");
            assert!(text.contains(&format!("\n[{}]: {link}\n", link.trim_end_matches(".md"))), "{place}: {link} is not linked by its name");
            assert!(!text.contains(&format!("]({link})")), "{place}: {link} has to be linked by its name");
        }
    }
}

#[test]
fn every_path_that_is_named_exists() {
    const FOLDERS: &[&str] = &["src/", "tests/", "samples/", ".ci/", ".cargo/", ".github/", ".packages/"];
    // Stand for the name of a new file.
    const NEW: &[&str] = &["NAME", "TOPIC"];
    let mut named = 0;
    for (span, place) in all().iter().flat_map(|path| document(path).spans) {
        let Some(path) = span.split(' ').next().filter(|word| FOLDERS.iter().any(|folder| word.starts_with(folder))) else { continue };
        let written = NEW.iter().find_map(|word| path.split_once(word)).map_or(path, |(folder, _)| folder);
        assert!(root().join(written).exists(), "{place}: there is no {written}");
        named += 1;
    }
    assert!(named > 15, "{named} paths");
}

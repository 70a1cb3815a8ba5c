//! A note as a page for a browser: one file that loads nothing, sends nothing and has no script.
//!
//! Everything that is not ours goes through the escaping of `html!`; only our own style is put in as it is.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use crate::render::document::{Block, Group, Line, Span, Tone};
use crate::render::steers;

const STYLE: &str = include_str!("note_page.css");

/// Renders blocks as a page with a title for the tab and a heading.
pub(super) fn render(title: &str, heading: &str, blocks: &[Block]) -> String {
    // With the line ends that a browser hashes, however it was checked out.
    let css = STYLE.replace('\r', "");
    let hash = STANDARD.encode(Sha256::digest(&css));
    let policy = format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'");
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                meta name="generator" content={ "entrace " (env!("CARGO_PKG_VERSION")) };
                title { (title) }
                style { (PreEscaped(&css)) }
            }
            body {
                main {
                    h1 { (heading) }
                    @for block in blocks { (of_block(block)) }
                }
                footer {
                    p { "Made by entrace " (env!("CARGO_PKG_VERSION")) ", offline. This page loads nothing and sends nothing." }
                }
            }
        }
    };
    // A text of the trace must not steer the reader's eye.
    page.into_string().replace(|letter: char| letter != '\n' && steers(letter), " ")
}

fn of_block(block: &Block) -> Markup {
    match block {
        Block::Heading(_, text) => html! { h2 { (inline(text)) } },
        Block::Last { tone, word, text } => html! { p { strong class=(class(*tone)) { (word) } " " (inline(text)) } },
        Block::Headline { tone, word, text } => html! { h2 { strong class=(class(*tone)) { (word) } " " (inline(text)) } },
        Block::Rows(rows) => html! {
            ul { @for row in rows { li { strong class=(class(row.tone)) { (row.word) } @for cell in &row.cells { " " (inline(cell)) } } } }
        },
        Block::Paragraph(text) => html! { p { (inline(text)) } },
        Block::Labelled(label, text) => html! { p { strong { (label) } ": " (inline(text)) } },
        Block::Bullets(label, bullets) => html! { h3 { (label) } ul { @for bullet in bullets { li { (inline(bullet)) } } } },
        Block::Pairs(label, pairs) => html! {
            h3 { (label) }
            table { tbody { @for (name, value) in pairs { tr { th scope="row" { (name) } td { (value) } } } } }
        },
        Block::Listings(label, listings) => html! {
            h3 { (label) }
            @for (name, text) in listings { h4 { (inline(name)) } pre tabindex="0" { (text) } }
        },
        Block::Actions(label, groups) => html! {
            h3 { (label) }
            @for Group { actor, steps } in groups {
                @if !actor.0.is_empty() { h4 { (inline(actor)) } }
                ol { @for step in steps { li { (inline(step)) } } }
            }
        },
        Block::Marks(label, marks) => html! {
            h3 { (label) }
            ul { @for (mark, text) in marks { li { strong { (mark.word()) } " " (inline(text)) } } }
        },
        Block::Course { title, rows } => html! {
            table {
                caption { (inline(title)) }
                tbody { @for row in rows { tr { @for cell in row { td { (inline(cell)) } } } } }
            }
        },
        Block::Table { title, header, rows } => html! {
            table {
                caption { (title) }
                thead { tr { @for name in header { th scope="col" { (name) } } } }
                tbody { @for row in rows { tr { @for cell in row { td { (inline(cell)) } } } } }
            }
        },
    }
}

fn inline(text: &Line) -> Markup {
    html! {
        @for span in &text.0 {
            @match span {
                Span::Said(text) | Span::Taken(text) => (text),
                Span::Code(text) => code { (text) },
                Span::Label(text) => strong { (text) },
                Span::Link(url) => @if url.starts_with("https://") { a href=(url) rel="noreferrer noopener" { (url) } } @else { (url) },
            }
        }
    }
}

fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "good",
        Tone::Bad => "bad",
        Tone::Waiting => "waiting",
        Tone::Unknown => "unknown",
    }
}

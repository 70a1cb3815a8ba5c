//! An exchange as a note: request line, parameters, headers, body; then the same of the response; then tokens, claim by claim.

use crate::model::shown::{Body, Page, Pair, Part, Shown, Token};
use crate::render::document::{Block, Line};
use crate::render::words;

/// Where a body was sent and cannot be shown.
const NOT_HERE: &str = "not here: not in the capture, or left out because it can't be cleaned with certainty";

/// The blocks of the note.
pub(super) fn blocks(shown: &Shown) -> Vec<Block> {
    let mut blocks = vec![Block::Paragraph(Line::taken(&shown.capture).and_said(format!(", entry {}", shown.entry)))];
    blocks.extend(shown.started.map(|time| Block::Labelled("Started".to_owned(), Line::said(words::time(time)))));
    blocks.extend(shown.comment.as_ref().map(|comment| Block::Labelled("Note".to_owned(), Line::taken(comment))));
    blocks.extend(shown.error.as_ref().map(|error| Block::Labelled("Error".to_owned(), Line::taken(error))));
    blocks.push(Block::Heading(1, Line::taken(format!("{} {}", shown.method, shown.address))));
    blocks.extend(pairs("Query", &shown.query));
    blocks.extend(pairs("Fragment", &shown.fragment));
    blocks.extend(part("Request", &shown.request));
    match &shown.status {
        Some((status, phrase)) => {
            let status = status.map_or_else(|| "no status".to_owned(), |status| status.to_string());
            blocks.push(Block::Heading(1, Line::said(format!("Response {status} ")).and_taken(phrase)));
            blocks.extend(pairs("Parameters of the Location", &shown.location));
            blocks.extend(part("Response", &shown.response));
        }
        None => blocks.push(Block::Heading(1, Line::said("No response"))),
    }
    for Token { label, header, claims } in &shown.tokens {
        blocks.push(Block::Heading(1, Line::said("Token ").and_taken(label)));
        blocks.extend(pairs("Header", header));
        blocks.extend(pairs("Claims", claims));
    }
    if !shown.documents.is_empty() {
        let listing = |pair: &Pair| (Line::taken(&pair.name), pair.value.clone());
        blocks.push(Block::Listings("XML in parameters".to_owned(), shown.documents.iter().map(listing).collect()));
    }
    blocks
}

fn pairs(label: &str, pairs: &[Pair]) -> Option<Block> {
    let pairs: Vec<(String, String)> = pairs.iter().map(|pair| (pair.name.clone(), pair.value.clone())).collect();
    (!pairs.is_empty()).then(|| Block::Pairs(label.to_owned(), pairs))
}

fn part(label: &str, part: &Part) -> Vec<Block> {
    let headers: Vec<Pair> = part.headers.iter().flat_map(cookies_apart).collect();
    let mut blocks: Vec<Block> = pairs(&format!("{label} headers"), &headers).into_iter().collect();
    let text = |kind: &str, text: &str| Block::Listings(format!("{label} body"), vec![(Line::said(kind), text.to_owned())]);
    match &part.body {
        Body::Empty => {}
        Body::NotHere => blocks.push(Block::Labelled(format!("{label} body"), Line::said(NOT_HERE))),
        Body::Json(json) => blocks.push(text("JSON", json)),
        Body::Xml(xml) => blocks.push(text("XML", xml)),
        Body::Text(other) => blocks.push(text("text", other)),
        Body::Form(fields) => blocks.extend(pairs(&format!("{label} body, a form"), fields)),
        Body::Page(page) => blocks.extend(of_page(label, page)),
    }
    blocks
}

/// A cookie a line.
fn cookies_apart(header: &Pair) -> Vec<Pair> {
    if !header.name.eq_ignore_ascii_case("cookie") {
        return vec![header.clone()];
    }
    header.value.split(';').map(|cookie| Pair { name: header.name.clone(), value: cookie.trim().to_owned() }).collect()
}

fn of_page(label: &str, page: &Page) -> Vec<Block> {
    let of_it = |name: &str, value: &str| (!value.is_empty()).then(|| (name.to_owned(), value.to_owned()));
    let facts = [of_it("page id", page.id.as_deref().unwrap_or_default()), of_it("title", &page.title)];
    let facts: Vec<(String, String)> = facts.into_iter().flatten().collect();
    let mut blocks = Vec::new();
    if facts.is_empty() {
        blocks.push(Block::Labelled(format!("{label} body"), Line::said("a page")));
    } else {
        blocks.push(Block::Pairs(format!("{label} body, a page"), facts));
    }
    if !page.objects.is_empty() {
        let listing = |pair: &Pair| (Line::said(&pair.name), pair.value.clone());
        blocks.push(Block::Listings("Values of the page".to_owned(), page.objects.iter().map(listing).collect()));
    }
    for (action, fields) in &page.forms {
        let target = ("(sent to)".to_owned(), action.clone());
        let fields = fields.iter().map(|field| (field.name.clone(), field.value.clone()));
        blocks.push(Block::Pairs("Form of the page".to_owned(), [target].into_iter().chain(fields).collect()));
    }
    if !page.lines.is_empty() {
        blocks.push(Block::Bullets("Text of the page".to_owned(), page.lines.iter().map(Line::taken).collect()));
    }
    blocks
}

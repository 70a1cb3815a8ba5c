//! The codes that a guide serves, and where it says so.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::annotate::guide::Guide;
use crate::annotate::templates;
use crate::entra::codes::Code;
use crate::entra::pattern::pattern;

/// How a guide says which codes it serves, most explicit first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::annotate) enum KeyedBy {
    /// Front matter, as in the built-in guides.
    FrontMatter,
    /// The first heading.
    Heading,
    /// The article id of a template.
    Article,
}

/// The codes of a text, and what ties it to them.
pub(super) fn keys(text: &str, structured: Option<&Guide>) -> Option<(Vec<String>, KeyedBy)> {
    if let Some(guide) = structured {
        return Some((guide.front.codes.iter().map(|entry| entry.code.clone()).collect(), KeyedBy::FrontMatter));
    }
    let heading = first_heading(text).map(codes_in).unwrap_or_default();
    if !heading.is_empty() {
        return Some((heading, KeyedBy::Heading));
    }
    let article = templates::codes(article_id(text)?)?;
    Some((article.iter().map(|number| Code::Entra(*number).to_string()).collect(), KeyedBy::Article))
}

/// The first heading of the first level; a text without one begins with its title.
pub(in crate::annotate) fn first_heading(text: &str) -> Option<&str> {
    let text = without_properties(text);
    let heading = text.lines().find_map(|line| line.strip_prefix('#').filter(|rest| rest.starts_with([' ', '\t', 'A'])));
    heading.or_else(|| text.lines().map(str::trim).find(|line| !line.is_empty())).map(str::trim)
}

/// The codes that a text names in full.
pub(in crate::annotate) fn codes_in(text: &str) -> Vec<String> {
    static PATTERN: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)(?:AAD(?:STS|B2C)\d{4,10}|\bMSIS\d{3,5}\b)"));
    let found = PATTERN.find_iter(text);
    let mut known = HashSet::new();
    found.filter_map(|found| Code::read(found.as_str())).filter(|code| known.insert(code.clone())).map(|code| code.to_string()).collect()
}

/// `articleId` of a `<properties ...>` block.
pub(in crate::annotate) fn article_id(text: &str) -> Option<&str> {
    let block = text.trim_start().strip_prefix("<properties")?;
    let block = &block[..block.find("/>").or_else(|| block.find('>'))?];
    let value = block.split("articleId=").nth(1)?;
    value.strip_prefix('"')?.split('"').next()
}

/// The text behind such a block.
pub(super) fn without_properties(text: &str) -> &str {
    let start = text.trim_start();
    if !start.starts_with("<properties") {
        return text;
    }
    start.find("/>").map_or(text, |end| &start[end + 2..])
}

//! Markdown: the case note, made to be pasted into a ticket.
//!
//! Nothing that is not ours becomes markup, in whatever reads it: `CommonMark`, GitHub's dialect, or one that makes links of whatever looks like
//! an address. What is more than plain words therefore is in a code span, which nothing inside can end.

use url::Url;

use super::document::{Block, Group, Line, Span};
use super::steering::plain;

/// Renders blocks as Markdown.
pub(super) fn render(blocks: &[Block]) -> String {
    let mut out = String::new();
    let mut after_label = false;
    for block in blocks {
        let labelled = matches!(block, Block::Labelled(..) | Block::Rows(..));
        if !(out.is_empty() || labelled && after_label) {
            out.push('\n');
        }
        after_label = labelled;
        write(block, &mut out);
    }
    out
}

fn write(block: &Block, out: &mut String) {
    match block {
        Block::Heading(level, text) => line(out, &format!("{} {}", "#".repeat(usize::from(*level) + 1), inline(text, Place::Elsewhere))),
        Block::Headline { word, text, .. } | Block::Last { word, text, .. } => {
            line(out, &format!("**{word}** {}", inline(text, Place::Elsewhere)));
        }
        Block::Rows(rows) => {
            for row in rows {
                let cells: Vec<String> = row.cells.iter().map(|cell| inline(cell, Place::Elsewhere)).collect();
                line(out, &format!("- **{}** {}", row.word, cells.join("  ")));
            }
        }
        Block::Paragraph(text) => line(out, &alone(text)),
        Block::Labelled(label, text) => line(out, &format!("- **{label}:** {}", inline(text, Place::Elsewhere))),
        Block::Bullets(label, bullets) => {
            line(out, &format!("**{label}**\n"));
            for bullet in bullets {
                line(out, &format!("- {}", alone(bullet)));
            }
        }
        Block::Pairs(label, pairs) => {
            line(out, &format!("**{label}**\n"));
            let width = pairs.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
            let rows: Vec<String> = pairs.iter().map(|(name, value)| format!("{name:<width$}  {}", plain(value))).collect();
            fenced(out, &rows);
        }
        Block::Listings(label, listings) => {
            line(out, &format!("**{label}**"));
            for (name, text) in listings {
                line(out, &format!("\n{}\n", alone(name)));
                fenced(out, &text.split('\n').map(plain).collect::<Vec<_>>());
            }
        }
        Block::Actions(label, groups) => {
            line(out, &format!("**{label}**\n"));
            for Group { actor, steps } in groups {
                let actor = inline(actor, Place::Elsewhere);
                match steps.as_slice() {
                    [step] if !actor.is_empty() => line(out, &format!("- **{actor}:** {}", alone(step))),
                    steps => {
                        let indent = if actor.is_empty() { "" } else { "  " };
                        if !actor.is_empty() {
                            line(out, &format!("- **{actor}**"));
                        }
                        for (at, step) in steps.iter().enumerate() {
                            line(out, &format!("{indent}{}. {}", at + 1, alone(step)));
                        }
                    }
                }
            }
        }
        Block::Marks(label, marks) => {
            line(out, &format!("**{label}**\n"));
            for (mark, text) in marks {
                line(out, &format!("- **{}** {}", mark.word(), inline(text, Place::Elsewhere)));
            }
        }
        Block::Course { title, rows } => {
            line(out, &format!("**{}**\n", inline(title, Place::Elsewhere)));
            line(out, "| Entry | Time (UTC) | Took | Status | What |");
            line(out, "| ---: | --- | ---: | ---: | --- |");
            for row in rows {
                let cells: Vec<String> = row.iter().map(|cell| inline(cell, Place::Cell)).collect();
                line(out, &format!("| {} |", cells.join(" | ")));
            }
        }
        Block::Table { title, header, rows } => {
            line(out, &format!("**{title}**\n"));
            line(out, &format!("| {} |", header.join(" | ")));
            line(out, &format!("|{}", " --- |".repeat(header.len())));
            for row in rows {
                let cells: Vec<String> = row.iter().map(|cell| inline(cell, Place::Cell)).collect();
                line(out, &format!("| {} |", cells.join(" | ")));
            }
        }
    }
}

fn line(out: &mut String, text: &str) {
    out.push_str(text.trim_end_matches(' '));
    out.push('\n');
}

/// Rows in a block of code, behind more backticks than any of them has in a row.
fn fenced(out: &mut String, rows: &[String]) {
    let longest = rows.iter().map(|row| longest_run(row)).max().unwrap_or(0);
    let fence = "`".repeat((longest + 1).max(3));
    line(out, &format!("{fence}text"));
    for row in rows {
        line(out, row);
    }
    line(out, &fence);
}

/// How many backticks are in a row at most.
fn longest_run(text: &str) -> usize {
    text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0)
}

/// Where a line of text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In the cell of a table, which ends at a bar.
    Cell,
    /// Anywhere else.
    Elsewhere,
}

/// A text with nothing else besides it: a mark of ours without a text would be another mark.
fn alone(text: &Line) -> String {
    let text = inline(text, Place::Elsewhere);
    if text.is_empty() { "(empty)".to_owned() } else { text }
}

/// A text on one line.
fn inline(text: &Line, place: Place) -> String {
    let mut out = String::new();
    for span in &text.0 {
        match span {
            Span::Said(text) => said(text, &mut out),
            Span::Code(text) => code(text, place, &mut out),
            Span::Label(text) => label(text, &mut out),
            Span::Taken(text) => taken(text, place, &mut out),
            Span::Link(url) => match followed(url) {
                Some(url) => out.extend(["<", &url, ">"]),
                None => taken(url, place, &mut out),
            },
        }
    }
    out.trim().to_owned()
}

/// An address that may be followed, with nothing in it that ends a link.
fn followed(url: &str) -> Option<String> {
    let url = Url::parse(url).ok().filter(|url| url.scheme() == "https")?;
    let ends_link = |letter: char| matches!(letter, '<' | '>' | '|' | '\\' | '`' | '"' | '[' | ']' | '{' | '}' | '^');
    let written =
        url.as_str().chars().map(|letter| if ends_link(letter) { format!("%{:02X}", u32::from(letter)) } else { letter.to_string() });
    Some(written.collect())
}

/// Our own words: none of them is meant as markup.
fn said(text: &str, out: &mut String) {
    let at_start = out.trim_start().is_empty();
    let text = plain(text);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mut letters = text.chars().enumerate().peekable();
    while let Some((at, letter)) = letters.next() {
        match letter {
            // As entities: a backslash does not count next to a code span, nor in every table.
            '<' => out.push_str("&lt;"),
            '`' => out.push_str("&#96;"),
            '|' => out.push_str("&#124;"),
            '&' if letters.peek().is_none_or(|(_, next)| *next != ' ') => out.push_str("&amp;"),
            '\\' | '*' | '_' | '[' | ']' | '#' | '~' | '$' => out.extend(['\\', letter]),
            '-' | '+' | '=' | '>' if at_start && at == 0 => out.extend(['\\', letter]),
            '.' | ')' if at_start && at == digits && digits > 0 => out.extend(['\\', letter]),
            _ => out.push(letter),
        }
    }
}

/// What a page shows, in bold. Inside of a word the marks would be letters.
fn label(text: &str, out: &mut String) {
    out.push_str("**");
    said(text.trim(), out);
    out.push_str("**");
}

/// Words that are not ours: plain words as they are, everything else in code spans.
fn taken(text: &str, place: Place, out: &mut String) {
    let text = plain(text);
    let at_start = out.trim_start().is_empty();
    // `1.` begins a list.
    let is_number = |word: &str| word.strip_suffix(['.', ')']).is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
    let is_marker = |at: usize, word: &str| at == 0 && at_start && is_number(word);
    let words = text.split_whitespace().enumerate();
    let words: Vec<(bool, &str)> = words.map(|(at, word)| (is_plain(word) && !is_marker(at, word), word)).collect();
    if text.starts_with(char::is_whitespace) {
        out.push(' ');
    }
    for (at, run) in words.chunk_by(|one, next| one.0 == next.0).enumerate() {
        if at > 0 {
            out.push(' ');
        }
        let joined = run.iter().map(|(_, word)| *word).collect::<Vec<_>>().join(" ");
        match run {
            [(true, _), ..] => out.push_str(&joined),
            _ => code(&joined, place, out),
        }
    }
    if text.ends_with(char::is_whitespace) {
        out.push(' ');
    }
}

/// Whether a word can be nothing but a word: no markup, and nothing that a reader makes a link of.
fn is_plain(word: &str) -> bool {
    let is_mark = |letter: char| matches!(letter, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '"' | '(' | ')' | '%' | '-');
    let inside = word.trim_matches(|letter| is_mark(letter) && letter != '-' && letter != '%');
    let letters = || inside.chars();
    let begins_well = inside.starts_with(|letter: char| letter.is_alphanumeric() || !letter.is_ascii());
    let is_known = letters().all(|letter| letter.is_alphanumeric() || !letter.is_ascii() || is_mark(letter) && letter != ':');
    // `contoso.example` is made a link of, `www.x` everywhere; `8.17` is not.
    let dotted = letters().zip(letters().skip(1)).any(|(dot, next)| dot == '.' && !next.is_ascii_digit());
    let is_www = word.to_ascii_lowercase().contains("www.");
    // `:smile:` is made an image of.
    let is_name = word.split_once(':').is_some_and(|(before, _)| !before.contains(char::is_alphanumeric));
    begins_well && is_known && !dotted && !is_www && !is_name
}

/// A code span, behind more backticks than there are in a row inside. In a cell a bar stands between spans.
fn code(text: &str, place: Place, out: &mut String) {
    let text = plain(text);
    if place == Place::Cell && text.contains('|') {
        for (at, part) in text.split('|').enumerate() {
            if at > 0 {
                out.push_str("&#124;");
            }
            code(part, place, out);
        }
        return;
    }
    if text.trim().is_empty() {
        return;
    }
    if out.ends_with('`') {
        out.push(' ');
    }
    let fence = "`".repeat(longest_run(&text) + 1);
    // One blank on both sides is taken away again.
    let padded = text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']);
    let pad = if padded { " " } else { "" };
    out.extend([&fence, pad, &text, pad, &fence]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &Line) -> String {
        inline(text, Place::Elsewhere)
    }

    #[test]
    fn what_is_not_ours_is_words_or_code() {
        for (text, written) in [
            ("AADSTS50126: Error validating credentials.", "AADSTS50126: Error validating credentials."),
            ("The redirect URI 'https://a.example/x' is wrong", "The redirect URI `'https://a.example/x'` is wrong"),
            ("user#1@contoso.example", "`user#1@contoso.example`"),
            ("a ` alone ![x](http://e.example)", "a `` ` `` alone `![x](http://e.example)`"),
            ("1. one", "`1.` one"),
            ("- # > a_b *c* :smile: <b> &#91;", "`- # > a_b *c* :smile: <b> &#91;`"),
        ] {
            assert_eq!(shown(&Line::taken(text)), written);
        }
        assert_eq!(shown(&Line::taken(" ").and_taken("1. one")), "`1.` one");
    }

    #[test]
    fn our_words_stay_words_and_bars_end_no_cell() {
        assert_eq!(shown(&Line::said("Sign-in logs > a_b & c|d <e>")), "Sign-in logs > a\\_b & c&#124;d &lt;e>");
        assert_eq!(inline(&Line::taken("a|b"), Place::Cell), "`a`&#124;`b`");
        assert_eq!(shown(&Line(vec![Span::Code("a".to_owned()), Span::Code("b".to_owned())])), "`a` `b`");
    }

    #[test]
    fn only_https_is_followed() {
        assert_eq!(shown(&Line(vec![Span::Link("https://a.example/x>y|z".to_owned())])), "<https://a.example/x%3Ey%7Cz>");
        assert_eq!(shown(&Line(vec![Span::Link("javascript:alert(1)".to_owned())])), "`javascript:alert(1)`");
    }
}

//! Markdown: the case note, made to be pasted into a ticket.

use super::document::Block;
use super::steers;

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
        Block::Heading(level, text) => line(out, &format!("{} {}", "#".repeat(usize::from(*level) + 1), escape(text))),
        Block::Headline { word, text, .. } => line(out, &format!("**{word}** {}", escape(text))),
        Block::Rows(rows) => {
            for row in rows {
                line(out, &format!("- **{}** {}", row.word, escape(&row.cells.join("  "))));
            }
        }
        Block::Paragraph(text) => line(out, &escape(text)),
        Block::Labelled(label, text) => line(out, &format!("- **{label}:** {}", escape(text))),
        Block::Bullets(label, bullets) => {
            line(out, &format!("**{label}**\n"));
            for bullet in bullets {
                line(out, &format!("- {}", escape(bullet)));
            }
        }
        Block::Pairs(label, pairs) => {
            line(out, &format!("**{label}**\n"));
            line(out, "```text");
            let width = pairs.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
            for (name, value) in pairs {
                line(out, &format!("{name:<width$}  {}", plain(value).replace("```", "'''")));
            }
            line(out, "```");
        }
        Block::Listings(label, listings) => {
            line(out, &format!("**{label}**"));
            for (name, text) in listings {
                line(out, &format!("\n{}\n\n```text", escape(name)));
                for row in text.lines() {
                    line(out, &plain(row).replace("```", "'''"));
                }
                line(out, "```");
            }
        }
        Block::Table { title, header, rows } => {
            line(out, &format!("**{title}**\n"));
            line(out, &format!("| {} |", header.join(" | ")));
            line(out, &format!("|{}", " --- |".repeat(header.len())));
            for row in rows {
                let cells: Vec<String> = row.iter().map(|cell| escape(cell)).collect();
                line(out, &format!("| {} |", cells.join(" | ")));
            }
        }
    }
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

/// One line that steers nothing.
fn plain(text: &str) -> String {
    text.replace(steers, " ")
}

/// Keeps a text text: nothing in it becomes markup, except the code spans of our own guides.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut code = false;
    for letter in plain(text).chars() {
        match letter {
            '`' => code = !code,
            '<' if !code => {
                escaped.push_str("&lt;");
                continue;
            }
            '\\' | '*' | '_' | '[' | ']' | '#' | '|' | '~' if !code => escaped.push('\\'),
            '|' => escaped.push('\\'),
            _ => {}
        }
        escaped.push(letter);
    }
    if code {
        // A backtick without a partner would turn the rest of the page into code.
        return escaped.replace('`', "'");
    }
    escaped
}

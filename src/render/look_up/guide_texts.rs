//! Guides as they are written, for who copies one to change it: the text of the file and nothing else, unless there are several.

use serde::Serialize;

use crate::model::finding::Source;
use crate::model::look_up::{Beside, GuideText};
use crate::render::AnswerFormat;
use crate::render::json::{SCHEMA_VERSION, writer};
use crate::render::steering::plain;

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    guides: Vec<GuideDocument<'a>>,
    without_guide: &'a [String],
}

#[derive(Serialize)]
struct GuideDocument<'a> {
    code: &'a str,
    messages: &'a [String],
    guide: &'a str,
    source: &'a str,
    /// The built-in guides behind it.
    extends: &'a [String],
    /// The built-in guides in whose place it is.
    replaces: &'a [String],
    /// The file of one's own that follows it, or is it, and has faults.
    faulty: Option<&'a str>,
    text: &'a str,
}

/// Renders guides, and in JSON the codes that none serves. A guide is Markdown, on a terminal too.
#[must_use]
pub fn guide_texts(guides: &[GuideText], without_guide: &[String], format: AnswerFormat) -> String {
    if format == AnswerFormat::Json {
        return writer::pretty(&Document { schema_version: SCHEMA_VERSION, guides: guides.iter().map(document).collect(), without_guide });
    }
    let texts = guides.iter().map(|guide| {
        let title = if guides.len() > 1 { format!("<!-- {} -->\n", title(guide)) } else { String::new() };
        plain(title.trim_end()) + if title.is_empty() { "" } else { "\n" } + &shown(&guide.text)
    });
    texts.collect::<Vec<_>>().join("\n")
}

fn document(guide: &GuideText) -> GuideDocument<'_> {
    let GuideText { code, messages, guide: name, source, beside, text } = guide;
    let mut document =
        GuideDocument { code, messages, guide: name, source: source.name(), extends: &[], replaces: &[], faulty: None, text };
    match beside {
        Beside::Alone => {}
        Beside::Replaces(ours) => document.replaces = ours,
        Beside::Extends(ours) => document.extends = ours,
        Beside::BeforeFaulty(own, _) => document.faulty = Some(own),
        Beside::FaultyAlone(_) => document.faulty = Some(source.name()),
    }
    document
}

/// Which guide it is of several.
fn title(guide: &GuideText) -> String {
    let messages: Vec<String> = guide.messages.iter().map(|words| format!("\"{words}\"")).collect();
    let when = if messages.is_empty() { String::new() } else { format!(", when the message says {}", messages.join(" or ")) };
    format!("{}: {}{when}", guide.guide, guide.code)
}

/// A text line for line, with nothing that steers a terminal. A tab is one character of Markdown.
fn shown(text: &str) -> String {
    text.trim_start_matches('\u{feff}').lines().map(|line| line.split('\t').map(plain).collect::<Vec<_>>().join("\t") + "\n").collect()
}

/// Where a guide of one's own stands, in a sentence; `None` when no such guide serves the code.
#[must_use]
pub fn beside(guide: &GuideText) -> Option<String> {
    let GuideText { code, source, beside, guide: name, .. } = guide;
    let faults = |count: usize| if count == 1 { "1 fault".to_owned() } else { format!("{count} faults") };
    Some(match (source, beside) {
        (Source::BuiltIn, Beside::BeforeFaulty(own, count)) => {
            format!("{own}: follows the built-in guide {name} for {code}, as it has {}", faults(*count))
        }
        (Source::BuiltIn, _) => return None,
        (Source::Own(file), Beside::Replaces(ours)) => {
            format!("{file}: serves {code} instead of the built-in guide {}", ours.join(" or "))
        }
        (Source::Own(file), Beside::Extends(ours)) => format!("{file}: serves {code} and extends the built-in guide {}", ours.join(" or ")),
        (Source::Own(file), Beside::FaultyAlone(count)) => {
            format!("{file}: serves {code} alone, though it has {}: there is no built-in guide", faults(*count))
        }
        (Source::Own(file), _) => format!("{file}: serves {code}; there is no built-in guide"),
    })
}

//! The texts of the guides in force for a code: where the message decides, of all that it may choose.

use crate::annotate::catalog::{self, Catalog, Row};
use crate::annotate::guides::GUIDES;
use crate::annotate::lint::GuideFile;
use crate::annotate::own_guide::OwnGuide;
use crate::entra::codes::Code;
use crate::model::finding::Source;
use crate::model::look_up::{Beside, GuideText};

/// The guides in force for a code. `files` are those that the catalog has one's own guides from.
#[must_use]
pub fn in_force(code: &Code, catalog: &Catalog, files: &[GuideFile]) -> Vec<GuideText> {
    let code = code.to_string();
    let rows = catalog::rows(&code);
    let ours = rows.iter().filter_map(|row| row.entry.message.as_deref());
    let mut found: Vec<GuideText> = Vec::new();
    for message in [None].into_iter().chain(ours.chain(catalog.messages_of(&code)).map(Some)) {
        let row = catalog::fitting(&rows, message, |row| &row.entry).and_then(|at| rows.get(at));
        let Some(mut text) = text(row.and_then(of_row), catalog.own_guide(&code, message), files) else { continue };
        let known = found.iter_mut().find(|known| (&known.guide, &known.source) == (&text.guide, &text.source));
        if let Some(known) = known {
            known.is_for_more(message, text.beside);
        } else {
            text.code.clone_from(&code);
            text.messages.extend(message.map(str::to_owned));
            found.push(text);
        }
    }
    found
}

/// The name and the text of the guide that a row is in.
fn of_row(row: &Row) -> Option<(&'static str, &'static str)> {
    let (name, _) = row.guide.as_ref()?;
    GUIDES.iter().find(|(known, _)| known == name).copied()
}

/// The guide that is in force of ours and one's own.
fn text(ours: Option<(&str, &str)>, own: Option<&OwnGuide>, files: &[GuideFile]) -> Option<GuideText> {
    let of_ours = |(name, text): (&str, &str), beside| GuideText {
        code: String::new(),
        messages: Vec::new(),
        guide: name.to_owned(),
        source: Source::BuiltIn,
        beside,
        text: text.to_owned(),
    };
    let Some(own) = own else { return ours.map(|ours| of_ours(ours, Beside::Alone)) };
    let beside = match ours {
        Some(ours) if own.faults > 0 => return Some(of_ours(ours, Beside::BeforeFaulty(own.source.clone(), own.faults))),
        None if own.faults > 0 => Beside::FaultyAlone(own.faults),
        Some((name, _)) if own.extends() => Beside::Extends(vec![name.to_owned()]),
        Some((name, _)) => Beside::Replaces(vec![name.to_owned()]),
        None => Beside::Alone,
    };
    let file = files.iter().find(|file| file.name == own.source)?;
    let (source, text) = (Source::Own(own.source.clone()), file.text.clone());
    Some(GuideText { code: String::new(), messages: Vec::new(), guide: own.name().to_owned(), source, beside, text })
}

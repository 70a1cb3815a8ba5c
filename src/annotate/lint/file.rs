//! A guide as the linter sees it: lines, title, codes.

use crate::annotate::own_guide::{article_id, codes_in, first_heading};
use crate::annotate::templates;
use crate::entra::codes::Code;
use crate::model::look_up::Problem;

/// A guide's text, by its file's name.
#[derive(Debug, Clone)]
pub struct GuideFile {
    /// The name that problems are reported under.
    pub name: String,
    /// The text.
    pub text: String,
}

impl GuideFile {
    /// The file with line ends and without a byte order mark, as the rules read it.
    pub(super) fn normal(&self) -> Self {
        let text = self.text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
        Self { name: self.name.clone(), text }
    }

    pub(super) fn problem(&self, line: usize, rule: &'static str, message: impl Into<String>) -> Problem {
        Problem { file: self.name.clone(), line, rule, message: message.into() }
    }

    /// Lines with their numbers from one.
    pub(super) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(at, line)| (at + 1, line))
    }

    /// The text with empty lines instead of its front matter.
    pub(super) fn body(&self) -> String {
        let end = if self.has_front_matter() { self.text.find("\n+++\n").map_or(0, |end| end + "\n+++".len()) } else { 0 };
        let (front, body) = self.text.split_at(end);
        "\n".repeat(front.matches('\n').count()) + body
    }

    pub(super) fn title(&self) -> Option<(usize, &str)> {
        let begins = if self.has_front_matter() { "title = " } else { "# " };
        self.lines().find(|(_, line)| line.starts_with(begins))
    }

    pub(super) fn has_front_matter(&self) -> bool {
        self.text.starts_with("+++\n")
    }

    /// The codes that the guide is about: by front matter, heading or article.
    pub(super) fn codes(&self) -> Vec<String> {
        if self.has_front_matter() {
            let quoted =
                self.text.lines().filter_map(|line| line.strip_prefix("code = ")).map(|code| code.trim().trim_matches('"').to_owned());
            return quoted.collect();
        }
        let heading = first_heading(&self.text).map(codes_in).unwrap_or_default();
        let article = || article_id(&self.text).and_then(templates::codes).unwrap_or_default();
        if heading.is_empty() { article().into_iter().map(|number| Code::Entra(number).to_string()).collect() } else { heading }
    }

    pub(super) fn numbers(&self) -> Vec<u64> {
        self.codes().iter().filter_map(|code| Code::read(code)?.number()).collect()
    }
}

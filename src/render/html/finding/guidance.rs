//! Guidance: the texts of a guide, who acts, what to read, and where it is from.

use maud::{Markup, html};

use crate::model::finding::{Guidance, GuideLink};
use crate::model::prose::{Piece, Prose};
use crate::render::words;

/// Who acts, in their order.
pub(in crate::render::html) fn who_acts(guidance: &Guidance) -> Markup {
    let (no_one, others) = guidance.actors();
    html! {
        @if no_one {
            p .actors { "No action needed." @if !others.is_empty() { " If it persists:" } }
        }
        @if !others.is_empty() {
            ol .actors aria-label="Who acts" { @for actor in others { li { (words::actor(actor)) } } }
        }
    }
}

/// The causes that are told at once: those that the trace supports, or some of those that it leaves open. Their label, they, and the others.
fn told_causes(guide: &Guidance) -> (&'static str, &[Prose], &[Prose]) {
    /// The others are folded away.
    const MOST: usize = 3;
    let (label, told) = if guide.supported == 0 {
        ("Possible causes", guide.causes.len().min(MOST))
    } else {
        (words::labels(guide.material).supported, guide.supported)
    };
    let (shown, others) = guide.causes.split_at_checked(told).unwrap_or((&guide.causes, &[]));
    (label, shown, others)
}

/// The causes that are told at once, and what no trace shows.
pub(in crate::render::html) fn causes(guide: &Guidance) -> Markup {
    let (label, shown, _) = told_causes(guide);
    html! {
        @for (label, texts) in [(label, shown), (words::labels(guide.material).not_in, &guide.not_in_trace)] {
            @if !texts.is_empty() {
                p .label { (label) }
                ul { @for text in texts { li { (prose(text)) } } }
            }
        }
    }
}

/// The causes that are folded away: others, and those that the trace rules out.
pub(in crate::render::html) fn other_causes(guide: &Guidance) -> [(&'static str, &[Prose]); 2] {
    let (_, _, others) = told_causes(guide);
    [("Other causes", others), (words::labels(guide.material).ruled_out, &guide.ruled_out)]
}

/// Further reading.
pub(in crate::render::html) fn reading(guidance: &Guidance) -> Markup {
    html! {
        @if !guidance.links.is_empty() {
            div { h4 { "Further reading" } ul { @for link in &guidance.links { li { (anchor(link)) } } } }
        }
    }
}

/// The guide by its name, where it is from, and what is wrong with it.
pub(in crate::render::html) fn origin(guidance: &Guidance) -> Markup {
    let (source, more) = words::origin(guidance);
    html! { p .note { "Guide: " (prose(&guidance.title)) " (" (guidance.guide) ", from " (source) (more) ")" } }
}

/// A link where it is one that a browser may follow from here; text otherwise.
fn anchor(link: &GuideLink) -> Markup {
    html! {
        @if link.url.starts_with("https://") {
            a href=(link.url) target="_blank" rel="noreferrer noopener" { (prose(&link.title)) }
        } @else {
            span { (prose(&link.title)) ": " (link.url) }
        }
    }
}

/// A text of a guide.
pub(in crate::render::html) fn prose(text: &Prose) -> Markup {
    html! {
        @for piece in &text.0 {
            @match piece {
                Piece::Code(text) => code { (text) },
                Piece::Label(text) => strong { (text) },
                Piece::Words(text) | Piece::Value(_, text) => (text),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_guide_marks_is_code_or_a_label() {
        assert_eq!(prose(&Prose::marked("at **A > <B>**")).into_string(), "at <strong>A &gt; &lt;B&gt;</strong>");
        assert_eq!(prose(&Prose::marked("set `a` and `<b>`")).into_string(), "set <code>a</code> and <code>&lt;b&gt;</code>");
        let value = Piece::Value(crate::model::prose::SlotField::Message, "`<b>`".to_owned());
        assert_eq!(prose(&Prose(vec![value])).into_string(), "`&lt;b&gt;`");
    }

    #[test]
    fn only_https_is_followed() {
        let shown = |url: &str| anchor(&GuideLink { title: Prose::words("t"), url: url.to_owned() }).into_string();
        assert!(
            shown("https://learn.microsoft.com/")
                .contains("<a href=\"https://learn.microsoft.com/\" target=\"_blank\" rel=\"noreferrer noopener\">")
        );
        for url in ["javascript:alert(1)", "http://learn.microsoft.com/", "//evil.example", "data:text/html,x"] {
            assert!(!shown(url).contains("<a"), "{url}");
        }
    }
}

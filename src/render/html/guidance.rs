//! Guidance: who acts, what to do, why, how to be sure, what to attach, and what to read.

use maud::{Markup, html};

use crate::model::finding::{Guidance, GuideLink};
use crate::model::prose::{Piece, Prose};
use crate::render::words;

/// Who acts, in their order.
pub(super) fn who_acts(guidance: &Guidance) -> Markup {
    html! {
        @if !guidance.who_acts.is_empty() {
            ol .actors { @for actor in &guidance.who_acts { li { span { (words::actor(actor)) } } } }
        }
    }
}

/// The lists of a guide, its links and its source. `prefix` makes the id unique.
pub(super) fn guide(prefix: &str, guidance: &Guidance) -> Markup {
    let lists = words::guidance_lists(guidance).into_iter().filter(|(_, bullets)| !bullets.is_empty());
    html! {
        div .guide id={ (prefix) "-guide" } {
            @for (at, (label, bullets)) in lists.enumerate() {
                section .card .first[at == 0] {
                    h3 { (label) }
                    @if at == 0 && !guidance.resolve.is_empty() {
                        ol { (items(bullets)) }
                    } @else {
                        ul { (items(bullets)) }
                    }
                }
            }
        }
        (read_on(guidance))
        @if let Some(behind) = &guidance.behind { (faulty(behind)) }
    }
}

/// A guide of somebody's own that stands behind ours.
fn faulty(guidance: &Guidance) -> Markup {
    let lists = words::guidance_lists(guidance).into_iter().filter(|(_, bullets)| !bullets.is_empty());
    html! {
        div .guide {
            @for (label, bullets) in lists {
                section .card { h3 { (label) " (your guide)" } ul { (items(bullets)) } }
            }
        }
        (read_on(guidance))
    }
}

fn items(bullets: &[Prose]) -> Markup {
    html! { @for bullet in bullets { li { (prose(bullet)) } } }
}

fn read_on(guidance: &Guidance) -> Markup {
    html! {
        p .source {
            @if !guidance.links.is_empty() {
                span .links { "Read on: " @for link in &guidance.links { (anchor(link)) " " } }
            }
            @let (source, more) = words::origin(guidance);
            span { "Guide: " (prose(&guidance.title)) " (" (guidance.guide) ", from " (source) (more) ")" }
        }
    }
}

/// A link where it is one that a browser may follow from here; text otherwise.
fn anchor(link: &GuideLink) -> Markup {
    html! {
        @if link.url.starts_with("https://") {
            a href=(link.url) rel="noreferrer noopener" { (prose(&link.title)) }
        } @else {
            span { (prose(&link.title)) ": " (link.url) }
        }
    }
}

/// A text of a guide.
pub(super) fn prose(text: &Prose) -> Markup {
    html! {
        @for piece in &text.0 {
            @match piece {
                Piece::Code(text) => code { (text) },
                Piece::Words(text) | Piece::Value(_, text) => (text),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_guide_marks_is_code() {
        assert_eq!(prose(&Prose::marked("set `a` and `<b>`")).into_string(), "set <code>a</code> and <code>&lt;b&gt;</code>");
        let value = Piece::Value(crate::model::prose::SlotField::Message, "`<b>`".to_owned());
        assert_eq!(prose(&Prose(vec![value])).into_string(), "`&lt;b&gt;`");
    }

    #[test]
    fn only_https_is_followed() {
        let shown = |url: &str| anchor(&GuideLink { title: Prose::words("t"), url: url.to_owned() }).into_string();
        assert!(shown("https://learn.microsoft.com/").contains("<a href=\"https://learn.microsoft.com/\" rel=\"noreferrer noopener\">"));
        for url in ["javascript:alert(1)", "http://learn.microsoft.com/", "//evil.example", "data:text/html,x"] {
            assert!(!shown(url).contains("<a"), "{url}");
        }
    }
}

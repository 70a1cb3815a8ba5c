//! The Markdown of a report holds no element that is not ours, to a parser of `CommonMark` with everything that its dialects add.

use entrace::model::comparison::Sides;
use entrace::model::report::Report;
use entrace::redact::{self, Secrets, Visibility};
use entrace::render::{self, ComparisonFormat, Format, Style};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::report;

/// What begins or ends markup, or is made a link of.
const PIECES: &[&str] = &[
    "`",
    "``",
    "```",
    "~~~",
    "    ",
    "![x](http://evil.example/x.png)",
    "[a](http://evil.example)",
    "<img src=x onerror=alert(1)>",
    "<https://evil.example>",
    "<a@evil.example>",
    "www.evil.example",
    "https://evil.example/a_b_c",
    "HTTP://EVIL.EXAMPLE",
    "mailto:a@evil.example",
    "alex@evil.example",
    "|",
    "\\",
    "\\|",
    "\\`",
    "# ",
    "## ",
    "- ",
    "+ ",
    "* ",
    "1. ",
    "1) ",
    "> ",
    "---",
    "===",
    "***",
    "___",
    "&#x5b;a&#x5d;(b)",
    "&lt;b&gt;",
    "&#96;",
    "\n",
    "\r\n",
    "\n\n",
    "\t",
    "[a]: http://evil.example",
    "[^1]",
    "[^1]: note",
    "[x]",
    "[ ] ",
    ":smile:",
    "@someone",
    "#12",
    "~~gone~~",
    "**bold**",
    "*it*",
    "_it_",
    "$x$",
    "$$",
    "$`x`$",
    "^up^",
    "{#id .class}",
    "[[wiki]]",
    ": definition",
    "<!--",
    "-->",
    "<![CDATA[",
    "<?x",
    "</table>",
    "<details>",
    " ",
    "word",
    "AADSTS50126:",
    "'quoted'",
    "(in brackets)",
    "10:09:51Z",
    "\u{202e}",
    "\u{200b}",
    "\u{a0}",
    "\u{2028}",
    "```text",
    "| --- |",
    "!",
    ".",
    "ftp://evil.example",
    "xmpp:a@evil.example",
];

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![4 => proptest::sample::select(PIECES).prop_map(str::to_owned), 1 => "\\PC{0,3}", 1 => any::<char>().prop_map(String::from)];
    proptest::collection::vec(piece, 1..6).prop_map(|pieces| pieces.concat())
}

/// Begins, ends and lines of all elements, and the text that stands outside of code, piece by piece.
fn taken_apart(markdown: &str) -> (Vec<String>, Vec<String>) {
    let (mut elements, mut texts, mut in_code) = (Vec::new(), vec![String::new()], false);
    for event in Parser::new_ext(markdown, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
        match event {
            Event::Text(text) if !in_code => texts.last_mut().unwrap().push_str(&text),
            Event::Text(_) => {}
            Event::Code(_) => texts.push(String::new()),
            other => {
                in_code = matches!(other, Event::Start(Tag::CodeBlock(_))) || in_code && !matches!(other, Event::End(TagEnd::CodeBlock));
                texts.push(String::new());
                elements.push(format!("{other:?}"));
            }
        }
    }
    (elements, texts)
}

/// The place of the short report among those that are rendered.
const SHORT: usize = 0;

fn rendered(report: Report, personal_data: bool) -> Vec<String> {
    let redacted = redact::redact(report, &Secrets::default(), Visibility { personal_data });
    let style = Style { format: Format::Markdown, ..Style::default() };
    let styles = [style, Style { brief: true, ..style }, Style { full: true, ..style }];
    let mut all: Vec<String> = styles.into_iter().map(|style| render::render(&redacted, style).unwrap()).collect();
    let sides = Sides { first_bad: Some(1), ..Sides::default() };
    let comparison = entrace::inspection::comparison(&redacted, &sides).expect("two sign-ins");
    all.push(render::comparison(&comparison, ComparisonFormat::Markdown).unwrap());
    all
}

/// A text of which some reader makes a link, an image or a call.
fn looks_live(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let letters: Vec<char> = text.chars().collect();
    let calls = letters.windows(2).any(|pair| pair[0] == '@' && pair[1].is_alphanumeric());
    let emoji = text
        .split(':')
        .skip(1)
        .any(|part| !part.is_empty() && part.chars().all(|letter| letter.is_ascii_lowercase()) && text.contains(&format!(":{part}:")));
    calls || emoji || ["://", "www.", "mailto:", "xmpp:"].iter().any(|live| text.contains(live))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn no_text_becomes_an_element(texts in proptest::collection::vec(hostile(), 1..40), personal_data in any::<bool>()) {
        let mut next = texts.iter().cycle();
        let attacked = rendered(report(&mut || next.next().cloned().unwrap_or_default()), personal_data);
        let harmless = rendered(report(&mut || "word".to_owned()), personal_data);
        for (at, (attacked, harmless)) in attacked.iter().zip(&harmless).enumerate() {
            let (elements, texts) = taken_apart(attacked);
            let wanted = taken_apart(harmless).0;
            if at == SHORT {
                // Long texts leave less room for the rest: there may be fewer elements, and none of another kind.
                let other = elements.iter().find(|element| !wanted.contains(element));
                prop_assert!(other.is_none(), "{other:?} in {attacked}");
            } else {
                prop_assert_eq!(&elements, &wanted, "{}", attacked);
            }
            let live = texts.iter().find(|text| looks_live(text));
            prop_assert!(live.is_none(), "{live:?} in {attacked}");
        }
    }
}

/// What the test above looks for is there when it is not kept out.
#[test]
fn a_parser_finds_what_is_not_kept_out() {
    let (elements, texts) = taken_apart("a ` b ![x](http://evil.example/x.png) <b> see www.evil.example\n");
    assert!(elements.iter().any(|element| element.contains("Image")) && elements.iter().any(|element| element.contains("InlineHtml")));
    assert!(texts.iter().any(|text| looks_live(text)) && looks_live("@someone") && looks_live("a :smile: b"));
}

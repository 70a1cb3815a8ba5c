//! The screen: tells in one cheap look whether an exchange can hold a fact at all. It may let too much through, never too little.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, Input, Match, MatchKind, Span, packed};
use memchr::memmem;

use crate::entra::hosts;
use crate::entra::percent;
use crate::model::message::Url;

/// Texts of which at least one is in every body that can hold a fact and is not on a sign-in host; in lower case.
///
/// JSON may write any character as `\uXXXX`, so the four letters of `AADSTS` and `AADB2C` stand here in that form too; base64 bodies
/// show a text in one of three alignments.
///
/// The search looks for the first four bytes of what follows the `|` and compares the rest only where it finds them. Those four
/// are chosen to be rare in scripts and in JSON, where `erro`, `auth` and `logi` are on every line. Every needle makes the search slower,
/// so bodies, which are most of a capture, are searched for these alone.
const IN_BODIES: &[&str] = &[
    "|aadsts",
    "|aadb2c",
    "|\\u004",
    "|\\u0053",
    "|\\u0054",
    // AADSTS and AADB2C in base64, three alignments each.
    "|qufeu1rt",
    "|fbrfnuu",
    "|bqurtvf",
    "|qufeqjjd",
    "|fbreiyq",
    "|bqurcmk",
    // Addresses and answers of the service.
    "lo|gin.microsoft",
    "lo|gin.windows",
    "lo|gin.live.com",
    "s|ts.windows",
    "micros|oftonline",
    "|b2clogin",
    "|ciamlogin",
    "erro|r_description",
    "|samlre",
    "|wresult",
    "w|signin1.0",
    "|id_token",
    "sessio|n_state",
];

/// The same for headers and what else there is next to a body.
const BESIDE_BODIES: &[&str] = &[
    "insufficien|t_claims",
    "authorizati|on_uri",
    "x-ms-|clitelem",
    "x-ms|-ests-server",
    // No facts, but what may hide one: a body in base64 that is compressed, as a header says or its first bytes do (gzip, zstd).
    BASE64,
    CODING,
    GZIP,
    ZSTD,
];

const BASE64: &str = "\"|base64\"";
const CODING: &str = "content|-encoding";
const GZIP: &str = "\"|h4si";
const ZSTD: &str = "\"|kluv";

/// What an exchange shows at a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// Nothing that a fact needs.
    Nothing,
    /// A text that a fact needs.
    Fact,
    /// Nothing, but there is a body in base64 that may be compressed.
    Packed,
}

/// What may hide a fact.
#[derive(Debug, Default)]
struct Hints {
    base64: bool,
    coding: bool,
}

/// A search for needles.
struct Search {
    needles: Vec<&'static str>,
    /// Finds what follows the `|`. A set of short literals cannot exceed the automaton's limits; if it ever did, everything would
    /// pass.
    finder: Option<Finder>,
}

/// Finds any of some texts. Both find the same.
enum Finder {
    /// Many bytes at a time, which nearly every processor can do.
    Packed(packed::Searcher),
    /// Byte by byte.
    Automaton(AhoCorasick),
}

impl Finder {
    fn packed(texts: &[&str]) -> Option<Self> {
        Some(Self::Packed(packed::Config::new().match_kind(packed::MatchKind::LeftmostFirst).builder().extend(texts).build()?))
    }

    fn automaton(texts: &[&str]) -> Option<Self> {
        Some(Self::Automaton(AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(texts).ok()?))
    }

    fn find(&self, bytes: &[u8], from: usize) -> Option<Match> {
        match self {
            Self::Packed(finder) => finder.find_in(bytes, Span::from(from..bytes.len())),
            Self::Automaton(finder) => finder.find(Input::new(bytes).range(from..)),
        }
    }
}

static BODIES: LazyLock<Search> = LazyLock::new(|| Search::new(IN_BODIES.to_vec()));
static ALL: LazyLock<Search> = LazyLock::new(|| Search::new([IN_BODIES, BESIDE_BODIES].concat()));

/// What every sanitizer's placeholder has in it that is looked for inside of a text.
static TAKEN_OUT: LazyLock<Search> = LazyLock::new(|| Search::new(vec!["|redacted", "|sanitized"]));

/// Bytes that are folded to lower case and searched at a time: few enough to stay in the fastest cache.
const PIECE: usize = 8 << 10;
/// Pieces overlap by more than the longest needle, so that none is cut in two.
const OVERLAP: usize = 32;

/// Whether an exchange with this request address can hold a fact because of where it goes.
#[must_use]
pub(super) fn address(address: &Url) -> bool {
    let class = hosts::class(address.host(), address.path());
    // Of the scripts of its pages only whether they came.
    class.is_sign_in() || class.is_page_script(address.path()) || has_protocol_parameter(address)
}

/// Whether these bytes hold a text that a fact needs.
#[must_use]
pub(super) fn bytes(bytes: &[u8]) -> bool {
    look([bytes, b""], b"") == Shown::Fact
}

/// Whether these bytes may hold a placeholder of a sanitizer: few do, and only those are worth a slower look.
#[must_use]
pub(super) fn may_be_sanitized(bytes: &[u8]) -> bool {
    TAKEN_OUT.shows_fact(bytes, &mut Hints::default())
}

/// What an entry of a HAR shows: the text of its body with the quotes, and the `rest` around it.
#[must_use]
pub(super) fn look(rest: [&[u8]; 2], body: &[u8]) -> Shown {
    let magic = body.get(1..5).unwrap_or_default();
    let mut hints = Hints { base64: false, coding: magic.eq_ignore_ascii_case(b"h4si") || magic.eq_ignore_ascii_case(b"kluv") };
    let beside = rest.iter().any(|part| ALL.shows_fact(part, &mut hints) || posts_answer(part));
    if beside || BODIES.shows_fact(body, &mut hints) {
        Shown::Fact
    } else if hints.base64 && hints.coding {
        Shown::Packed
    } else {
        Shown::Nothing
    }
}

/// Whether what is next to a body posts a response to an application: `code` and `state`, as a form or as its fields.
fn posts_answer(bytes: &[u8]) -> bool {
    let has = |name: &[u8]| {
        let found = memmem::find_iter(bytes, name);
        found.into_iter().take(MOST_NAMES).any(|at| matches!(bytes.get(at + name.len()), Some(b'=' | b'"')))
    };
    has(b"state") && has(b"code")
}

/// A word that stands somewhere more often is not a name of a field there.
const MOST_NAMES: usize = 64;

/// Whether a body of this media type can hold a fact. Scripts, styles, images, fonts and sound cannot: the sign-in page's
/// script bundles are full of codes that never happened.
#[must_use]
pub(super) fn reads(media_type: &str) -> bool {
    let media_type = media_type.to_ascii_lowercase();
    !(media_type.starts_with("image/")
        || media_type.starts_with("font/")
        || media_type.starts_with("audio/")
        || media_type.starts_with("video/")
        || media_type.contains("javascript")
        || media_type.contains("ecmascript")
        || media_type == "text/css"
        || media_type.contains("font")
        || media_type == "application/wasm")
}

impl Search {
    fn new(needles: Vec<&'static str>) -> Self {
        let rare: Vec<&str> = needles.iter().filter_map(|needle| Some(needle.split_once('|')?.1)).collect();
        Self { needles, finder: Finder::packed(&rare).or_else(|| Finder::automaton(&rare)) }
    }

    /// Whether these bytes show a fact, in whatever case; takes notice of what else they show.
    fn shows_fact(&self, bytes: &[u8], hints: &mut Hints) -> bool {
        let mut folded = Vec::with_capacity(PIECE.min(bytes.len()));
        let mut rest = bytes;
        while !rest.is_empty() {
            let piece = rest.get(..PIECE).unwrap_or(rest);
            folded.clear();
            folded.extend(piece.iter().map(u8::to_ascii_lowercase));
            if self.piece_shows_fact(&folded, hints) {
                return true;
            }
            let step = if piece.len() < rest.len() { PIECE - OVERLAP } else { piece.len() };
            rest = rest.get(step..).unwrap_or_default();
        }
        false
    }

    fn piece_shows_fact(&self, piece: &[u8], hints: &mut Hints) -> bool {
        let Some(finder) = &self.finder else { return true };
        let mut from = 0;
        while let Some(found) = finder.find(piece, from) {
            let needle = self.needles.get(found.pattern().as_usize()).copied().unwrap_or_default();
            let before = needle.split('|').next().unwrap_or_default();
            if piece.get(..found.start()).is_some_and(|left| left.ends_with(before.as_bytes())) {
                match needle {
                    BASE64 => hints.base64 = true,
                    CODING | GZIP | ZSTD => hints.coding = true,
                    _ => return true,
                }
            }
            // A needle that is only half there may hold the beginning of another.
            from = found.start() + 1;
        }
        false
    }
}

/// Whether an address carries a response of a sign-in protocol, wherever it goes: an error, a code, a token, a SAML message.
fn has_protocol_parameter(address: &Url) -> bool {
    const ANSWERS: &[&str] = &["error", "code", "id_token", "access_token", "SAMLRequest", "SAMLResponse", "wresult", "wa", "client_id"];
    let parsed = address.parsed();
    let parts = [parsed.and_then(url::Url::query), parsed.and_then(url::Url::fragment)];
    let mut names = parts.into_iter().flatten().flat_map(percent::pairs).map(|(name, _)| name);
    names.any(|name| ANSWERS.iter().any(|answer| name.eq_ignore_ascii_case(answer)))
}

#[cfg(test)]
mod tests {
    use super::ALL;
    use super::{BODIES, Finder, OVERLAP, PIECE, Shown, look};

    #[test]
    fn needles_are_few_short_and_have_a_rare_beginning() {
        assert!(ALL.needles.len() <= 32, "more need a slower search");
        for needle in &ALL.needles {
            let (_, rare) = needle.split_once('|').expect("a needle says where its rare part begins");
            assert!(rare.len() >= 4 && needle.len() <= OVERLAP && *needle == needle.to_ascii_lowercase(), "{needle}");
        }
    }

    #[test]
    fn both_finders_find_the_same() {
        let texts = ["aadsts", "aadb2c", "aad", "microsoft", "gin.micro", "\"kluv"];
        let [packed, automaton] =
            [Finder::packed(&texts), Finder::automaton(&texts)].map(|finder| finder.expect("this processor has both"));
        let searched = format!("{}aadst aadb2c login.microsoft aad \"kluv", "x aa".repeat(40));
        for from in 0..=searched.len() {
            assert_eq!(packed.find(searched.as_bytes(), from), automaton.find(searched.as_bytes(), from), "from {from}");
        }
    }

    #[test]
    fn a_needle_is_found_wherever_it_stands_and_however_it_is_written() {
        let hidden =
            |needle: &str, place: usize| [&b"x".repeat(place)[..], needle.as_bytes(), b" content-encoding: gzip \"base64\""].concat();
        for needle in &ALL.needles {
            let text = needle.replace('|', "");
            for (place, text) in [(0, text.clone()), (PIECE - 9, text.to_ascii_uppercase()), (3 * PIECE - OVERLAP, text.clone())] {
                let hidden = hidden(&text, place);
                assert_ne!(look([&hidden, b""], b""), Shown::Nothing, "{needle} at {place}");
                assert_ne!(look([b"", &hidden], b""), Shown::Nothing, "{needle} at {place}");
                let in_body = look([b"", b""], &hidden) == Shown::Fact;
                assert_eq!(in_body, BODIES.needles.contains(needle), "{needle} at {place}");
            }
        }
        assert_eq!(look([b"\"base64\"", b""], b"\"H4sIAAAA\""), Shown::Packed);
        assert_eq!(look([b"plugin.windows error_descriptor gin.live.com", b""], b""), Shown::Nothing);
        assert_eq!(look([b"aadst", b"s50053"], b""), Shown::Nothing);
    }
}

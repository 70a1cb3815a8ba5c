//! The splitter: finds where a JSON value ends, 64 bytes at a time.
//!
//! It decides nothing but that. A value ends where its brackets and quotes close, whatever stands between them, so that one broken string
//! costs one entry and not the file.
//!
//! There are two ways to cross a stretch of bytes, and they agree on every input. [`ValueEnd::step`] crosses one byte and is the definition.
//! [`ValueEnd::cross`] crosses a block of 64 at once, and declines where it could not tell: where a backslash stands outside of any text,
//! which no JSON has. For a block it makes masks with one bit a byte:
//!
//! - `quotes` and `backslashes` are comparisons;
//! - `escaped` are the bytes behind a backslash that is not itself behind one: in a run of backslashes every second byte, whatever the
//!   run's length, and one bit is carried into the next block;
//! - quotes that are not escaped begin and end texts, so a bit of `in_text` is the parity of the quotes up to there;
//! - brackets count when they are not in a text.
//!
//! Inside a text, a block without quotes, which is most of a large file, is done as soon as its quotes are known.

use std::ops::Range;

use wide::u8x16;

/// Finds the end of one JSON value, whose bytes may come in pieces.
#[derive(Debug, Default)]
pub(crate) struct ValueEnd {
    state: State,
    /// Brackets that are open.
    depth: u64,
    /// Bytes of the value that were crossed.
    crossed: usize,
    /// Where the text begins that was begun last.
    text: usize,
    /// The value's long texts with their quotes, counted from its start.
    long: Vec<Range<usize>>,
    ends: Ends,
}

/// Where objects and lists end in a value, counted from its start: first those that are its members, then those that are members of these. So none of
/// them has to be crossed again to be found, as long as there are not too many.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Ends([Vec<usize>; 2]);

impl Ends {
    /// The ends at a depth: of members, or of members of members.
    pub(crate) fn at(&self, depth: usize) -> &[usize] {
        self.0.get(depth).map_or(&[], Vec::as_slice)
    }

    /// Notes a bracket that leaves that many open.
    #[inline]
    fn note(&mut self, depth: u64, end: usize) {
        let [members, inner] = &mut self.0;
        let ends = match depth {
            1 => members,
            2 => inner,
            _ => return,
        };
        if ends.len() < MOST_ENDS {
            ends.push(end);
        }
    }
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    #[default]
    Start,
    Scalar,
    Text,
    Escape,
    Between,
}

/// What a byte did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    On,
    /// The value ended with this byte.
    Last,
    /// The value ended before this byte.
    Behind,
}

/// How much of a block was crossed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Crossed {
    All,
    /// Up to the value's end, counted from its start.
    UpTo(usize),
    /// None of it: what is there has to be looked at byte by byte.
    Nothing,
}

/// Bytes that are crossed at once.
const BLOCK: usize = 64;
/// Length from which a text is called long: worth more than what it costs to leave it out.
const LONG: usize = 4 << 10;
/// Most long texts of one value that are remembered.
const MOST_LONG: usize = 64;
/// Most ends of one depth that are remembered.
const MOST_ENDS: usize = 64;
/// Brackets that are open behind the innermost end that is remembered.
const DEEPEST_END: u64 = 2;

impl ValueEnd {
    /// Takes the next piece; `Some` is how many of its bytes belong to the value, when the value ends in it.
    pub(crate) fn feed(&mut self, piece: &[u8]) -> Option<usize> {
        let before = self.crossed;
        let mut rest = piece;
        loop {
            rest = self.pass_text(rest);
            let (byte, after_byte) = rest.split_first()?;
            let crossed = rest.split_first_chunk().map(|(block, after)| (self.cross(block), after));
            match crossed {
                Some((Crossed::All, after)) => rest = after,
                Some((Crossed::UpTo(end), _)) => return Some(end - before),
                // Not in a block, or at the end of a piece.
                Some((Crossed::Nothing, _)) | None => match self.step(*byte) {
                    Step::On => rest = after_byte,
                    Step::Last => return Some(self.crossed - before),
                    Step::Behind => return Some(self.crossed - 1 - before),
                },
            }
        }
    }

    /// Passes blocks of a text as long as they do not end it, and gives what is left. Most of a large file is passed here.
    fn pass_text<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        let mut carried = match self.state {
            State::Text => false,
            State::Escape => true,
            _ => return bytes,
        };
        let (blocks, _) = bytes.as_chunks::<BLOCK>();
        let mut passed = 0;
        for block in blocks {
            let (quotes, backslashes) = (equal(block, b'"'), equal(block, b'\\'));
            // A block of many texts has neither.
            let marks = quotes.iter().chain(&backslashes).fold(u8x16::splat(0), |marks, more| marks | *more);
            if marks.to_bitmask() == 0 {
                carried = false;
                passed += BLOCK;
                continue;
            }
            let (quotes, backslashes) = (bits(quotes), bits(backslashes));
            let (escaped, ends_in_escape) = escaped(backslashes, carried);
            if quotes & !escaped != 0 {
                break;
            }
            carried = ends_in_escape;
            passed += BLOCK;
        }
        self.state = if carried { State::Escape } else { State::Text };
        self.crossed += passed;
        bytes.get(passed..).unwrap_or_default()
    }

    /// The long texts that were crossed, and the ends.
    pub(crate) fn into_remembered(self) -> (Vec<Range<usize>>, Ends) {
        (self.long, self.ends)
    }

    /// Crosses one byte.
    fn step(&mut self, byte: u8) -> Step {
        let at = self.crossed;
        self.crossed += 1;
        match (self.state, byte) {
            (State::Start | State::Between, b'"') => (self.state, self.text) = (State::Text, at),
            (State::Start | State::Between, b'{' | b'[') => (self.state, self.depth) = (State::Between, self.depth + 1),
            (State::Start | State::Scalar, b',' | b'}' | b']') => return Step::Behind,
            (State::Start | State::Scalar, _) if byte.is_ascii_whitespace() => return Step::Behind,
            (State::Start, _) => self.state = State::Scalar,
            (State::Between, b'}' | b']') => {
                self.depth -= 1;
                self.ends.note(self.depth, self.crossed);
            }
            (State::Text, b'\\') => self.state = State::Escape,
            (State::Text, b'"') => {
                self.end_text(self.crossed);
                self.state = State::Between;
            }
            (State::Escape, _) => self.state = State::Text,
            (State::Scalar | State::Between | State::Text, _) => {}
        }
        if self.state == State::Between && self.depth == 0 { Step::Last } else { Step::On }
    }

    /// Crosses a block, or what belongs to the value of it.
    #[inline]
    fn cross(&mut self, block: &[u8; BLOCK]) -> Crossed {
        let starts_in_text = match self.state {
            State::Text | State::Escape => true,
            State::Between => false,
            State::Start | State::Scalar => return Crossed::Nothing,
        };
        let backslashes = mask(block, |bytes| bytes.simd_eq(u8x16::splat(b'\\')));
        let (escaped, ends_in_escape) = escaped(backslashes, self.state == State::Escape);
        let quotes = mask(block, |bytes| bytes.simd_eq(u8x16::splat(b'"'))) & !escaped;
        // From each opening quote up to the byte before the closing one.
        let in_text = parity(quotes) ^ if starts_in_text { u64::MAX } else { 0 };
        if backslashes & !in_text != 0 {
            return Crossed::Nothing;
        }
        if starts_in_text && quotes != 0 {
            self.end_text(self.crossed + place(quotes.trailing_zeros()) + 1);
        }
        // `[` and `{` differ in one bit, as do `]` and `}`.
        let case = u8x16::splat(b'[' ^ b'{');
        let opening = mask(block, |bytes| (bytes | case).simd_eq(u8x16::splat(b'{'))) & !in_text;
        let closing = mask(block, |bytes| (bytes | case).simd_eq(u8x16::splat(b'}'))) & !in_text;
        if self.depth <= u64::from(closing.count_ones()) + DEEPEST_END
            && let Some(last) = self.last_byte(opening, closing, (quotes != 0).then(|| quotes.trailing_zeros()))
        {
            self.crossed += place(last) + 1;
            return Crossed::UpTo(self.crossed);
        }
        let ends_in_text = in_text >> (BLOCK - 1) == 1;
        if ends_in_text && quotes != 0 {
            self.text = self.crossed + place(quotes.ilog2());
        }
        self.depth = self.depth + u64::from(opening.count_ones()) - u64::from(closing.count_ones());
        self.state = match (ends_in_text, ends_in_escape) {
            (false, _) => State::Between,
            (true, false) => State::Text,
            (true, true) => State::Escape,
        };
        self.crossed += BLOCK;
        Crossed::All
    }

    /// Which byte of a block ends the value: the bracket that closes the first one, or the quote of a value that is a text. Remembers ends before it.
    fn last_byte(&mut self, opening: u64, closing: u64, first_quote: Option<u32>) -> Option<u32> {
        if self.depth == 0 {
            return first_quote;
        }
        let mut depth = self.depth;
        let mut brackets = opening | closing;
        while brackets != 0 {
            let bracket = brackets & brackets.wrapping_neg();
            if opening & bracket != 0 {
                depth += 1;
            } else {
                depth -= 1;
                if depth == 0 {
                    return Some(bracket.trailing_zeros());
                }
                self.ends.note(depth, self.crossed + place(bracket.trailing_zeros()) + 1);
            }
            brackets ^= bracket;
        }
        None
    }

    fn end_text(&mut self, end: usize) {
        if end - self.text >= LONG && self.long.len() < MOST_LONG {
            self.long.push(self.text..end);
        }
    }
}

/// The bytes of a block that are this one.
#[inline]
fn equal(block: &[u8; BLOCK], byte: u8) -> [u8x16; BLOCK / 16] {
    compared(block, |bytes| bytes.simd_eq(u8x16::splat(byte)))
}

#[inline]
fn compared(block: &[u8; BLOCK], compare: impl Fn(u8x16) -> u8x16) -> [u8x16; BLOCK / 16] {
    let (quarters, _) = block.as_chunks::<16>();
    let mut compared = [u8x16::splat(0); BLOCK / 16];
    compared.iter_mut().zip(quarters).for_each(|(place, quarter)| *place = compare(u8x16::new(*quarter)));
    compared
}

/// One bit for each byte of which the comparison is true, the first byte's lowest.
#[inline]
fn bits(compared: [u8x16; BLOCK / 16]) -> u64 {
    compared.iter().rev().fold(0, |bits, quarter| bits << 16 | u64::from(quarter.to_bitmask()))
}

/// The same of a comparison.
#[inline]
fn mask(block: &[u8; BLOCK], compare: impl Fn(u8x16) -> u8x16) -> u64 {
    bits(compared(block, compare))
}

/// The bytes that a backslash escapes, and whether one escapes the byte behind the block. `carried`: whether one before the block
/// escapes its first byte.
#[inline]
fn escaped(backslashes: u64, carried: bool) -> (u64, bool) {
    const ODD: u64 = 0xAAAA_AAAA_AAAA_AAAA;
    let carried = u64::from(carried);
    if backslashes == 0 {
        return (carried, false);
    }
    // A backslash that is escaped itself begins no run.
    let runs = backslashes & !carried;
    // Subtracting a run from the odd bits flips, for each run, the bits at every second place from behind its first backslash up to behind
    // its last: a borrow ends where the run does.
    let flipped = ((runs << 1) | ODD).wrapping_sub(runs) ^ ODD;
    let escaped = flipped ^ (backslashes | carried);
    (escaped, (flipped & backslashes) >> (BLOCK - 1) == 1)
}

/// For each bit, whether the number of bits up to and including it is odd.
#[inline]
fn parity(bits: u64) -> u64 {
    [1, 2, 4, 8, 16, 32].into_iter().fold(bits, |sum, shift| sum ^ (sum << shift))
}

fn place(bit: u32) -> usize {
    bit as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Step;
    use super::ValueEnd;

    /// Where a value ends by the definition, one byte at a time, and its long texts.
    fn end_by_steps(bytes: &[u8]) -> (Option<usize>, ValueEnd) {
        let mut end = ValueEnd::default();
        for (at, byte) in bytes.iter().enumerate() {
            match end.step(*byte) {
                Step::On => {}
                Step::Last => return (Some(at + 1), end),
                Step::Behind => return (Some(at), end),
            }
        }
        (None, end)
    }

    /// The same in blocks, fed in pieces that end at the given places.
    fn end_by_blocks(bytes: &[u8], cuts: &[usize]) -> (Option<usize>, ValueEnd) {
        let mut end = ValueEnd::default();
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut % (bytes.len() + 1)).chain([bytes.len()]).collect();
        cuts.sort_unstable();
        let mut start = 0;
        for cut in cuts {
            if let Some(length) = end.feed(&bytes[start..cut]) {
                return (Some(start + length), end);
            }
            start = cut;
        }
        (None, end)
    }

    fn agree(bytes: &[u8], cuts: &[usize]) {
        let ((end, steps), (also, blocks)) = (end_by_steps(bytes), end_by_blocks(bytes, cuts));
        assert_eq!(also, end, "{}", String::from_utf8_lossy(bytes));
        assert_eq!(blocks.long, steps.long);
        assert_eq!(blocks.ends.0, steps.ends.0);
        if end.is_none() {
            assert_eq!((blocks.state, blocks.depth, blocks.crossed), (steps.state, steps.depth, steps.crossed));
        }
    }

    /// What matters to the splitter, often, and runs of it.
    fn bytes() -> impl Strategy<Value = Vec<u8>> {
        let byte = prop_oneof![
            4 => Just(b'"'), 4 => Just(b'\\'), 2 => Just(b'{'), 1 => Just(b'}'), 2 => Just(b'['), 1 => Just(b']'), 1 => Just(b','),
            1 => Just(b':'), 1 => Just(b'\n'), 8 => Just(b'a'), 1 => any::<u8>(),
        ];
        let run = (byte, prop_oneof![6 => 1..4_usize, 2 => 4..80_usize, 1 => 4000..5000_usize]);
        prop::collection::vec(run, 0..60)
            .prop_map(|runs| runs.into_iter().flat_map(|(byte, times)| std::iter::repeat_n(byte, times)).collect())
    }

    proptest! {
        #[test]
        fn blocks_and_steps_agree_on_any_bytes(bytes in bytes(), cuts in prop::collection::vec(any::<usize>(), 0..4)) {
            agree(&bytes, &cuts);
        }

        #[test]
        fn blocks_and_steps_agree_on_json(depth in 1..40_usize, texts in prop::collection::vec("[a\\\\\"{}\\[\\]\\n]{0,90}", 1..40), cuts in prop::collection::vec(any::<usize>(), 0..4)) {
            let texts = serde_json::to_string(&texts).expect("texts are JSON");
            let json = format!("{}{texts}{},", "[".repeat(depth), "]".repeat(depth));
            let (end, _) = end_by_blocks(json.as_bytes(), &cuts);
            prop_assert_eq!(end, Some(json.len() - 1));
            agree(json.as_bytes(), &cuts);
        }
    }

    #[test]
    fn long_texts_are_remembered_with_their_quotes() {
        let json = format!("{{\"a\": \"{}\", \"b\": \"{}\\\\\", \"c\": \"short\"}} ", "x".repeat(5000), "\\\"".repeat(4000));
        let mut end = ValueEnd::default();
        assert_eq!(end.feed(json.as_bytes()), Some(json.len() - 1));
        let texts: Vec<&str> = end.into_remembered().0.into_iter().map(|text| &json[text]).collect();
        assert_eq!(texts.iter().map(|text| text.len()).collect::<Vec<_>>(), [5002, 8004]);
        assert!(texts.iter().all(|text| text.starts_with('"') && text.ends_with('"')));
    }

    #[test]
    fn ends_are_remembered_of_members_and_of_theirs() {
        let json = r#"{"a":{"b":[1,{}],"c":{}},"d":[],"e":"}]"} "#;
        let mut end = ValueEnd::default();
        assert_eq!(end.feed(json.as_bytes()), Some(json.len() - 1));
        let (_, ends) = end.into_remembered();
        let before = |depth: usize| ends.at(depth).iter().map(|end| &json[..*end]).collect::<Vec<_>>();
        assert_eq!(before(0), [r#"{"a":{"b":[1,{}],"c":{}}"#, r#"{"a":{"b":[1,{}],"c":{}},"d":[]"#]);
        assert_eq!(before(1), [r#"{"a":{"b":[1,{}]"#, r#"{"a":{"b":[1,{}],"c":{}"#]);
    }
}

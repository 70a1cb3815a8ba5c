//! Who is told of exchanges may have heard enough: every reader stops then, in order.

use super::*;

/// Hears of that many exchanges and no more.
#[derive(Default)]
struct Sated {
    wanted: usize,
    heard: usize,
    notes: Vec<Note>,
    closed: bool,
}

impl Sink for Sated {
    fn open(&mut self, _: &str, _: Format) {}
    fn exchange(&mut self, _: Exchange) -> ControlFlow<()> {
        assert!(self.heard < self.wanted, "one more was read");
        self.heard += 1;
        if self.heard == self.wanted { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
    fn unrelated(&mut self, _: Option<Timestamp>) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
    fn note(&mut self, note: Note) {
        self.notes.push(note);
    }
    fn close(&mut self, _: Option<String>, _: Option<String>) {
        self.closed = true;
    }
    fn left_out(&mut self, _: &str, _: ReadError) {}
}

#[test]
fn a_reader_stops_when_no_more_is_wanted() {
    let entries = vec![PLAIN; 400];
    let members: Vec<(String, &[u8])> =
        (1..=40).flat_map(|number| [(format!("raw/{number}_c.txt"), ASKED), (format!("raw/{number}_s.txt"), ANSWERED)]).collect();
    let members: Vec<(&str, &[u8])> = members.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let session = "GET https://login.microsoftonline.com/common/login HTTP/1.1\n\nHTTP/1.1 200 OK\n\n<html>\n\n";
    let captures = [har(&entries).into_bytes(), zip(Lock::Open, &members), session.repeat(30).into_bytes()];
    for bytes in &captures {
        for (threads, every_exchange) in [(1, false), (2, false), (1, true)] {
            let mut sated = Sated { wanted: 3, ..Sated::default() };
            let threads = std::num::NonZeroUsize::new(threads).unwrap();
            let options = Options { threads, every_exchange, stretch: 500, ..Options::new(&|_| None) };
            read("case", Input::File(bytes), &options, &mut sated).unwrap();
            assert_eq!((sated.heard, sated.closed, sated.notes.len()), (3, true, 0), "{threads} threads, every exchange {every_exchange}");
        }
    }
}

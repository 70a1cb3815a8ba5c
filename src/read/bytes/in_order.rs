//! Work on many pieces with several threads, whose results are taken in the order of the pieces.

use std::any::Any;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Results that may wait to be taken, for each thread: enough that no one idles, few enough that they fit into memory.
const WAITING: usize = 2;

/// Works on every piece and takes the results in the pieces' order, until `take` breaks off.
///
/// Each thread makes a worker of its own. The calling thread works too, and it alone takes results, so neither the results' taker nor what it
/// writes to has to be fit for threads. With one thread nothing else happens than piece by piece.
pub(in crate::read) fn in_order<P, T, W>(
    threads: usize,
    pieces: Vec<P>,
    worker: impl Fn() -> W + Sync,
    mut take: impl FnMut(T) -> ControlFlow<()>,
) where
    P: Send,
    T: Send,
    W: FnMut(P) -> T,
{
    let line = Line::new(threads, pieces);
    thread::scope(|scope| {
        let help = || {
            let helped = panic::catch_unwind(AssertUnwindSafe(|| {
                let mut work = worker();
                while let Some((at, piece)) = line.next_piece() {
                    line.finish(at, work(piece));
                }
            }));
            helped.unwrap_or_else(|panic| line.fail(panic));
        };
        for _ in 1..threads {
            // Without a helper the calling thread does all of it.
            let _ = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, help);
        }
        let mut work = worker();
        let _stops = StopOnPanic(&line);
        while let Some(turn) = line.next_turn() {
            match turn {
                Turn::Take(result) => {
                    if take(result).is_break() {
                        line.stop();
                    }
                }
                Turn::Work(at, piece) => line.finish(at, work(piece)),
            }
        }
    });
    // A panic of a helper continues here, as one of the caller's own would.
    if let Some(panic) = line.into_panic() {
        panic::resume_unwind(panic);
    }
}

/// Stack of a helper in bytes: as much as the calling thread's usually is.
const STACK: usize = 8 << 20;

/// The pieces and the results that wait.
struct Line<P, T> {
    state: Mutex<State<P, T>>,
    changed: Condvar,
    /// Most pieces that are begun and not taken.
    most: usize,
}

struct State<P, T> {
    pieces: std::iter::Enumerate<std::vec::IntoIter<P>>,
    begun: usize,
    finished: BTreeMap<usize, T>,
    taken: usize,
    stopped: bool,
    /// What a helper panicked with.
    panic: Option<Box<dyn Any + Send>>,
}

/// What the calling thread does next.
enum Turn<P, T> {
    Take(T),
    Work(usize, P),
}

impl<P, T> Line<P, T> {
    fn new(threads: usize, pieces: Vec<P>) -> Self {
        let pieces = pieces.into_iter().enumerate();
        let state = State { pieces, begun: 0, finished: BTreeMap::new(), taken: 0, stopped: false, panic: None };
        Self { state: Mutex::new(state), changed: Condvar::new(), most: threads * (WAITING + 1) }
    }

    /// The next piece to work on; waits while too many results do. None when there is no more.
    fn next_piece(&self) -> Option<(usize, P)> {
        let mut state = self.state();
        while !state.stopped && state.begun - state.taken >= self.most {
            state = self.wait(state);
        }
        state.begin()
    }

    /// The next result when it is there, else a piece; none when all is done.
    fn next_turn(&self) -> Option<Turn<P, T>> {
        let mut state = self.state();
        loop {
            let next = state.taken;
            if let Some(result) = state.finished.remove(&next).filter(|_| !state.stopped) {
                state.taken += 1;
                self.changed.notify_all();
                return Some(Turn::Take(result));
            }
            if state.begun - state.taken < self.most
                && let Some((at, piece)) = state.begin()
            {
                return Some(Turn::Work(at, piece));
            }
            if state.stopped || state.taken == state.begun {
                return None;
            }
            state = self.wait(state);
        }
    }

    fn finish(&self, at: usize, result: T) {
        self.state().finished.insert(at, result);
        self.changed.notify_all();
    }

    /// Ends the work because a helper panicked.
    fn fail(&self, panic: Box<dyn Any + Send>) {
        self.state().panic.get_or_insert(panic);
        self.stop();
    }

    fn into_panic(self) -> Option<Box<dyn Any + Send>> {
        self.state.into_inner().unwrap_or_else(PoisonError::into_inner).panic
    }

    fn stop(&self) {
        self.state().stopped = true;
        self.changed.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State<P, T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State<P, T>>) -> MutexGuard<'a, State<P, T>> {
        self.changed.wait(state).unwrap_or_else(PoisonError::into_inner)
    }
}

impl<P, T> State<P, T> {
    fn begin(&mut self) -> Option<(usize, P)> {
        let piece = if self.stopped { None } else { self.pieces.next() };
        self.begun += usize::from(piece.is_some());
        piece
    }
}

/// Lets the other threads end when one panics; else they would wait for its result.
struct StopOnPanic<'a, P, T>(&'a Line<P, T>);

impl<P, T> Drop for StopOnPanic<'_, P, T> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.stop();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn results_come_in_order_each_once_and_not_too_many_wait() {
        for threads in 1..5 {
            let (begun, mut taken) = (AtomicUsize::new(0), Vec::new());
            let worker = || {
                |piece: usize| {
                    begun.fetch_add(1, Ordering::SeqCst);
                    thread::sleep(std::time::Duration::from_micros((piece as u64 * 37) % 200));
                    piece * 2
                }
            };
            in_order(threads, (0..100).collect(), worker, |result| {
                assert!(begun.load(Ordering::SeqCst) <= taken.len() + 1 + threads * (WAITING + 1));
                taken.push(result);
                ControlFlow::Continue(())
            });
            assert_eq!(taken, (0..100).map(|piece| piece * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn nothing_is_taken_after_breaking_off() {
        for threads in 1..4 {
            let mut taken = Vec::new();
            in_order(
                threads,
                (0..1000).collect::<Vec<u32>>(),
                || |piece| piece,
                |result| {
                    taken.push(result);
                    if result == 7 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                },
            );
            assert_eq!(taken, (0..8).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_panic_ends_all_threads() {
        let ended = panic::catch_unwind(|| {
            in_order(2, (0..50).collect(), || |piece: u32| assert_ne!(piece, 20, "twenty"), |()| ControlFlow::Continue(()));
        });
        let panic = ended.expect_err("it panics");
        assert!(panic.downcast_ref::<String>().is_some_and(|said| said.contains("twenty")), "the panic is the piece's own");
    }
}

//! What happens when entrace itself is broken: the input that is read fails, the others continue, and what is said names a place in the code and
//! nothing of the trace.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::failure::Failure;
use super::status::Status;

/// Stack of every thread that reads or writes, in bytes: how deep work may go is then the same on every machine, whatever the shell allows.
pub(super) const STACK: usize = 8 << 20;

thread_local! {
    /// Where this thread panicked last.
    static HERE: Cell<Option<String>> = const { Cell::new(None) };
}
/// Where any thread panicked last: a reader may have helpers.
static ANYWHERE: Mutex<Option<String>> = Mutex::new(None);

/// From now on a panic prints nothing: its message could hold a part of the trace. What contains it tells.
pub(super) fn keep_silent() {
    panic::set_hook(Box::new(|info| {
        let place = place(info);
        // In a browser nothing contains it: the run ends here.
        #[cfg(panic = "abort")]
        super::messages::tell(&own_fault("this run", &place), false);
        *ANYWHERE.lock().unwrap_or_else(PoisonError::into_inner) = Some(place.clone());
        HERE.set(Some(place));
    }));
}

fn place(info: &PanicHookInfo<'_>) -> String {
    info.location().map_or_else(|| "an unknown place".to_owned(), |place| format!("{}:{}", place.file(), place.line()))
}

/// Does something; a panic of it is a failure like any other. `on` is what it is done with: "this file".
///
/// What the work has changed is not used any more after a panic, except for what was learned of secrets, of which more is never wrong.
pub(super) fn contained<T>(on: &str, work: impl FnOnce() -> T) -> Result<T, Failure> {
    HERE.set(None);
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|_| {
        let anywhere = || ANYWHERE.lock().unwrap_or_else(PoisonError::into_inner).take();
        let place = HERE.take().or_else(anywhere).unwrap_or_else(|| "an unknown place".to_owned());
        own_fault(on, &place)
    })
}

/// What is told of a panic.
fn own_fault(on: &str, place: &str) -> Failure {
    let version = env!("CARGO_PKG_VERSION");
    Failure::unreadable(format!("entrace {version} failed on {on} at {place}; please report this, without the capture"))
}

/// Runs a command on a thread whose stack is known. A panic that nothing else contained ends it.
pub(super) fn run(command: impl Fn() -> Result<Status, Failure> + Sync) -> Result<Status, Failure> {
    let contained = || contained("this run", &command).flatten();
    thread::scope(|scope| match thread::Builder::new().stack_size(STACK).spawn_scoped(scope, contained) {
        Ok(thread) => thread.join().unwrap_or(Ok(Status::Unreadable)),
        Err(_) => contained(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Panics as broken code does, with something of the trace in the message.
    fn broken() {
        assert!(std::hint::black_box("nine Walnut stairs").is_empty(), "nine Walnut stairs");
    }

    #[test]
    fn a_panic_tells_the_place_and_no_data_and_the_next_work_is_done() {
        let before = panic::take_hook();
        keep_silent();
        let here = contained("this file", broken);
        let by_helper = contained("this file", || {
            let helper = thread::spawn(broken).join();
            helper.unwrap_or_else(|panic| panic::resume_unwind(panic));
        });
        let run = run(|| {
            broken();
            Ok(Status::Good)
        });
        let next = contained("this file", || 7);
        panic::set_hook(before);
        for (told, on) in [(here, "this file"), (by_helper, "this file"), (run.map(drop), "this run")] {
            let Failure { message: told, status } = told.unwrap_err();
            assert!(told.contains(&format!("failed on {on} at {}:", file!())) && !told.contains("Walnut"), "{told}");
            assert_eq!(status, Status::Unreadable);
        }
        assert_eq!(next, Ok(7));
    }
}

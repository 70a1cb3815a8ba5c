//! Learns the secrets of exchanges; on a thread of its own, while the next exchanges are read, when several threads may be used.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use crate::entra::page::Page;
use crate::model::exchange::Exchange;
use crate::redact::{Cleaner, Secrets};

/// So many exchanges wait at most: their bodies may be large.
const WAITING: usize = 2;

/// An exchange, and the page that its response is.
type Lesson = (Arc<Exchange>, Option<Arc<Page>>);

/// Learns in the order in which it is told.
#[derive(Debug, Default)]
pub(crate) struct Learner {
    /// What was learnt; empty while a thread has it.
    cleaner: Cleaner,
    thread: Option<Thread>,
    may_start: bool,
}

/// The thread that learns, and how it is told.
#[derive(Debug)]
struct Thread {
    lessons: SyncSender<Lesson>,
    work: JoinHandle<Cleaner>,
}

impl Learner {
    /// From now on so many threads may be used.
    pub(crate) fn use_threads(&mut self, threads: NonZeroUsize) {
        self.may_start = threads.get() > 1;
    }

    pub(crate) fn learn(&mut self, exchange: &Arc<Exchange>, page: Option<&Arc<Page>>) {
        if self.may_start && self.thread.is_none() {
            self.start();
        }
        match &self.thread {
            // A thread that no longer takes anything has panicked, which comes to light when it is waited for.
            Some(thread) => drop(thread.lessons.send((Arc::clone(exchange), page.cloned()))),
            None => self.cleaner.learn_with_page(exchange, page.cloned()),
        }
    }

    /// Waits until everything is learnt.
    pub(crate) fn settle(&mut self) {
        if let Some(Thread { lessons, work }) = self.thread.take() {
            drop(lessons);
            self.cleaner = work.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        }
    }

    /// Adds what another has learnt, behind what this one has.
    pub(crate) fn append(&mut self, mut other: Self) {
        self.settle();
        other.settle();
        self.cleaner.append(&other.cleaner);
    }

    pub(crate) fn into_secrets(mut self) -> Secrets {
        self.settle();
        self.cleaner.into_secrets()
    }

    /// Where no thread can be had, nothing is lost but time.
    fn start(&mut self) {
        let (lessons, told) = sync_channel(WAITING);
        let (hand_over, handed) = sync_channel(1);
        let work = move || handed.recv().map(|cleaner| learn_all(cleaner, &told)).unwrap_or_default();
        if let Ok(work) = thread::Builder::new().name("learn".to_owned()).spawn(work) {
            // The thread waits for it, so this cannot fail.
            drop(hand_over.send(std::mem::take(&mut self.cleaner)));
            self.thread = Some(Thread { lessons, work });
        } else {
            self.may_start = false;
        }
    }
}

fn learn_all(mut cleaner: Cleaner, told: &Receiver<Lesson>) -> Cleaner {
    for (exchange, page) in told {
        cleaner.learn_with_page(&exchange, page);
    }
    cleaner
}

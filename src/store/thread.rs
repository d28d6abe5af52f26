//! The thread that owns the data file. Asking never waits; replies are picked up when the window next looks.

use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::request::{Answer, Request};
use super::{Database, StoreError};

/// Requests that may wait; a full queue is a fault of the program and is reported, never waited for.
const QUEUE: usize = 256;
/// How often the file is looked at for changes by another window.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Wakes the window after a reply.
pub type Waker = Box<dyn Fn() + Send>;

/// Names one request; the reply carries it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// What the thread has to say.
#[derive(Debug)]
pub enum Reply {
    To(Ticket, Result<Answer, StoreError>),
    /// A newer request of the same kind took its place; no answer will come.
    Passed(Ticket),
    /// Another window has written to the same file: what screens show is old.
    ChangedElsewhere,
}

/// A handle on the store thread.
///
/// Writes run in the order they were asked for. Dropping the handle lets the thread finish what it was given and waits
/// for it, so a saved record is on disk before the program ends.
pub struct Store {
    requests: Option<SyncSender<(Ticket, Request)>>,
    replies: Receiver<Reply>,
    next: u64,
    thread: Option<JoinHandle<()>>,
}

impl Store {
    /// Starts the thread on an open data file.
    ///
    /// # Errors
    /// When the system has no thread left.
    pub fn start(database: Database, waker: Waker) -> std::io::Result<Self> {
        let (requests, inbox) = sync_channel(QUEUE);
        let (outbox, replies) = sync_channel(4 * QUEUE);
        let thread = std::thread::Builder::new()
            .name("store".to_owned())
            .spawn(move || Worker { database, inbox, outbox, waker, seen: None }.run())?;
        Ok(Self { requests: Some(requests), replies, next: 1, thread: Some(thread) })
    }

    /// Puts a request into the queue and names it.
    ///
    /// # Errors
    /// [`StoreError::Gone`] when the thread has ended or its queue is full.
    pub fn ask(&mut self, request: Request) -> Result<Ticket, StoreError> {
        let ticket = Ticket(self.next);
        self.next += 1;
        let requests = self.requests.as_ref().ok_or(StoreError::Gone)?;
        match requests.try_send((ticket, request)) {
            Ok(()) => Ok(ticket),
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => Err(StoreError::Gone),
        }
    }

    /// Every reply that has arrived.
    pub fn drain(&self) -> Vec<Reply> {
        self.replies.try_iter().collect()
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.requests = None;
        // A reply nobody will read must not keep the thread from finishing its writes.
        while let Some(thread) = self.thread.take_if(|thread| !thread.is_finished()) {
            let _unread = self.drain();
            std::thread::sleep(Duration::from_millis(1));
            self.thread = Some(thread);
        }
        if let Some(thread) = self.thread.take() {
            let _ended = thread.join();
        }
    }
}

struct Worker {
    database: Database,
    inbox: Receiver<(Ticket, Request)>,
    outbox: SyncSender<Reply>,
    waker: Waker,
    seen: Option<i64>,
}

impl Worker {
    fn run(mut self) {
        loop {
            match self.inbox.recv_timeout(LOOK_EVERY) {
                Ok(asked) => self.serve(asked),
                Err(RecvTimeoutError::Timeout) => self.look(),
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        if let Err(error) = self.database.settle() {
            tracing::warn!("the data file could not be settled: {error}");
        }
    }

    /// Answers a request and everything that queued behind it, leaving out reads that a newer one has replaced.
    fn serve(&mut self, first: (Ticket, Request)) {
        let mut waiting = vec![first];
        waiting.extend(self.inbox.try_iter());
        let newest = waiting.iter().rposition(|(_, request)| is_first_page(request));
        for (at, (ticket, request)) in waiting.into_iter().enumerate() {
            if is_first_page(&request) && newest.is_some_and(|newest| at < newest) {
                if self.outbox.send(Reply::Passed(ticket)).is_err() {
                    return;
                }
                continue;
            }
            let answer = self.database.answer(request);
            if self.outbox.send(Reply::To(ticket, answer)).is_err() {
                return;
            }
            (self.waker)();
        }
    }

    fn look(&mut self) {
        match self.database.data_version() {
            Ok(version) => {
                if self.seen.is_some_and(|seen| seen != version) {
                    if let Err(error) = self.database.refresh() {
                        tracing::warn!("what another window changed could not be read: {error}");
                    }
                    if self.outbox.send(Reply::ChangedElsewhere).is_ok() {
                        (self.waker)();
                    }
                }
                self.seen = Some(version);
            }
            Err(error) => tracing::warn!("the data file could not be looked at: {error}"),
        }
    }
}

/// Typing six letters asks for six first pages; only the last one is wanted.
fn is_first_page(request: &Request) -> bool {
    matches!(request, Request::List(query) if query.offset == 0)
}

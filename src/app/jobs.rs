//! Long work beside the window: one job of a kind at a time, with progress, cancel and one result.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// What a job does; one of each kind runs at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JobKind {
    PickFiles,
    ReadTable,
    DryRun,
    Import,
    Export,
    Demo,
    /// A preview.
    Paper,
    /// A sheet that leaves the house.
    Issue,
    /// One slip of a deed on many cases.
    Slip,
    Thumbnails,
    /// One deed on many cases, which the store carries out.
    Many,
    Printers,
    /// Reading scanned files.
    Scan,
    PagePictures,
    /// The pages of a review.
    Review,
}

/// Shared between a job and the window. Reading it never waits.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    total: AtomicU64,
    cancelled: AtomicBool,
}

impl Progress {
    /// Says how far the work is; `false` when it was cancelled and should stop.
    pub fn report(&self, done: u64, total: u64) -> bool {
        self.done.store(done, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
        !self.is_cancelled()
    }

    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Done and total; a total of 0 is "not known".
    pub fn get(&self) -> (u64, u64) {
        (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed))
    }
}

/// A job that runs.
pub struct Running {
    pub id: u64,
    pub kind: JobKind,
    pub title: String,
    pub progress: Arc<Progress>,
}

/// The jobs of the window. `T` is what they bring back.
pub struct Jobs<T> {
    running: Vec<Running>,
    results: Receiver<(u64, T)>,
    outbox: SyncSender<(u64, T)>,
    next: u64,
    waker: Arc<dyn Fn() + Send + Sync>,
}

impl<T: Send + 'static> Jobs<T> {
    #[must_use]
    pub fn new(waker: Arc<dyn Fn() + Send + Sync>) -> Self {
        let (outbox, results) = sync_channel(64);
        Self { running: Vec::new(), results, outbox, next: 1, waker }
    }

    /// Starts a job on a thread of its own; `false` when one of the kind already runs or no thread can be had.
    pub fn start(
        &mut self,
        kind: JobKind,
        title: impl Into<String>,
        work: impl FnOnce(&Progress) -> T + Send + 'static,
    ) -> bool {
        if self.running.iter().any(|job| job.kind == kind) {
            return false;
        }
        let id = self.next;
        self.next += 1;
        let progress = Arc::new(Progress::default());
        let (seen, outbox, waker) = (Arc::clone(&progress), self.outbox.clone(), Arc::clone(&self.waker));
        let started = std::thread::Builder::new().name(format!("job-{id}")).spawn(move || {
            let result = work(&seen);
            // The window may have closed meanwhile; then nobody waits for the result.
            if outbox.send((id, result)).is_ok() {
                waker();
            }
        });
        if started.is_err() {
            return false;
        }
        self.running.push(Running { id, kind, title: title.into(), progress });
        true
    }

    /// Shows work that the store does piece by piece as a job; `None` when one of the kind already runs. Whoever began it
    /// looks at the cancel flag between two pieces and calls [`Jobs::end`].
    pub fn begin(&mut self, kind: JobKind, title: impl Into<String>) -> Option<Arc<Progress>> {
        if self.running.iter().any(|job| job.kind == kind) {
            return None;
        }
        let (id, progress) = (self.next, Arc::new(Progress::default()));
        self.next += 1;
        self.running.push(Running { id, kind, title: title.into(), progress: Arc::clone(&progress) });
        Some(progress)
    }

    /// The work begun with [`Jobs::begin`] is over.
    pub fn end(&mut self, kind: JobKind) {
        self.running.retain(|job| job.kind != kind);
    }

    /// Results that have arrived; their jobs are over.
    pub fn drain(&mut self) -> Vec<T> {
        let mut results = Vec::new();
        while let Ok((id, result)) = self.results.try_recv() {
            self.running.retain(|job| job.id != id);
            results.push(result);
        }
        results
    }

    #[must_use]
    pub fn running(&self) -> &[Running] {
        &self.running
    }

    /// Asks every running job to stop.
    pub fn cancel_all(&self) {
        for job in &self.running {
            job.progress.cancel();
        }
    }
}

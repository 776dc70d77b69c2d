//! The one writer: waiting jobs share a durable commit, and one bad job spoils nothing.

use std::any::Any;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use tokio::sync::{oneshot, watch};

use super::{Durability, Engine, KvError, Tx, View, WriteError};

/// How the writer gathers jobs.
#[derive(Debug, Clone, Copy)]
pub struct KvOptions {
    /// At most so many jobs share a commit.
    pub batch_jobs: usize,
    /// At most so many bytes of keys and values share a commit; a single job that needs more fails.
    pub batch_bytes: usize,
    /// When a commit counts as done.
    pub durability: Durability,
}

impl Default for KvOptions {
    fn default() -> Self {
        Self {
            batch_jobs: 256,
            batch_bytes: 1024 * 1024,
            durability: Durability::Sync,
        }
    }
}

/// A store of rows: reads on any thread, writes through the one writer. Clones are handles to the same store.
#[derive(Clone)]
pub struct Kv {
    shared: Arc<Shared>,
}

struct Shared {
    /// Taken out when the store closes, so that the file is closed even while handles remain.
    open: RwLock<Option<Open>>,
    writer: Mutex<Option<JoinHandle<()>>>,
    commits: watch::Sender<u64>,
    durability: Arc<AtomicU8>,
}

#[derive(Clone)]
struct Open {
    engine: Arc<dyn Engine>,
    queue: Sender<Box<dyn Job>>,
}

impl Kv {
    /// A store on `engine` with the usual options.
    pub fn new(engine: impl Engine + 'static) -> Self {
        Self::with(engine, KvOptions::default())
    }

    /// A store on `engine`.
    pub fn with(engine: impl Engine + 'static, options: KvOptions) -> Self {
        let engine: Arc<dyn Engine> = Arc::new(engine);
        let durability = Arc::new(AtomicU8::new(0));
        let (queue, waiting) = channel();
        let commits = watch::Sender::new(0);
        let writer = Writer {
            engine: Arc::clone(&engine),
            waiting,
            options,
            durability: Arc::clone(&durability),
            commits: commits.clone(),
            last_jobs: 0,
            last_commit: Duration::ZERO,
        };
        let writer = thread::Builder::new()
            .name("kv-writer".into())
            .spawn(move || writer.run())
            .expect("the operating system grants one thread at start");
        let kv = Self {
            shared: Arc::new(Shared {
                open: RwLock::new(Some(Open { engine, queue })),
                writer: Mutex::new(Some(writer)),
                commits,
                durability,
            }),
        };
        kv.set_durability(options.durability);
        kv
    }

    /// Runs `job` on one consistent state and returns what it returns. Blocks for as long as the reads take.
    pub fn read<T>(&self, job: impl FnOnce(&dyn View) -> Result<T, KvError>) -> Result<T, KvError> {
        let engine = self.shared.open()?.engine;
        let (mut job, mut found) = (Some(job), None);
        engine.read(&mut |view| {
            if let Some(job) = job.take() {
                found = Some(job(view)?);
            }
            Ok(())
        })?;
        found.ok_or(KvError::Closed)
    }

    /// Runs `job` as one transaction and answers after the commit it shares is durable; refusals wait too,
    /// since they may rest on a neighbour's uncommitted write.
    ///
    /// The job may run again after a conflict, so it acts only through its [`Tx`]. It runs to its end even
    /// when nobody waits for the answer any more.
    pub async fn write<T, E>(
        &self,
        job: impl FnMut(&mut Tx<'_>) -> Result<T, WriteError<E>> + Send + 'static,
    ) -> Result<T, WriteError<E>>
    where
        T: Send + 'static,
        E: Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        self.submit(job, |outcome| drop(answer.send(outcome)))?;
        answered
            .await
            .unwrap_or(Err(WriteError::Store(KvError::Closed)))
    }

    /// The same as [`write`](Self::write) for a thread that may block. Inside a job it would wait for ever.
    pub fn write_blocking<T, E>(
        &self,
        job: impl FnMut(&mut Tx<'_>) -> Result<T, WriteError<E>> + Send + 'static,
    ) -> Result<T, WriteError<E>>
    where
        T: Send + 'static,
        E: Send + 'static,
    {
        let (answer, answered) = sync_channel(1);
        self.submit(job, move |outcome| drop(answer.send(outcome)))?;
        answered
            .recv()
            .unwrap_or(Err(WriteError::Store(KvError::Closed)))
    }

    /// Changes when later commits count as done.
    pub fn set_durability(&self, durability: Durability) {
        let number = u8::from(durability == Durability::Relaxed);
        self.shared.durability.store(number, Ordering::Release);
    }

    /// Tells of every commit, by a number that rises: how whoever shows something learns that it may have changed.
    pub fn commits(&self) -> watch::Receiver<u64> {
        self.shared.commits.subscribe()
    }

    /// Makes every earlier relaxed commit durable and brings the files into the form in which they can be copied.
    pub fn rest(&self) -> Result<(), KvError> {
        self.shared.open()?.engine.rest()
    }

    /// Gives unused room back to the disk. Blocks; until it is done, reads fail with [`KvError::Busy`].
    pub fn compact(&self) -> Result<(), KvError> {
        self.shared.open()?.engine.compact()
    }

    /// Finishes the jobs that wait and closes the file, even if other handles remain; those then fail with
    /// [`KvError::Closed`]. Dropping the last handle does the same.
    pub fn close(&self) {
        self.shared.close();
    }

    fn submit<T, E>(
        &self,
        job: impl FnMut(&mut Tx<'_>) -> Result<T, WriteError<E>> + Send + 'static,
        answer: impl FnOnce(Result<T, WriteError<E>>) + Send + 'static,
    ) -> Result<(), KvError>
    where
        T: Send + 'static,
        E: Send + 'static,
    {
        let work = Work {
            job,
            answer,
            outcome: None,
        };
        let queue = self.shared.open()?.queue;
        queue.send(Box::new(work)).map_err(|_| KvError::Closed)
    }
}

impl Shared {
    fn open(&self) -> Result<Open, KvError> {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        open.clone().ok_or(KvError::Closed)
    }

    fn close(&self) {
        // With the last sender gone the writer finishes its queue and ends.
        drop(
            self.open
                .write()
                .unwrap_or_else(PoisonError::into_inner)
                .take(),
        );
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(writer) = writer.take()
            && writer.thread().id() != thread::current().id()
        {
            // The writer catches every panic of a job and of the engine, so there is nothing to pass on.
            drop(writer.join());
        }
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.close();
    }
}

/// A waiting job, whatever it returns.
trait Job: Send {
    /// Runs it on `tx`; true when its changes are to be kept.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;

    /// Ends it: it failed with the commit, or what it returned holds.
    fn tell(self: Box<Self>, commit: Result<(), KvError>);
}

struct Work<J, A, T, E> {
    job: J,
    answer: A,
    outcome: Option<Result<T, WriteError<E>>>,
}

impl<J, A, T, E> Job for Work<J, A, T, E>
where
    J: FnMut(&mut Tx<'_>) -> Result<T, WriteError<E>> + Send,
    A: FnOnce(Result<T, WriteError<E>>) + Send,
    T: Send,
    E: Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        let job = &mut self.job;
        let outcome = catch_unwind(AssertUnwindSafe(|| job(tx)))
            .unwrap_or_else(|panic| Err(WriteError::Store(panicked(panic.as_ref()))));
        self.outcome.insert(outcome).is_ok()
    }

    fn tell(self: Box<Self>, commit: Result<(), KvError>) {
        let outcome = match (commit, self.outcome) {
            (Ok(()), Some(outcome)) => outcome,
            (Ok(()), None) => Err(WriteError::Store(KvError::Closed)),
            (Err(trouble), _) => Err(WriteError::Store(trouble)),
        };
        (self.answer)(outcome);
    }
}

fn panicked(panic: &(dyn Any + Send)) -> KvError {
    let words = panic
        .downcast_ref::<&str>()
        .map(ToString::to_string)
        .or_else(|| panic.downcast_ref::<String>().cloned());
    KvError::Panicked(words.unwrap_or_else(|| "without words".into()))
}

/// So long without a job, and the engine comes to rest.
const IDLE: Duration = Duration::from_secs(1);

/// What the writer finds to do.
enum Next {
    Job(Box<dyn Job>),
    Idle,
    Closed,
}

/// What the writer's thread owns.
struct Writer {
    engine: Arc<dyn Engine>,
    waiting: Receiver<Box<dyn Job>>,
    options: KvOptions,
    durability: Arc<AtomicU8>,
    commits: watch::Sender<u64>,
    last_jobs: usize,
    last_commit: Duration,
}

impl Writer {
    fn run(mut self) {
        let mut queue = VecDeque::new();
        let mut at_rest = true;
        loop {
            if queue.is_empty() {
                match self.next(at_rest) {
                    Next::Job(job) => queue.push_back(job),
                    Next::Idle => {
                        // Nothing hangs on it, and the next commit meets the same trouble and tells it.
                        drop(catch_unwind(AssertUnwindSafe(|| self.engine.rest())));
                        at_rest = true;
                        continue;
                    }
                    Next::Closed => return,
                }
            }
            at_rest = false;
            self.gather(&mut queue);
            let started = Instant::now();
            let (taken, commit) = self.commit(&mut queue);
            if commit.is_ok() {
                self.commits.send_modify(|number| *number += 1);
            }
            self.last_commit = started.elapsed();
            self.last_jobs = taken;
            for job in queue.drain(..taken) {
                let commit = commit.clone();
                // An answer's receiver belongs to the caller; its trouble is not the writer's.
                drop(catch_unwind(AssertUnwindSafe(|| job.tell(commit))));
            }
        }
    }

    /// Waits for a job; not for ever while the engine is not at rest.
    fn next(&self, at_rest: bool) -> Next {
        if at_rest {
            return self.waiting.recv().map_or(Next::Closed, Next::Job);
        }
        match self.waiting.recv_timeout(IDLE) {
            Ok(job) => Next::Job(job),
            Err(RecvTimeoutError::Timeout) => Next::Idle,
            Err(RecvTimeoutError::Disconnected) => Next::Closed,
        }
    }

    /// Takes whatever waits. When the last commit had company, its clients are about to come back: they get
    /// an eighth of a commit's time to do so, which saves the commit that would otherwise carry the first of
    /// them alone. A lone client never waits.
    fn gather(&self, queue: &mut VecDeque<Box<dyn Job>>) {
        let patience = self.last_commit / 8;
        let since = Instant::now();
        while queue.len() < self.options.batch_jobs {
            if let Ok(job) = self.waiting.try_recv() {
                queue.push_back(job);
                continue;
            }
            let left = patience.saturating_sub(since.elapsed());
            if self.last_jobs < 2 || queue.len() >= self.last_jobs || left.is_zero() {
                return;
            }
            match self.waiting.recv_timeout(left) {
                Ok(job) => queue.push_back(job),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Runs the jobs at the front of the queue in one transaction, as many as fit, and says how many those were.
    fn commit(&self, queue: &mut VecDeque<Box<dyn Job>>) -> (usize, Result<(), KvError>) {
        let durability = match self.durability.load(Ordering::Acquire) {
            0 => Durability::Sync,
            _ => Durability::Relaxed,
        };
        let limit = self.options.batch_bytes;
        let mut taken = 0;
        let written = catch_unwind(AssertUnwindSafe(|| {
            self.engine.write(durability, &mut |view| {
                let mut batch = Tx::over(view);
                taken = 0;
                for job in queue.iter_mut().take(self.options.batch_jobs) {
                    let mut own = Tx::bounded(&batch, limit);
                    let keep = job.run(&mut own);
                    let changes = own.into_changes();
                    // A job that no longer fits runs again, first in the next transaction.
                    if keep && taken > 0 && batch.changes().bytes() + changes.bytes() > limit {
                        break;
                    }
                    taken += 1;
                    if keep {
                        batch.absorb(changes);
                    }
                }
                Ok(batch.into_changes())
            })
        }));
        let written = written.unwrap_or_else(|panic| Err(panicked(panic.as_ref())));
        // Without a transaction no job ran; all of them hear why.
        if written.is_err() && taken == 0 {
            taken = queue.len();
        }
        (taken, written)
    }
}

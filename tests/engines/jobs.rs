//! What the one writer owes its jobs.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};

use motcua::kv::{
    Durability, Engine, Kv, KvError, KvOptions, MemoryEngine, NEXT, Plan, Space, Span, View,
    WriteError,
};

use super::{for_every_engine, on_every_engine};

const SPACE: Space = Space::new(10, "rows");

fn put(kv: &Kv, key: &str, value: &str) {
    let (key, value) = (key.to_owned(), value.to_owned());
    kv.write_blocking(move |tx| {
        tx.put(SPACE, key.clone(), value.clone())?;
        Ok::<_, WriteError<()>>(())
    })
    .unwrap();
}

fn keys(kv: &Kv) -> Vec<String> {
    let rows = kv.read(|view| view.rows(SPACE, &Span::all())).unwrap();
    rows.into_iter()
        .map(|(key, _)| String::from_utf8(key).unwrap())
        .collect()
}

on_every_engine! {
    fn a_refused_job_leaves_no_trace(kv: &Kv) {
        put(kv, "a", "1");
        let answer = kv.write_blocking(|tx| {
            tx.put(SPACE, "a", "2")?;
            tx.put(SPACE, "b", "2")?;
            tx.delete(SPACE, "a")?;
            Err::<(), _>(WriteError::Declined("no"))
        });
        assert!(matches!(answer, Err(WriteError::Declined("no"))));
        assert_eq!(keys(kv), ["a"]);
        assert_eq!(kv.read(|view| view.get(SPACE, b"a")).unwrap().unwrap(), b"1");
    }

    fn a_panicking_job_does_not_end_the_writer(kv: &Kv) {
        let answer = kv.write_blocking(|tx| {
            tx.put(SPACE, "lost", "")?;
            if tx.get(SPACE, b"lost")?.is_some() {
                std::panic::resume_unwind(Box::new("on purpose"));
            }
            Ok::<_, WriteError<()>>(())
        });
        let Err(WriteError::Store(KvError::Panicked(words))) = answer else { panic!("{answer:?}") };
        assert_eq!(words, "on purpose");
        put(kv, "kept", "");
        assert_eq!(keys(kv), ["kept"]);
    }

    fn a_reader_keeps_its_state_while_others_write(kv: &Kv) {
        put(kv, "a", "");
        kv.read(|view| {
            put(kv, "b", "");
            assert_eq!(view.rows(SPACE, &Span::all())?.len(), 1);
            assert_eq!(view.get(SPACE, b"b")?, None);
            Ok(())
        })
        .unwrap();
        assert_eq!(keys(kv), ["a", "b"]);
    }

    fn an_error_ends_a_scan(kv: &Kv) {
        put(kv, "a", "");
        put(kv, "b", "");
        let mut seen = 0;
        let ended = kv.read(|view| {
            view.scan(SPACE, &Span::all(), &mut |_, _| {
                seen += 1;
                Err(KvError::Closed)
            })
        });
        assert!(matches!(ended, Err(KvError::Closed)));
        assert_eq!(seen, 1);
    }

    fn what_no_engine_could_take_is_refused(kv: &Kv) {
        let put = |key: usize, value: usize| {
            kv.write_blocking(move |tx| {
                tx.put(SPACE, vec![b'k'; key], vec![b'v'; value])?;
                Ok::<_, WriteError<()>>(())
            })
        };
        assert!(put(1024, 65_536).is_ok());
        for answer in [put(1025, 1), put(1, 65_537)] {
            assert!(matches!(answer, Err(WriteError::Store(KvError::TooLarge { .. }))));
        }
        let answer = kv.write_blocking(|tx| {
            for number in 0..40_u8 {
                tx.put(SPACE, [number], vec![0; 60_000])?;
            }
            Ok::<_, WriteError<()>>(())
        });
        assert!(matches!(answer, Err(WriteError::Store(KvError::TooLarge { what: "job", .. }))));
        assert_eq!(keys(kv).len(), 1);
    }

    fn a_closed_store_says_so(kv: &Kv) {
        let other = kv.clone();
        put(&other, "a", "");
        kv.close();
        kv.close();
        assert!(matches!(other.read(|_| Ok(())), Err(KvError::Closed)));
        let answer = other.write_blocking(|_| Ok::<_, WriteError<()>>(()));
        assert!(matches!(answer, Err(WriteError::Store(KvError::Closed))));
    }

    fn a_job_may_hold_the_last_handle(kv: &Kv) {
        let inner = kv.clone();
        let answer = kv.write_blocking(move |tx| {
            // Reading through the handle sees the state before this transaction.
            inner.read(|view| view.scan(SPACE, &Span::all(), &mut |_, _| Ok(NEXT)))?;
            tx.put(SPACE, "a", "")?;
            Ok::<_, WriteError<()>>(())
        });
        assert!(answer.is_ok());
    }
}

/// An engine in memory that counts commits, can hold them up and can fail them.
#[derive(Clone, Default)]
struct Watched {
    rows: MemoryEngine,
    commits: Arc<AtomicUsize>,
    fails: Arc<AtomicBool>,
    gate: Arc<Mutex<Option<mpsc::Receiver<()>>>>,
}

impl Engine for Watched {
    fn read(&self, job: &mut dyn FnMut(&dyn View) -> Result<(), KvError>) -> Result<(), KvError> {
        self.rows.read(job)
    }

    fn write(&self, durability: Durability, plan: &mut Plan<'_>) -> Result<(), KvError> {
        self.commits.fetch_add(1, Ordering::SeqCst);
        self.rows.write(durability, &mut |view| {
            let changes = plan(view)?;
            if let Some(gate) = self.gate.lock().unwrap().take() {
                let _ = gate.recv();
            }
            if self.fails.load(Ordering::SeqCst) {
                return Err(KvError::engine(
                    "commit",
                    std::io::Error::other("disk full"),
                ));
            }
            Ok(changes)
        })
    }
}

impl Watched {
    /// The next commit waits until the answer is dropped.
    fn hold(&self) -> mpsc::Sender<()> {
        let (open, gate) = mpsc::channel();
        *self.gate.lock().unwrap() = Some(gate);
        open
    }
}

async fn keep(kv: Kv, key: String, bytes: usize) -> Result<(), WriteError<()>> {
    kv.write(move |tx| {
        for part in 0..bytes.div_ceil(60_000).max(1) {
            tx.put(SPACE, format!("{key}/{part}"), vec![0; bytes.min(60_000)])?;
        }
        Ok(())
    })
    .await
}

fn alone<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(future)
}

/// After this, every spawned task has run as far as it can.
async fn settled() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

#[test]
fn waiting_jobs_share_a_commit() {
    alone(async {
        let engine = Watched::default();
        let kv = Kv::new(engine.clone());
        let open = engine.hold();
        let first = tokio::spawn(keep(kv.clone(), "first".into(), 1));
        settled().await;
        while engine.commits.load(Ordering::SeqCst) == 0 {
            std::thread::yield_now();
        }
        let jobs: Vec<_> = (0..200)
            .map(|job| tokio::spawn(keep(kv.clone(), job.to_string(), 1)))
            .collect();
        settled().await;
        drop(open);
        first.await.unwrap().unwrap();
        for job in jobs {
            job.await.unwrap().unwrap();
        }
        assert_eq!(engine.commits.load(Ordering::SeqCst), 2);
        assert_eq!(keys(&kv).len(), 201);
    });
}

#[test]
fn jobs_that_do_not_fit_together_follow_one_another() {
    alone(async {
        let engine = Watched::default();
        let kv = Kv::new(engine.clone());
        let open = engine.hold();
        let first = tokio::spawn(keep(kv.clone(), "first".into(), 1));
        settled().await;
        while engine.commits.load(Ordering::SeqCst) == 0 {
            std::thread::yield_now();
        }
        let jobs: Vec<_> = (0..5)
            .map(|job| tokio::spawn(keep(kv.clone(), job.to_string(), 480_000)))
            .collect();
        settled().await;
        drop(open);
        first.await.unwrap().unwrap();
        for job in jobs {
            job.await.unwrap().unwrap();
        }
        assert_eq!(
            engine.commits.load(Ordering::SeqCst),
            1 + 3,
            "two, two and one"
        );
        assert_eq!(keys(&kv).len(), 1 + 5 * 8);
    });
}

#[test]
fn a_failed_commit_is_told_to_every_job_and_the_next_one_works() {
    alone(async {
        let engine = Watched::default();
        let kv = Kv::new(engine.clone());
        engine.fails.store(true, Ordering::SeqCst);
        let jobs: Vec<_> = (0..20)
            .map(|job| tokio::spawn(keep(kv.clone(), job.to_string(), 1)))
            .collect();
        let refused = tokio::spawn({
            let kv = kv.clone();
            async move { kv.write(|_| Err::<(), _>(WriteError::Declined(()))).await }
        });
        for job in jobs.into_iter().chain([refused]) {
            let answer = job.await.unwrap();
            let Err(WriteError::Store(trouble)) = answer else {
                panic!("{answer:?}")
            };
            assert_eq!(trouble.to_string(), "storage engine, commit: disk full");
        }
        engine.fails.store(false, Ordering::SeqCst);
        keep(kv.clone(), "after".into(), 1).await.unwrap();
        assert_eq!(keys(&kv), ["after/0"]);
    });
}

#[test]
fn a_refusal_waits_for_the_commit_it_may_rest_on() {
    alone(async {
        let engine = Watched::default();
        let kv = Kv::new(engine.clone());
        let open = engine.hold();
        let mut refused = tokio::spawn({
            let kv = kv.clone();
            async move { kv.write(|_| Err::<(), _>(WriteError::Declined("no"))).await }
        });
        settled().await;
        while engine.commits.load(Ordering::SeqCst) == 0 {
            std::thread::yield_now();
        }
        settled().await;
        assert!(!refused.is_finished());
        drop(open);
        assert!(matches!(
            (&mut refused).await.unwrap(),
            Err(WriteError::Declined("no"))
        ));
    });
}

#[test]
fn an_abandoned_job_still_runs() {
    alone(async {
        let engine = Watched::default();
        let kv = Kv::new(engine.clone());
        let open = engine.hold();
        let first = tokio::spawn(keep(kv.clone(), "first".into(), 1));
        let abandoned = tokio::spawn(keep(kv.clone(), "abandoned".into(), 1));
        settled().await;
        abandoned.abort();
        drop(open);
        first.await.unwrap().unwrap();
        keep(kv.clone(), "last".into(), 1).await.unwrap();
        assert_eq!(keys(&kv), ["abandoned/0", "first/0", "last/0"]);
    });
}

#[test]
fn a_larger_limit_takes_a_larger_job() {
    let options = KvOptions {
        batch_bytes: 8 << 20,
        ..KvOptions::default()
    };
    let kv = Kv::with(MemoryEngine::new(), options);
    alone(keep(kv.clone(), "large".into(), 4 << 20)).unwrap();
    assert_eq!(keys(&kv).len(), 70);
}

//! The same random programs on every engine.

use motcua::kv::{Kv, MemoryEngine, WriteError};
use proptest::collection::vec;
use proptest::prelude::*;
use std::sync::mpsc;

use super::model::{Model, Op, Seen, everything, op, run};
use super::{Quarrelsome, redb};

/// How a job ends.
#[derive(Debug, Clone, Copy)]
enum End {
    Keep,
    Refuse,
    Panic,
}

#[derive(Debug, Clone)]
struct Job {
    ops: Vec<Op>,
    end: End,
}

fn job() -> impl Strategy<Value = Job> {
    let end = prop_oneof![6 => Just(End::Keep), 2 => Just(End::Refuse), 1 => Just(End::Panic)];
    (vec(op(), 0..12), end).prop_map(|(ops, end)| Job { ops, end })
}

/// What a job is told: what it saw, kept or refused; nothing when it panicked.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Told {
    Kept(Vec<Seen>),
    Refused(Vec<Seen>),
    Panicked,
}

fn expected(model: &mut Model, job: &Job) -> Told {
    let mut after = model.clone();
    let mut seen = Vec::new();
    after.run(&job.ops, &mut seen);
    match job.end {
        End::Keep => {
            *model = after;
            Told::Kept(seen)
        }
        End::Refuse => Told::Refused(seen),
        End::Panic => Told::Panicked,
    }
}

async fn submitted(kv: Kv, job: Job) -> Told {
    let answer = kv
        .write(move |tx| {
            let mut seen = Vec::new();
            run(tx, &job.ops, &mut seen)?;
            match job.end {
                End::Keep => Ok(seen),
                End::Refuse => Err(WriteError::Declined(seen)),
                End::Panic => std::panic::resume_unwind(Box::new("on purpose")),
            }
        })
        .await;
    match answer {
        Ok(seen) => Told::Kept(seen),
        Err(WriteError::Declined(seen)) => Told::Refused(seen),
        Err(WriteError::Store(motcua::kv::KvError::Panicked(_))) => Told::Panicked,
        Err(WriteError::Store(trouble)) => panic!("{trouble}"),
    }
}

/// Submits the jobs in order while the writer is held up, so that they share a transaction.
fn together(kv: &Kv, jobs: &[Job]) -> Vec<Told> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        let (open, gate) = mpsc::channel::<()>();
        let holder = kv.clone();
        let held = tokio::spawn(async move {
            let held = holder.write(move |_| {
                let _ = gate.recv();
                Ok::<_, WriteError<()>>(())
            });
            held.await.unwrap();
        });
        tokio::task::yield_now().await;
        let waiting: Vec<_> = jobs
            .iter()
            .map(|job| tokio::spawn(submitted(kv.clone(), job.clone())))
            .collect();
        tokio::task::yield_now().await;
        drop(open);
        held.await.unwrap();
        let mut told = Vec::new();
        for job in waiting {
            told.push(job.await.unwrap());
        }
        told
    })
}

fn agree(kv: &Kv, batches: &[Vec<Job>]) {
    let mut model = Model::default();
    for jobs in batches {
        let expected: Vec<_> = jobs.iter().map(|job| expected(&mut model, job)).collect();
        assert_eq!(together(kv, jobs), expected);
        assert_eq!(
            kv.read(|view| everything(view)).unwrap(),
            model.everything()
        );
    }
}

fn batches() -> impl Strategy<Value = Vec<Vec<Job>>> {
    vec(vec(job(), 1..6), 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn memory_does_what_the_model_does(batches in batches()) {
        agree(&Kv::new(MemoryEngine::new()), &batches);
        agree(&Kv::new(Quarrelsome(MemoryEngine::new())), &batches);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn redb_does_what_the_model_does(batches in batches()) {
        let (engine, _directory) = redb();
        agree(&Kv::new(engine), &batches);
        let (engine, _directory) = redb();
        agree(&Kv::new(Quarrelsome(engine)), &batches);
    }
}

//! Counters without gaps.

use motcua::kv::{Kv, MemoryEngine, WriteError};
use motcua::store::sequence;

use super::parcel::{memory, write};

#[test]
fn every_name_counts_for_itself_from_one() {
    let kv = memory();
    write(&kv, |tx| {
        assert_eq!(sequence::last(tx, &("H12", 1_u32))?, 0);
        assert_eq!(sequence::next(tx, &("H12", 1_u32))?, 1);
        assert_eq!(sequence::next(tx, &("H12", 1_u32))?, 2);
        assert_eq!(sequence::next(tx, &("H12", 2_u32))?, 1);
        assert_eq!(sequence::last(tx, &("H12", 1_u32))?, 2);
        Ok(())
    });
    assert_eq!(write(&kv, |tx| sequence::next(tx, &("H12", 1_u32))), 3);
}

fn a_thousand_jobs_with_refusals(kv: &Kv) {
    // A fixed scramble decides who is refused, so that each run is the same.
    let refused = |job: u32| job.wrapping_mul(2_654_435_761) >> 30 == 0;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .build()
        .unwrap();
    let mut given = runtime.block_on(async {
        let jobs: Vec<_> = (0..1000_u32)
            .map(|job| {
                let kv = kv.clone();
                tokio::spawn(async move {
                    kv.write(move |tx| {
                        let number = sequence::next(tx, &"codes")?;
                        if refused(job) {
                            Err(WriteError::Declined(job))
                        } else {
                            Ok(number)
                        }
                    })
                    .await
                })
            })
            .collect();
        let mut given = Vec::new();
        for (number, job) in (0..).zip(jobs) {
            match job.await.unwrap() {
                Ok(code) => given.push(code),
                Err(WriteError::Declined(job)) => assert!(job == number && refused(job)),
                Err(WriteError::Store(trouble)) => panic!("{trouble}"),
            }
        }
        given
    });
    given.sort_unstable();
    let kept = (0..1000).filter(|job| !refused(*job)).count() as u64;
    assert!((600..900).contains(&kept));
    assert_eq!(given, (1..=kept).collect::<Vec<_>>());
    assert_eq!(
        kv.read(|view| sequence::last(view, &"codes")).unwrap(),
        kept
    );
}

#[test]
fn a_thousand_parallel_jobs_with_refusals_count_without_gaps() {
    a_thousand_jobs_with_refusals(&Kv::new(MemoryEngine::new()));
    let (engine, _directory) = crate::engines::redb();
    a_thousand_jobs_with_refusals(&Kv::new(engine));
}

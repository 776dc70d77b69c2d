//! One suite that every engine passes, against a model that shares no code with the store:
//! plain ordered maps, copied whole, searched row by row.

mod faults;
mod jobs;
mod model;
mod programs;
mod reopening;

use motcua::kv::{Durability, Engine, KvError, MemoryEngine, RedbEngine, RedbOptions, View};
use tempfile::TempDir;

/// Runs the body once for every engine, under the engine's name.
macro_rules! on_every_engine {
    ($($(#[$meta:meta])* fn $name:ident($kv:ident: &Kv) $body:block)*) => {$(
        $(#[$meta])*
        #[test]
        fn $name() {
            fn body($kv: &motcua::kv::Kv) $body
            for_every_engine(|kv| body(&kv));
        }
    )*};
}
pub(crate) use on_every_engine;

/// A redb engine in a directory that goes with it.
pub fn redb() -> (RedbEngine, TempDir) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("rows.redb");
    let engine = RedbEngine::open(path, RedbOptions::default()).unwrap();
    (engine, directory)
}

/// Asks every plan twice and applies only the second answer, as an engine does after a conflict.
pub struct Quarrelsome<E>(pub E);

impl<E: Engine> Engine for Quarrelsome<E> {
    fn read(&self, job: &mut dyn FnMut(&dyn View) -> Result<(), KvError>) -> Result<(), KvError> {
        self.0.read(job)
    }

    fn write(
        &self,
        durability: Durability,
        plan: &mut motcua::kv::Plan<'_>,
    ) -> Result<(), KvError> {
        self.0.write(durability, &mut |view| {
            drop(plan(view)?);
            plan(view)
        })
    }
}

pub fn for_every_engine(mut body: impl FnMut(motcua::kv::Kv)) {
    use motcua::kv::Kv;
    body(Kv::new(MemoryEngine::new()));
    body(Kv::new(Quarrelsome(MemoryEngine::new())));
    let (engine, _directory) = redb();
    body(Kv::new(engine));
    let (engine, _directory) = redb();
    body(Kv::new(Quarrelsome(engine)));
}

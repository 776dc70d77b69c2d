//! A bounded pool of engines: as many slips at once as there are cores, each engine made when it is first needed.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use super::PrintError;
use super::bound::bound;
use super::engine::{Engine, Part, fault};
use super::templates::asks_the_clock;
use crate::domain::slip::{Print, SlipKind};

/// How many papers of a stack are drawn at once: their memory is what a stack takes at most, for each core.
const PART: usize = 20;

/// The office's printer: turns slips into PDF, from any thread.
///
/// Cheap to clone; clones share the engines. Drawing **blocks** (some milliseconds, longer while every engine is busy):
/// async code calls it through `tokio::task::spawn_blocking`. An office that prints nothing holds no engine.
#[derive(Clone)]
pub struct Printer(Arc<Pool>);

struct Pool {
    engines: Mutex<Engines>,
    returned: Condvar,
    most: usize,
    /// Whoever prints a stack of papers holds this: one stack at a time, so that single slips find an engine.
    stack: Mutex<()>,
}

struct Engines {
    idle: Vec<Engine>,
    /// How many are out drawing.
    out: usize,
}

impl Printer {
    /// A printer that draws at most one slip per core at a time, and always one beside a stack of many.
    pub fn new() -> Self {
        Self::with_engines(
            std::thread::available_parallelism().map_or(2, |cores| cores.get().max(2)),
        )
    }

    /// A printer that draws at most `most` slips at a time; at least one.
    pub fn with_engines(most: usize) -> Self {
        Self(Arc::new(Pool {
            engines: Mutex::new(Engines {
                idle: Vec::new(),
                out: 0,
            }),
            returned: Condvar::new(),
            most: most.max(1),
            stack: Mutex::new(()),
        }))
    }

    /// Draws one paper or many as one PDF, archivable (PDF/A-3a) and accessible (PDF/UA-1), with its data inside.
    ///
    /// Equal prints give equal bytes. Blocks; see [`Printer`].
    ///
    /// # Errors
    /// When a text holds a control character, a dossier code fits no bar code, or the facts are not those of the paper.
    pub fn draw(&self, print: &Print) -> Result<Vec<u8>, PrintError> {
        let own = print.sheets.iter().any(|it| it.own_template.is_some());
        match self.draw_with(print, own) {
            // A template of the office's own that fails over these data steps back: there is always a page.
            Err(PrintError::Template(_)) if own => self.draw_with(print, false),
            drawn => drawn,
        }
    }

    /// Draws with the office's own templates and no way out, to see whether they are good.
    ///
    /// # Errors
    /// As [`Printer::draw`], and what is wrong with the template, line by line.
    pub fn try_out(&self, print: &Print) -> Result<Vec<u8>, PrintError> {
        let mut own = print
            .sheets
            .iter()
            .filter_map(|it| it.own_template.as_ref());
        if own.any(|source| asks_the_clock(source)) {
            return Err(PrintError::Template("today() is not for papers".to_owned()));
        }
        self.draw_with(print, true)
    }

    fn draw_with(&self, print: &Print, own: bool) -> Result<Vec<u8>, PrintError> {
        let count = print.sheets.len();
        let long = count > 1 || print.sheets.iter().any(|it| it.kind == SlipKind::Register);
        let _turn = long.then(|| self.0.stack.lock().unwrap_or_else(PoisonError::into_inner));
        let part = |start: usize| Part {
            print,
            range: start..count.min(start + PART),
            own,
        };
        if count <= PART {
            return self.with_engine(|engine| engine.draw(&part(0)));
        }
        let starts: Vec<usize> = (0..count).step_by(PART).collect();
        let parts = self.each(starts.len(), |engine, at| engine.draw(&part(at * PART)))?;
        bound(&parts).map_err(fault)
    }

    /// Does `count` pieces of work, as many at a time as there are engines. Each takes a turn of its own at them, so that a
    /// single slip comes in between.
    fn each(
        &self,
        count: usize,
        work: impl Fn(&Engine, usize) -> Result<Vec<u8>, PrintError> + Sync,
    ) -> Result<Vec<Vec<u8>>, PrintError> {
        let next = AtomicUsize::new(0);
        let hand = || {
            let mut done = Vec::new();
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                if at >= count {
                    return Ok(done);
                }
                done.push((at, self.with_engine(|engine| work(engine, at))?));
            }
        };
        let mut done = std::thread::scope(|scope| {
            let hands: Vec<_> = (0..self.0.most.min(count))
                .map(|_| scope.spawn(hand))
                .collect();
            let mut done = Vec::with_capacity(count);
            for hand in hands {
                match hand.join() {
                    Ok(pieces) => done.extend(pieces?),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            Ok(done)
        })?;
        done.sort_by_key(|(at, _)| *at);
        Ok(done.into_iter().map(|(_, piece)| piece).collect())
    }

    fn with_engine<T>(&self, draw: impl FnOnce(&Engine) -> T) -> T {
        let mut loan = Loan {
            pool: &self.0,
            engine: self.0.borrow(),
        };
        let engine = loan.engine.take().unwrap_or_else(Engine::new);
        let drawn = draw(&engine);
        // Only now: an engine whose drawing panicked is not lent again.
        loan.engine = Some(engine);
        drawn
    }
}

impl Default for Printer {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Printer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Printer")
            .field("most", &self.0.most)
            .finish_non_exhaustive()
    }
}

impl Pool {
    /// Waits for a turn; `None` when the caller is to make a new engine.
    fn borrow(&self) -> Option<Engine> {
        let engines = self.engines.lock().unwrap_or_else(PoisonError::into_inner);
        let mut engines = self
            .returned
            .wait_while(engines, |engines| engines.out >= self.most)
            .unwrap_or_else(PoisonError::into_inner);
        engines.out += 1;
        engines.idle.pop()
    }
}

/// A turn at the printer; gives it back even when drawing panics.
struct Loan<'a> {
    pool: &'a Pool,
    engine: Option<Engine>,
}

impl Drop for Loan<'_> {
    fn drop(&mut self) {
        let mut engines = self
            .pool
            .engines
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        engines.out -= 1;
        engines.idle.extend(self.engine.take());
        drop(engines);
        self.pool.returned.notify_one();
    }
}

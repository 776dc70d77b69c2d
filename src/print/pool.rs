//! A bounded pool of engines: as many slips at once as there are cores, each engine made when it is first needed.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

use super::engine::{Engine, Sheet};
use super::{PrintError, Receipt};

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
}

struct Engines {
    idle: Vec<Engine>,
    /// How many are out drawing.
    out: usize,
}

impl Printer {
    /// A printer that draws at most one slip per core at a time.
    pub fn new() -> Self {
        Self::with_engines(std::thread::available_parallelism().map_or(1, usize::from))
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
        }))
    }

    /// Draws a receipt (Giấy tiếp nhận hồ sơ và hẹn trả kết quả, Mẫu số 01) with both of its copies (liên).
    ///
    /// Equal receipts give equal bytes. Blocks; see [`Printer`].
    ///
    /// # Errors
    /// When a text holds a control character, or the dossier code fits no bar code.
    pub fn receipt(&self, receipt: &Receipt) -> Result<Vec<u8>, PrintError> {
        self.draw(receipt.sheet()?)
    }

    fn draw(&self, sheet: Sheet) -> Result<Vec<u8>, PrintError> {
        let mut loan = Loan {
            pool: &self.0,
            engine: self.0.borrow(),
        };
        let engine = loan.engine.take().unwrap_or_else(Engine::new);
        let drawn = engine.draw(sheet);
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

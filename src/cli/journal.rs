//! The log, on stderr: one line for each event, never personal data.

use tracing_subscriber::EnvFilter;

/// What is logged unless somebody asks for more or less.
pub(super) const DEFAULT: &str = "motcua=info,warn";

/// Begins to log; `filter` as in `motcua=debug`.
pub(super) fn open(filter: &str) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new(DEFAULT));
    // Another part of the same process, such as a test, may log already.
    drop(
        tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_writer(std::io::stderr)
            .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()))
            .try_init(),
    );
}

/// A panic is one line in the log and never a trace on the screen.
pub(super) fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let payload = panic.payload();
        let text = payload
            .downcast_ref::<&str>()
            .map(ToString::to_string)
            .or_else(|| payload.downcast_ref::<String>().cloned())
            .unwrap_or_default();
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        tracing::error!(place, text, "panic");
    }));
}

//! The log, on stderr: one line for each event, never personal data.

use std::any::Any;

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
        if is_closed_pipe(payload) {
            return;
        }
        let text = words(payload);
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        tracing::error!(place, text, "panic");
    }));
}

fn words(payload: &dyn Any) -> &str {
    payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or_default()
}

/// Whether `println!` gave up because nobody reads any more, as in `motcua help | head`.
pub(super) fn is_closed_pipe(payload: &(dyn Any + Send)) -> bool {
    let closed = std::io::Error::from(std::io::ErrorKind::BrokenPipe);
    let text = words(payload);
    // The standard library's words; the error is the operating system's or our own text of the same kind.
    text.starts_with("failed printing to std")
        && (text.contains("(os error 32)") || text.contains(&closed.to_string()))
}

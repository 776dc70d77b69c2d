//! What can go wrong below the law: trouble with the machine, and a job's two ways to end without a result.

use std::error::Error;
use std::fmt;
use std::io;
use std::sync::Arc;

/// Trouble with the machine or the stored bytes, never with what a person asked for.
///
/// It can be cloned because one failed commit is told to every job that shared it.
#[derive(Debug, Clone)]
pub enum KvError {
    /// The engine failed while doing what `doing` says.
    Engine {
        /// The attempted step, as in "commit".
        doing: &'static str,
        /// The engine's own words.
        cause: Arc<dyn Error + Send + Sync>,
    },
    /// A key, a value or a whole job is larger than every engine can take.
    TooLarge {
        /// What is too large: "key", "value" or "job".
        what: &'static str,
        /// The space of the row that went over.
        space: &'static str,
        /// Its size in bytes.
        bytes: usize,
        /// The largest allowed size in bytes.
        limit: usize,
    },
    /// A stored row could not be understood.
    Unreadable {
        /// The space of the row.
        space: &'static str,
        /// The row's key.
        key: Vec<u8>,
        /// Why it could not be read.
        cause: Arc<dyn Error + Send + Sync>,
    },
    /// A record that must be new is already there.
    Exists {
        /// The space of the row.
        space: &'static str,
        /// The row's key.
        key: Vec<u8>,
    },
    /// A job panicked; nothing of it was kept.
    Panicked(String),
    /// The store is being brought into its smallest form; a moment later it answers again.
    Busy,
    /// The store was closed before or while the job waited.
    Closed,
}

impl KvError {
    /// An engine's failure while `doing` something.
    pub fn engine(doing: &'static str, cause: impl Error + Send + Sync + 'static) -> Self {
        Self::Engine {
            doing,
            cause: Arc::new(cause),
        }
    }

    /// Whether the disk had no room left: whoever makes room can go on at once.
    pub fn is_disk_full(&self) -> bool {
        self.io_kind() == Some(io::ErrorKind::StorageFull)
    }

    /// Whether stored bytes are not what was written.
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::Unreadable { .. })
            || self.io_kind() == Some(io::ErrorKind::InvalidData)
    }

    fn io_kind(&self) -> Option<io::ErrorKind> {
        let Self::Engine { cause, .. } = self else {
            return None;
        };
        cause.downcast_ref::<io::Error>().map(io::Error::kind)
    }

    /// A stored row of `space` under `key` that cannot be understood.
    pub fn unreadable(
        space: super::Space,
        key: &[u8],
        cause: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        Self::Unreadable {
            space: space.name,
            key: key.to_vec(),
            cause: Arc::from(cause.into()),
        }
    }
}

impl fmt::Display for KvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Engine { doing, cause } => write!(f, "storage engine, {doing}: {cause}"),
            Self::TooLarge {
                what,
                space,
                bytes,
                limit,
            } => write!(
                f,
                "{what} in space {space} has {bytes} bytes, at most {limit} are allowed"
            ),
            Self::Unreadable { space, key, cause } => {
                write!(f, "row {} of space {space}: {cause}", key.escape_ascii())
            }
            Self::Exists { space, key } => {
                write!(
                    f,
                    "row {} of space {space} already exists",
                    key.escape_ascii()
                )
            }
            Self::Panicked(what) => write!(f, "a job panicked: {what}"),
            Self::Busy => f.write_str("the store is being compacted"),
            Self::Closed => f.write_str("the store is closed"),
        }
    }
}

impl Error for KvError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Engine { cause, .. } | Self::Unreadable { cause, .. } => Some(cause.as_ref()),
            _ => None,
        }
    }
}

/// Why a job left no trace: the law declined it, or the machine failed.
#[derive(Debug, Clone)]
pub enum WriteError<E> {
    /// The job itself said no; nothing of it was kept.
    Declined(E),
    /// The machine failed; whether the job was kept is known only for errors before the commit.
    Store(KvError),
}

impl<E> From<KvError> for WriteError<E> {
    fn from(trouble: KvError) -> Self {
        Self::Store(trouble)
    }
}

impl<E> WriteError<E> {
    /// The same error with the refusal translated by `words`.
    pub fn map_declined<F>(self, words: impl FnOnce(E) -> F) -> WriteError<F> {
        match self {
            Self::Declined(refusal) => WriteError::Declined(words(refusal)),
            Self::Store(trouble) => WriteError::Store(trouble),
        }
    }
}

impl<E: fmt::Display> fmt::Display for WriteError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Declined(refusal) => refusal.fmt(f),
            Self::Store(trouble) => trouble.fmt(f),
        }
    }
}

impl<E: Error + 'static> Error for WriteError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Declined(refusal) => Some(refusal),
            Self::Store(trouble) => Some(trouble),
        }
    }
}

//! What the self-check can find.

use std::fmt;

use crate::kv::Space;

/// One row that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where the row lies, or should lie.
    pub space: Space,
    /// Its key.
    pub key: Vec<u8>,
    /// What is wrong with it.
    pub flaw: Flaw,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// A record or a journal row cannot be read; the reason, for an expert.
    Unreadable(String),
    /// A record lies under another key than its own.
    Misplaced,
    /// A record owns this index row, but it is not there.
    Missing,
    /// No record owns this index row.
    Surplus,
    /// The index row is there with another value than its record asks for.
    Different,
    /// More than one record owns this index row.
    Disputed,
    /// A record writes this index row into a space that its type does not declare.
    Undeclared,
    /// A count is not what the records add up to.
    Miscounted {
        /// What is kept.
        kept: u64,
        /// What the records add up to.
        owed: u64,
    },
    /// The row lies in a space that nothing is known to live in; it stands for all rows of that space.
    Stray,
    /// The feed names this history row, but it is not there.
    HistoryMissing,
    /// The feed lacks this history row.
    FeedMissing,
    /// The feed reaches beyond its counter, which would give a number out twice.
    CounterBehind,
}

impl Flaw {
    /// Whether index rows alone are wrong, so that making them anew mends it.
    pub fn is_in_an_index(&self) -> bool {
        matches!(
            self,
            Self::Missing | Self::Surplus | Self::Different | Self::Miscounted { .. }
        )
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {}: ",
            self.space.name,
            self.key.as_slice().escape_ascii()
        )?;
        f.write_str(match &self.flaw {
            Flaw::Unreadable(why) => return write!(f, "unreadable, {why}"),
            Flaw::Miscounted { kept, owed } => {
                return write!(f, "count is {kept}, records add up to {owed}");
            }
            Flaw::Misplaced => "record under a foreign key",
            Flaw::Missing => "index row missing",
            Flaw::Surplus => "index row without a record",
            Flaw::Different => "index row differs from its record",
            Flaw::Disputed => "index row owned by more than one record",
            Flaw::Undeclared => "index row in an undeclared space",
            Flaw::Stray => "row in an unknown space",
            Flaw::HistoryMissing => "history row missing",
            Flaw::FeedMissing => "feed row missing",
            Flaw::CounterBehind => "feed beyond its counter",
        })
    }
}

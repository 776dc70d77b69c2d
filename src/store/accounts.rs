//! Accounts and the sign-ins that are open.

use serde::{Deserialize, Serialize};

use super::{IndexRow, Record, spaces};
use crate::domain::{
    officer::{User, Username},
    time::Moment,
};
use crate::kv::Space;

impl Record for User {
    type Key = String;
    const SPACE: Space = spaces::USERS;
    const INDICES: &'static [Space] = &[spaces::USERS_BY_ROLE];
    const VERSION_TAG: u8 = 1;

    fn key(&self) -> String {
        self.username.to_string()
    }

    fn index(&self, rows: &mut Vec<IndexRow>) {
        for role in &self.roles {
            rows.push(IndexRow::bare(
                spaces::USERS_BY_ROLE,
                &(role.key(), self.created_at.unix(), self.username.as_str()),
            ));
        }
    }
}

/// An open sign-in (phiên đăng nhập). The token itself is never stored, only its SHA-256.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// SHA-256 of the token, hexadecimal.
    pub token_hash: String,
    /// Whose sign-in.
    pub username: Username,
    /// When it began.
    pub since: Moment,
    /// When it ends by itself.
    pub until: Moment,
    /// What forms of this sign-in must carry.
    pub form_token: String,
}

impl Record for Session {
    type Key = String;
    const SPACE: Space = spaces::SESSIONS;
    const INDICES: &'static [Space] = &[spaces::SESSIONS_BY_USER];
    const VERSION_TAG: u8 = 1;

    fn key(&self) -> String {
        self.token_hash.clone()
    }

    fn index(&self, rows: &mut Vec<IndexRow>) {
        rows.push(IndexRow::bare(
            spaces::SESSIONS_BY_USER,
            &(self.username.as_str(), self.token_hash.as_str()),
        ));
    }
}

//! The accounts of a demo directory with their passwords, so that the next start tells the same ones.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::super::data_dir::write_private;
use super::super::failure::{Failure, machine};
use super::cast::MEMBERS;
use crate::office::random;

/// Where they are kept.
pub(in super::super) const FILE: &str = "accounts.json";

/// An account as the ready file tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Account {
    pub role: String,
    pub username: String,
    pub password: String,
    pub unit: String,
}

/// What the directory knows of itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Accounts {
    /// The demo was made to its end; a directory that was left half-made is made again.
    pub complete: bool,
    pub accounts: Vec<Account>,
}

impl Accounts {
    /// New random passwords for everybody.
    pub fn invent() -> Self {
        let accounts = MEMBERS
            .iter()
            .map(|member| Account {
                role: member.role.key().to_owned(),
                username: member.username.to_owned(),
                password: random::password(),
                unit: member.unit.to_owned(),
            })
            .collect();
        Self {
            complete: false,
            accounts,
        }
    }

    /// What an earlier start kept.
    pub fn read(data_dir: &Path) -> Result<Option<Self>, Failure> {
        let path = path(data_dir);
        match std::fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|_| {
                Failure::failed(format!(
                    "{} không đọc được; hãy tạo lại bản dùng thử bằng «motcua demo --fresh».",
                    path.display()
                ))
            }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Failure::at(&path, "đọc", &error)),
        }
    }

    /// Keeps them.
    pub fn write(&self, data_dir: &Path) -> Result<(), Failure> {
        let path = path(data_dir);
        let json =
            serde_json::to_vec_pretty(self).map_err(|error| machine("ghi tài khoản", error))?;
        write_private(&path, &json).map_err(|error| Failure::at(&path, "ghi", &error))
    }
}

fn path(data_dir: &Path) -> PathBuf {
    data_dir.join(FILE)
}

/// Whether the directory was made by a demo.
pub(super) fn is_there(data_dir: &Path) -> bool {
    path(data_dir).exists()
}

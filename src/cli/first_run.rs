//! Restoring a backup from the first-run page: while the office is empty, its directory is filled from a backup and the
//! server opens anew.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

use super::data_dir;
use super::desk::Out;
use super::failure::Failure;
use super::restore;
use crate::backup::{self, BACKUPS, Key};
use crate::office::backups::{Offered, Restorer};

/// Restores for the first-run page.
#[derive(Clone)]
pub(super) struct FirstRun {
    root: PathBuf,
    state: Arc<Mutex<State>>,
    done: Arc<Notify>,
}

#[derive(Default)]
struct State {
    doing: Option<String>,
    wrong: Option<String>,
}

impl FirstRun {
    /// For the data directory `root`.
    pub fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            state: Arc::default(),
            done: Arc::default(),
        }
    }

    /// Waits until a backup lies ready to be moved in.
    pub async fn restored(&self) {
        self.done.notified().await;
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn restore(&self, file: &Path, key: &Key) -> Result<(), Failure> {
        let staging = self.root.join(data_dir::RESTORING);
        restore::remove(&staging)?;
        let filled = restore::fill(file, key, &staging, &mut Told(self.clone()));
        if let Err(failure) = filled {
            restore::remove(&staging)?;
            return Err(failure);
        }
        let ready = self.root.join(data_dir::RESTORED);
        restore::remove(&ready)?;
        std::fs::rename(&staging, &ready)
            .map_err(|error| Failure::at(&ready, "đặt tên", &error))?;
        data_dir::sync_above(&ready).map_err(|error| Failure::at(&ready, "ghi", &error))
    }
}

impl Restorer for FirstRun {
    fn begin(&self, file: &Path, key: &str) -> bool {
        {
            let mut state = self.state();
            if state.doing.is_some() {
                return false;
            }
            *state = State {
                doing: Some("Đang đọc bản sao lưu".to_owned()),
                wrong: None,
            };
        }
        let (own, file, key) = (self.clone(), file.to_owned(), Key::from_text(key));
        tokio::task::spawn_blocking(move || match own.restore(&file, &key) {
            Ok(()) => {
                own.state().doing = Some("Đang mở dữ liệu vừa khôi phục".to_owned());
                own.done.notify_one();
            }
            Err(failure) => {
                let sentence = failure.sentence().unwrap_or_default().to_owned();
                *own.state() = State {
                    doing: None,
                    wrong: Some(sentence),
                };
            }
        });
        true
    }

    fn doing(&self) -> Option<String> {
        self.state().doing.clone()
    }

    fn wrong(&self) -> Option<String> {
        self.state().wrong.clone()
    }

    fn offered(&self) -> Vec<Offered> {
        let mut folders = vec![self.root.join(BACKUPS), PathBuf::from(".")];
        folders.extend(removable());
        let mut offered = Vec::new();
        for folder in folders {
            for lying in backup::list(&folder).unwrap_or_default() {
                offered.push(Offered {
                    path: lying.path,
                    when: lying.when,
                    size: lying.size,
                });
            }
        }
        offered.sort_by(|a, b| b.when.cmp(&a.when));
        offered
    }
}

/// Where operating systems put sticks and other disks.
fn removable() -> Vec<PathBuf> {
    if cfg!(windows) {
        return ('D'..='Z')
            .map(|letter| PathBuf::from(format!("{letter}:\\")))
            .collect();
    }
    let mut found = Vec::new();
    for (above, levels) in [
        ("/media", 2),
        ("/run/media", 2),
        ("/mnt", 1),
        ("/Volumes", 1),
    ] {
        let mut folders = vec![PathBuf::from(above)];
        for _ in 0..levels {
            folders = folders.iter().flat_map(|folder| inside(folder)).collect();
        }
        found.extend(folders);
    }
    found
}

fn inside(folder: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(folder)
        .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default()
}

/// What the command would print, for the page.
struct Told(FirstRun);

impl Out for Told {
    fn line(&mut self, text: &str) {
        tracing::info!("{text}");
    }

    fn wrong(&mut self, text: &str) {
        tracing::warn!("{text}");
    }

    fn progress(&mut self, text: &str) {
        self.0.state().doing = Some(format!("Đang khôi phục: {text}"));
    }

    fn give(&mut self, _bytes: &[u8]) -> Result<(), Failure> {
        Ok(())
    }

    fn pour(&mut self, _piece: &[u8]) -> std::io::Result<()> {
        Ok(())
    }
}

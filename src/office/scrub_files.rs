//! Reading every attachment through again and again, slowly (rà soát tệp): damage is found while a backup still has the
//! content, not when somebody needs it.

use serde::{Deserialize, Serialize};

use super::{Declined, Office, setting};
use crate::domain::{content::Harm, time::Moment};
use crate::kv::{KvError, STOP, Span, Tx, View, keys};
use crate::store::{
    Load, Save,
    contents::Damage,
    papers::Upload,
    settings::{Kept, Setting},
    spaces,
};

/// How far the round has come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scrub {
    /// The content that was looked at last; empty at the beginning of a round.
    pub at: String,
    /// Contents looked at in this round.
    pub contents: u64,
    /// Bytes read in this round.
    pub bytes: u64,
    /// When the last whole round ended.
    pub ended_at: Option<Moment>,
}

impl Setting for Scrub {
    const NAME: &'static str = "scrub";
}

/// A damaged content and what it is called, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Harmed {
    /// What was found.
    pub damage: Damage,
    /// What people call it.
    pub names: Vec<String>,
    /// Dossiers that need it.
    pub dossiers: Vec<String>,
}

impl Office {
    /// Looks at contents after where the last call stopped until about so many bytes are read; answers how many it read,
    /// 0 at the end of a round. Blocking.
    pub fn scrub_files(&self, bytes: u64, now: Moment) -> Result<u64, Declined> {
        let mut scrub = self.scrub()?;
        let mut read = 0;
        while read < bytes {
            let Some(sha256) = self.kv.read(|view| next_content(view, &scrub.at))? else {
                if !scrub.at.is_empty() {
                    scrub = Scrub {
                        ended_at: Some(now),
                        ..Scrub::default()
                    };
                    self.keep_scrub(&scrub)?;
                }
                return Ok(0);
            };
            let size = self.kv.read(|view| size_of(view, &sha256))?;
            self.note_harm(&sha256, self.files.harm(&sha256), now)?;
            read += size.max(1);
            scrub.bytes += size;
            scrub.contents += 1;
            scrub.at = sha256;
        }
        self.keep_scrub(&scrub)?;
        Ok(read)
    }

    /// How far the round has come.
    pub fn scrub(&self) -> Result<Scrub, KvError> {
        Ok(self
            .kv
            .read(|view| setting::<Scrub>(view))?
            .unwrap_or_default())
    }

    fn keep_scrub(&self, scrub: &Scrub) -> Result<(), Declined> {
        let kept = Kept(scrub.clone());
        self.kv
            .write_blocking(move |tx: &mut Tx| -> Result<(), Declined> { Ok(tx.save(&kept)?) })
    }

    /// Notes what is wrong with a content, or that it is well again. Blocking.
    pub fn note_harm(&self, sha256: &str, harm: Option<Harm>, now: Moment) -> Result<(), Declined> {
        let sha256 = sha256.to_owned();
        let known = self.kv.read(|view| view.load::<Damage>(&sha256))?;
        if known.as_ref().map(|known| known.harm) == harm {
            return Ok(());
        }
        if let Some(harm) = harm {
            tracing::error!(sha256, ?harm, "tệp đính kèm bị hỏng");
        }
        self.kv
            .write_blocking(move |tx: &mut Tx| -> Result<(), Declined> {
                match harm {
                    Some(harm) => tx.save(&Damage {
                        sha256: sha256.clone(),
                        harm,
                        found_at: now,
                    })?,
                    None => drop(tx.remove::<Damage>(&sha256)?),
                }
                Ok(())
            })
    }

    /// Contents that are known to be damaged, with the dossiers that need them.
    pub fn damages(&self) -> Result<Vec<Harmed>, KvError> {
        self.kv.read(|view| {
            let mut damages = Vec::new();
            view.each::<Damage>(&Span::all(), &mut |damage| {
                damages.push(damage);
                Ok(crate::kv::NEXT)
            })?;
            damages
                .into_iter()
                .map(|damage| {
                    let uploads = uploads_of(view, &damage.sha256)?;
                    Ok(Harmed {
                        names: uploads.iter().map(|u| u.file.name.clone()).collect(),
                        // Whoever has a draft's id may go on with it, hence it is shown to nobody.
                        dossiers: uploads
                            .into_iter()
                            .flat_map(|upload| upload.used_by)
                            .filter(|used| !used.starts_with("draft:"))
                            .collect(),
                        damage,
                    })
                })
                .collect()
        })
    }
}

/// The content after this one, in the order of the hashes.
fn next_content(view: &dyn View, after: &str) -> Result<Option<String>, KvError> {
    let mut next = None;
    // Behind every upload of the content: no id is as large as this.
    let span = match after {
        "" => Span::all(),
        after => Span::all().after(keys::encode(&(after, "\u{10ffff}"))),
    };
    view.scan(spaces::UPLOADS_BY_HASH, &span.limit(1), &mut |key, _| {
        next = keys::decode::<(String, String)>(key)
            .ok()
            .map(|(sha256, _)| sha256);
        Ok(STOP)
    })?;
    Ok(next)
}

fn size_of(view: &dyn View, sha256: &str) -> Result<u64, KvError> {
    Ok(uploads_of(view, sha256)?
        .first()
        .map_or(0, |upload| upload.file.size))
}

/// Every upload that has this content.
fn uploads_of(view: &dyn View, sha256: &str) -> Result<Vec<Upload>, KvError> {
    let span = Span::prefix(keys::encode(&sha256));
    let mut uploads = Vec::new();
    for (key, _) in view.rows(spaces::UPLOADS_BY_HASH, &span)? {
        let (_, id) = keys::decode::<(String, String)>(&key)
            .map_err(|error| KvError::unreadable(spaces::UPLOADS_BY_HASH, &key, error))?;
        uploads.extend(view.load::<Upload>(&id)?);
    }
    Ok(uploads)
}

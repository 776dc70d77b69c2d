//! The audit record (nhật ký kiểm toán): every deed writes its own entry in its own transaction; readings are noted here,
//! on disk before what was asked for is shown.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Declined, Office, Viewer};
use crate::domain::{
    audit::{Deed, Trace},
    dossier::Dossier,
    time::Moment,
};
use crate::kv::{KvError, NEXT, STOP, Tx};
use crate::seal::Purpose;
use crate::store::{
    Load, Save,
    audit::{self, Audited, Checkpoint, Head, Link},
};

/// A list that somebody looks at again and again is one entry for so many seconds.
const LIST_SECONDS: i64 = 15 * 60;

/// Entries that an export reads at a time.
const EXPORTED: usize = 1_000;

/// When each list was last noted, by who looked at which.
pub(super) type Lists = Arc<Mutex<HashMap<(String, String), Moment>>>;

impl Office {
    /// Writes an entry of its own.
    pub async fn note(&self, trace: Trace) -> Result<(), Declined> {
        self.kv
            .write(move |tx: &mut Tx| -> Result<(), Declined> {
                audit::write(tx, &trace)?;
                Ok(())
            })
            .await
    }

    /// The same on a thread that may block.
    pub fn note_blocking(&self, trace: Trace) -> Result<(), Declined> {
        self.kv
            .write_blocking(move |tx: &mut Tx| -> Result<(), Declined> {
                audit::write(tx, &trace)?;
                Ok(())
            })
    }

    /// Notes that somebody reads a dossier, a slip or a file of it.
    pub async fn note_reading(
        &self,
        viewer: &Viewer,
        deed: Deed,
        dossier: &Dossier,
        detail: Option<&str>,
        now: Moment,
    ) -> Result<(), Declined> {
        self.note(reading(viewer, deed, dossier, detail, now)).await
    }

    /// Notes that somebody reads a list; looking at the same one again soon is no new reading.
    pub async fn note_list(
        &self,
        viewer: &Viewer,
        which: &str,
        now: Moment,
    ) -> Result<(), Declined> {
        let key = (viewer.username().to_owned(), which.to_owned());
        {
            let mut lists = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
            let fresh = |since: &Moment| (0..LIST_SECONDS).contains(&now.seconds_since(*since));
            if lists.get(&key).is_some_and(fresh) {
                return Ok(());
            }
            lists.retain(|_, since| fresh(since));
            lists.insert(key, now);
        }
        self.note(Trace::new(&viewer.by(), Deed::ListRead, now).detail(which))
            .await
    }

    /// Notes that somebody looks for dossiers, with what they asked; of long numbers only the end, since whoever reads the
    /// record need not know them.
    pub async fn note_search(
        &self,
        viewer: &Viewer,
        text: &str,
        now: Moment,
    ) -> Result<(), Declined> {
        let which = format!("search: {}", without_numbers(text));
        self.note_list(viewer, &which, now).await
    }

    /// Entries before the number given (`u64::MAX` for the newest), newest first.
    pub fn audited(&self, before: u64, limit: usize) -> Result<Vec<Audited>, KvError> {
        self.kv.read(|view| audit::newest(view, before, limit))
    }

    /// Signs the end of the record, unless that is signed already; `None` while it is empty. Blocking.
    pub fn sign_checkpoint(&self, now: Moment) -> Result<Option<Checkpoint>, Declined> {
        let head = self.kv.read(|view| audit::head(view))?;
        if head.seq == 0 {
            return Ok(None);
        }
        if let Some(known) = self.kv.read(|view| view.load::<Checkpoint>(&head.seq))? {
            return Ok(Some(known));
        }
        let message = audit::signed(&head, now);
        let signature = self.seal.sign(Purpose::Checkpoint, message.as_bytes());
        let checkpoint = Checkpoint {
            head,
            at: now,
            signature: crate::files::hex(&signature),
        };
        let kept = checkpoint.clone();
        self.kv
            .write_blocking(move |tx: &mut Tx| -> Result<(), Declined> { Ok(tx.save(&kept)?) })?;
        Ok(Some(checkpoint))
    }

    /// Gives every entry at hand to `give`, oldest first, as a line of JSON, until it answers false. Blocking.
    pub fn export_audit(&self, give: &mut dyn FnMut(String) -> bool) -> Result<(), KvError> {
        // In pieces, so that a slow reader does not hold one state of the store for long.
        let mut after = 0;
        loop {
            let mut lines = Vec::with_capacity(EXPORTED);
            self.kv.read(|view| {
                audit::each(view, after, &mut |entry| {
                    after = entry.seq;
                    lines.push(format!(
                        "{{\"seq\":{},\"entry\":{},\"link\":\"{}\"}}\n",
                        entry.seq,
                        entry.entry,
                        entry.link.to_hex()
                    ));
                    Ok(if lines.len() < EXPORTED { NEXT } else { STOP })
                })
            })?;
            let last = lines.len() < EXPORTED;
            if !give(lines.concat()) || last {
                return Ok(());
            }
        }
    }

    /// The end of the record.
    pub fn audit_head(&self) -> Result<Head, KvError> {
        self.kv.read(|view| audit::head(view))
    }
}

/// A text on one line in which of every number with more than six digits only the last three stand.
fn without_numbers(text: &str) -> String {
    const SHOWN: usize = 3;
    const LONG: usize = 7;
    let mut hidden: Vec<char> = text.chars().take(100).collect();
    let mut run: Vec<usize> = Vec::new();
    for at in 0..=hidden.len() {
        let here = hidden.get(at).copied().unwrap_or('x');
        if here.is_ascii_digit() {
            run.push(at);
        } else if !matches!(here, ' ' | '.' | '-') {
            if run.len() >= LONG {
                for digit in &run[..run.len() - SHOWN] {
                    hidden[*digit] = '*';
                }
            }
            run.clear();
        }
    }
    hidden.retain(|c| !c.is_control());
    hidden.into_iter().collect()
}

/// First word of a checkpoint on paper.
const ON_PAPER: &str = "motcua-audit-1";

/// A checkpoint as its QR code says it.
pub fn checkpoint_text(checkpoint: &Checkpoint) -> String {
    format!(
        "{ON_PAPER} {} {} {} {}",
        checkpoint.head.seq,
        checkpoint.head.link.to_hex(),
        checkpoint.at.unix(),
        checkpoint.signature
    )
}

/// Reads what a QR code of a checkpoint says.
pub fn read_checkpoint(text: &str) -> Option<Checkpoint> {
    let mut words = text.split_ascii_whitespace();
    if words.next()? != ON_PAPER {
        return None;
    }
    let head = Head {
        seq: words.next()?.parse().ok()?,
        link: Link::from_hex(words.next()?)?,
    };
    let checkpoint = Checkpoint {
        head,
        at: Moment::from_unix(words.next()?.parse().ok()?),
        signature: words.next()?.to_owned(),
    };
    words.next().is_none().then_some(checkpoint)
}

/// That `viewer` reads something of this dossier.
pub(super) fn reading(
    viewer: &Viewer,
    deed: Deed,
    dossier: &Dossier,
    detail: Option<&str>,
    now: Moment,
) -> Trace {
    let trace = Trace::new(&viewer.by(), deed, now)
        .on(dossier.code.as_str())
        .because(viewer.ground(dossier));
    match detail {
        Some(detail) => trace.detail(detail),
        None => trace,
    }
}

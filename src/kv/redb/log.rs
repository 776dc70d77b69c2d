//! The log in front of the tree: what a commit changed, as one run of bytes and one sync.
//!
//! A commit of redb writes some forty scattered pages; a frame here is a few kilobytes at one place, overwritten again
//! and again, so that a sync costs one write on an old disk too. A frame is
//! `magic, base, number, length of the payload, CRC-32 of all that and of the payload, payload`, numbers big-endian; frames
//! follow each other from the beginning of the file, and a sequence number never comes back. The tree remembers the last
//! number it holds durably; opening applies what comes after it. A frame cut off by a crash was never answered for and
//! ends the log.

use std::io;

use redb::StorageBackend;

use crate::kv::{Changes, KvError};

const MAGIC: [u8; 4] = *b"MCL1";

/// Magic, base, number, length and checksum.
const HEAD: usize = 4 + 8 + 8 + 4 + 4;

/// The file grows by so many bytes, written as zeros: overwriting them later changes no metadata of the file system.
const STEP: u64 = 1024 * 1024;

/// From so many bytes on, a commit goes to the tree itself and the log begins anew. A crash leaves at most this much to
/// apply, which takes less than a second.
const FULL: u64 = 32 * 1024 * 1024;

/// Stands for the length of a value that is not there: a deletion.
const NO_VALUE: u32 = u32::MAX;

/// Takes a frame over: its number and its payload.
pub(super) type TakeOver<'a> = dyn FnMut(u64, &[u8]) -> Result<(), KvError> + 'a;

/// Takes one change of a payload: space, key, and the value unless it is a deletion.
pub(super) type TakeChange<'a> = dyn FnMut(u8, &[u8], Option<&[u8]>) -> Result<(), KvError> + 'a;

/// The open log.
#[derive(Debug)]
pub(super) struct Log {
    file: Box<dyn StorageBackend>,
    /// Where the next frame goes.
    at: u64,
    /// Bytes of the file.
    len: u64,
    /// Up to which number the tree held everything when the log began anew.
    base: u64,
    /// The number of the last frame.
    last: u64,
    frame: Vec<u8>,
}

impl Log {
    /// Opens the log and shows `apply` each frame that the tree, which holds everything up to `applied`, lacks.
    pub fn open(
        file: Box<dyn StorageBackend>,
        applied: u64,
        apply: &mut TakeOver<'_>,
    ) -> Result<Self, KvError> {
        let len = file.len().map_err(failed("open log"))?;
        let mut log = Self {
            file,
            at: 0,
            len,
            base: applied,
            last: applied,
            frame: Vec::new(),
        };
        let mut before = 0;
        while let Some((head, payload)) = log.frame_at(log.at)? {
            // What an earlier round left behind the newest frame.
            if head.number <= before {
                break;
            }
            if head.base > applied {
                return Err(damaged(format!(
                    "the log continues from entry {}, the records end at entry {applied}",
                    head.base
                )));
            }
            // redb saves what it can at its end, so the tree may hold some of these already.
            if head.number > applied {
                apply(head.number, &payload)?;
                log.last = head.number;
            }
            log.at += (HEAD + payload.len()) as u64;
            before = head.number;
        }
        log.ends_here()?;
        Ok(log)
    }

    /// The number of the last frame.
    pub fn last(&self) -> u64 {
        self.last
    }

    /// Whether there is nothing to apply.
    pub fn is_empty(&self) -> bool {
        self.at == 0
    }

    /// Whether the next commit had better go to the tree.
    pub fn is_full(&self) -> bool {
        self.at >= FULL
    }

    /// Makes `changes` durable as the next frame. After an error the next frame takes the same place, and with it
    /// every byte whose fate is unknown, but not the same number.
    pub fn append(&mut self, changes: &Changes) -> Result<(), KvError> {
        self.last += 1;
        let mut frame = std::mem::take(&mut self.frame);
        encode(self.base, self.last, changes, &mut frame);
        let end = self.at + frame.len() as u64;
        let written = self.write(&mut frame, end);
        frame.shrink_to(2 * 1024 * 1024);
        self.frame = frame;
        written.map_err(failed("write log"))?;
        self.at = end;
        Ok(())
    }

    fn write(&mut self, frame: &mut Vec<u8>, end: u64) -> io::Result<()> {
        if end <= self.len {
            self.file.write(self.at, frame)?;
            return self.file.sync_data();
        }
        let len = end.next_multiple_of(STEP);
        self.file.set_len(len)?;
        frame.resize(frame.len() + usize::try_from(len - end).unwrap_or(0), 0);
        self.file.write(self.at, frame)?;
        self.file.sync_data()?;
        // Noted only now: after an error the next frame writes the zeros again.
        self.len = len;
        Ok(())
    }

    /// Begins anew, after the tree has taken everything over durably.
    pub fn restart(&mut self) {
        self.at = 0;
        self.base = self.last;
        if self.len > 2 * FULL {
            self.shorten(FULL);
        }
    }

    /// Gives back the room of an empty log.
    pub fn close(&mut self) {
        if self.is_empty() && self.len > STEP {
            self.shorten(STEP);
        }
    }

    /// A log that stays long does no harm.
    fn shorten(&mut self, len: u64) {
        if self.file.set_len(len).is_ok() {
            self.len = len;
        }
    }

    /// The frame at a place, if a whole one is there.
    fn frame_at(&self, at: u64) -> Result<Option<(Head, Vec<u8>)>, KvError> {
        let Some(room) = self.len.checked_sub(at + HEAD as u64) else {
            return Ok(None);
        };
        let mut bytes = [0; HEAD];
        self.file.read(at, &mut bytes).map_err(failed("read log"))?;
        let head = Head::read(&bytes).filter(|head| u64::from(head.length) <= room);
        let Some(head) = head else {
            return Ok(None);
        };
        let mut payload = vec![0; usize::try_from(head.length).unwrap_or(0)];
        let payload_at = at + HEAD as u64;
        let read = self.file.read(payload_at, &mut payload);
        read.map_err(failed("read log"))?;
        let whole = checksum(&bytes, &payload) == head.sum;
        Ok(whole.then_some((head, payload)))
    }

    /// Nothing newer may follow where the log ends: that would mean a damaged frame in the middle, and what came after it
    /// was answered for.
    fn ends_here(&self) -> Result<(), KvError> {
        let mut rest = vec![0; usize::try_from(self.len - self.at).unwrap_or(0)];
        let read = self.file.read(self.at, &mut rest);
        read.map_err(failed("read log"))?;
        let newer = rest.windows(HEAD).enumerate().find_map(|(place, bytes)| {
            let head = Head::read(bytes).filter(|head| head.number > self.last)?;
            let payload = rest[place + HEAD..].get(..usize::try_from(head.length).ok()?)?;
            (checksum(bytes, payload) == head.sum).then_some((place, head.number))
        });
        let Some((place, number)) = newer else {
            return Ok(());
        };
        Err(damaged(format!(
            "what follows entry {} at byte {} is damaged, although entry {number} is whole at byte {}",
            self.last,
            self.at,
            self.at + place as u64
        )))
    }
}

/// What stands before a payload.
struct Head {
    base: u64,
    number: u64,
    length: u32,
    sum: u32,
}

impl Head {
    fn read(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(&MAGIC)?;
        let (base, rest) = rest.split_first_chunk()?;
        let (number, rest) = rest.split_first_chunk()?;
        let (length, rest) = rest.split_first_chunk()?;
        Some(Self {
            base: u64::from_be_bytes(*base),
            number: u64::from_be_bytes(*number),
            length: u32::from_be_bytes(*length),
            sum: u32::from_be_bytes(*rest.first_chunk()?),
        })
    }
}

fn damaged(what: String) -> KvError {
    KvError::engine("read log", io::Error::new(io::ErrorKind::InvalidData, what))
}

fn failed(doing: &'static str) -> impl FnOnce(io::Error) -> KvError {
    move |cause| KvError::engine(doing, cause)
}

fn checksum(head: &[u8], payload: &[u8]) -> u32 {
    let mut sum = crc32fast::Hasher::new();
    sum.update(&head[..HEAD - 4]);
    sum.update(payload);
    sum.finalize()
}

fn encode(base: u64, number: u64, changes: &Changes, frame: &mut Vec<u8>) {
    frame.clear();
    frame.extend_from_slice(&MAGIC);
    frame.extend_from_slice(&base.to_be_bytes());
    frame.extend_from_slice(&number.to_be_bytes());
    frame.extend_from_slice(&[0; 8]);
    for (space, key, change) in changes.iter() {
        let value = change.value();
        frame.push(space);
        frame.extend_from_slice(&length(key).to_be_bytes());
        frame.extend_from_slice(&value.map_or(NO_VALUE, length).to_be_bytes());
        frame.extend_from_slice(key);
        frame.extend_from_slice(value.unwrap_or_default());
    }
    let payload = length(&frame[HEAD..]);
    frame[HEAD - 8..HEAD - 4].copy_from_slice(&payload.to_be_bytes());
    let sum = checksum(&frame[..HEAD], &frame[HEAD..]);
    frame[HEAD - 4..HEAD].copy_from_slice(&sum.to_be_bytes());
}

fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).expect("a transaction is bounded far below four gigabytes")
}

/// Shows `visit` the changes of a payload.
pub(super) fn decode(mut payload: &[u8], visit: &mut TakeChange<'_>) -> Result<(), KvError> {
    while !payload.is_empty() {
        let (space, key, value, rest) = take(payload).ok_or_else(|| {
            KvError::engine("read log", io::Error::from(io::ErrorKind::InvalidData))
        })?;
        visit(space, key, value)?;
        payload = rest;
    }
    Ok(())
}

type Taken<'a> = (u8, &'a [u8], Option<&'a [u8]>, &'a [u8]);

fn take(payload: &[u8]) -> Option<Taken<'_>> {
    let (space, rest) = payload.split_first()?;
    let (key, rest) = rest.split_first_chunk()?;
    let (value, rest) = rest.split_first_chunk()?;
    let (key, value) = (u32::from_be_bytes(*key), u32::from_be_bytes(*value));
    let (key, rest) = rest.split_at_checked(usize::try_from(key).ok()?)?;
    if value == NO_VALUE {
        return Some((*space, key, None, rest));
    }
    let (value, rest) = rest.split_at_checked(usize::try_from(value).ok()?)?;
    Some((*space, key, Some(value), rest))
}

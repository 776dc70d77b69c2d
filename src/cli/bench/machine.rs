//! The hardware line: figures mean nothing without the machine they come from.

use std::fmt;
use std::fs;
use std::path::Path;

use serde::Serialize;

use super::super::version::VERSION;

/// The machine that was measured.
#[derive(Debug, Serialize)]
pub(super) struct Machine {
    /// Processor model.
    pub cpu: String,
    /// Cores that the process may use.
    pub cores: usize,
    /// Memory in MiB; 0 when unknown.
    pub memory_mib: u64,
    /// Device, file system and mount options of the data directory.
    pub disk: String,
    /// Operating system and kernel.
    pub system: String,
    /// Version of motcua.
    pub motcua: &'static str,
}

impl Machine {
    /// This machine, with the disk under `path`.
    pub fn here(path: &Path) -> Self {
        let read = |file: &str| fs::read_to_string(file).unwrap_or_default();
        let cpu = read("/proc/cpuinfo");
        let memory = read("/proc/meminfo");
        let kernel = read("/proc/sys/kernel/osrelease");
        Self {
            cpu: value(&cpu, "model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned()),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            memory_mib: value(&memory, "MemTotal")
                .and_then(|text| text.split(' ').next()?.parse::<u64>().ok())
                .map_or(0, |kib| kib / 1024),
            disk: disk(path, &read("/proc/mounts")),
            system: format!("{} {}", std::env::consts::OS, kernel.trim()),
            motcua: VERSION,
        }
    }
}

/// Bytes of memory that this process holds now; 0 where the system does not tell.
pub(super) fn resident_bytes() -> u64 {
    status_bytes("VmRSS")
}

/// The most that it ever held.
pub(super) fn peak_bytes() -> u64 {
    status_bytes("VmHWM")
}

fn status_bytes(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    value(&status, name)
        .and_then(|text| text.split(' ').next()?.parse::<u64>().ok())
        .map_or(0, |kib| kib * 1024)
}

/// Bytes of memory that belong to this process alone, without mapped files; 0 where the system does not tell.
pub(super) fn own_bytes() -> u64 {
    status_bytes("RssAnon")
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} · {} nhân · {} MiB RAM · {} · {} · motcua {}",
            self.cpu,
            self.cores,
            self.memory_mib,
            self.disk,
            self.system.trim(),
            self.motcua
        )
    }
}

/// The value of the first line `name : value`.
fn value(text: &str, name: &str) -> Option<String> {
    text.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(key, _)| key.trim() == name)
        .map(|(_, value)| value.trim().to_owned())
}

/// The mount with the longest path that `path` lies under.
fn disk(path: &Path, mounts: &str) -> String {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mount = mounts
        .lines()
        .filter_map(|line| {
            let mut words = line.split(' ');
            let (device, on) = (words.next()?, words.next()?);
            let rest: Vec<&str> = words.take(2).collect();
            path.starts_with(on).then_some((on.len(), device, rest))
        })
        .max_by_key(|(length, ..)| *length);
    match mount {
        Some((_, device, rest)) => format!("{device} {}", rest.join(" ")),
        None => "ổ đĩa không rõ loại".to_owned(),
    }
}

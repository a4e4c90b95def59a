//! Erasing a person: one slot overwritten, and with it the only copy of the person's secret.
//!
//! A slot is no power cut's whole sector, so the codes to be erased are written down first
//! (`erasing`); a start that finds that list overwrites them again before it reads any slot.
//! One rule: whoever calls this has a record of it in the ledger already.

use super::{Health, Index, OVERFLOW_FILE, SLOTS_FILE, Vault};
use crate::header::u32_at;
use crate::slot::{OVERFLOW_BYTES, SLOT_BYTES, erased_overflow, erased_slot};
use crate::{Code, Error, Result};
use std::path::Path;
use std::sync::PoisonError;
use tilsyn_durable::DurableFile;

const ERASING_FILE: &str = "erasing";

impl Vault {
    /// Erases these persons, durably: identity and secret are gone when this returns, the codes
    /// are never given out again. Those erased before stay so.
    pub(crate) fn erase(&self, codes: &[Code]) -> Result<()> {
        let mut writing = self.writing.lock().map_err(|_| Error::Stopped)?;
        if matches!(*writing, Health::Failed) {
            return Err(Error::Stopped);
        }
        let mut slots = Vec::new();
        for code in codes {
            match self.slot(*code)? {
                Some(slot) => slots.push((code.get(), slot.overflow)),
                None => return Err(Error::NoSuchPerson { code: code.get() }),
            }
        }
        let folder = self.slots.path().parent().unwrap_or(Path::new("."));
        tilsyn_durable::write_atomically(&folder.join(ERASING_FILE), &listed(&slots))?;
        let overwritten = overwrite(&self.slots, &self.overflow, &slots);
        if overwritten.is_err() {
            *writing = Health::Failed;
        }
        overwritten?;
        tilsyn_durable::remove_files(&[folder.join(ERASING_FILE)])?;
        let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
        for code in codes {
            index.forget(*code);
        }
        drop(index);
        drop(writing);
        Ok(())
    }
}

impl Index {
    fn forget(&mut self, code: Code) {
        let half = std::mem::take(&mut self.halves[code.get() as usize - 1]);
        let found = self
            .codes
            .find_entry(super::spread(half), |other| *other == code.get());
        if let Ok(entry) = found {
            entry.remove();
        }
    }
}

/// Overwrites again what a power cut may have left half overwritten.
pub(super) fn finish(folder: &Path) -> Result<()> {
    let path = folder.join(ERASING_FILE);
    let Some(bytes) = tilsyn_durable::read_if_there(&path)? else {
        return Ok(());
    };
    let slots = DurableFile::open(&folder.join(SLOTS_FILE))?;
    let overflow = DurableFile::open(&folder.join(OVERFLOW_FILE))?;
    let list = read_list(&bytes).ok_or_else(|| Error::damaged(&path, "its checksum is wrong"))?;
    overwrite(&slots, &overflow, &list)?;
    Ok(tilsyn_durable::remove_files(&[path])?)
}

/// `code (4) | overflow (4)` each, and the CRC-32C of all before.
pub(crate) fn listed(slots: &[(u32, u32)]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(slots.len() * 8 + 4);
    for (code, overflow) in slots {
        bytes.extend_from_slice(&code.to_be_bytes());
        bytes.extend_from_slice(&overflow.to_be_bytes());
    }
    let crc = crc32c::crc32c(&bytes);
    bytes.extend_from_slice(&crc.to_be_bytes());
    bytes
}

pub(crate) fn read_list(bytes: &[u8]) -> Option<Vec<(u32, u32)>> {
    let (list, crc) = bytes.split_last_chunk::<4>()?;
    let is_right = crc32c::crc32c(list) == u32::from_be_bytes(*crc) && list.len() % 8 == 0;
    let pair = |pair: &[u8]| (u32_at(pair, 0), u32_at(pair, 4));
    is_right.then(|| list.chunks_exact(8).map(pair).collect())
}

fn overwrite(slots: &DurableFile, overflow: &DurableFile, list: &[(u32, u32)]) -> Result<()> {
    for (code, number) in list {
        slots.write_at(u64::from(*code) * SLOT_BYTES as u64, &erased_slot(*number))?;
        if *number != 0 {
            let at = u64::from(*number) * OVERFLOW_BYTES as u64;
            overflow.write_at(at, &erased_overflow())?;
        }
    }
    overflow.sync()?;
    slots.sync()?;
    Ok(())
}

//! The vault: the one place where an identity can be turned into a code and back.
//!
//! Every identity has one slot of fixed size; its code is the number of the slot. Erasing a
//! person is overwriting that slot. In memory there is only half a keyed hash of each identity.
//! One rule: a code is handed out when its slot is on the disk, not before.
//! Not here: what an identity is (it is bytes), who may ask (the caller).

pub(crate) mod erase;

use crate::digest::{Digest, MacKey};
use crate::header::{FileKind, HEADER_BYTES, Header};
use crate::keys::{KeyName, Keys};
use crate::randomness::Randomness;
use crate::row::PersonKeys;
use crate::slot::{
    IDENTITY_BYTES_MAX, IN_SLOT_MAX, OVERFLOW_BYTES, OverflowSlot, SLOT_BYTES, Slot,
};
use crate::{Error, Result};
use hashbrown::HashTable;
use rayon::prelude::*;
use std::num::NonZeroU32;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use tilsyn_durable::DurableFile;

/// The number of an identity. There is no code 0: that is nobody.
pub type Code = NonZeroU32;

/// Slots written and synced at a time. At the start this many are written anew: an earlier
/// program may have died of a failed sync and left them in the page cache alone.
const SLOTS_A_SYNC: usize = 1 << 16;
const SLOTS_FILE: &str = "slots";
const OVERFLOW_FILE: &str = "overflow";

/// Identities and their codes.
pub struct Vault {
    key: Arc<crate::keys::Key>,
    index_key: MacKey,
    ledger_id: Digest,
    slots: DurableFile,
    overflow: DurableFile,
    index: RwLock<Index>,
    /// Held while slots are written.
    writing: Mutex<Health>,
    randomness: Arc<dyn Randomness>,
}

/// Whether slots can still be written: after a failed sync a second one would lie.
enum Health {
    Sound,
    Failed,
}

/// Half of the keyed hash of each identity, and the codes by it. The key is secret, so nobody
/// can search for two identities with the same half.
#[derive(Default)]
struct Index {
    halves: Vec<u128>,
    codes: HashTable<u32>,
    overflow: u32,
}

fn half(hash: &Digest) -> u128 {
    u128::from_be_bytes(*hash.first_chunk().expect("a digest has 32 bytes"))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "any 64 bits of a keyed hash will do"
)]
fn spread(half: u128) -> u64 {
    half as u64
}

impl Index {
    fn find(&self, hash: &Digest) -> Option<Code> {
        let half = half(hash);
        let is_it = |code: &u32| self.halves[(*code - 1) as usize] == half;
        self.codes
            .find(spread(half), is_it)
            .and_then(|code| Code::new(*code))
    }

    /// Takes in the next slot; an erased one has no hash.
    fn push(&mut self, hash: Option<&Digest>) {
        self.halves.push(hash.map_or(0, half));
        if let Some(hash) = hash {
            let code = u32::try_from(self.halves.len()).expect("slots are limited to u32");
            let halves = &self.halves;
            let again = |code: &u32| spread(halves[(*code - 1) as usize]);
            self.codes.insert_unique(spread(half(hash)), code, again);
        }
    }
}

impl Vault {
    pub(crate) fn create(folder: &Path, ledger_id: Digest) -> Result<()> {
        tilsyn_durable::create_folder(folder)?;
        let files = [
            (SLOTS_FILE, FileKind::VaultSlots, SLOT_BYTES),
            (OVERFLOW_FILE, FileKind::VaultOverflow, OVERFLOW_BYTES),
        ];
        for (name, kind, slot_bytes) in files {
            let mut bytes = Header {
                kind,
                ledger_id,
                number: 0,
                first: 0,
            }
            .to_bytes()
            .to_vec();
            bytes.resize(slot_bytes, 0);
            tilsyn_durable::write_atomically(&folder.join(name), &bytes)?;
        }
        Ok(())
    }

    pub(crate) fn open(
        folder: &Path,
        ledger_id: Digest,
        keys: &Keys,
        randomness: Arc<dyn Randomness>,
        codes_kept: u32,
    ) -> Result<Vault> {
        erase::finish(folder)?;
        let slots = DurableFile::open(&folder.join(SLOTS_FILE))?;
        let overflow = DurableFile::open(&folder.join(OVERFLOW_FILE))?;
        for (file, kind) in [
            (&slots, FileKind::VaultSlots),
            (&overflow, FileKind::VaultOverflow),
        ] {
            let mut header = [0; HEADER_BYTES];
            file.read_at(0, &mut header)?;
            Header::of(kind, &ledger_id, file.path(), &header)?;
        }
        let vault = Vault {
            key: keys.required(KeyName::VAULT)?,
            index_key: keys.required(KeyName::INDEX)?.mac.clone(),
            ledger_id,
            slots,
            overflow,
            index: RwLock::default(),
            writing: Mutex::new(Health::Sound),
            randomness,
        };
        vault.load(codes_kept)?;
        Ok(vault)
    }

    /// Reads all slots. Those a power cut has torn can only be the last ones, and no entry can
    /// have used their codes: they are cut off. One of the first `codes_kept` is damage.
    fn load(&self, codes_kept: u32) -> Result<()> {
        let count = (self.slots.length()? / SLOT_BYTES as u64).saturating_sub(1);
        let mut index = Index::default();
        let mut chunk = vec![0; SLOTS_A_SYNC * SLOT_BYTES];
        let mut first_torn = None;
        let mut code = 1_u64;
        while code <= count {
            let take = usize::try_from(count - code + 1)
                .unwrap_or(SLOTS_A_SYNC)
                .min(SLOTS_A_SYNC);
            let chunk = &mut chunk[..take * SLOT_BYTES];
            self.slots.read_at(code * SLOT_BYTES as u64, chunk)?;
            for bytes in chunk.chunks_exact(SLOT_BYTES) {
                // An identity that has a slot already was written by a call that found the disk
                // full: the codes from there on were never handed out either.
                let is_new = |slot: &Slot| slot.hash.is_none_or(|hash| index.find(&hash).is_none());
                match (Slot::of(bytes).filter(is_new), first_torn) {
                    (Some(slot), None) => {
                        index.overflow = index.overflow.max(slot.overflow);
                        index.push(slot.hash.as_ref());
                    }
                    (None, None) => first_torn = Some(code),
                    // Sectors come to the disk in no order: one after a torn one may be whole.
                    (_, Some(_)) => {}
                }
                code += 1;
            }
        }
        if index.halves.len() < codes_kept as usize {
            return Err(self.slots_damaged(first_torn.unwrap_or(count + 1)));
        }
        self.settle(&index)?;
        *self.index.write().unwrap_or_else(PoisonError::into_inner) = index;
        Ok(())
    }

    fn slots_damaged(&self, code: u64) -> Error {
        Error::damaged(
            self.slots.path(),
            format!("the checksum of slot {code} is wrong"),
        )
    }

    /// Cuts off what no code was handed out for and writes the last slots anew.
    fn settle(&self, index: &Index) -> Result<()> {
        let count = index.halves.len();
        let overflow_count = index.overflow as usize;
        for (file, slot_bytes, count) in [
            (&self.slots, SLOT_BYTES, count),
            (&self.overflow, OVERFLOW_BYTES, overflow_count),
        ] {
            let end = ((count + 1) * slot_bytes) as u64;
            if file.length()? < end {
                return Err(Error::damaged(file.path(), "slots are missing at its end"));
            }
            file.set_length(end)?;
            let again = count.min(SLOTS_A_SYNC) * slot_bytes;
            let mut bytes = vec![0; again];
            file.read_at(end - again as u64, &mut bytes)?;
            file.write_at(end - again as u64, &bytes)?;
            file.sync()?;
        }
        Ok(())
    }

    /// How many codes have been given out, those of erased persons included.
    pub fn len(&self) -> u32 {
        let index = self.index.read().unwrap_or_else(PoisonError::into_inner);
        u32::try_from(index.halves.len()).expect("slots are limited to u32")
    }

    /// Whether no code has been given out yet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The code of an identity that has one.
    pub fn find(&self, identity: &[u8]) -> Option<Code> {
        let hash = self.index_key.mac(&[identity]);
        self.index
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .find(&hash)
    }

    /// Whether a write failed: new identities get no codes until the ledger is opened again.
    pub(crate) fn has_failed(&self) -> bool {
        let writing = self.writing.lock();
        writing.is_err() || writing.is_ok_and(|health| matches!(*health, Health::Failed))
    }

    /// The codes of all these identities, in their order. Those who have none get one, which is
    /// on the disk when this returns.
    pub fn codes_of<I: AsRef<[u8]> + Sync>(&self, identities: &[I]) -> Result<Vec<Code>> {
        for identity in identities {
            check_length(identity.as_ref())?;
        }
        let hashes: Vec<Digest> = identities
            .par_iter()
            .with_min_len(256)
            .map(|identity| self.index_key.mac(&[identity.as_ref()]))
            .collect();
        let mut codes = self.find_all(&hashes);
        if codes.iter().all(Option::is_some) {
            return Ok(codes.into_iter().flatten().collect());
        }
        // Another caller may have made some of them while this one waited, so: look again.
        let mut writing = self.writing.lock().map_err(|_| Error::Stopped)?;
        if matches!(*writing, Health::Failed) {
            return Err(Error::Stopped);
        }
        let missing: Vec<usize> = (0..codes.len()).filter(|at| codes[*at].is_none()).collect();
        for at in missing.chunks(SLOTS_A_SYNC) {
            self.make(at, identities, &hashes).inspect_err(|error| {
                if !error.is_full() || self.cut_off_unused().is_err() {
                    *writing = Health::Failed;
                }
            })?;
            let made: Vec<Digest> = at.iter().map(|at| hashes[*at]).collect();
            for (at, code) in at.iter().zip(self.find_all(&made)) {
                codes[*at] = code;
            }
        }
        drop(writing);
        Ok(codes.into_iter().flatten().collect())
    }

    /// Cuts off what a full disk let through of slots whose codes nobody got: fewer may be
    /// written over them, and those beyond would be taken for codes at the next start.
    fn cut_off_unused(&self) -> Result<()> {
        let index = self.index.read().unwrap_or_else(PoisonError::into_inner);
        let (count, overflow) = (index.halves.len() as u64, u64::from(index.overflow));
        self.slots.set_length((count + 1) * SLOT_BYTES as u64)?;
        self.overflow
            .set_length((overflow + 1) * OVERFLOW_BYTES as u64)?;
        Ok(())
    }

    fn find_all(&self, hashes: &[Digest]) -> Vec<Option<Code>> {
        let index = self.index.read().unwrap_or_else(PoisonError::into_inner);
        hashes
            .par_iter()
            .with_min_len(1024)
            .map(|hash| index.find(hash))
            .collect()
    }

    /// Makes slots for those of the identities at `places` that have none. The caller holds
    /// `writing`.
    fn make<I: AsRef<[u8]> + Sync>(
        &self,
        places: &[usize],
        identities: &[I],
        hashes: &[Digest],
    ) -> Result<()> {
        let (first, first_overflow, new) = self.really_new(places, hashes);
        if new.is_empty() {
            return Ok(());
        }
        let last = first
            .checked_add(new.len())
            .filter(|last| u32::try_from(*last).is_ok());
        if last.is_none() {
            return Err(Error::TooMuch {
                what: "identities",
                found: first,
                max: u32::MAX as usize,
            });
        }
        let mut chance = vec![0; new.len() * Slot::CHANCE_BYTES];
        self.randomness.fill(&mut chance)?;
        let mut overflow_count = first_overflow;
        let jobs: Vec<(u32, usize, u32)> = (first..)
            .zip(&new)
            .map(|(code, at)| {
                let is_long = identities[*at].as_ref().len() > IN_SLOT_MAX;
                overflow_count += u32::from(is_long);
                let overflow = if is_long { overflow_count } else { 0 };
                (u32::try_from(code).expect("checked above"), *at, overflow)
            })
            .collect();
        let sealed: Vec<(Vec<u8>, Option<Vec<u8>>)> = jobs
            .par_iter()
            .zip(chance.par_chunks_exact(Slot::CHANCE_BYTES))
            .with_min_len(64)
            .map(|((code, at, overflow), chance)| {
                let identity = identities[*at].as_ref();
                Slot::seal(
                    &self.key.sealing,
                    *code,
                    *overflow,
                    &hashes[*at],
                    identity,
                    chance,
                )
            })
            .collect();
        // The order is the promise: overflow, then slots that point to it, then codes.
        let long: Vec<u8> = sealed
            .iter()
            .filter_map(|(_, long)| long.as_ref())
            .flatten()
            .copied()
            .collect();
        if !long.is_empty() {
            let at = (u64::from(first_overflow) + 1) * OVERFLOW_BYTES as u64;
            self.overflow.write_at(at, &long)?;
            self.overflow.sync()?;
        }
        let slots: Vec<u8> = sealed.iter().flat_map(|(slot, _)| slot).copied().collect();
        self.slots.write_at((first * SLOT_BYTES) as u64, &slots)?;
        self.slots.sync()?;
        let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
        index.overflow = overflow_count;
        for at in &new {
            index.push(Some(&hashes[*at]));
        }
        Ok(())
    }

    /// The next free code, the overflow slots in use, and the first place of each identity that
    /// has no code yet.
    fn really_new(&self, places: &[usize], hashes: &[Digest]) -> (usize, u32, Vec<usize>) {
        let index = self.index.read().unwrap_or_else(PoisonError::into_inner);
        let mut seen = std::collections::HashSet::new();
        let is_new = |at: &usize| index.find(&hashes[*at]).is_none() && seen.insert(hashes[*at]);
        let new = places.iter().copied().filter(is_new).collect();
        (index.halves.len() + 1, index.overflow, new)
    }

    /// The identity behind a code; nothing when there is none, or it has been erased.
    pub fn identity(&self, code: Code) -> Result<Option<Vec<u8>>> {
        let Some(slot) = self.slot(code)? else {
            return Ok(None);
        };
        let opened = self.open_slot(code, &slot)?;
        if opened.is_none() || slot.overflow == 0 {
            return Ok(opened.and_then(|opened| opened.identity));
        }
        let mut bytes = vec![0; OVERFLOW_BYTES];
        self.overflow
            .read_at(u64::from(slot.overflow) * OVERFLOW_BYTES as u64, &mut bytes)?;
        let opened = OverflowSlot::open(&bytes, &self.key.sealing, slot.overflow, code.get());
        opened.map(Some).ok_or_else(|| {
            let what = format!("slot {} does not open", slot.overflow);
            Error::damaged(self.overflow.path(), what)
        })
    }

    fn slot(&self, code: Code) -> Result<Option<Slot>> {
        if code.get() > self.len() {
            return Ok(None);
        }
        let mut bytes = [0; SLOT_BYTES];
        self.slots
            .read_at(u64::from(code.get()) * SLOT_BYTES as u64, &mut bytes)?;
        let slot = Slot::of(&bytes).ok_or_else(|| self.slots_damaged(code.get().into()))?;
        Ok(Some(slot))
    }

    fn open_slot(&self, code: Code, slot: &Slot) -> Result<Option<crate::slot::OpenSlot>> {
        let Some(hash) = &slot.hash else {
            return Ok(None);
        };
        let opened = slot.open(&self.key.sealing, code.get(), hash);
        let damaged = || Error::damaged(self.slots.path(), format!("slot {code} does not open"));
        Ok(Some(opened.ok_or_else(damaged)?))
    }

    /// The secrets of these persons; those erased or unknown are left out.
    pub(crate) fn person_keys(&self, codes: &[Code]) -> Result<PersonKeys> {
        let of = |code: &Code| -> Result<Option<(Code, MacKey)>> {
            let Some(slot) = self.slot(*code)? else {
                return Ok(None);
            };
            let opened = self.open_slot(*code, &slot)?;
            Ok(opened.map(|opened| (*code, MacKey::new(&opened.person_key))))
        };
        if codes.len() < 64 {
            return codes
                .iter()
                .filter_map(|code| of(code).transpose())
                .collect();
        }
        codes
            .par_iter()
            .with_min_len(32)
            .filter_map(|code| of(code).transpose())
            .collect()
    }

    /// The secrets of these persons as far as their slots open. For verification, which tells
    /// of the others by [`Vault::problems`].
    pub(crate) fn person_keys_that_open(&self, codes: &[Code]) -> PersonKeys {
        self.person_keys(codes).unwrap_or_else(|_| {
            let one = |code: &Code| self.person_keys(&[*code]).ok();
            codes.iter().filter_map(one).flatten().collect()
        })
    }

    /// Opens every slot and says what is wrong with which.
    pub(crate) fn problems(&self) -> Vec<(std::path::PathBuf, String)> {
        let mut problems: Vec<_> = (1..=self.len())
            .into_par_iter()
            .filter_map(Code::new)
            .filter_map(|code| {
                let found = self.identity(code);
                let is_its_own = |identity: &Vec<u8>| self.find(identity) == Some(code);
                match found {
                    Ok(Some(identity)) if !is_its_own(&identity) => {
                        let what = format!("slot {code} holds another identity");
                        Some((self.slots.path().to_path_buf(), what))
                    }
                    Ok(_) => None,
                    Err(Error::Damaged { file, what }) => Some((file, what)),
                    Err(error) => Some((self.slots.path().to_path_buf(), error.to_string())),
                }
            })
            .collect();
        problems.extend(self.padding_problems());
        problems
    }

    /// The bytes between a header and the first slot are zero.
    fn padding_problems(&self) -> Vec<(std::path::PathBuf, String)> {
        let mut problems = Vec::new();
        let files = [
            (&self.slots, FileKind::VaultSlots, SLOT_BYTES),
            (&self.overflow, FileKind::VaultOverflow, OVERFLOW_BYTES),
        ];
        for (file, kind, slot_bytes) in files {
            let mut bytes = vec![0; slot_bytes];
            let is_sound = file.read_at(0, &mut bytes).is_ok()
                && Header::of(kind, &self.ledger_id, file.path(), &bytes).is_ok()
                && bytes[HEADER_BYTES..].iter().all(|byte| *byte == 0);
            if !is_sound {
                problems.push((
                    file.path().to_path_buf(),
                    "its header is altered".to_string(),
                ));
            }
        }
        problems
    }
}

fn check_length(identity: &[u8]) -> Result<()> {
    match identity.len() {
        0 => Err(Error::Empty {
            what: "an identity",
        }),
        found => Error::unless_at_most("bytes of an identity", found, IDENTITY_BYTES_MAX),
    }
}

//! A file and a folder, each twice: as the kernel shows it, and as it is on the disk.
//!
//! One rule: what was synced stays, whatever happens to what was not. A byte that a power cut
//! leaves was at its place before, or belongs to a place that never was durable.

use super::chance::Chance;
use std::collections::BTreeMap;

/// What a power cut does to one file or folder as a whole, so that the extremes are frequent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mood {
    AllLost,
    AllKept,
    EachForItself,
}

impl Mood {
    fn of(chance: &mut Chance) -> Mood {
        match chance.below(6) {
            0 => Mood::AllLost,
            1 => Mood::AllKept,
            _ => Mood::EachForItself,
        }
    }
}

/// A file of bytes.
#[derive(Clone, Debug, Default)]
pub(crate) struct FileNode {
    /// What is read back.
    pub(crate) now: Vec<u8>,
    /// What is on the disk for certain.
    pub(crate) kept: Vec<u8>,
    /// Sectors written since they were synced, with what they held in between.
    dirty: BTreeMap<usize, Vec<Vec<u8>>>,
    is_length_dirty: bool,
    /// Up to here there is room already.
    reserved: usize,
}

impl FileNode {
    /// Whether writing up to `end` takes room that the file has not got yet.
    pub(crate) fn grows_to(&self, end: usize) -> bool {
        end > self.reserved.max(self.now.len())
    }

    pub(crate) fn write(&mut self, sector: usize, offset: usize, bytes: &[u8]) {
        let end = offset + bytes.len();
        if end > self.now.len() {
            self.set_length(sector, end);
        }
        if !bytes.is_empty() {
            self.soil(sector, offset, end);
            self.now[offset..end].copy_from_slice(bytes);
        }
    }

    /// Marks the sectors of a range as written to, keeping what they hold if it is not durable.
    fn soil(&mut self, sector: usize, begin: usize, end: usize) {
        for at in begin / sector..end.div_ceil(sector) {
            let from = at * sector;
            let to = (from + sector).min(self.now.len());
            match self.dirty.get_mut(&at) {
                Some(versions) if versions.len() < 4 => {
                    versions.push(self.now[from..to].to_vec());
                }
                Some(_) => {}
                None => {
                    self.dirty.insert(at, Vec::new());
                }
            }
        }
    }

    /// Cuts or lengthens. The same length again is written again, as `ftruncate` does.
    pub(crate) fn set_length(&mut self, sector: usize, length: usize) {
        let old = self.now.len();
        self.now.resize(length, 0);
        self.is_length_dirty = true;
        self.reserved = self.reserved.min(length.max(old));
        if length < old {
            self.reserved = length;
            self.dirty.retain(|at, _| at * sector < length);
        } else if length > old {
            self.soil(sector, old, length);
        }
    }

    pub(crate) fn reserve(&mut self, sector: usize, length: usize) {
        if length > self.now.len() {
            self.set_length(sector, length);
        }
        self.reserved = self.reserved.max(length);
    }

    pub(crate) fn sync(&mut self, sector: usize) {
        self.kept.resize(self.now.len(), 0);
        for at in std::mem::take(&mut self.dirty).into_keys() {
            self.put(sector, at);
        }
        self.is_length_dirty = false;
    }

    fn put(&mut self, sector: usize, at: usize) {
        let from = at * sector;
        let to = (from + sector).min(self.now.len()).min(self.kept.len());
        if from < to {
            self.kept[from..to].copy_from_slice(&self.now[from..to]);
        }
    }

    /// What Linux does when a write-back fails: some of it is on the disk, all of it is marked
    /// clean, and the next sync has nothing to do.
    pub(crate) fn sync_in_vain(&mut self, sector: usize, chance: &mut Chance) {
        if self.is_length_dirty && chance.one_in(2) {
            self.kept.resize(self.now.len(), 0);
        }
        for at in std::mem::take(&mut self.dirty).into_keys() {
            if chance.one_in(3) {
                self.put(sector, at);
            }
        }
        self.is_length_dirty = false;
    }

    /// Clean pages may be dropped from memory at any time, and are then read from the disk.
    pub(crate) fn forget_clean_pages(&mut self, sector: usize) {
        for at in 0..self.now.len().min(self.kept.len()).div_ceil(sector) {
            let from = at * sector;
            let to = (from + sector).min(self.now.len()).min(self.kept.len());
            if !self.dirty.contains_key(&at) {
                self.now[from..to].copy_from_slice(&self.kept[from..to]);
            }
        }
    }

    /// What is on the disk after a power cut. `stale` is what other files held before.
    pub(crate) fn cut(&mut self, sector: usize, chance: &mut Chance, stale: &[Vec<u8>]) {
        let mood = Mood::of(chance);
        let durable = self.kept.len();
        let mut image = std::mem::take(&mut self.kept);
        image.resize(self.length_after(mood, durable, sector, chance), 0);
        for (at, versions) in std::mem::take(&mut self.dirty) {
            let from = at * sector;
            let to = (from + sector).min(image.len());
            if from >= to {
                continue;
            }
            let mut new = vec![0; to - from];
            let there = self.now.len().min(to).saturating_sub(from);
            new[..there].copy_from_slice(&self.now[from..from + there]);
            let place = &mut image[from..to];
            match mood {
                Mood::AllLost => {}
                Mood::AllKept => place.copy_from_slice(&new),
                Mood::EachForItself => {
                    let was_durable = from < durable;
                    cut_sector(place, &new, &versions, was_durable, chance, stale);
                }
            }
        }
        self.now.clone_from(&image);
        self.kept = image;
        self.is_length_dirty = false;
        self.reserved = self.now.len();
    }

    fn length_after(
        &self,
        mood: Mood,
        durable: usize,
        sector: usize,
        chance: &mut Chance,
    ) -> usize {
        let new = self.now.len();
        if !self.is_length_dirty || durable == new {
            return if self.is_length_dirty { new } else { durable };
        }
        match (mood, chance.below(3)) {
            (Mood::AllLost, _) | (Mood::EachForItself, 0) => durable,
            (Mood::EachForItself, 1) if new > durable => {
                let cut = durable + chance.below(new - durable);
                (cut / sector * sector).max(durable)
            }
            _ => new,
        }
    }
}

/// What becomes of one sector: lost, written, torn, as it was in between, or what lay there.
fn cut_sector(
    place: &mut [u8],
    new: &[u8],
    versions: &[Vec<u8>],
    was_durable: bool,
    chance: &mut Chance,
    stale: &[Vec<u8>],
) {
    match chance.below(8) {
        0..3 => place.copy_from_slice(new),
        3 => {
            let cut = chance.below(new.len());
            place[..cut].copy_from_slice(&new[..cut]);
        }
        4 => {
            let cut = chance.below(new.len());
            place[cut..].copy_from_slice(&new[cut..]);
        }
        5 if !versions.is_empty() => {
            let version = &versions[chance.below(versions.len())];
            let many = version.len().min(place.len());
            place[..many].copy_from_slice(&version[..many]);
        }
        6 if !was_durable && !stale.is_empty() => {
            let old = &stale[chance.below(stale.len())];
            let many = old.len().min(place.len());
            place[..many].copy_from_slice(&old[..many]);
        }
        _ => {}
    }
}

/// A change of the names in a folder. Each is done as a whole or not at all, as journals do it.
#[derive(Clone, Debug)]
pub(crate) enum Naming {
    Added(String, usize),
    Removed(String),
    Renamed {
        from: String,
        to: String,
        node: usize,
    },
}

/// A folder of names.
#[derive(Clone, Debug, Default)]
pub(crate) struct FolderNode {
    pub(crate) now: BTreeMap<String, usize>,
    pub(crate) kept: BTreeMap<String, usize>,
    pending: Vec<Naming>,
}

impl FolderNode {
    pub(crate) fn change(&mut self, naming: Naming) {
        apply(&mut self.now, &naming);
        self.pending.push(naming);
    }

    pub(crate) fn sync(&mut self) {
        self.kept.clone_from(&self.now);
        self.pending.clear();
    }

    /// Any of the changes may have come to the disk, in any order.
    pub(crate) fn cut(&mut self, chance: &mut Chance) {
        let mood = Mood::of(chance);
        for naming in std::mem::take(&mut self.pending) {
            let is_kept = match mood {
                Mood::AllLost => false,
                Mood::AllKept => true,
                Mood::EachForItself => chance.one_in(2),
            };
            if is_kept {
                apply(&mut self.kept, &naming);
            }
        }
        self.now.clone_from(&self.kept);
    }

    /// A sync that said it was done and was not.
    pub(crate) fn forget_changes(&mut self) {
        self.pending.clear();
    }
}

fn apply(names: &mut BTreeMap<String, usize>, naming: &Naming) {
    match naming {
        Naming::Added(name, node) => {
            names.insert(name.clone(), *node);
        }
        Naming::Removed(name) => {
            names.remove(name);
        }
        Naming::Renamed { from, to, node } => {
            names.remove(from);
            names.insert(to.clone(), *node);
        }
    }
}
